"""Wat van aanvragen en opdrachten na te rekenen is: hun nummers, en de stappen die zij liepen."""

from functools import partial

from duoplus.verifieren import keten, nummers, register
from maatwerk.models import Aanvraag, Opdracht, Verantwoording
from maatwerk.perioden import narekenen
from maatwerk.transitions import AANVRAAG
from maatwerk.verantwoording import narekenen as uitgegeven
from maatwerk.verantwoording.stappen import VERANTWOORDING


def meld_aan() -> None:
    register("Nummers van aanvragen", partial(nummers, Aanvraag, "MW"))
    register("Nummers van opdrachten", partial(nummers, Opdracht, "OPD"))
    register("Nummers van verantwoordingen", partial(nummers, Verantwoording, "VW"))
    register("Verloop van aanvragen", partial(keten, AANVRAAG))
    register("Verloop van verantwoordingen", partial(keten, VERANTWOORDING))
    register("Gesloten maanden", narekenen.gesloten_maanden)
    register("Totalen van boekingen", narekenen.totalen_van_boekingen)
    register("Ingediende verantwoordingen", uitgegeven.momentopnamen)
    register("Bestanden van verantwoordingen", uitgegeven.bestanden)
