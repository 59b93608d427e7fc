"""Instellingen wijzigen: wat al gold wordt niet herschreven, en elke wijziging heeft haar geschiedenis."""

import contextlib
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duoplus import instellingen, klok
from duoplus.actions.instellingen import versie_van, voer_uit
from duoplus.choices import Rol
from duoplus.instellingen import BEEINDIGEN, INTREKKEN, NIEUW, OPVOLGEN, WIJZIGEN
from duoplus.models import (
    Bericht,
    Deelname,
    Feestdag,
    Gebeurtenis,
    Gebruiker,
    Roltoewijzing,
    Tekst,
    Termijn,
)
from duoplus.transitions import StapKanNiet, Verouderd
from duoplus.web.instellingen.mensen import BLOKKEREN, UITNODIGEN, VRIJGEVEN
from ogon.models import Ogon
from tests.factories import gemeente, iemand, maak, ogon, team

pytestmark = pytest.mark.django_db
DAG = timedelta(days=1)


def deel(slug: str) -> instellingen.Onderdeel:
    return instellingen.onderdeel(slug)


def doe(slug, handeling, obj=None, *, by=None, **waarden):
    by = by or iemand(Rol.BEHEERDER)
    return voer_uit(deel(slug), handeling, obj, by=by, waarden=waarden, reden="Omdat het moet.")


def termijn() -> Termijn:
    return Termijn.objects.get(sleutel="maatwerk.in_raming")


def over(dagen: int) -> date:
    return klok.vandaag() + timedelta(days=dagen)


# Dated values --------------------------------------------------------------------------------------------


def test_a_new_value_takes_over_on_its_day_and_both_histories_tell():
    oud = termijn()
    nieuw = doe("termijnen", OPVOLGEN, oud, aantal=8, van=over(10))

    assert Termijn.objects.werkdagen("maatwerk.in_raming", over(9)) == 10
    assert Termijn.objects.werkdagen("maatwerk.in_raming", over(10)) == 8
    feit = Gebeurtenis.objects.over(nieuw).get()
    assert feit.soort == "duoplus.instelling.opvolgen"
    assert ["Werkdagen", "10", "8"] in feit.gegevens["verschil"]
    assert feit.gegevens["reden"] == "Omdat het moet."
    assert Gebeurtenis.objects.over(oud).get().gegevens["opvolger"] == nieuw.pk


def test_a_term_that_ended_with_nothing_after_it_goes_on_counting():
    Termijn.objects.filter(sleutel="ogon.conflict").delete()
    Termijn.objects.create(sleutel="ogon.conflict", aantal=9, van=date(2024, 1, 1), tot=date(2024, 12, 31))
    Termijn.objects.create(sleutel="ogon.conflict", aantal=3, van=date(2025, 1, 1), tot=date(2025, 6, 30))

    assert Termijn.objects.werkdagen("ogon.conflict", date(2026, 11, 20)) is None
    assert Termijn.objects.uiterlijk("ogon.conflict", date(2026, 11, 20)) == date(2026, 11, 25)


def test_withdrawing_before_the_first_day_leaves_no_gap():
    oud = termijn()
    nieuw = doe("termijnen", OPVOLGEN, oud, aantal=8, van=over(10))

    doe("termijnen", INTREKKEN, nieuw)

    assert Termijn.objects.werkdagen("maatwerk.in_raming", over(400)) == 10
    assert not Termijn.objects.filter(pk=nieuw.pk).exists()
    assert Gebeurtenis.objects.over(oud).last().stap == "intrekken"


@pytest.mark.parametrize(
    ("dagen", "aantal", "zin"),
    [(-1, 8, "Kies vandaag of een latere dag"), (5, 10, "U heeft niets gewijzigd")],
)
def test_what_held_is_not_rewritten(dagen, aantal, zin):
    with pytest.raises(StapKanNiet, match=zin):
        doe("termijnen", OPVOLGEN, termijn(), aantal=aantal, van=over(dagen))
    assert termijn().tot is None


