"""What the people page does: suggest, merge, keep apart, take apart, undo, and say what became of it."""

import zlib
from typing import Any, Literal

import pandas as pd
import streamlit as st

from analysis.library import DecisionRefused
from analysis.library.changes import standing
from analysis.library.people import Identity, People, Suggestion, suggest
from analysis.views import people as views
from analysis.views.vocabulary import KINDS, counted
from pages.parts import access, filters, sign_in
from pages.parts.marked_text import literal

SHOWN = 10
"""Suggestions drawn at once."""
_COLUMNS = {
    "name": st.column_config.TextColumn("Name", width=170),
    "called": st.column_config.TextColumn("Names used", width=200),
    "articles": st.column_config.NumberColumn("Articles", width=75),
    "quotes": st.column_config.NumberColumn("Quotes", width=75),
    "posts": st.column_config.TextColumn("Roles and institutions, with dates", width=330),
    "joined": st.column_config.TextColumn("Joined by", width=130),
    "doubts": st.column_config.TextColumn("Look again", width=200, help="What speaks against this being one person"),
}


@sign_in.only("editor")
def ask_who() -> None:
    """Draw the field for the name that is kept with each decision."""
    if signed_in := sign_in.email():
        st.session_state["decides"] = signed_in
    st.text_input(
        "Your name",
        key="decides",
        help="Kept with each decision; may stay empty",
        max_chars=80,
        width=300,
        disabled=bool(signed_in),
    )


def report() -> None:
    """Draw why the last decision was refused, where it was."""
    if problem := st.session_state.pop("refused", ""):
        st.error(literal(problem), icon=":material/error:")


def decide(deed: Literal["merge", "keep_apart", "split", "undo"], *subjects: Any) -> None:  # noqa: ANN401 - as the deed
    """Carry out a decision; for a callback. A refusal is kept for ``report``."""
    try:
        getattr(access.editing(), deed)(*subjects, who=st.session_state.get("decides", ""))
    except DecisionRefused as problem:
        st.session_state["refused"] = str(problem)


@sign_in.only("editor")
def offer_suggestions() -> None:
    """Draw pairs of people who may be one, with the evidence, to accept or to keep apart."""
    found = _suggestions(access.library().revision())
    if not found:
        st.caption("No two people look as if they might be one.")
        return
    with st.expander(f"{counted(len(found), 'suggestion')}: may be the same person", icon=":material/person_search:"):
        for pair in found[:SHOWN]:
            _draw_pair(pair)
        if len(found) > SHOWN:
            st.caption(f"The {SHOWN} most alike of {len(found):,} are shown; decide on these to see more.")


def list_people(rows: pd.DataFrame) -> list[int]:
    """Draw a table of people and return the numbers of the selected rows."""
    state = st.dataframe(
        rows,
        key=f"people-{zlib.crc32(''.join(rows['identity'] + rows['name']).encode())}",
        hide_index=True,
        column_order=list(_COLUMNS),
        column_config=_COLUMNS,
        on_select="rerun",
        selection_mode="multi-row",
        alt=f"Table of {counted(len(rows), 'name')}",
    )
    return [row for row in state["selection"]["rows"] if row < len(rows)]


def explain(person: "pd.Series[Any]", posts: pd.DataFrame) -> None:
    """Draw role and institution of a person article by article, with the words, and the way to take one out."""
    here = posts[posts["identity"] == person["identity"]]
    with st.container(border=True):
        st.markdown(f"#### {literal(person['name'])}")
        if person["joined"]:
            st.caption(f"{counted(len(here), 'article')}, joined: {person['joined']}.")
        if person["doubts"]:
            st.warning(literal(f"Look again: {person['doubts']}."), icon=":material/warning:")
        st.dataframe(
            here.assign(affiliation_kind=here["affiliation_kind"].map(KINDS)),
            hide_index=True,
            column_order=[
                "published",
                "called",
                "role",
                "institution",
                "affiliation_kind",
                "evidence",
                "because",
                "quotes",
                "article",
            ],
            column_config={
                "published": st.column_config.DateColumn("Published", format="D MMM YYYY"),
                "called": "Called here",
                "role": "Role",
                "institution": "Institution",
                "affiliation_kind": "Kind of institution",
                "evidence": "Words it comes from",
                "because": "Why",
                "quotes": "Quotes",
                "article": "Article",
            },
            alt=f"Table of {counted(len(here), 'article')}",
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if st.button("Read the quotes", icon=":material/format_quote:", key="read-quotes"):
                st.session_state["scope"] = access.ALL
                filters.open_quotes(speaker=str(person["name"]))
            if len(here) > 1:
                _offer_split(person, here)


def offer_undo(known: People) -> None:
    """Draw what was decided, the newest first, with a button that takes the last standing decision back."""
    done = access.library().decisions()
    if not done:
        return
    st.subheader(literal("Decisions"), anchor=False)
    if (held := standing(done)) and sign_in.may("editor"):
        st.button(
            f"Undo: {literal(views.tell(held[-1], done, known))}",
            icon=":material/undo:",
            key="undo",
            on_click=decide,
            args=("undo", held[-1].number),
        )
    rows = [{"When": one.when, "Who": one.who, "What": views.tell(one, done, known)} for one in reversed(done)]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={"When": st.column_config.DatetimeColumn("When (UTC)", format="D MMM YYYY, HH:mm")},
        alt=f"Table of {counted(len(done), 'decision')}",
    )


@sign_in.only("editor")
def _offer_split(person: "pd.Series[Any]", here: pd.DataFrame) -> None:
    titles = {row["article_id"]: row["article"] or "Untitled" for _, row in here.iterrows()}
    article = st.selectbox("Somebody else in", list(titles), format_func=titles.__getitem__, key="split-article")
    st.button(
        "Take this article out",
        icon=":material/call_split:",
        key="split",
        on_click=decide,
        args=("split", person["handle"], article),
    )


def _draw_pair(pair: Suggestion) -> None:
    handles = (pair.one.handles[0], pair.other.handles[0])
    with st.container(border=True):
        st.markdown(f"{_introduce(pair.one)}  \n{_introduce(pair.other)}")
        against = f" Against it: {'; '.join(pair.likeness.doubts)}." if pair.likeness.doubts else ""
        st.caption(literal(f"For it: {'; '.join(pair.likeness.reasons)}.{against}"))
        with st.container(horizontal=True):
            for deed, label, icon in (
                ("merge", "Same person", ":material/merge:"),
                ("keep_apart", "Keep apart", ":material/call_split:"),
            ):
                key = f"{deed}-{'-'.join(handles)}"
                st.button(label, icon=icon, key=key, on_click=decide, args=(deed, *handles))


def _introduce(one: Identity) -> str:
    bodies = ", ".join(dict.fromkeys(voice.institution for voice in one.voices if voice.institution))
    articles = counted(len({voice.article_id for voice in one.voices}), "article")
    return f"**{literal(one.name)}** {literal(', '.join(part for part in (bodies, articles) if part))}"


@st.cache_data(max_entries=2, show_spinner="Comparing names")
def _suggestions(revision: int) -> list[Suggestion]:  # noqa: ARG001 - the key under which the result is kept
    return suggest(access.library().people())
