"""How the figures come about, how far they can be trusted, and where the data lies."""

import json
from pathlib import Path

import streamlit as st

from analysis.library import schema
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
- **Stance** is worked out from the words of a quote: what they praise or blame, and what negates them.
  No stance found is not the same as neutral.
- **Confidence** says how sure the rules are, from 0 to 100%. Below 50% a quote is marked to be checked.
"""
LIMITS = """
- Articles in English only. Satire, poems and transcripts are read as if they were news.
- A quote can be given to the wrong speaker. Before you cite one, read it in its paragraph: it is one click away.
- Irony is not understood. What a speaker thinks beyond the quoted words is not known.
- Dates are reckoned from the day of publication; without it, words such as "Friday" stay open.
- The share of words quoted counts reported sentences too, not only what stands in quotation marks.
"""
ACCURACY = Path(schema.__file__).parents[1] / "data" / "accuracy.json"

st.markdown(METHOD)
st.subheader(literal("Limits"), anchor=False)
st.markdown(LIMITS)
st.subheader(literal("Measured accuracy"), anchor=False)
if ACCURACY.exists():
    measured = json.loads(ACCURACY.read_text(encoding="utf-8"))
    st.html(facts((name, f"{score:.0%}") for name, score in measured["scores"].items()))
    st.text(measured["note"])
else:
    st.write("Not measured for this version.")
st.subheader(literal("Where the data lies"), anchor=False)
st.html(
    facts(
        [
            ("Database", access.location()),
            ("Articles", f"{len(access.everything()):,}"),
            ("Connections to other hosts", "None"),
        ]
    )
)
st.write("To keep the library elsewhere, set ONRECORD_DATABASE_URL before the start.")
