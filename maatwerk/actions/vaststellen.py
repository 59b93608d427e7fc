"""De volgorde vaststellen: één besluit over het geheel, en per aanvraag wat daaruit volgt."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import besluiten, klok
from duoplus.calc.nederlands import datum
from duoplus.choices import BesluitSoort
from duoplus.models import Agendapunt, Besluit, Feestdag, Gebeurtenis, Gebruiker
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions.beslag import reserveer
from maatwerk.actions.besluiten import op_slot, op_wachtlijst_zetten, prioriteren, schuif_door
from maatwerk.actions.consultaties import vraag
from maatwerk.actions.standpunten import leg_vast, ronde_op_slot
from maatwerk.calc.planner import Planning, Werk, plan
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import RondeStatus
from maatwerk.models import Aanvraag, Raming, Ronde
from maatwerk.planning.plan import beloofde_datums
from maatwerk.uren import capaciteit
from maatwerk.volgorde.bord import Bord, Bordrij, lees
from maatwerk.volgorde.opschaling import dossier_van_ronde
from maatwerk.volgorde.standpunten import bezwaren, is_onthuld, stemmen
from ogon.actions.opschaling import Vraag, beantwoord, open_over, schaal_op
from ogon.choices import Antwoord
from ogon.fasen import vereis_fase
from ogon.models import Ogon

VASTSTELLEN, BEANTWOORDEN = "ogon.vaststellen_cyclus", "maatwerk.beantwoorden_ronde"
INGEPLAND, WACHT, VOORBEHOUD, WEG = "ingepland", "wachtlijst", "onder voorbehoud", "niet meer op tafel"
BOVEN = "ligt bij het directieberaad"

Planningen = dict[int, Planning[int]]


def vaststellen(
    ronde: Ronde, *, by: Gebruiker, versie: int | None = None, agendapunt: Agendapunt | None = None
) -> Ronde:
    """Stel de voorgelegde volgorde vast. Zolang een bezwaar staat, kan dat niet.

    One decision freezes order, line, scores and positions. Each request that fits, wholly or in part, is
    then ranked by the same step as ever and gets its hours reserved; what does not fit goes to the waiting
    list. What was put on the agenda before it was ready keeps its place, under reservation; about what lies
    with the directieberaad nothing is decided here.
    Raises ``StapKanNiet`` with who objects.
    """
    with _lijst_en_ronde(ronde, by, versie) as (ogon, voor):
        if wat := beletsel(ronde):
            raise StapKanNiet(wat)
        het_bord = lees(ronde, by)
        planningen = planning(het_bord)
        besluit = _neem_besluit(het_bord, planningen, by, agendapunt)
        _voer_uit(het_bord, ogon, besluit, by)
        _reserveer(het_bord, planningen, besluit, by)
        vraag(besluit, _breekt_belofte(het_bord, planningen), by=by)
        ronde.status, ronde.vastgesteld_op, ronde.besluit = RondeStatus.VASTGESTELD, klok.nu(), besluit
        leg_vast(ronde, "vaststellen", by, voor, besluit=besluit.nummer)
    return ronde


@contextmanager
def _lijst_en_ronde(
    ronde: Ronde, by: Gebruiker, versie: int | None
) -> Iterator[tuple[Ogon, Gebruiker | None]]:
    """The list first, as every decision on a request does; then the round."""
    with transaction.atomic():
        ogon = op_slot().get(pk=ronde.cyclus.ogon_id)
        with ronde_op_slot(ronde, by, VASTSTELLEN, RondeStatus.VOORGELEGD, versie) as voor:
            yield ogon, voor


def beletsel(ronde: Ronde) -> str:
    """What stands in the way of adopting, in a sentence or two; empty if nothing."""
    return " ".join(zin for zin in (_van_fase(ronde), _van_standpunten(ronde)) if zin)


def _van_fase(ronde: Ronde) -> str:
    try:
        vereis_fase(ronde.cyclus, "vaststellen")
    except StapKanNiet as weigering:
        return str(weigering)
    return ""


def _van_standpunten(ronde: Ronde) -> str:
    if not is_onthuld(ronde) and ronde.sluit_op:
        return f"Nog niet alle standpunten zijn er. Wacht daarop, of tot na {datum(ronde.sluit_op)}."
    tegen = [f"{standpunt.organisatie} ({standpunt.tekst})" for standpunt in bezwaren(ronde)]
    if not tegen:
        return ""
    return (
        f"Vaststellen kan niet zolang er bezwaar is: {'; '.join(tegen)}. "
        "Praat erover, neem de volgorde terug of schaal op."
    )


def voorbeeld(het_bord: Bord, by: Gebruiker) -> dict[str, Any]:
    """What the decision would hold if it were taken now."""
    return _bevroren(het_bord, planning(het_bord), by)


def planning(het_bord: Bord) -> Planningen:
    """In which months each team does what fits, in the order of the board."""
    ronde = het_bord.ronde
    maanden = capaciteit.horizon(ronde.cyclus)
    mee = [rij for rij in het_bord.rijen if _telt_mee(rij)]
    starts = _vroegste_start([rij.aanvraag.pk for rij in mee])
    werk = [
        Werk(rij.aanvraag.pk, _binnen(rij), starts.get(rij.aanvraag.pk), rij.rij.is_vastgezet) for rij in mee
    ]
    vrij = capaciteit.vrij_voor(ronde.cyclus.ogon, maanden, zonder=[rij.aanvraag.pk for rij in mee])
    return plan(werk, vrij, maanden)


def _telt_mee(rij: Bordrij) -> bool:
    return rij.oordeel != "niet" and not rij.is_van_tafel


def _binnen(rij: Bordrij) -> dict[int, Decimal]:
    return {cel.team.pk: cel.deel.binnen for cel in rij.cellen if cel.deel and cel.deel.binnen}


def _vroegste_start(pks: list[int]) -> dict[int, date | None]:
    ramingen = Raming.objects.filter(aanvraag__in=pks, vervallen_op=None)
    return dict(ramingen.values_list("aanvraag", "vroegste_start"))


def _neem_besluit(
    het_bord: Bord, planningen: Planningen, by: Gebruiker, agendapunt: Agendapunt | None
) -> Besluit:
    ronde, ogon = het_bord.ronde, het_bord.ronde.cyclus.ogon
    passen = sum(uitkomst(rij) == INGEPLAND for rij in het_bord.rijen)
    return besluiten.neem(
        ogon,
        BesluitSoort.VASTSTELLEN,
        titel=f"{ronde} van {ogon}",
        reden=f"{passen} van {len(het_bord.rijen)} aanvragen passen in de uren van Duo+. Er is geen bezwaar.",
        by=by,
        namens=namens(by, VASTSTELLEN, ronde.cyclus),
        agendapunt=agendapunt,
        **_bevroren(het_bord, planningen, by),
    )


def _bevroren(het_bord: Bord, planningen: Planningen, by: Gebruiker) -> dict[str, Any]:
    """What the decision was based on, in words and figures that no later change touches."""
    vrij = Feestdag.objects.als_vrij()
    return {
        "ronde": het_bord.ronde.pk,
        "volgorde": [_regel(rij, planningen.get(rij.aanvraag.pk), vrij) for rij in het_bord.rijen],
        "teams": [
            {"team": k.team.kort, "gevraagd": str(k.gevraagd), "vrij": str(k.vrij), "over": str(k.over)}
            for k in het_bord.kolommen
        ],
        "standpunten": [
            {
                "gemeente": stem.organisatie.naam,
                "standpunten": [_standpunt(s) for s in stem.standpunten] or "geen reactie",
            }
            for stem in stemmen(het_bord.ronde, by)
        ],
    }


def _regel(rij: Bordrij, planning: Planning[int] | None, vrij: dict[date, str]) -> dict[str, Any]:
    eind = planning.eind(vrij) if planning and _is_heel_gepland(rij) else None
    return {
        "plaats": rij.plaats,
        "aanvraag": rij.aanvraag.kenmerk,
        "titel": rij.aanvraag.titel,
        "uitkomst": uitkomst(rij),
        "oordeel": rij.past,
        "uren": {
            cel.team.kort: {"binnen": str(cel.deel.binnen), "buiten": str(cel.deel.buiten)}
            for cel in rij.cellen
            if cel.deel
        },
        "klaar": eind.isoformat() if eind else None,
        "voorgesteld": rij.voorgesteld,
        "score": {deel.naam: str(deel.punten) for deel in rij.onderdelen},
        "reden": rij.rij.afwijkreden,
        "wettelijke_grond": rij.rij.vastgezet_grond,
        "niet_gereed": rij.rij.niet_gereed_reden,
    }


def _is_heel_gepland(rij: Bordrij) -> bool:
    """Only then is there a day on which it is finished."""
    return rij.oordeel == "past" and any(cel.deel for cel in rij.cellen)


def _standpunt(standpunt: Any) -> dict[str, str]:
    return {
        "standpunt": standpunt.get_soort_display(),
        "tekst": standpunt.tekst,
        "door": standpunt.door.naam,
        "namens": standpunt.namens.naam if standpunt.namens else "",
        "op": standpunt.op.isoformat(),
    }


TE_PLAATSEN = (S.TER_PRIORITERING, S.WACHTLIJST, S.AANGEHOUDEN, S.GEPRIORITEERD)


def uitkomst(rij: Bordrij) -> str:
    if rij.is_van_tafel:
        return WEG
    if rij.boven:
        return BOVEN
    if rij.aanvraag.status not in TE_PLAATSEN:
        return VOORBEHOUD
    return WACHT if rij.oordeel == "niet" else INGEPLAND


def _voer_uit(het_bord: Bord, ogon: Ogon, besluit: Besluit, by: Gebruiker) -> None:
    """Places are given from the first on, so that each next one pushes the rest down."""
    plaats = 0
    for rij in het_bord.rijen:
        wordt, aanvraag = uitkomst(rij), _vers(rij)
        if wordt == INGEPLAND:
            plaats += 1
            _plan_in(aanvraag, ogon, plaats, besluit, rij, by)
        elif wordt == WACHT and aanvraag.status != S.WACHTLIJST:
            reden = f"Past niet in de uren van Duo+ ({besluit.nummer})."
            op_wachtlijst_zetten(aanvraag, by=by, reden=reden)


def _vers(rij: Bordrij) -> Aanvraag:
    """The board reads only what it shows."""
    return Aanvraag.objects.get(pk=rij.aanvraag.pk)


def _plan_in(
    aanvraag: Aanvraag, ogon: Ogon, plaats: int, besluit: Besluit, rij: Bordrij, by: Gebruiker
) -> None:
    reden = rij.rij.afwijkreden or rij.rij.vastgezet_grond or f"Vastgestelde volgorde ({besluit.nummer})."
    if aanvraag.status != S.GEPRIORITEERD:
        prioriteren(aanvraag, by=by, plaats=plaats, reden=reden)
    elif aanvraag.plaats != plaats:
        voor = namens(by, VASTSTELLEN, rij.rij.ronde.cyclus)
        ogon.refresh_from_db(fields=["lijstversie"])
        schuif_door(aanvraag, ogon, plaats, besluit, by=by, namens=voor, reden=reden)


def _reserveer(het_bord: Bord, planningen: Planningen, besluit: Besluit, by: Gebruiker) -> None:
    for rij in het_bord.rijen:
        if uitkomst(rij) == INGEPLAND:
            reserveer(rij.aanvraag, planningen[rij.aanvraag.pk].delen, by=by, besluit=besluit)


def _breekt_belofte(het_bord: Bord, planningen: Planningen) -> list[tuple[Aanvraag, str]]:
    """What will be ready later than was promised, or does not fit, with what the other OGON's read of it."""
    vrij, tafel = Feestdag.objects.als_vrij(), [rij for rij in het_bord.rijen if not rij.is_van_tafel]
    beloften = beloofde_datums([rij.aanvraag.pk for rij in tafel])
    gebroken = []
    for rij in tafel:
        belofte, planning = beloften.get(rij.aanvraag.pk), planningen.get(rij.aanvraag.pk)
        eind = planning.eind(vrij) if planning else None
        if belofte and (eind is None or eind > belofte):
            wordt = f"wordt het {datum(eind)}" if eind else "past het niet in de vrije uren"
            gebroken.append((_vers(rij), f"Beloofd was {datum(belofte)}; in deze volgorde {wordt}."))
    return gebroken


