"""Een andere verdeelsleutel uitproberen op wat in een jaar is geboekt. Er wordt niets bewaard.

A shared assignment is split per key period as a whole (design rule 4): its bookings in that period are
added up, then split, so the parts equal the whole to the cent.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from duoplus.models import Gebruiker, Organisatie
from maatwerk.calc.verdeling import OngeldigeVerdeling, Sleutelperiode, verdeel
from maatwerk.models import Aanvraag, Boeking, Opdracht, Verdeelsleutel
from maatwerk.models.aanvraag import bij_rol
from maatwerk.rules import ZIET_ALLE_BEDRAGEN, ZIET_BEDRAGEN_GEMEENTE

NUL = Decimal(0)

Delen = dict[int, Decimal]  # municipality (its pk) → euro
Periode = Sleutelperiode[int]


@dataclass(frozen=True)
class Regel:
    """One assignment in that year: euro in all, and per municipality as it is and as it would be."""

    opdracht: Opdracht
    bedrag: Decimal
    nu: Delen
    proef: Delen


@dataclass(frozen=True)
class Proef:
    """``perioden`` are the keys of the year with what was booked under each; a change cuts the year."""

    gemeenten: list[Organisatie]
    regels: list[Regel]
    perioden: list[tuple[Periode, Decimal]]

    @property
    def totaal(self) -> Decimal:
        return sum((regel.bedrag for regel in self.regels), NUL)

    @property
    def uitkomst(self) -> list[tuple[Organisatie, Decimal, Decimal, Decimal]]:
        """Per municipality: as it is, as it would be, and the difference."""
        return [(g, n := self._som("nu", g), p := self._som("proef", g), p - n) for g in self.gemeenten]

    def _som(self, welke: str, gemeente: Organisatie) -> Decimal:
        return sum((getattr(regel, welke)[gemeente.pk] for regel in self.regels), NUL)


def sleutels(jaar: int, user: Gebruiker) -> QuerySet[Verdeelsleutel]:
    """The keys that hold somewhere in this year, as far as they divide money this person may see."""
    in_jaar = Q(van__lte=date(jaar, 12, 31)) & (Q(tot=None) | Q(tot__gte=date(jaar, 1, 1)))
    alle = Verdeelsleutel.objects.filter(in_jaar).with_aandelen().order_by("-van", "naam")
    if user.heeft_rol(*ZIET_ALLE_BEDRAGEN):
        return alle
    eigen = [t.organisatie_id for t in user.rollen if t.rol in ZIET_BEDRAGEN_GEMEENTE]
    return alle.filter(aandelen__organisatie__in=eigen).distinct()


def probeer(sleutel: Verdeelsleutel, jaar: int, aandelen: Mapping[int, Decimal], user: Gebruiker) -> Proef:
    """What each municipality of this key would have paid with ``aandelen`` (fractions of 1).

    Raises ``OngeldigeVerdeling`` when they do not total 1, or when a booking falls on a day without a key.
    """
    gemeenten = sorted((a.organisatie for a in sleutel.aandelen.all()), key=lambda g: g.volgorde)
    anders = Periode(date(jaar, 1, 1), None, dict(aandelen))
    perioden = _perioden(frozenset(g.pk for g in gemeenten))
    geboekt = _geboekt(_opdrachten(gemeenten, sleutel, user), jaar)
    van = {opdracht.pk: _voor(opdracht, perioden) for opdracht, _ in geboekt}
    regels = [_regel(opdracht, boekingen, van[opdracht.pk], anders) for opdracht, boekingen in geboekt]
    return Proef(gemeenten, regels, _samen(_per_periode(van[o.pk], boekingen) for o, boekingen in geboekt))


def _opdrachten(
    gemeenten: Sequence[Organisatie], sleutel: Verdeelsleutel, user: Gebruiker
) -> QuerySet[Opdracht]:
    """Assignments shared by exactly these municipalities whose amounts this person may see.

    With a key of one programme only those of that programme.
    """
    mag = bij_rol(user, alle=ZIET_ALLE_BEDRAGEN, eigen_gemeente=ZIET_BEDRAGEN_GEMEENTE)
    aanvragen = (
        Aanvraag.objects.visible_to(user)
        .filter(mag)
        .annotate(
            alle=Count("deelnemers", distinct=True),
            mee=Count("deelnemers", filter=Q(deelnemers__organisatie__in=gemeenten), distinct=True),
        )
    )
    samen = aanvragen.filter(alle=len(gemeenten), mee=len(gemeenten)).values("pk")
    alle = Opdracht.objects.verleend().filter(aanvraag__in=samen).select_related("aanvraag__ogon")
    programma = sleutel.programma_id
    return alle if programma is None else alle.filter(aanvraag__ogon__programma=programma)


def _geboekt(opdrachten: Any, jaar: int) -> list[tuple[Opdracht, list[tuple[date, Decimal]]]]:
    per_dag = (
        Boeking.objects.filter(opdracht__in=opdrachten.values("pk"), datum__year=jaar)
        .order_by("datum")
        .values_list("opdracht", "datum")
        .annotate(Sum("bedrag"))
    )
    dagen: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for pk, dag, bedrag in per_dag:
        dagen[pk].append((dag, bedrag))
    return [(o, dagen[o.pk]) for o in opdrachten.order_by("nummer") if o.pk in dagen]


def _perioden(gemeenten: frozenset[int]) -> list[tuple[int | None, Periode]]:
    """Every key that these municipalities ever had together, with its programme, the oldest first."""
    alle = Verdeelsleutel.objects.with_aandelen().order_by("van")
    return [
        (s.programma_id, Periode(s.van, s.tot, fracties))
        for s in alle
        if (fracties := s.als_fracties()).keys() == gemeenten
    ]


def _voor(opdracht: Opdracht, perioden: list[tuple[int | None, Periode]]) -> list[Periode]:
    """The keys for this assignment: those of its programme before those for every programme."""
    ogon = opdracht.aanvraag.ogon
    eigen = [periode for programma, periode in perioden if ogon and programma == ogon.programma_id]
    return [*eigen, *(periode for programma, periode in perioden if programma is None)]


def _samen(delen: Iterable[list[tuple[Periode, Decimal]]]) -> list[tuple[Periode, Decimal]]:
    """What was booked under each key in all, the oldest key first."""
    sommen: dict[int, tuple[Periode, Decimal]] = {}
    for periode, som in chain.from_iterable(delen):
        sommen[id(periode)] = (periode, sommen.get(id(periode), (periode, NUL))[1] + som)
    return sorted(sommen.values(), key=lambda deel: deel[0].van)


def _regel(
    opdracht: Opdracht, boekingen: list[tuple[date, Decimal]], perioden: list[Periode], anders: Periode
) -> Regel:
    bedrag = sum((b for _, b in boekingen), NUL)
    nu = dict.fromkeys(anders.aandelen, NUL)
    for periode, som in _per_periode(perioden, boekingen):
        for gemeente, deel in verdeel(som, periode.aandelen).items():
            nu[gemeente] += deel
    return Regel(opdracht, bedrag, nu, verdeel(bedrag, anders.aandelen))


def _per_periode(
    perioden: list[Periode], boekingen: list[tuple[date, Decimal]]
) -> list[tuple[Periode, Decimal]]:
    """Only periods under which something was booked."""
    sommen: dict[int, Decimal] = defaultdict(Decimal)
    for dag, bedrag in boekingen:
        sommen[_plaats(perioden, dag)] += bedrag
    return [(perioden[plaats], som) for plaats, som in sorted(sommen.items())]


def _plaats(perioden: list[Periode], dag: date) -> int:
    plaats = next((n for n, periode in enumerate(perioden) if periode.geldt_op(dag)), None)
    if plaats is None:
        raise OngeldigeVerdeling(f"Op {dag:%d-%m-%Y} geldt geen verdeelsleutel voor deze gemeenten.")
    return plaats
