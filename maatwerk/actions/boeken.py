"""Het grootboek van opdrachten: uren en kosten boeken, en met een tegenboeking herstellen.

Lines are only added. The month a line counts in is settled here; the database refuses a closed one, also
when it closes while we write (docs/adr/0019).
"""

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duoplus import events, klok
from duoplus.calc.maanden import volgende_maand
from duoplus.choices import Zichtbaarheid
from duoplus.models import Gebruiker, Team
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet
from maatwerk.actions import beslag, signalen
from maatwerk.actions.uitvoering import houd_open, vereis_open
from maatwerk.calc.verdeling import regelbedrag
from maatwerk.choices import BoekingSoort, BtwRegime
from maatwerk.looptijd import Looptijd
from maatwerk.models import Boeking, Heropening, Opdracht, Periode, Tarief

IN_OPEN_MAAND = "boeking_in_open_periode"  # what the trigger calls its refusal
NET_GESLOTEN = "De maand is net afgesloten. Er is niets geboekt. Probeer het opnieuw."


def boeken_uren(
    opdracht: Opdracht,
    *,
    by: Gebruiker,
    datum: date,
    team: Team,
    functiegroep: str,
    uren: Decimal,
    omschrijving: str,
    medewerker: Gebruiker | None = None,
) -> Boeking:
    """Boek uren tegen het tarief dat op die dag gold, één keer afgerond op de cent.

    Raises ``StapKanNiet`` outside the assignment's dates or without exactly one valid tariff.
    """
    with transaction.atomic():
        vereis_open(opdracht, "maatwerk.boeken_uren_opdracht", by)
        controleer_datum(opdracht, datum)
        tarief = Tarief.objects.per_functiegroep(datum).get(functiegroep)
        if tarief is None:
            raise StapKanNiet(f"Er is op {datum:%d-%m-%Y} geen tarief voor functiegroep {functiegroep}.")
        return _boek(
            opdracht,
            by,
            soort=BoekingSoort.UREN,
            datum=datum,
            team=team,
            functiegroep=functiegroep,
            uren=uren,
            tarief=tarief,
            bedrag=regelbedrag(uren, tarief),
            omschrijving=omschrijving,
            medewerker=medewerker or by,
        )


def boeken_kosten(
    opdracht: Opdracht,
    *,
    by: Gebruiker,
    datum: date,
    bedrag: Decimal,
    omschrijving: str,
    leverancier: str,
    factuurnummer: str = "",
    btw_regime: str = BtwRegime.GEEN,
    btw: Decimal = Decimal(0),
    economische_categorie: str = "",
) -> Boeking:
    """Boek een factuur van buiten, in euro exclusief btw; de btw staat ernaast."""
    with transaction.atomic():
        vereis_open(opdracht, "maatwerk.boeken_kosten_opdracht", by)
        controleer_datum(opdracht, datum)
        return _boek(
            opdracht,
            by,
            soort=BoekingSoort.KOSTEN,
            datum=datum,
            bedrag=bedrag,
            omschrijving=omschrijving,
            leverancier=leverancier,
            factuurnummer=factuurnummer,
            btw_regime=btw_regime,
            btw=btw,
            economische_categorie=economische_categorie,
        )


def corrigeren_boeking(boeking: Boeking, *, by: Gebruiker, reden: str) -> Boeking:
    """Herstel een boeking met een tegenboeking; de eerste blijft staan.

    The reversal falls on the same date, so that it meets the same tariff and key; it counts in that month
    or, when that is closed, in the next open one.
    """
    with transaction.atomic():
        if not by.has_perm("maatwerk.corrigeren_boeking", boeking):
            raise PermissionDenied("maatwerk.corrigeren_boeking")
        houd_open(boeking.opdracht)
        if boeking.corrigeert_id or Boeking.objects.filter(corrigeert=boeking).exists():
            raise StapKanNiet("Deze boeking is al hersteld.")
        return _boek(
            boeking.opdracht,
            by,
            soort=boeking.soort,
            datum=boeking.datum,
            team=boeking.team,
            functiegroep=boeking.functiegroep,
            uren=-boeking.uren,
            tarief=boeking.tarief,
            bedrag=-boeking.bedrag,
            omschrijving=reden[:200],
            leverancier=boeking.leverancier,
            factuurnummer=boeking.factuurnummer,
            btw_regime=boeking.btw_regime,
            btw=-boeking.btw,
            economische_categorie=boeking.economische_categorie,
            medewerker=boeking.medewerker,
            medewerker_nummer=boeking.medewerker_nummer,
            corrigeert=boeking,
        )


