"""De bladzijde van een cyclus: voor iedereen dezelfde fasen, voor ieder zijn eigen handelingen."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok
from duoplus import werk as mijn_werk
from duoplus.choices import Rol
from duoplus.models import Gebeurtenis
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import RondeStatus, StandpuntSoort
from maatwerk.jaarcyclus import cycluswerk
from maatwerk.models import Ronde, Standpunt
from ogon.actions.cyclus import naar_fase, open_cyclus
from ogon.choices import Fase
from ogon.fasen import VOLGORDE
from ogon.models import Cyclus
from tests.factories import VergaderingFactory, aanvraag_in, gemeente, iemand, maak, ogon, vervanger

pytestmark = pytest.mark.django_db
PAGINA = reverse("maatwerk:cyclus", args=["bedrijfsvoering", 2027])


@pytest.fixture(autouse=True)
def op_zondag():
    with klok.op(datetime(2026, 11, 22, 11, tzinfo=UTC)):
        yield


def prioriteren(slug: str = "bedrijfsvoering") -> Cyclus:
    voorzitter = iemand(Rol.VOORZITTER, ogon=ogon(slug))
    cyclus = open_cyclus(ogon(slug), 2027, by=voorzitter)
    for fase in VOLGORDE[1 : VOLGORDE.index(Fase.PRIORITEREN) + 1]:
        naar_fase(cyclus, fase, by=voorzitter)
    return cyclus


def adres(naam: str, *args: object) -> str:
    return reverse(f"maatwerk:{naam}", args=["bedrijfsvoering", *args])


def test_the_phases_with_their_days_and_what_i_can_do_now(als):
    prioriteren()
    pagina = als(iemand(Rol.OPDRACHTGEVER)).get(PAGINA).content.decode()

    assert 'aria-current="step"><b>Prioriteren</b>' in pagina
    assert "23 nov – 4 dec" in pagina
    assert "u kunt:" in pagina
    assert "meebeslissen over de volgorde" in pagina
    assert "9 werkdagen na 23 november 2026 is 4 december 2026. Niet meegeteld: 1 weekend." in pagina
    assert "Andere fase" not in pagina


@pytest.mark.parametrize("adres_", ["ogon", "ogon_list", "cyclus"])
def test_the_cycle_stands_on_the_pages_of_the_ogon(als, adres_):
    prioriteren()
    args = {"ogon": ["bedrijfsvoering"], "cyclus": ["bedrijfsvoering", 2027], "ogon_list": []}[adres_]
    antwoord = als(iemand(Rol.VOORZITTER)).get(reverse(f"maatwerk:{adres_}", args=args))

    assert "prioriteren" in antwoord.content.decode()
    assert PAGINA in antwoord.content.decode() or adres_ == "cyclus"


@pytest.mark.parametrize(("slug", "letters"), [("bedrijfsvoering", "DUO"), ("burger", "UO")])
def test_each_taking_part_municipality_has_its_seat_and_no_other(als, slug, letters):
    prioriteren(slug)
    blad = als(iemand(Rol.SECRETARIS, ogon=ogon(slug))).get(adres_van(slug)).context["blad"]

    assert [plek.gemeente.letter for plek in blad.plekken if plek.gemeente] == list(letters)


def adres_van(slug: str) -> str:
    return reverse("maatwerk:cyclus", args=[slug, 2027])


def test_who_is_who_names_the_substitute_with_the_days(als):
    prioriteren()
    baas = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("D"))
    invaller = vervanger(baas, van=date(2026, 11, 1), tot=date(2026, 12, 31))
    pagina = als(iemand(Rol.SECRETARIS)).get(PAGINA).content.decode()

    assert f"{invaller.naam}<span>Vervangt {baas.naam} van 1 november 2026 t/m 31 december 2026" in pagina


def test_progress_counts_positions_and_tells_none(als):
    cyclus = prioriteren()
    ronde = Ronde.objects.create(
        cyclus=cyclus, nummer=1, status=RondeStatus.VOORGELEGD, voorlegging=1, voorgelegd_op=klok.nu(),
        sluit_op=date(2026, 12, 4),
    )  # fmt: skip
    diemen = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("D"))
    for tekst in ("Eerst de wet", "Nog eens"):
        Standpunt.objects.create(
            ronde=ronde, voorlegging=1, organisatie=gemeente("D"), soort=StandpuntSoort.BEZWAAR, tekst=tekst,
            door=diemen,
        )  # fmt: skip
    pagina = als(iemand(Rol.VOORZITTER)).get(PAGINA).content.decode()

    assert "1 van 3 standpunten gegeven" in pagina
    assert "Eerst de wet" not in pagina
    assert "ezwaar" not in pagina


def test_the_chair_moves_on_and_the_page_says_so(als):
    cyclus = prioriteren()
    antwoord = als(iemand(Rol.VOORZITTER)).post(
        adres("cyclus_fase", 2027), {"fase": "vaststellen", "versie": cyclus.versie}, follow=True
    )

    assert antwoord.redirect_chain == [(PAGINA, 302)]
    assert "De cyclus is nu in de fase ‘Vaststellen’." in antwoord.content.decode()
    assert "ging van ‘Prioriteren’ naar ‘Vaststellen’" in antwoord.content.decode()


def test_back_without_a_reason_is_refused_and_keeps_what_was_chosen(als):
    cyclus = prioriteren()
    antwoord = als(iemand(Rol.VOORZITTER)).post(
        adres("cyclus_fase", 2027), {"fase": "toetsen", "versie": cyclus.versie}
    )

    assert antwoord.status_code == 422
    assert "Schrijf op waarom u teruggaat van ‘Prioriteren’ naar ‘Toetsen’." in antwoord.content.decode()
    assert Cyclus.objects.get().fase == Fase.PRIORITEREN


def test_a_chair_who_comes_second_gets_both_versions(als):
    cyclus, voorzitter = prioriteren(), iemand(Rol.VOORZITTER)
    gezien = cyclus.versie
    naar_fase(cyclus, Fase.VASTSTELLEN, by=voorzitter)

    antwoord = als(voorzitter).post(adres("cyclus_fase", 2027), {"fase": "vaststellen", "versie": gezien})

    assert antwoord.status_code == 409


def test_other_days_ask_a_reason_and_stay_in_order(als):
    cyclus = prioriteren()
    client, pad = als(iemand(Rol.SECRETARIS)), adres("cyclus_dagen", 2027, "prioriteren")
    dagen = {"van": "24-11-2026", "tot": "4-12-2026", "versie": cyclus.versie}

    assert "Schrijf op waarom" in client.post(pad, dagen).content.decode()
    te_laat = client.post(pad, dagen | {"tot": "8-12-2026", "reden": "Later"})
    assert (te_laat.status_code, "begint op 7 december 2026" in te_laat.content.decode()) == (422, True)
    assert client.post(pad, dagen | {"reden": "Het overleg valt later."}).status_code == 302
    assert "Verzet op 22 november 2026" in client.get(PAGINA).content.decode()


def test_a_new_year_opens_once(als):
    client = als(iemand(Rol.VOORZITTER))

    assert client.post(adres("cyclus_openen"), {"jaar": "2027"}).url == PAGINA
    assert client.post(adres("cyclus_openen"), {"jaar": "2027"}).status_code == 422
    assert Gebeurtenis.objects.filter(soort="ogon.cyclus.openen").count() == 1


def test_a_cycle_of_another_ogon_does_not_exist(als):
    prioriteren("burger")
    diemen = maak(Rol.OPDRACHTGEVER, organisatie=gemeente("D"), ogon=ogon())

    assert als(diemen).get(adres_van("burger")).status_code == 404
    assert als(diemen).get(reverse("maatwerk:cyclus", args=["bedrijfsvoering", 2031])).status_code == 404


def test_one_page_takes_the_same_queries_at_one_and_five(als):
    prioriteren()
    client = als(iemand(Rol.SECRETARIS))

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as geteld:
            assert client.get(PAGINA).status_code == 200
        return len(geteld)

    queries()
    aanvraag_in(S.GEPRIORITEERD)
    VergaderingFactory(gremium=ogon())
    een = queries()
    for _ in range(4):
        aanvraag_in(S.GEPRIORITEERD)
    VergaderingFactory(gremium=ogon(), datum=date(2027, 1, 14))
    prioriteren("burger")
    assert queries() == een <= 40


def test_a_phase_whose_last_day_has_passed_waits_for_its_chair(als):
    cyclus, voorzitter = prioriteren(), iemand(Rol.VOORZITTER)
    assert mijn_werk.tel(voorzitter, "cyclus") == 0

    with klok.op(datetime(2026, 12, 7, 11, tzinfo=UTC)):
        assert (mijn_werk.tel(voorzitter, "cyclus"), mijn_werk.tel(iemand(Rol.SECRETARIS), "cyclus")) == (
            1,
            0,
        )
        taak = cycluswerk.lees(voorzitter, 10)[0]
        assert (taak.wat, taak.is_te_laat) == ("Zet de cyclus een fase verder", True)
        pagina = als(voorzitter).get(PAGINA).content.decode()
        assert "De laatste dag is voorbij" in pagina
        naar_fase(cyclus, Fase.VASTSTELLEN, by=voorzitter)
        assert mijn_werk.tel(voorzitter, "cyclus") == 0


def test_a_cycle_with_an_order_in_the_making_warns_and_does_not_close(als):
    cyclus, voorzitter = prioriteren(), iemand(Rol.VOORZITTER)
    Ronde.objects.create(cyclus=cyclus, nummer=1)
    client = als(voorzitter)
    assert "de volgorde is nog niet vastgesteld" in client.get(adres("cyclus_fase", 2027)).content.decode()

    for fase in VOLGORDE[VOLGORDE.index(Fase.VASTSTELLEN) :]:
        naar_fase(cyclus, fase, by=voorzitter)
    antwoord = client.post(adres("cyclus_sluiten", 2027), {"versie": cyclus.versie})

    assert (antwoord.status_code, "Rond haar eerst af." in antwoord.content.decode()) == (422, True)
    assert Cyclus.objects.get().afgesloten_op is None
