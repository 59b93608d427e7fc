"""De lumpsum van een jaar: de stand, de opdrachten en de boekingen eronder, en wat uitleg vraagt."""

from dataclasses import replace
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus import klok
from duoplus.calc.maanden import maanden_van
from duoplus.choices import ExportFormaat
from duoplus.models import Gebruiker
from duoplus.web.downloads import rapport_als_download
from duoplus.web.lijst import FORMATEN, LijstView
from duoplus.web.views import DoeView, vereis
from maatwerk.actions.prognose import RECHT as PROGNOSE
from maatwerk.calc.lumpsum import NUL
from maatwerk.calc.signalen import Grenzen
from maatwerk.calc.verloop import Grafiek, verloop
from maatwerk.choices import VerantwoordingStatus as V
from maatwerk.forms.lumpsum import PrognoseForm
from maatwerk.lumpsum import opdrachten, schaduw, signaal, toelichting
from maatwerk.lumpsum.balk import Balk, balk
from maatwerk.lumpsum.begroting import jaren
from maatwerk.lumpsum.blik import GROEPEN, Blik, Rij
from maatwerk.models import Aanvraag, Opdracht, Periode, Verantwoording
from maatwerk.perioden import kalender, overzicht
from maatwerk.signalen import meten
from maatwerk.verantwoording.lijst import TOON
from maatwerk.views.lumpsum.begroting import LEZEN, vereis_jaar
from maatwerk.views.lumpsum.kijken import bekijk
from maatwerk.views.lumpsum.toelichten import mag_toelichten
from maatwerk.views.verantwoording.pagina import LEZEN as RAPPORTEN

PER_BLADZIJDE, RAPPORTEN_HIER, TOELICHTINGEN_HIER = 50, 6, 10
BREED = {"links": 44, "rechts": 544, "boven": 14, "onder": 240, "elke": 1}
SMAL = {"links": 44, "rechts": 346, "boven": 30, "onder": 202, "elke": 3}


@require_safe
def nu(request: HttpRequest) -> HttpResponse:
    """This year."""
    vereis(request.user, LEZEN)
    return redirect("maatwerk:lumpsum", klok.vandaag().year)


@require_safe
def lumpsum(request: HttpRequest, jaar: int) -> HttpResponse:
    """Every municipality that this person may see."""
    return _toon_stand(request, bekijk(request, jaar))


@require_safe
def gemeente(request: HttpRequest, jaar: int, letter: str) -> HttpResponse:
    """One municipality; whose money one may not see has no page."""
    return _toon_stand(request, bekijk(request, jaar, letter))


def _toon_stand(request: HttpRequest, bekeken: Blik) -> HttpResponse:
    grenzen, stand_nu = meten.grenzen(bekeken.stand.peildatum), bekeken.stand
    afwijkingen = toelichting.te_tonen(bekeken.stand, bekeken.ids)
    context = {
        "blik": bekeken,
        "jaren": jaren(bekeken.jaar),
        "groepen": _groepen(bekeken),
        "maand": _te_sluiten(bekeken.jaar),
        "ziet_alles": overzicht.ziet_alles(cast(Gebruiker, request.user)),
        "rapporten": _rapporten(request.user, bekeken),
        "rijen": _rijen(bekeken, grenzen),
        "verloop": _verloop(bekeken),
        "schaduw": [een for een in schaduw.lees(stand_nu) if een.gemeente.pk in bekeken.ids],
        "afwijkingen": afwijkingen[:TOELICHTINGEN_HIER],
        "te_verklaren": len(afwijkingen),
        "uitgelegd": sum(een.is_uitgelegd for een in afwijkingen),
        "mag_toelichten": mag_toelichten(request.user, bekeken),
        "filters": _filters(bekeken),
    }
    return render(request, "maatwerk/lumpsum/stand.html", context)


def _groepen(bekeken: Blik) -> list[tuple[str, str, bool]]:
    """Name, address and whether it is the one on screen."""
    nu_groep = bekeken.keuze.groep
    return [
        (label, replace(bekeken.keuze, groep=naam).hier, naam == nu_groep) for naam, label in GROEPEN.items()
    ]


