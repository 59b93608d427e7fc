"""Welke grenzen worden vastgelegd, wie het hoort, en dat het bij één keer blijft."""

from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Bericht, Gebeurtenis
from duoplus.tasks import dispatch_event
from maatwerk.actions import boeken, signalen
from maatwerk.choices import Begrotingsoort, Maat
from maatwerk.models import Opdracht, Signaal
from tests.factories.lumpsums import ander_plafond, begrotingsregel, kosten, lopende_opdracht, lumpsum
from tests.factories.mensen import iemand

JAAR = 2026


@pytest.fixture
def opdracht(db, maandag) -> Opdracht:
    """Ceilings: 80 hours and 8.160 euro."""
    return lopende_opdracht("U")


def vastgelegd(**van) -> list[tuple[str, int]]:
    return sorted(Signaal.objects.filter(**van).values_list("maat", "drempel"))


def _verwerk() -> None:
    for gebeurtenis in Gebeurtenis.objects.waiting():
        dispatch_event(gebeurtenis.pk)


def _plafond(opdracht: Opdracht, deel: str) -> Decimal:
    return (opdracht.plafond_kosten * Decimal(deel)).quantize(Decimal("0.01"))


def test_each_limit_of_a_ceiling_is_written_once_at_the_cent(opdracht):
    kosten(opdracht, _plafond(opdracht, "0.80") - Decimal("0.01"))
    assert vastgelegd(opdracht=opdracht) == []

    kosten(opdracht, "0.01")
    kosten(opdracht, "0.01")
    assert vastgelegd(opdracht=opdracht) == [("kosten", 80)]

    kosten(opdracht, _plafond(opdracht, "0.30"))
    assert vastgelegd(opdracht=opdracht) == [("kosten", 80), ("kosten", 95), ("kosten", 100)]


def test_manager_hears_the_highest_limit_at_once_and_the_first_in_the_overview(opdracht):
    leidt = iemand(Rol.TEAMMANAGER, team=opdracht.aanvraag.team)
    kosten(opdracht, _plafond(opdracht, "0.81"))
    _verwerk()
    kosten(opdracht, _plafond(opdracht, "0.30"))
    _verwerk()
    _verwerk()

    post = Bericht.objects.filter(ontvanger=leidt, sleutel__startswith="signaal:").order_by("pk")
    assert [(b.bundelen, "80%" in b.onderwerp, "100%" in b.onderwerp) for b in post] == [
        (True, True, False),
        (False, False, True),
    ]


def test_a_reversal_leaves_the_record(opdracht):
    boeking = kosten(opdracht, _plafond(opdracht, "0.90"))
    boeken.corrigeren_boeking(boeking, by=iemand(Rol.CONCERNCONTROLLER), reden="Dubbel")

    assert vastgelegd(opdracht=opdracht) == [("kosten", 80)]
    with pytest.raises(IntegrityError), transaction.atomic():
        Signaal.objects.filter(opdracht=opdracht).delete()


def test_another_ceiling_is_watched_anew(opdracht):
    kosten(opdracht, _plafond(opdracht, "0.85"))
    ander_plafond(opdracht, opdracht.plafond_kosten * 2)
    kosten(opdracht, _plafond(opdracht, "0.76"))

    assert vastgelegd(opdracht=opdracht) == [("kosten", 80), ("kosten", 80)]


def test_the_figures_of_the_reference_year(db, maandag):
    """domain.md section 7: Uithoorn 106,2%, N 6.842,91; Ouder-Amstel 80,9%, orange; Diemen nothing."""
    for letter, begroot, afgesproken in (
        ("D", 90_000, "53285.80"),
        ("U", 110_000, "116842.91"),
        ("O", 75_000, "60646.29"),
    ):
        lumpsum(letter, JAAR, begroting=begroot)
        ander_plafond(lopende_opdracht(letter), afgesproken)

    signalen.bewaak_jaar(JAAR)
    signalen.bewaak_jaar(JAAR)

    gevonden = Signaal.objects.filter(lumpsum__isnull=False).order_by("pk")
    assert [(s.lumpsum.organisatie.letter, s.maat, s.drempel, str(s.stand)) for s in gevonden] == [
        ("U", "beslag", 80, "106.22"),
        ("U", "beslag", 95, "106.22"),
        ("U", "beslag", 100, "106.22"),
        ("O", "beslag", 80, "80.86"),
    ]
    concepten = [s.concept for s in gevonden if s.concept]
    assert [c["erboven"] for c in concepten] == ["6842.91"]


def test_exactly_the_lumpsum_is_within_it_and_a_changed_budget_is_judged_anew(db, maandag):
    opdracht, van_u = lopende_opdracht("U"), lumpsum("U", JAAR)
    begrotingsregel(van_u, opdracht.plafond_kosten)
    signalen.bewaak_jaar(JAAR)
    assert vastgelegd(maat=Maat.BESLAG) == [("beslag", 80), ("beslag", 95)]

    begrotingsregel(van_u, -1, soort=Begrotingsoort.WIJZIGING)
    signalen.bewaak_jaar(JAAR)
    assert vastgelegd(maat=Maat.BESLAG, geheel=opdracht.plafond_kosten - 1) == [
        ("beslag", 80),
        ("beslag", 95),
        ("beslag", 100),
    ]


def test_who_watches_the_money_hears_of_a_lumpsum_that_is_too_small(db, maandag):
    lumpsum("U", JAAR, begroting=100)
    uithoorn = lumpsum("U", JAAR).organisatie
    eigen = [iemand(rol, organisatie=uithoorn) for rol in (Rol.CONTROLLER, Rol.BUDGETHOUDER)]
    ander = iemand(Rol.CONTROLLER, organisatie=lumpsum("D", JAAR).organisatie)
    kosten(lopende_opdracht("U"), 200)

    signalen.bewaak_jaar(JAAR)
    _verwerk()

    post = Bericht.objects.filter(sleutel__startswith="signaal:", onderwerp__startswith="Lumpsum")
    assert {b.ontvanger for b in post if not b.bundelen} >= set(eigen)
    assert not post.filter(ontvanger=ander).exists()


def test_two_at_once_pass_the_same_limit_once(eigen_database):
    """Two bookings and two checks of the year, all at the same moment."""
    jaar = klok.vandaag().year
    lumpsum("U", jaar, begroting=100)
    opdracht = lopende_opdracht("U")
    samen, fouten = Barrier(4), []

    def doe(wat) -> None:
        try:
            samen.wait(timeout=10)
            wat()
        except Exception as fout:
            fouten.append(fout)
        finally:
            connection.close()

    boek, toets = (
        lambda: kosten(opdracht, _plafond(opdracht, "0.85")),
        lambda: signalen.bewaak_jaar(jaar),
    )
    draden = [Thread(target=doe, args=(wat,)) for wat in (boek, boek, toets, toets)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()

    assert fouten == []
    assert vastgelegd(opdracht=opdracht, maat=Maat.KOSTEN) == [
        ("kosten", 80),
        ("kosten", 95),
        ("kosten", 100),
    ]
    concepten = Signaal.objects.exclude(concept={})
    assert concepten.count() == 1
