"""Welke volgorde op iemand wacht: op een standpunt of op vaststellen."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from duoplus import klok
from duoplus.choices import OrganisatieSoort, Rol
from duoplus.models import Deelname, Gebruiker
from duoplus.werk import Taak
from maatwerk.choices import RondeStatus as S
from maatwerk.models import Ronde, Standpunt
from maatwerk.werk import een_van
from ogon.choices import Fase

WOORDEN = {
    "standpunt": ("Geef uw standpunt over de volgorde", "Standpunt geven", "message-2"),
    "vaststellen": ("Rond de volgorde af: de standpunten zijn open", "Bekijken", "gavel"),
}
ADRES = {
    "standpunt": "standpunt",
    "vaststellen": "bord",
}
IN_FASE = Q(cyclus__fase__in=(Fase.PRIORITEREN, Fase.VASTSTELLEN), cyclus__afgesloten_op=None)


def wacht(user: Gebruiker) -> Iterable[QuerySet[Ronde]]:
    return [wacht_op(user)]


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    rondes = wacht_op(user).select_related("cyclus__ogon").order_by("sluit_op", "pk")
    return [_taak(user, ronde, ronde.hoe) for ronde in rondes[:tot]]


def wacht_op(user: Gebruiker) -> QuerySet[Any]:
    """The orders that this person may bring further now; ``hoe`` is how."""
    if not (hoe := _hoe(user)):
        return Ronde.objects.none()
    welke = Case(*(When(eis, then=Value(naam)) for naam, eis in hoe.items()), default=Value(""))
    return Ronde.objects.filter(een_van(hoe.values())).annotate(hoe=welke)


def _hoe(user: Gebruiker) -> dict[str, Q]:
    """Each act that this person may take somewhere, with the orders on which."""
    eisen = {}
    if user.heeft_rol(Rol.OPDRACHTGEVER):
        eisen["standpunt"] = _standpunt(user)
    if gremia := user.gremia(Rol.VOORZITTER):
        eisen["vaststellen"] = _vaststellen(gremia)
    return eisen


def _standpunt(user: Gebruiker) -> Q:
    """A municipality for which this person speaks still owes one, and may."""
    rollen = [t for t in user.rollen if t.rol == Rol.OPDRACHTGEVER and t.organisatie_id]
    open_staand = een_van(
        Q(Exists(_schuldig().filter(organisatie=t.organisatie_id)))
        & (Q(cyclus__ogon=t.gremium_id) if t.gremium_id else Q())
        for t in rollen
    )
    return Q(IN_FASE, status=S.VOORGELEGD, sluit_op__gte=klok.vandaag()) & open_staand


def _vaststellen(gremia: set[int]) -> Q:
    """All positions are in, or the last day has passed."""
    open_ = Q(sluit_op__lt=klok.vandaag()) | ~Q(Exists(_schuldig()))
    return Q(IN_FASE, status=S.VOORGELEGD, cyclus__ogon__in=gremia) & open_


def _schuldig() -> QuerySet[Deelname]:
    """Who took part on the day of submission and gave no position in it."""
    gegeven = Standpunt.objects.filter(
        ronde=OuterRef(OuterRef("pk")),
        voorlegging=OuterRef(OuterRef("voorlegging")),
        organisatie=OuterRef("organisatie"),
    )
    dag = OuterRef("voorgelegd_op__date")
    mee = Deelname.objects.filter(
        Q(tot=None) | Q(tot__gte=dag),
        van__lte=dag,
        programma=OuterRef("cyclus__ogon__programma"),
        organisatie__soort=OrganisatieSoort.GEMEENTE,
    )
    return mee.filter(~Exists(gegeven))


def _taak(user: Gebruiker, ronde: Ronde, hoe: str) -> Taak:
    ogon, jaar = ronde.cyclus.ogon, ronde.cyclus.jaar
    wat, knop, icoon = WOORDEN[hoe]
    return Taak(
        wat=wat,
        waarover=f"Volgorde {jaar} van {ogon}",
        kenmerk=f"{jaar}-{ronde.nummer}",
        waarom=_waarom(user, ronde, hoe),
        url=ronde.get_absolute_url(),
        knop=knop,
        knop_url=reverse(f"maatwerk:{ADRES[hoe]}", args=[ogon.slug, jaar]),
        icoon=icoon,
        sinds=ronde.voorgelegd_op,
        uiterlijk=_uiterlijk(ronde, hoe),
    )


def _waarom(user: Gebruiker, ronde: Ronde, hoe: str) -> str:
    if hoe == "vaststellen":
        return f"u bent voorzitter van {ronde.cyclus.ogon}"
    rollen = [t for t in user.rollen if t.geldt([Rol.OPDRACHTGEVER], None, ronde.cyclus.ogon_id, None)]
    namens = [t.vervangt.gebruiker.naam for t in rollen if t.vervangt]
    return f"namens {namens[0]}" if len(namens) == len(rollen) else "u bent opdrachtgever"


def _uiterlijk(ronde: Ronde, hoe: str) -> date | None:
    return ronde.sluit_op if hoe == "standpunt" else None
