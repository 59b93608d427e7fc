"""Wat er aan een opdracht gewijzigd is of gevraagd wordt, zoals haar bladzijde het toont."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from duoplus.calc.nederlands import opsomming
from maatwerk.choices import Maat
from maatwerk.models import Opdracht, Signaal, Wijzigingsverzoek
from maatwerk.signalen.noodzaak import MOET_WIJZIGEN, TE_WIJZIGEN

WAAROM = {
    Maat.PROGNOSE: "het werk kost naar verwachting te veel voor het plafond",
    Maat.EINDDATUM: "het werk is naar verwachting te laat klaar",
}


@dataclass(frozen=True)
class Wijzigingen:
    verzoeken: Sequence[Wijzigingsverzoek]
    moet: str  # why this reader must ask for a change; empty when he need not
    mag_vragen: bool
    mag_paraferen: bool
    mag_intrekken: bool
    is_gewijzigd: bool


def lees(opdracht: Opdracht, user: Any) -> Wijzigingen:
    """One query, and one more for who leads the team."""
    verzoeken = list(opdracht.wijzigingsverzoeken.select_related("door", "voorzitter", "budgethouder"))
    for verzoek in verzoeken:
        verzoek.opdracht = opdracht
    ligt_er = next((verzoek for verzoek in verzoeken if verzoek.is_open), None)
    nu = opdracht.aanvraag.status in TE_WIJZIGEN
    leidt = nu and user.has_perm("maatwerk.wijziging_vragen_opdracht", opdracht)
    return Wijzigingen(
        verzoeken=verzoeken,
        moet=_moet(opdracht) if leidt and ligt_er is None else "",
        mag_vragen=leidt and ligt_er is None,
        mag_paraferen=nu
        and ligt_er is not None
        and user.has_perm("maatwerk.paraferen_wijzigingsverzoek", ligt_er),
        mag_intrekken=leidt and ligt_er is not None,
        is_gewijzigd=opdracht.gewijzigde_einddatum is not None,
    )


def _moet(opdracht: Opdracht) -> str:
    plichten = Signaal.objects.filter(MOET_WIJZIGEN, opdracht=opdracht, afgedaan_op=None)
    redenen = [WAAROM[Maat(maat)] for maat in plichten.values_list("maat", flat=True)]
    zin = opsomming(dict.fromkeys(redenen))
    return f"{zin[0].upper()}{zin[1:]}. Vraag een wijziging." if redenen else ""
