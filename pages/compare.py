"""Parties side by side, who is named but never quoted, quotes that travel, and texts that several outlets print."""

import streamlit as st

from analysis.views import compare, positions, vocabulary
from pages.parts import access, copies, figure, quote_table
from pages.parts.filters import open_quotes
from pages.parts.marked_text import literal

quotes = access.table("quotes")
if quotes.empty:
    st.write("No quotes were found here.")
    st.stop()
stances = positions.settle(access.table("stances"))
with st.container(horizontal=True, vertical_alignment="bottom"):
    side = st.segmented_control(
        "Side by side", list(compare.SIDES), required=True, default="Think-tanks", key="side", bind="query-params"
    )
    targets = sorted(stances["target"].unique(), key=str.casefold)
    target = st.selectbox("Sides taken on", targets, index=None, placeholder="All targets", key="on")
if target:
    stances = stances[stances["target"] == target]
side = side or "Think-tanks"
again = copies.offer_once(len(quotes))
heard, stances = (rows[~rows["quote_id"].isin(again)] for rows in (quotes, stances))
table = access.once(
    "compared", lambda: compare.compare(heard, stances, side, labels=access.table("labels")), side, target, len(again)
)
if table.empty:
    st.write(f"No {side.lower()} are known here. Choose something else to compare, or all articles on the left.")
else:
    party = figure.draw(compare.share_bars(table, side), key="shares")
    few = int((table["quotes"] < compare.SMALL).sum())
    st.caption(
        "Square: share of the quotes. Line: where the share may lie if the articles are a random sample of many, in 95 "
        "of 100 cases."
        + (f" {few} of {len(table)} have fewer than {compare.SMALL} quotes: read those with care." if few else "")
    )
    if party and side in {"Think-tanks", "Institutions", "Speakers"}:
        open_quotes(**{compare.SIDES[side]: str(party)})
    st.dataframe(
        table,
        hide_index=True,
        column_order=[name for name in table.columns if name not in {"low", "high"}],
        column_config={
            "party": side,
            "quotes": "Quotes",
            "share": st.column_config.NumberColumn("Share", format="%.1f %%"),
            "words": st.column_config.NumberColumn("Words quoted", format="localized"),
            "articles": "Articles",
            "first": st.column_config.NumberColumn("First word", help="Articles in which it is quoted first"),
            "last": st.column_config.NumberColumn("Last word", help="Articles in which it is quoted last"),
            "headlines": st.column_config.NumberColumn("In headlines", help="Articles whose title names it"),
            "supportive": "+ Supportive",
            "critical": "− Critical",
            "about": st.column_config.TextColumn("Speaks most of", width="medium"),
            "labelled": st.column_config.TextColumn(
                "Labelled by reporters", width="medium", help="Of the places where reporters cite it; see Labels"
            ),
        },
        alt=f"Table of {vocabulary.counted(len(table), 'row')}",
    )
    quote_table.offer_table(table, name="comparison")

silent = access.once("unheard", lambda: compare.unheard(access.table("mentions"), quotes))
if len(silent):
    st.subheader(literal(f"{vocabulary.counted(len(silent), 'name')} mentioned but never quoted"), anchor=False)
    st.dataframe(
        silent.head(50),
        hide_index=True,
        column_config={"entity": "Name", "mentions": "Mentions", "articles": "Articles"},
        alt="Table of names that are mentioned but never quoted",
    )
if access.scoped_to_all():
    moved = access.once("travelling", lambda: compare.travelling(quotes))
    number = "Quotes" if moved.empty else vocabulary.counted(moved["group"].nunique(), "quote")
    st.subheader(literal(f"{number} in more than one article"), anchor=False)
    if moved.empty:
        st.write("No quote of six words or more stands in two articles.")
    else:
        st.dataframe(
            moved,
            hide_index=True,
            column_order=["speaker", "one", "in_one", "in_other", "change", "alike"],
            column_config={
                "speaker": "Speaker",
                "one": st.column_config.TextColumn("Quote", width="large"),
                "in_one": "In",
                "in_other": "And in",
                "change": st.column_config.TextColumn("What differs there", width="medium"),
                "alike": st.column_config.NumberColumn("Alike", format="%.0f %%"),
            },
            alt=f"Table of {vocabulary.counted(len(moved), 'pair')} of like quotes",
        )
    copies.draw(quotes)
