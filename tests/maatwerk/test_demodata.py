"""Het voorbeeldjaar rond 21 november 2026: klopt het, en is het te geloven?"""

import json
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.db.models import F

from duoplus import klok
from duoplus.bestandstype import herken
from duoplus.calc.feestdagen import feestdagen
from duoplus.choices import BerichtStatus, BesluitSoort
from duoplus.models import Bericht, Besluit, Gebeurtenis, Gebruiker, Reactie
from maatwerk.actions import weken
from maatwerk.calc.registercellen import TARIEVEN_2026
from maatwerk.calc.verdeling import als_fracties, verdeel
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Maat, VerantwoordingStatus, Verzoekstand
from maatwerk.choices import Verantwoordingsoort as V
from maatwerk.demo import cast, documenten, geld, organisatie, verhaal
from maatwerk.models import (
    Aanvraag,
    Boeking,
    Heropening,
    Onrechtmatigheid,
    Opdracht,
    Periode,
    Signaal,
    Toelichting,
    Verantwoording,
    Weekconcept,
    Wijzigingsverzoek,
)
from maatwerk.perioden import controle
from tests import database, plugin

CONTROLE = json.loads((Path(__file__).parents[1] / "data" / "controle.json").read_text())
VERHALEN = {een.titel: een for een in verhaal.lees()}
PEILDATUM = date.fromisoformat(database.PEILDATUM)


@pytest.fixture(scope="module")
def jaar(django_db_setup, django_db_blocker):
    """The demo year, read-only: one clone for all tests of this file."""
    settings = connections["default"].settings_dict
    naam = f"{plugin.DATABASE}_jaar"
    with django_db_blocker.unblock(), database.clone(database.demo_template(), naam):
        connections.close_all()
        settings["NAME"] = naam
        try:
            yield
        finally:
            connections.close_all()
            settings["NAME"] = plugin.DATABASE


@pytest.fixture
def aanvragen(jaar):
    return {a.titel: a for a in Aanvraag.objects.exclude(status=S.CONCEPT).prefetch_related("gemeenten")}


def test_thirty_requests_stand_where_the_books_say(aanvragen):
    stand = {
        f"MW26-{VERHALEN[titel].nr:03}": a.status.replace("_", " ") + (", opgeschaald" * a.opgeschaald)
        for titel, a in aanvragen.items()
    }
    assert stand == CONTROLE["status_per_aanvraag"]


def test_hours_euros_and_shares_add_up_to_the_check_values(aanvragen):
    """From the estimate where there is one; what is not estimated yet counts as the table has it."""
    uren, delen = Decimal(0), dict.fromkeys("DUO", Decimal(0))
    for titel, aanvraag in aanvragen.items():
        raming = aanvraag.ramingen.filter(vervallen_op=None).first()
        uren += raming.uren if raming else aanvraag.uren_indicatie
        for letter, bedrag in _delen(raming, VERHALEN[titel]).items():
            delen[letter] += bedrag
    assert uren == 3495
    assert sum(delen.values()) == Decimal("424165.00")
    assert delen == {"D": Decimal("146634.49"), "U": Decimal("165830.55"), "O": Decimal("111699.96")}


def _delen(raming, een):
    if raming:
        return {deel.organisatie.letter: deel.bedrag for deel in raming.aandelen.all()}
    totaal = een.uren * TARIEVEN_2026[een.groep] + een.extern
    sleutels = {frozenset(delen): delen for delen in geld.SLEUTELS.values()}
    procenten = sleutels.get(frozenset(een.gemeenten), {een.gemeenten: "100"})
    return verdeel(totaal, als_fracties({letter: Decimal(deel) for letter, deel in procenten.items()}))


def test_numbers_follow_the_order_of_submission(aanvragen):
    op_datum = sorted(aanvragen.values(), key=lambda aanvraag: aanvraag.ingediend_op)
    assert [a.nummer for a in op_datum] == [f"MW-2026-{nr:04}" for nr in range(1, 31)]


def test_nothing_happens_after_today_or_outside_working_hours(jaar):
    momenten = [klok.dag(op) for op in Gebeurtenis.objects.values_list("op", flat=True)]
    assert max(momenten) < PEILDATUM
    # The oldest fact is the budget of last year, adopted in the autumn before it.
    assert min(momenten) > date(PEILDATUM.year - 2, 11, 1)
    assert not [dag for dag in momenten if dag.weekday() > 4 or dag in feestdagen(dag.year)]


