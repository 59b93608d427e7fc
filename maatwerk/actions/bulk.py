"""Iets doen met veel aanvragen tegelijk: elke rij door de gewone actie, en van elke rij de uitkomst.

A preview is the real thing, undone: so it refuses what the real thing would refuse.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction

from duoplus import events, spoor
from duoplus.choices import Rol, Zichtbaarheid
from duoplus.models import Gebeurtenis, Gebruiker
from duoplus.rules import heeft_rol
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions import dossier, verdelen
from maatwerk.models import Aanvraag

MAX_RIJEN = 500
SOORT = "maatwerk.bulk"
NIET_GEVONDEN = "Deze aanvraag bestaat niet, of u mag haar niet zien."
MAG_NIET = "U mag dit bij deze aanvraag niet."
VEROUDERD = "Iemand anders wijzigde deze aanvraag net. Er is niets veranderd."
BEZET = "Iemand anders is net met deze aanvraag bezig. Er is niets veranderd."

Doe = Callable[[Aanvraag, Gebruiker, Mapping[str, Any], int | None, str], str]


class Rij(NamedTuple):
    """A request that was chosen, as it stood on screen; ``None`` where this person sees none."""

    nummer: str
    versie: int | None
    aanvraag: Aanvraag | None


class Uitkomst(NamedTuple):
    nummer: str
    titel: str
    is_gelukt: bool
    zin: str


@dataclass(frozen=True)
class Keuze:
    """Something to do with many requests; ``doe`` runs the action on one and says what it did."""

    naam: str
    label: str
    titel: str
    doe: Doe
    mag: Callable[[Gebruiker], bool] = lambda user: True


def _toewijzen(
    aanvraag: Aanvraag, by: Gebruiker, gegevens: Mapping[str, Any], versie: int | None, bulk: str
) -> str:
    team, behandelaar = aanvraag.team, aanvraag.behandelaar
    verdelen.toewijzen(aanvraag, by=by, versie=versie, bulk=bulk, **gegevens)
    zinnen = (
        _verschil("Team", team, aanvraag.team),
        _verschil("Behandelaar", behandelaar, aanvraag.behandelaar),
    )
    return ". ".join(filter(None, zinnen))


def _verschil(wat: str, oud: Any, nieuw: Any) -> str:
    return f"{wat}: van {oud or 'niemand'} naar {nieuw}" if oud != nieuw else ""


def _naar_ogon(
    aanvraag: Aanvraag, by: Gebruiker, gegevens: Mapping[str, Any], versie: int | None, bulk: str
) -> str:
    oud = aanvraag.ogon
    verdelen.naar_ogon(aanvraag, by=by, versie=versie, bulk=bulk, **gegevens)
    return f"Van {oud or 'geen OGON'} naar {aanvraag.ogon}"


def _volgen(
    aanvraag: Aanvraag, by: Gebruiker, gegevens: Mapping[str, Any], versie: int | None, bulk: str
) -> str:
    dossier.volgen(aanvraag, by=by)
    return "U volgt deze aanvraag"


def _ontvolgen(
    aanvraag: Aanvraag, by: Gebruiker, gegevens: Mapping[str, Any], versie: int | None, bulk: str
) -> str:
    dossier.ontvolgen(aanvraag, by=by)
    return "U volgt deze aanvraag niet"


KEUZES = {
    keuze.naam: keuze
    for keuze in (
        Keuze(
            "toewijzen",
            "Toewijzen",
            "Aanvragen toewijzen",
            _toewijzen,
            heeft_rol(Rol.SECRETARIS, Rol.TEAMMANAGER),
        ),
        Keuze(
            "naar_ogon",
            "Naar ander OGON",
            "Aanvragen naar een ander OGON",
            _naar_ogon,
            heeft_rol(Rol.SECRETARIS),
        ),
        Keuze("volgen", "Volgen", "Aanvragen volgen", _volgen),
        Keuze("ontvolgen", "Niet meer volgen", "Aanvragen niet meer volgen", _ontvolgen),
    )
}


def proef(
    keuze: Keuze, rijen: Iterable[Rij], *, by: Gebruiker, gegevens: Mapping[str, Any]
) -> list[Uitkomst]:
    """What would happen to each row. Nothing changes."""
    return [_rij(keuze, rij, by, gegevens, bulk="", is_proef=True) for rij in rijen]


def voer_uit(
    keuze: Keuze, rijen: Iterable[Rij], *, by: Gebruiker, gegevens: Mapping[str, Any], bulk: str
) -> list[Uitkomst]:
    """Do it, each row by itself: one that cannot leaves the others alone. One fact tells of them all.

    ``bulk`` stands in every fact that this leaves, so that the history shows them together.
    """
    met_slot_op_volgorde = sorted(rijen, key=lambda rij: rij.aanvraag.pk if rij.aanvraag else 0)
    uitkomsten = [_rij(keuze, rij, by, gegevens, bulk=bulk) for rij in met_slot_op_volgorde]
    events.record(
        SOORT,
        by,
        by=by,
        zichtbaarheid=Zichtbaarheid.INTERN,
        bulk=bulk,
        actie=keuze.naam,
        uitkomsten=[list(uitkomst) for uitkomst in uitkomsten],
    )
    return uitkomsten


def _rij(
    keuze: Keuze, rij: Rij, by: Gebruiker, gegevens: Mapping[str, Any], *, bulk: str, is_proef: bool = False
) -> Uitkomst:
    if rij.aanvraag is None:
        return Uitkomst(rij.nummer, "", False, NIET_GEVONDEN)
    titel = rij.aanvraag.titel
    try:
        with transaction.atomic():
            zin = keuze.doe(rij.aanvraag, by, gegevens, rij.versie, bulk)
            if is_proef:
                raise _Proef(zin)
    except _Proef as gelukt:
        return Uitkomst(rij.nummer, titel, True, str(gelukt))
    except (StapKanNiet, ValidationError) as weigering:
        return Uitkomst(rij.nummer, titel, False, " ".join(getattr(weigering, "messages", [str(weigering)])))
    except PermissionDenied:
        return Uitkomst(rij.nummer, titel, False, MAG_NIET)
    except Verouderd:
        return Uitkomst(rij.nummer, titel, False, VEROUDERD)
    except OperationalError:
        return Uitkomst(rij.nummer, titel, False, BEZET)
    return Uitkomst(rij.nummer, titel, True, zin)


class _Proef(Exception):
    """It would have worked; the text is what it would have done."""


def als_zin(feit: Gebeurtenis) -> str:
    """'deed ‘Toewijzen’ bij 3 van 4 aanvragen'."""
    gelukt = sum(Uitkomst(*rij).is_gelukt for rij in feit.gegevens["uitkomsten"])
    alle = spoor.aantal(len(feit.gegevens["uitkomsten"]), "aanvraag", "aanvragen")
    return f"deed ‘{KEUZES[feit.gegevens['actie']].label}’ bij {gelukt} van {alle}"


def verslag(bulk: str, *, van: Gebruiker) -> Gebeurtenis | None:
    """What one did with many requests at once; only for who did it."""
    return Gebeurtenis.objects.over(van).filter(soort=SOORT, gegevens__bulk=bulk).first()
