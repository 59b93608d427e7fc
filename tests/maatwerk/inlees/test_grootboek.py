"""Facturen inlezen: btw, categorie, credit, en een controletotaal dat op de cent klopt."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duoplus.calc.nederlands import bedrag
from duoplus.choices import Rijstand
from duoplus.inlezen import lezen
from duoplus.models import Gebruiker, Koppeling
from duoplus.werkblad import OnleesbaarBestand
from maatwerk.choices import BtwRegime
from maatwerk.inlees.grootboek import GROOTBOEK, lees_kant
from maatwerk.models import Boeking

KOP = "Boekstuk;Boekdatum;Grootboek;Project;Omschrijving;Relatie;Debet;Credit;Btw"
GOED = "26000001;22-04-2026;43510 Inhuur;MW26-006;Factuur;Leverancier 23;7.142,44;;hoog"

pytestmark = pytest.mark.django_db


def met(**anders):
    cellen = dict(zip(KOP.split(";"), GOED.split(";"), strict=True)) | anders
    return ";".join(cellen.values())


def test_an_invoice_becomes_a_cost_with_its_vat_beside_it(lees):
    assert lees(GROOTBOEK, KOP, GOED).aangemaakt == 1
    boeking = Boeking.objects.get()
    assert (boeking.bedrag, boeking.btw) == (Decimal("7142.44"), Decimal("1499.91"))
    assert (boeking.economische_categorie, boeking.btw_regime) == ("L3.5.1", BtwRegime.GEEN)
    assert (boeking.factuurnummer, boeking.leverancier) == ("26000001", "Leverancier 23")
    assert (boeking.team, boeking.uren) == (None, 0)


def test_a_voucher_is_booked_once_whatever_else_its_line_says_later(lees):
    lees(GROOTBOEK, KOP, GOED)
    assert (
        lees(GROOTBOEK, KOP, met(Omschrijving="Factuur maatwerk"), met(Boekstuk="26000002")).aangemaakt == 1
    )


def test_a_credit_note_names_its_invoice(lees):
    lees(GROOTBOEK, KOP, GOED, met(Boekstuk="26000009", Boekdatum="01-05-2026", Debet="", Credit="7.142,44"))
    factuur, credit = Boeking.objects.order_by("bedrag").reverse()
    assert (credit.bedrag, credit.btw) == (-factuur.bedrag, -factuur.btw)
    assert credit.corrigeert == factuur


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"Debet": "-7.142,44"}, "hoort zonder minteken"),
        ({"Debet": ""}, "Er staat geen bedrag"),
        ({"Credit": "1,00"}, "allebei gevuld"),
        ({"Debet": "1e9"}, "geen bedrag"),
        ({"Debet": "7.14,44"}, "geen bedrag"),
        ({"Debet": "900000000"}, "onwaarschijnlijk hoog"),
        ({"Btw": "middel"}, "Btw ‘middel’ kennen wij niet"),
        ({"Grootboek": "43999 Lunch"}, "economische categorie van rekening 43999 Lunch"),
        ({"Grootboek": "Inhuur"}, "begint met een nummer"),
        ({"Project": ""}, "geen projectcode"),
        ({"Relatie": ""}, "Hier staat niets"),
        ({"Boekdatum": "31-11-2026"}, "geen datum"),
        ({"Boekdatum": "01-01-2001"}, "jaar terug"),
    ],
)
def test_a_line_that_cannot_be_right_waits(lees, anders, zin):
    inlezing = lees(GROOTBOEK, KOP, met(Boekstuk="1"), met(**anders))
    assert (inlezing.aangemaakt, inlezing.apart_gezet) == (1, 1)
    rij = inlezing.rijen.get(stand=Rijstand.FOUT)
    assert rij.rij == 3
    assert zin in " ".join(rij.zinnen)


def test_a_ledger_one_cent_off_is_refused_whole(lees):
    with pytest.raises(OnleesbaarBestand, match="Er is niets ingelezen"):
        lees(GROOTBOEK, KOP, GOED, met(Boekstuk="2", Project=""), controletotaal="14.284,87")
    assert not Boeking.objects.exists()
    assert (
        lees(GROOTBOEK, KOP, GOED, met(Boekstuk="2", Project=""), controletotaal="14.284,88").aangemaakt == 1
    )


def test_what_a_person_says_of_an_account_holds_for_the_next_file(lees):
    by = Gebruiker.objects.get(email="concerncontroller@demo.duoplus.example")
    inhoud = "\r\n".join([KOP, met(Grootboek="43999 Lunch")]).encode()
    inlezing = lezen.begin(inhoud, soort=GROOTBOEK, bestandsnaam="g.csv", by=by)
    inlezing = lezen.lees_rijen(inlezing, by=by)
    assert next(iter(GROOTBOEK.keuzes(inlezing))).label == "Categorie van 43999 Lunch"
    keuzes = {"rekening 43999": "L3.8", "btw_regime": BtwRegime.KOEPEL, "controletotaal": "7142,44"}
    inlezing = lezen.kies(inlezing, keuzes, by=by)
    assert inlezing.aantal(Rijstand.GOED) == 1
    assert Koppeling.objects.get().keuzes == {"rekening 43999": "L3.8", "btw_regime": BtwRegime.KOEPEL}
    volgende = lezen.begin(inhoud + b"\r\n", soort=GROOTBOEK, bestandsnaam="g2.csv", by=by)
    assert volgende.keuzes["rekening 43999"] == "L3.8"


@given(st.integers(0, 10**10))
def test_amounts_read_as_the_ledger_writes_them(centen):
    euro = Decimal(centen) / 100
    assert lees_kant(bedrag(euro).replace("€\N{NO-BREAK SPACE}", "")) == lees_kant(euro) == euro
