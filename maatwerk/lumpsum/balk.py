"""De balk van een stand: geboekt en verwacht naast wat begroot is, in procenten van de breedte."""

from dataclasses import dataclass
from decimal import Decimal

from maatwerk.calc.lumpsum import NUL, Saldo

RUIMTE = Decimal("1.14")  # what is adopted stands short of the end, so that more than it can be seen


@dataclass(frozen=True)
class Balk:
    geboekt: str
    beloofd: str
    verwacht: str
    begroot: str
    is_te_veel: bool


def balk(saldo: Saldo, minstens: Decimal = NUL, *, met_begroting: bool = True) -> Balk:
    """``minstens``: the euro that the full width stands for at least.

    Without ``met_begroting`` nobody adopts money for such a row, so that nothing is too much.
    """
    beloofd = saldo.gerealiseerd + saldo.verplicht
    geheel = max(saldo.beschikbaar * RUIMTE, saldo.prognose, beloofd, minstens, Decimal(1))

    def deel(euro: Decimal) -> str:
        return f"{max(NUL, 100 * euro / geheel):.2f}%"

    return Balk(
        deel(saldo.gerealiseerd),
        deel(beloofd),
        deel(saldo.prognose),
        deel(saldo.beschikbaar) if saldo.beschikbaar else "",
        met_begroting and saldo.prognose > saldo.beschikbaar,
    )
