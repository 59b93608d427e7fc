"""Verantwoorden: opstellen, ter controle geven, definitief maken, en een nieuwe versie als iets anders moet.

What is handed in is frozen. A second person approves, a worker makes every file, and in one transaction
they are stored and the report is definite; if anything changed in between, nothing is.
"""

import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max

from duoplus import events, klok, mail
from duoplus.celery import later
from duoplus.exports import een_moment
from duoplus.models import Gebeurtenis, Gebruiker, Organisatie, Teller
from duoplus.rules import namens
from duoplus.transitions import Overgang, StapKanNiet
from duoplus.versie import VERSIE
from duoplus.zegel import zegel
from maatwerk.choices import VerantwoordingStatus as V
from maatwerk.models import Verantwoording, Verantwoordingsbestand
from maatwerk.verantwoording import kalender, momentopname, tekst, vergelijk
from maatwerk.verantwoording.formaten.uitgave import NietVanEenMoment
from maatwerk.verantwoording.samenstellen import pakket_van
from maatwerk.verantwoording.stappen import VERANTWOORDING
from maatwerk.verantwoording.uitgeven import maak_bestanden, neem_de_tijd

logger = logging.getLogger(__name__)

OPSTELLEN = "maatwerk.opstellen_verantwoording"
MISLUKT = "maatwerk.verantwoording.mislukken"
BEZIG = "De bestanden worden al gemaakt."
ONVERWACHT = "Het maken van de bestanden is niet gelukt. Probeer het opnieuw."
LOOPT_AL = "Er is al een concept van dit rapport. Werk daarin verder, of gooi het eerst weg."
IS_ER_AL = "Dit rapport is al definitief. Maak daarvan een nieuwe versie."


def opstellen(
    jaar: int, soort: str, organisatie: Organisatie | None, *, by: Gebruiker, peildatum: date | None = None
) -> Verantwoording:
    """Begin een concept. Raises ``StapKanNiet`` while there is one, or a definite one."""
    if not by.has_perm(OPSTELLEN):
        raise PermissionDenied(OPSTELLEN)
    zelfde = Verantwoording.objects.filter(jaar=jaar, soort=soort, organisatie=organisatie)
    if zelfde.definitief().exists():
        raise StapKanNiet(IS_ER_AL)
    if zelfde.filter(status__in=(V.CONCEPT, V.TER_CONTROLE)).exists():
        raise StapKanNiet(LOOPT_AL)
    return _begin(
        Verantwoording(
            jaar=jaar,
            soort=soort,
            organisatie=organisatie,
            peildatum=peildatum or kalender.peildatum(soort, jaar),
            opgesteld_door=by,
        ),
        by,
    )


def nieuwe_versie(definitief: Verantwoording, *, reden: str, by: Gebruiker) -> Verantwoording:
    """Begin versie n+1, met de tekst van de vorige; die blijft te downloaden zoals zij is uitgegeven."""
    if not by.has_perm(OPSTELLEN):
        raise PermissionDenied(OPSTELLEN)
    if definitief.status != V.DEFINITIEF:
        raise StapKanNiet("Een nieuwe versie maakt u van een definitief rapport.")
    if Verantwoording.objects.filter(vervangt=definitief).exclude(status=V.INGETROKKEN).exists():
        raise StapKanNiet("Er is al een nieuwere versie.")
    return _begin(
        Verantwoording(
            jaar=definitief.jaar,
            soort=definitief.soort,
            organisatie=definitief.organisatie,
            peildatum=definitief.peildatum,
            vervangt=definitief,
            reden=reden.strip(),
            tekst=definitief.tekst,
            opgesteld_door=by,
        ),
        by,
        reden=reden.strip(),
    )


