"""Wat het portaal iemand meldde, en voor de beheerder: de post die niet wegkwam."""

from itertools import groupby
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from duoplus import events, klok
from duoplus.choices import BerichtStatus
from duoplus.models import Bericht, Gebruiker
from duoplus.models.bericht import BerichtQuerySet
from duoplus.web.views import vereis

PER_BLADZIJDE = 50


def ongelezen(user: Gebruiker) -> int:
    """The number on the bell."""
    return van(user).ongelezen().count()


def van(user: object) -> BerichtQuerySet:
    """What was sent to this person."""
    return Bericht.objects.filter(ontvanger=cast(Gebruiker, user))


@require_safe
def meldingen(request: HttpRequest) -> HttpResponse:
    """The own notices, newest first, per day."""
    eigen = van(request.user)
    getoond = eigen.filter(is_overzicht=False)
    bladzijde = Paginator(getoond, PER_BLADZIJDE).get_page(request.GET.get("pagina"))
    dagen = [
        (dag, list(berichten)) for dag, berichten in groupby(bladzijde, key=lambda b: localdate(b.gemaakt_op))
    ]
    context = {"bladzijde": bladzijde, "dagen": dagen, "nieuw": eigen.ongelezen().count()}
    return render(request, "duoplus/meldingen.html", context)


@require_POST
def gelezen(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Mark one notice as read and go where it leads, or mark all of them."""
    berichten = van(request.user).ongelezen()
    if pk is None:
        berichten.update(gelezen_op=klok.nu())
        return redirect("meldingen")
    bericht = get_object_or_404(van(request.user), pk=pk)
    berichten.filter(pk=pk).update(gelezen_op=klok.nu())
    return redirect(bericht.pad or "meldingen")


@require_safe
def post(request: HttpRequest) -> HttpResponse:
    """Which mail waits, failed or is in doubt: who and when, never what it says."""
    vereis(request.user, "duoplus.view_berichten")
    context = {"standen": _standen(), "vast": _vastgelopen(), "nu": klok.nu()}
    return render(request, "duoplus/post.html", context)


def _standen() -> list[dict[str, Any]]:
    """Per state how many, and since when the oldest waits."""
    geteld = {
        rij["status"]: rij
        for rij in Bericht.objects.order_by()
        .values("status")
        .annotate(aantal=Count("pk"), oudste=Min("niet_voor"))
    }
    leeg = {"aantal": 0, "oudste": None}
    return [{"label": s.label, "status": s.value, **leeg, **geteld.get(s.value, {})} for s in BerichtStatus]


def _vastgelopen() -> list[Bericht]:
    stand = (BerichtStatus.MISLUKT, BerichtStatus.ONZEKER)
    return list(Bericht.objects.filter(status__in=stand).select_related("ontvanger")[:PER_BLADZIJDE])


@require_POST
def opnieuw(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a message that failed or is in doubt once more; it carries the same Message-ID."""
    vereis(request.user, "duoplus.view_berichten")
    bericht = get_object_or_404(Bericht, pk=pk)
    if bericht.offer_again():
        events.record("duoplus.bericht.opnieuw", bericht, by=cast(Gebruiker, request.user))
    return redirect("post")
