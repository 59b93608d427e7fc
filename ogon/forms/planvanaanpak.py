"""De vragen bij een plan van aanpak: het advies, de acties en de conclusie."""

from typing import Any

from duoplus import klok
from duoplus.models import Gebruiker, Gremium
from duoplus.web.forms import DoeForm
from duoplus.web.velden import datum, regel, tekst, uit_lijst
from ogon.actions import planvanaanpak as acties
from ogon.models import PlanVanAanpak


class NieuwForm(DoeForm):
    titel, knop = "Nieuw plan van aanpak", "Vastleggen"
    uitleg = "U legt een advies van buiten vast. Daarna spreekt u acties af, elk met een eigenaar en een dag."

    naam = regel("Waarover gaat het advies?", fout="Vul in waarover het gaat.")
    adviseur = regel("Wie gaf het advies?", maximum=120, fout="Vul in wie het advies gaf.")
    advies = tekst("Wat is het advies?", "Kort, in eigen woorden.", fout="Schrijf op wat het advies is.")
    ontvangen_op = datum("Van welke dag is het advies?")
    gremium = uit_lijst(
        "Welk overleg volgt dit?", Gremium.objects.none(), fout="Kies een overleg uit de lijst."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld: Any = self.fields["gremium"]
        veld.queryset = Gremium.objects.geldig_op(klok.vandaag())

    def begin(self) -> PlanVanAanpak:
        w = self.gegevens
        return acties.maak(w.pop("naam"), **w, by=self.by)


class ActieForm(DoeForm):
    titel, knop = "Actie afspreken", "Afspreken"
    uitleg = "De eigenaar ziet de actie in Mijn werk en meldt zelf hoe ver het is."

    wat = regel("Wat moet er gebeuren?", fout="Schrijf op wat er moet gebeuren.")
    eigenaar = uit_lijst("Wie doet dit?", Gebruiker.objects.none(), fout="Kies iemand uit de lijst.")
    uiterlijk = datum("Wanneer is het klaar?")
    toelichting = tekst("Toelichting", rijen=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld: Any = self.fields["eigenaar"]
        veld.queryset = Gebruiker.objects.actief().exclude(toewijzingen=None).distinct().order_by("naam")

    def voer_uit(self) -> str:
        w = self.gegevens
        actie = acties.spreek_af(self.obj, w.pop("wat"), **w, by=self.by)
        return f"Actie {actie.nummer} is afgesproken met {actie.eigenaar.naam}."


class SluitenForm(DoeForm):
    titel, knop = "Plan afsluiten", "Afsluiten"
    uitleg = "Dat kan als elke actie klaar is. Daarna verandert er niets meer aan."

    conclusie = tekst("Wat heeft het plan opgeleverd?", fout="Schrijf op wat het heeft opgeleverd.", rijen=4)

    def voer_uit(self) -> str:
        acties.sluit(self.obj, conclusie=self.cleaned_data["conclusie"], **self.wie)
        return "Het plan is afgesloten."


HANDELINGEN: dict[str, type[DoeForm]] = {"actie": ActieForm, "afsluiten": SluitenForm}
