"""Een rapport opstellen, en de stappen die het loopt."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from duoplus.models import Gebruiker
from duoplus.web.views import DoeView, vereis
from maatwerk.actions import verantwoording as acties
from maatwerk.choices import VerantwoordingStatus as V
from maatwerk.forms.verantwoording import HANDELINGEN, OpstellenForm
from maatwerk.models import Verantwoording
from maatwerk.verantwoording import tekst
from maatwerk.verantwoording.samenstellen import bron_van
from maatwerk.verantwoording.stappen import VERANTWOORDING
from maatwerk.verantwoording.tabellen import l1

NIEUWE_VERSIE = "nieuwe_versie"


def rapport_of_404(user: Any, nummer: str) -> Verantwoording:
    """What this person may not see does not exist."""
    zichtbaar = Verantwoording.objects.visible_to(user).select_related(
        "organisatie", "opgesteld_door__organisatie", "gecontroleerd_door__organisatie", "vervangt"
    )
    return get_object_or_404(zichtbaar, nummer=nummer)


def mogelijk(v: Verantwoording, user: Gebruiker) -> list[str]:
    """The acts that this person may do now, the one that leads on first."""
    stappen = [stap.name for stap in VERANTWOORDING.available(v, user) if stap.name in HANDELINGEN]
    if v.gecontroleerd_door_id is not None and v.status == V.TER_CONTROLE:
        return []  # its files are being made
    if v.status == V.DEFINITIEF and user.has_perm(acties.OPSTELLEN) and not _heeft_opvolger(v):
        stappen.append(NIEUWE_VERSIE)
    return sorted(stappen, key=VOLGORDE.index)


VOLGORDE = ("indienen", "goedkeuren", "schrijven", "terugleggen", "intrekken", NIEUWE_VERSIE)


def _heeft_opvolger(v: Verantwoording) -> bool:
    return Verantwoording.objects.filter(vervangt=v).exists()


class OpstellenView(DoeView):
    """Kies jaar, soort en gemeente; daarna is er een concept."""

    form_class = OpstellenForm
    lijst = ("Verantwoordingen", "maatwerk:verantwoordingen")

    def get_object(self) -> Any:
        return self.request.user  # there is no report yet

    def controleer(self) -> None:
        vereis(self.request.user, acties.OPSTELLEN)

    def terug(self) -> str:
        return reverse("maatwerk:verantwoordingen")

    def daarna(self, form: Any) -> Any:
        return form.rapport.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"object_naam": "Verantwoordingen", "lijst_url": ""} | kwargs)


class HandelingView(DoeView):
    """Eén stap op een eigen bladzijde; wie hem niet mag zetten, krijgt 403."""

    object: Verantwoording
    lijst = ("Verantwoordingen", "maatwerk:verantwoordingen")
    template_name = "maatwerk/verantwoording/handeling.html"

    @cached_property
    def handeling(self) -> str:
        naam: str = self.kwargs["handeling"]
        if naam not in HANDELINGEN:
            raise Http404(naam)
        return naam

    def get_object(self) -> Verantwoording:
        return rapport_of_404(self.request.user, self.kwargs["nummer"])

    def controleer(self) -> None:
        is_nieuw = self.handeling == NIEUWE_VERSIE
        recht = acties.OPSTELLEN if is_nieuw else VERANTWOORDING.permission(self.handeling)
        vereis(self.request.user, recht, self.object)

    def get_form_class(self) -> Any:
        return HANDELINGEN[self.handeling]

    def get_form_kwargs(self) -> dict[str, Any]:
        is_tekst = self.handeling == "schrijven"
        sjablonen = tekst.sjablonen(self.object, [l1.maak(bron_van(self.object))]) if is_tekst else {}
        return super().get_form_kwargs() | {"sjablonen": sjablonen}

    def daarna(self, form: Any) -> Any:
        rapport = getattr(form, "rapport", self.object)
        return rapport.get_absolute_url()
