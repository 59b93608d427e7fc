"""De OGON's als instelling."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from duoplus import instellingen, klok
from duoplus.calc.nederlands import datum
from duoplus.instellingen import BEEINDIGEN, DAG, Gevolg, Kolom, Onderdeel, Wijziging
from duoplus.models import Programma, Roltoewijzing
from duoplus.transitions import StapKanNiet
from duoplus.web.instellingen.forms import UitLijst, regel
from duoplus.web.instellingen.organisatie import BESTAAT, GROEP, PERIODE, BestaandForm
from ogon.models import Ogon


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
    velden = {"naam": "Naam", "slug": "Naam in het adres", "programma": "Programma", **BESTAAT}
    kolommen = (
        Kolom("OGON", str),
        Kolom("Programma", lambda o: o.programma.naam),
        Kolom("Adres", lambda o: f"/ogon/{o.slug}/"),
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

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        tot: Any = wijziging.waarden.get("tot")
        if wijziging.handeling != BEEINDIGEN or tot is None:
            return []
        door = Roltoewijzing.objects.geldig_op(tot + DAG).filter(gremium=wijziging.obj).count()
        rollen = [Gevolg(f"Rollen in dit OGON die daarna nog doorlopen: {door}.", True)] if door else []
        return [Gevolg(f"Vanaf {datum(tot + DAG)} gaan er geen nieuwe aanvragen meer heen."), *rollen]


def meld_aan() -> None:
    instellingen.register(Ogons())
