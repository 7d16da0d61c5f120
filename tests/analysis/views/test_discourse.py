"""Discourse networks: who agrees with whom on what, counted and normalised as by hand."""

import io

import networkx as nx
import pandas as pd
import pytest

from analysis.views import discourse, export

_SAID = [
    ("Ann", "tax", "supportive"), ("Ann", "road", "critical"), ("Ann", "school", "supportive"),
    ("Ben", "tax", "supportive"), ("Ben", "road", "supportive"), ("Cy", "tax", "neutral"), ("Cy", "port", "critical"),
]  # fmt: skip
STANCES = pd.DataFrame(
    {
        "speaker": [who for who, _, _ in _SAID],
        "institution": ["" if who == "Cy" else f"{who}'s" for who, _, _ in _SAID],
        "target": [target for _, target, _ in _SAID],
        "label": [label for _, _, label in _SAID],
        "article": "News",
        "published": pd.Timestamp("2025-03-02"),
    }
)


@pytest.mark.parametrize(
    ("network", "normalisation", "weight"),
    [
        ("congruence", "none", 1),
        ("conflict", "none", 1),
        ("subtract", "none", None),
        ("congruence", "average activity", 1 / 2.5),
        ("congruence", "jaccard", 1 / 3),
        ("congruence", "cosine", 1 / 6**0.5),
    ],
)
def test_ties_count_shared_targets(
    network: discourse.Network, normalisation: discourse.Normalisation, weight: float | None
) -> None:
    graph = discourse.one_mode(STANCES, by="speaker", network=network, normalisation=normalisation)
    assert graph.nodes["Ann"]["concepts"] == 3
    assert set(graph) == {"Ann", "Ben", "Cy"}
    ties = [tie[2] for tie in graph.edges(data="weight")]
    assert ties == ([] if weight is None else [pytest.approx(weight)])


def test_institutions_without_a_name_are_left_out_and_the_network_is_read_back() -> None:
    graph = discourse.one_mode(STANCES, by="institution", network="congruence")
    again = nx.read_graphml(io.BytesIO(export.as_network(graph)))
    assert set(again) == {"Ann's", "Ben's"}
    assert next(iter(again.edges(data="weight")))[2] == 1


def test_statements_have_the_columns_of_the_analyzer() -> None:
    found = discourse.statements(STANCES)
    assert tuple(found.columns) == discourse.STATEMENTS
    assert found["agreement"].tolist() == [1, 0, 1, 1, 1, 0]
    assert found["id"].tolist() == list(range(1, 7))