def _te_sluiten(jaar: int) -> kalender.Datums | None:
    """The first month of the year that is over and still open, else the one that runs."""
    gesloten = set(Periode.objects.van_jaar(jaar).gesloten().values_list("maand", flat=True))
    open_maanden = [m for m in maanden_van(jaar) if m not in gesloten and m <= klok.vandaag()]
    return kalender.lees(open_maanden[:1])[open_maanden[0]] if open_maanden else None


def _rapporten(user: Any, bekeken: Blik) -> list[tuple[Verantwoording, str]] | None:
    """The latest reports of who is in view, each with its tone; ``None`` for who reads no reports."""
    if not user.has_perm(RAPPORTEN):
        return None
    van_jaar = Verantwoording.objects.visible_to(user).filter(jaar=bekeken.jaar)
    if bekeken.gemeente:
        van_jaar = van_jaar.filter(organisatie=bekeken.gemeente)
    laatste = van_jaar.exclude(status=V.INGETROKKEN).exclude(vervangen_door__status=V.DEFINITIEF)
    velden = ("nummer", "jaar", "soort", "peildatum", "versie", "status", "organisatie__naam")
    rapporten = laatste.select_related("organisatie").only(*velden)[:RAPPORTEN_HIER]
    return [(rapport, TOON[V(rapport.status)]) for rapport in rapporten]


def _rijen(bekeken: Blik, grenzen: Grenzen) -> list[tuple[Rij, signaal.Woord | None, Balk]]:
    """Each row with its signal and bar. Without an adopted amount all bars share one scale."""
    hoogste = max((rij.saldo.prognose for rij in bekeken.rijen), default=NUL)
    met_begroting = bekeken.met_begroting
    minstens = NUL if met_begroting else hoogste
    return [
        (rij, signaal.in_woorden(rij.saldo, grenzen), balk(rij.saldo, minstens, met_begroting=met_begroting))
        for rij in bekeken.rijen
    ]


def _verloop(bekeken: Blik) -> dict[str, Any]:
    """The chart, wide and narrow, with the same numbers as its table."""
    begroot = bekeken.saldo.beschikbaar if bekeken.heeft_begroting else None
    punten = verloop(bekeken.jaar, bekeken.per_maand, begroot, bekeken.saldo.prognose)
    return {
        "punten": punten,
        "grafieken": [("breed", Grafiek(punten, **BREED)), ("smal", Grafiek(punten, **SMAL))],
        "tot": next((p for p in reversed(punten) if p.geboekt is not None), None),
        "maanden": [
            (punt, bekeken.keuze.boekingen(maand=str(punt.maand.month)))
            for punt in punten
            if punt.geboekt is not None
        ],
    }


def _filters(bekeken: Blik) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """Name, label, choices and value of each filter that has something to choose."""
    alle = [("gemeente", "Gemeente", [(g.letter, g.naam) for g in bekeken.stand.gemeenten])]
    for naam, label in (("ogon", "OGON"), ("team", "Team"), ("taakveld", "Taakveld")):
        waarden = {bekeken.waarde_van(regel, naam) for regel in bekeken.stand.regels}
        alle.append(
            (naam, label, [(w, bekeken.naam_van(naam, w)) for w in bekeken.op_volgorde(naam, waarden)])
        )
    nu_gekozen = bekeken.keuze.params
    return [(*filter_, nu_gekozen.get(filter_[0], "")) for filter_ in alle if len(filter_[2]) > 1]


