"""Uren van een jaar over vier kwartalen."""

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal

CENT = Decimal("0.01")
NUL = Decimal(0)
Kwartalen = tuple[Decimal, Decimal, Decimal, Decimal]
LEEG: Kwartalen = (NUL, NUL, NUL, NUL)


def per_kwartaal(uren: Decimal) -> Kwartalen:
    """Four equal parts; what cannot be divided falls in the last, so that they add up exactly."""
    deel = (uren / 4).quantize(CENT, ROUND_DOWN)
    return deel, deel, deel, uren - 3 * deel


def samen(rijen: Iterable[Kwartalen]) -> Kwartalen:
    """Quarter by quarter."""
    k1, k2, k3, k4 = (sum(kolom, NUL) for kolom in zip(LEEG, *rijen, strict=True))
    return k1, k2, k3, k4
