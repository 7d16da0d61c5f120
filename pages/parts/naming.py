"""The sentences in which a name stands, and the circles of names that stand together."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from analysis.records import Span
from analysis.views.vocabulary import counted
from pages.parts import access, figure, marked_text
from pages.parts.marked_text import literal

_KEY = "name"
_FEW = 12
"""Sentences that are shown at once."""


def choose(chart: str, *, column: int = 0) -> Callable[[], None]:
    """Return what a click on a chart does: its name, or the one in a ``column`` of a pair, becomes the chosen one."""

    def follow() -> None:
        clicked = figure.clicked(st.session_state[chart])
        if clicked:
            st.session_state[_KEY] = str(clicked if isinstance(clicked, str) else clicked[column])

    return follow


def list_circles(circles: Sequence[Sequence[str]]) -> None:
    """Draw which names stand together more than with others."""
    if len(circles) > 1:
        st.markdown("**Names that keep company**")
        for circle in circles:
            st.markdown(f"- {literal(', '.join(circle))}")


def show_sentences(mentions: pd.DataFrame) -> None:
    """Draw the choice of a name and the lines in which it stands, marked, each with a way to the article."""
    names = list(mentions["entity"].value_counts().index)
    if st.session_state.get(_KEY) not in names:
        st.session_state.pop(_KEY, None)
    name = st.selectbox(
        "Read where a name stands", names, index=None, key=_KEY, bind="query-params", placeholder="Choose a name"
    )
    if name is None:
        st.caption("Or click a name in a chart.")
        return
    rows = mentions[mentions["entity"] == name]
    shown = 0
    for identity, here in rows.head(_FEW).groupby("article_id", sort=False):
        found = access.pair(str(identity))
        if found is None:
            continue
        article, _ = found
        shown += len(here)
        with st.container(border=True):
            spans = [Span(int(start), int(end)) for start, end in zip(here["start"], here["end"], strict=True)]
            st.html(marked_text.mark_spans(article, spans))
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption(literal(article.title), width="content")
                if st.button("Open the article", key=f"name-in-{article.id}", type="tertiary"):
                    st.switch_page("article.py", query_params=access.address(article=article.id))
    if shown < len(rows):
        st.caption(f"The first {shown} of {counted(len(rows), 'mention')}; narrow the scope to see the others.")
