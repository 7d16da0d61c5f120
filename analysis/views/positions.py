"""Where speakers and institutions stand: their statements summed up, set side by side, and followed over time.

Every function takes the table ``tables.stances``, or a part of it. Nothing is averaged: where statements disagree, both
are counted and shown.
"""

from collections import Counter
from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from analysis.library.rows import SURE
from analysis.views import charts
from analysis.views.vocabulary import STANCE_COLOURS, STANCE_SIGNS, STANCES, combined

Party = Literal["speaker", "institution"]

LIMIT, WIDTH = 15, 9
"""Rows and columns of the grid."""


def settle(stances: pd.DataFrame, *, sure: float = SURE) -> pd.DataFrame:
    """Return the statements with those less sure than ``sure`` (0-1) labelled "unclear"."""
    return stances.assign(label=stances["label"].where(stances["confidence"] >= sure, "unclear").astype("str"))


def sum_up(stances: pd.DataFrame) -> str:
    """Return how many statements take which side, in words: "2 supportive, 1 critical, 3 neutral"."""
    counts = Counter(stances["label"])
    return ", ".join(f"{counts[label]:,} {label}" for label in STANCES if counts[label]) or "no statement"


def parties(stances: pd.DataFrame, by: Party) -> pd.DataFrame:
    """Return the statements of those that have a name in column ``by``: for institutions, not all speakers have one."""
    return stances[stances[by] != ""]


def is_cut(stances: pd.DataFrame, *, by: Party) -> bool:
    """Tell whether there are more speakers, institutions or targets than the grid shows."""
    return stances[by].nunique() > LIMIT or stances["target"].nunique() > WIDTH


def compare(stances: pd.DataFrame, *, by: Party, one: str, other: str) -> pd.DataFrame:
    """Return one row per target of which both speak: ``target``, and what each says, summed up in words.

    Targets on which the two take opposite sides come first, then those with most statements.
    """
    rows = []
    for target, said in stances[stances[by].isin([one, other])].groupby("target", sort=False):
        first, second = (said[said[by] == name] for name in (one, other))
        if len(first) and len(second):
            sides = {combined(tuple(part["label"])) for part in (first, second)}
            opposed = sides == {"supportive", "critical"}
            rows.append((not opposed, -len(said), target, sum_up(first), sum_up(second), opposed))
    rows.sort()
    columns = {"target": "str", "one": "str", "other": "str", "opposed": "bool"}
    return pd.DataFrame([row[2:] for row in rows], columns=list(columns)).astype(columns)


def stance_bars(stances: pd.DataFrame, *, limit: int = 8) -> charts.Chart:
    """Return how many statements support or criticise each target, the most discussed first.

    A click gives the target.
    """
    table = pd.crosstab(stances["target"], stances["label"]).reindex(columns=list(STANCES)[:3], fill_value=0)
    table = table.loc[ranked(stances, "target")[:limit]]
    figure = go.Figure()
    for label in table.columns:
        figure.add_bar(
            x=table[label].tolist(),
            y=list(range(len(table))),
            orientation="h",
            width=0.4,
            name=f"{STANCE_SIGNS[label]} {STANCES[label]}",
            marker_color=STANCE_COLOURS[label],
            customdata=list(table.index),
            text=[f"{STANCE_SIGNS[label]} {count}" if count else "" for count in table[label]],
            textposition="inside",
            textangle=0,
            insidetextanchor="middle",
            insidetextfont={"color": "white", "size": 12},
            constraintext="none",
            hovertext=[
                f"{charts.escape(target)}: {count} {label}"
                for target, count in zip(table.index, table[label], strict=True)
            ],
            hoverinfo="text",
        )
    for number, target in enumerate(table.index):
        charts.write(figure, x=0, y=number, text=charts.escape(charts.shorten(target, 52)), yshift=17)
    figure.update_layout(barmode="stack")
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, range=[len(table) - 0.4, -0.75])
    return charts.Chart(stance_title(stances), charts.finish(figure, height=charts.ROW * len(table) + 60, legend=True))


