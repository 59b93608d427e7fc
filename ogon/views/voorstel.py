"""Voorstellen: de lijst, het stuk zelf, schrijven in delen, en wat er met een voorstel gebeurt."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import View

from duoplus import klok
from duoplus.choices import BijlageSoort
from duoplus.models import Bijlage
from duoplus.transitions import StapKanNiet, Verouderd
from duoplus.web.downloads import bijlage_als_download
from duoplus.web.forms import DoeForm
from duoplus.web.lijst import LijstView
from duoplus.web.vangnet import als_beginwaarden, bewaar_invoer, geredde_invoer
from duoplus.web.views import ActieView, DoeView, toon_conflict, vereis
from ogon.actions import voorstel as acties
from ogon.besluitvorming.blad import Blad
from ogon.choices import ToetsSoort
from ogon.choices import VoorstelStatus as S
from ogon.forms import voorstel as forms
from ogon.models import Voorstel, Voorstelspoor
from ogon.transitions import VOORSTEL
from ogon.views import doen

LIJST = ("Voorstellen", "ogon:voorstel_list")
LATER = "later"
ANDER_TABBLAD = "Dit voorstel is op een ander apparaat of tabblad gewijzigd. Uw tekst staat er nog."


def voorstel_of_404(user: Any, nummer: str) -> Voorstel:
    leesbaar = Voorstel.objects.visible_to(user).select_related(
        "ogon", "opsteller__organisatie", "opschaling"
    )
    gevonden: Voorstel = get_object_or_404(leesbaar, nummer=nummer)
    return gevonden


class VoorstelListView(LijstView):
    """De voorstellen die deze lezer mag kennen."""

    lijstnaam = "voorstellen"
    template_name = "ogon/voorstel/lijst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mag_nieuw = self.request.user.has_perm("ogon.add_voorstel")
        return super().get_context_data(mag_nieuw=mag_nieuw, **kwargs)


@require_safe
def voorstel(request: HttpRequest, nummer: str) -> HttpResponse:
    """The text, who initialed it, where it lies and what each body decided."""
    gevonden = voorstel_of_404(request.user, nummer)
    return render(request, "ogon/voorstel/detail.html", {"blad": Blad(gevonden, request.user)})


class NieuwView(doen.NieuwView):
    form_class = forms.NieuwForm
    lijst = LIJST
    recht = "ogon.add_voorstel"
    klaar = "Voorstel {nummer} is begonnen."

    def naar(self, nieuw: Voorstel) -> str:
        return deel_adres(nieuw, next(iter(forms.DELEN)))


def deel_adres(voorstel: Voorstel, deel: str) -> str:
    return reverse("ogon:voorstel_schrijven", args=[voorstel.nummer, deel])


class SchrijvenView(View):
    """One part of the text. As a concept it is saved by itself; with initials under it only on request."""

    http_method_names = ["get", "post", "head", "options"]
    voorstel: Voorstel

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["deel"] not in forms.DELEN:
            raise Http404
        self.voorstel = voorstel_of_404(request.user, kwargs["nummer"])
        vereis(request.user, VOORSTEL.permission("schrijven"), self.voorstel)
        if self.voorstel.status not in VOORSTEL.stappen["schrijven"].van:
            return self._kan_niet()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def _kan_niet(self) -> HttpResponse:
        melding = VOORSTEL.kan_niet(VOORSTEL.stappen["schrijven"], self.voorstel)
        if self.wil_json:
            return JsonResponse({"melding": melding, "url": self.voorstel.get_absolute_url()}, status=409)
        messages.info(self.request, melding)
        return redirect(self.voorstel)

    @property
    def wil_json(self) -> bool:
        return "bewaren" in self.request.GET and self.request.method == "POST"

    def _form(self, *args: Any) -> forms.DeelForm:
        return forms.DELEN[self.kwargs["deel"]](*args, by=self.request.user, obj=self.voorstel)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form()
        if (invoer := geredde_invoer(request)) is not None:
            form.initial = {**form.initial, **als_beginwaarden(form, invoer)}
        return self._toon(form)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        form.is_valid()
        if form.errors and self.voorstel.status != S.CONCEPT:
            return self._toon(form, 422)
        try:
            form.bewaar(form.cleaned_data.get("versie"))
        except Verouderd as anders:
            return self._conflict(form, anders.obj)
        except StapKanNiet as weigering:
            form.add_error(None, str(weigering))
        return self._bewaard(form)

    def _bewaard(self, form: forms.DeelForm) -> HttpResponse:
        if self.wil_json:
            return JsonResponse(
                {"versie": self.voorstel.versie, "bewaard_om": f"{localtime(klok.nu()):%H.%M}"}
            )
        if form.errors:
            data = self.request.POST.copy()
            data["versie"] = str(self.voorstel.versie)
            form.data = data
            return self._toon(form, 422)
        return redirect(self._doel())

    def _conflict(self, form: forms.DeelForm, nu: Any) -> HttpResponse:
        if not self.wil_json:
            return toon_conflict(self.request, form, nu)
        url = bewaar_invoer(self.request, self.request.user, conflict=1)  # type: ignore[arg-type]
        return JsonResponse({"melding": ANDER_TABBLAD, "url": url}, status=409)

    def _doel(self) -> str:
        """A step that was asked for, the next one, or the proposal itself."""
        naar, delen = self.request.POST.get("naar", ""), list(forms.DELEN)
        if naar == LATER:
            return self.voorstel.get_absolute_url()
        volgende = naar if naar in delen else self._volgende()
        return deel_adres(self.voorstel, volgende) if volgende else self.voorstel.get_absolute_url()

    def _volgende(self) -> str:
        delen = list(forms.DELEN)
        return next(iter(delen[delen.index(self.kwargs["deel"]) + 1 :]), "")

    def _toon(self, form: forms.DeelForm, status: int = 200) -> HttpResponse:
        delen = list(forms.DELEN.values())
        plek = delen.index(type(form))
        context = {
            "voorstel": self.voorstel,
            "form": form,
            "stappen": self._stappen(delen, plek),
            "plek": plek + 1,
            "aantal": len(delen),
            "vorige": delen[plek - 1].slug if plek else "",
            "volgende": delen[plek + 1].kop if plek + 1 < len(delen) else "",
            "is_concept": self.voorstel.status == S.CONCEPT,
            "parafen": list(self.voorstel.geldige_toetsen().values()),
        }
        return render(self.request, "ogon/voorstel/schrijven.html", context, status=status)

    def _stappen(self, delen: list[type[forms.DeelForm]], huidig: int) -> Iterable[dict[str, Any]]:
        open_ = set(acties.ontbreekt(self.voorstel))
        for plek, deel in enumerate(delen):
            labels = {acties.DELEN.get(naam, "") for naam in deel.base_fields}
            klaar = "" if labels & open_ else "done"
            yield {"nummer": deel.slug, "label": deel.kop, "staat": klaar, "huidig": plek == huidig}


class VoorstelView(DoeView):
    """An act on a proposal, which opens it again afterwards."""

    object: Voorstel
    lijst = LIJST

    def get_object(self) -> Voorstel:
        return voorstel_of_404(self.request.user, self.kwargs["nummer"])

    def kan_nu(self) -> str:
        """Why it cannot be done in this state; empty if it can."""
        return ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if waarom := self.kan_nu():
            messages.info(request, waarom)
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def van_status(self, stap: str) -> str:
        kan = self.object.status in VOORSTEL.stappen[stap].van
        return "" if kan else VOORSTEL.kan_niet(VOORSTEL.stappen[stap], self.object)


class HandelingView(VoorstelView):
    """A step of the whole proposal."""

    def controleer(self) -> None:
        if self.stap not in forms.HANDELINGEN or "_" in self.kwargs["handeling"]:
            raise Http404
        vereis(self.request.user, VOORSTEL.permission(self.stap), self.object)

    @property
    def stap(self) -> str:
        return str(self.kwargs["handeling"]).replace("-", "_")

    def get_form_class(self) -> type[DoeForm]:
        return forms.HANDELINGEN[self.stap]

    def kan_nu(self) -> str:
        return self.van_status(self.stap)


class ParaafView(VoorstelView):
    form_class = forms.ParaafForm
    template_name = "ogon/voorstel/paraaf.html"

    def controleer(self) -> None:
        if self.kwargs["soort"] not in ToetsSoort.values:
            raise Http404
        vereis(self.request.user, f"ogon.paraaf_{self.kwargs['soort']}_voorstel", self.object)

    def kan_nu(self) -> str:
        return self.van_status("paraferen")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"soort": self.kwargs["soort"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(blad=Blad(self.object, self.request.user), **kwargs)


class SpoorView(VoorstelView):
    """An act at one stop of the road."""

    def controleer(self) -> None:
        vereis(self.request.user, "ogon.uitkomst_voorstelspoor", self.spoor)

    @cached_property
    def spoor(self) -> Voorstelspoor:
        sporen = self.object.sporen.select_related("organisatie", "voorstel__ogon")
        gevonden: Voorstelspoor = get_object_or_404(sporen, pk=self.kwargs["pk"])
        gevonden.voorstel = self.object
        return gevonden

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"spoor": self.spoor}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object_titel=str(self.spoor), **kwargs)


class UitkomstView(SpoorView):
    form_class = forms.UitkomstForm

    def kan_nu(self) -> str:
        return self.van_status("uitkomst")


class VoorbehoudView(SpoorView):
    form_class = forms.VoorbehoudForm

    def kan_nu(self) -> str:
        return self.van_status("voorbehoud")


class BijlagenView(ActieView):
    """What goes with the text; whoever writes it adds and removes."""

    object: Voorstel
    form_class = forms.BijlageForm
    template_name = "ogon/voorstel/bijlagen.html"
    success_message = "De bijlage is toegevoegd."

    def get_object(self) -> Voorstel:
        gevonden = voorstel_of_404(self.request.user, self.kwargs["nummer"])
        vereis(self.request.user, "ogon.bedragen_voorstel", gevonden)
        return gevonden

    def controleer(self) -> None:
        if self.request.method == "POST":
            vereis(self.request.user, VOORSTEL.permission("schrijven"), self.object)

    def voer_uit(self, form: forms.BijlageForm) -> str:
        bestand = form.cleaned_data["bestand"]
        acties.voeg_bijlage_toe(self.object, naam=bestand.name, inhoud=bestand.read(), by=form.by)
        return reverse("ogon:voorstel_bijlagen", args=[self.object.nummer])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            voorstel=self.object,
            bijlagen=acties.bijlagen(self.object),
            mag_schrijven=VOORSTEL.mag(self.object, "schrijven", self.request.user),  # type: ignore[arg-type]
            **kwargs,
        )


@require_POST
def bijlage_weg(request: HttpRequest, nummer: str, uuid: str) -> HttpResponse:
    gevonden = voorstel_of_404(request.user, nummer)
    vereis(request.user, VOORSTEL.permission("schrijven"), gevonden)
    bijlage = get_object_or_404(acties.bijlagen(gevonden), uuid=uuid)
    try:
        acties.verwijder_bijlage(gevonden, bijlage, by=request.user)  # type: ignore[arg-type]
    except StapKanNiet as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(request, f"{bijlage.naam} is verwijderd.")
    return redirect("ogon:voorstel_bijlagen", nummer=nummer)


@require_safe
def bestand(request: HttpRequest, nummer: str, uuid: str) -> FileResponse:
    """An attachment or a package that was handed over, only ever as a download."""
    gevonden = voorstel_of_404(request.user, nummer)
    vereis(request.user, "ogon.bedragen_voorstel", gevonden)
    stukken = Bijlage.objects.over(gevonden).filter(soort__in=(BijlageSoort.BIJLAGE, BijlageSoort.OVERDRACHT))
    return bijlage_als_download(get_object_or_404(stukken, uuid=uuid))
