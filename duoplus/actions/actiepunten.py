"""Wat iemand voor een dag doet: afspreken, melden hoe ver het is, wijzigen of laten vervallen."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from duoplus import events, klok
from duoplus.calc.nederlands import datum
from duoplus.choices import ActieStatus
from duoplus.models import Actiepunt, Agendapunt, Gebeurtenis, Gebruiker, Gremium, Teller
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet, StateMachine, stap

GEVEN = "duoplus.geven_actiepunt"
LOOPT = (ActieStatus.OPEN, ActieStatus.BEZIG)
KLAAR = 100
ACTIEPUNT = StateMachine(
    "duoplus.actiepunt",
    stap(
        "melden",
        van=LOOPT,
        naar=(*LOOPT, ActieStatus.KLAAR),
        label="Voortgang melden",
        wie="de eigenaar",
        eist="hoe ver het is",
    ),
    stap("wijzigen", van=LOOPT, label="Wijzigen", wie="wie het overleg leidt", eist="een reden"),
    stap(
        "vervallen",
        van=LOOPT,
        naar=ActieStatus.VERVALLEN,
        label="Laten vervallen",
        wie="wie het overleg leidt",
        eist="een reden",
    ),
)


def geef(
    titel: str,
    *,
    eigenaar: Gebruiker,
    uiterlijk: date,
    by: Gebruiker,
    gremium: Gremium | None = None,
    agendapunt: Agendapunt | None = None,
    onderwerp: Model | None = None,
    toelichting: str = "",
) -> Actiepunt:
    """Spreek een actie af in een overleg. Zonder overleg toetst de app van het onderwerp wie dat mag."""
    if gremium is not None and not by.has_perm(GEVEN, gremium):
        raise PermissionDenied(GEVEN)
    _controleer(titel, uiterlijk)
    with transaction.atomic():
        actie = Actiepunt.objects.create(
            nummer=Teller.volgende("ACT", klok.vandaag().year),
            gremium=gremium,
            agendapunt=agendapunt,
            onderwerp=onderwerp,
            titel=titel.strip()[:200],
            eigenaar=eigenaar,
            uiterlijk=uiterlijk,
            toelichting=toelichting,
            gemaakt_door=by,
        )
        voor = namens(by, GEVEN, gremium) if gremium else None
        events.record("duoplus.actiepunt.geven", actie, by=by, namens=voor, **_wat(actie))
    return actie


def meld(
    actie: Actiepunt, *, by: Gebruiker, voortgang: int, toelichting: str = "", versie: int | None = None
) -> Actiepunt:
    """Zeg hoe ver het is, in procenten; bij 100 is de actie klaar en ligt zij vast."""
    with ACTIEPUNT.transition(actie, "melden", by=by, versie=versie, **_wat(actie)) as overgang:
        actie.voortgang = voortgang
        actie.status = _status_bij(voortgang)
        actie.klaar_op = klok.nu() if actie.status == ActieStatus.KLAAR else None
        overgang.gegevens |= {"voortgang": voortgang, "tekst": toelichting}
    return actie


def wijzig(
    actie: Actiepunt,
    *,
    by: Gebruiker,
    reden: str,
    titel: str,
    eigenaar: Gebruiker,
    uiterlijk: date,
    versie: int | None = None,
) -> Actiepunt:
    """Verzet de dag, geef de actie aan een ander of zeg haar anders; waarom staat erbij."""
    if uiterlijk != actie.uiterlijk or not titel.strip():
        _controleer(titel, uiterlijk)
    with ACTIEPUNT.transition(actie, "wijzigen", by=by, versie=versie, **_wat(actie)) as overgang:
        actie.titel, actie.eigenaar, actie.uiterlijk = titel.strip()[:200], eigenaar, uiterlijk
        overgang.gegevens |= _wat(actie) | {"reden": reden, "dag": datum(uiterlijk), "aan": eigenaar.naam}
    return actie


def laat_vervallen(actie: Actiepunt, *, by: Gebruiker, reden: str, versie: int | None = None) -> Actiepunt:
    """Deze actie is niet meer nodig; de reden staat erbij."""
    if not reden.strip():
        raise StapKanNiet("Schrijf op waarom deze actie niet meer nodig is.")
    with ACTIEPUNT.transition(actie, "vervallen", by=by, versie=versie, reden=reden, **_wat(actie)):
        actie.klaar_op = klok.nu()
    return actie


def _controleer(titel: str, uiterlijk: date) -> None:
    if not titel.strip():
        raise StapKanNiet("Schrijf op wat er moet gebeuren.")
    if uiterlijk < klok.vandaag():
        raise StapKanNiet("Kies een dag vanaf vandaag.")


def _status_bij(voortgang: int) -> ActieStatus:
    if voortgang >= KLAAR:
        return ActieStatus.KLAAR
    return ActieStatus.BEZIG if voortgang else ActieStatus.OPEN


def _wat(actie: Actiepunt) -> dict[str, Any]:
    return {"nummer": actie.nummer, "titel": actie.titel}


def _gegeven(feit: Gebeurtenis) -> str:
    return "sprak actie {nummer} af: {titel}".format_map(feit.gegevens)


def _gemeld(feit: Gebeurtenis) -> str:
    wat = feit.gegevens
    hoe = "is klaar" if wat["voortgang"] >= KLAAR else f"is voor {wat['voortgang']}% klaar"
    return ". ".join(filter(None, [f"meldde: actie {wat['nummer']} {hoe}", wat["tekst"]]))


ZINNEN: dict[str, Any] = {
    "duoplus.actiepunt.geven": _gegeven,
    "duoplus.actiepunt.melden": _gemeld,
    "duoplus.actiepunt.wijzigen": "wijzigde actie {nummer} (voor {aan}, uiterlijk {dag}): {reden}",
    "duoplus.actiepunt.vervallen": "liet actie {nummer} vervallen: {reden}",
}
