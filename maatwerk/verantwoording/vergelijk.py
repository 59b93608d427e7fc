"""Wat twee momentopnamen van elkaar doet verschillen, rij voor rij: waarom een correctie een correctie is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from duoplus.calc.nederlands import opsomming

# What tells the rows of a table apart.
SLEUTELS: Mapping[str, Sequence[str]] = {
    "L1": ("gemeente",),
    "L2": ("nummer", "gemeente"),
    "L5": ("opdracht", "versie", "gemeente"),
    "L6": ("gemeente", "kwartaal"),
    "L7": ("gemeente", "taakveld", "I_S"),
}
NIEUW, WEG = "staat er nu bij", "staat er niet meer"
MAX_VERSCHILLEN = 2000
Verschil = dict[str, str]
Rijen = dict[tuple[str, ...], dict[str, str]]


def verschillen(oud: Mapping[str, Any], nieuw: Mapping[str, Any]) -> list[Verschil]:
    """``tabel``, ``rij``, ``kolom``, ``oud`` and ``nieuw`` of every cell that differs."""
    gevonden: list[Verschil] = []
    for code, tabel in nieuw["tabellen"].items():
        if tabel["sha256"] != oud["tabellen"][code]["sha256"]:
            gevonden += _van_tabel(code, oud["tabellen"][code], tabel)
    return gevonden[:MAX_VERSCHILLEN]


def in_woorden(gevonden: Sequence[Verschil]) -> str:
    """Which tables differ and the first figure that does, for a refusal."""
    if not gevonden:
        return "de tekst of de controles"
    tabellen = opsomming(dict.fromkeys(verschil["tabel"] for verschil in gevonden))
    eerste = gevonden[0]
    was, nu = eerste["oud"] or "leeg", eerste["nieuw"] or "leeg"
    return f"{tabellen} (bijvoorbeeld {eerste['rij']}, {eerste['kolom']}: was {was}, is {nu})"


def _van_tabel(code: str, oud: Mapping[str, Any], nieuw: Mapping[str, Any]) -> Iterator[Verschil]:
    if code not in SLEUTELS:
        yield from _van_stroom(code, oud, nieuw)
        return
    toen, nu = _op_sleutel(code, oud), _op_sleutel(code, nieuw)
    for sleutel in [*toen, *(sleutel for sleutel in nu if sleutel not in toen)]:
        yield from _van_rij(code, " ".join(sleutel), toen.get(sleutel), nu.get(sleutel))


def _op_sleutel(code: str, tabel: Mapping[str, Any]) -> Rijen:
    rijen = [dict(zip(tabel["kolommen"], rij, strict=True)) for rij in tabel["rijen"]]
    return {tuple(rij[naam] for naam in SLEUTELS[code]): rij for rij in rijen}


def _van_rij(
    code: str, rij: str, oud: Mapping[str, str] | None, nieuw: Mapping[str, str] | None
) -> Iterator[Verschil]:
    if oud is None or nieuw is None:
        yield _verschil(code, rij, "rij", "" if oud is None else WEG, NIEUW if oud is None else "")
        return
    for kolom in nieuw:
        if nieuw[kolom] != oud.get(kolom):
            yield _verschil(code, rij, kolom, oud.get(kolom), nieuw[kolom])


def _van_stroom(code: str, oud: Mapping[str, Any], nieuw: Mapping[str, Any]) -> Iterator[Verschil]:
    """How many rows, and each total; the same of those, then it is in the words of a row."""
    naam = nieuw["naam"]
    anders = (
        [("aantal rijen", str(oud["aantal"]), str(nieuw["aantal"]))]
        if oud["aantal"] != nieuw["aantal"]
        else []
    )
    anders += [
        (kolom, oud["totalen"].get(kolom, ""), som)
        for kolom, som in nieuw["totalen"].items()
        if som != oud["totalen"].get(kolom)
    ]
    for kolom, was, is_nu in anders or [("inhoud van de rijen", oud["sha256"][:12], nieuw["sha256"][:12])]:
        yield _verschil(code, naam, kolom, was, is_nu)


def _verschil(tabel: str, rij: str, kolom: str, oud: str | None, nieuw: str | None) -> Verschil:
    return {"tabel": tabel, "rij": rij, "kolom": kolom, "oud": oud or "", "nieuw": nieuw or ""}
