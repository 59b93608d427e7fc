"""Wie een aanvraag oppakt: een team, een behandelaar, of een ander OGON."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events, klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Team
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from ogon.models import Ogon

# Until there is a proposal: that is of one team, and agreed in one OGON.
VOOR_VOORSTEL = (S.IN_INTAKE, S.AANVULLING_GEVRAAGD, S.IN_VERIFICATIE, S.IN_RAMING)
BEHANDELAARS = (Rol.SECRETARIS, Rol.TEAMMANAGER)
STOND_AL = "Dit stond al zo."


def toewijzen(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    team: Team | None = None,
    behandelaar: Gebruiker | None = None,
    versie: int | None = None,
    bulk: str = "",
) -> Aanvraag:
    """Geef een aanvraag aan een team, een behandelaar, of beide; wat leeg blijft, verandert niet."""
    with _wijziging(aanvraag, "toewijzen", by=by, versie=versie, bulk=bulk) as feit:
        if not aanvraag.is_open or aanvraag.status == S.INGEDIEND:
            raise StapKanNiet(_kan_niet("Toewijzen", aanvraag))
        nieuw = []
        if team is not None and team.pk != aanvraag.team_id:
            feit["was"]["team"] = _zet_team(aanvraag, team)
            nieuw.append(team.kort)
        if behandelaar is not None and behandelaar.pk != aanvraag.behandelaar_id:
            feit["was"]["behandelaar"] = _zet_behandelaar(aanvraag, behandelaar)
            nieuw.append(behandelaar.naam)
        if not nieuw:
            raise StapKanNiet(STOND_AL)
        feit["aan"] = " en ".join(nieuw)
    return aanvraag


def _zet_team(aanvraag: Aanvraag, team: Team) -> int | None:
    if aanvraag.status not in VOOR_VOORSTEL:
        raise StapKanNiet("Er ligt een voorstel van dit team. Een ander team kan nu niet meer.")
    oud, aanvraag.team = aanvraag.team_id, team
    return oud


def _zet_behandelaar(aanvraag: Aanvraag, behandelaar: Gebruiker) -> int | None:
    mag_zien = behandelaar.has_perm("maatwerk.view_aanvraag", aanvraag)
    if not (mag_zien and behandelaar.heeft_rol(*BEHANDELAARS)):
        raise StapKanNiet(f"{behandelaar} mag deze aanvraag niet zien en kan haar dus niet behandelen.")
    oud, aanvraag.behandelaar = aanvraag.behandelaar_id, behandelaar
    return oud


def naar_ogon(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    ogon: Ogon,
    reden: str,
    versie: int | None = None,
    bulk: str = "",
) -> Aanvraag:
    """Leg een aanvraag bij een ander OGON, met de reden, zolang er geen voorstel ligt."""
    with _wijziging(aanvraag, "naar_ogon", by=by, versie=versie, bulk=bulk) as feit:
        if aanvraag.status not in (S.INGEDIEND, *VOOR_VOORSTEL):
            raise StapKanNiet(_kan_niet("Naar een ander OGON", aanvraag))
        if ogon.pk == aanvraag.ogon_id:
            raise StapKanNiet(STOND_AL)
        _doen_mee(aanvraag, ogon)
        feit |= {"was": {"ogon": aanvraag.ogon_id}, "reden": reden}
        feit |= {"van_ogon": str(aanvraag.ogon), "naar_ogon": ogon.naam}
        aanvraag.ogon = ogon
    return aanvraag


def _doen_mee(aanvraag: Aanvraag, ogon: Ogon) -> None:
    mee = set(ogon.gemeenten(klok.vandaag()).values_list("pk", flat=True))
    buiten = [gemeente.naam for gemeente in aanvraag.gemeenten.all() if gemeente.pk not in mee]
    if buiten:
        raise StapKanNiet(f"{' en '.join(buiten)} doet niet mee in {ogon.naam}.")


def _kan_niet(wat: str, aanvraag: Aanvraag) -> str:
    return f"‘{wat}’ kan nu niet: de status is ‘{S(aanvraag.status).label}’."


@contextmanager
def _wijziging(
    aanvraag: Aanvraag, stap: str, *, by: Gebruiker, versie: int | None, bulk: str
) -> Iterator[dict[str, Any]]:
    """Lock, check who and which version, let the action change the request, then save and record.

    What was there before goes in ``was``, per field, so that a list can compare with any day.
    """
    recht = f"maatwerk.{stap}_aanvraag"
    with transaction.atomic():
        aanvraag.refresh_from_db(from_queryset=Aanvraag.objects.select_for_update())
        if versie is not None and aanvraag.versie != versie:
            raise Verouderd(aanvraag)
        if not by.has_perm(recht, aanvraag):
            raise PermissionDenied(recht)
        voor = namens(by, recht, aanvraag)
        feit: dict[str, Any] = {"was": {}} | ({"bulk": bulk} if bulk else {})
        yield feit
        aanvraag.versie += 1
        aanvraag.gewijzigd_op = klok.nu()
        aanvraag.save()
        events.record(f"maatwerk.aanvraag.{stap}", aanvraag, by=by, namens=voor, **feit)
