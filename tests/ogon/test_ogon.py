"""Een OGON is het overleg én de lijn; wie meedoet hangt van de dag af."""

from datetime import date

import pytest

from duoplus.choices import GremiumSoort
from duoplus.models import Deelname, Gremium
from ogon.models import Ogon
from tests.factories import DeelnameFactory, gemeente, ogon

pytestmark = pytest.mark.django_db


def test_an_ogon_is_a_body_of_its_own_kind():
    bedrijfsvoering = ogon()

    assert Gremium.objects.get(slug="bedrijfsvoering").soort == GremiumSoort.OGON
    assert (str(bedrijfsvoering), bedrijfsvoering.kort) == ("OGON Bedrijfsvoering", "Bedrijfsvoering")


@pytest.mark.parametrize(("slug", "letters"), [("bedrijfsvoering", "DUO"), ("burger", "UO"), ("buurt", "UO")])
def test_diemen_takes_part_in_one_programme_only(slug, letters):
    namen = [deelnemer.letter for deelnemer in ogon(slug).gemeenten(date(2026, 11, 21))]

    assert namen == list(letters)


def test_who_takes_part_differs_per_day_both_days_included():
    buurt = ogon("buurt")
    Deelname.objects.filter(organisatie=gemeente("O")).update(tot=date(2026, 12, 31))
    DeelnameFactory(programma=buurt.programma, organisatie=gemeente("D"), van=date(2027, 1, 1))

    op_dag = {dag: [g.letter for g in buurt.gemeenten(dag)] for dag in (date(2026, 12, 31), date(2027, 1, 1))}

    assert op_dag == {date(2026, 12, 31): ["U", "O"], date(2027, 1, 1): ["D", "U"]}


def test_the_ogons_of_a_municipality():
    for slug in ("bedrijfsvoering", "burger", "buurt"):
        ogon(slug)

    def slugs(letter: str) -> list[str]:
        return [o.slug for o in Ogon.objects.voor_organisatie(gemeente(letter), date(2026, 11, 21))]

    assert slugs("D") == ["bedrijfsvoering"]
    assert slugs("U") == ["bedrijfsvoering", "burger", "buurt"]
