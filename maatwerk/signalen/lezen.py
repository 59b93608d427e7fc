"""De signalen van een jaar op een bladzijde: wat gepasseerd is, hoe het nu staat, en wat er ligt."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from duoplus import klok
from duoplus.models import Gebruiker
from maatwerk.calc.lumpsum import Saldo
from maatwerk.calc.signalen import Grenzen, Meting
from maatwerk.choices import Signaalstand
from maatwerk.lumpsum import stand as standen
from maatwerk.models import Lumpsum, Opdracht, Signaal
from maatwerk.models.lumpsum import gemeenten_met_lumpsum
from maatwerk.signalen import concept, meten, noodzaak
from ogon.models import Opschaling
from ogon.opschaling.zaken import Dossier

TIENDE = Decimal("0.1")
LAATSTE = 300  # signals of assignments on the page


@dataclass(frozen=True)
class Rij:
    """One limit that was passed, and where the same ceiling stands now."""

    signaal: Signaal
    nu: Meting | None
    grenzen: Grenzen

    @property
    def toon(self) -> str:
        if self.signaal.drempel >= self.grenzen.rood:
            return "bad"
        return "warn"

    @property
    def grens(self) -> str:
        return f"{self.signaal.drempel}%"

    @property
    def stand(self) -> Decimal:
        return self.signaal.stand.quantize(TIENDE, ROUND_HALF_UP)

    @property
    def stand_nu(self) -> Decimal | None:
        return self.nu.procent.quantize(TIENDE, ROUND_HALF_UP) if self.nu else None

    @property
    def is_weer_eronder(self) -> bool:
        """A correction or another ceiling brought it back; the record stays."""
        return self.nu is not None and not self.nu.haalt(Decimal(self.signaal.drempel))


@dataclass(frozen=True)
class Groep:
    """Alles wat één opdracht of één gemeente bereikte: de hoogste grens, en wat er verder was."""

    hoogste: Rij
    verder: Sequence[Rij]

    @property
    def signaal(self) -> Signaal:
        return self.hoogste.signaal


@dataclass(frozen=True)
class Concept:
    """A drafted escalation with the figures of now."""

    signaal: Signaal
    saldo: Saldo
    mag: bool

    @property
    def erboven(self) -> Decimal:
        return concept.erboven(self.saldo)

    @property
    def is_nodig(self) -> bool:
        return self.erboven > 0


@dataclass(frozen=True)
class Blad:
    jaar: int
    jaren: Sequence[int]
    lumpsums: Sequence[Groep]
    opdrachten: Sequence[Groep]
    concepten: Sequence[Concept]
    weggelegd: Sequence[Signaal]
    opschalingen: Sequence[Opschaling]
    dossiers: set[int]  # of those questions, which this reader may open whole


def adres(jaar: int) -> str:
    return reverse("maatwerk:lumpsum_signalen", args=[jaar])


def lees(jaar: int, user: Any) -> Blad:
    """A constant number of queries, whatever was passed."""
    lumpsums = list(Lumpsum.objects.visible_to(user).select_related("organisatie"))
    van_jaar = [lumpsum for lumpsum in lumpsums if lumpsum.jaar == jaar]
    stand = standen.lees(jaar, gemeenten=gemeenten_met_lumpsum(user))
    grenzen = meten.grenzen(klok.vandaag())
    opschalingen = _opschalingen(van_jaar)
    signalen = list(Signaal.objects.filter(lumpsum__in=van_jaar).select_related("lumpsum__organisatie"))
    return Blad(
        jaar=jaar,
        jaren=sorted({lumpsum.jaar for lumpsum in lumpsums} | {jaar}, reverse=True),
        lumpsums=_groepeer([Rij(s, _nu(s, stand.per_gemeente), grenzen) for s in signalen]),
        opdrachten=_groepeer(_opdrachten(jaar, user, grenzen)),
        concepten=[
            Concept(s, _saldo(s, stand.per_gemeente), _mag(user, s))
            for s in signalen
            if s.concept and not s.afgedaan
        ],
        weggelegd=[s for s in signalen if s.afgedaan == Signaalstand.WEGGELEGD],
        opschalingen=opschalingen,
        dossiers=_dossiers(opschalingen, user),
    )


def _groepeer(rijen: Sequence[Rij]) -> list[Groep]:
    """The fullest first."""
    per_onderwerp: dict[tuple[int | None, int | None], list[Rij]] = defaultdict(list)
    for rij in rijen:
        per_onderwerp[rij.signaal.lumpsum_id, rij.signaal.opdracht_id].append(rij)
    groepen = [_groep(eigen) for eigen in per_onderwerp.values()]
    return sorted(groepen, key=lambda groep: _hoogte(groep.hoogste), reverse=True)


def _groep(rijen: Sequence[Rij]) -> Groep:
    hoogste, *verder = sorted(rijen, key=_hoogte, reverse=True)
    return Groep(hoogste, verder)


def _hoogte(rij: Rij) -> tuple[bool, int, Decimal, datetime]:
    """What is still reached, by its limit; then by how full it is now, then the latest."""
    return not rij.is_weer_eronder, rij.signaal.drempel, rij.stand_nu or rij.stand, rij.signaal.op


def dossier_nu(signaal: Signaal) -> Dossier:
    """What would go along if the draft were put forward now."""
    lumpsum: Any = signaal.lumpsum
    return concept.dossier(lumpsum, standen.lees(lumpsum.jaar))


def _mag(user: Any, signaal: Signaal) -> bool:
    mag: bool = user.has_perm("maatwerk.opschalen_lumpsum", signaal.lumpsum)
    return mag


def _nu(signaal: Signaal, saldi: dict[int, Saldo]) -> Meting | None:
    gemeten = meten.van_saldo(_saldo(signaal, saldi))
    return next((meting for meting in gemeten if meting.maat == signaal.maat), None)


def _saldo(signaal: Signaal, saldi: dict[int, Saldo]) -> Saldo:
    lumpsum: Any = signaal.lumpsum
    return saldi.get(lumpsum.organisatie_id, Saldo())


def _opdrachten(jaar: int, user: Gebruiker, grenzen: Grenzen) -> list[Rij]:
    """Of ceilings, the latest first; amounts are not shown, only how full it is."""
    zichtbaar = Opdracht.objects.visible_to(user).order_by().values("pk")
    signalen = list(
        Signaal.objects.filter(opdracht__in=zichtbaar, op__year=jaar)
        .exclude(noodzaak.MOET_WIJZIGEN)
        .select_related("opdracht__aanvraag")[:LAATSTE]
    )
    gebruikt = meten.geboekt({s.opdracht_id for s in signalen if s.opdracht_id})
    return [Rij(s, _plafond_nu(s, gebruikt), grenzen) for s in signalen]


def _plafond_nu(signaal: Signaal, gebruikt: dict[int, tuple[Decimal, Decimal]]) -> Meting | None:
    opdracht: Any = signaal.opdracht
    return next(m for m in meten.van_plafonds(opdracht, gebruikt) if m.maat == signaal.maat)


def _dossiers(opschalingen: Sequence[Opschaling], user: Gebruiker) -> set[int]:
    gezien = Opschaling.objects.visible_to(user).filter(pk__in=[o.pk for o in opschalingen])
    return set(gezien.values_list("pk", flat=True))


def _opschalingen(lumpsums: Sequence[Lumpsum]) -> list[Opschaling]:
    """The questions put about these, with their answers: who pays may read them without the dossier."""
    soort = ContentType.objects.get_for_model(Lumpsum)
    over = Opschaling.objects.filter(content_type=soort, object_id__in=[lumpsum.pk for lumpsum in lumpsums])
    return list(over.select_related("antwoordbesluit"))
