"""The shell: who sees which place, what counts when, and a display choice the server remembers."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import path

from duoplus.web import context, navigatie
from duoplus.web.weergave import weergave

urlpatterns = [
    path("", weergave, name="start"),
    path("aanvragen/", weergave, name="aanvragen"),
    path("aanvragen/concepten/", weergave, name="concepten"),
    path("beheer/", weergave, name="beheer"),
    path("berichten/", weergave, name="berichten"),
]


@pytest.fixture(autouse=True)
def eigen_register(monkeypatch, settings):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(navigatie, "_plekken", {})
    monkeypatch.setattr(navigatie, "_bel", {})


def request_for(adres: str = "/", *, ingelogd: bool = True, **cookies: str) -> HttpRequest:
    request = RequestFactory().get(adres)
    request.user = SimpleNamespace(is_authenticated=ingelogd)
    request.COOKIES.update(cookies)
    return request


def test_places_stand_in_their_groups_by_order():
    navigatie.register("Concepten", "concepten", "notes", groep="Werk", order=30)
    navigatie.register("Beheer", "beheer", "settings", groep="Beheer", order=20)
    navigatie.register("Aanvragen", "aanvragen", "inbox", groep="Werk", order=10)
    groepen = navigatie.voor(request_for())
    assert [(groep.titel, [item.label for item in groep.items]) for groep in groepen] == [
        ("Werk", ["Aanvragen", "Concepten"]),
        ("Beheer", ["Beheer"]),
    ]


@pytest.mark.parametrize(
    ("adres", "actief"),
    [
        ("/", ["Mijn werk"]),
        ("/aanvragen/MW-2026-0001/", ["Aanvragen"]),
        ("/aanvragen/concepten/", ["Concepten"]),
        ("/elders/", []),
    ],
)
def test_the_longest_matching_address_is_current(adres, actief):
    navigatie.register("Mijn werk", "start", "home")
    navigatie.register("Aanvragen", "aanvragen", "inbox")
    navigatie.register("Concepten", "concepten", "notes")
    groepen = navigatie.voor(request_for(adres))
    assert [item.label for groep in groepen for item in groep.items if item.actief] == actief


def test_a_place_shows_only_to_who_may_go_there():
    navigatie.register("Beheer", "beheer", "settings", permission=lambda user: False)
    assert navigatie.voor(request_for()) == []


def test_what_is_only_looked_up_stands_at_the_foot_beside_the_same_place_in_the_menu():
    navigatie.register("Beheer", "beheer", "settings", permission=lambda user: user.beheert)
    navigatie.register("Naslag", "beheer", "settings", permission=lambda user: not user.beheert, in_voet=True)
    gevonden = {}
    for beheert in (True, False):
        request = request_for()
        request.user.beheert = beheert
        menu = [item.label for groep in navigatie.voor(request) for item in groep.items]
        gevonden[beheert] = (menu, [link.label for link in navigatie.voet(request)])
    assert gevonden == {True: (["Beheer"], []), False: ([], ["Naslag"])}
    assert navigatie.voet(request_for(ingelogd=False)) == []


def test_without_a_login_there_is_no_navigation():
    navigatie.register("Mijn werk", "start", "home")
    assert navigatie.voor(request_for(ingelogd=False)) == []


@pytest.mark.parametrize(("aantal", "tekst"), [(0, ""), (3, "3"), (1000, "999+")])
def test_a_counter_runs_once_and_only_when_shown(aantal, tekst):
    geteld = []
    navigatie.register("Werk", "start", "home", counter=lambda user: geteld.append(user) or aantal)
    schil = context.schil(request_for())
    assert geteld == []
    item = schil["navigatie"][0].items[0]
    assert (item.teller, item.teller, len(geteld)) == (tekst, tekst, 1)


def test_the_bell_counts_what_is_unread():
    assert navigatie.bel(request_for()) is None
    navigatie.register_bel("berichten", lambda user: 2)
    assert navigatie.bel(request_for()) == navigatie.Bel("/berichten/", 2)
    assert navigatie.bel(request_for(ingelogd=False)) is None


@pytest.mark.parametrize(("cookie", "thema"), [("donker", "donker"), ("paars", "auto"), ("", "auto")])
def test_an_unknown_choice_falls_back(cookie, thema):
    assert context.schil(request_for(thema=cookie))["thema"] == thema


def test_a_choice_is_remembered_and_leads_back():
    request = RequestFactory().post("/weergave/", {"thema": "donker", "volgende": "/aanvragen/?pagina=2"})
    response = weergave(request)
    assert (response.status_code, response["Location"]) == (302, "/aanvragen/?pagina=2")
    assert response.cookies["thema"].value == "donker"
    assert response.cookies["thema"]["httponly"]
    assert "dichtheid" not in response.cookies


@pytest.mark.parametrize("doel", ["https://elders.example/", "//elders.example/", "javascript:x", ""])
def test_it_never_leads_to_another_site(doel):
    response = weergave(RequestFactory().post("/weergave/", {"thema": "paars", "volgende": doel}))
    assert response["Location"] == "/"
    assert not response.cookies


def test_it_only_answers_a_post():
    assert weergave(RequestFactory().get("/weergave/")).status_code == 405
