"""Van rijen naar het portaal: wat goed is, in kleine reeksen; de rest blijft als werklijst."""

import logging
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction

from duoplus import mail
from duoplus.calc.tabel import Bronrij, Gelezen, lees
from duoplus.celery import later
from duoplus.choices import InleesStatus, Rijstand
from duoplus.inlezen import Onbruikbaar, Schrijver, Soort, Uitkomst, soort_van, stroom
from duoplus.inlezen.cellen import als_json
from duoplus.inlezen.lezen import (
    begin_met_bladen,
    bewaar,
    bladen_van,
    bron_van,
    indeling_van,
    lees_rijen,
    leg_vast,
    loop_door,
    niets,
    vergrendel,
)
from duoplus.models import Gebruiker, Inleesrij, Inlezing
from duoplus.transitions import StapKanNiet
from duoplus.werkblad import OnleesbaarBestand

logger = logging.getLogger(__name__)

# A page may take a few seconds; beyond this the worker does it. A batch is what a fallen worker loses.
DIRECT_TOT = 100
DIRECT_TOT_STROOM = 5_000
PER_REEKS = 25
EEN_TEGELIJK = "Er wordt nu een andere lijst van deze soort overgenomen. Probeer het over een minuut weer."
PAST_NIET = "Deze rij past niet in het portaal. Kijk vooral naar lange teksten en grote getallen."


def neem_over(inlezing: Inlezing, *, by: Gebruiker, versie: int | None = None) -> Inlezing:
    """Take over every row that is right: at once, or for many rows by the worker, with a message at the end.

    Raises ``StapKanNiet`` or ``Verouderd``.
    """
    with transaction.atomic():
        inlezing = vergrendel(inlezing, by, versie)
        _begin(inlezing, by)
        if inlezing.te_doen > (DIRECT_TOT_STROOM if soort_van(inlezing).stroom else DIRECT_TOT):
            later("duoplus.tasks.neem_rijen_over", inlezing.pk)
        else:
            _neem_alles(inlezing)
    return inlezing


def in_een_keer(
    inhoud: bytes, *, soort: Soort, bestandsnaam: str, by: Gebruiker, keuzes: Mapping[str, str] = {}
) -> Inlezing:
    """A whole list without a person in between; what is not right stays behind as worklist.

    The same list twice makes nothing twice. Raises ``OnleesbaarBestand`` with a sentence.
    """
    if soort.stroom:
        return _stroom_in_een_keer(inhoud, soort, bestandsnaam, by, keuzes)
    with transaction.atomic():
        inlezing, bladen = begin_met_bladen(inhoud, soort=soort, bestandsnaam=bestandsnaam, by=by)
        inlezing = lees_rijen(inlezing, by=by, bladen=bladen, onthoud=False)
        if inlezing.aantal(Rijstand.GOED):
            _begin(inlezing, by)
    while _volgende_reeks(inlezing.pk, meld=False):
        pass
    inlezing.refresh_from_db()
    if inlezing.status == InleesStatus.BEZIG:
        raise StapKanNiet(EEN_TEGELIJK)
    return inlezing


def _stroom_in_een_keer(
    inhoud: bytes, soort: Soort, bestandsnaam: str, by: Gebruiker, keuzes: Mapping[str, str]
) -> Inlezing:
    """All of it or, when the file is refused, nothing; the kept bytes then go too."""
    bewaard: list[Inlezing] = []
    try:
        with transaction.atomic():
            inlezing, bladen = begin_met_bladen(inhoud, soort=soort, bestandsnaam=bestandsnaam, by=by)
            bewaard.append(inlezing)
            inlezing.keuzes |= keuzes
            if not _alleen(inlezing):
                raise StapKanNiet(EEN_TEGELIJK)
            doorgang = loop_door(inlezing, by, bladen)
            if not doorgang.aantal:
                raise OnleesbaarBestand(niets(inlezing, soort))
            stroom.bewaar_gelezen(inlezing, doorgang, soort.model())
            _schrijf_stroom(inlezing, doorgang, by)
            leg_vast("overnemen", inlezing, by, rijen=inlezing.te_doen)
    except Exception:
        for inlezing in bewaard:
            inlezing.bestand.storage.delete(str(inlezing.bestand.name))
        raise
    return inlezing


def _schrijf_stroom(inlezing: Inlezing, doorgang: stroom.Doorgang, by: Gebruiker) -> None:
    inlezing.overnemer, inlezing.te_doen = by, len(doorgang.genomen)
    doorgang.stroom.schrijf()
    stroom.bewaar_geschreven(inlezing, doorgang, soort_van(inlezing).model())
    inlezing.status = InleesStatus.CONTROLEREN
    bewaar(inlezing)


