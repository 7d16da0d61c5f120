"""How the figures come about, how far they can be trusted, and where the data lies."""

import streamlit as st

from analysis.reading import web
from analysis.views import accuracy, reviews
from pages.parts import access
from pages.parts.marked_text import facts, literal

METHOD = """
On Record reads news articles in English and shows who says what, from which institution, and where they stand.
Every figure leads back to the words of the article that it was counted from.

- **Quotes** are found by their quotation marks, and by verbs of speech around reported clauses. A *direct* quote stands
  in marks, a *mixed* quote is a part in marks inside a reported sentence, an *indirect* quote has no marks.
- **Speakers** are found by the grammar of the sentence around the marks. Surnames and pronouns are led back to a name;
  sources without a name stay without one.
- **Institutions** are what the text says of a speaker. A directory of institutions tells their kind.
- **Stance** is what a speaker, in the words quoted, thinks of an actor or an issue. A small model, trained on labelled
  sentences, reads the quote with its sentence; rules of grammar add to it where a word judges the target
  itself. Both say which words decided. *Neutral* means spoken about without taking a side; nothing shown means not
  spoken about. To doubt that a plan works, to tell a deed against somebody, to promise help or to set a condition
  counts as a side too.
- **Confidence** is fitted to be the share of such readings that is right, on articles and sentences kept for
  measuring. Below 50% a quote is marked to be checked. Below 70% a stance is unclear, as nearly half of those are
  wrong; the page Stance lets you move that line.
"""
LIMITS = """
- Articles in English only. Satire, poems and transcripts are read as if they were news.
- A quote can be given to the wrong speaker. Before you cite one, read it in its paragraph: it is one click away.
- Irony is often missed. What a speaker thinks beyond the quoted words is not known. A stance read with much confidence
  can be wrong, most easily where one sentence praises one and blames another: read the words before you count it.
- Dates are reckoned from the day of publication; without it, words such as "Friday" stay open.
- The share of words quoted counts reported sentences too, not only what stands in quotation marks.
"""
st.markdown(METHOD)
st.subheader(literal("Limits"), anchor=False)
st.markdown(LIMITS)
st.subheader(literal("Measured accuracy"), anchor=False)
st.write(
    "Against articles that people annotated by hand. F1 joins how many of the quotes were found with how many of the "
    "found ones are right; 100% is agreement in everything."
)
st.dataframe(
    accuracy.measured(),
    hide_index=True,
    alt="Table of measured accuracy by test set",
    column_config={
        "on": st.column_config.TextColumn("Measured on", width=230),
        "figure": st.column_config.TextColumn("What", width=330),
        "ours": st.column_config.NumberColumn("On Record", format="percent"),
        "peer": st.column_config.NumberColumn("Best other system", format="percent"),
        "person": st.column_config.NumberColumn("A second person", format="percent"),
    },
)
st.subheader(literal("How good it is on your articles"), anchor=False)
st.write(literal(reviews.sum_up(reviews.tally(access.library().reviews()))))
st.page_link("review.py", label="Review quotes", icon=":material/fact_check:", query_params=access.address())
st.subheader(literal("Where the data lies"), anchor=False)
st.html(
    facts(
        [
            ("Database", access.location()),
            ("Articles", f"{len(access.table('articles', everywhere=True)):,}"),
            ("Connections to other hosts", "Pages that you fetch" if web.is_switched_on() else "None"),
        ]
    )
)
st.write("To keep the library elsewhere, set ONRECORD_DATABASE_URL before the start.")
