"""De boekingen achter elk getal van de stand, met dezelfde filters en dezelfde uitkomst."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.http import urlencode

from duoplus import klok
from duoplus.calc.nederlands import MAANDEN, bedrag, uren
from duoplus.lijsten import Filter, Keuze, Lijst
from duoplus.lijsten.keuzes import te_kiezen
from duoplus.models import Organisatie
from maatwerk import taakvelden
from maatwerk.calc.lumpsum import NUL, Deel
from maatwerk.choices import BoekingSoort
from maatwerk.lumpsum import blik, maanden, stand
from maatwerk.lumpsum.begroting import bladzijden, jaren
from maatwerk.lumpsum.blik import GEEN, ZONDER
from maatwerk.models import Boeking, Boekingstotaal, Bron, Opdracht
from maatwerk.models.lumpsum import gemeenten_met_lumpsum, leesbare_regels, opdrachten_van
from maatwerk.reports import boekingenlijst
from maatwerk.reports.aanvragenlijst import Naslag as Namen

# What a total of the database knows of its bookings; with other filters the bookings themselves are added.
TELBAAR = {"jaar", "maand", "gemeente", "ogon", "team", "taakveld", "opdracht", "soort", "boekteam"}
# What the division over municipalities knows: it divides an assignment as a whole.
DEELBAAR = TELBAAR - {"soort", "boekteam"}


class Naslag(Namen):
    @cached_property
    def jaren(self) -> list[int]:
        return jaren()

    @cached_property
    def taakvelden(self) -> dict[str, str]:
        """Every code that is or was in use, with its name of today."""
        gebruikt = Opdracht.objects.exclude(taakveld="").order_by().values_list("taakveld", flat=True)
        namen = taakvelden.labels(dag=self.vandaag)
        return namen | {code: namen.get(code, code) for code in gebruikt.distinct()}


def _van_gemeente(lijst: Any, letter: str) -> Q:
    return Q(opdracht__in=opdrachten_van({lijst.naslag.op_waarde("gemeente")[letter].pk}))


def _in_jaar(lijst: Any, jaar: str) -> Q:
    """Up to this month: a correction that counts later is not there yet."""
    tot = min(klok.vandaag(), date(int(jaar), 12, 31))
    return Q(periode__gte=date(int(jaar), 1, 1), periode__lte=tot)


def _in_maand(lijst: Any, nummer: str) -> Q:
    return Q(periode=date(int(lijst.jaar), int(nummer), 1))


def _van(veld: str, soort: str) -> Any:
    """Filter by id on ``veld`` of the assignment, or on having none."""

    def eis(lijst: Any, waarde: str) -> Q:
        if waarde == GEEN:
            return Q(**{f"{veld}__isnull": True})
        return Q(**{veld: lijst.naslag.op_waarde(soort)[waarde].pk})

    return eis


def _namen(soort: str, leeg: str) -> Any:
    zonder = [(GEEN, ZONDER[soort])] if soort in ZONDER else []
    return lambda lijst: [
        ("", leeg),
        *((k.waarde, k.naam) for k in lijst.naslag.van(soort).values()),
        *zonder,
    ]


def _taakvelden(lijst: Any) -> list[tuple[str, str]]:
    return [("", "Alle taakvelden"), *lijst.naslag.taakvelden.items(), (GEEN, ZONDER["taakveld"])]


def _bestanden(lijst: Any) -> list[tuple[str, str]]:
    """Only those of which this person reads a line."""
    namen = [(str(bron.pk), bron.bestandsnaam) for bron in lijst.bestanden]
    return [("", "Alles"), (GEEN, "In het portaal geboekt"), *namen]


def _jaren(lijst: Any) -> list[tuple[str, str]]:
    """With something in them, or asked for."""
    gevraagd = lijst.params.get("jaar")
    alle = [(jaar, str(jaar)) for jaar in reversed(bladzijden())]
    return [(tekst, tekst) for jaar, tekst in alle if jaar in lijst.naslag.jaren or tekst == gevraagd]


def _met_woord(lijst: Any, woord: str) -> Q:
    return (
        Q(omschrijving__icontains=woord)
        | Q(leverancier__icontains=woord)
        | Q(factuurnummer__iexact=woord)
        | Q(opdracht__nummer__iexact=woord)
    )


FILTERS = (
    Filter("q", "Omschrijving, leverancier of nummer", _met_woord, "‘{}’"),
    Keuze("jaar", "Jaar", _in_jaar, keuzes=_jaren, standaard=lambda lijst: str(klok.vandaag().year)),
    Keuze(
        "maand",
        "Telt in",
        _in_maand,
        "Telt in {}",
        keuzes=te_kiezen("Alle maanden", [(str(nr), naam) for nr, naam in enumerate(MAANDEN, 1)]),
    ),
    Keuze("gemeente", "Gemeente", _van_gemeente, keuzes=_namen("gemeente", "Alle gemeenten")),
    Keuze("team", "Team dat de opdracht leidt", _van("opdracht__aanvraag__team", "team"),
          keuzes=_namen("team", "Alle teams")),
    Keuze("soort", "Soort", lambda lijst, soort: Q(soort=soort),
          keuzes=te_kiezen("Uren en kosten", BoekingSoort.choices)),
    Keuze("ogon", "OGON", _van("opdracht__aanvraag__ogon", "ogon"), meer=True,
          keuzes=_namen("ogon", "Alle OGON’s")),
    Keuze("taakveld", "Taakveld", lambda lijst, code: Q(opdracht__taakveld="" if code == GEEN else code),
          meer=True, keuzes=_taakvelden),
    Filter("opdracht", "Nummer van de opdracht", lambda lijst, nummer: Q(opdracht__nummer__iexact=nummer),
           "Opdracht {}", meer=True),
    Keuze("boekteam", "Team dat boekte", _van("team", "team"), "Geboekt door {}", meer=True,
          keuzes=_namen("team", "Alle teams")),
    Keuze("bestand", "Waar het vandaan komt",
          lambda lijst, pk: Q(bron=None) if pk == GEEN else Q(bron=int(pk)), meer=True, keuzes=_bestanden),
)  # fmt: skip


class BoekingenLijst(Lijst):
    """What one user sees of the ledger with these parameters of the address."""

    naam = "boekingen"
    titel = "Boekingen"
    urlnaam = "maatwerk:boeking_list"
    ding = ("boeking", "boekingen")
    niets = ("Er is in dit jaar nog niets geboekt", "Kies een ander jaar, of lees een lijst met uren in.")
    kolommen = boekingenlijst.KOLOMMEN
    vast = ("opdracht",)
    standaardkolommen = (
        "datum", "maand", "gemeente", "soort", "team", "omschrijving", "uren", "tarief", "bedrag",
    )  # fmt: skip
    filters = FILTERS
    standaardsortering = "-maand"
    sorteerzin = "De laatste maand staat bovenaan."

    @cached_property
    def naslag(self) -> Naslag:
        return Naslag()

    @cached_property
    def leesbaar(self) -> Q:
        return leesbare_regels(self.user)

    @property
    def is_deel(self) -> bool:
        """Less than the standing counts."""
        return bool(self.leesbaar) and gemeenten_met_lumpsum(self.user) is None

    def bron(self) -> QuerySet[Boeking]:
        return Boeking.objects.filter(self.leesbaar)

    @cached_property
    def bestanden(self) -> QuerySet[Bron]:
        if not self.leesbaar:
            return Bron.objects.all()
        return Bron.objects.filter(Exists(self.bron().filter(bron=OuterRef("pk"))))

    @property
    def jaar(self) -> int:
        return int(self.params.get("jaar") or klok.vandaag().year)

    @property
    def totalen(self) -> list[tuple[str, str]]:
        """Of every row that the filters leave, however many they are."""
        geteld, euro = self.sommen
        regels = [("Uren", f"{uren(geteld)} u"), ("Bedrag", bedrag(euro))]
        if self._gemeente and self.waarden.keys() <= DEELBAAR:
            regels.append((f"Aandeel {self._gemeente.naam}", bedrag(self.aandeel)))
        return regels

    @cached_property
    def sommen(self) -> tuple[Decimal, Decimal]:
        """Hours and euro. From the totals of the database where these know the filters, so flat in time."""
        bron = self._totalen() if self.waarden.keys() <= TELBAAR else self.gevonden
        som = bron.aggregate(u=Sum("uren", default=NUL), b=Sum("bedrag", default=NUL))
        return som["u"], som["b"]

    def _totalen(self) -> QuerySet[Boekingstotaal]:
        voorwaarden = [f.pas_toe(self, self.waarden[f.naam]) for f in self.filters if f.naam in self.waarden]
        return Boekingstotaal.objects.filter(self.leesbaar, *voorwaarden).order_by()

    @cached_property
    def _gemeente(self) -> Organisatie | None:
        """Whose part is told beside the whole."""
        return self._blik.gemeente if self._deelt else None

    @property
    def _deelt(self) -> bool:
        gemeenten = gemeenten_met_lumpsum(self.user)
        if gemeenten is None:
            return "gemeente" in self.waarden and not self.is_deel
        return "gemeente" in self.waarden or len(gemeenten) == 1

    @cached_property
    def _blik(self) -> blik.Blik:
        gelezen = stand.lees(self.jaar, gemeenten=gemeenten_met_lumpsum(self.user))
        return blik.kijk(gelezen, {naam: str(waarde) for naam, waarde in self.waarden.items()})

    @cached_property
    def aandeel(self) -> Decimal:
        """Euro of the municipality in what is listed: the figure of the standing that led here."""
        nummer = str(self.waarden.get("opdracht", "")).upper()
        regels = [regel for regel in self._blik.regels if not nummer or regel.nummer.upper() == nummer]
        if maand := self.waarden.get("maand"):
            per_maand = maanden.per_maand(self._blik.stand, regels, self._blik.ids)
            return per_maand.get(date(self.jaar, int(maand), 1), NUL)
        return sum((regel.deel_van(self._blik.ids) for regel in regels), Deel()).gerealiseerd

    @property
    def stand_url(self) -> str:
        """The standing that these rows come from, one step up."""
        eerst = next((naam for naam in ("maand", "team", "taakveld", "ogon") if naam in self.waarden), "")
        filters = {
            n: str(w) for n, w in self.waarden.items() if n in ("gemeente", "ogon", "team", "taakveld")
        }
        params = {"groep": eerst, **{n: w for n, w in filters.items() if n != eerst}}
        pad = reverse("maatwerk:lumpsum", args=[self.jaar])
        return f"{pad}?{urlencode({n: w for n, w in params.items() if w})}"
