"""The register of decisions beside the page of a request; a long list of decisions beside its typesetter."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from io import BytesIO
from itertools import count
from statistics import median, quantiles
from time import perf_counter

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode
from pypdf import PdfReader

from duoplus import klok, pdf
from duoplus.choices import BesluitSoort, Besluitstand, PuntStatus, VergaderingStatus
from duoplus.models import Agendapunt, Besluit, Gebruiker, Gremium, Uitvoering, Vergadering
from duoplus.reports import besluitenlijst
from maatwerk.models import Aanvraag, AanvraagBesluit
from ogon.models import Ogon
from tools.bench import tekst, vloer
from tools.bench.meten import Grootte, Rij, _clock
from tools.bench.scenarios import AANVRAGER, CONTROLLER, SECRETARIS, dossier

BESLUITEN = (5_000, 10_000, 20_000)
PUNTEN = 146  # some 40 pages of A4
KEER, OPWARMEN, PDF_KEER = 24, 2, 7
FILTERS = {"stand": "te_doen", "soort": BesluitSoort.AKKOORD}


def meet(groottes: list[Grootte]) -> list[Rij]:
    """On the smallest portal; growth is with the decisions. Whatever was made is undone afterwards."""
    groottes[0].enter()
    rijen = [rij for aantal in BESLUITEN for rij in _register(groottes[0], aantal)]
    eerste = {rij.scenario: rij.p50_ms for rij in reversed(rijen)}
    gegroeid = [replace(rij, growth=rij.p50_ms / eerste[rij.scenario]) for rij in rijen]
    return [*gegroeid, *_lijst_van_vergadering(groottes[0])]


def _register(grootte: Grootte, aantal: int) -> Iterator[Rij]:
    """``ratio_floor`` is against the page of a request: at most two."""
    wie: tuple[tuple[str, dict[str, str]], ...] = (
        (SECRETARIS, {}),
        (AANVRAGER, {}),
        (CONTROLLER, {}),
        (SECRETARIS, FILTERS),
    )
    for login in (SECRETARIS, AANVRAGER, CONTROLLER):
        grootte.client(login)  # logged in before what is undone
    with _met_besluiten(grootte, aantal):
        for login, filters in wie:
            lezen = partial(grootte.client(login).get, f"{reverse('besluit_list')}?{urlencode(filters)}")
            naast = partial(grootte.client(SECRETARIS).get, dossier())
            sql = vloer.queries(lezen)
            tijden = [(_clock(lezen), _clock(naast)) for _ in range(OPWARMEN + KEER)][OPWARMEN:]
            hier, daar = ([paar[plek] for paar in tijden] for plek in (0, 1))
            naam = f"besluiten, {login.partition('.')[0]}{' met filters' if filters else ''}"
            yield Rij(
                naam, aantal, median(hier), quantiles(hier, n=20)[-1], len(sql),
                ratio_floor=median(hier) / median(daar),
            )  # fmt: skip


@contextmanager
def _met_besluiten(grootte: Grootte, aantal: int) -> Iterator[None]:
    """Of every OGON in turn; half of them about a request, and each with how far it is."""
    with transaction.atomic():
        by, gremia = grootte.gebruiker(CONTROLLER), list(Ogon.objects.order_by("pk"))
        _maak(aantal, by, gremia)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE duoplus_besluit, duoplus_uitvoering, maatwerk_aanvraagbesluit")
        yield
        transaction.set_rollback(True)


def _maak(aantal: int, by: Gebruiker, gremia: list[Ogon]) -> None:
    aanvragen = list(Aanvraag.objects.exclude(nummer=None).values_list("pk", flat=True)[:1000])
    soorten, standen = list(BesluitSoort), list(Besluitstand)
    besluiten = Besluit.objects.bulk_create(
        Besluit(
            nummer=f"BENCH-{nr:06d}", gremium=gremia[nr % len(gremia)], soort=soorten[nr % len(soorten)],
            titel=f"Besluit {nr}: koppeling van het zaaksysteem", reden=tekst.ZINNEN[nr % len(tekst.ZINNEN)],
            genomen_op=klok.nu() - timedelta(hours=nr), genomen_door=by,
        )
        for nr in range(aantal)
    )  # fmt: skip
    AanvraagBesluit.objects.bulk_create(
        AanvraagBesluit(aanvraag_id=aanvragen[nr % len(aanvragen)], besluit=besluit)
        for nr, besluit in enumerate(besluiten)
        if nr % 2
    )
    Uitvoering.objects.bulk_create(
        Uitvoering(besluit=b, stand=standen[(nr + keer) % 4], uiterlijk=klok.vandaag(), eigenaar=by, door=by)
        for keer in (0, 1)
        for nr, b in enumerate(besluiten)
    )


def _lijst_van_vergadering(grootte: Grootte) -> Iterator[Rij]:
    """``ratio_floor`` is against typst alone, with the same data as a file: at most 1.3."""
    with transaction.atomic():
        vergadering = _vergadering(grootte.gebruiker(CONTROLLER))
        gegevens = besluitenlijst.gegevens(besluitenlijst.lees(vergadering))
        zetten = partial(_zet_kaal, json.dumps(gegevens, ensure_ascii=False).encode())
        maken = partial(_maak_lijst, vergadering)
        with CaptureQueriesContext(connection) as vragen:
            paginas = len(PdfReader(BytesIO(maken())).pages)
        tijden = [(_ms(maken), _ms(zetten)) for _ in range(PDF_KEER)]
        lijst, kaal = (median(paar[plek] for paar in tijden) for plek in (0, 1))
        transaction.set_rollback(True)
    naam = f"besluitenlijst van {paginas} bladzijden"
    yield Rij(naam, PUNTEN, lijst, queries=len(vragen), ratio_floor=lijst / kaal)


def _maak_lijst(vergadering: Vergadering) -> bytes:
    return besluitenlijst.als_pdf(besluitenlijst.lees(vergadering))


def _zet_kaal(gegevens: bytes) -> bytes:
    sjabloon, nu = pdf.SJABLONEN / "besluitenlijst.typ", str(int(klok.nu().timestamp()))
    opdracht = [sys.executable, "-I", str(pdf.ZETTER), str(sjabloon), str(pdf.LETTERS), nu]
    return subprocess.run(opdracht, input=gegevens, capture_output=True, check=True).stdout


def _ms(doe: Callable[[], bytes]) -> float:
    began = perf_counter()
    doe()
    return (perf_counter() - began) * 1000


def _vergadering(by: Gebruiker) -> Vergadering:
    gremium, nummers = Gremium.objects.get(slug="bedrijfsvoering"), count(1)
    vergadering = Vergadering.objects.create(
        gremium=gremium, datum=klok.vandaag(), begint_om=time(5), eindigt_om=time(6), plaats="Raadzaal",
        status=VergaderingStatus.BEZIG, begonnen_op=klok.nu(),
    )  # fmt: skip
    punten = Agendapunt.objects.bulk_create(
        Agendapunt(
            gremium=gremium, vergadering=vergadering, plaats=nr, titel=f"Punt {nr}: {tekst.ZINNEN[nr % 5]}",
            status=PuntStatus.BEHANDELD, verslag=" ".join(tekst.ZINNEN[:3]), ingebracht_door=by,
        )
        for nr in (next(nummers) for _ in range(PUNTEN))
    )  # fmt: skip
    Besluit.objects.bulk_create(
        Besluit(
            nummer=f"BENCH-V-{punt.plaats}", gremium=gremium, soort=BesluitSoort.AKKOORD_MITS,
            titel=punt.titel, reden=" ".join(tekst.ZINNEN[1:3]), voorwaarde=tekst.ZINNEN[0],
            agendapunt=punt, genomen_door=by,
        )
        for punt in punten
    )  # fmt: skip
    return vergadering
