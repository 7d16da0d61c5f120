"""What the library page does with what is given: read and analyse it, and report on each file."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from analysis import reading
from analysis.reading import web
from analysis.records import Article, Original, corrected
from analysis.views import export
from analysis.views.vocabulary import counted
from pages.parts import access, keeping, preview
from pages.parts.marked_text import literal
from pages.parts.shelf import EARLIEST, open_article

_log = logging.getLogger(__name__)
_FEW = 10
"""Up to so many files are reported with a line each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file: the article's id, or "" where it was refused, and a sentence."""

    name: str
    article_id: str
    message: str


def ask_source(key: str, *, note: str | None = None) -> tuple[str, dt.date | None]:
    """Draw fields for outlet and day of publication and return what is in them."""
    left, right = st.columns(2)
    outlet = left.text_input("Outlet", key=f"{key}-outlet", help=note)
    published = right.date_input(
        "Published", value=None, min_value=EARLIEST, format="YYYY-MM-DD", key=f"{key}-published", help=note
    )
    return outlet, published


def draw() -> None:
    """Draw the ways to add articles, and what became of those added last."""
    st.subheader(literal("Add articles"), anchor=False)
    upload, paste, *more = st.tabs(
        ["Upload files", "Paste a text", *(["From the web"] if web.is_switched_on() else [])]
    )
    with upload:
        add_files()
    with paste, st.form("paste", border=False):
        text = st.text_area("Text of the article", height=200, key="pasted")
        title = st.text_input("Title", key="paste-title", help="Without one, the first line is taken")
        outlet, published = ask_source("paste")
        if st.form_submit_button("Add this text", type="primary", icon=":material/content_paste:"):
            add_text(text, title=title, outlet=outlet, published=published)
    for tab in more:
        with tab, st.form("fetch", border=False):
            address = st.text_input("Address of the article", key="address", placeholder="https://")
            if st.form_submit_button("Fetch this page", type="primary", icon=":material/language:"):
                add_address(address)
    report()


def add_files() -> None:
    """Draw the way of files into the library: choose, look at what they hold, correct, add; with progress."""
    round_ = st.session_state.get("upload-round", 0)
    files = st.file_uploader(
        "Text, saved web page, Word, PDF, RTF or e-mail; many at once, also as .zip, .csv or .jsonl",
        type=[suffix.removeprefix(".") for suffix in (*reading.SUFFIXES, *reading.PACKED)],
        accept_multiple_files=True,
        key=f"files-{round_}",
    )
    found = preview.open_files(files)
    if not found:
        return
    articles, refused = preview.choose(found)
    outlet, published = ask_source("upload", note="Used where a file does not say it itself")
    if not st.button(
        f"Add {counted(len(articles), 'article')}",
        key="add-files",
        type="primary",
        icon=":material/upload_file:",
        disabled=not articles,
    ):
        return
    outcomes = [Outcome(name=one.name, article_id="", message=one.problem) for one in refused]
    bar = st.progress(0.0)
    for number, (article, found_in) in enumerate(articles):
        bar.progress(
            number / len(articles), text=f"Analysing {literal(article.source)} ({number + 1:,} of {len(articles):,})"
        )
        full = corrected(article, outlet=article.outlet or outlet.strip(), published=article.published or published)
        outcomes.append(_take_in(article.source, full, found_in.original))
        _remember(outcomes)  # what is done is told even if the page is left before the rest
    st.session_state["upload-round"] = round_ + 1
    st.rerun()


def add_text(text: str, *, title: str, outlet: str, published: dt.date | None) -> None:
    """Analyse and keep a pasted text."""
    with st.spinner("Reading the text"):
        name = title.strip() or "Pasted text"
        try:
            article = reading.compose(
                reading.Page(text=text, title=title, outlet=outlet, published=published, told_by="person"), mend=True
            )
            outcome = _take_in(name, article, lambda: Original("pasted.txt", text.encode()))
        except reading.Unreadable as problem:
            outcome = Outcome(name=name, article_id="", message=str(problem))
    _remember([outcome])


def add_address(address: str) -> None:
    """Fetch, analyse and keep the article at an address on the web."""
    with st.spinner("Fetching the page"):
        try:
            name, data = web.fetch(address)
            article = replace(reading.read(name, data), source=address.strip())
            outcome = _take_in(address, article, lambda: Original(name, data))
        except reading.Unreadable as problem:
            outcome = Outcome(name=address, article_id="", message=str(problem))
    _remember([outcome])


def report() -> None:
    """Draw what became of the files that were added last, a line each, with a way to open them; of many, a table."""
    outcomes: list[Outcome] = st.session_state.get("outcomes", [])
    if len(outcomes) > _FEW:
        _report_many(outcomes)
        return
    for number, outcome in enumerate(outcomes):
        line = f"**{literal(outcome.name)}** {literal(outcome.message)}" if outcome.name else literal(outcome.message)
        if outcome.article_id:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.success(line, icon=":material/check_circle:", width="stretch")
                if st.button("Open", key=f"open-{number}"):
                    open_article(outcome.article_id)
        else:
            st.error(line, icon=":material/error:")


def _report_many(outcomes: Sequence[Outcome]) -> None:
    refused = sum(not outcome.article_id for outcome in outcomes)
    st.write(
        f"{counted(len(outcomes) - refused, 'article')} in the library, {counted(refused, 'file')} refused. "
        "Select a row to open an article."
    )
    rows = pd.DataFrame(
        {
            "File": [outcome.name for outcome in outcomes],
            "Result": ["Kept" if outcome.article_id else "Refused" for outcome in outcomes],
            "What became of it": [outcome.message for outcome in outcomes],
        }
    ).sort_values("Result", ascending=False, kind="stable")
    state = st.dataframe(
        rows,
        hide_index=True,
        key="outcome-table",
        column_config={"What became of it": st.column_config.TextColumn(width="large")},
        on_select="rerun",
        selection_mode="single-row",
        alt=f"Table of {counted(len(outcomes), 'file')}",
    )
    st.download_button(
        "Download this list",
        export.as_csv(rows),
        "files.csv",
        "text/csv",
        icon=":material/download:",
        key="outcome-list",
    )
    picked = state["selection"]["rows"]
    if picked and picked[0] < len(rows) and (identity := outcomes[rows.index[picked[0]]].article_id):
        open_article(identity)


def _take_in(name: str, article: Article, original: Callable[[], Original] | None) -> Outcome:
    known = access.library().article(article.id)
    if known:
        # What is stored of it may have been corrected by hand, so the stored article is left as it is.
        return Outcome(name=name, article_id=known.id, message="was in the library already.")
    try:
        keeping.keep(article, original() if original else None)
    except Exception:  # noqa: BLE001 - one article that fails must not stop the others; the log has the details
        _log.exception("The analysis of article %s failed", article.id)
        return Outcome(
            name=name, article_id="", message="could not be analysed: an error of the program. Nothing was stored."
        )
    found = len(access.quotes_of(article.id))
    return Outcome(name=name, article_id=article.id, message=f"added: {counted(found, 'quote')} found.")


def _remember(outcomes: list[Outcome]) -> None:
    st.session_state["outcomes"] = outcomes
