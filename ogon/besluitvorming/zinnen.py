"""Wat er met een voorstel, een maatregel of een plan gebeurde: één zin per feit, vanaf de naam."""

from typing import Any

from duoplus.choices import BesluitSoort
from duoplus.models import Gebeurtenis
from ogon.choices import ToetsSoort, Uitkomst


def _lijst(soorten: list[str]) -> str:
    namen = [ToetsSoort(soort).label.lower() for soort in soorten]
    return " en ".join(filter(None, [", ".join(namen[:-1]), namen[-1]]))


def _vervallen(feit: Gebeurtenis) -> str:
    soorten, wat = feit.gegevens["soorten"], ", ".join(feit.gegevens["wat"])
    paraaf = "de paraaf" if len(soorten) == 1 else "de parafen"
    verviel = "verviel" if len(soorten) == 1 else "vervielen"
    return f"wijzigde {wat}; daarmee {verviel} {paraaf} {_lijst(soorten)}"


def _paraaf(feit: Gebeurtenis) -> str:
    wat = feit.gegevens
    label = ToetsSoort(wat["soort"]).label.lower()
    if wat["akkoord"]:
        return f"zette de paraaf {label} onder tekst {wat['inhoudversie']}"
    return f"was op het vakgebied {label} niet akkoord: {wat['opmerking']}"


def _uitkomst(feit: Gebeurtenis) -> str:
    wat = feit.gegevens
    zin = f"legde de uitkomst van {wat['spoor']} vast: {Uitkomst(wat['uitkomst']).label.lower()}"
    return ". ".join(filter(None, [zin, wat["tekst"]]))


def _besloten(feit: Gebeurtenis) -> str:
    soort = BesluitSoort(feit.gegevens["soort"]).label.lower()
    return f"nam besluit {feit.gegevens['besluit']} over deze maatregel: {soort}"


def _gedeeld(feit: Gebeurtenis) -> str:
    wel = "" if feit.gegevens["gedeeld"] else "niet meer "
    return f"liet gemeenten elkaars bedragen {wel}zien"


ZINNEN: dict[str, Any] = {
    "ogon.voorstel.maken": "begon voorstel {nummer}",
    "ogon.voorstel.beginnen": "bracht {opschaling} naar het bestuur: voorstel {nummer} begon",
    "ogon.voorstel.schrijven": "schreef aan tekst {inhoudversie}",
    "ogon.voorstel.parafen_vervallen": _vervallen,
    "ogon.voorstel.ter_toetsing": "vroeg om de parafen",
    "ogon.voorstel.terugnemen": "nam het voorstel terug",
    "ogon.voorstel.paraferen": _paraaf,
    "ogon.voorstel.op_weg": "stuurde tekst {tekst} op weg",
    "ogon.voorstel.herzien": "haalde het voorstel terug om het te herzien: {reden}",
    "ogon.voorstel.uitkomst": _uitkomst,
    "ogon.voorstel.voorbehoud": "liet het voorbehoud bij {spoor} vervallen: {tekst}",
    "ogon.voorstel.uitvoeren": "meldde het voorstel uitgevoerd: {tekst}",
    "ogon.voorstel.intrekken": "trok het voorstel in: {reden}",
    "ogon.efficiencymaatregel.maken": "bracht maatregel {nummer} in",
    "ogon.efficiencymaatregel.wijzigen": "wijzigde de tekst",
    "ogon.efficiencymaatregel.doelen": "vulde een doel voor {jaar} in",
    "ogon.efficiencymaatregel.uitwerken": "begon aan de businesscase",
    "ogon.efficiencymaatregel.voorleggen": "vroeg het directieberaad om een besluit",
    "ogon.efficiencymaatregel.besluiten": _besloten,
    "ogon.efficiencymaatregel.resultaat": "legde een resultaat over {jaar} vast",
    "ogon.efficiencymaatregel.afronden": "rondde de maatregel af als gerealiseerd",
    "ogon.efficiencymaatregel.delen": _gedeeld,
    "ogon.efficiencymaatregel.vervallen": "liet de maatregel vervallen: {reden}",
    "ogon.planvanaanpak.maken": "legde advies {nummer} vast",
    "ogon.planvanaanpak.sluiten": "sloot het plan af: {conclusie}",
}
