"""De bladzijde van een lijst. Regels en keuzes worden hier als tekst gemaakt: er zijn er honderden op één
bladzijde, en een template doet daar tien keer zo lang over.

Rows leave out what HTML lets a writer leave out: closing tags of cells, and quotes around a single word.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial
from html import escape
from operator import attrgetter
from typing import Any

from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.generic import TemplateView

from duoplus import klok, lijsten
from duoplus.calc.nederlands import datum_kort
from duoplus.lijsten import Filter, Kolom, Kop, Lijst
from duoplus.web.templatetags.duo import eur, icon, tag, uren
from duoplus.web.views import PartialMixin

Cel = Callable[[Any], str]
ZONDER_QUOTES = re.compile(r"""[^\s&"'=<>`]+""")


def dag_nabij(moment: datetime | None, vandaag: date) -> str:
    """The day, as near as people say it: "gisteren", "18 nov"."""
    if moment is None:
        return ""
    dag = klok.dag(moment)
    if dag >= vandaag - timedelta(days=1):
        return "vandaag" if dag >= vandaag else "gisteren"
    return datum_kort(dag).removesuffix(f" {vandaag.year}")


def _dag(waarde: date | None) -> str:
    return datum_kort(waarde) if waarde else ""


def _tekst(waarde: Any) -> str:
    return escape(str(waarde)) if waarde else ""


# A value as HTML.
TOON: dict[str, Callable[[Any], str]] = {
    "text": _tekst,
    "hours": uren,
    "money": eur,
    "number": uren,
    "date": _dag,
}


def _vorm(soort: str) -> Callable[[Any], str]:
    return partial(dag_nabij, vandaag=klok.vandaag()) if soort == "moment" else TOON[soort]


def regels(lijst: Lijst, rijen: Iterable[Any]) -> SafeString:
    """The body of the table."""
    cellen = [(_begin(kolom), _cel(kolom, lijst)) for kolom in lijst.getoond]
    return SafeString(
        "\n".join("<tr>" + "".join([begin + cel(rij) for begin, cel in cellen]) for rij in rijen)
    )


def _begin(kolom: Kolom) -> str:
    if kolom.is_kop:
        return "<th scope=row>"
    klassen = " ".join(filter(None, ["num" if kolom.is_getal else "", kolom.css]))
    kenmerken = {"class": klassen, "data-l": kolom.label if kolom.kaartlabel else ""}
    return f"<td{''.join(_kort(naam, waarde) for naam, waarde in kenmerken.items() if waarde)}>"


def _kort(naam: str, waarde: str) -> str:
    """An attribute, without quotes where HTML needs none."""
    return f" {naam}={waarde}" if ZONDER_QUOTES.fullmatch(waarde) else f' {naam}="{escape(waarde)}"'


def _zo(waarde: Any, naslag: Any) -> Any:
    return waarde


def _cel(kolom: Kolom, lijst: Lijst) -> Cel:
    """How this column makes a cell of a row; with the old value before it, when that was another."""
    naslag = lijst.naslag
    if kolom.toon:
        toon = kolom.toon
        nu: Cel = lambda rij: toon(rij, naslag)  # noqa: E731
    else:
        zeg, vorm, lees = kolom.zeg or _zo, _vorm(kolom.kind), attrgetter(kolom.key)
        nu = lambda rij: vorm(zeg(lees(rij), naslag))  # noqa: E731
    if not lijst.sinds:
        return nu
    if kolom.is_kop:
        return lambda rij: f"{nu(rij)} {NIEUW}" if rij.nieuw else nu(rij)
    return _met_oud(kolom, naslag, nu) if kolom.toen else nu


def _met_oud(kolom: Kolom, naslag: Any, nu: Cel) -> Cel:
    zeg, vorm = kolom.zeg or _zo, _vorm(kolom.kind)

    def cel(rij: Any) -> str:
        oud = zeg(getattr(rij, f"toen_{kolom.key}"), naslag)
        if rij.nieuw or oud == zeg(getattr(rij, kolom.key), naslag):
            return nu(rij)
        return format_html(WAS, icon("history", "duo-icon--sm"), SafeString(vorm(oud) or "leeg")) + nu(rij)

    return cel


NIEUW = tag("nieuw")
WAS = (
    '<span class="duo-was">{}<span class="duo-sr">was </span><del>{}</del>'
    '<span class="duo-sr">, nu </span></span> '
)


