"""De instellingen op het scherm: overzicht, lijst, één regel met haar geschiedenis, en wat eraan kan."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from duoplus import instellingen, klok
from duoplus.actions import instellingen as acties
from duoplus.calc.nederlands import Onleesbaar, lees_datum
from duoplus.instellingen import NIEUW, Gevolg, Handeling, Onderdeel, Wijziging
from duoplus.models import Gebeurtenis, Wijzigingsvoorstel
from duoplus.transitions import StapKanNiet
from duoplus.web.instellingen.forms import InstellingForm
from duoplus.web.views import ActieView, vereis

PER_BLADZIJDE = 50
LAATSTE_FEITEN = 5
VOORGESTELD = "Het voorstel is bewaard. Het geldt zodra iemand anders het vaststelt."
GEVOLGD = {
    "nieuw": "voegde dit toe",
    "wijzigen": "wijzigde dit",
    "opvolgen": "gaf dit een nieuwe waarde",
    "beeindigen": "koos de laatste dag",
    "intrekken": "trok dit in",
    "blokkeren": "blokkeerde dit account",
    "vrijgeven": "gaf dit account weer vrij",
    "uitnodigen": "stuurde een nieuwe uitnodiging",
    "voorstellen": "stelde dit voor",
    "vaststellen": "stelde dit vast",
    "afwijzen": "wees dit af",
}


@dataclass(frozen=True)
class Feit:
    """One line of the history."""

    gebeurtenis: Gebeurtenis

    @property
    def wat(self) -> str:
        return GEVOLGD.get(self.gebeurtenis.stap, self.gebeurtenis.stap)

    @property
    def gegevens(self) -> dict[str, Any]:
        return self.gebeurtenis.gegevens


@require_safe
def overzicht(request: HttpRequest) -> HttpResponse:
    """The kinds of settings that this person may read, with how many there are and when one last changed."""
    onderdelen = instellingen.leesbaar_voor(request.user)
    if not onderdelen:
        raise PermissionDenied("instellingen")
    gewijzigd = _laatst_gewijzigd(onderdelen)
    regels = [(deel, deel.queryset().count(), gewijzigd.get(deel.slug)) for deel in onderdelen]
    groepen = [(groep, list(delen)) for groep, delen in groupby(regels, lambda regel: regel[0].groep)]
    voorstellen = _voorstellen([deel.slug for deel in onderdelen])
    context = {
        "groepen": groepen,
        "voorstellen": voorstellen,
        "thuis": kop_voor(request.user),
        "ziet_post": request.user.has_perm("duoplus.view_berichten"),
    }
    return render(request, "duoplus/instellingen/overzicht.html", context)


def _laatst_gewijzigd(onderdelen: Iterable[Onderdeel]) -> dict[str, Any]:
    """Per kind the moment of its last change, in one query."""
    soorten = {ContentType.objects.get_for_model(deel.model).pk: deel.slug for deel in onderdelen}
    feiten = Gebeurtenis.objects.filter(content_type__in=soorten, soort__startswith="duoplus.instelling.")
    laatste = feiten.order_by().values_list("content_type").annotate(op=Max("op"))
    return {soorten[soort]: op for soort, op in laatste}


def _voorstellen(slugs: Iterable[str]) -> QuerySet[Wijzigingsvoorstel]:
    return Wijzigingsvoorstel.objects.open().filter(onderdeel__in=slugs).select_related("opgesteld_door")


def leesbaar(request: HttpRequest, slug: str) -> Onderdeel:
    """What somebody may not read does not exist for him."""
    try:
        deel = instellingen.onderdeel(slug)
    except KeyError:
        raise Http404 from None
    if not request.user.has_perm(deel.lezen):
        raise Http404
    return deel


@require_safe
def lijst(request: HttpRequest, onderdeel: str) -> HttpResponse:
    """The rows of one kind: what holds now, what is to come, what is over, or as on a day."""
    deel = leesbaar(request, onderdeel)
    keuze = Keuze.uit(request, deel)
    bladzijde = Paginator(keuze.rijen(), PER_BLADZIJDE).get_page(request.GET.get("pagina"))
    mag = request.user.has_perm(deel.wijzigen)
    context = {
        "thuis": kop_voor(request.user),
        "deel": deel,
        "keuze": keuze,
        "page": bladzijde,
        "regels": [_regel(deel, obj, keuze.dag) for obj in bladzijde],
        "mag_nieuw": mag and NIEUW in deel.handelingen,
        "suggesties": deel.suggesties() if mag else [],
        "voorstellen": _voorstellen([deel.slug]),
        "feiten": _feiten(_over_soort(deel))[:LAATSTE_FEITEN],
    }
    return render(request, "duoplus/instellingen/lijst.html", context)


def _regel(deel: Onderdeel, obj: Any, dag: date) -> dict[str, Any]:
    eerste, *rest = deel.kolommen
    return {
        "url": deel.adres_van(obj),
        "naam": eerste.waarde(obj),
        "cellen": [(kolom, kolom.waarde(obj)) for kolom in rest],
        "stand": deel.stand(obj, dag),
    }


@dataclass(frozen=True)
class Keuze:
    """Which rows of a kind are on screen; all of it stands in the address."""

    deel: Onderdeel
    stand: str
    op: date | None
    zoek: str
    melding: str = ""

    @classmethod
    def uit(cls, request: HttpRequest, deel: Onderdeel) -> "Keuze":
        op, melding = _dag(request.GET.get("op", ""))
        standen = [stand.slug for stand in deel.standen()]
        stand = request.GET.get("toon", standen[0])
        stand = stand if stand in standen else "alles"
        return cls(deel, "" if op else stand, op, request.GET.get("q", "").replace("\0", "")[:200], melding)

    @property
    def dag(self) -> date:
        return self.op or klok.vandaag()

    def rijen(self) -> QuerySet[Any]:
        rijen = self.deel.queryset()
        if self.op:
            rijen = self.deel.filter_dag(rijen, self.op)
        elif self.stand != "alles":
            rijen = self.deel.filter_stand(rijen, self.stand, self.dag)
        for woord in self.zoek.split():
            rijen = rijen.filter(_ergens(self.deel.zoek, woord))
        return rijen

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        keuzes = [(stand.slug, stand.label) for stand in self.deel.standen()] + [("alles", "Alles")]
        return [(slug, label, slug == self.stand) for slug, label in keuzes]


def _ergens(velden: Iterable[str], woord: str) -> Q:
    gezocht = Q()
    for veld in velden:
        gezocht |= Q(**{f"{veld}__icontains": woord})
    return gezocht


def _dag(getypt: str) -> tuple[date | None, str]:
    """The day that somebody typed, or why it is not one."""
    if not getypt.strip():
        return None, ""
    try:
        return lees_datum(getypt), ""
    except Onleesbaar as fout:
        return None, str(fout)


def _over_soort(deel: Onderdeel) -> QuerySet[Gebeurtenis]:
    soort = ContentType.objects.get_for_model(deel.model)
    return Gebeurtenis.objects.filter(content_type=soort)


def _feiten(gebeurtenissen: QuerySet[Gebeurtenis]) -> list[Feit]:
    """Newest first; only what happened to settings."""
    alle = gebeurtenissen.filter(soort__startswith="duoplus.instelling.").order_by("-pk")
    return [Feit(g) for g in alle.select_related("door__organisatie")[:PER_BLADZIJDE]]


@require_safe
def detail(request: HttpRequest, onderdeel: str, pk: int) -> HttpResponse:
    """One row: its facts, where it is used, its history and what may be done with it."""
    deel = leesbaar(request, onderdeel)
    obj = get_object_or_404(deel.queryset(), pk=pk)
    mag = request.user.has_perm(deel.wijzigen)
    context = {
        "thuis": kop_voor(request.user),
        "deel": deel,
        "obj": obj,
        "naam": deel.kolommen[0].waarde(obj),
        "stand": deel.stand(obj, klok.vandaag()),
        "feiten_nu": deel.feiten(obj),
        "gebruik": instellingen.gebruikt(deel, obj),
        "feiten": _feiten(Gebeurtenis.objects.over(obj)),
        "spoor": deel.spoor(obj),
        "handelingen": deel.mogelijk(obj) if mag else [],
        "wegen": deel.wegen(obj) if mag else [],
        "voorstellen": _voorstellen([deel.slug]).filter(object_id=obj.pk),
    }
    return render(request, "duoplus/instellingen/detail.html", context)


class HandelingView(ActieView):
    """Do one thing with a setting. What has consequences is shown first and asks once more."""

    template_name = "duoplus/instellingen/handeling.html"
    object: Any

    def get_object(self) -> Any:
        self.deel = leesbaar(self.request, self.kwargs["onderdeel"])
        self.handeling = self._handeling()
        if self.handeling == NIEUW:
            return Nieuw()
        return get_object_or_404(self.deel.queryset(), pk=self.kwargs["pk"])

    def _handeling(self) -> Handeling:
        slug = self.kwargs.get("handeling", NIEUW.slug)
        gevonden = [h for h in self.deel.handelingen if h.slug == slug]
        if not gevonden or (slug == NIEUW.slug) != ("pk" not in self.kwargs):
            raise Http404
        return gevonden[0]

    @property
    def rij(self) -> Any:
        """The row, or nothing while there is none."""
        return None if isinstance(self.object, Nieuw) else self.object

    def controleer(self) -> None:
        vereis(self.request.user, self.deel.wijzigen)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.rij is not None and self.handeling not in self.deel.mogelijk(self.rij):
            messages.info(request, f"‘{self.handeling.label}’ kan hier nu niet.")
            return redirect(self.deel.adres_van(self.rij))
        return super().get(request, *args, **kwargs)

    def get_form_class(self) -> type[InstellingForm]:
        return self.deel.formulier if self.deel.velden_van(self.handeling) else InstellingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        eigen = {"obj": self.rij, "onderdeel": self.deel, "handeling": self.handeling}
        return super().get_form_kwargs() | eigen

    def get_initial(self) -> dict[str, Any]:
        """A suggestion comes with its answers in the address."""
        if self.handeling != NIEUW:
            return {}
        gevraagd = self.request.GET.dict()
        return {n: str(w).replace("\0", "") for n, w in gevraagd.items() if n in self.deel.velden}

    def form_valid(self, form: InstellingForm) -> HttpResponse:
        try:
            voorbeeld = self._voorbeeld(form)
        except StapKanNiet as weigering:
            form.add_error(None, str(weigering))
            return self.form_invalid(form)
        if voorbeeld is not None and form.cleaned_data["gezien"] != voorbeeld.merk:
            form.toon_gelezen(voorbeeld.merk)
            return self.render_to_response(self.get_context_data(form=form, voorbeeld=voorbeeld))
        return super().form_valid(form)

    def _voorbeeld(self, form: InstellingForm) -> "Voorbeeld | None":
        """What this will do, if that should be read first; a stale form goes on to its conflict."""
        if form.cleaned_data["versie"] not in (None, acties.versie_van(self.rij)):
            return None
        wijziging = Wijziging(self.deel, self.handeling, form.by, self.rij, form.waarden)
        acties.controleer(wijziging)
        voorbeeld = Voorbeeld(
            tuple(wijziging.verschil), tuple(self.deel.gevolgen(wijziging)), self.deel.voorbeeld(wijziging)
        )
        nodig = self.handeling.eist_voorbeeld or voorbeeld.gevolgen or voorbeeld.tekst
        return voorbeeld if nodig else None

    def voer_uit(self, form: InstellingForm) -> Any:
        try:
            obj = acties.voer_uit(
                self.deel,
                self.handeling,
                self.rij,
                by=form.by,
                waarden=form.waarden,
                reden=form.cleaned_data["reden"],
                versie=form.cleaned_data["versie"],
            )
        except ObjectDoesNotExist:
            raise Http404 from None  # withdrawn in the meantime
        if isinstance(obj, Wijzigingsvoorstel):
            messages.success(self.request, VOORGESTELD)
            return instellingen.adres_van_voorstel(obj)
        messages.success(self.request, self.handeling.klaar)
        weg = self.handeling == instellingen.INTREKKEN
        return self.deel.adres if weg else self.deel.adres_van(obj)

    def conflict(self, form: Any, obj: Any) -> HttpResponse:
        obj.get_absolute_url = lambda: self.deel.adres_van(obj)
        form.obj = obj
        return super().conflict(form, obj)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        naam = self.deel.naam if self.rij is None else str(self.deel.kolommen[0].waarde(self.rij))
        voorbeeld = kwargs.get("voorbeeld")
        wacht = "Voorstel doen" if self.deel.vaststellen else "Bevestigen"
        return super().get_context_data(
            deel=self.deel,
            titel=f"{self.deel.enkel.capitalize()} toevoegen" if self.rij is None else self.handeling.label,
            knop=wacht if voorbeeld else "Verder" if self.handeling.eist_voorbeeld else "Bewaren",
            negatief=self.handeling.negatief and voorbeeld is not None,
            terug_url=self.deel.adres if self.rij is None else self.deel.adres_van(self.rij),
            object_naam=naam,
            object_titel="" if self.rij is None else str(self.rij).removeprefix(naam).lstrip(": "),
            lijst_url=None if self.rij is None else self.deel.adres,
            lijst_naam=self.deel.naam,
            **kwargs,
        )


class Nieuw:
    """Stands for the row that is not there yet."""

    pk = None

    def refresh_from_db(self) -> None:
        """There is nothing to read again."""


@dataclass(frozen=True)
class Voorbeeld:
    """What a change will do, as shown before it is confirmed."""

    verschil: tuple[tuple[str, str, str], ...]
    gevolgen: tuple[Gevolg, ...]
    tekst: str

    @property
    def merk(self) -> str:
        """Confirming counts for what was on screen; if that has changed, it is shown again."""
        return hashlib.sha256(repr((self.verschil, self.gevolgen, self.tekst)).encode()).hexdigest()[:32]


def wijzigt_iets(user: Any) -> bool:
    """Whether the menu shows the settings: something to change there, or to decide."""
    rechten = {
        recht for deel in instellingen.leesbaar_voor(user) for recht in (deel.wijzigen, deel.vaststellen)
    }
    return any(user.has_perm(recht) for recht in rechten if recht)


def leest_alleen(user: Any) -> bool:
    """Whether the foot of the page shows them: something to look up, nothing to change."""
    return bool(instellingen.leesbaar_voor(user)) and not wijzigt_iets(user)


def kop_voor(user: Any) -> str:
    """What the settings are called for this person; who only reads finds tariffs and keys there."""
    return "Tarieven en sleutels" if leest_alleen(user) else "Instellingen"
