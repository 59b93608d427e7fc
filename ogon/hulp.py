"""Wat de hulp over DVO's vertelt: welke taken bij welke rol horen."""

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
)


def meld_aan() -> None:
    hulp.register(taken=TAKEN)
