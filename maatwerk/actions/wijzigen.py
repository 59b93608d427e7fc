"""Een gegeven opdracht wijzigen: de teammanager vraagt, de voorzitter en de budgethouder paraferen.

The figures of the decision stay as they are; the changed ones stand beside them and hold from the second
initial on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duoplus import events, klok
from duoplus.calc.nederlands import bedrag, datum, uren
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions import beslag
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Verzoekstand
from maatwerk.models import Aanvraag, Opdracht, Wijzigingsverzoek
from maatwerk.signalen.noodzaak import TE_WIJZIGEN
from maatwerk.transitions import zet_einde_termijn

VRAGEN = "maatwerk.wijziging_vragen_opdracht"
PARAFEREN = "maatwerk.paraferen_wijzigingsverzoek"
AL_GEVRAAGD = "Er ligt al een verzoek om deze opdracht te wijzigen."
NIET_NU = "Een opdracht wijzigen kan alleen vanaf de tweede paraaf tot het dossier gesloten is."
AF = "Dit verzoek is al afgedaan: {}."


def vragen(
    opdracht: Opdracht,
    *,
    by: Gebruiker,
    plafond_uren: Decimal,
    plafond_kosten: Decimal,
    einddatum: date,
    reden: str,
) -> Wijzigingsverzoek:
    """Vraag andere plafonds of een andere einddatum; er verandert niets tot er twee parafen zijn.

    Raises ``StapKanNiet`` when nothing would change, or when less is asked than is booked already.
    """
    with transaction.atomic():
        if not by.has_perm(VRAGEN, opdracht):
            raise PermissionDenied(VRAGEN)
        _houd(opdracht)
        _controleer(opdracht, plafond_uren, plafond_kosten, einddatum)
        verzoek = Wijzigingsverzoek(
            opdracht=opdracht,
            door=by,
            namens=namens(by, VRAGEN, opdracht),
            plafond_uren=plafond_uren,
            plafond_kosten=plafond_kosten,
            einddatum=einddatum,
            reden=reden.strip(),
        )
        _bewaar_nieuw(verzoek)
        _leg_vast("vragen", verzoek, by, verzoek.namens, reden=verzoek.reden)
    return verzoek


def paraferen(verzoek: Wijzigingsverzoek, *, by: Gebruiker, versie: int | None = None) -> Wijzigingsverzoek:
    """Zet een paraaf; met de tweede geldt de wijziging meteen, ook in de uren en de termijn."""
    with _op_slot(verzoek, by, PARAFEREN, versie) as voor:
        _zet_paraaf(verzoek, by)
        if verzoek.voorzitter_id and verzoek.budgethouder_id:
            _doe_af(verzoek, Verzoekstand.AKKOORD)
            _leg_vast("akkoord", verzoek, by, voor, reden=verzoek.reden)
            _voer_door(verzoek, by)
        else:
            verzoek.save()
            _leg_vast("paraferen", verzoek, by, voor)
    return verzoek


def weigeren(
    verzoek: Wijzigingsverzoek, *, by: Gebruiker, antwoord: str, versie: int | None = None
) -> Wijzigingsverzoek:
    """Weiger met een reden; de opdracht blijft zoals zij is."""
    return _beeindig(verzoek, Verzoekstand.GEWEIGERD, "weigeren", PARAFEREN, by, antwoord, versie)


def intrekken(
    verzoek: Wijzigingsverzoek, *, by: Gebruiker, antwoord: str, versie: int | None = None
) -> Wijzigingsverzoek:
    """Trek het verzoek in met een reden; daarna kan er een ander komen."""
    return _beeindig(verzoek, Verzoekstand.INGETROKKEN, "intrekken", VRAGEN, by, antwoord, versie)


def vervalt(opdracht: Opdracht) -> None:
    """The file was closed: nobody has to initial any more."""
    with transaction.atomic():
        open_ = Wijzigingsverzoek.objects.select_for_update().filter(opdracht=opdracht, afgedaan_op=None)
        for verzoek in open_:
            verzoek.antwoord = "Het dossier is gesloten."
            _doe_af(verzoek, Verzoekstand.INGETROKKEN)


def _houd(opdracht: Opdracht) -> Aanvraag:
    """Hold the request, so that booking, closing and changing wait for each other."""
    aanvraag = Aanvraag.objects.select_for_update(of=("self",)).get(pk=opdracht.aanvraag_id)
    if aanvraag.status not in TE_WIJZIGEN:
        raise StapKanNiet(NIET_NU)
    return aanvraag


def _controleer(opdracht: Opdracht, plafond_uren: Decimal, plafond_kosten: Decimal, eind: date) -> None:
    nu = (opdracht.uren_mogen, opdracht.kosten_mogen, opdracht.klaar_voor)
    if (plafond_uren, plafond_kosten, eind) == nu:
        raise StapKanNiet("Er verandert niets. Vul een ander plafond of een andere einddatum in.")
    if eind != opdracht.klaar_voor and eind < klok.vandaag():
        raise StapKanNiet("Kies een einddatum vanaf vandaag.")
    geboekt = opdracht.verbruik()
    if plafond_uren < geboekt["uren"]:
        raise StapKanNiet(f"Er zijn al {uren(geboekt['uren'])} uur geboekt. Vraag er niet minder.")
    if plafond_kosten < geboekt["totaal"]:
        raise StapKanNiet(f"Er is al {bedrag(geboekt['totaal'])} geboekt. Vraag niet minder.")


def _bewaar_nieuw(verzoek: Wijzigingsverzoek) -> None:
    try:
        with transaction.atomic():
            verzoek.save()
    except IntegrityError as fout:
        if "wijzigingsverzoek_een_tegelijk" not in str(fout):
            raise
        raise StapKanNiet(AL_GEVRAAGD) from None


@contextmanager
def _op_slot(
    verzoek: Wijzigingsverzoek, by: Gebruiker, perm: str, versie: int | None
) -> Iterator[Gebruiker | None]:
    """Hold the request and this; answers in whose name. Raises ``Verouderd`` or ``StapKanNiet``."""
    with transaction.atomic():
        verzoek.opdracht.aanvraag = _houd(verzoek.opdracht)
        verzoek.refresh_from_db(from_queryset=Wijzigingsverzoek.objects.select_for_update(of=("self",)))
        if verzoek.afgedaan_op is not None:
            raise StapKanNiet(AF.format(verzoek.get_stand_display().lower()))
        if versie is not None and verzoek.versie != versie:
            raise Verouderd(verzoek)
        onderwerp = verzoek if perm == PARAFEREN else verzoek.opdracht
        if not by.has_perm(perm, onderwerp):
            raise PermissionDenied(perm)
        verzoek.versie += 1
        yield namens(by, perm, onderwerp)


def _zet_paraaf(verzoek: Wijzigingsverzoek, by: Gebruiker) -> None:
    """As chair while that initial is open, else as budget holder; the permission saw to one of the two."""
    leidt = verzoek.opdracht.aanvraag.ogon_id in by.gremia(Rol.VOORZITTER)
    if verzoek.voorzitter_id is None and leidt:
        verzoek.voorzitter, verzoek.voorzitter_op = by, klok.nu()
    else:
        verzoek.budgethouder, verzoek.budgethouder_op = by, klok.nu()


def _beeindig(
    verzoek: Wijzigingsverzoek,
    stand: Verzoekstand,
    wat: str,
    perm: str,
    by: Gebruiker,
    antwoord: str,
    versie: int | None,
) -> Wijzigingsverzoek:
    if not antwoord.strip():
        raise StapKanNiet("Schrijf de reden op.")
    with _op_slot(verzoek, by, perm, versie) as voor:
        verzoek.antwoord = antwoord.strip()
        _doe_af(verzoek, stand)
        _leg_vast(wat, verzoek, by, voor, reden=verzoek.antwoord)
    return verzoek


def _doe_af(verzoek: Wijzigingsverzoek, stand: Verzoekstand) -> None:
    verzoek.stand, verzoek.afgedaan_op = stand, klok.nu()
    verzoek.save()


def _voer_door(verzoek: Wijzigingsverzoek, by: Gebruiker) -> None:
    """Ceilings and end date hold from now; the promised hours and the term of the request follow."""
    opdracht = verzoek.opdracht
    opdracht.gewijzigd_plafond_uren = verzoek.plafond_uren
    opdracht.gewijzigd_plafond_kosten = verzoek.plafond_kosten
    opdracht.gewijzigde_einddatum = verzoek.einddatum
    opdracht.save(
        update_fields=["gewijzigd_plafond_uren", "gewijzigd_plafond_kosten", "gewijzigde_einddatum"]
    )
    aanvraag = opdracht.aanvraag
    aanvraag.opdracht = opdracht
    beslag.volg_plafond(aanvraag, by=by)
    if aanvraag.status == S.IN_UITVOERING:
        zet_einde_termijn(aanvraag, opdracht.klaar_voor)


def _leg_vast(
    wat: str, verzoek: Wijzigingsverzoek, by: Gebruiker, voor: Gebruiker | None, **feit: Any
) -> None:
    """With old and new; the timeline shows hours and day, for not everybody who reads it reads amounts."""
    opdracht = verzoek.opdracht
    eind = [datum(opdracht.klaar_voor), datum(verzoek.einddatum)]
    plafond = [uren(opdracht.uren_mogen), uren(verzoek.plafond_uren)]
    velden = {
        "plafond_uren": [str(opdracht.uren_mogen), str(verzoek.plafond_uren)],
        "plafond_kosten": [str(opdracht.kosten_mogen), str(verzoek.plafond_kosten)],
        "einddatum": [opdracht.klaar_voor.isoformat(), verzoek.einddatum.isoformat()],
    }
    events.record(
        f"maatwerk.aanvraag.wijziging_{wat}",
        opdracht.aanvraag,
        by=by,
        namens=voor,
        verzoek=verzoek.pk,
        opdracht=opdracht.nummer,
        velden={naam: paar for naam, paar in velden.items() if paar[0] != paar[1]},
        verschil=[
            [label, *paar]
            for label, paar in (("Plafond in uren", plafond), ("Einddatum", eind))
            if paar[0] != paar[1]
        ],
        **feit,
    )
