"""Wie een aanvraag oppakt: een team, een behandelaar, of een ander OGON.

What was there before goes in ``was``, per field, so that a list can compare with any day.
"""

from collections.abc import Collection

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Team
from duoplus.transitions import StapKanNiet
from maatwerk.models import Aanvraag
from maatwerk.transitions import AANVRAAG, VOOR_VOORSTEL
from ogon.models import Ogon

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
    with AANVRAAG.transition(aanvraag, "toewijzen", by=by, versie=versie, **_samen(bulk)) as overgang:
        was, nieuw = {}, []
        if team is not None and team.pk != aanvraag.team_id:
            was["team"] = _zet_team(aanvraag, team)
            nieuw.append(team.kort)
        if behandelaar is not None and behandelaar.pk != aanvraag.behandelaar_id:
            was["behandelaar"] = _zet_behandelaar(aanvraag, behandelaar)
            nieuw.append(behandelaar.naam)
        if not nieuw:
            raise StapKanNiet(STOND_AL)
        overgang.gegevens |= {"was": was, "aan": " en ".join(nieuw)}
        aanvraag.gewijzigd_op = klok.nu()
    return aanvraag


def _samen(bulk: str) -> dict[str, str]:
    """Ties the facts of one act with many requests together."""
    return {"bulk": bulk} if bulk else {}


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
    with AANVRAAG.transition(
        aanvraag, "naar_ogon", by=by, versie=versie, reden=reden, naar_ogon=ogon.naam, **_samen(bulk)
    ) as overgang:
        if ogon.pk == aanvraag.ogon_id:
            raise StapKanNiet(STOND_AL)
        _doen_mee(aanvraag, ogon)
        overgang.gegevens |= {"was": {"ogon": aanvraag.ogon_id}, "van_ogon": str(aanvraag.ogon)}
        aanvraag.ogon, aanvraag.gewijzigd_op = ogon, klok.nu()
    return aanvraag


def _doen_mee(aanvraag: Aanvraag, ogon: Ogon) -> None:
    mee = set(ogon.gemeenten(klok.vandaag()).values_list("pk", flat=True))
    buiten = [gemeente.naam for gemeente in aanvraag.gemeenten.all() if gemeente.pk not in mee]
    if buiten:
        raise StapKanNiet(f"{' en '.join(buiten)} doet niet mee in {ogon.naam}.")


def betrekken(
    aanvraag: Aanvraag, *, by: Gebruiker, ogons: Collection[Ogon], versie: int | None = None
) -> Aanvraag:
    """Zeg welke andere OGON's deze aanvraag raakt. Verschuift zij later, dan mogen die reageren."""
    with AANVRAAG.transition(aanvraag, "betrekken", by=by, versie=versie) as overgang:
        was, wordt = set(aanvraag.betrokken_ogons.all()), set(ogons)
        if aanvraag.ogon in wordt:
            raise StapKanNiet(f"De aanvraag ligt al bij {aanvraag.ogon}. Kies alleen andere OGON’s.")
        if was == wordt:
            raise StapKanNiet(STOND_AL)
        aanvraag.betrokken_ogons.set(wordt)
        namen = sorted(ogon.naam for ogon in wordt)
        overgang.gegevens |= {"ogons": " en ".join(namen) or "geen ander OGON"}
    return aanvraag
