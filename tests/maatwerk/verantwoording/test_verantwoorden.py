"""Een rapport van concept tot definitief: door twee mensen, heel of niet, en daarna onveranderlijk."""

import hashlib
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok, werk
from duoplus.choices import Rol
from duoplus.models import Bericht, Gebeurtenis, Organisatie
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions import verantwoording as acties
from maatwerk.choices import VerantwoordingStatus as V
from maatwerk.handlers import verantwoording as handlers
from maatwerk.models import Toelichting, Verantwoording
from maatwerk.tasks import geef_verantwoordingen_uit, herinner_aan_rapporten
from maatwerk.verantwoording import tonen
from maatwerk.verantwoording.kalender import uiterlijk
from maatwerk.verantwoording.tekst import OngeldigeTekst
from tests.factories import gemeente, iemand, maak
from tests.factories.lumpsums import begrotingsregel, lumpsum
from tests.factories.verantwoordingen import goed_jaar, sluit

pytestmark = pytest.mark.django_db
UUR = timedelta(hours=1)


@pytest.fixture
def jaar(maandag):
    """A good year, an hour ago."""
    opdrachten = goed_jaar()
    sluit(2026)
    with klok.op(maandag + UUR):
        yield opdrachten


@pytest.fixture
def opsteller(jaar):
    return iemand(Rol.CONCERNCONTROLLER)


@pytest.fixture
def controleur(jaar):
    return iemand(Rol.DIRECTIEBERAAD)


@pytest.fixture
def ingediend(jaar, opsteller) -> Verantwoording:
    v = acties.opstellen(2026, "jaarrekening", None, by=opsteller)
    return acties.indienen(v, by=opsteller)


@pytest.fixture
def definitief(ingediend, controleur) -> Verantwoording:
    return geef_uit(ingediend, controleur)


def geef_uit(v: Verantwoording, wie) -> Verantwoording:
    acties.goedkeuren(v, by=wie)
    geef_verantwoordingen_uit()
    return Verantwoording.objects.get(pk=v.pk)


def test_van_concept_tot_definitief(definitief, opsteller, controleur) -> None:
    assert (definitief.nummer, definitief.status, definitief.versie) == ("VW-2026-0001", V.DEFINITIEF, 1)
    assert (definitief.opgesteld_door, definitief.gecontroleerd_door) == (opsteller, controleur)
    bestanden = list(definitief.bestanden.all())
    assert [b.formaat for b in bestanden] == ["csv", "xlsx", "ods", "pdf"]
    assert all(hashlib.sha256(b.inhoud).hexdigest() == b.sha256 for b in bestanden)
    feit = Gebeurtenis.objects.over(definitief).filter(soort="maatwerk.verantwoording.uitgeven").get()
    assert feit.gegevens["bestanden"] == {b.naam: b.sha256 for b in bestanden}
    assert feit.gegevens["zegel"] == definitief.zegel


def woorden(rijen) -> list[list[str]]:
    return [["" if cel is None else str(cel) for cel in rij] for rij in rijen]


def test_definitief_leest_alles_uit_wat_is_uitgegeven(ingediend, controleur) -> None:
    toen = {tabel.code: list(tabel.rijen()) for tabel in tonen.pakket_van(ingediend).tabellen}
    pakket = tonen.pakket(geef_uit(ingediend, controleur))
    for code in ("L3", "L4"):
        assert woorden(pakket.tabel(code).rijen()) == woorden(toen[code])
    assert pakket.tabel("L8").aantal == len(list(pakket.tabel("L8").rijen())) == len(toen["L8"])


def test_wie_opstelt_maakt_niet_zelf_definitief(jaar) -> None:
    beide = maak(Rol.CONCERNCONTROLLER)
    beide.toewijzingen.create(rol=Rol.DIRECTIEBERAAD, van=date(2020, 1, 1))
    v = acties.indienen(acties.opstellen(2026, "k4", None, by=beide), by=beide)
    with pytest.raises(PermissionDenied):
        acties.goedkeuren(v, by=beide)
    with pytest.raises(IntegrityError), transaction.atomic():
        Verantwoording.objects.filter(pk=v.pk).update(gecontroleerd_door=beide)


