"""How a person is taken out of the library: made anonymous, or deleted with all quotes."""

from typing import Any

import pandas as pd
import streamlit as st

from analysis.library import DecisionRefused
from pages.parts import access, sign_in


@sign_in.only("admin")
def offer(person: "pd.Series[Any]") -> None:
    """Draw the ways to take a person out of the library for good."""
    if person["kind"] != "person":
        return
    with st.expander("Take this person out of the library", icon=":material/person_remove:", key="forget"):
        st.write(
            "For good, in all articles: the name is blotted out of texts, titles and decisions, and files that "
            "articles with the name were read from are deleted. These articles are not analysed anew later."
        )
        with st.container(horizontal=True):
            for words, label in ((False, "Make anonymous"), (True, "Delete with all quotes")):
                if st.button(label, key=f"forget-{words}"):
                    _ask_to_forget(str(person["handle"]), str(person["name"]), words=words)


@st.dialog("Take this person out?")
def _ask_to_forget(handle: str, name: str, *, words: bool) -> None:
    st.text(name)
    what = "What the person is quoted with is blotted out too." if words else "The quotes stay, under another name."
    st.write(f"{what} This cannot be undone.")
    if st.button("Take out", type="primary", on_click=_forget, args=(handle, words), key="forget-now"):
        st.rerun()


def _forget(handle: str, words: bool) -> None:  # noqa: FBT001 - an argument of a callback
    try:
        access.editing("admin").forget(handle, words=words)
    except DecisionRefused as problem:
        st.session_state["refused"] = str(problem)
