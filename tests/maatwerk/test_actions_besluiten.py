"""De lijst van een OGON: besluiten met een reden, plaatsen zonder gaten, en de opdracht met twee parafen."""

import random
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Besluit, Gebeurtenis
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, Opdracht
from ogon.models import Ogon
from tests.factories import (
    RoltoewijzingFactory,
    VergaderingFactory,
    aanvraag_in,
    iemand,
    maak,
    ogon,
    vervanger,
    zet,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]


def _lijst() -> list[tuple[int, str]]:
    """What the OGON of these tests has on its list, by place."""
    rijen = Aanvraag.objects.filter(ogon=ogon(), plaats__isnull=False).order_by("plaats")
    return list(rijen.values_list("plaats", "titel"))


def _drie() -> list[Aanvraag]:
    """A, B and C on the places 1, 2 and 3."""
    aanvragen = [aanvraag_in(S.TER_PRIORITERING, titel=titel) for titel in "ABC"]
    for plaats, aanvraag in enumerate(aanvragen, start=1):
        zet(aanvraag, "prioriteren", plaats=plaats)
    return [Aanvraag.objects.get(pk=aanvraag.pk) for aanvraag in aanvragen]


def test_prioriteren_is_a_numbered_decision_with_a_place_and_a_reason():
    aanvraag = zet(aanvraag_in(S.TER_PRIORITERING), "prioriteren", plaats=1, reden="De wet eist het.")

    besluit = Besluit.objects.get()
    plaatsing = aanvraag.plaatsingen.get()
    feit = Gebeurtenis.objects.over(aanvraag).last()
    assert (besluit.nummer, besluit.soort, besluit.reden) == ("BES-2026-0001", "akkoord", "De wet eist het.")
    assert (besluit.gremium.slug, besluit.genomen_door) == ("bedrijfsvoering", iemand(Rol.VOORZITTER))
    assert (plaatsing.van_plaats, plaatsing.naar_plaats, plaatsing.besluit) == (None, 1, besluit)
    assert (feit.gegevens["besluit"], feit.gegevens["plaats"]) == ("BES-2026-0001", 1)
    assert aanvraag.termijn_op == date(2026, 11, 23)


def test_a_condition_makes_it_akkoord_mits():
    zet(aanvraag_in(S.TER_PRIORITERING), "prioriteren", voorwaarde="Eerst een AVG-toets.")

    assert (Besluit.objects.get().soort, Besluit.objects.get().voorwaarde) == (
        "akkoord_mits",
        "Eerst een AVG-toets.",
    )


def test_a_substitute_chair_decides_in_the_name_of_the_chair():
    invaller = vervanger(iemand(Rol.VOORZITTER), van=klok.vandaag())
    zet(aanvraag_in(S.TER_PRIORITERING), "prioriteren", by=invaller)

    assert (Besluit.objects.get().genomen_door, Besluit.objects.get().namens) == (
        invaller,
        iemand(Rol.VOORZITTER),
    )


def test_a_chair_does_not_rank_his_own_request():
    voorzitter = iemand(Rol.VOORZITTER)
    RoltoewijzingFactory(
        gebruiker=voorzitter, rol=Rol.AANVRAGER, organisatie=aanvraag_in(S.CONCEPT).organisatie
    )
    aanvraag = aanvraag_in(S.TER_PRIORITERING, by=iemand(Rol.VOORZITTER))

    for stap in ("prioriteren", "op_wachtlijst_zetten", "aanhouden"):
        with pytest.raises(PermissionDenied):
            zet(aanvraag, stap, by=iemand(Rol.VOORZITTER))


@pytest.mark.parametrize(
    ("plaats", "verwacht"), [(1, "DABC"), (2, "ADBC"), (4, "ABCD"), (99, "ABCD"), (-3, "DABC")]
)
def test_a_new_one_moves_the_rest(plaats, verwacht):
    _drie()
    zet(aanvraag_in(S.TER_PRIORITERING, titel="D"), "prioriteren", plaats=plaats)

    assert _lijst() == list(enumerate(verwacht, start=1))


