"""4.10 Opschalen: een bevroren dossier naar boven, de rest gaat door, en het antwoord is een besluit."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duoplus import events, klok
from duoplus.actions.agenda import besluit as besluit_in_vergadering
from duoplus.actions.vergaderen import begin
from duoplus.agenda import Antwoord as InVergadering
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Bericht, Besluit, Gebeurtenis
from duoplus.transitions import StapKanNiet
from duoplus.zegel import zegel
from maatwerk.actions import besluiten, dossier
from maatwerk.actions.ronde import verplaats
from maatwerk.actions.standpunten import geef_standpunt, terugnemen, voorleggen
from maatwerk.actions.vaststellen import antwoord_directieberaad, opschalen_ronde, vaststellen
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import RondeStatus, StandpuntSoort
from maatwerk.models import Aanvraag, Ronde
from ogon.actions import opschaling as acties
from ogon.actions.cyclus import naar_fase
from ogon.choices import Antwoord, Fase, OpschalingStatus
from ogon.models import Opschaling, Opschalingtrede
from ogon.opschaling.zaken import Dossier
from ogon.reports.opschaling import maak_dossier
from ogon.tasks import beklim_ladder
from tests.factories import VergaderingFactory, gemeente, iemand, vervanger
from tests.factories.opschalingen import opgeschaald
from tests.factories.rondes import geef_uren, kandidaat, ronde_met, titels
from tests.pdf import tekst

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]


@pytest.fixture
def voorzitter():
    return iemand(Rol.VOORZITTER)


@pytest.fixture
def directie():
    return iemand(Rol.DIRECTIEBERAAD)


@pytest.fixture
def ronde(voorzitter):
    """Three requests for 300 hours of a team that has 250; the order is open."""
    ronde = ronde_met(*(kandidaat(titel, {"I&A": 100}) for titel in "ABC"))
    geef_uren("I&A", 250)
    return ronde


def op_bord(ronde, titel):
    return Aanvraag.objects.get(rondeplaatsen__ronde=ronde, titel=titel)


def vindt(ronde, letter, soort, tekst=""):
    wie = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente(letter))
    return geef_standpunt(ronde, gemeente(letter), soort=soort, tekst=tekst, by=wie)


def omstreden(ronde, voorzitter):
    """Submitted; Uithoorn objects to the order."""
    voorleggen(ronde, by=voorzitter)
    vindt(ronde, "D", StandpuntSoort.AKKOORD)
    vindt(ronde, "O", StandpuntSoort.AKKOORD)
    vindt(ronde, "U", StandpuntSoort.BEZWAAR, "B kan niet wachten.")


def laat_gebeuren():
    for feit in Gebeurtenis.objects.waiting():
        events.dispatch(feit)
        feit.mark_dispatched()


# The ranking of the disputed item is locked while others stay editable ------------------------------------


def test_the_disputed_item_keeps_its_place_while_the_others_move_around_it(ronde, voorzitter):
    opgeschaald(op_bord(ronde, "B"))

    with pytest.raises(StapKanNiet, match=r"‘B’ ligt bij het directieberaad \(OPS-2026-0001\)"):
        verplaats(ronde, op_bord(ronde, "B"), plaats=1, by=voorzitter)
    verplaats(ronde, op_bord(ronde, "C"), plaats=1, by=voorzitter)
    assert titels(ronde) == "C B A"
    verplaats(ronde, op_bord(ronde, "C"), plaats=2, by=voorzitter)  # past what is fixed there
    assert titels(ronde) == "A B C"


def test_nothing_else_is_decided_about_it_and_everything_about_the_rest(ronde, voorzitter):
    aanvraag = op_bord(ronde, "B")
    opgeschaald(aanvraag)
    for besluit in (besluiten.prioriteren, besluiten.verplaatsen):
        with pytest.raises(StapKanNiet, match="Wacht op het antwoord"):
            besluit(aanvraag, by=voorzitter, plaats=1, reden="Toch maar.")
    with pytest.raises(StapKanNiet, match="Wacht op het antwoord"):
        besluiten.op_wachtlijst_zetten(aanvraag, by=voorzitter, reden="Toch maar.")
    assert not voorzitter.has_perm("maatwerk.prioriteren_aanvraag", aanvraag)

    ander = besluiten.prioriteren(op_bord(ronde, "A"), by=voorzitter, plaats=1, reden="Gaat gewoon door.")
    assert ander.status == S.GEPRIORITEERD


def test_on_the_list_of_the_ogon_it_keeps_its_number_too(ronde, voorzitter):
    for plaats, titel in enumerate("ABC", 1):
        besluiten.prioriteren(op_bord(ronde, titel), by=voorzitter, plaats=plaats, reden="Ja.")
    opgeschaald(op_bord(ronde, "B"))
    besluiten.verplaatsen(op_bord(ronde, "C"), by=voorzitter, plaats=1, reden="Eerst.")
    plaatsen = dict(Aanvraag.objects.filter(plaats__isnull=False).values_list("titel", "plaats"))
    assert plaatsen == {"C": 1, "B": 2, "A": 3}


def test_the_rest_of_the_order_is_adopted_while_it_waits(ronde, voorzitter):
    omstreden(ronde, voorzitter)
    opgeschaald(op_bord(ronde, "B"))
    terugnemen(ronde, by=voorzitter, reden="B ligt nu bij het directieberaad.")
    voorleggen(ronde, by=voorzitter)
    for letter in "DUO":
        vindt(ronde, letter, StandpuntSoort.AKKOORD)
    naar_fase(ronde.cyclus, Fase.VASTSTELLEN, by=voorzitter)
    vastgesteld = vaststellen(Ronde.objects.get(pk=ronde.pk), by=voorzitter)

    uitkomsten = {r["titel"]: r["uitkomst"] for r in vastgesteld.besluit.gegevens["volgorde"]}
    assert uitkomsten == {"A": "ingepland", "B": "ligt bij het directieberaad", "C": "wachtlijst"}
    assert op_bord(ronde, "B").status == S.TER_PRIORITERING


def test_escalated_once_at_a_time(ronde, voorzitter):
    aanvraag = op_bord(ronde, "B")
    opschaling = opgeschaald(aanvraag)
    with pytest.raises(StapKanNiet, match="Hierover ligt al een vraag"):
        acties.schaal_op(
            aanvraag, acties.Vraag("Nog eens?"), Dossier("aanvraag", "x", "B", "x"),
            ogon=opschaling.ogon, besluit=besluit_van(opschaling), by=voorzitter,
        )  # fmt: skip
    assert Opschaling.objects.count() == 1


def besluit_van(opschaling):
    return Besluit.objects.create(
        nummer="BES-X", gremium=opschaling.ogon, soort=BesluitSoort.OPSCHALEN, titel="X", reden="X",
        genomen_door=opschaling.gemeld_door,
    )  # fmt: skip


# The packet is frozen and its hash is in the PDF ------------------------------------------------------------


def test_the_packet_holds_question_positions_scenarios_decision_and_date(ronde, voorzitter):
    omstreden(ronde, voorzitter)
    pakket = opgeschaald(
        op_bord(ronde, "B"),
        "Gaat B voor A?",
        gevraagd_besluit="B op plaats 1.",
        antwoord_voor=date(2026, 11, 30),
    ).pakket

    assert (pakket["vraag"], pakket["gevraagd_besluit"]) == ("Gaat B voor A?", "B op plaats 1.")
    assert pakket["antwoord_voor"] == "2026-11-30"
    standpunten = {s["wie"]: (s["wat"], s["tekst"]) for s in pakket["standpunten"]}
    assert standpunten["Uithoorn"] == ("Bezwaar", "B kan niet wachten.")
    assert standpunten["Diemen"] == ("Akkoord", "")
    wegen = {s["naam"]: s["gevolgen"] for s in pakket["scenarios"]}
    assert wegen["Niet doen"] == ["‘C’ past in de uren."]
    assert wegen["Als eerste doen"] == ["Voor de andere aanvragen verandert er niets."]
    assert "€" not in str(pakket)


def test_the_hash_of_the_packet_is_the_one_in_the_pdf(ronde):
    opschaling = opgeschaald(op_bord(ronde, "B"))
    pdf = maak_dossier(opschaling)
    opschaling.refresh_from_db()

    assert opschaling.sha256 == zegel(opschaling.pakket)
    with pdf.bestand.open() as bestand:
        gelezen = tekst(bestand.read())  # without spaces
    assert opschaling.sha256 in gelezen
    assert "Wiegaatvoor?" in gelezen
    assert maak_dossier(opschaling) == pdf


def test_what_was_put_forward_never_changes(ronde):
    opschaling = opgeschaald(op_bord(ronde, "B"))
    eerder = dict(opschaling.pakket)
    Aanvraag.objects.filter(titel="B").update(titel="Iets anders")
    for veld, waarde in {"pakket": {}, "vraag": "Anders?", "sha256": "0" * 64}.items():
        with pytest.raises(IntegrityError, match="liggen vast"), transaction.atomic():
            Opschaling.objects.filter(pk=opschaling.pk).update(**{veld: waarde})
    opschaling.refresh_from_db()
    assert opschaling.pakket == eerder


# The answer is a decision with its own number, and unlocks --------------------------------------------------


@pytest.mark.parametrize("antwoord", list(Antwoord))
def test_every_answer_has_its_own_number_and_frees_the_item(ronde, voorzitter, directie, antwoord):
    opschaling = opgeschaald(op_bord(ronde, "B"))
    acties.beantwoord(opschaling, antwoord, by=directie, reden="Omdat het zo is.", voorwaarde="Mits.")

    besluit = opschaling.antwoordbesluit
    assert (besluit.soort, besluit.gremium) == (BesluitSoort.BEANTWOORDEN, opschaling.naar)
    assert besluit.nummer != opschaling.besluit.nummer
    aanvraag = op_bord(ronde, "B")
    assert (aanvraag.opgeschaald, aanvraag.status) == (False, S.TER_PRIORITERING)
    verplaats(ronde, aanvraag, plaats=1, by=voorzitter)
    assert titels(ronde) == "B A C"
    notitie = Gebeurtenis.objects.over(aanvraag).get(soort="maatwerk.aanvraag.antwoord_opschaling")
    assert notitie.gegevens["besluit"] == besluit.nummer
    assert "Omdat het zo is." in notitie.gegevens["reden"]


def test_only_the_directieberaad_answers_and_nobody_his_own_question(ronde, voorzitter, directie):
    opschaling = opgeschaald(op_bord(ronde, "B"))
    for wie in (voorzitter, iemand(Rol.BESTUURSADVISEUR), iemand(Rol.CONCERNCONTROLLER)):
        with pytest.raises(PermissionDenied):
            acties.beantwoord(opschaling, Antwoord.AKKOORD, by=wie, reden="Ja.")
    with pytest.raises(StapKanNiet, match="onder welke voorwaarde"):
        acties.beantwoord(opschaling, Antwoord.AKKOORD_MITS, by=directie, reden="Ja, mits.")


def test_an_answer_to_a_withdrawn_question_is_refused_with_a_sentence(ronde, voorzitter, directie):
    opschaling = opgeschaald(op_bord(ronde, "B"))
    acties.trek_in(opschaling, by=voorzitter, reden="Wij zijn eruit.")
    aantal = Besluit.objects.count()
    with pytest.raises(StapKanNiet, match="‘Antwoord geven’ kan nu niet: de status is ‘Ingetrokken’"):
        acties.beantwoord(Opschaling.objects.get(), Antwoord.AKKOORD, by=directie, reden="Ja.")
    assert Besluit.objects.count() == aantal
    verplaats(ronde, op_bord(ronde, "B"), plaats=1, by=voorzitter)


def test_a_request_that_its_municipality_withdraws_asks_nothing_any_more(ronde):
    aanvraag = op_bord(ronde, "B")
    opschaling = opgeschaald(aanvraag)
    dossier.intrekken(aanvraag, by=iemand(Rol.OPDRACHTGEVER), reden="Niet meer nodig.")
    opschaling.refresh_from_db()
    assert opschaling.status == OpschalingStatus.INGETROKKEN
    assert not Aanvraag.objects.get(pk=aanvraag.pk).opgeschaald


def test_back_to_the_ogon_restores_state_and_phase_with_a_note(ronde, voorzitter, directie):
    omstreden(ronde, voorzitter)
    opschalen_ronde(ronde, by=voorzitter, reden="Wie gaat voor?")
    naar_fase(ronde.cyclus, Fase.VASTSTELLEN, by=voorzitter)
    antwoord_directieberaad(
        ronde, by=directie, antwoord="Besluit dit zelf, samen met Uithoorn.", soort=Antwoord.TERUG
    )

    ronde = Ronde.objects.select_related("cyclus").get(pk=ronde.pk)
    assert (ronde.status, ronde.cyclus.fase) == (RondeStatus.VOORGELEGD, Fase.PRIORITEREN)
    terug = "Besluit dit zelf, samen met Uithoorn. Terug naar hoe het lag op 16 november 2026."
    assert Gebeurtenis.objects.over(ronde).get(soort="maatwerk.ronde.antwoorden").gegevens["reden"] == terug
    naar = Gebeurtenis.objects.over(ronde.cyclus).filter(soort="ogon.cyclus.naar_fase").last()
    assert (naar.gegevens["naar_fase"], naar.gegevens["reden"]) == (Fase.PRIORITEREN, terug)
    assert ronde.standpunten.filter(voorlegging=ronde.voorlegging).count() == 3


def test_another_answer_lets_the_ogon_change_the_order(ronde, voorzitter, directie):
    omstreden(ronde, voorzitter)
    opschalen_ronde(ronde, by=voorzitter, reden="Wie gaat voor?")
    antwoord_directieberaad(ronde, by=directie, antwoord="B eerst.", soort=Antwoord.AFWIJZEN)
    assert ronde.status == RondeStatus.RANGSCHIKKEN
    assert Opschaling.objects.get().antwoord == Antwoord.AFWIJZEN


# The ladder -------------------------------------------------------------------------------------------------


def om(dag, uur=7):
    return klok.op(datetime(dag.year, dag.month, dag.day, uur, tzinfo=AMSTERDAM))


def bereikt():
    return list(Opschalingtrede.objects.order_by("trede").values_list("wie", "sinds"))


def test_each_step_is_climbed_once_though_nothing_ran_over_a_weekend(ronde):
    with om(date(2026, 11, 19)):  # a Thursday: Friday is the one working day to prepare it in
        opgeschaald(op_bord(ronde, "B"))
    with om(date(2026, 11, 20)):
        beklim_ladder()
        assert bereikt() == []
    with om(date(2026, 11, 23)):  # Monday; Saturday and Sunday nothing ran
        beklim_ladder()
        beklim_ladder()
        assert bereikt() == [("Bestuursadviseur", date(2026, 11, 23))]
    assert Gebeurtenis.objects.filter(soort="ogon.opschaling.trede").count() == 1


def test_after_weeks_of_silence_every_step_is_still_taken_once_on_its_own_day(ronde):
    opgeschaald(op_bord(ronde, "B"))  # Monday 16 November
    with om(date(2027, 1, 4)):
        beklim_ladder()
        beklim_ladder()
    assert bereikt() == [
        ("Bestuursadviseur", date(2026, 11, 18)),
        ("Directieberaad", date(2026, 12, 9)),
        ("Concerncontroller", date(2026, 12, 16)),
    ]


def test_what_is_urgent_climbs_faster_and_what_is_answered_not_at_all(ronde, directie):
    opschaling = opgeschaald(op_bord(ronde, "B"), spoed=True)
    with om(date(2026, 11, 20)):
        beklim_ladder()
        assert [wie for wie, _ in bereikt()] == ["Bestuursadviseur", "Directieberaad"]
        acties.beantwoord(opschaling, Antwoord.AKKOORD, by=directie, reden="Ja.")
    with om(date(2027, 1, 4)):
        beklim_ladder()
    assert len(bereikt()) == 2


def test_a_step_about_the_preparation_is_passed_over_once_that_is_done(ronde):
    opschaling = opgeschaald(op_bord(ronde, "B"))
    acties.bereid_voor(opschaling, by=iemand(Rol.BESTUURSADVISEUR), advies="Doen.")
    with om(date(2026, 11, 25)):
        beklim_ladder()
    assert bereikt() == []


def test_the_substitute_of_who_stands_on_the_step_hears_it_once(ronde):
    adviseur = iemand(Rol.BESTUURSADVISEUR)
    opgeschaald(op_bord(ronde, "B"))
    laat_gebeuren()
    with om(date(2026, 11, 18)):
        invaller = vervanger(adviseur, van=klok.vandaag(), tot=klok.vandaag() + timedelta(days=7))
        beklim_ladder()
        laat_gebeuren()
        beklim_ladder()
        laat_gebeuren()
    gehoord = Bericht.objects.filter(sleutel__startswith="opschaling_trede:")
    assert {b.ontvanger for b in gehoord} == {adviseur, invaller}
    assert gehoord.count() == 2


# On the agenda of the directieberaad ------------------------------------------------------------------------


def test_in_a_meeting_the_answer_is_the_same_decision(ronde, vergadering_van, directie):
    opschaling = opgeschaald(op_bord(ronde, "B"))
    punt = vergadering_van(opschaling)
    antwoord = InVergadering(BesluitSoort.BEANTWOORDEN, "Doen.", extra={"antwoord": "akkoord"})
    genomen = besluit_in_vergadering(punt, antwoord, by=directie)
    opschaling.refresh_from_db()
    assert (genomen, genomen.agendapunt) == (opschaling.antwoordbesluit, punt)
    assert opschaling.status == OpschalingStatus.BESLOTEN


def test_withdrawn_while_it_lies_before_the_meeting_the_answer_is_refused(
    ronde, vergadering_van, voorzitter, directie
):
    opschaling = opgeschaald(op_bord(ronde, "B"))
    punt = vergadering_van(opschaling)
    acties.trek_in(Opschaling.objects.get(), by=voorzitter, reden="Wij zijn eruit.")
    antwoord = InVergadering(BesluitSoort.BEANTWOORDEN, "Doen.", extra={"antwoord": "akkoord"})
    with pytest.raises(StapKanNiet, match="Ingetrokken"):
        besluit_in_vergadering(punt, antwoord, by=directie)
    punt.refresh_from_db()
    assert (punt.status, Besluit.objects.filter(soort=BesluitSoort.BEANTWOORDEN).count()) == ("open", 0)


@pytest.fixture
def vergadering_van():
    """A running meeting of the directieberaad with the question on its agenda; gives the point."""

    def maak(opschaling):
        adviseur = iemand(Rol.BESTUURSADVISEUR)
        vergadering = VergaderingFactory(gremium=opschaling.naar, datum=klok.vandaag())
        punt = acties.agendeer(opschaling, vergadering, by=adviseur)
        begin(vergadering, by=adviseur)
        punt.refresh_from_db()
        return punt

    return maak
