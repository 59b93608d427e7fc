"""Grenzen bewaken: 80, 95 en 100% van een plafond of lumpsum, en wat daarboven gevraagd moet worden.

What is passed is written once and never taken back. A file of bookings is judged once, in one go.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse

from duoplus import besluiten, events, klok
from duoplus.celery import later
from duoplus.choices import BesluitSoort, Zichtbaarheid
from duoplus.models import Gebruiker
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet
from maatwerk.calc import signalen as calc
from maatwerk.calc.signalen import Grenzen, Meting
from maatwerk.choices import Maat, Signaalstand
from maatwerk.lumpsum import stand as standen
from maatwerk.lumpsum.stand import Stand
from maatwerk.models import Lumpsum, Opdracht, Signaal
from maatwerk.signalen import concept, meten, noodzaak
from ogon.actions import opschaling as opschalen
from ogon.actions.conflict import draaischijf
from ogon.models import Ogon, Opschaling
from ogon.opschaling.zaken import Zaak

OPSCHALEN = "maatwerk.opschalen_lumpsum"
SLEUTEL = ("lumpsum_id", "opdracht_id", "maat", "drempel", "geheel")
AL_AFGEDAAN = "Dit concept is al voorgelegd of weggelegd."
# What each fact is called in the trail of a person and on the page of the signals.
ZINNEN = {
    "maatwerk.lumpsum.signaal": "zag dat {gemeente} op {procent}% van de lumpsum van {jaar} komt ({wat})",
    "maatwerk.lumpsum.opschalen": "legde de lumpsum van {gemeente} van {jaar} voor ({opschaling})",
    "maatwerk.lumpsum.wegleggen": "legde de concept-opschaling van {gemeente} van {jaar} weg: {reden}",
    "maatwerk.lumpsum.antwoord_opschaling": (
        "antwoordde over de lumpsum van {gemeente} van {jaar}: {woord}, besluit {besluit}: {reden}"
    ),
    "maatwerk.lumpsum.opschaling_ingetrokken": (
        "trok de vraag over de lumpsum van {gemeente} van {jaar} in ({opschaling})"
    ),
}


# Ceilings of assignments -----------------------------------------------------------------------------------


@transaction.atomic
def bewaak(opdrachten: Iterable[Opdracht]) -> list[Signaal]:
    """Leg vast welke grenzen van plafonds nu bereikt zijn, in de transactie van wie boekte.

    Call it once per booking or per file, after the lines are in. Answers what was not on record yet.
    The lumpsums follow after commit. Three queries when nothing is passed, however many assignments.
    """
    per_pk = {opdracht.pk: opdracht for opdracht in opdrachten}
    later("maatwerk.tasks.bewaak_lumpsums")
    grenzen, gebruikt = meten.grenzen(klok.vandaag()), meten.geboekt(per_pk)
    bereikt = [
        _signaal(meting, drempel, opdracht=opdracht)
        for opdracht in per_pk.values()
        for meting in meten.van_plafonds(opdracht, gebruikt)
        for drempel in calc.van_plafond(meting, grenzen)
    ]
    nieuw = list(_schrijf(bereikt, Signaal.objects.filter(opdracht__in=per_pk)))
    for signaal in hoogste(nieuw):
        _meld_plafond(signaal)
    return nieuw


def _meld_plafond(signaal: Signaal) -> None:
    opdracht: Any = signaal.opdracht
    events.record(
        "maatwerk.aanvraag.signaal",
        opdracht.aanvraag,
        by=Gebruiker.objects.systeem(),
        zichtbaarheid=Zichtbaarheid.INTERN,
        **_feit(signaal),
    )


# Lumpsums of a year ----------------------------------------------------------------------------------------


@transaction.atomic
def bewaak_jaar(jaar: int) -> list[Signaal]:
    """Toets elke lumpsum van het jaar, en of een opdracht een wijzigingsverzoek nodig heeft.

    One run at a time, so that what is read is not older than what is on record.
    """
    _een_tegelijk(jaar)
    stand, grenzen = standen.lees(jaar), meten.grenzen(klok.vandaag())
    lumpsums = {
        lumpsum.organisatie_id: lumpsum
        for lumpsum in Lumpsum.objects.filter(jaar=jaar).select_related("organisatie")
    }
    bereikt = list(_van_lumpsums(lumpsums.values(), stand, grenzen))
    nieuw = list(_schrijf(bereikt, Signaal.objects.filter(lumpsum__in=[s.lumpsum for s in bereikt])))
    for signaal in nieuw:
        _stel_op(signaal, stand, grenzen)
    for signaal in hoogste(nieuw):
        _meld_lumpsum(signaal)
    if jaar == klok.vandaag().year:
        noodzaak.houd_bij(stand, grenzen)
    return nieuw


def _een_tegelijk(jaar: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('maatwerk.signalen'), %s)", [jaar])


def _van_lumpsums(lumpsums: Iterable[Lumpsum], stand: Stand, grenzen: Grenzen) -> Iterator[Signaal]:
    """The forecast counts from 100% only: below that it says nothing that the promises do not."""
    for lumpsum in lumpsums:
        saldo = stand.per_gemeente.get(lumpsum.organisatie_id)
        for meting in meten.van_saldo(saldo) if saldo else ():
            for drempel in calc.van_lumpsum(meting, grenzen):
                if meting.maat != Maat.PROGNOSE or drempel == grenzen.vol:
                    yield _signaal(meting, drempel, lumpsum=lumpsum)


def _stel_op(signaal: Signaal, stand: Stand, grenzen: Grenzen) -> None:
    """Draft the question above 100%, unless one about this lumpsum waits already."""
    lumpsum: Any = signaal.lumpsum
    if signaal.drempel != int(grenzen.vol) or _ligt_er(lumpsum):
        return
    signaal.concept = concept.stel_op(lumpsum, stand)
    signaal.save(update_fields=["concept"])


def _ligt_er(lumpsum: Lumpsum) -> bool:
    te_doen = lumpsum.signalen.exclude(concept={}).filter(afgedaan="")
    return te_doen.exists() or opschalen.open_over(lumpsum) is not None


def _meld_lumpsum(signaal: Signaal) -> None:
    lumpsum: Any = signaal.lumpsum
    _leg_vast(lumpsum, "signaal", Gebruiker.objects.systeem(), **_feit(signaal))


# The draft -------------------------------------------------------------------------------------------------


def leg_voor(signaal: Signaal, vraag: opschalen.Vraag, *, by: Gebruiker) -> Opschaling:
    """Leg de vraag over een te kleine lumpsum aan het directieberaad voor, met de bedragen van nu.

    The decision to ask names no amount: everybody in the coordinating OGON reads it.
    """
    with transaction.atomic():
        lumpsum, wie = _te_doen(signaal, by)
        hub = Ogon.objects.get(pk=draaischijf().pk)
        besluit = besluiten.neem(
            hub,
            BesluitSoort.OPSCHALEN,
            titel=concept.titel_van(lumpsum),
            reden="De afspraken of de verwachting gaan boven de lumpsum.",
            by=by,
            namens=wie,
        )
        dossier = concept.dossier(lumpsum, standen.lees(lumpsum.jaar))
        gemeld = opschalen.schaal_op(lumpsum, vraag, dossier, ogon=hub, besluit=besluit, by=by, namens=wie)
        _doe_af(signaal, Signaalstand.OPGESCHAALD, opschaling=gemeld.nummer)
        _leg_vast(lumpsum, "opschalen", by, wie, opschaling=gemeld.nummer, besluit=besluit.nummer)
    return gemeld


def leg_weg(signaal: Signaal, *, by: Gebruiker, reden: str) -> Signaal:
    """Leg het concept weg met een reden; het signaal zelf blijft staan."""
    if not reden.strip():
        raise StapKanNiet("Schrijf op waarom u het concept weglegt.")
    with transaction.atomic():
        lumpsum, wie = _te_doen(signaal, by)
        _doe_af(signaal, Signaalstand.WEGGELEGD, reden=reden.strip(), door=by.naam)
        _leg_vast(lumpsum, "wegleggen", by, wie, reden=reden.strip())
    return signaal


def _te_doen(signaal: Signaal, by: Gebruiker) -> tuple[Lumpsum, Gebruiker | None]:
    """Hold the lumpsum and its draft. Raises ``StapKanNiet`` when somebody else was first."""
    lumpsum = Lumpsum.objects.select_for_update(of=("self",), no_key=True).get(signalen=signaal.pk)
    signaal.refresh_from_db(from_queryset=Signaal.objects.select_for_update(of=("self",)))
    if not by.has_perm(OPSCHALEN, lumpsum):
        raise PermissionDenied(OPSCHALEN)
    if signaal.afgedaan or not signaal.concept:
        raise StapKanNiet(AL_AFGEDAAN)
    return lumpsum, namens(by, OPSCHALEN, lumpsum)


def _doe_af(signaal: Signaal, hoe: Signaalstand, **erbij: str) -> None:
    signaal.afgedaan, signaal.afgedaan_op = hoe, klok.nu()
    signaal.concept = signaal.concept | erbij
    signaal.save(update_fields=["afgedaan", "afgedaan_op", "concept"])


class LumpsumZaak(Zaak):
    """A lumpsum that is too small. Nothing is locked meanwhile; the answer is noted with the lumpsum."""

    model = Lumpsum

    def adres(self, onderwerp: Lumpsum, user: Gebruiker) -> str:
        mag = user.has_perm("maatwerk.view_lumpsum", onderwerp)
        return reverse("maatwerk:lumpsum_signalen", args=[onderwerp.jaar]) if mag else ""

    @contextmanager
    def op_slot(self, onderwerp: Lumpsum) -> Iterator[None]:
        with transaction.atomic():
            op_slot = Lumpsum.objects.select_for_update(of=("self",), no_key=True)
            onderwerp.refresh_from_db(from_queryset=op_slot.select_related("organisatie"))
            yield

    def beantwoord(self, onderwerp: Lumpsum, opschaling: Opschaling, *, by: Gebruiker) -> None:
        besluit: Any = opschaling.antwoordbesluit
        woord = opschaling.get_antwoord_display().lower()
        feit = {"opschaling": opschaling.nummer, "besluit": besluit.nummer, "woord": woord}
        _leg_vast(onderwerp, "antwoord_opschaling", by, besluit.namens, **feit, reden=besluit.reden)

    def laat_los(self, onderwerp: Lumpsum, opschaling: Opschaling, *, by: Gebruiker) -> None:
        """The draft lies there again: it is still too small."""
        Signaal.objects.filter(lumpsum=onderwerp, concept__opschaling=opschaling.nummer).update(
            afgedaan="", afgedaan_op=None
        )
        _leg_vast(onderwerp, "opschaling_ingetrokken", by, opschaling=opschaling.nummer)


# What they share -------------------------------------------------------------------------------------------


def hoogste(signalen: Iterable[Signaal]) -> list[Signaal]:
    """Of each ceiling the highest limit: one notice when several are passed at once."""
    per_plafond: dict[tuple[Any, ...], Signaal] = {}
    for signaal in sorted(signalen, key=lambda s: s.drempel):
        per_plafond[signaal.lumpsum_id, signaal.opdracht_id, signaal.maat] = signaal
    return list(per_plafond.values())


def _signaal(meting: Meting, drempel: Decimal, **van: Any) -> Signaal:
    return Signaal(maat=meting.maat, drempel=int(drempel), stand=meting.procent, geheel=meting.geheel, **van)


def _schrijf(bereikt: Sequence[Signaal], bekend: Any) -> Iterator[Signaal]:
    """Write each once; answers those that nobody, here or in another transaction, had written before."""
    er_al = set(bekend.values_list(*SLEUTEL)) if bereikt else set()
    for signaal in bereikt:
        sleutel = {naam: getattr(signaal, naam) for naam in SLEUTEL}
        if tuple(sleutel.values()) in er_al:
            continue
        geschreven, is_nieuw = Signaal.objects.get_or_create(**sleutel, defaults={"stand": signaal.stand})
        if is_nieuw:
            geschreven.lumpsum, geschreven.opdracht = signaal.lumpsum, signaal.opdracht
            yield geschreven


def _feit(signaal: Signaal) -> dict[str, Any]:
    return {
        "signaal": signaal.pk,
        "maat": signaal.maat,
        "wat": Maat(signaal.maat).label.lower(),
        "drempel": signaal.drempel,
        "procent": f"{signaal.stand:.1f}".replace(".", ","),
    }


def _leg_vast(
    lumpsum: Lumpsum, wat: str, by: Gebruiker, voor: Gebruiker | None = None, /, **gegevens: Any
) -> None:
    wie: dict[str, Any] = {"gemeente": lumpsum.organisatie.naam, "jaar": lumpsum.jaar}
    events.record(f"maatwerk.lumpsum.{wat}", lumpsum, by=by, namens=voor, **wie | gegevens)
