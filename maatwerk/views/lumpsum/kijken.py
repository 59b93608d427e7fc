"""Het adres van een bladzijde over de stand, gelezen als wat iemand wil zien en mag zien."""

from django.http import Http404, HttpRequest

from duoplus.web.views import vereis
from maatwerk.lumpsum import blik, stand
from maatwerk.lumpsum.blik import Blik
from maatwerk.models.lumpsum import gemeenten_met_lumpsum
from maatwerk.views.lumpsum.begroting import LEZEN, vereis_jaar


def bekijk(request: HttpRequest, jaar: int, letter: str = "") -> Blik:
    """The standing as the address asks for it. Raises ``Http404`` for a municipality that is not theirs."""
    vereis(request.user, LEZEN)
    vereis_jaar(jaar)
    gelezen = stand.lees(jaar, gemeenten=gemeenten_met_lumpsum(request.user))
    if letter and letter.upper() not in {een.letter for een in gelezen.gemeenten}:
        raise Http404
    return blik.kijk(gelezen, {**request.GET.dict(), **({"gemeente": letter.upper()} if letter else {})})
