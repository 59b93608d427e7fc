"""Wat er met een getekende DVO gebeurt: de resultaten meten, en opzeggen."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from duoplus import events, klok, rules
from duoplus.calc.nederlands import datum
from duoplus.models import Gebruiker, Organisatie
from duoplus.transitions import StapKanNiet
from ogon.actions.dvo.gedeeld import vereis, zet_vast
from ogon.models import Dvo, Kpi, Kpiresultaat


@transaction.atomic
def zeg_op(dvo: Dvo, *, reden: str, by: Gebruiker) -> Dvo:
    """Zeg de DVO op: zij loopt het jaar uit en krijgt geen vervolg. Na de laatste dag kan het niet meer."""
    vereis(by, "ogon.opzeggen_dvo", dvo)
    zet_vast(dvo)
    if dvo.opgezegd_op is not None:
        raise StapKanNiet(f"Deze DVO is al opgezegd op {datum(dvo.opgezegd_op)}.")
    if not dvo.versies.getekend().exists():
        raise StapKanNiet("Deze DVO is nog niet getekend. Trek de versie in.")
    if klok.vandaag() > dvo.uiterlijk_opzeggen:
        raise StapKanNiet(f"Opzeggen kon tot en met {datum(dvo.uiterlijk_opzeggen)}.")
    dvo.opgezegd_op, dvo.opgezegd_reden = klok.vandaag(), reden
    dvo.save(update_fields=["opgezegd_op", "opgezegd_reden"])
    namens = rules.namens(by, "ogon.opzeggen_dvo", dvo)
    events.record("ogon.dvo.opzeggen", dvo, by=by, namens=namens, dvo=str(dvo), reden=reden)
    return dvo


def meet(
    kpi: Kpi,
    organisatie: Organisatie,
    *,
    tot_en_met: date,
    waarde: Decimal,
    toelichting: str = "",
    by: Gebruiker,
) -> Kpiresultaat:
    """Leg vast wat er tot en met een dag gemeten is; het vorige resultaat blijft staan."""
    vereis(by, "ogon.meten_kpi", kpi)
    if tot_en_met > klok.vandaag():
        raise StapKanNiet("Kies een dag die geweest is.")
    with transaction.atomic():
        resultaat = Kpiresultaat.objects.create(
            kpi=kpi,
            organisatie=organisatie,
            tot_en_met=tot_en_met,
            waarde=waarde,
            toelichting=toelichting,
            door=by,
            namens=rules.namens(by, "ogon.meten_kpi", kpi),
        )
        events.record(
            "ogon.kpi.meten", kpi, by=by, kpi=kpi.met(waarde), product=kpi.product.naam,
            gemeente=organisatie.naam, tot_en_met=datum(tot_en_met),
        )  # fmt: skip
    return resultaat
