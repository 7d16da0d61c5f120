"""What was exported is read again, cell by cell, and a file that is no such table is refused in one sentence."""

import io
import json
import zipfile

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.views import archive, exchange, export, tables
from tests.analysis.library.synthetic import sample

HOSTILE = (
    "=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "|calc", "＝1", '"=1', "'=1", "''=1", "'plain'", "'",
    "a,b;c\td", 'say "so"', "one\ntwo\r\nthree\rfour", "\x01\x08\x0b\x1f\x7f", "\ufffe\uffff\u2028\x85",
    "_x0041_", "_x005F_", "NA", "nan", "null", "None", "TRUE", "5", "1e5", "2024-05-31", " spaces ",
    "👩‍🚀 e\u0301 ﬁ", "&lt;<b>", "\ufeff",
)  # fmt: skip
OWN = "group: region, own"
WORDS = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
DAYS = st.none() | st.dates(min_value=pd.Timestamp("1900-01-01").date())
# What a CSV and a workbook keep of a number: 4 significant digits.
NUMBERS = st.integers(0, 9999).map(lambda digits: digits / 10_000) | st.integers(0, 1000).map(lambda share: share / 10)
CELLS = {
    "str": WORDS,
    "datetime64[us]": DAYS,
    "int64": st.integers(0, 300_000),
    "float64": NUMBERS | st.just(float("nan")),
}
COLUMNS = {**tables.QUOTES, OWN: "str"}


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    count = draw(st.integers(0, 4))
    cells = {name: [draw(CELLS[dtype]) for _ in range(count)] for name, dtype in COLUMNS.items()}
    return pd.DataFrame({name: pd.Series(cells[name], dtype=dtype) for name, dtype in COLUMNS.items()})


def written(frame: pd.DataFrame, kind: str) -> bytes:
    return {
        "csv": lambda: export.as_csv(frame),
        "xlsx": lambda: export.as_xlsx(frame, sheet="Quotes", note="Made by hand."),
        "json": lambda: exchange.as_records(frame),
        "parquet": lambda: exchange.as_parquet(frame, note="Made by hand."),
    }[kind]()


def quote(words: str) -> pd.DataFrame:
    """Return a table of one quote with the given words."""
    return tables.quotes([sample()]).head(1).assign(quote=pd.Series([words], dtype="str"), place=12.5)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "parquet"])
@settings(max_examples=60, deadline=None)
@given(frame=frames())
def test_what_was_exported_comes_back(kind: str, frame: pd.DataFrame) -> None:
    expected = frame.drop(columns=OWN) if kind == "json" and frame.empty else frame
    pd.testing.assert_frame_equal(exchange.read_table(written(frame, kind), f"Quotes.{kind.upper()}"), expected)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "parquet"])
@pytest.mark.parametrize("words", HOSTILE)
def test_words_that_break_tables_come_back(kind: str, words: str) -> None:
    assert exchange.read_table(written(quote(words), kind), f"x.{kind}")["quote"].tolist() == [words]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "parquet"])
def test_the_sample_comes_back_with_its_types(kind: str) -> None:
    """CSV and workbooks round how far through the text a quote stands, and nothing else."""
    quotes = tables.quotes([sample()])
    found = exchange.read_table(written(quotes, kind), f"quotes.{kind}")
    exact = kind in {"json", "parquet"}
    pd.testing.assert_frame_equal(found, quotes, check_exact=exact, rtol=0 if exact else 5e-4, atol=0)
    pd.testing.assert_frame_equal(found.drop(columns="place"), quotes.drop(columns="place"), check_exact=True)


@given(words=st.text("=+-@|'\" \t\r\nx", max_size=6))
@example(words="'=1")
@settings(deadline=None)
def test_the_guard_against_formulas_is_undone_and_nothing_else(words: str) -> None:
    assert exchange.read_table(export.as_csv(quote(words)), "x.csv")["quote"].tolist() == [words]


def test_rows_that_were_filtered_are_numbered_from_0() -> None:
    chosen = tables.quotes([sample()]).iloc[[3, 7]]
    assert exchange.read_table(exchange.as_records(chosen), "x.json").index.tolist() == [0, 1]


def test_the_json_is_what_other_programs_expect() -> None:
    rows = json.loads(exchange.as_records(tables.quotes([sample()])))
    assert len(rows) == 37
    assert (rows[0]["published"], rows[0]["confidence"]) == ("2025-04-19T00:00:00", 0.9)
    assert exchange.as_records(tables.quotes([sample()])).count(b"\n") == 39


