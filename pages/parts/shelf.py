"""What the library page does with the articles that are kept: list, open, correct, delete, analyse anew."""

import datetime as dt
import zlib
from functools import partial
from pathlib import PurePath

import pandas as pd
import streamlit as st

from analysis import pipeline
from analysis.records import Article, corrected
from analysis.views import vocabulary
from analysis.views.places import places
from analysis.views.vocabulary import counted
from pages.parts import access, keeping, marked_text, sign_in
from pages.parts.marked_text import literal

EARLIEST = dt.date(1600, 1, 1)
HOW_TO_SEARCH = "All of these words must occur, whole or in part. Words in quotation marks must stand together."
_MOST_PLACES = 20


def open_article(article_id: str) -> None:
    """Leave for the overview of one article."""
    st.switch_page("overview.py", query_params={"article": article_id})


def narrow(articles: pd.DataFrame, words: str) -> pd.DataFrame:
    """Return the rows of the articles whose text holds all the words."""
    if not words.strip():
        return articles
    found = articles[articles["article_id"].isin(access.library().find(words))]
    st.caption(f"{counted(len(found), 'article')} with these words")
    return found


def show_places(article: Article, words: str) -> None:
    """Draw the lines of an article that hold words looked for, the words marked."""
    if spans := places(article.text, words):
        st.html(marked_text.mark_spans(article, spans[:_MOST_PLACES]))
        if len(spans) > _MOST_PLACES:
            st.caption(f"The first {_MOST_PLACES} of {counted(len(spans), 'place')}")


def list_articles(articles: pd.DataFrame) -> Article | None:
    """Draw the list of articles, rows of the table ``articles``, and return the selected one."""
    rows = pd.DataFrame(
        {
            "Title": articles["article"].replace("", "Untitled"),
            "Outlet": articles["outlet"],
            "Published": articles["published"],
            "Quotes": articles["quotes"],
            "Words": articles["words"],
            "File": articles["source"],
        }
    )
    state = st.dataframe(
        rows,
        key=f"articles-{zlib.crc32(''.join(articles['article_id']).encode())}",
        hide_index=True,
        column_config={
            "Title": st.column_config.TextColumn(width="large"),
            "Published": st.column_config.DateColumn(format="D MMM YYYY"),
        },
        on_select="rerun",
        selection_mode="single-row",
        alt=f"Table of {counted(len(articles), 'article')}",
    )
    picked = state["selection"]["rows"]
    if not picked or picked[0] >= len(articles):
        return None
    return access.library().article(articles["article_id"].iloc[picked[0]])


def correct(article: Article) -> None:
    """Draw what is known of an article in fields to correct, and the ways to open and delete it."""
    st.markdown(f"#### {literal(article.title or 'Untitled')}")
    _offer_corrections(article)
    with st.container(horizontal=True):
        if st.button("Open", icon=":material/article:", key=f"open-{article.id}"):
            open_article(article.id)
        if sign_in.may("admin") and st.button("Delete", icon=":material/delete:", key=f"delete-{article.id}"):
            _ask_to_delete(article)
    _offer_original(article)


@sign_in.only("editor")
def _offer_corrections(article: Article) -> None:
    with st.form(f"correct-{article.id}", border=False):
        title = st.text_input("Title", article.title, key=f"title-{article.id}")
        left, right = st.columns(2)
        outlet = left.text_input("Outlet", article.outlet, key=f"outlet-{article.id}")
        published = right.date_input(
            "Published", article.published, min_value=EARLIEST, format="YYYY-MM-DD", key=f"published-{article.id}"
        )
        byline = left.text_input("Author", article.byline, key=f"byline-{article.id}")
        right.caption(literal(vocabulary.told(article)))
        saved = st.form_submit_button("Save corrections", icon=":material/save:")
    if saved:
        _save_corrections(
            article,
            corrected(article, title=title.strip(), outlet=outlet.strip(), byline=byline.strip(), published=published),
        )


def _offer_original(article: Article) -> None:
    origin = access.library().origin(article.id)
    if origin is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Original file",
            partial(_original_bytes, article.id),
            file_name=PurePath(origin.name.replace("\\", "/")).name,
            icon=":material/download:",
            key=f"original-{article.id}",
        )
        st.caption(literal(f"{origin.name}, {origin.size:,} bytes as it was given; SHA-256 {origin.sha256}"))


def _original_bytes(article_id: str) -> bytes:
    found = access.library().original(article_id)
    return found.data if found else b""


@sign_in.only("editor")
def offer_renewal() -> None:
    """Offer to analyse anew what an earlier version of the program analysed."""
    old = access.library().stale(pipeline.fingerprint())
    if not old:
        return
    st.caption(f"{counted(len(old), 'article')} analysed by an earlier version of the program.")
    if st.button("Analyse them again", icon=":material/refresh:", key="renew"):
        bar = st.progress(0.0)
        for number, article_id in enumerate(old):
            bar.progress(number / len(old), text=f"{number + 1} of {len(old)}")
            if article := access.library().article(article_id):
                keeping.keep(article)
        st.rerun()


def _save_corrections(article: Article, new: Article) -> None:
    if new.published == article.published:
        access.editing().describe(new)
    else:
        with st.spinner("Working out the dates anew"):
            keeping.revise(new)
    st.toast("Corrections saved", icon=":material/check_circle:")
    st.rerun()


@st.dialog("Delete this article?")
def _ask_to_delete(article: Article) -> None:
    st.text(article.title or "Untitled")
    st.write("The text and everything found in it go from the library. This cannot be undone.")
    if st.button("Delete it", type="primary", on_click=_delete, args=(article.id,), key="delete-now"):
        st.rerun()


def _delete(article_id: str) -> None:
    access.editing("admin").delete(article_id)
    st.session_state.pop("outcomes", None)
