"""4.8 Eén draad van vraag tot verantwoording: elk uur en elke euro heeft één opdracht en één besluit."""

from datetime import date, datetime
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Sum

from duoplus import klok
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.choices import Rol
from duoplus.models import Besluit
from duoplus.transitions import StapKanNiet
from maatwerk import wezen
from maatwerk.actions import boeken, werkplan
from maatwerk.actions.draad import haal_van_artikel, leg_onder_artikel
from maatwerk.choices import AanvraagStatus as S
from maatwerk.draad import boekingen_met_grond, opdrachten_met_grond
from maatwerk.models import (
    AanvraagBesluit,
    Boeking,
    Opdracht,
    OpdrachtInWerkplan,
    OpdrachtOnderArtikel,
    Periode,
)
from ogon.actions.werkplan import vul_uit_dvo, werk_bij, zet_regel
from ogon.choices import WerkplanStatus
from ogon.models import Werkplan
from tests.factories import aanvraag_in, afspraken, gemeente, iemand, team, zet
from tests.factories.lumpsums import sluit_maanden
from tests.maatwerk.uren.capaciteit import uren_van

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]
DEC = date(2026, 12, 1)


@pytest.fixture
def manager(maandag):
    return iemand(Rol.TEAMMANAGER)


def _boek(opdracht, manager, uren="7.5", euro="100.01"):
    vandaag = klok.vandaag()
    boeking = boeken.boeken_uren(
        opdracht, by=manager, datum=vandaag, team=team(), functiegroep="B", uren=D(uren), omschrijving="Bouw"
    )
    boeken.boeken_kosten(
        opdracht, by=manager, datum=vandaag, bedrag=D(euro), omschrijving="Licentie", leverancier="Y"
    )
    return boeking


@pytest.fixture
def geboekt(manager):
    """Three assignments at work: one decided twice, one shared, one with a reversal."""
    dubbel = zet(zet(aanvraag_in(S.GEPRIORITEERD), "op_wachtlijst_zetten"), "prioriteren")
    for stap in ("opdracht_geven", "opdracht_geven", "starten"):
        zet(dubbel, stap)
    opdrachten = [dubbel.opdracht, *(aanvraag_in(S.IN_UITVOERING, gemeenten=g).opdracht for g in ("UD", "U"))]
    boekingen = [_boek(opdracht, manager) for opdracht in opdrachten]
    boeken.corrigeren_boeking(boekingen[-1], by=manager, reden="Verkeerde opdracht.")
    return opdrachten


# Up: every hour and euro -------------------------------------------------------------------------------


def test_every_booked_hour_and_euro_rests_on_one_assignment_and_one_decision(geboekt):
    for boeking in (alle := boekingen_met_grond()):
        assert boeking.opdracht.nummer and boeking.opdracht.verleend_op
        besluit = Besluit.objects.get(pk=boeking.grond)
        assert besluit.aanvraagregel.aanvraag == boeking.opdracht.aanvraag
        assert besluit.genomen_op <= boeking.opdracht.klaargezet_op
    assert alle.count() == 7


def test_the_thread_splits_the_ledger_without_rest_or_overlap(geboekt):
    """By decision, by assignment and as a whole: the same hours and the same euros."""
    som = {"uren": Sum("uren"), "bedrag": Sum("bedrag")}
    geheel = Boeking.objects.aggregate(**som)
    for per in ("grond", "opdracht"):
        delen = list(boekingen_met_grond().order_by().values(per).annotate(**som))
        assert len(delen) == 3 and None not in [deel[per] for deel in delen]
        assert {soort: sum(deel[soort] for deel in delen) for soort in som} == geheel


def test_of_two_decisions_the_last_before_the_assignment_counts(geboekt):
    besluiten = [r.besluit_id for r in geboekt[0].aanvraag.besluitregels.order_by("besluit_id")]
    assert len(besluiten) == 3
    assert opdrachten_met_grond().get(pk=geboekt[0].pk).grond == besluiten[-1]


def test_the_initial_makes_one_assignment_however_often_it_is_pressed():
    aanvraag = aanvraag_in(S.OPDRACHT_VERLEEND)
    for wie in (Rol.VOORZITTER, Rol.BUDGETHOUDER):
        with pytest.raises((StapKanNiet, PermissionDenied)):
            zet(aanvraag, "opdracht_geven", by=iemand(wie))
    opdracht = Opdracht.objects.get()
    assert opdracht.parafen.count() == 2
    with pytest.raises(IntegrityError, match="liggen vast"), transaction.atomic():
        Opdracht.objects.update(plafond_uren=999, tarieven={})


# Across: the agreement and the plan ----------------------------------------------------------------------


