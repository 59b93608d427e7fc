"""Regels van een bestand in het grootboek van opdrachten schrijven, allemaal of geen.

One COPY writes them; the trigger of the ledger adds them up per statement. Hours leave the promise per
team and month, and each assignment gets one fact per file (docs/adr/0020).
"""

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection

from duoplus import events, klok
from duoplus.calc.nederlands import bedrag, maand_en_jaar, met_punten, uren
from duoplus.choices import Zichtbaarheid
from duoplus.inlezen.stroom import Apart
from duoplus.models import Gebruiker, Inlezing
from duoplus.transitions import StapKanNiet
from maatwerk.actions import beslag, signalen
from maatwerk.actions.boeken import NET_GESLOTEN, boekmaand, is_gesloten
from maatwerk.calc.lumpsum import NUL
from maatwerk.choices import BoekingSoort, BtwRegime
from maatwerk.inlees.bronnen import bron_van
from maatwerk.inlees.doelen import Doel
from maatwerk.models import Aanvraag, Boeking, Bron, Opdracht

FEIT = "maatwerk.aanvraag.inlezen_boekingen"
JAREN_TERUG = 5
KOLOMMEN = (
    "id", "opdracht_id", "soort", "datum", "periode_id", "heropening_id", "team_id", "functiegroep", "uren",
    "tarief", "bedrag", "omschrijving", "leverancier", "factuurnummer", "btw_regime", "btw",
    "economische_categorie", "medewerker_nummer", "corrigeert_id", "bron_id", "bronregel", "kenmerk",
    "geboekt_door_id", "geboekt_op",
)  # fmt: skip
_COPY = f"COPY maatwerk_boeking ({', '.join(KOLOMMEN)}) FROM STDIN"
_CODES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r", "\0": ""})


@dataclass(slots=True)
class Post:
    """Een regel die wij boeken. ``tegenhanger``: what a correction shares with the line it undoes."""

    kenmerk: str
    regel: int
    doel: Doel
    datum: date
    bedrag: Decimal
    omschrijving: str
    tegenhanger: tuple[object, ...]
    soort: str = BoekingSoort.UREN
    team: int | None = None
    functiegroep: str = ""
    uren: Decimal = NUL
    tarief: Decimal = NUL
    leverancier: str = ""
    factuurnummer: str = ""
    btw_regime: str = BtwRegime.GEEN
    btw: Decimal = NUL
    categorie: str = ""
    medewerker: str = ""
    maand: date | None = None
    heropening: int | None = None
    corrigeert: int | None = None
    pk: int = 0

    @property
    def is_correctie(self) -> bool:
        return self.bedrag < 0


