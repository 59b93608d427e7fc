"""De draaischijf: één lijst over alle OGON's, en elke handeling één regel in de tijdlijn."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok
from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Gebeurtenis, Gremium, Volger
from duoplus.transitions import StapKanNiet
from maatwerk.actions import dossier, triage
from maatwerk.choices import AanvraagStatus as S
from maatwerk.jaarcyclus.draaischijf import aantal, in_triage
from maatwerk.models import Aanvraag
from maatwerk.transitions import AANVRAAG
from tests.factories import aanvraag_in, gemeente, iemand, maak, ogon, zet

pytestmark = pytest.mark.django_db
LIJST = reverse("maatwerk:draaischijf")


@pytest.fixture
def hub():
    """OGON Bedrijfsvoering coordinates."""
    Gremium.objects.filter(pk=ogon().pk).update(coordineert=True)
    return ogon()


def in_buurt(status: str, **velden) -> Aanvraag:
    return aanvraag_in(status, ogon=ogon("buurt"), **velden)


def titels(antwoord) -> list[str]:
    return [regel.aanvraag.titel for regel in antwoord.context["regels"]]


def test_one_list_over_all_ogons_for_the_hub_and_the_own_one_for_a_secretary(als, hub):
    aanvraag_in(S.INGEDIEND, titel="Eigen")
    in_buurt(S.IN_INTAKE, titel="Buren")
    aanvraag_in(S.IN_RAMING, titel="Al verder")

    assert set(titels(als(iemand(Rol.SECRETARIS)).get(LIJST))) == {"Eigen", "Buren"}
    assert set(titels(als(iemand(Rol.VOORZITTER)).get(LIJST))) == {"Eigen", "Buren"}
    assert titels(als(iemand(Rol.SECRETARIS, ogon=ogon("buurt"))).get(LIJST)) == ["Buren"]


@pytest.mark.parametrize("rol", [Rol.AANVRAGER, Rol.OPDRACHTGEVER, Rol.TEAMMANAGER, Rol.DIRECTIEBERAAD])
def test_nobody_else_opens_the_list(als, hub, rol):
    assert als(iemand(rol) if rol != Rol.DIRECTIEBERAAD else maak(rol)).get(LIJST).status_code == 403


def test_the_hub_reads_every_request_but_no_amount_of_another_ogon(hub):
    secretaris, ander = iemand(Rol.SECRETARIS), in_buurt(S.TER_AKKOORD)

    assert ander in Aanvraag.objects.visible_to(secretaris)
    assert secretaris.has_perm("maatwerk.view_aanvraag", ander)
    assert not secretaris.has_perm("maatwerk.bedragen_aanvraag", ander)


@pytest.mark.parametrize("rol", [Rol.SECRETARIS, Rol.VOORZITTER])
@pytest.mark.parametrize("slug", ["bedrijfsvoering", "buurt"])
@pytest.mark.parametrize("status", [S.INGEDIEND, S.IN_INTAKE, S.IN_RAMING, S.AFGEWEZEN])
def test_the_set_and_the_rule_agree(hub, rol, slug, status):
    user = iemand(rol, ogon=ogon(slug))
    alle = [aanvraag_in(status), in_buurt(status)]

    mag = {a.pk for a in alle if AANVRAAG.mag(a, "parkeren", user)}
    assert set(in_triage(user).values_list("pk", flat=True)) == mag


def test_parked_until_its_day_has_come(als, hub):
    secretaris, aanvraag = iemand(Rol.SECRETARIS), in_buurt(S.INGEDIEND)
    tot = klok.vandaag() + timedelta(days=10)
    triage.parkeren(aanvraag, by=secretaris, tot=tot, reden="Eerst de begroting.")

    assert (aantal(secretaris), titels(als(secretaris).get(LIJST))) == (0, [])
    assert len(titels(als(secretaris).get(LIJST, {"stand": "geparkeerd"}))) == 1
    assert not aanvraag.is_te_laat
    with klok.op(klok.nu() + timedelta(days=10)):
        assert aantal(secretaris) == 1
        assert "Was geparkeerd tot" in als(secretaris).get(LIJST).content.decode()
    feit = Gebeurtenis.objects.over(aanvraag).get(soort="maatwerk.aanvraag.parkeren")
    assert (feit.door, feit.gegevens["reden"]) == (secretaris, "Eerst de begroting.")


@pytest.mark.parametrize("dagen", [-1, 0, 400])
def test_parking_takes_a_near_day_after_today(hub, dagen):
    with pytest.raises(StapKanNiet, match="Kies een datum na vandaag"):
        zet(aanvraag_in(S.INGEDIEND), "parkeren", tot=klok.vandaag() + timedelta(days=dagen))


def test_taking_it_up_ends_the_parking(hub):
    aanvraag = zet(aanvraag_in(S.INGEDIEND), "parkeren")
    zet(aanvraag, "in_behandeling_nemen")

    assert Aanvraag.objects.get(pk=aanvraag.pk).geparkeerd_tot is None


def test_a_question_about_a_new_request_comes_back_as_new(hub):
    aanvraag = zet(in_buurt(S.INGEDIEND), "vraag_stellen", by=iemand(Rol.SECRETARIS))
    assert aanvraag.status == S.AANVULLING_GEVRAAGD

    zet(aanvraag, "aanvullen")
    assert aanvraag.status == S.INGEDIEND


def test_a_duplicate_takes_its_followers_along(hub):
    eerste, dubbel = aanvraag_in(S.IN_INTAKE, gemeenten="UD"), aanvraag_in(S.INGEDIEND, gemeenten="D")
    volger = maak(Rol.CONTROLLER, organisatie=gemeente("D"))
    dossier.volgen(dubbel, by=volger)

    zet(dubbel, "dubbel_melden", dubbel_van=eerste)

    dubbel.refresh_from_db()
    assert (dubbel.status, dubbel.dubbel_van) == (S.AFGEWEZEN, eerste)
    besluit = dubbel.besluitregels.get().besluit
    assert (besluit.soort, besluit.gegevens["code"]) == (BesluitSoort.AFWIJZEN, "dubbel")
    assert besluit.gegevens["dubbel_van"] == eerste.kenmerk
    nu = set(Volger.objects.over(eerste).values_list("gebruiker", flat=True))
    assert {volger.pk, dubbel.aanvrager_id} <= nu


def test_who_may_not_read_the_other_request_does_not_follow_it(hub):
    eerste, dubbel = aanvraag_in(S.IN_INTAKE, gemeenten="U"), aanvraag_in(S.INGEDIEND, gemeenten="D")
    zet(dubbel, "dubbel_melden", dubbel_van=eerste)

    assert not Volger.objects.over(eerste).filter(gebruiker=dubbel.aanvrager).exists()


@pytest.mark.parametrize("welke", ["zelf", "afgewezen"])
def test_a_duplicate_is_of_another_running_request(hub, welke):
    aanvraag = aanvraag_in(S.INGEDIEND)
    ander = aanvraag if welke == "zelf" else aanvraag_in(S.AFGEWEZEN)

    with pytest.raises(StapKanNiet):
        zet(aanvraag, "dubbel_melden", dubbel_van=ander)
    assert Aanvraag.objects.get(pk=aanvraag.pk).status == S.INGEDIEND


def test_without_a_hub_another_secretary_does_nothing():
    aanvraag, vreemd = aanvraag_in(S.INGEDIEND), iemand(Rol.SECRETARIS, ogon=ogon("buurt"))

    for stap in ("in_behandeling_nemen", "parkeren", "dubbel_melden", "vraag_stellen", "naar_ogon"):
        with pytest.raises(PermissionDenied):
            zet(aanvraag, stap, by=vreemd)


def test_after_an_act_from_the_list_one_is_back_in_the_list(als, hub):
    aanvraag, client = in_buurt(S.INGEDIEND), als(iemand(Rol.SECRETARIS))
    knop = client.get(LIJST).context["regels"][0].knoppen[2]
    assert (knop.label, knop.toets) == ("Parkeren", "p")

    morgen = f"{klok.vandaag() + timedelta(days=1):%d-%m-%Y}"
    antwoord = client.post(knop.url, {"tot": morgen, "reden": "Morgen.", "versie": aanvraag.versie})

    assert antwoord.url == LIJST


def test_a_reason_is_required(als, hub):
    aanvraag, client = in_buurt(S.INGEDIEND), als(iemand(Rol.SECRETARIS))
    morgen = f"{klok.vandaag() + timedelta(days=1):%d-%m-%Y}"
    pad = reverse("maatwerk:stap", args=[aanvraag.sleutel, "parkeren"])

    assert client.post(pad, {"tot": morgen, "versie": aanvraag.versie}).status_code == 422
    assert Aanvraag.objects.get(pk=aanvraag.pk).geparkeerd_tot is None


@pytest.mark.parametrize(
    ("query", "aantal_"),
    [({"ogon": "buurt"}, 1), ({"gemeente": "D"}, 1), ({"stand": "niets"}, 2), ({"ogon": "bestaat-niet"}, 0)],
)
def test_filters(als, hub, query, aantal_):
    in_buurt(S.INGEDIEND)
    aanvraag_in(S.INGEDIEND, gemeenten="D")

    assert len(titels(als(iemand(Rol.SECRETARIS)).get(LIJST, query))) == aantal_


def test_the_list_takes_the_same_queries_at_one_and_five(als, hub):
    client = als(iemand(Rol.SECRETARIS))

    def queries() -> int:
        with CaptureQueriesContext(connection) as geteld:
            assert client.get(LIJST).status_code == 200
        return len(geteld)

    aanvraag_in(S.IN_INTAKE)
    queries()
    een = queries()
    for _ in range(4):
        in_buurt(S.IN_INTAKE, gemeenten="UO")
    assert queries() == een <= 25
