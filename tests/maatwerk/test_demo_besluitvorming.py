"""Wat er in het voorbeeldjaar van voorstellen, maatregelen en plannen te zien is."""

from collections import Counter
from datetime import date

import pytest

from duoplus.celery import zonder_bel
from duoplus.models import Actiepunt
from maatwerk.demo import besluitvorming
from maatwerk.demo.toneel import Toneel
from maatwerk.management.commands.demodata import maak_basis
from ogon.choices import MaatregelStatus, SpoorStatus
from ogon.choices import VoorstelStatus as S
from ogon.models import Efficiencymaatregel, Overdracht, PlanVanAanpak, Voorstel, Voorstelspoor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("peildatum", [date(2026, 11, 21), date(2026, 12, 2), date(2027, 4, 20)])
def test_the_demo_year_shows_every_stage_once(peildatum):
    with zonder_bel():
        maak_basis(peildatum)
        besluitvorming.maak(Toneel(peildatum))

    assert Counter(Voorstel.objects.values_list("status", flat=True)) == {
        S.UITGEVOERD: 1, S.ONDERWEG: 2, S.INTERNE_TOETS: 1, S.CONCEPT: 1,
    }  # fmt: skip
    laat = Voorstelspoor.objects.get(status=SpoorStatus.LIGT_VOOR, organisatie__isnull=False)
    assert laat.organisatie.letter == "U"
    assert laat.voorstel.sporen.filter(onder_voorbehoud=True).count() == 1
    assert Overdracht.objects.count() == 5
    assert set(Efficiencymaatregel.objects.values_list("status", flat=True)) == {
        MaatregelStatus.GEREALISEERD,
        MaatregelStatus.UITVOERING,
        MaatregelStatus.BESLUIT,
        MaatregelStatus.IDEE,
    }
    assert Actiepunt.objects.over(PlanVanAanpak.objects.get()).count() == 4
