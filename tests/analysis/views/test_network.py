"""Names stand together when they stand close in one article; figures of names count what the table holds."""

import pandas as pd
import pytest

from analysis.views import network


def mentions(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """Return a table of mentions from article, entity and position."""
    return pd.DataFrame(
        [
            {"article_id": article, "entity": entity, "label": "ORG" if entity.isupper() else "PERSON",
             "section": "Opening" if start < 500 else "", "start": start}
            for article, entity, start in rows
        ],
        columns=["article_id", "entity", "label", "section", "start"],
    )  # fmt: skip


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
    chart = network.section_grid(mentions(("a", "Ann", 0), ("a", "Ann", 900), ("a", "NATO", 3)))
    (trace,) = chart.figure.data
    cells = {tuple(pair): text for pair, text in zip(trace.customdata, trace.text, strict=True)}
    assert cells == {("Ann", "Opening"): "1", ("Ann", "No heading"): "1", ("NATO", "Opening"): "1"}
    assert chart.title == "Ann is named in 2 of 2 sections"
