"""Eén vakje van de week: lezen wat iemand intypt."""

import re
from decimal import ROUND_HALF_UP, Decimal

from duoplus.calc.nederlands import CENT, OnleesbaarGetal, lees_uren

UREN_PER_DAG = Decimal(24)
TE_VEEL = "Een dag heeft 24 uur. Vul minder in."


def lees(tekst: str) -> Decimal:
    """Hours as typed: '7,5', '7.5', '1:30' (which is 1,5); nothing is 0.

    Raises OnleesbaarGetal, with a sentence, for what is no number, below 0 or more than a day has.
    """
    tekst = tekst.strip()
    uren = _uit_klok(tekst) if ":" in tekst else lees_uren(tekst) if tekst else Decimal(0)
    if uren < 0:
        raise OnleesbaarGetal("Vul 0 uur of meer in. Haal het minteken weg.")
    if uren > UREN_PER_DAG:
        raise OnleesbaarGetal(TE_VEEL)
    return uren


def _uit_klok(tekst: str) -> Decimal:
    """Hours and minutes, rounded to two decimals: 0:20 is 0,33."""
    if not (m := re.fullmatch(r"(\d{1,2}):([0-5]\d)", tekst, re.ASCII)):
        raise OnleesbaarGetal(f"‘{tekst}’ is geen tijd. Schrijf bijvoorbeeld 1:30 of 1,5.")
    return (int(m[1]) + Decimal(m[2]) / 60).quantize(CENT, ROUND_HALF_UP)
