"""Wat het directieberaad leest over een aanvraag of een volgorde: uren en dagen, nooit bedragen."""

from collections.abc import Sequence
from decimal import Decimal

from duoplus.calc.nederlands import datum, opsomming
from duoplus.calc.nederlands import uren as als_uren
from duoplus.choices import zonder_hint
from duoplus.models import Gebruiker
from maatwerk.models import Aanvraag, RamingRegel, Ronde
from maatwerk.volgorde.bord import Bord, Bordrij, lees
from maatwerk.volgorde.standpunten import Stem, is_onthuld, stemmen
from ogon.opschaling.zaken import Dossier, Scenario, Standpunt

UITKOMST = {"past": "past in de uren", "deels": "past deels in de uren", "niet": "past niet in de uren"}


def dossier(
    aanvraag: Aanvraag,
    user: Gebruiker,
    standpunten: Sequence[Standpunt] = (),
    scenarios: Sequence[Scenario] = (),
) -> Dossier:
    """Of one request: what was written down, and what its board says would happen."""
    ronde = open_ronde(aanvraag)
    bord = lees(ronde, user) if ronde else None
    return Dossier(
        soort="aanvraag",
        kenmerk=aanvraag.kenmerk,
        titel=aanvraag.titel,
        stand=aanvraag.get_status_display(),
        feiten=_feiten(aanvraag, bord),
        toen={"status": aanvraag.status},
        standpunten=(*standpunten,) or (standpunten_van(ronde, user) if ronde else ()),
        scenarios=(*(_wegen(aanvraag, bord) if bord else ()), *scenarios),
    )


def dossier_van_ronde(ronde: Ronde, user: Gebruiker) -> Dossier:
    """Of a whole order: the positions on it, and the order itself as the one way to go that lies there."""
    bord = lees(ronde, user)
    regels = tuple(f"{rij.plaats}. {rij.aanvraag.titel}: {UITKOMST[rij.oordeel]}" for rij in bord.rijen)
    return Dossier(
        soort="volgorde",
        kenmerk=str(ronde),
        titel=f"{ronde} van {ronde.cyclus.ogon}",
        stand=ronde.get_status_display(),
        feiten={kolom.team.kort: _stand(kolom.gevraagd, kolom.vrij) for kolom in bord.kolommen},
        toen={"status": ronde.status, "fase": ronde.cyclus.fase},
        standpunten=standpunten_van(ronde, user),
        scenarios=(Scenario("De volgorde zoals die voorligt", regels),),
    )


def open_ronde(aanvraag: Aanvraag) -> Ronde | None:
    """The order in the making in which this request has a place."""
    rondes = Ronde.objects.open().filter(plaatsen__aanvraag=aanvraag)
    return rondes.select_related("cyclus__ogon__programma").first()


def standpunten_van(ronde: Ronde, user: Gebruiker) -> tuple[Standpunt, ...]:
    """Every party with what it thinks of the order; none before all may read them."""
    return tuple(map(_standpunt, stemmen(ronde, user))) if is_onthuld(ronde) else ()


def _standpunt(stem: Stem) -> Standpunt:
    laatste = stem.standpunt
    if laatste is None:
        return Standpunt(stem.organisatie.naam, "Geen reactie")
    wie = f"{laatste.door.naam} (namens {laatste.namens.naam})" if laatste.namens else laatste.door.naam
    return Standpunt(stem.organisatie.naam, stem.woord, laatste.tekst, wie, laatste.op.isoformat())


def _feiten(aanvraag: Aanvraag, bord: Bord | None) -> dict[str, str]:
    wens, plek = aanvraag.gewenste_datum, bord and f"{bord.rij_van(aanvraag).plaats} van {len(bord.rijen)}"
    feiten = {
        "Gemeenten": opsomming(aanvraag.gemeenten.all()),
        "Team": str(aanvraag.team or ""),
        "Aanleiding": zonder_hint(aanvraag.get_aanleiding_display()),
        "Waarom het haast heeft": aanvraag.urgentie_motivering,
        "Gewenst klaar": datum(wens) if wens else "",
        "Geraamd": _geraamd(aanvraag),
        "Plaats op het bord": plek or "",
    }
    return {label: waarde for label, waarde in feiten.items() if waarde}


def _geraamd(aanvraag: Aanvraag) -> str:
    regels = RamingRegel.objects.filter(raming__aanvraag=aanvraag, raming__vervallen_op=None)
    per_team: dict[str, Decimal] = {}
    for regel in regels.select_related("team").order_by("pk"):
        per_team[regel.team.kort] = per_team.get(regel.team.kort, Decimal(0)) + regel.uren
    return opsomming(f"{als_uren(uren)} uur van {team}" for team, uren in per_team.items())


def _stand(gevraagd: Decimal, vrij: Decimal) -> str:
    return f"{als_uren(gevraagd)} uur gevraagd, {als_uren(vrij)} uur vrij"


def _wegen(aanvraag: Aanvraag, bord: Bord) -> tuple[Scenario, ...]:
    """What would fit if it went first, and if it were not done: the same arithmetic as the board."""
    pk, rest = aanvraag.pk, [p for p in bord.volgorde if p != aanvraag.pk]
    return (
        Scenario("Op de plaats die het nu heeft", (_zin(bord.rij_van(aanvraag)),)),
        Scenario("Als eerste doen", _gevolgen(bord, bord.gegevens.bord([pk, *rest]))),
        Scenario("Niet doen", _gevolgen(bord, bord.gegevens.bord(rest))),
    )


def _gevolgen(nu: Bord, straks: Bord) -> tuple[str, ...]:
    """Whatever fits otherwise than it does now."""
    was = {rij.rij.aanvraag_id: rij.oordeel for rij in nu.rijen}
    anders = [rij for rij in straks.rijen if rij.oordeel != was[rij.rij.aanvraag_id]]
    return tuple(map(_zin, anders)) or ("Voor de andere aanvragen verandert er niets.",)


def _zin(rij: Bordrij) -> str:
    return f"‘{rij.aanvraag.titel}’ {UITKOMST[rij.oordeel]}."
