"""Who and what is named: how often, in which section, and with whom, as a network of names that stand close."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Literal

import networkx as nx
import pandas as pd
import plotly.graph_objects as go

from analysis.views.charts import Chart, bars, count_grid, escape, finish, shorten
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


def names(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per name, the most named first: entity, label, mentions, articles, said.

    ``said`` lists the other names that were counted with it, by the column ``said`` of ``mentions``.
    """
    grouped = mentions.groupby("entity", sort=False)
    rows = pd.DataFrame(
        {
            "label": grouped["label"].first().map(group_of),
            "mentions": grouped.size(),
            "articles": grouped["article_id"].nunique(),
            "said": grouped["said"].agg(lambda said: ", ".join(said.value_counts().index)),
        }
    ).reset_index()
    rows["said"] = rows["said"].where(rows["said"] != rows["entity"], "")
    return rows.sort_values(["mentions", "entity"], ascending=[False, True], ignore_index=True)


def spread(mentions: pd.DataFrame, *, by: Literal["section", "article"], limit: int = 12) -> Chart:
    """Return how often the ``limit`` entities named most are named in each section, or in each article."""
    named = mentions.assign(column=mentions[by].where(mentions[by] != "", "No heading"))
    rows = list(named["entity"].value_counts().index[:limit])
    columns = list(dict.fromkeys(named["column"]))[:limit]
    pairs = named.groupby(["entity", "column"], sort=False).size().rename("count").reset_index()
    widest = pairs[pairs["entity"].isin(rows)]["entity"].value_counts()
    title = (
        f"{widest.index[0]} is named in {widest.iloc[0]} of {counted(named['column'].nunique(), by)}"
        if len(widest)
        else "Nothing is named"
    )
    return count_grid(pairs.rename(columns={"entity": "row"}), rows=rows, columns=columns, title=title, unit="mention")


def voices(mentions: pd.DataFrame, quotes: pd.DataFrame, *, limit: int = 10) -> Chart | None:
    """Return whom speakers name in their quotes, themselves apart; None where nobody names anybody."""
    spoken: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for article, start, end, speaker in quotes[["article_id", "start", "end", "speaker"]].itertuples(index=False):
        if speaker:
            spoken[article].append((start, end, speaker))
    # A mention inside two quotes of one speaker counts once.
    inside = dict.fromkeys(
        (article, speaker, start, entity)
        for article, start, end, entity in mentions[["article_id", "start", "end", "entity"]].itertuples(index=False)
        for since, until, speaker in spoken[article]
        if since <= start and end <= until and speaker != entity
    )
    said = pd.DataFrame([(speaker, entity) for _, speaker, _, entity in inside], columns=["speaker", "entity"])
    if said.empty:
        return None
    pairs = said.groupby(["speaker", "entity"], sort=False).size().rename("count").reset_index()
    most = pairs.sort_values("count", ascending=False, kind="stable").iloc[0]
    return count_grid(
        pairs.rename(columns={"speaker": "row", "entity": "column"}),
        rows=list(said["speaker"].value_counts().index[:limit]),
        columns=list(said["entity"].value_counts().index[:limit]),
        title=f"{most['speaker']} speaks of {most['entity']} most: {counted(int(most['count']), 'time')}",
        unit="mention",
    )


def trend(mentions: pd.DataFrame, *, limit: int = 6) -> Chart | None:
    """Return the share of mentions that the names named most have in each month of publication; None for one month.

    Mentions in articles without a date are left out.
    """
    dated = mentions[mentions["published"].notna()]
    month = dated["published"].dt.to_period("M")
    if month.nunique() < 2:
        return None
    shown = list(dated["entity"].value_counts().index[:limit])
    counts = pd.crosstab(month, dated["entity"])
    counts = counts.reindex(pd.period_range(month.min(), month.max(), freq="M"), fill_value=0)
    totals = counts.sum(axis=1)
    shares = counts[shown].div(totals.where(totals > 0), axis=0) * 100
    figure = go.Figure()
    for number, name in enumerate(shown):
        figure.add_scatter(
            x=[str(period) for period in shares.index],
            y=shares[name].tolist(),
            mode="lines+markers",
            name=escape(shorten(name, 28)),
            line={"color": PALETTE[number], "width": 2},
            marker={"symbol": number, "size": 9, "color": PALETTE[number]},
            hovertext=[
                f"{escape(name)}, {period:%B %Y}: {counted(int(count), 'mention')} of {total:,}"
                for period, count, total in zip(counts.index, counts[name], totals, strict=True)
            ],
            hoverinfo="text",
        )
    figure.update_xaxes(type="category", showgrid=False)
    figure.update_yaxes(ticksuffix=" %", rangemode="tozero", nticks=5)
    last = shares.iloc[-1].fillna(0)
    title = f"In {shares.index[-1]:%B %Y} {last.idxmax()} has {last.max():.0f} % of all mentions of names"
    return Chart(title, finish(figure, height=320, legend=True))


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
    shown = together(mentions[mentions["entity"].isin(_ranked(mentions)[:limit])])
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


def circles(mentions: pd.DataFrame, *, limit: int = 16) -> list[list[str]]:
    """Return the communities of the ``limit`` entities named most, the largest first, each name by its mentions.

    Found by greedy modularity (Clauset, Newman and Moore 2004); names that stand with no other are left out.
    """
    ranked = _ranked(mentions)[:limit]
    found = _communities(together(mentions[mentions["entity"].isin(ranked)]))
    return [sorted(each, key=ranked.index) for each in found if len(each) > 1]


def _ranked(mentions: pd.DataFrame) -> list[str]:
    """Return the names, those named most first."""
    counts = Counter(mentions["entity"])
    return sorted(counts, key=lambda name: (-counts[name], name))


def _communities(graph: "nx.Graph[str]") -> list[set[str]]:
    if not graph.number_of_edges():
        return [set(graph)]
    return [set(each) for each in nx.community.greedy_modularity_communities(graph, weight="weight")]


def _circle(graph: "nx.Graph[str]") -> Places:
    """Return a place on a circle for each name; names of one community are neighbours."""
    if not graph:
        return {}
    order = [name for community in _communities(graph) for name in sorted(community)]
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
