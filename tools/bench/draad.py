"""The thread page of a request with so many linked things, beside the page of that request itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from statistics import median, quantiles

from django.db import transaction
from django.urls import reverse

from duoplus import besluiten, klok
from duoplus.choices import BesluitSoort, BijlageSoort
from duoplus.models import Bijlage, Gebruiker, Team
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import BoekingSoort
from maatwerk.models import (
    AanvraagBesluit,
    Boeking,
    Opdracht,
    OpdrachtInWerkplan,
    OpdrachtOnderArtikel,
    Periode,
)
from ogon.choices import DvoStatus
from ogon.models import Dvo, Dvoartikel, Dvoversie, Werkplan, Werkplanregel
from tools.bench import vloer
from tools.bench.meten import Grootte, Rij, _clock
from tools.bench.scenarios import SECRETARIS

DINGEN = (50, 500)
KEER, OPWARMEN = 24, 2


def meet(groottes: list[Grootte]) -> list[Rij]:
    """On the smallest portal; growth is with the linked things. What was made is undone afterwards."""
    rijen = [_meet(groottes[0], aantal) for aantal in DINGEN]
    return [replace(rij, growth=rij.p50_ms / rijen[0].p50_ms) for rij in rijen]


def _meet(grootte: Grootte, aantal: int) -> Rij:
    grootte.enter()
    client = grootte.client(SECRETARIS)
    with _draad(grootte, aantal) as opdracht:
        bladzijde = partial(client.get, opdracht.aanvraag.get_absolute_url())
        draad = partial(client.get, reverse("maatwerk:draad", args=[opdracht.aanvraag.sleutel]))
        sql = vloer.queries(draad)
        paren = [(_clock(bladzijde), _clock(draad)) for _ in range(OPWARMEN + KEER)][OPWARMEN:]
    eigen, tijden = median(paar[0] for paar in paren), [paar[1] for paar in paren]
    return Rij(
        "draad van een aanvraag",
        aantal,
        median(tijden),
        quantiles(tijden, n=20)[-1],
        len(sql),
        ratio_floor=median(tijden) / eigen,
    )


@contextmanager
def _draad(grootte: Grootte, aantal: int) -> Iterator[Opdracht]:
    """An assignment at work with so many links, a fifth of each kind and two fifths bookings."""
    with transaction.atomic():
        lopend = Opdracht.objects.verleend().filter(aanvraag__ogon__slug="bedrijfsvoering")
        opdracht = lopend.filter(aanvraag__status=S.IN_UITVOERING).latest("pk")
        by, deel = grootte.gebruiker(SECRETARIS), aantal // 5
        _beslis(opdracht, by, deel)
        _leg_onder_artikelen(opdracht, by, deel)
        _plan(opdracht, by, deel)
        _boek(opdracht, by, aantal - 3 * deel)
        yield opdracht
        transaction.set_rollback(True)


def _beslis(opdracht: Opdracht, by: Gebruiker, aantal: int) -> None:
    ogon = opdracht.aanvraag.ogon
    assert ogon
    for _ in range(aantal):
        besluit = besluiten.neem(ogon, BesluitSoort.AKKOORD, titel="Bench", reden="Bench.", by=by)
        AanvraagBesluit.objects.create(aanvraag=opdracht.aanvraag, besluit=besluit)


def _leg_onder_artikelen(opdracht: Opdracht, by: Gebruiker, aantal: int) -> None:
    jaar = klok.vandaag().year + 20  # none is there yet
    dvo = Dvo.objects.create(nummer="DVO-BENCH", organisatie=opdracht.aanvraag.organisatie, jaar=jaar)
    versie = Dvoversie.objects.create(dvo=dvo, geldt_van=date(jaar, 1, 1), gemaakt_door=by)
    Dvoartikel.objects.bulk_create(
        Dvoartikel(dvoversie=versie, nummer=nr, titel=f"Artikel over {nr}", tekst="Bench.")
        for nr in range(1, aantal + 1)
    )
    versie.status, versie.getekend_op, versie.sha256 = DvoStatus.VAN_KRACHT, klok.nu(), "0" * 64
    versie.pdf = Bijlage.objects.create(
        onderwerp=dvo, soort=BijlageSoort.DVO, naam="dvo.pdf", mime="application/pdf", grootte=1,
        sha256="0" * 64, bestand="bench/dvo.pdf", door=by,
    )  # fmt: skip
    versie.save()
    OpdrachtOnderArtikel.objects.bulk_create(
        OpdrachtOnderArtikel(opdracht=opdracht, dvo=dvo, artikel=nr, door=by) for nr in range(1, aantal + 1)
    )


def _plan(opdracht: Opdracht, by: Gebruiker, aantal: int) -> None:
    """A line in the plan of each team, year after year."""
    teams = list(Team.objects.order_by("pk"))
    plannen = Werkplan.objects.bulk_create(
        Werkplan(team=teams[nr % len(teams)], jaar=2030 + nr // len(teams), gemaakt_door=by)
        for nr in range(aantal)
    )
    regels = Werkplanregel.objects.bulk_create(
        Werkplanregel(werkplan=plan, titel=f"{opdracht} bench", k1=Decimal(10)) for plan in plannen
    )
    OpdrachtInWerkplan.objects.bulk_create(
        OpdrachtInWerkplan(opdracht=opdracht, regel=regel, door=by) for regel in regels
    )


def _boek(opdracht: Opdracht, by: Gebruiker, aantal: int) -> None:
    periode = Periode.van(klok.vandaag())
    Boeking.objects.bulk_create(
        Boeking(
            opdracht=opdracht,
            soort=BoekingSoort.UREN,
            datum=klok.vandaag(),
            periode=periode,
            team=opdracht.aanvraag.team,
            functiegroep="T3",
            uren=Decimal("7.5"),
            tarief=Decimal(89),
            bedrag=Decimal("667.50"),
            omschrijving=f"Week {nr}",
            geboekt_door=by,
        )
        for nr in range(aantal)
    )