def test_a_value_that_is_over_takes_no_more_changes():
    oud = termijn()
    Termijn.objects.filter(pk=oud.pk).update(tot=over(-5))

    with pytest.raises(StapKanNiet, match="kan hier niet"):
        doe("termijnen", OPVOLGEN, oud, aantal=8, van=over(5))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from([OPVOLGEN, INTREKKEN]), st.integers(0, 9), st.integers(-3, 60)), max_size=10
    )
)
def test_whatever_is_done_every_day_has_exactly_one_value(db, stappen):
    """Succession and withdrawal, in any order, leave neither a gap nor an overlap."""
    with transaction.atomic():
        for nummer, (handeling, keuze, dagen) in enumerate(stappen):
            rij = _termijnen()[keuze % len(_termijnen())]
            waarden = {"aantal": 20 + nummer, "van": over(dagen)} if handeling == OPVOLGEN else {}
            with contextlib.suppress(StapKanNiet):
                doe("termijnen", handeling, rij, **waarden)
        rijen = _termijnen()
        transaction.set_rollback(True)
    assert rijen[0].van == date(2020, 1, 1)
    assert [rij.van for rij in rijen[1:]] == [rij.tot + DAG for rij in rijen[:-1]]
    assert rijen[-1].tot is None


def _termijnen() -> list[Termijn]:
    return list(Termijn.objects.filter(sleutel="maatwerk.in_raming").order_by("van"))


def test_who_saw_an_older_version_is_told():
    rij, gezien = termijn(), versie_van(termijn())
    doe("termijnen", OPVOLGEN, rij, aantal=8, van=over(10))

    with pytest.raises(Verouderd):
        voer_uit(
            deel("termijnen"),
            OPVOLGEN,
            rij,
            by=iemand(Rol.BEHEERDER),
            waarden={"aantal": 9, "van": over(3)},
            reden="x",
            versie=gezien,
        )


def test_taking_part_ends_and_cannot_overlap():
    ogon("burger")
    deelname = Deelname.objects.get(organisatie=gemeente("U"), programma__naam="Burger")
    with pytest.raises(ValidationError, match="overlapt"):
        doe(
            "deelnames", NIEUW, programma=deelname.programma, organisatie=gemeente("U"), van=over(1), tot=None
        )

    doe("deelnames", BEEINDIGEN, deelname, tot=over(30))
    opnieuw = doe(
        "deelnames", NIEUW, programma=deelname.programma, organisatie=gemeente("U"), van=over(31), tot=None
    )

    assert set(deelname.programma.deelnemers_op(over(30))) == {gemeente("O"), gemeente("U")}
    assert set(deelname.programma.deelnemers_op(over(31))) == {gemeente("O"), gemeente("U")}
    assert opnieuw.pk != deelname.pk


def test_the_last_day_lies_not_in_the_past():
    ogon()
    with pytest.raises(StapKanNiet, match="ligt vast"):
        doe("deelnames", BEEINDIGEN, Deelname.objects.first(), tot=over(-2))


def test_only_a_beheerder_changes_settings():
    for rol in set(Rol) - {Rol.BEHEERDER}:
        with pytest.raises(PermissionDenied):
            doe("termijnen", OPVOLGEN, termijn(), by=maak(rol), aantal=8, van=over(5))


# Things with a name --------------------------------------------------------------------------------------


def test_a_rename_keeps_the_row_and_says_what_it_was():
    rij = team("I&A")
    doe("teams", WIJZIGEN, rij, kort="ICT", naam="Informatie", afdeling=rij.afdeling)

    rij.refresh_from_db()
    assert (rij.kort, rij.naam) == ("ICT", "Informatie")
    assert ["Korte naam", "I&A", "ICT"] in Gebeurtenis.objects.over(rij).get().gegevens["verschil"]


def test_a_team_that_ended_is_no_longer_offered_but_stays():
    rij = team("I&A")
    doe("teams", BEEINDIGEN, rij, tot=over(-1))

    assert rij not in type(rij).objects.geldig_op(klok.vandaag())
    assert type(rij).objects.filter(pk=rij.pk).exists()


def test_a_name_that_exists_is_refused():
    team("I&A"), team("HRM")
    with pytest.raises(ValidationError, match="bestaat al"):
        doe("teams", WIJZIGEN, team("HRM"), kort="I&A", naam="HRM", afdeling=team("HRM").afdeling)


def test_an_ogon_that_ended_takes_no_new_requests():
    rij = ogon("burger")
    doe("ogons", BEEINDIGEN, rij, tot=over(-1))

    assert rij not in Ogon.objects.voor_organisatie(gemeente("U"), klok.vandaag())


# Holidays and texts --------------------------------------------------------------------------------------


