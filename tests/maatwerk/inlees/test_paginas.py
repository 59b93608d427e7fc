"""Inlezen in de browser en door een ander systeem: eerst zien, dan overnemen."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus.actions import inleessleutels
from duoplus.models import Gebruiker, Inleessleutel, Inlezing
from maatwerk.models import Boeking
from tests.maatwerk.inlees.conftest import DATA

pytestmark = pytest.mark.django_db


@pytest.fixture
def wie(register, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def wie(login):
        client.force_login(Gebruiker.objects.get(email=f"{login}@demo.duoplus.example"))
        return client

    return wie


def stuur(client, soort, naam):
    bestand = SimpleUploadedFile(naam, (DATA / naam).read_bytes())
    client.post(reverse("inlezing_nieuw"), {"soort": soort, "bestand": bestand})
    inlezing = Inlezing.objects.first()
    form = client.get(inlezing.get_absolute_url()).context["form"]
    velden = {veld.html_name: veld.value() for veld in form if veld.value() not in (None, False)}
    client.post(inlezing.get_absolute_url(), velden | {"actie": "lees"})
    inlezing.refresh_from_db()
    return inlezing


def tekst(antwoord):
    return " ".join(re.sub(r"<[^>]+>", " ", antwoord.content.decode()).replace("\xa0", " ").split())


def test_the_preview_says_what_will_be_booked_before_anything_is(wie):
    client = wie("concerncontroller")
    inlezing = stuur(client, "uren", "uren-2026-09.csv")
    pagina = tekst(client.get(inlezing.get_absolute_url()))
    assert not Boeking.objects.exists()
    for stuk in (
        "Over te nemen",
        "Per maand",
        "september 2026",
        "Er staat geen projectcode",
        "Keuzes en controletotaal",
        "Apart gezet 2",
    ):
        assert stuk in pagina
    client.post(reverse("inlezing_overnemen", args=[inlezing.uuid]), {"versie": inlezing.versie})
    inlezing.refresh_from_db()
    assert inlezing.aangemaakt == Boeking.objects.count() == inlezing.gelezen - 2


def test_a_person_picks_the_assignment_or_says_why_not(wie):
    client = wie("concerncontroller")
    inlezing = stuur(client, "uren", "uren-2026-09.csv")
    een, ander = inlezing.rijen.filter(stand="fout")
    pagina = client.get(een.get_absolute_url())
    assert "MW26-009 " in pagina.content.decode()
    velden = {veld.html_name: veld.value() or "" for veld in pagina.context["form"]}
    client.post(een.get_absolute_url(), velden | {"projectcode": "MW26-009"})
    een.refresh_from_db()
    assert een.stand == "goed"
    zonder_reden = client.post(ander.get_absolute_url(), {"actie": "weglaten"})
    assert zonder_reden.status_code == 422
    client.post(ander.get_absolute_url(), {"actie": "weglaten", "weglaten_reden": "Niet van ons"})
    ander.refresh_from_db()
    assert ander.zinnen == ["Weggelaten: Niet van ons"]


def test_a_wrong_control_total_keeps_the_page_and_reads_nothing(wie):
    client = wie("concerncontroller")
    inlezing = stuur(client, "grootboek", "grootboek-2026.csv")
    adres = reverse("inlezing_keuzes", args=[inlezing.uuid])
    velden = {veld.html_name: veld.value() or "" for veld in client.get(adres).context["form"]}
    fout = client.post(adres, velden | {"controletotaal": "34.026,16"})
    assert fout.status_code == 422
    assert "een verschil van € -0,01" in tekst(fout)
    assert client.post(adres, velden | {"controletotaal": "34.026,15"}).status_code == 302


def test_the_page_asks_the_same_number_of_queries_for_any_number_of_rows(wie):
    client = wie("concerncontroller")
    aantallen = []
    for naam in ("uren-2026-05.csv", "uren-2026-09.csv"):
        adres = stuur(client, "uren", naam).get_absolute_url()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(adres)
        aantallen.append(len(queries))
    assert aantallen[0] == aantallen[1]


def test_a_system_with_a_key_gets_the_counts_and_the_same_answer_twice(wie, client):
    by = Gebruiker.objects.get(email="concerncontroller@demo.duoplus.example")
    kop = {"HTTP_AUTHORIZATION": f"Bearer {inleessleutels.maak(by=by, naam='Urenregistratie')}"}
    adres = reverse("api_inlezen", args=["uren"])
    inhoud = (DATA / "uren-2026-09.csv").read_bytes()
    eerste = client.post(adres, inhoud, content_type="text/csv", **kop)
    assert eerste.status_code == 201
    uit = eerste.json()
    assert (uit["gelezen"], uit["apart_gezet"], uit["aangemaakt"]) == (
        uit["aangemaakt"] + 2, 2, Boeking.objects.count(),
    )  # fmt: skip
    bestand = SimpleUploadedFile("nog-eens.csv", inhoud)
    tweede = client.post(adres, {"bestand": bestand}, **kop)
    assert (tweede.status_code, tweede.json()) == (200, uit)
    assert Inleessleutel.objects.get().gebruikt_op


@pytest.mark.parametrize(
    ("soort", "inhoud", "status"),
    [
        ("uren", b"geen;lijst\n1;2", 422),
        ("register", b"a;b", 404),
        ("onbekend", b"a;b", 404),
        ("uren", b"x" * (20 * 1024 * 1024 + 1), 413),
    ],
)
def test_what_a_system_cannot_offer_is_a_sentence(wie, client, soort, inhoud, status):
    by = Gebruiker.objects.get(email="concerncontroller@demo.duoplus.example")
    kop = {"HTTP_AUTHORIZATION": f"Bearer {inleessleutels.maak(by=by, naam='Systeem')}"}
    antwoord = client.post(reverse("api_inlezen", args=[soort]), inhoud, content_type="text/csv", **kop)
    assert antwoord.status_code == status
    assert antwoord.json()["fout"].endswith(".")


def test_only_a_key_that_works_lets_a_system_in(wie, client):
    adres = reverse("api_inlezen", args=["uren"])
    assert client.post(adres, b"a", content_type="text/csv").status_code == 401
    client = wie("concerncontroller")
    assert client.post(adres, b"a", content_type="text/csv").status_code == 401
    gemaakt = client.post(reverse("inleessleutels"), {"naam": "Urenregistratie"})
    geheim = gemaakt.context["geheim"]
    assert geheim in gemaakt.content.decode()
    assert geheim not in client.get(reverse("inleessleutels")).content.decode()
    kop = {"HTTP_AUTHORIZATION": f"Bearer {geheim}"}
    assert client.post(adres, b"a", content_type="text/csv", **kop).status_code == 422
    client.post(reverse("inleessleutel_intrekken", args=[Inleessleutel.objects.get().pk]))
    assert client.post(adres, b"a", content_type="text/csv", **kop).status_code == 401


@pytest.mark.parametrize("login", ["controller.diemen", "aanvrager.diemen", "beheerder"])
def test_for_who_may_not_import_bookings_they_do_not_exist(wie, login):
    client = wie("concerncontroller")
    inlezing = stuur(client, "uren", "uren-2026-09.csv")
    client = wie(login)
    assert client.get(inlezing.get_absolute_url()).status_code == 404
    assert client.get(reverse("inlezing_keuzes", args=[inlezing.uuid])).status_code == 404
