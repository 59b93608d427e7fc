"""De vragen bij een opschaling: wat het OGON vraagt, en wat het directieberaad daarop doet."""

from typing import Any

from django import forms

from duoplus import klok
from duoplus.calc.nederlands import datum as in_woorden
from duoplus.calc.nederlands import datum_kort
from duoplus.choices import PuntSoort
from duoplus.models import Vergadering
from duoplus.overleg import VOORAF
from duoplus.web.forms import DatumVeld, DoeForm
from duoplus.web.velden import keuze, regel, tekst, uit_lijst, vinkje
from ogon.actions import opschaling as acties
from ogon.choices import Antwoord, Beraadrol, OpschalingAanleiding

LEZERS = "Het directieberaad en iedereen die in het OGON meebeslist lezen dit."
ANTWOORDEN = [
    (Antwoord.AKKOORD, "Akkoord | Zoals het OGON vraagt."),
    (Antwoord.AKKOORD_MITS, "Akkoord mits | U noemt een voorwaarde."),
    (Antwoord.AFWIJZEN, "Afwijzen | Het gebeurt niet."),
    (Antwoord.TERUG, "Terug naar het OGON | Het OGON besluit zelf; alles ligt weer zoals het lag."),
    (Antwoord.DOOR, "Door naar het bestuur | Het bestuur besluit. Er begint een voorstel."),
]


