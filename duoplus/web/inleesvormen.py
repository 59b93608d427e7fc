"""De formulieren van het inlezen: een bestand kiezen, kolommen koppelen, een rij verbeteren."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from duoplus.calc.nederlands import Onleesbaar, lees_bedrag
from duoplus.calc.tabel import Indeling, Veld, als_tekst, ontbrekend
from duoplus.inlezen import Keuze, soort_van, soorten_van
from duoplus.inlezen.cellen import uit_json
from duoplus.inlezen.lezen import VOORBEELDRIJEN, indeling_van
from duoplus.inlezen.stroom import CONTROLETOTAAL
from duoplus.web.forms import ActieForm, BestandVeld

NIET_GEBRUIKEN = ("", "Niet gebruiken")
WEGLATEN = "weglaten"
REDEN = "weglaten_reden"
MAX_TEKENS = 2000


class BestandForm(ActieForm):
    """Which list, and the file it is in."""

    soort = forms.ChoiceField(
        label="Welke lijst is dit?", error_messages={"required": "Kies welke lijst dit is."}
    )
    bestand = BestandVeld(
        label="Bestand",
        help_text="Een rekenblad: xlsx, ods of csv. Hooguit 20 MB en 20.000 rijen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.soorten = {soort.naam: soort for soort in soorten_van(self.by)}
        if any(soort.stroom for soort in self.soorten.values()):
            self.fields["bestand"].help_text += " Van uren, grootboek en begroting 200.000 rijen."
        veld = self.fields["soort"]
        veld.choices = [(naam, soort.titel) for naam, soort in self.soorten.items()]  # type: ignore[attr-defined]
        if len(self.soorten) == 1:
            veld.initial, veld.widget = next(iter(self.soorten)), forms.HiddenInput()


class KoppelForm(ActieForm):
    """What each column of one sheet means: ``kolom_3`` is the fourth, ``vast_status`` holds for all rows."""

    mee = forms.BooleanField(label="Lees dit blad", required=False)
    koprij = forms.IntegerField(
        label="In welke rij staan de koppen?",
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "duo-w-narrow"}),
        error_messages={
            "required": "Vul het nummer van de rij met de koppen in.",
            "invalid": "Vul een rijnummer in, bijvoorbeeld 4.",
            "min_value": "De eerste rij is rij 1.",
        },
    )

    def __init__(self, *args: Any, blad: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blad: dict[str, Any] = self.obj.bladen[blad]
        self.indeling = indeling_van(self.blad)
        self.velden = soort_van(self.obj).velden
        self.fields["mee"].initial = not self.indeling.reden or len(self.obj.bladen) == 1
        if len(self.obj.bladen) == 1:
            self.fields["mee"].widget = forms.HiddenInput()
        self._koprij()
        self._kolommen()
        self._vaste_waarden()

    def _koprij(self) -> None:
        grens = max(1, min(self.blad["rijen"], VOORBEELDRIJEN))
        veld = self.fields["koprij"]
        veld.initial, veld.max_value = self.indeling.kop or 1, grens  # type: ignore[attr-defined]
        te_hoog = f"De koppen staan in een van de eerste {grens} rijen."
        veld.validators.append(MaxValueValidator(grens, te_hoog))

    def _kolommen(self) -> None:
        keuzes = [NIET_GEBRUIKEN, *((veld.sleutel, veld.label) for veld in self.velden)]
        op_plaats = {plaats: sleutel for sleutel, plaats in self.indeling.kolommen.items()}
        for plaats, kop in enumerate(self.indeling.koppen):
            self.fields[f"kolom_{plaats}"] = forms.ChoiceField(
                label=kop, choices=keuzes, required=False, initial=op_plaats.get(plaats, "")
            )

    def _vaste_waarden(self) -> None:
        for veld in self.nodig:
            self.fields[f"vast_{veld.sleutel}"] = forms.CharField(
                label=f"{veld.label}, voor alle rijen",
                required=False,
                max_length=100,
                initial=self.indeling.vast.get(veld.sleutel, ""),
                error_messages={"max_length": "Vul hooguit 100 tekens in."},
            )

    @property
    def nodig(self) -> list[Veld]:
        return [veld for veld in self.velden if veld.nodig]

    def kolomrijen(self) -> Iterator[tuple[forms.BoundField, list[str]]]:
        """Each column with the first things that stand in it, below the header."""
        onder = self.blad["voorbeeld"][self.indeling.kop :]
        for plaats in range(len(self.indeling.koppen)):
            gevuld = (rij[plaats] for rij in onder if plaats < len(rij) and str(rij[plaats]).strip())
            yield self[f"kolom_{plaats}"], [tekst for _, tekst in zip(range(3), gevuld, strict=False)]

    def vaste_velden(self) -> list[forms.BoundField]:
        return [self[f"vast_{veld.sleutel}"] for veld in self.nodig]

    @property
    def mist_een_kolom(self) -> bool:
        """Somebody has to look at the fixed values: one is missing, wrong or in use."""
        fouten = any(naam.startswith("vast_") for naam in self.errors)
        zonder_vast = {veld.sleutel for veld in self.nodig} - set(self.indeling.kolommen)
        return fouten or bool(zonder_vast)

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or self.cleaned_data
        if schoon.get("mee"):
            self._elk_veld_eenmaal()
            for veld in ontbrekend(self.gekozen(), self.velden):
                zin = f"Kies welke kolom ‘{veld.label}’ is, of vul hier één waarde in voor alle rijen."
                self.add_error(f"vast_{veld.sleutel}", zin)
        return schoon

    def _elk_veld_eenmaal(self) -> None:
        gezien: dict[str, str] = {}
        labels = {veld.sleutel: veld.label for veld in self.velden}
        for naam, sleutel in self._kolomkeuzes():
            if sleutel in gezien:
                eerste = self.fields[gezien[sleutel]].label
                self.add_error(naam, f"‘{labels[sleutel]}’ koos u al bij de kolom ‘{eerste}’.")
            gezien.setdefault(sleutel, naam)

    def _kolomkeuzes(self) -> list[tuple[str, str]]:
        return [(n, w) for n, w in self.cleaned_data.items() if n.startswith("kolom_") and w]

    def gekozen(self) -> Indeling:
        """How this sheet is to be read, as chosen here."""
        kolommen = {sleutel: int(naam.removeprefix("kolom_")) for naam, sleutel in self._kolomkeuzes()}
        vast = {
            veld.sleutel: tekst
            for veld in self.nodig
            if veld.sleutel not in kolommen and (tekst := self.cleaned_data.get(f"vast_{veld.sleutel}"))
        }
        reden = (
            "" if self.cleaned_data.get("mee") else f"U koos om het blad ‘{self.blad['naam']}’ niet te lezen."
        )
        return Indeling(self.indeling.kop or 1, self.indeling.koppen, kolommen, vast, reden)


class KeuzesForm(ActieForm):
    """What holds for the whole file: the questions of its kind, and the total it must come to."""

    controletotaal = forms.CharField(
        label="Controletotaal",
        required=False,
        max_length=30,
        help_text="Het totaal van de uitdraai. Komt het bestand daar niet op uit, dan lezen wij niets.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "duo-w-narrow"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keuzes = {f"keuze_{n}": k for n, k in enumerate(soort_van(self.obj).keuzes(self.obj))}
        self.fields["controletotaal"].initial = self.obj.keuzes.get(CONTROLETOTAAL, "")
        for naam, keuze in self.keuzes.items():
            self.fields[naam] = _keuzeveld(keuze)
        self.order_fields([*self.keuzes, "controletotaal"])

    def clean_controletotaal(self) -> str:
        tekst: str = self.cleaned_data["controletotaal"].strip()
        try:
            lees_bedrag(tekst)
        except Onleesbaar as fout:
            raise forms.ValidationError(str(fout)) from fout
        return tekst

    @property
    def gekozen(self) -> dict[str, str]:
        gekozen = {keuze.sleutel: self.cleaned_data[naam] for naam, keuze in self.keuzes.items()}
        return gekozen | {CONTROLETOTAAL: self.cleaned_data["controletotaal"]}


def _keuzeveld(keuze: Keuze) -> forms.Field:
    vast: dict[str, Any] = {"label": keuze.label, "initial": keuze.waarde, "help_text": keuze.uitleg}
    if keuze.opties:
        return forms.ChoiceField(choices=keuze.opties, required=False, **vast)
    return forms.CharField(max_length=100, required=False, **vast)


class SleutelForm(ActieForm):
    """Which system a key is for."""

    naam = forms.CharField(
        label="Naam van het systeem",
        max_length=80,
        help_text="Bijvoorbeeld: urenregistratie. Zo weet u later welke sleutel u intrekt.",
        error_messages={
            "required": "Vul in voor welk systeem de sleutel is.",
            "max_length": "Vul hooguit 80 tekens in.",
        },
    )


class RijForm(ActieForm):
    """One row: per field what stands in the file, and what should be read instead."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indeling = indeling_van(self.obj.inlezing.bladen[self.obj.blad])
        fouten = dict(self.obj.meldingen)
        soort = soort_van(self.obj.inlezing)
        for veld in sorted(soort.velden, key=lambda veld: veld.sleutel not in fouten):
            self.fields[veld.sleutel] = self._veld(veld, fouten.get(veld.sleutel, ""))
        if soort.stroom:
            self.fields[REDEN] = forms.CharField(
                label="Reden, als u de regel weglaat", required=False, max_length=200
            )
        self._eerste_krijgt_de_cursor()

    def _veld(self, veld: Veld, fout: str) -> forms.Field:
        nu = self.waarde_nu(veld.sleutel)
        vast: dict[str, Any] = {"label": veld.label, "required": False, "initial": nu, "help_text": fout}
        if veld.keuzes is None:
            fouten = {"max_length": "Vul hooguit 2.000 tekens in."}
            return forms.CharField(max_length=MAX_TEKENS, error_messages=fouten, **vast)
        keuzes = [("", "Kies"), *veld.keuzes()]
        if nu not in dict(keuzes):
            keuzes.insert(1, (nu, f"{nu} (staat in het bestand)"))
        return forms.ChoiceField(choices=keuzes, **vast)

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or self.cleaned_data
        if self.data.get("actie") == WEGLATEN and REDEN in self.fields and not schoon.get(REDEN):
            self.add_error(REDEN, "Schrijf waarom u deze regel weglaat.")
        return schoon

    @property
    def reden(self) -> str:
        return str(self.cleaned_data.get(REDEN, ""))

    def _eerste_krijgt_de_cursor(self) -> None:
        """The first thing to put right, also where the form opens inside the list."""
        eerste = next(veld for veld in self.fields.values() if not veld.widget.is_hidden)
        eerste.widget.attrs["autofocus"] = True

    def velden_met_cel(self) -> Iterator[tuple[forms.BoundField, str]]:
        """Each field, with what stands in the file where somebody put something else there."""
        for veld in self.visible_fields():
            staat_er = cel(self.obj, veld.name, self.indeling)
            yield veld, staat_er if veld.name in self.obj.correctie else ""

    @property
    def correctie(self) -> Mapping[str, str]:
        """Only what differs from the file, so that the file goes on speaking for itself."""
        return {
            naam: tekst
            for naam, tekst in self.gegevens.items()
            if naam != REDEN and tekst != cel(self.obj, naam, self.indeling).strip()
        }

    def waarde_nu(self, naam: str) -> Any:
        return self.obj.correctie.get(naam, cel(self.obj, naam, self.indeling))


def cel(rij: Any, sleutel: str, indeling: Indeling) -> str:
    """What stands in the file for this field, or for all rows where the sheet has no column for it."""
    plaats = indeling.kolommen.get(sleutel)
    if plaats is None or plaats >= len(rij.cellen):
        return indeling.vast.get(sleutel, "")
    return als_tekst(uit_json(rij.cellen[plaats]))
