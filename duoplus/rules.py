"""Shared predicates. Each app keeps its own dict; views, buttons and actions ask `has_perm`."""

from typing import Any

import rules
from rules.predicates import Predicate

from duoplus import besluiten, leden
from duoplus.choices import GremiumSoort, Rol
from duoplus.models import (
    Actiepunt,
    Agendapunt,
    Besluit,
    Gebruiker,
    Gremium,
    Roltoewijzing,
    Vergadering,
)


def heeft_rol(*rollen: Rol) -> Predicate:
    """Holds one of these roles today, wherever."""
    return rules.predicate(lambda user: user.heeft_rol(*rollen), name=f"heeft_rol:{','.join(rollen)}")


@rules.predicate
def werkt_bij_duoplus(user: Gebruiker) -> bool:
    return user.is_duoplus


def namens(user: Gebruiker, perm: str, obj: Any) -> Gebruiker | None:
    """For whom the user acts: ``None`` if the own roles allow it, else who is being replaced."""
    eigen = [rol for rol in user.rollen if rol.vervangt_id is None]
    if user.met_rollen(eigen).has_perm(perm, obj):
        return None
    return next((t.vervangt.gebruiker for t in _vervangend(user, perm, obj, eigen) if t.vervangt), None)


def _vervangend(user: Gebruiker, perm: str, obj: Any, eigen: list[Roltoewijzing]) -> list[Roltoewijzing]:
    vervangingen = [rol for rol in user.rollen if rol.vervangt_id is not None]
    return [rol for rol in vervangingen if user.met_rollen([*eigen, rol]).has_perm(perm, obj)]


@rules.predicate
def is_iemand_anders(user: Gebruiker, ontvanger: Gebruiker) -> bool:
    return user.pk != ontvanger.pk


def overleg(obj: Gremium | Vergadering | Agendapunt) -> Gremium:
    """The body that a meeting or a point belongs to."""
    return obj if isinstance(obj, Gremium) else obj.gremium


# Who reads the meetings of every body, because of what he controls or answers for.
leest_elk_overleg = heeft_rol(*leden.LEEST_ELK)


@rules.predicate
def leidt_overleg(user: Gebruiker, obj: Gremium | Vergadering | Agendapunt) -> bool:
    return leden.leidt(user, overleg(obj))


@rules.predicate
def zit_in_overleg(user: Gebruiker, obj: Gremium | Vergadering | Agendapunt) -> bool:
    return leden.zit_in(user, overleg(obj))


@rules.predicate
def is_directieberaad(user: Gebruiker, obj: Gremium | Vergadering | Agendapunt) -> bool:
    """There every member may record what was decided."""
    return overleg(obj).soort == GremiumSoort.DIRECTIEBERAAD


@rules.predicate
def bracht_in(user: Gebruiker, punt: Agendapunt) -> bool:
    return punt.ingebracht_door_id == user.pk


@rules.predicate
def voert_uit(user: Gebruiker, besluit: Besluit) -> bool:
    """Was asked to see to it that this decision is carried out."""
    laatste = besluiten.laatste_uitvoering(besluit)
    return laatste is not None and laatste.eigenaar_id == user.pk


@rules.predicate
def is_systeem(user: Gebruiker, _obj: Any) -> bool:
    """The account of automatic steps."""
    return user.is_systeem


@rules.predicate
def heeft_actie(user: Gebruiker, actie: Actiepunt) -> bool:
    return user.pk == actie.eigenaar_id


@rules.predicate
def gaf_actie(user: Gebruiker, actie: Actiepunt) -> bool:
    return user.pk == actie.gemaakt_door_id


@rules.predicate
def uit_overleg(user: Gebruiker, actie: Actiepunt) -> bool:
    return actie.gremium_id is not None


besluit_overleg = leidt_overleg | (is_directieberaad & zit_in_overleg)
bewaakt_actie = gaf_actie | (uit_overleg & leidt_overleg)

PERMISSIONS = {
    "duoplus.view_instellingen": heeft_rol(Rol.BEHEERDER),
    "duoplus.change_instellingen": heeft_rol(Rol.BEHEERDER),
    # Nobody gives or takes a role to or from himself, whatever role it is.
    "duoplus.rollen_gebruiker": heeft_rol(Rol.BEHEERDER) & is_iemand_anders,
    "duoplus.view_berichten": heeft_rol(Rol.BEHEERDER),
    "duoplus.view_intern": werkt_bij_duoplus,
    "duoplus.uitvoeren_besluit": leidt_overleg | voert_uit | is_systeem,
    "duoplus.geven_actiepunt": besluit_overleg,
    "duoplus.melden_actiepunt": heeft_actie | bewaakt_actie,
    "duoplus.wijzigen_actiepunt": bewaakt_actie,
    "duoplus.vervallen_actiepunt": bewaakt_actie,
    # Meetings: of a body, a meeting or a point, whichever is at hand.
    "duoplus.elk_overleg": leest_elk_overleg,
    "duoplus.view_vergadering": leest_elk_overleg | zit_in_overleg,
    "duoplus.leiden_vergadering": leidt_overleg,
    "duoplus.inbrengen_vergadering": zit_in_overleg,
    "duoplus.aanmelden_vergadering": zit_in_overleg,
    # One per step of duoplus.overleg.
    "duoplus.nodig_uit_vergadering": leidt_overleg,
    "duoplus.verzet_vergadering": leidt_overleg,
    "duoplus.gaat_niet_door_vergadering": leidt_overleg,
    "duoplus.begin_vergadering": leidt_overleg,
    "duoplus.sluit_vergadering": leidt_overleg,
    "duoplus.stel_vast_vergadering": leidt_overleg,
    "duoplus.wijzig_agendapunt": leidt_overleg,
    "duoplus.besluit_agendapunt": besluit_overleg,
    "duoplus.behandel_agendapunt": besluit_overleg,
    "duoplus.schuif_door_agendapunt": leidt_overleg,
    "duoplus.trek_in_agendapunt": leidt_overleg | bracht_in,
}
for name, predicate in PERMISSIONS.items():
    rules.add_perm(name, predicate)
