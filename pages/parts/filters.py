"""Filters of quotes: widgets that live in the page's address, the QuoteFilter they make, and links that set them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import pandas as pd
import streamlit as st

from analysis.library import QuoteFilter
from analysis.views import tables, vocabulary
from pages.parts import access, chips
from pages.parts.chips import Choice

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

NO_THINK_TANK, NO_HEADING = "No think-tank", "No heading"
NO_COUNTRY, NO_PARENT = "No country known", "Part of no other"
_LISTS = (
    *("think_tank", "institution", "kind", "country", "parent", "group"),
    *("speaker", "stance", "target", "type", "section"),
)


def draw(quotes: pd.DataFrame) -> QuoteFilter:
    """Draw the filters and return what they ask for.

    ``quotes`` are those in scope, which the numbers on the buttons count. The values of the whole library are offered,
    so that a link keeps its meaning whatever the scope is.
    """
    search, tanks = st.columns([1, 2])
    words = search.text_input("Words in the quote or the name", key="words", bind="query-params", type="search")
    with tanks:
        think_tanks = _pick("Think-tank", "think_tank", access.choices("think_tank"), shown_tank)
    tanks_row = chips.row()
    with st.expander(_more_label(), icon=":material/tune:"):
        one, two, three = st.columns(3)
        with one:
            speakers = _pick("Speaker", "speaker", access.choices("speaker"), shown_speaker)
            stances = _pick("Stance", "stance", vocabulary.STANCES, vocabulary.STANCES.__getitem__)
        with two:
            institutions = _pick("Institution", "institution", access.choices("institution"), shown_institution)
            types = _pick("Type of quote", "type", vocabulary.TYPES, vocabulary.TYPES.__getitem__)
        with three:
            targets = _pick("Stance towards", "target", [target for target in access.choices("targets") if target], str)
            sections = _pick("Section", "section", access.choices("section"), shown_section)
        st.caption("By what the institution is. The numbers are quotes.")
        kinds = _pick("Kind of institution", "kind", vocabulary.KINDS, vocabulary.KINDS.__getitem__)
        rows = {"kind": chips.row()}
        countries = _pick("Country of institution", "country", access.choices("country"), shown_country)
        rows["country"] = chips.row()
        parents = _pick("Part of", "parent", access.choices("parent"), shown_parent)
        rows["parent"] = chips.row()
        groups = _pick_groups()
        rows["group"] = chips.row()
    chosen = QuoteFilter(
        think_tanks=think_tanks,
        institutions=institutions,
        kinds=kinds,
        countries=countries,
        parents=parents,
        groups=groups,
        speakers=speakers,
        stances=stances,
        targets=targets,
        types=types,
        sections=sections,
        words=words,
    )
    _draw_chips(quotes, chosen, {"think_tank": tanks_row, **rows})
    return chosen


def clear() -> None:
    """Empty all filters; for a callback."""
    for key in _LISTS:
        st.session_state[key] = []
    st.session_state["words"] = ""


def drop(part: str) -> None:
    """Empty the filter that makes one part of a QuoteFilter; for a callback."""
    key = {"countries": "country", "words": "words"}.get(part, part.removesuffix("s"))
    st.session_state[key] = "" if part == "words" else []


def open_quotes(**chosen: str | list[str]) -> NoReturn:
    """Leave for the quotes that the given filters ask for, by name of a filter: ``open_quotes(speaker="")``.

    Values are those of the tables, one or several; all other filters are emptied.
    """
    for key in (*_LISTS, "words"):
        st.session_state.pop(key, None)
    shown: dict[str, Callable[[str], str]] = {
        "think_tank": shown_tank,
        "institution": shown_institution,
        "speaker": shown_speaker,
        "section": shown_section,
        "country": shown_country,
        "parent": shown_parent,
        "kind": vocabulary.KINDS.__getitem__,
        "stance": vocabulary.STANCES.__getitem__,
        "type": vocabulary.TYPES.__getitem__,
    }
    given = {
        key: [shown.get(key, str)(value) for value in ([values] if isinstance(values, str) else values)]
        for key, values in chosen.items()
    }
    st.switch_page("quotes.py", query_params={**access.address(), **given})


def shown_tank(name: str) -> str:
    """Return how a think-tank stands in the filter and in the address."""
    return name or NO_THINK_TANK


def shown_institution(name: str) -> str:
    """Return how an institution stands in the filter and in the address."""
    return name or vocabulary.KINDS["none"]


def shown_speaker(name: str) -> str:
    """Return how a speaker stands in the filter and in the address."""
    return name or vocabulary.UNNAMED


def shown_country(code: str) -> str:
    """Return how the country of an institution stands in the filter and in the address."""
    return code or NO_COUNTRY


def shown_parent(name: str) -> str:
    """Return how the body above an institution stands in the filter and in the address."""
    return name or NO_PARENT


def shown_group(group: tuple[str, str]) -> str:
    """Return how a value of a person's own column stands in the filter and in the address."""
    column, value = group
    return f"{column}: {value or 'none given'}"


def shown_section(label: str) -> str:
    """Return how a section stands in the filter and in the address."""
    return label or NO_HEADING


def _pick(label: str, key: str, options: Iterable[Choice], shown: Callable[[Choice], str]) -> tuple[Choice, ...]:
    picked = st.multiselect(
        label, list(options), format_func=shown, key=key, bind="query-params", placeholder="Any", wrap=True
    )
    return tuple(picked)


def _pick_groups() -> tuple[tuple[str, str], ...]:
    """Draw the filter by a person's own columns, or say how to come by one."""
    columns = tables.group_names(access.table("quotes", everywhere=True))
    if not columns:
        st.caption("Columns of your own come with a table of articles, or as groups on Institutions.")
        return ()
    options = [(column, value) for column in columns for value in access.choices(tables.group_column(column))]
    return _pick("Your columns and groups", "group", options, shown_group)


def _draw_chips(quotes: pd.DataFrame, chosen: QuoteFilter, rows: Mapping[str, "DeltaGenerator"]) -> None:
    """Draw buttons with counts for the filters by institution, each in its row."""
    found = access.saying(chosen.words)
    shown = tables.choose(quotes, chosen, saying=found)

    def count(column: str, **without: tuple[str, ...] | tuple[tuple[str, str], ...]) -> dict[str, int]:
        wider = replace(chosen, **without)  # type: ignore[arg-type]
        return chips.count(shown if wider == chosen else tables.choose(quotes, wider, saying=found), column)

    with rows["think_tank"]:
        chips.draw("think_tank", shown_tank, count("think_tank", think_tanks=()), none="")
    with rows["kind"]:
        kinds = vocabulary.KINDS
        chips.draw("kind", kinds.__getitem__, count("affiliation_kind", kinds=()), none="none")
    with rows["country"]:
        chips.draw("country", shown_country, count("country", countries=()), none="")
    with rows["parent"]:
        chips.draw("parent", shown_parent, count("parent", parents=()), none="")
    with rows["group"]:
        for column in tables.group_names(quotes):
            others = tuple(pair for pair in chosen.groups if pair[0] != column)
            counts = count(tables.group_column(column), groups=others)
            chips.draw("group", shown_group, {(column, value): n for value, n in counts.items()}, none=(column, ""))


def _more_label() -> str:
    used = sum(bool(st.session_state.get(key)) for key in _LISTS if key != "think_tank")
    return f"More filters ({used} in use)" if used else "More filters"
