"""Uren uit de urenregistratie: elke regel naar haar opdracht, tegen het tarief van die dag."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property

from duoplus.calc.nederlands import Onleesbaar, lees_datum, lees_uren, zonder_accenten
from duoplus.calc.nederlands import uren as als_uren
from duoplus.calc.tabel import Model, als_tekst
from duoplus.inlezen import Soort
from duoplus.inlezen.stroom import Apart, Regel, Waarden
from duoplus.models import Gebruiker, Inlezing, Team
from maatwerk.calc.verdeling import regelbedrag
from maatwerk.inlees.boeker import Post, kaal
from maatwerk.inlees.boekstroom import Boekstroom
from maatwerk.inlees.doelen import keuzes
from maatwerk.inlees.kolommen import lees_code, lees_omschrijving, lees_tekst, veld
from maatwerk.models import Tarief

PERM = "maatwerk.inlezen_boekingen"
MEESTE_UREN = 24  # one line is one person on one day


def lees_aantal(cel: object) -> Decimal:
    """Hours of one line; below zero takes back. Raises ``Onleesbaar``."""
    uren = lees_uren(cel)
    if not uren:
        raise Onleesbaar("Nul uren boeken wij niet. Vul de uren in, of laat de regel weg.")
    if abs(uren) > MEESTE_UREN:
        raise Onleesbaar(f"{als_uren(uren)} uur op één dag kan niet: hooguit {MEESTE_UREN}.")
    return uren


def lees_groep(cel: object) -> str:
    groep = als_tekst(cel).strip().upper()
    if not groep:
        raise Onleesbaar("Er staat geen functiegroep. Schrijf bijvoorbeeld T3.")
    if len(groep) > 4:
        raise Onleesbaar(f"Functiegroep ‘{groep[:20]}’ kennen wij niet. Schrijf bijvoorbeeld T3.")
    return groep


VELDEN = (
    veld("medewerker", "Medewerker", "medewerker medewerkernummer personeelsnummer", lees_tekst(20)),
    veld("team", "Team", "team afdeling teamnaam", lees_tekst(80)),
    veld("datum", "Datum", "datum dag boekdatum werkdatum", lees_datum),
    veld(
        "projectcode", "Projectcode", "projectcode project projectnummer opdracht", lees_code, keuzes=keuzes
    ),
    veld("omschrijving", "Omschrijving", "omschrijving toelichting werkzaamheden", lees_omschrijving),
    veld("uren", "Uren", "uren aantaluren gewerkteuren", lees_aantal, toon=als_uren),
    veld("functiegroep", "Functiegroep", "functiegroep tariefgroep", lees_groep),
)


class Tarieven:
    """The euro per hour of a function group on a day, read once."""

    @cached_property
    def _per_groep(self) -> dict[str, list[Tarief]]:
        per: dict[str, list[Tarief]] = {}
        for tarief in Tarief.objects.all():
            per.setdefault(tarief.functiegroep, []).append(tarief)
        return per

    @cached_property
    def _gevonden(self) -> dict[tuple[str, date], Decimal | None]:
        return {}

    def op(self, groep: str, dag: date) -> Decimal:
        """Raises ``Apart`` without exactly one tariff on that day (R7)."""
        sleutel = (groep, dag)
        if sleutel not in self._gevonden:
            self._gevonden[sleutel] = self._zoek(groep, dag)
        euro = self._gevonden[sleutel]
        if euro is None:
            raise Apart(f"Er is op {dag:%d-%m-%Y} geen tarief voor functiegroep {groep}.", "functiegroep")
        return euro

    def _zoek(self, groep: str, dag: date) -> Decimal | None:
        geldig = [
            tarief.bedrag
            for tarief in self._per_groep.get(groep, ())
            if tarief.van <= dag and (tarief.tot is None or dag <= tarief.tot)
        ]
        return geldig[0] if len(geldig) == 1 else None


class Urenstroom(Boekstroom):
    """Hours become bookings at the tariff of their day, each line rounded on its own, half-up."""

    def __init__(self, inlezing: Inlezing, by: Gebruiker) -> None:
        super().__init__(inlezing, by)
        self.tarieven, self.teams = Tarieven(), _teams()
        self._bedragen: dict[tuple[Decimal, Decimal], Decimal] = {}

    def eigen(self, bron: Waarden) -> Iterable[object]:
        return tuple(bron)

    def telt(self, bron: Waarden) -> Decimal:
        """The control total of hours is in hours."""
        if isinstance(bron.uren, Decimal):
            return bron.uren
        raise Onleesbaar(f"‘{bron.uren}’ is geen aantal uren.")

    def neem(self, regel: Regel) -> None:
        w = regel.waarden
        doel = self.doelen.zoek(w.projectcode)
        team = self.teams.get(zonder_accenten(w.team))
        if team is None:
            raise Apart(f"Team ‘{w.team}’ kennen wij niet. Schrijf de naam zoals in het portaal.", "team")
        tarief = self.tarieven.op(w.functiegroep, w.datum)
        self.boeker.neem(
            Post(
                kenmerk=regel.kenmerk,
                regel=regel.nummer,
                doel=doel,
                datum=w.datum,
                bedrag=self._bedrag(w.uren, tarief),
                omschrijving=w.omschrijving,
                tegenhanger=(w.medewerker, kaal(w.omschrijving)),
                team=team,
                functiegroep=w.functiegroep,
                uren=w.uren,
                tarief=tarief,
                medewerker=w.medewerker,
            )
        )
        regel.doel = doel.aanvraag

    def _bedrag(self, uren: Decimal, tarief: Decimal) -> Decimal:
        sleutel = (uren, tarief)
        if sleutel not in self._bedragen:
            self._bedragen[sleutel] = regelbedrag(uren, tarief)
        return self._bedragen[sleutel]


def _teams() -> dict[str, int]:
    """By either name, without accents; of two teams of one name the first counts."""
    teams = reversed(Team.objects.all())
    return {zonder_accenten(naam): team.pk for team in teams for naam in (team.naam, team.kort)}


UREN = Soort(
    naam="uren",
    titel="Uren op opdrachten",
    ding="uren",
    perm=PERM,
    velden=VELDEN,
    model=lambda: Model(VELDEN, eigen=frozenset({"datum"})),
    kop=("projectcode", "datum", "omschrijving"),
    uitleg="De uitdraai van de urenregistratie: medewerker, team, datum, projectcode, uren en functiegroep.",
    stroom=Urenstroom,
)
