"""The page of one request: what each reader sees in each state, and what it costs to show."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebeurtenis
from maatwerk.actions import dossier as acties
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AfspraakSoort
from maatwerk.dossier import Dossier, lees
from maatwerk.dossier.wie import ANDERS, TEKSTEN, VRAGEN
from maatwerk.models import EINDSTATUS, Aanvraag, Deelnemer
from maatwerk.transitions import AANVRAAG, VERDER
from tests.factories import (
    VergaderingFactory,
    aanvraag_in,
    concept,
    gemeente,
    iemand,
    maak,
    ogon,
    verificatievelden,
    vervanger,
    zet,
)
from tests.factories.aanvragen import raming_regel

pytestmark = pytest.mark.django_db

MAX_QUERIES = 34


def open_page(client, user, aanvraag, status=200):
    client.force_login(user)
    answer = client.get(aanvraag.get_absolute_url())
    assert answer.status_code == status
    return answer


def text_of(answer) -> str:
    """What a person reads, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def page_of(aanvraag, user) -> Dossier:
    return Dossier(lees(user, aanvraag.sleutel), user)


# Who sees what -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [s for s in S if s != S.CONCEPT])
def test_every_state_has_a_page_for_every_side(client, status):
    aanvraag = aanvraag_in(status, gemeenten="DUO")
    for rol in (Rol.SECRETARIS, Rol.OPDRACHTGEVER, Rol.ACCOUNTANT):
        answer = open_page(client, iemand(rol), aanvraag)
        assert aanvraag.titel in answer.text
        assert answer.text.count('aria-current="step"') == (status not in EINDSTATUS)


def test_what_may_not_be_seen_does_not_exist(client):
    aanvraag = aanvraag_in(S.GEPRIORITEERD, gemeenten="U")
    stranger, ranks_along = (
        iemand(Rol.AANVRAGER, organisatie=gemeente("D")),
        iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("D")),
    )
    assert aanvraag in Aanvraag.objects.recognisable_to(ranks_along)
    besluit = aanvraag.besluitregels.get().besluit
    for user in (stranger, ranks_along, maak(None)):
        client.force_login(user)
        for name in ("aanvraag", "tijdlijn", "documenten"):
            assert client.get(reverse(f"maatwerk:{name}", args=[aanvraag.nummer])).status_code == 404
        wie_besluit_mee = 200 if user == ranks_along else 404
        answer = client.get(reverse("besluit", args=[besluit.nummer]))
        assert answer.status_code == wie_besluit_mee and aanvraag.get_absolute_url() not in answer.text
    assert client.get("/aanvragen/MW-2026-9999/").status_code == 404
    assert client.get("/besluiten/BES-2026-9999/").status_code == 404


def test_amounts_only_for_who_may_see_them(client):
    aanvraag = aanvraag_in(S.TER_AKKOORD, gemeenten="DU")
    raming = aanvraag.ramingen.get()
    paying = text_of(open_page(client, iemand(Rol.BUDGETHOUDER, organisatie=gemeente("D")), aanvraag))
    assert raming.totaal == Decimal("8540.05") and "€ 8.540,05" in paying
    assert "Wie betaalt wat" in paying
    watching = text_of(open_page(client, iemand(Rol.CPI, organisatie=gemeente("D")), aanvraag))
    assert "€" not in watching and "U ziet de uren." in watching
    assert "80" in watching and "Licenties" not in watching


def test_a_draft_opens_where_it_is_written(client):
    aanvraag = concept()
    client.force_login(aanvraag.aanvrager)
    answer = client.get(reverse("maatwerk:aanvraag", args=[aanvraag.uuid]))
    assert (answer.status_code, answer["Location"]) == (302, aanvraag.get_absolute_url())


def test_an_old_number_leads_to_the_same_page(client):
    aanvraag = aanvraag_in(S.IN_INTAKE)
    Aanvraag.objects.filter(pk=aanvraag.pk).update(extern_nummer="MW26-007")
    client.force_login(iemand(Rol.SECRETARIS))
    text = text_of(client.get("/aanvragen/MW26-007/"))
    assert aanvraag.nummer in text and "eerder MW26-007" in text


