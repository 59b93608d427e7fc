"""Een pakket met alles wat een bestand lastig vindt: formules, 0.10 als code, negatieve bedragen, leegte."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from duoplus.reports import Column
from maatwerk.verantwoording import uitgeven
from maatwerk.verantwoording.pakket import Alinea, Cijfer, Controle, Pakket, Tabel, Tekstdeel, Wijs
from maatwerk.verantwoording.tabellen import l1, l2, l3, l4, l5, l6, l7, l8

MOMENT = datetime(2027, 1, 31, 23, 30, tzinfo=UTC)  # 1 February in Amsterdam
GEMEENTEN = ("Diemen", "Uithoorn", "Ouder-Amstel")
FORMULES = ("=1+1", "+31 20", "-5", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "\uff1d1", '=HYPERLINK("x")')
WOORDEN = ("0.10", "6.60", "007", "Zegt “ja”; & <b>", "twee\nregels", *FORMULES)
TABELLEN = {
    "L1": ("Lumpsumoverzicht", l1.KOLOMMEN, 3),
    "L2": ("Opdrachten", l2.KOLOMMEN, 24),
    "L3": ("Uren", l3.KOLOMMEN, 30),
    "L4": ("Externe kosten", l4.KOLOMMEN, 15),
    "L5": ("Verdeling", l5.KOLOMMEN, 12),
    "L6": ("Voorschot en afrekening", l6.KOLOMMEN, 12),
    "L7": ("Per taakveld", l7.KOLOMMEN, 9),
    "L8": ("Mutaties", l8.KOLOMMEN, 0),
}
TEKST = Tekstdeel(
    "Diemen",
    [
        Alinea(["Van de lumpsum is ", Cijfer("€ 10,00", "L1", "Diemen, gerealiseerd"), " gebruikt."]),
        Alinea(["Dat is ", Cijfer("4,2%", "L1", "Diemen, uitputting_pct"), " van wat er is."]),
    ],
)
CONTROLES = [
    Controle("R1", "Uren en kosten", True, "L3 en L4 samen zijn gelijk aan L2.", Decimal("0.00")),
    Controle("R6", "Binnen de opdracht", False, "Eén regel valt erbuiten.", None, [Wijs("regel 3")]),
]


def waarde(kolom: Column, n: int) -> Any:
    """Every kind of cell; each seventh one is empty, and of amounts each third one is negative."""
    if kolom.key == "gemeente":
        return GEMEENTEN[n % 3]
    if n % 7 == 6:
        return None if kolom.kind != "text" else ""
    soorten = {
        "text": WOORDEN[n % len(WOORDEN)],
        "hours": Decimal(n % 9) / 4 + Decimal("0.25"),
        "money": Decimal(100 * n + 7) / 100 * (-1 if n % 3 == 2 else 1),
        "number": Decimal(n) / 8,
        "date": date(2026, 1, 31) + timedelta(n),
        "moment": MOMENT + timedelta(minutes=n),
    }
    return soorten[kolom.kind]


def rij(kolommen: Sequence[Column], n: int) -> SimpleNamespace:
    return SimpleNamespace(**{kolom.key: waarde(kolom, n + plek) for plek, kolom in enumerate(kolommen)})


def sommen(rijen: Sequence[Any], kolommen: Sequence[Column]) -> Mapping[str, Decimal]:
    tellen = [kolom.key for kolom in kolommen if kolom.totals]
    return {naam: sum((getattr(r, naam) or Decimal(0) for r in rijen), Decimal(0)) for naam in tellen}


def tabel(code: str, aantal: int | None = None) -> Tabel:
    naam, kolommen, gewoon = TABELLEN[code]
    rijen = [rij(kolommen, n) for n in range(gewoon if aantal is None else aantal)]
    heeft_gemeente = any(kolom.key == "gemeente" for kolom in kolommen)
    per_gemeente = {
        wie: sommen([r for r in rijen if r.gemeente == wie], kolommen) for wie in GEMEENTEN if heeft_gemeente
    }
    return Tabel(code, naam, kolommen, lambda: rijen, len(rijen), sommen(rijen, kolommen), per_gemeente)


def pakket(*, status: str = "definitief", **aantallen: int) -> Pakket:
    return Pakket(
        titel="Jaarrekening 2026, alle gemeenten",
        jaar=2026,
        soort="Jaarrekening",
        peildatum=date(2026, 12, 31),
        gemeente=None,
        versie=1,
        status=status,
        tabellen=[tabel(code, aantallen.get(code)) for code in TABELLEN],
        controles=CONTROLES,
        tekst=[TEKST],
        gemaakt_door="concerncontroller",
        gemaakt_op=MOMENT,
        generator="2026.11",
        filters=["Alle gemeenten", "Tot en met december 2026"],
    )


def met(pakket: Pakket, *tabellen: Tabel) -> Pakket:
    """The same package, of only these tables."""
    return replace(pakket, tabellen=tabellen)


def bestand(formaat: str, van: Pakket | None = None) -> bytes:
    """Of the usual package made once, however many tests look at it."""
    return _gewoon(formaat) if van is None else _gemaakt(formaat, van)


@cache
def _gewoon(formaat: str) -> bytes:
    return _gemaakt(formaat, pakket())


def _gemaakt(formaat: str, van: Pakket) -> bytes:
    buffer = BytesIO()
    uitgeven.schrijf(van, formaat, buffer)
    return buffer.getvalue()
