from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from duoplus.models import Gebruiker
from duoplus.werkblad import OnleesbaarBestand
from maatwerk.actions.overnemen import importeer
from maatwerk.choices import ImportUitkomst
from maatwerk.models import ImportRegel, RegisterImport


class Command(BaseCommand):
    help = "Neem de aanvragen uit een Excel-lijst over. Twee keer inlezen maakt niets dubbel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bestand", type=Path)
        parser.add_argument("--proef", action="store_true", help="toon wat er zou gebeuren en bewaar niets")
        parser.add_argument("--door", help="e-mailadres van wie inleest; anders het portaal zelf")

    def handle(self, *, bestand: Path, proef: bool, door: str | None, **options: Any) -> None:
        with transaction.atomic():
            verslag = self._importeer(bestand, door)
            self._vertel(verslag)
            if proef:
                self.stdout.write("Dit was een proef: er is niets bewaard.")
                transaction.set_rollback(True)
        self.stdout.write(
            f"gelezen {verslag.gelezen}, aangemaakt {verslag.aangemaakt}, "
            f"bijgewerkt {verslag.bijgewerkt}, apart gezet {verslag.apart_gezet}"
        )

    def _importeer(self, bestand: Path, door: str | None) -> RegisterImport:
        try:
            inhoud = bestand.read_bytes()
            return importeer(inhoud, bestandsnaam=bestand.name, by=self._wie(door))
        except OSError as fout:
            raise CommandError(f"Het bestand {bestand} is niet te openen: {fout.strerror}.") from fout
        except OnleesbaarBestand as fout:
            raise CommandError(str(fout)) from fout
        except PermissionDenied as fout:
            raise CommandError(f"{door} mag geen lijst inlezen. Dat mag de functioneel beheerder.") from fout

    def _wie(self, door: str | None) -> Gebruiker:
        if door is None:
            return Gebruiker.objects.systeem()
        gebruiker = Gebruiker.objects.actief().filter(email__iexact=door).first()
        if gebruiker is None:
            raise CommandError(f"Er is geen gebruiker met het e-mailadres {door}.")
        return gebruiker

    def _vertel(self, verslag: RegisterImport) -> None:
        """Per row what a person should look at: first what was set apart, then remarks on the others."""
        regels = verslag.regels.exclude(uitkomst=ImportUitkomst.OVERGESLAGEN).select_related("aanvraag")
        for regel in sorted(regels, key=lambda regel: regel.uitkomst != ImportUitkomst.APART):
            if regel.redenen:
                self.stdout.write(self._zin(regel))
        overgeslagen = verslag.regels.filter(uitkomst=ImportUitkomst.OVERGESLAGEN).count()
        self.stdout.write(f"Overgeslagen: {overgeslagen} rijen of bladen zonder aanvraag.")

    def _zin(self, regel: ImportRegel) -> str:
        wat = regel.aanvraag.kenmerk if regel.aanvraag else "apart gezet"
        return f"{regel.blad}, rij {regel.rij} ({wat}): {' '.join(regel.redenen)}"
