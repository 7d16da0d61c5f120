"""Institutions: look one up, see whom the library quotes of it, add, change and group them, import and export."""

import zlib

import streamlit as st

from analysis.library import Body
from analysis.library.directory import shipped
from analysis.views import institutions, tables, vocabulary
from pages.parts import access, body_form, sign_in

ROWS = 500  # that are listed; a search narrows them
COLUMNS = {
    "name": st.column_config.TextColumn("Name", width=260),
    "quotes": st.column_config.NumberColumn("Quotes", width=70, help="In all articles of the library"),
    "kind": st.column_config.TextColumn("Kind", width=165),
    "country": st.column_config.TextColumn("Country", width=70),
    "source": st.column_config.TextColumn("Known from", width=150),
    "parent": st.column_config.TextColumn("Part of", width=170),
}

directory = access.directory()
st.write(
    f"The directory knows {len(shipped()):,} institutions. What you add or change is kept beside your library, "
    "and articles in it are seen with it at once."
)
sign_in.tell()
body_form.report()
words = st.text_input("Find a name", key="find", bind="query-params", type="search", placeholder="Any part of a name")
found = institutions.institutions(directory, access.table("quotes", everywhere=True), words=words)
bodies = [body for body in map(directory.body, found["id"]) if body]

chosen: Body | None = None
if found.empty and words:
    st.write("No institution has such a name. Try another spelling, or add it below.")
elif found.empty:
    st.write("No institution is quoted in the library yet. Look one up by its name, or add one below.")
else:
    shown = found.head(ROWS)
    groups = {
        tables.group_column(column): st.column_config.TextColumn(column, width=120) for column in directory.columns
    }
    state = st.dataframe(
        shown,
        key=f"institutions-{zlib.crc32(''.join(shown['id'] + shown['name']).encode())}",
        hide_index=True,
        column_order=[*COLUMNS, *groups],
        column_config={**COLUMNS, **groups},
        on_select="rerun",
        selection_mode="single-row",
        height=min(36 * len(shown) + 40, 430),
        alt=f"Table of {vocabulary.counted(len(found), 'institution')}",
    )
    picked = state["selection"]["rows"]
    if picked and picked[0] < len(shown):
        row = shown.iloc[picked[0]]
        chosen = directory.body(row["id"]) or Body(id="", name=row["name"], kind=institutions.kind_called(row["kind"]))
    what = "found" if words else "quoted in the library or yours"
    more = f" The first {ROWS:,} are listed." if len(found) > ROWS else ""
    st.caption(f"{vocabulary.counted(len(found), 'institution')} {what}.{more} Select a row to see or change one.")

if chosen:
    with st.container(border=True):
        if chosen.id:
            body_form.explain(chosen)
            with st.expander("Change it or give it groups", icon=":material/edit:"):
                body_form.ask(chosen, key=f"change-{chosen.id}")
            body_form.offer_removal(chosen)
        else:
            st.write("Articles name this institution, and the directory does not know it. Say what it is:")
            body_form.ask(chosen, key=f"tell-{zlib.crc32(chosen.name.encode())}")

add, files = st.tabs(["Add an institution", "Import and export"])
with add:
    body_form.ask(Body(id="", name=""), key="add")
with files:
    st.caption(
        "A file has the columns of an export. Columns with other names are your groups: download those listed, "
        "add a column such as region, fill it in and import the file. A file is taken in whole or not at all."
    )
    body_form.take_in()
    body_form.offer_files(bodies)
