"""The list of assignments, one assignment, and what may be booked, by whom and how."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from maatwerk.actions import boeken
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, Boeking, Opdracht, Voortgang
from tests.factories import aanvraag_in, gemeente, iemand, maak, zet

pytestmark = pytest.mark.django_db

HOOGUIT = 20


def ingelogd(gebruiker: Gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


@pytest.fixture
def opdracht(db) -> Opdracht:
    return aanvraag_in(S.IN_UITVOERING).opdracht


@pytest.fixture
def uitvoerder(opdracht) -> Gebruiker:
    return Gebruiker.objects.get(pk=opdracht.uitvoerders.get().pk)


def adres(opdracht: Opdracht, naam: str, *rest: Any) -> str:
    return reverse(f"maatwerk:{naam}", args=[opdracht.nummer, *rest])


def vandaag() -> str:
    dag = klok.vandaag()
    return f"{dag.day}-{dag.month}-{dag.year}"


def uren(opdracht: Opdracht, **anders: Any) -> dict[str, Any]:
    return {
        "datum": vandaag(),
        "uren": "7,5",
        "omschrijving": "Koppeling gebouwd",
        "functiegroep": "B",
        "team": opdracht.aanvraag.team_id,
    } | anders


def test_executor_books_hours_at_the_tariff_of_the_day(opdracht, uitvoerder):
    antwoord = ingelogd(uitvoerder).post(adres(opdracht, "uren_boeken"), uren(opdracht), follow=True)

    boeking = Boeking.objects.get()
    assert (boeking.uren, boeking.bedrag, boeking.medewerker) == (
        Decimal("7.50"),
        Decimal("660.00"),
        uitvoerder,
    )
    assert "U heeft 7,5 uur geboekt" in antwoord.content.decode()


@pytest.mark.parametrize(
    ("veld", "waarde", "zin"),
    [
        ("uren", "1e9", "‘1e9’ is geen aantal uren"),
        ("uren", "NaN", "is geen aantal uren"),
        ("uren", "-4", "Vul meer dan 0 uur in."),
        ("uren", "0", "Vul meer dan 0 uur in."),
        ("uren", "99999", "Vul hooguit 200 uur in."),
        ("datum", "morgen", "‘morgen’ is geen datum."),
        ("datum", "1-1-2199", "Kies een datum tot en met vandaag."),
        ("datum", "1-1-2020", "Kies een datum vanaf de start"),
        ("team", "999999", "Kies een team uit de lijst."),
        ("team", "99999999999999999999", "Kies een team uit de lijst."),
        ("functiegroep", "ZZ", "Kies een functiegroep."),
        ("omschrijving", "x" * 300, "Maak dit korter"),
        ("omschrijving", "", "Schrijf op wat er is gedaan."),
    ],
)
def test_bad_hours_are_refused_beside_the_field(opdracht, uitvoerder, veld, waarde, zin):
    velden = uren(opdracht, **{"omschrijving": "Mijn werk", veld: waarde})

    antwoord = ingelogd(uitvoerder).post(adres(opdracht, "uren_boeken"), velden)

    assert antwoord.status_code == 422
    form = antwoord.context["form"]
    assert zin in " ".join(form.errors[veld])
    assert form["omschrijving"].value() == velden["omschrijving"]
    assert zin in antwoord.content.decode()
    assert not Boeking.objects.exists()


def test_only_executors_and_the_teammanager_book_hours(opdracht):
    ander = maak(Rol.UITVOERDER)
    aanvrager = iemand(Rol.AANVRAGER)
    vreemd = iemand(Rol.AANVRAGER, organisatie=gemeente("D"))
    manager = iemand(Rol.TEAMMANAGER)

    codes = [
        ingelogd(wie).get(adres(opdracht, "uren_boeken")).status_code
        for wie in (ander, aanvrager, vreemd, manager)
    ]

    assert codes == [403, 403, 404, 200]


def test_teammanager_books_for_an_executor_and_for_nobody_else(opdracht, uitvoerder):
    klant = ingelogd(iemand(Rol.TEAMMANAGER))
    vreemd = maak(Rol.UITVOERDER)

    fout = klant.post(adres(opdracht, "uren_boeken"), uren(opdracht, medewerker=vreemd.pk))
    goed = klant.post(adres(opdracht, "uren_boeken"), uren(opdracht, medewerker=uitvoerder.pk))

    assert (fout.status_code, goed.status_code) == (422, 302)
    assert Boeking.objects.get().medewerker == uitvoerder


def test_booking_close_to_the_ceiling_warns_in_words(opdracht, uitvoerder):
    boeken.boeken_uren(
        opdracht,
        by=uitvoerder,
        datum=klok.vandaag(),
        team=opdracht.aanvraag.team,
        functiegroep="B",
        uren=round(opdracht.plafond_uren * Decimal("0.8"), 2),
        omschrijving="Bijna alles",
    )

    pagina = ingelogd(uitvoerder).post(adres(opdracht, "uren_boeken"), uren(opdracht), follow=True)

    assert "80% of meer is gebruikt" in pagina.content.decode()


def test_costs_are_booked_by_who_may_and_not_by_an_executor(opdracht, uitvoerder):
    velden = {
        "datum": vandaag(),
        "bedrag": "€ 1.250,50",
        "omschrijving": "Licentie",
        "leverancier": "Bureau X",
        "economische_categorie": "L3.5.1",
        "btw_regime": "transparant_doorgeschoven",
        "btw": "262,61",
    }

    assert ingelogd(uitvoerder).post(adres(opdracht, "kosten_boeken"), velden).status_code == 403
    klant = ingelogd(iemand(Rol.TEAMMANAGER))
    zonder_regel = velden | {"btw_regime": "nvt"}
    assert klant.post(adres(opdracht, "kosten_boeken"), zonder_regel).status_code == 422
    assert klant.post(adres(opdracht, "kosten_boeken"), velden).status_code == 302
    boeking = Boeking.objects.get()
    assert (boeking.bedrag, boeking.btw) == (Decimal("1250.50"), Decimal("262.61"))
    pagina = klant.get(opdracht.get_absolute_url()).content.decode()
    assert "L3.5.1, btw: doorgeschoven (transparantieregeling)" in pagina
    assert "Goedgekeurd" in pagina


def test_a_booking_is_repaired_once_with_a_reversal_that_stays_visible(opdracht, uitvoerder):
    klant = ingelogd(uitvoerder)
    klant.post(adres(opdracht, "uren_boeken"), uren(opdracht))
    pad = adres(opdracht, "boeking_herstellen", Boeking.objects.get().pk)

    assert klant.get(pad).status_code == 200
    assert klant.post(pad, {"reden": "Verkeerde opdracht"}).status_code == 302
    tekst = klant.get(adres(opdracht, "opdracht")).content.decode()

    assert opdracht.verbruik()["uren"] == 0
    assert "Tegenboeking" in tekst
    assert klant.get(pad)["Location"] == opdracht.get_absolute_url()
    assert klant.post(pad, {"reden": "Nog eens"}).status_code == 422


def test_repairing_is_offered_to_whom_the_rule_allows(opdracht, uitvoerder):
    """To who booked, who leads the team, and who closes the months; not to who only works on it too."""
    ingelogd(uitvoerder).post(adres(opdracht, "uren_boeken"), uren(opdracht))
    pad = adres(opdracht, "boeking_herstellen", Boeking.objects.get().pk)
    ander = maak(Rol.UITVOERDER)
    opdracht.uitvoerders.add(ander)
    mag = (uitvoerder, iemand(Rol.TEAMMANAGER, team=opdracht.aanvraag.team), maak(Rol.CONCERNCONTROLLER))

    for wie, status in [*((wie, 200) for wie in mag), (ander, 403)]:
        assert (pad in ingelogd(wie).get(opdracht.get_absolute_url()).content.decode()) == (status == 200)
        assert ingelogd(wie).get(pad).status_code == status


def test_a_booking_of_another_assignment_does_not_exist_here(opdracht, uitvoerder):
    klant = ingelogd(uitvoerder)
    klant.post(adres(opdracht, "uren_boeken"), uren(opdracht))
    ander = aanvraag_in(S.IN_UITVOERING).opdracht

    pad = adres(ander, "boeking_herstellen", Boeking.objects.get().pk)

    assert klant.get(pad).status_code == 404
    assert klant.get(adres(ander, "boeking_herstellen", 10**30)).status_code == 404


def test_progress_is_told_to_the_municipality(opdracht, uitvoerder):
    klant = ingelogd(uitvoerder)
    dag = klok.vandaag() + timedelta(days=9)
    velden = {"gedaan": "De helft.", "verwacht_klaar_op": f"{dag.day}-{dag.month}-{dag.year}"}

    assert klant.post(adres(opdracht, "voortgang_melden"), velden).status_code == 302
    assert Voortgang.objects.get().verwacht_klaar_op == dag


def test_nothing_is_booked_after_closing(uitvoerder, opdracht):
    aanvraag = opdracht.aanvraag
    for stap in ("opleveren", "accepteren", "afsluiten"):
        zet(aanvraag, stap)
    klant = ingelogd(uitvoerder)

    assert klant.get(adres(opdracht, "uren_boeken"))["Location"] == opdracht.get_absolute_url()
    antwoord = klant.post(adres(opdracht, "uren_boeken"), uren(opdracht))

    assert antwoord.status_code == 422
    assert "zolang het werk in uitvoering of opgeleverd is" in antwoord.content.decode()


def test_amounts_are_only_for_who_may_see_them(opdracht, uitvoerder):
    ingelogd(uitvoerder).post(adres(opdracht, "uren_boeken"), uren(opdracht))
    aanvraag: Aanvraag = opdracht.aanvraag
    cpi = maak(Rol.CPI, organisatie=aanvraag.organisatie)

    ziet = ingelogd(iemand(Rol.AANVRAGER)).get(opdracht.get_absolute_url()).content.decode()
    ziet_niet = ingelogd(cpi).get(opdracht.get_absolute_url()).content.decode()

    assert "660,00" in ziet
    assert "7,5" in ziet_niet
    assert "€" not in ziet_niet


def queries(klant: Client, pad: str) -> int:
    """How many the page asks, the shell around it included."""
    klant.get(pad)
    with CaptureQueriesContext(connection) as gevraagd:
        assert klant.get(pad).status_code == 200
    return len(gevraagd)


def test_list_asks_as_much_for_five_as_for_one():
    klant = ingelogd(iemand(Rol.TEAMMANAGER))
    pad = reverse("maatwerk:opdracht_list")
    aanvraag_in(S.IN_UITVOERING)
    een = queries(klant, pad)
    for _ in range(4):
        aanvraag_in(S.IN_UITVOERING)

    assert queries(klant, pad) == een <= HOOGUIT


def test_page_asks_as_much_for_five_bookings_as_for_one(opdracht, uitvoerder):
    klant, pad = ingelogd(uitvoerder), opdracht.get_absolute_url()
    klant.post(adres(opdracht, "uren_boeken"), uren(opdracht))
    een = queries(klant, pad)
    for _ in range(4):
        klant.post(adres(opdracht, "uren_boeken"), uren(opdracht))

    assert queries(klant, pad) == een <= HOOGUIT


def test_list_shows_only_what_may_be_seen(opdracht):
    vreemd = ingelogd(iemand(Rol.AANVRAGER, organisatie=gemeente("D")))

    assert not vreemd.get(reverse("maatwerk:opdracht_list") + "?toon=alle").context["bladzijde"].object_list
    assert vreemd.get(opdracht.get_absolute_url()).status_code == 404
