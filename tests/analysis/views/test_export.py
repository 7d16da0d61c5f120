import csv
import datetime as dt
import io
import json
from pathlib import Path

import networkx as nx
import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.library.cells import unguard
from analysis.library.filters import QuoteFilter
from analysis.records import Analysis, Article
from analysis.views import export, tables
from tests.analysis.library.synthetic import corpora, sample

NAMES = {
    "": "source id title published text furniture sections speakers quotes scare_quotes stances dates entities labels",
    "furniture": "start end text kind",
    "sections": "heading start end label keyphrases",
    "speakers": "id name names_used kind role affiliation institution_id affiliation_kind state_run",
    "quotes": "id start end text type speaker mention clause cue section confidence because",
    "stances": "speaker target label confidence quote evidence because",
    "dates": "start end text resolved",
    "entities": "id name label mentions",
    "labels": "institution institution_id affiliation_kind mention labels because",
}

FORMULAS = (
    "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "|calc", "＝1", '"=1', "'=1",
    "=cmd|'/C calc'!A0", '=HYPERLINK("http://x","y")',
)  # fmt: skip
PLAIN = ("It is so.", "a=b", "“=1”", "–5", "", "5", "_x0041_", "http://x.example", "it's", "'quoted'", "café")


def frame(cells: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"words": pd.Series(cells, dtype="str"), "number": pd.Series([-1] * len(cells), dtype="int64")})


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_json_has_the_names_that_scripts_rely_on() -> None:
    found = export.as_json(*sample())
    for part, names in NAMES.items():
        holder = found[part][0] if part else found
        assert " ".join(holder) == names
    json.dumps(found)
    assert found["published"] == "2025-04-19"
    assert found["sections"][0]["heading"] is None
    assert found["sections"][1]["heading"] == "Business interests outweigh genuine peace goals"


@settings(max_examples=30, deadline=None)
@given(corpora())
def test_every_position_in_the_json_cuts_its_words_from_the_text(pair: tuple[Article, Analysis]) -> None:
    found = export.as_json(*pair)
    parts = [*found["furniture"], *found["quotes"], *found["scare_quotes"], *found["dates"]]
    parts += [part[name] for part in found["quotes"] for name in ("mention", "cue") if part[name]]
    parts += [stance["evidence"] for stance in found["stances"]]
    parts += [mention for entity in found["entities"] for mention in entity["mentions"]]
    for part in parts:
        assert found["text"][part["start"] : part["end"]] == part["text"]
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_that_could_be_a_formula_gets_an_apostrophe(cell: str) -> None:
    (row,) = rows(export.as_csv(frame([cell])))
    assert row == {"words": f"'{cell}", "number": "-1"}


@pytest.mark.parametrize("cell", PLAIN)
def test_other_cells_stay_as_they_are(cell: str) -> None:
    (row,) = rows(export.as_csv(frame([cell])))
    assert row["words"] == cell


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(FORMULAS + PLAIN) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))
    )
)
@example(cells=["'\tx", "''=1", "\"'\nx"])
def test_the_apostrophe_can_be_taken_away_again(cells: list[str]) -> None:
    guarded = [row["words"] for row in rows(export.as_csv(frame(cells)))]
    assert [unguard(cell) for cell in guarded] == cells


def test_csv_opens_in_excel_as_utf_8_with_days_and_the_rows_of_the_table() -> None:
    data = export.as_csv(tables.quotes([sample()]))
    assert data.startswith(b"\xef\xbb\xbf")
    found = rows(data)
    assert len(found) == 37
    assert list(found[0]) == list(tables.QUOTES)
    assert found[0]["published"] == "2025-04-19"
    assert found[1]["quote"].startswith("If it’s not possible, if we’re so far apart")