def test_a_holiday_is_added_and_withdrawn_only_ahead():
    vrij = doe("feestdagen", NIEUW, datum=over(41), naam="Vrije dag")
    assert over(41) in Feestdag.objects.als_vrij()

    doe("feestdagen", INTREKKEN, vrij)

    assert over(41) not in Feestdag.objects.als_vrij()
    with pytest.raises(StapKanNiet, match="na vandaag"):
        doe("feestdagen", NIEUW, datum=klok.vandaag(), naam="Vandaag")
    with pytest.raises(StapKanNiet, match="kan hier niet"):
        doe("feestdagen", INTREKKEN, Feestdag.objects.filter(datum__lt=klok.vandaag()).first())


def test_an_own_text_shows_from_its_day_and_the_standard_text_returns(client):
    doe(
        "teksten",
        NIEUW,
        plek="inloggen",
        tekst="Onderhoud op <b>vrijdag</b>: https://voorbeeld.nl",
        van=klok.vandaag(),
        tot=None,
    )

    bladzijde = client.get("/inloggen/").content.decode()

    assert "Onderhoud op &lt;b&gt;vrijdag&lt;/b&gt;" in bladzijde
    assert 'href="https://voorbeeld.nl"' in bladzijde
    Tekst.objects.update(van=over(-9), tot=over(-1))
    assert "Onderhoud" not in client.get("/inloggen/").content.decode()


# People and roles ----------------------------------------------------------------------------------------


def nodig_uit(**velden) -> Gebruiker:
    invoer = {"naam": "Nieuwe Collega", "email": "nieuw@test.duoplus.example", "organisatie": gemeente()}
    return doe("gebruikers", NIEUW, **invoer | velden)


def test_an_invitation_makes_an_account_without_a_password_and_mails_a_link(client):
    gebruiker = nodig_uit()

    bericht = Bericht.objects.get(ontvanger=gebruiker)
    assert not gebruiker.has_usable_password()
    assert bericht.gelezen_op is not None  # for the mailbox, not for the bell
    link = bericht.tekst.split("http", 1)[1].split()[0]
    kies = client.get("/" + link.split("/", 3)[3], follow=True)
    assert "Kies een nieuw wachtwoord" in kies.content.decode()


def test_an_address_has_one_account():
    nodig_uit()
    with pytest.raises(StapKanNiet, match="heeft al een account"):
        nodig_uit(email="NIEUW@test.duoplus.example")


def test_an_address_in_use_is_never_changed_into_another():
    """Or a beheerder could take over an account with decisions."""
    gebruiker = nodig_uit()
    Gebruiker.objects.filter(pk=gebruiker.pk).update(last_login=klok.nu())
    with pytest.raises(StapKanNiet, match="al gebruikt"):
        doe("gebruikers", WIJZIGEN, gebruiker, email="ander@test.duoplus.example")


def test_blocking_and_releasing(client):
    gebruiker = nodig_uit()
    doe("gebruikers", UITNODIGEN, gebruiker)
    assert Bericht.objects.filter(ontvanger=gebruiker).count() == 2
    client.force_login(gebruiker)
    doe("gebruikers", BLOKKEREN, gebruiker)

    assert client.get("/meldingen/").status_code == 302
    doe("gebruikers", VRIJGEVEN, gebruiker)
    gebruiker.refresh_from_db()
    assert gebruiker.is_active


def test_nobody_blocks_himself_or_the_last_beheerder():
    beheerder = iemand(Rol.BEHEERDER)
    with pytest.raises(StapKanNiet, match="eigen account"):
        doe("gebruikers", BLOKKEREN, beheerder, by=beheerder)


def geef(rol=Rol.TEAMMANAGER, *, aan=None, by=None, **plek):
    leeg = dict.fromkeys(("organisatie", "gremium", "team", "vervangt", "tot"))
    velden = {"gebruiker": aan or maak(None), "rol": rol, "van": klok.vandaag()}
    return doe("rollen", NIEUW, by=by, **leeg | velden | plek)


def test_a_role_is_told_to_who_gets_it():
    toewijzing = geef(team=team())

    bericht = Bericht.objects.get(ontvanger=toewijzing.gebruiker)
    assert bericht.onderwerp == "Nieuwe rol: Teammanager I&A"
    assert toewijzing.gebruiker.heeft_rol(Rol.TEAMMANAGER, team=team().pk)
    doe("rollen", BEEINDIGEN, toewijzing, tot=over(5))
    assert Bericht.objects.filter(ontvanger=toewijzing.gebruiker).count() == 2


