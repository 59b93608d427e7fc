"""De kolommen van de lijst met boekingen: het grootboek van maatwerk, regel voor regel."""

from html import escape
from typing import Any
from urllib.parse import quote

from django.db.models import F
from django.urls import reverse

from duoplus.calc.nederlands import maand_en_jaar
from duoplus.lijsten import Kolom
from duoplus.lijsten.keuzes import label
from maatwerk.choices import BoekingSoort
from maatwerk.reports.aanvragenlijst import deelnemers, gemeentenamen, toon_gemeenten

_soort = label(BoekingSoort)


def _toon_opdracht(rij: Any, naslag: Any) -> str:
    adres = reverse("maatwerk:opdracht", args=[rij.opdracht])
    return f'<a class="duo-nowrap" href="{quote(adres)}">{escape(rij.opdracht)}</a>'


KOLOMMEN = (
    Kolom(
        "opdracht",
        "Opdracht",
        bron="opdracht__nummer",
        op=F("opdracht__nummer"),
        toon=_toon_opdracht,
        is_kop=True,
    ),
    Kolom("boeking", "Boeking", "number", bron="pk", op=F("pk")),
    Kolom("datum", "Datum", "date", bron="datum", op=F("datum")),
    Kolom(
        "maand",
        "Telt in",
        "date",
        bron="periode",
        op=F("periode"),
        toon=lambda rij, naslag: maand_en_jaar(rij.maand),
    ),
    Kolom("titel", "Titel", bron="opdracht__aanvraag__titel"),
    Kolom(
        "gemeente",
        "Gemeente",
        bron=lambda lijst: deelnemers("opdracht__aanvraag"),
        zeg=gemeentenamen,
        toon=toon_gemeenten,
        kaartlabel=False,
    ),
    Kolom(
        "soort",
        "Soort",
        bron="soort",
        zeg=_soort,
        toon=lambda rij, naslag: _soort(rij.soort, naslag),
        kaartlabel=False,
    ),
    Kolom("team", "Team dat boekte", bron="team__kort", kaartlabel=False),
    Kolom("functiegroep", "Functiegroep", bron="functiegroep"),
    Kolom("omschrijving", "Omschrijving", bron="omschrijving", kaartlabel=False),
    Kolom("leverancier", "Leverancier", bron="leverancier"),
    Kolom("factuur", "Factuurnummer", bron="factuurnummer"),
    Kolom("uren", "Uren", "hours", bron="uren", op=F("uren"), totals=True),
    Kolom("tarief", "Tarief", "money", bron="tarief"),
    Kolom("bedrag", "Bedrag zonder btw", "money", bron="bedrag", op=F("bedrag"), totals=True),
    Kolom("btw", "Btw", "money", bron="btw", totals=True),
    Kolom("taakveld", "Taakveld", bron="opdracht__taakveld"),
    Kolom("bestand", "Uit bestand", bron="bron__bestandsnaam"),
    Kolom("corrigeert", "Herstelt boeking", "number", bron="corrigeert"),
)
