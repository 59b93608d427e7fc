"""De geldstromen van een jaar: vastgestelde bedragen, voorschotten en het register van onrechtmatigheden.

Everything is append-only. What was wrong is withdrawn by a row with the opposite amount, or replaced.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events, klok
from duoplus.calc.nederlands import bedrag as als_bedrag
from duoplus.choices import BijlageSoort
from duoplus.models import Bijlage, Gebruiker, Organisatie
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet
from maatwerk.choices import Begrotingsoort, Onrechtmatig
from maatwerk.models import Begrotingsregel, Lumpsum, Onrechtmatigheid, Opdracht
from maatwerk.taakvelden import namen

RECHT = "maatwerk.vastleggen_lumpsum"
RECHT_ONRECHTMATIG = "maatwerk.onrechtmatigheid_lumpsum"
ZINNEN = {
    "maatwerk.lumpsum.vastleggen": "legde vast voor {gemeente} {jaar}: {regel} van {bedrag}, {document}",
    "maatwerk.lumpsum.document_toevoegen": "voegde {bestand} toe voor {gemeente} {jaar}, bij {document}",
    "maatwerk.lumpsum.intrekken": "trok in voor {gemeente} {jaar}: {regel} van {bedrag}, {document}: {reden}",
    "maatwerk.lumpsum.onrechtmatigheid": (
        "legde een onrechtmatigheid vast voor {gemeente} {jaar}: {criterium}, {bedrag}"
    ),
    "maatwerk.lumpsum.vervangen": (
        "verving een onrechtmatigheid van {gemeente} {jaar}: {oud} werd {bedrag}, {criterium}"
    ),
}

Bestand = tuple[str, bytes]  # its name and what is in it
Voorschotten = Mapping[int, tuple[date, Decimal]]  # quarter → day and euro


def lumpsum_van(organisatie: Organisatie, jaar: int) -> Lumpsum:
    """The lumpsum of a municipality and year; it comes into being with the first thing recorded on it."""
    return Lumpsum.objects.get_or_create(organisatie=organisatie, jaar=jaar)[0]


@transaction.atomic
def leg_vast(
    organisatie: Organisatie,
    jaar: int,
    *,
    by: Gebruiker,
    soort: str,
    datum: date,
    document: str,
    bedrag: Decimal,
    bestand: Bestand | None = None,
    **anders: Any,
) -> Begrotingsregel:
    """Leg een vastgesteld bedrag vast. ``anders``: taakveld en i_s, of kwartaal; en een toelichting.

    Only a change may be negative. Raises ``StapKanNiet``, ``ValidationError`` or ``GeweigerdBestand``.
    """
    lumpsum = _vergrendeld(organisatie, jaar, RECHT, by)
    controleer(lumpsum, soort, datum, bedrag, anders.get("taakveld", ""))
    regel = Begrotingsregel(
        lumpsum=lumpsum, soort=soort, datum=datum, document=document, bedrag=bedrag, **anders
    )
    _bewaar(regel, by, "vastleggen")
    if bestand:
        voeg_document_toe(regel, by=by, bestand=bestand)
    return regel


@transaction.atomic
def voeg_document_toe(regel: Begrotingsregel, *, by: Gebruiker, bestand: Bestand) -> Bijlage:
    """Bewaar het besluit zelf bij een bedrag; wat er al bij lag blijft. Raises ``GeweigerdBestand``."""
    lumpsum = _vergrendeld(regel.lumpsum.organisatie, regel.lumpsum.jaar, RECHT, by)
    stuk = Bijlage.bewaar_gekozen(*bestand, onderwerp=regel, soort=BijlageSoort.BEGROTING, door=by)
    _meld(lumpsum, by, RECHT, "document_toevoegen", {"document": regel.document, "bestand": stuk.naam})
    return stuk


@transaction.atomic
def leg_voorschotten_vast(
    organisatie: Organisatie, jaar: int, *, by: Gebruiker, document: str, voorschotten: Voorschotten
) -> list[Begrotingsregel]:
    """Leg de voorschotten van een jaar in één keer vast; per kwartaal hooguit één dat geldt."""
    lumpsum = _vergrendeld(organisatie, jaar, RECHT, by)
    if bezet := set(voorschotten) & kwartalen_met_voorschot(lumpsum):
        raise StapKanNiet(f"Kwartaal {min(bezet)} heeft al een voorschot. Trek dat eerst in.")
    return [
        leg_vast(
            organisatie, jaar, by=by, soort=Begrotingsoort.VOORSCHOT, kwartaal=kwartaal, datum=dag,
            document=document, bedrag=bedrag,
        )
        for kwartaal, (dag, bedrag) in sorted(voorschotten.items())
    ]  # fmt: skip


def kwartalen_met_voorschot(lumpsum: Lumpsum) -> set[int]:
    """The quarters of which an advance stands that nobody withdrew."""
    geldend = lumpsum.regels.voorschotten().geldend()
    return {kwartaal for kwartaal in geldend.values_list("kwartaal", flat=True) if kwartaal}


@transaction.atomic
def trek_in(regel: Begrotingsregel, *, by: Gebruiker, reden: str) -> Begrotingsregel:
    """Trek een bedrag in met een tegenregel; de eerste regel blijft staan.

    The reversal carries the day of what it reverses: what was never adopted counts on no day.
    """
    _vergrendeld(regel.lumpsum.organisatie, regel.lumpsum.jaar, RECHT, by)
    if regel.trekt_in_id or Begrotingsregel.objects.filter(trekt_in=regel).exists():
        raise StapKanNiet("Dit bedrag is al ingetrokken.")
    gelijk = ("lumpsum", "soort", "datum", "document", "kwartaal", "taakveld", "i_s")
    velden = {naam: getattr(regel, naam) for naam in gelijk}
    tegen = Begrotingsregel(trekt_in=regel, bedrag=-regel.bedrag, toelichting=reden, **velden)
    return _bewaar(tegen, by, "intrekken", reden=reden)


@transaction.atomic
def meld_onrechtmatigheid(
    organisatie: Organisatie,
    jaar: int,
    *,
    by: Gebruiker,
    criterium: str,
    bedrag: Decimal,
    oorzaak: str,
    maatregel: str,
    opdracht: Opdracht | None = None,
    vervangt: Onrechtmatigheid | None = None,
) -> Onrechtmatigheid:
    """Zet een regel in het register, of vervang er een; een bedrag van nul trekt de vorige in."""
    lumpsum = _vergrendeld(organisatie, jaar, RECHT_ONRECHTMATIG, by)
    if vervangt and Onrechtmatigheid.objects.filter(vervangt=vervangt).exists():
        raise StapKanNiet("Deze regel is al vervangen. Vervang de nieuwste regel.")
    if vervangt is None and not bedrag:
        raise StapKanNiet("Vul een bedrag in boven € 0.")
    regel = Onrechtmatigheid(
        lumpsum=lumpsum, criterium=criterium, bedrag=bedrag, oorzaak=oorzaak, maatregel=maatregel,
        opdracht=opdracht, vervangt=vervangt, door=by, namens=namens(by, RECHT_ONRECHTMATIG, lumpsum),
    )  # fmt: skip
    regel.full_clean()
    regel.save()
    _meld(lumpsum, by, RECHT_ONRECHTMATIG, "vervangen" if vervangt else "onrechtmatigheid", {
        "criterium": Onrechtmatig(criterium).label.lower(),
        "bedrag": als_bedrag(bedrag),
        "oud": als_bedrag(vervangt.bedrag) if vervangt else "",
    })  # fmt: skip
    return regel


def _vergrendeld(organisatie: Organisatie, jaar: int, recht: str, by: Gebruiker) -> Lumpsum:
    """The lumpsum, held until commit: two people who add or withdraw at once wait for each other."""
    if not by.has_perm(recht, Lumpsum(organisatie=organisatie, jaar=jaar)):
        raise PermissionDenied(recht)
    lumpsum = lumpsum_van(organisatie, jaar)
    return Lumpsum.objects.select_for_update().select_related("organisatie").get(pk=lumpsum.pk)


def controleer(lumpsum: Lumpsum, soort: str, datum: date, bedrag: Decimal, taakveld: str) -> None:
    """Raises ``StapKanNiet`` for an amount that cannot stand in this year."""
    if soort != Begrotingsoort.WIJZIGING and bedrag <= 0:
        raise StapKanNiet("Vul een bedrag in boven € 0. Alleen een wijziging kan de begroting verlagen.")
    if abs(datum.year - lumpsum.jaar) > 1:
        raise StapKanNiet(f"Kies een dag in {lumpsum.jaar}, of in het jaar ervoor of erna.")
    if soort == Begrotingsoort.VOORSCHOT:
        return
    if datum > klok.vandaag():
        raise StapKanNiet("Kies een datum tot en met vandaag. Wat nog niet is vastgesteld, telt niet mee.")
    if taakveld not in namen(date(lumpsum.jaar, 1, 1)):
        raise StapKanNiet(f"In {lumpsum.jaar} bestaat geen taakveld {taakveld}.")


def _bewaar(regel: Begrotingsregel, by: Gebruiker, wat: str, **anders: str) -> Begrotingsregel:
    regel.door, regel.namens = by, namens(by, RECHT, regel.lumpsum)
    regel.full_clean()
    regel.save()
    feit = {
        "regel": omschrijving(regel), "bedrag": als_bedrag(abs(regel.bedrag) if anders else regel.bedrag),
        "document": regel.document, "begrotingsregel": regel.pk,
    }  # fmt: skip
    _meld(regel.lumpsum, by, RECHT, wat, feit | anders)
    return regel


def omschrijving(regel: Begrotingsregel) -> str:
    """'begrotingswijziging op taakveld 0.4 (I)' or 'voorschot kwartaal 2'."""
    soort = regel.get_soort_display().lower()
    if regel.soort == Begrotingsoort.VOORSCHOT:
        return f"{soort} kwartaal {regel.kwartaal}"
    return f"{soort} op taakveld {regel.taakveld} ({regel.i_s})"


def _meld(lumpsum: Lumpsum, by: Gebruiker, recht: str, wat: str, feit: Mapping[str, Any]) -> None:
    events.record(
        f"maatwerk.lumpsum.{wat}",
        lumpsum,
        by=by,
        namens=namens(by, recht, lumpsum),
        gemeente=lumpsum.organisatie.naam,
        jaar=lumpsum.jaar,
        **feit,
    )