def stance_grid(
    stances: pd.DataFrame, *, by: Party = "speaker", limit: int = LIMIT, width: int = WIDTH
) -> charts.Chart:
    """Return speakers or institutions by targets, a sign in each cell; ``customdata`` holds the pair.

    At most ``limit`` of them and ``width`` targets are shown, those first on whom or by whom most sides are taken; the
    title speaks of all.
    """
    named = parties(stances, by)
    rows, columns = ranked(named, by)[:limit], ranked(named, "target")[:width]
    cells = pd.DataFrame(
        [
            {"row": row, "target": target, "label": combined(tuple(said["label"])), "told": sum_up(said)}
            for (row, target), said in named[named[by].isin(rows) & named["target"].isin(columns)].groupby(
                [by, "target"], sort=False
            )
        ],
        columns=["row", "target", "label", "told"],
    )
    rows = [row for row in rows if row in set(cells["row"])]
    figure = go.Figure()
    for label in [label for label in STANCES if label in set(cells["label"])]:
        here = cells[cells["label"] == label]
        figure.add_scatter(
            x=[columns.index(target) for target in here["target"]],
            y=[rows.index(row) for row in here["row"]],
            mode="markers+text",
            name=f"{STANCE_SIGNS[label]} {STANCES[label]}",
            marker={"symbol": "square", "size": 26, "color": STANCE_COLOURS[label]},
            text=STANCE_SIGNS[label],
            textfont={"color": "white", "size": 18},
            customdata=here[["row", "target"]].to_numpy().tolist(),
            hovertext=[
                f"{charts.escape(row)} on {charts.escape(target)}: {told}"
                for row, target, told in zip(here["row"], here["target"], here["told"], strict=True)
            ],
            hoverinfo="text",
        )
    charts.lay_grid(figure, rows=rows, columns=columns)
    return charts.Chart(stance_title(stances), figure)


def months(stances: pd.DataFrame) -> charts.Chart | None:
    """Return statements by month of publication, support upwards and criticism downwards; None for a single month.

    Statements of articles without a date are left out.
    """
    dated = stances[stances["published"].notna()]
    month = dated["published"].dt.to_period("M")
    if month.nunique() < 2:
        return None
    table = pd.crosstab(month, dated["label"])
    table = table.reindex(pd.period_range(month.min(), month.max(), freq="M"), fill_value=0)
    figure = go.Figure()
    for label, sign in (("supportive", 1), ("critical", -1)):
        counts = table[label] if label in table else pd.Series(0, index=table.index)
        figure.add_bar(
            x=[str(period) for period in table.index],
            y=(sign * counts).tolist(),
            name=f"{STANCE_SIGNS[label]} {STANCES[label]}",
            marker_color=STANCE_COLOURS[label],
            text=[f"{STANCE_SIGNS[label]} {count}" if count else "" for count in counts],
            textposition="auto",
            textangle=0,
            hovertext=[f"{period:%B %Y}: {count} {label}" for period, count in zip(table.index, counts, strict=True)],
            hoverinfo="text",
        )
    figure.update_layout(barmode="relative")
    figure.update_xaxes(type="category", showgrid=False)
    figure.update_yaxes(visible=False, zeroline=True)
    sided = dated[dated["label"].isin(["supportive", "critical"])]
    busiest = sided["published"].dt.to_period("M").value_counts()
    title = "No statement takes a side in these months"
    if len(busiest):
        title = (
            f"Most sides are taken in {busiest.index[0]:%B %Y}: {sum_up(sided[month[sided.index] == busiest.index[0]])}"
        )
    return charts.Chart(title, charts.finish(figure, height=280, legend=True))


def ranked(stances: pd.DataFrame, column: str) -> list[str]:
    """Return the names in a column: most statements that take a side first, then most statements."""
    sided = stances["label"].isin(["supportive", "critical"])
    tally = stances.assign(sided=sided).groupby(column, sort=False)["sided"].agg(["sum", "size"])
    return list(tally.sort_values(["sum", "size"], ascending=False, kind="stable").index)


def stance_title(stances: pd.DataFrame) -> str:
    """Return how many statements take which side, and of which target most do."""
    tally = stances["label"].value_counts()
    critical, supportive = int(tally.get("critical", 0)), int(tally.get("supportive", 0))
    label = "critical" if critical >= supportive else "supportive"
    if not max(critical, supportive):
        return "No statement takes a side"
    targets = stances[stances["label"] == label]["target"].value_counts()
    verb = "criticised" if label == "critical" else "supported"
    return (
        f"{critical} critical and {supportive} supportive statements; "
        f"{targets.index[0]} is {verb} most ({targets.iloc[0]})"
    )
