"""Het dossier van uren die OGON's samen te veel vragen: wie wat vraagt, en wat twee verdelingen betekenen."""

from collections.abc import Mapping
from decimal import Decimal

from duoplus.calc.nederlands import uren as als_uren
from ogon.models import Conflict, Conflictpartij
from ogon.opschaling.zaken import Dossier, Scenario, Standpunt

NUL = Decimal(0)


def titel_van(conflict: Conflict) -> str:
    return f"Uren van {conflict.team} in {conflict.jaar}"


def dossier(conflict: Conflict) -> Dossier:
    """Who asks what, what each thinks of it, and what two plain ways to divide would mean."""
    partijen = list(conflict.partijen.select_related("ogon", "door"))
    gevraagd = sum((partij.gevraagd for partij in partijen), NUL)
    return Dossier(
        soort="uren",
        kenmerk=str(conflict),
        titel=titel_van(conflict),
        stand=f"Samen gevraagd: {als_uren(gevraagd)} uur. Beschikbaar: {als_uren(conflict.vrij)} uur.",
        feiten={str(partij.ogon): f"vraagt {als_uren(partij.gevraagd)} uur" for partij in partijen},
        standpunten=tuple(_standpunt(partij) for partij in partijen),
        scenarios=_verdelingen(partijen, gevraagd, conflict.vrij),
    )


def _standpunt(partij: Conflictpartij) -> Standpunt:
    return Standpunt(
        wie=partij.ogon.naam,
        wat=partij.get_reactie_display() or "nog geen reactie",
        tekst=partij.tekst,
        door=partij.door.naam if partij.door else "",
        op=partij.op.isoformat() if partij.op else "",
    )


def _verdelingen(partijen: list[Conflictpartij], gevraagd: Decimal, vrij: Decimal) -> tuple[Scenario, ...]:
    """By what each asks, and each of them first. Hours that are less than nothing count as none."""
    er = max(vrij, NUL)
    naar_rato = {p.ogon.naam: p.gevraagd * er / gevraagd if gevraagd else NUL for p in partijen}
    eerst = [(een.ogon.naam, _eerst(een, partijen, er)) for een in partijen]
    return (
        Scenario("Ieder een deel naar wat gevraagd is", _tekorten(partijen, naar_rato)),
        *(Scenario(f"{naam} gaat voor", _tekorten(partijen, krijgt)) for naam, krijgt in eerst),
    )


def _eerst(een: Conflictpartij, partijen: list[Conflictpartij], er: Decimal) -> dict[str, Decimal]:
    """What each gets when one is served first and the others in their order."""
    krijgt = {}
    for partij in sorted(partijen, key=lambda p: p.pk != een.pk):
        krijgt[partij.ogon.naam] = min(partij.gevraagd, er)
        er -= krijgt[partij.ogon.naam]
    return krijgt


def _tekorten(partijen: list[Conflictpartij], krijgt: Mapping[str, Decimal]) -> tuple[str, ...]:
    return tuple(_tekort(partij, krijgt[partij.ogon.naam]) for partij in partijen)


def _tekort(partij: Conflictpartij, krijgt: Decimal) -> str:
    te_weinig = partij.gevraagd - krijgt
    kort = f"{als_uren(te_weinig)} te weinig" if te_weinig else "genoeg"
    return f"{partij.ogon}: {als_uren(krijgt)} uur, {kort}"
