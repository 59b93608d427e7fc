"""Much at once, measured once: the same act with 500 requests, and a list of 10,000 rows taken over."""

import csv
import io
import random
from time import perf_counter

from django.db import transaction

from duoplus.models import Gebruiker
from maatwerk.actions import bulk
from maatwerk.actions.overnemen import importeer
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from tools.bench import tekst
from tools.bench.meten import Grootte, Rij
from tools.bench.scenarios import SECRETARIS

RIJEN = 10_000
KOP = ("Nummer", "Aanvraag", "Gemeente", "OGON", "Uren", "Tarief", "Status", "Ingediend")
GEMEENTEN = ("Diemen", "Uithoorn", "Ouder-Amstel")
STATUSSEN = ("nieuw", "loopt", "naar OGON", "on hold", "Gereed")


def samen(groottes: list[Grootte]) -> list[Rij]:
    """Assign as many requests as go at once, through the action of one; undone after the clock stops."""
    return [_samen(grootte) for grootte in groottes]


def _samen(grootte: Grootte) -> Rij:
    grootte.enter()
    by, ander = grootte.gebruiker(SECRETARIS), grootte.gebruiker("teammanager.ia")
    rijen = [bulk.Rij(a.kenmerk, a.versie, a) for a in _te_verdelen(by)]
    with transaction.atomic():
        began = perf_counter()
        uitkomsten = bulk.voer_uit(
            bulk.KEUZES["toewijzen"], rijen, by=by, gegevens={"behandelaar": ander}, bulk="bench"
        )
        ms = (perf_counter() - began) * 1000
        transaction.set_rollback(True)
    gelukt = sum(uitkomst.is_gelukt for uitkomst in uitkomsten)
    return Rij(f"{len(uitkomsten)} toewijzen ({gelukt} gelukt)", grootte.n, ms, per_s=len(rijen) / ms * 1000)


def _te_verdelen(by: Gebruiker) -> list[Aanvraag]:
    eigen = Aanvraag.objects.visible_to(by).open().filter(ogon__slug="bedrijfsvoering")
    return list(
        eigen.exclude(status=S.INGEDIEND)
        .select_related("ogon", "team", "behandelaar")
        .order_by("-pk")[: bulk.MAX_RIJEN]
    )


def inlezen(groottes: list[Grootte]) -> list[Rij]:
    """Last of all, and only at the smallest size: the rows stay."""
    kleinste = groottes[0]
    kleinste.enter()
    began = perf_counter()
    inlezing = importeer(_register(), bestandsnaam="bench.csv", by=Gebruiker.objects.systeem())
    ms = (perf_counter() - began) * 1000
    if inlezing.aangemaakt != RIJEN:
        raise AssertionError(f"{inlezing.aangemaakt} van {RIJEN} rijen overgenomen")
    return [Rij(f"{RIJEN} rijen inlezen", kleinste.n, ms, per_s=RIJEN / ms * 1000)]


def _register() -> bytes:
    kans, titels = random.Random(2026), tekst.Teksten(random.Random(2026))
    buffer = io.StringIO()
    regels = csv.writer(buffer, delimiter=";")
    regels.writerow(KOP)
    for nummer in range(RIJEN):
        uren = kans.randrange(8, 400)
        regels.writerow([
            f"2025-{nummer:05d}", f"{titels.titel()} {nummer}", kans.choice(GEMEENTEN), "Bedrijfsvoering",
            uren, kans.choice(("62", "76", "89")), kans.choice(STATUSSEN), "15-3-2025",
        ])  # fmt: skip
    return buffer.getvalue().encode()
