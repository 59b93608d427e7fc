"""Wat de hulp over afspraken en voorstellen vertelt: welke taken bij welke rol horen."""

from duoplus import hulp
from duoplus.choices import Rol
from duoplus.hulp import Taak

TAKEN = (
    Taak("Een DVO maken en wijzigen", "ogon/hulp/dvo_maken.html", (Rol.BESTUURSADVISEUR, Rol.TEAMMANAGER)),
    Taak(
        "Een DVO paraferen of ondertekenen",
        "ogon/hulp/dvo_tekenen.html",
        (Rol.CONTROLLER, Rol.OPDRACHTGEVER, Rol.CONCERNCONTROLLER, Rol.DIRECTIEBERAAD),
        "dvo.tekenen",
    ),
    Taak(
        "Een voorstel schrijven en op weg sturen",
        "ogon/hulp/voorstel_schrijven.html",
        (Rol.BUDGETHOUDER, Rol.CPI),
    ),
    Taak("Een voorstel toetsen", "ogon/hulp/voorstel_toetsen.html", (Rol.CONTROLLER, Rol.CPI)),
    Taak(
        "Een besparing voorstellen en bewijzen",
        "ogon/hulp/maatregel.html",
        (Rol.BUDGETHOUDER, Rol.DIRECTIEBERAAD),
    ),
)


def meld_aan() -> None:
    hulp.register(taken=TAKEN)
