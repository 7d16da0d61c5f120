"""The table of quotes, the quote in its paragraph, and the downloads."""

import zlib
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from analysis.records import Analysis, Article, Quote, Stance
from analysis.views import export, tables, vocabulary
from pages.parts import access, downloads, marked_text

ROWS = 5_000
"""Rows that a table with selection can hold before the browser feels it."""
_COLUMNS = {
    "quote": st.column_config.TextColumn("Quote", width=330),
    "speaker": st.column_config.TextColumn("Speaker", width=140),
    "institution": st.column_config.TextColumn("Institution", width=150),
    "stance": st.column_config.TextColumn("Stance", width=95),
    "type": st.column_config.TextColumn("Type", width=75),
    "review": st.column_config.TextColumn("Reviewed", width=85),
    "think_tank": st.column_config.TextColumn("Think-tank", width=150),
    "role": st.column_config.TextColumn("Role", width=150),
    "section": st.column_config.TextColumn("Section", width=150),
    "place": st.column_config.ProgressColumn(
        "Place", format="%.0f%%", min_value=0, max_value=100, width=110, help="How far through the text it stands"
    ),
    "article": st.column_config.TextColumn("Article", width=220),
    "published": st.column_config.DateColumn("Published", format="D MMM YYYY"),
}


def draw(quotes: pd.DataFrame, *, key: str, several: bool) -> str | None:
    """Draw a table of quotes and return the id of the selected one; ``several`` adds article and date.

    At most ``ROWS`` rows are drawn, and a line says so. A new set of rows starts without a selection.
    """
    rows = quotes.head(ROWS)
    shown = rows.assign(
        stance=[f"{vocabulary.STANCE_SIGNS[label]} {vocabulary.STANCES[label]}".strip() for label in rows["stance"]],
        type=rows["type"].map(vocabulary.TYPES),
        review=rows["review"].map(vocabulary.REVIEWS),
        speaker=rows["speaker"].where(rows["speaker"] != "", vocabulary.UNNAMED),
    )
    columns = list(_COLUMNS) if several else list(_COLUMNS)[:-2]
    digest = zlib.crc32("".join(rows["quote_id"]).encode())
    state = st.dataframe(
        shown[columns],
        key=f"{key}-{digest}",
        hide_index=True,
        column_config=_COLUMNS,
        on_select="rerun",
        selection_mode="single-row",
        alt=f"Table of {vocabulary.counted(len(quotes), 'quote')}",
    )
    if len(quotes) > ROWS:
        st.caption(f"The first {ROWS:,} of {len(quotes):,} quotes are shown. Narrow the filters, or download them all.")
    picked = state["selection"]["rows"]
    return str(rows.iloc[picked[0]]["quote_id"]) if picked and picked[0] < len(rows) else None


def offer_downloads(quotes: pd.DataFrame, *, title: str, note: str) -> None:
    """Draw the buttons that download the quotes shown: as a table, as a pack with what stands around, and more."""
    with st.container(horizontal=True):
        st.download_button(
            "Download CSV",
            data=lambda: export.as_csv(quotes),
            file_name="quotes.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="csv",
        )
        st.download_button(
            "Download Excel",
            data=lambda: export.as_xlsx(quotes, sheet="Quotes", note=note),
            file_name="quotes.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:",
            on_click="ignore",
            key="xlsx",
        )
        downloads.offer_pack(quotes, title=title, note=note)
        downloads.offer_more(quotes, note=note)


def offer_table(rows: pd.DataFrame | Callable[[], pd.DataFrame], *, name: str) -> None:
    """Draw the button that downloads a table as it is shown, or one that is made when it is asked for."""
    st.download_button(
        "Download CSV",
        data=lambda: export.as_csv(rows() if callable(rows) else rows),
        file_name=f"{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"csv-{name}",
    )


def explain(quote_id: str, *, paragraph: bool = True) -> None:
    """Draw who says a quote, with what stance, why the program thinks so and how sure it is; and where it stands."""
    found = access.quote(quote_id)
    if found is None:
        st.caption("This quote is no longer in the library.")
        return
    article, analysis, quote = found
    rows = access.quotes_of(article.id)
    row = rows[rows["quote_id"] == quote_id].iloc[0]
    st.markdown(f"#### {marked_text.literal(row['speaker'] or vocabulary.UNNAMED)}")
    if quote.confidence < 0.5:
        st.badge("Check this one", icon=":material/warning:", color="orange")
    if paragraph:
        known = marked_text.voices(analysis, access.colours())
        st.html(marked_text.mark_text(article, analysis, known, chosen=quote_id, within=quote.span))
    st.html(marked_text.facts(_facts(row, article, analysis, quote)))
    if paragraph and st.button("Read it in the article", key=f"read-{quote_id}", icon=":material/article:"):
        st.switch_page("article.py", query_params=access.address(article=article.id, quote=quote_id))


def _facts(row: "pd.Series[Any]", article: Article, analysis: Analysis, quote: Quote) -> list[tuple[str, str]]:
    """Return what is known of a quote, in words; empty where nothing is."""
    return [
        ("Role", row["role"]),
        ("Institution", row["institution"]),
        ("Kind", vocabulary.KINDS[row["affiliation_kind"]]),
        ("Country", row["country"]),
        ("Part of", row["parent"]),
        *((name, row.get(tables.group_column(name), "")) for name in access.directory().columns),
        ("Known from", _affiliation(analysis, quote)),
        ("Type", vocabulary.TYPES[row["type"]]),
        ("Said with", row["cue"]),
        ("Attitude of the verb", "" if row["attitude"] == "neutral" else row["attitude"]),
        *(("Stance", _word(stance, article.text)) for stance in analysis.stances if stance.quote == quote.id),
        ("Section", row["section"]),
        ("Place", f"{row['place']:.0f}% of the way through"),
        ("Why this speaker", row["because"]),
        ("Confidence", f"{row['confidence']:.0%}"),
        ("Reviewed", vocabulary.REVIEWS[row["review"]]),
    ]


def _word(stance: Stance, text: str) -> str:
    label = f"{vocabulary.STANCE_SIGNS[stance.label]} {vocabulary.STANCES[stance.label]}"
    return f"{label}: {stance.target}. “{stance.evidence.of(text)}” ({stance.because}; {stance.confidence:.0%} sure)"


def _affiliation(analysis: Analysis, quote: Quote) -> str:
    return next((speaker.affiliation.because for speaker in analysis.speakers if speaker.id == quote.speaker), "")
