"""Standpunten lezen: van iedereen verborgen tot ze er allemaal zijn of de laatste dag voorbij is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Organisatie, Roltoewijzing
from maatwerk.choices import RondeStatus as S
from maatwerk.choices import StandpuntSoort
from maatwerk.models import Ronde, Standpunt
from ogon.fasen import mag_in_fase

# What may be done with an order in each state: its name, the permission, and the activity of the phase.
HANDELINGEN = {
    S.RANGSCHIKKEN: (("voorleggen", "ogon.voorleggen_cyclus", "voorleggen"),),
    S.VOORGELEGD: (
        ("standpunt", "ogon.standpunt_cyclus", "standpunt"),
        ("vaststellen", "ogon.vaststellen_cyclus", "vaststellen"),
        ("terugnemen", "ogon.voorleggen_cyclus", ""),
        ("opschalen", "ogon.vaststellen_cyclus", ""),
    ),
    S.OPGESCHAALD: (("beantwoorden", "maatwerk.beantwoorden_ronde", ""),),
    S.VASTGESTELD: (),
}
# How each position is marked beside its word: the mark is never only a colour.
TOON = {
    StandpuntSoort.AKKOORD: "akkoord",
    StandpuntSoort.AKKOORD_MITS: "mits",
    StandpuntSoort.ONTHOUDING: "onthouding",
    StandpuntSoort.BEZWAAR: "bezwaar",
}


@dataclass(frozen=True)
class Stem:
    """What may be known of the position of one municipality.

    ``is_gegeven`` is known to all; ``standpunten``, the last one first, only to who may read them.
    """

    organisatie: Organisatie
    is_gegeven: bool
    is_eigen: bool
    is_afgelopen: bool
    standpunten: tuple[Standpunt, ...]

    @property
    def standpunt(self) -> Standpunt | None:
        return self.standpunten[0] if self.standpunten else None

    @property
    def woord(self) -> str:
        """The position, or what may be said of it: given, not yet, or silent after the last day."""
        if self.standpunt:
            return str(self.standpunt.get_soort_display())
        return "gegeven" if self.is_gegeven else "geen reactie" if self.is_afgelopen else "nog niet"

    @property
    def toon(self) -> str:
        if self.standpunt:
            return TOON[StandpuntSoort(self.standpunt.soort)]
        return "gegeven" if self.is_gegeven else "open"


@dataclass(frozen=True)
class Stand:
    """How far an order is with its positions, as one reader may know it."""

    ronde: Ronde
    stemmen: tuple[Stem, ...]
    is_onthuld: bool
    mag: frozenset[str]

    @property
    def gegeven(self) -> int:
        return sum(stem.is_gegeven for stem in self.stemmen)

    @property
    def stil(self) -> list[Organisatie]:
        return [stem.organisatie for stem in self.stemmen if not stem.is_gegeven]

    @property
    def eigen(self) -> list[Stem]:
        return [stem for stem in self.stemmen if stem.is_eigen]

    @property
    def is_zelf_gegeven(self) -> bool:
        return bool(self.eigen) and all(stem.is_gegeven for stem in self.eigen)

    @property
    def gelezen(self) -> list[Stem]:
        """Whose words this reader may read."""
        return [stem for stem in self.stemmen if stem.standpunten]

    @property
    def bezwaren(self) -> list[Standpunt]:
        """The objections in force; none before they may be read by all."""
        alle = [stem.standpunt for stem in self.stemmen if stem.standpunt] if self.is_onthuld else []
        return [standpunt for standpunt in alle if standpunt.soort == StandpuntSoort.BEZWAAR]


def stand(ronde: Ronde, user: Gebruiker) -> Stand:
    """Three queries beside the round and its cycle."""
    alle, wie = _per_partij(ronde), partijen(ronde)
    open_ = _is_onthuld(ronde, wie, alle)
    rijen = _stemmen(ronde, user, wie, alle, open_)
    bezwaar = any(s[0].soort == StandpuntSoort.BEZWAAR for s in alle.values())
    mag = {
        naam
        for naam, perm, in_fase in HANDELINGEN[S(ronde.status)]
        if (not in_fase or mag_in_fase(ronde.cyclus, in_fase))
        and (naam != "opschalen" or (open_ and bezwaar))
        and user.has_perm(perm, ronde if perm.endswith("_ronde") else ronde.cyclus)
    }
    return Stand(ronde, tuple(rijen), open_, frozenset(mag))


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
    alle, wie = _per_partij(ronde), partijen(ronde)
    return _stemmen(ronde, user, wie, alle, _is_onthuld(ronde, wie, alle))


def _stemmen(
    ronde: Ronde,
    user: Gebruiker,
    wie: Iterable[Organisatie],
    alle: dict[int, list[Standpunt]],
    open_: bool,
) -> list[Stem]:
    eigen = namens_wie(user, ronde)
    return [
        Stem(
            organisatie=partij,
            is_gegeven=partij.pk in alle,
            is_eigen=partij.pk in eigen,
            is_afgelopen=ronde.is_dicht or ronde.status in (S.VASTGESTELD, S.OPGESCHAALD),
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


def wie_moeten_nog(ronde: Ronde) -> list[Gebruiker]:
    """Who can give a position that is still owed, substitutes included, each once."""
    voor = zonder_standpunt(ronde)
    in_ogon = Q(gremium=ronde.cyclus.ogon_id) | Q(gremium=None)
    rollen = Roltoewijzing.objects.geldig_op(klok.vandaag()).filter(
        in_ogon, rol=Rol.OPDRACHTGEVER, organisatie__in=voor
    )
    return list(Gebruiker.objects.actief().filter(pk__in=rollen.values("gebruiker")).order_by("naam", "pk"))


def kring(ronde: Ronde) -> list[Gebruiker]:
    """Chair, secretary and who speaks for a municipality that takes part, each once."""
    ogon = ronde.cyclus.ogon_id
    leiding = Q(rol__in=(Rol.VOORZITTER, Rol.SECRETARIS), gremium=ogon)
    mandaat = Q(rol=Rol.OPDRACHTGEVER, organisatie__in=partijen(ronde)) & (Q(gremium=ogon) | Q(gremium=None))
    rollen = Roltoewijzing.objects.geldig_op(klok.vandaag()).filter(leiding | mandaat)
    return list(Gebruiker.objects.actief().filter(pk__in=rollen.values("gebruiker")).order_by("naam", "pk"))


def _per_partij(ronde: Ronde) -> dict[int, list[Standpunt]]:
    """Per municipality, the last one first."""
    regels: dict[int, list[Standpunt]] = defaultdict(list)
    van_nu = ronde.standpunten.filter(voorlegging=ronde.voorlegging).select_related("door", "namens")
    for standpunt in van_nu.order_by("-pk"):
        regels[standpunt.organisatie_id].append(standpunt)
    return dict(regels)


def _is_onthuld(ronde: Ronde, wie: Sequence[Organisatie], alle: dict[int, list[Standpunt]]) -> bool:
    if ronde.status == S.RANGSCHIKKEN:
        return False
    afgelopen = ronde.status != S.VOORGELEGD or ronde.is_dicht
    return afgelopen or all(partij.pk in alle for partij in wie)
