"""Everyone who speaks or takes a side, each once: what joined them, what may belong together, merge and split."""

import streamlit as st

from analysis.views import people as views
from analysis.views.vocabulary import counted
from pages.parts import access, merging, privacy, sign_in
from pages.parts.marked_text import literal

KINDS = {"People": "person", "Organisations": "organisation", "Unnamed groups": "group"}

known = access.library().people()
posts = views.oldest_first(access.table("posts", everywhere=True))
everyone = access.once("people", lambda: views.people(known, posts))
if everyone.empty:
    st.write("No speakers were found in the library.")
    st.stop()
st.write(
    "All articles of the library. The same full name is taken for the same person; "
    "nothing else is joined unless you say so, and everything you say can be taken back."
)
sign_in.tell()
merging.report()
merging.ask_who()
merging.offer_suggestions()

chosen = st.segmented_control("Show", list(KINDS), default="People", required=True, key="voices", bind="query-params")
shown = everyone[everyone["kind"] == KINDS[chosen]].reset_index(drop=True)
picked = merging.list_people(shown)
if shown.empty:
    st.write(f"No {chosen.lower()} speak or take a side.")
elif not picked:
    st.caption("Select one row to see where each role comes from, or two rows to merge them.")
elif len(picked) == 1:
    merging.explain(shown.iloc[picked[0]], posts)
    privacy.offer(shown.iloc[picked[0]])
elif len(picked) == 2 and sign_in.may("editor"):
    one, other = (shown.iloc[row] for row in picked)
    st.write(f"**{literal(one['name'])}** and **{literal(other['name'])}** will be shown as one in all articles.")
    st.button(
        "Merge these two",
        type="primary",
        icon=":material/merge:",
        key="merge",
        on_click=merging.decide,
        args=("merge", one["handle"], other["handle"]),
    )
else:
    st.caption(f"{counted(len(picked), 'row')} are selected: choose two to merge them.")
merging.offer_undo(known)