def test_an_empty_table_still_has_its_columns() -> None:
    assert export.as_csv(tables.quotes([])).decode("utf-8-sig").strip().split(",") == list(tables.QUOTES)
    book = openpyxl.load_workbook(io.BytesIO(export.as_xlsx(tables.quotes([]), sheet="Quotes", note="")))
    assert [cell.value for cell in book["Quotes"][1]] == list(tables.QUOTES)


@pytest.mark.parametrize("cell", [*FORMULAS, *(cell for cell in PLAIN if cell)])
def test_a_workbook_holds_text_as_text(cell: str) -> None:
    data = export.as_xlsx(frame([cell]), sheet="Quotes", note="=1+1")
    for name, sheet in ((sheet.title, sheet) for sheet in openpyxl.load_workbook(io.BytesIO(data))):
        for found in (cell for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)):
            assert found.data_type == "s", name
            assert found.hyperlink is None


def test_a_workbook_has_the_rows_the_days_and_the_note() -> None:
    note = export.provenance(
        QuoteFilter(think_tanks=("Chatham House", ""), words="war"),
        articles=1,
        rows=37,
        versions=["gold-1", "gold-1"],
        made=dt.date(2025, 5, 1),
    )
    book = openpyxl.load_workbook(io.BytesIO(export.as_xlsx(tables.quotes([sample()]), sheet="a/b:[c]?", note=note)))
    quotes, about = book.worksheets
    assert quotes.title == "a b  c"
    assert quotes.max_row == 38
    assert quotes["E2"].value == dt.datetime(2025, 4, 19)  # noqa: DTZ001 - a sheet has no zones
    assert [cell.value for cell in about["A"]] == [
        "Made on 2025-05-01 from 1 article; 37 rows.",
        "Positions (start, end) count characters of the article's text from 0.",
        "Filter: think-tanks = Chatham House or none given",
        "Filter: words = war",
        "Analysis: gold-1",
    ]


def test_a_cell_that_is_too_long_is_cut_and_says_so() -> None:
    book = openpyxl.load_workbook(io.BytesIO(export.as_xlsx(frame(["x" * 40_000]), sheet="Quotes", note="")))
    cell = book["Quotes"]["A2"].value
    assert len(cell) == 32_767
    assert cell.endswith("(cut here; the CSV file has it all)")


def test_too_many_rows_for_a_sheet_are_refused() -> None:
    with pytest.raises(export.TooManyRows, match="save it as CSV"):
        export.as_xlsx(pd.DataFrame({"number": range(1_048_576)}), sheet="Quotes", note="")


def test_the_network_joins_speakers_to_targets() -> None:
    graph = nx.parse_graphml(export.as_graphml(tables.stances([sample()])).decode())
    assert graph.nodes["speaker:nixey"] == {
        "label": "James Nixey",
        "side": "speaker",
        "institution": "Chatham House",
        "think_tank": "Chatham House",
    }
    assert graph.edges["speaker:nixey", "target:Ukraine"] == {"weight": 1, "supportive": 1, "critical": 0, "neutral": 0}
    assert graph.number_of_edges() == 10


@settings(max_examples=30, deadline=None)
@given(corpora())
def test_the_network_is_valid_whatever_the_names(pair: tuple[Article, Analysis]) -> None:
    stances = tables.stances([pair])
    graph = nx.parse_graphml(export.as_graphml(stances).decode())
    assert sum(edge["weight"] for edge in graph.edges.values()) == len(stances)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "out.csv"
    export.write_whole(place, b"first")
    export.write_whole(place, b"second")
    assert place.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [place]
    with pytest.raises(OSError):  # noqa: PT011 - whichever the system raises
        export.write_whole(tmp_path / "none" / "x", b"")


def test_the_note_names_groups_by_their_column() -> None:
    chosen = QuoteFilter(groups=(("region", "North"), ("funder", "")))
    note = export.provenance(chosen, articles=1, rows=2, versions=["1"], made=dt.date(2024, 5, 31))
    assert "Filter: groups = region: North or funder: none given" in note.splitlines()
