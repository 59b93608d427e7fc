"""Reacties op feiten over rapporten: wie moet controleren of weer opstelt, krijgt meteen bericht."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse

from duoplus import klok, mail
from duoplus.choices import Rol
from duoplus.events import on
from duoplus.models import Feestdag, Gebeurtenis, Gebruiker
from maatwerk.choices import Verantwoordingsoort, VerantwoordingStatus
from maatwerk.models import Lumpsum, Verantwoording
from maatwerk.verantwoording import kalender

VOORAF = timedelta(days=7)  # a reminder comes a week before the last day
NIET_OUDER = timedelta(days=60)  # a report of long ago that nobody drew up is no news


@on("maatwerk.verantwoording.indienen")
def vraag_controle(gebeurtenis: Gebeurtenis) -> None:
    rapport = _rapport(gebeurtenis)
    if rapport.status == VerantwoordingStatus.TER_CONTROLE:
        _stuur(
            "verantwoording_ter_controle", rapport, gebeurtenis, _controleurs(rapport), "u controleert dit"
        )


@on("maatwerk.verantwoording.terugleggen")
def meld_terug(gebeurtenis: Gebeurtenis) -> None:
    rapport = _rapport(gebeurtenis)
    if rapport.opgesteld_door_id != gebeurtenis.door_id:
        _stuur("verantwoording_terug", rapport, gebeurtenis, [rapport.opgesteld_door], "u stelde dit op")


@on("maatwerk.verantwoording.uitgeven")
def meld_definitief(gebeurtenis: Gebeurtenis) -> None:
    """Nobody has to act on it: a line in the overview."""
    rapport = _rapport(gebeurtenis)
    wie = {rapport.opgesteld_door, *_controllers(rapport)} - {rapport.gecontroleerd_door}
    aan = sorted(wie, key=lambda gebruiker: gebruiker.pk)
    _stuur("verantwoording_definitief", rapport, gebeurtenis, aan, "dit gaat over uw lumpsum", bundelen=True)


def _controleurs(rapport: Verantwoording) -> Iterable[Gebruiker]:
    wie = Gebruiker.objects.met_rol(Rol.DIRECTIEBERAAD) | _controllers(rapport)
    return wie.exclude(pk=rapport.opgesteld_door_id).distinct()


def _controllers(rapport: Verantwoording) -> Any:
    """Of this municipality; a report over all has none."""
    if rapport.organisatie_id is None:
        return Gebruiker.objects.none()
    return Gebruiker.objects.met_rol(Rol.CONTROLLER, organisatie=rapport.organisatie_id)


def _stuur(
    brief: str,
    rapport: Verantwoording,
    gebeurtenis: Gebeurtenis,
    aan: Iterable[Gebruiker],
    reden: str,
    *,
    bundelen: bool = False,
) -> None:
    for gebruiker in aan:
        mail.queue(
            f"maatwerk/{brief}",
            to=gebruiker,
            key=f"{brief}:{gebeurtenis.pk}:{gebruiker.pk}",
            reden=reden,
            pad=rapport.get_absolute_url(),
            bundelen=bundelen,
            rapport=rapport,
            waarom=gebeurtenis.gegeven("reden"),
        )


def _rapport(gebeurtenis: Gebeurtenis) -> Verantwoording:
    alle = Verantwoording.objects.select_related("organisatie", "opgesteld_door", "gecontroleerd_door")
    return alle.get(pk=gebeurtenis.object_id)


# The clock -----------------------------------------------------------------------------------------------


def herinner() -> None:
    """Of each report over all municipalities that is due and not issued: once per person."""
    vrij, vandaag = Feestdag.objects.als_vrij(), klok.vandaag()
    for jaar in Lumpsum.objects.filter(jaar__gte=vandaag.year - 1).values_list("jaar", flat=True).distinct():
        for soort in Verantwoordingsoort:
            uiterlijk = kalender.uiterlijk(soort, jaar, vrij)
            if uiterlijk - VOORAF <= vandaag <= uiterlijk + NIET_OUDER and not _is_uit(jaar, soort):
                _herinner(jaar, soort, uiterlijk)


def _is_uit(jaar: int, soort: str) -> bool:
    return Verantwoording.objects.definitief().filter(jaar=jaar, soort=soort, organisatie=None).exists()


def _herinner(jaar: int, soort: Verantwoordingsoort, uiterlijk: Any) -> None:
    for gebruiker in Gebruiker.objects.met_rol(Rol.CONCERNCONTROLLER):
        mail.queue(
            "maatwerk/verantwoording_herinnering",
            to=gebruiker,
            key=f"verantwoording_herinnering:{jaar}:{soort}:{gebruiker.pk}",
            reden="u stelt dit rapport op",
            pad=reverse("maatwerk:verantwoordingen"),
            soort=soort.label,
            jaar=jaar,
            uiterlijk=uiterlijk,
        )
