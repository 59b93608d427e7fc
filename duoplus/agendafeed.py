"""Een agenda als iCalendar (RFC 5545), voor het agendaprogramma van één persoon.

Alleen wanneer, waar en welk overleg; wat er besproken wordt staat in het portaal, achter de inlog.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model
from django.utils.timezone import get_default_timezone
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from duoplus import klok, leden
from duoplus.actions.actiepunten import LOOPT
from duoplus.choices import VergaderingStatus
from duoplus.models import Actiepunt, Agendasleutel, Gebeurtenis, Vergadering

ZONE = "Europe/Amsterdam"
TERUG = timedelta(days=90)
VERVERS = timedelta(hours=1)
STATUS = {VergaderingStatus.GEPLAND: "TENTATIVE", VergaderingStatus.VERVALLEN: "CANCELLED"}
UUR = timedelta(hours=1)


def als_ical(sleutel: Agendasleutel) -> bytes:
    """What this address shows now; the same until something changes. Seven queries at most."""
    kalender = _kalender(sleutel)
    kalender.add_component(zomer_en_winter())
    for onderdeel in (*_vergaderingen(sleutel), *_acties(sleutel)):
        kalender.add_component(onderdeel)
    return kalender.to_ical()


def _kalender(sleutel: Agendasleutel) -> Calendar:
    naam = f"Duo+: {sleutel.gremium or 'mijn vergaderingen en acties'}"
    kalender = Calendar()
    eigenschappen = {"version": "2.0", "prodid": "-//Duo+//Portaal//NL", "calscale": "GREGORIAN"}
    for eigenschap, waarde in (eigenschappen | {"name": naam, "x-wr-calname": naam}).items():
        kalender.add(eigenschap, waarde)
    kalender.add("refresh-interval", VERVERS, parameters={"value": "DURATION"})
    return kalender


def zomer_en_winter() -> Timezone:
    """The rule of the European Union since 1996 (Richtlijn 2000/84/EG), without an end."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    for soort, naam, begin, maand, van, naar in (
        (TimezoneDaylight, "CEST", datetime(1996, 3, 31, 2), 3, UUR, 2 * UUR),  # noqa: DTZ001  local by rule
        (TimezoneStandard, "CET", datetime(1996, 10, 27, 3), 10, 2 * UUR, UUR),  # noqa: DTZ001  local by rule
    ):
        deel = soort()
        deel.add("tzname", naam)
        deel.add("dtstart", begin)
        deel.add("rrule", vRecur(freq="YEARLY", bymonth=maand, byday="-1SU"))
        deel.add("tzoffsetfrom", van)
        deel.add("tzoffsetto", naar)
        zone.add_component(deel)
    return zone


def _vergaderingen(sleutel: Agendasleutel) -> Iterable[Event]:
    alle = Vergadering.objects.filter(datum__gte=klok.vandaag() - TERUG).select_related("gremium")
    gremia = {sleutel.gremium_id} if sleutel.gremium_id else leden.gremia_van(sleutel.gebruiker)
    vergaderingen = list(alle.filter(gremium__in=gremia).order_by("datum", "begint_om", "pk"))
    laatst = _laatst_gewijzigd(Vergadering, vergaderingen)
    return [_vergadering(v, laatst.get(v.pk, sleutel.gemaakt_op)) for v in vergaderingen]


def _vergadering(v: Vergadering, gewijzigd: datetime) -> Event:
    status = STATUS.get(VergaderingStatus(v.status), "CONFIRMED")
    zone = get_default_timezone()
    return _event(
        v,
        gewijzigd,
        summary=f"Gaat niet door: {v.gremium}" if status == "CANCELLED" else str(v.gremium),
        dtstart=datetime.combine(v.datum, v.begint_om, zone),
        dtend=datetime.combine(v.datum, v.eindigt_om, zone),
        location=v.plaats,
        status=status,
        description=f"Agenda en stukken staan in het portaal: {_adres(v)}",
    )


def _acties(sleutel: Agendasleutel) -> Iterable[Event]:
    """The own ones that are not done, on the day they must be; none on the address of a body."""
    if sleutel.gremium_id:
        return []
    eigen = Actiepunt.objects.filter(eigenaar=sleutel.gebruiker, status__in=LOOPT)
    acties = list(eigen.order_by("uiterlijk", "pk"))
    laatst = _laatst_gewijzigd(Actiepunt, acties)
    return [_actie(actie, laatst.get(actie.pk, actie.gemaakt_op)) for actie in acties]


def _actie(actie: Actiepunt, gewijzigd: datetime) -> Event:
    return _event(
        actie,
        gewijzigd,
        summary=f"Uiterlijk vandaag: {actie.titel}",
        dtstart=actie.uiterlijk,
        dtend=actie.uiterlijk + timedelta(days=1),
        transp="TRANSPARENT",
        description=f"{actie.nummer} staat in het portaal: {_adres(actie)}",
    )


def _event(obj: Any, gewijzigd: datetime, **eigenschappen: Any) -> Event:
    """``dtstamp`` is the last change, so that the same answer has the same bytes (RFC 5545, 3.8.7.2)."""
    event = Event()
    event.add("uid", f"{obj._meta.model_name}-{obj.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", gewijzigd)
    event.add("sequence", obj.versie)
    event.add("url", _adres(obj))
    for naam, waarde in eigenschappen.items():
        event.add(naam, waarde)
    return event


def _laatst_gewijzigd(model: type[Model], rijen: Iterable[Model]) -> dict[int, datetime]:
    soort = ContentType.objects.get_for_model(model)
    feiten = Gebeurtenis.objects.filter(content_type=soort, object_id__in=[rij.pk for rij in rijen])
    return dict(feiten.order_by().values("object_id").annotate(op=Max("op")).values_list("object_id", "op"))


def _adres(obj: Any) -> str:
    return f"{settings.BASE_URL}{obj.get_absolute_url()}"
