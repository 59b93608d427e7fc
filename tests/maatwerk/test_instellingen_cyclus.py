"""Jaarkalender, gewichten en draaischijf: met een dag, een reden, en nooit een stand die niet kan."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from duoplus import instellingen, klok
from duoplus.actions.instellingen import voer_uit
from duoplus.choices import Rol
from duoplus.instellingen import OPVOLGEN, WIJZIGEN
from duoplus.models import Gremium, Termijn
from duoplus.transitions import StapKanNiet
from maatwerk.forms.gewichten import ONDERDELEN
from maatwerk.models import Gewicht
from ogon.actions.cyclus import dagen_volgens_kalender, open_cyclus
from ogon.choices import Fase
from ogon.models import Faseregel
from tests.factories import iemand, maak, ogon

pytestmark = pytest.mark.django_db
MORGEN = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def op_zondag():
    with klok.op(datetime(2026, 11, 22, 11, tzinfo=UTC)):
        yield


def volg_op(slug: str, obj, **waarden):
    deel = instellingen.onderdeel(slug)
    return voer_uit(
        deel, OPVOLGEN, obj, by=maak(Rol.BEHEERDER), waarden={"van": MORGEN} | waarden, reden="Anders."
    )


def regel(fase: str) -> Faseregel:
    return Faseregel.objects.get(fase=fase, tot=None)


def test_a_new_rule_counts_for_cycles_opened_from_its_day_on():
    oud = open_cyclus(ogon(), 2027, by=iemand(Rol.VOORZITTER))
    volg_op("jaarkalender", regel(Fase.PRIORITEREN), dag=25, maand=11, jaar_verschuiving=-1, werkdagen=5)

    with klok.op(klok.nu() + timedelta(days=1)):
        dagen = {p.fase: (p.van, p.tot) for p in dagen_volgens_kalender(2027)}
    assert dagen[Fase.PRIORITEREN] == (date(2026, 11, 25), date(2026, 12, 1))
    assert oud.fasen.get(fase=Fase.PRIORITEREN).van == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("waarden", "zin"),
    [
        ({"dag": 1, "maand": 9}, "‘Toetsen’ begint op"),
        ({"dag": 25, "maand": 11, "werkdagen": 30}, "dan is ‘Vaststellen’ al begonnen"),
    ],
)
def test_a_rule_that_puts_the_year_in_a_circle_is_refused_with_a_sentence(waarden, zin):
    with pytest.raises(StapKanNiet, match=zin):
        volg_op(
            "jaarkalender", regel(Fase.PRIORITEREN), **({"jaar_verschuiving": -1, "werkdagen": 10} | waarden)
        )
    assert Faseregel.objects.filter(fase=Fase.PRIORITEREN).count() == 1


def gewichten(**anders: int) -> dict[str, int]:
    return dict(zip(ONDERDELEN, (30, 20, 20, 15, 10, 5), strict=True)) | anders


def test_new_weights_end_the_old_ones():
    oud = Gewicht.objects.get()
    volg_op("gewichten", oud, **gewichten(wettelijk=40, bestuurlijk=10))

    oud.refresh_from_db()
    assert oud.tot == date(2026, 11, 22)
    assert Gewicht.objects.geldig_op(MORGEN).get().wettelijk == 40
    assert Gewicht.objects.geldig_op(klok.vandaag()).get().wettelijk == 30


def test_weights_that_are_not_100_are_refused_with_the_sum(client):
    client.force_login(maak(Rol.BEHEERDER))
    oud = Gewicht.objects.get()
    pad = reverse("instelling_handeling", args=["gewichten", oud.pk, "opvolgen"])

    antwoord = client.post(pad, gewichten(wettelijk=31) | {"van": "23-11-2026", "reden": "Anders."})

    assert antwoord.status_code == 422
    assert "Samen zijn de gewichten 101. Maak er precies 100 van." in antwoord.content.decode()
    assert Gewicht.objects.count() == 1


@pytest.mark.parametrize("slug", ["jaarkalender", "gewichten"])
def test_only_the_beheerder_reads_and_changes_them(client, slug):
    pad = reverse("instelling_list", args=[slug])
    for rol, status in ((Rol.BEHEERDER, 200), (Rol.TEAMMANAGER, 404)):
        client.force_login(maak(rol))
        assert client.get(pad).status_code in (status, 403 if status == 404 else status)


def test_there_is_one_draaischijf():
    deel, beheerder = instellingen.onderdeel("ogons"), maak(Rol.BEHEERDER)
    eerste, tweede = ogon(), ogon("buurt")
    waarden = {"naam": eerste.naam, "coordineert": True}
    voer_uit(deel, WIJZIGEN, eerste, by=beheerder, waarden=waarden)
    assert Gremium.objects.get(coordineert=True).slug == "bedrijfsvoering"

    with pytest.raises(StapKanNiet, match="OGON Bedrijfsvoering is de draaischijf"):
        voer_uit(deel, WIJZIGEN, tweede, by=beheerder, waarden={"naam": tweede.naam, "coordineert": True})


def test_terms_of_the_cycle_stand_among_the_terms():
    sleutels = set(instellingen.onderdeel("termijnen").queryset().values_list("sleutel", flat=True))

    assert {"ogon.standpunt", "ogon.conflict", "ogon.consultatie"} <= sleutels
    assert Termijn.objects.filter(sleutel="ogon.standpunt").exists()
