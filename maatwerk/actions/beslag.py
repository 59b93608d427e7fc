"""Uren van teams reserveren, toezeggen, gebruiken en vrijgeven voor één aanvraag.

Hours never change: they move from one account to another (``Mutatie``), and the database refuses to move
what is not there. Every act holds the request, and doing it twice moves nothing the second time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any, cast

from django.db import transaction

from duoplus import klok
from duoplus.calc.maanden import volgende_maand
from duoplus.models import Besluit, Gebruiker
from duoplus.transitions import StapKanNiet
from maatwerk.calc.planner import Werk, plan
from maatwerk.choices import BoekingSoort
from maatwerk.choices import Rekening as R
from maatwerk.models import Aanvraag, Boeking, Mutatie, Opdracht
from maatwerk.uren.capaciteit import vrij_voor

NUL = Decimal(0)
CENT = Decimal("0.01")

Delen = Mapping[int, Mapping[date, Decimal]]  # hours per team (its pk) and month (its first day)


def reserveer(aanvraag: Aanvraag, delen: Delen, *, by: Gebruiker, besluit: Besluit | None = None) -> None:
    """Reserveer precies deze uren; wat eerder elders gereserveerd was, komt vrij."""
    _maak_gelijk(aanvraag, R.GERESERVEERD, delen, by, besluit)


def verleg(aanvraag: Aanvraag, delen: Delen, *, by: Gebruiker, besluit: Besluit | None = None) -> None:
    """Zeg precies deze uren toe, bovenop wat al gebruikt is: een belofte die schuift of groeit."""
    _maak_gelijk(aanvraag, R.TOEGEZEGD, delen, by, besluit)


def zeg_toe(aanvraag: Aanvraag, *, by: Gebruiker, besluit: Besluit | None = None) -> None:
    """Zeg de uren van de opdracht toe: eerst wat gereserveerd is, de rest waar de teams vrij zijn.

    Reserved hours of months gone by, and those above the ceiling, come free. What finds no free hours
    before the end date stands in its month, so that the line shows it as too much.
    """
    opdracht: Opdracht = aanvraag.opdracht
    with _boek(aanvraag, by, besluit=besluit) as boek:
        open_: dict[int, Decimal] = {}
        for team, uren in _plafond_per_team(opdracht).items():
            nodig = uren - boek.som(team, R.TOEGEZEGD) - boek.som(team, R.GEBRUIKT)
            open_[team] = _neem_gereserveerde(boek, team, max(nodig, NUL))
        boek.leeg(R.GERESERVEERD)
        _zeg_ingeplande_toe(boek, opdracht, open_)


def gebruik(boeking: Boeking) -> None:
    """Haal geboekte uren van de toezegging af, en wat daarboven gaat van de vrije uren.

    First what was promised in the month of the booking, then in other months, the earliest first. A
    reversal goes the same way back; hours above the promise come free first.
    """
    if boeking.soort != BoekingSoort.UREN:
        return
    with _boek(boeking.opdracht.aanvraag, boeking.geboekt_door, boeking=boeking) as boek:
        if boeking.mutaties.exists():
            return
        if boeking.uren > 0:
            _verbruik(boek, *_plek(boeking), boeking.uren)
        else:
            _draai_terug(boek, *_plek(boeking), -boeking.uren, _herkomst(boeking))


@dataclass(frozen=True)
class Groep:
    """Uren van één team in één maand, samen geboekt; ``boeking`` (its pk) speaks for all of them."""

    team: int
    maand: date
    uren: Decimal
    boeking: int


def gebruik_samen(aanvraag: Aanvraag, groepen: Iterable[Groep], *, by: Gebruiker) -> None:
    """As ``gebruik``, for lines that came in by the thousand: one move per team and month."""
    with _boek(aanvraag, by) as boek:
        for groep in groepen:
            boek.vast["boeking_id"] = groep.boeking
            if groep.uren > 0:
                _verbruik(boek, groep.team, groep.maand, groep.uren)
            else:
                _draai_terug(boek, groep.team, groep.maand, -groep.uren, [])


def volg_plafond(aanvraag: Aanvraag, *, by: Gebruiker) -> None:
    """Breng de toezegging bij het plafond en de einddatum zoals die nu gelden; wat gebruikt is, blijft.

    What is promised after the end date is planned anew; what is too much comes free, the last month first.
    """
    opdracht: Opdracht = aanvraag.opdracht
    with _boek(aanvraag, by) as boek:
        for team, maand, uren in boek.op(R.TOEGEZEGD):
            if maand > opdracht.klaar_voor:
                boek.verplaats(team, maand, R.TOEGEZEGD, R.VRIJ, uren)
        open_: dict[int, Decimal] = {}
        for team, uren in _plafond_per_team(opdracht).items():
            nodig = max(uren - boek.som(team, R.GEBRUIKT), NUL)
            open_[team] = nodig - _houd_toegezegd(boek, team, nodig)
        _zeg_ingeplande_toe(boek, opdracht, open_)


def geef_vrij(aanvraag: Aanvraag, *, by: Gebruiker, besluit: Besluit | None = None) -> None:
    """Geef terug wat gereserveerd of toegezegd is en niet gebruikt, tot op de laatste honderdste."""
    with _boek(aanvraag, by, besluit=besluit) as boek:
        boek.leeg(R.GERESERVEERD)
        boek.leeg(R.TOEGEZEGD)


def schuif_door(aanvraag: Aanvraag, *, by: Gebruiker) -> None:
    """Plan wat in een voorbije maand was toegezegd en niet is gebruikt opnieuw: dat werk komt nog."""
    opdracht: Opdracht = aanvraag.opdracht
    deze_maand = klok.vandaag().replace(day=1)
    with _boek(aanvraag, by) as boek:
        open_: dict[int, Decimal] = {}
        for team, maand, uren in boek.op(R.TOEGEZEGD):
            if maand < deze_maand:
                boek.verplaats(team, maand, R.TOEGEZEGD, R.VRIJ, uren)
                open_[team] = open_.get(team, NUL) + uren
        _zeg_ingeplande_toe(boek, opdracht, open_)


@dataclass
class _Boek:
    """De rekeningen van één aanvraag zoals zij nu staan, met wat deze handeling verplaatst."""

    aanvraag: Aanvraag
    vast: dict[str, Any]
    saldo: dict[Any, Decimal]
    mutaties: list[Mutatie] = field(default_factory=list)

    def op(self, rekening: str, team: int | None = None) -> list[tuple[int, date, Decimal]]:
        """Team, month and hours of what stands on an account, the earliest month first."""
        regels = [
            (plek[0], plek[1], uren)
            for plek, uren in self.saldo.items()
            if plek[2] == rekening and uren > 0 and team in (None, plek[0])
        ]
        return sorted(regels, key=lambda regel: (regel[1], regel[0]))

    def som(self, team: int, rekening: str) -> Decimal:
        return sum((uren for _, _, uren in self.op(rekening, team)), NUL)

    def verplaats(self, team: int, maand: date, van: str, naar: str, uren: Decimal) -> None:
        """Below zero goes the other way, nothing goes nowhere."""
        if not uren:
            return
        if uren < 0:
            van, naar, uren = naar, van, -uren
        self.mutaties.append(
            Mutatie(
                aanvraag=self.aanvraag, team_id=team, maand=maand, van=van, naar=naar, uren=uren, **self.vast
            )
        )
        for rekening, teken in ((van, -1), (naar, 1)):
            plek = (team, maand, rekening)
            self.saldo[plek] = self.saldo.get(plek, NUL) + teken * uren

    def leeg(self, rekening: str) -> None:
        for team, maand, uren in self.op(rekening):
            self.verplaats(team, maand, rekening, R.VRIJ, uren)


@contextmanager
def _boek(aanvraag: Aanvraag, by: Gebruiker, **vast: Any) -> Iterator[_Boek]:
    """Hold the request, read its accounts, and write what was moved in one go."""
    with transaction.atomic():
        Aanvraag.objects.select_for_update().values_list("pk").get(pk=aanvraag.pk)
        saldo = dict(Mutatie.objects.filter(aanvraag=aanvraag).stand("team", "maand"))
        boek = _Boek(aanvraag, {"door": by, "op": klok.nu(), **vast}, saldo)
        yield boek
        Mutatie.objects.bulk_create(boek.mutaties)


def _maak_gelijk(
    aanvraag: Aanvraag, rekening: str, delen: Delen, by: Gebruiker, besluit: Besluit | None
) -> None:
    doel = {(team, maand): uren for team, maanden in delen.items() for maand, uren in maanden.items()}
    if any(uren < 0 for uren in doel.values()):
        raise StapKanNiet("Uren zijn 0 of meer. Haal het minteken weg.")
    with _boek(aanvraag, by, besluit=besluit) as boek:
        nu = {(team, maand): uren for team, maand, uren in boek.op(rekening)}
        for plek in sorted({*nu, *doel}):
            verschil = doel.get(plek, NUL).quantize(CENT) - nu.get(plek, NUL)
            boek.verplaats(*plek, R.VRIJ, rekening, verschil)


def _neem_gereserveerde(boek: _Boek, team: int, nodig: Decimal) -> Decimal:
    """Turn reserved hours from this month on into a promise; answers what is needed besides."""
    deze_maand = klok.vandaag().replace(day=1)
    for _, maand, uren in boek.op(R.GERESERVEERD, team):
        if maand >= deze_maand:
            deel = min(uren, nodig)
            boek.verplaats(team, maand, R.GERESERVEERD, R.TOEGEZEGD, deel)
            nodig -= deel
    return nodig


def _houd_toegezegd(boek: _Boek, team: int, nodig: Decimal) -> Decimal:
    """Keep of what is promised no more than this, from the first month on; answers what was kept."""
    houdt = NUL
    for _, maand, uren in boek.op(R.TOEGEZEGD, team):
        deel = min(uren, nodig - houdt)
        boek.verplaats(team, maand, R.TOEGEZEGD, R.VRIJ, uren - deel)
        houdt += deel
    return houdt


def _plafond_per_team(opdracht: Opdracht) -> dict[int, Decimal]:
    """The ceiling divided as the estimate divides its hours; the largest part takes the difference."""
    geraamd: dict[int, Decimal] = {}
    for regel in opdracht.raming.regels.all():
        geraamd[regel.team_id] = geraamd.get(regel.team_id, NUL) + regel.uren
    totaal = sum(geraamd.values(), NUL)
    if not totaal:
        return {opdracht.aanvraag.team_id: opdracht.uren_mogen} if opdracht.aanvraag.team_id else {}
    delen = {
        team: (opdracht.uren_mogen * uren / totaal).quantize(CENT, ROUND_DOWN)
        for team, uren in geraamd.items()
    }
    grootste = max(geraamd, key=lambda team: (geraamd[team], -team))
    delen[grootste] += opdracht.uren_mogen - sum(delen.values(), NUL)
    return delen


def _zeg_ingeplande_toe(boek: _Boek, opdracht: Opdracht, uren: Mapping[int, Decimal]) -> None:
    for team, maanden in _inplannen(boek.aanvraag, opdracht, uren).items():
        for maand, deel in maanden.items():
            boek.verplaats(team, maand, R.VRIJ, R.TOEGEZEGD, deel)


def _inplannen(
    aanvraag: Aanvraag, opdracht: Opdracht, uren: Mapping[int, Decimal]
) -> dict[int, dict[date, Decimal]]:
    if not any(uren.values()):
        return {}
    maanden = _maanden(opdracht)
    vrij = vrij_voor(aanvraag.ogon, maanden)  # type: ignore[arg-type]  # an assignment came from an OGON
    planning = plan([Werk(aanvraag.pk, uren)], vrij, maanden)[aanvraag.pk]
    delen = {team: dict(per_maand) for team, per_maand in planning.delen.items()}
    for team, tekort in planning.tekort.items():
        per_maand = delen.setdefault(team, {})
        per_maand[maanden[-1]] = per_maand.get(maanden[-1], NUL) + tekort
    return delen


def _maanden(opdracht: Opdracht) -> list[date]:
    """From when the work can begin up to and including the month in which it must be ready."""
    begin = max(klok.vandaag(), opdracht.raming.vroegste_start or klok.vandaag()).replace(day=1)
    maanden = [begin]
    while (volgende := volgende_maand(maanden[-1])) <= opdracht.klaar_voor:
        maanden.append(volgende)
    return maanden


def _verbruik(boek: _Boek, team: int, hier: date, rest: Decimal) -> None:
    toegezegd = sorted(boek.op(R.TOEGEZEGD, team), key=lambda regel: regel[1] != hier)
    for _, maand, uren in toegezegd:
        deel = min(uren, rest)
        _gebruik_van(boek, team, maand, hier, deel)
        rest -= deel
    boek.verplaats(team, hier, R.VRIJ, R.GEBRUIKT, rest)


def _gebruik_van(boek: _Boek, team: int, maand: date, hier: date, uren: Decimal) -> None:
    """Use hours in the month ``hier`` that were promised in ``maand``; below zero undoes it."""
    if maand == hier:
        boek.verplaats(team, hier, R.TOEGEZEGD, R.GEBRUIKT, uren)
    else:
        boek.verplaats(team, maand, R.TOEGEZEGD, R.VRIJ, uren)
        boek.verplaats(team, hier, R.VRIJ, R.GEBRUIKT, uren)


def _draai_terug(
    boek: _Boek, team: int, hier: date, uren: Decimal, herkomst: Sequence[tuple[date, Decimal]]
) -> None:
    """Hours that never came into the ledger do not leave it either."""
    rest = min(uren, boek.saldo.get((team, hier, R.GEBRUIKT), NUL))
    boven = min(rest, _boven_toezegging(boek, team))
    boek.verplaats(team, hier, R.GEBRUIKT, R.VRIJ, boven)
    rest -= boven
    for maand, beloofd in herkomst:
        deel = min(beloofd, rest)
        _gebruik_van(boek, team, maand, hier, -deel)
        rest -= deel
    _gebruik_van(boek, team, hier, hier, -rest)


def _boven_toezegging(boek: _Boek, team: int) -> Decimal:
    """Hours in use above what was ever promised: bookings do not change the promise itself."""
    beloofd = Mutatie.objects.filter(aanvraag=boek.aanvraag, team=team, boeking=None).stand("team")
    return boek.som(team, R.TOEGEZEGD) + boek.som(team, R.GEBRUIKT) - beloofd.get((team, R.TOEGEZEGD), NUL)


def _herkomst(boeking: Boeking) -> list[tuple[date, Decimal]]:
    """From which months the promise came that the corrected booking used, the last first."""
    mutaties = Mutatie.objects.filter(boeking=boeking.corrigeert_id, van=R.TOEGEZEGD).order_by("-pk")
    return list(mutaties.values_list("maand", "uren"))


def _plek(boeking: Boeking) -> tuple[int, date]:
    """Hours always name their team; the database sees to that."""
    return cast(int, boeking.team_id), boeking.datum.replace(day=1)
