"""Quotes that were corrected in a spreadsheet: what differs is shown as a number, and kept as reviews."""

import streamlit as st

from analysis.library import DecisionRefused
from analysis.views.archive import Unusable
from analysis.views.edited import EDITABLE, Edits, edits
from analysis.views.exchange import read_table
from analysis.views.vocabulary import counted
from pages.parts import access, sign_in
from pages.parts.marked_text import literal

_KEPT = "edits-kept"


@sign_in.only("editor")
def offer() -> None:
    """Draw the field for an edited table, what it changes, and the button that keeps it."""
    if said := st.session_state.pop(_KEPT, ""):
        st.success(said, icon=":material/check_circle:")
    with st.expander("Take in a table that was edited elsewhere", icon=":material/table_edit:", key="edited"):
        st.caption(
            f"A download of Quotes in which the columns {', '.join(EDITABLE)} were corrected, or with “accepted” in "
            "the column review. Each row that differs becomes a review, under the name above. Rows may be left out."
        )
        file = st.file_uploader("Edited table", type=["csv", "xlsx", "json", "parquet"], key="edited-file")
        if file is None:
            return
        try:
            table = read_table(file.getvalue(), file.name)
            who = str(st.session_state.get("decides", ""))
            found = edits(table, access.table("quotes", everywhere=True), access.quote, who=who)
        except Unusable as problem:
            st.error(literal(str(problem)), icon=":material/error:")
            return
        st.write(
            f"{counted(found.counted('change'), 'quote')} changed and {found.counted('accept'):,} accepted, of "
            f"{counted(len(table), 'row')}."
            + (f" {counted(found.unknown, 'row')} of no quote in this library." if found.unknown else "")
        )
        if found.entries:
            st.button("Keep these reviews", type="primary", key="keep-edits", on_click=_keep, args=(found,))


def _keep(found: Edits) -> None:
    bar = st.progress(0.0)
    try:
        for number, entry in enumerate(found.entries, start=1):
            access.editing().review(entry)
            bar.progress(number / len(found.entries), text=f"Review {number:,} of {len(found.entries):,}")
    except DecisionRefused as problem:
        st.session_state["refused"] = str(problem)
        return
    st.session_state[_KEPT] = f"{counted(len(found.entries), 'review')} kept."
