"""Het bord: samen een volgorde maken, met de streep van elk team erin."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from duoplus.calc.nederlands import uren
from duoplus.web.forms import ActieForm, DoeForm
from duoplus.web.views import ActieView, PartialMixin, vereis
from maatwerk.actions import ronde as acties
from maatwerk.forms.bord import HANDELINGEN, BordForm, HandelingForm, ToevoegenForm
from maatwerk.jaarcyclus.tafel import ogons_van
from maatwerk.models import Ronde, Rondeplaats, Zet
from maatwerk.volgorde import bord as borden
from maatwerk.volgorde.standpunten import Stand, stand
from ogon.fasen import Banner, banner, mag_in_fase
from ogon.models import Cyclus

MAX_ZETTEN = 10
PAST_NIET = "niet genoeg uren"


class VanCyclus(ActieView):
    """What all pages of the board share: the cycle of the address, its last round, and who looks."""

    object: Any
    perm = "maatwerk.bord_cyclus"

    @cached_property
    def cyclus(self) -> Cyclus:
        cycli = Cyclus.objects.select_related("ogon__programma").filter(ogon__in=ogons_van(self.gebruiker))
        return get_object_or_404(cycli, ogon__slug=self.kwargs["slug"], jaar=self.kwargs["jaar"])

    @cached_property
    def ronde(self) -> Ronde | None:
        """The one at hand; its cycle was read already."""
        ronde = self.cyclus.rondes.first()
        if ronde is not None:
            ronde.cyclus = self.cyclus
        return ronde

    @property
    def gebruiker(self) -> Any:
        return self.request.user

    def get_object(self) -> Any:
        return self.ronde or self.cyclus

    def controleer(self) -> None:
        vereis(self.gebruiker, self.perm, self.cyclus)

    @cached_property
    def banner(self) -> Banner:
        """Read only where the whole page is shown."""
        return banner(self.cyclus, self.gebruiker)

    def mag(self, perm: str) -> bool:
        return mag_in_fase(self.cyclus, "rangschikken") and self.gebruiker.has_perm(perm, self.cyclus)

    @property
    def bord_url(self) -> str:
        return adres("bord", self.cyclus)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            cyclus=self.cyclus, ogon=self.cyclus.ogon, ronde=self.ronde, bord_url=self.bord_url, **kwargs
        )


def adres(naam: str, cyclus: Cyclus, *args: str) -> str:
    return reverse(f"maatwerk:{naam}", args=[cyclus.ogon.slug, cyclus.jaar, *args])


class BordView(PartialMixin, VanCyclus):
    """Eén verplaatsing tegelijk, met in hetzelfde antwoord de streep en de uren; te laat is 409."""

    form_class = BordForm
    partial = "bord"
    zet: Zet | None = None
    gezegd = ""

    def get_template_names(self) -> list[str]:
        self.template_name = "maatwerk/bord/bord.html" if self.ronde else "maatwerk/bord/leeg.html"
        return super().get_template_names()

    def controleer(self) -> None:
        super().controleer()
        if self.request.method == "POST":
            vereis(self.gebruiker, acties.RANGSCHIKKEN, self.cyclus)
            if self.ronde is None:
                raise Http404

    @cached_property
    def bord(self) -> borden.Bord:
        return borden.lees(self.object, self.gebruiker)

    @cached_property
    def stand(self) -> Stand:
        """Read only where the whole page is shown."""
        return stand(self.object, self.gebruiker)

    def get_form_class(self) -> type[ActieForm]:
        return BordForm if self.ronde else ActieForm

    def voer_uit(self, form: BordForm) -> str:
        """The move first, on the version on screen; then every reason that was typed."""
        versie, ronde = form.cleaned_data["versie"], self.object
        if zet := form.cleaned_data["zet"]:
            aanvraag, plaats = zet
            self.zet = acties.verplaats(ronde, aanvraag, plaats=plaats, by=self.gebruiker, versie=versie)
            versie = None
        for sleutel, reden in form.redenen.items():
            aanvraag = form.plaatsen[sleutel].aanvraag
            acties.geef_afwijkreden(ronde, aanvraag, reden=reden, by=self.gebruiker, versie=versie)
            versie = None
        return f"{self.bord_url}#plek-{self.zet.naar}" if self.zet else self.bord_url

    def form_valid(self, form: BordForm) -> HttpResponse:
        bewaard = set(form.redenen)
        antwoord = super().form_valid(form)
        if antwoord.status_code != 302:
            return antwoord
        self.gezegd = self._gezegd()
        if not self.is_deel:
            messages.success(self.request, self.gezegd)
            return antwoord
        return self._stukje(bewaard) if self.zet or bewaard else antwoord

    def _gezegd(self) -> str:
        if self.zet is None:
            return "Bewaard."
        rij = self.bord.rij_van(self.zet.aanvraag)
        staat = f"‘{rij.aanvraag.titel}’ staat nu op plaats {rij.plaats} van {len(self.bord.rijen)}."
        return " ".join([staat, *(self._over(cel) for cel in rij.cellen if cel.deel)])

    def _over(self, cel: borden.Cel) -> str:
        past = not cel.deel or not cel.deel.buiten
        nog = f"nog {uren(self.bord.kolom_van(cel.team).over)} uur vrij" if past else PAST_NIET
        return f"{cel.team}: {nog}."

    def _stukje(self, bewaard: Collection[str]) -> HttpResponse:
        """Only what changed: the same truth as the whole page, place by place."""
        anders = self.bord.anders_dan(self.bord.voor(self.zet)) if self.zet else []
        plekken = {rij.plaats for rij in anders}
        rijen = [rij for rij in self.bord.rijen if rij.plaats in plekken or rij.sleutel in bewaard]
        context = self.get_context_data(form=None, rijen=rijen, los=True)
        antwoord = render(self.request, "maatwerk/bord/bord.html#zet", context)
        antwoord["HX-Reswap"] = "none"
        return antwoord

    def conflict(self, form: BordForm, obj: Any) -> HttpResponse:
        """Both orders: as it would have become here, and as it is now."""
        zet = form.cleaned_data["zet"]
        eerder = form.cleaned_data["versie"]
        context = self.get_context_data(
            form=form,
            conflict=_verschillen(obj, eerder, zet, self.bord.volgorde),
            intussen=_zetten(obj).filter(versie__gt=eerder),
            verplaatst=zet[0] if zet else None,
        )
        return self.render_to_response(context, status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.ronde is None:
            mag_openen = self.mag(acties.INRICHTEN)
            return super().get_context_data(mag_openen=mag_openen, **kwargs)
        het_bord = self.bord
        mag = het_bord.is_open and self.mag(acties.RANGSCHIKKEN)
        kwargs = {"rijen": het_bord.rijen, "zetten": _zetten(het_bord.ronde)[:MAX_ZETTEN]} | kwargs
        return super().get_context_data(
            bord=het_bord,
            nu=self.cyclus.nu,
            verse=ActieForm(by=self.gebruiker, obj=self.object),
            mag=mag,
            mag_inrichten=mag and self.mag(acties.INRICHTEN),
            mag_rekenen=self.gebruiker.has_perm("maatwerk.maken_scenario", self.cyclus.ogon),
            leest_uren=self.gebruiker.has_perm("ogon.view_capaciteit"),
            gezegd=self.gezegd,
            **kwargs,
        )


def _zetten(ronde: Ronde) -> Any:
    """The moves people made, the last one first; opening the round is none."""
    zetten = ronde.zetten.filter(versie__gt=0).order_by("-versie")
    return zetten.select_related("aanvraag", "door", "namens")


@dataclass(frozen=True)
class Verschil:
    """One place where the two orders are not the same."""

    plaats: int
    wilde: str
    nu: str


def _verschillen(ronde: Ronde, versie: int, zet: Any, nu: list[int]) -> list[Verschil]:
    uw = borden.volgorde_bij(ronde, versie)
    if zet:
        aanvraag, plaats = zet
        uw = [pk for pk in uw if pk != aanvraag.pk]
        uw.insert(plaats - 1, aanvraag.pk)
    titels = borden.titels({*uw, *nu})
    return [
        Verschil(plaats, titels.get(wilde, "–"), titels.get(is_nu, "–"))
        for plaats, (wilde, is_nu) in enumerate(zip_longest(uw, nu), 1)
        if wilde != is_nu
    ]


class OpenenView(VanCyclus):
    """De volgorde van een cyclus beginnen."""

    form_class = ActieForm
    perm = acties.INRICHTEN

    def get_object(self) -> Cyclus:
        return self.cyclus

    def voer_uit(self, form: ActieForm) -> str:
        ronde = acties.open_ronde(self.cyclus, by=self.gebruiker)
        messages.success(self.request, f"De volgorde is geopend met {ronde.plaatsen.count()} aanvragen.")
        return self.bord_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        aantal = acties.kandidaten_van(self.cyclus).count()
        tekst = f"Er komen {aantal} aanvragen op het bord, in de volgorde van hun score."
        return super().get_context_data(**kwargs) | _actie(self.cyclus, "Volgorde openen", tekst)


def _actie(cyclus: Cyclus, titel: str, tekst: str, knop: str = "") -> dict[str, Any]:
    return {
        "titel": titel,
        "tekst": tekst,
        "knop": knop or titel,
        "terug_url": adres("bord", cyclus),
        "object_naam": f"Prioriteren {cyclus.jaar}",
        "lijst_url": cyclus.ogon.get_absolute_url(),
        "lijst_naam": cyclus.ogon.naam,
    }


class OpBordView(VanCyclus):
    """Iets doen met wat op het bord staat of erop komt, op een eigen bladzijde."""

    def get_object(self) -> Ronde:
        if self.ronde is None:
            raise Http404
        return self.ronde

    def voer_uit(self, form: DoeForm) -> str:
        messages.success(self.request, form.voer_uit())
        return self.bord_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return context | _actie(self.cyclus, form.titel, form.uitleg, form.knop) | {"negatief": form.negatief}


class ToevoegenView(OpBordView):
    form_class = ToevoegenForm
    perm = acties.INRICHTEN


class HandelingView(OpBordView):
    """Verplaatsen, vastzetten, losmaken, faseren of afhalen van één aanvraag."""

    template_name = "maatwerk/bord/handeling.html"

    def controleer(self) -> None:
        super().controleer()
        if self.kwargs["handeling"] not in HANDELINGEN or self.plaats is None:
            raise Http404
        vereis(self.gebruiker, HANDELINGEN[self.kwargs["handeling"]][1], self.cyclus)

    @cached_property
    def plaats(self) -> Rondeplaats | None:
        plaatsen = self.object.plaatsen.select_related("aanvraag")
        return next((p for p in plaatsen if p.aanvraag.sleutel == self.kwargs["sleutel"]), None)

    def get_form_class(self) -> type[HandelingForm]:
        return HANDELINGEN[self.kwargs["handeling"]][0]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plaats": self.plaats}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            plaats=self.plaats,
            handeling=self.kwargs["handeling"],
            mag_inrichten=self.mag(acties.INRICHTEN),
            object_titel=self.plaats.aanvraag.titel if self.plaats else "",
            **kwargs,
        )
