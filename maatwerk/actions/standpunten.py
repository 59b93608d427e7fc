"""De volgorde voorleggen, terugnemen, en er iets van vinden."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import klok
from duoplus.calc.nederlands import datum
from duoplus.calc.werkdagen import Termijn as Berekening
from duoplus.calc.werkdagen import leg_uit
from duoplus.models import Feestdag, Gebeurtenis, Gebruiker, Organisatie, Termijn
from duoplus.rules import namens
from duoplus.spoor import Vorm
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions.ronde import leg_vast
from maatwerk.choices import RondeStatus as S
from maatwerk.choices import StandpuntSoort
from maatwerk.models import Ronde, Standpunt
from maatwerk.volgorde import bord
from maatwerk.volgorde.standpunten import namens_wie, partijen
from ogon.fasen import vereis_fase

VOORLEGGEN, STANDPUNT = "ogon.voorleggen_cyclus", "ogon.standpunt_cyclus"


def _voorgelegd(feit: Gebeurtenis) -> str:
    tot = datum(date.fromisoformat(feit.gegevens["sluit_op"]))
    return f"legde de volgorde van {feit.gegevens['bord']} voor; standpunten kunnen t/m {tot}"


# What each act is called in the trail of a person; a position is given, never which one.
ZINNEN: dict[str, Vorm] = {
    "maatwerk.ronde.voorleggen": _voorgelegd,
    "maatwerk.ronde.terugnemen": "nam de volgorde van {bord} terug: {reden}",
    "maatwerk.ronde.standpunt": "gaf het standpunt van {gemeente} over de volgorde van {bord}",
    "maatwerk.ronde.herinneren": "herinnerde aan een standpunt over de volgorde van {bord}",
    "maatwerk.ronde.vaststellen": "stelde de volgorde van {bord} vast ({besluit})",
    "maatwerk.ronde.opschalen": "bracht de volgorde van {bord} naar het directieberaad ({besluit})",
    "maatwerk.ronde.antwoorden": "antwoordde namens het directieberaad over de volgorde van {bord}: {reden}",
}


def voorleggen(
    ronde: Ronde, *, by: Gebruiker, sluit_op: date | None = None, versie: int | None = None
) -> Ronde:
    """Vraag elke gemeente om haar standpunt over deze volgorde, tot en met ``sluit_op``.

    Without a day it is the term ``ogon.standpunt`` in working days. From here on the order does not move.
    """
    with ronde_op_slot(ronde, by, VOORLEGGEN, S.RANGSCHIKKEN, versie) as voor:
        vereis_fase(ronde.cyclus, "voorleggen")
        _controleer_bord(ronde, by)
        ronde.sluit_op = sluit_op or laatste_dag()
        if ronde.sluit_op is None or ronde.sluit_op <= klok.vandaag():
            raise StapKanNiet("Kies een laatste dag na vandaag.")
        ronde.status, ronde.voorgelegd_op = S.VOORGELEGD, klok.nu()
        ronde.voorlegging += 1
        tot = ronde.sluit_op.isoformat()
        leg_vast(ronde, "voorleggen", by, voor, voorlegging=ronde.voorlegging, sluit_op=tot)
    return ronde


def laatste_dag() -> date | None:
    """The last day of the term if the order is put forward today."""
    berekening = reken_termijn()
    return berekening.einddatum if berekening else None


def reken_termijn() -> Berekening | None:
    """How that day is found; None where no term is set."""
    aantal = Termijn.objects.werkdagen("ogon.standpunt", klok.vandaag())
    return leg_uit(klok.vandaag(), aantal, Feestdag.objects.als_vrij()) if aantal else None


def _controleer_bord(ronde: Ronde, by: Gebruiker) -> None:
    if wat := beletsels(bord.lees(ronde, by)):
        raise StapKanNiet(" ".join(wat))


def beletsels(het_bord: bord.Bord) -> list[str]:
    """What keeps this order from being put forward, a sentence each."""
    if not het_bord.rijen:
        return ["Er staat niets op het bord om voor te leggen."]
    weg = [rij.aanvraag.titel for rij in het_bord.rijen if rij.is_van_tafel]
    sprongen = [rij.aanvraag.titel for rij in het_bord.zonder_reden]
    zinnen = [f"Haal eerst van het bord wat er niet meer is: {', '.join(weg)}."] if weg else []
    if sprongen:
        zinnen.append(f"Schrijf eerst op waarom dit van de score afwijkt: {', '.join(sprongen)}.")
    return zinnen


def terugnemen(ronde: Ronde, *, by: Gebruiker, reden: str, versie: int | None = None) -> Ronde:
    """Neem de volgorde terug om haar te wijzigen; wie een standpunt gaf, wordt straks opnieuw gevraagd."""
    if not reden.strip():
        raise StapKanNiet("Schrijf op waarom u de volgorde terugneemt.")
    with ronde_op_slot(ronde, by, VOORLEGGEN, S.VOORGELEGD, versie) as voor:
        ronde.status = S.RANGSCHIKKEN
        leg_vast(ronde, "terugnemen", by, voor, reden=reden)
    return ronde


def geef_standpunt(
    ronde: Ronde,
    organisatie: Organisatie,
    *,
    soort: StandpuntSoort,
    tekst: str = "",
    by: Gebruiker,
    voorlegging: int | None = None,
) -> Standpunt:
    """Leg vast wat deze gemeente van de volgorde vindt; tot het vaststellen kan het anders worden.

    ``voorlegging`` is the submission that was on screen. After the last day only an objection may still
    be taken back. The fact that is recorded does not say what the position is.
    """
    with transaction.atomic():
        ronde.refresh_from_db(from_queryset=_op_slot())
        voor = _namens(ronde, organisatie, by)
        _controleer_voorlegging(ronde, voorlegging)
        _controleer_partij(ronde, organisatie)
        _controleer_standpunt(ronde, organisatie, soort, tekst)
        leg_vast(ronde, "standpunt", by, voor, gemeente=organisatie.naam)
        return ronde.standpunten.create(
            voorlegging=ronde.voorlegging,
            organisatie=organisatie,
            soort=soort,
            tekst=tekst.strip(),
            door=by,
            namens=voor,
        )


def _namens(ronde: Ronde, organisatie: Organisatie, by: Gebruiker) -> Gebruiker | None:
    """For whom this person speaks for this municipality; None for himself. Raises PermissionDenied."""
    wie = namens_wie(by, ronde)
    if organisatie.pk not in wie or not by.has_perm(STANDPUNT, ronde.cyclus):
        raise PermissionDenied(STANDPUNT)
    return wie[organisatie.pk]


def _controleer_voorlegging(ronde: Ronde, voorlegging: int | None) -> None:
    _controleer_status(ronde, S.VOORGELEGD)
    if voorlegging is not None and voorlegging != ronde.voorlegging:
        raise Verouderd(ronde)
    vereis_fase(ronde.cyclus, "standpunt")


def _controleer_partij(ronde: Ronde, organisatie: Organisatie) -> None:
    if organisatie not in partijen(ronde):
        raise StapKanNiet(f"{organisatie} doet niet mee in {ronde.cyclus.ogon}.")


def _controleer_standpunt(ronde: Ronde, organisatie: Organisatie, soort: StandpuntSoort, tekst: str) -> None:
    if soort == StandpuntSoort.AKKOORD_MITS and not tekst.strip():
        raise StapKanNiet("Schrijf op onder welke voorwaarde u akkoord bent.")
    if soort == StandpuntSoort.BEZWAAR and not tekst.strip():
        raise StapKanNiet("Schrijf op waarom u bezwaar heeft.")
    vorige = (
        ronde.standpunten.filter(organisatie=organisatie, voorlegging=ronde.voorlegging)
        .order_by("-pk")
        .first()
    )
    trekt_in = vorige is not None and vorige.soort == StandpuntSoort.BEZWAAR != soort
    if ronde.is_dicht and ronde.sluit_op and not trekt_in:
        raise StapKanNiet(
            f"De laatste dag voor een standpunt was {datum(ronde.sluit_op)}. "
            "U kunt alleen nog een bezwaar intrekken."
        )
    if vorige is not None and (vorige.soort, vorige.tekst) == (soort, tekst.strip()):
        raise StapKanNiet("Dit is al uw standpunt.")


@contextmanager
def ronde_op_slot(
    ronde: Ronde, by: Gebruiker, perm: str, status: S, versie: int | None = None
) -> Iterator[Gebruiker | None]:
    """One act at a time on a round in this state; what the block sets on ``ronde`` is kept.

    Gives for whom ``by`` stands in. Raises ``PermissionDenied``, ``StapKanNiet`` or ``Verouderd``.
    """
    with transaction.atomic():
        ronde.refresh_from_db(from_queryset=_op_slot())
        if not by.has_perm(perm, ronde.cyclus):
            raise PermissionDenied(perm)
        _controleer_status(ronde, status)
        if versie is not None and versie != ronde.versie:
            raise Verouderd(ronde)
        yield namens(by, perm, ronde if perm.endswith("_ronde") else ronde.cyclus)
        ronde.versie += 1
        ronde.save()


def _op_slot() -> Any:
    return Ronde.objects.select_for_update(of=("self",), no_key=True).select_related("cyclus__ogon")


KAN_NIET = {
    S.RANGSCHIKKEN: "De volgorde ligt nog niet voor.",
    S.VOORGELEGD: "De volgorde ligt al voor.",
    S.VASTGESTELD: "De volgorde is al vastgesteld.",
    S.OPGESCHAALD: "De volgorde ligt bij het directieberaad.",
}


def _controleer_status(ronde: Ronde, status: S) -> None:
    if ronde.status != status:
        raise StapKanNiet(KAN_NIET[S(ronde.status)])
