"""L5 Verdeling: per opdracht en sleutelperiode wat elke gemeente draagt, met de cent van het afronden."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from maatwerk.lumpsum.stand import Regel
from maatwerk.models import Opdrachtsleutel
from maatwerk.verantwoording.pakket import Tabel
from maatwerk.verantwoording.tabellen.bron import Bron, in_geheugen, kolom


class L5(NamedTuple):
    """``versie`` counts the key periods of the assignment: 1 is the key of the decision."""

    opdracht: str
    sleutel_id: int | None
    versie: int
    gemeente: str
    aandeel: Decimal
    bedrag: Decimal
    afrondingsverschil: Decimal


KOLOMMEN = (
    kolom("opdracht"),
    kolom("sleutel_id"),
    kolom("versie", "number"),
    kolom("gemeente"),
    kolom("aandeel", "number"),
    kolom("bedrag", "money", telt=True),
    kolom("afrondingsverschil", "money", telt=True),
)


def maak(bron: Bron) -> Tabel:
    later = _later(bron)
    rijen = (rij for regel in bron.stand.regels for rij in _van_opdracht(bron, regel, later[regel.pk]))
    return in_geheugen("L5", "Verdeling", KOLOMMEN, rijen)


def _later(bron: Bron) -> dict[int, list[int]]:
    """The keys after that of the decision, the earliest first, per assignment."""
    sleutels: dict[int, list[int]] = defaultdict(list)
    rijen = Opdrachtsleutel.objects.filter(opdracht__in=bron.opdrachten).order_by("opdracht", "vanaf")
    for opdracht, sleutel in rijen.values_list("opdracht", "sleutel"):
        sleutels[opdracht].append(sleutel)
    return sleutels


def _van_opdracht(bron: Bron, regel: Regel, later: list[int]) -> Iterator[L5]:
    sleutels = [regel.opdracht.sleutel_id, *later]
    for versie, (sleutel, deel) in enumerate(zip(sleutels, regel.werk.delen, strict=True), 1):
        bedragen = deel.verdeeld()
        for gemeente in bron.deelnemers(deel.aandelen):
            yield L5(
                opdracht=regel.nummer,
                sleutel_id=sleutel,
                versie=versie,
                gemeente=gemeente.naam,
                aandeel=deel.aandelen[gemeente.pk],
                bedrag=bedragen[gemeente.pk],
                afrondingsverschil=deel.afronding(gemeente.pk),
            )
