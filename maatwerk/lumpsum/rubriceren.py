"""Welke opdrachten van een jaar nog geen taakveld hebben, of geen I of S (controle R11)."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from maatwerk.choices import AanvraagStatus
from maatwerk.models import Boekingstotaal, Opdracht

PER_KEER = 50


@dataclass(frozen=True)
class Ongerubriceerd:
    """The assignments of a year that somebody still has to place, by number."""

    jaar: int
    user: Any

    @cached_property
    def alle(self) -> QuerySet[Opdracht]:
        eind = date(self.jaar, 12, 31)
        geboekt = Boekingstotaal.objects.filter(periode__maand__year=self.jaar).order_by().values("opdracht")
        loopt = Q(verleend_op__date__lte=eind) & ~Q(aanvraag__status=AanvraagStatus.AFGESLOTEN)
        zichtbaar = Opdracht.objects.visible_to(self.user).verleend().select_related("aanvraag")
        leeg = zichtbaar.filter(Q(taakveld="") | Q(i_s=""))
        return leeg.filter(Q(pk__in=geboekt) | loopt).order_by("nummer")

    @cached_property
    def aantal(self) -> int:
        return self.alle.count()

    @cached_property
    def opdrachten(self) -> list[Opdracht]:
        """The first so many: what is saved makes room for the next."""
        return list(self.alle[:PER_KEER])

    def refresh_from_db(self) -> None:
        """Read anew after a refusal."""
        for naam in ("alle", "aantal", "opdrachten"):
            self.__dict__.pop(naam, None)
