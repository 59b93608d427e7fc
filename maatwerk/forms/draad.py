"""Een opdracht onder een artikel van een DVO leggen, of daar weghalen."""

from typing import Any

from duoplus.web.forms import DoeForm
from duoplus.web.velden import keuze
from maatwerk.actions import draad as acties
from maatwerk.models import Opdracht, OpdrachtOnderArtikel
from ogon.dvo.tekst import teksten_op
from ogon.models import Dvo
from ogon.peildag import peildag

KIES = "Kies een artikel uit de lijst."


def _artikelen(opdracht: Opdracht) -> list[tuple[str, str]]:
    """Of the signed DVO's of who takes part, in the year in which the assignment was given or ends."""
    begin = opdracht.verleend_op.year if opdracht.verleend_op else opdracht.klaar_voor.year
    jaren = {begin, opdracht.klaar_voor.year}
    dvos = Dvo.objects.filter(jaar__in=jaren, organisatie__in=opdracht.aanvraag.gemeente_ids)
    per_jaar = [list(dvos.filter(jaar=jaar).select_related("organisatie")) for jaar in sorted(jaren)]
    er_al = set(opdracht.artikellinks.values_list("dvo", "artikel"))
    return [
        (f"{tekst.dvo.pk}-{artikel.nummer}", f"{tekst.dvo}: {artikel}")
        for groep in per_jaar
        if groep
        for tekst in teksten_op(groep, peildag(groep[0].jaar)).values()
        for artikel in tekst.artikelen
        if (tekst.dvo.pk, artikel.nummer) not in er_al
    ]


class ArtikelForm(DoeForm):
    """``obj`` is the assignment."""

    titel, knop = "Onder een artikel van de DVO leggen", "Vastleggen"
    uitleg = "Zo is later te zien op welke afspraak dit werk rust."

    artikel = keuze("Onder welk artikel valt deze opdracht?", (), fout=KIES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld: Any = self.fields["artikel"]
        veld.choices = _artikelen(self.obj)
        veld.error_messages["invalid_choice"] = KIES
        if not veld.choices:
            veld.help_text = "Er is geen getekende DVO met nog een ander artikel voor deze opdracht."

    def voer_uit(self) -> str:
        dvo, nummer = self.cleaned_data["artikel"].split("-")
        link = acties.leg_onder_artikel(self.obj, Dvo.objects.get(pk=dvo), int(nummer), by=self.by)
        return f"De opdracht valt nu onder artikel {link.artikel} van de {link.dvo}."


class LosForm(DoeForm):
    """``obj`` is the link."""

    obj: OpdrachtOnderArtikel
    titel, knop = "Weghalen van dit artikel", "Weghalen"
    uitleg = "De opdracht zelf verandert niet. Wat u doet, komt in de tijdlijn."
    negatief = True

    def voer_uit(self) -> str:
        artikel, dvo = self.obj.artikel, self.obj.dvo
        acties.haal_van_artikel(self.obj, by=self.by)
        return f"De opdracht valt niet meer onder artikel {artikel} van de {dvo}."
