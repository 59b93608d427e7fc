"""Concept, indienen, en wie dat mag."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebeurtenis, Gebruiker
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions import dossier, indienen
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from tests.factories import (
    DeelnameFactory,
    aanvraag_in,
    concept,
    gemeente,
    iemand,
    indieningsvelden,
    maak,
    ogon,
    zet,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]


def test_a_draft_has_no_number_and_only_its_writer_sees_it():
    aanvraag = concept()
    collega = maak(Rol.AANVRAGER, organisatie=gemeente("U"))

    assert (aanvraag.status, aanvraag.kenmerk) == (S.CONCEPT, "")
    assert list(Aanvraag.objects.visible_to(aanvraag.ingevoerd_door)) == [aanvraag]
    assert not Aanvraag.objects.visible_to(collega).exists()
    assert not Aanvraag.objects.visible_to(iemand(Rol.TEAMMANAGER)).exists()


@pytest.mark.parametrize("rol", [rol for rol in Rol if rol != Rol.AANVRAGER])
def test_no_other_role_starts_a_draft(rol):
    with pytest.raises(PermissionDenied):
        concept(by=maak(rol, organisatie=gemeente("U")), organisatie=gemeente("U"))


def test_nobody_starts_a_draft_for_another_municipality():
    with pytest.raises(PermissionDenied):
        concept(by=iemand(Rol.AANVRAGER, organisatie=gemeente("U")), organisatie=gemeente("D"))


def test_a_draft_keeps_what_was_typed_word_for_word():
    aanvraag = concept()
    invoer = {"titel": "  Wégen ", "uren_indicatie": "tachtig", "gewenste_datum": "31-2-2027"}

    indienen.bewaar_concept(aanvraag, by=aanvraag.ingevoerd_door, invoer=invoer, versie=0)
    aanvraag.refresh_from_db()

    assert aanvraag.concept_invoer == invoer
    assert (aanvraag.titel, aanvraag.titel_sorteer, aanvraag.versie) == ("Wégen", "wegen", 1)


def test_the_second_of_two_editors_of_a_draft_is_told():
    aanvraag = concept()
    indienen.bewaar_concept(aanvraag, by=aanvraag.ingevoerd_door, invoer={"titel": "Eerste"}, versie=0)

    with pytest.raises(Verouderd):
        indienen.bewaar_concept(aanvraag, by=aanvraag.ingevoerd_door, invoer={"titel": "Tweede"}, versie=0)

    aanvraag.refresh_from_db()
    assert aanvraag.titel == "Eerste"


def test_somebody_else_cannot_change_or_throw_away_a_draft():
    aanvraag, ander = concept(), maak(Rol.AANVRAGER, organisatie=gemeente("U"))

    with pytest.raises(PermissionDenied):
        indienen.bewaar_concept(aanvraag, by=ander, invoer={"titel": "Anders"})
    with pytest.raises(PermissionDenied):
        indienen.verwijder_concept(aanvraag, by=ander)


def test_throwing_a_draft_away_leaves_nothing():
    aanvraag = concept()
    dossier.voeg_bijlage_toe(aanvraag, by=aanvraag.ingevoerd_door, naam="plan.txt", inhoud=b"Een plan.")

    indienen.verwijder_concept(aanvraag, by=aanvraag.ingevoerd_door)

    assert not Aanvraag.objects.exists()


def test_a_sent_request_cannot_be_thrown_away():
    aanvraag = aanvraag_in(S.INGEDIEND)

    with pytest.raises(PermissionDenied):
        indienen.verwijder_concept(aanvraag, by=aanvraag.ingevoerd_door)


def test_indienen_gives_a_number_a_term_and_a_fact():
    aanvraag = aanvraag_in(S.INGEDIEND)

    feit = Gebeurtenis.objects.over(aanvraag).get()
    assert aanvraag.nummer == "MW-2026-0001"
    assert (aanvraag.status, aanvraag.ingediend_op) == (S.INGEDIEND, klok.nu())
    assert aanvraag.termijn_op == date(2026, 11, 19)  # three working days after Monday
    assert aanvraag.concept_invoer == {}
    assert (feit.soort, feit.door) == ("maatwerk.aanvraag.indienen", aanvraag.ingevoerd_door)
    assert (feit.gegevens["van"], feit.gegevens["naar"]) == ("concept", "ingediend")


def test_numbers_have_no_gaps_also_after_a_refusal():
    aanvraag_in(S.INGEDIEND)
    geweigerd = concept()
    with pytest.raises(StapKanNiet):
        zet(geweigerd, "indienen", gemeenten=[gemeente("D")])

    assert aanvraag_in(S.INGEDIEND).nummer == "MW-2026-0002"


def test_a_new_year_starts_at_one():
    aanvraag_in(S.INGEDIEND)
    with klok.op(klok.nu() + timedelta(days=60)):
        assert aanvraag_in(S.INGEDIEND).nummer == "MW-2027-0001"


def test_the_second_press_is_refused_and_changes_nothing():
    aanvraag = aanvraag_in(S.INGEDIEND)

    with pytest.raises(StapKanNiet, match="Ingediend"):
        zet(aanvraag, "indienen")

    assert Gebeurtenis.objects.over(aanvraag).count() == 1


def test_diemen_does_not_take_part_in_buurt():
    aanvraag = concept()
    velden = indieningsvelden(aanvraag, ogon=ogon("buurt"))

    with pytest.raises(StapKanNiet, match="Diemen doet niet mee"):
        zet(aanvraag, "indienen", velden=velden, gemeenten=[gemeente("U"), gemeente("D")])

    aanvraag.refresh_from_db()
    assert (aanvraag.status, aanvraag.nummer) == (S.CONCEPT, None)


def test_participation_counts_on_the_day_itself():
    buurt = ogon("buurt")
    DeelnameFactory(
        programma=buurt.programma, organisatie=gemeente("D"), van=klok.vandaag() + timedelta(days=1)
    )
    aanvraag = concept(organisatie=gemeente("D"))
    antwoorden = {"velden": indieningsvelden(aanvraag, ogon=buurt), "gemeenten": [gemeente("D")]}

    with pytest.raises(StapKanNiet):
        zet(aanvraag, "indienen", **antwoorden)
    with klok.op(klok.nu() + timedelta(days=1)):
        assert zet(aanvraag, "indienen", **antwoorden).status == S.INGEDIEND


def test_the_own_municipality_is_always_in():
    with pytest.raises(StapKanNiet, match="Kies ook Uithoorn"):
        zet(concept(), "indienen", gemeenten=[gemeente("O")])


def test_on_behalf_of_a_colleague_both_are_the_requester():
    aanvraag, collega = concept(), maak(Rol.AANVRAGER, organisatie=gemeente("U"))
    zet(aanvraag, "indienen", velden=indieningsvelden(aanvraag, aanvrager=collega))

    for wie in (aanvraag.ingevoerd_door, collega):
        assert Gebruiker.objects.get(pk=wie.pk).has_perm("maatwerk.intrekken_aanvraag", aanvraag)


def test_every_state_after_draft_has_a_number_by_the_database():
    aanvraag = concept()

    with pytest.raises(IntegrityError), transaction.atomic():
        Aanvraag.objects.filter(pk=aanvraag.pk).update(status=S.INGEDIEND)


def test_a_withdrawn_draft_stays_private_and_cannot_be_reopened():
    aanvraag = zet(concept(), "intrekken")

    assert list(Aanvraag.objects.visible_to(aanvraag.ingevoerd_door)) == [aanvraag]
    assert not Aanvraag.objects.visible_to(iemand(Rol.TEAMMANAGER)).exists()
    secretaris = iemand(Rol.SECRETARIS)
    with pytest.raises((StapKanNiet, PermissionDenied)):
        zet(aanvraag, "heropenen", by=secretaris)
