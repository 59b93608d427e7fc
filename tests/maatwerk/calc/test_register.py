"""Het oude Excel-register: het bestand zelf, een ander model, en elke schrijfwijze apart."""

import json
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duoplus.calc.nederlands import Onleesbaar
from duoplus.calc.tabel import herken
from duoplus.werkblad import Blad, lees_werkboek
from maatwerk.calc.register import Registerrij, velden
from maatwerk.calc.registercellen import (
    ALLE_GEMEENTEN,
    lees_functiegroep,
    lees_gemeenten,
    lees_ogon,
    lees_status,
    lees_taakveld,
)
from tests.register import Apart, lees_register

DATA = Path(__file__).parents[2] / "data"
KOP = ("Nr", "Aanvraag", "Gemeente", "OGON", "Team", "Uren", "Tarief", "Extern", "Status")
RIJ = ("X-1", "Iets moois", "D", "BV", "I&A", 10, "T3", "€ 5,-", "nieuw")


@pytest.fixture(scope="module")
def lezing():
    return lees_register(lees_werkboek(DATA / "maatwerkregister-2026.xlsx"))


@pytest.fixture(scope="module")
def per_nummer(lezing):
    return {rij.nummer: rij for rij in lezing.rijen}


def lees_een(**anders):
    """De ene rij die uit de kop en RIJ komt, met per kolomnaam wat anders is."""
    cellen = dict(zip(KOP, RIJ, strict=True)) | anders
    lezing = lees_register([Blad("lijst", [tuple(cellen), tuple(cellen.values())])])
    [rij] = [*lezing.rijen, *lezing.apart]
    return rij


def test_the_register_in_use_adds_up(lezing):
    assert (lezing.gelezen, len(lezing.rijen), len(lezing.apart)) == (32, 30, 2)
    assert lezing.uren == 3495
    assert lezing.totaal == Decimal("424165.00")


def test_every_state_is_the_one_of_the_books(lezing):
    boeken = json.loads((DATA / "controle.json").read_text())["status_per_aanvraag"]
    gelezen = {
        rij.nummer: rij.status.replace("_", " ") + (", opgeschaald" if rij.opgeschaald else "")
        for rij in lezing.rijen
    }
    assert gelezen == boeken


def test_what_is_set_apart_says_why(lezing):
    dubbel, onleesbaar = lezing.apart
    assert (dubbel.bron.rij, dubbel.bron.tekst("nummer")) == (40, "MW26-017")
    assert dubbel.redenen == ("Dubbel met rij 15: hetzelfde nummer MW26-017.",)
    assert (onleesbaar.bron.rij, onleesbaar.bron.tekst("titel")) == (41, "Nog te bepalen")
    assert onleesbaar.redenen == (
        "Gemeente ‘Amstelveen’ kennen wij niet. Schrijf Diemen, Uithoorn, Ouder-Amstel of ‘allen’.",
        "‘onbekend’ is geen aantal uren. Schrijf bijvoorbeeld 7,5.",
        "Tarief ‘T9’ kennen wij niet. Het is T1, T2, T3, T4, T5, BU.",
        "Status ‘???’ kennen wij niet.",
    )


def plekken(lezing):
    """Waar elke rij van het werkboek terechtkwam."""
    rijen = [(rij.blad, rij.rij) for rij in lezing.rijen]
    apart = [(stuk.bron.blad, stuk.bron.rij) for stuk in lezing.apart]
    return sorted([*rijen, *apart, *(stuk[:2] for stuk in lezing.overgeslagen)])


def test_nothing_is_dropped_in_silence(lezing):
    assert [rij for blad, rij in plekken(lezing) if blad == "Maatwerk 2026"] == list(range(1, 44))
    redenen = {rij: reden for blad, rij, reden in lezing.overgeslagen if blad == "Maatwerk 2026"}
    assert {rij for rij, reden in redenen.items() if "totaal" in reden} == {24, 30, 39, 43}
    assert {rij for rij, reden in redenen.items() if reden == "Lege rij."} == {3, 25, 31, 42}
    [(_, _, reden)] = [stuk for stuk in lezing.overgeslagen if stuk[0] != "Maatwerk 2026"]
    assert reden == "Het blad heet ‘oud (niet gebruiken)’ en telt daarom niet mee."


