"""Wat per gemeente is vastgesteld en bevoorschot, met de twee controles die erbij horen (R9 en R10)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, QuerySet

from duoplus import klok
from duoplus.models import Bijlage, Gebeurtenis, Organisatie
from maatwerk.calc.lumpsum import NUL
from maatwerk.calc.verdeling import CENT
from maatwerk.choices import Begrotingsoort
from maatwerk.models import Begrotingsregel, Lumpsum, Periode
from maatwerk.models.lumpsum import gemeenten_met_lumpsum
from maatwerk.taakvelden import labels, volgorde

EERSTE_JAAR = 2020
KWARTALEN = (1, 2, 3, 4)
LAATSTE_FEITEN = 50


@dataclass(frozen=True)
class Taakveldregel:
    code: str
    label: str
    i_s: str
    bedrag: Decimal


@dataclass(frozen=True)
class Document:
    """Een besluit met een bedrag: de regels die het noemen, en de bestanden die daarbij bewaard zijn."""

    datum: date
    naam: str
    regels: Sequence[Begrotingsregel]

    @property
    def bedrag(self) -> Decimal:
        return sum((regel.bedrag for regel in self.regels), NUL)

    @property
    def stukken(self) -> list[Bijlage]:
        return [stuk for regel in self.regels for stuk in regel.stukken.all()]


@dataclass(frozen=True)
class Gemeentebegroting:
    """De regels van één gemeente in een jaar; zonder ``lumpsum`` is er nog niets vastgelegd."""

    gemeente: Organisatie
    lumpsum: Lumpsum | None
    regels: Sequence[Begrotingsregel]
    taakvelden: dict[str, str]

    @property
    def begroot(self) -> list[Begrotingsregel]:
        return [regel for regel in self.geldend if regel.soort != Begrotingsoort.VOORSCHOT]

    @property
    def voorschotregels(self) -> list[Begrotingsregel]:
        return [regel for regel in self.geldend if regel.soort == Begrotingsoort.VOORSCHOT]

    def som(self, *soorten: str) -> Decimal:
        return sum((regel.bedrag for regel in self.regels if regel.soort in soorten), NUL)

    @cached_property
    def primitief(self) -> Decimal:
        return self.som(Begrotingsoort.PRIMITIEF)

    @cached_property
    def wijzigingen(self) -> Decimal:
        return self.som(Begrotingsoort.WIJZIGING)

    @property
    def beschikbaar(self) -> Decimal:
        return self.primitief + self.wijzigingen

    @cached_property
    def voorschotten(self) -> Decimal:
        return self.som(Begrotingsoort.VOORSCHOT)

    @property
    def verschil(self) -> Decimal:
        """R10: euro advanced more (or less, negative) than was adopted."""
        return self.voorschotten - self.beschikbaar

    @property
    def tekort(self) -> Decimal:
        """Euro advanced less than was adopted."""
        return -self.verschil

    @cached_property
    def per_kwartaal(self) -> list[tuple[int, Decimal]]:
        sommen: dict[int, Decimal] = defaultdict(Decimal)
        for regel in self.voorschotregels:
            sommen[regel.kwartaal or 0] += regel.bedrag
        return [(kwartaal, sommen[kwartaal]) for kwartaal in KWARTALEN]

    @cached_property
    def per_taakveld(self) -> list[Taakveldregel]:
        """In the order of the codes: the parts of a code are numbers, so 0.10 comes after 0.9."""
        sommen: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for regel in self.begroot:
            sommen[regel.taakveld, regel.i_s] += regel.bedrag
        op_code = sorted(sommen.items(), key=lambda som: (volgorde(som[0][0]), som[0][1]))
        return [Taakveldregel(code, self.taakvelden[code], i_s, euro) for (code, i_s), euro in op_code]

    @cached_property
    def per_document(self) -> list["Document"]:
        """R9: every document by its day; together ``beschikbaar``."""
        regels: dict[tuple[date, str], list[Begrotingsregel]] = defaultdict(list)
        for regel in self.begroot:
            regels[regel.datum, regel.document].append(regel)
        return [Document(dag, naam, regels[dag, naam]) for dag, naam in sorted(regels)]

    @cached_property
    def dubbel(self) -> list[Begrotingsregel]:
        """Rows typed by hand that a file holds as well: probably counted twice."""
        uit_bestand = Counter(_inhoud(regel) for regel in self.geldend if regel.bron_id)
        return [regel for regel in self.geldend if not regel.bron_id and uit_bestand[_inhoud(regel)]]

    @cached_property
    def geldend(self) -> list[Begrotingsregel]:
        """Rows that were not withdrawn, without the reversals."""
        weg = {regel.pk for regel in self.weg}
        return [regel for regel in self.regels if regel.pk not in weg]

    @cached_property
    def weg(self) -> list[Begrotingsregel]:
        """Rows that were withdrawn and their reversals: together nothing."""
        ingetrokken = {regel.trekt_in_id for regel in self.regels if regel.trekt_in_id}
        return [regel for regel in self.regels if regel.trekt_in_id or regel.pk in ingetrokken]

    @property
    def open_kwartalen(self) -> list[int]:
        bezet = {regel.kwartaal for regel in self.geldend}
        return [kwartaal for kwartaal in KWARTALEN if kwartaal not in bezet]


def _inhoud(regel: Begrotingsregel) -> tuple[Any, ...]:
    return regel.soort, regel.datum, regel.kwartaal, regel.taakveld, regel.i_s, regel.bedrag


SOMMEN = ("primitief", "wijzigingen", "beschikbaar", "voorschotten", "verschil")


def samen(gemeenten: Sequence[Gemeentebegroting]) -> dict[str, Decimal]:
    """Euro of these municipalities together."""
    return {naam: sum((getattr(een, naam) for een in gemeenten), NUL) for naam in SOMMEN}


def bladzijden() -> range:
    """The years with a page: next year's budget is adopted in this one."""
    return range(EERSTE_JAAR, klok.vandaag().year + 2)


