"""Alles inlezen in een leeg portaal: de controletotalen komen eruit, op de cent."""

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from maatwerk.choices import Begrotingsoort, BoekingSoort
from maatwerk.lumpsum import stand
from maatwerk.management.commands.demodata import maak_basis
from maatwerk.models import Begrotingsregel, Boeking, Boekingstotaal

DATA = Path(__file__).parents[2] / "data"
CONTROLE = json.loads((DATA / "controle.json").read_text())
GROOTBOEK, BEGROTING = DATA / "grootboek-2026.csv", DATA / "begroting-2026.csv"

pytestmark = pytest.mark.django_db


def draai(opdracht, *args, **opties):
    uit = StringIO()
    call_command(opdracht, *args, stdout=uit, **opties)
    return uit.getvalue().splitlines()


@pytest.fixture
def ingelezen(settings, tmp_path):
    """The last line of each command, by its name."""
    settings.MEDIA_ROOT = tmp_path
    maak_basis(date(2026, 11, 21))
    return {
        "register": draai("importeer_register", DATA / "maatwerkregister-2026.xlsx")[-1],
        "uren": draai("importeer_uren", *sorted(DATA.glob("uren-2026-*.csv")))[-1],
        "grootboek": draai("importeer_grootboek", GROOTBOEK, controletotaal="34.026,15")[-1],
        "begroting": draai("importeer_begroting", BEGROTING, controletotaal="275.000")[-1],
    }


def test_every_control_total_comes_out_to_the_cent(ingelezen):
    assert ingelezen == {
        "register": "gelezen 32, aangemaakt 30, bijgewerkt 0, apart gezet 2",
        "uren": "gelezen 331, aangemaakt 324, bijgewerkt 0, apart gezet 7",
        "grootboek": "gelezen 13, aangemaakt 12, bijgewerkt 0, apart gezet 1",
        "begroting": "gelezen 24, aangemaakt 24, bijgewerkt 0, apart gezet 0",
    }
    jaar = stand.lees(2026, peildatum=date(2026, 12, 31))
    nu = stand.lees(2026)
    assert nu.totaal == jaar.totaal
    assert _per_opdracht(nu) == _controle("per_opdracht")
    gerealiseerd = {g.letter: nu.per_gemeente[g.pk].gerealiseerd for g in nu.gemeenten}
    assert gerealiseerd == _controle("gerealiseerd_per_gemeente")
    beschikbaar = {g.letter: nu.per_gemeente[g.pk].beschikbaar for g in nu.gemeenten}
    assert beschikbaar == _controle("beschikbaar_per_gemeente")
    assert nu.totaal.gerealiseerd == Decimal(CONTROLE["gerealiseerd"])


def _controle(naam):
    return {sleutel: Decimal(bedrag) for sleutel, bedrag in CONTROLE[naam].items()}


def _per_opdracht(nu):
    return {r.opdracht.aanvraag.kenmerk: r.werk.gerealiseerd for r in nu.regels if r.werk.gerealiseerd}


def test_the_lines_the_totals_and_the_advances_agree(ingelezen):
    per_soort = defaultdict(lambda: [0, Decimal(0), Decimal(0)])
    for boeking in Boeking.objects.all():
        som = per_soort[boeking.soort]
        som[0], som[1], som[2] = som[0] + 1, som[1] + boeking.uren, som[2] + boeking.bedrag
    assert per_soort == {
        BoekingSoort.UREN: [
            CONTROLE["urenregels_gekoppeld"],
            Decimal(CONTROLE["uren_gekoppeld"]),
            Decimal(CONTROLE["uren_bedrag"]),
        ],
        BoekingSoort.KOSTEN: [CONTROLE["kostenregels"], Decimal(0), Decimal(CONTROLE["externe_kosten"])],
    }
    totalen = Boekingstotaal.objects.values_list("aantal", "bedrag")
    assert (sum(n for n, _ in totalen), sum(b for _, b in totalen)) == (
        336,
        Decimal(CONTROLE["gerealiseerd"]),
    )
    voorschotten = Begrotingsregel.objects.filter(soort=Begrotingsoort.VOORSCHOT).values_list(
        "bedrag", flat=True
    )
    assert (len(voorschotten), sum(voorschotten)) == (12, Decimal(275_000))


def test_everything_a_second_time_books_nothing_twice(ingelezen):
    assert draai("importeer_uren", *sorted(DATA.glob("uren-2026-*.csv")))[-1] == (
        "gelezen 331, aangemaakt 0, bijgewerkt 0, apart gezet 7"
    )
    assert draai("importeer_grootboek", GROOTBOEK)[-1] == (
        "gelezen 13, aangemaakt 0, bijgewerkt 0, apart gezet 1"
    )
    assert draai("importeer_begroting", BEGROTING)[-1] == (
        "gelezen 24, aangemaakt 0, bijgewerkt 0, apart gezet 0"
    )
    assert (Boeking.objects.count(), Begrotingsregel.objects.count()) == (336, 24)