@pytest.fixture
def dvo(maandag):
    return afspraken.dvo_met(
        "U", artikelen={1: "Duur", 2: "Diensten", 3: "Maatwerk"}, producten={"Servicedesk": (2, 400)}
    )


@pytest.fixture
def plan(maandag):
    uren_van(team(), DEC, bruto=500)
    return afspraken.werkplan()


def test_the_thread_is_walked_both_ways(dvo, plan, manager, client):
    opdracht = aanvraag_in(S.IN_UITVOERING).opdracht
    leg_onder_artikel(opdracht, dvo, 3, by=manager)
    regel = werkplan.plan_in(opdracht, plan, by=manager).regel
    _boek(opdracht, manager)
    besluit = opdracht.aanvraag.besluitregels.get().besluit
    aanvraag = opdracht.aanvraag.get_absolute_url()
    knopen = {
        "draad": f"{aanvraag}draad/",
        "opdracht": opdracht.get_absolute_url(),
        "besluit": besluit.get_absolute_url(),
        "artikel": f"/draad/dvo/{dvo.nummer}/3/",
        "werkplan": f"/werkplannen/{team().pk}/2026/regels/{regel.pk}/",
    }
    client.force_login(iemand(Rol.CONCERNCONTROLLER))
    bladen = {naam: client.get(adres).content.decode() for naam, adres in knopen.items()}
    for naam in ("opdracht", "besluit", "artikel", "werkplan"):
        assert knopen[naam] in bladen["draad"], naam
        assert knopen["draad"] in bladen[naam], naam
    assert aanvraag in bladen["draad"] and knopen["draad"] in client.get(aanvraag).content.decode()
    assert "7,5 uur" in bladen["draad"] and "De draad is nog niet compleet" not in bladen["draad"]


def test_an_assignment_goes_under_an_article_that_holds_of_who_takes_part(dvo, manager):
    opdracht = aanvraag_in(S.IN_UITVOERING).opdracht
    vreemd = afspraken.dvo_met("D", artikelen={1: "Duur"})
    with pytest.raises(StapKanNiet, match="Diemen doet niet mee"):
        leg_onder_artikel(opdracht, vreemd, 1, by=manager)
    with pytest.raises(StapKanNiet, match="geen artikel 9"):
        leg_onder_artikel(opdracht, dvo, 9, by=manager)
    with pytest.raises(PermissionDenied):
        leg_onder_artikel(opdracht, dvo, 3, by=iemand(Rol.AANVRAGER))
    leg_onder_artikel(opdracht, dvo, 3, by=manager)
    with pytest.raises(StapKanNiet, match="valt al onder artikel 3"):
        leg_onder_artikel(opdracht, dvo, 3, by=iemand(Rol.SECRETARIS))


# Loose: what belongs to nothing ------------------------------------------------------------------------


def _namen(nr: int, dag=None) -> list[str]:
    return [wees.wat for wees in wezen.soorten(dag)[nr].wezen]


def test_with_everything_tied_nothing_hangs_loose(geboekt, plan, manager, dvo):
    assert [_namen(nr) for nr in range(3)] == [[], [], []]


def test_hours_without_an_assignment_are_named(manager, plan):
    halve = zet(aanvraag_in(S.GEPRIORITEERD), "opdracht_geven").opdracht
    Boeking.objects.create(
        opdracht=halve, soort="uren", datum=klok.vandaag(), team=team(), functiegroep="B", uren=3,
        bedrag=264, omschrijving="Te vroeg begonnen", geboekt_door=manager,
        periode=Periode.van(klok.vandaag()),
    )  # fmt: skip
    regel = zet_regel(plan, by=manager, titel="Inwerken", uren=(D(0), D(0), D(0), D(40)))
    Werkplan.objects.update(status=WerkplanStatus.VASTGESTELD)
    regel.refresh_from_db()
    werk_bij(regel, by=manager, kwartaal=4, gewerkt=D(12), verwacht=D(0))

    boeking, stand = wezen.soorten()[0].wezen
    assert (boeking.wat, boeking.uren, boeking.bedrag) == (
        f"Te vroeg begonnen, {halve.aanvraag.kenmerk}", 3, 264,
    )  # fmt: skip
    assert (stand.wat, stand.uren) == ("Inwerken, Werkplan I&A 2026", 12)


