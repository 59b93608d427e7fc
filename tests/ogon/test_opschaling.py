"""Een opschaling op het scherm: wie haar leest, wat hij ermee kan, en wat er op wie wacht."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import agenda, events, klok, spoor, werk
from duoplus.besluiten import stand
from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Agendapunt, Bericht, Bijlage, Gebeurtenis, Roltoewijzing
from duoplus.transitions import StapKanNiet
from maatwerk.models import Aanvraag
from ogon.actions import conflict as conflicten
from ogon.actions import opschaling as acties
from ogon.actions.opschaling import Vraag
from ogon.actions.voorstel import begin_na
from ogon.choices import Antwoord, Beraadrol, ConflictStatus, OpschalingStatus
from ogon.models import Conflict, Opschaling, Voorstel
from ogon.opschaling.agenda import OpschalingBron
from tests.factories import VergaderingFactory, gemeente, iemand, ogon, team
from tests.factories.opschalingen import opgeschaald
from tests.factories.overleg import lopend
from tests.factories.rondes import kandidaat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]

LIJST = "/opschalingen/"


@pytest.fixture
def als(client):
    def inloggen(wie):
        client.force_login(wie)
        return client

    return inloggen


@pytest.fixture
def opschaling():
    return opgeschaald(kandidaat("Zaaksysteem", {"I&A": 100}))


def tekst(antwoord):
    return antwoord.content.decode()


def laat_gebeuren():
    for feit in Gebeurtenis.objects.waiting():
        events.dispatch(feit)
        feit.mark_dispatched()


def stap(client, opschaling, naam, **velden):
    return client.post(f"{LIJST}{opschaling.nummer}/{naam}/", velden)


def taken(wie):
    return [taak.wat for taak in werk.taken(type(wie).objects.get(pk=wie.pk))]


def vraag_velden(**anders):
    return {"reden": "Wie gaat voor?", **anders}


# Reading --------------------------------------------------------------------------------------------------


def test_the_page_shows_the_dossier_its_seal_and_the_ladder(als, opschaling):
    html = tekst(als(iemand(Rol.DIRECTIEBERAAD)).get(opschaling.get_absolute_url()))
    for stuk in ("Wie gaat voor?", opschaling.sha256, "Klopt", "hoort het na 17 november 2026"):
        assert stuk in html
    assert "15 werkdagen na 16 november 2026 is 7 december 2026." in html
    assert "€" not in html


def test_the_facts_of_the_request_are_in_words_and_hours():
    aanvraag = kandidaat("Zaaksysteem", {"I&A": 100, "DIV": 20}, gemeenten="DU", aanleiding="calamiteit")
    pakket = opgeschaald(aanvraag).pakket
    feiten = {f["label"]: f["waarde"] for f in pakket["onderwerp"]["feiten"]}
    assert " | " not in str(pakket)
    assert feiten["Geraamd"] == "100 uur van I&A en 20 uur van DIV"
    assert feiten["Gemeenten"] == "Diemen en Uithoorn"
    assert feiten["Aanleiding"] == "Een calamiteit"


def test_who_may_not_know_finds_nothing(als, opschaling):
    for rol in (Rol.AANVRAGER, Rol.BUDGETHOUDER, Rol.UITVOERDER, Rol.BEHEERDER):
        client = als(iemand(rol))
        assert client.get(opschaling.get_absolute_url()).status_code == 404
        assert client.get(LIJST).status_code == 403
    buurt = als(iemand(Rol.VOORZITTER, ogon=ogon("buurt")))
    assert opschaling.nummer not in tekst(buurt.get(LIJST))
    assert buurt.get(f"{LIJST}{opschaling.nummer}/intrekken/").status_code == 404


@pytest.mark.parametrize("pad", [LIJST, "/directieberaad/"])
def test_five_cost_as_many_queries_as_one(als, opschaling, pad):
    client = als(iemand(Rol.DIRECTIEBERAAD))

    def vragen():
        with CaptureQueriesContext(connection) as gevraagd:
            assert client.get(pad).status_code == 200
        return len(gevraagd)

    vragen()
    een = vragen()
    for nr in range(4):
        opgeschaald(kandidaat(f"Nog {nr}"))
    assert vragen() == een


@pytest.mark.parametrize(
    "vraag",
    [
        "", "q=zaaksys", "q=OPS-2026", "q=wie gaat voor", "ogon=bedrijfsvoering", "status=open",
        "aanleiding=geen_consensus", "spoed=nee", "van=1-1-2026", "sorteer=-titel", "sorteer=status",
        "kolommen=spoed,melder,gemeld,besloten,vraag,aanleiding",
    ],
)  # fmt: skip
def test_the_list_finds_it_and_downloads_it(als, opschaling, vraag):
    client = als(iemand(Rol.DIRECTIEBERAAD))
    html = tekst(client.get(f"{LIJST}?{vraag}"))
    assert f'<a href="{opschaling.nummer}/">Zaaksysteem</a>' in html
    csv = b"".join(client.get(f"/exports/opschalingen.csv?{vraag}")).decode()
    assert opschaling.nummer in csv and "Zaaksysteem" in csv


@pytest.mark.parametrize(
    "vraag", ["q=verhuizing", "status=te_laat", "antwoord=door", "spoed=ja", "van=1-1-2027"]
)
def test_the_list_leaves_out_what_was_not_asked_for(als, opschaling, vraag):
    client = als(iemand(Rol.DIRECTIEBERAAD))
    assert "Geen opschalingen gevonden" in tekst(client.get(f"{LIJST}?{vraag}"))
    assert opschaling.nummer not in b"".join(client.get(f"/exports/opschalingen.csv?{vraag}")).decode()


def test_what_is_due_first_stands_on_top_and_what_was_answered_below(als, opschaling):
    directie, spoed = iemand(Rol.DIRECTIEBERAAD), opgeschaald(kandidaat("Opvang"), spoed=True)
    klaar = opgeschaald(kandidaat("Archief"))
    acties.beantwoord(klaar, Antwoord.AKKOORD, by=directie, reden="Doen.")
    client = als(directie)
    html = tekst(client.get(LIJST))
    plekken = [html.index(f'"{een.nummer}/"') for een in (spoed, opschaling, klaar)]
    assert plekken == sorted(plekken)
    assert f'<a href="/besluiten/{klaar.antwoordbesluit.nummer}/">' in html and "Spoed" in html
    with klok.op(klok.nu() + timedelta(days=3)):
        laat = tekst(client.get(f"{LIJST}?status=te_laat"))
    assert "te laat sinds 18 nov 2026" in laat and opschaling.nummer not in laat


def test_nobody_downloads_what_he_may_not_open(als, opschaling):
    for wie in (iemand(Rol.AANVRAGER), iemand(Rol.VOORZITTER, ogon=ogon("buurt"))):
        csv = b"".join(als(wie).get("/exports/opschalingen.csv")).decode()
        assert opschaling.nummer not in csv


def test_the_document_is_made_once_and_downloaded(als, opschaling):
    laat_gebeuren()
    client = als(iemand(Rol.DIRECTIEBERAAD))
    antwoord = client.get(reverse("ogon:opschaling_dossier", args=[opschaling.nummer]))
    assert antwoord["Content-Type"] == "application/pdf"
    assert b"".join(antwoord.streaming_content).startswith(b"%PDF")
    assert Bijlage.objects.over(opschaling).count() == 1


# The form of the chair ------------------------------------------------------------------------------------


def test_what_the_chair_writes_down_of_positions_and_ways_goes_along(als):
    aanvraag = kandidaat("Zaaksysteem", {"I&A": 100})
    client, uithoorn = als(iemand(Rol.VOORZITTER)), gemeente("U")
    pad = f"/aanvragen/{aanvraag.nummer}/opschalen/"
    assert "Wat vindt Uithoorn?" in tekst(client.get(pad))
    velden = vraag_velden(
        **{f"standpunt_{uithoorn.pk}": "Wij kunnen niet wachten."},
        opties="Nu doen: de verhuizing schuift op\r\n\r\nNa de zomer",
        spoed="on",
    )
    assert client.post(pad, velden).status_code == 302

    opschaling = Opschaling.objects.get()
    assert opschaling.antwoord_voor == date(2026, 11, 18)
    [standpunt] = opschaling.pakket["standpunten"]
    assert (standpunt["wie"], standpunt["tekst"]) == ("Uithoorn", "Wij kunnen niet wachten.")
    namen = [weg["naam"] for weg in opschaling.pakket["scenarios"]]
    assert namen == ["Nu doen: de verhuizing schuift op", "Na de zomer"]


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"reden": ""}, "Schrijf op waarover het directieberaad moet besluiten."),
        ({"antwoord_voor": "16-11-2026"}, "Kies een dag na vandaag."),
        ({"antwoord_voor": "31-2-2027"}, "31-2-2027"),
    ],
)
def test_a_form_that_is_refused_keeps_everything(als, velden, zin):
    aanvraag = kandidaat("Zaaksysteem")
    client = als(iemand(Rol.VOORZITTER))
    antwoord = client.post(
        f"/aanvragen/{aanvraag.nummer}/opschalen/", vraag_velden(opties="Blijft staan.") | velden
    )
    assert antwoord.status_code == 422
    assert zin in tekst(antwoord) and "Blijft staan." in tekst(antwoord)
    assert not Opschaling.objects.exists()


# From advice to closing -----------------------------------------------------------------------------------


def test_everybody_finds_what_he_owes_and_the_counter_agrees(opschaling):
    adviseur, directie = iemand(Rol.BESTUURSADVISEUR), iemand(Rol.DIRECTIEBERAAD)
    voorzitter = iemand(Rol.VOORZITTER)
    assert taken(directie) == ["Geef antwoord op wat is opgeschaald"]
    assert taken(adviseur) == ["Schrijf een advies bij wat is opgeschaald"]
    acties.bereid_voor(opschaling, by=adviseur, advies="Doen.")
    assert taken(adviseur) == []
    acties.beantwoord(opschaling, Antwoord.AKKOORD, by=directie, reden="Doen.")
    assert taken(directie) == []
    [taak] = werk.taken(type(adviseur).objects.get(pk=adviseur.pk))
    assert (taak.wat, taak.uiterlijk) == ("Koppel het antwoord terug aan het OGON", date(2026, 11, 18))
    acties.koppel_terug(opschaling, by=adviseur, reden="Plan het in.")
    assert "Verwerk het antwoord van het directieberaad" in taken(voorzitter)
    assert werk.aantal(type(voorzitter).objects.get(pk=voorzitter.pk)) == len(taken(voorzitter))
    acties.sluit(opschaling, by=voorzitter)
    assert "Verwerk het antwoord van het directieberaad" not in taken(voorzitter)


def test_mail_goes_at_once_to_who_can_act_and_later_to_the_others(opschaling):
    adviseur, directie = iemand(Rol.BESTUURSADVISEUR), iemand(Rol.DIRECTIEBERAAD)
    laat_gebeuren()
    acties.beantwoord(opschaling, Antwoord.DOOR, by=directie, reden="Dit is aan het bestuur.")
    laat_gebeuren()
    acties.koppel_terug(opschaling, by=adviseur, reden="Wacht op het bestuur.")
    laat_gebeuren()
    post = Bericht.objects.filter(sleutel__startswith="opschaling_")
    gestuurd = {(b.sleutel.partition(":")[0], b.ontvanger, b.bundelen) for b in post}
    voorzitter = iemand(Rol.VOORZITTER)
    assert gestuurd == {
        ("opschaling_gemeld", adviseur, False),
        ("opschaling_gemeld", directie, False),
        ("opschaling_antwoord", voorzitter, False),
        ("opschaling_terugkoppelen", adviseur, False),
        ("opschaling_teruggekoppeld", voorzitter, True),
    }
    assert "Dit is aan het bestuur." in post.get(sleutel__startswith="opschaling_antwoord").tekst


def test_the_pages_take_it_from_advice_to_closing(als, opschaling):
    adviseur, directie = iemand(Rol.BESTUURSADVISEUR), iemand(Rol.DIRECTIEBERAAD)
    vergadering = VergaderingFactory(gremium=opschaling.naar, datum=klok.vandaag() + timedelta(days=7))
    assert stap(als(adviseur), opschaling, "voorbereiden", advies="Doen.").status_code == 302
    assert stap(als(adviseur), opschaling, "agenderen", vergadering=vergadering.pk).status_code == 302
    leeg = stap(als(directie), opschaling, "beantwoorden", soort="akkoord_mits", antwoord="Ja.")
    assert leeg.status_code == 422 and "onder welke voorwaarde" in tekst(leeg)
    assert stap(als(directie), opschaling, "beantwoorden", soort="akkoord", antwoord="Ja.").status_code == 302
    assert stap(als(adviseur), opschaling, "terugkoppelen", reden="Plan het in.").status_code == 302
    assert stap(als(iemand(Rol.SECRETARIS)), opschaling, "sluiten").status_code == 302

    opschaling.refresh_from_db()
    assert opschaling.status == OpschalingStatus.GESLOTEN
    zinnen = [spoor.zin(feit) for feit in Gebeurtenis.objects.over(opschaling).order_by("pk")]
    assert zinnen[0].startswith("legde OPS-2026-0001 voor aan het directieberaad: Wie gaat voor?")
    assert zinnen[2] == "zette OPS-2026-0001 op de agenda van 23 november 2026"
    assert [feit.stap for feit in Gebeurtenis.objects.over(opschaling).order_by("pk")] == [
        "melden", "voorbereiden", "agenderen", "beantwoorden", "terugkoppelen", "sluiten",
    ]  # fmt: skip
    punt = Agendapunt.objects.get(object_id=opschaling.pk)
    assert (punt.status, punt.verslag[:18]) == ("ingetrokken", "Al beantwoord met ")


# Through to the boards ------------------------------------------------------------------------------------


def door_naar_het_bestuur(opschaling):
    acties.beantwoord(
        opschaling, Antwoord.DOOR, by=iemand(Rol.DIRECTIEBERAAD), reden="Dit is aan het bestuur."
    )
    return Voorstel.objects.get()


def test_through_to_the_boards_begins_a_proposal_with_what_was_asked(opschaling):
    schrijver = iemand(Rol.SECRETARIS)
    voorstel = door_naar_het_bestuur(opschaling)
    assert (voorstel.status, voorstel.opschaling, voorstel.opsteller) == ("concept", opschaling, schrijver)
    assert (voorstel.titel, voorstel.gevraagd_besluit) == ("Zaaksysteem", opschaling.gevraagd_besluit)
    antwoord = f"Directieberaad, besluit {opschaling.antwoordbesluit.nummer}: Dit is aan het bestuur."
    assert voorstel.aanleiding == f"Wie gaat voor?\n\n{antwoord}"
    assert voorstel.gemeente_ids == {gemeente_.pk for gemeente_ in ogon().gemeenten(klok.vandaag())}
    [feit] = Gebeurtenis.objects.over(voorstel)
    assert spoor.zin(feit) == "bracht OPS-2026-0001 naar het bestuur: voorstel VST-2026-0001 begon"


def test_every_other_answer_begins_none_and_the_same_one_begins_one(opschaling):
    acties.beantwoord(opschaling, Antwoord.AKKOORD, by=iemand(Rol.DIRECTIEBERAAD), reden="Doen.")
    assert not Voorstel.objects.exists()
    directie, tweede = iemand(Rol.DIRECTIEBERAAD), opgeschaald(kandidaat("Verhuizing"))
    voorstel = door_naar_het_bestuur(tweede)
    assert begin_na(tweede, tweede.antwoordbesluit, by=directie) == voorstel
    with pytest.raises(StapKanNiet):
        door_naar_het_bestuur(tweede)
    assert Voorstel.objects.get() == voorstel


def test_without_a_secretaris_the_chair_who_asked_writes_it(opschaling):
    Roltoewijzing.objects.filter(rol=Rol.SECRETARIS).delete()
    assert door_naar_het_bestuur(opschaling).opsteller == opschaling.gemeld_door


def test_in_a_meeting_the_decision_begins_it_too(opschaling):
    beraad, directie = opschaling.naar, iemand(Rol.DIRECTIEBERAAD)
    punt = acties.agendeer(opschaling, lopend(beraad), by=iemand(Rol.BESTUURSADVISEUR))
    antwoord = agenda.Antwoord(
        BesluitSoort.BEANTWOORDEN, "Dit is aan het bestuur.", extra={"antwoord": Antwoord.DOOR}
    )
    genomen = OpschalingBron().besluit(punt, antwoord, by=directie)
    voorstel = Voorstel.objects.get()
    assert voorstel.opschaling.antwoordbesluit == genomen and genomen.agendapunt == punt


def test_its_author_hears_at_once_finds_it_in_his_work_and_both_pages_point_at_each_other(als, opschaling):
    schrijver = iemand(Rol.SECRETARIS)
    voorstel = door_naar_het_bestuur(opschaling)
    laat_gebeuren()
    assert "Schrijf het voorstel voor het bestuur" in taken(schrijver)
    [bericht] = Bericht.objects.filter(sleutel__startswith="voorstel_begonnen")
    assert (bericht.ontvanger, bericht.bundelen) == (schrijver, False)
    client = als(schrijver)
    assert voorstel.get_absolute_url() in tekst(client.get(opschaling.get_absolute_url()))
    assert opschaling.get_absolute_url() in tekst(client.get(voorstel.get_absolute_url()))
    zonder = als(iemand(Rol.TEAMMANAGER))
    assert voorstel.get_absolute_url() not in tekst(zonder.get(opschaling.get_absolute_url()))


def test_a_step_that_came_too_late_says_so(als, opschaling):
    acties.trek_in(opschaling, by=iemand(Rol.VOORZITTER), reden="Wij zijn eruit.")
    client = als(iemand(Rol.DIRECTIEBERAAD))
    antwoord = stap(client, opschaling, "beantwoorden", soort="akkoord", antwoord="Ja.")
    assert antwoord.status_code == 422
    assert "de status is ‘Ingetrokken’" in tekst(antwoord)
    assert client.get(f"{LIJST}{opschaling.nummer}/beantwoorden/").status_code == 302


def test_who_reads_does_not_answer(als, opschaling):
    assert stap(als(iemand(Rol.CONCERNCONTROLLER)), opschaling, "beantwoorden").status_code == 403


def test_what_was_decided_counts_as_carried_out_by_what_happened(opschaling):
    acties.beantwoord(opschaling, Antwoord.AKKOORD, by=iemand(Rol.DIRECTIEBERAAD), reden="Doen.")
    acties.koppel_terug(opschaling, by=iemand(Rol.BESTUURSADVISEUR), reden="Plan het in.")
    laat_gebeuren()
    assert (stand(opschaling.besluit), stand(opschaling.antwoordbesluit)) == ("uitgevoerd", "open")
    acties.sluit(opschaling, by=iemand(Rol.VOORZITTER))
    laat_gebeuren()
    assert stand(opschaling.antwoordbesluit) == "uitgevoerd"


# Agendas and the page of the directieberaad ---------------------------------------------------------------


def test_it_proposes_itself_for_the_agenda_until_it_stands_on_one(opschaling):
    bron, beraad = OpschalingBron(), opschaling.naar
    [kandidaat_] = bron.kandidaten(beraad, klok.vandaag())
    assert (kandidaat_.onderwerp, kandidaat_.toelichting) == (opschaling, "Wie gaat voor?")
    vergadering = VergaderingFactory(gremium=beraad)
    acties.agendeer(opschaling, vergadering, by=iemand(Rol.BESTUURSADVISEUR))
    assert bron.kandidaten(beraad, klok.vandaag()) == []
    assert bron.kandidaten(opschaling.ogon, klok.vandaag()) == []
    assert bron.kaarten([opschaling.pk], iemand(Rol.AANVRAGER)) == {}


def test_a_point_of_a_role_stands_in_its_place(als):
    client = als(iemand(Rol.DIRECTIEBERAAD))
    ogon()
    pad = "/directieberaad/inbrengen/"
    assert client.post(pad, {"rubriek": "", "onderwerp": ""}).status_code == 422
    velden = {"rubriek": Beraadrol.SPARRING, "onderwerp": "Mensen vasthouden"}
    assert client.post(pad, velden).status_code == 302
    html = tekst(client.get("/directieberaad/"))
    for rol in Beraadrol:
        assert rol.label.replace("’", "’") in html
    assert "Mensen vasthouden" in html.split("Sparren met elkaar")[1]


# Hours that OGON's cannot divide --------------------------------------------------------------------------


@pytest.fixture
def conflict():
    """Two OGON's ask 160 hours of a team that has 100; the hub may ask the directieberaad."""
    ogon().gremium_ptr.__class__.objects.filter(slug="bedrijfsvoering").update(coordineert=True)
    ander, eigen = ogon("buurt"), ogon()
    conflicten.stel_vast(team("I&A"), 2027, {eigen.pk: 100, ander.pk: 60}, 100)
    return Conflict.objects.get()


