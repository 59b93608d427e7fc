"""Wat opgeschaald kan worden: elke app zegt van zijn eigen zaak wat een antwoord ermee doet."""

from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Model

from duoplus.models import Gebruiker
from ogon.models import Opschaling


@dataclass(frozen=True)
class Standpunt:
    """What one party thought of it, in its own words. ``wat`` empty: it is not known."""

    wie: str
    wat: str = ""
    tekst: str = ""
    door: str = ""
    op: str = ""


@dataclass(frozen=True)
class Scenario:
    """One of the ways to go, and what each leads to. Amounts only in a dossier that says so."""

    naam: str
    gevolgen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dossier:
    """The matter as it lies there now: what the body above reads beside the question.

    ``toen``: where the matter was, for an answer that sends it back. ``bedragen``: amounts of one
    municipality stand in it, which the others in the OGON do not read.
    """

    soort: str
    kenmerk: str
    titel: str
    stand: str
    feiten: dict[str, str] = field(default_factory=dict)
    toen: dict[str, str] = field(default_factory=dict)
    standpunten: tuple[Standpunt, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    bedragen: bool = False

    def als_gegevens(self) -> dict[str, Any]:
        """Plain data, for the packet."""
        alles = asdict(self)
        delen = {naam: list(alles.pop(naam)) for naam in ("standpunten", "scenarios")}
        delen["scenarios"] = [s | {"gevolgen": list(s["gevolgen"])} for s in delen["scenarios"]]
        feiten = [{"label": label, "waarde": waarde} for label, waarde in alles.pop("feiten").items()]
        return {"onderwerp": alles | {"feiten": feiten}, **delen}


class Zaak:
    """One kind of matter. Subclass it per model and ``register`` an instance in ``ready()``."""

    model: type[Model]

    def adres(self, onderwerp: Any, user: Gebruiker) -> str:
        """Where this reader opens the matter; empty for who may not."""
        raise NotImplementedError

    def draad(self, onderwerp: Any, user: Gebruiker) -> str:
        """Where this reader sees what came of it, up to the account; empty if there is no such page."""
        return ""

    def op_slot(self, onderwerp: Any) -> AbstractContextManager[Any]:
        """Hold the matter, before the escalation itself: every act takes the two in this order."""
        raise NotImplementedError

    def beantwoord(self, onderwerp: Any, opschaling: Opschaling, *, by: Gebruiker) -> None:
        """Let go of the matter and do what this answer means for it."""
        raise NotImplementedError

    def laat_los(self, onderwerp: Any, opschaling: Opschaling, *, by: Gebruiker) -> None:
        """Nobody waits for an answer any more: the matter goes on as it was."""
        raise NotImplementedError


_zaken: dict[type[Model], Zaak] = {}


def register(*zaken: Zaak) -> None:
    _zaken.update({zaak.model: zaak for zaak in zaken})


def zaak_van(onderwerp: Model) -> Zaak:
    """Raises ``KeyError`` for what nobody registered."""
    return _zaken[type(onderwerp)]
