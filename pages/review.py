"""Review: look at the quotes one by one, say what is right, and see how often the machine was."""

import streamlit as st

from analysis.views import reviews
from pages.parts import access, agreeing, editing, quote_table, reviewing, sign_in
from pages.parts.marked_text import literal

quotes = access.table("quotes")
entries = access.library().reviews(None if access.scoped_to_all() else access.article_id())
found = reviews.tally(entries)
st.write(literal(reviews.sum_up(found)))
agreeing.tell(entries)
done = int((quotes["review"] != "").sum())
if len(quotes):
    st.progress(done / len(quotes), text=f"{done:,} of {len(quotes):,} quotes reviewed")
sign_in.tell()
reviewing.ask_who()
reviewing.report()

order = st.segmented_control(
    "Order", reviews.ORDERS, required=True, default=reviews.ORDERS[0], key="order", on_change=reviewing.start_again
)
ids = reviews.queue(quotes, order or reviews.ORDERS[0])
if not ids:
    st.write("Every quote here has been reviewed." if len(quotes) else "No quotes were found here.")
else:
    quote_id = reviewing.walk(ids)
    with st.container(border=True, key="review-quote"):
        quote_table.explain(quote_id)
    reviewing.judge(quote_id)
reviewing.offer_missed()
editing.offer()
st.page_link("people.py", label="Merge speakers", icon=":material/merge:", query_params=access.address())
reviewing.list_history(entries)
