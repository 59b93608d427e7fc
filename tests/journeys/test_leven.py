"""Het hele leven van één aanvraag, elke stap door wie aan zet is."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys import aanvraag as a
from tests.journeys.aanvraag import Dossier, klaar, over, wacht_tot
from tests.journeys.mensen import (
    AANVRAGER,
    BUDGETHOUDER,
    CONCERNCONTROLLER,
    OPDRACHTGEVER,
    SECRETARIS,
    TEAMMANAGER,
    UITVOERDER,
    VOORZITTER,
    Mensen,
    druk,
    kies,
    veld,
)

TITEL = "Afspraken bij de balie zelf verzetten"


def test_van_vraag_tot_afgerond_werk(demo_server, demo_worker, new_page, axe):
    mensen = Mensen(new_page)
    dossier = Dossier(mensen, _dien_in_met_alles(mensen.als(AANVRAGER), axe))
    _maak_scherp(dossier, axe)
    _word_het_eens(dossier, axe)
    _besluit(dossier)
    _voer_uit(dossier)
    _sluit_af(dossier, demo_server)
    _hele_tijdlijn(dossier)
    _berichten(demo_server, dossier.nummer)


def _dien_in_met_alles(page: Page, axe) -> str:
    page.goto("/aanvragen/nieuw/")
    a.kop(page, "Uw vraag")
    with a.vanzelf_bewaard(page, TITEL):
        veld(page, "Geef uw aanvraag een titel").fill(TITEL)
    page.reload()
    expect(veld(page, "Geef uw aanvraag een titel")).to_have_value(TITEL)
    a.vul_vraag(page, TITEL)
    druk(page, "Naar doel en belang")
    a.vul_doel(page)
    druk(page, "Naar planning")
    a.vul_planning(page)
    druk(page, "Naar kosten")
    a.vul_kosten(page)
    druk(page, "Naar documenten")
    page.get_by_label("Documenten toevoegen").set_input_files(
        {"name": "wensen.pdf", "mimeType": "application/pdf", "buffer": a.PDF}
    )
    expect(page.get_by_role("button", name="Verwijderen wensen.pdf")).to_be_visible()
    druk(page, "Naar controleren")
    a.kop(page, "Controleer uw aanvraag")
    main = page.get_by_role("main")
    for tekst in (TITEL, "wensen.pdf", "90 uur", "Lumpsum 2027", "Budgethouder Uithoorn"):
        expect(main).to_contain_text(tekst)
    axe(page)
    druk(page, "Aanvraag indienen")
    nummer = a.nummer_van(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download het bewijs (PDF)").click()
    assert download.value.suggested_filename == f"Ontvangstbewijs {nummer}.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    return nummer


def _maak_scherp(dossier: Dossier, axe) -> None:
    a.neem_in(dossier.stap)

    page = dossier.stap(SECRETARIS, "Vraag stellen", "Vraag stellen aan de gemeente")
    veld(page, "Wat wilt u weten?").fill("Om hoeveel afspraken per week gaat het?")
    klaar(page, "Vraag versturen", "Uw vraag is verstuurd.")

    page = dossier.stap(AANVRAGER, "Vraag beantwoorden")
    expect(page.get_by_role("region", name="De vraag van Secretaris OGON Bedrijfsvoering")).to_contain_text(
        "Om hoeveel afspraken per week gaat het?"
    )
    axe(page)
    veld(page, "Uw antwoord").fill("Ongeveer 300 per week.")
    klaar(page, "Antwoord versturen", "Uw antwoord is verstuurd.")

    a.leg_voor(dossier.stap, "Inwoners kunnen hun afspraak zelf verzetten.")
    a.zet_paraaf(dossier.stap)
    page = dossier.stap(OPDRACHTGEVER, "Dit klopt niet", "Wat klopt er niet?")
    axe(page)
    veld(page, "Wat klopt er niet, en hoe is het wel?").fill("Ook afzeggen hoort erbij.")
    klaar(page, "Versturen naar Duo+", "Duo+ past de tekst aan")

    a.leg_voor(dossier.stap, "Inwoners kunnen hun afspraak zelf verzetten en afzeggen.")
    a.zet_paraaf(dossier.stap)
    page = dossier.stap(OPDRACHTGEVER, "Ja, dit klopt", "Klopt dit?")
    expect(page.get_by_role("main")).to_contain_text("en afzeggen")
    klaar(page, "Ja, dit klopt", "U heeft de vraag bevestigd.")


def _word_het_eens(dossier: Dossier, axe) -> None:
    page = dossier.stap(TEAMMANAGER, "Voorstel doen")
    a.vul_regel(page, 1, "I&A", "T3", "60", "80", "110")
    page.get_by_role("button", name="Regel toevoegen").click()
    a.vul_regel(page, 2, "DIV", "T2", "8", "10,5", "14")
    page.get_by_role("button", name="Kostenpost toevoegen").click()
    page.get_by_label("Omschrijving, kostenpost 1").fill("Licentie voor de module")
    page.get_by_label("Bedrag in euro’s, zonder btw, kostenpost 1").fill("1.250,50")
    page.get_by_role("button", name="Opnieuw optellen").click()
    expect(page.get_by_role("status").filter(has_text="Samen")).to_contain_text("90,5 uur")
    axe(page)
    a.vul_beloften(page, 90)
    klaar(page, "Voorstel versturen", "Uw voorstel ligt bij de gemeente.")

    page = dossier.stap(OPDRACHTGEVER, "Ander voorstel doen", "Ander voorstel vragen")
    axe(page)
    veld(page, "Wat moet er anders?").fill("Het moet een maand eerder klaar zijn.")
    klaar(page, "Ander voorstel vragen", "Duo+ maakt een ander voorstel.")
    _nieuw_voorstel_zonder_script(dossier)
    _geef_akkoord(dossier, axe)


def _nieuw_voorstel_zonder_script(dossier: Dossier) -> None:
    """The second proposal, with a row more, in a browser that runs no script."""
    kaal = Mensen(dossier.mensen.new_page, java_script_enabled=False)
    page = Dossier(kaal, dossier.nummer).stap(TEAMMANAGER, "Voorstel doen")
    expect(page.get_by_role("region", name="Voorstel 1 verviel")).to_contain_text("een maand eerder")
    druk(page, "Regel toevoegen")
    a.vul_regel(page, 3, "HRM", "T1", "4", "5", "6")
    veld(page, "Waarschijnlijk klaar").fill(over(60))
    veld(page, "Op zijn vroegst klaar").fill(over(50))
    veld(page, "Op zijn laatst klaar").fill(over(75))
    druk(page, "Voorstel versturen")
    fouten = page.get_by_role("alert")
    expect(fouten).to_contain_text("U wijzigt een afspraak. Kies waardoor dat komt.")
    expect(page.get_by_label("Uren waarschijnlijk, regel 3")).to_have_value("5")
    kies(page, "Waardoor verandert een afspraak?", "Door de gemeente")
    veld(page, "Wat is er veranderd?").fill("De gemeente wil een maand eerder klaar zijn.")
    klaar(page, "Voorstel versturen", "Uw voorstel ligt bij de gemeente.")


def _geef_akkoord(dossier: Dossier, axe) -> None:
    page = dossier.stap(OPDRACHTGEVER, "Akkoord geven")
    axe(page)
    for vraag in ("Haalbaar", "Op tijd", "Goed"):
        page.get_by_label(f"{vraag}: ik ben akkoord").check()
    klaar(page, "Akkoord geven", "Uw akkoord is vastgelegd.")
    page = dossier.stap(BUDGETHOUDER, "Akkoord geven")
    veld(page, "Waaruit betaalt u dit?").fill("Lumpsum 2027, kostenplaats 6.100")
    klaar(page, "Akkoord geven", "Uw akkoord is vastgelegd.")


def _besluit(dossier: Dossier) -> None:
    page = dossier.stap(VOORZITTER, "Prioriteren", "Aanvraag inplannen")
    veld(page, "Op welke plaats komt de aanvraag?").fill("1")
    veld(page, "Waarom besluit het OGON dit?").fill("De balie is de drukste plek.")
    klaar(page, "Besluit vastleggen", "Het besluit is vastgelegd.")
    _verplaats_met_toetsen(dossier)
    page = dossier.stap(VOORZITTER, "Opdracht geven")
    klaar(page, "Opdracht geven", "De opdracht staat klaar.")
    page = dossier.stap(BUDGETHOUDER, "Opdracht geven")
    klaar(page, "Opdracht geven", "De opdracht is gegeven.")


def _verplaats_met_toetsen(dossier: Dossier) -> None:
    """The chair gives way to another request, by keyboard; focus stays on the button that moved."""
    page = dossier.mensen.als(VOORZITTER)
    page.goto("/ogon/bedrijfsvoering/prioriteren/")
    veld(page, "Waarom verandert de volgorde?").fill("De leaseauto’s gaan voor.")
    omlaag = page.get_by_role("button", name=f"{TITEL} omlaag")
    omlaag.focus()
    page.keyboard.press("Enter")
    lijst = page.get_by_role("region", name="Ingepland, op volgorde").get_by_role("listitem")
    expect(lijst.nth(1)).to_contain_text(dossier.nummer)
    expect(omlaag).to_be_focused()


def _voer_uit(dossier: Dossier) -> None:
    page = dossier.stap(TEAMMANAGER, "Starten", "Uitvoering starten")
    page.get_by_label("Uitvoerder 01", exact=True).check()
    klaar(page, "Starten", "De uitvoering is gestart.")

    page = _opdracht(dossier, UITVOERDER)
    page.get_by_role("link", name="Uren boeken").click()
    veld(page, "Hoeveel uur?").fill("7,5")
    veld(page, "Wat is er gedaan?").fill("Koppeling ingericht")
    klaar(page, "Uren boeken", "U heeft 7,5 uur geboekt")
    page.get_by_role("link", name="Voortgang melden").click()
    veld(page, "Wat is er gedaan?").fill("De koppeling werkt in de proefomgeving.")
    klaar(page, "Voortgang melden", "De voortgang is gemeld.")
    expect(page.get_by_role("main")).to_contain_text("7,5 van 95,5 uur")

    _lever_op(dossier)
    page = dossier.stap(OPDRACHTGEVER, "Nog niet goed")
    veld(page, "Wat ontbreekt er nog?").fill("Afzeggen lukt nog niet.")
    klaar(page, "Versturen naar Duo+", "Duo+ gaat verder met het werk.")
    _lever_op(dossier)
    page = dossier.stap(OPDRACHTGEVER, "Accepteren", "Werk accepteren")
    kies(page, "Welk cijfer geeft u?", "4")
    klaar(page, "Accepteren", "U heeft het werk geaccepteerd.")


# A month and a half later: every manager gave akkoord, the line without a project was left out, and the
# months are closed.
MAANDEN_DICHT = """
from datetime import timedelta
from duoplus import klok
from duoplus.choices import Rijstand
from duoplus.inlezen.lezen import laat_weg
from duoplus.models import Gebruiker, Inleesrij
from maatwerk.demo import maanden
from maatwerk.demo.toneel import Toneel
from maatwerk.models import Periode
open_maanden = Periode.objects.open().filter(maand__lte=klok.vandaag()).order_by("maand")
controller = Gebruiker.objects.get(email="concerncontroller@demo.duoplus.example")
with klok.op(klok.nu() + timedelta(days=45)):
    for rij in Inleesrij.objects.filter(inlezing__soort="uren", stand=Rijstand.FOUT):
        laat_weg(rij, by=controller, reden="Geen werk op een opdracht.")
    for periode in list(open_maanden):
        maanden.geef_akkoord(Toneel(klok.vandaag()), periode.maand)
        maanden.sluit(Toneel(klok.vandaag()), periode.maand)
