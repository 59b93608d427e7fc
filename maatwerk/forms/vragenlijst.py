"""De vijf stappen samen: wat compleet is, wat er nog mist en wat er wordt ingediend."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from duoplus.models import Bijlage, Gebruiker, Organisatie
from maatwerk.forms.indienen import DocumentenForm, DoelForm, KostenForm, PlanningForm, VraagForm
from maatwerk.forms.indienstap import StapForm
from maatwerk.indienkeuzes import Keuzes
from maatwerk.models import Aanvraag

STAPPEN: list[type[StapForm]] = [VraagForm, DoelForm, PlanningForm, KostenForm, DocumentenForm]


@dataclass(frozen=True)
class Gat:
    """What is still missing or wrong, and where to mend it."""

    tekst: str
    doel: str


class Vragenlijst:
    """The five steps of one draft, filled in with what was kept."""

    def __init__(self, concept: Aanvraag, *, by: Gebruiker, keuzes: Keuzes) -> None:
        self.concept, self.by, self.keuzes = concept, by, keuzes

    def open(self, nummer: int, extra: Mapping[str, Any] | None = None) -> StapForm:
        """The step as it was left, without judging it."""
        return self._maak(nummer, initial=self.concept.concept_invoer | (extra or {}))

    def toets(self, nummer: int) -> StapForm:
        """The step as it was left, checked."""
        vast = {"versie": self.concept.versie, "stap": nummer}
        return self._maak(nummer, data=self.concept.concept_invoer | vast)

    def _maak(self, nummer: int, **opties: Any) -> StapForm:
        return STAPPEN[nummer - 1](by=self.by, obj=self.concept, keuzes=self.keuzes, **opties)

    @cached_property
    def getoetst(self) -> list[StapForm]:
        return [self.toets(stap.nummer) for stap in STAPPEN]

    @cached_property
    def compleet(self) -> set[int]:
        """The steps that were opened and have no gaps."""
        invoer = self.concept.concept_invoer
        return {f.nummer for f in self.getoetst if f.is_valid() and any(naam in invoer for naam in f.namen())}

    @property
    def verder(self) -> int:
        """The step to go on with."""
        return next((stap.nummer for stap in STAPPEN if stap.nummer not in self.compleet), len(STAPPEN))

    @cached_property
    def gaten(self) -> list[Gat]:
        return list(self._gaten())

    def _gaten(self) -> Iterator[Gat]:
        for form in self.getoetst:
            for veld, meldingen in form.errors.items():
                pad = f"{adres(self.concept, form.nummer)}&controle=ja#{form.rij(veld).veld}"
                yield from (Gat(str(melding), pad) for melding in meldingen)

    def velden(self) -> dict[str, Any]:
        """Every checked answer under the names of the model; only when there are no gaps."""
        return {naam: waarde for form in self.getoetst for naam, waarde in form.velden().items()}

    def gemeenten(self) -> list[Organisatie]:
        return next(form for form in self.getoetst if isinstance(form, DoelForm)).gekozen_gemeenten()

    def antwoorden(self, bijlagen: Iterable[Bijlage]) -> list[dict[str, Any]]:
        """The answers as read on screen, to be frozen for the receipt."""
        stappen = [
            {"titel": form.kop, "rijen": [{"label": r.label, "waarde": r.waarde} for r in form.rijen()]}
            for form in self.getoetst
        ]
        namen = "\n".join(bijlage.naam for bijlage in bijlagen)
        stappen[-1]["rijen"].insert(0, {"label": "Documenten", "waarde": namen})  # type: ignore[attr-defined]
        return stappen


def adres(concept: Aanvraag, nummer: int) -> str:
    return f"{reverse('maatwerk:concept', args=[concept.uuid])}?stap={nummer}"