def test_een_rode_controle_houdt_definitief_tegen(jaar, opsteller, controleur) -> None:
    begrotingsregel(lumpsum("U"), 1_000, soort="wijziging")
    v = acties.indienen(acties.opstellen(2026, "k4", None, by=opsteller), by=opsteller)
    with pytest.raises(StapKanNiet, match="R10"):
        acties.goedkeuren(v, by=controleur)


def test_wat_intussen_wijzigt_wordt_gezegd_en_er_wordt_niets_bewaard(ingediend, controleur, maandag) -> None:
    acties.goedkeuren(ingediend, by=controleur)
    begrotingsregel(lumpsum("D"), 500, soort="wijziging")
    begrotingsregel(lumpsum("D"), 500, soort="voorschot", kwartaal=4)
    acties.geef_uit(ingediend.pk)
    v = Verantwoording.objects.get(pk=ingediend.pk)
    assert (v.status, v.gecontroleerd_door, v.bestanden.count()) == (V.TER_CONTROLE, None, 0)
    assert "Diemen, begrotingswijzigingen: was 0.00, is 500.00" in acties.waarom_mislukt(v)
    assert Bericht.objects.filter(ontvanger=controleur, onderwerp__contains="niet definitief").exists()
    acties.terugleggen(v, reden="Er kwam een wijziging bij.", by=controleur)
    assert (v.status, v.momentopname, v.zegel) == (V.CONCEPT, {}, "")


def test_een_fout_in_de_worker_laat_niets_half_achter(ingediend, controleur) -> None:
    acties.goedkeuren(ingediend, by=controleur)
    with patch.object(acties, "maak_bestanden", side_effect=OSError("schijf vol")):
        acties.geef_uit(ingediend.pk)
    v = Verantwoording.objects.get(pk=ingediend.pk)
    assert (v.status, v.bestanden.count(), acties.waarom_mislukt(v)) == (V.TER_CONTROLE, 0, acties.ONVERWACHT)
    assert geef_uit(v, controleur).status == V.DEFINITIEF


