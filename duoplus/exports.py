"""Downloads van lijsten: meteen bij weinig rijen, anders door een worker (docs/adr/0010).

Either way: exactly the rows, order and columns of the screen, of one moment, and a line in the audit trail.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import IntegrityError, connection, transaction
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.timezone import localtime

from duoplus import klok, lijsten, mail
from duoplus.calc.nederlands import datum, met_punten
from duoplus.celery import later
from duoplus.lijsten import Lijst
from duoplus.models import Export, Gebruiker
from duoplus.models.export import bewaren_tot
from duoplus.reports import TeVeelRijen, leg_export_vast
from duoplus.reports.formaten import schrijf

logger = logging.getLogger(__name__)

WEERGAVENAAM = "weergavenaam"
MAX_OPEN = 5  # per person: who asks for more waits for one of these
MELD_ELKE = 1.0  # seconds between two signs of life
GEEN_RECHT = (
    "Sinds u dit vroeg, zijn uw rollen gewijzigd. Daarom maken wij dit bestand niet. "
    "Open de lijst en vraag de download opnieuw aan."
)
GEEN_LIJST = "Deze lijst bestaat niet meer, of u mag haar niet meer zien."
MISLUKT = (
    "Het maken van dit bestand is niet gelukt. Probeer het opnieuw, of kies minder rijen met een filter."
)
TE_VEEL_OPEN = f"Wij maken al {MAX_OPEN} downloads voor u. Wacht tot er een klaar is."


class GeenLijst(LookupError):
    """No such list, or not for this person: the same to who asks."""


class Geweigerd(Exception):
    """This export will not be made; the text is a sentence for who asked."""


class Gestopt(Exception):
    """Somebody threw the export away, or another worker took it over."""


@dataclass(frozen=True)
class Gemaakt:
    """A file at its first byte."""

    bestand: BinaryIO
    rijen: int
    grootte: int
    sha256: str


Melder = Callable[[int], None]


def open_lijst(naam: str, params: QueryDict, user: Gebruiker) -> Lijst:
    """Raises ``GeenLijst``."""
    try:
        return lijsten.maak(naam, params, user)
    except (KeyError, Http404, PermissionDenied) as fout:
        raise GeenLijst(naam) from fout


@contextmanager
def een_moment() -> Iterator[None]:
    """Whatever is read in this block is of one moment, however long writing it down takes."""
    is_buitenste = not connection.in_atomic_block
    with transaction.atomic():
        if is_buitenste:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10min'")
        yield


def maak_bestand(
    lijst: Lijst,
    formaat: str,
    *,
    by: Gebruiker,
    weergave: str = "",
    meld: Melder = lambda rijen: None,
) -> Gemaakt:
    """Write every row of the list; ``meld`` hears how many there are so far. Raises ``TeVeelRijen``.

    ``weergave`` is the name of the view on the screen, for above the table.
    """
    moment, dataset = klok.nu(), lijst.dataset()
    bestand = TemporaryFile()  # noqa: SIM115  it goes out with the answer
    with closing(Geteld(dataset.rows, meld)) as geteld:
        gevuld = replace(dataset, rows=geteld, head=_kop(lijst, by, moment, weergave))
        schrijf(gevuld, formaat, bestand, moment=moment)
    grootte = bestand.tell()
    bestand.seek(0)
    sha256 = hashlib.file_digest(bestand, "sha256").hexdigest()
    bestand.seek(0)
    return Gemaakt(bestand, geteld.aantal, grootte, sha256)


class Geteld:
    """The same rows, with a count of those that went by."""

    def __init__(self, rijen: Iterable[Any], meld: Melder) -> None:
        self.rijen, self.meld, self.aantal = rijen, meld, 0

    def __iter__(self) -> Iterator[Any]:
        for rij in self.rijen:
            self.aantal += 1
            self.meld(self.aantal)
            yield rij

    def close(self) -> None:
        """Let go of the cursor behind the rows, also of rows that were not read."""
        if isinstance(self.rijen, Generator):
            self.rijen.close()


def _kop(lijst: Lijst, by: Gebruiker, moment: datetime, weergave: str) -> list[str]:
    """What the sheet says above the table, in the words of the screen."""
    filter = " · ".join(lijst.filterzinnen) or "geen"
    wie = f"{by.naam} ({by.organisatie})" if by.organisatie else by.naam
    aantal = lijst.aantal()
    return [
        f"Filter: {filter}",
        f"Volgorde: {_volgorde(lijst)}",
        *([f"Weergave: {weergave}"] if weergave else []),
        *(f"Let op: {melding}" for melding in lijst.meldingen),
        f"Gemaakt op {datum(moment)} om {localtime(moment):%H.%M} uur door {wie}",
        f"{met_punten(aantal)} {'rij' if aantal == 1 else 'rijen'}",
    ]


def _volgorde(lijst: Lijst) -> str:
    kolom = lijst.toegestaan[lijst.sorteer.removeprefix("-")]
    return f"{kolom.label}, {'aflopend' if lijst.sorteer.startswith('-') else 'oplopend'}"


def naam_van_weergave(lijst: Lijst) -> str:
    """The view on the screen, and whether the address changed something in it; empty without a view."""
    if lijst.weergave is None:
        return ""
    anders = lijst.params != lijst.weergave.params
    return f"{lijst.weergave.naam}, aangepast" if anders else lijst.weergave.naam


def leg_vast(naam: str, lijst: Lijst, formaat: str, gemaakt: Gemaakt, *, by: Gebruiker) -> None:
    """Write the line in the audit trail."""
    leg_export_vast(
        naam,
        by=by,
        formaat=formaat,
        filter=dict(lijst.params.items()),
        rijen=gemaakt.rijen,
        sha256=gemaakt.sha256,
    )


# Asked for, and made by a worker ---------------------------------------------------------------------------


def vraag_aan(naam: str, lijst: Lijst, formaat: str, *, voor: Gebruiker) -> Export:
    """Have a worker make it. The same question while one is under way gives that one.

    The address is stored in full, so that a saved view that changes meanwhile changes nothing here.
    Raises ``Geweigerd``.
    """
    vraag = {"voor": voor, "lijst": naam, "formaat": formaat, "params": _adres(lijst)}
    open_ = Export.objects.open()
    if eerder := open_.filter(**vraag).first():
        return eerder
    if open_.van(voor).count() >= MAX_OPEN:
        raise Geweigerd(TE_VEEL_OPEN)
    try:
        with transaction.atomic():
            export = Export.objects.create(**vraag, **_stand(lijst, voor))
    except IntegrityError:
        return open_.get(**vraag)
    later("duoplus.tasks.maak_export", export.pk)
    return export


def _adres(lijst: Lijst) -> str:
    """The state of the list, and under a name that no list reads what its view is called now."""
    weergave = naam_van_weergave(lijst)
    return urlencode(lijst.params | ({WEERGAVENAAM: weergave} if weergave else {}))


def _stand(lijst: Lijst, voor: Gebruiker) -> dict[str, Any]:
    return {
        "titel": lijst.dataset().title,
        "filter": lijst.filterzinnen,
        "rollen": [rol.pk for rol in voor.rollen],
        "rijen_totaal": lijst.aantal(),
        "bewaren_tot": bewaren_tot(klok.vandaag()),
    }


def maak(export: Export) -> None:
    """Make what was claimed; whatever happens, who asked hears how it ended."""
    try:
        _maak(export)
    except (Geweigerd, TeVeelRijen) as weigering:
        _geef_op(export, str(weigering))
    except Gestopt:
        logger.info("Export %s is gestopt", export.uuid)
    except Exception:
        logger.exception("Export %s is niet gemaakt", export.uuid)
        export.leg_terug()


def _maak(export: Export) -> None:
    if export.is_opgegeven:
        raise Geweigerd(MISLUKT)
    if not export.rollen_gelden(export.voor):
        raise Geweigerd(GEEN_RECHT)
    with voortgang(export) as meld, een_moment():
        lijst = _lijst_van(export)
        weergave = QueryDict(export.params).get(WEERGAVENAAM, "")
        gemaakt = maak_bestand(lijst, export.formaat, by=export.voor, weergave=weergave, meld=meld)
    with gemaakt.bestand:
        _lever_af(export, lijst, gemaakt)


def _lijst_van(export: Export) -> Lijst:
    """With the rights of who asked, as they are now."""
    try:
        return open_lijst(export.lijst, QueryDict(export.params), export.voor)
    except GeenLijst:
        raise Geweigerd(GEEN_LIJST) from None


@transaction.atomic
def _lever_af(export: Export, lijst: Lijst, gemaakt: Gemaakt) -> None:
    """File, audit trail and message: all or none."""
    velden = {"rijen_gedaan": gemaakt.rijen, "grootte": gemaakt.grootte, "sha256": gemaakt.sha256}
    if export.rond_af(File(gemaakt.bestand), **velden):
        leg_vast(export.lijst, lijst, export.formaat, gemaakt, by=export.voor)
        _bericht("export_klaar", export, rijen=gemaakt.rijen)


@transaction.atomic
def _geef_op(export: Export, zin: str) -> None:
    if export.mislukt(zin):
        _bericht("export_mislukt", export, zin=zin)


def _bericht(sjabloon: str, export: Export, **context: Any) -> None:
    mail.queue(
        sjabloon,
        to=export.voor,
        key=f"{sjabloon}:{export.uuid}",
        reden="u vroeg deze download aan",
        pad=reverse("export_stand", kwargs={"uuid": export.uuid}),
        export=export,
        **context,
    )


@contextmanager
def voortgang(export: Export) -> Iterator[Melder]:
    """Tells how far we are over a connection of its own: what ours writes shows only when all is read.

    The sign of life keeps the claim; raises ``Gestopt`` in the middle of the rows when it is gone.
    """
    verbinding, vorige = connection.copy(), time.monotonic()

    def meld(rijen: int) -> None:
        nonlocal vorige
        if time.monotonic() - vorige < MELD_ELKE:
            return
        vorige = time.monotonic()
        with verbinding.cursor() as cursor:
            cursor.execute(LEEFT, [rijen, klok.nu(), export.pk, export.claim_token])
            if not cursor.rowcount:
                raise Gestopt(export.uuid)

    try:
        yield meld
    finally:
        verbinding.close()


LEEFT = "UPDATE duoplus_export SET rijen_gedaan = %s, levensteken = %s WHERE id = %s AND claim_token = %s"
