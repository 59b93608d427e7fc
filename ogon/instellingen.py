"""De OGON's en de jaarkalender als instelling."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from duoplus import instellingen, klok
from duoplus.calc.nederlands import MAANDEN, datum
from duoplus.instellingen import (
    BEEINDIGEN,
    DAG,
    INTREKKEN,
    OPVOLGEN,
    Gevolg,
    Kolom,
    Onderdeel,
    Wijziging,
)
from duoplus.models import Gremium, Programma, Roltoewijzing
from duoplus.transitions import StapKanNiet
from duoplus.web.instellingen.afspraken import GROEP as AFSPRAKEN
from duoplus.web.instellingen.forms import InstellingForm, UitLijst, getal, regel
from duoplus.web.instellingen.forms import dag as dagveld
from duoplus.web.instellingen.organisatie import BESTAAT, GROEP, PERIODE, BestaandForm
from ogon.actions.cyclus import dagen_volgens_kalender
from ogon.calc.jaarkalender import Periode
from ogon.models import Faseregel, Ogon


class OgonForm(BestaandForm):
    naam = regel("Naam", 80, "Bijvoorbeeld OGON Burger")
    slug = forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label="Naam in het adres",
        max_length=40,
        help_text="Kleine letters, cijfers en streepjes. Dit kan later niet meer anders.",
        error_messages={
            "required": "Vul een naam voor het adres in, bijvoorbeeld burger.",
            "invalid": "Gebruik kleine letters, cijfers en streepjes, bijvoorbeeld burger.",
        },
    )
    programma = UitLijst(
        "Programma", Programma.objects.none(), "Elk programma heeft één OGON. Dit kan later niet meer anders."
    )

    coordineert = forms.BooleanField(
        label="Dit OGON is de draaischijf",
        help_text="De voorzitter en de secretaris brengen nieuwe aanvragen van alle OGON’s op hun plek.",
        required=False,
    )

    def richt_in(self) -> None:
        if "programma" in self.fields:
            zonder = Programma.objects.geldig_op(klok.vandaag()).filter(ogon=None)
            self.fields["programma"].queryset = zonder


class Ogons(Onderdeel):
    slug, naam, enkel, groep = "ogons", "OGON’s", "OGON", GROEP
    uitleg = "Het overleg van opdrachtgevers en Duo+, één per programma."
    icoon = "users-group"
    model = Ogon
    formulier = OgonForm
    velden = {
        "naam": "Naam",
        "slug": "Naam in het adres",
        "programma": "Programma",
        "coordineert": "Draaischijf",
        **BESTAAT,
    }
    kolommen = (
        Kolom("OGON", str),
        Kolom("Programma", lambda o: o.programma.naam),
        Kolom("Adres", lambda o: f"/ogon/{o.slug}/"),
        Kolom("Draaischijf", lambda o: "ja" if o.coordineert else ""),
        PERIODE,
    )
    vast = ("slug", "programma")
    zoek = ("naam", "slug")
    reden_nodig = False

    def queryset(self) -> QuerySet[Ogon]:
        return Ogon.objects.select_related("programma").order_by("naam")

    def controleer(self, wijziging: Wijziging) -> None:
        programma = wijziging.waarden.get("programma")
        if programma is not None and Ogon.objects.filter(programma=programma).exists():
            raise StapKanNiet("Dit programma heeft al een OGON.")
        if wijziging.waarden.get("coordineert"):
            self._controleer_draaischijf(wijziging.obj)

    def _controleer_draaischijf(self, obj: Ogon | None) -> None:
        ander = Gremium.objects.filter(coordineert=True).first()
        if ander is not None and (obj is None or ander.pk != obj.pk):
            raise StapKanNiet(f"{ander} is de draaischijf. Zet het daar eerst uit.")

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        tot: Any = wijziging.waarden.get("tot")
        if wijziging.handeling != BEEINDIGEN or tot is None:
            return []
        door = Roltoewijzing.objects.geldig_op(tot + DAG).filter(gremium=wijziging.obj).count()
        rollen = [Gevolg(f"Rollen in dit OGON die daarna nog doorlopen: {door}.", True)] if door else []
        return [Gevolg(f"Vanaf {datum(tot + DAG)} gaan er geen nieuwe aanvragen meer heen."), *rollen]


JAREN = {-1: "het jaar ervoor", 0: "het jaar zelf", 1: "het jaar erna"}


class FaseregelForm(InstellingForm):
    dag = getal("Vanaf welke dag?", 1, 28, "Valt die dag vrij, dan begint de fase op de volgende werkdag.")
    maand = forms.TypedChoiceField(
        label="Van welke maand?",
        choices=[(nummer, naam) for nummer, naam in enumerate(MAANDEN, 1)],
        coerce=int,
    )
    jaar_verschuiving = forms.TypedChoiceField(
        label="In welk jaar, gezien vanaf de cyclus?", choices=list(JAREN.items()), coerce=int
    )
    werkdagen = getal(
        "Hoeveel werkdagen?",
        1,
        250,
        "Leeg: de fase duurt tot de volgende begint. De eerste dag telt mee.",
        required=False,
    )
    van = dagveld("Vanaf welke dag geldt deze regel?")


class Jaarkalender(Onderdeel):
    slug, naam, enkel, groep = "jaarkalender", "Jaarkalender", "regel van de jaarkalender", AFSPRAKEN
    uitleg = "Wanneer elke fase van een cyclus begint en hoe lang zij duurt."
    icoon = "calendar-event"
    model = Faseregel
    formulier = FaseregelForm
    velden = {
        "fase": "Fase",
        "dag": "Dag",
        "maand": "Maand",
        "jaar_verschuiving": "Jaar",
        "werkdagen": "Werkdagen",
        "van": "Geldt vanaf",
        "tot": "Geldt tot en met",
    }
    kolommen = (
        Kolom("Fase", lambda r: r.get_fase_display()),
        Kolom("Begint", lambda r: f"{r.dag} {MAANDEN[r.maand - 1]}, {JAREN[r.jaar_verschuiving]}"),
        Kolom("Werkdagen", lambda r: r.werkdagen or "tot de volgende", is_getal=True),
        PERIODE,
    )
    handelingen = (OPVOLGEN, INTREKKEN)
    sleutel = ("fase",)

    def queryset(self) -> QuerySet[Faseregel]:
        return Faseregel.objects.order_by("jaar_verschuiving", "maand", "dag", "van")

    def als_tekst(self, naam: str, waarde: Any) -> str:
        if naam == "maand" and waarde:
            return MAANDEN[waarde - 1]
        return JAREN[waarde] if naam == "jaar_verschuiving" else super().als_tekst(naam, waarde)

    def controleer(self, wijziging: Wijziging) -> None:
        """The calendar as a whole must still run, from the day on which this holds."""
        if wijziging.handeling == OPVOLGEN:
            self._nieuwe_kalender(wijziging)

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        lopend = Gevolg("Cycli die al geopend zijn, houden hun dagen.")
        if wijziging.handeling != OPVOLGEN:
            return [lopend]
        deze = next(p for p in self._nieuwe_kalender(wijziging) if p.fase == wijziging.obj.fase)
        wordt = f"{datum(deze.van)} tot en met {datum(deze.tot)}"
        return [Gevolg(f"In de cyclus van {self._jaar(wijziging)} loopt deze fase van {wordt}."), lopend]

    def _nieuwe_kalender(self, wijziging: Wijziging) -> list[Periode]:
        over = {naam: getattr(wijziging.obj, naam) for naam in REGELVELDEN} | wijziging.waarden
        regel = Faseregel(**{naam: over[naam] for naam in REGELVELDEN})
        return dagen_volgens_kalender(self._jaar(wijziging), dag=wijziging.waarden["van"], anders=regel)

    def _jaar(self, wijziging: Wijziging) -> int:
        return wijziging.waarden["van"].year + 1


REGELVELDEN = ("fase", "dag", "maand", "jaar_verschuiving", "werkdagen")


def meld_aan() -> None:
    instellingen.register(Ogons())
    instellingen.register(Jaarkalender())
