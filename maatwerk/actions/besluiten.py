"""Wat een OGON over een aanvraag besluit, en de opdracht die daaruit volgt."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import besluiten, events, klok
from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Agendapunt, Besluit, Gebruiker, Teller
from duoplus.rules import namens as handelt_namens
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions import beslag
from maatwerk.actions.verhelderen import laat_vraag_vervallen
from maatwerk.calc import volgorde
from maatwerk.calc.verdeling import verdeel
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AfwijsReden
from maatwerk.models import (
    Aanvraag,
    AanvraagBesluit,
    Opdracht,
    OpdrachtAandeel,
    Paraaf,
    Plaatsing,
    Tarief,
)
from maatwerk.rules import geldige_raming, opdracht_van
from maatwerk.transitions import AANVRAAG, zet_einde_termijn
from maatwerk.volgorde.opschaling import dossier
from maatwerk.volgorde.slot import herschik, liggen_boven, vereis_vrij
from ogon.actions.opschaling import Vraag, schaal_op
from ogon.models import Ogon
from ogon.opschaling.zaken import Scenario, Standpunt

OVER_HET_WERK = (
    BesluitSoort.AKKOORD,
    BesluitSoort.AKKOORD_MITS,
    BesluitSoort.WACHTLIJST,
    BesluitSoort.AANHOUDEN,
    BesluitSoort.AFWIJZEN,
)


def prioriteren(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    plaats: int,
    reden: str,
    voorwaarde: str = "",
    lijstversie: int | None = None,
    versie: int | None = None,
    agendapunt: Agendapunt | None = None,
) -> Aanvraag:
    """Besluit dat dit werk er komt, op deze plaats. Met een voorwaarde is het akkoord mits.

    Here and below ``agendapunt`` is where in a meeting it was decided; the database wants that one running.
    """
    soort = BesluitSoort.AKKOORD_MITS if voorwaarde else BesluitSoort.AKKOORD
    with (
        om_te_besluiten(aanvraag, lijstversie) as ogon,
        AANVRAAG.transition(aanvraag, "prioriteren", by=by, versie=versie, reden=reden) as overgang,
    ):
        besluit = _besluit(
            ogon, aanvraag, soort, by, overgang.namens, reden, voorwaarde=voorwaarde, agendapunt=agendapunt
        )
        _zet_op_plaats(aanvraag, ogon, plaats, besluit)
        aanvraag.geprioriteerd_op = klok.nu()
        overgang.gegevens |= {"besluit": besluit.nummer, "plaats": aanvraag.plaats}
    return aanvraag


def op_wachtlijst_zetten(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    reden: str,
    versie: int | None = None,
    agendapunt: Agendapunt | None = None,
) -> Aanvraag:
    """Besluit dat dit werk wacht op ruimte; de OGON bekijkt het elke vergadering opnieuw."""
    soort = BesluitSoort.WACHTLIJST
    return van_de_lijst(aanvraag, "op_wachtlijst_zetten", soort, by, reden, versie, agendapunt=agendapunt)


def aanhouden(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    reden: str,
    opnieuw_op: date,
    versie: int | None = None,
    agendapunt: Agendapunt | None = None,
) -> Aanvraag:
    """Besluit nu niets te besluiten, en wanneer wel."""
    if opnieuw_op <= klok.vandaag():
        raise StapKanNiet("Kies een datum na vandaag om er weer naar te kijken.")
    soort = BesluitSoort.AANHOUDEN
    return van_de_lijst(
        aanvraag, "aanhouden", soort, by, reden, versie, opnieuw_op=opnieuw_op, agendapunt=agendapunt
    )


def afwijzen(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    code: AfwijsReden,
    reden: str,
    vervolg: str,
    versie: int | None = None,
    agendapunt: Agendapunt | None = None,
) -> Aanvraag:
    """Besluit dat dit werk er niet komt: waarom niet, en wat de gemeente nu kan doen."""
    return van_de_lijst(
        aanvraag,
        "afwijzen",
        BesluitSoort.AFWIJZEN,
        by,
        reden,
        versie,
        agendapunt=agendapunt,
        code=code,
        vervolg=vervolg,
    )


def opschalen(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    reden: str,
    vraag: Vraag | None = None,
    standpunten: Sequence[Standpunt] = (),
    scenarios: Sequence[Scenario] = (),
    versie: int | None = None,
    agendapunt: Agendapunt | None = None,
) -> Aanvraag:
    """Vraag het directieberaad om een besluit over deze aanvraag; de status blijft, de vlag staat ernaast.

    What is asked is frozen in a dossier; until the answer nobody decides about it or gives it another
    place. ``reden`` is the question itself unless ``vraag`` says more; what was written of positions and
    of ways to go comes with what the portal knows of them.
    """
    with (
        lijst_op_slot(aanvraag) as ogon,
        AANVRAAG.transition(aanvraag, "opschalen", by=by, versie=versie, reden=reden) as overgang,
    ):
        soort, voor = BesluitSoort.OPSCHALEN, overgang.namens
        besluit = _besluit(ogon, aanvraag, soort, by, voor, reden, agendapunt=agendapunt)
        erbij = dossier(aanvraag, by, standpunten, scenarios)
        gemeld = schaal_op(
            aanvraag, vraag or Vraag(reden), erbij, ogon=ogon, besluit=besluit, by=by, namens=voor
        )
        aanvraag.opgeschaald = True
        overgang.gegevens |= {"besluit": besluit.nummer, "opschaling": gemeld.nummer}
    return aanvraag


def van_de_lijst(
    aanvraag: Aanvraag,
    stap: str,
    soort: BesluitSoort,
    by: Gebruiker,
    reden: str,
    versie: int | None,
    opnieuw_op: date | None = None,
    agendapunt: Agendapunt | None = None,
    **gegevens: Any,
) -> Aanvraag:
    with om_te_besluiten(aanvraag) as ogon:
        with AANVRAAG.transition(aanvraag, stap, by=by, versie=versie, reden=reden, **gegevens) as overgang:
            voor = overgang.namens
            besluit = _besluit(ogon, aanvraag, soort, by, voor, reden, agendapunt=agendapunt, **gegevens)
            _haal_van_lijst(aanvraag, ogon, besluit)
            _trek_klaargezette_opdracht_in(aanvraag)
            beslag.geef_vrij(aanvraag, by=by, besluit=besluit)
            laat_vraag_vervallen(aanvraag)
            overgang.gegevens |= {"besluit": besluit.nummer}
            if opnieuw_op:
                overgang.gegevens["opnieuw_op"] = opnieuw_op.isoformat()
        if opnieuw_op:
            zet_einde_termijn(aanvraag, opnieuw_op)
    return aanvraag


def _besluit(
    ogon: Ogon,
    aanvraag: Aanvraag,
    soort: BesluitSoort,
    by: Gebruiker,
    namens: Gebruiker | None,
    reden: str,
    **gegevens: Any,
) -> Besluit:
    besluit = besluiten.neem(
        ogon,
        soort,
        titel=f"{aanvraag.kenmerk} {aanvraag.titel}",
        reden=reden,
        by=by,
        namens=namens,
        vervangt=_geldend(aanvraag) if soort in OVER_HET_WERK else None,
        **gegevens,
    )
    AanvraagBesluit.objects.create(aanvraag=aanvraag, besluit=besluit)
    return besluit


def _geldend(aanvraag: Aanvraag) -> Besluit | None:
    """What was last decided on whether this work is done; a new decision on that takes its place."""
    eerder = Besluit.objects.filter(aanvraagregel__aanvraag=aanvraag, soort__in=OVER_HET_WERK)
    return eerder.filter(vervangen_door=None).order_by("-pk").first()


def op_slot() -> Any:
    return Ogon.objects.select_for_update(of=("self",), no_key=True)


@contextmanager
def lijst_op_slot(aanvraag: Aanvraag, lijstversie: int | None = None) -> Iterator[Ogon]:
    """One transaction at a time per list; a ranking made on an older list is refused.

    Always the list first and the request second: the other way round two acts wait for each other.
    """
    with transaction.atomic():
        ogon = op_slot().get(aanvragen=aanvraag)
        if lijstversie is not None and ogon.lijstversie != lijstversie:
            raise Verouderd(ogon)
        yield ogon


@contextmanager
def om_te_besluiten(aanvraag: Aanvraag, lijstversie: int | None = None) -> Iterator[Ogon]:
    """The list, to decide about this request: not while that lies with the directieberaad."""
    with lijst_op_slot(aanvraag, lijstversie) as ogon:
        vereis_vrij(aanvraag)
        yield ogon


def _zet_op_plaats(aanvraag: Aanvraag, ogon: Ogon, plaats: int, besluit: Besluit) -> None:
    """Insert at ``plaats`` (1 is first) and move the rest; numbers stay without gaps.

    What lies with the directieberaad keeps its place: the others go around it.
    """
    oude, rijen = aanvraag.plaats, _op_volgorde(ogon)
    nu = list(dict.fromkeys([*rijen, aanvraag.pk]))  # at the end if it has no place yet
    bezet = [plek for plek, pk in enumerate(nu, 1) if rijen.get(pk)]
    vast = [pk for pk, is_boven in rijen.items() if is_boven]
    naar = volgorde.vrije_plaats(oude or len(nu), min(max(plaats, 1), len(nu)), bezet, len(nu))
    nieuw = volgorde.verplaats(nu, aanvraag.pk, naar, vast)
    herschik(_gerangschikt(ogon).exclude(pk=aanvraag.pk), nieuw)
    aanvraag.plaats = nieuw.index(aanvraag.pk) + 1
    _tel_wijziging(ogon)
    _leg_plaatsing_vast(aanvraag, ogon, oude, besluit)


def _haal_van_lijst(aanvraag: Aanvraag, ogon: Ogon, besluit: Besluit) -> None:
    oude = _schuif_op(aanvraag, ogon)
    if oude is not None:
        _leg_plaatsing_vast(aanvraag, ogon, oude, besluit)


def _schuif_op(aanvraag: Aanvraag, ogon: Ogon) -> int | None:
    """Take the request off the list and close the gap; returns the place it had."""
    oude, aanvraag.plaats = aanvraag.plaats, None
    if oude is not None:
        rijen = _op_volgorde(ogon)
        vast = [pk for pk, is_boven in rijen.items() if is_boven]
        nieuw = volgorde.zonder(list(rijen), aanvraag.pk, vast)
        herschik(_gerangschikt(ogon).exclude(pk=aanvraag.pk), nieuw)
        _tel_wijziging(ogon)
    return oude


def _op_volgorde(ogon: Ogon) -> dict[int, bool]:
    """The ranked requests (pks), the first one first; whether nobody may give it another place now."""
    rijen = dict(_gerangschikt(ogon).order_by("plaats").values_list("pk", "opgeschaald"))
    opgeschaald = [pk for pk, is_opgeschaald in rijen.items() if is_opgeschaald]
    boven = liggen_boven(opgeschaald) if opgeschaald else {}
    return {pk: pk in boven for pk in rijen}


def _tel_wijziging(ogon: Ogon) -> None:
    """Each change of the list counts, also without a decision: on an older list a place is another place."""
    ogon.lijstversie += 1
    ogon.save(update_fields=["lijstversie"])


def _gerangschikt(ogon: Ogon) -> Any:
    return Aanvraag.objects.filter(ogon=ogon, plaats__isnull=False)


def _leg_plaatsing_vast(aanvraag: Aanvraag, ogon: Ogon, oude: int | None, besluit: Besluit) -> None:
    Plaatsing.objects.create(
        aanvraag=aanvraag,
        besluit=besluit,
        van_plaats=oude,
        naar_plaats=aanvraag.plaats,
        lijstversie=ogon.lijstversie,
    )


def verplaatsen(
    aanvraag: Aanvraag, *, by: Gebruiker, plaats: int, reden: str, lijstversie: int | None = None
) -> Aanvraag:
    """Geef een ingeplande aanvraag een andere plaats, met een reden. Niemand krijgt er mail van."""
    with om_te_besluiten(aanvraag, lijstversie) as ogon:
        aanvraag.refresh_from_db(from_queryset=Aanvraag.objects.select_for_update())
        if aanvraag.status != S.GEPRIORITEERD or aanvraag.plaats is None:
            raise StapKanNiet("Alleen een ingeplande aanvraag heeft een plaats op de lijst.")
        if not by.has_perm("maatwerk.prioriteren_aanvraag", aanvraag):
            raise PermissionDenied("maatwerk.prioriteren_aanvraag")
        namens = handelt_namens(by, "maatwerk.prioriteren_aanvraag", aanvraag)
        besluit = _besluit(ogon, aanvraag, BesluitSoort.VOLGORDE, by, namens, reden)
        schuif_door(aanvraag, ogon, plaats, besluit, by=by, namens=namens, reden=reden)
    return aanvraag


def schuif_door(
    aanvraag: Aanvraag,
    ogon: Ogon,
    plaats: int,
    besluit: Besluit,
    *,
    by: Gebruiker,
    namens: Gebruiker | None,
    reden: str,
) -> None:
    """Give a ranked request another place under a decision that was taken; both are locked already."""
    vereis_vrij(aanvraag)
    van = aanvraag.plaats
    _zet_op_plaats(aanvraag, ogon, plaats, besluit)
    aanvraag.versie += 1
    aanvraag.save()
    events.record(
        "maatwerk.aanvraag.verplaatsen",
        aanvraag,
        by=by,
        namens=namens,
        reden=reden,
        van_plaats=van,
        plaats=aanvraag.plaats,
        besluit=besluit.nummer,
    )


def opdracht_geven(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    plafond_uren: Decimal | None = None,
    plafond_kosten: Decimal | None = None,
    einddatum: date | None = None,
    versie: int | None = None,
) -> Aanvraag:
    """Zet een paraaf onder de opdracht. De voorzitter zet hem klaar, de budgethouder maakt hem rond.

    The chair names the ceilings (hours; euro excluding VAT) and the end date; the second initial
    gives the assignment its number and takes the request off the ranked list.
    """
    with (
        om_te_besluiten(aanvraag) as ogon,
        AANVRAAG.transition(aanvraag, "opdracht_geven", by=by, versie=versie) as overgang,
    ):
        opdracht = opdracht_van(aanvraag)
        if opdracht is None:
            opdracht = _zet_klaar(aanvraag, plafond_uren, plafond_kosten, einddatum)
            rol = Rol.VOORZITTER
        else:
            rol = Rol.BUDGETHOUDER
        Paraaf.objects.create(opdracht=opdracht, rol=rol, door=by, namens=overgang.namens)
        if rol == Rol.BUDGETHOUDER:
            _verleen(aanvraag, opdracht, ogon)
            beslag.zeg_toe(aanvraag, by=by)
        overgang.gegevens |= {"paraaf": rol, "opdracht": opdracht.nummer or ""}
    return aanvraag


def _zet_klaar(
    aanvraag: Aanvraag, uren: Decimal | None, kosten: Decimal | None, einddatum: date | None
) -> Opdracht:
    raming = geldige_raming(aanvraag)
    if raming is None or uren is None or kosten is None or einddatum is None:
        raise StapKanNiet("Vul het plafond in uren, het plafond in euro’s en de einddatum in.")
    if einddatum < klok.vandaag():
        raise StapKanNiet("Kies een einddatum vanaf vandaag.")
    opdracht = Opdracht.objects.create(
        aanvraag=aanvraag,
        raming=raming,
        plafond_uren=uren,
        plafond_kosten=kosten,
        einddatum=einddatum,
        sleutel=raming.sleutel,
        tarieven=_tarieven(),
        taakveld=aanvraag.taakveld,
        i_s=aanvraag.i_s,
    )
    _schrijf_aandelen(opdracht)
    return opdracht


def _tarieven() -> dict[str, str]:
    """The tariffs of today as the decision's snapshot; ceilings are tested against these."""
    return {groep: str(bedrag) for groep, bedrag in Tarief.objects.per_functiegroep(klok.vandaag()).items()}


