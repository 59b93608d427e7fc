"""Een aanvraag indienen: de stappen, het vanzelf bewaren, de controle en het ontvangstbewijs."""

import uuid
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.views.generic import ListView, View

from duoplus import klok
from duoplus.bestandstype import MEGABYTE, GeweigerdBestand
from duoplus.choices import BijlageSoort
from duoplus.models import Bijlage, Gebeurtenis, Organisatie, Termijn, Vangnet
from duoplus.transitions import StapKanNiet, Verouderd
from duoplus.web.forms import ActieForm
from duoplus.web.vangnet import als_beginwaarden, geredde_invoer
from duoplus.web.views import ActieView, eerder_antwoord, vereis
from maatwerk.actions import dossier
from maatwerk.actions import indienen as acties
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Antwoord
from maatwerk.forms.indienen import STAPPEN, DoelForm, StapForm, VraagForm, Vragenlijst, adres
from maatwerk.indienkeuzes import Keuzes, eigen_gemeenten
from maatwerk.models import Aanvraag
from maatwerk.ontvangstbewijs import maak_ontvangstbewijs
from maatwerk.vergelijkbaar import vergelijkbare

LATER = "later"
CONTROLE = "controle"
PER_BLADZIJDE = 50
MEESTE_BIJLAGEN = 20
BEWAARD = "Uw concept is bewaard. U kunt later verder, ook op een ander apparaat."
ANDER_APPARAAT = "Dit concept is op een ander apparaat of tabblad gewijzigd. Uw tekst staat er nog."


class IndienMixin:
    """What every page of the form needs: the draft, its lists and its questions."""

    request: HttpRequest
    concept: Aanvraag

    @cached_property
    def keuzes(self) -> Keuzes:
        return Keuzes(self.concept.organisatie, self.request.user)

    @cached_property
    def vragenlijst(self) -> Vragenlijst:
        return Vragenlijst(self.concept, by=self.request.user, keuzes=self.keuzes)

    def nummer(self) -> int:
        """The step that is asked for; nonsense is the first one."""
        gevraagd = self.request.POST.get("stap") or self.request.GET.get("stap") or ""
        bekend = {str(stap.nummer): stap.nummer for stap in STAPPEN}
        return bekend.get(gevraagd, 1)

    def gepost(self) -> StapForm:
        """The step as it was posted."""
        klasse = STAPPEN[self.nummer() - 1]
        return klasse(self.request.POST, by=self.request.user, obj=self.concept, keuzes=self.keuzes)

    def bewaar(self, form: StapForm) -> None:
        """Keep what was typed. Raises ``Verouderd``."""
        acties.bewaar_concept(
            self.concept,
            by=self.request.user,
            invoer=form.getypt(),
            organisatie=self._gemeente(),
            versie=self._versie(),
        )

    def _versie(self) -> int | None:
        versie = self.request.POST.get("versie", "")
        return int(versie) if versie.isascii() and versie.isdigit() else None

    def _gemeente(self) -> Organisatie | None:
        """Which own municipality was chosen, where somebody asks for more than one."""
        gekozen = self.request.POST.get("organisatie")
        eigen = eigen_gemeenten(self.request.user) if gekozen else []
        return next((gemeente for gemeente in eigen if str(gemeente.pk) == gekozen), None)

    def toon(self, form: StapForm, status: int = 200) -> HttpResponse:
        return render(self.request, "maatwerk/indienen/stap.html", self._context(form), status=status)

    def _context(self, form: StapForm) -> dict[str, Any]:
        return self._adressen(form) | {
            "form": form,
            "concept": self.concept,
            "stappen": stappen(self.vragenlijst, form.nummer),
            "volgende": STAPPEN[form.nummer].kop if form.nummer < len(STAPPEN) else "",
            "aantal": len(STAPPEN),
            "bijlagen": bijlagen(self.concept) if form.nummer == len(STAPPEN) else [],
            "vergelijkbaar": self._vergelijkbaar() if form.nummer == VraagForm.nummer else [],
        }

    def _adressen(self, form: StapForm) -> dict[str, Any]:
        """Where the form is sent and kept; before the draft exists that is the page of a new one."""
        if self.concept.pk is None:
            return {
                "actie_url": reverse("maatwerk:aanvraag_nieuw"),
                "bewaar_url": reverse("maatwerk:aanvraag_nieuw_bewaren"),
            }
        return {
            "actie_url": adres(self.concept, form.nummer),
            "bewaar_url": reverse("maatwerk:concept_bewaren", args=[self.concept.uuid]),
            "bewaard_op": self.concept.gewijzigd_op,
        }

    def _vergelijkbaar(self) -> list[Any]:
        titel = self.concept.concept_invoer.get("titel", "")
        return vergelijkbare(titel, user=self.request.user, behalve=self.concept)


