"""De bladzijden van vergaderingen: lezen, ordenen, wie er is, en besluiten terwijl zij bezig is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok, tasks, vergaderberichten, vorigelijst
from duoplus import werk as mijn_werk
from duoplus.actions import agenda, vergaderen
from duoplus.calc.nederlands import datum
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.celery import app
from duoplus.choices import AanwezigheidStand, BesluitSoort, PuntStatus, Rol
from duoplus.choices import VergaderingStatus as S
from duoplus.models import (
    Actiepunt,
    Agendapunt,
    Bericht,
    Besluit,
    Feestdag,
    Reeks,
    Termijn,
    Vergadering,
)
from duoplus.web.overleg import werk
from tests.factories import gemeente, iemand, maak, ogon
from tests.factories.overleg import gepland, leider, lopend, op_agenda, volgorde
from tests.factories.rondes import kandidaat

pytestmark = pytest.mark.django_db


def _in(wie) -> Client:
    client = Client()
    client.force_login(wie)
    return client


def _lees(client: Client, url: str) -> str:
    antwoord = client.get(url)
    assert antwoord.status_code == 200, antwoord.status_code
    return antwoord.content.decode()


def _punt(punt: Agendapunt, handeling: str) -> str:
    return reverse("agendapunt", args=[punt.pk, handeling])


def _met_punten(vergadering: Vergadering, aantal: int) -> None:
    """With and without a subject, each with a paper."""
    by = leider(vergadering.gremium)
    for nr in range(aantal):
        eigen = op_agenda(vergadering, f"Los {nr}")
        agenda.voeg_stuk_toe(eigen, naam="nota.txt", inhoud=b"Tekst.", by=by)
        op_agenda(vergadering, f"Aanvraag {nr}", onderwerp=kandidaat(f"Aanvraag {nr}"))


@pytest.mark.parametrize("toestand", [gepland, lopend])
def test_a_long_agenda_costs_no_more_queries(toestand):
    vergadering = toestand()
    client, tellingen = _in(leider(vergadering.gremium)), []
    for aantal in (1, 4):
        _met_punten(vergadering, aantal)
        client.get(vergadering.get_absolute_url())
        with CaptureQueriesContext(
            connection,
        ) as gevraagd:
            _lees(client, vergadering.get_absolute_url())
        tellingen.append(len(gevraagd))

    assert tellingen[0] == tellingen[1], tellingen


def test_a_long_list_of_meetings_costs_no_more_queries():
    gepland()
    client = _in(iemand(Rol.OPDRACHTGEVER))
    client.get(reverse("vergaderingen"))
    with CaptureQueriesContext(connection) as een:
        _lees(client, reverse("vergaderingen"))
    for dag in range(8, 13):
        gepland(over=dag)
    with CaptureQueriesContext(connection) as meer:
        _lees(client, reverse("vergaderingen"))

    assert len(een) == len(meer)


def test_the_list_shows_what_comes_and_what_was_of_the_bodies_one_sits_in():
    gepland()
    elders = gepland(ogon("buurt"))
    voorbij = lopend()
    vergaderen.sluit(voorbij, by=leider(voorbij.gremium))

    pagina = _lees(_in(iemand(Rol.OPDRACHTGEVER)), reverse("vergaderingen"))

    assert elders.gremium.naam not in pagina
    assert "Gehouden" in pagina
    assert "Gepland" in pagina


def test_the_agenda_says_when_each_point_begins_and_warns_when_it_is_too_long():
    vergadering = gepland()
    op_agenda(vergadering, "Eerste", minuten=30)
    op_agenda(vergadering, "Tweede", minuten=90)

    pagina = _lees(_in(iemand(Rol.OPDRACHTGEVER)), vergadering.get_absolute_url())

    assert "<b>10.00</b>90 min" in pagina
    assert "120 van 90 minuten" in pagina
    assert "30 te veel" in pagina


def test_of_a_request_that_a_reader_may_not_know_only_the_place_is_shown():
    vergadering = gepland()
    op_agenda(vergadering, "Geheim", onderwerp=kandidaat("Geheim van Diemen", gemeenten="D"))
    op_agenda(gepland(ogon("buurt")), "X", onderwerp=vergadering)

    beheerder = _lees(_in(maak(Rol.ACCOUNTANT)), vergadering.get_absolute_url())
    elders = Vergadering.objects.get(gremium__slug="buurt")
    pagina = _lees(_in(leider(elders.gremium)), elders.get_absolute_url())

    assert "Geheim van Diemen" in beheerder
    assert "Een punt dat u niet mag inzien" in pagina
    punt = elders.punten.get()
    assert _in(leider(elders.gremium)).get(_punt(punt, "wijzigen")).status_code == 404


def test_a_button_moves_a_point_with_and_without_script():
    vergadering = gepland()
    _, b = op_agenda(vergadering, "A"), op_agenda(vergadering, "B")
    client, url = _in(leider(vergadering.gremium)), vergadering.get_absolute_url()

    assert client.post(url, {"zet": f"{b.pk}:1"}).status_code == 302
    assert volgorde(vergadering) == "B A"
    deel = client.post(url, {"zet": f"{b.pk}:2"}, headers={"HX-Request": "true"})

    assert volgorde(vergadering) == "A B"
    assert "‘B’ staat nu op plaats 2." in deel.content.decode()
    assert "<html" not in deel.content.decode()


@pytest.mark.parametrize("zet", ["", "x", "1:x", "999999:1", "1:99999"])
def test_a_move_that_means_nothing_is_refused_in_words(zet):
    vergadering = gepland()
    op_agenda(vergadering)

    antwoord = _in(leider(vergadering.gremium)).post(vergadering.get_absolute_url(), {"zet": zet})

    assert antwoord.status_code == 422
    assert "De agenda is niet gewijzigd" in antwoord.content.decode()


def test_two_people_who_order_at_once_the_second_gets_409_with_the_agenda_as_it_is():
    vergadering = gepland()
    a, b = op_agenda(vergadering, "A"), op_agenda(vergadering, "B")
    vergadering.refresh_from_db()
    client, url, versie = _in(leider(vergadering.gremium)), vergadering.get_absolute_url(), vergadering.versie

    client.post(url, {"zet": f"{b.pk}:1", "versie": versie})
    antwoord = client.post(url, {"zet": f"{a.pk}:2", "versie": versie})

    assert antwoord.status_code == 409
    assert "net gewijzigd" in antwoord.content.decode()
    assert volgorde(vergadering) == "B A"


def test_what_lies_ready_comes_on_the_agenda_one_by_one_or_all_at_once():
    kandidaat("Rijp"), kandidaat("Ook rijp")
    vergadering = gepland()
    client, url = _in(leider(vergadering.gremium)), vergadering.get_absolute_url()
    pagina = _lees(client, url)
    assert "Ligt klaar voor een agenda" in pagina

    [rijp, *_] = [k for k in agenda.kandidaten(vergadering.gremium, vergadering.datum) if k.titel == "Rijp"]
    client.post(url, {"kies": agenda.sleutel_van(rijp)})
    assert volgorde(vergadering) == "Rijp"
    client.post(url, {"kies": "alles"})

    assert volgorde(vergadering) == "Rijp Ook rijp"


def test_a_member_reads_and_brings_in_but_does_not_arrange():
    vergadering = gepland()
    punt = op_agenda(vergadering)
    client = _in(iemand(Rol.OPDRACHTGEVER))

    pagina = _lees(client, vergadering.get_absolute_url())
    assert "Ligt klaar" not in pagina
    assert client.post(vergadering.get_absolute_url(), {"zet": f"{punt.pk}:1"}).status_code == 403
    assert client.get(_punt(punt, "wijzigen")).status_code == 403
    nieuw = {"onderwerp": "Mijn punt", "soort": "bespreken", "minuten": "10"}
    assert client.post(reverse("agendapunt_nieuw", args=[vergadering.pk]), nieuw).status_code == 302

    assert volgorde(vergadering) == "Openingstijden"
    assert agenda.voorraad(vergadering.gremium).get().titel == "Mijn punt"


def test_everything_with_a_point_can_be_done_on_its_own_page():
    vergadering = gepland()
    punt, _ = op_agenda(vergadering, "A"), op_agenda(vergadering, "B")
    client = _in(leider(vergadering.gremium))
    for handeling in ("wijzigen", "verplaatsen", "afhalen", "stuk", "doorschuiven", "intrekken"):
        _lees(client, _punt(punt, handeling))

    client.post(_punt(punt, "verplaatsen"), {"plaats": "2"})
    assert volgorde(vergadering) == "B A"
    client.post(
        _punt(punt, "wijzigen"),
        {"onderwerp": "C", "soort": "bespreken", "minuten": "25", "toelichting": "Kort."},
    )
    punt.refresh_from_db()
    assert (punt.titel, punt.minuten, punt.toelichting) == ("C", 25, "Kort.")
    client.post(_punt(punt, "afhalen"), {})
    client.post(_punt(punt, "intrekken"), {"reden": "Niet nodig."})
    punt.refresh_from_db()
    assert (punt.vergadering, punt.status) == (None, PuntStatus.INGETROKKEN)


def test_who_comes_says_so_and_who_leads_says_it_of_others():
    vergadering = gepland(quorum=2)
    lid = iemand(Rol.OPDRACHTGEVER)
    url = reverse("aanwezig", args=[vergadering.pk])

    assert _in(lid).post(url, {"stand": "aanwezig"}).status_code == 302
    assert _in(lid).post(url, {"stand": "afwezig", "wie": leider(ogon()).pk}).status_code == 403
    client = _in(leider(vergadering.gremium))
    client.post(url, {"stand": "afgemeld", "wie": lid.pk})
    assert client.post(url, {"stand": "aanwezig", "wie": maak(Rol.CONTROLLER).pk}).status_code == 404

    assert vergadering.aanwezigheid.last().stand == AanwezigheidStand.AFGEMELD
    assert f"{lid.naam}<span>Uithoorn · afgemeld" in _lees(client, vergadering.get_absolute_url())


def test_a_meeting_is_led_from_its_page_point_by_point():
    vergadering = gepland(over=0)
    gepland(over=42)
    eerste, tweede = op_agenda(vergadering, "Eerste"), op_agenda(vergadering, "Tweede")
    client, url = _in(leider(vergadering.gremium)), vergadering.get_absolute_url()
    client.post(reverse("vergadering_stap", args=[vergadering.pk, "beginnen"]))

    pagina = _lees(client, url)
    assert "Nu aan de orde, punt 1" in pagina
    besluit = {"soort": "akkoord", "reden": "Iedereen is het eens.", "versie": eerste.versie}
    antwoord = client.post(_punt(eerste, "besluiten"), besluit, follow=True)
    assert "is vastgelegd: akkoord" in antwoord.content.decode()
    assert "Nu aan de orde, punt 2" in antwoord.content.decode()
    morgen = klok.vandaag() + timedelta(days=1)
    actie = {"wat": "Uitzoeken", "eigenaar": leider(ogon()).pk, "uiterlijk": f"{morgen:%d-%m-%Y}"}
    assert client.post(_punt(tweede, "actie"), actie).status_code == 302
    client.post(reverse("vergadering_stap", args=[vergadering.pk, "sluiten"]))

    vergadering.refresh_from_db()
    tweede.refresh_from_db()
    assert vergadering.status == S.GEHOUDEN
    assert Besluit.objects.get().agendapunt == eerste
    assert Actiepunt.objects.get().agendapunt == tweede
    assert tweede.volgende.keren == 1


@pytest.mark.parametrize(
    ("invoer", "zin"),
    [
        ({"reden": "X"}, "Kies wat de vergadering besluit."),
        ({"soort": "akkoord"}, "Schrijf de reden op."),
        ({"soort": "akkoord_mits", "reden": "X"}, "Schrijf op onder welke voorwaarde."),
        ({"soort": "aanhouden", "reden": "X", "opnieuw_op": "1-1-2020"}, "Kies een dag na vandaag."),
        ({"soort": "dvo", "reden": "X"}, "Kies een van de antwoorden hieronder."),
    ],
)
def test_half_a_decision_keeps_what_was_typed(invoer, zin):
    punt = op_agenda(lopend())

    antwoord = _in(leider(punt.gremium)).post(_punt(punt, "besluiten"), invoer)

    assert antwoord.status_code == 422
    assert zin in antwoord.content.decode()
    assert not Besluit.objects.exists()


def test_an_item_withdrawn_while_it_is_being_decided_gives_both_versions():
    punt = op_agenda(lopend())
    client, versie = _in(leider(punt.gremium)), punt.versie
    agenda.trek_in(punt, reden="De gemeente ziet ervan af.", by=leider(punt.gremium))

    antwoord = client.post(
        _punt(punt, "besluiten"), {"soort": "akkoord", "reden": "Getypt.", "versie": versie}
    )

    assert antwoord.status_code == 409
    assert "Getypt." in antwoord.content.decode()
    assert not Besluit.objects.exists()


def test_an_agreed_request_is_ranked_and_a_rejected_one_asks_for_its_ground():
    aanvraag = kandidaat("A")
    vergadering = lopend()
    [punt] = agenda.vul_voor(vergadering, by=leider(vergadering.gremium))
    client = _in(leider(vergadering.gremium))
    assert "Als u afwijst" in _lees(client, vergadering.get_absolute_url())

    weigering = client.post(_punt(punt, "besluiten"), {"soort": "afwijzen", "reden": "Nee."})
    assert weigering.status_code == 422
    client.post(_punt(punt, "besluiten"), {"soort": "akkoord", "reden": "Kan."})

    aanvraag.refresh_from_db()
    assert aanvraag.plaats == 1


def test_a_secretary_leads_the_meeting_and_leaves_requests_to_the_chair():
    vergadering = lopend()
    op_agenda(vergadering, "A", onderwerp=kandidaat("A"))

    pagina = _lees(_in(iemand(Rol.SECRETARIS)), vergadering.get_absolute_url())

    assert "Wie voorzit, legt hierover het besluit vast." in pagina
    assert "Actie afspreken" in pagina


def test_who_reads_along_sees_the_meeting_go_on():
    vergadering = lopend()
    op_agenda(vergadering)
    client = _in(iemand(Rol.OPDRACHTGEVER))

    assert 'hx-trigger="every 15s"' in _lees(client, vergadering.get_absolute_url())
    deel = client.get(vergadering.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert deel.lstrip().startswith('<div id="agenda"')
    assert 'hx-trigger="every 15s"' not in _lees(_in(leider(ogon())), vergadering.get_absolute_url())


def test_without_a_quorum_the_page_says_what_can_still_be_done():
    vergadering = lopend(met="U", quorum=2)
    op_agenda(vergadering)

    pagina = _lees(_in(leider(ogon())), vergadering.get_absolute_url())

    assert "Er is 1 van de 2 organisaties die nodig zijn." in pagina
    assert "kunt u alleen aanhouden" in pagina


def test_a_step_that_a_meeting_does_not_have_now_is_said():
    vergadering = gepland()
    client = _in(leider(vergadering.gremium))

    antwoord = client.get(reverse("vergadering_stap", args=[vergadering.pk, "sluiten"]), follow=True)

    assert "‘Sluiten’ kan nu niet" in antwoord.content.decode()
    assert client.get(reverse("vergadering_stap", args=[vergadering.pk, "bestaat-niet"])).status_code == 404


def test_an_erratum_stands_by_the_adopted_list():
    vergadering = lopend()
    by = leider(vergadering.gremium)
    vergaderen.stel_vast(vergaderen.sluit(vergadering, by=by), by=by)
    client = _in(by)

    client.post(
        reverse("vergadering_stap", args=[vergadering.pk, "erratum"]),
        {"stond_er": "Drie.", "moet_zijn": "Vier.", "reden": "Verteld."},
    )

    assert "Het moet zijn: Vier." in _lees(client, vergadering.get_absolute_url())


def test_one_meeting_and_a_whole_series_are_planned_from_the_list():
    client = _in(leider(ogon()))
    Reeks.objects.create(
        gremium=ogon().gremium_ptr, naam="Reeks", van=klok.vandaag() + timedelta(days=1), begint_om="09:30",
        eindigt_om="11:00", plaats="Raadzaal",
    )  # fmt: skip
    plannen, reeks = (
        reverse(naam, args=["bedrijfsvoering"]) for naam in ("vergadering_plannen", "reeks_plannen")
    )
    over = klok.vandaag() + timedelta(days=3)
    een = {"datum": f"{over:%d-%m-%Y}", "begint_om": "9.30", "eindigt_om": "11", "plaats": "X", "quorum": "2"}

    assert client.post(plannen, een).status_code == 302
    assert client.post(plannen, een).status_code == 422  # there is one already
    client.post(reeks, {"tot": f"{klok.vandaag() + timedelta(days=90):%d-%m-%Y}"})

    assert Vergadering.objects.count() == 1 + 3


@pytest.mark.parametrize(
    ("veld", "waarde", "zin"),
    [
        ("begint_om", "half tien", "Vul een tijd in, bijvoorbeeld 9.30."),
        ("datum", "31-2-2027", "31-2-2027"),
        ("quorum", "-1", "Vul 0 of meer in."),
        ("plaats", "", "Schrijf op waar het is."),
        ("eindigt_om", "8.00", "Het einde ligt voor het begin."),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_in_words(veld, waarde, zin):
    goed = {"datum": "15-3-2027", "begint_om": "9.30", "eindigt_om": "11.00", "plaats": "X", "quorum": "2"}
    url = reverse("vergadering_plannen", args=["bedrijfsvoering"])
    leider_ = leider(ogon())

    antwoord = _in(leider_).post(url, goed | {veld: waarde})

    assert antwoord.status_code == 422
    assert zin in antwoord.content.decode()


def test_papers_are_downloads_for_who_reads_the_point():
    punt = op_agenda(gepland())
    stuk = agenda.voeg_stuk_toe(punt, naam="nota.txt", inhoud=b"Tekst.", by=leider(punt.gremium))
    url = reverse("vergaderstuk", args=[stuk.uuid])

    antwoord = _in(iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("O"))).get(url)

    assert (b"".join(antwoord.streaming_content), antwoord["Content-Disposition"][:10]) == (
        b"Tekst.",
        "attachment",
    )
    assert _in(maak(Rol.CONTROLLER)).get(url).status_code == 404


def test_what_was_decided_stands_by_its_point_in_words():
    vergadering = lopend()
    punt = op_agenda(vergadering)
    agenda.besluit(
        punt, agenda.Antwoord(BesluitSoort.AKKOORD, "Iedereen is het eens."), by=leider(vergadering.gremium)
    )

    pagina = _lees(_in(iemand(Rol.OPDRACHTGEVER)), vergadering.get_absolute_url())

    assert "Iedereen is het eens." in pagina
    assert Besluit.objects.get().nummer in pagina


def test_who_leads_finds_in_his_work_what_a_meeting_asks():
    straks, vandaag = gepland(over=10), gepland(over=0, begint_om="15:00", eindigt_om="16:00")
    gepland(over=60)
    leidt = leider(straks.gremium)

    def taken():
        wie = type(leidt).objects.get(pk=leidt.pk)
        return [(taak.wat, taak.knop_url) for taak in werk.lees(wie, 50)], mijn_werk.tel(wie, "vergaderingen")

    stappen = ((vandaag, "beginnen"), (straks, "versturen"))
    adres = [reverse("vergadering_stap", args=[v.pk, stap]) for v, stap in stappen]
    assert taken() == ([("Begin de vergadering", adres[0]), ("Verstuur de agenda", adres[1])], 2)
    op_agenda(straks)
    vergaderen.nodig_uit(straks, by=leidt)
    vergaderen.begin(vandaag, by=leidt)

    assert taken()[0] == [("Sluit de vergadering", reverse("vergadering_stap", args=[vandaag.pk, "sluiten"]))]
    assert werk.lees(iemand(Rol.OPDRACHTGEVER), 50) == []


def _gehouden(werkdagen_geleden: int):
    vandaag, vrij = klok.vandaag(), Feestdag.objects.als_vrij()
    with klok.op(klok.nu() + (na_werkdagen(vandaag, -werkdagen_geleden, vrij) - vandaag)):
        vergadering = lopend()
        return vergaderen.sluit(vergadering, by=leider(vergadering.gremium))


def test_a_list_is_asked_of_who_leads_until_it_is_put_forward_or_adopted():
    op_tijd, te_laat = _gehouden(5), _gehouden(6)
    leidt = leider(op_tijd.gremium)

    taken = {taak.url: taak for taak in werk.lees(leidt, 50)}

    assert {taak.wat for taak in taken.values()} == {"Maak de besluitenlijst klaar"}
    assert [taken[v.get_absolute_url()].is_te_laat for v in (op_tijd, te_laat)] == [False, True]
    op_agenda(gepland(over=60), onderwerp=op_tijd)
    vergaderen.stel_vast(te_laat, by=leidt)
    assert werk.lees(leidt, 50) == [] == werk.lees(iemand(Rol.OPDRACHTGEVER), 50)


def test_a_late_list_is_told_once_to_who_leads():
    _gehouden(5)
    te_laat = _gehouden(6)

    assert [vergaderberichten.herinner(), vergaderberichten.herinner()] == [1, 0]
    bericht = Bericht.objects.get(sleutel__startswith="besluitenlijst_te_laat")
    assert (bericht.ontvanger, bericht.pad) == (leider(te_laat.gremium), te_laat.get_absolute_url())
    Termijn.objects.filter(sleutel=vorigelijst.TERMIJN).delete()
    Bericht.objects.all().delete()
    assert vergaderberichten.herinner() == 0
    assert tasks.herinner_aan_besluitenlijsten.name in {r["task"] for r in app.conf.beat_schedule.values()}


def test_more_meetings_cost_mijn_werk_no_more_queries(django_assert_max_num_queries):
    leidt = leider(_gehouden(6).gremium)
    werk.lees(leidt, 50)
    for dag in (7, 8, 9):
        _gehouden(dag)
    gepland(over=9), gepland(over=10)
    with django_assert_max_num_queries(4):
        assert len(werk.lees(leidt, 50)) == 6


def test_what_was_held_earlier_that_day_lies_ready_to_be_adopted():
    eerder = lopend(ogon("buurt"))
    by = leider(eerder.gremium)
    vergaderen.sluit(eerder, by=by)
    later = gepland(ogon("buurt"), over=0, begint_om="16:00", eindigt_om="17:00")

    pagina = _lees(_in(by), later.get_absolute_url())

    assert f'Op de agenda<span class="duo-sr">: Besluitenlijst van {datum(eerder.datum)}' in pagina
