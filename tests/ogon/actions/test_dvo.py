"""Een DVO van concept tot getekend: wie wat mag, wat geweigerd wordt, en wat daarna vastligt."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from duoplus import klok
from duoplus.choices import BesluitSoort, Rol
from duoplus.transitions import StapKanNiet, Verouderd
from ogon.actions import dvo as acties
from ogon.choices import DvoStatus, TekenSoort
from ogon.dvo import zegel as dvozegel
from ogon.dvo.tekst import tekst_op
from ogon.models import Dvo, Dvoregel, Dvoversie, Tekenregel
from tests.factories import duoplus, gemeente, iemand, maak, ogon, team, vervanger
from tests.factories import dvos as f
from tests.factories.organisaties import directieberaad

pytestmark = pytest.mark.django_db
HANDTEKENING, PARAAF = TekenSoort.HANDTEKENING, TekenSoort.PARAAF


@pytest.fixture(autouse=True)
def in_maart():
    with klok.op(f.IN_MAART):
        yield


# Making and writing -------------------------------------------------------------------------------------


def test_one_dvo_per_municipality_and_year_with_a_number_of_its_own():
    versie = f.concept("U")

    assert (versie.dvo.nummer, versie.nummer, versie.status) == ("DVO-2026-0001", "1.0", DvoStatus.CONCEPT)
    with pytest.raises(StapKanNiet, match="Uithoorn heeft al een DVO voor 2026"):
        acties.maak(gemeente("U"), 2026, by=f.maker())
    with pytest.raises(StapKanNiet, match="Kies een jaar"):
        acties.maak(gemeente("U"), 2031, by=f.maker())
    with pytest.raises(StapKanNiet, match="met een gemeente"):
        acties.maak(duoplus(), 2027, by=f.maker())
    assert acties.maak(gemeente("D"), 2026, by=f.maker()).dvo.nummer == "DVO-2026-0002"


def test_only_who_draws_up_a_dvo_writes_in_it():
    versie = f.concept()
    for rol in (Rol.CONCERNCONTROLLER, Rol.OPDRACHTGEVER, Rol.BEHEERDER, Rol.DIRECTIEBERAAD):
        with pytest.raises(PermissionDenied):
            acties.maak(gemeente("O"), 2026, by=iemand(rol))
        with pytest.raises(PermissionDenied):
            acties.zet_artikel(versie, 2, titel="X", tekst="Y", by=iemand(rol))


def test_next_year_begins_with_what_was_last_agreed():
    vorig = f.getekend(f.concept("U")).dvo
    erbij = acties.addendum(vorig, geldt_van=date(2026, 7, 1), aanleiding="Meer vragen", by=f.maker())
    f.zet_product(erbij, f.product("BV-02"), uren=100)
    f.getekend(erbij)

    nieuw = acties.maak(gemeente("U"), 2027, van=vorig, by=f.maker())

    assert {r.product.code: r.norm_uren for r in nieuw.regels.all()} == {"BV-01": 900, "BV-02": 100}
    assert [n.norm for r in nieuw.regels.all() for n in r.normen.all()] == [85, 85]
    assert [a.nummer for a in nieuw.artikelen.all()] == [1]


def test_a_norm_of_zero_hours_is_refused_and_nothing_is_half_done():
    versie = f.concept()
    voor = versie.versie

    with pytest.raises(StapKanNiet, match="meer dan 0 uur"):
        f.zet_product(versie, f.product(), uren=0)

    versie.refresh_from_db()
    assert (versie.regels.get().norm_uren, versie.versie) == (900, voor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dvoregel.objects.update(norm_uren=0)


def test_a_product_of_an_ogon_in_which_the_municipality_takes_no_part_is_refused():
    van_burger = f.product("BG-01", waar=ogon("burger"))
    versie = f.concept("D")

    with pytest.raises(StapKanNiet, match="Diemen doet niet mee aan OGON Burger"):
        f.zet_product(versie, van_burger)
    f.zet_product(f.concept("U"), van_burger)


def test_an_article_is_there_before_a_product_falls_under_it_and_stays_while_one_does():
    versie = f.concept()

    with pytest.raises(StapKanNiet, match="Artikel 9 staat niet"):
        f.zet_product(versie, f.product(), artikel=9)
    with pytest.raises(StapKanNiet, match="Onder dit artikel valt nog: Product BV-01"):
        acties.laat_artikel_vervallen(versie, 1, by=f.maker())


def test_who_changes_an_older_text_is_told_so():
    versie = f.concept()
    oud = versie.versie
    acties.zet_artikel(versie, 2, titel="A", tekst="B", by=f.maker(), versie=oud)

    with pytest.raises(Verouderd):
        acties.zet_artikel(versie, 2, titel="C", tekst="D", by=f.maker(), versie=oud)


def test_an_empty_dvo_goes_nowhere():
    leeg = acties.maak(gemeente("U"), 2026, by=f.maker())

    with pytest.raises(StapKanNiet, match="nog geen product"):
        acties.voorleggen(leeg, by=f.maker())


# Initials and signatures --------------------------------------------------------------------------------


def test_from_draft_by_two_initials_and_two_signatures_to_a_sealed_version():
    beraad = directieberaad()
    versie = f.ter_paraaf(f.concept())
    assert not versie.tekenplekken.filter(soort=HANDTEKENING).exclude(uitgenodigd_op=None).exists()

    f.geparafeerd(versie)
    assert versie.status == DvoStatus.TER_ONDERTEKENING
    assert not versie.tekenplekken.filter(uitgenodigd_op=None).exists()
    for van_gemeente in (False, True):
        acties.onderteken(versie, mandaat="Mandaat", by=f.bekleder(versie, HANDTEKENING, van_gemeente))

    versie = Dvoversie.objects.get(pk=versie.pk)
    assert (versie.status, versie.getekend_op) == (DvoStatus.VAN_KRACHT, f.IN_MAART)
    assert (versie.besluit.gremium, versie.besluit.soort) == (beraad, BesluitSoort.DVO)
    assert [e["functie"] for e in versie.inhoud["getekend"]] == [
        "Concerncontroller", "Controller", "Algemeen directeur", "Gemeentesecretaris",
    ]  # fmt: skip
    assert dvozegel.mankementen(versie) == []


def test_a_second_signature_by_the_same_person_is_refused_with_a_sentence():
    versie = f.ter_paraaf(f.concept())
    wie = f.bekleder(versie, PARAAF, van_gemeente=True)
    acties.parafeer(versie, mandaat="Mandaat", by=wie)

    with pytest.raises(StapKanNiet, match="U heeft deze versie al getekend"):
        acties.parafeer(versie, mandaat="Mandaat", by=wie)

    assert versie.ondertekeningen.count() == 1


def test_a_function_is_filled_once_and_by_who_holds_it_there():
    versie = f.ter_paraaf(f.concept("U"))
    acties.parafeer(versie, mandaat="Mandaat", by=f.bekleder(versie, PARAAF, van_gemeente=True))

    with pytest.raises(StapKanNiet, match="Voor uw functie is al getekend"):
        acties.parafeer(versie, mandaat="Mandaat", by=maak(Rol.CONTROLLER, organisatie=gemeente("U")))
    for ander in (maak(Rol.CONTROLLER, organisatie=gemeente("D")), iemand(Rol.OPDRACHTGEVER)):
        with pytest.raises(PermissionDenied):
            acties.parafeer(versie, mandaat="Mandaat", by=ander)


def test_who_stands_in_signs_in_the_name_of_somebody():
    versie = f.ter_paraaf(f.concept())
    controller = f.bekleder(versie, PARAAF, van_gemeente=True)
    collega = vervanger(controller, van=date(2026, 1, 1))

    paraaf = acties.parafeer(versie, mandaat="Mandaat", by=collega)

    assert (paraaf.door, paraaf.namens, paraaf.naam) == (collega, controller, collega.naam)


def test_who_made_a_version_does_not_sign_it():
    versie = f.concept()
    maker = versie.gemaakt_door
    f.ter_paraaf(versie)
    maak_ook = maak(Rol.CONTROLLER, organisatie=gemeente("U"))
    Dvoversie.objects.filter(pk=versie.pk).update(gemaakt_door=maak_ook)

    with pytest.raises(StapKanNiet, match="U maakte deze versie zelf"):
        acties.parafeer(versie, mandaat="Mandaat", by=maak_ook)
    assert maker != maak_ook


def test_without_a_rule_for_both_parties_nobody_is_asked():
    versie = f.concept()
    acties.voorleggen(versie, by=f.maker())
    Tekenregel.objects.filter(soort=HANDTEKENING, van_gemeente=True).delete()

    with pytest.raises(StapKanNiet, match="niet geregeld wie voor beide partijen tekent"):
        acties.ter_paraaf(versie, by=f.maker())


def test_it_can_be_taken_back_until_the_first_initial():
    versie = f.ter_paraaf(f.concept())
    acties.terugnemen(versie, reden="Een tikfout.", by=f.maker())
    assert (versie.status, versie.tekenplekken.count()) == (DvoStatus.CONCEPT, 0)

    f.ter_paraaf(versie)
    acties.parafeer(versie, mandaat="Mandaat", by=f.bekleder(versie, PARAAF, van_gemeente=True))
    with pytest.raises(StapKanNiet, match="al een paraaf"):
        acties.terugnemen(versie, reden="Toch nog iets.", by=f.maker())

    acties.intrekken(versie, reden="De uren kloppen niet.", by=f.maker())
    nieuw = acties.nieuwe_versie(
        versie.dvo, geldt_van=date(2026, 1, 1), aanleiding="Andere uren", by=f.maker()
    )
    assert (nieuw.nummer, nieuw.regels.get().norm_uren) == ("2.0", 900)


def test_while_initials_are_asked_the_text_lies_still():
    versie = f.ter_paraaf(f.concept())

    with pytest.raises(StapKanNiet, match="kan nu niet"):
        acties.zet_artikel(versie, 1, titel="Anders", tekst="Anders", by=f.maker())


# What is signed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "opdracht",
    [
        "UPDATE ogon_dvoversie SET inhoud = '{}'",
        "UPDATE ogon_dvoversie SET getekend_op = NULL",
        "UPDATE ogon_dvoregel SET norm_uren = 1",
        "INSERT INTO ogon_dvoartikel (dvoversie_id, nummer, titel, tekst, vervalt)"
        " SELECT id, 99, 'x', 'x', false FROM ogon_dvoversie",
        "UPDATE ogon_dvonorm SET norm = 1",
        "DELETE FROM ogon_ondertekening",
        "DELETE FROM ogon_tekenplek",
        "DELETE FROM ogon_dvoversie",
    ],
)
def test_a_signed_version_changed_by_raw_sql_is_refused(opdracht):
    versie = f.getekend(f.concept())

    weigering = pytest.raises(IntegrityError, match=r"liggen vast|foreign key")
    with weigering, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(opdracht)

    assert dvozegel.mankementen(Dvoversie.objects.get(pk=versie.pk)) == []


def test_the_seal_tells_when_the_file_was_changed():
    versie = f.getekend(f.concept())
    with versie.pdf.bestand.storage.open(versie.pdf.bestand.name, "ab") as bestand:
        bestand.write(b"x")

    assert dvozegel.mankementen(versie) == ["De PDF is anders dan bij het tekenen."]
    versie.pdf.bestand.storage.delete(versie.pdf.bestand.name)
    assert dvozegel.mankementen(Dvoversie.objects.get(pk=versie.pk)) == ["De PDF ontbreekt."]


def test_an_addendum_before_its_dvo_is_refused():
    versie = f.concept()

    with pytest.raises(StapKanNiet, match="als de DVO zelf getekend is"):
        acties.addendum(versie.dvo, geldt_van=date(2026, 6, 1), aanleiding="X", by=f.maker())
    with pytest.raises(IntegrityError), transaction.atomic():
        Dvoversie.objects.create(
            dvo=versie.dvo, hoofd=1, sub=1, geldt_van=date(2026, 6, 1), gemaakt_door=f.maker()
        )


def test_one_version_in_the_making_at_a_time_and_an_addendum_that_changes_something():
    dvo = f.getekend(f.concept()).dvo
    erbij = acties.addendum(dvo, geldt_van=date(2026, 6, 1), aanleiding="X", by=f.maker())

    with pytest.raises(StapKanNiet, match="al een versie in de maak"):
        acties.nieuwe_versie(dvo, geldt_van=date(2026, 6, 1), aanleiding="X", by=f.maker())
    with pytest.raises(StapKanNiet, match="wijzigt nog niets"):
        acties.voorleggen(erbij, by=f.maker())
    for dag in (date(2025, 12, 31), date(2027, 1, 1)):
        acties.intrekken(erbij, reden="X", by=f.maker()) if erbij.status == DvoStatus.CONCEPT else None
        with pytest.raises(StapKanNiet):
            acties.addendum(dvo, geldt_van=dag, aanleiding="X", by=f.maker())


def test_what_lapses_by_an_addendum_is_still_in_the_agreement_of_before():
    dvo = f.getekend(f.concept()).dvo
    erbij = acties.addendum(dvo, geldt_van=date(2026, 7, 1), aanleiding="Stopt", by=f.maker())
    acties.laat_regel_vervallen(erbij, f.product(), by=f.maker())
    f.getekend(erbij)

    assert tekst_op(dvo, date(2026, 6, 30)).uren == 900
    assert tekst_op(dvo, date(2026, 7, 1)).uren == 0


# Notice and results -------------------------------------------------------------------------------------


def test_notice_is_given_by_a_party_and_once():
    dvo = f.getekend(f.concept()).dvo
    for niet in (iemand(Rol.CONCERNCONTROLLER), maak(Rol.OPDRACHTGEVER, organisatie=gemeente("D"))):
        with pytest.raises(PermissionDenied):
            acties.zeg_op(dvo, reden="X", by=niet)

    acties.zeg_op(dvo, reden="Wij doen het zelf.", by=iemand(Rol.OPDRACHTGEVER))

    assert Dvo.objects.get().opgezegd_op == date(2026, 3, 2)
    with pytest.raises(StapKanNiet, match="al opgezegd op 2 maart 2026"):
        acties.zeg_op(dvo, reden="X", by=iemand(Rol.DIRECTIEBERAAD))


def test_after_the_last_day_and_before_signing_notice_is_refused():
    los = f.concept("D").dvo
    with pytest.raises(StapKanNiet, match="nog niet getekend"):
        acties.zeg_op(los, reden="X", by=iemand(Rol.DIRECTIEBERAAD))
    dvo = f.getekend(f.concept("U")).dvo

    with klok.op(f.IN_MAART.replace(month=7, day=1)), pytest.raises(StapKanNiet, match="30 juni 2026"):
        acties.zeg_op(dvo, reden="X", by=iemand(Rol.DIRECTIEBERAAD))
    with klok.op(f.IN_MAART.replace(month=6, day=30)):
        assert acties.zeg_op(dvo, reden="X", by=iemand(Rol.DIRECTIEBERAAD)).opgezegd_op


def test_a_result_is_of_a_day_that_has_been_and_by_who_leads_the_team():
    kpi = f.product().kpis.get()
    velden = {"tot_en_met": date(2026, 2, 28), "waarde": Decimal("81.5")}

    with pytest.raises(PermissionDenied):
        acties.meet(kpi, gemeente("U"), by=maak(Rol.TEAMMANAGER, team=team("KCC")), **velden)
    with pytest.raises(StapKanNiet, match="geweest"):
        acties.meet(kpi, gemeente("U"), by=f.maker(), **velden | {"tot_en_met": date(2026, 4, 1)})
    resultaat = acties.meet(kpi, gemeente("U"), by=f.maker(), **velden)
    assert kpi.waarde(resultaat.waarde) == "81,5%"
