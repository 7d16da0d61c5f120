"""How articles come into the library, and the tables that come with them."""

import streamlit as st

from analysis import pipeline
from analysis.corpus.targets import judge_added
from analysis.records import Article, Original
from pages.parts import access

_MANY = 20  # articles whose tables take long enough to make that a person wants to see how far it is


def keep(article: Article, original: Original | None = None) -> bool:
    """Analyse an article and keep it, with its file; return False where its text was in the library already."""
    new = access.editing().save(article, pipeline.analyse(article), original=original)
    for _ in judge_added(access.library()):
        pass  # targets that a person added are read in the new article too
    for _ in access.all_tables().prepare():
        pass
    return new


def revise(article: Article) -> None:
    """Keep what a person says of an article that is in the library, and analyse it anew."""
    access.editing().describe(article)
    keep(article)


def prepare() -> None:
    """Make what tables need of articles that came in since, and show how far that is where it takes a while."""
    steps = access.all_tables().prepare()
    first = next(steps, None)
    if first and first[1] >= _MANY:
        bar = st.progress(0.0)
        for done, of in steps:
            bar.progress(done / of, text=f"Preparing the tables: article {done:,} of {of:,}")
        bar.empty()
    for _ in steps:
        pass
