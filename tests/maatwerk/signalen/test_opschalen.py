"""Van een te kleine lumpsum naar een vraag aan het directieberaad, en het antwoord terug."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from duoplus import inzage, werk
from duoplus.choices import Rol
from duoplus.models import Besluit, Gebeurtenis, Gremium
from duoplus.transitions import StapKanNiet
from maatwerk.actions import boeken, signalen
from maatwerk.models import Signaal
from maatwerk.signalen import lezen
from ogon.actions import opschaling as opschalen
from ogon.actions.opschaling import Vraag
from ogon.choices import Antwoord, OpschalingAanleiding
from ogon.models import Opschaling
from tests.factories import aanvraag_in
from tests.factories.lumpsums import ander_plafond, kosten, lopende_opdracht, lumpsum
from tests.factories.mensen import iemand
from tests.factories.organisaties import gemeente, ogon

pytestmark = pytest.mark.django_db
JAAR = 2026
TE_VEEL = "6.842,91"
VRAAG = Vraag("Hoe lossen wij dit op?", "Kies een weg.", OpschalingAanleiding.LUMPSUM)


@pytest.fixture
def zaak(maandag) -> SimpleNamespace:
    """Uithoorn as in domain.md section 7: 116.842,91 promised of 110.000; OGON Bedrijfsvoering is the hub."""
    Gremium.objects.filter(pk=ogon().pk).update(coordineert=True)
    opdracht = ander_plafond(lopende_opdracht("U"), "116842.91")
    te_klein = lumpsum("U", JAAR, begroting=110_000)
    signalen.bewaak_jaar(JAAR)
    return SimpleNamespace(
        opdracht=opdracht,
        lumpsum=te_klein,
        concept=te_klein.signalen.exclude(concept={}).get(),
        voorzitter=iemand(Rol.VOORZITTER),
        budgethouder=iemand(Rol.BUDGETHOUDER, organisatie=gemeente("U")),
    )


def pad(naam: str, *meer: int) -> str:
    return reverse(f"maatwerk:{naam}", args=[JAAR, *meer])


def test_page_shows_the_draft_with_three_ways_to_who_may_put_it(zaak, als):
    for wie in (zaak.voorzitter, zaak.budgethouder):
        html = als(wie).get(pad("lumpsum_signalen")).content.decode()
        assert f"Uithoorn komt €\N{NO-BREAK SPACE}{TE_VEEL} boven de lumpsum" in html
        assert html.count("<h3>") == 3 and "116.842,91" in html and "106,2%" in html
        assert pad("opschaling_voorleggen", zaak.concept.pk) in html
        assert werk.tel(wie, "signalen") == 1


def test_another_municipality_meets_nothing_of_it(zaak, als):
    lumpsum("D", JAAR, begroting=90_000)
    for rol in (Rol.BUDGETHOUDER, Rol.OPDRACHTGEVER, Rol.CONTROLLER):
        klant = als(iemand(rol, organisatie=gemeente("D")))
        html = klant.get(pad("lumpsum_signalen")).content.decode()
        assert TE_VEEL not in html and "boven de lumpsum" not in html
        assert klant.get(pad("opschaling_voorleggen", zaak.concept.pk)).status_code == 404
    assert als(iemand(Rol.UITVOERDER)).get(pad("lumpsum_signalen")).status_code == 403
    kijkt = als(iemand(Rol.CONCERNCONTROLLER))
    assert kijkt.get(pad("opschaling_voorleggen", zaak.concept.pk)).status_code == 403


def test_put_before_the_directieberaad_with_the_figures_frozen_and_answered(zaak, als):
    klant = als(zaak.budgethouder)
    formulier = klant.get(pad("opschaling_voorleggen", zaak.concept.pk))
    assert "6.842,91" in formulier.content.decode()
    antwoord = klant.post(
        pad("opschaling_voorleggen", zaak.concept.pk),
        {"vraag": "Hoe lossen wij dit op?", "gevraagd_besluit": "Kies een weg."},
    )
    assert antwoord.status_code == 302

    gemeld = Opschaling.objects.over(zaak.lumpsum).get()
    kosten(zaak.opdracht, 500)
    gemeld.refresh_from_db()
    assert gemeld.aanleiding == OpschalingAanleiding.LUMPSUM
    assert TE_VEEL in gemeld.pakket["onderwerp"]["stand"]
    assert gemeld.pakket["scenarios"][0]["naam"] == "Begrotingswijziging"
    assert TE_VEEL not in gemeld.besluit.reden + gemeld.vraag

    opschalen.beantwoord(gemeld, Antwoord.AKKOORD, by=iemand(Rol.DIRECTIEBERAAD), reden="Verhoog de lumpsum.")
    feit = Gebeurtenis.objects.over(zaak.lumpsum).last()
    assert (feit.stap, feit.gegevens["woord"]) == ("antwoord_opschaling", "akkoord")
    html = klant.get(pad("lumpsum_signalen")).content.decode()
    assert "Verhoog de lumpsum." in html and "Concept-opschaling" not in html


def test_a_dossier_with_amounts_is_not_for_every_municipality_of_the_ogon(zaak):
    gemeld = signalen.leg_voor(zaak.concept, VRAAG, by=zaak.voorzitter)
    ander = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("D"))
    for wie, ziet in ((ander, False), (zaak.voorzitter, True), (iemand(Rol.DIRECTIEBERAAD), True)):
        assert wie.has_perm("ogon.view_opschaling", gemeld) is ziet
        assert Opschaling.objects.visible_to(wie).filter(pk=gemeld.pk).exists() is ziet
    assert inzage.visible_to(Besluit, ander).filter(pk=gemeld.besluit.pk).exists()


def test_put_away_with_a_reason_once_and_only_by_who_may(zaak):
    with pytest.raises(PermissionDenied):
        signalen.leg_weg(zaak.concept, by=iemand(Rol.CONCERNCONTROLLER), reden="Nee.")
    with pytest.raises(StapKanNiet):
        signalen.leg_weg(zaak.concept, by=zaak.voorzitter, reden=" ")
    signalen.leg_weg(zaak.concept, by=zaak.voorzitter, reden="De najaarsnota lost dit op.")
    for actie in (
        lambda: signalen.leg_weg(zaak.concept, by=zaak.voorzitter, reden="Nog eens."),
        lambda: signalen.leg_voor(zaak.concept, VRAAG, by=zaak.budgethouder),
    ):
        with pytest.raises(StapKanNiet, match="al voorgelegd of weggelegd"):
            actie()
    assert werk.tel(zaak.voorzitter, "signalen") == 0


def test_withdrawn_the_draft_lies_there_again(zaak):
    gemeld = signalen.leg_voor(zaak.concept, VRAAG, by=zaak.voorzitter)
    assert werk.tel(zaak.budgethouder, "signalen") == 0
    opschalen.trek_in(gemeld, by=zaak.voorzitter, reden="Wij kijken eerst zelf.")
    assert werk.tel(zaak.budgethouder, "signalen") == 1


def test_back_under_the_limit_the_record_stays_and_says_so(zaak, als):
    boeking = kosten(zaak.opdracht, 116_000)
    boeken.corrigeren_boeking(boeking, by=iemand(Rol.CONCERNCONTROLLER), reden="Dubbel")
    html = als(zaak.voorzitter).get(pad("lumpsum_signalen")).content.decode()
    assert html.lower().count("weer onder de grens") == 2
    assert Signaal.objects.filter(opdracht=zaak.opdracht).count() == 2


def test_one_row_per_assignment_with_the_highest_limit_and_the_others_below(zaak, als):
    kosten(zaak.opdracht, 115_000)
    ander = aanvraag_in("in_uitvoering", gemeenten="U").opdracht
    kosten(ander, 7_000)

    blad = lezen.lees(JAAR, zaak.voorzitter)

    vol, half = blad.opdrachten
    assert (vol.signaal.opdracht, vol.signaal.drempel) == (zaak.opdracht, 95)
    assert [rij.signaal.drempel for rij in vol.verder] == [80]
    assert (half.signaal.opdracht, half.signaal.drempel, half.verder) == (ander, 80, [])
    html = als(zaak.voorzitter).get(pad("lumpsum_signalen")).content.decode()
    assert html.count(f"{zaak.opdracht.nummer}</span>") == 2  # its row, and whose the others are
    assert "Nog 1 signaal" in html


def test_page_asks_as_much_for_many_signals_as_for_one(zaak, als, django_assert_max_num_queries):
    klant = als(zaak.voorzitter)
    kosten(zaak.opdracht, 100_000)
    klant.get(pad("lumpsum_signalen"))
    with django_assert_max_num_queries(30) as een:
        klant.get(pad("lumpsum_signalen"))
    for letter in "DO":
        lumpsum(letter, JAAR, begroting=100)
        kosten(aanvraag_in("in_uitvoering", gemeenten=letter).opdracht, 7_900)
    signalen.bewaak_jaar(JAAR)
    with django_assert_max_num_queries(len(een)):
        klant.get(pad("lumpsum_signalen"))
