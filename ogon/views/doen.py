"""Iets nieuws beginnen op een eigen bladzijde: er is nog niets, alleen wie het doet."""

from typing import Any, ClassVar

from django.contrib import messages
from django.urls import reverse

from duoplus.web.views import DoeView, vereis


class NieuwView(DoeView):
    """Begin something: there is no object yet, only who does it."""

    lijst: ClassVar[tuple[str, str]]
    recht: ClassVar[str]
    klaar: ClassVar[str]  # with {nummer}

    def get_object(self) -> Any:
        return self.request.user

    def controleer(self) -> None:
        vereis(self.request.user, self.recht)

    def voer_uit(self, form: Any) -> str:
        nieuw = form.begin()
        messages.success(self.request, self.klaar.format(nummer=nieuw.nummer))
        return self.naar(nieuw)

    def naar(self, nieuw: Any) -> str:
        adres: str = nieuw.get_absolute_url()
        return adres

    def terug(self) -> str:
        return reverse(self.lijst[1])
