"""Wat een vergadering vraagt van wie haar leidt: agenda versturen, beginnen, sluiten, besluitenlijst."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from duoplus import klok, leden, vorigelijst
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.choices import VergaderingStatus as S
from duoplus.models import Feestdag, Gebruiker, Gremium, Termijn, Vergadering
from duoplus.overleg import VOORAF
from duoplus.web.overleg.forms import ADRES
from duoplus.werk import Taak

UITNODIGEN = "overleg.uitnodigen"
LEIDERS = {rol for rollen in leden.LEIDT.values() for rol in rollen}
# Per state what comes next, on the button and in the list.
STAP = {
    S.GEPLAND: ("nodig_uit", "Verstuur de agenda", "Versturen"),
    S.BEZIG: ("sluit", "Sluit de vergadering", "Sluiten"),
}
BEGIN = ("begin", "Begin de vergadering", "Beginnen")
# No step: the list is put on the next agenda, or adopted outside a meeting. Her page leads to both.
LIJST = ("", "Maak de besluitenlijst klaar", "Openen")


def wacht(user: Gebruiker) -> Iterable[QuerySet[Vergadering]]:
    if not user.heeft_rol(*LEIDERS):
        return [Vergadering.objects.none()]
    return [_vergaderingen(user, Dagen.vandaag())]


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    if not user.heeft_rol(*LEIDERS):
        return []
    dagen = Dagen.vandaag()
    vergaderingen = _vergaderingen(user, dagen).select_related("gremium")
    return [_taak(vergadering, dagen) for vergadering in vergaderingen[:tot]]


def _vergaderingen(user: Gebruiker, dagen: "Dagen") -> QuerySet[Vergadering]:
    """Of the bodies that this person leads: soon and not sent, today, still going on, or without
    a list that was adopted or put on an agenda.
    """
    vandaag = klok.vandaag()
    straks = Q(status=S.GEPLAND, datum__gte=vandaag, datum__lte=dagen.tot_en_met)
    nu = Q(status__in=VOORAF, datum=vandaag) | Q(status=S.BEZIG)
    return Vergadering.objects.filter(straks | nu | vorigelijst.ontbreekt(), gremium__in=_geleid(user))


def _geleid(user: Gebruiker) -> Iterable[int]:
    return [gremium.pk for gremium in Gremium.objects.all() if leden.leidt(user, gremium)]


@dataclass(frozen=True)
class Dagen:
    """The terms of today, read once for a whole list; one that ended with nothing after it goes on."""

    termijnen: dict[str, int]
    vrij: Collection[date]

    @classmethod
    def vandaag(cls) -> "Dagen":
        begonnen = Termijn.objects.filter(
            sleutel__in=(UITNODIGEN, vorigelijst.TERMIJN), van__lte=klok.vandaag()
        )
        op_volgorde = begonnen.order_by("van").values_list("sleutel", "aantal")
        return cls(dict(op_volgorde), Feestdag.objects.als_vrij())

    @property
    def tot_en_met(self) -> date:
        """The last day of the meetings of which the agenda should go out today."""
        return na_werkdagen(klok.vandaag(), self.termijnen.get(UITNODIGEN, 0), self.vrij)

    def voor(self, vergadering: Vergadering) -> date:
        """So many working days before the meeting everybody should have the agenda."""
        return na_werkdagen(vergadering.datum, -self.termijnen.get(UITNODIGEN, 0), self.vrij)

    def na(self, vergadering: Vergadering) -> date | None:
        """So many working days after the meeting its list should be ready."""
        aantal = self.termijnen.get(vorigelijst.TERMIJN)
        return None if aantal is None else na_werkdagen(vergadering.datum, aantal, self.vrij)

    def uiterlijk(self, vergadering: Vergadering, stap: str) -> date | None:
        if stap == "nodig_uit":
            return self.voor(vergadering)
        return vergadering.datum if stap else self.na(vergadering)


def _taak(vergadering: Vergadering, dagen: Dagen) -> Taak:
    stap, wat, knop = _te_doen(vergadering)
    url = vergadering.get_absolute_url()
    return Taak(
        wat=wat,
        waarover=vergadering.gremium.naam,
        kenmerk="",
        waarom="u leidt dit overleg",
        url=url,
        knop=knop,
        knop_url=reverse("vergadering_stap", args=[vergadering.pk, ADRES[stap]]) if stap else url,
        icoon="calendar-event",
        uiterlijk=dagen.uiterlijk(vergadering, stap),
    )


def _te_doen(vergadering: Vergadering) -> tuple[str, str, str]:
    if vergadering.status == S.GEHOUDEN:
        return LIJST
    begint = vergadering.status in VOORAF and vergadering.datum == klok.vandaag()
    return BEGIN if begint else STAP[S(vergadering.status)]
