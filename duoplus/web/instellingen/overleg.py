"""Hoe overleggen bijeenkomen: de reeks van elk overleg, en wie erin zitten."""

import re
from datetime import time
from typing import Any

from django import forms

from duoplus import klok
from duoplus.choices import GremiumSoort
from duoplus.instellingen import BEEINDIGEN, INTREKKEN, NIEUW, Kolom, Onderdeel
from duoplus.models import Gremium, Organisatie, Reeks, Zetel
from duoplus.web.instellingen.forms import InstellingForm, UitLijst, dag, getal, regel, tekst
from duoplus.web.instellingen.organisatie import BESTAAT, PERIODE, BestaandForm
from duoplus.web.velden import TijdVeld

GROEP = "Overleg"
PUNT = re.compile(r"(.{1,180}?)[,;]\s*(\d{1,3})(?: min(?:uten)?)?")
GEEN_PUNT = "Schrijf per regel een punt en de minuten, bijvoorbeeld: Rondvraag, 5."


def als_regels(punten: list[list[Any]]) -> str:
    return "\n".join(f"{titel}, {minuten}" for titel, minuten in punten)


class ReeksForm(BestaandForm):
    gremium = UitLijst("Overleg", Gremium.objects.none())
    naam = regel("Naam", 80, "Bijvoorbeeld ‘Elke zes weken’.")
    elke_weken = getal("Elke hoeveel weken?", 1, 52)
    begint_om = TijdVeld("Hoe laat begint het?")
    eindigt_om = TijdVeld("Hoe laat is het afgelopen?")
    plaats = regel("Waar?", 120)
    quorum = getal("Zoveel organisaties moeten er zijn om te besluiten", 0, 20, "0 als dat niet uitmaakt.")
    vaste_punten = tekst("Wat staat elke keer op de agenda?", GEEN_PUNT, required=False, rijen=4)

    def richt_in(self) -> None:
        if "gremium" in self.fields:
            self.fields["gremium"].queryset = Gremium.objects.geldig_op(klok.vandaag())

    def beginwaarden(self) -> dict[str, Any]:
        nu = super().beginwaarden()
        return nu | ({"vaste_punten": als_regels(nu["vaste_punten"])} if "vaste_punten" in nu else {})

    def clean_vaste_punten(self) -> list[list[Any]]:
        """A title and how many minutes it takes, per line."""
        regels = [regel.strip() for regel in self.cleaned_data["vaste_punten"].splitlines() if regel.strip()]
        gelezen = [PUNT.fullmatch(regel) for regel in regels]
        if not all(gelezen):
            raise forms.ValidationError(GEEN_PUNT)
        return [[een[1].strip(), min(max(int(een[2]), 1), 480)] for een in gelezen if een]


class Reeksen(Onderdeel):
    slug, naam, enkel, groep = "reeksen", "Reeksen van vergaderingen", "reeks", GROEP
    uitleg = "Hoe vaak een overleg bijeenkomt, en wat er elke keer op de agenda staat."
    icoon = "calendar-event"
    model = Reeks
    formulier = ReeksForm
    velden = {
        "gremium": "Overleg", "naam": "Naam", "elke_weken": "Elke zoveel weken", "begint_om": "Begint om",
        "eindigt_om": "Eindigt om", "plaats": "Plaats", "quorum": "Organisaties om te besluiten",
        "vaste_punten": "Vaste punten", **BESTAAT,
    }  # fmt: skip
    kolommen = (
        Kolom("Reeks", str),
        Kolom("Overleg", lambda r: r.gremium.naam),
        Kolom("Elke", lambda r: f"{r.elke_weken} weken"),
        PERIODE,
    )
    vast = ("gremium",)
    zoek = ("naam", "gremium__naam")
    reden_nodig = False

    def queryset(self) -> Any:
        return Reeks.objects.select_related("gremium")

    def als_tekst(self, naam: str, waarde: Any) -> str:
        if naam == "vaste_punten":
            return als_regels(waarde or [])
        return f"{waarde:%H.%M}" if isinstance(waarde, time) else super().als_tekst(naam, waarde)


class ZetelForm(InstellingForm):
    gremium = UitLijst("Overleg", Gremium.objects.none(), "Wie in een OGON zit, volgt uit het programma.")
    organisatie = UitLijst("Organisatie", Organisatie.objects.none())
    van = dag("Zit erin vanaf")
    tot = dag("Zit erin tot en met", "Zonder laatste dag blijft het gelden.", required=False)

    def richt_in(self) -> None:
        if "gremium" in self.fields:
            gremia = Gremium.objects.geldig_op(klok.vandaag()).exclude(soort=GremiumSoort.OGON)
            self.fields["gremium"].queryset = gremia
            self.fields["organisatie"].queryset = Organisatie.objects.geldig_op(klok.vandaag())


class Zetels(Onderdeel):
    slug, naam, enkel, groep = "zetels", "Wie in een overleg zitten", "zetel", GROEP
    uitleg = "Welke organisatie in welk overleg zit. Bij een OGON volgt dat uit het programma."
    icoon = "users-group"
    model = Zetel
    formulier = ZetelForm
    velden = {
        "gremium": "Overleg",
        "organisatie": "Organisatie",
        "van": "Zit erin vanaf",
        "tot": "Zit erin tot en met",
    }
    kolommen = (
        Kolom("Overleg", lambda z: z.gremium.naam),
        Kolom("Organisatie", lambda z: z.organisatie.naam),
        PERIODE,
    )
    handelingen = (NIEUW, BEEINDIGEN, INTREKKEN)
    sleutel = ("gremium", "organisatie")
    zoek = ("gremium__naam", "organisatie__naam")

    def queryset(self) -> Any:
        rijen = Zetel.objects.select_related("gremium", "organisatie")
        return rijen.order_by("gremium__naam", "organisatie__volgorde", "van")