def stappen(vragenlijst: Vragenlijst, huidig: int) -> list[dict[str, Any]]:
    """The stepper; the check is the last stop."""
    klaar = vragenlijst.compleet if vragenlijst.concept.pk else set()
    rijen = [
        {"nummer": s.nummer, "label": s.kop, "staat": "done" if s.nummer in klaar else ""} for s in STAPPEN
    ]
    rijen.append({"nummer": CONTROLE, "label": "Controleren en indienen", "staat": ""})
    rijen[huidig - 1]["huidig"] = True
    return rijen


def als_links(rijen: list[dict[str, Any]], concept: Aanvraag) -> list[dict[str, Any]]:
    """For a page without a form to keep."""
    return [rij | {"url": doel(concept, str(rij["nummer"]))} for rij in rijen]


def hierna() -> str:
    aantal = Termijn.objects.werkdagen("maatwerk.ingediend", klok.vandaag())
    wanneer = f"binnen {aantal} werkdagen" if aantal else "zo snel mogelijk"
    return (
        f"U krijgt meteen een ontvangstbewijs. De secretaris van het OGON leest uw aanvraag {wanneer}. "
        "Daarna maakt Duo+ de vraag samen met u scherp. U volgt de voortgang bij ‘Mijn werk’."
    )


def bijlagen(concept: Aanvraag) -> list[Bijlage]:
    return list(concept.bijlagen.filter(soort=BijlageSoort.BIJLAGE).order_by("pk")) if concept.pk else []


class NieuwMixin(IndienMixin):
    """A draft that does not exist yet; the key in the form becomes its uuid, so it comes to be once."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        vereis(request.user, "maatwerk.add_aanvraag")
        gemeenten = eigen_gemeenten(request.user)
        if not gemeenten:
            raise PermissionDenied("maatwerk.add_aanvraag")
        gekozen = next((g for g in gemeenten if str(g.pk) == request.POST.get("organisatie")), gemeenten[0])
        self.concept = Aanvraag(uuid=self._sleutel(request), organisatie=gekozen)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    @staticmethod
    def _sleutel(request: HttpRequest) -> uuid.UUID:
        try:
            return uuid.UUID(request.POST.get("sleutel", ""))
        except ValueError:
            return uuid.uuid4()

    def begin(self) -> None:
        """Make the draft, or find it again. Somebody else's draft does not exist."""
        nieuw = self.concept
        try:
            self.concept = acties.start_concept(
                by=self.request.user, organisatie=nieuw.organisatie, sleutel=nieuw.uuid
            )
        except PermissionDenied:
            raise Http404 from None


