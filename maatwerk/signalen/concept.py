"""De concept-opschaling van een lumpsum die te klein is: de vraag, en drie wegen met hun bedragen."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from duoplus.calc.nederlands import bedrag
from maatwerk.calc.lumpsum import Saldo
from maatwerk.choices import AanvraagStatus as S
from maatwerk.lumpsum.stand import Regel, Stand
from maatwerk.models import Lumpsum
from ogon.opschaling.zaken import Dossier, Scenario


def erboven(saldo: Saldo) -> Decimal:
    """Euro that the promises or, when that is more, the forecast go above the lumpsum; below zero: room."""
    return max(saldo.gerealiseerd + saldo.verplicht, saldo.prognose) - saldo.beschikbaar


def titel_van(lumpsum: Lumpsum) -> str:
    return f"Lumpsum van {lumpsum.organisatie} in {lumpsum.jaar}"


def stel_op(lumpsum: Lumpsum, stand: Stand) -> dict[str, Any]:
    """The draft as it is kept with the signal. The question names no amount: those stand in the dossier."""
    saldo = stand.per_gemeente[lumpsum.organisatie_id]
    return {
        "erboven": str(erboven(saldo)),
        "vraag": (
            f"De lumpsum van {lumpsum.organisatie} is in {lumpsum.jaar} te klein voor wat is afgesproken "
            "en verwacht. Hoe lossen wij dat op?"
        ),
        "gevraagd_besluit": (
            "Kies: een begrotingswijziging vragen, opdrachten aanhouden, of plafonds verlagen."
        ),
        "scenarios": [
            {"naam": scenario.naam, "gevolgen": list(scenario.gevolgen)}
            for scenario in scenarios(lumpsum, stand)
        ],
    }


def dossier(lumpsum: Lumpsum, stand: Stand) -> Dossier:
    """The figures as they are now, for the directieberaad; who may not read every amount does not read it."""
    saldo = stand.per_gemeente[lumpsum.organisatie_id]
    return Dossier(
        soort="lumpsum",
        kenmerk=f"{lumpsum.organisatie.letter}-{lumpsum.jaar}",
        titel=titel_van(lumpsum),
        stand=f"{lumpsum.organisatie} komt {bedrag(erboven(saldo))} boven de lumpsum.",
        feiten=_feiten(saldo),
        toen={"peildatum": stand.peildatum.isoformat()},
        scenarios=scenarios(lumpsum, stand),
        bedragen=True,
    )


def _feiten(saldo: Saldo) -> dict[str, str]:
    return {
        "Beschikbaar": bedrag(saldo.beschikbaar),
        "Geboekt": bedrag(saldo.gerealiseerd),
        "Verplicht": bedrag(saldo.verplicht),
        "Beslag": _procent(saldo.beslag),
        "Prognose": bedrag(saldo.prognose),
        "Verwacht saldo": f"{bedrag(abs(saldo.verwacht_saldo))} {saldo.v_n}",
    }


def _procent(procent: Decimal | None) -> str:
    return "onbekend" if procent is None else f"{procent}%".replace(".", ",")


def scenarios(lumpsum: Lumpsum, stand: Stand) -> tuple[Scenario, ...]:
    """More money, work that waits, or less for the work that runs."""
    wie = lumpsum.organisatie_id
    saldo = stand.per_gemeente[wie]
    te_veel = erboven(saldo)
    open_ = [(regel, regel.deel(wie).verplicht) for regel in stand.regels if regel.deel(wie).verplicht > 0]
    nieuw = [paar for paar in open_ if paar[0].status == S.OPDRACHT_VERLEEND]
    loopt = [paar for paar in open_ if paar[0].status == S.IN_UITVOERING]
    return (
        _begrotingswijziging(lumpsum, saldo, te_veel),
        Scenario("Opdrachten aanhouden die nog niet begonnen zijn", _samen(nieuw, te_veel)),
        Scenario("Plafonds verlagen van werk dat loopt", _samen(loopt, te_veel)),
    )


def _begrotingswijziging(lumpsum: Lumpsum, saldo: Saldo, te_veel: Decimal) -> Scenario:
    nieuw = bedrag(saldo.beschikbaar + te_veel)
    wat = f"De raad van {lumpsum.organisatie} verhoogt de lumpsum met {bedrag(te_veel)} tot {nieuw}."
    return Scenario("Begrotingswijziging", (wat, "Al het werk gaat door."))


def _samen(opdrachten: Iterable[tuple[Regel, Decimal]], te_veel: Decimal) -> tuple[str, ...]:
    """The largest first, up to what is needed; and whether that is enough."""
    regels, rest = [], te_veel
    for regel, euro in sorted(opdrachten, key=lambda paar: (-paar[1], paar[0].pk)):
        if rest <= 0:
            break
        regels.append(f"{regel.nummer} {regel.titel}: hooguit {bedrag(euro)} is nog niet gebruikt.")
        rest -= euro
    genoeg = "Dat is genoeg." if rest <= 0 else f"Dat is {bedrag(rest)} te weinig."
    return (*regels, genoeg) if regels else ("Die zijn er niet.",)
