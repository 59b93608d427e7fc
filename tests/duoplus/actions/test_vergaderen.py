"""Een vergadering van plannen tot vaststellen, en wat daarna niet meer kan."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from duoplus import klok, overleg
from duoplus.actions import agenda, vergaderen
from duoplus.agenda import Antwoord
from duoplus.choices import AanwezigheidStand, BesluitSoort, GremiumSoort, PuntSoort, PuntStatus, Rol
from duoplus.choices import VergaderingStatus as S
from duoplus.models import Aanwezigheid, Agendapunt, Bericht, Bijlage, Vergadering
from duoplus.overleg import VERGADERING
from duoplus.transitions import StapKanNiet, Verouderd
from tests.factories import gemeente, iemand, maak, ogon
from tests.factories.overleg import gepland, gremium, leider, lopend, op_agenda, reeks

pytestmark = pytest.mark.django_db
AKKOORD = Antwoord(BesluitSoort.AKKOORD, "Iedereen is het eens.")


def test_a_series_is_planned_to_a_day_and_twice_gives_nothing_new():
    een = reeks(ogon(), elke_weken=2, quorum=2)
    tot = klok.vandaag() + timedelta(weeks=8)

    eerste = vergaderen.plan_reeks(een, tot, by=leider(een.gremium))

    assert len(eerste) == 4
    assert {v.quorum for v in eerste} == {2}
    assert vergaderen.plan_reeks(een, tot, by=leider(een.gremium)) == []


def test_a_meeting_of_a_series_is_never_on_a_day_off():
    een = reeks(ogon(), van=date(2027, 5, 5), elke_weken=52)  # Bevrijdingsdag; the 6th is Ascension Day

    [vergadering] = vergaderen.plan_reeks(een, date(2027, 5, 30), by=leider(een.gremium))

    assert vergadering.datum == date(2027, 5, 7)


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"datum": date(2020, 1, 1)}, "vandaag of een latere dag"),
        ({"begint_om": time(11), "eindigt_om": time(9)}, "ligt voor het begin"),
    ],
)
def test_what_cannot_be_is_not_planned(velden, zin):
    standaard = {"datum": klok.vandaag(), "begint_om": time(9), "eindigt_om": time(10), "plaats": "X"}

    with pytest.raises(StapKanNiet, match=zin):
        vergaderen.plan(ogon(), by=leider(ogon()), **standaard | velden)


def test_two_meetings_of_a_body_do_not_begin_at_once():
    gepland()

    with pytest.raises(ValidationError, match="al een vergadering"):
        gepland()


def test_only_who_leads_plans():
    for wie in (
        iemand(Rol.OPDRACHTGEVER),
        maak(Rol.DIRECTIEBERAAD),
        iemand(Rol.SECRETARIS, ogon=ogon("buurt")),
    ):
        with pytest.raises(PermissionDenied):
            vergaderen.plan(
                ogon(), datum=klok.vandaag(), begint_om=time(9), eindigt_om=time(10), plaats="X", by=wie
            )


def test_an_agenda_without_points_is_not_sent():
    vergadering = gepland()

    with pytest.raises(StapKanNiet, match="Zet eerst iets op de agenda"):
        vergaderen.nodig_uit(vergadering, by=leider(vergadering.gremium))

    op_agenda(vergadering)
    vergaderen.nodig_uit(vergadering, by=leider(vergadering.gremium))
    aan = set(Bericht.objects.values_list("ontvanger", flat=True))
    assert aan == {lid.gebruiker.pk for lid in overleg.leden.leden(vergadering.gremium)}
    assert all(Bericht.objects.values_list("bundelen", flat=True))


def test_a_meeting_does_not_begin_before_its_day_nor_beside_another():
    later = gepland()
    with pytest.raises(StapKanNiet, match="Verzet haar eerst"):
        vergaderen.begin(later, by=leider(later.gremium))

    lopend()
    ander = gepland(over=0, begint_om=time(13), eindigt_om=time(14))
    with pytest.raises(StapKanNiet, match="al een vergadering van dit overleg bezig"):
        vergaderen.begin(ander, by=leider(ander.gremium))


def test_a_cancelled_meeting_gives_its_points_back():
    vergadering = gepland()
    punt, vast = op_agenda(vergadering), op_agenda(vergadering, "Opening", PuntSoort.VAST)

    vergaderen.gaat_niet_door(vergadering, reden="Te weinig mensen.", by=leider(vergadering.gremium))

    punt.refresh_from_db()
    vast.refresh_from_db()
    assert (punt.vergadering, punt.status) == (None, PuntStatus.OPEN)
    assert vast.status == PuntStatus.INGETROKKEN


def test_moving_a_meeting_tells_who_was_invited():
    vergadering = gepland()
    op_agenda(vergadering)
    vergaderen.nodig_uit(vergadering, by=leider(vergadering.gremium))
    verstuurd = Bericht.objects.count()

    vergaderen.verzet(
        vergadering, datum=klok.vandaag() + timedelta(days=9), begint_om=time(9), eindigt_om=time(10),
        plaats="Online", reden="De zaal is bezet.", by=leider(vergadering.gremium),
    )  # fmt: skip

    assert Bericht.objects.count() == 2 * verstuurd
    assert Bericht.objects.filter(tekst__contains="De zaal is bezet.").count() == verstuurd


def test_what_did_not_come_up_goes_on_to_the_next_meeting_counted():
    vergadering, volgende = lopend(), gepland(over=42)
    punt, vast = op_agenda(vergadering), op_agenda(vergadering, "Opening", PuntSoort.VAST)

    vergaderen.sluit(vergadering, by=leider(vergadering.gremium))

    punt.refresh_from_db()
    vast.refresh_from_db()
    assert vergadering.status == S.GEHOUDEN
    assert punt.status == PuntStatus.AANGEHOUDEN
    assert vast.status == PuntStatus.BEHANDELD
    assert (punt.volgende.vergadering, punt.volgende.keren) == (volgende, 1)


def test_the_next_meeting_adopts_the_list_and_then_nothing_changes():
    vergadering = lopend()
    besloten = op_agenda(vergadering)
    agenda.besluit(besloten, AKKOORD, by=leider(vergadering.gremium))
    vergaderen.sluit(vergadering, by=leider(vergadering.gremium))
    with klok.op(klok.nu() + timedelta(days=42)):
        volgende = lopend()
        [punt] = agenda.vul_voor(volgende, by=leider(volgende.gremium))
        agenda.besluit(punt, AKKOORD, by=leider(volgende.gremium))

    vergadering.refresh_from_db()
    assert (vergadering.status, vergadering.vastgesteld_in) == (S.VASTGESTELD, volgende)
    assert Bijlage.objects.over(vergadering).count() == 1
    for wijzig in (
        lambda: Vergadering.objects.filter(pk=vergadering.pk).update(plaats="Elders"),
        lambda: Agendapunt.objects.filter(pk=besloten.pk).update(verslag="Anders"),
        lambda: Agendapunt.objects.create(
            gremium=vergadering.gremium, vergadering=vergadering, plaats=9, titel="X",
            ingebracht_door=leider(vergadering.gremium),
        ),
    ):  # fmt: skip
        with pytest.raises((IntegrityError, DatabaseError), match="liggen vast"), transaction.atomic():
            wijzig()


def test_a_list_is_adopted_in_a_running_meeting_of_the_same_body():
    vergadering = lopend()
    vergaderen.sluit(vergadering, by=leider(vergadering.gremium))
    by = leider(vergadering.gremium)

    with pytest.raises(StapKanNiet, match="niet bezig"):
        vergaderen.stel_vast(vergadering, by=by, in_vergadering=gepland(over=42))
    with pytest.raises(StapKanNiet, match="hetzelfde overleg"):
        vergaderen.stel_vast(vergadering, by=by, in_vergadering=lopend(ogon("buurt")))
    with pytest.raises(StapKanNiet, match="hetzelfde overleg"):
        vergaderen.stel_vast(vergadering, by=by, in_vergadering=vergadering)
    vergadering.refresh_from_db()
    assert vergadering.status == S.GEHOUDEN


def test_a_mistake_becomes_an_erratum_only_after_adopting():
    vergadering = lopend()
    by = leider(vergadering.gremium)
    tekst = {"stond_er": "Drie.", "moet_zijn": "Vier.", "reden": "Verteld."}
    with pytest.raises(StapKanNiet, match="nog niet vastgesteld"):
        vergaderen.corrigeer(vergadering, by=by, **tekst)

    vergaderen.stel_vast(vergaderen.sluit(vergadering, by=by), by=by)
    vergaderen.corrigeer(vergadering, by=by, **tekst)

    assert vergadering.errata.get().moet_zijn == "Vier."


def test_the_last_word_on_attendance_counts_and_the_quorum_counts_organisations():
    vergadering = gepland(quorum=2)
    by, wie = leider(vergadering.gremium), iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("U"))
    ander = maak(Rol.OPDRACHTGEVER, organisatie=gemeente("U"), ogon=ogon().gremium_ptr)
    for stand in (AanwezigheidStand.AFGEMELD, AanwezigheidStand.AANWEZIG):
        vergaderen.meld_aanwezig(vergadering, wie, stand, by=wie)
    vergaderen.meld_aanwezig(vergadering, ander, AanwezigheidStand.AANWEZIG, by=by)
    vergaderen.meld_aanwezig(vergadering, by, AanwezigheidStand.AANWEZIG, by=by)  # Duo+ takes no part

    assert overleg.quorum(vergadering) == overleg.Quorum(1, 2)
    assert Aanwezigheid.objects.count() == 4

    derde = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("O"))
    vergaderen.meld_aanwezig(vergadering, derde, AanwezigheidStand.AANWEZIG, by=derde)
    assert overleg.quorum(vergadering).is_gehaald


def test_nobody_reports_another_unless_he_leads():
    vergadering = gepland()
    een, ander = iemand(Rol.OPDRACHTGEVER), iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("O"))

    with pytest.raises(PermissionDenied):
        vergaderen.meld_aanwezig(vergadering, ander, AanwezigheidStand.AANWEZIG, by=een)
    with pytest.raises(PermissionDenied):
        buiten = maak(Rol.CONTROLLER)
        vergaderen.meld_aanwezig(vergadering, buiten, AanwezigheidStand.AANWEZIG, by=buiten)


def test_two_who_change_the_meeting_at_once_do_not_both_win():
    vergadering = gepland()
    op_agenda(vergadering)
    vergadering.refresh_from_db()
    versie = vergadering.versie
    vergaderen.nodig_uit(vergadering, by=leider(vergadering.gremium), versie=versie)

    with pytest.raises(Verouderd):
        vergaderen.gaat_niet_door(vergadering, reden="X", by=leider(vergadering.gremium), versie=versie)


@pytest.mark.parametrize("soort", [soort for soort in GremiumSoort if soort != GremiumSoort.OGON])
def test_who_leads_a_body_takes_every_step(soort):
    """The other bodies are led by another role than an OGON is."""
    vergadering = gepland(gremium(soort))
    wie = leider(vergadering.gremium)

    assert {stap.name for stap in VERGADERING.available(vergadering, wie)} == {
        "nodig_uit", "verzet", "gaat_niet_door", "begin",
    }  # fmt: skip
    assert VERGADERING.available(vergadering, maak(Rol.CONTROLLER)) == []
    assert overleg.zichtbaar_voor(wie).get() == vergadering


def test_who_reads_a_meeting_agrees_with_the_list_of_meetings():
    vergadering = gepland()
    gepland(gremium())
    for wie in (
        leider(vergadering.gremium),
        iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("O")),
        iemand(Rol.SECRETARIS, ogon=ogon("buurt")),
        maak(Rol.CPI, organisatie=gemeente("D")),
        maak(Rol.CONTROLLER),
        maak(Rol.ACCOUNTANT),
    ):
        zichtbaar = set(overleg.zichtbaar_voor(wie))
        for een in Vergadering.objects.all():
            assert wie.has_perm("duoplus.view_vergadering", een) is (een in zichtbaar)