def test_the_outbox_is_quiet_and_the_bell_shows_only_the_latest(jaar):
    assert not Gebeurtenis.objects.waiting().exists()
    assert not Bericht.objects.exclude(status=BerichtStatus.VERZONDEN).exists()
    ongelezen = Bericht.objects.ongelezen()
    assert 0 < ongelezen.count() < Bericht.objects.count() / 2
    assert max(ongelezen.order_by().values_list("ontvanger").distinct().count(), 1) <= 30


def test_bookings_stay_within_the_ceilings_and_match_the_stories(jaar):
    for opdracht in Opdracht.objects.select_related("aanvraag"):
        verbruik, een = opdracht.verbruik(), VERHALEN[opdracht.aanvraag.titel]
        assert verbruik["uren"] == een.geboekt, een.titel
        assert verbruik["uren"] <= opdracht.plafond_uren, een.titel
        assert verbruik["totaal"] <= opdracht.plafond_kosten, een.titel


def test_substitutes_tegenvoorstellen_and_corrections_can_be_seen(jaar):
    stappen = {soort.rpartition(".")[2] for soort in Gebeurtenis.objects.values_list("soort", flat=True)}
    assert {"vraag_stellen", "aanvullen", "corrigeren", "tegenvoorstel", "opschalen", "afwijzen"} <= stappen
    assert Gebeurtenis.objects.filter(namens__email="opdrachtgever.uithoorn@demo.duoplus.example").exists()
    assert set(Reactie.objects.values_list("zichtbaarheid", flat=True)) == {"gedeeld", "intern"}


def test_every_decision_has_its_reason_and_was_taken_at_a_meeting(jaar):
    for besluit in Besluit.objects.select_related("gremium"):
        assert besluit.reden
        if besluit.soort in (BesluitSoort.DVO, BesluitSoort.WERKPLAN):
            continue  # signing an agreement and adopting a plan wait for no meeting
        assert besluit.gremium.vergaderingen.filter(datum=klok.dag(besluit.genomen_op)).exists()


def test_two_drafts_wait_with_what_was_typed(jaar):
    half, leeg = Aanvraag.objects.filter(status=S.CONCEPT).order_by("pk")
    assert half.concept_invoer["gewenste_datum"] == "31-02-2027"
    assert leeg.concept_invoer == {"titel": "Cursus voor nieuwe raadsleden"}


def test_attachments_are_what_their_names_say(aanvragen):
    namen = {bijlage.naam for a in aanvragen.values() for bijlage in a.bijlagen.all()}
    assert {"pdf", "xlsx", "odt", "ods"} <= {naam.rpartition(".")[2] for naam in namen}


@pytest.mark.parametrize("extensie", documenten.MAKERS)
def test_the_documents_pass_the_gate_for_attachments(extensie):
    naam = f"stuk.{extensie}"
    assert herken(naam, documenten.maak(naam, "Titel (1)", ["Een regel met €"])).extensie == extensie


def test_every_request_opens(aanvragen, client):
    client.force_login(Gebruiker.objects.get(email="directieberaad@demo.duoplus.example"))
    with klok.op(Gebeurtenis.objects.latest("op").op):
        for aanvraag in aanvragen.values():
            assert client.get(aanvraag.get_absolute_url()).status_code == 200, aanvraag


def test_a_second_demo_year_is_refused(jaar):
    with pytest.raises(CommandError, match="Er staan al aanvragen"):
        call_command("demodata")


def test_nobody_signs_twice_for_the_same_assignment(jaar):
    zelfde = Opdracht.objects.filter(parafen__rol="voorzitter", parafen__door=F("raming__opgesteld_door"))
    assert not zelfde.exists()


def test_whatever_the_day_the_steps_stay_in_order_and_in_the_past():
    vrij = {dag for jaar in range(2024, 2029) for dag in feestdagen(jaar)}
    for dagen in range(0, 730, 13):
        vandaag = date(2026, 1, 5) + timedelta(days=dagen)
        for een in VERHALEN.values():
            vergaderingen = sorted(
                (d for d in organisatie._dagen(organisatie.RITMES[een.ogon], vandaag) if d < vandaag),
                reverse=True,
            )
            rooster = list(verhaal.rooster(een, vandaag, vergaderingen, vrij).values())
            assert rooster == sorted(rooster), (een.titel, vandaag)
            assert rooster[-1] < vandaag


