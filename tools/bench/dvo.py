"""A DVO of so many products with ten versions, beside the page of a request in the same run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from statistics import median, quantiles

from django.db import transaction

from duoplus import klok
from duoplus.choices import BijlageSoort
from duoplus.models import Bijlage, Gebruiker, Organisatie, Team
from ogon.choices import DvoStatus
from ogon.models import Dvo, Dvoartikel, Dvonorm, Dvoregel, Dvoversie, Kpi, Ogon, Product
from tools.bench import vloer
from tools.bench.meten import Grootte, Rij, _clock
from tools.bench.scenarios import SECRETARIS, dossier

CONTROLLER = "concerncontroller"
PRODUCTEN, VERSIES, ARTIKELEN = (50, 100, 200), 10, 12
KEER, OPWARMEN = 20, 2


def meet(groottes: list[Grootte]) -> list[Rij]:
    """On the smallest portal; growth is with the products. Whatever was made is undone afterwards."""
    rijen = [rij for aantal in PRODUCTEN for rij in _meet(groottes[0], aantal)]
    eerste = {rij.scenario: rij.p50_ms for rij in reversed(rijen)}
    return [replace(rij, growth=rij.p50_ms / eerste[rij.scenario]) for rij in rijen]


def _meet(grootte: Grootte, aantal: int) -> Iterator[Rij]:
    grootte.enter()
    lezer, ander = grootte.client(CONTROLLER), grootte.client(SECRETARIS)
    aanvraag = dossier()
    with _dvo(grootte.gebruiker(CONTROLLER), aantal) as dvo:
        basis = dvo.get_absolute_url()
        for naam, pad in (("producten", basis), ("tekst", f"{basis}deel/tekst/")):
            sql = vloer.queries(partial(lezer.get, pad))
            tijden = [
                (_clock(partial(lezer.get, pad)), _clock(partial(ander.get, aanvraag)))
                for _ in range(OPWARMEN + KEER)
            ][OPWARMEN:]
            eigen, naast = (list(reeks) for reeks in zip(*tijden, strict=True))
            yield Rij(
                f"DVO met {VERSIES} versies, {naam}",
                aantal,
                median(eigen),
                quantiles(eigen, n=20)[-1],
                len(sql),
                ratio_floor=median(eigen) / median(naast),
            )


@contextmanager
def _dvo(by: Gebruiker, aantal: int) -> Iterator[Dvo]:
    """Signed, with nine addenda that each change a tenth; undone when it was measured."""
    with transaction.atomic():
        jaar = klok.vandaag().year + 2
        dvo = Dvo.objects.create(
            nummer=f"DVO-{jaar}-BENCH", organisatie=Organisatie.objects.get(letter="U"), jaar=jaar
        )
        normen = _producten(aantal)
        for nr in range(VERSIES):
            _versie(dvo, nr, normen if nr == 0 else normen[nr::VERSIES], by)
        yield dvo
        transaction.set_rollback(True)


def _producten(aantal: int) -> list[Kpi]:
    ogon, teams = Ogon.objects.get(slug="bedrijfsvoering"), list(Team.objects.all())
    producten = Product.objects.bulk_create(
        Product(code=f"BENCH-{nr}", naam=f"Product {nr:03d}", team=teams[nr % len(teams)], ogon=ogon)
        for nr in range(aantal)
    )
    return Kpi.objects.bulk_create(
        Kpi(product=product, naam="van de meldingen op tijd", eenheid="%") for product in producten
    )


def _versie(dvo: Dvo, nr: int, kpis: list[Kpi], by: Gebruiker) -> None:
    geldt_van = date(dvo.jaar, 1, 1) + timedelta(days=nr)
    versie = Dvoversie.objects.create(dvo=dvo, sub=nr, geldt_van=geldt_van, gemaakt_door=by)
    Dvoartikel.objects.bulk_create(
        Dvoartikel(dvoversie=versie, nummer=n, titel=f"Artikel over {n}", tekst="Wat wij afspreken. " * 20)
        for n in range(1, ARTIKELEN + 1)
    )
    regels = Dvoregel.objects.bulk_create(
        Dvoregel(dvoversie=versie, product=kpi.product, artikel=1, norm_uren=100 + nr, prijs=7600)
        for kpi in kpis
    )
    Dvonorm.objects.bulk_create(
        Dvonorm(regel=regel, kpi=kpi, norm=85) for regel, kpi in zip(regels, kpis, strict=True)
    )
    _teken(versie, by)


def _teken(versie: Dvoversie, by: Gebruiker) -> None:
    """Final as the database demands it; a bench of reading needs no real document."""
    versie.pdf = Bijlage.objects.create(
        onderwerp=versie, soort=BijlageSoort.DVO, naam="dvo.pdf", mime="application/pdf", grootte=0,
        sha256="0" * 64, bestand="bench", door=by,
    )  # fmt: skip
    versie.status, versie.sha256, versie.getekend_op = DvoStatus.VAN_KRACHT, "0" * 64, klok.nu()
    versie.save()
