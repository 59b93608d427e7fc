"""Wat op een agenda komt, in welke volgorde, en wat er in de vergadering mee gebeurt."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max, Model, QuerySet

from duoplus import agenda, besluiten, events, klok
from duoplus.agenda import Antwoord, Kandidaat
from duoplus.choices import BesluitSoort, BijlageSoort, PuntSoort, PuntStatus
from duoplus.choices import VergaderingStatus as S
from duoplus.models import Agendapunt, Besluit, Bijlage, Gebruiker, Gremium, Vergadering
from duoplus.overleg import PUNT, VOORAF, quorum
from duoplus.transitions import StapKanNiet, Verouderd

LEIDEN, INBRENGEN = "duoplus.leiden_vergadering", "duoplus.inbrengen_vergadering"
OPEN_AGENDA = (*VOORAF, S.BEZIG)
ACHTERAAN = 9999  # beyond the end is the end
LIGT_NIET_VOOR = "Dit punt ligt nu niet voor: de vergadering is niet bezig."


def zet_op_agenda(
    gremium: Gremium,
    *,
    titel: str,
    by: Gebruiker,
    soort: PuntSoort = PuntSoort.BESPREKEN,
    toelichting: str = "",
    gevraagd_besluit: str = "",
    minuten: int = 10,
    rubriek: str = "",
    onderwerp: Model | None = None,
    vergadering: Vergadering | None = None,
) -> Agendapunt:
    """Zet een punt onderaan de agenda van een vergadering, of zonder vergadering in de voorraad.

    An agenda is arranged by who leads. The stock takes points of everybody in the body; for a point about
    something (``onderwerp``) the app that keeps it says who may bring it in. Raises ``StapKanNiet`` when
    that stands on an agenda of this body already.
    """
    _controleer_inbreng(gremium, by, onderwerp, vergadering)
    with transaction.atomic():
        if vergadering is not None:
            op_slot(vergadering)
        punt = Agendapunt(
            gremium_id=gremium.pk,
            vergadering=vergadering,
            plaats=_laatste_plaats(vergadering) + 1 if vergadering else None,
            soort=soort,
            titel=titel[:200],
            toelichting=toelichting,
            gevraagd_besluit=gevraagd_besluit,
            minuten=minuten,
            rubriek=rubriek,
            onderwerp=onderwerp,
            ingebracht_door=by,
        )
        _bewaar_nieuw(punt)
        if vergadering is not None:
            _tel(vergadering)
        events.record("duoplus.agendapunt.zet_op_agenda", punt, by=by, **feiten_van(punt))
    return punt


def _controleer_inbreng(
    gremium: Gremium, by: Gebruiker, onderwerp: Model | None, vergadering: Vergadering | None
) -> None:
    perm = LEIDEN if vergadering else INBRENGEN
    if (vergadering is not None or onderwerp is None) and not by.has_perm(perm, gremium):
        raise PermissionDenied(perm)
    if vergadering is not None and vergadering.gremium_id != gremium.pk:
        raise StapKanNiet("Deze vergadering is van een ander overleg.")


def _bewaar_nieuw(punt: Agendapunt) -> None:
    al_open = Agendapunt.objects.open().filter(gremium=punt.gremium_id, content_type=punt.content_type)
    if punt.object_id and al_open.filter(object_id=punt.object_id).exists():
        raise StapKanNiet(f"‘{punt.titel}’ staat al op een agenda van dit overleg.")
    punt.clean_fields(exclude=["gremium", "vergadering", "content_type", "ingebracht_door"])
    punt.validate_constraints(exclude=["vergadering", "content_type"])
    punt.save()


def vul_voor(
    vergadering: Vergadering, *, by: Gebruiker, alleen: Collection[str] | None = None
) -> list[Agendapunt]:
    """Zet op de agenda wat er klaarligt: vaste punten, wat wachtte, en wat elke app als rijp meldt.

    What was held over most often comes first. Twice gives nothing new. ``alleen``: only these keys
    (``sleutel_van``) of what waits and of what is ready.
    """
    if not by.has_perm(LEIDEN, vergadering):
        raise PermissionDenied(LEIDEN)
    with transaction.atomic():
        op_slot(vergadering)
        gremium = vergadering.gremium
        vast = [
            zet_op_agenda(gremium, by=by, vergadering=vergadering, **v) for v in _vaste_punten(vergadering)
        ]
        wachtend = [
            _zet_in(punt, vergadering)
            for punt in voorraad(gremium)
            if alleen is None or sleutel_van(punt) in alleen
        ]
        nieuw = [
            zet_op_agenda(gremium, by=by, vergadering=vergadering, **_als_punt(kandidaat))
            for kandidaat in kandidaten(gremium, vergadering.datum)
            if alleen is None or sleutel_van(kandidaat) in alleen
        ]
        _zet_om_de_rest(vast, by)
    return [*vast, *wachtend, *nieuw]


def _zet_om_de_rest(vast: list[Agendapunt], by: Gebruiker) -> None:
    """What is always there opens the meeting, and the last of it closes it."""
    for plaats, punt in enumerate(vast[:-1] or vast, 1):
        verplaats(punt, plaats=plaats, by=by)
    for punt in vast[1:][-1:]:
        verplaats(punt, plaats=ACHTERAAN, by=by)


def voorraad(gremium: Gremium) -> QuerySet[Agendapunt]:
    """What waits for a meeting, what was held over most often first."""
    return gremium.agendapunten.voorraad().order_by("-keren", "ingebracht_op", "pk")


def sleutel_van(wat: Agendapunt | Kandidaat) -> str:
    """The name in a form of what lies ready: a point that waits, or a subject without one."""
    if isinstance(wat, Agendapunt):
        return f"punt-{wat.pk}"
    return f"{wat.onderwerp._meta.label_lower}-{wat.onderwerp.pk}"


def kandidaten(gremium: Gremium, dag: date) -> list[Kandidaat]:
    """What is ready for this body on that day, of all apps."""
    return [k for bron in agenda.bronnen() for k in bron.kandidaten(gremium, dag)]


def _vaste_punten(vergadering: Vergadering) -> Iterator[dict[str, Any]]:
    """What the series always has and this agenda does not have yet."""
    staan_er = set(vergadering.punten.values_list("titel", flat=True))
    for titel, minuten in vergadering.reeks.vaste_punten if vergadering.reeks else ():
        if titel not in staan_er:
            yield {"titel": titel, "minuten": minuten, "soort": PuntSoort.VAST}


def _als_punt(kandidaat: Kandidaat) -> dict[str, Any]:
    return {
        "titel": kandidaat.titel,
        "soort": kandidaat.soort,
        "minuten": kandidaat.minuten,
        "gevraagd_besluit": kandidaat.gevraagd_besluit,
        "toelichting": kandidaat.toelichting,
        "onderwerp": kandidaat.onderwerp,
    }


def verplaats(punt: Agendapunt, *, plaats: int, by: Gebruiker, versie: int | None = None) -> Agendapunt:
    """Geef een punt een andere plaats op zijn agenda; de rest schuift op.

    ``versie`` is of the agenda as it was on screen, so of the meeting. A place beyond the end is the end.
    """
    with _agenda_van(punt, by, versie) as vergadering:
        naar = min(max(plaats, 1), _laatste_plaats(vergadering))
        van = punt.plaats or naar
        tussen = vergadering.punten.exclude(pk=punt.pk)
        if naar > van:
            tussen.filter(plaats__gt=van, plaats__lte=naar).update(plaats=F("plaats") - 1)
        else:
            tussen.filter(plaats__gte=naar, plaats__lt=van).update(plaats=F("plaats") + 1)
        punt.plaats = naar
        punt.save(update_fields=["plaats"])
    return punt


def zet_in(punt: Agendapunt, vergadering: Vergadering, *, by: Gebruiker) -> Agendapunt:
    """Haal een punt uit de voorraad, onderaan deze agenda."""
    if not by.has_perm(LEIDEN, vergadering):
        raise PermissionDenied(LEIDEN)
    with transaction.atomic():
        op_slot(vergadering)
        _ververs(punt)
        if punt.vergadering_id or punt.status != PuntStatus.OPEN:
            raise StapKanNiet(f"‘{punt.titel}’ wacht niet meer op een vergadering.")
        return _zet_in(punt, vergadering)


def _zet_in(punt: Agendapunt, vergadering: Vergadering) -> Agendapunt:
    punt.vergadering, punt.plaats = vergadering, _laatste_plaats(vergadering) + 1
    punt.save(update_fields=["vergadering", "plaats"])
    _tel(vergadering)
    return punt


def haal_af(punt: Agendapunt, *, by: Gebruiker, versie: int | None = None) -> Agendapunt:
    """Haal een punt van de agenda; het wacht in de voorraad op een andere keer."""
    with _agenda_van(punt, by, versie) as vergadering:
        if punt.status != PuntStatus.OPEN:
            raise StapKanNiet("Dit punt is al behandeld.")
        vergadering.punten.filter(plaats__gt=punt.plaats).update(plaats=F("plaats") - 1)
        punt.vergadering = punt.plaats = None
        punt.save(update_fields=["vergadering", "plaats"])
    return punt


def naar_voorraad(vergadering: Vergadering) -> None:
    """Of a meeting that is not held; the caller holds its lock."""
    vergadering.punten.open().exclude(soort=PuntSoort.VAST).update(vergadering=None, plaats=None)
    vergadering.punten.open().update(status=PuntStatus.INGETROKKEN)


def wijzig(punt: Agendapunt, *, by: Gebruiker, versie: int | None = None, **velden: Any) -> Agendapunt:
    """Verander hoe een punt op de agenda staat, zolang het niet behandeld is."""
    with _punt_op_slot(punt), PUNT.transition(punt, "wijzig", by=by, versie=versie, **feiten_van(punt)):
        for veld in ("titel", "soort", "toelichting", "gevraagd_besluit", "minuten"):
            setattr(punt, veld, velden.get(veld, getattr(punt, veld)))
    return punt


def voeg_stuk_toe(punt: Agendapunt, *, naam: str, inhoud: bytes, by: Gebruiker) -> Bijlage:
    """Voeg een stuk toe, zolang het punt open is. Raises ``GeweigerdBestand``."""
    if not (by.has_perm(LEIDEN, punt) or by.has_perm("duoplus.trek_in_agendapunt", punt)):
        raise PermissionDenied(LEIDEN)
    if punt.status != PuntStatus.OPEN:
        raise StapKanNiet("Dit punt is al behandeld. Er komt geen stuk meer bij.")
    with transaction.atomic():
        stuk = Bijlage.bewaar_gekozen(naam, inhoud, onderwerp=punt, soort=BijlageSoort.STUK, door=by)
        events.record("duoplus.agendapunt.stuk", punt, by=by, naam=naam, **feiten_van(punt))
    return stuk


def behandel(punt: Agendapunt, *, verslag: str, by: Gebruiker, versie: int | None = None) -> Agendapunt:
    """Schrijf op wat er over dit punt is gezegd; er is niets besloten."""
    with (
        _in_vergadering(punt),
        PUNT.transition(punt, "behandel", by=by, versie=versie, **feiten_van(punt)),
    ):
        punt.verslag = verslag
    return punt


def besluit(
    punt: Agendapunt,
    antwoord: Antwoord,
    *,
    by: Gebruiker,
    versie: int | None = None,
    verslag: str = "",
) -> Besluit:
    """Leg vast wat de vergadering over dit punt besloot, en doe wat dat betekent.

    What it is about is acted on by its own app, once. Held over: the point goes on to the first meeting
    from ``opnieuw_op`` on. Raises ``Verouderd``, ``StapKanNiet`` or ``PermissionDenied``.
    """
    with _in_vergadering(punt) as vergadering:
        with PUNT.transition(punt, "besluit", by=by, versie=versie, **feiten_van(punt)) as stap:
            _controleer_besluit(punt, antwoord, vergadering, by)
            genomen = _neem(punt, antwoord, by, stap.namens)
            wacht = antwoord.soort == BesluitSoort.AANHOUDEN
            punt.status = PuntStatus.AANGEHOUDEN if wacht else PuntStatus.BEHANDELD
            punt.verslag = verslag
            stap.gegevens |= {"besluit": genomen.nummer, "soort": genomen.get_soort_display()}
        if wacht:
            _volg_op(punt, volgende_van(punt, antwoord.opnieuw_op))
    return genomen


def _controleer_besluit(
    punt: Agendapunt, antwoord: Antwoord, vergadering: Vergadering, by: Gebruiker
) -> None:
    bron = agenda.bron_van(punt)
    if antwoord.soort not in soorten(punt):
        raise StapKanNiet(f"‘{antwoord.soort.label}’ kan hier niet.")
    if bron is not None and not bron.mag(punt, by):
        raise PermissionDenied("duoplus.besluit_agendapunt")
    if not antwoord.reden.strip():
        raise StapKanNiet("Schrijf op waarom dit besluit is genomen.")
    if antwoord.soort == BesluitSoort.AKKOORD_MITS and not antwoord.voorwaarde.strip():
        raise StapKanNiet("Schrijf op onder welke voorwaarde.")
    if antwoord.soort != BesluitSoort.AANHOUDEN and not (telling := quorum(vergadering)).is_gehaald:
        raise StapKanNiet(f"{telling.zin} Zonder genoeg organisaties kunt u alleen aanhouden.")


def soorten(punt: Agendapunt) -> tuple[BesluitSoort, ...]:
    """Which decisions can be taken on this point."""
    bron = agenda.bron_van(punt)
    return bron.soorten(punt) if bron else agenda.STANDAARD


def _neem(punt: Agendapunt, antwoord: Antwoord, by: Gebruiker, voor: Gebruiker | None) -> Besluit:
    bron = agenda.bron_van(punt)
    genomen = bron.besluit(punt, antwoord, by=by) if bron else None
    return genomen or besluiten.neem(
        punt.gremium,
        antwoord.soort,
        titel=punt.titel,
        reden=antwoord.reden,
        voorwaarde=antwoord.voorwaarde,
        by=by,
        namens=voor,
        agendapunt=punt,
    )


def schuif_door(
    punt: Agendapunt, *, by: Gebruiker, reden: str, naar: Vergadering | None = None, versie: int | None = None
) -> Agendapunt:
    """Neem het punt mee naar de volgende vergadering, die telt hoe vaak dat al gebeurde.

    Gives the new point; without a next meeting that waits in the stock.
    """
    with _punt_op_slot(punt):
        with PUNT.transition(punt, "schuif_door", by=by, versie=versie, reden=reden, **feiten_van(punt)):
            punt.verslag = reden
        return _volg_op(punt, naar or volgende_van(punt))


def volgende_van(punt: Agendapunt, vanaf: date | None = None) -> Vergadering | None:
    """Where the point goes on: the first later meeting, from a day on, whose agenda is still open."""
    dag = max(filter(None, (punt.vergadering.datum if punt.vergadering else klok.vandaag(), vanaf)))
    komend = Vergadering.objects.komend(dag).filter(gremium=punt.gremium_id, status__in=VOORAF)
    return komend.exclude(pk=punt.vergadering_id or 0).first()


def _volg_op(punt: Agendapunt, vergadering: Vergadering | None) -> Agendapunt:
    """The same point for another time, first of what is not always there, with its papers."""
    tekst = ("soort", "titel", "toelichting", "gevraagd_besluit", "minuten", "rubriek")
    velden = ("gremium", "ingebracht_door", *tekst)
    nieuw = Agendapunt.objects.create(
        vorige=punt,
        keren=punt.keren + 1,
        content_type=punt.content_type,
        object_id=punt.object_id,
        **{veld: getattr(punt, veld) for veld in velden},
    )
    return _zet_in(nieuw, op_slot(vergadering)) if vergadering else nieuw


def trek_in(punt: Agendapunt, *, by: Gebruiker, reden: str, versie: int | None = None) -> Agendapunt:
    """Trek een punt in, met de reden. On its agenda it stays to be seen."""
    if not reden.strip():
        raise StapKanNiet("Schrijf op waarom u dit punt intrekt.")
    with (
        _punt_op_slot(punt),
        PUNT.transition(punt, "trek_in", by=by, versie=versie, reden=reden, **feiten_van(punt)),
    ):
        punt.verslag = reden
    return punt


def laat_vervallen(onderwerp: Model, *, reden: str, behalve: Agendapunt | None = None) -> int:
    """For an app whose subject asks nothing of a meeting any more; how many open points that closed.

    A point that is before a running meeting stays: the meeting itself says what becomes of it.
    """
    punten = Agendapunt.objects.open().over(onderwerp).exclude(vergadering__status=S.BEZIG)
    return punten.update(status=PuntStatus.INGETROKKEN, verslag=reden, versie=F("versie") + 1)


def stukken(punten: list[Agendapunt]) -> dict[int, list[Bijlage]]:
    """The papers per point, those of the times it was held over too; one query a time at most three."""
    eerder = _reeks_van(punten)
    soort = ContentType.objects.get_for_model(Agendapunt)
    alle = Bijlage.objects.filter(content_type=soort, object_id__in=eerder).order_by("pk")
    per_punt: dict[int, list[Bijlage]] = {punt.pk: [] for punt in punten}
    for stuk in alle:
        per_punt[eerder[stuk.object_id]].append(stuk)
    return per_punt


def _reeks_van(punten: list[Agendapunt]) -> dict[int, int]:
    """Every point with those it follows up, to the point on this agenda: one query per time held over."""
    wie = {punt.pk: punt.pk for punt in punten}
    terug = {punt.vorige_id: punt.pk for punt in punten if punt.vorige_id}
    while terug:
        wie |= terug
        vorigen = Agendapunt.objects.filter(pk__in=terug, vorige__isnull=False)
        terug = {vorige: terug[pk] for pk, vorige in vorigen.values_list("pk", "vorige") if vorige}
    return wie


def op_slot(vergadering: Vergadering) -> Vergadering:
    """One change of an agenda at a time. Always the meeting first and its points second."""
    vergadering.refresh_from_db(from_queryset=Vergadering.objects.select_for_update(no_key=True))
    if vergadering.status not in OPEN_AGENDA:
        raise StapKanNiet(
            f"Aan deze agenda verandert niets meer: {vergadering.get_status_display().lower()}."
        )
    return vergadering


@contextmanager
def _agenda_van(punt: Agendapunt, by: Gebruiker, versie: int | None) -> Iterator[Vergadering]:
    """The agenda on which the point stands, locked; raises ``Verouderd`` when it changed since."""
    if not by.has_perm(LEIDEN, punt):
        raise PermissionDenied(LEIDEN)
    if punt.vergadering is None:
        raise StapKanNiet("Dit punt staat op geen agenda.")
    with transaction.atomic():
        vergadering = op_slot(punt.vergadering)
        if versie is not None and versie != vergadering.versie:
            raise Verouderd(vergadering)
        _ververs(punt)
        if punt.vergadering_id != vergadering.pk:
            raise StapKanNiet("Dit punt staat niet meer op deze agenda.")
        yield vergadering
        _tel(vergadering)


@contextmanager
def _punt_op_slot(punt: Agendapunt) -> Iterator[None]:
    with transaction.atomic():
        if punt.vergadering is not None:
            op_slot(punt.vergadering)
        yield


@contextmanager
def _in_vergadering(punt: Agendapunt) -> Iterator[Vergadering]:
    """Raises ``StapKanNiet`` unless the point is before a running meeting."""
    if punt.vergadering is None:
        raise StapKanNiet(LIGT_NIET_VOOR)
    with transaction.atomic():
        vergadering = op_slot(punt.vergadering)
        if vergadering.status != S.BEZIG:
            raise StapKanNiet(LIGT_NIET_VOOR)
        yield vergadering


def _ververs(punt: Agendapunt) -> None:
    punt.refresh_from_db(from_queryset=Agendapunt.objects.select_for_update())


def _tel(vergadering: Vergadering) -> None:
    """Each change counts: on an older agenda a place is another place."""
    vergadering.versie += 1
    vergadering.save(update_fields=["versie"])


def _laatste_plaats(vergadering: Vergadering) -> int:
    return vergadering.punten.aggregate(n=Max("plaats"))["n"] or 0


def feiten_van(punt: Agendapunt) -> dict[str, Any]:
    """How the trail of a person names the point."""
    return {"punt": punt.titel, "overleg": punt.gremium.naam}


# What each act is called in the trail of a person.
ZINNEN = {
    "duoplus.agendapunt.zet_op_agenda": "bracht ‘{punt}’ in bij {overleg}",
    "duoplus.agendapunt.wijzig": "wijzigde het agendapunt ‘{punt}’ van {overleg}",
    "duoplus.agendapunt.stuk": "voegde ‘{naam}’ toe bij ‘{punt}’ van {overleg}",
    "duoplus.agendapunt.behandel": "schreef op wat {overleg} besprak over ‘{punt}’",
    "duoplus.agendapunt.besluit": "legde {besluit} van {overleg} vast: {soort} over ‘{punt}’",
    "duoplus.agendapunt.schuif_door": "schoof ‘{punt}’ van {overleg} door: {reden}",
    "duoplus.agendapunt.trek_in": "trok het agendapunt ‘{punt}’ van {overleg} in: {reden}",
}
