"""Wie een voorstel toetst, als instelling: per vakgebied een rol, desnoods van één team."""

from typing import Any

from django.db.models import QuerySet

from duoplus import instellingen, klok
from duoplus.calc.nederlands import datum
from duoplus.choices import Rol
from duoplus.instellingen import BEEINDIGEN, INTREKKEN, NIEUW, Gevolg, Kolom, Onderdeel, Wijziging
from duoplus.models import Team
from duoplus.transitions import StapKanNiet
from duoplus.web.instellingen.afspraken import GROEP
from duoplus.web.instellingen.forms import InstellingForm, UitLijst, dag, keuze
from duoplus.web.instellingen.organisatie import PERIODE
from ogon.choices import ToetsSoort
from ogon.models import Toetsregel


class ToetsregelForm(InstellingForm):
    soort = keuze("Welk vakgebied?", ToetsSoort.choices)
    rol = keuze("Welke rol zet de paraaf?", Rol.choices)
    team = UitLijst("Van welk team?", Team.objects.none(), "Leeg: van elk team.", required=False)
    van = dag("Vanaf welke dag?")

    def richt_in(self) -> None:
        if "team" in self.fields:
            self.fields["team"].queryset = Team.objects.geldig_op(klok.vandaag())


class Toetsregels(Onderdeel):
    slug, naam, enkel, groep = "toetsregels", "Parafen bij een voorstel", "regel voor een paraaf", GROEP
    uitleg = "Welke rol een voorstel financieel, juridisch, op inkoop en op privacy toetst."
    icoon = "signature"
    model = Toetsregel
    formulier = ToetsregelForm
    velden = {
        "soort": "Vakgebied",
        "rol": "Rol",
        "team": "Team",
        "van": "Geldt vanaf",
        "tot": "Geldt tot en met",
    }
    kolommen = (
        Kolom("Vakgebied", lambda r: r.get_soort_display()),
        Kolom("Rol", lambda r: r.get_rol_display()),
        Kolom("Team", lambda r: r.team or "elk team"),
        PERIODE,
    )
    handelingen = (NIEUW, BEEINDIGEN, INTREKKEN)

    def queryset(self) -> QuerySet[Any]:
        return Toetsregel.objects.select_related("team").order_by("soort", "rol", "van")

    def velden_van(self, handeling: Any) -> set[str]:
        return super().velden_van(handeling) - ({"tot"} if handeling == NIEUW else set())

    def controleer(self, wijziging: Wijziging) -> None:
        """A field without anybody would keep every proposal where it is."""
        tot = wijziging.waarden.get("tot")
        if wijziging.handeling != BEEINDIGEN or tot is None:
            return
        regel = wijziging.obj
        daarna = Toetsregel.objects.filter(soort=regel.soort).exclude(pk=regel.pk)
        if not daarna.geldig_op(tot + instellingen.DAG).exists():
            label = regel.get_soort_display().lower()
            raise StapKanNiet(f"Daarna zet niemand meer de paraaf {label}. Voeg eerst een andere regel toe.")

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        tot = wijziging.waarden.get("tot")
        if wijziging.handeling != BEEINDIGEN or tot is None:
            return [Gevolg("Parafen die er al staan, blijven gelden.")]
        return [Gevolg(f"Na {datum(tot)} zet deze rol geen nieuwe paraaf meer. Wat er staat, blijft gelden.")]


def meld_aan() -> None:
    instellingen.register(Toetsregels())
