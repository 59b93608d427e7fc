"""Rows of capacity, and the ledger of a request told in one line, for tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Team
from maatwerk.models import Aanvraag, Mutatie
from ogon.models import Capaciteitsregel
from tests.factories import iemand


def uren_van(
    team: Team,
    maand: date,
    *,
    omschrijving: str = "Vast team",
    vervallen: bool = False,
    **termen: Any,
) -> None:
    """``uren_van(team(), JAN, bruto=160, verlof=20)``."""
    door = iemand(Rol.CONCERNCONTROLLER)
    for soort, uren in termen.items():
        Capaciteitsregel.objects.create(
            team=team,
            maand=maand,
            soort=soort,
            omschrijving=omschrijving,
            uren=Decimal(uren),
            bron="Ingevuld",
            ingevoerd_door=door,
            vervallen_op=klok.nu() if vervallen else None,
        )


def stand(aanvraag: Aanvraag) -> dict[tuple[str, str], Decimal]:
    """Hours by month ("2027-01") and account; what is zero is not there."""
    saldo = Mutatie.objects.filter(aanvraag=aanvraag).stand("maand")
    return {(f"{maand:%Y-%m}", str(rekening)): uren for (maand, rekening), uren in saldo.items()}
