"""Wat er gebeurde, in woorden; en hoe lang op wie gewacht is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models

from duoplus import klok
from duoplus.calc.nederlands import opsomming, uren
from duoplus.choices import Zichtbaarheid
from duoplus.models import Feestdag, Gebeurtenis, Gebruiker
from maatwerk.calc.verschil import Stuk, verschil
from maatwerk.calc.wachttijd import Partij, Wachttijd, wachttijd
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from maatwerk.transitions import WACHT_OP

# One sentence per fact; {wie} is the person, with "namens …" where a substitute acted.
ZINNEN = {
    "indienen": "{wie} diende de aanvraag in",
    "in_behandeling_nemen": "{wie} nam de aanvraag in behandeling",
    "parkeren": "{wie} parkeerde de aanvraag tot {tot}",
    "dubbel_melden": "{wie} meldde dat dit al is aangevraagd in {dubbel_van}, besluit {besluit}",
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
    "antwoord_opschaling": "{wie} antwoordde namens het directieberaad: {woord}, besluit {besluit}",
    "opschaling_ingetrokken": "{wie} trok de vraag aan het directieberaad in ({opschaling})",
    "afwijzen": "{wie} wees de aanvraag af, besluit {besluit}",
    "opdracht_geven": "{wie} zette een paraaf onder de opdracht",
    "financiering": "{wie} legde vast voor {gemeente}: {stand}",
    "op_risico": "{wie} besloot te beginnen op risico, besluit {besluit}",
    "andere_sleutel": "{wie} gaf {opdracht} vanaf {vanaf} de sleutel {sleutel}, besluit {besluit}",
    "rubriceren": "{wie} koos het taakveld van {opdracht}",
    "herprioriteren": "{wie} verschoof de belofte van {van_datum} naar {naar_datum}, besluit {besluit}",
    "onder_artikel": "{wie} legde {opdracht} onder artikel {artikel} van de {dvo}",
    "van_artikel": "{wie} haalde {opdracht} weg van artikel {artikel} van de {dvo}",
    "starten": "{wie} startte de uitvoering",
    "voortgang_melden": "{wie} meldde de voortgang",
    "boeken": "{wie} boekte {soort}",
    "prognose": "{wie} verwacht nog € {rest} aan kosten",
    "inlezen_boekingen": "{wie} boekte {wat} uit {bestand}",
    "signaal": "{wie} zag dat {procent}% van het plafond is gebruikt ({wat})",
    "wijziging_vragen": "{wie} vroeg een wijziging van de opdracht",
    "wijziging_paraferen": "{wie} zette een paraaf onder de wijziging",
    "wijziging_akkoord": "{wie} zette de tweede paraaf: de wijziging geldt",
    "wijziging_weigeren": "{wie} weigerde de wijziging",
    "wijziging_intrekken": "{wie} trok het verzoek om een wijziging in",
    "opleveren": "{wie} leverde het werk op",
    "niet_akkoord": "{wie} vond het werk nog niet goed",
    "accepteren": "{wie} accepteerde het werk met een {score}",
    "afsluiten": "{wie} sloot het dossier",
    "intrekken": "{wie} trok de aanvraag in",
    "heropenen": "{wie} heropende de aanvraag",
    "reageren": "{wie} plaatste een bericht",
    "bijlage_toevoegen": "{wie} voegde {naam} toe",
    "herinneren": "{wie} stuurde een herinnering",
    "toewijzen": "{wie} wees de aanvraag toe aan {aan}",
    "betrekken": "{wie} legde vast dat de aanvraag ook deze OGON’s raakt: {ogons}",
    "naar_ogon": "{wie} legde de aanvraag bij {naar_ogon} in plaats van {van_ogon}",
    "overnemen": "{wie} nam de aanvraag over uit {bestand}, rij {rij}",
}


def zin(gebeurtenis: Gebeurtenis) -> str:
    """The fact as a sentence without full stop."""
    gegevens = {naam: str(waarde) for naam, waarde in gebeurtenis.gegevens.items()}
    vorm = ZINNEN.get(gebeurtenis.stap, f"{{wie}}: {gebeurtenis.stap.replace('_', ' ')}")
    return vorm.format_map(_Leeg(gegevens | {"wie": wie(gebeurtenis)}))


def wie(gebeurtenis: Gebeurtenis) -> str:
    namens = f" (namens {gebeurtenis.namens.naam})" if gebeurtenis.namens else ""
    return f"{gebeurtenis.door.naam}{namens}"


class _Leeg(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "onbekend"


@dataclass(frozen=True)
class Feit:
    """One fact as the complete timeline shows it."""

    op: datetime
    door: Gebruiker
    zin: str
    is_intern: bool
    overgang: str
    teksten: tuple[str, ...]
    verschillen: tuple[tuple[str, list[Stuk]], ...]


def als_feit(gebeurtenis: Gebeurtenis, reacties: Mapping[int, str]) -> Feit:
    """``reacties`` holds the words of the messages by key, for the facts that are messages."""
    gegevens = gebeurtenis.gegevens
    teksten = [gegevens.get("reden"), gegevens.get("tekst"), gegevens.get("vervolg")]
    teksten += [reacties.get(gegevens.get("reactie", 0)), _boeking(gegevens)]
    return Feit(
        gebeurtenis.op,
        gebeurtenis.door,
        zin(gebeurtenis),
        gebeurtenis.zichtbaarheid == Zichtbaarheid.INTERN,
        _overgang(gegevens),
        tuple(str(tekst) for tekst in teksten if tekst),
        tuple((label, verschil(voor, na)) for label, voor, na in gegevens.get("verschil", ())),
    )


def _boeking(gegevens: Mapping[str, str]) -> str:
    """'2,5 uur: testen' for a booking of hours, the words alone for one of costs."""
    omschrijving, geboekt = gegevens.get("omschrijving", ""), Decimal(gegevens.get("uren") or 0)
    return f"{uren(geboekt)} uur: {omschrijving}" if "boeking" in gegevens and geboekt else omschrijving


def _overgang(gegevens: Mapping[str, str]) -> str:
    """'Van Ingediend naar Wordt verduidelijkt', or nothing when the state stayed."""
    van, naar = gegevens.get("van"), gegevens.get("naar")
    if naar is None or van == naar:
        return ""
    return f"Van ‘{S(van).label}’ naar ‘{S(naar).label}’" if van else f"Nu ‘{S(naar).label}’"


def gebeurtenissen_voor(aanvraag: Aanvraag, user: Gebruiker) -> models.QuerySet[Gebeurtenis]:
    """The complete timeline as this user may read it, oldest first."""
    alle = Gebeurtenis.objects.over(aanvraag).select_related("door__organisatie", "namens")
    return alle if user.is_duoplus else alle.filter(zichtbaarheid=Zichtbaarheid.GEDEELD)


def wachttijd_van(aanvraag: Aanvraag) -> Wachttijd:
    """Working days that the request waited for Duo+, for the municipality and for the OGON."""
    overgangen = Gebeurtenis.objects.over(aanvraag).filter(gegevens__has_key="naar")
    return wachttijd_uit(overgangen, Feestdag.objects.als_vrij())


def wachttijd_uit(gebeurtenissen: Iterable[Gebeurtenis], vrij: Mapping[date, str]) -> Wachttijd:
    """The same from facts already read, oldest first; nothing waited before the first change of state."""
    verloop: list[tuple[datetime, Partij | None]] = [
        (g.op, WACHT_OP.get(S(g.gegevens["naar"])))
        for g in gebeurtenissen
        if "naar" in g.gegevens and g.gegevens.get("van") != g.gegevens["naar"]
    ]
    if not verloop:
        return Wachttijd()
    return wachttijd(verloop, max(klok.nu(), verloop[-1][0]), vrij)


NAAM = {"duoplus": "Duo+", "gemeente": "de gemeente", "ogon": "het OGON"}


def wachttijd_zin(gewacht: Wachttijd) -> str:
    """'Tot nu toe 25 werkdagen: 12 bij Duo+, 5 bij de gemeente en 8 bij het OGON.'"""
    delen = [f"{dagen} bij {NAAM[partij]}" for partij, dagen in wachttijd_delen(gewacht) if dagen]
    totaal = gewacht.duoplus + gewacht.gemeente + gewacht.ogon
    dagen = "werkdag" if totaal == 1 else "werkdagen"
    return f"Tot nu toe {totaal} {dagen}: {opsomming(delen)}." if delen else "Nog geen hele werkdag."


def wachttijd_delen(gewacht: Wachttijd) -> list[tuple[Partij, int]]:
    return [("duoplus", gewacht.duoplus), ("gemeente", gewacht.gemeente), ("ogon", gewacht.ogon)]
