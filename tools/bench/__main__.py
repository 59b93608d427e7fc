"""Measure how quick the portal is, and whether it stays so: `make bench [ARGS="--miljoen --bewaar"]`.

Prints a table and writes var/bench.json. A slow machine is no error, so the exit code is 0 either way.
"""

import argparse
import logging
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tools import services
from tools.bench import databases

if TYPE_CHECKING:
    from tools.bench.meten import Rij

AANTALLEN = (1_000, 10_000, 100_000)
MILJOEN = 1_000_000


def main(arguments: list[str]) -> None:
    options = _parser().parse_args(arguments)
    aantallen = options.aantallen or [*AANTALLEN, *([MILJOEN] if options.miljoen else [])]
    try:
        databases.start()
        for n in aantallen:
            databases.fill(n)
        meet(sorted(aantallen), options.alleen)
    finally:
        databases.stop(keep=options.bewaar)


def meet(aantallen: list[int], alleen: str) -> None:
    """Everything at every size, or only the scenarios with this in their name."""
    from tools.bench import (  # noqa: PLC0415 - only now Django is ready
        besluiten,
        bord,
        draad,
        dvo,
        exports,
        lumpsum,
        meten,
        plan,
        scenarios,
        server,
        tabel,
        veel,
        vergadering,
    )

    logging.disable(logging.WARNING)
    groottes = [meten.Grootte(n) for n in aantallen]
    metingen = {s.naam: partial(meten.meet, s) for s in scenarios.SCENARIOS} | {
        "samen": veel.samen,
        "bord": bord.meet,
        "dvo": dvo.meet,
        "vergadering": vergadering.meet,
        "besluiten": besluiten.meet,
        "draad": draad.meet,
        "lumpsum": lumpsum.meet,
        "planner": plan.meet,
        "export": exports.meet,
        "server": server.meet,
        "inlezen": veel.inlezen,
    }
    rijen = [
        rij
        for naam, meting in metingen.items()
        if alleen in naam
        for rij in probeer(naam, partial(meting, groottes))
    ]
    print(f"\n{tabel.als_tekst(rijen)}\n{tabel.UITLEG}")
    tabel.bewaar(rijen)


def probeer(naam: str, meting: "Callable[[], list[Rij]]") -> "list[Rij]":
    """What is broken gives no figures, but the rest is still measured."""
    print(f"  … {naam}", flush=True)
    try:
        return meting()
    except Exception as error:
        print(f"  ✗ {naam}: {type(error).__name__}: {str(error)[:300]}", flush=True)
        return []


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--miljoen", action="store_true", help="meet ook bij een miljoen aanvragen")
    parser.add_argument("--bewaar", action="store_true", help="gooi de gegevens daarna niet weg")
    parser.add_argument("--alleen", default="", metavar="TEKST", help="alleen scenario's met deze tekst")
    parser.add_argument("--aantallen", type=int, nargs="+", metavar="N", help="andere aantallen aanvragen")
    return parser


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except services.ServiceError as error:
        sys.exit(str(error))
