"""Waar een agenda uit put: elke app zegt wat rijp is, hoe het heet en wat een besluit ermee doet."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from duoplus.choices import BesluitSoort, PuntSoort
from duoplus.models import Agendapunt, Besluit, Gebruiker, Gremium


@dataclass(frozen=True)
class Kandidaat:
    """Something that is ready for a body to speak about or decide on."""

    onderwerp: Model
    titel: str
    soort: PuntSoort = PuntSoort.BESLUIT
    minuten: int = 10
    gevraagd_besluit: str = ""
    toelichting: str = ""


@dataclass(frozen=True)
class Kaart:
    """How a subject reads on an agenda for one reader; without ``url`` he may not open it."""

    titel: str
    url: str = ""
    feiten: tuple[str, ...] = ()


@dataclass(frozen=True)
class Antwoord:
    """What was decided on a point: the kind, the words, and what the kind asks for."""

    soort: BesluitSoort
    reden: str
    voorwaarde: str = ""
    opnieuw_op: date | None = None
    extra: dict[str, Any] = field(default_factory=dict)


class Bron:
    """What one app puts on agendas. Subclass it per model and ``register`` an instance in ``ready()``."""

    model: type[Model]

    def kandidaten(self, gremium: Gremium, dag: date) -> list[Kandidaat]:
        """What is ready on ``dag`` and on no open point of this body yet; a constant number of queries."""
        return []

    def kaarten(self, pks: Collection[int], user: Gebruiker) -> dict[int, Kaart]:
        """For all subjects of a page at once; one that this reader may not even know is left out."""
        raise NotImplementedError

    def soorten(self, punt: Agendapunt) -> tuple[BesluitSoort, ...]:
        """Which decisions can be taken on it now."""
        return STANDAARD

    def mag(self, punt: Agendapunt, user: Gebruiker) -> bool:
        """Whether this person, who may record decisions of the body, may also decide on this subject."""
        return True

    def velden(self, punt: Agendapunt) -> dict[str, Any]:
        """Form fields that a decision asks beside the reason, by name; the answers come in ``extra``."""
        return {}

    def besluit(self, punt: Agendapunt, antwoord: Antwoord, *, by: Gebruiker) -> Besluit | None:
        """Do what this decision means for the subject, and give the decision that was recorded.

        None: there was nothing to do but to record it. Raises ``StapKanNiet`` with a sentence.
        """
        return None


STANDAARD = (
    BesluitSoort.AKKOORD,
    BesluitSoort.AKKOORD_MITS,
    BesluitSoort.AANHOUDEN,
    BesluitSoort.AFWIJZEN,
)
_bronnen: dict[type[Model], Bron] = {}


def register(*bronnen: Bron) -> None:
    _bronnen.update({bron.model: bron for bron in bronnen})


def bronnen() -> tuple[Bron, ...]:
    return tuple(_bronnen.values())


def bron_van(punt: Agendapunt) -> Bron | None:
    """None for a point that is about nothing the portal keeps."""
    if punt.content_type_id is None:
        return None
    model = ContentType.objects.get_for_id(punt.content_type_id).model_class()
    return _bronnen.get(model) if model else None
