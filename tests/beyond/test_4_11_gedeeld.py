"""4.11 Niet iedereen doet mee: sleutels met een datum, en beginnen pas als het geld er is."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Besluit
from duoplus.transitions import StapKanNiet
from maatwerk import financiering
from maatwerk.actions.financiering import zeg_financiering
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import FinancieringStand
from maatwerk.models import Financiering
from tests.factories import aanvraag_in, gemeente, iemand, zet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]

VOORBEHOUD = FinancieringStand.ONDER_VOORBEHOUD


@pytest.fixture
def opdracht():
    """An assignment of Diemen and Uithoorn, of which Uithoorn waits for its budget."""
    aanvraag = aanvraag_in(S.OPDRACHT_VERLEEND, gemeenten="UD")
    zet(aanvraag, "financiering")
    return aanvraag


def zegt(aanvraag, letter, stand, moment=""):
    return zeg_financiering(
        aanvraag,
        by=iemand(Rol.BUDGETHOUDER, organisatie=gemeente(letter)),
        organisatie=gemeente(letter),
        stand=stand,
        begrotingsmoment=moment,
    )


def standen(aanvraag):
    return {str(deel.organisatie): deel.stand for deel in financiering.delen(aanvraag)}


def test_each_municipality_carries_its_own_word_with_the_event_that_resolves_it(opdracht):
    assert standen(opdracht) == {"Uithoorn": VOORBEHOUD, "Diemen": FinancieringStand.GEDEKT}
    with pytest.raises(StapKanNiet, match="begrotingsmoment"):
        zegt(opdracht, "D", VOORBEHOUD)
    with pytest.raises(PermissionDenied):
        zeg_financiering(
            opdracht, by=iemand(Rol.BUDGETHOUDER, organisatie=gemeente("D")),
            organisatie=gemeente("U"), stand=FinancieringStand.GEDEKT,
        )  # fmt: skip


def test_work_under_reservation_does_not_start_until_the_budget_is_there(opdracht):
    with pytest.raises(StapKanNiet, match=r"Uithoorn \(Najaarsnota\)"):
        zet(opdracht, "starten")
    zegt(opdracht, "U", FinancieringStand.GEDEKT)
    assert zet(opdracht, "starten").status == S.IN_UITVOERING
    assert Financiering.objects.filter(organisatie=gemeente("U")).count() == 2  # the reservation is kept


def test_at_risk_it_starts_with_a_named_decision(opdracht):
    zet(opdracht, "op_risico", reden="De leverancier is er nu.")
    besluit = Besluit.objects.get(soort=BesluitSoort.OP_RISICO)
    assert besluit.genomen_door == iemand(Rol.VOORZITTER)
    assert besluit.gegevens["voorbehoud"] == {"Uithoorn": "Najaarsnota"}
    assert zet(opdracht, "starten").status == S.IN_UITVOERING


def test_a_new_reservation_asks_a_new_decision(opdracht):
    zet(opdracht, "op_risico", reden="De leverancier is er nu.")
    zegt(opdracht, "D", VOORBEHOUD, "Kadernota")
    with pytest.raises(StapKanNiet, match=r"Diemen \(Kadernota\)"):
        zet(opdracht, "starten")


def test_who_does_not_take_part_keeps_it_from_starting_also_at_risk(opdracht):
    zegt(opdracht, "D", FinancieringStand.DOET_NIET_MEE)
    zet(opdracht, "op_risico", reden="Toch.")
    with pytest.raises(StapKanNiet, match="Diemen doet niet mee"):
        zet(opdracht, "starten")


def test_what_was_said_never_changes_and_a_reservation_names_its_event(opdracht):
    regel = Financiering.objects.get()
    with pytest.raises(IntegrityError, match="liggen vast"), transaction.atomic():
        Financiering.objects.filter(pk=regel.pk).update(stand=FinancieringStand.GEDEKT)
    with pytest.raises(IntegrityError, match="voorbehoud_heeft_moment"), transaction.atomic():
        Financiering.objects.create(
            aanvraag=opdracht, organisatie=gemeente("D"), stand=VOORBEHOUD, door=regel.door
        )
