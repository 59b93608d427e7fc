"""Op welke opdracht een regel hoort, en of zij daar op die dag nog bij kan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.contenttypes.models import ContentType

from duoplus import klok
from duoplus.calc.nederlands import datum as in_woorden
from duoplus.inlezen.stroom import Apart
from duoplus.models import Gebeurtenis
from maatwerk.actions.overnemen import FEIT, MET_OPDRACHT
from maatwerk.choices import AanvraagStatus as S
from maatwerk.looptijd import Looptijd
from maatwerk.models import Aanvraag, Opdracht

ZONDER_CODE = "Er staat geen projectcode. Kies de opdracht, of laat de regel weg."


@dataclass(frozen=True, slots=True)
class Doel:
    """An assignment: its first and last day for bookings, and the day it was closed, as far as known."""

    opdracht: int
    aanvraag: Aanvraag
    van: date | None = None
    tot: date | None = None
    gesloten: date | None = None

    def keur(self, dag: date, veld: str) -> None:
        """Raises ``Apart`` for a day that this assignment does not have."""
        naam = self.aanvraag.kenmerk
        if self.van and dag < self.van:
            raise Apart(f"{naam} begon op {in_woorden(self.van)}. Kies een latere dag.", veld)
        if self.tot and dag > self.tot:
            raise Apart(f"Boeken op {naam} kon tot en met {in_woorden(self.tot)}.", veld)
        if self.gesloten and dag > self.gesloten:
            raise Apart(f"{naam} is gesloten op {in_woorden(self.gesloten)}.", veld)


class Doelen:
    """Every assignment by each of its names, read once per file.

    One that was taken over from the register has no agreed dates: its start is not known and its end is
    what the municipality hoped for. It takes any day up to and including the day it was closed here.
    """

    def zoek(self, code: str) -> Doel:
        """By the number of the request, its number in the old list, or that of the assignment.

        Raises ``Apart``.
        """
        sleutel = _sleutel(code)
        if not sleutel:
            raise Apart(ZONDER_CODE, "projectcode")
        doel = self._op_naam.get(sleutel)
        if isinstance(doel, Doel):
            return doel
        raise Apart(doel or f"Projectcode ‘{code}’ kennen wij niet. Kies de opdracht.", "projectcode")

    @cached_property
    def _op_naam(self) -> dict[str, Doel | str]:
        namen: dict[str, Doel | str] = {}
        for aanvraag in Aanvraag.objects.filter(opdracht__nummer=None).only("nummer", "extern_nummer"):
            zin = f"Voor {aanvraag.kenmerk} is geen opdracht gegeven. Kies een andere opdracht."
            namen |= dict.fromkeys(_namen(aanvraag.nummer, aanvraag.extern_nummer), zin)
        for opdracht in Opdracht.objects.verleend().select_related("aanvraag"):
            aanvraag = opdracht.aanvraag
            namen |= dict.fromkeys(
                _namen(aanvraag.nummer, aanvraag.extern_nummer, opdracht.nummer), self._als_doel(opdracht)
            )
        return namen

    def _als_doel(self, opdracht: Opdracht) -> Doel | str:
        aanvraag = opdracht.aanvraag
        if aanvraag.status not in MET_OPDRACHT:
            return f"{aanvraag.kenmerk} is {aanvraag.get_status_display().lower()}: daar kan niets op."
        dicht = klok.dag(aanvraag.afgesloten_op) if aanvraag.afgesloten_op else None
        dicht = dicht if aanvraag.status == S.AFGESLOTEN else None
        if opdracht.gestart_op is None and aanvraag.pk in self._overgenomen:
            return Doel(opdracht.pk, aanvraag, gesloten=dicht)
        if opdracht.gestart_op is None:
            return f"De uitvoering van {aanvraag.kenmerk} is nog niet gestart."
        tot = self._looptijd.laatste_dag(opdracht)
        return Doel(opdracht.pk, aanvraag, klok.dag(opdracht.gestart_op), tot, dicht)

    @cached_property
    def _overgenomen(self) -> set[int]:
        feiten = Gebeurtenis.objects.filter(
            soort=FEIT, content_type=ContentType.objects.get_for_model(Aanvraag)
        )
        return set(feiten.values_list("object_id", flat=True))

    @cached_property
    def _looptijd(self) -> Looptijd:
        return Looptijd.lees()


def keuzes() -> list[tuple[str, str]]:
    """Every assignment a line could be for, for who must choose."""
    opdrachten = Opdracht.objects.verleend().filter(aanvraag__status__in=MET_OPDRACHT)
    aanvragen = [opdracht.aanvraag for opdracht in opdrachten.select_related("aanvraag")]
    return sorted((aanvraag.kenmerk, f"{aanvraag.kenmerk} {aanvraag.titel}") for aanvraag in aanvragen)


def _namen(*namen: str | None) -> Iterable[str]:
    return [_sleutel(naam) for naam in namen if naam]


def _sleutel(code: str) -> str:
    return code.strip().upper()
