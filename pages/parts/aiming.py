"""What the targets page does: add, rename, join, hide, undo, and say what became of it."""

import zlib
from typing import Any

import pandas as pd
import streamlit as st

from analysis.corpus.targets import judge_added
from analysis.library import DecisionRefused
from analysis.library.changes import standing
from analysis.views import aims
from analysis.views.vocabulary import counted
from pages.parts import access, sign_in
from pages.parts.marked_text import literal
from pages.parts.merging import ask_who, report

__all__ = ["ask_who", "change_one", "join", "list_targets", "offer_new", "offer_undo", "report"]

_COLUMNS = {
    "target": st.column_config.TextColumn("Target", width=190),
    "statements": st.column_config.NumberColumn("Statements", width=90),
    "told": st.column_config.TextColumn("Sides taken", width=235),
    "speakers": st.column_config.NumberColumn("Speakers", width=75),
    "linked": st.column_config.TextColumn("Linked to", width=195, help="Targets of the same state, kept apart"),
    "articles": st.column_config.NumberColumn("Articles", width=75),
}


def list_targets(rows: pd.DataFrame) -> list[int]:
    """Draw a table of targets and return the numbers of the selected rows."""
    state = st.dataframe(
        rows,
        key=f"targets-{zlib.crc32(''.join(rows['target']).encode())}",
        hide_index=True,
        column_order=list(_COLUMNS)[: None if access.scoped_to_all() else -1],
        column_config=_COLUMNS,
        on_select="rerun",
        selection_mode="multi-row",
        alt=f"Table of {counted(len(rows), 'target')}",
    )
    return [row for row in state["selection"]["rows"] if row < len(rows)]


@sign_in.only("editor")
def change_one(name: str, where: str) -> None:
    """Draw what can be done with one target."""
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        new = st.text_input("Show it as", value=name, key=f"name-{name}", max_chars=80, width=320)
        st.button(
            "Rename",
            icon=":material/edit:",
            key="rename",
            on_click=_do,
            args=("rename_target", name, new),
            kwargs={"article_id": where},
        )
        st.button(
            "Hide",
            icon=":material/visibility_off:",
            key="hide",
            on_click=_do,
            args=("hide_target", name),
            kwargs={"article_id": where},
        )


@sign_in.only("editor")
def join(names: list[str], where: str) -> None:
    """Draw the way to make several targets one."""
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        kept = st.selectbox(f"Make these {len(names)} one, shown as", names, key="kept", width=320)
        others = [name for name in names if name != kept]
        st.button(
            "Join", icon=":material/merge:", type="primary", key="join", on_click=_join, args=(others, kept, where)
        )


@sign_in.only("editor")
def offer_new(where: str) -> None:
    """Draw the form for a target of one's own, and judge what waits to be judged, with progress."""
    with (
        st.expander("Add a target", icon=":material/add:", key="new-target"),
        st.form("new", border=False, clear_on_submit=True),
    ):
        name = st.text_input("Name", max_chars=80, placeholder="NATO enlargement", width=320)
        words = st.text_area(
            "Other words for it, one a line",
            height=100,
            max_chars=1000,
            placeholder="joining NATO\nmembership of the alliance",
            width=320,
        )
        if st.form_submit_button("Add", icon=":material/add:"):
            _do("add_target", name, words, article_id=where)
            st.rerun()
    if access.library().waiting_targets():
        bar = st.progress(0.0, "Reading what is said about the new target")
        for done, of in judge_added(access.editing()):
            bar.progress(done / of, f"Reading what is said about the new target: article {done:,} of {of:,}")
        st.rerun()


def offer_undo() -> None:
    """Draw what was changed, the newest first, with a button that takes the last standing change back."""
    done = access.library().aim_changes()
    if not done:
        return
    rows = aims.changes(done, access.titles())
    st.subheader("Changes", anchor=False)
    if (held := standing(done)) and sign_in.may("editor"):
        told = rows.iloc[len(done) - 1 - done.index(held[-1])]["what"]
        st.button(
            f"Undo: {literal(told)}",
            icon=":material/undo:",
            key="undo",
            on_click=_do,
            args=("undo_target", held[-1].number),
        )
    st.dataframe(
        rows,
        hide_index=True,
        column_config={
            "when": st.column_config.DatetimeColumn("When (UTC)", format="D MMM YYYY, HH:mm"),
            "who": "Who",
            "what": "What",
        },
        alt=f"Table of {counted(len(done), 'change')}",
    )


def _join(others: list[str], kept: str, where: str) -> None:
    for name in others:
        _do("rename_target", name, kept, article_id=where)


def _do(deed: str, *subjects: Any, **where: Any) -> None:  # noqa: ANN401 - as the deed
    """Carry out a change; for a callback. A refusal is kept for ``report``."""
    try:
        getattr(access.editing(), deed)(*subjects, who=st.session_state.get("decides", ""), **where)
    except DecisionRefused as problem:
        st.session_state["refused"] = str(problem)
