"""Hoe ver de uitvoering van een besluit is. Elke stand is een nieuwe regel; wat er stond, blijft staan."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events
from duoplus.besluiten import laatste_uitvoering
from duoplus.choices import Besluitstand
from duoplus.models import Besluit, Gebeurtenis, Gebruiker, Uitvoering
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet, Verouderd

MAG = "duoplus.uitvoeren_besluit"


def leg_stand_vast(
    besluit: Besluit,
    stand: Besluitstand,
    *,
    by: Gebruiker,
    eigenaar: Gebruiker | None = None,
    uiterlijk: date | None = None,
    toelichting: str = "",
    versie: int | None = None,
) -> Uitvoering:
    """Leg vast hoe ver het is, wie ervoor zorgt en wanneer het klaar moet zijn.

    Without owner or date those of the last row go on. ``versie`` is ``versie_van`` as it was on screen.
    """
    if stand == Besluitstand.VERVALLEN and not toelichting.strip():
        raise StapKanNiet("Schrijf op waarom het besluit niet meer wordt uitgevoerd.")
    with transaction.atomic():
        vorige = _op_slot(besluit, by, versie)
        regel = Uitvoering.objects.create(
            besluit=besluit,
            stand=stand,
            eigenaar=eigenaar or (vorige.eigenaar if vorige else None),
            uiterlijk=uiterlijk or (vorige.uiterlijk if vorige else None),
            toelichting=toelichting,
            door=by,
            namens=namens(by, MAG, besluit),
        )
        _meld(regel)
    return regel


def versie_van(besluit: Besluit) -> int:
    """Changes with every row."""
    laatste = laatste_uitvoering(besluit)
    return laatste.pk if laatste else 0


def _op_slot(besluit: Besluit, by: Gebruiker, versie: int | None) -> Uitvoering | None:
    Besluit.objects.select_for_update(no_key=True).get(pk=besluit.pk)
    vorige = laatste_uitvoering(besluit)
    if versie is not None and versie != (vorige.pk if vorige else 0):
        raise Verouderd(besluit)
    if not by.has_perm(MAG, besluit):
        raise PermissionDenied(MAG)
    return vorige


def _meld(regel: Uitvoering) -> Gebeurtenis:
    return events.record(
        "duoplus.besluit.uitvoeren",
        regel.besluit,
        by=regel.door,
        namens=regel.namens,
        besluit=regel.besluit.nummer,
        stand=regel.stand,
        tekst=regel.toelichting,
    )


def als_zin(feit: Gebeurtenis) -> str:
    stand = Besluitstand(feit.gegevens["stand"]).label.lower()
    kop = f"zette besluit {feit.gegevens['besluit']} op ‘{stand}’"
    return ": ".join(filter(None, [kop, feit.gegevens["tekst"]]))


ZINNEN: dict[str, Any] = {"duoplus.besluit.uitvoeren": als_zin}