class NieuwView(NieuwMixin, View):
    """An empty first step; nothing is made until something is typed or sent."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = VraagForm(by=request.user, obj=self.concept, keuzes=self.keuzes)
        form.fields["sleutel"].initial = self.concept.uuid
        if (invoer := geredde_invoer(request)) is not None:
            form.initial = als_beginwaarden(form, invoer)
        return self.toon(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        self.begin()
        if self.concept.status != S.CONCEPT:
            return redirect(self.concept)
        try:
            self.bewaar(self.gepost())
        except Verouderd:
            return toon_versies(request, self.vragenlijst, self.gepost())
        if naar := request.POST.get("naar"):
            return redirect(doel(self.concept, naar))
        klaar = self.vragenlijst.toets(1).is_valid()
        return redirect(adres(self.concept, 2) if klaar else f"{adres(self.concept, 1)}&controle=ja")


class NieuwBewarenView(NieuwMixin, View):
    """The first autosave: from now on the page has an address of its own."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        self.begin()
        return antwoord_bewaren(self)


class ConceptMixin(IndienMixin):
    """The draft of this address, for its writers only; once submitted its own page takes over."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        zichtbaar = Aanvraag.objects.visible_to(request.user).select_related("organisatie")
        self.concept = get_object_or_404(zichtbaar, uuid=kwargs["uuid"])
        if self.concept.status != S.CONCEPT:
            return self.al_ingediend()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def al_ingediend(self) -> HttpResponse:
        return redirect(self.concept)

    def _neem_bestanden_aan(self) -> list[str]:
        bestanden = self.request.FILES.getlist("bijlagen")
        zinnen = [neem_bestand_aan(self.request, self.concept, bestand) for bestand in bestanden]
        return [zin for zin in zinnen if zin]


class ConceptView(ConceptMixin, View):
    """One step: shown as it was left, kept as it is sent, judged only on the way forward."""

    def get(self, request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
        invoer = geredde_invoer(request)
        if invoer is not None:
            return self._herstel(invoer)
        if "stap" not in request.GET:
            return redirect(adres(self.concept, self.vragenlijst.verder))
        kies = self.vragenlijst.toets if "controle" in request.GET else self.vragenlijst.open
        return self.toon(kies(self.nummer()))

    def _herstel(self, invoer: QueryDict) -> HttpResponse:
        """What was sent after the session had ended, back in its step and not saved yet."""
        klasse = STAPPEN[int(invoer.get("stap", "1")) - 1] if invoer.get("stap") in _NUMMERS else VraagForm
        leeg = self.vragenlijst.open(klasse.nummer)
        return self.toon(self.vragenlijst.open(klasse.nummer, als_beginwaarden(leeg, invoer)))

    def post(self, request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
        weigeringen = self._neem_bestanden_aan()
        try:
            self.bewaar(self.gepost())
        except Verouderd:
            return toon_versies(request, self.vragenlijst, self.gepost())
        if "verwijder" in request.POST:
            return self._verwijder(request.POST["verwijder"])
        if naar := request.POST.get("naar"):
            for weigering in weigeringen:
                messages.error(request, weigering)
            return self._naar(naar)
        return self._verder(weigeringen)

    def _naar(self, naar: str) -> HttpResponse:
        if naar == LATER:
            messages.success(self.request, BEWAARD)
        return redirect(doel(self.concept, naar))

    def _verder(self, weigeringen: list[str]) -> HttpResponse:
        form = self.vragenlijst.toets(self.nummer())
        form.is_valid()
        for weigering in weigeringen:
            form.add_error("bijlagen", weigering)
        if form.errors:
            return self.toon(form, status=422)
        laatste = form.nummer == len(STAPPEN)
        return redirect(doel(self.concept, CONTROLE if laatste else str(form.nummer + 1)))

    def _verwijder(self, sleutel: str) -> HttpResponse:
        bijlage = next((b for b in bijlagen(self.concept) if str(b.uuid) == sleutel), None)
        if bijlage is None:
            raise Http404
        dossier.verwijder_bijlage(bijlage, by=self.request.user)
        messages.success(self.request, f"{bijlage.naam} is verwijderd.")
        return redirect(adres(self.concept, len(STAPPEN)))


_NUMMERS = {str(stap.nummer) for stap in STAPPEN}


def doel(concept: Aanvraag, naar: str) -> str:
    """Where a button of the form leads: a step, the check, or away."""
    if naar == LATER:
        return reverse("maatwerk:concepten")
    if naar == CONTROLE:
        return reverse("maatwerk:concept_controleren", args=[concept.uuid])
    return adres(concept, int(naar) if naar in _NUMMERS else 1)


def neem_bestand_aan(request: HttpRequest, concept: Aanvraag, bestand: UploadedFile) -> str:
    """Keep an uploaded file with the draft; returns the refusal as a sentence, or nothing."""
    naam = bestand.name or "Bestand"
    if len(bijlagen(concept)) >= MEESTE_BIJLAGEN:
        return f"{naam}: u kunt hooguit {MEESTE_BIJLAGEN} documenten toevoegen. Verwijder er eerst een."
    if (bestand.size or 0) > settings.BIJLAGE_MAX_BYTES:
        grens = settings.BIJLAGE_MAX_BYTES // MEGABYTE
        return f"{naam}: het bestand is te groot. Het mag hooguit {grens} MB zijn."
    try:
        dossier.voeg_bijlage_toe(concept, by=request.user, naam=naam, inhoud=bestand.read())
    except GeweigerdBestand as weigering:
        return f"{naam}: {weigering}"
    return ""


class ConceptBewarenView(ConceptMixin, View):
    """Autosave, within two seconds of a change."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
        return antwoord_bewaren(self)

    def al_ingediend(self) -> HttpResponse:
        return al_ingediend(self.concept)


