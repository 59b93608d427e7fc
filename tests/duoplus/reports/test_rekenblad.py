"""XLSX en ODS: dezelfde rijen als het scherm, echte getallen en datums, nooit een formule."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from duoplus.reports import Column, TeVeelRijen, blad, ods, xlsx
from duoplus.reports.base import GEEN_RIJEN
from tests.duoplus.reports.proef import KOLOMMEN, KOP, LASTIG, bestand, dataset, leeg, rij

KOPREGEL = len(KOP) + 2  # counted from 0
SOORTEN = ("xlsx", "ods")


def lees_xlsx(bytes_: bytes) -> list[list[Any]]:
    vel = load_workbook(BytesIO(bytes_)).worksheets[0]
    return [[cel.value for cel in regel] for regel in vel.iter_rows()]


def lees_ods(bytes_: bytes) -> list[list[Any]]:
    with zipfile.ZipFile(BytesIO(bytes_)) as pak:
        inhoud = ElementTree.fromstring(pak.read("content.xml"))
    return [[_waarde(cel) for cel in regel] for regel in inhoud.iter(_q("table", "table-row"))]


def _q(ruimte: str, naam: str) -> str:
    return f"{{urn:oasis:names:tc:opendocument:xmlns:{ruimte}:1.0}}{naam}"


def _waarde(cel: ElementTree.Element) -> Any:
    assert _q("table", "formula") not in cel.attrib
    soort = cel.get(_q("office", "value-type"))
    if soort in ("float", "currency"):
        return Decimal(cel.get(_q("office", "value"), ""))
    if soort == "date":
        return datetime.fromisoformat(cel.get(_q("office", "date-value"), ""))
    return "\n".join(_tekst(alinea) for alinea in cel) if soort else None


def _tekst(alinea: ElementTree.Element) -> str:
    assert {kind.tag for kind in alinea} <= {_q("text", "s")}
    return (alinea.text or "") + "".join(" " + (kind.tail or "") for kind in alinea)


LEES: dict[str, Callable[[bytes], list[list[Any]]]] = {"xlsx": lees_xlsx, "ods": lees_ods}


def gelezen(formaat: str, rijen: list[Any], **anders: Any) -> list[list[Any]]:
    return LEES[formaat](bestand(formaat, dataset(rijen, **anders)))


@pytest.mark.parametrize("formaat", SOORTEN)
def test_head_and_columns_stand_above_the_rows(formaat):
    regels = gelezen(formaat, [rij(1)])

    assert [regel[0] for regel in regels[: KOPREGEL - 1]] == ["Aanvragen", *KOP]
    assert regels[KOPREGEL] == [kolom.label for kolom in KOLOMMEN]


@pytest.mark.parametrize("formaat", SOORTEN)
def test_numbers_and_days_are_values_and_words_stay_words(formaat):
    rijen = [rij(nummer) for nummer in range(len(LASTIG))]
    for was, regel in zip(rijen, gelezen(formaat, rijen)[KOPREGEL + 1 : -1], strict=True):
        nummer, titel, uren, euros, klaar, gewijzigd = regel
        assert (nummer, titel) == (was.nummer, zoals(formaat, was.titel))
        assert round(Decimal(uren), 2) == was.uren and round(Decimal(euros), 2) == was.euros
        assert klaar == datetime.combine(was.klaar, datetime.min.time())
        assert gewijzigd == was.gewijzigd.replace(tzinfo=None, hour=0, day=22)


def zoals(formaat: str, titel: str) -> str:
    """LibreOffice drops a tab from an ODS, so there it is a space."""
    return titel.replace("\t", " ") if formaat == "ods" else titel


@pytest.mark.parametrize("formaat", SOORTEN)
def test_what_is_empty_stays_empty_and_counts_for_nothing(formaat):
    regels = gelezen(formaat, [leeg(), rij(2)])

    assert [cel for cel in regels[KOPREGEL + 1][1:] if cel] == []
    assert regels[-1][0] == "Totaal"
    assert [round(Decimal(cel), 2) for cel in regels[-1][2:4]] == [Decimal("24.50"), Decimal("-0.20")]


@pytest.mark.parametrize("formaat", SOORTEN)
def test_without_a_total_on_the_page_there_is_none_on_the_sheet(formaat):
    regels = gelezen(
        formaat, [rij(1)], kolommen=[Column("nummer", "Nummer"), Column("uren", "Uren", "hours")]
    )

    assert len(regels) == KOPREGEL + 2


@pytest.mark.parametrize("formaat", SOORTEN)
def test_a_count_is_a_number_without_idle_decimals(formaat):
    rijen = [SimpleNamespace(plaats=waarde) for waarde in (3, Decimal("62.5"), None)]
    regels = gelezen(formaat, rijen, kolommen=[Column("plaats", "Plaats", "number")])

    assert [float(regel[0]) if regel[0] else None for regel in regels[KOPREGEL + 1 :]] == [3, 62.5, None]


@pytest.mark.parametrize("formaat", SOORTEN)
def test_a_list_without_rows_says_so(formaat):
    assert gelezen(formaat, [])[KOPREGEL + 1][0] == GEEN_RIJEN


@pytest.mark.parametrize("formaat", SOORTEN)
def test_what_xml_cannot_say_is_left_out(formaat):
    regels = gelezen(formaat, [rij(1, titel="a\x00b\x07c\x1f\ud800\ufffe\uffffd")])

    assert regels[KOPREGEL + 1][1] == "abcd"


@pytest.mark.parametrize("formaat", SOORTEN)
@pytest.mark.parametrize("teken", ["x", "é", "😀"])
def test_too_long_for_a_cell_is_cut_with_a_remark(formaat, teken):
    past, te_lang = teken * (blad.MAX_TEKENS // len(teken.encode("utf-16-le")) * 2), teken * 40_000
    eerste, tweede = (
        regel[1] for regel in gelezen(formaat, [rij(1, titel=past), rij(2, titel=te_lang)])[-3:-1]
    )

    assert eerste == past
    assert tweede.endswith(blad.INGEKORT) and tweede.startswith(teken * 10_000)
    assert len(tweede.encode("utf-16-le")) // 2 <= blad.MAX_TEKENS


@pytest.mark.parametrize("formaat", SOORTEN)
def test_the_same_data_gives_the_same_bytes(formaat):
    een, twee = (bestand(formaat, dataset([rij(n) for n in range(300)])) for _ in range(2))

    assert een == twee


@pytest.mark.parametrize("formaat", SOORTEN)
@pytest.mark.parametrize(
    "titel", ["Aanvragen: [alle] */?\\ 'x' & meer dan eenendertig tekens", "\x07", "History"]
)
def test_any_title_makes_a_sheet(formaat, titel):
    assert gelezen(formaat, [rij(1)], titel=titel)[KOPREGEL + 1][0] == "MW-2026-0001"


@pytest.mark.parametrize("module", [xlsx, ods])
def test_more_rows_than_fit_is_a_sentence(module, monkeypatch):
    monkeypatch.setattr(module, "MAX_RIJEN", 3)
    with pytest.raises(TeVeelRijen, match=r"plaats voor 3 rijen\. Kies"):
        module.schrijf(dataset([rij(n) for n in range(4)]), BytesIO(), moment=datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("formaat", SOORTEN)
def test_it_reads_rows_as_it_writes_them(formaat):
    """Neither all before, nor any twice."""
    gelezen_, geschreven = [], []

    class Doel(BytesIO):
        def write(self, stuk: Any) -> int:
            geschreven.append(len(gelezen_))
            return super().write(stuk)

    def rijen():
        for nummer in range(3000):
            gelezen_.append(nummer)
            yield rij(nummer)

    {"xlsx": xlsx, "ods": ods}[formaat].schrijf(dataset(rijen()), Doel(), moment=KLOK)
    assert gelezen_ == list(range(3000))
    if formaat == "ods":
        assert any(0 < aantal < 3000 for aantal in geschreven)


KLOK = datetime.fromisoformat("2026-11-22T00:30:00+01:00")


@pytest.mark.parametrize("dag", [date(1, 1, 1), date(1899, 12, 31), date(1900, 2, 28), date(9999, 12, 31)])
@pytest.mark.parametrize("formaat", SOORTEN)
def test_days_beyond_the_calendar_of_excel_come_through(formaat, dag):
    waarde = gelezen(formaat, [rij(1, klaar=dag)])[KOPREGEL + 1][4]

    assert str(waarde)[:10] == dag.isoformat()


def test_xlsx_has_no_formulas_links_or_macros_inside():
    with zipfile.ZipFile(BytesIO(bestand("xlsx", dataset([rij(n) for n in range(7)])))) as pak:
        vel = pak.read("xl/worksheets/sheet1.xml").decode()
        assert not re.search("<f[ >]|<hyperlink", vel)
        assert not [naam for naam in pak.namelist() if "rels" in naam and "sheet" in naam]


def test_xlsx_reads_as_a_list_in_excel():
    """Head in sight and on every printed page, filter buttons, Dutch formats, lying down on A4."""
    vel = load_workbook(BytesIO(bestand("xlsx", dataset([rij(n) for n in range(9)])))).active
    kop = KOPREGEL + 1

    assert vel.freeze_panes == f"A{kop + 1}"
    assert vel.auto_filter.ref == f"A{kop}:F{kop + 9}"
    assert vel.print_title_rows == f"${kop}:${kop}"
    assert (vel.page_setup.orientation, vel.page_setup.paperSize) == ("landscape", 9)
    formaten = [cel.number_format for cel in vel[kop + 1]]
    assert formaten[2:] == ["#,##0.00", xlsx.OPMAAK["money"], "dd-mm-yyyy", "dd-mm-yyyy hh:mm"]
    assert 14 <= vel.column_dimensions["A"].width <= 16
    assert vel.oddFooter.left.text == "Aanvragen"


def test_xlsx_keeps_words_that_look_like_an_escape():
    """Excel reads _x0041_ as an A unless its first underscore is escaped."""
    with zipfile.ZipFile(BytesIO(bestand("xlsx", dataset([rij(1, titel="_x0041_")])))) as pak:
        assert "_x005F_x0041_" in pak.read("xl/worksheets/sheet1.xml").decode()


def test_ods_opens_with_its_kind_in_front():
    """What the standard asks: the kind first, uncompressed and without extra field."""
    bytes_ = bestand("ods", dataset([rij(1)]))
    with zipfile.ZipFile(BytesIO(bytes_)) as pak:
        assert pak.namelist()[0] == "mimetype"
        assert pak.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert pak.testzip() is None
        for naam in pak.namelist()[1:]:
            ElementTree.fromstring(pak.read(naam))
    assert bytes_[30:].startswith(b"mimetype" + ods.MIME.encode())


def test_ods_words_are_escaped_wherever_they_stand():
    titel = "R&D <1> \"2\" 'x'"
    rijen = [SimpleNamespace(a=titel)]

    assert gelezen("ods", rijen, titel=titel, kolommen=[Column("a", titel)])[-1] == [titel]


@pytest.mark.parametrize(("nummer", "letter"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")])
def test_columns_have_letters(nummer, letter):
    assert ods._letter(nummer) == letter
