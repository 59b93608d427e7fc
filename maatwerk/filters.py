"""Waar een lijst op te filteren is. Wat niet klopt in het adres wordt een zin, geen fout."""

from typing import Any

from django import forms
from django_filters import CharFilter, ChoiceFilter, FilterSet

from duoplus import klok, zoeken
from duoplus.models import Gebruiker
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import EINDSTATUS, Aanvraag
from maatwerk.models.aanvraag import AanvraagQuerySet
from maatwerk.reports.aanvragenlijst import Keuze, Naslag
from maatwerk.zoeken import zoekvraag

OPEN = [status for status in S if status not in (*EINDSTATUS, S.CONCEPT)]
STATUSKEUZES = [
    ("open", "Open"),
    ("te_laat", "Te laat"),
    ("alle", "Alle statussen"),
    *((status.value, status.label) for status in S if status != S.CONCEPT),
]
ONBEKEND = "Deze keuze kennen wij niet. Dit filter is overgeslagen."


class Zoektekst(forms.CharField):
    """Words as typed; what cannot be looked for is refused here with a sentence."""

    def to_python(self, value: Any) -> str:
        return zoeken.lees(value or "").tekst


class ZoekFilter(CharFilter):
    field_class = Zoektekst


def kies(label: str, method: str) -> ChoiceFilter:
    return ChoiceFilter(label=label, method=method, error_messages={"invalid_choice": ONBEKEND})


class AanvraagFilter(FilterSet):
    q = ZoekFilter(label="Zoekwoord of nummer", method="zoek")
    gemeente = kies("Gemeente", "van_gemeente")
    ogon = kies("OGON", "van_ogon")
    team = kies("Team", "van_team")
    status = kies("Status", "met_status")

    class Meta:
        model = Aanvraag
        fields: list[str] = []

    def __init__(self, data: Any, queryset: AanvraagQuerySet, *, naslag: Naslag, user: Gebruiker) -> None:
        super().__init__(_met_standaard(data), queryset)
        self.lezer = user
        self.keuzes = {
            soort: {keuze.waarde: keuze for keuze in naslag.van(soort).values()}
            for soort in ("gemeente", "ogon", "team")
        }
        for soort, keuzes in self.keuzes.items():
            self.filters[soort].extra["choices"] = [(keuze.waarde, keuze.naam) for keuze in keuzes.values()]
        self.filters["status"].extra["choices"] = STATUSKEUZES

    @property
    def meldingen(self) -> list[str]:
        """A sentence for each filter in the address that made no sense."""
        velden = self.form.fields
        return [f"{velden[naam].label}: {' '.join(fouten)}" for naam, fouten in self.form.errors.items()]

    @property
    def gekozen(self) -> dict[str, str]:
        """The filters that hold, as they stand in the address."""
        self.form.is_valid()
        return {naam: waarde for naam, waarde in self.form.cleaned_data.items() if waarde}

    def _keuze(self, soort: str, waarde: str) -> Keuze:
        return self.keuzes[soort][waarde]

    def van_gemeente(self, queryset: AanvraagQuerySet, name: str, value: str) -> AanvraagQuerySet:
        return queryset.van_gemeenten([self._keuze(name, value).pk])

    def van_ogon(self, queryset: AanvraagQuerySet, name: str, value: str) -> AanvraagQuerySet:
        return queryset.filter(ogon=self._keuze(name, value).pk)

    def van_team(self, queryset: AanvraagQuerySet, name: str, value: str) -> AanvraagQuerySet:
        return queryset.filter(team=self._keuze(name, value).pk)

    def met_status(self, queryset: AanvraagQuerySet, name: str, value: str) -> AanvraagQuerySet:
        if value == "alle":
            return queryset
        if value == "te_laat":
            return queryset.filter(status__in=OPEN, termijn_op__lt=klok.vandaag())
        return queryset.filter(status__in=OPEN if value == "open" else [value])

    def zoek(self, queryset: AanvraagQuerySet, name: str, value: str) -> AanvraagQuerySet:
        return queryset.filter(zoekvraag(value, self.lezer))


def _met_standaard(data: Any) -> Any:
    """Without a choice the list shows what is open; who searches by word looks everywhere."""
    data = data.copy()
    if not data.get("status"):
        data["status"] = "alle" if data.get("q", "").strip() else "open"
    return data
