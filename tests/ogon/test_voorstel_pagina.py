"""De bladzijden van voorstellen: schrijven in delen, niets gaat verloren, en wat er te doen is."""

import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from ogon.actions import voorstel as acties
from ogon.choices import Orgaan
from ogon.choices import VoorstelStatus as S
from ogon.models import Voorstel
from tests.factories import gemeente, iemand, maak, ogon
from tests.factories.voorstellen import besluit, parafeer, spoor, voorstel_in

pytestmark = pytest.mark.django_db

ZONDAG = datetime(2026, 11, 22, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def op_zondag():
    with klok.op(ZONDAG):
        yield


@pytest.fixture
def als(client):
    def log_in(wie):
        client.force_login(wie)
        return client

    return log_in


def deel(voorstel: Voorstel, slug: str = "financien") -> str:
    return reverse("ogon:voorstel_schrijven", args=[voorstel.nummer, slug])


def tekst_van(antwoord) -> str:
    return re.sub(r"\s+", " ", antwoord.content.decode())


class TestNieuw:
    adres = "/voorstellen/nieuw/"

    def test_one_press_begins_one(self, als):
        client = als(iemand(Rol.SECRETARIS))
        velden = {"onderwerp": "Leaseauto’s", "ogon": ogon().pk, "gemeenten": [gemeente("U").pk]}
        sleutel = {"sleutel": "5f1dbb1a-6f6d-4a53-8a0f-3f5b3c7d2b11"}

        antwoorden = [client.post(self.adres, velden | sleutel) for _ in range(2)]

        nieuw = Voorstel.objects.get()
        assert [a["Location"] for a in antwoorden] == [deel(nieuw, "besluit")] * 2

    def test_a_municipality_that_takes_no_part_is_refused_with_everything_kept(self, als):
        buurt = ogon("buurt")
        client = als(iemand(Rol.SECRETARIS, ogon=buurt))
        velden = {"onderwerp": "Leaseauto’s", "ogon": buurt.pk, "gemeenten": [gemeente("D").pk]}

        antwoord = client.post(self.adres, velden)

        assert antwoord.status_code == 422
        assert "Diemen doet niet mee aan OGON Buurt" in tekst_van(antwoord)
        assert "Leaseauto’s" in tekst_van(antwoord)
        assert not Voorstel.objects.exists()


class TestSchrijven:
    def test_autosave_keeps_what_can_and_what_cannot_be_read(self, als):
        voorstel = voorstel_in(S.CONCEPT)
        client = als(voorstel.opsteller)
        velden = {"versie": voorstel.versie, "financien": "Nieuw.", "bedrag": "ongeveer tien"}

        antwoord = client.post(f"{deel(voorstel)}?bewaren=ja", velden)

        voorstel.refresh_from_db()
        assert antwoord.json()["versie"] == voorstel.versie
        assert (voorstel.financien, voorstel.onleesbaar) == ("Nieuw.", {"bedrag": "ongeveer tien"})
        assert "ongeveer tien" in tekst_van(client.get(deel(voorstel)))

    def test_who_was_second_gets_both_versions_and_keeps_the_text(self, als):
        voorstel = voorstel_in(S.CONCEPT)
        client, eerst = als(voorstel.opsteller), voorstel.versie
        acties.schrijf(voorstel, by=voorstel.opsteller, velden={"financien": "Van een ander."})
        velden = {"versie": eerst, "financien": "Van mij."}

        antwoord = client.post(f"{deel(voorstel)}?bewaren=ja", velden)
        assert antwoord.status_code == 409
        terug = client.get(antwoord.json()["url"])
        assert "Van mij." in tekst_van(terug)

        vol = client.post(deel(voorstel), velden)
        assert vol.status_code == 409
        assert {"Van mij.", "Van een ander."} <= set(re.findall(r"Van [a-z ]+\.", tekst_van(vol)))

    def test_a_field_that_is_wrong_comes_back_with_everything(self, als):
        voorstel = voorstel_in(S.CONCEPT)
        velden = {"versie": voorstel.versie, "financien": "Blijft.", "bedrag": "tien"}

        antwoord = als(voorstel.opsteller).post(deel(voorstel), velden)

        assert antwoord.status_code == 422
        assert {"Blijft.", "tien"} <= set(re.findall(r"Blijft\.|\btien\b", tekst_van(antwoord)))

    def test_with_initials_under_it_a_wrong_field_changes_nothing(self, als):
        voorstel = voorstel_in(S.INTERNE_TOETS)
        parafeer(voorstel, "financieel")
        voorstel.refresh_from_db()
        client = als(voorstel.opsteller)
        assert "dan vervallen zij" in tekst_van(client.get(deel(voorstel)))

        client.post(deel(voorstel), {"versie": voorstel.versie, "financien": "X", "bedrag": "tien"})

        assert set(voorstel.geldige_toetsen()) == {"financieel"}

    def test_it_leads_on_to_the_next_part_and_at_last_to_the_proposal(self, als):
        voorstel = voorstel_in(S.CONCEPT)
        client = als(voorstel.opsteller)

        antwoord = client.post(deel(voorstel, "besluit"), {"titel": "Nieuw", "versie": voorstel.versie})
        assert antwoord["Location"] == deel(voorstel, "onderbouwing")
        velden = {"gemeenten": [gemeente("U").pk, gemeente("D").pk], "organen": ["db"]}
        antwoord = client.post(deel(voorstel, "route"), velden)
        assert antwoord["Location"] == voorstel.get_absolute_url()
        assert [s.orgaan for s in voorstel.sporen.all()] == ["ogon", "college", "college", "db"]

    def test_on_its_way_it_says_that_the_text_lies_fixed(self, als):
        voorstel = voorstel_in(S.ONDERWEG)
        client = als(voorstel.opsteller)

        assert client.get(deel(voorstel))["Location"] == voorstel.get_absolute_url()
        antwoord = client.post(f"{deel(voorstel)}?bewaren=ja", {"financien": "X"})
        assert antwoord.status_code == 409
        assert "Ligt voor" in antwoord.json()["melding"]


class TestBijlagen:
    def test_add_read_and_remove(self, als):
        voorstel = voorstel_in(S.CONCEPT)
        client, adres = als(voorstel.opsteller), f"/voorstellen/{voorstel.nummer}/bijlagen/"
        client.post(adres, {"bestand": SimpleUploadedFile("nota.txt", b"Nota.")})
        [bijlage] = acties.bijlagen(voorstel)

        bestand = client.get(f"{adres}{bijlage.uuid}/")
        assert b"".join(bestand) == b"Nota."
        client.post(f"{adres}{bijlage.uuid}/verwijderen/")
        assert not acties.bijlagen(voorstel).exists()

    def test_what_it_is_not_is_refused_in_words(self, als):
        voorstel = voorstel_in(S.CONCEPT)
        adres = f"/voorstellen/{voorstel.nummer}/bijlagen/"

        antwoord = als(voorstel.opsteller).post(adres, {"bestand": SimpleUploadedFile("nota.pdf", b"Nota.")})

        assert antwoord.status_code == 422
        assert "Sla het opnieuw op" in tekst_van(antwoord)


class TestParaaf:
    def stuur(self, client, voorstel, **velden):
        adres = f"/voorstellen/{voorstel.nummer}/paraaf/juridisch/"
        return client.post(adres, {"oordeel": "akkoord", "inhoudversie": voorstel.inhoudversie} | velden)

    def test_the_author_is_refused_in_words(self, als):
        voorstel = voorstel_in(S.INTERNE_TOETS, by=maak(Rol.BESTUURSADVISEUR))

        antwoord = self.stuur(als(voorstel.opsteller), voorstel)

        assert (antwoord.status_code, "U schreef mee" in tekst_van(antwoord)) == (422, True)

    def test_under_an_older_text_it_is_refused_in_words(self, als):
        voorstel = voorstel_in(S.INTERNE_TOETS)
        parafeer(voorstel, "financieel")
        acties.schrijf(voorstel, by=voorstel.opsteller, velden={"planning": "Anders."})

        antwoord = self.stuur(als(iemand(Rol.BESTUURSADVISEUR)), voorstel, inhoudversie=1)

        assert (antwoord.status_code, "u las tekst 1, nu is er tekst 2" in tekst_van(antwoord)) == (422, True)

    def test_no_needs_a_reason(self, als):
        voorstel = voorstel_in(S.INTERNE_TOETS)

        antwoord = self.stuur(als(iemand(Rol.BESTUURSADVISEUR)), voorstel, oordeel="nee")

        assert (antwoord.status_code, "wat er niet klopt" in tekst_van(antwoord)) == (422, True)

    def test_set_it_shows_and_another_may_follow_at_once(self, als):
        voorstel = voorstel_in(S.INTERNE_TOETS)
        ander = iemand(Rol.BESTUURSADVISEUR)

        assert self.stuur(als(ander), voorstel).status_code == 302
        assert ander.naam in tekst_van(als(voorstel.opsteller).get(voorstel.get_absolute_url()))


VRAGEN = (
    "q=leaseauto",
    "ogon=bedrijfsvoering",
    "gemeente=U",
    "status=open",
    "sorteer=-bedrag",
    "sorteer=ligt",
)


class TestBladzijde:
    def test_the_way_on_has_a_button_once_it_can_be_gone(self, als):
        voorstel = voorstel_in(S.INTERNE_TOETS)
        client, adres = als(voorstel.opsteller), voorstel.get_absolute_url()
        assert "Op weg sturen" not in tekst_van(client.get(adres))

        parafeer(voorstel)

        assert "Op weg sturen" in tekst_van(client.get(adres))

    def test_the_line_of_progress_says_where_it_is(self, als):
        voorstel = voorstel_in(S.ONDERWEG, gemeenten="DU")
        besluit(voorstel, Orgaan.OGON)
        besluit(voorstel, Orgaan.DIRECTIEBERAAD)
        besluit(voorstel, Orgaan.COLLEGE, "D")

        bladzijde = tekst_van(als(voorstel.opsteller).get(voorstel.get_absolute_url()))

        assert "1 van 2 besloten" in bladzijde
        assert re.search(r'aria-current="step"><b>Colleges', bladzijde)

    def test_lapsed_initials_are_told_on_the_page(self, als):
        voorstel = voorstel_in(S.INTERNE_TOETS)
        parafeer(voorstel)
        acties.schrijf(voorstel, by=voorstel.opsteller, velden={"planning": "Anders."})

        bladzijde = tekst_van(als(voorstel.opsteller).get(voorstel.get_absolute_url()))

        assert "Parafen zijn vervallen" in bladzijde
        assert "daarmee vervielen de parafen" in bladzijde

    def test_an_outcome_is_recorded_by_who_speaks_for_that_college(self, als):
        voorstel = voorstel_in(S.ONDERWEG)
        besluit(voorstel, Orgaan.OGON)
        besluit(voorstel, Orgaan.DIRECTIEBERAAD)
        college = spoor(voorstel, Orgaan.COLLEGE)
        client = als(iemand(Rol.OPDRACHTGEVER))
        adres = f"/voorstellen/{voorstel.nummer}/uitkomst/{college.pk}/"
        assert adres in tekst_van(client.get(voorstel.get_absolute_url()))

        half = client.post(adres, {"uitkomst": "aangehouden", "besloten_op": "22-11-2026"})
        assert half.status_code == 422
        heel = {"uitkomst": "conform", "besloten_op": "22-11-2026", "onder_voorbehoud": "on"}
        assert client.post(adres, heel).status_code == 302
        assert "Onder voorbehoud van begroting" in tekst_van(client.get(voorstel.get_absolute_url()))

    def test_the_whole_road_is_shown_in_a_fixed_number_of_queries(self, als):
        een = voorstel_in(S.BESLOTEN, gemeenten="U")
        drie = voorstel_in(S.BESLOTEN, gemeenten="DUO")
        client = als(iemand(Rol.DIRECTIEBERAAD))
        client.get(een.get_absolute_url())

        aantallen = []
        for voorstel in (een, drie):
            with CaptureQueriesContext(
                connection,
            ) as gedaan:
                client.get(voorstel.get_absolute_url())
            aantallen.append(len(gedaan))
        assert aantallen[0] == aantallen[1]

    def test_a_list_of_five_costs_no_more_than_one_of_one(self, als):
        client = als(iemand(Rol.BESTUURSADVISEUR))
        voorstel_in(S.CONCEPT)
        client.get("/voorstellen/")
        with CaptureQueriesContext(connection) as een:
            client.get("/voorstellen/")
        for _ in range(4):
            voorstel_in(S.CONCEPT, gemeenten="DU")
        with CaptureQueriesContext(connection) as vijf:
            client.get("/voorstellen/")
        assert len(een) == len(vijf)

    @pytest.mark.parametrize(
        "vraag",
        [
            "q=leaseauto",
            "ogon=bedrijfsvoering",
            "gemeente=U",
            "status=open",
            "sorteer=-bedrag",
            "sorteer=ligt",
        ],
    )
    def test_the_list_finds_it_and_downloads_it(self, als, vraag):
        voorstel = voorstel_in(S.ONDERWEG)
        client = als(iemand(Rol.DIRECTIEBERAAD))

        assert voorstel.nummer in tekst_van(client.get(f"/voorstellen/?{vraag}"))
        csv = b"".join(client.get(f"/exports/voorstellen.csv?{vraag}")).decode()
        assert voorstel.nummer in csv
        assert "OGON" in csv

    def test_who_sits_at_the_table_reads_no_amount_in_list_or_download(self, als):
        voorstel = voorstel_in(S.ONDERWEG, gemeenten="U")
        client = als(maak(Rol.OPDRACHTGEVER, organisatie=gemeente("D"), ogon=ogon()))

        for adres in ("/voorstellen/?kolommen=bedrag", voorstel.get_absolute_url()):
            bladzijde = tekst_van(client.get(adres))
            assert voorstel.nummer in bladzijde
            assert "22.350" not in bladzijde
        assert b"22350" not in b"".join(client.get("/exports/voorstellen.csv?kolommen=bedrag"))
