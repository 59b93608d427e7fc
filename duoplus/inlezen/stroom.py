"""Lange lijsten: een bestand dat als geheel wordt gelezen, beoordeeld en geschreven (docs/adr/0020).

A hundred thousand lines cost too much as a row each. Here only a line that asks for a person becomes an
``Inleesrij``; the others are judged with what was read once, and written together in one transaction.
"""

import hashlib
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection, models

from duoplus.bestandstype import als_tekst
from duoplus.calc.nederlands import Onleesbaar, bedrag, lees_bedrag, met_punten
from duoplus.calc.tabel import Indeling, Lezer, Melding, Model, bronrij, geen_rij
from duoplus.calc.tabel import als_tekst as celtekst
from duoplus.choices import Rijstand
from duoplus.inlezen.cellen import als_json, uit_json
from duoplus.models import Gebruiker, Inleesrij, Inlezing
from duoplus.werkblad import Blad, Grenzen, OnleesbaarBestand

MAX_RIJEN = 200_000
GRENZEN = Grenzen(rijen=MAX_RIJEN, cellen=MAX_RIJEN * 12)
TEGELIJK = 1000
HOOGUIT = "10min"
CONTROLETOTAAL = "controletotaal"
# UTF-8 read as Windows-1252 by whoever made the file, and letters of older code pages in a word.
_VERMINKT = re.compile(
    "Ã[\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2013-\u203a\u20ac\u2122]"
    "|\N{REPLACEMENT CHARACTER}|(?<=[a-z])[‚‰‹ŠŽ]"
)

Waarden = Any  # a named tuple with the fields of the kind


class Apart(Exception):
    """Hier moet een mens naar kijken: bij welk veld, en waarom."""

    def __init__(self, zin: str, veld: str = "") -> None:
        super().__init__(zin)
        self.melding = Melding(veld, zin)


@dataclass(slots=True)
class Regel:
    """Eén regel van het bestand.

    ``bron`` is as the file says it, ``waarden`` with what a person put in its place. ``kenmerk`` (32 hex
    digits) is the same for the same line in a later file. ``doel`` is what came of it, for who looks back.
    """

    blad: int
    nummer: int
    cellen: Sequence[object]
    bron: Waarden
    waarden: Waarden
    fouten: list[Melding]
    kenmerk: str = ""
    rij: Inleesrij | None = None
    doel: models.Model | None = None


class Stroom(ABC):
    """Wat een soort met regels doet. One object sees one file, within one transaction."""

    def __init__(self, inlezing: Inlezing, by: Gebruiker) -> None:
        self.inlezing, self.by = inlezing, by

    @abstractmethod
    def eigen(self, bron: Waarden) -> Iterable[object]:
        """What makes a line the line it is; of equal lines in a file each counts once more."""

    @abstractmethod
    def telt(self, bron: Waarden) -> Decimal:
        """What the line adds to the control total. Raises ``Onleesbaar``."""

    @abstractmethod
    def bekend(self, kenmerken: Sequence[str]) -> set[str]:
        """Those of lines that were written before."""

    @abstractmethod
    def neem(self, regel: Regel) -> None:
        """Judge the line and keep it for writing. Raises ``Apart``."""

    @abstractmethod
    def overzicht(self) -> dict[str, Any]:
        """What was taken, for the screen: 'cijfers' as [label, tekst] and 'tabellen'."""

    @abstractmethod
    def schrijf(self) -> None:
        """Write all that was taken. Raises ``StapKanNiet``."""


@dataclass
class Doorgang:
    """Eén keer door het hele bestand: wat wij nemen, wat er al was, en wat een mens vraagt."""

    stroom: Stroom
    genomen: list[Regel] = field(default_factory=list)
    bekend: list[Regel] = field(default_factory=list)
    apart: list[tuple[Regel, list[Melding]]] = field(default_factory=list)
    overgeslagen: list[tuple[int, int, Sequence[object], str]] = field(default_factory=list)

    @property
    def aantal(self) -> int:
        return len(self.genomen) + len(self.bekend) + len(self.apart)


