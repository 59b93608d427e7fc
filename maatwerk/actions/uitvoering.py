"""Van opdracht tot afgerond werk, met wat het kostte."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events, klok
from duoplus.models import Gebruiker, Team
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet
from maatwerk import financiering
from maatwerk.actions import beslag
from maatwerk.calc.verdeling import regelbedrag
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import BoekingSoort
from maatwerk.models import Aanvraag, Boeking, Opdracht, Tarief, Voortgang
from maatwerk.transitions import AANVRAAG, zet_einde_termijn

# While the work is under way, or delivered but not closed.
OPEN = (S.IN_UITVOERING, S.OPGELEVERD)
NIET_OPEN = "Dit kan alleen zolang het werk in uitvoering of opgeleverd is."


def starten(
    aanvraag: Aanvraag, *, by: Gebruiker, uitvoerders: Sequence[Gebruiker], versie: int | None = None
) -> Aanvraag:
    """Zet het werk in gang met de mensen die het doen; niet zolang een gemeente een voorbehoud heeft."""
    with transaction.atomic():
        with AANVRAAG.transition(aanvraag, "starten", by=by, versie=versie) as overgang:
            if not uitvoerders:
                raise StapKanNiet("Kies ten minste één uitvoerder.")
            if zin := financiering.weigering(aanvraag):
                raise StapKanNiet(zin)
            aanvraag.opdracht.uitvoerders.set(uitvoerders)
            aanvraag.opdracht.gestart_op = aanvraag.gestart_op = klok.nu()
            aanvraag.opdracht.save()
            overgang.gegevens["uitvoerders"] = [uitvoerder.naam for uitvoerder in uitvoerders]
        zet_einde_termijn(aanvraag, aanvraag.opdracht.einddatum)
    return aanvraag


def opleveren(aanvraag: Aanvraag, *, by: Gebruiker, resultaat: str, versie: int | None = None) -> Aanvraag:
    """Zeg wat er klaar is; de gemeente beoordeelt het."""
    with AANVRAAG.transition(aanvraag, "opleveren", by=by, versie=versie, tekst=resultaat) as overgang:
        opdracht = aanvraag.opdracht
        opdracht.resultaat, opdracht.opgeleverd_op = resultaat, klok.nu()
        opdracht.save()
        aanvraag.opgeleverd_op = opdracht.opgeleverd_op
        overgang.gegevens["uren"] = str(opdracht.verbruik()["uren"])
    return aanvraag


def niet_akkoord(aanvraag: Aanvraag, *, by: Gebruiker, reden: str, versie: int | None = None) -> Aanvraag:
    """Zeg wat er nog ontbreekt; het werk gaat verder."""
    with AANVRAAG.transition(aanvraag, "niet_akkoord", by=by, versie=versie, reden=reden):
        aanvraag.opdracht.opgeleverd_op = aanvraag.opgeleverd_op = None
        aanvraag.opdracht.save()
    return aanvraag


def accepteren(
    aanvraag: Aanvraag, *, by: Gebruiker, score: int, toelichting: str = "", versie: int | None = None
) -> Aanvraag:
    """Leg vast dat het werk goed is, met een cijfer van 1 tot en met 5."""
    with AANVRAAG.transition(aanvraag, "accepteren", by=by, versie=versie, score=score, tekst=toelichting):
        opdracht = aanvraag.opdracht
        opdracht.geaccepteerd_op, opdracht.score = klok.nu(), score
        opdracht.score_toelichting = toelichting
        opdracht.full_clean()
        opdracht.save()
    return aanvraag


def afsluiten(aanvraag: Aanvraag, *, by: Gebruiker, versie: int | None = None) -> Aanvraag:
    """Sluit het dossier: er kan niets meer bij."""
    with AANVRAAG.transition(aanvraag, "afsluiten", by=by, versie=versie):
        beslag.geef_vrij(aanvraag, by=by)
        aanvraag.afgesloten_op = klok.nu()
    return aanvraag


def voortgang_melden(
    opdracht: Opdracht,
    *,
    by: Gebruiker,
    gedaan: str,
    verwacht_klaar_op: date,
    hierna: str = "",
    risico: str = "",
) -> Voortgang:
    """Vertel de gemeente hoe het staat."""
    with transaction.atomic():
        _controleer(opdracht, "maatwerk.voortgang_opdracht", by)
        voortgang = Voortgang.objects.create(
            opdracht=opdracht,
            gedaan=gedaan,
            hierna=hierna,
            risico=risico,
            verwacht_klaar_op=verwacht_klaar_op,
            door=by,
        )
        events.record(
            "maatwerk.aanvraag.voortgang_melden",
            opdracht.aanvraag,
            by=by,
            tekst=gedaan,
            verwacht_klaar_op=verwacht_klaar_op.isoformat(),
        )
    return voortgang


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
        _controleer(opdracht, "maatwerk.boeken_uren_opdracht", by)
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
) -> Boeking:
    """Boek een factuur van buiten, in euro exclusief btw."""
    with transaction.atomic():
        _controleer(opdracht, "maatwerk.boeken_kosten_opdracht", by)
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
        )


def corrigeren_boeking(boeking: Boeking, *, by: Gebruiker, reden: str) -> Boeking:
    """Herstel een boeking met een tegenboeking; de eerste blijft staan.

    The reversal falls on the same date, so that it meets the same tariff and key.
    """
    with transaction.atomic():
        if not by.has_perm("maatwerk.corrigeren_boeking", boeking):
            raise PermissionDenied("maatwerk.corrigeren_boeking")
        _controleer_open(boeking.opdracht)
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
            medewerker=boeking.medewerker,
            corrigeert=boeking,
        )


def _boek(opdracht: Opdracht, by: Gebruiker, **velden: object) -> Boeking:
    boeking = Boeking(opdracht=opdracht, geboekt_door=by, **velden)
    boeking.full_clean()
    boeking.save()
    beslag.gebruik(boeking)
    events.record(
        "maatwerk.aanvraag.boeken",
        opdracht.aanvraag,
        by=by,
        namens=namens(by, "maatwerk.boeken_uren_opdracht", opdracht),
        zichtbaarheid="intern",
        boeking=boeking.pk,
        soort=boeking.soort,
        uren=str(boeking.uren),
        omschrijving=boeking.omschrijving,
    )
    return boeking


def _controleer(opdracht: Opdracht, perm: str, by: Gebruiker) -> None:
    if not by.has_perm(perm, opdracht):
        raise PermissionDenied(perm)
    _controleer_open(opdracht)


def _controleer_open(opdracht: Opdracht) -> None:
    """Hold the request, so that closing and booking wait for each other."""
    status = (
        Aanvraag.objects.select_for_update().values_list("status", flat=True).get(pk=opdracht.aanvraag_id)
    )
    if status not in OPEN:
        raise StapKanNiet(NIET_OPEN)


def controleer_datum(opdracht: Opdracht, datum: date) -> None:
    """Nothing before the start of the assignment, nothing in the future."""
    gestart = klok.dag(opdracht.gestart_op) if opdracht.gestart_op else None
    if gestart and datum < gestart:
        raise StapKanNiet(f"Kies een datum vanaf de start: {gestart:%d-%m-%Y}.")
    if datum > klok.vandaag():
        raise StapKanNiet("Kies een datum tot en met vandaag.")
