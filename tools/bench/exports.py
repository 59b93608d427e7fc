"""Every kind of file of the whole list, made in a fresh process as a worker makes it: time and memory."""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from django.http import QueryDict

from duoplus import exports
from duoplus.models import Gebruiker
from duoplus.reports.formaten import FORMATEN
from maatwerk.demo.cast import DOMEIN
from tools.bench import databases
from tools.bench.meten import Grootte, Rij
from tools.bench.scenarios import CONTROLLER
from tools.services import ROOT

VRAAG = "status=alle"
KIND = """
import json, sys, django
django.setup()
from tools.bench.exports import maak
print(json.dumps(maak(sys.argv[1])))
"""


def meet(groottes: list[Grootte]) -> list[Rij]:
    """A kind that cannot hold so many rows is left out: there it gives a sentence."""
    return [
        _meet(grootte.n, formaat)
        for formaat, soort in FORMATEN.items()
        for grootte in groottes
        if soort.max_rijen is None or grootte.n <= soort.max_rijen
    ]


def _meet(n: int, formaat: str) -> Rij:
    opdracht = [sys.executable, "-c", KIND, formaat]
    omgeving = os.environ | {"DATABASE_URL": databases.url(n)}
    klaar = subprocess.run(opdracht, env=omgeving, cwd=ROOT, capture_output=True, text=True, check=False)
    if klaar.returncode:
        raise RuntimeError(klaar.stderr[-300:])
    gemeten = json.loads(klaar.stdout)
    per_s = gemeten["rijen"] / gemeten["ms"] * 1000
    return Rij(f"export {formaat.upper()}", n, gemeten["ms"], per_s=per_s, peak_mb=gemeten["piek"])


def maak(formaat: str) -> dict[str, float]:
    """Make one file; ``piek`` is the memory on top of a process that stands ready."""
    wie = Gebruiker.objects.get(email=f"{CONTROLLER}@{DOMEIN}")
    Path("/proc/self/clear_refs").write_text("5")  # forget the highest point so far
    begin, voor = perf_counter(), _geheugen("VmRSS")
    with exports.een_moment():
        lijst = exports.open_lijst("aanvragen", QueryDict(VRAAG), wie)
        gemaakt = exports.maak_bestand(lijst, formaat, by=wie)
    ms = (perf_counter() - begin) * 1000
    return {"ms": ms, "rijen": gemaakt.rijen, "piek": _geheugen("VmHWM") - voor}


def _geheugen(wat: str) -> float:
    """In MB."""
    regels = Path("/proc/self/status").read_text().splitlines()
    return next(int(regel.split()[1]) / 1024 for regel in regels if regel.startswith(wat))