@transaction.atomic
def _begin(v: Verantwoording, by: Gebruiker, **gegevens: Any) -> Verantwoording:
    zelfde = Verantwoording.objects.filter(jaar=v.jaar, soort=v.soort, organisatie=v.organisatie)
    v.versie = (zelfde.aggregate(hoogste=Max("versie"))["hoogste"] or 0) + 1
    v.nummer = Teller.volgende("VW", klok.vandaag().year)
    try:
        with transaction.atomic():
            v.save()
    except IntegrityError:
        raise StapKanNiet(LOOPT_AL) from None
    feiten = {"nummer": v.nummer, "titel": str(v)} | gegevens
    events.record("maatwerk.verantwoording.opstellen", v, by=by, namens=namens(by, OPSTELLEN, v), **feiten)
    return v


def _stap(
    v: Verantwoording, naam: str, by: Gebruiker, versie: int | None = None, **gegevens: Any
) -> AbstractContextManager[Overgang]:
    return VERANTWOORDING.transition(v, naam, by=by, versie=versie, nummer=v.nummer, **gegevens)


def schrijven(
    v: Verantwoording, teksten: Mapping[str, str], *, by: Gebruiker, versie: int | None = None
) -> Verantwoording:
    """Pas de zinnen aan, per gemeente; leeg geeft weer die van het portaal. Raises ``OngeldigeTekst``."""
    for zinnen in teksten.values():
        tekst.controleer(zinnen)
    with _stap(v, "schrijven", by, versie):
        v.tekst = {wie: zinnen.strip() for wie, zinnen in teksten.items() if zinnen.strip()}
    return v


def indienen(v: Verantwoording, *, by: Gebruiker, versie: int | None = None) -> Verantwoording:
    """Zet vast wat er nu staat en geef het ter controle; wie indient, maakt niet zelf definitief."""
    with _stap(v, "indienen", by, versie):
        v.opgesteld_door, v.ingediend_op, v.generator = by, klok.nu(), VERSIE
        neem_de_tijd()
        v.momentopname = momentopname.maak(pakket_van(v))
        v.zegel = zegel(v.momentopname)
        if v.vervangt is not None:
            v.verschillen = vergelijk.verschillen(v.vervangt.momentopname, v.momentopname)
    return v


def terugleggen(v: Verantwoording, *, reden: str, by: Gebruiker, versie: int | None = None) -> Verantwoording:
    """Maak er weer een concept van: wat was vastgezet, vervalt."""
    with _stap(v, "terugleggen", by, versie, reden=reden):
        if v.gecontroleerd_door_id is not None:
            raise StapKanNiet(BEZIG)
        v.ingediend_op, v.momentopname, v.zegel, v.verschillen = None, {}, "", []
    return v


def intrekken(v: Verantwoording, *, reden: str, by: Gebruiker, versie: int | None = None) -> Verantwoording:
    """Gooi een concept weg; het nummer blijft met zijn reden in het spoor."""
    with _stap(v, "intrekken", by, versie, reden=reden):
        v.vervangt = None  # so that another new version can be begun
    return v


def goedkeuren(v: Verantwoording, *, by: Gebruiker, versie: int | None = None) -> Verantwoording:
    """De tweede persoon is akkoord: een worker maakt de bestanden en geeft het rapport uit."""
    with _stap(v, "goedkeuren", by, versie):
        if v.gecontroleerd_door_id is not None:
            raise StapKanNiet(BEZIG)
        vereis_groen(v.momentopname)
        v.gecontroleerd_door = by
    later("maatwerk.tasks.geef_verantwoordingen_uit")
    return v


def vereis_groen(inhoud: Mapping[str, Any]) -> None:
    """Raises ``StapKanNiet`` with the checks that are red."""
    rood = [f"{c['code']}: {c['naam'].lower()}" for c in inhoud["controles"] if not c["is_goed"]]
    if rood:
        raise StapKanNiet(f"Dit kan niet definitief worden. Rood is {'; '.join(rood)}.")


# The worker -----------------------------------------------------------------------------------------------


def goedgekeurd() -> list[int]:
    """Those that were approved and whose files are still to be made."""
    wacht = Verantwoording.objects.filter(status=V.TER_CONTROLE, gecontroleerd_door__isnull=False)
    return list(wacht.order_by("pk").values_list("pk", flat=True))


