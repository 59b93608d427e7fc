"""Slechte invoer: elk veld, elk bestand; een zin bij het veld en in het overzicht, en niets kwijt."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duoplus import klok
from duoplus.choices import Rol
from tests import factories as f
from tests.maatwerk.invullen import dien_in, stuur, url

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def concept(client):
    f.ogon()
    aanvrager = f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D"))
    f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D"))
    f.iemand(Rol.BUDGETHOUDER, organisatie=f.gemeente("D"))
    client.force_login(aanvrager)
    return f.concept(by=aanvrager)


def jaar(over: int) -> int:
    return klok.vandaag().year + over


@pytest.mark.parametrize(
    ("stap", "veld", "waarde", "zin"),
    [
        (1, "titel", "", "Geef uw aanvraag een titel."),
        (1, "titel", "x" * 10_000, "De tekst is te lang: 10000 tekens. Er passen 120 tekens."),
        (1, "titel", "a\0b", "Hier staat een onzichtbaar teken dat wij niet kunnen bewaren (␀)."),
        (1, "probleem", "y" * 4_001, "De tekst is te lang: 4001 tekens."),
        (1, "gewenst_resultaat", "   ", "Beschrijf wat u wilt bereiken."),
        (1, "valt_onder_dvo", "misschien", "Kies of dit werk hieronder valt."),
        (2, "gemeenten", "999999", "Kies alleen gemeenten uit de lijst."),
        (2, "ogon", "999999", "Niet alle gekozen gemeenten doen mee aan dit OGON."),
        (2, "aanleiding", "zomaar", "Kies wat de aanleiding is."),
        (2, "urgentie", "", "Kies hoe urgent het is."),
        (2, "urgentie_motivering", "", "Leg uit hoe urgent het is."),
        (3, "gewenste_datum", "", "Vul in wanneer het klaar moet zijn"),
        (3, "gewenste_datum", "31-2-2030", "is geen datum"),
        (3, "gewenste_datum", "1-1-2020", "1 januari 2020 is al geweest."),
        (3, "gewenste_datum", "1-1-2199", "1 januari 2199 is te ver weg."),
        (3, "datum_vast", "beton", "Kies hoe vast de datum ligt."),
        (3, "uren_indicatie", "veel", "‘veel’ is geen aantal uren."),
        (3, "uren_indicatie", "0", "Vul een aantal uren in boven 0"),
        (3, "uren_indicatie", "-5", "Vul een aantal uren in boven 0"),
        (3, "uren_indicatie", "999999999", "Vul een aantal uren in boven 0"),
        (4, "budgethouder", "999999", "Deze budgethouder kunt u niet (meer) kiezen."),
        (4, "budgethouder", "", "Kies wie de budgethouder is."),
        (4, "dekking", "z" * 201, "De tekst is te lang: 201 tekens. Er passen 200 tekens."),
        (4, "taakveld", "99.9", "Kies een taakveld uit de lijst."),
        (4, "i_s", "X", "Kies of de kosten incidenteel of structureel zijn."),
        (5, "namens", "999999", "Deze collega kunt u niet (meer) kiezen."),
    ],
)
def test_a_sentence_beside_the_field_and_in_the_summary(client, concept, stap, veld, waarde, zin):
    response = stuur(client, concept, stap, **{veld: waarde, "dekking" if veld != "dekking" else "i_s": "I"})

    pagina = response.content.decode()
    concept.refresh_from_db()
    assert response.status_code == 422
    assert pagina.count(zin) == 2
    assert concept.concept_invoer[veld] == ([waarde] if veld == "gemeenten" else waarde.replace("\0", "␀"))
    assert dien_in(client, concept).status_code == 422


def test_text_is_text(client, concept):
    pagina = stuur(client, concept, 1, titel='"><script>alert(1)</script>').content.decode()

    assert "<script>alert" not in pagina
    assert "&lt;script&gt;alert(1)" in pagina


def test_a_version_too_long_for_a_number_is_another_version(client, concept):
    assert stuur(client, concept, 1, titel="Nieuw", versie="9" * 5000).status_code == 409


def bestand(naam: str, inhoud: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(naam, inhoud)


def bom() -> bytes:
    inhoud = io.BytesIO()
    with zipfile.ZipFile(inhoud, "w", zipfile.ZIP_DEFLATED) as pakket:
        pakket.writestr("[Content_Types].xml", "<x/>")
        pakket.writestr("word/document.xml", b"0" * 50_000_000)
    return inhoud.getvalue()


SLECHT = [
    ("virus.exe", b"MZ\x90\0", "Een .exe-bestand kunt u hier niet toevoegen."),
    ("leeg.pdf", b"", "leeg.pdf"),
    ("brief.pdf", b"<html><script>", "De naam eindigt op .pdf, maar de inhoud is"),
    ("bom.docx", bom(), "Het bestand wordt bij het uitpakken te groot."),
    ("groot.pdf", PDF + b"0" * 20 * 1024 * 1024, "het bestand is te groot. Het mag hooguit 20 MB zijn."),
]


@pytest.mark.parametrize(("naam", "inhoud", "zin"), SLECHT, ids=[naam for naam, *_ in SLECHT])
def test_a_refused_file_is_a_sentence_and_the_rest_is_kept(client, concept, naam, inhoud, zin):
    goed = bestand("plan.pdf", PDF)

    response = stuur(client, concept, 5, namens="", bijlagen=[bestand(naam, inhoud), goed])

    pagina = response.content.decode()
    assert response.status_code == 422
    assert pagina.count(zin) >= 2
    assert [b.naam for b in concept.bijlagen.all()] == ["plan.pdf"]


def test_an_upload_with_a_script_answers_the_new_list(client, concept):
    goed = client.post(url("concept_bijlagen", concept), {"bijlagen": bestand("plan.pdf", PDF)})
    slecht = client.post(url("concept_bijlagen", concept), {"bijlagen": bestand("virus.exe", b"MZ")})
    niets = client.post(url("concept_bijlagen", concept))

    assert "plan.pdf" in goed.content.decode()
    assert "<html" not in goed.content.decode()
    assert (slecht.status_code, niets.status_code) == (422, 422)
    assert slecht.content.decode().startswith("<p>virus.exe: Een .exe-bestand")


def test_a_document_is_taken_away_again(client, concept):
    stuur(client, concept, 5, bijlagen=[bestand("plan.pdf", PDF)])
    bijlage = concept.bijlagen.get()

    response = stuur(client, concept, 5, verwijder=str(bijlage.uuid))

    assert response["Location"] == url("concept", concept, 5)
    assert not concept.bijlagen.exists()
    assert stuur(client, concept, 5, verwijder="onzin").status_code == 404


def test_not_more_than_twenty_documents(client, concept):
    for nummer in range(20):
        client.post(url("concept_bijlagen", concept), {"bijlagen": bestand(f"{nummer}.pdf", PDF)})

    response = client.post(url("concept_bijlagen", concept), {"bijlagen": bestand("21.pdf", PDF)})

    assert "hooguit 20 documenten" in response.content.decode()


def test_a_file_for_somebody_elses_draft_is_refused(client, concept):
    client.force_login(f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D")))

    response = client.post(url("concept_bijlagen", concept), {"bijlagen": bestand("plan.pdf", PDF)})

    assert response.status_code == 404
    assert not concept.bijlagen.exists()
