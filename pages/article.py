"""The text itself: quotes and speakers marked, headings as headings, furniture dimmed; beside it, who says a quote."""

import streamlit as st

from analysis.views.charts import shorten
from analysis.views.vocabulary import UNNAMED
from pages.parts import access, marked_text, quote_table
from pages.parts.aside import list_aside
from pages.parts.reader import follow_text

article, analysis = access.chosen_article()
known = marked_text.voices(analysis, access.colours())
quotes = access.quotes_of(article.id).set_index("quote_id")
wanted = st.query_params.get("quote")
st.session_state["quote"] = wanted if wanted in quotes.index else None


def follow_choice() -> None:
    """Write the chosen quote into the address, so that the view can be shared."""
    if st.session_state["quote"]:
        st.query_params["quote"] = st.session_state["quote"]
    else:
        st.query_params.pop("quote", None)


def name_quote(quote_id: str) -> str:
    """Return the speaker and the first words of a quote."""
    row = quotes.loc[quote_id]
    return f"{row['speaker'] or UNNAMED}: {shorten(str(row['quote']), 60)}"


panel, text = st.columns([1, 2], gap="large")
with panel:
    if quotes.empty:
        st.write("No quotes were found in this article.")
    else:
        speaker = st.selectbox(
            "Speaker",
            list(dict.fromkeys(quotes["speaker"])),
            index=None,
            format_func=lambda name: name or UNNAMED,
            placeholder="All speakers",
            key="reader",
        )
        ids = [identity for identity, row in quotes.iterrows() if speaker is None or row["speaker"] == speaker]
        if wanted in quotes.index and wanted not in ids:
            ids.insert(0, wanted)
        st.selectbox(
            "Quote",
            ids,
            index=None,
            format_func=name_quote,
            placeholder=f"One of {len(ids)}, or click one",
            key="quote",
            on_change=follow_choice,
        )
    if wanted in quotes.index:
        with st.container(border=True):
            quote_table.explain(str(wanted), paragraph=False)
    elif wanted:
        st.caption("The quote in this link is not in the article as it is analysed now.")
    st.html(marked_text.legend(analysis, known))
with text:
    with st.container(height=720, border=True, key="reader-text"):
        st.html(marked_text.mark_text(article, analysis, known, chosen=wanted or ""))
    st.caption("Solid line: direct or mixed quote. Dashed line: indirect. Faded: not part of the body. ✓: reviewed.")
    clicked = follow_text(wanted)
    list_aside(article, analysis)
if clicked and clicked != wanted and clicked in quotes.index:
    st.query_params["quote"] = clicked
    st.rerun()
