"""Requests, walked to a state through the real actions by the people who may.

aanvraag = aanvraag_in(S.TER_AKKOORD, gemeenten="DUO")
zet(aanvraag, "tegenvoorstel", reden="Te duur")      # by whoever the table says
zet(aanvraag, "prioriteren", by=plaatsvervanger)     # or by somebody you name
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from duoplus import klok
from duoplus.choices import IncidenteelStructureel, Rol
from duoplus.models import Gebruiker, Organisatie, Team
from maatwerk.actions import (
    besluiten,
    dossier,
    financiering,
    indienen,
    toetsen,
    triage,
    uitvoering,
    verdelen,
    verhelderen,
)
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AfspraakSoort, AfwijsReden, AkkoordSoort, FinancieringStand, Soort
from maatwerk.models import BEVESTIGDE_VELDEN, Aanvraag
from maatwerk.rules import AKKOORD_ROL, geldige_raming, opdracht_van
from ogon.models import Ogon
from tests.factories import organisaties
from tests.factories.geld import geldzaken
from tests.factories.mensen import iemand
from tests.factories.organisaties import gemeente

# From the state before, by these acts; "akkoorden" and "parafen" stand for all that are needed.
ROUTE: dict[S, tuple[S | None, tuple[str, ...]]] = {
    S.CONCEPT: (None, ()),
    S.INGEDIEND: (S.CONCEPT, ("indienen",)),
    S.IN_INTAKE: (S.INGEDIEND, ("in_behandeling_nemen",)),
    S.AANVULLING_GEVRAAGD: (S.IN_INTAKE, ("vraag_stellen",)),
    S.IN_VERIFICATIE: (S.IN_INTAKE, ("ter_verificatie",)),
    S.IN_RAMING: (S.IN_VERIFICATIE, ("paraferen", "bevestigen")),
    S.TER_AKKOORD: (S.IN_RAMING, ("voorstellen",)),
    S.TER_PRIORITERING: (S.TER_AKKOORD, ("akkoorden",)),
    S.GEPRIORITEERD: (S.TER_PRIORITERING, ("prioriteren",)),
    S.WACHTLIJST: (S.TER_PRIORITERING, ("op_wachtlijst_zetten",)),
    S.AANGEHOUDEN: (S.TER_PRIORITERING, ("aanhouden",)),
    S.OPDRACHT_VERLEEND: (S.GEPRIORITEERD, ("parafen",)),
    S.IN_UITVOERING: (S.OPDRACHT_VERLEEND, ("starten",)),
    S.OPGELEVERD: (S.IN_UITVOERING, ("opleveren",)),
    S.AFGESLOTEN: (S.OPGELEVERD, ("accepteren", "afsluiten")),
    S.AFGEWEZEN: (S.TER_PRIORITERING, ("afwijzen",)),
    S.INGETROKKEN: (S.INGEDIEND, ("intrekken",)),
}


def concept(
    *, by: Gebruiker | None = None, organisatie: Organisatie | None = None, titel: str = ""
) -> Aanvraag:
    """A draft of this person, or of the requester of this municipality."""
    by = by or iemand(Rol.AANVRAGER, organisatie=organisatie)
    return indienen.start_concept(
        by=by, organisatie=organisatie or by.organisatie, titel=titel or "Nieuw zaaksysteem voor VTH"
    )


def aanvraag_in(
    status: str,
    *,
    gemeenten: str = "U",
    ogon: Ogon | None = None,
    team: Team | None = None,
    by: Gebruiker | None = None,
    **velden: Any,
) -> Aanvraag:
    """A request in this state. ``gemeenten`` are letters, the first leads; ``velden`` are form answers."""
    geldzaken()
    deelnemers = [gemeente(letter) for letter in gemeenten]
    aanvraag = concept(by=by, organisatie=deelnemers[0], titel=velden.get("titel", ""))
    zonder_standaard = {"ogon": ogon or organisaties.ogon(), "team": team or organisaties.team()}
    for act in _route(S(status)):
        _doe(aanvraag, act, deelnemers, zonder_standaard, velden)
    return Aanvraag.objects.get(pk=aanvraag.pk)


def _route(status: S) -> list[str]:
    vorige, acten = ROUTE[status]
    return [*(_route(vorige) if vorige else []), *acten]


def _doe(aanvraag: Aanvraag, act: str, deelnemers: Any, plek: dict[str, Any], velden: dict[str, Any]) -> None:
    if act == "indienen":
        antwoorden = indieningsvelden(aanvraag, ogon=plek["ogon"]) | velden
        zet(aanvraag, act, velden=antwoorden, gemeenten=deelnemers)
    elif act == "in_behandeling_nemen":
        zet(aanvraag, act, team=plek["team"])
    elif act == "akkoorden":
        for organisatie in deelnemers:
            for soort in AkkoordSoort:
                zet(aanvraag, "akkoord_geven", organisatie=organisatie, soort=soort)
    elif act == "parafen":
        zet(aanvraag, "opdracht_geven")
        zet(aanvraag, "opdracht_geven")
    else:
        zet(aanvraag, act)


def zet(aanvraag: Aanvraag, stap: str, *, by: Gebruiker | None = None, **velden: Any) -> Aanvraag:
    """Take one step with sensible answers, by ``by`` or whoever has the role; ``velden`` replace answers."""
    actie, wie, standaard = STAPPEN[stap]
    by = by or wie(aanvraag, velden)
    actie(aanvraag, by=by, **{**standaard(aanvraag, by), **velden})
    return aanvraag


def indieningsvelden(aanvraag: Aanvraag, **anders: Any) -> dict[str, Any]:
    """Complete, checked answers of the form."""
    return {
        "titel": aanvraag.titel,
        "ogon": organisaties.ogon(),
        "valt_onder_dvo": "nee",
        "probleem": "Vergunningen staan in drie systemen. Dat kost elke week een dag werk.",
        "gewenst_resultaat": "Eén systeem waarin iedereen een vergunning terugvindt.",
        "aanleiding": "wens",
        "urgentie": "normaal",
        "datum_vast": "wens",
        "gewenste_datum": klok.vandaag() + timedelta(days=120),
        "dekking": "Programma 6, post 6.2",
        "taakveld": "0.4",
    } | anders


def verificatievelden(**anders: str) -> dict[str, str]:
    return {veld: f"{label}: zoals besproken." for veld, label in BEVESTIGDE_VELDEN.items()} | anders


def raming_regel(**anders: Any) -> dict[str, Any]:
    return {
        "team": organisaties.team(),
        "functiegroep": "B",
        "uren_laag": Decimal(60),
        "uren": Decimal(80),
        "uren_hoog": Decimal(110),
    } | anders


# Who, by the table of design.md section 8 --------------------------------------------------------------


def _secretaris(aanvraag: Aanvraag, velden: Any) -> Gebruiker:
    return iemand(Rol.SECRETARIS, ogon=aanvraag.ogon)


def _voorzitter(aanvraag: Aanvraag, velden: Any) -> Gebruiker:
    return iemand(Rol.VOORZITTER, ogon=aanvraag.ogon)


def _teammanager(aanvraag: Aanvraag, velden: Any) -> Gebruiker:
    return iemand(Rol.TEAMMANAGER, team=aanvraag.team)


def _opdrachtgever(aanvraag: Aanvraag, velden: Any) -> Gebruiker:
    return iemand(Rol.OPDRACHTGEVER, organisatie=aanvraag.organisatie, ogon=aanvraag.ogon)


def _aanvrager(aanvraag: Aanvraag, velden: Any) -> Gebruiker:
    return Gebruiker.objects.get(pk=aanvraag.ingevoerd_door_id)


def _concerncontroller(aanvraag: Aanvraag, velden: Any) -> Gebruiker:
    return iemand(Rol.CONCERNCONTROLLER)


def _wie_akkoord_geeft(aanvraag: Aanvraag, velden: dict[str, Any]) -> Gebruiker:
    soort, organisatie = (
        velden.get("soort", AkkoordSoort.INHOUD),
        velden.get("organisatie", aanvraag.organisatie),
    )
    return iemand(AKKOORD_ROL[soort], organisatie=organisatie, ogon=aanvraag.ogon)


def _wie_parafeert(aanvraag: Aanvraag, velden: Any) -> Gebruiker:
    aanvraag.refresh_from_db()
    if opdracht_van(aanvraag) is None:
        return _voorzitter(aanvraag, velden)
    return iemand(Rol.BUDGETHOUDER, organisatie=aanvraag.organisatie)


# What, for each step -----------------------------------------------------------------------------------


def _budgethouder(aanvraag: Aanvraag, velden: Any) -> Gebruiker:
    return iemand(Rol.BUDGETHOUDER, organisatie=aanvraag.organisatie)


def _voorbehoud(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    return {
        "organisatie": aanvraag.organisatie,
        "stand": FinancieringStand.ONDER_VOORBEHOUD,
        "begrotingsmoment": "Najaarsnota",
    }


def _niets(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    return {}


def _reden(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    return {"reden": "Zo is het besproken."}


def _indienen(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    return {"velden": indieningsvelden(aanvraag), "gemeenten": [aanvraag.organisatie]}


def _in_behandeling(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    return {
        "soort": Soort.MAATWERK,
        "soort_grond": "Staat niet in de DVO.",
        "behandelaar": by,
        "team": organisaties.team(),
    }


def _vraag(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    return {
        "vraag": "Om hoeveel vergunningen per jaar gaat het?",
        "aan": _aanvrager(aanvraag, {}),
        "uiterlijk_op": klok.vandaag() + timedelta(days=14),
    }


def _ander_ogon(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    return {"ogon": organisaties.ogon("buurt"), "reden": "Het gaat over de buurt."}


def _parkeren(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    return _reden(aanvraag, by) | {"tot": klok.vandaag() + timedelta(days=30)}


def _dubbel(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    return _reden(aanvraag, by) | {"dubbel_van": aanvraag_in(S.IN_INTAKE)}


def _verificatie(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    return {
        "velden": verificatievelden(),
        "dubbel_gecontroleerd": "Ja, er is niets gelijks.",
        "anderen_gevraagd": "Diemen doet niet mee.",
        "effect_inwoners": 2,
    }


def _herzien(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    aantal = aanvraag.verificaties.count()
    return {
        "velden": verificatievelden(begrepen=f"Nu anders begrepen ({aantal})."),
        "reden": "Het werd meer.",
    }


def _voorstel(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    klaar = klok.vandaag() + timedelta(days=90)
    eerder = {"oorzaak": "gemeente"} if aanvraag.afspraken.exists() else {}
    return eerder | {
        "regels": [raming_regel(team=aanvraag.team)],
        "externe_kosten": [{"omschrijving": "Licenties", "bedrag": Decimal("1500.05")}],
        "afspraken": {
            AfspraakSoort.HAALBAARHEID: {"tekst": "Haalbaar.", "haalbaar": "ja"},
            AfspraakSoort.TIJDIGHEID: {"tekst": "Klaar in het voorjaar.", "datum": klaar},
            AfspraakSoort.KWALITEIT: {"tekst": "Iedere vergunning is vindbaar."},
        },
        "vroegste_start": klok.vandaag() + timedelta(days=30),
        "risicos": "De leverancier levert laat.",
        "zekerheid": "middel",
    }


def _akkoord(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    return {"soort": AkkoordSoort.INHOUD, "organisatie": aanvraag.organisatie}


def _plaats(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    return _reden(aanvraag, by) | {"plaats": 1}


def _aanhouden(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    return _reden(aanvraag, by) | {"opnieuw_op": klok.vandaag() + timedelta(days=42)}


def _afwijzen(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    return _reden(aanvraag, by) | {
        "code": AfwijsReden.PAST_NIET,
        "vervolg": "Vraag het in 2027 opnieuw.",
    }


def _opdracht(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Any]:
    raming = geldige_raming(aanvraag)
    if raming is None or opdracht_van(aanvraag) is not None:
        return {}
    einddatum: date = klok.vandaag() + timedelta(days=90)
    return {"plafond_uren": raming.uren, "plafond_kosten": raming.totaal, "einddatum": einddatum}


def _uitvoerders(aanvraag: Aanvraag, by: Gebruiker) -> dict[str, Sequence[Gebruiker]]:
    return {"uitvoerders": [iemand(Rol.UITVOERDER)]}


Wie = Callable[[Aanvraag, Any], Gebruiker]
Standaard = Callable[[Aanvraag, Gebruiker], dict[str, Any]]

STAPPEN: dict[str, tuple[Callable[..., Any], Wie, Standaard]] = {
    "indienen": (indienen.indienen, _aanvrager, _indienen),
    "in_behandeling_nemen": (verhelderen.in_behandeling_nemen, _secretaris, _in_behandeling),
    "parkeren": (triage.parkeren, _secretaris, _parkeren),
    "dubbel_melden": (triage.dubbel_melden, _secretaris, _dubbel),
    "vraag_stellen": (verhelderen.vraag_stellen, _secretaris, _vraag),
    "aanvullen": (verhelderen.aanvullen, _aanvrager, lambda a, b: {"antwoord": "Ongeveer 300."}),
    "ter_verificatie": (verhelderen.ter_verificatie, _secretaris, _verificatie),
    "paraferen": (verhelderen.paraferen, _teammanager, _niets),
    "corrigeren": (
        verhelderen.corrigeren,
        _opdrachtgever,
        lambda a, b: {"correctie": "Ook de APV."},
    ),
    "bevestigen": (verhelderen.bevestigen, _opdrachtgever, _niets),
    "herzien": (verhelderen.herzien, _secretaris, _herzien),
    "voorstellen": (toetsen.voorstellen, _teammanager, _voorstel),
    "tegenvoorstel": (toetsen.tegenvoorstel, _opdrachtgever, _reden),
    "akkoord_geven": (toetsen.akkoord_geven, _wie_akkoord_geeft, _akkoord),
    "prioriteren": (besluiten.prioriteren, _voorzitter, _plaats),
    "verplaatsen": (besluiten.verplaatsen, _voorzitter, _plaats),
    "op_wachtlijst_zetten": (besluiten.op_wachtlijst_zetten, _voorzitter, _reden),
    "aanhouden": (besluiten.aanhouden, _voorzitter, _aanhouden),
    "opschalen": (besluiten.opschalen, _voorzitter, _reden),
    "afwijzen": (besluiten.afwijzen, _voorzitter, _afwijzen),
    "opdracht_geven": (besluiten.opdracht_geven, _wie_parafeert, _opdracht),
    "financiering": (financiering.zeg_financiering, _budgethouder, _voorbehoud),
    "op_risico": (financiering.begin_op_risico, _voorzitter, _reden),
    "starten": (uitvoering.starten, _teammanager, _uitvoerders),
    "opleveren": (uitvoering.opleveren, _teammanager, lambda a, b: {"resultaat": "Het systeem draait."}),
    "niet_akkoord": (uitvoering.niet_akkoord, _opdrachtgever, _reden),
    "accepteren": (uitvoering.accepteren, _opdrachtgever, lambda a, b: {"score": 4}),
    "afsluiten": (uitvoering.afsluiten, _concerncontroller, _niets),
    "intrekken": (dossier.intrekken, _aanvrager, _reden),
    "heropenen": (dossier.heropenen, _secretaris, _reden),
    "toewijzen": (verdelen.toewijzen, _secretaris, lambda a, b: {"behandelaar": b}),
    "naar_ogon": (verdelen.naar_ogon, _secretaris, _ander_ogon),
    "betrekken": (verdelen.betrekken, _secretaris, lambda a, b: {"ogons": [organisaties.ogon("burger")]}),
}


def dekking() -> dict[str, str]:
    """What a budget holder says with the second akkoord."""
    return {"dekking": "Post 6.2", "taakveld": "0.4", "i_s": IncidenteelStructureel.INCIDENTEEL}
