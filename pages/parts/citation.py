"""Citations of institutions: the table, the downloads, and one citation in its paragraph with the words that label."""

import zlib
from typing import Any

import pandas as pd
import streamlit as st

from analysis.records import Analysis, Article, Label
from analysis.views import export
from analysis.views.findings import LABEL_NAMES
from pages.parts import access, marked_text

ROWS = 5_000
"""Rows that a table with selection can hold before the browser feels it."""
_COLUMNS = {
    "institution": st.column_config.TextColumn("Institution", width=170),
    "label": st.column_config.TextColumn("Label", width=150),
    "words": st.column_config.TextColumn("Words", width=190),
    "sentence": st.column_config.TextColumn("Sentence", width=330),
    "citations": st.column_config.NumberColumn("Mentions", width=80),
    "outlet": st.column_config.TextColumn("Outlet", width=110),
    "article": st.column_config.TextColumn("Article", width=200),
}


def draw(rows: pd.DataFrame, *, several: bool, mentions: bool) -> "pd.Series[Any] | None":
    """Draw a table of citations and return the selected one; ``mentions`` adds how often an article names it."""
    drawn = rows.head(ROWS)
    hidden = set() if mentions else {"citations"}
    hidden |= set() if several else {"outlet", "article"}
    digest = zlib.crc32("".join(drawn["article_id"] + drawn["start"].astype(str)).encode())
    state = st.dataframe(
        drawn,
        key=f"citations-{digest}",
        hide_index=True,
        column_order=[column for column in _COLUMNS if column not in hidden],
        column_config=_COLUMNS,
        on_select="rerun",
        selection_mode="single-row",
        alt=f"Table of {len(rows)} citations of institutions",
    )
    if len(rows) > ROWS:
        st.caption(
            f"The first {ROWS:,} of {len(rows):,} citations are shown. Narrow the filters, or download them all."
        )
    picked = state["selection"]["rows"]
    return drawn.iloc[picked[0]] if picked and picked[0] < len(drawn) else None


def offer_downloads(rows: pd.DataFrame, *, note: str) -> None:
    """Draw the buttons that download the citations shown, every column of them."""
    with st.container(horizontal=True):
        st.download_button(
            "Download CSV",
            data=lambda: export.as_csv(rows),
            file_name="labels.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="labels-csv",
        )
        st.download_button(
            "Download Excel",
            data=lambda: export.as_xlsx(rows, sheet="Labels", note=note),
            file_name="labels.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:",
            on_click="ignore",
            key="labels-xlsx",
        )


def explain(row: "pd.Series[Any]") -> None:
    """Draw the paragraphs of a citation with its labels marked, what they are, and where they stand."""
    found = access.pair(row["article_id"])
    if found is None:
        st.caption("This article is no longer in the library.")
        return
    article, analysis = found
    here = [label for label in analysis.labels if label.institution == row["institution"]]
    if row["citations"] == 1:
        here = [label for label in here if label.mention.start == row["start"]]
    st.markdown(f"#### {marked_text.literal(row['institution'])}")
    st.html(marked_text.mark_spans(article, [span for label in here for span in (label.mention, *label.words)]))
    st.html(marked_text.facts(_facts(article, analysis, here)))
    if st.button("Read it in the article", key=f"read-{article.id}-{row['start']}", icon=":material/article:"):
        st.switch_page("article.py", query_params=access.address(article=article.id))


def _facts(article: Article, analysis: Analysis, here: list[Label]) -> list[tuple[str, str]]:
    """Return each label with its words, and where they stand."""
    told = [
        (LABEL_NAMES[kind], f"“{span.of(article.text)}” ({label.because})")
        for label in here
        for kind, span in zip(label.kinds, label.words, strict=True)
    ]
    return [*(told or [("Label", "None: the name stands alone.")]), ("Analysis", analysis.fingerprint)]
