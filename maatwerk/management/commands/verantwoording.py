import hashlib
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from duoplus import klok
from duoplus.exports import een_moment
from duoplus.models import Gebruiker, Organisatie
from duoplus.reports import TeVeelRijen, leg_export_vast
from maatwerk.choices import Verantwoordingsoort
from maatwerk.choices import VerantwoordingStatus as Status
from maatwerk.models import Verantwoording, Verantwoordingsbestand
from maatwerk.verantwoording import kalender, uitgeven
from maatwerk.verantwoording.formaten import FORMATEN, csv
from maatwerk.verantwoording.formaten.uitgave import NietVanEenMoment, Uitgave
from maatwerk.verantwoording.samenstellen import pakket_van

AL_DEFINITIEF = "Deze verantwoording is definitief ({nummer}, versie {versie}). Dit is wat is uitgegeven."
BESCHADIGD = "{naam} is niet meer zoals het is uitgegeven. Draai verifieer en zet een reservekopie terug."

Geschreven = dict[Path, int]  # each file with its number of rows


class Command(BaseCommand):
    help = (
        "Schrijf de tabellen L1 tot en met L8 van een jaar naar bestanden. Is de verantwoording over deze "
        "periode al definitief, dan krijgt u de bestanden van toen, byte voor byte."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        soorten = Verantwoordingsoort.values
        parser.add_argument("jaar", type=int)
        parser.add_argument("--periode", type=str.lower, choices=soorten, help="anders tot en met vandaag")
        parser.add_argument("--gemeente", help="letter of naam; anders alle gemeenten samen")
        parser.add_argument("--formaat", choices=FORMATEN, default="xlsx")
        parser.add_argument("--naar", type=Path, required=True, help="de map waarin de bestanden komen")

    def handle(self, *, naar: Path, formaat: str, **options: Any) -> None:
        verantwoording = self._zoek(options["jaar"], options["periode"] or "", options["gemeente"])
        naar.mkdir(parents=True, exist_ok=True)
        is_definitief = verantwoording.status == Status.DEFINITIEF
        schrijf = self._opnieuw if is_definitief else self._nieuw
        geschreven = schrijf(verantwoording, formaat, naar)
        for pad, rijen in geschreven.items():
            self.stdout.write(f"{pad}: {rijen} rijen, SHA-256 {_sha256(pad)}")
        self._leg_vast(verantwoording, formaat, geschreven)

    def _zoek(self, jaar: int, soort: str, gemeente: str | None) -> Verantwoording:
        """The last version of this period: a definite one if there is any, or the draft, or a new one."""
        van = self._gemeente(gemeente) if gemeente else None
        peildatum = kalender.peildatum(soort, jaar) if soort else klok.vandaag()
        alle = Verantwoording.objects.filter(jaar=jaar, soort=soort, organisatie=van).order_by("-versie")
        bestaat = alle.definitief().first() or alle.exclude(status=Status.INGETROKKEN).first()
        return bestaat or Verantwoording(jaar=jaar, soort=soort, organisatie=van, peildatum=peildatum)

    def _gemeente(self, wie: str) -> Organisatie:
        gevonden = Organisatie.objects.gemeenten().filter(Q(letter__iexact=wie) | Q(naam__iexact=wie)).first()
        if gevonden is None:
            raise CommandError(f"Er is geen gemeente {wie}. Noem de naam of de letter.")
        return gevonden

    def _opnieuw(self, verantwoording: Verantwoording, formaat: str, naar: Path) -> Geschreven:
        """The bytes of then."""
        bestand = verantwoording.bestanden.filter(formaat=formaat).first()
        if bestand is None:
            raise CommandError("In dit formaat is deze verantwoording niet uitgegeven. Kies csv.")
        if hashlib.sha256(bestand.inhoud).hexdigest() != bestand.sha256:
            raise CommandError(BESCHADIGD.format(naam=bestand))
        self.stdout.write(AL_DEFINITIEF.format(nummer=verantwoording.nummer, versie=verantwoording.versie))
        tabellen = verantwoording.momentopname["tabellen"]
        aantallen = {code: tabel["aantal"] for code, tabel in tabellen.items()}
        return _met_aantal(_pak_uit(bestand, naar), aantallen)

    def _nieuw(self, verantwoording: Verantwoording, formaat: str, naar: Path) -> Geschreven:
        """As the database tells it now."""
        with _een_moment():
            pakket = pakket_van(verantwoording)
            naam = verantwoording.nummer or f"verantwoording-{verantwoording.jaar}"
            paden = _schrijf(Uitgave(pakket), formaat, naar, naam)
        return _met_aantal(paden, {tabel.code: tabel.aantal for tabel in pakket.tabellen})

    def _leg_vast(self, verantwoording: Verantwoording, formaat: str, geschreven: Geschreven) -> None:
        """The hash is that of the last file: of CSV the metadata, which state those of the others."""
        leg_export_vast(
            "verantwoording",
            by=Gebruiker.objects.systeem(),
            formaat=formaat,
            filter={"jaar": str(verantwoording.jaar), "periode": verantwoording.soort}
            | ({"gemeente": verantwoording.organisatie.letter} if verantwoording.organisatie else {}),
            rijen=sum(geschreven.values()),
            sha256=_sha256(list(geschreven)[-1]),
        )


def _met_aantal(paden: list[Path], aantallen: dict[str, int]) -> Geschreven:
    """Per file the rows of its own table; of a file with all tables those of all together."""
    if len(paden) == 1:
        return {paden[0]: sum(aantallen.values())}
    return {pad: aantallen.get(pad.name.partition("-")[0], 0) for pad in paden}


@contextmanager
def _een_moment() -> Iterator[None]:
    try:
        with een_moment():
            uitgeven.neem_de_tijd()
            yield
    except (TeVeelRijen, NietVanEenMoment) as fout:
        raise CommandError(str(fout)) from fout


def _schrijf(uitgave: Uitgave, formaat: str, naar: Path, naam: str) -> list[Path]:
    """CSV as a file per table, anything else as one file."""
    in_een = (uitgeven.bestandsnaam(naam, formaat), partial(FORMATEN[formaat].schrijf, uitgave))
    delen = csv.delen(uitgave) if formaat == "csv" else [in_een]
    for deel, vul in delen:
        with (naar / deel).open("wb") as bestand:
            vul(bestand)
    return [naar / naam for naam, _ in delen]


def _pak_uit(bestand: Verantwoordingsbestand, naar: Path) -> list[Path]:
    pad = naar / bestand.naam
    pad.write_bytes(bestand.inhoud)
    if bestand.formaat != "csv":
        return [pad]
    with ZipFile(pad) as pak:
        pak.extractall(naar)
        namen = pak.namelist()
    pad.unlink()
    return [naar / naam for naam in namen]


def _sha256(pad: Path) -> str:
    with pad.open("rb") as bestand:
        return hashlib.file_digest(bestand, "sha256").hexdigest()
