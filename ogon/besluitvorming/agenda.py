"""Voorstellen en maatregelen op de agenda van een OGON en van het directieberaad."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from duoplus.agenda import Antwoord, Bron, Kaart, Kandidaat
from duoplus.calc.nederlands import bedrag
from duoplus.choices import BesluitSoort, GremiumSoort, PuntSoort
from duoplus.models import Agendapunt, Besluit, Gebruiker, Gremium
from duoplus.transitions import StapKanNiet
from duoplus.web.velden import vinkje
from ogon.actions import maatregel as maatregelacties
from ogon.actions.voorstel import titel_voor_lijst
from ogon.actions.voorstelroute import ALS_BESLUIT, UITKOMST, leg_uitkomst_vast
from ogon.choices import MaatregelStatus, Orgaan, SpoorStatus
from ogon.models import Efficiencymaatregel, Voorstel, Voorstelspoor

ALS_UITKOMST = {soort: uitkomst for uitkomst, soort in ALS_BESLUIT.items()}
MINUTEN = 15


class Voorstelbron(Bron):
    """A proposal that lies before this very body."""

    model = Voorstel

    def kandidaten(self, gremium: Gremium, dag: date) -> list[Kandidaat]:
        rijp = Voorstel.objects.filter(pk__in=_ligt_voor(gremium).values("voorstel"))
        return [_kandidaat(v, v.gevraagd_besluit) for v in _nog_niet_op_agenda(rijp, gremium)]

    def kaarten(self, pks: Collection[int], user: Gebruiker) -> dict[int, Kaart]:
        leesbaar = Voorstel.objects.visible_to(user).filter(pk__in=pks)
        metbedrag = set(
            Voorstel.objects.met_bedragen_voor(user).filter(pk__in=pks).values_list("pk", flat=True)
        )
        return {v.pk: _kaart(v, v.pk in metbedrag) for v in leesbaar}

    def soorten(self, punt: Agendapunt) -> tuple[BesluitSoort, ...]:
        return tuple(ALS_UITKOMST)

    def mag(self, punt: Agendapunt, user: Gebruiker) -> bool:
        spoor = _spoor(punt)
        return spoor is None or user.has_perm(UITKOMST, spoor)

    def velden(self, punt: Agendapunt) -> dict[str, Any]:
        return {"onder_voorbehoud": vinkje("Onder voorbehoud van begroting", required=False)}

    def besluit(self, punt: Agendapunt, antwoord: Antwoord, *, by: Gebruiker) -> Besluit | None:
        """Raises ``StapKanNiet`` where the proposal does not lie before this body any more."""
        spoor = _spoor(punt)
        if spoor is None:
            raise StapKanNiet(f"Dit voorstel ligt nu niet voor bij {punt.gremium}.")
        return leg_uitkomst_vast(
            spoor,
            ALS_UITKOMST[antwoord.soort],
            by=by,
            toelichting=antwoord.voorwaarde or antwoord.reden,
            onder_voorbehoud=bool(antwoord.extra.get("onder_voorbehoud")),
            opnieuw_op=antwoord.opnieuw_op,
            agendapunt=punt,
        )


def _spoor(punt: Agendapunt) -> Voorstelspoor | None:
    sporen = _ligt_voor(punt.gremium).select_related("voorstel__ogon")
    return sporen.filter(voorstel=punt.object_id).first()


def _ligt_voor(gremium: Gremium) -> QuerySet[Voorstelspoor]:
    """The stops at this body where a proposal waits for its decision."""
    waar = {
        GremiumSoort.OGON: Q(orgaan=Orgaan.OGON, voorstel__ogon=gremium.pk),
        GremiumSoort.DIRECTIEBERAAD: Q(orgaan=Orgaan.DIRECTIEBERAAD),
    }.get(GremiumSoort(gremium.soort))
    sporen = Voorstelspoor.objects.filter(status=SpoorStatus.LIGT_VOOR)
    return sporen.filter(waar) if waar is not None else sporen.none()


def _nog_niet_op_agenda(rijen: QuerySet[Any], gremium: Gremium) -> QuerySet[Any]:
    op_agenda = Agendapunt.objects.open().filter(
        gremium=gremium.pk, content_type__app_label="ogon", content_type__model=rijen.model._meta.model_name
    )
    return rijen.exclude(pk__in=op_agenda.values("object_id")).order_by("pk")


def _kandidaat(voorstel: Voorstel, gevraagd: str) -> Kandidaat:
    is_openbaar = titel_voor_lijst(voorstel).endswith(voorstel.titel)
    return Kandidaat(
        voorstel,
        titel_voor_lijst(voorstel),
        minuten=MINUTEN,
        gevraagd_besluit=gevraagd if is_openbaar else "",
    )


def _kaart(voorstel: Voorstel, met_bedrag: bool) -> Kaart:
    feiten = [voorstel.get_status_display(), f"Tekst {voorstel.inhoudversie}"]
    if met_bedrag and voorstel.bedrag is not None:
        feiten.append(bedrag(voorstel.bedrag))
    return Kaart(f"{voorstel.nummer} {voorstel.titel}", voorstel.get_absolute_url(), tuple(feiten))


class Maatregelbron(Bron):
    """A measure that waits for the directieberaad."""

    model = Efficiencymaatregel

    def kandidaten(self, gremium: Gremium, dag: date) -> list[Kandidaat]:
        if gremium.soort != GremiumSoort.DIRECTIEBERAAD:
            return []
        rijp = Efficiencymaatregel.objects.filter(status=MaatregelStatus.BESLUIT)
        gevraagd = "Instemmen met deze businesscase."
        return [
            Kandidaat(m, str(m), PuntSoort.BESLUIT, gevraagd_besluit=gevraagd)
            for m in _nog_niet_op_agenda(rijp, gremium)
        ]

    def kaarten(self, pks: Collection[int], user: Gebruiker) -> dict[int, Kaart]:
        leesbaar = Efficiencymaatregel.objects.visible_to(user).filter(pk__in=pks)
        return {m.pk: Kaart(str(m), m.get_absolute_url(), (m.get_status_display(),)) for m in leesbaar}

    def mag(self, punt: Agendapunt, user: Gebruiker) -> bool:
        return user.has_perm("ogon.besluiten_efficiencymaatregel", punt.onderwerp)

    def besluit(self, punt: Agendapunt, antwoord: Antwoord, *, by: Gebruiker) -> Besluit | None:
        maatregel = Efficiencymaatregel.objects.get(pk=punt.object_id or 0)
        return maatregelacties.besluit(
            maatregel, antwoord.soort, reden=antwoord.voorwaarde or antwoord.reden, by=by, agendapunt=punt
        )
