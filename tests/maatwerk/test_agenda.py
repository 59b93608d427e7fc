"""Een aanvraag in de vergadering: dezelfde stap als erbuiten, en nooit tegen het bord in."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from duoplus import klok
from duoplus.actions import agenda, vergaderen
from duoplus.agenda import Antwoord, bron_van
from duoplus.choices import BesluitSoort as B
from duoplus.choices import PuntStatus, Rol
from duoplus.models import Besluit, Gebeurtenis
from duoplus.transitions import StapKanNiet
from maatwerk.actions import dossier
from maatwerk.actions.besluiten import afwijzen, prioriteren
from maatwerk.actions.standpunten import geef_standpunt, voorleggen
from maatwerk.agenda import haal_van_agenda
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from ogon.actions.cyclus import naar_fase
from ogon.choices import Fase
from tests.factories import aanvraag_in, gemeente, iemand, maak, ogon
from tests.factories.overleg import gepland, leider, lopend, op_agenda
from tests.factories.rondes import kandidaat, ronde_met

pytestmark = pytest.mark.django_db


def _vul(vergadering):
    return agenda.vul_voor(vergadering, by=leider(vergadering.gremium))


def test_an_agenda_proposes_what_is_confirmed_waiting_and_due():
    rijp = kandidaat("Rijp")
    wacht = kandidaat("Wacht", status=S.WACHTLIJST)
    kandidaat("Onbevestigd", bevestigd_op=None)
    kandidaat("Opgeschaald", opgeschaald=True)
    kandidaat("Elders", ogon=ogon("buurt"))
    kandidaat("Ingepland", status=S.GEPRIORITEERD)
    later = klok.vandaag() + timedelta(days=30)
    kandidaat("Later", status=S.AANGEHOUDEN, termijn_op=later)
    vergadering = gepland()

    erbij = _vul(vergadering)

    assert [punt.onderwerp for punt in erbij] == [rijp, wacht]
    assert [p.titel for p in _vul(gepland(over=42))] == ["Later"]


def test_what_stands_on_a_board_is_ranked_there_and_the_order_itself_is_proposed():
    ronde = ronde_met(kandidaat("A"))

    [punt] = _vul(gepland())

    assert (punt.onderwerp, punt.titel) == (ronde, f"Volgorde {ronde.cyclus.jaar}")
    assert agenda.soorten(punt) == (B.AANHOUDEN,)


def test_a_meeting_adopts_the_order_that_was_put_forward():
    ronde = ronde_met(kandidaat("A"))
    vergadering = lopend()
    [punt] = _vul(vergadering)
    by = leider(vergadering.gremium)
    voorleggen(ronde, by=by)
    stel_vast = Antwoord(B.VASTSTELLEN, "Iedereen is het eens.")
    with pytest.raises(StapKanNiet, match="Nog niet alle standpunten"):
        agenda.besluit(punt, stel_vast, by=by)
    for letter in "DUO":
        wie = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente(letter))
        geef_standpunt(ronde, gemeente(letter), soort="akkoord", by=wie)
    naar_fase(ronde.cyclus, Fase.VASTSTELLEN, by=by)

    besluit = agenda.besluit(punt, stel_vast, by=by)

    ronde.refresh_from_db()
    assert (ronde.besluit, besluit.agendapunt) == (besluit, punt)
    with pytest.raises(PermissionDenied):
        bron_van(punt).besluit(punt, stel_vast, by=iemand(Rol.SECRETARIS))


@pytest.mark.parametrize(
    ("antwoord", "status"),
    [
        (Antwoord(B.AKKOORD, "Kan."), S.GEPRIORITEERD),
        (Antwoord(B.AKKOORD_MITS, "Kan.", voorwaarde="Na de zomer."), S.GEPRIORITEERD),
        (Antwoord(B.WACHTLIJST, "Geen ruimte."), S.WACHTLIJST),
        (Antwoord(B.AANHOUDEN, "Later.", opnieuw_op=klok.vandaag() + timedelta(days=9)), S.AANGEHOUDEN),
        (Antwoord(B.AFWIJZEN, "Nee.", extra={"code": "anders", "vervolg": "Vraag X."}), S.AFGEWEZEN),
    ],
)
def test_a_decision_in_a_meeting_is_the_ordinary_step_taken_once(antwoord, status):
    aanvraag = kandidaat("A")
    vergadering = lopend()
    [punt] = _vul(vergadering)

    besluit = agenda.besluit(punt, antwoord, by=leider(vergadering.gremium))

    aanvraag.refresh_from_db()
    assert aanvraag.status == status
    assert Besluit.objects.get() == besluit
    assert (besluit.agendapunt, besluit.soort) == (punt, antwoord.soort)
    assert aanvraag.besluitregels.get().besluit == besluit
    assert Gebeurtenis.objects.over(aanvraag).count() == 1


def test_agreed_in_a_meeting_comes_at_the_end_of_the_list():
    eerste = kandidaat("Eerste")
    prioriteren(eerste, by=leider(ogon()), plaats=1, reden="X")
    tweede = kandidaat("Tweede")
    vergadering = lopend()
    [punt] = _vul(vergadering)

    agenda.besluit(punt, Antwoord(B.AKKOORD, "Kan."), by=leider(vergadering.gremium))

    tweede.refresh_from_db()
    assert tweede.plaats == 2


def test_a_request_is_held_over_again_and_again():
    aanvraag = kandidaat("A")
    eerste, tweede, derde = lopend(), gepland(over=42), gepland(over=84)
    [punt] = _vul(eerste)
    by = leider(eerste.gremium)
    agenda.besluit(punt, Antwoord(B.AANHOUDEN, "Er mist een bedrag."), by=by)
    aanvraag.refresh_from_db()
    assert aanvraag.termijn_op == tweede.datum

    with klok.op(klok.nu() + timedelta(days=42)):
        vergaderen.sluit(eerste, by=by)
        vergaderen.begin(tweede, by=by)
        agenda.besluit(punt.volgende, Antwoord(B.AANHOUDEN, "Nog steeds."), by=by)

    assert derde.punten.get().keren == 2
    assert Besluit.objects.filter(aanvraagregel__aanvraag=aanvraag).count() == 2


def test_turning_down_needs_a_ground_and_a_next_step():
    kandidaat("A")
    vergadering = lopend()
    [punt] = _vul(vergadering)

    with pytest.raises(StapKanNiet, match="wat de gemeente nu kan doen"):
        agenda.besluit(punt, Antwoord(B.AFWIJZEN, "Nee."), by=leider(vergadering.gremium))

    punt.refresh_from_db()
    assert punt.status == PuntStatus.OPEN


def test_a_secretary_leads_but_does_not_decide_on_requests():
    kandidaat("A")
    vergadering = lopend()
    [punt] = _vul(vergadering)
    secretaris = iemand(Rol.SECRETARIS)

    assert bron_van(punt).mag(punt, secretaris) is False
    with pytest.raises(PermissionDenied):
        agenda.besluit(punt, Antwoord(B.AKKOORD, "Kan."), by=secretaris)


def test_a_decision_does_not_contradict_the_board():
    aanvraag = kandidaat("A")
    vergadering = lopend()
    [punt] = _vul(vergadering)
    ronde = ronde_met(aanvraag)
    by = leider(vergadering.gremium)

    assert set(agenda.soorten(punt)) == {B.AFWIJZEN, B.OPSCHALEN}
    with pytest.raises(StapKanNiet, match="kan hier niet"):
        agenda.besluit(punt, Antwoord(B.AKKOORD, "Kan."), by=by)
    with pytest.raises(StapKanNiet, match="staat op het bord"):
        bron_van(punt).besluit(punt, Antwoord(B.AKKOORD, "Kan."), by=by)

    voorleggen(ronde, by=by)
    assert agenda.soorten(punt) == ()
    with pytest.raises(StapKanNiet, match="die voorligt"):
        bron_van(punt).besluit(punt, Antwoord(B.AFWIJZEN, "Nee."), by=by)


def test_what_asks_no_decision_any_more_leaves_agendas_to_come_but_not_a_running_one():
    ingetrokken, voor_vandaag = kandidaat("A"), kandidaat("B")
    straks, nu = gepland(), lopend()
    punt = op_agenda(straks, "A", onderwerp=ingetrokken)
    lopend_punt = op_agenda(nu, "B", onderwerp=voor_vandaag)
    for aanvraag in (ingetrokken, voor_vandaag):
        dossier.intrekken(aanvraag, by=aanvraag.ingevoerd_door, reden="Niet nodig.")
        haal_van_agenda(Gebeurtenis.objects.over(aanvraag).last())

    punt.refresh_from_db()
    lopend_punt.refresh_from_db()
    assert punt.status == PuntStatus.INGETROKKEN
    assert "wacht niet meer op een besluit" in punt.verslag
    assert lopend_punt.status == PuntStatus.OPEN
    assert agenda.soorten(lopend_punt) == ()


def test_decided_outside_it_is_not_decided_again():
    aanvraag = kandidaat("A")
    vergadering = lopend()
    [punt] = _vul(vergadering)
    by = leider(vergadering.gremium)
    afwijzen(aanvraag, by=by, code="anders", reden="Nee.", vervolg="Vraag X.")

    with pytest.raises(StapKanNiet, match="kan hier niet"):
        agenda.besluit(punt, Antwoord(B.AKKOORD, "Kan."), by=by)

    assert Besluit.objects.count() == 1


def test_the_agenda_shows_of_a_request_what_this_reader_may_know(django_assert_num_queries):
    van_d, van_u = kandidaat("Van Diemen", gemeenten="D"), kandidaat("Van Uithoorn", gemeenten="U")
    punt = op_agenda(gepland(), "X", onderwerp=van_d)
    bron, pks = bron_van(punt), [van_d.pk, van_u.pk]
    opdrachtgever = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("U"))

    gelezen = bron.kaarten(pks, opdrachtgever)

    assert {kaart.titel: bool(kaart.url) for kaart in gelezen.values()} == {
        "Van Diemen": False, "Van Uithoorn": True,
    }  # fmt: skip
    assert bron.kaarten(pks, maak(Rol.AANVRAGER, organisatie=gemeente("O"))) == {}
    for aantal in (1, 2):
        with django_assert_num_queries(3):
            bron.kaarten(pks[:aantal], opdrachtgever)


def test_a_request_that_is_under_way_asks_nothing_of_a_meeting():
    aanvraag = aanvraag_in(S.IN_UITVOERING)

    assert Aanvraag.objects.get() == aanvraag
    assert _vul(gepland()) == []
