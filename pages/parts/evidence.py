"""The words behind stances: a table that opens each statement in its place, and two parties set side by side."""

import zlib

import pandas as pd
import streamlit as st

from analysis.records import Span
from analysis.views import positions, vocabulary
from pages.parts import access, marked_text, quote_table
from pages.parts.marked_text import literal

EVERYTHING = "All targets"
_EVERYBODY = {"speaker": "All speakers", "institution": "All institutions"}
_NAMES = {"speaker": "Speaker", "institution": "Institution"}


def draw(stances: pd.DataFrame, *, by: positions.Party) -> None:
    """Draw the choice of a party and a target, what is said in sum, and every statement with its words."""
    everybody = _EVERYBODY[by]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = _choose(_NAMES[by], [everybody, *_sorted(stances[by])], key="who")
        whom = _choose("Target", [EVERYTHING, *_sorted(stances["target"])], key="whom")
    shown = stances[((stances[by] == who) | (who == everybody)) & ((stances["target"] == whom) | (whom == EVERYTHING))]
    st.subheader(literal(f"Statements: {positions.sum_up(shown)}"), anchor=False)
    if shown.empty:
        st.write(f"{who} says nothing about {whom} here. Choose another target.")
        return
    picked = _table(shown)
    if picked is None:
        st.caption("Select a row to read the statement in its place.")
        return
    article = access.library().article(picked["article_id"])
    if article is None:
        return
    quote = str(picked["quote_id"])
    with st.container(border=True):
        st.html(marked_text.mark_spans(article, [Span(int(picked["start"]), int(picked["end"]))]))
        if quote:
            quote_table.explain(quote, paragraph=False)
        if st.button("Read it in the article", icon=":material/article:"):
            st.switch_page(
                "article.py", query_params=access.address(article=article.id, **({"quote": quote} if quote else {}))
            )


def contrast(stances: pd.DataFrame, *, by: positions.Party) -> None:
    """Draw the targets of which two parties both speak, with what each says."""
    names = _sorted(stances[by])
    if len(names) < 2:
        return
    with st.expander("Set two side by side", icon=":material/compare_arrows:", key="contrast"):
        left, right = st.columns(2)
        with left:
            one = _choose(_NAMES[by], names, key="one")
        with right:
            other = _choose("Other", [name for name in names if name != one], key="other")
        rows = positions.compare(stances, by=by, one=one, other=other)
        if rows.empty:
            st.write(literal(f"{one} and {other} speak of no target in common."))
            return
        opposed = int(rows["opposed"].sum())
        st.write(
            literal(f"Both speak of {vocabulary.counted(len(rows), 'target')}; they take opposite sides on {opposed}.")
        )
        st.dataframe(
            rows.assign(opposed=["Opposite sides" if opposed else "" for opposed in rows["opposed"]]),
            hide_index=True,
            column_config={"target": "Target", "one": one, "other": other, "opposed": ""},
            alt=f"Table of {vocabulary.counted(len(rows), 'target')}",
        )


def _choose(label: str, names: list[str], *, key: str) -> str:
    """Draw a choice that stands in the address; a name that is no longer there gives way to the first."""
    if st.session_state.get(key) not in names:
        st.session_state.pop(key, None)
    return str(st.selectbox(label, names, key=key, bind="query-params"))


def _table(shown: pd.DataFrame) -> "pd.Series[str] | None":
    rows = shown.head(quote_table.ROWS).reset_index(drop=True)
    if len(shown) > quote_table.ROWS:
        st.caption(
            f"The first {quote_table.ROWS:,} of {len(shown):,} statements are listed. Choose a name or a target above."
        )
    state = st.dataframe(
        rows.assign(label=[f"{vocabulary.STANCE_SIGNS[label]} {vocabulary.STANCES[label]}" for label in rows["label"]]),
        hide_index=True,
        column_order=["speaker", "label", "target", "evidence", "because", "confidence", "institution"]
        + (["article", "published"] if access.scoped_to_all() else []),
        column_config={
            "speaker": "Speaker",
            "label": st.column_config.TextColumn("Stance", width=110),
            "target": "Towards",
            "evidence": st.column_config.TextColumn("Words", width="large"),
            "because": "Why",
            "confidence": st.column_config.ProgressColumn("Confidence", format="percent", min_value=0, max_value=1),
            "institution": "Institution",
            "article": "Article",
            "published": st.column_config.DateColumn("Published", format="D MMM YYYY"),
        },
        on_select="rerun",
        selection_mode="single-row",
        key=f"evidence-{zlib.crc32(''.join(rows['quote_id'] + rows['target'] + rows['label']).encode())}",
        alt=f"Table of {vocabulary.counted(len(rows), 'statement')}",
    )
    picked = state["selection"]["rows"]
    return rows.iloc[picked[0]] if picked and picked[0] < len(rows) else None


def _sorted(names: "pd.Series[str]") -> list[str]:
    return sorted(names.unique(), key=str.casefold)
