"""Een ronde: openen, samen verplaatsen, vastzetten, faseren, erop en eraf; en wat er geweigerd wordt."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duoplus import klok
from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Besluit, Gebeurtenis, Gebruiker, Roltoewijzing
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions import ronde as acties
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import RondeStatus
from maatwerk.models import Ronde, Rondeplaats, Zet
from maatwerk.volgorde.bord import lees, volgorde_bij
from ogon.actions.cyclus import naar_fase
from ogon.choices import Fase
from tests.factories import gemeente, iemand, maak, ogon, vervanger
from tests.factories.rondes import cyclus_in, kandidaat, ronde_met, titels

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]


@pytest.fixture
def abc():
    return [kandidaat(titel) for titel in "ABC"]


@pytest.fixture
def ronde(abc):
    return ronde_met(*abc)


@pytest.fixture
def voorzitter():
    return iemand(Rol.VOORZITTER)


def plaatsen(ronde):
    return list(ronde.plaatsen.order_by("plaats").values_list("plaats", flat=True))


def test_a_round_opens_with_the_candidates_in_the_order_of_their_score(voorzitter):
    kandidaat("Wens")
    kandidaat("Wet", aanleiding="wettelijk")
    kandidaat("Spoed", urgentie="hoog")
    kandidaat("Bestuur", aanleiding="bestuurlijk", status=S.WACHTLIJST)
    kandidaat("Al ingepland", urgentie="laag", status=S.GEPRIORITEERD)
    for status in (S.TER_AKKOORD, S.OPDRACHT_VERLEEND, S.AFGEWEZEN, S.INGETROKKEN):
        kandidaat(f"Niet {status}", status=status)

    ronde = acties.open_ronde(cyclus_in(), by=voorzitter)

    assert titels(ronde) == "Wet Bestuur Spoed Wens Al ingepland"
    assert (ronde.nummer, ronde.versie, ronde.status) == (1, 0, RondeStatus.RANGSCHIKKEN)
    assert Gebeurtenis.objects.over(ronde).get().gegevens == {
        "nummer": 1,
        "aantal": 5,
        "bord": "Bedrijfsvoering 2027",
    }


def test_what_was_put_off_comes_back_on_its_day(voorzitter):
    kandidaat("Vandaag", status=S.AANGEHOUDEN, termijn_op=klok.vandaag())
    kandidaat("Later", status=S.AANGEHOUDEN, termijn_op=klok.vandaag() + timedelta(days=1))
    assert titels(acties.open_ronde(cyclus_in(), by=voorzitter)) == "Vandaag"


def test_only_one_order_at_a_time_in_its_phase_by_who_may(abc, voorzitter):
    with pytest.raises(StapKanNiet, match="Toetsen"):
        acties.open_ronde(cyclus_in(Fase.TOETSEN), by=voorzitter)
    cyclus = cyclus_in(jaar=2028)
    with pytest.raises(PermissionDenied):
        acties.open_ronde(cyclus, by=iemand(Rol.OPDRACHTGEVER))
    acties.open_ronde(cyclus, by=iemand(Rol.SECRETARIS))
    with pytest.raises(StapKanNiet, match="al een volgorde"):
        acties.open_ronde(cyclus, by=voorzitter)


@pytest.mark.parametrize(
    ("titel", "plaats", "daarna"),
    [("C", 1, "C A B"), ("A", 3, "B C A"), ("A", 2, "B A C"), ("B", 99, "A C B"), ("C", -4, "C A B")],
)
def test_the_rest_moves_along_and_places_stay_without_gaps(ronde, voorzitter, titel, plaats, daarna):
    aanvraag = ronde.plaatsen.get(aanvraag__titel=titel).aanvraag
    zet = acties.verplaats(ronde, aanvraag, plaats=plaats, by=voorzitter, versie=0)
    assert titels(ronde) == daarna
    assert plaatsen(ronde) == [1, 2, 3]
    assert (zet.versie, ronde.versie) == (1, 1)


def test_every_move_keeps_who_from_where_to_where_and_why(ronde, abc):
    opdrachtgever = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("D"))
    acties.verplaats(ronde, abc[2], plaats=1, by=opdrachtgever, reden="De raad wacht erop.")

    zet = ronde.zetten.get(versie=1)
    assert (zet.van, zet.naar, zet.door, zet.reden) == (3, 1, opdrachtgever, "De raad wacht erop.")
    assert ronde.plaatsen.get(plaats=1).afwijkreden == "De raad wacht erop."
    feit = Gebeurtenis.objects.over(ronde).last()
    assert feit.soort == "maatwerk.ronde.verplaatsen"
    assert feit.gegevens["aanvraag"] == abc[2].nummer


def test_who_ranks_together(ronde, abc):
    mee = [
        iemand(Rol.VOORZITTER),
        iemand(Rol.SECRETARIS),
        *(iemand(Rol.OPDRACHTGEVER, organisatie=gemeente(letter)) for letter in "DUO"),
        maak(Rol.OPDRACHTGEVER, organisatie=gemeente("U")),  # for every OGON of that municipality
    ]
    for nr, by in enumerate(mee):
        acties.verplaats(ronde, abc[0], plaats=3 - nr % 2 * 2, by=by)
    niet = [
        iemand(Rol.VOORZITTER, ogon=ogon("buurt")),
        iemand(Rol.OPDRACHTGEVER, ogon=ogon("buurt")),
        iemand(Rol.AANVRAGER),
        iemand(Rol.DIRECTIEBERAAD),
        iemand(Rol.BEHEERDER),
    ]
    for by in niet:
        with pytest.raises(PermissionDenied):
            acties.verplaats(ronde, abc[0], plaats=2, by=by)
    assert ronde.zetten.filter(versie__gt=0).count() == len(mee)


def test_a_municipality_that_takes_no_part_in_the_programme_does_not_rank():
    ronde = ronde_met(*[kandidaat(titel, ogon=ogon("buurt")) for titel in "AB"])
    diemen = maak(Rol.OPDRACHTGEVER, organisatie=gemeente("D"))
    with pytest.raises(PermissionDenied):
        acties.verplaats(ronde, ronde.plaatsen.get(plaats=2).aanvraag, plaats=1, by=diemen)


def test_a_chair_whose_role_ended_yesterday_moves_nothing(ronde, abc, voorzitter):
    gisteren = klok.vandaag() - timedelta(days=1)
    Roltoewijzing.objects.filter(gebruiker=voorzitter).update(tot=gisteren)
    with pytest.raises(PermissionDenied):
        acties.verplaats(ronde, abc[0], plaats=2, by=Gebruiker.objects.get(pk=voorzitter.pk))
    assert titels(ronde) == "A B C"


def test_a_substitute_moves_in_the_name_of_another(ronde, abc):
    opdrachtgever = iemand(Rol.OPDRACHTGEVER)
    ander = vervanger(opdrachtgever, van=klok.vandaag())
    zet = acties.verplaats(ronde, abc[0], plaats=2, by=ander)
    assert zet.namens == opdrachtgever


def test_a_move_on_an_older_order_is_refused(ronde, abc, voorzitter):
    acties.verplaats(ronde, abc[2], plaats=1, by=voorzitter, versie=0)
    with pytest.raises(Verouderd):
        acties.verplaats(Ronde.objects.get(), abc[1], plaats=1, by=iemand(Rol.SECRETARIS), versie=0)
    assert titels(ronde) == "C A B"
    assert Ronde.objects.get().versie == 1


def test_to_where_it_stands_is_no_move(ronde, abc, voorzitter):
    with pytest.raises(StapKanNiet, match="al op plaats 3"):
        acties.verplaats(ronde, abc[2], plaats=7, by=voorzitter)
    assert not ronde.zetten.filter(versie__gt=0).exists()
    assert Ronde.objects.get().versie == 0


@pytest.mark.parametrize(("status", "zin"), [("voorgelegd", "ligt voor"), ("opgeschaald", "directieberaad")])
def test_a_board_that_is_not_being_ranked_changes_no_more(ronde, abc, voorzitter, status, zin):
    Ronde.objects.update(status=status, voorgelegd_op=klok.nu(), sluit_op=klok.vandaag(), voorlegging=1)
    for doe in (
        lambda: acties.verplaats(ronde, abc[0], plaats=2, by=voorzitter, versie=0),
        lambda: acties.zet_vast(ronde, abc[0], grond="Wet", by=voorzitter),
        lambda: acties.faseer(ronde, abc[0], by=voorzitter),
        lambda: acties.haal_af(ronde, abc[0], by=voorzitter, reden="Weg"),
        lambda: acties.geef_afwijkreden(ronde, abc[0], by=voorzitter, reden="Zo"),
        lambda: acties.voeg_toe(ronde, kandidaat("D"), by=voorzitter),
    ):
        with pytest.raises(StapKanNiet, match=zin):
            doe()
    assert titels(ronde) == "A B C"


def test_outside_the_phase_nothing_moves(ronde, abc, voorzitter):
    naar_fase(ronde.cyclus, Fase.VASTSTELLEN, by=voorzitter)
    with pytest.raises(StapKanNiet, match="Vaststellen"):
        acties.verplaats(ronde, abc[0], plaats=2, by=voorzitter)


def test_the_law_goes_first_with_its_ground(ronde, abc, voorzitter):
    with pytest.raises(StapKanNiet, match="welke wet"):
        acties.zet_vast(ronde, abc[2], grond=" ", by=voorzitter)
    acties.zet_vast(ronde, abc[2], grond="Archiefwet artikel 3", by=voorzitter)
    acties.zet_vast(ronde, abc[1], grond="Wet open overheid", by=iemand(Rol.SECRETARIS))
    assert titels(ronde) == "C B A"

    with pytest.raises(StapKanNiet, match="Wat van de wet moet, staat erboven"):
        acties.verplaats(ronde, abc[0], plaats=1, by=voorzitter)
    acties.verplaats(ronde, abc[1], plaats=1, by=voorzitter)
    assert titels(ronde) == "B C A"

    acties.maak_los(ronde, abc[1], by=voorzitter)
    assert titels(ronde) == "C B A"
    assert plaatsen(ronde) == [1, 2, 3]
    with pytest.raises(StapKanNiet, match="staat niet vast"):
        acties.maak_los(ronde, abc[1], by=voorzitter)


def test_an_opdrachtgever_moves_but_does_not_arrange(ronde, abc):
    by = iemand(Rol.OPDRACHTGEVER)
    for doe in (
        lambda: acties.zet_vast(ronde, abc[0], grond="Wet", by=by),
        lambda: acties.faseer(ronde, abc[0], by=by),
        lambda: acties.haal_af(ronde, abc[0], by=by, reden="Weg"),
        lambda: acties.voeg_toe(ronde, kandidaat("D"), by=by),
    ):
        with pytest.raises(PermissionDenied):
            doe()


def test_what_came_later_goes_below_and_what_is_not_ready_only_by_the_chair(ronde, voorzitter):
    acties.voeg_toe(ronde, kandidaat("D"), by=iemand(Rol.SECRETARIS))
    vroeg = kandidaat("E", status=S.IN_RAMING)
    with pytest.raises(PermissionDenied):
        acties.voeg_toe(ronde, vroeg, by=iemand(Rol.SECRETARIS), reden="Haast")
    with pytest.raises(StapKanNiet, match="nog niet gereed"):
        acties.voeg_toe(ronde, vroeg, by=voorzitter)
    acties.voeg_toe(ronde, vroeg, by=voorzitter, reden="De minister vraagt erom.")

    assert titels(ronde) == "A B C D E"
    redenen = list(ronde.plaatsen.order_by("plaats").values_list("niet_gereed_reden", flat=True))
    assert redenen == ["", "", "", "", "De minister vraagt erom."]
    for aanvraag, zin in (
        (vroeg, "al op het bord"),
        (kandidaat("F", ogon=ogon("buurt")), "kan niet op dit bord"),
        (kandidaat("G", status=S.AFGESLOTEN), "kan niet op dit bord"),
    ):
        with pytest.raises(StapKanNiet, match=zin):
            acties.voeg_toe(ronde, aanvraag, by=voorzitter, reden="Toch")


def test_off_the_board_closes_the_gap_and_asks_why(ronde, abc, voorzitter):
    with pytest.raises(StapKanNiet, match="waarom"):
        acties.haal_af(ronde, abc[1], by=voorzitter)
    acties.haal_af(ronde, abc[1], by=voorzitter, reden="Uithoorn wacht liever.")
    assert titels(ronde) == "A C"
    assert plaatsen(ronde) == [1, 2]
    with pytest.raises(StapKanNiet, match="niet meer op het bord"):
        acties.verplaats(ronde, abc[1], plaats=1, by=voorzitter)


def test_what_was_withdrawn_meanwhile_goes_without_a_reason(ronde, abc, voorzitter):
    abc[0].status = S.INGETROKKEN
    abc[0].save()
    acties.haal_af(ronde, abc[0], by=voorzitter)
    assert titels(ronde) == "B C"


def test_a_reason_belongs_to_what_jumped(ronde, abc, voorzitter):
    acties.verplaats(ronde, abc[2], plaats=1, by=voorzitter)
    assert [rij.aanvraag for rij in lees(ronde, voorzitter).zonder_reden] == [abc[2]]
    with pytest.raises(StapKanNiet, match="Schrijf op waarom"):
        acties.geef_afwijkreden(ronde, abc[2], reden=" ", by=voorzitter)
    acties.geef_afwijkreden(ronde, abc[2], reden="De raad wacht erop.", by=iemand(Rol.OPDRACHTGEVER))
    assert lees(ronde, voorzitter).zonder_reden == []


def test_the_order_of_before_is_found_back_from_the_moves(ronde, abc, voorzitter):
    standen = {0: titels(ronde)}
    for doe in (
        lambda: acties.verplaats(ronde, abc[2], plaats=1, by=voorzitter),
        lambda: acties.voeg_toe(ronde, kandidaat("D"), by=voorzitter),
        lambda: acties.zet_vast(ronde, abc[1], grond="Wet", by=voorzitter),
        lambda: acties.haal_af(ronde, abc[0], by=voorzitter, reden="Weg"),
        lambda: acties.maak_los(ronde, abc[1], by=voorzitter),
    ):
        doe()
        standen[ronde.versie] = titels(ronde)
    namen = {z.aanvraag_id: z.aanvraag.titel for z in Zet.objects.select_related("aanvraag")}
    for versie, stand in standen.items():
        assert " ".join(namen[pk] for pk in volgorde_bij(ronde, versie)) == stand


def test_pins_and_phasing_carry_over_from_the_last_adopted_order(ronde, abc, voorzitter):
    acties.zet_vast(ronde, abc[2], grond="Archiefwet", by=voorzitter)
    acties.faseer(ronde, abc[0], by=voorzitter)
    Rondeplaats.objects.filter(aanvraag=abc[1]).update(afwijkreden="Toen")
    neem_aan(ronde, voorzitter)

    tweede = acties.open_ronde(ronde.cyclus, by=voorzitter)

    assert (tweede.nummer, titels(tweede)) == (2, "C A B")
    stand = {p.aanvraag.titel: (p.vastgezet_grond, p.gefaseerd, p.afwijkreden) for p in tweede.plaatsen.all()}
    assert stand == {"C": ("Archiefwet", False, ""), "A": ("", True, ""), "B": ("", False, "")}


def neem_aan(ronde, voorzitter):
    """What adopting writes, without its other consequences."""
    besluit = Besluit.objects.create(
        nummer="B-TEST-1",
        gremium=ronde.cyclus.ogon,
        soort=BesluitSoort.VASTSTELLEN,
        titel="Volgorde 2027",
        reden="Alle gemeenten zijn akkoord.",
        genomen_door=voorzitter,
    )
    Ronde.objects.filter(pk=ronde.pk).update(
        status="voorgelegd", voorgelegd_op=klok.nu(), sluit_op=klok.vandaag(), voorlegging=1
    )
    Ronde.objects.filter(pk=ronde.pk).update(status="vastgesteld", vastgesteld_op=klok.nu(), besluit=besluit)
    ronde.refresh_from_db()


def test_the_database_itself_keeps_an_adopted_order(ronde, abc, voorzitter):
    neem_aan(ronde, voorzitter)
    with pytest.raises(StapKanNiet, match="vastgesteld"):
        acties.verplaats(ronde, abc[0], plaats=2, by=voorzitter, versie=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        ronde.plaatsen.filter(aanvraag=abc[0]).update(gefaseerd=True)


def test_what_nobody_confirmed_comes_on_the_board_only_by_the_chair_with_a_reason(voorzitter):
    oud = kandidaat("Van een oude lijst", bevestigd_op=None)
    ronde = ronde_met(kandidaat("A"))
    assert titels(ronde) == "A"
    assert list(acties.toe_te_voegen(ronde, met_niet_gereed=False)) == []
    with pytest.raises(PermissionDenied):
        acties.voeg_toe(ronde, oud, by=iemand(Rol.SECRETARIS), reden="Snel.")
    with pytest.raises(StapKanNiet, match="nog niet gereed"):
        acties.voeg_toe(ronde, oud, by=voorzitter)
    acties.voeg_toe(ronde, oud, by=voorzitter, reden="Loopt al sinds vorig jaar.")
    assert ronde.plaatsen.get(aanvraag=oud).niet_gereed_reden == "Loopt al sinds vorig jaar."
