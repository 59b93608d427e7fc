"""Wat iemand met een vergadering of een agendapunt doet, elk op een eigen bladzijde."""

import re
from datetime import timedelta
from typing import Any

from django import forms

from duoplus import agenda as bronnen
from duoplus import klok, leden
from duoplus.actions import actiepunten, agenda, vergaderen
from duoplus.agenda import Antwoord
from duoplus.calc.nederlands import datum as voluit
from duoplus.choices import BesluitSoort, PuntSoort
from duoplus.models import Gebruiker, Gremium
from duoplus.overleg import PUNT, VERGADERING
from duoplus.web.forms import ActieForm, BestandVeld, DoeForm
from duoplus.web.velden import TijdVeld, datum, keuze, regel, tekst, uit_lijst

REDEN = "Iedereen in het overleg kan dit lezen."
GETAL = "Vul een heel getal in, bijvoorbeeld 10."


class GetalVeld(forms.IntegerField):
    def __init__(self, label: str, laagste: int, hoogste: int, **opties: Any) -> None:
        super().__init__(
            label=label,
            min_value=laagste,
            max_value=hoogste,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "duo-w-narrow"}),
            error_messages={
                "required": GETAL,
                "invalid": GETAL,
                "min_value": f"Vul {laagste} of meer in.",
                "max_value": f"Vul hooguit {hoogste} in.",
            },
            **opties,
        )


# The meeting ------------------------------------------------------------------------------------------


class WanneerForm(DoeForm):
    datum = datum("Op welke dag?")
    begint_om = TijdVeld("Hoe laat begint het?")
    eindigt_om = TijdVeld("Hoe laat is het afgelopen?")
    plaats = regel("Waar?", "Een zaal, of ‘online’.", fout="Schrijf op waar het is.", maximum=120)


class PlanForm(WanneerForm):
    """``obj`` is the body that meets."""

    titel = knop = "Vergadering plannen"
    uitleg = "U zet één vergadering in de agenda van dit overleg."

    quorum = GetalVeld(
        "Hoeveel organisaties moeten er zijn om te besluiten?",
        0,
        20,
        help_text="Vul 0 in als dat niet uitmaakt.",
        initial=0,
    )

    def voer_uit(self) -> str:
        self.gepland = vergaderen.plan(self.obj, by=self.by, **self.gegevens)
        return f"De vergadering op {voluit(self.gepland.datum)} staat in de agenda."


class ReeksForm(DoeForm):
    """``obj`` is the body that meets; its series goes on until a day."""

    titel = knop = "Reeks plannen"
    uitleg = "U plant wat nog niet in de agenda staat. Wat op een vrije dag valt, schuift door."

    tot = datum("Tot en met welke dag?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tot"].initial = klok.vandaag() + timedelta(days=365)

    def clean_tot(self) -> Any:
        tot = self.cleaned_data["tot"]
        if tot > klok.vandaag() + timedelta(days=3 * 366):
            raise forms.ValidationError("Plan niet verder dan drie jaar vooruit.")
        return tot

    def voer_uit(self) -> str:
        reeksen = self.obj.reeksen.exclude(tot__lt=klok.vandaag()).select_related("gremium")
        tot = self.cleaned_data["tot"]
        aantal = sum(len(vergaderen.plan_reeks(reeks, tot, by=self.by)) for reeks in reeksen)
        if not aantal:
            return "Er kwam niets bij: alles tot die dag staat al in de agenda."
        staan = "staat 1 vergadering" if aantal == 1 else f"staan {aantal} vergaderingen"
        return f"Er {staan} bij in de agenda."


class StapForm(DoeForm):
    """One step of a meeting; ``obj`` is the meeting."""

    stap = ""


class VersturenForm(StapForm):
    stap, titel, knop = "nodig_uit", "Agenda versturen", "Versturen"
    uitleg = "Iedereen in het overleg leest morgen in het dagoverzicht dat de agenda klaarstaat."

    def voer_uit(self) -> str:
        vergaderen.nodig_uit(self.obj, **self.wie)
        return "De agenda is verstuurd."


