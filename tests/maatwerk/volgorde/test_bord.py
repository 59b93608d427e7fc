"""Het bord: de streep per team, wie wat ziet, en elke zet met de nieuwe stand in hetzelfde antwoord."""

import re
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebeurtenis
from maatwerk.actions import ronde as acties
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Rekening
from maatwerk.models import Mutatie, Ronde
from maatwerk.volgorde.bord import lees
from tests.factories import gemeente, iemand, ogon, team
from tests.factories.rondes import cyclus_in, geef_uren, kandidaat, raam, ronde_met, titels

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]
BORD = "/ogon/bedrijfsvoering/cyclus/2027/prioriteren/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ronde():
    """A 120, B 140, C 60 hours of I&A, which has 270; D asks HRM, which has none."""
    geef_uren("I&A", 270)
    return ronde_met(
        kandidaat("A", {"I&A": 120}),
        kandidaat("B", {"I&A": 140}),
        kandidaat("C", {"I&A": 60, "HRM": 8}),
        kandidaat("D", {"HRM": 8}),
    )


def aanvraag(ronde, titel):
    return ronde.plaatsen.get(aanvraag__titel=titel).aanvraag


def zet(client, ronde, titel, plaats, *, versie=None, headers=None, **anders):
    velden = {
        "zet": f"{aanvraag(ronde, titel).nummer}:{plaats}",
        "versie": Ronde.objects.get().versie if versie is None else versie,
        "sleutel": uuid.uuid4(),
    }
    return client.post(BORD, velden | anders, headers=headers or {})


def stand(bord):
    return {rij.aanvraag.titel: rij.past for rij in bord.rijen}


def over(bord):
    return {kolom.team.kort: kolom.over for kolom in bord.kolommen}


# What the board knows ----------------------------------------------------------------------------------


def test_the_line_goes_where_the_hours_of_a_team_run_out(ronde):
    bord = lees(ronde, iemand(Rol.VOORZITTER))
    assert stand(bord) == {"A": "Past", "B": "Past", "C": "Past niet", "D": "Past niet"}
    assert [(k.team.kort, k.gevraagd, k.vrij, k.over) for k in bord.kolommen] == [
        ("HRM", 16, 0, 0),
        ("I&A", 320, 270, 10),
    ]
    ia = [rij.cellen[1] for rij in bord.rijen]
    assert [(cel.uren, cel.onder, cel.op_streep) for cel in ia] == [
        (120, False, False),
        (140, False, False),
        (60, True, True),
        (0, True, False),
    ]
    assert [cel.deel.rest_na for cel in ia if cel.deel] == [150, 10, 10]


def test_in_parts_work_takes_what_is_left_and_pinned_work_always_counts(ronde):
    voorzitter = iemand(Rol.VOORZITTER)
    acties.faseer(ronde, aanvraag(ronde, "C"), by=voorzitter)
    bord = lees(ronde, voorzitter)
    assert stand(bord)["C"] == "Past deels"
    assert over(bord) == {"HRM": 0, "I&A": 0}

    acties.zet_vast(ronde, aanvraag(ronde, "D"), grond="Archiefwet", by=voorzitter)
    bord = lees(ronde, voorzitter)
    assert [rij.aanvraag.titel for rij in bord.rijen] == ["D", "A", "B", "C"]
    assert stand(bord)["D"] == "Past"
    assert over(bord)["HRM"] == -8


def test_only_the_estimate_in_force_counts_and_only_teams_that_are_asked(ronde):
    raam(aanvraag(ronde, "D"), {"Financiën": 12})
    raam(aanvraag(ronde, "C"), {"I&A": 5})
    bord = lees(ronde, iemand(Rol.VOORZITTER))
    assert [kolom.team.kort for kolom in bord.kolommen] == ["Financiën", "I&A"]
    assert bord.kolommen[1].gevraagd == 265


