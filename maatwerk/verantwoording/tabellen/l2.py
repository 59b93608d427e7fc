"""L2 Opdrachten: één rij per opdracht per gemeente; het totaal van een opdracht telt één keer per nummer."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from duoplus import klok
from duoplus.models import Organisatie
from maatwerk.calc.lumpsum import procent
from maatwerk.lumpsum.stand import Regel
from maatwerk.models import Toelichting
from maatwerk.verantwoording.pakket import Tabel
from maatwerk.verantwoording.tabellen.bron import Bron, in_geheugen, kolom


class L2(NamedTuple):
    nummer: str
    titel: str
    gemeente: str
    ogon: str
    team: str
    taakveld: str
    I_S: str
    status: str
    datum_opdracht: date | None
    raming_uren: Decimal
    raming_eur: Decimal
    plafond_eur: Decimal
    uren: Decimal
    kosten_uren: Decimal
    kosten_extern: Decimal
    totaal: Decimal
    aandeel_pct: Decimal
    aandeel_eur: Decimal
    afwijking_eur: Decimal
    afwijking_pct: Decimal | None
    toelichting: str


KOLOMMEN = (
    kolom("nummer"),
    kolom("titel"),
    kolom("gemeente"),
    kolom("ogon"),
    kolom("team"),
    kolom("taakveld"),
    kolom("I_S"),
    kolom("status"),
    kolom("datum_opdracht", "date"),
    kolom("raming_uren", "hours"),
    kolom("raming_eur", "money"),
    kolom("plafond_eur", "money"),
    kolom("uren", "hours"),
    kolom("kosten_uren", "money"),
    kolom("kosten_extern", "money"),
    kolom("totaal", "money"),
    kolom("aandeel_pct", "number"),
    kolom("aandeel_eur", "money", telt=True),
    kolom("afwijking_eur", "money"),
    kolom("afwijking_pct", "number"),
    kolom("toelichting"),
)


def maak(bron: Bron) -> Tabel:
    return in_geheugen("L2", "Opdrachten", KOLOMMEN, _rijen(bron))


def _rijen(bron: Bron) -> Iterator[L2]:
    uitleg = _toelichtingen(bron)
    for regel in bron.stand.regels:
        for gemeente in bron.deelnemers(regel.werk.per_gemeente):
            yield _rij(regel, gemeente, uitleg.get(regel.pk, ""))


def _rij(regel: Regel, gemeente: Organisatie, toelichting: str) -> L2:
    opdracht, werk = regel.opdracht, regel.werk
    aanvraag, geboekt = opdracht.aanvraag, werk.geboekt
    return L2(
        nummer=str(opdracht),
        titel=aanvraag.titel,
        gemeente=gemeente.naam,
        ogon=aanvraag.ogon.naam if aanvraag.ogon else "",
        team=aanvraag.team.kort if aanvraag.team else "",
        taakveld=opdracht.taakveld,
        I_S=opdracht.i_s,
        status=aanvraag.get_status_display(),
        datum_opdracht=klok.dag(opdracht.verleend_op) if opdracht.verleend_op else None,
        raming_uren=regel.raming_uren,
        raming_eur=werk.raming,
        plafond_eur=werk.plafond,
        uren=geboekt.uren,
        kosten_uren=geboekt.kosten_uren,
        kosten_extern=geboekt.kosten_extern,
        totaal=geboekt.totaal,
        aandeel_pct=100 * werk.aandelen.get(gemeente.pk, Decimal(0)),
        aandeel_eur=regel.deel(gemeente.pk).gerealiseerd,
        afwijking_eur=werk.afwijking,
        afwijking_pct=procent(werk.afwijking, werk.raming),
        toelichting=toelichting,
    )


def _toelichtingen(bron: Bron) -> dict[int | None, str]:
    """The last words on each assignment, whoever wrote them: read oldest first, the last one wins."""
    rijen = Toelichting.objects.filter(lumpsum__jaar=bron.jaar, op__lt=bron.tot, opdracht__isnull=False)
    return dict(rijen.order_by("pk").values_list("opdracht", "tekst"))
