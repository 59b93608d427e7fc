"""De bladzijden van een DVO: wat erop staat, voor wie, en wat een formulier weigert."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from duoplus import klok, tasks
from duoplus import werk as mijn_werk
from duoplus.choices import Rol
from duoplus.models import Bericht, Gebeurtenis
from ogon.actions import dvo as acties
from ogon.actions import werkplan as werkplannen
from ogon.choices import DvoStatus
from ogon.dvo import werk as dvowerk
from ogon.dvo.bladen import Dvoblad
from ogon.models import Dvo, Dvoversie, Kpi
from ogon.tasks import bewaak_dvos
from tests.factories import dvos as f
from tests.factories import gemeente, iemand, maak
from tests.factories.afspraken import werkplan
from tests.pdf import tekst as tekst_van

pytestmark = pytest.mark.django_db
IN_JUNI = f.IN_MAART.replace(month=6, day=10)
IN_DECEMBER = f.IN_MAART.replace(month=12, day=1)


@pytest.fixture(autouse=True)
def in_maart():
    with klok.op(f.IN_MAART):
        yield


def lees(client, wie, pad) -> str:
    client.force_login(wie)
    antwoord = client.get(pad)
    assert antwoord.status_code == 200, (pad, antwoord.status_code)
    return antwoord.content.decode()


def doe(dvo: Dvo, handeling: str, **vraag) -> str:
    pad = reverse("ogon:dvo_handeling", args=[dvo.nummer, handeling])
    return pad + ("?" + "&".join(f"{naam}={w}" for naam, w in vraag.items()) if vraag else "")


def verwerk() -> None:
    for pk in Gebeurtenis.objects.waiting().values_list("pk", flat=True):
        tasks.dispatch_event(pk)


# Who reads what -----------------------------------------------------------------------------------------


def test_municipality_a_does_not_know_the_dvo_of_b(client):
    van_u, van_d = f.getekend(f.concept("U")).dvo, f.getekend(f.concept("D")).dvo
    client.force_login(maak(Rol.CONTROLLER, organisatie=gemeente("D")))

    assert client.get(van_d.get_absolute_url()).status_code == 200
    for naam, extra in (
        ("dvo", []), ("dvo_vergelijken", []), ("dvo_pdf", ["1.0"]), ("dvo_tab", ["tekst"]),
        ("dvo_handeling", ["opzeggen"]),
    ):  # fmt: skip
        assert client.get(reverse(f"ogon:{naam}", args=[van_u.nummer, *extra])).status_code == 404, naam
    lijst = client.get(reverse("ogon:dvo_list")).content.decode()
    assert van_d.nummer in lijst and van_u.nummer not in lijst


def test_a_draft_is_for_who_works_for_all(client):
    versie = f.concept("U")
    controller = maak(Rol.CONTROLLER, organisatie=gemeente("U"))
    client.force_login(controller)
    assert client.get(versie.dvo.get_absolute_url()).status_code == 404

    acties.voorleggen(versie, by=f.maker())
    assert "In afstemming" in lees(client, controller, versie.dvo.get_absolute_url())


def test_an_addendum_in_draft_leaves_the_signed_text_to_the_municipality(client):
    dvo = f.getekend(f.concept("U")).dvo
    erbij = acties.addendum(dvo, geldt_van=date(2026, 7, 1), aanleiding="X", by=f.maker())
    f.zet_product(erbij, f.product(), uren=1234)

    assert "1.234" not in lees(client, iemand(Rol.OPDRACHTGEVER), dvo.get_absolute_url())
    assert "1.234" in lees(client, f.maker(), dvo.get_absolute_url())
    client.force_login(iemand(Rol.OPDRACHTGEVER))
    assert client.get(f"{dvo.get_absolute_url()}?versie=1.1").status_code == 404


def test_who_only_does_the_work_sees_hours_and_no_price(client):
    dvo = f.getekend(f.concept(prijs="61234.71")).dvo
    bladzijde = lees(client, iemand(Rol.UITVOERDER), dvo.get_absolute_url())

    assert "900" in bladzijde and "61.234" not in bladzijde
    assert client.get(reverse("ogon:dvo_pdf", args=[dvo.nummer, "1.0"])).status_code == 404


# The pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tab", ["", "handtekeningen", "tekst", "wijzigingen", "vergelijken"])
def test_a_page_takes_as_many_queries_for_five_products_and_versions_as_for_one(client, tab):
    tellingen = []
    for letter, aantal in (("U", 1), ("O", 5)):
        versie = f.concept(letter)
        for nr in range(aantal):
            f.zet_product(versie, f.product(f"BV-{nr:02d}"))
        dvo = f.getekend(versie).dvo
        for nr in range(aantal):
            erbij = acties.addendum(dvo, geldt_van=date(2026, 7, 1), aanleiding=f"{nr}", by=f.maker())
            f.zet_product(erbij, f.product("BV-00"), uren=nr + 1)
            f.getekend(erbij)
        pad = _adres(dvo, tab)
        tellingen.append(_queries(client, pad))
    assert tellingen[0] == tellingen[1]


def _adres(dvo: Dvo, tab: str) -> str:
    if tab == "vergelijken":
        return reverse("ogon:dvo_vergelijken", args=[dvo.nummer])
    return reverse("ogon:dvo_tab", args=[dvo.nummer, tab]) if tab else dvo.get_absolute_url()


def _queries(client, pad: str) -> int:
    lees(client, f.maker(), pad)
    with CaptureQueriesContext(connection) as gedaan:
        client.get(pad)
    return len(gedaan)


def test_the_product_table_has_norm_result_and_judgement(client):
    dvo = f.getekend(f.concept()).dvo
    kpi = Kpi.objects.get()
    for dag, waarde in ((date(2026, 1, 31), 60), (date(2026, 2, 28), 81)):
        acties.meet(kpi, gemeente("U"), tot_en_met=dag, waarde=Decimal(waarde), by=f.maker())
    acties.meet(kpi, gemeente("D"), tot_en_met=date(2026, 3, 1), waarde=Decimal(99), by=f.maker())

    bladzijde = lees(client, iemand(Rol.CONTROLLER), dvo.get_absolute_url())

    for woorden in ("Minstens 85% van de meldingen op tijd", "81%", "Net niet gehaald", "Van kracht",
                    "Resultaat: januari t/m februari 2026", "€\u00a070.000", "art.&nbsp;1"):  # fmt: skip
        assert woorden in bladzijde, woorden
    assert "99%" not in bladzijde


def test_the_text_of_a_day(client):
    dvo = f.getekend(f.concept()).dvo
    erbij = acties.addendum(dvo, geldt_van=date(2026, 7, 1), aanleiding="Anders", by=f.maker())
    acties.zet_artikel(erbij, 1, titel="Wat wij afspreken", tekst="Duo+ doet meer.", by=f.maker())
    f.getekend(erbij)
    pad = reverse("ogon:dvo_tab", args=[dvo.nummer, "tekst"])
    wie = iemand(Rol.OPDRACHTGEVER)

    assert "Duo+ doet dit werk." in lees(client, wie, f"{pad}?dag=30-6-2026")
    assert "Duo+ doet meer." in lees(client, wie, f"{pad}?dag=1-7-2026")
    assert "Op deze dag geldt er niets" in lees(client, wie, f"{pad}?dag=1-7-2025")
    assert "is geen datum" in lees(client, wie, f"{pad}?dag=gisteren")


def test_the_date_of_notice_explains_itself(client):
    dvo = f.getekend(f.concept()).dvo
    bladzijde = lees(
        client, iemand(Rol.OPDRACHTGEVER), reverse("ogon:dvo_tab", args=[dvo.nummer, "wijzigingen"])
    )

    assert "Opzeggen kan tot en met <b>30 juni 2026</b>" in bladzijde
    assert "6 maanden later is 30 december 2026" in bladzijde
    assert "20 werkdagen vóór 30 juni 2026 is 2 juni 2026" in bladzijde


def test_versions_lie_beside_each_other_and_beside_the_year_before(client):
    vorig = f.getekend(f.concept()).dvo
    nieuw = acties.maak(gemeente("U"), 2027, van=vorig, by=f.maker())
    f.zet_product(nieuw, f.product(), uren=950, artikel=1)
    bladzijde = lees(client, f.maker(), reverse("ogon:dvo_vergelijken", args=[nieuw.dvo.nummer]))

    assert "Versie 1.0 van 2026" in bladzijde
    assert ">900<" in bladzijde and ">950<" in bladzijde


def test_the_pdf_is_what_was_signed_and_before_that_says_it_is_a_draft(client):
    versie = f.concept()
    f.zet_product(versie, f.product("BV-09", norm=False))
    pad = reverse("ogon:dvo_pdf", args=[versie.dvo.nummer, "1.0"])
    client.force_login(f.maker())
    assert "Ditiseenconcept" in tekst_van(b"".join(client.get(pad).streaming_content))

    f.getekend(versie)
    bytes_ = b"".join(client.get(pad).streaming_content)
    tekst = tekst_van(bytes_)
    versie = Dvoversie.objects.get()
    assert bytes_ == versie.pdf.bestand.open().read()
    assert versie.sha256 in tekst
    for woorden in ("Gemeentesecretaris", "Mandaatbesluit2026", "ProductBV-01", "Artikel1"):
        assert woorden in tekst, woorden


# Acts on their page -------------------------------------------------------------------------------------


def test_a_norm_of_zero_hours_is_refused_at_its_question_and_nothing_is_lost(client):
    versie = f.concept()
    client.force_login(f.maker())
    pad = doe(versie.dvo, "product", product=f.product().pk)

    antwoord = client.post(pad, {"norm_uren": "0", "prijs": "12.345,50", "artikel": "1"})

    assert antwoord.status_code == 422
    assert "Vul meer dan 0 uur in" in antwoord.content.decode()
    assert "12.345,50" in antwoord.content.decode()
    assert versie.regels.get().norm_uren == 900


def test_a_product_is_written_with_its_norms(client):
    versie, kpi = f.concept(), Kpi.objects.get()
    client.force_login(f.maker())
    pad = doe(versie.dvo, "product", product=f.product().pk)
    velden = {"norm_uren": "1.450", "prijs": "100.000", "artikel": "1", f"kpi-{kpi.pk}": "87,5"}

    assert client.post(pad, velden | {"versie": 0}).status_code == 409
    antwoord = client.post(pad, velden)

    assert antwoord.status_code == 302
    regel = versie.regels.get()
    assert (regel.norm_uren, regel.prijs, regel.normen.get().norm) == (1450, 100000, Decimal("87.5"))


def test_a_new_product_asks_for_its_norms_next(client):
    versie = f.concept()
    f.product("BV-02")
    client.force_login(f.maker())
    velden = {"product": f.product("BV-02").pk, "norm_uren": "10", "prijs": "0", "artikel": ""}

    antwoord = client.post(doe(versie.dvo, "product"), velden)

    assert antwoord["Location"].endswith(f"/product/?product={f.product('BV-02').pk}")
    assert "hoeveel procent van de meldingen op tijd" in client.get(antwoord["Location"]).content.decode()


def test_initials_and_signatures_on_screen_by_who_holds_the_function(client):
    versie = f.ter_paraaf(f.concept())
    wie = iemand(Rol.CONTROLLER)
    pad = doe(versie.dvo, "paraferen")
    assert "Controller Uithoorn sinds 1 januari 2020" in lees(client, wie, pad)

    niet_gelezen = client.post(pad, {"mandaat": "Mandaat"})
    assert "Lees eerst de versie" in niet_gelezen.content.decode()
    assert client.post(pad, {"mandaat": "Mandaat", "gelezen": "on"}).status_code == 302
    nog_eens = client.post(pad, {"mandaat": "Mandaat", "gelezen": "on"})
    assert nog_eens.status_code == 422
    assert "U heeft deze versie al getekend" in nog_eens.content.decode()
    assert client.get(doe(versie.dvo, "ondertekenen")).status_code == 403
    assert "Wacht op 1 paraaf" in lees(client, wie, versie.dvo.get_absolute_url())


def test_the_municipality_says_what_must_change_and_the_maker_hears_it(client):
    versie = f.concept()
    controller, maker = iemand(Rol.CONTROLLER), f.maker()
    client.force_login(controller)
    assert client.get(doe(versie.dvo, "opmerken")).status_code == 404
    acties.voorleggen(versie, by=maker)

    assert client.post(doe(versie.dvo, "opmerken"), {"tekst": ""}).status_code == 422
    assert client.post(doe(versie.dvo, "opmerken"), {"tekst": "Te veel uren"}).status_code == 302
    verwerk()

    assert "Te veel uren" in Bericht.objects.get(ontvanger=maker).tekst
    gebeurd = lees(client, maker, reverse("ogon:dvo_tab", args=[versie.dvo.nummer, "wijzigingen"]))
    assert "schreef bij DVO Uithoorn 2026 versie 1.0: Te veel uren." in gebeurd
    client.force_login(iemand(Rol.AANVRAGER))
    assert client.get(doe(versie.dvo, "opmerken")).status_code == 403


def test_last_years_dvo_begins_a_new_one(client):
    vorig = f.getekend(f.concept()).dvo
    client.force_login(f.maker())
    pad = reverse("ogon:dvo_nieuw")
    velden = {"organisatie": gemeente("U").pk, "begin": "vorige", "opzegtermijn_maanden": "6"}

    te_vroeg = client.post(pad, velden | {"jaar": 2028})
    assert "Er is geen getekende DVO van het jaar ervoor" in te_vroeg.content.decode()
    antwoord = client.post(f"{pad}?van={vorig.nummer}", velden | {"jaar": 2027})

    assert antwoord["Location"] == Dvo.objects.get(jaar=2027).get_absolute_url()


# What waits, and what the clock tells -------------------------------------------------------------------


def test_signing_waits_on_who_can_and_mails_him_once(client):
    versie = f.ter_paraaf(f.concept())
    controller, ander = iemand(Rol.CONTROLLER), maak(Rol.CONTROLLER, organisatie=gemeente("D"))
    verwerk()

    assert "Parafeer de DVO" in lees(client, controller, "/")
    assert "Parafeer de DVO" not in lees(client, ander, "/")
    assert Bericht.objects.filter(ontvanger=controller, onderwerp__startswith="Paraaf gevraagd").count() == 1

    acties.parafeer(versie, mandaat="Mandaat", by=controller)
    assert "Parafeer de DVO" not in lees(client, controller, "/")


def test_the_counter_and_the_list_agree_in_one_query(django_assert_num_queries):
    f.ter_paraaf(f.concept("U"))
    f.getekend(f.concept("D"))
    with klok.op(IN_JUNI):
        bewaak_dvos()
        for rol, wacht in ((Rol.CONTROLLER, 1), (Rol.DIRECTIEBERAAD, 1), (Rol.AANVRAGER, 0)):
            user = iemand(rol)
            assert user.rollen is not None
            with django_assert_num_queries(1 if wacht else 0):
                assert mijn_werk.tel(user, "dvos") == wacht, rol
            assert len(dvowerk.lees(user, 50)) == wacht, rol


def test_the_last_day_of_notice_is_told_once_however_late(client):
    dvo = f.getekend(f.concept()).dvo
    opdrachtgever = iemand(Rol.OPDRACHTGEVER)
    bewaak_dvos()
    assert not Gebeurtenis.objects.filter(soort="ogon.dvo.waarschuwen").exists()

    with klok.op(IN_JUNI):
        bewaak_dvos()
        bewaak_dvos()
        verwerk()
        assert Gebeurtenis.objects.filter(soort="ogon.dvo.waarschuwen").count() == 1
        assert Bericht.objects.filter(
            ontvanger=opdrachtgever, onderwerp__contains="Opzeggen kan tot en met 30 juni 2026"
        ).exists()
        assert "Beslis of u de DVO opzegt" in lees(client, opdrachtgever, "/")
        acties.zeg_op(dvo, reden="Zelf doen.", by=opdrachtgever)
        assert "Beslis of u de DVO opzegt" not in lees(client, opdrachtgever, "/")


def test_a_dvo_that_ends_without_a_next_one_waits_on_its_maker(client):
    dvo = f.getekend(f.concept()).dvo
    adviseur = iemand(Rol.BESTUURSADVISEUR)

    with klok.op(IN_DECEMBER):
        bewaak_dvos()
        verwerk()
        assert "Maak de DVO van 2027" in lees(client, adviseur, "/")
        acties.maak(gemeente("U"), 2027, van=dvo, by=adviseur)
        assert "Maak de DVO van 2027" not in lees(client, adviseur, "/")


def test_the_list_says_where_each_stands_and_until_when_notice_can_be_given(client):
    f.getekend(f.concept("U"))
    f.concept("D")
    alles = lees(client, f.maker(), reverse("ogon:dvo_list"))

    assert "30 jun 2026" in alles and "Getekend" in alles and "Concept" in alles
    gefilterd = lees(
        client, f.maker(), reverse("ogon:dvo_list") + "?gemeente=D&status=concept&sorteer=opzegdag"
    )
    assert "DVO-2026-0002" in gefilterd and "DVO-2026-0001" not in gefilterd


@pytest.mark.parametrize("vraag", ["DVO-2026-0001", "dvo uithoorn", "dienstverlening 2026"])
def test_a_dvo_is_found_by_who_may_read_it(client, vraag):
    f.getekend(f.concept("U"))

    assert "/dvo/DVO-2026-0001/" in lees(client, iemand(Rol.CONTROLLER), f"/zoeken/?q={vraag}")
    vreemd = maak(Rol.CONTROLLER, organisatie=gemeente("D"))
    assert "/dvo/DVO-2026-0001/" not in lees(client, vreemd, f"/zoeken/?q={vraag}")


def test_a_withdrawn_version_is_no_longer_the_one_to_work_on(client):
    versie = f.concept()
    client.force_login(f.maker())
    antwoord = client.post(doe(versie.dvo, "intrekken"), {"reden": "Toch niet."})
    assert antwoord.status_code == 302
    versie.refresh_from_db()
    assert versie.status == DvoStatus.INGETROKKEN


def test_the_work_planned_on_its_products_stands_there_for_who_reads_work_plans(client):
    dvo = f.getekend(f.concept()).dvo
    manager = iemand(Rol.TEAMMANAGER)
    plan = werkplan(jaar=dvo.jaar)
    werkplannen.vul_uit_dvo(plan, by=manager)
    [regel] = plan.regels.all()
    werkplannen.zet_regel(plan, by=manager, titel="Bijpraten", uren=(Decimal(1),) * 4)

    bladzijde = lees(client, iemand(Rol.CONTROLLER), dvo.get_absolute_url())
    assert f"In de werkplannen van {dvo.jaar}" in bladzijde and "Bijpraten" not in bladzijde
    assert f'href="{regel.get_absolute_url()}">{regel.product.naam}' in bladzijde
    assert f'href="{plan.get_absolute_url()}">{escape(plan.team.kort)}' in bladzijde
    assert client.get(regel.get_absolute_url()).status_code == 200

    versie = Dvoversie.objects.get(dvo=dvo)
    assert Dvoblad(versie, manager).werkregels == [regel]
    assert Dvoblad(versie, iemand(Rol.CPI)).werkregels == []


def test_what_left_the_plan_or_is_for_another_municipality_does_not_stand_there(client):
    dvo, ander = f.getekend(f.concept("U")).dvo, f.getekend(f.concept("D")).dvo
    plan, manager = werkplan(jaar=dvo.jaar), iemand(Rol.TEAMMANAGER)
    werkplannen.vul_uit_dvo(plan, by=manager)
    werkplannen.laat_vervallen(plan.regels.get(organisatie=dvo.organisatie), by=manager, reden="Niet nodig.")

    assert "In de werkplannen" not in lees(client, manager, dvo.get_absolute_url())
    assert "In de werkplannen" in lees(client, manager, ander.get_absolute_url())
