"""Uren van een week bewaren, indienen, goedkeuren en terugsturen.

A week is handed in as a whole: the difference with the ledger is booked in one transaction. Whoever does
something to a week first holds its draft and then its requests in the order of their keys, so two weeks
never wait for each other.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events, klok, mail
from duoplus.calc.nederlands import Onleesbaar
from duoplus.calc.nederlands import uren as als_uren
from duoplus.choices import Zichtbaarheid
from duoplus.models import Gebruiker, Team
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions import boeken
from maatwerk.models import Aanvraag, Boeking, Goedkeuring, Opdracht, RamingRegel, Weekconcept
from maatwerk.weken import akkoord, cel
from maatwerk.weken.week import Cel, Getypt, Rij, Sleutel, Week, lees, naam_van

NUL = Decimal(0)
INGEDIEND, GOEDGEKEURD, TERUG = (f"maatwerk.week.{wat}" for wat in ("indienen", "goedkeuren", "terugsturen"))
ZINNEN = {
    INGEDIEND: "diende {week} in, {uren} uur",
    GOEDGEKEURD: "keurde {uren} uur van {wie} goed, {week}",
    TERUG: "stuurde {uren} uur van {wie} terug, {week}",
}
NIETS_MEER = "Er wacht niets meer op u in deze week."


def concept_van(user: Gebruiker, maandag: date) -> Weekconcept:
    """The draft of this week, held until the transaction ends; made if there is none."""
    Weekconcept.objects.get_or_create(medewerker=user, maandag=maandag)
    return Weekconcept.objects.select_for_update().get(medewerker=user, maandag=maandag)


def bewaar(
    user: Gebruiker, maandag: date, getypt: Getypt, *, versie: str, ook: Iterable[Sleutel] = ()
) -> Week:
    """Bewaar wat er is ingetypt, goed of fout. Raises ``Verouderd`` if another device was first."""
    with transaction.atomic():
        concept, week = _open(user, maandag, versie, ook)
        week.typ(getypt)
        _schrijf(concept, week.als_regels())
        week.concept = concept
    return week


def neem_over(
    user: Gebruiker, maandag: date, getypt: Getypt, *, versie: str, ook: Iterable[Sleutel] = ()
) -> Week:
    """Zet de uren van vorige week in de lege vakjes, als concept; wat er al staat, blijft staan."""
    with transaction.atomic():
        vorige = lees(user, maandag - timedelta(days=7))
        rijen = [rij for rij in vorige.rijen if rij.uren]
        concept, week = _open(user, maandag, versie, [*ook, *(rij.sleutel for rij in rijen)])
        week.typ(getypt)
        for rij in rijen:
            _kopieer(rij, week)
        _schrijf(concept, week.als_regels())
        week.concept = concept
    return week


def indienen(
    user: Gebruiker, maandag: date, getypt: Getypt, *, versie: str, ook: Iterable[Sleutel] = ()
) -> list[Opdracht]:
    """Boek het verschil met wat er al geboekt is; geeft de opdrachten waarop iets veranderde.

    Raises ``Verouderd`` if another device was first, ``StapKanNiet`` for a day that cannot be booked.
    """
    with transaction.atomic():
        concept, week = _open(user, maandag, versie, ook)
        week.typ(getypt)
        anders = [(rij, c) for rij in week.rijen for c in rij.cellen if c.is_anders]
        _houd({rij.opdracht.aanvraag_id for rij, _ in anders})
        for rij, vakje in sorted(anders, key=lambda plek: (plek[0].opdracht.aanvraag_id, plek[1].dag)):
            _boek(user, rij, vakje)
        concept.opmerking = ""
        _schrijf(concept, [])
        _leg_vast(INGEDIEND, concept, by=user, uren=week.uren)
    return list({rij.opdracht.pk: rij.opdracht for rij, _ in anders}.values())


def goedkeuren(boekingen: Iterable[Boeking], *, by: Gebruiker) -> Decimal:
    """Keur deze uren goed; wat intussen is goedgekeurd of hersteld, telt niet mee. Geeft de uren."""
    with transaction.atomic():
        pks = [boeking.pk for boeking in boekingen]
        wachtend = list(akkoord.compleet(Boeking.objects.niet_goedgekeurd().filter(pk__in=pks)))
        _vereis_goedkeuren(wachtend, by)
        Goedkeuring.objects.bulk_create(
            [
                Goedkeuring(boeking=b, door=by, namens=namens(by, "maatwerk.goedkeuren_boeking", b))
                for b in wachtend
            ],
            ignore_conflicts=True,  # two managers pressed at once: once is enough
        )
        for groep in akkoord.per_week(wachtend):
            concept, _ = Weekconcept.objects.get_or_create(medewerker=groep.medewerker, maandag=groep.maandag)
            _leg_vast(GOEDGEKEURD, concept, by=by, uren=groep.uren, wie=groep.medewerker.naam)
    return sum((b.uren for b in wachtend), NUL)


def terugsturen(medewerker: Gebruiker, maandag: date, *, by: Gebruiker, reden: str) -> Decimal:
    """Haal met tegenboekingen uit de boeken wat in deze week op ``by`` wacht, en geef het terug als concept.

    Raises ``StapKanNiet`` when nothing waits any more. The person reads why, in the week and in a mail.
    """
    with transaction.atomic():
        concept = concept_van(medewerker, maandag)
        wachtend = akkoord.van_week(by, medewerker, maandag)
        if not wachtend:
            raise StapKanNiet(NIETS_MEER)
        _vereis_goedkeuren(wachtend, by)
        _houd({b.opdracht.aanvraag_id for b in wachtend})
        for boeking in wachtend:
            boeken.corrigeren_boeking(boeking, by=by, reden=f"Teruggestuurd: {reden}")
        concept.opmerking = reden
        _schrijf(concept, _met_terug(lees(medewerker, maandag), wachtend))
        uren = sum((b.uren for b in wachtend), NUL)
        _leg_vast(TERUG, concept, by=by, uren=uren, wie=medewerker.naam, reden=reden)
        _bericht(concept, by, uren)
    return uren


def _open(user: Gebruiker, maandag: date, versie: str, ook: Iterable[Sleutel]) -> tuple[Weekconcept, Week]:
    concept = concept_van(user, maandag)
    week = lees(user, maandag, ook=ook)
    if versie != week.versie:
        raise Verouderd(concept)
    return concept, week


def _schrijf(concept: Weekconcept, regels: list[dict[str, Any]]) -> None:
    concept.regels, concept.gewijzigd_op = regels, klok.nu()
    concept.versie += 1
    concept.save()


def _kopieer(rij: Rij, naar: Week) -> None:
    for van, dag in zip(rij.cellen, naar.dagen, strict=True):
        vakje = naar.per_plek.get((rij.sleutel, dag))
        if vakje and van.uren and not vakje.slot and not vakje.tekst:
            vakje.typ(van.tekst)


def _houd(aanvragen: set[int]) -> None:
    """Hold these requests in the order of their keys; a booking holds its own again."""
    list(Aanvraag.objects.select_for_update().filter(pk__in=aanvragen).order_by("pk").values_list("pk"))


def _boek(user: Gebruiker, rij: Rij, vakje: Cel) -> None:
    """What stood there is reversed, what stands there now is booked."""
    try:
        for oud in vakje.boekingen:
            boeken.corrigeren_boeking(oud, by=user, reden="Gewijzigd in de week")
        if uren := cel.lees(vakje.tekst):
            boeken.boeken_uren(
                rij.opdracht,
                by=user,
                datum=vakje.dag,
                team=_team(user, rij, vakje),  # type: ignore[arg-type]  # work under way has a team
                functiegroep=rij.functiegroep,
                uren=uren,
                omschrijving=f"Uren van week {vakje.dag.isocalendar().week}",
            )
    except (StapKanNiet, Onleesbaar) as weigering:
        raise StapKanNiet(f"{rij.opdracht.nummer}, {vakje.dag:%d-%m-%Y}: {weigering}") from weigering


def _team(user: Gebruiker, rij: Rij, vakje: Cel) -> Team | None:
    """For which team these hours count: as before, else as this group stands in the estimate."""
    if vakje.boekingen:
        return vakje.boekingen[0].team
    eigen = rij.opdracht.boekingen.filter(medewerker=user, functiegroep=rij.functiegroep)
    eerder = eigen.exclude(team=None).select_related("team").first()
    geraamd = RamingRegel.objects.filter(raming=rij.opdracht.raming_id, functiegroep=rij.functiegroep)
    bron = eerder or geraamd.select_related("team").order_by("pk").first()
    return bron.team if bron else rij.opdracht.aanvraag.team


def _vereis_goedkeuren(boekingen: Iterable[Boeking], by: Gebruiker) -> None:
    for boeking in boekingen:
        if not by.has_perm("maatwerk.goedkeuren_boeking", boeking):
            raise PermissionDenied("maatwerk.goedkeuren_boeking")


def _met_terug(week: Week, boekingen: Iterable[Boeking]) -> list[dict[str, Any]]:
    """The draft with these hours typed again, except where the person meanwhile typed something else."""
    for boeking in boekingen:
        vakje = week.per_plek.get((Sleutel(boeking.opdracht_id, boeking.functiegroep), boeking.datum))
        if vakje and vakje.getypt is None:
            vakje.typ(als_uren(boeking.uren))
    return week.als_regels()


def _leg_vast(soort: str, concept: Weekconcept, *, by: Gebruiker, uren: Decimal, **gegevens: Any) -> None:
    events.record(
        soort,
        concept,
        by=by,
        zichtbaarheid=Zichtbaarheid.INTERN,
        week=naam_van(concept.maandag),
        uren=als_uren(uren),
        **gegevens,
    )


def _bericht(concept: Weekconcept, by: Gebruiker, uren: Decimal) -> None:
    """One per time a week comes back."""
    mail.queue(
        "maatwerk/week_terug",
        to=concept.medewerker,
        key=f"week terug:{concept.pk}:{concept.versie}",
        reden="uw uren kwamen terug",
        pad=concept.get_absolute_url(),
        week=naam_van(concept.maandag),
        uren=als_uren(uren),
        manager=by.naam,
        waarom=concept.opmerking,
    )
