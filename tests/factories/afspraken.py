"""A signed DVO and a work plan, in one line each.

dvo_met("U", artikelen={1: "Diensten"}, producten={"Servicedesk": (1, 1000)})
werkplan(jaar=2026)
"""

from datetime import date
from decimal import Decimal
from typing import Any

from duoplus import klok
from duoplus.choices import BijlageSoort, Rol
from duoplus.models import Bijlage, Team
from ogon.actions.werkplan import maak
from ogon.choices import DvoStatus
from ogon.models import Dvo, Dvoartikel, Dvoregel, Dvoversie, Product, Werkplan
from tests.factories import organisaties
from tests.factories.mensen import iemand
from tests.factories.organisaties import gemeente, ogon


def product(naam: str, team: Team | None = None) -> Product:
    """The same row every time."""
    velden = {"naam": naam, "team": team or organisaties.team(), "ogon": ogon()}
    return Product.objects.get_or_create(code=naam[:12].upper(), defaults=velden)[0]


def dvo_met(
    letter: str = "U",
    *,
    jaar: int = 0,
    artikelen: dict[int, str] | None = None,
    producten: dict[str, tuple[int, Any]] | None = None,
) -> Dvo:
    """Signed and in force from 1 January. ``producten``: name to (article, hours a year)."""
    jaar, door = jaar or klok.vandaag().year, iemand(Rol.CONCERNCONTROLLER)
    nummer = f"DVO-{jaar}-{Dvo.objects.count() + 9001}"
    dvo = Dvo.objects.create(nummer=nummer, organisatie=gemeente(letter), jaar=jaar)
    versie = Dvoversie.objects.create(dvo=dvo, geldt_van=date(jaar, 1, 1), gemaakt_door=door)
    for nr, titel in (artikelen or {1: "Diensten"}).items():
        Dvoartikel.objects.create(dvoversie=versie, nummer=nr, titel=titel, tekst=f"Tekst over {titel}.")
    for naam, (artikel, uren) in (producten or {}).items():
        Dvoregel.objects.create(
            dvoversie=versie, product=product(naam), artikel=artikel, norm_uren=Decimal(uren), prijs=0
        )
    versie.status, versie.getekend_op, versie.sha256 = DvoStatus.VAN_KRACHT, klok.nu(), "0" * 64
    versie.pdf = Bijlage.bewaar(
        b"%PDF", naam="dvo.pdf", soort=BijlageSoort.DVO, mime="application/pdf", onderwerp=dvo, door=door
    )
    versie.save()
    return dvo


def werkplan(*, jaar: int = 0, team: Team | None = None) -> Werkplan:
    """A new plan, by the manager of the team."""
    team = team or organisaties.team()
    return maak(team, jaar or klok.vandaag().year, by=iemand(Rol.TEAMMANAGER, team=team))
