"""The evidence pack as a workbook: what stands in its cells, that nothing in it is a formula, what it says was cut."""

import datetime as dt
import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from analysis.records import Affiliation, Analysis, Article, Quote, Span, Speaker, Stance
from analysis.views import pack_workbook, tables
from tests.analysis.library.synthetic import corpora

SHEETS = ["Quotes", "Who is quoted", "Stances", "Statements", "About"]
HOSTILE = ("=1+1", "@x", "+1", "-2", '=HYPERLINK("http://x","y")', "a\x01b\x0b", "<&>", "_x0041_", "\uffff")


def pack(*corpus: tuple[Article, Analysis], title: str = "Quotes", note: str = "") -> bytes:
    return pack_workbook.as_workbook(tables.quotes(corpus), corpus, title=title, note=note)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def records(book: openpyxl.Workbook, sheet: str) -> list[dict[str, openpyxl.cell.Cell]]:
    names, *lines = book[sheet].iter_rows()
    return [dict(zip([name.value for name in names], line, strict=True)) for line in lines]


def chart_text(data: bytes, number: int) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "".join(ET.fromstring(parts.read(f"xl/charts/chart{number}.xml")).itertext())  # noqa: S314 - own file


def made(words: str, *, source: str = "", name: str = "Ann Lee", sure: float = 0.9) -> tuple[Article, Analysis]:
    text = f"It began. She said: “{words}” It ended. Much later."
    span = Span(text.index(words), text.index(words) + len(words)) if words else Span(0, 1)
    quote = Quote("q", span, "direct", "s", None, None, None, "neutral", None, 0.87, words[:50], review="accepted")
    speaker = Speaker("s", name, "person", affiliation=Affiliation(name, name, kind="ngo"))
    stance = Stance("s", name, "critical", sure, "q", span, name)
    article = Article("a", text, name, name, dt.date(2024, 5, 31), source, byline=name)
    return article, Analysis("a", "1", speakers=(speaker,), quotes=(quote,), stances=(stance,))


def test_every_quote_has_a_row_with_its_surroundings_day_and_source(sample: tuple[Article, Analysis]) -> None:
    article = replace(sample[0], source="https://news.example/a?b=1&c=2", byline="Ann Lee")
    book = opened(pack((article, sample[1])))
    assert book.sheetnames == SHEETS
    rows = records(book, "Quotes")
    assert len(rows) == 37
    row = next(row for row in rows if row["Quote"].value.startswith("Of course Russia was going to be"))
    assert row["Speaker"].value == "James Nixey"
    assert row["Think-tank"].value == row["Institution"].value == "Chatham House"
    assert row["Before"].value.endswith("London-based think-tank Chatham House. “")
    assert row["After"].value.startswith("” The unsettling reality that negotiations")
    assert row["Stances"].value.startswith("Critical towards Trump administration: “What they haven’t realised")
    assert row["Published"].value == dt.datetime(2025, 4, 19)  # noqa: DTZ001 - a sheet has no zones
    assert row["Published"].is_date
    assert row["Confidence"].value == pytest.approx(0.9)
    assert row["Confidence"].number_format == "0%"
    assert row["Source"].hyperlink.target == article.source
    assert row["Author"].value == "Ann Lee"
    assert row["Reviewed"].value == "Not reviewed"


def test_sheets_are_ready_to_sort_and_print(sample: tuple[Article, Analysis]) -> None:
    book = opened(pack(sample))
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    for sheet in book.worksheets[:-1]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert sheet["A2"].alignment.wrap_text


def test_charts_say_what_they_show_and_count_what_the_sheets_hold(sample: tuple[Article, Analysis]) -> None:
    data = pack(sample)
    book = opened(data)
    assert [len(sheet._charts) for sheet in book.worksheets] == [0, 1, 1, 0, 0]  # noqa: SLF001 - no other way
    assert "Samantha de Bendern is quoted most: 6 of 37 quotes" in chart_text(data, 1)
    assert "7 critical and 3 supportive statements; Trump administration is criticised most (2)" in chart_text(data, 2)
    assert sum(row["Quotes"].value for row in records(book, "Who is quoted")) == 37
    sides = records(book, "Stances")
    statements = records(book, "Statements")
    assert sum(row["Statements"].value for row in sides) == len(statements) == 10
    assert sum(row["Critical"].value for row in sides) == 7
    assert {row["Side"].value for row in statements} == {"Critical", "Supportive"}


