"""De herinnering aan uren: na een maand, op de laatste dag om ze in te dienen."""

from datetime import date, timedelta

from django.urls import reverse

from duoplus import klok, mail
from duoplus.calc.maanden import volgende_maand
from duoplus.calc.nederlands import maand_en_jaar
from maatwerk.models import Periode
from maatwerk.perioden import kalender
from maatwerk.weken.dagen import maandag_van
from maatwerk.weken.week import naam_van
from maatwerk.weken.werk import nog_niet_ingediend, open_weken


def herinner() -> None:
    """Herinner wie over de vorige maand nog een week open heeft staan; per persoon en maand één keer.

    From the last day of the term ``periode.uren`` on, so a day on which nothing ran is made up for; no
    longer once the month is closed.
    """
    maand = (klok.vandaag().replace(day=1) - timedelta(days=1)).replace(day=1)
    uiterlijk = kalender.lees([maand])[maand].uren
    dicht = Periode.objects.gesloten().filter(maand=maand).exists()
    if uiterlijk is None or klok.vandaag() < uiterlijk.einddatum or dicht:
        return
    weken = _weken_in(maand)
    for gebruiker in nog_niet_ingediend(weken):
        eigen = open_weken(gebruiker, weken)
        mail.queue(
            "maatwerk/uren_open",
            to=gebruiker,
            key=f"uren_open:{maand}:{gebruiker.pk}",
            reden="u werkt aan een opdracht",
            pad=reverse("maatwerk:uren"),
            maand=maand_en_jaar(maand),
            weken=[naam_van(maandag) for maandag in eigen],
            uiterlijk=uiterlijk.einddatum,
        )


def _weken_in(maand: date) -> list[date]:
    """The Mondays of the weeks that touch this month and are over."""
    eerste, deze = maandag_van(maand), maandag_van(klok.vandaag())
    alle = (eerste + timedelta(weeks=nr) for nr in range(6))
    return [maandag for maandag in alle if maandag < min(deze, volgende_maand(maand))]
