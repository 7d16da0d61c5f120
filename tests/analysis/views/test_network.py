"""Names stand together when they stand close in one article; figures of names count what the table holds."""

import pandas as pd
import pytest

from analysis.views import network


def mentions(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """Return a table of mentions from article, entity and position."""
    return pd.DataFrame(
        [
            {"article_id": article, "article": article.upper(), "published": DAYS.get(article), "entity": entity,
             "said": entity, "label": "ORG" if entity.isupper() else "PERSON",
             "section": "Opening" if start < 500 else "", "start": start, "end": start + len(entity)}
            for article, entity, start in rows
        ],
        columns=["article_id", "article", "published", "entity", "said", "label", "section", "start", "end"],
    )  # fmt: skip


DAYS = {"a": pd.Timestamp("2024-01-05"), "b": pd.Timestamp("2024-03-05")}


@pytest.mark.parametrize(
    ("rows", "weights"),
    [
        ([("a", "Ann", 0), ("a", "Ben", 300)], {("Ann", "Ben"): 1}),
        ([("a", "Ann", 0), ("a", "Ben", 301)], {}),
        ([("a", "Ann", 0), ("b", "Ben", 5)], {}),
        ([("a", "Ann", 0), ("a", "Ann", 5)], {}),
        ([("a", "Ben", 0), ("a", "Ann", 5), ("a", "Ben", 9)], {("Ann", "Ben"): 2}),
        ([("a", "Ann", 0), ("a", "Ben", 5), ("b", "Ben", 0), ("b", "Ann", 5)], {("Ann", "Ben"): 2}),
    ],
)
def test_names_are_together_when_close(rows: list[tuple[str, str, int]], weights: dict[tuple[str, str], int]) -> None:
    graph = network.together(mentions(*rows))
    assert {tuple(sorted(edge)): graph.edges[edge]["weight"] for edge in graph.edges} == weights


def test_nodes_count_mentions() -> None:
    graph = network.together(mentions(("a", "Ann", 0), ("b", "Ann", 5), ("a", "NATO", 2)))
    assert {name: graph.nodes[name]["mentions"] for name in graph} == {"Ann": 2, "NATO": 1}


def test_network_shows_the_names_mentioned_most() -> None:
    chart = network.draw(
        mentions(("a", "Ann", 0), ("a", "Ann", 9), ("a", "BBC", 3), ("a", "BBC", 4), ("a", "Cy", 7)), limit=2
    )
    names = [name for trace in chart.figure.data if trace.customdata is not None for name in trace.customdata]
    assert sorted(names) == ["Ann", "BBC"]
    assert chart.title == "Ann and BBC are named together most often"


def test_lone_names_are_said_to_be_apart() -> None:
    assert network.draw(mentions(("a", "Ann", 0))).title == "No two names stand close together"


def test_layout_is_the_same_each_time() -> None:
    table = mentions(("a", "Ann", 0), ("a", "Ben", 10), ("a", "NATO", 20), ("a", "Ann", 200))
    assert network.draw(table).figure.to_json() == network.draw(table).figure.to_json()


def test_name_bars_count_mentions() -> None:
    chart = network.name_bars(mentions(("a", "Ann", 0), ("a", "Ann", 9), ("a", "NATO", 3)))
    counts = {key: x for bar in chart.figure.data for key, x in zip(bar.customdata, bar.x, strict=True)}
    assert counts == {"Ann": 2, "NATO": 1}
    assert chart.title == "Ann is named most: 2 times"


def test_section_grid_counts_by_section() -> None:
    chart = network.spread(mentions(("a", "Ann", 0), ("a", "Ann", 900), ("a", "NATO", 3)), by="section")
    (trace,) = chart.figure.data
    cells = {tuple(pair): text for pair, text in zip(trace.customdata, trace.text, strict=True)}
    assert cells == {("Ann", "Opening"): "1", ("Ann", "No heading"): "1", ("NATO", "Opening"): "1"}
    assert chart.title == "Ann is named in 2 of 2 sections"


def test_names_that_stand_together_form_circles() -> None:
    near = [("a", "Ann", 0), ("a", "Ben", 9), ("b", "Cy", 0), ("b", "Dee", 9), ("b", "Dee", 20), ("a", "Eve", 5000)]
    assert network.circles(mentions(*near)) == [["Ann", "Ben"], ["Dee", "Cy"]]
    assert network.circles(mentions()) == []


def test_names_list_what_was_counted_with_them() -> None:
    rows = mentions(("a", "Russia", 0), ("b", "Moscow", 5), ("b", "Moscow", 50)).assign(entity="Russia")
    (row,) = network.names(rows).to_dict("records")
    assert (row["entity"], row["mentions"], row["articles"], row["said"]) == ("Russia", 3, 2, "Moscow, Russia")
    assert network.names(mentions(("a", "Ann", 0)))["said"].tolist() == [""]


def test_whom_speakers_name_leaves_out_themselves() -> None:
    quotes = pd.DataFrame({"article_id": ["a", "a"], "speaker": ["Ann", ""], "start": [0, 200], "end": [100, 300]})
    chart = network.voices(mentions(("a", "Ann", 3), ("a", "NATO", 50), ("a", "NATO", 150), ("a", "NATO", 250)), quotes)
    assert chart
    assert chart.title == "Ann speaks of NATO most: 1 time"
    assert network.voices(mentions(("a", "Ann", 3)), quotes) is None


def test_the_trend_needs_two_months_and_shows_shares() -> None:
    assert network.trend(mentions(("a", "Ann", 0))) is None
    chart = network.trend(mentions(("a", "Ann", 0), ("a", "Ben", 5), ("b", "Ann", 0)))
    assert chart
    assert list(chart.figure.data[0].x) == ["2024-01", "2024-02", "2024-03"]
    assert chart.figure.data[0].y[0] == 50
    assert chart.title == "In March 2024 Ann has 100 % of all mentions of names"
