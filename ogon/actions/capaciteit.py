"""De uren van een team invullen en verbeteren. Een regel verandert nooit: er komt een andere voor."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duoplus import events, klok
from duoplus.calc.nederlands import maand_en_jaar
from duoplus.calc.nederlands import uren as als_uren
from duoplus.models import Gebruiker, Team
from duoplus.transitions import StapKanNiet
from ogon.choices import CapaciteitSoort
from ogon.models import Capaciteitsregel

ZINNEN = {
    "ogon.capaciteit.invullen": "vulde voor {team} in {wanneer} {uren} uur in: {wat}",
    "ogon.capaciteit.verbeteren": "verbeterde voor {team} in {wanneer} {was} uur tot {uren} uur: {wat}",
}
MET_DE_HAND = "Ingevuld in het portaal"


def vul_in(
    team: Team,
    *,
    by: Gebruiker,
    maand: date,
    soort: str,
    omschrijving: str,
    uren: Decimal,
    reden: str = "",
) -> Capaciteitsregel:
    """Zet een regel bij een team en een maand; wat er al staat, verbetert u."""
    _vereis(team, by)
    with transaction.atomic():
        regel = schrijf(
            team, maand=maand, soort=soort, omschrijving=omschrijving, uren=uren, bron=MET_DE_HAND, by=by
        )
        _leg_vast(regel, "invullen", by, reden)
    return regel


def verbeter(regel: Capaciteitsregel, *, by: Gebruiker, uren: Decimal, reden: str) -> Capaciteitsregel:
    """Laat deze regel vervallen en zet dezelfde met andere uren neer, met de reden."""
    _vereis(regel.team, by)
    with transaction.atomic():
        oud = Capaciteitsregel.objects.select_for_update().get(pk=regel.pk)
        if oud.vervallen_op is not None:
            raise StapKanNiet("Deze regel is al verbeterd. Open de nieuwe regel.")
        if oud.uren == uren:
            raise StapKanNiet("U heeft niets gewijzigd.")
        laat_vervallen(oud)
        nieuw = schrijf(
            oud.team,
            maand=oud.maand,
            soort=oud.soort,
            omschrijving=oud.omschrijving,
            uren=uren,
            bron=MET_DE_HAND,
            by=by,
        )
        _leg_vast(nieuw, "verbeteren", by, reden, was=als_uren(oud.uren))
    return nieuw


def schrijf(
    team: Team, *, maand: date, soort: str, omschrijving: str, uren: Decimal, bron: str, by: Gebruiker
) -> Capaciteitsregel:
    """One row, after the same checks for a form and a file. Raises ``StapKanNiet`` with a sentence."""
    if uren < 0:
        raise StapKanNiet("Uren zijn 0 of meer. Haal het minteken weg.")
    if maand.day != 1:
        raise StapKanNiet("Kies een hele maand.")
    try:
        with transaction.atomic():
            return Capaciteitsregel.objects.create(
                team=team,
                maand=maand,
                soort=soort,
                omschrijving=omschrijving,
                uren=uren,
                bron=bron,
                ingevoerd_door=by,
            )
    except IntegrityError:
        wat = f"{CapaciteitSoort(soort).label}, {omschrijving}"
        raise StapKanNiet(
            f"{team} heeft in {maand_en_jaar(maand)} al een regel ‘{wat}’. Verbeter die."
        ) from None


def laat_vervallen(regel: Capaciteitsregel) -> None:
    regel.vervallen_op = klok.nu()
    regel.save(update_fields=["vervallen_op"])


def _leg_vast(regel: Capaciteitsregel, wat: str, by: Gebruiker, reden: str, **gegevens: Any) -> None:
    events.record(
        f"ogon.capaciteit.{wat}",
        regel,
        by=by,
        team=regel.team.kort,
        jaar=regel.maand.year,
        wanneer=maand_en_jaar(regel.maand),
        wat=f"{regel.get_soort_display()}, {regel.omschrijving}",
        uren=als_uren(regel.uren),
        reden=reden,
        **gegevens,
    )


def _vereis(team: Team, by: Gebruiker) -> None:
    if not by.has_perm("ogon.invullen_team", team):
        raise PermissionDenied("ogon.invullen_team")
