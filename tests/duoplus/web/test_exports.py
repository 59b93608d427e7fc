"""Elke lijst downloaden: wat erin staat, wie haar krijgt, en wat als het er te veel zijn."""

import csv
import hashlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from duoplus import exports, klok, lijsten
from duoplus.choices import ExportFormaat, Rol
from duoplus.models import Bericht, Export, Feestdag, Gebeurtenis, Gebruiker
from duoplus.reports.base import GEEN_RIJEN
from duoplus.reports.formaten import FORMATEN
from duoplus.tasks import ruim_op
from tests.duoplus.proeflijst import NAAM, Proeflijst, vul
from tests.factories import gemeente, maak
from tests.pdf import tekst

pytestmark = pytest.mark.django_db
DOWNLOADS = reverse("exports")
MIME = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
}


@pytest.fixture(autouse=True)
def proeflijst(monkeypatch, settings, tmp_path):
    monkeypatch.setitem(lijsten.op_naam._lijsten, NAAM, Proeflijst)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def beheerder() -> Gebruiker:
    return maak(Rol.BEHEERDER, naam="Bea Heer")


@pytest.fixture
def als_beheerder(client, beheerder) -> Client:
    client.force_login(beheerder)
    return client


def adres(formaat: str, lijst: str = NAAM) -> str:
    return f"/exports/{lijst}.{formaat}"


def inhoud(antwoord: Any) -> bytes:
    return b"".join(antwoord.streaming_content)


def regels(antwoord: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(inhoud(antwoord).decode("utf-8-sig")), delimiter=";"))


def feit() -> dict[str, Any]:
    return Gebeurtenis.objects.get(soort="duoplus.export").gegevens


@pytest.mark.parametrize("formaat", list(ExportFormaat))
def test_a_short_list_comes_at_once_and_leaves_a_line(als_beheerder, beheerder, formaat):
    vul(3)
    antwoord = als_beheerder.get(adres(formaat), {"naam": "Proefdag"})
    bytes_ = inhoud(antwoord)

    assert antwoord.status_code == 200
    assert antwoord["Content-Type"] == MIME[formaat]
    verwacht = f'attachment; filename="{NAAM}-{klok.vandaag().isoformat()}.{formaat}"'
    assert antwoord["Content-Disposition"] == verwacht
    assert antwoord["Content-Length"] == str(len(bytes_))
    assert antwoord["Cache-Control"] == "private, no-store"
    assert feit() == {
        "lijst": NAAM,
        "formaat": formaat,
        "filter": {"naam": "Proefdag"},
        "rijen": 3,
        "sha256": hashlib.sha256(bytes_).hexdigest(),
    }
    assert Gebeurtenis.objects.get(soort="duoplus.export").door == beheerder
    assert not Export.objects.exists()


def test_the_rows_are_those_of_the_list_in_its_order(als_beheerder):
    vul(3)
    rijen = regels(als_beheerder.get(adres("csv"), {"naam": "Proefdag"}))

    assert rijen == [["Datum", "Feestdag"], *([f"2100-01-0{n + 1}", f"Proefdag {n}"] for n in range(3))]


def test_the_sheet_says_filter_maker_and_moment(als_beheerder):
    antwoord = als_beheerder.get(adres("xlsx"), {"naam": "Kerst", "sorteer": "x"})
    vel = load_workbook(BytesIO(inhoud(antwoord))).active
    aantal = Feestdag.objects.filter(naam__contains="Kerst").count()

    boven = [vel.cell(rij, 1).value for rij in range(1, 7)]
    volgorde, let_op = "Volgorde: Datum, oplopend", "Let op: Zo kunnen wij niet sorteren."
    assert boven[:4] == ["Feestdagen", "Filter: ‘Kerst’", volgorde, let_op]
    assert boven[4].startswith("Gemaakt op ") and boven[4].endswith(" uur door Bea Heer (Duo+)")
    assert boven[5] == f"{aantal} rijen"
    assert vel.max_row == 8 + aantal


@pytest.mark.parametrize("formaat", ["xlsx", "pdf"])
def test_a_list_without_rows_is_a_proper_file_that_says_so(als_beheerder, formaat):
    bytes_ = inhoud(als_beheerder.get(adres(formaat), {"naam": "bestaat niet"}))

    if formaat == "pdf":
        assert GEEN_RIJEN.replace(" ", "") in tekst(bytes_)
    else:
        assert GEEN_RIJEN in [rij[0] for rij in load_workbook(BytesIO(bytes_)).active.values]
    assert feit()["rijen"] == 0


