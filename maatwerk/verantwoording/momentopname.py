"""Een pakket zoals het werd ingediend: te bewaren als JSON, te verzegelen, en later weer te lezen.

The short tables are in it row by row; of L3, L4 and L8 how many rows, their totals and the SHA-256 of
their CSV, byte for byte as it is handed over.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import get_default_timezone

from duoplus.models import Organisatie
from duoplus.reports.base import Column
from maatwerk.models import Verantwoording
from maatwerk.verantwoording.formaten.uitgave import Uitgave
from maatwerk.verantwoording.pakket import Alinea, Cijfer, Controle, Pakket, Tabel, Tekstdeel, Wijs
from maatwerk.verantwoording.samenstellen import KOLOMMEN

VORM = 1  # of this statement: another form keeps the reader of this one
STROOM = ("L3", "L4", "L8")

Inhoud = dict[str, Any]


def maak(pakket: Pakket) -> Inhoud:
    """The canonical statement; the same package gives the same one."""
    uitgave = Uitgave(pakket)
    return {
        "vorm": VORM,
        "titel": pakket.titel,
        "jaar": pakket.jaar,
        "soort": pakket.soort,
        "peildatum": pakket.peildatum.isoformat(),
        "gemeente": pakket.gemeente.letter if pakket.gemeente else "",
        "versie": pakket.versie,
        "gemaakt_door": pakket.gemaakt_door,
        "gemaakt_op": pakket.gemaakt_op.astimezone(UTC).isoformat(),
        "generator": pakket.generator,
        "filters": list(pakket.filters),
        "tabellen": {tabel.code: _tabel(uitgave, tabel) for tabel in pakket.tabellen},
        "controles": [_controle(controle) for controle in pakket.controles],
        "tekst": [_deel(deel) for deel in pakket.tekst],
    }


def _tabel(uitgave: Uitgave, tabel: Tabel) -> Inhoud:
    telling = uitgave.telling(tabel)
    velden: Inhoud = {
        "naam": tabel.naam,
        "kolommen": [kolom.key for kolom in tabel.kolommen],
        "aantal": telling.rijen,
        "sha256": telling.sha256,
        "totalen": {naam: f"{som:.2f}" for naam, som in tabel.totalen.items()},
        "per_gemeente": {
            wie: {naam: f"{som:.2f}" for naam, som in sommen.items()}
            for wie, sommen in tabel.per_gemeente.items()
        },
    }
    return velden if tabel.code in STROOM else velden | {"rijen": [_rij(tabel, rij) for rij in tabel.rijen()]}


def _rij(tabel: Tabel, rij: Any) -> list[str | None]:
    return [_cel(kolom, getattr(rij, kolom.key)) for kolom in tabel.kolommen]


def _cel(kolom: Column, waarde: Any) -> str | None:
    """One way to write a value, whatever way it was reckoned: 0 and 0.00 euro are the same."""
    if waarde is None:
        return None
    if kolom.kind in ("money", "hours"):
        return f"{waarde:.2f}"
    if kolom.kind == "number":
        return f"{Decimal(waarde).normalize():f}"
    return waarde.isoformat() if isinstance(waarde, date) else str(waarde)


def _controle(controle: Controle) -> Inhoud:
    return {
        "code": controle.code,
        "naam": controle.naam,
        "is_goed": controle.is_goed,
        "uitleg": controle.uitleg,
        "verschil": None if controle.verschil is None else f"{controle.verschil:.2f}",
        "rijen": [[wijs.tekst, wijs.url] for wijs in controle.rijen],
    }


def _deel(deel: Tekstdeel) -> Inhoud:
    return {"kop": deel.kop, "alineas": [[_stuk(stuk) for stuk in alinea.delen] for alinea in deel.alineas]}


def _stuk(stuk: str | Cijfer) -> Any:
    return [stuk.tekst, stuk.tabel, stuk.bron] if isinstance(stuk, Cijfer) else stuk


# Back again ----------------------------------------------------------------------------------------------

Stroom = Callable[[str], Iterable[Any]]


def lees(verantwoording: Verantwoording, stroom: Stroom) -> Pakket:
    """The package as it was frozen; ``stroom(code)`` gives the rows of a table that is not kept in it."""
    inhoud, v = verantwoording.momentopname, verantwoording
    gemeente = v.organisatie
    return Pakket(
        titel=inhoud["titel"],
        jaar=inhoud["jaar"],
        soort=inhoud["soort"],
        peildatum=date.fromisoformat(inhoud["peildatum"]),
        gemeente=gemeente if isinstance(gemeente, Organisatie) else None,
        versie=inhoud["versie"],
        status=v.status,
        tabellen=[_lees_tabel(code, tabel, stroom) for code, tabel in sorted(inhoud["tabellen"].items())],
        controles=[_lees_controle(controle) for controle in inhoud["controles"]],
        tekst=[_lees_deel(deel) for deel in inhoud["tekst"]],
        gemaakt_door=inhoud["gemaakt_door"],
        gemaakt_op=datetime.fromisoformat(inhoud["gemaakt_op"]),
        generator=inhoud["generator"],
        filters=inhoud["filters"],
    )


def _lees_tabel(code: str, inhoud: Inhoud, stroom: Stroom) -> Tabel:
    kolommen = kolommen_van(code, inhoud["kolommen"])
    rijen = inhoud.get("rijen")
    return Tabel(
        code,
        inhoud["naam"],
        kolommen,
        rijen=(lambda: stroom(code)) if rijen is None else (lambda: lees_rijen(kolommen, rijen)),
        aantal=inhoud["aantal"],
        totalen=_bedragen(inhoud["totalen"]),
        per_gemeente={wie: _bedragen(sommen) for wie, sommen in inhoud["per_gemeente"].items()},
    )


def kolommen_van(code: str, namen: Sequence[str]) -> list[Column]:
    """The columns as they were then; one that is no longer used reads as text."""
    bekend = {kolom.key: kolom for kolom in KOLOMMEN[code]}
    return [bekend.get(naam) or Column(naam, naam) for naam in namen]


def lees_rijen(kolommen: Sequence[Column], rijen: Iterable[Sequence[str | None]]) -> Iterator[Any]:
    """Typed rows with an attribute per column, from their cells as text."""
    rij = namedtuple("Rij", [kolom.key for kolom in kolommen])  # type: ignore[misc]  # columns of then
    lezers = [LEES[kolom.kind] for kolom in kolommen]
    for cellen in rijen:
        waarden = (None if cel is None else lees(cel) for lees, cel in zip(lezers, cellen, strict=True))
        yield rij(*waarden)


def _moment(cel: str) -> datetime:
    """A file tells the time in Amsterdam, without saying so."""
    gelezen = datetime.fromisoformat(cel)
    return gelezen if gelezen.tzinfo else gelezen.replace(tzinfo=get_default_timezone())


LEES: Mapping[str, Callable[[str], Any]] = {
    "text": str,
    "hours": Decimal,
    "money": Decimal,
    "number": Decimal,
    "date": date.fromisoformat,
    "moment": _moment,
}


def _bedragen(sommen: Mapping[str, str]) -> dict[str, Decimal]:
    return {naam: Decimal(som) for naam, som in sommen.items()}


def _lees_controle(inhoud: Inhoud) -> Controle:
    verschil = inhoud["verschil"]
    rijen = [Wijs(tekst, url) for tekst, url in inhoud["rijen"]]
    return Controle(**inhoud | {"verschil": None if verschil is None else Decimal(verschil), "rijen": rijen})


def _lees_deel(inhoud: Inhoud) -> Tekstdeel:
    alineas = [
        Alinea([stuk if isinstance(stuk, str) else Cijfer(*stuk) for stuk in alinea])
        for alinea in inhoud["alineas"]
    ]
    return Tekstdeel(inhoud["kop"], alineas)
