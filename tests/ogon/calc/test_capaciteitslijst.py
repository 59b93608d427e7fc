"""De urenlijst van teams: maanden, soorten en uren zoals mensen ze schrijven."""

from datetime import date
from decimal import Decimal as D

import pytest

from duoplus.calc.nederlands import Onleesbaar
from duoplus.calc.tabel import deel_in
from duoplus.werkblad import Blad
from ogon.calc.capaciteitslijst import lees_aantal, lees_maand, lees_soort, lees_team, velden

JAN = date(2027, 1, 1)


@pytest.mark.parametrize(
    "cel",
    ["januari 2027", "Jan 2027", "jan. 2027", "2027-01", "1-2027", "01/2027", date(2027, 1, 15), "31-1-2027"],
)
def test_a_month_is_read_as_its_first_day(cel):
    assert lees_maand(cel) == JAN


@pytest.mark.parametrize(
    "cel", ["", "2027", "13-2027", "2027-00", "j 2027", "ju 2027", "janvier 2027", "1-1899"]
)
def test_what_is_no_month_is_refused(cel):
    with pytest.raises(Onleesbaar):
        lees_maand(cel)


@pytest.mark.parametrize(
    ("cel", "soort"),
    [
        ("Bruto uren", "bruto"),
        ("VERLOF", "verlof"),
        ("Ziekte", "verlof"),
        ("DVO-werk", "dvo"),
        ("Buffer", "buffer"),
    ],
)
def test_kinds_go_by_more_than_one_name(cel, soort):
    assert lees_soort(cel) == soort


def test_hours_are_zero_or_more_and_a_team_is_named():
    assert lees_aantal("1.092,5 uur") == D("1092.5")
    for cel, zin in (("-1", "0 of meer"), (100_000, "hooguit"), ("veel", "geen aantal uren")):
        with pytest.raises(Onleesbaar, match=zin):
            lees_aantal(cel)
    assert lees_team("financien", {"financien": "Financiën"}) == "Financiën"
    with pytest.raises(Onleesbaar, match="‘Sales’ kennen wij niet"):
        lees_team("Sales", {})


def test_the_heads_are_found_by_what_they_say():
    blad = Blad(
        "Blad1", [["Uren per team 2027"], ["Afdeling/team", "Periode", "Categorie", "Product", "Aantal uren"]]
    )
    assert set(deel_in(blad, velden()).kolommen) == {"team", "maand", "soort", "omschrijving", "uren"}
