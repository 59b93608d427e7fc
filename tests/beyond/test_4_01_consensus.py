"""4.1 Samen besluiten: één standpunt per opdrachtgever, verborgen tot ze er zijn, en bezwaar houdt tegen."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duoplus import klok
from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Besluit, Gebeurtenis
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions.standpunten import geef_standpunt, terugnemen, voorleggen
from maatwerk.actions.vaststellen import antwoord_directieberaad, opschalen_ronde, vaststellen
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AfspraakSoort, Oorzaak, RondeStatus, StandpuntSoort
from maatwerk.models import Afspraak, Consultatie, Mutatie, Ronde, Standpunt
from maatwerk.volgorde.standpunten import partijen, stemmen
from ogon.actions.cyclus import naar_fase
from ogon.choices import Fase
from tests.factories import gemeente, iemand, maak, ogon, vervanger
from tests.factories.rondes import cyclus_in, geef_uren, kandidaat, ronde_met

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]

AKKOORD, BEZWAAR = StandpuntSoort.AKKOORD, StandpuntSoort.BEZWAAR


@pytest.fixture
def voorzitter():
    return iemand(Rol.VOORZITTER)


@pytest.fixture
def ronde(voorzitter):
    """Three requests for 300 hours of a team that has 250, submitted, in the phase in which it is adopted."""
    ronde = ronde_met(*(kandidaat(titel, {"I&A": 100}) for titel in "ABC"))
    geef_uren("I&A", 250)
    voorleggen(ronde, by=voorzitter)
    naar_fase(ronde.cyclus, Fase.VASTSTELLEN, by=voorzitter)
    return Ronde.objects.get(pk=ronde.pk)


def opdrachtgever(letter, ogon=None):
    return iemand(Rol.OPDRACHTGEVER, organisatie=gemeente(letter), ogon=ogon)


def vindt(ronde, letter, soort, tekst="", by=None):
    return geef_standpunt(ronde, gemeente(letter), soort=soort, tekst=tekst, by=by or opdrachtgever(letter))


def statussen(ronde):
    return [p.aanvraag.status for p in ronde.plaatsen.select_related("aanvraag").order_by("plaats")]


def test_an_objection_blocks_with_its_name_until_it_is_withdrawn(ronde, voorzitter):
    vindt(ronde, "D", AKKOORD)
    vindt(ronde, "O", AKKOORD)
    vindt(ronde, "U", BEZWAAR, "Aanvraag C kan niet wachten.")

    with pytest.raises(StapKanNiet, match=r"Uithoorn \(Aanvraag C kan niet wachten\.\)"):
        vaststellen(ronde, by=voorzitter)
    assert statussen(ronde) == [S.TER_PRIORITERING] * 3
    assert not Besluit.objects.filter(soort=BesluitSoort.VASTSTELLEN).exists()

    vindt(ronde, "U", StandpuntSoort.AKKOORD_MITS, "Als C in de volgende ronde bovenaan staat.")
    vaststellen(ronde, by=voorzitter)

    ronde.refresh_from_db()
    assert ronde.status == RondeStatus.VASTGESTELD
    assert statussen(ronde) == [S.GEPRIORITEERD, S.GEPRIORITEERD, S.WACHTLIJST]
    historie = {v["gemeente"]: v["standpunten"] for v in ronde.besluit.gegevens["standpunten"]}
    assert [s["standpunt"] for s in historie["Uithoorn"]] == ["Akkoord mits", "Bezwaar"]
    assert [s["standpunt"] for s in historie["Diemen"]] == ["Akkoord"]
    assert set(historie) == {"Diemen", "Uithoorn", "Ouder-Amstel"}


def test_the_decision_freezes_order_hours_and_outcome_and_reserves_what_fits(ronde, voorzitter):
    for letter in "DUO":
        vindt(ronde, letter, AKKOORD)
    vaststellen(ronde, by=voorzitter)

    gegevens = Ronde.objects.get(pk=ronde.pk).besluit.gegevens
    assert [(r["titel"], r["uitkomst"], r["klaar"]) for r in gegevens["volgorde"]] == [
        ("A", "ingepland", "2027-01-29"),
        ("B", "ingepland", "2027-01-29"),
        ("C", "wachtlijst", None),
    ]
    assert gegevens["teams"] == [{"team": "I&A", "gevraagd": "300.00", "vrij": "250.00", "over": "50.00"}]
    gereserveerd = Mutatie.objects.values_list("aanvraag__titel", "naar", "uren")
    assert sorted(gereserveerd) == [("A", "gereserveerd", 100), ("B", "gereserveerd", 100)]
    plaatsen = {p.aanvraag.titel: p.aanvraag.plaats for p in ronde.plaatsen.select_related("aanvraag")}
    assert plaatsen == {"A": 1, "B": 2, "C": None}


def test_a_domain_of_two_never_asks_the_third(voorzitter):
    burger = ogon("burger")
    ronde = ronde_met(kandidaat("A", {"I&A": 10}, ogon=burger), cyclus=cyclus_in(ogon=burger))
    chair = iemand(Rol.VOORZITTER, ogon=burger)
    voorleggen(ronde, by=chair)
    assert [str(p) for p in partijen(ronde)] == ["Uithoorn", "Ouder-Amstel"]
    with pytest.raises(PermissionDenied):
        vindt(ronde, "D", BEZWAAR, "Ik wil ook.")
    for letter in "UO":
        vindt(ronde, letter, AKKOORD, by=opdrachtgever(letter, burger))
    naar_fase(ronde.cyclus, Fase.VASTSTELLEN, by=chair)
    assert vaststellen(ronde, by=chair).status == RondeStatus.VASTGESTELD


def test_a_substitute_speaks_in_the_name_of_the_mandate_holder(ronde):
    houder = opdrachtgever("D")
    invaller = vervanger(houder, van=klok.vandaag(), tot=klok.vandaag())
    standpunt = vindt(ronde, "D", AKKOORD, by=invaller)
    assert (standpunt.door, standpunt.namens) == (invaller, houder)
    with klok.op(klok.nu() + timedelta(days=1)), pytest.raises(PermissionDenied):
        vindt(ronde, "D", BEZWAAR, "Toch niet.", by=type(invaller).objects.get(pk=invaller.pk))


def test_positions_are_hidden_until_all_are_in_and_then_shown_together(ronde, voorzitter):
    def gezien(user):
        return {str(s.organisatie): s.standpunt and s.standpunt.soort for s in stemmen(ronde, user)}

    vindt(ronde, "D", BEZWAAR, "Geheim tot het eind.")
    vindt(ronde, "U", AKKOORD)
    niets = {"Diemen": None, "Uithoorn": None, "Ouder-Amstel": None}
    assert gezien(voorzitter) == niets
    assert gezien(opdrachtgever("U")) == niets | {"Uithoorn": AKKOORD}
    assert {str(s.organisatie): s.is_gegeven for s in stemmen(ronde, voorzitter)} == {
        "Diemen": True, "Uithoorn": True, "Ouder-Amstel": False,
    }  # fmt: skip
    feiten = Gebeurtenis.objects.filter(soort="maatwerk.ronde.standpunt")
    assert "Geheim" not in str(list(feiten.values())) and BEZWAAR not in str(list(feiten.values()))

    vindt(ronde, "O", StandpuntSoort.ONTHOUDING)
    alles = {"Diemen": BEZWAAR, "Uithoorn": AKKOORD, "Ouder-Amstel": "onthouding"}
    assert gezien(voorzitter) == gezien(opdrachtgever("U")) == alles


def test_after_the_last_day_who_was_silent_is_recorded_as_silent(ronde, voorzitter):
    vindt(ronde, "D", AKKOORD)
    with pytest.raises(StapKanNiet, match="Nog niet alle standpunten zijn er"):
        vaststellen(ronde, by=voorzitter)
    with klok.op(klok.nu() + timedelta(days=30)):
        with pytest.raises(StapKanNiet, match="De laatste dag voor een standpunt was"):
            vindt(ronde, "U", AKKOORD, by=opdrachtgever("U"))
        vaststellen(ronde, by=iemand(Rol.VOORZITTER))
    historie = {
        v["gemeente"]: v["standpunten"]
        for v in Ronde.objects.get(pk=ronde.pk).besluit.gegevens["standpunten"]
    }
    assert historie["Uithoorn"] == historie["Ouder-Amstel"] == "geen reactie"


def test_after_the_last_day_an_objection_can_only_be_taken_back(ronde):
    vindt(ronde, "U", BEZWAAR, "Nee.")
    with klok.op(klok.nu() + timedelta(days=30)):
        with pytest.raises(StapKanNiet, match="alleen nog een bezwaar intrekken"):
            vindt(ronde, "U", BEZWAAR, "Nee, en nog iets.", by=opdrachtgever("U"))
        assert vindt(ronde, "U", AKKOORD, by=opdrachtgever("U")).soort == AKKOORD


def test_with_an_objection_the_chair_can_escalate_and_the_answer_brings_it_back(ronde, voorzitter):
    vindt(ronde, "D", AKKOORD)
    vindt(ronde, "O", AKKOORD)
    vindt(ronde, "U", BEZWAAR, "Nee.")
    besluit = opschalen_ronde(ronde, by=voorzitter, reden="Wij komen er niet uit over C.")
    assert besluit.gegevens["standpunten"][1]["standpunten"][0]["tekst"] == "Nee."
    with pytest.raises(StapKanNiet, match="ligt bij het directieberaad"):
        vaststellen(ronde, by=voorzitter)
    with pytest.raises(PermissionDenied):
        antwoord_directieberaad(ronde, by=voorzitter, antwoord="Ga maar door.")
    antwoord_directieberaad(ronde, by=iemand(Rol.DIRECTIEBERAAD), antwoord="Zet C op plaats 1.")
    assert ronde.status == RondeStatus.RANGSCHIKKEN


def test_taken_back_and_submitted_again_everybody_is_asked_anew(ronde, voorzitter):
    vindt(ronde, "D", BEZWAAR, "Nee.")
    terugnemen(ronde, by=voorzitter, reden="C gaat naar plaats 1.")
    naar_fase(ronde.cyclus, Fase.PRIORITEREN, by=voorzitter, reden="De volgorde wordt anders.")
    ronde.refresh_from_db()
    voorleggen(ronde, by=voorzitter)
    assert ronde.voorlegging == 2
    assert not any(stem.is_gegeven for stem in stemmen(ronde, voorzitter))
    with pytest.raises(Verouderd):
        geef_standpunt(ronde, gemeente("U"), soort=AKKOORD, by=opdrachtgever("U"), voorlegging=1)


@pytest.mark.parametrize("rol", [Rol.SECRETARIS, Rol.TEAMMANAGER, Rol.DIRECTIEBERAAD, Rol.BEHEERDER])
def test_only_the_chair_adopts(ronde, rol):
    for letter in "DUO":
        vindt(ronde, letter, AKKOORD)
    with pytest.raises(PermissionDenied):
        vaststellen(ronde, by=iemand(rol))


def test_a_chair_whose_role_ended_yesterday_adopts_nothing(ronde):
    for letter in "DUO":
        vindt(ronde, letter, AKKOORD)
    oud = maak(Rol.VOORZITTER, ogon=ronde.cyclus.ogon, tot=klok.vandaag() - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        vaststellen(ronde, by=oud)


def test_the_database_itself_refuses_to_adopt_over_an_objection(ronde, voorzitter):
    for letter in "DO":
        vindt(ronde, letter, AKKOORD)
    vindt(ronde, "U", BEZWAAR, "Nee.")
    besluit = Besluit.objects.create(
        nummer="BES-X", gremium=ronde.cyclus.ogon, soort=BesluitSoort.VASTSTELLEN,
        titel="Omweg", reden="Omweg", genomen_door=voorzitter,
    )  # fmt: skip
    ronde.refresh_from_db()
    ronde.status, ronde.vastgesteld_op, ronde.besluit = RondeStatus.VASTGESTELD, klok.nu(), besluit
    with pytest.raises(IntegrityError, match="bezwaar"), transaction.atomic():
        ronde.save()
    standpunt = Standpunt.objects.last()
    standpunt.soort = AKKOORD
    with pytest.raises(IntegrityError, match="liggen vast"), transaction.atomic():
        standpunt.save()


def test_another_ogon_that_a_broken_promise_touches_is_asked_to_respond(ronde, voorzitter):
    geraakt, ander = ronde.plaatsen.get(plaats=3).aanvraag, ogon("burger")
    geraakt.betrokken_ogons.add(ander)
    Afspraak.objects.create(
        aanvraag=geraakt, soort=AfspraakSoort.TIJDIGHEID, versie=1, tekst="Op tijd",
        datum=date(2027, 3, 1), oorzaak=Oorzaak.EERSTE, door=voorzitter,
    )  # fmt: skip
    for letter in "DUO":
        vindt(ronde, letter, AKKOORD)
    vaststellen(ronde, by=voorzitter)
    vraag = Consultatie.objects.get()
    assert (vraag.aanvraag, vraag.ogon, vraag.reactie) == (geraakt, ander, "")
    assert vraag.wat == "Beloofd was 1 maart 2027; in deze volgorde past het niet in de vrije uren."
    assert vraag.reactie_voor == date(2026, 11, 23)
