"""Statements summed up: unclear ones, two parties side by side, months; nothing is averaged away."""

import pandas as pd
import pytest

from analysis.views import aims, positions, tables

Row = tuple[str, str, str, str, float, str]


def frame(*rows: Row) -> pd.DataFrame:
    """Return a table of stances from speaker, institution, target, label, confidence and day."""
    columns = ["speaker", "institution", "target", "label", "confidence", "published"]
    made = pd.DataFrame(rows, columns=columns)
    made["published"] = pd.to_datetime(made["published"])
    made["speaker_id"], made["article_id"] = made["speaker"], made["published"].astype("str")
    return made.reindex(columns=list(tables.STANCES), fill_value=0).astype(dict(tables.STANCES))


SAID = frame(
    ("Ann Lee", "Oxfam", "tax", "supportive", 0.9, "2024-05-01"),
    ("Ann Lee", "Oxfam", "tax", "critical", 0.75, "2024-07-02"),
    ("Ann Lee", "Oxfam", "road", "neutral", 0.9, "2024-05-01"),
    ("Tom Briggs", "RUSI", "tax", "neutral", 0.8, "2024-05-01"),
    ("Tom Briggs", "RUSI", "road", "critical", 0.4, "2024-07-02"),
    ("Wu Li", "", "road", "supportive", 0.9, "2024-07-02"),
)


def test_statements_below_the_bound_are_unclear_and_take_no_side() -> None:
    assert list(positions.settle(SAID)["label"]).count("unclear") == 1
    assert positions.sum_up(positions.settle(SAID, sure=0.85)) == "2 supportive, 1 neutral, 3 unclear"
    assert positions.sum_up(positions.settle(SAID, sure=0.34)) == "2 supportive, 2 critical, 2 neutral"
    assert positions.sum_up(SAID.head(0)) == "no statement"


def test_a_cell_shows_disagreement_and_tells_the_counts() -> None:
    chart = positions.stance_grid(positions.settle(SAID))
    cells = {
        tuple(pair): (trace.name, text)
        for trace in chart.figure.data
        for pair, text in zip(trace.customdata, trace.hovertext, strict=True)
    }
    assert cells["Ann Lee", "tax"] == ("± Mixed", "Ann Lee on tax: 1 supportive, 1 critical")
    assert cells["Tom Briggs", "road"][0] == "? Unclear"
    assert cells["Tom Briggs", "tax"][0] == "○ Neutral"
    assert ("Wu Li", "tax") not in cells


def test_institutions_have_rows_and_speakers_without_one_have_none() -> None:
    chart = positions.stance_grid(SAID, by="institution")
    rows = {pair[0] for trace in chart.figure.data for pair in trace.customdata}
    assert rows == {"Oxfam", "RUSI"}
    assert positions.parties(SAID, "institution")["speaker"].nunique() == 2


def test_two_parties_are_compared_on_what_both_speak_of_opposite_sides_first() -> None:
    rows = positions.compare(SAID, by="speaker", one="Wu Li", other="Tom Briggs")
    assert rows.to_dict("records") == [
        {"target": "road", "one": "1 supportive", "other": "1 critical", "opposed": True}
    ]
    both = positions.compare(SAID, by="speaker", one="Ann Lee", other="Tom Briggs")
    assert list(both["target"]) == ["tax", "road"]
    assert not both["opposed"].any()
    assert positions.compare(SAID, by="speaker", one="Ann Lee", other="Nobody").empty


def test_months_show_support_above_and_criticism_below_with_no_month_left_out() -> None:
    chart = positions.months(SAID)
    assert chart is not None
    assert chart.title == "Most sides are taken in July 2024: 1 supportive, 2 critical"
    above, below = chart.figure.data
    assert list(above.x) == ["2024-05", "2024-06", "2024-07"]
    assert list(above.y) == [1, 0, 1]
    assert list(below.y) == [0, 0, -2]


@pytest.mark.parametrize(
    "rows", [SAID.head(1), SAID.head(0), SAID.assign(published=pd.Series(pd.NaT, index=SAID.index))]
)
def test_a_single_month_or_none_has_no_course(rows: pd.DataFrame) -> None:
    assert positions.months(rows) is None


def test_targets_are_listed_with_the_sides_taken() -> None:
    assert aims.targets(SAID, {"tax": ("road",)}).to_dict("records") == [
        {
            "target": "tax",
            "statements": 3,
            "told": "1 supportive, 1 critical, 1 neutral",
            "speakers": 2,
            "articles": 2,
            "linked": "road",
        },
        {
            "target": "road",
            "statements": 3,
            "told": "1 supportive, 1 critical, 1 neutral",
            "speakers": 3,
            "articles": 2,
            "linked": "",
        },
    ]
    assert list(aims.targets(SAID.head(0)).columns) == list(aims.TARGETS)