def test_an_own_number_goes_before_an_old_one_that_reads_the_same():
    aanvraag, other = aanvraag_in(S.INGEDIEND), aanvraag_in(S.INGEDIEND)
    Aanvraag.objects.filter(pk=other.pk).update(extern_nummer=aanvraag.nummer)
    assert lees(iemand(Rol.SECRETARIS), aanvraag.nummer) == aanvraag


def test_an_imported_row_says_what_is_not_known(client):
    org = gemeente("U")
    aanvraag = Aanvraag.objects.create(
        extern_nummer="MW26-020",
        status=S.WACHTLIJST,
        titel="Oude wens",
        organisatie=org,
        ogon=ogon(),
        ingevoerd_door=iemand(Rol.BEHEERDER),
    )
    Deelnemer.objects.create(aanvraag=aanvraag, organisatie=org)
    text = text_of(open_page(client, iemand(Rol.SECRETARIS), aanvraag))
    assert "datum niet bekend" in text and "niet bekend" in text
    assert "Deze aanvraag komt uit de oude lijst." in text


# The road ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "done"),
    [
        (S.INGEDIEND, 1),
        (S.IN_RAMING, 2),
        (S.TER_PRIORITERING, 3),
        (S.OPDRACHT_VERLEEND, 4),
        (S.AFGESLOTEN, 6),
    ],
)
def test_steps_that_are_reached(status, done):
    steps = page_of(aanvraag_in(status), iemand(Rol.SECRETARIS)).stappen
    assert [s.label for s in steps if s.staat == "done"] == [
        "Ingediend",
        "Scherp gemaakt",
        "Getoetst",
        "Geprioriteerd",
        "In uitvoering",
        "Verantwoord",
    ][:done]


@pytest.mark.parametrize(("status", "word"), [(S.AFGEWEZEN, "afgewezen"), (S.INGETROKKEN, "ingetrokken")])
def test_a_road_that_ended_says_where(client, status, word):
    aanvraag = aanvraag_in(status)
    steps = page_of(aanvraag, iemand(Rol.SECRETARIS)).stappen
    [stopped] = [s for s in steps if s.staat == "stopped"]
    assert stopped.label == {"afgewezen": "Geprioriteerd", "ingetrokken": "Scherp gemaakt"}[word]
    assert stopped.tekst.startswith(word)
    assert {s.tekst for s in steps if not s.staat} <= {"vervalt"}
    text = text_of(open_page(client, iemand(Rol.OPDRACHTGEVER), aanvraag))
    assert "Zo is het besproken." in text
    assert ("Vraag het in 2027 opnieuw." in text) == (status == S.AFGEWEZEN)


def test_expected_dates_are_a_chain_that_explains_itself():
    VergaderingFactory(gremium=ogon(), datum=klok.vandaag() + timedelta(days=200))
    aanvraag = aanvraag_in(S.IN_RAMING)
    steps = page_of(aanvraag, iemand(Rol.SECRETARIS)).stappen
    expected = [s.verwacht for s in steps if s.verwacht]
    dates = [e.datum for e in expected]
    assert None not in dates and dates == sorted(dates)
    assert dates[1] == klok.vandaag() + timedelta(days=200)
    assert expected[0].uitleg[0].startswith("‘Wordt getoetst’: 10 werkdagen na ")
    assert expected[0].uitleg[1].startswith("‘Akkoord gevraagd’: 10 werkdagen na ")
    assert "De eerste vergadering van OGON Bedrijfsvoering vanaf" in expected[1].uitleg[0]


def test_without_a_meeting_there_is_no_date_to_give():
    steps = page_of(aanvraag_in(S.TER_AKKOORD), iemand(Rol.SECRETARIS)).stappen
    assert [s.tekst for s in steps[3:]] == ["nog niet te zeggen"] * 3
    assert "nog geen vergadering" in steps[3].verwacht.uitleg[-1]


