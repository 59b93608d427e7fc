"""Beloften: met de hand beoordeeld, en elke dag in het verleden opnieuw hetzelfde."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duoplus.calc.feestdagen import feestdagen
from duoplus.calc.werkdagen import werkdagen_tussen
from maatwerk.calc.beloften import (
    OORZAKEN,
    Belofte,
    Betrouwbaarheid,
    OngeldigeBelofte,
    Versie,
    betrouwbaarheid,
    stand,
    uitloop,
)
from maatwerk.choices import Oorzaak

VRIJ = feestdagen(2026) | feestdagen(2027)
GEMAAKT = date(2026, 9, 1)


def belofte(*versies, geleverd=None):
    """Versies als (klaar op, oorzaak, vastgelegd op)."""
    return Belofte(tuple(Versie(*versie) for versie in versies), geleverd)


EERSTE = (date(2026, 10, 2), "eerste", GEMAAKT)  # een vrijdag


def test_kept_on_the_day_broken_the_day_after():
    op_tijd, te_laat = (belofte(EERSTE, geleverd=date(2026, 10, dag)) for dag in (2, 3))
    assert stand(op_tijd, date(2026, 12, 31)) == "gehouden"
    assert stand(te_laat, date(2026, 12, 31)) == "gebroken"
    assert [stand(op_tijd, date(2026, 10, dag)) for dag in (1, 2)] == ["open", "gehouden"]


def test_open_until_its_day_has_passed():
    nog_bezig = belofte(EERSTE)
    assert stand(nog_bezig, date(2026, 8, 31)) is None
    assert stand(nog_bezig, GEMAAKT) == "open"
    assert stand(nog_bezig, date(2026, 10, 2)) == "open"
    assert stand(nog_bezig, date(2026, 10, 3)) == "gebroken"


def test_a_move_by_duoplus_breaks_the_promise_also_when_the_new_day_is_met():
    # op 21 september schuift Duo+ van 2 naar 16 oktober; geleverd op 12 oktober
    verschoven = belofte(
        EERSTE, (date(2026, 10, 16), "duoplus", date(2026, 9, 21)), geleverd=date(2026, 10, 12)
    )
    assert stand(verschoven, date(2026, 9, 20)) == "open"
    assert stand(verschoven, date(2026, 9, 21)) == "gebroken"
    assert stand(verschoven, date(2026, 12, 31)) == "gebroken"
    assert uitloop(verschoven, date(2026, 12, 31), VRIJ) == {"duoplus": 10}  # twee werkweken


@pytest.mark.parametrize("oorzaak", ["gemeente", "extern"])
def test_a_move_by_another_does_not_break_it(oorzaak):
    verschoven = belofte(
        EERSTE, (date(2026, 10, 16), oorzaak, date(2026, 9, 21)), geleverd=date(2026, 10, 16)
    )
    assert stand(verschoven, date(2026, 12, 31)) == "gehouden"
    assert uitloop(verschoven, date(2026, 12, 31), VRIJ) == {oorzaak: 10}


def test_an_earlier_day_from_duoplus_is_no_slip():
    eerder = belofte(EERSTE, (date(2026, 9, 25), "duoplus", date(2026, 9, 21)))
    assert stand(eerder, date(2026, 9, 25)) == "open"
    assert uitloop(eerder, date(2026, 9, 25), VRIJ) == {}
    assert stand(eerder, date(2026, 9, 26)) == "gebroken"


def test_the_same_day_again_from_duoplus_breaks_nothing():
    herhaald = belofte(EERSTE, (EERSTE[0], "duoplus", date(2026, 9, 21)))
    assert stand(herhaald, date(2026, 10, 2)) == "open"


def test_a_version_recorded_after_delivery_changes_nothing():
    achteraf = belofte(
        EERSTE, (date(2026, 12, 1), "gemeente", date(2026, 10, 20)), geleverd=date(2026, 10, 9)
    )
    assert stand(achteraf, date(2026, 12, 31)) == "gebroken"
    assert uitloop(achteraf, date(2026, 12, 31), VRIJ) == {"duoplus": 5}  # een werkweek te laat


def test_late_without_a_new_promise_counts_for_duoplus_and_grows():
    nog_bezig = belofte(EERSTE)
    assert uitloop(nog_bezig, date(2026, 10, 4), VRIJ) == {}  # zondag: nog geen werkdag later
    assert uitloop(nog_bezig, date(2026, 10, 5), VRIJ) == {"duoplus": 1}
    assert uitloop(nog_bezig, date(2026, 10, 16), VRIJ) == {"duoplus": 10}


def test_a_domain_by_hand():
    """Op 31 december 2026: twee gehouden, twee gebroken, één open; 2/(2+2) = 0,5.

    Gemeente: 2 → 16 oktober = 10. Extern: 16 → 23 oktober = 5. Duo+: 2 → 9 oktober = 5, en te laat
    na vrijdag 18 december: 5 + 4 doordeweekse dagen t/m donderdag 31, min Eerste Kerstdag = 8.
    """
    beloften = [
        belofte(EERSTE, geleverd=date(2026, 9, 30)),
        belofte(
            EERSTE,
            (date(2026, 10, 16), "gemeente", date(2026, 9, 10)),
            (date(2026, 10, 23), "extern", date(2026, 10, 1)),
            geleverd=date(2026, 10, 23),
        ),
        belofte(EERSTE, (date(2026, 10, 9), "duoplus", date(2026, 9, 28)), geleverd=date(2026, 10, 9)),
        belofte((date(2026, 12, 18), "eerste", date(2026, 11, 2))),
        belofte((date(2027, 2, 1), "eerste", date(2026, 12, 1))),
        belofte((date(2027, 3, 1), "eerste", date(2027, 1, 4))),  # nog niet beloofd
    ]
    jaareinde = betrouwbaarheid(beloften, date(2026, 12, 31), VRIJ)
    assert jaareinde == Betrouwbaarheid(2, 2, 1, {"gemeente": 10, "duoplus": 5 + 8, "extern": 5})
    assert jaareinde.deel == Decimal("0.5")
    # op 1 oktober: één gehouden, één gebroken door het schuiven, één open
    eind_september = betrouwbaarheid(beloften, date(2026, 10, 1), VRIJ)
    assert eind_september == Betrouwbaarheid(1, 1, 1, {"gemeente": 10, "duoplus": 5, "extern": 5})


def test_nothing_promised_is_no_figure():
    assert betrouwbaarheid([], GEMAAKT, VRIJ).deel is None
    assert betrouwbaarheid([belofte(EERSTE)], GEMAAKT, VRIJ).deel is None


def test_the_causes_are_those_of_the_form():
    assert list(OORZAKEN) == list(Oorzaak)


# What always holds ----------------------------------------------------------------------------------------

dagen = st.dates(date(2026, 9, 1), date(2027, 3, 31))


@st.composite
def beloften(draw):
    vastgelegd = sorted(draw(st.lists(dagen, min_size=1, max_size=5)))
    oorzaken = ["eerste", *(draw(st.sampled_from(OORZAKEN[1:])) for _ in vastgelegd[1:])]
    versies = [Versie(draw(dagen), *rest) for rest in zip(oorzaken, vastgelegd, strict=True)]
    return Belofte(tuple(versies), draw(st.none() | dagen))


@given(st.lists(beloften(), max_size=6), dagen, st.data())
def test_what_is_recorded_later_never_changes_a_past_day(lijst, peildag, data):
    later = peildag + timedelta(days=1)
    toen = [
        Belofte(
            tuple(versie for versie in b.versies if versie.vastgelegd_op <= peildag),
            b.geleverd_op
            if b.geleverd_op and b.geleverd_op <= peildag
            else data.draw(st.sampled_from([None, later])),
        )
        for b in lijst
    ]
    assert betrouwbaarheid(lijst, peildag, VRIJ) == betrouwbaarheid(toen, peildag, VRIJ)


@given(st.lists(beloften(), max_size=6), dagen)
def test_every_promise_made_stands_somewhere(lijst, peildag):
    uitkomst = betrouwbaarheid(lijst, peildag, VRIJ)
    gemaakt = sum(stand(b, peildag) is not None for b in lijst)
    assert uitkomst.gehouden + uitkomst.gebroken + uitkomst.open == gemaakt
    assert uitkomst.deel is None or 0 <= uitkomst.deel <= 1


@given(beloften(), dagen)
def test_a_kept_promise_has_no_slip_by_duoplus(b, peildag):
    if stand(b, peildag) in ("gehouden", "open"):
        assert "duoplus" not in uitloop(b, peildag, VRIJ)


@given(st.lists(dagen, min_size=2, max_size=5).map(sorted), st.sampled_from(OORZAKEN[1:]))
def test_moves_in_one_direction_add_up_to_the_whole(data_beloofd, oorzaak):
    versies = [(dag, "eerste" if n == 0 else oorzaak, GEMAAKT) for n, dag in enumerate(data_beloofd)]
    verschoven = uitloop(belofte(*versies), GEMAAKT, VRIJ)
    samen = werkdagen_tussen(data_beloofd[0], data_beloofd[-1], VRIJ)
    assert verschoven.get(oorzaak, 0) == samen


@pytest.mark.parametrize(
    ("versies", "zin"),
    [
        ([EERSTE, (date(2026, 10, 9), "", GEMAAKT)], "heeft een oorzaak"),
        ([EERSTE, (date(2026, 10, 9), "eerste", GEMAAKT)], "waardoor deze afspraak wijzigt"),
        ([EERSTE, (date(2026, 10, 9), "extern", date(2026, 8, 1))], "op volgorde"),
    ],
)
def test_refuses_versions_without_a_cause_or_an_order(versies, zin):
    with pytest.raises(OngeldigeBelofte, match=zin):
        belofte(*versies)