class Boeker:
    """The ledger's side of one file. ``neem`` per line, ``schrijf`` once, in the caller's transaction."""

    def __init__(self, inlezing: Inlezing, by: Gebruiker) -> None:
        self.inlezing, self.by = inlezing, by
        self.posten: list[Post] = []
        self.vandaag = klok.vandaag()
        self._plekken: dict[tuple[int, date, bool], tuple[date, int | None]] = {}
        self._maanden: dict[tuple[date, bool], tuple[date, int | None] | str] = {}

    def neem(self, post: Post) -> None:
        """Raises ``Apart`` for a day in the future or long ago, and for a closed month."""
        sleutel = (post.doel.opdracht, post.datum, post.is_correctie)
        plek = self._plekken.get(sleutel)
        if plek is None:
            plek = self._plekken[sleutel] = self._plek(post)
        post.maand, post.heropening = plek
        self.posten.append(post)

    def _plek(self, post: Post) -> tuple[date, int | None]:
        """The month the line counts in, and the decision that allows it there."""
        if post.datum > self.vandaag:
            raise Apart("De datum ligt in de toekomst.", "datum")
        if post.datum.year < self.vandaag.year - JAREN_TERUG:
            raise Apart(f"De datum ligt meer dan {JAREN_TERUG} jaar terug. Klopt het jaar?", "datum")
        post.doel.keur(post.datum, "datum")
        return self._maand(post.datum.replace(day=1), post.is_correctie)

    def _maand(self, maand: date, correctie: bool) -> tuple[date, int | None]:
        sleutel = (maand, correctie)
        if sleutel not in self._maanden:
            try:
                periode, heropening = boekmaand(maand, correctie=correctie)
                self._maanden[sleutel] = periode.maand, heropening.pk if heropening else None
            except StapKanNiet as waarom:
                self._maanden[sleutel] = str(waarom)
        uit = self._maanden[sleutel]
        if isinstance(uit, str):
            raise Apart(uit, "datum")
        return uit

    def schrijf(self) -> None:
        """Raises ``StapKanNiet`` when a month closed while we wrote."""
        if not self.posten:
            return
        aanvragen = self._houd_vast()
        self._nummer()
        koppel_correcties(self.posten)
        som_uren, som = (sum(getattr(post, naam) for post in self.posten) for naam in ("uren", "bedrag"))
        bron = bron_van(self.inlezing, self.by, regels=len(self.posten), uren=som_uren, bedrag=som)
        try:
            with connection.wrap_database_errors, connection.cursor() as cursor:
                cursor.copy_expert(_COPY, self._als_tekst(bron))
        except IntegrityError as fout:
            if is_gesloten(fout):
                raise StapKanNiet(NET_GESLOTEN) from fout
            raise
        per_aanvraag: dict[int, list[Post]] = defaultdict(list)
        for post in self.posten:
            per_aanvraag[post.doel.aanvraag.pk].append(post)
        for aanvraag in aanvragen:
            self._verwerk(aanvraag, per_aanvraag[aanvraag.pk])
        signalen.bewaak(Opdracht.objects.filter(aanvraag__in=aanvragen).select_related("aanvraag"))

    def _houd_vast(self) -> list[Aanvraag]:
        """In one order, before any total is touched: who books one line holds its request first too."""
        pks = {post.doel.aanvraag.pk for post in self.posten}
        return list(Aanvraag.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))

    def _nummer(self) -> None:
        """Keys beforehand, so that a line can name the line of this file that it corrects."""
        vraag = "SELECT nextval(pg_get_serial_sequence('maatwerk_boeking', 'id')) FROM generate_series(1, %s)"
        with connection.cursor() as cursor:
            cursor.execute(vraag, [len(self.posten)])
            for post, (pk,) in zip(self.posten, cursor.fetchall(), strict=True):
                post.pk = pk

    def _als_tekst(self, bron: Bron) -> io.StringIO:
        slot = f"{self.by.pk}\t{klok.nu().isoformat()}\n"
        veilig = _Veilig()
        return io.StringIO("".join([_copyregel(post, bron.pk, slot, veilig) for post in self.posten]))

    def _verwerk(self, aanvraag: Aanvraag, posten: Sequence[Post]) -> None:
        beslag.gebruik_samen(aanvraag, _groepen(posten), by=self.by)
        events.record(
            FEIT,
            aanvraag,
            by=self.by,
            zichtbaarheid=Zichtbaarheid.INTERN,
            bestand=self.inlezing.bestandsnaam,
            regels=len(posten),
            wat=_in_woorden(posten),
        )


def koppel_correcties(posten: Sequence[Post]) -> None:
    """Let a negative line name the one it undoes, if exactly one earlier line can be meant.

    Otherwise it stays a negative line of the source: the sum is right, the pair is for a person to find.
    """
    correcties = [post for post in posten if post.is_correctie]
    if not correcties:
        return
    eerder: dict[tuple[object, ...], list[tuple[date, int]]] = defaultdict(list)
    for post in posten:
        if not post.is_correctie:
            eerder[_paar(post)].append((post.datum, post.pk))
    for paar, datum, pk in _eerder_geboekt(correcties):
        eerder[paar].append((datum, pk))
    for post in sorted(correcties, key=lambda post: (post.datum, post.regel)):
        kan = [plek for plek in eerder[_paar(post)] if plek[0] <= post.datum]
        if len(kan) == 1:
            post.corrigeert = kan[0][1]
            eerder[_paar(post)].remove(kan[0])


def _paar(post: Post) -> tuple[object, ...]:
    maat = post.uren if post.soort == BoekingSoort.UREN else post.bedrag
    return (post.doel.opdracht, post.soort, post.team, post.functiegroep, *post.tegenhanger, abs(maat))


def _eerder_geboekt(correcties: Iterable[Post]) -> Iterator[tuple[tuple[object, ...], date, int]]:
    """Lines of earlier files on the same assignments, not yet corrected."""
    opdrachten = {post.doel.opdracht for post in correcties}
    boekingen = Boeking.objects.filter(
        opdracht__in=opdrachten, bron__isnull=False, bedrag__gt=0, gecorrigeerd_door=None
    )
    mensen = {post.medewerker for post in correcties}
    for boeking in boekingen.filter(medewerker_nummer__in=mensen).iterator():
        is_uren = boeking.soort == BoekingSoort.UREN
        eigen = (boeking.medewerker_nummer, kaal(boeking.omschrijving)) if is_uren else (boeking.leverancier,)
        maat = boeking.uren if is_uren else boeking.bedrag
        paar = (
            boeking.opdracht_id, boeking.soort, boeking.team_id, boeking.functiegroep, *eigen, maat,
        )  # fmt: skip
        yield paar, boeking.datum, boeking.pk