def test_an_open_question_stops_the_clock(client):
    aanvraag = aanvraag_in(S.AANVULLING_GEVRAAGD)
    text = text_of(open_page(client, iemand(Rol.CONTROLLER), aanvraag))
    assert "De klok staat stil" in text
    assert "Om hoeveel vergunningen per jaar gaat het?" in text
    assert "Daarna heeft Duo+ nog 5 werkdagen." in text
    assert "Komt dat op" in text
    zet(aanvraag, "aanvullen")
    text = text_of(open_page(client, iemand(Rol.CONTROLLER), aanvraag))
    assert "De klok staat stil" not in text
    assert "Eerdere vragen en antwoorden (1)" in text and "Ongeveer 300." in text


def test_a_question_that_nobody_needs_any_more_has_lapsed(client):
    aanvraag = aanvraag_in(S.AANVULLING_GEVRAAGD)
    zet(aanvraag, "intrekken")
    assert "Deze vraag is vervallen." in text_of(open_page(client, iemand(Rol.CONTROLLER), aanvraag))


# Whose turn --------------------------------------------------------------------------------------------


def callout(answer) -> str:
    found = re.search(r'<section class="duo-callout".*?</section>', answer.text, re.S)
    return found.group(0) if found else ""


@pytest.mark.parametrize(
    ("status", "rol", "steps"),
    [
        (S.INGEDIEND, Rol.SECRETARIS, ["in-behandeling-nemen"]),
        (S.AANVULLING_GEVRAAGD, Rol.OPDRACHTGEVER, ["aanvullen"]),
        (S.IN_VERIFICATIE, Rol.TEAMMANAGER, ["paraferen", "vraag-stellen"]),
        (S.TER_AKKOORD, Rol.OPDRACHTGEVER, ["akkoord-geven", "tegenvoorstel"]),
        (S.TER_AKKOORD, Rol.BUDGETHOUDER, ["akkoord-geven", "tegenvoorstel"]),
        (S.TER_PRIORITERING, Rol.VOORZITTER, ["prioriteren", "op-wachtlijst-zetten"]),
        (S.OPGELEVERD, Rol.OPDRACHTGEVER, ["accepteren", "niet-akkoord"]),
    ],
)
def test_who_is_to_move_is_asked_one_question(client, status, rol, steps):
    aanvraag = aanvraag_in(status)
    answer = open_page(client, iemand(rol), aanvraag)
    links = re.findall(rf'href="{aanvraag.get_absolute_url()}([a-z-]+)/"', callout(answer))
    assert links == steps
    assert answer.text.count("nl-button--primary") == 1


def test_every_step_forward_has_a_question():
    assert {step for steps in VERDER.values() for step in steps} == set(VRAGEN)
    assert set(ANDERS) | set(ANDERS.values()) <= set(AANVRAAG.stappen)
    assert {step for step, (_, text) in VRAGEN.items() if not text} == set(TEKSTEN)


def test_who_waits_reads_on_whom_and_since_when(client):
    aanvraag, _ = aanvraag_in(S.TER_AKKOORD), iemand(Rol.BUDGETHOUDER)
    answer = open_page(client, iemand(Rol.SECRETARIS), aanvraag)
    assert not callout(answer)
    text = text_of(answer)
    for rol in (Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER):
        assert f"{iemand(rol).naam} ({rol.label.lower()} Uithoorn)" in text
    assert "Nu aan zet:" in text and "Uiterlijk" in text


def test_a_late_term_is_said(client):
    aanvraag = aanvraag_in(S.IN_RAMING)
    Aanvraag.objects.filter(pk=aanvraag.pk).update(termijn_op=date(2026, 1, 5))
    text = text_of(open_page(client, iemand(Rol.CONTROLLER), aanvraag))
    assert "De termijn was 5 januari 2026." in text and "dat moest voor 5 jan 2026" in text


def test_a_substitute_is_named_as_such(client):
    aanvraag = aanvraag_in(S.INGEDIEND)
    secretary = iemand(Rol.SECRETARIS)
    stand_in = vervanger(secretary, van=date(2020, 1, 1))
    text = text_of(open_page(client, iemand(Rol.CONTROLLER), aanvraag))
    assert f"{stand_in.naam} (secretaris OGON, vervangt {secretary.naam})" in text