def geef_uit(pk: int) -> None:
    """Maak alle bestanden en maak het rapport definitief, of laat weten waarom niet; nooit half.

    Whoever finds another worker at it leaves it alone.
    """
    try:
        with een_moment():
            _geef_uit(pk)
    except (StapKanNiet, NietVanEenMoment) as fout:
        _laat_weten(pk, str(fout))
    except PermissionDenied:
        _laat_weten(pk, "Wie goedkeurde, heeft die rol niet meer.")
    except Exception:
        logger.exception("Verantwoording %s is niet uitgegeven", pk)
        _laat_weten(pk, ONVERWACHT)


def _geef_uit(pk: int) -> None:
    vrij = Verantwoording.objects.select_for_update(skip_locked=True).filter(status=V.TER_CONTROLE)
    v = vrij.filter(pk=pk).order_by("pk").first()
    if v is None or (door := v.gecontroleerd_door) is None:
        return
    neem_de_tijd()
    with _stap(v, "uitgeven", door) as overgang:
        controleer_ongewijzigd(v)
        bestanden = maak_bestanden(v)
        Verantwoordingsbestand.objects.bulk_create(bestanden)
        v.definitief_op = klok.nu()
        overgang.gegevens |= {"zegel": v.zegel, "bestanden": {b.naam: b.sha256 for b in bestanden}}


def controleer_ongewijzigd(v: Verantwoording) -> None:
    """Raises ``StapKanNiet`` if what was frozen was touched, is red, or is no longer what the ledger says."""
    if zegel(v.momentopname) != v.zegel:
        raise StapKanNiet("De vastgezette gegevens zijn gewijzigd. Leg dit terug en geef het opnieuw.")
    vereis_groen(v.momentopname)
    nu = momentopname.maak(pakket_van(v))
    vereis_groen(nu)
    if zegel(nu) != v.zegel:
        anders = vergelijk.in_woorden(vergelijk.verschillen(v.momentopname, nu))
        raise StapKanNiet(f"Sinds het indienen is er iets gewijzigd: {anders}. Leg het terug naar concept.")


@transaction.atomic
def _laat_weten(pk: int, zin: str) -> None:
    """Let the checker act again, and tell him why."""
    v = Verantwoording.objects.select_for_update().get(pk=pk)
    door = v.gecontroleerd_door
    if door is None or v.status != V.TER_CONTROLE:
        return
    v.gecontroleerd_door = None
    v.rijversie += 1
    v.save(update_fields=["gecontroleerd_door", "rijversie"])
    feit = events.record(MISLUKT, v, by=Gebruiker.objects.systeem(), nummer=v.nummer, reden=zin)
    mail.queue(
        "maatwerk/verantwoording_mislukt",
        to=door,
        key=f"verantwoording_mislukt:{feit.pk}",
        reden="u maakte dit rapport definitief",
        pad=v.get_absolute_url(),
        verantwoording=v,
        zin=zin,
    )


def waarom_mislukt(v: Verantwoording) -> str:
    """Why the last attempt failed; empty when it did not, or when something was done since."""
    laatste = Gebeurtenis.objects.over(v).order_by("-pk").first()
    return laatste.gegeven("reden") if laatste is not None and laatste.soort == MISLUKT else ""


ZINNEN = {
    "maatwerk.verantwoording.opstellen": "begon concept {nummer}: {titel}",
    "maatwerk.verantwoording.schrijven": "paste de tekst van {nummer} aan",
    "maatwerk.verantwoording.indienen": "gaf {nummer} ter controle",
    "maatwerk.verantwoording.terugleggen": "legde {nummer} terug naar concept",
    "maatwerk.verantwoording.goedkeuren": "keurde {nummer} goed",
    "maatwerk.verantwoording.uitgeven": "maakte {nummer} definitief",
    "maatwerk.verantwoording.intrekken": "gooide concept {nummer} weg",
    MISLUKT: "kon {nummer} niet uitgeven",
}
