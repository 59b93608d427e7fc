"""Wanneer de teammanager een wijziging van een opdracht moet vragen.

Expected above the ceiling by more than the limit, or ready more than the days to run out after the end
date (domain.md section 3). A duty is a ``Signaal`` that is open as long as it holds.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from duoplus import klok
from duoplus.calc.werkdagen import werkdagen_tussen
from duoplus.models import Feestdag
from maatwerk.calc.signalen import Grenzen
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Maat
from maatwerk.looptijd import uitloop
from maatwerk.lumpsum.stand import Regel, Stand
from maatwerk.models import Opdracht, Signaal, Voortgang, Wijzigingsverzoek
from maatwerk.signalen import meten

MOET_WIJZIGEN = Q(opdracht__isnull=False, maat__in=(Maat.PROGNOSE, Maat.EINDDATUM))
# An assignment can change from the second initial until it is closed.
TE_WIJZIGEN = (S.OPDRACHT_VERLEEND, S.IN_UITVOERING, S.OPGELEVERD)


def open_voor(opdrachten: QuerySet[Opdracht]) -> QuerySet[Opdracht]:
    """Those of these for which a change must be asked and nobody has asked yet."""
    plicht = Signaal.objects.filter(MOET_WIJZIGEN, opdracht=OuterRef("pk"), afgedaan_op=None)
    gevraagd = Wijzigingsverzoek.objects.filter(opdracht=OuterRef("pk"), afgedaan_op=None)
    return opdrachten.filter(Exists(plicht), ~Exists(gevraagd), aanvraag__status__in=TE_WIJZIGEN)


def houd_bij(stand: Stand, grenzen: Grenzen) -> None:
    """Open the duties that hold now, and end those that no longer do. For one run at a time."""
    nu = {_sleutel(s): s for s in _plichten(stand, grenzen)}
    bekend = {_sleutel(s): s for s in Signaal.objects.filter(MOET_WIJZIGEN)}
    Signaal.objects.bulk_create(nu[sleutel] for sleutel in nu.keys() - bekend.keys())
    weer = [s.pk for sleutel, s in bekend.items() if sleutel in nu and s.afgedaan_op]
    Signaal.objects.filter(pk__in=weer).update(afgedaan_op=None)
    voorbij = [s.pk for sleutel, s in bekend.items() if sleutel not in nu and not s.afgedaan_op]
    Signaal.objects.filter(pk__in=voorbij).update(afgedaan_op=klok.nu())


def _sleutel(signaal: Signaal) -> tuple[Any, ...]:
    return signaal.opdracht_id, signaal.maat, signaal.drempel, signaal.geheel


def _plichten(stand: Stand, grenzen: Grenzen) -> Iterator[Signaal]:
    regels = [regel for regel in stand.regels if regel.status in TE_WIJZIGEN]
    verwacht, vrij = _verwacht(regels), Feestdag.objects.als_vrij()
    speling = uitloop(stand.peildatum)
    for regel in regels:
        meting, opdracht = meten.van_prognose(regel), regel.opdracht
        if meting.boven(grenzen.overschrijding):
            yield Signaal(
                opdracht=opdracht,
                maat=Maat.PROGNOSE,
                drempel=int(grenzen.overschrijding),
                stand=meting.procent,
                geheel=meting.geheel,
            )
        te_laat = werkdagen_tussen(opdracht.klaar_voor, verwacht.get(opdracht.pk, date.min), vrij)
        if te_laat > speling:
            yield Signaal(opdracht=opdracht, maat=Maat.EINDDATUM, drempel=speling, stand=te_laat)


def _verwacht(regels: Iterable[Regel]) -> dict[int, date]:
    """The day on which each is expected to be ready, by its last word on progress."""
    meldingen = Voortgang.objects.filter(opdracht__in=[regel.pk for regel in regels])
    laatste = meldingen.order_by("opdracht_id", "-op", "-pk").distinct("opdracht_id")
    return dict(laatste.values_list("opdracht_id", "verwacht_klaar_op"))
