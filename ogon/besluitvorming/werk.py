"""Welk voorstel op iemand wacht: op een paraaf, op verder sturen of op de uitkomst van een bestuur."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Exists, Min, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebeurtenis, Gebruiker, Roltoewijzing
from duoplus.werk import Taak
from ogon.actions.voorstel import SCHRIJVEN
from ogon.choices import Orgaan, SpoorStatus, ToetsSoort
from ogon.choices import VoorstelStatus as S
from ogon.models import Toetsregel, Voorstel, Voorstelspoor, Voorsteltoets
from ogon.models.voorstel import GEEN, geldt_voor

WOORDEN = {
    "schrijven": ("Schrijf het voorstel voor het bestuur", "Bekijken", "writing", "u schrijft dit voorstel"),
    "paraaf": ("Toets het voorstel", "Bekijken", "signature", "u toetst dit vakgebied"),
    "op_weg": (
        "Stuur het voorstel op weg: de parafen staan eronder",
        "Op weg sturen",
        "send",
        "u schreef dit",
    ),
    "nee": ("Pas het voorstel aan: een toetser is niet akkoord", "Bekijken", "edit", "u schreef dit"),
    "uitkomst": ("Leg vast wat het bestuur besloot", "Bekijken", "gavel", "u spreekt voor dit bestuur"),
}


def wacht(user: Gebruiker) -> Iterable[QuerySet[Any]]:
    return [wacht_op(user)] if user.rollen else []


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    wachtend = wacht_op(user).annotate(
        sinds=Min("sporen__aangeboden_op"),
        uiterlijk=Min("sporen__gepland_op", filter=Q(sporen__status=SpoorStatus.LIGT_VOOR)),
    )
    return [_taak(voorstel) for voorstel in wachtend.order_by("pk")[:tot]]


def wacht_op(user: Gebruiker) -> QuerySet[Any]:
    """The proposals that this person may bring further now; ``hoe`` is how."""
    hoe = {"paraaf": _paraaf(user), **_van_schrijver(user), "uitkomst": _uitkomst(user)}
    welke = Case(*(When(eis, then=Value(naam)) for naam, eis in hoe.items()), default=Value(""))
    return Voorstel.objects.annotate(hoe=welke).exclude(hoe="")


def _paraaf(user: Gebruiker) -> Q:
    """A field that the rules give to a role of this person has no initial under this text yet."""
    schreef = Gebeurtenis.objects.filter(
        content_type__app_label="ogon",
        content_type__model="voorstel",
        object_id=OuterRef("pk"),
        soort=SCHRIJVEN,
        door=user,
    )
    mag = GEEN
    for rol in user.rollen:
        mag |= Q(Exists(_open_vakgebied(rol))) & geldt_voor(user, rol)
    return Q(status=S.INTERNE_TOETS) & ~Q(opsteller=user) & ~Q(Exists(schreef)) & mag


def _open_vakgebied(rol: Roltoewijzing) -> QuerySet[Toetsregel]:
    team = Q() if rol.team_id is None else Q(team=None) | Q(team=rol.team_id)
    regels = Toetsregel.objects.geldig_op(klok.vandaag()).filter(team, rol=rol.rol)
    return regels.filter(
        ~Exists(_gezet(OuterRef("soort"), OuterRef(OuterRef("pk")), OuterRef(OuterRef("inhoudversie"))))
    )


def _gezet(soort: Any, voorstel: Any, inhoudversie: Any) -> QuerySet[Voorsteltoets]:
    return Voorsteltoets.objects.filter(
        akkoord=True, soort=soort, voorstel=voorstel, inhoudversie=inhoudversie
    )


def _van_schrijver(user: Gebruiker) -> dict[str, Q]:
    """Began by itself, all four stand, or the last word on a field is no."""
    eigen = Q(status=S.INTERNE_TOETS, opsteller=user)
    alle = Q()
    for soort in ToetsSoort:
        alle &= Q(Exists(_gezet(Value(soort.value), OuterRef("pk"), OuterRef("inhoudversie"))))
    later = Voorsteltoets.objects.filter(
        voorstel=OuterRef("voorstel"), soort=OuterRef("soort"), pk__gt=OuterRef("pk")
    )
    nee = Voorsteltoets.objects.filter(
        ~Exists(later), akkoord=False, voorstel=OuterRef("pk"), inhoudversie=OuterRef("inhoudversie")
    )
    begonnen = Q(status=S.CONCEPT, opsteller=user, opschaling__isnull=False)
    return {"schrijven": begonnen, "op_weg": eigen & alle, "nee": eigen & Q(Exists(nee))}


def _uitkomst(user: Gebruiker) -> Q:
    """Before a board that this person speaks for; bodies of our own decide in their meetings."""
    sporen = Voorstelspoor.objects.filter(voorstel=OuterRef("pk"), status=SpoorStatus.LIGT_VOOR)
    wacht = GEEN
    if user.heeft_rol(Rol.BESTUURSADVISEUR):
        wacht |= Q(Exists(sporen.filter(orgaan__in=(Orgaan.DB, Orgaan.AB))))
    for rol in user.rollen:
        if rol.rol == Rol.OPDRACHTGEVER and rol.organisatie_id:
            eigen = sporen.filter(orgaan=Orgaan.COLLEGE, organisatie=rol.organisatie_id)
            wacht |= Q(Exists(eigen)) & geldt_voor(user, rol)
    return Q(status=S.ONDERWEG) & wacht


def _taak(voorstel: Any) -> Taak:
    wat, knop, icoon, waarom = WOORDEN[voorstel.hoe]
    uiterlijk: date | None = voorstel.uiterlijk if voorstel.hoe == "uitkomst" else None
    stap = reverse("ogon:voorstel_handeling", args=[voorstel.nummer, "op-weg"])
    return Taak(
        wat=wat,
        waarover=voorstel.titel,
        kenmerk=voorstel.nummer,
        waarom=waarom,
        url=voorstel.get_absolute_url(),
        knop=knop,
        knop_url=stap if voorstel.hoe == "op_weg" else voorstel.get_absolute_url(),
        icoon=icoon,
        sinds=voorstel.sinds if voorstel.hoe == "uitkomst" else None,
        uiterlijk=uiterlijk,
    )
