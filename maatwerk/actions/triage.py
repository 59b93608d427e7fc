"""Een nieuwe aanvraag op haar plek brengen: opzij leggen, of samenvoegen met een die er al is.

Accepting it, returning it with a question and moving it to another OGON are ``verhelderen`` and ``verdelen``.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from duoplus import klok
from duoplus.calc.nederlands import datum
from duoplus.choices import BesluitSoort
from duoplus.models import Gebruiker
from duoplus.transitions import StapKanNiet
from maatwerk.actions.besluiten import van_de_lijst
from maatwerk.actions.dossier import volgen
from maatwerk.choices import AfwijsReden
from maatwerk.kring import volgers
from maatwerk.models import Aanvraag
from maatwerk.transitions import AANVRAAG, zet_einde_termijn

LANGST_GEPARKEERD = timedelta(days=184)


def parkeren(
    aanvraag: Aanvraag, *, by: Gebruiker, tot: date, reden: str, versie: int | None = None
) -> Aanvraag:
    """Leg een nieuwe aanvraag opzij tot een datum, met de reden. Zolang is zij niet te laat."""
    with transaction.atomic():
        with AANVRAAG.transition(
            aanvraag, "parkeren", by=by, versie=versie, reden=reden, tot=datum(tot)
        ) as overgang:
            _controleer_parkeerdag(tot)
            overgang.gegevens["opnieuw_op"] = tot.isoformat()
            aanvraag.geparkeerd_tot, aanvraag.gewijzigd_op = tot, klok.nu()
        zet_einde_termijn(aanvraag, tot)
    return aanvraag


def _controleer_parkeerdag(tot: date) -> None:
    vandaag = klok.vandaag()
    if not vandaag < tot <= vandaag + LANGST_GEPARKEERD:
        raise StapKanNiet("Kies een datum na vandaag, en hooguit een half jaar vooruit.")


def dubbel_melden(
    aanvraag: Aanvraag, *, by: Gebruiker, dubbel_van: Aanvraag, reden: str, versie: int | None = None
) -> Aanvraag:
    """Besluit dat dit werk al is aangevraagd. Wie deze aanvraag volgt, volgt voortaan de andere."""
    if aanvraag.ogon is None:
        raise StapKanNiet("Leg de aanvraag eerst bij een OGON: dat neemt het besluit.")
    vervolg = f"Volg {dubbel_van.kenmerk}: daar gaat het werk verder."
    gegevens: dict[str, Any] = {
        "code": AfwijsReden.DUBBEL,
        "vervolg": vervolg,
        "dubbel_van": dubbel_van.kenmerk,
    }
    with transaction.atomic():
        van_de_lijst(aanvraag, "dubbel_melden", BesluitSoort.AFWIJZEN, by, reden, versie, **gegevens)
        _controleer_dubbel(aanvraag, dubbel_van, by)
        aanvraag.dubbel_van = dubbel_van
        aanvraag.save(update_fields=["dubbel_van"])
        _neem_volgers_mee(aanvraag, dubbel_van)
    return aanvraag


def _controleer_dubbel(aanvraag: Aanvraag, ander: Aanvraag, by: Gebruiker) -> None:
    if ander.pk == aanvraag.pk:
        raise StapKanNiet("Kies een andere aanvraag: dit is dezelfde.")
    if not ander.is_open or not by.has_perm("maatwerk.view_aanvraag", ander):
        raise StapKanNiet("Kies een aanvraag die nog loopt.")


def _neem_volgers_mee(aanvraag: Aanvraag, naar: Aanvraag) -> None:
    """As far as they may read the other one; the fact itself tells all of them."""
    for volger in volgers(aanvraag):
        if volger.has_perm("maatwerk.volgen_aanvraag", naar):
            volgen(naar, by=volger)
