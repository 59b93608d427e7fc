"""Op wie een aanvraag wacht: de verzameling en de poort zeggen hetzelfde."""

from datetime import timedelta

import pytest

from duoplus import events, klok
from duoplus import werk as mijn_werk
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from maatwerk import werk
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from maatwerk.transitions import AANVRAAG, VERDER
from tests.factories import aanvraag_in, gemeente, maak, ogon, team, zet

pytestmark = pytest.mark.django_db


def mag_verder(user: Gebruiker) -> dict[int, set[str]]:
    """By the gate itself: for each request the steps that bring it further."""
    gevonden = {}
    for aanvraag in Aanvraag.objects.all():
        stappen = {stap for stap in VERDER.get(S(aanvraag.status), ()) if AANVRAAG.mag(aanvraag, stap, user)}
        if stappen:
            gevonden[aanvraag.pk] = stappen
    return gevonden


@pytest.fixture
def alles():
    """A request in every state, alone and shared, half-way where a state has a half-way."""
    for status in S:
        aanvraag_in(status)
    aanvraag_in(S.TER_AKKOORD, gemeenten="DUO")
    zet(aanvraag_in(S.IN_VERIFICATIE), "paraferen")
    zet(aanvraag_in(S.TER_AKKOORD), "akkoord_geven")
    zet(aanvraag_in(S.GEPRIORITEERD), "opdracht_geven")
    zet(aanvraag_in(S.OPGELEVERD), "accepteren")
    stil = aanvraag_in(S.OPGELEVERD)
    with klok.op(klok.nu() - timedelta(days=30)):
        Aanvraag.objects.filter(pk=stil.pk).update(status_sinds=klok.nu() - timedelta(days=1))
        events.record("maatwerk.aanvraag.herinneren", stil, by=Gebruiker.objects.systeem())


def buitenstaanders() -> list[Gebruiker]:
    elders = {"ogon": ogon("buurt"), "team": team("HRM")}
    return [
        maak(Rol.SECRETARIS, ogon=elders["ogon"]),
        maak(Rol.VOORZITTER, ogon=elders["ogon"]),
        maak(Rol.TEAMMANAGER, team=elders["team"]),
        maak(Rol.TEAMMANAGER),
        maak(Rol.OPDRACHTGEVER, organisatie=gemeente("O"), ogon=elders["ogon"]),
        maak(Rol.BUDGETHOUDER, organisatie=gemeente("D")),
        maak(Rol.AANVRAGER, organisatie=gemeente("D")),
        maak(None),
    ]


def test_the_set_and_the_gate_agree_for_everyone(alles):
    mensen = [*Gebruiker.objects.all(), *buitenstaanders()]
    for user in mensen:
        verwacht = mag_verder(user)
        gevonden = {aanvraag.pk: aanvraag.stap for aanvraag in werk.wacht_op(user)}
        assert gevonden.keys() == verwacht.keys(), f"{user} {user.rollen}"
        assert all(stap in verwacht[pk] for pk, stap in gevonden.items()), user
    assert sum(len(mag_verder(user)) for user in mensen) > 20


def test_the_counter_keeps_up_with_what_happens_and_with_roles(alles):
    for user in Gebruiker.objects.all():
        assert mijn_werk.tel(user, "maatwerk") == werk.nu(user).count(), user
    secretaris = maak(Rol.SECRETARIS, ogon=ogon("bedrijfsvoering"))
    vooraf = mijn_werk.tel(secretaris, "maatwerk")
    aanvraag_in(S.INGEDIEND)
    assert mijn_werk.tel(secretaris, "maatwerk") == vooraf + 1 == werk.nu(secretaris).count()
    secretaris.toewijzingen.update(gremium=ogon("buurt").pk)
    secretaris.vergeet_rollen()
    assert mijn_werk.tel(secretaris, "maatwerk") == werk.nu(secretaris).count() != vooraf + 1
    secretaris.toewijzingen.all().delete()
    secretaris.vergeet_rollen()
    assert mijn_werk.tel(secretaris, "maatwerk") == 0
