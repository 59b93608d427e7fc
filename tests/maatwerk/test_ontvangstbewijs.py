"""Het ontvangstbewijs: één keer gemaakt, bij elke herhaling dezelfde bytes, in onze eigen letter."""

import hashlib
import threading

import pytest
from django.db import connection

from duoplus.choices import BijlageSoort, Rol
from duoplus.models import Bijlage, Gebeurtenis
from duoplus.tasks import dispatch_event
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from maatwerk.ontvangstbewijs import als_pdf, maak_ontvangstbewijs
from tests import factories as f
from tests.pdf import fonts, tekst


@pytest.fixture
def aanvraag(db):
    return f.aanvraag_in(S.INGEDIEND, gemeenten="U", titel="Nazorg énergietoeslag #let x = *1*")


def test_the_letter_is_public_sans_and_nothing_else(aanvraag):
    assert fonts(als_pdf(aanvraag)) == {"PublicSans-Regular", "PublicSans-SemiBold", "PublicSans-Bold"}


def test_it_claims_to_be_accessible_and_to_last(aanvraag):
    bytes_ = als_pdf(aanvraag)

    assert b"pdfuaid" in bytes_ and b"pdfaid" in bytes_
    assert b"/MarkInfo" in bytes_ and b"/Lang" in bytes_


def test_it_says_what_was_submitted(aanvraag):
    gelezen = tekst(als_pdf(aanvraag))

    for stuk in (
        aanvraag.nummer,
        aanvraag.titel,
        aanvraag.aanvrager.naam,
        aanvraag.probleem,
        "Wat gebeurt er hierna?",
    ):
        assert stuk.replace(" ", "") in gelezen


@pytest.mark.parametrize(
    ("getypt", "gedrukt"),
    [
        ("Fijn 😀!", "Fijn(U+1F600)!"),
        ("van A → B", "vanA->B"),
        ("漢字", "(U+6F22)(U+5B57)"),
        ("a\u202eb\u200bc\ufe0f", "abc"),
        ("e\u0301e\u0301n", "één"),
        ("\x07", "(U+0007)"),
    ],
)
def test_what_the_letter_lacks_is_written_out(db, getypt, gedrukt):
    """PDF/A refuses a character without a glyph; the receipt must come all the same."""
    aanvraag = f.aanvraag_in(S.INGEDIEND, probleem=f"Let op: {getypt}.")

    assert f"Letop:{gedrukt}." in tekst(als_pdf(aanvraag))


def test_a_word_without_end_stays_on_the_page(db):
    aanvraag = f.aanvraag_in(S.INGEDIEND, probleem="lang" * 400)

    assert tekst(als_pdf(aanvraag)).count("lang") >= 400


def test_the_same_bytes_at_any_later_moment(aanvraag):
    bijlage = maak_ontvangstbewijs(aanvraag)
    aanvraag.titel = "Later anders genoemd"
    aanvraag.save()

    opnieuw = als_pdf(aanvraag)

    assert bijlage.bestand.open().read() == opnieuw
    assert (bijlage.sha256, bijlage.grootte) == (hashlib.sha256(opnieuw).hexdigest(), len(opnieuw))


def test_made_once_however_often_asked(aanvraag):
    assert maak_ontvangstbewijs(aanvraag) == maak_ontvangstbewijs(aanvraag)
    assert aanvraag.bijlagen.filter(soort=BijlageSoort.ONTVANGSTBEWIJS).count() == 1


def test_made_once_by_four_at_a_time(eigen_database):
    aanvraag = f.aanvraag_in(S.INGEDIEND)
    gemaakt = []

    def maak():
        gemaakt.append(maak_ontvangstbewijs(Aanvraag.objects.get(pk=aanvraag.pk)).pk)
        connection.close()

    tegelijk = [threading.Thread(target=maak) for _ in range(4)]
    [draad.start() for draad in tegelijk], [draad.join() for draad in tegelijk]

    assert len(gemaakt) == 4 and len(set(gemaakt)) == 1


def test_the_worker_makes_it(aanvraag):
    feit = Gebeurtenis.objects.over(aanvraag).get(soort="maatwerk.aanvraag.indienen")

    dispatch_event(feit.pk)
    dispatch_event(feit.pk)

    assert (
        Bijlage.objects.get(soort=BijlageSoort.ONTVANGSTBEWIJS).naam
        == f"Ontvangstbewijs {aanvraag.nummer}.pdf"
    )


def test_who_sees_the_request_downloads_it(client, aanvraag):
    client.force_login(aanvraag.aanvrager)

    response = client.get(f"/aanvragen/{aanvraag.nummer}/ontvangstbewijs/")

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="Ontvangstbewijs {aanvraag.nummer}.pdf"'
    assert b"".join(response.streaming_content) == als_pdf(aanvraag)


def test_who_does_not_see_it_finds_nothing(client, aanvraag):
    client.force_login(f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D")))

    assert client.get(f"/aanvragen/{aanvraag.nummer}/ontvangstbewijs/").status_code == 404
    assert client.get("/aanvragen/MW-1999-0001/ontvangstbewijs/").status_code == 404
