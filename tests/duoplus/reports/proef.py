"""Een lijst met alles wat een rekenblad lastig vindt, en hoe zij er weer uitkomt."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from duoplus.reports import Column, Dataset
from duoplus.reports.formaten import schrijf

MOMENT = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # the 22nd in Amsterdam
KOP = ["Filter: Uithoorn · Status: alle", "Gemaakt op 22 november 2026 door Proef", "7 rijen"]
KOLOMMEN = [
    Column("nummer", "Nummer"),
    Column("titel", "Aanvraag"),
    Column("uren", "Uren", "hours", totals=True),
    Column("euros", "Kosten", "money", totals=True),
    Column("klaar", "Klaar op", "date"),
    Column("gewijzigd", "Gewijzigd", "moment"),
]
LASTIG = [
    "=HYPERLINK(1)",
    "https://voorbeeld.nl/=1+1",
    "+31 20",
    'Zegt "ja" & <b>vet</b> ]]> é 😀',
    "eerste regel\ntweede  regel",
    "007",
    " spaties\ten tab ",
]


def rij(nummer: int, **anders: Any) -> SimpleNamespace:
    velden = {
        "nummer": f"MW-2026-{nummer:04d}",
        "titel": LASTIG[nummer % len(LASTIG)],
        "uren": Decimal("12.25") * nummer,
        "euros": Decimal("-0.10") * nummer,
        "klaar": date(2026, 1, 31) + timedelta(nummer),
        "gewijzigd": MOMENT + timedelta(minutes=nummer),
    }
    return SimpleNamespace(**velden | anders)


def leeg() -> SimpleNamespace:
    return rij(0, titel=None, uren=None, euros=None, klaar=None, gewijzigd=None)


def dataset(rijen: list[Any] | Iterator[Any], titel: str = "Aanvragen", kolommen: Any = KOLOMMEN) -> Dataset:
    return Dataset(titel, kolommen, rijen, KOP)


def bestand(formaat: str, gegevens: Dataset) -> bytes:
    buffer = BytesIO()
    schrijf(gegevens, formaat, buffer, moment=MOMENT)
    return buffer.getvalue()