def test_a_stance_that_is_not_sure_is_unclear_everywhere() -> None:
    data = pack(made("Bad.", sure=0.6))
    book = opened(data)
    assert records(book, "Quotes")[0]["Stance"].value == "Unclear"
    assert records(book, "Quotes")[0]["Stances"].value == "Unclear towards Ann Lee: “Bad.” (60%)"
    assert records(book, "Statements")[0]["Side"].value == "Unclear"
    assert records(book, "Stances")[0]["Unclear"].value == 1
    assert "No statement takes a side" in chart_text(data, 2)


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_hostile_text_stays_text(words: str) -> None:
    data = pack(made(words, source=words, name=words), title=words, note=words)
    for sheet in opened(data).worksheets:
        for cell in (cell for line in sheet.iter_rows() for cell in line):
            assert cell.data_type != "f"
            assert cell.hyperlink is None
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            ET.fromstring(parts.read(name))  # noqa: S314 - own file
    if words.startswith(("=", "@", "+", "-")):
        (row,) = records(opened(data), "Quotes")
        assert row["Quote"].value == row["Speaker"].value == words
        assert row["Quote"].quotePrefix, "editing the cell would make a formula of it"


@pytest.mark.parametrize("source", ["javascript:alert(1)", "file.txt", "ftp://x.example/a", "https://", "https://a b"])
def test_only_addresses_of_the_web_are_links(source: str) -> None:
    (row,) = records(opened(pack(made("Yes.", source=source))), "Quotes")
    assert row["Source"].value == source
    assert row["Source"].hyperlink is None


@pytest.mark.parametrize("letter", ["x", "\N{GRINNING FACE}"])
def test_a_cell_that_is_too_long_is_cut_and_says_so_there_and_on_the_last_sheet(letter: str) -> None:
    book = opened(pack(made(letter * 40_000)))
    cell = records(book, "Quotes")[0]["Quote"].value
    assert 32_700 < len(cell.encode("utf-16-le")) / 2 <= 32_767
    assert cell.endswith("(cut here; the pack as a web page has it all)")
    told = [line.value for line in book["About"]["A"] if line.value]
    assert "A cell holds 32,767 characters: 4 cells cut (Quotes G2, Quotes K2, Statements C2, Statements H2)." in told


def test_characters_that_no_sheet_holds_are_told() -> None:
    book = opened(pack(made("a\x01b")))
    assert records(book, "Quotes")[0]["Quote"].value == "a\ufffdb"
    assert "that no sheet holds replaced by \ufffd." in str(book["About"][f"A{book['About'].max_row}"].value)


def test_the_last_sheet_says_how_it_came_about(sample: tuple[Article, Analysis]) -> None:
    told = [line.value for line in opened(pack(sample, title="Quotes: X", note="Filter: words = war"))["About"]["A"]]
    assert told[:4] == [
        "Quotes: X",
        "37 quotes from 1 article; 0 reviewed by a person.",
        "Published: 19 April 2025",
        "Filter: words = war",
    ]
    assert {"Method", "Confidence"} <= set(told)


def test_a_day_before_sheets_count_days_is_text() -> None:
    article, analysis = made("Yes.")
    book = opened(pack((replace(article, published=dt.date(1850, 1, 2)), analysis)))
    assert records(book, "Quotes")[0]["Published"].value == "1850-01-02"


def test_a_pack_of_nothing_says_what_to_do() -> None:
    book = opened(pack())
    assert book.sheetnames == SHEETS
    assert [sheet.max_row for sheet in book.worksheets[:-1]] == [1, 1, 1, 1]
    assert not any(sheet._charts for sheet in book.worksheets)  # noqa: SLF001 - no other way
    assert (
        book["About"]["A3"].value == "Nothing agrees with the filter: take a part of it away and make the pack again."
    )


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corpora())
def test_any_article_can_be_packed(pair: tuple[Article, Analysis]) -> None:
    book = opened(pack(pair))
    assert book["Quotes"].max_row == 1 + len(pair[1].quotes)