class VraagVelden(forms.Form):
    """What is asked beside the question itself. Everything has an answer of its own if left empty."""

    aanleiding = keuze(
        "Waarom komt het OGON er niet uit?",
        OpschalingAanleiding.choices,
        required=False,
        initial=OpschalingAanleiding.GEEN_CONSENSUS,
    )
    gevraagd_besluit = tekst(
        "Welk besluit vraagt u?",
        "Laat u dit leeg, dan vragen wij om een besluit over het onderwerp.",
        required=False,
        rijen=2,
    )
    spoed = vinkje("Dit heeft spoed", required=False)
    antwoord_voor = DatumVeld(label="Voor welke dag is het antwoord nodig?", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gewoon, spoed = in_woorden(acties.uiterlijk(False)), in_woorden(acties.uiterlijk(True))
        self.fields[
            "antwoord_voor"
        ].help_text = f"Laat u dit leeg, dan is het {gewoon}, en bij spoed {spoed}."

    def clean_antwoord_voor(self) -> Any:
        dag = self.cleaned_data["antwoord_voor"]
        if dag is not None and dag <= klok.vandaag():
            raise forms.ValidationError("Kies een dag na vandaag.")
        return dag

    def als_vraag(self, vraag: str) -> acties.Vraag:
        gegevens = self.cleaned_data
        return acties.Vraag(
            vraag=vraag,
            gevraagd_besluit=gegevens["gevraagd_besluit"],
            aanleiding=OpschalingAanleiding(gegevens["aanleiding"] or OpschalingAanleiding.GEEN_CONSENSUS),
            antwoord_voor=gegevens["antwoord_voor"],
            spoed=gegevens["spoed"],
        )


class AdviesForm(DoeForm):
    titel, knop = "Advies schrijven", "Advies bewaren"
    uitleg = "Het directieberaad leest uw advies naast het dossier. Het dossier zelf verandert niet."

    advies = tekst("Wat adviseert u?", LEZERS, fout="Schrijf uw advies op.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["advies"].initial = self.obj.advies

    def voer_uit(self) -> str:
        acties.bereid_voor(self.obj, advies=self.cleaned_data["advies"], **self.wie)
        return "Uw advies is bewaard."


class AgenderenForm(DoeForm):
    titel, knop = "Op de agenda zetten", "Op de agenda"
    uitleg = "De vraag komt als besluitpunt onderaan de agenda die u kiest."

    vergadering = uit_lijst("Welke vergadering?", Vergadering.objects.none(), fout="Kies een vergadering.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld: Any = self.fields["vergadering"]
        komend = Vergadering.objects.komend(klok.vandaag())
        veld.queryset = komend.filter(gremium=self.obj.naar_id, status__in=VOORAF).select_related("gremium")
        veld.label_from_instance = lambda v: f"{datum_kort(v.datum)}, {v.begint_om:%H.%M} uur, {v.plaats}"

    def voer_uit(self) -> str:
        vergadering = self.cleaned_data["vergadering"]
        acties.agendeer(self.obj, vergadering, **self.wie)
        return f"De vraag staat op de agenda van {in_woorden(vergadering.datum)}."


class AntwoordVelden(forms.Form):
    """Which answer, why, and for one of them a condition."""

    soort = keuze("Wat is het antwoord?", ANTWOORDEN, fout="Kies een antwoord.")
    antwoord = tekst(
        "Wat antwoordt het directieberaad?", LEZERS, fout="Schrijf op wat het directieberaad antwoordt."
    )
    voorwaarde = tekst("Onder welke voorwaarde?", "Alleen nodig bij ‘akkoord mits’.", required=False, rijen=3)

    def clean(self) -> None:
        gegevens: Any = self.cleaned_data
        if gegevens.get("soort") == Antwoord.AKKOORD_MITS and not gegevens.get("voorwaarde", "").strip():
            self.add_error("voorwaarde", "Schrijf op onder welke voorwaarde het directieberaad akkoord is.")


class AntwoordForm(AntwoordVelden, DoeForm):
    titel, knop = "Antwoord geven", "Antwoord vastleggen"
    uitleg = "Het antwoord is een besluit met een eigen nummer. Daarna kan het OGON meteen verder."

    def voer_uit(self) -> str:
        gegevens = self.cleaned_data
        acties.beantwoord(
            self.obj,
            Antwoord(gegevens["soort"]),
            reden=gegevens["antwoord"],
            voorwaarde=gegevens["voorwaarde"],
            **self.wie,
        )
        return f"Het antwoord ligt vast met besluit {self.obj.antwoordbesluit.nummer}."


class IntrekkenForm(DoeForm):
    titel, knop = "Vraag intrekken", "Intrekken"
    uitleg = "Het directieberaad hoeft dan niet meer te antwoorden. Het OGON kan zelf weer besluiten."
    negatief = True

    reden = tekst("Waarom trekt u de vraag in?", LEZERS, fout="Schrijf op waarom u de vraag intrekt.")

    def voer_uit(self) -> str:
        acties.trek_in(self.obj, reden=self.cleaned_data["reden"], **self.wie)
        return "De vraag is ingetrokken."


class TerugkoppelenForm(DoeForm):
    titel, knop = "Antwoord terugkoppelen", "Terugkoppelen"
    uitleg = "U vertelt het OGON wat het antwoord betekent. De voorzitter en de secretaris lezen het."

    reden = tekst("Wat kan het OGON nu doen?", LEZERS, fout="Schrijf op wat het OGON nu kan doen.")

    def voer_uit(self) -> str:
        acties.koppel_terug(self.obj, reden=self.cleaned_data["reden"], **self.wie)
        return "Het antwoord is teruggekoppeld."


class SluitenForm(DoeForm):
    """Nothing to ask: the answer was dealt with."""

    titel, knop = "Opschaling sluiten", "Sluiten"
    uitleg = "Het OGON heeft het antwoord verwerkt. Het dossier blijft te lezen."

    def voer_uit(self) -> str:
        acties.sluit(self.obj, **self.wie)
        return "De opschaling is gesloten."


STAPPEN: dict[str, type[DoeForm]] = {
    "voorbereiden": AdviesForm,
    "agenderen": AgenderenForm,
    "beantwoorden": AntwoordForm,
    "intrekken": IntrekkenForm,
    "terugkoppelen": TerugkoppelenForm,
    "sluiten": SluitenForm,
}


class InbrengenForm(DoeForm):
    """A point for one of the four roles of the directieberaad. ``obj`` is the body."""

    titel, knop = "Punt inbrengen", "Inbrengen"
    uitleg = "Het punt wacht daarna op een vergadering. De bestuursadviseur zet het op een agenda."

    rubriek = keuze("Waar hoort het bij?", Beraadrol.choices, fout="Kies waar het punt bij hoort.")
    onderwerp = regel("Waar gaat het over?", "Eén korte zin.", fout="Schrijf op waar het over gaat.")
    toelichting = tekst("Toelichting", "Wat moeten de anderen vooraf weten?", required=False)

    def voer_uit(self) -> str:
        gegevens = self.cleaned_data
        acties.zet_op_agenda(
            self.obj,
            titel=gegevens["onderwerp"],
            toelichting=gegevens["toelichting"],
            rubriek=gegevens["rubriek"],
            soort=PuntSoort.BESPREKEN,
            by=self.by,
        )
        return "Uw punt is ingebracht. Het wacht op een vergadering."
