"""Wat er rond werkplannen op iemand wacht: vaststellen, en opdrachten die nog in geen plan staan."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from duoplus.werk import Taak
from maatwerk.models import Opdracht, OpdrachtInWerkplan
from maatwerk.planning.plan import LOOPT
from ogon.choices import WerkplanStatus as W
from ogon.models import Werkplan
from ogon.transitions import WERKPLAN

OPEN_VOOR_OPDRACHTEN = WERKPLAN.stappen["inplannen"].van


def wacht(user: Gebruiker) -> Iterable[QuerySet[Any]]:
    """Something for a chair and something for a teammanager, nothing for others."""
    if user.heeft_rol(Rol.VOORZITTER):
        yield _vast_te_stellen(user)
    if user.heeft_rol(Rol.TEAMMANAGER):
        yield _in_te_plannen(user)


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    """Those same."""
    taken = []
    if user.heeft_rol(Rol.VOORZITTER):
        taken += [_vaststellen(plan) for plan in _vast_te_stellen(user).select_related("team")[:tot]]
    if user.heeft_rol(Rol.TEAMMANAGER):
        taken += [_inplannen(o) for o in _in_te_plannen(user).select_related("aanvraag__team")[:tot]]
    return taken[:tot]


def _vast_te_stellen(user: Gebruiker) -> QuerySet[Werkplan]:
    """Plans that were found to fit, of teams in the programme of an OGON that this person chairs."""
    eigen = user.gremia(Rol.VOORZITTER)
    getoetst = Werkplan.objects.filter(status=W.GETOETST).exclude(gemaakt_door=user)
    van_ogon = getoetst.filter(team__afdeling__programma__ogon__in=eigen)
    if any(t.rol == Rol.VOORZITTER and t.gremium and t.gremium.coordineert for t in user.rollen):
        van_ogon |= getoetst.filter(team__afdeling__programma__ogon=None)
    return van_ogon.order_by("jaar", "pk")


def _in_te_plannen(user: Gebruiker) -> QuerySet[Opdracht]:
    """Running assignments of the own teams, that have a plan for this year in which they do not stand."""
    teams = {t.team_id for t in user.rollen if t.rol == Rol.TEAMMANAGER and t.team_id}
    jaar = klok.vandaag().year
    plan = Werkplan.objects.filter(
        team=OuterRef("aanvraag__team"), jaar=jaar, status__in=OPEN_VOOR_OPDRACHTEN
    )
    staat_erin = OpdrachtInWerkplan.objects.filter(
        opdracht=OuterRef("pk"), regel__vervallen_op=None, regel__werkplan__jaar=jaar
    )
    loopt = Opdracht.objects.verleend().filter(aanvraag__team__in=teams, aanvraag__status__in=LOOPT)
    return loopt.filter(Exists(plan), ~Exists(staat_erin)).order_by("pk")


def _vaststellen(werkplan: Werkplan) -> Taak:
    return Taak(
        wat="Stel het werkplan vast",
        waarover=str(werkplan),
        kenmerk=f"{werkplan.team.kort} {werkplan.jaar}",
        waarom="u bent voorzitter en het plan past in de uren",
        url=werkplan.get_absolute_url(),
        knop="Vaststellen",
        knop_url=_adres(werkplan.team_id, werkplan.jaar, "vaststellen"),
        icoon="gavel",
    )


def _inplannen(opdracht: Opdracht) -> Taak:
    aanvraag = opdracht.aanvraag
    return Taak(
        wat="Zet de opdracht in het werkplan",
        waarover=aanvraag.titel,
        kenmerk=str(opdracht),
        waarom=f"u leidt het team {aanvraag.team}",
        url=opdracht.get_absolute_url(),
        knop="Inplannen",
        knop_url=_adres(aanvraag.team_id or 0, klok.vandaag().year, "inplannen"),
        icoon="clipboard-list",
        sinds=opdracht.verleend_op,
    )


def _adres(team: int, jaar: int, handeling: str) -> str:
    return reverse("maatwerk:werkplan_handeling", args=[team, jaar, handeling])
