"""Who and what is named: how often, in which section, and with whom, as a network of names that stand close."""

import math
from collections import Counter
from collections.abc import Mapping

import networkx as nx
import pandas as pd
import plotly.graph_objects as go

from analysis.views.charts import Chart, bars, count_grid, escape, shorten
from analysis.views.vocabulary import INK, PALETTE, counted

REACH = 300
"""Characters between two names that still count as together: about two sentences of a news article."""
LABELS = {
    "PERSON": "People",
    "ORG": "Organisations",
    "GPE": "Countries and places",
    "LOC": "Countries and places",
    "FAC": "Countries and places",
    "NORP": "Peoples and groups",
}
OTHER = "Other names"
GROUPS = (*dict.fromkeys(LABELS.values()), OTHER)
Places = Mapping[str, tuple[float, float]]
_COLOURS = dict(zip(GROUPS, PALETTE, strict=False))


def group_of(label: str) -> str:
    """Return the plain name of an entity type."""
    return LABELS.get(label, OTHER)


def name_bars(mentions: pd.DataFrame, *, limit: int = 15) -> Chart:
    """Return how often each entity is named, coloured by kind of name."""
    counts = mentions["entity"].value_counts()
    labels = dict(zip(mentions["entity"], mentions["label"], strict=True))
    groups = [group_of(labels[name]) for name in counts.index]
    table = pd.DataFrame(
        {
            "label": counts.index,
            "count": counts.to_list(),
            "group": groups,
            "colour": [_COLOURS[group] for group in groups],
            "key": counts.index,
        }
    )
    title = (
        f"{counts.index[0]} is named most: {counted(int(counts.iloc[0]), 'time')}"
        if len(counts)
        else "Nothing is named"
    )
    return bars(table, title=title, unit="mention", limit=limit)


def section_grid(mentions: pd.DataFrame, *, limit: int = 12) -> Chart:
    """Return how often the ``limit`` entities named most are named in each section."""
    named = mentions.assign(column=mentions["section"].where(mentions["section"] != "", "No heading"))
    rows = list(named["entity"].value_counts().index[:limit])
    pairs = named.groupby(["entity", "column"], sort=False).size().rename("count").reset_index()
    spread = pairs[pairs["entity"].isin(rows)]["entity"].value_counts()
    columns = list(dict.fromkeys(named["column"]))
    title = (
        f"{spread.index[0]} is named in {spread.iloc[0]} of {counted(len(columns), 'section')}"
        if len(spread)
        else "Nothing is named"
    )
    return count_grid(pairs.rename(columns={"entity": "row"}), rows=rows, columns=columns, title=title, unit="mention")


def together(mentions: pd.DataFrame, *, reach: int = REACH) -> "nx.Graph[str]":
    """Return a graph of entities by name. Edge ``weight`` counts the pairs of mentions at most ``reach`` apart.

    A node has ``mentions`` and ``label``. Mentions of different articles are never together.
    """
    graph: nx.Graph[str] = nx.Graph()
    counts = Counter(mentions["entity"])
    labels = dict(zip(mentions["entity"], mentions["label"], strict=True))
    for entity, count in counts.items():
        graph.add_node(entity, mentions=count, label=labels[entity])
    for _, article in mentions.groupby("article_id", sort=False):
        for (one, other), weight in _pairs(article, reach).items():
            before = graph.get_edge_data(one, other, default={"weight": 0})["weight"]
            graph.add_edge(one, other, weight=before + weight)
    return graph


def draw(mentions: pd.DataFrame, *, limit: int = 16, lines: int = 40) -> Chart:
    """Return the network of the ``limit`` entities named most, on a circle where close company stands side by side.

    The ``lines`` strongest ties are drawn, wider where two are named together more often; a click gives the name.
    """
    graph = together(mentions)
    ranked = sorted(graph, key=lambda name: (-graph.nodes[name]["mentions"], name))
    shown = graph.subgraph(ranked[:limit])
    places = _circle(shown)
    ties = sorted(shown.edges, key=lambda tie: (-shown.edges[tie]["weight"], sorted(tie)))[:lines]
    heaviest = max((int(shown.edges[tie]["weight"]) for tie in ties), default=1)
    figure = go.Figure()
    for one, other in ties:
        share = shown.edges[one, other]["weight"] / heaviest
        figure.add_scatter(
            x=[places[one][0], places[other][0]],
            y=[places[one][1], places[other][1]],
            mode="lines",
            line={"width": 0.5 + 5 * share, "color": "#9aa0a6"},
            opacity=0.25 + 0.6 * share,
            hoverinfo="skip",
            showlegend=False,
        )
    for group in GROUPS:
        names = [name for name in places if group_of(shown.nodes[name]["label"]) == group]
        if names:
            _add_names(figure, names, group, shown, places)
    figure.update_xaxes(visible=False, range=[-2.3, 2.3])
    figure.update_yaxes(visible=False, range=[-1.2, 1.2])
    figure.update_layout(
        height=460,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        dragmode=False,
        hovermode="closest",
        clickmode="event+select",
        legend={"orientation": "h", "x": 0, "y": 0, "yanchor": "top", "itemclick": False},
    )
    return Chart(_title(shown), figure)


def _circle(graph: "nx.Graph[str]") -> Places:
    """Return a place on a circle for each name; names of one community are neighbours."""
    if not graph:
        return {}
    found = nx.community.greedy_modularity_communities(graph, weight="weight") if graph.number_of_edges() else [graph]
    order = [name for community in found for name in sorted(community)]
    turn = 2 * math.pi / len(order)
    return {name: (math.sin(turn * number), math.cos(turn * number)) for number, name in enumerate(order)}


def _add_names(figure: go.Figure, names: list[str], group: str, graph: "nx.Graph[str]", places: Places) -> None:
    sizes = [graph.nodes[name]["mentions"] for name in names]
    figure.add_scatter(
        x=[places[name][0] for name in names],
        y=[places[name][1] for name in names],
        mode="markers+text",
        name=group,
        marker={"size": [8 + 4 * size**0.5 for size in sizes], "color": _COLOURS[group], "opacity": 1},
        text=[f" {escape(shorten(name, 20))} " for name in names],
        textposition=["middle left" if places[name][0] < 0 else "middle right" for name in names],
        textfont_color=INK,
        customdata=names,
        hovertext=[
            f"{escape(name)}: {counted(size, 'mention')}, together with {counted(graph.degree(name), 'other')}"
            for name, size in zip(names, sizes, strict=True)
        ],
        hoverinfo="text",
    )


def _pairs(article: pd.DataFrame, reach: int) -> Counter[tuple[str, str]]:
    """Count pairs of mentions of different entities whose starts are at most ``reach`` apart."""
    rows = sorted(zip(article["start"], article["entity"], strict=True))
    pairs: Counter[tuple[str, str]] = Counter()
    first = 0
    for number, (start, entity) in enumerate(rows):
        while rows[first][0] < start - reach:
            first += 1
        for _, other in rows[first:number]:
            if other != entity:
                pairs[min(entity, other), max(entity, other)] += 1
    return pairs


def _title(graph: "nx.Graph[str]") -> str:
    if not graph.number_of_edges():
        return "No two names stand close together"
    one, other = max(graph.edges, key=lambda edge: (graph.edges[edge]["weight"], edge))
    return f"{one} and {other} are named together most often"