def test_an_assignment_without_a_decision_is_named_with_what_it_cost(manager):
    """As an imported one: nobody knows who decided on it."""
    aanvraag = aanvraag_in(S.IN_RAMING)
    raming = aanvraag.ramingen.first() or zet(aanvraag, "voorstellen").ramingen.get()
    opdracht = Opdracht.objects.create(
        aanvraag=aanvraag, raming=raming, nummer="OPD-2025-0007", plafond_uren=10, plafond_kosten=100,
        einddatum=DEC, verleend_op=klok.nu(),
    )  # fmt: skip
    Boeking.objects.create(
        opdracht=opdracht, soort="kosten", datum=klok.vandaag(), bedrag=50, omschrijving="Factuur",
        geboekt_door=manager, periode=Periode.van(klok.vandaag()),
    )  # fmt: skip
    [los] = wezen.soorten()[1].wezen
    assert (los.wat, los.bedrag) == (f"OPD-2025-0007 {aanvraag.titel}", 50)


def test_a_decision_without_an_assignment_is_named_after_ten_working_days():
    aanvraag = aanvraag_in(S.GEPRIORITEERD)  # on Monday 16 November
    besluit = aanvraag.besluitregels.get().besluit
    assert _namen(2, date(2026, 11, 30)) == []
    assert _namen(2, date(2026, 12, 1)) == [f"{besluit.nummer} {aanvraag.titel}"]
    zet(zet(aanvraag, "opdracht_geven"), "opdracht_geven")
    assert _namen(2, date(2026, 12, 1)) == []


def test_an_article_that_nothing_falls_under_is_named(dvo, plan, manager):
    alle = [f"{dvo}, Artikel {nr} {titel}" for nr, titel in ((1, "Duur"), (2, "Diensten"), (3, "Maatwerk"))]
    assert _namen(3) == alle
    leg_onder_artikel(aanvraag_in(S.IN_UITVOERING).opdracht, dvo, 3, by=manager)
    vul_uit_dvo(plan, by=manager)
    assert _namen(3) == alle[:1]


def test_the_report_lists_the_four_kinds_and_downloads(client, dvo):
    client.force_login(iemand(Rol.CONCERNCONTROLLER))
    pagina = client.get("/draad/wezen/").content.decode()
    for soort in wezen.soorten():
        assert soort.naam in pagina
    bestand = b"".join(client.get("/draad/wezen/download/?formaat=csv").streaming_content).decode("utf-8-sig")
    assert "Artikel 1 Duur" in bestand
    client.force_login(iemand(Rol.AANVRAGER))
    assert client.get("/draad/wezen/").status_code == 403


# Fast: once closed ---------------------------------------------------------------------------------------


def test_no_link_goes_or_changes_once_the_work_is_closed(dvo, plan, manager):
    aanvraag = aanvraag_in(S.IN_UITVOERING)
    link = leg_onder_artikel(aanvraag.opdracht, dvo, 3, by=manager)
    werkplan.plan_in(aanvraag.opdracht, plan, by=manager)
    ander = leg_onder_artikel(aanvraag.opdracht, dvo, 1, by=manager)
    haal_van_artikel(ander, by=manager)  # while the work goes on this can be put right
    _boek(aanvraag.opdracht, manager)
    sluit_maanden(aanvraag.opdracht)
    for stap in ("opleveren", "accepteren", "afsluiten"):
        zet(aanvraag, stap)

    with pytest.raises(StapKanNiet, match="De draad ligt vast"):
        haal_van_artikel(OpdrachtOnderArtikel.objects.get(pk=link.pk), by=manager)
    for rijen in (OpdrachtOnderArtikel, OpdrachtInWerkplan, Boeking, AanvraagBesluit):
        with pytest.raises(IntegrityError), transaction.atomic():
            rijen.objects.all()._raw_delete(rijen.objects.db)
    for rijen in (OpdrachtOnderArtikel, OpdrachtInWerkplan):
        with pytest.raises(IntegrityError, match="afgesloten"), transaction.atomic():
            rijen.objects.update(op=datetime(2020, 1, 1, tzinfo=AMSTERDAM))


def test_a_municipality_sees_no_article_of_another(manager, client):
    opdracht = aanvraag_in(S.IN_UITVOERING, gemeenten="UD").opdracht
    for letter in "UD":
        leg_onder_artikel(opdracht, afspraken.dvo_met(letter, artikelen={7: f"Van {letter}"}), 7, by=manager)
    client.force_login(iemand(Rol.CONTROLLER, organisatie=gemeente("U")))
    pagina = client.get(f"{opdracht.aanvraag.get_absolute_url()}draad/").content.decode()
    assert "Artikel 7 Van U" in pagina and "Van D" not in pagina
    [vreemd] = OpdrachtOnderArtikel.objects.filter(dvo__organisatie=gemeente("D"))
    assert client.get(f"/draad/dvo/{vreemd.dvo.nummer}/7/").status_code == 404
