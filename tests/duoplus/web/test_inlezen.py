"""Inlezen in de browser: bestand, kolommen, rijen, verbeteren, overnemen, en wat er blijft liggen."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from duoplus.choices import InleesStatus, Rijstand
from duoplus.inlezen import lezen
from duoplus.models import Bericht, Gebeurtenis, Gebruiker, Inleesrij, Inlezing, Koppeling
from duoplus.tasks import hervat_inlezingen, neem_rijen_over
from maatwerk.management.commands.demodata import maak_basis
from maatwerk.models import Aanvraag

LIJST = (Path(__file__).parents[2] / "data" / "maatwerkregister-2026.xlsx").read_bytes()
# A list we did not make: its own headers, Windows-1252, no column for the state, a title above the header.
VREEMD = (
    "Overzicht maatwerk – coördinatie\r\n"
    "Volgnr.;Wat moet er gebeuren?;Voor wie;Geschatte inzet;Schaal;Wie doet het\r\n"
    "7;Café-terrassen opnieuw inmeten;Uithoorn;40;T3;Geo & Basisregistraties\r\n"
    "8;Archief verhuizen;Amstelveen;12,5;T2;DIV\r\n"
    "9;Verkiezingsborden plaatsen;D/O;6 u;BU;Buitendienst\r\n"
).encode("cp1252")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def basis(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    maak_basis(date(2026, 11, 21))


@pytest.fixture
def beheerder(client):
    client.force_login(Gebruiker.objects.get(email="beheerder@demo.duoplus.example"))
    return client


def stuur(client, inhoud, naam="lijst.xlsx"):
    """Choose the file; returns the answer and what came of it."""
    bestand = SimpleUploadedFile(naam, inhoud)
    antwoord = client.post(reverse("inlezing_nieuw"), {"soort": "register", "bestand": bestand})
    return antwoord, Inlezing.objects.first()


def velden(antwoord):
    """What the form of this page would send."""
    form = antwoord.context["form"]
    waarden = {veld.html_name: veld.value() for veld in form}
    return {naam: waarde for naam, waarde in waarden.items() if waarde is not None and waarde is not False}


def koppel(client, inlezing, actie="lees", **anders):
    url = reverse("inlezing_koppelen", args=[inlezing.uuid])
    antwoord = client.post(url, velden(client.get(url)) | {"actie": actie} | anders)
    inlezing.refresh_from_db()
    return antwoord


def gelezen(client, inhoud=LIJST, naam="lijst.xlsx"):
    """An import whose rows stand on the screen."""
    _, inlezing = stuur(client, inhoud, naam)
    koppel(client, inlezing)
    return inlezing


def neem_over(client, inlezing):
    inlezing.refresh_from_db()
    velden = {"versie": inlezing.versie}
    antwoord = client.post(reverse("inlezing_overnemen", args=[inlezing.uuid]), velden)
    inlezing.refresh_from_db()
    return antwoord


def rij_van(inlezing, nummer):
    return inlezing.rijen.get(gelezen__nummer=nummer, stand__in=[Rijstand.FOUT, Rijstand.GOED])


def verbeter(client, rij, **anders):
    antwoord = client.get(rij.get_absolute_url())
    return client.post(rij.get_absolute_url(), velden(antwoord) | anders)


def csv(*regels):
    kop = "Nr;Aanvraag;Gemeente;OGON;Team;Uren;Tarief;Extern;Status"
    return "\r\n".join([kop, *regels]).encode()


def test_from_file_to_requests_and_a_worklist(beheerder):
    antwoord, inlezing = stuur(beheerder, LIJST)
    assert antwoord["Location"] == reverse("inlezing_koppelen", args=[inlezing.uuid])
    assert "Dit herkenden wij aan de koppen." in beheerder.get(antwoord["Location"]).content.decode()

    antwoord = koppel(beheerder, inlezing)
    assert antwoord["Location"] == reverse("inlezing", args=[inlezing.uuid])
    scherm = beheerder.get(antwoord["Location"]).content.decode()
    assert "Neem 30 rijen over" in scherm
    assert "Gemeente ‘Amstelveen’ kennen wij niet." in scherm
    assert not Aanvraag.objects.exists()

    neem_over(beheerder, inlezing)
    assert Aanvraag.objects.count() == 30
    assert (inlezing.status, inlezing.werklijst) == (InleesStatus.CONTROLEREN, 2)
    scherm = beheerder.get(inlezing.get_absolute_url()).content.decode()
    assert "Dubbel met rij 15" in scherm
    assert "Neem" not in scherm.partition("</h1>")[2].partition("duo-tabs")[0]


def test_rows_are_kept_while_they_are_read(beheerder, monkeypatch):
    """The database drops who leaves it idle for 30 s, and on a busy machine 10,000 rows take longer."""
    al_bewaard, lees = [], lezen.lees
    monkeypatch.setattr(lezen, "TEGELIJK", 2)
    monkeypatch.setattr(
        lezen, "lees", lambda *bron: al_bewaard.append(Inleesrij.objects.count()) or lees(*bron)
    )
    gelezen(beheerder, csv(*(f"A-{n};Werk {n};U;BT;BOR;10;T3;;nieuw" for n in range(5))), "l.csv")
    assert al_bewaard == [0, 2, 2, 4, 4], "the header is a row too"
    assert Inleesrij.objects.count() == 6


def test_a_row_is_put_right_and_taken_over_later(beheerder):
    inlezing = gelezen(beheerder)
    neem_over(beheerder, inlezing)
    rij = rij_van(inlezing, "MW26-099")

    antwoord = verbeter(beheerder, rij, gemeenten="Diemen", uren="12", tarief="T3", status="nieuw")

    rij.refresh_from_db()
    assert antwoord["Location"].endswith(f"#rij-{rij.pk}")
    assert (rij.stand, rij.correctie["gemeenten"]) == (Rijstand.GOED, "Diemen")
    assert "Amstelveen" in rij.cellen
    neem_over(beheerder, inlezing)
    assert Aanvraag.objects.get(extern_nummer="MW26-099").uren_indicatie == 12


def test_htmx_answers_with_the_row_itself(beheerder):
    rij = rij_van(gelezen(beheerder), "MW26-099")
    htmx = {"HTTP_HX_REQUEST": "true"}
    form = beheerder.get(rij.get_absolute_url(), **htmx)
    assert form.content.decode().lstrip().startswith("<li")

    antwoord = beheerder.post(rij.get_absolute_url(), velden(form) | {"gemeenten": "Uithoorn"}, **htmx)

    assert antwoord.status_code == 200
    assert f'id="rij-{rij.pk}"' in antwoord.content.decode()
    assert "Amstelveen’ kennen" not in antwoord.content.decode()


def test_taking_over_goes_on_after_a_row_was_put_right_in_place(beheerder):
    inlezing = gelezen(beheerder)
    rij, htmx = rij_van(inlezing, "MW26-099"), {"HTTP_HX_REQUEST": "true"}
    form = beheerder.get(rij.get_absolute_url(), **htmx)

    antwoord = beheerder.post(rij.get_absolute_url(), velden(form) | {"gemeenten": "Uithoorn"}, **htmx)
    versie = re.search(r'name="versie" value="(\d+)"', antwoord.content.decode())
    klaar = beheerder.post(reverse("inlezing_overnemen", args=[inlezing.uuid]), {"versie": versie[1]})

    assert klaar.status_code == 302
    assert Aanvraag.objects.filter(extern_nummer__isnull=False).count() >= 30


def test_two_equal_rows_and_which_of_them_stays(beheerder):
    inlezing = gelezen(
        beheerder, csv("A-1;Lampen;U;BT;BOR;10;T3;;nieuw", "A-1;Banken;D;BV;BOR;5;T3;;nieuw"), "lijst.csv"
    )
    eerste, dubbel = inlezing.rijen.exclude(stand=Rijstand.OVERGESLAGEN)
    assert (eerste.stand, dubbel.stand) == (Rijstand.GOED, Rijstand.FOUT)

    verbeter(beheerder, eerste, actie="weglaten")

    dubbel.refresh_from_db()
    eerste.refresh_from_db()
    assert (eerste.stand, dubbel.stand) == (Rijstand.WEGGELATEN, Rijstand.GOED)
    verbeter(beheerder, eerste)  # read again: now this one is the double
    eerste.refresh_from_db()
    dubbel.refresh_from_db()
    assert {eerste.stand, dubbel.stand} == {Rijstand.GOED, Rijstand.FOUT}


def test_left_out_is_done(beheerder):
    inlezing = gelezen(beheerder)
    neem_over(beheerder, inlezing)
    for rij in inlezing.rijen.filter(stand=Rijstand.FOUT):
        verbeter(beheerder, rij, actie="weglaten")
    inlezing.refresh_from_db()
    assert (inlezing.status, inlezing.werklijst) == (InleesStatus.KLAAR, 0)


def test_a_list_we_did_not_make(beheerder):
    """Nothing recognised but the number: the header row and every column are chosen by hand, once."""
    _, inlezing = stuur(beheerder, VREEMD, "coördinatie.csv")
    koppel(beheerder, inlezing, actie="kop", koprij="2")
    assert inlezing.bladen[0]["indeling"]["koppen"][1] == "Wat moet er gebeuren?"
    keuze = {
        "kolom_1": "titel", "kolom_2": "gemeenten", "kolom_3": "uren", "kolom_4": "tarief", "kolom_5": "team",
    }  # fmt: skip
    antwoord = koppel(beheerder, inlezing, **keuze)
    assert antwoord.status_code == 422
    assert "Kies welke kolom ‘Status’ is" in antwoord.content.decode()

    koppel(beheerder, inlezing, **keuze, vast_status="nieuw")
    assert (inlezing.aantal(Rijstand.GOED), inlezing.aantal(Rijstand.FOUT)) == (2, 1)
    neem_over(beheerder, inlezing)

    terras = Aanvraag.objects.get(extern_nummer="7")
    assert (terras.titel, terras.status, terras.uren_indicatie) == (
        "Café-terrassen opnieuw inmeten", "ingediend", 40,
    )  # fmt: skip
    _, tweede = stuur(beheerder, VREEMD.replace(b"7;", b"10;"), "volgende.csv")
    scherm = beheerder.get(tweede.get_absolute_url()).content.decode()
    assert "Zo deed u het vorige keer" in scherm
    assert Koppeling.objects.get().vast == {"status": "nieuw"}
    koppel(beheerder, tweede)
    assert tweede.aantal(Rijstand.GOED) == 2


def test_one_meaning_for_one_column(beheerder):
    _, inlezing = stuur(beheerder, csv("A-1;Lampen;U;BT;BOR;10;T3;;nieuw"), "lijst.csv")
    antwoord = koppel(beheerder, inlezing, kolom_4="titel")
    assert antwoord.status_code == 422
    assert "‘Aanvraag’ koos u al bij de kolom ‘Aanvraag’." in antwoord.content.decode()


def test_sheets_take_part_or_not(beheerder):
    boek = Workbook()
    for naam, nummer in (("januari", "A-1"), ("februari", "A-2")):
        blad = boek.create_sheet(naam)
        blad.append(["Nr", "Aanvraag", "Gemeente", "Uren", "Tarief", "Status"])
        blad.append([nummer, f"Werk in {naam}", "D", 8, "T1", "nieuw"])
    uit = BytesIO()
    boek.save(uit)
    _, inlezing = stuur(beheerder, uit.getvalue())
    url = reverse("inlezing_koppelen", args=[inlezing.uuid])
    februari = velden(beheerder.get(url, {"blad": 3}))
    februari.pop("mee")
    beheerder.post(f"{url}?blad=3", februari | {"actie": "bewaar"})
    koppel(beheerder, inlezing)
    assert [rij.gelezen["nummer"] for rij in inlezing.rijen.filter(stand=Rijstand.GOED)] == ["A-1"]
    assert "U koos om het blad ‘februari’ niet te lezen." in inlezing.rijen.get(blad=2).zinnen


def test_the_same_file_again_is_told_and_makes_nothing_twice(beheerder):
    eerste = gelezen(beheerder)
    neem_over(beheerder, eerste)
    _, tweede = stuur(beheerder, LIJST)
    scherm = beheerder.get(tweede.get_absolute_url()).content.decode()
    assert "Dit bestand is al eens ingelezen" in scherm
    assert eerste.get_absolute_url() in scherm
    koppel(beheerder, tweede)
    neem_over(beheerder, tweede)
    assert (tweede.aantal(Rijstand.ONGEWIJZIGD), Aanvraag.objects.count()) == (30, 30)


@pytest.mark.parametrize(
    ("inhoud", "naam", "zin"),
    [
        (b"", "leeg.xlsx", "Het bestand is leeg."),
        (b"   \r\n", "wit.csv", "geen rekenblad"),
        (b"%PDF-1.7\n\x00", "lijst.pdf", "geen rekenblad"),
        (LIJST[:400], "half.xlsx", "beschadigd"),
        (b"a\x81\x8d", "codering.csv", "Regel 1 bevat een teken"),
        (b";".join([b"x"] * 201), "breed.csv", "200 kolommen"),
    ],
)
def test_a_bad_file_is_one_sentence_and_keeps_nothing(beheerder, inhoud, naam, zin, settings):
    antwoord, inlezing = stuur(beheerder, inhoud, naam)
    assert antwoord.status_code == 422
    assert zin in antwoord.content.decode()
    assert inlezing is None
    assert not list(Path(settings.MEDIA_ROOT).rglob("inlezen/*/*"))


def test_a_file_without_rows_says_so_where_the_columns_are_chosen(beheerder):
    _, inlezing = stuur(beheerder, csv(), "koppen.csv")
    antwoord = koppel(beheerder, inlezing)
    assert antwoord.status_code == 422
    assert "In dit bestand staan geen aanvragen." in antwoord.content.decode()


def test_too_large_is_refused_before_it_is_read(beheerder, settings):
    settings.BIJLAGE_MAX_BYTES = 1024
    antwoord, _ = stuur(beheerder, LIJST)
    assert antwoord.status_code == 422
    assert "te groot" in antwoord.content.decode()


def test_who_came_later_gets_409_and_nothing_happens(beheerder):
    inlezing = gelezen(beheerder)
    rij = rij_van(inlezing, "MW26-099")
    oud = velden(beheerder.get(rij.get_absolute_url()))
    verbeter(beheerder, rij, gemeenten="Diemen")
    antwoord = beheerder.post(rij.get_absolute_url(), oud | {"gemeenten": "Uithoorn"})
    assert antwoord.status_code == 409
    assert "Uithoorn" in antwoord.content.decode()
    rij.refresh_from_db()
    assert rij.correctie["gemeenten"] == "Diemen"
    overnemen = reverse("inlezing_overnemen", args=[inlezing.uuid])
    assert beheerder.post(overnemen, {"versie": inlezing.versie}).status_code == 409
    assert not Aanvraag.objects.exists()


def test_what_was_taken_over_stays_as_it_is(beheerder):
    inlezing = gelezen(beheerder)
    neem_over(beheerder, inlezing)
    rij = inlezing.rijen.filter(stand=Rijstand.AANGEMAAKT).first()
    assert "al verwerkt" in beheerder.get(rij.get_absolute_url()).content.decode()
    antwoord = verbeter(beheerder, rij, titel="Anders")
    assert antwoord.status_code == 422
    assert "al overgenomen" in antwoord.content.decode()
    assert koppel(beheerder, inlezing).status_code == 422
    weg = reverse("inlezing_weggooien", args=[inlezing.uuid])
    assert beheerder.post(weg, {"versie": inlezing.versie}).status_code == 422
    assert Inlezing.objects.exists()


def test_a_file_can_be_thrown_away_with_all_that_was_in_it(
    beheerder, settings, django_capture_on_commit_callbacks
):
    inlezing = gelezen(beheerder)
    with django_capture_on_commit_callbacks(execute=True):
        beheerder.post(
            reverse("inlezing_weggooien", args=[inlezing.uuid]), {"versie": inlezing.versie}, follow=True
        )
    assert not Inlezing.objects.exists()
    assert not [pad for pad in Path(settings.MEDIA_ROOT).rglob("*") if pad.is_file()]


def test_many_rows_are_for_the_worker_who_tells_when_done(beheerder, monkeypatch):
    monkeypatch.setattr("duoplus.inlezen.overnemen.DIRECT_TOT", 5)
    monkeypatch.setattr("duoplus.inlezen.overnemen.PER_REEKS", 7)
    inlezing = gelezen(beheerder)
    neem_over(beheerder, inlezing)
    assert (inlezing.status, Aanvraag.objects.count()) == (InleesStatus.BEZIG, 0)
    scherm = beheerder.get(inlezing.get_absolute_url())
    assert "0 van 30 rijen zijn klaar" in scherm.content.decode()
    assert beheerder.get(inlezing.get_absolute_url(), HTTP_HX_REQUEST="true").status_code == 200

    neem_rijen_over(inlezing.pk)

    inlezing.refresh_from_db()
    assert (inlezing.status, Aanvraag.objects.count()) == (InleesStatus.CONTROLEREN, 30)
    antwoord = beheerder.get(inlezing.get_absolute_url(), HTTP_HX_REQUEST="true")
    assert antwoord["HX-Refresh"] == "true"
    bericht = Bericht.objects.get()
    assert bericht.onderwerp == "Klaar: lijst.xlsx"
    assert "Nog te verbeteren: 2" in bericht.tekst


def test_what_a_fallen_worker_left_is_resumed(beheerder, monkeypatch):
    monkeypatch.setattr("duoplus.inlezen.overnemen.DIRECT_TOT", 5)
    inlezing = gelezen(beheerder)
    neem_over(beheerder, inlezing)
    hervat_inlezingen()
    assert not Aanvraag.objects.exists()  # somebody may be at it
    Inlezing.objects.update(gewijzigd_op="2026-01-01T12:00Z")
    hervat_inlezingen()
    assert Aanvraag.objects.count() == 30


def test_for_others_it_does_not_exist(beheerder, client):
    inlezing = gelezen(beheerder)
    rij = rij_van(inlezing, "MW26-099")
    client.force_login(Gebruiker.objects.get(email="controller.uithoorn@demo.duoplus.example"))
    for url in (reverse("inlezingen"), reverse("inlezing_nieuw"), rij.get_absolute_url()):
        assert client.get(url).status_code == 404
        assert client.post(url).status_code in (404, 405)
    for naam in ("inlezing", "inlezing_koppelen", "inlezing_overnemen", "inlezing_weggooien"):
        assert client.get(reverse(naam, args=[inlezing.uuid])).status_code == 404


def test_the_trail_names_the_deed_never_the_cells(beheerder):
    inlezing = gelezen(beheerder)
    verbeter(beheerder, rij_van(inlezing, "MW26-099"), extern="98765,43")
    feiten = Gebeurtenis.objects.over(inlezing)
    assert [feit.stap for feit in feiten] == ["beginnen", "lezen", "verbeteren"]
    assert not any("98765" in str(feit.gegevens) for feit in feiten)


def test_markup_stays_text(beheerder):
    inlezing = gelezen(beheerder, csv("A-1;<script>x</script>;Q;BT;BOR;10;T3;;nieuw"), "l.csv")
    assert "<script>x" not in beheerder.get(inlezing.get_absolute_url()).content.decode()


def test_empty_states_and_the_menu(beheerder):
    assert "Nog geen lijst ingelezen" in beheerder.get(reverse("inlezingen")).content.decode()
    inlezing = gelezen(beheerder)
    scherm = beheerder.get(reverse("inlezingen")).content.decode()
    assert "Rijen controleren" in scherm
    assert re.search(r"32\s*<span class=\"duo-sr\">\s*rijen nog te doen", scherm)
    assert f"Controleer {inlezing.werklijst} rijen" in beheerder.get("/").content.decode()


@pytest.mark.parametrize("naam", ["inlezing", "inlezing_koppelen"])
def test_the_number_of_queries_does_not_grow(beheerder, naam):
    """One row or fifty: reading a page costs the same."""
    tellingen = []
    for aantal in (1, 60):
        regels = [f"{aantal}-{n};Werk {aantal} {n};U;BT;BOR;1{n};T3;;nieuw" for n in range(aantal)]
        inlezing = gelezen(beheerder, csv(*regels), "l.csv")
        with CaptureQueriesContext(connection) as vragen:
            beheerder.get(reverse(naam, args=[inlezing.uuid]))
        tellingen.append(len(vragen))
    assert tellingen[0] == tellingen[1] <= 14