def _begin(inlezing: Inlezing, by: Gebruiker) -> None:
    if inlezing.status != InleesStatus.CONTROLEREN:
        raise StapKanNiet(f"Overnemen kan nu niet: de stand is ‘{inlezing.get_status_display()}’.")
    if not inlezing.aantal(Rijstand.GOED):
        raise StapKanNiet("Er is geen rij klaar om over te nemen. Verbeter eerst een rij.")
    inlezing.status, inlezing.overnemer = InleesStatus.BEZIG, by
    inlezing.te_doen = inlezing.aantal(Rijstand.GOED)
    leg_vast("overnemen", inlezing, by, rijen=inlezing.te_doen)
    bewaar(inlezing)


def _neem_alles(inlezing: Inlezing) -> None:
    if not _alleen(inlezing):
        raise StapKanNiet(EEN_TEGELIJK)
    while inlezing.status == InleesStatus.BEZIG:
        _neem_reeks(inlezing)


def werk_af(pk: int) -> None:
    """The worker's share: batch after batch, each its own transaction, until done or in other hands."""
    while _volgende_reeks(pk, meld=True):
        pass


def _volgende_reeks(pk: int, *, meld: bool) -> bool:
    with transaction.atomic():
        vrij = Inlezing.objects.select_for_update(skip_locked=True, of=("self",))
        inlezing = vrij.filter(pk=pk, status=InleesStatus.BEZIG).first()
        if inlezing is None or not _alleen(inlezing):
            return False
        _neem_reeks(inlezing)
        if meld and inlezing.status != InleesStatus.BEZIG:
            _meld(inlezing)
        return inlezing.status == InleesStatus.BEZIG


def _neem_reeks(inlezing: Inlezing) -> None:
    """The next rows that are right; when there are none, or the right to it has gone, the work is done."""
    soort, by = soort_van(inlezing), inlezing.overnemer
    if soort.stroom and by is not None and by.has_perm(soort.perm):
        doorgang = loop_door(inlezing, by, bladen_van(inlezing))
        return _schrijf_stroom(inlezing, doorgang, by)
    rijen = list(inlezing.rijen.filter(stand=Rijstand.GOED)[:PER_REEKS])
    if by is None or not by.has_perm(soort.perm) or not rijen:
        inlezing.status = InleesStatus.CONTROLEREN
    else:
        _schrijf(inlezing, rijen, soort, by)
    bewaar(inlezing)


def _alleen(inlezing: Inlezing) -> bool:
    """Two lists of one kind never meet halfway; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"inlezen:{inlezing.soort}"])
        return bool(cursor.fetchone()[0])


def _schrijf(inlezing: Inlezing, rijen: Sequence[Inleesrij], soort: Soort, by: Gebruiker) -> None:
    model, schrijver = soort.model(), soort.schrijver(inlezing, by)
    indelingen = [indeling_van(blad) for blad in inlezing.bladen]
    for rij in rijen:
        rij.inlezing = inlezing
        bron = bron_van(rij, indelingen[rij.blad])
        _verwerk(rij, _uitkomst(bron, lees(bron, model, {}), schrijver))


def _uitkomst(bron: Bronrij, gelezen: Gelezen, schrijver: Schrijver) -> Uitkomst:
    """One row in its own savepoint: what goes wrong with it stops none of the others."""
    try:
        if gelezen.fouten:  # what held when it was checked no longer holds, a tariff for instance
            raise Onbruikbaar(" ".join(fout.zin for fout in gelezen.fouten))
        with transaction.atomic():
            return schrijver(bron, gelezen)
    except (Onbruikbaar, StapKanNiet) as waarom:
        return Uitkomst(Rijstand.FOUT, redenen=[str(waarom)])
    except (DataError, IntegrityError, ValidationError):
        logger.exception("%s, rij %s is niet overgenomen", bron.blad, bron.rij)
        return Uitkomst(Rijstand.FOUT, redenen=[PAST_NIET])


def _verwerk(rij: Inleesrij, uitkomst: Uitkomst) -> None:
    rij.stand, rij.doel = uitkomst.stand, uitkomst.doel
    rij.meldingen = [["", als_json(zin)] for zin in uitkomst.redenen]
    rij.versie += 1
    rij.save(update_fields=["stand", "doel_type", "doel_id", "meldingen", "versie"])


def _meld(inlezing: Inlezing) -> None:
    """Tell whoever pressed the button that the worker is done."""
    if inlezing.overnemer is not None and not inlezing.overnemer.is_systeem:
        mail.queue(
            "inlezing",
            to=inlezing.overnemer,
            key=f"inlezing:{inlezing.pk}:{inlezing.versie}",
            reden="u nam deze lijst over",
            pad=inlezing.get_absolute_url(),
            inlezing=inlezing,
            soort=soort_van(inlezing),
        )
