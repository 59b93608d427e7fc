"""Is een aanvraag klaar voor de agenda van het OGON? Wat er al is, en wat er nog ontbreekt.

The chair may override it with a reason; what is missing then stands beside that reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from duoplus.calc.nederlands import opsomming
from maatwerk.choices import AfspraakSoort, AkkoordSoort
from maatwerk.models import Aanvraag, Raming
from maatwerk.rules import geldige_raming

Rijen = TypeVar("Rijen", bound=QuerySet[Aanvraag])


@dataclass(frozen=True)
class Controle:
    """One thing the OGON needs before it decides. ``uitleg``: what is missing, or how it was met."""

    naam: str
    goed: bool
    uitleg: str


def met_gereedheid(aanvragen: Rijen) -> Rijen:
    """Load what ``controles`` reads, in five queries for any number of requests."""
    return aanvragen.select_related("team").prefetch_related(
        "gemeenten", "verificaties", "afspraken", "ramingen__akkoorden"
    )


def controles(aanvraag: Aanvraag) -> list[Controle]:
    """In the order in which a request gets there."""
    raming = geldige_raming(aanvraag)
    return [
        _bevestigd(aanvraag),
        _dubbel(aanvraag),
        _team(aanvraag),
        _effect(aanvraag),
        _geldig_voorstel(raming),
        _afspraken(aanvraag),
        *(_akkoord(aanvraag, raming, soort) for soort in AkkoordSoort),
        _dekking(aanvraag),
    ]


def is_gereed(aanvraag: Aanvraag) -> bool:
    return all(controle.goed for controle in controles(aanvraag))


def is_geverifieerd(aanvraag: Aanvraag) -> bool:
    """The last version of the question is the confirmed one."""
    laatste = next(iter(aanvraag.verificaties.all()), None)
    return laatste is not None and laatste.is_bevestigd and aanvraag.bevestigd_op is not None


def ontbreekt(aanvraag: Aanvraag) -> list[str]:
    """What is missing, for a sentence or a list."""
    return [controle.uitleg for controle in controles(aanvraag) if not controle.goed]


def stand(gedaan: Sequence[Controle]) -> str:
    """'7 van 9 klaar'."""
    return f"{sum(controle.goed for controle in gedaan)} van {len(gedaan)} klaar"


def _bevestigd(aanvraag: Aanvraag) -> Controle:
    goed = is_geverifieerd(aanvraag)
    uitleg = "De opdrachtgever bevestigde de vraag." if goed else "De vraag is nog niet bevestigd."
    return Controle("Vraag bevestigd", goed, uitleg)


def _dubbel(aanvraag: Aanvraag) -> Controle:
    goed = any(verificatie.dubbel_gecontroleerd for verificatie in aanvraag.verificaties.all())
    uitleg = "Gecontroleerd." if goed else "Niemand keek of er al zoiets is aangevraagd."
    return Controle("Dubbele gecontroleerd", goed, uitleg)


def _team(aanvraag: Aanvraag) -> Controle:
    team = aanvraag.team
    return Controle("Team gekozen", team is not None, f"{team}." if team else "Er is nog geen team gekozen.")


def _effect(aanvraag: Aanvraag) -> Controle:
    goed = aanvraag.effect_inwoners is not None
    uitleg = f"{aanvraag.get_effect_inwoners_display()}." if goed else "Nog niet ingevuld."
    return Controle("Wat inwoners ervan merken", goed, uitleg)


def _geldig_voorstel(raming: Raming | None) -> Controle:
    uitleg = f"Voorstel {raming.versie} geldt." if raming else "Er is geen geldig voorstel van Duo+."
    return Controle("Voorstel van Duo+", raming is not None, uitleg)


def _afspraken(aanvraag: Aanvraag) -> Controle:
    er_zijn = {afspraak.soort for afspraak in aanvraag.afspraken.all()}
    mist = [soort.label.lower() for soort in AfspraakSoort if soort not in er_zijn]
    uitleg = f"Nog geen afspraak over {opsomming(mist)}." if mist else "Alle drie gemaakt."
    return Controle("Haalbaar, op tijd en goed", not mist, uitleg)


def _akkoord(aanvraag: Aanvraag, raming: Raming | None, soort: AkkoordSoort) -> Controle:
    gegeven = {a.organisatie_id for a in raming.akkoorden.all() if a.soort == soort} if raming else set()
    mist = [gemeente.naam for gemeente in aanvraag.gemeenten.all() if gemeente.pk not in gegeven]
    uitleg = f"Nog niet van {opsomming(mist)}." if mist else "Van elke gemeente."
    return Controle(soort.label, not mist, uitleg)


def _dekking(aanvraag: Aanvraag) -> Controle:
    mist = [
        naam
        for naam, waarde in (("dekking", aanvraag.dekking), ("taakveld", aanvraag.taakveld))
        if not waarde
    ]
    return Controle("Dekking en taakveld", not mist, f"Nog geen {opsomming(mist)}." if mist else "Ingevuld.")
