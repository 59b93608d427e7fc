"""Wat opdrachten op de commandoregel delen: wie inleest, bestanden één voor één, een slotregel die telt."""

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from duoplus.choices import Rijstand
from duoplus.inlezen import Soort
from duoplus.inlezen.overnemen import in_een_keer
from duoplus.inlezen.stroom import CONTROLETOTAAL
from duoplus.models import Gebruiker, Inlezing
from duoplus.transitions import StapKanNiet
from duoplus.werkblad import OnleesbaarBestand


class Inleesopdracht(BaseCommand):
    """Each file is one transaction: what is wrong with one stops neither those before nor those after it."""

    soort: ClassVar[Soort]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bestanden", type=Path, nargs="+", metavar="bestand")
        parser.add_argument("--door", help="e-mailadres van wie inleest; anders het portaal zelf")
        parser.add_argument(
            "--controletotaal", default="", help="waarop het bestand moet uitkomen, op de cent"
        )

    def handle(self, *, bestanden: Sequence[Path], door: str | None, **opties: Any) -> None:
        by, gelezen, geweigerd = wie_inleest(door), [], []
        for bestand in bestanden:
            try:
                gelezen.append(self._lees(bestand, by, self.keuzes(opties)))
            except (OSError, OnleesbaarBestand, StapKanNiet) as fout:
                geweigerd.append(bestand)
                self.stderr.write(f"{bestand.name}: {_zin(fout)}")
            except PermissionDenied as fout:
                raise CommandError(
                    f"{by.email} mag deze lijst niet inlezen. Dat mag de concerncontroller."
                ) from fout
        self.stdout.write(_telling(gelezen))
        if geweigerd:
            namen = ", ".join(bestand.name for bestand in geweigerd)
            raise CommandError(f"Niet ingelezen: {namen}. Hierboven staat waarom.")

    def keuzes(self, opties: Mapping[str, Any]) -> dict[str, str]:
        """What holds for each file as a whole."""
        return {CONTROLETOTAAL: opties["controletotaal"]} if opties["controletotaal"] else {}

    def _lees(self, bestand: Path, by: Gebruiker, keuzes: Mapping[str, str]) -> Inlezing:
        inlezing = in_een_keer(
            bestand.read_bytes(), soort=self.soort, bestandsnaam=bestand.name, by=by, keuzes=keuzes
        )
        for rij in inlezing.rijen.filter(stand=Rijstand.FOUT):
            self.stdout.write(f"{bestand.name}, rij {rij.rij} (apart gezet): {' '.join(rij.zinnen)}")
        return inlezing


def wie_inleest(email: str | None) -> Gebruiker:
    """Who answers for the file: this person, or without an address the portal. Raises ``CommandError``."""
    if email is None:
        return Gebruiker.objects.systeem()
    gebruiker = Gebruiker.objects.actief().filter(email__iexact=email).first()
    if gebruiker is None:
        raise CommandError(f"Er is geen gebruiker met het e-mailadres {email}.")
    return gebruiker


def _zin(fout: Exception) -> str:
    return f"niet te openen: {fout.strerror}." if isinstance(fout, OSError) else str(fout)


def _telling(gelezen: Sequence[Inlezing]) -> str:
    som = {
        naam: sum(getattr(inlezing, naam) for inlezing in gelezen)
        for naam in ("gelezen", "aangemaakt", "bijgewerkt", "apart_gezet")
    }
    return ", ".join(f"{naam.replace('_', ' ')} {aantal}" for naam, aantal in som.items())
