"""Figures of what an article or a library says, each with the sentence that it shows.

Every point carries the id or name of its record in ``customdata``, so that a click leads back to the quotes. Colours
follow from vocabularies or from the whole library, never from what is filtered, so that they stay in every view. Words
from articles are escaped: hover text and labels of plotly read a part of HTML.
"""

import datetime as dt
import html
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd
import plotly.graph_objects as go

from analysis.views.vocabulary import (
    GREY,
    INK,
    KIND_COLOURS,
    KINDS,
    PALETTE,
    TYPE_SHAPES,
    UNNAMED,
    counted,
)

ROW = 46
_MARGIN = MappingProxyType({"l": 8, "r": 28, "t": 8, "b": 8})


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure, and ``title``: the plain sentence that says what it shows, also read out in its place."""

    title: str
    figure: go.Figure


def bars(counts: pd.DataFrame, *, title: str, unit: str, limit: int = 15) -> Chart:
    """Return horizontal bars, the label above each bar so that no name is cut off on a narrow screen.

    ``counts`` has the columns ``label``, ``count``, ``group`` (what the colour means), ``colour`` and ``key`` (what a
    click hands back), and is drawn in its order; only the first ``limit`` rows are. ``unit`` names one thing counted.
    """
    rows = counts.head(limit).reset_index(drop=True)
    figure = go.Figure()
    for group, members in rows.groupby("group", sort=False):
        figure.add_bar(
            x=members["count"].tolist(),
            y=members.index.tolist(),
            orientation="h",
            width=0.34,
            name=escape(str(group)),
            marker_color=members["colour"].tolist(),
            customdata=members["key"].tolist(),
            text=[f"{count:,}" for count in members["count"]],
            textposition="outside",
            textfont_color=INK,
            cliponaxis=False,
            hovertext=[
                f"{escape(label)}<br>{counted(count, unit)}"
                for label, count in zip(members["label"], members["count"], strict=True)
            ],
            hoverinfo="text",
        )
    for number, label in enumerate(rows["label"]):
        write(figure, x=0, y=number, text=escape(shorten(label, 52)), yshift=17)
    figure.update_layout(bargap=0, barmode="overlay")
    figure.update_xaxes(visible=False, range=[0, 1.12 * max(rows["count"], default=1)])
    figure.update_yaxes(visible=False, range=[len(rows) - 0.4, -0.75])
    return Chart(title, finish(figure, height=ROW * len(rows) + 60, legend=len(set(rows["group"])) > 1))


def speaker_bars(speakers: pd.DataFrame, *, total: int, limit: int = 15) -> Chart:
    """Return who is quoted most, coloured by kind of institution. ``total`` counts quotes without a speaker too."""
    ranked = speakers.sort_values(["quotes", "speaker"], ascending=[False, True], kind="stable")
    counts = _coloured(ranked, label="speaker", key="speaker", count="quotes")
    return bars(counts, title=leader(ranked, "speaker", "quotes", total, "is quoted most"), unit="quote", limit=limit)


def institution_bars(quotes: pd.DataFrame, *, limit: int = 15) -> Chart:
    """Return the institutions that quoted speakers belong to, coloured by kind; speakers without one are left out."""
    named = quotes[quotes["institution"] != ""]
    ranked = (
        named.groupby("institution", sort=False)
        .agg(quotes=("quote_id", "size"), affiliation_kind=("affiliation_kind", "first"))
        .reset_index()
        .sort_values(["quotes", "institution"], ascending=[False, True], kind="stable")
    )
    counts = _coloured(ranked, label="institution", key="institution", count="quotes")
    title = leader(ranked, "institution", "quotes", len(quotes), "is the institution heard most")
    return bars(counts, title=title, unit="quote", limit=limit)


def count_grid(pairs: pd.DataFrame, *, rows: Sequence[str], columns: Sequence[str], title: str, unit: str) -> Chart:
    """Return counts in cells that grow with them. ``pairs`` has the columns ``row``, ``column`` and ``count``.

    ``customdata`` of a cell holds its row and its column. Other pairs are left out. Where there is a column ``shown``,
    its text stands in the cells in place of the count.
    """
    cells = pairs[pairs["row"].isin(rows) & pairs["column"].isin(columns)]
    shown, growth = (cells["shown"], 0) if "shown" in cells else (cells["count"].astype(str), 14)
    largest = max(cells["count"], default=1)
    figure = go.Figure(
        go.Scatter(
            x=[columns.index(column) for column in cells["column"]],
            y=[rows.index(row) for row in cells["row"]],
            mode="markers+text",
            marker={
                "symbol": "square",
                "size": [34 - growth + growth * (count / largest) ** 0.5 for count in cells["count"]],
                "color": PALETTE[0],
                "opacity": 1,
            },
            text=shown.tolist(),
            textfont={"color": "white", "size": 12 if growth else 11},
            customdata=cells[["row", "column"]].to_numpy().tolist(),
            hovertext=[
                f"{escape(row)}, {escape(column)}: {counted(count, unit)}"
                for row, column, count in zip(cells["row"], cells["column"], cells["count"], strict=True)
            ],
            hoverinfo="text",
        )
    )
    lay_grid(figure, rows=list(rows), columns=list(columns), legend=False)
    return Chart(title, figure)


def reading_order(quotes: pd.DataFrame) -> Chart:
    """Return quotes where they stand, one line per speaker in order of first appearance.

    A click gives the quote's id.
    """
    voices = quotes.assign(voice=quotes["speaker"].where(quotes["speaker"] != "", UNNAMED))
    rows = list(dict.fromkeys(voices["voice"]))
    figure = go.Figure()
    for kind in [kind for kind in KINDS if kind in set(voices["affiliation_kind"])]:
        here = voices[voices["affiliation_kind"] == kind]
        figure.add_scatter(
            x=here["place"].tolist(),
            y=[rows.index(voice) for voice in here["voice"]],
            mode="markers",
            name=KINDS[kind],
            showlegend=False,
            marker={
                "size": 13,
                "color": KIND_COLOURS[kind],
                "symbol": [TYPE_SHAPES[kind_of_quote] for kind_of_quote in here["type"]],
                "line": {"width": 2, "color": KIND_COLOURS[kind]},
            },
            customdata=here["quote_id"].tolist(),
            hovertext=[
                f"{escape(voice)} ({form})<br>{fold(words)}"
                for voice, form, words in zip(here["voice"], here["type"], here["quote"], strict=True)
            ],
            hoverinfo="text",
        )
        figure.add_scatter(
            x=[None], y=[None], mode="markers", name=KINDS[kind],
            marker={"symbol": "square", "size": 11, "color": KIND_COLOURS[kind]},
        )  # fmt: skip
    for number, voice in enumerate(rows):
        write(figure, x=0, y=number, text=escape(shorten(voice, 52)), yshift=19)
    figure.update_xaxes(
        range=[-2, 102], tickvals=[0, 50, 100], ticktext=["start", "middle", "end"], zeroline=False, side="top"
    )
    figure.update_yaxes(visible=False, range=[len(rows) - 0.5, -0.9])
    first = rows[0] if rows else UNNAMED
    last = voices.iloc[-1]["voice"] if len(voices) else UNNAMED
    title = f"{first} is quoted first and last" if first == last else f"{first} is quoted first, {last} last"
    return Chart(title, finish(figure, height=50 * len(rows) + 110, legend=True))


def date_axis(dates: pd.DataFrame, *, limit: int = 30) -> Chart:
    """Return the days and stretches of time that the text tells of; a click gives the position of the words.

    Expressions that are not resolved have no place on the axis; of the others the earliest ``limit`` are drawn.
    """
    placed = dates[dates["since"].notna()].sort_values(["since", "start"], kind="stable").reset_index(drop=True)
    figure = go.Figure()
    for number, row in enumerate(placed.head(limit).to_dict("records")):
        figure.add_scatter(
            x=[row["since"], row["until"]],
            y=[number, number],
            mode="lines+markers",
            line={"color": PALETTE[0], "width": 5},
            marker={"size": 11, "color": PALETTE[0]},
            customdata=[row["start"], row["start"]],
            hovertext=f"{escape(str(row['words']))}: {fold(str(row['context']))}",
            hoverinfo="text",
            showlegend=False,
        )
        figure.add_annotation(
            x=0, xref="paper", y=number, text=_told(str(row["resolved"]), str(row["event"])),
            showarrow=False, xanchor="left", yanchor="bottom", yshift=6, font={"color": INK, "size": 13},
        )  # fmt: skip
    days = max((placed["until"].max() - placed["since"].min()).days, 6) if len(placed) else 6
    pad = pd.Timedelta(days=0.06 * days)
    if len(placed):
        figure.update_xaxes(range=[placed["since"].min() - pad, placed["until"].max() + pad], nticks=5)
    figure.update_yaxes(visible=False, range=[min(len(placed), limit) - 0.5, -0.9])
    title = (
        f"The text tells of {counted(placed['resolved'].nunique(), 'moment')} "
        f"between {placed['since'].min():%-d %B %Y} and {placed['until'].max():%-d %B %Y}"
        if len(placed)
        else "The text names no day that can be placed"
    )
    return Chart(title, finish(figure, height=44 * min(len(placed), limit) + 90, legend=False))


def _told(resolved: str, event: str) -> str:
    return f"<b>{escape(said_day(resolved))}</b>  {escape(shorten(event, 90))}"


def said_day(resolved: str) -> str:
    """Return a resolved date as people write it: "18 April 2025", "April 2025", "1994 to 2004"."""
    forms = {4: "%Y", 7: "%B %Y", 10: "%-d %B %Y"}
    days = [dt.date.fromisoformat((part + "-01-01")[:10]) for part in resolved.split("/")]
    return " to ".join(day.strftime(forms[len(part)]) for part, day in zip(resolved.split("/"), days, strict=True))


def escape(text: str) -> str:
    """Return text that plotly shows as it is: no markup, no line breaks of its own, no formula."""
    return html.escape(" ".join(text.split())).replace("$", "&#36;")


def shorten(text: str, length: int) -> str:
    """Return the text on one line, cut at a word where it is longer than ``length`` characters."""
    return textwrap.shorten(text, length, placeholder=" …") if " " in text.strip() else text[:length]


def fold(text: str, *, width: int = 48, lines: int = 5) -> str:
    """Return escaped text in lines of at most ``width`` characters for a hover label."""
    pieces = textwrap.wrap(text, width, max_lines=lines, placeholder=" …")
    return "<br>".join(escape(piece) for piece in pieces)


def _stack(text: str) -> str:
    return "<br>".join(escape(line) for line in textwrap.wrap(text, 18, max_lines=3, placeholder=" …"))


def _coloured(ranked: pd.DataFrame, *, label: str, key: str, count: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "label": ranked[label],
            "count": ranked[count],
            "group": ranked["affiliation_kind"].map(KINDS),
            "colour": ranked["affiliation_kind"].map(KIND_COLOURS),
            "key": ranked[key],
        }
    )


def leader(ranked: pd.DataFrame, name: str, count: str, total: int, claim: str) -> str:
    """Return the title of a ranking: who leads it, with how many of all quotes, and with whom that is shared."""
    if ranked.empty:
        return f"None of {counted(total, 'quote')} can be counted here"
    top = ranked.iloc[0]
    tied = ranked[ranked[count] == top[count]][name].tolist()
    share = f"{top[count]:,} of {counted(total, 'quote')}"
    if len(tied) == 1:
        return f"{top[name]} {claim}: {share}"
    others = tied[1] if len(tied) == 2 else counted(len(tied) - 1, "other")
    return f"{top[name]} and {others} lead with {share} each"


def lay_grid(figure: go.Figure, *, rows: Sequence[str], columns: Sequence[str], legend: bool = True) -> None:
    """Label a grid: names of rows above their cells, names of columns on top, slanted where they are many."""
    for number, row in enumerate(rows):
        write(figure, x=-0.5, y=number, text=escape(shorten(row, 52)), yshift=25)
        figure.add_shape(
            type="line", x0=-0.5, x1=max(len(columns) - 0.5, 0.5), y0=number, y1=number, layer="below",
            line={"width": 1, "color": GREY, "dash": "dot"}, opacity=0.5,
        )  # fmt: skip
    few = len(columns) <= 3
    labels = [_stack(column) if few else escape(shorten(column, 26)) for column in columns]
    figure.update_xaxes(
        side="top", tickvals=list(range(len(columns))), ticktext=labels,
        tickfont={"color": INK, "size": 13}, tickangle=0 if few else -75,
        range=[-0.55, max(len(columns), 2) - 0.4], showgrid=False, zeroline=False, automargin=True,
    )  # fmt: skip
    figure.update_yaxes(visible=False, range=[len(rows) - 0.4, -0.95])
    finish(figure, height=62 * len(rows) + (190 if legend else 150), legend=legend)
    figure.update_layout(margin_r=28 if few else 52)


def write(figure: go.Figure, *, x: float, y: float, text: str, yshift: int) -> None:
    """Put a line of text beside a point; ``text`` is escaped already."""
    font = {"color": INK, "size": 13}
    figure.add_annotation(
        x=x, y=y, text=text, font=font, showarrow=False, xanchor="left", yanchor="middle", yshift=yshift
    )


def finish(figure: go.Figure, *, height: int, legend: bool) -> go.Figure:
    """Return a figure with the size, margins and behaviour that all have."""
    return figure.update_layout(
        height=height,
        margin=dict(_MARGIN),
        dragmode=False,
        hovermode="closest",
        clickmode="event+select",
        showlegend=legend,
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": 0, "yanchor": "top", "itemclick": False},
        hoverlabel={"align": "left"},
    )