def opschalen_ronde(
    ronde: Ronde, *, by: Gebruiker, reden: str, vraag: Vraag | None = None, versie: int | None = None
) -> Besluit:
    """Leg de volgorde voor aan het directieberaad; tot het antwoord staat zij stil."""
    if not reden.strip():
        raise StapKanNiet("Schrijf op waarover het directieberaad moet besluiten.")
    with ronde_op_slot(ronde, by, VASTSTELLEN, RondeStatus.VOORGELEGD, versie) as voor:
        if not bezwaren(ronde) or not is_onthuld(ronde):
            raise StapKanNiet("Opschalen kan als de standpunten er zijn en er bezwaar is.")
        ogon, erbij = ronde.cyclus.ogon, dossier_van_ronde(ronde, by)
        bevroren = _bevroren(lees(ronde, by), {}, by)
        ronde.status = RondeStatus.OPGESCHAALD
        besluit = besluiten.neem(
            ogon,
            BesluitSoort.OPSCHALEN,
            titel=f"{ronde} van {ogon}",
            reden=reden,
            by=by,
            namens=voor,
            **bevroren,
        )
        schaal_op(ronde, vraag or Vraag(reden), erbij, ogon=ogon, besluit=besluit, by=by, namens=voor)
        leg_vast(ronde, "opschalen", by, voor, reden=reden, besluit=besluit.nummer)
    return besluit


