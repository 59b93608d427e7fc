"""De lijst met rapporten, één rapport op papier met zijn controles, en elke tabel op het scherm."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus import klok, spoor
from duoplus.calc.nederlands import bedrag, datum, uren
from duoplus.exports import een_moment
from duoplus.models import Gebeurtenis
from duoplus.web.lijst import LijstView
from duoplus.web.views import vereis
from maatwerk.actions import verantwoording as acties
from maatwerk.choices import VerantwoordingStatus as V
from maatwerk.forms.verantwoording import HANDELINGEN
from maatwerk.models import Verantwoording
from maatwerk.verantwoording import kalender, tonen
from maatwerk.verantwoording.formaten import FORMATEN
from maatwerk.verantwoording.lijst import TOON
from maatwerk.verantwoording.pakket import Pakket, Tabel
from maatwerk.verantwoording.uitgeven import bestandsnaam
from maatwerk.views.verantwoording.stappen import mogelijk, rapport_of_404

LEZEN = "maatwerk.view_verantwoording"
PER_BLADZIJDE = 100
WAS_IS, VERSCHILLEN_HIER = ("oud", "nieuw"), 200
GETAL = re.compile(r"-?\d+(\.\d+)?")
OP_PAPIER = 12  # assignments on the preview; the table has them all


class VerantwoordingenView(LijstView):
    """Wat deze gebruiker mag lezen; wie mag opstellen, begint hier."""

    lijstnaam = "verantwoordingen"
    template_name = "maatwerk/verantwoording/lijst.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        vereis(request.user, LEZEN)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gebruiker: Any = self.request.user
        return super().get_context_data(mag_opstellen=gebruiker.has_perm(acties.OPSTELLEN), **kwargs)


@dataclass(frozen=True)
class Bestand:
    """A file to take along: stored once definite, made on the spot before."""

    naam: str
    soort: str
    sha256: str = ""


@require_safe
@transaction.non_atomic_requests  # one moment for all that is read
def verantwoording(request: HttpRequest, nummer: str) -> HttpResponse:
    """The paper, the checks with what is wrong, the steps and the files."""
    user: Any = request.user
    with een_moment():
        v = rapport_of_404(user, nummer)
        pakket = tonen.pakket(v)
        context = {
            "v": v,
            "pakket": pakket,
            "tabellen": [(int(tabel.code[1:]), tabel, _controletotalen(tabel)) for tabel in pakket.tabellen],
            "gemeenten": list(pakket.tabel("L1").rijen()),
            "opdrachten": _opdrachten(pakket.tabel("L2")),
            "toon": TOON[V(v.status)],
            "stappen": stappen_van(v),
            "acties": [
                (naam, HANDELINGEN[naam].titel, HANDELINGEN[naam].negatief) for naam in mogelijk(v, user)
            ],
            "uiterlijk": kalender.uiterlijk(v.soort, v.jaar),
            "bestanden": bestanden_van(v),
            "wordt_gemaakt": v.status == V.TER_CONTROLE and v.gecontroleerd_door_id is not None,
            "mislukt": acties.waarom_mislukt(v) if v.status == V.TER_CONTROLE else "",
            "rood": [controle for controle in pakket.controles if not controle.is_goed],
            "verschillen": verschillen_van(v, pakket),
            "versies": versies_van(v, user),
            "verloop": verloop_van(v),
        }
        return render(request, "maatwerk/verantwoording/rapport.html", context)


def _opdrachten(tabel: Tabel) -> dict[str, Any]:
    """The largest on paper, and the rest of them together; per row its share."""
    rijen = sorted(tabel.rijen(), key=lambda rij: (-rij.aandeel_eur, rij.nummer, rij.gemeente))
    rest = rijen[OP_PAPIER:]
    return {
        "rijen": rijen[:OP_PAPIER],
        "rest": len(rest),
        "rest_eur": sum(rij.aandeel_eur for rij in rest),
        "totaal": tabel.totalen["aandeel_eur"],
    }


def _controletotalen(tabel: Tabel) -> list[tuple[str, str, Any]]:
    """Name, kind and sum of each column that is added up, in the order of the table."""
    geteld = [kolom for kolom in tabel.kolommen if kolom.key in tabel.totalen]
    return [(kolom.label.replace("_", " "), kolom.kind, tabel.totalen[kolom.key]) for kolom in geteld]


def verschillen_van(v: Verantwoording, pakket: Pakket) -> list[dict[str, str]]:
    """What differs from the version before, in the notation of the page; the first ones of many."""
    soorten = {(tabel.code, kolom.key): kolom.kind for tabel in pakket.tabellen for kolom in tabel.kolommen}
    return [
        anders
        | {
            naam: _leesbaar(anders[naam], soorten.get((anders["tabel"], anders["kolom"]), ""))
            for naam in WAS_IS
        }
        for anders in v.verschillen[:VERSCHILLEN_HIER]
    ]


def _leesbaar(waarde: str, soort: str) -> str:
    """A figure is stored as the machine writes it."""
    if soort not in ("money", "hours", "number") or not GETAL.fullmatch(waarde):
        return waarde
    return bedrag(Decimal(waarde)) if soort == "money" else uren(Decimal(waarde))


def stappen_van(v: Verantwoording) -> list[dict[str, str]]:
    """Concept, ter controle, definitief: since when, and which are done."""
    weg = {V.CONCEPT: v.opgesteld_op, V.TER_CONTROLE: v.ingediend_op, V.DEFINITIEF: v.definitief_op}
    plek = list(weg).index(V(v.status)) if v.status in weg else 0
    klaar = v.status == V.DEFINITIEF
    return [
        {
            "label": stand.label,
            "tekst": datum(klok.dag(sinds)) if sinds and nr <= plek else "",
            "staat": "done" if nr < plek or klaar else "current" if nr == plek else "",
        }
        for nr, (stand, sinds) in enumerate(weg.items())
    ]


def bestanden_van(v: Verantwoording) -> list[Bestand]:
    """A draft that was thrown away has none."""
    if v.status == V.DEFINITIEF:
        rijen = v.bestanden.order_by("pk").values_list("naam", "formaat", "sha256")
        return [Bestand(naam, formaat.upper(), sha256) for naam, formaat, sha256 in rijen]
    if v.status == V.INGETROKKEN:
        return []
    return [Bestand(bestandsnaam(v.nummer, formaat), formaat.upper()) for formaat in FORMATEN]


def versies_van(v: Verantwoording, user: Any) -> list[Verantwoording]:
    """Every version of this report that this person may read, the newest first."""
    zelfde = Verantwoording.objects.visible_to(user).filter(
        jaar=v.jaar, soort=v.soort, organisatie=v.organisatie
    )
    return list(zelfde.exclude(status=V.INGETROKKEN).order_by("-versie"))


def verloop_van(v: Verantwoording) -> list[tuple[Gebeurtenis, str]]:
    """What happened to it, newest first, each with its sentence."""
    feiten = Gebeurtenis.objects.over(v).select_related("door__organisatie", "namens").order_by("-pk")
    return [(feit, spoor.zin(feit)) for feit in feiten[:20]]


# The tables ------------------------------------------------------------------------------------------------


@require_safe
@transaction.non_atomic_requests
def tabel(request: HttpRequest, nummer: str, tabel: int) -> HttpResponse:
    """One table as it is handed over: the same rows, order and totals as in the files."""
    with een_moment():
        v = rapport_of_404(request.user, nummer)
        gevonden = _tabel(v, f"L{tabel}")
        bladzijde = Paginator(Bladen(gevonden), PER_BLADZIJDE).get_page(request.GET.get("pagina"))
        context = {
            "v": v,
            "tabel": gevonden,
            "page": bladzijde,
            "rijen": [_cellen(gevonden, rij) for rij in bladzijde.object_list],
            "totalen": _totalen(gevonden),
            "tabellen": [
                (reverse("maatwerk:verantwoording_tabel", args=[v.nummer, nr]), f"L{nr}")
                for nr in range(1, 9)
            ],
        }
        return render(request, "maatwerk/verantwoording/tabel.html", context)


def _tabel(v: Verantwoording, code: str) -> Tabel:
    try:
        return tonen.tabel(v, code)
    except KeyError:
        raise Http404(code) from None


class Bladen(Sequence[Any]):
    """The rows of a table for a paginator: only those of one page are kept."""

    def __init__(self, tabel: Tabel) -> None:
        self.tabel = tabel

    def __len__(self) -> int:
        return self.tabel.aantal

    def __getitem__(self, plek: Any) -> Any:
        return list(islice(self.tabel.rijen(), plek.start, plek.stop))


def _cellen(tabel: Tabel, rij: Any) -> list[tuple[str, str, Any]]:
    """Kind, label and value, for the template to write out."""
    return [(kolom.kind, kolom.label, getattr(rij, kolom.key)) for kolom in tabel.kolommen]


def _totalen(tabel: Tabel) -> list[tuple[str, list[tuple[str, Any]]]]:
    """A line per municipality and one for all, each with a value or nothing per column."""
    sommen: Iterable[tuple[str, Any]] = [*tabel.per_gemeente.items(), ("Totaal", tabel.totalen)]
    return [
        (naam, [(kolom.kind, som.get(kolom.key)) for kolom in tabel.kolommen]) for naam, som in sommen if som
    ]
