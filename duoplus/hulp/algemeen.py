"""Wat voor het hele portaal hetzelfde gaat: vergaderen, besluiten, zoeken, downloaden en instellen."""

from duoplus import hulp
from duoplus.choices import Rol
from duoplus.hulp import Deel, Taak


def _taak(naam: str, titel: str, *rollen: Rol, deel: Deel = Deel.ALGEMEEN) -> Taak:
    return Taak(titel, f"duoplus/hulp/taken/{naam}.html", rollen, deel=deel)


TAKEN = (
    _taak(
        "vergaderen",
        "Een vergadering leiden",
        Rol.SECRETARIS,
        Rol.VOORZITTER,
        Rol.BESTUURSADVISEUR,
        Rol.CPI,
        deel=Deel.AFSPRAKEN,
    ),
    _taak(
        "besluiten",
        "Een besluit terugvinden",
        Rol.OPDRACHTGEVER,
        Rol.BUDGETHOUDER,
        Rol.CPI,
        Rol.BESTUURSADVISEUR,
        Rol.ACCOUNTANT,
    ),
    _taak("acties", "Doen wat u heeft toegezegd", Rol.CPI, Rol.TEAMMANAGER, Rol.BESTUURSADVISEUR),
    _taak(
        "agenda",
        "Uw vergaderingen op uw telefoon",
        Rol.OPDRACHTGEVER,
        Rol.CPI,
        Rol.DIRECTIEBERAAD,
        Rol.BESTUURSADVISEUR,
    ),
    _taak("inlezen", "Een lijst inlezen", Rol.BEHEERDER),
    _taak("instellingen", "Het portaal instellen", Rol.BEHEERDER),
    _taak("post", "Zien of een bericht aankwam", Rol.BEHEERDER),
    _taak("zoeken", "Zoeken in het portaal", *(rol for rol in Rol if rol != Rol.INKOOPADVISEUR)),
    _taak(
        "downloaden",
        "Een lijst downloaden",
        Rol.BUDGETHOUDER,
        Rol.CONTROLLER,
        Rol.CPI,
        Rol.CONCERNCONTROLLER,
        Rol.DIRECTIEBERAAD,
        Rol.BESTUURSADVISEUR,
        Rol.ACCOUNTANT,
    ),
)

hulp.register(taken=TAKEN)
