"""The article, or the library, at a glance: who speaks, from where, for or against what."""

import streamlit as st

from analysis.views import charts, positions, tables, vocabulary
from pages.parts import access, figure, filters
from pages.parts.marked_text import literal

quotes = access.table("quotes")
stances = access.once("settled-all", lambda: positions.settle(access.table("stances")))
people = access.once("speakers", lambda: tables.speakers(quotes))
articles = access.table("articles")
tanks = quotes[quotes["think_tank"] != ""]

if access.scoped_to_all():
    st.header(literal(f"All {len(articles):,} articles"), anchor=False)
else:
    article, _ = access.chosen_article()
    published = f"{article.published:%-d %B %Y}" if article.published else "date not given"
    st.header(literal(article.title or "Untitled"), anchor=False)
    st.text(" · ".join(part for part in (article.outlet, published) if part))

words = int(articles["words"].sum())
quoted = int(tables.words_in(quotes["quote"]).sum())
with st.grid(4, min_column_width=150):
    st.metric("Quotes", f"{len(quotes):,}", border=True)
    st.metric("Speakers", f"{len(people):,}", border=True, help="Speakers with at least one quote, unnamed sources too")
    st.metric(
        "Think-tanks", f"{tanks['think_tank'].nunique():,}", border=True, help="Think-tanks whose people are quoted"
    )
    st.metric(
        "Words quoted", f"{quoted / max(words, 1):.0%}", border=True, help="Words in quotes, of all words of the text"
    )

if quotes.empty:
    st.write("No quotes were found here. The article's text, topics, dates and names are on their own pages.")
    st.stop()

with st.container(horizontal=True):
    if st.button("All quotes", icon=":material/format_quote:"):
        filters.open_quotes()
    if len(tanks) and st.button(
        f"{vocabulary.counted(len(tanks), 'quote')} from think-tanks", icon=":material/account_balance:"
    ):
        filters.open_quotes(kind="think-tank")
    unattributed = int((quotes["speaker"] == "").sum())
    if unattributed and st.button(
        f"{vocabulary.counted(unattributed, 'quote')} without a speaker", icon=":material/person_off:"
    ):
        filters.open_quotes(speaker="")

left, right = st.columns(2, gap="large")
with left:
    speaker = figure.draw(charts.speaker_bars(people, total=len(quotes)), key="who-speaks")
with right:
    institution = figure.draw(charts.institution_bars(quotes), key="institutions")
    if stances.empty:
        st.caption("No statement takes a side.")
        target = None
    else:
        target = figure.draw(positions.stance_bars(stances), key="targets")
st.caption("Click a bar to read the quotes behind it.")

if speaker is not None:
    filters.open_quotes(speaker=speaker)
if institution is not None:
    filters.open_quotes(institution=institution)
if target is not None:
    filters.open_quotes(target=target)
