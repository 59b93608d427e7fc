"""Datums, bedragen en uren zoals een kantoor ze schrijft: lezen en tonen.

Lezen is streng: wat op twee manieren te lezen is, wordt geweigerd met een zin die zegt wat wel kan.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CENT = Decimal("0.01")
NBSP = "\N{NO-BREAK SPACE}"

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
MAANDEN_KORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MAANDNUMMER = {naam: nummer for namen in (MAANDEN, MAANDEN_KORT) for nummer, naam in enumerate(namen, 1)} | {
    "maa": 3,
    "sept": 9,
}
_STREEPJES = str.maketrans("−–—‐‑", "-----")
_LOSSE_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ß": "ss"})


class Onleesbaar(ValueError):
    """De tekst is niet te begrijpen; het bericht is een zin voor de gebruiker."""


class OnleesbareDatum(Onleesbaar):
    pass


class OnleesbaarGetal(Onleesbaar):
    pass


def lees_datum(waarde: object) -> date:
    """Read 3-12-2026, 03/12/26, 2026-12-03, '3 december 2026' or an Excel date; day before month.

    Two-digit years 00-69 are 20xx, others are refused. An aware datetime counts in Amsterdam.
    Raises OnleesbareDatum.
    """
    if isinstance(waarde, date):
        return _dag(waarde)
    tekst = " ".join(str(waarde if waarde is not None else "").translate(_STREEPJES).lower().split())
    if not tekst:
        raise OnleesbareDatum("Vul een datum in, bijvoorbeeld 3-12-2026.")
    jaar, maand, dag = _delen(tekst)
    try:
        return date(_volledig_jaar(jaar), maand, dag)
    except ValueError:
        raise _geen_datum(tekst) from None


def lees_bedrag(waarde: object) -> Decimal:
    """Euros as written: '€ 6.500,-', '11.000,00', 3200. Nothing or '-' is zero.

    A point before three digits is the Dutch thousands point (1.234 is 1234); before one or two it can
    only be a decimal point (12.5). Raises OnleesbaarGetal for all else, and beyond two decimals.
    """
    if isinstance(waarde, str):
        kaal = re.sub(r"€|\beuro?\b", "", _vlak(waarde))
        kaal = re.sub(r"(?<=\d),(-{1,2}|=)$", "", kaal.strip())
        return Decimal(0) if kaal in ("", "-") else _getal(kaal, waarde, "bedrag", "1.250,50")
    return Decimal(0) if waarde is None else _uit_getal(waarde, "bedrag", "1.250,50")


def lees_uren(waarde: object) -> Decimal:
    """Hours as written: '90 u', 'ca. 140', '7,75', 120. Nothing and '-' are refused: that is not zero.

    Points and commas as in lees_bedrag. Raises OnleesbaarGetal.
    """
    if not isinstance(waarde, str):
        return _uit_getal(waarde, "aantal uren", "7,5")
    kaal = re.sub(r"^(ca\b\.?|circa|ongeveer|plm\b\.?|±)\s*", "", _vlak(waarde))
    kaal = re.sub(r"(?<=\d)\s*(uren|uur|u)\.?$", "", kaal)
    return _getal(kaal, waarde, "aantal uren", "7,5")


def zonder_accenten(tekst: str) -> str:
    """Sort and search key: lower case, accents gone, spaces single. Idempotent."""
    if tekst.isascii():
        return " ".join(tekst.lower().split())
    ontleed = unicodedata.normalize("NFKD", tekst.lower())
    kaal = "".join(teken for teken in ontleed if not unicodedata.combining(teken))
    return " ".join(kaal.lower().translate(_LOSSE_LETTERS).split())


def bedrag(euros: Decimal) -> str:
    """'€ 15.960,00', with a no-break space; rounded half-up to the cent."""
    return f"€{NBSP}{_met_komma(_rond(euros))}"


def uren(aantal: Decimal) -> str:
    """'1.489,25', '7,5', '90': at most two decimals, no idle zeros, no unit."""
    tekst = _met_komma(_rond(aantal))
    return tekst.rstrip("0").rstrip(",")


def met_punten(aantal: int) -> str:
    """'1.048.556': a count, with points."""
    return f"{aantal:,}".replace(",", ".")


def datum(dag: date) -> str:
    """'3 december 2026'; an aware datetime counts in Amsterdam."""
    dag = _dag(dag)
    return f"{dag.day} {maand_en_jaar(dag)}"


def maand_en_jaar(dag: date) -> str:
    """'december 2026'."""
    return f"{MAANDEN[dag.month - 1]} {dag.year}"


def datum_kort(dag: date) -> str:
    """'3 dec 2026', for tables."""
    dag = _dag(dag)
    return f"{dag.day} {MAANDEN_KORT[dag.month - 1]} {dag.year}"


def opsomming(delen: Iterable[object]) -> str:
    """'Diemen, Uithoorn en Ouder-Amstel'; nothing of nothing."""
    namen = [str(deel) for deel in delen]
    return f"{', '.join(namen[:-1])} en {namen[-1]}" if len(namen) > 1 else "".join(namen)


def _dag(waarde: date) -> date:
    if not isinstance(waarde, datetime):
        return waarde
    return (waarde.astimezone(AMSTERDAM) if waarde.tzinfo else waarde).date()


def _delen(tekst: str) -> tuple[str, int, int]:
    if m := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})([t ]00:00(:00)?)?", tekst):
        return m[1], int(m[2]), int(m[3])
    if m := re.fullmatch(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", tekst):
        return m[4], int(m[3]), int(m[1])
    m = re.fullmatch(r"([0-9]{1,2})[ -]([a-z]+)\.?[ -]([0-9]{4}|[0-9]{2})", tekst)
    if m and m[2] in _MAANDNUMMER:
        return m[3], _MAANDNUMMER[m[2]], int(m[1])
    raise _geen_datum(tekst)


def _volledig_jaar(jaar: str) -> int:
    volledig = int(jaar) + (2000 if len(jaar) == 2 else 0)
    if not 1900 <= volledig < (2070 if len(jaar) == 2 else 2200):
        raise ValueError(jaar)
    return volledig


def _geen_datum(tekst: str) -> OnleesbareDatum:
    return OnleesbareDatum(f"‘{tekst}’ is geen datum. Schrijf dag, maand en jaar, bijvoorbeeld 3-12-2026.")


def _vlak(tekst: str) -> str:
    return " ".join(tekst.translate(_STREEPJES).lower().split())


_GROEPEN = re.compile(r"-?[1-9][0-9]{0,2}(?:([. ])[0-9]{3})(?:\1[0-9]{3})*(?:,[0-9]{1,2})?", re.ASCII)
_GEWOON = re.compile(r"-?[0-9]{1,12}(?:[,.][0-9]{1,2})?", re.ASCII)


def _getal(kaal: str, geschreven: str, soort: str, voorbeeld: str) -> Decimal:
    kaal = re.sub(r"^- ", "-", kaal.strip())
    if _GROEPEN.fullmatch(kaal) and len(kaal) <= 20:
        return Decimal(re.sub(r"[. ]", "", kaal).replace(",", "."))
    if _GEWOON.fullmatch(kaal):
        return Decimal(kaal.replace(",", ".")) + 0
    if geschreven.lstrip().startswith("="):
        raise OnleesbaarGetal(f"Hier staat een formule. Schrijf het {soort} zelf, bijvoorbeeld {voorbeeld}.")
    raise OnleesbaarGetal(f"‘{geschreven.strip()}’ is geen {soort}. Schrijf bijvoorbeeld {voorbeeld}.")


def _uit_getal(waarde: object, soort: str, voorbeeld: str) -> Decimal:
    """Numbers from a spreadsheet cell; binary noise far below a cent is dropped, true thirds are not."""
    fout = OnleesbaarGetal(
        f"Vul een {soort} in met hooguit twee cijfers achter de komma, bijvoorbeeld {voorbeeld}."
    )
    if isinstance(waarde, bool) or not isinstance(waarde, int | float | Decimal):
        raise fout
    try:
        exact = Decimal(str(waarde))
        afgerond = exact.quantize(CENT, ROUND_HALF_UP)
    except InvalidOperation:
        raise fout from None
    if not exact.is_finite() or abs(exact - afgerond) > Decimal("0.000001"):
        raise fout
    return afgerond + 0


def _rond(getal: Decimal) -> Decimal:
    return getal.quantize(CENT, ROUND_HALF_UP) + 0


def _met_komma(getal: Decimal) -> str:
    return f"{getal:,.2f}".translate(str.maketrans(",.", ".,"))
