"""Sections of the text, what each is about, and who speaks in which."""

import streamlit as st

from analysis.views import charts, vocabulary
from pages.parts import access, figure, filters, theming
from pages.parts.marked_text import literal

quotes = access.table("quotes")
sections = access.table("sections")

if sections.empty:
    st.write("No sections were found here.")
    st.stop()

if access.scoped_to_all():
    sections = theming.draw(sections)
    st.subheader(
        literal(
            f"{vocabulary.counted(len(sections), 'section')} in "
            f"{vocabulary.counted(sections['article_id'].nunique(), 'article')}"
        ),
        anchor=False,
    )
    st.dataframe(
        sections,
        hide_index=True,
        column_order=["article", "section", "keyphrases", "words", "quotes", "speakers"],
        column_config={
            "article": "Article",
            "section": st.column_config.TextColumn("Section", width="medium"),
            "keyphrases": st.column_config.TextColumn("About", width="large"),
            "words": "Words",
            "quotes": "Quotes",
            "speakers": "Speakers",
        },
        alt=f"Table of {vocabulary.counted(len(sections), 'section')}",
    )
    st.caption("Who speaks in which section is shown for one article: change the scope on the left.")
    st.stop()

st.subheader(literal(f"The text has {vocabulary.counted(len(sections), 'section')}"), anchor=False)
for row in sections.to_dict("records"):
    with st.container(border=True):
        name = filters.shown_section(row["section"])
        st.markdown(f"#### {row['number']}\\. {literal(name)}")
        with st.container(horizontal=True, gap="small"):
            for phrase in filter(None, str(row["keyphrases"]).split("; ")):
                st.badge(literal(phrase), color="gray")
        counts = ", ".join(
            vocabulary.counted(count, unit)
            for count, unit in ((row["words"], "word"), (row["quotes"], "quote"), (row["speakers"], "speaker"))
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(counts, width="content")
            if row["quotes"] and st.button("Read its quotes", key=f"section-{row['number']}", type="tertiary"):
                filters.open_quotes(section=row["section"])

voices = quotes.assign(
    row=quotes["speaker"].map(filters.shown_speaker), column=quotes["section"].map(filters.shown_section)
)
pairs = voices.groupby(["row", "column"], sort=False).size().rename("count").reset_index()
if len(pairs):
    busiest = pairs.groupby("column")["row"].nunique()
    cell = figure.draw(
        charts.count_grid(
            pairs,
            rows=list(dict.fromkeys(voices["row"])),
            columns=[filters.shown_section(label) for label in dict.fromkeys(sections["section"])],
            title=f"Most voices are heard in “{busiest.idxmax()}”: {vocabulary.counted(int(busiest.max()), 'speaker')}",
            unit="quote",
        ),
        key="section-grid",
    )
    st.caption("Click a cell to read its quotes.")
    if cell:
        who, where = (str(value) for value in cell)
        filters.open_quotes(
            speaker="" if who == vocabulary.UNNAMED else who, section="" if where == filters.NO_HEADING else where
        )
