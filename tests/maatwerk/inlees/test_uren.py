"""Uren inlezen: wat geboekt wordt, wat een mens moet zien, en dat niets twee keer komt."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from duoplus import klok
from duoplus.calc.nederlands import Onleesbaar
from duoplus.choices import Rijstand
from duoplus.inlezen import lezen
from duoplus.inlezen.overnemen import in_een_keer, neem_over
from duoplus.models import Gebeurtenis, Gebruiker, Inlezing
from duoplus.transitions import StapKanNiet
from duoplus.werkblad import OnleesbaarBestand
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Rekening
from maatwerk.inlees.boeker import FEIT, Boeker
from maatwerk.inlees.uren import UREN, lees_aantal
from maatwerk.models import Aanvraag, Boeking, Boekingstotaal, Bron, Heropening, Mutatie, Periode

KOP = "Medewerker;Team;Datum;Projectcode;Omschrijving;Uren;Functiegroep"
GOED = "1261;DIV;12-02-2026;MW26-003;Netwerkschijven;2;T2"

pytestmark = pytest.mark.django_db


def met(**anders):
    """The good line with other cells, by the name of their column."""
    cellen = dict(zip(KOP.split(";"), GOED.split(";"), strict=True)) | anders
    return ";".join(cellen.values())


def cijfers(inlezing):
    return inlezing.gelezen, inlezing.aangemaakt, inlezing.bijgewerkt, inlezing.apart_gezet


def sluit(*maanden):
    door = Gebruiker.objects.get(email="concerncontroller@demo.duoplus.example")
    for maand in maanden:
        Periode.van(maand)
        Periode.objects.filter(maand=maand).update(gesloten_op=klok.nu(), gesloten_door=door, zegel="a" * 64)


def test_a_line_becomes_a_booking_at_the_tariff_of_its_day(lees):
    inlezing = lees(UREN, KOP, met(Uren="7,75", Omschrijving="=1+1 café"))
    assert cijfers(inlezing) == (1, 1, 0, 0)
    boeking = Boeking.objects.get()
    assert (boeking.uren, boeking.tarief, boeking.bedrag) == (Decimal("7.75"), 76, Decimal("589.00"))
    assert (boeking.omschrijving, boeking.medewerker_nummer) == ("=1+1 café", "1261")
    assert (boeking.periode_id, boeking.bronregel) == (date(2026, 2, 1), 2)
    bron = Bron.objects.get()
    assert (bron.sha256, bron.regels, bron.uren) == (inlezing.sha256, 1, Decimal("7.75"))
    assert Boekingstotaal.objects.get().bedrag == Decimal("589.00")


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"Projectcode": ""}, "geen projectcode"),
        ({"Projectcode": "MW26-777"}, "‘MW26-777’ kennen wij niet"),
        ({"Projectcode": "MW26-011"}, "geen opdracht gegeven"),
        ({"Team": "Onderwaterteam"}, "Team ‘Onderwaterteam’ kennen wij niet"),
        ({"Medewerker": ""}, "Hier staat niets"),
        ({"Datum": "30-02-2026"}, "geen datum"),
        ({"Datum": "12-02-2099"}, "in de toekomst"),
        ({"Datum": "12-02-2016"}, "geen tarief"),
        ({"Uren": "1e9"}, "geen aantal uren"),
        ({"Uren": "1000000000"}, "hooguit 24"),
        ({"Uren": "-25"}, "hooguit 24"),
        ({"Uren": "0"}, "Nul uren"),
        ({"Uren": "=2+2"}, "formule"),
        ({"Uren": "7,755"}, "geen aantal uren"),
        ({"Functiegroep": "T9"}, "geen tarief voor functiegroep T9"),
        ({"Functiegroep": ""}, "geen functiegroep"),
    ],
)
def test_a_line_that_cannot_be_right_waits_with_its_number_and_stops_no_other(lees, anders, zin):
    inlezing = lees(UREN, KOP, GOED, met(**anders), met(Datum="13-02-2026"))
    assert cijfers(inlezing) == (3, 2, 0, 1)
    rij = inlezing.rijen.get(stand=Rijstand.FOUT)
    assert rij.rij == 3
    assert zin in " ".join(rij.zinnen)


@pytest.mark.parametrize(
    ("inhoud", "zin"),
    [
        (f"{KOP}\n{met(Omschrijving='CafÃ©')}".encode(), "regel 2 staan verminkte letters"),
        (f"{KOP}\n{met(Omschrijving='café')}".encode("cp850"), "regel 2 staan verminkte letters"),
        (f"{KOP}\n{met(Omschrijving='ü')}".encode("cp850"), "Regel 2 bevat een teken"),
        (f"{KOP}\n{GOED}".encode("utf-16")[2:], "geen rekenblad"),
        (f"{KOP.replace('Uren', 'Bestede tijd')}\n{GOED}".encode(), "ontbreken deze kolommen: Uren.*rij 1"),
        (f"{KOP.replace('Datum;', '')}\n{GOED}".encode(), "ontbreken deze kolommen: Datum"),
        (f"{KOP}\n".encode(), "geen uren"),
        (b"", "leeg|geen rekenblad"),
    ],
)
def test_a_file_that_is_not_the_export_is_refused_whole(lees, inhoud, zin):
    with pytest.raises(OnleesbaarBestand, match=zin):
        in_een_keer(inhoud, soort=UREN, bestandsnaam="uren.csv", by=Gebruiker.objects.systeem())
    assert not Boeking.objects.exists()
    assert not Inlezing.objects.filter(soort="uren").exists()


def test_the_hours_must_come_to_the_control_total(lees):
    with pytest.raises(OnleesbaarBestand, match=r"tellen op tot .*4,00.*4,01.*-0,01"):
        lees(UREN, KOP, GOED, met(Datum="13-02-2026"), controletotaal="4,01")
    assert not Boeking.objects.exists()
    assert lees(UREN, KOP, GOED, met(Datum="13-02-2026"), controletotaal="4").aangemaakt == 2


def test_a_workbook_reads_like_the_export(lees):
    boek = Workbook()
    boek.active.append(KOP.split(";"))
    boek.active.append(["1261", "DIV", date(2026, 2, 12), "MW26-003", "Netwerkschijven", 2, "T2"])
    uit = BytesIO()
    boek.save(uit)
    lees(UREN, KOP, GOED)
    by = Gebruiker.objects.systeem()
    inlezing = in_een_keer(uit.getvalue(), soort=UREN, bestandsnaam="uren.xlsx", by=by)
    assert cijfers(inlezing) == (1, 0, 0, 0)


def test_equal_lines_are_two_lines_and_a_longer_export_adds_only_what_is_new(lees):
    assert lees(UREN, KOP, GOED, GOED).aangemaakt == 2
    assert lees(UREN, KOP, GOED, GOED, met(Uren="3"), GOED).aangemaakt == 2
    assert Boeking.objects.count() == 4


def test_a_correction_names_its_line_when_only_one_can_be_meant(lees):
    terug = met(Datum="15-02-2026", Omschrijving="CORRECTIE Netwerkschijven", Uren="-2")
    lees(UREN, KOP, GOED, terug)
    eerste, correctie = Boeking.objects.order_by("pk")
    assert (correctie.corrigeert, correctie.bedrag) == (eerste, -eerste.bedrag)
    lees(UREN, KOP, GOED, terug, met(Datum="20-02-2026"), met(Datum="21-02-2026"))
    lees(UREN, KOP, met(Datum="25-02-2026", Omschrijving="CORRECTIE Netwerkschijven", Uren="-2"))
    assert Boeking.objects.filter(uren__lt=0, corrigeert=None).count() == 1


def test_a_correction_finds_its_line_in_an_earlier_file(lees):
    lees(UREN, KOP, GOED)
    lees(UREN, KOP, met(Datum="15-03-2026", Omschrijving="CORRECTIE Netwerkschijven", Uren="-2"))
    assert Boeking.objects.get(uren__lt=0).corrigeert == Boeking.objects.get(uren__gt=0)


def test_in_a_closed_month_a_line_waits_but_a_correction_counts_later(lees):
    lees(UREN, KOP, GOED)
    sluit(date(2026, 2, 1), date(2026, 3, 1))
    terug = met(Omschrijving="CORRECTIE Netwerkschijven", Uren="-2")
    inlezing = lees(UREN, KOP, GOED, met(Datum="13-02-2026"), terug)
    assert cijfers(inlezing) == (3, 1, 0, 1)
    assert "februari 2026 is afgesloten" in " ".join(inlezing.rijen.get(stand=Rijstand.FOUT).zinnen)
    correctie = Boeking.objects.get(uren__lt=0)
    assert (correctie.datum, correctie.periode_id) == (date(2026, 2, 12), date(2026, 4, 1))


def test_a_month_that_closes_while_we_write_undoes_the_whole_file(lees, monkeypatch):
    nummer = Boeker._nummer
    monkeypatch.setattr(Boeker, "_nummer", lambda self: (nummer(self), sluit(date(2026, 2, 1))))
    with pytest.raises(StapKanNiet, match="net afgesloten"):
        lees(UREN, KOP, GOED, met(Datum="13-03-2026"))
    assert not Boeking.objects.exists()
    assert not Inlezing.objects.filter(soort="uren").exists()


def test_a_reopened_month_takes_forgotten_lines_in_the_open_one(lees):
    sluit(date(2026, 2, 1))
    een, ander = Gebruiker.objects.all()[:2]
    besluit = Heropening.objects.create(
        periode=Periode.van(date(2026, 2, 1)),
        reden="Vergeten uren",
        door=een,
        tot=klok.vandaag() + timedelta(days=3),
        toegestaan_door=ander,
        toegestaan_op=klok.nu(),
    )
    assert lees(UREN, KOP, GOED).aangemaakt == 1
    boeking = Boeking.objects.get()
    assert (boeking.periode_id, boeking.heropening) == (date(2026, 3, 1), besluit)


def test_an_assignment_closed_here_takes_no_later_day(lees):
    aanvraag = Aanvraag.objects.get(extern_nummer="MW26-002")
    assert aanvraag.status == S.AFGESLOTEN
    assert lees(UREN, KOP, met(Projectcode="MW26-002")).aangemaakt == 1
    Aanvraag.objects.filter(pk=aanvraag.pk).update(afgesloten_op=klok.nu() - timedelta(days=5))
    vandaag = f"{klok.vandaag():%d-%m-%Y}"
    inlezing = lees(UREN, KOP, met(Projectcode="MW26-002", Datum=vandaag))
    assert "is gesloten op" in " ".join(inlezing.rijen.get(stand=Rijstand.FOUT).zinnen)


def test_hours_leave_the_promise_once_per_team_and_month(lees):
    aanvraag = Aanvraag.objects.get(extern_nummer="MW26-003")
    voor = dict(Mutatie.objects.filter(aanvraag=aanvraag).stand())
    regels = [met(Datum=f"{dag:02}-{maand:02}-2026") for maand in (2, 3) for dag in range(2, 7)]
    lees(UREN, KOP, *regels)
    na = dict(Mutatie.objects.filter(aanvraag=aanvraag).stand())
    assert na[Rekening.GEBRUIKT,] == 20
    assert na[Rekening.TOEGEZEGD,] == voor[Rekening.TOEGEZEGD,] - 20
    boekingen = {m.boeking_id for m in Mutatie.objects.filter(aanvraag=aanvraag, boeking__isnull=False)}
    assert len(boekingen) == 2


def test_one_fact_per_assignment_and_file(lees):
    lees(UREN, KOP, GOED, met(Datum="13-02-2026"), met(Projectcode="MW26-006"))
    feiten = Gebeurtenis.objects.filter(soort=FEIT)
    assert sorted(feit.gegevens["regels"] for feit in feiten) == [1, 2]
    assert feiten.first().gegevens["bestand"] == "lijst-2026.csv"


def test_what_a_person_puts_right_is_booked_and_known_the_next_time(lees):
    zonder = met(Projectcode="", Datum="13-02-2026")
    inlezing = lees(UREN, KOP, GOED, zonder)
    by = Gebruiker.objects.get(email="concerncontroller@demo.duoplus.example")
    rij = lezen.verbeter(inlezing.rijen.get(stand=Rijstand.FOUT), {"projectcode": "MW26-003"}, by=by)
    assert rij.stand == Rijstand.GOED
    inlezing = neem_over(rij.inlezing, by=by)
    assert cijfers(inlezing) == (2, 2, 0, 0)
    assert Boeking.objects.count() == 2
    assert inlezing.rijen.get(pk=rij.pk).doel.kenmerk == "MW26-003"
    assert cijfers(lees(UREN, KOP, GOED, zonder)) == (2, 0, 0, 0)


def test_what_a_person_leaves_out_stays_with_the_reason(lees):
    inlezing = lees(UREN, KOP, GOED, met(Projectcode=""))
    by = Gebruiker.objects.get(email="concerncontroller@demo.duoplus.example")
    rij = lezen.laat_weg(inlezing.rijen.get(stand=Rijstand.FOUT), by=by, reden="Geen werk voor ons")
    assert (rij.stand, rij.zinnen) == (Rijstand.WEGGELATEN, ["Weggelaten: Geen werk voor ons"])
    assert rij.inlezing.werklijst == 0


@given(st.integers(-2400, 2400).filter(bool))
def test_hours_read_as_written_in_the_house(honderdsten):
    uren = Decimal(honderdsten) / 100
    tekst = f"{uren:.2f}".replace(".", ",")
    assert lees_aantal(tekst) == lees_aantal(uren) == uren


@given(st.text(max_size=30))
def test_whatever_stands_in_a_cell_is_hours_or_a_sentence(tekst):
    try:
        assert 0 < abs(lees_aantal(tekst)) <= 24
    except Onleesbaar as fout:
        assert str(fout).endswith(".")
