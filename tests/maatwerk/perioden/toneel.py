"""Wat de tests van maanden delen: een opdracht die sinds september loopt, en wie sluit en wie beslist."""

from datetime import date, datetime
from decimal import Decimal

from duoplus import klok
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.choices import Rol
from maatwerk.models import Boeking, Opdracht, Periode
from tests.factories import iemand
from tests.factories.lumpsums import lopende_opdracht, uren

SEP, OKT, NOV = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
TOT_SEPTEMBER = [date(2026, maand, 1) for maand in range(1, 9)]


def op(dag: date) -> datetime:
    return datetime(dag.year, dag.month, dag.day, 9, tzinfo=AMSTERDAM)


def sinds_september(gemeenten: str = "U") -> Opdracht:
    with klok.op(op(SEP)):
        return lopende_opdracht(gemeenten)


def boek(opdracht: Opdracht, dag: date, aantal: Decimal | int = 8) -> Boeking:
    """Hours of the manager, on the day itself."""
    with klok.op(op(dag)):
        return uren(opdracht, aantal, dag=dag)


def controller():
    return iemand(Rol.CONCERNCONTROLLER)


def directieberaad():
    return iemand(Rol.DIRECTIEBERAAD)


def maand(dag: date) -> Periode:
    return Periode.objects.get(maand=dag.replace(day=1))
