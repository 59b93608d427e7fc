"""Wat er in een maand stond toen zij dichtging, zo vastgelegd dat het jaren later na te rekenen is.

``lees`` gives the same statement for the same bookings, whoever reads them and whenever; what may change
afterwards without touching a figure (tariffs, keys, the portal itself) is in ``versies``.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Sum

from duoplus.calc.maanden import laatste_dag
from duoplus.versie import VERSIE
from duoplus.zegel import zegel
from maatwerk.lumpsum import stand
from maatwerk.models import Boeking, Opdrachtsleutel, Periode, Tarief

VORM = 1  # of the statement and of the lines below; another form keeps the reader of this one

# Every column that says something, written so that no setting of a session changes a character.
REGELS = """
COPY (
    SELECT id, opdracht_id, soort, to_char(datum, 'YYYY-MM-DD'), heropening_id, team_id, functiegroep, uren,
        tarief, bedrag, omschrijving, leverancier, factuurnummer, btw_regime, btw, economische_categorie,
        medewerker_id, medewerker_nummer, corrigeert_id, bron_id, bronregel, kenmerk, geboekt_door_id,
        to_char(geboekt_op AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
    FROM maatwerk_boeking WHERE periode_id = %s ORDER BY id
) TO STDOUT
"""


class Regel(NamedTuple):
    """What was booked on one assignment by one team, of one kind; costs have no team."""

    opdracht: str
    team: str
    soort: str
    uren: Decimal
    bedrag: Decimal
    btw: Decimal
    aantal: int


def lees(maand: date) -> dict[str, Any]:
    """The canonical statement of all that is booked in this month; amounts as text with two decimals.

    Reads the bookings twice, once to seal every line and once to add them up, in constant memory.
    """
    regels = _per_opdracht(maand)
    return {
        "vorm": VORM,
        "maand": maand.isoformat(),
        "regels": _zegel_van_regels(maand),
        "totaal": _som(regels),
        "opdrachten": _per("opdracht", regels),
        "teams": _per("team", regels),
        "soorten": _per("soort", regels),
        "gemeenten": per_gemeente(maand),
    }


def _zegel_van_regels(maand: date) -> dict[str, Any]:
    teller = _Zegelaar()
    with connection.cursor() as cursor:
        opdracht = cursor.mogrify(REGELS, [maand]).decode()
        cursor.copy_expert(opdracht, teller)
    return {"aantal": teller.aantal, "sha256": teller.sha256.hexdigest()}


class _Zegelaar:
    """Where COPY writes: each line goes into the hash and nowhere else."""

    def __init__(self) -> None:
        self.sha256, self.aantal = hashlib.sha256(), 0

    def write(self, regel: bytes) -> None:
        self.sha256.update(regel)
        self.aantal += 1


def _per_opdracht(maand: date) -> list[Regel]:
    sommen = Boeking.objects.filter(periode=maand).order_by("opdracht", "team", "soort")
    rijen = sommen.values_list("opdracht", "team", "soort").annotate(
        Sum("uren"), Sum("bedrag"), Sum("btw"), Count("pk")
    )
    return [Regel(str(opdracht), str(team or ""), *rest) for opdracht, team, *rest in rijen]


def _per(veld: str, regels: Sequence[Regel]) -> dict[str, dict[str, Any]]:
    groepen: dict[str, list[Regel]] = defaultdict(list)
    for regel in regels:
        groepen[getattr(regel, veld)].append(regel)
    return {wat: _som(groep) for wat, groep in groepen.items()}


def _som(regels: Sequence[Regel]) -> dict[str, Any]:
    nul = Decimal("0.00")
    return {
        "uren": str(sum((regel.uren for regel in regels), nul)),
        "bedrag": str(sum((regel.bedrag for regel in regels), nul)),
        "btw": str(sum((regel.btw for regel in regels), nul)),
        "aantal": sum(regel.aantal for regel in regels),
    }


def per_gemeente(maand: date) -> dict[str, str]:
    """Euro per municipality, by its letter: up to this month less up to the one before (docs/adr/0019)."""
    tot = _gerealiseerd(laatste_dag(maand))
    eerder = {} if maand.month == 1 else _gerealiseerd(maand - timedelta(days=1))
    return {letter: f"{euro - eerder.get(letter, Decimal(0)):.2f}" for letter, euro in tot.items()}


def _gerealiseerd(dag: date) -> dict[str, Decimal]:
    gelezen = stand.lees(dag.year, peildatum=dag)
    return {g.letter: gelezen.per_gemeente[g.pk].gerealiseerd for g in gelezen.gemeenten}


def versies(maand: date) -> dict[str, Any]:
    """By which tariffs, keys and portal the month was made."""
    dag = laatste_dag(maand)
    tarieven = Tarief.objects.filter(van__lte=dag).exclude(tot__lt=maand).order_by("functiegroep", "van")
    sleutels = Opdrachtsleutel.objects.filter(vanaf__lte=dag).order_by("pk")
    return {
        "portaal": VERSIE,
        "tarieven": [[t.functiegroep, t.van.isoformat(), f"{t.bedrag:.2f}"] for t in tarieven],
        "sleutels": [list(rij) for rij in sleutels.values_list("opdracht", "sleutel")],
    }


def zegel_van(periode: Periode) -> str:
    """Over what it holds, who closed it and when, and the seal of the month that was closed before it."""
    if periode.gesloten_op is None:
        raise ValueError(f"{periode} is open")
    return zegel(
        {
            "momentopname": periode.momentopname,
            "gesloten_op": periode.gesloten_op.astimezone(UTC).isoformat(),
            "gesloten_door": periode.gesloten_door_id,
            "vorig_zegel": periode.vorig_zegel,
        }
    )


def verschillen(periode: Periode, nu: Mapping[str, Any] | None = None) -> list[str]:
    """What of the statement is no longer so, a sentence each; ``nu`` is read when it is not given."""
    nu = lees(periode.maand) if nu is None else nu
    return [
        f"{NAMEN[deel]} zijn anders dan toen de maand dichtging."
        for deel in NAMEN
        if nu[deel] != periode.momentopname.get(deel)
    ]


NAMEN = {
    "regels": "De boekingen",
    "totaal": "De bedragen samen",
    "opdrachten": "De bedragen per opdracht",
    "teams": "De bedragen per team",
    "soorten": "De bedragen per soort",
    "gemeenten": "De bedragen per gemeente",
}
