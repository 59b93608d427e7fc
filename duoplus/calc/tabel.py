"""Een lijst van een ander begrijpen: welke rij de kop is, wat elke kolom betekent, wat een rij zegt.

Nothing is dropped in silence: every row of every sheet is either a row of the list, read or with all the
reasons why not, or skipped with one reason. Raw cells travel along as text, and nothing in them is ever
executed or interpreted as markup.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, NamedTuple, Protocol

from duoplus.calc.nederlands import Onleesbaar, zonder_accenten

ZOEKDIEPTE = 20
MAX_KOP = 80


def als_tekst(cel: object) -> str:
    """A cell as a person sees it: text untouched, a date as 23-06-2026, 120.0 as 120."""
    if isinstance(cel, datetime):
        return f"{cel:%d-%m-%Y}" if cel.time() == time() else f"{cel:%d-%m-%Y %H:%M}"
    if isinstance(cel, date):
        return f"{cel:%d-%m-%Y}"
    if isinstance(cel, float) and cel.is_integer():
        return str(int(cel))
    return "" if cel is None else str(cel)


class Werkblad(Protocol):
    """Wat hier van een blad nodig is; duoplus.werkblad.Blad past."""

    @property
    def naam(self) -> str: ...
    @property
    def rijen(self) -> Sequence[Sequence[object]]: ...


@dataclass(frozen=True)
class Veld:
    """Wat een kolom kan betekenen. ``koppen``: hoe lijsten haar noemen, als kale letters.

    ``lees`` takes the cell as it came and raises Onleesbaar with a sentence; ``toon`` says what was
    understood. Without a column for what is ``nodig`` a sheet is no list. What is ``streng`` and cannot be
    read sets its row apart; of anything else that is remarked, and ``anders`` counts. With ``keuzes`` a
    person picks from these instead of typing.
    """

    sleutel: str
    label: str
    koppen: frozenset[str]
    lees: Callable[[object], Any]
    toon: Callable[[Any], str] = als_tekst
    nodig: bool = False
    streng: bool = False
    anders: Any = None
    uitleg: str = ""
    keuzes: Callable[[], Sequence[tuple[str, str]]] | None = None


@dataclass(frozen=True)
class Indeling:
    """Hoe één blad in elkaar zit. ``kop`` telt vanaf 1; ``kolommen`` is betekenis → plaats vanaf 0.

    ``vast`` is what every row says for a meaning without a column; ``reden`` why a sheet takes no part.
    """

    kop: int = 0
    koppen: tuple[str, ...] = ()
    kolommen: Mapping[str, int] = field(default_factory=dict)
    vast: Mapping[str, str] = field(default_factory=dict)
    reden: str = ""


@dataclass(frozen=True)
class Bronrij:
    """Eén rij zoals zij er staat; ``cellen`` op betekenis, ``bron`` alle gevulde cellen op kop, als tekst.

    ``geen_rij`` is why this is no row of the list; empty if it is one.
    """

    blad: str
    rij: int
    cellen: Mapping[str, object]
    bron: dict[str, str]
    koppen: Mapping[str, str]
    geen_rij: str = ""

    def tekst(self, sleutel: str) -> str:
        return als_tekst(self.cellen.get(sleutel)).strip()


@dataclass(frozen=True)
class Melding:
    """Een zin over één veld; zonder veld over de hele rij."""

    veld: str
    zin: str


@dataclass
class Gelezen:
    """Wat een rij zegt: de waarden, waarom een mens ernaar moet kijken, en wat alleen opvalt.

    ``sleutels`` name what the row is about (key → in words): two rows with one key are the same thing.
    """

    waarden: dict[str, Any] = field(default_factory=dict)
    fouten: list[Melding] = field(default_factory=list)
    opmerkingen: list[Melding] = field(default_factory=list)
    sleutels: dict[str, str] = field(default_factory=dict)

    def fout(self, veld: str, zin: str) -> None:
        self.fouten.append(Melding(veld, zin))

    def merk_op(self, veld: str, zin: str) -> None:
        self.opmerkingen.append(Melding(veld, zin))


@dataclass(frozen=True)
class Model:
    """Wat een soort lijst kent. A row with one of ``eigen`` filled is never a total.

    ``keur`` looks at the row as a whole after its cells were read; ``sleutels`` gives its keys.
    """

    velden: tuple[Veld, ...]
    eigen: frozenset[str] = frozenset()
    keur: Callable[[Bronrij, Gelezen], None] = lambda rij, gelezen: None
    sleutels: Callable[[Bronrij, Gelezen], dict[str, str]] = lambda rij, gelezen: {}


@dataclass(frozen=True)
class Plek:
    """Waar een sleutel het eerst stond, en wat hij in woorden is."""

    blad: str
    rij: int
    wat: str


# The sheet ----------------------------------------------------------------------------------------------


def deel_in(blad: Werkblad, velden: Sequence[Veld]) -> Indeling:
    """Find the header row by what it says."""
    if re.search(r"\boud|niet gebruiken|archief", zonder_accenten(blad.naam)):
        return Indeling(reden=f"Het blad heet ‘{blad.naam}’ en telt daarom niet mee.")
    plaats = kopplaats(blad.rijen, velden)
    indeling = met_kop(blad.rijen, plaats + 1, velden) if blad.rijen else Indeling()
    if ontbreekt := ontbrekend(indeling, velden):
        namen = ", ".join(veld.label for veld in ontbreekt)
        return replace(indeling, reden=f"Op dit blad ontbreken deze kolommen: {namen}.")
    return indeling


def met_kop(
    rijen: Sequence[Sequence[object]], kop: int, velden: Sequence[Veld], breedte: int | None = None
) -> Indeling:
    """The sheet as read with this row (from 1) as its header; ``breedte`` where not all rows are here."""
    breed = max(map(len, rijen), default=0) if breedte is None else breedte
    return Indeling(kop, tuple(kolomnamen(rijen[kop - 1], breed)), herken(rijen[kop - 1], velden))


def ontbrekend(indeling: Indeling, velden: Sequence[Veld]) -> list[Veld]:
    """What every row must say and this sheet has no column or fixed value for."""
    bekend = {*indeling.kolommen, *indeling.vast}
    return [veld for veld in velden if veld.nodig and veld.sleutel not in bekend]


def kopplaats(rijen: Sequence[Sequence[object]], velden: Sequence[Veld]) -> int:
    """The row, of the first twenty, that names most columns; of equals the first."""
    return max(range(min(len(rijen), ZOEKDIEPTE)), key=lambda n: len(herken(rijen[n], velden)), default=0)


def herken(rij: Sequence[object], velden: Sequence[Veld]) -> dict[str, int]:
    """Meaning → place, for every cell that names a column; of two cells with one meaning the first counts."""
    gevonden: dict[str, int] = {}
    for plaats, cel in enumerate(rij):
        kop = kale_kop(cel)
        if veld := next((veld for veld in velden if kop in veld.koppen), None):
            gevonden.setdefault(veld.sleutel, plaats)
    return gevonden


def kale_kop(cel: object) -> str:
    """'Gewenst klaar', 'Team Duo+' and 'Totaal (€)' as bare letters; a year in a header says nothing."""
    return re.sub(r"20[0-9]{2}|[^a-z0-9]", "", zonder_accenten(als_tekst(cel)))


def kolomnamen(kop: Sequence[object], breedte: int) -> list[str]:
    """A name of its own for every column: the header as written, numbered when empty or used before."""
    namen: list[str] = []
    for plaats in range(breedte):
        naam = als_tekst(kop[plaats] if plaats < len(kop) else None).strip()[:MAX_KOP]
        eigen = naam if naam and naam not in namen else f"{naam or 'kolom'} {plaats + 1}"
        while eigen in namen:
            eigen += "*"
        namen.append(eigen)
    return namen


# The rows -----------------------------------------------------------------------------------------------


def bronrijen(blad: Werkblad, indeling: Indeling, model: Model) -> Iterator[Bronrij]:
    """Every row of the sheet, in its order; what is no row of the list says why."""
    kop = [als_tekst(cel).strip() for cel in blad.rijen[indeling.kop - 1]]
    for nummer, cellen in enumerate(blad.rijen, 1):
        rij = bronrij(blad.naam, nummer, cellen, indeling)
        yield replace(rij, geen_rij=geen_rij(rij, cellen, kop, indeling, model))


def bronrij(
    blad: str, nummer: int, cellen: Sequence[object], indeling: Indeling, anders: Mapping[str, str] = {}
) -> Bronrij:
    """One row under the names of its columns; ``anders`` replaces what stands in the file."""
    kolommen = indeling.kolommen.items()
    uit_bestand = {sleutel: cellen[plaats] for sleutel, plaats in kolommen if plaats < len(cellen)}
    return Bronrij(
        blad=blad,
        rij=nummer,
        cellen={**indeling.vast, **uit_bestand, **anders},
        bron={indeling.koppen[n]: als_tekst(cel) for n, cel in enumerate(cellen) if cel is not None},
        koppen={sleutel: indeling.koppen[plaats] for sleutel, plaats in kolommen},
    )


def geen_rij(
    rij: Bronrij, cellen: Sequence[object], kop: Sequence[str], indeling: Indeling, model: Model
) -> str:
    """Why this is no row of the list; empty if it is one."""
    teksten = [als_tekst(cel).strip() for cel in cellen]
    if not any(teksten):
        return "Lege rij."
    if rij.rij < indeling.kop:
        return "Titelregel boven de kop."
    if rij.rij == indeling.kop or teksten == kop or _is_kop(cellen, indeling, model):
        return "Kop van de lijst."
    if _is_telling(rij, teksten, model):
        return "Subtotaal of totaal; wij tellen zelf."
    return ""


def _is_kop(cellen: Sequence[object], indeling: Indeling, model: Model) -> bool:
    """The header repeated further down, perhaps in other words."""
    velden = (veld for veld in model.velden if veld.sleutel in indeling.kolommen)
    plaatsen = ((veld, indeling.kolommen[veld.sleutel]) for veld in velden)
    return all(plaats < len(cellen) and kale_kop(cellen[plaats]) in veld.koppen for veld, plaats in plaatsen)


def _is_telling(rij: Bronrij, teksten: Iterable[str], model: Model) -> bool:
    """A row that says 'totaal' and has none of what only a row of its own has."""
    if any(rij.tekst(sleutel) for sleutel in model.eigen if sleutel in rij.koppen):
        return False
    return any(re.match(r"(sub|eind)?totaal\b", zonder_accenten(tekst)) for tekst in teksten)


# What a row says ----------------------------------------------------------------------------------------


def lees(rij: Bronrij, model: Model, eerder: dict[str, Plek]) -> Gelezen:
    """Everything the row says, and every reason why a person must look at it.

    ``eerder`` holds the keys of the good rows so far; a good row adds its own.
    """
    gelezen = Gelezen()
    for veld in model.velden:
        _lees_veld(veld, rij, gelezen)
    model.keur(rij, gelezen)
    gelezen.sleutels = model.sleutels(rij, gelezen)
    if dubbel := next((eerder[sleutel] for sleutel in gelezen.sleutels if sleutel in eerder), None):
        gelezen.fouten = [Melding("", _dubbel(rij, dubbel))]
    if not gelezen.fouten:
        eerder.update({sleutel: Plek(rij.blad, rij.rij, wat) for sleutel, wat in gelezen.sleutels.items()})
    return gelezen


def _lees_veld(veld: Veld, rij: Bronrij, gelezen: Gelezen) -> None:
    try:
        gelezen.waarden[veld.sleutel] = veld.lees(rij.cellen.get(veld.sleutel))
    except Onleesbaar as fout:
        gelezen.waarden[veld.sleutel] = veld.anders
        (gelezen.fout if veld.streng else gelezen.merk_op)(veld.sleutel, str(fout))


def _dubbel(rij: Bronrij, eerste: Plek) -> str:
    elders = "" if eerste.blad == rij.blad else f" van blad ‘{eerste.blad}’"
    return f"Dubbel met rij {eerste.rij}{elders}: {eerste.wat}."


# Long lists ---------------------------------------------------------------------------------------------


class Cel(NamedTuple):
    """What a cell says: its value, or else why it cannot be read."""

    waarde: Any
    zin: str = ""


class _Geheugen(dict[str | None, Cel]):
    def __init__(self, veld: Veld) -> None:
        super().__init__()
        self.veld = veld

    def __missing__(self, cel: str | None) -> Cel:
        gelezen = self[cel] = lees_cel(self.veld, cel)
        return gelezen


def lees_cel(veld: Veld, cel: object) -> Cel:
    try:
        return Cel(veld.lees(cel))
    except Onleesbaar as fout:
        return Cel(als_tekst(cel).strip(), str(fout))


class Lezer:
    """Reads the rows of a long sheet by field, and each distinct text only once.

    What cannot be read keeps its text as value, beside its sentence: so a row stays recognisable.
    """

    def __init__(self, velden: Sequence[Veld], indeling: Indeling) -> None:
        self.velden = velden
        waarden: Any = namedtuple("Waarden", [veld.sleutel for veld in velden])  # type: ignore[misc]
        self._maak = waarden._make
        self._kolommen = [
            (veld, indeling.kolommen.get(veld.sleutel, -1), indeling.vast.get(veld.sleutel), _Geheugen(veld))
            for veld in velden
        ]

    def lees(self, cellen: Sequence[object], anders: Mapping[str, str] = {}) -> tuple[Any, list[Melding]]:
        """The values under the names of the fields, and what is wrong; ``anders`` replaces cells."""
        waarden, fouten, breed = [], [], len(cellen)
        for veld, plaats, vast, geheugen in self._kolommen:
            cel = vast if plaats < 0 else cellen[plaats] if plaats < breed else None
            cel = anders.get(veld.sleutel, cel) if anders else cel
            tekst = cel.__class__ is str or cel is None
            waarde, zin = geheugen[cel] if tekst else lees_cel(veld, cel)  # type: ignore[index]
            waarden.append(waarde)
            if zin:
                fouten.append(Melding(veld.sleutel, zin))
        return self._maak(waarden), fouten
