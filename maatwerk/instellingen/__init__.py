"""Wat van maatwerk een instelling is: tarieven, sleutels, methoden, grenzen, taakvelden en gewichten."""

from duoplus import instellingen
from maatwerk.instellingen import gebruik
from maatwerk.instellingen.geld import Sleutels, Tarieven
from maatwerk.instellingen.gewichten import Gewichten
from maatwerk.instellingen.lumpsum import Grenzen, Methoden, Taakvelden


def meld_aan() -> None:
    instellingen.register(Gewichten())
    for onderdeel in (Tarieven(), Sleutels(), Methoden(), Grenzen(), Taakvelden()):
        instellingen.register(onderdeel)
    gebruik.meld_aan()