def _schrijf_aandelen(opdracht: Opdracht) -> None:
    fracties = {aandeel.organisatie_id: aandeel.deel for aandeel in opdracht.raming.aandelen.all()}
    bedragen = verdeel(opdracht.plafond_kosten, fracties)
    OpdrachtAandeel.objects.bulk_create(
        OpdrachtAandeel(opdracht=opdracht, organisatie_id=pk, deel=deel, bedrag=bedragen[pk])
        for pk, deel in fracties.items()
    )


def _verleen(aanvraag: Aanvraag, opdracht: Opdracht, ogon: Ogon) -> None:
    opdracht.nummer = Teller.volgende("OPD", klok.vandaag().year)
    opdracht.verleend_op = klok.nu()
    opdracht.save()
    aanvraag.status = S.OPDRACHT_VERLEEND
    _schuif_op(aanvraag, ogon)


def haal_zonder_besluit_van_lijst(aanvraag: Aanvraag, ogon: Ogon) -> None:
    """For a request that its municipality withdraws: the place and a half-signed assignment go."""
    _schuif_op(aanvraag, ogon)
    _trek_klaargezette_opdracht_in(aanvraag)


def _trek_klaargezette_opdracht_in(aanvraag: Aanvraag) -> None:
    """An assignment with one initial is not given yet; a new decision takes it away."""
    opdracht = opdracht_van(aanvraag)
    if opdracht is not None and opdracht.verleend_op is None:
        opdracht.parafen.all().delete()
        opdracht.delete()
        aanvraag._state.fields_cache.pop("opdracht", None)
