"""features.md 4.6: articulatie en verificatie als tweezijdig gesprek met versies.

A request cannot reach an OGON agenda unverified unless the chair overrides with a reason; editing scope
after verification flips the state and notifies the verifier once; the dossier shows each Q/A with its
owner, and the waiting time split into days of the client and of the contractor.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Bericht, Gebeurtenis, Gebruiker
from duoplus.tasks import dispatch_event
from duoplus.transitions import StapKanNiet
from maatwerk.actions.ronde import open_ronde, voeg_toe
from maatwerk.choices import AanvraagStatus as S
from maatwerk.jaarcyclus.gereed import is_gereed, ontbreekt
from maatwerk.models import Aanvraag, Ronde, Verificatie
from maatwerk.tijdlijn import wachttijd_van
from ogon.actions.cyclus import naar_fase, open_cyclus
from ogon.choices import Fase
from ogon.fasen import VOLGORDE
from tests.factories import RoltoewijzingFactory, aanvraag_in, iemand, ogon, verificatievelden, zet

pytestmark = pytest.mark.django_db
MAANDAG = datetime(2026, 11, 2, 9, tzinfo=UTC)


def bord() -> Ronde:
    voorzitter = iemand(Rol.VOORZITTER)
    cyclus = open_cyclus(ogon(), klok.vandaag().year + 1, by=voorzitter)
    for fase in VOLGORDE[1 : VOLGORDE.index(Fase.PRIORITEREN) + 1]:
        naar_fase(cyclus, fase, by=voorzitter)
    return open_ronde(cyclus, by=voorzitter)


def verwerk() -> None:
    for pk in Gebeurtenis.objects.waiting().values_list("pk", flat=True):
        dispatch_event(pk)


# The agenda ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [S.INGEDIEND, S.IN_INTAKE, S.IN_VERIFICATIE, S.IN_RAMING, S.TER_AKKOORD])
def test_unverified_or_not_ready_comes_on_the_agenda_only_by_the_chair_with_a_reason(status):
    ronde, aanvraag = bord(), aanvraag_in(status)
    assert not is_gereed(aanvraag)
    assert not ronde.plaatsen.filter(aanvraag=aanvraag).exists()

    with pytest.raises(PermissionDenied):
        voeg_toe(ronde, aanvraag, by=iemand(Rol.SECRETARIS), reden="Het moet.")
    with pytest.raises(StapKanNiet, match="nog niet gereed"):
        voeg_toe(ronde, aanvraag, by=iemand(Rol.VOORZITTER))
    assert not ronde.plaatsen.filter(aanvraag=aanvraag).exists()

    voeg_toe(ronde, aanvraag, by=iemand(Rol.VOORZITTER), reden="De wet gaat in op 1 januari.")

    plaats = ronde.plaatsen.get(aanvraag=aanvraag)
    assert plaats.niet_gereed_reden == "De wet gaat in op 1 januari."
    feit = Gebeurtenis.objects.filter(soort="maatwerk.ronde.toevoegen").last()
    assert feit.gegevens["reden"] == "De wet gaat in op 1 januari."


def test_what_is_verified_and_ready_is_on_the_agenda_by_itself():
    aanvraag = aanvraag_in(S.TER_PRIORITERING)
    assert is_gereed(aanvraag)

    assert bord().plaatsen.get().aanvraag == aanvraag


# The verified question ----------------------------------------------------------------------------------


def test_a_confirmed_version_is_frozen_in_the_database_too():
    aanvraag = aanvraag_in(S.IN_RAMING)

    with pytest.raises(IntegrityError), transaction.atomic():
        Verificatie.objects.filter(aanvraag=aanvraag).update(afbakening="Iets anders.")


def test_editing_scope_after_verification_flips_the_state_and_tells_the_verifier_exactly_once():
    aanvraag = aanvraag_in(S.TER_PRIORITERING)
    bevestiger = aanvraag.verificaties.get().bevestigd_door
    verwerk()
    Bericht.objects.all().delete()

    zet(aanvraag, "herzien", velden=verificatievelden(afbakening="Ook de APV."), reden="De raad wil het.")
    verwerk()
    verwerk()  # the sweep comes by again: still one message

    aanvraag = Aanvraag.objects.get(pk=aanvraag.pk)
    assert (aanvraag.status, aanvraag.bevestigd_op) == (S.IN_VERIFICATIE, None)
    assert not is_gereed(aanvraag)
    assert "De vraag is nog niet bevestigd." in ontbreekt(aanvraag)
    assert Bericht.objects.filter(ontvanger=bevestiger).count() == 1


def test_both_sides_see_the_difference(client):
    aanvraag = aanvraag_in(S.TER_PRIORITERING)
    zet(aanvraag, "herzien", velden=verificatievelden(afbakening="Ook de APV."), reden="De raad wil het.")
    tijdlijn = reverse("maatwerk:tijdlijn", args=[aanvraag.sleutel])

    for rol in (Rol.OPDRACHTGEVER, Rol.TEAMMANAGER):
        client.force_login(iemand(rol))
        pagina = client.get(tijdlijn).content.decode()
        assert "<del>" in pagina
        assert "APV" in pagina
        assert "De raad wil het." in pagina


def test_a_change_that_changes_nothing_keeps_the_confirmation():
    aanvraag = aanvraag_in(S.TER_PRIORITERING)
    nu = {veld: getattr(aanvraag.verificaties.get(), veld) for veld in verificatievelden()}

    with pytest.raises(StapKanNiet, match="niets gewijzigd"):
        zet(aanvraag, "herzien", velden=nu)
    assert Aanvraag.objects.get(pk=aanvraag.pk).bevestigd_op is not None


# Question, answer and waiting ---------------------------------------------------------------------------


def dag(werkdag: int) -> datetime:
    """So many days after a Monday, in one working week."""
    return MAANDAG + timedelta(days=werkdag)


def test_each_question_has_its_owner_and_the_waiting_is_split(client):
    with klok.op(dag(0)):
        aanvraag = aanvraag_in(S.IN_INTAKE)
    with klok.op(dag(1)):
        zet(aanvraag, "vraag_stellen", vraag="Hoeveel vergunningen?")
    with klok.op(dag(4)):
        zet(aanvraag, "aanvullen", antwoord="Ongeveer 300.")
    with klok.op(dag(8)):
        gewacht = wachttijd_van(aanvraag)
        client.force_login(iemand(Rol.OPDRACHTGEVER))
        pagina = client.get(reverse("maatwerk:aanvraag", args=[aanvraag.sleutel])).content.decode()

    # Monday to Tuesday and Friday to Tuesday at Duo+: 1 + 2; Tuesday to Friday at the municipality: 3.
    assert (gewacht.duoplus, gewacht.gemeente, gewacht.ogon) == (3, 3, 0)
    vraag = aanvraag.vragen.get()
    for tekst in ("Hoeveel vergunningen?", "Ongeveer 300.", vraag.gesteld_door.naam, vraag.aan.naam):
        assert tekst in pagina
    assert "3 bij Duo+ en 3 bij de gemeente" in pagina


def test_who_changes_a_question_that_he_confirmed_himself_hears_nothing():
    aanvraag = aanvraag_in(S.IN_RAMING)
    bevestiger = aanvraag.verificaties.get().bevestigd_door
    RoltoewijzingFactory(gebruiker=bevestiger, rol=Rol.SECRETARIS, gremium=ogon())
    Bericht.objects.all().delete()

    zet(aanvraag, "herzien", by=Gebruiker.objects.get(pk=bevestiger.pk))
    verwerk()

    assert not Bericht.objects.filter(ontvanger=bevestiger, sleutel__startswith="herzien").exists()
