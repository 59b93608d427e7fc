"""Wat elke handeling met een DVO deelt: de poort, het recht en het slot."""

from contextlib import AbstractContextManager
from typing import Any

from django.core.exceptions import PermissionDenied

from duoplus.models import Gebruiker
from duoplus.transitions import Overgang
from ogon.models import Dvo, Dvoversie
from ogon.transitions import DVOVERSIE


def stap(
    dvoversie: Dvoversie, naam: str, by: Gebruiker, versie: int | None, **gegevens: Any
) -> AbstractContextManager[Overgang]:
    """One step of the table, recorded with the name of the agreement so that its sentence can be read."""
    return DVOVERSIE.transition(
        dvoversie, naam, by=by, versie=versie, dvo=str(dvoversie), nummer=dvoversie.nummer, **gegevens
    )


def vereis(by: Gebruiker, perm: str, obj: Any = None) -> None:
    if not by.has_perm(perm, obj):
        raise PermissionDenied(perm)


def zet_vast(dvo: Dvo) -> None:
    dvo.refresh_from_db(from_queryset=Dvo.objects.select_for_update())