def test_the_logins_of_the_design_are_there():
    getoond = cast.logins()
    for gemeente in ("diemen", "uithoorn", "ouder-amstel"):
        for rol in ("aanvrager", "opdrachtgever", "budgethouder", "controller", "cpi"):
            assert f"{rol}.{gemeente}@demo.duoplus.example" in getoond
    for login in (
        "cpi.duoplus", "secretaris.burger", "voorzitter.buurt", "teammanager.ia", "teammanager.financien",
        "uitvoerder.01", "concerncontroller", "directieberaad", "bestuursadviseur", "inkoopadviseur.rijk",
        "accountant", "beheerder",
    ):  # fmt: skip
        assert f"{login}@demo.duoplus.example" in getoond


# Money -----------------------------------------------------------------------------------------------------


def test_the_last_month_is_open_and_has_something_to_do(jaar):
    maand = date(2026, 10, 1)
    with klok.op(Gebeurtenis.objects.latest("op").op):
        punten = controle.lees(Periode.objects.get(maand=maand))
    assert {punt.naam for punt in controle.beletsels(punten)} == {
        "Uren goedgekeurd",
        "Ingelezen regels verwerkt",
    }
    assert "Uitvoerder 06" in controle.uitzonderingen(punten)[0].detail
    assert set(Periode.objects.open().values_list("maand", flat=True)) == {maand, date(2026, 11, 1)}


def test_a_week_is_half_typed_and_another_waits_for_akkoord(jaar):
    assert (
        Weekconcept.objects.exclude(regels=[]).get(maandag=date(2026, 11, 16)).medewerker.naam
        == "Uitvoerder 01"
    )
    ingediend = Gebeurtenis.objects.filter(soort=weken.INGEDIEND, op__gte=klok.nu().replace(2026, 11, 16))
    assert {feit.door.naam for feit in ingediend} == {"Uitvoerder 02", "Uitvoerder 05", "Uitvoerder 06"}
    assert Boeking.objects.niet_goedgekeurd().filter(datum__gte=date(2026, 11, 16)).exists()


def test_one_change_of_an_assignment_waits_and_one_is_agreed(jaar):
    wacht = Wijzigingsverzoek.objects.get(stand=Verzoekstand.GEVRAAGD)
    assert wacht.voorzitter
    assert wacht.budgethouder is None
    akkoord = Wijzigingsverzoek.objects.get(stand=Verzoekstand.AKKOORD)
    assert akkoord.opdracht.kosten_mogen == akkoord.plafond_kosten > akkoord.opdracht.plafond_kosten


def test_a_lumpsum_passes_every_limit_and_its_escalation_is_drafted(jaar):
    uithoorn = Signaal.objects.filter(lumpsum__organisatie__letter="U", maat=Maat.BESLAG)
    assert set(uithoorn.values_list("drempel", flat=True)) == {80, 95, 100}
    assert uithoorn.exclude(concept={}).get().afgedaan == ""


def test_a_forgotten_week_counts_where_two_people_let_it(jaar):
    heropening = Heropening.objects.get()
    assert heropening.toegestaan_door != heropening.door
    assert not heropening.periode.is_open
    boeking = Boeking.objects.get(heropening=heropening)
    assert boeking.datum.replace(day=1) == heropening.periode_id < boeking.periode_id
    assert not boeking.periode.is_open


def test_reports_stand_in_every_state_and_one_was_corrected(jaar):
    rapporten = Verantwoording.objects.order_by("pk")
    stand = [(v.jaar, v.soort, str(v.organisatie or "allen"), v.versie, v.status) for v in rapporten]
    assert stand == [
        (2025, V.JAARREKENING, "allen", 1, VerantwoordingStatus.DEFINITIEF),
        (2026, V.K2, "Uithoorn", 1, VerantwoordingStatus.DEFINITIEF),
        (2026, V.K2, "Uithoorn", 2, VerantwoordingStatus.DEFINITIEF),
        (2026, V.K3, "Uithoorn", 1, VerantwoordingStatus.TER_CONTROLE),
    ]
    assert {v.bestanden.count() for v in rapporten.definitief()} == {4}
    assert {"taakveld", "realisatie"} <= {anders["kolom"] for anders in rapporten[2].verschillen}


def test_a_deviation_is_explained_and_an_irregularity_registered(jaar):
    assert Toelichting.objects.get(lumpsum__jaar=2026).lumpsum.organisatie.letter == "D"
    assert Onrechtmatigheid.objects.get().opdracht.aanvraag.titel == "Toegankelijkheidsonderzoek website"


def test_all_that_was_fixed_still_computes_to_the_same(jaar, settings):
    settings.MEDIA_ROOT = database.attachments(database.demo_template())
    call_command("verifieer", stdout=StringIO())
