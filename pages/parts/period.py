"""The days of publication that quotes are narrowed to."""

import datetime as dt

import pandas as pd
import streamlit as st

KEYS = ("since", "until")


def draw(quotes: pd.DataFrame) -> tuple[dt.date | None, dt.date | None]:
    """Draw the first and the last day where the quotes are of several days; return them, None for an open end."""
    days = quotes["published"].dropna()
    if days.nunique() < 2:
        return None, None
    first, last = days.min().date(), days.max().date()
    since, until = (
        column.date_input(
            label,
            value=None,
            min_value=first,
            max_value=last,
            key=key,
            bind="query-params",
            format="YYYY-MM-DD",
            help=f"The articles here are of {first:%-d %B %Y} to {last:%-d %B %Y}; those without a day drop out",
        )
        for column, key, label in zip(st.columns(2), KEYS, ("Published from", "Published until"), strict=True)
    )
    return since, until


def clear() -> None:
    """Open both ends again; for a callback."""
    for key in KEYS:
        if key in st.session_state:
            st.session_state[key] = None
