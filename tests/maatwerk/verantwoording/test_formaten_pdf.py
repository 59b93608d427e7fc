"""Het document: wat er staat, dat het blijft (PDF/A), en dat wie niet ziet het kan lezen (PDF/UA)."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import cast

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from maatwerk.verantwoording.formaten import pdf
from maatwerk.verantwoording.formaten.uitgave import Uitgave
from maatwerk.verantwoording.pakket import Alinea, Tekstdeel
from tests.maatwerk.verantwoording.proefpakket import FORMULES, bestand, pakket
from tests.pdf import elementen, fonts, kopniveaus, norm, onder, rijen, tekst


def zonder_spaties(woorden: str) -> str:
    return re.sub(r"\s", "", woorden)


def wortel(bytes_: bytes) -> DictionaryObject:
    return cast(DictionaryObject, PdfReader(BytesIO(bytes_)).trailer["/Root"])


def test_it_says_which_norms_it_meets():
    """typst refuses to write a document that breaks a rule of these."""
    assert norm(bestand("pdf")) == {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}


def test_it_has_a_language_a_title_and_our_letters_inside():
    bytes_ = bestand("pdf")

    assert wortel(bytes_)["/Lang"] == "nl-NL"
    assert wortel(bytes_)["/MarkInfo"]["/Marked"]
    assert wortel(bytes_)["/ViewerPreferences"]["/DisplayDocTitle"]
    assert PdfReader(BytesIO(bytes_)).metadata.title == "Jaarrekening 2026, alle gemeenten"
    assert all(naam.startswith("PublicSans") for naam in fonts(bytes_))


def test_headings_go_down_one_step_at_a_time():
    niveaus = kopniveaus(bestand("pdf"))

    assert niveaus.count(1) == 1 and niveaus[0] == 1
    assert niveaus.count(2) == 2 + 8 + 1  # text, checks, the eight tables, the files
    assert all(na - voor <= 1 for voor, na in pairwise(niveaus))


def test_every_table_tells_which_cell_heads_which_column():
    tabellen = elementen(bestand("pdf"), "/Table")

    assert len(tabellen) == 1 + 7 + 1 + 1  # checks, L1 to L7 with L2 in two, files; L8 has no rows
    for tabel in tabellen:
        soorten = [element["/S"] for element in onder(tabel)]
        kop, *regels = rijen(tabel)
        assert soorten[0] == "/THead" and "/TBody" in soorten
        assert {cel["/S"] for cel in kop} == {"/TH"}
        assert all(cel["/A"][0]["/Scope"] == "/Column" for cel in kop)
        assert {len(regel) for regel in regels} == {len(kop)}


def test_a_wide_table_comes_as_words_and_as_amounts_of_the_same_rows():
    l2 = next(
        tabel for tabel in pdf.gegevens(Uitgave(pakket()))["tabellen"] if tabel["titel"].startswith("L2")
    )
    woorden, bedragen = l2["delen"]

    assert [kolom["label"] for kolom in bedragen["kolommen"]][:3] == ["nummer", "gemeente", "raming_uren"]
    assert [rij[0] for rij in woorden["rijen"]] == [rij[0] for rij in bedragen["rijen"]]
    kolommen = {kolom["label"] for deel in l2["delen"] for kolom in deel["kolommen"]}
    assert len(kolommen) == 21
    assert not woorden["slot"] and bedragen["slot"][-1][0] == "Totaal"


def test_figures_carry_their_source_and_totals_stand_under_the_tables():
    staat = tekst(bestand("pdf"))

    for woorden in [
        "Van de lumpsum is € 10,00 [1] gebruikt.",
        "[1] L1, Diemen, gerealiseerd; [2] L1, Diemen, uitputting_pct.",
        "Eén regel valt erbuiten.",
        "Totaal Ouder-Amstel",
        "L8 Mutaties Er zijn geen rijen.",
        *FORMULES[:4],
    ]:
        assert zonder_spaties(woorden) in staat


def test_a_long_table_says_how_many_more_there_are_and_where():
    staat = tekst(bestand("pdf", pakket(L3=1234, L2=400)))

    zin = "Hierna zijn er nog 1.034 rijen. Die staan in het bestand L3-uren.csv."
    assert zonder_spaties(f"{zin} Het totaal is dat van alle 1.234 rijen.") in staat
    assert staat.count("Hierna") == 1  # L2 is there in full


def test_a_draft_says_so_on_every_page_and_a_definite_one_nowhere():
    concept = PdfReader(BytesIO(bestand("pdf", pakket(status="concept"))))

    assert all("CONCEPT" in blad.extract_text() for blad in concept.pages)
    assert "CONCEPT" not in tekst(bestand("pdf"))


def test_pages_are_numbered():
    bytes_ = bestand("pdf")
    aantal = len(PdfReader(BytesIO(bytes_)).pages)

    assert all(f"Pagina{nummer}van{aantal}" in tekst(bytes_) for nummer in range(1, aantal + 1))


def test_what_people_type_is_never_an_instruction():
    vreemd = Tekstdeel("#panic()", [Alinea(["#set page(width: 1cm) $x$ *a* \x00 😀 " + "x" * 300])])

    assert "#panic()" in tekst(bestand("pdf", replace(pakket(), tekst=[vreemd])))
