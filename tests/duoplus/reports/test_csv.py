"""CSV dat in Excel opent zoals het op het scherm stond, en nooit als formule."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from types import SimpleNamespace

import pytest

from duoplus.reports import Column, Dataset
from duoplus.reports.csv import RIJEN_PER_STUK, render, tekst


def lees(dataset: Dataset) -> list[list[str]]:
    bytes_ = b"".join(render(dataset))
    assert bytes_.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(bytes_.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize(
    "gevaarlijk",
    [
        "=1+1", "+31 20", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "\tx", "\rx", "\nx", "\0x",
        "  =1", "\u00a0=1", "\u3000=1", "\ufeff=1", "\u200b=1", " \t=1",
        "\uff1dHYPERLINK()", "\uff0b1", "\uff0d1", "\uff20A1", "\u22121",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_becomes_words(gevaarlijk):
    assert tekst(gevaarlijk) == f"'{gevaarlijk}"


@pytest.mark.parametrize("gewoon", ["", "Plein 1+2", "a=b", "I&A", "'s-Graveland", "10% meer; of", "é"])
def test_ordinary_words_stay_as_they_are(gewoon):
    assert tekst(gewoon) == gewoon


def test_numbers_and_days_are_dutch_and_iso():
    kolommen = [
        Column("uren", "Uren", "hours"), Column("euro", "Euro", "money"), Column("dag", "Dag", "date"),
        Column("op", "Op", "moment"), Column("woord", "Woord"), Column("cijfer", "Cijfer", "number"),
    ]  # fmt: skip
    rij = SimpleNamespace(
        uren=Decimal("1234.5"),
        euro=Decimal("-0.05"),
        dag=date(2026, 12, 3),
        op=datetime(2026, 12, 3, 23, 30, tzinfo=UTC),
        woord='zegt "ja"; soms\nniet',
        cijfer=Decimal("62.50"),
    )
    leeg = SimpleNamespace(uren=None, euro=None, dag=None, op=None, woord=None, cijfer=None)
    assert lees(Dataset("Test", kolommen, [rij, leeg])) == [
        ["Uren", "Euro", "Dag", "Op", "Woord", "Cijfer"],
        ["1234,50", "-0,05", "2026-12-03", "2026-12-04 00:30", 'zegt "ja"; soms\nniet', "62,5"],
        ["", "", "", "", "", ""],
    ]


def test_it_streams_without_reading_ahead():
    gelezen = []

    def rijen():
        for nummer in range(3 * RIJEN_PER_STUK):
            gelezen.append(nummer)
            yield SimpleNamespace(n=nummer)

    stukken = render(Dataset("Test", [Column("n", "N")], rijen()))
    next(stukken)
    assert gelezen == []
    next(stukken)
    assert len(gelezen) == RIJEN_PER_STUK
