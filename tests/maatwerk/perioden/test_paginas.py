"""De bladzijden van maanden: wie wat ziet, kiezen en sluiten, en heropenen met een tweede persoon."""

from datetime import date

import pytest
from django.urls import reverse

from duoplus import klok, tasks, werk
from duoplus.choices import Rol
from duoplus.models import Bericht, Gebeurtenis
from maatwerk.actions import boeken, perioden
from maatwerk.models import Heropening
from maatwerk.tasks import herinner_aan_maanden
from tests.factories import gemeente, iemand, maak
from tests.factories.lumpsums import kosten
from tests.maatwerk.perioden.toneel import OKT, SEP, boek, maand, op, sinds_september

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]
JAAR = "/lumpsum/2026/maanden/"


@pytest.fixture
def geboekt(maandag):
    opdracht = sinds_september("DUO")
    boek(opdracht, date(2026, 9, 3), 10)
    with klok.op(op(date(2026, 10, 6))):
        kosten(opdracht, "1000.01", dag=date(2026, 10, 6))
    return opdracht


def tekst(antwoord) -> str:
    return antwoord.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def test_who_sees_the_months_and_who_may_close(als, geboekt):
    sluiten = f"{JAAR}sluiten/?m=2026-09-01"
    for rol, ziet, mag in (
        (Rol.CONCERNCONTROLLER, 200, 200),
        (Rol.DIRECTIEBERAAD, 200, 403),
        (Rol.TEAMMANAGER, 200, 403),
        (Rol.UITVOERDER, 403, 403),
        (Rol.BEHEERDER, 403, 403),
    ):
        client = als(maak(rol))
        assert [client.get(pad).status_code for pad in (JAAR, f"{JAAR}9/", sluiten)] == [ziet, ziet, mag]
    assert als(iemand(Rol.CONCERNCONTROLLER)).get("/lumpsum/2026/maanden/13/").status_code == 404


def test_the_menu_says_where_one_is(als, geboekt):
    client = als(iemand(Rol.CONCERNCONTROLLER))
    for pad, plek in ((f"{JAAR}9/", "Maanden sluiten"), ("/lumpsum/2026/", "Lumpsum")):
        links = [link for groep in client.get(pad).context["navigatie"] for link in groep.items]
        assert [link.label for link in links if link.actief] == [plek]


def test_a_municipality_sees_the_state_and_its_own_part_only(als, geboekt):
    client = als(maak(Rol.CONTROLLER, organisatie=gemeente("U")))

    pagina = tekst(client.get(f"{JAAR}10/"))
    assert "€ 395,00" in pagina  # 39,5 % of € 1.000,01
    assert "€ 420,00" not in pagina and "1.000,01" not in pagina  # nor that of Diemen or the whole
    assert "1.000,01" not in tekst(client.get(JAAR)) and "Wat nog moet" not in tekst(client.get(JAAR))


def test_choose_look_once_more_and_close_several_at_once(als, geboekt):
    client = als(iemand(Rol.CONCERNCONTROLLER))
    jaar = tekst(client.get(JAAR))
    assert "Nu te sluiten" in jaar and 'value="2026-10-01"' in jaar and 'value="2026-11-01"' not in jaar

    bevestig = client.get(f"{JAAR}sluiten/", {"m": ["2026-09-01", "2026-10-01"]})
    assert "Sluit 2 maanden" in tekst(bevestig)
    sleutel = bevestig.context["form"]["sleutel"].value()
    gedaan = client.post(f"{JAAR}sluiten/", {"m": ["2026-09-01", "2026-10-01"], "sleutel": sleutel})

    assert gedaan.status_code == 302 and gedaan.url == JAAR
    assert "oktober 2026 is gesloten." in tekst(client.get(JAAR))
    assert not maand(SEP).is_open and not maand(OKT).is_open
    assert maand(OKT).zegel in tekst(client.get(f"{JAAR}10/"))
    weer = client.post(f"{JAAR}sluiten/", {"m": "2026-10-01"}, follow=True)
    assert "was al gesloten" in tekst(weer)
    assert client.get(f"{JAAR}sluiten/").status_code == 302  # nothing chosen


def test_the_page_of_a_year_asks_as_much_of_a_full_month_as_of_an_empty_one(
    als, geboekt, django_assert_max_num_queries
):
    client = als(iemand(Rol.CONCERNCONTROLLER))
    client.get(JAAR)
    with django_assert_max_num_queries(40) as eerst:
        client.get(JAAR)
    for dag in range(7, 12):
        boek(geboekt, date(2026, 10, dag))
    with django_assert_max_num_queries(len(eerst)):
        client.get(JAAR)


