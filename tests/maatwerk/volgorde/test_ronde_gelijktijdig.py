"""Samen aan één bord: echte commits, echte sloten, twee mensen op hetzelfde moment."""

from collections import Counter

import pytest

from duoplus.choices import Rol
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions.ronde import haal_af, verplaats, voeg_toe, zet_vast
from maatwerk.models import Aanvraag, Ronde
from tests.factories import gemeente, iemand
from tests.factories.rondes import kandidaat, ronde_met
from tests.maatwerk.test_gelijktijdig import tegelijk

pytestmark = pytest.mark.usefixtures("eigen_database")


def test_two_people_rank_at_once_and_no_move_is_lost():
    """Two hundred tries: each is on record as the next version of the order, or refused as outdated."""
    abcde = [kandidaat(titel) for titel in "ABCDE"]
    ronde = ronde_met(*abcde)
    mensen = [iemand(Rol.OPDRACHTGEVER, organisatie=gemeente(letter)) for letter in "DU"]

    def rangschik(kant: int) -> Counter:
        telling: Counter = Counter()
        for n in range(100):
            gezien = Ronde.objects.get(pk=ronde.pk)
            aanvraag = abcde[(n * 3 + kant) % 5]
            try:
                verplaats(gezien, aanvraag, plaats=n % 5 + 1, by=mensen[kant], versie=gezien.versie)
                telling["gelukt"] += 1
            except Verouderd:
                telling["verouderd"] += 1
            except StapKanNiet:
                telling["stond al zo"] += 1
        return telling

    antwoorden = tegelijk([lambda: rangschik(0), lambda: rangschik(1)])

    assert all(isinstance(a, Counter) for a in antwoorden), antwoorden
    totaal = sum(antwoorden, Counter())
    versies = list(ronde.zetten.filter(versie__gt=0).order_by("versie").values_list("versie", flat=True))
    assert sum(totaal.values()) == 200
    assert versies == list(range(1, totaal["gelukt"] + 1))
    assert Ronde.objects.get(pk=ronde.pk).versie == totaal["gelukt"]
    assert [p.aanvraag_id for p in ronde.plaatsen.order_by("plaats")] == nagespeeld(ronde)
    assert list(ronde.plaatsen.order_by("plaats").values_list("plaats", flat=True)) == [1, 2, 3, 4, 5]


def nagespeeld(ronde: Ronde) -> list[int]:
    """The order that follows from the moves on record, one after the other."""
    volgorde = [zet.aanvraag_id for zet in ronde.zetten.filter(versie=0).order_by("naar")]
    for zet in ronde.zetten.filter(versie__gt=0).order_by("versie"):
        assert volgorde.index(zet.aanvraag_id) == zet.van - 1
        volgorde.remove(zet.aanvraag_id)
        volgorde.insert(zet.naar - 1, zet.aanvraag_id)
    return volgorde


def test_of_two_moves_on_the_same_order_one_is_refused():
    abc = [kandidaat(titel) for titel in "ABC"]
    ronde = ronde_met(*abc)
    voorzitter, secretaris = iemand(Rol.VOORZITTER), iemand(Rol.SECRETARIS)

    antwoorden = tegelijk(
        [
            lambda: verplaats(Ronde.objects.get(), abc[2], plaats=1, by=voorzitter, versie=0),
            lambda: verplaats(Ronde.objects.get(), abc[1], plaats=1, by=secretaris, versie=0),
        ]
    )

    assert Counter(type(a).__name__ for a in antwoorden) == {"Zet": 1, "Verouderd": 1}
    assert ronde.zetten.filter(versie__gt=0).count() == 1


def test_adding_pinning_and_taking_off_at_once_leave_no_gap():
    op_het_bord = [kandidaat(titel) for titel in "ABCD"]
    ronde = ronde_met(*op_het_bord)
    erbij = [kandidaat(titel) for titel in "EFGH"]
    by = iemand(Rol.VOORZITTER)

    def vers(aanvraag: Aanvraag) -> Aanvraag:
        return Aanvraag.objects.get(pk=aanvraag.pk)

    antwoorden = tegelijk(
        [
            *(lambda a=a: voeg_toe(Ronde.objects.get(), vers(a), by=by) for a in erbij),
            lambda: zet_vast(Ronde.objects.get(), op_het_bord[3], grond="Wet", by=by),
            lambda: haal_af(Ronde.objects.get(), op_het_bord[0], by=by, reden="Wacht"),
        ]
    )

    assert [type(a).__name__ for a in antwoorden] == ["Zet"] * 6
    assert list(ronde.plaatsen.order_by("plaats").values_list("plaats", flat=True)) == list(range(1, 8))
    assert ronde.plaatsen.get(plaats=1).aanvraag == op_het_bord[3]
