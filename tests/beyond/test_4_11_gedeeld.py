"""4.11 Niet iedereen doet mee: sleutels met een datum, en beginnen pas als het geld er is."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from duoplus import klok
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Besluit
from duoplus.transitions import StapKanNiet
from maatwerk import financiering
from maatwerk.actions.boeken import boeken_kosten
from maatwerk.actions.financiering import zeg_financiering
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import FinancieringStand
from maatwerk.models import Financiering
from maatwerk.sleutelproef import probeer
from tests.factories import aanvraag_in, gemeente, iemand, zet
from tests.factories.geld import VerdeelsleutelFactory

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


@pytest.fixture
def twee_sleutels():
    """Diemen and Uithoorn shared half and half until July, and three to one since."""
    eerste = VerdeelsleutelFactory.van_letters(
        {"D": Decimal("0.5"), "U": Decimal("0.5")}, tot=date(2026, 6, 30)
    )
    VerdeelsleutelFactory.van_letters({"D": Decimal("0.75"), "U": Decimal("0.25")}, van=date(2026, 7, 1))
    return eerste


@pytest.fixture
def geboekt(twee_sleutels):
    """An invoice of 100,01 in June and one of 200,02 in July on work of the two."""
    with klok.op(datetime(2026, 5, 4, 9, tzinfo=AMSTERDAM)):
        aanvraag = aanvraag_in(S.IN_UITVOERING, gemeenten="UD")
    for dag, euro in ((date(2026, 6, 30), "100.01"), (date(2026, 7, 1), "200.02")):
        boeken_kosten(
            aanvraag.opdracht, by=iemand(Rol.CONCERNCONTROLLER), datum=dag, bedrag=Decimal(euro),
            omschrijving="Factuur", leverancier="Bureau",
        )  # fmt: skip
    return aanvraag


def test_a_key_that_changes_on_the_first_of_july_cuts_the_year_there(twee_sleutels, geboekt):
    """Half of 100,01 is 50,005: both round up to 50,01, so the first of equals gives a cent back: 50,00.

    Three quarters of 200,02 is 150,015, rounded 150,02; a quarter is 50,005, rounded 50,01; together 200,03,
    so the largest gives a cent back: 150,01.
    """
    helft = {gemeente("D").pk: Decimal("0.5"), gemeente("U").pk: Decimal("0.5")}
    proef = probeer(twee_sleutels, 2026, helft, iemand(Rol.CONCERNCONTROLLER))

    assert [(p.van, som) for p, som in proef.perioden] == [
        (date(2020, 1, 1), Decimal("100.01")),
        (date(2026, 7, 1), Decimal("200.02")),
    ]
    uitkomst = {str(g): (nu, straks) for g, nu, straks, _ in proef.uitkomst}
    assert uitkomst == {
        "Diemen": (Decimal("200.01"), Decimal("150.01")),
        "Uithoorn": (Decimal("100.02"), Decimal("150.02")),
    }
    assert proef.totaal == sum(nu for nu, _ in uitkomst.values()) == Decimal("300.03")


def test_trying_a_key_is_marked_and_leaves_no_trace(client, twee_sleutels, geboekt):
    client.force_login(iemand(Rol.CONCERNCONTROLLER))
    voor = _alles()
    adres = reverse("maatwerk:sleutelproef")
    d, u = gemeente("D").pk, gemeente("U").pk
    keuze = {"jaar": 2026, "sleutel": twee_sleutels.pk}
    pagina = client.get(adres, keuze | {f"deel-{d}": "50", f"deel-{u}": "50"})
    assert pagina.status_code == 200
    assert "Simulatie – telt nergens mee" in pagina.text and "€ 150,01" in pagina.text.replace("\xa0", " ")
    scheef = client.get(adres, keuze | {f"deel-{d}": "50", f"deel-{u}": "49,9"})
    assert scheef.status_code == 422
    assert "samen 99,9%" in scheef.text and 'value="49,9"' in scheef.text
    assert _alles() == voor


def test_only_the_own_money_can_be_tried_with(client, twee_sleutels, geboekt):
    client.force_login(iemand(Rol.CONTROLLER, organisatie=gemeente("O")))
    pagina = client.get(reverse("maatwerk:sleutelproef"), {"jaar": 2026})
    assert "Er is geen sleutel om te proberen" in pagina.text
    sleutel = {"jaar": 2026, "sleutel": twee_sleutels.pk}
    assert "Factuur" not in pagina.text
    client.force_login(iemand(Rol.CONTROLLER, organisatie=gemeente("D")))
    assert client.get(reverse("maatwerk:sleutelproef"), sleutel).status_code == 200
    client.force_login(iemand(Rol.VOORZITTER))
    assert client.get(reverse("maatwerk:sleutelproef")).status_code == 403


def _alles():
    """Every row of every table of the portal."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for app in ("duoplus", "ogon", "maatwerk")
        for model in apps.get_app_config(app).get_models()
        if model._meta.label != "duoplus.Gebruiker"  # the login itself is noted there
    }
