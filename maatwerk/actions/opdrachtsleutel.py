"""Een lopende opdracht een andere verdeelsleutel geven, vanaf een maand, op grond van een besluit."""

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events, klok
from duoplus.calc.nederlands import datum
from duoplus.models import Besluit, Gebruiker, Organisatie
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet
from maatwerk.calc.lumpsum import Deel
from maatwerk.lumpsum import stand
from maatwerk.models import Opdracht, Opdrachtsleutel, Periode, Verdeelsleutel

RECHT = "maatwerk.sleutel_opdracht"


@dataclass(frozen=True)
class Verschuiving:
    """What one municipality pays in a year, as it is and as it would be."""

    jaar: int
    gemeente: Organisatie
    nu: Deel
    straks: Deel

    @property
    def verschil(self) -> Decimal:
        """Euro of the forecast."""
        return self.straks.prognose - self.nu.prognose


@transaction.atomic
def geef_sleutel(
    opdracht: Opdracht, *, by: Gebruiker, sleutel: Verdeelsleutel, vanaf: date, besluit: Besluit
) -> Opdrachtsleutel:
    """Laat een opdracht vanaf een maand een andere sleutel volgen. Wat daarvoor geboekt is, blijft.

    Raises ``StapKanNiet`` when that would change the shares of a closed month.
    """
    if not by.has_perm(RECHT, opdracht):
        raise PermissionDenied(RECHT)
    _controleer(opdracht, sleutel, vanaf)
    oud = sleutel_op(opdracht, vanaf)
    nieuw = Opdrachtsleutel(
        opdracht=opdracht, sleutel=sleutel, vanaf=vanaf, besluit=besluit,
        door=by, namens=namens(by, RECHT, opdracht),
    )  # fmt: skip
    nieuw.full_clean()
    nieuw.save()
    events.record(
        "maatwerk.aanvraag.andere_sleutel", opdracht.aanvraag, by=by, namens=nieuw.namens,
        opdracht=str(opdracht), sleutel=str(sleutel), van_sleutel=str(oud or ""), vanaf=datum(vanaf),
        besluit=besluit.nummer,
    )  # fmt: skip
    return nieuw


def sleutel_op(opdracht: Opdracht, dag: date) -> Verdeelsleutel | None:
    """The key that the assignment follows on this day."""
    laatste = opdracht.sleutelperioden.filter(vanaf__lte=dag).select_related("sleutel").last()
    return laatste.sleutel if laatste else opdracht.sleutel


def mogelijke_sleutels(opdracht: Opdracht) -> list[Verdeelsleutel]:
    """Keys over exactly the municipalities of the assignment, for its programme or for every one."""
    gemeenten = set(opdracht.aandelen.values_list("organisatie", flat=True))
    ogon = opdracht.aanvraag.ogon
    programmas = {None, ogon.programma_id if ogon else None}
    alle = Verdeelsleutel.objects.with_aandelen().order_by("naam", "van")
    return [s for s in alle if set(s.als_fracties()) == gemeenten and s.programma_id in programmas]


def effect(
    opdracht: Opdracht, *, by: Gebruiker, sleutel: Verdeelsleutel, vanaf: date, besluit: Besluit
) -> list[Verschuiving]:
    """Per year and municipality what the change does; nothing of it stays. Raises as ``geef_sleutel``.

    Done for real and taken back, so that it is the arithmetic of the standing and no second one.
    """
    jaren = range(vanaf.year, max(vanaf.year, klok.vandaag().year) + 1)
    nu = {jaar: _delen(opdracht, jaar) for jaar in jaren}
    with _even():
        geef_sleutel(opdracht, by=by, sleutel=sleutel, vanaf=vanaf, besluit=besluit)
        straks = {jaar: _delen(opdracht, jaar) for jaar in jaren}
    gemeenten = [aandeel.organisatie for aandeel in opdracht.aandelen.select_related("organisatie")]
    return [
        Verschuiving(jaar, gemeente, nu[jaar].get(gemeente.pk, Deel()), straks[jaar].get(gemeente.pk, Deel()))
        for jaar in jaren
        for gemeente in gemeenten
    ]


@contextmanager
def _even() -> Any:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _delen(opdracht: Opdracht, jaar: int) -> dict[int, Deel]:
    regels: Iterable[stand.Regel] = stand.lees(jaar).regels
    return next((dict(regel.werk.per_gemeente) for regel in regels if regel.pk == opdracht.pk), {})


def _controleer(opdracht: Opdracht, sleutel: Verdeelsleutel, vanaf: date) -> None:
    if opdracht.nummer is None:
        raise StapKanNiet("Deze opdracht is nog niet gegeven. Er ontbreekt een paraaf.")
    if sleutel not in mogelijke_sleutels(opdracht):
        raise StapKanNiet("Kies een sleutel over precies de gemeenten van deze opdracht.")
    if not (sleutel.van <= vanaf and (sleutel.tot is None or vanaf <= sleutel.tot)):
        raise StapKanNiet(f"De sleutel {sleutel} geldt niet op {datum(vanaf)}.")
    if opdracht.sleutelperioden.filter(vanaf__gte=vanaf).exists():
        raise StapKanNiet("Vanaf die maand of later volgt de opdracht al een andere sleutel.")
    if sleutel_op(opdracht, vanaf) == sleutel:
        raise StapKanNiet("De opdracht volgt deze sleutel al.")
    _houd_open(vanaf)


def _houd_open(vanaf: date) -> None:
    """Hold the months that the change touches, so that none closes meanwhile."""
    maanden = list(Periode.objects.select_for_update().filter(maand__gte=vanaf))
    if dicht := [maand for maand in maanden if not maand.is_open]:
        raise StapKanNiet(f"De maand {dicht[-1]} is afgesloten. Kies een latere maand.")
