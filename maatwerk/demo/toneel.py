"""Wat elk verhaal nodig heeft: wie er zijn, waar zij werken en wanneer er wordt vergaderd."""

from datetime import date, timedelta
from functools import cached_property

from django.utils.text import slugify

from duoplus.calc.werkdagen import na_werkdagen
from duoplus.models import Feestdag, Gebruiker, Organisatie, Team, Vergadering
from maatwerk.demo.cast import DOMEIN, GEMEENTEN, UITVOERDERS, VERVANGER
from ogon.models import Ogon


class Toneel:
    """The cast and the calendar, read once; ``peildatum`` is the day that counts as today."""

    def __init__(self, peildatum: date) -> None:
        self.peildatum = peildatum
        self.vrij = Feestdag.objects.als_vrij()
        self.organisaties = {organisatie.letter: organisatie for organisatie in Organisatie.objects.all()}
        self.teams = {team.kort: team for team in Team.objects.all()}
        self.ogons = {ogon.slug: ogon for ogon in Ogon.objects.select_related("programma")}

    @cached_property
    def _gebruikers(self) -> dict[str, Gebruiker]:
        alle = Gebruiker.objects.filter(email__endswith=DOMEIN).select_related("organisatie")
        return {gebruiker.email.removesuffix(f"@{DOMEIN}"): gebruiker for gebruiker in alle}

    def wie(self, login: str) -> Gebruiker:
        return self._gebruikers[login]

    def van(self, rol: str, letter: str, *, vervanger: bool = False) -> Gebruiker:
        """The aanvrager, opdrachtgever or budgethouder of a municipality, or who stands in today."""
        if vervanger and (rol, letter) == ("opdrachtgever", "U"):
            return self.wie(VERVANGER)
        return self.wie(f"{rol}.{slugify(GEMEENTEN[letter])}")

    def teammanager(self, kort: str) -> Gebruiker:
        return self.wie(f"teammanager.{slugify(kort)}")

    def uitvoerders(self, *teams: str) -> list[Gebruiker]:
        """Who works in these teams, each once."""
        nummers = [nummer for nummer, eigen in UITVOERDERS.items() if set(eigen) & set(teams)]
        return [self.wie(f"uitvoerder.{nummer}") for nummer in nummers]

    def vergaderingen(self, slug: str) -> list[date]:
        """The meetings of this OGON before today, latest first."""
        eerder = Vergadering.objects.filter(gremium__slug=slug, datum__lt=self.peildatum)
        return list(eerder.order_by("-datum").values_list("datum", flat=True))

    def na(self, dag: date, aantal: int) -> date:
        return na_werkdagen(dag, aantal, self.vrij)

    @cached_property
    def gisteren(self) -> date:
        """The last working day before today: nothing in the demo happened later."""
        return self.na(self.peildatum, -1)

    @cached_property
    def laatste_maand(self) -> date:
        """The last month that is over, by its first day; it is still open, so there is something to close."""
        return (self.peildatum.replace(day=1) - timedelta(days=1)).replace(day=1)

    def elke_week(self, van: date, tot: date) -> list[date]:
        """Every Friday from ``van`` up to ``tot``, and ``tot`` itself."""
        eerste = van + timedelta(days=(4 - van.weekday()) % 7)
        vrijdagen = (eerste + timedelta(weeks=week) for week in range((tot - eerste).days // 7 + 1))
        return sorted({*(dag for dag in vrijdagen if dag < tot), tot})
