"""Wat er nog moet gebeuren voor een maand dicht kan, en wat er met haar mee dichtgaat.

Each check is one question about any number of months, so that the page of a year costs as much as that of
a month; the figures are the database's, computed from the bookings themselves.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, Sum
from django.db.models.functions import TruncDate
from django.urls import reverse

from duoplus import klok
from duoplus.calc.maanden import laatste_dag
from duoplus.calc.nederlands import Onleesbaar, bedrag, datum, lees_datum, uren
from duoplus.choices import Rijstand, Rol
from duoplus.models import Inleesrij, Roltoewijzing
from maatwerk.looptijd import buiten_opdracht
from maatwerk.lumpsum import stand
from maatwerk.lumpsum.toelichting import ontbrekende_toelichtingen
from maatwerk.models import Boeking, Periode, Weekconcept
from maatwerk.perioden import totalen


@dataclass(frozen=True)
class Punt:
    """One thing to look at before closing; ``detail`` says what is wrong, ``url`` where to put it right."""

    naam: str
    is_klaar: bool
    detail: str = ""
    url: str = ""
    blokkeert: bool = True


@dataclass(frozen=True)
class Bevinding:
    detail: str
    url: str = ""


BOEKINGSLIJSTEN = ("uren", "grootboek")  # kinds of lists whose lines become bookings
Maanden = Sequence[date]
Vraag = Callable[[Maanden], Mapping[date, Bevinding]]


def lees(periode: Periode) -> list[Punt]:
    return lees_alle([periode.maand])[periode.maand]


def lees_alle(maanden: Maanden) -> dict[date, list[Punt]]:
    """Per month every check, in the order in which one would settle them."""
    antwoorden = (
        [(naam, vraag(maanden), blokkeert) for naam, vraag, blokkeert in CONTROLES] if maanden else []
    )
    return {maand: [_punt(maand, *antwoord) for antwoord in antwoorden] for maand in maanden}


def _punt(maand: date, naam: str, gevonden: Mapping[date, Bevinding], blokkeert: bool) -> Punt:
    bevinding = gevonden.get(maand)
    if bevinding is None:
        return Punt(naam, is_klaar=True, blokkeert=blokkeert)
    return Punt(naam, False, bevinding.detail, bevinding.url, blokkeert)


def beletsels(punten: Sequence[Punt]) -> list[Punt]:
    """What keeps the month open."""
    return [punt for punt in punten if punt.blokkeert and not punt.is_klaar]


def uitzonderingen(punten: Sequence[Punt]) -> list[Punt]:
    """What goes along when the month closes all the same."""
    return [punt for punt in punten if not punt.blokkeert and not punt.is_klaar]


# The checks -----------------------------------------------------------------------------------------------


def _loopt_nog(maanden: Maanden) -> dict[date, Bevinding]:
    eind = {maand: laatste_dag(maand) for maand in maanden}
    return {
        maand: Bevinding(f"De maand loopt tot en met {datum(dag)}.")
        for maand, dag in eind.items()
        if dag >= klok.vandaag()
    }


def _niet_ingediend(maanden: Maanden) -> dict[date, Bevinding]:
    """Hours that somebody typed for a day of the month and did not hand in."""
    concepten = Weekconcept.objects.filter(
        maandag__gt=min(maanden) - timedelta(days=7), maandag__lte=laatste_dag(max(maanden))
    ).exclude(regels=[])
    wie = list(concepten.values_list("maandag", "medewerker__naam").order_by("maandag", "medewerker__naam"))
    gevonden = {}
    for maand in maanden:
        namen = sorted({naam for maandag, naam in wie if _raakt(maandag, maand)})
        if namen:
            gevonden[maand] = Bevinding(f"Nog niet ingediend: {_opsomming(namen)}.")
    return gevonden


def _raakt(maandag: date, maand: date) -> bool:
    """Whether the week of this Monday has a day in the month."""
    return maandag <= laatste_dag(maand) and maandag + timedelta(days=6) >= maand


def _opsomming(namen: Sequence[str], hooguit: int = 5) -> str:
    meer = len(namen) - hooguit
    return ", ".join(namen[:hooguit]) + (f" en {meer} anderen" if meer > 0 else "")


def _niet_goedgekeurd(maanden: Maanden) -> dict[date, Bevinding]:
    """As ``BoekingQuerySet.niet_goedgekeurd``, judged per booker, team and day: lines are many, those few."""
    getypt = Boeking.objects.filter(periode__in=maanden).getypt().order_by()
    wie = ("periode", "geboekt_door", "opdracht__aanvraag__team", TruncDate("geboekt_op"))
    leidden = _leidden()
    wacht: dict[date, tuple[int, Decimal]] = {}
    for maand, door, team, dag, aantal, som in getypt.values_list(*wie).annotate(Count("pk"), Sum("uren")):
        if not any(rol.team_id in (None, team) and _gold(rol, dag) for rol in leidden[door]):
            eerder, uren_eerder = wacht.get(maand, (0, Decimal(0)))
            wacht[maand] = eerder + aantal, uren_eerder + som
    return {
        maand: Bevinding(
            f"{_boekingen(aantal)} wacht{'' if aantal == 1 else 'en'} op akkoord: {uren(som)} u."
        )
        for maand, (aantal, som) in wacht.items()
    }


def _leidden() -> dict[int, list[Roltoewijzing]]:
    """Who led a team at any time, by person."""
    per_persoon: dict[int, list[Roltoewijzing]] = defaultdict(list)
    for rol in Roltoewijzing.objects.filter(rol=Rol.TEAMMANAGER):
        per_persoon[rol.gebruiker_id].append(rol)
    return per_persoon


def _gold(rol: Roltoewijzing, dag: date) -> bool:
    return rol.van <= dag and (rol.tot is None or rol.tot >= dag)


def _boekingen(aantal: int) -> str:
    return f"{aantal} boeking" if aantal == 1 else f"{aantal} boekingen"


def _niet_verwerkt(maanden: Maanden) -> dict[date, Bevinding]:
    """Lines of a file that wait for somebody; one without a readable day may be of any month."""
    rijen = Inleesrij.objects.filter(
        inlezing__soort__in=BOEKINGSLIJSTEN, stand__in=(Rijstand.FOUT, Rijstand.GOED)
    )
    per_maand: dict[date, Counter[tuple[str, UUID]]] = defaultdict(Counter)
    for bestand, uuid, gelezen in rijen.values_list("inlezing__bestandsnaam", "inlezing__uuid", "gelezen"):
        van = _maand_van(gelezen.get("datum", ""))
        for maand in maanden if van is None else {van}:
            per_maand[maand][bestand, uuid] += 1
    return {maand: _wachtend(per_maand[maand]) for maand in maanden if maand in per_maand}


def _maand_van(tekst: str) -> date | None:
    try:
        return lees_datum(tekst).replace(day=1)
    except Onleesbaar:
        return None


def _wachtend(bestanden: Counter[tuple[str, UUID]]) -> Bevinding:
    """With the way to the file that has most of them."""
    zinnen = [f"{aantal} uit {bestand}" for (bestand, _), aantal in bestanden.most_common()]
    (_, uuid), _ = bestanden.most_common(1)[0]
    regels = "1 regel is" if bestanden.total() == 1 else f"{bestanden.total()} regels zijn"
    zin = f"{regels} nog niet verwerkt: {_opsomming(zinnen)}."
    return Bevinding(zin, reverse("inlezing", args=[uuid]))


# Of each file with lines in these months: what was taken over from it, beside all that is booked from it.
BRON_ANDERS = """
WITH geraakt AS (
    SELECT DISTINCT periode_id, bron_id FROM maatwerk_boeking
    WHERE periode_id = ANY (%s) AND bron_id IS NOT NULL
), geboekt AS (
    SELECT bron_id, count(*) AS regels, sum(uren) AS uren, sum(bedrag) AS bedrag FROM maatwerk_boeking
    WHERE bron_id IN (SELECT bron_id FROM geraakt) GROUP BY 1
)
SELECT periode_id, bestandsnaam, bron.regels, bron.bedrag, geboekt.regels, geboekt.bedrag
FROM geraakt JOIN geboekt USING (bron_id) JOIN maatwerk_bron bron ON bron.id = bron_id
WHERE (bron.regels, bron.uren, bron.bedrag) IS DISTINCT FROM (geboekt.regels, geboekt.uren, geboekt.bedrag)
ORDER BY bron.id
"""


def _bron_sluit_niet_aan(maanden: Maanden) -> dict[date, Bevinding]:
    """A file whose lines in the ledger are not what was taken over from it."""
    return {
        maand: Bevinding(
            f"{naam}: overgenomen {regels} regels en {bedrag(hoort)}, geboekt {geteld} en {bedrag(is_nu)}."
        )
        for maand, naam, regels, hoort, geteld, is_nu in _lees(BRON_ANDERS, maanden)
    }


def _zonder_tarief(maanden: Maanden) -> dict[date, Bevinding]:
    mis = Boeking.objects.filter(periode__in=maanden).zonder_geldig_tarief().order_by()
    return {
        maand: Bevinding(f"{_boekingen(aantal)} zonder geldig tarief, onder meer functiegroep {groep}.")
        for maand, aantal, groep in mis.values_list("periode").annotate(Count("pk"), Min("functiegroep"))
    }


def _buiten_opdracht(maanden: Maanden) -> dict[date, Bevinding]:
    """Standing lines of a day before the start, after the days to run out or after closing (R6)."""
    mis = buiten_opdracht(Boeking.objects.filter(periode__in=maanden)).order_by("opdracht")
    nummers: dict[date, list[str]] = defaultdict(list)
    for maand, nummer in mis.values_list("periode", "opdracht__nummer").distinct():
        nummers[maand].append(str(nummer))
    return {
        maand: Bevinding(f"Buiten de looptijd geboekt op {_opsomming(op)}.") for maand, op in nummers.items()
    }


def _niet_uitgelegd(maanden: Maanden) -> dict[date, Bevinding]:
    """Deviations of the year up to the last of these months; earlier ones are part of those."""
    gevonden = {}
    for maand in {max(m for m in maanden if m.year == jaar) for jaar in {m.year for m in maanden}}:
        tot_nu_toe = stand.lees(maand.year, peildatum=laatste_dag(maand))
        if over := [afwijking.waarover for afwijking in ontbrekende_toelichtingen(tot_nu_toe)]:
            url = reverse("maatwerk:lumpsum", args=[maand.year])
            gevonden[maand] = Bevinding(f"Nog zonder toelichting: {_opsomming(over)}.", url)
    return gevonden


def _totaal_anders(maanden: Maanden) -> dict[date, Bevinding]:
    """What the trigger kept is not what is booked."""
    anders: Counter[date] = Counter()
    for _, maand, aantal in totalen.vergelijk(maanden):
        anders[maand] += aantal
    return {
        maand: Bevinding(f"{aantal} totalen zijn niet de som van hun boekingen. Meld dit aan de beheerder.")
        for maand, aantal in anders.items()
        if aantal
    }


def _lees(vraag: str, maanden: Maanden) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(vraag, [list(maanden)])
        return list(cursor.fetchall())


CONTROLES: tuple[tuple[str, Vraag, bool], ...] = (
    ("De maand is voorbij", _loopt_nog, True),
    ("Uren van alle teams ingediend", _niet_ingediend, False),
    ("Uren goedgekeurd", _niet_goedgekeurd, True),
    ("Ingelezen regels verwerkt", _niet_verwerkt, True),
    ("Bestanden sluiten aan", _bron_sluit_niet_aan, True),
    ("Elk uur heeft een geldig tarief", _zonder_tarief, True),
    ("Geboekt binnen de looptijd van de opdracht", _buiten_opdracht, True),
    ("Totalen zijn de som van de boekingen", _totaal_anders, True),
    ("Afwijkingen toegelicht", _niet_uitgelegd, False),
)
