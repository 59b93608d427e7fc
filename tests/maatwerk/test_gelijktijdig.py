"""Tegelijk: echte commits, echte sloten, meer mensen op hetzelfde moment."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Bericht, Besluit, Gebeurtenis, Teller
from duoplus.transitions import StapKanNiet, Verouderd
from duoplus.web.views import NOG_BEZIG
from maatwerk.actions import boeken, perioden
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, Boeking, Opdracht
from ogon.models import Ogon
from tests.factories import aanvraag_in, concept, geldzaken, iemand, ogon, zet
from tests.factories.mensen import GebruikerFactory

pytestmark = pytest.mark.usefixtures("eigen_database")


def tegelijk(taken: Iterable[Callable[[], Any]]) -> list[Any]:
    """Run all at the same moment, each on its own connection; an exception is an answer too."""
    lijst = list(taken)
    start = threading.Barrier(len(lijst), timeout=60)

    def draai(taak: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return taak()
        except Exception as fout:
            return fout
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(lijst)) as pool:
        return list(pool.map(draai, lijst))


def test_six_times_the_same_draft_gives_one_number():
    geldzaken()
    aanvraag = concept()
    ogon()

    antwoorden = tegelijk(
        [lambda: zet(Aanvraag.objects.get(pk=aanvraag.pk), "indienen").nummer for _ in range(6)]
    )

    assert Counter(type(a).__name__ for a in antwoorden) == {"str": 1, "StapKanNiet": 5}
    assert Gebeurtenis.objects.filter(soort="maatwerk.aanvraag.indienen").count() == 1
    assert Teller.objects.get(sleutel__startswith="MW-").waarde == 1


def test_a_second_press_during_a_long_first_one_gets_a_sentence(client):
    """Longer than a page waits for a lock (3 s): five hundred requests at once, on a busy machine."""
    door, aanvraag, sleutel = iemand(Rol.SECRETARIS, ogon=ogon()), aanvraag_in(S.IN_INTAKE), uuid.uuid4()
    client.force_login(door)
    eerste = connection.copy()
    eerste.set_autocommit(False)
    with eerste.cursor() as cursor:
        velden = [sleutel, door.pk, "/aanvragen/samen/", "", klok.nu()]
        cursor.execute(EERSTE_DRUK, velden)
        gegevens = {"actie": "volgen", "fase": "uitvoeren", "k": aanvraag.nummer, "sleutel": sleutel}
        antwoord = client.post("/aanvragen/samen/", gegevens)
    eerste.rollback()
    eerste.close()
    assert antwoord.status_code == 422 and NOG_BEZIG in antwoord.content.decode()
    assert client.post("/aanvragen/samen/", gegevens).status_code == 302


EERSTE_DRUK = (
    "INSERT INTO duoplus_handeling (sleutel, gebruiker_id, pad, antwoord, op) VALUES (%s, %s, %s, %s, %s)"
)


def test_numbers_given_out_at_once_have_no_gaps():
    geldzaken()
    ogon()
    concepten = [concept().pk for _ in range(8)]

    nummers = tegelijk(
        [lambda pk=pk: zet(Aanvraag.objects.get(pk=pk), "indienen").nummer for pk in concepten]
    )

    assert sorted(nummer[-4:] for nummer in nummers) == [f"{n:04d}" for n in range(1, 9)]


def test_two_akkoorden_at_once_are_both_kept_and_bring_it_on_once():
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    for rol in (Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER):
        iemand(rol, ogon=ogon()) if rol == Rol.OPDRACHTGEVER else iemand(rol)

    tegelijk(
        [
            lambda soort=soort: zet(Aanvraag.objects.get(pk=aanvraag.pk), "akkoord_geven", soort=soort)
            for soort in ("inhoud", "dekking")
        ]
    )

    aanvraag.refresh_from_db()
    assert aanvraag.status == S.TER_PRIORITERING
    assert Gebeurtenis.objects.filter(soort="maatwerk.aanvraag.akkoord_geven").count() == 2


def test_two_chairs_reorder_and_no_move_is_lost_or_silently_undone():
    """Two hundred tries on one list: each is either on record with its place, or refused as outdated."""
    voorzitter = iemand(Rol.VOORZITTER)
    pks = [zet(aanvraag_in(S.TER_PRIORITERING), "prioriteren", plaats=99).pk for _ in range(5)]
    begin = Ogon.objects.get(slug="bedrijfsvoering").lijstversie

    def verplaats(kant: int) -> Counter:
        telling: Counter = Counter()
        for n in range(100):
            gezien = Ogon.objects.get(slug="bedrijfsvoering").lijstversie
            aanvraag = Aanvraag.objects.get(pk=pks[(n * 3 + kant) % 5])
            try:
                zet(aanvraag, "verplaatsen", by=voorzitter, plaats=n % 5 + 1, lijstversie=gezien)
                telling["gelukt"] += 1
            except Verouderd:
                telling["verouderd"] += 1
        return telling

    antwoorden = tegelijk([lambda: verplaats(0), lambda: verplaats(1)])

    assert all(isinstance(a, Counter) for a in antwoorden), antwoorden
    totaal = sum(antwoorden, Counter())
    assert totaal["gelukt"] + totaal["verouderd"] == 200
    assert Besluit.objects.filter(soort="volgorde").count() == totaal["gelukt"]
    assert Ogon.objects.get(slug="bedrijfsvoering").lijstversie == begin + totaal["gelukt"]
    plaatsen = (
        Aanvraag.objects.filter(plaats__isnull=False).order_by("plaats").values_list("plaats", flat=True)
    )
    assert list(plaatsen) == [1, 2, 3, 4, 5]


def test_deciding_and_moving_at_once_never_lock_each_other_out():
    pks = [zet(aanvraag_in(S.TER_PRIORITERING), "prioriteren", plaats=99).pk for _ in range(4)]
    voorzitter = iemand(Rol.VOORZITTER)

    def heen_en_weer(pk: int) -> int:
        for _ in range(12):
            zet(Aanvraag.objects.get(pk=pk), "op_wachtlijst_zetten", by=voorzitter)
            zet(Aanvraag.objects.get(pk=pk), "prioriteren", by=voorzitter, plaats=1)
        return 12

    def schuif(pk: int) -> int:
        for n in range(24):
            zet(Aanvraag.objects.get(pk=pk), "verplaatsen", by=voorzitter, plaats=n % 4 + 1)
        return 24

    taken = zip((heen_en_weer, heen_en_weer, schuif, schuif), pks, strict=True)
    antwoorden = tegelijk([partial(taak, pk) for taak, pk in taken])

    assert antwoorden == [12, 12, 24, 24]
    plaatsen = Aanvraag.objects.order_by("plaats").values_list("plaats", flat=True)
    assert list(plaatsen) == [1, 2, 3, 4]


def test_sixteen_book_while_one_closes_and_nothing_comes_after():
    dag = klok.vandaag() - timedelta(days=40)
    with klok.op(klok.nu() - timedelta(days=40)):
        aanvraag = zet(aanvraag_in(S.OPGELEVERD), "accepteren")
    opdracht, manager, controller = (
        aanvraag.opdracht,
        iemand(Rol.TEAMMANAGER),
        iemand(Rol.CONCERNCONTROLLER),
    )

    def boek() -> int:
        geboekt = 0
        for _ in range(20):
            try:
                boeken.boeken_uren(
                    Opdracht.objects.get(pk=opdracht.pk),
                    by=manager,
                    datum=dag,
                    team=opdracht.aanvraag.team,
                    functiegroep="B",
                    uren=Decimal(1),
                    omschrijving="Werk",
                )
            except StapKanNiet:
                break
            except OperationalError:  # waited for the others for longer than a page does
                continue
            geboekt += 1
        return geboekt

    def sluit() -> tuple[int, Decimal]:
        """First the month: until then the file stays open."""
        while not perioden.sluit([dag.replace(day=1)], by=controller)[-1].is_gelukt:
            threading.Event().wait(0.1)
        zet(Aanvraag.objects.get(pk=aanvraag.pk), "afsluiten", by=controller)
        return Boeking.objects.count(), opdracht.verbruik()["uren"]

    *geboekt, gesloten = tegelijk([*[boek] * 16, sluit])

    assert all(isinstance(antwoord, int) for antwoord in geboekt), geboekt
    assert Boeking.objects.count() == sum(geboekt) == gesloten[0]
    assert opdracht.verbruik()["uren"] == gesloten[1]
    slot = Gebeurtenis.objects.get(soort="maatwerk.aanvraag.afsluiten")
    assert not Gebeurtenis.objects.filter(soort="maatwerk.aanvraag.boeken", pk__gt=slot.pk).exists()


def test_one_message_claimed_by_eight_goes_to_one():
    bericht = Bericht.objects.create(
        sleutel="een", ontvanger=GebruikerFactory(), onderwerp="X", tekst="", reden=""
    )

    gewonnen = tegelijk([lambda: Bericht.objects.claim(bericht.pk) for _ in range(8)])

    assert sum(antwoord is not None for antwoord in gewonnen) == 1
    connection.close()
