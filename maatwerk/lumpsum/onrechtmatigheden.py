"""Het register van onrechtmatigheden, wat het portaal erbij voorstelt, en de grens (domain.md section 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from duoplus.calc.nederlands import bedrag as als_bedrag
from duoplus.models import Organisatie
from maatwerk.calc.lumpsum import NUL, Saldo
from maatwerk.calc.verdeling import CENT
from maatwerk.choices import Onrechtmatig
from maatwerk.lumpsum import stand
from maatwerk.models import Grens, Onrechtmatigheid
from maatwerk.models.lumpsum import gemeenten_met_lumpsum

GRENS = "rechtmatigheid.grens"


@dataclass(frozen=True)
class Voorstel:
    """An overspent lumpsum that no change of the budget covers in time: a person confirms it or does not."""

    bedrag: Decimal

    @property
    def oorzaak(self) -> str:
        return f"Er is {als_bedrag(self.bedrag)} meer besteed dan de begroting met haar wijzigingen."


@dataclass(frozen=True)
class Gemeenteregister:
    """What is on record for one municipality in a year; ``lasten`` is what its maatwerk cost until now."""

    gemeente: Organisatie
    saldo: Saldo
    regels: Sequence[Onrechtmatigheid]
    grens_procent: Decimal | None

    @cached_property
    def geldend(self) -> list[Onrechtmatigheid]:
        """Neither replaced nor withdrawn (an amount of zero)."""
        vervangen = {regel.vervangt_id for regel in self.regels}
        return [regel for regel in self.regels if regel.pk not in vervangen and regel.bedrag]

    @cached_property
    def vervangen(self) -> list[Onrechtmatigheid]:
        return [regel for regel in self.regels if regel not in self.geldend]

    @property
    def totaal(self) -> Decimal:
        return sum((regel.bedrag for regel in self.geldend), NUL)

    @property
    def lasten(self) -> Decimal:
        return self.saldo.gerealiseerd

    @property
    def grens(self) -> Decimal | None:
        """Euro: so many percent of the costs of maatwerk."""
        if self.grens_procent is None:
            return None
        return (self.lasten * self.grens_procent / 100).quantize(CENT, ROUND_HALF_UP)

    @property
    def boven_grens(self) -> bool:
        return self.grens is not None and self.totaal > self.grens

    @property
    def voorstel(self) -> Voorstel | None:
        """What exceeds the budget and is not on record as such yet."""
        boven = self.saldo.gerealiseerd - self.saldo.beschikbaar
        erkend = sum((r.bedrag for r in self.geldend if r.criterium == Onrechtmatig.BEGROTING), NUL)
        return Voorstel(boven - erkend) if boven > erkend else None


def lees(jaar: int, user: Any) -> list[Gemeenteregister]:
    """The register of every municipality that this person may see, in ten queries."""
    gelezen = stand.lees(jaar, gemeenten=gemeenten_met_lumpsum(user))
    procent = Grens.objects.waarde(GRENS, gelezen.peildatum)
    per_gemeente: dict[int, list[Onrechtmatigheid]] = {gemeente.pk: [] for gemeente in gelezen.gemeenten}
    for regel in zichtbaar(jaar, user):
        per_gemeente.setdefault(regel.lumpsum.organisatie_id, []).append(regel)
    return [
        Gemeenteregister(gemeente, gelezen.per_gemeente[gemeente.pk], per_gemeente[gemeente.pk], procent)
        for gemeente in gelezen.gemeenten
    ]


def zichtbaar(jaar: int, user: Any) -> Any:
    """The lines of a year that this person may see, the latest first."""
    regels = Onrechtmatigheid.objects.filter(lumpsum__jaar=jaar)
    gemeenten = gemeenten_met_lumpsum(user)
    if gemeenten is not None:
        regels = regels.filter(lumpsum__organisatie__in=gemeenten)
    return regels.select_related("lumpsum__organisatie", "opdracht__aanvraag", "door")
