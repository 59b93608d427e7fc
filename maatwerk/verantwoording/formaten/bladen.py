"""De bladen van een rekenblad: de tabellen, wat er is nagerekend, en wat over het pakket te weten is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.timezone import localtime

from duoplus.calc.nederlands import datum, met_punten
from duoplus.reports import Column, Dataset, Opnieuw, TeVeelRijen
from maatwerk.verantwoording.formaten.uitgave import Uitgave, csv_naam
from maatwerk.verantwoording.pakket import Pakket, Tabel

CONTROLE_KOLOMMEN = (
    Column("code", "controle"),
    Column("naam", "naam"),
    Column("uitkomst", "uitkomst"),
    Column("verschil", "verschil", "money"),
    Column("uitleg", "uitleg"),
)
METADATA_KOLOMMEN = (
    Column("onderdeel", "onderdeel"),
    Column("gegeven", "gegeven"),
    Column("tekst", "tekst"),
    Column("getal", "getal", "number"),
)


@dataclass(frozen=True)
class Controleregel:
    code: str
    naam: str
    uitkomst: str
    verschil: Decimal | None
    uitleg: str


@dataclass(frozen=True)
class Metaregel:
    """A fact about the package or a table: words or a number."""

    onderdeel: str
    gegeven: str
    tekst: str | None = None
    getal: Decimal | int | None = None


def bladen(uitgave: Uitgave) -> Iterator[Dataset]:
    """Every sheet, in order; the names of the columns are its first line."""
    yield from map(tabelblad, uitgave.pakket.tabellen)
    yield controleblad(uitgave.pakket)
    yield metadatablad(uitgave)


def controleer_plaats(pakket: Pakket, max_rijen: int) -> None:
    """Raises ``TeVeelRijen``, with where the rows do fit."""
    for tabel in pakket.tabellen:
        if tabel.aantal > max_rijen:
            raise TeVeelRijen(
                f"Tabel {bladtitel(tabel)} heeft {met_punten(tabel.aantal)} rijen. Een rekenblad heeft "
                f"plaats voor {met_punten(max_rijen)}. Kies CSV: daarin passen alle rijen."
            )


def bladtitel(tabel: Tabel) -> str:
    return f"{tabel.code} {tabel.naam}"


def tabelblad(tabel: Tabel) -> Dataset:
    rijen, totalen = Opnieuw(tabel.rijen), totaalregels(tabel)
    return Dataset(bladtitel(tabel), tabel.kolommen, rijen, bare=True, closing=totalen)


def totaalregels(tabel: Tabel) -> list[tuple[str, Mapping[str, Decimal]]]:
    """Per municipality where there are several with rows to add up, and of all together."""
    delen = tabel.per_gemeente
    apart = delen.items() if 1 < len(delen) < tabel.aantal else ()
    regels = [*((f"Totaal {gemeente}", sommen) for gemeente, sommen in apart), ("Totaal", tabel.totalen)]
    return [regel for regel in regels if regel[1]]


def controleblad(pakket: Pakket) -> Dataset:
    regels = [
        Controleregel(c.code, c.naam, "Klopt" if c.is_goed else "Klopt niet", c.verschil, c.uitleg)
        for c in pakket.controles
    ]
    return Dataset("Controles", CONTROLE_KOLOMMEN, regels, bare=True)


def metadatablad(uitgave: Uitgave) -> Dataset:
    return Dataset("Metadata", METADATA_KOLOMMEN, metaregels(uitgave), bare=True)


def metaregels(uitgave: Uitgave) -> list[Metaregel]:
    over_pakket = [Metaregel("Pakket", gegeven, tekst) for gegeven, tekst in feiten(uitgave)]
    return [*over_pakket, *(regel for tabel in uitgave.pakket.tabellen for regel in _over(uitgave, tabel))]


def feiten(uitgave: Uitgave) -> Sequence[tuple[str, str]]:
    """What the package is about and how it came to be, in words."""
    pakket = uitgave.pakket
    op = localtime(pakket.gemaakt_op)
    alle = [
        ("Titel", pakket.titel),
        ("Status", uitgave.status),
        ("Soort", pakket.soort),
        ("Jaar", str(pakket.jaar)),
        ("Peildatum", datum(pakket.peildatum)),
        ("Gemeente", str(pakket.gemeente or "alle gemeenten")),
        ("Versie", str(pakket.versie)),
        ("Filters", " · ".join(pakket.filters) or "geen"),
        ("Gemaakt door", pakket.gemaakt_door),
        ("Gemaakt op", f"{datum(op)} om {op:%H.%M} uur"),
        ("Versie van het portaal", pakket.generator),
        ("Bedragen", "in euro, zonder btw"),
    ]
    return [(gegeven, tekst) for gegeven, tekst in alle if tekst]


def _over(uitgave: Uitgave, tabel: Tabel) -> list[Metaregel]:
    telling, naam = uitgave.telling(tabel), bladtitel(tabel)
    return [
        Metaregel(naam, "Aantal rijen", getal=telling.rijen),
        *(
            Metaregel(naam, f"{wie}, {sleutel}", getal=som)
            for wie, sommen in totaalregels(tabel)
            for sleutel, som in sommen.items()
        ),
        Metaregel(naam, f"SHA-256 van {csv_naam(tabel)}", telling.sha256),
    ]
