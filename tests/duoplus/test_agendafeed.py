"""Een agenda als iCalendar: wat RFC 5545 eist, wat erin staat, en vooral wat niet."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from duoplus import klok
from duoplus.actions import actiepunten, agendasleutels, vergaderen
from duoplus.agendafeed import als_ical, zomer_en_winter
from duoplus.choices import Rol
from duoplus.models import Agendasleutel, Gebeurtenis
from maatwerk.choices import AanvraagStatus as S
from tests.factories import aanvraag_in, gemeente, iemand, maak, ogon
from tests.factories.overleg import gepland, gremium, leider, op_agenda

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def feed(wie, gremium=None) -> bytes:
    sleutel = agendasleutels.zoek(agendasleutels.maak(by=wie, gremium=gremium))
    assert sleutel is not None
    return als_ical(sleutel)


def events(inhoud: bytes):
    return Calendar.from_ical(inhoud).walk("VEVENT")


def test_it_is_valid_and_no_line_is_too_long():
    gepland(plaats="Raadzaal, 1e verdieping; naast de lift – ‘groot’ " * 2)
    inhoud = feed(iemand(Rol.VOORZITTER))

    kalender = Calendar.from_ical(inhoud)
    assert (kalender["version"], kalender["prodid"]) == ("2.0", "-//Duo+//Portaal//NL")
    assert all(len(regel) <= 75 for regel in inhoud.split(b"\r\n"))
    assert b"\n" not in inhoud.replace(b"\r\n", b"")
    [event] = kalender.walk("VEVENT")
    assert {"uid", "dtstamp", "dtstart", "dtend", "summary", "sequence"} <= {k.lower() for k in event}
    assert event.errors == []


@pytest.mark.parametrize(
    ("moment", "uren"),
    [
        ("2026-03-29T01:59", 1),
        ("2026-03-29T03:00", 2),
        ("2026-10-25T01:59", 2),
        ("2026-10-25T03:00", 1),
        ("2031-07-01T09:00", 2),
        ("2031-12-01T09:00", 1),
    ],
)
def test_the_zone_says_what_amsterdam_does(moment, uren):
    """Our own rule in the feed against the zone of the system."""
    zone, wanneer = zomer_en_winter().to_tz(lookup_tzid=False), datetime.fromisoformat(moment)
    assert wanneer.replace(tzinfo=zone).utcoffset() == timedelta(hours=uren)
    assert wanneer.replace(tzinfo=AMSTERDAM).utcoffset() == timedelta(hours=uren)


def test_a_meeting_stands_at_its_own_hour_in_summer_and_winter():
    for maand in (1, 7):
        gepland(over=(date(klok.vandaag().year + 1, maand, 6) - klok.vandaag()).days)
    inhoud = feed(iemand(Rol.VOORZITTER))

    assert inhoud.count(b"DTSTART;TZID=Europe/Amsterdam:") == 2
    uren = [e["dtstart"].dt.astimezone(AMSTERDAM).strftime("%H.%M") for e in events(inhoud)]
    assert uren == ["09.30", "09.30"]


def test_the_same_bytes_until_something_changes_and_the_same_uid_after():
    vergadering, voorzitter = gepland(), iemand(Rol.VOORZITTER)
    sleutel = agendasleutels.zoek(agendasleutels.maak(by=voorzitter))
    eerst = als_ical(sleutel)
    with klok.op(klok.nu() + timedelta(hours=5)):
        assert als_ical(sleutel) == eerst

    dag = vergadering.datum + timedelta(days=1)
    velden = {"begint_om": vergadering.begint_om, "eindigt_om": vergadering.eindigt_om}
    with klok.op(klok.nu() + timedelta(hours=6)):
        vergaderen.verzet(vergadering, datum=dag, plaats="Hal", reden="Zaal bezet", by=voorzitter, **velden)
    [voor], [na] = events(eerst), events(als_ical(sleutel))
    assert voor["uid"] == na["uid"] and na["sequence"] > voor["sequence"]
    assert na["dtstart"].dt.date() == dag and na["dtstamp"].dt > voor["dtstamp"].dt


def test_what_does_not_go_on_is_cancelled_so_that_it_leaves_the_calendar():
    vergadering = gepland()
    vergaderen.gaat_niet_door(vergadering, reden="Geen punten", by=iemand(Rol.VOORZITTER))
    [event] = events(feed(iemand(Rol.VOORZITTER)))
    assert event["status"] == "CANCELLED" and event["summary"].startswith("Gaat niet door")


def test_own_bodies_and_own_actions_only():
    gepland(), gepland(ogon("buurt")), gepland(gremium())
    wie = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("U"))
    for eigenaar, titel in ((wie, "Voor mij"), (iemand(Rol.SECRETARIS), "Voor een ander")):
        actiepunten.geef(
            titel,
            eigenaar=eigenaar,
            uiterlijk=klok.vandaag() + timedelta(days=3),
            gremium=ogon(),
            by=iemand(Rol.VOORZITTER),
        )

    namen = {str(event["summary"]) for event in events(feed(wie))}

    assert namen == {str(ogon()), "Uiterlijk vandaag: Voor mij"}


def test_one_body_only_its_meetings():
    gepland(), gepland(gremium())
    wie = leider(gremium())
    actiepunten.geef(
        "Iets", eigenaar=wie, uiterlijk=klok.vandaag(), gremium=ogon(), by=iemand(Rol.VOORZITTER)
    )
    assert {str(e["summary"]) for e in events(feed(wie, gremium()))} == {str(gremium())}


def test_nothing_of_what_is_on_the_agenda_is_in_it():
    aanvraag = aanvraag_in(S.TER_PRIORITERING, gemeenten="D", titel="Geheim zaaksysteem")
    vergadering = gepland()
    op_agenda(vergadering, aanvraag.titel, onderwerp=aanvraag, gevraagd_besluit="Akkoord voor € 8.765,23")
    inhoud = feed(iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("U"))).decode().lower()
    assert not re.search(r"geheim|zaaksysteem|8\.765|8765|€", re.sub(r"\r\n ", "", inhoud))


def test_it_takes_as_many_questions_for_five_as_for_one(django_assert_max_num_queries):
    def hoeveel() -> int:
        sleutel = agendasleutels.zoek(agendasleutels.maak(by=iemand(Rol.VOORZITTER)))
        with django_assert_max_num_queries(7) as geteld:
            als_ical(sleutel)
        return len(geteld)

    def nog_een(over: int) -> None:
        gepland(over=over)
        wie = iemand(Rol.VOORZITTER)
        actiepunten.geef("Iets", eigenaar=wie, uiterlijk=klok.vandaag(), gremium=ogon(), by=wie)

    nog_een(7)
    eerst = hoeveel()
    for n in range(4):
        nog_een(8 + n)
    assert hoeveel() == eerst


def test_only_the_hash_is_kept_and_it_is_told_nowhere():
    geheim = agendasleutels.maak(by=iemand(Rol.VOORZITTER))
    sleutel = Agendasleutel.objects.get()
    assert len(geheim) >= 43 and sleutel.hash == agendasleutels.hash_van(geheim)
    assert geheim not in str(list(Gebeurtenis.objects.values()))
    assert geheim not in str(list(Agendasleutel.objects.values()))


def test_revoked_replaced_left_and_blocked_all_close_it_at_once():
    wie = maak(Rol.VOORZITTER, ogon=ogon())
    eerste = agendasleutels.maak(by=wie, gremium=ogon())
    tweede = agendasleutels.maak(by=wie, gremium=ogon())
    assert agendasleutels.zoek(eerste) is None and agendasleutels.zoek(tweede)

    wie.toewijzingen.update(tot=klok.vandaag() - timedelta(days=1))
    assert agendasleutels.zoek(tweede) is None
    wie.toewijzingen.update(tot=None)
    type(wie).objects.filter(pk=wie.pk).update(is_active=False)
    assert agendasleutels.zoek(tweede) is None
    type(wie).objects.filter(pk=wie.pk).update(is_active=True)
    agendasleutels.trek_in(agendasleutels.zoek(tweede), by=wie)
    assert agendasleutels.zoek(tweede) is None
    assert agendasleutels.zoek("onzin") is None