def test_the_menu_holds_the_other_steps_and_the_list_says_who_may_what(client):
    aanvraag, payer = aanvraag_in(S.TER_AKKOORD), iemand(Rol.BUDGETHOUDER)
    user = iemand(Rol.OPDRACHTGEVER)
    page = page_of(aanvraag, user)
    assert [a.name for a in page.meer_acties] == ["intrekken"]
    assert page.wie_kan_wat[0].wie == "U, als opdrachtgever Uithoorn"
    assert page.wie_kan_wat[0].wat == "ander voorstel doen · akkoord geven · intrekken · reageren · volgen"
    others = {line.wat: line.wie for line in page.wie_kan_wat[1:]}
    assert payer.naam in others["ander voorstel doen · akkoord geven · betaling vastleggen"]


# What it says ------------------------------------------------------------------------------------------


def test_versions_show_what_changed_in_words_not_only_in_colour(client):
    aanvraag = aanvraag_in(S.IN_VERIFICATIE)
    zet(aanvraag, "corrigeren", correctie="Ook de APV.")
    zet(aanvraag, "ter_verificatie", velden=verificatievelden(begrepen="Zo hebben wij u begrepen: anders."))
    answer = open_page(client, iemand(Rol.CONTROLLER), aanvraag)
    assert '<del><span class="duo-sr">vervallen: </span>zoals besproken.</del>' in answer.text
    assert '<span class="duo-sr">nieuw: </span>' in answer.text
    assert "Onderstreept is nieuw. Doorgehaald is vervallen." in answer.text
    assert "<b>Dit klopte niet:</b> Ook de APV." in answer.text


def test_who_initialed_and_who_confirmed(client):
    aanvraag = aanvraag_in(S.IN_RAMING)
    text = text_of(open_page(client, iemand(Rol.CONTROLLER), aanvraag))
    assert f"Paraaf van {iemand(Rol.TEAMMANAGER).naam}" in text
    assert f"Bevestigd door {iemand(Rol.OPDRACHTGEVER).naam} (Uithoorn)" in text


def test_each_municipality_has_its_own_akkoord(client):
    aanvraag = aanvraag_in(S.TER_AKKOORD, gemeenten="DU")
    zet(aanvraag, "akkoord_geven", organisatie=gemeente("D"), soort="inhoud")
    uithoorn = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("U"))
    promise = page_of(aanvraag, uithoorn).beloften[0]
    assert [(o.gemeente.letter, o.tekst) for o in promise.oordelen] == [("D", "Akkoord"), ("U", "Wacht op u")]
    assert [o.tekst for o in page_of(aanvraag, uithoorn).dekking] == ["Wacht", "Wacht"]
    text = text_of(open_page(client, uithoorn, aanvraag))
    assert "Wie gaf akkoord? (1)" in text


def test_a_promise_keeps_its_versions_and_causes(client):
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    zet(aanvraag, "tegenvoorstel", reden="Te duur.")
    mid = text_of(open_page(client, iemand(Rol.CONTROLLER), aanvraag))
    assert "Nieuw voorstel volgt" in mid and "Te duur." in mid
    later = {"tekst": "Klaar in de zomer.", "datum": klok.vandaag() + timedelta(days=200)}
    zet(
        aanvraag,
        "voorstellen",
        afspraken={AfspraakSoort.TIJDIGHEID: later},
        oorzaak="gemeente",
        oorzaak_toelichting="De gemeente wil eerst testen.",
    )
    text = text_of(open_page(client, iemand(Rol.CONTROLLER), aanvraag))
    assert "Tijdigheid: 2 versies" in text and "door de gemeente" in text
    assert "De gemeente wil eerst testen." in text
    assert "Eerdere voorstellen (1)" in text


def test_cents_that_do_not_divide_are_explained():
    aanvraag = aanvraag_in(S.TER_AKKOORD, gemeenten="DUO")
    proposal = page_of(aanvraag, iemand(Rol.CONTROLLER)).voorstel
    assert sum(deel.bedrag for deel in proposal.delen) == proposal.totaal
    assert [deel.gemeente.letter for deel in proposal.delen if deel.afronding] in ([], ["D"])
    if proposal.afronding:
        assert proposal.afronding.zin.startswith("Door afronden betaalt Diemen €")