def neem_de_tijd() -> None:
    """Until this transaction ends, a long file may take longer than a page may."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true),"
            " set_config('idle_in_transaction_session_timeout', %s, true),"
            " set_config('lock_timeout', '30s', true)",
            [HOOGUIT, HOOGUIT],
        )


def weiger_verminkt(inhoud: bytes) -> None:
    """Refuse a text whose letters were mangled before it came here. Raises ``OnleesbaarBestand``."""
    if inhoud.startswith(b"PK\x03\x04"):
        return
    tekst = als_tekst(inhoud)
    if verminkt := _VERMINKT.search(tekst):
        regel = tekst.count("\n", 0, verminkt.start()) + 1
        raise OnleesbaarBestand(
            f"In regel {regel} staan verminkte letters (‘{verminkt[0]}’). Er is niets ingelezen. "
            "Sla de lijst opnieuw op als CSV UTF-8."
        )


def loop_door(
    stroom: Stroom,
    model: Model,
    bladen: Sequence[Blad],
    indelingen: Sequence[Indeling],
    rijen: Mapping[tuple[int, int], Inleesrij],
) -> Doorgang:
    """Judge every line; ``rijen`` (by sheet and row) are those a person has dealt with or still must."""
    doorgang = Doorgang(stroom)
    regels: list[Regel] = []
    for nummer, (blad, indeling) in enumerate(zip(bladen, indelingen, strict=True)):
        if indeling.reden:
            doorgang.overgeslagen.append((nummer, 0, (), indeling.reden))
        else:
            regels += _regels(nummer, blad, indeling, model, rijen, doorgang)
    _geef_kenmerken(regels, stroom)
    _vergelijk_totaal(regels, stroom)
    _beoordeel([regel for regel in regels if _vraagt_oordeel(regel)], doorgang)
    return doorgang


def _regels(
    nummer: int,
    blad: Blad,
    indeling: Indeling,
    model: Model,
    rijen: Mapping[tuple[int, int], Inleesrij],
    doorgang: Doorgang,
) -> Iterator[Regel]:
    lezer = Lezer(model.velden, indeling)
    kop = [celtekst(cel).strip() for cel in blad.rijen[indeling.kop - 1]]
    for plaats, cellen in enumerate(blad.rijen, 1):
        bron, fouten = lezer.lees(cellen)
        if fouten or plaats <= indeling.kop:
            rij = bronrij(blad.naam, plaats, cellen, indeling)
            if reden := geen_rij(rij, cellen, kop, indeling, model):
                doorgang.overgeslagen.append((nummer, plaats, cellen, reden))
                continue
        regel = Regel(nummer, plaats, cellen, bron, bron, fouten, rij=rijen.get((nummer, plaats)))
        if regel.rij is not None:
            regel.waarden, regel.fouten = lezer.lees(cellen, regel.rij.correctie)
        yield regel


def _vraagt_oordeel(regel: Regel) -> bool:
    return regel.rij is None or regel.rij.stand == Rijstand.GOED


def _geef_kenmerken(regels: Iterable[Regel], stroom: Stroom) -> None:
    """A fingerprint of the content, and of how many such lines came before it in the file."""
    keer: dict[str, int] = {}
    soort, vast = stroom.inlezing.soort, _Vast()
    for regel in regels:
        eigen = "\x1f".join([vast[waarde] for waarde in stroom.eigen(regel.bron)])
        keer[eigen] = nummer = keer.get(eigen, 0) + 1
        tekst = f"{soort}\x1e{eigen}\x1e{nummer}"
        regel.kenmerk = hashlib.blake2b(tekst.encode("utf-8", "replace"), digest_size=16).hexdigest()


class _Vast(dict[Any, str]):
    """A value as text, the same for 2 and 2,00: another export writes them otherwise."""

    def __missing__(self, waarde: Any) -> str:
        tekst = str(waarde.normalize()) if isinstance(waarde, Decimal) else str(waarde)
        self[waarde] = tekst
        return tekst


def _vergelijk_totaal(regels: Sequence[Regel], stroom: Stroom) -> None:
    """Refuse the whole file when its lines do not add up to what was given. Raises ``OnleesbaarBestand``."""
    gegeven = str(stroom.inlezing.keuzes.get(CONTROLETOTAAL, "")).strip()
    if not gegeven:
        return
    try:
        som = sum((stroom.telt(regel.bron) for regel in regels), Decimal(0))
    except Onleesbaar as fout:
        raise OnleesbaarBestand(f"Het controletotaal is niet te berekenen: {fout}") from fout
    if verschil := som - lees_bedrag(gegeven):
        raise OnleesbaarBestand(
            f"De {len(regels)} regels (rij {regels[0].nummer} tot en met {regels[-1].nummer}) tellen op tot "
            f"{bedrag(som)}. Het controletotaal is {bedrag(lees_bedrag(gegeven))}: een verschil van "
            f"{bedrag(verschil)}. Er is niets ingelezen. Maak de uitdraai opnieuw of verbeter het totaal."
        )


def _beoordeel(regels: Sequence[Regel], doorgang: Doorgang) -> None:
    al = doorgang.stroom.bekend([regel.kenmerk for regel in regels])
    for regel in regels:
        if regel.kenmerk in al:
            doorgang.bekend.append(regel)
        elif meldingen := oordeel(regel, doorgang.stroom):
            doorgang.apart.append((regel, meldingen))
        else:
            doorgang.genomen.append(regel)


def oordeel(regel: Regel, stroom: Stroom) -> list[Melding]:
    """Why a person must look at it; nothing if the line was taken."""
    if regel.fouten:
        return regel.fouten
    try:
        stroom.neem(regel)
    except Apart as waarom:
        return [waarom.melding]
    return []


# Keeping what came of it --------------------------------------------------------------------------------


def bewaar_gelezen(inlezing: Inlezing, doorgang: Doorgang, model: Model) -> None:
    """The rows for a person, and what the others add up to; nothing is written yet. The caller saves."""
    _maak_rijen(inlezing, doorgang, model)
    inlezing.stroom = {Rijstand.GOED: len(doorgang.genomen), Rijstand.ONGEWIJZIGD: len(doorgang.bekend)}
    inlezing.overzicht = _overzicht(doorgang)
    doorgang.apart.clear()  # these have their row now
    doorgang.overgeslagen.clear()


def bewaar_geschreven(inlezing: Inlezing, doorgang: Doorgang, model: Model) -> None:
    """Every line that was written, also those with a row of their own. The caller saves."""
    stroom = Counter(inlezing.stroom)
    los = [regel for regel in doorgang.genomen if regel.rij is None]
    nieuw_apart = [(regel, zinnen) for regel, zinnen in doorgang.apart if regel.rij is None]
    if stroom.pop(Rijstand.GOED, 0):
        stroom[Rijstand.AANGEMAAKT] += len(los)
        stroom[Rijstand.ONGEWIJZIGD] = sum(regel.rij is None for regel in doorgang.bekend)
    inlezing.stroom = dict(stroom)
    _maak_rijen(inlezing, Doorgang(doorgang.stroom, apart=nieuw_apart), model)
    _werk_rijen_bij(doorgang)


def _maak_rijen(inlezing: Inlezing, doorgang: Doorgang, model: Model) -> None:
    rijen = [_rij(inlezing, regel, meldingen, model) for regel, meldingen in doorgang.apart]
    rijen += [_overgeslagen(inlezing, *plek) for plek in doorgang.overgeslagen]
    Inleesrij.objects.bulk_create(rijen, batch_size=TEGELIJK)


def _rij(inlezing: Inlezing, regel: Regel, meldingen: Sequence[Melding], model: Model) -> Inleesrij:
    rij = Inleesrij(inlezing=inlezing, blad=regel.blad, rij=regel.nummer)
    rij.cellen = [als_json(cel) for cel in regel.cellen]
    vul(rij, regel, meldingen, model)
    return rij


def vul(rij: Inleesrij, regel: Regel, meldingen: Sequence[Melding], model: Model) -> None:
    fout = {melding.veld for melding in regel.fouten}
    rij.gelezen = {
        veld.sleutel: "" if veld.sleutel in fout else als_json(veld.toon(waarde))
        for veld, waarde in zip(model.velden, regel.waarden, strict=True)
    }
    rij.meldingen = [[melding.veld, als_json(melding.zin)] for melding in meldingen]
    rij.stand = Rijstand.FOUT if meldingen else Rijstand.GOED


def _overgeslagen(
    inlezing: Inlezing, blad: int, nummer: int, cellen: Sequence[object], reden: str
) -> Inleesrij:
    return Inleesrij(
        inlezing=inlezing,
        blad=blad,
        rij=nummer,
        cellen=[als_json(cel) for cel in cellen],
        stand=Rijstand.OVERGESLAGEN,
        meldingen=[["", reden]],
    )


def _werk_rijen_bij(doorgang: Doorgang) -> None:
    """The rows that a person had put right."""
    standen: list[tuple[Regel, Rijstand, list[Melding]]]
    standen = [(regel, Rijstand.AANGEMAAKT, []) for regel in doorgang.genomen]
    standen += [(regel, Rijstand.ONGEWIJZIGD, []) for regel in doorgang.bekend]
    standen += [(regel, Rijstand.FOUT, meldingen) for regel, meldingen in doorgang.apart]
    for regel, stand, meldingen in standen:
        if regel.rij is not None:
            regel.rij.stand, regel.rij.doel = stand, regel.doel
            regel.rij.meldingen = [[melding.veld, als_json(melding.zin)] for melding in meldingen]
            regel.rij.versie += 1
            regel.rij.save(update_fields=["stand", "doel_type", "doel_id", "meldingen", "versie"])


def lees_rij(rij: Inleesrij, stroom: Stroom, model: Model, indeling: Indeling) -> None:
    """Read and judge one row anew, with what a person put right in it. The caller saves."""
    cellen = [uit_json(cel) for cel in rij.cellen]
    lezer = Lezer(model.velden, indeling)
    waarden, fouten = lezer.lees(cellen, rij.correctie)
    regel = Regel(rij.blad, rij.rij, cellen, lezer.lees(cellen)[0], waarden, fouten, rij=rij)
    vul(rij, regel, oordeel(regel, stroom), model)


def _overzicht(doorgang: Doorgang) -> dict[str, Any]:
    overzicht = doorgang.stroom.overzicht()
    regels = [
        ["Regels in het bestand", met_punten(doorgang.aantal)],
        ["Over te nemen", met_punten(len(doorgang.genomen))],
        ["Al eerder overgenomen", met_punten(len(doorgang.bekend))],
        ["Apart gezet", met_punten(len(doorgang.apart))],
    ]
    overzicht["cijfers"] = [*regels, *overzicht["cijfers"]]
    if doorgang.apart:
        redenen = Counter(meldingen[0].zin for _, meldingen in doorgang.apart)
        rijen = [[zin, met_punten(aantal)] for zin, aantal in redenen.most_common(20)]
        tabel = {"titel": "Waarom regels apart staan", "koppen": ["Reden", "Regels"], "rijen": rijen}
        overzicht["tabellen"] = [tabel, *overzicht["tabellen"]]
    return overzicht
