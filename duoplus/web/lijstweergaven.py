"""Weergaven bewaren en kiezen, en de kolommen van een lijst: alles staat in het adres."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from duoplus import lijsten, lijstweergaven
from duoplus.lijsten import Kolom, Lijst
from duoplus.models import Lijstweergave
from duoplus.web.forms import ActieForm
from duoplus.web.views import ActieView

MIJ = "mij"


def _lijst(request: HttpRequest, naam: str) -> Lijst:
    """The list in the state of the address, or 404 for a name that no list has."""
    try:
        return lijsten.maak(naam, request.GET, request.user)
    except KeyError:
        raise Http404 from None


@require_safe
def overzicht(request: HttpRequest, lijst: str) -> HttpResponse:
    """Every view of this list that this person has, and of whom it is."""
    deze, gebruiker = _lijst(request, lijst), request.user
    weergaven = [
        (weergave, lijsten.maak_met(lijst, weergave, gebruiker))
        for weergave in Lijstweergave.objects.voor(gebruiker, lijst)
    ]
    return render(request, "duoplus/lijstweergaven.html", {"lijst": deze, "weergaven": weergaven})


@require_safe
def tellers(request: HttpRequest, lijst: str) -> HttpResponse:
    """The views with how many rows each holds; the page asks for it once it stands."""
    deze, gebruiker = _lijst(request, lijst), request.user
    weergaven = lijsten.tellers(lijst, Lijstweergave.objects.voor(gebruiker, lijst), gebruiker)
    context = {"lijst": deze, "weergaven": weergaven, "adres": deze.adres(), "tellers": True}
    return render(request, "duoplus/lijstweergave_nav.html", context)


class Plek(NamedTuple):
    """A column on the page where they are chosen, and the addresses that move it."""

    kolom: Kolom
    eerder: str = ""
    later: str = ""
    weg: str = ""
    erbij: str = ""


@require_safe
def kolommen(request: HttpRequest, lijst: str) -> HttpResponse:
    """Choose columns and their order: every press is an address, so it works everywhere and can be undone."""
    deze = _lijst(request, lijst)
    gekozen = [kolom.key for kolom in deze.getoond if kolom.key not in deze.vast]
    context = {
        "lijst": deze,
        "vast": [kolom for kolom in deze.getoond if kolom.key in deze.vast],
        "gekozen": [_gekozen(deze, gekozen, plek) for plek in range(len(gekozen))],
        "rest": [
            Plek(kolom, erbij=_met(deze, [*gekozen, kolom.key]))
            for kolom in deze.toegestaan.values()
            if kolom not in deze.getoond
        ],
        "zelf": deze.adres(kolommen=None),
        "adres": deze.adres(),
    }
    return render(request, "duoplus/lijst_kolommen.html", context)


def _gekozen(lijst: Lijst, gekozen: list[str], plek: int) -> Plek:
    return Plek(
        lijst.toegestaan[gekozen[plek]],
        eerder=_met(lijst, _ruil(gekozen, plek, plek - 1)) if plek > 0 else "",
        later=_met(lijst, _ruil(gekozen, plek, plek + 1)) if plek + 1 < len(gekozen) else "",
        weg=_met(lijst, gekozen[:plek] + gekozen[plek + 1 :]) if len(gekozen) > 1 else "",
    )


def _ruil(gekozen: list[str], een: int, ander: int) -> list[str]:
    nieuw = list(gekozen)
    nieuw[een], nieuw[ander] = nieuw[ander], nieuw[een]
    return nieuw


def _met(lijst: Lijst, sleutels: list[str]) -> str:
    standaard = sleutels == [*lijst.standaardkolommen]
    return lijst.adres(kolommen=None if standaard else ",".join(sleutels))


class WeergaveForm(ActieForm):
    """The name of a view, of whom it is, and whether the list opens with it."""

    naam = forms.CharField(
        label="Naam van de weergave",
        max_length=60,
        help_text="Bijvoorbeeld: Voor het OGON van december",
        error_messages={
            "required": "Geef de weergave een naam.",
            "max_length": "De naam is te lang: hooguit 60 tekens.",
        },
    )
    voor = forms.ChoiceField(
        label="Voor wie is deze weergave?",
        widget=forms.RadioSelect,
        initial=MIJ,
        error_messages={
            "required": "Kies voor wie de weergave is.",
            "invalid_choice": "Deze rol heeft u niet (meer). Kies opnieuw.",
        },
    )
    is_standaard = forms.BooleanField(label="Open de lijst hiermee", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rollen = {str(toewijzing.pk): toewijzing for toewijzing in self.by.rollen}
        keuzes = [(pk, f"Iedereen met de rol {toewijzing}") for pk, toewijzing in self.rollen.items()]
        veld: Any = self.fields["voor"]
        veld.choices = [(MIJ, "Alleen voor mij"), *keuzes]


class WeergaveActie(ActieView):
    """One act on a view of the list that the address names."""

    object: Any
    form_class: type[ActieForm] = WeergaveForm
    template_name = "duoplus/lijstweergave_form.html"
    titel = ""
    knop = "Weergave bewaren"

    @property
    def lijst(self) -> Lijst:
        return _lijst(self.request, self.kwargs["lijst"])

    def get_object(self) -> Any:
        zichtbaar = Lijstweergave.objects.voor(self.request.user, self.kwargs["lijst"])
        return get_object_or_404(zichtbaar, uuid=self.kwargs["uuid"])

    def get_initial(self) -> dict[str, Any]:
        if not isinstance(self.object, Lijstweergave):
            return {}
        return {"naam": self.object.naam, "is_standaard": self.object.is_standaard}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lijst = self.lijst
        return super().get_context_data(
            titel=self.titel,
            knop=self.knop,
            lijst=lijst,
            object_naam=lijst.titel,
            terug_url=f"{lijst.url}{lijst.adres()}",
            **kwargs,
        )


class NieuweWeergave(WeergaveActie):
    titel = "Weergave bewaren"

    def get_object(self) -> Any:
        return self.request.user  # there is no view yet; the list must exist

    def controleer(self) -> None:
        _lijst(self.request, self.kwargs["lijst"])

    def voer_uit(self, form: Any) -> str:
        lijst, gegevens = self.lijst, form.gegevens
        weergave = lijstweergaven.maak(
            lijst.naam,
            by=form.by,
            naam=gegevens["naam"],
            params=lijst.params,
            voor=form.rollen.get(gegevens["voor"]),
            is_standaard=gegevens["is_standaard"],
        )
        messages.success(self.request, f"De weergave ‘{weergave}’ is bewaard.")
        return f"{lijst.url}?weergave={weergave.uuid}"


class WeergaveWijzigen(WeergaveActie):
    """Name and default; with a list in the address also what the view holds."""

    titel = "Weergave wijzigen"

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        del form.fields["voor"]
        return form

    def voer_uit(self, form: Any) -> str:
        lijst, gegevens = self.lijst, form.gegevens
        if self.request.GET:
            gegevens["params"] = lijst.params
        lijstweergaven.wijzig(self.object, by=form.by, versie=form.cleaned_data["versie"], **gegevens)
        messages.success(self.request, f"De weergave ‘{gegevens['naam']}’ is gewijzigd.")
        return f"{lijst.url}?weergave={self.object.uuid}"


class WeergaveVerwijderen(WeergaveActie):
    form_class = ActieForm
    template_name = "duoplus/lijstweergave_verwijderen.html"
    titel = "Weergave verwijderen?"
    knop = "Weergave verwijderen"

    def voer_uit(self, form: Any) -> str:
        lijstweergaven.verwijder(self.object, by=form.by)
        messages.success(self.request, f"De weergave ‘{self.object}’ is verwijderd.")
        return f"{self.lijst.url}?weergave={lijsten.STANDAARD}"
