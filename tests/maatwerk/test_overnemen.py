"""De Excel-lijst overnemen: alles, één keer, en niets geraden."""

import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from duoplus import events, klok
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.choices import Rijstand as U
from duoplus.models import Bericht, Feestdag, Gebeurtenis, Gebruiker, Inlezing
from duoplus.tasks import ruim_op
from duoplus.werkblad import OnleesbaarBestand
from maatwerk.actions import boeken, verhelderen
from maatwerk.actions.overnemen import FEIT, importeer
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Rekening
from maatwerk.management.commands.demodata import maak_basis
from maatwerk.models import Aandeel, Aanvraag, Mutatie, Opdracht, Raming

DATA = Path(__file__).parents[1] / "data"
LIJST = (DATA / "maatwerkregister-2026.xlsx").read_bytes()
KOP = "Nr;Aanvraag;Gemeente;OGON;Team;Uren;Tarief;Extern;Status;Gewenst klaar"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def basis(db):
    maak_basis(date(2026, 11, 21))


@pytest.fixture
def beheerder():
    return wie("beheerder")


def wie(login):
    return Gebruiker.objects.get(email=f"{login}@demo.duoplus.example")


def lees(*regels):
    inhoud = "\r\n".join([KOP, *regels]).encode()
    return importeer(inhoud, bestandsnaam="lijst.csv", by=Gebruiker.objects.systeem())


def regel_van(verslag):
    """The one line about a request."""
    return verslag.rijen.get(doel_id__isnull=False)


def cijfers(verslag):
    return verslag.gelezen, verslag.aangemaakt, verslag.bijgewerkt, verslag.apart_gezet


def test_the_list_in_use_comes_over_whole(beheerder):
    verslag = importeer(LIJST, bestandsnaam="register.xlsx", by=beheerder)
    assert cijfers(verslag) == (32, 30, 0, 2)
    boeken = json.loads((DATA / "controle.json").read_text())["status_per_aanvraag"]
    stand = {
        a.extern_nummer: a.status.replace("_", " ") + (", opgeschaald" * a.opgeschaald)
        for a in Aanvraag.objects.all()
    }
    assert stand == boeken
    ramingen = list(Raming.objects.filter(vervallen_op=None))
    assert sum(raming.uren for raming in ramingen) == 3495
    assert sum(raming.totaal for raming in ramingen) == Decimal("424165.00")
    per_gemeente = Counter()
    for letter, bedrag in Aandeel.objects.values_list("organisatie__letter", "bedrag"):
        per_gemeente[letter] += bedrag
    assert per_gemeente == {"D": Decimal("146634.49"), "U": Decimal("165830.55"), "O": Decimal("111699.96")}


def test_every_row_and_sheet_ends_in_the_report(beheerder):
    verslag = importeer(LIJST, bestandsnaam="register.xlsx", by=beheerder)
    assert Counter(verslag.rijen.values_list("stand", flat=True)) == {
        U.AANGEMAAKT: 30, U.FOUT: 2, U.OVERGESLAGEN: 12,
    }  # fmt: skip
    assert not verslag.rijen.filter(meldingen=[]).exclude(stand=U.AANGEMAAKT).exists()
    dubbel, onleesbaar = verslag.rijen.filter(stand=U.FOUT)
    assert dubbel.zinnen == ["Dubbel met rij 15: hetzelfde nummer MW26-017."]
    assert "Amstelveen" in onleesbaar.cellen


def test_a_second_time_makes_nothing_twice(beheerder):
    importeer(LIJST, bestandsnaam="register.xlsx", by=beheerder)
    assert cijfers(importeer(LIJST, bestandsnaam="register.xlsx", by=beheerder)) == (32, 0, 0, 2)
    assert (Aanvraag.objects.count(), Opdracht.objects.count()) == (30, 18)
    assert Gebeurtenis.objects.filter(soort=FEIT).count() == 30


def test_nobody_is_mailed_about_what_was_already_there(beheerder):
    importeer(LIJST, bestandsnaam="register.xlsx", by=beheerder)
    for gebeurtenis in Gebeurtenis.objects.waiting():
        events.dispatch(gebeurtenis)
    assert not Bericht.objects.exists()


def test_another_file_with_other_headers_works_too(beheerder):
    inhoud = (DATA / "register-ander-model.xlsx").read_bytes()
    verslag = importeer(inhoud, bestandsnaam="ander.xlsx", by=beheerder)
    assert cijfers(verslag) == (5, 3, 0, 2)
    privacyscan = Aanvraag.objects.get(extern_nummer="2026-01")  # '2026/01' cannot stand in an address
    assert (privacyscan.status, privacyscan.ogon.kort) == (S.AFGESLOTEN, "Buurt")
    assert {g.letter for g in privacyscan.gemeenten.all()} == {"U", "O"}
    zonder_nummer = Aanvraag.objects.get(titel="Verhuizing archief")
    assert zonder_nummer.nummer.startswith("MW-")
    assert cijfers(importeer(inhoud, bestandsnaam="ander.xlsx", by=beheerder)) == (5, 0, 0, 2)


