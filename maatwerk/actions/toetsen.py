"""Van bevestigde vraag tot een voorstel waar iedereen akkoord op is."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from duoplus import klok
from duoplus.models import Gebruiker, Organisatie
from duoplus.transitions import StapKanNiet
from maatwerk.calc.verdeling import OngeldigeVerdeling, regelbedrag, verdeel
from maatwerk.choices import AanvraagStatus, AfspraakSoort, AkkoordSoort, Oorzaak
from maatwerk.models import (
    Aandeel,
    Aanvraag,
    Afspraak,
    Akkoord,
    ExterneKosten,
    Raming,
    RamingRegel,
    Tarief,
    Verdeelsleutel,
)
from maatwerk.rules import geldige_raming, open_akkoorden
from maatwerk.transitions import AANVRAAG


def voorstellen(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    regels: Sequence[Mapping[str, Any]],
    externe_kosten: Sequence[Mapping[str, Any]],
    afspraken: Mapping[AfspraakSoort, Mapping[str, Any]],
    vroegste_start: date,
    risicos: str,
    zekerheid: str = "",
    inkoop_nodig: bool = False,
    avg_toets_nodig: bool = False,
    oorzaak: Oorzaak = Oorzaak.EERSTE,
    oorzaak_toelichting: str = "",
    versie: int | None = None,
) -> Aanvraag:
    """Doe een voorstel: wat het kost, wat haalbaar is, wanneer het klaar is en hoe goed het wordt.

    Each line is priced at the tariff valid today and rounded once; the parts of the municipalities
    together are exactly the total. Raises ``StapKanNiet`` without a tariff or a key.
    """
    with AANVRAAG.transition(aanvraag, "voorstellen", by=by, versie=versie) as overgang:
        if not regels:
            raise StapKanNiet("Voeg ten minste één regel met uren toe.")
        raming = maak_raming(
            aanvraag,
            by=by,
            regels=regels,
            externe_kosten=externe_kosten,
            vroegste_start=vroegste_start,
            risicos=risicos,
            zekerheid=zekerheid,
            inkoop_nodig=inkoop_nodig,
            avg_toets_nodig=avg_toets_nodig,
        )
        for soort, inhoud in afspraken.items():
            leg_afspraak_vast(aanvraag, soort, by, oorzaak, oorzaak_toelichting, **inhoud)
        overgang.gegevens |= {"raming": raming.versie, "uren": str(raming.uren)}
    return aanvraag


def maak_raming(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    regels: Sequence[Mapping[str, Any]],
    externe_kosten: Sequence[Mapping[str, Any]],
    **velden: Any,
) -> Raming:
    """Store the lines, the costs and each municipality's part as a new version."""
    laat_raming_vervallen(aanvraag, "Er is een nieuw voorstel.")
    vorige = aanvraag.ramingen.first()
    raming = Raming.objects.create(
        aanvraag=aanvraag,
        versie=vorige.versie + 1 if vorige else 1,
        sleutel=sleutel_voor(aanvraag, klok.vandaag()),
        opgesteld_door=by,
        **velden,
    )
    _schrijf_regels(raming, regels)
    ExterneKosten.objects.bulk_create(ExterneKosten(raming=raming, **kosten) for kosten in externe_kosten)
    _schrijf_aandelen(raming)
    return raming


def _schrijf_regels(raming: Raming, regels: Sequence[Mapping[str, Any]]) -> None:
    tarieven = Tarief.objects.per_functiegroep(klok.vandaag())
    for regel in regels:
        if regel["functiegroep"] not in tarieven:
            raise StapKanNiet(f"Er is vandaag geen tarief voor functiegroep {regel['functiegroep']}.")
    RamingRegel.objects.bulk_create(
        RamingRegel(
            raming=raming,
            tarief=tarieven[regel["functiegroep"]],
            bedrag=regelbedrag(regel["uren"], tarieven[regel["functiegroep"]]),
            **regel,
        )
        for regel in regels
    )


def _schrijf_aandelen(raming: Raming) -> None:
    fracties = fracties_van(raming.aanvraag, raming.sleutel)
    try:
        bedragen = verdeel(raming.totaal, fracties)
    except OngeldigeVerdeling as fout:
        raise StapKanNiet(f"De verdeelsleutel klopt niet. {fout}") from fout
    Aandeel.objects.bulk_create(
        Aandeel(raming=raming, organisatie_id=pk, deel=deel, bedrag=bedragen[pk])
        for pk, deel in fracties.items()
    )


