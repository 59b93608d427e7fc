"""L8 Mutaties: wat er aan afspraken en bedragen is gewijzigd, door welke rol en waarom. Nooit een naam.

A fact of the audit trail that names what differs gives a row per difference; one that only says that
something was done gives one row. Bookings are not here: they stand in L3 and L4.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils.timezone import get_default_timezone

from duoplus.choices import Rol
from duoplus.models import Gebeurtenis, Roltoewijzing
from duoplus.models.organisatie import geldig
from duoplus.reports.base import uit_eigen_transactie
from maatwerk.models import Aanvraag, Begrotingsregel, Lumpsum, Opdracht
from maatwerk.verantwoording.pakket import Tabel
from maatwerk.verantwoording.tabellen.bron import Bron, kolom

PORTAAL = "Portaal"
# Talk, work as such and bookings: they change no agreement and no amount.
GEEN_MUTATIE = (
    "boeken", "reageren", "bijlage_toevoegen", "voortgang_melden", "herinneren", "volgen", "verplaatsen",
)  # fmt: skip
# Settings that decide about money.
INSTELLINGEN = ("tarieven", "sleutels", "methoden", "grenzen", "taakvelden")
VAN_INSTELLINGEN = Q(soort__startswith="duoplus.instelling.", gegevens__onderdeel__in=INSTELLINGEN)
MAANDEN = ("maatwerk.periode.", "maatwerk.heropening.")
VAN_MAANDEN = Q(soort__startswith=MAANDEN[0]) | Q(soort__startswith=MAANDEN[1])
# A changed ceiling or end date holds from the second initial; before that nothing changed. The words of the
# timeline leave out the euro, which not everybody who reads it may see: here they belong.
WIJZIGING = "maatwerk.aanvraag.wijziging_"
WIJZIGING_GELDT = WIJZIGING + "akkoord"
ALLEEN_GEVRAAGD = [WIJZIGING + daad for daad in ("vragen", "paraferen", "weigeren", "intrekken")]
WAAROM = ("reden", "motivering", "toelichting", "antwoord", "document")
Verschil = tuple[str, str, str]


class L8(NamedTuple):
    tijdstip: datetime
    gebruiker_rol: str
    object: str
    veld: str
    oud: str
    nieuw: str
    motivering: str


KOLOMMEN = (
    kolom("tijdstip", "moment"),
    kolom("gebruiker_rol"),
    kolom("object"),
    kolom("veld"),
    kolom("oud"),
    kolom("nieuw"),
    kolom("motivering"),
)


def maak(bron: Bron) -> Tabel:
    feiten, onderwerpen = _feiten(bron), Onderwerpen.van(bron)
    return Tabel(
        "L8",
        "Mutaties",
        KOLOMMEN,
        rijen=lambda: _rijen(feiten, onderwerpen, bron),
        aantal=sum(len(_verschillen(soort, gegevens)) for soort, gegevens in _inhoud(feiten)),
        totalen={},
    )


def _inhoud(feiten: QuerySet[Any, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    return feiten.values_list("soort", "gegevens").iterator(chunk_size=1000)


def _rijen(feiten: QuerySet[Any, Any], onderwerpen: "Onderwerpen", bron: Bron) -> Iterator[L8]:
    velden = ("op", "rollen", "content_type_id", "object_id", "soort", "gegevens")
    for op, rollen, soort_id, pk, soort, gegevens in uit_eigen_transactie(feiten.values_list(*velden)):
        wie = ", ".join(Rol(rol).label for rol in rollen or ()) or PORTAAL
        wat = onderwerpen.naam(soort_id, pk, gegevens)
        waarom = _waarom(soort, gegevens, bron)
        for veld, oud, nieuw in _verschillen(soort, gegevens):
            yield L8(op, wie, wat, veld, oud, nieuw, waarom)


def _waarom(soort: str, gegevens: Mapping[str, Any], bron: Bron) -> str:
    """Why a month is opened for late lines names work of every municipality: not in the package of one."""
    if bron.gemeente is not None and soort.startswith(MAANDEN):
        return ""
    return next((str(gegevens[sleutel]) for sleutel in WAAROM if gegevens.get(sleutel)), "")


def _verschillen(soort: str, gegevens: Mapping[str, Any]) -> list[Verschil]:
    """Field, old and new; what an act itself wrote down goes before the change of state."""
    if soort == WIJZIGING_GELDT:
        return [(veld, *paar) for veld, paar in gegevens["velden"].items()]
    genoemd = gegevens.get("verschil")
    if isinstance(genoemd, list) and genoemd and soort not in ALLEEN_GEVRAAGD:
        return [(str(veld), _tekst(oud), _tekst(nieuw)) for veld, oud, nieuw in genoemd]
    if "oud" in gegevens and "nieuw" in gegevens:
        return _paren(soort, gegevens["oud"], gegevens["nieuw"])
    if gegevens.get("van") != gegevens.get("naar"):
        return [("status", _tekst(gegevens.get("van")), _tekst(gegevens.get("naar")))]
    return [_van_regel(soort, gegevens) if "regel" in gegevens else (_daad(soort), "", "")]


def _van_regel(soort: str, gegevens: Mapping[str, Any]) -> Verschil:
    """An adopted amount came in or was withdrawn. The amounts of a month are nobody's: others share them."""
    regel, bedrag = _tekst(gegevens["regel"]), _tekst(gegevens.get("bedrag"))
    return (regel, bedrag, "") if _daad(soort) == "intrekken" else (regel, "", bedrag)


