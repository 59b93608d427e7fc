"""De instellingen op het scherm: wie ziet wat, eerst lezen wat er gebeurt, en niets gaat verloren."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from duoplus import instellingen, klok
from duoplus.actions.instellingen import voer_uit
from duoplus.choices import Rol
from duoplus.instellingen import NIEUW, OPVOLGEN
from duoplus.models import Deelname, Feestdag, Gebruiker, Organisatie, Roltoewijzing, Team, Termijn
from maatwerk.choices import Verantwoordingsmethode
from maatwerk.models import Methode
from tests.factories import aanvraag_in, dvos, gemeente, iemand, maak, ogon, overleg, team
from tests.factories.geld import geldzaken

pytestmark = pytest.mark.django_db
GELD = {"tarieven", "sleutels", "methoden", "grenzen", "taakvelden"}
ALLES = {
    "organisaties", "programmas", "deelnames", "afdelingen", "teams", "ogons", "gebruikers", "rollen",
    "reeksen", "zetels", "termijnen", "feestdagen", "teksten", "jaarkalender", "gewichten", "producten",
    "kpis", "tekenregels", "toetsregels", "ladder", *GELD,
}  # fmt: skip


def over(dagen: int) -> str:
    dag = klok.vandaag() + timedelta(days=dagen)
    return f"{dag.day}-{dag.month}-{dag.year}"


@pytest.fixture
def beheer(client):
    client.force_login(iemand(Rol.BEHEERDER))
    return client


def termijn() -> Termijn:
    return Termijn.objects.get(sleutel="maatwerk.in_raming")


def pad(obj, slug, handeling) -> str:
    return reverse("instelling_handeling", args=[slug, obj.pk, handeling])


def verborgen(bladzijde: str, naam: str) -> str:
    veld = re.search(rf'<input[^>]*name="{naam}"[^>]*>', bladzijde)
    waarde = re.search(r'value="([^"]*)"', veld[0]) if veld else None
    return waarde[1] if waarde else ""


def stuur(client, url, **velden):
    """Fill in the form as it stands on screen and press the button."""
    open_ = client.get(url).content.decode()
    vast = {naam: verborgen(open_, naam) for naam in ("versie", "sleutel")}
    return client.post(url, vast | {"reden": "Daarom."} | velden)


def bevestig(client, url, **velden):
    """Press once, read what will happen, and press again."""
    eerst = stuur(client, url, **velden)
    assert eerst.status_code == 200, eerst.content.decode()
    gelezen = eerst.content.decode()
    vast = {naam: verborgen(gelezen, naam) for naam in ("versie", "sleutel", "gezien")}
    return client.post(url, vast | {"reden": "Daarom."} | velden)


# Who sees what -------------------------------------------------------------------------------------------


def test_every_kind_of_setting_is_there():
    assert {deel.slug for deel in instellingen.leesbaar_voor(iemand(Rol.BEHEERDER))} == ALLES


def _adressen() -> dict[str, list[str]]:
    """Every address of every kind, with a row that exists."""
    geldzaken(), ogon(), team(), maak(Rol.TEAMMANAGER), dvos.product(), overleg.reeks(overleg.gremium())
    Methode.objects.create(
        organisatie=gemeente("U"), methode=Verantwoordingsmethode.VAST, van=date(2026, 1, 1)
    )
    deel = instellingen.onderdeel("teksten")
    van = klok.vandaag()
    tekst = {"plek": "intake", "tekst": "Welkom.", "van": van, "tot": None}
    voer_uit(deel, NIEUW, None, by=iemand(Rol.BEHEERDER), waarden=tekst)
    adressen = {}
    for slug in ALLES:
        deel = instellingen.onderdeel(slug)
        obj = deel.queryset().last()
        assert obj is not None, slug
        doen = [
            reverse("instelling_handeling", args=[slug, obj.pk, h.slug])
            for h in deel.handelingen
            if h != NIEUW
        ]
        nieuw = [reverse("instelling_nieuw", args=[slug])] if NIEUW in deel.handelingen else []
        adressen[slug] = [deel.adres, deel.adres_van(obj), *doen, *nieuw]
    return adressen


def test_who_gets_where(client):
    """Reading: else it does not exist. Changing without the right: refused."""
    adressen = _adressen()
    for rol in [*Rol, None]:
        mens = maak(rol)
        client.force_login(mens)
        leest = ALLES if rol == Rol.BEHEERDER else GELD if rol not in (None, Rol.INKOOPADVISEUR) else set()
        wijzigt = {Rol.BEHEERDER: ALLES - GELD, Rol.CONCERNCONTROLLER: GELD}.get(rol, set())
        assert client.get(reverse("instellingen")).status_code == (200 if leest else 403), rol
        for slug, (lijst, detail, *doen) in adressen.items():
            assert client.get(lijst).status_code == (200 if slug in leest else 404), (rol, lijst)
            assert client.get(detail).status_code == (200 if slug in leest else 404), (rol, detail)
            assert client.post(lijst).status_code == 405
            for url in doen:
                gelezen, geschreven = client.get(url).status_code, client.post(url).status_code
                goed = (
                    ({200, 302}, {200, 422})
                    if slug in wijzigt
                    else ({403}, {403})
                    if slug in leest
                    else ({404}, {404})
                )
                assert gelezen in goed[0], (rol, url, gelezen)
                assert geschreven in goed[1], (rol, url, geschreven)


@pytest.mark.parametrize(
    "url",
    [
        "/instellingen/bestaat-niet/",
        "/instellingen/teams/99999999/",
        "/instellingen/teams/99999999/wijzigen/",
        "/instellingen/termijnen/nieuw/",
        "/instellingen/termijnen/1/verwijderen/",
        "/instellingen/teams/1/nieuw/",
        "/instellingen/voorstellen/99999999/",
        "/instellingen/voorstellen/99999999/vaststellen/",
    ],
)
def test_what_does_not_exist_is_not_found(beheer, url):
    assert beheer.get(url).status_code == 404
    assert beheer.post(url).status_code in (404, 405)


def test_the_system_account_is_not_among_the_people(beheer):
    systeem = Gebruiker.objects.systeem()
    assert beheer.get(f"/instellingen/gebruikers/{systeem.pk}/").status_code == 404


# Reading -------------------------------------------------------------------------------------------------


def test_a_list_shows_what_holds_now_what_comes_and_how_it_stood_on_a_day(beheer):
    deel = instellingen.onderdeel("termijnen")
    waarden = {"aantal": 8, "van": klok.vandaag() + timedelta(days=10)}
    zoeken = {"q": termijn().omschrijving}
    voer_uit(deel, OPVOLGEN, termijn(), by=iemand(Rol.BEHEERDER), waarden=waarden)

    def regels(**vraag):
        html = beheer.get("/instellingen/termijnen/", zoeken | vraag).content.decode()
        return re.findall(r'class="num" data-l="Werkdagen">(\d+)<', html)

    assert regels() == ["10"]
    assert regels(toon="straks") == ["8"]
    assert regels(toon="alles") == ["10", "8"]
    assert regels(op=over(12)) == ["8"]
    assert "31-2-2027" in beheer.get("/instellingen/termijnen/?op=31-2-2027").content.decode()
    assert beheer.get("/instellingen/termijnen/?op=onzin&toon=raar&pagina=x&q=%00").status_code == 200


def test_where_a_row_is_used_and_what_happened_to_it(beheer):
    aanvraag = aanvraag_in("in_raming")
    assert aanvraag.team is not None
    url = reverse("instelling", args=["teams", aanvraag.team.pk])
    assert "Gebruikt in 1 aanvraag, waarvan 1 lopend." in beheer.get(url).content.decode()

    velden = {"kort": "ICT", "naam": "Informatie", "afdeling": aanvraag.team.afdeling_id}
    assert stuur(beheer, pad(aanvraag.team, "teams", "wijzigen"), **velden).status_code == 302

    html = beheer.get(url).content.decode()
    assert '<span class="duo-sr">nieuw: </span>ICT' in html
    assert "Daarom." in html


@pytest.mark.parametrize("slug", sorted(ALLES))
def test_a_list_takes_as_many_queries_for_five_as_for_one(beheer, slug, django_assert_max_num_queries):
    geteld = []
    for _ in range(2):
        geldzaken(), ogon(), team()
        deel = instellingen.onderdeel(slug)
        beheer.get(f"{deel.adres}?toon=alles")
        with django_assert_max_num_queries(30) as vragen:
            beheer.get(f"{deel.adres}?toon=alles")
        geteld.append(len(vragen))
        _vijf_erbij()
    assert geteld[1] <= geteld[0], slug


def _vijf_erbij() -> None:
    for nummer in range(5):
        ander = team(f"Team {nummer}")
        maak(Rol.TEAMMANAGER, team=ander)
        maak(Rol.AANVRAGER, organisatie=gemeente("DUO"[nummer % 3]))
    for slug in ("burger", "buurt"):
        ogon(slug)


def test_the_overview_takes_as_many_queries_for_many_rows_as_for_few(beheer, django_assert_max_num_queries):
    geteld = []
    for _ in range(2):
        beheer.get("/instellingen/")
        with django_assert_max_num_queries(40) as vragen:
            beheer.get("/instellingen/")
        geteld.append(len(vragen))
        _vijf_erbij()
    assert geteld[0] == geteld[1]


# Changing ------------------------------------------------------------------------------------------------


def test_what_will_happen_is_read_before_it_happens(beheer):
    url = pad(termijn(), "termijnen", "opvolgen")
    eerst = stuur(beheer, url, aantal="8", van=over(10))

    html = eerst.content.decode()
    assert eerst.status_code == 200
    assert "Aanvragen die dan al in deze stap staan, houden hun datum." in html
    assert Termijn.objects.filter(sleutel="maatwerk.in_raming").count() == 1

    assert bevestig(beheer, url, aantal="8", van=over(10)).status_code == 302
    assert Termijn.objects.filter(sleutel="maatwerk.in_raming").count() == 2


def test_confirming_something_else_than_was_read_shows_it_again(beheer):
    url = pad(termijn(), "termijnen", "opvolgen")
    gelezen = stuur(beheer, url, aantal="8", van=over(10)).content.decode()
    vast = {naam: verborgen(gelezen, naam) for naam in ("versie", "sleutel", "gezien")}

    anders = beheer.post(url, vast | {"reden": "x", "aantal": "80", "van": over(10)})

    assert anders.status_code == 200
    assert Termijn.objects.filter(sleutel="maatwerk.in_raming").count() == 1


def test_pressing_twice_changes_once(beheer):
    url = reverse("instelling_nieuw", args=["feestdagen"])
    gelezen = stuur(beheer, url, datum=over(41), naam="Vrij").content.decode()
    vast = {naam: verborgen(gelezen, naam) for naam in ("versie", "sleutel", "gezien")}
    velden = vast | {"reden": "Daarom.", "datum": over(41), "naam": "Vrij"}

    eerste, tweede = beheer.post(url, velden), beheer.post(url, velden)

    assert eerste.status_code == tweede.status_code == 302
    assert eerste["Location"] == tweede["Location"]
    assert Feestdag.objects.filter(naam="Vrij").count() == 1


def test_who_comes_second_sees_both_versions(beheer):
    rij = team()
    url = pad(rij, "teams", "wijzigen")
    oud = verborgen(beheer.get(url).content.decode(), "versie")
    velden = {"naam": "Anders", "afdeling": rij.afdeling_id}
    assert stuur(beheer, url, kort="Eerst", **velden).status_code == 302

    laat = beheer.post(url, {"versie": oud, "kort": "Laat", **velden})

    html = laat.content.decode()
    assert laat.status_code == 409
    assert "Laat" in html and "Eerst" in html
    assert Team.objects.get(pk=rij.pk).kort == "Eerst"


FOUT = [
    ("termijnen", "opvolgen", {"aantal": "0", "van": "1-1-2030"}, "van 1 tot en met 250"),
    ("termijnen", "opvolgen", {"aantal": "acht", "van": "1-1-2030"}, "van 1 tot en met 250"),
    ("termijnen", "opvolgen", {"aantal": "8", "van": "1-1-2020"}, "Kies vandaag of een latere dag"),
    ("termijnen", "opvolgen", {"aantal": "8", "van": "31-2-2027"}, "31-2-2027"),
    ("termijnen", "opvolgen", {"aantal": "8", "van": "1-1-2030", "reden": " "}, "Schrijf op waarom"),
    ("deelnames", "beeindigen", {"tot": "1-1-2026"}, "ligt vast"),
    ("deelnames", "beeindigen", {"tot": "1-1-2150"}, "tussen 1990 en 2100"),
    ("teams", "wijzigen", {"kort": "", "naam": "x"}, "Vul dit in."),
    ("teams", "wijzigen", {"kort": "x" * 41, "naam": "x"}, "Maak dit korter"),
    ("teams", "wijzigen", {"kort": "x", "naam": "x", "afdeling": "99999999"}, "Kies iets uit de lijst."),
    ("organisaties", "wijzigen", {"naam": "x", "letter": "Q", "cbs_code": "12"}, "vier cijfers"),
]


@pytest.mark.parametrize(("slug", "handeling", "velden", "zin"), FOUT)
def test_what_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(beheer, slug, handeling, velden, zin):
    ogon(), team()
    obj = termijn() if slug == "termijnen" else instellingen.onderdeel(slug).queryset().first()

    antwoord = stuur(beheer, pad(obj, slug, handeling), **velden)

    html = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert zin in html
    for waarde in velden.values():
        if waarde.strip() and waarde != "99999999":
            assert f'value="{waarde}"' in html or f">{waarde}<" in html


def test_a_role_is_given_and_its_end_warns(beheer):
    collega, o = maak(None), ogon()
    velden = {"gebruiker": collega.pk, "rol": "voorzitter", "gremium": o.pk, "van": over(0), "tot": ""}

    assert bevestig(beheer, reverse("instelling_nieuw", args=["rollen"]), **velden).status_code == 302

    toewijzing = Roltoewijzing.objects.get(gebruiker=collega)
    eerst = stuur(beheer, pad(toewijzing, "rollen", "beeindigen"), tot=over(9)).content.decode()
    assert "heeft niemand de rol ‘Voorzitter OGON’ voor OGON Bedrijfsvoering" in eerst
    assert bevestig(beheer, pad(toewijzing, "rollen", "beeindigen"), tot=over(9)).status_code == 302


ROLFOUT = [
    ({"rol": "voorzitter"}, "Kies voor welk"),
    ({"rol": "concerncontroller", "team": "team"}, "hoort geen team"),
    ({"rol": "accountant"}, "altijd tijdelijk"),
    ({"rol": "keizer"}, "Kies een van de antwoorden"),
    ({"rol": ""}, "Kies een rol."),
    ({"rol": "teammanager", "team": "team", "van": "1-1-2020"}, "Kies vandaag of een latere dag"),
    ({"rol": "teammanager", "team": "team", "tot": "1-1-2026"}, "ligt voor de eerste dag"),
    ({"rol": "teammanager", "team": "team", "gebruiker": "99999999"}, "Kies iets uit de lijst."),
    ({"rol": "teammanager", "team": "team", "gebruiker": "zelf"}, "geen rol van uzelf"),
]


@pytest.mark.parametrize(("velden", "zin"), ROLFOUT)
def test_a_role_that_cannot_be_given_is_refused_in_words(beheer, velden, zin):
    velden = {"gebruiker": maak(None).pk, "van": over(0)} | velden
    velden |= {"team": team().pk} if "team" in velden else {}
    velden |= {"gebruiker": iemand(Rol.BEHEERDER).pk} if velden["gebruiker"] == "zelf" else {}
    aantal = Roltoewijzing.objects.count()

    antwoord = stuur(beheer, reverse("instelling_nieuw", args=["rollen"]), **velden)

    assert antwoord.status_code == 422
    assert zin in antwoord.content.decode()
    assert Roltoewijzing.objects.count() == aantal


def test_a_substitute_gets_role_and_place_of_who_is_replaced(beheer):
    voorzitter = iemand(Rol.VOORZITTER).toewijzingen.get()
    collega = maak(None)
    velden = {"gebruiker": collega.pk, "vervangt": voorzitter.pk, "van": over(0), "tot": over(20)}

    assert bevestig(beheer, reverse("instelling_nieuw", args=["rollen"]), **velden).status_code == 302

    gekregen = collega.toewijzingen.get()
    assert (gekregen.rol, gekregen.gremium_id) == (Rol.VOORZITTER, voorzitter.gremium_id)


def test_an_invitation_from_the_browser(beheer):
    url = reverse("instelling_nieuw", args=["gebruikers"])
    velden = {"naam": "Nieuwe Collega", "email": "Nieuw@test.duoplus.example", "organisatie": gemeente().pk}

    assert stuur(beheer, url, **velden).status_code == 302
    dubbel = stuur(beheer, url, **velden)

    assert Gebruiker.objects.filter(email="nieuw@test.duoplus.example").count() == 1
    assert dubbel.status_code == 422
    assert "heeft al een account" in dubbel.content.decode()


def test_an_organisation_is_made_and_ended(beheer):
    url = reverse("instelling_nieuw", args=["organisaties"])
    velden = {"naam": "Aalsmeer", "letter": "L", "soort": "gemeente", "volgorde": "9", "van": over(0)}

    assert stuur(beheer, url, **velden).status_code == 302

    nieuw = Organisatie.objects.get(naam="Aalsmeer")
    assert bevestig(beheer, pad(nieuw, "organisaties", "beeindigen"), tot=over(3)).status_code == 302
    assert nieuw not in Organisatie.objects.geldig_op(klok.vandaag() + timedelta(days=4))


def test_the_days_that_the_law_knows_and_the_list_does_not_are_offered(beheer):
    kerst = Feestdag.objects.filter(naam="Eerste Kerstdag", datum__gt=klok.vandaag()).first()
    kerst.delete()

    html = beheer.get("/instellingen/feestdagen/").content.decode()

    assert "Nog niet toegevoegd" in html
    vraag = f"datum=25-12-{kerst.datum.year}&amp;naam=Eerste+Kerstdag"
    adres = f"/instellingen/feestdagen/nieuw/?{vraag}"
    assert adres in html
    assert 'value="Eerste Kerstdag"' in beheer.get(adres.replace("&amp;", "&")).content.decode()


def test_a_text_is_shown_as_it_will_read(beheer):
    velden = {"plek": "intake", "tekst": "Eerst <b>bellen</b>.\n\nDan pas.", "van": over(0), "tot": ""}

    eerst = stuur(beheer, reverse("instelling_nieuw", args=["teksten"]), **velden).content.decode()

    assert "<p>Eerst &lt;b&gt;bellen&lt;/b&gt;.</p>" in eerst
    assert bevestig(beheer, reverse("instelling_nieuw", args=["teksten"]), **velden).status_code == 302


def test_ending_a_part_says_what_goes_on(beheer):
    ogon()
    deelname = Deelname.objects.first()
    html = stuur(beheer, pad(deelname, "deelnames", "beeindigen"), tot=over(9)).content.decode()
    assert "Aanvragen die er al zijn, gaan gewoon door." in html


@pytest.mark.parametrize(
    ("rol", "kop", "in_voet"),
    [
        (Rol.BEHEERDER, "Instellingen", False),
        (Rol.CONCERNCONTROLLER, "Instellingen", False),
        (Rol.AANVRAGER, "Tarieven en sleutels", True),
    ],
)
def test_who_only_reads_finds_tariffs_at_the_foot_and_under_that_name(client, rol, kop, in_voet):
    client.force_login(maak(rol))
    html = client.get("/instellingen/").content.decode()
    assert f"<h1>{kop}</h1>" in html
    assert ('<a href="/instellingen/">Tarieven en sleutels</a>' in html) == in_voet


def test_the_form_of_a_term_names_it_once_with_what_holds_now(beheer):
    antwoord = beheer.get(pad(termijn(), "termijnen", "opvolgen"))
    assert antwoord.context["object_naam"] == termijn().omschrijving
    assert antwoord.context["object_titel"] == f"{termijn().aantal} werkdagen"
