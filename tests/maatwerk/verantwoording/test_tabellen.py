"""De tabellen L1 tot en met L8: precies deze kolommen, dezelfde bedragen als de stand, en nooit een naam."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duoplus import klok
from duoplus.calc.nederlands import MAANDEN
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Organisatie
from maatwerk.actions import boeken, perioden, prognose, toelichting, wijzigen
from maatwerk.choices import Begrotingsoort, Verantwoordingsmethode
from maatwerk.lumpsum.stand import lees
from maatwerk.models import Methode
from tests.factories import gemeente, iemand
from tests.factories.lumpsums import begrotingsregel, kosten, lopende_opdracht, lumpsum, uren
from tests.factories.verantwoordingen import goed_jaar, pakket, rubriceer, sluit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]

# domain.md section 4, word for word.
KOLOMMEN = {
    "L1": "jaar, peildatum, gemeente, begroting_primitief, begrotingswijzigingen, beschikbaar, gerealiseerd, "
    "verplicht, vrije_ruimte, uitputting_pct, beslag_pct, prognose, verwacht_saldo, V_N",
    "L2": "nummer, titel, gemeente, ogon, team, taakveld, I_S, status, datum_opdracht, raming_uren, "
    "raming_eur, plafond_eur, uren, kosten_uren, kosten_extern, totaal, aandeel_pct, aandeel_eur, "
    "afwijking_eur, afwijking_pct, toelichting",
    "L3": "boeking_id, datum, periode, opdracht, team, functiegroep, uren, tarief, bedrag, status, "
    "correctie_op",
    "L4": "boeking_id, factuurnummer, datum, leverancier, opdracht, bedrag_ex, btw_regime, btw, "
    "economische_categorie",
    "L5": "opdracht, sleutel_id, versie, gemeente, aandeel, bedrag, afrondingsverschil",
    "L6": "gemeente, kwartaal, voorschot, datum, gerealiseerd, te_verrekenen",
    "L7": "gemeente, taakveld, naam, I_S, begroting, realisatie, prognose, verschil, V_N",
    "L8": "tijdstip, gebruiker_rol, object, veld, oud, nieuw, motivering",
}


@pytest.fixture
def jaar(maandag):
    goed_jaar()
    sluit(2026)


@pytest.mark.usefixtures("jaar")
def test_precies_deze_kolommen() -> None:
    namen = {t.code: ", ".join(kolom.key for kolom in t.kolommen) for t in pakket().tabellen}
    assert namen == KOLOMMEN


@pytest.mark.usefixtures("jaar")
def test_rijen_hebben_elke_kolom_en_zijn_zo_veel_als_gezegd() -> None:
    for tabel in pakket().tabellen:
        rijen = list(tabel.rijen())
        assert len(rijen) == tabel.aantal
        assert [tuple(getattr(rij, kolom.key) for kolom in tabel.kolommen) for rij in tabel.rijen()] == [
            tuple(rij) for rij in rijen
        ]


@pytest.mark.usefixtures("jaar")
def test_totalen_zijn_de_som_van_de_rijen_ook_per_gemeente() -> None:
    for tabel in pakket().tabellen:
        for naam, totaal in tabel.totalen.items():
            assert sum(getattr(rij, naam) or 0 for rij in tabel.rijen()) == totaal
            per_gemeente = [som[naam] for som in tabel.per_gemeente.values()]
            assert not per_gemeente or sum(per_gemeente) == totaal


@pytest.mark.usefixtures("jaar")
def test_overzicht_is_de_stand() -> None:
    stand = lees(2026, peildatum=date(2026, 12, 31))
    for rij, wie in zip(pakket().tabel("L1").rijen(), stand.gemeenten, strict=True):
        saldo = stand.per_gemeente[wie.pk]
        assert (rij.gemeente, rij.gerealiseerd, rij.verplicht, rij.prognose) == (
            wie.naam,
            saldo.gerealiseerd,
            saldo.verplicht,
            saldo.prognose,
        )


@pytest.mark.usefixtures("jaar")
def test_pakket_van_een_gemeente_heeft_alleen_wat_haar_raakt() -> None:
    uithoorn = Organisatie.objects.get(letter="U")
    van_haar = pakket(gemeente=uithoorn)
    for code in ("L1", "L2", "L5", "L6", "L7"):
        assert {rij.gemeente for rij in van_haar.tabel(code).rijen()} == {"Uithoorn"}
    assert van_haar.tabel("L1").totalen["gerealiseerd"] == Decimal("807.85")
    assert van_haar.is_sluitend

    alleen_diemen = lopende_opdracht("D")
    rubriceer(alleen_diemen)
    nummers = {rij.opdracht for rij in pakket(gemeente=uithoorn).tabel("L3").rijen()}
    assert alleen_diemen.nummer not in nummers
    assert len(nummers) == 2


def test_uren_op_volgorde_van_maand_opdracht_en_boeking_met_correctie() -> None:
    eerste, tweede = goed_jaar()
    fout = uren(eerste, 2)
    boeken.corrigeren_boeking(fout, by=iemand(Rol.CONCERNCONTROLLER), reden="Verkeerde opdracht")
    rijen = list(pakket().tabel("L3").rijen())
    assert [rij.boeking_id for rij in rijen] == sorted(
        rij.boeking_id for rij in rijen if rij.opdracht == str(eerste)
    ) + [rij.boeking_id for rij in rijen if rij.opdracht == str(tweede)]
    assert [(rij.uren, rij.correctie_op) for rij in rijen if rij.correctie_op] == [(Decimal(-2), fout.pk)]
    assert {rij.periode for rij in rijen} == {"2026-11"}


def test_kwartalen_tellen_op_tot_het_jaar_en_vast_rekent_niet_af() -> None:
    goed_jaar()
    Methode.objects.create(
        organisatie=Organisatie.objects.get(letter="D"),
        methode=Verantwoordingsmethode.VAST,
        van=date(2026, 1, 1),
    )
    l6 = pakket().tabel("L6")
    l1 = {rij.gemeente: rij.gerealiseerd for rij in pakket().tabel("L1").rijen()}
    for wie, sommen in l6.per_gemeente.items():
        assert sommen["gerealiseerd"] == l1[wie]
    rest = {rij.gemeente: rij.te_verrekenen for rij in l6.rijen() if rij.kwartaal == 4}
    assert rest["Diemen"] == 0
    assert rest["Uithoorn"] == Decimal("807.85") - 27_500


def test_een_kwartaal_dat_nog_niet_begon_is_leeg() -> None:
    goed_jaar()
    l6 = pakket(peildatum=date(2026, 6, 30)).tabel("L6")
    gedaan = {rij.kwartaal: rij.gerealiseerd for rij in l6.rijen() if rij.gemeente == "Diemen"}
    assert gedaan == {1: 0, 2: 0, 3: None, 4: None}


@pytest.mark.usefixtures("jaar")
def test_geen_enkele_tabel_noemt_een_mens(maandag) -> None:
    with klok.op(maandag + timedelta(hours=1)):
        gelezen = pakket()
        cellen = {str(cel) for tabel in gelezen.tabellen for rij in tabel.rijen() for cel in rij}
    assert gelezen.tabel("L8").aantal > 10
    assert {rij.gebruiker_rol for rij in gelezen.tabel("L8").rijen()} >= {"Teammanager", "Voorzitter OGON"}
    assert cellen.isdisjoint(Gebruiker.objects.values_list("naam", flat=True))


def test_tekst_vult_zich_uit_de_tabellen_met_bron() -> None:
    goed_jaar()
    begrotingsregel(lumpsum("U"), 5_000, soort=Begrotingsoort.WIJZIGING)
    (uithoorn,) = [deel for deel in pakket().tekst if deel.kop == "Uithoorn"]
    eerste = uithoorn.alineas[0]
    assert str(eerste).replace("\xa0", " ") == (
        "Uithoorn heeft in 2026 € 115.000,00 voor maatwerk. "
        "Dat is € 110.000,00 uit de begroting en € 5.000,00 uit wijzigingen."
    )
    assert [(deel.tabel, deel.bron) for deel in eerste.delen if not isinstance(deel, str)] == [
        ("L1", "Uithoorn, beschikbaar"),
        ("L1", "Uithoorn, begroting_primitief"),
        ("L1", "Uithoorn, begrotingswijzigingen"),
    ]


def test_zoveel_vragen_aan_de_database_hoeveel_er_ook_is() -> None:
    """The shape of the division alone decides; more of the same costs nothing."""
    goed_jaar()
    pakket()
    with CaptureQueriesContext(connection) as weinig:
        pakket()
    for _ in range(3):
        opdracht = lopende_opdracht("DUO")
        rubriceer(opdracht)
        uren(opdracht, 3)
        kosten(opdracht, "33.33")
    with CaptureQueriesContext(connection) as veel:
        pakket()
    assert len(veel) == len(weinig)


def test_een_gewijzigd_plafond_staat_er_met_euro_pas_bij_de_tweede_paraaf(maandag) -> None:
    opdracht, _ = goed_jaar()
    verzoek = wijzigen.vragen(
        opdracht,
        by=iemand(Rol.TEAMMANAGER, team=opdracht.aanvraag.team),
        plafond_uren=opdracht.plafond_uren,
        plafond_kosten=opdracht.plafond_kosten + 4_000,
        einddatum=opdracht.klaar_voor,
        reden="De leverancier is duurder.",
    )
    van, naar = str(opdracht.plafond_kosten), str(opdracht.plafond_kosten + 4_000)
    wijzigen.paraferen(verzoek, by=iemand(Rol.VOORZITTER))
    assert not _mutaties(maandag, "plafond_kosten")

    wijzigen.paraferen(verzoek, by=iemand(Rol.BUDGETHOUDER, organisatie=opdracht.aanvraag.organisatie))

    assert _mutaties(maandag, "plafond_kosten") == [
        (opdracht.nummer, van, naar, "De leverancier is duurder.")
    ]


def _mutaties(maandag, veld: str) -> list[tuple[str, str, str, str]]:
    with klok.op(maandag + timedelta(hours=1)):
        rijen = list(pakket().tabel("L8").rijen())
    return [(rij.object, rij.oud, rij.nieuw, rij.motivering) for rij in rijen if rij.veld == veld]


def test_afwijking_is_die_van_de_pagina_en_de_uitleg_staat_bij_elke_gemeente(maandag) -> None:
    """What is explained there is the figure that stands here, of the whole assignment."""
    _, samen = goed_jaar()
    manager, leidt = iemand(Rol.TEAMMANAGER, team=samen.aanvraag.team), samen.aanvraag.organisatie
    prognose.geef_prognose(samen, by=manager, rest=Decimal(99_000), toelichting="Er komt een systeem bij.")
    controller = iemand(Rol.CONTROLLER, organisatie=leidt)
    toelichting.licht_toe(leidt, 2026, by=controller, opdracht=samen, tekst="Er kwam een wet bij.")
    with klok.op(maandag + timedelta(hours=1)):
        rijen = [rij for rij in pakket().tabel("L2").rijen() if rij.nummer == samen.nummer]
        (werk,) = [regel.werk for regel in lees(2026).regels if regel.pk == samen.pk]
    assert len(rijen) > 1
    assert {rij.afwijking_eur for rij in rijen} == {werk.gerealiseerd + 99_000 - werk.raming}
    assert {rij.toelichting for rij in rijen} == {"Er kwam een wet bij."}


def test_mutatie_van_een_maand_noemt_geen_bedrag_van_anderen(maandag) -> None:
    """Closing a month adds up all municipalities: that sum is not for one of them."""
    goed_jaar()
    with klok.op(maandag + timedelta(days=30)):
        perioden.sluit([date(2026, 11, 1)], by=iemand(Rol.CONCERNCONTROLLER))
    with klok.op(maandag + timedelta(days=31)):
        rijen = list(pakket(gemeente=gemeente("U")).tabel("L8").rijen())
    assert [(rij.object, rij.veld, rij.oud, rij.nieuw) for rij in rijen if rij.veld == "sluiten"] == [
        (f"{maand} 2026", "sluiten", "", "") for maand in MAANDEN[:11]
    ]