def antwoord_bewaren(view: IndienMixin) -> HttpResponse:
    """Keep the posted step; 409 with a link to both versions when another device was first."""
    if view.concept.status != S.CONCEPT:
        return al_ingediend(view.concept)
    form = view.gepost()
    try:
        view.bewaar(form)
    except Verouderd:
        return _conflict(form, view.concept)
    return JsonResponse(
        {
            "versie": view.concept.versie,
            "bewaard_om": f"{localtime(view.concept.gewijzigd_op):%H.%M}",
            "url": adres(view.concept, form.nummer),
            "bewaar_url": reverse("maatwerk:concept_bewaren", args=[view.concept.uuid]),
        }
    )


def al_ingediend(aanvraag: Aanvraag) -> JsonResponse:
    melding = "Deze aanvraag is al ingediend. Uw laatste wijziging is niet bewaard."
    return JsonResponse({"melding": melding, "url": aanvraag.get_absolute_url()}, status=409)


def _conflict(form: StapForm, concept: Aanvraag) -> JsonResponse:
    """Keep the loser's text an hour, so that the link can show both versions."""
    pad = reverse("maatwerk:concept_versies", args=[concept.uuid])
    invoer = {"stap": [str(form.nummer)]} | {naam: als_lijst(w) for naam, w in form.getypt().items()}
    vangnet = Vangnet.objects.create(gebruiker=form.by, pad=pad, invoer=invoer)
    return JsonResponse({"melding": ANDER_APPARAAT, "url": f"{pad}?vangnet={vangnet.uuid}"}, status=409)


def als_lijst(waarde: Any) -> list[str]:
    return waarde if isinstance(waarde, list) else [waarde]