def jaren(*ook: int) -> list[int]:
    """The years with a lumpsum or a month in the books, the running year and ``ook``, the latest first.

    One query, over a row per lumpsum and per month.
    """
    maanden = Periode.objects.order_by().values_list("maand__year")
    gevuld = Lumpsum.objects.order_by().values_list("jaar").union(maanden)
    return sorted({klok.vandaag().year, *ook, *(jaar for (jaar,) in gevuld)}, reverse=True)


def gemeenten_van(user: Any, jaar: int) -> QuerySet[Organisatie]:
    """The municipalities whose money in this year this person may see."""
    wie = Organisatie.objects.gemeenten().geldig_op(date(jaar, 12, 31))
    gemeenten = gemeenten_met_lumpsum(user)
    return wie if gemeenten is None else wie.filter(pk__in=gemeenten)


def lees(jaar: int, user: Any) -> list[Gemeentebegroting]:
    """Five queries, however many municipalities and rows."""
    met = Begrotingsregel.objects.select_related("bron", "door", "trekt_in").prefetch_related("stukken")
    regels = Prefetch("regels", met)
    lumpsums = Lumpsum.objects.visible_to(user).filter(jaar=jaar).prefetch_related(regels)
    per_gemeente = {lumpsum.organisatie_id: lumpsum for lumpsum in lumpsums}
    codes = {regel.taakveld for lumpsum in lumpsums for regel in lumpsum.regels.all()}
    namen = labels(codes, date(jaar, 1, 1))
    return [_van(gemeente, per_gemeente.get(gemeente.pk), namen) for gemeente in gemeenten_van(user, jaar)]


def _van(gemeente: Organisatie, lumpsum: Lumpsum | None, namen: dict[str, str]) -> Gemeentebegroting:
    return Gemeentebegroting(gemeente, lumpsum, list(lumpsum.regels.all()) if lumpsum else [], namen)


def voorschotdag(jaar: int, kwartaal: int) -> date:
    """When an advance is paid unless somebody says otherwise: an assumption."""
    return date(jaar, 3 * kwartaal - 2, 15)


def kwartaalbedragen(bedrag: Decimal, kwartalen: Sequence[int]) -> dict[int, Decimal]:
    """An equal part for each quarter, rounded to the cent; the last takes the difference."""
    if not kwartalen:
        return {}
    deel = (bedrag / len(kwartalen)).quantize(CENT, ROUND_HALF_UP)
    delen = dict.fromkeys(kwartalen, deel)
    delen[kwartalen[-1]] = bedrag - deel * (len(kwartalen) - 1)
    return delen


def feiten_over(lumpsums: Iterable[Lumpsum]) -> QuerySet[Gebeurtenis]:
    """What happened to these lumpsums, the latest first."""
    soort = ContentType.objects.get_for_model(Lumpsum)
    over = Gebeurtenis.objects.filter(content_type=soort, object_id__in=[een.pk for een in lumpsums])
    return over.select_related("door__organisatie").order_by("-pk")[:LAATSTE_FEITEN]
