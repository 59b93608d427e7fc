"""Een vergadering van de eerste datum tot de vastgestelde besluitenlijst."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events, klok, leden, mail
from duoplus.actions import agenda
from duoplus.calc.nederlands import datum as dag_voluit
from duoplus.calc.werkdagen import is_werkdag, na_werkdagen
from duoplus.choices import AanwezigheidStand, PuntSoort, PuntStatus
from duoplus.choices import VergaderingStatus as S
from duoplus.models import (
    Aanwezigheid,
    Agendapunt,
    Erratum,
    Feestdag,
    Gebruiker,
    Gremium,
    Organisatie,
    Reeks,
    Vergadering,
)
from duoplus.overleg import VERGADERING
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet

LEIDEN, AANMELDEN = "duoplus.leiden_vergadering", "duoplus.aanmelden_vergadering"

# Runs within the act of adopting, on a meeting that has all its final facts but is not saved yet.
bij_vaststellen: list[Callable[[Vergadering, Gebruiker], object]] = []


def plan(
    gremium: Gremium,
    *,
    datum: date,
    begint_om: time,
    eindigt_om: time,
    plaats: str,
    by: Gebruiker,
    quorum: int = 0,
    reeks: Reeks | None = None,
) -> Vergadering:
    """Zet een vergadering in de agenda van dit overleg. A day that has passed is refused."""
    _vereis(by, LEIDEN, gremium)
    _controleer_tijd(datum, begint_om, eindigt_om)
    vergadering = Vergadering(
        gremium_id=gremium.pk,
        reeks=reeks,
        datum=datum,
        begint_om=begint_om,
        eindigt_om=eindigt_om,
        plaats=plaats,
        quorum=quorum,
    )
    vergadering.full_clean()
    with transaction.atomic():
        vergadering.save()
        voor = namens(by, LEIDEN, gremium)
        feiten = feiten_van(vergadering)
        events.record("duoplus.vergadering.plan", vergadering, by=by, namens=voor, **feiten)
    return vergadering


def plan_reeks(reeks: Reeks, tot: date, *, by: Gebruiker) -> list[Vergadering]:
    """Plan wat er van deze reeks nog niet staat, tot en met ``tot``; twice gives nothing new.

    The series goes on from its last meeting, or begins on its first day. A meeting on a day off moves to
    the next working day.
    """
    vrij = Feestdag.objects.als_vrij()
    dagen = (dag if is_werkdag(dag, vrij) else na_werkdagen(dag, 1, vrij) for dag in _dagen(reeks, tot))
    with transaction.atomic():
        return [
            plan(
                reeks.gremium,
                datum=dag,
                begint_om=reeks.begint_om,
                eindigt_om=reeks.eindigt_om,
                plaats=reeks.plaats,
                quorum=reeks.quorum,
                reeks=reeks,
                by=by,
            )
            for dag in dagen
            if dag <= tot
        ]


def _dagen(reeks: Reeks, tot: date) -> Iterator[date]:
    """Every so many weeks after the last one; what lies in the past is not made up for."""
    stap = timedelta(weeks=reeks.elke_weken)
    laatste = reeks.vergaderingen.order_by("-datum").values_list("datum", flat=True).first()
    dag = laatste + stap if laatste else reeks.van
    einde = min(tot, reeks.tot or tot)
    while dag <= einde:
        if dag >= klok.vandaag():
            yield dag
        dag += stap


def verzet(
    vergadering: Vergadering,
    *,
    datum: date,
    begint_om: time,
    eindigt_om: time,
    plaats: str,
    reden: str,
    by: Gebruiker,
    versie: int | None = None,
) -> Vergadering:
    """Kies een andere dag, tijd of plaats; wie was uitgenodigd krijgt bericht."""
    _controleer_tijd(datum, begint_om, eindigt_om)
    with VERGADERING.transition(vergadering, "verzet", by=by, versie=versie, reden=reden) as stap:
        stap.gegevens |= {"was": vergadering.datum.isoformat(), **feiten_van(vergadering)}
        vergadering.datum, vergadering.plaats = datum, plaats
        vergadering.begint_om, vergadering.eindigt_om = begint_om, eindigt_om
        vergadering.validate_constraints()
        stap.gegevens["dag"] = dag_voluit(datum)
    if vergadering.status == S.UITGENODIGD:
        _mail(vergadering, "verzet", waarom=reden)
    return vergadering


def gaat_niet_door(
    vergadering: Vergadering, *, reden: str, by: Gebruiker, versie: int | None = None
) -> Vergadering:
    """Schrap de vergadering; haar punten wachten op de volgende."""
    feiten = feiten_van(vergadering)
    was_verstuurd = vergadering.status == S.UITGENODIGD
    with VERGADERING.transition(vergadering, "gaat_niet_door", by=by, versie=versie, reden=reden, **feiten):
        agenda.naar_voorraad(vergadering)
    if was_verstuurd:
        _mail(vergadering, "vervallen", waarom=reden)
    return vergadering


def nodig_uit(vergadering: Vergadering, *, by: Gebruiker, versie: int | None = None) -> Vergadering:
    """Verstuur de agenda aan iedereen die in het overleg zit."""
    feiten = feiten_van(vergadering)
    with VERGADERING.transition(vergadering, "nodig_uit", by=by, versie=versie, **feiten):
        if not vergadering.punten.open().exists():
            raise StapKanNiet("Zet eerst iets op de agenda.")
    _mail(vergadering, "uitnodiging")
    return vergadering


def _mail(vergadering: Vergadering, wat: str, **context: Any) -> None:
    """To everybody in the body; it waits for the daily digest, since nobody is held up by it."""
    for lid in leden.leden(vergadering.gremium):
        mail.queue(
            f"duoplus/vergadering_{wat}",
            to=lid.gebruiker,
            key=f"vergadering:{vergadering.pk}:{vergadering.versie}:{lid.gebruiker.pk}",
            reden=f"U zit in {vergadering.gremium}.",
            pad=vergadering.get_absolute_url(),
            bundelen=True,
            vergadering=vergadering,
            **context,
        )


def begin(vergadering: Vergadering, *, by: Gebruiker, versie: int | None = None) -> Vergadering:
    """Open de vergadering: van nu af kan zij besluiten."""
    feiten = feiten_van(vergadering)
    with VERGADERING.transition(vergadering, "begin", by=by, versie=versie, **feiten):
        if vergadering.datum > klok.vandaag():
            raise StapKanNiet(f"Deze vergadering is op {dag_voluit(vergadering.datum)}. Verzet haar eerst.")
        if Vergadering.objects.filter(gremium=vergadering.gremium_id, status=S.BEZIG).exists():
            raise StapKanNiet("Er is al een vergadering van dit overleg bezig. Sluit die eerst.")
        vergadering.begonnen_op = klok.nu()
    return vergadering


def sluit(vergadering: Vergadering, *, by: Gebruiker, versie: int | None = None) -> Vergadering:
    """Sluit de vergadering. What did not come up goes on to the next one; what is always there is done."""
    feiten = feiten_van(vergadering)
    with VERGADERING.transition(vergadering, "sluit", by=by, versie=versie, **feiten):
        vergadering.punten.open().filter(soort=PuntSoort.VAST).update(status=PuntStatus.BEHANDELD)
        over = Agendapunt.objects.open().filter(vergadering=vergadering.pk)
        for punt in over.select_related("gremium"):
            agenda.schuif_door(punt, by=by, reden="Niet aan toegekomen.")
        vergadering.gesloten_op = klok.nu()
    return vergadering


def stel_vast(
    vergadering: Vergadering,
    *,
    by: Gebruiker,
    in_vergadering: Vergadering | None = None,
    versie: int | None = None,
) -> Vergadering:
    """Stel de besluitenlijst vast; daarna verandert er niets meer aan deze vergadering.

    ``in_vergadering``: the running meeting of the same body in which that is done.
    """
    _controleer_waarin(vergadering, in_vergadering)
    feiten = feiten_van(vergadering)
    with VERGADERING.transition(vergadering, "stel_vast", by=by, versie=versie, **feiten):
        vergadering.vastgesteld_op = klok.nu()
        vergadering.vastgesteld_door = by
        vergadering.vastgesteld_in = in_vergadering
        for doe in bij_vaststellen:
            doe(vergadering, by)
    return vergadering


def _controleer_waarin(vergadering: Vergadering, waarin: Vergadering | None) -> None:
    if waarin is None:
        return
    if waarin.gremium_id != vergadering.gremium_id or waarin.pk == vergadering.pk:
        raise StapKanNiet("Vaststellen kan alleen in een andere vergadering van hetzelfde overleg.")
    if waarin.status != S.BEZIG:
        raise StapKanNiet("De vergadering waarin u dit vaststelt, is niet bezig.")


def corrigeer(
    vergadering: Vergadering,
    *,
    stond_er: str,
    moet_zijn: str,
    reden: str,
    by: Gebruiker,
    agendapunt: Agendapunt | None = None,
) -> Erratum:
    """Zet bij een vastgestelde besluitenlijst wat er niet klopte. The list itself stays as it was."""
    _vereis(by, LEIDEN, vergadering)
    if vergadering.status != S.VASTGESTELD:
        raise StapKanNiet("De besluitenlijst is nog niet vastgesteld. Verbeter haar gewoon.")
    with transaction.atomic():
        erratum = Erratum.objects.create(
            vergadering=vergadering,
            agendapunt=agendapunt,
            stond_er=stond_er,
            moet_zijn=moet_zijn,
            reden=reden,
            door=by,
            namens=namens(by, LEIDEN, vergadering),
        )
        feiten = feiten_van(vergadering)
        events.record(
            "duoplus.vergadering.corrigeer", vergadering, by=by, namens=erratum.namens, reden=reden, **feiten
        )
    return erratum


def meld_aanwezig(
    vergadering: Vergadering,
    gebruiker: Gebruiker,
    stand: AanwezigheidStand,
    *,
    by: Gebruiker,
    organisatie: Organisatie | None = None,
) -> Aanwezigheid:
    """Leg vast of iemand er is of komt. Voor uzelf als u erin zit; wie leidt ook voor een ander.

    ``organisatie``: for whom; by default for whom this person sits in it, or his employer as a guest.
    """
    perm = AANMELDEN if by == gebruiker else LEIDEN
    _vereis(by, perm, vergadering)
    if vergadering.status in (S.VASTGESTELD, S.VERVALLEN):
        raise StapKanNiet("Wie er was, staat vast." if vergadering.vastgesteld_op else "Dit gaat niet door.")
    voor_wie = organisatie or _organisatie_van(gebruiker, vergadering)
    if voor_wie is None:
        raise StapKanNiet(f"Kies voor welke organisatie {gebruiker} er is.")
    return Aanwezigheid.objects.create(
        vergadering=vergadering,
        gebruiker=gebruiker,
        organisatie=voor_wie,
        stand=stand,
        door=by,
        namens=namens(by, perm, vergadering),
    )


def _organisatie_van(gebruiker: Gebruiker, vergadering: Vergadering) -> Organisatie | None:
    als_lid = {lid.gebruiker.pk: lid.organisatie for lid in leden.leden(vergadering.gremium)}
    return als_lid.get(gebruiker.pk) or gebruiker.organisatie


def feiten_van(vergadering: Vergadering) -> dict[str, Any]:
    """How the trail of a person names the meeting."""
    return {"overleg": vergadering.gremium.naam, "dag": dag_voluit(vergadering.datum)}


def _controleer_tijd(datum: date, begint_om: time, eindigt_om: time) -> None:
    if datum < klok.vandaag():
        raise StapKanNiet("Kies vandaag of een latere dag.")
    if eindigt_om <= begint_om:
        raise StapKanNiet("Het einde ligt voor het begin.")


def _vereis(by: Gebruiker, perm: str, obj: Gremium | Vergadering) -> None:
    if not by.has_perm(perm, obj):
        raise PermissionDenied(perm)


# What each act is called in the trail of a person.
ZINNEN = {
    "duoplus.vergadering.plan": "plande een vergadering van {overleg} op {dag}",
    "duoplus.vergadering.verzet": "verzette de vergadering van {overleg} naar {dag}: {reden}",
    "duoplus.vergadering.gaat_niet_door": "liet de vergadering van {overleg} op {dag} niet doorgaan: {reden}",
    "duoplus.vergadering.nodig_uit": "verstuurde de agenda van {overleg} voor {dag}",
    "duoplus.vergadering.begin": "opende de vergadering van {overleg} op {dag}",
    "duoplus.vergadering.sluit": "sloot de vergadering van {overleg} op {dag}",
    "duoplus.vergadering.stel_vast": "stelde de besluitenlijst van {overleg} van {dag} vast",
    "duoplus.vergadering.corrigeer": "schreef een erratum bij de besluitenlijst van {overleg} van {dag}",
}
