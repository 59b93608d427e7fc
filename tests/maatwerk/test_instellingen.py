"""Tarieven en sleutels: de één stelt op, een ander stelt vast, en tot dan rekent niets ermee."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from duoplus import instellingen, klok, werk
from duoplus.actions.instellingen import afwijzen, vaststellen, voer_uit
from duoplus.choices import Rol
from duoplus.instellingen import BEEINDIGEN, NIEUW, OPVOLGEN
from duoplus.models import Bericht, Gebeurtenis, Roltoewijzing, Wijzigingsvoorstel
from duoplus.transitions import StapKanNiet
from maatwerk.models import SleutelAandeel, Tarief, Verdeelsleutel
from tests.duoplus.web.test_instellingen import bevestig, stuur
from tests.factories import gemeente, iemand, maak
from tests.factories.geld import VerdeelsleutelFactory, geldzaken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def geld(db):
    for letter in "DUO":
        gemeente(letter)
    geldzaken()


def over(dagen: int) -> date:
    return klok.vandaag() + timedelta(days=dagen)


def getypt(dagen: int) -> str:
    return f"{over(dagen).day}-{over(dagen).month}-{over(dagen).year}"


def stel_voor(slug="tarieven", handeling=OPVOLGEN, obj=None, **waarden) -> Wijzigingsvoorstel:
    if slug == "tarieven" and handeling == OPVOLGEN:
        obj = obj or Tarief.objects.get(functiegroep="B")
        waarden = {"naam": obj.naam, "bedrag": Decimal("92.00"), "van": over(10)} | waarden
    deel = instellingen.onderdeel(slug)
    return voer_uit(deel, handeling, obj, by=iemand(Rol.CONCERNCONTROLLER), waarden=waarden, reden="Cao.")


def bedragen() -> dict[str, Decimal]:
    return Tarief.objects.per_functiegroep(over(10))


# Two people ----------------------------------------------------------------------------------------------


def test_a_proposal_counts_for_nothing_until_another_decides():
    voorstel = stel_voor()
    assert bedragen()["B"] == 88
    assert Tarief.objects.filter(functiegroep="B").count() == 1

    tarief = vaststellen(voorstel, by=iemand(Rol.DIRECTIEBERAAD))

    assert bedragen()["B"] == 92
    assert Tarief.objects.per_functiegroep(over(9))["B"] == 88
    assert tarief.opgesteld_door == iemand(Rol.CONCERNCONTROLLER)
    assert tarief.vastgesteld_door == iemand(Rol.DIRECTIEBERAAD)
    feit = Gebeurtenis.objects.over(tarief).get()
    assert (feit.door, feit.gegevens["opgesteld_door"]) == (
        tarief.vastgesteld_door,
        tarief.opgesteld_door.naam,
    )


def test_who_drew_it_up_does_not_decide_even_with_both_roles():
    voorstel, controller = stel_voor(), iemand(Rol.CONCERNCONTROLLER)
    Roltoewijzing.objects.create(gebruiker=controller, rol=Rol.DIRECTIEBERAAD, van=over(-1))
    controller.vergeet_rollen()

    for besluit in (vaststellen, lambda v, by: afwijzen(v, by=by, toelichting="Nee.")):
        with pytest.raises(StapKanNiet, match="stelde dit zelf op"):
            besluit(voorstel, by=controller)
    assert bedragen()["B"] == 88


def test_only_the_concerncontroller_draws_up_and_only_the_directieberaad_decides():
    voorstel = stel_voor()
    for rol in set(Rol) - {Rol.DIRECTIEBERAAD}:
        with pytest.raises(PermissionDenied):
            vaststellen(voorstel, by=maak(rol))
    for rol in set(Rol) - {Rol.CONCERNCONTROLLER}:
        with pytest.raises(PermissionDenied):
            voer_uit(
                instellingen.onderdeel("tarieven"), OPVOLGEN, Tarief.objects.first(), by=maak(rol), waarden={}
            )


def test_the_database_wants_two_people():
    voorstel = stel_voor()
    with pytest.raises(IntegrityError, match="voorstel_twee_personen"), transaction.atomic():
        Wijzigingsvoorstel.objects.filter(pk=voorstel.pk).update(
            besloten_door=voorstel.opgesteld_door, besloten_op=klok.nu(), akkoord=True
        )
    iemand_ = maak(None)
    with pytest.raises(IntegrityError, match="sleutel_twee_personen"), transaction.atomic():
        VerdeelsleutelFactory(opgesteld_door=iemand_, vastgesteld_door=iemand_)


def test_a_decision_stays_and_is_taken_once():
    voorstel = stel_voor()
    afwijzen(voorstel, by=iemand(Rol.DIRECTIEBERAAD), toelichting="Te hoog.")

    with pytest.raises(StapKanNiet, match="al besloten"):
        vaststellen(voorstel, by=iemand(Rol.DIRECTIEBERAAD))
    with pytest.raises(IntegrityError, match="liggen vast"), transaction.atomic():
        Wijzigingsvoorstel.objects.filter(pk=voorstel.pk).update(toelichting="Toch niet.")
    assert bedragen()["B"] == 88


def test_a_proposal_on_what_changed_since_is_not_decided():
    eerste, tweede = stel_voor(), stel_voor(bedrag=Decimal("95.00"))
    vaststellen(eerste, by=iemand(Rol.DIRECTIEBERAAD))

    with pytest.raises(StapKanNiet, match="intussen gewijzigd"):
        vaststellen(tweede, by=iemand(Rol.DIRECTIEBERAAD))
    assert bedragen()["B"] == 92


def test_who_decides_hears_of_it_and_finds_it_in_the_work_list():
    directeur, controller = iemand(Rol.DIRECTIEBERAAD), iemand(Rol.CONCERNCONTROLLER)
    voorstel = stel_voor()

    assert Bericht.objects.get(ontvanger=directeur).onderwerp == "Vaststellen: B Functiegroep"
    assert "Stel vast of wijs af" in {taak.wat for taak in werk.taken(directeur)}
    assert "Stel vast of wijs af" not in {taak.wat for taak in werk.taken(controller)}
    vaststellen(voorstel, by=directeur)
    assert Bericht.objects.get(ontvanger=controller).onderwerp == "Vastgesteld: B Functiegroep"


# Keys ----------------------------------------------------------------------------------------------------


def sleutel(letters: str = "DUO") -> Verdeelsleutel:
    return Verdeelsleutel.objects.get(naam=" ".join(letters))


def aandelen(**delen: str) -> dict[int, Decimal]:
    return {gemeente(letter).pk: Decimal(deel) for letter, deel in delen.items()}


def test_a_key_is_succeeded_for_the_same_municipalities():
    oud = sleutel()
    nieuw = {"naam": "D U O", "basis": "inwoners", "besluit": "Directieberaad 12 januari", "van": over(10)}
    voorstel = stel_voor("sleutels", OPVOLGEN, oud, aandelen=aandelen(D="0.4", U="0.4", O="0.2"), **nieuw)
    vaststellen(voorstel, by=iemand(Rol.DIRECTIEBERAAD))

    drie = frozenset(aandelen(D="1", U="1", O="1"))
    assert Verdeelsleutel.objects.voor(drie, over(9)) == oud
    assert Verdeelsleutel.objects.voor(drie, over(10)).als_fracties() == aandelen(D="0.4", U="0.4", O="0.2")
    with pytest.raises(StapKanNiet, match="dezelfde gemeenten"):
        stel_voor("sleutels", OPVOLGEN, sleutel("UO"), aandelen=aandelen(D="0.5", U="0.5"), **nieuw)


def test_two_keys_for_the_same_municipalities_are_refused_when_proposed():
    with pytest.raises(StapKanNiet, match="geldt in deze periode al een sleutel"):
        stel_voor(
            "sleutels", NIEUW, naam="Nog een", basis="vast", besluit="x", van=over(1), tot=None,
            aandelen=aandelen(U="0.5", O="0.5"),
        )  # fmt: skip
    assert not Wijzigingsvoorstel.objects.exists()


@pytest.mark.parametrize("delen", [{"U": "0.5", "O": "0.49"}, {"U": "0.6", "O": "0.41"}, {}])
def test_the_database_wants_shares_that_total_one(delen):
    with pytest.raises(IntegrityError, match="precies 100%"), transaction.atomic():
        Verdeelsleutel.objects.update(tot=over(400))
        los = VerdeelsleutelFactory(naam="Los", van=over(500), tot=over(501))
        for letter, deel in delen.items():
            SleutelAandeel.objects.create(sleutel=los, organisatie=gemeente(letter), aandeel=Decimal(deel))
        _oordeel_nu()


def test_the_database_wants_one_key_a_day_for_the_same_municipalities():
    with pytest.raises(IntegrityError, match="al een sleutel"), transaction.atomic():
        VerdeelsleutelFactory.van_letters({"U": Decimal("0.5"), "O": Decimal("0.5")}, van=over(500))
        _oordeel_nu()


def _oordeel_nu() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_key_may_end():
    voorstel = stel_voor("sleutels", BEEINDIGEN, sleutel("UO"), tot=over(30))
    vaststellen(voorstel, by=iemand(Rol.DIRECTIEBERAAD))
    assert Verdeelsleutel.objects.voor(frozenset(aandelen(U="1", O="1")), over(31)) is None


# On screen -----------------------------------------------------------------------------------------------


@pytest.fixture
def controller(client):
    client.force_login(iemand(Rol.CONCERNCONTROLLER))
    return client


def adres(obj, slug: str) -> str:
    return reverse("instelling_handeling", args=[slug, obj.pk, "opvolgen"])


def test_from_proposal_to_tariff_in_the_browser(controller, client):
    tarief = Tarief.objects.get(functiegroep="B")
    velden = {"naam": "Functiegroep", "bedrag": "92,50", "van": getypt(10)}
    gedaan = bevestig(controller, adres(tarief, "tarieven"), **velden)
    voorstel = Wijzigingsvoorstel.objects.get()
    assert gedaan["Location"] == f"/instellingen/voorstellen/{voorstel.pk}/"
    assert "U stelde dit op" in controller.get(gedaan["Location"]).content.decode()
    assert controller.get(f"{gedaan['Location']}vaststellen/").status_code == 403

    client.force_login(iemand(Rol.DIRECTIEBERAAD))
    assert stuur(client, f"{gedaan['Location']}vaststellen/").status_code == 302
    assert bedragen()["B"] == Decimal("92.50")
    assert "Vastgesteld" in client.get(gedaan["Location"]).content.decode()
    assert client.get(f"{gedaan['Location']}vaststellen/").status_code == 302


def test_rejecting_takes_a_reason(controller, client):
    voorstel = stel_voor()
    client.force_login(iemand(Rol.DIRECTIEBERAAD))
    url = f"/instellingen/voorstellen/{voorstel.pk}/afwijzen/"

    assert stuur(client, url, toelichting="").status_code == 422
    assert stuur(client, url, toelichting="Te hoog.").status_code == 302
    assert "Te hoog." in client.get(f"/instellingen/voorstellen/{voorstel.pk}/").content.decode()


@pytest.mark.parametrize("bedrag", ["0", "9999999", "-5", "tachtig", "88,505", "", "=1+1", "1e9", "NaN"])
def test_a_tariff_that_cannot_be_is_refused(controller, bedrag):
    tarief = Tarief.objects.get(functiegroep="B")
    antwoord = stuur(
        controller, adres(tarief, "tarieven"), naam="Functiegroep", bedrag=bedrag, van=getypt(10)
    )
    assert antwoord.status_code == 422
    assert not Wijzigingsvoorstel.objects.exists()


SLEUTELFOUT = [
    ({"D": "42", "U": "39,5", "O": "18,49"}, "samen 99,99%"),
    ({"D": "50", "U": "50,01"}, "samen 100,01%"),
    ({"U": "100"}, "minstens twee gemeenten"),
    ({}, "Vul minstens één aandeel in"),
    ({"D": "-10", "U": "110"}, "van 0 tot en met 100"),
    ({"D": "half", "U": "half"}, "van 0 tot en met 100"),
    ({"D": "33,33333", "U": "66,66667"}, "vier cijfers achter de komma"),
    ({"U": "50", "O": "50"}, "al een sleutel"),
]


@pytest.mark.parametrize(("delen", "zin"), SLEUTELFOUT)
def test_a_key_that_cannot_be_is_refused_in_words(controller, delen, zin):
    velden = {f"deel_{gemeente(letter).pk}": deel for letter, deel in delen.items()}
    velden |= {"naam": "Sleutel", "basis": "vast", "besluit": "Beraad", "van": getypt(1), "tot": ""}
    url = reverse("instelling_nieuw", args=["sleutels"])

    antwoord = stuur(controller, url, **velden)
    if antwoord.status_code == 200:
        antwoord = bevestig(controller, url, **velden)

    assert antwoord.status_code == 422
    assert zin in antwoord.content.decode()


def test_a_new_key_is_proposed_with_percentages(controller):
    Verdeelsleutel.objects.filter(naam="D U O").update(tot=over(0))
    velden = {
        f"deel_{gemeente(letter).pk}": deel for letter, deel in {"D": "40%", "U": "39,5", "O": "20,5"}.items()
    }
    velden |= {"naam": "Nieuw", "basis": "vast", "besluit": "Beraad", "van": getypt(1), "tot": ""}

    assert bevestig(controller, reverse("instelling_nieuw", args=["sleutels"]), **velden).status_code == 302

    vaststellen(Wijzigingsvoorstel.objects.get(), by=iemand(Rol.DIRECTIEBERAAD))
    assert Verdeelsleutel.objects.get(naam="Nieuw").als_fracties() == aandelen(D="0.4", U="0.395", O="0.205")
