"""Vastleggen hoe ver een besluit is uitgevoerd."""

from typing import Any

from django.db.models import Q, QuerySet

from duoplus import leden
from duoplus.actions import uitvoering
from duoplus.besluiten import laatste_uitvoering, stand
from duoplus.choices import Besluitstand, OrganisatieSoort
from duoplus.models import Besluit, Gebruiker, Gremium
from duoplus.web.forms import DoeForm
from duoplus.web.velden import datum, keuze, tekst, uit_lijst

KIES_WIE = "Kies iemand uit de lijst."


def wie_kan_het_doen(gremium: Gremium | None, *ook: int | None) -> QuerySet[Gebruiker]:
    """Who sits in the body, who works at Duo+, and who had it already."""
    zitten = [lid.gebruiker.pk for lid in leden.leden(gremium)] if gremium else []
    ook_nu = Q(pk__in=[pk for pk in (*zitten, *ook) if pk is not None])
    bij_duoplus = Q(organisatie__soort=OrganisatieSoort.DIENST, toewijzingen__isnull=False)
    return Gebruiker.objects.actief().filter(ook_nu | bij_duoplus).distinct().order_by("naam")


class UitvoerForm(DoeForm):
    """``versie`` is that of the last row about this decision."""

    obj: Besluit
    titel = "Uitvoering bijwerken"
    knop = "Vastleggen"
    uitleg = "Wat er eerder stond, blijft te lezen. Wie ervoor zorgt, ziet dit besluit in Mijn werk."

    stand = keuze("Hoe ver is dit besluit?", Besluitstand.choices)
    eigenaar = uit_lijst("Wie zorgt ervoor?", Gebruiker.objects.none(), fout=KIES_WIE, required=False)
    uiterlijk = datum("Wanneer is het klaar?", required=False)
    toelichting = tekst("Toelichting", "Bij ‘vervallen’: waarom.", required=False, rijen=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        laatste = laatste_uitvoering(self.obj)
        eigenaar = laatste.eigenaar_id if laatste else None
        nu = {"stand": stand(self.obj), "eigenaar": eigenaar, "uiterlijk": laatste and laatste.uiterlijk}
        self.initial = {**nu, **self.initial}
        self.fields["versie"].initial = laatste.pk if laatste else 0
        self.fields["eigenaar"].queryset = wie_kan_het_doen(self.obj.gremium, eigenaar)  # type: ignore[attr-defined]

    def waarde_nu(self, naam: str) -> Any:
        if naam == "stand":
            return stand(self.obj).label
        return getattr(laatste_uitvoering(self.obj), naam, None) or ""

    def voer_uit(self) -> str:
        regel = uitvoering.leg_stand_vast(self.obj, **self.wie, **self.gegevens)
        return f"{self.obj.nummer} staat nu op ‘{regel.get_stand_display().lower()}’."