def kop(kop: Kop) -> SafeString:
    """The head of a column; what sorts is a link."""
    pijl = {"ascending": "arrow-up", "descending": "arrow-down"}.get(kop.richting)
    label = format_html("{}{}", kop.kolom.label, icon(pijl, "duo-icon--sm") if pijl else "")
    inhoud = format_html('<a class="duo-sort" href="{}">{}</a>', kop.url, label) if kop.url else label
    klasse = SafeString(' class="num"') if kop.kolom.is_getal else ""
    richting = format_html(' aria-sort="{}"', kop.richting) if kop.richting else ""
    return format_html('<th scope="col"{}{}>{}</th>', klasse, richting, inhoud)


def veld(filter: Filter, lijst: Lijst) -> SafeString:
    """A filter as a field: a list of choices, or a word, a day or a number to type."""
    waarde = lijst.params.get(filter.naam, "")
    maken = _keuzelijst if filter.soort == "keuze" else _invoer
    return format_html(
        '<div{}><label for="f-{}">{}</label>{}</div>',
        SafeString(' class="duo-filters__q"') if filter.soort == "woord" else "",
        filter.naam,
        filter.label,
        maken(filter, lijst, waarde),
    )


def _keuzelijst(filter: Any, lijst: Lijst, waarde: str) -> SafeString:
    nu = waarde or filter.standaard(lijst)
    opties = "".join(
        [
            f'<option value="{escape(w)}"{" selected" if w == nu else ""}>{escape(naam)}</option>'
            for w, naam in filter.keuzes(lijst)
        ]
    )
    return format_html(
        '<select class="utrecht-select utrecht-select--html-select" id="f-{0}" name="{0}">{1}</select>',
        filter.naam,
        SafeString(opties),
    )


INVOER = {"woord": 'type="search"', "getal": 'inputmode="decimal"'}


def _invoer(filter: Filter, lijst: Lijst, waarde: str) -> SafeString:
    soort = INVOER.get(filter.soort, 'inputmode="numeric"')
    return format_html(
        '<input class="utrecht-textbox utrecht-textbox--html-input" id="f-{0}" name="{0}" {1} maxlength="200"'
        ' value="{2}"{3}>',
        filter.naam,
        SafeString(soort),
        waarde,
        SafeString(' placeholder="15-3-2027"') if filter.soort == "dag" else "",
    )


FORMATEN = (("csv", "CSV"), ("xlsx", "Excel (XLSX)"), ("ods", "OpenDocument (ODS)"), ("pdf", "PDF"))


class LijstView(PartialMixin, TemplateView):
    """Wat deze gebruiker mag zien, te filteren, te sorteren en per vijftig te doorlopen."""

    lijstnaam: str
    template_name = "duoplus/lijst.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        params = self.request.GET
        lijst, weergaven = lijsten.open_lijst(self.lijstnaam, params, self.request.user)
        bladzijde = lijst.bladzijde(params.get("pagina"))
        return super().get_context_data(
            lijst=lijst,
            adres=lijst.adres(),
            weergaven=weergaven,
            bladzijde=bladzijde,
            regels=regels(lijst, bladzijde.object_list),
            koppen=SafeString("".join(map(kop, lijst.koppen))),
            velden=self._velden(lijst),
            formaten=FORMATEN,
            geen_vergelijking=lijst.adres(sinds=None, vergelijk=None) if lijst.sinds else "",
            **kwargs,
        )

    def get_template_names(self) -> list[str]:
        """The parts that htmx asks for stand in the template that all lists share."""
        return ["duoplus/lijst.html#resultaat"] if self.is_deel else [self.template_name]

    def _velden(self, lijst: Lijst) -> SafeString:
        """The filters of every day and those in use; the others when asked for."""
        alle = "meer" in self.request.GET
        velden = [
            f
            for f in lijst.filters
            if not f.verborgen and f.mag(lijst.user) and (alle or not f.meer or f.naam in lijst.params)
        ]
        return SafeString("\n".join(veld(f, lijst) for f in velden))

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """A fragment puts the list in the address bar; the same list again is no new step in history."""
        response = super().render_to_response(context, **kwargs)
        if self.is_deel:
            adres = f"{self.request.path}{context['adres'].removesuffix('?')}"
            is_zelfde = self.request.htmx.current_url_abs_path == adres  # type: ignore[attr-defined]
            response["HX-Replace-Url" if is_zelfde else "HX-Push-Url"] = adres
        return response
