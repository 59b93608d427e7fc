"""De urenlijst van teams: wat de kolommen betekenen, en wat een rij zegt."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from duoplus.calc.nederlands import (
    MAANDEN,
    Onleesbaar,
    lees_datum,
    lees_uren,
    maand_en_jaar,
    uren,
    zonder_accenten,
)
from duoplus.calc.tabel import Bronrij, Gelezen, Model, Veld, als_tekst

KOPPEN: Mapping[str, frozenset[str]] = {
    sleutel: frozenset(koppen.split())
    for sleutel, koppen in {
        "team": "team teamduo teamduoplus afdelingteam uitvoerendteam",
        "maand": "maand periode maandjaar jaarmaand",
        "soort": "soort term categorie type soorturen",
        "uren": "uren aantaluren aantal ureninmaand urenpermaand",
        "omschrijving": "omschrijving product toelichting werk dvoproduct naam",
    }.items()
}
# What people call each term of the waterfall; compared as bare letters.
SOORTEN: Mapping[str, frozenset[str]] = {
    soort: frozenset(woorden.split())
    for soort, woorden in {
        "bruto": "bruto brutouren formatie beschikbaar contracturen inzetbaar",
        "verlof": "verlof vrij vakantie ziekte afwezig verlofenvrijedagen feestdagen",
        "dvo": "dvo basis basistaak basistaken dvowerk werkvoordedvo dienstverlening",
        "buffer": "buffer reserve onvoorzien marge",
    }.items()
}
MEESTE_UREN = 99_999


def velden(teams: Mapping[str, str] = {}) -> tuple[Veld, ...]:
    """``teams``: each name without accents → the name the portal uses."""
    return (
        Veld(
            "team", "Team", KOPPEN["team"], lambda cel: lees_team(cel, teams),
            nodig=True, streng=True, anders="",
        ),
        Veld("maand", "Maand", KOPPEN["maand"], lees_maand, toon=_maand, nodig=True, streng=True),
        Veld("soort", "Soort", KOPPEN["soort"], lees_soort, nodig=True, streng=True, anders=""),
        Veld("uren", "Uren", KOPPEN["uren"], lees_aantal, toon=_uren, nodig=True, streng=True),
        Veld(
            "omschrijving", "Omschrijving", KOPPEN["omschrijving"], _omschrijving,
            streng=True, anders="", uitleg="Zonder omschrijving is het de soort zelf.",
        ),
    )  # fmt: skip


def model(teams: Mapping[str, str]) -> Model:
    return Model(velden(teams), eigen=frozenset({"team", "maand", "soort"}), sleutels=_sleutels)


def lees_team(cel: object, teams: Mapping[str, str]) -> str:
    tekst = als_tekst(cel).strip()
    if not tekst:
        raise Onleesbaar("Vul een team in.")
    gevonden = teams.get(zonder_accenten(tekst))
    if gevonden is None:
        raise Onleesbaar(f"Het team ‘{tekst}’ kennen wij niet.")
    return gevonden


def lees_maand(cel: object) -> date:
    """'januari 2027', '2027-01', '1-2027' or any day of the month; its first day."""
    if isinstance(cel, date):
        return date(cel.year, cel.month, 1)
    tekst = " ".join(als_tekst(cel).lower().split())
    if gevonden := re.fullmatch(r"(\d{4})[-/](\d{1,2})", tekst):
        return _eerste(int(gevonden[1]), int(gevonden[2]))
    if gevonden := re.fullmatch(r"(\d{1,2})[-/](\d{4})", tekst):
        return _eerste(int(gevonden[2]), int(gevonden[1]))
    if gevonden := re.fullmatch(r"([a-z]{3,9})\.?[ -](\d{4})", tekst):
        namen = [nr for nr, naam in enumerate(MAANDEN, start=1) if naam.startswith(gevonden[1])]
        return _eerste(int(gevonden[2]), namen[0] if len(namen) == 1 else 0)
    return lees_datum(cel).replace(day=1)


def _eerste(jaar: int, maand: int) -> date:
    if not (1 <= maand <= 12 and 2000 <= jaar <= 2100):
        raise Onleesbaar("Schrijf de maand zo: januari 2027.")
    return date(jaar, maand, 1)


def lees_soort(cel: object) -> str:
    tekst = als_tekst(cel).strip()
    kaal = re.sub(r"[^a-z]", "", zonder_accenten(tekst))
    for soort, woorden in SOORTEN.items():
        if kaal in woorden:
            return soort
    raise Onleesbaar(f"‘{tekst}’ is geen soort. Kies bruto, verlof, DVO of buffer.")


def lees_aantal(cel: object) -> Decimal:
    aantal = lees_uren(cel)
    if aantal < 0:
        raise Onleesbaar("Uren zijn 0 of meer. Haal het minteken weg.")
    if aantal > MEESTE_UREN:
        raise Onleesbaar(
            f"Zoveel uren heeft een team niet in een maand: hooguit {uren(Decimal(MEESTE_UREN))}."
        )
    return aantal


def _omschrijving(cel: object) -> str:
    tekst = als_tekst(cel).strip()
    if len(tekst) > 120:
        raise Onleesbaar("De omschrijving is langer dan 120 tekens.")
    return tekst


def _sleutels(rij: Bronrij, gelezen: Gelezen) -> dict[str, str]:
    """One row per team, month, kind and description."""
    w = gelezen.waarden
    if not (w.get("team") and w.get("maand") and w.get("soort")):
        return {}
    delen = (w["team"], w["maand"].isoformat(), w["soort"], w["omschrijving"])
    return {"|".join(delen): f"dezelfde regel van {w['team']} in {_maand(w['maand'])}"}


def _maand(maand: date | None) -> str:
    return maand_en_jaar(maand) if maand else ""


def _uren(aantal: Decimal | None) -> str:
    return "" if aantal is None else uren(aantal)
