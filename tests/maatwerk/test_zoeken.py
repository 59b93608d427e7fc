"""Zoeken in aanvragen: wat iemand vindt, in welke volgorde, en wat nooit bovenkomt."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duoplus import zoeken
from duoplus.choices import Rol
from duoplus.zoeken import PER_BLADZIJDE, Venster, lees
from maatwerk.actions import dossier
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, Deelnemer, Vindbaar, Zoekstuk
from maatwerk.zoeken import zoek_aanvragen, zoek_besluiten, zoek_ogons, zoek_opdrachten, zoekvraag
from tests.factories import aanvraag_in, concept, gemeente, iemand, maak, ogon, verificatievelden, zet

EERSTE = Venster()
pytestmark = pytest.mark.django_db


@pytest.fixture
def teammanager():
    return maak(Rol.TEAMMANAGER)


@pytest.fixture
def uithoorn():
    return maak(Rol.AANVRAGER, organisatie=gemeente("U"))


def vind(tekst, user, venster=EERSTE):
    return zoek_aanvragen(lees(tekst), user, venster)


def titels(tekst, user):
    kaal = str.maketrans("", "", zoeken.BEGIN + zoeken.EIND)
    return [treffer.titel.translate(kaal) for treffer in vind(tekst, user).treffers]


def rij(nummer, titel, *, letter="U", **velden):
    """A request with no history, for what only looks at words."""
    door = iemand(Rol.AANVRAGER, organisatie=gemeente(letter))
    aanvraag = Aanvraag.objects.create(
        nummer=f"MW-2026-{nummer:04d}",
        status=S.INGEDIEND,
        titel=titel,
        organisatie=gemeente(letter),
        ogon=ogon(),
        aanvrager=door,
        ingevoerd_door=door,
        **velden,
    )
    Deelnemer.objects.create(aanvraag=aanvraag, organisatie=gemeente(letter))
    return aanvraag


# Words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("staat_er", "gezocht"),
    [
        ("Aanvragen voor bomen", "aanvraag"),
        ("Aanvraag voor een boom", "aanvragen"),
        ("Ideeën over het plein", "ideeen"),
        ("Ideeen over het plein", "ideeën"),
        ("Coördinatie privacyscan", "COORDINATIE"),
        ("Parkeervergunning online", "parkeer"),
        ("Parkeervergunningen online", "vergunning"),
        ("Parkeervergunningen online", "parkeervergunnin"),
        ("Zaaksysteem VTH", "zaak"),
        ("Plan van aanpak afval", "plan van aanpak"),
        ("Vangnet voor ouderen", "van"),
        ("Nieuwe website voor de raad", '"website voor de raad"'),
        ("Zaaksysteem VTH", "vth zaak"),
        ("E-mail archiveren", "e-mail"),
        ("Het café aan de kade", "cafe"),
    ],
)
def test_words_are_found_as_people_write_them(teammanager, staat_er, gezocht):
    rij(1, staat_er)
    rij(2, "Iets heel anders")

    assert titels(gezocht, teammanager) == [staat_er]


@pytest.mark.parametrize(
    "gezocht", ["website -raad", '"raad website"', "website loket", "de", "' | !", "zzzz", "\\", "a:b'c"]
)
def test_what_does_not_fit_is_not_found(teammanager, gezocht):
    rij(1, "Nieuwe website voor de raad")

    assert titels(gezocht, teammanager) == []


@pytest.mark.parametrize(
    "gezocht", ["MW-2026-0147", "mw-2026-0147", "2026-0147", "0147", "147", "MW-2026-01"]
)
def test_a_number_as_people_say_it(teammanager, gezocht):
    rij(147, "Met dit nummer")
    rij(2, "Ander nummer")

    assert titels(gezocht, teammanager) == ["Met dit nummer"]


@pytest.mark.parametrize("gezocht", ["2026/01", "2026-01", "bv 2026/01"])
def test_an_old_number_too(teammanager, gezocht):
    Aanvraag.objects.filter(pk=rij(1, "Oude bv-aanvraag").pk).update(nummer=None, extern_nummer="2026-01")

    assert titels(gezocht, teammanager) == ["Oude bv-aanvraag"]


def test_exactly_the_number_comes_first_then_the_title_then_the_text(teammanager):
    rij(1, "Noemt 0147 terloops in de titel: 147 147")
    rij(147, "Heeft het nummer")
    rij(2, "Iets anders", probleem="Zie ook nummer 147.")

    assert titels("147", teammanager)[0] == "Heeft het nummer"
    assert titels("147", teammanager)[-1] == "Iets anders"
    [precies] = vind("MW-2026-0147", teammanager).treffers
    assert precies.is_precies


def test_a_title_weighs_more_than_a_question_and_that_more_than_a_conversation(teammanager):
    gesprek = rij(1, "Eerste")
    dossier.reageren(gesprek, by=gesprek.ingevoerd_door, tekst="Over de fietsbrug.", zichtbaarheid="gedeeld")
    rij(2, "Tweede", probleem="De fietsbrug is stuk.")
    rij(3, "Fietsbrug")
    rij(4, "Vierde", probleem="De fietsbrug is stuk.")

    assert titels("fietsbrug", teammanager) == ["Fietsbrug", "Vierde", "Tweede", "Eerste"]


def test_words_are_marked_where_they_were_found_and_what_was_typed_stays_text(teammanager):
    aanvraag = rij(1, "Bruggen <b>beheer</b>")
    dossier.reageren(
        aanvraag,
        by=aanvraag.ingevoerd_door,
        tekst="Let op <script>alert(1)</script>: de brug is dicht.",
        zichtbaarheid="gedeeld",
    )

    [treffer] = vind("brug", teammanager).treffers

    assert treffer.titel_gemerkt == "<mark>Bruggen</mark> &lt;b&gt;beheer&lt;/b&gt;"
    assert treffer.plek == "Gesprek"
    assert "de <mark>brug</mark> is dicht" in treffer.fragment_gemerkt
    assert "<script" not in treffer.fragment_gemerkt


# Where ------------------------------------------------------------------------------------------------


def test_every_text_of_a_dossier_is_found_with_its_place(teammanager):
    aanvraag = aanvraag_in(
        S.IN_INTAKE, titel="Alfawoord", probleem="Bravowoord", gewenst_resultaat="Charliewoord"
    )
    zet(aanvraag, "vraag_stellen", vraag="Deltawoord?")
    zet(aanvraag, "aanvullen", antwoord="Echowoord.")
    zet(aanvraag, "ter_verificatie", velden=verificatievelden() | {"begrepen": "Foxtrotwoord"})
    by = iemand(Rol.SECRETARIS)
    dossier.reageren(aanvraag, by=by, tekst="Golfwoord", zichtbaarheid="gedeeld")
    dossier.voeg_bijlage_toe(
        aanvraag, by=by, naam="plan_Hotelwoord-v2.txt", inhoud=b"Tekst.", zichtbaarheid="gedeeld"
    )

    plekken = {
        "alfawoord": "",
        "bravowoord": "De vraag",
        "charliewoord": "De vraag",
        "deltawoord": "Vraag en antwoord",
        "echowoord": "Vraag en antwoord",
        "foxtrotwoord": "Zo hebben wij u begrepen",
        "golfwoord": "Gesprek",
        "hotelwoord": "Document",
    }
    assert {woord: [t.plek for t in vind(woord, teammanager).treffers] for woord in plekken} == {
        woord: [plek] for woord, plek in plekken.items()
    }


def test_a_document_follows_every_change(teammanager):
    aanvraag = rij(1, "Oude naam")
    stuk = dossier.voeg_bijlage_toe(
        aanvraag, by=aanvraag.ingevoerd_door, naam="bestek.txt", inhoud=b"Tekst.", zichtbaarheid="gedeeld"
    )
    Aanvraag.objects.filter(pk=aanvraag.pk).update(titel="Verse naam")
    assert (titels("oude", teammanager), titels("verse", teammanager)) == ([], ["Verse naam"])

    assert titels("bestek", teammanager) == ["Verse naam"]
    stuk.delete()
    assert titels("bestek", teammanager) == []


def test_a_draft_that_is_thrown_away_takes_its_document_along():
    leeg = concept(titel="Weg ermee")
    dossier.voeg_bijlage_toe(
        leeg, by=leeg.ingevoerd_door, naam="a.txt", inhoud=b"Tekst.", zichtbaarheid="gedeeld"
    )
    assert Vindbaar.objects.filter(pk=leeg.pk).exists()
    leeg.bijlagen.all().delete()
    leeg.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not Vindbaar.objects.filter(pk=leeg.pk).exists()


def test_a_change_of_state_does_not_make_the_document_again(teammanager):
    aanvraag = rij(1, "Blijft zoals het is")

    def plek():
        with connection.cursor() as cursor:
            cursor.execute("SELECT ctid::text FROM maatwerk_vindbaar WHERE aanvraag_id = %s", [aanvraag.pk])
            return cursor.fetchone()

    voor = plek()
    aanvraag.status, aanvraag.versie = S.IN_INTAKE, 9
    aanvraag.save()

    assert plek() == voor


def test_a_very_long_text_is_kept_and_still_found(teammanager):
    """A tsvector holds one megabyte; what does not fit is not looked in, and nothing fails."""
    lang = " ".join(f"woord{n}xyz" for n in range(60_000))
    rij(1, "Langdradig", probleem=lang, gewenst_resultaat="x" * 5_000)

    assert titels("langdradig woord17xyz", teammanager) == ["Langdradig"]


# Who --------------------------------------------------------------------------------------------------

PLEKKEN = {
    "titel": "gedeeld",
    "probleem": "gedeeld",
    "gesprek": "gedeeld",
    "document": "gedeeld",
    "overlegintern": "intern",
    "internstuk": "intern",
}


@pytest.fixture
def kanaries():
    """A dossier of Diemen with a bird in every text."""
    aanvraag = aanvraag_in(S.IN_INTAKE, gemeenten="D", titel="Kanarietitel", probleem="Kanarieprobleem")
    by = iemand(Rol.SECRETARIS)
    for soort, zicht in (("gesprek", "gedeeld"), ("overlegintern", "intern")):
        dossier.reageren(aanvraag, by=by, tekst=f"Kanarie{soort}", zichtbaarheid=zicht)
    for soort, zicht in (("document", "gedeeld"), ("internstuk", "intern")):
        dossier.voeg_bijlage_toe(
            aanvraag, by=by, naam=f"kanarie{soort}.txt", inhoud=b"Tekst.", zichtbaarheid=zicht
        )
    return aanvraag


LEZERS = {
    "duoplus": lambda: maak(Rol.TEAMMANAGER),
    "beheerder": lambda: maak(Rol.BEHEERDER),
    "gemeente": lambda: maak(Rol.AANVRAGER, organisatie=gemeente("D")),
    "controller": lambda: maak(Rol.CONTROLLER, organisatie=gemeente("D")),
    "accountant": lambda: maak(Rol.ACCOUNTANT),
    "vreemd": lambda: maak(Rol.AANVRAGER, organisatie=gemeente("U")),
    "ander ogon": lambda: maak(Rol.VOORZITTER, ogon=ogon("buurt")),
    "herkent": lambda: maak(Rol.OPDRACHTGEVER, organisatie=gemeente("U"), ogon=ogon()),
    "zonder rol": lambda: maak(None),
}
MAG = {
    "duoplus": ("gedeeld", "intern"),
    "beheerder": ("gedeeld", "intern"),
    "gemeente": ("gedeeld",),
    "controller": ("gedeeld",),
    "accountant": ("gedeeld",),
}


@pytest.mark.parametrize("wie", LEZERS)
def test_nothing_foreign_surfaces_not_even_as_a_count(client, kanaries, wie):
    user = LEZERS[wie]()
    client.force_login(user)
    for plek, zicht in PLEKKEN.items():
        woord, mag = f"kanarie{plek}", zicht in MAG.get(wie, ())
        uitkomst = vind(woord, user)
        assert (uitkomst.aantal, len(uitkomst.treffers)) == ((1, 1) if mag else (0, 0)), (wie, woord)
        assert [t.fragment for t in uitkomst.treffers if "intern" in t.fragment] == [] or zicht == "intern"
        for adres in ("/zoeken/", "/zoeken/snel/", "/aanvragen/"):
            html = client.get(adres, {"q": woord, "direct": ""}).content.decode().lower()
            anders = [p for p, z in PLEKKEN.items() if z not in MAG.get(wie, ()) and p != plek]
            assert [p for p in anders if f"kanarie{p}" in html] == [], (wie, adres, woord)
            assert ("kanarietitel" in html) == mag or plek == "titel", (wie, adres, woord)


@pytest.mark.parametrize("gezocht", ["kanarietite", "kanarietittel", "kannarietitel", "kanarie"])
def test_a_tip_never_names_what_is_not_yours(client, kanaries, uithoorn, gezocht):
    client.force_login(uithoorn)

    assert vind(gezocht, uithoorn).bedoelde == []
    html = client.get("/zoeken/", {"q": gezocht}).content.decode().lower().replace(gezocht, "")
    assert "kanarie" not in html


@pytest.mark.parametrize("wie", ["gemeente", "vreemd", "zonder rol"])
def test_a_number_does_not_lead_to_what_is_not_yours(client, kanaries, wie):
    client.force_login(LEZERS[wie]())

    response = client.get("/zoeken/", {"q": kanaries.nummer, "direct": "1"})

    if wie == "gemeente":
        assert (response.status_code, response["Location"]) == (302, f"/aanvragen/{kanaries.nummer}/")
    else:
        assert response.status_code == 200
        assert "Niets gevonden" in response.text


@pytest.mark.parametrize("stap", ["", "intrekken"])
def test_a_draft_is_found_by_who_wrote_it_and_nobody_else(stap):
    aanvrager = maak(Rol.AANVRAGER, organisatie=gemeente("U"))
    geheim = concept(by=aanvrager, organisatie=gemeente("U"), titel="Conceptwoord")
    if stap:
        Aanvraag.objects.filter(pk=geheim.pk).update(status=S.INGETROKKEN)

    assert titels("conceptwoord", aanvrager) == ["Conceptwoord"]
    for ander in (maak(Rol.AANVRAGER, organisatie=gemeente("U")), maak(Rol.TEAMMANAGER), maak(Rol.BEHEERDER)):
        assert vind("conceptwoord", ander).aantal == 0


def test_a_fragment_never_holds_an_internal_text_beside_the_shared_one():
    aanvraag = rij(1, "Een brug", letter="D")
    by = iemand(Rol.SECRETARIS)
    dossier.reageren(aanvraag, by=by, tekst="De sleutel ligt intern klaar.", zichtbaarheid="intern")
    dossier.reageren(aanvraag, by=by, tekst="De sleutel komt morgen.", zichtbaarheid="gedeeld")

    [gemeente_ziet] = vind("sleutel", maak(Rol.AANVRAGER, organisatie=gemeente("D"))).treffers
    assert "morgen" in gemeente_ziet.fragment
    assert vind("sleutel klaar", maak(Rol.AANVRAGER, organisatie=gemeente("D"))).aantal == 0
    assert vind("sleutel klaar", maak(Rol.TEAMMANAGER)).aantal == 1


# Numbers of other things ------------------------------------------------------------------------------


def test_assignments_decisions_and_ogons(teammanager, uithoorn):
    aanvraag = aanvraag_in(S.IN_UITVOERING, gemeenten="D", titel="Met opdracht")
    opdracht, besluit = aanvraag.opdracht.nummer, aanvraag.besluitregels.last().besluit.nummer

    def kenmerken(zoek, tekst, user):
        return [t.kenmerk for t in zoek(lees(tekst), user, Venster()).treffers]

    assert kenmerken(zoek_opdrachten, opdracht.lower(), teammanager) == [opdracht]
    assert kenmerken(zoek_besluiten, besluit, teammanager) == [besluit]
    assert (
        kenmerken(zoek_opdrachten, opdracht, uithoorn) == kenmerken(zoek_besluiten, besluit, uithoorn) == []
    )
    assert [t.titel_gemerkt for t in zoek_ogons(lees("bedrijf"), teammanager, Venster()).treffers] == [
        "OGON <mark>Bedrijf</mark>svoering"
    ]
    assert zoek_ogons(lees("bedrijf"), maak(None), Venster()).aantal == 0


# Many -------------------------------------------------------------------------------------------------


def test_no_more_than_the_newest_thousand(teammanager, monkeypatch, client):
    monkeypatch.setattr("maatwerk.zoeken.TEL_TOT", 30)
    monkeypatch.setattr("duoplus.zoeken.TEL_TOT", 30)
    monkeypatch.setattr("duoplus.web.zoeken.TEL_TOT", 30)
    for nummer in range(1, 36):
        rij(nummer, f"Veelvoorkomend {nummer:02d}")
    client.force_login(teammanager)

    uitkomst = vind("veelvoorkomend", teammanager, Venster(0, 40))
    assert (uitkomst.aantal, uitkomst.is_veel) == (31, True)
    assert min(treffer.kenmerk for treffer in uitkomst.treffers) == "MW-2026-0006"

    html = client.get("/zoeken/", {"q": "veelvoorkomend", "soort": "aanvragen", "pagina": "2"}).text
    assert "1.000+" in html
    assert html.count("<mark>Veelvoorkomend</mark>") == 10
    assert 'rel="next"' not in html


def test_pages_follow_each_other(teammanager, client):
    for nummer in range(1, PER_BLADZIJDE + 6):
        rij(nummer, f"Plein {nummer:02d}")
    client.force_login(teammanager)

    gezien = []
    for pagina in ("1", "2", "99", "x"):
        response = client.get("/zoeken/", {"q": "plein", "soort": "aanvragen", "pagina": pagina})
        gezien.append([t.kenmerk for t in response.context["gevonden"][0].uitkomst.treffers])

    assert [len(bladzijde) for bladzijde in gezien[:2]] == [PER_BLADZIJDE, 5]
    assert not {*gezien[0]} & {*gezien[1]}
    assert gezien[3] == gezien[0]


@pytest.mark.parametrize("adres", ["/zoeken/", "/zoeken/snel/"])
def test_the_number_of_queries_is_fixed(client, teammanager, adres):
    client.force_login(teammanager)
    geteld = []
    for nummer in (1, 2, 3, 4, 5):
        rij(nummer, "Telwoord plein")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(adres, {"q": "telwoord"})
        geteld.append(len(queries))

    assert len({*geteld[1:]}) == 1, geteld


def test_what_was_found_narrows_in_the_list(client, teammanager):
    rij(1, "Zoekwoord een")
    rij(2, "Zoekwoord twee", letter="D")
    client.force_login(teammanager)

    [gemeenten] = [v for v in vind("zoekwoord", teammanager).verfijningen if v.label == "Gemeente"]

    assert sorted((naam, aantal) for naam, _, aantal in gemeenten.keuzes) == [("Diemen", 1), ("Uithoorn", 1)]
    url = next(url for naam, url, _ in gemeenten.keuzes if naam == "Diemen")
    assert url == "/aanvragen/?q=zoekwoord&gemeente=D"
    assert "Zoekwoord twee" in client.get(url).text
    assert "Zoekwoord een" not in client.get(url).text


def test_a_typing_error_gets_a_tip(client, teammanager):
    rij(1, "Parkeervergunning online")
    client.force_login(teammanager)

    assert vind("parkeervergunnning", teammanager).bedoelde == ["parkeervergunning"]
    assert vind("parkeervegrunnig", teammanager).bedoelde == ["parkeervergunning"]
    assert vind("parkeerverguning onlnie", teammanager).bedoelde == ["parkeervergunning online"]
    html = client.get("/zoeken/", {"q": "parkeervergunnning"}).text
    assert 'href="/zoeken/?q=parkeervergunning">parkeervergunning</a>' in html


def test_the_list_finds_the_same(teammanager, uithoorn):
    aanvraag = rij(1, "Een brug")
    dossier.reageren(aanvraag, by=iemand(Rol.SECRETARIS), tekst="Sleutelwoord", zichtbaarheid="intern")

    def lijst(user):
        return list(Aanvraag.objects.visible_to(user).filter(zoekvraag("sleutelwoord", user)))

    assert (lijst(teammanager), lijst(uithoorn)) == ([aanvraag], [])
    assert not Aanvraag.objects.filter(zoekvraag("", teammanager)).exists()


@pytest.mark.parametrize("kolom", ["alles", "gedeeld"])
@pytest.mark.parametrize(
    "tekst", ["kwartelkoning", "MW-2026-0147", "147", '"nieuwe website"', "site -intranet"]
)
def test_the_index_answers_the_question(kolom, tekst):
    """The planner is free to read a small table whole; here it may not, and it must have another way."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = Vindbaar.objects.filter(**{kolom: lees(tekst).query}).explain()

    assert f"Index Scan on vindbaar_{kolom}" in plan


def test_the_view_is_the_only_list_of_texts():
    """Every text that is searched says whether it is internal."""
    aanvraag = rij(1, "Een brug")
    dossier.reageren(aanvraag, by=iemand(Rol.SECRETARIS), tekst="Intern", zichtbaarheid="intern")

    assert {(stuk.plek, stuk.intern) for stuk in Zoekstuk.objects.filter(aanvraag=aanvraag)} == {
        ("titel", False),
        ("vraag", False),
        ("gesprek", True),
    }
