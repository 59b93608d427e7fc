"""Werkplannen: alle teams van een jaar, één plan, één regel, en wat ermee gedaan wordt."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus import klok, spoor
from duoplus.models import Besluit, Gebeurtenis, Team
from duoplus.web.forms import DoeForm
from duoplus.web.views import DoeView, vereis
from maatwerk import draad
from maatwerk.forms.werkplan import OP_PLAN, OP_REGEL, MaakForm, PlanForm
from maatwerk.planning import werkplan as plannen
from maatwerk.uren.stroom import teams
from ogon.models import Werkplan, Werkplanregel
from ogon.transitions import WERKPLAN

LEZEN, OPSTELLEN, CAPACITEIT = "ogon.view_werkplan", "ogon.opstellen_werkplan", "ogon.view_capaciteit"
LAATSTE = 10  # states of one line
NIEUWSTE = 5  # facts on the page of a plan


@require_safe
def werkplannen(request: HttpRequest) -> HttpResponse:
    """Every team in the chosen year, with its plan where it has one."""
    user: Any = request.user
    vereis(user, LEZEN)
    jaren = _jaren()
    gevraagd = request.GET.get("jaar", "")
    jaar = int(gevraagd) if gevraagd in map(str, jaren) else klok.vandaag().year
    van_jaar = Werkplan.objects.filter(jaar=jaar).select_related("team__afdeling")
    per_team = {plan.werkplan.team_id: plan for plan in plannen.lees(list(van_jaar), user)}
    rijen = [(team, per_team.get(team.pk), user.has_perm(OPSTELLEN, team)) for team in teams(jaar)]
    context = {"jaar": jaar, "jaren": jaren, "rijen": rijen, "aantal": len(per_team)}
    return render(request, "maatwerk/werkplan/lijst.html", context)


def _jaren() -> list[int]:
    """This year and the next, and every year that has a plan."""
    nu = klok.vandaag().year
    return sorted({nu, nu + 1, *Werkplan.objects.order_by().values_list("jaar", flat=True).distinct()})


def gevonden_of_404(user: Any, pk: int, jaar: int) -> Werkplan:
    """Who reads no work plans finds none."""
    if not user.has_perm(LEZEN):
        raise Http404
    alle = Werkplan.objects.select_related("team__afdeling", "gemaakt_door")
    gevonden: Werkplan = get_object_or_404(alle, team=pk, jaar=jaar)
    return gevonden


@require_safe
def werkplan(request: HttpRequest, pk: int, jaar: int) -> HttpResponse:
    """Whether it fits, every line with planned, worked and expected, and what was decided."""
    user: Any = request.user
    gevonden = gevonden_of_404(user, pk, jaar)
    context = {
        "werkplan": gevonden,
        "plan": plannen.lees_een(gevonden, user),
        "ziet_uren": user.has_perm(CAPACITEIT),
        "acties": _knoppen(gevonden, user, OP_PLAN),
        "mag_bijwerken": WERKPLAN.mag(gevonden, "bijwerken", user),
        "vaststellingen": gevonden.vaststellingen.select_related("besluit", "door", "namens"),
        **_verloop(gevonden, alles=request.GET.get("verloop") == "alles"),
    }
    return render(request, "maatwerk/werkplan/plan.html", context)


def _verloop(werkplan: Werkplan, *, alles: bool) -> dict[str, Any]:
    """The latest facts, each with its sentence, and whether there are more; or all of them."""
    over = Gebeurtenis.objects.over(werkplan).select_related("door__organisatie").order_by("-pk")
    feiten = list(over if alles else over[: NIEUWSTE + 1])
    getoond = feiten if alles else feiten[:NIEUWSTE]
    return {
        "verloop": [(feit, spoor.zin(feit)) for feit in getoond],
        "is_er_meer": len(getoond) < len(feiten),
    }


def _knoppen(
    werkplan: Werkplan, user: Any, handelingen: dict[str, type[PlanForm]]
) -> list[tuple[str, str, bool]]:
    """What this person may do now: word in the address, label, and whether it takes something away."""
    return [
        (slug, form.titel, form.negatief)
        for slug, form in handelingen.items()
        if WERKPLAN.mag(werkplan, form.stap, user)
    ]


@require_safe
def werkplanregel(request: HttpRequest, pk: int, jaar: int, regel: int) -> HttpResponse:
    """One line: where it comes from, its hours per quarter, and every state that was recorded."""
    user: Any = request.user
    werkplan = gevonden_of_404(user, pk, jaar)
    gelezen = _leesbare_regel(werkplan, regel, user)
    context = {
        "werkplan": werkplan,
        "regel": gelezen,
        "kwartalen": list(zip(range(1, 5), gelezen.gepland, gelezen.gewerkt, gelezen.verwacht, strict=True)),
        "herkomst": draad.herkomst_van_regel(gelezen, user),
        "standen": gelezen.regel.standen.select_related("door", "namens")[:LAATSTE],  # type: ignore[union-attr]
        "acties": _knoppen(werkplan, user, _op_regel(gelezen)),
    }
    return render(request, "maatwerk/werkplan/regel.html", context)


def _op_regel(gelezen: plannen.Regel) -> dict[str, type[PlanForm]]:
    """The hours of an assignment follow from its bookings: nobody fills them in here."""
    if gelezen.opdracht is None:
        return OP_REGEL
    return {slug: form for slug, form in OP_REGEL.items() if slug != "bijwerken"}


def _leesbare_regel(werkplan: Werkplan, pk: int, user: Any) -> plannen.Regel:
    """A line that this person may not read does not exist."""
    gezocht = (r for r in plannen.lees_een(werkplan, user).regels if r.regel and r.regel.pk == pk)
    regel = next(gezocht, None)
    if regel is None:
        raise Http404
    return regel


def besluitbladzijde(request: HttpRequest, besluit: Besluit, context: dict[str, Any]) -> HttpResponse | None:
    """The decision that adopted a plan; None when it is about something else."""
    vaststelling = getattr(besluit, "werkplan", None)
    if vaststelling is None:
        return None
    return render(request, "maatwerk/werkplan/besluit.html", context | {"vaststelling": vaststelling})


class MakenView(DoeView):
    """A plan for a team that has none in this year."""

    form_class = MaakForm
    object: Team

    def get_object(self) -> Team:
        if not self.request.user.has_perm(LEZEN) or not 2016 <= self.kwargs["jaar"] <= 2100:
            raise Http404
        gevonden: Team = get_object_or_404(Team.objects.select_related("afdeling"), pk=self.kwargs["pk"])
        return gevonden

    def controleer(self) -> None:
        vereis(self.request.user, OPSTELLEN, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"jaar": self.kwargs["jaar"]}

    def voer_uit(self, form: DoeForm) -> Any:
        super().voer_uit(form)
        return reverse("maatwerk:werkplan", args=[self.object.pk, self.kwargs["jaar"]])

    def terug(self) -> str:
        return f"{reverse('maatwerk:werkplannen')}?jaar={self.kwargs['jaar']}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        naam = f"{self.object} {self.kwargs['jaar']}"
        return super().get_context_data(object_naam=naam, **kwargs)


class HandelingView(DoeView):
    """One act on a plan, or on a line of it; what is not an act does not exist."""

    object: Werkplan
    handelingen = OP_PLAN

    def get_object(self) -> Werkplan:
        return gevonden_of_404(self.request.user, self.kwargs["pk"], self.kwargs["jaar"])

    def get_form_class(self) -> type[PlanForm]:
        try:
            return self.handelingen[self.kwargs["handeling"]]
        except KeyError:
            raise Http404 from None

    def controleer(self) -> None:
        vereis(self.request.user, WERKPLAN.permission(self.get_form_class().stap), self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stap = WERKPLAN.stappen[self.get_form_class().stap]
        if self.object.status not in stap.van:
            messages.info(request, WERKPLAN.kan_niet(stap, self.object))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        return [self.get_form_class().bladzijde]

    def terug(self) -> str:
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context_data(
            object_naam=str(self.object),
            lijst_url=f"{reverse('maatwerk:werkplannen')}?jaar={self.object.jaar}",
            lijst_naam="Werkplannen",
            plan=plannen.lees_een(self.object, user),
            **kwargs,
        )


class RegelHandelingView(HandelingView):
    handelingen = OP_REGEL

    @cached_property
    def regel(self) -> Werkplanregel:
        user: Any = self.request.user
        gelezen = _leesbare_regel(self.object, self.kwargs["regel"], user)
        if gelezen.regel is None or self.kwargs["handeling"] not in _op_regel(gelezen):
            raise Http404
        return gelezen.regel

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"regel": self.regel}

    def terug(self) -> str:
        if self.kwargs["handeling"] == "vervallen":
            return super().terug()
        return reverse(
            "maatwerk:werkplanregel", args=[self.object.team_id, self.object.jaar, self.kwargs["regel"]]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object_titel=self.regel.titel, **kwargs)
