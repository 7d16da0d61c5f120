"""Think-tanks, speakers, outlets and months side by side: how much each is heard, where, and on which side.

Shares carry the 95 % interval of Wilson (1927) as if articles were drawn at random; it says how far a share of so few
quotes can be trusted, not how good the analysis is.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Literal

import pandas as pd
import plotly.graph_objects as go
from rapidfuzz import fuzz

from analysis.library.filters import fold
from analysis.library.rows import SEPARATOR
from analysis.views.charts import Chart, escape, finish, shorten
from analysis.views.reviews import interval
from analysis.views.tables import words_in
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
_RUN = 3  # words in a row that like quotes share
_FEW = 3  # targets that are named
_MOST_HOLDERS = 50  # quotes of one speaker beyond which a run of words is a manner of speaking


def compare(
    quotes: pd.DataFrame, stances: pd.DataFrame, side: Side, *, labels: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return one row per party, the most quoted first.

    Columns: party; quotes; share, low, high of all quotes of a party, in percent; words; articles; first and last, the
    articles in which it has the first or the last word; headlines, the articles whose title names it; supportive and
    critical statements; about, the targets most spoken of; for think-tanks and institutions with ``labels``, labelled:
    what reporters call them, in percent of their citations.
    """
    column = SIDES[side]
    rows = _with_month(quotes)
    ordered = rows.sort_values(["article_id", "start"], kind="stable")
    rows = rows[rows[column] != ""]
    first, last = (
        ordered.drop_duplicates("article_id", keep=keep)[column].value_counts() for keep in ("first", "last")
    )
    sides = stances.merge(_with_month(quotes)[["quote_id", "outlet", "month"]], on="quote_id", how="left")
    if column not in sides:
        sides = sides.assign(**{column: ""})
    taken = pd.crosstab(sides[column], sides["label"]).reindex(columns=["supportive", "critical"], fill_value=0)
    grouped = rows.assign(words=words_in(rows["quote"])).groupby(column, sort=False)
    table = pd.DataFrame(
        {
            "quotes": grouped.size(),
            "words": grouped["words"].sum(),
            "articles": grouped["article_id"].nunique(),
            "first": first,
            "last": last,
            "headlines": _headlines(rows, column),
        },
        index=pd.Index(grouped.size().index, name="party"),
    )
    table = table.join(taken).fillna(0).astype("int64").reset_index()
    bounds = [interval(count, len(rows)) for count in table["quotes"]]
    table = table.assign(
        share=100 * table["quotes"] / max(1, len(rows)),
        low=[100 * low for low, _ in bounds],
        high=[100 * high for _, high in bounds],
    )
    table["about"] = table["party"].map(_spoken_of(rows, column)).fillna("").astype("str")
    columns = ["party", "quotes", "share", "low", "high", "words", "articles", "first", "last", "headlines"]
    columns += ["supportive", "critical", "about"]
    if labels is not None and side in {"Think-tanks", "Institutions"}:
        table["labelled"] = table["party"].map(_labelled(labels)).fillna("").astype("str")
        columns.append("labelled")
    return table[columns].sort_values(["quotes", "party"], ascending=[False, True], ignore_index=True)


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
    named = named[~named["entity"].isin([name for name in named["entity"].unique() if fold(name) in heard])]
    table = named.groupby("entity").agg(mentions=("start", "size"), articles=("article_id", "nunique")).reset_index()
    return table.sort_values(["mentions", "entity"], ascending=[False, True], ignore_index=True)


def travelling(quotes: pd.DataFrame) -> pd.DataFrame:
    """Return quotes of one speaker that stand in several articles, alike but for some words.

    One row per pair of places: group (from 1), speaker, quote and article of each, alike in percent (Indel likeness of
    the folded words), change: the words that differ. Quotes of fewer than six words are left out.
    """
    rows = []
    group = 0
    long = quotes[(quotes["speaker"] != "") & (words_in(quotes["quote"]) >= _FEWEST_WORDS)]
    columns = ["speaker", "quote", "article", "article_id"]
    for speaker, said in long[columns].groupby("speaker", sort=False):
        if said["article_id"].nunique() < 2:
            continue
        records = said.to_dict("records")
        folded = [fold(str(record["quote"])) for record in records]
        taken: set[int] = set()
        for at, others in sorted(_like(folded).items()):
            one = records[at]
            alike = [
                (number, fuzz.ratio(folded[at], folded[number]))
                for number in sorted(others)
                if number not in taken and records[number]["article_id"] != one["article_id"]
            ]
            alike = [found for found in alike if found[1] >= _SAME]
            group += bool(alike) and at not in taken
            for number, likeness in alike:
                taken.add(number)
                other = records[number]
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


def _like(texts: Sequence[str]) -> dict[int, set[int]]:
    """Return for each text which later ones share three words in a row with it that few others have.

    Of six words or more that are alike to four fifths, some three in a row are the same.
    """
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        words = text.split()
        for at in range(len(words) - _RUN + 1):
            holders[tuple(words[at : at + _RUN])].append(number)
    found: dict[int, set[int]] = defaultdict(set)
    for numbers in holders.values():
        if 1 < len(numbers) <= _MOST_HOLDERS:
            for at, number in enumerate(numbers):
                found[number].update(other for other in numbers[at + 1 :] if other > number)
    return found


def _spoken_of(rows: pd.DataFrame, column: str) -> dict[str, str]:
    """Return for each party the targets of most of its quotes."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for party, cell in zip(rows[column], rows["targets"], strict=True):
        counts[party].update(filter(None, cell.split(SEPARATOR)))
    return {party: ", ".join(name for name, _ in found.most_common(_FEW)) for party, found in counts.items()}


def _labelled(labels: pd.DataFrame) -> dict[str, str]:
    """Return for each institution how reporters label it: "Function 60 %, Name alone 40 % of 5"."""
    told = {}
    for institution, cells in labels.groupby("institution", sort=False)["label"]:
        counts = Counter(kind for cell in cells for kind in str(cell).split(SEPARATOR))
        shares = ", ".join(f"{kind} {100 * count / len(cells):.0f} %" for kind, count in counts.most_common())
        told[str(institution)] = f"{shares} of {len(cells):,}"
    return told


def _headlines(rows: pd.DataFrame, column: str) -> "pd.Series[int]":
    """Return for each party in how many of its articles the title names it."""
    titles = rows.drop_duplicates([column, "article_id"])
    named = [fold(party) in fold(title) for party, title in zip(titles[column], titles["article"], strict=True)]
    return titles.assign(named=named).groupby(column, sort=False)["named"].sum()


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
