"""Een wijziging van een opdracht vragen, paraferen, weigeren of intrekken."""

from decimal import ROUND_CEILING, Decimal
from functools import cached_property
from typing import Any

from duoplus.calc.nederlands import bedrag, datum
from duoplus.web.velden import datum as datumveld
from duoplus.web.velden import euro_veld, tekst, uren_veld
from maatwerk.actions import wijzigen
from maatwerk.forms.opdracht import OpdrachtForm
from maatwerk.forms.stap import StapForm
from maatwerk.models import Voortgang
from maatwerk.signalen import meten

HEEL = Decimal(1)


class VragenForm(OpdrachtForm):
    actie = wijzigen.vragen
    titel = "Wijziging vragen"
    uitleg = "De voorzitter en de budgethouder zetten een paraaf. Tot dan blijft alles zoals het is."
    klaar = "U heeft de wijziging gevraagd. De voorzitter en de budgethouder krijgen bericht."

    plafond_uren = uren_veld("Nieuw plafond in uren")
    plafond_kosten = euro_veld("Nieuw plafond in euro’s, zonder btw")
    einddatum = datumveld("Wanneer is het werk klaar?")
    reden = tekst("Waarom is dit nodig?", fout="Schrijf op waarom de opdracht moet wijzigen.", rijen=4)

    def beginwaarden(self) -> dict[str, Any]:
        """A draft by the forecast: what it will cost and when it will be ready by the last word on it."""
        opdracht = self.obj
        return {
            "plafond_uren": self._uren,
            "plafond_kosten": max(opdracht.kosten_mogen, self._prognose.gebruikt),
            "einddatum": self._klaar_op,
            "reden": " ".join(self._redenen),
        }

    @cached_property
    def _prognose(self) -> meten.Meting:
        return meten.van_verwachting(self.obj)

    @cached_property
    def _klaar_op(self) -> Any:
        laatste: Voortgang | None = self.obj.voortgang.first()
        return max(self.obj.klaar_voor, laatste.verwacht_klaar_op) if laatste else self.obj.klaar_voor

    @property
    def _uren(self) -> Decimal:
        """The hours grow as the costs do, up to the whole hour, and are at least what is booked."""
        mogen: Decimal = self.obj.uren_mogen
        if not self._prognose.boven(Decimal(100)) or not self._prognose.geheel:
            return mogen
        groei = mogen * self._prognose.gebruikt / self._prognose.geheel
        return groei.quantize(HEEL, ROUND_CEILING)

    @property
    def _redenen(self) -> list[str]:
        redenen = []
        if self._prognose.boven(Decimal(100)):
            kost = bedrag(self._prognose.gebruikt)
            redenen.append(f"Het werk kost naar verwachting {kost}.")
        if self._klaar_op > self.obj.klaar_voor:
            redenen.append(f"Het werk is naar verwachting klaar op {datum(self._klaar_op)}.")
        return redenen


class ParaferenForm(StapForm):
    actie = wijzigen.paraferen
    titel = "Wijziging paraferen"
    uitleg = "Met de tweede paraaf geldt de wijziging meteen."
    knop = "Paraaf zetten"
    klaar = "U heeft uw paraaf gezet."


class WeigerenForm(StapForm):
    actie = wijzigen.weigeren
    titel = "Wijziging weigeren"
    uitleg = "De opdracht blijft zoals zij is. Wie de wijziging vroeg, leest uw reden."
    klaar = "U heeft de wijziging geweigerd."
    negatief = True

    antwoord = tekst("Waarom weigert u?", fout="Schrijf op waarom u weigert.", rijen=3)


class IntrekkenForm(StapForm):
    actie = wijzigen.intrekken
    titel = "Verzoek intrekken"
    uitleg = "De opdracht blijft zoals zij is. Daarna kunt u een ander verzoek doen."
    klaar = "Het verzoek is ingetrokken."
    negatief = True

    antwoord = tekst("Waarom trekt u het in?", fout="Schrijf op waarom u het verzoek intrekt.", rijen=3)
