"""A board with something on it: a cycle in a phase, requests with hours per team, a team with free hours.

ronde = ronde_met(kandidaat("Zaaksysteem", {"I&A": 120}), kandidaat("Podcast", {"HRM": 60}))
geef_uren("I&A", 300)
"""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from duoplus import klok
from duoplus.choices import Rol
from maatwerk.actions.ronde import open_ronde
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, Deelnemer, Raming, RamingRegel, Ronde
from ogon.actions.cyclus import naar_fase, open_cyclus
from ogon.choices import CapaciteitSoort, Fase
from ogon.fasen import VOLGORDE
from ogon.models import Capaciteitsregel, Cyclus, Ogon
from tests.factories import organisaties
from tests.factories.mensen import iemand
from tests.factories.organisaties import gemeente

_nummers = count(1)


def cyclus_in(fase: str = Fase.PRIORITEREN, *, jaar: int = 0, ogon: Ogon | None = None) -> Cyclus:
    """The cycle of a year, by default the next one, brought to this phase by the chair."""
    ogon = ogon or organisaties.ogon()
    voorzitter = iemand(Rol.VOORZITTER, ogon=ogon)
    cyclus = open_cyclus(ogon, jaar or klok.vandaag().year + 1, by=voorzitter)
    for volgende in VOLGORDE[1 : VOLGORDE.index(Fase(fase)) + 1]:
        naar_fase(cyclus, volgende, by=voorzitter)
    return cyclus


def kandidaat(
    titel: str, uren: dict[str, Any] | None = None, *, gemeenten: str = "U", **velden: Any
) -> Aanvraag:
    """A request with an estimate, ready to be ranked; the longest waiting one was made first."""
    nr = next(_nummers)
    standaard = {
        "status": S.TER_PRIORITERING,
        "ogon": organisaties.ogon(),
        "urgentie": "normaal",
        "bevestigd_op": klok.nu(),
        "ingediend_op": klok.nu() - timedelta(days=400) + timedelta(minutes=nr),
    }
    aanvraag = Aanvraag.objects.create(
        titel=titel,
        nummer=f"MW-2026-{5000 + nr}",
        organisatie=gemeente(gemeenten[0]),
        ingevoerd_door=iemand(Rol.AANVRAGER, organisatie=gemeente(gemeenten[0])),
        **standaard | velden,
    )
    for letter in gemeenten:
        Deelnemer.objects.create(aanvraag=aanvraag, organisatie=gemeente(letter))
    raam(aanvraag, uren or {})
    return aanvraag


def raam(aanvraag: Aanvraag, uren: dict[str, Any]) -> Raming:
    """An estimate in force with these likely hours per team (its short name)."""
    aanvraag.ramingen.filter(vervallen_op=None).update(vervallen_op=klok.nu())
    door = iemand(Rol.TEAMMANAGER)
    raming = Raming.objects.create(
        aanvraag=aanvraag, versie=aanvraag.ramingen.count() + 1, opgesteld_door=door
    )
    for kort, aantal in uren.items():
        RamingRegel.objects.create(
            raming=raming,
            team=organisaties.team(kort),
            functiegroep="B",
            uren_laag=0,
            uren=Decimal(aantal),
            uren_hoog=Decimal(aantal) * 2,
            tarief=Decimal("76.00"),
            bedrag=Decimal(aantal) * 76,
        )
    return raming


def geef_uren(kort: str, uren: Any, *, maand: date | None = None) -> None:
    """Gross hours for a team, by default in January of the next year, so that all of them are free."""
    Capaciteitsregel.objects.create(
        team=organisaties.team(kort),
        maand=maand or date(klok.vandaag().year + 1, 1, 1),
        soort=CapaciteitSoort.BRUTO,
        omschrijving=f"Uren {next(_nummers)}",
        uren=Decimal(uren),
        bron="Ingevuld",
        ingevoerd_door=iemand(Rol.CONCERNCONTROLLER),
    )


def ronde_met(*kandidaten: Aanvraag, cyclus: Cyclus | None = None) -> Ronde:
    """A round with these on the board, in the suggested order: made here first, of equal score, is first."""
    cyclus = cyclus or cyclus_in(ogon=kandidaten[0].ogon if kandidaten else None)
    return open_ronde(cyclus, by=iemand(Rol.VOORZITTER, ogon=cyclus.ogon))


def titels(ronde: Ronde) -> str:
    """The order as one string: "A B C"."""
    return " ".join(ronde.plaatsen.order_by("plaats").values_list("aanvraag__titel", flat=True))
