"""A whole library as one file: to keep, to move to another computer, to put two reviewers' copies together."""

import io

import streamlit as st

from analysis.library import NoLibraryFile
from analysis.views.vocabulary import counted
from pages.parts import access, keeping, sign_in
from pages.parts.marked_text import literal

_SAID = "copied"


@sign_in.only("admin")
def offer() -> None:
    """Draw the download of the whole library and the way to take such a file in."""
    if said := st.session_state.pop(_SAID, ""):
        st.success(literal(said), icon=":material/check_circle:")
    with st.expander("Copy of the whole library", icon=":material/inventory_2:", key="copy"):
        st.write(
            "One file with all articles, their original files, what was found in them and everything that people "
            "decided. Taken in elsewhere it adds what is not there yet, reviews too, so two people can review copies "
            "and put them together."
        )
        st.download_button(
            "Download the library",
            data=_written,
            file_name="library.onrecord",
            mime="application/zip",
            icon=":material/download:",
            on_click="ignore",
            key="copy-download",
        )
        with st.form("take-in", border=False, clear_on_submit=True):
            file = st.file_uploader("A copy of a library", type=["onrecord"], key="copy-file")
            if st.form_submit_button("Take it in", icon=":material/upload_file:"):
                _take_in(file)


def _written() -> bytes:
    file = io.BytesIO()
    access.library().write_copy(file)
    return file.getvalue()


def _take_in(file: io.BytesIO | None) -> None:
    if file is None:
        st.error("Choose a file first.", icon=":material/error:")
        return
    try:
        with st.spinner("Taking the library in", show_time=True):
            new = access.editing("admin").take_in_copy(file)
    except NoLibraryFile as problem:
        st.error(literal(f"Nothing was taken in. {problem}"), icon=":material/error:")
        return
    keeping.prepare()
    st.session_state[_SAID] = f"{counted(new, 'article')} added."
    st.rerun()
