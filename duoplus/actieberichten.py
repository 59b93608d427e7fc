"""Wat iemand over zijn acties te lezen krijgt: een nieuwe in het dagoverzicht, en herinneringen."""

from django.db.models import QuerySet

from duoplus import klok, mail
from duoplus.choices import ActieStatus
from duoplus.events import on
from duoplus.models import Actiepunt, Bericht, Gebeurtenis, Termijn

TERMIJN = "overleg.actie.herinnering"
LOOPT = (ActieStatus.OPEN, ActieStatus.BEZIG)
REDEN = {
    "nieuw": "u doet deze actie",
    "bijna": "een actie van u moet bijna klaar zijn",
    "te_laat": "een actie van u is te laat",
}


@on("duoplus.actiepunt.geven", "duoplus.actiepunt.wijzigen")
def vertel_de_eigenaar(gebeurtenis: Gebeurtenis) -> None:
    """Once per owner and day on which it must be done; who agreed on it with himself knows already."""
    actie = Actiepunt.objects.select_related("eigenaar", "gremium").get(pk=gebeurtenis.object_id)
    if actie.eigenaar_id != gebeurtenis.door_id and actie.status in LOOPT:
        _stuur(actie, "nieuw")


def herinner() -> int:
    """Remind every owner who is due and was not reminded yet; how many that were.

    Shortly before the day once, in the overview; once it has passed, at once. Of what was missed while
    nothing ran only the latest is sent.
    """
    aan_de_beurt = {_sleutel(actie, _welke(actie)): actie for actie in _bijna_of_te_laat()}
    gehad = set(Bericht.objects.filter(sleutel__in=aan_de_beurt).values_list("sleutel", flat=True))
    nog = [actie for sleutel, actie in aan_de_beurt.items() if sleutel not in gehad]
    for actie in nog:
        _stuur(actie, _welke(actie))
    return len(nog)


def _bijna_of_te_laat() -> QuerySet[Actiepunt]:
    tot = Termijn.objects.uiterlijk(TERMIJN, klok.vandaag())
    acties = Actiepunt.objects.filter(status__in=LOOPT, uiterlijk__lte=tot, eigenaar__is_active=True)
    return acties.select_related("eigenaar", "gremium").order_by("pk")


def _welke(actie: Actiepunt) -> str:
    return "te_laat" if actie.uiterlijk < klok.vandaag() else "bijna"


def _sleutel(actie: Actiepunt, brief: str) -> str:
    """An action that is put off, or given to somebody else, is a new occasion."""
    return f"actie:{brief}:{actie.pk}:{actie.uiterlijk}:{actie.eigenaar_id}"


def _stuur(actie: Actiepunt, brief: str) -> None:
    mail.queue(
        f"duoplus/actie_{brief}",
        to=actie.eigenaar,
        key=_sleutel(actie, brief),
        reden=REDEN[brief],
        pad=actie.get_absolute_url(),
        bundelen=brief != "te_laat",
        actie=actie,
    )
