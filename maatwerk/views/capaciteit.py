"""Hoeveel uren teams hebben, waar die heen gaan en wat er vrij is."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus import klok
from duoplus.models import Team
from duoplus.web.lijst import LijstView
from duoplus.web.views import ActieView, vereis
from maatwerk.forms.capaciteit import InvulForm, VerbeterForm
from maatwerk.forms.stap import StapForm
from maatwerk.uren import stroom
from ogon.calc.waterval import Waterval
from ogon.choices import ConflictStatus
from ogon.models import Capaciteitsregel, Conflict, Toedeling

LEZEN, INVULLEN = "ogon.view_capaciteit", "ogon.invullen_team"
PERIODEN = ((None, "Heel jaar"), (1, "Kwartaal 1"), (2, "Kwartaal 2"), (3, "Kwartaal 3"), (4, "Kwartaal 4"))


@require_safe
def capaciteit(request: HttpRequest) -> HttpResponse:
    """Every team over the chosen year or quarter."""
    vereis(request.user, LEZEN)
    jaren = stroom.jaren()
    jaar = _uit(request, "jaar", jaren) or klok.vandaag().year
    kwartaal = _uit(request, "kwartaal", (1, 2, 3, 4))
    regels = stroom.overzicht(jaar, kwartaal)
    context = {
        "jaar": jaar,
        "jaren": jaren,
        "kwartaal": kwartaal,
        "perioden": PERIODEN,
        "regels": regels,
        "koppen": _koppen(jaar, kwartaal),
        "samen": stroom.samen(regel.stap for regel in regels),
        "delen": [sum(delen) for delen in zip(*(regel.delen for regel in regels), strict=True)],
        "conflicten": Conflict.objects.filter(jaar=jaar, status=ConflictStatus.OPEN).select_related("team"),
        "mag_inlezen": request.user.has_perm("ogon.inlezen_capaciteit"),
        "is_leeg": all(regel.is_leeg for regel in regels),
    }
    return render(request, "maatwerk/capaciteit/overzicht.html", context)


def _koppen(jaar: int, kwartaal: int | None) -> list[str]:
    if kwartaal is None:
        return [f"Kwartaal {nr}" for nr in range(1, 5)]
    return [stroom.maandnaam(maand).capitalize() for maand in stroom.maanden_in(jaar, kwartaal)]


def _uit(request: HttpRequest, naam: str, mogelijk: Any) -> int | None:
    """A number of the address, if it is one of these."""
    tekst = request.GET.get(naam, "")
    getal = int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 5 else None
    return getal if getal in mogelijk else None


@require_safe
def team(request: HttpRequest, pk: int, jaar: int) -> HttpResponse:
    """One team month by month; a chosen term opens to its rows."""
    gevonden = _team_of_404(request, pk, jaar)
    maanden = stroom.maanden_van(jaar)
    stappen = stroom.waterval([gevonden], maanden)[gevonden.pk]
    heel_jaar = stroom.samen(stappen.values())
    context = {
        "team": gevonden,
        "jaar": jaar,
        "jaren": sorted({*stroom.jaren(), jaar}),
        "maanden": [(maand, stroom.maandnaam(maand), stap) for maand, stap in stappen.items()],
        "heel_jaar": heel_jaar,
        "treden": stroom.treden(heel_jaar),
        "termen": stroom.TERMEN,
        "mag_invullen": request.user.has_perm(INVULLEN, gevonden),
        "toedelingen": Toedeling.objects.filter(team=gevonden, jaar=jaar, vervallen_op=None).select_related(
            "ogon", "besluit"
        ),
        "conflict": Conflict.objects.filter(team=gevonden, jaar=jaar, status=ConflictStatus.OPEN).first(),
        **_bron(request, gevonden, stappen),
    }
    return render(request, "maatwerk/capaciteit/team.html", context)


def _bron(request: HttpRequest, team: Team, stappen: dict[date, Waterval]) -> dict[str, Any]:
    """The rows of the chosen term, in the chosen month or the whole year."""
    term, maanden = request.GET.get("term", ""), list(stappen)
    if term not in stroom.TERMEN:
        return {}
    nummer = _uit(request, "maand", range(1, 13))
    gekozen = [maanden[nummer - 1]] if nummer else maanden
    bron = {
        "term": term,
        "termnaam": stroom.TERMEN[term],
        "maand": gekozen[0] if nummer else None,
        "maandnaam": stroom.maandnaam(gekozen[0]) if nummer else "",
        "som": abs(dict(stroom.samen(stappen[maand] for maand in gekozen).termen())[term]),
    }
    if term == stroom.MAATWERK:
        return bron | {"maatwerk": stroom.maatwerkregels(team, gekozen, request.user)}  # type: ignore[arg-type]
    return bron | {"bronregels": stroom.bronregels(team, gekozen, term)}


def _team_of_404(request: HttpRequest, pk: int, jaar: int) -> Team:
    """Who may not see hours of teams finds no team either."""
    if not request.user.has_perm(LEZEN) or not 2000 <= jaar <= 2100:
        raise Http404
    gevonden: Team = get_object_or_404(Team.objects.select_related("afdeling"), pk=pk)
    return gevonden


class CapaciteitListView(LijstView):
    """Alle bronregels van de waterval, te filteren en te downloaden."""

    lijstnaam = "capaciteit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        vereis(request.user, LEZEN)
        return super().dispatch(request, *args, **kwargs)


class RegelView(ActieView):
    """One row of a team, on a page of its own."""

    team: Team
    jaar: int
    form_class: type[StapForm]

    def controleer(self) -> None:
        vereis(self.request.user, INVULLEN, self.team)

    def terug(self) -> str:
        return reverse("maatwerk:capaciteit_team", args=[self.team.pk, self.jaar])

    def voer_uit(self, form: Any) -> str:
        form.voer_uit()
        messages.success(self.request, form.klaar)
        return self.terug()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.form_class
        return super().get_context_data(
            titel=form.titel,
            tekst=form.uitleg,
            knop=form.titel,
            terug_url=self.terug(),
            object_naam=f"{self.team} {self.jaar}",
            lijst_url=f"{reverse('maatwerk:capaciteit')}?jaar={self.jaar}",
            lijst_naam="Capaciteit",
            **kwargs,
        )


class InvullenView(RegelView):
    form_class = InvulForm

    def get_object(self) -> Team:
        self.jaar = self.kwargs["jaar"]
        self.team = _team_of_404(self.request, self.kwargs["pk"], self.jaar)
        return self.team

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"jaar": self.jaar}


class VerbeterenView(RegelView):
    form_class = VerbeterForm

    def get_object(self) -> Capaciteitsregel:
        if not self.request.user.has_perm(LEZEN):
            raise Http404
        regel = get_object_or_404(Capaciteitsregel.objects.select_related("team"), pk=self.kwargs["pk"])
        self.team, self.jaar = regel.team, regel.maand.year
        return regel

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        regel: Any = self.object
        wanneer = f"{stroom.maandnaam(regel.maand)} {regel.maand.year}"
        wat = f"{regel.get_soort_display()}, {regel.omschrijving}, {wanneer}"
        return super().get_context_data(object_titel=wat, **kwargs)
