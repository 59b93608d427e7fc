"""Een tabel met stappen, en één poort waar elke stap doorheen gaat."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from duoplus import events, rules
from duoplus.choices import Zichtbaarheid
from duoplus.models import Gebruiker


class StapKanNiet(Exception):
    """De stap bestaat niet vanuit de huidige status, of er ontbreekt iets. De tekst is voor mensen."""


class Verouderd(Exception):
    """Iemand anders was eerder. ``obj`` is de toestand zoals die nu is."""

    def __init__(self, obj: models.Model) -> None:
        super().__init__("Iemand anders heeft dit net gewijzigd.")
        self.obj = obj


@dataclass
class Overgang:
    """What an action sees while a step is under way; it may add to ``gegevens``."""

    van: str
    namens: Gebruiker | None
    gegevens: dict[str, Any]


@dataclass(frozen=True)
class Stap:
    """Eén regel uit de tabel: van welke status naar welke, en hoe het op de knop staat."""

    name: str
    van: frozenset[str]
    naar: frozenset[str]
    label: str
    wie: str
    eist: str = ""

    @property
    def vast(self) -> str | None:
        """The one state it leads to; ``None`` if the action decides or the state stays."""
        return next(iter(self.naar)) if len(self.naar) == 1 else None


def stap(
    name: str,
    *,
    van: str | Iterable[str],
    naar: str | Iterable[str] = (),
    label: str,
    wie: str = "",
    eist: str = "",
) -> Stap:
    """``naar`` empty: the state stays. More than one: the action sets ``obj.status`` itself."""
    return Stap(name, _set(van), _set(naar), label, wie, eist)


def _set(status: str | Iterable[str]) -> frozenset[str]:
    return frozenset([status] if isinstance(status, str) else status)


class StateMachine:
    """The table of one noun; ``bij_overgang(obj, van, naar)`` runs on each change of state.

    ``versieveld`` counts the steps of a row, for who acts on what is on screen.
    """

    def __init__(
        self,
        label: str,
        *stappen: Stap,
        bij_overgang: Callable[[Any, str, str], None] = lambda obj, van, naar: None,
        versieveld: str = "versie",
    ) -> None:
        self.app, self.model = label.split(".")
        self.stappen = {s.name: s for s in stappen}
        self.bij_overgang = bij_overgang
        self.versieveld = versieveld

    def permission(self, name: str) -> str:
        return f"{self.app}.{name}_{self.model}"

    def available(self, obj: Any, user: Gebruiker) -> list[Stap]:
        """The steps this user may take now; the page draws its buttons from this."""
        return [s for s in self.stappen.values() if self.mag(obj, s.name, user)]

    def mag(self, obj: Any, name: str, user: Gebruiker) -> bool:
        return obj.status in self.stappen[name].van and user.has_perm(self.permission(name), obj)

    def kan_niet(self, stap: Stap, obj: Any) -> str:
        """Why this step is not possible in this state."""
        return f"‘{stap.label}’ kan nu niet: de status is ‘{obj.get_status_display()}’."

    @contextmanager
    def transition(
        self,
        obj: Any,
        name: str,
        *,
        by: Gebruiker,
        versie: int | None = None,
        zichtbaarheid: str = Zichtbaarheid.GEDEELD,
        **gegevens: Any,
    ) -> Iterator[Overgang]:
        """Lock, check, let the action fill in details, then save and record: one transaction.

        ``versie`` is what the user had on screen; ``gegevens`` are recorded with the fact.
        Raises ``Verouderd``, ``StapKanNiet`` or ``PermissionDenied``.
        """
        stap = self.stappen[name]
        with transaction.atomic():
            obj.refresh_from_db(from_queryset=type(obj)._base_manager.select_for_update())
            self._controleer(obj, stap, by, versie)
            overgang = Overgang(obj.status, rules.namens(by, self.permission(name), obj), gegevens)
            obj.status = stap.vast or overgang.van
            yield overgang
            self._bewaar(obj, stap, overgang.van)
            events.record(
                f"{self.app}.{self.model}.{name}",
                obj,
                by=by,
                namens=overgang.namens,
                zichtbaarheid=zichtbaarheid,
                **gegevens | {"van": overgang.van, "naar": obj.status},
            )

    def _controleer(self, obj: Any, stap: Stap, by: Gebruiker, versie: int | None) -> None:
        if versie is not None and getattr(obj, self.versieveld) != versie:
            raise Verouderd(obj)
        if obj.status not in stap.van:
            raise StapKanNiet(self.kan_niet(stap, obj))
        if not by.has_perm(self.permission(stap.name), obj):
            raise PermissionDenied(self.permission(stap.name))

    def _bewaar(self, obj: Any, stap: Stap, van: str) -> None:
        if obj.status not in (stap.naar or {van}):
            raise AssertionError(f"{stap.name} leidt niet naar {obj.status}")
        if obj.status != van:
            self.bij_overgang(obj, van, obj.status)
        setattr(obj, self.versieveld, getattr(obj, self.versieveld) + 1)
        # The database itself guards relations, and nobody types JSON.
        buiten = [v.name for v in obj._meta.fields if v.is_relation or isinstance(v, models.JSONField)]
        obj.full_clean(exclude=buiten, validate_unique=False)
        obj.save()

    def as_mermaid(self) -> str:
        """The table as a diagram for the docs."""
        regels = [
            f"    {van} --> {naar}: {s.label}"
            for s in self.stappen.values()
            for van in sorted(s.van)
            for naar in sorted(s.naar or [van])
        ]
        return "\n".join(["stateDiagram-v2", *regels])
