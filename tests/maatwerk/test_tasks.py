"""Herinneringen: toe aan en nog niet gehad, nooit 'precies n dagen'."""

from datetime import datetime, timedelta

import pytest

from duoplus import klok
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.choices import Rol
from duoplus.models import Bericht, Feestdag, Gebeurtenis
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from maatwerk.rules import is_afgehandeld
from maatwerk.tasks import HERINNERD, herinner
from tests.factories import aanvraag_in, iemand, zet

START = datetime(2026, 3, 2, 10, tzinfo=AMSTERDAM)

pytestmark = pytest.mark.django_db


def na(werkdagen, start=START):
    dag = na_werkdagen(start.date(), werkdagen, Feestdag.objects.als_vrij())
    return datetime.combine(dag, start.timetz())


def herinneringen(moment):
    with klok.op(moment):
        herinner()
    return Bericht.objects.filter(sleutel__startswith="herinnering:")


@pytest.fixture
def met_vraag():
    with klok.op(START):
        return aanvraag_in(S.AANVULLING_GEVRAAGD)


def test_an_open_question_is_reminded_twice_and_never_again(met_vraag):
    assert not herinneringen(na(4)).exists()
    eerste = herinneringen(na(5)).count()
    assert eerste > 0
    assert herinneringen(na(6)).count() == eerste
    assert herinneringen(na(8)).count() == 2 * eerste
    assert herinneringen(na(30)).count() == 2 * eerste


def test_after_days_of_standstill_only_the_latest_reminder_goes_out(met_vraag):
    aantal = herinneringen(na(9)).count()
    assert aantal > 0
    assert {sleutel.split(":")[2] for sleutel in Bericht.objects.values_list("sleutel", flat=True)} == {
        "tweede"
    }
    assert herinneringen(na(10)).count() == aantal


def test_an_answer_ends_the_reminding(met_vraag):
    with klok.op(na(3)):
        zet(met_vraag, "aanvullen")
    assert not herinneringen(na(6)).exists()


def test_a_passed_term_reminds_who_may_take_the_next_step():
    with klok.op(START):
        aanvraag = aanvraag_in(S.TER_AKKOORD)
        iemand(Rol.BUDGETHOUDER, organisatie=aanvraag.organisatie)
    assert not herinneringen(na(10)).exists()
    berichten = herinneringen(na(11))
    rollen = {bericht.ontvanger.rollen[0].rol for bericht in berichten}
    assert rollen == {Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER}
    assert all(aanvraag.kenmerk in bericht.onderwerp for bericht in berichten)
    aantal = berichten.count()
    assert herinneringen(na(12)).count() == aantal


def test_a_new_period_reminds_anew(met_vraag):
    eerste = herinneringen(na(5)).count()
    with klok.op(na(6)):
        zet(met_vraag, "aanvullen")
        zet(met_vraag, "vraag_stellen")
    assert herinneringen(na(5, na(6))).count() == 2 * eerste


def test_silence_after_a_reminder_lets_the_concerncontroller_close():
    with klok.op(START):
        aanvraag = aanvraag_in(S.OPGELEVERD)
        controller = iemand(Rol.CONCERNCONTROLLER)
    herinneringen(na(11))
    assert Gebeurtenis.objects.over(aanvraag).filter(soort=HERINNERD).count() == 1
    with klok.op(na(21)):
        assert not is_afgehandeld(controller, aanvraag)
    with klok.op(na(22)):
        assert is_afgehandeld(controller, aanvraag)


def test_what_is_finished_or_still_a_draft_is_left_in_peace():
    with klok.op(START):
        for status in (S.AFGESLOTEN, S.AFGEWEZEN, S.INGETROKKEN, S.CONCEPT):
            aanvraag_in(status)
        Aanvraag.objects.update(termijn_op=START.date() - timedelta(days=1))
    assert not herinneringen(na(40)).exists()
