"""De week van wie uren schrijft: invullen, vorige week overnemen, indienen."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe
from django.views.generic import View

from duoplus import klok
from duoplus.calc.nederlands import uren as als_uren
from duoplus.models import Vangnet
from duoplus.transitions import Verouderd
from duoplus.web.views import ActieView, vereis
from maatwerk.actions import weken
from maatwerk.forms.weken import WeekForm
from maatwerk.models import Opdracht, Weekconcept
from maatwerk.views.bewaren import bewaarde_invoer
from maatwerk.views.opdracht import standen
from maatwerk.weken.dagen import maandag_van
from maatwerk.weken.week import Sleutel, Week, functiegroepen, lees, naam_van

SCHRIJVEN = "maatwerk.schrijven_week"
INDIENEN, VORIGE, RIJ, BEWAREN = "indienen", "vorige", "rij", "bewaren"
ANDER_APPARAAT = "Deze week is op een ander apparaat of tabblad gewijzigd. Uw uren staan er nog."
MAX_RIJEN = 100


@require_safe
def deze_week(request: HttpRequest) -> HttpResponse:
    vereis(request.user, SCHRIJVEN)
    return redirect("maatwerk:week", maandag=maandag_van(klok.vandaag()))


class WeekMixin:
    """The week of this address, of who looks at it: nobody opens that of somebody else."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def user(self) -> Any:
        return self.request.user

    @property
    def maandag(self) -> date:
        return self.kwargs["maandag"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who writes no hours has no weeks."""
        if not request.user.has_perm(SCHRIJVEN):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @property
    def week_url(self) -> str:
        return reverse("maatwerk:week", args=[self.maandag])

    @cached_property
    def rijen(self) -> list[Sleutel]:
        """The rows on screen, besides those that the week has by itself."""
        bron = self.request.POST if self.request.method == "POST" else self.request.GET
        gelezen = (Sleutel.uit(tekst) for tekst in bron.getlist("rij")[:MAX_RIJEN])
        return [sleutel for sleutel in gelezen if sleutel]

    @cached_property
    def week(self) -> Week:
        return lees(self.user, self.maandag, ook=self.rijen)

    def vul(self, invoer: QueryDict) -> WeekForm:
        """The form with this in it, as if it had been sent."""
        return WeekForm(invoer, by=self.user, obj=self.week.concept, week=self.week)

    @property
    def wat(self) -> dict[str, Any]:
        """What every act on a week wants to know of the screen."""
        return {"versie": self.request.POST.get("versie", ""), "ook": self.rijen}


class WeekView(WeekMixin, ActieView):
    """Every button sends the whole week, so nothing typed is lost whichever is pressed."""

    form_class = WeekForm
    template_name = "maatwerk/uren/week.html"

    def get_object(self) -> Weekconcept:
        return concept_op(self.request, self.user, self.maandag)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"week": self.week}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only handing in is judged; the other buttons keep what is there, good or bad."""
        naar = request.POST.get("naar", BEWAREN)
        if naar == INDIENEN:
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        doe = weken.neem_over if naar == VORIGE else weken.bewaar
        try:
            week = doe(self.user, self.maandag, form.getypt, **self.wat)
        except Verouderd:
            return self.conflict(form, self.object)
        return redirect(self._na(naar, week))

    def _na(self, naar: str, week: Week) -> str:
        if naar == VORIGE:
            messages.success(self.request, "De uren van vorige week staan erbij. Kijk ze na en dien ze in.")
        elif naar == BEWAREN:
            messages.success(self.request, "Uw uren zijn bewaard. Ze zijn nog niet ingediend.")
        return self._adres(week, [self._nieuwe_rij()] if naar == RIJ else [])

    def _nieuwe_rij(self) -> Sleutel | None:
        post = self.request.POST
        return Sleutel.uit(f"{post.get('nieuwe_opdracht', '')}:{post.get('nieuwe_groep', '')}")

    def _adres(self, week: Week, nieuw: Sequence[Sleutel | None]) -> str:
        """Rows without hours live in the address only."""
        leeg = [rij.sleutel for rij in week.rijen if rij.sleutel in self.rijen and not rij.uren]
        rijen = list(dict.fromkeys([*leeg, *(sleutel for sleutel in nieuw if sleutel)]))
        return f"{self.week_url}?{urlencode([('rij', rij) for rij in rijen])}" if rijen else self.week_url

    def voer_uit(self, form: WeekForm) -> str:
        opdrachten = weken.indienen(self.user, self.maandag, form.getypt, **self.wat)
        week = lees(self.user, self.maandag)
        messages.success(
            self.request, f"U heeft {als_uren(week.uren)} uur ingediend voor {naam_van(self.maandag)}."
        )
        for opdracht in opdrachten:
            self._waarschuw(opdracht)
        return self.week_url

    def _waarschuw(self, opdracht: Opdracht) -> None:
        """Booking warns when a ceiling comes near; it does not stop, for the work was done."""
        for stand in standen(opdracht, bedragen=False):
            if stand.signaal:
                messages.warning(self.request, f"{opdracht.nummer}: {stand.meter.zin}. {stand.signaal}")

    def form_invalid(self, form: WeekForm) -> HttpResponse:
        """What was refused is kept too."""
        try:
            week = weken.bewaar(self.user, self.maandag, form.getypt, **self.wat)
        except Verouderd:
            return self.conflict(form, self.object)
        invoer: Any = self.request.POST.copy()
        invoer["versie"] = week.versie
        form.data = invoer
        return super().form_invalid(form)

    def conflict(self, form: WeekForm, obj: Any) -> HttpResponse:
        return toon_versies(self.request, lees(self.user, self.maandag, ook=self.rijen), form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vorige, volgende = (self.maandag + timedelta(days=dagen) for dagen in (-7, 7))
        return super().get_context_data(
            week=self.week,
            weeknaam=naam_van(self.maandag),
            vorige=vorige,
            volgende=volgende if volgende <= klok.vandaag() else None,
            is_deze_week=self.maandag == maandag_van(klok.vandaag()),
            vandaag=klok.vandaag(),
            functiegroepen=functiegroepen(min(klok.vandaag(), self.week.dagen[-1])),
            mag_goedkeuren=self.user.has_perm("maatwerk.goedkeuren_week"),
            **kwargs,
        )


class WeekBewarenView(WeekMixin, View):
    """Autosave, within two seconds of a change."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, maandag: date) -> HttpResponse:
        form = self.vul(request.POST)
        try:
            week = weken.bewaar(self.user, maandag, form.getypt, **self.wat)
        except Verouderd:
            return self._conflict()
        om = week.concept.gewijzigd_op if week.concept else klok.nu()
        return JsonResponse({"versie": week.versie, "bewaard_om": f"{localtime(om):%H.%M}"})

    def _conflict(self) -> JsonResponse:
        """Keep the loser's hours an hour, so that the link can show both versions."""
        pad = reverse("maatwerk:week_versies", args=[self.maandag])
        invoer = {n: w for n, w in self.request.POST.lists() if n == "rij" or n.startswith("u_")}
        vangnet = Vangnet.objects.create(gebruiker=self.user, pad=pad, invoer=invoer)
        return JsonResponse({"melding": ANDER_APPARAAT, "url": f"{pad}?vangnet={vangnet.uuid}"}, status=409)


class VersiesView(WeekMixin, View):
    """Both versions, for who was second while typing."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, maandag: date) -> HttpResponse:
        if (gered := bewaarde_invoer(request)) is None:
            return redirect(self.week_url)
        ook = [sleutel for tekst in gered.getlist("rij") if (sleutel := Sleutel.uit(tekst))]
        self.week = lees(self.user, maandag, ook=ook)
        return toon_versies(request, self.week, self.vul(gered))


def concept_op(request: HttpRequest, medewerker: Any, maandag: date) -> Weekconcept:
    """The draft of this week; looking makes none, doing does."""
    welk = {"medewerker": medewerker, "maandag": maandag}
    if request.method == "POST":
        return Weekconcept.objects.get_or_create(**welk)[0]
    return Weekconcept.objects.filter(**welk).first() or Weekconcept(**welk)


def toon_versies(request: HttpRequest, week: Week, mijn: WeekForm) -> HttpResponse:
    """What differs, side by side. Either version can be kept; until then nothing is lost."""
    getypt = mijn.getypt
    context = {
        "week": week,
        "weeknaam": naam_van(week.maandag),
        "url": reverse("maatwerk:week", args=[week.maandag]),
        "rijen": [
            (mijn.fields[c.naam].label, getypt[rij.sleutel, c.dag], c.tekst)
            for rij in week.rijen
            for c in rij.cellen
            if c.naam in mijn.fields and getypt.get((rij.sleutel, c.dag), c.tekst).strip() != c.tekst
        ],
        "getypt": [(c.naam, getypt[rij.sleutel, c.dag]) for rij, c in mijn.vrij],
    }
    return render(request, "maatwerk/uren/versies.html", context, status=409)