@require_safe
def opdrachtenlijst(request: HttpRequest, jaar: int) -> HttpResponse:
    """Every assignment behind the figures of this choice, with totals that equal them."""
    bekeken = bekijk(request, jaar)
    volgorde = _volgorde(request)
    rijen = opdrachten.lees(bekeken, volgorde)
    context = {
        "blik": bekeken,
        "bladzijde": Paginator(rijen, PER_BLADZIJDE).get_page(request.GET.get("pagina")),
        "aantal": len(rijen),
        "som": {kolom.key: opdrachten.som(rijen, kolom.key) for kolom in opdrachten.KOLOMMEN if kolom.totals},
        "volgordes": [(naam, label) for naam, (label, _) in opdrachten.VOLGORDES.items()],
        "volgorde": volgorde,
        "filters": _filters(bekeken),
        "gekozen": _in_woorden(bekeken),
        "formaten": FORMATEN,
        "mag_prognose": _mag_prognose(request.user, bekeken),
    }
    return render(request, "maatwerk/lumpsum/opdrachten.html", context)


def _volgorde(request: HttpRequest) -> str:
    gevraagd = request.GET.get("volgorde", "")
    return gevraagd if gevraagd in opdrachten.VOLGORDES else "nummer"


def _in_woorden(bekeken: Blik) -> list[str]:
    """What narrows the page, for a heading or a file."""
    filters = bekeken.keuze.params.items()
    return [
        next(g.naam for g in bekeken.gemeenten) if naam == "gemeente" else bekeken.naam_van(naam, waarde)
        for naam, waarde in filters
    ]


def _mag_prognose(user: Any, bekeken: Blik) -> set[int | None]:
    """The teams whose assignments this person estimates."""
    teams = {regel.team for regel in bekeken.regels}
    return {team for team in teams if user.has_perm(PROGNOSE, Opdracht(aanvraag=Aanvraag(team_id=team)))}


@require_safe
def opdrachtenbestand(request: HttpRequest, jaar: int, formaat: str) -> FileResponse:
    """The same rows as a file."""
    if formaat not in ExportFormaat:
        raise Http404(formaat)
    bekeken, user = bekijk(request, jaar), cast(Gebruiker, request.user)
    rijen = opdrachten.lees(bekeken, _volgorde(request))
    return rapport_als_download(
        opdrachten.dataset(bekeken, rijen, _in_woorden(bekeken), user.naam),
        formaat,
        by=user,
        naam=f"lumpsum-opdrachten-{jaar}.{formaat}",
        rijen=len(rijen),
        filter=bekeken.keuze.params | {"jaar": str(jaar)},
    )


class BoekingListView(LijstView):
    """Het grootboek van maatwerk, te filteren en te downloaden."""

    lijstnaam = "boekingen"
    template_name = "maatwerk/lumpsum/boekingen.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        vereis(request.user, LEZEN)
        return super().dispatch(request, *args, **kwargs)


@require_safe
def boekingen(request: HttpRequest, jaar: int) -> HttpResponse:
    """The ledger of a year: the list with the year in its filter."""
    vereis(request.user, LEZEN)
    vereis_jaar(jaar)
    params = request.GET.copy()
    params["jaar"] = str(jaar)
    return redirect(f"{reverse('maatwerk:boeking_list')}?{params.urlencode()}")


class PrognoseView(DoeView):
    """What an assignment is still to cost, in the words of who leads the work."""

    object: Opdracht
    form_class = PrognoseForm
    template_name = "maatwerk/lumpsum/prognose.html"

    def get_object(self) -> Opdracht:
        zichtbaar = Opdracht.objects.visible_to(self.request.user).select_related("aanvraag", "raming")
        return get_object_or_404(zichtbaar, nummer=self.kwargs["nummer"])

    def controleer(self) -> None:
        vereis(self.request.user, PROGNOSE, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"laatste": self.object.prognoses.first()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        opdracht, geboekt = self.object, self.object.verbruik()["totaal"]
        return super().get_context_data(
            object_naam=opdracht.nummer,
            object_titel=opdracht.aanvraag.titel,
            lijst_naam="Opdrachten",
            lijst_url=reverse("maatwerk:opdracht_list"),
            raming=opdracht.raming.totaal,
            geboekt=geboekt,
            standaard=max(NUL, opdracht.raming.totaal - geboekt),
            eerder=opdracht.prognoses.select_related("door", "namens"),
            **kwargs,
        )