def test_what_the_list_did_not_say_is_named(beheerder):
    importeer(LIJST, bestandsnaam="register.xlsx", by=beheerder)
    feit = Gebeurtenis.objects.over(Aanvraag.objects.get(extern_nummer="MW26-002")).get()
    assert (feit.gegevens["bestand"], feit.gegevens["rij"]) == ("register.xlsx", 6)
    assert {"budgethouder", "gewenste datum", "einddatum van de opdracht"} <= set(
        feit.gegevens["niet_bekend"]
    )


def test_a_changed_row_changes_what_nobody_worked_on():
    lees("A-1;Nieuwe lampen;U;BT;BOR;10;T3;;nieuw;")
    verslag = lees("A-1;Nieuwe lampen;U;BT;BOR;12;T3;€ 5,-;in uitvoering;1-12-2026")
    assert cijfers(verslag) == (1, 0, 1, 0)
    aanvraag = Aanvraag.objects.get()
    assert (aanvraag.status, aanvraag.opdracht.plafond_kosten) == (S.IN_UITVOERING, Decimal("1073.00"))
    assert aanvraag.opdracht.einddatum == date(2026, 12, 1)
    assert regel_van(verslag).zinnen[0].startswith("Gewijzigd: uren, extern, status")


def test_a_changed_row_leaves_alone_what_somebody_worked_on():
    lees("A-1;Nieuwe lampen;U;BT;BOR;10;T3;;nieuw;")
    aanvraag, secretaris = Aanvraag.objects.get(), wie("secretaris.buurt")
    verhelderen.in_behandeling_nemen(
        aanvraag,
        by=secretaris,
        soort="maatwerk",
        soort_grond="Past.",
        behandelaar=secretaris,
        team=aanvraag.team,
    )
    verslag = lees("A-1;Nieuwe lampen;U;BT;BOR;99;T3;;nieuw;")
    assert cijfers(verslag) == (1, 0, 0, 0)
    assert "verder gewerkt" in regel_van(verslag).zinnen[0]
    assert Aanvraag.objects.get().uren_indicatie == 10


def test_work_under_way_can_be_booked_on():
    lees("A-1;Nieuwe lampen;U;BT;BOR;10;T3;;loopt;")
    opdracht = Opdracht.objects.get()
    boeking = boeken.boeken_uren(
        opdracht, by=wie("teammanager.bor"), datum=date(2026, 3, 2), team=opdracht.aanvraag.team,
        functiegroep="T3", uren=Decimal(2), omschrijving="Eerste ronde",
    )  # fmt: skip
    assert boeking.bedrag == 178


def toegezegd(aanvraag):
    return Mutatie.objects.filter(aanvraag=aanvraag).stand().get((Rekening.TOEGEZEGD,), 0)


def test_work_under_way_takes_its_hours_and_follows_the_list():
    rij = "7;Dashboard;U;BV;I&A;{};T3;0;{};31-12-2026"
    lees(rij.format(120, "in uitvoering"), "8;Later;U;BV;I&A;50;T3;0;ter prioritering;31-12-2026")
    dashboard, later = Aanvraag.objects.order_by("extern_nummer")
    assert (toegezegd(dashboard), toegezegd(later)) == (120, 0)

    lees(rij.format(120, "afgesloten"))
    assert toegezegd(dashboard) == 0


@pytest.mark.parametrize("regel", ["90;T3;0;in uitvoering", "120;T3;500;in uitvoering", "120;T3;0;in raming"])
def test_a_list_does_not_change_an_assignment_that_was_given(regel):
    lees("7;Dashboard;U;BV;I&A;120;T3;0;in uitvoering;31-12-2026")
    verslag = lees(f"7;Nieuwe naam;U;BV;I&A;{regel};31-12-2026")

    assert (regel_van(verslag).stand, verslag.apart_gezet) == (U.ONGEWIJZIGD, 0)
    assert "de opdracht ligt vast" in regel_van(verslag).zinnen[0]
    (aanvraag,) = Aanvraag.objects.all()
    assert (aanvraag.titel, aanvraag.status) == ("Dashboard", S.IN_UITVOERING)
    assert (aanvraag.opdracht.plafond_uren, toegezegd(aanvraag)) == (120, 120)