def _boek(opdracht: Opdracht, by: Gebruiker, **velden: object) -> Boeking:
    boeking = Boeking(opdracht=opdracht, geboekt_door=by, **velden)
    boeking.periode, boeking.heropening = boekmaand(boeking.datum, correctie=boeking.corrigeert is not None)
    boeking.full_clean()
    _bewaar(boeking)
    beslag.gebruik(boeking)
    signalen.bewaak([opdracht])
    events.record(
        "maatwerk.aanvraag.boeken",
        opdracht.aanvraag,
        by=by,
        namens=namens(by, "maatwerk.boeken_uren_opdracht", opdracht),
        zichtbaarheid=Zichtbaarheid.INTERN,
        boeking=boeking.pk,
        soort=boeking.soort,
        uren=str(boeking.uren),
        omschrijving=boeking.omschrijving,
    )
    return boeking


def _bewaar(boeking: Boeking) -> None:
    try:
        with transaction.atomic():
            boeking.save()
    except IntegrityError as fout:
        if is_gesloten(fout):
            raise StapKanNiet(NET_GESLOTEN) from fout
        raise


def is_gesloten(fout: IntegrityError) -> bool:
    """Whether the database refused a line because its month closed meanwhile."""
    diag = getattr(fout.__cause__, "diag", None)
    return getattr(diag, "constraint_name", None) == IN_OPEN_MAAND


def boekmaand(datum: date, *, correctie: bool) -> tuple[Periode, Heropening | None]:
    """The month a line of ``datum`` counts in, and the decision that allows it if that month is closed.

    Raises ``StapKanNiet`` for a forgotten day in a closed month that nobody reopened.
    """
    eigen = Periode.van(datum)
    if eigen.is_open:
        return eigen, None
    if correctie:
        return eerste_open(eigen), None
    heropening = Heropening.objects.geldig(klok.vandaag()).filter(periode=eigen).first()
    if heropening is None:
        raise StapKanNiet(
            f"De maand {eigen} is afgesloten. Kies een latere datum, "
            "of vraag de concerncontroller om de maand te heropenen."
        )
    return eerste_open(eigen), heropening


def eerste_open(na: Periode) -> Periode:
    """The earliest open month after this one."""
    maand = na.maand
    gesloten = set(Periode.objects.gesloten().filter(maand__gt=maand).values_list("maand", flat=True))
    while (maand := volgende_maand(maand)) in gesloten:
        pass
    return Periode.van(maand)


def controleer_datum(opdracht: Opdracht, datum: date) -> None:
    """Nothing before the start, nothing in the future, and after the end date only the days to run out."""
    gestart = klok.dag(opdracht.gestart_op) if opdracht.gestart_op else None
    if gestart and datum < gestart:
        raise StapKanNiet(f"Kies een datum vanaf de start: {gestart:%d-%m-%Y}.")
    if datum > klok.vandaag():
        raise StapKanNiet("Kies een datum tot en met vandaag.")
    if datum > (laatste := Looptijd.lees().laatste_dag(opdracht)):
        raise StapKanNiet(
            f"De opdracht liep tot {opdracht.klaar_voor:%d-%m-%Y}; boeken kon tot en met {laatste:%d-%m-%Y}. "
            "Vraag eerst een wijziging van de einddatum, op de pagina van de opdracht."
        )
