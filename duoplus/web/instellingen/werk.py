"""Een voorstel dat op vaststellen wacht, is werk voor wie het vaststelt."""

from collections.abc import Iterable

from django.db.models import QuerySet

from duoplus import instellingen
from duoplus.models import Gebruiker, Wijzigingsvoorstel
from duoplus.werk import Taak


def _wachtend(user: Gebruiker) -> QuerySet[Wijzigingsvoorstel]:
    soorten = instellingen.vast_te_stellen_door(user)
    if not soorten:
        return Wijzigingsvoorstel.objects.none()
    return Wijzigingsvoorstel.objects.open().filter(onderdeel__in=soorten).exclude(opgesteld_door=user)


def wacht(user: Gebruiker) -> Iterable[QuerySet[Wijzigingsvoorstel]]:
    return [_wachtend(user)] if instellingen.vast_te_stellen_door(user) else []


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    return [_taak(voorstel) for voorstel in _wachtend(user).select_related("opgesteld_door")[:tot]]


def _taak(voorstel: Wijzigingsvoorstel) -> Taak:
    url = instellingen.adres_van_voorstel(voorstel)
    return Taak(
        wat="Stel vast of wijs af",
        waarover=voorstel.titel,
        kenmerk="",
        waarom=f"{voorstel.opgesteld_door.naam} stelde dit op",
        url=url,
        knop="Voorstel bekijken",
        knop_url=url,
        icoon="file-check",
        sinds=voorstel.opgesteld_op,
    )
