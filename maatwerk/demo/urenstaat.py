"""Uren van het voorbeeldjaar: weken die zijn ingediend, weken die half zijn getypt, en een bestand."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from duoplus import klok
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.calc.nederlands import uren as als_uren
from duoplus.calc.werkdagen import is_werkdag
from duoplus.inlezen.overnemen import in_een_keer
from duoplus.models import Gebruiker
from maatwerk.actions import weken
from maatwerk.demo.toneel import Toneel
from maatwerk.inlees.uren import UREN
from maatwerk.models import Aanvraag, Opdracht
from maatwerk.weken.dagen import maandag_van, week_van
from maatwerk.weken.week import Sleutel, lees

KWARTIER = Decimal("0.25")
HALF = ("2", "1,5", "3")  # what is typed in the first rows of a week that is not finished
KOP = "Medewerker;Team;Datum;Projectcode;Omschrijving;Uren;Functiegroep"
MEDEWERKER, COLLEGA = "1261", "1275"


def maak(toneel: Toneel) -> None:
    """The week of today, half typed: yesterday at the end of the day, on its first day just now."""
    maandag = maandag_van(toneel.peildatum)
    dag = max(maandag, toneel.gisteren)
    einde = datetime.combine(dag, time(17, 40), AMSTERDAM)
    with klok.op(klok.nu() if dag == klok.vandaag() else einde):
        typ(toneel.wie("uitvoerder.01"), maandag)


def in_kwartieren(uren: Decimal, delen: int) -> list[Decimal]:
    """The hours in quarters of an hour, evenly spread, exactly the total."""
    tot = [
        (uren * n / delen / KWARTIER).quantize(Decimal(1), ROUND_HALF_UP) * KWARTIER for n in range(delen + 1)
    ]
    return [later - eerder for eerder, later in pairwise(tot)]


def dien_in(toneel: Toneel, opdracht: Opdracht, groep: str, uren: Decimal, *, by: Gebruiker) -> None:
    """The week up to now with these hours, over the working days since the start."""
    vandaag, sleutel = klok.vandaag(), Sleutel(opdracht.pk, groep)
    maandag = maandag_van(vandaag)
    van = klok.dag(opdracht.gestart_op) if opdracht.gestart_op else maandag
    kan = [dag for dag in week_van(maandag) if van <= dag <= vandaag and is_werkdag(dag, toneel.vrij)]
    dagen = kan or [vandaag]
    delen = zip(dagen, in_kwartieren(uren, len(dagen)), strict=True)
    getypt = {(sleutel, dag): als_uren(deel) for dag, deel in delen if deel}
    weken.indienen(by, maandag, getypt, versie=lees(by, maandag).versie, ook=[sleutel])


def typ(user: Gebruiker, maandag: date) -> None:
    """Some hours in the first days of every row where nothing stands yet; then it is left at that."""
    week = lees(user, maandag)
    getypt = {
        (rij.sleutel, cel.dag): uren
        for rij, uren in zip(week.rijen, HALF, strict=False)
        for cel in rij.cellen[:3]
        if not cel.slot and not cel.boekingen
    }
    weken.bewaar(user, maandag, getypt, versie=week.versie)


def lees_bestand(
    toneel: Toneel, aanvraag: Aanvraag, team: str, groep: str, per_dag: Mapping[date, Decimal]
) -> None:
    """The hours of a month as another system has them; on one line nobody filled in the project."""
    regels = [
        f"{MEDEWERKER};{team};{dag:%d-%m-%Y};{aanvraag.nummer};{aanvraag.titel};{als_uren(uren)};{groep}"
        for dag, uren in per_dag.items()
    ]
    laatste = max(per_dag)
    regels.append(f"{COLLEGA};{team};{laatste:%d-%m-%Y};;Overleg met de leverancier;3;{groep}")
    in_een_keer(
        "\r\n".join([KOP, *regels]).encode("cp1252"),
        soort=UREN,
        bestandsnaam=f"uren-{laatste:%Y-%m}.csv",
        by=toneel.wie("concerncontroller"),
    )
