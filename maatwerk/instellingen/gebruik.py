"""Waar aanvragen en opdrachten de instellingen gebruiken, in woorden."""

from collections.abc import Iterator

from duoplus import instellingen
from duoplus.models import Organisatie, Team, Termijn
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, Opdracht, Taakveld, Verdeelsleutel
from maatwerk.models.aanvraag import AanvraagQuerySet
from ogon.models import Ogon


def _in_team(team: Team) -> Iterator[str]:
    yield _aantal(Aanvraag.objects.filter(team=team))


def _in_ogon(ogon: Ogon) -> Iterator[str]:
    yield _aantal(Aanvraag.objects.filter(ogon=ogon))


def _van_organisatie(organisatie: Organisatie) -> Iterator[str]:
    yield _aantal(Aanvraag.objects.filter(organisatie=organisatie))


def _in_stap(termijn: Termijn) -> Iterator[str]:
    status = termijn.sleutel.removeprefix("maatwerk.")
    if status in S.values:
        aantal = Aanvraag.objects.filter(status=status).count()
        yield f"Nu in deze stap: {aantal} {'aanvraag' if aantal == 1 else 'aanvragen'}."


def _in_opdracht(sleutel: Verdeelsleutel) -> Iterator[str]:
    aantal = Aanvraag.objects.filter(opdracht__sleutel=sleutel).count()
    yield f"Gebruikt in {aantal} {'opdracht' if aantal == 1 else 'opdrachten'}."


def _op_taakveld(taakveld: Taakveld) -> Iterator[str]:
    aantal = Opdracht.objects.filter(taakveld=taakveld.code).count()
    yield f"Gekozen bij {aantal} {'opdracht' if aantal == 1 else 'opdrachten'}."


def _aantal(aanvragen: AanvraagQuerySet) -> str:
    alle, lopend = aanvragen.count(), aanvragen.open().count()
    return f"Gebruikt in {alle} {'aanvraag' if alle == 1 else 'aanvragen'}, waarvan {lopend} lopend."


def meld_aan() -> None:
    instellingen.register_gebruik("teams", _in_team)
    instellingen.register_gebruik("ogons", _in_ogon)
    instellingen.register_gebruik("organisaties", _van_organisatie)
    instellingen.register_gebruik("termijnen", _in_stap)
    instellingen.register_gebruik("sleutels", _in_opdracht)
    instellingen.register_gebruik("taakvelden", _op_taakveld)
