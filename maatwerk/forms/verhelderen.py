"""Van ingediende vraag tot een vraag die beide kanten hetzelfde begrijpen."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Team
from duoplus.web.velden import datum, keuze, regel, tekst, uit_lijst
from maatwerk.actions import verhelderen
from maatwerk.calc.verschil import Stuk, verschil
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Antwoord, Effect, Soort
from maatwerk.forms.stap import StapForm, mensen, opdrachtgevers, over_termijn, vanaf_vandaag
from maatwerk.models import BEVESTIGDE_VELDEN, Verificatie
from maatwerk.vergelijkbaar import Vergelijkbaar, vergelijkbare

SOORT_UITLEG = [
    (Soort.MAATWERK, "Maatwerk | Extra werk dat de gemeente apart betaalt."),
    (Soort.PLUS, "Plustaak | Een gemeente vraagt vast meer dan het basispakket."),
    (Soort.DVO, "Valt onder de DVO | Duo+ doet dit al; de gemeente betaalt er niet extra voor."),
    (Soort.BASISTAAK, "Basistaak | Het hoort bij het gezamenlijke basispakket."),
]
VERMOEDEN = {Antwoord.JA: Soort.DVO, Antwoord.NEE: Soort.MAATWERK}


class InBehandelingNemenForm(StapForm):
    actie = verhelderen.in_behandeling_nemen
    titel = "Aanvraag in behandeling nemen"
    uitleg = "U bepaalt waar het werk onder valt en wie het oppakt. De aanvrager ziet dat Duo+ begonnen is."
    klaar = "U heeft de aanvraag in behandeling genomen."

    soort = keuze("Waar valt dit werk onder?", SOORT_UITLEG, fout="Kies waar het werk onder valt.")
    soort_grond = tekst(
        "Waarom?",
        "Noem het besluit, de DVO of de reden. De gemeente leest dit mee.",
        fout="Leg uit waarom het werk hieronder valt.",
        rijen=3,
    )
    dvo_product = regel(
        "Welk product uit de DVO?", "Alleen als het onder de DVO valt.", maximum=120, required=False
    )
    team = uit_lijst("Welk team doet het werk?", Team.objects.none(), fout="Kies een team uit de lijst.")
    behandelaar = uit_lijst(
        "Wie behandelt de aanvraag?",
        Gebruiker.objects.none(),
        "Deze collega is het eerste aanspreekpunt voor de gemeente.",
        fout="Kies een behandelaar uit de lijst.",
    )

    def richt_in(self) -> None:
        self.fields["team"].queryset = Team.objects.kiesbaar(klok.vandaag(), self.obj.team_id)
        self.fields["behandelaar"].queryset = Gebruiker.objects.met_rol(
            Rol.SECRETARIS, Rol.TEAMMANAGER
        ).order_by("naam")

    def beginwaarden(self) -> dict[str, Any]:
        return {
            "soort": self.obj.soort or VERMOEDEN.get(Antwoord(self.obj.valt_onder_dvo or "weet_niet"), ""),
            "soort_grond": self.obj.soort_grond,
            "dvo_product": self.obj.dvo_product,
            "team": self.obj.team_id,
            "behandelaar": self.obj.behandelaar_id or self.by.pk,
        }

    def clean(self) -> None:
        if self.cleaned_data.get("soort") == Soort.DVO and not self.cleaned_data.get("dvo_product"):
            self.add_error("dvo_product", "Noem het product uit de DVO waar dit onder valt.")


class VraagStellenForm(StapForm):
    actie = verhelderen.vraag_stellen
    titel = "Vraag stellen aan de gemeente"
    uitleg = "Zolang er geen antwoord is, staat de termijn van Duo+ stil. De ander krijgt meteen een e-mail."
    knop = "Vraag versturen"
    klaar = "Uw vraag is verstuurd. De termijn staat stil tot er een antwoord is."

    vraag = tekst("Wat wilt u weten?", "Stel één duidelijke vraag.", fout="Schrijf uw vraag op.")
    aan = uit_lijst("Wie geeft antwoord?", Gebruiker.objects.none(), fout="Kies iemand uit de lijst.")
    uiterlijk_op = datum("Wanneer hebt u het antwoord nodig?", validators=[vanaf_vandaag])

    def richt_in(self) -> None:
        indieners = Gebruiker.objects.filter(Q(pk=self.obj.aanvrager_id) | Q(pk=self.obj.ingevoerd_door_id))
        self.fields["aan"].queryset = mensen(indieners, opdrachtgevers(self.obj))

    def beginwaarden(self) -> dict[str, Any]:
        return {"aan": self.obj.aanvrager_id, "uiterlijk_op": over_termijn(S.AANVULLING_GEVRAAGD)}


class AanvullenForm(StapForm):
    actie = verhelderen.aanvullen
    titel = "Vraag beantwoorden"
    uitleg = "Na uw antwoord gaat Duo+ verder en loopt de termijn weer."
    knop = "Antwoord versturen"
    klaar = "Uw antwoord is verstuurd. Duo+ gaat verder met uw aanvraag."

    antwoord = tekst("Uw antwoord", fout="Schrijf uw antwoord op.")

    @property
    def vraag(self) -> Any:
        return self.obj.vragen.select_related("aan", "gesteld_door").filter(beantwoord_op=None).first()


@dataclass(frozen=True)
class Gelezen:
    """One field of the question on screen, with what changed since the version before."""

    label: str
    stukken: list[Stuk]

    @property
    def gewijzigd(self) -> bool:
        return any(stuk.soort != "gelijk" for stuk in self.stukken)


class LeesForm(StapForm):
    """Judge the question as it was put: the whole text is on the page."""

    @cached_property
    def versies(self) -> list[Verificatie]:
        """The version to judge and the one before it."""
        return list(self.obj.verificaties.select_related("opgesteld_door", "geparafeerd_door")[:2])

    @property
    def verificatie(self) -> Verificatie | None:
        return self.versies[0] if self.versies else None

    @property
    def vorige(self) -> Verificatie | None:
        return self.versies[1] if len(self.versies) > 1 else None

    @property
    def gelezen(self) -> list[Gelezen]:
        nu, voor = self.verificatie, self.vorige or self.verificatie
        return [
            Gelezen(label, verschil(getattr(voor, veld, ""), getattr(nu, veld, "")))
            for veld, label in BEVESTIGDE_VELDEN.items()
        ]


class ZesVelden(StapForm):
    """The six fields that a confirmation freezes."""

    begrepen = tekst(
        BEVESTIGDE_VELDEN["begrepen"],
        "Vat de vraag samen in uw eigen woorden, zodat de gemeente kan zien of het klopt.",
        fout="Schrijf op hoe u de vraag begrijpt.",
    )
    probleem = tekst(
        BEVESTIGDE_VELDEN["probleem"], "Wat gaat er nu niet goed?", fout="Beschrijf het probleem."
    )
    beoogd_effect = tekst(
        BEVESTIGDE_VELDEN["beoogd_effect"],
        "Wat is er straks beter, en voor wie?",
        fout="Beschrijf wat er beter moet worden.",
    )
    afbakening = tekst(
        BEVESTIGDE_VELDEN["afbakening"],
        "Noem ook wat Duo+ níet doet. Dat voorkomt verrassingen.",
        fout="Schrijf op wat erbij hoort en wat niet.",
    )
    acceptatiecriteria = tekst(
        BEVESTIGDE_VELDEN["acceptatiecriteria"],
        "Waaraan ziet de gemeente dat het werk af is? Zet elk punt op een eigen regel.",
        fout="Schrijf op wanneer het werk goed is.",
    )
    gevolg_niet_doen = tekst(
        BEVESTIGDE_VELDEN["gevolg_niet_doen"],
        "Het OGON gebruikt dit bij het kiezen.",
        fout="Schrijf op wat er gebeurt als Duo+ dit niet doet.",
        rijen=3,
    )

    @cached_property
    def vorige(self) -> Verificatie | None:
        """The last version that was put; a correction starts from there."""
        return self.obj.verificaties.first()

    def beginwaarden(self) -> dict[str, Any]:
        if self.vorige is not None:
            return {veld: getattr(self.vorige, veld) for veld in BEVESTIGDE_VELDEN}
        return {"probleem": self.obj.probleem, "beoogd_effect": self.obj.gewenst_resultaat}

    def argumenten(self) -> dict[str, Any]:
        velden = {veld: self.gegevens[veld] for veld in BEVESTIGDE_VELDEN}
        rest = {naam: waarde for naam, waarde in self.gegevens.items() if naam not in BEVESTIGDE_VELDEN}
        return {"velden": velden} | rest

    def waarde_nu(self, naam: str) -> Any:
        return getattr(self.vorige, naam, "")


class TerVerificatieForm(ZesVelden):
    actie = verhelderen.ter_verificatie
    titel = "Zo hebben wij u begrepen"
    uitleg = (
        "U legt deze tekst voor aan de opdrachtgever. De teammanager zet eerst een paraaf, "
        "daarna bevestigt of verbetert de opdrachtgever."
    )
    knop = "Tekst voorleggen"
    klaar = "De tekst is voorgelegd. De teammanager zet nu eerst een paraaf."

    dubbel_gecontroleerd = tekst(
        "Is er al zoiets aangevraagd?",
        "Bekijk de aanvragen die hierop lijken. Schrijf op wat u vond.",
        fout="Schrijf op of er al zoiets is aangevraagd.",
        rijen=3,
    )
    anderen_gevraagd = tekst(
        "Doen andere gemeenten mee?",
        "Wie heeft u gevraagd, en wat was het antwoord?",
        fout="Schrijf op wie u heeft gevraagd, of waarom niet.",
        rijen=3,
    )

    effect_inwoners = keuze(
        "Wat merken inwoners ervan?",
        Effect.choices,
        "Het OGON weegt dit mee in de volgorde. Kijk alleen naar inwoners, niet naar de organisatie.",
        fout="Kies wat inwoners ervan merken.",
    )

    @cached_property
    def lijkt_op(self) -> list[Vergelijkbaar]:
        return vergelijkbare(self.obj.titel, user=self.by, behalve=self.obj)

    def beginwaarden(self) -> dict[str, Any]:
        begin = super().beginwaarden() | {"effect_inwoners": self.obj.effect_inwoners}
        gedaan = ("dubbel_gecontroleerd", "anderen_gevraagd") if self.vorige else ()
        return begin | {veld: getattr(self.vorige, veld) for veld in gedaan}

    def argumenten(self) -> dict[str, Any]:
        antwoorden = super().argumenten()
        return antwoorden | {"effect_inwoners": int(antwoorden["effect_inwoners"])}


class ParaferenForm(LeesForm):
    actie = verhelderen.paraferen
    titel = "Paraaf zetten onder deze vraag"
    uitleg = "Met uw paraaf staat u in voor deze tekst. Daarna kan de opdrachtgever bevestigen."
    klaar = "U heeft uw paraaf gezet. De opdrachtgever kan nu bevestigen."


class CorrigerenForm(LeesForm):
    actie = verhelderen.corrigeren
    titel = "Wat klopt er niet?"
    uitleg = "Duo+ past de tekst aan en legt hem opnieuw aan u voor."
    knop = "Versturen naar Duo+"
    klaar = "Duo+ past de tekst aan en legt hem daarna opnieuw voor."

    correctie = tekst(
        "Wat klopt er niet, en hoe is het wel?",
        fout="Schrijf op wat er niet klopt.",
    )


class BevestigenForm(LeesForm):
    actie = verhelderen.bevestigen
    titel = "Klopt dit?"
    uitleg = "Als u bevestigt, ligt deze tekst vast. Duo+ rekent daarna uit wat het kost en wanneer het kan."
    klaar = "U heeft de vraag bevestigd. Duo+ maakt nu een voorstel."


class HerzienForm(ZesVelden):
    actie = verhelderen.herzien
    titel = "Vraag aanpassen"
    uitleg = "De bevestiging en de raming vervallen. De opdrachtgever ziet het verschil en bevestigt opnieuw."
    klaar = "De vraag is aangepast. De opdrachtgever bevestigt haar opnieuw."

    reden = tekst(
        "Waarom past u de vraag aan?",
        "De opdrachtgever leest dit.",
        fout="Leg uit waarom u de vraag aanpast.",
        rijen=3,
    )

    def clean(self) -> None:
        if not self.errors and self.vorige is not None and not self.verschil:
            self.add_error(None, "U heeft niets gewijzigd. De bevestiging blijft staan.")

    @property
    def verschil(self) -> list[Gelezen]:
        """What the typed text changes in the version that stands, field by field."""
        if self.vorige is None:
            return []
        alle = [
            Gelezen(label, verschil(_gelijk(getattr(self.vorige, veld)), _gelijk(self[veld].value())))
            for veld, label in BEVESTIGDE_VELDEN.items()
        ]
        return [veld for veld in alle if veld.gewijzigd]


def _gelijk(tekst: Any) -> str:
    return str(tekst or "").replace("\r\n", "\n").strip()