def test_what_its_own_requests_hold_is_divided_anew(ronde):
    Mutatie.objects.create(
        aanvraag=aanvraag(ronde, "B"),
        team=team("I&A"),
        maand=klok.vandaag().replace(year=2027, month=1, day=1),
        van=Rekening.VRIJ,
        naar=Rekening.GERESERVEERD,
        uren=Decimal(140),
        door=iemand(Rol.VOORZITTER),
    )
    assert lees(ronde, iemand(Rol.VOORZITTER)).kolommen[1].vrij == 270


def test_what_left_the_table_asks_nothing_and_jumps_over_nobody(ronde):
    weg = aanvraag(ronde, "A")
    weg.status = S.INGETROKKEN
    weg.save()
    bord = lees(ronde, iemand(Rol.VOORZITTER))
    assert bord.rijen[0].is_van_tafel
    assert stand(bord)["C"] == "Past deels"  # HRM has none
    assert over(bord)["I&A"] == 70
    assert bord.zonder_reden == []


def test_who_moved_is_marked_against_the_order_it_began_with(ronde):
    voorzitter = iemand(Rol.VOORZITTER)
    acties.verplaats(ronde, aanvraag(ronde, "D"), plaats=1, by=voorzitter)
    bord = lees(ronde, voorzitter)
    assert [(rij.aanvraag.titel, rij.verschoven) for rij in bord.rijen] == [
        ("D", 3),
        ("A", -1),
        ("B", -1),
        ("C", -1),
    ]
    assert [rij.aanvraag.titel for rij in bord.rijen if rij.springt] == ["D"]
    assert bord.rijen[0].voorgesteld == 4


def test_the_score_shows_its_parts():
    ronde = ronde_met(
        kandidaat("A", gemeenten="DU", aanleiding="wettelijk", effect_inwoners=2, urgentie="hoog")
    )
    rij = lees(ronde, iemand(Rol.VOORZITTER)).rijen[0]
    assert {deel.naam: deel.punten for deel in rij.onderdelen} == {
        "wettelijk": 30,
        "bestuurlijk": 0,
        "effect": Decimal("13.3"),
        "urgentie": 15,
        "gemeenten": Decimal("6.7"),
        "haalbaarheid": 0,
    }
    assert rij.score == 65


def test_the_same_number_of_queries_for_5_and_50():
    voorzitter = iemand(Rol.VOORZITTER)
    ronde = ronde_met(*[kandidaat(f"A{n}", {"I&A": n, "HRM": 3}) for n in range(1, 6)])
    vijf = queries(ronde, voorzitter)
    for n in range(45):
        acties.voeg_toe(ronde, kandidaat(f"B{n}", {f"Team {n % 15}": 8}, gemeenten="DUO"), by=voorzitter)
    assert queries(ronde, voorzitter) == vijf <= 22


def queries(ronde, user):
    ronde = Ronde.objects.select_related("cyclus__ogon__programma").get(pk=ronde.pk)
    user = type(user).objects.get(pk=user.pk)
    with CaptureQueriesContext(
        connection,
    ) as gevangen:
        lees(ronde, user)
    return len(gevangen)


# Who sees what -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("waar", ["bedrijfsvoering", "buurt"])
def test_only_who_belongs_there_reaches_the_board(als, ronde, waar):
    vreemd = iemand(Rol.OPDRACHTGEVER, ogon=ogon("buurt"), organisatie=gemeente("O"))
    url = f"/ogon/{waar}/cyclus/2027/prioriteren/"
    cyclus_in(ogon=ogon("buurt"))
    assert als(vreemd).get(url).status_code == (404 if waar == "bedrijfsvoering" else 200)
    assert als(vreemd).get(f"/ogon/{waar}/cyclus/2030/prioriteren/").status_code == 404
    assert als(iemand(Rol.AANVRAGER)).get(BORD).status_code == 403
    assert als(iemand(Rol.ACCOUNTANT)).get(BORD).status_code == 200


