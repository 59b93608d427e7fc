"""Method of settling, limits and taakvelden: dated, with consequences in words, decided by two or by one."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from duoplus import instellingen
from duoplus.actions.instellingen import vaststellen, voer_uit
from duoplus.choices import Rol
from duoplus.instellingen import BEEINDIGEN, NIEUW, OPVOLGEN, Wijziging
from duoplus.models import Wijzigingsvoorstel
from duoplus.transitions import StapKanNiet
from maatwerk.choices import Verantwoordingsmethode as M
from maatwerk.models import Grens, Methode, Taakveld, Verdeelsleutel
from maatwerk.taakvelden import als_keuzes, labels, namen
from tests.duoplus.web.test_instellingen import bevestig, stuur
from tests.factories import aanvraag_in, gemeente, iemand, ogon
from tests.factories.geld import geldzaken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]

JANUARI = date(2027, 1, 1)


def stel_voor(slug, handeling, obj=None, by=Rol.CONCERNCONTROLLER, **waarden):
    deel = instellingen.onderdeel(slug)
    return voer_uit(deel, handeling, obj, by=iemand(by), waarden=waarden, reden="Zo besloten.")


def gevolgen(slug, handeling, obj=None, **waarden) -> str:
    deel = instellingen.onderdeel(slug)
    wijziging = Wijziging(deel, handeling, iemand(Rol.CONCERNCONTROLLER), obj, waarden)
    return " ".join(gevolg.tekst for gevolg in deel.gevolgen(wijziging))


def test_a_method_is_chosen_by_two_people_for_whole_years_from_the_next_one():
    waarden = {"organisatie": gemeente("U"), "methode": M.VAST, "van": JANUARI, "tot": None}
    voorstel = stel_voor("methoden", NIEUW, **waarden)
    assert Methode.objects.van_jaar(2027)[gemeente("U").pk] == M.JAARAFREKENING

    methode = vaststellen(voorstel, by=iemand(Rol.DIRECTIEBERAAD))

    assert methode.opgesteld_door == iemand(Rol.CONCERNCONTROLLER)
    assert Methode.objects.van_jaar(2027)[gemeente("U").pk] == M.VAST
    assert Methode.objects.van_jaar(2026)[gemeente("U").pk] == M.JAARAFREKENING
    assert "fiscalist" in gevolgen("methoden", NIEUW, **waarden)
    with pytest.raises(StapKanNiet, match="Wat al geweest is"):
        stel_voor("methoden", NIEUW, **waarden | {"organisatie": gemeente("D"), "van": date(2026, 1, 1)})
    with pytest.raises(ValidationError, match="overlapt"):
        stel_voor("methoden", NIEUW, **waarden)


def test_a_method_starts_with_a_year_also_in_the_browser(als):
    client, url = als(iemand(Rol.CONCERNCONTROLLER)), reverse("instelling_nieuw", args=["methoden"])
    velden = {"organisatie": gemeente("O").pk, "methode": M.NACALCULATIE, "tot": "", "reden": "Besluit."}

    assert stuur(client, url, **velden, van="2-1-2027").status_code == 422
    assert bevestig(client, url, **velden, van="1-1-2027").status_code == 302
    vaststellen(Wijzigingsvoorstel.objects.get(), by=iemand(Rol.DIRECTIEBERAAD))
    assert Methode.objects.get().organisatie == gemeente("O")


def test_a_limit_is_succeeded_and_never_goes_away():
    grens = Grens.objects.get(sleutel="rechtmatigheid.grens")
    assert grens.waarde == 1
    voorstel = stel_voor("grenzen", OPVOLGEN, grens, waarde=Decimal("1.50"), van=JANUARI)
    vaststellen(voorstel, by=iemand(Rol.DIRECTIEBERAAD))

    assert Grens.objects.waarde("rechtmatigheid.grens", date(2026, 12, 31)) == 1
    assert Grens.objects.waarde("rechtmatigheid.grens", JANUARI) == Decimal("1.50")
    with pytest.raises(StapKanNiet, match="kan hier niet"):
        stel_voor("grenzen", BEEINDIGEN, grens, tot=JANUARI)
    for sleutel in Grens.objects.values_list("sleutel", flat=True):
        tekst = gevolgen("grenzen", OPVOLGEN, Grens(sleutel=sleutel), van=JANUARI, waarde=Decimal(2))
        assert "voor alles wat dan nog loopt" not in tekst


def test_taakvelden_hold_by_date_and_read_as_text():
    assert namen()["0.10"] == "Mutaties reserves" and namen()["0.1"] == "Bestuur"
    assert namen(date(2024, 12, 31)) == {}
    assert labels({"0.4", "6.71a"}) == {"0.4": "0.4 Overhead", "6.71a": "6.71a"}
    codes = [code for _, velden in als_keuzes() for code, _ in velden]
    assert codes.index("0.9") < codes.index("0.10") < codes.index("1.1")
    assert len(codes) == len(set(codes)) == 69

    oud = Taakveld.objects.get(code="0.4")
    stel_voor(
        "taakvelden",
        OPVOLGEN,
        oud,
        naam="Overhead en steun",
        hoofdstuk=oud.hoofdstuk,
        volgorde=4,
        van=JANUARI,
    )
    assert namen()["0.4"] == "Overhead"
    assert namen(JANUARI)["0.4"] == "Overhead en steun"


def test_the_controller_keeps_the_codes_and_the_administrator_does_not():
    for rol in (Rol.BEHEERDER, Rol.DIRECTIEBERAAD):
        with pytest.raises(PermissionDenied):
            stel_voor("taakvelden", BEEINDIGEN, Taakveld.objects.first(), by=rol, tot=JANUARI)


def test_ending_a_code_takes_it_from_every_choice_and_names_what_stands_on_it(als):
    aanvraag_in("in_uitvoering")
    overhead = Taakveld.objects.get(code="0.4")
    assert "1 lopende" in gevolgen("taakvelden", BEEINDIGEN, overhead, tot=date(2026, 11, 16))
    stel_voor("taakvelden", BEEINDIGEN, overhead, tot=date(2026, 11, 15))
    assert "0.4" not in namen()


@pytest.mark.parametrize("code", ["0,4", "0.", "x.1", "0.1234", "=1+1", "10.1"])
def test_a_code_is_a_digit_a_dot_and_a_number(als, code):
    velden = {
        "naam": "Nieuw",
        "hoofdstuk": "1 Veiligheid",
        "volgorde": 9,
        "van": "1-1-2027",
        "tot": "",
        "reden": "x",
    }
    url = reverse("instelling_nieuw", args=["taakvelden"])
    assert stuur(als(iemand(Rol.CONCERNCONTROLLER)), url, code=code, **velden).status_code == 422


def test_a_programme_may_have_a_key_of_its_own_that_goes_first():
    geldzaken()
    programma = ogon().programma
    helft = {gemeente(letter).pk: Decimal("0.5") for letter in "UO"}
    voorstel = stel_voor(
        "sleutels", NIEUW, naam="Alleen hier", basis="gelijk", besluit="Beraad", programma=programma,
        van=date(2026, 11, 16), tot=None, aandelen=helft,
    )  # fmt: skip
    sleutel = vaststellen(voorstel, by=iemand(Rol.DIRECTIEBERAAD))

    twee, dag = frozenset(helft), date(2026, 11, 16)
    assert sleutel.programma == programma
    assert Verdeelsleutel.objects.voor(twee, dag, programma.pk) == sleutel
    assert Verdeelsleutel.objects.voor(twee, dag).programma is None
    assert aanvraag_in("ter_akkoord", gemeenten="UO").ramingen.get().sleutel == sleutel
    with pytest.raises(StapKanNiet, match="al een sleutel"):
        stel_voor(
            "sleutels", NIEUW, naam="Nog een", basis="gelijk", besluit="Beraad", programma=programma,
            van=date(2026, 12, 1), tot=None, aandelen=helft,
        )  # fmt: skip
