"""Ramen, verdelen tot op de cent, en de akkoorden van twee mensen per gemeente."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from duoplus.transitions import StapKanNiet
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AfspraakSoort, AkkoordSoort, Oorzaak
from maatwerk.models import Akkoord, SleutelAandeel, Tarief, Verdeelsleutel
from tests.factories import (
    RoltoewijzingFactory,
    TariefFactory,
    VerdeelsleutelFactory,
    aanvraag_in,
    gemeente,
    iemand,
    maak,
    ogon,
    vervanger,
    zet,
)
from tests.factories.aanvragen import dekking, raming_regel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]


def test_each_line_is_priced_at_todays_tariff_and_rounded_once():
    aanvraag = aanvraag_in(S.IN_RAMING)
    regels = [
        raming_regel(functiegroep="C", uren=D("10.33"), uren_laag=D(8), uren_hoog=D(12)),
        raming_regel(),
    ]

    zet(aanvraag, "voorstellen", regels=regels, externe_kosten=[])

    raming = aanvraag.ramingen.get()
    assert [regel.bedrag for regel in raming.regels.all()] == [D("1088.27"), D("7040.00")]  # 10.33 x 105.35
    assert (raming.uren, raming.totaal) == (D("90.33"), D("8128.27"))
    assert raming.opgesteld_door == iemand(Rol.TEAMMANAGER)


def test_the_tariff_of_the_day_counts_and_later_ones_change_nothing():
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    oud = Tarief.objects.get(functiegroep="B")
    Tarief.objects.filter(pk=oud.pk).update(tot=klok.vandaag())
    TariefFactory(bedrag=D(99), van=klok.vandaag() + timedelta(days=1))

    assert aanvraag.ramingen.get().regels.get().tarief == D("88.00")
    with klok.op(klok.nu() + timedelta(days=1)):
        zet(zet(aanvraag, "tegenvoorstel"), "voorstellen")
    assert aanvraag.ramingen.first().regels.get().tarief == D(99)


def test_no_tariff_or_no_line_is_refused():
    aanvraag = aanvraag_in(S.IN_RAMING)

    with pytest.raises(StapKanNiet, match="geen tarief voor functiegroep Z"):
        zet(aanvraag, "voorstellen", regels=[raming_regel(functiegroep="Z")])
    with pytest.raises(StapKanNiet, match="ten minste één regel"):
        zet(aanvraag, "voorstellen", regels=[])

    assert not aanvraag.ramingen.exists()


@pytest.mark.parametrize("gemeenten", ["U", "UO", "DUO"])
def test_parts_equal_the_whole_to_the_cent(gemeenten):
    aanvraag = aanvraag_in(S.TER_AKKOORD, gemeenten=gemeenten)

    raming = aanvraag.ramingen.get()
    aandelen = {aandeel.organisatie.letter: aandeel.bedrag for aandeel in raming.aandelen.all()}
    assert raming.totaal == D("8540.05")
    assert set(aandelen) == set(gemeenten)
    assert sum(aandelen.values()) == raming.totaal


def test_the_largest_share_takes_the_difference():
    aanvraag = aanvraag_in(S.TER_AKKOORD, gemeenten="DUO")

    aandelen = {a.organisatie.letter: a.bedrag for a in aanvraag.ramingen.get().aandelen.all()}
    assert aandelen == {"D": D("3586.82"), "U": D("3373.32"), "O": D("1579.91")}


def test_a_shared_request_without_a_key_is_refused_in_words():
    aanvraag = aanvraag_in(S.IN_RAMING, gemeenten="UO")
    Verdeelsleutel.objects.filter(naam="U O").update(tot=date(2026, 1, 1))

    with pytest.raises(StapKanNiet, match="geen verdeelsleutel voor Uithoorn, Ouder-Amstel"):
        zet(aanvraag, "voorstellen")


def test_the_key_of_the_day_with_exactly_these_parties_counts():
    vandaag = klok.vandaag()
    aanvraag = aanvraag_in(S.IN_RAMING, gemeenten="UO")
    Verdeelsleutel.objects.filter(naam="U O").update(tot=vandaag - timedelta(days=1))
    nieuw = VerdeelsleutelFactory.van_letters({"U": D("0.5"), "O": D("0.5")}, van=vandaag)

    zet(aanvraag, "voorstellen")

    assert aanvraag.ramingen.get().sleutel == nieuw
    assert SleutelAandeel.objects.filter(sleutel=nieuw).count() == 2


def test_a_changed_promise_is_a_new_version_with_a_cause():
    aanvraag = zet(aanvraag_in(S.TER_AKKOORD), "tegenvoorstel")
    afspraken = {
        AfspraakSoort.KWALITEIT: {"tekst": "Ook de archieven."},
        AfspraakSoort.HAALBAARHEID: {"tekst": "Haalbaar."},
    }

    with pytest.raises(StapKanNiet, match="Kies waardoor"):
        zet(aanvraag, "voorstellen", afspraken=afspraken, oorzaak=Oorzaak.EERSTE)
    zet(
        aanvraag,
        "voorstellen",
        afspraken=afspraken,
        oorzaak=Oorzaak.GEMEENTE,
        oorzaak_toelichting="Meer wensen.",
    )

    versies = {a.soort: a.versie for a in aanvraag.afspraken.order_by("versie")}
    assert versies == {"haalbaarheid": 1, "tijdigheid": 1, "kwaliteit": 2}
    assert aanvraag.afspraken.get(soort="kwaliteit", versie=2).oorzaak_toelichting == "Meer wensen."


def test_two_akkoorden_of_two_people_bring_it_to_the_ogon():
    aanvraag = zet(aanvraag_in(S.TER_AKKOORD), "akkoord_geven")
    assert aanvraag.status == S.TER_AKKOORD

    zet(aanvraag, "akkoord_geven", soort=AkkoordSoort.DEKKING, **dekking())

    assert (aanvraag.status, aanvraag.akkoord_op) == (S.TER_PRIORITERING, klok.nu())
    assert (aanvraag.dekking, aanvraag.taakveld, aanvraag.i_s) == ("Post 6.2", "0.4", "I")


def test_one_person_with_both_roles_gives_one_akkoord():
    beide = maak(Rol.OPDRACHTGEVER, organisatie=gemeente("U"), ogon=ogon())
    RoltoewijzingFactory(gebruiker=beide, rol=Rol.BUDGETHOUDER, organisatie=gemeente("U"))
    aanvraag = zet(aanvraag_in(S.TER_AKKOORD), "akkoord_geven", by=beide)

    with pytest.raises(PermissionDenied):
        zet(aanvraag, "akkoord_geven", by=beide, soort=AkkoordSoort.DEKKING)

    assert aanvraag.status == S.TER_AKKOORD


def test_three_municipalities_take_six_acts():
    aanvraag = aanvraag_in(S.TER_AKKOORD, gemeenten="DUO")
    acten = [(gemeente(letter), soort) for letter in "DUO" for soort in AkkoordSoort]

    for organisatie, soort in acten[:-1]:
        zet(aanvraag, "akkoord_geven", organisatie=organisatie, soort=soort)
        assert aanvraag.status == S.TER_AKKOORD
    zet(aanvraag, "akkoord_geven", organisatie=acten[-1][0], soort=acten[-1][1])

    assert aanvraag.status == S.TER_PRIORITERING
    assert Akkoord.objects.count() == 6
    assert Akkoord.objects.values("door").distinct().count() == 6


def test_nobody_agrees_for_another_municipality():
    aanvraag = aanvraag_in(S.TER_AKKOORD, gemeenten="DUO")

    with pytest.raises(StapKanNiet):
        zet(
            aanvraag,
            "akkoord_geven",
            by=iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("D")),
            organisatie=gemeente("U"),
        )


def test_the_estimator_does_not_approve():
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    ramer = iemand(Rol.TEAMMANAGER)
    RoltoewijzingFactory(gebruiker=ramer, rol=Rol.BUDGETHOUDER, organisatie=gemeente("U"))

    for stap in ("akkoord_geven", "tegenvoorstel"):
        with pytest.raises(PermissionDenied):
            zet(aanvraag, stap, by=Gebruiker.objects.get(pk=ramer.pk))


def test_the_requester_does_not_agree_to_his_own_request():
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    RoltoewijzingFactory(gebruiker=aanvraag.ingevoerd_door, rol=Rol.BUDGETHOUDER, organisatie=gemeente("U"))

    with pytest.raises(PermissionDenied):
        zet(aanvraag, "akkoord_geven", by=aanvraag.ingevoerd_door, soort=AkkoordSoort.DEKKING)


def test_a_substitute_agrees_in_the_name_of_the_other():
    budgethouder = iemand(Rol.BUDGETHOUDER)
    invaller = vervanger(budgethouder, van=klok.vandaag())
    aanvraag = zet(aanvraag_in(S.TER_AKKOORD), "akkoord_geven", by=invaller, soort=AkkoordSoort.DEKKING)

    akkoord = aanvraag.ramingen.get().akkoorden.get()
    assert (akkoord.door, akkoord.namens) == (invaller, budgethouder)


def test_a_counter_proposal_ends_the_estimate_and_the_akkoorden_with_it():
    aanvraag = zet(aanvraag_in(S.TER_AKKOORD), "akkoord_geven")
    zet(aanvraag, "tegenvoorstel", by=iemand(Rol.BUDGETHOUDER), reden="Te duur.")
    zet(aanvraag, "voorstellen")

    nieuwe, oude = aanvraag.ramingen.all()
    assert (nieuwe.versie, oude.vervallen_reden) == (2, "Te duur.")
    assert (oude.akkoorden.count(), nieuwe.akkoorden.count()) == (1, 0)
    zet(aanvraag, "akkoord_geven", soort=AkkoordSoort.DEKKING)
    assert aanvraag.status == S.TER_AKKOORD  # the first act of the old estimate does not count
