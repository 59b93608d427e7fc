"""Vergaderingen: wat er komt en was, één vergadering met haar agenda, en wat iemand ermee doet."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duoplus import klok, leden, overleg
from duoplus.actions import agenda as acties
from duoplus.actions import vergaderen
from duoplus.choices import AanwezigheidStand, BijlageSoort, PuntStatus
from duoplus.choices import VergaderingStatus as S
from duoplus.models import Agendapunt, Bijlage, Gebruiker, Gremium, Vergadering
from duoplus.overleg import PUNT, VERGADERING
from duoplus.transitions import StapKanNiet
from duoplus.web.downloads import bijlage_als_download
from duoplus.web.forms import ActieForm
from duoplus.web.overleg.blad import ONBEKEND, Blad, kaarten_van
from duoplus.web.overleg.forms import (
    ADRES,
    PUNTHANDELINGEN,
    VERGADERSTAPPEN,
    AgendaForm,
    BesluitForm,
    HandelingForm,
    PlanForm,
    PuntForm,
    ReeksForm,
    StapForm,
    overleggen_van,
    permissie,
)
from duoplus.web.views import ActieView, DoeView, PartialMixin, vereis

LIJST = ("Vergaderingen", "vergaderingen")
PER_BLADZIJDE = 25
KOMEND = 30
VOORBIJ = (S.BEZIG, S.GEHOUDEN, S.VASTGESTELD)


@require_safe
def vergaderingen(request: HttpRequest) -> HttpResponse:
    """What comes, per day, and what was held, the latest first; ``overleg`` narrows it to one body."""
    user: Any = request.user
    gekozen = request.GET.get("overleg", "")
    zichtbaar = _met_aantal(overleg.zichtbaar_voor(user))
    if gekozen:
        zichtbaar = zichtbaar.filter(gremium__slug=gekozen)
    eerder = zichtbaar.filter(Q(datum__lt=klok.vandaag()) | Q(status__in=VOORBIJ)).exclude(status=S.BEZIG)
    komend = zichtbaar.komend(klok.vandaag()).exclude(status__in=(S.GEHOUDEN, S.VASTGESTELD))  # type: ignore[attr-defined]
    context = {
        "bezig": zichtbaar.filter(status=S.BEZIG),
        "komend": komend.exclude(status=S.BEZIG)[:KOMEND],
        "page": _bladzijde(eerder.order_by("-datum", "-begint_om", "-pk"), request),
        "overleggen": _overleggen(user),
        "gekozen": gekozen,
        "leidt": overleggen_van(user),
    }
    return render(request, "duoplus/overleg/vergaderingen.html", context)


def _met_aantal(vergaderingen: QuerySet[Vergadering]) -> QuerySet[Any]:
    op_agenda = Count("punten", filter=~Q(punten__status=PuntStatus.INGETROKKEN))
    return vergaderingen.annotate(aantal=op_agenda)


def _bladzijde(eerder: QuerySet[Any], request: HttpRequest) -> Any:
    return Paginator(eerder, PER_BLADZIJDE).get_page(request.GET.get("pagina"))


def _overleggen(user: Gebruiker) -> QuerySet[Gremium]:
    gremia = Gremium.objects.geldig_op(klok.vandaag())
    if user.has_perm("duoplus.elk_overleg"):
        return gremia
    return gremia.filter(pk__in=leden.gremia_van(user))


def gevonden_of_404(user: Any, pk: int) -> Vergadering:
    """A meeting that this person may not read does not exist."""
    zichtbaar = overleg.zichtbaar_voor(user).select_related("reeks", "vastgesteld_door", "vastgesteld_in")
    return get_object_or_404(zichtbaar, pk=pk)


class VergaderingView(PartialMixin, ActieView):
    """One meeting. A POST moves a point or puts something on the agenda; too late is 409."""

    object: Vergadering
    form_class = AgendaForm
    template_name = "duoplus/overleg/vergadering.html"
    partial = "agenda"
    gezegd = ""

    def get_object(self) -> Vergadering:
        return gevonden_of_404(self.request.user, self.kwargs["pk"])

    def controleer(self) -> None:
        if self.request.method == "POST":
            vereis(self.request.user, acties.LEIDEN, self.object)

    def voer_uit(self, form: AgendaForm) -> str:
        doe = self._verplaats if form.cleaned_data["zet"] else self._vul
        self.gezegd = doe(form)
        return self.object.get_absolute_url()

    def _verplaats(self, form: AgendaForm) -> str:
        pk, plaats = form.cleaned_data["zet"]
        punt = self.object.punten.select_related("gremium").filter(pk=pk).first()
        if punt is None:
            raise StapKanNiet("Dit punt staat niet meer op deze agenda.")
        acties.verplaats(punt, plaats=plaats, by=form.by, versie=form.cleaned_data["versie"])
        return f"‘{punt.titel}’ staat nu op plaats {punt.plaats}."

    def _vul(self, form: AgendaForm) -> str:
        """Pressed on one thing that lies ready, or on all of it."""
        kies = form.cleaned_data["kies"]
        erbij = acties.vul_voor(self.object, by=form.by, alleen=None if kies == "alles" else {kies})
        if not erbij:
            return "Er kwam niets bij: het staat al op een agenda."
        return f"Er {'staat 1 punt' if len(erbij) == 1 else f'staan {len(erbij)} punten'} bij op de agenda."

    def form_valid(self, form: AgendaForm) -> HttpResponse:
        antwoord = super().form_valid(form)
        if antwoord.status_code != 302 or not self.gezegd:
            return antwoord
        if not self.is_deel:
            messages.success(self.request, self.gezegd)
            return antwoord
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data(form=None))

    def conflict(self, form: AgendaForm, obj: Any) -> HttpResponse:
        """The agenda as it is now; what was meant is said, and can be done again on it."""
        self.object = self.get_object()
        context = self.get_context_data(form=None, conflict=True)
        return self.render_to_response(context, status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        blad = Blad(self.object, user, self.request.GET.get("punt", ""))
        return super().get_context_data(
            blad=blad,
            v=self.object,
            verse=ActieForm(by=user, obj=self.object),
            stappen=[(ADRES[stap.name], stap.label) for stap in blad.stappen],
            besluitform=self._besluitform(blad),
            gezegd=self.gezegd,
            **kwargs,
        )

    def _besluitform(self, blad: Blad) -> BesluitForm | None:
        """On what is under discussion, ready to be filled in."""
        if self.is_deel or not blad.mag_nu_besluiten or blad.nu is None:
            return None
        punt = blad.nu.punt
        punt.gremium = self.object.gremium
        return BesluitForm(by=self.request.user, obj=punt)


class StapView(DoeView):
    """One step of a meeting, or an erratum."""

    object: Vergadering
    lijst = LIJST

    def get_object(self) -> Vergadering:
        if self.kwargs["stap"] not in VERGADERSTAPPEN:
            raise Http404
        return gevonden_of_404(self.request.user, self.kwargs["pk"])

    def get_form_class(self) -> type[StapForm]:
        return VERGADERSTAPPEN[self.kwargs["stap"]]

    def controleer(self) -> None:
        vereis(self.request.user, permissie(self.get_form_class()), self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A step that this state does not have is said, not offered."""
        stap = self.get_form_class().stap
        if stap and self.object.status not in VERGADERING.stappen[stap].van:
            messages.info(request, VERGADERING.kan_niet(VERGADERING.stappen[stap], self.object))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object_naam=str(self.object), **kwargs)


