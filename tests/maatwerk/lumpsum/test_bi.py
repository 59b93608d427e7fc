"""What a reporting tool reads in the database is what the portal shows, to the cent."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Besluit
from maatwerk.actions.opdrachtsleutel import geef_sleutel
from maatwerk.choices import Begrotingsoort, BoekingSoort
from maatwerk.lumpsum import stand
from maatwerk.models import Boeking, Opdracht, Prognose
from tests.factories import iemand, zet
from tests.factories.geld import VerdeelsleutelFactory, geldzaken
from tests.factories.lumpsums import begrotingsregel, kosten, lopende_opdracht, lumpsum, uren
from tests.maatwerk.conftest import AMSTERDAM

pytestmark = pytest.mark.django_db

JAAR = klok.vandaag().year - 1


def op(maand: int, dag: int = 15):
    return klok.op(datetime(JAAR, maand, dag, 9, tzinfo=AMSTERDAM))


def lees(tabel: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM bi.{tabel} WHERE jaar = %s", [JAAR])
        namen = [kolom.name for kolom in cursor.description]
        return [dict(zip(namen, rij, strict=True)) for rij in cursor.fetchall()]


@pytest.fixture
def jaar(db) -> list[Opdracht]:
    """A year with shared work over two key periods, a closed assignment, a forecast and a correction."""
    geldzaken()
    for letter, euro in (("D", 9000), ("U", 5000), ("O", 40)):
        begrotingsregel(
            lumpsum(letter, JAAR, begroting=euro), euro, soort=Begrotingsoort.VOORSCHOT, kwartaal=2
        )
    begrotingsregel(lumpsum("O", JAAR), -3, soort=Begrotingsoort.WIJZIGING, taakveld="0.10", i_s="I")
    with op(2):
        drie, twee, klaar = lopende_opdracht("DUO"), lopende_opdracht("UO"), lopende_opdracht("U")
        uren(drie, Decimal("3.33"), groep="C")
        kosten(drie, "100.01")
    gelijk = {"D": Decimal("0.333333"), "U": Decimal("0.333333"), "O": Decimal("0.333334")}
    with op(6):
        sleutel = VerdeelsleutelFactory.van_letters(gelijk, programma=drie.aanvraag.ogon.programma)
        geef_sleutel(
            drie, by=iemand(Rol.CONCERNCONTROLLER), sleutel=sleutel, vanaf=date(JAAR, 4, 1),
            besluit=Besluit.objects.latest("pk"),
        )  # fmt: skip
        kosten(drie, "1000.01", dag=date(JAAR, 4, 1))
        kosten(twee, "77.77", dag=date(JAAR, 5, 1))
        kosten(klaar, "55.55", dag=date(JAAR, 5, 31))
    with op(9):
        Prognose.objects.create(
            opdracht=twee, rest=Decimal("9.99"), toelichting="x", door=iemand(Rol.TEAMMANAGER)
        )
        klaar.aanvraag.refresh_from_db()
        zet(klaar.aanvraag, "opleveren")
    return [drie, twee, klaar]


def test_the_overview_is_that_of_the_portal(jaar):
    portaal = stand.lees(JAAR)
    velden = ("beschikbaar", "gerealiseerd", "verplicht", "vrije_ruimte", "prognose", "verwacht_saldo")

    rijen = {rij["gemeente"]: rij for rij in lees("l1")}
    for partij in portaal.gemeenten:
        saldo, rij = portaal.per_gemeente[partij.pk], rijen[partij.naam]
        assert [rij[veld] for veld in velden] == [getattr(saldo, veld) for veld in velden]
        assert (rij["begroting_primitief"], rij["begrotingswijzigingen"]) == (
            saldo.primitief,
            saldo.wijzigingen,
        )
        assert (rij["uitputting_pct"], rij["beslag_pct"]) == (saldo.uitputting, saldo.beslag)
        assert (rij["v_n"], rij["peildatum"]) == (saldo.v_n, portaal.peildatum)
    assert {rij["v_n"] for rij in rijen.values()} == {"V", "N"}


def test_each_assignment_is_divided_as_in_the_portal(jaar):
    portaal = stand.lees(JAAR)
    verwacht = {
        (regel.nummer, str(gemeente_)): regel.deel(gemeente_.pk)
        for regel in portaal.regels
        for gemeente_ in portaal.gemeenten
        if gemeente_.pk in regel.werk.per_gemeente
    }
    rijen = {(rij["nummer"], rij["gemeente"]): rij for rij in lees("l2")}

    assert rijen.keys() == verwacht.keys()
    for sleutel, deel in verwacht.items():
        rij = rijen[sleutel]
        assert (rij["aandeel_eur"], rij["aandeel_verplicht"], rij["aandeel_prognose"]) == (
            deel.gerealiseerd, deel.verplicht, deel.prognose,
        )  # fmt: skip
    l5 = lees("l5")
    assert {rij["versie"] for rij in l5} == {1, 2}
    for regel in portaal.regels:
        delen = [
            (versie, gem, deel.verdeeld()[gem], deel.afronding(gem))
            for versie, deel in enumerate(regel.werk.delen, 1)
            for gem in deel.aandelen
        ]
        namen = {g.naam: g.pk for g in portaal.gemeenten}
        eigen = [rij for rij in l5 if rij["opdracht"] == regel.nummer]
        assert sorted(delen) == sorted(
            (rij["versie"], namen[rij["gemeente"]], rij["bedrag"], rij["afrondingsverschil"]) for rij in eigen
        )


def test_quarters_add_up_to_the_year_and_places_to_the_overview(jaar):
    l1 = {rij["gemeente"]: rij for rij in lees("l1")}
    for naam, rij in l1.items():
        kwartalen = [deel for deel in lees("l6") if deel["gemeente"] == naam]
        assert sum(deel["gerealiseerd"] for deel in kwartalen) == rij["gerealiseerd"]
        assert [deel["voorschot"] > 0 for deel in kwartalen] == [False, True, False, False]
        plekken = [plek for plek in lees("l7") if plek["gemeente"] == naam]
        for som, veld in (
            ("begroting", "beschikbaar"),
            ("realisatie", "gerealiseerd"),
            ("prognose", "prognose"),
        ):
            assert sum(plek[som] for plek in plekken) == rij[veld]
    assert "0.10" in {plek["taakveld"] for plek in lees("l7")}


def test_lines_are_those_of_the_ledger_without_names(jaar):
    for tabel, soort, veld in (("l3", BoekingSoort.UREN, "bedrag"), ("l4", BoekingSoort.KOSTEN, "bedrag_ex")):
        boekingen = Boeking.objects.filter(soort=soort).met_status().order_by("pk")
        rijen = sorted(lees(tabel), key=lambda rij: rij["boeking_id"])
        assert [(rij["boeking_id"], rij[veld]) for rij in rijen] == [(b.pk, b.bedrag) for b in boekingen]
    status = {rij["boeking_id"]: rij["status"] for rij in lees("boekingen")}
    assert status == {b.pk: b.status for b in Boeking.objects.met_status()}
    kolommen = {naam for tabel in ("boekingen", "l3", "l4") for rij in lees(tabel)[:1] for naam in rij}
    assert not kolommen & {"medewerker", "medewerker_nummer", "geboekt_door", "omschrijving"}


def test_reference_views_have_their_rows():
    geldzaken()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bi.tarieven")
        assert cursor.fetchone()[0] == 3
        cursor.execute("SELECT sleutel_id, sum(aandeel) FROM bi.sleutels GROUP BY 1")
        assert {totaal for _, totaal in cursor.fetchall()} == {1}
