"""De lijsten die apps aanmelden, te openen bij hun naam."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from duoplus.lijsten.bladen import TEL_TOT, zeg_aantal
from duoplus.lijsten.lijst import Lijst
from duoplus.lijsten.stand import STANDAARD
from duoplus.models import Lijstweergave
from duoplus.sql import Sql, selecteer

_lijsten: dict[str, type[Lijst]] = {}


def register(naam: str, lijst: type[Lijst]) -> None:
    _lijsten[naam] = lijst


def maak(naam: str, params: QueryDict, user: Any) -> Lijst:
    """The list called ``naam`` as ``user`` sees it, in the view that the address names.

    Raises ``KeyError`` for a name nobody registered.
    """
    soort, gevraagd = _lijsten[naam], params.get("weergave", "")
    if gevraagd in ("", STANDAARD):
        return soort(params, user)
    weergave = Lijstweergave.objects.voor(user, naam).met_uuid(gevraagd)
    lijst = soort(params, user, weergave)
    if weergave is None:
        lijst.meldingen.append(
            "Deze weergave bestaat niet, of is niet voor u. U ziet de Standaardweergave."
            " Vraag uw collega het adres bij ‘Om te delen’."
        )
    return lijst


def open_lijst(naam: str, params: QueryDict, user: Any) -> tuple[Lijst, list[Lijstweergave]]:
    """The same for a page: the bare address opens the own default view, or else that of the role."""
    weergaven = list(Lijstweergave.objects.voor(user, naam))
    start = next((w for w in weergaven if w.is_standaard), None)
    if start is not None and not params:
        lijst = _lijsten[naam](params, user, start)
    else:
        lijst = maak(naam, params, user)
    lijst.heeft_start = start is not None
    return lijst, weergaven


def maak_met(naam: str, weergave: Lijstweergave, user: Any) -> Lijst:
    """The list as this view shows it to this reader."""
    return _lijsten[naam]({}, user, weergave)


def tellers(naam: str, weergaven: Iterable[Lijstweergave], user: Any) -> list[Lijstweergave]:
    """These views, each with ``teller``: how many rows it holds for this reader. One query for all."""
    geteld = list(weergaven)
    aantallen = [_telbaar(maak_met(naam, weergave, user)).als_aantal for weergave in geteld]
    if aantallen:
        for weergave, aantal in zip(geteld, selecteer(aantallen), strict=True):
            weergave.teller = zeg_aantal(aantal)
    return geteld


def _telbaar(lijst: Lijst) -> Sql:
    return Sql.van(lijst.gevonden.values("pk")[: TEL_TOT + 1])
