"""How the text labels the institutions it cites: shares, the words in their sentences, downloads."""

import streamlit as st

from analysis.views import labels, vocabulary
from analysis.views.findings import LABEL_NAMES
from pages.parts import access, citation, figure
from pages.parts.marked_text import literal

TANKS, ALL_BODIES = "Think-tanks", "All institutions"
ONCE, ALWAYS = "Once an article", "Every mention"
SPLITS: dict[str, labels.Split] = {"By institution": "institution", "By outlet": "outlet"}

mentions = access.table("labels")
if mentions.empty:
    where = "in these articles" if access.scoped_to_all() else "in this article"
    st.write(f"No institution is cited {where} outside quotations.")
    st.stop()


def take_cell() -> None:
    """Choose the institution or the outlet, and the label, of the cell that was clicked."""
    picked = figure.clicked(st.session_state["label-grid"])
    if picked:
        by = SPLITS[st.session_state.get("split") or "By institution"]
        st.session_state["cited" if by == "institution" else "paper"] = [picked[0]]
        st.session_state["told"] = [] if picked[1] == labels.CITATIONS else [picked[1]]


with st.container(horizontal=True):
    bodies = st.segmented_control(
        "Institutions", [TANKS, ALL_BODIES], default=TANKS, required=True, key="bodies", bind="query-params"
    )
    counting = st.segmented_control(
        "Count", [ONCE, ALWAYS], default=ONCE, required=True, key="counting", bind="query-params",
        help="Once an article: all that the article says of an institution counts together. "
        "Every mention: each place that names it counts by itself.",
    )  # fmt: skip
    split = st.segmented_control(
        "Shares", list(SPLITS), default="By institution", required=True, key="split", bind="query-params"
    )
if bodies == TANKS:
    mentions = mentions[mentions["affiliation_kind"] == "think-tank"]
if mentions.empty:
    st.write("No think-tank is cited here outside quotations. Choose all institutions to see the others.")
    st.stop()
rows = access.once("labels", lambda: labels.once_an_article(mentions), bodies) if counting == ONCE else mentions
rows = rows.assign(outlet=rows["outlet"].where(rows["outlet"] != "", labels.NO_OUTLET))

figure.draw(labels.share_grid(rows, by=SPLITS[split]), key="label-grid", on_select=take_cell)
st.caption(
    "Shares are of the citations in the first column. One citation can have several labels. "
    "Click a cell to read the words behind it."
)

one, two, three = st.columns(3)
everywhere = access.table("labels", everywhere=True)
cited = one.multiselect(
    "Institution", sorted(everywhere["institution"].unique(), key=str.casefold),
    key="cited", bind="query-params", placeholder="Any",
)  # fmt: skip
papers = sorted({outlet or labels.NO_OUTLET for outlet in everywhere["outlet"]}, key=str.casefold)
paper = two.multiselect("Outlet", papers, key="paper", bind="query-params", placeholder="Any")
told = three.multiselect("Label", list(LABEL_NAMES.values()), key="told", bind="query-params", placeholder="Any")

kinds = [kind for kind, name in LABEL_NAMES.items() if name in told]
shown = rows[
    (rows["institution"].isin(cited) | (not cited))
    & (rows["outlet"].isin(paper) | (not paper))
    & (sum(labels.chosen(rows, kind).astype(int) for kind in kinds) > 0 if kinds else True)
]
st.subheader(literal(f"{len(shown):,} of {vocabulary.counted(len(rows), 'citation')}"), anchor=False)
if shown.empty:
    st.write("No citation agrees with all these filters. Take one away.")
    st.stop()
picked = citation.draw(shown, several=access.scoped_to_all(), mentions=counting == ONCE)
note = f"{len(shown)} of {len(rows)} citations, counted {str(counting).lower()}; labels in the reporter's words"
citation.offer_downloads(shown, note=note)
if picked is None:
    st.caption("Select a row to read the citation in its paragraph.")
else:
    with st.container(border=True):
        citation.explain(picked)
