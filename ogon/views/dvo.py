"""De DVO's van de gemeenten: de lijst, één DVO met haar tabbladen, en wat u ermee doet."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus.calc.nederlands import Onleesbaar, lees_datum
from duoplus.models import Gebruiker
from duoplus.web.downloads import als_download
from duoplus.web.lijst import LijstView
from duoplus.web.views import ActieView, vereis
from ogon.dvo import zegel as dvozegel
from ogon.dvo.bladen import Dvoblad, versie_nu
from ogon.dvo.tekst import te_vergelijken, tekst_met, vergelijk
from ogon.forms import dvo as vragen
from ogon.models import Dvo, Dvoversie, Kpi, Product

TABBLADEN = ("handtekeningen", "tekst", "wijzigingen")


class DvoListView(LijstView):
    """Elke DVO die deze gebruiker mag lezen."""

    lijstnaam = "dvos"
    template_name = "ogon/dvo/lijst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gebruiker: Any = self.request.user
        return super().get_context_data(mag_maken=gebruiker.has_perm("ogon.add_dvo"), **kwargs)


def versie_van(user: Any, nummer: str, versie: str | None = None) -> Dvoversie:
    """The version asked for, else the one in the making, else the last signed; unseen does not exist."""
    zichtbaar = Dvoversie.objects.visible_to(user).filter(dvo__nummer=nummer)
    zichtbaar = zichtbaar.select_related("dvo__organisatie", "pdf", "besluit__gremium").defer("inhoud")
    versies = list(zichtbaar)
    if versie:
        versies = [een for een in versies if een.nummer == versie]
    if not versies:
        raise Http404
    return versie_nu(versies)


@require_safe
def dvo(request: HttpRequest, nummer: str) -> HttpResponse:
    """Products, norms and results, and who signed."""
    return _toon(request, nummer, "producten")


@require_safe
def tabblad(request: HttpRequest, nummer: str, tab: str) -> HttpResponse:
    """Another part of the same version."""
    if tab not in TABBLADEN:
        raise Http404
    return _toon(request, nummer, tab)


def _toon(request: HttpRequest, nummer: str, tab: str) -> HttpResponse:
    dvoversie = versie_van(request.user, nummer, request.GET.get("versie"))
    gebruiker: Any = request.user
    dag, onbegrepen = _dag(request.GET.get("dag", ""))
    blad = Dvoblad(dvoversie, gebruiker, dag)
    context = {"blad": blad, "tab": tab, "dag": request.GET.get("dag", ""), "onbegrepen": onbegrepen}
    if tab == "handtekeningen" and dvoversie.getekend_op:
        context["mankementen"] = dvozegel.mankementen(dvoversie)
    return render(request, f"ogon/dvo/{tab}.html", context)


def _dag(gevraagd: str) -> tuple[date | None, str]:
    """The day to read the text of, or why it cannot be read."""
    if not gevraagd.strip():
        return None, ""
    try:
        return lees_datum(gevraagd), ""
    except Onleesbaar as fout:
        return None, str(fout)


@require_safe
def vergelijken(request: HttpRequest, nummer: str) -> HttpResponse:
    """What differs between this version and another, or the DVO of the year before."""
    gebruiker: Any = request.user
    dvoversie = versie_van(gebruiker, nummer, request.GET.get("versie"))
    mag = te_vergelijken(dvoversie).filter(pk__in=Dvoversie.objects.visible_to(gebruiker).values("pk"))
    keuzes = sorted(mag, key=lambda een: (een.dvo.jaar, een.hoofd, een.sub), reverse=True)
    eerder = [een for een in keuzes if _volgorde(een) < _volgorde(dvoversie)]
    met = next((een for een in keuzes if str(een.pk) == request.GET.get("met")), None)
    met = met or next(iter(eerder or keuzes), None)
    verschil = vergelijk(tekst_met(met), tekst_met(dvoversie)) if met else None
    context = {"blad": Dvoblad(dvoversie, gebruiker), "keuzes": keuzes, "met": met, "verschil": verschil}
    return render(request, "ogon/dvo/vergelijken.html", context)


def _volgorde(dvoversie: Dvoversie) -> tuple[int, int, int]:
    return dvoversie.dvo.jaar, dvoversie.hoofd, dvoversie.sub


@require_safe
def document(request: HttpRequest, nummer: str, versie: str) -> FileResponse:
    """The PDF as it was signed; of a version that is not signed yet, one that says so."""
    dvoversie = versie_van(request.user, nummer, versie)
    if not request.user.has_perm("ogon.bedragen_dvo", dvoversie.dvo):
        raise Http404  # the document holds the price
    naam = dvozegel.bestandsnaam(dvoversie)
    if (bijlage := dvoversie.pdf) is not None:
        return als_download(
            bijlage.bestand.open(), naam, bijlage.mime, grootte=bijlage.grootte, sha256=bijlage.sha256
        )
    inhoud = dvozegel.als_pdf(dvoversie)
    return FileResponse(
        BytesIO(inhoud), as_attachment=True, filename=f"Concept {naam}", content_type=dvozegel.MIME
    )


class NieuwView(ActieView):
    """De DVO van een gemeente voor een jaar beginnen."""

    form_class = vragen.NieuweDvoForm

    def get_object(self) -> Any:
        nummer = self.request.GET.get("van", "")
        self.van = Dvo.objects.visible_to(self.request.user).filter(nummer=nummer).first()
        return self.van or Dvo()

    def controleer(self) -> None:
        vereis(self.request.user, "ogon.add_dvo")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"van": self.van}

    def voer_uit(self, form: vragen.NieuweDvoForm) -> str:
        dvoversie = form.voer_uit()
        messages.success(self.request, "De DVO is een concept. De gemeente ziet haar nog niet.")
        return dvoversie.dvo.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lijst = reverse("ogon:dvo_list")
        return super().get_context_data(
            titel="Nieuwe DVO", knop="DVO beginnen", terug_url=lijst, object_naam="DVO’s", **kwargs
        )


# What is done with a version ----------------------------------------------------------------------------

Zoek = Callable[[HttpRequest, Dvoversie], Any]


def _niets(request: HttpRequest, dvoversie: Dvoversie) -> None:
    return None


def _product(request: HttpRequest, dvoversie: Dvoversie) -> Product:
    """A product of this text; another does not exist here."""
    gevraagd = request.GET.get("product")
    for regel in tekst_met(dvoversie).regels:
        if str(regel.product_id) == gevraagd:
            return regel.product
    raise Http404


def _product_of_geen(request: HttpRequest, dvoversie: Dvoversie) -> Product | None:
    return _product(request, dvoversie) if "product" in request.GET else None


def _artikel(request: HttpRequest, dvoversie: Dvoversie) -> int:
    gevraagd = request.GET.get("nr")
    for artikel in tekst_met(dvoversie).artikelen:
        if str(artikel.nummer) == gevraagd:
            return artikel.nummer
    raise Http404


def _artikel_of_geen(request: HttpRequest, dvoversie: Dvoversie) -> int | None:
    return _artikel(request, dvoversie) if "nr" in request.GET else None


def _kpi(request: HttpRequest, dvoversie: Dvoversie) -> Kpi:
    """An indicator with a norm in this DVO."""
    gevraagd = request.GET.get("kpi", "")
    if not gevraagd.isdecimal():
        raise Http404
    kpis = Kpi.objects.filter(normen__regel__dvoversie__dvo=dvoversie.dvo).select_related("product")
    return get_object_or_404(kpis.distinct(), pk=int(gevraagd))


class Handeling(NamedTuple):
    """A form, the permission on (version, what the address names), and how to find the latter."""

    form: type[vragen.VersieForm]
    mag: Callable[[Gebruiker, Dvoversie, Any], bool]
    zoek: Zoek = _niets


def _stap(naam: str) -> Callable[[Gebruiker, Dvoversie, Any], bool]:
    return lambda user, dvoversie, _: user.has_perm(f"ogon.{naam}_dvoversie", dvoversie)


def _mag_maken(user: Gebruiker, dvoversie: Dvoversie, _: Any) -> bool:
    return user.has_perm("ogon.add_dvo")


def _mag_opzeggen(user: Gebruiker, dvoversie: Dvoversie, _: Any) -> bool:
    return user.has_perm("ogon.opzeggen_dvo", dvoversie.dvo)


def _mag_meten(user: Gebruiker, dvoversie: Dvoversie, kpi: Any) -> bool:
    return user.has_perm("ogon.meten_kpi", kpi)


HANDELINGEN = {
    "product": Handeling(vragen.RegelForm, _stap("wijzigen"), _product_of_geen),
    "product-vervalt": Handeling(vragen.RegelVervaltForm, _stap("wijzigen"), _product),
    "artikel": Handeling(vragen.ArtikelForm, _stap("wijzigen"), _artikel_of_geen),
    "artikel-vervalt": Handeling(vragen.ArtikelVervaltForm, _stap("wijzigen"), _artikel),
    "voorleggen": Handeling(vragen.VoorleggenForm, _stap("voorleggen")),
    "opmerken": Handeling(vragen.OpmerkenForm, _stap("opmerken")),
    "ter-paraaf": Handeling(vragen.TerParaafForm, _stap("ter_paraaf")),
    "terugnemen": Handeling(vragen.TerugnemenForm, _stap("terugnemen")),
    "paraferen": Handeling(vragen.ParaferenForm, _stap("paraferen")),
    "ondertekenen": Handeling(vragen.OndertekenenForm, _stap("ondertekenen")),
    "intrekken": Handeling(vragen.IntrekkenForm, _stap("intrekken")),
    "addendum": Handeling(vragen.AddendumForm, _mag_maken),
    "nieuwe-versie": Handeling(vragen.NieuweVersieForm, _mag_maken),
    "opzeggen": Handeling(vragen.OpzeggenForm, _mag_opzeggen),
    "meten": Handeling(vragen.MetenForm, _mag_meten, _kpi),
}


class HandelingView(ActieView):
    """Iets doen met een DVO, op een eigen bladzijde."""

    object: Dvoversie

    def get_object(self) -> Dvoversie:
        if self.kwargs["handeling"] not in HANDELINGEN:
            raise Http404
        self.handeling = HANDELINGEN[self.kwargs["handeling"]]
        return versie_van(self.request.user, self.kwargs["nummer"])

    def controleer(self) -> None:
        gebruiker: Any = self.request.user
        self.gevraagd = self.handeling.zoek(self.request, self.object)
        if not self.handeling.mag(gebruiker, self.object, self.gevraagd):
            raise PermissionDenied(self.kwargs["handeling"])

    def get_form_class(self) -> type[vragen.VersieForm]:
        return self.handeling.form

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"gevraagd": self.gevraagd}

    def voer_uit(self, form: vragen.VersieForm) -> str:
        messages.success(self.request, form.voer_uit())
        return form.hierna

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form, dvo = context["form"], self.object.dvo
        return context | {
            "titel": form.titel,
            "knop": form.knop,
            "tekst": form.uitleg,
            "negatief": form.negatief,
            "terug_url": dvo.get_absolute_url(),
            "object_naam": str(dvo),
            "object_titel": f"Versie {self.object.nummer}",
            "lijst_url": reverse("ogon:dvo_list"),
            "lijst_naam": "DVO’s",
        }