def antwoord_directieberaad(
    ronde: Ronde,
    *,
    by: Gebruiker,
    antwoord: str,
    soort: Antwoord = Antwoord.AKKOORD,
    voorwaarde: str = "",
    versie: int | None = None,
) -> Ronde:
    """Het directieberaad geeft de volgorde terug met een antwoord; het OGON kan haar weer wijzigen."""
    if not by.has_perm(BEANTWOORDEN, ronde):
        raise PermissionDenied(BEANTWOORDEN)
    with transaction.atomic():
        ronde.refresh_from_db(from_queryset=Ronde.objects.select_for_update(of=("self",), no_key=True))
        if versie is not None and versie != ronde.versie:
            raise Verouderd(ronde)
        opschaling = open_over(ronde)
        if opschaling is None:
            raise StapKanNiet("Over deze volgorde ligt geen vraag bij het directieberaad.")
        beantwoord(opschaling, soort, by=by, reden=antwoord, voorwaarde=voorwaarde)
    ronde.refresh_from_db()
    return ronde


def vraag_aan_directieberaad(ronde: Ronde) -> Besluit | None:
    """With which decision the order went up the last time."""
    feit = Gebeurtenis.objects.over(ronde).filter(soort="maatwerk.ronde.opschalen").last()
    genomen = Besluit.objects.select_related("genomen_door", "namens")
    return genomen.get(nummer=feit.gegeven("besluit")) if feit else None
