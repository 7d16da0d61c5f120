"""All quotes in a table, filtered by think-tank and more; the selected one in its paragraph; downloads."""

from dataclasses import replace

import streamlit as st

from analysis.views import narrowing, tables, vocabulary
from pages.parts import access, filters, period, quote_table


def clear() -> None:
    """Empty all filters."""
    filters.clear()
    period.clear()


quotes = access.table("quotes")
chosen = filters.draw(quotes)
since, until = period.draw(quotes)
chosen = replace(chosen, since=since, until=until)
found = access.saying(chosen.words)
shown = tables.choose(quotes, chosen, saying=found)

with st.container(horizontal=True, vertical_alignment="center"):
    st.markdown(f"**{len(shown):,} of {vocabulary.counted(len(quotes), 'quote')}**", width="content")
    st.button("Clear filters", icon=":material/filter_alt_off:", on_click=clear, type="tertiary", key="clear")

if quotes.empty:
    st.write("No quotes were found here.")
elif shown.empty:
    where = "in all articles" if access.scoped_to_all() else "in this article"
    st.write(f"No quote {where} agrees with all these filters. Take one away, or clear them all.")
    for part, count in narrowing.ease(quotes, chosen, saying=found):
        st.button(
            f"{vocabulary.counted(count, 'quote')} without the filter: {narrowing.PARTS[part]}",
            key=f"drop-{part}",
            icon=":material/filter_alt_off:",
            on_click=filters.drop,
            args=(part,),
        )
else:
    quote = quote_table.draw(shown, key="quotes", several=access.scoped_to_all())
    quote_table.offer_downloads(shown, title=narrowing.name(chosen), note=access.provenance(chosen, quotes=len(shown)))
    if quote:
        with st.container(border=True):
            quote_table.explain(quote)
    else:
        st.caption("Select a row to read the quote in its paragraph, and why it is given to this speaker.")
