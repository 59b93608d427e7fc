"""Toewijzen en verhuizen: wie dat mag, wanneer het kan, en wat de geschiedenis ervan zegt."""

import pytest
from django.core.exceptions import PermissionDenied

from duoplus.choices import Rol
from duoplus.models import Gebeurtenis
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions.verdelen import naar_ogon, toewijzen
from maatwerk.choices import AanvraagStatus as S
from maatwerk.tijdlijn import zin
from tests.factories import aanvraag_in, iemand, maak, ogon, team

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretaris():
    return iemand(Rol.SECRETARIS, ogon=ogon())


def feit(aanvraag):
    return Gebeurtenis.objects.over(aanvraag).last()


def test_a_team_and_a_colleague_get_it_and_the_history_says_what_was_there(secretaris):
    aanvraag, collega = aanvraag_in(S.IN_INTAKE), iemand(Rol.TEAMMANAGER, team=team("HRM"))
    oud, versie = aanvraag.team_id, aanvraag.versie
    toewijzen(aanvraag, by=secretaris, team=team("HRM"), behandelaar=collega, versie=versie)
    aanvraag.refresh_from_db()
    assert (aanvraag.team, aanvraag.behandelaar, aanvraag.versie) == (team("HRM"), collega, versie + 1)
    assert feit(aanvraag).gegevens["was"]["team"] == oud
    assert zin(feit(aanvraag)) == f"{secretaris} wees de aanvraag toe aan HRM en {collega}"


def test_who_did_not_see_the_last_change_changes_nothing(secretaris):
    aanvraag = aanvraag_in(S.IN_INTAKE)
    with pytest.raises(Verouderd):
        toewijzen(aanvraag, by=secretaris, team=team("HRM"), versie=aanvraag.versie - 1)


def test_after_the_proposal_the_team_stays(secretaris):
    aanvraag, collega = aanvraag_in(S.TER_AKKOORD), iemand(Rol.SECRETARIS, ogon=ogon())
    with pytest.raises(StapKanNiet, match="Er ligt een voorstel"):
        toewijzen(aanvraag, by=secretaris, team=team("HRM"))
    with pytest.raises(StapKanNiet, match="Dit stond al zo"):
        toewijzen(aanvraag, by=secretaris, behandelaar=aanvraag.behandelaar or collega)


def test_the_team_of_the_intake_says_that_there_was_none():
    aanvraag = aanvraag_in(S.IN_INTAKE)
    assert feit(aanvraag).stap == "in_behandeling_nemen"
    assert feit(aanvraag).gegevens["was"] == {"behandelaar": None, "team": None}


@pytest.mark.parametrize("status", [S.INGEDIEND, S.AFGEWEZEN])
def test_what_nobody_took_up_or_is_over_is_not_assigned(secretaris, status):
    with pytest.raises(StapKanNiet, match="de status is"):
        toewijzen(aanvraag_in(status), by=secretaris, team=team("HRM"))


def test_a_colleague_who_may_not_see_it_cannot_have_it(secretaris):
    vreemd = maak(Rol.SECRETARIS, ogon=ogon("buurt"))
    with pytest.raises(StapKanNiet, match="niet zien"):
        toewijzen(aanvraag_in(S.IN_INTAKE), by=secretaris, behandelaar=vreemd)


@pytest.mark.parametrize("rol", [rol for rol in Rol if rol not in (Rol.SECRETARIS, Rol.TEAMMANAGER)])
def test_only_secretary_and_team_manager_assign_and_only_the_secretary_moves(rol):
    aanvraag, ander = aanvraag_in(S.IN_INTAKE), maak(rol)
    with pytest.raises(PermissionDenied):
        toewijzen(aanvraag, by=ander, team=team("HRM"))
    with pytest.raises(PermissionDenied):
        naar_ogon(aanvraag, by=ander, ogon=ogon("buurt"), reden="Past daar beter")


def test_it_moves_with_a_reason_and_the_secretary_no_longer_has_it(secretaris):
    aanvraag = aanvraag_in(S.IN_INTAKE)
    naar_ogon(aanvraag, by=secretaris, ogon=ogon("buurt"), reden="Gaat over de buurt")
    aanvraag.refresh_from_db()
    assert aanvraag.ogon == ogon("buurt")
    assert feit(aanvraag).gegevens["was"] == {"ogon": ogon().pk}
    assert feit(aanvraag).gegevens["reden"] == "Gaat over de buurt"
    with pytest.raises(PermissionDenied):
        naar_ogon(aanvraag, by=secretaris, ogon=ogon(), reden="Toch terug")


def test_a_municipality_that_takes_no_part_keeps_it_where_it_is(secretaris):
    aanvraag = aanvraag_in(S.IN_INTAKE, gemeenten="DU")
    with pytest.raises(StapKanNiet, match="Diemen doet niet mee"):
        naar_ogon(aanvraag, by=secretaris, ogon=ogon("buurt"), reden="Past daar beter")


def test_after_the_proposal_it_stays_with_this_ogon(secretaris):
    with pytest.raises(StapKanNiet, match="de status is"):
        naar_ogon(aanvraag_in(S.TER_AKKOORD), by=secretaris, ogon=ogon("buurt"), reden="Toch")
