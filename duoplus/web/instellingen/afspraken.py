"""Wat afgesproken is: termijnen, feestdagen en de teksten van het portaal."""

from datetime import date
from typing import Any

from django.db import models

from duoplus import klok, teksten
from duoplus.calc.feestdagen import feestdagen
from duoplus.calc.nederlands import datum
from duoplus.instellingen import (
    BEEINDIGEN,
    DAG,
    INTREKKEN,
    NIEUW,
    OPVOLGEN,
    VOORBIJ,
    Gevolg,
    Handeling,
    Kolom,
    Onderdeel,
    Stand,
    Suggestie,
    Wijziging,
)
from duoplus.models import Feestdag, Tekst, Termijn
from duoplus.transitions import StapKanNiet
from duoplus.web.instellingen.forms import InstellingForm, dag, getal, keuze, regel, tekst
from duoplus.web.instellingen.organisatie import PERIODE

GROEP = "Wat is afgesproken"
LANGSTE_TERMIJN = 250
STAP_VAN_AANVRAAG = "maatwerk."
AANVRAAG_BLIJFT = "Aanvragen die dan al in deze stap staan, houden hun datum."
DAG_BLIJFT = "Wat daarvoor begon, houdt zijn dag."
# The day follows from the term that held at the start. Every other term is looked up anew each day.
VAN_TOEN = {
    "besluit.uitvoeren": "besluiten die een overleg neemt",
    "duoplus.export": "downloads die iemand vraagt",
    "ogon.conflict": "verdelingen van uren die botsen",
    "ogon.consultatie": "reacties die het portaal vraagt",
    "ogon.standpunt": "volgordes die iemand voorlegt",
    "opschaling.antwoord": "vragen die een OGON voorlegt",
    "opschaling.spoed": "spoedvragen van een OGON",
    "opschaling.terugkoppelen": "antwoorden van het directieberaad",
    "dvo.tekenen": "DVO’s die ter tekening gaan",
    "voorstel.college": "voorstellen aan een college",
}
JAREN_VOORUIT = 2


class TermijnForm(InstellingForm):
    aantal = getal("Hoeveel werkdagen?", 1, LANGSTE_TERMIJN)
    van = dag("Vanaf welke dag?")


class Termijnen(Onderdeel):
    slug, naam, enkel, groep = "termijnen", "Termijnen", "termijn", GROEP
    uitleg = "Hoeveel werkdagen elke stap mag duren."
    icoon = "clock"
    model = Termijn
    formulier = TermijnForm
    velden = {
        "sleutel": "Stap",
        "omschrijving": "Waarvoor",
        "aantal": "Werkdagen",
        "van": "Geldt vanaf",
        "tot": "Geldt tot en met",
    }
    kolommen = (
        Kolom("Termijn", lambda t: t.omschrijving),
        Kolom("Werkdagen", lambda t: t.aantal, is_getal=True),
        PERIODE,
    )
    handelingen = (OPVOLGEN, INTREKKEN)
    sleutel = ("sleutel", "omschrijving")
    zoek = ("omschrijving",)

    def feiten(self, obj: Any) -> list[tuple[str, str]]:
        """Without the name that only the program uses: what the term is for says the same in words."""
        return [(label, waarde) for label, waarde in super().feiten(obj) if label != self.velden["sleutel"]]

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        if wijziging.handeling != OPVOLGEN:
            return [Gevolg("De termijn die er nu is, blijft gelden.")]
        vanaf = datum(wijziging.waarden["van"])
        return [Gevolg(zin.format(vanaf)) for zin in _wat_geldt(wijziging.obj.sleutel)]


def _wat_geldt(sleutel: str) -> tuple[str, ...]:
    """In words whether a day that was reckoned before stays, or all is reckoned by the term of today."""
    if sleutel.startswith(STAP_VAN_AANVRAAG) and "herinnering" not in sleutel:
        return ("De nieuwe termijn geldt voor aanvragen die vanaf {} in deze stap komen.", AANVRAAG_BLIJFT)
    if sleutel in VAN_TOEN:
        return (f"De nieuwe termijn geldt voor {VAN_TOEN[sleutel]} vanaf {{}}.", DAG_BLIJFT)
    return ("De nieuwe termijn geldt vanaf {} voor alles, ook voor wat dan al loopt.",)


class FeestdagForm(InstellingForm):
    datum = dag("Welke dag?")
    naam = regel("Naam", 60)


