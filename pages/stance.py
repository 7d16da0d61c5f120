"""Speakers by targets: who supports or criticises whom, each cell opening the words that show it."""

import streamlit as st

from analysis.views import charts, vocabulary
from pages.parts import access, figure, quote_table
from pages.parts.marked_text import literal

stances = access.table("stances")
if stances.empty:
    st.write("No statement was found that takes a side. Quotes without a stance are on the page Quotes.")
    st.stop()

EVERYBODY, EVERYTHING = "All speakers", "All targets"


def take_cell() -> None:
    """Choose the speaker and the target of the cell that was clicked."""
    if picked := figure.clicked(st.session_state["grid"]):
        st.session_state["who"], st.session_state["whom"] = picked


figure.draw(charts.stance_grid(stances), key="grid", on_select=take_cell)
st.caption("Click a cell to read the words behind it. An empty cell: nothing found, which is not the same as neutral.")

with st.container(horizontal=True, vertical_alignment="bottom"):
    names = sorted(stances["speaker"].unique(), key=str.casefold)
    targets = sorted(stances["target"].unique(), key=str.casefold)
    who = st.selectbox("Speaker", [EVERYBODY, *names], key="who", bind="query-params")
    whom = st.selectbox("Target", [EVERYTHING, *targets], key="whom", bind="query-params")
evidence = stances[
    ((stances["speaker"] == who) | (who == EVERYBODY)) & ((stances["target"] == whom) | (whom == EVERYTHING))
]
st.subheader(literal(f"Evidence: {vocabulary.counted(len(evidence), 'statement')}"), anchor=False)
if evidence.empty:
    st.write("This speaker says nothing of this target that takes a side.")
    st.stop()
state = st.dataframe(
    evidence.assign(
        label=[f"{vocabulary.STANCE_SIGNS[label]} {vocabulary.STANCES[label]}" for label in evidence["label"]]
    ),
    hide_index=True,
    column_order=["speaker", "label", "target", "evidence", "because", "confidence", "institution"]
    + (["article"] if access.scoped_to_all() else []),
    column_config={
        "speaker": "Speaker",
        "label": "Stance",
        "target": "Towards",
        "evidence": st.column_config.TextColumn("Words", width="large"),
        "because": "Why",
        "confidence": st.column_config.ProgressColumn("Confidence", format="percent", min_value=0, max_value=1),
        "institution": "Institution",
        "article": "Article",
    },
    on_select="rerun",
    selection_mode="single-row",
    key=f"evidence-{who}-{whom}",
    alt=f"Table of {vocabulary.counted(len(evidence), 'statement')}",
)
rows = state["selection"]["rows"]
if rows and rows[0] < len(evidence):
    quote = evidence.iloc[rows[0]]["quote_id"]
    with st.container(border=True):
        if quote:
            quote_table.explain(str(quote))
        else:
            st.write("These words stand outside the quotes.")
