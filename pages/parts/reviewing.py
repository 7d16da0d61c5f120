"""What the review page does: go from quote to quote, accept, change and reject, add what was missed, take back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import streamlit as st

from analysis.library import DecisionRefused, ReviewEntry
from analysis.library.reviews import ReviewDeed, conflicts, said_of
from analysis.views import reviews
from analysis.views.vocabulary import counted
from pages.parts import access, quote_form, sign_in
from pages.parts.merging import ask_who, report

__all__ = ["ask_who", "judge", "list_history", "offer_missed", "report", "start_again", "walk"]

_AT = "review-at"


def start_again() -> None:
    """Go back to the first quote of the order."""
    st.session_state[_AT] = 0


def walk(ids: Sequence[str]) -> str:
    """Draw the ways to the quote before and after, and return the id of the one that is shown."""
    at = min(st.session_state.get(_AT, 0), len(ids) - 1)
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, icon, key, to in (
            ("Before", ":material/arrow_back:", "K", at - 1),
            ("Next", ":material/arrow_forward:", "J", at + 1),
        ):
            st.button(
                label, icon=icon, shortcut=key, key=label, disabled=to not in range(len(ids)), on_click=_go, args=(to,)
            )
        st.caption(f"{at + 1:,} of {counted(len(ids), 'quote')} that nobody has reviewed")
    return str(ids[at])


@sign_in.only("editor")
def judge(quote_id: str) -> None:
    """Draw what can be said of a quote."""
    found = access.quote(quote_id)
    if found is None:
        return
    article, analysis, quote = found
    said = said_of(analysis, quote)
    note = st.text_input("Note", key=f"note-{quote_id}", placeholder="For you and other reviewers")
    about = {"article_id": article.id, "quote_id": quote.id, "before": said, "note": note}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "All of it is right",
            icon=":material/check:",
            shortcut="A",
            key="accept",
            type="primary",
            on_click=_say,
            args=("accept",),
            kwargs=about,
        )
        st.button(
            "This is no quote",
            icon=":material/close:",
            shortcut="X",  # R is the browser's and Streamlit's own
            key="reject",
            on_click=_say,
            args=("reject",),
            kwargs=about,
        )
        st.button("Change it", icon=":material/edit:", shortcut="E", key="change", on_click=_toggle)
    if st.session_state.get("changing"):
        with st.form(f"change-{quote_id}"):
            after = quote_form.ask(article, analysis, said, key=quote_id)
            if st.form_submit_button("Save the change", icon=":material/save:", type="primary"):
                _keep("change", after, **about)


@sign_in.only("editor")
def offer_missed() -> None:
    """Draw the way to add a quote that was missed in the chosen article."""
    if access.scoped_to_all():
        return
    article, analysis = access.chosen_article()
    with (
        st.expander("Add a quote that was missed", icon=":material/add_comment:"),
        st.form("missed", clear_on_submit=True),
    ):
        after = quote_form.ask(article, analysis, None, key="missed")
        if st.form_submit_button("Add it", icon=":material/add:"):
            _keep("add", after, article_id=article.id)


def list_history(entries: Sequence[ReviewEntry]) -> None:
    """Draw what was said so far, what no longer fits the analysis, and the way to take the last entry back."""
    if not entries:
        return
    lost = _lost(entries)
    if lost:
        st.warning(
            f"The analysis of today does not find {counted(lost, 'reviewed quote')} any more. "
            "Each is kept as it was reviewed.",
            icon=":material/sync_problem:",
        )
    taken = {entry.undoes for entry in entries}
    last = next((entry for entry in reversed(entries) if entry.what != "undo" and entry.number not in taken), None)
    with st.expander(f"What was said so far: {counted(len(entries), 'entry')}", icon=":material/history:"):
        if last and sign_in.may("editor"):
            label = f"Take number {last.number} back"
            st.button(label, icon=":material/undo:", key="take-back", on_click=_undo, args=(last.number,))
        st.dataframe(
            reviews.history(entries, access.titles()),
            hide_index=True,
            column_config={
                "number": st.column_config.NumberColumn("Number", width=70),
                "when": st.column_config.DatetimeColumn("When (UTC)", format="D MMM YYYY HH:mm"),
                "who": "Who",
                "what": "What",
                "speaker": "Speaker",
                "article": "Article",
                "note": "Note",
            },
            alt=f"Table of {counted(len(entries), 'entry')}",
        )


def _lost(entries: Sequence[ReviewEntry]) -> int:
    """Return how many reviewed quotes the analyses as they are now do not have."""
    count = 0
    for article_id in dict.fromkeys(entry.article_id for entry in entries):
        if found := access.library().found(article_id):
            count += len(conflicts(found, [entry for entry in entries if entry.article_id == article_id]))
    return count


def _go(at: int) -> None:
    st.session_state[_AT] = at
    st.session_state["changing"] = False


def _toggle() -> None:
    st.session_state["changing"] = not st.session_state.get("changing", False)


def _keep(what: ReviewDeed, after: object, **about: Any) -> None:  # noqa: ANN401 - the fields of an entry
    """Keep a quote as a person has it, or say what is wrong with it."""
    if isinstance(after, str):
        st.error(after, icon=":material/error:")
    else:
        _say(what, after=after, **about)
        st.rerun()


def _say(what: ReviewDeed, **about: Any) -> None:  # noqa: ANN401 - the fields of an entry
    who = str(st.session_state.get("decides", ""))
    try:
        access.editing().review(ReviewEntry(number=0, when=dt.datetime.now(dt.UTC), who=who, what=what, **about))
    except DecisionRefused as problem:
        st.session_state["refused"] = str(problem)
    st.session_state["changing"] = False


def _undo(number: int) -> None:
    _say("undo", article_id="", undoes=number)