class VersiesView(ConceptMixin, View):
    """Both versions, for who was second while typing."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
        gered = bewaarde_invoer(request)
        if gered is None:
            return redirect(self.concept)
        klasse = STAPPEN[int(gered.get("stap", "1")) - 1]
        form = klasse(gered, by=request.user, obj=self.concept, keuzes=self.keuzes)
        return toon_versies(request, self.vragenlijst, form)


def bewaarde_invoer(request: HttpRequest) -> QueryDict | None:
    try:
        sleutel = uuid.UUID(request.GET.get("vangnet", ""))
    except ValueError:
        return None
    gered = Vangnet.objects.bruikbaar(request.user).filter(uuid=sleutel, pad=request.path).first()
    return als_querydict(gered.invoer) if gered else None


def als_querydict(invoer: dict[str, list[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for naam, waarden in invoer.items():
        query.setlist(naam, waarden)
    return query


def toon_versies(request: HttpRequest, vragenlijst: Vragenlijst, mijn: StapForm) -> HttpResponse:
    """What differs, side by side. Either version can be kept; until then nothing is lost."""
    concept, hun = vragenlijst.concept, vragenlijst.open(mijn.nummer)
    getypt = mijn.getypt()
    anders = [naam for naam, waarde in getypt.items() if concept.concept_invoer.get(naam, "") != waarde]
    context = {
        "concept": concept,
        "stap": mijn,
        "url": adres(concept, mijn.nummer),
        "rijen": [(mijn[naam].label, mijn.in_woorden(naam), hun.in_woorden(naam)) for naam in anders],
        "getypt": [(naam, deel) for naam, waarde in getypt.items() for deel in als_lijst(waarde)],
    }
    return render(request, "maatwerk/indienen/versies.html", context, status=409)


class OgonsView(ConceptMixin, View):
    """The OGON's that go with the municipalities ticked now (htmx)."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
        gekozen = {"gemeenten": request.GET.getlist("gemeenten"), "ogon": request.GET.get("ogon", "")}
        form = DoelForm(initial=gekozen, by=request.user, obj=self.concept, keuzes=self.keuzes)
        return render(request, "maatwerk/indienen/ogons.html", {"form": form})


class VergelijkbaarView(View):
    """Earlier requests with a title like this one (htmx)."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        gevonden = vergelijkbare(request.GET.get("titel", ""), user=request.user)
        return render(request, "maatwerk/indienen/vergelijkbaar.html", {"vergelijkbaar": gevonden})


class ConceptBijlagenView(ConceptMixin, View):
    """A chosen file goes up at once; the answer is the new list, or the refusal."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
        bestanden = request.FILES.getlist("bijlagen")
        weigeringen = self._neem_bestanden_aan() if bestanden else ["Kies eerst een bestand."]
        if weigeringen:
            return HttpResponse(format_html("<p>{}</p>", " ".join(weigeringen)), status=422)
        context = {"bijlagen": bijlagen(self.concept), "concept": self.concept}
        return render(request, "maatwerk/indienen/bijlagen.html#lijst", context)


class ControleForm(ActieForm):
    """Nothing to fill in: the version on screen and the key of this one press."""


class ConceptControlerenView(ConceptMixin, ActieView):
    """All answers once more, what still misses, what is alike; and then send it, once."""

    form_class = ControleForm
    template_name = "maatwerk/indienen/controleren.html"

    def get_object(self) -> Aanvraag:
        return self.concept

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vragenlijst = self.vragenlijst
        return super().get_context_data(**kwargs) | {
            "concept": self.concept,
            "stappen": als_links(stappen(vragenlijst, len(STAPPEN) + 1), self.concept),
            "blokken": [(f.kop, adres(self.concept, f.nummer), f.rijen()) for f in vragenlijst.getoetst],
            "gaten": vragenlijst.gaten,
            "bijlagen": bijlagen(self.concept),
            "vergelijkbaar": self._vergelijkbaar(),
            "valt_onder_dvo": self.concept.concept_invoer.get("valt_onder_dvo") == Antwoord.JA,
            "documenten_url": adres(self.concept, len(STAPPEN)),
            "hierna": hierna(),
        }

    def form_valid(self, form: ActieForm) -> HttpResponse:
        return self.form_invalid(form) if self.vragenlijst.gaten else super().form_valid(form)

    def voer_uit(self, form: ActieForm) -> Aanvraag:
        try:
            self._dien_in(form)
        except (StapKanNiet, Verouderd):
            if self.concept.status == S.CONCEPT:
                raise
        else:
            self._meld()
        return self.concept

    def _dien_in(self, form: ActieForm) -> None:
        vragenlijst = self.vragenlijst
        acties.indienen(
            self.concept,
            by=self.request.user,
            velden=vragenlijst.velden(),
            gemeenten=vragenlijst.gemeenten(),
            antwoorden=vragenlijst.antwoorden(bijlagen(self.concept)),
            versie=form.cleaned_data["versie"],
        )

    def _meld(self) -> None:
        bewijs = reverse("maatwerk:ontvangstbewijs", args=[self.concept.sleutel])
        tekst = 'Uw aanvraag is ingediend, onder nummer {}. <a href="{}">Download het bewijs (PDF)</a>.'
        messages.success(self.request, format_html(tekst, self.concept.nummer, bewijs))

    def conflict(self, form: ActieForm, obj: Any) -> HttpResponse:
        """Changed on another device since this page was made: look again before sending."""
        messages.warning(self.request, "Het concept is intussen gewijzigd. Controleer uw antwoorden opnieuw.")
        return redirect("maatwerk:concept_controleren", uuid=self.concept.uuid)


