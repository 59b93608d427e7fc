"""Wat iemand deed buiten een dossier om: elke soort feit heeft een zin, en de beheerder leest haar."""

import re

import pytest
from django.urls import reverse

from duoplus import lijstweergaven, spoor
from duoplus.actions.actiepunten import ACTIEPUNT
from duoplus.choices import Rol
from duoplus.models import Gebeurtenis
from duoplus.overleg import PUNT, VERGADERING
from duoplus.reports import leg_export_vast
from maatwerk.actions import bulk
from maatwerk.choices import AanvraagStatus as S
from tests.factories import aanvraag_in, iemand, maak, ogon
from tools.services import ROOT

SLEUTELS = {
    soort: ROOT / "duoplus" / "actions" / f"{soort}s.py" for soort in ("agendasleutel", "inleessleutel")
}
NAAR_EEN_DOSSIER = ("duoplus.instelling.",)  # have a history of their own


def _soorten() -> set[str]:
    """Every kind that the shared app records, from its source; families by the word that they are given."""
    bron = {pad: pad.read_text() for pad in (ROOT / "duoplus").rglob("*.py") if pad.name != "spoor.py"}
    los = {soort for tekst in bron.values() for soort in re.findall(r'record\(\s*"(duoplus[\w.]+)"', tekst)}
    lezen = "".join(tekst for pad, tekst in bron.items() if pad.parent.name == "inlezen")
    weergaven = bron[ROOT / "duoplus" / "lijstweergaven.py"]
    gezinnen = {
        "duoplus.inlezing": re.findall(r'(?:leg_vast|_gooi_weg)\(\s*"(\w+)"', lezen),
        "duoplus.lijstweergave": re.findall(r'_(?:leg_vast|bewaar)\((?:weergave, |nu, )?"(\w+)"', weergaven),
    } | {f"duoplus.{soort}": re.findall(r'_leg_vast\("(\w+)"', bron[pad]) for soort, pad in SLEUTELS.items()}
    gezinnen |= {
        f"{tabel.app}.{tabel.model}": list(tabel.stappen) for tabel in (VERGADERING, PUNT, ACTIEPUNT)
    }
    samen = {f"{gezin}.{wat}" for gezin, woorden in gezinnen.items() for wat in woorden}
    return {soort for soort in los | samen if not soort.startswith(NAAR_EEN_DOSSIER)}


def test_every_kind_of_fact_outside_a_dossier_has_a_sentence():
    assert _soorten() == {soort for soort in spoor._vormen if soort.startswith("duoplus.")}
    assert bulk.SOORT in spoor._vormen


@pytest.mark.django_db
def test_the_beheerder_reads_on_the_account_what_somebody_did(client):
    secretaris, aanvraag = iemand(Rol.SECRETARIS, ogon=ogon()), aanvraag_in(S.IN_INTAKE)
    rij = bulk.Rij(aanvraag.nummer, aanvraag.versie, aanvraag)
    weg = bulk.Rij("MW-1999-0001", None, None)
    bulk.voer_uit(bulk.KEUZES["volgen"], [rij, weg], by=secretaris, gegevens={}, bulk="proef")
    rol = secretaris.rollen[0]
    eigen = lijstweergaven.maak("aanvragen", by=secretaris, naam="{Mijn} <b>", params={})
    lijstweergaven.maak("aanvragen", by=secretaris, naam="Samen", params={}, voor=rol)
    lijstweergaven.verwijder(eigen, by=secretaris)
    leg_export_vast("aanvragen", by=secretaris, formaat="xlsx", filter={}, rijen=1)

    client.force_login(maak(Rol.BEHEERDER))
    antwoord = client.get(reverse("instelling", args=["gebruikers", secretaris.pk]))

    assert [zin for _, zin in antwoord.context["spoor"]] == [
        "downloadde ‘aanvragen’ als XLSX, 1 rij",
        "verwijderde de weergave ‘{Mijn} <b>’ van ‘aanvragen’",
        f"maakte de weergave ‘Samen’ van ‘aanvragen’ voor iedereen met de rol Secretaris OGON bij {ogon()}",
        "maakte de weergave ‘{Mijn} <b>’ van ‘aanvragen’",
        "deed ‘Volgen’ bij 1 van 2 aanvragen",
    ]
    assert "<b>’" not in antwoord.content.decode()
    assert Gebeurtenis.objects.filter(door=secretaris).count() >= 5
