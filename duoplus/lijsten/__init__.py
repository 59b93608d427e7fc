"""Elke lijst van het portaal: kolommen en filters als gegevens, de hele stand in het adres.

Een lijst noemt haar kolommen, haar filters en waar de rijen vandaan komen; bladzijde, teller, weergave en
export lezen daarna hetzelfde object. Apps melden hun lijsten aan in ``ready()``:

    lijsten.register("aanvragen", AanvragenLijst)
"""

from duoplus.lijsten.bladen import MAX_BLADZIJDEN, PER_BLADZIJDE
from duoplus.lijsten.filters import Dag, Filter, Getal, Geweest, Keuze, Onbegrepen
from duoplus.lijsten.kolommen import Kolom
from duoplus.lijsten.lijst import Lijst
from duoplus.lijsten.op_naam import maak, maak_met, open_lijst, register, tellers
from duoplus.lijsten.stand import STANDAARD, Kop

__all__ = [
    "MAX_BLADZIJDEN",
    "PER_BLADZIJDE",
    "STANDAARD",
    "Dag",
    "Filter",
    "Getal",
    "Geweest",
    "Keuze",
    "Kolom",
    "Kop",
    "Lijst",
    "Onbegrepen",
    "maak",
    "maak_met",
    "open_lijst",
    "register",
    "tellers",
]
