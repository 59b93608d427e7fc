"""Samen aan één agenda: echte commits, echte sloten, twee mensen op hetzelfde moment."""

from datetime import time

import pytest

from duoplus.actions import agenda, vergaderen
from duoplus.agenda import Antwoord
from duoplus.choices import BesluitSoort, PuntStatus
from duoplus.models import Agendapunt, Besluit, Vergadering
from duoplus.transitions import StapKanNiet, Verouderd
from tests.factories.overleg import gepland, leider, lopend, op_agenda
from tests.maatwerk.test_gelijktijdig import tegelijk

pytestmark = pytest.mark.usefixtures("eigen_database")
AKKOORD = Antwoord(BesluitSoort.AKKOORD, "Iedereen is het eens.")


def _punt(pk: int) -> Agendapunt:
    return Agendapunt.objects.select_related("gremium", "vergadering__gremium").get(pk=pk)


def test_of_deciding_and_withdrawing_at_once_one_wins():
    vergadering = lopend()
    by, pk = leider(vergadering.gremium), op_agenda(vergadering).pk

    antwoorden = tegelijk(
        [
            lambda: agenda.besluit(_punt(pk), AKKOORD, by=by, versie=0),
            lambda: agenda.trek_in(_punt(pk), reden="Niet nodig.", by=by, versie=0),
        ]
    )

    fouten = [een for een in antwoorden if isinstance(een, Exception)]
    assert [type(fout) for fout in fouten] == [Verouderd]
    besloten = _punt(pk).status == PuntStatus.BEHANDELD
    assert Besluit.objects.count() == (1 if besloten else 0)


def test_closing_while_it_decides_leaves_no_decision_without_its_meeting():
    vergadering = lopend()
    gepland(over=42)
    by, pk = leider(vergadering.gremium), op_agenda(vergadering).pk

    antwoorden = tegelijk(
        [
            lambda: agenda.besluit(_punt(pk), AKKOORD, by=by),
            lambda: vergaderen.sluit(Vergadering.objects.get(pk=vergadering.pk), by=by),
        ]
    )

    fouten = [een for een in antwoorden if isinstance(een, Exception)]
    assert all(isinstance(fout, StapKanNiet) for fout in fouten), antwoorden
    punt = _punt(pk)
    assert (punt.status == PuntStatus.BEHANDELD) is Besluit.objects.exists()
    assert hasattr(punt, "volgende") is not Besluit.objects.exists()


def test_two_who_arrange_at_once_leave_places_without_gaps():
    vergadering = gepland(begint_om=time(8), eindigt_om=time(9))
    by, punten = leider(vergadering.gremium), [op_agenda(vergadering, titel).pk for titel in "ABCDE"]

    def schuif(kant: int) -> None:
        for n in range(20):
            agenda.verplaats(_punt(punten[(n * 3 + kant) % 5]), plaats=n % 5 + 1, by=by)

    antwoorden = tegelijk([lambda: schuif(0), lambda: schuif(1)])

    assert antwoorden == [None, None]
    assert list(vergadering.punten.order_by("plaats").values_list("plaats", flat=True)) == [1, 2, 3, 4, 5]
