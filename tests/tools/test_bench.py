"""The bench: its data are what the portal could have made itself, and its arithmetic is honest."""

import json
import os
from collections import Counter

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction
from django.http import HttpResponse

from duoplus import klok
from duoplus.models import Gebeurtenis, Gebruiker
from maatwerk.choices import AanvraagStatus as S
from maatwerk.demo.cast import DOMEIN
from maatwerk.management.commands.demodata import maak_basis
from maatwerk.models import Aanvraag, Boeking, Raming, Vindbaar
from tools import services
from tools.bench import gegevens, kopie, meten, tabel, tekst, vloer

AANTAL = 300


@pytest.fixture
def gevuld(eigen_database, settings, monkeypatch):
    """Six times fifty requests: fifty made and five repetitions."""
    settings.DEMO = False
    monkeypatch.setattr(gegevens, "EERST", AANTAL // 6)
    repeated = {name: sql.replace("10000", str(AANTAL // 6)) for name, sql in gegevens.ANDERS.items()}
    monkeypatch.setattr(gegevens, "ANDERS", repeated)
    with transaction.atomic():  # as the command does: a key is whole at the end of a transaction
        maak_basis(klok.vandaag())
    gegevens.maak_gebruikers()
    owner = services.with_database(os.environ["DATABASE_OWNER_URL"], eigen_database.name)
    with services.connection(owner) as conn, conn.cursor() as cursor:
        gegevens.vul(cursor, AANTAL)


def test_data_are_whole_and_hold_their_own_weight(gevuld):
    assert Gebruiker.objects.count() == gegevens.GEBRUIKERS
    assert Aanvraag.objects.count() == AANTAL
    assert Aanvraag.objects.filter(probleem__contains=tekst.ZELDZAAM).count() == 1
    _sums_are_exact()
    _keys_are_restored()
    _every_request_tells_how_it_came_here()
    _every_request_is_found()
    _numbers_go_on()


def _sums_are_exact():
    for raming in Raming.objects.prefetch_related("regels", "externe_kosten", "aandelen"):
        assert raming.totaal == sum(aandeel.bedrag for aandeel in raming.aandelen.all())
    assert Boeking.objects.exists()


def _keys_are_restored():
    """Foreign keys and indexes are back after the copying, as the migrations made them."""
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "maatwerk_aanvraag")
    assert {"aanvraag_lijkt_op", "aanvraag_gewijzigd"} <= constraints.keys()
    assert any(constraint["foreign_key"] for constraint in constraints.values())


def _every_request_is_found():
    """By its own document, made in the end; and the triggers are on again."""
    assert Vindbaar.objects.count() == AANTAL
    Aanvraag.objects.filter(pk=Aanvraag.objects.first().pk).update(titel="Zandkasteel")
    assert Vindbaar.objects.filter(gedeeld=SearchQuery("zandkasteel", config="nl")).count() == 1


def _every_request_tells_how_it_came_here():
    laatste = dict(Gebeurtenis.objects.order_by("op", "pk").values_list("object_id", "gegevens__naar"))
    statussen = dict(Aanvraag.objects.exclude(status=S.CONCEPT).values_list("pk", "status"))
    assert laatste == statussen


def _numbers_go_on():
    gebruiker = Gebruiker.objects.get(email=f"aanvrager.uithoorn@{DOMEIN}")
    hoogste = Aanvraag.objects.order_by("-pk")[0].pk
    nieuw = Aanvraag.objects.create(
        titel="Nieuw", organisatie=gebruiker.organisatie, aanvrager=gebruiker, ingevoerd_door=gebruiker
    )
    assert nieuw.pk > hoogste


def test_every_state_is_reached_by_its_own_steps():
    wegen = {status: gegevens.stappen(status) for status in S}

    assert wegen.pop(S.CONCEPT) == []
    assert all(weg[-1][1] == status for status, weg in wegen.items())
    assert {*gegevens.RECENTE_STATUS} == {*S}


def test_same_chance_gives_the_same_texts():
    een, twee = (tekst.Teksten(gegevens.random.Random(7)) for _ in range(2))

    assert een.alinea(100) == twee.alinea(100)
    assert tekst.ZELDZAAM in een.alinea(100)
    assert Counter(tekst.ZELDZAAM in een.alinea(nummer) for nummer in range(1000))[True] == 7


@pytest.mark.parametrize(
    ("value", "sent"),
    [(None, r"\N"), (False, "False"), ("a\tb\\c\n", r"a\tb\\c\n"), ({"a": "é"}, r'{"a": "\\u00e9"}')],
)
def test_copy_reads_a_cell_back_as_it_was(value, sent):
    assert kopie.cell(value) == sent


@pytest.mark.django_db
def test_floor_runs_the_same_sql_and_shows_fifty_rows():
    statement = "SELECT n, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'negende' FROM generate_series(1, 60) n"

    def visit():
        return vloer.client(["SELECT 1", statement]).get("/")

    assert vloer.queries(visit) == ["SELECT 1", statement]
    page = visit().content.decode()
    assert (page.count("<tr>"), page.count("<td>"), "negende" in page) == (50, 400, False)


def test_a_page_that_fails_is_not_timed():
    with pytest.raises(AssertionError, match="500: b'stuk'"):
        meten._clock(lambda: HttpResponse("stuk", status=500))


def test_ratio_is_of_pairs_and_growth_against_the_smallest():
    klein = meten.Reeks(type("Klein", (), {"n": 10}), ["SELECT 1"], page=[10, 30, 20], floor=[10, 10, 10])
    groot = meten.Reeks(type("Groot", (), {"n": 100}), ["SELECT 1"], page=[30, 90, 30], floor=[10, 30, 30])

    eerste, tweede = meten.rijen("lijst", [klein, groot])

    assert (eerste.p50_ms, eerste.ratio_floor, eerste.growth, eerste.queries) == (20, 2, 1, 1)
    assert (tweede.p50_ms, tweede.ratio_floor, tweede.growth) == (30, 3, 1.5)


@pytest.mark.parametrize(
    ("rij", "verwacht"),
    [
        (meten.Rij("lijst", 1, 1, ratio_floor=1.5, growth=1.2), ""),
        (meten.Rij("lijst", 1, 1, ratio_floor=1.6), "← boven de vloer"),
        (meten.Rij("aanvraag", 1, 1, ratio_floor=1.6, growth=1.3), "← groeit"),
        (meten.Rij("lijst", 1, 1, ratio_floor=1.6, growth=1.3), "← boven de vloer en groeit"),
    ],
)
def test_a_missed_goal_is_marked(rij, verwacht):
    assert tabel.oordeel(rij) == verwacht


def test_json_has_every_field_and_null_where_it_does_not_apply(tmp_path, monkeypatch):
    monkeypatch.setattr(tabel, "JSON", tmp_path / "var" / "bench.json")

    tabel.bewaar([meten.Rij("indienen", 1000, 20.004, queries=25)])

    assert json.loads(tabel.JSON.read_text()) == [
        {
            "scenario": "indienen",
            "n": 1000,
            "p50_ms": 20.0,
            "p95_ms": None,
            "queries": 25,
            "per_s": None,
            "peak_mb": None,
            "ratio_floor": None,
            "growth": None,
        }
    ]


def test_table_reads_as_dutch():
    kop, regel = tabel.als_tekst([meten.Rij("lijst", 100_000, 12.34, growth=1.0)]).splitlines()

    assert "aanvragen" in kop
    assert regel.split() == ["lijst", "100.000", "12,3", "1,00"]
