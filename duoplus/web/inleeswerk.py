"""Een lijst die nog niet af is, is werk: één regel in Mijn werk per bestand."""

from collections.abc import Iterable

from django.db.models import QuerySet

from duoplus.choices import InleesStatus
from duoplus.inlezen import inlezingen_van, soorten_van
from duoplus.models import Gebruiker, Inlezing
from duoplus.werk import Taak

WACHT = (InleesStatus.KOPPELEN, InleesStatus.CONTROLEREN)


def _open(user: Gebruiker) -> QuerySet[Inlezing]:
    return inlezingen_van(user).filter(status__in=WACHT)


def wacht(user: Gebruiker) -> Iterable[QuerySet[Inlezing]]:
    return [_open(user)] if soorten_van(user) else []


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    return [_taak(inlezing) for inlezing in _open(user).defer("bladen")[:tot]]


def _taak(inlezing: Inlezing) -> Taak:
    url = inlezing.get_absolute_url()
    koppelen = inlezing.status == InleesStatus.KOPPELEN
    rijen = f"{inlezing.werklijst} {'rij' if inlezing.werklijst == 1 else 'rijen'}"
    return Taak(
        wat="Kies wat de kolommen betekenen" if koppelen else f"Controleer {rijen}",
        waarover=inlezing.bestandsnaam,
        kenmerk="",
        waarom="u mag deze lijst inlezen",
        url=url,
        knop="Verder met inlezen",
        knop_url=url,
        icoon="file-import",
        sinds=inlezing.op,
    )