def test_hours_go_up_with_who_asks_what_and_divide_only_after_the_answer(conflict):
    voorzitter = iemand(Rol.VOORZITTER)
    opschaling = conflicten.opschalen(conflict, Vraag("Wie krijgt de uren?"), by=voorzitter)
    wegen = {weg["naam"]: weg["gevolgen"] for weg in opschaling.pakket["scenarios"]}
    assert wegen["Ieder een deel naar wat gevraagd is"] == [
        "OGON Bedrijfsvoering: 62,5 uur, 37,5 te weinig", "OGON Buurt: 37,5 uur, 22,5 te weinig",
    ]  # fmt: skip
    assert wegen["OGON Buurt gaat voor"][1] == "OGON Buurt: 60 uur, genoeg"
    delen = {partij.ogon_id: 0 for partij in conflict.partijen.all()}
    with klok.op(klok.nu() + timedelta(days=60)):
        with pytest.raises(StapKanNiet, match=opschaling.nummer):
            conflicten.verdeel(conflict, delen, by=iemand(Rol.VOORZITTER), reden="Toch.")
        acties.beantwoord(opschaling, Antwoord.AKKOORD, by=iemand(Rol.DIRECTIEBERAAD), reden="Naar rato.")
        conflicten.leg_stilte_vast()
        conflicten.verdeel(conflict, delen, by=iemand(Rol.VOORZITTER), reden="Naar rato.")


def test_hours_that_are_enough_again_ask_nothing_any_more(conflict):
    opschaling = conflicten.opschalen(conflict, Vraag("Wie?"), by=iemand(Rol.VOORZITTER))
    conflicten.stel_vast(team("I&A"), 2027, {}, 100)
    opschaling.refresh_from_db()
    conflict.refresh_from_db()
    assert (opschaling.status, conflict.status) == (OpschalingStatus.INGETROKKEN, ConflictStatus.VERVALLEN)


def test_the_page_of_the_hours_offers_it_to_the_hub_alone(als, conflict):
    pad = f"/capaciteit/conflicten/{conflict.pk}/"
    assert "Opschalen" in tekst(als(iemand(Rol.VOORZITTER)).get(pad))
    assert "Opschalen" not in tekst(als(iemand(Rol.TEAMMANAGER)).get(pad))
    client = als(iemand(Rol.VOORZITTER))
    assert client.post(f"{pad}opschalen/", {"vraag": "Wie?"}).status_code == 302
    assert "ligt bij het directieberaad" in tekst(client.get(pad))
    assert not Aanvraag.objects.exists()
