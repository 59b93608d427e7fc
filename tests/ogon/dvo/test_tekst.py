"""De tekst van een DVO op elke dag: wat er getekend is en dan geldt, na willekeurig veel versies."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duoplus import klok
from duoplus.choices import BijlageSoort
from duoplus.models import Bijlage
from ogon.actions import dvo as acties
from ogon.dvo.tekst import te_vergelijken, tekst_met, tekst_op, teksten_op, vergelijk
from ogon.models import Dvo, Dvoartikel, Dvoregel, Dvoversie
from tests.factories import dvos as f
from tests.factories import gemeente

pytestmark = pytest.mark.django_db
EERSTE, LAATSTE = date(2026, 1, 1), date(2026, 12, 31)
CODES = ["A", "B", "C"]
dagen = st.integers(0, 364).map(lambda n: EERSTE + timedelta(days=n))
# What a version says of products and articles: hours, "lapses", or nothing.
inhoud = st.dictionaries(st.sampled_from(CODES), st.integers(0, 500), max_size=3)
lagen = st.lists(st.tuples(st.booleans(), dagen, inhoud, st.booleans()), max_size=5)


@pytest.fixture(autouse=True)
def in_maart():
    with klok.op(f.IN_MAART):
        yield


def _schrijf(dvo, hoofd, sub, geldt_van, woorden, is_getekend):
    """A version with these products, zero for one that lapses; signed as the database demands it."""
    versie = Dvoversie.objects.create(
        dvo=dvo, hoofd=hoofd, sub=sub, geldt_van=geldt_van, gemaakt_door=f.maker()
    )
    for code, uren in woorden.items():
        Dvoregel.objects.create(
            dvoversie=versie, product=f.product(code, norm=False), norm_uren=uren, vervalt=uren == 0
        )
        Dvoartikel.objects.create(
            dvoversie=versie, nummer=CODES.index(code) + 1, titel=code, tekst=str(uren), vervalt=uren == 0
        )
    _zet_klaar(versie, is_getekend)
    return versie


def _zet_klaar(versie, is_getekend):
    if not is_getekend:
        versie.status = "ingetrokken"
    else:
        versie.pdf = Bijlage.bewaar(
            b"%PDF", onderwerp=versie, soort=BijlageSoort.DVO, naam="x.pdf", mime="x", door=f.maker()
        )
        versie.status, versie.sha256, versie.getekend_op = "van_kracht", "0" * 64, klok.nu()
    versie.save()


def _verwacht(versies, dag):
    """The plain telling: of the last main version that holds, every layer over the one before."""
    gelden = [v for v in versies if v[4] and v[2] <= dag]
    hoofd = max((v[0] for v in gelden), default=0)
    samen: dict[str, int] = {}
    for v in sorted(v for v in gelden if v[0] == hoofd):
        samen |= v[3]
    return {code: uren for code, uren in samen.items() if uren}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lagen=lagen, dag=dagen)
def test_on_any_day_the_text_is_the_last_word_on_each_product_and_article(lagen, dag):
    dvo = Dvo.objects.create(
        nummer=f"DVO-{Dvo.objects.count()}", organisatie=gemeente("U"), jaar=3000 + Dvo.objects.count()
    )
    dvo.jaar = 2026  # only in hand: the table allows one a year
    versies = [(1, 0, EERSTE, {"A": 100}, True)]
    _schrijf(dvo, *versies[0])
    for is_nieuw, geldt_van, woorden, is_getekend in lagen:
        hoofd, sub = versies[-1][0], versies[-1][1] + 1
        if is_nieuw:
            hoofd, sub = hoofd + 1, 0
        begin = next(v[2] for v in versies if v[:2] == (hoofd, 0)) if sub else EERSTE
        if sub and not next(v[4] for v in versies if v[:2] == (hoofd, 0)):
            continue  # an addendum follows on a signed version
        versies.append((hoofd, sub, max(geldt_van, begin), woorden, is_getekend))
        _schrijf(dvo, *versies[-1])

    tekst = tekst_op(dvo, dag)

    assert {r.product.code: int(r.norm_uren) for r in tekst.regels} == _verwacht(versies, dag)
    assert {a.titel: int(a.tekst) for a in tekst.artikelen} == _verwacht(versies, dag)
    assert tekst.uren == sum(_verwacht(versies, dag).values())


def test_before_signing_and_outside_the_year_nothing_is_agreed():
    dvo = f.concept().dvo
    assert not tekst_op(dvo, date(2026, 5, 1))

    f.getekend(dvo.versies.get())
    assert tekst_op(dvo, EERSTE) and tekst_op(dvo, LAATSTE)
    assert not tekst_op(dvo, EERSTE - timedelta(days=1))
    assert not tekst_op(dvo, LAATSTE + timedelta(days=1))


def test_a_version_in_the_making_shows_the_text_as_it_would_be():
    dvo = f.getekend(f.concept()).dvo
    erbij = acties.addendum(dvo, geldt_van=date(2026, 7, 1), aanleiding="X", by=f.maker())
    f.zet_product(erbij, f.product("BV-02"), uren=50)

    assert tekst_met(erbij).uren == 950
    assert tekst_op(dvo, LAATSTE).uren == 900
    assert [v.nummer for v in tekst_met(erbij).versies] == ["1.0", "1.1"]


def test_two_texts_differ_only_where_something_differs():
    dvo = f.getekend(f.concept()).dvo
    erbij = acties.addendum(dvo, geldt_van=date(2026, 7, 1), aanleiding="X", by=f.maker())
    eerst = dvo.versies.get(sub=0)
    assert not vergelijk(tekst_met(eerst), tekst_met(erbij))

    kpi = f.product().kpis.get()
    acties.zet_regel(
        erbij, f.product(), norm_uren=Decimal(900), prijs=Decimal(70000), artikel=1,
        normen={kpi: Decimal(90)}, by=f.maker(),
    )  # fmt: skip
    acties.zet_artikel(erbij, 2, titel="Nieuw", tekst="Tekst", by=f.maker())
    verschil = vergelijk(tekst_met(eerst), tekst_met(erbij))

    assert [(v.soort, v.normen) for v in verschil.regels] == [
        ("Gewijzigd", [("Minstens 85% van de meldingen op tijd", "Minstens 90% van de meldingen op tijd")])
    ]
    assert [(v.soort, v.een.nummer) for v in verschil.artikelen] == [("Nieuw", 2)]
    assert list(te_vergelijken(erbij)) == [eerst]


@pytest.mark.parametrize("aantal", [1, 5])
def test_many_texts_take_as_many_queries_as_one(aantal, django_assert_num_queries):
    dvos = [Dvo(organisatie=gemeente("U"), jaar=2026 - n, nummer=f"X{n}") for n in range(aantal)]
    for dvo in dvos:
        dvo.save()
        _schrijf(dvo, 1, 0, dvo.van, {"A": 1, "B": 2}, is_getekend=True)
        dvo.jaar = 2026

    with django_assert_num_queries(4):
        teksten = teksten_op(dvos, date(2026, 3, 1))

    assert [tekst.uren for tekst in teksten.values()] == [3] * aantal
