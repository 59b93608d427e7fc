"""Documents of a request: known by their content, downloaded only, and never lost or leaked."""

import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from duoplus.choices import BijlageStatus, Rol
from duoplus.models import Bijlage
from maatwerk.actions import dossier as acties
from maatwerk.choices import AanvraagStatus as S
from tests.factories import aanvraag_in, gemeente, iemand

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def aanvraag():
    return aanvraag_in(S.INGEDIEND, gemeenten="DU")


def documents_url(aanvraag):
    return reverse("maatwerk:documenten", args=[aanvraag.nummer])


def upload(client, user, aanvraag, naam="plan.pdf", inhoud=PDF, **invoer):
    client.force_login(user)
    bestand = SimpleUploadedFile(naam, inhoud, content_type="text/html")
    invoer = {"zichtbaarheid": "gedeeld", "sleutel": str(uuid.uuid4()), "bestand": bestand} | invoer
    return client.post(documents_url(aanvraag), invoer)


def download(client, aanvraag, bijlage):
    return client.get(reverse("maatwerk:document", args=[aanvraag.nummer, bijlage.uuid]))


def newest():
    return Bijlage.objects.exclude(soort="ontvangstbewijs").get()


def test_a_document_comes_back_byte_for_byte(client, aanvraag):
    answer = upload(client, iemand(Rol.AANVRAGER, organisatie=gemeente("D")), aanvraag)
    assert (answer.status_code, answer["Location"]) == (302, documents_url(aanvraag))
    got = download(client, aanvraag, newest())
    assert got.getvalue() == PDF
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Length"] == str(len(PDF))
    assert got["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got["Cache-Control"] == "private, no-store"


def test_a_name_with_accents_keeps_them(client, aanvraag):
    upload(client, iemand(Rol.SECRETARIS), aanvraag, naam='Coördinatie "één" – 2027.pdf')
    kop = download(client, aanvraag, newest())["Content-Disposition"]
    assert kop.startswith("attachment; filename*=utf-8''Co%C3%B6rdinatie%20")


@pytest.mark.parametrize(
    ("naam", "inhoud", "zin"),
    [
        ("plan.exe", b"MZ\x90", "Een .exe-bestand kunt u hier niet toevoegen."),
        (
            "plan.pdf",
            b"<html><script>alert(1)</script>",
            "De naam eindigt op .pdf, maar de inhoud is iets anders.",
        ),
        ("leeg.pdf", b"", "Het bestand is leeg. Kies een ander bestand."),
        ("plan", PDF, "Een bestand zonder extensie"),
        (f"{'n' * 200}.pdf", PDF, "De naam van het bestand is te lang"),
        ("foto.svg", b"<svg onload=alert(1)>", "Een .svg-bestand"),
    ],
)
def test_a_refusal_is_a_sentence_and_keeps_the_choice(client, aanvraag, naam, inhoud, zin):
    answer = upload(client, iemand(Rol.SECRETARIS), aanvraag, naam, inhoud, zichtbaarheid="intern")
    assert answer.status_code == 422
    assert zin in answer.text and 'value="intern" selected' in answer.text
    assert not Bijlage.objects.exclude(soort="ontvangstbewijs").exists()


def test_no_file_chosen(client, aanvraag):
    answer = upload(client, iemand(Rol.SECRETARIS), aanvraag, bestand="")
    assert answer.status_code == 422 and "Kies een bestand." in answer.text


def test_too_large_is_refused_before_it_is_read(client, aanvraag, settings):
    settings.BIJLAGE_MAX_BYTES = 1024 * 1024
    answer = upload(client, iemand(Rol.SECRETARIS), aanvraag, inhoud=PDF + b"0" * 1024 * 1024)
    assert answer.status_code == 422
    assert "Het bestand is te groot. Het mag hooguit 1 MB zijn." in answer.text


def test_a_double_click_adds_one_document(client, aanvraag):
    key = str(uuid.uuid4())
    for _ in range(2):
        assert upload(client, iemand(Rol.SECRETARIS), aanvraag, sleutel=key).status_code == 302
    newest()


def test_an_internal_document_does_not_exist_for_the_municipality(client, aanvraag):
    upload(client, iemand(Rol.SECRETARIS), aanvraag, zichtbaarheid="intern")
    assert "Alleen Duo+</span>" in client.get(documents_url(aanvraag)).text
    client.force_login(iemand(Rol.AANVRAGER))
    assert download(client, aanvraag, newest()).status_code == 404
    for name in ("aanvraag", "documenten", "tijdlijn"):
        assert "plan.pdf" not in client.get(reverse(f"maatwerk:{name}", args=[aanvraag.nummer])).text


def test_a_municipality_cannot_add_internally(client, aanvraag):
    answer = upload(client, iemand(Rol.AANVRAGER), aanvraag, zichtbaarheid="intern")
    assert answer.status_code == 422 and "Kies wie dit kan lezen." in answer.text


def test_quarantine_is_listed_and_explained_but_not_downloaded(client, aanvraag):
    upload(client, iemand(Rol.SECRETARIS), aanvraag)
    Bijlage.objects.filter(pk=newest().pk).update(status=BijlageStatus.QUARANTAINE)
    assert download(client, aanvraag, newest()).status_code == 403
    for url in (documents_url(aanvraag), aanvraag.get_absolute_url()):
        page = client.get(url).text
        assert "plan.pdf" in page and f"/documenten/{newest().uuid}/" not in page
        assert "controle" in page


def test_only_through_its_own_request(client, aanvraag):
    other = aanvraag_in(S.INGEDIEND, gemeenten="D")
    upload(client, iemand(Rol.SECRETARIS), aanvraag)
    assert download(client, other, newest()).status_code == 404
    client.force_login(iemand(Rol.AANVRAGER, organisatie=gemeente("O")))
    assert download(client, aanvraag, newest()).status_code == 404


def test_who_only_reads_sees_the_list_and_adds_nothing(client, aanvraag):
    accountant = iemand(Rol.ACCOUNTANT)
    client.force_login(accountant)
    page = client.get(documents_url(aanvraag))
    assert page.status_code == 200 and "Document toevoegen" not in page.text
    assert upload(client, accountant, aanvraag).status_code == 403


def test_a_file_that_left_the_storage_is_not_a_crash(client, aanvraag):
    bijlage = acties.voeg_bijlage_toe(aanvraag, by=iemand(Rol.SECRETARIS), naam="plan.pdf", inhoud=PDF)
    Path(bijlage.bestand.path).unlink()
    client.force_login(iemand(Rol.SECRETARIS))
    assert download(client, aanvraag, bijlage).status_code == 404
