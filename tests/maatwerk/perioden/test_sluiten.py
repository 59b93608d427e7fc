"""Maanden sluiten: op volgorde, met alles wat erin staat verzegeld, en daarna komt er niets meer bij."""

from datetime import date
from decimal import Decimal as D
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from duoplus import klok
from duoplus.calc.maanden import maanden_van
from duoplus.choices import Rijstand, Rol
from duoplus.models import Gebeurtenis, Inlezing, Termijn
from duoplus.transitions import StapKanNiet
from maatwerk.actions import boeken, perioden
from maatwerk.actions.toelichting import licht_toe
from maatwerk.choices import BoekingSoort
from maatwerk.models import Boeking, Bron, Heropening, Opdracht, Periode, Weekconcept
from maatwerk.perioden import controle, kalender, momentopname
from tests.factories import gemeente, iemand, maak
from tests.factories.lumpsums import kosten, lumpsum
from tests.maatwerk.perioden.toneel import (
    NOV,
    OKT,
    SEP,
    TOT_SEPTEMBER,
    boek,
    controller,
    directieberaad,
    maand,
    op,
    sinds_september,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]


@pytest.fixture
def opdracht(maandag):
    return sinds_september("DUO")


@pytest.fixture
def geboekt(opdracht):
    boek(opdracht, date(2026, 9, 3), D("7.25"))
    with klok.op(op(date(2026, 9, 10))):
        kosten(opdracht, "1000.01", dag=date(2026, 9, 10))
    boek(opdracht, date(2026, 10, 5), 3)
    return opdracht


def open_punten(dag: date) -> dict[str, controle.Punt]:
    punten = controle.lees_alle([dag])[dag]
    return {punt.naam: punt for punt in punten if not punt.is_klaar}


def test_closing_seals_what_is_in_the_month(geboekt):
    uitkomsten = perioden.sluit([SEP], by=controller())

    assert [(u.maand, u.is_gelukt) for u in uitkomsten] == [(dag, True) for dag in [*TOT_SEPTEMBER, SEP]]
    september = maand(SEP)
    totaal = september.momentopname["totaal"]
    assert totaal == {"uren": "7.25", "bedrag": "1638.01", "btw": "0.00", "aantal": 2}
    assert september.momentopname["soorten"]["kosten"]["bedrag"] == "1000.01"
    assert september.momentopname["regels"]["aantal"] == 2
    gemeenten = september.momentopname["gemeenten"]
    assert sum(map(D, gemeenten.values())) == D("1638.01") and set(gemeenten) == {"D", "U", "O"}
    assert september.momentopname["versies"]["tarieven"]
    assert september.vorig_zegel == maand(TOT_SEPTEMBER[-1]).zegel
    assert september.zegel == momentopname.zegel_van(september)
    feit = Gebeurtenis.objects.filter(soort="maatwerk.periode.sluiten").last()
    assert feit.gegevens["maand"] == "september 2026" and feit.gegevens["zegel"] == september.zegel


def test_a_second_reading_gives_the_same_statement_and_a_later_month_leaves_it(geboekt):
    perioden.sluit([SEP, OKT], by=controller())
    boek(geboekt, date(2026, 11, 12))

    assert momentopname.verschillen(maand(SEP)) == momentopname.verschillen(maand(OKT)) == []
    assert maand(OKT).vorig_zegel == maand(SEP).zegel


def test_months_close_in_order_and_a_refusal_stops_only_what_comes_after(geboekt):
    (alleen_oktober,) = [u for u in perioden.sluit([OKT], by=controller()) if u.maand == OKT]
    assert not alleen_oktober.is_gelukt and "Sluit eerst september 2026" in alleen_oktober.zin

    uitkomsten = {u.maand: u for u in perioden.sluit([NOV, OKT, SEP], by=controller())}

    assert uitkomsten[SEP].is_gelukt and uitkomsten[OKT].is_gelukt and not uitkomsten[NOV].is_gelukt
    assert "loopt tot en met 30 november 2026" in uitkomsten[NOV].zin
    assert "was al gesloten" in perioden.sluit([SEP], by=controller())[0].zin


