from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duoplus.calc.feestdagen import feestdagen
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.calc.werkdagen import werkdagen_tussen
from maatwerk.calc.wachttijd import Wachttijd, wachttijd

VRIJ = feestdagen(2026)
partijen = st.sampled_from(["duoplus", "gemeente", "ogon", None])
momenten = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def moment(maand, dag, uur=9):
    return datetime(2026, maand, dag, uur, tzinfo=AMSTERDAM)


def test_a_request_by_hand():
    verloop = [
        (moment(11, 2), "duoplus"),  # maandag: in behandeling
        (moment(11, 5), "gemeente"),  # donderdag: vraag gesteld; 3 werkdagen bij Duo+
        (moment(11, 5, 16), "duoplus"),  # dezelfde dag beantwoord; 0 werkdagen
        (moment(11, 9), "ogon"),  # maandag: 2 werkdagen bij Duo+
        (moment(11, 23), None),  # twee weken later: 10 werkdagen bij het OGON
    ]
    uitkomst = wachttijd(verloop, moment(11, 24), VRIJ)
    assert uitkomst == Wachttijd(duoplus=5, gemeente=0, ogon=10, niemand=1)
    assert uitkomst.totaal == 16


def test_days_are_days_in_amsterdam():
    verloop = [(datetime(2026, 7, 6, 22, 30, tzinfo=UTC), "gemeente")]  # daar al dinsdag 7 juli
    assert wachttijd(verloop, datetime(2026, 7, 7, 8, tzinfo=UTC), VRIJ).totaal == 0


def test_nothing_happened_yet():
    assert wachttijd([], moment(11, 2), VRIJ) == Wachttijd()


@given(st.lists(momenten, min_size=2, max_size=12).map(sorted), st.data())
def test_parts_total_the_whole(tijden, data):
    verloop = [(tijd, data.draw(partijen)) for tijd in tijden[:-1]]
    dagen = [tijd.astimezone(AMSTERDAM).date() for tijd in tijden]
    uitkomst = wachttijd(verloop, tijden[-1], VRIJ)
    assert uitkomst.totaal == werkdagen_tussen(dagen[0], dagen[-1], VRIJ)
    assert min(uitkomst.duoplus, uitkomst.gemeente, uitkomst.ogon, uitkomst.niemand) >= 0


def test_refuses_moments_that_cannot_be_ordered():
    eerste = moment(11, 2)
    with pytest.raises(ValueError, match="volgorde"):
        wachttijd([(eerste, "ogon")], eerste - timedelta(days=1), VRIJ)
    with pytest.raises(ValueError, match="tijdzone"):
        wachttijd([(datetime.combine(date(2026, 11, 2), eerste.time()), "ogon")], eerste, VRIJ)
