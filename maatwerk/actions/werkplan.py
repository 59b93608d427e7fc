"""Het werkplan waar het over uren en opdrachten gaat: inplannen, toetsen en vaststellen."""

from django.db import transaction

from duoplus.models import Besluit, Gebruiker
from duoplus.transitions import StapKanNiet
from maatwerk.actions.draad import GESLOTEN
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Opdracht, OpdrachtInWerkplan
from maatwerk.planning.werkplan import tekorten, uren_van_opdracht
from ogon.actions import werkplan as acties
from ogon.actions.werkplan import KWARTALEN, leg_besluit_vast, levend, plek
from ogon.models import Werkplan, Werkplanregel
from ogon.transitions import WERKPLAN


def plan_in(
    opdracht: Opdracht, werkplan: Werkplan, *, by: Gebruiker, versie: int | None = None
) -> OpdrachtInWerkplan:
    """Zet een gegeven opdracht als regel in het werkplan, met de uren die het team heeft toegezegd.

    Also in a plan that was adopted: the assignment was decided on by itself, and the measure stays.
    """
    with WERKPLAN.transition(
        werkplan, "inplannen", by=by, versie=versie, opdracht=str(opdracht), **plek(werkplan)
    ) as overgang:
        uren = uren_van_opdracht(opdracht, werkplan)
        if weigering := _weigering(opdracht, werkplan, sum(uren)):
            raise StapKanNiet(weigering)
        aanvraag = opdracht.aanvraag
        regel = Werkplanregel.objects.create(
            werkplan=werkplan,
            titel=f"{opdracht.nummer} {aanvraag.titel}"[:200],
            organisatie=None if aanvraag.is_gedeeld else aanvraag.organisatie,
            eigenaar=opdracht.uitvoerders.first(),
            **dict(zip(KWARTALEN, uren, strict=True)),
        )
        return OpdrachtInWerkplan.objects.create(
            opdracht=opdracht, regel=regel, door=by, namens=overgang.namens
        )


def _weigering(opdracht: Opdracht, werkplan: Werkplan, uren: object) -> str:
    """Why this assignment cannot be put in this plan."""
    if opdracht.verleend_op is None:
        return "Deze opdracht is nog niet gegeven. Er ontbreekt een paraaf."
    if levend(werkplan).filter(opdrachtlink__opdracht=opdracht).exists():
        return f"{opdracht} staat al in dit werkplan."
    return "" if uren else f"{opdracht} heeft in {werkplan.jaar} geen uren van {werkplan.team}."


@transaction.atomic
def plan_alle_in(
    werkplan: Werkplan, opdrachten: list[Opdracht], *, by: Gebruiker, versie: int | None = None
) -> None:
    """Each of these, or none. ``versie`` is that of the plan before the first."""
    for opdracht in opdrachten:
        plan_in(opdracht, werkplan, by=by, versie=versie)
        versie = werkplan.versie


def laat_vervallen(regel: Werkplanregel, *, by: Gebruiker, reden: str, versie: int | None = None) -> None:
    """Haal een regel uit het plan; de draad van werk dat is afgesloten blijft."""
    link = OpdrachtInWerkplan.objects.filter(regel=regel).select_related("opdracht__aanvraag").first()
    if link is not None and link.opdracht.aanvraag.status == S.AFGESLOTEN:
        raise StapKanNiet(GESLOTEN)
    acties.laat_vervallen(regel, by=by, reden=reden, versie=versie)


def toets(werkplan: Werkplan, *, by: Gebruiker, versie: int | None = None) -> None:
    """Leg vast dat het plan in de uren van het team past. Raises ``StapKanNiet`` with each quarter."""
    with WERKPLAN.transition(werkplan, "toetsen", by=by, versie=versie, **plek(werkplan)):
        _eis_dat_het_past(werkplan)


def stel_vast(werkplan: Werkplan, *, by: Gebruiker, reden: str, versie: int | None = None) -> Besluit:
    """Besluit dat dit het werkplan is, of de herziening ervan; de eerste keer wordt de maat."""
    with WERKPLAN.transition(
        werkplan, "vaststellen", by=by, versie=versie, reden=reden, **plek(werkplan)
    ) as overgang:
        _eis_dat_het_past(werkplan)
        return leg_besluit_vast(werkplan, overgang, by=by, reden=reden)


def _eis_dat_het_past(werkplan: Werkplan) -> None:
    if not levend(werkplan).exists():
        raise StapKanNiet("Dit werkplan heeft nog geen regels.")
    if te_veel := tekorten(werkplan):
        raise StapKanNiet(" ".join([*te_veel, "Haal uren weg of verschuif ze naar een ander kwartaal."]))
