"""Welke opschaling op iemand wacht: op een advies, een antwoord, terugkoppeling of sluiten."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Case, Q, QuerySet, Value, When

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Termijn
from duoplus.werk import Taak
from ogon.choices import OpschalingStatus as O
from ogon.models import Opschaling
from ogon.models.opschaling import WACHT_OP_ANTWOORD


class Werk(NamedTuple):
    """What somebody does about it: the sentence, the button, the step and its icon."""

    wat: str
    knop: str
    stap: str
    icoon: str
    waarom: str


WERK = {
    "beantwoorden": Werk(
        "Geef antwoord op wat is opgeschaald", "Antwoord geven", "beantwoorden", "stairs-up",
        "u zit in het directieberaad",
    ),
    "voorbereiden": Werk(
        "Schrijf een advies bij wat is opgeschaald", "Advies schrijven", "voorbereiden", "writing",
        "u bent bestuursadviseur",
    ),
    "terugkoppelen": Werk(
        "Koppel het antwoord terug aan het OGON", "Terugkoppelen", "terugkoppelen", "message-reply",
        "u bent bestuursadviseur",
    ),
    "sluiten": Werk(
        "Verwerk het antwoord van het directieberaad", "Bekijken", "", "checks",
        "u leidt dit OGON",
    ),
}  # fmt: skip


def antwoorden(user: Gebruiker) -> Q:
    """Which decisions somebody may know of because he reads the dossier that they answer."""
    return Q(antwoord_op__in=Opschaling.objects.visible_to(user).order_by().values("pk"))


def wacht(user: Gebruiker) -> Iterable[QuerySet[Any]]:
    """None for who has no part in it."""
    return [wacht_op(user)] if _eisen(user) else []


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    if not _eisen(user):
        return []
    gevonden = wacht_op(user).select_related("ogon", "besluit").order_by("antwoord_voor", "pk")
    return [_taak(opschaling, opschaling.hoe) for opschaling in gevonden[:tot]]


def wacht_op(user: Gebruiker) -> QuerySet[Any]:
    """The questions that this person may bring further now; ``hoe`` is how."""
    if not (eisen := _eisen(user)):
        return Opschaling.objects.none()
    samen = Q()
    for eis in eisen.values():
        samen |= eis
    hoe = Case(*(When(eis, then=Value(naam)) for naam, eis in eisen.items()), default=Value(""))
    return Opschaling.objects.filter(samen).annotate(hoe=hoe)


def _eisen(user: Gebruiker) -> dict[str, Q]:
    """Each act that this person may take somewhere, with the questions on which."""
    eisen = {}
    if user.heeft_rol(Rol.DIRECTIEBERAAD):
        eisen["beantwoorden"] = Q(status__in=WACHT_OP_ANTWOORD) & ~Q(gemeld_door=user.pk)
    if user.heeft_rol(Rol.BESTUURSADVISEUR):
        eisen["voorbereiden"] = Q(status=O.GEMELD)
        eisen["terugkoppelen"] = Q(status=O.BESLOTEN)
    if leidt := user.gremia(Rol.VOORZITTER, Rol.SECRETARIS):
        eisen["sluiten"] = Q(status=O.TERUGGEKOPPELD, ogon__in=leidt)
    return eisen


def _taak(opschaling: Opschaling, hoe: str) -> Taak:
    werk = WERK[hoe]
    url = opschaling.get_absolute_url()
    return Taak(
        wat=werk.wat,
        waarover=opschaling.titel,
        kenmerk=opschaling.nummer,
        waarom=werk.waarom,
        url=url,
        knop=werk.knop,
        knop_url=f"{url}{werk.stap}/" if werk.stap else url,
        icoon=werk.icoon,
        sinds=_sinds(opschaling, hoe),
        uiterlijk=_uiterlijk(opschaling, hoe),
    )


def _sinds(opschaling: Opschaling, hoe: str) -> datetime | None:
    return opschaling.gemeld_op if hoe in ("voorbereiden", "beantwoorden") else opschaling.besloten_op


def _uiterlijk(opschaling: Opschaling, hoe: str) -> date | None:
    if hoe in ("voorbereiden", "beantwoorden"):
        return opschaling.antwoord_voor
    if hoe == "terugkoppelen" and opschaling.besloten_op:
        return Termijn.objects.uiterlijk("opschaling.terugkoppelen", klok.dag(opschaling.besloten_op))
    return None