@pytest.mark.parametrize("pad", [adres("doc"), adres("csv", "bestaat-niet"), adres("CSV"), "/exports/x"])
def test_what_does_not_exist_is_not_found(als_beheerder, pad):
    assert als_beheerder.get(pad).status_code == 404
    assert not Gebeurtenis.objects.filter(soort="duoplus.export").exists()


def test_a_list_that_is_not_for_you_does_not_exist(client):
    client.force_login(maak(Rol.AANVRAGER, organisatie=gemeente("U")))

    assert client.get(adres("csv")).status_code == 404
    assert not Gebeurtenis.objects.filter(soort="duoplus.export").exists()


def test_asking_for_the_head_alone_takes_nothing(als_beheerder):
    antwoord = als_beheerder.head(adres("csv"))

    assert (antwoord.status_code, antwoord.content) == (200, b"")
    assert not Gebeurtenis.objects.filter(soort="duoplus.export").exists()
    assert als_beheerder.post(adres("csv")).status_code == 405


# Too many for a page to wait for -------------------------------------------------------------------------


@pytest.fixture
def lang(settings) -> None:
    """From here on two rows are many."""
    settings.EXPORT_DIRECT = 1
    vul(2)


def vraag(client: Client, formaat: str = "csv", **params: str) -> Export:
    antwoord = client.get(adres(formaat), {"naam": "Proefdag"} | params)
    assert antwoord.status_code == 302, antwoord.content.decode()
    return Export.objects.get(uuid=antwoord["Location"].split("/")[2])


def test_a_long_list_is_made_by_a_worker(als_beheerder, beheerder, lang):
    export = vraag(als_beheerder, "ods")

    assert (export.status, export.formaat, export.rijen_totaal, export.voor) == ("wacht", "ods", 2, beheerder)
    assert (export.titel, export.filter, export.params) == (
        "Feestdagen",
        ["‘Proefdag’"],
        "naam=Proefdag",
    )
    assert not Gebeurtenis.objects.filter(soort="duoplus.export").exists()
    bladzijde = als_beheerder.get(f"/exports/{export.uuid}/").content.decode()
    assert 'role="progressbar"' in bladzijde and 'hx-trigger="every 2s"' in bladzijde
    assert "wacht op zijn beurt" in bladzijde


def test_paper_takes_long_sooner(settings):
    soort = FORMATEN[ExportFormaat.PDF]
    assert soort.is_meteen(1000) and not soort.is_meteen(1001)
    settings.EXPORT_DIRECT = 10
    assert soort.is_meteen(10) and not soort.is_meteen(11)


def test_the_same_question_twice_is_one_download(als_beheerder, lang):
    assert vraag(als_beheerder) == vraag(als_beheerder)
    assert vraag(als_beheerder, "ods") != vraag(als_beheerder)
    assert Export.objects.count() == 2


def test_nobody_fills_the_queue(als_beheerder, lang):
    for nummer in range(exports.MAX_OPEN):
        vraag(als_beheerder, nog=str(nummer))
    antwoord = als_beheerder.get(adres("csv"), {"naam": "Proefdag", "nog": "een"}, follow=True)

    assert antwoord.redirect_chain == [(DOWNLOADS, 302)]
    assert "Wacht tot er een klaar is" in antwoord.content.decode()
    assert Export.objects.count() == exports.MAX_OPEN


def test_more_than_paper_holds_is_a_sentence_with_a_way_out(als_beheerder, monkeypatch, lang):
    monkeypatch.setitem(FORMATEN, ExportFormaat.PDF, replace(FORMATEN[ExportFormaat.PDF], max_rijen=1))
    antwoord = als_beheerder.get(adres("pdf"), {"naam": "Proefdag"})

    assert antwoord.status_code == 422
    html = antwoord.content.decode()
    assert "plaats voor 1 rijen" in html and f'href="{adres("xlsx")}?naam=Proefdag"' in html
    assert not Export.objects.exists()


# What was made ------------------------------------------------------------------------------------------


@pytest.fixture
def klaar(beheerder, als_beheerder, lang) -> Export:
    export = vraag(als_beheerder)
    geclaimd = Export.objects.claim(export.pk)
    assert geclaimd is not None
    velden = {"rijen_gedaan": 2, "grootte": 4, "sha256": "ab" * 32}
    assert geclaimd.rond_af(ContentFile(b"rij\n"), **velden)
    return Export.objects.get(pk=export.pk)


def bestand_van(export: Export) -> Path:
    return Path(export.bestand.path)


