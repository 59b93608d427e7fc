"""Intrekken, heropenen, meepraten, volgen en documenten."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from duoplus.bestandstype import GeweigerdBestand
from duoplus.choices import Rol
from duoplus.models import Bijlage, Gebeurtenis, Reactie, Volger
from maatwerk.actions import dossier
from maatwerk.choices import AanvraagStatus as S
from maatwerk.tijdlijn import gebeurtenissen_voor
from tests.factories import aanvraag_in, gemeente, iemand, maak, zet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]


def test_withdrawing_keeps_the_dossier_with_the_reason():
    aanvraag = zet(aanvraag_in(S.IN_RAMING), "intrekken", reden="De raad wil het niet meer.")

    assert (aanvraag.status, aanvraag.termijn_op) == (S.INGETROKKEN, None)
    assert Gebeurtenis.objects.over(aanvraag).last().gegevens["reden"] == "De raad wil het niet meer."


def test_after_the_assignment_nothing_can_be_withdrawn():
    with pytest.raises(Exception, match="kan nu niet"):
        zet(aanvraag_in(S.OPDRACHT_VERLEEND), "intrekken")


def test_reopening_starts_at_making_the_question_sharp():
    aanvraag = zet(aanvraag_in(S.AFGEWEZEN), "heropenen", reden="Er is nu geld.")

    assert (aanvraag.status, aanvraag.bevestigd_op, aanvraag.akkoord_op) == (S.IN_INTAKE, None, None)
    assert aanvraag.ramingen.get().vervallen_reden == "Er is nu geld."
    for stap in ("ter_verificatie", "paraferen", "bevestigen", "voorstellen", "akkoord_geven"):
        zet(aanvraag, stap)
    assert zet(aanvraag, "akkoord_geven", soort="dekking").status == S.TER_PRIORITERING


def test_reopening_what_nobody_took_up_starts_at_the_beginning():
    aanvraag = zet(aanvraag_in(S.INGETROKKEN), "heropenen")
    assert aanvraag.status == S.INGEDIEND

    assert zet(aanvraag, "in_behandeling_nemen").team is not None


def test_an_internal_word_stays_inside_duoplus():
    aanvraag, indiener = aanvraag_in(S.IN_INTAKE), iemand(Rol.AANVRAGER)
    dossier.reageren(aanvraag, by=iemand(Rol.SECRETARIS), tekst="Onder ons: te duur.", zichtbaarheid="intern")
    dossier.reageren(aanvraag, by=indiener, tekst="Wanneer?", zichtbaarheid="gedeeld")

    assert [r.tekst for r in Reactie.objects.over(aanvraag).leesbaar_voor(indiener)] == ["Wanneer?"]
    assert [g.stap for g in gebeurtenissen_voor(aanvraag, indiener)].count("reageren") == 1
    assert [g.stap for g in gebeurtenissen_voor(aanvraag, iemand(Rol.SECRETARIS))].count("reageren") == 2


def test_a_municipality_writes_nothing_internal():
    aanvraag, indiener = aanvraag_in(S.IN_INTAKE), iemand(Rol.AANVRAGER)

    with pytest.raises(PermissionDenied):
        dossier.reageren(aanvraag, by=indiener, tekst="Geheim", zichtbaarheid="intern")
    with pytest.raises(PermissionDenied):
        dossier.voeg_bijlage_toe(aanvraag, by=indiener, naam="a.txt", inhoud=b"a", zichtbaarheid="intern")


@pytest.mark.parametrize("rol", [Rol.ACCOUNTANT, Rol.BEHEERDER])
def test_who_only_reads_does_not_join_the_conversation(rol):
    with pytest.raises(PermissionDenied):
        dossier.reageren(aanvraag_in(S.IN_INTAKE), by=iemand(rol), tekst="Hallo", zichtbaarheid="gedeeld")


def test_who_does_not_see_it_does_nothing():
    aanvraag, vreemde = aanvraag_in(S.IN_INTAKE), maak(Rol.AANVRAGER, organisatie=gemeente("D"))

    with pytest.raises(PermissionDenied):
        dossier.reageren(aanvraag, by=vreemde, tekst="Hallo", zichtbaarheid="gedeeld")
    with pytest.raises(PermissionDenied):
        dossier.volgen(aanvraag, by=vreemde)
    with pytest.raises(PermissionDenied):
        dossier.voeg_bijlage_toe(aanvraag, by=vreemde, naam="a.txt", inhoud=b"a")


def test_following_twice_is_following_once():
    aanvraag, controller = aanvraag_in(S.IN_INTAKE), iemand(Rol.CONTROLLER)
    dossier.volgen(aanvraag, by=controller)
    dossier.volgen(aanvraag, by=controller)
    assert Volger.objects.over(aanvraag).count() == 1

    dossier.ontvolgen(aanvraag, by=controller)
    assert not Volger.objects.exists()


def test_a_document_is_kept_by_its_content_and_told_in_the_timeline():
    aanvraag = aanvraag_in(S.IN_INTAKE)
    bijlage = dossier.voeg_bijlage_toe(
        aanvraag, by=iemand(Rol.SECRETARIS), naam="../../plan.txt", inhoud=b"Een plan."
    )

    assert ".." not in bijlage.bestand.name
    assert bijlage.bestand.open().read() == b"Een plan."
    assert Gebeurtenis.objects.over(aanvraag).last().gegevens["bijlage"] == str(bijlage.uuid)


def test_what_is_not_what_its_name_says_is_refused():
    with pytest.raises(GeweigerdBestand):
        dossier.voeg_bijlage_toe(
            aanvraag_in(S.IN_INTAKE), by=iemand(Rol.SECRETARIS), naam="plan.pdf", inhoud=b"MZ\x90\x00 program"
        )
    assert not Bijlage.objects.exists()


def test_a_document_of_a_sent_request_cannot_be_removed():
    aanvraag = aanvraag_in(S.INGEDIEND)
    bijlage = dossier.voeg_bijlage_toe(
        aanvraag, by=iemand(Rol.AANVRAGER), naam="plan.txt", inhoud=b"Een plan."
    )

    with pytest.raises(PermissionDenied):
        dossier.verwijder_bijlage(bijlage, by=iemand(Rol.AANVRAGER))


def test_a_document_taken_out_of_a_draft_leaves_no_file_behind(django_capture_on_commit_callbacks):
    concept = aanvraag_in(S.CONCEPT)
    bijlage = dossier.voeg_bijlage_toe(concept, by=concept.aanvrager, naam="plan.txt", inhoud=b"Een plan.")
    bestand = Path(bijlage.bestand.path)

    with django_capture_on_commit_callbacks(execute=True):
        dossier.verwijder_bijlage(bijlage, by=concept.aanvrager)

    assert not bestand.exists()
