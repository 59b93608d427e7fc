"""De lijsten van maatwerk: bladzijde, teller, weergave en export lezen dezelfde."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from duoplus import klok
from duoplus.lijsten import Lijst
from duoplus.models import Vergadering
from maatwerk.filters import AANVRAAGFILTERS, CAPACITEITFILTERS, OPDRACHTFILTERS
from maatwerk.models import Aanvraag, Opdracht
from maatwerk.reports import aanvragenlijst, capaciteitslijst, opdrachtenlijst
from maatwerk.reports.aanvragenlijst import Naslag
from ogon.models import Capaciteitsregel


class AanvragenLijst(Lijst):
    """What one user sees of the requests with these parameters of the address."""

    naam = "aanvragen"
    titel = "Aanvragen"
    urlnaam = "maatwerk:aanvraag_list"
    ding = ("aanvraag", "aanvragen")
    niets = ("Er zijn geen open aanvragen", "Wat afgerond of gestopt is, vindt u bij ‘Alle statussen’.")
    kolommen = aanvragenlijst.KOLOMMEN
    vast = ("nummer", "titel")
    standaardkolommen = ("gemeente", "team", "status", "uren", "klaar", "gewijzigd")
    filters = AANVRAAGFILTERS
    standaardsortering = "-gewijzigd"
    sorteerzin = "De laatste wijziging staat bovenaan."

    @cached_property
    def naslag(self) -> Naslag:
        return Naslag()

    @property
    def gelezen(self) -> Sequence[str]:
        return ("nummer", "titel", "status", "nieuw") if self.sinds else ("nummer", "titel", "status")

    def bron(self) -> QuerySet[Aanvraag]:
        return Aanvraag.objects.ingediend_voor(self.user)

    @cached_property
    def sinds(self) -> date | None:
        """The day that was asked for, or that of the last meeting of an OGON before today."""
        if "sinds" in self.waarden or "vergelijk" not in self.waarden:
            return self.waarden.get("sinds")
        ogon = self.naslag.op_waarde("ogon")[self.waarden["vergelijk"]]
        eerder = Vergadering.objects.filter(gremium=ogon.pk, datum__lt=klok.vandaag())
        dag = eerder.order_by("-datum").values_list("datum", flat=True).first()
        if dag is None:
            self.meldingen.append(f"{ogon.naam} heeft nog niet vergaderd. Wij vergelijken niet.")
        return dag


class OpdrachtenLijst(Lijst):
    """What one user sees of the assignments with these parameters of the address."""

    naam = "opdrachten"
    titel = "Opdrachten"
    urlnaam = "maatwerk:opdracht_list"
    ding = ("opdracht", "opdrachten")
    niets = (
        "Geen opdrachten",
        "Hier staan opdrachten zodra de voorzitter en de budgethouder beide een paraaf hebben gezet.",
    )
    kolommen = opdrachtenlijst.KOLOMMEN
    vast = ("nummer", "titel")
    standaardkolommen = ("gemeente", "team", "status", "gewerkt", "plafond", "klaar")
    filters = OPDRACHTFILTERS
    standaardsortering = "klaar"
    sorteerzin = "De vroegste einddatum staat bovenaan."

    @cached_property
    def naslag(self) -> Naslag:
        return Naslag()

    @property
    def gelezen(self) -> Sequence[str]:
        return ("nummer", "titel", "status")

    def bron(self) -> QuerySet[Opdracht]:
        return Opdracht.objects.visible_to(self.user).verleend()


class CapaciteitLijst(Lijst):
    """The rows behind the waterfall of teams, for who may see hours of teams."""

    naam = "capaciteit"
    titel = "Uren van teams"
    urlnaam = "maatwerk:capaciteit_list"
    ding = ("regel", "regels")
    niets = ("Er zijn nog geen uren ingevuld", "Lees een lijst in, of vul uren in bij een team.")
    kolommen = capaciteitslijst.KOLOMMEN
    vast = ("team", "maand")
    standaardkolommen = ("soort", "omschrijving", "uren", "bron", "door")
    filters = CAPACITEITFILTERS
    standaardsortering = "maand"
    sorteerzin = "De vroegste maand staat bovenaan."

    @cached_property
    def naslag(self) -> Naslag:
        return Naslag()

    @property
    def gelezen(self) -> Sequence[str]:
        return ("teamnummer", "team", "maand", "soort")

    def bron(self) -> QuerySet[Capaciteitsregel]:
        mag = self.user.has_perm("ogon.view_capaciteit")
        return Capaciteitsregel.objects.geldig() if mag else Capaciteitsregel.objects.none()
