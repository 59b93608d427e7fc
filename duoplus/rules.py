"""Shared predicates. Each app keeps its own dict; views, buttons and actions ask `has_perm`."""

from typing import Any

import rules
from rules.predicates import Predicate

from duoplus.choices import Rol
from duoplus.models import Gebruiker, Roltoewijzing


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


PERMISSIONS = {
    "duoplus.view_instellingen": heeft_rol(Rol.BEHEERDER),
    "duoplus.change_instellingen": heeft_rol(Rol.BEHEERDER),
    # Nobody gives or takes a role to or from himself, whatever role it is.
    "duoplus.rollen_gebruiker": heeft_rol(Rol.BEHEERDER) & is_iemand_anders,
    "duoplus.view_berichten": heeft_rol(Rol.BEHEERDER),
    "duoplus.view_intern": werkt_bij_duoplus,
}
for name, predicate in PERMISSIONS.items():
    rules.add_perm(name, predicate)
