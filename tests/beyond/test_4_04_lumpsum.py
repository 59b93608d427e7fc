"""features.md 4.4: de verantwoording van de lumpsum sluit op de cent aan op het grootboek.

Random ledgers of 10,000 lines and keys with thirds always have parts that total the whole, in cents, in
every table of the package; one altered cent makes closing fail, and a check points at where it is.
"""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from duoplus import klok
from duoplus.choices import Rol
from maatwerk.actions import perioden
from maatwerk.choices import BoekingSoort
from maatwerk.models import Boeking, Boekingstotaal, Bron, Opdracht, Periode
from maatwerk.verantwoording.pakket import Pakket
from tests.factories import iemand
from tests.factories.geld import VerdeelsleutelFactory
from tests.factories.lumpsums import lopende_opdracht
from tests.factories.verantwoordingen import pakket

pytestmark = pytest.mark.django_db
DERDEN = {"D": Decimal("0.333333"), "U": Decimal("0.333333"), "O": Decimal("0.333334")}
REGELS = 10_000


@pytest.fixture
def opdrachten(maandag) -> list[Opdracht]:
    VerdeelsleutelFactory.van_letters(DERDEN)
    VerdeelsleutelFactory.van_letters({"U": Decimal("0.333333"), "O": Decimal("0.666667")})
    with klok.op(maandag - timedelta(days=300)):
        return [lopende_opdracht(gemeenten) for gemeenten in ("DUO", "UO", "D", "DUO")]


def grootboek(opdrachten: list[Opdracht], zaad: int) -> Bron:
    """Lines of any amount, corrections among them, as a file would bring them."""
    dobbel, door = random.Random(zaad), iemand(Rol.CONCERNCONTROLLER)
    bron = Bron.objects.create(
        sha256=f"{zaad:064d}", soort="grootboek", bestandsnaam="grootboek.csv", door=door
    )
    maanden = [Periode.van(date(2026, maand, 1)) for maand in range(2, 11)]
    regels = []
    for nr in range(REGELS):
        maand = dobbel.choice(maanden)
        regels.append(
            Boeking(
                opdracht=dobbel.choice(opdrachten),
                soort=BoekingSoort.KOSTEN,
                datum=maand.maand + timedelta(days=dobbel.randrange(28)),
                periode=maand,
                bedrag=Decimal(dobbel.randrange(1, 5_000_000)) / 100 * dobbel.choice((1, 1, 1, -1)),
                omschrijving="Factuur",
                leverancier="Bureau",
                bron=bron,
                bronregel=nr,
                kenmerk=f"{zaad:016x}{nr:016x}",
                geboekt_door=door,
            )
        )
    Boeking.objects.bulk_create(regels, batch_size=2000)
    bron.regels, bron.bedrag = REGELS, sum(regel.bedrag for regel in regels)
    bron.save(update_fields=["regels", "bedrag"])
    return bron


def delen(gelezen: Pakket, code: str, kolom: str) -> Decimal:
    return sum((getattr(rij, kolom) for rij in gelezen.tabel(code).rijen()), Decimal(0))


@pytest.mark.parametrize("zaad", [1, 2, 3])
def test_parts_total_the_whole_in_every_table(opdrachten, zaad: int) -> None:
    totaal = grootboek(opdrachten, zaad).bedrag
    gelezen = pakket()
    assert gelezen.tabel("L4").aantal == REGELS
    assert {
        totaal,
        gelezen.tabel("L4").totalen["bedrag_ex"],
        delen(gelezen, "L1", "gerealiseerd"),
        delen(gelezen, "L2", "aandeel_eur"),
        delen(gelezen, "L5", "bedrag"),
        delen(gelezen, "L7", "realisatie"),
        sum((rij.gerealiseerd or Decimal(0) for rij in gelezen.tabel("L6").rijen()), Decimal(0)),
    } == {totaal}
    per_opdracht = {rij.nummer: rij.totaal for rij in gelezen.tabel("L2").rijen()}
    assert sum(per_opdracht.values()) == totaal
    goed = {controle.code for controle in gelezen.controles if controle.is_goed}
    assert {"R1", "R2", "R3", "R4", "R5"} <= goed


def test_one_cent_makes_closing_fail_and_says_where(opdrachten) -> None:
    bron = grootboek(opdrachten, 4)
    bron.bedrag -= Decimal("0.01")
    bron.save(update_fields=["bedrag"])
    *_, uitkomst = perioden.sluit(
        [date(2026, 2, 1)], by=iemand(Rol.CONCERNCONTROLLER)
    )  # and the empty ones before
    assert not uitkomst.is_gelukt
    assert "grootboek.csv" in uitkomst.zin or "sluiten aan" in uitkomst.zin
    assert Periode.objects.get(maand=date(2026, 2, 1)).is_open
    assert Boekingstotaal.objects.exists()