def test_who_ranks_together_sees_titles_and_hours_and_nothing_more(als):
    vreemd = kandidaat("Herkenbaar", {"I&A": 80}, gemeenten="O", probleem="Kanarie", dekking="Kanarie")
    vroeg = kandidaat("Niet gereed", {"I&A": 8}, gemeenten="O", status=S.IN_RAMING)
    ronde = ronde_met(vreemd)
    acties.voeg_toe(ronde, vroeg, by=iemand(Rol.VOORZITTER), reden="Haast")

    html = als(iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("U"))).get(BORD).content.decode()

    assert "Herkenbaar" in html and vreemd.nummer in html and "Niet gereed" in html
    assert re.search(r'data-l="I&amp;A">80<', html)
    for geheim in ("Kanarie", "€", "6080", "6.080", f'href="{vreemd.get_absolute_url()}"', "Ouder-Amstel"):
        assert geheim not in html.partition("<table")[2].partition("</table")[0]
    assert "Kanarie" not in html and "€" not in html
    eigen = als(iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("O"))).get(BORD).content.decode()
    assert f'href="{vreemd.get_absolute_url()}"' in eigen and "Ouder-Amstel" in eigen


def test_who_looks_on_gets_no_buttons(als, ronde):
    html = als(iemand(Rol.DIRECTIEBERAAD)).get(BORD).content.decode()
    assert "U kijkt mee" in html and 'name="zet"' not in html and "data-greep" not in html
    assert zet(als(iemand(Rol.DIRECTIEBERAAD)), ronde, "B", 1).status_code == 403


def test_before_there_is_an_order_the_chair_opens_it(als):
    kandidaat("A", {"I&A": 8})
    cyclus_in()
    assert "Volgorde openen" not in als(iemand(Rol.OPDRACHTGEVER)).get(BORD).content.decode()
    client = als(iemand(Rol.VOORZITTER))
    assert f'href="{BORD}openen/"' in client.get(BORD).content.decode()
    assert "1 aanvra" in client.get(f"{BORD}openen/").content.decode()
    antwoord = client.post(f"{BORD}openen/", {"sleutel": uuid.uuid4()}, follow=True)
    assert "De volgorde is geopend met 1" in antwoord.content.decode()
    assert client.post(f"{BORD}openen/", {"sleutel": uuid.uuid4()}).status_code == 422


# Moving ------------------------------------------------------------------------------------------------


def test_a_move_answers_with_the_line_and_the_hours_that_changed(als, ronde):
    antwoord = zet(als(iemand(Rol.OPDRACHTGEVER)), ronde, "C", 2, headers=HTMX)
    html = antwoord.content.decode()

    assert antwoord.status_code == 200 and antwoord["HX-Reswap"] == "none"
    assert titels(ronde) == "A C B D"
    assert re.findall(r'<tr role="row" id="plek-(\d)"', html) == ["2", "3"]
    assert "‘C’ staat nu op plaats 2 van 4. HRM: niet genoeg uren. I&amp;A: nog 90 uur vrij." in html
    assert "daarna 90 over" in html and 'id="bord-kop"' in html
    assert 'name="versie" value="1"' in html
    assert "<html" not in html


def test_the_changed_places_are_exactly_what_the_whole_page_would_show(als, ronde):
    client = als(iemand(Rol.VOORZITTER))
    voor = rijen_van(client.get(BORD))
    deel = rijen_van(zet(client, ronde, "D", 1, headers=HTMX))
    na = rijen_van(client.get(BORD))
    assert voor | deel == na


def rijen_van(antwoord):
    html = antwoord.content.decode().replace(' hx-swap-oob="true"', "").replace(' class="is-verplaatst"', "")
    return dict(re.findall(r'<tr role="row" id="(plek-\d+)"(.*?)</tr>', html, re.DOTALL))


def test_without_script_a_move_leads_back_to_its_row(als, ronde):
    client = als(iemand(Rol.VOORZITTER))
    antwoord = zet(client, ronde, "C", 1)
    assert antwoord.status_code == 302 and antwoord["Location"] == f"{BORD}#plek-1"
    assert "‘C’ staat nu op plaats 1 van 4." in client.get(BORD).content.decode()


