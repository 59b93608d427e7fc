"""Wat elke stap gemeen heeft: de vragen, wat ervan komt, en de actie die dan loopt."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from duoplus import klok
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.choices import Rol
from duoplus.models import Feestdag, Gebruiker, Termijn
from duoplus.web.forms import ActieForm
from duoplus.web.vangnet import als_beginwaarden
from maatwerk.models import Aanvraag


class StapForm(ActieForm):
    """One step of one request. ``actie`` gets the answers, who acts and the version on screen."""

    actie: ClassVar[Callable[..., Any]]
    obj: Any
    fields: dict[str, Any]
    initial: dict[str, Any]

    titel = ""
    uitleg = ""
    knop = ""
    klaar = ""
    negatief = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.richt_in()
        self.initial = self.beginwaarden() | self.initial

    def richt_in(self) -> None:
        """Fit the questions to this request and this person."""

    def beginwaarden(self) -> dict[str, Any]:
        """What is known already, so that nobody types it again."""
        return {}

    def voer_uit(self) -> Any:
        return type(self).actie(
            self.obj, by=self.by, versie=self.cleaned_data.get("versie"), **self.argumenten()
        )

    def argumenten(self) -> dict[str, Any]:
        """The answers as the action wants them."""
        return self.gegevens

    def herstel(self, invoer: QueryDict, bewerking: str = "") -> None:
        """Show what was typed without judging it yet; ``bewerking`` changes the form in between."""
        self.initial = self.initial | als_beginwaarden(self, invoer)


def vanaf_vandaag(dag: date) -> None:
    """Validator: today or later."""
    if dag < klok.vandaag():
        raise ValidationError("Kies een datum vanaf vandaag.")


def na_vandaag(dag: date) -> None:
    if dag <= klok.vandaag():
        raise ValidationError("Kies een datum na vandaag.")


def over_termijn(status: str, anders: int = 10) -> date:
    """The day on which the term of ``status`` would end if it began today."""
    vandaag = klok.vandaag()
    aantal = Termijn.objects.werkdagen(f"maatwerk.{status}", vandaag)
    return na_werkdagen(vandaag, anders if aantal is None else aantal, Feestdag.objects.als_vrij())


def opdrachtgevers(aanvraag: Aanvraag) -> QuerySet[Gebruiker]:
    """Who may speak for a municipality that takes part, in this OGON."""
    return met_rol_in(aanvraag, Rol.OPDRACHTGEVER)


def met_rol_in(aanvraag: Aanvraag, *rollen: Rol) -> QuerySet[Gebruiker]:
    return Gebruiker.objects.met_rol(*rollen, organisatie__in=aanvraag.gemeente_ids, gremium=aanvraag.ogon_id)


def mensen(*groepen: Iterable[Gebruiker]) -> QuerySet[Gebruiker]:
    """These people as one list, each once, by name."""
    ids = {gebruiker.pk for groep in groepen for gebruiker in groep}
    return Gebruiker.objects.actief().filter(pk__in=ids).select_related("organisatie").order_by("naam")
