"""Wat er in welke fase van een cyclus mag, en wat dat voor u betekent: "nu: … t/m … — u kunt: …"."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from duoplus import klok
from duoplus.calc.werkdagen import werkdagen_tussen
from duoplus.models import Feestdag, Gebruiker
from duoplus.transitions import StapKanNiet
from ogon.choices import Fase
from ogon.models import Cyclus

Adres = Callable[[Cyclus], str]
VOLGORDE = tuple(Fase)


def _aanvragen(status: str) -> Adres:
    def adres(cyclus: Cyclus) -> str:
        query = urlencode({"ogon": cyclus.ogon.slug, "status": status})
        return f"{reverse('maatwerk:aanvraag_list')}?{query}"

    return adres


def _bord(cyclus: Cyclus) -> str:
    return reverse("maatwerk:bord", args=[cyclus.ogon.slug, cyclus.jaar])


@dataclass(frozen=True)
class Handeling:
    """Iets wat alleen in deze fasen mag. ``kunt`` is how the banner offers it to who holds ``perm``."""

    naam: str
    fasen: tuple[Fase, ...]
    label: str
    perm: str
    kunt: str
    adres: Adres


HANDELINGEN = {
    handeling.naam: handeling
    for handeling in (
        Handeling(
            "aanvragen",
            (Fase.OPHALEN,),
            "Aanvragen voor deze cyclus doen",
            "ogon.aanvragen_cyclus",
            "een aanvraag doen",
            lambda cyclus: reverse("maatwerk:aanvraag_nieuw"),
        ),
        Handeling(
            "verhelderen",
            (Fase.OPHALEN, Fase.ARTICULEREN),
            "Vragen scherp maken",
            "ogon.verhelderen_cyclus",
            "vragen scherp maken",
            lambda cyclus: reverse("maatwerk:draaischijf"),
        ),
        Handeling(
            "bevestigen",
            (Fase.ARTICULEREN,),
            "Bevestigen wat er gevraagd is",
            "ogon.bevestigen_cyclus",
            "bevestigen dat Duo+ uw vraag begrijpt",
            _aanvragen("in_verificatie"),
        ),
        Handeling(
            "toetsen",
            (Fase.TOETSEN,),
            "Akkoord geven op een voorstel",
            "ogon.akkoord_cyclus",
            "akkoord geven op voorstellen",
            _aanvragen("ter_akkoord"),
        ),
        Handeling(
            "rangschikken",
            (Fase.PRIORITEREN,),
            "De volgorde maken",
            "ogon.rangschikken_cyclus",
            "meebeslissen over de volgorde",
            _bord,
        ),
        Handeling(
            "voorleggen",
            (Fase.PRIORITEREN,),
            "De volgorde voorleggen",
            "ogon.voorleggen_cyclus",
            "de volgorde voorleggen",
            _bord,
        ),
        Handeling(
            "standpunt",
            (Fase.PRIORITEREN, Fase.VASTSTELLEN),
            "Een standpunt geven",
            "ogon.standpunt_cyclus",
            "uw standpunt geven als de volgorde voorligt",
            _bord,
        ),
        Handeling(
            "vaststellen",
            (Fase.VASTSTELLEN,),
            "De volgorde vaststellen",
            "ogon.vaststellen_cyclus",
            "de volgorde vaststellen",
            _bord,
        ),
        Handeling(
            "opdracht_geven",
            (Fase.OPDRACHT_DVO,),
            "Opdrachten geven",
            "ogon.opdracht_cyclus",
            "opdracht geven voor wat is ingepland",
            _aanvragen("geprioriteerd"),
        ),
        Handeling(
            "herprioriteren",
            (Fase.UITVOEREN,),
            "De volgorde opnieuw bekijken",
            "ogon.rangschikken_cyclus",
            "bekijken of de volgorde nog klopt",
            lambda cyclus: reverse("maatwerk:scenarios", args=[cyclus.ogon.slug]),
        ),
        Handeling(
            "evalueren",
            (Fase.EVALUEREN,),
            "Terugkijken op het jaar",
            "ogon.rangschikken_cyclus",
            "terugkijken op wat is opgeleverd",
            _aanvragen("afgesloten"),
        ),
    )
}


def mag_in_fase(cyclus: Cyclus, handeling: str) -> bool:
    """Whether the active phase allows this act at all; who may do it is asked elsewhere."""
    return cyclus.afgesloten_op is None and cyclus.fase in HANDELINGEN[handeling].fasen


def vereis_fase(cyclus: Cyclus, handeling: str) -> None:
    """Raise ``StapKanNiet`` with a sentence that names the active phase and those in which it can."""
    if mag_in_fase(cyclus, handeling):
        return
    iets = HANDELINGEN[handeling]
    if cyclus.afgesloten_op is not None:
        raise StapKanNiet(f"‘{iets.label}’ kan niet meer: de cyclus van {cyclus.jaar} is gesloten.")
    waar = " of ".join(f"‘{fase.label}’" for fase in iets.fasen)
    nu = f"de cyclus is in de fase ‘{cyclus.get_fase_display()}’"
    raise StapKanNiet(f"‘{iets.label}’ kan nu niet: {nu}. Het kan in {waar}.")


def volgende(cyclus: Cyclus) -> Fase | None:
    """The phase after the active one; ``None`` after the last."""
    plek = VOLGORDE.index(Fase(cyclus.fase)) + 1
    return VOLGORDE[plek] if plek < len(VOLGORDE) else None


@dataclass(frozen=True)
class Kans:
    """Something this person can do now, as it reads after "u kunt"."""

    tekst: str
    adres: str


@dataclass(frozen=True)
class Banner:
    """De fase van nu, tot wanneer, en wat deze gebruiker kan doen."""

    cyclus: Cyclus
    fase: str
    van: date
    tot: date
    werkdagen: int
    kansen: tuple[Kans, ...]
    is_gesloten: bool

    @property
    def is_te_laat(self) -> bool:
        """The days of the phase are over, but nobody moved on."""
        return not self.is_gesloten and klok.vandaag() > self.tot

    @property
    def is_vroeg(self) -> bool:
        return klok.vandaag() < self.van


def banner(cyclus: Cyclus, user: Gebruiker) -> Banner:
    """What ``ogon/banner.html`` shows; reads the phases, the holidays and who takes part."""
    nu = cyclus.nu
    if nu is None:
        raise LookupError(f"{cyclus} heeft geen dagen voor {cyclus.fase}")
    over = werkdagen_tussen(klok.vandaag(), nu.tot, Feestdag.objects.als_vrij())
    gesloten = cyclus.afgesloten_op is not None
    kansen = _kansen(cyclus, user)
    return Banner(cyclus, cyclus.get_fase_display(), nu.van, nu.tot, over, kansen, gesloten)


def _kansen(cyclus: Cyclus, user: Gebruiker) -> tuple[Kans, ...]:
    return tuple(
        Kans(h.kunt, h.adres(cyclus))
        for h in HANDELINGEN.values()
        if mag_in_fase(cyclus, h.naam) and user.has_perm(h.perm, cyclus)
    )
