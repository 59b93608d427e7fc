"""Een weergave van een lijst bewaren of verwijderen: uw eigen, of die van een rol die u nu heeft."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events, klok
from duoplus.choices import Zichtbaarheid
from duoplus.models import Gebruiker, Lijstweergave, Roltoewijzing
from duoplus.transitions import Verouderd


def maak(
    lijst: str,
    *,
    by: Gebruiker,
    naam: str,
    params: Mapping[str, str],
    voor: Roltoewijzing | None = None,
    is_standaard: bool = False,
) -> Lijstweergave:
    """Bewaar de stand van een lijst onder een naam; met ``voor`` voor iedereen met die rol daar.

    Raises ``ValidationError`` when the name is taken.
    """
    if voor is None:
        van = {"eigenaar": by}
    elif voor in by.rollen:
        van = {"rol": voor.rol, "organisatie": voor.organisatie, "gremium": voor.gremium}  # type: ignore[dict-item]
    else:
        raise PermissionDenied("duoplus.lijstweergave")
    weergave = Lijstweergave(lijst=lijst, **van)
    return _bewaar(weergave, "maken", by, naam=naam, params=dict(params), is_standaard=is_standaard)


def wijzig(
    weergave: Lijstweergave, *, by: Gebruiker, versie: int | None = None, **velden: Any
) -> Lijstweergave:
    """Geef een weergave een andere naam of stand. Raises ``Verouderd`` when somebody else was first."""
    with transaction.atomic():
        nu = _op_slot(weergave, by)
        if versie is not None and nu.versie != versie:
            raise Verouderd(nu)
        return _bewaar(nu, "wijzigen", by, **velden)


def verwijder(weergave: Lijstweergave, *, by: Gebruiker) -> None:
    """Haal een weergave weg. Wat erin stond, blijft in de geschiedenis."""
    with transaction.atomic():
        nu = _op_slot(weergave, by)
        _leg_vast("verwijderen", nu, by)
        nu.delete()


def _op_slot(weergave: Lijstweergave, by: Gebruiker) -> Lijstweergave:
    """Who may see a view may change it: it is his, or of a role that he holds today."""
    if not Lijstweergave.objects.voor(by, weergave.lijst).filter(pk=weergave.pk).exists():
        raise PermissionDenied("duoplus.lijstweergave")
    return Lijstweergave.objects.select_for_update().get(pk=weergave.pk)


@transaction.atomic
def _bewaar(weergave: Lijstweergave, stap: str, by: Gebruiker, **velden: Any) -> Lijstweergave:
    was = {naam: getattr(weergave, naam) for naam in velden} if weergave.pk else {}
    for naam, waarde in velden.items():
        setattr(weergave, naam, waarde)
    weergave.versie += 1
    weergave.gewijzigd_op = klok.nu()
    if weergave.is_standaard:
        _zusters(weergave).filter(is_standaard=True).update(is_standaard=False)
    weergave.full_clean()
    weergave.save()
    _leg_vast(stap, weergave, by, was=was)
    return weergave


def _zusters(weergave: Lijstweergave) -> Any:
    """The other views of the same list and the same person or role."""
    plek = ("lijst", "eigenaar", "rol", "organisatie", "gremium")
    return Lijstweergave.objects.filter(**{veld: getattr(weergave, veld) for veld in plek}).exclude(
        pk=weergave.pk
    )


def _leg_vast(stap: str, weergave: Lijstweergave, by: Gebruiker, **gegevens: Any) -> None:
    events.record(
        f"duoplus.lijstweergave.{stap}",
        weergave,
        by=by,
        zichtbaarheid=Zichtbaarheid.INTERN,
        lijst=weergave.lijst,
        naam=weergave.naam,
        van_wie=weergave.van_wie,
        params=weergave.params,
        **gegevens,
    )
