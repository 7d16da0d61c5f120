"""The frame of every page: the library opened, the scope chosen, the navigation, the title."""

from collections.abc import Sequence

from pathlib import Path

import streamlit as st

from analysis.library import LibraryUnavailable
from analysis.records import Article
from pages.parts import access

ICON = Path(__file__).parent / "parts" / "icon.png"
NEEDS_NO_ARTICLE = ("Library", "About")


def name_articles(articles: Sequence[Article]) -> dict[str, str]:
    """Return a name for each article id: the title, numbered where two have the same."""
    names: dict[str, str] = {}
    for article in articles:
        title = article.title or "Untitled"
        name, number = title, 1
        while name in names.values():
            number += 1
            name = f"{title} ({number})"
        names[article.id] = name
    return names


def follow_choice() -> None:
    """Write the chosen article into the address, which decides."""
    st.query_params["article"] = st.session_state["picked"]
    st.query_params.pop("quote", None)


def choose_scope(articles: Sequence[Article]) -> None:
    """Draw the scope and the article picker; the address decides which article is chosen."""
    names = name_articles(articles)
    wanted = st.query_params.get("article") or st.session_state.get("article_id")
    st.session_state["article_id"] = st.session_state["picked"] = wanted if wanted in names else articles[0].id
    with st.sidebar:
        st.segmented_control(
            "Scope",
            [access.THIS, access.ALL],
            default=access.THIS,
            required=True,
            key="scope",
            bind="query-params",
            width="stretch",
        )
        st.selectbox("Article", list(names), format_func=names.__getitem__, key="picked", on_change=follow_choice)
    st.query_params["article"] = access.article_id()


st.set_page_config(page_title="On Record", page_icon=ICON, layout="wide")
page = st.navigation(
    {
        "What it says": [
            st.Page("overview.py", title="Overview", icon=":material/dashboard:", default=True),
            st.Page("article.py", title="Article", icon=":material/article:"),
            st.Page("quotes.py", title="Quotes", icon=":material/format_quote:"),
        ],
        "Closer": [
            st.Page("speakers.py", title="Speakers", icon=":material/record_voice_over:"),
            st.Page("stance.py", title="Stance", icon=":material/balance:"),
            st.Page("topics.py", title="Topics", icon=":material/segment:"),
            st.Page("timeline.py", title="Timeline", icon=":material/timeline:"),
            st.Page("entities.py", title="Entities", icon=":material/hub:"),
        ],
        "Yours": [
            st.Page("library.py", title="Library", icon=":material/library_books:"),
            st.Page("about.py", title="About", icon=":material/info:"),
        ],
    },
    expanded=True,
)
st.title(page.title)
try:
    access.offer_sample()
    kept = access.library().articles()
except LibraryUnavailable as problem:
    st.error(str(problem), icon=":material/error:")
    st.stop()
if kept:
    choose_scope(kept)
if kept or page.title in NEEDS_NO_ARTICLE:
    page.run()
else:
    st.write("There is no article in the library yet.")
    st.page_link("library.py", label="Add articles", icon=":material/upload_file:")
