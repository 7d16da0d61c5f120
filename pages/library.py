"""The articles: add files or a pasted text, correct what is known of one, open or delete it."""

import streamlit as st

from analysis import reading
from analysis.views.vocabulary import counted
from pages.parts import access, intake, shelf
from pages.parts.marked_text import literal

articles = access.library().articles()

st.subheader(literal("Add articles"), anchor=False)
upload, paste = st.tabs(["Upload files", "Paste a text"])
with upload, st.form("upload", clear_on_submit=True, border=False):
    files = st.file_uploader(
        "Text, saved web page, Word, PDF, RTF or e-mail; many at once, also as .zip, .csv or .jsonl",
        type=[suffix.removeprefix(".") for suffix in (*reading.SUFFIXES, *reading.PACKED)],
        accept_multiple_files=True,
        key="files",
    )
    outlet, published = intake.ask_source("upload", note="Used where a file does not say it itself")
    if st.form_submit_button("Add these files", type="primary", icon=":material/upload_file:"):
        intake.add_files(files, outlet=outlet, published=published)
with paste, st.form("paste", border=False):
    text = st.text_area("Text of the article", height=200, key="pasted")
    title = st.text_input("Title", key="paste-title", help="Without one, the first line is taken")
    outlet, published = intake.ask_source("paste")
    if st.form_submit_button("Add this text", type="primary", icon=":material/content_paste:"):
        intake.add_text(text, title=title, outlet=outlet, published=published)
intake.report()

articles = access.library().articles()
st.subheader(literal(f"{counted(len(articles), 'article')} in the library"), anchor=False)
if not articles:
    st.write("Add a first article above.")
    st.stop()

chosen = shelf.list_articles(articles)
if chosen is None:
    st.caption("Select a row to open, correct or delete an article.")
else:
    with st.container(border=True):
        shelf.correct(chosen)
shelf.offer_renewal()
