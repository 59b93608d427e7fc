"""Wat als: de scenario's van een OGON, het plan met één scenario erop, en een paar naast elkaar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus.calc.nederlands import datum
from duoplus.models import Besluit, Gebruiker
from duoplus.web.forms import ActieForm
from duoplus.web.views import ActieView, PartialMixin, vereis
from maatwerk.actions import scenario as acties
from maatwerk.choices import Oorzaak
from maatwerk.forms.scenario import (
    HANDELINGEN,
    NieuwScenarioForm,
    OvernemenForm,
    ScenarioActieForm,
    ZetForm,
    data,
)
from maatwerk.jaarcyclus.tafel import ogons_van
from maatwerk.models import Aanvraag, Ronde, Scenario
from maatwerk.planning.plan import Plan, lees_plan
from maatwerk.planning.scenario import Uitkomst, Uitkomstregel, reken
from maatwerk.planning.wijzigingen import als_zin
from ogon.models import Ogon

MAX_NAAST_ELKAAR = 3
NAMEN = ("a", "b", "c")


def ogon_van(user: Any, slug: str) -> Ogon:
    """An OGON that this person has to do with and may compute for; another does not exist."""
    ogon = get_object_or_404(ogons_van(user).select_related("programma"), slug=slug)
    vereis(user, acties.MAKEN, ogon)
    return ogon


def scenarios_van(user: Gebruiker, ogon: Ogon) -> QuerySet[Scenario]:
    """One's own, what others shared, and what was adopted (``maatwerk.view_scenario`` as a set)."""
    zichtbaar = Q(door=user) | Q(gedeeld=True) | Q(besluit__isnull=False)
    scenarios = Scenario.objects.filter(zichtbaar, ogon=ogon)
    return scenarios.select_related("door", "besluit", "ogon").order_by("-gemaakt_op", "-pk")


class ScenariosView(ActieView):
    """Welke scenario's er zijn, en er een beginnen."""

    form_class = NieuwScenarioForm
    object: Ogon
    template_name = "maatwerk/scenario/lijst.html"

    def get_object(self) -> Ogon:
        return ogon_van(self.request.user, self.kwargs["slug"])

    @property
    def zichtbaar(self) -> QuerySet[Scenario]:
        return scenarios_van(self.request.user, self.object)  # type: ignore[arg-type]

    def get_form_kwargs(self) -> dict[str, Any]:
        rondes = Ronde.objects.open().filter(cyclus__ogon=self.object).select_related("cyclus__ogon")
        ronde = rondes.order_by("-cyclus__jaar").first()
        return super().get_form_kwargs() | {"zichtbaar": self.zichtbaar, "ronde": ronde}

    def get_initial(self) -> dict[str, Any]:
        """The board links here with its own order chosen."""
        return super().get_initial() | {"begin": self.request.GET.get("begin", "")}

    def voer_uit(self, form: NieuwScenarioForm) -> Scenario:
        return form.voer_uit()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(ogon=self.object, scenarios=list(self.zichtbaar), **kwargs)


class VanScenario(ActieView):
    """What the pages of one scenario share: the scenario of the address and what it does now."""

    perm = acties.ZIEN
    object: Scenario

    @property
    def gebruiker(self) -> Any:
        return self.request.user

    def get_object(self) -> Scenario:
        ogon = ogon_van(self.gebruiker, self.kwargs["slug"])
        return get_object_or_404(scenarios_van(self.gebruiker, ogon), pk=self.kwargs["pk"])

    def controleer(self) -> None:
        vereis(self.gebruiker, self.perm, self.object)

    @cached_property
    def plan(self) -> Plan:
        return lees_plan(self.object.ogon)

    @property
    def uitkomst(self) -> Uitkomst:
        return reken(self.plan, self.object.wijzigingen)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scenario = self.object
        return super().get_context_data(
            ogon=scenario.ogon, scenario=scenario, scenario_url=scenario.get_absolute_url(), **kwargs
        )