def test_who_asked_downloads_it(als_beheerder, klaar):
    assert "klaar" in als_beheerder.get(f"/exports/{klaar.uuid}/").content.decode()
    antwoord = als_beheerder.get(f"/exports/{klaar.uuid}/bestand/")

    assert inhoud(antwoord) == b"rij\n"
    assert antwoord["Content-Disposition"] == f'attachment; filename="{klaar.naam}"'
    assert antwoord["Cache-Control"] == "private, no-store"


def test_the_page_of_a_finished_download_asks_no_more(als_beheerder, klaar):
    antwoord = als_beheerder.get(f"/exports/{klaar.uuid}/", headers={"HX-Request": "true"})
    html = antwoord.content.decode()

    assert html.lstrip().startswith("<div") and "hx-trigger" not in html
    assert 'data-gezegd="Uw download staat klaar."' in html


@pytest.mark.parametrize("deel", ["", "bestand/", "verwijderen/"])
def test_nobody_else_knows_of_it(client, klaar, deel):
    client.force_login(maak(Rol.BEHEERDER))
    pad = f"/exports/{klaar.uuid}/{deel}"

    assert (client.post(pad) if deel == "verwijderen/" else client.get(pad)).status_code == 404
    assert str(klaar.uuid) not in client.get(DOWNLOADS).content.decode()
    assert Export.objects.filter(pk=klaar.pk).exists()


def test_who_lost_a_role_since_gets_it_no_more(als_beheerder, beheerder, klaar):
    beheerder.toewijzingen.update(tot=klok.vandaag() - timedelta(days=1))
    antwoord = als_beheerder.get(f"/exports/{klaar.uuid}/bestand/")

    assert antwoord.status_code == 403
    assert "uw rollen gewijzigd" in antwoord.content.decode()


def test_an_unfinished_one_leads_to_its_page(als_beheerder, lang):
    export = vraag(als_beheerder)

    assert als_beheerder.get(f"/exports/{export.uuid}/bestand/")["Location"] == f"/exports/{export.uuid}/"


def test_a_file_that_is_gone_is_not_found(als_beheerder, klaar):
    bestand_van(klaar).unlink()

    assert als_beheerder.get(f"/exports/{klaar.uuid}/bestand/").status_code == 404


def test_my_downloads_show_what_can_be_had(als_beheerder, klaar):
    html = als_beheerder.get(DOWNLOADS).content.decode()

    assert "Feestdagen" in html and "‘Proefdag’" in html and klaar.naam in html
    assert "U heeft geen downloads" not in html


def test_the_list_costs_as_many_queries_for_five_as_for_one(als_beheerder, klaar):
    als_beheerder.get(DOWNLOADS)  # templates are warm
    geteld = []
    for nog in ("", "1234"):
        for nummer in nog:
            vraag(als_beheerder, nog=nummer)
        with CaptureQueriesContext(connection) as vragen:
            als_beheerder.get(DOWNLOADS)
        geteld.append(len(vragen))

    assert geteld[0] == geteld[1]


def test_thrown_away_is_gone_but_for_the_line(als_beheerder, klaar, django_capture_on_commit_callbacks):
    pad = bestand_van(klaar)
    (pad.parent / "achtergebleven.csv").write_bytes(b"van een gevallen worker")
    with django_capture_on_commit_callbacks(execute=True):
        antwoord = als_beheerder.post(f"/exports/{klaar.uuid}/verwijderen/", follow=True)

    assert "is verwijderd" in antwoord.content.decode()
    assert not Export.objects.exists() and not list(pad.parent.iterdir())


def test_a_file_goes_after_its_term_and_not_before(beheerder, klaar, django_capture_on_commit_callbacks):
    """Twenty working days, unless the setting says otherwise."""
    assert (klaar.bewaren_tot - klok.vandaag()).days >= 26
    pad = bestand_van(klaar)
    for dag, is_er in ((klaar.bewaren_tot, True), (klaar.bewaren_tot + timedelta(days=1), False)):
        with klok.op(klok.nu() + (dag - klok.vandaag())), django_capture_on_commit_callbacks(execute=True):
            ruim_op()
        assert Export.objects.exists() is is_er and pad.exists() is is_er


def test_a_download_that_failed_says_why(als_beheerder, lang):
    export = vraag(als_beheerder)
    geclaimd = Export.objects.claim(export.pk)
    assert geclaimd is not None and geclaimd.mislukt("Dit is de reden.")

    html = als_beheerder.get(f"/exports/{export.uuid}/").content.decode()
    assert "Uw download is niet gemaakt" in html and "Dit is de reden." in html
    assert "Niet gelukt" in als_beheerder.get(DOWNLOADS).content.decode()
    assert not Bericht.objects.exists()
