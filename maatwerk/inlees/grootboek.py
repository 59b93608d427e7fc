"""Facturen uit het grootboek: elke regel naar haar opdracht, in euro exclusief btw."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from duoplus.calc.nederlands import Onleesbaar, lees_bedrag, lees_datum, zonder_accenten
from duoplus.calc.nederlands import bedrag as als_bedrag
from duoplus.calc.tabel import Model, als_tekst
from duoplus.inlezen import Keuze, Soort
from duoplus.inlezen.stroom import Apart, Regel, Waarden
from duoplus.models import Gebruiker, Inlezing
from maatwerk.calc.verdeling import regelbedrag
from maatwerk.choices import BoekingSoort, BtwRegime
from maatwerk.inlees.boeker import Post
from maatwerk.inlees.boekstroom import Boekstroom
from maatwerk.inlees.doelen import keuzes
from maatwerk.inlees.kolommen import lees_code, lees_omschrijving, lees_tekst, veld
from maatwerk.inlees.uren import PERM

MEESTE_EURO = Decimal(100_000_000)
PERCENTAGES = {"hoog": "0.21", "21%": "0.21", "laag": "0.09", "9%": "0.09"} | dict.fromkeys(
    ("", "geen", "nul", "0%", "vrij", "vrijgesteld", "verlegd", "nvt"), "0"
)
# Iv3: what a cost account of an invoice from outside can be. L3.5.1 and L3.8 as in domain.md section 4.
CATEGORIEEN = (
    ("", "Kies de categorie"),
    ("L3.2", "L3.2 Duurzame goederen"),
    ("L3.5.1", "L3.5.1 Ingeleend personeel"),
    ("L3.6", "L3.6 Huren"),
    ("L3.8", "L3.8 Overige goederen en diensten"),
)
BEKENDE_REKENINGEN = {"43510": "L3.5.1", "43800": "L3.8"}
REGIME = "btw_regime"


def lees_kant(cel: object) -> Decimal:
    """Debet or credit: nothing is zero, and below zero is for the other side. Raises ``Onleesbaar``."""
    bedrag = lees_bedrag(cel)
    if bedrag < 0:
        raise Onleesbaar("Een bedrag onder nul hoort zonder minteken in de andere kolom, debet of credit.")
    if bedrag > MEESTE_EURO:
        raise Onleesbaar(f"{als_bedrag(bedrag)} is onwaarschijnlijk hoog. Kijk naar de punten en komma’s.")
    return bedrag


def lees_btw(cel: object) -> Decimal:
    """The part of the amount that is added as VAT: 'hoog' is 0.21. Raises ``Onleesbaar``."""
    woord = zonder_accenten(als_tekst(cel)).replace(" ", "")
    if woord not in PERCENTAGES:
        raise Onleesbaar(f"Btw ‘{als_tekst(cel)}’ kennen wij niet. Schrijf hoog, laag, nul of verlegd.")
    return Decimal(PERCENTAGES[woord])


def lees_rekening(cel: object) -> str:
    tekst = " ".join(als_tekst(cel).split())
    if not re.match(r"[0-9]+\b", tekst):
        raise Onleesbaar("Een grootboekrekening begint met een nummer, bijvoorbeeld 43510 Inhuur.")
    return tekst[:80]


def _toon_btw(deel: Decimal) -> str:
    return f"{deel * 100:.0f}%"


VELDEN = (
    veld("boekstuk", "Boekstuk", "boekstuk boekstuknummer factuurnummer factuur", lees_tekst(60)),
    veld("datum", "Boekdatum", "boekdatum datum factuurdatum", lees_datum),
    veld("rekening", "Grootboek", "grootboek grootboekrekening rekening kostensoort", lees_rekening),
    veld("projectcode", "Project", "project projectcode projectnummer opdracht", lees_code, keuzes=keuzes),
    veld("omschrijving", "Omschrijving", "omschrijving toelichting", lees_omschrijving),
    veld("leverancier", "Relatie", "relatie leverancier crediteur", lees_tekst(120)),
    veld("debet", "Debet", "debet", lees_kant, toon=als_bedrag),
    veld("credit", "Credit", "credit", lees_kant, toon=als_bedrag),
    veld("btw", "Btw", "btw btwcode btwtarief", lees_btw, toon=_toon_btw),
)


class Grootboekstroom(Boekstroom):
    """Invoices become costs; a credit note is a negative line, which names the invoice if only one fits."""

    def __init__(self, inlezing: Inlezing, by: Gebruiker) -> None:
        super().__init__(inlezing, by)
        self.rekeningen: dict[str, str] = {}
        self.regime = inlezing.keuzes.get(REGIME) or BtwRegime.GEEN

    def eigen(self, bron: Waarden) -> Iterable[object]:
        return (bron.boekstuk,)

    def telt(self, bron: Waarden) -> Decimal:
        """The control total of a ledger is debet less credit, of every line of the file."""
        for kant in (bron.debet, bron.credit):
            if not isinstance(kant, Decimal):
                raise Onleesbaar(f"‘{kant}’ is geen bedrag.")
        return bron.debet - bron.credit

    def neem(self, regel: Regel) -> None:
        w = regel.waarden
        nummer = w.rekening.split()[0]
        self.rekeningen[nummer] = w.rekening
        doel = self.doelen.zoek(w.projectcode)
        bedrag = _bedrag(w)
        self.boeker.neem(
            Post(
                kenmerk=regel.kenmerk,
                regel=regel.nummer,
                doel=doel,
                datum=w.datum,
                bedrag=bedrag,
                omschrijving=w.omschrijving,
                tegenhanger=(w.leverancier,),
                soort=BoekingSoort.KOSTEN,
                leverancier=w.leverancier,
                factuurnummer=w.boekstuk,
                btw_regime=self.regime,
                btw=regelbedrag(bedrag, w.btw),
                categorie=self._categorie(nummer),
            )
        )
        regel.doel = doel.aanvraag

    def _categorie(self, nummer: str) -> str:
        categorie = categorie_van(self.inlezing, nummer)
        if not categorie:
            zin = f"Kies bij ‘Keuzes’ de economische categorie van rekening {self.rekeningen[nummer]}."
            raise Apart(zin, "rekening")
        return categorie

    def overzicht(self) -> dict[str, Any]:
        return super().overzicht() | {"rekeningen": self.rekeningen}


def _bedrag(w: Waarden) -> Decimal:
    if w.debet and w.credit:
        raise Apart("Debet en credit zijn allebei gevuld. Vul er één in.", "credit")
    if not w.debet and not w.credit:
        raise Apart("Er staat geen bedrag. Vul debet of credit in.", "debet")
    return Decimal(w.debet - w.credit)


def categorie_van(inlezing: Inlezing, nummer: str) -> str:
    """The Iv3 code of an account: as a person chose, or else as we know it; empty if neither."""
    return str(inlezing.keuzes.get(_sleutel(nummer)) or BEKENDE_REKENINGEN.get(nummer, ""))


def _sleutel(nummer: str) -> str:
    return f"rekening {nummer}"


def _keuzes(inlezing: Inlezing) -> list[Keuze]:
    rekeningen = [
        Keuze(_sleutel(nummer), f"Categorie van {naam}", categorie_van(inlezing, nummer), CATEGORIEEN)
        for nummer, naam in sorted(inlezing.overzicht.get("rekeningen", {}).items())
    ]
    regime = Keuze(
        REGIME,
        "Btw-regime van alle regels",
        inlezing.keuzes.get(REGIME) or BtwRegime.GEEN,
        BtwRegime.choices,
        "Een fiscalist bepaalt dit. Het portaal bewaart het alleen.",
    )
    return [*rekeningen, regime]


GROOTBOEK = Soort(
    naam="grootboek",
    titel="Facturen uit het grootboek",
    ding="facturen",
    perm=PERM,
    velden=VELDEN,
    model=lambda: Model(VELDEN, eigen=frozenset({"boekstuk"})),
    kop=("boekstuk", "projectcode", "leverancier"),
    uitleg="De uitdraai van het grootboek: boekstuk, datum, rekening, project, relatie, debet en credit.",
    stroom=Grootboekstroom,
    keuzes=_keuzes,
)
