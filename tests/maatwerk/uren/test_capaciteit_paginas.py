"""De bladzijden over uren van teams: lezen tot op de bron, invullen, verbeteren, inlezen, verdelen."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse

from duoplus import besluiten
from duoplus import werk as mijn_werk
from duoplus.choices import BesluitSoort, Rijstand, Rol
from duoplus.inlezen.overnemen import in_een_keer
from duoplus.models import Bericht, Gebeurtenis
from maatwerk.actions import beslag, consultaties
from maatwerk.choices import AanvraagStatus as S
from maatwerk.handlers.uren import vraag_reactie_van_ogons
from maatwerk.uren import conflicten, urenwerk
from maatwerk.uren.stroom import balk, treden
from ogon.actions import conflict
from ogon.actions.urenlijst import URENLIJST
from ogon.calc.waterval import Waterval
from ogon.models import Capaciteitsregel, Conflict, Toedeling
from tests.factories import aanvraag_in, gemeente, iemand, maak, ogon, team
from tests.factories.rondes import kandidaat, ronde_met
from tests.maatwerk.uren.capaciteit import uren_van

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]
JAN = date(2027, 1, 1)


@pytest.fixture
def als(client):
    def log_in(rol, **waar):
        client.force_login(iemand(rol, **waar))
        return client

    return log_in


def _team_url(**vraag) -> str:
    adres = reverse("maatwerk:capaciteit_team", args=[team().pk, 2027])
    return adres + "?" + "&".join(f"{naam}={waarde}" for naam, waarde in vraag.items())


def test_the_bar_and_the_steps_are_the_waterfall():
    stap = Waterval(D(100), D(20), D(30), D(10), D(15))
    assert [(s.naam, s.van, s.breed) for s in balk(stap)] == [
        ("verlof", 0, 200),
        ("dvo", 200, 300),
        ("buffer", 500, 150),
        ("maatwerk", 650, 100),
        ("vrij", 750, 250),
    ]
    assert [(t.naam, t.uren, t.stuk.van, t.stuk.breed) for t in treden(stap)] == [
        ("bruto", D(100), 0, 1000),
        ("verlof", D(-20), 800, 200),
        ("dvo", D(-30), 500, 300),
        ("maatwerk", D(-10), 400, 100),
        ("buffer", D(-15), 250, 150),
        ("vrij", D(25), 0, 250),
    ]
    te_veel = Waterval(D(100), maatwerk=D(130))
    assert [(s.naam, s.breed) for s in balk(te_veel)] == [("maatwerk", 1000)]
    assert treden(te_veel)[-1].stuk.naam == "tekort"
    assert balk(Waterval()) == []


@pytest.mark.parametrize("aantal", [1, 5])
def test_the_overview_takes_the_same_few_queries_for_more_teams(als, aantal, django_assert_max_num_queries):
    for n in range(aantal):
        uren_van(team(f"Team {n}"), JAN, bruto=100, verlof=20)
    client = als(Rol.CONCERNCONTROLLER)
    client.get("/capaciteit/?jaar=2027")
    with django_assert_max_num_queries(17):
        pagina = client.get("/capaciteit/?jaar=2027&kwartaal=1").content.decode()
    assert "Team 0" in pagina and "januari" in pagina


def test_the_overview_shows_the_chosen_period_and_survives_any_address(als):
    uren_van(team(), JAN, bruto=D("1234.5"), verlof=20)
    client = als(Rol.ACCOUNTANT)
    assert "1.214,5" in client.get("/capaciteit/?jaar=2027").content.decode()
    assert "1.214,5" not in client.get("/capaciteit/?jaar=2027&kwartaal=2").content.decode()
    for onzin in ("jaar=x&kwartaal=9", "jaar=99999", "jaar=%00&kwartaal=-1"):
        assert client.get(f"/capaciteit/?{onzin}").status_code == 200


def test_every_term_of_a_month_opens_to_its_rows(als):
    uren_van(team(), JAN, bruto=100)
    uren_van(team(), JAN, omschrijving="Oude telling", vervallen=True, bruto=90)
    client = als(Rol.BESTUURSADVISEUR)
    pagina = client.get(_team_url(term="bruto", maand=1)).content.decode()
    assert "Bruto in januari 2027: 100 uur" in pagina
    assert "Vast team" in pagina and "Oude telling" in pagina and "Vervallen" in pagina
    assert "/verbeteren/" not in pagina
    assert client.get(_team_url(term="onzin", maand="99")).status_code == 200


def test_of_requests_one_sees_only_what_one_recognises(als):
    eigen = aanvraag_in(S.GEPRIORITEERD, titel="Eigen zaaksysteem", gemeenten="U", ogon=ogon("buurt"))
    vreemd = aanvraag_in(S.GEPRIORITEERD, titel="Geheim plan", gemeenten="D")
    for aanvraag in (eigen, vreemd):
        beslag.reserveer(aanvraag, {team().pk: {JAN: D(10)}}, by=iemand(Rol.VOORZITTER, ogon=aanvraag.ogon))
    client = als(Rol.OPDRACHTGEVER, organisatie=gemeente("U"), ogon=ogon("buurt"))
    pagina = client.get(_team_url(term="maatwerk", maand=1)).content.decode()
    assert "Eigen zaaksysteem" in pagina and "Gereserveerd" in pagina
    assert "Geheim plan" not in pagina and vreemd.kenmerk not in pagina and "andere aanvraag" in pagina


def test_a_teammanager_fills_in_and_corrects_with_a_reason(als):
    client, url = als(Rol.TEAMMANAGER), reverse("maatwerk:capaciteit_invullen", args=[team().pk, 2027])
    velden = {"maand": "1", "soort": "dvo", "omschrijving": "Servicedesk", "uren": "40", "reden": "Plan"}
    fout = client.post(url, velden | {"uren": "-5"})
    assert fout.status_code == 422 and "Servicedesk" in fout.content.decode()
    assert client.post(url, velden).status_code == 302
    dubbel = client.post(url, velden)
    assert dubbel.status_code == 422 and "al een regel" in dubbel.content.decode()

    regel = Capaciteitsregel.objects.get()
    verbeter = reverse("maatwerk:capaciteit_verbeteren", args=[regel.pk])
    assert client.post(verbeter, {"uren": "40", "reden": "Zelfde"}).status_code == 422
    assert client.post(verbeter, {"uren": "32,5", "reden": "Minder storingen"}).status_code == 302
    assert [r.uren for r in Capaciteitsregel.objects.geldig()] == [D("32.5")]
    feit = Gebeurtenis.objects.filter(soort="ogon.capaciteit.verbeteren").get()
    assert (feit.gegevens["was"], feit.gegevens["uren"]) == ("40", "32,5")

    ander = reverse("maatwerk:capaciteit_invullen", args=[team("HRM").pk, 2027])
    assert client.get(ander).status_code == 403


def test_the_list_of_rows_downloads(als):
    uren_van(team(), JAN, bruto=100)
    client = als(Rol.DIRECTIEBERAAD)
    assert "januari 2027" in client.get("/capaciteit/regels/?jaar=2027").content.decode()
    export = client.get(reverse("export", args=["capaciteit", "csv"]))
    assert export.status_code == 200
    inhoud = b"".join(export.streaming_content) if export.streaming else export.content
    assert "Vast team" in inhoud.decode("utf-8-sig")


LIJST = """Team;Maand;Soort;Omschrijving;Uren
I&A;januari 2027;Bruto;Formatie;1092
I&A;2027-01;DVO-werk;Werkplekbeheer;366,5
I&A;01-02-2027;Verlof;;120
Onbekend team;januari 2027;Bruto;Formatie;10
I&A;maart 2027;Koffie;;10
I&A;maart 2027;Buffer;;-4
HRM;januari 2027;Bruto;Formatie;10
"""


def _lees_in(tekst: str, by):
    return in_een_keer(tekst.encode(), soort=URENLIJST, bestandsnaam="uren-2027.csv", by=by)


def _standen(inlezing) -> list[str]:
    rijen = inlezing.rijen.exclude(stand=Rijstand.OVERGESLAGEN)  # the head
    return list(rijen.order_by("rij").values_list("stand", flat=True))


def test_a_list_is_read_by_its_heads_and_what_is_wrong_is_named():
    team(), team("HRM")
    inlezing = _lees_in(LIJST, iemand(Rol.TEAMMANAGER))
    goed, fout = Rijstand.AANGEMAAKT, Rijstand.FOUT
    assert _standen(inlezing) == [goed, goed, goed, fout, fout, fout, fout]
    redenen = " ".join(str(rij.meldingen) for rij in inlezing.rijen.filter(stand=fout).order_by("rij"))
    for zin in ("Onbekend team", "geen soort", "0 of meer", "leidt het team HRM niet"):
        assert zin in redenen
    regels = Capaciteitsregel.objects.order_by("pk")
    assert [(r.maand.month, r.soort, r.omschrijving, r.uren) for r in regels] == [
        (1, "bruto", "Formatie", D(1092)),
        (1, "dvo", "Werkplekbeheer", D("366.5")),
        (2, "verlof", "Verlof en vrije dagen", D(120)),
    ]
    assert regels[0].bron.startswith("uren-2027.csv") and regels[0].bron.endswith("rij 2")


def test_the_same_list_changes_nothing_and_other_hours_take_its_place():
    team()
    by = iemand(Rol.CONCERNCONTROLLER)
    lijst = "\n".join(LIJST.splitlines()[:3])
    _lees_in(lijst, by)
    assert _standen(_lees_in(lijst, by)) == [Rijstand.ONGEWIJZIGD] * 2
    assert _standen(_lees_in(lijst.replace("1092", "1000"), by)) == [
        Rijstand.BIJGEWERKT,
        Rijstand.ONGEWIJZIGD,
    ]
    bruto = Capaciteitsregel.objects.filter(soort="bruto")
    assert [(r.uren, r.vervallen_op is None) for r in bruto.order_by("pk")] == [(1092, False), (1000, True)]


@pytest.fixture
def strijd(maandag) -> Conflict:
    type(ogon()).objects.filter(pk=ogon().pk).update(coordineert=True)
    uren_van(team(), JAN, bruto=100)
    ronde_met(kandidaat("Zaaksysteem", {"I&A": 60}))
    ronde_met(kandidaat("Sensoren", {"I&A": 60}, ogon=ogon("buurt")))
    [een] = conflicten.controleer(2027)
    return een


def test_the_competing_requests_stand_side_by_side(als, strijd):
    pagina = als(Rol.CONCERNCONTROLLER).get(strijd.get_absolute_url()).content.decode()
    for tekst in ("Zaaksysteem", "Sensoren", "20 uur te weinig", "Nog niet gereageerd"):
        assert tekst in pagina
    lijst = als(Rol.SECRETARIS).get(reverse("maatwerk:conflicten")).content.decode()
    assert "Op de agenda van OGON Bedrijfsvoering" in lijst
    buurt = als(Rol.VOORZITTER, ogon=ogon("buurt")).get(strijd.get_absolute_url()).content.decode()
    assert "Andere aanvraag" in buurt and "Zaaksysteem" not in buurt


def test_chairs_react_and_the_hub_divides_on_its_pages(als, strijd):
    for slug in ("bedrijfsvoering", "buurt"):
        client = als(Rol.VOORZITTER, ogon=ogon(slug))
        url = reverse("maatwerk:conflict_reageren", args=[strijd.pk, slug])
        assert client.post(url, {"soort": "bezwaar", "tekst": ""}).status_code == 422
        assert client.post(url, {"soort": "akkoord", "tekst": ""}).status_code == 302
    client, url = als(Rol.VOORZITTER), reverse("maatwerk:conflict_verdelen", args=[strijd.pk])
    delen = {f"deel_{ogon().pk}": "60", f"deel_{ogon('buurt').pk}": "50", "reden": "Zo."}
    te_veel = client.post(url, delen)
    assert te_veel.status_code == 422 and "samen 110%" in te_veel.content.decode()
    assert client.post(url, delen | {"versie": "0"}).status_code == 409
    goed = client.post(url, delen | {f"deel_{ogon('buurt').pk}": "40"})
    assert (goed.status_code, Toedeling.objects.count()) == (302, 2)
    pagina = client.get(strijd.get_absolute_url()).content.decode()
    assert "60%" in pagina and "verdeelde de uren" in pagina
    assert client.get(url).status_code == 302


def test_who_must_react_gets_a_mail_at_once(strijd):
    voorzitters = {iemand(Rol.VOORZITTER), iemand(Rol.VOORZITTER, ogon=ogon("buurt"))}
    maak(Rol.VOORZITTER, ogon=ogon("burger"))
    vraag_reactie_van_ogons(Gebeurtenis.objects.get(soort="ogon.conflict.vaststellen"))
    assert {bericht.ontvanger for bericht in Bericht.objects.all()} == voorzitters


def _taken(wie) -> list[str]:
    vers = type(wie).objects.get(pk=wie.pk)
    taken = urenwerk.lees(vers, 10)
    assert mijn_werk.tel(vers, "uren") == len(taken)
    return [taak.wat for taak in taken]


def test_my_work_names_what_waits_on_a_chair_until_it_is_done(strijd, maandag):
    hub, buurt = iemand(Rol.VOORZITTER), iemand(Rol.VOORZITTER, ogon=ogon("buurt"))
    reageren, verdelen = (
        "Zeg wat uw OGON vindt van te weinig uren",
        "Verdeel de uren van een team over de OGON’s",
    )
    assert _taken(hub) == _taken(buurt) == [reageren]
    assert _taken(iemand(Rol.SECRETARIS)) == _taken(maak(Rol.VOORZITTER, ogon=ogon("burger"))) == []

    conflict.reageer(strijd.partijen.get(ogon=ogon()), by=hub, soort="akkoord")
    assert (_taken(hub), _taken(buurt)) == ([], [reageren])
    conflict.reageer(strijd.partijen.get(ogon=ogon("buurt")), by=buurt, soort="akkoord")
    assert (_taken(hub), _taken(buurt)) == ([verdelen], [])

    aanvraag = kandidaat("Sensoren in de berm", ogon=ogon("buurt"))
    besluit = besluiten.neem(ogon(), BesluitSoort.HERPRIORITEREN, titel="Volgorde", reden="Zo.", by=hub)
    consultaties.vraag(besluit, [(aanvraag, "Later klaar.")], by=hub)
    assert _taken(buurt) == ["Reageer op een besluit van OGON Bedrijfsvoering"]


def test_a_chair_reacts_once_on_the_page_of_a_decision(als, maandag):
    by, aanvraag = iemand(Rol.VOORZITTER), kandidaat("Sensoren", ogon=ogon("buurt"))
    besluit = besluiten.neem(ogon(), BesluitSoort.HERPRIORITEREN, titel="Volgorde", reden="Zo.", by=by)
    [gevraagd] = consultaties.vraag(besluit, [(aanvraag, "Klaar op 1 juni 2027.")], by=by)
    url = gevraagd.get_absolute_url()
    lezer = als(Rol.VOORZITTER)
    assert "Klaar op 1 juni 2027." in lezer.get(url).content.decode()
    assert lezer.post(url, {"soort": "akkoord"}).status_code == 403
    client = als(Rol.VOORZITTER, ogon=ogon("buurt"))
    assert client.post(url, {"soort": "bezwaar", "tekst": ""}).status_code == 422
    assert client.post(url, {"soort": "bezwaar", "tekst": "Te laat."}).status_code == 302
    assert client.post(url, {"soort": "akkoord"}).status_code == 422
    assert "Te laat." in client.get(url).content.decode()
    assert als(Rol.TEAMMANAGER).get(url).status_code == 404
    dossier = client.get(aanvraag.get_absolute_url()).content.decode()
    assert "Reacties van andere OGON’s" in dossier and "OGON Buurt: bezwaar" in dossier
