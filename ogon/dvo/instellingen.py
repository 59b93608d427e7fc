"""Waar DVO's uit bestaan, als instelling: producten, KPI's, en welke functies tekenen."""

from django.db.models import QuerySet

from duoplus import instellingen, klok
from duoplus.calc.nederlands import datum
from duoplus.choices import Rol
from duoplus.instellingen import BEEINDIGEN, DAG, INTREKKEN, NIEUW, Gevolg, Kolom, Onderdeel, Wijziging
from duoplus.models import Team
from duoplus.web.instellingen.forms import InstellingForm, UitLijst, keuze, regel, tekst
from duoplus.web.instellingen.forms import dag as dagveld
from duoplus.web.instellingen.organisatie import BESTAAT, PERIODE, BestaandForm
from ogon.choices import KpiRichting, TekenSoort
from ogon.models import Kpi, Ogon, Product, Tekenregel
from ogon.rules import TEKENT_DVO

GROEP = "DVO’s"
DUOPLUS, GEMEENTE = "nee", "ja"


class ProductForm(BestaandForm):
    code = regel("Code", 12, "Kort en vast, bijvoorbeeld BV-03. Dit kan later niet meer anders.")
    naam = regel("Naam", 120, "Bijvoorbeeld Salarisadministratie")
    team = UitLijst("Welk team doet dit?", Team.objects.none())
    ogon = UitLijst(
        "Welk OGON gaat hierover?", Ogon.objects.none(), "Alleen wie aan dit OGON meedoet, kan het afnemen."
    )
    omschrijving = tekst("Wat houdt het in?", required=False)
    taakveld = regel("Taakveld", 8, "Bijvoorbeeld 0.4", required=False)

    def richt_in(self) -> None:
        for naam, model in (("team", Team), ("ogon", Ogon)):
            if naam in self.fields:
                nu = getattr(self.obj, f"{naam}_id", None)
                self.fields[naam].queryset = model.objects.kiesbaar(klok.vandaag(), nu)


class Producten(Onderdeel):
    slug, naam, enkel, groep = "producten", "Producten", "product", GROEP
    uitleg = "Wat Duo+ elk jaar voor gemeenten doet. In de DVO staat hoeveel, en hoe goed."
    icoon = "briefcase"
    model = Product
    formulier = ProductForm
    velden = {
        "code": "Code",
        "naam": "Naam",
        "team": "Team",
        "ogon": "OGON",
        "omschrijving": "Omschrijving",
        "taakveld": "Taakveld",
        **BESTAAT,
    }
    kolommen = (
        Kolom("Product", str),
        Kolom("Code", lambda p: p.code),
        Kolom("Team", lambda p: p.team.kort),
        Kolom("OGON", lambda p: p.ogon.kort),
        PERIODE,
    )
    vast = ("code", "ogon")
    zoek = ("naam", "code")
    reden_nodig = False

    def queryset(self) -> QuerySet[Product]:
        return Product.objects.select_related("team", "ogon").order_by("naam")

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        tot = wijziging.waarden.get("tot")
        if wijziging.handeling != BEEINDIGEN or tot is None:
            return []
        return [Gevolg(f"Vanaf {datum(tot + DAG)} kan het niet meer in een DVO. In DVO’s van nu blijft het.")]


class KpiForm(BestaandForm):
    product = UitLijst("Welk product?", Product.objects.none(), "Dit kan later niet meer anders.")
    naam = regel(
        "Wat meet u?",
        160,
        "Zoals het na het getal staat, bijvoorbeeld: van de meldingen binnen 8 werkuren opgelost",
    )
    eenheid = regel("In welke eenheid?", 40, "Bijvoorbeeld % of werkdagen. Dit kan later niet meer anders.")
    richting = keuze("Wat is goed?", KpiRichting.choices, "Minstens 85%, of hoogstens 3 werkdagen.")

    def richt_in(self) -> None:
        if "product" in self.fields:
            self.fields["product"].queryset = Product.objects.geldig_op(klok.vandaag())


class Kpis(Onderdeel):
    slug, naam, enkel, groep = "kpis", "KPI’s", "KPI", GROEP
    uitleg = "Waaraan te zien is of een product goed gaat. De norm zelf staat in de DVO."
    icoon = "chart-line"
    model = Kpi
    formulier = KpiForm
    velden = {
        "product": "Product",
        "naam": "Wat u meet",
        "eenheid": "Eenheid",
        "richting": "Wat goed is",
        **BESTAAT,
    }
    kolommen = (
        Kolom("KPI", str),
        Kolom("Product", lambda k: k.product.naam),
        Kolom("Eenheid", lambda k: k.eenheid),
        Kolom("Goed is", lambda k: k.get_richting_display()),
        PERIODE,
    )
    vast = ("product", "eenheid", "richting")
    zoek = ("naam", "product__naam")
    reden_nodig = False

    def queryset(self) -> QuerySet[Kpi]:
        return Kpi.objects.select_related("product").order_by("product__naam", "naam")


class TekenregelForm(InstellingForm):
    soort = keuze("Wat zet iemand?", TekenSoort.choices)
    van_gemeente = keuze("Voor wie tekent hij?", [(DUOPLUS, "Duo+"), (GEMEENTE, "De gemeente van de DVO")])
    rol = keuze("Wie heeft deze functie?", [(r.value, r.label) for r in TEKENT_DVO])
    functie = regel("Hoe heet de functie?", 80, "Zo staat het op de PDF, bijvoorbeeld Gemeentesecretaris")
    van = dagveld("Vanaf welke dag?")

    def clean_van_gemeente(self) -> bool:
        return self.cleaned_data["van_gemeente"] == GEMEENTE


class Tekenregels(Onderdeel):
    slug, naam, enkel, groep = "tekenregels", "Wie een DVO tekent", "regel voor het tekenen", GROEP
    uitleg = "Welke functies een DVO paraferen en ondertekenen, voor Duo+ en voor de gemeente."
    icoon = "signature"
    model = Tekenregel
    formulier = TekenregelForm
    velden = {
        "soort": "Wat",
        "van_gemeente": "Voor de gemeente",
        "rol": "Rol",
        "functie": "Functie",
        "van": "Geldt vanaf",
        "tot": "Geldt tot en met",
    }
    kolommen = (
        Kolom("Functie", lambda r: r.functie),
        Kolom("Wat", lambda r: r.get_soort_display()),
        Kolom("Voor", lambda r: "de gemeente" if r.van_gemeente else "Duo+"),
        Kolom("Rol", lambda r: Rol(r.rol).label),
        PERIODE,
    )
    handelingen = (NIEUW, BEEINDIGEN, INTREKKEN)
    sleutel = ("soort", "van_gemeente", "functie")
    zoek = ("functie",)

    def queryset(self) -> QuerySet[Tekenregel]:
        return Tekenregel.objects.order_by("soort", "van_gemeente", "functie", "van")

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        return [Gevolg("Versies waarvoor al parafen zijn gevraagd, houden hun plekken.")]


def meld_aan() -> None:
    for onderdeel in (Producten(), Kpis(), Tekenregels()):
        instellingen.register(onderdeel)
