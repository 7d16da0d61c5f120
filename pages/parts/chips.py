"""Buttons that choose a value of a filter and say how many quotes it would show.

A widget that lives in the page's address cannot carry these numbers itself: its labels are what the address says.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

import pandas as pd
import streamlit as st

from pages.parts.marked_text import literal

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

Choice = TypeVar("Choice", str, tuple[str, str])
_MOST = 8


def row() -> "DeltaGenerator":
    """Return a place for the buttons of one filter, which are drawn when all filters are known."""
    return st.container(horizontal=True, gap="small")


def count(quotes: pd.DataFrame, column: str) -> dict[str, int]:
    """Return how many quotes each value of a column has, the most frequent first."""
    return {str(value): int(number) for value, number in quotes[column].value_counts().items()}


def draw(key: str, shown: Callable[[Choice], str], counts: Mapping[Choice, int], *, none: Choice) -> None:
    """Draw a button for each value of the filter ``key``; a second click takes it back.

    Those of most quotes are drawn, and last ``none``, the value that stands for "none given".
    """
    picked = st.session_state.get(key, [])
    values: list[Choice] = [value for value in counts if value != none][:_MOST]
    if none in counts:
        values.append(none)
    for value in values:
        if number := counts[value]:
            st.button(
                f"{literal(shown(value))} **{number:,}**",
                key=f"{key}-{value if isinstance(value, str) else '='.join(value)}",
                type="primary" if value in picked else "secondary",
                on_click=_toggle,
                args=(key, value),
            )


def _toggle(key: str, value: object) -> None:
    picked = list(st.session_state.get(key, []))
    st.session_state[key] = [other for other in picked if other != value] if value in picked else [*picked, value]
