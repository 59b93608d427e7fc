"""Wat los hangt van de draad: uren, opdrachten, besluiten en artikelen die nergens bij horen.

Who reads this reads all requests, all DVO's and all amounts (``maatwerk.view_wezen``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from django.db.models import Sum
from django.urls import reverse

from duoplus import klok
from duoplus.calc.nederlands import datum
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.models import Feestdag, Termijn
from duoplus.reports.base import Column, Dataset
from maatwerk.choices import AanvraagStatus as S
from maatwerk.draad import BESLIST, opdrachten_met_grond
from maatwerk.models import AanvraagBesluit, Boeking, OpdrachtOnderArtikel
from ogon.dvo.tekst import Dvotekst, teksten_op
from ogon.models import Dvo, Werkplanregel, Werkplanstand

TERMIJN = "draad.opdracht"
NUL = Decimal(0)


@dataclass(frozen=True)
class Wees:
    """Iets dat los hangt: wat, waar het te vinden is, sinds wanneer, en hoeveel uur en euro het is."""

    soort: str
    wat: str
    url: str
    sinds: date | None
    uren: Decimal = NUL
    bedrag: Decimal = NUL
    uitleg: str = ""


@dataclass(frozen=True)
class Soort:
    """Eén soort wees met alles wat daarvan los hangt."""

    naam: str
    uitleg: str
    goed: str
    wezen: list[Wees]


def soorten(dag: date | None = None) -> list[Soort]:
    """The four kinds, as they stand on ``dag`` (today)."""
    dag = dag or klok.vandaag()
    return [
        Soort(
            "Uren en kosten zonder opdracht",
            "Dit werk is gedaan. Het hoort niet bij een gegeven opdracht of een product van een DVO.",
            "Alle uren en kosten horen bij een opdracht.",
            [*_boekingen(), *_standen()],
        ),
        Soort(
            "Opdrachten zonder besluit",
            "Van deze opdrachten is niet bekend wie ertoe besloot.",
            "Elke opdracht rust op een besluit.",
            list(_opdrachten()),
        ),
        Soort(
            "Besluiten zonder opdracht",
            f"Hier is langer dan {_werkdagen(dag)} werkdagen geleden toe besloten. Er is nog geen opdracht.",
            "Uit elk besluit volgde op tijd een opdracht.",
            list(_besluiten(dag)),
        ),
        Soort(
            "Artikelen van een DVO die niet gebruikt worden",
            "Onder deze artikelen valt geen opdracht en geen regel van een werkplan.",
            "Elk artikel wordt gebruikt.",
            list(_artikelen(dag)),
        ),
    ]


def als_dataset(gevonden: Iterable[Soort]) -> Dataset:
    """All of it as one table."""
    kolommen = [
        Column("soort", "Soort"),
        Column("wat", "Wat"),
        Column("sinds", "Sinds", "date"),
        Column("uren", "Uren", "hours"),
        Column("bedrag", "Bedrag", "money"),
        Column("uitleg", "Toelichting"),
    ]
    return Dataset("Wat los hangt", kolommen, (wees for soort in gevonden for wees in soort.wezen))


def _boekingen() -> Iterator[Wees]:
    """On an assignment that was never given."""
    los = Boeking.objects.filter(opdracht__verleend_op=None).select_related("opdracht__aanvraag")
    for boeking in los.defer("opdracht__aanvraag__concept_invoer").order_by("datum", "pk"):
        aanvraag = boeking.opdracht.aanvraag
        yield Wees(
            "Boeking",
            f"{boeking.omschrijving}, {aanvraag.kenmerk}",
            aanvraag.get_absolute_url(),
            boeking.datum,
            boeking.uren,
            boeking.bedrag,
            "De opdracht is niet gegeven: er ontbreekt een paraaf.",
        )


def _standen() -> Iterator[Wees]:
    """Worked on a line of a work plan that is of no product and no assignment."""
    werk = Werkplanregel.objects.filter(vervallen_op=None, product=None, opdrachtlink=None)
    standen = Werkplanstand.objects.filter(regel__in=werk).select_related("regel__werkplan__team")
    laatste = standen.order_by("regel_id", "kwartaal", "-pk").distinct("regel_id", "kwartaal")
    for _, groep in groupby(laatste, key=attrgetter("regel_id")):
        van_regel = list(groep)
        regel, uren = van_regel[0].regel, sum((stand.gewerkt for stand in van_regel), NUL)
        if uren:
            yield Wees(
                "Werkplan",
                f"{regel}, {regel.werkplan}",
                _adres(regel),
                klok.dag(min(stand.op for stand in van_regel)),
                uren,
                uitleg="De regel hoort niet bij een product of een opdracht.",
            )


def _adres(regel: Werkplanregel) -> str:
    werkplan = regel.werkplan
    return reverse("maatwerk:werkplanregel", args=[werkplan.team_id, werkplan.jaar, regel.pk])


def _opdrachten() -> Iterator[Wees]:
    los = opdrachten_met_grond().filter(grond=None).select_related("aanvraag").order_by("nummer")
    geboekt = los.annotate(
        uren=Sum("boekingen__uren", default=NUL), euro=Sum("boekingen__bedrag", default=NUL)
    )
    for opdracht in geboekt.defer("aanvraag__concept_invoer"):
        yield Wees(
            "Opdracht",
            f"{opdracht.nummer} {opdracht.aanvraag.titel}",
            opdracht.get_absolute_url(),
            klok.dag(opdracht.verleend_op) if opdracht.verleend_op else None,
            opdracht.uren,
            opdracht.euro,
            "Overgenomen uit een andere lijst." if opdracht.aanvraag.extern_nummer else "",
        )


def _besluiten(dag: date) -> Iterator[Wees]:
    """Decided so long ago that there should be an assignment by now."""
    grens = na_werkdagen(dag, -_werkdagen(dag), Feestdag.objects.als_vrij())
    beslist = AanvraagBesluit.objects.filter(besluit__soort__in=BESLIST, aanvraag__status=S.GEPRIORITEERD)
    per = beslist.order_by("aanvraag_id", "-besluit__genomen_op", "-besluit_id").distinct("aanvraag_id")
    for regel in per.select_related("aanvraag", "besluit").defer("aanvraag__concept_invoer"):
        genomen = klok.dag(regel.besluit.genomen_op)
        if genomen < grens:
            yield Wees(
                "Besluit",
                f"{regel.besluit.nummer} {regel.aanvraag.titel}",
                regel.aanvraag.get_absolute_url(),
                genomen,
                uitleg=f"Besloten op {datum(genomen)}.",
            )


def _werkdagen(dag: date) -> int:
    return Termijn.objects.werkdagen(TERMIJN, dag) or 0


def _artikelen(dag: date) -> Iterator[Wees]:
    """Of what is agreed on this day: an article without assignment, and without a planned product."""
    dvos = list(Dvo.objects.filter(jaar=dag.year).select_related("organisatie"))
    links = OpdrachtOnderArtikel.objects.filter(dvo__in=dvos).values_list("dvo", "artikel")
    gebruikt = {*links, *_gepland(dag.year, teksten := teksten_op(dvos, dag))}
    for tekst in teksten.values():
        for artikel in tekst.artikelen:
            if (tekst.dvo.pk, artikel.nummer) not in gebruikt:
                yield Wees(
                    "Artikel",
                    f"{tekst.dvo}, {artikel}",
                    reverse("maatwerk:draad_artikel", args=[tekst.dvo.nummer, artikel.nummer]),
                    artikel.dvoversie.geldt_van,
                )


def _gepland(jaar: int, teksten: dict[int, Dvotekst]) -> set[tuple[int, int]]:
    """(DVO, article) of every product that stands in a work plan for its municipality."""
    levend = Werkplanregel.objects.filter(vervallen_op=None, werkplan__jaar=jaar, product__isnull=False)
    in_plan = set(levend.values_list("organisatie", "product"))
    return {
        (tekst.dvo.pk, regel.artikel)
        for tekst in teksten.values()
        for regel in tekst.regels
        if regel.artikel is not None and (tekst.dvo.organisatie_id, regel.product_id) in in_plan
    }
