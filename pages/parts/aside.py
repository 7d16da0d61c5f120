"""What of a page is no part of the story: listed with its kind, brought back by one click, and more set aside."""

from dataclasses import replace

import streamlit as st

from analysis.records import Analysis, Article, Moved, Region, Span
from analysis.views.charts import shorten
from analysis.views.vocabulary import REGIONS, counted
from pages.parts import keeping, marked_text, sign_in
from pages.parts.marked_text import literal

_BY_HAND = "set aside"
_SHOWN = 60
"""Characters of a line that are shown of it."""


def list_aside(article: Article, analysis: Analysis) -> None:
    """Draw the parts of the page that are set aside, each with a button that brings it back, and a way to set more."""
    regions = [region for region in analysis.regions if region.kind != "headline"]
    with st.expander(f"Set aside: {counted(len(regions), 'part')}", icon=":material/content_cut:"):
        st.caption("These parts of the page yield no quotes, dates or stances.")
        if article.redacted:
            st.caption("A person was taken out of this article, so it is not read anew and stays as it is.")
            return
        for region in regions:
            _offer_back(article, region)
        back = [moved for moved in article.moved if moved.into == "body"]
        for moved in back:
            _offer_undo(article, moved)
        _offer_aside(article, analysis)


def _offer_back(article: Article, region: Region) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"aside-{region.span.start}"):
        st.markdown(f"**{REGIONS[region.kind]}:** {literal(_start(article, region.span))}", width="stretch")
        st.button(
            "Bring back",
            key=f"back-{region.span.start}",
            type="tertiary",
            icon=":material/undo:",
            help="Read this part as story",
            disabled=not sign_in.may("editor"),
            on_click=_move,
            args=(article, region.span, "body" if region.kind != _BY_HAND else None),
        )


@sign_in.only("editor")
def _offer_undo(article: Article, moved: Moved) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"restored-{moved.span.start}"):
        st.markdown(f"**Brought back by hand:** {literal(_start(article, moved.span))}", width="stretch")
        st.button(
            "Undo",
            key=f"undo-{moved.span.start}",
            type="tertiary",
            icon=":material/undo:",
            on_click=_move,
            args=(article, moved.span, None),
        )


@sign_in.only("editor")
def _offer_aside(article: Article, analysis: Analysis) -> None:
    """Draw the choice of a paragraph that is no part of the story."""
    body = [
        line
        for line in marked_text.lines(article.text)
        if not any(region.span.overlaps(line) for region in analysis.regions)
    ]
    chosen = st.selectbox(
        "Set a paragraph aside",
        body,
        index=None,
        format_func=lambda line: _start(article, line),
        placeholder="Choose a paragraph that is no part of the story",
        key="set-aside",
    )
    if chosen is not None:
        st.button("Set it aside", key="set-aside-now", on_click=_move, args=(article, chosen, "aside"))


def _move(article: Article, span: Span, into: str | None) -> None:
    """Keep what a person said of a stretch, or forget it, and read the article anew."""
    others = tuple(moved for moved in article.moved if not moved.span.overlaps(span))
    new = Moved(span, "body" if into == "body" else "aside")
    keeping.revise(replace(article, moved=(*others, new) if into else others))
    st.session_state.pop("set-aside", None)


def _start(article: Article, span: Span) -> str:
    return shorten(" ".join(span.of(article.text).split()), _SHOWN)
