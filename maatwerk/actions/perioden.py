"""Maanden sluiten, en er met een tweede persoon alsnog in laten boeken.

A closed month never opens again: what is allowed later counts in an open month and names the decision.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from psycopg2.errorcodes import DEADLOCK_DETECTED, LOCK_NOT_AVAILABLE

from duoplus import events, klok
from duoplus.calc.maanden import maanden_van
from duoplus.calc.nederlands import bedrag, maand_en_jaar
from duoplus.models import Gebruiker, Termijn
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet
from maatwerk.models import Boekingstotaal, Heropening, Periode
from maatwerk.perioden import controle, momentopname
from maatwerk.perioden.kalender import HEROPENING

SLUITEN, VRAGEN, BESLISSEN = (
    "maatwerk.sluiten_periode",
    "maatwerk.heropenen_periode",
    "maatwerk.beslissen_heropening",
)
WORDT_GEBOEKT = "In {} wordt op dit moment geboekt. Probeer het zo opnieuw."
# Bookings under way are waited for longer than a page waits; reading a million lines takes its time.
GEDULD = "SET LOCAL lock_timeout = '10s'; SET LOCAL statement_timeout = '120s'"


@dataclass(frozen=True)
class Uitkomst:
    """What became of one month, in a sentence for who pressed the button."""

    maand: date
    zin: str
    is_gelukt: bool


def sluit(maanden: Iterable[date], *, by: Gebruiker) -> list[Uitkomst]:
    """Sluit deze maanden, van vroeg naar laat, elk in een transactie van zichzelf.

    So a closer holds one month at a time, and never waits for a booker who waits for him. Empty months of
    the same year before it close along: what is closed has no gap in which anybody could still book.
    """
    return [_probeer(maand, by) for maand in _met_lege(sorted(set(maanden)))]


def _met_lege(maanden: list[date]) -> list[date]:
    """With each month the open ones of its year before it that hold nothing."""
    gesloten = set(Periode.objects.gesloten().values_list("maand", flat=True))
    geboekt = set(met_boekingen().values_list("maand", flat=True))
    leeg = {
        eerder
        for maand in maanden
        for eerder in maanden_van(maand.year)
        if eerder < maand and eerder not in gesloten and eerder not in geboekt
    }
    return sorted(leeg | set(maanden))


def met_boekingen() -> QuerySet[Periode]:
    """Open months in which something is booked."""
    return Periode.objects.open().filter(Exists(Boekingstotaal.objects.filter(periode=OuterRef("pk"))))


def _probeer(maand: date, by: Gebruiker) -> Uitkomst:
    try:
        periode = sluit_maand(maand, by=by)
    except StapKanNiet as weigering:
        return Uitkomst(maand, str(weigering), is_gelukt=False)
    return Uitkomst(maand, f"{periode} is gesloten.", is_gelukt=True)


def sluit_maand(maand: date, *, by: Gebruiker) -> Periode:
    """Sluit één maand en leg vast wat erin staat; daarna komt er niets meer bij.

    Raises ``StapKanNiet`` while anything blocks it, an earlier month is open, or people keep booking.
    """
    if not by.has_perm(SLUITEN):
        raise PermissionDenied(SLUITEN)
    try:
        with transaction.atomic():
            periode = _op_slot(maand)
            _verzegel(periode, _gecontroleerd(periode), by)
            return periode
    except OperationalError as fout:
        if is_bezet(fout):
            raise StapKanNiet(WORDT_GEBOEKT.format(maand_en_jaar(maand))) from fout
        raise


def _op_slot(maand: date) -> Periode:
    """One closer at a time, for the chain of seals; then the month, which waits for bookings under way."""
    with connection.cursor() as cursor:
        cursor.execute(GEDULD)
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('maatwerk.periode.sluiten'))")
    Periode.van(maand)
    return Periode.objects.select_for_update().get(maand=maand)


def _gecontroleerd(periode: Periode) -> list[controle.Punt]:
    """What goes along as it is; refuses what does not."""
    if not periode.is_open:
        raise StapKanNiet(f"{periode} was al gesloten.")
    if eerder := eerst(periode.maand):
        raise StapKanNiet(f"Sluit eerst {maand_en_jaar(eerder)}, dan {periode}.")
    punten = controle.lees(periode)
    if beletsels := controle.beletsels(punten):
        raise StapKanNiet(f"{periode} kan nog niet dicht. {' '.join(punt.detail for punt in beletsels)}")
    return controle.uitzonderingen(punten)


def is_bezet(fout: OperationalError) -> bool:
    """Whether somebody else held what we needed for too long."""
    return getattr(fout.__cause__, "pgcode", None) in (LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED)


def eerst(maand: date) -> date | None:
    """The earliest month that has to be closed before this one: any of its year, or one with bookings."""
    gesloten = set(Periode.objects.gesloten().values_list("maand", flat=True))
    van_dit_jaar = [eerder for eerder in maanden_van(maand.year) if eerder < maand and eerder not in gesloten]
    geboekt = met_boekingen().filter(maand__lt=maand).values_list("maand", flat=True)
    return min([*van_dit_jaar, *geboekt], default=None)


def _verzegel(periode: Periode, uitzonderingen: Iterable[controle.Punt], by: Gebruiker) -> None:
    periode.momentopname = momentopname.lees(periode.maand) | {
        "versies": momentopname.versies(periode.maand),
        "uitzonderingen": [[punt.naam, punt.detail] for punt in uitzonderingen],
    }
    periode.gesloten_op, periode.gesloten_door = klok.nu(), by
    periode.vorig_zegel = laatste_zegel()
    periode.zegel = momentopname.zegel_van(periode)
    periode.save()
    events.record(
        "maatwerk.periode.sluiten",
        by,
        by=by,
        namens=namens(by, SLUITEN, None),
        maand=str(periode),
        zegel=periode.zegel,
        boekingen=periode.momentopname["totaal"]["aantal"],
        bedrag=bedrag(Decimal(periode.momentopname["totaal"]["bedrag"])),
    )


def laatste_zegel() -> str:
    """The seal that nobody goes on from yet; empty for the first month of all."""
    verder = Periode.objects.gesloten().values("vorig_zegel")
    open_eind = Periode.objects.gesloten().exclude(zegel__in=verder)
    return open_eind.values_list("zegel", flat=True).first() or ""


# Booking in it all the same --------------------------------------------------------------------------------


def vraag_heropening(maand: date, *, by: Gebruiker, reden: str) -> Heropening:
    """Vraag het directieberaad of er alsnog in een gesloten maand geboekt mag worden."""
    if not by.has_perm(VRAGEN):
        raise PermissionDenied(VRAGEN)
    with transaction.atomic():
        periode = Periode.objects.select_for_update().get(maand=maand)
        _controleer_vraag(periode, reden)
        heropening = Heropening.objects.create(
            periode=periode, door=by, namens=namens(by, VRAGEN, None), reden=reden.strip(), tot=tot_en_met()
        )
        _leg_vast(heropening, "vragen", by, reden=heropening.reden)
    return heropening


def _controleer_vraag(periode: Periode, reden: str) -> None:
    if periode.is_open:
        raise StapKanNiet(f"{periode} is nog open. U kunt er gewoon in boeken.")
    if not reden.strip():
        raise StapKanNiet("Schrijf op waarom er nog in deze maand geboekt moet worden.")
    if periode.heropeningen.filter(toegestaan_op=None, geweigerd_op=None).exists():
        raise StapKanNiet("Er ligt al een verzoek om deze maand te heropenen.")
    if geldig := periode.heropeningen.geldig(klok.vandaag()).first():
        raise StapKanNiet(f"Boeken in {periode} kan al, tot en met {geldig.tot:%d-%m-%Y}.")


def tot_en_met() -> date:
    """The last day on which one may book, if it is allowed today."""
    return Termijn.objects.uiterlijk(HEROPENING, klok.vandaag())


def sta_toe(heropening: Heropening, *, by: Gebruiker, antwoord: str = "") -> Heropening:
    """Laat alsnog boeken, een aantal werkdagen lang. De gesloten maand zelf verandert niet."""
    with transaction.atomic():
        _beslis(heropening, by, antwoord)
        heropening.toegestaan_op, heropening.toegestaan_door = klok.nu(), by
        heropening.tot = tot_en_met()
        heropening.save()
        _leg_vast(heropening, "toestaan", by, antwoord=antwoord.strip(), tot=heropening.tot.isoformat())
    return heropening


def weiger(heropening: Heropening, *, by: Gebruiker, antwoord: str) -> Heropening:
    """Zeg waarom niet; de maand blijft zoals zij is."""
    if not antwoord.strip():
        raise StapKanNiet("Schrijf op waarom niet.")
    with transaction.atomic():
        _beslis(heropening, by, antwoord)
        heropening.geweigerd_op = klok.nu()
        heropening.save()
        _leg_vast(heropening, "weigeren", by, antwoord=antwoord.strip())
    return heropening


def _beslis(heropening: Heropening, by: Gebruiker, antwoord: str) -> None:
    """One answer, by somebody else than who asked."""
    heropening.refresh_from_db(from_queryset=Heropening.objects.select_for_update(of=("self",)))
    if not by.has_perm(BESLISSEN, heropening):
        raise PermissionDenied(BESLISSEN)
    if heropening.is_beantwoord:
        raise StapKanNiet("Op dit verzoek is al geantwoord.")
    heropening.antwoord = antwoord.strip()


def _leg_vast(heropening: Heropening, wat: str, by: Gebruiker, **gegevens: str) -> None:
    perm = VRAGEN if wat == "vragen" else BESLISSEN
    voor = namens(by, perm, None if wat == "vragen" else heropening)
    maand = str(heropening.periode)
    events.record(f"maatwerk.heropening.{wat}", heropening, by=by, namens=voor, maand=maand, **gegevens)


ZINNEN = {
    "maatwerk.periode.sluiten": "sloot {maand}: {boekingen} boekingen, {bedrag}",
    "maatwerk.heropening.vragen": "vroeg om {maand} te heropenen: {reden}",
    "maatwerk.heropening.toestaan": "liet boeken in {maand} toe",
    "maatwerk.heropening.weigeren": "weigerde {maand} te heropenen: {antwoord}",
}
