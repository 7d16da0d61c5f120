"""Quotes in reading order by speaker, and the dates that the text tells of."""

import streamlit as st

from analysis.views import charts, vocabulary
from pages.parts import access, figure, quote_table

quotes = access.table("quotes")
dates = access.table("dates")

if access.scoped_to_all():
    st.caption("The reading order is shown for one article: change the scope on the left.")
elif quotes.empty:
    st.write("No quotes were found in this article.")
else:
    quote = figure.draw(charts.reading_order(quotes), key="reading-order")
    st.caption("Filled circle: direct quote. Diamond: mixed. Open circle: indirect. Click a quote to read it.")
    if quote:
        with st.container(border=True):
            quote_table.explain(str(quote))

if dates.empty:
    st.write("The text names no dates.")
else:
    figure.draw(charts.date_axis(dates), key="date-axis")
    st.dataframe(
        dates.assign(resolved=dates["resolved"].where(dates["resolved"] != "", "not settled by the text")),
        hide_index=True,
        column_order=["resolved", "event", "words", "context"] + (["article"] if access.scoped_to_all() else []),
        column_config={
            "resolved": st.column_config.TextColumn("When", width="small"),
            "event": st.column_config.TextColumn("What happens then", width="large"),
            "words": st.column_config.TextColumn("Words of the text", width="small"),
            "context": st.column_config.TextColumn("Sentence", width="large"),
            "article": "Article",
        },
        alt=f"Table of {vocabulary.counted(len(dates), 'date')}",
    )
    st.caption("Days of the week and words such as “last year” are reckoned from the date of publication.")