class PuntNieuwView(StapView):
    """A point on this agenda, or from a member for a later choice."""

    def get_object(self) -> Vergadering:
        return gevonden_of_404(self.request.user, self.kwargs["pk"])

    def get_form_class(self) -> Any:
        return PuntForm

    def controleer(self) -> None:
        if not self.request.user.has_perm(acties.LEIDEN, self.object):
            vereis(self.request.user, acties.INBRENGEN, self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return ActieView.get(self, request, *args, **kwargs)


class PuntView(DoeView):
    """Something done with one point, on its agenda or waiting in the stock."""

    object: Agendapunt
    lijst = LIJST

    def get_object(self) -> Agendapunt:
        punten = Agendapunt.objects.select_related("gremium", "vergadering__gremium", "content_type")
        punt: Agendapunt = get_object_or_404(punten, pk=self.kwargs["pk"])
        if self.kwargs["handeling"] not in PUNTHANDELINGEN or not mag_lezen(self.request.user, punt):
            raise Http404
        return punt

    @property
    def handeling(self) -> tuple[type[HandelingForm], str]:
        return PUNTHANDELINGEN[self.kwargs["handeling"]]

    def get_form_class(self) -> type[HandelingForm]:
        return self.handeling[0]

    def controleer(self) -> None:
        vereis(self.request.user, self.handeling[1], self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stap = self.handeling[0].stap
        if stap and self.object.status not in PUNT.stappen[stap].van:
            messages.info(request, PUNT.kan_niet(PUNT.stappen[stap], self.object))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def daarna(self, form: Any) -> str:
        """The meeting goes on with the next point, so to its top while it runs."""
        vergadering = self.object.vergadering
        if vergadering is not None and vergadering.status == S.BEZIG:
            return vergadering.get_absolute_url()
        return self.terug()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waar = str(self.object.vergadering or self.object.gremium)
        return super().get_context_data(object_naam=waar, **kwargs)


def mag_lezen(user: Any, punt: Agendapunt) -> bool:
    """May read the meetings of the body, and know what the point is about."""
    if not user.has_perm("duoplus.view_vergadering", punt):
        return False
    return kaarten_van([punt], user)[punt.pk] is not ONBEKEND


class VoorOverlegView(DoeView):
    """Planning for one body; ``overleg`` in the address is its slug."""

    object: Gremium
    lijst = LIJST

    def get_object(self) -> Gremium:
        user: Any = self.request.user
        gremium: Gremium = get_object_or_404(
            Gremium.objects.geldig_op(klok.vandaag()), slug=self.kwargs["overleg"]
        )
        if not user.has_perm("duoplus.view_vergadering", gremium):
            raise Http404
        return gremium

    def controleer(self) -> None:
        vereis(self.request.user, vergaderen.LEIDEN, self.object)

    def terug(self) -> str:
        return f"{reverse('vergaderingen')}?overleg={self.object.slug}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object_naam=self.object.naam, **kwargs)


class PlanView(VoorOverlegView):
    form_class = PlanForm

    def daarna(self, form: PlanForm) -> Vergadering:
        return form.gepland


class ReeksView(VoorOverlegView):
    form_class = ReeksForm


@require_POST
def aanwezig(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one comes or not; who leads says it of anybody in the body."""
    user: Any = request.user
    vergadering = gevonden_of_404(user, pk)
    wie = _lid(vergadering, request.POST.get("wie", ""), user)
    vereis(user, vergaderen.AANMELDEN if wie == user else vergaderen.LEIDEN, vergadering)
    try:
        stand = AanwezigheidStand(request.POST.get("stand", ""))
        vergaderen.meld_aanwezig(vergadering, wie, stand, by=user)
    except StapKanNiet as weigering:
        messages.error(request, str(weigering))
    except ValueError:
        messages.error(request, "Kies of u komt of niet.")
    return redirect(f"{vergadering.get_absolute_url()}#wie")


def _lid(vergadering: Vergadering, wie: str, user: Gebruiker) -> Gebruiker:
    """Somebody of the body on that day; anybody else does not exist here."""
    if not wie or wie == str(user.pk):
        return user
    van_toen = leden.leden(vergadering.gremium, vergadering.datum)
    gekozen = next((lid.gebruiker for lid in van_toen if str(lid.gebruiker.pk) == wie), None)
    if gekozen is None:
        raise Http404
    return gekozen


@require_safe
def stuk(request: HttpRequest, uuid: str) -> FileResponse:
    """A paper of a point, only ever as a download, for who may read that point."""
    bijlage = get_object_or_404(Bijlage, uuid=uuid, soort=BijlageSoort.STUK)
    punt = bijlage.onderwerp
    if not isinstance(punt, Agendapunt) or not mag_lezen(request.user, punt):
        raise Http404
    return bijlage_als_download(bijlage)
