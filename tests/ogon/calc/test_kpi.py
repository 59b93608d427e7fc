"""Gehaald, net niet of niet: aan welke kant van de norm, en hoe ver ernaast."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogon.calc.kpi import oordeel

getallen = st.decimals(0, 10_000, places=2)


@pytest.mark.parametrize(
    "norm, waarde, hoogstens, uitkomst",
    [
        ("85", "85", False, "gehaald"),
        ("85", "81", False, "net_niet"),
        ("85", "80.74", False, "niet"),
        ("3", "2.4", True, "gehaald"),
        ("10", "10.5", True, "net_niet"),
        ("10", "13.1", True, "niet"),
        ("0", "1", True, "niet"),
    ],
)
def test_a_result_beside_its_norm(norm, waarde, hoogstens, uitkomst):
    assert oordeel(Decimal(norm), Decimal(waarde), hoogstens=hoogstens) == uitkomst


@given(getallen, getallen)
def test_on_one_side_it_is_met_and_on_the_other_not(norm, waarde):
    samen = [oordeel(norm, waarde, hoogstens=hoogstens) == "gehaald" for hoogstens in (True, False)]

    assert samen == ([True, True] if norm == waarde else [waarde < norm, waarde > norm])
