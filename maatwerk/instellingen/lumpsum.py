"""Hoe gemeenten afrekenen, waaraan het portaal toetst, en de taakvelden van het Rijk."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from duoplus.calc.nederlands import bedrag, datum
from duoplus.instellingen import BEEINDIGEN, NIEUW, OPVOLGEN, Gevolg, Kolom, Onderdeel, Wijziging
from duoplus.models import Gebruiker
from duoplus.web.instellingen.organisatie import PERIODE
from maatwerk.choices import AanvraagStatus
from maatwerk.choices import Verantwoordingsmethode as M
from maatwerk.forms.lumpsuminstellingen import GrensForm, MethodeForm, TaakveldForm
from maatwerk.instellingen.geld import GROEP, VastgesteldOnderdeel
from maatwerk.models import Grens, Methode, Opdracht, Taakveld

WAT_ER_GEBEURT = {
    M.VAST: "Er volgt geen afrekening. Wat het werk meer of minder kost dan de lumpsum, blijft zo.",
    M.JAARAFREKENING: "Na het jaar verrekent het portaal de voorschotten met wat er is gedaan.",
    M.NACALCULATIE: "Elke opdracht wordt afgerekend op wat zij heeft gekost.",
}
BTW = "Zonder afrekening kan de vrijstelling van btw vervallen. Vraag eerst een fiscalist."
BLIJFT = "Wat er werkelijk is gedaan, bewaart het portaal altijd. Eerdere jaren veranderen niet."
WAT_DE_GRENS_DOET = {
    "lumpsum.toelichting": "Een afwijking van dit bedrag of meer vraagt dan een toelichting.",
    "uren.lange_dag": "Wie uren goedkeurt, ziet een dag met meer uren dan dit.",
    "signaal.oranje": "Bij dit deel van een plafond of lumpsum waarschuwt het portaal.",
    "signaal.rood": "Bij dit deel van een plafond of lumpsum vraagt het portaal om overleg.",
    "signaal.vol": "Bij dit deel van een lumpsum zet het portaal een opschaling klaar.",
    "opdracht.overschrijding": "Bij dit deel van het plafond moet de teammanager een wijziging vragen.",
    "rechtmatigheid.grens": "Bij dit deel van de lasten moeten onrechtmatige bedragen in de verantwoording.",
}


class Methoden(VastgesteldOnderdeel):
    slug, naam, enkel = "methoden", "Methoden van afrekenen", "methode"
    uitleg = "Hoe een gemeente na een jaar afrekent. Zonder keuze: lumpsum met afrekening na het jaar."
    icoon = "report-money"
    model = Methode
    formulier = MethodeForm
    velden = {
        "organisatie": "Gemeente",
        "methode": "Methode",
        "van": "Geldt vanaf",
        "tot": "Geldt tot en met",
    }
    kolommen = (
        Kolom("Gemeente", lambda m: m.organisatie),
        Kolom("Methode", lambda m: m.get_methode_display()),
        PERIODE,
    )
    sleutel = ("organisatie",)

    def queryset(self) -> QuerySet[Methode]:
        return Methode.objects.select_related("organisatie")

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        if wijziging.handeling == BEEINDIGEN:
            daarna = f"Daarna geldt weer: {M.JAARAFREKENING.label.lower()}."
            return [Gevolg(daarna), Gevolg(BLIJFT)] if wijziging.waarden["tot"] else []
        methode = M(wijziging.waarden["methode"])
        vanaf = f"Voor {wijziging.waarden['van'].year} en later. {WAT_ER_GEBEURT[methode]}"
        waarschuwing = [Gevolg(BTW, is_waarschuwing=True)] if methode == M.VAST else []
        return [Gevolg(vanaf), *waarschuwing, Gevolg(BLIJFT)]


class Grenzen(VastgesteldOnderdeel):
    slug, naam, enkel = "grenzen", "Grenzen", "grens"
    uitleg = "De bedragen, uren en percentages waaraan het portaal toetst."
    icoon = "adjustments-horizontal"
    model = Grens
    formulier = GrensForm
    velden = {
        "sleutel": "Grens",
        "omschrijving": "Waarvoor",
        "eenheid": "Eenheid",
        "waarde": "Waarde",
        "van": "Geldt vanaf",
        "tot": "Geldt tot en met",
    }
    kolommen = (
        Kolom("Grens", lambda g: g.omschrijving),
        Kolom("Waarde", lambda g: met_eenheid(g.waarde, g.eenheid), is_getal=True),
        PERIODE,
    )
    handelingen = (OPVOLGEN,)
    sleutel = ("sleutel", "omschrijving", "eenheid")
    zoek = ("omschrijving",)

    def feiten(self, obj: Any) -> list[tuple[str, str]]:
        """Without the name that only the program uses."""
        return [(label, waarde) for label, waarde in super().feiten(obj) if label != self.velden["sleutel"]]

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        vanaf = datum(wijziging.waarden["van"])
        zin = WAT_DE_GRENS_DOET.get(wijziging.obj.sleutel, "De grens geldt voor alles wat dan nog loopt.")
        return [Gevolg(f"Vanaf {vanaf}. {zin}"), Gevolg("Signalen die er al zijn, blijven staan.")]


class Taakvelden(Onderdeel):
    """Reference data of the state, no choice of our own: the concerncontroller keeps them alone.

    The functional administrator takes no part in business (domain.md section 2, rule c).
    """

    slug, naam, enkel, groep = "taakvelden", "Taakvelden", "taakveld", GROEP
    uitleg = "De codes van het Rijk (Iv3) waarop gemeenten hun kosten boeken."
    icoon = "list-details"
    model = Taakveld
    formulier = TaakveldForm
    velden = {
        "code": "Code",
        "naam": "Naam",
        "hoofdstuk": "Hoofdstuk",
        "volgorde": "Plaats in de lijst",
        "van": "Geldt vanaf",
        "tot": "Geldt tot en met",
    }
    kolommen = (Kolom("Taakveld", str), Kolom("Hoofdstuk", lambda t: t.hoofdstuk), PERIODE)
    handelingen = (NIEUW, OPVOLGEN, BEEINDIGEN)
    sleutel = ("code",)
    zoek = ("code", "naam", "hoofdstuk")
    lezen = "maatwerk.view_tarief"
    wijzigen = "maatwerk.opstellen_tarief"

    def maak(self, waarden: dict[str, Any], **mensen: Gebruiker) -> Taakveld:
        return Taakveld(**waarden)

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        if wijziging.handeling != BEEINDIGEN:
            vanaf = datum(wijziging.waarden["van"])
            return [Gevolg(f"Vanaf {vanaf} kan iedereen dit taakveld kiezen. Eerdere jaren veranderen niet.")]
        lopend = Opdracht.objects.exclude(aanvraag__status=AanvraagStatus.AFGESLOTEN)
        aantal = lopend.filter(taakveld=wijziging.obj.code).count()
        zin = "Daarna kan niemand dit taakveld kiezen. Wat erop staat, houdt de code."
        nog = f"Nu staan er {aantal} lopende opdrachten op. Geef die dan een ander taakveld."
        return [Gevolg(zin), *([Gevolg(nog, is_waarschuwing=True)] if aantal else [])]


def met_eenheid(waarde: Decimal, eenheid: str) -> str:
    """'€ 25.000,00', '10 uur' or '1,5%'."""
    if eenheid == "euro":
        return bedrag(waarde)
    return f"{waarde.normalize():f}{' uur' if eenheid == 'uur' else '%'}".replace(".", ",")
