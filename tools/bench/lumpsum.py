"""Money beside its floors: the standing of a year, closing a month, and a long list of hours taken over."""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from statistics import median, quantiles
from time import perf_counter

from django.db import connection, transaction
from django.urls import reverse

from duoplus import klok
from duoplus.inlezen.overnemen import in_een_keer
from duoplus.models import Gebruiker
from maatwerk.actions import perioden
from maatwerk.choices import AanvraagStatus as S
from maatwerk.inlees.uren import UREN
from maatwerk.models import Boeking, Opdracht
from maatwerk.verantwoording.formaten import FORMATEN
from tools import services
from tools.bench import verantwoording, vloer
from tools.bench.geldboek import Geldboek, maak, naam
from tools.bench.meten import Grootte, Rij, _clock
from tools.bench.scenarios import CONTROLLER
from tools.services import ROOT

AANTALLEN = (10_000, 100_000)
MILJOEN = 1_000_000
KEER, OPWARMEN = 15, 2
REGELS = 100_000
KOP = ("Medewerker", "Team", "Datum", "Projectcode", "Omschrijving", "Uren", "Functiegroep")
KIND = """
import sys, django
django.setup()
from tools.bench.verantwoording import piek
print(piek(sys.argv[1]))
"""
# The grouped question the standing answers, asked of the bookings themselves.
KAAL = """
SELECT opdracht_id, soort, sum(uren), sum(bedrag) FROM maatwerk_boeking
WHERE periode_id >= %s AND periode_id < %s GROUP BY 1, 2
"""
SLUIT_KAAL = """
SELECT count(*), sum(uren), sum(bedrag),
    encode(sha256(convert_to(string_agg(b::text, '' ORDER BY id), 'UTF8')), 'hex')
FROM maatwerk_boeking b WHERE periode_id = %s
"""


def meet(groottes: list[Grootte]) -> list[Rij]:
    """At numbers of bookings of its own; a million when the rest is measured at a million too."""
    aantallen = [*AANTALLEN, *([MILJOEN] if groottes[-1].n >= MILJOEN else [])]
    for n in aantallen:
        maak(n)
    boeken = [Geldboek(n) for n in aantallen]
    pakketten = [_pakket(formaat, boek) for formaat in FORMATEN for boek in boeken if _past(formaat, boek.n)]
    return [
        *_met_groei(_standen, boeken),
        *_met_groei(_sluiten, boeken),
        _inlezen(boeken[0]),
        *pakketten,
    ]


def _past(formaat: str, n: int) -> bool:
    """A sheet holds no million bookings and their head."""
    return formaat in ("csv", "pdf") or n < MILJOEN


def _pakket(formaat: str, boek: Geldboek) -> Rij:
    """``ratio_floor``: CSV against COPY at most three, the others against their bare writer at most 1.3."""
    boek.enter()
    gemeten = verantwoording.meet(formaat)
    return Rij(
        f"L1 tot en met L8 als {formaat.upper()}", boek.n, gemeten["ms"],
        per_s=gemeten["rijen"] / gemeten["ms"] * 1000, peak_mb=_piek(formaat, boek.n),
        ratio_floor=gemeten["ratio"],
    )  # fmt: skip


