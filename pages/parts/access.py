"""What pages read: the library and its tables, kept in memory until the library changes, narrowed to the scope."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import pandas as pd
import streamlit as st
from sqlalchemy import make_url

from analysis import pipeline, reading
from analysis.corpus.targets import judge_added
from analysis.library import Directory, Library, QuoteFilter, schema
from analysis.records import Analysis, Article, Original
from analysis.views import export, labels, reviews, tables, vocabulary

Corpus = tuple[tuple[Article, Analysis], ...]
Table = Literal["quotes", "stances", "sections", "dates", "entities", "mentions", "labels"]

THIS, ALL = "This article", "All articles"
SCOPES: Mapping[str, str] = MappingProxyType({THIS: "this", ALL: "all"})
"""Scopes as they are called, and as they stand in the address."""
_SAMPLE = Path(reading.__file__).parents[1] / "data" / "samples" / "ukraine-peace-talks.txt"
_SAMPLE_PUBLISHED = dt.date(2025, 4, 19)
_TABLES: Mapping[Table, Callable[[Corpus], pd.DataFrame]] = MappingProxyType(
    {
        "quotes": lambda corpus: tables.quotes(corpus, directory()),
        "stances": tables.stances,
        "sections": tables.sections,
        "dates": tables.dates,
        "entities": tables.entities,
        "mentions": tables.mentions,
        "labels": labels.labels,
    }
)


@st.cache_resource(max_entries=1, show_spinner=False)
def library() -> Library:
    """Return the library that all sessions share."""
    return Library()


def everything() -> Corpus:
    """Return all articles with their analyses, newest publication first."""
    return _corpus(library().revision())


def directory() -> Directory:
    """Return all institutions: the shipped ones, and over them what a person added or changed."""
    return _directory(library().revision())


def corpus() -> Corpus:
    """Return the articles in scope: the chosen one, or all."""
    return everything() if scoped_to_all() else tuple(pair for pair in everything() if pair[0].id == article_id())


def table(name: Table, *, everywhere: bool = False) -> pd.DataFrame:
    """Return one of the tables of ``analysis.views.tables``, of the articles in scope or of all."""
    rows = _table(name, library().revision())
    return rows if everywhere or scoped_to_all() else rows[rows["article_id"] == article_id()]


def colours() -> dict[str, str]:
    """Return a colour for every speaker of the library, the most quoted first."""
    names = table("quotes", everywhere=True)["speaker"]
    return vocabulary.speaker_colours(names[names != ""].value_counts().index)


def article_id() -> str:
    """Return the id of the chosen article; "" in an empty library."""
    return str(st.session_state.get("article_id", ""))


def chosen_article() -> tuple[Article, Analysis]:
    """Return the chosen article with its analysis. The frame runs no page that reads it in an empty library."""
    return next(pair for pair in everything() if pair[0].id == article_id())


def scoped_to_all() -> bool:
    """Tell whether pages show all articles."""
    return st.session_state.get("scope") == ALL


def address(**more: str) -> dict[str, str]:
    """Return what the address of every page says, article and scope, and ``more``."""
    where = {"article": article_id(), "scope": SCOPES[ALL] if scoped_to_all() else ""}
    return {key: value for key, value in {**where, **more}.items() if value}


def article_holding(quote_id: str) -> str | None:
    """Return the id of the article that a quote stands in, None where there is none."""
    quotes = table("quotes", everywhere=True)
    found = quotes.loc[quotes["quote_id"] == quote_id, "article_id"]
    return str(found.iloc[0]) if len(found) else None


def keep(article: Article, original: Original | None = None) -> bool:
    """Analyse an article and keep it, with its file; return False where its text was in the library already."""
    new = library().save(article, pipeline.analyse(article), original=original)
    for _ in judge_added(library()):
        pass  # targets that a person added are read in the new article too
    return new


def revise(article: Article) -> None:
    """Keep what a person says of an article that is in the library, and analyse it anew."""
    library().describe(article)
    keep(article)


def provenance(chosen: QuoteFilter, *, rows: int) -> str:
    """Return where a download of quotes comes from: filter, day, versions, and how much of it people reviewed."""
    pairs = corpus()
    versions = {analysis.fingerprint for _, analysis in pairs}
    today = dt.datetime.now().astimezone().date()
    note = export.provenance(chosen, articles=len(pairs), rows=rows, versions=versions, made=today)
    return f"{note}\n{reviews.sum_up(reviews.tally(library().reviews()))}"


def location() -> str:
    """Return where the library is kept, without any password."""
    return make_url(schema.default_url()).render_as_string(hide_password=True)


def offer_sample() -> None:
    """Put the sample article into a library that is opened for the first time; once deleted it does not come back."""
    if library().noted("sample") is not None:
        return
    if not library().articles():
        with st.spinner("Reading the sample article: the first time takes a few seconds", show_time=True):
            text = _SAMPLE.read_text(encoding="utf-8")
            keep(reading.compose(reading.Page(text=text, published=_SAMPLE_PUBLISHED), source=_SAMPLE.name))
    library().note("sample", "offered")


@st.cache_resource(max_entries=2, show_spinner=False)
def _corpus(revision: int) -> Corpus:  # noqa: ARG001 - the revision is the key under which the result is kept
    return library().corpus()


@st.cache_resource(max_entries=2, show_spinner=False)
def _directory(revision: int) -> Directory:  # noqa: ARG001 - as above
    return library().directory()


@st.cache_data(max_entries=2 * len(_TABLES), show_spinner=False)
def _table(name: Table, revision: int) -> pd.DataFrame:
    return _TABLES[name](_corpus(revision))
