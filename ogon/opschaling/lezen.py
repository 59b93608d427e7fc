"""Eén opschaling op een bladzijde: het dossier, hoe het loopt, en hoe elke datum gevonden is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from duoplus import klok, spoor
from duoplus.calc.werkdagen import leg_uit
from duoplus.models import Feestdag, Gebeurtenis, Gebruiker, Termijn
from duoplus.transitions import Stap
from duoplus.zegel import zegel
from ogon.actions.opschaling import is_nodig, treden
from ogon.models import Opschaling, Voorstel
from ogon.opschaling.zaken import zaak_van
from ogon.transitions import OPSCHALING

ERBIJ = ("ogon", "naar", "besluit", "antwoordbesluit", "gemeld_door", "namens", "pdf")


@dataclass(frozen=True)
class Tredestand:
    """A step of the ladder: who hears it, the last day to prevent that, and whether it was reached."""

    wie: str
    uiterlijk: date
    sinds: date | None


@dataclass(frozen=True)
class Blad:
    opschaling: Opschaling
    onderwerp_url: str
    draad_url: str
    stappen: list[Stap]
    uitleg: str
    treden: list[Tredestand]
    verloop: list[tuple[Gebeurtenis, str]]
    klopt: bool
    voorstel: Voorstel | None  # in which it goes on to the boards

    @property
    def pakket(self) -> dict[str, Any]:
        pakket: dict[str, Any] = self.opschaling.pakket
        return pakket


def lees(opschaling: Opschaling, user: Gebruiker) -> Blad:
    """A constant number of queries."""
    onderwerp: Any = opschaling.onderwerp
    zaak = zaak_van(onderwerp)
    feiten = Gebeurtenis.objects.over(opschaling).select_related("door__organisatie", "namens")
    return Blad(
        opschaling=opschaling,
        onderwerp_url=zaak.adres(onderwerp, user),
        draad_url=zaak.draad(onderwerp, user),
        stappen=OPSCHALING.available(opschaling, user),
        uitleg=_uitleg(opschaling),
        treden=_treden(opschaling),
        verloop=[(feit, spoor.zin(feit)) for feit in feiten.order_by("-pk")],
        klopt=zegel(opschaling.pakket) == opschaling.sha256,
        voorstel=Voorstel.objects.visible_to(user).filter(opschaling=opschaling).first(),
    )


def _uitleg(opschaling: Opschaling) -> str:
    """How the last day was found; the OGON may have named another one."""
    sleutel = "opschaling.spoed" if opschaling.spoed else "opschaling.antwoord"
    gemeld = klok.dag(opschaling.gemeld_op)
    aantal = Termijn.objects.werkdagen(sleutel, gemeld)
    termijn = leg_uit(gemeld, aantal, Feestdag.objects.als_vrij()) if aantal else None
    if termijn is None or termijn.einddatum != opschaling.antwoord_voor:
        return "Het OGON koos deze dag."
    return termijn.zin


def _treden(opschaling: Opschaling) -> list[Tredestand]:
    """What was reached, and what may still come."""
    bereikt = {trede.trede: trede.sinds for trede in opschaling.treden.all()}
    return [
        Tredestand(regel.wie, trede.uiterlijk, bereikt.get(regel.trede))
        for regel, trede in treden(opschaling)
        if regel.trede in bereikt or (opschaling.is_open and is_nodig(opschaling, regel))
    ]
