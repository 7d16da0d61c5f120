"""What stances are about: every target with its statements; rename, join, hide and add, and take it back."""

import streamlit as st

from analysis.corpus.links import linked
from analysis.views import aims
from analysis.views.vocabulary import counted
from pages.parts import access, aiming, sign_in

everywhere = access.scoped_to_all()
where = "" if everywhere else access.article_id()
st.write(
    "The actors and issues that speakers take sides on, the most spoken about first. What you change here holds "
    + ("for all articles" if everywhere else "for this article")
    + "; choose the scope at the left. The statements follow at once, and everything can be taken back."
)
sign_in.tell()
aiming.report()
aiming.ask_who()
aiming.offer_new(where)
stances = access.table("stances")
rows = aims.targets(
    stances, linked(stances["target"], published=None if everywhere else access.chosen_article()[0].published)
)
if rows.empty:
    st.write("No statement about an actor or an issue was found. Add a target above to look for one.")
else:
    picked = aiming.list_targets(rows)
    if not picked:
        st.caption(
            f"{counted(len(rows), 'target')}. Select one row to rename or hide it, or several rows to make them one."
        )
    elif len(picked) == 1:
        aiming.change_one(str(rows.iloc[picked[0]]["target"]), where)
    else:
        aiming.join([str(rows.iloc[row]["target"]) for row in picked], where)
aiming.offer_undo()
