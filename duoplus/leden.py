"""Wie in een overleg zitten: welke organisaties, en wie daarvoor spreken."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from duoplus import klok
from duoplus.choices import GremiumSoort, Rol
from duoplus.models import Gebruiker, Gremium, Organisatie, Roltoewijzing, geldig

Deelnemers = Callable[[Gremium, date], QuerySet[Organisatie]]
_deelnemers: dict[str, Deelnemers] = {}

# Who sits in a body by his role: with it for the body itself, or for an organisation that takes part.
LEIDT = {
    GremiumSoort.OGON: (Rol.VOORZITTER, Rol.SECRETARIS),
    GremiumSoort.DIRECTIEBERAAD: (Rol.BESTUURSADVISEUR,),
    GremiumSoort.INKOOPCONTACTGROEP: (Rol.CPI,),
    GremiumSoort.CPI_OVERLEG: (Rol.CPI,),
}
SPREEKT = {
    GremiumSoort.OGON: (Rol.OPDRACHTGEVER,),
    GremiumSoort.DIRECTIEBERAAD: (Rol.DIRECTIEBERAAD,),
    GremiumSoort.INKOOPCONTACTGROEP: (Rol.CPI,),
    GremiumSoort.CPI_OVERLEG: (Rol.CPI,),
}

# Who reads the meetings and decisions of every body, because of what he controls or answers for.
LEEST_ELK = (
    Rol.CONCERNCONTROLLER,
    Rol.DIRECTIEBERAAD,
    Rol.BESTUURSADVISEUR,
    Rol.ACCOUNTANT,
    Rol.BEHEERDER,
)


@dataclass(frozen=True)
class Lid:
    """Someone in a body, and for which organisation."""

    gebruiker: Gebruiker
    organisatie: Organisatie | None
    rol: str


def register(soort: GremiumSoort, deelnemers: Deelnemers) -> None:
    """For a kind of body whose organisations follow from something an app above keeps."""
    _deelnemers[soort] = deelnemers


def organisaties(gremium: Gremium, dag: date) -> QuerySet[Organisatie]:
    """Which organisations take part on ``dag``."""
    if eigen := _deelnemers.get(gremium.soort):
        return eigen(gremium, dag)
    return Organisatie.objects.filter(geldig(dag, "zetels__"), zetels__gremium=gremium.pk)


def leden(gremium: Gremium, dag: date | None = None) -> list[Lid]:
    """Everybody in it on ``dag``: two queries. One person once, who leads it first."""
    dag = dag or klok.vandaag()
    doen_mee = set(organisaties(gremium, dag).values_list("pk", flat=True))
    soort = GremiumSoort(gremium.soort)
    rollen = Roltoewijzing.objects.geldig_op(dag).filter(rol__in={*LEIDT[soort], *SPREEKT[soort]})
    gevonden: dict[int, Lid] = {}
    actief = rollen.filter(gebruiker__is_active=True, gebruiker__is_systeem=False)
    for t in sorted(actief.select_related("gebruiker__organisatie", "organisatie"), key=_leidt_eerst(soort)):
        if _zit_in(t, gremium.pk, doen_mee, soort):
            lid = Lid(t.gebruiker, t.organisatie or t.gebruiker.organisatie, t.rol)
            gevonden.setdefault(t.gebruiker_id, lid)
    return list(gevonden.values())


def leiders(gremium: Gremium) -> list[Gebruiker]:
    """Who of its members prepare and lead its meetings today."""
    leidt_dit = LEIDT[GremiumSoort(gremium.soort)]
    return [lid.gebruiker for lid in leden(gremium) if lid.rol in leidt_dit and leidt(lid.gebruiker, gremium)]


def zit_in(user: Gebruiker, gremium: Gremium) -> bool:
    """Whether this person sits in it today, substitutes included."""
    soort = GremiumSoort(gremium.soort)
    passend = [t for t in user.rollen if t.rol in (*LEIDT[soort], *SPREEKT[soort])]
    if not passend:
        return False
    doen_mee = set(organisaties(gremium, klok.vandaag()).values_list("pk", flat=True))
    return any(_zit_in(t, gremium.pk, doen_mee, soort) for t in passend)


def gremia_van(user: Gebruiker) -> set[int]:
    """The bodies this person sits in today; a query per body for which his role may count."""
    return {gremium.pk for gremium in Gremium.objects.all() if zit_in(user, gremium)}


def leidt(user: Gebruiker, gremium: Gremium) -> bool:
    """Whether this person prepares and leads its meetings today."""
    return any(_leidt(t, gremium.pk, GremiumSoort(gremium.soort)) for t in user.rollen)


def _zit_in(t: Roltoewijzing, gremium: int, doen_mee: set[int], soort: GremiumSoort) -> bool:
    spreekt = t.rol in SPREEKT[soort] and t.gremium_id in (None, gremium)
    voor_wie = t.organisatie_id is None or t.organisatie_id in doen_mee
    return _leidt(t, gremium, soort) or (spreekt and voor_wie)


def _leidt(t: Roltoewijzing, gremium: int, soort: GremiumSoort) -> bool:
    if t.rol not in LEIDT[soort]:
        return False
    if soort == GremiumSoort.OGON:
        return t.gremium_id == gremium
    if soort == GremiumSoort.DIRECTIEBERAAD:
        return True
    return t.organisatie is not None and t.organisatie.is_duoplus


def _leidt_eerst(soort: GremiumSoort) -> Callable[[Roltoewijzing], tuple[bool, int]]:
    return lambda t: (t.rol not in LEIDT[soort], t.pk)
