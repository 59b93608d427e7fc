"""Of een norm gehaald is, en hoe ver een resultaat ernaast zit."""

from decimal import Decimal
from typing import Literal

Oordeel = Literal["gehaald", "net_niet", "niet"]

# Within 5% of the norm is "net niet gehaald" [assumption].
NET_NIET = Decimal("0.05")


def oordeel(norm: Decimal, waarde: Decimal, *, hoogstens: bool) -> Oordeel:
    """How a result compares with its norm; ``hoogstens``: lower is better."""
    tekort = waarde - norm if hoogstens else norm - waarde
    if tekort <= 0:
        return "gehaald"
    return "net_niet" if tekort <= abs(norm) * NET_NIET else "niet"
