"""Tarieven en verdeelsleutels als instelling.

The concerncontroller draws up, the directieberaad decides. Until then the change is only a proposal, so
nothing can reckon with it.
"""

from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import QuerySet

from duoplus.calc.nederlands import bedrag, datum
from duoplus.choices import Rol
from duoplus.instellingen import BEEINDIGEN, NIEUW, OPVOLGEN, Gevolg, Handeling, Kolom, Onderdeel, Wijziging
from duoplus.models import Gebruiker, Organisatie
from duoplus.transitions import StapKanNiet
from duoplus.web.instellingen.organisatie import PERIODE
from maatwerk.forms.geld import SleutelForm, TariefForm
from maatwerk.models import SleutelAandeel, Tarief, Verdeelsleutel

GROEP = "Geld"
ALLE_PROGRAMMAS = "alle programma’s zonder eigen sleutel"
NIEUWE_AANDELEN = "_nieuwe_aandelen"  # on a key that is not saved yet: organisation id → share of 1


class VastgesteldOnderdeel(Onderdeel):
    """Money: one draws up, another decides."""

    groep = GROEP
    handelingen: ClassVar[tuple[Handeling, ...]] = (NIEUW, OPVOLGEN, BEEINDIGEN)
    lezen = "maatwerk.view_tarief"
    wijzigen = "maatwerk.opstellen_tarief"
    vaststellen = "maatwerk.vaststellen_tarief"
    vaststel_rollen = (Rol.DIRECTIEBERAAD,)

    def maak(self, waarden: dict[str, Any], **mensen: Gebruiker) -> Any:
        return self.model(**waarden, **mensen)


class Tarieven(VastgesteldOnderdeel):
    slug, naam, enkel = "tarieven", "Tarieven", "tarief"
    uitleg = "Wat een uur van een functiegroep kost, exclusief btw."
    icoon = "coin-euro"
    model = Tarief
    formulier = TariefForm
    velden = {
        "functiegroep": "Functiegroep",
        "naam": "Naam",
        "bedrag": "Euro per uur",
        "van": "Geldt vanaf",
        "tot": "Geldt tot en met",
    }
    kolommen = (
        Kolom("Functiegroep", str),
        Kolom("Per uur", lambda t: bedrag(t.bedrag), is_getal=True),
        PERIODE,
    )
    sleutel = ("functiegroep",)
    zoek = ("functiegroep", "naam")

    def als_tekst(self, naam: str, waarde: Any) -> str:
        return bedrag(waarde) if naam == "bedrag" else super().als_tekst(naam, waarde)

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        if wijziging.handeling == BEEINDIGEN:
            tekst = "Daarna kan niemand uren boeken in deze functiegroep, tot er een nieuw tarief is."
            return [Gevolg(tekst, is_waarschuwing=True)] if wijziging.waarden["tot"] else []
        vanaf = datum(wijziging.waarden["van"])
        return [
            Gevolg(f"Uren vanaf {vanaf} krijgen dit tarief. Uren van daarvoor houden hun bedrag."),
            Gevolg("Plafonds van opdrachten die al gegeven zijn, blijven gelijk."),
        ]


class Sleutels(VastgesteldOnderdeel):
    slug, naam, enkel = "sleutels", "Verdeelsleutels", "verdeelsleutel"
    uitleg = "Hoe gedeelde kosten over gemeenten gaan."
    icoon = "scale"
    model = Verdeelsleutel
    formulier = SleutelForm
    velden = {
        "naam": "Naam",
        "basis": "Basis",
        "programma": "Programma",
        "besluit": "Vastgesteld bij",
        "aandelen": "Aandelen",
        "van": "Geldt vanaf",
        "tot": "Geldt tot en met",
    }
    kolommen = (
        Kolom("Sleutel", str),
        Kolom("Programma", lambda s: str(s.programma or ALLE_PROGRAMMAS)),
        Kolom("Aandelen", lambda s: _als_procenten(s.als_fracties(), _namen(s))),
        PERIODE,
    )
    vast = ("programma",)
    zoek = ("naam", "besluit")

    def queryset(self) -> QuerySet[Verdeelsleutel]:
        return Verdeelsleutel.objects.with_aandelen().select_related("programma")

    def waarde(self, obj: Any, naam: str) -> Any:
        return obj.als_fracties() if naam == "aandelen" else super().waarde(obj, naam)

    def als_tekst(self, naam: str, waarde: Any) -> str:
        if naam == "programma":
            return str(waarde or ALLE_PROGRAMMAS)
        if naam == "aandelen":
            return _als_procenten(waarde, dict(Organisatie.objects.values_list("pk", "naam")))
        return super().als_tekst(naam, waarde)

    def maak(self, waarden: dict[str, Any], **mensen: Gebruiker) -> Verdeelsleutel:
        eigen = {naam: waarde for naam, waarde in waarden.items() if naam != "aandelen"}
        sleutel: Verdeelsleutel = super().maak(eigen, **mensen)
        vars(sleutel)[NIEUWE_AANDELEN] = waarden["aandelen"]
        return sleutel

    def bewaar(self, obj: Any) -> None:
        super().bewaar(obj)
        nieuw = vars(obj).pop(NIEUWE_AANDELEN, {})
        SleutelAandeel.objects.bulk_create(
            SleutelAandeel(sleutel=obj, organisatie_id=pk, aandeel=deel) for pk, deel in nieuw.items()
        )

    def pak_in(self, waarden: dict[str, Any]) -> dict[str, Any]:
        aandelen = {str(pk): str(deel) for pk, deel in waarden.get("aandelen", {}).items()}
        ander = {naam: waarde for naam, waarde in waarden.items() if naam != "aandelen"}
        return super().pak_in(ander) | ({"aandelen": aandelen} if aandelen else {})

    def pak_uit(self, gegevens: dict[str, Any]) -> dict[str, Any]:
        aandelen = {int(pk): Decimal(deel) for pk, deel in gegevens.get("aandelen", {}).items()}
        ander = {naam: waarde for naam, waarde in gegevens.items() if naam != "aandelen"}
        return super().pak_uit(ander) | ({"aandelen": aandelen} if aandelen else {})

    def controleer(self, wijziging: Wijziging) -> None:
        nieuw = wijziging.waarden.get("aandelen")
        if wijziging.handeling == OPVOLGEN and set(nieuw or ()) != set(wijziging.obj.als_fracties()):
            raise StapKanNiet("De opvolger verdeelt over dezelfde gemeenten. Voeg anders een sleutel toe.")

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        if wijziging.handeling == BEEINDIGEN:
            tekst = "Daarna krijgen deze gemeenten samen geen opdracht, tot er een nieuwe sleutel is."
            return [Gevolg(tekst, is_waarschuwing=True)] if wijziging.waarden["tot"] else []
        return [Gevolg("Opdrachten die al gegeven zijn, houden de sleutel van hun besluit.")]


def _namen(sleutel: Verdeelsleutel) -> dict[int, str]:
    return {aandeel.organisatie_id: aandeel.organisatie.naam for aandeel in sleutel.aandelen.all()}


def _als_procenten(aandelen: dict[int, Decimal], namen: dict[int, str]) -> str:
    """'Diemen 42%, Uithoorn 39,5%', the largest first."""
    delen = sorted(aandelen.items(), key=lambda deel: (-deel[1], namen[deel[0]]))
    return ", ".join(f"{namen[pk]} {_procent(deel)}%" for pk, deel in delen)


def _procent(fractie: Decimal) -> str:
    return f"{(fractie * 100).normalize():f}".replace(".", ",")
