"""Voorstellen en maatregelen in het zoeken: op nummer en titel, alleen wat iemand mag lezen."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from duoplus import zoeken
from duoplus.models import Gebruiker
from duoplus.zoeken import Bron, Treffer, Uitkomst, Venster, Vraag, Zoek
from ogon.models import Efficiencymaatregel, Voorstel


def _zoek(leesbaar: Callable[[Gebruiker], QuerySet[Any]], icoon: str) -> Zoek:
    """There are some tens a year, so all that this user may read are looked through."""

    def zoek(vraag: Vraag, user: Gebruiker, venster: Venster) -> Uitkomst:
        if not vraag:
            return Uitkomst()
        gevonden = [een for een in leesbaar(user) if zoeken.past(str(een), vraag)]
        return zoeken.uit_lijst([_treffer(een, vraag, icoon) for een in gevonden], venster)

    return zoek


def _treffer(een: Any, vraag: Vraag, icoon: str) -> Treffer:
    return Treffer(
        zoeken.merk_deel(een.titel, vraag),
        een.get_absolute_url(),
        kenmerk=een.nummer,
        status=een.get_status_display(),
        toon=een.status_toon,
        icon=icoon,
        is_precies=vraag.is_nummer(een.nummer),
    )


BRONNEN = (
    Bron(
        "bestuursvoorstellen",
        "Voorstellen",
        ("voorstel", "voorstellen"),
        _zoek(lambda user: Voorstel.objects.visible_to(user), "writing"),
        order=36,
    ),
    Bron(
        "maatregelen",
        "Maatregelen",
        ("maatregel", "maatregelen"),
        _zoek(lambda user: Efficiencymaatregel.objects.visible_to(user), "report-money"),
        order=37,
    ),
)
