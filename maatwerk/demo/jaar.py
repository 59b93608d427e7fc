"""Het jaar zelf: alle verhalen door elkaar, op de dagen waarop het zo had kunnen gaan."""

from datetime import date, datetime, time, timedelta
from itertools import chain

from django.db.models import F

from duoplus import klok, tasks
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.choices import BerichtStatus
from duoplus.models import Bericht, Gebeurtenis
from maatwerk.actions import indienen
from maatwerk.demo import (
    besluitvorming,
    capaciteit,
    cyclus,
    dvo,
    lumpsum,
    maanden,
    opschaling,
    overleg,
    standpunten,
    uitvoering,
    urenstaat,
    verantwoorden,
    verhaal,
    werkplan,
)
from maatwerk.demo.opvoering import Opvoering
from maatwerk.demo.toneel import Toneel

ONTVANGST = "maatwerk.aanvraag.indienen"
POST_SINDS = timedelta(weeks=3)
ONGELEZEN_SINDS = timedelta(days=4)


def maak(peildatum: date) -> None:
    """Thirty requests and two drafts, played in the order of the calendar, and a quiet outbox."""
    toneel = Toneel(peildatum)
    capaciteit.maak(toneel)
    opvoeringen = [Opvoering(een, toneel) for een in verhaal.lees()]
    verhalen = (scene for opvoering in opvoeringen for scene in opvoering.scenes())
    eromheen = (onderdeel.scenes(toneel) for onderdeel in (overleg, lumpsum, maanden, verantwoorden))
    for scene in sorted(chain(verhalen, *eromheen)):
        with klok.op(scene.moment):
            scene.doe()
            _verwerk_feiten(recent=scene.moment > _ochtend(peildatum) - POST_SINDS)
    _maak_concepten(toneel)
    urenstaat.maak(toneel)
    dvo.maak(toneel)
    cyclus.maak(toneel)
    capaciteit.verdeel_te_weinig(toneel)
    standpunten.maak(toneel)
    opschaling.maak(toneel)
    overleg.leg_klaar(toneel)
    uitvoering.maak(toneel)
    werkplan.maak(toneel)
    besluitvorming.maak(toneel)
    _verwerk_feiten(recent=True)
    _maak_post_stil(peildatum)


def _verwerk_feiten(*, recent: bool) -> None:
    """Let the handlers react. Of what is long past only the receipt is still of use, not its mail."""
    wachtend = Gebeurtenis.objects.waiting()
    if not recent:
        wachtend.exclude(soort=ONTVANGST).update(verwerkt_op=klok.nu())
    for pk in wachtend.values_list("pk", flat=True):
        tasks.dispatch_event(pk)


def _maak_concepten(toneel: Toneel) -> None:
    """One draft half filled in, with a date that does not exist; one with hardly more than a title."""
    with klok.op(_ochtend(toneel.gisteren)):
        half = indienen.start_concept(
            by=toneel.van("aanvrager", "U"), organisatie=toneel.organisaties["U"], titel=""
        )
        indienen.bewaar_concept(half, by=half.ingevoerd_door, invoer=HALF_CONCEPT)
        leeg = indienen.start_concept(
            by=toneel.van("aanvrager", "O"), organisatie=toneel.organisaties["O"], titel=""
        )
        indienen.bewaar_concept(
            leeg, by=leeg.ingevoerd_door, invoer={"titel": "Cursus voor nieuwe raadsleden"}
        )


HALF_CONCEPT = {
    "titel": "Extra laadpalen bij het gemeentehuis",
    "valt_onder_dvo": "nee",
    "probleem": "Bezoekers en collega’s met een elektrische auto kunnen vaak niet laden. Er zijn vier palen.",
    "gewenste_datum": "31-02-2027",
}


def _maak_post_stil(peildatum: date) -> None:
    """What was mailed in the past has been sent and read; only the latest still show at the bell."""
    Bericht.objects.update(status=BerichtStatus.VERZONDEN, verzonden_op=F("gemaakt_op"))
    gelezen = Bericht.objects.filter(gemaakt_op__lt=_ochtend(peildatum) - ONGELEZEN_SINDS)
    gelezen.update(gelezen_op=F("gemaakt_op") + timedelta(hours=3))


def _ochtend(dag: date) -> datetime:
    return datetime.combine(dag, time(9), AMSTERDAM)
