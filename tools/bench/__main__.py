"""Measure how quick the portal is, and whether it stays so: `make bench [ARGS="--miljoen --bewaar"]`.

Prints a table and writes var/bench.json. A slow machine is no error, so the exit code is 0 either way.
"""

import argparse
import logging
import sys

from tools import services
from tools.bench import databases

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
    from tools.bench import meten, scenarios, server, tabel  # noqa: PLC0415 - only now Django is ready

    logging.disable(logging.WARNING)
    groottes = [meten.Grootte(n) for n in aantallen]
    rijen = []
    for scenario in scenarios.SCENARIOS:
        if alleen in scenario.naam:
            print(f"  … {scenario.naam}", flush=True)
            rijen += meten.meet(scenario, groottes)
    if alleen in "server":
        print("  … server en export", flush=True)
        rijen += server.meet(groottes)
    print(f"\n{tabel.als_tekst(rijen)}\n{tabel.UITLEG}")
    tabel.bewaar(rijen)


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
