"""De besluitenlijst van een vergadering: wie er was, wat er is besloten en wie wat doet.

Bladzijde en PDF lezen dezelfde. Bij het vaststellen wordt de PDF bewaard, met haar hash; daarna verandert
zij niet meer, en staat een verbetering er als erratum naast.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from duoplus import klok, overleg, pdf
from duoplus.calc.nederlands import datum
from duoplus.choices import AanwezigheidStand, BijlageSoort, PuntStatus
from duoplus.models import (
    Aanwezigheid,
    Actiepunt,
    Agendapunt,
    Besluit,
    Bijlage,
    Erratum,
    Gebruiker,
    Vergadering,
)
from duoplus.zegel import zegel

MIME = "application/pdf"
DAARNA = "Wat daarna niet bleek te kloppen, staat in het portaal als erratum."
UITKOMST = {
    PuntStatus.OPEN: "Nog niet behandeld",
    PuntStatus.AANGEHOUDEN: "Gaat naar een volgende vergadering",
    PuntStatus.INGETROKKEN: "Ingetrokken",
}


@dataclass(frozen=True)
class Regel:
    """One point: what was said, what was decided, who does what."""

    punt: Agendapunt
    besluiten: list[Besluit]
    acties: list[Actiepunt]

    @property
    def uitkomst(self) -> str:
        """What became of it where nothing was decided."""
        return "" if self.besluiten else UITKOMST.get(PuntStatus(self.punt.status), "")


@dataclass(frozen=True)
class Besluitenlijst:
    """What there is to read of one meeting; ``errata`` came after it was adopted."""

    vergadering: Vergadering
    regels: list[Regel]
    aanwezigheid: list[Aanwezigheid]
    quorum: overleg.Quorum
    errata: list[Erratum]

    @property
    def is_concept(self) -> bool:
        return self.vergadering.vastgesteld_op is None

    @property
    def titel(self) -> str:
        return f"Besluitenlijst {self.vergadering.gremium}"

    def wie(self, *standen: str) -> list[Aanwezigheid]:
        return [regel for regel in self.aanwezigheid if regel.stand in standen]

    @property
    def aanwezig(self) -> list[Aanwezigheid]:
        return self.wie(AanwezigheidStand.AANWEZIG)

    @property
    def afwezig(self) -> list[Aanwezigheid]:
        return self.wie(AanwezigheidStand.AFGEMELD, AanwezigheidStand.AFWEZIG)


def lees(vergadering: Vergadering) -> Besluitenlijst:
    """Nine queries, however long the agenda was."""
    punten = list(vergadering.punten.order_by("plaats", "pk"))
    besluiten = Besluit.objects.filter(agendapunt__in=punten).select_related("genomen_door", "namens")
    acties = Actiepunt.objects.filter(agendapunt__in=punten).select_related("eigenaar__organisatie")
    per_punt = _per_punt(besluiten.order_by("pk")), _per_punt(acties.order_by("pk"))
    er = overleg.aanwezigheid(vergadering)
    return Besluitenlijst(
        vergadering=vergadering,
        regels=[Regel(punt, *(rijen[punt.pk] for rijen in per_punt)) for punt in punten],
        aanwezigheid=sorted(er, key=lambda regel: regel.gebruiker.naam),
        quorum=overleg.quorum(vergadering, er),
        errata=list(vergadering.errata.select_related("agendapunt", "door", "namens")),
    )


def _per_punt(rijen: Iterable[Any]) -> defaultdict[int, list[Any]]:
    per_punt = defaultdict(list)
    for rij in rijen:
        per_punt[rij.agendapunt_id].append(rij)
    return per_punt


def maak(vergadering: Vergadering, by: Gebruiker) -> Bijlage:
    """The stored list of an adopted meeting, made if it was not there yet. The caller holds its lock."""
    if vergadering.vastgesteld_op is None:
        raise ValueError("Een besluitenlijst die niet is vastgesteld, ligt niet vast.")
    return bestaand(vergadering) or Bijlage.bewaar(
        als_pdf(lees(vergadering), moment=vergadering.vastgesteld_op),
        onderwerp=vergadering,
        soort=BijlageSoort.BESLUITENLIJST,
        naam=bestandsnaam(vergadering),
        mime=MIME,
        door=by,
    )


def bestaand(vergadering: Vergadering) -> Bijlage | None:
    stukken = Bijlage.objects.over(vergadering).filter(soort=BijlageSoort.BESLUITENLIJST)
    return stukken.order_by("pk").first()


def bestandsnaam(vergadering: Vergadering) -> str:
    return f"Besluitenlijst {vergadering.gremium} {vergadering.datum.isoformat()}.pdf"


def als_pdf(lijst: Besluitenlijst, *, moment: datetime | None = None) -> bytes:
    """The bytes; the same list and moment give the same."""
    return pdf.maak("besluitenlijst", gegevens(lijst), moment=moment or klok.nu())


def gegevens(lijst: Besluitenlijst) -> dict[str, Any]:
    """What the typesetter gets, with the hash of all the rest."""
    inhoud = _kop(lijst) | {
        "aanwezig": [_wie(regel) for regel in lijst.aanwezig],
        "afwezig": [f"{_wie(r)}: {r.get_stand_display().lower()}" for r in lijst.afwezig],
        "punten": [_punt(regel) for regel in lijst.regels],
        "slot": _slot(lijst.vergadering),
    }
    return inhoud | {"zegel": zegel(inhoud)}


def _kop(lijst: Besluitenlijst) -> dict[str, str]:
    v = lijst.vergadering
    return {
        "titel": lijst.titel,
        "dag": datum(v.datum),
        "tijd": f"{v.begint_om:%H.%M} tot {v.eindigt_om:%H.%M} uur",
        "plaats": v.plaats,
        "quorum": lijst.quorum.zin if lijst.quorum.nodig else "",
        "concept": "Concept, nog niet vastgesteld" if lijst.is_concept else "",
    }


def _wie(regel: Aanwezigheid) -> str:
    return f"{regel.gebruiker.naam}, {regel.organisatie}"


def _punt(regel: Regel) -> dict[str, Any]:
    return {
        "nummer": str(regel.punt.plaats),
        "titel": regel.punt.titel,
        "verslag": regel.punt.verslag,
        "uitkomst": regel.uitkomst,
        "besluiten": [_besluit(besluit) for besluit in regel.besluiten],
        "acties": [_actie(actie) for actie in regel.acties],
    }


def _besluit(besluit: Besluit) -> dict[str, str]:
    namens = f", namens {besluit.namens.naam}" if besluit.namens else ""
    return {
        "nummer": besluit.nummer,
        "soort": besluit.get_soort_display(),
        "reden": besluit.reden,
        "voorwaarde": besluit.voorwaarde,
        "door": f"{besluit.genomen_door.naam}{namens}",
    }


def _actie(actie: Actiepunt) -> dict[str, str]:
    return {
        "nummer": actie.nummer,
        "titel": actie.titel,
        "wie": actie.eigenaar.naam,
        "uiterlijk": datum(actie.uiterlijk),
    }


def _slot(vergadering: Vergadering) -> str:
    if vergadering.vastgesteld_op is None:
        return ""
    waarin = vergadering.vastgesteld_in
    delen = [
        f"Vastgesteld op {datum(localtime(vergadering.vastgesteld_op))}",
        f"door {vergadering.vastgesteld_door}",
        f"in de vergadering van {datum(waarin.datum)}" if waarin else "",
    ]
    return f"{' '.join(filter(None, delen))}. {DAARNA}"
