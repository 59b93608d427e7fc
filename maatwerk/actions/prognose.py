"""Zeggen wat een opdracht nog gaat kosten. Zonder dat telt de raming min wat is geboekt."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events
from duoplus.choices import Zichtbaarheid
from duoplus.models import Gebruiker
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, Opdracht, Prognose

RECHT = "maatwerk.prognose_opdracht"
AFGESLOTEN = "De opdracht is afgesloten. Er komen geen kosten meer bij."


@transaction.atomic
def geef_prognose(opdracht: Opdracht, *, by: Gebruiker, rest: Decimal, toelichting: str) -> Prognose:
    """Leg vast hoeveel euro er nog bij komt, met de uitleg. De laatste telt; geen enkele verdwijnt.

    Raises ``StapKanNiet`` once the assignment is closed.
    """
    if not by.has_perm(RECHT, opdracht):
        raise PermissionDenied(RECHT)
    aanvraag = Aanvraag.objects.select_for_update().get(pk=opdracht.aanvraag_id)
    if aanvraag.status == S.AFGESLOTEN:
        raise StapKanNiet(AFGESLOTEN)
    prognose = Prognose(opdracht=opdracht, rest=rest, toelichting=toelichting, door=by)
    prognose.namens = namens(by, RECHT, opdracht)
    prognose.full_clean()
    prognose.save()
    events.record(
        "maatwerk.aanvraag.prognose",
        aanvraag,
        by=by,
        namens=prognose.namens,
        zichtbaarheid=Zichtbaarheid.INTERN,
        rest=str(rest),
        tekst=toelichting,
    )
    return prognose
