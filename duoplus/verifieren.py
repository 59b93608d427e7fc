"""Wat vastligt en na te rekenen is. Elke app meldt haar soorten aan; ``manage.py verifieer`` loopt ze langs.

    verifieren.register("Getekende DVO-versies", dvoversies)

A check goes over everything of its kind and gives each one's place and what is wrong with it, if anything.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.db.models.fields.files import FieldFile

from duoplus.models import Gebeurtenis, Teller
from duoplus.transitions import StateMachine
from duoplus.zegel import zegel

BESTAND_WEG = "Het bestand ontbreekt."
BESTAND_ANDERS = "Het bestand is anders dan toen het werd bewaard."
INHOUD_ANDERS = "De inhoud is anders dan toen zij werd bevroren."


class Uitkomst(NamedTuple):
    """One thing that was computed again: where it is found, and a sentence per difference."""

    plek: str
    mankementen: tuple[str, ...] = ()


Controle = Callable[[], Iterable[Uitkomst]]
_controles: dict[str, Controle] = {}


def register(soort: str, controle: Controle) -> None:
    _controles[soort] = controle


def controles() -> Mapping[str, Controle]:
    """Every kind by its name, in the order of registering."""
    return _controles


# What many kinds have in common -------------------------------------------------------------------------


def bestanden(rijen: QuerySet[Any]) -> Iterator[Uitkomst]:
    """Rows with a ``bestand`` and the ``sha256`` of its bytes."""
    for rij in rijen.order_by("pk").iterator():
        yield Uitkomst(f"{rij} ({rij.uuid})", _bestand(rij.bestand, rij.sha256))


def _bestand(bestand: FieldFile, sha256: str) -> tuple[str, ...]:
    try:
        with bestand.open("rb") as inhoud:
            klopt = hashlib.file_digest(inhoud, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return (BESTAND_WEG,)
    return () if klopt else (BESTAND_ANDERS,)


def inhouden(rijen: QuerySet[Any], veld: str) -> Iterator[Uitkomst]:
    """Rows with frozen JSON in ``veld`` and its ``sha256``."""
    for rij in rijen.order_by("pk").iterator():
        klopt = zegel(getattr(rij, veld)) == rij.sha256
        yield Uitkomst(str(rij), () if klopt else (INHOUD_ANDERS,))


def nummers(model: type[Model], reeks: str) -> Iterator[Uitkomst]:
    """The numbers ``BES-2026-0001`` and on, up to what the counter gave out: not one may be missing."""
    for teller in Teller.objects.filter(sleutel__startswith=f"{reeks}-").order_by("sleutel"):
        begin = f"{teller.sleutel}-"
        er = set(
            model._default_manager.filter(nummer__startswith=begin)
            .order_by()
            .values_list("nummer", flat=True)
        )
        for volgnummer in range(1, teller.waarde + 1):
            nummer = f"{begin}{volgnummer:04d}"
            yield Uitkomst(
                nummer, () if nummer in er else ("Dit nummer is uitgegeven en bestaat niet meer.",)
            )


def keten(machine: StateMachine) -> Iterator[Uitkomst]:
    """Each recorded step begins where the one before it ended, and the last ends where the thing stands now.

    Keeps one state per thing in memory.
    """
    model = apps.get_model(machine.app, machine.model)
    standen = dict(model._default_manager.order_by().values_list("pk", "status"))
    for pk, stappen in groupby(_stappen(machine, model), key=itemgetter(0)):
        naam = f"{model._meta.verbose_name} {pk}"
        yield Uitkomst(naam, tuple(_breuken([rij[1:] for rij in stappen], standen.get(pk))))


def _stappen(machine: StateMachine, model: type[Model]) -> Iterator[tuple[int, int, str, str]]:
    soorten = [f"{machine.app}.{machine.model}.{naam}" for naam in machine.stappen]
    feiten = Gebeurtenis.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        soort__in=soorten,
        gegevens__has_keys=["van", "naar"],
    )
    rijen = feiten.order_by("object_id", "pk")
    return rijen.values_list("object_id", "pk", "gegevens__van", "gegevens__naar").iterator()


def _breuken(stappen: list[tuple[int, str, str]], nu: str | None) -> Iterator[str]:
    if nu is None:
        yield "Er zijn feiten over, maar het bestaat niet meer."
    for (_, _, naar), (feit, van, _) in pairwise(stappen):
        if naar != van:
            yield f"Feit {feit} begint bij ‘{van}’, maar het feit ervoor eindigt bij ‘{naar}’."
    if nu not in (None, stappen[-1][2]):
        yield f"De status is ‘{nu}’, maar het laatste feit eindigt bij ‘{stappen[-1][2]}’."
