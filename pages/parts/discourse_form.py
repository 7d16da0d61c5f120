"""Discourse networks to take along: who agrees with whom, and the statements behind it."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analysis.views import discourse, export
from analysis.views.positions import Party
from analysis.views.vocabulary import counted
from pages.parts.quote_table import offer_table

_KINDS: Mapping[discourse.Network, str] = {
    "congruence": "Agreement",
    "conflict": "Conflict",
    "subtract": "Agreement less conflict",
}

_MOST = 150  # parties that are joined on the page: more make millions of ties


def offer(stances: pd.DataFrame, *, by: Party) -> None:
    """Draw the choice of a network of those who speak, its strongest ties, and the downloads."""
    with st.expander("Discourse network", icon=":material/hub:", key="discourse"):
        st.caption(
            "Who takes the same side as whom, on how many targets: for Gephi, visone or yEd. The list of statements "
            "has the columns of the Discourse Network Analyzer."
        )
        left, right = st.columns(2)
        kind = left.selectbox("Ties", list(_KINDS), format_func=_KINDS.__getitem__, key="network-kind")
        scale = right.selectbox("Normalised by", discourse.NORMALISATIONS, key="network-scale")
        heard = stances[by].value_counts().index
        if len(heard) > _MOST:
            st.caption(
                f"Of {len(heard):,}, the {_MOST} with most statements are joined here. The list of statements has all, "
                "and so has the network of the command line."
            )
        few = stances[stances[by].isin(heard[:_MOST])]
        graph = discourse.one_mode(few, by=by, network=kind, normalisation=scale)
        ties = sorted(graph.edges(data="weight"), key=lambda tie: -abs(tie[2]))
        if not ties:
            st.write("No two take a side on the same target here.")
        else:
            rows = pd.DataFrame(ties, columns=["one", "other", "weight"])
            st.dataframe(
                rows,
                hide_index=True,
                column_config={
                    "one": "One",
                    "other": "Other",
                    "weight": st.column_config.NumberColumn("Targets" if scale == "none" else "Weight", format="%.2g"),
                },
                alt=f"Table of {counted(len(rows), 'tie')}",
            )
        with st.container(horizontal=True):
            st.download_button(
                "Download GraphML",
                data=lambda: export.as_network(graph),
                file_name=f"{kind}.graphml",
                mime="application/xml",
                icon=":material/download:",
                on_click="ignore",
                key="network-graphml",
            )
            offer_table(lambda: discourse.statements(stances), name="statements")
