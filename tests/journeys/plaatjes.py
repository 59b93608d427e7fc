"""De plaatjes van de handleiding: welke pagina, wat erop moet staan, en hoe het een klein bestand wordt."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from playwright.sync_api import Locator, Page, expect

from duoplus.web.templatetags.hulp import PLAATJE_BREED, PLAATJE_HOOG
from tests.journeys import aanvraag as a
from tests.journeys import bladzijden
from tests.journeys import mensen as m
from tests.journeys.bladzijden import BEHEERDER, Bladzijde
from tests.server import DemoServer
from tools.services import ROOT

MAP = ROOT / "static" / "src" / "img" / "hulp"
SCHERPTE = 1.5
VRAGEN = ".duo-actie .duo-form"  # the questions of a step, below what there is to read first
BALKEN = ".duo-mobilebar, .duo-top, .duo-foot, .duo-tip"
RING = "(e) => Object.assign(e.style, {outline: '3px solid #b4442c', outlineOffset: '3px'})"
NAAR_WEBP = """async (png) => {
  const bytes = Uint8Array.from(atob(png), (teken) => teken.charCodeAt(0));
  const beeld = await createImageBitmap(new Blob([bytes]));
  const doek = new OffscreenCanvas(beeld.width, beeld.height);
  doek.getContext('2d').drawImage(beeld, 0, 0);
  const klein = await doek.convertToBlob({type: 'image/webp', quality: 0.7});
  const lezer = new FileReader();
  return new Promise((klaar) => {
    lezer.onload = () => klaar(lezer.result.split(',')[1]);
    lezer.readAsDataURL(klein);
  });
}"""


class Waar:
    """Where in the demo year something can be seen, looked up once."""

    def __init__(self, portaal: DemoServer) -> None:
        self.portaal = portaal

    @cached_property
    def stappen(self) -> dict[str, Bladzijde]:
        return bladzijden.stappen(self.portaal)

    def stap(self, naam: str) -> Bladzijde:
        return self.stappen[naam]

    def dossier(self, naam: str) -> Bladzijde:
        """The page of the request on which somebody may take this step."""
        stap = self.stappen[naam]
        return Bladzijde(stap.rol, stap.pad.rsplit("/", 2)[0] + "/")

    def opdracht(self, rol: str) -> Bladzijde:
        [(nummer,)] = self.portaal.rows(
            "SELECT o.nummer FROM maatwerk_opdracht o JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id"
            " JOIN maatwerk_opdracht_uitvoerders u ON u.opdracht_id = o.id"
            " JOIN duoplus_gebruiker g ON g.id = u.gebruiker_id"
            " WHERE g.naam = 'Uitvoerder 01' AND a.status = 'in_uitvoering' ORDER BY o.id LIMIT 1"
        )
        return Bladzijde(rol, f"/opdrachten/{nummer}/")

    def vergadering(self, rol: str) -> Bladzijde:
        """The next one of OGON Bedrijfsvoering, with its agenda in the making."""
        [(pk,)] = self.portaal.rows(
            "SELECT v.id FROM duoplus_vergadering v JOIN duoplus_gremium g ON g.id = v.gremium_id"
            " WHERE g.slug = 'bedrijfsvoering' AND v.status = 'gepland' ORDER BY v.datum LIMIT 1"
        )
        return Bladzijde(rol, f"/vergaderingen/{pk}/")

    def dvo(self, rol: str) -> Bladzijde:
        """That of Uithoorn which runs, with results."""
        [(nummer,)] = self.portaal.rows(
            "SELECT d.nummer FROM ogon_dvo d JOIN duoplus_organisatie g ON g.id = d.organisatie_id"
            " WHERE g.letter = 'U' ORDER BY d.jaar LIMIT 1"
        )
        return Bladzijde(rol, f"/dvo/{nummer}/")

    def werkplan(self, rol: str) -> Bladzijde:
        """That of I&A which runs."""
        [(team, jaar)] = self.portaal.rows(
            "SELECT p.team_id, p.jaar FROM ogon_werkplan p JOIN duoplus_team t ON t.id = p.team_id"
            " WHERE t.kort = 'I&A' ORDER BY p.jaar LIMIT 1"
        )
        return Bladzijde(rol, f"/werkplannen/{team}/{jaar}/")

    def inlezing(self) -> Bladzijde:
        [(uuid,)] = self.portaal.rows("SELECT uuid FROM duoplus_inlezing ORDER BY id DESC LIMIT 1")
        return Bladzijde(BEHEERDER, f"/inlezen/{uuid}/koppelen/")


@dataclass(frozen=True)
class Plaatje:
    """``boven`` stands ``lucht`` px below the top; ``wijs``: what it points at, if anything."""

    naam: str
    waar: Callable[[Waar], Bladzijde]
    boven: str = "h1"
    wijs: Callable[[Page], Locator] | None = None
    lucht: int = 20

    def toon(self, page: Page) -> None:
        """The page has what the picture is about."""
        expect(page.locator(self.boven).first).to_be_visible()
        if self.wijs:
            expect(self.wijs(page)).to_be_visible()

    def maak(self, page: Page, doek: Page) -> None:
        """Save the picture; ``doek`` is an empty page, for the pages of the portal allow no such script."""
        page.evaluate(f"document.querySelectorAll({BALKEN!r}).forEach((e) => {{ e.hidden = true }})")
        if self.wijs:
            self.wijs(page).evaluate(RING)
        top = page.locator(self.boven).first.evaluate("(e) => e.getBoundingClientRect().top + scrollY")
        hoogte = page.evaluate("document.documentElement.scrollHeight")
        y = max(0, min(top - self.lucht, hoogte - PLAATJE_HOOG))
        clip = {"x": 0, "y": y, "width": PLAATJE_BREED, "height": PLAATJE_HOOG}
        png = page.screenshot(clip=clip, full_page=True, animations="disabled")
        webp = doek.evaluate(NAAR_WEBP, base64.b64encode(png).decode())
        MAP.mkdir(exist_ok=True)
        (MAP / f"{self.naam}.webp").write_bytes(base64.b64decode(webp))


def _van(rol: str, pad: str) -> Callable[[Waar], Bladzijde]:
    return lambda waar: Bladzijde(rol, pad)


def _link(naam: str) -> Callable[[Page], Locator]:
    return lambda page: page.get_by_role("main").get_by_role("link", name=naam, exact=True).first


PLAATJES = [
    Plaatje(
        "mijn-werk",
        _van(m.SECRETARIS, "/"),
        wijs=lambda page: page.get_by_role("region", name="Wacht op mij").locator(".nl-button").first,
    ),
    Plaatje("indienen", lambda waar: bladzijden.concept(waar.portaal)[0], boven=".duo-wizard__kicker"),
    Plaatje("in-behandeling", lambda waar: waar.stap("in_behandeling_nemen"), boven=VRAGEN),
    Plaatje("voorleggen", lambda waar: waar.stap("ter_verificatie"), boven=VRAGEN),
    Plaatje("bevestigen", lambda waar: waar.dossier("bevestigen"), wijs=_link("Ja, dit klopt")),
    Plaatje("voorstellen", lambda waar: waar.stap("voorstellen"), boven=".duo-raming"),
    Plaatje("ogon", _van(m.SECRETARIS, "/ogon/bedrijfsvoering/")),
    Plaatje(
        "volgorde",
        _van(m.VOORZITTER, "/ogon/bedrijfsvoering/prioriteren/"),
        wijs=lambda page: page.get_by_label("Waarom verandert de volgorde?"),
    ),
    Plaatje("opdracht-geven", lambda waar: waar.stap("opdracht_geven")),
    Plaatje("uren-boeken", lambda waar: waar.opdracht(m.UITVOERDER), wijs=_link("Uren boeken")),
    Plaatje("accepteren", lambda waar: waar.dossier("accepteren"), wijs=_link("Accepteren")),
    Plaatje("opdracht", lambda waar: waar.opdracht(m.CONCERNCONTROLLER), boven="#stand-kop"),
    Plaatje("dossier", lambda waar: waar.dossier("opleveren")),
    Plaatje("gesprek", lambda waar: waar.dossier("accepteren"), boven="#reageren", lucht=240),
    Plaatje(
        "lijst",
        _van(m.CONCERNCONTROLLER, "/aanvragen/"),
        wijs=_link("Kolommen"),
    ),
    Plaatje("vergadering", lambda waar: waar.vergadering(m.VOORZITTER), wijs=_link("Agenda versturen")),
    Plaatje("dvo", lambda waar: waar.dvo(bladzijden.ADVISEUR)),
    Plaatje("werkplan", lambda waar: waar.werkplan(m.TEAMMANAGER)),
    Plaatje("zoeken", _van(m.SECRETARIS, "/zoeken/?q=digitaal")),
    Plaatje("instellingen", _van(BEHEERDER, "/instellingen/")),
]

# The demo year has no open question, no proposal that waits and no list half read; real steps make them.
NA_VOORBEREIDING = [
    Plaatje("beantwoorden", lambda waar: waar.stap("aanvullen")),
    Plaatje("akkoord", lambda waar: waar.stap("akkoord_geven"), boven=VRAGEN),
    Plaatje("inlezen", lambda waar: waar.inlezing(), boven="#kolommen"),
]


def bereid_voor(mensen: m.Mensen, waar: Waar) -> None:
    _vraag_iets(mensen, waar.dossier("ter_verificatie"))
    _doe_voorstel(mensen, waar.stap("voorstellen"))
    _lees_lijst_in(mensen.als(BEHEERDER))


def _vraag_iets(mensen: m.Mensen, dossier: Bladzijde) -> None:
    page = mensen.als(dossier.rol)
    page.goto(f"{dossier.pad}vraag-stellen/")
    m.veld(page, "Wat wilt u weten?").fill("Om hoeveel gebruikers gaat het, en vanaf wanneer?")
    m.druk(page, "Vraag versturen")


def _doe_voorstel(mensen: m.Mensen, voorstel: Bladzijde) -> None:
    page = mensen.als(voorstel.rol)
    page.goto(voorstel.pad)
    team = voorstel.rol.removeprefix("Teammanager ").removesuffix(" Duo+")
    a.vul_regel(page, 1, team, "T3", "60", "80", "110")
    a.vul_beloften(page, 90)
    m.druk(page, "Voorstel versturen")


def _lees_lijst_in(page: Page) -> None:
    page.goto("/inlezen/nieuw/")
    m.veld(page, "Bestand").set_input_files(ROOT / "tests" / "data" / "maatwerkregister-2026.xlsx")
    m.druk(page, "Naar de kolommen")
