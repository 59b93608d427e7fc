"""De vastgestelde begroting per gemeente: begroting, wijzigingen en voorschotten van één jaar."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duoplus.calc.nederlands import Onleesbaar, lees_bedrag, lees_datum
from duoplus.calc.nederlands import bedrag as als_bedrag
from duoplus.calc.tabel import Model, als_tekst
from duoplus.choices import IncidenteelStructureel
from duoplus.inlezen import Keuze, Soort
from duoplus.inlezen.stroom import Apart, Regel, Stroom, Waarden
from duoplus.models import Gebruiker, Inlezing, Organisatie
from duoplus.transitions import StapKanNiet
from maatwerk.actions import lumpsum as geldstromen
from maatwerk.calc.registercellen import lees_gemeenten, lees_taakveld
from maatwerk.choices import Begrotingsoort
from maatwerk.inlees.bronnen import bron_van
from maatwerk.inlees.kolommen import lees_tekst, veld
from maatwerk.inlees.uren import PERM
from maatwerk.models import Begrotingsregel, Lumpsum

JAAR = "jaar"
MEESTE_EURO = Decimal(1_000_000_000)


@dataclass(frozen=True)
class Wat:
    """The kind of amount, and of an advance the quarter."""

    soort: str
    kwartaal: int | None = None

    def __str__(self) -> str:
        return f"{self.soort} K{self.kwartaal}" if self.kwartaal else self.soort


def lees_gemeente(cel: object) -> str:
    """The letter of one municipality. Raises ``Onleesbaar``."""
    letters = lees_gemeenten(cel)
    if len(letters) != 1:
        raise Onleesbaar("Schrijf één gemeente per regel.")
    return letters[0]


def lees_soort(cel: object) -> Wat:
    """'primitief', 'wijziging' or 'voorschot K2'. Raises ``Onleesbaar``."""
    woord = als_tekst(cel).strip().lower()
    if kwartaal := re.fullmatch(r"voorschot k?([1-4])", woord):
        return Wat(Begrotingsoort.VOORSCHOT, int(kwartaal[1]))
    soorten = {"primitief": Begrotingsoort.PRIMITIEF, "begroting": Begrotingsoort.PRIMITIEF}
    soorten |= dict.fromkeys(("wijziging", "begrotingswijziging"), Begrotingsoort.WIJZIGING)
    if woord not in soorten:
        raise Onleesbaar(f"‘{als_tekst(cel)}’ is geen soort. Schrijf primitief, wijziging of voorschot K1.")
    return Wat(soorten[woord])


def lees_i_s(cel: object) -> str:
    woord = als_tekst(cel).strip().upper()
    if woord not in ("", *IncidenteelStructureel.values):
        raise Onleesbaar("Schrijf I (incidenteel) of S (structureel).")
    return woord


def lees_euro(cel: object) -> Decimal:
    bedrag = lees_bedrag(cel)
    if not bedrag:
        raise Onleesbaar("Er staat geen bedrag.")
    if abs(bedrag) > MEESTE_EURO:
        raise Onleesbaar(f"{als_bedrag(bedrag)} is onwaarschijnlijk hoog. Kijk naar de punten en komma’s.")
    return bedrag


VELDEN = (
    veld("gemeente", "Gemeente", "gemeente organisatie", lees_gemeente),
    veld("soort", "Soort", "soort", lees_soort),
    veld("datum", "Datum", "datum vastgesteldop", lees_datum),
    veld("document", "Document", "document besluit bron", lees_tekst(120)),
    veld("taakveld", "Taakveld", "taakveld", lees_taakveld),
    veld("i_s", "I/S", "is incidenteelstructureel", lees_i_s),
    veld("bedrag", "Bedrag", "bedrag euro", lees_euro, toon=als_bedrag),
)


class Begrotingstroom(Stroom):
    """Each line is an adopted amount of the lumpsum of one municipality, in the year of the file."""

    def __init__(self, inlezing: Inlezing, by: Gebruiker) -> None:
        super().__init__(inlezing, by)
        self.jaar = jaar_van(inlezing)
        self.gemeenten = {gemeente.letter: gemeente for gemeente in Organisatie.objects.gemeenten()}
        self.regels: list[tuple[Regel, Organisatie]] = []
        self.voorschotten = _voorschotten(self.jaar)

    def eigen(self, bron: Waarden) -> Iterable[object]:
        return (str(self.jaar), *bron)

    def telt(self, bron: Waarden) -> Decimal:
        """The control total of a budget is all that was adopted; advances are paid from it."""
        if not isinstance(bron.bedrag, Decimal) or not isinstance(bron.soort, Wat):
            raise Onleesbaar(f"‘{bron.bedrag}’ is geen bedrag van een bekende soort.")
        return Decimal(0) if bron.soort.kwartaal else bron.bedrag

    def bekend(self, kenmerken: Sequence[str]) -> set[str]:
        al = Begrotingsregel.objects.filter(kenmerk__in=kenmerken)
        return {kenmerk.hex for kenmerk in al.values_list("kenmerk", flat=True) if kenmerk}

    def neem(self, regel: Regel) -> None:
        w = regel.waarden
        if not self.jaar:
            raise Apart("Kies bij ‘Keuzes’ het begrotingsjaar.")
        gemeente = self.gemeenten.get(w.gemeente)
        if gemeente is None:
            raise Apart("Deze gemeente staat niet in het portaal.", "gemeente")
        self._keur(w, gemeente)
        if w.soort.kwartaal:
            self.voorschotten.add((gemeente.pk, w.soort.kwartaal))
        self.regels.append((regel, gemeente))

    def _keur(self, w: Waarden, gemeente: Organisatie) -> None:
        if w.soort.kwartaal and (gemeente.pk, w.soort.kwartaal) in self.voorschotten:
            zin = f"Kwartaal {w.soort.kwartaal} van {gemeente} heeft al een voorschot. Trek dat eerst in."
            raise Apart(zin, "soort")
        if not w.soort.kwartaal and not (w.taakveld and w.i_s):
            raise Apart("Begroting noemt het taakveld en I of S.", "i_s" if w.taakveld else "taakveld")
        try:
            lumpsum = Lumpsum(organisatie=gemeente, jaar=self.jaar)
            geldstromen.controleer(lumpsum, w.soort.soort, w.datum, w.bedrag, w.taakveld)
        except StapKanNiet as waarom:
            raise Apart(str(waarom)) from waarom

    def overzicht(self) -> dict[str, Any]:
        per: dict[str, list[Waarden]] = defaultdict(list)
        for regel, gemeente in self.regels:
            per[gemeente.naam].append(regel.waarden)
        rijen = [
            [naam, str(len(w)), als_bedrag(_som(w, False)), als_bedrag(_som(w, True))]
            for naam, w in sorted(per.items())
        ]
        koppen = ["Gemeente", "Regels", "Begroting", "Voorschotten"]
        return {
            "cijfers": [["Begrotingsjaar", str(self.jaar or "nog kiezen")]],
            "tabellen": [{"titel": "Per gemeente", "koppen": koppen, "rijen": rijen}],
        }

    def schrijf(self) -> None:
        if not self.regels:
            return
        som = sum((regel.waarden.bedrag for regel, _ in self.regels), Decimal(0))
        bron = bron_van(self.inlezing, self.by, regels=len(self.regels), bedrag=som)
        for regel, gemeente in self.regels:
            w = regel.waarden
            geldstromen.leg_vast(
                gemeente,
                self.jaar,
                by=self.by,
                soort=w.soort.soort,
                datum=w.datum,
                document=w.document,
                bedrag=w.bedrag,
                bron=bron,
                kenmerk=regel.kenmerk,
                **{"kwartaal": w.soort.kwartaal}
                if w.soort.kwartaal
                else {"taakveld": w.taakveld, "i_s": w.i_s},
            )


def _som(waarden: Iterable[Waarden], voorschot: bool) -> Decimal:
    return sum((w.bedrag for w in waarden if bool(w.soort.kwartaal) is voorschot), Decimal(0))


def _voorschotten(jaar: int) -> set[tuple[int, int]]:
    """Municipality and quarter of the advances that stand."""
    geldend = Begrotingsregel.objects.voorschotten().geldend().filter(lumpsum__jaar=jaar)
    return {(gemeente, k) for gemeente, k in geldend.values_list("lumpsum__organisatie", "kwartaal") if k}


def jaar_van(inlezing: Inlezing) -> int:
    """As a person chose, or else as the name of the file says; 0 if neither does."""
    gekozen = str(inlezing.keuzes.get(JAAR) or "")
    gevonden = re.search(r"(?<![0-9])20[0-9]{2}(?![0-9])", gekozen or inlezing.bestandsnaam)
    return int(gevonden[0]) if gevonden else 0


def _keuzes(inlezing: Inlezing) -> list[Keuze]:
    jaar = jaar_van(inlezing)
    uitleg = "Het jaar waarvoor deze bedragen zijn vastgesteld."
    return [Keuze(JAAR, "Begrotingsjaar", str(jaar or ""), uitleg=uitleg, onthoud=False)]


BEGROTING = Soort(
    naam="begroting",
    titel="Begroting en voorschotten",
    ding="bedragen",
    perm=PERM,
    velden=VELDEN,
    model=lambda: Model(VELDEN),
    kop=("gemeente", "soort", "bedrag"),
    uitleg="De vastgestelde begroting per gemeente en taakveld, de wijzigingen en de voorschotten.",
    stroom=Begrotingstroom,
    keuzes=_keuzes,
)
