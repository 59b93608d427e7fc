"""Waar de lijsten van maatwerk op te filteren zijn."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from duoplus import klok, zoeken
from duoplus.choices import Rol
from duoplus.lijsten import Dag, Filter, Getal, Geweest, Keuze, Onbegrepen
from duoplus.lijsten.keuzes import te_kiezen
from duoplus.models import Volger
from maatwerk.choices import Aanleiding, Urgentie
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import EINDSTATUS, Aanvraag, Deelnemer
from maatwerk.reports.aanvragenlijst import KLAAR, WACHT_NAAM, bedrag, uren, ziet_bedragen_ergens
from maatwerk.transitions import WACHT_OP
from maatwerk.zoeken import zoekvraag
from ogon.choices import CapaciteitSoort

OPEN = [status for status in S if status not in (*EINDSTATUS, S.CONCEPT)]
LOPEND = [S.OPDRACHT_VERLEEND, S.IN_UITVOERING, S.OPGELEVERD]
# Several states under one name, as people say it.
GROEPEN = {
    "open": ("Open", OPEN),
    "te_behandelen": ("Te behandelen", [S.INGEDIEND, S.IN_INTAKE]),
    "op_tafel": ("Op tafel bij het OGON", [S.TER_PRIORITERING, S.GEPRIORITEERD, S.WACHTLIJST, S.AANGEHOUDEN]),
    "loopt": ("Loopt", LOPEND),
}
STATUSKEUZES = [
    *((waarde, naam) for waarde, (naam, _) in GROEPEN.items()),
    ("te_laat", "Te laat"),
    ("alle", "Alle statussen"),
    *((status.value, status.label) for status in S if status != S.CONCEPT),
]
MAX_NUMMERS = 500


class Zoekwoord(Filter):
    """Words to find, or a number, as the search of the portal reads them."""

    def lees(self, lijst: Any, tekst: str) -> str:
        try:
            return zoeken.lees(tekst).tekst
        except ValidationError as fout:
            raise Onbegrepen(" ".join(fout.messages)) from fout


class Nummers(Filter):
    """A choice of rows by number, with commas between."""

    def lees(self, lijst: Any, tekst: str) -> list[str]:
        if "\0" in tekst:
            raise Onbegrepen("Hierin staat een teken dat niet kan.")
        nummers = [nummer for nummer in re.split(r"[,\s]+", tekst) if nummer]
        if not 0 < len(nummers) <= MAX_NUMMERS:
            raise Onbegrepen(f"Kies ten hoogste {MAX_NUMMERS} aanvragen.")
        return nummers

    def zeg(self, lijst: Any, waarde: list[str]) -> str:
        return "1 gekozen aanvraag" if len(waarde) == 1 else f"{len(waarde)} gekozen aanvragen"


def op_nummer(nummers: Iterable[str]) -> Q:
    """The requests with these numbers, our own or the old ones of imported rows."""
    gezocht = list(nummers)
    return Q(nummer__in=gezocht) | Q(nummer=None, extern_nummer__in=gezocht)


def _uit_naslag(soort: str, *eerst: tuple[str, str]) -> Any:
    return lambda lijst: [*eerst, *((k.waarde, k.naam) for k in lijst.naslag.van(soort).values())]


def _vergaderingen(lijst: Any) -> list[tuple[str, str]]:
    ogons = lijst.naslag.van("ogon").values()
    return [("", "Niets"), *((k.waarde, f"de vorige vergadering van {k.naam}") for k in ogons)]


def _gemeente(lijst: Any, letter: str) -> int:
    return int(lijst.naslag.op_waarde("gemeente")[letter].pk)


def _van_gemeente(lijst: Any, letter: str) -> Q:
    deel = Deelnemer.objects.filter(aanvraag=OuterRef("pk"), organisatie=_gemeente(lijst, letter))
    return Q(Exists(deel))


def _van_ogon(lijst: Any, slug: str) -> Q:
    return Q(ogon=lijst.naslag.op_waarde("ogon")[slug].pk)


def _van_team(lijst: Any, waarde: str) -> Q:
    """``mijn``: the teams of the own roles; who has none sees all of them."""
    if waarde != "mijn":
        return Q(team=int(waarde))
    teams = {t.team_id for t in lijst.user.rollen if t.team_id is not None}
    return Q(team__in=teams) if teams else Q()


def _met_status(lijst: Any, waarde: str) -> Q:
    if waarde == "alle":
        return Q()
    if waarde == "te_laat":
        return Q(status__in=OPEN, termijn_op__lt=klok.vandaag())
    return Q(status__in=GROEPEN[waarde][1] if waarde in GROEPEN else [waarde])


def _status_zonder_keuze(lijst: Any) -> str:
    """The list shows what is open; who searches by word or number looks everywhere."""
    return "alle" if lijst.params.get("q") or lijst.params.get("nummers") else "open"


def _wacht_op(lijst: Any, partij: str) -> Q:
    return Q(status__in=[status for status, wie in WACHT_OP.items() if wie == partij])


def _behandeld_door(lijst: Any, wie: str) -> Q:
    return Q(behandelaar=lijst.user if wie == "ik" else None)


def _gevolgd(lijst: Any, waarde: str) -> Q:
    soort = ContentType.objects.get_for_model(Aanvraag)
    volgers = Volger.objects.filter(content_type=soort, object_id=OuterRef("pk"), gebruiker=lijst.user)
    return Q(Exists(volgers))


def _geen_voorwaarde(lijst: Any, waarde: Any) -> Q:
    return Q()


AANVRAAGFILTERS = (
    Zoekwoord("q", "Zoekwoord of nummer", lambda lijst, woord: zoekvraag(woord, lijst.user), "‘{}’"),
    Keuze("gemeente", "Gemeente", _van_gemeente, keuzes=_uit_naslag("gemeente", ("", "Alle gemeenten"))),
    Keuze("ogon", "OGON", _van_ogon, keuzes=_uit_naslag("ogon", ("", "Alle OGON’s"))),
    Keuze("team", "Team", _van_team, keuzes=_uit_naslag("team", ("", "Alle teams"), ("mijn", "Mijn team"))),
    Keuze(
        "status",
        "Status",
        _met_status,
        "Status: {}",
        klein=True,
        standaard=_status_zonder_keuze,
        keuzes=lambda lijst: STATUSKEUZES,
    ),
    Keuze(
        "wacht",
        "Wacht op",
        _wacht_op,
        "Wacht op: {}",
        meer=True,
        keuzes=lambda lijst: [("", "Iedereen"), *WACHT_NAAM.items()],
    ),
    Keuze(
        "behandelaar",
        "Behandelaar",
        _behandeld_door,
        "Behandelaar: {}",
        meer=True,
        keuzes=lambda lijst: [("", "Iedereen"), ("ik", "Ik"), ("geen", "Nog niemand")],
    ),
    Keuze(
        "volgt",
        "Volgen",
        _gevolgd,
        meer=True,
        keuzes=lambda lijst: [("", "Alle aanvragen"), ("ik", "Wat ik volg")],
    ),
    Keuze(
        "aanleiding",
        "Aanleiding",
        lambda lijst, waarde: Q(aanleiding=waarde),
        "Aanleiding: {}",
        meer=True,
        keuzes=te_kiezen("Elke aanleiding", Aanleiding.choices),
    ),
    Keuze(
        "urgentie",
        "Urgentie",
        lambda lijst, waarde: Q(urgentie=waarde),
        "Urgentie: {}",
        meer=True,
        keuzes=te_kiezen("Elke urgentie", Urgentie.choices),
    ),
    Dag(
        "ingediend_van",
        "Ingediend vanaf",
        lambda lijst, dag: Q(ingediend_op__date__gte=dag),
        "Ingediend vanaf {}",
        meer=True,
    ),
    Dag(
        "ingediend_tot",
        "Ingediend tot en met",
        lambda lijst, dag: Q(ingediend_op__date__lte=dag),
        "Ingediend tot en met {}",
        meer=True,
    ),
    Dag(
        "klaar_van",
        "Klaar vanaf",
        lambda lijst, dag: Q(GreaterThanOrEqual(KLAAR, Value(dag))),
        "Klaar vanaf {}",
        meer=True,
    ),
    Dag(
        "klaar_tot",
        "Klaar tot en met",
        lambda lijst, dag: Q(LessThanOrEqual(KLAAR, Value(dag))),
        "Klaar tot en met {}",
        meer=True,
    ),
    Getal(
        "uren_van",
        "Uren, ten minste",
        lambda lijst, aantal: Q(GreaterThanOrEqual(uren(), Value(aantal))),
        "Ten minste {} uur",
        meer=True,
    ),
    Getal(
        "bedrag_van",
        "Bedrag, ten minste",
        lambda lijst, aantal: Q(GreaterThanOrEqual(bedrag(lijst), Value(aantal))),
        "Ten minste {}",
        meer=True,
        mag=ziet_bedragen_ergens,
        is_bedrag=True,
    ),
    # These two narrow nothing: they show beside each row what stood there then.
    Keuze(
        "vergelijk", "Vergelijk met", _geen_voorwaarde, "Vergeleken met {}", meer=True, keuzes=_vergaderingen
    ),
    Geweest("sinds", "Vergelijk met de dag", _geen_voorwaarde, "Vergeleken met {}", meer=True),
    Nummers("nummers", "Gekozen aanvragen", lambda lijst, nummers: op_nummer(nummers), verborgen=True),
)


def _zoek_opdracht(lijst: Any, woorden: str) -> Q:
    """By its own number, or by what stands in its request."""
    aanvragen = Aanvraag.objects.filter(zoekvraag(woorden, lijst.user))
    return Q(nummer__startswith=woorden.upper()) | Q(aanvraag__in=aanvragen.values("pk"))


def _welke(lijst: Any) -> list[tuple[str, str]]:
    mijn = [("mijn", "Waar ik aan werk")] if lijst.user.heeft_rol(Rol.UITVOERDER) else []
    return [("lopend", "Lopend"), *mijn, ("alle", "Alle opdrachten")]


def _toon(lijst: Any, keuze: str) -> Q:
    lopend = Q(aanvraag__status__in=LOPEND)
    return {"alle": Q(), "mijn": lopend & Q(uitvoerders=lijst.user)}.get(keuze, lopend)


def _opdracht_van(lijst: Any, letter: str) -> Q:
    deel = Deelnemer.objects.filter(organisatie=_gemeente(lijst, letter))
    return Q(aanvraag__in=deel.values("aanvraag"))


OPDRACHTFILTERS = (
    Zoekwoord("q", "Zoekwoord of nummer", _zoek_opdracht, "‘{}’"),
    Keuze(
        "toon",
        "Welke opdrachten",
        _toon,
        standaard=lambda lijst: "mijn" if lijst.user.heeft_rol(Rol.UITVOERDER) else "lopend",
        keuzes=_welke,
    ),
    Keuze("gemeente", "Gemeente", _opdracht_van, keuzes=_uit_naslag("gemeente", ("", "Alle gemeenten"))),
    Keuze(
        "team",
        "Team",
        lambda lijst, pk: Q(aanvraag__team=int(pk)),
        keuzes=_uit_naslag("team", ("", "Alle teams")),
    ),
)


def _jaren(lijst: Any) -> list[tuple[str, str]]:
    nu = klok.vandaag().year
    return [("", "Alle jaren"), *((str(jaar), str(jaar)) for jaar in range(nu - 2, nu + 4))]


CAPACITEITFILTERS = (
    Keuze(
        "team",
        "Team",
        lambda lijst, pk: Q(team=int(pk)),
        keuzes=_uit_naslag("team", ("", "Alle teams")),
    ),
    Keuze("jaar", "Jaar", lambda lijst, jaar: Q(maand__year=int(jaar)), keuzes=_jaren),
    Keuze(
        "soort",
        "Soort",
        lambda lijst, soort: Q(soort=soort),
        keuzes=te_kiezen("Alle soorten", CapaciteitSoort.choices),
    ),
)
