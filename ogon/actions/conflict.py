"""Een team waarvan meer OGON's samen te veel vragen: vaststellen, reageren, verdelen.

The hub (``Gremium.coordineert``) divides; who claims may react within a term, and silence is recorded as
silence, never as consent.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import besluiten, events, klok
from duoplus.calc.nederlands import datum, opsomming
from duoplus.calc.nederlands import uren as als_uren
from duoplus.choices import BesluitSoort
from duoplus.models import Besluit, Gebruiker, Gremium, Team, Termijn
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet, Verouderd
from ogon.actions import opschaling
from ogon.choices import ConflictStatus, Reactie
from ogon.models import Conflict, Conflictpartij, Ogon, Opschaling, Toedeling
from ogon.opschaling.uren import dossier, titel_van
from ogon.opschaling.zaken import Zaak

TERMIJN = "ogon.conflict"
NUL = Decimal(0)

# What each fact is called in the trail of a person and on the page of the conflict.
ZINNEN = {
    "ogon.conflict.vaststellen": "zette de uren van {team} in {jaar} op de agenda: {gevraagd}",
    "ogon.conflict.reageren": "gaf voor {ogon} een reactie op de uren van {team} in {jaar}: {reactie}",
    "ogon.conflict.geen_reactie": "legde vast dat {ogon} niet reageerde op de uren van {team} in {jaar}",
    "ogon.conflict.verdelen": "verdeelde de uren van {team} in {jaar} met besluit {besluit}",
    "ogon.conflict.opschalen": "bracht de uren van {team} in {jaar} naar het directieberaad ({opschaling})",
    "ogon.conflict.antwoorden": "antwoordde over de uren van {team} in {jaar}, besluit {besluit}: {reden}",
    "ogon.conflict.vervallen": "haalde de uren van {team} in {jaar} van de agenda: er is weer genoeg",
}

Claims = Mapping[int, Decimal]  # per OGON (its pk): the hours it asks of the team


def is_conflict(claims: Claims, vrij: Decimal, verdeeld: set[int]) -> bool:
    """More than one OGON asks, together more than there is, and not all of them have a share already."""
    vragers = {ogon for ogon, uren in claims.items() if uren > 0}
    return len(vragers) > 1 and sum(claims.values(), NUL) > vrij and not vragers <= verdeeld


@transaction.atomic
def stel_vast(team: Team, jaar: int, claims: Claims, vrij: Decimal) -> Conflict | None:
    """Zet een conflict op de agenda, werk het bij, of laat het vervallen als het er niet meer is.

    There is at most one open conflict per team and year; called again with the same hours nothing changes.
    """
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)  # two checks at once make one conflict
    conflicten = Conflict.objects.filter(team=team, jaar=jaar, status=ConflictStatus.OPEN)
    conflict = conflicten.select_for_update().first()
    verdeeld = set(
        Toedeling.objects.filter(team=team, jaar=jaar, vervallen_op=None).values_list("ogon", flat=True)
    )
    if not is_conflict(claims, vrij, verdeeld):
        if conflict is not None:
            _laat_vervallen(conflict)
        return None
    if conflict is None:
        conflict = _open(team, jaar, vrij)
        _zet_partijen(conflict, claims)
        _leg_vast(conflict, "vaststellen", Gebruiker.objects.systeem(), gevraagd=_in_woorden(conflict))
    elif _zet_partijen(conflict, claims) or conflict.vrij != vrij:
        conflict.vrij = vrij
        _bewaar(conflict, "vrij")
    return conflict


def reageer(
    partij: Conflictpartij, *, by: Gebruiker, soort: str, tekst: str = "", versie: int | None = None
) -> Conflictpartij:
    """Geef de reactie van een OGON: akkoord, of bezwaar met een reden. Kan tot en met de laatste dag."""
    with _op_slot(partij.conflict, versie) as conflict:
        if not by.has_perm("ogon.reageren_conflictpartij", partij):
            raise PermissionDenied("ogon.reageren_conflictpartij")
        if klok.vandaag() > conflict.reactie_voor:
            raise StapKanNiet(f"Reageren kon tot en met {datum(conflict.reactie_voor)}. De termijn is om.")
        if soort not in (Reactie.AKKOORD, Reactie.BEZWAAR):
            raise StapKanNiet("Kies akkoord of bezwaar.")
        if soort == Reactie.BEZWAAR and not tekst.strip():
            raise StapKanNiet("Zeg waarom u bezwaar heeft.")
        partij.reactie, partij.tekst, partij.op = soort, tekst.strip(), klok.nu()
        partij.door, partij.namens = by, namens(by, "ogon.reageren_conflictpartij", partij)
        partij.save()
        _bewaar(conflict)
        _leg_vast(
            conflict, "reageren", by, partij.namens, ogon=partij.ogon.naam, reactie=soort, reden=partij.tekst
        )
    return partij


def leg_stilte_vast() -> int:
    """Wie binnen de termijn niet reageerde: dat ligt vast als geen reactie. Ook na een dag zonder dienst."""
    stil = Conflictpartij.objects.filter(
        conflict__status=ConflictStatus.OPEN, conflict__reactie_voor__lt=klok.vandaag(), reactie=""
    )
    partijen = list(stil.values_list("pk", flat=True))
    for pk in partijen:
        _zwijgt(pk)
    return len(partijen)


def verdeel(
    conflict: Conflict,
    delen: Mapping[int, Decimal],
    *,
    by: Gebruiker,
    reden: str,
    versie: int | None = None,
) -> Besluit:
    """Verdeel de uren van het team over de OGON's, als deel van 1. Eerdere delen van dit jaar vervallen."""
    hub = draaischijf()
    with _op_slot(conflict, versie) as conflict:
        if not by.has_perm("ogon.verdelen_conflict", conflict):
            raise PermissionDenied("ogon.verdelen_conflict")
        if boven := opschaling.open_over(conflict):
            raise StapKanNiet(f"De vraag over deze uren ligt bij het directieberaad ({boven.nummer}).")
        _controleer_delen(conflict, delen)
        _controleer_reacties(conflict)
        wie = namens(by, "ogon.verdelen_conflict", conflict)
        besluit = besluiten.neem(
            hub,
            BesluitSoort.VERDELEN,
            titel=titel_van(conflict),
            reden=reden,
            by=by,
            namens=wie,
            **_grondslag(conflict, delen),
        )
        _deel_toe(conflict, delen, besluit)
        conflict.status, conflict.besluit, conflict.opgelost_op = ConflictStatus.OPGELOST, besluit, klok.nu()
        _bewaar(conflict, "status", "besluit", "opgelost_op")
        _leg_vast(conflict, "verdelen", by, wie, besluit=besluit.nummer, reden=reden)
    return besluit


