"""De geldstromen van een jaar: wat elke gemeente vaststelde en wat zij vooruit betaalt."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus import klok, spoor
from duoplus.choices import BijlageSoort
from duoplus.models import Bijlage, Organisatie
from duoplus.web.downloads import bijlage_als_download
from duoplus.web.views import DoeView, vereis
from maatwerk.actions import lumpsum as acties
from maatwerk.actions import rubriceren
from maatwerk.forms.begroting import DocumentForm, IntrekkenForm, RegelForm, VoorschottenForm
from maatwerk.lumpsum.begroting import (
    Gemeentebegroting,
    bladzijden,
    feiten_over,
    gemeenten_van,
    jaren,
    lees,
    samen,
)
from maatwerk.models import Begrotingsregel, Lumpsum

LEZEN = "maatwerk.view_lumpsum"


def vereis_jaar(jaar: int) -> None:
    if jaar not in bladzijden():
        raise Http404


@require_safe
def begroting(request: HttpRequest, jaar: int) -> HttpResponse:
    """The totals of every municipality that this person may see, or all amounts of ``?gemeente``."""
    user: Any = request.user
    vereis(user, LEZEN)
    vereis_jaar(jaar)
    gemeenten, mag_vastleggen = lees(jaar, user), user.has_perm(acties.RECHT)
    een = _gekozen(gemeenten, request.GET.get("gemeente", ""))
    feiten = feiten_over(e.lumpsum for e in ([een] if een else gemeenten) if e.lumpsum)
    context = {
        "jaar": jaar,
        "jaren": jaren(jaar, klok.vandaag().year + mag_vastleggen),
        "gemeenten": gemeenten,
        "een": een,
        "samen": samen(gemeenten),
        "mag_vastleggen": mag_vastleggen,
        "mag_rubriceren": user.has_perm(rubriceren.RECHT),
        "verloop": [(feit, spoor.zin(feit)) for feit in feiten if feit.soort in acties.ZINNEN],
    }
    return render(request, "maatwerk/lumpsum/begroting/begroting.html", context)


def _gekozen(gemeenten: Sequence[Gemeentebegroting], letter: str) -> Gemeentebegroting | None:
    """The municipality asked for, or the only one; nothing for all of them."""
    if len(gemeenten) == 1:
        return gemeenten[0]
    return next((een for een in gemeenten if een.gemeente.letter == letter.upper()), None)


def bladzijde_van(jaar: int, gemeente: Organisatie) -> str:
    """Where the amounts of one municipality stand."""
    return f"{reverse('maatwerk:begroting', args=[jaar])}?gemeente={gemeente.letter}"


class GemeentejaarView(DoeView):
    """An act on the money of one municipality (its letter in the address) in one year."""

    object: Organisatie
    permission = acties.RECHT
    bladzijde = ("Begroting en voorschotten", "maatwerk:begroting")

    @property
    def jaar(self) -> int:
        jaar: int = self.kwargs["jaar"]
        return jaar

    def get_object(self) -> Organisatie:
        vereis_jaar(self.jaar)
        zichtbaar = gemeenten_van(self.request.user, self.jaar)
        return get_object_or_404(zichtbaar, letter__iexact=self.kwargs["letter"])

    def controleer(self) -> None:
        vereis(self.request.user, self.permission, Lumpsum(organisatie=self.object, jaar=self.jaar))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"jaar": self.jaar}

    def terug(self) -> str:
        return reverse(self.bladzijde[1], args=[self.jaar])

    def _kruimels(self) -> dict[str, str]:
        return {"object_naam": f"{self.bladzijde[0]} {self.jaar}", "object_titel": str(self.object)}


class BegrotenView(GemeentejaarView):
    def terug(self) -> str:
        return bladzijde_van(self.jaar, self.object)


class ToevoegenView(BegrotenView):
    form_class = RegelForm


class VoorschottenView(BegrotenView):
    """Proposes an equal part of what was adopted for each quarter that has none yet."""

    form_class = VoorschottenForm

    def get_form_kwargs(self) -> dict[str, Any]:
        nu = self._nu()
        voorstel = {"rest": nu.beschikbaar - nu.voorschotten, "open_kwartalen": nu.open_kwartalen}
        return super().get_form_kwargs() | voorstel

    def _nu(self) -> Gemeentebegroting:
        return next(een for een in lees(self.jaar, self.request.user) if een.gemeente == self.object)


def leesbare_begrotingsregels(user: Any, jaar: int) -> QuerySet[Begrotingsregel]:
    eigen = Lumpsum.objects.visible_to(user).filter(jaar=jaar)
    return Begrotingsregel.objects.filter(lumpsum__in=eigen)


class RegelView(DoeView):
    """An act on one adopted amount."""

    object: Begrotingsregel
    template_name = "maatwerk/lumpsum/begroting/regel.html"

    def get_object(self) -> Begrotingsregel:
        regels = leesbare_begrotingsregels(self.request.user, self.kwargs["jaar"])
        return get_object_or_404(regels.select_related("lumpsum__organisatie"), pk=self.kwargs["pk"])

    def controleer(self) -> None:
        vereis(self.request.user, acties.RECHT, self.object.lumpsum)

    def terug(self) -> str:
        return bladzijde_van(self.object.lumpsum.jaar, self.object.lumpsum.organisatie)

    def _kruimels(self) -> dict[str, str]:
        lumpsum = self.object.lumpsum
        return {
            "object_naam": f"Begroting en voorschotten {lumpsum.jaar}",
            "object_titel": str(lumpsum.organisatie),
        }


class IntrekkenView(RegelView):
    form_class = IntrekkenForm


class DocumentView(RegelView):
    form_class = DocumentForm


@require_safe
def document(request: HttpRequest, jaar: int, uuid: str) -> FileResponse:
    """The file of an amount of this year that this reader may see."""
    vereis(request.user, LEZEN)
    stuk = get_object_or_404(Bijlage, uuid=uuid, soort=BijlageSoort.BEGROTING)
    if not leesbare_begrotingsregels(request.user, jaar).filter(pk=stuk.object_id).exists():
        raise Http404
    return bijlage_als_download(stuk)
