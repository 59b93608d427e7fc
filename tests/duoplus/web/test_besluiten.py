"""Het register van besluiten en de besluitenlijst op het scherm: wie wat ziet, en wat iemand ermee doet."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from duoplus import besluiten, inzage, klok
from duoplus.actions import vergaderen
from duoplus.actions.uitvoering import leg_stand_vast, versie_van
from duoplus.choices import BesluitSoort, Besluitstand, GremiumSoort, Rol
from duoplus.models import Besluit
from maatwerk.choices import AanvraagStatus as S
from tests.duoplus.actions.test_uitvoering import neem
from tests.duoplus.reports.test_besluitenlijst import gehouden, vastgesteld
from tests.factories import aanvraag_in, gemeente, iemand, maak, ogon
from tests.factories.organisaties import directieberaad
from tests.factories.overleg import gepland, gremium, leider

pytestmark = pytest.mark.django_db


@pytest.fixture
def als(client):
    def inloggen(wie):
        client.force_login(wie)
        return client

    return inloggen


def nummers(client, **filter) -> list[str]:
    antwoord = client.get(reverse("besluit_list"), filter | {"sorteer": "nummer"})
    assert antwoord.status_code == 200
    return re.findall(r">(BES-\d{4}-\d{4})<|c-nr[^>]*>(BES-\d{4}-\d{4})", antwoord.text)


def getoond(client, **filter) -> set[str]:
    return {a or b for a, b in nummers(client, **filter)}


def van_overleg() -> dict[str, Besluit]:
    """One decision of each kind of body."""
    cpi, beraad = gremium(), directieberaad()
    return {
        "ogon": neem(),
        "buurt": besluiten.neem(
            ogon("buurt"),
            BesluitSoort.AKKOORD,
            titel="Groen",
            reden="Zo.",
            by=iemand(Rol.VOORZITTER, ogon=ogon("buurt")),
        ),
        "cpi": besluiten.neem(cpi, BesluitSoort.AKKOORD, titel="Inkoop", reden="Zo.", by=leider(cpi)),
        "beraad": besluiten.neem(beraad, BesluitSoort.AKKOORD, titel="Koers", reden="Zo.", by=leider(beraad)),
    }


@pytest.mark.parametrize(
    ("rol", "ziet"),
    [
        (Rol.VOORZITTER, {"ogon"}),
        (Rol.SECRETARIS, {"ogon"}),
        (Rol.OPDRACHTGEVER, {"ogon"}),
        (Rol.CPI, {"cpi"}),
        (Rol.AANVRAGER, set()),
        (Rol.UITVOERDER, set()),
        (Rol.TEAMMANAGER, set()),
        (Rol.DIRECTIEBERAAD, {"ogon", "buurt", "cpi", "beraad"}),
        (Rol.BESTUURSADVISEUR, {"ogon", "buurt", "cpi", "beraad"}),
        (Rol.CONCERNCONTROLLER, {"ogon", "buurt", "cpi", "beraad"}),
        (Rol.ACCOUNTANT, {"ogon", "buurt", "cpi", "beraad"}),
        (Rol.BEHEERDER, {"ogon", "buurt", "cpi", "beraad"}),
    ],
)
def test_who_sits_in_a_body_or_controls_it_knows_what_it_decided(als, rol, ziet):
    er_zijn = van_overleg()
    client = als(iemand(rol))

    assert getoond(client) == {er_zijn[naam].nummer for naam in ziet}
    for naam, besluit in er_zijn.items():
        assert client.get(besluit.get_absolute_url()).status_code == (200 if naam in ziet else 404)


def test_who_may_open_the_request_reads_its_decision_and_who_decides_along_knows_it(als):
    besluit = aanvraag_in(S.GEPRIORITEERD, gemeenten="U").besluitregels.get().besluit
    for wie, ziet in (
        (iemand(Rol.AANVRAGER, organisatie=gemeente("U")), True),
        (iemand(Rol.AANVRAGER, organisatie=gemeente("D")), False),
        (iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("D")), True),
        (maak(Rol.VOORZITTER, ogon=ogon("buurt")), False),
        (iemand(Rol.TEAMMANAGER), True),
        (maak(None), False),
    ):
        assert inzage.visible_to(Besluit, wie).filter(pk=besluit.pk).exists() == ziet
        assert (besluit.nummer in getoond(als(wie))) == ziet
        assert als(wie).get(besluit.get_absolute_url()).status_code == (200 if ziet else 404)


def test_whoever_has_to_carry_it_out_may_read_it(als):
    besluit, wie = neem(), maak(Rol.UITVOERDER)
    assert als(wie).get(besluit.get_absolute_url()).status_code == 404
    leg_stand_vast(besluit, Besluitstand.BEZIG, by=iemand(Rol.VOORZITTER), eigenaar=wie)
    assert als(wie).get(besluit.get_absolute_url()).status_code == 200


def test_filters_narrow_it_and_only_they(als):
    voorzitter, wie = iemand(Rol.VOORZITTER), maak(Rol.TEAMMANAGER)
    open_, weg, oud = neem(), neem(BesluitSoort.AFWIJZEN), neem(titel="Archief")
    laat = neem()
    leg_stand_vast(oud, Besluitstand.BEZIG, by=voorzitter, eigenaar=wie)
    leg_stand_vast(laat, Besluitstand.BEZIG, by=voorzitter, uiterlijk=klok.vandaag() - timedelta(days=1))
    client = als(voorzitter)

    def zie(**filter):
        return getoond(client, **filter)

    assert zie(stand="open") == {open_.nummer}
    assert zie(stand="te_doen") == {open_.nummer, oud.nummer, laat.nummer}
    assert zie(stand="te_laat") == {laat.nummer}
    assert zie(stand="uitgevoerd") == {weg.nummer} == zie(soort="afwijzen")
    assert zie(eigenaar=str(wie.pk)) == {oud.nummer} == zie(q="archief") == zie(q=oud.nummer)
    vandaag, morgen = klok.vandaag(), klok.vandaag() + timedelta(days=1)
    assert len(zie(van=f"{vandaag:%d-%m-%Y}", overleg=ogon().slug)) == 4
    assert zie(van=f"{morgen:%d-%m-%Y}") == set()


def test_what_it_was_replaced_by_is_in_the_row_and_on_the_page(als):
    oud = neem()
    nieuw = neem(vervangt=oud)
    client = als(iemand(Rol.VOORZITTER))
    rij = client.get(reverse("besluit_list"), {"stand": "vervallen"}).text
    assert f'href="{nieuw.nummer}/"' in rij
    assert f'vervangen door <a href="{nieuw.get_absolute_url()}"' in client.get(oud.get_absolute_url()).text


@pytest.mark.parametrize("rol", [Rol.VOORZITTER, Rol.CONCERNCONTROLLER, Rol.OPDRACHTGEVER])
def test_a_page_asks_as_much_for_five_as_for_one(als, rol, django_assert_max_num_queries):
    client = als(iemand(rol))

    def hoeveel() -> int:
        with django_assert_max_num_queries(40) as geteld:
            assert client.get(reverse("besluit_list")).status_code == 200
        return len(geteld)

    neem()
    hoeveel()
    eerst = hoeveel()
    for _ in range(4):
        leg_stand_vast(neem(), Besluitstand.BEZIG, by=iemand(Rol.VOORZITTER), eigenaar=maak(Rol.UITVOERDER))
    assert hoeveel() == eerst


def test_it_goes_along_in_an_export_in_words(als):
    besluit = neem(BesluitSoort.AKKOORD_MITS, voorwaarde="Als het past.")
    url = reverse("export", kwargs={"lijst": "besluiten", "formaat": "csv"})
    antwoord = als(iemand(Rol.VOORZITTER)).get(url, {"kolommen": "soort,stand,voorwaarde"})
    inhoud = b"".join(antwoord).decode("utf-8-sig")
    assert f"{besluit.nummer};Openingstijden;Akkoord mits;Nog uit te voeren;Als het past." in inhoud
    assert inhoud.count("BES-") == 1


def test_the_chair_says_how_far_it_is_and_a_stale_screen_gets_409(als):
    besluit, wie = neem(), maak(Rol.TEAMMANAGER)
    url = reverse("besluit_uitvoeren", args=[besluit.nummer])
    client, versie = als(iemand(Rol.VOORZITTER)), versie_van(besluit)
    velden = {"stand": "bezig", "eigenaar": wie.pk, "uiterlijk": "1-3-2027", "versie": versie}

    assert client.get(url).context["form"]["stand"].value() == "open"
    assert client.post(url, velden | {"stand": ""}).status_code == 422
    assert client.post(url, velden)["Location"] == besluit.get_absolute_url()
    bladzijde = client.get(besluit.get_absolute_url()).text
    assert "In uitvoering" in bladzijde and wie.naam in bladzijde and "1 maart 2027" in bladzijde
    oud = client.post(url, velden | {"stand": "uitgevoerd"})
    assert oud.status_code == 409 and "In uitvoering" in oud.text


def test_who_may_not_say_so_gets_403_and_who_may_not_know_404(als):
    url = reverse("besluit_uitvoeren", args=[neem().nummer])
    assert als(iemand(Rol.OPDRACHTGEVER)).get(url).status_code == 403
    assert als(iemand(Rol.AANVRAGER)).get(url).status_code == 404


def test_the_list_of_a_meeting_on_screen_and_as_pdf(als):
    vergadering = vastgesteld()
    vergaderen.corrigeer(
        vergadering, stond_er="8 uur", moet_zijn="9 uur", reden="Typefout", by=iemand(Rol.VOORZITTER)
    )
    client = als(iemand(Rol.OPDRACHTGEVER))
    bladzijde = client.get(reverse("besluitenlijst", args=[vergadering.pk])).text
    for woord in ("Past in de uren.", "Offerte opvragen", "Verbeterd na het vaststellen", "9 uur"):
        assert woord in bladzijde
    pdf = client.get(reverse("besluitenlijst_pdf", args=[vergadering.pk]))
    assert pdf["Content-Type"] == "application/pdf" and b"".join(pdf).startswith(b"%PDF")


def test_before_adopting_it_says_concept_and_is_not_kept(als):
    vergadering = gehouden()
    client = als(iemand(Rol.SECRETARIS))
    assert "Concept als PDF" in client.get(reverse("besluitenlijst", args=[vergadering.pk])).text
    pdf = client.get(reverse("besluitenlijst_pdf", args=[vergadering.pk]))
    assert pdf["Content-Disposition"].startswith('attachment; filename="Concept')


def test_there_is_no_list_before_the_meeting_nor_for_others(als):
    straks, was = gepland(), vastgesteld()
    for naam in ("besluitenlijst", "besluitenlijst_pdf"):
        assert als(iemand(Rol.VOORZITTER)).get(reverse(naam, args=[straks.pk])).status_code == 404
        assert als(iemand(Rol.AANVRAGER)).get(reverse(naam, args=[was.pk])).status_code == 404


def test_it_is_found_by_its_number_by_who_may_know_it(als):
    besluit = van_overleg()["cpi"]
    for wie, ziet in ((leider(gremium(GremiumSoort.CPI_OVERLEG)), True), (iemand(Rol.AANVRAGER), False)):
        antwoord = als(wie).get(reverse("zoeken"), {"q": besluit.nummer})
        assert (f'href="{besluit.get_absolute_url()}"' in antwoord.text) == ziet


def test_a_meeting_leads_to_its_list_once_it_began(als):
    straks, was = gepland(), gehouden()
    client = als(iemand(Rol.OPDRACHTGEVER))
    for vergadering, staat_er in ((straks, False), (was, True)):
        url = reverse("besluitenlijst", args=[vergadering.pk])
        assert (url in client.get(vergadering.get_absolute_url()).text) == staat_er
