"""The articles: add files or a pasted text, correct what is known of one, open or delete it."""

import streamlit as st

from analysis.views.vocabulary import counted
from pages.parts import access, copying, intake, shelf, sign_in
from pages.parts.marked_text import literal

sign_in.tell()
if sign_in.may("editor"):
    intake.draw()

copying.offer()
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
