"""Van bestand tot rijen: openen, kolommen koppelen, lezen, verbeteren."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet

from duoplus import events, klok
from duoplus.calc.nederlands import met_punten
from duoplus.calc.tabel import (
    ZOEKDIEPTE,
    Bronrij,
    Gelezen,
    Indeling,
    Model,
    Plek,
    als_tekst,
    bronrij,
    bronrijen,
    deel_in,
    kale_kop,
    lees,
    met_kop,
)
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.choices import InleesStatus, Rijstand, Zichtbaarheid
from duoplus.inlezen import Soort, soort_van, stroom
from duoplus.inlezen.cellen import als_json, uit_json
from duoplus.models import Feestdag, Gebruiker, Inleesrij, Inlezing, Koppeling, Termijn
from duoplus.transitions import StapKanNiet, Verouderd
from duoplus.werkblad import Blad, OnleesbaarBestand, lees_werkboek

OPEN = (Rijstand.GOED, Rijstand.FOUT, Rijstand.WEGGELATEN)
OVERGENOMEN = (Rijstand.AANGEMAAKT, Rijstand.BIJGEWERKT, Rijstand.ONGEWIJZIGD)
VOORBEELDRIJEN = 25
VOORBEELDTEKENS = 60
TEGELIJK = 1000
BEWAARTERMIJN = "duoplus.inlezing"


# The file -----------------------------------------------------------------------------------------------


def begin(inhoud: bytes, *, soort: Soort, bestandsnaam: str, by: Gebruiker) -> Inlezing:
    """Keep the file and recognise its columns. Raises ``OnleesbaarBestand`` with a sentence."""
    return begin_met_bladen(inhoud, soort=soort, bestandsnaam=bestandsnaam, by=by)[0]


def begin_met_bladen(
    inhoud: bytes, *, soort: Soort, bestandsnaam: str, by: Gebruiker
) -> tuple[Inlezing, list[Blad]]:
    vereis(soort, by)
    bladen = lees_werkboek(inhoud, settings.BIJLAGE_MAX_BYTES, soort.grenzen)
    if soort.stroom:
        stroom.weiger_verminkt(inhoud)
    if not any(blad.rijen for blad in bladen):
        raise OnleesbaarBestand("Het bestand is leeg. Kies een bestand met een lijst.")
    if sum(len(blad.rijen) for blad in bladen) > soort.max_rijen:
        aantal = met_punten(soort.max_rijen)
        raise OnleesbaarBestand(f"De lijst heeft meer dan {aantal} rijen. Splits haar in delen.")
    inlezing = Inlezing(
        soort=soort.naam,
        bestandsnaam=bestandsnaam[-200:],
        sha256=hashlib.sha256(inhoud).hexdigest(),
        bladen=[_beschrijf(blad, soort, by) for blad in bladen],
        keuzes=_keuzes_van_vorige_keer(bladen, soort, by) if soort.stroom else {},
        door=by,
    )
    inlezing.bestand.save(bestandsnaam, ContentFile(inhoud), save=True)
    leg_vast("beginnen", inlezing, by, sha256=inlezing.sha256)
    return inlezing, bladen


def _beschrijf(blad: Blad, soort: Soort, by: Gebruiker) -> dict[str, Any]:
    vorige = _vorige_keer(blad, soort, by)
    return {
        "naam": als_json(blad.naam),
        "rijen": len(blad.rijen),
        "breedte": max(map(len, blad.rijen), default=0),
        "voorbeeld": [
            [als_json(als_tekst(cel)[:VOORBEELDTEKENS]) for cel in rij] for rij in blad.rijen[:VOORBEELDRIJEN]
        ],
        "indeling": als_dict(vorige or deel_in(blad, soort.velden)),
        "vorige_keer": vorige is not None,
    }


def als_dict(indeling: Indeling) -> dict[str, Any]:
    return asdict(indeling) | {"koppen": [als_json(kop) for kop in indeling.koppen]}


def indeling_van(blad: Mapping[str, Any]) -> Indeling:
    velden = blad["indeling"]
    return Indeling(**velden | {"koppen": tuple(velden["koppen"])})


# The columns --------------------------------------------------------------------------------------------


def kenmerk(rij: Sequence[object]) -> str:
    """What a header row is recognised by the next time: its words, not their capitals or spaces."""
    return hashlib.sha256("\x1f".join(map(kale_kop, rij)).encode()).hexdigest()


def _vorige_keer(blad: Blad, soort: Soort, by: Gebruiker) -> Indeling | None:
    if deel_in(blad, ()).reden:
        return None
    rijen = {kenmerk(rij): n for n, rij in reversed(list(enumerate(blad.rijen[:ZOEKDIEPTE], 1))) if rij}
    bekend = _koppelingen(soort, by).filter(kenmerk__in=rijen).first()
    if bekend is None:
        return None
    kop = rijen[bekend.kenmerk]
    return Indeling(kop, met_kop(blad.rijen, kop, ()).koppen, bekend.kolommen, bekend.vast)


def _koppelingen(soort: Soort, by: Gebruiker) -> QuerySet[Koppeling]:
    return Koppeling.objects.filter(soort=soort.naam, organisatie=by.organisatie)


def _keuzes_van_vorige_keer(bladen: Sequence[Blad], soort: Soort, by: Gebruiker) -> dict[str, str]:
    koppen = [kenmerk(rij) for blad in bladen for rij in blad.rijen[:ZOEKDIEPTE] if rij]
    bekend = _koppelingen(soort, by).filter(kenmerk__in=koppen).first()
    return dict(bekend.keuzes) if bekend else {}


def kies(
    inlezing: Inlezing, keuzes: Mapping[str, str], *, by: Gebruiker, versie: int | None = None
) -> Inlezing:
    """What holds for the whole file; it is read anew with it. Raises ``OnleesbaarBestand``."""
    with transaction.atomic():
        inlezing = vergrendel(inlezing, by, versie)
        inlezing.keuzes = dict(keuzes)
        inlezing.save(update_fields=["keuzes"])
        return lees_rijen(inlezing, by=by)


def kies_indeling(
    inlezing: Inlezing, blad: int, indeling: Indeling, *, by: Gebruiker, versie: int | None = None
) -> Inlezing:
    """Keep how one sheet is to be read, without reading it yet."""
    with transaction.atomic():
        inlezing = vergrendel(inlezing, by, versie)
        _vereis_niets_overgenomen(inlezing)
        inlezing.bladen[blad] |= {"indeling": als_dict(indeling), "vorige_keer": False}
        inlezing.versie += 1
        inlezing.save()
    return inlezing


def lees_rijen(
    inlezing: Inlezing,
    *,
    by: Gebruiker,
    versie: int | None = None,
    bladen: Sequence[Blad] | None = None,
    onthoud: bool = True,
) -> Inlezing:
    """Read every row with the columns as they are mapped now. Raises ``OnleesbaarBestand``."""
    soort = soort_van(inlezing)
    bladen = bladen_van(inlezing) if bladen is None else bladen
    with transaction.atomic():
        inlezing = vergrendel(inlezing, by, versie)
        _vereis_niets_overgenomen(inlezing)
        inlezing.rijen.all().delete()
        if soort.stroom:
            stroom.bewaar_gelezen(inlezing, loop_door(inlezing, by, bladen), soort.model())
        else:
            _bewaar_rijen(_rijen(inlezing, bladen, soort.model()))
        inlezing.status = InleesStatus.CONTROLEREN
        bewaar(inlezing)
        if not inlezing.gelezen:
            raise OnleesbaarBestand(niets(inlezing, soort))
        if onthoud:
            _onthoud(inlezing, by)
        leg_vast("lezen", inlezing, by, aantallen=inlezing.aantallen)
    return inlezing


def bladen_van(inlezing: Inlezing) -> list[Blad]:
    """The kept file, read again. Raises ``OnleesbaarBestand``."""
    with inlezing.bestand.open("rb") as bestand:
        return lees_werkboek(bestand.read(), settings.BIJLAGE_MAX_BYTES, soort_van(inlezing).grenzen)


def loop_door(inlezing: Inlezing, by: Gebruiker, bladen: Sequence[Blad]) -> stroom.Doorgang:
    """Judge a long list as things are now. Raises ``OnleesbaarBestand`` without a sheet to read."""
    soort, indelingen = soort_van(inlezing), [indeling_van(blad) for blad in inlezing.bladen]
    if all(indeling.reden for indeling in indelingen):
        raise OnleesbaarBestand(niets(inlezing, soort))
    stroom.neem_de_tijd()
    rijen = {(rij.blad, rij.rij): rij for rij in inlezing.rijen.exclude(stand=Rijstand.OVERGESLAGEN)}
    return stroom.loop_door(soort.maak_stroom(inlezing, by), soort.model(), bladen, indelingen, rijen)


def niets(inlezing: Inlezing, soort: Soort) -> str:
    koppen = [f"rij {indeling.kop}" for blad in inlezing.bladen if (indeling := indeling_van(blad)).kop]
    waar = f" De kop zochten wij in {', '.join(koppen)}." if koppen and soort.stroom else ""
    return f"In dit bestand staan geen {soort.ding}. {_redenen(inlezing)}{waar}".strip()


def _vereis_niets_overgenomen(inlezing: Inlezing) -> None:
    if inlezing.status == InleesStatus.BEZIG or inlezing.aantal(*OVERGENOMEN):
        raise StapKanNiet("Er zijn al rijen overgenomen. Lees het bestand opnieuw in.")


def _redenen(inlezing: Inlezing) -> str:
    """Why whole sheets took no part."""
    return " ".join(indeling_van(blad).reden for blad in inlezing.bladen).strip()


def _onthoud(inlezing: Inlezing, by: Gebruiker) -> None:
    for blad in inlezing.bladen:
        indeling = indeling_van(blad)
        if not indeling.reden and indeling.kop <= len(blad["voorbeeld"]):
            Koppeling.objects.update_or_create(
                soort=inlezing.soort,
                organisatie=by.organisatie,
                kenmerk=kenmerk(blad["voorbeeld"][indeling.kop - 1]),
                defaults={
                    "kolommen": dict(indeling.kolommen),
                    "vast": dict(indeling.vast),
                    "keuzes": _te_onthouden(inlezing),
                    "door": by,
                    "op": klok.nu(),
                },
            )


def _te_onthouden(inlezing: Inlezing) -> dict[str, str]:
    nooit = {keuze.sleutel for keuze in soort_van(inlezing).keuzes(inlezing) if not keuze.onthoud}
    return {
        sleutel: waarde
        for sleutel, waarde in inlezing.keuzes.items()
        if sleutel not in nooit and sleutel != stroom.CONTROLETOTAAL
    }


# The rows -----------------------------------------------------------------------------------------------


def _rijen(inlezing: Inlezing, bladen: Sequence[Blad], model: Model) -> Iterator[Inleesrij]:
    eerder: dict[str, Plek] = {}
    for nummer, blad in enumerate(bladen):
        indeling = indeling_van(inlezing.bladen[nummer])
        if indeling.reden:
            yield _overgeslagen(inlezing, nummer, 0, [], indeling.reden)
            continue
        for bron in bronrijen(blad, indeling, model):
            cellen = [als_json(cel) for cel in blad.rijen[bron.rij - 1]]
            if bron.geen_rij:
                yield _overgeslagen(inlezing, nummer, bron.rij, cellen, bron.geen_rij)
            else:
                rij = Inleesrij(inlezing=inlezing, blad=nummer, rij=bron.rij, cellen=cellen)
                _vul(rij, lees(bron, model, eerder), model)
                yield rij


def _bewaar_rijen(rijen: Iterator[Inleesrij]) -> None:
    """While they are read: all at once would leave the database idle longer than it allows (30 s)."""
    while deel := list(islice(rijen, TEGELIJK)):
        Inleesrij.objects.bulk_create(deel)


def _overgeslagen(inlezing: Inlezing, blad: int, rij: int, cellen: list[Any], reden: str) -> Inleesrij:
    return Inleesrij(
        inlezing=inlezing,
        blad=blad,
        rij=rij,
        cellen=cellen,
        stand=Rijstand.OVERGESLAGEN,
        meldingen=[["", reden]],
    )


def _vul(rij: Inleesrij, gelezen: Gelezen, model: Model) -> None:
    rij.gelezen = {veld.sleutel: als_json(veld.toon(gelezen.waarden[veld.sleutel])) for veld in model.velden}
    rij.meldingen = [[m.veld, als_json(m.zin)] for m in gelezen.fouten or gelezen.opmerkingen]
    rij.sleutels = {als_json(sleutel): als_json(wat) for sleutel, wat in gelezen.sleutels.items()}
    rij.stand = Rijstand.FOUT if gelezen.fouten else Rijstand.GOED


def bron_van(rij: Inleesrij, indeling: Indeling) -> Bronrij:
    """The row as it came from the file, with what a person put right."""
    cellen = [uit_json(cel) for cel in rij.cellen]
    return bronrij(rij.bladnaam, rij.rij, cellen, indeling, rij.correctie)


def verbeter(
    rij: Inleesrij, correctie: Mapping[str, str], *, by: Gebruiker, versie: int | None = None
) -> Inleesrij:
    """Read the row anew with these answers in place of its cells; the cells themselves stay."""
    with transaction.atomic():
        rij = _vergrendel_rij(rij, by, versie)
        geraakt = set(rij.sleutels)
        rij.correctie = {sleutel: als_json(tekst) for sleutel, tekst in correctie.items()}
        rij.stand = Rijstand.FOUT
        _herlees(rij, geraakt)
        leg_vast("verbeteren", rij.inlezing, by, rij=str(rij), velden=sorted(rij.correctie))
    return rij


def laat_weg(rij: Inleesrij, *, by: Gebruiker, versie: int | None = None, reden: str = "") -> Inleesrij:
    """Keep this row out of it; it stays in the list with the reason, and ``verbeter`` brings it back."""
    with transaction.atomic():
        rij = _vergrendel_rij(rij, by, versie)
        rij.stand = Rijstand.WEGGELATEN
        if reden:
            rij.meldingen = [["", als_json(f"Weggelaten: {reden}")]]
        _herlees(rij, set(rij.sleutels))
        leg_vast("weglaten", rij.inlezing, by, rij=str(rij))
    return rij


def _herlees(rij: Inleesrij, geraakt: set[str]) -> None:
    """This row, and those that were or become double with it."""
    soort = soort_van(rij.inlezing)
    model = soort.model()
    indelingen = [indeling_van(blad) for blad in rij.inlezing.bladen]
    if soort.stroom:
        return _herlees_los(rij, model, indelingen[rij.blad], soort.stroom(rij.inlezing, rij.inlezing.door))
    if rij.stand != Rijstand.WEGGELATEN:
        geraakt |= set(lees(bron_van(rij, indelingen[rij.blad]), model, {}).sleutels)
    verwant = rij.inlezing.rijen.filter(stand__in=(Rijstand.GOED, Rijstand.FOUT)).exclude(pk=rij.pk)
    rijen = [rij, *verwant.met_sleutel(geraakt).select_for_update()]
    eerder = _eerder(rij.inlezing, rijen)
    for ieder in sorted(rijen, key=lambda ieder: (ieder.blad, ieder.rij)):
        ieder.inlezing = rij.inlezing
        if ieder.stand != Rijstand.WEGGELATEN:
            _vul(ieder, lees(bron_van(ieder, indelingen[ieder.blad]), model, eerder), model)
        ieder.versie += 1
        ieder.save()
    bewaar(rij.inlezing)


def _herlees_los(rij: Inleesrij, model: Model, indeling: Indeling, keurder: stroom.Stroom) -> None:
    """In a long list two equal lines are two lines."""
    if rij.stand != Rijstand.WEGGELATEN:
        stroom.lees_rij(rij, keurder, model, indeling)
    rij.versie += 1
    rij.save()
    bewaar(rij.inlezing)


def _eerder(inlezing: Inlezing, behalve: Iterable[Inleesrij]) -> dict[str, Plek]:
    """The keys of all other rows that are good or were taken over."""
    goed = inlezing.rijen.filter(stand__in=(Rijstand.GOED, *OVERGENOMEN))
    rijen = goed.exclude(pk__in=[rij.pk for rij in behalve]).values_list("blad", "rij", "sleutels")
    return {
        sleutel: Plek(inlezing.bladen[blad]["naam"], rij, wat)
        for blad, rij, sleutels in rijen
        for sleutel, wat in sleutels.items()
    }


# Shared -------------------------------------------------------------------------------------------------


def vereis(soort: Soort, by: Gebruiker) -> None:
    if not by.has_perm(soort.perm):
        raise PermissionDenied(soort.perm)


def vergrendel(inlezing: Inlezing, by: Gebruiker, versie: int | None) -> Inlezing:
    """The import as it is now, for us alone until the transaction ends. Raises ``Verouderd``."""
    vereis(soort_van(inlezing), by)
    inlezing = Inlezing.objects.select_for_update().get(pk=inlezing.pk)
    if versie is not None and inlezing.versie != versie:
        raise Verouderd(inlezing)
    return inlezing


def _vergrendel_rij(rij: Inleesrij, by: Gebruiker, versie: int | None) -> Inleesrij:
    inlezing = vergrendel(rij.inlezing, by, None)
    rij = inlezing.rijen.select_for_update().get(pk=rij.pk)
    rij.inlezing = inlezing
    if versie is not None and rij.versie != versie:
        raise Verouderd(rij)
    if inlezing.status == InleesStatus.BEZIG:
        raise StapKanNiet("De rijen worden nu overgenomen. Wacht tot dat klaar is.")
    if rij.stand not in OPEN:
        raise StapKanNiet("Deze rij is al overgenomen of hoort niet bij de lijst.")
    return rij


def bewaar(inlezing: Inlezing) -> None:
    """Count anew; with nothing left to do the import is done."""
    inlezing.tel()
    if inlezing.status in (InleesStatus.CONTROLEREN, InleesStatus.KLAAR):
        inlezing.status = InleesStatus.CONTROLEREN if inlezing.werklijst else InleesStatus.KLAAR
    inlezing.versie += 1
    inlezing.save()


def leg_vast(wat: str, inlezing: Inlezing, by: Gebruiker, **gegevens: Any) -> None:
    """The line in the audit trail; never with what stood in a cell."""
    events.record(
        f"duoplus.inlezing.{wat}",
        inlezing,
        by=by,
        zichtbaarheid=Zichtbaarheid.INTERN,
        lijst=inlezing.bestandsnaam,
        **gegevens,
    )


def verwijder(inlezing: Inlezing, *, by: Gebruiker, versie: int | None = None) -> None:
    """Throw a file away from which nothing was taken over, bytes and rows."""
    with transaction.atomic():
        inlezing = vergrendel(inlezing, by, versie)
        _vereis_niets_overgenomen(inlezing)
        _gooi_weg("verwijderen", inlezing, by)


def ruim_op() -> None:
    """Throw away what was dealt with longer ago than the term: bytes and rows. What came of them stays."""
    aantal = Termijn.objects.werkdagen(BEWAARTERMIJN, klok.vandaag())
    if aantal is None:
        return
    grens = na_werkdagen(klok.vandaag(), -aantal, Feestdag.objects.als_vrij())
    klaar = Inlezing.objects.filter(status=InleesStatus.KLAAR, gewijzigd_op__date__lt=grens)
    for pk in klaar.values_list("pk", flat=True):
        with transaction.atomic():
            vrij = Inlezing.objects.select_for_update(skip_locked=True)
            if inlezing := vrij.filter(pk=pk, status=InleesStatus.KLAAR).first():
                _gooi_weg("opruimen", inlezing, Gebruiker.objects.systeem())


def _gooi_weg(wat: str, inlezing: Inlezing, by: Gebruiker) -> None:
    leg_vast(wat, inlezing, by, sha256=inlezing.sha256, rijen=inlezing.gelezen)
    opslag, naam = inlezing.bestand.storage, str(inlezing.bestand.name)
    inlezing.delete()
    transaction.on_commit(lambda: opslag.delete(naam), robust=True)
