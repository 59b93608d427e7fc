"""Zoeken in aanvragen: op woord, op nummer, en alleen in wat iemand mag lezen."""

import re

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from duoplus import klok
from duoplus.models import Gebruiker

MAX_WOORDEN = 10
DEEL_VANAF = 3  # shorter words are only found whole: a prefix of two letters matches half the list
JAREN_TERUG = 3


def zoekvraag(tekst: str, user: Gebruiker) -> Q:
    """Each word anywhere in the request, from its beginning; or the start of a number, old or new."""
    nummer = tekst.strip().upper()
    vraag = Q(nummer__startswith=nummer) | Q(extern_nummer__startswith=tekst.strip())
    if nummer.isdecimal() and len(nummer) <= 4:
        vraag |= Q(nummer__in=_nummers(int(nummer)))
    woorden = re.findall(r"\w+", tekst)[:MAX_WOORDEN]
    if woorden:
        delen = " & ".join(f"{woord}:*" if len(woord) >= DEEL_VANAF else woord for woord in woorden)
        vraag |= Q(zoektekst=SearchQuery(delen, config="nl", search_type="raw"))
    return vraag


def _nummers(volgnummer: int) -> list[str]:
    """The requests of the last years with this serial number: people say "147"."""
    jaar = klok.vandaag().year
    return [f"MW-{jaar - terug}-{volgnummer:04d}" for terug in range(JAREN_TERUG)]
