"""De cellen van het register begrijpen, elk op zich; alleen woorden, geen rijen.

Every reader takes a cell as it came from the sheet and raises Onleesbaar with a sentence for the user.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from duoplus.calc.nederlands import Onleesbaar, lees_bedrag, lees_datum, lees_uren, zonder_accenten
from duoplus.calc.tabel import als_tekst

#: Euro per uur in 2026; wie de tarieven van een ander jaar heeft, geeft ze mee.
TARIEVEN_2026: Mapping[str, Decimal] = {
    "T1": Decimal(62), "T2": Decimal(76), "T3": Decimal(89), "T4": Decimal(102), "T5": Decimal(121),
    "BU": Decimal(58),
}  # fmt: skip
ALLE_GEMEENTEN = ("D", "U", "O")
GEMEENTENAAM = {"D": "Diemen", "U": "Uithoorn", "O": "Ouder-Amstel"}
OGONNAAM = {"BV": "Bedrijfsvoering", "BG": "Burger", "BT": "Buurt"}
_WEL = "Schrijf Diemen, Uithoorn, Ouder-Amstel of ‘allen’."
_GEMEENTE = {
    **dict.fromkeys(("d", "diemen"), "D"),
    **dict.fromkeys(("u", "uh", "uithoorn"), "U"),
    **dict.fromkeys(("o", "oa", "ouderamstel"), "O"),
    **dict.fromkeys(("allen", "alle", "allemaal", "duo", "alledrie", "allegemeenten", "alle3"), "DUO"),
    **{letters: letters.upper() for letters in ("du", "do", "uo")},
}
_OGON = {
    **dict.fromkeys(("bv", "bedrijfsvoering"), "BV"),
    **dict.fromkeys(("bg", "burger"), "BG"),
    **dict.fromkeys(("bt", "buurt"), "BT"),
}
_STATUS = {
    tekst: code
    for code, teksten in {
        "ingediend": "nieuw|ingediend|ontvangen",
        "in_intake": "intake|in intake|wordt verduidelijkt",
        "aanvulling_gevraagd": "aanvulling gevraagd|aanvulling nodig|wacht op aanvulling",
        "in_verificatie": "verificatie|in verificatie|klopt dit",
        "in_raming": "raming|in raming|raming loopt|wordt geraamd|wordt getoetst",
        "ter_akkoord": "ter akkoord|akkoord gevraagd|wacht op akkoord",
        "ter_prioritering": "ter prioritering|naar ogon|prioritering|klaar om te prioriteren",
        "geprioriteerd": "geprioriteerd|ingepland",
        "wachtlijst": "wachtlijst|op wachtlijst|op de wachtlijst",
        "aangehouden": "on hold|aangehouden|geparkeerd",
        "opdracht_verleend": "opdracht gegeven|opdracht verleend|opdracht verstrekt",
        "in_uitvoering": "in uitvoering|uitvoering|bezig|loopt|lopend",
        "opgeleverd": "opgeleverd",
        "afgesloten": "klaar|gereed|afgesloten|afgerond|afgehandeld",
        "afgewezen": "afgewezen",
        "ingetrokken": "ingetrokken|vervallen",
    }.items()
    for tekst in teksten.split("|")
}
_NIET_BEKEND = ("", "-", "?", "weet niet", "onbekend", "nvt", "n.v.t.", "n.n.b.", "nnb")


def lees_titel(cel: object) -> str:
    titel = " ".join(als_tekst(cel).split())
    if not titel:
        raise Onleesbaar("Er staat geen titel.")
    return titel


def lees_gemeenten(cel: object) -> tuple[str, ...]:
    """'UH + OA' is ('U', 'O'), always in the order D, U, O; 'allen' is all three. Raises Onleesbaar."""
    tekst = zonder_accenten(als_tekst(cel))
    if not tekst:
        raise Onleesbaar("Er staat geen gemeente.")
    if tekst.replace(" ", "") in ("duo+", "duoplus"):
        raise Onleesbaar(f"Duo+ is geen gemeente. {_WEL}")
    letters = "".join(_gemeente(deel, als_tekst(cel)) for deel in re.split(r"[/+,;&]|\ben\b", tekst))
    return tuple(letter for letter in ALLE_GEMEENTEN if letter in letters)


def lees_ogon(cel: object) -> str:
    """BV, BG, BT, or '' for an empty cell. Raises Onleesbaar."""
    tekst = re.sub(r"^(ogon|domein) ", "", zonder_accenten(als_tekst(cel)))
    if tekst in _NIET_BEKEND:
        return ""
    if tekst not in _OGON:
        raise Onleesbaar(
            f"OGON ‘{als_tekst(cel).strip()}’ kennen wij niet. Het is Bedrijfsvoering, Burger of Buurt."
        )
    return _OGON[tekst]


def lees_raming(cel: object) -> Decimal | None:
    """Hours; None for an empty cell. Raises Onleesbaar."""
    if not als_tekst(cel).strip():
        return None
    uren = lees_uren(cel)
    if uren < 0:
        raise Onleesbaar("Uren zijn nul of meer.")
    return uren


def lees_functiegroep(cel: object, tarieven: Mapping[str, Decimal] = TARIEVEN_2026) -> str:
    """'t3', 'T3 (89,-)' or the rate itself, if one group only has it. Raises Onleesbaar."""
    tekst = re.sub(r"\(.*\)", "", zonder_accenten(als_tekst(cel))).strip().upper()
    if tekst in tarieven:
        return tekst
    met_dit_tarief = [groep for groep, euro in tarieven.items() if tekst and euro == _als_bedrag(tekst)]
    if len(met_dit_tarief) == 1:
        return met_dit_tarief[0]
    if not tekst:
        raise Onleesbaar("Er staat geen tarief.")
    raise Onleesbaar(f"Tarief ‘{als_tekst(cel).strip()}’ kennen wij niet. Het is {', '.join(tarieven)}.")


def lees_externe_kosten(cel: object) -> Decimal:
    extern = lees_bedrag(cel)
    if extern < 0:
        raise Onleesbaar("Externe kosten zijn nul of meer.")
    return extern


def lees_status(cel: object) -> tuple[str, bool]:
    """The state, and whether it was taken to the directieberaad. Raises Onleesbaar.

    Only the words before a bracket, dash, comma or colon name the state: 'klaar voor start' is not 'klaar'.
    """
    tekst = zonder_accenten(als_tekst(cel))
    kern = re.split(r"[(,;:]| [-–—] ", tekst)[0]
    code = _STATUS.get(" ".join(re.findall(r"[a-z0-9]+", kern)))
    if code is None:
        staat = f"Status ‘{als_tekst(cel).strip()}’ kennen wij niet." if tekst else "Er staat geen status."
        raise Onleesbaar(staat)
    return code, bool(re.search(r"directieberaad|opgeschaald", tekst))


def lees_datum_of_leeg(cel: object) -> date | None:
    return None if zonder_accenten(als_tekst(cel)) in _NIET_BEKEND else lees_datum(cel)


def lees_wens(cel: object) -> date | None:
    """A wish may be 'Q1' or 'z.s.m.'; only what looks like a date and is none is worth a remark."""
    try:
        return lees_datum_of_leeg(cel)
    except Onleesbaar:
        if re.search(r"[0-9][-/.][0-9]", als_tekst(cel)):
            raise
        return None


def lees_taakveld(cel: object) -> str:
    """'0.4'; '' for an empty cell and for 'weet niet'. Raises Onleesbaar."""
    tekst = zonder_accenten(als_tekst(cel))
    if tekst in _NIET_BEKEND:
        return ""
    if m := re.match(r"([0-9])[.,]([0-9]{1,3})(?![0-9.,-])", tekst):
        return f"{m[1]}.{m[2]}"
    raise Onleesbaar(f"‘{als_tekst(cel).strip()}’ is geen taakveld. Schrijf bijvoorbeeld 0.4.")


def bedrag_tussen_haakjes(tekst: str) -> Decimal | None:
    m = re.search(r"\((.*)\)", tekst)
    return _als_bedrag(m[1]) if m else None


def vast_totaal(cel: object) -> Decimal | None:
    """Een totaal dat er echt staat; een formule of lege cel zegt niets."""
    if cel is None or als_tekst(cel).strip() in ("", "-") or als_tekst(cel).startswith("="):
        return None
    try:
        return lees_bedrag(cel)
    except Onleesbaar:
        return None


def _gemeente(deel: str, geheel: str) -> str:
    kaal = re.sub(r"[^a-z0-9]", "", re.sub(r"^\s*(gemeente|gem)\b\.?", "", deel))
    if kaal not in _GEMEENTE:
        raise Onleesbaar(f"Gemeente ‘{geheel.strip()}’ kennen wij niet. {_WEL}")
    return _GEMEENTE[kaal]


def _als_bedrag(tekst: str) -> Decimal | None:
    try:
        return lees_bedrag(tekst)
    except Onleesbaar:
        return None
