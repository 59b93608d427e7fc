"""Opschalen naar het directieberaad: de vraag bevriezen, voorbereiden, beantwoorden en terugkoppelen.

What an answer does to the matter itself is told by its ``ogon.opschaling.zaken.Zaak``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction

from duoplus import besluiten, events, klok
from duoplus.actions.agenda import laat_vervallen, zet_op_agenda
from duoplus.calc.nederlands import datum
from duoplus.choices import BesluitSoort, GremiumSoort, PuntSoort, Rol
from duoplus.models import (
    Agendapunt,
    Besluit,
    Feestdag,
    Gebruiker,
    Gremium,
    Teller,
    Termijn,
    Vergadering,
)
from duoplus.transitions import Overgang, StapKanNiet
from duoplus.zegel import zegel
from ogon.actions import voorstel
from ogon.calc import ladder
from ogon.choices import Antwoord, OpschalingAanleiding, OpschalingStatus
from ogon.models import Ladder, Ogon, Opschaling, Opschalingtrede
from ogon.opschaling.zaken import Dossier, zaak_van
from ogon.transitions import OPSCHALING

# What each fact is called in the trail of a person and on the page of the escalation.
ZINNEN = {
    "ogon.opschaling.melden": "legde {nummer} voor aan het {naar}: {vraag}",
    "ogon.opschaling.voorbereiden": "schreef het advies bij {nummer}",
    "ogon.opschaling.agenderen": "zette {nummer} op de agenda van {vergadering}",
    "ogon.opschaling.intrekken": "trok {nummer} in: {reden}",
    "ogon.opschaling.beantwoorden": "antwoordde op {nummer} met besluit {besluit}: {woord}",
    "ogon.opschaling.terugkoppelen": "koppelde het antwoord op {nummer} terug: {reden}",
    "ogon.opschaling.sluiten": "sloot {nummer}",
    "ogon.opschaling.trede": "zette {nummer} een trede hoger: {wie} hoort het nu",
}
MINUTEN = 20  # on an agenda


@dataclass(frozen=True)
class Vraag:
    """What is asked of the body above, and by when. Without a day the term in working days counts."""

    vraag: str
    gevraagd_besluit: str = ""
    aanleiding: OpschalingAanleiding = OpschalingAanleiding.GEEN_CONSENSUS
    antwoord_voor: date | None = None
    spoed: bool = False


def directieberaad() -> Gremium:
    """Raises ``StapKanNiet`` while there is none."""
    beraad = Gremium.objects.geldig_op(klok.vandaag()).filter(soort=GremiumSoort.DIRECTIEBERAAD).first()
    if beraad is None:
        raise StapKanNiet("Er is nog geen directieberaad in het portaal. Vraag het de beheerder.")
    return beraad


def uiterlijk(spoed: bool) -> date:
    """The last day for an answer to a question that is put today."""
    return Termijn.objects.uiterlijk("opschaling.spoed" if spoed else "opschaling.antwoord", klok.vandaag())


def open_over(onderwerp: models.Model) -> Opschaling | None:
    """The question about this matter that waits for an answer."""
    return Opschaling.objects.open().over(onderwerp).first()


def schaal_op(
    onderwerp: models.Model,
    vraag: Vraag,
    dossier: Dossier,
    *,
    ogon: Ogon,
    besluit: Besluit,
    by: Gebruiker,
    namens: Gebruiker | None = None,
) -> Opschaling:
    """Bevries de vraag met alles erbij, en leg haar voor.

    In the transaction of the caller, who holds the matter, may escalate it and recorded the decision.
    Raises ``StapKanNiet`` while an earlier question about it waits.
    """
    _controleer(vraag)
    opschaling = Opschaling(
        nummer=Teller.volgende("OPS", klok.vandaag().year),
        ogon=ogon,
        naar=directieberaad(),
        onderwerp=onderwerp,
        aanleiding=vraag.aanleiding,
        vraag=vraag.vraag.strip(),
        gevraagd_besluit=vraag.gevraagd_besluit.strip() or f"Een besluit over ‘{dossier.titel}’.",
        antwoord_voor=vraag.antwoord_voor or uiterlijk(vraag.spoed),
        spoed=vraag.spoed,
        besluit=besluit,
        gemeld_door=by,
        namens=namens,
    )
    opschaling.pakket = _pakket(opschaling, dossier)
    opschaling.sha256 = zegel(opschaling.pakket)
    _bewaar(opschaling)
    events.record(
        "ogon.opschaling.melden",
        opschaling,
        by=by,
        namens=namens,
        nummer=opschaling.nummer,
        naar=opschaling.naar.naam.lower(),
        vraag=opschaling.vraag,
    )
    return opschaling


def _controleer(vraag: Vraag) -> None:
    if not vraag.vraag.strip():
        raise StapKanNiet("Schrijf op waarover het directieberaad moet besluiten.")
    if vraag.antwoord_voor is not None and vraag.antwoord_voor <= klok.vandaag():
        raise StapKanNiet("Kies een dag na vandaag voor het antwoord.")


def _bewaar(opschaling: Opschaling) -> None:
    try:
        with transaction.atomic():
            opschaling.save()
    except IntegrityError as fout:
        if "opschaling_een_open" not in str(fout):
            raise
        raise StapKanNiet("Hierover ligt al een vraag bij het directieberaad.") from None


def _pakket(opschaling: Opschaling, dossier: Dossier) -> dict[str, Any]:
    """Everything the answer rests on, as plain words and figures that no later change touches."""
    return {
        "nummer": opschaling.nummer,
        "van": opschaling.ogon.naam,
        "naar": opschaling.naar.naam,
        "aanleiding": OpschalingAanleiding(opschaling.aanleiding).label,
        "vraag": opschaling.vraag,
        "gevraagd_besluit": opschaling.gevraagd_besluit,
        "antwoord_voor": opschaling.antwoord_voor.isoformat(),
        "spoed": opschaling.spoed,
        "besluit": opschaling.besluit.nummer,
        "gemeld_door": opschaling.gemeld_door.naam,
        "namens": opschaling.namens.naam if opschaling.namens else "",
        "gemeld_op": opschaling.gemeld_op.isoformat(),
        **dossier.als_gegevens(),
    }


def bereid_voor(
    opschaling: Opschaling, *, by: Gebruiker, advies: str, versie: int | None = None
) -> Opschaling:
    """Schrijf het advies dat het directieberaad erbij leest; het dossier zelf blijft zoals het was."""
    if not advies.strip():
        raise StapKanNiet("Schrijf uw advies op.")
    with _stap(opschaling, "voorbereiden", by, versie):
        opschaling.advies = advies.strip()
    return opschaling


def agendeer(
    opschaling: Opschaling, vergadering: Vergadering, *, by: Gebruiker, versie: int | None = None
) -> Agendapunt:
    """Zet de vraag op de agenda van een vergadering van wie antwoordt."""
    with transaction.atomic():
        punt = zet_op_agenda(
            opschaling.naar,
            titel=f"{opschaling.nummer} {opschaling.titel}",
            by=by,
            soort=PuntSoort.BESLUIT,
            toelichting=opschaling.vraag,
            gevraagd_besluit=opschaling.gevraagd_besluit,
            minuten=MINUTEN,
            onderwerp=opschaling,
            vergadering=vergadering,
        )
        leg_agenda_vast(opschaling, vergadering, by=by, versie=versie)
    return punt


def leg_agenda_vast(
    opschaling: Opschaling, vergadering: Vergadering, *, by: Gebruiker, versie: int | None = None
) -> None:
    """It stands on this agenda, however it came there."""
    with _stap(opschaling, "agenderen", by, versie, vergadering=datum(vergadering.datum)):
        pass


def trek_in(opschaling: Opschaling, *, by: Gebruiker, reden: str, versie: int | None = None) -> Opschaling:
    """Het OGON heeft het antwoord niet meer nodig; de zaak is weer vrij."""
    if not reden.strip():
        raise StapKanNiet("Schrijf op waarom u de vraag intrekt.")
    onderwerp: Any = opschaling.onderwerp
    zaak = zaak_van(onderwerp)
    with zaak.op_slot(onderwerp), _stap(opschaling, "intrekken", by, versie, reden=reden):
        opschaling.ingetrokken_op = klok.nu()
        zaak.laat_los(onderwerp, opschaling, by=by)
        laat_vervallen(opschaling, reden=f"De vraag is ingetrokken: {reden}")
    return opschaling


def vervalt(onderwerp: models.Model, reden: str) -> None:
    """The matter itself is gone, so nobody needs an answer; the caller holds and keeps the matter."""
    if opschaling := open_over(onderwerp):
        with _stap(opschaling, "intrekken", Gebruiker.objects.systeem(), None, reden=reden):
            opschaling.ingetrokken_op = klok.nu()
            laat_vervallen(opschaling, reden=reden)


def beantwoord(
    opschaling: Opschaling,
    antwoord: Antwoord,
    *,
    by: Gebruiker,
    reden: str,
    voorwaarde: str = "",
    agendapunt: Agendapunt | None = None,
    versie: int | None = None,
) -> Opschaling:
    """Geef het antwoord als besluit met een eigen nummer; de zaak komt daarmee vrij.

    What goes on to the boards goes there as a proposal, which begins here.

    Raises ``StapKanNiet`` with a sentence for a question that was withdrawn or answered before.
    """
    _controleer_antwoord(antwoord, reden, voorwaarde)
    onderwerp: Any = opschaling.onderwerp
    zaak = zaak_van(onderwerp)
    feit = {"antwoord": antwoord.value, "woord": antwoord.label.lower(), "reden": reden}
    with zaak.op_slot(onderwerp), _stap(opschaling, "beantwoorden", by, versie, **feit) as overgang:
        opschaling.antwoord, opschaling.besloten_op = antwoord, klok.nu()
        opschaling.antwoordbesluit = besluiten.neem(
            opschaling.naar,
            BesluitSoort.BEANTWOORDEN,
            titel=f"Antwoord op {opschaling.nummer}: {opschaling.titel}",
            reden=reden.strip(),
            voorwaarde=voorwaarde.strip(),
            by=by,
            namens=overgang.namens,
            agendapunt=agendapunt,
            opschaling=opschaling.nummer,
            antwoord=antwoord.value,
        )
        overgang.gegevens["besluit"] = opschaling.antwoordbesluit.nummer
        zaak.beantwoord(onderwerp, opschaling, by=by)
        if antwoord == Antwoord.DOOR:
            voorstel.begin_na(opschaling, opschaling.antwoordbesluit, by=by)
        nummer = opschaling.antwoordbesluit.nummer
        laat_vervallen(opschaling, reden=f"Al beantwoord met besluit {nummer}.", behalve=agendapunt)
    return opschaling


def _controleer_antwoord(antwoord: Antwoord, reden: str, voorwaarde: str) -> None:
    if not reden.strip():
        raise StapKanNiet("Schrijf op wat het directieberaad antwoordt.")
    if antwoord == Antwoord.AKKOORD_MITS and not voorwaarde.strip():
        raise StapKanNiet("Schrijf op onder welke voorwaarde het directieberaad akkoord is.")


def koppel_terug(
    opschaling: Opschaling, *, by: Gebruiker, reden: str, versie: int | None = None
) -> Opschaling:
    """Vertel het OGON wat het antwoord is en wat het nu kan doen."""
    if not reden.strip():
        raise StapKanNiet("Schrijf op wat het OGON nu kan doen.")
    with _stap(opschaling, "terugkoppelen", by, versie, reden=reden):
        pass
    return opschaling


def sluit(opschaling: Opschaling, *, by: Gebruiker, versie: int | None = None) -> Opschaling:
    """Het OGON heeft het antwoord verwerkt."""
    with _stap(opschaling, "sluiten", by, versie):
        pass
    return opschaling


@contextmanager
def _stap(
    opschaling: Opschaling, stap: str, by: Gebruiker, versie: int | None, **feit: Any
) -> Iterator[Overgang]:
    with OPSCHALING.transition(
        opschaling, stap, by=by, versie=versie, nummer=opschaling.nummer, **feit
    ) as overgang:
        yield overgang


# The ladder -----------------------------------------------------------------------------------------------


def treden(opschaling: Opschaling) -> list[tuple[Ladder, ladder.Trede]]:
    """The steps of the ladder that held when it was put forward, each with its days; two queries."""
    gemeld = klok.dag(opschaling.gemeld_op)
    regels = list(Ladder.objects.geldig_op(gemeld).order_by("trede"))
    duur = [(r.trede, r.werkdagen_spoed if opschaling.spoed else r.werkdagen) for r in regels]
    return list(zip(regels, ladder.treden(gemeld, duur, Feestdag.objects.als_vrij()), strict=True))


def klim(opschaling: Opschaling) -> list[Opschalingtrede]:
    """Zet elke trede vast die voorbij is; elke één keer, hoe lang er ook niets draaide.

    A step whose own work was done in time is passed over.
    """
    with transaction.atomic():
        opschaling = Opschaling.objects.select_for_update(of=("self",)).get(pk=opschaling.pk)
        if not opschaling.is_open:
            return []
        bereikt = set(opschaling.treden.values_list("trede", flat=True))
        return [
            _bereik(opschaling, regel, trede.sinds)
            for regel, trede in treden(opschaling)
            if trede.sinds <= klok.vandaag() and regel.trede not in bereikt and is_nodig(opschaling, regel)
        ]


def is_nodig(opschaling: Opschaling, regel: Ladder) -> bool:
    """Whether this step may still come: the first is about the preparation alone, the others the answer."""
    return regel.rol != Rol.BESTUURSADVISEUR or opschaling.status == OpschalingStatus.GEMELD


def _bereik(opschaling: Opschaling, regel: Ladder, sinds: date) -> Opschalingtrede:
    trede = opschaling.treden.create(trede=regel.trede, wie=regel.wie, sinds=sinds)
    events.record(
        "ogon.opschaling.trede",
        opschaling,
        by=Gebruiker.objects.systeem(),
        nummer=opschaling.nummer,
        trede=regel.trede,
        rol=regel.rol,
        wie=regel.wie.lower(),
        sinds=datum(sinds),
    )
    return trede
