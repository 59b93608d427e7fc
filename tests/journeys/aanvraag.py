"""Een aanvraag in de browser: het formulier invullen, en elke stap door wie aan zet is."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from playwright.sync_api import Locator, Page, Request, expect

from duoplus import klok
from tests.journeys.mensen import (
    AANVRAGER,
    BUDGETHOUDER,
    CONCERNCONTROLLER,
    NUMMER,
    OPDRACHTGEVER,
    SECRETARIS,
    TEAMMANAGER,
    VOORZITTER,
    Mensen,
    druk,
    kies,
    veld,
)

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
STAPPEN = ["Uw vraag", "Doel en belang", "Planning", "Kosten", "Documenten"]


def over(dagen: int) -> str:
    """A day from now as people type it."""
    dag = klok.vandaag() + timedelta(days=dagen)
    return f"{dag.day}-{dag.month}-{dag.year}"


def kop(page: Page, tekst: str) -> None:
    """The page has arrived when its heading stands there."""
    expect(page.get_by_role("heading", level=1)).to_have_text(tekst)


def vul_vraag(page: Page, titel: str) -> None:
    kies(page, "Valt dit werk onder het basistakenpakket of uw DVO?", "Nee")
    veld(page, "Geef uw aanvraag een titel").fill(titel)
    veld(page, "Wat is het probleem of de wens?").fill("De balie kan afspraken niet zelf verzetten.")
    veld(page, "Wat wilt u bereiken?").fill("Inwoners verzetten hun afspraak zelf, dag en nacht.")


def vul_doel(page: Page, samen: tuple[str, ...] = ()) -> None:
    for gemeente in samen:
        with page.expect_response(re.compile("/ogons/")):  # the choice below follows the municipalities
            page.get_by_label(gemeente, exact=True).check()
    kies(page, "Bij welk OGON hoort uw vraag?", "Bedrijfsvoering")
    kies(page, "Wat is de aanleiding?", "Een wens")
    kies(page, "Hoe urgent is het?", "Normaal")
    veld(page, "Waarom is het zo urgent, of juist niet?").fill("Het loopt nu per telefoon.")


def vul_planning(page: Page) -> None:
    veld(page, "Wanneer moet het klaar zijn?").fill(over(120))
    kies(page, "Hoe vast ligt deze datum?", "Gewenst")
    veld(page, "Hoeveel uur denkt u nodig te hebben?").fill("90")


def vul_kosten(page: Page, gemeente: str = "Uithoorn") -> None:
    kies(page, "Wie is de budgethouder?", f"Budgethouder {gemeente}")
    veld(page, "Waar komt het geld vandaan?").fill("Lumpsum 2027")
    veld(page, "Op welk taakveld horen de kosten?").select_option("0.4")
    kies(page, "Zijn de kosten incidenteel of structureel?", "Incidenteel")


def dien_in(page: Page, titel: str, samen: tuple[str, ...] = (), gemeente: str = "Uithoorn") -> str:
    """The short road through the form; returns the number."""
    page.goto("/aanvragen/nieuw/")
    vul_vraag(page, titel)
    druk(page, "Naar doel en belang")
    vul_doel(page, samen)
    druk(page, "Naar planning")
    vul_planning(page)
    druk(page, "Naar kosten")
    vul_kosten(page, gemeente)
    druk(page, "Naar documenten")
    druk(page, "Naar controleren")
    druk(page, "Aanvraag indienen")
    return nummer_van(page)


@contextmanager
def vanzelf_bewaard(page: Page, tekst: str) -> Iterator[None]:
    """What is typed in this block goes off to be kept by itself, and the page says when it is."""

    def met_tekst(verzoek: Request) -> bool:
        return "/bewaren/" in verzoek.url and tekst in (verzoek.post_data or "")

    with page.expect_request(met_tekst, timeout=10_000) as verzoek:
        yield
    antwoord = verzoek.value.response()
    assert antwoord is not None and antwoord.ok
    expect(page.get_by_role("status").filter(has_text="Concept bewaard om")).to_be_visible()


def nummer_van(page: Page) -> str:
    """The number that the message after sending names."""
    melding = page.get_by_role("status").filter(has_text="Uw aanvraag is ingediend")
    expect(melding).to_be_visible()
    found = NUMMER.search(melding.inner_text())
    assert found
    return found.group()


# Why Mijn werk says that a request waits on this person.
WAAROM = {
    AANVRAGER: "de vraag is aan u gesteld",
    OPDRACHTGEVER: "u bent opdrachtgever van Uithoorn",
    BUDGETHOUDER: "u bent budgethouder van Uithoorn",
    SECRETARIS: "u bent secretaris van OGON Bedrijfsvoering",
    VOORZITTER: "u bent voorzitter van OGON Bedrijfsvoering",
    TEAMMANAGER: "u bent teammanager van I&A",
    CONCERNCONTROLLER: "u bent concerncontroller",
}


class Dossier:
    """One request and the people around it."""

    def __init__(self, mensen: Mensen, nummer: str) -> None:
        self.mensen, self.nummer = mensen, nummer
        self._aan_zet = ""

    def pagina(self, rol: str) -> Page:
        page = self.mensen.als(rol)
        page.goto(f"/aanvragen/{self.nummer}/")
        return page

    def taak(self, rol: str) -> Locator:
        """The line about this request under "Wacht op mij" of this person."""
        page = self.mensen.als(rol)
        page.goto("/")
        wacht = page.get_by_role("region", name="Wacht op mij")
        return wacht.get_by_role("listitem").filter(has_text=self.nummer)

    def beurt(self, rol: str) -> Page:
        """From Mijn werk, which says why and since when, to the request; who acted before is rid of it."""
        if self._aan_zet not in ("", rol):
            expect(self.taak(self._aan_zet)).to_have_count(0)
        self._aan_zet = rol
        taak = self.taak(rol)
        expect(taak).to_contain_text(f"{WAAROM[rol]} · sinds")
        taak.get_by_role("link").first.click()
        return self.mensen.als(rol)

    def stap(self, rol: str, knop: str, titel: str = "") -> Page:
        """Whose turn it is opens a step, by its button or under "Meer acties"."""
        return kies_stap(self.beurt(rol), knop, titel)

    def tussendoor(self, rol: str, knop: str, titel: str = "") -> Page:
        """A step of work that runs for weeks, so that it is not under "Wacht op mij" yet."""
        self._aan_zet = ""
        return kies_stap(self.pagina(rol), knop, titel)


def kies_stap(page: Page, knop: str, titel: str = "") -> Page:
    expect(page.get_by_label("Meer acties")).to_be_visible()
    link = page.get_by_role("main").get_by_role("link", name=knop, exact=True)
    if not link.count():
        page.get_by_label("Meer acties").click()
    link.click()
    kop(page, titel or knop)
    return page


def klaar(page: Page, knop: str, melding: str) -> None:
    """Send the step; the page of the request says what happened."""
    druk(page, knop)
    expect(page.get_by_role("status").filter(has_text=melding)).to_be_visible()


Stap = Callable[
    ..., Page
]  # opens a step: ``Dossier.stap`` from Mijn werk, ``Dossier.tussendoor`` from its page


def neem_in(stap: Stap) -> None:
    page = stap(SECRETARIS, "In behandeling nemen", "Aanvraag in behandeling nemen")
    kies(page, "Waar valt dit werk onder?", "Maatwerk")
    veld(page, "Waarom?").fill("Dit staat niet in het basispakket en niet in de DVO.")
    veld(page, "Welk team doet het werk?").select_option(label="I&A")
    klaar(page, "In behandeling nemen", "U heeft de aanvraag in behandeling genomen.")


def leg_voor(stap: Stap, begrepen: str) -> None:
    """The secretary puts the question as understood."""
    page = stap(SECRETARIS, "Ter bevestiging voorleggen", "Zo hebben wij u begrepen")
    for vraag, antwoord in {
        "Zo hebben wij u begrepen": begrepen,
        "Wat hoort erbij en wat niet": "Alleen afspraken aan de balie.",
        "Wanneer is het goed": "Verzetten lukt binnen 1 minuut.",
        "Wat gebeurt er als we dit niet doen": "De telefoon blijft druk.",
        "Is er al zoiets aangevraagd?": "Nee.",
        "Doen andere gemeenten mee?": "Gevraagd. Zij doen niet mee.",
    }.items():
        veld(page, vraag).fill(antwoord)
    kies(page, "Wat merken inwoners ervan?", "Duidelijk")
    klaar(page, "Tekst voorleggen", "De tekst is voorgelegd.")


def zet_paraaf(stap: Stap) -> None:
    page = stap(TEAMMANAGER, "Paraaf zetten", "Paraaf zetten onder deze vraag")
    klaar(page, "Paraaf zetten", "U heeft uw paraaf gezet.")


def vul_regel(page: Page, nummer: int, team: str, groep: str, *uren: str) -> None:
    page.get_by_label(f"Team, regel {nummer}").select_option(label=team)
    page.get_by_label(f"Functiegroep, regel {nummer}").select_option(groep)
    for welke, aantal in zip(("laag", "waarschijnlijk", "hoog"), uren, strict=True):
        page.get_by_label(f"Uren {welke}, regel {nummer}").fill(aantal)


def vul_beloften(page: Page, dagen: int) -> None:
    kies(page, "Is het haalbaar?", "Ja")
    kies(page, "Hoe zeker zijn deze uren?", "Middel")
    for vraag, antwoord in {
        "Wat is ervoor nodig?": "Een koppeling met de agenda van de balie.",
        "Wanneer kan het op zijn vroegst starten?": over(20),
        "Op zijn vroegst klaar": over(dagen - 10),
        "Waarschijnlijk klaar": over(dagen),
        "Op zijn laatst klaar": over(dagen + 15),
        "Waar hangt de datum van af?": "Van de leverancier van de agenda.",
        "Hoe goed wordt het?": "Verzetten lukt binnen 1 minuut.",
        "Wat kan er misgaan?": "De koppeling kan later komen.",
    }.items():
        veld(page, vraag).fill(antwoord)


def wacht_tot(voldaan: Callable[[], bool], seconden: float = 120) -> None:
    """For what happens outside the browser: a mail of the worker."""
    einde = time.monotonic() + seconden
    while not voldaan():
        assert time.monotonic() < einde, f"na {seconden} s nog niet gebeurd"
        time.sleep(0.2)
