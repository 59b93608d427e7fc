"""The figures as a table in Dutch, with a mark where a goal is missed."""

import json
from collections.abc import Iterable

from tools.bench.meten import Rij
from tools.services import ROOT

VLOER, GROEI = 1.5, 1.2
JSON = ROOT / "var" / "bench.json"
KOP = ("scenario", "aanvragen", "p50 ms", "p95 ms", "queries", "per s", "piek MB", "× vloer", "groei", "")
UITLEG = """
  × vloer: zoveel keer zo lang als een kale Django-view met dezelfde SQL en een tabel van 50 rijen.
  groei:   p50 gedeeld door die bij het kleinste aantal.
  Doel:    een lijst hooguit 1,5 × de vloer, groei hooguit 1,2. Vergelijk alleen binnen één keer meten.
"""


def oordeel(rij: Rij) -> str:
    """What misses its goal, in words."""
    te = []
    if rij.scenario.startswith("lijst") and (rij.ratio_floor or 0) > VLOER:
        te.append("boven de vloer")
    if (rij.growth or 0) > GROEI:
        te.append("groeit")
    return "← " + " en ".join(te) if te else ""


def cellen(rij: Rij) -> list[str]:
    return [
        rij.scenario,
        f"{rij.n:,}".replace(",", "."),
        getal(rij.p50_ms, 1),
        getal(rij.p95_ms, 1),
        getal(rij.queries, 0),
        getal(rij.per_s, 0),
        getal(rij.peak_mb, 0),
        getal(rij.ratio_floor, 2),
        getal(rij.growth, 2),
        oordeel(rij),
    ]


def getal(waarde: float | None, decimalen: int) -> str:
    return "" if waarde is None else f"{waarde:.{decimalen}f}".replace(".", ",")


def als_tekst(rijen: Iterable[Rij]) -> str:
    tabel = [list(KOP), *map(cellen, rijen)]
    breed = [max(map(len, kolom)) for kolom in zip(*tabel, strict=True)]
    return "\n".join(_regel(cellen, breed) for cellen in tabel)


def _regel(cellen: list[str], breed: list[int]) -> str:
    naam, *getallen, slot = cellen
    midden = [cel.rjust(b) for cel, b in zip(getallen, breed[1:-1], strict=True)]
    return "  ".join(["", naam.ljust(breed[0]), *midden, slot]).rstrip()


def bewaar(rijen: Iterable[Rij]) -> None:
    JSON.parent.mkdir(exist_ok=True)
    JSON.write_text(json.dumps([rij.as_json() for rij in rijen], ensure_ascii=False, indent=1) + "\n")