"""


def _sluit_af(dossier: Dossier, demo_server) -> None:
    """Not while the month of the hours is open."""
    page = dossier.tussendoor(CONCERNCONTROLLER, "Afsluiten", "Dossier afsluiten")
    druk(page, "Afsluiten")
    expect(page.get_by_role("alert")).to_contain_text("Op deze opdracht is geboekt in")
    demo_server.manage("shell", "-v", "0", "-c", MAANDEN_DICHT)
    page = dossier.stap(CONCERNCONTROLLER, "Afsluiten", "Dossier afsluiten")
    klaar(page, "Afsluiten", "Het dossier is afgesloten.")


def _opdracht(dossier: Dossier, rol: str) -> Page:
    page = dossier.pagina(rol)
    page.get_by_role("region", name="Opdracht").get_by_role("link", name="OPD-").click()
    expect(page.get_by_role("heading", name="Gebruikt van de plafonds")).to_be_visible()
    return page


def _lever_op(dossier: Dossier) -> None:
    page = dossier.tussendoor(TEAMMANAGER, "Opleveren", "Werk opleveren")
    veld(page, "Wat is er klaar?").fill("Verzetten en afzeggen werken.")
    klaar(page, "Opleveren", "Het werk is opgeleverd.")


INTERN = "Uitvoerder 01 boekte uren"
# What the complete timeline says, oldest first.
TIJDLIJN = """
Aanvrager Uithoorn diende de aanvraag in
Secretaris OGON Bedrijfsvoering nam de aanvraag in behandeling
Secretaris OGON Bedrijfsvoering stelde een vraag aan Aanvrager Uithoorn
Aanvrager Uithoorn beantwoordde de vraag
Secretaris OGON Bedrijfsvoering legde versie 1 van de vraag voor
Teammanager I&A zette een paraaf onder de vraag
Opdrachtgever Uithoorn gaf aan wat niet klopt
Secretaris OGON Bedrijfsvoering legde versie 2 van de vraag voor
Teammanager I&A zette een paraaf onder de vraag
Opdrachtgever Uithoorn bevestigde versie 2 van de vraag
Teammanager I&A deed voorstel 1
Opdrachtgever Uithoorn vroeg om een ander voorstel
Teammanager I&A deed voorstel 2
Opdrachtgever Uithoorn gaf akkoord namens Uithoorn (inhoud)
Budgethouder Uithoorn gaf akkoord namens Uithoorn (dekking)
Voorzitter OGON Bedrijfsvoering zette de aanvraag op plaats 1
Voorzitter OGON Bedrijfsvoering verplaatste de aanvraag van plaats 1 naar 2
Voorzitter OGON Bedrijfsvoering zette een paraaf onder de opdracht
Budgethouder Uithoorn zette een paraaf onder de opdracht
Teammanager I&A startte de uitvoering
Uitvoerder 01 boekte uren
Uitvoerder 01 meldde de voortgang
Teammanager I&A leverde het werk op
Opdrachtgever Uithoorn vond het werk nog niet goed
Teammanager I&A leverde het werk op
Opdrachtgever Uithoorn accepteerde het werk met een 4
Concerncontroller Duo+ sloot het dossier
""".strip().splitlines()


def _hele_tijdlijn(dossier: Dossier) -> None:
    """Duo+ reads every fact in its order; the municipality all but what stays inside Duo+."""
    _lees_tijdlijn(dossier.pagina(TEAMMANAGER), TIJDLIJN)
    gedeeld = [feit for feit in TIJDLIJN if feit != INTERN]
    feiten = _lees_tijdlijn(dossier.pagina(AANVRAGER), gedeeld)
    expect(feiten.filter(has_text=INTERN)).to_have_count(0)


def _lees_tijdlijn(page: Page, verwacht: list[str]) -> Locator:
    page.get_by_role("region", name="Gesprek").get_by_role("link", name="Hele tijdlijn").click()
    a.kop(page, "Hele tijdlijn")
    feiten = page.get_by_role("main").get_by_role("listitem")
    expect(feiten.filter(has_text=TIJDLIJN[-1])).to_have_count(1)
    gelezen = iter(reversed(feiten.all_inner_texts()))
    for feit in verwacht:
        assert any(feit in tekst for tekst in gelezen), feit
    return feiten


def _berichten(portaal, nummer: str) -> None:
    """Whose act brought it further was mailed at once, with the reason; the worker sends the last now."""
    verwacht = {"aanvrager.uithoorn", "secretaris.bedrijfsvoering", "opdrachtgever.uithoorn"}
    verwacht |= {"budgethouder.uithoorn", "teammanager.ia", "voorzitter.bedrijfsvoering", "concerncontroller"}
    wacht_tot(lambda: verwacht <= {_aan(mail) for mail in portaal.mails() if nummer in str(mail["Subject"])})
    for mail in portaal.mails("opdrachtgever.uithoorn"):
        assert "U krijgt dit bericht, want" in mail.get_body().get_content()


def _aan(mail) -> str:
    return str(mail["To"]).partition("@")[0]
