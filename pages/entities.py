"""Who and what is named: how often, in which section, and together with whom."""

import streamlit as st

from analysis.views import network, vocabulary
from pages.parts import access, figure

entities = access.table("entities")
mentions = access.table("mentions")
if mentions.empty:
    st.write("No names were found here.")
    st.stop()

picked = st.pills("Kind of name", network.GROUPS, selection_mode="multi", key="name_kind", bind="query-params")
if picked:
    mentions = mentions[mentions["label"].map(network.group_of).isin(picked)]
    entities = entities[entities["label"].map(network.group_of).isin(picked)]
if mentions.empty:
    st.write("No names of these kinds were found here.")
    st.stop()

together, counts = st.columns([3, 2], gap="large")
with together:
    figure.draw(network.draw(mentions), key="network")
    st.caption(f"A line joins two names that stand within {network.REACH} characters of each other.")
with counts:
    figure.draw(network.name_bars(mentions), key="entity-bars")

if not access.scoped_to_all():
    figure.draw(network.section_grid(mentions), key="entity-grid")
st.dataframe(
    entities.assign(label=entities["label"].map(network.group_of)).sort_values("mentions", ascending=False),
    hide_index=True,
    column_order=["entity", "label", "mentions"] + (["article"] if access.scoped_to_all() else []),
    column_config={"entity": "Name", "label": "Kind", "mentions": "Mentions", "article": "Article"},
    alt=f"Table of {vocabulary.counted(len(entities), 'name')}",
)
