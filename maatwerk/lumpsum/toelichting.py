"""Wat een uitleg vraagt: een afwijking vanaf de grens, van een gemeente, een taakveld of een opdracht."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from duoplus.models import Organisatie
from maatwerk import taakvelden
from maatwerk.calc.lumpsum import NUL
from maatwerk.lumpsum.stand import Regel, Stand
from maatwerk.models import Grens, Toelichting

GRENS = "lumpsum.toelichting"


@dataclass(frozen=True)
class Afwijking:
    """Zoveel euro meer (of minder, negatief) dan begroot of geraamd; van de gemeente als geheel zonder meer.

    ``bedrag`` is what is expected at the end of the year less what was adopted, or for an assignment what
    it will have cost in all less what was estimated.
    """

    jaar: int
    gemeente: Organisatie
    bedrag: Decimal
    regel: Regel | None = None
    taakveld: str = ""
    naam: str = ""
    tekst: str = ""

    @property
    def is_uitgelegd(self) -> bool:
        return bool(self.tekst)

    @property
    def meer(self) -> bool:
        return self.bedrag > 0

    @property
    def zin(self) -> str:
        """What differs from what, in words."""
        waarvan = "geraamd" if self.regel else "begroot"
        return f"{'meer' if self.meer else 'minder'} dan {waarvan}"

    @property
    def absoluut(self) -> Decimal:
        return abs(self.bedrag)

    @property
    def waarover(self) -> str:
        if self.regel:
            return f"opdracht {self.regel.nummer}"
        return f"{self.gemeente} {self.naam}" if self.taakveld else str(self.gemeente)

    @property
    def opdracht_url(self) -> str:
        return reverse("maatwerk:opdracht", args=[self.regel.nummer]) if self.regel else ""

    @property
    def adres(self) -> str:
        """Where it is explained."""
        waar: list[Any] = [self.jaar, self.gemeente.letter.lower()]
        if self.regel:
            return reverse("maatwerk:opdracht_toelichten", args=[*waar, self.regel.nummer])
        if self.taakveld:
            return reverse("maatwerk:taakveld_toelichten", args=[*waar, self.taakveld])
        return reverse("maatwerk:lumpsum_toelichten", args=waar)


def ontbrekende_toelichtingen(stand: Stand) -> list[Afwijking]:
    """What still asks for an explanation, of the municipalities of this standing."""
    return [afwijking for afwijking in afwijkingen(stand) if not afwijking.is_uitgelegd]


def te_tonen(stand: Stand, gemeenten: Collection[int]) -> list[Afwijking]:
    """Those that these municipalities explain: first what nobody explained yet, then the largest."""
    eigen = [een for een in afwijkingen(stand) if een.gemeente.pk in gemeenten]
    return sorted(eigen, key=lambda een: (een.is_uitgelegd, een.regel is not None, -een.absoluut))


def afwijkingen(stand: Stand) -> list[Afwijking]:
    """Everything from the limit up with its last explanation; three queries."""
    if (vanaf := Grens.objects.waarde(GRENS, stand.peildatum)) is None:
        return []
    teksten, namen = _teksten(stand), taakvelden.labels(dag=stand.peildatum)
    return [
        Afwijking(stand.jaar, gemeente, bedrag, regel, taakveld, namen.get(taakveld, taakveld), tekst)
        for gemeente, bedrag, regel, taakveld in _alle(stand)
        if abs(bedrag) >= vanaf
        for tekst in [teksten.get(_sleutel(gemeente, regel, taakveld), "")]
    ]


Verschil = tuple[Organisatie, Decimal, Regel | None, str]


def _alle(stand: Stand) -> Iterator[Verschil]:
    for gemeente in stand.gemeenten:
        saldo = stand.per_gemeente[gemeente.pk]
        yield gemeente, -saldo.verwacht_saldo, None, ""
        if saldo.beschikbaar:
            yield from _per_taakveld(stand, gemeente)
    op_pk = {gemeente.pk: gemeente for gemeente in stand.gemeenten}
    for regel in stand.regels:
        yield op_pk.get(regel.gemeente) or _eerste(regel, op_pk), regel.werk.afwijking, regel, ""


def _eerste(regel: Regel, op_pk: Mapping[int, Organisatie]) -> Organisatie:
    """The municipality of this standing that explains an assignment which another one leads."""
    return next(gemeente for pk, gemeente in op_pk.items() if pk in regel.werk.gemeenten)


def _per_taakveld(stand: Stand, gemeente: Organisatie) -> Iterator[Verschil]:
    verwacht: dict[str, Decimal] = {}
    for regel in stand.regels:
        verwacht[regel.taakveld] = verwacht.get(regel.taakveld, NUL) + regel.deel(gemeente.pk).prognose
    begroot = {code: euro for (pk, code), euro in stand.taakvelden.items() if pk == gemeente.pk}
    for code in sorted(filter(None, begroot.keys() | verwacht.keys()), key=taakvelden.volgorde):
        yield gemeente, verwacht.get(code, NUL) - begroot.get(code, NUL), None, code


Sleutel = tuple[int | None, int | None, str]


def _sleutel(gemeente: Organisatie, regel: Regel | None, taakveld: str) -> Sleutel:
    """An assignment is explained once, whoever shares it."""
    return (None, regel.pk, "") if regel else (gemeente.pk, None, taakveld)


def _teksten(stand: Stand) -> dict[Sleutel, str]:
    """The last word on each, also when it was written after the day of the standing: as it mostly is."""
    rijen = Toelichting.objects.filter(lumpsum__jaar=stand.jaar).order_by("pk")
    return {
        (None if opdracht else gemeente, opdracht, taakveld): tekst
        for gemeente, opdracht, taakveld, tekst in rijen.values_list(
            "lumpsum__organisatie", "opdracht", "taakveld", "tekst"
        )
    }
