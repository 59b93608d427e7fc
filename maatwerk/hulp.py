"""Wat de hulp over maatwerk vertelt: welke taken bij welke rol horen, wat een status betekent, de tips."""

from duoplus import hulp
from duoplus.choices import Rol
from duoplus.hulp import Status, Taak, Tip
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models.aanvraag import TOON
from maatwerk.transitions import AANVRAAG

GEMEENTE = (Rol.AANVRAGER, Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER)
LEEST_MEE = (Rol.CONTROLLER, Rol.CPI, Rol.BESTUURSADVISEUR, Rol.ACCOUNTANT)
OVERLEG = (Rol.SECRETARIS, Rol.VOORZITTER)
WERK = (Rol.TEAMMANAGER, Rol.UITVOERDER, Rol.CONCERNCONTROLLER)


def _taak(naam: str, titel: str, *rollen: Rol, termijn: str = "") -> Taak:
    return Taak(titel, f"maatwerk/hulp/{naam}.html", rollen, f"maatwerk.{termijn}" if termijn else "")


# In the order in which a request passes by; each role reads its own.
TAKEN = (
    _taak("mijn_werk", "Zien wat op u wacht", *GEMEENTE, *OVERLEG, *WERK, Rol.INKOOPADVISEUR, Rol.BEHEERDER),
    _taak("indienen", "Een aanvraag indienen", Rol.AANVRAGER),
    _taak("cyclus", "Weten waar het jaar staat", *OVERLEG, Rol.OPDRACHTGEVER),
    _taak("draaischijf", "Nieuwe aanvragen op hun plek brengen", *OVERLEG),
    _taak("in_behandeling", "Een aanvraag in behandeling nemen", Rol.SECRETARIS, termijn="ingediend"),
    _taak("vraag_stellen", "Een vraag stellen aan de gemeente", Rol.SECRETARIS),
    _taak(
        "beantwoorden", "Een vraag van Duo+ beantwoorden", Rol.AANVRAGER, Rol.OPDRACHTGEVER,
        termijn="aanvulling_gevraagd",
    ),
    _taak("voorleggen", "De vraag scherp maken en voorleggen", Rol.SECRETARIS, termijn="in_intake"),
    _taak("paraferen", "Een paraaf zetten onder de vraag", Rol.TEAMMANAGER, termijn="in_verificatie"),
    _taak("bevestigen", "Zeggen of Duo+ u goed begrijpt", Rol.OPDRACHTGEVER, termijn="in_verificatie"),
    _taak("voorstellen", "Een voorstel doen", Rol.TEAMMANAGER, termijn="in_raming"),
    _taak(
        "akkoord", "Akkoord geven op het voorstel", Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER,
        termijn="ter_akkoord",
    ),
    _taak("ogon", "Zien wat het OGON besloot", Rol.DIRECTIEBERAAD),
    _taak("prioriteren", "Besluiten en de volgorde bepalen", Rol.VOORZITTER),
    _taak("standpunt", "Een standpunt geven over de volgorde", Rol.OPDRACHTGEVER),
    _taak("vaststellen", "De volgorde voorleggen en vaststellen", Rol.VOORZITTER),
    _taak("antwoorden", "Antwoord geven aan een OGON", Rol.DIRECTIEBERAAD),
    _taak("opschaling_voorbereiden", "Een opschaling klaarmaken", Rol.BESTUURSADVISEUR),
    _taak(
        "wat_als", "Een andere volgorde proberen", Rol.VOORZITTER, Rol.OPDRACHTGEVER, Rol.TEAMMANAGER,
        Rol.DIRECTIEBERAAD,
    ),
    _taak("opschalen", "Opschalen naar het directieberaad", Rol.VOORZITTER),
    _taak("afwijzen", "Een aanvraag afwijzen", Rol.SECRETARIS),
    _taak(
        "opdracht_geven", "Opdracht geven", Rol.VOORZITTER, Rol.BUDGETHOUDER, termijn="geprioriteerd"
    ),
    _taak("uren_verdelen", "Uren verdelen die te weinig zijn", Rol.VOORZITTER),
    _taak("uren_van_teams", "De uren van een team invullen", Rol.TEAMMANAGER),
    _taak("werkplan", "Een werkplan maken en bijhouden", Rol.TEAMMANAGER),
    _taak("starten", "Het werk starten", Rol.TEAMMANAGER, termijn="opdracht_verleend"),
    _taak("uren_boeken", "Uren boeken", Rol.UITVOERDER),
    _taak("kosten_boeken", "Kosten van buiten boeken", Rol.CONCERNCONTROLLER),
    _taak("herstellen", "Een foute boeking herstellen", Rol.UITVOERDER, Rol.CONCERNCONTROLLER),
    _taak("voortgang", "Melden hoe het gaat", Rol.UITVOERDER),
    _taak("opleveren", "Het werk opleveren", Rol.TEAMMANAGER),
    _taak("accepteren", "Het werk beoordelen", Rol.OPDRACHTGEVER, termijn="opgeleverd"),
    _taak("afsluiten", "Een dossier sluiten", Rol.CONCERNCONTROLLER),
    _taak(
        "geld_volgen", "Uren en kosten volgen", Rol.BUDGETHOUDER, Rol.CONTROLLER, Rol.DIRECTIEBERAAD,
        Rol.ACCOUNTANT,
    ),
    _taak("draad", "Zien op welk besluit een uur rust", Rol.ACCOUNTANT),
    _taak(
        "dossier", "Een dossier nalezen", Rol.CONTROLLER, Rol.CPI, Rol.BESTUURSADVISEUR, Rol.ACCOUNTANT
    ),
    _taak(
        "meepraten", "Meepraten en volgen", Rol.AANVRAGER, Rol.CONTROLLER, Rol.CPI, Rol.UITVOERDER,
        Rol.DIRECTIEBERAAD, Rol.BESTUURSADVISEUR,
    ),
    _taak("intrekken", "Een aanvraag intrekken", Rol.AANVRAGER),
    _taak("heropenen", "Een aanvraag heropenen", Rol.SECRETARIS),
    _taak(
        "vinden", "Een lijst maken die bij u past", *LEEST_MEE, *OVERLEG, Rol.BUDGETHOUDER, Rol.TEAMMANAGER,
        Rol.CONCERNCONTROLLER, Rol.BEHEERDER,
    ),
    _taak("tegelijk", "Meer aanvragen tegelijk", Rol.SECRETARIS),
    _taak("geldstromen", "Begroting en voorschotten vastleggen", Rol.CONCERNCONTROLLER),
    _taak("maand_sluiten", "Een maand sluiten of heropenen", Rol.CONCERNCONTROLLER),
    _taak(
        "verantwoorden", "Een verantwoording maken", Rol.CONCERNCONTROLLER, Rol.CONTROLLER, Rol.DIRECTIEBERAAD
    ),
    _taak("onrechtmatig", "Een onrechtmatigheid vastleggen", Rol.CONTROLLER),
    _taak("tarieven", "Tarieven en verdeelsleutels", Rol.CONCERNCONTROLLER, Rol.DIRECTIEBERAAD),
)  # fmt: skip

