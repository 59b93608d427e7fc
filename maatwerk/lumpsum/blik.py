"""Hoe iemand naar de stand kijkt: van welke gemeente, vernauwd waarmee, en per wat opgeteld.

Alles staat in het adres. Elk getal weet van welke opdrachten het is, zodat het op een volgende bladzijde
precies zo weer uitkomt.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from duoplus.models import Organisatie
from maatwerk import taakvelden
from maatwerk.calc.lumpsum import NUL, Deel, Saldo
from maatwerk.choices import Begrotingsoort
from maatwerk.lumpsum import maanden
from maatwerk.lumpsum.stand import Regel, Stand
from maatwerk.reports.aanvragenlijst import Naslag

GROEPEN = {"gemeente": "gemeente", "ogon": "OGON", "team": "team", "taakveld": "taakveld", "maand": "maand"}
GEEN = "geen"
ZONDER = {"ogon": "Zonder OGON", "team": "Zonder team", "taakveld": "Zonder taakveld"}


@dataclass(frozen=True)
class Keuze:
    """What the address asks for. Empty is everything; ``geen`` is what has no OGON, team or taakveld."""

    jaar: int
    groep: str = "gemeente"
    gemeente: str = ""
    ogon: str = ""
    team: str = ""
    taakveld: str = ""

    @property
    def params(self) -> dict[str, str]:
        """The filters in use, as they stand in an address."""
        alle = {naam: getattr(self, naam) for naam in ("gemeente", "ogon", "team", "taakveld")}
        return {naam: waarde for naam, waarde in alle.items() if waarde}

    def met(self, naam: str, waarde: str) -> "Keuze":
        """The same with one filter more."""
        anders: dict[str, Any] = {naam: waarde}
        return replace(self, **anders)

    def adres(self, naam: str = "lumpsum", **anders: str) -> str:
        """The page ``naam`` of this year with these filters, and others over them."""
        params = {k: w for k, w in (self.params | anders).items() if w}
        pad = reverse(f"maatwerk:{naam}", args=[self.jaar])
        return f"{pad}?{urlencode(params)}" if params else pad

    @property
    def hier(self) -> str:
        """The standing with this choice."""
        return self.adres(groep=self.groep if self.groep != "gemeente" else "")

    @property
    def begroting(self) -> str:
        """What was adopted: that stands per municipality."""
        return Keuze(self.jaar, gemeente=self.gemeente).adres("begroting")

    def boekingen(self, **anders: str) -> str:
        """The bookings behind the figures of this choice."""
        params = {"jaar": str(self.jaar), **self.params, **anders}
        return f"{reverse('maatwerk:boeking_list')}?{urlencode({k: w for k, w in params.items() if w})}"


@dataclass(frozen=True)
class Rij:
    """Eén regel van de stand. ``keuze`` leidt naar wat eronder ligt."""

    sleutel: str
    naam: str
    saldo: Saldo
    aantal: int
    keuze: Keuze
    gemeente: Organisatie | None = None

    @property
    def boekingen(self) -> str:
        return self.keuze.boekingen()

    @property
    def opdrachten(self) -> str:
        return self.keuze.adres("lumpsum_opdrachten")

    @property
    def adres(self) -> str:
        """What lies below the row: the page of a municipality, else its assignments."""
        if self.gemeente and self.keuze.params.keys() == {"gemeente"}:
            return reverse("maatwerk:lumpsum_gemeente", args=[self.keuze.jaar, self.sleutel.lower()])
        return self.opdrachten


@dataclass(frozen=True)
class Blik:
    """De stand zoals één persoon haar nu bekijkt."""

    stand: Stand
    keuze: Keuze
    naslag: Naslag
    taakvelden: Mapping[str, str]

    @property
    def jaar(self) -> int:
        return self.stand.jaar

    @property
    def groepnaam(self) -> str:
        return GROEPEN[self.keuze.groep]

    @property
    def boekingen(self) -> str:
        """The bookings behind everything on the page."""
        return self.keuze.boekingen()

    @property
    def opdrachten(self) -> str:
        return self.keuze.adres("lumpsum_opdrachten")

    @property
    def toelichtingen(self) -> str:
        return Keuze(self.jaar, gemeente=self.keuze.gemeente).adres("lumpsum_afwijkingen")

    @cached_property
    def gemeente(self) -> Organisatie | None:
        """The only one that is counted."""
        if len(self.stand.gemeenten) == 1:
            return self.stand.gemeenten[0]
        return next((g for g in self.stand.gemeenten if g.letter == self.keuze.gemeente), None)

    @cached_property
    def gemeenten(self) -> Sequence[Organisatie]:
        return [self.gemeente] if self.gemeente else self.stand.gemeenten

    @cached_property
    def ids(self) -> frozenset[int]:
        return frozenset(gemeente.pk for gemeente in self.gemeenten)

    @cached_property
    def regels(self) -> list[Regel]:
        """The assignments of these municipalities that pass the filters."""
        eisen = [(naam, w) for naam, w in self.keuze.params.items() if naam != "gemeente"]
        return [
            regel
            for regel in self.stand.regels
            if not regel.werk.gemeenten.isdisjoint(self.ids)
            and all(self.waarde_van(regel, naam) == waarde for naam, waarde in eisen)
        ]

    def waarde_van(self, regel: Regel, naam: str) -> str:
        """What an assignment has in the filter ``naam``."""
        if naam == "taakveld":
            return regel.taakveld or GEEN
        pk = getattr(regel, naam)
        return self.naslag.van(naam)[pk].waarde if pk else GEEN

    def naam_van(self, naam: str, waarde: str) -> str:
        if waarde == GEEN:
            return ZONDER[naam]
        if naam == "taakveld":
            return self.taakvelden.get(waarde, waarde)
        return self.naslag.op_waarde(naam)[waarde].naam

    @property
    def heeft_begroting(self) -> bool:
        """Money is adopted per municipality and taakveld, never per OGON or team."""
        return not (self.keuze.ogon or self.keuze.team)

    @cached_property
    def saldo(self) -> Saldo:
        delen = (regel.deel_van(self.ids) for regel in self.regels)
        return replace(self._begroot(self.keuze.taakveld), deel=sum(delen, Deel()))

    def _begroot(self, taakveld: str = "", gemeenten: Sequence[Organisatie] | None = None) -> Saldo:
        """Only what was adopted, by these municipalities."""
        if not self.heeft_begroting:
            return Saldo()
        wie = [g.pk for g in (self.gemeenten if gemeenten is None else gemeenten)]
        if taakveld:
            return Saldo(sum((self.stand.taakvelden.get((g, taakveld), NUL) for g in wie), NUL))
        primitief, wijziging = (
            sum((self.stand.begroting.get((g, soort), NUL) for g in wie), NUL)
            for soort in (Begrotingsoort.PRIMITIEF, Begrotingsoort.WIJZIGING)
        )
        return Saldo(primitief, wijziging)

    @cached_property
    def rijen(self) -> list[Rij]:
        """Together exactly ``saldo``; a month has no promise of its own, see ``per_maand``."""
        if self.keuze.groep == "gemeente":
            return [self._van_gemeente(gemeente) for gemeente in self.gemeenten]
        return [] if self.keuze.groep == "maand" else self._per(self.keuze.groep)

    def _van_gemeente(self, gemeente: Organisatie) -> Rij:
        regels = [regel for regel in self.regels if gemeente.pk in regel.werk.gemeenten]
        saldo = self._begroot(self.keuze.taakveld, [gemeente])
        saldo = replace(saldo, deel=sum((regel.deel(gemeente.pk) for regel in regels), Deel()))
        keuze = replace(self.keuze, gemeente=gemeente.letter)
        return Rij(gemeente.letter, gemeente.naam, saldo, len(regels), keuze, gemeente)

    def _per(self, naam: str) -> list[Rij]:
        groepen: dict[str, list[Regel]] = defaultdict(list)
        for regel in self.regels:
            groepen[self.waarde_van(regel, naam)].append(regel)
        waarden = self._begrote_taakvelden() | groepen.keys() if naam == "taakveld" else groepen.keys()
        return [
            self._rij(naam, waarde, groepen.get(waarde, [])) for waarde in self.op_volgorde(naam, waarden)
        ]

    def _begrote_taakvelden(self) -> set[str]:
        """With money, though nobody worked on it yet."""
        if not self.heeft_begroting:
            return set()
        alle = {code for gemeente, code in self.stand.taakvelden if gemeente in self.ids}
        return alle & {self.keuze.taakveld} if self.keuze.taakveld else alle

    def op_volgorde(self, naam: str, waarden: Iterable[str]) -> list[str]:
        """Taakvelden as they are listed, the rest by name; what has none comes last."""
        if naam == "taakveld":
            plek = {code: nr for nr, code in enumerate(self.taakvelden)}
            return sorted(waarden, key=lambda w: (w == GEEN, plek.get(w, len(plek)), w))
        return sorted(waarden, key=lambda w: (w == GEEN, self.naam_van(naam, w)))

    def _rij(self, naam: str, waarde: str, regels: Sequence[Regel]) -> Rij:
        saldo = self._begroot(waarde) if naam == "taakveld" else Saldo()
        saldo = replace(saldo, deel=sum((regel.deel_van(self.ids) for regel in regels), Deel()))
        keuze = self.keuze.met(naam, waarde)
        return Rij(waarde, self.naam_van(naam, waarde), saldo, len(regels), keuze)

    @property
    def met_begroting(self) -> bool:
        """Whether the rows have an adopted amount beside them."""
        return self.heeft_begroting and self.keuze.groep in ("gemeente", "taakveld")

    @cached_property
    def per_maand(self) -> dict[date, Decimal]:
        return maanden.per_maand(self.stand, self.regels, self.ids)


def lees_keuze(jaar: int, params: Mapping[str, str], blik_op: Stand, naslag: Naslag) -> Keuze:
    """What makes no sense in an address is left out: the page shows what it did understand."""
    mogelijk = {
        "groep": GROEPEN.keys(),
        "gemeente": {gemeente.letter for gemeente in blik_op.gemeenten},
        "ogon": {*naslag.op_waarde("ogon"), GEEN},
        "team": {*naslag.op_waarde("team"), GEEN},
        "taakveld": {GEEN, *(r.taakveld for r in blik_op.regels), *(code for _, code in blik_op.taakvelden)},
    }
    gekozen = {naam: w for naam, kan in mogelijk.items() if (w := params.get(naam, "").strip()) and w in kan}
    return Keuze(jaar, **gekozen)


def kijk(stand: Stand, params: Mapping[str, str]) -> Blik:
    """Two queries beside those of the standing."""
    naslag = Naslag()
    keuze = lees_keuze(stand.jaar, params, stand, naslag)
    return Blik(stand, keuze, naslag, taakvelden.labels(dag=stand.peildatum))
