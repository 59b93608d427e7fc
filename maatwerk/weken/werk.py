"""Wat er over uren op iemand wacht: een week die nog niet is ingediend, en uren om goed te keuren."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import make_aware

from duoplus import klok
from duoplus.calc.nederlands import opsomming
from duoplus.calc.nederlands import uren as als_uren
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Team
from duoplus.werk import Taak
from maatwerk.actions.uitvoering import OPEN
from maatwerk.models import Boeking, Opdracht, Weekconcept
from maatwerk.weken import akkoord
from maatwerk.weken.dagen import maandag_van, week_van

WEKEN_TERUG = 4  # an assumption: what is longer ago is for the reminder after the end of the month


def wacht(user: Gebruiker) -> Iterable[QuerySet]:
    """None for who writes no hours."""
    if not user.has_perm("maatwerk.schrijven_week"):
        return []
    return [_concepten(user), _lege_weken(user)]


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    """Those same, a week that came back first; two queries."""
    if not user.has_perm("maatwerk.schrijven_week"):
        return []
    concepten = [_concept(concept) for concept in _concepten(user)[:tot]]
    return [*concepten, *_leeg(user)][:tot]


def wacht_op_akkoord(user: Gebruiker) -> Iterable[QuerySet]:
    """None for who leads no team."""
    return [_teams(user)] if user.heeft_rol(Rol.TEAMMANAGER) else []


def lees_akkoord(user: Gebruiker, tot: int) -> list[Taak]:
    """One for each team of which hours wait; two queries."""
    if not user.heeft_rol(Rol.TEAMMANAGER):
        return []
    namen = {team.pk: team for team in _teams(user)[:tot]}
    per_team = akkoord.voor(user).order_by().values("opdracht__aanvraag__team")
    rijen = per_team.annotate(
        som=Sum("uren"), mensen=Count("medewerker", distinct=True), sinds=Min("geboekt_op")
    )
    return [
        _akkoord(namen[rij["opdracht__aanvraag__team"]], rij)
        for rij in rijen
        if rij["opdracht__aanvraag__team"] in namen
    ]


def lege_weken(user: Gebruiker, maandagen: Iterable[date]) -> list[date]:
    """In which of these weeks this person had work under way and neither booked nor said anything."""
    weken = list(maandagen)
    vragen = {f"week_{nr}": ExpressionWrapper(_is_leeg(m), BooleanField()) for nr, m in enumerate(weken)}
    (antwoord,) = Gebruiker.objects.filter(pk=user.pk).annotate(**vragen).values_list(*vragen)
    return [maandag for maandag, leeg in zip(weken, antwoord, strict=True) if leeg]


def nog_niet_ingediend(maandagen: Sequence[date]) -> QuerySet[Gebruiker]:
    """Who let one of these weeks lie: empty, or typed and not handed in."""
    open_ = Q(Exists(_getypt(maandagen).filter(medewerker=OuterRef("pk"))))
    for maandag in maandagen:
        open_ |= _is_leeg(maandag)
    return Gebruiker.objects.met_rol(Rol.UITVOERDER).filter(open_)


def open_weken(user: Gebruiker, maandagen: Sequence[date]) -> list[date]:
    """Which of these weeks this person let lie, the oldest first."""
    getypt = _getypt(maandagen).filter(medewerker=user).values_list("maandag", flat=True)
    return sorted({*getypt, *lege_weken(user, maandagen)})


def _getypt(maandagen: Sequence[date]) -> QuerySet[Weekconcept]:
    return Weekconcept.objects.filter(maandag__in=maandagen).exclude(regels=[])


def _afgelopen() -> list[date]:
    """The Mondays of the last weeks that are over, the oldest first."""
    deze = maandag_van(klok.vandaag())
    return [deze - timedelta(weeks=terug) for terug in range(WEKEN_TERUG, 0, -1)]


def _concepten(user: Gebruiker) -> QuerySet[Weekconcept]:
    """Typed and not handed in, in a week that is over or that came back."""
    over = Q(maandag__lt=maandag_van(klok.vandaag())) | ~Q(opmerking="")
    return Weekconcept.objects.filter(over, medewerker=user).exclude(regels=[]).order_by("maandag")


def _lege_weken(user: Gebruiker) -> QuerySet[Gebruiker]:
    """The person, if any of the last weeks is still empty: one thing to do, however many weeks."""
    leeg = Q()
    for maandag in _afgelopen():
        leeg |= _is_leeg(maandag)
    return Gebruiker.objects.filter(leeg, pk=user.pk)


def _is_leeg(maandag: date) -> Q:
    """Whoever handed in a week without hours said that there were none."""
    dagen = week_van(maandag)
    tot_en_met = make_aware(datetime.combine(dagen[-1] + timedelta(days=1), time.min))
    werk = Opdracht.objects.annotate(klaar=Coalesce("gewijzigde_einddatum", "einddatum")).filter(
        uitvoerders=OuterRef("pk"), aanvraag__status__in=OPEN, gestart_op__lt=tot_en_met, klaar__gte=maandag
    )
    geboekt = Boeking.objects.filter(medewerker=OuterRef("pk"), datum__range=(dagen[0], dagen[-1]))
    gezegd = Weekconcept.objects.filter(medewerker=OuterRef("pk"), maandag=maandag)
    return Q(Exists(werk)) & Q(~Exists(geboekt)) & Q(~Exists(gezegd))


def _teams(user: Gebruiker) -> QuerySet[Team]:
    wachtend = akkoord.voor(user).filter(opdracht__aanvraag__team=OuterRef("pk"))
    return Team.objects.filter(Exists(wachtend))


def _concept(concept: Weekconcept) -> Taak:
    jaar, week, _ = concept.maandag.isocalendar()
    terug = bool(concept.opmerking)
    return Taak(
        wat="Verbeter uren die terugkwamen" if terug else "Dien uw uren in",
        waarover=f"Uren van week {week}",
        kenmerk=str(jaar),
        waarom="de teammanager stuurde ze terug" if terug else "ze staan nog als concept",
        url=concept.get_absolute_url(),
        knop="Verbeteren" if terug else "Indienen",
        knop_url=concept.get_absolute_url(),
        icoon="clock",
        sinds=concept.gewijzigd_op,
    )


def _leeg(user: Gebruiker) -> list[Taak]:
    if not (weken := lege_weken(user, _afgelopen())):
        return []
    url = reverse("maatwerk:week", args=[weken[0]])
    nummers = [maandag.isocalendar().week for maandag in weken]
    return [
        Taak(
            wat="Schrijf uw uren",
            waarover=f"Uren van week {opsomming(nummers)} nog niet ingediend",
            kenmerk=str(weken[0].isocalendar().year),
            waarom="u werkt aan een opdracht",
            url=url,
            knop="Uren schrijven",
            knop_url=url,
            icoon="clock",
        )
    ]


def _akkoord(team: Team, rij: Mapping[str, Any]) -> Taak:
    url = reverse("maatwerk:uren_goedkeuren")
    mensen = "1 collega" if rij["mensen"] == 1 else f"{rij['mensen']} collega’s"
    return Taak(
        wat="Keur uren goed",
        waarover=f"{als_uren(rij['som'])} uur van {mensen} op opdrachten van {team}",
        kenmerk=team.kort,
        waarom=f"u bent teammanager van {team}",
        url=url,
        knop="Uren goedkeuren",
        knop_url=url,
        icoon="checks",
        sinds=rij["sinds"],
    )
