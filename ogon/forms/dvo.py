"""De vragen bij een DVO: beginnen, de tekst schrijven, tekenen, wijzigen en opzeggen."""

from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse

from duoplus import klok
from duoplus.calc.nederlands import Onleesbaar, lees_bedrag
from duoplus.calc.nederlands import datum as als_datum
from duoplus.models import Organisatie
from duoplus.web.forms import ActieForm, DoeForm, GetalVeld
from duoplus.web.velden import datum, euro_veld, regel, tekst, uit_lijst, uren_veld, vinkje
from ogon.actions import dvo as acties
from ogon.dvo.tekst import tekst_met
from ogon.dvo.werk import LANGSTE_OPZEGTERMIJN
from ogon.forms.velden import reden
from ogon.models import Dvo, Dvoregel, Dvoversie, Kpi, Ogon, Product
from ogon.rules import bekleedt


class NieuweDvoForm(ActieForm):
    """For which municipality and year, and what to begin with."""

    organisatie = uit_lijst("Voor welke gemeente?", Organisatie.objects.none(), fout="Kies een gemeente.")
    jaar = forms.TypedChoiceField(
        label="Voor welk jaar?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een jaar.", "invalid_choice": "Kies een jaar uit de lijst."},
    )
    begin = forms.ChoiceField(
        label="Waarmee wilt u beginnen?",
        widget=forms.RadioSelect,
        choices=[
            ("vorige", "Met de DVO van het jaar ervoor | Alle producten, normen en artikelen komen mee."),
            ("leeg", "Met een lege DVO"),
        ],
        error_messages={"required": "Kies waarmee u begint."},
    )
    opzegtermijn_maanden = forms.IntegerField(
        label="Hoeveel maanden is de opzegtermijn?",
        min_value=1,
        max_value=LANGSTE_OPZEGTERMIJN,
        initial=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "duo-w-narrow"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Vul een heel getal in van 1 tot en met 12."
        ),
    )

    def __init__(self, *args: Any, van: Dvo | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nu = klok.vandaag()
        velden: Any = self.fields
        velden["organisatie"].queryset = Organisatie.objects.gemeenten().geldig_op(nu)
        velden["jaar"].choices = [
            (jaar, str(jaar)) for jaar in range(nu.year, nu.year + acties.JAREN_VOORUIT + 1)
        ]
        velden["jaar"].initial = nu.year + 1
        velden["begin"].initial = "vorige"
        if van is not None:
            velden["organisatie"].initial, velden["jaar"].initial = van.organisatie_id, van.jaar + 1
            velden["opzegtermijn_maanden"].initial = van.opzegtermijn_maanden

    def clean(self) -> None:
        antwoord = self.cleaned_data
        if antwoord.get("begin") == "vorige" and antwoord.get("organisatie") and antwoord.get("jaar"):
            vorige = Dvo.objects.filter(
                organisatie=antwoord["organisatie"], jaar=antwoord["jaar"] - 1
            ).first()
            if vorige is None or not vorige.versies.getekend().exists():
                self.add_error("begin", "Er is geen getekende DVO van het jaar ervoor. Begin met een lege.")
            self.vorige = vorige

    def voer_uit(self) -> Dvoversie:
        antwoord = self.cleaned_data
        return acties.maak(
            antwoord["organisatie"],
            antwoord["jaar"],
            van=self.vorige if antwoord["begin"] == "vorige" else None,
            opzegtermijn_maanden=antwoord["opzegtermijn_maanden"],
            by=self.by,
        )


class VersieForm(DoeForm):
    """Something done with one version, on its own page; ``gevraagd`` is what the address names."""

    obj: Dvoversie

    def __init__(self, *args: Any, gevraagd: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gevraagd = gevraagd
        self.richt_in()

    def richt_in(self) -> None:
        """Fit the questions to this version."""

    @property
    def hierna(self) -> str:
        """Where one goes on afterwards."""
        return self.obj.dvo.get_absolute_url()


class MetRedenForm(VersieForm):
    reden = reden("Waarom?", "Iedereen die deze DVO kan lezen, leest dit ook.")


# The text ----------------------------------------------------------------------------------------------


class RegelForm(VersieForm):
    """What is agreed on one product; its norms are a question each."""

    product = uit_lijst("Welk product?", Product.objects.none(), fout="Kies een product.")
    norm_uren = uren_veld(
        "Hoeveel uur per jaar?", leeg="Vul het aantal uren per jaar in, bijvoorbeeld 900.", boven_nul=True
    )
    prijs = euro_veld(
        "Wat is de prijs per jaar?", "In euro. Vul 0 in als de gemeente hier niet voor betaalt."
    )
    artikel = forms.TypedChoiceField(
        label="Onder welk artikel valt dit?",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "Kies een artikel uit de lijst."},
    )

    @property
    def titel(self) -> str:  # type: ignore[override]
        return f"{self.gevraagd} wijzigen" if self.gevraagd else "Product toevoegen"

    knop = "Bewaren"

    def richt_in(self) -> None:
        self.tekst = tekst_met(self.obj)
        self.staat_er = next((r for r in self.tekst.regels if r.product == self.gevraagd), None)
        velden: Any = self.fields
        velden["artikel"].choices = [
            ("", "Geen artikel"),
            *((a.nummer, f"Artikel {a.nummer}. {a.titel}") for a in self.tekst.artikelen),
        ]
        if self.gevraagd is None:
            velden["product"].queryset = self._nog_niet_erin()
            return
        del velden["product"]
        self._zet_normvelden(self.gevraagd)
        if self.staat_er is not None:
            self._vul_in(self.staat_er)

    def _nog_niet_erin(self) -> Any:
        """Of the OGON's in which this municipality takes part."""
        dag, dvo = self.obj.geldt_van, self.obj.dvo
        erin = [regel.product_id for regel in self.tekst.regels]
        ogons = Ogon.objects.voor_organisatie(dvo.organisatie, dag)
        return Product.objects.geldig_op(dag).filter(ogon__in=ogons).exclude(pk__in=erin)

    def _zet_normvelden(self, product: Product) -> None:
        for kpi in Kpi.objects.geldig_op(self.obj.geldt_van).filter(product=product):
            eenheid = "procent" if kpi.eenheid == "%" else kpi.eenheid
            self.fields[f"kpi-{kpi.pk}"] = NormVeld(
                label=f"{kpi.get_richting_display()} hoeveel {eenheid} {kpi.naam}?", required=False
            )
        self.kpis = {f"kpi-{kpi.pk}": kpi for kpi in Kpi.objects.filter(product=product)}

    def _vul_in(self, regel: Dvoregel) -> None:
        nu: dict[str, Any] = {"norm_uren": regel.norm_uren, "prijs": regel.prijs, "artikel": regel.artikel}
        nu |= {f"kpi-{norm.kpi_id}": norm.norm.normalize() for norm in regel.normen.all()}
        self.initial = {**nu, **self.initial}

    def waarde_nu(self, naam: str) -> Any:
        return self.initial.get(naam, "")

    def voer_uit(self) -> str:
        antwoord = self.cleaned_data
        product = self.gevraagd or antwoord["product"]
        acties.zet_regel(
            self.obj,
            product,
            norm_uren=antwoord["norm_uren"],
            prijs=antwoord["prijs"],
            artikel=antwoord["artikel"],
            normen=self._normen(),
            **self.wie,
        )
        self.product = product
        return f"{product} staat erin."

    @property
    def hierna(self) -> str:
        """A new product with indicators asks for their norms at once."""
        if self.gevraagd is None and self.product.kpis.exists():
            pad = reverse("ogon:dvo_handeling", args=[self.obj.dvo.nummer, "product"])
            return f"{pad}?product={self.product.pk}"
        return super().hierna

    def _normen(self) -> dict[Kpi, Decimal]:
        gevuld = {
            naam: w for naam, w in self.cleaned_data.items() if naam.startswith("kpi-") and w is not None
        }
        return {self.kpis[naam]: norm for naam, norm in gevuld.items()}


class NormVeld(GetalVeld):
    """A number with at most two decimals; empty: no norm is agreed."""

    default_error_messages = {
        "min_value": "Vul 0 of meer in.",
        "max_digits": "Dit getal is te groot.",
        "max_whole_digits": "Dit getal is te groot.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_digits=10, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return lees_bedrag(value)
        except Onleesbaar:
            raise forms.ValidationError("Vul alleen een getal in, bijvoorbeeld 85 of 2,5.") from None


class RegelVervaltForm(VersieForm):
    knop, negatief = "Laten vervallen", True

    @property
    def titel(self) -> str:  # type: ignore[override]
        return f"{self.gevraagd} laten vervallen"

    @property
    def uitleg(self) -> str:  # type: ignore[override]
        vanaf = f" vanaf {als_datum(self.obj.geldt_van)}" if self.obj.is_addendum else ""
        return f"De gemeente neemt dit product dan niet meer af{vanaf}."

    def voer_uit(self) -> str:
        acties.laat_regel_vervallen(self.obj, self.gevraagd, **self.wie)
        return f"{self.gevraagd} is vervallen."


class ArtikelForm(VersieForm):
    """An article; ``gevraagd`` is its number, or nothing for a new one."""

    kop = regel("Titel", fout="Geef het artikel een titel.", maximum=160)
    tekst = tekst("Tekst", fout="Schrijf de tekst van het artikel.", rijen=8)
    knop = "Bewaren"

    @property
    def titel(self) -> str:  # type: ignore[override]
        return f"Artikel {self.nummer}"

    def richt_in(self) -> None:
        artikelen = tekst_met(self.obj).artikelen
        staat_er = next((a for a in artikelen if a.nummer == self.gevraagd), None)
        bezet = [a.nummer for a in artikelen] + list(self.obj.artikelen.values_list("nummer", flat=True))
        self.nummer = self.gevraagd or max(bezet, default=0) + 1
        if staat_er is not None:
            self.initial = {"kop": staat_er.titel, "tekst": staat_er.tekst, **self.initial}

    def waarde_nu(self, naam: str) -> Any:
        return self.initial.get(naam, "")

    def voer_uit(self) -> str:
        antwoord = self.cleaned_data
        acties.zet_artikel(self.obj, self.nummer, titel=antwoord["kop"], tekst=antwoord["tekst"], **self.wie)
        return f"Artikel {self.nummer} is bewaard."


class ArtikelVervaltForm(VersieForm):
    knop, negatief = "Laten vervallen", True
    uitleg = "Het nummer blijft leeg: andere artikelen houden hun nummer."

    @property
    def titel(self) -> str:  # type: ignore[override]
        return f"Artikel {self.gevraagd} laten vervallen"

    def voer_uit(self) -> str:
        acties.laat_artikel_vervallen(self.obj, self.gevraagd, **self.wie)
        return f"Artikel {self.gevraagd} is vervallen."


# From draft to signed ----------------------------------------------------------------------------------


class VoorleggenForm(VersieForm):
    titel = knop = "Voorleggen aan de gemeente"
    uitleg = "De gemeente kan deze versie dan lezen. U kunt haar nog wijzigen."

    def voer_uit(self) -> str:
        acties.voorleggen(self.obj, **self.wie)
        return "De gemeente kan deze versie nu lezen."


class OpmerkenForm(VersieForm):
    titel = knop = "Opmerking geven"
    uitleg = "Wie deze versie maakte, krijgt uw opmerking. Zij blijft bij de wijzigingen staan."
    tekst = tekst("Wat moet er anders?", fout="Schrijf op wat er anders moet.", maximum=2000)

    def voer_uit(self) -> str:
        acties.merk_op(self.obj, tekst=self.cleaned_data["tekst"], **self.wie)
        return "Uw opmerking is bewaard."


class TerParaafForm(VersieForm):
    titel = knop = "Parafen vragen"
    uitleg = (
        "De tekst ligt dan stil. Wie moet paraferen, krijgt meteen een bericht. "
        "Na de laatste paraaf vragen wij de handtekeningen."
    )

    def voer_uit(self) -> str:
        acties.ter_paraaf(self.obj, **self.wie)
        return "De parafen zijn gevraagd."


class TerugnemenForm(MetRedenForm):
    titel = knop = "Terugnemen om te wijzigen"
    uitleg = "Het wordt weer een concept, dat de gemeente niet ziet."

    def voer_uit(self) -> str:
        acties.terugnemen(self.obj, reden=self.cleaned_data["reden"], **self.wie)
        return "Deze versie is weer een concept."


class IntrekkenForm(MetRedenForm):
    titel = knop = "Versie intrekken"
    uitleg = "Deze versie gaat dan niet door. Wat getekend is, blijft gelden. U kunt dit niet ongedaan maken."
    negatief = True

    def voer_uit(self) -> str:
        acties.intrekken(self.obj, reden=self.cleaned_data["reden"], **self.wie)
        return "De versie is ingetrokken."


class TekenForm(VersieForm):
    """An initial or signature as a recorded act: the function follows from the role, the mandate is said."""

    mandaat = regel(
        "Op grond van welk mandaat?",
        "Dit staat bij uw naam op de PDF.",
        fout="Schrijf op welk mandaat u heeft.",
    )
    gelezen = vinkje("Ik heb deze versie gelezen", fout="Lees eerst de versie. Zet dan een vinkje.")

    def richt_in(self) -> None:
        if functie := self._functie():
            self.fields["mandaat"].initial = functie

    def _functie(self) -> str:
        plekken = self.obj.tekenplekken.select_related("organisatie").filter(ondertekening=None)
        plek = next((plek for plek in plekken if bekleedt(self.by, plek)), None)
        if plek is None:
            return ""
        t = next(t for t in self.by.rollen if t.rol == plek.rol)
        vervangt = f", vervangt {t.vervangt.gebruiker.naam}" if t.vervangt else ""
        return f"{plek.functie} {plek.organisatie} sinds {als_datum(t.van)}{vervangt}"


class ParaferenForm(TekenForm):
    titel = knop = "Paraferen"
    uitleg = "Met een paraaf zegt u dat de inhoud klopt. Uw naam, functie en mandaat worden vastgelegd."

    def voer_uit(self) -> str:
        acties.parafeer(self.obj, mandaat=self.cleaned_data["mandaat"], **self.wie)
        return "Uw paraaf staat erop."


class OndertekenenForm(TekenForm):
    titel = knop = "Ondertekenen"
    uitleg = (
        "Uw naam, functie en mandaat worden vastgelegd. "
        "Na de laatste handtekening ligt deze versie vast en kan niemand haar nog wijzigen."
    )

    def voer_uit(self) -> str:
        acties.onderteken(self.obj, mandaat=self.cleaned_data["mandaat"], **self.wie)
        return "De versie ligt nu vast." if self.obj.getekend_op else "Uw handtekening staat erop."


# After that --------------------------------------------------------------------------------------------


class VervolgForm(VersieForm):
    geldt_van = datum("Vanaf welke dag geldt dit?")
    aanleiding = tekst("Wat is de aanleiding?", fout="Schrijf op waarom deze versie er komt.", rijen=3)

    def waarde_nu(self, naam: str) -> Any:
        return ""


class AddendumForm(VervolgForm):
    titel = "Addendum maken"
    knop = "Beginnen"
    uitleg = "Een addendum houdt alleen wat er wijzigt. De rest van de DVO blijft gelden."

    def voer_uit(self) -> str:
        acties.addendum(self.obj.dvo, by=self.by, **_zonder_leidingen(self.cleaned_data))
        return "Het addendum is een concept. Pas nu aan wat er wijzigt."


class NieuweVersieForm(VervolgForm):
    titel = "Nieuwe versie maken"
    knop = "Beginnen"
    uitleg = "U begint met wat er nu in de DVO staat. Getekend vervangt de nieuwe versie de hele tekst."

    def voer_uit(self) -> str:
        acties.nieuwe_versie(self.obj.dvo, by=self.by, **_zonder_leidingen(self.cleaned_data))
        return "De nieuwe versie is een concept. Pas nu aan wat er wijzigt."


def _zonder_leidingen(antwoord: dict[str, Any]) -> dict[str, Any]:
    return {naam: antwoord[naam] for naam in ("geldt_van", "aanleiding")}


class OpzeggenForm(MetRedenForm):
    titel = knop = "DVO opzeggen"
    negatief = True

    @property
    def uitleg(self) -> str:  # type: ignore[override]
        tot = als_datum(self.obj.dvo.tot)
        return (
            f"De DVO geldt dan nog tot en met {tot} en krijgt geen vervolg. U kunt dit niet ongedaan maken."
        )

    def voer_uit(self) -> str:
        acties.zeg_op(self.obj.dvo, reden=self.cleaned_data["reden"], by=self.by)
        return "De DVO is opgezegd."


class MetenForm(VersieForm):
    """A result of one indicator; ``gevraagd`` is that indicator."""

    tot_en_met = datum("Gemeten tot en met welke dag?", "Bijvoorbeeld 31-10-2026")
    toelichting = tekst("Toelichting", rijen=3, required=False)
    knop = "Resultaat bewaren"

    @property
    def titel(self) -> str:  # type: ignore[override]
        return "Resultaat invullen"

    @property
    def uitleg(self) -> str:  # type: ignore[override]
        kpi = self.gevraagd
        return f"{kpi.product}, {self.obj.dvo.organisatie}. Het resultaat van eerder blijft bewaard."

    def richt_in(self) -> None:
        kpi = self.gevraagd
        eenheid = "procent" if kpi.eenheid == "%" else kpi.eenheid
        self.fields["waarde"] = NormVeld(
            label=f"Hoeveel {eenheid} {kpi.naam}?",
            error_messages={"required": "Vul een getal in, bijvoorbeeld 85."},
        )
        self.order_fields(["waarde", "tot_en_met", "toelichting"])

    def waarde_nu(self, naam: str) -> Any:
        return ""

    def voer_uit(self) -> str:
        antwoord = self.cleaned_data
        acties.meet(
            self.gevraagd,
            self.obj.dvo.organisatie,
            tot_en_met=antwoord["tot_en_met"],
            waarde=antwoord["waarde"],
            toelichting=antwoord["toelichting"],
            by=self.by,
        )
        return "Het resultaat is bewaard."
