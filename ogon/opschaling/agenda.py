"""Opschalingen op de agenda van het directieberaad, en wat een besluit daar betekent."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType

from duoplus import agenda
from duoplus.agenda import Kaart, Kandidaat
from duoplus.calc.nederlands import datum
from duoplus.choices import BesluitSoort
from duoplus.models import Agendapunt, Besluit, Gebruiker, Gremium
from duoplus.transitions import StapKanNiet
from duoplus.web.velden import keuze
from ogon.actions.opschaling import MINUTEN, beantwoord
from ogon.choices import Antwoord
from ogon.models import Opschaling


class OpschalingBron(agenda.Bron):
    """Vragen van OGON’s die op een antwoord wachten."""

    model = Opschaling

    def kandidaten(self, gremium: Gremium, dag: date) -> list[Kandidaat]:
        """The soonest due first."""
        soort = ContentType.objects.get_for_model(Opschaling)
        staat_er = Agendapunt.objects.open().filter(gremium=gremium.pk, content_type=soort)
        wachtend = Opschaling.objects.open().filter(naar=gremium.pk)
        vrij = wachtend.exclude(pk__in=staat_er.values("object_id"))
        return [_kandidaat(opschaling) for opschaling in vrij.order_by("antwoord_voor", "pk")]

    def kaarten(self, pks: Collection[int], user: Gebruiker) -> dict[int, Kaart]:
        gezien = Opschaling.objects.visible_to(user).filter(pk__in=pks).select_related("ogon")
        return {opschaling.pk: _kaart(opschaling) for opschaling in gezien}

    def soorten(self, punt: Agendapunt) -> tuple[BesluitSoort, ...]:
        return (BesluitSoort.BEANTWOORDEN, BesluitSoort.AANHOUDEN)

    def mag(self, punt: Agendapunt, user: Gebruiker) -> bool:
        return user.has_perm("ogon.beantwoorden_opschaling", _opschaling(punt))

    def velden(self, punt: Agendapunt) -> dict[str, Any]:
        keuzes = [("", "Niet van toepassing"), *Antwoord.choices]
        return {"antwoord": keuze("Als u antwoordt: wat is het antwoord?", keuzes, required=False)}

    def besluit(self, punt: Agendapunt, antwoord: agenda.Antwoord, *, by: Gebruiker) -> Besluit | None:
        """Held over: the question stays as it is."""
        if antwoord.soort != BesluitSoort.BEANTWOORDEN:
            return None
        if antwoord.extra.get("antwoord") not in Antwoord.values:
            raise StapKanNiet("Kies wat het antwoord is.")
        gegeven = beantwoord(
            _opschaling(punt),
            Antwoord(antwoord.extra["antwoord"]),
            by=by,
            reden=antwoord.reden,
            voorwaarde=antwoord.voorwaarde,
            agendapunt=punt,
        )
        return gegeven.antwoordbesluit


def _kandidaat(opschaling: Opschaling) -> Kandidaat:
    return Kandidaat(
        onderwerp=opschaling,
        titel=f"{opschaling.nummer} {opschaling.titel}",
        minuten=MINUTEN,
        gevraagd_besluit=opschaling.gevraagd_besluit,
        toelichting=opschaling.vraag,
    )


def _kaart(opschaling: Opschaling) -> Kaart:
    voor = f"antwoord voor {datum(opschaling.antwoord_voor)}"
    feiten = (opschaling.ogon.naam, opschaling.get_aanleiding_display(), voor)
    return Kaart(titel=opschaling.titel, url=opschaling.get_absolute_url(), feiten=feiten)


def _opschaling(punt: Agendapunt) -> Opschaling:
    gevonden: Opschaling = Opschaling.objects.get(pk=punt.object_id)  # type: ignore[misc]
    return gevonden
