"""The frame of every page: the library opened, the scope chosen, the navigation, the title."""

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from analysis.library import LibraryUnavailable
from pages.parts import access, keeping, sample, sign_in

PARTS = Path(__file__).parent / "parts"
NEEDS_NO_ARTICLE = ("Institutions", "Library", "About")


def inline(image: Path) -> str:
    """Return a picture as an address that holds it: a busy server may have let go of a file that it is asked for."""
    return f"data:image/png;base64,{b64encode(image.read_bytes()).decode()}"


def name_articles(articles: pd.DataFrame) -> dict[str, str]:
    """Return a name for each article id: the title, numbered where two have the same."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    numbers: Counter[str] = Counter()
    for identity, title in zip(articles["article_id"], articles["article"].replace("", "Untitled"), strict=True):
        name = title
        while name in taken:
            numbers[title] += 1
            name = f"{title} ({numbers[title] + 1})"
        taken.add(name)
        names[identity] = name
    return names


def follow_choice() -> None:
    """Write scope and article into the address, which decides on every page."""
    st.query_params["article"] = st.session_state["picked"]
    st.query_params["scope"] = access.SCOPES[st.session_state["picked_scope"]]
    st.query_params.pop("quote", None)


def choose_scope(articles: pd.DataFrame) -> None:
    """Take the scope and the article from the address, and draw the widgets that change them."""
    names = name_articles(articles)
    wanted = st.query_params.get("article") or access.library().holder(st.query_params.get("quote", ""))
    if wanted and wanted not in names:
        st.warning("The article in this link is not in the library. Another one is shown.", icon=":material/link_off:")
    chosen = wanted if wanted in names else st.session_state.get("article_id")
    st.session_state["article_id"] = st.session_state["picked"] = chosen if chosen in names else next(iter(names))
    scope = access.ALL if st.query_params.get("scope") == access.SCOPES[access.ALL] else access.THIS
    st.session_state["scope"] = st.session_state["picked_scope"] = scope
    with st.sidebar:
        st.segmented_control(
            "Scope", list(access.SCOPES), required=True, key="picked_scope", on_change=follow_choice, width="stretch"
        )
        st.selectbox("Article", list(names), format_func=names.__getitem__, key="picked", on_change=follow_choice)
    if "article" not in st.query_params and not st.session_state.get("addressed"):
        # Once only: an address that is written anew on every run would hold the browser's back button fast.
        st.query_params["article"] = access.article_id()
    st.session_state["addressed"] = True


def draw_menu(sections: Mapping[str, Sequence[st.Page]]) -> None:
    """Draw links to all pages that carry scope and article along, which the menu of st.navigation does not."""
    with st.sidebar:
        for section, pages in sections.items():
            with st.container(gap="xsmall"):
                st.caption(section)
                for page in pages:
                    st.page_link(page, query_params=access.address(), width="stretch")


icon = inline(PARTS / "icon.png")
st.set_page_config(page_title="On Record", page_icon=icon, layout="wide")
st.logo(inline(PARTS / "logo.png"), size="large", icon_image=icon)
sign_in.guard()
SECTIONS = {
    "What it says": [
        st.Page("overview.py", title="Overview", icon=":material/dashboard:", default=True),
        st.Page("article.py", title="Article", icon=":material/article:"),
        st.Page("quotes.py", title="Quotes", icon=":material/format_quote:"),
    ],
    "Closer": [
        st.Page("speakers.py", title="Speakers", icon=":material/record_voice_over:"),
        st.Page("stance.py", title="Stance", icon=":material/balance:"),
        st.Page("labels.py", title="Labels", icon=":material/label:"),
        st.Page("topics.py", title="Topics", icon=":material/segment:"),
        st.Page("timeline.py", title="Timeline", icon=":material/timeline:"),
        st.Page("entities.py", title="Entities", icon=":material/hub:"),
        st.Page("compare.py", title="Compare", icon=":material/compare_arrows:"),
    ],
    "Yours": [
        st.Page("review.py", title="Review", icon=":material/fact_check:"),
        st.Page("people.py", title="People", icon=":material/groups:"),
        st.Page("targets.py", title="Targets", icon=":material/target:"),
        st.Page("directory.py", title="Institutions", icon=":material/account_balance:"),
        st.Page("library.py", title="Library", icon=":material/library_books:"),
        st.Page("about.py", title="About", icon=":material/info:"),
    ],
}
page = st.navigation(SECTIONS, position="hidden")
st.title(page.title)
try:
    sample.offer()
    keeping.prepare()
    kept = access.table("articles", everywhere=True)
except LibraryUnavailable as problem:
    st.error(str(problem), icon=":material/error:")
    st.stop()
if len(kept):
    choose_scope(kept)
draw_menu(SECTIONS)
if len(kept) or page.title in NEEDS_NO_ARTICLE:
    page.run()
else:
    st.write("There is no article in the library yet.")
    st.page_link("library.py", label="Add articles", icon=":material/upload_file:")
