"""De soorten bestand waarin elke lijst te downloaden is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.conf import settings

from duoplus.choices import ExportFormaat
from duoplus.reports import csv, ods, pdf, xlsx
from duoplus.reports.base import Dataset, TeVeelRijen
from duoplus.reports.blad import te_veel


@dataclass(frozen=True)
class Formaat:
    """``schrijf`` writes a dataset to a file; same data and moment, same bytes.

    ``meteen`` is the most rows that a page waits for, where the format itself asks for less than the
    setting EXPORT_DIRECT allows.
    """

    mime: str
    schrijf: Callable[..., None]
    max_rijen: int | None = None
    meteen: int | None = None

    def controleer(self, aantal: int) -> None:
        """Raises ``TeVeelRijen``, before anybody waits for a file that cannot come."""
        if self.max_rijen is not None and aantal > self.max_rijen:
            raise TeVeelRijen(te_veel(self.max_rijen))

    def is_meteen(self, aantal: int) -> bool:
        """Whether a page can wait for this many rows; beyond it a worker makes the file."""
        grens = settings.EXPORT_DIRECT
        return aantal <= (grens if self.meteen is None else min(grens, self.meteen))


FORMATEN = {
    ExportFormaat.CSV: Formaat("text/csv; charset=utf-8", csv.schrijf),
    ExportFormaat.XLSX: Formaat(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.schrijf, xlsx.MAX_RIJEN
    ),
    ExportFormaat.ODS: Formaat(ods.MIME, ods.schrijf, ods.MAX_RIJEN),
    ExportFormaat.PDF: Formaat("application/pdf", pdf.schrijf, pdf.MAX_RIJEN, meteen=1000),
}


def schrijf(dataset: Dataset, formaat: str, naar: BinaryIO, *, moment: datetime) -> None:
    """Write the dataset as this kind of file. Raises ``TeVeelRijen``."""
    FORMATEN[ExportFormaat(formaat)].schrijf(dataset, naar, moment=moment)
