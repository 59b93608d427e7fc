"""Standpunten lezen: van iedereen verborgen tot ze er allemaal zijn of de laatste dag voorbij is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Organisatie
from maatwerk.choices import RondeStatus, StandpuntSoort
from maatwerk.models import Ronde, Standpunt


@dataclass(frozen=True)
class Stem:
    """What may be known of the position of one municipality.

    ``is_gegeven`` is known to all; ``standpunten``, the last one first, only to who may read them.
    """

    organisatie: Organisatie
    is_gegeven: bool
    is_eigen: bool
    standpunten: tuple[Standpunt, ...]

    @property
    def standpunt(self) -> Standpunt | None:
        return self.standpunten[0] if self.standpunten else None


def partijen(ronde: Ronde) -> list[Organisatie]:
    """Who owes a position: the municipalities that took part on the day of submission."""
    dag = klok.dag(ronde.voorgelegd_op) if ronde.voorgelegd_op else klok.vandaag()
    return list(ronde.cyclus.ogon.gemeenten(dag).order_by("volgorde"))


def namens_wie(user: Gebruiker, ronde: Ronde) -> dict[int, Gebruiker | None]:
    """Municipality (its pk) → for whom this person speaks there; None is in the own name."""
    ogon = ronde.cyclus.ogon_id
    rollen = [t for t in user.rollen if t.geldt([Rol.OPDRACHTGEVER], None, ogon, None)]
    wie: dict[int, Gebruiker | None] = {
        t.organisatie_id: t.vervangt.gebruiker for t in rollen if t.vervangt and t.organisatie_id
    }
    return wie | {t.organisatie_id: None for t in rollen if t.vervangt is None and t.organisatie_id}


def stemmen(ronde: Ronde, user: Gebruiker) -> list[Stem]:
    """Every party, with the history of its position in this submission as far as this person may read it."""
    alle, eigen = _per_partij(ronde), namens_wie(user, ronde)
    wie = partijen(ronde)
    open_ = _is_onthuld(ronde, wie, alle)
    return [
        Stem(
            organisatie=partij,
            is_gegeven=partij.pk in alle,
            is_eigen=partij.pk in eigen,
            standpunten=tuple(alle.get(partij.pk, ())) if open_ or partij.pk in eigen else (),
        )
        for partij in wie
    ]


def is_onthuld(ronde: Ronde) -> bool:
    return _is_onthuld(ronde, partijen(ronde), _per_partij(ronde))


def bezwaren(ronde: Ronde) -> list[Standpunt]:
    """The objections in force, whether they may be read yet or not."""
    laatste = ronde.standpunten.filter(voorlegging=ronde.voorlegging).geldend()
    return [s for s in laatste.select_related("organisatie", "door") if s.soort == StandpuntSoort.BEZWAAR]


def zonder_standpunt(ronde: Ronde) -> list[Organisatie]:
    alle = _per_partij(ronde)
    return [partij for partij in partijen(ronde) if partij.pk not in alle]


def _per_partij(ronde: Ronde) -> dict[int, list[Standpunt]]:
    """Per municipality, the last one first."""
    regels: dict[int, list[Standpunt]] = defaultdict(list)
    van_nu = ronde.standpunten.filter(voorlegging=ronde.voorlegging).select_related("door", "namens")
    for standpunt in van_nu.order_by("-pk"):
        regels[standpunt.organisatie_id].append(standpunt)
    return dict(regels)


def _is_onthuld(ronde: Ronde, wie: Sequence[Organisatie], alle: dict[int, list[Standpunt]]) -> bool:
    if ronde.status == RondeStatus.RANGSCHIKKEN:
        return False
    afgelopen = ronde.status != RondeStatus.VOORGELEGD or ronde.is_dicht
    return afgelopen or all(partij.pk in alle for partij in wie)
