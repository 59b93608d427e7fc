"""Zestien mensen boeken terwijl de maanden een voor een dichtgaan en verbindingen wegvallen."""

import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection, connections

from duoplus import klok
from duoplus.calc.maanden import maanden_van
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from duoplus.transitions import StapKanNiet
from maatwerk.actions import boeken, perioden
from maatwerk.models import Boeking, Boekingstotaal, Opdracht, Periode
from maatwerk.perioden import momentopname, narekenen, totalen
from tests.factories import iemand
from tests.factories.lumpsums import lopende_opdracht

pytestmark = pytest.mark.usefixtures("eigen_database")

NU = datetime(2026, 11, 16, 9, tzinfo=AMSTERDAM)
BEGIN = datetime(2026, 1, 5, 9, tzinfo=AMSTERDAM)
DRADEN = 16
MAANDEN = maanden_van(2026)[:7]
NIET_GEBOEKT = {"23000": "geweigerd", "55P03": "te lang gewacht"}
KAAL = """
INSERT INTO maatwerk_boeking (
    opdracht_id, soort, datum, periode_id, team_id, functiegroep, uren, tarief, bedrag, omschrijving,
    leverancier, factuurnummer, btw_regime, btw, economische_categorie, medewerker_nummer, kenmerk,
    geboekt_door_id, geboekt_op
)
SELECT o, 'uren', d, date_trunc('month', d)::date, %(team)s, 'B', 1, 88, 88, 'kaal',
    '', '', 'nvt', 0, '', '', k, %(door)s, now()
FROM unnest(%(opdrachten)s::bigint[], %(dagen)s::date[], %(kenmerken)s::uuid[]) AS regel(o, d, k)
ON CONFLICT (kenmerk) DO NOTHING
"""

