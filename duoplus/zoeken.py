"""Zoeken over alles heen. Een app meldt aan waarin gezocht wordt; niets hier kent de apps.

zoeken.register(Bron("aanvragen", "Aanvragen", ("aanvraag", "aanvragen"), zoek, order=10))

Words as people type them: each must occur, longer ones from their beginning; "as one sentence" between
quotes; -not with a minus; and a number, old or new.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_, invert, or_
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from duoplus.calc.nederlands import zonder_accenten

MAX_TEKENS = 200
MAX_WOORDEN = 10
DEEL_VANAF = 3  # shorter words are only found whole: a prefix of two letters matches half of everything
TEL_TOT = 1000  # beyond this the screen says "1.000+"
PER_BLADZIJDE = 20
ERVOOR, ERNA = 60, 140  # characters of a fragment, around the first word that was found

# Words that the text configuration "nl" leaves out, so that nothing is found by them.
_STOPWOORDEN = """
    aan al alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een eens en
    er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je kan kon
    kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over
    reeds te tegen toch toen tot u uit uw van veel voor want waren was wat werd wezen wie wil worden wordt
    zal ze zelf zich zij zijn zo zonder zou
"""
STOPWOORDEN = frozenset(_STOPWOORDEN.split())

NUL = "Uw zoekwoord heeft een teken dat niet kan. Typ het opnieuw."
TE_LANG = f"Gebruik ten hoogste {MAX_TEKENS} tekens om te zoeken."
ALLEEN_ZONDER = "Typ ook een woord dat er wel in moet staan."

# Marks around a found word in what the database hands back: nobody types these.
BEGIN, EIND = "\ue000", "\ue001"
_GEMERKT = re.compile(f"{BEGIN}([^{BEGIN}{EIND}]*){EIND}")
_NIET_IN_KENMERK = re.compile(r"[\W_]+")
_AANHALING = str.maketrans("“”„", '"' * 3)
_RAND = re.compile(r"^[\W_]+|[\W_]+$")
_WOORD = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')


class Woord(NamedTuple):
    """A word as typed; ``is_zin`` when it stood between quotes, ``niet`` when it may not occur."""

    tekst: str
    is_zin: bool = False
    niet: bool = False

    @property
    def query(self) -> Any:
        """The ways it may stand in a text, or none of them."""
        return reduce(and_, map(invert, self._vormen)) if self.niet else reduce(or_, self._vormen)

    @property
    def _vormen(self) -> list[SearchQuery]:
        if self.is_zin:
            return [SearchQuery(self.tekst, config="nl", search_type="phrase")]
        stam = SearchQuery(_gequoot(self.tekst), config="nl", search_type="raw")
        return [stam, Letterlijk(self.tekst)] if len(self.tekst) >= DEEL_VANAF or self.is_nummer else [stam]

    @property
    def is_nummer(self) -> bool:
        return any(teken.isdigit() for teken in self.tekst)


class Letterlijk(SearchQuery):
    """What begins with exactly this: text search would look for "zak" instead of "zaak", and cut up a number.

    Only digits are a number that is over: "14" is not the beginning of 1406.
    """

    template = "%(expressions)s::tsquery"

    def __init__(self, tekst: str) -> None:
        deel = "" if tekst.isdecimal() else ":*"
        super().__init__(f"{_gequoot(_kenmerk(tekst))}{deel}")


def _kenmerk(tekst: str) -> str:
    """A word or number as the index has it: small letters, no accents, and 2026/01 as 2026-01."""
    return _NIET_IN_KENMERK.sub("-", zonder_accenten(tekst))


def _gequoot(tekst: str) -> str:
    """As one operand of a tsquery, whatever is in it."""
    return "'" + tekst.replace("\\", "\\\\").replace("'", "''") + "'"


@dataclass(frozen=True)
class Vraag:
    """What somebody looks for. ``tekst`` as it stands on the screen again."""

    tekst: str
    woorden: tuple[Woord, ...]

    def __bool__(self) -> bool:
        return bool(self.woorden)

    @cached_property
    def gevraagd(self) -> tuple[Woord, ...]:
        return tuple(woord for woord in self.woorden if not woord.niet)

    @cached_property
    def query(self) -> Any:
        """All words, and none of those with a minus."""
        return reduce(and_, (woord.query for woord in self.woorden))

    @cached_property
    def een_van(self) -> Any:
        """Any of the words: where to look in one text, and what to mark."""
        return reduce(or_, (woord.query for woord in self.gevraagd))

    @property
    def nummer(self) -> str:
        """The one number that was typed, or nothing: words beside it make it something else."""
        enige = self.gevraagd[0] if len(self.woorden) == 1 and self.gevraagd else None
        return enige.tekst if enige and enige.is_nummer else ""

    def is_nummer(self, *nummers: str | None) -> bool:
        """Whether one of these is exactly the number that was typed."""
        return bool(self.nummer) and _kenmerk(self.nummer) in {_kenmerk(nummer or "") for nummer in nummers}


def lees(tekst: str) -> Vraag:
    """Raises ``ValidationError`` with a sentence for what cannot be looked for."""
    if "\0" in tekst:
        raise ValidationError(NUL)
    tekst = tekst.strip()
    if len(tekst) > MAX_TEKENS:
        raise ValidationError(TE_LANG)
    woorden = list(_woorden(tekst))
    inhoud = [woord for woord in woorden if woord.tekst.lower() not in STOPWOORDEN] or woorden
    vraag = Vraag(tekst, tuple(inhoud[:MAX_WOORDEN]))
    if vraag and not vraag.gevraagd:
        raise ValidationError(ALLEEN_ZONDER)
    return vraag


def _woorden(tekst: str) -> Iterator[Woord]:
    """Without the signs around them, and without signs that stand alone: they say nothing."""
    for min_, zin, los in _WOORD.findall(tekst.translate(_AANHALING)):
        if woord := _RAND.sub("", zin or los):
            yield Woord(woord, bool(zin), bool(min_))


def merk(tekst: str) -> SafeString:
    """Text from the database, escaped, with <mark> around the words that were found."""
    delen: list[tuple[str]] = []
    waar = 0
    for gemerkt in _GEMERKT.finditer(tekst):
        delen += [(_kaal(tekst[waar : gemerkt.start()]),), (format_html("<mark>{}</mark>", gemerkt[1]),)]
        waar = gemerkt.end()
    return format_html_join("", "{}", [*delen, (_kaal(tekst[waar:]),)])


def fragment(tekst: str) -> str:
    """A few words around the first mark, whole words, with dots where the text goes on."""
    waar = max(tekst.find(BEGIN), 0)
    van = tekst.rfind(" ", 0, max(waar - ERVOOR, 0)) + 1 if waar > ERVOOR else 0
    tot = tekst.find(" ", waar + ERNA) if len(tekst) > waar + ERNA else -1
    stuk = tekst[van : tot if tot > 0 else len(tekst)]
    return f"{'… ' if van else ''}{stuk}{' …' if tot > 0 else ''}"


def merk_deel(tekst: str, vraag: Vraag) -> str:
    """Marks put by hand in a short text: where a word begins in the middle of another."""
    woorden = sorted((re.escape(woord.tekst) for woord in vraag.gevraagd), key=len, reverse=True)
    return re.sub("|".join(woorden), rf"{BEGIN}\g<0>{EIND}", tekst, flags=re.I) if woorden else tekst


def _kaal(tekst: str) -> str:
    return tekst.replace(BEGIN, "").replace(EIND, "")


@dataclass(frozen=True)
class Treffer:
    """One thing that was found, as this person may see it.

    ``titel`` and ``fragment`` may hold marks; ``plek`` says where in it the fragment stands; ``toon`` is
    that of the status; ``is_precies`` when exactly its number was typed.
    """

    titel: str
    url: str
    kenmerk: str = ""
    status: str = ""
    toon: str = ""
    waar: str = ""
    plek: str = ""
    fragment: str = ""
    icon: str = ""
    is_precies: bool = False

    @property
    def titel_gemerkt(self) -> SafeString:
        return merk(self.titel)

    @property
    def fragment_gemerkt(self) -> SafeString:
        return merk(self.fragment)


@dataclass(frozen=True)
class Venster:
    """Which of the found things are asked for; ``kort``: only what fits on one line, as fast as can be."""

    van: int = 0
    tot: int = PER_BLADZIJDE
    kort: bool = False


@dataclass(frozen=True)
class Verfijning:
    """A way to narrow what was found: "Status" with a link and a number for each of the values."""

    label: str
    keuzes: Sequence[tuple[str, str, int]]


@dataclass(frozen=True)
class Uitkomst:
    """What one source found: the lines asked for, and how many there are up to one past ``TEL_TOT``."""

    treffers: Sequence[Treffer] = ()
    aantal: int = 0
    lijst_url: str = ""
    verfijningen: Sequence[Verfijning] = ()
    bedoelde: Sequence[str] = ()

    @property
    def is_veel(self) -> bool:
        return self.aantal > TEL_TOT


Zoek = Callable[[Vraag, Any, Venster], Uitkomst]


@dataclass(frozen=True)
class Bron:
    """Something to search in. ``zoek`` returns only what this user may see, counts and tips included."""

    naam: str
    label: str
    ding: tuple[str, str]  # one and more of them: ("aanvraag", "aanvragen")
    zoek: Zoek
    order: int = 100
    eerst: int = field(default=5)  # lines on the page with everything


_bronnen: dict[str, Bron] = {}


def register(*bronnen: Bron) -> None:
    _bronnen.update({bron.naam: bron for bron in bronnen})


def bronnen() -> list[Bron]:
    return sorted(_bronnen.values(), key=lambda bron: bron.order)


def uit_lijst(gevonden: Sequence[Treffer], venster: Venster) -> Uitkomst:
    """Of a source so small that it is looked through whole."""
    return Uitkomst(gevonden[venster.van : venster.tot], len(gevonden))


def past(naam: str, vraag: Vraag) -> bool:
    """Whether this name holds all the words: for a source without an index."""
    kaal = zonder_accenten(naam)
    return all((zonder_accenten(woord.tekst) in kaal) != woord.niet for woord in vraag.woorden)
