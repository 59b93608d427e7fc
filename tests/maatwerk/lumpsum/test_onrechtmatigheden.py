"""The register: a line is replaced and never edited, and an overspent lumpsum is proposed, not written."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus.choices import Rol
from duoplus.transitions import StapKanNiet
from maatwerk.actions.lumpsum import meld_onrechtmatigheid
from maatwerk.choices import Begrotingsoort, Onrechtmatig
from maatwerk.lumpsum.onrechtmatigheden import lees
from maatwerk.models import Onrechtmatigheid
from tests.factories import gemeente, iemand
from tests.factories.lumpsums import begrotingsregel, kosten, lopende_opdracht, lumpsum

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]


def adres(naam: str, *rest) -> str:
    return reverse(f"maatwerk:{naam}", args=[2026, *rest])


def controller(letter: str = "U"):
    return iemand(Rol.CONTROLLER, organisatie=gemeente(letter))


def meld(letter: str = "U", bedrag: str = "100.00", **anders) -> Onrechtmatigheid:
    velden = {
        "criterium": Onrechtmatig.VOORWAARDEN,
        "oorzaak": "Niet aanbesteed.",
        "maatregel": "Alsnog aanbesteden.",
        "by": controller(letter),
    } | anders
    return meld_onrechtmatigheid(gemeente(letter), 2026, bedrag=Decimal(bedrag), **velden)


def register(letter: str = "U"):
    alle = lees(2026, iemand(Rol.CONCERNCONTROLLER))
    return next(een for een in alle if een.gemeente == gemeente(letter))


def test_a_line_is_replaced_once_and_withdrawn_with_zero():
    eerste = meld()
    tweede = meld(bedrag="250.00", vervangt=eerste)
    assert ([r.pk for r in register().geldend], register().totaal) == ([tweede.pk], Decimal(250))

    with pytest.raises(StapKanNiet, match="al vervangen"):
        meld(vervangt=eerste)
    meld(bedrag="0", vervangt=tweede)
    assert register().geldend == [] and len(register().vervangen) == 3
    with pytest.raises(StapKanNiet, match="boven € 0"):
        meld(bedrag="0")
    with pytest.raises(IntegrityError, match="liggen vast"), transaction.atomic():
        Onrechtmatigheid.objects.filter(pk=eerste.pk).update(bedrag=1)


def test_an_overspent_lumpsum_is_proposed_until_it_is_on_record_or_covered():
    opdracht = lopende_opdracht("U")
    kosten(opdracht, "1500.00")
    begrotingsregel(lumpsum("U", 2026, begroting=1000), 200, soort=Begrotingsoort.WIJZIGING)
    assert register().voorstel.bedrag == Decimal(300)
    assert not Onrechtmatigheid.objects.exists()

    meld(bedrag="100", criterium=Onrechtmatig.BEGROTING)
    assert register().voorstel.bedrag == Decimal(200)
    begrotingsregel(lumpsum("U", 2026), 200, soort=Begrotingsoort.WIJZIGING, datum=date(2026, 11, 10))
    assert register().voorstel is None


def test_the_limit_is_a_share_of_the_costs():
    kosten(lopende_opdracht("U"), "1000.50")
    meld(bedrag="10.01")
    assert (register().grens, register().boven_grens) == (Decimal("10.01"), False)
    meld(bedrag="0.01")
    assert register().boven_grens


def test_from_proposal_to_line_and_replaced_in_the_browser(als):
    kosten(lopende_opdracht("U"), "1500.00")
    client = als(controller())
    pagina = client.get(adres("onrechtmatigheden"))
    assert "Voorstel:" in pagina.text and "1.500,00" in pagina.text

    form = client.get(adres("onrechtmatigheid_toevoegen", "u"), {"voorstel": "1"}).context["form"]
    velden = {naam: form[naam].value() for naam in ("criterium", "bedrag", "oorzaak")} | {"maatregel": ""}
    assert client.post(adres("onrechtmatigheid_toevoegen", "u"), velden).status_code == 422
    velden["maatregel"] = "Begrotingswijziging"
    assert client.post(adres("onrechtmatigheid_toevoegen", "u"), velden).status_code == 302
    regel = Onrechtmatigheid.objects.get()
    assert (regel.bedrag, regel.criterium) == (Decimal(1500), Onrechtmatig.BEGROTING)

    nieuw = velden | {"bedrag": "1.400", "oorzaak": "<script>alert(1)</script>"}
    assert client.post(adres("onrechtmatigheid_vervangen", regel.pk), nieuw).status_code == 302
    tekst = client.get(adres("onrechtmatigheden")).text
    assert "<script>alert" not in tekst and "vervangen of ingetrokken (1)" in tekst


def test_who_may_and_who_sees_what(als):
    regel = meld("D", oorzaak="Van Diemen alleen.")
    assert "Van Diemen alleen." not in als(controller("U")).get(adres("onrechtmatigheden")).text
    assert als(controller("U")).get(adres("onrechtmatigheid_vervangen", regel.pk)).status_code == 404
    assert als(controller("U")).get(adres("onrechtmatigheid_toevoegen", "d")).status_code == 404
    wie = iemand(Rol.DIRECTIEBERAAD)
    assert als(wie).get(adres("onrechtmatigheden")).status_code == 200
    assert als(wie).get(adres("onrechtmatigheid_toevoegen", "d")).status_code == 403
    assert als(iemand(Rol.AANVRAGER)).get(adres("onrechtmatigheden")).status_code == 403
    with pytest.raises(PermissionDenied):
        meld("D", by=controller("U"))


def test_the_page_takes_as_many_queries_for_more_lines(als, django_assert_num_queries):
    client = als(iemand(Rol.CONCERNCONTROLLER))
    meld()
    client.get(adres("onrechtmatigheden"))
    with CaptureQueriesContext(connection) as een:
        client.get(adres("onrechtmatigheden"))
    opdracht = lopende_opdracht("DUO")
    for letter in "DUO":
        meld(letter, opdracht=opdracht)
    with django_assert_num_queries(len(een)):
        client.get(adres("onrechtmatigheden"))