def test_a_second_press_of_the_same_button_moves_once(als, ronde):
    client, sleutel = als(iemand(Rol.VOORZITTER)), uuid.uuid4()
    for _ in range(2):
        assert zet(client, ronde, "A", 2, versie=0, sleutel=sleutel).status_code == 302
    assert titels(ronde) == "B A C D"


def test_on_an_older_order_both_are_shown_and_nothing_moves(als, ronde):
    acties.verplaats(ronde, aanvraag(ronde, "D"), plaats=1, by=iemand(Rol.SECRETARIS), reden="Eerst dit")
    antwoord = zet(als(iemand(Rol.OPDRACHTGEVER)), ronde, "C", 1, versie=0, headers=HTMX)
    html = antwoord.content.decode()
    assert antwoord.status_code == 409
    assert titels(ronde) == "D A B C"
    assert "Wij hebben ‘C’ niet verplaatst" in html
    rijen = re.findall(r'<tr><th scope="row">(\d)</th><td>(.)</td><td>(.)</td>', html)
    assert rijen == [("1", "C", "D"), ("4", "D", "C")]
    assert "‘D’ van 4 naar 1. Eerst dit" in html and "hx-swap-oob" not in html
    assert 'name="versie" value="1"' in html


def test_on_a_board_that_was_just_submitted_nothing_moves_and_a_sentence_says_so(als, ronde):
    Ronde.objects.update(status="voorgelegd", voorgelegd_op=klok.nu(), sluit_op=klok.vandaag(), voorlegging=1)
    antwoord = zet(als(iemand(Rol.VOORZITTER)), ronde, "C", 1, versie=0)
    assert antwoord.status_code == 422
    assert "De volgorde ligt voor." in antwoord.content.decode()
    assert titels(ronde) == "A B C D"


@pytest.mark.parametrize(
    ("waarde", "zin"),
    [("", "niets gewijzigd"), ("MW-0:1", "niet meer op het bord"), ("{C}:abc", "bijvoorbeeld 3")],
)
def test_what_is_no_move_is_refused_with_a_sentence(als, ronde, waarde, zin):
    waarde = waarde.replace("{C}", aanvraag(ronde, "C").nummer)
    antwoord = zet(als(iemand(Rol.VOORZITTER)), ronde, "C", 1, zet=waarde)
    assert antwoord.status_code == 422
    assert zin in antwoord.content.decode()


def test_a_reason_is_asked_only_where_it_jumped_and_goes_along_with_a_move(als, ronde):
    client = als(iemand(Rol.OPDRACHTGEVER))
    zet(client, ronde, "D", 1)
    html = client.get(BORD).content.decode()
    nummer = aanvraag(ronde, "D").nummer
    assert re.findall(r'name="reden-([^"]+)"', html) == [nummer]
    assert "<b>1</b> mist een reden" in html

    antwoord = zet(client, ronde, "C", 3, headers=HTMX, **{f"reden-{nummer}": "De raad wacht."})

    assert titels(ronde) == "D A C B"
    assert ronde.plaatsen.get(plaats=1).afwijkreden == "De raad wacht."
    assert 'value="De raad wacht."' in antwoord.content.decode()


def test_a_reason_alone_is_saved_too(als, ronde):
    client = als(iemand(Rol.VOORZITTER))
    zet(client, ronde, "D", 1)
    nummer = aanvraag(ronde, "D").nummer
    antwoord = client.post(
        BORD, {"versie": 1, "sleutel": uuid.uuid4(), f"reden-{nummer}": "Zo."}, headers=HTMX
    )
    html = antwoord.content.decode()
    assert antwoord.status_code == 200
    assert re.findall(r'id="plek-(\d)"', html) == ["1"] and 'data-gezegd="Bewaard."' in html
    assert Gebeurtenis.objects.filter(soort="maatwerk.ronde.afwijken").count() == 1


