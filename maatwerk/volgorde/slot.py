"""Welke aanvragen bij het directieberaad liggen: daar besluit het OGON niets over tot het antwoord er is."""

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Exists, F, Func, IntegerField, OuterRef, Q, Value

from duoplus.transitions import StapKanNiet
from maatwerk.models import Aanvraag
from ogon.models import Opschaling


def liggen_boven(aanvragen: Collection[int]) -> dict[int, str]:
    """Per request (its pk) the number of the question that waits for an answer; one query, or none."""
    if not aanvragen:
        return {}
    wachtend = Opschaling.objects.open().filter(content_type=_soort(), object_id__in=aanvragen)
    return dict(wachtend.values_list("object_id", "nummer"))


def ligt_boven(aanvraag: Aanvraag) -> str:
    """The number of the question, or nothing; without the flag it costs no query."""
    return liggen_boven([aanvraag.pk]).get(aanvraag.pk, "") if aanvraag.opgeschaald else ""


def is_vrij() -> Q:
    """The same as a condition on requests. A flag alone, of an old list, keeps nothing waiting."""
    wachtend = Opschaling.objects.open().filter(content_type=_soort(), object_id=OuterRef("pk"))
    return Q(opgeschaald=False) | Q(~Exists(wachtend))


def vereis_vrij(aanvraag: Aanvraag) -> None:
    """Raises ``StapKanNiet`` with the question that waits."""
    if nummer := ligt_boven(aanvraag):
        raise StapKanNiet(
            f"‘{aanvraag.titel}’ ligt bij het directieberaad ({nummer}). "
            "Wacht op het antwoord, of trek de vraag in."
        )


def herschik(rijen: Any, volgorde: list[int], sleutel: str = "pk") -> None:
    """Give each row the place (1 is first) that its ``sleutel`` has in ``volgorde``.

    One query, and only what moved is written.
    """
    als_lijst = Value(volgorde, output_field=ArrayField(BigIntegerField()))
    plek = Func(als_lijst, F(sleutel), function="array_position", output_field=IntegerField())
    rijen.exclude(plaats=plek).update(plaats=plek)


def _soort() -> ContentType:
    return ContentType.objects.get_for_model(Aanvraag)
