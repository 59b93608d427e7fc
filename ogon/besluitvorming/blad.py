"""Wat er op de bladzijde van één voorstel staat, voor wie haar leest."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from duoplus import spoor as sporen_in_woorden
from duoplus.calc.nederlands import datum_kort
from duoplus.choices import BijlageSoort
from duoplus.models import Bijlage, Gebeurtenis
from ogon import rules
from ogon.actions.voorstel import DELEN, ontbreekt, schrijvers
from ogon.besluitvorming.overdracht import in_woorden
from ogon.choices import Orgaan, SpoorStatus, ToetsSoort, Uitkomst
from ogon.choices import VoorstelStatus as S
from ogon.models import Voorstel, Voorstelspoor, Voorsteltoets
from ogon.transitions import VOORSTEL

GELD = ("financien", "bedrag", "taakveld", "i_s", "dekking")
# What stands on the head of the page; an initial and an outcome have buttons of their own.
VOORUIT = ("ter_toetsing", "op_weg", "uitvoeren", "schrijven")
KNOPPEN = (*VOORUIT, "terugnemen", "herzien", "intrekken")
HALTES = {
    Orgaan.OGON: "OGON",
    Orgaan.DIRECTIEBERAAD: "Directieberaad",
    Orgaan.COLLEGE: "Colleges",
    Orgaan.DB: "Dagelijks bestuur",
    Orgaan.AB: "Algemeen bestuur",
}


@dataclass(frozen=True)
class Knop:
    label: str
    url: str
    is_eerst: bool


@dataclass(frozen=True)
class Paraaf:
    """One field: the word that counts under this text, and whether this reader may give it."""

    soort: str
    label: str
    toets: Voorsteltoets | None
    mag: bool


@dataclass(frozen=True)
class Halte:
    """One stop on the line of progress."""

    label: str
    tekst: str
    staat: str


@dataclass(frozen=True)
class Spoor:
    """One track with what this reader may record there."""

    spoor: Voorstelspoor
    mag: bool

    @property
    def mag_uitkomst(self) -> bool:
        return self.mag and self.spoor.status == SpoorStatus.LIGT_VOOR

    @property
    def mag_voorbehoud(self) -> bool:
        return self.mag and self.spoor.onder_voorbehoud


class Blad:
    """One proposal as one reader sees it; each part is read once, when it is shown."""

    def __init__(self, voorstel: Voorstel, user: Any) -> None:
        self.voorstel, self.user = voorstel, user

    @cached_property
    def bedragen(self) -> bool:
        return bool(self.user.has_perm("ogon.bedragen_voorstel", self.voorstel))

    @cached_property
    def leest_opschaling(self) -> bool:
        return bool(self.user.has_perm("ogon.view_opschaling", self.voorstel.opschaling))

    @cached_property
    def delen(self) -> list[tuple[str, str]]:
        """(label, text) of what is filled in and may be read."""
        namen = [naam for naam in DELEN if naam != "titel" and (self.bedragen or naam not in GELD)]
        return [(DELEN[naam], in_woorden(self.voorstel, naam)) for naam in namen]

    @cached_property
    def knoppen(self) -> list[Knop]:
        """What this reader may do with the whole; the way forward first."""
        mag = {stap.name: stap.label for stap in VOORSTEL.available(self.voorstel, self.user)}
        namen = [naam for naam in KNOPPEN if naam in mag and self._is_rijp(naam)]
        return [
            Knop(mag[naam], self._adres(naam), naam in VOORUIT and plek == 0)
            for plek, naam in enumerate(namen)
        ]

    def _is_rijp(self, stap: str) -> bool:
        """A way forward that would be refused has no button: the page says what is missing."""
        if stap == "op_weg":
            return all(paraaf.toets and paraaf.toets.akkoord for paraaf in self.parafen)
        return stap != "ter_toetsing" or not self.ontbreekt

    def _adres(self, stap: str) -> str:
        nummer = self.voorstel.nummer
        if stap == "schrijven":
            return reverse("ogon:voorstel_schrijven", args=[nummer, "besluit"])
        return reverse("ogon:voorstel_handeling", args=[nummer, stap.replace("_", "-")])

    @cached_property
    def ontbreekt(self) -> list[str]:
        return ontbreekt(self.voorstel) if self.voorstel.status == S.CONCEPT else []

    @cached_property
    def schreef_mee(self) -> bool:
        return self.user.pk in schrijvers(self.voorstel)

    @cached_property
    def parafen(self) -> list[Paraaf]:
        toetsen = self.voorstel.geldige_toetsen()
        return [
            Paraaf(soort, ToetsSoort(soort).label, toetsen.get(soort), self._mag(soort, toetsen.get(soort)))
            for soort in ToetsSoort
        ]

    def _mag(self, soort: str, toets: Voorsteltoets | None) -> bool:
        gevraagd = self.voorstel.status == S.INTERNE_TOETS and not (toets and toets.akkoord)
        return gevraagd and not self.schreef_mee and rules.toetst(self.user, self.voorstel, soort)

    @cached_property
    def vervallen(self) -> Gebeurtenis | None:
        """The fact by which initials lapsed, as long as not all four stand again."""
        staan = all(paraaf.toets and paraaf.toets.akkoord for paraaf in self.parafen)
        if staan or self.voorstel.status not in (S.CONCEPT, S.INTERNE_TOETS):
            return None
        feit: Gebeurtenis | None = self._feiten.filter(soort="ogon.voorstel.parafen_vervallen").last()
        return feit

    @cached_property
    def sporen(self) -> list[Spoor]:
        rijen = list(self.voorstel.sporen.select_related("organisatie", "besluit__gremium"))
        for rij in rijen:
            rij.voorstel = self.voorstel
        return [Spoor(rij, rules.spreekt_voor_orgaan(self.user, rij)) for rij in rijen]

    @cached_property
    def haltes(self) -> list[Halte]:
        """Where it stands at a glance: the initials, then each body; the colleges as one stop."""
        sporen = [regel.spoor for regel in self.sporen]
        per_orgaan = {orgaan: [s for s in sporen if s.orgaan == orgaan] for orgaan in HALTES}
        langs = [_halte(HALTES[orgaan], rijen) for orgaan, rijen in per_orgaan.items() if rijen]
        return [self._halte_parafen, *langs]

    @property
    def _halte_parafen(self) -> Halte:
        staan = sum(bool(p.toets and p.toets.akkoord) for p in self.parafen)
        staat = {S.CONCEPT: "", S.INTERNE_TOETS: "current", S.INGETROKKEN: ""}
        return Halte("Parafen", f"{staan} van {len(ToetsSoort)}", staat.get(S(self.voorstel.status), "done"))

    @cached_property
    def bijlagen(self) -> list[Bijlage]:
        if not self.bedragen:
            return []
        stukken = Bijlage.objects.over(self.voorstel)
        soorten = (BijlageSoort.BIJLAGE, BijlageSoort.OVERDRACHT)
        return list(stukken.filter(soort__in=soorten).order_by("soort", "pk"))

    @property
    def _feiten(self) -> Any:
        return Gebeurtenis.objects.over(self.voorstel).select_related("door__organisatie", "namens")

    @cached_property
    def verloop(self) -> list[tuple[Gebeurtenis, str]]:
        return [(feit, sporen_in_woorden.zin(feit)) for feit in self._feiten.order_by("-pk")]


def _halte(label: str, sporen: Iterable[Voorstelspoor]) -> Halte:
    rijen = list(sporen)
    klaar = [spoor for spoor in rijen if spoor.status == SpoorStatus.BESLOTEN]
    if any(spoor.uitkomst == Uitkomst.AFGEWEZEN for spoor in rijen):
        return Halte(label, "Afgewezen", "stopped")
    if len(klaar) == len(rijen):
        return Halte(label, _besloten(rijen), "done")
    if all(spoor.status == SpoorStatus.OVERGESLAGEN for spoor in rijen):
        return Halte(label, "Niet meer nodig", "")
    ligt = any(spoor.status == SpoorStatus.LIGT_VOOR for spoor in rijen)
    aantal = f"{len(klaar)} van {len(rijen)} besloten" if len(rijen) > 1 else "Ligt voor"
    return Halte(label, aantal if ligt else "Nog niet", "current" if ligt else "")


def _besloten(rijen: list[Voorstelspoor]) -> str:
    if len(rijen) > 1:
        return f"{len(rijen)} besloten"
    [spoor] = rijen
    dag = datum_kort(spoor.besloten_op) if spoor.besloten_op else ""
    return f"{Uitkomst(spoor.uitkomst).label}, {dag}"
