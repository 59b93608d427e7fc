"""Veel aanvragen tegelijk: kiezen, zien wat er zou gebeuren, doen, en per rij zien wat er gebeurde."""

import uuid
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus import lijsten
from duoplus.models import Gebruiker
from duoplus.web.views import ActieView, getypt
from maatwerk.actions import bulk
from maatwerk.filters import op_nummer
from maatwerk.forms.bulk import FORMS, BulkForm
from maatwerk.models import Aanvraag

LIJST = "aanvragen"


class Knop(NamedTuple):
    """A button above the list."""

    naam: str
    label: str


DOWNLOAD = Knop("downloaden", "Downloaden")


def knoppen(user: Any) -> list[Knop]:
    """What this person may try with rows he chooses; of each row is judged later."""
    return [*(Knop(k.naam, k.label) for k in bulk.KEUZES.values() if k.mag(user)), DOWNLOAD]


class BulkView(ActieView):
    """Three answers to one address: what to fill in, what it would do (``voorbeeld``), and doing it."""

    template_name = "maatwerk/bulk.html"

    def get_object(self) -> Any:
        return self.request.user  # the act is recorded with who did it; the rows are judged one by one

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("maatwerk:aanvraag_list")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.gekozen:
            messages.warning(request, "Kies eerst een of meer aanvragen.")
            return redirect(self.terug)
        if request.POST.get("actie") == DOWNLOAD.naam:
            nummers = ",".join(nummer for nummer, _ in self.gekozen)
            doel = reverse("export", kwargs={"lijst": LIJST, "formaat": "xlsx"})
            return redirect(f"{doel}{self.lijst.adres(nummers=nummers)}")
        if "fase" not in request.POST and self.form_class is not BulkForm:
            return self.render_to_response(self.get_context_data(form=self._leeg()))
        return super().post(request, *args, **kwargs)

    def _leeg(self) -> Any:
        return self.form_class(by=self.request.user, obj=self.object)

    @cached_property
    def keuze(self) -> bulk.Keuze:
        """What to do; 404 for an act there is not, 403 for one that no role of this person has."""
        keuze = bulk.KEUZES.get(self.request.POST.get("actie", ""))
        if keuze is None:
            raise Http404
        if not keuze.mag(self.request.user):  # type: ignore[arg-type]
            raise PermissionDenied(keuze.naam)
        return keuze

    @property
    def form_class(self) -> Any:  # type: ignore[override]
        return FORMS.get(self.keuze.naam, BulkForm)

    @cached_property
    def lijst(self) -> Any:
        """The list the rows were chosen on."""
        adres = QueryDict(self.request.POST.get("adres", "").removeprefix("?"))
        return lijsten.maak(LIJST, adres, self.request.user)

    @property
    def terug(self) -> str:
        return f"{self.lijst.url}{self.lijst.adres()}"

    @cached_property
    def gekozen(self) -> list[tuple[str, int | None]]:
        """Number and version as they stood on screen; with ``alles`` the whole list, as far as it goes."""
        if "alles" in self.request.POST:
            rijen = self.lijst.rijen(0, bulk.MAX_RIJEN)
            return [(rij.nummer, None) for rij in rijen]
        return [_ontleed(tekst) for tekst in self.request.POST.getlist("k")[: bulk.MAX_RIJEN]]

    @cached_property
    def rijen(self) -> list[bulk.Rij]:
        return rijen(self.gekozen, self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        if self.request.POST.get("fase") == "uitvoeren":
            return super().form_valid(form)
        uitkomsten = bulk.proef(self.keuze, self.rijen, by=form.by, gegevens=form.gegevens)
        return self.render_to_response(self.get_context_data(form=form, uitkomsten=uitkomsten))

    def voer_uit(self, form: Any) -> str:
        nummer = str(uuid.uuid4())
        uitkomsten = bulk.voer_uit(self.keuze, self.rijen, by=form.by, gegevens=form.gegevens, bulk=nummer)
        self._meld(uitkomsten)
        return reverse("maatwerk:bulk_verslag", kwargs={"bulk": nummer})

    def _meld(self, uitkomsten: list[bulk.Uitkomst]) -> None:
        gelukt = sum(uitkomst.is_gelukt for uitkomst in uitkomsten)
        meld = messages.success if gelukt == len(uitkomsten) else messages.warning
        meld(self.request, f"Gelukt bij {gelukt} van {len(uitkomsten)}.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        uitkomsten = kwargs.get("uitkomsten")
        return super().get_context_data(
            keuze=self.keuze,
            rijen=self.rijen,
            antwoorden=[(veld.label, getypt(veld) if veld.value() else "") for veld in kwargs["form"].inhoud],
            sleutels=[r.nummer if r.versie is None else f"{r.nummer}:{r.versie}" for r in self.rijen],
            gelukt=sum(uitkomst.is_gelukt for uitkomst in uitkomsten) if uitkomsten else 0,
            totaal=len(self.lijst.sleutels),
            maximum=bulk.MAX_RIJEN,
            adres=self.lijst.adres(),
            terug_url=self.terug,
            **kwargs,
        )


def _ontleed(tekst: str) -> tuple[str, int | None]:
    """``MW-2026-0001:7``; without a number behind it there is no version to compare."""
    tekst = tekst[:60].replace("\0", "")
    nummer, _, versie = tekst.rpartition(":")
    return (nummer, int(versie)) if nummer and versie.isdecimal() else (tekst, None)


def rijen(gekozen: Iterable[tuple[str, int | None]], user: Any) -> list[bulk.Rij]:
    """The chosen requests in the order of the screen, each once, in three queries."""
    versies = dict(gekozen)
    zichtbaar = Aanvraag.objects.visible_to(user).filter(op_nummer(versies))
    met_alles = zichtbaar.select_related("ogon", "team", "behandelaar").prefetch_related("gemeenten")
    gevonden = {aanvraag.kenmerk: aanvraag for aanvraag in met_alles}
    return [_rij(nummer, versie, gevonden.get(nummer)) for nummer, versie in versies.items()]


def _rij(nummer: str, versie: int | None, aanvraag: Aanvraag | None) -> bulk.Rij:
    """The version is fixed here: a preview runs the action, and so changes the object in memory."""
    return bulk.Rij(nummer, aanvraag.versie if aanvraag and versie is None else versie, aanvraag)


@require_safe
def verslag(request: HttpRequest, bulk: str) -> HttpResponse:
    """What happened to each row; it stays, under an address of its own."""
    gebruiker: Any = request.user
    feit = _verslag(str(bulk), gebruiker)
    if feit is None:
        raise Http404
    return render(request, "maatwerk/bulk_klaar.html", feit)


def _verslag(nummer: str, gebruiker: Gebruiker) -> dict[str, Any] | None:
    feit = bulk.verslag(nummer, van=gebruiker)
    if feit is None:
        return None
    uitkomsten = [bulk.Uitkomst(*rij) for rij in feit.gegevens["uitkomsten"]]
    return {
        "keuze": bulk.KEUZES[feit.gegevens["actie"]],
        "op": feit.op,
        "mislukt": [uitkomst for uitkomst in uitkomsten if not uitkomst.is_gelukt],
        "gelukt": [uitkomst for uitkomst in uitkomsten if uitkomst.is_gelukt],
    }
