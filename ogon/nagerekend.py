"""Wat van DVO's, werkplannen, opschalingen en voorstellen vastligt en na te rekenen is."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from functools import partial

from duoplus.verifieren import BESTAND_WEG, Uitkomst, inhouden, keten, nummers, register
from ogon.dvo.zegel import mankementen
from ogon.models import (
    Dvo,
    Dvoversie,
    Efficiencymaatregel,
    Opschaling,
    Overdracht,
    PlanVanAanpak,
    Voorstel,
    Werkplanvaststelling,
)
from ogon.transitions import DVOVERSIE, MAATREGEL, OPSCHALING, VOORSTEL, WERKPLAN

REEKSEN = {
    "DVO’s": (Dvo, "DVO"),
    "opschalingen": (Opschaling, "OPS"),
    "voorstellen": (Voorstel, "VST"),
    "maatregelen": (Efficiencymaatregel, "EFF"),
    "plannen van aanpak": (PlanVanAanpak, "PVA"),
}
VERLOPEN = {
    "DVO-versies": DVOVERSIE,
    "werkplannen": WERKPLAN,
    "opschalingen": OPSCHALING,
    "voorstellen": VOORSTEL,
    "maatregelen": MAATREGEL,
}


def meld_aan() -> None:
    register("Getekende DVO-versies", _dvoversies)
    register("Vastgestelde werkplannen", _werkplannen)
    register("Dossiers van opschalingen", _opschalingen)
    register("Overdrachten van voorstellen", _overdrachten)
    for naam, (model, reeks) in REEKSEN.items():
        register(f"Nummers van {naam}", partial(nummers, model, reeks))
    for naam, machine in VERLOPEN.items():
        register(f"Verloop van {naam}", partial(keten, machine))


def _dvoversies() -> Iterator[Uitkomst]:
    getekend = Dvoversie.objects.filter(getekend_op__isnull=False).select_related("dvo__organisatie", "pdf")
    for versie in getekend.order_by("pk").iterator():
        yield Uitkomst(f"{versie.dvo.nummer} versie {versie.nummer}", tuple(mankementen(versie)))


def _werkplannen() -> Iterator[Uitkomst]:
    return inhouden(Werkplanvaststelling.objects.select_related("werkplan__team", "besluit"), "inhoud")


def _opschalingen() -> Iterator[Uitkomst]:
    return inhouden(Opschaling.objects.select_related("ogon"), "pakket")


def _overdrachten() -> Iterator[Uitkomst]:
    """The package names the hash of every file in it."""
    for overdracht in Overdracht.objects.select_related("bestand").order_by("pk").iterator():
        yield Uitkomst(overdracht.bestand.naam, tuple(_anders_in(overdracht)))


def _anders_in(overdracht: Overdracht) -> Iterator[str]:
    try:
        with overdracht.bestand.bestand.open("rb") as inhoud, zipfile.ZipFile(inhoud) as pakket:
            for bestand in json.loads(pakket.read("metadata.json"))["bestanden"]:
                if hashlib.sha256(pakket.read(bestand["naam"])).hexdigest() != bestand["sha256"]:
                    yield f"‘{bestand['naam']}’ is anders dan bij het overdragen."
    except FileNotFoundError:
        yield BESTAND_WEG
    except (zipfile.BadZipFile, KeyError, ValueError):
        yield "Het pakket is niet meer te lezen."
