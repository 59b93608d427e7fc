"""Every fact has a sentence, the complete timeline shows all that a person may read, and waiting adds up."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebeurtenis
from maatwerk.actions import dossier as acties
from maatwerk.calc.wachttijd import Wachttijd
from maatwerk.choices import AanvraagStatus as S
from maatwerk.tijdlijn import ZINNEN, wachttijd_van, wachttijd_zin, zin
from maatwerk.transitions import AANVRAAG
from tests.factories import aanvraag_in, iemand, verificatievelden, vervanger, zet

pytestmark = pytest.mark.django_db


def timeline(client, user, aanvraag, **query):
    client.force_login(user)
    return client.get(reverse("maatwerk:tijdlijn", args=[aanvraag.nummer]), query).text


def test_every_step_has_a_sentence():
    assert set(AANVRAAG.stappen) <= set(ZINNEN)


def test_every_fact_of_a_whole_life_reads_as_a_sentence():
    aanvraag = aanvraag_in(S.AFGESLOTEN)
    for fact in Gebeurtenis.objects.over(aanvraag).select_related("door"):
        assert "onbekend" not in zin(fact) and zin(fact).startswith(fact.door.naam)


def test_a_fact_without_a_sentence_of_its_own_is_still_told():
    aanvraag = aanvraag_in(S.INGEDIEND)
    fact = Gebeurtenis(soort="maatwerk.aanvraag.iets_nieuws", onderwerp=aanvraag, door=aanvraag.aanvrager)
    assert zin(fact) == f"{aanvraag.aanvrager.naam}: iets nieuws"


def test_who_acted_for_whom(client):
    aanvraag = aanvraag_in(S.INGEDIEND)
    secretary = iemand(Rol.SECRETARIS)
    stand_in = vervanger(secretary, van=klok.vandaag())
    zet(aanvraag, "in_behandeling_nemen", by=stand_in)
    page = timeline(client, iemand(Rol.CONTROLLER), aanvraag)
    assert f"{stand_in.naam} (namens {secretary.naam}) nam de aanvraag in behandeling" in page
    assert "Van ‘Ingediend’ naar ‘Wordt verduidelijkt’" in page


def test_a_later_change_shows_both_sides_the_difference(client):
    aanvraag = aanvraag_in(S.IN_RAMING)
    velden = verificatievelden(afbakening="Wat hoort erbij en wat niet: ook de APV.")
    zet(aanvraag, "herzien", velden=velden, reden="Het werd meer.")
    for user in (iemand(Rol.OPDRACHTGEVER), iemand(Rol.TEAMMANAGER)):
        page = timeline(client, user, aanvraag)
        assert "Het werd meer." in page and "vervallen: </span>zoals" in page and "nieuw: </span>ook" in page


def test_messages_stand_in_it_with_their_words_internal_ones_only_for_duoplus(client):
    aanvraag = aanvraag_in(S.INGEDIEND)
    acties.reageren(aanvraag, by=iemand(Rol.SECRETARIS), tekst="Voor allen", zichtbaarheid="gedeeld")
    acties.reageren(aanvraag, by=iemand(Rol.SECRETARIS), tekst="Voor ons", zichtbaarheid="intern")
    inside, outside = (timeline(client, iemand(r), aanvraag) for r in (Rol.TEAMMANAGER, Rol.CONTROLLER))
    assert "Voor allen" in inside and "Voor ons" in inside
    assert "Voor allen" in outside and "Voor ons" not in outside


@pytest.mark.parametrize("page", ["1", "2", "99", "-1", "abc", ""])
def test_any_page_number_gives_a_page(client, page):
    aanvraag = aanvraag_in(S.INGEDIEND)
    assert "diende de aanvraag in" in timeline(client, iemand(Rol.CONTROLLER), aanvraag, pagina=page)


def test_waiting_is_split_by_who_had_to_act():
    begin = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday; no holidays in these weeks
    with klok.op(begin):
        aanvraag = aanvraag_in(S.INGEDIEND)
    with klok.op(begin + timedelta(days=2)):
        zet(aanvraag, "in_behandeling_nemen")
    with klok.op(begin + timedelta(days=3)):
        zet(aanvraag, "vraag_stellen")
    with klok.op(begin + timedelta(days=8)):
        zet(aanvraag, "aanvullen")
    with klok.op(begin + timedelta(days=9)):
        assert wachttijd_van(aanvraag) == Wachttijd(duoplus=4, gemeente=3)


def test_waiting_in_a_plain_sentence():
    assert wachttijd_zin(Wachttijd(duoplus=12, gemeente=5, ogon=8, niemand=3)) == (
        "Tot nu toe 25 werkdagen: 12 bij Duo+, 5 bij de gemeente en 8 bij het OGON."
    )
    assert wachttijd_zin(Wachttijd(duoplus=1)) == "Tot nu toe 1 werkdag: 1 bij Duo+."
    assert wachttijd_zin(Wachttijd()) == "Nog geen hele werkdag."