def test_a_text_to_confirm_and_an_open_question_let_the_work_go_on():
    lees(
        "A-1;Nieuwe lampen;U;BT;BOR;10;T3;;verificatie;", "A-2;Oude banken;U;BT;BOR;10;T3;;aanvulling nodig;"
    )
    klopt, vraag = Aanvraag.objects.order_by("pk")
    verhelderen.paraferen(klopt, by=wie("teammanager.bor"))
    verhelderen.bevestigen(klopt, by=wie("opdrachtgever.uithoorn"))
    verhelderen.aanvullen(vraag, by=wie("opdrachtgever.uithoorn"), antwoord="Het gaat om tien banken.")
    assert (klopt.status, vraag.status) == (S.IN_RAMING, S.IN_INTAKE)


def test_ranked_rows_get_the_next_places_of_their_list():
    lees("A-1;Eerste;U;BT;BOR;10;T3;;ingepland;", "A-2;Tweede;O;BT;BOR;10;T3;;ingepland;")
    assert list(Aanvraag.objects.order_by("plaats").values_list("extern_nummer", "plaats")) == [
        ("A-1", 1), ("A-2", 2),
    ]  # fmt: skip


def test_what_does_not_fit_is_kept_and_remarked():
    verslag = lees("A-1;Lampen;D;BT;Team Onbekend;10;T3;;nieuw;ooit")
    assert Aanvraag.objects.get().gewenst_tekst == "ooit"
    opmerkingen = " ".join(regel_van(verslag).zinnen)
    assert "Diemen doet niet mee aan OGON Buurt." in opmerkingen
    assert "Team ‘Team Onbekend’ kennen wij niet." in opmerkingen


@pytest.mark.parametrize(
    ("regel", "waarom"),
    [
        (f"{'9' * 41};Lampen;U;BT;BOR;10;T3;;nieuw;", "langer dan 40 tekens"),
        ("A-1;Lampen;U;BT;BOR;900000;T3;;nieuw;", "onwaarschijnlijk hoog"),
        ("A-1;Lampen;U;BT;BOR;10;T3;€ 999.999.999,-;nieuw;", "onwaarschijnlijk hoog"),
    ],
)
def test_a_row_that_cannot_be_kept_is_set_apart_and_the_rest_goes_on(regel, waarom):
    verslag = lees(regel, "B-1;Banken;U;BT;BOR;10;T3;;nieuw;")
    assert cijfers(verslag) == (2, 1, 0, 1)
    assert waarom in verslag.rijen.get(stand=U.FOUT).zinnen[0]


def test_an_old_list_goes_after_its_term_and_still_nothing_comes_twice(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    """A row without a number is recognised by what it became, also when the row itself is gone."""
    settings.MEDIA_ROOT = tmp_path
    regel, open_ = ";Nieuwe lampen;U;BT;BOR;10;T3;;nieuw;", ";Archief;Amstelveen;BT;BOR;10;T3;;nieuw;"
    oud, half = lees(regel), lees(open_)
    pad, dag = Path(oud.bestand.path), na_werkdagen(klok.vandaag(), 60, Feestdag.objects.als_vrij())
    for later, is_er in ((dag, True), (dag + timedelta(days=1), False)):
        with (
            klok.op(klok.nu() + (later - klok.vandaag())),
            django_capture_on_commit_callbacks(execute=True),
        ):
            ruim_op()
        assert Inlezing.objects.filter(pk=oud.pk).exists() is is_er and pad.exists() is is_er
    assert Inlezing.objects.filter(pk=half.pk).exists(), "a row of it still waits for somebody"

    feit = Gebeurtenis.objects.get(soort="duoplus.inlezing.opruimen")
    assert feit.door == Gebruiker.objects.systeem()
    assert (feit.gegevens["sha256"], feit.gegevens["rijen"]) == (oud.sha256, 1)
    assert cijfers(lees(regel)) == (1, 0, 0, 0) and Aanvraag.objects.count() == 1


def test_two_numbers_that_read_the_same_in_an_address_are_one_too_many():
    verslag = lees("2026/1;Lampen;U;BT;BOR;10;T3;;nieuw;", "2026-1;Banken;U;BT;BOR;10;T3;;nieuw;")
    assert cijfers(verslag) == (2, 1, 0, 1)


def test_markup_and_formulas_stay_text():
    lees("A-1;<b>Lampen</b> =1+1;U;BT;BOR;10;T3;;nieuw;")
    assert Aanvraag.objects.get().titel == "<b>Lampen</b> =1+1"


def test_only_the_beheerder_may():
    with pytest.raises(PermissionDenied):
        importeer(LIJST, bestandsnaam="register.xlsx", by=wie("concerncontroller"))


@pytest.mark.parametrize("inhoud", [b"", b"\x00\x01", b"a;b\r\n1;2\r\n", LIJST[:400]])
def test_a_file_that_is_no_list_gives_one_sentence(inhoud):
    with pytest.raises(OnleesbaarBestand):
        importeer(inhoud, bestandsnaam="x", by=Gebruiker.objects.systeem())
    assert not Aanvraag.objects.exists()
