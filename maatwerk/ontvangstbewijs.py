"""Het ontvangstbewijs: wat iemand indiende, wanneer, en onder welk nummer. Eén keer gemaakt, daarna vast."""

from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from duoplus import pdf
from duoplus.calc.nederlands import datum
from duoplus.choices import BijlageSoort
from duoplus.models import Bijlage, Gebeurtenis, Gebruiker
from maatwerk.models import Aanvraag
from maatwerk.tijdlijn import wie

MIME = "application/pdf"


def maak_ontvangstbewijs(aanvraag: Aanvraag) -> Bijlage:
    """The receipt of this request, made if it was not there yet; twice at a time still gives one.

    Raises ``Gebeurtenis.DoesNotExist`` if the request was never submitted here (an imported row).
    """
    with transaction.atomic():
        Aanvraag.objects.select_for_update().get(pk=aanvraag.pk)
        return bestaand(aanvraag) or _leg_vast(aanvraag)


def bestaand(aanvraag: Aanvraag) -> Bijlage | None:
    return aanvraag.bijlagen.filter(soort=BijlageSoort.ONTVANGSTBEWIJS).order_by("pk").first()


def als_pdf(aanvraag: Aanvraag) -> bytes:
    """The bytes, from the recorded fact alone: the same at any later moment."""
    feit = _indiening(aanvraag)
    return pdf.maak("ontvangstbewijs", _gegevens(aanvraag, feit), moment=feit.op)


def _leg_vast(aanvraag: Aanvraag) -> Bijlage:
    return Bijlage.bewaar(
        als_pdf(aanvraag),
        onderwerp=aanvraag,
        soort=BijlageSoort.ONTVANGSTBEWIJS,
        naam=f"Ontvangstbewijs {aanvraag.nummer}.pdf",
        mime=MIME,
        door=Gebruiker.objects.systeem(),
    )


def _indiening(aanvraag: Aanvraag) -> Gebeurtenis:
    feiten = Gebeurtenis.objects.over(aanvraag).select_related("door__organisatie", "namens")
    return feiten.get(soort="maatwerk.aanvraag.indienen")


def _gegevens(aanvraag: Aanvraag, feit: Gebeurtenis) -> dict[str, Any]:
    nummer = feit.gegeven("nummer") or aanvraag.kenmerk
    return {
        "kenmerk": nummer,
        "titel": feit.gegeven("titel") or aanvraag.titel,
        "titelregel": f"Ontvangstbewijs {nummer}",
        "intro": f"Wij hebben deze aanvraag ontvangen, onder nummer {nummer}. "
        "Gebruik dit nummer als u contact opneemt.",
        "ontvangst": _ontvangst(nummer, feit),
        "stappen": feit.gegeven("antwoorden") or [],
        "hierna": feit.gegeven("hierna")
        or "De secretaris van het OGON neemt de aanvraag in behandeling. "
        "De voortgang staat in het portaal, bij uw aanvraag.",
    }


def _ontvangst(nummer: str, feit: Gebeurtenis) -> list[dict[str, str]]:
    moment = localtime(feit.op)
    rijen = [
        ("Nummer", nummer),
        ("Ontvangen op", f"{datum(moment)}, {moment:%H.%M} uur"),
        ("Ingediend door", wie(feit)),
        ("Aanvrager", feit.gegeven("aanvrager")),
    ]
    return [{"label": label, "waarde": str(waarde)} for label, waarde in rijen if waarde]
