"""Inlezen in de browser: bestand, kolommen, rijen. Elke stap heeft een adres en kan later verder."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from duoplus.calc.tabel import met_kop
from duoplus.choices import InleesStatus, Rijstand
from duoplus.inlezen import Soort, inlezingen_van, soort_van, soorten_van
from duoplus.inlezen import lezen as acties
from duoplus.inlezen.lezen import OVERGENOMEN, indeling_van
from duoplus.inlezen.overnemen import neem_over
from duoplus.models import Gebruiker, Inleesrij, Inlezing
from duoplus.web.forms import ActieForm
from duoplus.web.inleesvormen import WEGLATEN, BestandForm, KeuzesForm, KoppelForm, RijForm, cel
from duoplus.web.views import ActieView, PartialMixin
from duoplus.werkblad import OnleesbaarBestand

PER_BLADZIJDE = 50
GROEPEN: dict[str, tuple[str, tuple[Rijstand, ...]]] = {
    "alle": ("Alle rijen", tuple(stand for stand in Rijstand if stand != Rijstand.OVERGESLAGEN)),
    "fout": ("Nog te verbeteren", (Rijstand.FOUT,)),
    "goed": ("Klaar om over te nemen", (Rijstand.GOED,)),
    "overgenomen": ("Overgenomen", OVERGENOMEN),
    "weggelaten": ("Laat u weg", (Rijstand.WEGGELATEN,)),
    "overgeslagen": ("Geen rij van de lijst", (Rijstand.OVERGESLAGEN,)),
}
ICOON = {
    Rijstand.GOED: "circle-check",
    Rijstand.FOUT: "alert-triangle",
    Rijstand.WEGGELATEN: "eye-off",
    Rijstand.OVERGESLAGEN: "minus",
    Rijstand.AANGEMAAKT: "file-plus",
    Rijstand.BIJGEWERKT: "refresh",
    Rijstand.ONGEWIJZIGD: "checks",
}


@dataclass(frozen=True)
class Veldregel:
    """One field of a row on the screen: what stands in the file, what a person put there, what we read."""

    label: str
    kop: str
    cel: str
    correctie: str
    gelezen: str
    zin: str


@dataclass(frozen=True)
class Rijregel:
    rij: Inleesrij
    titel: str
    icoon: str
    velden: list[Veldregel]
    los: list[str]

    @property
    def opvallend(self) -> list[Veldregel]:
        return [veld for veld in self.velden if veld.zin]

    @property
    def is_open(self) -> bool:
        return self.rij.stand in acties.OPEN


# The list of imports ------------------------------------------------------------------------------------


@require_safe
def inlezingen(request: HttpRequest) -> HttpResponse:
    """Every list that was read, latest first, with what still waits in it."""
    _vereis(request.user)
    alle = inlezingen_van(request.user).select_related("door").defer("bladen")
    page = Paginator(alle, PER_BLADZIJDE).get_page(request.GET.get("pagina"))
    soorten = {soort.naam: soort for soort in soorten_van(request.user)}
    regels = [(inlezing, soorten[inlezing.soort].titel) for inlezing in page]
    sleutels = any(soort.stroom for soort in soorten.values())
    context = {"page": page, "regels": regels, "sleutels": sleutels}
    return render(request, "duoplus/inlezen/lijst.html", context)


def _vereis(user: Any) -> None:
    """For who may import nothing, these pages do not exist."""
    if not soorten_van(user):
        raise Http404


class NieuwView(ActieView):
    """Choose a file; it is kept, so that everything after this can wait until tomorrow."""

    form_class = BestandForm
    template_name = "duoplus/inlezen/nieuw.html"

    def get_object(self) -> Any:
        _vereis(self.request.user)
        return self.request.user

    def voer_uit(self, form: BestandForm) -> Inlezing:
        bestand = form.cleaned_data["bestand"]
        soort = form.soorten[form.cleaned_data["soort"]]
        return _of_zin(
            lambda: acties.begin(bestand.read(), soort=soort, bestandsnaam=bestand.name, by=form.by)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            titel="Lijst inlezen", terug_url=reverse("inlezingen"), object_naam="Lijsten inlezen", **kwargs
        )


def _of_zin(handeling: Any) -> Any:
    """What is wrong with the file, as an error of the form."""
    try:
        return handeling()
    except OnleesbaarBestand as fout:
        raise ValidationError(str(fout)) from fout


# One import ---------------------------------------------------------------------------------------------


class InlezingView(ActieView):
    """What the steps on one import share."""

    object: Inlezing

    def get_object(self) -> Inlezing:
        alle = inlezingen_van(self.request.user).select_related("door")
        return get_object_or_404(alle, uuid=self.kwargs["uuid"])

    @property
    def soort(self) -> Soort:
        return soort_van(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            inlezing=self.object,
            soort=self.soort,
            lijst_url=reverse("inlezingen"),
            lijst_naam="Lijsten inlezen",
            object_naam=self.object.bestandsnaam,
            terug_url=self.object.get_absolute_url(),
            **kwargs,
        )


class KoppelenView(InlezingView):
    """What each column means: recognised, as the last time, or chosen by hand."""

    form_class = KoppelForm
    template_name = "duoplus/inlezen/koppelen.html"

    @property
    def blad(self) -> int:
        """The sheet in the address, or else the first that takes part."""
        bladen = self.object.bladen
        gevraagd = self.request.GET.get("blad", "")
        if (
            gevraagd.isascii()
            and gevraagd.isdigit()
            and len(gevraagd) < 4
            and 1 <= int(gevraagd) <= len(bladen)
        ):
            return int(gevraagd) - 1
        return next((n for n, blad in enumerate(bladen) if not indeling_van(blad).reden), 0)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"blad": self.blad}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Another header row changes the columns themselves, so their choices no longer say anything."""
        form = self.get_form()
        if request.POST.get("actie") != "kop":
            return super().post(request, *args, **kwargs)
        form.full_clean()
        if "koprij" in form.errors:
            form.errors.pop("__all__", None)
            return self.form_invalid(form)
        blad = self.object.bladen[self.blad]
        indeling = met_kop(blad["voorbeeld"], form.cleaned_data["koprij"], self.soort.velden, blad["breedte"])
        acties.kies_indeling(self.object, self.blad, indeling, by=form.by)
        return redirect(self._adres())

    def voer_uit(self, form: KoppelForm) -> Any:
        versie = form.cleaned_data["versie"]
        inlezing = acties.kies_indeling(self.object, self.blad, form.gekozen(), by=form.by, versie=versie)
        if self.request.POST.get("actie") == "bewaar":
            messages.success(self.request, "Uw keuze voor dit blad is bewaard.")
            return self._adres()
        return _of_zin(lambda: acties.lees_rijen(inlezing, by=form.by))

    def _adres(self) -> str:
        return f"{reverse('inlezing_koppelen', args=[self.object.uuid])}?blad={self.blad + 1}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bladen = [
            (n + 1, blad["naam"], blad["rijen"], not blad["indeling"]["reden"])
            for n, blad in enumerate(self.object.bladen)
        ]
        blad = self.object.bladen[self.blad]
        return super().get_context_data(
            titel="Wat betekent elke kolom?",
            bladen=bladen,
            nummer=self.blad + 1,
            blad=blad,
            eerdere=_zelfde_bestand(self.object),
            **kwargs,
        )


