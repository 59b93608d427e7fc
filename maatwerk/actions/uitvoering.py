"""Van opdracht tot afgerond werk, met wat het kostte."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events, klok
from duoplus.calc.nederlands import opsomming
from duoplus.models import Gebruiker
from duoplus.transitions import StapKanNiet
from maatwerk import financiering
from maatwerk.actions import beslag
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, Opdracht, Periode, Voortgang
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
        zet_einde_termijn(aanvraag, aanvraag.opdracht.klaar_voor)
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
    """Sluit het dossier: er kan niets meer bij. Alles wat erop is geboekt, ligt in gesloten maanden."""
    with AANVRAAG.transition(aanvraag, "afsluiten", by=by, versie=versie):
        if maanden := list(Periode.objects.open().van_aanvraag(aanvraag)):
            raise StapKanNiet(_nog_open(maanden))
        beslag.geef_vrij(aanvraag, by=by)
        aanvraag.afgesloten_op = klok.nu()
    return aanvraag


def _nog_open(maanden: Sequence[Periode]) -> str:
    welke = "die maand" if len(maanden) == 1 else "die maanden"
    return f"Op deze opdracht is geboekt in {opsomming(maanden)}. Sluit eerst {welke}."


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
        vereis_open(opdracht, "maatwerk.voortgang_opdracht", by)
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


def vereis_open(opdracht: Opdracht, perm: str, by: Gebruiker) -> None:
    if not by.has_perm(perm, opdracht):
        raise PermissionDenied(perm)
    houd_open(opdracht)


def houd_open(opdracht: Opdracht) -> None:
    """Hold the request, so that closing and booking wait for each other."""
    status = (
        Aanvraag.objects.select_for_update().values_list("status", flat=True).get(pk=opdracht.aanvraag_id)
    )
    if status not in OPEN:
        raise StapKanNiet(NIET_OPEN)
