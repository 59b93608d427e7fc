"""Uren van een jaar over vier kwartalen."""

from decimal import ROUND_DOWN, Decimal

CENT = Decimal("0.01")
Kwartalen = tuple[Decimal, Decimal, Decimal, Decimal]


def per_kwartaal(uren: Decimal) -> Kwartalen:
    """Four equal parts; what cannot be divided falls in the last, so that they add up exactly."""
    deel = (uren / 4).quantize(CENT, ROUND_DOWN)
    return deel, deel, deel, uren - 3 * deel
