"""De week en het goedkeuren in de browser: bewaren, weigeren, twee versies, en wie waar komt."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from duoplus.werk import taken
from maatwerk.models import Boeking, Goedkeuring, Opdracht, Weekconcept
from maatwerk.weken.week import lees
from tests.factories import RoltoewijzingFactory, iemand, maak, team
from tests.maatwerk.weken.conftest import MAANDAG, VRIJDAG

URL = "/uren/2026-W47/"
GOEDKEUREN = "/uren/goedkeuren/"


@pytest.fixture
def browser(ik, client) -> Client:
    client.force_login(ik)
    return client


def als(gebruiker: Gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def week(ik: Gebruiker, opdracht: Opdracht, *cellen: str, **anders: str) -> dict[str, str]:
    """What the page sends with these hours from Monday on, in the row that stands there by itself."""
    nu = lees(ik, MAANDAG)
    groep = nu.rijen[0].functiegroep
    uren = {f"u_{opdracht.pk}_{groep}_{nr}": tekst for nr, tekst in enumerate(cellen)}
    return {"versie": nu.versie, "rij": f"{opdracht.pk}:{groep}", "naar": "indienen"} | uren | anders


def test_the_own_week_is_one_click_away(browser, opdracht):
    assert browser.get("/uren/").headers["Location"] == URL
    assert opdracht.nummer in browser.get(URL).content.decode()
    assert browser.get("/uren/2026-W54/").status_code == 404
    assert browser.get("/uren/2025-W53/").status_code == 404


def test_who_writes_no_hours_has_no_week(opdracht):
    for rol in (Rol.OPDRACHTGEVER, Rol.CONCERNCONTROLLER, Rol.ACCOUNTANT):
        client = als(iemand(rol))
        assert client.get("/uren/").status_code == 403
        assert client.get(URL).status_code == client.post(f"{URL}bewaren/").status_code == 404
        assert client.get(GOEDKEUREN).status_code == 403
    assert als(iemand(Rol.UITVOERDER)).get(GOEDKEUREN).status_code == 403


def test_handing_in_tells_how_much_and_twice_books_once(browser, ik, opdracht):
    verstuurd = week(ik, opdracht, "8", "7,5", sleutel="6a0f1c3e-0000-4000-8000-000000000001")
    antwoord = browser.post(URL, verstuurd, follow=True)
    assert "U heeft 15,5 uur ingediend voor week 47" in antwoord.content.decode()
    assert browser.post(URL, verstuurd).headers["Location"] == URL
    assert Boeking.objects.count() == 2


@pytest.mark.parametrize(
    ("cellen", "zin"),
    [
        (("acht",), "geen aantal uren"),
        (("-1",), "minteken"),
        (("7,125",), "geen aantal uren"),
        (("25",), "Een dag heeft 24 uur"),
        (("1:75",), "geen tijd"),
        (("99999999999999999999",), ""),
        (("١",), ""),
    ],
)
def test_a_bad_cell_is_refused_where_it_stands_and_kept(browser, ik, opdracht, cellen, zin):
    antwoord = browser.post(URL, week(ik, opdracht, *cellen))
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert zin in tekst
    assert f'value="{cellen[0]}"' in tekst
    assert 'aria-invalid="true"' in tekst
    assert not Boeking.objects.exists()
    assert lees(ik, MAANDAG).rijen[0].cellen[0].tekst == cellen[0]

    assert browser.post(URL, week(ik, opdracht, "8")).status_code == 302
    assert Boeking.objects.get().uren == D(8)


def test_a_day_of_two_rows_has_24_hours_too(browser, ik, opdracht):
    ander = f"u_{opdracht.pk}_C_0"
    verstuurd = week(ik, opdracht, "20") | {
        "rij": [f"{opdracht.pk}:C", week(ik, opdracht)["rij"]],
        ander: "5",
    }
    antwoord = browser.post(URL, verstuurd)
    assert antwoord.status_code == 422
    assert "Op maandag 16 november staat samen 25 uur" in antwoord.content.decode()


def test_autosave_keeps_and_a_second_device_gets_both_versions(browser, ik, opdracht):
    oud = week(ik, opdracht, "4")
    eerste = browser.post(f"{URL}bewaren/", week(ik, opdracht, "8"))
    assert eerste.json()["versie"] == lees(ik, MAANDAG).versie == "1-0"
    tweede = browser.post(f"{URL}bewaren/", oud)
    assert tweede.status_code == 409
    versies = browser.get(tweede.json()["url"])
    assert versies.status_code == 409
    assert (
        '<td data-l="Uw versie van hier">4</td><td data-l="De bewaarde versie">8</td>'
        in versies.content.decode()
    )
    assert browser.post(URL, oud).status_code == 409
    assert not Boeking.objects.exists()


def test_a_row_is_added_and_last_week_copied_without_losing_what_is_typed(browser, ik, opdracht):
    extra = {"naar": "rij", "nieuwe_opdracht": str(opdracht.pk), "nieuwe_groep": "C"}
    antwoord = browser.post(URL, week(ik, opdracht, "3") | extra, follow=True)
    assert f'name="u_{opdracht.pk}_C_0"' in antwoord.content.decode()
    assert lees(ik, MAANDAG).rijen[0].cellen[0].tekst == "3"
    browser.post(URL, week(ik, opdracht, "3"))
    with klok.op(VRIJDAG + timedelta(days=7)):
        browser.post("/uren/2026-W48/", {"versie": "0-0", "naar": "vorige"})
        assert lees(ik, MAANDAG + timedelta(days=7)).rijen[0].cellen[0].tekst == "3"


def test_nobody_adds_a_row_of_work_that_is_not_his(opdracht):
    vreemd = maak(Rol.UITVOERDER)
    client = als(vreemd)
    rij = f"{opdracht.pk}:B"
    assert opdracht.nummer not in client.get(f"{URL}?rij={rij}").content.decode()
    client.post(URL, {"versie": "0-0", "rij": rij, f"u_{opdracht.pk}_B_0": "8", "naar": "indienen"})
    assert not Boeking.objects.exists()
    assert Weekconcept.objects.get(medewerker=vreemd).regels == []


def test_the_manager_approves_what_was_on_screen_and_no_more(browser, ik, opdracht):
    browser.post(URL, week(ik, opdracht, "8"))
    manager = als(iemand(Rol.TEAMMANAGER))
    gezien = manager.get(GOEDKEUREN).context["groepen"][0].sleutel
    browser.post(URL, week(ik, opdracht, "8", "11"))

    antwoord = manager.post(GOEDKEUREN, {"weken": [gezien]})
    assert antwoord.status_code == 422
    assert "net veranderd" in antwoord.content.decode()
    assert not Goedkeuring.objects.exists()

    (groep,) = manager.get(GOEDKEUREN).context["groepen"]
    assert manager.post(GOEDKEUREN, {"weken": [groep.sleutel]}).status_code == 302
    assert Goedkeuring.objects.count() == 2
    assert "Er wachten geen uren op u" in manager.get(GOEDKEUREN).content.decode()


def test_a_week_goes_back_with_a_reason_by_who_leads_that_team_only(browser, ik, opdracht):
    browser.post(URL, week(ik, opdracht, "8"))
    terug = reverse("maatwerk:uren_terugsturen", args=[ik.pk, MAANDAG])
    assert als(maak(Rol.TEAMMANAGER, team=team("KCC"))).get(terug).status_code == 404
    manager = als(iemand(Rol.TEAMMANAGER))
    assert manager.post(terug, {"reden": ""}).status_code == 422
    assert manager.post(terug, {"reden": "Boek dit op B"}).status_code == 302
    assert "Boek dit op B" in browser.get(URL).content.decode()
    assert manager.get(terug).status_code == 404


def test_nobody_approves_what_he_booked_himself(browser, ik, opdracht):
    """Who became manager after booking still needs another manager."""
    browser.post(URL, week(ik, opdracht, "8"))
    RoltoewijzingFactory(
        gebruiker=ik, rol=Rol.TEAMMANAGER, team=opdracht.aanvraag.team, van=klok.vandaag() + timedelta(days=1)
    )
    with klok.op(VRIJDAG + timedelta(days=1)):
        assert als(Gebruiker.objects.get(pk=ik.pk)).get(GOEDKEUREN).context["groepen"] == []
        assert len(als(iemand(Rol.TEAMMANAGER)).get(GOEDKEUREN).context["groepen"]) == 1


def test_mijn_werk_asks_for_an_empty_week_and_for_approval(browser, ik, opdracht):
    def zinnen(wie: Gebruiker) -> str:
        return " ".join(taak.waarover for taak in taken(Gebruiker.objects.get(pk=wie.pk)))

    with klok.op(VRIJDAG + timedelta(days=4)):
        assert "Uren van week 47 nog niet ingediend" in zinnen(ik)
        browser.post(URL, week(ik, opdracht, "8"))
        assert "Uren van week" not in zinnen(ik)
        assert "8 uur van 1 collega" in zinnen(iemand(Rol.TEAMMANAGER))


def test_the_pages_take_as_many_queries_for_many_as_for_one(
    browser, ik, opdracht, django_assert_max_num_queries
):
    browser.post(URL, week(ik, opdracht, "8"))
    manager = als(iemand(Rol.TEAMMANAGER))
    manager.get(GOEDKEUREN)
    with django_assert_max_num_queries(30) as een:
        manager.get(GOEDKEUREN)
    aantal = len(een)
    with klok.op(VRIJDAG + timedelta(days=7)):
        for nr in range(3):
            ander = maak(Rol.UITVOERDER, naam=f"Collega {nr}")
            opdracht.uitvoerders.add(ander)
            als(ander).post(URL, week(ander, opdracht, "8", "8"))
    with django_assert_max_num_queries(aantal):
        assert len(manager.get(GOEDKEUREN).context["groepen"]) == 4