class ScenarioView(PartialMixin, VanScenario):
    """Het plan met het scenario erop, één verplaatsing tegelijk; een ouder scherp krijgt 409."""

    form_class = ZetForm
    template_name = "maatwerk/scenario/scenario.html"
    partial = "scenario"
    gezegd = ""
    verplaatst = ""

    def controleer(self) -> None:
        super().controleer()
        if self.request.method == "POST":
            vereis(self.gebruiker, acties.WIJZIGEN, self.object)

    def voer_uit(self, form: ZetForm) -> str:
        wijziging = form.voer_uit()
        self.verplaatst = wijziging["aanvraag"]
        return f"{self.object.get_absolute_url()}#rij-{self.verplaatst}"

    def form_valid(self, form: ZetForm) -> HttpResponse:
        antwoord = super().form_valid(form)
        if antwoord.status_code != 302 or not self.verplaatst:
            return antwoord
        self.gezegd = _gezegd(self.uitkomst, self.verplaatst)
        if self.is_deel:
            return self.render_to_response(self.get_context_data(form=None))
        messages.success(self.request, self.gezegd)
        return antwoord

    def conflict(self, form: ZetForm, obj: Any) -> HttpResponse:
        """The scenario as it stands now, with what was not done."""
        niet_gedaan = als_zin(self.plan, form.cleaned_data["zet"])
        return self.render_to_response(self.get_context_data(form=form, niet_gedaan=niet_gedaan), status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scenario, user, uitkomst = self.object, self.gebruiker, self.uitkomst
        return super().get_context_data(
            uitkomst=uitkomst,
            zichtbaar=_zichtbaar(user, uitkomst),
            wijzigingen=_wijzigingen(uitkomst),
            obstakels=acties.wat_ontbreekt(uitkomst),
            mag=not scenario.besluit_id and user.has_perm(acties.WIJZIGEN, scenario),
            mag_overnemen=not scenario.besluit_id and user.has_perm(acties.OVERNEMEN, scenario),
            verse=ActieForm(by=user, obj=scenario),
            gezegd=self.gezegd,
            **kwargs,
        )


def _gezegd(uitkomst: Uitkomst, sleutel: str) -> str:
    """What happened, and what it does: the line that is read aloud."""
    regel = uitkomst.regel_van(sleutel)
    staat = f"‘{regel.regel.titel}’ staat nu op plaats {regel.plaats} van {len(uitkomst.in_plan)}."
    straks = regel.verschuiving.straks
    klaar = f"Klaar op {datum(straks)}." if straks else "Past niet."
    aantal = len(uitkomst.breekt)
    gevolg = {0: "Geen belofte schuift.", 1: "1 belofte schuift."}.get(aantal, f"{aantal} beloften schuiven.")
    return f"{staat} {klaar} {gevolg}"


def _zichtbaar(user: Any, uitkomst: Uitkomst) -> set[int]:
    """Whose dossier may be opened; of the others only number and title are shown, not the municipality."""
    aanvragen = {r.regel.aanvraag.pk: r.regel.aanvraag for r in uitkomst.regels if r.regel.aanvraag}
    zichtbaar = Aanvraag.objects.visible_to(user).filter(pk__in=aanvragen).values_list("pk", flat=True)
    pks = set(zichtbaar)
    prefetch_related_objects([aanvragen[pk] for pk in pks], "gemeenten")
    return pks


def _wijzigingen(uitkomst: Uitkomst) -> list[tuple[int, str, str]]:
    """Number, sentence, and why it no longer applies if it does not."""
    plan, vervallen = uitkomst.plan, uitkomst.vervallen
    return [(nr, als_zin(plan, w), vervallen.get(nr, "")) for nr, w in enumerate(uitkomst.wijzigingen)]


class HandelingView(VanScenario):
    """Iets toevoegen, weghalen, delen, weggooien of overnemen, op een eigen bladzijde."""

    form_class: type[ScenarioActieForm]

    def get_object(self) -> Scenario:
        if self.kwargs["handeling"] not in HANDELINGEN:
            raise Http404
        return super().get_object()

    def controleer(self) -> None:
        super().controleer()
        _, perm, met_regel = HANDELINGEN[self.kwargs["handeling"]]
        vereis(self.gebruiker, perm, self.object)
        self.berekend = self.uitkomst
        self.regel = self._regel() if met_regel else None

    def _regel(self) -> Uitkomstregel:
        gevraagd = self.request.GET.get("regel")
        for regel in self.berekend.in_plan:
            if regel.sleutel == gevraagd:
                return regel
        raise Http404

    def get_form_class(self) -> type[ScenarioActieForm]:
        return HANDELINGEN[self.kwargs["handeling"]][0]

    def get_template_names(self) -> list[str]:
        is_overnemen = self.kwargs["handeling"] == "overnemen"
        return ["maatwerk/scenario/overnemen.html" if is_overnemen else "components/actie.html"]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"uitkomst": self.berekend, "regel": self.regel}

    def get_initial(self) -> dict[str, Any]:
        nr = self.request.GET.get("nr", "")
        return super().get_initial() | ({"nr": int(nr)} if nr.isdecimal() else {})

    def voer_uit(self, form: ScenarioActieForm) -> str:
        messages.success(self.request, form.voer_uit())
        scenario = self.object
        return (
            scenario.get_absolute_url()
            if scenario.pk
            else reverse("maatwerk:scenarios", args=[scenario.ogon.slug])
        )

    def conflict(self, form: Any, obj: Any) -> HttpResponse:
        if not isinstance(form, OvernemenForm):
            return super().conflict(form, obj)
        vers = form.opnieuw()
        context = self.get_context_data(form=vers, conflict=_verschillen(form.gezien_data, self.berekend))
        return self.render_to_response(context, status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form, scenario = context["form"], self.object
        return context | {
            "titel": form.titel,
            "knop": form.knop,
            "tekst": form.uitleg,
            "negatief": form.negatief,
            "terug_url": scenario.get_absolute_url(),
            "object_naam": scenario.naam,
            "lijst_url": reverse("maatwerk:scenarios", args=[scenario.ogon.slug]),
            "lijst_naam": f"Wat als, {scenario.ogon.naam}",
            "uitkomst": self.berekend,
            "obstakels": acties.wat_ontbreekt(self.berekend),
            "nog_te_doen": acties.nog_te_doen(self.berekend),
        }


def _verschillen(gezien: dict[str, str], nu: Uitkomst) -> list[tuple[str, date | None, date | None]]:
    """Title, the date as the page had it, and the date now, of each line for which they differ."""
    straks = data(nu)
    return [
        (nu.plan.bekend[sleutel].titel if sleutel in nu.plan.bekend else sleutel, _dag(eerst), _dag(dan))
        for sleutel in {**gezien, **straks}
        if (eerst := gezien.get(sleutel, "-")) != (dan := straks.get(sleutel, "-"))
    ]


def _dag(dag: str) -> date | None:
    return None if dag == "-" else date.fromisoformat(dag)


def overgenomen(request: HttpRequest, besluit: Besluit, scenario: Scenario) -> HttpResponse:
    """The decision by which a scenario was adopted, as it was frozen; for who may know of it."""
    gegevens = besluit.gegevens
    context = {
        "besluit": besluit,
        "scenario": scenario,
        "ogon": scenario.ogon,
        "regels": [_bevroren(regel) for regel in gegevens["verslag"]["regels"]],
        "oorzaken": _oorzaken(gegevens),
        "wijzigingen": gegevens["verslag"]["wijzigingen"],
        "nog_te_doen": gegevens["nog_te_doen"],
    }
    return render(request, "maatwerk/scenario/besluit.html", context)


def _bevroren(regel: dict[str, Any]) -> dict[str, Any]:
    dagen = {naam: _dag(regel[naam] or "-") for naam in ("beloofd", "nu", "straks")}
    return regel | dagen


def _oorzaken(gegevens: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Title, cause and explanation of each promise that moved."""
    titels = {regel["sleutel"]: regel["titel"] for regel in gegevens["verslag"]["regels"]}
    return [
        (titels[sleutel], Oorzaak(soort).label, tekst)
        for sleutel, (soort, tekst) in gegevens["oorzaken"].items()
    ]


# Side by side -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rij:
    """One line of the plan in every scenario; ``anders`` when they do not all end on the same day."""

    titel: str
    met: tuple[tuple[Scenario, Uitkomstregel | None], ...]

    @property
    def anders(self) -> bool:
        return len({(r.verschuiving.straks, r.is_weg) if r else None for _, r in self.met}) > 1

    @property
    def beloofd(self) -> date | None:
        return next((r.verschuiving.beloofd for _, r in self.met if r), None)


@require_safe
def vergelijken(request: HttpRequest, slug: str) -> HttpResponse:
    """Two or three scenarios in columns, with what differs marked."""
    ogon = ogon_van(request.user, slug)
    bekend = {str(scenario.pk): scenario for scenario in scenarios_van(request.user, ogon)}  # type: ignore[arg-type]
    gekozen = [bekend[pk] for pk in _gevraagd(request) if pk in bekend]
    if len(gekozen) < len(_gevraagd(request)):
        raise Http404
    plan = lees_plan(ogon) if gekozen else None
    uitkomsten = [(scenario, reken(plan, scenario.wijzigingen)) for scenario in gekozen] if plan else []
    context = {
        "ogon": ogon,
        "scenarios": list(bekend.values()),
        "kolommen": uitkomsten,
        "rijen": _rijen(uitkomsten),
        "namen": NAMEN,
        "gekozen": dict(zip(NAMEN, _gevraagd(request), strict=False)),
    }
    return render(request, "maatwerk/scenario/vergelijken.html", context)


def _gevraagd(request: HttpRequest) -> list[str]:
    """The scenarios asked for, each once."""
    gevraagd = [request.GET.get(naam, "") for naam in NAMEN]
    return list(dict.fromkeys(pk for pk in gevraagd if pk))


def _rijen(kolommen: Sequence[tuple[Scenario, Uitkomst]]) -> list[Rij]:
    """Work without a request has its title for a key: two scenarios number theirs each from one."""
    per_scenario = [{(r.sleutel, r.regel.titel): r for r in uitkomst.regels} for _, uitkomst in kolommen]
    alle = dict.fromkeys(plek for regels in per_scenario for plek in regels)
    scenarios = [scenario for scenario, _ in kolommen]
    return [
        Rij(plek[1], tuple((s, regels.get(plek)) for s, regels in zip(scenarios, per_scenario, strict=True)))
        for plek in alle
    ]
