"""Wat de hulp over overleg, afspraken en voorstellen vertelt: welke taken bij welke rol horen."""

from duoplus import hulp
from duoplus.choices import Rol
from duoplus.hulp import Deel, Taak


def _taak(naam: str, titel: str, *rollen: Rol, termijn: str = "") -> Taak:
    return Taak(titel, f"ogon/hulp/{naam}.html", rollen, termijn, Deel.AFSPRAKEN)


TAKEN = (
    _taak("dvo_maken", "Een DVO maken en wijzigen", Rol.BESTUURSADVISEUR, Rol.TEAMMANAGER),
    _taak(
        "dvo_tekenen",
        "Een DVO paraferen of ondertekenen",
        Rol.CONTROLLER,
        Rol.OPDRACHTGEVER,
        Rol.CONCERNCONTROLLER,
        Rol.DIRECTIEBERAAD,
        termijn="dvo.tekenen",
    ),
    _taak("voorstel_schrijven", "Een voorstel schrijven en op weg sturen", Rol.BUDGETHOUDER, Rol.CPI),
    _taak("voorstel_toetsen", "Een voorstel toetsen", Rol.CONTROLLER, Rol.CPI),
    _taak("maatregel", "Een besparing voorstellen en bewijzen", Rol.BUDGETHOUDER, Rol.DIRECTIEBERAAD),
    _taak("plan_van_aanpak", "Een advies van buiten opvolgen", Rol.CPI, Rol.BESTUURSADVISEUR),
)


def meld_aan() -> None:
    hulp.register(taken=TAKEN, vragen=["ogon/hulp/vragen.html"])
