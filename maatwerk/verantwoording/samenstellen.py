"""Het pakket samenstellen: de tabellen L1 tot en met L8, hun controles en de tekst, uit één moment."""

from datetime import date
from typing import Any

from duoplus import klok
from duoplus.calc.nederlands import datum
from duoplus.choices import Rol
from duoplus.models import Organisatie
from duoplus.versie import VERSIE
from maatwerk.models import Verantwoording
from maatwerk.verantwoording.controles import TeControleren, controleer
from maatwerk.verantwoording.pakket import Pakket
from maatwerk.verantwoording.tabellen import l1, l2, l3, l4, l5, l6, l7, l8
from maatwerk.verantwoording.tabellen.bron import Bron
from maatwerk.verantwoording.tekst import schrijf

TABELLEN: dict[str, Any] = {
    "L1": l1, "L2": l2, "L3": l3, "L4": l4, "L5": l5, "L6": l6, "L7": l7, "L8": l8
}  # fmt: skip
KOLOMMEN = {code: tabel.KOLOMMEN for code, tabel in TABELLEN.items()}


def pakket(jaar: int, *, peildatum: date, gemeente: Organisatie | None = None, **velden: Any) -> Pakket:
    """Of a year up to and including the month of ``peildatum``, without a report being drawn up."""
    return pakket_van(Verantwoording(jaar=jaar, peildatum=peildatum, organisatie=gemeente, **velden))


def pakket_van(verantwoording: Verantwoording) -> Pakket:
    """The package of a report as the database tells it now; call it within one moment.

    What was handed in is read up to that moment, so that a second reading gives the same. A definite
    report is no longer computed: see ``momentopname``.
    """
    v, bron = verantwoording, bron_van(verantwoording)
    tabellen = [tabel.maak(bron) for tabel in TABELLEN.values()]
    return Pakket(
        titel=titel(v),
        jaar=v.jaar,
        soort=v.get_soort_display(),
        peildatum=v.peildatum,
        gemeente=v.organisatie,
        versie=v.versie,
        status=v.status,
        tabellen=tabellen,
        controles=controleer(TeControleren(bron, {t.code: t for t in tabellen}, vorige_van(v))),
        tekst=schrijf(v, tabellen),
        gemaakt_door=Rol.CONCERNCONTROLLER.label,
        gemaakt_op=bron.tot,
        generator=v.generator or VERSIE,
        filters=filters(v),
    )


def bron_van(v: Verantwoording) -> Bron:
    return Bron(v.jaar, v.peildatum, v.organisatie, v.ingediend_op or klok.nu())


def titel(v: Verantwoording) -> str:
    wie = v.organisatie.naam if v.organisatie else "alle gemeenten"
    return f"Verantwoording maatwerk {wie}, {v.jaar}"


def filters(v: Verantwoording) -> tuple[str, ...]:
    return (
        f"Jaar: {v.jaar}",
        f"Peildatum: {datum(v.peildatum)}; boekingen tellen in de maand waarin zij zijn geboekt",
        f"Gemeente: {v.organisatie.naam if v.organisatie else 'alle'}",
    )


def vorige_van(v: Verantwoording) -> Verantwoording | None:
    """The last definite report over the same year and municipality, up to no later a day."""
    eerder = Verantwoording.objects.definitief().filter(
        jaar=v.jaar, organisatie=v.organisatie, peildatum__lte=v.peildatum
    )
    return eerder.exclude(pk=v.pk).order_by("-peildatum", "-definitief_op").first()
