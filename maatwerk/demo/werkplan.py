"""De werkplannen van het voorbeeldjaar: van dit jaar loopt het, van volgend jaar past één plan nog niet."""

from contextlib import AbstractContextManager
from datetime import date, datetime, time
from decimal import ROUND_DOWN, Decimal

from duoplus import klok
from duoplus.calc.nederlands import AMSTERDAM
from maatwerk.actions.draad import leg_onder_artikel
from maatwerk.actions.werkplan import plan_alle_in, stel_vast, toets
from maatwerk.choices import AanvraagStatus as S
from maatwerk.demo.toneel import Toneel
from maatwerk.models import Opdracht
from maatwerk.planning.werkplan import in_te_plannen, lees_een
from ogon.actions.werkplan import dvo_uren, herzien, vul_uit_dvo, werk_bij, zet_regel
from ogon.actions.werkplan import maak as begin
from ogon.calc.kwartalen import Kwartalen
from ogon.dvo.tekst import teksten_op
from ogon.models import Dvo, Werkplan, Werkplanregel

TEAMS = ("I&A", "Financiën", "DIV", "JZ&I")
PAST_NIET = "I&A"
WORDT_HERZIEN = "DIV"
BEGIN = -225  # working days before today
OVERIG = "Overige taken van de DVO"
REST = Decimal("0.8")  # of the hours that are left when the products and requests are in
# Worked, of what was planned: line by line, quarter by quarter.
GING = (Decimal("0.96"), Decimal("1.08"), Decimal("1.02"), Decimal("0.91"))
# One running assignment stands under no article, so that its thread shows what is missing.
LOS = 1


def maak(toneel: Toneel) -> None:
    """After the agreements: what they promise stands in the plans."""
    for kort in TEAMS:
        plan = _van_dit_jaar(toneel, kort)
        _zet_opdrachten_erin(toneel, plan)
        _houd_bij(toneel, plan)
    _voor_volgend_jaar(toneel)
    _onder_artikelen(toneel)


def _van_dit_jaar(toneel: Toneel, kort: str) -> Werkplan:
    """Filled, tested and adopted at the start of the year."""
    team, manager = toneel.teams[kort], toneel.teammanager(kort)
    with _op(toneel.na(toneel.peildatum, BEGIN)):
        plan = begin(team, toneel.peildatum.year, by=manager)
        if any(dvo_uren(plan)):
            vul_uit_dvo(plan, by=manager)
        zet_regel(plan, by=manager, titel=OVERIG, uren=_rest(toneel, plan))
        toets(plan, by=manager)
        voorzitter = toneel.wie(f"voorzitter.{plan.team.afdeling.programma.ogon.slug}")
        stel_vast(plan, by=voorzitter, reden="Het plan past in de uren en volgt de DVO’s van dit jaar.")
    return plan


def _rest(toneel: Toneel, plan: Werkplan) -> Kwartalen:
    """Most of what is left in each quarter."""
    vrij = [k.over for k in lees_een(plan, toneel.wie("concerncontroller")).kwartalen]
    k1, k2, k3, k4 = ((max(uren, Decimal(0)) * REST).quantize(Decimal(1), ROUND_DOWN) for uren in vrij)
    return k1, k2, k3, k4


def _zet_opdrachten_erin(toneel: Toneel, plan: Werkplan) -> None:
    manager = toneel.teammanager(plan.team.kort)
    with _op(toneel.gisteren):
        plan_alle_in(plan, in_te_plannen(plan, manager), by=manager)


def _houd_bij(toneel: Toneel, plan: Werkplan) -> None:
    """After each quarter what was worked; of this quarter what was worked so far."""
    nu = (toneel.peildatum.month + 2) // 3
    for nr, regel in enumerate(plan.regels.filter(opdrachtlink=None)):
        for kwartaal in range(1, nu + 1):
            _werk_bij(toneel, regel, kwartaal, GING[(nr + kwartaal) % len(GING)], loopt=kwartaal == nu)
    if plan.team.kort == WORDT_HERZIEN:
        with _op(toneel.gisteren):
            plan.refresh_from_db()
            herzien(plan, by=toneel.teammanager(WORDT_HERZIEN), reden="Het archief vraagt meer uren.")


def _werk_bij(toneel: Toneel, regel: Werkplanregel, kwartaal: int, deel: Decimal, *, loopt: bool) -> None:
    uren = (getattr(regel, f"k{kwartaal}") * deel).quantize(Decimal(1))
    gewerkt = (uren * Decimal("0.6")).quantize(Decimal(1)) if loopt else uren
    jaar = toneel.peildatum.year
    na_afloop = toneel.gisteren if loopt else toneel.na(date(jaar, 3 * kwartaal + 1, 1), 5)
    with _op(min(na_afloop, toneel.gisteren)):
        manager = toneel.teammanager(regel.werkplan.team.kort)
        werk_bij(regel, by=manager, kwartaal=kwartaal, gewerkt=gewerkt, verwacht=uren - gewerkt)


def _voor_volgend_jaar(toneel: Toneel) -> None:
    """A draft that asks too much: there is no signed DVO yet, so its lines are what the team expects."""
    team, manager = toneel.teams[PAST_NIET], toneel.teammanager(PAST_NIET)
    dit_jaar = Werkplan.objects.get(team=team, jaar=toneel.peildatum.year)
    with _op(toneel.gisteren):
        plan = begin(team, toneel.peildatum.year + 1, by=manager)
        for regel in dit_jaar.regels.filter(opdrachtlink=None).select_related("organisatie"):
            meer = [(uren * Decimal("1.1")).quantize(Decimal(1)) for uren in _uren(regel)]
            zet_regel(
                plan, by=manager, titel=f"{regel.titel}, verwacht"[:200],
                uren=(meer[0], meer[1], meer[2], meer[3]), organisatie=regel.organisatie,
            )  # fmt: skip


def _uren(regel: Werkplanregel) -> Kwartalen:
    return regel.k1, regel.k2, regel.k3, regel.k4


def _onder_artikelen(toneel: Toneel) -> None:
    """Running assignments rest on the article about custom work, or else the last one there is."""
    dvos = list(Dvo.objects.filter(jaar=toneel.peildatum.year).select_related("organisatie"))
    teksten = {tekst.dvo.organisatie_id: tekst for tekst in teksten_op(dvos, toneel.gisteren).values()}
    lopend = Opdracht.objects.verleend().filter(aanvraag__status=S.IN_UITVOERING).order_by("nummer")
    with _op(toneel.gisteren):
        for opdracht in lopend.select_related("aanvraag__team")[LOS:]:
            by = toneel.teammanager(str(opdracht.aanvraag.team))
            for gemeente in sorted(opdracht.aanvraag.gemeente_ids & set(teksten)):
                if artikelen := teksten[gemeente].artikelen:
                    maatwerk = (a for a in artikelen if "maatwerk" in a.titel.lower())
                    artikel = next(maatwerk, artikelen[-1])
                    leg_onder_artikel(opdracht, teksten[gemeente].dvo, artikel.nummer, by=by)


def _op(dag: date) -> AbstractContextManager[None]:
    return klok.op(datetime.combine(dag, time(15, 30), AMSTERDAM))
