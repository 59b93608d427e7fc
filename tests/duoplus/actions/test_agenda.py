"""Wat op een agenda komt en wat er in de vergadering van wordt."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from duoplus import besluiten, klok
from duoplus.actions import agenda, vergaderen
from duoplus.agenda import Antwoord
from duoplus.bestandstype import GeweigerdBestand
from duoplus.choices import BesluitSoort, GremiumSoort, PuntSoort, PuntStatus, Rol
from duoplus.models import Agendapunt, Besluit, Reeks
from duoplus.transitions import StapKanNiet, Verouderd
from tests.factories import gemeente, iemand, maak, ogon
from tests.factories.overleg import gepland, gremium, leider, lopend, op_agenda, volgorde

pytestmark = pytest.mark.django_db
AKKOORD = Antwoord(BesluitSoort.AKKOORD, "Iedereen is het eens.")
AANHOUDEN = Antwoord(BesluitSoort.AANHOUDEN, "Er mist een bedrag.")


def test_points_move_and_places_stay_without_gaps():
    vergadering = gepland()
    a, _, c = (op_agenda(vergadering, titel) for titel in "ABC")
    by = leider(vergadering.gremium)

    agenda.verplaats(c, plaats=1, by=by)
    assert volgorde(vergadering) == "C A B"
    agenda.verplaats(a, plaats=99, by=by)

    assert volgorde(vergadering) == "C B A"
    assert list(vergadering.punten.order_by("plaats").values_list("plaats", flat=True)) == [1, 2, 3]


def test_who_moves_a_point_on_an_older_agenda_is_told():
    vergadering = gepland()
    a, b = op_agenda(vergadering, "A"), op_agenda(vergadering, "B")
    vergadering.refresh_from_db()
    by, versie = leider(vergadering.gremium), vergadering.versie
    agenda.verplaats(b, plaats=1, by=by, versie=versie)

    with pytest.raises(Verouderd):
        agenda.verplaats(a, plaats=2, by=by, versie=versie)

    assert volgorde(vergadering) == "B A"


def test_a_point_waits_in_the_stock_and_comes_back():
    vergadering = gepland()
    a, _ = op_agenda(vergadering, "A"), op_agenda(vergadering, "B")
    by = leider(vergadering.gremium)

    agenda.haal_af(a, by=by)
    assert volgorde(vergadering) == "B"
    assert list(agenda.voorraad(vergadering.gremium)) == [a]

    agenda.zet_in(a, vergadering, by=by)
    assert volgorde(vergadering) == "B A"
    with pytest.raises(StapKanNiet, match="wacht niet meer"):
        agenda.zet_in(a, vergadering, by=by)


def test_an_agenda_fills_itself_once_with_what_is_always_there_and_what_waited():
    vergadering = gepland()
    vergadering.reeks = Reeks.objects.create(
        gremium=vergadering.gremium, naam="Reeks", begint_om="09:30", eindigt_om="11:00", plaats="X",
        vaste_punten=[["Opening", 5], ["Rondvraag", 10]],
    )  # fmt: skip
    vergadering.save()
    by, lid = leider(vergadering.gremium), iemand(Rol.OPDRACHTGEVER)
    agenda.zet_op_agenda(vergadering.gremium, titel="Ingebracht", by=lid)

    erbij = agenda.vul_voor(vergadering, by=by)

    assert len(erbij) == 3
    assert volgorde(vergadering) == "Opening Ingebracht Rondvraag"
    assert agenda.vul_voor(vergadering, by=by) == []


def test_who_does_not_sit_in_it_brings_nothing_in():
    for wie in (maak(Rol.CONTROLLER), iemand(Rol.SECRETARIS, ogon=ogon("buurt"))):
        with pytest.raises(PermissionDenied):
            agenda.zet_op_agenda(ogon(), titel="X", by=wie)
    with pytest.raises(PermissionDenied):
        agenda.zet_op_agenda(ogon(), titel="X", vergadering=gepland(), by=iemand(Rol.OPDRACHTGEVER))
    with pytest.raises(StapKanNiet, match="ander overleg"):
        agenda.zet_op_agenda(ogon(), titel="X", vergadering=gepland(ogon("buurt")), by=leider(ogon()))


def test_the_same_subject_stands_on_one_agenda_of_a_body():
    vergadering = gepland()
    onderwerp = gepland(over=14)
    punt = op_agenda(vergadering, "A", onderwerp=onderwerp)

    with pytest.raises(StapKanNiet, match="al op een agenda"):
        op_agenda(vergadering, "A", onderwerp=onderwerp)

    agenda.trek_in(punt, reden="Niet nodig.", by=leider(vergadering.gremium))
    op_agenda(vergadering, "A", onderwerp=onderwerp)
    op_agenda(gepland(gremium()), "A", onderwerp=onderwerp)


@pytest.mark.parametrize("soort", agenda.agenda.STANDAARD)
def test_every_decision_is_recorded_on_its_point(soort):
    vergadering = lopend()
    punt = op_agenda(vergadering)
    antwoord = Antwoord(soort, "Daarom.", voorwaarde="Als het past." if soort == "akkoord_mits" else "")

    genomen = agenda.besluit(punt, antwoord, by=leider(vergadering.gremium))

    assert (genomen.soort, genomen.agendapunt, genomen.reden) == (soort, punt, "Daarom.")
    wacht = soort == BesluitSoort.AANHOUDEN
    assert punt.status == (PuntStatus.AANGEHOUDEN if wacht else PuntStatus.BEHANDELD)


def test_what_is_held_over_twice_says_so_and_keeps_its_papers():
    eerste, tweede, derde = lopend(), gepland(over=42), gepland(over=84)
    by, punt = leider(eerste.gremium), op_agenda(eerste)
    agenda.voeg_stuk_toe(punt, naam="nota.txt", inhoud=b"Tekst.", by=by)
    agenda.besluit(punt, AANHOUDEN, by=by)
    vergaderen.sluit(eerste, by=by)
    with klok.op(klok.nu() + timedelta(days=42)):
        vergaderen.begin(tweede, by=by)
        agenda.besluit(punt.volgende, AANHOUDEN, by=by)

    laatste = derde.punten.get()
    assert laatste.keren == 2
    assert [stuk.naam for stuk in agenda.stukken([laatste])[laatste.pk]] == ["nota.txt"]


def test_held_over_until_a_day_it_skips_the_meeting_before_that():
    vergadering, _, later = lopend(), gepland(over=21), gepland(over=42)
    punt = op_agenda(vergadering)
    tot = Antwoord(
        BesluitSoort.AANHOUDEN, "Wacht op de raad.", opnieuw_op=klok.vandaag() + timedelta(days=30)
    )

    agenda.besluit(punt, tot, by=leider(vergadering.gremium))

    assert punt.volgende.vergadering == later


def test_without_a_next_meeting_it_waits_in_the_stock():
    vergadering = lopend()
    punt = op_agenda(vergadering)

    agenda.besluit(punt, AANHOUDEN, by=leider(vergadering.gremium))

    assert list(agenda.voorraad(vergadering.gremium)) == [punt.volgende]


@pytest.mark.parametrize(
    ("antwoord", "zin"),
    [
        (Antwoord(BesluitSoort.AKKOORD, "  "), "waarom"),
        (Antwoord(BesluitSoort.AKKOORD_MITS, "Daarom."), "onder welke voorwaarde"),
        (Antwoord(BesluitSoort.DVO, "Daarom."), "kan hier niet"),
    ],
)
def test_half_a_decision_is_refused_and_nothing_is_half_done(antwoord, zin):
    vergadering = lopend()
    punt = op_agenda(vergadering)

    with pytest.raises(StapKanNiet, match=zin):
        agenda.besluit(punt, antwoord, by=leider(vergadering.gremium))

    punt.refresh_from_db()
    assert punt.status == PuntStatus.OPEN
    assert not Besluit.objects.exists()


def test_an_item_withdrawn_while_it_is_being_decided_is_not_decided():
    vergadering = lopend()
    punt, by = op_agenda(vergadering), leider(vergadering.gremium)
    op_het_scherm = Agendapunt.objects.get(pk=punt.pk)
    agenda.trek_in(punt, reden="De gemeente ziet ervan af.", by=by)

    with pytest.raises(Verouderd):
        agenda.besluit(op_het_scherm, AKKOORD, by=by, versie=op_het_scherm.versie)
    with pytest.raises(StapKanNiet, match="Ingetrokken"):
        agenda.besluit(op_het_scherm, AKKOORD, by=by)

    assert not Besluit.objects.exists()


def test_two_who_decide_at_once_take_one_decision():
    vergadering = lopend()
    punt, by = op_agenda(vergadering), leider(vergadering.gremium)
    ander = Agendapunt.objects.get(pk=punt.pk)
    agenda.besluit(punt, AKKOORD, by=by, versie=punt.versie)

    with pytest.raises(Verouderd):
        agenda.besluit(ander, AANHOUDEN, by=by, versie=ander.versie)

    assert Besluit.objects.get().soort == BesluitSoort.AKKOORD


def test_a_point_is_decided_on_only_before_a_running_meeting():
    by = leider(ogon())
    in_voorraad = agenda.zet_op_agenda(ogon(), titel="X", by=by)
    for punt in (in_voorraad, op_agenda(gepland())):
        with pytest.raises(StapKanNiet, match="ligt nu niet voor"):
            agenda.besluit(punt, AKKOORD, by=by)
        with pytest.raises(StapKanNiet, match="ligt nu niet voor"):
            agenda.behandel(punt, verslag="X", by=by)


@pytest.mark.parametrize("hoe", ["niet begonnen", "ingetrokken", "ander overleg"])
def test_the_database_itself_refuses_such_a_decision(hoe):
    vergadering = gepland() if hoe == "niet begonnen" else lopend()
    punt, by = op_agenda(vergadering), leider(vergadering.gremium)
    if hoe == "ingetrokken":
        agenda.trek_in(punt, reden="X", by=by)
    wie = ogon("buurt") if hoe == "ander overleg" else vergadering.gremium

    with pytest.raises(DatabaseError, match="ligt nu niet voor"), transaction.atomic():
        besluiten.neem(wie, BesluitSoort.AKKOORD, titel="X", reden="X", by=by, agendapunt=punt)


def test_without_a_quorum_it_can_only_be_held_over():
    vergadering = lopend(met="U", quorum=2)
    punt, by = op_agenda(vergadering), leider(vergadering.gremium)

    with pytest.raises(StapKanNiet, match="Er is 1 van de 2 organisaties"):
        agenda.besluit(punt, AKKOORD, by=by)

    assert agenda.besluit(punt, AANHOUDEN, by=by).soort == BesluitSoort.AANHOUDEN


def test_in_the_directieberaad_every_member_records_a_decision():
    vergadering = lopend(gremium(GremiumSoort.DIRECTIEBERAAD))
    punt, ander = op_agenda(vergadering), op_agenda(vergadering, "Ander")

    agenda.besluit(punt, AKKOORD, by=maak(Rol.DIRECTIEBERAAD))
    with pytest.raises(PermissionDenied):
        agenda.besluit(ander, AKKOORD, by=maak(Rol.CONCERNCONTROLLER))
    with pytest.raises(PermissionDenied):
        agenda.schuif_door(ander, reden="X", by=maak(Rol.DIRECTIEBERAAD))


def test_only_who_leads_and_who_brought_it_in_withdraws_a_point():
    lid, ander = iemand(Rol.OPDRACHTGEVER), iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("O"))
    punt = agenda.zet_op_agenda(ogon(), titel="X", by=lid)

    with pytest.raises(PermissionDenied):
        agenda.trek_in(punt, reden="X", by=ander)
    with pytest.raises(StapKanNiet, match="waarom"):
        agenda.trek_in(punt, reden=" ", by=lid)
    assert agenda.trek_in(punt, reden="Niet nodig.", by=lid).status == PuntStatus.INGETROKKEN


def test_what_was_said_is_kept_without_a_decision():
    vergadering = lopend()
    punt = op_agenda(vergadering, soort=PuntSoort.BESPREKEN)

    agenda.behandel(punt, verslag="Iedereen kent de cijfers.", by=leider(vergadering.gremium))

    assert (punt.status, punt.verslag) == (PuntStatus.BEHANDELD, "Iedereen kent de cijfers.")


def test_an_agenda_of_a_meeting_that_was_held_does_not_change():
    vergadering = lopend()
    by, punt = leider(vergadering.gremium), op_agenda(vergadering)
    vergaderen.sluit(vergadering, by=by)
    punt = Agendapunt.objects.get(pk=punt.pk)

    for doe in (
        lambda: op_agenda(vergadering),
        lambda: agenda.verplaats(punt, plaats=1, by=by),
        lambda: agenda.haal_af(punt, by=by),
        lambda: agenda.vul_voor(vergadering, by=by),
        lambda: agenda.trek_in(punt, reden="X", by=by),
    ):
        with pytest.raises(StapKanNiet, match="verandert niets meer"):
            doe()


def test_a_paper_is_recognised_by_what_is_in_it():
    punt = op_agenda(gepland())

    with pytest.raises(GeweigerdBestand):
        agenda.voeg_stuk_toe(punt, naam="nota.pdf", inhoud=b"MZ\x90", by=leider(punt.gremium))


def test_papers_of_a_long_agenda_are_read_in_one_query(django_assert_num_queries):
    vergadering = gepland()
    punten = [op_agenda(vergadering, f"P{nr}") for nr in range(5)]
    for punt in punten:
        agenda.voeg_stuk_toe(punt, naam="nota.txt", inhoud=b"Tekst.", by=leider(vergadering.gremium))
    with django_assert_num_queries(1):
        assert all(agenda.stukken(punten).values())
    with connection.cursor() as cursor:  # nothing hangs on the deferred places
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
