"""Wat elke rol in het portaal doet, in een paar zinnen. De taken zelf komen van de apps."""

from duoplus.choices import Rol

INLEIDING: dict[str, str] = {
    Rol.AANVRAGER: (
        "U vraagt werk aan voor uw gemeente. U schrijft op wat er nodig is en waarom. "
        "Daarna beantwoordt u vragen van Duo+ en volgt u het werk."
    ),
    Rol.OPDRACHTGEVER: (
        "U spreekt namens uw gemeente. U zegt of Duo+ de vraag goed begrijpt. "
        "U geeft akkoord op het voorstel en beoordeelt het werk."
    ),
    Rol.BUDGETHOUDER: (
        "U gaat over het geld van uw gemeente. U geeft akkoord op de dekking. "
        "Ook zet u de tweede paraaf onder de opdracht."
    ),
    Rol.CONTROLLER: (
        "U controleert het geld van uw gemeente. "
        "U leest mee met alle aanvragen, besluiten en boekingen van uw gemeente. "
        "U licht afwijkingen toe en controleert de verantwoording van uw gemeente."
    ),
    Rol.CPI: (
        "U bent contactpersoon inkoop van uw organisatie. U leest mee met de aanvragen. "
        "U ziet de uren, maar niet de bedragen."
    ),
    Rol.SECRETARIS: (
        "U ontvangt de aanvragen van uw OGON. U maakt de vraag samen met de gemeente scherp. "
        "U zorgt dat het OGON goed kan beslissen."
    ),
    Rol.VOORZITTER: (
        "U leidt het OGON en legt de besluiten vast. U bepaalt welk werk eerst gaat. "
        "U zet de eerste paraaf onder een opdracht."
    ),
    Rol.TEAMMANAGER: (
        "U leidt een team van Duo+. U rekent uit wat werk kost en wanneer het kan. "
        "U maakt het werkplan van uw team. U start het werk, keurt uren goed en levert het werk op."
    ),
    Rol.UITVOERDER: "U doet het werk. U boekt uw uren en meldt hoe het gaat.",
    Rol.CONCERNCONTROLLER: (
        "U bewaakt het geld van Duo+. U leest alle aanvragen en opdrachten. "
        "U sluit maanden en dossiers, en maakt de verantwoordingen."
    ),
    Rol.DIRECTIEBERAAD: (
        "U leest mee over alle gemeenten. Komt een OGON er niet uit, dan vraagt het u om antwoord. "
        "Uw antwoord is een besluit. Ook tekent u DVO’s en maakt u verantwoordingen definitief."
    ),
    Rol.BESTUURSADVISEUR: (
        "U ondersteunt het directieberaad en het bestuur. U leidt de vergaderingen van het directieberaad. "
        "U maakt DVO’s en bereidt opschalingen voor."
    ),
    Rol.INKOOPADVISEUR: (
        "U adviseert over inkoop, voor een bepaalde tijd. De aanvragen van gemeenten ziet u niet. "
        "Wacht er iets op u, dan ziet u dat bij Mijn werk."
    ),
    Rol.ACCOUNTANT: (
        "U controleert achteraf. U leest alle dossiers met bedragen, besluiten en de hele tijdlijn. "
        "U wijzigt niets."
    ),
    Rol.BEHEERDER: (
        "U zorgt dat het portaal goed is ingericht. U ziet aanvragen, maar niet de bedragen. "
        "U neemt geen besluiten over het werk."
    ),
}
