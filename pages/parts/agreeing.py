"""How far the people who reviewed quotes agree, in two figures and in words."""

from collections.abc import Sequence

import streamlit as st

from analysis.library import ReviewEntry
from analysis.views import reviews
from pages.parts.marked_text import literal

_MEANING = """
Both figures compare how often reviewers give the same answer (right, changed, or no quote) with how often they would by
chance.

- **1** is full agreement, **0** is what chance alone would give. Below 0, reviewers differ more often than by chance.
- **From 0.8** on reviews can be relied on, **from 0.667** on they allow tentative conclusions. Below that, settle first
  what counts as right, and review again (Krippendorff 2004).
- **Cohen's kappa** is for two reviewers and the quotes that both judged. **Krippendorff's alpha** is for any number of
  reviewers, and takes in every quote that two or more of them judged.
- Where all gave the same answer to every quote, both are undefined: agreement cannot be told from chance then. The
  fewer the quotes, the more either figure owes to luck.
"""


def tell(entries: Sequence[ReviewEntry]) -> None:
    """Say how far reviewers agree, and what that means; nothing where no quote was judged by two."""
    agreed, found = reviews.agreement(entries), reviews.reliability(entries)
    if agreed is None or found is None:
        return
    alike, kappa, quotes = agreed
    st.caption(
        f"The two reviewers with most quotes in common judge {alike:.0%} of {quotes:,} alike; Cohen's kappa is "
        f"{'undefined' if kappa is None else f'{kappa:.2f}'}."
    )
    st.caption(literal(reviews.tell_reliability(found)))
    with st.expander("What these two figures mean", icon=":material/help:"):
        st.markdown(_MEANING)