@pytest.mark.parametrize(("plaats", "verwacht"), [(1, "ABC"), (2, "BAC"), (3, "BCA"), (50, "BCA")])
def test_moving_keeps_the_list_without_gaps(plaats, verwacht):
    eerste, _, _ = _drie()
    zet(eerste, "verplaatsen", plaats=plaats)

    assert _lijst() == list(enumerate(verwacht, start=1))
    assert Besluit.objects.filter(soort="volgorde").count() == 1


@pytest.mark.parametrize("stap", ["op_wachtlijst_zetten", "aanhouden", "afwijzen", "intrekken", "parafen"])
def test_leaving_the_list_closes_the_gap_and_counts_as_a_change(stap):
    _, tweede, _ = _drie()
    voor = Ogon.objects.get().lijstversie

    for act in ["opdracht_geven"] * 2 if stap == "parafen" else [stap]:
        zet(tweede, act)

    assert _lijst() == [(1, "A"), (2, "C")]
    assert Ogon.objects.get().lijstversie == voor + 1


def test_each_ogon_has_its_own_list():
    _drie()
    buurt = aanvraag_in(S.GEPRIORITEERD, ogon=ogon("buurt"))

    assert buurt.plaats == 1
    assert len(_lijst()) == 3


def test_a_move_on_an_older_list_is_refused_with_the_list_as_it_is():
    eerste, tweede, _ = _drie()
    op_scherm = Ogon.objects.get(slug="bedrijfsvoering").lijstversie
    zet(eerste, "verplaatsen", plaats=3, lijstversie=op_scherm)

    with pytest.raises(Verouderd) as conflict:
        zet(tweede, "verplaatsen", plaats=3, lijstversie=op_scherm)

    assert isinstance(conflict.value.obj, Ogon)
    assert _lijst() == [(1, "B"), (2, "C"), (3, "A")]


def test_only_who_may_rank_may_move():
    eerste, _, _ = _drie()

    with pytest.raises(PermissionDenied):
        zet(eerste, "verplaatsen", by=iemand(Rol.SECRETARIS))


def test_what_is_not_ranked_cannot_be_moved():
    with pytest.raises(StapKanNiet):
        zet(aanvraag_in(S.WACHTLIJST), "verplaatsen")


@pytest.mark.parametrize("zaad", range(3))
def test_any_walk_over_the_list_stays_without_gaps(zaad):
    """A hundred random acts: the list equals a plain Python list to which the same was done."""
    kans, model = random.Random(zaad), []
    vrij = {titel: aanvraag_in(S.TER_PRIORITERING, titel=titel) for titel in "ABCDEF"}
    for _ in range(40):
        titel = kans.choice("ABCDEF")
        aanvraag, plaats = Aanvraag.objects.get(pk=vrij[titel].pk), kans.randint(0, 7)
        if aanvraag.plaats is None:
            stap, nieuw = "prioriteren", True
        else:
            stap, nieuw = kans.choice(
                [("verplaatsen", True), ("op_wachtlijst_zetten", False), ("aanhouden", False)]
            )
            model.remove(titel)
        if nieuw:
            zet(aanvraag, stap, plaats=plaats)
            model.insert(min(max(plaats, 1), len(model) + 1) - 1, titel)
        else:
            zet(aanvraag, stap)
        assert [titel for _, titel in _lijst()] == model
        assert [plaats for plaats, _ in _lijst()] == list(range(1, len(model) + 1))


def test_waiting_lasts_until_the_next_meeting_of_this_ogon():
    VergaderingFactory(gremium=ogon(), datum=date(2026, 12, 10))
    VergaderingFactory(gremium=ogon("buurt"), datum=date(2026, 11, 18))

    assert aanvraag_in(S.TER_PRIORITERING).termijn_op == date(2026, 12, 10)
    assert aanvraag_in(S.WACHTLIJST).termijn_op == date(2026, 12, 10)


