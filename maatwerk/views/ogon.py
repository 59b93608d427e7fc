"""De OGON's: wat er op tafel ligt, en voor de voorzitter de volgorde."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus import klok
from duoplus.models import Gebruiker, Vergadering
from duoplus.transitions import Verouderd
from duoplus.web.views import ActieView, PartialMixin, vereis
from maatwerk.actions import besluiten
from maatwerk.choices import AanvraagStatus as S
from maatwerk.forms.ogon import VerplaatsForm
from maatwerk.jaarcyclus.cyclus import lopend
from maatwerk.jaarcyclus.tafel import Stuk, aantallen, ogons_van, recente_besluiten, tafel
from maatwerk.models import Ronde
from ogon.fasen import banner
from ogon.models import Ogon


@require_safe
def ogons(request: HttpRequest) -> HttpResponse:
    """The OGON's this person has to do with: who takes part, when it meets, what lies before it."""
    user: Any = request.user
    alle = list(ogons_van(user).select_related("programma").order_by("naam"))
    vergaderingen, tellingen, cycli = _eerstvolgende(alle), aantallen(user), lopend(alle)
    regels = [
        {
            "ogon": ogon,
            "gemeenten": ogon.gemeenten(klok.vandaag()),
            "vergadering": vergaderingen.get(ogon.pk),
            "cycli": cycli.get(ogon.pk, []),
            "kandidaten": tellingen[ogon.pk].get(S.TER_PRIORITERING, 0),
            "ingepland": tellingen[ogon.pk].get(S.GEPRIORITEERD, 0),
            "wachtlijst": tellingen[ogon.pk].get(S.WACHTLIJST, 0),
        }
        for ogon in alle
    ]
    return render(request, "maatwerk/ogon_list.html", {"regels": regels})


def _eerstvolgende(ogons: list[Ogon]) -> dict[int, Vergadering]:
    komend = Vergadering.objects.komend(klok.vandaag()).filter(gremium__in=[ogon.pk for ogon in ogons])
    return {vergadering.gremium_id: vergadering for vergadering in reversed(komend)}


def _ogon(user: Gebruiker, slug: str) -> Ogon:
    return get_object_or_404(ogons_van(user).select_related("programma"), slug=slug)


@require_safe
def ogon(request: HttpRequest, slug: str) -> HttpResponse:
    """What lies before one OGON, in its order, with the last decisions."""
    user: Any = request.user
    ogon = _ogon(user, slug)
    cycli = lopend([ogon]).get(ogon.pk, [])
    context = {
        "ogon": ogon,
        "cycli": cycli,
        "banner": banner(cycli[0], user) if cycli else None,
        "bord": bord_van(ogon, user),
        "mag_openen": user.has_perm("ogon.openen_cyclus", ogon),
        "gemeenten": ogon.gemeenten(klok.vandaag()),
        "vergaderingen": Vergadering.objects.komend(klok.vandaag()).filter(gremium=ogon.pk)[:3],
        "mag_vergaderen": user.has_perm("duoplus.view_vergadering", ogon),
        "besluiten": recente_besluiten(ogon, user),
        "mag_prioriteren": user.has_perm("maatwerk.prioriteren_ogon", ogon),
        "mag_rekenen": user.has_perm("maatwerk.maken_scenario", ogon),
        "mag_beloften": user.has_perm("maatwerk.beloften_ogon", ogon),
        "mag_kijken": user.has_perm("maatwerk.volgorde_ogon", ogon),
        **tafel(ogon, user),
    }
    return render(request, "maatwerk/ogon.html", context)


def bord_van(ogon: Ogon, user: Gebruiker) -> Ronde | None:
    """The order that is being made, for who may see the board."""
    ronde = Ronde.objects.open().filter(cyclus__ogon=ogon).select_related("cyclus__ogon").first()
    return ronde if ronde and user.has_perm("maatwerk.bord_cyclus", ronde.cyclus) else None


class Ingehaald(Exception):
    """Somebody else moved something after this page was made."""


class PrioriterenView(PartialMixin, ActieView):
    """De volgorde, één verplaatsing tegelijk; op een lijst die intussen wijzigde gebeurt niets (409)."""

    form_class = VerplaatsForm
    template_name = "maatwerk/prioriteren.html"
    partial = "volgorde"

    def get_object(self) -> Ogon:
        return _ogon(self.request.user, self.kwargs["slug"])  # type: ignore[arg-type]

    def controleer(self) -> None:
        vereis(self.request.user, "maatwerk.volgorde_ogon", self.object)
        if self.request.method == "POST":
            vereis(self.request.user, "maatwerk.prioriteren_ogon", self.object)
        self.tafel = tafel(self.object, self.request.user)  # type: ignore[arg-type]

    @property
    def op_tafel(self) -> dict[str, Stuk]:
        """What may get a place: what has one, and what waits for one."""
        return {stuk.aanvraag.sleutel: stuk for vak in self.tafel.values() for stuk in vak}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"stukken": self.op_tafel}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mag = self.request.user.has_perm("maatwerk.prioriteren_ogon", self.object)
        return super().get_context_data(
            ogon=self.object,
            mag_prioriteren=mag,
            nieuwe_sleutel=uuid.uuid4(),
            gezien=" ".join(stuk.aanvraag.sleutel for stuk in self.tafel["volgorde"]),
            **self.tafel,
            **kwargs,
        )

    def voer_uit(self, form: VerplaatsForm) -> str:
        aanvraag, plaats = form.cleaned_data["zet"]
        voorzitter: Any = self.request.user
        is_ingepland = aanvraag.status == S.GEPRIORITEERD
        actie = besluiten.verplaatsen if is_ingepland else besluiten.prioriteren
        try:
            actie(
                aanvraag,
                by=voorzitter,
                plaats=plaats,
                reden=form.cleaned_data["reden"],
                lijstversie=form.cleaned_data["lijstversie"],
            )
        except Verouderd as laat:
            raise Ingehaald from laat
        messages.success(self.request, f"{aanvraag} staat nu op plaats {aanvraag.plaats}.")
        return f"{reverse('maatwerk:prioriteren', args=[self.kwargs['slug']])}#rij-{aanvraag.kenmerk}"

    def form_valid(self, form: VerplaatsForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Ingehaald:
            return self.render_to_response(self._conflict(form), status=409)

    def _conflict(self, form: VerplaatsForm) -> dict[str, Any]:
        """Both orders: as it would have become here, and as it is now."""
        self.object.refresh_from_db()
        self.tafel = tafel(self.object, self.request.user)  # type: ignore[arg-type]
        aanvraag, plaats = form.cleaned_data["zet"]
        bekend = {stuk.aanvraag.sleutel: stuk.aanvraag for stuk in self.op_tafel.values()}
        uw = [bekend[s] for s in form.cleaned_data["gezien"].split() if s in bekend and s != aanvraag.sleutel]
        uw.insert(plaats - 1, aanvraag)
        nu = [stuk.aanvraag for stuk in self.tafel["volgorde"]]
        langste = max(len(uw), len(nu))
        paren = list(zip(_vul(uw, langste), _vul(nu, langste), strict=True))
        return self.get_context_data(form=form, conflict=paren, verplaatst=aanvraag)


def _vul(lijst: list[Any], tot: int) -> list[Any]:
    return [*lijst, *[None] * (tot - len(lijst))]
