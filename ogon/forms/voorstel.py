"""De vragen bij een voorstel: de tekst deel voor deel, de parafen, en wat elk orgaan besloot."""

from typing import Any, ClassVar

from django import forms

from duoplus import klok
from duoplus.calc.nederlands import datum
from duoplus.choices import IncidenteelStructureel
from duoplus.models import Organisatie
from duoplus.web.forms import ActieForm, BestandVeld, DoeForm
from duoplus.web.velden import datum as datumveld
from duoplus.web.velden import euro_veld, keuze, regel, tekst, uit_lijst, vinkje
from ogon.actions import voorstel as acties
from ogon.actions import voorstelroute as route
from ogon.choices import Openbaarheid, Orgaan, ToetsSoort, Uitkomst
from ogon.models import Ogon, Voorstelspoor

LEEG_MAG: dict[str, Any] = {"required": False}
# What the author may leave out; the OGON and the colleges are never.
OVER_TE_SLAAN = [
    (Orgaan.DIRECTIEBERAAD, "Directieberaad"),
    (Orgaan.DB, "Dagelijks bestuur van Duo+"),
    (Orgaan.AB, "Algemeen bestuur van Duo+"),
]


def gemeenteveld(hint: str) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label="Welke gemeenten besluiten hierover?",
        help_text=hint,
        queryset=Organisatie.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kies ten minste één gemeente.",
            "invalid_choice": "Kies een gemeente uit de lijst.",
            "invalid_pk_value": "Kies een gemeente uit de lijst.",
        },
    )


