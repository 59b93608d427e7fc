"""Vragen, de klok die stilstaat, en een vraag die beide kanten bevestigen."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebeurtenis
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Soort
from tests.factories import (
    RoltoewijzingFactory,
    aanvraag_in,
    iemand,
    maak,
    ogon,
    verificatievelden,
    vervanger,
    zet,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]


def _laatste(aanvraag) -> Gebeurtenis:
    return Gebeurtenis.objects.over(aanvraag).last()


def test_in_behandeling_nemen_names_kind_ground_and_who():
    aanvraag = zet(
        aanvraag_in(S.INGEDIEND), "in_behandeling_nemen", soort=Soort.PLUS, soort_grond="Staat in bijlage 2."
    )

    assert (aanvraag.soort, aanvraag.soort_grond) == ("plus", "Staat in bijlage 2.")
    assert aanvraag.behandelaar == iemand(Rol.SECRETARIS)
    assert aanvraag.termijn_op == date(2026, 11, 23)  # five working days
    assert _laatste(aanvraag).gegevens["reden"] == "Staat in bijlage 2."


@pytest.mark.parametrize("status", [S.IN_INTAKE, S.IN_VERIFICATIE, S.IN_RAMING])
def test_a_question_returns_to_where_it_came_from(status):
    aanvraag = zet(aanvraag_in(status), "vraag_stellen", by=iemand(Rol.SECRETARIS))
    assert aanvraag.status == S.AANVULLING_GEVRAAGD

    zet(aanvraag, "aanvullen")

    assert (aanvraag.status, aanvraag.kwam_van) == (status, "")


def test_the_clock_stops_while_duoplus_waits_and_the_rest_runs_on():
    aanvraag = aanvraag_in(S.IN_INTAKE)  # until Monday 23 November
    with klok.op(klok.nu() + timedelta(days=2)):  # Wednesday: three working days left
        zet(aanvraag, "vraag_stellen")
        assert aanvraag.termijn_op == date(2026, 12, 2)  # the municipality gets ten
        assert aanvraag.rest_werkdagen == 3
    with klok.op(klok.nu() + timedelta(days=14)):  # Monday 30 November
        zet(aanvraag, "aanvullen")

    assert aanvraag.termijn_op == date(2026, 12, 3)
    assert aanvraag.rest_werkdagen is None


def test_a_term_that_was_over_when_the_clock_stopped_ends_the_day_it_runs_on():
    aanvraag = aanvraag_in(S.IN_INTAKE)
    with klok.op(klok.nu() + timedelta(days=15)):
        zet(aanvraag, "vraag_stellen")
        assert aanvraag.rest_werkdagen < 0
        zet(aanvraag, "aanvullen")
        assert aanvraag.termijn_op == klok.vandaag()


def test_holidays_do_not_count():
    with klok.op(klok.nu() + timedelta(days=37)):  # Wednesday 23 December 2026
        assert aanvraag_in(S.INGEDIEND).termijn_op == date(2026, 12, 29)  # over Christmas and the weekend


def test_a_question_needs_a_day_to_come_and_only_one_is_open():
    aanvraag = aanvraag_in(S.IN_INTAKE)
    with pytest.raises(StapKanNiet):
        zet(aanvraag, "vraag_stellen", uiterlijk_op=klok.vandaag() - timedelta(days=1))
    zet(aanvraag, "vraag_stellen")

    with pytest.raises(StapKanNiet):
        zet(aanvraag, "vraag_stellen")


@pytest.mark.parametrize("einde", ["intrekken", "afwijzen"])
def test_an_open_question_ends_with_the_request_and_a_new_one_can_be_asked(einde):
    aanvraag = zet(aanvraag_in(S.AANVULLING_GEVRAAGD), einde)
    assert not aanvraag.vragen.filter(beantwoord_op=None).exists()

    zet(aanvraag, "heropenen")
    zet(aanvraag, "vraag_stellen")

    assert aanvraag.vragen.count() == 2
    assert zet(aanvraag, "aanvullen").status == S.IN_INTAKE


def test_confirming_needs_the_initial_of_duoplus_first():
    aanvraag = aanvraag_in(S.IN_VERIFICATIE)
    with pytest.raises(PermissionDenied):
        zet(aanvraag, "bevestigen")

    zet(aanvraag, "paraferen")
    zet(aanvraag, "bevestigen")

    versie = aanvraag.verificaties.get()
    assert (aanvraag.status, aanvraag.bevestigd_op) == (S.IN_RAMING, klok.nu())
    assert (versie.geparafeerd_door, versie.bevestigd_door) == (
        iemand(Rol.TEAMMANAGER),
        iemand(Rol.OPDRACHTGEVER),
    )
    assert versie.bevestigd_namens is None


def test_the_requester_does_not_confirm_his_own_request():
    aanvraag = zet(aanvraag_in(S.IN_VERIFICATIE), "paraferen")
    indiener = aanvraag.ingevoerd_door
    RoltoewijzingFactory(
        gebruiker=indiener, rol=Rol.OPDRACHTGEVER, organisatie=aanvraag.organisatie, gremium=ogon()
    )

    for stap in ("bevestigen", "corrigeren"):
        with pytest.raises(PermissionDenied):
            zet(aanvraag, stap, by=indiener)


def test_who_wrote_the_text_does_not_confirm_it():
    secretaris = iemand(Rol.SECRETARIS)
    aanvraag = zet(aanvraag_in(S.IN_VERIFICATIE), "paraferen")
    RoltoewijzingFactory(
        gebruiker=secretaris, rol=Rol.OPDRACHTGEVER, organisatie=aanvraag.organisatie, gremium=ogon()
    )

    with pytest.raises(PermissionDenied):
        zet(aanvraag, "bevestigen", by=iemand(Rol.SECRETARIS))


def test_a_correction_makes_a_new_version_that_needs_a_new_initial():
    aanvraag = zet(aanvraag_in(S.IN_VERIFICATIE), "paraferen")
    zet(aanvraag, "corrigeren", correctie="Ook de APV hoort erbij.")
    zet(aanvraag, "ter_verificatie", velden=verificatievelden(afbakening="Met APV."))

    eerste, tweede = aanvraag.verificaties.order_by("versie")
    assert (eerste.correctie, eerste.is_bevestigd) == ("Ook de APV hoort erbij.", False)
    assert tweede.versie == 2
    assert [label for label, _, _ in tweede.verschil(eerste)] == ["Wat hoort erbij en wat niet"]
    with pytest.raises(PermissionDenied):
        zet(aanvraag, "bevestigen")


def test_a_substitute_confirms_in_the_name_of_the_other():
    aanvraag = zet(aanvraag_in(S.IN_VERIFICATIE), "paraferen")
    opdrachtgever = iemand(Rol.OPDRACHTGEVER)
    invaller = vervanger(opdrachtgever, van=klok.vandaag(), tot=klok.vandaag())

    zet(aanvraag, "bevestigen", by=invaller)

    assert aanvraag.verificaties.get().bevestigd_namens == opdrachtgever
    assert (_laatste(aanvraag).door, _laatste(aanvraag).namens) == (invaller, opdrachtgever)


def test_a_substitute_with_an_own_role_acts_for_himself():
    aanvraag = aanvraag_in(S.INGEDIEND)
    ander = maak(Rol.SECRETARIS, ogon=ogon())
    RoltoewijzingFactory(
        gebruiker=ander,
        rol=Rol.SECRETARIS,
        gremium=ogon(),
        vervangt=iemand(Rol.SECRETARIS).toewijzingen.get(),
    )

    zet(aanvraag, "in_behandeling_nemen", by=ander)

    assert _laatste(aanvraag).namens is None


def test_a_substitute_cannot_act_after_the_last_day():
    aanvraag = aanvraag_in(S.INGEDIEND)
    invaller = vervanger(iemand(Rol.SECRETARIS), van=klok.vandaag(), tot=klok.vandaag())
    invaller.vergeet_rollen()

    with klok.op(klok.nu() + timedelta(days=1)), pytest.raises(PermissionDenied):
        zet(aanvraag, "in_behandeling_nemen", by=invaller)


def test_herzien_goes_back_to_confirming_and_drops_the_estimate_with_the_reason():
    aanvraag = zet(aanvraag_in(S.TER_AKKOORD), "akkoord_geven")

    zet(aanvraag, "herzien", reden="De raad wil ook een app.")

    raming = aanvraag.ramingen.get()
    assert (aanvraag.status, aanvraag.bevestigd_op) == (S.IN_VERIFICATIE, None)
    assert (raming.vervallen_op, raming.vervallen_reden) == (klok.nu(), "De raad wil ook een app.")
    verschil = _laatste(aanvraag).gegevens["verschil"]
    assert [label for label, _, _ in verschil] == ["Zo hebben wij u begrepen"]


def test_herzien_without_a_change_is_refused():
    aanvraag = aanvraag_in(S.IN_RAMING)

    with pytest.raises(StapKanNiet, match="niets gewijzigd"):
        zet(aanvraag, "herzien", velden=verificatievelden())

    assert aanvraag.verificaties.count() == 1


def test_a_request_changed_by_another_is_refused_with_how_it_is_now():
    aanvraag = aanvraag_in(S.IN_INTAKE)
    op_scherm = aanvraag.versie
    zet(aanvraag, "vraag_stellen", versie=op_scherm)

    with pytest.raises(Verouderd) as conflict:
        zet(aanvraag, "aanvullen", versie=op_scherm)

    assert conflict.value.obj.status == S.AANVULLING_GEVRAAGD


@pytest.mark.parametrize("stap", ["in_behandeling_nemen", "bevestigen", "prioriteren", "afsluiten"])
def test_a_step_from_another_state_is_refused_in_words(stap):
    with pytest.raises(StapKanNiet, match="kan nu niet"):
        zet(aanvraag_in(S.AANVULLING_GEVRAAGD), stap)
