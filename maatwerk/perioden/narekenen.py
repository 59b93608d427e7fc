"""Wat van maanden na te rekenen is: wat vastligt tegen de boekingen, de keten van zegels, en de totalen."""

from collections.abc import Iterator

from duoplus.calc.nederlands import maand_en_jaar
from duoplus.verifieren import Uitkomst
from maatwerk.models import Opdracht, Periode
from maatwerk.perioden import momentopname, totalen

ANDER_ZEGEL = "De zegelcode hoort niet bij wat er vastligt."
GEEN_VOORGANGER = "Er is geen maand met de zegelcode waarop deze verdergaat."
ANDER_TOTAAL = "Het totaal is niet de som van de boekingen."
TWEE_VERVOLGEN = "Meer dan één maand gaat verder op dezelfde zegelcode."


def gesloten_maanden() -> Iterator[Uitkomst]:
    """Every closed month: its statement read anew from the bookings, its seal, and its place in the chain."""
    gesloten = Periode.objects.gesloten().order_by("maand")
    keten = list(gesloten.values_list("vorig_zegel", flat=True))
    zegels = set(gesloten.values_list("zegel", flat=True)) | {""}
    for periode in gesloten:
        yield Uitkomst(str(periode), tuple(_mankementen(periode, keten, zegels)))


def _mankementen(periode: Periode, keten: list[str], zegels: set[str]) -> Iterator[str]:
    yield from momentopname.verschillen(periode)
    if momentopname.zegel_van(periode) != periode.zegel:
        yield ANDER_ZEGEL
    if periode.vorig_zegel not in zegels:
        yield GEEN_VOORGANGER
    elif keten.count(periode.vorig_zegel) > 1:
        yield TWEE_VERVOLGEN


def totalen_van_boekingen() -> Iterator[Uitkomst]:
    """Every assignment and month in which it was booked."""
    nummers = dict(Opdracht.objects.order_by().values_list("pk", "nummer"))
    for opdracht, maand, anders in totalen.vergelijk():
        plek = f"{nummers.get(opdracht, opdracht)}, {maand_en_jaar(maand)}"
        yield Uitkomst(plek, (ANDER_TOTAAL,) if anders else ())