def _zelfde_bestand(inlezing: Inlezing) -> Inlezing | None:
    """An earlier import of the very same bytes."""
    zelfde = Inlezing.objects.filter(soort=inlezing.soort, sha256=inlezing.sha256, pk__lt=inlezing.pk)
    return zelfde.select_related("door").defer("bladen").first()


class KeuzesView(InlezingView):
    """What holds for every row: answered once, remembered for the next file, and the file read anew."""

    form_class = KeuzesForm

    def get_object(self) -> Inlezing:
        inlezing = super().get_object()
        if soort_van(inlezing).stroom is None:
            raise Http404
        return inlezing

    def voer_uit(self, form: KeuzesForm) -> str:
        versie = form.cleaned_data["versie"]
        _of_zin(lambda: acties.kies(self.object, form.gekozen, by=form.by, versie=versie))
        return reverse("inlezing", args=[self.object.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tekst = "Dit geldt voor het hele bestand. Wij lezen het daarna opnieuw; wat u al verbeterde, vervalt."
        return super().get_context_data(
            titel="Keuzes en controletotaal", tekst=tekst, knop="Lees het bestand opnieuw", **kwargs
        )


@require_safe
@vary_on_headers("HX-Request")
def inlezing(request: HttpRequest, uuid: str) -> HttpResponse:
    """Every row: what stands there, what we read in it, and what became of it."""
    lezer: Any = request.user
    een: Inlezing = get_object_or_404(inlezingen_van(lezer).select_related("door", "overnemer"), uuid=uuid)
    if een.status == InleesStatus.KOPPELEN:
        return redirect(een)
    if request.htmx:  # type: ignore[attr-defined]
        return _voortgang(request, een)
    kop = _kop(request, een)
    rijen = een.rijen.filter(stand__in=GROEPEN[kop["groep"]][1])
    page = Paginator(rijen, PER_BLADZIJDE).get_page(request.GET.get("pagina"))
    context = kop | {
        "page": page,
        "plek": _plek(request),
        "regels": _regels(een, page.object_list),
        "eerdere": _zelfde_bestand(een),
    }
    return render(request, "duoplus/inlezen/rijen.html", context)


def _kop(request: HttpRequest, een: Inlezing) -> dict[str, Any]:
    """What stands above the rows: how many of each kind, and what can be done with them now."""
    lezer: Any = request.user
    return {
        "inlezing": een,
        "soort": soort_van(een),
        "groep": _groep(request, een),
        "tabbladen": [
            (naam, label, een.aantal_rijen(*standen)) for naam, (label, standen) in GROEPEN.items()
        ],
        "form": ActieForm(by=lezer, obj=een),
        "goed": een.aantal(Rijstand.GOED),
        "overgenomen": een.aantal(*OVERGENOMEN),
    }


def _voortgang(request: HttpRequest, een: Inlezing) -> HttpResponse:
    """The bar while the worker is busy; afterwards the whole page anew."""
    if een.status != InleesStatus.BEZIG:
        return HttpResponseClientRefresh()
    return render(request, "duoplus/inlezen/rijen.html#voortgang", {"inlezing": een, "soort": soort_van(een)})


def _groep(request: HttpRequest, een: Inlezing) -> str:
    """What was asked for; else everything, and once rows were taken over what is left to do."""
    gevraagd = request.GET.get("toon", "")
    if gevraagd in GROEPEN:
        return gevraagd
    return "fout" if (een.aantal(*OVERGENOMEN) or een.overzicht) and een.apart_gezet else "alle"


def _regels(een: Inlezing, rijen: Iterable[Inleesrij]) -> list[Rijregel]:
    """What the rows became comes in one query per kind of thing."""
    rijen = list(rijen)
    for rij in rijen:
        rij.inlezing = een
    prefetch_related_objects(rijen, "doel")
    return [regel(rij) for rij in rijen]


def regel(rij: Inleesrij) -> Rijregel:
    soort = soort_van(rij.inlezing)
    indeling = indeling_van(rij.inlezing.bladen[rij.blad])
    zinnen = dict(rij.meldingen)
    velden = [
        Veldregel(
            label=veld.label,
            kop=indeling.koppen[indeling.kolommen[veld.sleutel]] if veld.sleutel in indeling.kolommen else "",
            cel=cel(rij, veld.sleutel, indeling),
            correctie=rij.correctie.get(veld.sleutel, ""),
            gelezen=rij.gelezen.get(veld.sleutel, ""),
            zin=zinnen.get(veld.sleutel, ""),
        )
        for veld in soort.velden
        if rij.gelezen
    ]
    titel = " ".join(filter(None, (rij.gelezen.get(sleutel, "") for sleutel in soort.kop)))
    los = [zin for naam, zin in rij.meldingen if not naam]
    return Rijregel(rij, titel or _eerste_tekst(rij), ICOON[Rijstand(rij.stand)], velden, los)


def _eerste_tekst(rij: Inleesrij) -> str:
    return next((str(waarde) for waarde in rij.cellen if isinstance(waarde, str) and waarde.strip()), "")


class RijView(PartialMixin, ActieView):
    """Put one row right, or leave it out; read anew at once."""

    object: Inleesrij
    form_class = RijForm
    template_name = "duoplus/inlezen/rij.html"
    partial = "rij"

    def get_object(self) -> Inleesrij:
        inlezing = get_object_or_404(inlezingen_van(self.request.user), uuid=self.kwargs["uuid"])
        rij = get_object_or_404(inlezing.rijen.exclude(stand=Rijstand.OVERGESLAGEN), pk=self.kwargs["pk"])
        rij.inlezing = inlezing
        return rij

    def voer_uit(self, form: RijForm) -> str:
        actie = self.request.POST.get("actie")
        if actie == WEGLATEN:
            self.object = acties.laat_weg(
                self.object, by=form.by, versie=form.cleaned_data["versie"], reden=form.reden
            )
        else:
            self.object = acties.verbeter(
                self.object, form.correctie, by=form.by, versie=form.cleaned_data["versie"]
            )
        return terug(self.request, self.object)

    def form_valid(self, form: RijForm) -> HttpResponse:
        """With htmx the row itself is the answer, and the head that counts it."""
        antwoord = super().form_valid(form)
        if not self.is_deel or antwoord.status_code != 302:
            return antwoord
        context = _kop(self.request, inlezingen_van(self.request.user).get(uuid=self.kwargs["uuid"])) | {
            "regel": regel(self.object),
            "gezegd": self.object.get_stand_display(),
            "plek": _plek(self.request),
        }
        return render(self.request, "duoplus/inlezen/rijen.html#antwoord", context)

    def conflict(self, form: RijForm, obj: Any) -> HttpResponse:
        form.obj = obj
        return super().conflict(form, obj)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inlezing = self.object.inlezing
        return super().get_context_data(
            inlezing=inlezing,
            titel=str(self.object),
            regel=regel(self.object),
            terug_url=terug(self.request, self.object),
            is_open=self.object.stand in acties.OPEN and inlezing.status != InleesStatus.BEZIG,
            **kwargs,
        )


def _plek(request: HttpRequest) -> str:
    """The tab and page of the list that the row was opened from."""
    plek = {naam: request.GET[naam] for naam in ("toon", "pagina") if request.GET.get(naam, "").isalnum()}
    return "&".join(f"{naam}={waarde[:20]}" for naam, waarde in plek.items())


def terug(request: HttpRequest, rij: Inleesrij) -> str:
    """Back to the list, at this row."""
    plek = _plek(request)
    adres = reverse("inlezing", args=[rij.inlezing.uuid])
    return f"{adres}{f'?{plek}' if plek else ''}#rij-{rij.pk}"


class OvernemenView(InlezingView):
    """Take over what is right."""

    form_class = ActieForm

    def voer_uit(self, form: ActieForm) -> str:
        een = neem_over(self.object, by=form.by, versie=form.cleaned_data["versie"])
        if een.status != InleesStatus.BEZIG:
            messages.success(self.request, _klaar(een, self.soort))
        return reverse("inlezing", args=[een.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        goed = self.object.aantal(Rijstand.GOED)
        return super().get_context_data(
            titel=f"{goed} {'rij' if goed == 1 else 'rijen'} overnemen",
            tekst="Wat nog niet klopt, blijft staan. Dat kunt u later verbeteren en overnemen.",
            knop="Neem over",
            **kwargs,
        )


def _klaar(een: Inlezing, soort: Soort) -> str:
    zin = f"{een.gedaan} {'rij is' if een.gedaan == 1 else 'rijen zijn'} overgenomen in {soort.ding}."
    return f"{zin} {een.apart_gezet} nog te verbeteren." if een.apart_gezet else zin


class VerwijderenView(InlezingView):
    """Throw away a file from which nothing was taken over."""

    form_class = ActieForm
    success_message = "Het bestand is weggegooid."

    def voer_uit(self, form: ActieForm) -> str:
        acties.verwijder(self.object, by=form.by, versie=form.cleaned_data["versie"])
        return reverse("inlezingen")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            titel="Bestand weggooien",
            tekst="Het bestand en alle rijen verdwijnen. U kunt dit niet ongedaan maken.",
            knop="Bestand weggooien",
            negatief=True,
            **kwargs,
        )


def aantal_werk(user: Gebruiker) -> int:
    """How many rows still ask something of somebody, for the menu."""
    return sum(
        een.werklijst for een in inlezingen_van(user).exclude(status=InleesStatus.KLAAR).only("aantallen")
    )