def test_one_row_in_full(per_nummer):
    rij = per_nummer["MW26-001"]
    assert rij == Registerrij(
        blad="Maatwerk 2026",
        rij=5,
        nummer="MW26-001",
        titel="Extra dashboard sociaal domein voor MT",
        gemeenten=("U",),
        ogon="BV",
        team="I&A",
        uren=Decimal(120),
        functiegroep="T3",
        extern=Decimal(0),
        totaal=Decimal("10680.00"),
        status="in_uitvoering",
        opgeschaald=False,
        ingediend=date(2026, 4, 30),
        gewenst_klaar=date(2026, 9, 18),
        gewenst_tekst="18-09-2026",
        taakveld="0.4",
        opmerking="=1+1",
        niet_begrepen=(),
    )


def test_wishes_and_remarks_stay_as_written(per_nummer):
    assert (per_nummer["MW26-003"].gewenst_klaar, per_nummer["MW26-003"].gewenst_tekst) == (None, "Q1")
    assert per_nummer["MW26-028"].gewenst_tekst == "z.s.m."
    assert per_nummer["MW26-004"].gewenst_klaar == date(2026, 6, 23)
    assert per_nummer["MW26-006"].opmerking == "<b>spoed</b>"
    assert per_nummer["MW26-021"].taakveld == "6.91"


def test_another_model_reads_as_well():
    lezing = lees_register(lees_werkboek(DATA / "register-ander-model.xlsx"))
    assert [(rij.rij, rij.nummer, rij.titel, rij.gemeenten, rij.totaal) for rij in lezing.rijen] == [
        (3, "2026/01", "Privacyscan vergunningen", ("U", "O"), Decimal("8160.00")),
        (4, "2026/02", "Extra rondes onkruid", ("D", "U", "O"), Decimal("5025.50")),
        (7, "", "Verhuizing archief", ("D",), Decimal("250.00")),
    ]
    privacy, onkruid, archief = lezing.rijen
    assert (privacy.status, privacy.ogon, privacy.ingediend) == ("afgesloten", "BT", date(2026, 3, 2))
    assert (privacy.functiegroep, privacy.gewenst_klaar) == ("T4", date(2026, 12, 3))
    assert onkruid.niet_begrepen == (
        ("Taakveld (Iv3)", "groen", "‘groen’ is geen taakveld. Schrijf bijvoorbeeld 0.4."),
        (
            "Totale raming (€)",
            "5000",
            "Hier staat €\N{NO-BREAK SPACE}5.000,00; wij rekenen met €\N{NO-BREAK SPACE}5.025,50.",
        ),
    )
    assert archief.nummer == ""
    assert [(stuk.bron.rij, stuk.redenen) for stuk in lezing.apart] == [
        (5, ("Dubbel met rij 3: dezelfde titel ‘Privacyscan vergunningen’.",)),
        (
            8,
            (
                "Er staat geen titel.",
                "Er staat geen gemeente.",
                "‘80-100’ is geen aantal uren. Schrijf bijvoorbeeld 7,5.",
            ),
        ),
    ]
    assert [stuk[:2] for stuk in lezing.overgeslagen] == [
        ("Uitleg", 0), ("Lijst", 1), ("Lijst", 2), ("Lijst", 6), ("Lijst", 9),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tekst", "gemeenten"),
    [
        ("UH", "U"), ("OA", "O"), ("Gem. Diemen", "D"), ("diemen ", "D"), ("U+O", "UO"), ("UH + OA", "UO"),
        ("Uithoorn / Ouder-Amstel", "UO"), ("Ouder Amstel", "O"), ("ouder–amstel", "O"), ("allen", "DUO"),
        ("DUO", "DUO"), ("Diemen/Uithoorn/Ouder-Amstel", "DUO"), ("Ouder-Amstel en Diemen", "DO"),
        ("gemeente Uithoorn", "U"), ("D, U", "DU"), ("Alle gemeenten", "DUO"), ("D+D", "D"),
    ],
)  # fmt: skip
def test_municipalities(tekst, gemeenten):
    assert lees_gemeenten(tekst) == tuple(gemeenten)


