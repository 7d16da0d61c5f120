"""Who supports or criticises whom and what: a grid whose cells open the words, two parties side by side, the months."""

import streamlit as st

from analysis.library.rows import SURE
from analysis.views import positions
from pages.parts import access, discourse_form, evidence, figure

stances = access.table("stances")
if stances.empty:
    st.write("No statement about an actor or an issue was found. The quotes are on the page Quotes.")
    st.stop()

PARTIES: dict[str, positions.Party] = {"Speakers": "speaker", "Institutions": "institution"}

with st.container(horizontal=True, vertical_alignment="bottom"):
    rows = st.segmented_control(
        "Rows", list(PARTIES), default="Speakers", required=True, key="rows", bind="query-params"
    )
    sure = st.slider(
        "Unclear below",
        34,
        95,
        round(100 * SURE),
        format="%d%%",
        key="sure",
        bind="query-params",
        help="Statements read with less confidence than this are shown as unclear, and take no side",
        width=260,
    )
by = PARTIES[rows]
known = access.once("settled", lambda: positions.parties(positions.settle(stances, sure=sure / 100), by), by, sure)
if known.empty:
    st.write("None of these speakers belongs to an institution. Choose Speakers above.")
    st.stop()


def take_cell() -> None:
    """Choose the row and the target of the cell that was clicked."""
    if picked := figure.clicked(st.session_state["grid"]):
        st.session_state["who"], st.session_state["whom"] = picked


cut = positions.is_cut(known, by=by)
figure.draw(access.once("grid", lambda: positions.stance_grid(known, by=by), by, sure), key="grid", on_select=take_cell)
st.caption(
    "Click a cell to read the words behind it. An empty cell: not spoken about. Neutral: spoken about without taking "
    "sides. "
    + ("Those on whom and by whom most sides are taken; the list below has all. " if cut else "")
    + "Targets can be renamed, joined, hidden and added on the page Targets."
)
if (months := access.once("months", lambda: positions.months(known), by, sure)) is not None:
    figure.draw(months, key="months")
evidence.draw(known, by=by)
evidence.contrast(known, by=by)
discourse_form.offer(known, by=by)
