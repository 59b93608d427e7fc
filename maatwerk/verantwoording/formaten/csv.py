"""Per tabel één CSV, samen in een ZIP; de controles en de metadata gaan mee. Geheugen blijft gelijk."""

from collections.abc import Callable
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from duoplus.reports import Dataset, csv
from maatwerk.verantwoording.formaten import bladen
from maatwerk.verantwoording.formaten.uitgave import Uitgave, csv_naam

Deel = tuple[str, Callable[[BinaryIO], object]]


def schrijf(uitgave: Uitgave, naar: BinaryIO) -> None:
    """Same package, same bytes: no part has a date of its own."""
    with ZipFile(naar, "w") as pak:
        for naam, vul in delen(uitgave):
            deel = ZipInfo(naam, (1980, 1, 1, 0, 0, 0))
            deel.compress_type = ZIP_DEFLATED
            with pak.open(deel, "w", force_zip64=True) as inhoud:
                vul(cast(BinaryIO, inhoud))


def delen(uitgave: Uitgave) -> list[Deel]:
    """Name and writer of every file. The metadata come last: they state the SHA-256 of the others."""
    return [
        *(
            (csv_naam(tabel), lambda naar, t=tabel: uitgave.schrijf_csv(t, naar))
            for tabel in uitgave.pakket.tabellen
        ),
        ("controles.csv", lambda naar: _blad(bladen.controleblad(uitgave.pakket), naar)),
        ("metadata.csv", lambda naar: _blad(bladen.metadatablad(uitgave), naar)),
    ]


def _blad(dataset: Dataset, naar: BinaryIO) -> None:
    naar.writelines(csv.render(dataset))
