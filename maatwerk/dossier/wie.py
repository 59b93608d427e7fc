"""Wie nu iets kan, en wat er van deze lezer gevraagd wordt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from duoplus.calc.nederlands import bedrag, datum, uren
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Roltoewijzing
from duoplus.transitions import Stap
from maatwerk.choices import AanvraagStatus as S
from maatwerk.dossier.planning import einddatum
from maatwerk.models import Aanvraag
from maatwerk.rules import geldige_raming, opdracht_van
from maatwerk.transitions import AANVRAAG, VERDER

VOOR_GEMEENTE = (Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER)
VOOR_OGON = (Rol.OPDRACHTGEVER, Rol.SECRETARIS, Rol.VOORZITTER)


@dataclass(frozen=True)
class Mens:
    """Somebody in the circle of a request: in which function, and which steps that person may take now."""

    gebruiker: Gebruiker
    functie: str
    stappen: tuple[Stap, ...]

    @property
    def wie(self) -> str:
        """The name with the function, unless the name says it already."""
        naam = self.gebruiker.naam
        return naam if self.functie.lower() in naam.lower() else f"{naam} ({self.functie})"

    @property
    def wat(self) -> str:
        return " · ".join(stap.label.lower() for stap in self.stappen)

    def is_aan_zet(self, verder: Iterable[str]) -> bool:
        return any(stap.name in verder for stap in self.stappen)


@dataclass(frozen=True)
class KanNu:
    """Who may do the same now; ``wat`` in words."""

    wie: str
    wat: str
    is_lezer: bool


@dataclass(frozen=True)
class Actie:
    label: str
    url: str
    name: str


@dataclass(frozen=True)
class Vraag:
    """The one question that waits for this reader, with at most two answers."""

    titel: str
    tekst: str
    acties: tuple[Actie, ...]


def kring(aanvraag: Aanvraag, betrokkenen: Sequence[Gebruiker]) -> list[Mens]:
    return [
        Mens(gebruiker, functie(gebruiker, aanvraag), tuple(AANVRAAG.available(aanvraag, gebruiker)))
        for gebruiker in betrokkenen
    ]


def functie(gebruiker: Gebruiker, aanvraag: Aanvraag) -> str:
    """In which function somebody belongs to this request: "opdrachtgever Uithoorn, vervangt …"."""
    namen = {gemeente.pk: gemeente.naam for gemeente in aanvraag.gemeenten.all()}
    functies = [_functie(t, namen) for t in gebruiker.rollen if _hoort_erbij(t, aanvraag)]
    if gebruiker.pk == aanvraag.aanvrager_id:
        functies.insert(0, "aanvrager")
    return " en ".join(dict.fromkeys(functies)) or gebruiker.rolnaam.lower()


def _hoort_erbij(toewijzing: Roltoewijzing, aanvraag: Aanvraag) -> bool:
    if toewijzing.rol in VOOR_GEMEENTE and toewijzing.organisatie_id not in aanvraag.gemeente_ids:
        return False
    if toewijzing.rol in VOOR_OGON:
        return toewijzing.gremium_id in (None, aanvraag.ogon_id)
    if toewijzing.rol == Rol.TEAMMANAGER:
        return toewijzing.team_id in (None, aanvraag.team_id)
    return toewijzing.rol in (Rol.BUDGETHOUDER, Rol.CONCERNCONTROLLER)


def _functie(toewijzing: Roltoewijzing, gemeenten: dict[int, str]) -> str:
    naam = toewijzing.get_rol_display()
    waar = gemeenten.get(toewijzing.organisatie_id or 0, "")
    voor = f"vervangt {toewijzing.vervangt.gebruiker}" if toewijzing.vervangt else ""
    return ", ".join(filter(None, [f"{naam[0].lower()}{naam[1:]} {waar}".strip(), voor]))


def wie_kan_wat(aanvraag: Aanvraag, mensen: Sequence[Mens], lezer: Gebruiker) -> list[KanNu]:
    """The reader first, then who may do the most; who may do the same stand together."""
    zelf = next((mens for mens in mensen if mens.gebruiker.pk == lezer.pk), None)
    if zelf is None:
        zelf = kring(aanvraag, [lezer])[0]
    anderen = [mens for mens in mensen if mens.stappen and mens.gebruiker.pk != lezer.pk]
    return [_lezer(aanvraag, zelf), *_samen(anderen)]


def _lezer(aanvraag: Aanvraag, zelf: Mens) -> KanNu:
    kan = [zelf.wat] if zelf.stappen else []
    if zelf.gebruiker.has_perm("maatwerk.reageren_aanvraag", aanvraag):
        kan.append("reageren")
    return KanNu(f"U, als {zelf.functie}", " · ".join([*kan, "volgen"]), True)


def _samen(mensen: list[Mens]) -> list[KanNu]:
    """Those who may do the same on one line."""
    op_rij = sorted(mensen, key=lambda mens: (-len(mens.stappen), mens.wat))
    return [
        KanNu(", ".join(mens.wie for mens in groep), wat, False)
        for wat, groep in groupby(op_rij, key=lambda mens: mens.wat)
    ]


def acties(aanvraag: Aanvraag, stappen: Iterable[Stap]) -> list[Actie]:
    return [Actie(s.label, stap_url(aanvraag, s.name), s.name) for s in stappen]


def stap_url(aanvraag: Aanvraag, naam: str) -> str:
    return reverse("maatwerk:stap", kwargs={"sleutel": aanvraag.sleutel, "stap": naam.replace("_", "-")})


# The other likely answer to each question, as the second button.
ANDERS = {
    "ter_verificatie": "vraag_stellen",
    "paraferen": "vraag_stellen",
    "bevestigen": "corrigeren",
    "voorstellen": "vraag_stellen",
    "akkoord_geven": "tegenvoorstel",
    "prioriteren": "op_wachtlijst_zetten",
    "accepteren": "niet_akkoord",
}
VRAGEN = {
    "in_behandeling_nemen": (
        "Neemt u deze aanvraag in behandeling?",
        "Bepaal waar het werk onder valt en wie het oppakt.",
    ),
    "aanvullen": ("Kunt u deze vraag beantwoorden?", ""),
    "ter_verificatie": (
        "Is de vraag helder genoeg?",
        "Schrijf op hoe Duo+ de vraag begrijpt. De opdrachtgever bevestigt het daarna.",
    ),
    "paraferen": ("Staat de vraag er goed?", "Na uw paraaf kan de opdrachtgever de vraag bevestigen."),
    "bevestigen": (
        "Hebben wij uw vraag goed begrepen?",
        "Lees hieronder wat wij samen afspreken. Na uw bevestiging rekent Duo+ de vraag door.",
    ),
    "voorstellen": (
        "Wat kan Duo+ voorstellen?",
        "Zeg wat het kost, wat haalbaar is en wanneer het klaar is.",
    ),
    "akkoord_geven": ("Gaat u akkoord met het voorstel van Duo+?", ""),
    "prioriteren": ("Welke plaats krijgt dit werk?", "Alle akkoorden zijn gegeven. Het OGON besluit nu."),
    "opdracht_geven": ("Geeft u de opdracht?", ""),
    "starten": ("Kan het werk beginnen?", "Kies wie het werk doet. De gemeente ziet dat u begint."),
    "opleveren": ("Is het werk klaar?", "Zeg wat er klaar is. De opdrachtgever beoordeelt het daarna."),
    "accepteren": ("Bent u tevreden met het resultaat?", ""),
    "afsluiten": ("Kan dit dossier dicht?", "Daarna kan er niets meer bij."),
}


def vraag_aan(aanvraag: Aanvraag, stappen: Sequence[Stap], met_bedragen: bool) -> Vraag | None:
    """What this reader is asked, given the steps the reader may take; ``None`` if others are to move."""
    mag = {stap.name: stap for stap in stappen}
    eerste = next((mag[naam] for naam in VERDER.get(S(aanvraag.status), ()) if naam in mag), None)
    if eerste is None:
        return None
    tweede = mag.get(ANDERS.get(eerste.name, ""))
    titel, tekst = VRAGEN[eerste.name]
    tekst = tekst or TEKSTEN[eerste.name](aanvraag, met_bedragen)
    return Vraag(titel, tekst, tuple(acties(aanvraag, filter(None, [eerste, tweede]))))


def _aanvullen(aanvraag: Aanvraag, met_bedragen: bool) -> str:
    vraag = next((v for v in aanvraag.vragen.all() if v.beantwoord_op is None), None)
    return f"{vraag.vraag} Wij horen het graag uiterlijk {datum(vraag.uiterlijk_op)}." if vraag else ""


def _akkoord(aanvraag: Aanvraag, met_bedragen: bool) -> str:
    raming = geldige_raming(aanvraag)
    if raming is None:
        return ""
    voor = f", voor {bedrag(raming.totaal)}" if met_bedragen else ""
    klaar = einddatum(aanvraag)
    zinnen = [f"Duo+ doet dit in {uren(raming.uren)} uur{voor}."]
    zinnen += [f"Het is klaar op {datum(klaar)}."] if klaar else []
    zinnen += [f"Reageer uiterlijk {datum(aanvraag.termijn_op)}."] if aanvraag.termijn_op else []
    return " ".join(zinnen)


def _opdracht(aanvraag: Aanvraag, met_bedragen: bool) -> str:
    opdracht = opdracht_van(aanvraag)
    if opdracht is None:
        return "Kies het plafond in uren en euro’s en de einddatum. De budgethouder zet de tweede paraaf."
    voor = f" en {bedrag(opdracht.plafond_kosten)}" if met_bedragen else ""
    return (
        f"De voorzitter zette de eerste paraaf: hooguit {uren(opdracht.plafond_uren)} uur{voor}, "
        f"klaar op {datum(opdracht.einddatum)}. Met uw paraaf is de opdracht gegeven."
    )


def _accepteren(aanvraag: Aanvraag, met_bedragen: bool) -> str:
    opdracht = opdracht_van(aanvraag)
    return f"Duo+ leverde op: {opdracht.resultaat}" if opdracht and opdracht.resultaat else ""


TEKSTEN = {
    "aanvullen": _aanvullen,
    "akkoord_geven": _akkoord,
    "opdracht_geven": _opdracht,
    "accepteren": _accepteren,
}
