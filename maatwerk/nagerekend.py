"""Wat van aanvragen en opdrachten na te rekenen is: hun nummers, en de stappen die zij liepen."""

from functools import partial

from duoplus.verifieren import keten, nummers, register
from maatwerk.models import Aanvraag, Opdracht
from maatwerk.transitions import AANVRAAG


def meld_aan() -> None:
    register("Nummers van aanvragen", partial(nummers, Aanvraag, "MW"))
    register("Nummers van opdrachten", partial(nummers, Opdracht, "OPD"))
    register("Verloop van aanvragen", partial(keten, AANVRAAG))