BETEKENIS = {
    S.CONCEPT: "De aanvraag is nog niet verstuurd. Alleen de schrijver ziet haar.",
    S.INGEDIEND: "Duo+ heeft de aanvraag ontvangen. Zij heeft een nummer.",
    S.IN_INTAKE: "De secretaris maakt de vraag scherp.",
    S.AANVULLING_GEVRAAGD: "Duo+ wacht op een antwoord van de gemeente. De termijn staat stil.",
    S.IN_VERIFICATIE: "De opdrachtgever leest of Duo+ de vraag goed begrijpt.",
    S.IN_RAMING: "Duo+ rekent uit wat het werk kost en wanneer het kan.",
    S.TER_AKKOORD: "Er ligt een voorstel. De gemeente geeft akkoord op de inhoud en op het geld.",
    S.TER_PRIORITERING: "Iedereen is akkoord. De aanvraag wacht op het volgende OGON.",
    S.GEPRIORITEERD: "Het OGON heeft ja gezegd. De aanvraag heeft een plaats op de lijst.",
    S.WACHTLIJST: "Het OGON wil dit werk, maar er is nog geen ruimte.",
    S.AANGEHOUDEN: "Het OGON beslist later. De datum staat bij het besluit.",
    S.OPDRACHT_VERLEEND: "Er staan twee parafen. Duo+ kan beginnen.",
    S.IN_UITVOERING: "Het team werkt eraan en boekt uren.",
    S.OPGELEVERD: "Het werk is klaar. De opdrachtgever zegt of het goed is.",
    S.AFGESLOTEN: "Het dossier is dicht. U kunt alles nog lezen.",
    S.AFGEWEZEN: "Dit werk komt er niet. De reden staat erbij.",
    S.INGETROKKEN: "De gemeente heeft de aanvraag gestopt. De reden staat erbij.",
}

TIPS = (
    Tip(
        "mijn-werk",
        "maatwerk:mijn_werk",
        "Hier begint u",
        "Onder ‘Wacht op mij’ staat wat u moet doen. Wat haast heeft, staat bovenaan.",
    ),
    Tip(
        "lijst",
        "maatwerk:aanvraag_list",
        "Deel wat u ziet",
        "Uw filters staan in het adres van de pagina. Stuur het adres naar een collega.",
    ),
    Tip(
        "indienen",
        "maatwerk:aanvraag_nieuw",
        "U hoeft nog niet alles te weten",
        "Alles wat u typt, bewaren wij meteen. U kunt later verder, ook op een andere computer.",
    ),
    Tip(
        "concept",
        "maatwerk:concept",
        "Spring gerust heen en weer",
        "Klik op een stap om ernaartoe te gaan. Uw tekst blijft staan.",
    ),
    Tip(
        "ogon-voorzitter",
        "maatwerk:ogon",
        "U bepaalt hier de volgorde",
        "Elke wijziging is een besluit met een reden. Overleg dus eerst in het OGON.",
        (Rol.VOORZITTER,),
    ),
    Tip(
        "ogon",
        "maatwerk:ogon",
        "Dit ligt op tafel",
        "Bovenaan staat wat eerst gaat. Daaronder staat wat nog een besluit nodig heeft.",
    ),
    Tip(
        "opdracht-boeken",
        "maatwerk:opdracht",
        "Een vergissing herstelt u zelf",
        "Klik achter de boeking op ‘Herstellen’. De eerste boeking blijft zichtbaar.",
        (Rol.UITVOERDER, Rol.TEAMMANAGER),
    ),
    Tip(
        "opdracht",
        "maatwerk:opdracht",
        "Volg hier het geld en de uren",
        "De balken laten zien hoeveel van de plafonds is gebruikt.",
    ),
)


hulp.register(
    taken=TAKEN,
    vragen=["maatwerk/hulp/vragen.html"],
    stappen={stap.name: stap.label for stap in AANVRAAG.stappen.values()},
    statussen={s.value: Status(str(s.label), TOON[s], BETEKENIS[s]) for s in S},
    tips=TIPS,
)
