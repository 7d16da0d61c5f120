"""Discourse networks in the sense of Leifeld's Discourse Network Analyzer: who agrees with whom on what.

Statements are stances that take a side: support is agreement with the concept, criticism disagreement. Two actors are
congruent on a concept where one statement of each has the same side, and in conflict where they have opposite ones; an
actor who says both counts on both sides. Normalisations as in DNA (Leifeld 2017, "Discourse network analysis").
"""

from collections import defaultdict
from itertools import combinations
from typing import Literal

import networkx as nx
import pandas as pd

Network = Literal["congruence", "conflict", "subtract"]
Normalisation = Literal["none", "average activity", "jaccard", "cosine"]
NORMALISATIONS: tuple[Normalisation, ...] = ("none", "average activity", "jaccard", "cosine")
_AGREEMENT = {"supportive": 1, "critical": 0}
STATEMENTS = ("id", "time", "document", "person", "organization", "concept", "agreement")


def statements(stances: pd.DataFrame) -> pd.DataFrame:
    """Return stances that take a side as DNA lists statements, columns ``STATEMENTS``; agreement is 1 or 0.

    ``id`` counts from 1 in the order of the table; ``time`` is the day of publication.
    """
    sided = stances[stances["label"].isin(list(_AGREEMENT))]
    return pd.DataFrame(
        {
            "id": range(1, len(sided) + 1),
            "time": sided["published"].to_numpy(),
            "document": sided["article"].to_numpy(),
            "person": sided["speaker"].to_numpy(),
            "organization": sided["institution"].to_numpy(),
            "concept": sided["target"].to_numpy(),
            "agreement": sided["label"].map(_AGREEMENT).to_numpy(),
        },
        columns=list(STATEMENTS),
    )


def one_mode(
    stances: pd.DataFrame,
    *,
    by: Literal["speaker", "institution"],
    network: Network,
    normalisation: Normalisation = "none",
) -> "nx.Graph[str]":
    """Return the network of actors: an edge's ``weight`` counts the concepts on which they agree, or disagree.

    "subtract" is congruence less conflict, so its weights may be negative; edges of weight 0 are left out. Normalised
    by the mean number of the two actors' concepts, by the number of concepts that either speaks of (jaccard), or by the
    root of the product of their numbers (cosine). Nodes have ``concepts``, the number that they take a side on.
    """
    sides: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    sided = stances[stances["label"].isin(list(_AGREEMENT)) & (stances[by] != "")]
    for actor, concept, label in zip(sided[by], sided["target"], sided["label"], strict=True):
        sides[str(actor)][str(concept)].add(str(label))
    graph: nx.Graph[str] = nx.Graph()
    for actor, concepts in sides.items():
        graph.add_node(actor, label=actor, concepts=len(concepts))
    for one, other in combinations(sorted(sides), 2):
        weight = _weight(sides[one], sides[other], network) / _divisor(sides[one], sides[other], normalisation)
        if weight:
            graph.add_edge(one, other, weight=float(weight))
    return graph


def _weight(one: dict[str, set[str]], other: dict[str, set[str]], network: Network) -> int:
    shared = one.keys() & other.keys()
    alike = sum(bool(one[concept] & other[concept]) for concept in shared)
    opposed = sum(any(a != b for a in one[concept] for b in other[concept]) for concept in shared)
    return {"congruence": alike, "conflict": opposed, "subtract": alike - opposed}[network]


def _divisor(one: dict[str, set[str]], other: dict[str, set[str]], normalisation: Normalisation) -> float:
    sizes = len(one), len(other)
    divisors: dict[Normalisation, float] = {
        "none": 1.0,
        "average activity": sum(sizes) / 2,
        "jaccard": float(len(one.keys() | other.keys())),
        "cosine": float((sizes[0] * sizes[1]) ** 0.5),
    }
    return divisors[normalisation]
