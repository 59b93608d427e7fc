"""Hoe ver een besluit is uitgevoerd: wie dat zegt, en wat vanzelf volgt uit de aanvraag."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from duoplus import besluitberichten, besluiten, events, klok, tasks
from duoplus.actions import agenda, vergaderen
from duoplus.actions.instellingen import voer_uit as instellingen_voer_uit
from duoplus.actions.uitvoering import leg_stand_vast, versie_van
from duoplus.agenda import Antwoord
from duoplus.besluiten import laatste_uitvoering
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.celery import app
from duoplus.choices import BesluitSoort, Besluitstand, Rol
from duoplus.instellingen import OPVOLGEN, onderdeel
from duoplus.models import Bericht, Besluit, Feestdag, Gebeurtenis, Gebruiker, Termijn
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.choices import AanvraagStatus as S
from tests.factories import aanvraag_in, iemand, maak, ogon, zet
from tests.factories.overleg import lopend

pytestmark = pytest.mark.django_db


def neem(soort=BesluitSoort.AKKOORD, **velden) -> Besluit:
    velden = {"titel": "Openingstijden", "reden": "Zo is het besproken."} | velden
    return besluiten.neem(ogon(), soort, by=iemand(Rol.VOORZITTER), **velden)


def verwerk_alles() -> None:
    """As the worker does after each commit."""
    for feit in Gebeurtenis.objects.waiting():
        events.dispatch(feit)
        feit.mark_dispatched()


def standen(besluit: Besluit) -> list[str]:
    return list(besluit.uitvoering.order_by("pk").values_list("stand", flat=True))


def test_what_has_to_be_done_gets_a_last_day_and_what_takes_effect_at_once_is_done():
    akkoord, weg = neem(), neem(BesluitSoort.AFWIJZEN)

    regel = akkoord.uitvoering.get()
    assert (regel.stand, regel.door) == (Besluitstand.OPEN, akkoord.genomen_door)
    assert regel.uiterlijk == Termijn.objects.uiterlijk("besluit.uitvoeren", klok.vandaag())
    assert besluiten.stand(weg) == Besluitstand.UITGEVOERD and not weg.uitvoering.exists()


def test_one_and_many_agree_on_how_far_it_is():
    neem(vervangt=neem()), neem(BesluitSoort.VERDELEN, vervangt=neem(BesluitSoort.AANHOUDEN))
    leg_stand_vast(neem(), Besluitstand.BEZIG, by=iemand(Rol.VOORZITTER))

    for besluit in Besluit.objects.annotate(stand=besluiten.stand_nu()):
        assert besluit.stand == besluiten.stand(Besluit.objects.get(pk=besluit.pk)), besluit


def test_a_decision_that_takes_the_place_of_another_makes_it_lapse():
    eerst = neem()
    nieuw = neem(vervangt=eerst)

    assert standen(eerst) == [Besluitstand.OPEN, Besluitstand.VERVALLEN]
    assert eerst.uitvoering.first().toelichting == f"Vervangen door {nieuw.nummer}."


def test_what_is_not_said_stays_and_every_state_is_kept():
    besluit, voorzitter, wie = neem(), iemand(Rol.VOORZITTER), maak(Rol.TEAMMANAGER)
    dag = klok.vandaag() + timedelta(days=9)
    leg_stand_vast(besluit, Besluitstand.BEZIG, by=voorzitter, eigenaar=wie, uiterlijk=dag)

    regel = leg_stand_vast(besluit, Besluitstand.UITGEVOERD, by=wie, toelichting="Klaar.")

    assert (regel.eigenaar, regel.uiterlijk) == (wie, dag)
    assert standen(besluit) == [Besluitstand.OPEN, Besluitstand.BEZIG, Besluitstand.UITGEVOERD]
    feit = Gebeurtenis.objects.over(besluit).last()
    assert (feit.soort, feit.door, feit.gegeven("tekst")) == ("duoplus.besluit.uitvoeren", wie, "Klaar.")


def test_only_who_leads_or_sees_to_it_says_so():
    besluit = neem()
    for wie in (iemand(Rol.OPDRACHTGEVER), maak(Rol.TEAMMANAGER), maak(Rol.CONCERNCONTROLLER)):
        with pytest.raises(PermissionDenied):
            leg_stand_vast(besluit, Besluitstand.BEZIG, by=wie)
    assert standen(besluit) == [Besluitstand.OPEN]


def test_lapsing_needs_a_reason():
    with pytest.raises(StapKanNiet, match="waarom"):
        leg_stand_vast(neem(), Besluitstand.VERVALLEN, by=iemand(Rol.VOORZITTER), toelichting=" ")


def test_two_who_update_at_once_do_not_both_win():
    besluit, voorzitter = neem(), iemand(Rol.VOORZITTER)
    gezien = versie_van(besluit)
    leg_stand_vast(besluit, Besluitstand.BEZIG, by=voorzitter, versie=gezien)

    with pytest.raises(Verouderd):
        leg_stand_vast(besluit, Besluitstand.UITGEVOERD, by=voorzitter, versie=gezien)


def test_a_request_carries_its_decision_along_to_the_end():
    aanvraag = aanvraag_in(S.GEPRIORITEERD)
    besluit = aanvraag.besluitregels.get().besluit
    zet(zet(aanvraag, "opdracht_geven"), "opdracht_geven")
    verwerk_alles()
    bezig = besluit.uitvoering.first()
    assert (bezig.stand, bezig.uiterlijk) == (Besluitstand.BEZIG, aanvraag.opdracht.einddatum)
    assert aanvraag.opdracht.nummer in bezig.toelichting and bezig.door.is_systeem

    for stap in ("starten", "opleveren", "accepteren", "afsluiten"):
        zet(aanvraag, stap)
    verwerk_alles()

    assert standen(besluit) == [Besluitstand.OPEN, Besluitstand.BEZIG, Besluitstand.UITGEVOERD]


def test_one_initial_is_no_assignment_yet():
    aanvraag = zet(aanvraag_in(S.GEPRIORITEERD), "opdracht_geven")
    verwerk_alles()
    assert standen(aanvraag.besluitregels.get().besluit) == [Besluitstand.OPEN]


@pytest.mark.parametrize("stap", ["aanhouden", "op_wachtlijst_zetten", "afwijzen", "intrekken"])
def test_what_leaves_the_list_is_not_carried_out_any_more(stap):
    aanvraag = aanvraag_in(S.GEPRIORITEERD)
    besluit = aanvraag.besluitregels.get().besluit
    zet(aanvraag, stap)
    verwerk_alles()
    verwerk_alles()

    assert standen(besluit) == [Besluitstand.OPEN, Besluitstand.VERVALLEN]


def test_a_fact_that_is_told_late_does_not_touch_a_decision_taken_since():
    aanvraag = zet(aanvraag_in(S.GEPRIORITEERD), "aanhouden")
    zet(aanvraag, "prioriteren")
    verwerk_alles()

    nieuw = aanvraag.besluitregels.latest("pk").besluit
    assert standen(nieuw) == [Besluitstand.OPEN]


def test_adopting_a_list_carries_out_the_decision_that_did_so():
    eerder, voorzitter = lopend(), iemand(Rol.VOORZITTER)
    vergaderen.sluit(eerder, by=voorzitter)
    nu = lopend(begint_om=time(8))
    [punt] = agenda.vul_voor(nu, by=voorzitter)
    besluit = agenda.besluit(punt, Antwoord(BesluitSoort.AKKOORD, "De lijst klopt."), by=voorzitter)
    assert standen(besluit) == [Besluitstand.OPEN]
    verwerk_alles()

    assert standen(besluit) == [Besluitstand.OPEN, Besluitstand.UITGEVOERD]


def test_a_new_decision_on_the_same_work_takes_the_place_of_the_last_one():
    aanvraag = zet(zet(aanvraag_in(S.GEPRIORITEERD), "aanhouden"), "prioriteren")
    eerste, tweede, derde = (r.besluit for r in aanvraag.besluitregels.order_by("pk"))

    assert (tweede.vervangt, derde.vervangt) == (eerste, tweede)
    assert standen(eerste) == [Besluitstand.OPEN, Besluitstand.VERVALLEN]
    assert besluiten.stand(tweede) == Besluitstand.VERVALLEN and standen(derde) == [Besluitstand.OPEN]


# Reminders ------------------------------------------------------------------------------------------------


def herinner_na(besluit: Besluit, werkdagen: int) -> int:
    dag = na_werkdagen(laatste_uitvoering(besluit).uiterlijk, werkdagen, Feestdag.objects.als_vrij())
    with klok.op(klok.nu() + (dag - klok.vandaag())):
        return besluitberichten.herinner()


def op_naam(wie=None) -> Besluit:
    besluit = neem()
    leg_stand_vast(
        besluit, Besluitstand.BEZIG, by=iemand(Rol.VOORZITTER), eigenaar=wie or maak(Rol.TEAMMANAGER)
    )
    return besluit


def test_the_owner_of_a_late_decision_is_reminded_once_per_term_of_working_days():
    besluit, _van_niemand = op_naam(), neem()

    assert [herinner_na(besluit, dag) for dag in (0, 1, 1, 4)] == [0, 1, 0, 0]
    assert [herinner_na(besluit, dag) for dag in (5, 9, 10, 31, 34)] == [1, 0, 1, 1, 0]
    berichten = Bericht.objects.filter(sleutel__startswith="besluit_te_laat")
    assert {b.ontvanger for b in berichten} == {laatste_uitvoering(besluit).eigenaar}
    assert besluit.nummer in berichten[0].tekst and not berichten[0].bundelen


def test_another_term_counts_from_its_first_day():
    besluit = op_naam()
    assert herinner_na(besluit, 1) == 1
    uiterlijk = laatste_uitvoering(besluit).uiterlijk
    termijn = Termijn.objects.get(sleutel=besluitberichten.TERMIJN)
    waarden = {"aantal": 2, "van": na_werkdagen(uiterlijk, 3, Feestdag.objects.als_vrij())}
    instellingen_voer_uit(
        onderdeel("termijnen"), OPVOLGEN, termijn, by=iemand(Rol.BEHEERDER), waarden=waarden
    )

    assert [herinner_na(besluit, dag) for dag in (2, 3, 4, 5, 6)] == [0, 1, 1, 0, 1]


def test_a_decision_that_is_done_put_off_or_left_reminds_nobody():
    klaar, uitgesteld, weg = op_naam(), op_naam(), op_naam(maak(Rol.TEAMMANAGER))
    dag = laatste_uitvoering(klaar).uiterlijk
    leg_stand_vast(klaar, Besluitstand.UITGEVOERD, by=iemand(Rol.VOORZITTER))
    leg_stand_vast(
        uitgesteld, Besluitstand.BEZIG, by=iemand(Rol.VOORZITTER), uiterlijk=dag + timedelta(days=60)
    )
    Gebruiker.objects.filter(pk=laatste_uitvoering(weg).eigenaar_id).update(is_active=False)

    assert herinner_na(klaar, 10) == 0
    Termijn.objects.filter(sleutel=besluitberichten.TERMIJN).delete()
    assert herinner_na(op_naam(), 10) == 0


def test_many_late_decisions_cost_one_round_of_queries(django_assert_max_num_queries):
    besluit = op_naam()
    for _ in range(4):
        op_naam()
    assert herinner_na(besluit, 1) == 5
    with django_assert_max_num_queries(6):
        assert herinner_na(besluit, 2) == 0


def test_the_beat_reminds():
    taken = {regel["task"] for regel in app.conf.beat_schedule.values()}
    assert tasks.herinner_aan_besluiten.name in taken