def test_parquet_carries_the_note_and_the_types() -> None:
    schema = pq.read_schema(io.BytesIO(exchange.as_parquet(tables.quotes([sample()]), note="Made on a Monday.\nÉ")))
    assert schema.metadata[b"note"].decode() == "Made on a Monday.\nÉ"
    assert schema.field("published").type == pa.timestamp("us")
    assert (str(schema.field("start").type), str(schema.field("place").type)) == ("int64", "double")


def test_a_workbook_that_another_program_saved_is_read_too() -> None:
    """Inline text, parts in bold, digits in a column of words, a row that ends early, a row without cells."""
    names = ("quote_id", "article_id", "quote", "start", "end", "published", "think_tank")
    cells = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in names)
    rich = "<is><r><t>in</t></r><r><rPr><b/></rPr><t> bold</t></r><rPh sb='0' eb='1'><t>no</t></rPh></is>"
    row = f'<c r="A2"><v>7</v></c><c r="C2" t="inlineStr">{rich}</c><c r="D2"><v>1</v></c><c><v>9</v></c>'
    row += '<c r="F2"><v>59</v></c>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = f"<row>{cells}</row><row>{row}</row><row><c/></row>"
    sheet = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    found = exchange.read_table(packed({"xl/worksheets/sheet1.xml": sheet}), "x.xlsx")
    assert len(found) == 1
    assert list(found.iloc[0]) == ["7", "", "in bold", 1, 9, pd.Timestamp("1900-02-28"), ""]


def packed(files: dict[str, str]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as made:
        for place, content in files.items():
            made.writestr(place, content)
    return memory.getvalue()


GOOD = "quote_id,article_id,quote,start,end\nq,a,words,0,5\n"
DOCTYPE = "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet>&a;</worksheet>"


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"x", "quotes.ods", "choose a .csv, .xlsx, .json or .parquet file"),
        (b"", "quotes.csv", "no column quote_id"),
        (f'{GOOD}q,a,"words,0,5\n'.encode(), "quotes.csv", "quotation mark"),
        (f'{GOOD}q,a,wo"rds,0,5\n'.encode(), "quotes.csv", "quotation mark"),
        (b"\xff\xfe\x00", "quotes.csv", "no CSV"),
        (b"a,b\n1,2\n", "quotes.csv", "no column quote_id"),
        (f"{GOOD}q,a\n".encode(), "quotes.csv", "more or fewer cells"),
        (f"{GOOD}q,a,words,0,5,6\n".encode(), "quotes.csv", "more or fewer cells"),
        (GOOD.replace("words,0", "words,0,1").encode(), "quotes.csv", "more or fewer cells"),
        (f"{GOOD}q,a,words,1.5,5\n".encode(), "quotes.csv", "Quote 2, column start: '1.5' is no number"),
        (GOOD.replace("end\n", "end,published\n").replace("0,5", "0,5,31.5.24").encode(), "q.csv", "no day: write"),
        (b"PK", "quotes.xlsx", "broken or locked"),
        (packed({"a": "b"}), "quotes.xlsx", "no Excel workbook"),
        (packed({"xl/worksheets/sheet1.xml": DOCTYPE}), "quotes.xlsx", "document type"),
        (packed({"xl/worksheets/sheet1.xml": "<worksheet>"}), "quotes.xlsx", "XML that cannot be read"),
        (b"{", "quotes.json", "no JSON"),
        (b'{"a": 1}', "quotes.json", "no list of rows"),
        (b'[{"quote_id": 1}, {}]', "quotes.json", "no list of rows"),
        (b"PAR1", "quotes.parquet", "no Parquet"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_table_is_refused(data: bytes, name: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as refused:
        exchange.read_table(data, name)
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_cell_that_a_workbook_cut_is_not_taken_for_whole() -> None:
    with pytest.raises(archive.Unusable, match="choose the CSV file"):
        exchange.read_table(written(quote("x" * 40_000), "xlsx"), "x.xlsx")
    assert len(exchange.read_table(written(quote("x" * 200_000), "csv"), "x.csv")["quote"][0]) == 200_000


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MOST_BYTES", 10)
    with pytest.raises(archive.Unusable, match="the limit is 0 MB"):
        exchange.read_table(GOOD.encode(), "x.csv")
    with pytest.raises(archive.Unusable, match="Unpacked, the file has 1 MB"):
        archive.unpack(packed({"a": "0" * 2**20}), limit=2**19)
