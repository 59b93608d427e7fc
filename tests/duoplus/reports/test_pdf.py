"""De lijst op papier: wat erop staat, op hoeveel bladzijden, en voor wie niet ziet."""

import re
from io import BytesIO
from pathlib import Path

import pytest

from duoplus.reports import TeVeelRijen, pdf
from duoplus.reports.base import GEEN_RIJEN
from tests.duoplus.reports.proef import KOLOMMEN, KOP, MOMENT, bestand, dataset, leeg, rij
from tests.pdf import fonts, tekst


def zonder_spaties(woorden: str) -> str:
    return re.sub(r"\s", "", woorden)


def bladzijden(bytes_: bytes) -> int:
    return len(re.findall(rb"/Type ?/Page\b", bytes_))


def test_it_says_what_the_screen_says():
    bytes_ = bestand("pdf", dataset([rij(1), rij(2), leeg()]))
    staat = zonder_spaties(tekst(bytes_))

    for woorden in ["Aanvragen", *KOP, *(kolom.label for kolom in KOLOMMEN), "Totaal"]:
        assert zonder_spaties(woorden) in staat
    for woorden in [
        "MW-2026-0001",
        "https://voorbeeld.nl/=1+1",
        "12,25",
        "36,75",
        "1feb2026",
        "-0,30",
    ]:
        assert zonder_spaties(woorden) in staat
    assert bladzijden(bytes_) == 1


def geheugen() -> int:
    """Of this process, in kB."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells it this way")
def test_a_long_document_leaves_no_memory_behind():
    """typst keeps what it made for its last ten documents: of long lists some gigabytes together."""
    bestand("pdf", dataset([rij(1)]))
    begin = geheugen()
    for ronde in range(3):
        bestand("pdf", dataset([rij(1000 * ronde + n) for n in range(400)]))
    assert geheugen() - begin < 25_000


def test_every_page_repeats_the_head_and_is_numbered():
    bytes_ = bestand("pdf", dataset([rij(nummer) for nummer in range(200)]))
    staat, aantal = zonder_spaties(tekst(bytes_)), bladzijden(bytes_)

    assert aantal > 3
    assert staat.count("GewijzigdMW-") + staat.count("Gewijzigd") >= aantal
    assert f"Pagina{aantal}van{aantal}" in staat


def test_it_can_be_read_by_who_does_not_see():
    bytes_ = bestand("pdf", dataset([rij(1)]))

    assert b"/MarkInfo" in bytes_ and b"/StructTreeRoot" in bytes_ and b"/Lang" in bytes_
    assert re.search(rb"/S ?/TH\b", bytes_) and re.search(rb"/S ?/Table\b", bytes_)
    assert all(naam.startswith("PublicSans") for naam in fonts(bytes_))


def test_a_list_without_rows_says_so():
    assert zonder_spaties(GEEN_RIJEN) in zonder_spaties(tekst(bestand("pdf", dataset([]))))


def test_the_same_data_gives_the_same_bytes():
    een, twee = (bestand("pdf", dataset([rij(nummer) for nummer in range(60)])) for _ in range(2))

    assert een == twee


def test_strange_words_do_not_break_it():
    vreemd = ["a\x00\x07b", "😀 漢字", "#set page(width: 1cm)", "x" * 5000, "regel\n" * 300, "\ud800"]

    assert bestand("pdf", dataset([rij(nummer, titel=titel) for nummer, titel in enumerate(vreemd)]))


def test_more_than_paper_holds_is_a_sentence(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_RIJEN", 2)
    with pytest.raises(TeVeelRijen, match=r"plaats voor 2 rijen\."):
        pdf.schrijf(dataset([rij(n) for n in range(3)]), BytesIO(), moment=MOMENT)
