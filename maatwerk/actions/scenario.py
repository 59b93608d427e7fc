"""Een wat-als maken, wijzigen, delen en weggooien; en overnemen, want dat is een besluit.

Until it is adopted a scenario changes nothing but itself, mails nobody, and leaves no fact behind.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import besluiten, events
from duoplus.calc.nederlands import datum
from duoplus.choices import BesluitSoort
from duoplus.models import Besluit, Gebruiker
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions.beslag import reserveer, verleg
from maatwerk.actions.besluiten import op_slot, op_wachtlijst_zetten, prioriteren, schuif_door
from maatwerk.actions.consultaties import vraag
from maatwerk.actions.toetsen import leg_afspraak_vast
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AfspraakSoort, Oorzaak
from maatwerk.models import Aanvraag, Ronde, Scenario
from maatwerk.planning.plan import TOE_TE_VOEGEN, lees_plan
from maatwerk.planning.scenario import Uitkomst, Uitkomstregel, reken
from maatwerk.planning.wijzigingen import (
    CAPACITEIT,
    MAX_WIJZIGINGEN,
    TOEVOEGEN,
    VERPLAATS,
    Wijziging,
    als_zin,
    kladblok,
)
from ogon.fasen import mag_in_fase, vereis_fase
from ogon.models import Cyclus, Ogon

MAKEN, WIJZIGEN = "maatwerk.maken_scenario", "maatwerk.wijzigen_scenario"
ZIEN, OVERNEMEN = "maatwerk.view_scenario", "maatwerk.overnemen_scenario"
ZINNEN = {"maatwerk.scenario.overnemen": "nam het scenario ‘{naam}’ over, besluit {besluit}: {reden}"}
OORZAKEN = (Oorzaak.GEMEENTE, Oorzaak.DUOPLUS, Oorzaak.EXTERN)

Oorzaken = Mapping[str, tuple[str, str]]  # per shifted promise: by what, and in words


def maak(ogon: Ogon, *, naam: str, by: Gebruiker, van: Scenario | None = None) -> Scenario:
    """Begin een scenario op het plan van nu, of op de wijzigingen van een ander scenario."""
    _vereis(by, MAKEN, ogon)
    if van is not None:
        _vereis(by, ZIEN, van)
    if not naam.strip():
        raise StapKanNiet("Geef het scenario een naam.")
    wijzigingen = van.wijzigingen if van is not None and van.ogon_id == ogon.pk else []
    return Scenario.objects.create(ogon=ogon, naam=naam.strip()[:80], door=by, wijzigingen=wijzigingen)


def maak_van_bord(ronde: Ronde, *, naam: str, by: Gebruiker) -> Scenario:
    """Begin een scenario met de volgorde die nu op het bord staat, onder wat al loopt.

    What on the board is not ready to be ranked is left out, and so is what would be one change too many.
    """
    with transaction.atomic():
        scenario = maak(ronde.cyclus.ogon, naam=naam, by=by)
        scenario.wijzigingen = _als_op_bord(ronde)[:MAX_WIJZIGINGEN]
        scenario.save(update_fields=["wijzigingen"])
    return scenario


def _als_op_bord(ronde: Ronde) -> list[Wijziging]:
    klad, wijzigingen = kladblok(lees_plan(ronde.cyclus.ogon)), []
    plaats = 1 + sum(regel.loopt for regel in klad.regels)
    for rij in ronde.plaatsen.order_by("plaats").select_related("aanvraag"):
        sleutel = rij.aanvraag.sleutel
        soort = VERPLAATS if klad.heeft(sleutel) else TOEVOEGEN
        wijziging = {"soort": soort, "aanvraag": sleutel, "plaats": plaats}
        if _als_het_kan(klad.pas_toe, wijziging):
            wijzigingen.append(wijziging)
        plaats += klad.heeft(sleutel)
    return wijzigingen


def wijzig(scenario: Scenario, wijziging: Wijziging, *, by: Gebruiker, versie: int | None = None) -> Scenario:
    """Zet er een wijziging bij. What does not go together with the plan and what went before is refused."""
    with _op_slot(scenario, by, WIJZIGEN, versie):
        if len(scenario.wijzigingen) >= MAX_WIJZIGINGEN:
            raise StapKanNiet(f"Een scenario heeft hooguit {MAX_WIJZIGINGEN} wijzigingen.")
        klad = kladblok(lees_plan(scenario.ogon))
        for eerder in scenario.wijzigingen:
            _als_het_kan(klad.pas_toe, eerder)
        klad.pas_toe(nieuw := _met_sleutel(scenario, wijziging))
        scenario.wijzigingen = [*scenario.wijzigingen, nieuw]
    return scenario


def _als_het_kan(pas_toe: Any, wijziging: Wijziging) -> bool:
    """Whether it was done; what cannot be done the report names."""
    try:
        pas_toe(wijziging)
    except StapKanNiet:
        return False
    return True


def _met_sleutel(scenario: Scenario, wijziging: Wijziging) -> Wijziging:
    """Work without a request gets a key of its own, never one of a request."""
    if wijziging.get("soort") != TOEVOEGEN or not wijziging.get("titel"):
        return wijziging
    eerder = [int(w["aanvraag"].removeprefix("nieuw-")) for w in scenario.wijzigingen if w.get("titel")]
    return wijziging | {"aanvraag": f"nieuw-{max(eerder, default=0) + 1}"}


def draai_terug(scenario: Scenario, nr: int, *, by: Gebruiker, versie: int | None = None) -> Scenario:
    """Haal één wijziging weg, geteld vanaf 0; de andere blijven."""
    with _op_slot(scenario, by, WIJZIGEN, versie):
        if not 0 <= nr < len(scenario.wijzigingen):
            raise StapKanNiet("Deze wijziging is al teruggedraaid.")
        scenario.wijzigingen = [w for plek, w in enumerate(scenario.wijzigingen) if plek != nr]
    return scenario


def deel(scenario: Scenario, *, by: Gebruiker, gedeeld: bool = True, versie: int | None = None) -> Scenario:
    """Laat zien wie over dit OGON meebeslist, of juist niet meer."""
    with _op_slot(scenario, by, WIJZIGEN, versie):
        scenario.gedeeld = gedeeld
    return scenario


@transaction.atomic
def gooi_weg(scenario: Scenario, *, by: Gebruiker) -> None:
    """Gooi het weg. Nothing of it is kept: no row, no fact, no mail."""
    with _op_slot(scenario, by, WIJZIGEN):
        pass
    scenario.delete()


@contextmanager
def _op_slot(scenario: Scenario, by: Gebruiker, perm: str, versie: int | None = None) -> Iterator[None]:
    """One change at a time. Raises ``PermissionDenied``, ``StapKanNiet`` or ``Verouderd``."""
    with transaction.atomic():
        op_slot_ = Scenario.objects.select_for_update(of=("self",), no_key=True).select_related("ogon")
        scenario.refresh_from_db(from_queryset=op_slot_)
        _vereis(by, perm, scenario)
        if scenario.besluit_id:
            raise StapKanNiet("Dit scenario is overgenomen. Er verandert niets meer aan.")
        if versie is not None and versie != scenario.versie:
            raise Verouderd(scenario)
        yield
        scenario.versie += 1
        scenario.save()


def _vereis(by: Gebruiker, perm: str, obj: Any) -> None:
    if not by.has_perm(perm, obj):
        raise PermissionDenied(perm)


# Adopting -----------------------------------------------------------------------------------------------


def overnemen(
    scenario: Scenario,
    *,
    by: Gebruiker,
    reden: str,
    oorzaken: Oorzaken,
    vingerafdruk: str,
    versie: int | None = None,
) -> Besluit:
    """Neem het scenario over als nieuwe volgorde: één besluit, met nieuwe beloften naast de oude.

    ``vingerafdruk`` is that of the plan on screen. Changes of capacity are not made by this; the decision
    names them. Raises ``Verouderd`` when the plan changed since, ``StapKanNiet`` with what stands in the way.
    """
    with transaction.atomic():
        ogon = op_slot().get(pk=scenario.ogon_id)  # the list first, as every decision does
        with _op_slot(scenario, by, OVERNEMEN, versie):
            vereis_fase(_cyclus(ogon), "herprioriteren")
            uitkomst = reken(lees_plan(ogon), scenario.wijzigingen)
            if uitkomst.plan.vingerafdruk != vingerafdruk:
                raise Verouderd(scenario)
            _controleer(uitkomst, reden, oorzaken)
            besluit = scenario.besluit = _neem_besluit(scenario, uitkomst, reden, oorzaken, by)
            _voer_uit(scenario, uitkomst, besluit, oorzaken, by)
    return besluit


def wat_ontbreekt(uitkomst: Uitkomst) -> list[str]:
    """Why this scenario cannot be adopted as it is, whoever asks: one sentence per obstacle."""
    return [
        *_zinnen(uitkomst.vervallen.values(), "Draai deze wijziging eerst terug: {}"),
        *_zinnen(_zonder_aanvraag(uitkomst), "Voor {} is er nog geen aanvraag. Dien die eerst in."),
        *_zinnen(_al_begonnen(uitkomst), "{} is al een opdracht. Stoppen kan niet met een andere volgorde."),
        *_zinnen(_zonder_datum(uitkomst), "{} past niet meer. Maak ruimte of haal de aanvraag weg."),
    ]


def _zinnen(namen: Any, vorm: str) -> list[str]:
    return [vorm.format(naam) for naam in namen]


def _zonder_aanvraag(uitkomst: Uitkomst) -> list[str]:
    return [f"‘{r.regel.titel}’" for r in uitkomst.in_plan if r.regel.aanvraag is None]


def _al_begonnen(uitkomst: Uitkomst) -> list[str]:
    return [f"‘{r.regel.titel}’" for r in uitkomst.weg if r.regel.loopt]


def _zonder_datum(uitkomst: Uitkomst) -> list[str]:
    return [f"‘{r.regel.titel}’" for r in uitkomst.in_plan if r.past_niet_meer and r.regel.beloofd]


def _controleer(uitkomst: Uitkomst, reden: str, oorzaken: Oorzaken) -> None:
    if not uitkomst.wijzigingen:
        raise StapKanNiet("Dit scenario verandert niets. Er is niets om over te nemen.")
    if not reden.strip():
        raise StapKanNiet("Schrijf op waarom de volgorde verandert.")
    if obstakels := wat_ontbreekt(uitkomst):
        raise StapKanNiet(" ".join(obstakels))
    for regel in uitkomst.breekt:
        oorzaak, tekst = oorzaken.get(regel.sleutel, ("", ""))
        if oorzaak not in OORZAKEN or not tekst.strip():
            raise StapKanNiet(f"Kies waardoor ‘{regel.regel.titel}’ later klaar is, en schrijf op waarom.")


def _cyclus(ogon: Ogon) -> Cyclus:
    """The one that is being carried out, or else the last: its phase says why it cannot be."""
    cycli = list(ogon.cycli.lopend())
    uitvoerend = [cyclus for cyclus in cycli if mag_in_fase(cyclus, "herprioriteren")]
    if not cycli:
        raise StapKanNiet("Dit OGON heeft geen lopende cyclus.")
    return (uitvoerend or cycli)[0]


def _neem_besluit(
    scenario: Scenario, uitkomst: Uitkomst, reden: str, oorzaken: Oorzaken, by: Gebruiker
) -> Besluit:
    ogon, voor = scenario.ogon, namens(by, OVERNEMEN, scenario)
    besluit = besluiten.neem(
        ogon,
        BesluitSoort.HERPRIORITEREN,
        titel=f"{scenario.naam}, {ogon}",
        reden=reden,
        by=by,
        namens=voor,
        scenario=scenario.naam,
        verslag=uitkomst.als_gegevens(),
        oorzaken={r.sleutel: list(oorzaken[r.sleutel]) for r in uitkomst.breekt},
        nog_te_doen=nog_te_doen(uitkomst),
    )
    events.record(
        "maatwerk.scenario.overnemen",
        scenario,
        by=by,
        namens=voor,
        naam=scenario.naam,
        besluit=besluit.nummer,
        reden=reden,
    )
    return besluit


def nog_te_doen(uitkomst: Uitkomst) -> list[str]:
    """What the adopted dates rest on and nobody has arranged yet: changes of capacity."""
    return [als_zin(uitkomst.plan, w) for w in uitkomst.wijzigingen if w.get("soort") == CAPACITEIT]


def _voer_uit(
    scenario: Scenario, uitkomst: Uitkomst, besluit: Besluit, oorzaken: Oorzaken, by: Gebruiker
) -> None:
    vers = {a.pk: a for a in Aanvraag.objects.filter(pk__in=[_pk(regel) for regel in uitkomst.regels])}
    for regel in uitkomst.weg:
        op_wachtlijst_zetten(vers[_pk(regel)], by=by, reden=f"Uit het plan gehaald ({besluit.nummer}).")
    _zet_op_volgorde(scenario, uitkomst, vers, besluit, by)
    for regel in uitkomst.breekt:
        _beloof(vers[_pk(regel)], regel, besluit, oorzaken[regel.sleutel], by)
    for regel in uitkomst.in_plan:
        _verleg_uren(vers[_pk(regel)], uitkomst, regel, besluit, by)
    wat = [(vers[_pk(r)], _wat_schuift(r)) for r in uitkomst.breekt]
    vraag(besluit, wat, by=by)


def _pk(regel: Uitkomstregel) -> int:
    """Work without a request is refused before it comes here."""
    return cast(Aanvraag, regel.regel.aanvraag).pk


def _zet_op_volgorde(
    scenario: Scenario, uitkomst: Uitkomst, vers: Mapping[int, Aanvraag], besluit: Besluit, by: Gebruiker
) -> None:
    """From the first place on, so that each next one pushes the rest down; work under way has no place."""
    voor, reden = namens(by, OVERNEMEN, scenario), f"Herprioriteren ({besluit.nummer})."
    gerangschikt = [regel for regel in uitkomst.in_plan if not regel.regel.loopt]
    for plaats, regel in enumerate(gerangschikt, 1):
        aanvraag = vers[_pk(regel)]
        aanvraag.refresh_from_db(from_queryset=Aanvraag.objects.select_for_update())
        if aanvraag.status in TOE_TE_VOEGEN:
            prioriteren(aanvraag, by=by, plaats=plaats, reden=reden)
        elif aanvraag.plaats != plaats:
            ogon = Ogon.objects.get(pk=scenario.ogon_id)
            schuif_door(aanvraag, ogon, plaats, besluit, by=by, namens=voor, reden=reden)


def _beloof(
    aanvraag: Aanvraag, regel: Uitkomstregel, besluit: Besluit, oorzaak: tuple[str, str], by: Gebruiker
) -> None:
    """A new version of the promise about time; the old one stays as it was."""
    eerst, straks = cast(date, regel.verschuiving.beloofd), cast(date, regel.verschuiving.straks)
    soort, tekst = oorzaak
    leg_afspraak_vast(
        aanvraag,
        AfspraakSoort.TIJDIGHEID,
        by,
        Oorzaak(soort),
        tekst.strip(),
        tekst=f"Klaar op {datum(straks)} (besluit {besluit.nummer}).",
        datum=straks,
    )
    events.record(
        "maatwerk.aanvraag.herprioriteren",
        aanvraag,
        by=by,
        reden=tekst.strip(),
        besluit=besluit.nummer,
        van_datum=datum(eerst),
        naar_datum=datum(straks),
    )


def _verleg_uren(
    aanvraag: Aanvraag, uitkomst: Uitkomst, regel: Uitkomstregel, besluit: Besluit, by: Gebruiker
) -> None:
    """To the months of the new plan. What was promised stays promised, also if it finds no free hours."""
    planning, laatste = uitkomst.planningen[regel.sleutel], uitkomst.plan.maanden[-1]
    delen: dict[int, dict[date, Decimal]] = {t: dict(maanden) for t, maanden in planning.delen.items()}
    if aanvraag.status == S.GEPRIORITEERD:
        return reserveer(aanvraag, delen, by=by, besluit=besluit)
    for team, tekort in planning.tekort.items():
        maanden = delen.setdefault(team, {})
        maanden[laatste] = maanden.get(laatste, Decimal(0)) + tekort
    return verleg(aanvraag, delen, by=by, besluit=besluit)


def _wat_schuift(regel: Uitkomstregel) -> str:
    eerst, straks = cast(date, regel.verschuiving.beloofd), cast(date, regel.verschuiving.straks)
    return f"Klaar op {datum(straks)}; beloofd was {datum(eerst)}."
