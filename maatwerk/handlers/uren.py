"""Reacties op feiten over uren: waar te veel gevraagd wordt, krijgen de voorzitters meteen bericht."""

from typing import Any

from duoplus import mail
from duoplus.choices import Rol
from duoplus.events import on
from duoplus.models import Gebeurtenis, Gebruiker, Team
from maatwerk.models import Consultatie, Ronde
from maatwerk.uren import conflicten
from ogon.models import Conflict, Ogon


@on("ogon.capaciteit.invullen", "ogon.capaciteit.verbeteren")
def vergelijk_uren_van_team(gebeurtenis: Gebeurtenis) -> None:
    """More or fewer hours may make a conflict among OGON's, or end one."""
    team = Team.objects.get(kort=gebeurtenis.gegeven("team"))
    conflicten.controleer(gebeurtenis.gegeven("jaar"), team)


@on("maatwerk.ronde.voorleggen", "maatwerk.ronde.vaststellen")
def vergelijk_uren_van_bord(gebeurtenis: Gebeurtenis) -> None:
    """An order that is put forward claims hours that other OGON's may ask for too."""
    jaar = Ronde.objects.values_list("cyclus__jaar", flat=True).get(pk=gebeurtenis.object_id)
    conflicten.controleer(jaar)


@on("ogon.conflict.vaststellen")
def vraag_reactie_van_ogons(gebeurtenis: Gebeurtenis) -> None:
    """Mail at once the chair of each OGON that asks too much together: the hub waits for their reaction."""
    conflict = Conflict.objects.select_related("team").get(pk=gebeurtenis.object_id)
    partijen = conflict.partijen.select_related("ogon")
    for partij in partijen:
        _vraag_voorzitters("conflict", conflict, partij.ogon, partij=partij, partijen=partijen)


@on("maatwerk.consultatie.vragen")
def vraag_reactie_op_besluit(gebeurtenis: Gebeurtenis) -> None:
    """Mail at once the chair of the OGON whose promise another OGON moved."""
    gevraagd = Consultatie.objects.select_related("aanvraag", "ogon", "besluit")
    consultatie = gevraagd.get(pk=gebeurtenis.object_id)
    _vraag_voorzitters("consultatie", consultatie, consultatie.ogon)


def _vraag_voorzitters(brief: str, zaak: Conflict | Consultatie, ogon: Ogon, **context: Any) -> None:
    """``brief`` is also what the letter calls the matter."""
    for voorzitter in Gebruiker.objects.met_rol_in(ogon.pk, Rol.VOORZITTER):
        mail.queue(
            f"maatwerk/{brief}",
            to=voorzitter,
            key=f"{brief}:{zaak.pk}:{voorzitter.pk}",
            reden=f"u bent voorzitter van {ogon}",
            pad=zaak.get_absolute_url(),
            **{brief: zaak} | context,
        )