def test_na_definitief_wijzigt_er_niets_meer(definitief, controleur) -> None:
    for velden in ({"tekst": {"Diemen": "Anders"}}, {"status": V.CONCEPT}, {"zegel": "0" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Verantwoording.objects.filter(pk=definitief.pk).update(**velden)
    with pytest.raises(IntegrityError), transaction.atomic():
        definitief.bestanden.all().delete()


def test_een_correctie_is_een_nieuwe_versie_met_verschillen(
    als, definitief, opsteller, controleur, maandag
) -> None:
    zeg = definitief.zegel
    with klok.op(maandag + 3 * UUR):
        begrotingsregel(lumpsum("O"), 5_000, soort="wijziging")
        begrotingsregel(lumpsum("O"), 5_000, soort="voorschot", kwartaal=4)
        nieuw = acties.nieuwe_versie(definitief, reden="De raad besloot later.", by=opsteller)
        with pytest.raises(StapKanNiet):
            acties.nieuwe_versie(definitief, reden="Nog een.", by=opsteller)
        acties.indienen(nieuw, by=opsteller)
        nieuw = geef_uit(nieuw, controleur)
    assert (nieuw.versie, nieuw.nummer, nieuw.vervangt) == (2, "VW-2026-0002", definitief)
    assert {
        "tabel": "L1",
        "rij": "Ouder-Amstel",
        "kolom": "begrotingswijzigingen",
        "oud": "0.00",
        "nieuw": "5000.00",
    } in nieuw.verschillen
    assert {verschil["rij"] for verschil in nieuw.verschillen if verschil["tabel"] == "L1"} == {
        "Ouder-Amstel"
    }
    definitief.refresh_from_db()
    assert (definitief.zegel, definitief.bestanden.count()) == (zeg, 4)
    getoond = als(opsteller).get(nieuw.get_absolute_url()).context["verschillen"]
    assert ("€\xa00,00", "€\xa05.000,00") in {(een["oud"], een["nieuw"]) for een in getoond}


def test_een_rapport_tegelijk(ingediend, definitief, opsteller) -> None:
    with pytest.raises(StapKanNiet, match="nieuwe versie"):
        acties.opstellen(2026, "jaarrekening", None, by=opsteller)
    acties.opstellen(2026, "k3", None, by=opsteller)
    with pytest.raises(StapKanNiet, match="al een concept"):
        acties.opstellen(2026, "k3", None, by=opsteller)


def test_tekst_wijzigt_wel_bedragen_niet(jaar, opsteller) -> None:
    v = acties.opstellen(2026, "k4", None, by=opsteller)
    with pytest.raises(OngeldigeTekst, match="Typ geen bedragen"):
        acties.schrijven(v, {"Diemen": "Wij gaven € 12 uit."}, by=opsteller)
    with pytest.raises(OngeldigeTekst, match="bestaat niet"):
        acties.schrijven(v, {"Diemen": "Wij gaven [alles] uit."}, by=opsteller)
    acties.schrijven(v, {"Diemen": "Wij gaven [gerealiseerd] uit."}, by=opsteller, versie=0)
    with pytest.raises(Verouderd):
        acties.schrijven(v, {"Diemen": "Nog iets."}, by=opsteller, versie=0)
    Toelichting.objects.create(lumpsum=lumpsum("D"), tekst="Er was een storm.", door=opsteller)
    eerste, tweede = tonen.pakket(v).tekst[0].alineas
    assert str(eerste).replace("\xa0", " ") == "Wij gaven € 180,61 uit."
    assert str(tweede) == "Er was een storm."


def test_wie_moet_controleren_leest_het_meteen(ingediend, opsteller, controleur, maandag) -> None:
    feit = Gebeurtenis.objects.over(ingediend).filter(soort="maatwerk.verantwoording.indienen").get()
    handlers.vraag_controle(feit)
    assert Bericht.objects.filter(ontvanger=controleur, onderwerp__contains="VW-2026-0001").count() == 1
    (taak,) = [taak for taak in werk.taken(controleur) if taak.kenmerk == "VW-2026-0001"]
    assert taak.uiterlijk == date(2027, 4, 30)
    assert werk.tel(controleur, "rapporten") == 1
    assert werk.tel(opsteller, "rapporten") == 0
    acties.terugleggen(ingediend, reden="Tekst ontbreekt.", by=controleur)
    assert werk.tel(opsteller, "rapporten") == 1


@pytest.mark.parametrize(
    ("soort", "dag"),
    [
        ("k1", date(2026, 4, 23)),  # 15 working days, around Easter
        ("burap1", date(2026, 6, 30)),  # 40 working days
        ("burap2", date(2026, 10, 26)),
        ("jaarrekening", date(2027, 4, 30)),
    ],
)
def test_wanneer_een_rapport_klaar_moet_zijn(maandag, soort: str, dag: date) -> None:
    assert uiterlijk(soort, 2026) == dag


def test_herinnering_een_keer_per_rapport(jaar, opsteller, definitief) -> None:
    herinner_aan_rapporten()
    herinner_aan_rapporten()
    onderwerpen = Bericht.objects.filter(
        ontvanger=opsteller, sleutel__startswith="verantwoording_herinnering"
    )
    assert [b.sleutel.split(":")[1:3] for b in onderwerpen.order_by("sleutel")] == [
        ["2026", "burap2"],
        ["2026", "k3"],
    ]


# The pages -------------------------------------------------------------------------------------------------


def adres(v: Verantwoording, *rest: object) -> str:
    naam = {0: "verantwoording", 1: "verantwoording_handeling"}[len(rest)]
    return reverse(f"maatwerk:{naam}", args=[v.nummer, *rest])


def test_papier_met_controles_en_bestanden(als, definitief, controleur) -> None:
    antwoord = als(controleur).get(adres(definitief))
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 200
    for stuk in ("Alle 12 zijn groen.", "€\xa0807,85", "VW-2026-0001.xlsx", definitief.zegel):
        assert stuk in tekst


def test_rode_rij_heeft_een_link(als, jaar, opsteller) -> None:
    alleen, _ = jaar
    alleen.taakveld = ""
    alleen.save(update_fields=["taakveld"])
    v = acties.opstellen(2026, "k4", None, by=opsteller)
    tekst = als(opsteller).get(adres(v)).content.decode()
    assert "1 van 12 is rood" in tekst
    assert f'<a href="{alleen.get_absolute_url()}">{alleen.nummer}</a>' in tekst


def test_concept_is_alleen_voor_wie_opstelt_of_controleert(als, jaar, opsteller, controleur) -> None:
    van_uithoorn = acties.opstellen(2026, "k4", Organisatie.objects.get(letter="U"), by=opsteller)
    samen = acties.opstellen(2026, "k4", None, by=opsteller)
    ziet = {
        iemand(Rol.CONTROLLER, organisatie=gemeente("U")): (200, 404),
        iemand(Rol.CONTROLLER, organisatie=gemeente("D")): (404, 404),
        iemand(Rol.BUDGETHOUDER, organisatie=gemeente("U")): (404, 404),
        iemand(Rol.TEAMMANAGER): (404, 404),
        iemand(Rol.ACCOUNTANT): (404, 404),
        iemand(Rol.AANVRAGER): (404, 404),
        controleur: (200, 200),
    }
    for wie, verwacht in ziet.items():
        client = als(wie)
        assert tuple(client.get(adres(v)).status_code for v in (van_uithoorn, samen)) == verwacht


def test_definitief_van_een_gemeente_leest_die_gemeente_en_duoplus(als, jaar, opsteller, controleur) -> None:
    v = acties.opstellen(2026, "k4", Organisatie.objects.get(letter="U"), by=opsteller)
    v = geef_uit(acties.indienen(v, by=opsteller), controleur)
    for wie, code in {
        iemand(Rol.BUDGETHOUDER, organisatie=gemeente("U")): 200,
        iemand(Rol.BUDGETHOUDER, organisatie=gemeente("D")): 404,
        iemand(Rol.ACCOUNTANT): 200,
        iemand(Rol.UITVOERDER): 404,
    }.items():
        assert als(wie).get(adres(v)).status_code == code
        assert als(wie).get(reverse("maatwerk:verantwoording_tabel", args=[v.nummer, 3])).status_code == code


def test_stap_die_niet_mag_is_403(als, ingediend, opsteller, controleur) -> None:
    assert als(opsteller).get(adres(ingediend, "goedkeuren")).status_code == 403
    assert als(controleur).get(adres(ingediend, "goedkeuren")).status_code == 200
    assert als(controleur).get(reverse("maatwerk:verantwoording_nieuw")).status_code == 403
    assert als(controleur).get(adres(ingediend, "bestaat_niet")).status_code == 404


def test_opstellen_schrijven_en_indienen_in_de_browser(als, jaar, opsteller) -> None:
    client = als(opsteller)
    nieuw = reverse("maatwerk:verantwoording_nieuw")
    fout = client.post(nieuw, {"jaar": 2026, "soort": "k4", "gemeente": "U", "peildatum": "15-3-2026"})
    assert (fout.status_code, "laatste dag van een maand" in fout.content.decode()) == (422, True)
    goed = client.post(nieuw, {"jaar": 2026, "soort": "k4", "gemeente": "U", "peildatum": ""}, follow=True)
    assert goed.status_code == 200
    v = Verantwoording.objects.get()
    schrijf = adres(v, "schrijven")
    assert "[gerealiseerd]" in client.get(schrijf).content.decode()
    getypt = client.post(schrijf, {"tekst_0": "Het kostte 12,50.", "versie": v.rijversie})
    assert (getypt.status_code, "Typ geen bedragen" in getypt.content.decode()) == (422, True)
    client.post(schrijf, {"tekst_0": "Uitgegeven is [gerealiseerd].", "versie": v.rijversie})
    assert "Uitgegeven is " in client.get(adres(v)).content.decode()
    v.refresh_from_db()
    client.post(adres(v, "indienen"), {"versie": v.rijversie})
    v.refresh_from_db()
    assert (v.status, v.tekst) == (V.TER_CONTROLE, {"Uithoorn": "Uitgegeven is [gerealiseerd]."})


def test_tabel_op_het_scherm_is_die_van_het_bestand(als, definitief, controleur) -> None:
    client = als(controleur)
    for nr in range(1, 9):
        antwoord = client.get(reverse("maatwerk:verantwoording_tabel", args=[definitief.nummer, nr]))
        assert antwoord.status_code == 200
        assert len(antwoord.context["rijen"]) == min(100, tonen.pakket(definitief).tabel(f"L{nr}").aantal)
    assert (
        client.get(reverse("maatwerk:verantwoording_tabel", args=[definitief.nummer, 9])).status_code == 404
    )


def test_uitgegeven_bestand_is_byte_voor_byte_en_laat_een_spoor(als, definitief, controleur) -> None:
    for bestand in definitief.bestanden.all():
        antwoord = als(controleur).get(
            reverse("maatwerk:verantwoording_bestand", args=[definitief.nummer, bestand.naam])
        )
        assert b"".join(antwoord.streaming_content) == bytes(bestand.inhoud)
    sporen = Gebeurtenis.objects.filter(soort="duoplus.export", door=controleur).order_by("pk")
    assert [feit.gegevens["sha256"] for feit in sporen] == [
        b.sha256 for b in definitief.bestanden.order_by("pk")
    ]
    weg = reverse("maatwerk:verantwoording_bestand", args=[definitief.nummer, "anders.xlsx"])
    assert als(controleur).get(weg).status_code == 404


def test_concept_is_te_downloaden_en_zegt_dat_het_concept_is(als, jaar, opsteller) -> None:
    v = acties.opstellen(2026, "k4", None, by=opsteller)
    weg = reverse("maatwerk:verantwoording_bestand", args=[v.nummer, f"{v.nummer}.xlsx"])
    antwoord = als(opsteller).get(weg)
    assert antwoord.status_code == 200
    assert b"".join(antwoord.streaming_content).startswith(b"PK")


def test_bladzijde_kost_even_veel_vragen_hoeveel_er_ook_is(als, jaar, opsteller) -> None:
    v = acties.opstellen(2026, "k4", None, by=opsteller)
    client = als(opsteller)
    client.get(adres(v))
    with CaptureQueriesContext(connection) as eerst:
        client.get(adres(v))
    for _ in range(3):
        begrotingsregel(lumpsum("U"), 10, soort="wijziging")
        acties.schrijven(v, {"Diemen": "Wij gaven [gerealiseerd] uit."}, by=opsteller)
    with CaptureQueriesContext(connection) as later:
        client.get(adres(v))
    assert len(later) == len(eerst)


def test_lijst_toont_wat_men_mag_zien(als, definitief, opsteller, controleur) -> None:
    acties.opstellen(2026, "k3", None, by=opsteller)
    lijst = reverse("maatwerk:verantwoordingen")
    assert "VW-2026-0002" in als(opsteller).get(lijst).content.decode()
    gezien = als(iemand(Rol.ACCOUNTANT)).get(lijst).content.decode()
    assert "VW-2026-0001" in gezien
    assert "VW-2026-0002" not in gezien
    assert (
        "VW-2026-0001"
        not in als(opsteller).get(f"{lijst}?soort=k3&gemeente=samen&jaar=2026").content.decode()
    )
