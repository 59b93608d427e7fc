"""Wat de bladzijden van een DVO aan iemand laten zien: tekst, resultaten, handtekeningen en verloop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from duoplus import klok, spoor
from duoplus.calc.nederlands import MAANDEN, datum, maand_en_jaar, opsomming
from duoplus.calc.werkdagen import Termijn as Werkdagen
from duoplus.calc.werkdagen import leg_uit
from duoplus.models import Feestdag, Gebeurtenis, Gebruiker, Roltoewijzing, Termijn
from ogon.calc.kpi import oordeel
from ogon.calc.opzegging import maanden_later
from ogon.choices import DvoStatus, KpiRichting, TekenSoort
from ogon.dvo.tekst import Dvotekst, te_vergelijken, tekst_met, tekst_op
from ogon.models import Dvo, Dvoartikel, Dvonorm, Dvoregel, Dvoversie, Kpiresultaat, Tekenplek, Werkplanregel
from ogon.rules import bekleedt
from ogon.transitions import DVOVERSIE

NIET_VERDER = ("opmerken", "terugnemen", "intrekken")
OORDELEN = {
    "gehaald": ("Gehaald", "plain ok"),
    "net_niet": ("Net niet gehaald", "warn"),
    "niet": ("Niet gehaald", "bad"),
}
TOON = {
    DvoStatus.CONCEPT: "open",
    DvoStatus.IN_AFSTEMMING: "info",
    DvoStatus.TER_PARAAF: "warn",
    DvoStatus.TER_ONDERTEKENING: "warn",
    DvoStatus.INGETROKKEN: "open",
}


@dataclass(frozen=True)
class Stand:
    """Where a version stands, in words and with the tone of its badge."""

    label: str
    toon: str


def stand(dvoversie: Dvoversie, dag: date, nog: int = 0) -> Stand:
    """On ``dag``; ``nog``: how many people still have to initial or sign."""
    dvo, status = dvoversie.dvo, DvoStatus(dvoversie.status)
    if status != DvoStatus.VAN_KRACHT:
        return Stand(_wacht_op(status, nog), TOON[status])
    if dag > dvo.tot:
        return Stand("Afgelopen", "open")
    if dvo.opgezegd_op:
        return Stand("Opgezegd", "warn")
    if dag < dvoversie.geldt_van:
        return Stand(f"Getekend, geldt vanaf {datum(dvoversie.geldt_van)}", "info")
    return Stand("Van kracht", "ok")


def _wacht_op(status: DvoStatus, nog: int) -> str:
    woorden = {
        DvoStatus.TER_PARAAF: ("paraaf", "parafen"),
        DvoStatus.TER_ONDERTEKENING: ("handtekening", "handtekeningen"),
    }.get(status)
    return f"Wacht op {nog} {woorden[nog != 1]}" if woorden and nog else str(status.label)


@dataclass(frozen=True)
class Meting:
    """A norm of a line with the latest result, and how that compares."""

    norm: Dvonorm
    resultaat: Kpiresultaat | None
    mag_meten: bool

    @property
    def zin(self) -> str:
        return self.norm.kpi.zin(self.norm.norm)

    @property
    def gemeten(self) -> str:
        return self.norm.kpi.waarde(self.resultaat.waarde) if self.resultaat else ""

    @property
    def oordeel(self) -> tuple[str, str]:
        """Words and tone; nothing without a result."""
        if self.resultaat is None:
            return "", ""
        hoogstens = self.norm.kpi.richting == KpiRichting.HOOGSTENS
        return OORDELEN[oordeel(self.norm.norm, self.resultaat.waarde, hoogstens=hoogstens)]


@dataclass(frozen=True)
class Rij:
    """A line of the table: a product with one of its norms; further norms follow on lines of their own."""

    regel: Dvoregel
    meting: Meting | None
    is_eerste: bool = True

    @property
    def oordeel(self) -> tuple[str, str]:
        return self.meting.oordeel if self.meting else ("", "")


@dataclass(frozen=True)
class Tab:
    naam: str
    label: str
    adres: str
    aantal: str = ""


@dataclass(frozen=True)
class Plek:
    """A place to initial or sign: who did, or who may."""

    plek: Tekenplek
    namen: list[str]
    uiterlijk: date | None

    @property
    def gezet(self) -> Any:
        return getattr(self.plek, "ondertekening", None)


def versie_nu(versies: Sequence[Dvoversie]) -> Dvoversie:
    """The one in the making, else the last signed, else the last one at all; the newest stands first."""
    return next((v for v in versies if v.status != DvoStatus.INGETROKKEN), versies[0])


class Dvoblad:
    """One version of a DVO as one reader sees it; each part is read when it is shown."""

    def __init__(self, dvoversie: Dvoversie, user: Gebruiker, dag: date | None = None) -> None:
        self.dvoversie, self.dvo, self.user = dvoversie, dvoversie.dvo, user
        self.vandaag = klok.vandaag()
        self.dag = dag

    @cached_property
    def versies(self) -> list[Dvoversie]:
        """All that this reader may see, the newest first."""
        zichtbaar = Dvoversie.objects.visible_to(self.user).filter(dvo=self.dvo).defer("inhoud")
        return list(zichtbaar.select_related("dvo__organisatie", "gemaakt_door__organisatie"))

    @cached_property
    def tekst(self) -> Dvotekst:
        """Of the day that was asked for, else as this version makes it."""
        return tekst_op(self.dvo, self.dag) if self.dag else tekst_met(self.dvoversie)

    @cached_property
    def stand(self) -> Stand:
        return stand(self.dvoversie, self.vandaag, len(self.open_plekken))

    @cached_property
    def ziet_prijs(self) -> bool:
        return self.user.has_perm("ogon.bedragen_dvo", self.dvo)

    @property
    def opgezegd(self) -> str:
        dvo = self.dvo
        dag = datum(dvo.opgezegd_op) if dvo.opgezegd_op else ""
        return f"Opgezegd op {dag}. De DVO loopt tot en met {datum(dvo.tot)}. {dvo.opgezegd_reden}"

    @cached_property
    def andere(self) -> Dvoversie | None:
        """Beside a signed text the one in the making, and the other way round."""
        kan = [v for v in self.versies if v.status != DvoStatus.INGETROKKEN]
        return next((v for v in kan if bool(v.getekend_op) != bool(self.dvoversie.getekend_op)), None)

    @property
    def tabs(self) -> list[Tab]:
        vraag = f"?versie={self.dvoversie.nummer}"
        adres = {
            tab: reverse("ogon:dvo_tab", args=[self.dvo.nummer, tab]) + vraag
            for tab in ("handtekeningen", "tekst", "wijzigingen")
        }
        artikelen = len(self.tekst.artikelen)
        return [
            Tab("producten", "Producten en normen", self.dvo.get_absolute_url() + vraag),
            *self._werkplan(),
            Tab("handtekeningen", "Handtekeningen", adres["handtekeningen"]),
            Tab("tekst", "Tekst", adres["tekst"], f"{artikelen} artikel{'en' if artikelen != 1 else ''}"),
            Tab("wijzigingen", "Wijzigingen", adres["wijzigingen"], str(len(self.versies))),
        ]

    def _werkplan(self) -> list[Tab]:
        """The plans of the teams that do the work; an app above keeps their pages."""
        try:
            return [Tab("werkplan", "Werkplan", f"{reverse('maatwerk:werkplannen')}?jaar={self.dvo.jaar}")]
        except NoReverseMatch:
            return []

    def _handeling(self, naam: str) -> str:
        return reverse("ogon:dvo_handeling", args=[self.dvo.nummer, naam])

    def _adres(self, handeling: str, vraag: str) -> str:
        return f"{self._handeling(handeling)}?{vraag}="

    @property
    def product_adres(self) -> str:
        return self._adres("product", "product")

    @property
    def vervalt_adres(self) -> str:
        return self._adres("product-vervalt", "product")

    @property
    def meet_adres(self) -> str:
        return self._adres("meten", "kpi")

    @property
    def artikel_adres(self) -> str:
        return self._adres("artikel", "nr")

    @property
    def artikel_vervalt_adres(self) -> str:
        return self._adres("artikel-vervalt", "nr")

    @property
    def artikelen(self) -> list[tuple[Dvoartikel, str]]:
        """Each with the products that fall under it."""
        return [
            (a, opsomming(r.product.naam for r in self.tekst.regels if r.artikel == a.nummer))
            for a in self.tekst.artikelen
        ]

    @property
    def versiestanden(self) -> list[tuple[Dvoversie, Stand]]:
        return [(versie, stand(versie, self.vandaag)) for versie in self.versies]

    @cached_property
    def heeft_eerder(self) -> bool:
        """Whether there is anything to lay this version beside."""
        return len(self.versies) > 1 or te_vergelijken(self.dvoversie).exists()

    @cached_property
    def mag_wijzigen(self) -> bool:
        return self.dag is None and DVOVERSIE.mag(self.dvoversie, "wijzigen", self.user)

    @property
    def mag_opzeggen(self) -> bool:
        return (
            self.dvoversie.getekend_op is not None
            and self.dvo.opgezegd_op is None
            and self.vandaag <= self.dvo.uiterlijk_opzeggen
            and self.user.has_perm("ogon.opzeggen_dvo", self.dvo)
        )

    @property
    def mag_vervolg(self) -> bool:
        """Whether an addendum or new version can be begun from here."""
        in_de_maak = any(v.status in DVOVERSIE.stappen["intrekken"].van for v in self.versies)
        return not in_de_maak and self.vandaag <= self.dvo.tot and self.user.has_perm("ogon.add_dvo")

    @cached_property
    def is_getekend(self) -> bool:
        return any(versie.getekend_op for versie in self.versies)

    @cached_property
    def stappen(self) -> list[tuple[str, str, bool]]:
        """What this person can do now: label, address, whether it brings the version further.

        Who already initialled or signed need not again.
        """
        if self.dvoversie != versie_nu(self.versies):
            return []
        teken = {"paraferen", "ondertekenen"}
        stappen = DVOVERSIE.available(self.dvoversie, self.user)
        over = [s for s in stappen if s.name != "wijzigen" and (s.name not in teken or self.mag_tekenen)]
        return [(s.label, self._handeling(s.name.replace("_", "-")), s.name not in NIET_VERDER) for s in over]

    @cached_property
    def mag_tekenen(self) -> bool:
        """Holds a function that is asked for now, and did not initial or sign this version yet."""
        al = {p.gezet.door_id for p in self.plekken if p.gezet and p.plek.soort == self._soort_nu}
        passend = any(bekleedt(self.user, plek) for plek in self.open_plekken)
        return passend and self.user.pk not in al and self.user.pk != self.dvoversie.gemaakt_door_id

    # Products and norms

    @cached_property
    def rijen(self) -> list[Rij]:
        return [rij for regel in self.tekst.regels for rij in self._rijen(regel)]

    def _rijen(self, regel: Dvoregel) -> list[Rij]:
        metingen = [self._meting(regel, norm) for norm in regel.normen.all()]
        return [Rij(regel, m, is_eerste=nr == 0) for nr, m in enumerate(metingen)] or [Rij(regel, None)]

    def _meting(self, regel: Dvoregel, norm: Dvonorm) -> Meting:
        norm.kpi.product = regel.product  # known already: no query per row
        mag = self.is_getekend and self.user.has_perm("ogon.meten_kpi", norm.kpi)
        return Meting(norm, self.resultaten.get(norm.kpi_id), mag)

    @cached_property
    def werkregels(self) -> list[Werkplanregel]:
        """What teams plan to do of these products for this municipality; none for who reads no plans."""
        if not self.user.has_perm("ogon.view_werkplan"):
            return []
        regels = Werkplanregel.objects.filter(
            werkplan__jaar=self.dvo.jaar,
            organisatie=self.dvo.organisatie_id,
            product__in={regel.product_id for regel in self.tekst.regels},
            vervallen_op=None,
        )
        return list(
            regels.select_related("product", "werkplan__team").order_by("product__naam", "werkplan__team")
        )

    @cached_property
    def resultaten(self) -> dict[int, Kpiresultaat]:
        """Per indicator the latest of this municipality, up to the end of the year of this DVO."""
        gemeten = Kpiresultaat.objects.filter(
            kpi__in={norm.kpi_id for regel in self.tekst.regels for norm in regel.normen.all()},
            organisatie=self.dvo.organisatie_id,
            tot_en_met__lte=self.dvo.tot,
        )
        return {
            een.kpi_id: een for een in gemeten.order_by("kpi_id", "-tot_en_met", "-pk").distinct("kpi_id")
        }

    @property
    def gemeten_tot(self) -> date | None:
        return max((een.tot_en_met for een in self.resultaten.values()), default=None)

    @property
    def gemeten_over(self) -> str:
        """'Resultaat: januari t/m oktober 2026'."""
        tot = self.gemeten_tot
        if tot is None:
            return "Er is nog niets gemeten"
        begin = "" if tot.month == 1 else f"{MAANDEN[0]} t/m "
        return f"Resultaat: {begin}{maand_en_jaar(tot)}"

    # Signatures

    @cached_property
    def plekken(self) -> list[Plek]:
        """Initials before signatures, and Duo+ before the municipality: the order in which they are set."""
        plekken = self.dvoversie.tekenplekken.select_related("organisatie", "ondertekening__namens")
        wie, dagen = self._wie_tekenen(), self._uiterlijk()
        op_volgorde = sorted(
            plekken, key=lambda plek: (plek.soort == TekenSoort.HANDTEKENING, plek.organisatie.is_gemeente)
        )
        return [
            Plek(plek, wie.get((plek.rol, plek.organisatie_id), []), dagen.get(plek.pk))
            for plek in op_volgorde
        ]

    @cached_property
    def open_plekken(self) -> list[Tekenplek]:
        """What is asked for now."""
        return [p.plek for p in self.plekken if p.plek.soort == self._soort_nu and not p.gezet]

    @property
    def _soort_nu(self) -> str:
        return TekenSoort.PARAAF if self.dvoversie.status == DvoStatus.TER_PARAAF else TekenSoort.HANDTEKENING

    @property
    def aantal_gezet(self) -> int:
        return sum(1 for plek in self.plekken if plek.gezet)

    def _wie_tekenen(self) -> dict[tuple[str, int | None], list[str]]:
        """Who hold each function today; nobody is asked for any more once it is signed."""
        if self.dvoversie.getekend_op:
            return {}
        wie: dict[tuple[str, int | None], list[str]] = {}
        rollen = Roltoewijzing.objects.geldig_op(self.vandaag).filter(
            rol__in=self.dvoversie.tekenplekken.values("rol"), vervangt=None, gebruiker__is_active=True
        )
        for t in rollen.select_related("gebruiker"):
            namen = wie.setdefault((t.rol, t.organisatie_id or t.gebruiker.organisatie_id), [])
            namen += [] if t.gebruiker.naam in namen else [t.gebruiker.naam]
        return wie

    def _uiterlijk(self) -> dict[int, date]:
        """Per open place the last day of its term; the term is looked up once per day of asking."""
        gevraagd = {
            plek.pk: klok.dag(plek.uitgenodigd_op)
            for plek in self.dvoversie.tekenplekken.filter(ondertekening=None)
            if plek.uitgenodigd_op
        }
        per_dag = {dag: uiterlijk_tekenen(dag) for dag in set(gevraagd.values())}
        return {pk: per_dag[dag] for pk, dag in gevraagd.items()}

    # What happened

    @cached_property
    def _feiten(self) -> list[tuple[Gebeurtenis, str]]:
        """Every fact about the versions that this reader may see, the newest first, with its sentence."""
        soort = ContentType.objects.get_for_models(Dvo, Dvoversie)
        feiten = Gebeurtenis.objects.filter(
            Q(content_type=soort[Dvo], object_id=self.dvo.pk)
            | Q(content_type=soort[Dvoversie], object_id__in=[versie.pk for versie in self.versies])
        )
        feiten = feiten.select_related("door__organisatie", "namens").order_by("-op", "-pk")
        return [(feit, spoor.zin(feit)) for feit in feiten]

    @property
    def verloop(self) -> list[tuple[Gebeurtenis, str]]:
        """What happened, but for single changes of the text."""
        return [(feit, zin) for feit, zin in self._feiten if feit.stap != "wijzigen"]

    @property
    def tekstwijzigingen(self) -> list[tuple[Gebeurtenis, str]]:
        return [(feit, zin) for feit, zin in self._feiten if feit.stap == "wijzigen"]

    @property
    def opzegdag_voorbij(self) -> bool:
        return self.vandaag > self.dvo.uiterlijk_opzeggen

    @property
    def opzegging(self) -> list[str]:
        return leg_opzegging_uit(self.dvo)


def uiterlijk_tekenen(dag: date) -> date:
    return Termijn.objects.uiterlijk("dvo.tekenen", dag)


def leg_opzegging_uit(dvo: Dvo) -> list[str]:
    """How the last day of notice was found, and the day on which the portal warns."""
    uiterlijk, maanden = dvo.uiterlijk_opzeggen, dvo.opzegtermijn_maanden
    maand = "maand" if maanden == 1 else "maanden"
    later = maanden_later(uiterlijk, maanden)
    waarschuwing = waarschuwing_voor(uiterlijk, "dvo.waarschuwen")
    return [
        f"De DVO loopt tot en met {datum(dvo.tot)}. De opzegtermijn is {maanden} {maand}.",
        f"Wie op {datum(uiterlijk)} opzegt, is op tijd: {maanden} {maand} later is {datum(later)}.",
        f"Wij waarschuwen op {datum(waarschuwing.einddatum)}. {waarschuwing.zin}",
    ]


def waarschuwing_voor(dag: date, sleutel: str) -> Werkdagen:
    """So many working days before ``dag`` as this term holds today."""
    aantal = Termijn.objects.werkdagen(sleutel, klok.vandaag()) or 0
    return leg_uit(dag, -aantal, Feestdag.objects.als_vrij())
