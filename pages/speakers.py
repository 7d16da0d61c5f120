"""Who is quoted, how much, in what role and from which institution; and each speaker's quotes."""

import streamlit as st

from analysis.views import charts, tables, vocabulary
from pages.parts import access, figure, quote_table
from pages.parts.marked_text import literal

quotes = access.table("quotes")
people = access.once("speakers", lambda: tables.speakers(quotes))
if people.empty:
    st.write("No speakers were found here.")
    st.stop()


def take_bar() -> None:
    """Choose the speaker whose bar was clicked."""
    if picked := figure.clicked(st.session_state["speaker-bars"]):
        st.session_state["voice"] = picked


bars, table = st.columns([2, 3], gap="large")
with bars:
    figure.draw(charts.speaker_bars(people, total=len(quotes), limit=25), key="speaker-bars", on_select=take_bar)
with table:
    st.dataframe(
        people.assign(affiliation_kind=people["affiliation_kind"].map(vocabulary.KINDS)),
        hide_index=True,
        column_order=[
            "speaker",
            "role",
            "institution",
            "affiliation_kind",
            "quotes",
            "words",
            "direct",
            "mixed",
            "indirect",
        ]
        + (["articles"] if access.scoped_to_all() else []),
        column_config={
            "speaker": "Speaker",
            "role": "Role",
            "institution": "Institution",
            "affiliation_kind": "Kind of institution",
            "quotes": "Quotes",
            "words": "Words quoted",
            "direct": "Direct",
            "mixed": "Mixed",
            "indirect": "Indirect",
            "articles": "Articles",
        },
        height=min(36 * len(people) + 40, 560),
        alt=f"Table of {vocabulary.counted(len(people), 'speaker')}",
    )
    names = list(dict.fromkeys(people["speaker"]))
    speaker = st.selectbox("Read the quotes of", names, key="voice", bind="query-params")

said = quotes[quotes["speaker"] == speaker]
st.subheader(literal(f"{speaker}: {vocabulary.counted(len(said), 'quote')}"), anchor=False)
quote = quote_table.draw(said, key="said", several=access.scoped_to_all())
if quote:
    with st.container(border=True):
        quote_table.explain(quote)
