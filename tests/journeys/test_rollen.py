"""Elke rol één keer binnen: wat zij ziet, wat zij mag, en wat niet."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.bladzijden import BEHEERDER
from tests.journeys.mensen import log_in

MENU = ["Mijn werk", "Aanvragen", "Hulp", "OGON’s", "Besluiten", "Acties", "Opdrachten", "Post van de demo"]
UREN_VAN_TEAMS, INLEZEN = "Capaciteit", "Lijsten inlezen"
AFSPRAKEN = ("DVO’s", "Werkplannen")
BESTUUR = (*AFSPRAKEN, "Voorstellen", "Maatregelen")
GELD = ("Lumpsum", "Verantwoordingen")  # who reads amounts of a year; who writes hours has a week
WEEK = "Uren schrijven"
TOEZICHT = (*BESTUUR, *GELD, "Vergaderingen", "Wat los hangt", UREN_VAN_TEAMS)
PLANNEN = "Plannen van aanpak"
LEIDT = (
    *AFSPRAKEN,
    *GELD,
    "Voorstellen",
    "Vergaderingen",
    "Draaischijf",
    UREN_VAN_TEAMS,
    "Opschalingen",
    PLANNEN,
)
MANAGER = (*BESTUUR, *GELD, WEEK, "Wat los hangt", UREN_VAN_TEAMS, INLEZEN)
OPZOEKEN = "Tarieven en sleutels"
NIEUW, IMPORT, POST = "/aanvragen/nieuw/", "/inlezen/", "/instellingen/post/"
BEDRIJFSVOERING, BUURT = "/ogon/bedrijfsvoering/prioriteren/", "/ogon/buurt/prioriteren/"
ALLES = {NIEUW, IMPORT, POST, BEDRIJFSVOERING, BUURT}
UITHOORN = "/aanvragen/MW-2026-0011/"  # asked for by Uithoorn alone, being carried out by I&A
EUROS, UREN, NIETS = "met bedragen", "alleen uren", "bestaat niet"


@dataclass(frozen=True)
class Rol:
    """What somebody with one role finds: on top of the menu, the closed doors of ``ALLES``, one request."""

    naam: str
    menu: tuple[str, ...] = ()
    mag: frozenset[str] = frozenset()
    ziet: str = EUROS
    knop: str = ""
    zoekt_op: bool = True


def rol(naam: str, *mag: str, menu: tuple[str, ...] = (), ziet: str = EUROS, knop: str = "") -> Rol:
    return Rol(naam, menu, mag=frozenset(mag), ziet=ziet, knop=knop)


ROLLEN = [
    rol("Aanvrager Uithoorn", NIEUW, menu=("Concepten", *AFSPRAKEN)),
    rol("Aanvrager Diemen", NIEUW, menu=("Concepten", *AFSPRAKEN), ziet=NIETS),
    rol("Opdrachtgever Uithoorn", menu=(*BESTUUR, *GELD, "Vergaderingen", UREN_VAN_TEAMS)),
    rol("Opdrachtgever Diemen", menu=(*BESTUUR, *GELD, "Vergaderingen", UREN_VAN_TEAMS), ziet=NIETS),
    rol("Budgethouder Uithoorn", menu=(*BESTUUR, *GELD)),
    rol("Controller Uithoorn", menu=(*BESTUUR, *GELD)),
    rol("CPI Uithoorn", menu=("Vergaderingen", "Voorstellen", PLANNEN), ziet=UREN),
    rol("Secretaris OGON Bedrijfsvoering Duo+", BEDRIJFSVOERING, menu=LEIDT),
    rol("Voorzitter OGON Bedrijfsvoering Duo+", BEDRIJFSVOERING, menu=LEIDT),
    rol("Secretaris OGON Buurt Duo+", BUURT, menu=LEIDT, ziet=NIETS),
    rol("Teammanager I&A Duo+", IMPORT, menu=MANAGER, knop="Opleveren"),
    rol("Teammanager HRM Duo+", IMPORT, menu=MANAGER),
    rol("Uitvoerder 01 Duo+", menu=(*AFSPRAKEN, WEEK)),
    Rol(
        "Concerncontroller Duo+",
        menu=(*TOEZICHT, "Instellingen", INLEZEN, "Directieberaad", PLANNEN, "Maanden sluiten"),
        mag=frozenset({IMPORT}),
        zoekt_op=False,
    ),
    Rol(
        "Lid directieberaad Duo+", menu=(*TOEZICHT, "Instellingen", "Directieberaad", PLANNEN), zoekt_op=False
    ),
    rol("Bestuursadviseur Duo+", menu=(*TOEZICHT, "Directieberaad", PLANNEN)),
    Rol("Inkoopadviseur RIJK Stichting RIJK", ziet=NIETS, zoekt_op=False),
    rol("Accountant Accountantskantoor", menu=TOEZICHT),
    Rol(
        BEHEERDER,
        menu=("Instellingen", INLEZEN, "Uitgaande post", UREN_VAN_TEAMS, "Vergaderingen"),
        mag=frozenset({IMPORT, POST}),
        ziet=UREN,
        zoekt_op=False,
    ),
]


@pytest.mark.parametrize("wie", ROLLEN, ids=lambda wie: wie.naam)
def test_role_finds_its_own_work_and_no_more(new_page, wie: Rol):
    page = log_in(new_page(), wie.naam)
    page.goto("/")
    expect(page.get_by_role("region", name="Wacht op mij")).to_be_visible()
    assert _menu(page) == {*MENU, *wie.menu}
    assert page.get_by_role("contentinfo").get_by_role("link", name=OPZOEKEN).count() == wie.zoekt_op
    assert {pad for pad in ALLES if _opent(page, pad)} == wie.mag
    assert _ziet(page) == wie.ziet
    if wie.ziet != NIETS:
        assert page.get_by_role("main").get_by_role("link", name="Opleveren", exact=True).count() == bool(
            wie.knop
        )


def _menu(page: Page) -> set[str]:
    links = page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link").all_inner_texts()
    return {link.splitlines()[0] for link in links}


def _opent(page: Page, pad: str) -> bool:
    """A closed door is no page for this person (403) or, where even its being there says too much, 404."""
    antwoord = page.goto(pad)
    assert antwoord is not None and antwoord.status in (200, 403, 404)
    return antwoord.status == 200


def _ziet(page: Page) -> str:
    antwoord = page.goto(UITHOORN)
    if antwoord is None or antwoord.status == 404:
        return NIETS
    kosten = page.get_by_role("region", name="Uren en kosten")
    expect(kosten).to_contain_text("I&A")
    return EUROS if "€" in kosten.inner_text() else UREN
