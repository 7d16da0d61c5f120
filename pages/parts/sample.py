"""The article that a new library holds, so that there is something to see."""

import datetime as dt
from pathlib import Path

import streamlit as st

from analysis import reading
from pages.parts import access, keeping, sign_in

_SAMPLE = Path(reading.__file__).parents[1] / "data" / "samples" / "ukraine-peace-talks.txt"
_PUBLISHED = dt.date(2025, 4, 19)


def offer() -> None:
    """Put the sample article into a library that is opened for the first time; once deleted it does not come back."""
    if access.library().noted("sample") is not None or not sign_in.may("editor"):
        return
    if not access.library().fingerprints():
        with st.spinner("Reading the sample article: the first time takes a few seconds", show_time=True):
            text = _SAMPLE.read_text(encoding="utf-8")
            keeping.keep(reading.compose(reading.Page(text=text, published=_PUBLISHED), source=_SAMPLE.name))
    access.library().note("sample", "offered")
