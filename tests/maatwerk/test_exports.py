"""De echte lijsten als bestand: dezelfde rijen, volgorde en kolommen als het scherm, voor wie ze mag zien."""

import csv
import itertools
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.http import QueryDict
from django.test import Client
from openpyxl import load_workbook

from duoplus import exports, klok, lijsten, lijstweergaven
from duoplus.choices import Rol
from duoplus.models import Export, Gebeurtenis
from maatwerk.choices import AanvraagStatus as S
from tests.factories import aanvraag_in, maak
from tests.factories.rondes import geef_uren
from tests.pdf import tekst

pytestmark = pytest.mark.django_db
AFGEWEZEN = {"status": "afgewezen"}


@pytest.fixture
def teammanager(client) -> Client:
    client.wie = maak(Rol.TEAMMANAGER)
    client.force_login(client.wie)
    return client


@pytest.fixture(scope="module", autouse=True)
def dossiers(vooraf) -> None:
    for status, titel in itertools.product(
        (S.IN_UITVOERING, S.TER_AKKOORD, S.AFGEWEZEN), ("=1+1", "Éen", "zes")
    ):
        aanvraag_in(status, gemeenten="DU", titel=titel)
    geef_uren("I&A", 100, maand=klok.vandaag().replace(day=1))


def inhoud(antwoord) -> bytes:
    assert antwoord.status_code == 200
    return b"".join(antwoord.streaming_content)


def rijen(antwoord) -> list[list[str]]:
    return list(csv.reader(StringIO(inhoud(antwoord).decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize(
    "vraag", ["", "sorteer=titel", "sorteer=-uren&status=alle", "status=ter_akkoord&gemeente=U"]
)
def test_a_sheet_has_the_rows_columns_and_order_of_the_screen(teammanager, vraag):
    scherm = teammanager.get(f"/aanvragen/?{vraag}")
    lijst, bladzijde = scherm.context["lijst"], scherm.context["bladzijde"].object_list
    vel = list(
        load_workbook(BytesIO(inhoud(teammanager.get(f"/exports/aanvragen.xlsx?{vraag}")))).active.values
    )

    eerste = lijst.getoond[0].key
    kop = next(plek for plek, rij in enumerate(vel) if rij[0] == "Nummer")
    assert [cel for cel in vel[kop] if cel] == [kolom.label for kolom in lijst.getoond]
    assert [rij[0] for rij in vel[kop + 1 :]] == [getattr(regel, eerste) for regel in bladzijde]
    uren = [kolom.key for kolom in lijst.getoond].index("uren")
    som = sum(Decimal(str(rij[uren] or 0)) for rij in vel[kop + 1 :])
    assert som == sum(regel.uren or 0 for regel in bladzijde)


def test_the_sheet_says_what_narrows_it_also_without_a_choice(teammanager):
    vel = load_workbook(BytesIO(inhoud(teammanager.get("/exports/aanvragen.xlsx")))).active
    assert vel["A2"].value.lower() == "filter: status: open"

    vel = load_workbook(
        BytesIO(inhoud(teammanager.get("/exports/aanvragen.xlsx?gemeente=U&status=alle")))
    ).active
    assert "Uithoorn" in vel["A2"].value and "alle statussen" in vel["A2"].value.lower()


@pytest.mark.parametrize(("sorteer", "zin"), [("", "Gewijzigd, aflopend"), ("uren", "Uren, oplopend")])
def test_the_sheet_says_in_which_order_the_rows_stand(teammanager, sorteer, zin):
    bytes_ = inhoud(teammanager.get(f"/exports/aanvragen.xlsx?sorteer={sorteer}"))
    vel = load_workbook(BytesIO(bytes_)).active
    assert vel["A3"].value == f"Volgorde: {zin}"


@pytest.mark.parametrize(("adres", "zin"), [("", "Klaar"), ("&status=alle", "Klaar, aangepast")])
def test_the_sheet_says_which_view_it_is_and_whether_it_was_changed(teammanager, adres, zin):
    weergave = lijstweergaven.maak("aanvragen", by=teammanager.wie, naam="Klaar", params=AFGEWEZEN)
    bytes_ = inhoud(teammanager.get(f"/exports/aanvragen.xlsx?weergave={weergave.uuid}{adres}"))
    assert load_workbook(BytesIO(bytes_)).active["A4"].value == f"Weergave: {zin}"


def test_a_worker_prints_the_view_as_it_was_called_when_asked(teammanager, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(exports, "MELD_ELKE", 600)  # its own connection does not see what a test wrote
    weergave = lijstweergaven.maak("aanvragen", by=teammanager.wie, naam="Klaar", params=AFGEWEZEN)
    lijst = lijsten.maak("aanvragen", QueryDict(f"weergave={weergave.uuid}"), teammanager.wie)
    export = exports.vraag_aan("aanvragen", lijst, "xlsx", voor=teammanager.wie)
    lijstweergaven.verwijder(weergave, by=teammanager.wie)
    exports.maak(Export.objects.claim(export.pk))
    export.refresh_from_db()
    with export.bestand.open("rb") as bestand:
        vel = load_workbook(BytesIO(bestand.read())).active
    assert vel["A4"].value == "Weergave: Klaar" and vel["A2"].value == "Filter: Status: afgewezen"


def test_a_filter_that_makes_no_sense_is_said_and_left_out(teammanager):
    bytes_ = inhoud(teammanager.get("/exports/aanvragen.pdf?gemeente=Atlantis&status=alle&sorteer=geluk"))

    assert "Ditfilterisovergeslagen" in tekst(bytes_) and "Letop:" in tekst(bytes_)
    assert Gebeurtenis.objects.get(soort="duoplus.export").gegevens["rijen"] == 9


def test_the_columns_that_were_chosen_are_the_columns_of_the_file(teammanager):
    kop, *_ = rijen(teammanager.get("/exports/aanvragen.csv?kolommen=statusnaam,uren"))
    scherm = teammanager.get("/aanvragen/?kolommen=statusnaam,uren").context["lijst"]

    assert kop == [kolom.label for kolom in scherm.getoond]
