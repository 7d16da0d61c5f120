"""Texts that stand in several articles: quotes of copies counted once, and the list of the copies."""

import zlib

import pandas as pd
import streamlit as st

from analysis.records import Article
from analysis.views import wire
from analysis.views.vocabulary import counted
from pages.parts import access, quote_table
from pages.parts.marked_text import literal

_NOTHING = (
    "No two articles here have largely the same text. Where outlets print the same report of an agency, or one outlet "
    "a later version of an article, this shows which ones, from when, and how much of the words they share."
)
_COLUMNS = ("group", "article", "outlet", "published", "standing", "shared", "repeated", "quotes", "agency", "kind")


def offer_once(quotes: int) -> frozenset[str]:
    """Draw the switch that counts copies once, and say so where it is on; return the ids of the quotes to leave out.

    ``quotes`` is how many there are with them. One article alone has no copies, so there is no switch then.
    """
    if not access.scoped_to_all() or not st.toggle(
        "Count copies once",
        key="once",
        bind="query-params",
        help="Where several articles carry largely the same text, such as an agency's report, quotes that stand in the "
        "earliest of them too are left out of the later ones",
    ):
        return frozenset()
    again = _found(access.library().revision())[1]
    said = wire.sum_up(len(again), quotes) if again else "No quote here stands in a copy of another text."
    st.caption(
        literal(f"Copies are counted once. {said}")
        + (" The later articles count with what is theirs alone, in first and last word too." if again else "")
    )
    return again


def draw(quotes: pd.DataFrame) -> None:
    """Draw the list of the articles that carry the text of another one; ``quotes`` are all of the library."""
    st.subheader(literal("Same text in several outlets"), anchor=False)
    rows, again = _found(access.library().revision())
    if rows.empty:
        st.write(_NOTHING)
        return
    st.write(literal(wire.sum_up(len(again), len(quotes))))
    state = st.dataframe(
        rows,
        key=f"copies-{zlib.crc32(rows['article_id'].str.cat().encode())}",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_order=_COLUMNS,
        column_config={
            "group": st.column_config.NumberColumn("Text", width=60, help="Articles of one number carry the same text"),
            "kind": "Kind",
            "agency": st.column_config.TextColumn("Agency", help="What a text or its author line names as its source"),
            "article": st.column_config.TextColumn("Article", width="medium"),
            "outlet": "Outlet",
            "published": st.column_config.DateColumn("Published", format="D MMM YYYY"),
            "standing": "It is",
            "shared": st.column_config.NumberColumn(
                "Same words", format="%.0f %%", help="Share of its words that stand in the earliest article too"
            ),
            "quotes": "Quotes",
            "repeated": st.column_config.NumberColumn("Counted again", help="Quotes that an earlier article has too"),
        },
        alt=f"Table of {counted(len(rows), 'article')} with the text of another one",
    )
    picked = state["selection"]["rows"]
    if picked and picked[0] < len(rows):
        row = rows.iloc[picked[0]]
        address = access.address(article=row["article_id"])
        label = literal(f"Read “{row['article'] or 'Untitled'}”")
        st.page_link("article.py", label=label, icon=":material/article:", query_params=address)
    st.caption(
        "Two articles count as one text where half of the reporter's words of the shorter, quotations left out, stand "
        "in the longer in the same order. Of articles of one day, the longest is taken for the earliest."
    )
    quote_table.offer_table(rows, name="copies")


@st.cache_resource(max_entries=1, show_spinner="Looking for texts that stand in several articles")
def _found(revision: int) -> tuple[pd.DataFrame, frozenset[str]]:  # noqa: ARG001 - the key under which it is kept
    """Return the table of copies in the library, and the ids of the quotes that are counted again."""
    articles, quotes = access.library().articles(), access.table("quotes", everywhere=True)
    told = ((each.id, each.title, each.outlet, each.byline, each.published, each.moved) for each in articles)
    groups = _groups(hash(tuple(told)), articles)
    again = wire.repeats(groups, quotes)
    return wire.list_copies(groups, quotes, again), again


@st.cache_resource(max_entries=1, show_spinner=False)
def _groups(told: int, _articles: tuple[Article, ...]) -> tuple[wire.Group, ...]:  # noqa: ARG001 - as above
    return wire.find_groups(_articles)
