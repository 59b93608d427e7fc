"""De cyclus van een OGON: openen uit de jaarkalender, van fase naar fase, en sluiten."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duoplus import events, klok
from duoplus.calc.nederlands import datum
from duoplus.models import Feestdag, Gebruiker
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet, Verouderd
from ogon.calc import jaarkalender
from ogon.choices import Fase
from ogon.fasen import VOLGORDE, volgende
from ogon.models import Cyclus, Cyclusfase, Faseregel, Ogon

JAREN_VOORUIT = 2


def open_cyclus(ogon: Ogon, jaar: int, *, by: Gebruiker) -> Cyclus:
    """Begin de cyclus van een jaar; de jaarkalender van vandaag geeft elke fase haar dagen."""
    if not by.has_perm("ogon.openen_cyclus", ogon):
        raise PermissionDenied("ogon.openen_cyclus")
    _controleer_jaar(jaar)
    dagen = dagen_volgens_kalender(jaar)
    try:
        with transaction.atomic():
            cyclus = Cyclus.objects.create(ogon=ogon, jaar=jaar)
    except IntegrityError:
        raise StapKanNiet(f"{ogon.naam} heeft al een cyclus voor {jaar}.") from None
    Cyclusfase.objects.bulk_create(
        Cyclusfase(cyclus=cyclus, fase=p.fase, van=p.van, tot=p.tot) for p in dagen
    )
    _leg_vast(cyclus, "openen", by, "ogon.openen_cyclus", jaar=jaar)
    return cyclus


def _controleer_jaar(jaar: int) -> None:
    nu = klok.vandaag().year
    if not nu <= jaar <= nu + JAREN_VOORUIT:
        raise StapKanNiet(f"Kies een jaar van {nu} tot en met {nu + JAREN_VOORUIT}.")


def dagen_volgens_kalender(
    jaar: int, *, dag: date | None = None, anders: Faseregel | None = None
) -> list[jaarkalender.Periode]:
    """The days of each phase by the rules that hold on ``dag`` (today). Raises ``StapKanNiet``.

    ``anders`` takes the place of the rule for its phase: to see what a change would bring.
    """
    regels = {regel.fase: regel for regel in Faseregel.objects.geldig_op(dag or klok.vandaag())}
    regels |= {anders.fase: anders} if anders else {}
    op_volgorde = [regels[fase] for fase in VOLGORDE if fase in regels]
    try:
        dagen = jaarkalender.kalender([_als_regel(r) for r in op_volgorde], jaar, Feestdag.objects.als_vrij())
    except jaarkalender.OngeldigeKalender as fout:
        raise StapKanNiet(f"De jaarkalender klopt niet. {fout}") from None
    return [periode._replace(fase=regel.fase) for regel, periode in zip(op_volgorde, dagen, strict=True)]


def _als_regel(regel: Faseregel) -> jaarkalender.Faseregel:
    """The rule as the calculation takes it, under the name that people read in its refusals.

    A phase of 10 working days ends 9 working days after the first.
    """
    duur = None if regel.werkdagen is None else regel.werkdagen - 1
    return jaarkalender.Faseregel(
        regel.get_fase_display(), regel.maand, regel.dag, regel.jaar_verschuiving, werkdagen=duur
    )


def naar_fase(
    cyclus: Cyclus, fase: str, *, by: Gebruiker, reden: str = "", versie: int | None = None
) -> Cyclus:
    """Ga naar de volgende fase, of met een reden terug naar een eerdere. Er is er altijd precies één."""
    with _op_slot(cyclus, "ogon.naar_fase_cyclus", by, versie):
        van, naar = Fase(cyclus.fase), Fase(fase)
        _controleer_sprong(cyclus, van, naar, reden)
        cyclus.fase = naar
        _bewaar(cyclus)
        _leg_vast(cyclus, "naar_fase", by, "ogon.naar_fase_cyclus", van_fase=van, naar_fase=naar, reden=reden)
    return cyclus


def herstel_fase(cyclus: Cyclus, fase: str, *, by: Gebruiker, reden: str) -> None:
    """Back to the phase in which a question was escalated, on the word of who answered it.

    Who may answer is asked elsewhere; the caller is in a transaction.
    """
    cyclus.refresh_from_db(from_queryset=Cyclus.objects.select_for_update(of=("self",)))
    van, naar = Fase(cyclus.fase), Fase(fase)
    if naar == van or cyclus.afgesloten_op is not None:
        return
    cyclus.fase = naar
    _bewaar(cyclus)
    _leg_vast(cyclus, "naar_fase", by, "ogon.naar_fase_cyclus", van_fase=van, naar_fase=naar, reden=reden)


def _controleer_sprong(cyclus: Cyclus, van: Fase, naar: Fase, reden: str) -> None:
    if naar == van:
        raise StapKanNiet(f"De cyclus is al in de fase ‘{van.label}’.")
    is_terug = VOLGORDE.index(naar) < VOLGORDE.index(van)
    if is_terug and not reden.strip():
        raise StapKanNiet(f"Schrijf op waarom u teruggaat van ‘{van.label}’ naar ‘{naar.label}’.")
    hierna = volgende(cyclus)
    if not is_terug and naar != hierna:
        zin = f"Na ‘{van.label}’ komt eerst ‘{hierna.label}’." if hierna else f"‘{van.label}’ is de laatste."
        raise StapKanNiet(f"Dit kan nu niet. {zin}")


def verzet_fase(
    cyclus: Cyclus,
    fase: str,
    *,
    van: date,
    tot: date,
    by: Gebruiker,
    reden: str,
    versie: int | None = None,
) -> Cyclus:
    """Geef een fase andere dagen, met een reden. De fasen blijven op volgorde en vallen nooit samen."""
    with _op_slot(cyclus, "ogon.verzetten_cyclus", by, versie):
        fasen = {f.fase: f for f in cyclus.fasen.select_for_update()}
        deze, oud = fasen[fase], (fasen[fase].van, fasen[fase].tot)
        if not reden.strip():
            raise StapKanNiet("Schrijf op waarom deze fase andere dagen krijgt.")
        if (van, tot) == oud:
            raise StapKanNiet("U heeft niets gewijzigd.")
        _controleer_dagen(fasen, Fase(fase), van, tot)
        deze.van, deze.tot = van, tot
        deze.save(update_fields=["van", "tot"])
        _bewaar(cyclus)
        _leg_vast(
            cyclus, "verzetten", by, "ogon.verzetten_cyclus", fase=fase, reden=reden,
            was=[dag.isoformat() for dag in oud], wordt=[van.isoformat(), tot.isoformat()],
        )  # fmt: skip
    return cyclus


def _controleer_dagen(fasen: dict[str, Cyclusfase], fase: Fase, van: date, tot: date) -> None:
    if tot < van:
        raise StapKanNiet("De laatste dag ligt voor de eerste.")
    plek = VOLGORDE.index(fase)
    voor = next((fasen[f] for f in reversed(VOLGORDE[:plek]) if f in fasen), None)
    na = next((fasen[f] for f in VOLGORDE[plek + 1 :] if f in fasen), None)
    if voor is not None and van <= voor.tot:
        raise StapKanNiet(
            f"‘{voor.get_fase_display()}’ duurt tot en met {datum(voor.tot)}. Kies een latere eerste dag."
        )
    if na is not None and tot >= na.van:
        raise StapKanNiet(
            f"‘{na.get_fase_display()}’ begint op {datum(na.van)}. Kies een eerdere laatste dag."
        )


def sluit(cyclus: Cyclus, *, by: Gebruiker, versie: int | None = None) -> Cyclus:
    """Sluit de cyclus na het evalueren; daarna verandert er niets meer aan."""
    with _op_slot(cyclus, "ogon.sluiten_cyclus", by, versie):
        if volgende(cyclus) is not None:
            raise StapKanNiet(
                f"Sluiten kan na ‘Evalueren’. De cyclus is nu in de fase ‘{cyclus.get_fase_display()}’."
            )
        cyclus.afgesloten_op = klok.nu()
        _bewaar(cyclus)
        _leg_vast(cyclus, "sluiten", by, "ogon.sluiten_cyclus")
    return cyclus


@contextmanager
def _op_slot(cyclus: Cyclus, perm: str, by: Gebruiker, versie: int | None) -> Iterator[None]:
    """The cycle as it stands now, locked until the caller commits.

    Raises ``Verouderd``, ``PermissionDenied`` or ``StapKanNiet``.
    """
    with transaction.atomic():
        cyclus.refresh_from_db(from_queryset=Cyclus.objects.select_for_update())
        if versie is not None and cyclus.versie != versie:
            raise Verouderd(cyclus)
        if not by.has_perm(perm, cyclus):
            raise PermissionDenied(perm)
        if cyclus.afgesloten_op is not None:
            raise StapKanNiet(f"De cyclus van {cyclus.jaar} is gesloten. Er verandert niets meer.")
        yield


def _bewaar(cyclus: Cyclus) -> None:
    cyclus.versie += 1
    cyclus.save(update_fields=["fase", "versie", "afgesloten_op"])


def _leg_vast(cyclus: Cyclus, wat: str, by: Gebruiker, perm: str, **gegevens: Any) -> None:
    obj = cyclus.ogon if wat == "openen" else cyclus
    events.record(f"ogon.cyclus.{wat}", cyclus, by=by, namens=namens(by, perm, obj), **gegevens)
