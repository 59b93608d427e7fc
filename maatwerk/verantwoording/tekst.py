"""De paragraaf bedrijfsvoering: zinnen waarin elk bedrag een veld is, dat zich vult uit de tabellen.

A field is a name in square brackets: "[gerealiseerd]". Who draws up may rewrite the sentences while the
report is a draft; the amounts never, so that text and tables always say the same.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from duoplus.calc.nederlands import bedrag, datum, uren
from duoplus.models import Organisatie
from maatwerk.choices import Verantwoordingsmethode
from maatwerk.models import Methode, Toelichting, Verantwoording
from maatwerk.verantwoording.pakket import Alinea, Cijfer, Tabel, Tekstdeel

VELD = re.compile(r"\[([a-zA-Z_]+)\]")
GETYPT = re.compile(r"€|%|\d[\d.]*,\d\d")
GEEN_BEDRAG = "Typ geen bedragen of percentages. Gebruik een veld, bijvoorbeeld [gerealiseerd]."
EURO = (
    "begroting_primitief", "begrotingswijzigingen", "beschikbaar", "gerealiseerd", "verplicht",
    "vrije_ruimte", "prognose",
)  # fmt: skip
AFREKENING = {
    Verantwoordingsmethode.VAST: "Na afloop rekenen wij niet af.",
    Verantwoordingsmethode.JAARAFREKENING: "Na afloop van het jaar rekenen wij het verschil af.",
    Verantwoordingsmethode.NACALCULATIE: "Elke opdracht rekenen wij na afloop af.",
}
Velden = dict[str, str | Cijfer]


class OngeldigeTekst(ValueError):
    """Wat er mis is met een tekst; het bericht is een zin voor wie hem schreef."""


def controleer(tekst: str) -> None:
    """Raises ``OngeldigeTekst`` for an amount that was typed, or a field that does not exist."""
    if GETYPT.search(tekst):
        raise OngeldigeTekst(GEEN_BEDRAG)
    onbekend = [naam for naam in VELD.findall(tekst) if naam not in VELDNAMEN]
    if onbekend:
        raise OngeldigeTekst(f"Het veld [{onbekend[0]}] bestaat niet. Kies een veld uit de lijst.")


def schrijf(v: Verantwoording, tabellen: Sequence[Tabel]) -> list[Tekstdeel]:
    """A part per municipality: what the report keeps of it, or else the sentences of the house."""
    per_code = {tabel.code: tabel for tabel in tabellen}
    uitleg, methoden = _uitleg(v), _methoden(v)
    delen = []
    for rij in per_code["L1"].rijen():
        velden = velden_van(rij, per_code, methoden[rij.gemeente])
        sjabloon = v.tekst.get(rij.gemeente) or standaard(rij)
        waarom = [Alinea([tekst]) for tekst in uitleg.get(rij.gemeente, ())]
        delen.append(Tekstdeel(rij.gemeente, [*vul(sjabloon, velden), *waarom]))
    return delen


def sjablonen(v: Verantwoording, tabellen: Sequence[Tabel]) -> dict[str, str]:
    """Municipality → the sentences with their fields still open, to be rewritten."""
    l1 = next(tabel for tabel in tabellen if tabel.code == "L1")
    return {rij.gemeente: v.tekst.get(rij.gemeente) or standaard(rij) for rij in l1.rijen()}


def standaard(rij: Any) -> str:
    """The sentences of the house for this row of L1."""
    wijziging = (
        " Dat is [begroting_primitief] uit de begroting en [begrotingswijzigingen] uit wijzigingen."
        if rij.begrotingswijzigingen
        else ""
    )
    aandeel = " Dat is [uitputting_pct] van het bedrag." if rij.uitputting_pct is not None else ""
    return "\n\n".join(
        [
            f"[gemeente] heeft in [jaar] [beschikbaar] voor maatwerk.{wijziging}",
            f"Tot en met [peildatum] is [gerealiseerd] uitgegeven aan [opdrachten].{aandeel}"
            " Voor werk dat nog loopt is [verplicht] afgesproken.",
            "Wij verwachten dat het jaar uitkomt op [prognose]. "
            "Dat is [verwacht_saldo] [meer_of_minder] dan begroot.",
            "[gemeente] betaalt [voorschot] als voorschot. [afrekening]",
        ]
    )


def vul(sjabloon: str, velden: Velden) -> list[Alinea]:
    """Paragraphs are parted by an empty line; a field without a value stays as it was typed."""
    alineas = [deel.strip() for deel in re.split(r"\n\s*\n", sjabloon) if deel.strip()]
    return [Alinea(list(_delen(alinea, velden))) for alinea in alineas]


def _delen(alinea: str, velden: Velden) -> Iterator[str | Cijfer]:
    for plek, stuk in enumerate(VELD.split(" ".join(alinea.split()))):
        if deel := velden.get(stuk, f"[{stuk}]") if plek % 2 else stuk:
            yield deel


def velden_van(rij: Any, tabellen: Mapping[str, Tabel], methode: Verantwoordingsmethode) -> Velden:
    """What the fields of one municipality hold, each figure with its table and row."""
    wie = rij.gemeente
    euro = {naam: Cijfer(bedrag(getattr(rij, naam)), "L1", f"{wie}, {naam}") for naam in EURO}
    return {**euro} | {
        "gemeente": wie,
        "jaar": str(rij.jaar),
        "peildatum": datum(rij.peildatum),
        "uitputting_pct": Cijfer(_procent(rij.uitputting_pct), "L1", f"{wie}, uitputting_pct"),
        "beslag_pct": Cijfer(_procent(rij.beslag_pct), "L1", f"{wie}, beslag_pct"),
        "verwacht_saldo": Cijfer(bedrag(abs(rij.verwacht_saldo)), "L1", f"{wie}, verwacht_saldo"),
        "meer_of_minder": "minder" if rij.verwacht_saldo >= 0 else "meer",
        "opdrachten": Cijfer(_opdrachten(_van(tabellen["L2"], wie)), "L2", f"{wie}, aantal rijen"),
        "voorschot": Cijfer(
            bedrag(_som(_van(tabellen["L6"], wie), "voorschot")), "L6", f"{wie}, voorschot, vier kwartalen"
        ),
        "te_verrekenen": Cijfer(
            bedrag(_som(_van(tabellen["L6"], wie), "te_verrekenen")), "L6", f"{wie}, te_verrekenen"
        ),
        "afrekening": AFREKENING[methode],
    }


VELDNAMEN = (
    "gemeente", "jaar", "peildatum", *EURO, "uitputting_pct", "beslag_pct", "verwacht_saldo",
    "meer_of_minder", "opdrachten", "voorschot", "te_verrekenen", "afrekening",
)  # fmt: skip


def _van(tabel: Tabel, gemeente: str) -> list[Any]:
    return [rij for rij in tabel.rijen() if rij.gemeente == gemeente]


def _som(rijen: Iterable[Any], kolom: str) -> Decimal:
    return sum((getattr(rij, kolom) or Decimal(0) for rij in rijen), Decimal(0))


def _opdrachten(rijen: Sequence[Any]) -> str:
    return f"{len(rijen)} {'opdracht' if len(rijen) == 1 else 'opdrachten'}"


def _procent(waarde: Decimal | None) -> str:
    return "0%" if waarde is None else f"{uren(waarde)}%"


def _uitleg(v: Verantwoording) -> dict[str, list[str]]:
    """The last words of each municipality about its lumpsum as a whole."""
    rijen = Toelichting.objects.filter(lumpsum__jaar=v.jaar, opdracht=None, taakveld="")
    if v.ingediend_op is not None:
        rijen = rijen.filter(op__lt=v.ingediend_op)
    laatste = rijen.order_by("lumpsum_id", "-pk").distinct("lumpsum_id")
    return {wie: [tekst] for wie, tekst in laatste.values_list("lumpsum__organisatie__naam", "tekst")}


def _methoden(v: Verantwoording) -> dict[str, Verantwoordingsmethode]:
    methoden = Methode.objects.van_jaar(v.jaar)
    return {gemeente.naam: methoden[gemeente.pk] for gemeente in Organisatie.objects.gemeenten()}