def test_nobody_gives_or_takes_an_own_role():
    beheerder = iemand(Rol.BEHEERDER)
    for rol in Rol:
        with pytest.raises(StapKanNiet, match="geen rol van uzelf"):
            geef(rol, aan=beheerder, by=beheerder)
    with pytest.raises(StapKanNiet, match="geen rol van uzelf"):
        doe("rollen", BEEINDIGEN, beheerder.toewijzingen.get(), by=beheerder, tot=over(5))


def test_a_beheerder_holds_no_second_role():
    iemand(Rol.BEHEERDER)
    ander = maak(Rol.BEHEERDER)
    with pytest.raises(StapKanNiet, match="neemt geen besluiten"):
        geef(Rol.DIRECTIEBERAAD, aan=ander)
    with pytest.raises(StapKanNiet, match="neemt geen besluiten"):
        geef(Rol.BEHEERDER, aan=iemand(Rol.CONCERNCONTROLLER))


def test_somebody_stays_beheerder():
    een, ander = iemand(Rol.BEHEERDER), maak(Rol.BEHEERDER)
    Roltoewijzing.objects.filter(gebruiker=een).update(tot=over(5))

    for dag in (over(5), over(4)):  # on the sixth day nobody is left either way
        with pytest.raises(StapKanNiet, match="geen beheerder meer"):
            doe("rollen", BEEINDIGEN, ander.toewijzingen.get(), by=een, tot=dag)
    opvolger = geef(Rol.BEHEERDER, aan=maak(None), by=een, van=over(6))
    assert doe("rollen", BEEINDIGEN, ander.toewijzingen.get(), by=een, tot=over(5)).tot == over(5)
    with pytest.raises(StapKanNiet, match="geen beheerder meer"):
        doe("rollen", INTREKKEN, opvolger, by=een)


def test_what_is_temporary_stays_so():
    """Neither somebody from outside nor who replaces a colleague gets a role without an end afterwards."""
    voorzitter = iemand(Rol.VOORZITTER).toewijzingen.get()
    plek = {"rol": voorzitter.rol, "gremium": voorzitter.gremium, "vervangt": voorzitter}
    accountant = maak(Rol.ACCOUNTANT, tot=over(5)).toewijzingen.get()
    vervanger = Roltoewijzing.objects.create(gebruiker=maak(None), van=over(0), tot=over(5), **plek)
    for tijdelijk in (accountant, vervanger):
        with pytest.raises(StapKanNiet, match="altijd tijdelijk"):
            doe("rollen", BEEINDIGEN, tijdelijk, tot=None)


def test_the_same_role_is_not_given_twice_for_one_period():
    wie = maak(None)
    geef(aan=wie, team=team())
    with pytest.raises((ValidationError, StapKanNiet), match="overlapt"):
        geef(aan=wie, team=team())


def test_ending_a_role_says_what_nobody_does_any_more():
    voorzitter = iemand(Rol.VOORZITTER)
    toewijzing = voorzitter.toewijzingen.get()
    wijziging = instellingen.Wijziging(
        deel("rollen"), BEEINDIGEN, iemand(Rol.BEHEERDER), toewijzing, {"tot": over(9)}
    )
    zinnen = [gevolg.tekst for gevolg in deel("rollen").gevolgen(wijziging) if gevolg.is_waarschuwing]
    assert len(zinnen) == 1
    assert "heeft niemand de rol ‘Voorzitter OGON’ voor OGON Bedrijfsvoering" in zinnen[0]

    geef(Rol.VOORZITTER, gremium=ogon().gremium_ptr)
    assert not [g for g in deel("rollen").gevolgen(wijziging) if g.is_waarschuwing]


def test_a_substitute_stays_within_the_period_of_who_is_replaced():
    voorzitter = iemand(Rol.VOORZITTER).toewijzingen.get()
    Roltoewijzing.objects.filter(pk=voorzitter.pk).update(tot=over(20))
    voorzitter.refresh_from_db()
    plek = {"gremium": voorzitter.gremium, "vervangt": voorzitter}
    with pytest.raises(StapKanNiet, match="Vervang binnen die tijd"):
        geef(Rol.VOORZITTER, tot=over(30), **plek)

    vervanging = geef(Rol.VOORZITTER, tot=over(20), **plek)

    assert Bericht.objects.filter(ontvanger=voorzitter.gebruiker, onderwerp__startswith="Nieuwe rol").exists()
    assert vervanging.vervangt == voorzitter
