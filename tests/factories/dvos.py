"""Agreements by real acts: a product with an indicator, and a DVO as far as it went.

getekend(concept("U", uren=900))
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from duoplus.choices import Rol
from duoplus.models import Gebruiker
from ogon.actions import dvo as acties
from ogon.choices import TekenSoort
from ogon.models import Dvoversie, Kpi, Ogon, Product
from tests.factories.mensen import iemand
from tests.factories.organisaties import duoplus, gemeente, ogon, team

# Early in the year: notice can still be given, and an addendum still be made.
IN_MAART = datetime(2026, 3, 2, 10, tzinfo=UTC)
MANDAAT = "Mandaatbesluit 2026"


def product(code: str = "BV-01", *, naam: str = "", waar: Ogon | None = None, norm: bool = True) -> Product:
    """With one indicator, in percent, unless ``norm`` is false; the same row every time."""
    velden = {"naam": naam or f"Product {code}", "team": team(), "ogon": waar or ogon()}
    gemaakt, nieuw = Product.objects.get_or_create(code=code, defaults=velden)
    if nieuw and norm:
        Kpi.objects.create(product=gemaakt, naam="van de meldingen op tijd", eenheid="%")
    return gemaakt


def maker() -> Gebruiker:
    return iemand(Rol.TEAMMANAGER)


def concept(letter: str = "U", *, jaar: int = 2026, uren: Any = 900, prijs: Any = 70000) -> Dvoversie:
    """A DVO with one article and one product under it, with a norm of 85%."""
    duoplus()
    versie = acties.maak(gemeente(letter), jaar, by=maker())
    acties.zet_artikel(versie, 1, titel="Wat wij afspreken", tekst="Duo+ doet dit werk.", by=maker())
    zet_product(versie, product(), uren=uren, prijs=prijs, artikel=1)
    return versie


def zet_product(
    versie: Dvoversie, wat: Product, *, uren: Any = 900, prijs: Any = 70000, artikel: int | None = None
) -> None:
    normen = {kpi: Decimal(85) for kpi in wat.kpis.all()}
    acties.zet_regel(
        versie, wat, norm_uren=Decimal(uren), prijs=Decimal(prijs), artikel=artikel, normen=normen, by=maker()
    )


def ter_paraaf(versie: Dvoversie) -> Dvoversie:
    acties.voorleggen(versie, by=maker())
    return acties.ter_paraaf(versie, by=maker())


def bekleder(versie: Dvoversie, soort: TekenSoort, van_gemeente: bool) -> Gebruiker:
    """Who holds the function of this kind for this party."""
    plek = versie.tekenplekken.get(soort=soort, organisatie__soort="gemeente" if van_gemeente else "dienst")
    return iemand(Rol(plek.rol), organisatie=plek.organisatie if van_gemeente else None)


def geparafeerd(versie: Dvoversie) -> Dvoversie:
    for van_gemeente in (False, True):
        wie = bekleder(versie, TekenSoort.PARAAF, van_gemeente)
        acties.parafeer(versie, mandaat=MANDAAT, by=wie)
    return versie


def getekend(versie: Dvoversie) -> Dvoversie:
    """All the way, from wherever a draft is."""
    geparafeerd(ter_paraaf(versie))
    for van_gemeente in (False, True):
        wie = bekleder(versie, TekenSoort.HANDTEKENING, van_gemeente)
        acties.onderteken(versie, mandaat=MANDAAT, by=wie)
    return versie
