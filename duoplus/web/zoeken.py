"""De zoekpagina, en het korte antwoord onder Ctrl+K. Beide lezen dezelfde bronnen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from duoplus import zoeken
from duoplus.web import navigatie
from duoplus.web.templatetags.duo import getal
from duoplus.zoeken import PER_BLADZIJDE, TEL_TOT, Bron, Treffer, Uitkomst, Venster, Vraag

SNEL = 5  # lines of a source under Ctrl+K


@dataclass(frozen=True)
class Gevonden:
    """What one source has to show."""

    bron: Bron
    uitkomst: Uitkomst
    bladzijde: Page | None = None

    @property
    def totaal(self) -> str:
        return "1.000+" if self.uitkomst.is_veel else getal(self.uitkomst.aantal)

    @property
    def ding(self) -> str:
        """What there are so many of, in one or more."""
        return self.bron.ding[self.uitkomst.aantal != 1]

    @property
    def is_meer(self) -> bool:
        return self.bladzijde is None and self.uitkomst.aantal > len(self.uitkomst.treffers)


@require_safe
def zoeken_pagina(request: HttpRequest) -> HttpResponse:
    """Everything that was found, or one kind of it page by page; who typed a number goes straight there."""
    vraag, fout = _lees(request.GET.get("q", ""))
    if request.GET.get("direct") and (treffer := _precies(vraag, request.user)):
        return redirect(treffer.url)
    gekozen = _gekozen(request.GET.get("soort", ""))
    gevonden = list(_in_een(vraag, request, gekozen) if gekozen else _overal(vraag, request.user))
    context = {
        "vraag": vraag,
        "fout": fout,
        "gekozen": gekozen,
        "gevonden": [deel for deel in gevonden if deel.uitkomst.aantal],
        "bedoelde": [tekst for deel in gevonden for tekst in deel.uitkomst.bedoelde],
    }
    return render(request, "duoplus/zoeken.html", context)


@require_safe
def snel(request: HttpRequest) -> HttpResponse:
    """A few lines of each kind, as options of the list under the box; without words the pages of the menu."""
    vraag, fout = _lees(request.GET.get("q", ""))
    venster = Venster(tot=SNEL if vraag else len(navigatie.plekken_van(request.user)), kort=True)
    gevonden = (Gevonden(bron, bron.zoek(vraag, request.user, venster)) for bron in zoeken.bronnen())
    delen = [deel for deel in gevonden if deel.uitkomst.treffers]
    return render(request, "duoplus/zoeken_snel.html", {"vraag": vraag, "fout": fout, "gevonden": delen})


def _lees(tekst: str) -> tuple[Vraag, str]:
    """The question, or an empty one with the sentence that says why not."""
    try:
        return zoeken.lees(tekst), ""
    except ValidationError as weigering:
        return Vraag(tekst.replace("\0", "")[: zoeken.MAX_TEKENS], ()), " ".join(weigering.messages)


def _precies(vraag: Vraag, user: Any) -> Treffer | None:
    """The one thing with exactly this number."""
    if not vraag.nummer:
        return None
    gevonden = (bron.zoek(vraag, user, Venster(tot=1, kort=True)) for bron in zoeken.bronnen())
    return next((t for uitkomst in gevonden for t in uitkomst.treffers if t.is_precies), None)


def _gekozen(naam: str) -> Bron | None:
    return next((bron for bron in zoeken.bronnen() if bron.naam == naam), None)


def _overal(vraag: Vraag, user: Any) -> Iterator[Gevonden]:
    for bron in zoeken.bronnen() if vraag else ():
        yield Gevonden(bron, bron.zoek(vraag, user, Venster(tot=bron.eerst)))


def _in_een(vraag: Vraag, request: HttpRequest, bron: Bron) -> Iterator[Gevonden]:
    nummer = _bladzijdenummer(request.GET.get("pagina", ""))
    uitkomst = bron.zoek(vraag, request.user, Venster((nummer - 1) * PER_BLADZIJDE, nummer * PER_BLADZIJDE))
    boek = Paginator(range(min(uitkomst.aantal, TEL_TOT)), PER_BLADZIJDE)
    yield Gevonden(bron, uitkomst, boek.get_page(nummer))


def _bladzijdenummer(tekst: str) -> int:
    """Of those that can exist; anything else is the first."""
    laatste = -(-TEL_TOT // PER_BLADZIJDE)
    return int(tekst) if tekst.isdecimal() and len(tekst) < 4 and 1 <= int(tekst) <= laatste else 1


def zoek_paginas(vraag: Vraag, user: Any, venster: Venster) -> Uitkomst:
    """The places of the menu of this person."""
    treffers = [
        Treffer(zoeken.merk_deel(link.label, vraag), link.url, icon=link.icon)
        for link in navigatie.plekken_van(user)
        if zoeken.past(f"{link.plek.groep} {link.label}", vraag)
    ]
    return zoeken.uit_lijst(treffers, venster)


PAGINAS = Bron("paginas", "Pagina’s", ("pagina", "pagina’s"), zoek_paginas, order=10)