class VerzetForm(WanneerForm, StapForm):
    stap, titel, knop = "verzet", "Vergadering verzetten", "Verzetten"
    uitleg = "De agenda gaat mee naar de nieuwe dag. Wie was uitgenodigd, leest dat in het dagoverzicht."

    reden = tekst("Waarom?", REDEN, fout="Schrijf op waarom de vergadering wordt verzet.", rijen=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for veld in ("datum", "begint_om", "eindigt_om", "plaats"):
            self.fields[veld].initial = getattr(self.obj, veld)

    def voer_uit(self) -> str:
        vergaderen.verzet(self.obj, **self.wie, **self.gegevens)
        return f"De vergadering is nu op {voluit(self.obj.datum)}."


class NietDoorForm(StapForm):
    stap, titel, knop = "gaat_niet_door", "Vergadering gaat niet door", "Niet door laten gaan"
    uitleg = "Wat op de agenda staat, wacht op een volgende vergadering."
    negatief = True

    reden = tekst("Waarom?", REDEN, fout="Schrijf op waarom de vergadering niet doorgaat.", rijen=2)

    def voer_uit(self) -> str:
        vergaderen.gaat_niet_door(self.obj, reden=self.cleaned_data["reden"], **self.wie)
        return "De vergadering gaat niet door. De punten wachten op een volgende keer."


class BeginForm(StapForm):
    stap, titel, knop = "begin", "Vergadering beginnen", "Beginnen"
    uitleg = "Vanaf nu legt u vast wat de vergadering besluit. Zet ook wie er is."

    def voer_uit(self) -> str:
        vergaderen.begin(self.obj, **self.wie)
        return "De vergadering is begonnen."


class SluitForm(StapForm):
    stap, titel, knop = "sluit", "Vergadering sluiten", "Sluiten"
    uitleg = "Wat niet aan bod kwam, gaat naar de volgende vergadering."

    def voer_uit(self) -> str:
        vergaderen.sluit(self.obj, **self.wie)
        return "De vergadering is gesloten."


class VaststelForm(StapForm):
    stap, titel, knop = "stel_vast", "Besluitenlijst vaststellen", "Vaststellen"
    uitleg = (
        "Daarna verandert er niets meer aan deze vergadering. Wat dan nog niet klopt, wordt een erratum. "
        "Meestal stelt de volgende vergadering de lijst vast. Hier doet u dat zonder vergadering."
    )

    def voer_uit(self) -> str:
        vergaderen.stel_vast(self.obj, **self.wie)
        return "De besluitenlijst is vastgesteld."


class ErratumForm(StapForm):
    """The only thing that may be added once the list was adopted."""

    titel, knop = "Erratum", "Erratum plaatsen"
    uitleg = "De vastgestelde lijst blijft zoals zij is. Het erratum staat er voortaan bij."

    stond_er = tekst("Wat stond er?", fout="Schrijf op wat er stond.", rijen=3)
    moet_zijn = tekst("Wat moet het zijn?", fout="Schrijf op wat er had moeten staan.", rijen=3)
    reden = tekst("Waarom?", REDEN, fout="Schrijf op waarom dit niet klopte.", rijen=2)

    def voer_uit(self) -> str:
        vergaderen.corrigeer(self.obj, by=self.by, **self.gegevens)
        return "Het erratum staat bij de besluitenlijst."


VERGADERSTAPPEN: dict[str, type[StapForm]] = {
    "versturen": VersturenForm,
    "verzetten": VerzetForm,
    "gaat-niet-door": NietDoorForm,
    "beginnen": BeginForm,
    "sluiten": SluitForm,
    "vaststellen": VaststelForm,
    "erratum": ErratumForm,
}
ADRES = {form.stap: slug for slug, form in VERGADERSTAPPEN.items()}


def permissie(form: type[StapForm]) -> str:
    return VERGADERING.permission(form.stap) if form.stap else vergaderen.LEIDEN


# The agenda -------------------------------------------------------------------------------------------


class AgendaForm(ActieForm):
    """``zet`` comes from the button: a point and its new place ("41:3"); ``kies`` is what comes on it."""

    zet = forms.CharField(required=False, max_length=40)
    kies = forms.CharField(required=False, max_length=80)

    def clean_zet(self) -> tuple[int, int] | None:
        zet = self.cleaned_data["zet"]
        if not zet:
            return None
        if not (gelezen := re.fullmatch(r"(\d{1,12}):\s*(-?\d{1,4})\s*", zet)):
            raise forms.ValidationError("Vul een plaats in, bijvoorbeeld 3.")
        return int(gelezen[1]), int(gelezen[2])

    def clean(self) -> None:
        if not (self.errors or self.cleaned_data["zet"] or self.cleaned_data["kies"]):
            self.add_error(None, "Er is niets gewijzigd.")


class PuntVelden(DoeForm):
    onderwerp = regel("Waar gaat het over?", fout="Schrijf op waar het over gaat.")
    soort = keuze("Wat vraagt u van de vergadering?", [], fout="Kies wat u van de vergadering vraagt.")
    toelichting = tekst("Toelichting", "Wat moet iedereen vooraf weten?", required=False, rijen=4)
    gevraagd_besluit = tekst("Gevraagd besluit", "In één zin.", required=False, rijen=2)
    minuten = GetalVeld("Hoeveel minuten?", 1, 480, initial=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["soort"].choices = PuntSoort.choices[1:]  # type: ignore[attr-defined]

    @property
    def punt(self) -> dict[str, Any]:
        velden = {naam: w for naam, w in self.gegevens.items() if naam != "bestand"}
        return velden | {"titel": velden.pop("onderwerp")}


class PuntForm(PuntVelden):
    """A new point; ``obj`` is the meeting. Who does not lead brings it in for a later choice."""

    titel = knop = "Agendapunt toevoegen"

    bestand = BestandVeld(
        label="Stuk", required=False, help_text="Bijvoorbeeld pdf, docx, odt of xlsx. Hooguit 20 MB."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leidt = self.by.has_perm(agenda.LEIDEN, self.obj)
        self.uitleg = (
            "Het punt komt onderaan de agenda. Daarna kunt u het verplaatsen."
            if self.leidt
            else "Wie het overleg leidt, kiest op welke agenda het komt."
        )

    def voer_uit(self) -> str:
        waar = self.obj if self.leidt else None
        punt = agenda.zet_op_agenda(self.obj.gremium, by=self.by, vergadering=waar, **self.punt)
        if bestand := self.cleaned_data.get("bestand"):
            agenda.voeg_stuk_toe(punt, naam=bestand.name, inhoud=bestand.read(), by=self.by)
        return "Het punt staat op de agenda." if waar else "Uw punt is ingebracht."


class HandelingForm(DoeForm):
    """Something done with one point; ``obj`` is the point."""

    stap = ""


class WijzigForm(PuntVelden, HandelingForm):
    stap, titel, knop = "wijzig", "Agendapunt wijzigen", "Bewaren"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["onderwerp"].initial = self.obj.titel
        for veld in ("soort", "toelichting", "gevraagd_besluit", "minuten"):
            self.fields[veld].initial = getattr(self.obj, veld)
        if self.obj.soort == PuntSoort.VAST:
            self.fields["soort"].choices = PuntSoort.choices  # type: ignore[attr-defined]
        if self.obj.content_type_id:
            del self.fields["onderwerp"]

    @property
    def punt(self) -> dict[str, Any]:
        velden = dict(self.gegevens)
        return velden | ({"titel": velden.pop("onderwerp")} if "onderwerp" in velden else {})

    def voer_uit(self) -> str:
        agenda.wijzig(self.obj, **self.wie, **self.punt)
        return "Het agendapunt is gewijzigd."


class PlaatsForm(HandelingForm):
    """Without a mouse or script: the place as a number."""

    titel, knop = "Verplaats naar positie …", "Verplaatsen"

    plaats = GetalVeld("Naar plaats", -9999, 9999)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["versie"].initial = self.obj.vergadering.versie if self.obj.vergadering else None
        self.uitleg = f"Staat nu op plaats {self.obj.plaats}."

    def voer_uit(self) -> str:
        agenda.verplaats(self.obj, plaats=self.cleaned_data["plaats"], **self.wie)
        return f"‘{self.obj.titel}’ staat nu op plaats {self.obj.plaats}."


class AfhalenForm(HandelingForm):
    titel = knop = "Van de agenda halen"
    uitleg = "Het punt wacht op een andere vergadering."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["versie"].initial = self.obj.vergadering.versie if self.obj.vergadering else None

    def voer_uit(self) -> str:
        agenda.haal_af(self.obj, **self.wie)
        return f"‘{self.obj.titel}’ staat niet meer op de agenda."


class StukForm(HandelingForm):
    titel, knop = "Stuk toevoegen", "Toevoegen"
    uitleg = "Wie deze agenda mag lezen, mag dit stuk lezen."

    bestand = BestandVeld(label="Stuk", help_text="Bijvoorbeeld pdf, docx, odt of xlsx. Hooguit 20 MB.")

    def voer_uit(self) -> str:
        bestand = self.cleaned_data["bestand"]
        agenda.voeg_stuk_toe(self.obj, naam=bestand.name, inhoud=bestand.read(), by=self.by)
        return f"‘{bestand.name}’ is toegevoegd."


class DoorschuifForm(HandelingForm):
    stap, titel, knop = "schuif_door", "Naar een volgende keer", "Doorschuiven"
    uitleg = "Het punt gaat mee naar de volgende vergadering. Daar staat hoe vaak dat al gebeurde."

    reden = tekst("Waarom?", REDEN, fout="Schrijf op waarom dit later komt.", rijen=2)

    def voer_uit(self) -> str:
        nieuw = agenda.schuif_door(self.obj, reden=self.cleaned_data["reden"], **self.wie)
        return _waarheen(nieuw)


def _waarheen(punt: Any) -> str:
    if punt.vergadering is None:
        return f"‘{punt.titel}’ wacht op een volgende vergadering."
    return f"‘{punt.titel}’ staat op de agenda van {voluit(punt.vergadering.datum)}."


class IntrekForm(HandelingForm):
    stap, titel, knop = "trek_in", "Agendapunt intrekken", "Intrekken"
    uitleg = "Het punt blijft op de agenda te lezen, met de reden. Niemand behandelt het meer."
    negatief = True

    reden = tekst("Waarom?", REDEN, fout="Schrijf op waarom u dit punt intrekt.", rijen=2)

    def voer_uit(self) -> str:
        agenda.trek_in(self.obj, reden=self.cleaned_data["reden"], **self.wie)
        return "Het agendapunt is ingetrokken."


class BehandelForm(HandelingForm):
    stap, titel, knop = "behandel", "Besproken, zonder besluit", "Vastleggen"
    uitleg = "U legt vast wat er is gezegd. Er is niets besloten."

    verslag = tekst("Wat is er gezegd?", REDEN, fout="Schrijf kort op wat er is gezegd.", rijen=4)

    def voer_uit(self) -> str:
        agenda.behandel(self.obj, verslag=self.cleaned_data["verslag"], **self.wie)
        return "Vastgelegd."


class BesluitForm(HandelingForm):
    stap, titel, knop = "besluit", "Besluit vastleggen", "Besluit vastleggen"
    uitleg = "Een besluit verandert niet meer. Wilt u later iets anders, dan neemt u een nieuw besluit."

    soort = keuze("Wat besluit de vergadering?", [], fout="Kies wat de vergadering besluit.")
    reden = tekst("Waarom?", f"De reden komt in het besluit. {REDEN}", fout="Schrijf de reden op.", rijen=3)
    voorwaarde = tekst("Bij ‘akkoord mits’: onder welke voorwaarde?", required=False, rijen=2)
    opnieuw_op = datum(
        "Bij ‘aanhouden’: wanneer kijkt u er weer naar?",
        "Leeg is de volgende vergadering. Bijvoorbeeld 15-3-2027",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.soorten = agenda.soorten(self.obj)
        self.fields["soort"].choices = [(s.value, s.label) for s in self.soorten]  # type: ignore[attr-defined]
        hoort_bij = {"voorwaarde": BesluitSoort.AKKOORD_MITS, "opnieuw_op": BesluitSoort.AANHOUDEN}
        for veld, soort in hoort_bij.items():
            if soort not in self.soorten:
                del self.fields[veld]
        self.extra = self._extra_velden()

    def _extra_velden(self) -> list[str]:
        bron = bronnen.bron_van(self.obj)
        extra = bron.velden(self.obj) if bron else {}
        self.fields.update(extra)
        return list(extra)

    def clean(self) -> None:
        gegeven = self.cleaned_data
        if gegeven.get("soort") == BesluitSoort.AKKOORD_MITS and not gegeven.get("voorwaarde"):
            self.add_error("voorwaarde", "Schrijf op onder welke voorwaarde.")
        opnieuw = gegeven.get("opnieuw_op")
        if opnieuw and opnieuw <= klok.vandaag():
            self.add_error("opnieuw_op", "Kies een dag na vandaag.")

    @property
    def antwoord(self) -> Antwoord:
        gegeven = self.cleaned_data
        return Antwoord(
            soort=BesluitSoort(gegeven["soort"]),
            reden=gegeven["reden"],
            voorwaarde=gegeven.get("voorwaarde", ""),
            opnieuw_op=gegeven.get("opnieuw_op"),
            extra={naam: gegeven[naam] for naam in self.extra},
        )

    def voer_uit(self) -> str:
        genomen = agenda.besluit(self.obj, self.antwoord, **self.wie)
        return f"{genomen.nummer} is vastgelegd: {genomen.get_soort_display().lower()}."


class ActiepuntForm(HandelingForm):
    titel, knop = "Actie afspreken", "Afspreken"
    uitleg = "Wie u kiest, ziet de actie in Mijn werk."

    wat = regel("Wat moet er gebeuren?", fout="Schrijf op wat er moet gebeuren.")
    eigenaar = uit_lijst("Wie doet dit?", Gebruiker.objects.none(), fout="Kies wie dit doet.")
    uiterlijk = datum("Wanneer moet het klaar zijn?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wie = [lid.gebruiker.pk for lid in leden.leden(self.obj.gremium)]
        self.fields["eigenaar"].queryset = Gebruiker.objects.filter(pk__in=wie).order_by("naam")  # type: ignore[attr-defined]

    def voer_uit(self) -> str:
        gegeven = self.cleaned_data
        actie = actiepunten.geef(
            gegeven["wat"],
            eigenaar=gegeven["eigenaar"],
            uiterlijk=gegeven["uiterlijk"],
            by=self.by,
            gremium=self.obj.gremium,
            agendapunt=self.obj,
        )
        return f"{actie.nummer} is afgesproken met {actie.eigenaar}."


# The last part of the address of a point, and which permission it takes.
PUNTHANDELINGEN: dict[str, tuple[type[HandelingForm], str]] = {
    "besluiten": (BesluitForm, PUNT.permission("besluit")),
    "behandelen": (BehandelForm, PUNT.permission("behandel")),
    "actie": (ActiepuntForm, actiepunten.GEVEN),
    "wijzigen": (WijzigForm, PUNT.permission("wijzig")),
    "verplaatsen": (PlaatsForm, agenda.LEIDEN),
    "afhalen": (AfhalenForm, agenda.LEIDEN),
    "stuk": (StukForm, PUNT.permission("trek_in")),
    "doorschuiven": (DoorschuifForm, PUNT.permission("schuif_door")),
    "intrekken": (IntrekForm, PUNT.permission("trek_in")),
}


def overleggen_van(user: Gebruiker) -> list[Gremium]:
    """The bodies whose meetings this person plans."""
    alle = Gremium.objects.geldig_op(klok.vandaag())
    return [gremium for gremium in alle if user.has_perm(vergaderen.LEIDEN, gremium)]
