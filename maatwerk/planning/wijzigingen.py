"""Wijzigingen van een scenario: op een kopie van het plan toegepast, en als zin opgeschreven.

A change is JSON, so that a scenario can keep it; what stands in it may have come from anywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from duoplus.calc.nederlands import maand_en_jaar, opsomming
from duoplus.calc.nederlands import uren as als_uren
from duoplus.transitions import StapKanNiet
from maatwerk.planning.plan import Plan, Regel, wettelijk_eerst
from maatwerk.uren.capaciteit import NUL, Uren

VERPLAATS, TOEVOEGEN, WEGHALEN, CAPACITEIT = "verplaats", "toevoegen", "weghalen", "capaciteit"
MAX_WIJZIGINGEN = 200
MAX_UREN = Decimal(100_000)
CENT = Decimal("0.01")

Wijziging = dict[str, Any]


class AlZo(StapKanNiet):
    """The plan is as this change wants it: nothing to do, and no harm in a scenario from before."""


@dataclass
class Kladblok:
    """A copy of the plan to change at will. ``uit_dvo``: hours taken from a DVO row, by its pk."""

    plan: Plan
    regels: list[Regel]
    weg: list[Regel]
    vrij: Uren
    uit_dvo: dict[int, Decimal] = field(default_factory=dict)

    def plek(self, sleutel: str) -> int:
        """The index of a line. Raises ``StapKanNiet`` when it is not in the plan."""
        for plek, regel in enumerate(self.regels):
            if regel.sleutel == sleutel:
                return plek
        raise StapKanNiet(f"{_naam(self.plan, sleutel)} staat niet in het plan.")

    def heeft(self, sleutel: str) -> bool:
        return any(regel.sleutel == sleutel for regel in self.regels)

    def zet(self, regel: Regel, plaats: int) -> None:
        """Insert at ``plaats``, 1 is first; what the law requires stays above the rest."""
        self.regels.insert(plaats - 1, regel)
        self.regels[:] = wettelijk_eerst(self.regels)

    def pas_toe(self, wijziging: Wijziging) -> None:
        """Raises ``StapKanNiet`` with a sentence, and has then changed nothing."""
        soort = wijziging.get("soort")
        if soort not in TOEPASSEN:
            raise StapKanNiet("Deze wijziging kennen wij niet.")
        TOEPASSEN[soort](self, wijziging)


def kladblok(plan: Plan) -> Kladblok:
    vrij = {team: dict(maanden) for team, maanden in plan.vrij.items()}
    return Kladblok(plan, list(plan.regels), [], vrij)


def _verplaats(klad: Kladblok, wijziging: Wijziging) -> None:
    plek, plaats = klad.plek(_sleutel(wijziging)), _plaats(wijziging)
    eerder = list(klad.regels)
    klad.zet(klad.regels.pop(plek), plaats)
    if klad.regels == eerder:
        raise AlZo(f"‘{eerder[plek].titel}’ staat al op plaats {plek + 1}.")


def _toevoegen(klad: Kladblok, wijziging: Wijziging) -> None:
    regel = _nieuw(klad, wijziging) if wijziging.get("titel") else _bestaand(klad, wijziging)
    klad.zet(regel, _plaats(wijziging))
    klad.weg[:] = [weg for weg in klad.weg if weg.sleutel != regel.sleutel]


def _bestaand(klad: Kladblok, wijziging: Wijziging) -> Regel:
    """Waiting for a place; or taken out by this scenario, and put back."""
    bekend = {**klad.plan.kandidaten, **{regel.sleutel: regel for regel in klad.weg}}
    sleutel = _sleutel(wijziging)
    if klad.heeft(sleutel):
        raise StapKanNiet(f"{_naam(klad.plan, sleutel)} staat al in het plan.")
    if sleutel not in bekend:
        raise StapKanNiet(f"{_naam(klad.plan, sleutel)} kan niet in dit plan.")
    return bekend[sleutel]


def _nieuw(klad: Kladblok, wijziging: Wijziging) -> Regel:
    """Work without a request: a title, hours per team, and from when it can start."""
    titel, start = str(wijziging["titel"]).strip()[:120], wijziging.get("vroegste_start")
    uren = {_team(klad, team): _uren(aantal) for team, aantal in _per_team(wijziging).items()}
    if not titel or any(aantal <= 0 for aantal in uren.values()) or not uren:
        raise StapKanNiet("Geef nieuw werk een titel, en per team meer dan 0 uur.")
    return Regel(_sleutel(wijziging), titel, uren, vroegste_start=_dag(klad, start) if start else None)


def _weghalen(klad: Kladblok, wijziging: Wijziging) -> None:
    klad.weg.append(klad.regels.pop(klad.plek(_sleutel(wijziging))))


def _capaciteit(klad: Kladblok, wijziging: Wijziging) -> None:
    team, uren = _team(klad, wijziging.get("team")), _uren(wijziging.get("uren"))
    maand = _dag(klad, wijziging.get("maand"))
    if not uren or maand.day != 1:
        raise StapKanNiet("Kies een maand, en vul in hoeveel uur erbij komt of eraf gaat.")
    vrij = klad.vrij.setdefault(team, {}).get(maand, NUL)
    if uren < 0 and vrij + uren < 0:
        heeft = f"{klad.plan.teams[team]} heeft in {maand_en_jaar(maand)} {als_uren(max(vrij, NUL))} uur vrij"
        raise StapKanNiet(f"{heeft}. Haal er niet meer af.")
    if pk := wijziging.get("regel"):
        _neem_uit_dvo(klad, pk, team, maand, uren)
    klad.vrij[team][maand] = vrij + uren


def _neem_uit_dvo(klad: Kladblok, pk: Any, team: int, maand: date, uren: Decimal) -> None:
    regel = klad.plan.dvo.get(pk) if isinstance(pk, int) else None
    if regel is None or (regel.team_id, regel.maand) != (team, maand):
        raise StapKanNiet("Deze uren voor de DVO staan niet bij dit team in deze maand.")
    genomen = klad.uit_dvo.get(regel.pk, NUL) + uren
    if uren < 0 or genomen > regel.uren:
        raise StapKanNiet(f"‘{regel.omschrijving}’ heeft {als_uren(regel.uren)} uur. Neem er niet meer af.")
    klad.uit_dvo[regel.pk] = genomen


TOEPASSEN: dict[str, Callable[[Kladblok, Wijziging], None]] = {
    VERPLAATS: _verplaats,
    TOEVOEGEN: _toevoegen,
    WEGHALEN: _weghalen,
    CAPACITEIT: _capaciteit,
}

# What stands in JSON may have come from anywhere --------------------------------------------------------


def _sleutel(wijziging: Wijziging) -> str:
    sleutel = wijziging.get("aanvraag")
    if not isinstance(sleutel, str) or not sleutel:
        raise StapKanNiet("Kies een aanvraag.")
    return sleutel


def _plaats(wijziging: Wijziging) -> int:
    """Beyond the last is the last; the list itself sees to that."""
    plaats = wijziging.get("plaats")
    if not isinstance(plaats, int) or isinstance(plaats, bool) or plaats < 1:
        raise StapKanNiet("Vul een plaats in vanaf 1.")
    return plaats


def _per_team(wijziging: Wijziging) -> Mapping[Any, Any]:
    uren = wijziging.get("uren")
    return uren if isinstance(uren, dict) else {}


def _team(klad: Kladblok, team: Any) -> int:
    pk = int(team) if str(team).isdecimal() else 0
    if pk not in klad.plan.teams:
        raise StapKanNiet("Kies een team.")
    return pk


def _uren(aantal: Any) -> Decimal:
    try:
        uren = Decimal(str(aantal))
    except InvalidOperation:
        uren = Decimal("NaN")
    if not uren.is_finite() or abs(uren) > MAX_UREN or uren != uren.quantize(CENT):
        raise StapKanNiet("Vul een aantal uren in, bijvoorbeeld 80 of 7,5.")
    return uren


def _dag(klad: Kladblok, dag: Any) -> date:
    eerste, laatste = klad.plan.maanden[0], klad.plan.maanden[-1]
    try:
        gelezen = date.fromisoformat(str(dag))
    except ValueError:
        raise StapKanNiet("Vul een datum in, bijvoorbeeld 15-3-2027.") from None
    if not eerste <= gelezen.replace(day=1) <= laatste:
        raise StapKanNiet(f"Het plan loopt van {maand_en_jaar(eerste)} tot en met {maand_en_jaar(laatste)}.")
    return gelezen


def _naam(plan: Plan, sleutel: str) -> str:
    return f"‘{plan.bekend[sleutel].titel}’" if sleutel in plan.bekend else "Deze aanvraag"


# In words -----------------------------------------------------------------------------------------------


def als_zin(plan: Plan, wijziging: Wijziging) -> str:
    """One change as a line of text; also of one that no longer applies."""
    if wijziging.get("soort") == CAPACITEIT:
        return _capaciteitzin(plan, wijziging)
    titel, sleutel = wijziging.get("titel"), str(wijziging.get("aanvraag", ""))
    wat = f"‘{titel}’" if titel else _naam(plan, sleutel)
    if wijziging.get("soort") == WEGHALEN:
        return f"{wat} uit het plan"
    if wijziging.get("soort") == VERPLAATS:
        return f"{wat} naar plaats {wijziging.get('plaats')}"
    uren = [f"{_teamnaam(plan, team)} {_getal(aantal)} uur" for team, aantal in _per_team(wijziging).items()]
    hoe = f" ({opsomming(uren)})" if uren else ""
    return f"{wat} erbij op plaats {wijziging.get('plaats')}{hoe}"


def _capaciteitzin(plan: Plan, wijziging: Wijziging) -> str:
    uren, maand = str(wijziging.get("uren", "")), str(wijziging.get("maand", ""))
    hoeveel = f"{_getal(uren.removeprefix('-'))} uur {'minder' if uren.startswith('-') else 'meer'}"
    waar = f"{_teamnaam(plan, wijziging.get('team'))} in {_maand(maand)}"
    regel = plan.dvo.get(wijziging.get("regel") or 0)
    return f"{waar}: {hoeveel}" + (f", uit de DVO-uren ‘{regel.omschrijving}’" if regel else "")


def _teamnaam(plan: Plan, team: Any) -> str:
    pk = int(team) if str(team).isdecimal() else 0
    return str(plan.teams.get(pk, "Een team"))


def _getal(aantal: Any) -> str:
    try:
        return als_uren(_uren(aantal))
    except StapKanNiet:
        return str(aantal)


def _maand(iso: str) -> str:
    try:
        return maand_en_jaar(date.fromisoformat(iso))
    except ValueError:
        return iso