class Feestdagen(Onderdeel):
    slug, naam, enkel, groep = "feestdagen", "Feestdagen", "feestdag", GROEP
    uitleg = "Dagen die niet meetellen als werkdag."
    icoon = "calendar-event"
    model = Feestdag
    formulier = FeestdagForm
    velden = {"datum": "Dag", "naam": "Naam"}
    kolommen = (Kolom("Feestdag", lambda f: f.naam), Kolom("Dag", lambda f: datum(f.datum)))
    handelingen = (NIEUW, INTREKKEN)
    zoek = ("naam",)
    op_dag = "In het jaar van"

    def stand(self, obj: Any, dag: date) -> Stand:
        return KOMT if obj.datum > dag else VOORBIJ

    def standen(self) -> list[Stand]:
        return [KOMT, VOORBIJ]

    def filter_stand(self, rijen: models.QuerySet[Any], stand: str, dag: date) -> models.QuerySet[Any]:
        if stand == KOMT.slug:
            return rijen.filter(datum__gt=dag)
        return rijen.filter(datum__lte=dag).order_by("-datum")

    def filter_dag(self, rijen: models.QuerySet[Any], dag: date) -> models.QuerySet[Any]:
        """The year of that day: one day alone says little."""
        return rijen.filter(datum__year=dag.year)

    def mogelijk(self, obj: Any) -> list[Handeling]:
        return [INTREKKEN] if obj.datum > klok.vandaag() else []

    def controleer(self, wijziging: Wijziging) -> None:
        if wijziging.handeling == NIEUW and wijziging.waarden["datum"] <= klok.vandaag():
            raise StapKanNiet("Kies een dag na vandaag. Met dagen die geweest zijn, is al gerekend.")

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        telt = "telt dan niet meer" if wijziging.handeling == NIEUW else "telt dan weer"
        return [Gevolg(f"Deze dag {telt} mee als werkdag. Datums die al berekend zijn, blijven staan.")]

    def suggesties(self) -> list[Suggestie]:
        """The holidays of this year and the next ones that are not in the list."""
        vandaag, bekend = klok.vandaag(), Feestdag.objects.als_vrij()
        jaren = range(vandaag.year, vandaag.year + JAREN_VOORUIT + 1)
        wettelijk = {dag: naam for jaar in jaren for dag, naam in feestdagen(jaar).items()}
        return [
            Suggestie(naam, datum(dag), "Toevoegen", {"datum": f"{dag:%-d-%-m-%Y}", "naam": naam})
            for dag, naam in wettelijk.items()
            if dag > vandaag and dag not in bekend
        ]


KOMT = Stand("komt", "Komt nog", "info")


class TekstForm(InstellingForm):
    plek = keuze("Waar staat de tekst?", [(plek.sleutel, plek.naam) for plek in teksten.PLEKKEN])
    tekst = tekst(
        "Tekst", "Een lege regel begint een nieuwe alinea. Een adres wordt vanzelf een link.", rijen=8
    )
    van = dag("Vanaf welke dag?")

    def beginwaarden(self) -> dict[str, Any]:
        """A new text starts from the one that stands there."""
        nu = super().beginwaarden()
        plek = teksten.plek(str(self.initial.get("plek", "")))
        return nu | {"tekst": plek.standaard} if self.obj is None and plek else nu


class Teksten(Onderdeel):
    slug, naam, enkel, groep = "teksten", "Teksten", "tekst", GROEP
    uitleg = "Eigen woorden op vaste plekken van het portaal."
    icoon = "writing"
    model = Tekst
    formulier = TekstForm
    velden = {"plek": "Plek", "tekst": "Tekst", "van": "Geldt vanaf", "tot": "Geldt tot en met"}
    kolommen = (
        Kolom("Plek", lambda t: teksten.naam_van(t.plek)),
        Kolom("Tekst", lambda t: f"{t.tekst[:80]}…" if len(t.tekst) > 80 else t.tekst),
        PERIODE,
    )
    handelingen = (NIEUW, OPVOLGEN, BEEINDIGEN, INTREKKEN)
    sleutel = ("plek",)
    zoek = ("tekst",)
    reden_nodig = False
    suggestiekop = "Hier staat de standaardtekst"

    def als_tekst(self, naam: str, waarde: Any) -> str:
        return teksten.naam_van(waarde) if naam == "plek" else super().als_tekst(naam, waarde)

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        tot = wijziging.waarden.get("tot")
        if wijziging.handeling == BEEINDIGEN and tot is not None:
            return [Gevolg(f"Vanaf {datum(tot + DAG)} staat hier weer de standaardtekst.")]
        return []

    def voorbeeld(self, wijziging: Wijziging) -> str:
        return str(wijziging.waarden.get("tekst", ""))

    def suggesties(self) -> list[Suggestie]:
        """The places that show the text they came with."""
        nog = models.Q(tot=None) | models.Q(tot__gte=klok.vandaag())
        eigen = set(Tekst.objects.filter(nog).values_list("plek", flat=True))
        return [
            Suggestie(p.naam, p.standaard or "Hier staat nu niets.", "Eigen tekst maken", {"plek": p.sleutel})
            for p in teksten.PLEKKEN
            if p.sleutel not in eigen
        ]
