"""Lezen en tonen van datums, bedragen en uren."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duoplus.calc.nederlands import (
    OnleesbaarGetal,
    OnleesbareDatum,
    bedrag,
    datum,
    datum_kort,
    lees_bedrag,
    lees_datum,
    lees_uren,
    uren,
    zonder_accenten,
)

centen = st.integers(-(10**11), 10**11).map(lambda n: Decimal(n).scaleb(-2))
data = st.dates(date(2000, 1, 1), date(2069, 12, 31))


@pytest.mark.parametrize(
    "tekst",
    [
        "3-12-2026", "03-12-26", "3/12/2026", "03.12.2026", "2026-12-03", "2026-12-03 00:00:00",
        "3 december 2026", "3 dec 2026", "3 dec. 2026", " 3  December 2026 ", "3-dec-26", "3–12–2026",
    ],
)  # fmt: skip
def test_reads_dates(tekst):
    assert lees_datum(tekst) == date(2026, 12, 3)


def test_reads_dates_of_a_spreadsheet():
    assert lees_datum(date(2026, 6, 23)) == date(2026, 6, 23)
    assert lees_datum(datetime.combine(date(2026, 6, 23), time())) == date(2026, 6, 23)
    assert lees_datum(datetime(2026, 6, 22, 22, 30, tzinfo=UTC)) == date(2026, 6, 23)


@pytest.mark.parametrize(
    "tekst",
    ["", None, "Q1", "z.s.m.", "medio dec 2026", "31-02-2026", "12-31-2026", "3-12/2026", "3-12-70",
     "0-1-2026", "3-12-226", 46000, True, "٣-١٢-٢٠٢٦", "3 brumaire 2026"],
)  # fmt: skip
def test_refuses_what_is_no_date(tekst):
    with pytest.raises(OnleesbareDatum, match="bijvoorbeeld 3-12-2026"):
        lees_datum(tekst)


@given(data)
def test_dates_survive_every_way_of_writing(dag):
    teksten = [datum(dag), datum_kort(dag), f"{dag:%d-%m-%Y}", f"{dag:%d-%m-%y}", dag.isoformat()]
    assert {lees_datum(tekst) for tekst in teksten} == {dag}


@pytest.mark.parametrize(
    ("waarde", "euros"),
    [
        ("€ 6.500,-", "6500"), ("€\N{NO-BREAK SPACE}6.500,--", "6500"), ("11.000,00", "11000"),
        ("9.500,00", "9500"), ("9500", "9500"), ("1.234", "1234"), ("1.234.567,8", "1234567.80"),
        ("12 000", "12000"), ("12,5", "12.5"), ("12.5", "12.5"), ("12.50", "12.5"), ("EUR 40", "40"),
        ("40 euro", "40"), ("€ -40,00", "-40"), ("- 40", "-40"), ("−40", "-40"), ("-", "0"), ("–", "0"),
        ("", "0"), ("€ -", "0"), (None, "0"), (3200, "3200"), (0.1 + 0.2, "0.30"), (Decimal("7.25"), "7.25"),
    ],
)  # fmt: skip
def test_reads_amounts(waarde, euros):
    assert lees_bedrag(waarde) == Decimal(euros)


@pytest.mark.parametrize(
    "waarde",
    ["1,234", "1,234.56", "0.500", "1.23.456", "1.2345", "12,345", "1.234 567", "zie mail", "100-200", "1e5",
     "NaN", "=F5*89", "12,-,-", "½", "٣", float("nan"), float("inf"), 1 / 3, True, [], "9" * 40],
)  # fmt: skip
def test_refuses_amounts_that_can_be_read_two_ways(waarde):
    with pytest.raises(OnleesbaarGetal, match=r"bijvoorbeeld 1\.250,50"):
        lees_bedrag(waarde)


@pytest.mark.parametrize(
    ("waarde", "aantal"),
    [("90 u", "90"), ("ca. 140", "140"), ("ca 140", "140"), ("circa 7,5 uur", "7.5"), ("80", "80"),
     (120, "120"), ("-7,75", "-7.75"), ("1.200 uren", "1200"), ("±40u", "40"), ("7.75", "7.75"),
     (7.5, "7.5")],
)  # fmt: skip
def test_reads_hours(waarde, aantal):
    assert lees_uren(waarde) == Decimal(aantal)


@pytest.mark.parametrize(
    "waarde", ["onbekend", "", "-", None, "80-100", "80 of 90", "2 dagen", "7:30", "ca."]
)
def test_refuses_hours(waarde):
    with pytest.raises(OnleesbaarGetal, match="bijvoorbeeld 7,5"):
        lees_uren(waarde)


@given(centen)
def test_what_is_shown_is_read_back(getal):
    assert lees_bedrag(bedrag(getal)) == getal
    assert lees_uren(uren(getal)) == getal


@given(st.text(max_size=30) | st.floats() | st.integers() | st.none())
def test_reads_or_refuses_but_never_breaks(waarde):
    for lees in (lees_bedrag, lees_uren, lees_datum):
        try:
            lees(waarde)
        except ValueError as fout:
            assert str(fout).endswith(".") or "bijvoorbeeld" in str(fout)


def test_shows():
    assert bedrag(Decimal(15960)) == "€\N{NO-BREAK SPACE}15.960,00"
    assert bedrag(Decimal("-0.001")) == "€\N{NO-BREAK SPACE}0,00"
    assert bedrag(Decimal("-1234.565")) == "€\N{NO-BREAK SPACE}-1.234,57"
    getallen = [Decimal(u) for u in ("1489.25", "7.50", "90", "1000", "0")]
    assert [uren(getal) for getal in getallen] == [
        "1.489,25",
        "7,5",
        "90",
        "1.000",
        "0",
    ]
    assert datum(date(2026, 12, 3)) == "3 december 2026"
    assert datum_kort(date(2026, 3, 3)) == "3 mrt 2026"
    assert datum(datetime(2026, 12, 2, 23, 30, tzinfo=UTC)) == "3 december 2026"


def test_sort_key():
    assert zonder_accenten("  Financiën  &\tÉÉN Øre ") == "financien & een ore"


@given(st.text())
def test_sort_key_is_idempotent(tekst):
    assert zonder_accenten(zonder_accenten(tekst)) == zonder_accenten(tekst)
