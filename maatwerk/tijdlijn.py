"""Wat er gebeurde, in woorden; en hoe lang op wie gewacht is."""

from django.db import models

from duoplus import klok
from duoplus.choices import Zichtbaarheid
from duoplus.models import Feestdag, Gebeurtenis, Gebruiker
from maatwerk.calc.wachttijd import Wachttijd, wachttijd
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from maatwerk.transitions import WACHT_OP

# One sentence per fact; {wie} is the person, with "namens …" where a substitute acted.
ZINNEN = {
    "indienen": "{wie} diende de aanvraag in",
    "in_behandeling_nemen": "{wie} nam de aanvraag in behandeling",
    "vraag_stellen": "{wie} stelde een vraag aan {aan}",
    "aanvullen": "{wie} beantwoordde de vraag",
    "ter_verificatie": "{wie} legde versie {verificatie} van de vraag voor",
    "paraferen": "{wie} zette een paraaf onder de vraag",
    "corrigeren": "{wie} gaf aan wat niet klopt",
    "bevestigen": "{wie} bevestigde versie {verificatie} van de vraag",
    "herzien": "{wie} paste de vraag aan; bevestigen moet opnieuw",
    "voorstellen": "{wie} deed voorstel {raming}",
    "tegenvoorstel": "{wie} vroeg om een ander voorstel",
    "akkoord_geven": "{wie} gaf akkoord namens {gemeente} ({soort})",
    "prioriteren": "{wie} zette de aanvraag op plaats {plaats}, besluit {besluit}",
    "verplaatsen": "{wie} verplaatste de aanvraag van plaats {van_plaats} naar {plaats}",
    "op_wachtlijst_zetten": "{wie} zette de aanvraag op de wachtlijst, besluit {besluit}",
    "aanhouden": "{wie} hield de aanvraag aan, besluit {besluit}",
    "opschalen": "{wie} schaalde op naar het directieberaad, besluit {besluit}",
    "afwijzen": "{wie} wees de aanvraag af, besluit {besluit}",
    "opdracht_geven": "{wie} zette een paraaf onder de opdracht",
    "starten": "{wie} startte de uitvoering",
    "voortgang_melden": "{wie} meldde de voortgang",
    "boeken": "{wie} boekte {soort}",
    "opleveren": "{wie} leverde het werk op",
    "niet_akkoord": "{wie} vond het werk nog niet goed",
    "accepteren": "{wie} accepteerde het werk met een {score}",
    "afsluiten": "{wie} sloot het dossier",
    "intrekken": "{wie} trok de aanvraag in",
    "heropenen": "{wie} heropende de aanvraag",
    "reageren": "{wie} plaatste een bericht",
    "bijlage_toevoegen": "{wie} voegde {naam} toe",
    "herinneren": "{wie} stuurde een herinnering",
    "overnemen": "{wie} nam de aanvraag over uit {bestand}, rij {rij}",
}


def zin(gebeurtenis: Gebeurtenis) -> str:
    """The fact as a sentence without full stop."""
    gegevens = _Leeg({naam: str(waarde) for naam, waarde in gebeurtenis.gegevens.items()})
    return ZINNEN[gebeurtenis.stap].format_map(_Leeg(gegevens | {"wie": wie(gebeurtenis)}))


def wie(gebeurtenis: Gebeurtenis) -> str:
    namens = f" (namens {gebeurtenis.namens.naam})" if gebeurtenis.namens else ""
    return f"{gebeurtenis.door.naam}{namens}"


class _Leeg(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "onbekend"


def gebeurtenissen_voor(aanvraag: Aanvraag, user: Gebruiker) -> models.QuerySet[Gebeurtenis]:
    """The complete timeline as this user may read it, oldest first."""
    alle = Gebeurtenis.objects.over(aanvraag).select_related("door__organisatie", "namens")
    return alle if user.is_duoplus else alle.filter(zichtbaarheid=Zichtbaarheid.GEDEELD)


def wachttijd_van(aanvraag: Aanvraag) -> Wachttijd:
    """Working days that the request waited for Duo+, for the municipality and for the OGON."""
    overgangen = (
        Gebeurtenis.objects.over(aanvraag)
        .exclude(gegevens__naar=models.F("gegevens__van"))
        .filter(gegevens__has_key="naar")
        .values_list("op", "gegevens__naar")
    )
    stand = [(op, WACHT_OP.get(S(naar))) for op, naar in overgangen]
    return wachttijd(stand, klok.nu(), Feestdag.objects.als_vrij())
