"""De besluitenlijst: wat erin staat, dat zij vastligt, en dat dezelfde vergadering dezelfde bytes geeft."""

import hashlib
from datetime import time, timedelta

import pytest

from duoplus import klok
from duoplus.actions import actiepunten, agenda, vergaderen
from duoplus.agenda import Antwoord
from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Bijlage
from duoplus.reports import besluitenlijst
from tests import pdf
from tests.factories import iemand, ogon
from tests.factories.overleg import lopend, op_agenda

pytestmark = pytest.mark.django_db
MITS = Antwoord(BesluitSoort.AKKOORD_MITS, reden="Past in de uren.", voorwaarde="De begroting staat vast.")


def gehouden():
    """Two points: one with a decision and an action, one carried over."""
    vergadering, voorzitter = lopend(met="DU"), iemand(Rol.VOORZITTER)
    punt, _ = op_agenda(vergadering, "Openingstijden"), op_agenda(vergadering, "Huisvesting")
    agenda.besluit(punt, MITS, by=voorzitter)
    actiepunten.geef(
        "Offerte opvragen",
        eigenaar=iemand(Rol.TEAMMANAGER),
        uiterlijk=klok.vandaag() + timedelta(days=7),
        gremium=ogon(),
        agendapunt=punt,
        by=voorzitter,
    )
    vergaderen.sluit(vergadering, by=voorzitter)
    return vergadering


def vastgesteld():
    return vergaderen.stel_vast(gehouden(), by=iemand(Rol.VOORZITTER))


def test_it_tells_who_was_there_what_was_decided_and_who_does_what():
    lijst = besluitenlijst.lees(gehouden())

    eerste, tweede = lijst.regels
    assert [besluit.reden for besluit in eerste.besluiten] == ["Past in de uren."]
    assert [actie.titel for actie in eerste.acties] == ["Offerte opvragen"]
    assert (tweede.besluiten, tweede.uitkomst) == ([], "Gaat naar een volgende vergadering")
    assert len(lijst.aanwezig) == 2 and lijst.is_concept


def test_adopting_stores_the_pdf_with_its_hash_once():
    vergadering = vastgesteld()

    bijlage = Bijlage.objects.over(vergadering).get()
    inhoud = bijlage.bestand.open().read()
    assert hashlib.sha256(inhoud).hexdigest() == bijlage.sha256
    assert besluitenlijst.maak(vergadering, iemand(Rol.VOORZITTER)) == bijlage
    gelezen = pdf.tekst(inhoud)
    for woord in ("Akkoordmits", "Voorwaarde:Debegrotingstaatvast.", "Offerteopvragen", "Vastgesteldop"):
        assert woord in gelezen
    assert "Concept" not in gelezen
    assert pdf.fonts(inhoud) and all(naam.startswith("PublicSans") for naam in pdf.fonts(inhoud))


def test_the_same_list_gives_the_same_bytes_and_the_seal_is_on_every_page():
    vergadering = vastgesteld()
    opnieuw = besluitenlijst.als_pdf(besluitenlijst.lees(vergadering), moment=vergadering.vastgesteld_op)

    assert opnieuw == Bijlage.objects.over(vergadering).get().bestand.open().read()
    assert besluitenlijst.gegevens(besluitenlijst.lees(vergadering))["zegel"][:16] in pdf.tekst(opnieuw)


def test_what_is_not_adopted_is_not_stored():
    with pytest.raises(ValueError, match="vastgesteld"):
        besluitenlijst.maak(gehouden(), iemand(Rol.VOORZITTER))


def test_words_that_look_like_markup_stay_words():
    vergadering, voorzitter = lopend(), iemand(Rol.VOORZITTER)
    punt = op_agenda(vergadering, "#pagebreak() *vet* <b> $x$ @ref \\u{41}")
    agenda.behandel(punt, verslag="= Kop\n- punt #(1+1)", by=voorzitter)
    gezet = pdf.tekst(besluitenlijst.als_pdf(besluitenlijst.lees(vergadering)))
    assert "#pagebreak()*vet*<b>$x$@ref\\u{41}" in gezet and "=Kop-punt#(1+1)" in gezet


def test_a_long_agenda_takes_no_more_questions(django_assert_max_num_queries):
    def hoeveel(aantal: int) -> int:
        vergadering = lopend(met="DU", begint_om=time(8, aantal))
        for nummer in range(aantal):
            agenda.besluit(op_agenda(vergadering, f"Punt {nummer}"), MITS, by=iemand(Rol.VOORZITTER))
        with django_assert_max_num_queries(9) as geteld:
            besluitenlijst.gegevens(besluitenlijst.lees(type(vergadering).objects.get(pk=vergadering.pk)))
        vergaderen.sluit(vergadering, by=iemand(Rol.VOORZITTER))
        return len(geteld)

    assert hoeveel(1) == hoeveel(5)
