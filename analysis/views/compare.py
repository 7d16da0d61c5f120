"""Think-tanks, speakers, outlets and months side by side: how much each is heard, where, and on which side.

Shares carry the 95 % interval of Wilson (1927) as if articles were drawn at random; it says how far a share of so few
quotes can be trusted, not how good the analysis is.
"""

from collections.abc import Mapping
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Literal

import pandas as pd
import plotly.graph_objects as go
from rapidfuzz import fuzz

from analysis.library.filters import fold
from analysis.views.charts import Chart, escape, finish, shorten
from analysis.views.reviews import interval
from analysis.views.vocabulary import PALETTE, counted

Side = Literal["Think-tanks", "Institutions", "Speakers", "Outlets", "Months"]
SIDES: Mapping[Side, str] = MappingProxyType(
    {
        "Think-tanks": "think_tank",
        "Institutions": "institution",
        "Speakers": "speaker",
        "Outlets": "outlet",
        "Months": "month",
    }
)
"""What can be set side by side, and the column that tells it."""
SMALL = 10
"""Quotes below which a share says little."""
_SAME = 82.0  # per cent of likeness from which two quotes are one
_FEWEST_WORDS = 6


def compare(quotes: pd.DataFrame, stances: pd.DataFrame, side: Side) -> pd.DataFrame:
    """Return one row per party, the most quoted first.

    Columns: party; quotes; share, low, high of all quotes of a party, in percent; words; articles; first and last, the
    articles in which it has the first or the last word; headlines, the articles whose title names it; supportive and
    critical statements.
    """
    column = SIDES[side]
    rows = _with_month(quotes)
    rows = rows[rows[column] != ""]
    ordered = _with_month(quotes).sort_values(["article_id", "start"], kind="stable")
    first, last = (ordered.drop_duplicates("article_id", keep=keep)[column] for keep in ("first", "last"))
    sides = stances.merge(_with_month(quotes)[["quote_id", "outlet", "month"]], on="quote_id", how="left")
    if "month" not in sides or column not in sides:
        sides = sides.assign(**{column: ""})
    found = []
    for party, said in rows.groupby(column, sort=False):
        low, high = interval(len(said), len(rows))
        taken = sides[sides[column] == party]["label"]
        titles = said.drop_duplicates("article_id")["article"]
        found.append(
            {
                "party": party,
                "quotes": len(said),
                "share": 100 * len(said) / len(rows),
                "low": 100 * low,
                "high": 100 * high,
                "words": sum(len(str(quote).split()) for quote in said["quote"]),
                "articles": said["article_id"].nunique(),
                "first": int((first == party).sum()),
                "last": int((last == party).sum()),
                "headlines": int(titles.map(lambda title, name=str(party): fold(name) in fold(title)).sum()),
                "supportive": int((taken == "supportive").sum()),
                "critical": int((taken == "critical").sum()),
            }
        )
    columns = ["party", "quotes", "share", "low", "high", "words", "articles", "first", "last", "headlines"]
    table = pd.DataFrame(found, columns=[*columns, "supportive", "critical"])
    return table.sort_values(["quotes", "party"], ascending=[False, True], ignore_index=True)


def share_bars(table: pd.DataFrame, side: Side, *, limit: int = 15) -> Chart:
    """Return the share of voice of each party with its interval; a click gives the party."""
    shown = table.head(limit)
    figure = go.Figure(
        go.Scatter(
            x=shown["share"],
            y=list(range(len(shown))),
            mode="markers",
            marker={"size": 12, "color": PALETTE[0], "symbol": "square"},
            error_x={
                "type": "data",
                "array": shown["high"] - shown["share"],
                "arrayminus": shown["share"] - shown["low"],
                "color": PALETTE[0],
                "thickness": 2,
            },
            customdata=shown["party"].tolist(),
            hovertext=[
                f"{escape(str(row['party']))}: {row['share']:.0f} % of quotes, between {row['low']:.0f} and "
                f"{row['high']:.0f} %, from {counted(int(row['quotes']), 'quote')}"
                for row in shown.to_dict("records")
            ],
            hoverinfo="text",
            showlegend=False,
        )
    )
    for number, row in enumerate(shown.to_dict("records")):
        figure.add_annotation(
            x=0,
            xref="paper",
            y=number,
            text=f"<b>{escape(shorten(str(row['party']), 40))}</b>  {counted(int(row['quotes']), 'quote')}",
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            yshift=7,
        )
    figure.update_yaxes(visible=False, range=[len(shown) - 0.5, -0.9])
    figure.update_xaxes(ticksuffix=" %", rangemode="tozero")
    most = table.iloc[0]
    noun = {"Think-tanks": "of all quotes from think-tanks", "Months": "of all dated quotes"}.get(side, "of all quotes")
    title = f"{most['party']} has {most['share']:.0f} % {noun}"
    return Chart(title, finish(figure, height=46 * len(shown) + 80, legend=False))


def unheard(mentions: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Return the people and bodies that are named but never quoted: name, mentions, articles, the most named first."""
    heard = {fold(name) for column in ("speaker", "institution") for name in quotes[column].unique()}
    named = mentions[mentions["label"].isin(["PERSON", "ORG"])]
    named = named[~named["entity"].map(fold).isin(heard)]
    table = named.groupby("entity").agg(mentions=("start", "size"), articles=("article_id", "nunique")).reset_index()
    return table.sort_values(["mentions", "entity"], ascending=[False, True], ignore_index=True)


def travelling(quotes: pd.DataFrame) -> pd.DataFrame:
    """Return quotes of one speaker that stand in several articles, alike but for some words.

    One row per pair of places: group (from 1), speaker, quote and article of each, alike in percent (Indel likeness of
    the folded words), change: the words that differ. Quotes of fewer than six words are left out.
    """
    rows = []
    group = 0
    long = quotes[(quotes["speaker"] != "") & (quotes["quote"].str.count(r"\S+") >= _FEWEST_WORDS)]
    for speaker, said in long.groupby("speaker", sort=False):
        records = said.to_dict("records")
        taken: set[int] = set()
        for at, one in enumerate(records):
            others = [
                (number, other, fuzz.ratio(fold(str(one["quote"])), fold(str(other["quote"]))))
                for number, other in enumerate(records[at + 1 :], start=at + 1)
                if number not in taken and other["article_id"] != one["article_id"]
            ]
            alike = [found for found in others if found[2] >= _SAME]
            group += bool(alike) and at not in taken
            for number, other, likeness in alike:
                taken.add(number)
                rows.append(
                    {
                        "group": group,
                        "speaker": speaker,
                        "one": one["quote"],
                        "in_one": one["article"],
                        "other": other["quote"],
                        "in_other": other["article"],
                        "alike": likeness,
                        "change": _change(str(one["quote"]), str(other["quote"])),
                    }
                )
    columns = ["group", "speaker", "one", "in_one", "other", "in_other", "alike", "change"]
    return pd.DataFrame(rows, columns=columns)


def _change(one: str, other: str) -> str:
    """Return the words that differ: "a → b", joined by "; "."""
    was, now = one.split(), other.split()
    changes = [
        f"{' '.join(was[start:end]) or '(nothing)'} → {' '.join(now[first:last]) or '(nothing)'}"
        for what, start, end, first, last in SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
        if what != "equal"
    ]
    return "; ".join(changes)


def _with_month(quotes: pd.DataFrame) -> pd.DataFrame:
    month = quotes["published"].dt.strftime("%Y-%m").fillna("").astype("str")
    return quotes.assign(month=month)