@pytest.mark.parametrize("tekst", ["Amstelveen", "", None, "U+Amstelveen", "Duo+", "D/", "alleen Diemen"])
def test_unknown_municipalities(tekst):
    with pytest.raises(Onleesbaar, match=r"[Gg]emeente"):
        lees_gemeenten(tekst)


@given(
    st.sets(st.sampled_from(ALLE_GEMEENTEN), min_size=1),
    st.sampled_from(["+", " + ", "/", ", ", " en "]),
    st.randoms(),
)
def test_any_combination_in_any_order_comes_out_sorted(letters, teken, toeval):
    volgorde = sorted(letters)
    toeval.shuffle(volgorde)
    assert lees_gemeenten(teken.join(volgorde)) == tuple(g for g in ALLE_GEMEENTEN if g in letters)


@pytest.mark.parametrize(
    ("tekst", "uitkomst"),
    [
        ("bezig", ("in_uitvoering", False)), ("loopt", ("in_uitvoering", False)),
        ("klaar!", ("afgesloten", False)), ("Gereed", ("afgesloten", False)),
        ("Opgeleverd (wacht op akkoord)", ("opgeleverd", False)),
        ("naar OGON - LET OP directieberaad", ("ter_prioritering", True)),
        ("ter prioritering, opgeschaald", ("ter_prioritering", True)),
        ("naar OGON", ("ter_prioritering", False)),
        ("opdracht gegeven", ("opdracht_verleend", False)), ("raming loopt", ("in_raming", False)),
        ("On-hold", ("aangehouden", False)), ("nieuw", ("ingediend", False)),
        ("Klaar om te prioriteren", ("ter_prioritering", False)),
    ],
)  # fmt: skip
def test_states(tekst, uitkomst):
    assert lees_status(tekst) == uitkomst


@pytest.mark.parametrize(
    "tekst", ["???", "", None, "klaar voor start", "nog niet gereed", "dubbel", "loopt vast"]
)
def test_unknown_states_are_not_guessed(tekst):
    with pytest.raises(Onleesbaar, match=r"[Ss]tatus"):
        lees_status(tekst)


@pytest.mark.parametrize(
    ("tekst", "groep"),
    [("T3 (89,-)", "T3"), ("t4", "T4"), ("bu", "BU"), (89, "T3"), ("€ 62,00", "T1"), (" T1 ", "T1")],
)
def test_function_groups(tekst, groep):
    assert lees_functiegroep(tekst) == groep


@pytest.mark.parametrize("tekst", ["T9", "", None, "T", 75, "T3/T4"])
def test_unknown_tariffs(tekst):
    with pytest.raises(Onleesbaar, match=r"[Tt]arief"):
        lees_functiegroep(tekst)


def test_a_rate_of_two_groups_tells_nothing():
    with pytest.raises(Onleesbaar):
        lees_functiegroep(80, {"T1": Decimal(80), "T2": Decimal(80)})


@pytest.mark.parametrize(
    ("cel", "code"),
    [("0.4", "0.4"), (6.91, "6.91"), ("0,4", "0.4"), ("0.4 Overhead", "0.4"), ("weet niet", ""), (None, "")],
)
def test_taakvelden(cel, code):
    assert lees_taakveld(cel) == code


@pytest.mark.parametrize("cel", ["overhead", "01-02-2026", "0.4.1", 4])
def test_unknown_taakvelden(cel):
    with pytest.raises(Onleesbaar, match="taakveld"):
        lees_taakveld(cel)


def test_ogons():
    assert [lees_ogon(cel) for cel in ("BV", "Burger", " buurt", "OGON Buurt", None)] == [
        "BV",
        "BG",
        "BT",
        "BT",
        "",
    ]
    with pytest.raises(Onleesbaar, match="OGON ‘zorg’"):
        lees_ogon("zorg")


def test_what_is_not_fatal_is_noted():
    rij = lees_een(OGON="zorg", Tarief="T3 (90,-)", Ingediend="ooit", Taakveld="0.4")
    assert isinstance(rij, Registerrij)
    assert [kolom for kolom, _, _ in rij.niet_begrepen] == ["OGON", "Ingediend", "Tarief"]
    assert (rij.ogon, rij.ingediend, rij.taakveld, rij.totaal) == ("", None, "0.4", Decimal(895))


