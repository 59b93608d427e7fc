"""Lumpsums with a budget, assignments of any division, and bookings on them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from duoplus import klok
from duoplus.choices import Rol
from maatwerk.actions import boeken, perioden, weken
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Begrotingsoort, Verzoekstand
from maatwerk.models import Begrotingsregel, Boeking, Lumpsum, Opdracht, Periode, Wijzigingsverzoek
from tests.factories.aanvragen import aanvraag_in
from tests.factories.mensen import iemand, maak
from tests.factories.organisaties import gemeente, team


def lumpsum(letter: str = "U", jaar: int = 0, *, begroting: int = 0, voorschotten: bool = False) -> Lumpsum:
    """The lumpsum of a municipality, with so many euro adopted on overhead, structural."""
    jaar = jaar or klok.vandaag().year
    gemaakt, _ = Lumpsum.objects.get_or_create(organisatie=gemeente(letter), jaar=jaar)
    if begroting:
        begrotingsregel(gemaakt, begroting)
    if voorschotten:
        for kwartaal in range(1, 5):
            begrotingsregel(
                gemaakt, Decimal(begroting) / 4, soort=Begrotingsoort.VOORSCHOT, kwartaal=kwartaal
            )
    return gemaakt


def begrotingsregel(
    lumpsum: Lumpsum, bedrag: Decimal | int, *, soort: str = Begrotingsoort.PRIMITIEF, **anders: Any
) -> Begrotingsregel:
    begroot = soort != Begrotingsoort.VOORSCHOT
    velden: dict[str, Any] = {"taakveld": "0.4", "i_s": "S"} if begroot else {"kwartaal": 1}
    velden |= {"datum": date(lumpsum.jaar, 1, 2), "document": "Programmabegroting"}
    return Begrotingsregel.objects.create(
        lumpsum=lumpsum,
        soort=soort,
        bedrag=bedrag,
        door=iemand(Rol.CONCERNCONTROLLER),
        **velden | anders,
    )


def lopende_opdracht(gemeenten: str = "U", **velden: Any) -> Opdracht:
    """An assignment under way of these municipalities (letters), the first one leading."""
    return aanvraag_in(S.IN_UITVOERING, gemeenten=gemeenten, **velden).opdracht


def uren(
    opdracht: Opdracht, aantal: Decimal | int = 1, *, dag: date | None = None, groep: str = "B"
) -> Boeking:
    """Hours by the manager of the team, on the first day of the work without another day."""
    aanvraag = opdracht.aanvraag
    return boeken.boeken_uren(
        opdracht,
        by=iemand(Rol.TEAMMANAGER, team=aanvraag.team),
        datum=dag or klok.dag(opdracht.gestart_op),
        team=aanvraag.team or team(),
        functiegroep=groep,
        uren=Decimal(aantal),
        omschrijving="Gewerkt",
    )


def kosten(opdracht: Opdracht, bedrag: Decimal | int | str, *, dag: date | None = None) -> Boeking:
    return boeken.boeken_kosten(
        opdracht,
        by=iemand(Rol.TEAMMANAGER, team=opdracht.aanvraag.team),
        datum=dag or klok.dag(opdracht.gestart_op),
        bedrag=Decimal(bedrag),
        omschrijving="Factuur",
        leverancier="Bureau",
    )


def ander_plafond(opdracht: Opdracht, bedrag: Decimal | int | str) -> Opdracht:
    """Another ceiling in euro, agreed now; hours and end date stay."""
    Wijzigingsverzoek.objects.create(
        opdracht=opdracht,
        plafond_uren=opdracht.uren_mogen,
        plafond_kosten=bedrag,
        einddatum=opdracht.einddatum,
        reden="Er is meer werk dan gedacht.",
        stand=Verzoekstand.AKKOORD,
        afgedaan_op=klok.nu(),
        door=iemand(Rol.TEAMMANAGER, team=opdracht.aanvraag.team),
    )
    Opdracht.objects.filter(pk=opdracht.pk).update(gewijzigd_plafond_kosten=bedrag)
    opdracht.refresh_from_db()
    return opdracht


def sluit_maanden(opdracht: Opdracht) -> None:
    """Give akkoord to the hours and close, when they are over, the months in which it was booked."""
    weken.goedkeuren(opdracht.boekingen.niet_goedgekeurd(), by=maak(Rol.TEAMMANAGER))
    maanden = list(Periode.objects.open().van_aanvraag(opdracht.aanvraag))
    with klok.op(klok.nu() + timedelta(days=45)):
        for uitkomst in perioden.sluit(
            [periode.maand for periode in maanden], by=maak(Rol.CONCERNCONTROLLER)
        ):
            assert uitkomst.is_gelukt, uitkomst.zin
