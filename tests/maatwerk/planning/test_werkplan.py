"""Een werkplan tegen de uren van zijn team: past het, wat is de maat, wat is gewerkt en verwacht."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import inzage, klok
from duoplus import werk as mijn_werk
from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Besluit
from duoplus.transitions import StapKanNiet
from duoplus.zegel import zegel
from maatwerk.actions import boeken
from maatwerk.actions import werkplan as acties
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Mutatie, OpdrachtInWerkplan
from maatwerk.planning import werkplan as plannen
from maatwerk.planning import werkplanwerk
from ogon.actions.werkplan import herzien, vul_uit_dvo, werk_bij, zet_regel
from ogon.choices import WerkplanStatus as W
from ogon.models import Werkplan, Werkplanvaststelling
from tests.factories import aanvraag_in, gemeente, iemand, maak, ogon, team, zet
from tests.factories.afspraken import dvo_met, werkplan
from tests.maatwerk.uren.capaciteit import uren_van

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]
UREN = (D(10), D(20), D(30), D(40))
DEC = date(2026, 12, 1)


@pytest.fixture
def manager(maandag):
    return iemand(Rol.TEAMMANAGER)


@pytest.fixture
def plan(maandag):
    """Of I&A in 2026, which has 100 free hours in each quarter."""
    for maand in (1, 4, 7, 12):
        uren_van(team(), date(2026, maand, 1), bruto=130, verlof=20, buffer=10)
    return werkplan()


def _vastgesteld(plan, manager, titel="Overleg", uren=UREN):
    regel = zet_regel(plan, by=manager, titel=titel, uren=uren)
    acties.toets(plan, by=manager)
    acties.stel_vast(plan, by=iemand(Rol.VOORZITTER), reden="Zo past het.")
    regel.refresh_from_db()
    return regel


def test_a_plan_that_asks_too_much_of_a_quarter_is_not_adopted(plan, manager):
    regel = zet_regel(plan, by=manager, titel="Groot", uren=(D(100), D("100.5"), D(0), D(0)))
    with pytest.raises(StapKanNiet, match=r"Kwartaal 2: 0,5 uur te veel. Er is 100,5 uur nodig en 100 uur"):
        acties.toets(plan, by=manager)
    plan.refresh_from_db()
    assert plan.status == W.CONCEPT
    zet_regel(plan, by=manager, titel="Passend", uren=(D(100), D(100), D(0), D(0)), regel=regel)
    acties.toets(plan, by=manager)
    assert Werkplan.objects.get().status == W.GETOETST


def test_an_empty_plan_is_not_tested(plan, manager):
    with pytest.raises(StapKanNiet, match="nog geen regels"):
        acties.toets(plan, by=manager)


def test_what_requests_hold_without_a_line_counts_too(plan, manager):
    aanvraag_in(S.OPDRACHT_VERLEEND)
    zet_regel(plan, by=manager, titel="Overleg", uren=(D(0), D(0), D(0), D(40)))
    vierde = plannen.lees_een(plan, manager).kwartalen[3]
    assert (vierde.beschikbaar, vierde.gepland, vierde.los, vierde.past) == (100, 40, 80, False)


def test_the_chair_adopts_by_a_decision_that_keeps_the_lines_under_a_seal(plan, manager):
    regel = zet_regel(plan, by=manager, titel="Overleg", uren=UREN)
    acties.toets(plan, by=manager)
    with pytest.raises(PermissionDenied):
        acties.stel_vast(plan, by=manager, reden="Zelf.")
    besluit = acties.stel_vast(plan, by=iemand(Rol.VOORZITTER), reden="Het past.")

    vast = Werkplanvaststelling.objects.get()
    assert (besluit.soort, besluit.gremium.pk, vast.besluit) == (BesluitSoort.WERKPLAN, ogon().pk, besluit)
    assert vast.inhoud["regels"] == [
        {
            "regel": regel.pk, "titel": "Overleg", "product": "", "gemeente": "",
            "k1": "10.00", "k2": "20.00", "k3": "30.00", "k4": "40.00",
        }
    ]  # fmt: skip
    assert vast.sha256 == zegel(vast.inhoud)
    with pytest.raises(IntegrityError, match="liggen vast"), transaction.atomic():
        Werkplanvaststelling.objects.update(sha256="x")


def test_a_revision_keeps_the_first_adoption_as_the_measure(plan, manager):
    regel = _vastgesteld(plan, manager)
    herzien(plan, by=manager, reden="Het werd meer.")
    zet_regel(plan, by=manager, titel="Overleg", uren=(D(10), D(20), D(30), D(90)), regel=regel)
    acties.toets(plan, by=manager)
    acties.stel_vast(plan, by=iemand(Rol.VOORZITTER), reden="Ook dit past.")

    [gelezen] = plannen.lees_een(plan, manager).regels
    assert (gelezen.maat, gelezen.uren, gelezen.som_verwacht, gelezen.over) == (100, 150, 150, -50)
    assert Besluit.objects.filter(soort=BesluitSoort.WERKPLAN).count() == 2


def test_worked_and_expected_take_the_place_of_the_planned_hours(plan, manager):
    regel = _vastgesteld(plan, manager)
    werk_bij(regel, by=manager, kwartaal=1, gewerkt=D(14), verwacht=D(0))
    werk_bij(regel, by=manager, kwartaal=4, gewerkt=D(20), verwacht=D(5))
    [gelezen] = plannen.lees_een(plan, manager).regels
    assert gelezen.gewerkt == (14, 0, 0, 20)
    assert gelezen.verwacht == (14, 20, 30, 25)
    assert (gelezen.over, gelezen.balk) == (11, {"gewerkt": 340, "verwacht": 890, "maat": 996})


def test_an_assignment_enters_with_the_hours_that_were_promised(plan, manager):
    opdracht = aanvraag_in(S.IN_UITVOERING).opdracht
    regel = acties.plan_in(opdracht, plan, by=manager).regel
    assert (regel.k1, regel.k4) == (0, 80)
    boeken.boeken_uren(
        opdracht, by=manager, datum=klok.vandaag(), team=team(), functiegroep="B", uren=D(30),
        omschrijving="Inrichten",
    )  # fmt: skip
    [gelezen] = plannen.lees_een(plan, manager).regels
    assert (gelezen.soort, gelezen.gewerkt[3], gelezen.verwacht[3], gelezen.over) == ("opdracht", 30, 80, 0)
    with pytest.raises(StapKanNiet, match="staat al in dit werkplan"):
        acties.plan_in(opdracht, plan, by=manager)


def test_an_assignment_may_enter_an_adopted_plan_and_is_named_as_later(plan, manager):
    _vastgesteld(plan, manager)
    opdracht = aanvraag_in(S.OPDRACHT_VERLEEND).opdracht
    assert plannen.in_te_plannen(plan, manager) == [opdracht]
    acties.plan_alle_in(plan, [opdracht], by=manager, versie=plan.versie)
    gelezen = {str(r.regel): (r.is_later, r.maat) for r in plannen.lees_een(plan, manager).regels}
    assert gelezen["Overleg"] == (False, 100)
    assert gelezen[f"{opdracht} {opdracht.aanvraag.titel}"] == (True, 0)
    assert plannen.in_te_plannen(plan, manager) == []


def test_an_assignment_without_hours_or_initials_is_refused(plan, manager):
    halve = zet(aanvraag_in(S.GEPRIORITEERD), "opdracht_geven").opdracht
    with pytest.raises(StapKanNiet, match="ontbreekt een paraaf"):
        acties.plan_in(halve, plan, by=manager)
    geen_uren = aanvraag_in(S.OPDRACHT_VERLEEND, team=team("HRM")).opdracht
    assert not Mutatie.objects.filter(aanvraag=geen_uren.aanvraag, team=team(), maand__year=2026).exists()
    with pytest.raises(StapKanNiet, match="geen uren van I&A"):
        acties.plan_in(geen_uren, plan, by=manager)


def test_the_line_of_closed_work_does_not_lapse(plan, manager):
    opdracht = aanvraag_in(S.OPGELEVERD).opdracht
    regel = acties.plan_in(opdracht, plan, by=manager).regel
    zet(zet(opdracht.aanvraag, "accepteren"), "afsluiten")
    with pytest.raises(StapKanNiet, match="De draad ligt vast"):
        acties.laat_vervallen(regel, by=manager, reden="Weg ermee.")
    with pytest.raises(IntegrityError, match="afgesloten"), transaction.atomic():
        type(regel).objects.filter(pk=regel.pk).update(vervallen_op=klok.nu())


# Who reads what ------------------------------------------------------------------------------------------


@pytest.fixture
def gedeeld(plan, manager):
    """Lines of Uithoorn and Diemen, and an assignment of each."""
    uren_van(team(), DEC, omschrijving="Inhuur", bruto=900)
    dvo_met("U", producten={"Servicedesk": (1, 40)})
    dvo_met("D", producten={"Servicedesk": (1, 80)})
    vul_uit_dvo(plan, by=manager)
    for letter in "UD":
        acties.plan_in(aanvraag_in(S.OPDRACHT_VERLEEND, gemeenten=letter).opdracht, plan, by=manager)
    return plan


def test_a_municipality_reads_its_own_lines_and_the_hours_of_the_rest(gedeeld):
    lezer = iemand(Rol.CONTROLLER, organisatie=gemeente("U"))
    gelezen = plannen.lees_een(gedeeld, lezer)
    assert [r.regel.organisatie for r in gelezen.regels if r.soort == "dvo"] == [gemeente("U")]
    assert [r.opdracht.aanvraag.organisatie for r in gelezen.regels if r.opdracht] == [gemeente("U")]
    assert gelezen.verborgen.uren == 160 and gelezen.totaal.uren == 280
    assert plannen.lees_een(gedeeld, iemand(Rol.VOORZITTER)).verborgen is None


def test_the_pages_show_no_line_of_another_municipality(gedeeld, client):
    client.force_login(iemand(Rol.CONTROLLER, organisatie=gemeente("U")))
    pagina = client.get(gedeeld.get_absolute_url()).content.decode()
    assert "Servicedesk Uithoorn" in pagina and "Werk voor anderen" in pagina
    assert "Servicedesk Diemen" not in pagina and "Past het in de uren?" not in pagina
    vreemd = gedeeld.regels.get(organisatie=gemeente("D"), product__isnull=False)
    adres = reverse("maatwerk:werkplanregel", args=[team().pk, 2026, vreemd.pk])
    assert client.get(adres).status_code == 404
    client.force_login(maak(Rol.CPI))
    assert client.get(gedeeld.get_absolute_url()).status_code == 404
    assert client.get(reverse("maatwerk:werkplannen")).status_code == 403


def test_who_reads_plans_finds_the_decision_in_the_register(plan, manager, client):
    _vastgesteld(plan, manager)
    [besluit] = Besluit.objects.filter(soort=BesluitSoort.WERKPLAN)
    lezer = iemand(Rol.BUDGETHOUDER)
    assert besluit in inzage.visible_to(Besluit, lezer)
    client.force_login(lezer)
    pagina = client.get(reverse("besluit", args=[besluit.nummer])).content.decode()
    assert plan.get_absolute_url() in pagina and Werkplanvaststelling.objects.get().sha256 in pagina


@pytest.mark.parametrize("pad", ["plan", "lijst"])
def test_pages_take_the_same_queries_for_more_lines(plan, manager, client, pad):
    adres = plan.get_absolute_url() if pad == "plan" else reverse("maatwerk:werkplannen")
    client.force_login(iemand(Rol.CONCERNCONTROLLER))

    def meet():
        client.get(adres)
        with CaptureQueriesContext(connection) as vragen:
            assert client.get(adres).status_code == 200
        return len(vragen)

    uren_van(team(), DEC, omschrijving="Inhuur", bruto=900)
    acties.plan_in(aanvraag_in(S.OPDRACHT_VERLEEND).opdracht, plan, by=manager)
    zet_regel(plan, by=manager, titel="Overleg", uren=UREN)
    een = meet()
    for nr in range(4):
        acties.plan_in(aanvraag_in(S.OPDRACHT_VERLEEND).opdracht, plan, by=manager)
        zet_regel(plan, by=manager, titel=f"Overleg {nr}", uren=UREN)
        werkplan(team=team(f"Team {nr}"))
    assert meet() == een


# Doing it on the pages -----------------------------------------------------------------------------------


@pytest.fixture
def als(client):
    def log_in(rol, **waar):
        client.force_login(iemand(rol, **waar))
        return client

    return log_in


def _adres(plan, handeling, regel=None):
    if regel is None:
        return reverse("maatwerk:werkplan_handeling", args=[plan.team_id, plan.jaar, handeling])
    return reverse("maatwerk:werkplanregel_handeling", args=[plan.team_id, plan.jaar, regel.pk, handeling])


def test_from_an_empty_year_to_an_adopted_plan_in_the_browser(als):
    for maand in (1, 4, 7, 12):
        uren_van(team(), date(2026, maand, 1), bruto=100)
    dvo_met("U", producten={"Servicedesk": (1, 200)})
    opdracht = aanvraag_in(S.OPDRACHT_VERLEEND).opdracht
    klant = als(Rol.TEAMMANAGER)
    assert "Werkplan beginnen" in klant.get("/werkplannen/?jaar=2026").content.decode()
    klant.post(reverse("maatwerk:werkplan_maken", args=[team().pk, 2026]))
    plan = Werkplan.objects.get()
    assert klant.post(_adres(plan, "vullen")).status_code == 302
    assert klant.post(_adres(plan, "inplannen"), {"opdrachten": [opdracht.pk]}).status_code == 302
    te_veel = klant.post(_adres(plan, "toetsen"))
    assert te_veel.status_code == 422 and "Kwartaal 4: 30 uur te veel" in te_veel.content.decode()

    regel = plan.regels.get(product__isnull=False)
    velden = {"wat": regel.titel, "k1": "50", "k2": "50", "k3": "50", "k4": "20"}
    assert klant.post(_adres(plan, "wijzigen", regel), velden).status_code == 302
    assert klant.post(_adres(plan, "toetsen")).status_code == 302
    regel.refresh_from_db()
    assert (regel.organisatie, regel.product.naam, regel.k4) == (gemeente("U"), "Servicedesk", 20)

    voorzitter = als(Rol.VOORZITTER)
    assert voorzitter.post(_adres(plan, "vaststellen"), {"reden": ""}).status_code == 422
    antwoord = voorzitter.post(_adres(plan, "vaststellen"), {"reden": "Het past."}, follow=True)
    assert "vastgesteld met besluit BES-2026-" in antwoord.content.decode()


def test_bad_hours_are_refused_beside_the_field_and_nothing_is_lost(plan, als):
    klant = als(Rol.TEAMMANAGER)
    velden = {"wat": "Overleg", "k1": "-5", "k2": "veel", "k3": "1e9", "k4": "0"}
    antwoord = klant.post(_adres(plan, "regel-toevoegen"), velden)
    form = antwoord.context["form"]
    assert antwoord.status_code == 422 and set(form.errors) == {"k1", "k2", "k3"}
    assert form["wat"].value() == "Overleg" and not plan.regels.exists()
    leeg = klant.post(_adres(plan, "regel-toevoegen"), {"wat": "Niets", **dict.fromkeys(velden, "0")})
    assert "Vul in ten minste één kwartaal uren in." in leeg.content.decode()


def test_who_may_not_act_gets_no_form_and_a_late_press_two_versions(plan, manager, als):
    assert als(Rol.VOORZITTER).get(_adres(plan, "vullen")).status_code == 403
    assert als(Rol.TEAMMANAGER).get(_adres(plan, "onzin")).status_code == 404
    klant = als(Rol.TEAMMANAGER)
    zet_regel(plan, by=manager, titel="Eerder", uren=UREN)
    velden = {"wat": "Later", "k1": "5", "k2": "5", "k3": "5", "k4": "5", "versie": plan.versie - 1}
    antwoord = klant.post(_adres(plan, "regel-toevoegen"), velden)
    assert antwoord.status_code == 409 and "Later" in antwoord.content.decode()


def test_hours_of_an_assignment_are_not_typed_in(plan, manager, als):
    regel = acties.plan_in(aanvraag_in(S.OPDRACHT_VERLEEND).opdracht, plan, by=manager).regel
    assert als(Rol.TEAMMANAGER).get(_adres(plan, "bijwerken", regel)).status_code in (302, 404)
    Werkplan.objects.update(status=W.VASTGESTELD)
    assert als(Rol.TEAMMANAGER).get(_adres(plan, "bijwerken", regel)).status_code == 404


def test_the_work_list_names_a_plan_to_adopt_and_an_assignment_to_plan(plan, manager):
    voorzitter = iemand(Rol.VOORZITTER)
    aanvraag_in(S.OPDRACHT_VERLEEND)
    zet_regel(plan, by=manager, titel="Overleg", uren=(D(1), D(1), D(1), D(1)))
    assert (mijn_werk.tel(manager, "werkplannen"), mijn_werk.tel(voorzitter, "werkplannen")) == (1, 0)
    [taak] = werkplanwerk.lees(manager, 50)
    assert taak.wat == "Zet de opdracht in het werkplan"
    acties.plan_in(plannen.in_te_plannen(plan, manager)[0], plan, by=manager)
    acties.toets(plan, by=manager)
    assert (mijn_werk.tel(manager, "werkplannen"), mijn_werk.tel(voorzitter, "werkplannen")) == (0, 1)
    [taak] = werkplanwerk.lees(voorzitter, 50)
    assert (taak.waarover, taak.knop_url) == ("Werkplan I&A 2026", _adres(plan, "vaststellen"))
    assert OpdrachtInWerkplan.objects.count() == 1


def test_the_page_says_the_latest_and_all_of_it_when_asked(plan, manager, client):
    for nr in range(8):
        zet_regel(plan, by=manager, titel=f"Klus {nr}", uren=UREN)
    client.force_login(manager)

    kort = client.get(plan.get_absolute_url())
    assert len(kort.context["verloop"]) == 5
    assert 'href="?verloop=alles#verloop-kop"' in kort.content.decode()

    alles = client.get(plan.get_absolute_url(), {"verloop": "alles"})
    assert len(alles.context["verloop"]) == 9
    assert "Toon alles wat er gebeurde" not in alles.content.decode()
