"""Adopted amounts and advances: only added, withdrawn by a reversal, and seen by whose money it is."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from duoplus.choices import Rol
from duoplus.models import Bijlage, Gebeurtenis
from duoplus.transitions import StapKanNiet
from maatwerk.actions import lumpsum as acties
from maatwerk.choices import Begrotingsoort
from maatwerk.lumpsum import stand
from maatwerk.lumpsum.begroting import jaren, kwartaalbedragen, lees, volgorde
from maatwerk.models import Begrotingsregel, Bron, Lumpsum, Periode
from tests.factories import gemeente, iemand
from tests.factories.lumpsums import begrotingsregel, lumpsum

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]

JAAR = 2026
REGEL = {
    "soort": "primitief", "bedrag": "54.000,50", "datum": "6-11-2025", "document": "=HYPERLINK()",
    "taakveld": "0.10", "i_s": "S", "toelichting": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def gemeenten(db):
    return [gemeente(letter) for letter in "DUO"]


def adres(naam: str, *rest) -> str:
    return reverse(f"maatwerk:{naam}", args=[JAAR, *rest])


def leg_vast(letter: str = "U", bedrag: str = "70000.00", **anders) -> Begrotingsregel:
    velden = {
        "soort": Begrotingsoort.PRIMITIEF,
        "datum": date(2025, 11, 6),
        "document": "Programmabegroting",
        "taakveld": "0.4",
        "i_s": "S",
    } | anders
    by = velden.pop("by", None) or iemand(Rol.CONCERNCONTROLLER)
    return acties.leg_vast(gemeente(letter), JAAR, by=by, bedrag=Decimal(bedrag), **velden)


def van(letter: str, user=None):
    gelezen = lees(JAAR, user or iemand(Rol.CONCERNCONTROLLER))
    return next(een for een in gelezen if een.gemeente == gemeente(letter))


def test_a_lumpsum_comes_into_being_with_its_first_amount_and_tells_its_story():
    assert van("U").lumpsum is None

    leg_vast()
    leg_vast(
        bedrag="-2500.50", soort=Begrotingsoort.WIJZIGING, datum=date(2026, 7, 2), document="1e wijziging"
    )

    begroting = van("U")
    assert (begroting.primitief, begroting.wijzigingen) == (Decimal(70000), Decimal("-2500.50"))
    assert begroting.beschikbaar == stand.lees(JAAR).per_gemeente[gemeente("U").pk].beschikbaar
    zinnen = [
        acties.ZINNEN[f.soort].format_map(f.gegevens) for f in Gebeurtenis.objects.over(begroting.lumpsum)
    ]
    assert "begrotingswijziging op taakveld 0.4 (S) van € -2.500,50, 1e wijziging" in zinnen[1].replace(
        "\xa0", " "
    )


def test_withdrawing_adds_the_opposite_on_the_same_day_once():
    regel = leg_vast()
    tegen = acties.trek_in(regel, by=iemand(Rol.CONCERNCONTROLLER), reden="Dubbel getypt.")

    assert (tegen.bedrag, tegen.datum, tegen.trekt_in) == (-regel.bedrag, regel.datum, regel)
    assert van("U").beschikbaar == 0
    for opnieuw in (regel, tegen):
        with pytest.raises(StapKanNiet, match="al ingetrokken"):
            acties.trek_in(opnieuw, by=iemand(Rol.CONCERNCONTROLLER), reden="Nog eens.")
    with pytest.raises(IntegrityError, match="liggen vast"), transaction.atomic():
        Begrotingsregel.objects.filter(pk=regel.pk).update(bedrag=1)


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"bedrag": "-1"}, "boven € 0"),
        ({"bedrag": "0"}, "boven € 0"),
        ({"datum": date(2026, 12, 1)}, "tot en met vandaag"),
        ({"datum": date(2019, 1, 1)}, "Kies een dag in 2026"),
        ({"taakveld": "6.71a"}, "bestaat geen taakveld 6.71a"),
        ({"taakveld": "0.100"}, "bestaat geen taakveld 0.100"),
    ],
)
def test_what_cannot_be_is_refused_in_words(anders, zin):
    with pytest.raises(StapKanNiet, match=zin):
        leg_vast(**anders)
    assert not Begrotingsregel.objects.exists()


def test_only_the_concerncontroller_records():
    for rol in (Rol.CONTROLLER, Rol.BUDGETHOUDER, Rol.DIRECTIEBERAAD, Rol.BEHEERDER):
        with pytest.raises(PermissionDenied):
            leg_vast(by=iemand(rol))


@given(
    bedrag=st.decimals(min_value=0, max_value=10**8, places=2), aantal=st.integers(min_value=1, max_value=4)
)
def test_quarters_are_equal_and_the_last_takes_the_rounding(bedrag, aantal):
    delen = list(kwartaalbedragen(bedrag, range(1, aantal + 1)).values())
    assert sum(delen) == bedrag
    assert len(set(delen[:-1])) <= 1
    assert abs(delen[-1] - delen[0]) <= Decimal("0.02")


def test_advances_are_proposed_for_what_is_still_open(als):
    leg_vast(bedrag="70000.01")
    acties.leg_voorschotten_vast(
        gemeente("U"), JAAR, by=iemand(Rol.CONCERNCONTROLLER), document="Nota K1",
        voorschotten={1: (date(2026, 1, 15), Decimal("10000.01"))},
    )  # fmt: skip
    client = als(iemand(Rol.CONCERNCONTROLLER))

    pagina = client.get(adres("begroting_voorschotten", "u"))
    form = pagina.context["form"]
    assert [form[f"bedrag_{k}"].value() for k in (2, 3, 4)] == ["20000,00"] * 3
    assert "bedrag_1" not in form.fields
    velden = {f"bedrag_{k}": "20.000" for k in (2, 3, 4)} | {
        f"dag_{k}": f"15-{3 * k - 2}-2026" for k in (2, 3, 4)
    }
    assert client.post(adres("begroting_voorschotten", "u"), velden | {"document": "Nota"}).status_code == 302

    assert van("U").verschil == 0
    assert [bedrag for _, bedrag in van("U").per_kwartaal] == [Decimal("10000.01"), 20000, 20000, 20000]
    with pytest.raises(StapKanNiet, match="Kwartaal 2 heeft al"):
        acties.leg_voorschotten_vast(
            gemeente("U"), JAAR, by=iemand(Rol.CONCERNCONTROLLER), document="Nota",
            voorschotten={2: (date(2026, 4, 15), Decimal(1))},
        )  # fmt: skip


def test_what_was_typed_and_imported_is_pointed_out_and_codes_stand_in_their_order(als):
    bron = Bron.objects.create(
        sha256="a" * 64, soort="begroting", bestandsnaam="begroting.csv", door=iemand(Rol.CONCERNCONTROLLER)
    )
    uithoorn = lumpsum("U", JAAR)
    begrotingsregel(uithoorn, 100, bron=bron)
    begrotingsregel(uithoorn, 100)
    begrotingsregel(uithoorn, 7, taakveld="0.10")
    begrotingsregel(uithoorn, 8, taakveld="0.9")

    gelezen = van("U")
    assert [regel.bron for regel in gelezen.dubbel] == [None]
    assert [veld.code for veld in gelezen.per_taakveld] == ["0.4", "0.9", "0.10"]
    assert volgorde("6.60") < volgorde("6.711")
    pagina = als(iemand(Rol.CONTROLLER, organisatie=gemeente("U"))).get(adres("begroting"))
    assert "staat er met de hand én uit een bestand" in pagina.text
    assert "uit begroting.csv" in pagina.text


def test_who_sees_what(als):
    for letter in "DU":
        leg_vast(letter, document=f"Begroting van {letter}")
    regel = Begrotingsregel.objects.get(lumpsum__organisatie=gemeente("D"))

    eigen = als(iemand(Rol.CONTROLLER, organisatie=gemeente("U"))).get(adres("begroting"))
    assert "Begroting van U" in eigen.text and "Begroting van D" not in eigen.text
    assert "Bedrag vastleggen" not in eigen.text
    wie = iemand(Rol.CONTROLLER, organisatie=gemeente("U"))
    codes = [als(wie).get(adres("begroting_toevoegen", letter)).status_code for letter in ("u", "d", "x")]
    assert codes == [403, 404, 404]
    assert als(wie).get(adres("begroting_intrekken", regel.pk)).status_code == 404
    assert als(iemand(Rol.AANVRAGER)).get(adres("begroting")).status_code == 403
    assert als(iemand(Rol.CONCERNCONTROLLER)).get("/lumpsum/2019/begroting/").status_code == 404


def test_from_form_to_amount_and_back(als):
    client = als(iemand(Rol.CONCERNCONTROLLER))
    assert client.post(adres("begroting_toevoegen", "o"), REGEL | {"bedrag": "1e9"}).status_code == 422
    assert client.post(adres("begroting_toevoegen", "o"), REGEL).status_code == 302
    regel = Begrotingsregel.objects.get()
    assert (regel.bedrag, regel.taakveld) == (Decimal("54000.50"), "0.10")

    assert client.post(adres("begroting_intrekken", regel.pk), {"reden": ""}).status_code == 422
    assert client.post(adres("begroting_intrekken", regel.pk), {"reden": "Fout."}).status_code == 302
    assert "Tegenregel" in client.get(f"{adres('begroting')}?gemeente=O").text


def test_a_document_goes_with_an_amount_at_once_or_later_and_stays_with_its_municipality(als):
    client = als(iemand(Rol.CONCERNCONTROLLER))
    met = REGEL | {"bestand": SimpleUploadedFile("besluit.txt", b"De raad besluit.")}
    assert client.post(adres("begroting_toevoegen", "o"), met).status_code == 302
    regel = Begrotingsregel.objects.get()
    later = {"bestand": SimpleUploadedFile("bijlage bij besluit.txt", b"De cijfers.")}
    assert client.post(adres("begroting_document_toevoegen", regel.pk), later).status_code == 302

    (document,) = van("O").per_document
    assert [stuk.naam for stuk in document.stukken] == ["bijlage bij besluit.txt", "besluit.txt"]
    paden = [adres("begroting_document", stuk.uuid) for stuk in document.stukken]
    pagina = client.get(f"{adres('begroting')}?gemeente=O").text
    assert all(f'href="{pad}"' in pagina for pad in paden)
    assert b"".join(client.get(paden[1]).streaming_content) == b"De raad besluit."
    assert "voegde besluit.txt toe voor Ouder-Amstel 2026, bij =HYPERLINK()" in pagina

    for letter, status in (("O", 200), ("U", 404)):
        lezer = als(iemand(Rol.CONTROLLER, organisatie=gemeente(letter)))
        assert {lezer.get(pad).status_code for pad in paden} == {status}
        toevoegen = lezer.post(adres("begroting_document_toevoegen", regel.pk), later)
        assert toevoegen.status_code == (403 if status == 200 else 404)
    assert (
        client.get(adres("begroting_document", document.stukken[0].uuid).replace("2026", "2025")).status_code
        == 404
    )


@pytest.mark.parametrize("inhoud", [b"", b"MZ" + bytes(200), b"PK\x03\x04 half"])
def test_with_a_file_that_is_refused_nothing_is_recorded(als, inhoud):
    client = als(iemand(Rol.CONCERNCONTROLLER))
    met = REGEL | {"bestand": SimpleUploadedFile("besluit.pdf", inhoud)}

    antwoord = client.post(adres("begroting_toevoegen", "o"), met)

    assert antwoord.status_code == 422 and "<title>Fout" in antwoord.text
    assert not Begrotingsregel.objects.exists() and not Bijlage.objects.exists()


def test_one_municipality_at_a_time_below_the_total_of_all(als):
    for letter, bedrag in {"D": "1000.10", "U": "70000.00", "O": "500.05"}.items():
        leg_vast(letter, bedrag, document=f"Begroting van {letter}")
    client = als(iemand(Rol.CONCERNCONTROLLER))

    samen = client.get(adres("begroting"))
    assert samen.context["samen"]["beschikbaar"] == Decimal("71500.15")
    assert "Vastgesteld op" not in samen.text and "71.500,15" in samen.text
    alleen = client.get(f"{adres('begroting')}?gemeente=U").text
    assert "Vastgesteld op" in alleen and "Begroting van U" in alleen and "Begroting van D" not in alleen
    assert client.get(f"{adres('begroting')}?gemeente=x").context["een"] is None
    toegevoegd = client.post(adres("begroting_toevoegen", "o"), REGEL)
    assert toegevoegd.url == f"{adres('begroting')}?gemeente=O"


def test_only_years_with_something_in_them_and_the_next_for_who_records_it(als):
    lumpsum("U", 2024)
    Periode.objects.create(maand=date(2025, 3, 1))
    assert jaren() == [2026, 2025, 2024]
    lezer = iemand(Rol.CONTROLLER, organisatie=gemeente("U"))
    for wie, jaar, verwacht in (
        (lezer, 2026, [2026, 2025, 2024]),
        (lezer, 2021, [2026, 2025, 2024, 2021]),  # the one on screen is among them
        (iemand(Rol.CONCERNCONTROLLER), 2026, [2027, 2026, 2025, 2024]),
    ):
        assert als(wie).get(f"/lumpsum/{jaar}/begroting/").context["jaren"] == verwacht
    assert als(lezer).get("/lumpsum/2028/begroting/").status_code == 404


def test_one_page_takes_as_many_queries_for_many_rows_as_for_few(als, django_assert_num_queries):
    client = als(iemand(Rol.CONCERNCONTROLLER))
    leg_vast()
    client.get(adres("begroting"))
    with CaptureQueriesContext(connection) as weinig:
        client.get(adres("begroting"))
    for letter in "DUO":
        for _ in range(5):
            leg_vast(letter, bedrag="1")
    for wie in ("", "?gemeente=U"):
        with django_assert_num_queries(len(weinig)):
            client.get(f"{adres('begroting')}{wie}")
    assert Lumpsum.objects.count() == 3
