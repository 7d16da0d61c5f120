"""The themes of the library: how many articles have each, its sections and quotes, and what it is called."""

import json

import pandas as pd
import streamlit as st

from analysis.views import themes
from analysis.views.vocabulary import counted
from pages.parts import access, figure, sign_in
from pages.parts.filters import open_quotes
from pages.parts.marked_text import literal

_NOTE = "themes"
_KEY = "theme"


def draw(sections: pd.DataFrame) -> pd.DataFrame:
    """Draw the themes of sections and return the sections of the chosen one, all where none is chosen."""
    names: dict[str, str] = json.loads(access.library().noted(_NOTE) or "{}")
    found = access.once("themes", lambda: themes.themes(sections.reset_index(drop=True), names), *names.items())
    if found.empty:
        st.write("No two articles share a keyphrase yet. Themes appear as articles are added.")
        return sections
    figure.draw(themes.theme_bars(found), key="theme-bars", on_select=_follow)
    called = dict(zip(found["theme"], found["name"], strict=True))
    if st.session_state.get(_KEY) not in called:
        st.session_state.pop(_KEY, None)
    theme = st.selectbox(
        "Theme",
        list(called),
        index=None,
        format_func=called.__getitem__,
        key=_KEY,
        bind="query-params",
        placeholder=f"All of {counted(len(called), 'theme')}",
    )
    if theme is None:
        return sections
    row = found.set_index("theme").loc[theme]
    chosen: pd.DataFrame = sections.reset_index(drop=True).loc[row["rows"]]
    st.caption(literal(f"Said as: {row['phrases']}"))
    _offer_name(theme, called[theme], names)
    quoting = chosen[chosen["quotes"] > 0]
    if len(quoting) and st.button(f"Read its {counted(int(row['quotes']), 'quote')}", icon=":material/format_quote:"):
        open_quotes(section=list(dict.fromkeys(quoting["section"])))
    return chosen


@sign_in.only("editor")
def _offer_name(theme: str, called: str, names: dict[str, str]) -> None:
    with st.form("name-theme", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name of the theme", called, key=f"theme-name-{theme}")
        if st.form_submit_button("Rename", icon=":material/edit:"):
            access.editing().note(_NOTE, json.dumps({**names, theme: name.strip()}))
            st.rerun()


def _follow() -> None:
    clicked = figure.clicked(st.session_state["theme-bars"])
    if clicked:
        st.session_state[_KEY] = str(clicked)
