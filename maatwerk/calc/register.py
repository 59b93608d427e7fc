"""De Excel-lijst die nu in gebruik is begrijpen: wat een mens erin leest, en wat niet te lezen is.

Nothing is dropped in silence. Every row of every sheet ends in exactly one of three lists: understood,
set apart with all its reasons, or skipped with one. Raw cells travel along as text, and nothing in them
is ever executed or interpreted as markup.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from duoplus.calc.nederlands import Onleesbaar, bedrag, zonder_accenten
from maatwerk.calc.registercellen import (
    TARIEVEN_2026,
    als_tekst,
    bedrag_tussen_haakjes,
    lees_datum_of_leeg,
    lees_externe_kosten,
    lees_functiegroep,
    lees_gemeenten,
    lees_geraamde_uren,
    lees_ogon,
    lees_status,
    lees_taakveld,
    lees_titel,
    lees_wens,
    vast_totaal,
)
from maatwerk.calc.verdeling import regelbedrag

T = TypeVar("T")
_GEEN_GEMEENTE: tuple[str, ...] = ()

KOPPEN: Mapping[str, frozenset[str]] = {
    kolom: frozenset(koppen.split())
    for kolom, koppen in {
        "nummer": "nr nummer kenmerk volgnummer volgnr aanvraagnummer aanvraagnr zaaknummer code id",
        "titel": "aanvraag titel onderwerp omschrijving vraag naamaanvraag titelaanvraag",
        "gemeenten": "gemeente gemeenten opdrachtgever opdrachtgevers voorgemeente",
        "ogon": "ogon domein ogondomein domeinogon programma",
        "team": "team teamduo uitvoerendteam afdelingteam teamduoplus",
        "uren": "uren aantaluren raminguren urenraming geraamdeuren ureninraming",
        "tarief": "tarief functiegroep uurtarief tariefgroep tariefcode",
        "extern": "extern externekosten externeur kostenextern externeuro materieel inkoopextern",
        "totaal": "totaal totaaleur totaleuro totaalbedrag totaalkosten totaleraming",
        "status": "status stand standvanzaken fase voortgang",
        "ingediend": "ingediend datum ingediendop datumingediend indiendatum datumaanvraag aanvraagdatum",
        "gewenst_klaar": "gewenstklaar gereedop klaarop gewenstgereed gewenstedatum deadline einddatum",
        "taakveld": "taakveld iv3taakveld taakveldiv3 iv3",
        "opmerking": "opmerkingen opmerking toelichting bijzonderheden notities",
    }.items()
}
NODIG = {
    "titel": "Aanvraag", "gemeenten": "Gemeente", "uren": "Uren", "tarief": "Tarief", "status": "Status",
}  # fmt: skip
_ZOEKDIEPTE = 20


class Werkblad(Protocol):
    """Wat hier van een blad nodig is; duoplus.werkblad.Blad past."""

    @property
    def naam(self) -> str: ...
    @property
    def rijen(self) -> Sequence[Sequence[object]]: ...


@dataclass(frozen=True)
class Bronrij:
    """Eén rij zoals zij er staat; ``cellen`` op betekenis, ``bron`` alle gevulde cellen op kop, als tekst."""

    blad: str
    rij: int
    cellen: Mapping[str, object]
    bron: dict[str, str]
    rest: dict[str, str]
    koppen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Registerrij:
    """Een begrepen rij. Bedragen in euro's; wat niet bekend is, is leeg of None en nooit geraden.

    ``rest`` holds the columns we have no meaning for; ``niet_begrepen`` holds (kolom, waarde, zin) for
    values left out without being fatal; ``gewenst_tekst`` is the wish as written, date or not.
    """

    blad: str
    rij: int
    nummer: str
    titel: str
    gemeenten: tuple[str, ...]
    ogon: str
    team: str
    uren: Decimal
    functiegroep: str
    extern: Decimal
    totaal: Decimal
    status: str
    opgeschaald: bool
    ingediend: date | None
    gewenst_klaar: date | None
    gewenst_tekst: str
    taakveld: str
    opmerking: str
    bron: dict[str, str]
    rest: dict[str, str]
    niet_begrepen: tuple[tuple[str, str, str], ...]

    @property
    def sleutel(self) -> str:
        """Waaraan een tweede inlezing deze aanvraag herkent: het nummer, of anders titel en gemeenten."""
        return self.nummer or _titelsleutel(self.titel, self.gemeenten)


@dataclass(frozen=True)
class ApartGezet:
    """Een rij die een mens moet bekijken, met alle redenen als zinnen."""

    blad: str
    rij: int
    nummer: str
    titel: str
    redenen: tuple[str, ...]
    bron: dict[str, str]


@dataclass(frozen=True)
class Overgeslagen:
    """Een rij die geen aanvraag is, of een heel blad (``rij`` is dan 0)."""

    blad: str
    rij: int
    tekst: str
    reden: str


@dataclass(frozen=True)
class Registerlezing:
    rijen: tuple[Registerrij, ...]
    apart: tuple[ApartGezet, ...]
    overgeslagen: tuple[Overgeslagen, ...]

    @property
    def gelezen(self) -> int:
        return len(self.rijen) + len(self.apart)

    @property
    def uren(self) -> Decimal:
        return sum((rij.uren for rij in self.rijen), Decimal(0))

    @property
    def totaal(self) -> Decimal:
        return sum((rij.totaal for rij in self.rijen), Decimal(0))


def lees_register(
    bladen: Iterable[Werkblad], tarieven: Mapping[str, Decimal] = TARIEVEN_2026
) -> Registerlezing:
    """Every sheet, every row; the second of two equal requests is set apart, whatever sheet it is on."""
    rijen: list[Registerrij] = []
    apart: list[ApartGezet] = []
    overgeslagen: list[Overgeslagen] = []
    eerder: dict[str, Registerrij] = {}
    for blad in bladen:
        bronrijen, niet = lees_blad(blad)
        overgeslagen += niet
        for bronrij in bronrijen:
            gelezen = _dubbel(bronrij, eerder) or lees_rij(bronrij, tarieven)
            if isinstance(gelezen, ApartGezet):
                apart.append(gelezen)
            else:
                rijen.append(gelezen)
                eerder.update(dict.fromkeys(_sleutels(bronrij), gelezen))
    return Registerlezing(tuple(rijen), tuple(apart), tuple(overgeslagen))


def lees_blad(blad: Werkblad) -> tuple[list[Bronrij], list[Overgeslagen]]:
    """Find the header row by meaning and sort the rows below into requests and the rest."""
    if re.search(r"\boud|niet gebruiken|archief", zonder_accenten(blad.naam)):
        return [], [Overgeslagen(blad.naam, 0, "", f"Het blad heet ‘{blad.naam}’ en telt daarom niet mee.")]
    kopplaats = _kopplaats(blad.rijen)
    kolommen = herken_koppen(blad.rijen[kopplaats]) if blad.rijen else {}
    if ontbreekt := [naam for kolom, naam in NODIG.items() if kolom not in kolommen]:
        reden = f"Op dit blad ontbreken deze kolommen: {', '.join(ontbreekt)}."
        return [], [Overgeslagen(blad.naam, 0, "", reden)]
    return _sorteer(blad, kopplaats, kolommen)


def herken_koppen(rij: Sequence[object]) -> dict[str, int]:
    """Meaning → place, for every cell that names a column; of two cells with one meaning the first counts."""
    gevonden: dict[str, int] = {}
    for plaats, cel in enumerate(rij):
        kop = _kop(cel)
        kolom = next((kolom for kolom, koppen in KOPPEN.items() if kop in koppen), None)
        if kolom:
            gevonden.setdefault(kolom, plaats)
    return gevonden


def lees_rij(bronrij: Bronrij, tarieven: Mapping[str, Decimal] = TARIEVEN_2026) -> Registerrij | ApartGezet:
    """Everything the row says, or every reason why a person must look at it."""
    lezer = _Lezer(bronrij)
    titel = lezer.moet("titel", lees_titel, "")
    gemeenten = lezer.moet("gemeenten", lees_gemeenten, _GEEN_GEMEENTE)
    uren = lezer.moet("uren", lees_geraamde_uren, Decimal(0)) if lezer.gevuld("uren") else lezer.zonder_uren()
    functiegroep = ""
    if uren or lezer.gevuld("tarief"):
        functiegroep = lezer.moet("tarief", lambda cel: lees_functiegroep(cel, tarieven), "")
    extern = lezer.moet("extern", lees_externe_kosten, Decimal(0))
    status, opgeschaald = lezer.moet("status", lees_status, ("", False))
    if lezer.redenen:
        return lezer.apart()
    tarief = tarieven.get(functiegroep, Decimal(0))
    totaal = regelbedrag(uren, tarief) + extern
    lezer.vergelijk("tarief", bedrag_tussen_haakjes(lezer.tekst("tarief")), tarief)
    lezer.vergelijk("totaal", vast_totaal(bronrij.cellen.get("totaal")), totaal)
    return Registerrij(
        blad=bronrij.blad,
        rij=bronrij.rij,
        nummer=_nummer(bronrij),
        titel=titel,
        gemeenten=gemeenten,
        ogon=lezer.mag("ogon", lees_ogon, ""),
        team=lezer.tekst("team").strip(),
        uren=uren,
        functiegroep=functiegroep,
        extern=extern,
        totaal=totaal,
        status=status,
        opgeschaald=opgeschaald,
        ingediend=lezer.mag("ingediend", lees_datum_of_leeg, None),
        gewenst_klaar=lezer.mag("gewenst_klaar", lees_wens, None),
        gewenst_tekst=lezer.tekst("gewenst_klaar").strip(),
        taakveld=lezer.mag("taakveld", lees_taakveld, ""),
        opmerking=lezer.tekst("opmerking"),
        bron=bronrij.bron,
        rest=bronrij.rest,
        niet_begrepen=tuple(lezer.niet_begrepen),
    )


class _Lezer:
    """Reads cells one by one and keeps what went wrong, so that a row tells all its troubles at once."""

    def __init__(self, bronrij: Bronrij) -> None:
        self.bronrij = bronrij
        self.redenen: list[str] = []
        self.niet_begrepen: list[tuple[str, str, str]] = []

    def tekst(self, kolom: str) -> str:
        return als_tekst(self.bronrij.cellen.get(kolom))

    def gevuld(self, kolom: str) -> bool:
        return bool(self.tekst(kolom).strip())

    def moet(self, kolom: str, lees: Callable[[object], T], anders: T) -> T:
        try:
            return lees(self.bronrij.cellen.get(kolom))
        except Onleesbaar as fout:
            self.redenen.append(str(fout))
            return anders

    def mag(self, kolom: str, lees: Callable[[object], T], anders: T) -> T:
        try:
            return lees(self.bronrij.cellen.get(kolom))
        except Onleesbaar as fout:
            self._noteer(kolom, str(fout))
            return anders

    def zonder_uren(self) -> Decimal:
        self._noteer("uren", "Er staan geen uren; wij rekenen met 0.")
        return Decimal(0)

    def vergelijk(self, kolom: str, staat_er: Decimal | None, klopt: Decimal) -> None:
        if staat_er is not None and staat_er != klopt:
            self._noteer(kolom, f"Hier staat {bedrag(staat_er)}; wij rekenen met {bedrag(klopt)}.")

    def apart(self) -> ApartGezet:
        return _apart(self.bronrij, *self.redenen)

    def _noteer(self, kolom: str, zin: str) -> None:
        self.niet_begrepen.append((self._kop(kolom), self.tekst(kolom), zin))

    def _kop(self, kolom: str) -> str:
        return self.bronrij.koppen.get(kolom, kolom)


def _kopplaats(rijen: Sequence[Sequence[object]]) -> int:
    """The row, of the first twenty, that names most columns; of equals the first."""
    return max(range(min(len(rijen), _ZOEKDIEPTE)), key=lambda n: len(herken_koppen(rijen[n])), default=0)


def _sorteer(
    blad: Werkblad, kopplaats: int, kolommen: Mapping[str, int]
) -> tuple[list[Bronrij], list[Overgeslagen]]:
    aanvragen: list[Bronrij] = []
    overgeslagen: list[Overgeslagen] = []
    koppen = _namen(blad.rijen[kopplaats], max(map(len, blad.rijen)))
    for plaats, rij in enumerate(blad.rijen):
        bronrij = _bronrij(blad.naam, plaats + 1, rij, koppen, kolommen)
        if reden := _geen_aanvraag(bronrij, plaats, kopplaats, rij, kolommen):
            overgeslagen.append(Overgeslagen(blad.naam, plaats + 1, _eerste_tekst(rij), reden))
        else:
            aanvragen.append(bronrij)
    return aanvragen, overgeslagen


def _geen_aanvraag(
    bronrij: Bronrij, plaats: int, kopplaats: int, rij: Sequence[object], kolommen: Mapping[str, int]
) -> str:
    if not any(als_tekst(cel).strip() for cel in rij):
        return "Lege rij."
    if plaats < kopplaats:
        return "Titelregel boven de kop."
    if herken_koppen(rij) == kolommen:
        return "Kop van de lijst."
    if _is_telling(bronrij, rij):
        return "Subtotaal of totaal; wij tellen zelf."
    return ""


def _is_telling(bronrij: Bronrij, rij: Sequence[object]) -> bool:
    """A row that says 'totaal' and has neither number, municipality nor status of its own."""
    if any(als_tekst(bronrij.cellen.get(kolom)).strip() for kolom in ("nummer", "gemeenten", "status")):
        return False
    return any(re.match(r"(sub|eind)?totaal\b", zonder_accenten(als_tekst(cel))) for cel in rij)


def _bronrij(
    blad: str, nummer: int, rij: Sequence[object], koppen: Sequence[str], kolommen: Mapping[str, int]
) -> Bronrij:
    bron = {koppen[n]: als_tekst(cel) for n, cel in enumerate(rij) if cel is not None}
    bekend = {koppen[plaats] for plaats in kolommen.values()}
    return Bronrij(
        blad=blad,
        rij=nummer,
        cellen={kolom: rij[plaats] for kolom, plaats in kolommen.items() if plaats < len(rij)},
        bron=bron,
        rest={kop: tekst for kop, tekst in bron.items() if kop not in bekend},
        koppen={kolom: koppen[plaats] for kolom, plaats in kolommen.items()},
    )


def _namen(kop: Sequence[object], breedte: int) -> list[str]:
    """A name of its own for every column: the header as written, numbered when empty or used before."""
    namen: list[str] = []
    for plaats in range(breedte):
        naam = als_tekst(kop[plaats] if plaats < len(kop) else None).strip()
        eigen = naam if naam and naam not in namen else f"{naam or 'kolom'} {plaats + 1}"
        while eigen in namen:
            eigen += "*"
        namen.append(eigen)
    return namen


def _dubbel(bronrij: Bronrij, eerder: Mapping[str, Registerrij]) -> ApartGezet | None:
    for sleutel in _sleutels(bronrij):
        if eerste := eerder.get(sleutel):
            elders = "" if eerste.blad == bronrij.blad else f" van blad ‘{eerste.blad}’"
            nummer, titel = f"hetzelfde nummer {eerste.nummer}", f"dezelfde titel ‘{eerste.titel}’"
            wat = nummer if sleutel.startswith("nr:") else titel
            return _apart(bronrij, f"Dubbel met rij {eerste.rij}{elders}: {wat}.")
    return None


def _sleutels(bronrij: Bronrij) -> list[str]:
    sleutels = [f"nr:{zonder_accenten(nummer)}"] if (nummer := _nummer(bronrij)) else []
    titel = als_tekst(bronrij.cellen.get("titel"))
    try:
        gemeenten = lees_gemeenten(bronrij.cellen.get("gemeenten"))
    except Onleesbaar:
        return sleutels
    return [*sleutels, _titelsleutel(titel, gemeenten)] if titel.strip() else sleutels


def _titelsleutel(titel: str, gemeenten: Iterable[str]) -> str:
    return f"{zonder_accenten(titel)} ({'+'.join(gemeenten)})"


def _apart(bronrij: Bronrij, *redenen: str) -> ApartGezet:
    titel = " ".join(als_tekst(bronrij.cellen.get("titel")).split())
    return ApartGezet(bronrij.blad, bronrij.rij, _nummer(bronrij), titel, redenen, bronrij.bron)


def _nummer(bronrij: Bronrij) -> str:
    return als_tekst(bronrij.cellen.get("nummer")).strip()


def _eerste_tekst(rij: Sequence[object]) -> str:
    return next((als_tekst(cel).strip() for cel in rij if als_tekst(cel).strip()), "")


def _kop(cel: object) -> str:
    """'Gewenst klaar', 'Team Duo+' and 'Totaal (€)' as bare letters; a year in a header says nothing."""
    return re.sub(r"20[0-9]{2}|[^a-z0-9]", "", zonder_accenten(als_tekst(cel)))
