"""Wie zijn deel kan betalen: gelezen zoals het laatste woord van elke gemeente is."""

from collections.abc import Iterable
from dataclasses import dataclass

from duoplus.choices import BesluitSoort
from duoplus.models import Besluit, Organisatie
from maatwerk.choices import AkkoordSoort, FinancieringStand
from maatwerk.models import Aanvraag, Akkoord, Financiering


@dataclass(frozen=True)
class Deel:
    """What one municipality said. Without a word of its own, its akkoord on the dekking counts as gedekt."""

    organisatie: Organisatie
    stand: FinancieringStand | None
    regel: Financiering | None

    @property
    def label(self) -> str:
        return str(self.stand.label) if self.stand else "Nog niet gezegd"

    @property
    def is_open(self) -> bool:
        """Keeps the work from starting, unless the OGON decides to begin at risk."""
        return self.stand == FinancieringStand.ONDER_VOORBEHOUD


def delen(aanvraag: Aanvraag) -> list[Deel]:
    """Per municipality that takes part; three queries."""
    gezegd = {
        regel.organisatie_id: regel
        for regel in Financiering.objects.filter(aanvraag=aanvraag).geldend().select_related("besluit")
    }
    akkoord = set(
        Akkoord.objects.filter(
            raming__aanvraag=aanvraag, raming__vervallen_op=None, soort=AkkoordSoort.DEKKING
        ).values_list("organisatie", flat=True)
    )
    return [_deel(gemeente, gezegd.get(gemeente.pk), akkoord) for gemeente in aanvraag.gemeenten.all()]


def _deel(gemeente: Organisatie, regel: Financiering | None, akkoord: set[int]) -> Deel:
    if regel is not None:
        return Deel(gemeente, FinancieringStand(regel.stand), regel)
    return Deel(gemeente, FinancieringStand.GEDEKT if gemeente.pk in akkoord else None, None)


def voorbehouden(alle: Iterable[Deel]) -> dict[str, str]:
    """Municipality → the budget event that it waits for."""
    return {d.organisatie.naam: d.regel.begrotingsmoment for d in alle if d.is_open and d.regel}


def op_risico(aanvraag: Aanvraag) -> dict[str, str]:
    """The reservations that the last decision to begin at risk named: municipality → budget event."""
    besluiten = Besluit.objects.filter(aanvraagregel__aanvraag=aanvraag, soort=BesluitSoort.OP_RISICO)
    besluit = besluiten.order_by("-genomen_op", "-pk").first()
    return besluit.gegevens["voorbehoud"] if besluit else {}


def weigering(aanvraag: Aanvraag) -> str:
    """Why the work cannot start for want of money, in a sentence; empty if it can."""
    alle = delen(aanvraag)
    weg = [deel.organisatie.naam for deel in alle if deel.stand == FinancieringStand.DOET_NIET_MEE]
    if weg:
        return f"{' en '.join(weg)} doet niet mee. Maak eerst een voorstel zonder deze gemeente."
    gedragen = op_risico(aanvraag).items()
    wacht = voorbehouden(alle).items() - gedragen
    if not wacht:
        return ""
    wie = ", ".join(f"{gemeente} ({moment})" for gemeente, moment in sorted(wacht))
    return (
        f"Er is nog een voorbehoud: {wie}. Starten kan als de begroting is vastgesteld, "
        "of als het OGON besluit om op risico te beginnen."
    )
