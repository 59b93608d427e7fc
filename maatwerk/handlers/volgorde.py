"""Reacties op feiten over een volgorde. Wie een standpunt of antwoord moet geven krijgt meteen bericht."""

from collections.abc import Iterable
from typing import Any

from duoplus import mail
from duoplus.choices import Rol
from duoplus.events import on
from duoplus.models import Gebeurtenis, Gebruiker
from maatwerk.choices import RondeStatus
from maatwerk.models import Ronde
from maatwerk.volgorde.standpunten import is_onthuld, kring, wie_moeten_nog

REDEN_NOG = "uw gemeente geeft een standpunt over deze volgorde"
REDEN_KRING = "u beslist mee over deze volgorde"


@on("maatwerk.ronde.voorleggen")
def vraag_standpunten(gebeurtenis: Gebeurtenis) -> None:
    """Mail at once who owes a position."""
    ronde = _ronde(gebeurtenis)
    if ronde.status != RondeStatus.VOORGELEGD or gebeurtenis.gegeven("voorlegging") != ronde.voorlegging:
        return  # taken back since: the later fact tells the story
    _stuur("standpunt", ronde, wie_moeten_nog(ronde), reden=REDEN_NOG)


@on("maatwerk.ronde.standpunt")
def meld_onthulling(gebeurtenis: Gebeurtenis) -> None:
    """Once they are all in, one line in the overview; what they are stands on the board."""
    if is_onthuld(ronde := _ronde(gebeurtenis)):
        meld_open(ronde)


def meld_open(ronde: Ronde) -> None:
    """Everybody around the order hears once per submission that the positions can be read."""
    _stuur("standpunten_open", ronde, kring(ronde), reden=REDEN_KRING, bundelen=True)


@on("maatwerk.ronde.terugnemen")
def meld_terug(gebeurtenis: Gebeurtenis) -> None:
    ronde = _ronde(gebeurtenis)
    wie = _zonder(kring(ronde), gebeurtenis)
    waarom = gebeurtenis.gegeven("reden")
    _stuur("volgorde_terug", ronde, wie, reden=REDEN_KRING, bundelen=True, waarom=waarom)


@on("maatwerk.ronde.vaststellen")
def meld_vastgesteld(gebeurtenis: Gebeurtenis) -> None:
    """Of the order as a whole; who follows one request hears of that one by its own fact."""
    ronde = _ronde(gebeurtenis)
    wie = _zonder(kring(ronde), gebeurtenis)
    _stuur("volgorde_vastgesteld", ronde, wie, reden=REDEN_KRING, bundelen=True)


@on("maatwerk.ronde.antwoorden")
def meld_antwoord(gebeurtenis: Gebeurtenis) -> None:
    """The chair hears it at once by the escalation itself; the others read it in their overview."""
    ronde, antwoord = _ronde(gebeurtenis), gebeurtenis.gegeven("reden")
    voorzitters = Gebruiker.objects.met_rol_in(ronde.cyclus.ogon_id, Rol.VOORZITTER)
    anderen = [wie for wie in kring(ronde) if wie not in voorzitters]
    _stuur("volgorde_antwoord", ronde, anderen, reden=REDEN_KRING, bundelen=True, antwoord=antwoord)


def herinner_aan_standpunt(ronde: Ronde) -> int:
    """Only who still owes a position; once per submission. Returns how many were asked."""
    wie = wie_moeten_nog(ronde)
    _stuur("standpunt_herinnering", ronde, wie, reden=REDEN_NOG)
    return len(wie)


def _stuur(
    brief: str, ronde: Ronde, aan: Iterable[Gebruiker], *, reden: str, bundelen: bool = False, **context: Any
) -> None:
    for gebruiker in aan:
        mail.queue(
            f"maatwerk/{brief}",
            to=gebruiker,
            key=f"{brief}:{ronde.pk}:{ronde.voorlegging}:{gebruiker.pk}",
            reden=reden,
            pad=ronde.get_absolute_url(),
            bundelen=bundelen,
            ronde=ronde,
            ogon=ronde.cyclus.ogon,
            **context,
        )


def _ronde(gebeurtenis: Gebeurtenis) -> Ronde:
    return Ronde.objects.select_related("cyclus__ogon__programma", "besluit").get(pk=gebeurtenis.object_id)


def _zonder(mensen: Iterable[Gebruiker], gebeurtenis: Gebeurtenis) -> list[Gebruiker]:
    """Nobody needs to hear what they did themselves."""
    return [wie for wie in mensen if wie.pk != gebeurtenis.door_id]
