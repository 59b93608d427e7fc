"""Wie een bericht krijgt: wie aan zet is meteen, wie volgt in het dagoverzicht, en niemand te veel."""

import pytest

from duoplus.choices import Rol
from duoplus.models import Bericht, Gebeurtenis
from duoplus.tasks import dispatch_event
from maatwerk.actions import dossier
from maatwerk.choices import AanvraagStatus as S
from tests.factories import aanvraag_in, gemeente, iemand, maak, ogon, team, zet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]


def _verwerk() -> None:
    """Also the facts that come of a fact."""
    while wachtend := list(Gebeurtenis.objects.waiting().values_list("pk", flat=True)):
        for pk in wachtend:
            dispatch_event(pk)
            dispatch_event(pk)  # a redelivered task changes nothing


def _na(aanvraag, stap: str, **velden) -> set[tuple[str, bool]]:
    """(to whom, in the overview) after this one step."""
    _verwerk()
    Bericht.objects.all().delete()
    zet(aanvraag, stap, **velden)
    _verwerk()
    return {(b.ontvanger.email, b.bundelen) for b in Bericht.objects.all()}


def test_sending_in_confirms_to_the_sender_and_calls_every_secretary():
    tweede = maak(Rol.SECRETARIS, ogon=ogon())
    maak(Rol.SECRETARIS, ogon=ogon("buurt"))
    aanvraag = aanvraag_in(S.INGEDIEND)
    eerste, indiener = iemand(Rol.SECRETARIS), aanvraag.ingevoerd_door

    _verwerk()

    assert set(Bericht.objects.values_list("ontvanger__email", "bundelen")) == {
        (indiener.email, False),
        (eerste.email, False),
        (tweede.email, False),
    }
    assert all(b.reden and b.pad == aanvraag.get_absolute_url() for b in Bericht.objects.all())


@pytest.mark.parametrize(
    ("status", "stap", "aan_zet"),
    [
        (S.IN_INTAKE, "vraag_stellen", {Rol.AANVRAGER}),
        (S.IN_INTAKE, "ter_verificatie", {Rol.TEAMMANAGER}),
        (S.IN_VERIFICATIE, "paraferen", {Rol.OPDRACHTGEVER}),
        (S.IN_RAMING, "voorstellen", {Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER}),
        (S.OPDRACHT_VERLEEND, "starten", set()),
        (S.IN_UITVOERING, "opleveren", {Rol.OPDRACHTGEVER}),
    ],
)
def test_at_once_goes_to_whom_it_waits_for(status, stap, aan_zet):
    aanvraag = aanvraag_in(status)
    mensen = {iemand(rol).email for rol in aan_zet}

    meteen = {email for email, bundelen in _na(aanvraag, stap) if not bundelen}

    assert meteen == mensen


def test_nobody_hears_of_the_own_act_and_followers_hear_in_the_overview():
    aanvraag = aanvraag_in(S.IN_RAMING)
    volger, handelend = iemand(Rol.CONTROLLER), iemand(Rol.TEAMMANAGER)
    dossier.volgen(aanvraag, by=volger)
    dossier.volgen(aanvraag, by=handelend)

    berichten = _na(aanvraag, "voorstellen")

    assert (volger.email, True) in berichten
    assert handelend.email not in {email for email, _ in berichten}


def test_reranking_mails_nobody():
    aanvraag = aanvraag_in(S.GEPRIORITEERD)

    assert _na(aanvraag, "verplaatsen") == set()


def test_who_follows_and_may_no_longer_look_hears_nothing():
    aanvraag = aanvraag_in(S.IN_RAMING)
    volger = iemand(Rol.CONTROLLER)
    dossier.volgen(aanvraag, by=volger)
    volger.toewijzingen.update(organisatie=gemeente("D"))

    assert volger.email not in {email for email, _ in _na(aanvraag, "voorstellen")}


def test_an_internal_word_reaches_nobody_outside_duoplus():
    aanvraag = aanvraag_in(S.IN_RAMING)
    buiten, binnen = iemand(Rol.CONTROLLER), maak(Rol.TEAMMANAGER, team=team("KCC"))
    for volger in (buiten, binnen):
        dossier.volgen(aanvraag, by=volger)
    _verwerk()
    Bericht.objects.all().delete()

    dossier.reageren(aanvraag, by=iemand(Rol.SECRETARIS), tekst="Onder ons.", zichtbaarheid="intern")
    dossier.voeg_bijlage_toe(
        aanvraag, by=iemand(Rol.SECRETARIS), naam="intern.txt", inhoud=b"Geheim.", zichtbaarheid="intern"
    )
    _verwerk()

    ontvangers = set(Bericht.objects.values_list("ontvanger__email", flat=True))
    assert binnen.email in ontvangers
    assert not ontvangers & {buiten.email, aanvraag.ingevoerd_door.email}


def test_a_late_fact_does_not_call_for_a_step_that_was_already_taken():
    """The worker was away while the request moved on: only the last state calls somebody."""
    aanvraag = aanvraag_in(S.IN_INTAKE)
    _verwerk()

    aan_secretaris = Bericht.objects.filter(ontvanger=iemand(Rol.SECRETARIS), bundelen=False)
    assert not aan_secretaris.filter(sleutel__startswith=f"aan_zet:{aanvraag.pk}:ingediend").exists()


def test_everything_from_draft_to_closed_makes_sentences():
    aanvraag_in(S.AFGESLOTEN, gemeenten="DUO")
    _verwerk()

    assert not Gebeurtenis.objects.waiting().exists()
    assert not Bericht.objects.filter(tekst__contains="onbekend").exists()
    assert all(b.onderwerp and b.tekst and b.reden for b in Bericht.objects.all())
