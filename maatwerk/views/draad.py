"""De draad: van een aanvraag uit, van een artikel van een DVO uit, en wat los hangt."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus import klok
from duoplus.choices import ExportFormaat
from duoplus.models.export import bestandsnaam
from duoplus.reports.formaten import FORMATEN
from duoplus.web.downloads import rapport_als_download
from duoplus.web.forms import DoeForm
from duoplus.web.views import DoeView, vereis
from maatwerk import wezen as los
from maatwerk.actions.draad import RECHT
from maatwerk.dossier import vind
from maatwerk.draad import Artikeldraad, Draad
from maatwerk.forms.draad import ArtikelForm, LosForm
from maatwerk.models import Aanvraag, Opdracht, OpdrachtOnderArtikel
from maatwerk.views import opdracht as opdrachten
from ogon.models import Dvo

PER_BLADZIJDE = 50
TE_ZIEN = 100
WEZEN = "maatwerk.view_wezen"
FORMATEN_HIER = (ExportFormaat.XLSX, ExportFormaat.CSV)


@require_safe
def draad(request: HttpRequest, sleutel: str) -> HttpResponse:
    """One request from the question to the last euro, each knot with the page it leads to."""
    user: Any = request.user
    try:
        aanvraag = vind(user, sleutel)
    except Aanvraag.DoesNotExist:
        raise Http404 from None
    gevonden = Draad(aanvraag, user)
    boekingen = Paginator(gevonden.boekingen, PER_BLADZIJDE)
    context = {
        "draad": gevonden,
        "aanvraag": aanvraag,
        "bedragen": user.has_perm("maatwerk.bedragen_aanvraag", aanvraag),
        "page": boekingen.get_page(request.GET.get("pagina")),
        "mag_artikelen": gevonden.opdracht is not None and user.has_perm(RECHT, gevonden.opdracht),
    }
    return render(request, "maatwerk/draad/draad.html", context)


@require_safe
def artikel(request: HttpRequest, nummer: str, artikel: int) -> HttpResponse:
    """An article of a DVO as it reads now, with all that hangs on it."""
    user: Any = request.user
    leesbaar = Dvo.objects.visible_to(user).select_related("organisatie")
    gevonden = Artikeldraad(get_object_or_404(leesbaar, nummer=nummer), artikel, user)
    if not gevonden.bestaat:
        raise Http404
    return render(request, "maatwerk/draad/artikel.html", {"draad": gevonden})


@require_safe
def wezen(request: HttpRequest) -> HttpResponse:
    """What belongs to nothing, per kind; the download holds all of it."""
    vereis(request.user, WEZEN)
    context = {"soorten": los.soorten(), "te_zien": TE_ZIEN, "formaten": FORMATEN_HIER}
    return render(request, "maatwerk/draad/wezen.html", context)


@require_safe
def wezen_export(request: HttpRequest) -> HttpResponseBase:
    """The same as a file."""
    vereis(request.user, WEZEN)
    formaat = request.GET.get("formaat", ExportFormaat.XLSX)
    if formaat not in FORMATEN_HIER:
        raise Http404(formaat)
    if request.method == "HEAD":
        return HttpResponse(content_type=FORMATEN[ExportFormaat(formaat)].mime)
    soorten, dag = los.soorten(), klok.vandaag()
    return rapport_als_download(
        los.als_dataset(soorten),
        formaat,
        by=request.user,  # type: ignore[arg-type]
        naam=bestandsnaam("wat-los-hangt", formaat, dag),
        rijen=sum(len(soort.wezen) for soort in soorten),
        filter={"dag": dag.isoformat()},
    )


class ArtikelView(DoeView):
    """Put an assignment under an article."""

    form_class: type[DoeForm] = ArtikelForm

    def get_object(self) -> Any:
        return opdrachten.gevonden_of_404(self.request.user, self.kwargs["nummer"])

    @property
    def opdracht(self) -> Opdracht:
        return self.object

    def controleer(self) -> None:
        vereis(self.request.user, RECHT, self.opdracht)

    def terug(self) -> str:
        return reverse("maatwerk:draad", args=[self.opdracht.aanvraag.sleutel])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            object_naam=self.opdracht.nummer,
            object_titel=self.opdracht.aanvraag.titel,
            lijst_url=reverse("maatwerk:opdracht_list"),
            lijst_naam="Opdrachten",
            **kwargs,
        )


class LosView(ArtikelView):
    """Take it away from one again, as long as the work is not closed."""

    form_class = LosForm

    def get_object(self) -> OpdrachtOnderArtikel:
        opdracht = super().get_object()
        links = opdracht.artikellinks.filter(dvo__in=Dvo.objects.visible_to(self.request.user))
        link: OpdrachtOnderArtikel = get_object_or_404(
            links.select_related("dvo__organisatie"), pk=self.kwargs["pk"]
        )
        link.opdracht = opdracht
        return link

    @property
    def opdracht(self) -> Opdracht:
        return self.object.opdracht
