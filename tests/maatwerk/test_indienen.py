"""Van een lege bladzijde naar een nummer: stappen, controleren, één keer indienen."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok
from duoplus.choices import BijlageSoort, Rol
from duoplus.models import Bijlage, Gebeurtenis
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from tests import factories as f
from tests.maatwerk.invullen import antwoorden, dien_in, stuur, url, vul_in

pytestmark = pytest.mark.django_db
NIEUW = "/aanvragen/nieuw/"


@pytest.fixture
def aanvrager(client):
    """A requester of Diemen who is logged in; OGON Bedrijfsvoering and Burger exist."""
    f.ogon(), f.ogon("burger")
    gebruiker = f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D"))
    client.force_login(gebruiker)
    return gebruiker


@pytest.fixture
def concept(aanvrager):
    return f.concept(by=aanvrager)


def test_an_empty_first_step_makes_nothing(client, aanvrager):
    response = client.get(NIEUW)

    assert response.status_code == 200
    assert "Valt dit werk onder het basistakenpakket of uw DVO?" in response.content.decode()
    assert not Aanvraag.objects.exists()


def test_the_first_step_makes_a_draft_and_goes_on(client, aanvrager):
    sleutel = uuid.uuid4()

    response = client.post(NIEUW, {"sleutel": sleutel, "stap": 1} | antwoorden(aanvrager)[1])

    concept = Aanvraag.objects.get()
    assert (concept.uuid, concept.titel, concept.status) == (
        sleutel,
        "Extra stembureaus en centrale tellocatie",
        S.CONCEPT,
    )
    assert response["Location"] == url("concept", concept, 2)


def test_the_same_press_twice_makes_one_draft(client, aanvrager):
    gegevens = {"sleutel": uuid.uuid4(), "stap": 1, "titel": "Twee keer"}

    client.post(NIEUW, gegevens)
    client.post(NIEUW, gegevens)

    assert Aanvraag.objects.count() == 1


def test_an_incomplete_first_step_is_kept_and_explained(client, aanvrager):
    response = client.post(
        NIEUW, {"sleutel": uuid.uuid4(), "stap": 1, "titel": "Alleen een titel"}, follow=True
    )

    pagina = response.content.decode()
    assert "Alleen een titel" in pagina
    assert pagina.count("Beschrijf wat u wilt bereiken.") == 2  # beside the field and in the summary


def test_somebody_elses_key_does_not_exist(client, aanvrager):
    ander = f.concept(by=f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D")))

    response = client.post(NIEUW, {"sleutel": ander.uuid, "stap": 1, "titel": "Overschrijf"})

    ander.refresh_from_db()
    assert (response.status_code, ander.concept_invoer) == (404, {})


@pytest.mark.parametrize("rol", [Rol.OPDRACHTGEVER, Rol.SECRETARIS, Rol.BEHEERDER])
def test_only_a_requester_begins(client, rol):
    client.force_login(f.maak(rol))

    assert client.get(NIEUW).status_code == 403
    assert client.post(NIEUW, {"titel": "Mag niet"}).status_code == 403


def test_a_wrong_step_keeps_everything_and_says_what_is_wrong(client, concept):
    response = stuur(client, concept, 3, gewenste_datum="morgen", uren_indicatie="ongeveer veel")

    pagina = response.content.decode()
    concept.refresh_from_db()
    assert response.status_code == 422
    assert pagina.count("‘morgen’ is geen datum.") == 2
    assert 'value="ongeveer veel"' in pagina
    assert concept.concept_invoer["uren_indicatie"] == "ongeveer veel"
    assert f'name="versie" value="{concept.versie}"' in pagina


def test_an_incomplete_step_can_be_left(client, concept):
    vorige = stuur(client, concept, 3, gewenste_datum="morgen", naar="2")
    later = stuur(client, concept, 3, gewenste_datum="overmorgen", naar="later")

    concept.refresh_from_db()
    assert vorige["Location"] == url("concept", concept, 2)
    assert later["Location"] == reverse("maatwerk:concepten")
    assert concept.concept_invoer["gewenste_datum"] == "overmorgen"


def test_another_device_goes_on_where_the_first_stopped(client, concept):
    stuur(client, concept, 1, **antwoorden(concept.aanvrager)[1])

    assert client.get(url("concept", concept))["Location"] == url("concept", concept, 2)
    assert (
        "Extra stembureaus en centrale tellocatie" in client.get(url("concept", concept, 1)).content.decode()
    )


def test_an_unknown_step_shows_the_first(client, concept):
    response = client.get(url("concept", concept, 99))

    assert (response.status_code, response.context["form"].nummer) == (200, 1)


@pytest.mark.parametrize("naam", ["concept", "concept_controleren", "concept_verwijderen", "concept_versies"])
def test_what_is_not_yours_does_not_exist(client, concept, naam):
    client.force_login(f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D")))

    vreemd, onbekend = (
        client.get(url(naam, concept)),
        client.get(reverse(f"maatwerk:{naam}", args=[uuid.uuid4()])),
    )

    assert (vreemd.status_code, onbekend.status_code) == (404, 404)
    assert client.post(url("concept", concept), {"stap": 1, "titel": "x"}).status_code == 404


def test_only_ogons_in_which_all_take_part(client, concept):
    """Diemen takes part in Bedrijfsvoering only."""
    ogons = dict(client.get(url("concept", concept, 2)).context["form"].fields["ogon"].choices)

    assert ogons == {str(f.ogon().pk): "Bedrijfsvoering | Diemen, Uithoorn en Ouder-Amstel"}


def test_ogons_follow_the_municipalities_that_are_ticked(client):
    aanvrager = f.maak(Rol.AANVRAGER, organisatie=f.gemeente("U"))
    f.ogon(), f.ogon("burger")
    client.force_login(aanvrager)
    concept = f.concept(by=aanvrager)
    diemen = str(f.gemeente("D").pk)

    fragment = client.get(
        url("concept_ogons", concept), {"gemeenten": diemen}, headers={"HX-Request": "true"}
    )
    geweigerd = stuur(client, concept, 2, gemeenten=[diemen], ogon=str(f.ogon("burger").pk))

    assert "Bedrijfsvoering" in fragment.content.decode()
    assert "Burger" not in fragment.content.decode()
    assert geweigerd.content.decode().count("Niet alle gekozen gemeenten doen mee aan dit OGON.") == 2


def test_a_municipality_that_has_left_is_not_offered(client, concept):
    f.gemeente("O").deelnames.update(tot=date(2020, 1, 1))

    anderen = client.get(url("concept", concept, 2)).context["form"].fields["gemeenten"].choices

    assert [naam for _, naam in anderen] == ["Uithoorn"]


def test_the_check_page_shows_every_answer(client, concept):
    vul_in(client, concept)

    pagina = client.get(url("concept_controleren", concept)).content.decode()

    for tekst in (
        "Extra stembureaus en centrale tellocatie",
        "Een wet of regel",
        f"1 maart {klok.vandaag().year + 1}",
        "90 uur",
        "0.2 Burgerzaken",
        "Incidenteel",
        "Voor mijzelf" if "Voor wie dient u" in pagina else "Lumpsum",
        "geen vergelijkbare aanvragen",
    ):
        assert tekst in pagina


def test_the_check_page_lists_what_is_missing_with_links(client, concept):
    stuur(client, concept, 1, **antwoorden(concept.aanvrager)[1])

    open_ = client.get(url("concept_controleren", concept))
    geweigerd = dien_in(client, concept)

    concept.refresh_from_db()
    doelen = [gat.doel for gat in open_.context["gaten"]]
    assert f"{url('concept', concept, 3)}&controle=ja#id_gewenste_datum" in doelen
    assert f"{url('concept', concept, 2)}&controle=ja#id_ogon_0" in doelen
    assert (geweigerd.status_code, concept.status) == (422, S.CONCEPT)
    assert (
        "Vul in waar het geld vandaan komt"
        in client.get(f"{url('concept', concept, 4)}&controle=ja").content.decode()
    )


def test_submitting_gives_a_number_and_the_answers(client, concept):
    vul_in(client, concept, gemeenten=[str(f.gemeente("U").pk)])

    response = dien_in(client, concept)

    aanvraag = Aanvraag.objects.get()
    assert (aanvraag.nummer, aanvraag.status) == (f"MW-{klok.vandaag().year}-0001", S.INGEDIEND)
    assert response["Location"] == f"/aanvragen/{aanvraag.nummer}/"
    assert {g.letter for g in aanvraag.gemeenten.all()} == {"D", "U"}
    assert (aanvraag.taakveld, aanvraag.i_s, aanvraag.uren_indicatie) == ("0.2", "I", 90)
    assert aanvraag.budgethouder.heeft_rol(Rol.BUDGETHOUDER)
    assert aanvraag.concept_invoer == {}
    feit = Gebeurtenis.objects.over(aanvraag).get()
    assert feit.gegevens["antwoorden"][0]["titel"] == "Uw vraag"


def test_what_somebody_does_not_know_is_left_open(client, concept):
    vul_in(
        client, concept, taakveld="weet_niet", i_s="weet_niet", valt_onder_dvo="weet_niet", uren_indicatie=""
    )

    dien_in(client, concept)

    aanvraag = Aanvraag.objects.get()
    assert (aanvraag.status, aanvraag.taakveld, aanvraag.i_s) == (S.INGEDIEND, "", "")
    assert (aanvraag.valt_onder_dvo, aanvraag.uren_indicatie) == ("weet_niet", None)


def test_who_thinks_it_is_in_the_dvo_is_advised_and_may_go_on(client, concept):
    vul_in(client, concept, valt_onder_dvo="ja")

    pagina = client.get(url("concept_controleren", concept)).content.decode()
    dien_in(client, concept)

    assert "Neem eerst contact op met de secretaris van uw OGON" in pagina
    assert Aanvraag.objects.get().valt_onder_dvo == "ja"


def test_submitting_twice_from_two_tabs_is_submitting_once(client, concept):
    vul_in(client, concept)
    concept.refresh_from_db()
    versie = concept.versie

    eerste = client.post(url("concept_controleren", concept), {"versie": versie, "sleutel": uuid.uuid4()})
    tweede = client.post(url("concept_controleren", concept), {"versie": versie, "sleutel": uuid.uuid4()})

    assert eerste["Location"] == tweede["Location"]
    assert Gebeurtenis.objects.filter(soort="maatwerk.aanvraag.indienen").count() == 1


def test_the_address_of_a_submitted_draft_leads_to_the_request(client, concept):
    vul_in(client, concept)
    dien_in(client, concept)
    aanvraag = Aanvraag.objects.get()

    for naam in ("concept", "concept_controleren", "concept_verwijderen"):
        assert client.get(url(naam, concept))["Location"] == aanvraag.get_absolute_url()


def test_a_draft_that_changed_meanwhile_is_checked_again(client, concept):
    vul_in(client, concept)
    concept.refresh_from_db()
    oud = concept.versie
    stuur(client, concept, 1, **antwoorden(concept.aanvrager)[1] | {"titel": "Nieuwe titel"})

    response = client.post(url("concept_controleren", concept), {"versie": oud}, follow=True)

    assert "Het concept is intussen gewijzigd" in response.content.decode()
    assert Aanvraag.objects.get().status == S.CONCEPT


def test_on_behalf_of_a_colleague(client, concept):
    collega = f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D"), naam="Aanvrager Diemen 2")
    vul_in(client, concept, namens=str(collega.pk))

    dien_in(client, concept)

    aanvraag = Aanvraag.objects.get()
    assert (aanvraag.aanvrager, aanvraag.ingevoerd_door) == (collega, concept.ingevoerd_door)


@pytest.mark.parametrize("letter", ["U", None])
def test_no_colleague_from_elsewhere_and_none_without_the_role(client, concept, letter):
    f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D"))  # so that there is a list at all
    vreemd = (
        f.maak(Rol.AANVRAGER, organisatie=f.gemeente(letter))
        if letter
        else f.maak(None, organisatie=f.gemeente("D"))
    )

    response = stuur(client, concept, 5, namens=str(vreemd.pk))

    assert response.status_code == 422
    assert response.content.decode().count("Deze collega kunt u niet (meer) kiezen.") == 2


def test_budget_holders_are_those_of_the_own_municipality_and_still_there(client, concept):
    eigen = f.iemand(Rol.BUDGETHOUDER, organisatie=f.gemeente("D"))
    weg = f.maak(Rol.BUDGETHOUDER, organisatie=f.gemeente("D"), is_active=False)
    oud = f.maak(Rol.BUDGETHOUDER, organisatie=f.gemeente("D"), tot=date(2021, 1, 1))
    vreemd = f.maak(Rol.BUDGETHOUDER, organisatie=f.gemeente("U"))

    keuzes = client.get(url("concept", concept, 4)).context["form"].fields["budgethouder"].choices

    assert [pk for pk, _ in keuzes] == [str(eigen.pk)]
    for ander in (weg, oud, vreemd):
        pagina = stuur(client, concept, 4, budgethouder=str(ander.pk), dekking="x").content.decode()
        assert pagina.count("Deze budgethouder kunt u niet (meer) kiezen.") == 2


def test_a_budget_holder_who_left_before_submitting_is_asked_again(client, concept):
    vul_in(client, concept)
    budgethouder = f.iemand(Rol.BUDGETHOUDER, organisatie=f.gemeente("D"))
    budgethouder.is_active = False
    budgethouder.save()

    response = dien_in(client, concept)

    assert response.status_code == 422
    assert "Deze budgethouder kunt u niet (meer) kiezen." in response.content.decode()


def test_who_asks_for_two_municipalities_chooses_one(client):
    f.ogon()
    aanvrager = f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D"))
    f.RoltoewijzingFactory(gebruiker=aanvrager, rol=Rol.AANVRAGER, organisatie=f.gemeente("U"))
    client.force_login(aanvrager)
    velden = antwoorden(aanvrager)[1] | {"organisatie": str(f.gemeente("U").pk)}

    client.post(NIEUW, velden | {"sleutel": uuid.uuid4(), "stap": 1})

    concept = Aanvraag.objects.get()
    assert concept.organisatie.letter == "U"
    stuur(client, concept, 1, **velden | {"organisatie": str(f.gemeente("D").pk)})
    concept.refresh_from_db()
    assert concept.organisatie.letter == "D"


def test_a_foreign_municipality_in_the_post_is_ignored(client, concept):
    stuur(client, concept, 1, titel="Stiekem", organisatie=str(f.gemeente("U").pk))

    concept.refresh_from_db()
    assert (concept.titel, concept.organisatie.letter) == ("Stiekem", "D")


def test_the_list_says_how_far_each_draft_is(client, concept):
    stuur(client, concept, 1, **antwoorden(concept.aanvrager)[1])
    f.concept(by=f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D")), titel="Van een ander")

    pagina = client.get(reverse("maatwerk:concepten")).content.decode()

    assert "Extra stembureaus en centrale tellocatie" in pagina
    assert "1 van 5 stappen compleet" in pagina
    assert "Van een ander" not in pagina


def test_no_drafts_yet(client, aanvrager):
    assert "U hebt geen concepten" in client.get(reverse("maatwerk:concepten")).content.decode()


def test_the_list_asks_the_database_a_fixed_number_of_times(client, aanvrager):
    def vragen(aantal: int) -> int:
        for nummer in range(aantal):
            f.concept(by=aanvrager, titel=f"Concept {nummer}")
        with CaptureQueriesContext(connection) as gesteld:
            response = client.get(reverse("maatwerk:concepten"))
        assert len(response.context["regels"]) == Aanvraag.objects.count()
        return len(gesteld)

    client.get(reverse("maatwerk:concepten"))
    assert vragen(1) == vragen(4) <= 15


def test_a_step_and_the_check_ask_the_database_a_fixed_number_of_times(client, concept):
    def vragen() -> list[int]:
        return [_aantal(client, url("concept", concept, stap)) for stap in range(1, 6)] + [
            _aantal(client, url("concept_controleren", concept))
        ]

    vul_in(client, concept)
    vragen()  # content types are read once
    eerst = vragen()
    for nummer in range(4):
        f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D"))
        f.maak(Rol.BUDGETHOUDER, organisatie=f.gemeente("D"))
        Bijlage.bewaar(
            b"x", onderwerp=concept, naam=f"{nummer}.txt", mime="text/plain", door=concept.aanvrager
        )

    assert vragen() == eerst
    assert max(eerst) <= 20


def _aantal(client, adres: str) -> int:
    with CaptureQueriesContext(connection) as gesteld:
        assert client.get(adres).status_code == 200
    return len(gesteld)


def test_a_draft_is_deleted_once_with_its_documents(client, concept):
    Bijlage.bewaar(b"x", onderwerp=concept, naam="a.txt", mime="text/plain", door=concept.aanvrager)
    vraag = client.get(url("concept_verwijderen", concept)).content.decode()
    gegevens = {"versie": concept.versie, "sleutel": uuid.uuid4()}

    eerste = client.post(url("concept_verwijderen", concept), gegevens)
    tweede = client.post(url("concept_verwijderen", concept), gegevens)

    assert "U kunt dit niet ongedaan maken" in vraag
    assert eerste["Location"] == tweede["Location"] == reverse("maatwerk:concepten")
    assert not Aanvraag.objects.exists()
    assert not Bijlage.objects.filter(soort=BijlageSoort.BIJLAGE).exists()
