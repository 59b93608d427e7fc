"""Wat van verantwoordingen na te rekenen is: het zegel op wat is ingediend, en elk uitgegeven bestand."""

import hashlib
from collections.abc import Iterator
from typing import Any

from duoplus.models import Gebeurtenis
from duoplus.verifieren import BESTAND_ANDERS, BESTAND_WEG, INHOUD_ANDERS, Uitkomst
from duoplus.zegel import zegel
from maatwerk.choices import VerantwoordingStatus as V
from maatwerk.models import Verantwoording, Verantwoordingsbestand

UITGEGEVEN = "maatwerk.verantwoording.uitgeven"


def momentopnamen() -> Iterator[Uitkomst]:
    """What was frozen gives its seal; once definite also the seal that the audit trail names."""
    vast = Verantwoording.objects.exclude(zegel="").order_by("pk")
    for v in vast.iterator(chunk_size=10):
        genoemd = _genoemd(v).get("zegel", v.zegel)
        klopt = zegel(v.momentopname) == v.zegel == genoemd
        yield Uitkomst(v.nummer, () if klopt else (INHOUD_ANDERS,))


def bestanden() -> Iterator[Uitkomst]:
    """The bytes of each file give its SHA-256, and every file that was issued is there, as it was named."""
    for v in Verantwoording.objects.filter(status=V.DEFINITIEF).order_by("pk"):
        genoemd = dict(_genoemd(v).get("bestanden", {}))
        for rij in Verantwoordingsbestand.objects.filter(verantwoording=v).order_by("pk").iterator(1):
            hoort = genoemd.pop(rij.naam, "")
            klopt = hashlib.sha256(rij.inhoud).hexdigest() == rij.sha256 == hoort
            yield Uitkomst(rij.naam, () if klopt else (BESTAND_ANDERS,))
        for naam in sorted(genoemd):
            yield Uitkomst(naam, (BESTAND_WEG,))


def _genoemd(v: Verantwoording) -> dict[str, Any]:
    """Seal and hashes as the fact of issuing wrote them down; empty before that."""
    feit = Gebeurtenis.objects.over(v).filter(soort=UITGEGEVEN).last()
    return feit.gegevens if feit is not None else {}