def test_aanhouden_ends_on_the_chosen_day_and_that_day_is_to_come():
    aanvraag = aanvraag_in(S.TER_PRIORITERING)
    with pytest.raises(StapKanNiet):
        zet(aanvraag, "aanhouden", opnieuw_op=klok.vandaag())

    zet(aanvraag, "aanhouden", opnieuw_op=date(2027, 2, 1))

    aanvraag.refresh_from_db()
    assert aanvraag.termijn_op == date(2027, 2, 1)
    assert Gebeurtenis.objects.over(aanvraag).last().gegevens["opnieuw_op"] == "2027-02-01"


def test_afwijzen_says_why_and_what_next():
    aanvraag = zet(aanvraag_in(S.TER_PRIORITERING), "afwijzen", code="dubbel", vervolg="Zie MW-2025-0004.")

    besluit = Besluit.objects.get()
    assert (besluit.soort, besluit.gegevens) == (
        "afwijzen",
        {"code": "dubbel", "vervolg": "Zie MW-2025-0004."},
    )
    assert (aanvraag.status, aanvraag.termijn_op) == (S.AFGEWEZEN, None)


def test_opschalen_sets_a_flag_once_and_the_state_stays():
    aanvraag = zet(aanvraag_in(S.WACHTLIJST), "opschalen")
    assert (aanvraag.status, aanvraag.opgeschaald) == (S.WACHTLIJST, True)

    with pytest.raises(PermissionDenied):
        zet(aanvraag, "opschalen")


def test_two_initials_of_two_people_make_the_assignment():
    aanvraag = zet(
        aanvraag_in(S.GEPRIORITEERD, gemeenten="DUO"), "opdracht_geven", plafond_kosten=D("9000.00")
    )
    opdracht = Opdracht.objects.get()
    assert (aanvraag.status, opdracht.nummer, opdracht.verleend_op) == (S.GEPRIORITEERD, None, None)

    zet(aanvraag, "opdracht_geven")

    opdracht.refresh_from_db()
    assert (aanvraag.status, aanvraag.plaats) == (S.OPDRACHT_VERLEEND, None)
    assert (opdracht.nummer, opdracht.verleend_op) == ("OPD-2026-0001", klok.nu())
    assert [paraaf.rol for paraaf in opdracht.parafen.all()] == ["voorzitter", "budgethouder"]
    assert opdracht.tarieven == {"A": "72.50", "B": "88.00", "C": "105.35"}
    assert sum(aandeel.bedrag for aandeel in opdracht.aandelen.all()) == D("9000.00")
    assert opdracht.sleutel.naam == "D U O"


def test_one_person_does_not_set_both_initials():
    beide = maak(Rol.VOORZITTER, ogon=ogon())
    aanvraag = aanvraag_in(S.GEPRIORITEERD)
    RoltoewijzingFactory(gebruiker=beide, rol=Rol.BUDGETHOUDER, organisatie=aanvraag.organisatie)
    zet(aanvraag, "opdracht_geven", by=beide)

    with pytest.raises(PermissionDenied):
        zet(aanvraag, "opdracht_geven", by=beide)


@pytest.mark.parametrize("ontbreekt", ["plafond_uren", "plafond_kosten", "einddatum"])
def test_an_assignment_has_ceilings_and_an_end(ontbreekt):
    with pytest.raises(StapKanNiet, match="Vul het plafond"):
        zet(aanvraag_in(S.GEPRIORITEERD), "opdracht_geven", **{ontbreekt: None})


def test_an_assignment_ends_in_the_future():
    with pytest.raises(StapKanNiet, match="einddatum"):
        zet(aanvraag_in(S.GEPRIORITEERD), "opdracht_geven", einddatum=klok.vandaag() - timedelta(days=1))


@pytest.mark.parametrize("stap", ["op_wachtlijst_zetten", "aanhouden", "afwijzen", "intrekken"])
def test_a_new_decision_takes_a_half_signed_assignment_away(stap):
    aanvraag = zet(aanvraag_in(S.GEPRIORITEERD), "opdracht_geven")

    zet(aanvraag, stap)

    assert not Opdracht.objects.exists()
