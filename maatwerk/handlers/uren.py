"""Reacties op feiten over uren: waar te veel gevraagd wordt, krijgen de voorzitters meteen bericht."""

from duoplus import mail
from duoplus.choices import Rol
from duoplus.events import on
from duoplus.models import Gebeurtenis, Gebruiker, Team
from maatwerk.models import Consultatie, Ronde
from maatwerk.uren import conflicten
from ogon.models import Conflict


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
    for partij in conflict.partijen.select_related("ogon"):
        for voorzitter in Gebruiker.objects.met_rol(Rol.VOORZITTER, gremium=partij.ogon_id):
            mail.queue(
                "maatwerk/conflict",
                to=voorzitter,
                key=f"conflict:{conflict.pk}:{voorzitter.pk}",
                reden=f"u bent voorzitter van {partij.ogon}",
                pad=conflict.get_absolute_url(),
                conflict=conflict,
                partij=partij,
                partijen=conflict.partijen.select_related("ogon"),
            )


@on("maatwerk.consultatie.vragen")
def vraag_reactie_op_besluit(gebeurtenis: Gebeurtenis) -> None:
    """Mail at once the chair of the OGON whose promise another OGON moved."""
    gevraagd = Consultatie.objects.select_related("aanvraag", "ogon", "besluit")
    consultatie = gevraagd.get(pk=gebeurtenis.object_id)
    for voorzitter in Gebruiker.objects.met_rol(Rol.VOORZITTER, gremium=consultatie.ogon_id):
        mail.queue(
            "maatwerk/consultatie",
            to=voorzitter,
            key=f"consultatie:{consultatie.pk}:{voorzitter.pk}",
            reden=f"u bent voorzitter van {consultatie.ogon}",
            pad=consultatie.get_absolute_url(),
            consultatie=consultatie,
        )
