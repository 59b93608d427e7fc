"""De kolommen van de lijst met bronregels van de waterval."""

from html import escape
from typing import Any

from django.db.models import F
from django.urls import reverse

from duoplus.calc.nederlands import maand_en_jaar
from duoplus.lijsten import Kolom
from duoplus.lijsten.keuzes import label
from ogon.choices import CapaciteitSoort

_soort = label(CapaciteitSoort)


def _toon_team(rij: Any, naslag: Any) -> str:
    adres = reverse("maatwerk:capaciteit_team", args=[rij.teamnummer, rij.maand.year])
    return f'<a href="{adres}?term={rij.soort}&amp;maand={rij.maand.month}#bron">{escape(rij.team)}</a>'


KOLOMMEN = (
    Kolom("teamnummer", "Nummer van het team", bron="team", verborgen=True),
    Kolom("team", "Team", bron="team__kort", op=F("team__kort"), toon=_toon_team, is_kop=True),
    Kolom(
        "maand",
        "Maand",
        "date",
        bron="maand",
        op=F("maand"),
        toon=lambda rij, naslag: maand_en_jaar(rij.maand),
    ),
    Kolom(
        "soort",
        "Soort",
        bron="soort",
        op=F("soort"),
        zeg=_soort,
        toon=lambda rij, naslag: _soort(rij.soort, naslag),
    ),
    Kolom("omschrijving", "Omschrijving", bron="omschrijving", op=F("omschrijving")),
    Kolom("uren", "Uren", "hours", bron="uren", op=F("uren")),
    Kolom("bron", "Waar het vandaan komt", bron="bron", op=F("bron")),
    Kolom("door", "Ingevoerd door", bron="ingevoerd_door__naam", op=F("ingevoerd_door__naam")),
    Kolom("op", "Ingevoerd op", "moment", bron="ingevoerd_op", op=F("ingevoerd_op")),
)
