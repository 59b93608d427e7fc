"""De draad van een opdracht naar de DVO: onder welk artikel zij valt."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duoplus import events
from duoplus.models import Gebruiker
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, Opdracht, OpdrachtOnderArtikel
from ogon.dvo.tekst import tekst_op
from ogon.models import Dvo
from ogon.peildag import peildag

RECHT = "maatwerk.artikelen_opdracht"
GESLOTEN = "Dit werk is afgesloten. De draad ligt vast."


@transaction.atomic
def leg_onder_artikel(opdracht: Opdracht, dvo: Dvo, artikel: int, *, by: Gebruiker) -> OpdrachtOnderArtikel:
    """Leg vast onder welk artikel van een getekende DVO een opdracht valt."""
    _controleer(opdracht, by)
    if dvo.organisatie_id not in opdracht.aanvraag.gemeente_ids:
        raise StapKanNiet(f"{dvo.organisatie} doet niet mee aan deze opdracht.")
    if tekst_op(dvo, peildag(dvo.jaar)).artikel(artikel) is None:
        raise StapKanNiet(f"{dvo} heeft op dit moment geen artikel {artikel}.")
    try:
        with transaction.atomic():
            link = OpdrachtOnderArtikel.objects.create(
                opdracht=opdracht, dvo=dvo, artikel=artikel, door=by, namens=namens(by, RECHT, opdracht)
            )
    except IntegrityError:
        raise StapKanNiet(f"{opdracht} valt al onder artikel {artikel} van {dvo}.") from None
    _leg_vast("onder_artikel", link, by)
    return link


@transaction.atomic
def haal_van_artikel(link: OpdrachtOnderArtikel, *, by: Gebruiker) -> None:
    """Haal een opdracht onder een artikel vandaan; niet meer als het werk is afgesloten."""
    _controleer(link.opdracht, by)
    _leg_vast("van_artikel", link, by)
    link.delete()


def _controleer(opdracht: Opdracht, by: Gebruiker) -> None:
    """Hold the request, so that closing and linking wait for each other."""
    if not by.has_perm(RECHT, opdracht):
        raise PermissionDenied(RECHT)
    rij = Aanvraag.objects.select_for_update().values_list("status", flat=True)
    if rij.get(pk=opdracht.aanvraag_id) == S.AFGESLOTEN:
        raise StapKanNiet(GESLOTEN)
    if opdracht.verleend_op is None:
        raise StapKanNiet("Deze opdracht is nog niet gegeven. Er ontbreekt een paraaf.")


def _leg_vast(wat: str, link: OpdrachtOnderArtikel, by: Gebruiker) -> None:
    events.record(
        f"maatwerk.aanvraag.{wat}",
        link.opdracht.aanvraag,
        by=by,
        namens=namens(by, RECHT, link.opdracht),
        artikel=link.artikel,
        dvo=str(link.dvo),
        opdracht=str(link.opdracht),
    )