def fracties_van(aanvraag: Aanvraag, sleutel: Verdeelsleutel | None) -> dict[int, Decimal]:
    """Organisation id → share of 1; one municipality alone pays all."""
    if sleutel is not None:
        return sleutel.als_fracties()
    return {aanvraag.organisatie_id: Decimal(1)}


def sleutel_voor(aanvraag: Aanvraag, dag: date) -> Verdeelsleutel | None:
    """The key for a shared request on ``dag``; none is needed for one municipality."""
    if not aanvraag.is_gedeeld:
        return None
    programma = aanvraag.ogon.programma_id if aanvraag.ogon else None
    sleutel = Verdeelsleutel.objects.voor(aanvraag.gemeente_ids, dag, programma)
    if sleutel is None:
        namen = ", ".join(gemeente.naam for gemeente in aanvraag.gemeenten.all())
        raise StapKanNiet(
            f"Er is geen verdeelsleutel voor {namen}. Vraag de concerncontroller om een besluit."
        )
    return sleutel


def laat_raming_vervallen(aanvraag: Aanvraag, reden: str) -> None:
    """An estimate that no longer holds stays readable, with the reason."""
    aanvraag.ramingen.filter(vervallen_op=None).update(vervallen_op=klok.nu(), vervallen_reden=reden)


def leg_afspraak_vast(
    aanvraag: Aanvraag,
    soort: AfspraakSoort,
    by: Gebruiker,
    oorzaak: Oorzaak,
    toelichting: str = "",
    **inhoud: Any,
) -> Afspraak:
    """A new version of one promise; the same words make no new version."""
    vorige = aanvraag.afspraken.filter(soort=soort).first()
    if vorige and all(getattr(vorige, veld) == waarde for veld, waarde in inhoud.items()):
        return vorige
    if vorige and oorzaak == Oorzaak.EERSTE:
        raise StapKanNiet("Een afspraak wijzigt. Kies waardoor dat komt.")
    return Afspraak.objects.create(
        aanvraag=aanvraag,
        soort=soort,
        versie=vorige.versie + 1 if vorige else 1,
        oorzaak=oorzaak if vorige else Oorzaak.EERSTE,
        oorzaak_toelichting=toelichting if vorige else "",
        door=by,
        **inhoud,
    )


def tegenvoorstel(aanvraag: Aanvraag, *, by: Gebruiker, reden: str, versie: int | None = None) -> Aanvraag:
    """Vraag een ander voorstel, met de reden. De gegeven akkoorden vervallen met de raming."""
    with AANVRAAG.transition(aanvraag, "tegenvoorstel", by=by, versie=versie, reden=reden):
        laat_raming_vervallen(aanvraag, reden)
    return aanvraag


def akkoord_geven(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    soort: AkkoordSoort,
    organisatie: Organisatie,
    toelichting: str = "",
    versie: int | None = None,
    **dekking: str,
) -> Aanvraag:
    """Geef één van de twee akkoorden van een gemeente. Met het laatste gaat de aanvraag naar de OGON.

    ``dekking`` holds dekking, taakveld and i_s with the budget holder's act.
    """
    with AANVRAAG.transition(
        aanvraag, "akkoord_geven", by=by, versie=versie, soort=soort, gemeente=organisatie.naam
    ) as overgang:
        raming = geldige_raming(aanvraag)
        if raming is None or (organisatie.pk, soort) not in open_akkoorden(aanvraag, by):
            raise StapKanNiet("Dit akkoord is al gegeven, of u mag het niet geven voor deze gemeente.")
        Akkoord.objects.create(
            raming=raming,
            organisatie=organisatie,
            soort=soort,
            door=by,
            namens=overgang.namens,
            toelichting=toelichting,
            **dekking,
        )
        _neem_dekking_over(aanvraag, organisatie, dekking)
        if _is_rond(aanvraag):
            aanvraag.status, aanvraag.akkoord_op = AanvraagStatus.TER_PRIORITERING, klok.nu()
    return aanvraag


def _neem_dekking_over(aanvraag: Aanvraag, organisatie: Organisatie, dekking: Mapping[str, str]) -> None:
    """What the leading municipality's budget holder says is what the request shows."""
    if organisatie.pk == aanvraag.organisatie_id:
        for veld, waarde in dekking.items():
            setattr(aanvraag, veld, waarde)


def _is_rond(aanvraag: Aanvraag) -> bool:
    gegeven = Akkoord.objects.filter(raming__aanvraag=aanvraag, raming__vervallen_op=None).count()
    return gegeven == len(AkkoordSoort) * len(aanvraag.gemeente_ids)
