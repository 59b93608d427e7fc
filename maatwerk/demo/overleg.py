"""De vergaderingen van het voorbeeldjaar: twee per overleg zijn gehouden, de volgende ligt klaar."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache, partial
from pathlib import Path

from duoplus import klok, leden
from duoplus.actions import actiepunten, agenda, vergaderen
from duoplus.agenda import Antwoord
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.choices import AanwezigheidStand, BesluitSoort, PuntSoort, Rol
from duoplus.models import Gebruiker, Gremium, Vergadering
from maatwerk.demo import documenten
from maatwerk.demo.opvoering import Scene
from maatwerk.demo.toneel import Toneel

NA_DE_VERHALEN = 10_000  # whatever else happens at that moment comes first
BINNENKORT = timedelta(weeks=3)


@dataclass(frozen=True)
class Punt:
    """What a body speaks about: with a decision, or else with what was said."""

    titel: str
    tekst: str = ""
    minuten: int = 10
    besluit: str = ""
    voorwaarde: str = ""
    stuk: str = ""
    actie: str = ""


Punten = tuple[Punt, ...]


@cache
def lees() -> dict[str, dict[str, Punten]]:
    """Per body, or else per kind of body, what it spoke of: ``voorvorige``, ``vorige`` and ``straks``."""
    per_overleg = tomllib.loads(Path(__file__).with_name("overleg.toml").read_text(encoding="utf-8"))
    return {
        overleg: {keer: tuple(Punt(**punt) for punt in punten) for keer, punten in keren.items()}
        for overleg, keren in per_overleg.items()
    }


def _gesprek(gremium: Gremium) -> dict[str, Punten]:
    return lees().get(gremium.slug) or lees()[gremium.soort]


def scenes(toneel: Toneel) -> Iterator[Scene]:
    """The last two meetings of every body, on their own days among all that happened."""
    for nr, gremium in enumerate(Gremium.objects.order_by("pk")):
        eerder = gremium.vergaderingen.filter(datum__lt=toneel.peildatum).order_by("-datum")[:2]
        for keer, vergadering in zip(("vorige", "voorvorige"), eerder, strict=True):
            begin = datetime.combine(vergadering.datum, vergadering.begint_om, AMSTERDAM)
            doe = partial(_houd, toneel, vergadering.pk, _gesprek(gremium)[keer])
            yield Scene(begin + timedelta(hours=4), NA_DE_VERHALEN + nr, doe)


def _houd(toneel: Toneel, pk: int, punten: tuple[Punt, ...]) -> None:
    vergadering = Vergadering.objects.select_related("gremium", "reeks").get(pk=pk)
    by = leider(vergadering.gremium)
    for punt in punten:
        _zet_erop(vergadering, punt, by)
    agenda.vul_voor(vergadering, by=by, alleen=_zonder_aanvragen(vergadering))
    vergaderen.begin(vergadering, by=by)
    _meld_wie_er_is(vergadering, by)
    for punt in punten:
        _behandel(toneel, vergadering, punt, by)
    _stel_vorige_vast(vergadering, by)
    vergaderen.sluit(vergadering, by=by)


def leider(gremium: Gremium) -> Gebruiker:
    """Who chairs: what is decided there is recorded by him."""
    wie = [lid for lid in leden.leden(gremium) if leden.leidt(lid.gebruiker, gremium)]
    return max(wie, key=lambda lid: lid.rol == Rol.VOORZITTER).gebruiker


def _zonder_aanvragen(vergadering: Vergadering) -> set[str]:
    """The stories decide on requests themselves; this is the list of the last time and what waited."""
    wacht = [agenda.sleutel_van(punt) for punt in agenda.voorraad(vergadering.gremium)]
    rijp = [agenda.sleutel_van(k) for k in agenda.kandidaten(vergadering.gremium, vergadering.datum)]
    return {*wacht, *(sleutel for sleutel in rijp if sleutel.startswith("duoplus.vergadering"))}


def _zet_erop(vergadering: Vergadering, punt: Punt, by: Gebruiker) -> None:
    soort = PuntSoort.BESLUIT if punt.besluit else PuntSoort.BESPREKEN
    op_agenda = agenda.zet_op_agenda(
        vergadering.gremium,
        titel=punt.titel,
        soort=soort,
        minuten=punt.minuten,
        vergadering=vergadering,
        by=by,
    )
    if punt.stuk:
        inhoud = documenten.maak(punt.stuk, punt.titel, [f"Voor {vergadering.gremium}.", punt.tekst])
        agenda.voeg_stuk_toe(op_agenda, naam=punt.stuk, inhoud=inhoud, by=by)


def _meld_wie_er_is(vergadering: Vergadering, by: Gebruiker) -> None:
    for lid in leden.leden(vergadering.gremium):
        vergaderen.meld_aanwezig(vergadering, lid.gebruiker, AanwezigheidStand.AANWEZIG, by=by)


def _behandel(toneel: Toneel, vergadering: Vergadering, punt: Punt, by: Gebruiker) -> None:
    op_agenda = vergadering.punten.open().select_related("gremium", "vergadering").get(titel=punt.titel)
    if punt.actie:
        actiepunten.geef(
            punt.actie,
            eigenaar=by,
            uiterlijk=toneel.na(klok.vandaag(), 20),
            by=by,
            gremium=vergadering.gremium,
            agendapunt=op_agenda,
        )
    if punt.besluit:
        antwoord = Antwoord(BesluitSoort(punt.besluit), punt.tekst, voorwaarde=punt.voorwaarde)
        agenda.besluit(op_agenda, antwoord, by=by)
    else:
        agenda.behandel(op_agenda, verslag=punt.tekst, by=by)


def _stel_vorige_vast(vergadering: Vergadering, by: Gebruiker) -> None:
    for punt in vergadering.punten.open().filter(content_type__model="vergadering"):
        agenda.besluit(punt, Antwoord(BesluitSoort.AKKOORD, "De lijst klopt."), by=by)


def leg_klaar(toneel: Toneel) -> None:
    """The next meeting of every body has an agenda with papers; what comes soon has been sent."""
    with klok.op(datetime.combine(toneel.gisteren, time(17, 45), AMSTERDAM)):
        for gremium in Gremium.objects.order_by("pk"):
            _leg_klaar(toneel, gremium)


def _leg_klaar(toneel: Toneel, gremium: Gremium) -> None:
    komend = Vergadering.objects.komend(toneel.peildatum).filter(gremium=gremium)
    vergadering, by = komend.select_related("gremium", "reeks")[0], leider(gremium)
    for punt in _gesprek(gremium)["straks"]:
        _zet_erop(vergadering, punt, by)
    agenda.vul_voor(vergadering, by=by)
    if vergadering.datum <= toneel.peildatum + BINNENKORT:
        vergadering.refresh_from_db()
        vergaderen.nodig_uit(vergadering, by=by)
