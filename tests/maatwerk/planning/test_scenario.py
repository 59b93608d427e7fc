"""Een scenario: wat het weigert, wie erbij mag, hoe het overgaat in een besluit, en zijn bladzijden."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok
from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Besluit, Gebeurtenis, Roltoewijzing
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions import ronde as acties_ronde
from maatwerk.actions import scenario as acties
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Rekening
from maatwerk.models import Aanvraag, Afspraak, Boeking, Consultatie, Mutatie, Opdracht, Periode, Scenario
from maatwerk.planning.plan import horizon, lees_plan
from maatwerk.planning.scenario import reken
from maatwerk.planning.wijzigingen import als_zin
from ogon.choices import CapaciteitSoort, Fase
from ogon.models import Capaciteitsregel, Ogon
from tests.factories import aanvraag_in, gemeente, iemand, maak, ogon, team, zet
from tests.factories.plannen import honderd_per_maand, ingepland, plan_van
from tests.factories.rondes import cyclus_in, geef_uren, kandidaat, ronde_met

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]

JAN, FEB, MRT = date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 31)


@pytest.fixture
def lijst():
    """A 80 in January, B 20 + 40, C 60 in February."""
    honderd_per_maand(1, 2, 3)
    return plan_van(("A", 80, JAN), ("B", 60, FEB), ("C", 60, FEB))


@pytest.fixture
def voorzitter():
    return iemand(Rol.VOORZITTER)


@pytest.fixture
def scenario(lijst, voorzitter):
    return acties.maak(ogon(), naam="Spoedklus", by=voorzitter)


def verplaats(aanvraag, plaats):
    return {"soort": "verplaats", "aanvraag": aanvraag.sleutel, "plaats": plaats}


def nieuw(uren="120", plaats=1, **anders):
    return {"soort": "toevoegen", "titel": "X", "uren": {str(team().pk): uren}, "plaats": plaats} | anders


def capaciteit(uren, maand="2027-01-01", **anders):
    return {"soort": "capaciteit", "team": team().pk, "maand": maand, "uren": uren} | anders


def uitkomst(scenario):
    return reken(lees_plan(scenario.ogon), scenario.wijzigingen)


def volgorde(scenario):
    return " ".join(r.regel.titel for r in uitkomst(scenario).in_plan)


def neem_over(scenario, by, oorzaken=None, **anders):
    velden = {
        "reden": "Zo is het besproken.",
        "oorzaken": oorzaken or {},
        "vingerafdruk": lees_plan(scenario.ogon).vingerafdruk,
    }
    return acties.overnemen(scenario, by=by, **velden | anders)


# The plan of now --------------------------------------------------------------------------------------


def test_the_plan_looks_from_this_month_to_the_end_of_next_year():
    assert (horizon()[0], horizon()[-1], len(horizon())) == (date(2026, 11, 1), date(2027, 12, 1), 14)
    with klok.op(klok.nu().replace(year=2026, month=1)):
        assert len(horizon()) == 24


def test_work_under_way_comes_first_with_the_hours_that_are_left(lijst):
    loopt = aanvraag_in(S.IN_UITVOERING, titel="Loopt")
    zet(loopt, "opleveren")  # what is delivered is out of the plan again
    loopt = aanvraag_in(S.OPDRACHT_VERLEEND, titel="Verleend")
    regels = lees_plan(ogon()).regels
    assert [r.titel for r in regels] == ["Verleend", "A", "B", "C"]
    assert regels[0].uren == {team().pk: Decimal("80.00")}
    assert regels[0].vroegste_start == date(2026, 12, 16) and loopt.opdracht.plafond_uren == 80


def test_without_a_ledger_the_ceiling_less_what_was_booked_is_divided_as_estimated(lijst):
    loopt = kandidaat("Oud", {"I&A": 30, "HRM": 60}, status=S.IN_UITVOERING)
    opdracht = Opdracht.objects.create(
        aanvraag=loopt, raming=loopt.ramingen.get(), nummer="OPD-1", plafond_uren=90, plafond_kosten=1,
        einddatum=FEB, verleend_op=klok.nu(),
    )  # fmt: skip
    Boeking.objects.create(
        opdracht=opdracht, soort="uren", datum=klok.vandaag(), team=team(), functiegroep="B", uren=30,
        bedrag=1, omschrijving="Werk", geboekt_door=iemand(Rol.UITVOERDER),
        periode=Periode.van(klok.vandaag()),
    )  # fmt: skip
    assert lees_plan(ogon()).regels[0].uren == {team().pk: 20, team("HRM").pk: 40}


def test_reading_takes_as_many_queries_for_one_as_for_many(lijst):
    def tel():
        o = Ogon.objects.get(pk=ogon().pk)
        with CaptureQueriesContext(connection) as vragen:
            reken(lees_plan(o), []).verslag()
        return len(vragen)

    eerst = tel()
    for nr in range(4, 12):
        ingepland(f"Nog {nr}", {"I&A": 5, "HRM": 3}, nr, FEB)
        kandidaat(f"Kan {nr}", {"I&A": 5}, status=S.WACHTLIJST)
    assert tel() == eerst <= 20


def test_the_same_plan_has_the_same_fingerprint_and_any_change_another(lijst):
    afdruk = lees_plan(ogon()).vingerafdruk
    assert lees_plan(ogon()).vingerafdruk == afdruk
    geef_uren("I&A", 1, maand=date(2027, 5, 1))
    assert lees_plan(ogon()).vingerafdruk != afdruk


# Changing a scenario ----------------------------------------------------------------------------------


def test_moving_adding_and_dropping_are_undone_one_by_one(scenario, lijst, voorzitter):
    acties.wijzig(scenario, verplaats(lijst["C"], 1), by=voorzitter)
    acties.wijzig(scenario, nieuw(plaats=2), by=voorzitter)
    acties.wijzig(scenario, {"soort": "weghalen", "aanvraag": lijst["A"].sleutel}, by=voorzitter)
    assert volgorde(scenario) == "C X B"
    assert [als_zin(lees_plan(ogon()), w) for w in scenario.wijzigingen] == [
        "‘C’ naar plaats 1",
        "‘X’ erbij op plaats 2 (I&A 120 uur)",
        "‘A’ uit het plan",
    ]
    acties.draai_terug(scenario, 1, by=voorzitter)
    assert volgorde(scenario) == "C B"
    terug = {"soort": "toevoegen", "aanvraag": lijst["A"].sleutel, "plaats": 9}
    assert volgorde(acties.wijzig(scenario, terug, by=voorzitter)) == "C B A"
    assert [r.regel.titel for r in uitkomst(scenario).weg] == []


def test_a_change_that_no_longer_applies_is_left_out_and_named(scenario, lijst, voorzitter):
    acties.wijzig(scenario, verplaats(lijst["C"], 1), by=voorzitter)
    zet(lijst["C"], "op_wachtlijst_zetten")
    resultaat = uitkomst(scenario)
    assert resultaat.vervallen == {0: "‘C’ staat niet in het plan."}
    cyclus_in(Fase.UITVOEREN, jaar=2026)
    with pytest.raises(StapKanNiet, match="Draai deze wijziging eerst terug"):
        neem_over(scenario, voorzitter)


def test_a_move_that_the_plan_made_itself_is_no_obstacle(scenario, lijst, voorzitter):
    acties.wijzig(scenario, verplaats(lijst["C"], 1), by=voorzitter)
    zet(lijst["C"], "verplaatsen", plaats=1)
    assert uitkomst(scenario).vervallen == {} and uitkomst(scenario).breekt == []


def test_what_the_law_requires_stays_above_the_rest(scenario, lijst, voorzitter, monkeypatch):
    monkeypatch.setattr("maatwerk.planning.plan._vastgezet", lambda ogon: {lijst["B"].pk})
    assert volgorde(scenario) == "B A C"
    with pytest.raises(StapKanNiet, match="‘A’ staat al op plaats 2"):
        acties.wijzig(scenario, verplaats(lijst["A"], 1), by=voorzitter)


@pytest.mark.parametrize(
    ("wijziging", "zin"),
    [
        ({"soort": "verplaats", "aanvraag": "MW-2026-9999", "plaats": 1}, "staat niet in het plan"),
        ({"soort": "verplaats", "aanvraag": None, "plaats": 1}, "Kies een aanvraag"),
        ({"soort": "verdubbel"}, "kennen wij niet"),
        ({}, "kennen wij niet"),
    ],
)
def test_nonsense_is_refused_in_words(scenario, voorzitter, wijziging, zin):
    with pytest.raises(StapKanNiet, match=zin):
        acties.wijzig(scenario, wijziging, by=voorzitter)
    assert Scenario.objects.get().wijzigingen == []


@pytest.mark.parametrize("plaats", [0, -1, "1", 1.5, True, None])
def test_a_place_counts_from_one(scenario, lijst, voorzitter, plaats):
    with pytest.raises(StapKanNiet, match="plaats in vanaf 1"):
        acties.wijzig(scenario, verplaats(lijst["A"], plaats), by=voorzitter)


@pytest.mark.parametrize("uren", ["-5", "0", "NaN", "veel", "1e9", "7.125", None])
def test_new_work_takes_a_number_of_hours_above_zero(scenario, voorzitter, uren):
    with pytest.raises(StapKanNiet, match=r"uur|uren"):
        acties.wijzig(scenario, nieuw(uren), by=voorzitter)


def test_an_unknown_team_and_a_day_outside_the_plan_are_refused(scenario, voorzitter):
    with pytest.raises(StapKanNiet, match="Kies een team"):
        acties.wijzig(scenario, nieuw() | {"uren": {"999999": "5"}}, by=voorzitter)
    for dag, zin in (("2026-10-31", "Het plan loopt van november 2026"), ("2028-01-01", "december 2027"),
                     ("2027-02-30", "Vul een datum in")):  # fmt: skip
        with pytest.raises(StapKanNiet, match=zin):
            acties.wijzig(scenario, nieuw(vroegste_start=dag), by=voorzitter)


def test_a_request_of_another_ogon_is_not_of_this_plan(scenario, voorzitter):
    vreemd = kandidaat("Elders", {"I&A": 10}, ogon=ogon("buurt"), status=S.WACHTLIJST)
    toevoegen = {"soort": "toevoegen", "aanvraag": vreemd.sleutel, "plaats": 1}
    for wijziging in (toevoegen, verplaats(vreemd, 1)):
        with pytest.raises(StapKanNiet, match="Deze aanvraag"):
            acties.wijzig(scenario, wijziging, by=voorzitter)


def test_capacity_goes_no_lower_than_nothing(scenario, voorzitter):
    with pytest.raises(StapKanNiet, match="heeft in januari 2027 100 uur vrij"):
        acties.wijzig(scenario, capaciteit("-100.5"), by=voorzitter)
    acties.wijzig(scenario, capaciteit("-100"), by=voorzitter)
    with pytest.raises(StapKanNiet, match="0 uur vrij"):
        acties.wijzig(scenario, capaciteit("-1"), by=voorzitter)
    assert uitkomst(scenario).teams[0].ruimte == -100


def test_no_more_hours_leave_a_dvo_row_than_are_in_it(scenario, voorzitter):
    regel = Capaciteitsregel.objects.create(
        team=team(), maand=date(2027, 1, 1), soort=CapaciteitSoort.DVO, omschrijving="Helpdesk", uren=40,
        bron="DVO", ingevoerd_door=voorzitter,
    )  # fmt: skip
    acties.wijzig(scenario, capaciteit("30", regel=regel.pk), by=voorzitter)
    with pytest.raises(StapKanNiet, match="‘Helpdesk’ heeft 40 uur"):
        acties.wijzig(scenario, capaciteit("11", regel=regel.pk), by=voorzitter)
    with pytest.raises(StapKanNiet, match="niet bij dit team"):
        acties.wijzig(scenario, capaciteit("5", "2027-02-01", regel=regel.pk), by=voorzitter)


def test_hours_from_dvo_work_name_their_own_team_and_month(client, scenario, voorzitter):
    regel = Capaciteitsregel.objects.create(
        team=team("HRM"), maand=date(2027, 3, 1), soort=CapaciteitSoort.DVO, omschrijving="Salarissen",
        uren=40, bron="DVO", ingevoerd_door=voorzitter,
    )  # fmt: skip
    client.force_login(voorzitter)
    invoer = {"hoe": "dvo", "uren": "30", "dvo": regel.pk}
    assert client.post(adres(scenario, "capaciteit"), invoer).status_code == 302
    (norm,) = uitkomst(Scenario.objects.get()).normen
    assert (norm.regel, norm.over) == (regel, 10)
    assert "Salarissen" in client.get(adres(scenario)).text


def test_two_tabs_do_not_overwrite_each_other(scenario, lijst, voorzitter):
    acties.wijzig(scenario, verplaats(lijst["C"], 1), by=voorzitter, versie=0)
    with pytest.raises(Verouderd):
        acties.wijzig(scenario, verplaats(lijst["B"], 1), by=voorzitter, versie=0)


def test_the_order_on_the_board_can_be_tried_below_what_is_under_way(lijst, voorzitter):
    """Ranked A B C; the board of next year has Wacht, C and one that is not ready."""
    loopt = aanvraag_in(S.OPDRACHT_VERLEEND, titel="Loopt")
    ronde = ronde_met(kandidaat("Wacht", {"I&A": 10}, aanleiding="wettelijk"))
    acties_ronde.voeg_toe(
        ronde, kandidaat("Niet gereed", {}, status=S.IN_RAMING), by=voorzitter, reden="Toch."
    )
    plaats = ronde.plaatsen.get(aanvraag=lijst["C"]).plaats
    acties_ronde.verplaats(ronde, lijst["C"], plaats=2, by=voorzitter) if plaats != 2 else None
    scenario = acties.maak_van_bord(ronde, naam="Bord", by=voorzitter)
    assert loopt.titel == "Loopt"
    assert volgorde(scenario) == "Loopt Wacht C A B"
    assert uitkomst(scenario).vervallen == {}


# Who ---------------------------------------------------------------------------------------------------


def mensen():
    return {
        "voorzitter": iemand(Rol.VOORZITTER),
        "secretaris": iemand(Rol.SECRETARIS),
        "opdrachtgever": maak(Rol.OPDRACHTGEVER, organisatie=gemeente("D")),
        "teammanager": iemand(Rol.TEAMMANAGER),
        "concerncontroller": iemand(Rol.CONCERNCONTROLLER),
        "directieberaad": iemand(Rol.DIRECTIEBERAAD),
        "aanvrager": iemand(Rol.AANVRAGER),
        "uitvoerder": iemand(Rol.UITVOERDER),
        "voorzitter elders": iemand(Rol.VOORZITTER, ogon=ogon("buurt")),
        "gisteren": maak(Rol.VOORZITTER, ogon=ogon(), tot=klok.vandaag() - timedelta(days=1)),
    }


def test_a_scenario_is_of_who_made_it_until_it_is_shared(scenario, voorzitter):
    mag = {"voorzitter", "secretaris", "opdrachtgever", "teammanager", "concerncontroller", "directieberaad"}
    assert {wie for wie, user in mensen().items() if user.has_perm(acties.MAKEN, ogon())} == mag
    assert {wie for wie, user in mensen().items() if user.has_perm(acties.ZIEN, scenario)} == {"voorzitter"}
    acties.deel(scenario, by=voorzitter)
    assert {wie for wie, user in mensen().items() if user.has_perm(acties.ZIEN, scenario)} == mag
    eigen = {wie for wie, user in mensen().items() if user.has_perm(acties.WIJZIGEN, scenario)}
    assert eigen == {"voorzitter"}
    neemt = {wie for wie, user in mensen().items() if user.has_perm(acties.OVERNEMEN, scenario)}
    assert neemt == {"voorzitter"}


def test_a_chair_whose_role_ended_yesterday_adopts_nothing(scenario, lijst, voorzitter):
    cyclus_in(Fase.UITVOEREN, jaar=2026)
    acties.wijzig(scenario, verplaats(lijst["C"], 1), by=voorzitter)
    gisteren = klok.vandaag() - timedelta(days=1)
    Roltoewijzing.objects.filter(gebruiker=voorzitter).update(tot=gisteren)
    with pytest.raises(PermissionDenied):
        neem_over(scenario, type(voorzitter).objects.get(pk=voorzitter.pk))
    assert not Besluit.objects.filter(soort=BesluitSoort.HERPRIORITEREN).exists()


def test_throwing_away_leaves_no_row_no_fact_and_no_mail(scenario, lijst, voorzitter, mailoutbox):
    feiten = Gebeurtenis.objects.count()
    acties.wijzig(scenario, verplaats(lijst["C"], 1), by=voorzitter)
    acties.gooi_weg(scenario, by=voorzitter)
    assert not Scenario.objects.exists() and Gebeurtenis.objects.count() == feiten and not mailoutbox


# Adopting ----------------------------------------------------------------------------------------------


@pytest.fixture
def c_eerst(scenario, lijst, voorzitter):
    """C Jan 60. A Jan 40 + Feb 40, so from 29 January to 26 February. B Feb 60."""
    cyclus_in(Fase.UITVOEREN, jaar=2026)
    return acties.wijzig(scenario, verplaats(lijst["C"], 1), by=voorzitter)


def test_hours_move_to_the_months_of_the_new_plan(c_eerst, lijst, voorzitter):
    besluit = neem_over(c_eerst, voorzitter, {lijst["A"].sleutel: ("gemeente", "De raad vroeg dit.")})
    stand = Mutatie.objects.stand("aanvraag__titel", "maand")
    uren = {(titel, f"{maand:%m}"): aantal for (titel, maand, _), aantal in stand.items()}
    assert uren == {("C", "01"): 60, ("A", "01"): 40, ("A", "02"): 40, ("B", "02"): 60}
    assert {rekening for *_, rekening in stand} == {Rekening.GERESERVEERD}
    assert besluit.gegevens["oorzaken"] == {lijst["A"].sleutel: ["gemeente", "De raad vroeg dit."]}
    zinnen = Gebeurtenis.objects.filter(soort="maatwerk.aanvraag.herprioriteren")
    assert [feit.gegevens["naar_datum"] for feit in zinnen] == ["26 februari 2027"]
    c_eerst.refresh_from_db()
    with pytest.raises(StapKanNiet, match="overgenomen"):
        acties.wijzig(c_eerst, verplaats(lijst["A"], 1), by=voorzitter)
    with pytest.raises(StapKanNiet, match="overgenomen"):
        acties.gooi_weg(c_eerst, by=voorzitter)


def test_every_shifted_promise_needs_its_cause(c_eerst, lijst, voorzitter):
    sleutel = lijst["A"].sleutel
    for oorzaken in ({}, {sleutel: ("gemeente", " ")}, {sleutel: ("eerste", "Zo.")}, {sleutel: ("", "Zo.")}):
        with pytest.raises(StapKanNiet, match="waardoor ‘A’ later klaar is"):
            neem_over(c_eerst, voorzitter, oorzaken)
    assert Afspraak.objects.count() == 3 and not Mutatie.objects.exists()


def test_a_plan_that_changed_since_is_refused_and_nothing_is_half_done(c_eerst, lijst, voorzitter):
    gezien = lees_plan(ogon()).vingerafdruk
    honderd_per_maand(5)
    with pytest.raises(Verouderd):
        neem_over(c_eerst, voorzitter, {lijst["A"].sleutel: ("gemeente", "Zo.")}, vingerafdruk=gezien)
    assert Aanvraag.objects.get(titel="C").plaats == 3
    assert not Besluit.objects.filter(soort=BesluitSoort.HERPRIORITEREN).exists()


@pytest.mark.parametrize("fase", [Fase.PRIORITEREN, Fase.VASTSTELLEN, Fase.EVALUEREN])
def test_adopting_is_for_the_year_that_is_carried_out(scenario, lijst, voorzitter, fase):
    cyclus_in(fase, jaar=2026)
    acties.wijzig(scenario, verplaats(lijst["C"], 1), by=voorzitter)
    with pytest.raises(StapKanNiet, match="Uitvoeren"):
        neem_over(scenario, voorzitter)


def test_what_is_dropped_waits_and_what_is_added_is_ranked(scenario, lijst, voorzitter):
    cyclus_in(Fase.UITVOEREN, jaar=2026)
    erbij = kandidaat("Erbij", {"I&A": 10})
    acties.wijzig(scenario, {"soort": "weghalen", "aanvraag": lijst["B"].sleutel}, by=voorzitter)
    acties.wijzig(scenario, {"soort": "toevoegen", "aanvraag": erbij.sleutel, "plaats": 1}, by=voorzitter)
    neem_over(scenario, voorzitter)
    assert {a.titel: (a.status, a.plaats) for a in Aanvraag.objects.all()} == {
        "Erbij": (S.GEPRIORITEERD, 1),
        "A": (S.GEPRIORITEERD, 2),
        "C": (S.GEPRIORITEERD, 3),
        "B": (S.WACHTLIJST, None),
    }


def test_work_under_way_keeps_the_turn_it_was_given(lijst, voorzitter):
    """Under way 80 hours from 16 December. After A it has Jan 20 + Feb 60, so it ends 26 February."""
    cyclus_in(Fase.UITVOEREN, jaar=2026)
    loopt = aanvraag_in(S.OPDRACHT_VERLEEND, titel="Loopt")
    beloofd = loopt.afspraken.get(soort="tijdigheid").datum
    scenario = acties.maak(ogon(), naam="A voor", by=voorzitter)
    acties.wijzig(scenario, verplaats(lijst["A"], 1), by=voorzitter)
    resultaat = uitkomst(scenario)
    oorzaken = {r.sleutel: ("duoplus", "A gaat voor.") for r in resultaat.breekt}
    neem_over(scenario, voorzitter, oorzaken)
    assert [r.titel for r in lees_plan(ogon()).regels] == ["A", "Loopt", "B", "C"]
    toegezegd = Mutatie.objects.filter(aanvraag=loopt).stand("maand")
    assert {(f"{m:%m}", r): uren for (m, r), uren in toegezegd.items()} == {
        ("01", "toegezegd"): 20,
        ("02", "toegezegd"): 60,
    }
    assert loopt.afspraken.filter(soort="tijdigheid").count() == 2 and beloofd < FEB


def test_what_stands_in_the_way_is_said_in_full(scenario, lijst, voorzitter):
    cyclus_in(Fase.UITVOEREN, jaar=2026)
    with pytest.raises(StapKanNiet, match="verandert niets"):
        neem_over(scenario, voorzitter)
    acties.wijzig(scenario, nieuw("200"), by=voorzitter)
    with pytest.raises(StapKanNiet) as weigering:
        neem_over(scenario, voorzitter)
    assert "Voor ‘X’ is er nog geen aanvraag." in str(weigering.value)
    assert "‘C’ past niet meer." in str(weigering.value)


def test_stopping_what_was_granted_is_another_decision(lijst, voorzitter):
    cyclus_in(Fase.UITVOEREN, jaar=2026)
    loopt = aanvraag_in(S.OPDRACHT_VERLEEND, titel="Loopt")
    scenario = acties.maak(ogon(), naam="Zonder", by=voorzitter)
    acties.wijzig(scenario, {"soort": "weghalen", "aanvraag": loopt.sleutel}, by=voorzitter)
    with pytest.raises(StapKanNiet, match="‘Loopt’ is al een opdracht"):
        neem_over(scenario, voorzitter)


def test_changes_of_capacity_are_named_and_not_made(c_eerst, lijst, voorzitter):
    acties.wijzig(c_eerst, capaciteit("40"), by=voorzitter)
    besluit = neem_over(c_eerst, voorzitter)
    assert besluit.gegevens["nog_te_doen"] == ["I&A in januari 2027: 40 uur meer"]
    assert Capaciteitsregel.objects.count() == 3


def test_other_ogons_that_a_shifted_promise_touches_are_asked(c_eerst, lijst, voorzitter):
    lijst["A"].betrokken_ogons.add(ogon("buurt"))
    neem_over(c_eerst, voorzitter, {lijst["A"].sleutel: ("extern", "De leverancier is laat.")})
    vraag = Consultatie.objects.get()
    assert (vraag.ogon, vraag.wat) == (
        ogon("buurt"),
        "Klaar op 26 februari 2027; beloofd was 29 januari 2027.",
    )


# Pages -------------------------------------------------------------------------------------------------


def adres(scenario, *deel):
    return reverse(
        f"maatwerk:scenario{'_handeling' if deel else ''}", args=[scenario.ogon.slug, scenario.pk, *deel]
    )


def test_from_starting_to_adopting_through_the_pages(client, lijst, voorzitter):
    cyclus_in(Fase.UITVOEREN, jaar=2026)
    client.force_login(voorzitter)
    lijst_url = reverse("maatwerk:scenarios", args=[ogon().slug])
    assert client.post(lijst_url, {"naam": ""}).status_code == 422
    antwoord = client.post(lijst_url, {"naam": "C eerst"}, follow=True)
    scenario = Scenario.objects.get()
    assert antwoord.redirect_chain == [(adres(scenario), 302)]
    zet_ = {"zet": f"{lijst['C'].sleutel}:1", "versie": 0}
    antwoord = client.post(adres(scenario), zet_, follow=True)
    assert "staat nu op plaats 1 van 3. Klaar op 29 januari 2027. 1 belofte schuift." in antwoord.text
    assert "20 werkdagen te laat" in antwoord.text
    assert client.post(adres(scenario), zet_).status_code == 409
    pagina = client.get(adres(scenario, "overnemen"))
    form = pagina.context["form"]
    invoer = {naam: form[naam].value() or "" for naam in form.fields} | {"reden": "De raad wil dit."}
    antwoord = client.post(adres(scenario, "overnemen"), invoer)
    assert antwoord.status_code == 422 and "Kies waardoor ‘A’ later klaar is." in antwoord.text
    sleutel = lijst["A"].sleutel
    invoer |= {f"oorzaak-{sleutel}": "gemeente", f"toelichting-{sleutel}": "De raad van Uithoorn."}
    assert client.post(adres(scenario, "overnemen"), invoer, follow=True).status_code == 200
    assert Besluit.objects.get(soort=BesluitSoort.HERPRIORITEREN).reden == "De raad wil dit."
    assert "Overgenomen" in client.get(adres(scenario)).text
    besluit = reverse("besluit", args=[Besluit.objects.latest("pk").nummer])
    pagina = client.get(besluit).text
    assert "De raad van Uithoorn." in pagina and "26 feb 2027" in pagina and "nieuwe belofte" in pagina
    client.force_login(iemand(Rol.AANVRAGER))
    assert client.get(besluit).status_code == 404


def test_adopting_on_an_older_plan_shows_both(client, c_eerst, lijst, voorzitter):
    client.force_login(voorzitter)
    form = client.get(adres(c_eerst, "overnemen")).context["form"]
    sleutel = lijst["A"].sleutel
    invoer = {naam: form[naam].value() or "" for naam in form.fields} | {
        "reden": "Zo.", f"oorzaak-{sleutel}": "gemeente", f"toelichting-{sleutel}": "De raad.",
    }  # fmt: skip
    geef_uren("I&A", 100, maand=date(2026, 12, 1))
    antwoord = client.post(adres(c_eerst, "overnemen"), invoer)
    assert antwoord.status_code == 409
    assert "Het plan is veranderd sinds u het bekeek" in antwoord.text
    assert "26 februari 2027" in antwoord.text and "31 december 2026" in antwoord.text
    assert antwoord.context["form"]["vingerafdruk"].value() == lees_plan(ogon()).vingerafdruk


@pytest.mark.parametrize(
    ("handeling", "invoer", "zin"),
    [
        ("nieuw-werk", {"wat": "X", "uren_1": "-5", "plaats": "0"}, "Vul een plaats in vanaf 1."),
        ("capaciteit", {"hoe": "eraf", "uren": "-4"}, "Vul meer dan 0 uur in."),
        ("capaciteit", {"hoe": "erbij", "uren": "4"}, "Kies een maand."),
        ("capaciteit", {"hoe": "dvo", "uren": "4"}, "Kies uit welk werk de uren komen."),
        ("toevoegen", {"keuze": "MW-1", "plaats": "1"}, "MW-1"),
        ("terugdraaien", {"nr": "7"}, "al teruggedraaid"),
    ],
)
def test_a_page_keeps_what_was_typed_and_says_what_is_wrong(
    client, scenario, voorzitter, handeling, invoer, zin
):
    client.force_login(voorzitter)
    antwoord = client.post(adres(scenario, handeling), invoer)
    assert antwoord.status_code == 422 and zin in antwoord.text


def test_each_act_has_its_page(client, scenario, lijst, voorzitter):
    client.force_login(voorzitter)
    kandidaat("Wacht", {"I&A": 5}, status=S.WACHTLIJST)
    for handeling in ("toevoegen", "nieuw-werk", "capaciteit", "delen", "niet-delen", "weggooien"):
        assert client.get(adres(scenario, handeling)).status_code == 200
    for handeling in ("verplaatsen", "weghalen"):
        assert client.get(adres(scenario, handeling)).status_code == 404
        met = {"query_params": {"regel": lijst["A"].sleutel}}
        assert client.get(adres(scenario, handeling), **met).status_code == 200
    invoer = {"wat": "X", "team_1": team().pk, "uren_1": "120", "plaats": "1", "start": "1-2-2027"}
    assert client.post(adres(scenario, "nieuw-werk"), invoer).status_code == 302
    assert volgorde(Scenario.objects.get()) == "X A B C"
    assert client.post(adres(scenario, "terugdraaien"), {"nr": "0"}).status_code == 302
    assert client.post(adres(scenario, "weggooien"), {}).status_code == 302
    assert not Scenario.objects.exists()


def test_others_see_a_shared_scenario_and_no_dossiers_or_amounts(client, scenario, lijst, voorzitter):
    opdrachtgever = maak(Rol.OPDRACHTGEVER, organisatie=gemeente("D"))
    client.force_login(opdrachtgever)
    assert client.get(adres(scenario)).status_code == 404
    acties.deel(scenario, by=voorzitter)
    pagina = client.get(adres(scenario))
    assert pagina.status_code == 200 and "andere gemeente" in pagina.text
    assert lijst["A"].get_absolute_url() not in pagina.text and "€" not in pagina.text
    assert client.post(adres(scenario), {"zet": f"{lijst['C'].sleutel}:1"}).status_code == 403
    assert client.get(adres(scenario, "overnemen")).status_code == 403


def test_side_by_side_marks_what_differs(client, scenario, lijst, voorzitter):
    client.force_login(voorzitter)
    ander = acties.maak(ogon(), naam="C eerst", by=voorzitter, van=scenario)
    acties.wijzig(ander, verplaats(lijst["C"], 1), by=voorzitter)
    url = reverse("maatwerk:scenario_vergelijken", args=[ogon().slug])
    assert "Kies minstens twee" in client.get(url).text
    pagina = client.get(url, {"a": scenario.pk, "b": ander.pk})
    assert [(rij.titel, rij.anders) for rij in pagina.context["rijen"]] == [
        ("A", True),
        ("B", False),
        ("C", True),
    ]
    assert pagina.text.count("Verschilt") == 2
    assert client.get(url, {"a": scenario.pk, "b": 999999}).status_code == 404
    assert client.get(url, {"a": "x", "b": "y"}).status_code == 404
