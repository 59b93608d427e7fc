"""Per gemeente vastleggen of haar deel betaald kan worden, en beginnen terwijl dat nog niet zeker is."""

from datetime import date
from typing import cast

from django.core.exceptions import PermissionDenied

from duoplus import besluiten
from duoplus.choices import BesluitSoort
from duoplus.models import Gebruiker, Organisatie
from duoplus.transitions import StapKanNiet
from maatwerk import financiering
from maatwerk.choices import FinancieringStand
from maatwerk.models import Aanvraag, AanvraagBesluit, Financiering
from maatwerk.rules import spreekt_voor
from maatwerk.transitions import AANVRAAG
from ogon.models import Ogon


def zeg_financiering(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    organisatie: Organisatie,
    stand: FinancieringStand,
    begrotingsmoment: str = "",
    verwacht_op: date | None = None,
    toelichting: str = "",
    versie: int | None = None,
) -> Aanvraag:
    """Leg vast of deze gemeente haar deel betaalt. Wat eerder gezegd was, blijft staan als geschiedenis.

    Under reservation it names the budget event that resolves it; until then the work does not start.
    """
    with AANVRAAG.transition(
        aanvraag, "financiering", by=by, versie=versie, gemeente=organisatie.naam, stand=stand.label
    ) as overgang:
        if organisatie.pk not in spreekt_voor(by, aanvraag):
            raise PermissionDenied("maatwerk.financiering_aanvraag")
        if stand == FinancieringStand.ONDER_VOORBEHOUD and not begrotingsmoment.strip():
            raise StapKanNiet("Noem het begrotingsmoment dat het voorbehoud oplost.")
        voorbehoud = stand == FinancieringStand.ONDER_VOORBEHOUD
        Financiering.objects.create(
            aanvraag=aanvraag,
            organisatie=organisatie,
            stand=stand,
            begrotingsmoment=begrotingsmoment.strip() if voorbehoud else "",
            verwacht_op=verwacht_op if voorbehoud else None,
            toelichting=toelichting,
            door=by,
            namens=overgang.namens,
        )
        overgang.gegevens["tekst"] = "\n".join(filter(None, [begrotingsmoment, toelichting]))
    return aanvraag


def begin_op_risico(aanvraag: Aanvraag, *, by: Gebruiker, reden: str, versie: int | None = None) -> Aanvraag:
    """Besluit te beginnen terwijl een gemeente nog een voorbehoud heeft; het risico staat op naam."""
    with AANVRAAG.transition(aanvraag, "op_risico", by=by, versie=versie, reden=reden) as overgang:
        wacht = financiering.voorbehouden(financiering.delen(aanvraag))
        if not wacht:
            raise StapKanNiet("Er is geen voorbehoud meer. Het werk kan gewoon beginnen.")
        besluit = besluiten.neem(
            cast(Ogon, aanvraag.ogon),  # only a ranked request comes here
            BesluitSoort.OP_RISICO,
            titel=f"{aanvraag.kenmerk} {aanvraag.titel}",
            reden=reden,
            by=by,
            namens=overgang.namens,
            voorbehoud=wacht,
        )
        AanvraagBesluit.objects.create(aanvraag=aanvraag, besluit=besluit)
        overgang.gegevens["besluit"] = besluit.nummer
    return aanvraag
