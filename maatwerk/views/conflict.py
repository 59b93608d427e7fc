"""Teams waarvan OGON's samen te veel vragen, en besluiten die een ander OGON raken."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus import spoor
from duoplus.models import Gebeurtenis, Gremium
from duoplus.web.views import ActieView, vereis
from maatwerk.forms.capaciteit import (
    ConflictOpschalenForm,
    ConflictReactieForm,
    ConsultatieForm,
    VerdeelForm,
)
from maatwerk.forms.stap import StapForm
from maatwerk.models import Aanvraag, Consultatie
from maatwerk.uren.conflicten import stukken
from ogon.actions.opschaling import open_over
from ogon.choices import ConflictStatus
from ogon.models import Conflict, Conflictpartij

LEZEN = "ogon.view_capaciteit"
VOORZITTER = "maatwerk.reageren_consultatie"
LAATSTE = 50


@require_safe
def conflicten(request: HttpRequest) -> HttpResponse:
    """What is on the agenda of the hub, and what was settled."""
    vereis(request.user, LEZEN)
    alle = Conflict.objects.select_related("team", "besluit").prefetch_related("partijen__ogon")
    context = {
        "hub": Gremium.objects.filter(coordineert=True).first(),
        "open": alle.filter(status=ConflictStatus.OPEN).order_by("reactie_voor", "pk"),
        "eerder": alle.exclude(status=ConflictStatus.OPEN)[:LAATSTE],
    }
    return render(request, "maatwerk/capaciteit/conflicten.html", context)


def gevonden_of_404(request: HttpRequest, pk: int) -> Conflict:
    if not request.user.has_perm(LEZEN):
        raise Http404
    gevonden: Conflict = get_object_or_404(Conflict.objects.select_related("team", "besluit"), pk=pk)
    return gevonden


@require_safe
def conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """One team and year: who asks what, side by side, and what everybody thinks of it."""
    gevonden, user = gevonden_of_404(request, pk), request.user
    partijen = list(gevonden.partijen.select_related("ogon", "door", "namens"))
    feiten = Gebeurtenis.objects.over(gevonden).select_related("door__organisatie").order_by("-pk")
    boven = open_over(gevonden)
    context = {
        "conflict": gevonden,
        "hub": Gremium.objects.filter(coordineert=True).first(),
        "vakken": stukken(gevonden, partijen, user),  # type: ignore[arg-type]
        "gevraagd": sum(partij.gevraagd for partij in partijen),
        "tekort": max(sum(partij.gevraagd for partij in partijen) - gevonden.vrij, 0),
        "delen": _delen(gevonden),
        "mag_reageren": [
            partij.ogon for partij in partijen if gevonden.is_open and _mag_reageren(user, partij)
        ],
        "opschaling": boven,
        "mag_verdelen": _mag_nu(gevonden, user, "verdelen") and boven is None,
        "mag_opschalen": _mag_nu(gevonden, user, "opschalen") and boven is None,
        "verloop": [(feit, spoor.zin(feit)) for feit in feiten],
    }
    return render(request, "maatwerk/capaciteit/conflict.html", context)


def _mag_nu(conflict: Conflict, user: Any, wat: str) -> bool:
    return conflict.is_open and user.has_perm(f"ogon.{wat}_conflict", conflict)


def _mag_reageren(user: Any, partij: Conflictpartij) -> bool:
    return user.has_perm("ogon.reageren_conflictpartij", partij)


def _delen(conflict: Conflict) -> list[tuple[str, Decimal]]:
    delen = conflict.besluit.gegevens["delen"] if conflict.besluit else ()
    return [(deel["ogon"], Decimal(deel["deel"]) * 100) for deel in delen]


class ConflictView(ActieView):
    """An act on a conflict, which opens it again afterwards."""

    conflict_: Conflict
    form_class: type[StapForm]

    def voer_uit(self, form: Any) -> Conflict:
        form.voer_uit()
        messages.success(self.request, form.klaar)
        return self.conflict_

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.conflict_.is_open:
            messages.info(request, f"Dit kan niet meer: het is ‘{self.conflict_.get_status_display()}’.")
            return redirect(self.conflict_)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.form_class
        return super().get_context_data(
            titel=form.titel,
            tekst=form.uitleg,
            knop=form.knop or form.titel,
            terug_url=self.conflict_.get_absolute_url(),
            object_naam=str(self.conflict_),
            lijst_url=reverse("maatwerk:conflicten"),
            lijst_naam="Te verdelen uren",
            **kwargs,
        )


class ReagerenView(ConflictView):
    form_class = ConflictReactieForm

    def get_object(self) -> Conflictpartij:
        self.conflict_ = gevonden_of_404(self.request, self.kwargs["pk"])
        partijen = self.conflict_.partijen.select_related("ogon")
        partij: Conflictpartij = get_object_or_404(partijen, ogon__slug=self.kwargs["slug"])
        partij.conflict = self.conflict_
        return partij

    def controleer(self) -> None:
        vereis(self.request.user, "ogon.reageren_conflictpartij", self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object_titel=str(self.object.ogon), **kwargs)  # type: ignore[attr-defined]


class VerdelenView(ConflictView):
    form_class = VerdeelForm

    def get_object(self) -> Conflict:
        self.conflict_ = gevonden_of_404(self.request, self.kwargs["pk"])
        return self.conflict_

    def controleer(self) -> None:
        vereis(self.request.user, "ogon.verdelen_conflict", self.object)


class OpschalenView(ConflictView):
    form_class = ConflictOpschalenForm

    def get_object(self) -> Conflict:
        self.conflict_ = gevonden_of_404(self.request, self.kwargs["pk"])
        return self.conflict_

    def controleer(self) -> None:
        vereis(self.request.user, "ogon.opschalen_conflict", self.object)


class ConsultatieView(ActieView):
    """A decision that moves a promise of this OGON: read it, and for its chair: react once."""

    form_class = ConsultatieForm
    template_name = "maatwerk/capaciteit/consultatie.html"

    def get_object(self) -> Consultatie:
        gelezen = Consultatie.objects.select_related("aanvraag", "ogon", "besluit__gremium", "door", "namens")
        return get_object_or_404(gelezen.filter(_leest(self.request.user)), pk=self.kwargs["pk"])

    def controleer(self) -> None:
        if self.request.method == "POST":
            vereis(self.request.user, VOORZITTER, self.object)

    def voer_uit(self, form: Any) -> Any:
        consultatie = form.voer_uit()
        messages.success(self.request, form.klaar)
        return consultatie

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consultatie: Any = self.object
        user = self.request.user
        ziet_aanvraag = user.has_perm("maatwerk.view_aanvraag", consultatie.aanvraag)
        return super().get_context_data(
            titel="Reageren op een besluit",
            tekst="" if consultatie.op else self.form_class.uitleg,
            knop="Reageren",
            terug_url=consultatie.ogon.get_absolute_url(),
            object_naam=str(consultatie.ogon),
            object_titel=consultatie.aanvraag.titel if self._herkent() else "",
            ziet_aanvraag=ziet_aanvraag,
            mag_reageren=consultatie.op is None and user.has_perm(VOORZITTER, consultatie),
            **kwargs,
        )

    def _herkent(self) -> bool:
        consultatie: Any = self.object
        bekend = Aanvraag.objects.recognisable_to(self.request.user)
        return bekend.filter(pk=consultatie.aanvraag_id).exists()


def _leest(user: Any) -> Q:
    """Who has a role in the OGON that is asked or that decided; who reads all that OGON's do."""
    if user.heeft_rol("concerncontroller", "directieberaad", "bestuursadviseur", "accountant", "beheerder"):
        return Q()
    gremia = user.gremia()
    return Q(ogon__in=gremia) | Q(besluit__gremium__in=gremia)