def opschalen(
    conflict: Conflict, vraag: opschaling.Vraag, *, by: Gebruiker, versie: int | None = None
) -> Opschaling:
    """Vraag het directieberaad hoe deze uren te verdelen. De rest van de agenda gaat gewoon door."""
    hub = Ogon.objects.get(pk=draaischijf().pk)
    with _op_slot(conflict, versie) as conflict:
        if not by.has_perm("ogon.opschalen_conflict", conflict):
            raise PermissionDenied("ogon.opschalen_conflict")
        wie = namens(by, "ogon.opschalen_conflict", conflict)
        besluit = besluiten.neem(
            hub, BesluitSoort.OPSCHALEN, titel=titel_van(conflict), reden=vraag.vraag, by=by, namens=wie
        )
        gemeld = opschaling.schaal_op(
            conflict, vraag, dossier(conflict), ogon=hub, besluit=besluit, by=by, namens=wie
        )
        _bewaar(conflict)
        _leg_vast(
            conflict,
            "opschalen",
            by,
            wie,
            opschaling=gemeld.nummer,
            besluit=besluit.nummer,
            reden=vraag.vraag,
        )
    return gemeld


class ConflictZaak(Zaak):
    """Hours that OGON's cannot divide among themselves; after the answer the hub divides them."""

    model = Conflict

    def adres(self, onderwerp: Conflict, user: Gebruiker) -> str:
        return onderwerp.get_absolute_url() if user.has_perm("ogon.view_capaciteit") else ""

    @contextmanager
    def op_slot(self, onderwerp: Conflict) -> Iterator[None]:
        with transaction.atomic():
            onderwerp.refresh_from_db(from_queryset=Conflict.objects.select_for_update())
            yield

    def beantwoord(self, onderwerp: Conflict, opschaling: Opschaling, *, by: Gebruiker) -> None:
        besluit = opschaling.antwoordbesluit
        if besluit is not None:
            _bewaar(onderwerp)
            nummer, reden = besluit.nummer, besluit.reden
            _leg_vast(onderwerp, "antwoorden", by, besluit.namens, besluit=nummer, reden=reden)

    def laat_los(self, onderwerp: Conflict, opschaling: Opschaling, *, by: Gebruiker) -> None:
        _bewaar(onderwerp)


def draaischijf() -> Gremium:
    """Raises ``StapKanNiet`` while no body is the hub."""
    hub = Gremium.objects.filter(coordineert=True).first()
    if hub is None:
        raise StapKanNiet("Er is geen overleg aangewezen als draaischijf. Vraag het de beheerder.")
    return hub


def _controleer_delen(conflict: Conflict, delen: Mapping[int, Decimal]) -> None:
    if any(deel < 0 for deel in delen.values()):
        raise StapKanNiet("Een deel is 0% of meer. Haal het minteken weg.")
    totaal = sum(delen.values(), NUL)
    if totaal > 1:
        raise StapKanNiet(f"De delen zijn samen {als_uren(totaal * 100)}%. Maak er hooguit 100% van.")
    if set(delen) != {partij.ogon_id for partij in conflict.partijen.all()}:
        raise StapKanNiet("Vul voor elk OGON een deel in.")


