"""Standpunten: de bladzijden, wie eraan herinnerd wordt, en dat niemand iets leest voor het open is."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import events, klok, spoor, werk
from duoplus import werk as mijn_werk
from duoplus.choices import Rol
from duoplus.models import Bericht, Gebeurtenis
from maatwerk.actions.ronde import faseer, verplaats
from maatwerk.actions.standpunten import geef_standpunt, terugnemen, voorleggen
from maatwerk.actions.vaststellen import vaststellen, voorbeeld
from maatwerk.choices import RondeStatus, StandpuntSoort
from maatwerk.models import Ronde, Standpunt
from maatwerk.tasks import herinner_aan_standpunten
from maatwerk.volgorde import rondewerk
from maatwerk.volgorde.bord import lees as lees_bord
from maatwerk.volgorde.standpunten import stand
from ogon.actions.cyclus import naar_fase
from ogon.choices import Fase
from ogon.opschaling import wachtend
from tests.factories import gemeente, iemand, ogon, vervanger
from tests.factories.mensen import RoltoewijzingFactory
from tests.factories.rondes import geef_uren, kandidaat, ronde_met

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]

GEHEIM = "kanariestandpunt"
CYCLUS = "/ogon/bedrijfsvoering/cyclus/2027/"
BORD = f"{CYCLUS}prioriteren/"


@pytest.fixture
def voorzitter():
    return iemand(Rol.VOORZITTER)


@pytest.fixture
def bord():
    """Three requests for 300 hours of a team that has 250, still being ranked."""
    geef_uren("I&A", 250)
    return ronde_met(*(kandidaat(titel, {"I&A": 100}) for titel in ("Alfa", "Beta", "Gamma")))


@pytest.fixture
def ronde(bord, voorzitter):
    voorleggen(bord, by=voorzitter)
    return Ronde.objects.get(pk=bord.pk)


def opdrachtgever(letter):
    return iemand(Rol.OPDRACHTGEVER, organisatie=gemeente(letter))


def vindt(ronde, letter, soort="akkoord", tekst=""):
    return geef_standpunt(ronde, gemeente(letter), soort=soort, tekst=tekst, by=opdrachtgever(letter))


def stuur(client, naam, ronde, **velden):
    vast = {"versie": Ronde.objects.get(pk=ronde.pk).versie, "sleutel": uuid.uuid4()}
    return client.post(f"{CYCLUS}{naam}/", vast | velden)


def tekst(antwoord):
    return antwoord.content.decode()


def lees(antwoord):
    """A page or a file."""
    return b"".join(antwoord).decode()


def laat_gebeuren():
    """What a worker does with every fact that was recorded."""
    for feit in Gebeurtenis.objects.waiting().order_by("pk"):
        events.dispatch(feit)
        feit.mark_dispatched()


# Putting forward ---------------------------------------------------------------------------------------


def test_the_last_day_is_filled_in_with_how_it_was_found(als, bord, voorzitter):
    html = tekst(als(voorzitter).get(f"{CYCLUS}voorleggen/"))
    assert 'value="30-11-2026"' in html
    assert "Zo is deze datum berekend: 10 werkdagen na 16 november 2026 is 30 november 2026" in html


def test_put_forward_the_order_stands_still_and_those_who_owe_get_mail(als, bord, voorzitter):
    for letter in "DUO":
        opdrachtgever(letter)
    antwoord = stuur(als(voorzitter), "voorleggen", bord, sluit_op="1-12-2026")
    assert (antwoord.status_code, antwoord["Location"]) == (302, BORD)
    laat_gebeuren()
    assert sorted(b.ontvanger.organisatie.letter for b in Bericht.objects.filter(bundelen=False)) == list(
        "DOU"
    )
    assert "Kan t/m <time" in tekst(als(voorzitter).get(BORD))
    assert "0 van 3" in tekst(als(voorzitter).get(BORD))


def test_what_blocks_is_named_before_and_after_pressing(als, bord, voorzitter):
    gamma = bord.plaatsen.get(aanvraag__titel="Gamma").aanvraag
    verplaats(bord, gamma, plaats=1, by=voorzitter)
    zin = "Schrijf eerst op waarom dit van de score afwijkt: Gamma."
    assert zin in tekst(als(voorzitter).get(f"{CYCLUS}voorleggen/"))
    antwoord = stuur(als(voorzitter), "voorleggen", bord, sluit_op="1-12-2026")
    assert antwoord.status_code == 422
    assert zin in tekst(antwoord)


def test_a_board_that_moved_meanwhile_is_not_put_forward(als, bord, voorzitter):
    oud = bord.versie
    verplaats(bord, bord.plaatsen.get(plaats=3).aanvraag, plaats=1, by=voorzitter, reden="Eerst.")
    antwoord = stuur(als(voorzitter), "voorleggen", bord, sluit_op="1-12-2026", versie=oud)
    assert antwoord.status_code == 409
    assert Ronde.objects.get().status == RondeStatus.RANGSCHIKKEN


def test_taken_back_for_a_reason(als, ronde, voorzitter):
    assert stuur(als(voorzitter), "terugnemen", ronde, reden=" ").status_code == 422
    assert stuur(als(voorzitter), "terugnemen", ronde, reden="Beta is te groot.").status_code == 302
    assert Ronde.objects.get().status == RondeStatus.RANGSCHIKKEN


# Giving ------------------------------------------------------------------------------------------------


def geef(client, ronde, soort, tekst="", **velden):
    return stuur(
        client, "standpunt", ronde, soort=soort, tekst=tekst, voorlegging=ronde.voorlegging, **velden
    )


def test_a_position_is_kept_and_shown_to_its_own_municipality(als, ronde):
    client = als(opdrachtgever("U"))
    assert "Alfa" in tekst(client.get(f"{CYCLUS}standpunt/"))
    antwoord = geef(client, ronde, "akkoord_mits", "Als Gamma volgt.")
    assert antwoord.status_code == 302
    html = tekst(client.get(BORD))
    assert "Het standpunt van Uithoorn is bewaard. Anderen lezen het pas als" in html
    assert "Uithoorn: <b>akkoord mits</b>" in html
    assert "1 van 3" in html
    assert "Als Gamma volgt." in tekst(client.get(f"{CYCLUS}standpunt/"))


@pytest.mark.parametrize(
    ("soort", "zin"),
    [
        ("", "Kies een standpunt."),
        ("bezwaar", "Schrijf op waarom u bezwaar heeft."),
        ("akkoord_mits", "Schrijf op onder welke voorwaarde u akkoord bent."),
    ],
)
def test_a_position_without_its_words_is_refused_and_kept_on_screen(als, ronde, soort, zin):
    antwoord = geef(als(opdrachtgever("U")), ronde, soort)
    assert antwoord.status_code == 422
    assert zin in tekst(antwoord)
    assert not Standpunt.objects.exists()


def test_too_late_is_a_sentence(als, ronde):
    with klok.op(klok.nu() + timedelta(days=30)):
        antwoord = geef(als(opdrachtgever("U")), ronde, "akkoord")
    assert antwoord.status_code == 422
    assert "De laatste dag voor een standpunt was 30 november 2026." in tekst(antwoord)


def test_what_was_on_screen_before_it_was_put_forward_anew_is_refused(als, ronde, voorzitter):
    terugnemen(ronde, by=voorzitter, reden="Anders.")
    voorleggen(ronde, by=voorzitter)
    client = als(opdrachtgever("U"))
    antwoord = stuur(client, "standpunt", ronde, soort="akkoord", tekst="", voorlegging=1)
    assert antwoord.status_code == 409
    assert not Standpunt.objects.exists()


def test_who_speaks_for_two_chooses_and_acts_in_the_name_of_the_holder(als, ronde):
    u, d = opdrachtgever("U"), opdrachtgever("D")
    RoltoewijzingFactory(
        gebruiker=u, rol=Rol.OPDRACHTGEVER, organisatie=gemeente("D"), vervangt=d.toewijzingen.get()
    )
    client = als(type(u).objects.get(pk=u.pk))
    html = tekst(client.get(f"{CYCLUS}standpunt/"))
    assert "Voor welke gemeente?" in html
    assert f"namens {d.naam}" in html
    assert geef(client, ronde, "akkoord").status_code == 422
    assert geef(client, ronde, "akkoord", organisatie=gemeente("D").pk).status_code == 302
    standpunt = Standpunt.objects.get()
    assert (standpunt.door, standpunt.namens, standpunt.organisatie) == (u, d, gemeente("D"))


def test_nobody_else_gives_one(als, ronde, voorzitter):
    for user in (voorzitter, iemand(Rol.BEHEERDER), iemand(Rol.DIRECTIEBERAAD)):
        assert geef(als(user), ronde, "akkoord").status_code == 403


# Hidden ------------------------------------------------------------------------------------------------


WIE = {
    "voorzitter": lambda: iemand(Rol.VOORZITTER),
    "secretaris": lambda: iemand(Rol.SECRETARIS),
    "opdrachtgever D": lambda: opdrachtgever("D"),
    "opdrachtgever O": lambda: opdrachtgever("O"),
    "teammanager": lambda: iemand(Rol.TEAMMANAGER),
    "directieberaad": lambda: iemand(Rol.DIRECTIEBERAAD),
    "beheerder": lambda: iemand(Rol.BEHEERDER),
    "aanvrager U": lambda: iemand(Rol.AANVRAGER, organisatie=gemeente("U")),
}
PAGINAS = (
    "/",
    BORD,
    CYCLUS,
    *(f"{CYCLUS}{naam}/" for naam in ("voorleggen", "terugnemen", "standpunt", "vaststellen", "opschalen")),
    "/ogon/bedrijfsvoering/",
    "/aanvragen/",
    "/meldingen/",
    f"/zoeken/?q={GEHEIM}",
    "/zoeken/?q=bezwaar",
    "/exports/aanvragen.csv",
    "/exports/opdrachten.csv",
    "/ogon/bedrijfsvoering/beloften.csv",
    "/instellingen/gebruikers/{u}/",
    "/aanvragen/{alfa}/tijdlijn/",
    "/aanvragen/{alfa}/",
)


@pytest.mark.parametrize("wie", WIE)
def test_before_they_are_all_in_no_page_tells_a_position(als, ronde, wie):
    vindt(ronde, "U", StandpuntSoort.BEZWAAR, GEHEIM)
    laat_gebeuren()
    user = WIE[wie]()
    client = als(user)
    waar = {"alfa": ronde.plaatsen.get(plaats=1).aanvraag.kenmerk, "u": opdrachtgever("U").pk}
    for pad in (sjabloon.format(**waar) for sjabloon in PAGINAS):
        for kop in ({}, {"HX-Request": "true"}):
            html = lees(client.get(pad, headers=kop))
            assert pad.startswith("/zoeken") or GEHEIM not in html, pad
            assert "Uithoorn: <b>bezwaar" not in html, pad
            assert "duo-stem--bezwaar" not in html, pad
    assert not stand(ronde, user).bezwaren
    assert "opschalen" not in stand(ronde, user).mag


def test_search_finds_no_position(als, ronde, voorzitter):
    vindt(ronde, "U", StandpuntSoort.BEZWAAR, GEHEIM)
    zonder, met = (
        tekst(als(voorzitter).get(f"/zoeken/?q={vraag}")) for vraag in ("xyzzyxyzzyxyzzy1", GEHEIM)
    )
    assert met.count(GEHEIM) == zonder.count("xyzzyxyzzyxyzzy1")


def test_no_fact_message_or_sentence_holds_a_position(ronde):
    for letter in "DUO":
        opdrachtgever(letter)
    vindt(ronde, "U", StandpuntSoort.BEZWAAR, GEHEIM)
    laat_gebeuren()
    feiten = Gebeurtenis.objects.over(ronde)
    post = " ".join(f"{b.onderwerp} {b.tekst}" for b in Bericht.objects.all())
    zinnen = " ".join(spoor.zin(feit) for feit in feiten)
    for woord in (GEHEIM, "bezwaar"):
        assert woord not in f"{[f.gegevens for f in feiten]} {post} {zinnen}".lower()
    assert "gaf het standpunt van Uithoorn over de volgorde van Bedrijfsvoering 2027" in zinnen


def test_all_in_they_are_read_by_all_and_told_once_without_saying_which(als, ronde, voorzitter):
    vindt(ronde, "U", StandpuntSoort.BEZWAAR, GEHEIM)
    vindt(ronde, "D")
    vindt(ronde, "O", StandpuntSoort.ONTHOUDING)
    laat_gebeuren()
    html = tekst(als(voorzitter).get(BORD))
    assert GEHEIM in html
    assert "Uithoorn: <b>bezwaar" in html
    open_ = Bericht.objects.filter(sleutel__startswith="standpunten_open:")
    assert {b.ontvanger for b in open_} >= {voorzitter, opdrachtgever("U"), opdrachtgever("D")}
    assert all(b.bundelen and GEHEIM not in b.tekst for b in open_)
    vindt(ronde, "U")
    laat_gebeuren()
    assert Bericht.objects.filter(sleutel__startswith="standpunten_open:").count() == open_.count()


def test_the_board_takes_as_many_queries_with_positions_as_without(als, ronde, voorzitter):
    client = als(voorzitter)
    client.get(BORD)
    with CaptureQueriesContext(connection) as zonder:
        client.get(BORD)
    for letter in "DUO":
        vindt(ronde, letter)
    with CaptureQueriesContext(connection) as met:
        client.get(BORD)
    assert len(met) <= len(zonder) + 1


# Mijn werk and reminders -------------------------------------------------------------------------------


def taken(user):
    return [taak.wat for taak in rondewerk.lees(type(user).objects.get(pk=user.pk), 10)]


def test_mijn_werk_asks_who_owes_a_position_and_then_the_chair(ronde, voorzitter):
    u = opdrachtgever("U")
    invaller = vervanger(u, van=klok.vandaag(), tot=klok.vandaag())
    assert taken(u) == taken(invaller) == ["Geef uw standpunt over de volgorde"]
    assert taken(voorzitter) == taken(iemand(Rol.TEAMMANAGER)) == []
    for letter in "DUO":
        vindt(ronde, letter)
    assert taken(u) == taken(invaller) == []
    assert taken(voorzitter) == ["Rond de volgorde af: de standpunten zijn open"]


def test_after_the_last_day_it_waits_on_the_chair_only(ronde, voorzitter):
    u = opdrachtgever("U")
    with klok.op(klok.nu() + timedelta(days=30)):
        assert taken(u) == []
        assert taken(voorzitter) == ["Rond de volgorde af: de standpunten zijn open"]


def test_the_counter_and_the_list_agree_in_one_query(ronde, voorzitter, django_assert_num_queries):
    for user in (voorzitter, opdrachtgever("U"), iemand(Rol.DIRECTIEBERAAD), iemand(Rol.AANVRAGER)):
        assert user.rollen
        with django_assert_num_queries(0 if user.heeft_rol(Rol.AANVRAGER, Rol.DIRECTIEBERAAD) else 1):
            aantal = mijn_werk.tel(user, "volgorde")
        assert aantal == len(rondewerk.lees(user, 100))
    assert werk.aantal(opdrachtgever("U")) == 1


def test_an_escalated_order_waits_on_the_directieberaad(als, ronde, voorzitter):
    directie = iemand(Rol.DIRECTIEBERAAD)
    vindt(ronde, "U", StandpuntSoort.BEZWAAR, GEHEIM)
    for letter in "DO":
        vindt(ronde, letter)
    antwoord = stuur(als(voorzitter), "opschalen", ronde, reden="Wie gaat voor?")
    assert antwoord.status_code == 302
    laat_gebeuren()
    assert Bericht.objects.get(ontvanger=directie, bundelen=False).onderwerp.startswith("Wacht op u")
    assert [taak.wat for taak in wachtend.lees(directie, 10)] == ["Geef antwoord op wat is opgeschaald"]
    assert "Wie gaat voor?" in tekst(als(directie).get(f"{CYCLUS}antwoorden/"))
    assert (
        stuur(als(directie), "antwoorden", ronde, soort="akkoord", antwoord="Gamma eerst.").status_code == 302
    )
    laat_gebeuren()
    assert "Gamma eerst." in Bericht.objects.get(ontvanger=voorzitter, bundelen=False).tekst


def herinneringen():
    return sorted(
        b.ontvanger.organisatie.letter
        for b in Bericht.objects.filter(sleutel__startswith="standpunt_herinnering:")
    )


def test_the_reminder_goes_once_to_who_still_owes(ronde):
    for letter in "DUO":
        opdrachtgever(letter)
    vindt(ronde, "U")
    with klok.op(klok.nu() + timedelta(days=4)):
        herinner_aan_standpunten()
        assert herinneringen() == []
    with klok.op(klok.nu() + timedelta(days=9)):  # nothing ran when it was due
        herinner_aan_standpunten()
        herinner_aan_standpunten()
        assert herinneringen() == ["D", "O"]
    assert spoor.zin(Gebeurtenis.objects.get(soort="maatwerk.ronde.herinneren")).startswith("herinnerde aan")


def test_after_the_last_day_nobody_is_reminded_but_all_hear_that_they_are_open(ronde, voorzitter):
    opdrachtgever("U")
    with klok.op(klok.nu() + timedelta(days=30)):
        herinner_aan_standpunten()
        herinner_aan_standpunten()
    assert herinneringen() == []
    assert Bericht.objects.filter(sleutel__startswith="standpunten_open:", ontvanger=voorzitter).count() == 1


# Adopting ----------------------------------------------------------------------------------------------


@pytest.fixture
def klaar(ronde, voorzitter):
    """All in, nobody objects, in the phase in which it is adopted."""
    for letter in "DUO":
        vindt(ronde, letter)
    naar_fase(ronde.cyclus, Fase.VASTSTELLEN, by=voorzitter)
    return Ronde.objects.get(pk=ronde.pk)


def test_the_page_says_what_follows_and_the_decision_shows_the_same(als, klaar, voorzitter):
    client = als(voorzitter)
    vooraf = tekst(client.get(f"{CYCLUS}vaststellen/"))
    antwoord = stuur(client, "vaststellen", klaar)
    assert antwoord.status_code == 302
    besluit = Ronde.objects.get().besluit
    achteraf = tekst(client.get(reverse("besluit", args=[besluit.nummer])))
    for html in (vooraf, achteraf):
        assert html.count("Ingepland") == 2
        assert html.count("Wachtlijst") == 1
        assert "I&amp;A 100" in html
        assert "29 jan 2027" in html
        assert "€" not in html
    assert "Diemen" in achteraf


def test_what_fits_in_part_or_asks_no_hours_has_no_day_on_which_it_is_finished(voorzitter):
    geef_uren("I&A", 150)
    half, niets = kandidaat("Half", {"I&A": 200}), kandidaat("Niets")
    ronde = ronde_met(half, niets)
    faseer(ronde, half, by=voorzitter)
    regels = voorbeeld(lees_bord(ronde, voorzitter), voorzitter)["volgorde"]
    assert [(r["titel"], r["oordeel"], r["klaar"]) for r in regels] == [
        ("Half", "Past deels", None),
        ("Niets", "Past", None),
    ]


def test_who_only_recognises_reads_the_rows_that_are_known_and_no_position(als, klaar, voorzitter):
    vaststellen(klaar, by=voorzitter)
    nummer = Ronde.objects.get().besluit.nummer
    vreemd = tekst(als(iemand(Rol.AANVRAGER, organisatie=gemeente("D"))).get(f"/besluiten/{nummer}/"))
    assert "Alfa" not in vreemd
    assert "3 aanvragen staan hier niet bij" in vreemd
    assert "Akkoord" not in vreemd
    zittend = tekst(als(opdrachtgever("D")).get(f"/besluiten/{nummer}/"))
    assert "Alfa" in zittend
    assert "Akkoord" in zittend


def test_the_decision_of_another_ogon_does_not_exist(als, klaar, voorzitter):
    vaststellen(klaar, by=voorzitter)
    nummer = Ronde.objects.get().besluit.nummer
    vreemde = iemand(Rol.VOORZITTER, ogon=ogon("buurt"))
    assert als(vreemde).get(f"/besluiten/{nummer}/").status_code == 404


def test_an_objection_is_named_on_the_page_and_in_the_refusal(als, ronde, voorzitter):
    vindt(ronde, "U", StandpuntSoort.BEZWAAR, "Gamma kan niet wachten.")
    for letter in "DO":
        vindt(ronde, letter)
    naar_fase(ronde.cyclus, Fase.VASTSTELLEN, by=voorzitter)
    for antwoord in (
        als(voorzitter).get(f"{CYCLUS}vaststellen/"),
        stuur(als(voorzitter), "vaststellen", ronde),
    ):
        assert "Uithoorn (Gamma kan niet wachten.)" in tekst(antwoord)
    assert antwoord.status_code == 422


def test_in_another_phase_the_page_says_when_it_can(als, ronde, voorzitter):
    for letter in "DUO":
        vindt(ronde, letter)
    for antwoord in (
        als(voorzitter).get(f"{CYCLUS}vaststellen/"),
        stuur(als(voorzitter), "vaststellen", ronde),
    ):
        assert "de cyclus is in de fase ‘Prioriteren’. Het kan in ‘Vaststellen’." in tekst(antwoord)
    assert antwoord.status_code == 422


def test_adopting_tells_the_circle_in_the_overview(klaar, voorzitter):
    vaststellen(klaar, by=voorzitter)
    laat_gebeuren()
    gemeld = Bericht.objects.filter(sleutel__startswith="volgorde_vastgesteld:")
    assert {b.ontvanger.organisatie.letter for b in gemeld} >= set("DUO")
    assert all(b.bundelen for b in gemeld)
    assert voorzitter not in {b.ontvanger for b in gemeld}


def test_every_fact_about_an_order_has_a_sentence(klaar, voorzitter):
    vaststellen(klaar, by=voorzitter)
    assert all(spoor.zin(feit) for feit in Gebeurtenis.objects.filter(soort__startswith="maatwerk.ronde."))