def _paren(soort: str, oud: Any, nieuw: Any) -> list[Verschil]:
    if isinstance(oud, dict) and isinstance(nieuw, dict):
        velden = sorted(oud.keys() | nieuw.keys())
        return [(veld, _tekst(oud.get(veld)), _tekst(nieuw.get(veld))) for veld in velden]
    return [(_daad(soort), _tekst(oud), _tekst(nieuw))]


def _daad(soort: str) -> str:
    return soort.rpartition(".")[2].replace("_", " ")


def _tekst(waarde: Any) -> str:
    return "" if waarde is None else str(waarde)


def _feiten(bron: Bron) -> QuerySet[Any]:
    """What changed for this package since the year began, or about its lumpsum at whatever time."""
    begin = datetime.combine(date(bron.jaar, 1, 1), time(), get_default_timezone())
    dit_jaar = Q(op__gte=begin) & (_van_opdrachten(bron) | VAN_INSTELLINGEN | VAN_MAANDEN)
    feiten = Gebeurtenis.objects.filter(_van_lumpsum(bron) | dit_jaar, op__lt=bron.tot)
    return feiten.annotate(dag=TruncDate("op"), rollen=_rollen()).order_by("op", "pk")


def _rollen() -> Subquery:
    """The roles that this person held on that day."""
    dag: Any = OuterRef("dag")
    toen = Roltoewijzing.objects.filter(geldig(dag), gebruiker=OuterRef("door"))
    rollen = toen.order_by().values("gebruiker")
    return Subquery(rollen.annotate(rollen=ArrayAgg("rol", distinct=True, order_by="rol")).values("rollen"))


def _over(model: type[Model], pks: Any) -> Q:
    return Q(content_type=ContentType.objects.get_for_model(model), object_id__in=pks)


def _van_opdrachten(bron: Bron) -> Q:
    aanvragen = [regel.opdracht.aanvraag_id for regel in bron.stand.regels]
    gesprek = Q(soort__in=[f"maatwerk.aanvraag.{deed}" for deed in GEEN_MUTATIE])
    return (_over(Aanvraag, aanvragen) | _over(Opdracht, bron.opdrachten)) & ~gesprek


def _van_lumpsum(bron: Bron) -> Q:
    lumpsums = Lumpsum.objects.filter(jaar=bron.jaar)
    if bron.gemeente is not None:
        lumpsums = lumpsums.filter(organisatie=bron.gemeente)
    regels = Begrotingsregel.objects.filter(lumpsum__in=lumpsums)
    return _over(Lumpsum, lumpsums.values("pk")) | _over(Begrotingsregel, regels.values("pk"))


@dataclass(frozen=True)
class Onderwerpen:
    """What a fact is about, in the words of the tables."""

    namen: Mapping[tuple[int, int], str]

    @classmethod
    def van(cls, bron: Bron) -> "Onderwerpen":
        aanvraag, opdracht = (ContentType.objects.get_for_model(model).pk for model in (Aanvraag, Opdracht))
        opdrachten = [regel.opdracht for regel in bron.stand.regels]
        return cls(
            {(aanvraag, o.aanvraag_id): str(o) for o in opdrachten}
            | {(opdracht, o.pk): str(o) for o in opdrachten}
        )

    def naam(self, soort: int, pk: int, gegevens: Mapping[str, Any]) -> str:
        """A number of ours, or what the fact itself calls it, or else what kind of thing it is."""
        if bekend := self.namen.get((soort, pk)):
            return bekend
        if "gemeente" in gegevens and "jaar" in gegevens:
            return f"lumpsum {gegevens['gemeente']} {gegevens['jaar']}"
        genoemd = gegevens.get("naam") or gegevens.get("maand")
        return str(genoemd or ContentType.objects.get_for_id(soort).name)