class ConceptVerwijderenView(ConceptMixin, ActieView):
    form_class = ControleForm
    success_message = "Het concept is verwijderd."
    extra_context = {"titel": "Concept verwijderen?", "knop": "Concept verwijderen", "negatief": True}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (eerder := eerder_antwoord(request)) is not None:
            return redirect(eerder)  # a second press, after the draft was gone
        return super().dispatch(request, *args, **kwargs)

    def get_object(self) -> Aanvraag:
        return self.concept

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tekst = f"U verwijdert ‘{self.concept.titel}’ met alle documenten. U kunt dit niet ongedaan maken."
        terug = reverse("maatwerk:concepten")
        concepten = {"object_naam": "Concepten", "object_url": terug, "terug_url": terug}
        return super().get_context_data(**kwargs) | {"tekst": tekst} | concepten

    def voer_uit(self, form: ActieForm) -> str:
        acties.verwijder_concept(self.concept, by=self.request.user)
        return reverse("maatwerk:concepten")


class ConceptenView(ListView):
    """The drafts of this person, how far they are and when they were kept."""

    template_name = "maatwerk/indienen/concepten.html"
    extra_context = {"aantal": len(STAPPEN)}

    def get_queryset(self) -> Any:
        user = self.request.user
        eigen = Aanvraag.objects.filter(Q(aanvrager=user) | Q(ingevoerd_door=user), status=S.CONCEPT)
        return eigen.select_related("organisatie").order_by("-gewijzigd_op", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bladzijde = Paginator(self.object_list, PER_BLADZIJDE).get_page(self.request.GET.get("pagina"))
        return super().get_context_data(**kwargs) | {
            "page": bladzijde,
            "regels": self._regels(list(bladzijde)),
            "mag_nieuw": self.request.user.has_perm("maatwerk.add_aanvraag"),
        }

    def _regels(self, concepten: list[Aanvraag]) -> list[tuple[Aanvraag, int]]:
        """Each draft with its number of complete steps; the lists are read once per municipality."""
        user = self.request.user
        keuzes = {concept.organisatie: Keuzes(concept.organisatie, user) for concept in concepten}
        return [
            (concept, len(Vragenlijst(concept, by=user, keuzes=keuzes[concept.organisatie]).compleet))
            for concept in concepten
        ]


class OntvangstbewijsView(View):
    """The frozen receipt, for who may open the request."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, sleutel: str) -> FileResponse:
        zichtbaar = Aanvraag.objects.visible_to(request.user).exclude(ingediend_op=None)
        aanvraag = get_object_or_404(zichtbaar, nummer=sleutel)
        try:
            bijlage = maak_ontvangstbewijs(aanvraag)
        except Gebeurtenis.DoesNotExist:
            raise Http404 from None
        antwoord = FileResponse(bijlage.bestand.open(), as_attachment=True, filename=bijlage.naam)
        antwoord["Content-Type"] = bijlage.mime
        return antwoord