def kaal(omschrijving: str) -> str:
    """What a correction is about: its text without the word in front."""
    woord, _, rest = omschrijving.partition(" ")
    return (rest if woord.strip(":").upper() == "CORRECTIE" else omschrijving).strip().casefold()


class _Veilig(dict[Any, str]):
    """A value as COPY reads it; each distinct one is made safe once. Not for keys: 4 is 4.00 here."""

    def __missing__(self, waarde: Any) -> str:
        tekst = self[waarde] = str(waarde).translate(_CODES)
        return tekst


def _sleutel(pk: int | None) -> int | str:
    return r"\N" if pk is None else pk


def _copyregel(post: Post, bron: int, slot: str, veilig: _Veilig) -> str:
    """The cells in the order of ``KOLOMMEN``."""
    return (
        f"{post.pk}\t{post.doel.opdracht}\t{veilig[post.soort]}\t{veilig[post.datum]}\t{veilig[post.maand]}"
        f"\t{_sleutel(post.heropening)}\t{_sleutel(post.team)}\t{veilig[post.functiegroep]}"
        f"\t{veilig[post.uren]}\t{veilig[post.tarief]}\t{veilig[post.bedrag]}"
        f"\t{veilig[post.omschrijving]}\t{veilig[post.leverancier]}\t{veilig[post.factuurnummer]}"
        f"\t{veilig[post.btw_regime]}\t{veilig[post.btw]}\t{veilig[post.categorie]}"
        f"\t{veilig[post.medewerker]}\t{_sleutel(post.corrigeert)}\t{bron}\t{post.regel}"
        f"\t{post.kenmerk}\t{slot}"
    )


def _groepen(posten: Iterable[Post]) -> list[beslag.Groep]:
    per: dict[tuple[int, date], list[Post]] = defaultdict(list)
    for post in posten:
        if post.team is not None and post.soort == BoekingSoort.UREN:
            per[post.team, post.datum.replace(day=1)].append(post)
    groepen = [
        beslag.Groep(team, maand, sum((post.uren for post in samen), NUL), samen[0].pk)
        for (team, maand), samen in sorted(per.items(), key=lambda groep: (groep[0][1], groep[0][0]))
    ]
    return [groep for groep in groepen if groep.uren]


def _in_woorden(posten: Sequence[Post]) -> str:
    """Without euro: not everybody who reads the history reads amounts."""
    if posten[0].soort == BoekingSoort.UREN:
        return f"{uren(sum((post.uren for post in posten), NUL))} uren"
    return "1 factuur" if len(posten) == 1 else f"{len(posten)} facturen"


def overzicht(posten: Sequence[Post]) -> dict[str, Any]:
    """Hours and euro of these lines, in all, per month they count in and per assignment."""
    som_uren = sum((post.uren for post in posten), NUL)
    cijfers = [["Uren", uren(som_uren)]] if som_uren else []
    cijfers.append(["Euro", bedrag(sum((post.bedrag for post in posten), NUL))])
    maanden = _per(posten, lambda post: post.maand or post.datum)
    opdrachten = _per(posten, lambda post: (post.doel.aanvraag.kenmerk, post.doel.aanvraag.titel))
    return {
        "cijfers": cijfers,
        "tabellen": [
            _tabel("Per maand", "Maand", {maand_en_jaar(m): p for m, p in maanden}),
            _tabel("Per opdracht", "Opdracht", {" ".join(wat): p for wat, p in opdrachten}),
        ],
    }


def _per(posten: Iterable[Post], sleutel: Callable[[Post], Any]) -> list[tuple[Any, list[Post]]]:
    per: dict[Any, list[Post]] = defaultdict(list)
    for post in posten:
        per[sleutel(post)].append(post)
    return sorted(per.items())


def _tabel(titel: str, kop: str, groepen: Mapping[str, Sequence[Post]]) -> dict[str, Any]:
    rijen = [
        [
            naam,
            met_punten(len(posten)),
            uren(sum((post.uren for post in posten), NUL)),
            bedrag(sum((post.bedrag for post in posten), NUL)),
        ]
        for naam, posten in groepen.items()
    ]
    return {"titel": titel, "koppen": [kop, "Regels", "Uren", "Euro"], "rijen": rijen}
