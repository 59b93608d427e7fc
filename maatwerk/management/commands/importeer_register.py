from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from duoplus.choices import Rijstand
from duoplus.models import Inleesrij, Inlezing
from duoplus.transitions import StapKanNiet
from duoplus.werkblad import OnleesbaarBestand
from maatwerk.actions.overnemen import importeer
from maatwerk.inlees.opdrachtregel import wie_inleest


class Command(BaseCommand):
    help = "Neem de aanvragen uit een Excel-lijst over. Twee keer inlezen maakt niets dubbel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bestand", type=Path)
        parser.add_argument("--proef", action="store_true", help="toon wat er zou gebeuren en bewaar niets")
        parser.add_argument("--door", help="e-mailadres van wie inleest; anders het portaal zelf")

    def handle(self, *, bestand: Path, proef: bool, door: str | None, **options: Any) -> None:
        inlezing = self._proef(bestand, door) if proef else self._importeer(bestand, door)
        self.stdout.write(
            f"gelezen {inlezing.gelezen}, aangemaakt {inlezing.aangemaakt}, "
            f"bijgewerkt {inlezing.bijgewerkt}, apart gezet {inlezing.apart_gezet}"
        )

    def _proef(self, bestand: Path, door: str | None) -> Inlezing:
        """All of it for real, and then undone, the kept file too."""
        with transaction.atomic():
            inlezing = self._importeer(bestand, door)
            transaction.set_rollback(True)
        inlezing.bestand.delete(save=False)
        self.stdout.write("Dit was een proef: er is niets bewaard.")
        return inlezing

    def _importeer(self, bestand: Path, door: str | None) -> Inlezing:
        try:
            inhoud = bestand.read_bytes()
            inlezing = importeer(inhoud, bestandsnaam=bestand.name, by=wie_inleest(door))
        except OSError as fout:
            raise CommandError(f"Het bestand {bestand} is niet te openen: {fout.strerror}.") from fout
        except (OnleesbaarBestand, StapKanNiet) as fout:
            raise CommandError(str(fout)) from fout
        except PermissionDenied as fout:
            raise CommandError(f"{door} mag geen lijst inlezen. Dat mag de functioneel beheerder.") from fout
        self._vertel(inlezing)
        return inlezing

    def _vertel(self, inlezing: Inlezing) -> None:
        """Per row what a person should look at: first what was set apart, then remarks on the others."""
        rijen = inlezing.rijen.exclude(stand=Rijstand.OVERGESLAGEN).prefetch_related("doel")
        for rij in sorted(rijen, key=lambda rij: rij.stand != Rijstand.FOUT):
            if rij.meldingen:
                self.stdout.write(self._zin(rij))
        overgeslagen = inlezing.aantal(Rijstand.OVERGESLAGEN)
        self.stdout.write(f"Overgeslagen: {overgeslagen} rijen of bladen zonder aanvraag.")

    def _zin(self, rij: Inleesrij) -> str:
        wat = rij.doel.kenmerk if rij.doel else "apart gezet"
        return f"{rij} ({wat}): {' '.join(rij.zinnen)}"
