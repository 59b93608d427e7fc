"""The page of a meeting with so many points, each with a paper, beside the page of a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from statistics import median, quantiles

from django.db import transaction

from duoplus import klok
from duoplus.actions import vergaderen
from duoplus.choices import BijlageSoort, PuntSoort
from duoplus.models import Agendapunt, Bijlage, Gebruiker, Vergadering
from maatwerk.models import Aanvraag
from ogon.models import Ogon
from tools.bench import vloer
from tools.bench.bord import VOORZITTER
from tools.bench.meten import Grootte, Rij, _clock
from tools.bench.scenarios import dossier

PUNTEN = (12, 60)
KEER, OPWARMEN = 24, 2


def meet(groottes: list[Grootte]) -> list[Rij]:
    """On the smallest portal; growth is with the points. What was made is undone afterwards."""
    rijen = [rij for aantal in PUNTEN for rij in _meet(groottes[0], aantal)]
    eerste = {rij.scenario: rij.p50_ms for rij in reversed(rijen)}
    return [replace(rij, growth=rij.p50_ms / eerste[rij.scenario]) for rij in rijen]


def _meet(grootte: Grootte, aantal: int) -> Iterator[Rij]:
    """As it is prepared, and while it is under way."""
    grootte.enter()
    client, by = grootte.client(VOORZITTER), grootte.gebruiker(VOORZITTER)
    with _vergadering(by, aantal) as vergadering:
        for naam, loopt in (("agenda", False), ("vergadering die bezig is", True)):
            if loopt:
                vergaderen.begin(vergadering, by=by)
            lees, eigen = partial(client.get, vergadering.get_absolute_url()), partial(client.get, dossier())
            sql = vloer.queries(lees)
            paren = [(_clock(eigen), _clock(lees)) for _ in range(OPWARMEN + KEER)][OPWARMEN:]
            tijden = [paar[1] for paar in paren]
            yield Rij(
                naam,
                aantal,
                median(tijden),
                quantiles(tijden, n=20)[-1],
                len(sql),
                ratio_floor=median(tijden) / median(paar[0] for paar in paren),
            )


@contextmanager
def _vergadering(by: Gebruiker, aantal: int) -> Iterator[Vergadering]:
    """A meeting of today; of every second point the subject is a request."""
    with transaction.atomic():
        ogon = Ogon.objects.get(slug="bedrijfsvoering")
        vergadering = vergaderen.plan(
            ogon, datum=klok.vandaag(), begint_om=time(9, 5), eindigt_om=time(17), plaats="Bench", by=by
        )
        _zet_erop(vergadering, by, aantal)
        yield vergadering
        transaction.set_rollback(True)


def _zet_erop(vergadering: Vergadering, by: Gebruiker, aantal: int) -> None:
    Agendapunt.objects.open().filter(gremium=vergadering.gremium_id).update(status="ingetrokken")
    aanvragen = list(
        Aanvraag.objects.filter(ogon=vergadering.gremium_id, nummer__isnull=False)[: aantal // 2]
    )
    punten = [
        Agendapunt(
            gremium_id=vergadering.gremium_id,
            vergadering=vergadering,
            plaats=nr,
            soort=PuntSoort.BESLUIT,
            titel=f"Punt {nr}",
            toelichting="Wat iedereen vooraf moet weten.",
            onderwerp=aanvragen[nr // 2] if nr % 2 == 0 and nr // 2 < len(aanvragen) else None,
            ingebracht_door=by,
            ingebracht_op=klok.nu() - timedelta(days=1),
        )
        for nr in range(1, aantal + 1)
    ]
    for punt in Agendapunt.objects.bulk_create(punten):
        Bijlage.objects.create(
            onderwerp=punt, soort=BijlageSoort.STUK, naam="nota.pdf", mime="application/pdf", grootte=1,
            sha256="0" * 64, bestand="bench/nota.pdf", door=by,
        )  # fmt: skip