def test_only_the_concerncontroller_closes(geboekt):
    for rol in (Rol.TEAMMANAGER, Rol.DIRECTIEBERAAD, Rol.CONTROLLER, Rol.BEHEERDER):
        with pytest.raises(PermissionDenied):
            perioden.sluit([SEP], by=iemand(rol))


def test_nothing_comes_in_a_closed_month_and_a_correction_counts_in_the_next(geboekt):
    fout = Boeking.objects.filter(periode=SEP).first()
    perioden.sluit([SEP], by=controller())
    momentopname_toen = maand(SEP).momentopname

    with pytest.raises(StapKanNiet, match="De maand september 2026 is afgesloten"):
        boek(geboekt, date(2026, 9, 4))
    tegen = boeken.corrigeren_boeking(fout, by=fout.geboekt_door, reden="Verkeerde opdracht.")

    assert (tegen.datum, tegen.periode_id) == (fout.datum, OKT)
    assert maand(SEP).momentopname == momentopname_toen and not momentopname.verschillen(maand(SEP))


def test_the_database_itself_keeps_a_closed_month_closed(geboekt):
    perioden.sluit([SEP], by=controller())
    velden = "opdracht_id, soort, datum, periode_id, bedrag, uren, tarief, functiegroep, omschrijving"
    for vraag in (
        f"INSERT INTO maatwerk_boeking ({velden}, leverancier, factuurnummer, btw_regime, btw,"
        " economische_categorie, medewerker_nummer, geboekt_door_id, geboekt_op)"
        f" SELECT {velden}, '', '', 'nvt', 0, '', '', geboekt_door_id, now() FROM maatwerk_boeking"
        " WHERE soort = 'kosten'",
        "UPDATE maatwerk_periode SET gesloten_op = NULL, gesloten_door_id = NULL, zegel = ''",
        "DELETE FROM maatwerk_periode",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(vraag)


def test_the_database_books_in_no_month_that_is_not_there(geboekt):
    """Else somebody could make and close it before the foreign key is checked at commit."""
    velden = [
        veld.column for veld in Boeking._meta.fields if veld.column not in ("id", "datum", "periode_id")
    ]
    vraag = (
        f"INSERT INTO maatwerk_boeking (datum, periode_id, {', '.join(velden)})"
        f" SELECT '2026-11-02', '2026-11-01', {', '.join(velden)} FROM maatwerk_boeking LIMIT 1"
    )
    with pytest.raises(IntegrityError, match="maand is er nog niet"), connection.cursor() as cursor:
        cursor.execute(vraag)


# What keeps a month open, and what goes along --------------------------------------------------------------


def test_hours_without_akkoord_keep_the_month_open(geboekt):
    with klok.op(op(date(2026, 9, 7))):
        boeken.boeken_uren(
            geboekt,
            by=iemand(Rol.UITVOERDER),
            datum=date(2026, 9, 7),
            team=geboekt.aanvraag.team,
            functiegroep="B",
            uren=D(4),
            omschrijving="Getypt",
        )

    assert Boeking.objects.niet_goedgekeurd().count() == 1  # what the manager typed himself waits for nobody
    assert open_punten(SEP)["Uren goedgekeurd"].detail == "1 boeking wacht op akkoord: 4 u."
    assert "wacht op akkoord" in perioden.sluit([SEP], by=controller())[-1].zin
    assert maand(SEP).is_open and "Uren goedgekeurd" not in open_punten(OKT)


def test_hours_that_were_typed_and_not_handed_in_are_named_and_go_not_along(geboekt):
    wie = maak(Rol.UITVOERDER, naam="Bo Typt")
    Weekconcept.objects.create(
        medewerker=wie, maandag=date(2026, 9, 28), regels=[{"opdracht": 1, "uren": ["8"] + [""] * 6}]
    )

    punt = open_punten(SEP)["Uren van alle teams ingediend"]
    assert punt.detail == "Nog niet ingediend: Bo Typt." and not punt.blokkeert
    assert "Uren van alle teams ingediend" in open_punten(OKT)
    perioden.sluit([SEP], by=controller())
    assert maand(SEP).momentopname["uitzonderingen"] == [[punt.naam, punt.detail]]


def test_lines_of_a_file_that_wait_for_somebody_keep_their_month_open(geboekt):
    lijst = Inlezing.objects.create(
        soort="uren", bestandsnaam="uren-2026-09.csv", sha256="0" * 64, door=controller()
    )
    for nummer, dag in enumerate(("3-9-2026", "4-9-2026", "31-2-2026"), start=1):
        lijst.rijen.create(blad=0, rij=nummer, gelezen={"datum": dag}, stand=Rijstand.FOUT)

    punt = open_punten(SEP)["Ingelezen regels verwerkt"]
    assert punt.detail == "3 regels zijn nog niet verwerkt: 3 uit uren-2026-09.csv." and punt.blokkeert
    assert str(lijst.uuid) in punt.url
    assert "1 regel is" in open_punten(OKT)["Ingelezen regels verwerkt"].detail  # of any month, so of each
    lijst.rijen.update(stand=Rijstand.WEGGELATEN)
    assert "Ingelezen regels verwerkt" not in open_punten(SEP)


def test_a_file_that_does_not_tie_out_keeps_its_month_open(geboekt):
    bron = Bron.objects.create(
        sha256="1" * 64,
        soort="grootboek",
        bestandsnaam="grootboek.csv",
        regels=1,
        bedrag=D("25.01"),
        door=controller(),
    )
    Boeking.objects.create(
        opdracht=geboekt,
        soort=BoekingSoort.KOSTEN,
        datum=SEP,
        periode_id=SEP,
        bedrag=D("25.00"),
        omschrijving="Uit het grootboek",
        bron=bron,
        kenmerk=uuid4(),
        geboekt_door=controller(),
    )

    assert (
        "overgenomen 1 regels en €\xa025,01, geboekt 1 en €\xa025,00"
        in open_punten(SEP)["Bestanden sluiten aan"].detail
    )
    assert "Bestanden sluiten aan" not in open_punten(OKT)
    assert not perioden.sluit([SEP], by=controller())[-1].is_gelukt


def test_an_hour_without_its_tariff_and_a_day_outside_the_work_keep_the_month_open(geboekt):
    Boeking.objects.create(
        opdracht=geboekt,
        soort=BoekingSoort.UREN,
        datum=SEP,
        periode_id=SEP,
        team=geboekt.aanvraag.team,
        functiegroep="B",
        uren=1,
        tarief=D("88.01"),
        bedrag=D("88.01"),
        omschrijving="Verkeerd tarief",
        geboekt_door=Boeking.objects.first().geboekt_door,
    )
    Opdracht.objects.update(gewijzigde_einddatum=date(2026, 8, 1))

    punten = open_punten(SEP)
    assert "onder meer functiegroep B" in punten["Elk uur heeft een geldig tarief"].detail
    assert str(geboekt) in punten["Geboekt binnen de looptijd van de opdracht"].detail


def test_what_differs_much_and_is_not_explained_is_named_and_does_not_keep_the_month_open(geboekt):
    lumpsum("U", 2026, begroting=500_000)

    punt = open_punten(SEP)["Afwijkingen toegelicht"]
    assert "Uithoorn" in punt.detail and not punt.blokkeert
    by = iemand(Rol.CONTROLLER, organisatie=gemeente("U"))
    licht_toe(gemeente("U"), 2026, by=by, tekst="Er is minder gevraagd.")
    licht_toe(gemeente("U"), 2026, by=by, tekst="Er is minder gevraagd.", taakveld="0.4")
    assert "Afwijkingen toegelicht" not in open_punten(SEP)  # written in November, about September


def test_the_calendar_counts_working_days_and_says_so(geboekt):
    datums = kalender.lees([SEP, OKT, NOV])

    assert datums[OKT].uren.einddatum == date(2026, 11, 6)
    assert datums[OKT].sluiten.einddatum == date(2026, 11, 11)
    assert "8 werkdagen na 31 oktober 2026" in datums[OKT].sluiten.zin
    assert datums[OKT].is_te_laat and datums[OKT].aftellen == "3 werkdagen te laat"
    assert datums[NOV].aftellen == "nog 18 werkdagen" and not datums[NOV].is_voorbij
    Termijn.objects.filter(sleutel=kalender.SLUITEN).update(tot=date(2026, 10, 30))
    assert kalender.lees([OKT])[OKT].aftellen == ""


def test_the_checks_of_a_year_cost_as_many_questions_as_those_of_a_month(
    geboekt, django_assert_max_num_queries
):
    jaar = maanden_van(2026)
    with django_assert_max_num_queries(30) as een:
        controle.lees_alle([SEP])
    with django_assert_max_num_queries(len(een)):
        controle.lees_alle(jaar)


# Booking in it all the same ---------------------------------------------------------------------------------


def test_a_reopening_is_decided_by_another_and_leaves_the_month_as_it_was(geboekt):
    perioden.sluit([SEP], by=controller())
    toen = maand(SEP).momentopname
    vraag = perioden.vraag_heropening(SEP, by=controller(), reden="Uren van Bo vergeten.")

    with pytest.raises(StapKanNiet, match="al een verzoek"):
        perioden.vraag_heropening(SEP, by=controller(), reden="Nog eens.")
    with pytest.raises(StapKanNiet):
        boek(geboekt, date(2026, 9, 4))
    perioden.sta_toe(vraag, by=directieberaad())

    assert vraag.tot == date(2026, 11, 23)  # five working days
    laat = laatkomer(geboekt)
    assert (laat.periode_id, laat.heropening) == (OKT, vraag)
    assert maand(SEP).momentopname == toen and not momentopname.verschillen(maand(SEP))
    with klok.op(op(date(2026, 11, 24))), pytest.raises(StapKanNiet, match="afgesloten"):
        laatkomer(geboekt)


def laatkomer(opdracht) -> Boeking:
    return boeken.boeken_kosten(
        opdracht,
        by=iemand(Rol.CONCERNCONTROLLER),
        datum=date(2026, 9, 4),
        bedrag=D(10),
        omschrijving="Nagekomen",
        leverancier="X",
    )


def test_who_asks_does_not_decide_and_an_answer_is_given_once(geboekt):
    beide = maak(Rol.CONCERNCONTROLLER)
    beide.toewijzingen.create(rol=Rol.DIRECTIEBERAAD, van=date(2020, 1, 1))
    beide.vergeet_rollen()
    perioden.sluit([SEP], by=beide)
    vraag = perioden.vraag_heropening(SEP, by=beide, reden="Vergeten.")

    with pytest.raises(PermissionDenied):
        perioden.sta_toe(vraag, by=beide)
    with pytest.raises(PermissionDenied):
        perioden.weiger(vraag, by=iemand(Rol.TEAMMANAGER), antwoord="Nee.")
    ander = maak(Rol.DIRECTIEBERAAD)
    with pytest.raises(StapKanNiet, match="waarom niet"):
        perioden.weiger(vraag, by=ander, antwoord=" ")
    perioden.weiger(vraag, by=ander, antwoord="Boek het in oktober.")
    with pytest.raises(StapKanNiet, match="al geantwoord"):
        perioden.sta_toe(Heropening.objects.get(), by=ander)

    assert perioden.vraag_heropening(SEP, by=beide, reden="Toch.").pk != vraag.pk


def test_an_open_month_needs_no_reopening(geboekt):
    with pytest.raises(StapKanNiet, match="nog open"):
        perioden.vraag_heropening(SEP, by=controller(), reden="Zomaar.")
    assert Periode.objects.gesloten().count() == 0