class NieuwForm(DoeForm):
    titel, knop = "Nieuw voorstel", "Voorstel beginnen"
    uitleg = "U begint met een titel en de gemeenten die besluiten. Daarna schrijft u het voorstel."

    onderwerp = regel("Titel van het voorstel", fout="Vul een titel in.")
    ogon = uit_lijst("Welk OGON brengt dit in?", Ogon.objects.none(), fout="Kies een OGON uit de lijst.")
    gemeenten = gemeenteveld("Alleen gemeenten die aan dit OGON meedoen.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vandaag = klok.vandaag()
        mag = [o.pk for o in Ogon.objects.geldig_op(vandaag) if self.by.has_perm("ogon.voorstellen_ogon", o)]
        _ogon: Any = self.fields["ogon"]
        _ogon.queryset = Ogon.objects.filter(pk__in=mag)
        _ogon.initial = mag[0] if len(mag) == 1 else None
        _gemeenten: Any = self.fields["gemeenten"]
        _gemeenten.queryset = Organisatie.objects.gemeenten().geldig_op(vandaag)

    def begin(self) -> Any:
        w = self.cleaned_data
        return acties.maak(w["ogon"], titel=w["onderwerp"], gemeenten=w["gemeenten"], by=self.by)


class DeelForm(ActieForm):
    """One part of the text. Nothing is obligatory yet: what is missing is said when initials are asked."""

    slug: ClassVar[str]
    kop: ClassVar[str]
    uitleg: ClassVar[str] = ""
    bewaart_vanzelf: ClassVar[bool] = True
    obj: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.richt_in()
        self.initial = {**self.beginwaarden(), **self.initial}

    def richt_in(self) -> None:
        """Fit the questions to this proposal."""

    def beginwaarden(self) -> dict[str, Any]:
        """What stands there, or what was typed and cannot be read yet."""
        return {naam: self.obj.onleesbaar.get(naam, getattr(self.obj, naam)) for naam in self.namen}

    @property
    def namen(self) -> list[str]:
        return [veld.name for veld in self.inhoud]

    def bewaar(self, versie: int | None) -> None:
        """Keep what can be read, and word for word what cannot."""
        goed = {naam: self.cleaned_data[naam] for naam in self.namen if naam in self.cleaned_data}
        fout = {
            naam: str(self[naam].value() or "").replace("\0", "")
            for naam in self.namen
            if naam in self.errors
        }
        acties.schrijf(self.obj, by=self.by, velden=goed, onleesbaar=fout, versie=versie)


class BesluitDeel(DeelForm):
    slug, kop = "besluit", "Waarover gaat het?"

    titel = regel("Titel", fout="Vul een titel in.")
    gevraagd_besluit = tekst("Gevraagd besluit", "Zo dat iemand er ja of nee op kan zeggen.", **LEEG_MAG)
    aanleiding = tekst("Aanleiding", "Waarom ligt dit nu voor?", **LEEG_MAG)
    beoogd_effect = tekst("Beoogd effect", "Wat is er anders als dit gelukt is?", **LEEG_MAG)


class OnderbouwingDeel(DeelForm):
    slug, kop = "onderbouwing", "Waarom zo?"

    argumenten = tekst("Argumenten", "Wat pleit ervoor?", rijen=8, **LEEG_MAG)
    kanttekeningen = tekst(
        "Kanttekeningen", "Wat pleit ertegen, en wat zijn de risico’s?", rijen=8, **LEEG_MAG
    )


class FinancienDeel(DeelForm):
    slug, kop = "financien", "Wat kost het?"

    financien = tekst("Financiën", "Wat betekent dit voor de begroting? Ook als het niets kost.", **LEEG_MAG)
    bedrag = euro_veld("Bedrag in euro", "Bijvoorbeeld 22.350. Laat leeg als er geen bedrag is.", **LEEG_MAG)
    taakveld = regel("Taakveld", "Bijvoorbeeld 0.4. Nodig als er een bedrag is.", maximum=8, **LEEG_MAG)
    i_s = keuze(
        "Incidenteel of structureel?",
        IncidenteelStructureel.choices,
        "Nodig als er een bedrag is.",
        **LEEG_MAG,
    )
    dekking = tekst("Dekking", "Waaruit wordt het betaald? Nodig als er een bedrag is.", rijen=3, **LEEG_MAG)


class UitvoeringDeel(DeelForm):
    slug, kop = "uitvoering", "Hoe gaat het verder?"

    communicatie = tekst("Communicatie", "Wie hoort wat, en wanneer?", **LEEG_MAG)
    planning = tekst("Planning", "Wanneer begint het en wanneer is het klaar?", **LEEG_MAG)
    openbaarheid = keuze(
        "Wie mag dit lezen?",
        [
            (Openbaarheid.OPENBAAR, "Openbaar | Iedereen die bij besluiten van dit OGON hoort."),
            (Openbaarheid.VERTROUWELIJK, "Vertrouwelijk | Wie besluit, en wie het geld bewaakt."),
            (Openbaarheid.GEHEIM, "Geheim | Alleen wie besluit, en wie het voorbereidt of toetst."),
        ],
    )


class RouteDeel(DeelForm):
    slug, kop = "route", "Wie besluit hierover?"
    bewaart_vanzelf = False
    uitleg = (
        "Het OGON begint. Daarna volgen deze organen, in deze volgorde. De colleges besluiten naast elkaar."
    )

    gemeenten = gemeenteveld("Elk college besluit zelf; één college mag later zijn dan de andere.")
    organen = forms.MultipleChoiceField(
        label="Welke andere organen besluiten?",
        choices=OVER_TE_SLAAN,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Kies uit de lijst."},
    )

    def richt_in(self) -> None:
        veld: Any = self.fields["gemeenten"]
        veld.queryset = Organisatie.objects.gemeenten().geldig_op(klok.vandaag())

    def beginwaarden(self) -> dict[str, Any]:
        sporen = list(self.obj.sporen.all())
        return {
            "gemeenten": [spoor.organisatie_id for spoor in sporen if spoor.organisatie_id],
            "organen": [spoor.orgaan for spoor in sporen if spoor.orgaan in dict(OVER_TE_SLAAN)],
        }

    def waarde_nu(self, naam: str) -> str:
        sporen = self.obj.sporen.select_related("organisatie")
        return ", ".join(
            str(spoor) for spoor in sporen if bool(spoor.organisatie_id) == (naam == "gemeenten")
        )

    def bewaar(self, versie: int | None) -> None:
        if self.errors:
            return
        w = self.cleaned_data
        acties.kies_route(
            self.obj, gemeenten=list(w["gemeenten"]), organen=w["organen"], by=self.by, versie=versie
        )


DELEN: dict[str, type[DeelForm]] = {
    deel.slug: deel for deel in (BesluitDeel, OnderbouwingDeel, FinancienDeel, UitvoeringDeel, RouteDeel)
}


class BijlageForm(ActieForm):
    bestand = BestandVeld(
        label="Kies een bestand", help_text="PDF, Word, Excel, OpenDocument of een afbeelding. Hooguit 25 MB."
    )


class ParaafForm(DoeForm):
    """``inhoudversie`` is the text that was on screen."""

    titel, knop = "Paraaf", "Vastleggen"
    uitleg = "Uw paraaf geldt voor de tekst die u nu leest. Wijzigt de tekst, dan vervalt hij."

    inhoudversie = forms.IntegerField(widget=forms.HiddenInput)
    oordeel = keuze(
        "Klopt het voorstel op uw vakgebied?",
        [
            ("akkoord", "Akkoord | U zet uw paraaf."),
            ("nee", "Niet akkoord | U schrijft op wat er niet klopt."),
        ],
        fout="Kies akkoord of niet akkoord.",
    )
    opmerking = tekst(
        "Opmerking", "Nodig als u niet akkoord bent. De opsteller leest dit.", rijen=4, **LEEG_MAG
    )

    def __init__(self, *args: Any, soort: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.soort = soort
        self.fields["inhoudversie"].initial = self.obj.inhoudversie
        self.titel = f"{ToetsSoort(soort).label} toetsen"

    def clean(self) -> None:
        if self.cleaned_data.get("oordeel") == "nee" and not self.cleaned_data.get("opmerking", "").strip():
            self.add_error("opmerking", "Schrijf op wat er niet klopt.")

    def voer_uit(self) -> str:
        w = self.cleaned_data
        akkoord = w["oordeel"] == "akkoord"
        acties.paraferen(
            self.obj,
            self.soort,
            by=self.by,
            akkoord=akkoord,
            opmerking=w["opmerking"],
            inhoudversie=w["inhoudversie"],
        )
        return "Uw paraaf staat eronder." if akkoord else "De opsteller leest wat er niet klopt."


class UitkomstForm(DoeForm):
    titel, knop = "Uitkomst vastleggen", "Vastleggen"
    uitleg = "U legt vast wat dit orgaan besloot. Daarna is het volgende orgaan aan de beurt."

    uitkomst = keuze(
        "Wat is er besloten?",
        [
            (Uitkomst.CONFORM, "Conform voorstel"),
            (Uitkomst.GEWIJZIGD, "Gewijzigd | Akkoord, met een wijziging die u opschrijft."),
            (Uitkomst.AANGEHOUDEN, "Aangehouden | Het komt op een andere dag terug."),
            (Uitkomst.AFGEWEZEN, "Afgewezen"),
        ],
    )
    besloten_op = datumveld("Wanneer?")
    toelichting = tekst("Toelichting", "Nodig als het niet conform het voorstel is.", rijen=4, **LEEG_MAG)
    onder_voorbehoud = vinkje(
        "Onder voorbehoud van begroting", "Het besluit geldt pas als de begroting is vastgesteld.", **LEEG_MAG
    )
    opnieuw_op = datumveld("Wanneer komt het terug?", "Alleen nodig als het is aangehouden.", **LEEG_MAG)

    def __init__(self, *args: Any, spoor: Voorstelspoor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spoor = spoor
        self.fields["besloten_op"].initial = klok.vandaag()

    def clean(self) -> None:
        w = self.cleaned_data
        uitkomst = w.get("uitkomst")
        if uitkomst and uitkomst != Uitkomst.CONFORM and not w.get("toelichting", "").strip():
            self.add_error("toelichting", "Schrijf op wat er besloten is en waarom.")
        terug = w.get("opnieuw_op")
        if uitkomst == Uitkomst.AANGEHOUDEN and "opnieuw_op" not in self.errors and terug is None:
            self.add_error("opnieuw_op", "Kies een dag waarop het terugkomt.")

    def voer_uit(self) -> str:
        w = self.gegevens
        route.leg_uitkomst_vast(self.spoor, w.pop("uitkomst"), **w, **self.wie)
        return f"De uitkomst van {self.spoor} is vastgelegd."


class VoorbehoudForm(DoeForm):
    titel, knop = "Voorbehoud vervalt", "Voorbehoud laten vervallen"
    uitleg = "De begroting is vastgesteld. Het besluit van dit orgaan geldt vanaf nu zonder voorbehoud."

    toelichting = tekst(
        "Waaruit blijkt dat?", "Bijvoorbeeld: begroting 2027, vastgesteld op 12 november 2026.", rijen=3,
        fout="Schrijf op waaruit dat blijkt.",
    )  # fmt: skip

    def __init__(self, *args: Any, spoor: Voorstelspoor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spoor = spoor

    def voer_uit(self) -> str:
        route.laat_voorbehoud_vervallen(self.spoor, toelichting=self.cleaned_data["toelichting"], **self.wie)
        return f"Het besluit van {self.spoor} geldt zonder voorbehoud."


class TerToetsingForm(DoeForm):
    titel, knop = "Om parafen vragen", "Om parafen vragen"
    uitleg = "Wie niet meeschreef, leest het voorstel: financieel, juridisch, inkoop en privacy."

    def voer_uit(self) -> str:
        acties.ter_toetsing(self.obj, **self.wie)
        return "De vier toetsers is om een paraaf gevraagd."


class TerugnemenForm(DoeForm):
    titel, knop = "Voorstel terugnemen", "Terugnemen"
    uitleg = "U schrijft dan verder. Wijzigt u de tekst, dan vervallen de parafen die er al staan."

    def voer_uit(self) -> str:
        acties.terugnemen(self.obj, **self.wie)
        return "Het voorstel is weer een concept."


class OpWegForm(DoeForm):
    titel, knop = "Op weg sturen", "Op weg sturen"
    uitleg = (
        "Het voorstel gaat eerst naar het OGON en komt daar op de agenda. Daarna volgen de andere organen."
    )

    def voer_uit(self) -> str:
        route.op_weg(self.obj, **self.wie)
        return "Het voorstel ligt voor bij het OGON."


class HerzienForm(DoeForm):
    titel, knop = "Tekst herzien", "Terughalen en herzien"
    uitleg = (
        "Het voorstel ligt dan nergens meer voor en de vier parafen vervallen. U vraagt ze daarna opnieuw."
    )
    negatief = True

    reden = tekst("Waarom herziet u de tekst?", fout="Schrijf op waarom.", rijen=3)

    def voer_uit(self) -> str:
        route.herzien(self.obj, reden=self.cleaned_data["reden"], **self.wie)
        return "De parafen zijn vervallen. U kunt de tekst wijzigen."


class UitvoerenForm(DoeForm):
    titel, knop = "Uitgevoerd melden", "Uitgevoerd melden"
    uitleg = "Daarmee is het voorstel klaar. Het besluitenregister laat zien dat het is uitgevoerd."

    toelichting = tekst("Wat is er gedaan?", fout="Schrijf op wat er is gedaan.", rijen=3)

    def voer_uit(self) -> str:
        route.uitvoeren(self.obj, toelichting=self.cleaned_data["toelichting"], **self.wie)
        return "Het voorstel is uitgevoerd."


class IntrekkenForm(DoeForm):
    titel, knop = "Voorstel intrekken", "Intrekken"
    uitleg = "Het voorstel stopt. Wat al besloten is, blijft te lezen."
    negatief = True

    reden = tekst("Waarom trekt u het in?", fout="Schrijf op waarom.", rijen=3)

    def voer_uit(self) -> str:
        route.intrekken(self.obj, reden=self.cleaned_data["reden"], **self.wie)
        return f"{self.obj.nummer} is ingetrokken op {datum(klok.vandaag())}."


HANDELINGEN: dict[str, type[DoeForm]] = {
    "ter_toetsing": TerToetsingForm,
    "terugnemen": TerugnemenForm,
    "op_weg": OpWegForm,
    "herzien": HerzienForm,
    "uitvoeren": UitvoerenForm,
    "intrekken": IntrekkenForm,
}
