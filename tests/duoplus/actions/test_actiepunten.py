"""Een actie: afspreken, melden hoe ver het is, wijzigen, laten vervallen, en wie eraan herinnerd wordt."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from duoplus import actieberichten, klok, spoor, werk
from duoplus.actions import actiepunten
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.choices import ActieStatus, GremiumSoort, Rol
from duoplus.models import Actiepunt, Bericht, Feestdag, Gebeurtenis, Termijn
from duoplus.transitions import StapKanNiet, Verouderd
from tests.duoplus.actions.test_uitvoering import verwerk_alles
from tests.factories import iemand, maak, ogon
from tests.factories.organisaties import directieberaad
from tests.factories.overleg import gremium, leider, lopend, op_agenda

pytestmark = pytest.mark.django_db


def dag(over: int = 10):
    return klok.vandaag() + timedelta(days=over)


def actie(titel="Offerte opvragen", *, van=None, **velden) -> Actiepunt:
    waar = van or ogon()
    velden = {"eigenaar": iemand(Rol.TEAMMANAGER), "uiterlijk": dag(), "by": leider(waar)} | velden
    return actiepunten.geef(titel, gremium=waar, **velden)


def berichten_aan(wie) -> list[str]:
    return list(Bericht.objects.filter(ontvanger=wie).order_by("pk").values_list("onderwerp", flat=True))


def test_an_action_of_a_meeting_has_a_number_and_an_owner_who_hears_of_it():
    punt = op_agenda(lopend())
    nieuw = actie(agendapunt=punt)
    verwerk_alles()

    assert nieuw.nummer == f"ACT-{klok.vandaag().year}-0001"
    assert (nieuw.agendapunt, nieuw.status, nieuw.voortgang) == (punt, ActieStatus.OPEN, 0)
    bericht = Bericht.objects.get(ontvanger=nieuw.eigenaar)
    assert bericht.bundelen and bericht.pad == nieuw.get_absolute_url()


def test_who_takes_it_on_himself_gets_no_mail():
    voorzitter = iemand(Rol.VOORZITTER)
    actie(eigenaar=voorzitter, by=voorzitter)
    verwerk_alles()
    assert berichten_aan(voorzitter) == []


@pytest.mark.parametrize("soort", [GremiumSoort.CPI_OVERLEG, GremiumSoort.DIRECTIEBERAAD])
def test_who_leads_agrees_on_actions_and_others_do_not(soort):
    waar = directieberaad() if soort == GremiumSoort.DIRECTIEBERAAD else gremium(soort)
    assert actie(van=waar).gremium == waar
    with pytest.raises(PermissionDenied):
        actie(van=waar, by=iemand(Rol.CONCERNCONTROLLER))


def test_a_day_that_has_passed_and_an_action_without_words_are_refused():
    for velden, zin in (({"uiterlijk": dag(-1)}, "vanaf vandaag"), ({"titel": "  "}, "wat er moet")):
        with pytest.raises(StapKanNiet, match=zin):
            actie(**velden)
    assert not Actiepunt.objects.exists()


@pytest.mark.parametrize(
    ("voortgang", "status"), [(0, ActieStatus.OPEN), (40, ActieStatus.BEZIG), (100, ActieStatus.KLAAR)]
)
def test_the_state_follows_from_how_far_it_is(voortgang, status):
    gemeld = actiepunten.meld(actie(), by=iemand(Rol.TEAMMANAGER), voortgang=voortgang, toelichting="Gebeld.")
    assert gemeld.status == status and (gemeld.klaar_op is None) == (voortgang < 100)
    assert "Gebeld." in spoor.zin(Gebeurtenis.objects.over(gemeld).last())


def test_what_is_done_does_not_change_any_more():
    klaar = actiepunten.meld(actie(), by=iemand(Rol.TEAMMANAGER), voortgang=100)
    with pytest.raises(StapKanNiet, match="status is ‘Klaar’"):
        actiepunten.meld(klaar, by=klaar.eigenaar, voortgang=50)
    with pytest.raises(IntegrityError, match="liggen vast"), transaction.atomic(), connection.cursor() as c:
        c.execute("UPDATE duoplus_actiepunt SET voortgang = 5 WHERE id = %s", [klaar.pk])


def test_only_the_owner_and_who_leads_report_and_only_who_agreed_changes():
    open_, vreemde = actie(), maak(Rol.TEAMMANAGER)
    with pytest.raises(PermissionDenied):
        actiepunten.meld(open_, by=vreemde, voortgang=10)
    for wie in (open_.eigenaar, vreemde):
        with pytest.raises(PermissionDenied):
            actiepunten.laat_vervallen(open_, by=wie, reden="Hoeft niet.")
    assert actiepunten.meld(open_, by=iemand(Rol.SECRETARIS), voortgang=10).voortgang == 10


def test_an_action_of_no_body_is_for_its_owner_and_who_made_it():
    punt = actie()
    los = actiepunten.geef(
        "Nazoeken", eigenaar=punt.eigenaar, uiterlijk=dag(), by=iemand(Rol.CONCERNCONTROLLER), onderwerp=punt
    )
    with pytest.raises(PermissionDenied):
        actiepunten.laat_vervallen(los, by=iemand(Rol.VOORZITTER), reden="Weg.")
    vervallen = actiepunten.laat_vervallen(los, by=iemand(Rol.CONCERNCONTROLLER), reden="Weg.")
    assert vervallen.status == ActieStatus.VERVALLEN and vervallen.klaar_op


def test_another_day_or_owner_is_told_and_keeps_its_reason():
    open_, nieuwe = actie(), maak(Rol.TEAMMANAGER)
    velden = {"titel": open_.titel, "eigenaar": nieuwe, "uiterlijk": dag(20)}
    actiepunten.wijzig(open_, by=iemand(Rol.VOORZITTER), reden="Ruil van werk.", **velden)
    verwerk_alles()

    assert (open_.eigenaar, open_.uiterlijk) == (nieuwe, dag(20))
    assert len(berichten_aan(nieuwe)) == 1
    assert "Ruil van werk." in spoor.zin(Gebeurtenis.objects.over(open_).last())


def test_two_at_once_do_not_both_win():
    open_ = actie()
    actiepunten.meld(open_, by=open_.eigenaar, voortgang=10, versie=0)
    with pytest.raises(Verouderd):
        actiepunten.meld(open_, by=open_.eigenaar, voortgang=20, versie=0)


def test_one_reminder_per_occasion_however_long_nothing_ran():
    open_ = actie()
    aantal = Termijn.objects.werkdagen(actieberichten.TERMIJN, klok.vandaag())
    eerste = na_werkdagen(open_.uiterlijk, -aantal, Feestdag.objects.als_vrij())

    def op(moment):
        with klok.op(klok.nu() + (moment - klok.vandaag())):
            return actieberichten.herinner()

    assert op(eerste - timedelta(days=1)) == 0
    assert [op(eerste), op(eerste), op(open_.uiterlijk)] == [1, 0, 0]
    assert [op(open_.uiterlijk + timedelta(days=n)) for n in (1, 2, 30)] == [1, 0, 0]
    soorten = Bericht.objects.filter(ontvanger=open_.eigenaar).order_by("pk")
    assert [b.bundelen for b in soorten] == [True, False]


def test_of_what_was_missed_only_the_latest_is_sent():
    open_ = actie()
    with klok.op(klok.nu() + timedelta(days=60)):
        assert actieberichten.herinner() == 1
    [bericht] = berichten_aan(open_.eigenaar)
    assert bericht.startswith("Te laat")


def test_another_day_is_another_occasion_and_what_is_done_reminds_nobody():
    open_, klaar = actie(uiterlijk=dag(1)), actie("Bellen", uiterlijk=dag(1))
    actiepunten.meld(klaar, by=klaar.eigenaar, voortgang=100)
    assert actieberichten.herinner() == 1
    velden = {"titel": open_.titel, "eigenaar": open_.eigenaar, "uiterlijk": dag(2)}
    actiepunten.wijzig(open_, by=iemand(Rol.VOORZITTER), reden="Later.", **velden)
    with klok.op(klok.nu() + timedelta(days=3)):
        assert [actieberichten.herinner(), actieberichten.herinner()] == [1, 0]


def test_the_own_actions_wait_in_mijn_werk():
    open_ = actie()
    actiepunten.meld(actie("Bellen"), by=iemand(Rol.TEAMMANAGER), voortgang=100)

    eigenaar = iemand(Rol.TEAMMANAGER)
    [taak] = [t for t in werk.taken(eigenaar) if t.kenmerk.startswith("ACT")]
    assert (taak.kenmerk, taak.uiterlijk) == (open_.nummer, open_.uiterlijk)
    assert werk.aantal(eigenaar) == len(werk.taken(eigenaar))