# One request on the board ------------------------------------------------------------------------------


def handeling(client, ronde, titel, wat, **velden):
    url = f"{BORD}{aanvraag(ronde, titel).nummer}/{wat}/"
    assert client.get(url).status_code == 200
    velden |= {"versie": Ronde.objects.get().versie, "sleutel": uuid.uuid4()}
    return client.post(url, velden)


def test_to_a_place_on_a_page_of_its_own(als, ronde):
    client = als(iemand(Rol.OPDRACHTGEVER))
    assert handeling(client, ronde, "D", "verplaatsen", plaats="2", reden="Spoed").status_code == 302
    assert titels(ronde) == "A D B C"
    fout = handeling(client, ronde, "D", "verplaatsen", plaats="twee", reden="Blijft staan")
    assert fout.status_code == 422
    assert "Blijft staan" in fout.content.decode() and "bijvoorbeeld 3" in fout.content.decode()


def test_the_chair_pins_loosens_phases_and_takes_off(als, ronde):
    client = als(iemand(Rol.VOORZITTER))
    assert handeling(client, ronde, "C", "vastzetten", grond="").status_code == 422
    assert handeling(client, ronde, "C", "vastzetten", grond="Archiefwet").status_code == 302
    assert "Vastgezet: Archiefwet" in client.get(BORD).content.decode()
    assert handeling(client, ronde, "C", "losmaken").status_code == 302
    assert handeling(client, ronde, "C", "faseren").status_code == 302
    assert "In delen" in client.get(BORD).content.decode()
    assert handeling(client, ronde, "C", "niet-faseren").status_code == 302
    assert handeling(client, ronde, "C", "afhalen", reden="Later").status_code == 302
    assert titels(ronde) == "A B D"


def test_arranging_is_not_for_who_only_ranks(als, ronde):
    client = als(iemand(Rol.OPDRACHTGEVER))
    nummer = aanvraag(ronde, "A").nummer
    for wat in ("vastzetten", "losmaken", "faseren", "afhalen"):
        assert client.get(f"{BORD}{nummer}/{wat}/").status_code == 403
    assert client.get(f"{BORD}toevoegen/").status_code == 403
    assert client.get(f"{BORD}{nummer}/onzin/").status_code == 404
    assert client.get(f"{BORD}MW-0/verplaatsen/").status_code == 404


def test_only_the_chair_chooses_from_what_is_not_ready(als, ronde):
    vroeg = kandidaat("Vroeg", status=S.IN_RAMING)
    secretaris = als(iemand(Rol.SECRETARIS)).get(f"{BORD}toevoegen/").content.decode()
    assert "Vroeg" not in secretaris
    client = als(iemand(Rol.VOORZITTER))
    assert "nog niet gereed" in client.get(f"{BORD}toevoegen/").content.decode()
    velden = {"keuze": vroeg.pk, "versie": 0, "sleutel": uuid.uuid4()}
    assert client.post(f"{BORD}toevoegen/", velden).status_code == 422
    assert client.post(f"{BORD}toevoegen/", velden | {"reden": "De minister vraagt erom."}).status_code == 302
    html = client.get(BORD).content.decode()
    assert "Nog niet gereed, toch hier: De minister vraagt erom." in html


def test_a_late_page_of_one_request_gives_both_versions(als, ronde):
    client = als(iemand(Rol.VOORZITTER))
    acties.verplaats(ronde, aanvraag(ronde, "D"), plaats=1, by=iemand(Rol.SECRETARIS))
    velden = {"versie": 0, "sleutel": uuid.uuid4(), "plaats": "2", "reden": "Mijn reden"}
    antwoord = client.post(f"{BORD}{aanvraag(ronde, 'C').nummer}/verplaatsen/", velden)
    assert antwoord.status_code == 409
    assert "Mijn reden" in antwoord.content.decode()


def test_the_address_has_a_name():
    assert reverse("maatwerk:bord", args=["bedrijfsvoering", 2027]) == BORD
