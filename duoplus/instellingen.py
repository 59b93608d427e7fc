"""De instellingen van het portaal: per onderdeel één verklaring, aangemeld door de app die het bezit.

instellingen.register(Teams())

What has started is never rewritten: a dated value is succeeded from a day on, ended, or withdrawn before
its first day. A thing with a name keeps its identity; its name may change, with its history.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse

from duoplus import klok
from duoplus.calc.nederlands import datum
from duoplus.models import Gebeurtenis, Gebruiker, Wijzigingsvoorstel, geldig

DAG = timedelta(days=1)
Verschil = list[tuple[str, str, str]]


@dataclass(frozen=True)
class Handeling:
    """What can be done with a row: the label on its button and how the message afterwards reads."""

    slug: str
    label: str
    klaar: str
    negatief: bool = False
    eist_voorbeeld: bool = True


NIEUW = Handeling("nieuw", "Toevoegen", "Dit is toegevoegd.", eist_voorbeeld=False)
WIJZIGEN = Handeling("wijzigen", "Wijzigen", "De wijziging is bewaard.", eist_voorbeeld=False)
OPVOLGEN = Handeling("opvolgen", "Nieuwe waarde vanaf een datum", "De nieuwe waarde is bewaard.")
BEEINDIGEN = Handeling("beeindigen", "Laatste dag kiezen", "De laatste dag is bewaard.")
INTREKKEN = Handeling("intrekken", "Intrekken", "Dit is ingetrokken.", negatief=True)


@dataclass(frozen=True)
class Stand:
    """Where a row stands on a day, in words and with the tone of its badge."""

    slug: str
    label: str
    toon: str


STRAKS, NU, VOORBIJ = (
    Stand("straks", "Straks", "info"),
    Stand("nu", "Geldt nu", "ok"),
    Stand("voorbij", "Voorbij", "open"),
)


@dataclass(frozen=True)
class Gevolg:
    """Something that follows from a change, read before it is confirmed."""

    tekst: str
    is_waarschuwing: bool = False


@dataclass(frozen=True)
class Suggestie:
    """Something that could be added, with the answers filled in."""

    titel: str
    tekst: str
    knop: str
    velden: dict[str, str]

    @property
    def adres(self) -> str:
        return urlencode(self.velden)


@dataclass(frozen=True)
class Kolom:
    label: str
    waarde: Callable[[Any], Any]
    is_getal: bool = False


@dataclass(frozen=True)
class Wijziging:
    """One change that somebody asks for. ``obj`` is the row it is about; a new row has none yet."""

    onderdeel: "Onderdeel"
    handeling: Handeling
    by: Gebruiker
    obj: Any = None
    waarden: dict[str, Any] = field(default_factory=dict)

    @property
    def verschil(self) -> Verschil:
        """(label, old, new) for what really changes."""
        if self.handeling == INTREKKEN:
            return [(label, oud, "") for label, oud in self.onderdeel.feiten(self.obj) if oud]
        regels = [self._regel(naam, waarde) for naam, waarde in self.waarden.items()]
        return [regel for regel in regels if regel[1] != regel[2]]

    def _regel(self, naam: str, waarde: Any) -> tuple[str, str, str]:
        deel = self.onderdeel
        oud = deel.als_tekst(naam, deel.waarde(self.obj, naam)) if self.obj is not None else ""
        return deel.velden.get(naam, naam), oud, deel.als_tekst(naam, waarde)


class Onderdeel:
    """One kind of setting. A subclass is a declaration; it overrides only what differs."""

    slug: ClassVar[str]
    naam: ClassVar[str]
    enkel: ClassVar[str]
    groep: ClassVar[str]
    uitleg: ClassVar[str]
    icoon: ClassVar[str] = "settings"
    model: ClassVar[type[models.Model]]
    formulier: ClassVar[type[Any]]
    velden: ClassVar[dict[str, str]]  # name of each fact: its label, in the order of the screen
    kolommen: ClassVar[tuple[Kolom, ...]]
    handelingen: ClassVar[tuple[Handeling, ...]] = (NIEUW, WIJZIGEN, BEEINDIGEN)
    sleutel: ClassVar[tuple[str, ...]] = ()  # what one value succeeds the other for
    vast: ClassVar[tuple[str, ...]] = ()  # never changes: end it and add a new one
    zoek: ClassVar[tuple[str, ...]] = ()
    lezen: ClassVar[str] = "duoplus.view_instellingen"
    wijzigen: ClassVar[str] = "duoplus.change_instellingen"
    vaststellen: ClassVar[str] = ""  # the permission of the second person, where two decide
    vaststel_rollen: ClassVar[tuple[str, ...]] = ()
    reden_nodig: ClassVar[bool] = True
    op_dag: ClassVar[str] = "Zoals op"  # label of the box for a day; empty where days mean nothing
    suggestiekop: ClassVar[str] = "Nog niet toegevoegd"
    gebruikkop: ClassVar[str] = "Waar dit wordt gebruikt"

    @property
    def is_waarde(self) -> bool:
        """A dated value: never edited, only succeeded, ended or withdrawn before its first day."""
        return WIJZIGEN not in self.handelingen

    @property
    def adres(self) -> str:
        return reverse("instelling_list", args=[self.slug])

    def queryset(self) -> models.QuerySet[Any]:
        return self.model._default_manager.all()

    def adres_van(self, obj: Any) -> str:
        return reverse("instelling", args=[self.slug, obj.pk])

    def spoor(self, obj: Any) -> list[tuple[Gebeurtenis, str]]:
        """What the row itself did, latest first, each with its sentence; only people do things."""
        return []

    def waarde(self, obj: Any, naam: str) -> Any:
        return getattr(obj, naam)

    def als_tekst(self, naam: str, waarde: Any) -> str:
        """A value as people read it."""
        if waarde is None or waarde == "":
            return ""
        if isinstance(waarde, date):
            return datum(waarde)
        if isinstance(waarde, bool):
            return "ja" if waarde else "nee"
        keuzes = dict(getattr(self._veld(naam), "flatchoices", ()))
        tekst = keuzes.get(waarde, waarde)
        return f"{tekst:f}".replace(".", ",") if isinstance(tekst, Decimal) else str(tekst)

    def _veld(self, naam: str) -> Any:
        return self.model._meta.get_field(naam)

    def feiten(self, obj: Any) -> list[tuple[str, str]]:
        """Every fact of a row with its label."""
        return [(label, self.als_tekst(naam, self.waarde(obj, naam))) for naam, label in self.velden.items()]

    def stand(self, obj: Any, dag: date) -> Stand:
        if obj.van > dag:
            return STRAKS
        return VOORBIJ if obj.tot is not None and obj.tot < dag else NU

    def standen(self) -> list[Stand]:
        return [NU, STRAKS, VOORBIJ]

    def filter_stand(self, rijen: models.QuerySet[Any], stand: str, dag: date) -> models.QuerySet[Any]:
        keuze = {"nu": geldig(dag), "straks": models.Q(van__gt=dag), "voorbij": models.Q(tot__lt=dag)}
        return rijen.filter(keuze[stand])

    def filter_dag(self, rijen: models.QuerySet[Any], dag: date) -> models.QuerySet[Any]:
        """What held, or will hold, on ``dag``."""
        return rijen.filter(geldig(dag))

    def mogelijk(self, obj: Any) -> list[Handeling]:
        """What may still be done with this row today."""
        stand = self.stand(obj, klok.vandaag())
        niet = {NIEUW} | ({INTREKKEN} if stand != STRAKS else set())
        niet |= {WIJZIGEN, OPVOLGEN, BEEINDIGEN} if stand == VOORBIJ else set()
        return [handeling for handeling in self.handelingen if handeling not in niet]

    def velden_van(self, handeling: Handeling) -> set[str]:
        """Which of its questions the form asks for this act."""
        alle = set(self.velden)
        return {
            NIEUW: alle,
            WIJZIGEN: alle - {"van", "tot", *self.vast, *self.sleutel},
            OPVOLGEN: alle - {"tot", *self.vast, *self.sleutel},
            BEEINDIGEN: {"tot"},
        }.get(handeling, set())

    def maak(self, waarden: dict[str, Any], **mensen: Gebruiker) -> Any:
        """A new row, not saved yet; ``mensen`` says who drew it up and who decided it."""
        return self.model(**waarden)

    def bewaar(self, obj: Any) -> None:
        obj.full_clean()
        obj.save()

    def voer_uit(self, wijziging: Wijziging) -> Any:
        """An act that only this kind of setting knows."""
        raise NotImplementedError(wijziging.handeling.slug)

    def controleer(self, wijziging: Wijziging) -> None:
        """Raise ``StapKanNiet`` with a sentence if this change may not be."""

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        """What follows from this change, for who is about to confirm it."""
        return []

    def na_afloop(self, wijziging: Wijziging, obj: Any, feit: int) -> None:
        """Tell whom it concerns; ``feit`` is the id of the recorded fact."""

    def voorbeeld(self, wijziging: Wijziging) -> str:
        """A text as it will read on screen."""
        return ""

    def suggesties(self) -> list[Suggestie]:
        return []

    def wegen(self, obj: Any) -> list[tuple[str, str]]:
        """(label, address) of where one goes on from this row."""
        return []

    def titel_van(self, wijziging: Wijziging) -> str:
        """What a proposal is about: the row as it would become."""
        waarden = {naam: self.waarde(wijziging.obj, naam) for naam in self.velden} if wijziging.obj else {}
        return str(self.maak(waarden | wijziging.waarden))

    def pak_in(self, waarden: dict[str, Any]) -> dict[str, Any]:
        """Values as a proposal keeps them."""
        return {naam: _kaal(waarde) for naam, waarde in waarden.items()}

    def pak_uit(self, gegevens: dict[str, Any]) -> dict[str, Any]:
        """The values of a proposal, as the form once gave them."""
        return {
            naam: waarde if waarde is None else self._lees(self._veld(naam), waarde)
            for naam, waarde in gegevens.items()
        }

    def _lees(self, veld: Any, waarde: str) -> Any:
        """The value of one field; of a reference the row itself."""
        ander = veld.related_model
        return ander._base_manager.get(pk=waarde) if ander else veld.to_python(waarde)


def _kaal(waarde: Any) -> str | None:
    if waarde is None:
        return None
    return str(waarde.pk if isinstance(waarde, models.Model) else waarde)


Gebruik = Callable[[Any], Iterable[str]]
_onderdelen: dict[str, Onderdeel] = {}
_gebruik: dict[str, list[Gebruik]] = defaultdict(list)


def register(onderdeel: Onderdeel) -> None:
    """Groups and kinds stand in the order in which they are registered."""
    _onderdelen[onderdeel.slug] = onderdeel


def register_gebruik(slug: str, gebruik: Gebruik) -> None:
    """``gebruik(row)`` gives a sentence for each way in which an app uses the row."""
    _gebruik[slug].append(gebruik)


def onderdeel(slug: str) -> Onderdeel:
    """Raises ``KeyError`` for a name that nobody registered."""
    return _onderdelen[slug]


def adres_van_voorstel(voorstel: Wijzigingsvoorstel) -> str:
    return reverse("instelling_voorstel", args=[voorstel.pk])


def leesbaar_voor(user: Any) -> list[Onderdeel]:
    """What this person may read, group by group; groups stand in the order of their first kind."""
    groepen = list(dict.fromkeys(deel.groep for deel in _onderdelen.values()))
    leesbaar = [deel for deel in _onderdelen.values() if user.has_perm(deel.lezen)]
    return sorted(leesbaar, key=lambda deel: groepen.index(deel.groep))


def vast_te_stellen_door(user: Any) -> list[str]:
    """The kinds in which this person is the second who decides."""
    return [d.slug for d in _onderdelen.values() if d.vaststellen and user.has_perm(d.vaststellen)]


def gebruikt(deel: Onderdeel, obj: Any) -> list[str]:
    """In words, where this row is used."""
    return [zin for gebruik in _gebruik[deel.slug] for zin in gebruik(obj)]