def test_no_hours_yet_is_not_fatal():
    rij = lees_een(Uren=None, Tarief=None)
    assert (rij.uren, rij.functiegroep, rij.totaal) == (0, "", 5)
    assert rij.niet_begrepen == (("Uren", "", "Er staan geen uren; wij rekenen met 0."),)


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"Uren": "=40+50"}, "formule"),
        ({"Uren": -1}, "Uren zijn nul of meer."),
        ({"Extern": "zie mail"}, "‘zie mail’ is geen bedrag"),
        ({"Extern": "-5"}, "Externe kosten zijn nul of meer."),
        ({"Tarief": ""}, "Er staat geen tarief."),
        ({"Aanvraag": "  "}, "Er staat geen titel."),
        ({"Status": "dubbel"}, "Status ‘dubbel’"),
    ],
)
def test_what_touches_money_or_meaning_is_fatal(anders, zin):
    rij = lees_een(**anders)
    assert isinstance(rij, Apart)
    assert len(rij.redenen) == 1
    assert zin in rij.redenen[0]


def test_a_good_row_after_an_unreadable_one_of_the_same_number_is_read():
    lezing = lees_register([Blad("lijst", [KOP, (*RIJ[:-1], "???"), RIJ])])
    assert ([rij.rij for rij in lezing.rijen], [stuk.bron.rij for stuk in lezing.apart]) == ([3], [2])


def test_the_same_request_on_another_sheet_is_double():
    bladen = [
        Blad("januari", [KOP, RIJ]),
        Blad("februari", [KOP, ("X-2", "IETS  MOOIS", "Diemen", *RIJ[3:])]),
    ]
    [dubbel] = lees_register(bladen).apart
    assert dubbel.redenen == ("Dubbel met rij 2 van blad ‘januari’: dezelfde titel ‘Iets moois’.",)


def test_a_repeated_header_is_no_request():
    lezing = lees_register([Blad("lijst", [KOP, RIJ, KOP])])
    assert [stuk[1] for stuk in lezing.overgeslagen] == [1, 3]


def test_a_title_may_begin_with_totaal():
    assert lees_een(Nr=None, Aanvraag="Totaal vernieuwde website").titel == "Totaal vernieuwde website"


def test_sheets_without_the_columns_are_skipped_with_the_reason():
    lezing = lees_register([Blad("leeg", []), Blad("half", [("Nr", "Aanvraag"), ("1", "x")])])
    assert [stuk[2] for stuk in lezing.overgeslagen] == [
        "Op dit blad ontbreken deze kolommen: Aanvraag, Gemeente, Uren, Tarief, Status.",
        "Op dit blad ontbreken deze kolommen: Gemeente, Uren, Tarief, Status.",
    ]


def test_headers_of_one_meaning_the_first_counts():
    assert herken(("Status", "Stand", "TEAM DUO+", "Gemeente(n)", "Totaal 2026 (€)"), velden()) == {
        "status": 0, "team": 2, "gemeenten": 3, "totaal": 4,
    }  # fmt: skip


cellen = (
    st.none()
    | st.text(max_size=12)
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.datetimes()
    | st.dates()
)


@given(st.lists(st.lists(cellen, max_size=12).map(tuple), max_size=8))
def test_any_sheet_is_accounted_for_row_by_row(rijen):
    lezing = lees_register([Blad("lijst", [KOP, *rijen])])
    assert [rij for _, rij in plekken(lezing)] == list(range(1, len(rijen) + 2))


@given(st.permutations(range(len(KOP))))
def test_the_order_of_columns_does_not_matter(volgorde):
    kop, rij = tuple(KOP[n] for n in volgorde), tuple(RIJ[n] for n in volgorde)
    [gelezen] = lees_register([Blad("lijst", [kop, rij])]).rijen
    assert (gelezen.nummer, gelezen.gemeenten, gelezen.totaal) == ("X-1", ("D",), Decimal("895.00"))


def test_a_spreadsheet_date_is_a_date():
    rij = lees_een(Ingediend=datetime.combine(date(2026, 6, 23), time()))
    assert rij.ingediend == date(2026, 6, 23)