def _controleer_reacties(conflict: Conflict) -> None:
    wacht = [str(p.ogon) for p in conflict.partijen.select_related("ogon") if not p.reactie]
    if wacht and klok.vandaag() <= conflict.reactie_voor:
        kan = "kan" if len(wacht) == 1 else "kunnen"
        raise StapKanNiet(f"{opsomming(wacht)} {kan} nog reageren tot en met {datum(conflict.reactie_voor)}.")


def _grondslag(conflict: Conflict, delen: Mapping[int, Decimal]) -> dict[str, Any]:
    """What the decision rested on, kept with it."""
    return {
        "team": conflict.team.kort,
        "jaar": conflict.jaar,
        "vrij": str(conflict.vrij),
        "delen": [
            {
                "ogon": partij.ogon.naam,
                "gevraagd": str(partij.gevraagd),
                "deel": str(delen[partij.ogon_id]),
                "reactie": partij.reactie or Reactie.GEEN_REACTIE,
                "tekst": partij.tekst,
            }
            for partij in conflict.partijen.select_related("ogon")
        ],
    }


def _deel_toe(conflict: Conflict, delen: Mapping[int, Decimal], besluit: Besluit) -> None:
    oud = Toedeling.objects.filter(team=conflict.team, jaar=conflict.jaar, vervallen_op=None)
    oud.update(vervallen_op=klok.nu())
    Toedeling.objects.bulk_create(
        Toedeling(team=conflict.team, jaar=conflict.jaar, ogon_id=ogon, deel=deel, besluit=besluit)
        for ogon, deel in delen.items()
    )


def _open(team: Team, jaar: int, vrij: Decimal) -> Conflict:
    voor = Termijn.objects.uiterlijk(TERMIJN, klok.vandaag())
    return Conflict.objects.create(team=team, jaar=jaar, vrij=vrij, reactie_voor=voor)


def _zet_partijen(conflict: Conflict, claims: Claims) -> bool:
    """Every OGON that asks is a party; who no longer does and never reacted, is none. Whether it changed."""
    nu = {partij.ogon_id: partij for partij in conflict.partijen.all()}
    vragers = {ogon: uren for ogon, uren in claims.items() if uren > 0}
    anders = False
    for ogon, uren in {**dict.fromkeys(nu, NUL), **vragers}.items():
        if ogon not in nu:
            Conflictpartij.objects.create(conflict=conflict, ogon_id=ogon, gevraagd=uren)
        elif not uren and not nu[ogon].reactie:
            nu[ogon].delete()
        elif nu[ogon].gevraagd != uren:
            conflict.partijen.filter(ogon=ogon).update(gevraagd=uren)
        else:
            continue
        anders = True
    return anders


def _laat_vervallen(conflict: Conflict) -> None:
    conflict.status = ConflictStatus.VERVALLEN
    _bewaar(conflict, "status")
    opschaling.vervalt(conflict, "Er zijn weer genoeg uren.")
    _leg_vast(conflict, "vervallen", Gebruiker.objects.systeem())


@transaction.atomic
def _zwijgt(pk: int) -> None:
    """Once: who reacted just now, or was recorded already, is left alone."""
    partij = Conflictpartij.objects.select_for_update(of=("self",)).select_related("ogon").get(pk=pk)
    with _op_slot(partij.conflict, None) as conflict:
        if partij.reactie:
            return
        systeem = Gebruiker.objects.systeem()
        partij.reactie, partij.door, partij.op = Reactie.GEEN_REACTIE, systeem, klok.nu()
        partij.save()
        _bewaar(conflict)
        _leg_vast(conflict, "geen_reactie", systeem, ogon=partij.ogon.naam)


@contextmanager
def _op_slot(conflict: Conflict, versie: int | None) -> Iterator[Conflict]:
    """The conflict as it stands now, held. Raises ``Verouderd`` or ``StapKanNiet``."""
    with transaction.atomic():
        conflict.refresh_from_db(from_queryset=Conflict.objects.select_for_update())
        if versie is not None and conflict.versie != versie:
            raise Verouderd(conflict)
        if conflict.status != ConflictStatus.OPEN:
            raise StapKanNiet(f"Dit kan niet meer: het conflict is ‘{conflict.get_status_display()}’.")
        yield conflict


def _bewaar(conflict: Conflict, *velden: str) -> None:
    """Count the change; the caller holds the row."""
    conflict.versie += 1
    conflict.save(update_fields=[*velden, "versie"])


def _in_woorden(conflict: Conflict) -> str:
    partijen = conflict.partijen.select_related("ogon")
    return opsomming([f"{partij.ogon} {als_uren(partij.gevraagd)} uur" for partij in partijen])


def _leg_vast(
    conflict: Conflict, wat: str, by: Gebruiker, voor: Gebruiker | None = None, **gegevens: Any
) -> None:
    plek: dict[str, Any] = {"team": conflict.team.kort, "jaar": conflict.jaar}
    events.record(f"ogon.conflict.{wat}", conflict, by=by, namens=voor, **plek | gegevens)
