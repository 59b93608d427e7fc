"""Each step in the browser: the right answers do the step, the wrong ones keep everything typed."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Besluit, Gebeurtenis, Gebruiker, Handeling
from maatwerk.choices import AanvraagStatus as S
from maatwerk.forms.stappen import STAPPEN
from maatwerk.models import Aanvraag, Akkoord
from maatwerk.rules import geldige_raming
from maatwerk.transitions import AANVRAAG
from tests.factories import aanvraag_in, gemeente, iemand, maak, verificatievelden, vervanger, zet
from tests.factories.aanvragen import STAPPEN as WIE

pytestmark = pytest.mark.django_db

GEEN_STAP_VAN_HIER = {"indienen"}


def adres(aanvraag: Aanvraag, stap: str) -> str:
    return reverse("maatwerk:stap", args=[aanvraag.sleutel, stap.replace("_", "-")])


def wie(aanvraag: Aanvraag, stap: str, **velden: Any) -> Gebruiker:
    """Who may take this step, by the table of the factories."""
    return WIE[stap][1](aanvraag, velden)


def ingelogd(gebruiker: Gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def invoer(antwoord: Any) -> dict[str, Any]:
    """What a browser would send back untouched."""
    form = antwoord.context["form"]
    velden = {veld.html_name: veld.value() for veld in form}
    for formset in getattr(form, "formsets", ()):
        velden |= {f"{formset.prefix}-{naam}": formset.management_form[naam].value() for naam in _BEHEER}
        velden |= {veld.html_name: veld.value() for rij in formset for veld in rij}
    return {naam: _als_tekst(waarde) for naam, waarde in velden.items() if waarde not in (None, "", False)}


_BEHEER = ("TOTAL_FORMS", "INITIAL_FORMS")


def _als_tekst(waarde: Any) -> Any:
    return f"{waarde.day}-{waarde.month}-{waarde.year}" if hasattr(waarde, "year") else waarde


def straks(dagen: int) -> str:
    dag = klok.vandaag() + timedelta(days=dagen)
    return f"{dag.day}-{dag.month}-{dag.year}"


def voorstel(team: int, **anders: Any) -> dict[str, Any]:
    return {
        "regels-TOTAL_FORMS": "2",
        "regels-INITIAL_FORMS": "0",
        "regels-0-team": team,
        "regels-0-functiegroep": "B",
        "regels-0-uren_laag": "60",
        "regels-0-uren": "80,5",
        "regels-0-uren_hoog": "110",
        "kosten-TOTAL_FORMS": "1",
        "kosten-INITIAL_FORMS": "0",
        "kosten-0-omschrijving": "Licentie",
        "kosten-0-bedrag": "€ 1.250,50",
        "haalbaar": "ja_als",
        "haalbaar_tekst": "Als de leverancier meewerkt.",
        "vroegste_start": straks(10),
        "klaar_vroegst": straks(60),
        "klaar_waarschijnlijk": straks(80),
        "klaar_laatst": straks(100),
        "tijdig_tekst": "Na de zomer is er minder tijd.",
        "kwaliteit_tekst": "Alle vergunningen zijn terug te vinden.",
        "risicos": "De leverancier is traag.",
    } | anders


# status, step, what somebody fills in, status after it
GOED: list[tuple[S, str, Any, S]] = [
    (
        S.INGEDIEND,
        "in_behandeling_nemen",
        lambda a: {"soort": "maatwerk", "soort_grond": "Niet in de DVO.", "team": WIE_TEAM(a)},
        S.IN_INTAKE,
    ),
    (S.IN_INTAKE, "vraag_stellen", lambda a: {"vraag": "Hoeveel vergunningen?"}, S.AANVULLING_GEVRAAGD),
    (S.AANVULLING_GEVRAAGD, "aanvullen", lambda a: {"antwoord": "Ongeveer 300."}, S.IN_INTAKE),
    (
        S.IN_INTAKE,
        "ter_verificatie",
        lambda a: verificatievelden() | {"dubbel_gecontroleerd": "Nee.", "anderen_gevraagd": "Diemen niet."},
        S.IN_VERIFICATIE,
    ),
    (S.IN_VERIFICATIE, "paraferen", lambda a: {}, S.IN_VERIFICATIE),
    (S.IN_VERIFICATIE, "corrigeren", lambda a: {"correctie": "Ook de APV."}, S.IN_INTAKE),
    (S.IN_RAMING, "herzien", lambda a: {"probleem": "Iets anders.", "reden": "De raad."}, S.IN_VERIFICATIE),
    (S.IN_RAMING, "voorstellen", lambda a: voorstel(a.team_id), S.TER_AKKOORD),
    (S.TER_AKKOORD, "tegenvoorstel", lambda a: {"reden": "Te duur."}, S.IN_RAMING),
    (
        S.TER_AKKOORD,
        "akkoord_geven",
        lambda a: {"haalbaar": "on", "op_tijd": "on", "goed": "on"},
        S.TER_AKKOORD,
    ),
    (S.TER_PRIORITERING, "prioriteren", lambda a: {"plaats": "1", "reden": "Nodig."}, S.GEPRIORITEERD),
    (S.TER_PRIORITERING, "op_wachtlijst_zetten", lambda a: {"reden": "Geen ruimte."}, S.WACHTLIJST),
    (S.WACHTLIJST, "aanhouden", lambda a: {"reden": "Eerst de begroting."}, S.AANGEHOUDEN),
    (S.TER_PRIORITERING, "opschalen", lambda a: {"reden": "Te groot voor ons."}, S.TER_PRIORITERING),
    (
        S.TER_PRIORITERING,
        "afwijzen",
        lambda a: {"code": "dubbel", "reden": "Bestaat al.", "vervolg": "Sluit u aan."},
        S.AFGEWEZEN,
    ),
    (S.GEPRIORITEERD, "opdracht_geven", lambda a: {}, S.GEPRIORITEERD),
    (
        S.OPDRACHT_VERLEEND,
        "starten",
        lambda a: {"uitvoerders": [iemand(Rol.UITVOERDER).pk]},
        S.IN_UITVOERING,
    ),
    (S.IN_UITVOERING, "opleveren", lambda a: {"resultaat": "Het draait."}, S.OPGELEVERD),
    (S.OPGELEVERD, "niet_akkoord", lambda a: {"reden": "De APV ontbreekt."}, S.IN_UITVOERING),
    (S.OPGELEVERD, "accepteren", lambda a: {"score": "4"}, S.OPGELEVERD),
    (S.INGEDIEND, "intrekken", lambda a: {"reden": "Niet meer nodig."}, S.INGETROKKEN),
    (S.AFGEWEZEN, "heropenen", lambda a: {"reden": "Toch nodig."}, S.IN_INTAKE),
]


def WIE_TEAM(aanvraag: Aanvraag) -> int:
    return iemand(Rol.TEAMMANAGER).rollen[0].team_id


@pytest.mark.parametrize(("van", "stap", "velden", "naar"), GOED, ids=[f"{g[1]}" for g in GOED])
def test_step_opens_and_works_once(van, stap, velden, naar):
    aanvraag = aanvraag_in(van)
    klant = ingelogd(wie(aanvraag, stap))
    if stap == "starten":
        iemand(Rol.UITVOERDER)
    pagina = klant.get(adres(aanvraag, stap))
    assert pagina.status_code == 200

    verzonden = invoer(pagina) | velden(aanvraag)
    eerste = klant.post(adres(aanvraag, stap), verzonden)
    assert eerste.status_code == 302, eerste.context["form"].errors
    tweede = klant.post(adres(aanvraag, stap), verzonden)

    assert (tweede.status_code, tweede["Location"]) == (302, eerste["Location"])
    aanvraag.refresh_from_db()
    assert aanvraag.status == naar
    feiten = Gebeurtenis.objects.over(aanvraag).filter(soort=f"maatwerk.aanvraag.{stap}")
    assert feiten.filter(op__gte=aanvraag.gewijzigd_op - timedelta(minutes=1)).count() >= 1
    assert Handeling.objects.count() == 1
