"""The board: one move among so many candidates of fifteen teams, beside the list page of the same person."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import count
from statistics import median, quantiles

from django.db import transaction

from duoplus import klok
from duoplus.models import Gebruiker, Organisatie, Team
from maatwerk.actions.ronde import open_ronde
from maatwerk.choices import Aanleiding, Urgentie
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, Deelnemer, Raming, RamingRegel, Ronde
from ogon.actions.cyclus import naar_fase, open_cyclus
from ogon.choices import CapaciteitSoort, Fase
from ogon.fasen import VOLGORDE
from ogon.models import Capaciteitsregel, Ogon
from tools.bench import vloer
from tools.bench.meten import Act, Grootte, Rij, _clock
from tools.bench.scenarios import lijst

VOORZITTER = "voorzitter.bedrijfsvoering"
KANDIDATEN = (125, 250, 500)
TEAMS, TEAMS_PER_AANVRAAG = 15, 3
KEER, OPWARMEN = 24, 2
HTMX = {"HX-Request": "true"}


def meet(groottes: list[Grootte]) -> list[Rij]:
    """On the smallest portal; growth is with the candidates. Whatever was made is undone afterwards."""
    rijen = [rij for aantal in KANDIDATEN for rij in _meet(groottes[0], aantal)]
    eerste = {rij.scenario: rij.p50_ms for rij in reversed(rijen)}
    return [replace(rij, growth=rij.p50_ms / eerste[rij.scenario]) for rij in rijen]


def _meet(grootte: Grootte, aantal: int) -> Iterator[Rij]:
    grootte.enter()
    grootte.client(VOORZITTER)  # logged in before what is undone
    with _bord(grootte, aantal) as ronde:
        for naam, sprong in (("een plaats", 1), ("een kwart van het bord", aantal // 4)):
            lijsten, zetten = [], []
            sql = vloer.queries(_zet(grootte, ronde, sprong))
            for beurt in range(OPWARMEN + KEER):
                lijsten.append(_clock(partial(grootte.client(VOORZITTER).get, lijst()))) if beurt else None
                zetten.append(_clock(_zet(grootte, ronde, sprong)))
            zetten = zetten[OPWARMEN:]
            yield Rij(
                f"bord, {naam} verplaatst",
                aantal,
                median(zetten),
                quantiles(zetten, n=20)[-1],
                len(sql),
                ratio_floor=median(zetten) / median(lijsten),
            )


def _zet(grootte: Grootte, ronde: Ronde, sprong: int) -> Act:
    """Up and down in turn, each time somewhere else on the board, as the browser sends it."""
    ronde.refresh_from_db()
    laatste = ronde.plaatsen.count()
    van = 1 + (ronde.versie * 37) % (laatste - sprong)
    van, naar = (van, van + sprong) if ronde.versie % 2 else (van + sprong, van)
    kenmerk = ronde.plaatsen.select_related("aanvraag").get(plaats=van).aanvraag.kenmerk
    velden = {"zet": f"{kenmerk}:{naar}", "versie": ronde.versie, "sleutel": str(uuid.uuid4())}
    return partial(grootte.client(VOORZITTER).post, ronde.get_absolute_url(), velden, headers=HTMX)


@contextmanager
def _bord(grootte: Grootte, aantal: int) -> Iterator[Ronde]:
    """A round with so many candidates, undone when it was measured."""
    with transaction.atomic():
        by, ogon = grootte.gebruiker(VOORZITTER), Ogon.objects.get(slug="bedrijfsvoering")
        Aanvraag.objects.filter(ogon=ogon, status__in=(S.TER_PRIORITERING, S.WACHTLIJST)).update(ogon=None)
        cyclus = open_cyclus(ogon, klok.vandaag().year + 1, by=by)
        for fase in VOLGORDE[1 : VOLGORDE.index(Fase.PRIORITEREN) + 1]:
            naar_fase(cyclus, fase, by=by)
        _maak_kandidaten(ogon, by, aantal)
        yield open_ronde(cyclus, by=by)
        transaction.set_rollback(True)


def _maak_kandidaten(ogon: Ogon, by: Gebruiker, aantal: int) -> None:
    nummers = count(1)
    gemeente = Organisatie.objects.get(letter="U")
    aanvragen = Aanvraag.objects.bulk_create(
        Aanvraag(
            nummer=f"BORD-{nr:05d}",
            titel=f"Kandidaat {nr}: koppeling van het zaaksysteem aan de basisregistraties",
            titel_sorteer=f"kandidaat {nr}",
            status=S.TER_PRIORITERING,
            organisatie=gemeente,
            ogon=ogon,
            ingevoerd_door=by,
            aanleiding=list(Aanleiding)[nr % len(Aanleiding)],
            urgentie=list(Urgentie)[nr % len(Urgentie)],
            effect_inwoners=nr % 4,
            ingediend_op=klok.nu(),
            bevestigd_op=klok.nu(),
        )
        for nr in (next(nummers) for _ in range(aantal))
    )
    Deelnemer.objects.bulk_create(Deelnemer(aanvraag=a, organisatie=gemeente) for a in aanvragen)
    ramingen = Raming.objects.bulk_create(Raming(aanvraag=a, versie=1, opgesteld_door=by) for a in aanvragen)
    teams = list(Team.objects.order_by("pk")[:TEAMS])
    RamingRegel.objects.bulk_create(
        RamingRegel(
            raming=raming,
            team=teams[(nr + deel * 4) % len(teams)],
            functiegroep="B",
            uren_laag=0,
            uren=Decimal(20 + nr % 60),
            uren_hoog=200,
            tarief=76,
            bedrag=0,
        )
        for nr, raming in enumerate(ramingen)
        for deel in range(TEAMS_PER_AANVRAAG)
    )
    _geef_uren(teams, by, Decimal(aantal * TEAMS_PER_AANVRAAG * 25 // len(teams) // 12))


def _geef_uren(teams: list[Team], by: Gebruiker, per_maand: Decimal) -> None:
    """About half of what is asked, so that every team has its line somewhere in the middle."""
    Capaciteitsregel.objects.bulk_create(
        Capaciteitsregel(
            team=team,
            maand=date(klok.vandaag().year + 1, maand, 1),
            soort=CapaciteitSoort.BRUTO,
            omschrijving="Bench",
            uren=per_maand,
            bron="bench",
            ingevoerd_door=by,
        )
        for team in teams
        for maand in range(1, 13)
    )
