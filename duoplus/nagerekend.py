"""Wat hier vastligt en na te rekenen is: bestanden, vastgestelde lijsten, nummers en de loop van feiten."""

from collections.abc import Iterator
from functools import partial

from duoplus.actions.actiepunten import ACTIEPUNT
from duoplus.choices import BijlageSoort, ExportStatus
from duoplus.models import Actiepunt, Besluit, Bijlage, Export, Gebeurtenis, Inlezing, Vergadering
from duoplus.overleg import PUNT, VERGADERING
from duoplus.reports.besluitenlijst import bestaand
from duoplus.verifieren import Uitkomst, bestanden, keten, nummers, register


def meld_aan() -> None:
    for soort in BijlageSoort:
        register(f"Bestanden, {soort.label}", partial(_bijlagen, soort))
    register("Bestanden, Download", _exports)
    register("Bestanden, Ingelezen lijst", _inlezingen)
    register("Vastgestelde vergaderingen", _vergaderingen)
    register("Nummers van besluiten", partial(nummers, Besluit, "BES"))
    register("Nummers van acties", partial(nummers, Actiepunt, "ACT"))
    register("Verloop van vergaderingen", partial(keten, VERGADERING))
    register("Verloop van agendapunten", partial(keten, PUNT))
    register("Verloop van acties", partial(keten, ACTIEPUNT))


def _bijlagen(soort: BijlageSoort) -> Iterator[Uitkomst]:
    return bestanden(Bijlage.objects.filter(soort=soort))


def _exports() -> Iterator[Uitkomst]:
    return bestanden(Export.objects.filter(status=ExportStatus.KLAAR))


def _inlezingen() -> Iterator[Uitkomst]:
    return bestanden(Inlezing.objects.all())


def _vergaderingen() -> Iterator[Uitkomst]:
    """What was adopted here kept its list at once; whether the file changed, the files tell."""
    feiten = Gebeurtenis.objects.filter(soort="duoplus.vergadering.stel_vast")
    vast = Vergadering.objects.filter(pk__in=feiten.values("object_id")).select_related("gremium")
    for vergadering in vast.order_by("pk").iterator():
        weg = bestaand(vergadering) is None
        yield Uitkomst(str(vergadering), ("De besluitenlijst ontbreekt.",) if weg else ())