def test_reopening_asks_the_directieberaad_and_tells_who_asked(als, geboekt):
    controller, lid = iemand(Rol.CONCERNCONTROLLER), iemand(Rol.DIRECTIEBERAAD)
    perioden.sluit([SEP], by=controller)
    assert als(iemand(Rol.TEAMMANAGER)).get(f"{JAAR}9/heropenen/").status_code == 403

    client = als(controller)
    assert client.post(f"{JAAR}9/heropenen/", {"reden": " "}).status_code == 422
    assert client.post(f"{JAAR}9/heropenen/", {"reden": "Uren van Bo."}).status_code == 302
    vraag = Heropening.objects.get()
    assert client.get(f"{vraag.get_absolute_url()}toestaan/").status_code == 403
    _verwerk()
    assert lid in {b.ontvanger for b in Bericht.objects.filter(onderwerp__startswith="Wacht op u: alsnog")}
    assert [t.waarover for t in werk.taken(lid)] == ["Heropening van september 2026"]
    assert werk.tel(lid, "maanden") == 1

    client = als(lid)
    assert "Boeken toestaan" in tekst(client.get(vraag.get_absolute_url()))
    assert client.post(f"{vraag.get_absolute_url()}toestaan/", {"antwoord": ""}).status_code == 302
    _verwerk()
    brief = Bericht.objects.get(
        ontvanger=controller, onderwerp__startswith="Boeken in september 2026 kan tot"
    )
    assert "23 november 2026" in brief.onderwerp
    boeken.boeken_kosten(
        geboekt,
        by=controller,
        datum=date(2026, 9, 4),
        bedrag=77,
        omschrijving="Nagekomen factuur",
        leverancier="X",
    )
    assert "Nagekomen factuur" in tekst(client.get(vraag.get_absolute_url()))
    assert "Nagekomen factuur" in tekst(client.get(f"{JAAR}9/"))
    assert werk.tel(lid, "maanden") == 0


def _verwerk() -> None:
    for pk in Gebeurtenis.objects.waiting().values_list("pk", flat=True):
        tasks.dispatch_event(pk)


def test_a_reopening_is_hidden_from_a_municipality(als, geboekt):
    controller = iemand(Rol.CONCERNCONTROLLER)
    perioden.sluit([SEP], by=controller)
    vraag = perioden.vraag_heropening(SEP, by=controller, reden="Werk voor Diemen.")

    client = als(maak(Rol.CONTROLLER, organisatie=gemeente("U")))
    assert client.get(vraag.get_absolute_url()).status_code == 404
    assert client.get(f"{JAAR}9/heropenen/").status_code == 403
    assert "Werk voor Diemen" not in tekst(client.get(f"{JAAR}9/"))


def test_months_wait_for_the_controller_and_he_is_reminded_once(geboekt):
    controller = iemand(Rol.CONCERNCONTROLLER)

    assert [t.waarover for t in werk.taken(controller) if t.icoon == "lock"] == [
        "September 2026",
        "Oktober 2026",
    ]
    assert werk.tel(controller, "maanden") == 2
    herinner_aan_maanden()
    herinner_aan_maanden()
    brieven = Bericht.objects.filter(ontvanger=controller).values_list("onderwerp", flat=True)
    assert sorted(brieven) == ["Oktober 2026 had dicht moeten zijn", "September 2026 had dicht moeten zijn"]


def test_who_keeps_the_month_open_hears_it_after_the_last_day_for_hours(geboekt):
    manager = iemand(Rol.TEAMMANAGER, team=geboekt.aanvraag.team)
    with klok.op(op(date(2026, 10, 8))):
        boeken.boeken_uren(
            geboekt,
            by=iemand(Rol.UITVOERDER),
            datum=date(2026, 10, 8),
            team=geboekt.aanvraag.team,
            functiegroep="B",
            uren=4,
            omschrijving="Getypt",
        )
    onderwerp = "Uren van uw team houden oktober 2026 open"
    with klok.op(op(date(2026, 11, 6))):  # the fifth working day
        herinner_aan_maanden()
    assert not Bericht.objects.filter(ontvanger=manager, onderwerp=onderwerp).exists()
    with klok.op(op(date(2026, 11, 9))):
        herinner_aan_maanden()
        herinner_aan_maanden()

    brief = Bericht.objects.get(ontvanger=manager, onderwerp=onderwerp)
    assert brief.pad == reverse("maatwerk:uren_goedkeuren") and "11 november 2026" in brief.tekst
