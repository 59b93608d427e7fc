"""Reacties op feiten over maanden: wie besluit over heropenen en wie het vroeg, krijgt meteen bericht."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from duoplus import klok, mail
from duoplus.choices import Rol
from duoplus.events import on
from duoplus.models import Gebeurtenis, Gebruiker
from maatwerk.models import Boeking, Heropening
from maatwerk.perioden.overzicht import Maand


@on("maatwerk.heropening.vragen")
def vraag_besluit(gebeurtenis: Gebeurtenis) -> None:
    heropening = _heropening(gebeurtenis)
    for lid in Gebruiker.objects.met_rol(Rol.DIRECTIEBERAAD).exclude(pk=heropening.door_id):
        _stuur("heropening_gevraagd", heropening, lid, reden="u zit in het directieberaad")


@on("maatwerk.heropening.toestaan", "maatwerk.heropening.weigeren")
def meld_antwoord(gebeurtenis: Gebeurtenis) -> None:
    heropening = _heropening(gebeurtenis)
    _stuur("heropening_antwoord", heropening, heropening.door, reden="u vroeg om deze maand te heropenen")


def _heropening(gebeurtenis: Gebeurtenis) -> Heropening:
    alle = Heropening.objects.select_related("periode", "door")
    return alle.get(pk=gebeurtenis.object_id)


def herinner(maand: Maand) -> None:
    """Each occasion once per month and person, however often this runs."""
    controllers = Gebruiker.objects.met_rol(Rol.CONCERNCONTROLLER)
    if maand.datums.is_te_laat:
        _herinner("maand_te_laat", maand, controllers, reden="u sluit de maanden")
    elif not maand.beletsels:
        _herinner("maand_kan_dicht", maand, controllers, reden="u sluit de maanden")
    if maand.datums.uren and maand.datums.uren.einddatum < klok.vandaag():
        _herinner("uren_houden_open", maand, _akkoord_van(maand.maand), reden="u keurt deze uren goed")


def _akkoord_van(maand: date) -> Iterable[Gebruiker]:
    """The managers of the teams whose hours still wait."""
    wacht = Boeking.objects.filter(periode=maand).niet_goedgekeurd().order_by()
    teams = list(wacht.values_list("opdracht__aanvraag__team", flat=True).distinct())
    return Gebruiker.objects.met_rol(Rol.TEAMMANAGER, team__in=teams) if teams else []


def _herinner(brief: str, maand: Maand, aan: Iterable[Gebruiker], *, reden: str) -> None:
    naar_uren = brief == "uren_houden_open"
    pad = "uren_goedkeuren" if naar_uren else "maanden"
    for gebruiker in aan:
        mail.queue(
            f"maatwerk/{brief}",
            to=gebruiker,
            key=f"{brief}:{maand.maand}:{gebruiker.pk}",
            reden=reden,
            pad=reverse(f"maatwerk:{pad}", args=[] if naar_uren else [maand.maand.year]),
            maand=maand,
        )


def _stuur(brief: str, heropening: Heropening, aan: Gebruiker, **hoe: Any) -> None:
    mail.queue(
        f"maatwerk/{brief}",
        to=aan,
        key=f"{brief}:{heropening.pk}:{aan.pk}",
        pad=heropening.get_absolute_url(),
        heropening=heropening,
        **hoe,
    )
