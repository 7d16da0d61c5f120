"""The articles: add files or a pasted text, correct what is known of one, open or delete it."""

import streamlit as st

from analysis.reading import web
from analysis.views.vocabulary import counted
from pages.parts import access, intake, shelf
from pages.parts.marked_text import literal

st.subheader(literal("Add articles"), anchor=False)
upload, paste, *more = st.tabs(["Upload files", "Paste a text", *(["From the web"] if web.is_switched_on() else [])])
with upload:
    intake.add_files()
with paste, st.form("paste", border=False):
    text = st.text_area("Text of the article", height=200, key="pasted")
    title = st.text_input("Title", key="paste-title", help="Without one, the first line is taken")
    outlet, published = intake.ask_source("paste")
    if st.form_submit_button("Add this text", type="primary", icon=":material/content_paste:"):
        intake.add_text(text, title=title, outlet=outlet, published=published)
for tab in more:
    with tab, st.form("fetch", border=False):
        address = st.text_input("Address of the article", key="address", placeholder="https://")
        if st.form_submit_button("Fetch this page", type="primary", icon=":material/language:"):
            intake.add_address(address)
intake.report()

articles = access.table("articles", everywhere=True)
st.subheader(literal(f"{counted(len(articles), 'article')} in the library"), anchor=False)
if articles.empty:
    st.write("Add a first article above.")
    st.stop()

words = st.text_input("Words in the text", key="find", bind="query-params", type="search", help=shelf.HOW_TO_SEARCH)
chosen = shelf.list_articles(shelf.narrow(articles, words))
if chosen is None:
    st.caption("Select a row to open, correct or delete an article.")
else:
    with st.container(border=True):
        shelf.show_places(chosen, words)
        shelf.correct(chosen)
shelf.offer_renewal()
