from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from duoplus import verifieren
from duoplus.verifieren import Uitkomst


class Command(BaseCommand):
    help = "Reken alles na wat vastligt. Eindigt met 1 en noemt de plek als iets anders is dan het was."

    def handle(self, **options: Any) -> None:
        anders = sum(self._ga_na(soort, controle()) for soort, controle in verifieren.controles().items())
        if anders:
            raise CommandError(f"{anders} keer anders dan het was vastgelegd. De plekken staan hierboven.")

    def _ga_na(self, soort: str, uitkomsten: Iterable[Uitkomst]) -> int:
        """The places first, then one line with the counts; returns how many differ."""
        nagerekend = anders = 0
        for plek, mankementen in uitkomsten:
            nagerekend += 1
            anders += bool(mankementen)
            for mankement in mankementen:
                self.stdout.write(f"  {soort}, {plek}: {mankement}")
        self.stdout.write(f"{soort}: {nagerekend} nagerekend, {anders} anders")
        return anders
