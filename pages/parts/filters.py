"""Filters of quotes: widgets that live in the page's address, the QuoteFilter they make, and links that set them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NoReturn

import pandas as pd
import streamlit as st

from analysis.library import QuoteFilter
from analysis.views import tables, vocabulary
from pages.parts import access
from pages.parts.marked_text import literal

NO_THINK_TANK = "No think-tank"
NO_HEADING = "No heading"
_LISTS = ("think_tank", "institution", "kind", "speaker", "stance", "target", "type", "section")
_CHIPS = 8


def draw(quotes: pd.DataFrame, everywhere: pd.DataFrame) -> QuoteFilter:
    """Draw the filters and return what they ask for.

    ``quotes`` are those in scope, which the counts beside the think-tanks count; ``everywhere`` are those of the whole
    library, whose values are offered, so that a link keeps its meaning whatever the scope is.
    """
    search, tanks = st.columns([1, 2])
    words = search.text_input("Words in the quote or the name", key="words", bind="query-params", type="search")
    with tanks:
        think_tanks = _pick("Think-tank", "think_tank", _values(everywhere, "think_tank"), shown_tank)
    chips = st.container(horizontal=True, gap="small")
    with st.expander(_more_label(), icon=":material/tune:"):
        one, two, three = st.columns(3)
        with one:
            speakers = _pick("Speaker", "speaker", _values(everywhere, "speaker"), shown_speaker)
            stances = _pick("Stance", "stance", vocabulary.STANCES, vocabulary.STANCES.__getitem__)
        with two:
            institutions = _pick("Institution", "institution", _values(everywhere, "institution"), shown_institution)
            types = _pick("Type of quote", "type", vocabulary.TYPES, vocabulary.TYPES.__getitem__)
        with three:
            kinds = _pick("Kind of institution", "kind", vocabulary.KINDS, vocabulary.KINDS.__getitem__)
            sections = _pick("Section", "section", _values(everywhere, "section"), shown_section)
        targets = _pick("Stance towards", "target", _targets(everywhere), str)
    chosen = QuoteFilter(
        think_tanks=think_tanks,
        institutions=institutions,
        kinds=kinds,
        speakers=speakers,
        stances=stances,
        targets=targets,
        types=types,
        sections=sections,
        words=words,
    )
    with chips:
        _draw_chips(quotes, chosen)
    return chosen


def clear() -> None:
    """Empty all filters; for a callback."""
    for key in _LISTS:
        st.session_state[key] = []
    st.session_state["words"] = ""


def open_quotes(**chosen: str) -> NoReturn:
    """Leave for the quotes that the given filters ask for, by name of a filter: ``open_quotes(speaker="")``.

    Values are those of the tables; all other filters are emptied.
    """
    for key in (*_LISTS, "words"):
        st.session_state.pop(key, None)
    shown: dict[str, Callable[[str], str]] = {
        "think_tank": shown_tank,
        "institution": shown_institution,
        "speaker": shown_speaker,
        "section": shown_section,
        "kind": vocabulary.KINDS.__getitem__,
        "stance": vocabulary.STANCES.__getitem__,
        "type": vocabulary.TYPES.__getitem__,
    }
    labels = {key: shown.get(key, str)(value) for key, value in chosen.items()}
    st.switch_page("quotes.py", query_params=access.address(**labels))


def shown_tank(name: str) -> str:
    """Return how a think-tank stands in the filter and in the address."""
    return name or NO_THINK_TANK


def shown_institution(name: str) -> str:
    """Return how an institution stands in the filter and in the address."""
    return name or vocabulary.KINDS["none"]


def shown_speaker(name: str) -> str:
    """Return how a speaker stands in the filter and in the address."""
    return name or vocabulary.UNNAMED


def shown_section(label: str) -> str:
    """Return how a section stands in the filter and in the address."""
    return label or NO_HEADING


def _pick(label: str, key: str, options: Iterable[str], shown: Callable[[str], str]) -> tuple[str, ...]:
    picked = st.multiselect(
        label, list(options), format_func=shown, key=key, bind="query-params", placeholder="Any", wrap=True
    )
    return tuple(picked)


def _values(quotes: pd.DataFrame, column: str) -> list[str]:
    """Return the values of a column in alphabetical order, "none given" last."""
    return sorted(quotes[column].unique(), key=lambda value: (value == "", value.casefold()))


def _targets(quotes: pd.DataFrame) -> list[str]:
    found = {target for cell in quotes["targets"].unique() for target in cell.split("; ") if target}
    return sorted(found, key=str.casefold)


def _more_label() -> str:
    used = sum(bool(st.session_state.get(key)) for key in _LISTS if key != "think_tank")
    return f"More filters ({used} in use)" if used else "More filters"


def _draw_chips(quotes: pd.DataFrame, chosen: QuoteFilter) -> None:
    """Draw a button for each think-tank with the number of quotes that it would show; a second click takes it back."""
    within = tables.choose(quotes, replace(chosen, think_tanks=()))
    counts = within["think_tank"].value_counts()
    names = [name for name in counts.index if name][:_CHIPS]
    for name in [*names, ""]:
        if count := int(counts.get(name, 0)):
            st.button(
                f"{literal(shown_tank(name))} **{count:,}**",
                key=f"tank-{name}",
                type="primary" if name in chosen.think_tanks else "secondary",
                on_click=_toggle_tank,
                args=(name,),
            )


def _toggle_tank(name: str) -> None:
    picked = list(st.session_state.get("think_tank", []))
    st.session_state["think_tank"] = [tank for tank in picked if tank != name] if name in picked else [*picked, name]