def _piek(formaat: str, n: int) -> float:
    """MB in a fresh process, as a worker makes it."""
    omgeving = os.environ | {"DATABASE_URL": services.with_database(os.environ["DATABASE_URL"], naam(n))}
    klaar = subprocess.run(
        [sys.executable, "-c", KIND, formaat],
        env=omgeving,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if klaar.returncode:
        raise RuntimeError(klaar.stderr[-300:])
    return float(klaar.stdout)


def _met_groei(meting: Callable[[Geldboek], Rij], boeken: list[Geldboek]) -> Iterator[Rij]:
    rijen = [meting(boek) for boek in boeken]
    return (replace(rij, growth=rij.p50_ms / rijen[0].p50_ms) for rij in rijen)


def _standen(boek: Geldboek) -> Rij:
    """``ratio_floor``: against the bare grouped question plus a bare page; at most two."""
    boek.enter()
    jaar = klok.vandaag().year
    client = boek.client(CONTROLLER)
    bladzijde = partial(client.get, reverse("maatwerk:lumpsum", args=[jaar]))
    sql = vloer.queries(bladzijde)
    kale_bladzijde = partial(vloer.client(sql[:1]).get, "/")
    kaal = partial(_vraag, KAAL, [date(jaar, 1, 1), date(jaar + 1, 1, 1)])
    drie = [(_clock(bladzijde), _ms(kaal) + _clock(kale_bladzijde)) for _ in range(OPWARMEN + KEER)][
        OPWARMEN:
    ]
    hier, vloertijd = ([paar[plek] for paar in drie] for plek in (0, 1))
    return Rij(
        "standen van een jaar", boek.n, median(hier), quantiles(hier, n=20)[-1], len(sql),
        ratio_floor=median(hier) / median(vloertijd),
    )  # fmt: skip


def _sluiten(boek: Geldboek) -> Rij:
    """January, through the action of the page and undone; beside adding up and hashing its lines in SQL."""
    boek.enter()
    by, maand = boek.gebruiker(CONTROLLER), date(klok.vandaag().year, 1, 1)
    tijden = [(_sluit(maand, by), _ms(partial(_vraag, SLUIT_KAAL, [maand]))) for _ in range(3)]
    hier, kaal = (median(paar[plek] for paar in tijden) for plek in (0, 1))
    aantal = Boeking.objects.filter(periode=maand).count()
    return Rij("maand sluiten", boek.n, hier, per_s=aantal / hier * 1000, ratio_floor=hier / kaal)


def _sluit(maand: date, by: Gebruiker) -> float:
    with _ongedaan():
        return _ms(partial(perioden.sluit_maand, maand, by=by))


def _inlezen(boek: Geldboek) -> Rij:
    """``ratio_floor``: against ``COPY FROM`` of the same rows into the same table; at most three."""
    boek.enter()
    by = boek.gebruiker(CONTROLLER)
    bestand = _urenlijst()
    with _ongedaan():
        eerst = Boeking.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        hier = _ms(partial(in_een_keer, bestand, soort=UREN, bestandsnaam="bench.csv", by=by))
        rijen = _als_kopie(eerst)
    with _ongedaan():
        kaal = _ms(partial(_kopieer, *rijen))
    return Rij("uren inlezen", REGELS, hier, per_s=REGELS / hier * 1000, ratio_floor=hier / kaal)


def _urenlijst() -> bytes:
    open_ = Opdracht.objects.verleend().filter(aanvraag__status=S.IN_UITVOERING, aanvraag__team__isnull=False)
    codes = list(open_.values_list("nummer", "aanvraag__team__kort")[:200])
    begin, buffer = date(klok.vandaag().year, 1, 5), io.StringIO()
    regels = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    regels.writerow(KOP)
    for nr in range(REGELS):
        nummer, team = codes[nr % len(codes)]
        dag = begin + timedelta(days=nr % 250)
        regels.writerow((nr % 900, team, f"{dag:%d-%m-%Y}", nummer, f"Gewerkt {nr}", f"{1 + nr % 8},5", "T2"))
    return buffer.getvalue().encode("cp1252")


def _als_kopie(na: int) -> tuple[str, bytes]:
    """The rows above ``na`` as COPY wrote them, and the command that reads them back."""
    kolommen = [str(veld.column) for veld in Boeking._meta.concrete_fields]
    namen, buffer = ", ".join(kolommen), io.BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY (SELECT {namen} FROM maatwerk_boeking WHERE id > {na} ORDER BY id) TO STDOUT", buffer
        )
    return f"COPY maatwerk_boeking ({namen}) FROM STDIN", buffer.getvalue()


def _kopieer(opdracht: str, rijen: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(opdracht, io.BytesIO(rijen))


def _vraag(sql: str, velden: list[date]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, velden)
        cursor.fetchall()


@contextmanager
def _ongedaan() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _ms(doe: Callable[[], object]) -> float:
    began = perf_counter()
    doe()
    return (perf_counter() - began) * 1000
