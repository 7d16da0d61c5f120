"""Who and what is named: how often, where, together with whom and by whom; every figure opens its sentences."""

import streamlit as st

from analysis.corpus.links import as_states
from analysis.views import network, vocabulary
from pages.parts import access, figure, naming

mentions = access.table("mentions")
if mentions.empty:
    st.write("No names were found here.")
    st.stop()

with st.container(horizontal=True, vertical_alignment="bottom"):
    picked = st.pills("Kind of name", network.GROUPS, selection_mode="multi", key="name_kind", bind="query-params")
    joined = st.toggle(
        "Count capitals, seats of power and peoples with their state",
        key="as_states",
        bind="query-params",
        help="“Moscow”, “the Kremlin” and “Russian” then count as Russia. The table below lists what was joined.",
    )
found = mentions.assign(said=mentions["entity"])
if joined:
    states = as_states(found["entity"].unique())
    found = found.assign(
        entity=found["entity"].map(lambda name: states.get(name, name)),
        label=found["label"].where(~found["entity"].isin(states), "GPE"),
    )
if picked:
    found = found[found["label"].map(network.group_of).isin(picked)]
if found.empty:
    st.write("No names of these kinds were found here.")
    st.stop()

about = (joined, tuple(picked or ()))
together, counts = st.columns([3, 2], gap="large")
with together:
    figure.draw(
        access.once("network", lambda: network.draw(found), *about), key="network", on_select=naming.choose("network")
    )
    st.caption(f"A line joins two names that stand within {network.REACH} characters of each other.")
    naming.list_circles(access.once("circles", lambda: network.circles(found), *about))
with counts:
    figure.draw(network.name_bars(found), key="entity-bars", on_select=naming.choose("entity-bars"))

spread = network.spread(found, by="article" if access.scoped_to_all() else "section")
figure.draw(spread, key="entity-grid", on_select=naming.choose("entity-grid"))
voices = access.once("voices", lambda: network.voices(found, access.table("quotes")), *about)
if voices is not None:
    figure.draw(voices, key="voices", on_select=naming.choose("voices", column=1))
    st.caption("Names that stand inside somebody's quotes.")
trend = network.trend(found) if access.scoped_to_all() else None
if trend is not None:
    figure.draw(trend, key="entity-trend")
naming.show_sentences(found)
st.dataframe(
    access.once("names", lambda: network.names(found), *about),
    hide_index=True,
    column_order=["entity", "label", "mentions", "articles", "said"],
    column_config={
        "entity": "Name",
        "label": "Kind",
        "mentions": "Mentions",
        "articles": "Articles",
        "said": st.column_config.TextColumn("Counted with it", width="large"),
    },
    alt=f"Table of {vocabulary.counted(found['entity'].nunique(), 'name')}",
)
