"""Vergelijken met een dag, en kolommen die niet verder kijken dan het recht van de lezer."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from maatwerk.actions.verdelen import toewijzen
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from maatwerk.reports.aanvragenlijst import ziet_bedragen
from tests.factories import VergaderingFactory, aanvraag_in, gemeente, iemand, maak, ogon, team, zet
from tests.factories.mensen import VOOR_GEMEENTE

LIJST = reverse("maatwerk:aanvraag_list")
EXPORT = reverse("export", kwargs={"lijst": "aanvragen", "formaat": "csv"})
pytestmark = pytest.mark.django_db


@pytest.fixture
def klant(client):
    client.force_login(maak(Rol.CONCERNCONTROLLER))
    return client


def regel(antwoord, aanvraag):
    return next(r for r in antwoord.context["bladzijde"] if r.nummer == aanvraag.nummer)


def test_what_changed_since_then_shows_what_was_there(klant):
    toen = klok.nu() - timedelta(days=10)
    with klok.op(toen):
        anders, gelijk = aanvraag_in(S.IN_INTAKE, titel="Anders"), aanvraag_in(S.IN_INTAKE, titel="Gelijk")
        oud_team = anders.team
    with klok.op(klok.nu() - timedelta(days=2)):
        toewijzen(anders, by=iemand(Rol.SECRETARIS, ogon=ogon()), team=team("HRM"))
        zet(anders, "ter_verificatie")
        nieuw = aanvraag_in(S.INGEDIEND, titel="Nieuw")
    sinds = (klok.vandaag() - timedelta(days=5)).isoformat()
    antwoord = klant.get(LIJST, {"sinds": sinds, "weergave": "standaard"})
    rij = regel(antwoord, anders)
    assert (rij.toen_status, rij.toen_team, rij.nieuw) == (S.IN_INTAKE, str(oud_team.pk), False)
    assert (regel(antwoord, gelijk).toen_status, regel(antwoord, gelijk).nieuw) == (S.IN_INTAKE, False)
    assert regel(antwoord, nieuw).nieuw
    html = antwoord.content.decode()
    assert html.count("<del>") == 2 and "<del>Wordt verduidelijkt</del>" in html
    assert f"<del>{oud_team.kort.replace('&', '&amp;')}</del>" in html and html.count(">nieuw<") == 1


def test_the_download_has_the_old_values_in_columns_of_their_own(klant):
    with klok.op(klok.nu() - timedelta(days=10)):
        aanvraag = aanvraag_in(S.IN_INTAKE)
    zet(aanvraag, "ter_verificatie")
    sinds = (klok.vandaag() - timedelta(days=5)).isoformat()
    regels = (
        b"".join(klant.get(EXPORT, {"sinds": sinds, "kolommen": "status"})).decode("utf-8-sig").splitlines()
    )
    assert regels[0].startswith("Nummer;Aanvraag;Status;Nieuw sinds ")
    assert regels[1].endswith("Klopt dit?;;Wordt verduidelijkt")


def test_the_previous_meeting_of_an_ogon_is_a_day_too(klant):
    gisteren = klok.vandaag() - timedelta(days=1)
    VergaderingFactory(gremium=ogon(), datum=gisteren)
    VergaderingFactory(gremium=ogon(), datum=klok.vandaag() + timedelta(days=7))
    antwoord = klant.get(LIJST, {"vergelijk": ogon().slug})
    assert antwoord.context["lijst"].sinds == gisteren
    nooit = klant.get(LIJST, {"vergelijk": ogon("buurt").slug})
    assert nooit.context["lijst"].sinds is None and "heeft nog niet vergaderd" in nooit.content.decode()


def test_the_estimate_of_then_counts(klant):
    with klok.op(klok.nu() - timedelta(days=10)):
        aanvraag = aanvraag_in(S.TER_AKKOORD)
    raming = aanvraag.ramingen.get()
    sinds = (klok.vandaag() - timedelta(days=5)).isoformat()
    params = {"sinds": sinds, "kolommen": "uren,bedrag,klaar,plaats"}
    rij = regel(klant.get(LIJST, params), aanvraag)
    assert rij.toen_uren == rij.uren == raming.uren and rij.toen_bedrag == rij.bedrag == raming.totaal
    vervallen = aanvraag.ramingen.filter(pk=raming.pk)
    vervallen.update(vervallen_op=klok.nu())
    rij = regel(klant.get(LIJST, params), aanvraag)
    assert (rij.toen_uren, rij.uren) == (raming.uren, None)


def test_amounts_as_a_set_are_the_rule_itself():
    for nummer, status in enumerate((S.IN_INTAKE, S.TER_AKKOORD, S.GEPRIORITEERD)):
        aanvraag_in(status, gemeenten=("U", "D", "UO")[nummer])
    aanvraag_in(S.IN_INTAKE, ogon=ogon("buurt"), gemeenten="O")
    for rol in Rol:
        mensen = [maak(rol), maak(rol, ogon=ogon("buurt"))]
        mensen += [maak(rol, organisatie=gemeente(g)) for g in "DU" if rol in VOOR_GEMEENTE]
        for mens in mensen:
            zichtbaar = Aanvraag.objects.visible_to(mens)
            gevraagd = {a.pk for a in zichtbaar if mens.has_perm("maatwerk.bedragen_aanvraag", a)}
            assert set(zichtbaar.filter(ziet_bedragen(mens)).values_list("pk", flat=True)) == gevraagd, rol


def test_an_amount_that_may_not_be_seen_neither_orders_nor_filters(client):
    secretaris = maak(Rol.SECRETARIS, ogon=ogon())
    client.force_login(secretaris)
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    antwoord = client.get(LIJST, {"weergave": "standaard", "bedrag_van": "1", "kolommen": "bedrag"})
    assert regel(antwoord, aanvraag).bedrag > Decimal(0)
    client.force_login(maak(Rol.BEHEERDER))
    antwoord = client.get(LIJST, {"bedrag_van": "1", "sorteer": "bedrag", "kolommen": "bedrag"})
    html = antwoord.content.decode()
    assert "Op ‘Bedrag’ kunt u niet sorteren" in html and "€" not in html
