"""De lijst van DVO's: bladzijde, teller, weergave en export lezen dezelfde."""

from collections.abc import Sequence
from functools import cached_property

from django.db.models import QuerySet

from duoplus.lijsten import Lijst
from duoplus.models import Organisatie
from ogon.models import Dvo
from ogon.reports import dvolijst


class DvosLijst(Lijst):
    """The DVO's that one user may read."""

    naam = "dvos"
    titel = "DVO’s"
    urlnaam = "ogon:dvo_list"
    ding = ("DVO", "DVO’s")
    niets = ("Er zijn nog geen DVO’s", "Zodra Duo+ er een voorlegt, staat zij hier.")
    kolommen = dvolijst.KOLOMMEN
    vast = ("nummer", "dvo")
    standaardkolommen = ("gemeente", "jaar", "versie", "status", "opzegdag")
    filters = dvolijst.FILTERS
    standaardsortering = "-nummer"
    sorteerzin = "De nieuwste DVO staat bovenaan."

    @cached_property
    def naslag(self) -> dict[str, Organisatie]:
        return dvolijst.organisaties()

    @property
    def gelezen(self) -> Sequence[str]:
        return ("nummer", "dvo", "gemeente", "jaar", "status")

    def bron(self) -> QuerySet[Dvo]:
        return Dvo.objects.visible_to(self.user)
