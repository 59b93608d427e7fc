"""Maakt register-ander-model.xlsx: andere koppen, volgorde, koprij en bladnaam."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

KOP = (
    "Toelichting", "Stand van zaken", "Domein", "Opdrachtgever", "Kenmerk", "Onderwerp", "Functiegroep",
    "Raming (uren)", "Externe kosten €", "Totale raming (€)", "Datum aanvraag", "Gereed op", None,
    "Kleur", "Taakveld (Iv3)",
)  # fmt: skip
RIJEN = (
    ("Lijst maatwerk domein Buurt", None, None, "bijgewerkt:", "maart"),
    KOP,
    (None, "Afgerond", "Buurt", "OA / UH", "2026/01", "Privacyscan  vergunningen", "T4", "80 uur", None, None,
     date(2026, 3, 2), "3 dec 2026", None, None, "8.3"),
    ("@wijk", "Lopend", "BT", "Alle drie", "2026/02", "Extra rondes onkruid", "58", "60", "1.545,50", 5000,
     "1 april 2026", "na de zomer", "los briefje: bellen met de wijk", "groen", "groen"),
    (None, "Nieuw", "BT", "U+O", "2026/03", "PRIVACYSCAN VERGUNNINGEN", "T4", 80),
    (None,),
    (None, "Ingediend", "BT", "gem. Diemen", None, "Verhuizing archief", None, None, "€ 250,--"),
    ("half ingevuld", "intake", None, None, "2026/05", None, "T1", "80-100"),
    (None, None, None, None, None, "Eindtotaal", None, "=SUM(H3:H8)"),
)  # fmt: skip


def maak(pad: Path) -> None:
    boek = Workbook()
    uitleg = boek.active
    uitleg.title = "Uitleg"
    uitleg.append(("Vul de lijst op het volgende blad in.",))
    lijst = boek.create_sheet("Lijst")
    for rij in RIJEN:
        lijst.append(rij)
    boek.save(pad)


if __name__ == "__main__":
    maak(Path(__file__).with_name("register-ander-model.xlsx"))
