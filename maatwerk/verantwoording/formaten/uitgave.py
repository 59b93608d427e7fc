"""Eén pakket op weg naar bestanden, met van elke tabel wat haar CSV is: zoveel rijen, deze SHA-256."""

import hashlib
from dataclasses import dataclass
from io import RawIOBase
from typing import BinaryIO, cast

from django.utils.text import slugify

from duoplus.exports import Geteld
from duoplus.reports import Dataset, csv, kopie
from maatwerk.choices import VerantwoordingStatus
from maatwerk.verantwoording.pakket import Pakket, Tabel

CONCEPT = "CONCEPT"


class NietVanEenMoment(Exception):
    """While the files were made somebody booked; the text is a sentence for people."""


@dataclass(frozen=True)
class Telling:
    """Of the canonical file of a table: its CSV, byte for byte as in the package of CSV files."""

    rijen: int
    sha256: str


class Uitgave:
    """Whoever writes or asks a ``Telling`` first, does the work for all formats."""

    def __init__(self, pakket: Pakket) -> None:
        self.pakket = pakket
        self._tellingen: dict[str, Telling] = {}

    @property
    def titel(self) -> str:
        """As on every page: a draft says so in front."""
        concept = "" if self.pakket.is_definitief else f"{CONCEPT} · "
        return f"{concept}{self.pakket.titel}"

    @property
    def status(self) -> str:
        return VerantwoordingStatus(self.pakket.status).label

    def telling(self, tabel: Tabel) -> Telling:
        return self._tellingen.get(tabel.code) or self.schrijf_csv(tabel, cast(BinaryIO, Nergens()))

    def schrijf_csv(self, tabel: Tabel, naar: BinaryIO) -> Telling:
        """Write the canonical CSV. Raises ``NietVanEenMoment``."""
        gehasht = Gehasht(naar)
        rijen = _schrijf(tabel, cast(BinaryIO, gehasht))
        if rijen != tabel.aantal:
            raise NietVanEenMoment(
                f"Tabel {tabel.code} heeft nu {rijen} rijen; bij het samenstellen waren het er "
                f"{tabel.aantal}. Maak het bestand opnieuw."
            )
        telling = self._tellingen[tabel.code] = Telling(rijen, gehasht.sha256)
        return telling


def csv_naam(tabel: Tabel) -> str:
    """'L3-uren.csv'."""
    return f"{tabel.code}-{slugify(tabel.naam)}.csv"


def _schrijf(tabel: Tabel, naar: BinaryIO) -> int:
    """Returns how many rows went by; the database writes a streamed table itself."""
    if tabel.bevraging is not None:
        return kopie.schrijf(tabel.bevraging, tabel.kolommen, naar)
    rijen = Geteld(tabel.rijen(), meld=lambda aantal: None)
    naar.writelines(csv.render(Dataset(tabel.naam, tabel.kolommen, rijen)))
    return rijen.aantal


class Gehasht(RawIOBase):
    """Passes on what is written, and knows its SHA-256."""

    def __init__(self, naar: BinaryIO) -> None:
        self.naar, self._hash = naar, hashlib.sha256()

    def write(self, stuk: bytes) -> int:  # type: ignore[override]  # we only get bytes
        self._hash.update(stuk)
        return self.naar.write(stuk)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class Nergens(RawIOBase):
    """For who wants the count and not the bytes."""

    def write(self, stuk: bytes) -> int:  # type: ignore[override]
        return len(stuk)
