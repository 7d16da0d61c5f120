"""What the page of institutions does: explain one, keep one, bring it back as shipped, read and write files."""

from dataclasses import replace

import streamlit as st

from analysis.library import Body, BodyRefused
from analysis.library.bodies import KINDS, read_groups, read_sheet, write_sheet
from analysis.library.directory import shipped
from analysis.views import institutions, vocabulary
from pages.parts import access, filters, sign_in
from pages.parts.marked_text import facts, literal

_SAID = "directory-said"
_WORKING = "Looking through the articles that name it"


def report() -> None:
    """Draw what became of the last change, once."""
    if said := st.session_state.pop(_SAID, None):
        st.success(literal(said), icon=":material/check_circle:")


def explain(body: Body) -> None:
    """Draw what is known of an institution, what its names may mean besides, and who speaks for it."""
    directory = access.directory()
    st.markdown(f"#### {literal(body.name)}")
    st.html(
        facts(
            [
                ("Other names", "; ".join(alias.removesuffix("?") for alias in body.aliases)),
                ("Kind", institutions.KIND_NAMES[body.kind]),
                ("Place", ", ".join(filter(None, (body.city, body.country)))),
                ("Part of", directory.parent(body)),
                ("Website", body.domain),
                ("Note", body.note),
                ("Known from", institutions.source_of(body, directory)),
                ("Listed in", body.source),
                *body.groups,
            ]
        )
    )
    for doubt in institutions.doubts(body, directory):
        st.caption(literal(doubt))
    _show_quoted(body)


@sign_in.only("editor")
def ask(body: Body, *, key: str) -> None:
    """Draw the fields of an institution, and keep what is in them on request; a mistake is said and nothing kept."""
    key = f"{key}-{access.library().revision()}"
    with st.form(key, border=False):
        left, right = st.columns(2)
        name = left.text_input("Name", body.name, key=f"{key}-name")
        kinds = list(KINDS)
        kind = right.selectbox(
            "Kind", kinds, kinds.index(body.kind), format_func=institutions.KIND_NAMES.__getitem__, key=f"{key}-kind"
        )
        aliases = st.text_input(
            "Other names",
            "|".join(body.aliases),
            key=f"{key}-aliases",
            help="Separated by |. A question mark behind one says that it is also the name of something else.",
        )
        one, two, three = st.columns(3)
        country = one.text_input("Country", body.country, key=f"{key}-country", help="Two letters, such as US")
        city = two.text_input("City", body.city, key=f"{key}-city")
        domain = three.text_input("Website", body.domain, key=f"{key}-domain", help="Such as example.org")
        parent = st.text_input(
            "Part of", access.directory().parent(body), key=f"{key}-parent", help="Name or id of another institution"
        )
        groups = st.text_area(
            "Your groups",
            "\n".join(f"{column} = {value}" for column, value in body.groups),
            key=f"{key}-groups",
            placeholder="region = Europe",
            help="One a line. None is shipped or guessed: they are yours, and quotes are filtered by them.",
        )
        note = st.text_input("Note", body.note, key=f"{key}-note")
        if not st.form_submit_button("Keep this institution", icon=":material/save:", key=f"{key}-keep"):
            return
    try:
        # The field shows a name, which others may have too; as long as it is not touched, the id stands.
        above = body.parent if parent == access.directory().parent(body) else access.directory().id_of(parent)
        # What articles call it stays among its names, or they would no longer be seen with it.
        others = (*aliases.split("|"), *([body.name] if name.strip() != body.name else []))
        changed = replace(
            body, name=name, kind=kind, aliases=others, country=country.strip().upper(), city=city,
            domain=domain, parent=above, note=note, groups=read_groups(groups),
        )  # fmt: skip
        with st.spinner(_WORKING):
            kept = access.editing().keep_body(changed)
    except BodyRefused as problem:
        st.error(literal(str(problem)), icon=":material/error:")
        return
    _tell(f"{kept.name} is kept, and the articles in the library are seen with it.")


@sign_in.only("editor")
def offer_removal(body: Body) -> None:
    """Draw the button that deletes a person's own institution, or brings a changed one back as it was shipped."""
    if body.id not in access.directory().own:
        return
    changed = body.id in shipped()
    label = "Bring back the shipped one" if changed else "Delete this institution"
    if st.button(label, icon=":material/undo:" if changed else ":material/delete:", key=f"drop-{body.id}"):
        try:
            with st.spinner(_WORKING):
                access.editing().drop_body(body.id)
        except BodyRefused as problem:
            st.error(literal(str(problem)), icon=":material/error:")
            return
        _tell(f"{body.name} is as it was shipped." if changed else f"{body.name} is deleted.")


@sign_in.only("editor")
def take_in() -> None:
    """Draw the field for a CSV file and keep what is in it: all of it or, where a line is wrong, nothing."""
    with st.form("bodies", clear_on_submit=True, border=False):
        file = st.file_uploader("Institutions as .csv", type=["csv"], key="bodies-file")
        if not st.form_submit_button("Import this file", icon=":material/upload_file:"):
            return
    if file is None:
        st.error("Choose a file first.", icon=":material/error:")
        return
    try:
        with st.spinner(_WORKING):
            kept = access.editing().keep_bodies(read_sheet(file.getvalue()))
    except BodyRefused as problem:
        st.error(literal(f"Nothing was imported. {problem}"), icon=":material/error:")
        return
    _tell(f"{vocabulary.counted(len(kept), 'institution')} imported from {file.name}.")


def offer_files(found: list[Body]) -> None:
    """Draw the buttons that download a person's own institutions, and those that are found, as CSV."""
    own = access.library().bodies()
    with st.container(horizontal=True):
        for label, bodies, name in (
            (f"Download yours ({len(own):,})", list(own), "my-institutions.csv"),
            (f"Download those listed ({len(found):,})", found, "institutions.csv"),
        ):
            st.download_button(
                label,
                data=write_sheet(bodies),
                file_name=name,
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                disabled=not bodies,
                key=name,
            )


def _show_quoted(body: Body) -> None:
    said = institutions.quotes_of(body, access.directory(), access.table("quotes", everywhere=True))
    if said.empty:
        st.caption("Nobody of it is quoted in the library.")
        return
    voices = said["speaker"].value_counts()
    listed = ", ".join(f"{name or vocabulary.UNNAMED} ({count:,})" for name, count in voices.head(12).items())
    more = f" and {len(voices) - 12:,} more" if len(voices) > 12 else ""
    st.text(f"{vocabulary.counted(len(said), 'quote')}: {listed}{more}")
    for name in said["institution"].unique()[:3]:
        if st.button(f"Read the quotes: {literal(name)}", icon=":material/format_quote:", key=f"quotes-{name}"):
            filters.open_quotes(institution=name, scope="all")


def _tell(said: str) -> None:
    st.session_state[_SAID] = said
    st.rerun()
