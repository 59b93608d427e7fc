"""Het spoor in woorden: wat iemand deed buiten een dossier om, één zin per soort feit.

Apps melden hun soorten aan in ``ready()``. A sentence goes on from the name: "Els de Wit …"; {naam} and
the like are what the fact holds.

    spoor.register({"duoplus.export": "downloadde ‘{lijst}’"})
"""

from collections.abc import Callable, Mapping

from duoplus.models import Gebeurtenis, Gebruiker
from duoplus.models.lijstweergave import VAN_U

Vorm = str | Callable[[Gebeurtenis], str]
LAATSTE = 20
_vormen: dict[str, Vorm] = {}


def register(vormen: Mapping[str, Vorm]) -> None:
    _vormen.update(vormen)


def zin(feit: Gebeurtenis) -> str:
    """Raises ``KeyError`` for a kind that nobody registered."""
    vorm = _vormen[feit.soort]
    return vorm.format_map(feit.gegevens) if isinstance(vorm, str) else vorm(feit)


def van(gebruiker: Gebruiker) -> list[tuple[Gebeurtenis, str]]:
    """The latest of what this person did, newest first, each with its sentence."""
    eigen = Gebeurtenis.objects.filter(door=gebruiker, soort__in=_vormen).order_by("-pk")
    return [(feit, zin(feit)) for feit in eigen.select_related("door__organisatie")[:LAATSTE]]


def aantal(hoeveel: int, een: str, meer: str) -> str:
    """'1 rij', '12 rijen'."""
    return f"{hoeveel} {een if hoeveel == 1 else meer}"


def _gedownload(feit: Gebeurtenis) -> str:
    wat = feit.gegevens
    return f"downloadde ‘{wat['lijst']}’ als {wat['formaat'].upper()}, {aantal(wat['rijen'], 'rij', 'rijen')}"


def _weergave(deed: str) -> Vorm:
    """Of oneself, or with for whom it also is."""

    def vorm(feit: Gebeurtenis) -> str:
        voor = feit.gegevens["van_wie"]
        van_rol = "" if voor == VAN_U else f" voor {voor[0].lower()}{voor[1:]}"
        return "{} de weergave ‘{naam}’ van ‘{lijst}’{}".format(deed, van_rol, **feit.gegevens)

    return vorm


def _overgenomen(feit: Gebeurtenis) -> str:
    return f"nam {aantal(feit.gegevens['rijen'], 'rij', 'rijen')} van ‘{feit.gegevens['lijst']}’ over"


ALGEMEEN: dict[str, Vorm] = {
    "duoplus.export": _gedownload,
    "duoplus.lijstweergave.maken": _weergave("maakte"),
    "duoplus.lijstweergave.wijzigen": _weergave("wijzigde"),
    "duoplus.lijstweergave.verwijderen": _weergave("verwijderde"),
    "duoplus.inlezing.beginnen": "koos ‘{lijst}’ om in te lezen",
    "duoplus.inlezing.lezen": "las ‘{lijst}’",
    "duoplus.inlezing.verbeteren": "verbeterde {rij} van ‘{lijst}’",
    "duoplus.inlezing.weglaten": "liet {rij} van ‘{lijst}’ weg",
    "duoplus.inlezing.overnemen": _overgenomen,
    "duoplus.inlezing.verwijderen": "gooide ‘{lijst}’ weg",
    "duoplus.inlezing.opruimen": "gooide ‘{lijst}’ weg, omdat de bewaartermijn voorbij is",
    "duoplus.bericht.opnieuw": "stuurde een bericht nog een keer",
}
