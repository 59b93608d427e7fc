"""A body that meets: its meeting, points on the agenda, and a meeting under way.

vergadering = lopend(met="UO")
punt = op_agenda(vergadering, "Openingstijden")
"""

from datetime import date, time, timedelta
from typing import Any

from duoplus import klok
from duoplus.actions import agenda, vergaderen
from duoplus.choices import AanwezigheidStand, GremiumSoort, PuntSoort, Rol
from duoplus.models import Agendapunt, Gebruiker, Gremium, Reeks, Vergadering, Zetel
from tests.factories import organisaties
from tests.factories.mensen import iemand, maak
from tests.factories.organisaties import duoplus, gemeente


def leider(gremium: Gremium) -> Gebruiker:
    """Who prepares and leads this body."""
    if gremium.soort == GremiumSoort.OGON:
        return iemand(Rol.VOORZITTER, ogon=gremium)
    return iemand(Rol.BESTUURSADVISEUR) if gremium.soort == GremiumSoort.DIRECTIEBERAAD else _cpi()


def _cpi() -> Gebruiker:
    bestaand = Gebruiker.objects.filter(
        toewijzingen__rol=Rol.CPI, toewijzingen__organisatie=duoplus()
    ).first()
    return bestaand or maak(Rol.CPI, organisatie=duoplus())


def gremium(soort: GremiumSoort = GremiumSoort.CPI_OVERLEG, *, zetels: str = "DUO+") -> Gremium:
    """A body beside the OGON's with these organisations in it, the same row every time."""
    bestaand = Gremium.objects.filter(soort=soort).first()
    if bestaand:
        return bestaand
    nieuw = Gremium.objects.create(soort=soort, naam=soort.label, slug=soort.value.replace("_", "-"))
    for letter in zetels:
        wie = duoplus() if letter == "+" else gemeente(letter)
        Zetel.objects.create(gremium=nieuw, organisatie=wie, van=date(2020, 1, 1))
    return nieuw


def reeks(gremium_: Gremium, **velden: Any) -> Reeks:
    """How often this body meets: every six weeks from tomorrow on."""
    standaard: dict[str, Any] = {
        "naam": "Elke zes weken",
        "van": klok.vandaag() + timedelta(days=1),
        "begint_om": time(9, 30),
        "eindigt_om": time(11),
        "plaats": "Raadzaal",
    }
    return Reeks.objects.create(gremium_id=gremium_.pk, **standaard | velden)


def gepland(van: Gremium | None = None, *, over: int = 7, **velden: Any) -> Vergadering:
    """A meeting so many days from now, by default of OGON Bedrijfsvoering."""
    gremium_ = van or organisaties.ogon()
    standaard: dict[str, Any] = {"begint_om": time(9, 30), "eindigt_om": time(11), "plaats": "Raadzaal"}
    dag = klok.vandaag() + timedelta(days=over)
    return vergaderen.plan(gremium_, datum=dag, by=leider(gremium_), **standaard | velden)


def lopend(van: Gremium | None = None, *, met: str = "", **velden: Any) -> Vergadering:
    """A meeting of today that is under way; ``met`` names by letter who is there for an OGON."""
    vergadering = gepland(van, over=0, **velden)
    for letter in met:
        wie = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente(letter), ogon=vergadering.gremium)
        vergaderen.meld_aanwezig(vergadering, wie, AanwezigheidStand.AANWEZIG, by=leider(vergadering.gremium))
    return vergaderen.begin(vergadering, by=leider(vergadering.gremium))


def op_agenda(
    vergadering: Vergadering,
    titel: str = "Openingstijden",
    soort: PuntSoort = PuntSoort.BESLUIT,
    **velden: Any,
) -> Agendapunt:
    """A point at the end of this agenda, put there by who leads."""
    by = leider(vergadering.gremium)
    return agenda.zet_op_agenda(
        vergadering.gremium, titel=titel, soort=soort, vergadering=vergadering, by=by, **velden
    )


def volgorde(vergadering: Vergadering) -> str:
    """The agenda as one string: "A B C"."""
    return " ".join(vergadering.punten.order_by("plaats").values_list("titel", flat=True))