DOOD = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' ORDER BY random() LIMIT 1
"""


@dataclass
class Hamer:
    """What sixteen threads did, counted by them themselves."""

    opdrachten: list[Opdracht]
    door: Gebruiker
    per_draad: int
    geteld: Counter[str] = field(default_factory=Counter)
    fouten: list[str] = field(default_factory=list)
    zeker: set[str] = field(default_factory=set)
    klaar: threading.Event = field(default_factory=threading.Event)

    def boek(self, draad: int) -> None:
        """The real action; each line has words of its own."""
        for n in range(self.per_draad):
            naam = f"actie {draad}-{n}"
            self._probeer(
                naam, partial(self._boek, self.opdrachten[n % len(self.opdrachten)], naam, draad + n)
            )

    def _boek(self, opdracht: Opdracht, naam: str, n: int) -> int:
        boeken.boeken_uren(
            opdracht,
            by=self.door,
            datum=_dag(n),
            team=opdracht.aanvraag.team,
            functiegroep="B",
            uren=Decimal(1),
            omschrijving=naam,
        )
        return 1

    def boek_kaal(self, draad: int) -> None:
        """As the role of the portal, past all Python: each key is offered by two threads."""
        for n in range(self.per_draad):
            paar = draad // 2
            kenmerken = [uuid.UUID(int=(paar << 64) + 3 * n + m) for m in range(3)]
            self._probeer(f"kaal {draad}-{n}", partial(self._boek_kaal, kenmerken, n), opnieuw=True)

    def _boek_kaal(self, kenmerken: list[uuid.UUID], n: int) -> int:
        """Three lines in three months and on as many assignments, in one statement."""
        with connection.cursor() as cursor:
            cursor.execute(
                KAAL,
                {
                    "team": self.opdrachten[0].aanvraag.team_id,
                    "door": self.door.pk,
                    "opdrachten": [self.opdrachten[(n + m) % len(self.opdrachten)].pk for m in range(3)],
                    "dagen": [_dag(n + m) for m in range(3)],
                    "kenmerken": [str(kenmerk) for kenmerk in kenmerken],
                },
            )
            return cursor.rowcount

    def _probeer(self, naam: str, doe: Callable[[], int], *, opnieuw: bool = False) -> None:
        try:
            aantal = doe()
        except StapKanNiet:
            self.geteld["geweigerd"] += 1
        except (DatabaseError, InterfaceError) as fout:
            self._na_fout(naam, fout, partial(self._probeer, naam, doe) if opnieuw else None)
        else:
            self.geteld["geboekt"] += aantal
            self.zeker.add(naam)

    def _na_fout(self, naam: str, fout: Exception, nog_eens: Callable[[], None] | None) -> None:
        """A closed month refuses, and nobody waits longer than a page does; a connection that fell away is
        made anew; all else is a finding.
        """
        code = getattr(fout.__cause__, "pgcode", None)
        if code in NIET_GEBOEKT:
            self.geteld[NIET_GEBOEKT[code]] += 1
            return
        if code not in (None, "57P01"):
            self.fouten.append(f"{naam}: {code} {fout}")
            return
        self.geteld["verbroken"] += 1
        connection.close()
        if nog_eens:
            nog_eens()

    def sluit(self) -> None:
        """A month at a time, as long as it takes; somebody who books all the time may keep it waiting."""
        controller = iemand(Rol.CONCERNCONTROLLER)
        for maand in MAANDEN[:5]:
            while not self.klaar.wait(0.3):
                try:
                    uitkomst = perioden.sluit([maand], by=controller)[-1]
                except (OperationalError, InterfaceError):
                    connection.close()
                    continue
                self.geteld["gesloten" if uitkomst.is_gelukt else "nog eens"] += 1
                if uitkomst.is_gelukt or "al gesloten" in uitkomst.zin:
                    break

    def verbreek(self, keer: int) -> None:
        """Kill whichever backend is at work, again and again."""
        for _ in range(keer):
            if self.klaar.wait(0.5):
                return
            with connection.cursor() as cursor:
                cursor.execute(DOOD)
                self.geteld["gedood"] += cursor.rowcount


def _dag(n: int) -> date:
    """Days in all seven months, not only in the one that is about to close."""
    return MAANDEN[n % len(MAANDEN)] + timedelta(days=9)


def draai(per_draad: int, doden: int) -> Hamer:
    """Sixteen who book, one who closes and one who kills; returns when all are done."""
    with klok.op(BEGIN):
        opdrachten = [lopende_opdracht("DUO") for _ in range(4)]
        for maand in MAANDEN:
            Periode.van(maand)
        Opdracht.objects.update(gewijzigde_einddatum=date(2026, 12, 31))
    door = iemand(Rol.TEAMMANAGER)
    hamer = Hamer(opdrachten, door, per_draad)
    taken: list[Callable[[], Any]] = [hamer.sluit, partial(hamer.verbreek, doden)]
    taken += [partial(hamer.boek if n % 4 < 2 else hamer.boek_kaal, n) for n in range(DRADEN)]

    def in_eigen_draad(taak: Callable[[], Any]) -> None:
        try:
            with klok.op(NU):
                taak()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(taken)) as pool:
        lopend = [pool.submit(in_eigen_draad, taak) for taak in taken]
        for een in lopend[2:]:
            een.result(timeout=600)
        lopend[0].result(timeout=120)
        hamer.klaar.set()
        lopend[1].result(timeout=60)
    return hamer


def controleer(hamer: Hamer) -> None:
    """Nothing came in after a seal, nothing was lost or booked twice, and all totals are right."""
    connection.close()
    assert not hamer.fouten, hamer.fouten[:3]
    assert [periode.maand for periode in Periode.objects.gesloten()] == MAANDEN[:5]
    assert [u for u in narekenen.gesloten_maanden() if u.mankementen] == []
    for periode in Periode.objects.gesloten():
        assert momentopname.verschillen(periode) == []
        assert Boeking.objects.filter(periode=periode).count() == periode.momentopname["totaal"]["aantal"]
    assert not any(anders for _, _, anders in totalen.vergelijk())
    assert sum(Boekingstotaal.objects.values_list("aantal", flat=True)) == Boeking.objects.count()
    _ieder_eenmaal(hamer)


def _ieder_eenmaal(hamer: Hamer) -> None:
    per_actie = Counter(Boeking.objects.filter(kenmerk=None).values_list("omschrijving", flat=True))
    acties = {naam for naam in hamer.zeker if naam.startswith("actie")}
    assert acties <= set(per_actie) and set(per_actie.values()) <= {1}
    kaal = Boeking.objects.exclude(kenmerk=None)
    assert kaal.count() == kaal.values("kenmerk").distinct().count()
    # A commit that was under way when its connection was killed may be there without anybody knowing.
    onzeker = 3 * hamer.geteld["verbroken"]
    assert hamer.geteld["geboekt"] <= Boeking.objects.count() <= hamer.geteld["geboekt"] + onzeker


def test_nothing_slips_into_a_month_that_closes():
    begin = time.monotonic()
    hamer = draai(per_draad=12, doden=4)
    duur = time.monotonic() - begin

    controleer(hamer)
    assert hamer.geteld["geboekt"] > 0 and hamer.geteld["gesloten"] == 5, (hamer.geteld, duur)
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        assert cursor.fetchone() == (0,)