def test_the_assignment_shows_initials_use_and_result(client):
    aanvraag = aanvraag_in(S.AFGESLOTEN)
    text = text_of(open_page(client, iemand(Rol.CONTROLLER), aanvraag))
    assert "0 van 80 uur gewerkt (0%)" in text
    assert iemand(Rol.VOORZITTER).naam in text and iemand(Rol.BUDGETHOUDER).naam in text
    assert "Het systeem draait." in text and "Oordeel van de gemeente: 4 van 5" in text
    assert (
        reverse("maatwerk:opdracht", args=[aanvraag.opdracht.nummer])
        in client.get(aanvraag.get_absolute_url()).text
    )


def test_an_assignment_with_one_initial_waits_for_the_other(client):
    aanvraag = aanvraag_in(S.GEPRIORITEERD)
    zet(aanvraag, "opdracht_geven")
    answer = open_page(client, iemand(Rol.CONTROLLER), aanvraag)
    assert "Wacht op een paraaf" in answer.text and "gewerkt" not in answer.text
    asked = callout(open_page(client, iemand(Rol.BUDGETHOUDER), aanvraag))
    assert "Met uw paraaf is de opdracht gegeven." in asked


def test_decisions_with_reason_place_and_link(client):
    aanvraag = aanvraag_in(S.GEPRIORITEERD)
    zet(aanvraag, "opschalen", reden="Dit raakt alle gemeenten.")
    user = iemand(Rol.CONTROLLER)
    text = text_of(open_page(client, user, aanvraag))
    assert "Opgeschaald" in text and "Dit raakt alle gemeenten." in text and "1 van 1" in text
    first, last = aanvraag.besluitregels.order_by("besluit__genomen_op", "besluit")
    page = client.get(reverse("besluit", args=[first.besluit.nummer]))
    assert page.status_code == 200
    assert "Zo is het besproken." in page.text and "Latere besluiten" in page.text
    assert last.besluit.nummer in page.text


def test_typed_text_is_never_markup(client):
    aanvraag = aanvraag_in(S.IN_INTAKE, probleem="<script>alert(1)</script>")
    assert "<script>alert" not in open_page(client, iemand(Rol.SECRETARIS), aanvraag).text


# What it costs -----------------------------------------------------------------------------------------


def queries(client, aanvraag) -> int:
    client.get(aanvraag.get_absolute_url())
    with CaptureQueriesContext(connection) as captured:
        assert client.get(aanvraag.get_absolute_url()).status_code == 200
    return len([q for q in captured if "SAVEPOINT" not in q["sql"]])


def test_as_many_queries_for_five_of_everything_as_for_one(client):
    VergaderingFactory(gremium=ogon(), datum=klok.vandaag() + timedelta(days=9))
    one, five = (_full(n) for n in (1, 5))
    client.force_login(iemand(Rol.SECRETARIS))
    few, many = queries(client, one), queries(client, five)
    assert few == many <= MAX_QUERIES


def _full(n):
    aanvraag = aanvraag_in(S.IN_RAMING, gemeenten="DUO")
    user = iemand(Rol.SECRETARIS)
    for i in range(n):
        acties.reageren(aanvraag, by=user, tekst=f"Bericht {i}", zichtbaarheid="intern")
        acties.voeg_bijlage_toe(aanvraag, by=user, naam=f"{i}.txt", inhoud=f"Tekst {i}".encode())
        zet(aanvraag, "voorstellen", regels=[raming_regel(team=aanvraag.team)] * n)
        zet(aanvraag, "tegenvoorstel")
    zet(aanvraag, "voorstellen")
    for letter in "DUO":
        for soort in ("inhoud", "dekking"):
            zet(aanvraag, "akkoord_geven", organisatie=gemeente(letter), soort=soort)
    for _ in range(n):
        zet(aanvraag, "prioriteren")
        zet(aanvraag, "op_wachtlijst_zetten")
    return aanvraag


def test_looking_writes_nothing(client):
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    client.force_login(iemand(Rol.OPDRACHTGEVER))
    before = Gebeurtenis.objects.count()
    for name in ("aanvraag", "tijdlijn", "documenten"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"maatwerk:{name}", args=[aanvraag.nummer])).status_code == 200
        writes = [q for q in captured if re.match(r"(INSERT|UPDATE|DELETE)", q["sql"])]
        assert writes == []
    assert Gebeurtenis.objects.count() == before
