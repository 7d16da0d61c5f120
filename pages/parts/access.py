"""What pages read: the library and its tables, kept in memory until the library changes, narrowed to the scope."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal, TypeVar, cast

import pandas as pd
import streamlit as st
from sqlalchemy import make_url

from analysis.library import Directory, Library, QuoteFilter, database
from analysis.library.rows import SEPARATOR
from analysis.records import Analysis, Article, Quote
from analysis.views import export, reviews, vocabulary
from analysis.views.sheets import Tables
from pages.parts import sign_in

Table = Literal["articles", "quotes", "stances", "sections", "dates", "entities", "mentions", "labels", "posts"]

Made = TypeVar("Made")

THIS, ALL = "This article", "All articles"
SCOPES: Mapping[str, str] = MappingProxyType({THIS: "this", ALL: "all"})
"""Scopes as they are called, and as they stand in the address."""


@st.cache_resource(max_entries=1, show_spinner=False)
def library() -> Library:
    """Return the library that all sessions share."""
    return Library()


def editing(role: sign_in.Role = "editor") -> Library:
    """Return the library to change it. Raises PermissionError where who is here has no such role."""
    if not sign_in.may(role):
        raise PermissionError(f"This can be done by an {role} of this library only.")
    return library()


def directory() -> Directory:
    """Return all institutions: the shipped ones, and over them what a person added or changed."""
    return _directory(library().revision())


def table(name: Table, *, everywhere: bool = False) -> pd.DataFrame:
    """Return one of the tables of ``analysis.views.tables``, of the articles in scope or of all. Never change it."""
    if everywhere or scoped_to_all():
        return all_tables().table(name)
    return _of_article(name, article_id(), library().revision())


def quotes_of(identity: str) -> pd.DataFrame:
    """Return the table of quotes of one article, whatever the scope is."""
    return _of_article("quotes", identity, library().revision())


def titles() -> dict[str, str]:
    """Return the title of each article by its id."""
    rows = table("articles", everywhere=True)
    return dict(zip(rows["article_id"], rows["article"], strict=True))


def once(name: str, make: Callable[[], Made], *about: object) -> Made:
    """Return what ``make`` gives: made once, under a name, for the library as it is, the scope and what it is about."""
    return cast("Made", _once(name, ("" if scoped_to_all() else article_id(), *about), library().revision(), make))


def choices(column: str) -> list[str]:
    """Return the values of a column of quotes in the whole library in alphabetical order, "none given" last."""
    return _choices(column, library().revision())


def saying(words: str) -> frozenset[str] | None:
    """Return the ids of the library's quotes that hold words; None where there are none to look for."""
    return _saying(words, library().revision()) if words.strip() else None


def colours() -> dict[str, str]:
    """Return a colour for every speaker of the library, the most quoted first."""
    return _colours(library().revision())


def articles() -> tuple[Article, ...]:
    """Return the articles in scope with their texts, newest publication first."""
    return library().articles() if scoped_to_all() else tuple(filter(None, [library().article(article_id())]))


def pair(identity: str) -> tuple[Article, Analysis] | None:
    """Return an article with its analysis, None where it is not in the library."""
    return _pair(identity, library().revision())


def pairs(quotes: pd.DataFrame) -> Iterator[tuple[Article, Analysis]]:
    """Yield the articles of a table of quotes with their analyses, in its order."""
    yield from filter(None, (pair(str(identity)) for identity in quotes["article_id"].unique()))


def article_id() -> str:
    """Return the id of the chosen article; "" in an empty library."""
    return str(st.session_state.get("article_id", ""))


def quote(quote_id: str) -> tuple[Article, Analysis, Quote] | None:
    """Return a quote with its article and analysis, None where it is not in the library."""
    found = pair(library().holder(quote_id) or "")
    kept = next((each for each in found[1].quotes if each.id == quote_id), None) if found else None
    return (*found, kept) if found and kept else None


def chosen_article() -> tuple[Article, Analysis]:
    """Return the chosen article with its analysis. The frame runs no page that reads it in an empty library."""
    found = pair(article_id())
    if found is None:
        raise LookupError("No article is chosen.")
    return found


def scoped_to_all() -> bool:
    """Tell whether pages show all articles."""
    return st.session_state.get("scope") == ALL


def address(**more: str) -> dict[str, str]:
    """Return what the address of every page says, article and scope, and ``more``."""
    where = {"article": article_id(), "scope": SCOPES[ALL] if scoped_to_all() else ""}
    return {key: value for key, value in {**where, **more}.items() if value}


def provenance(chosen: QuoteFilter, *, quotes: int) -> str:
    """Return where a download of quotes comes from: filter, day, versions, and how much of it people reviewed."""
    rows = table("articles")
    versions = set(rows["fingerprint"])
    today = dt.datetime.now().astimezone().date()
    note = export.provenance(chosen, articles=len(rows), rows=quotes, versions=versions, made=today)
    return f"{note}\n{reviews.sum_up(reviews.tally(library().reviews()))}"


def location() -> str:
    """Return where the library is kept, without any password."""
    return make_url(database.default_url()).render_as_string(hide_password=True)


@st.cache_resource(max_entries=1, show_spinner=False)
def all_tables() -> Tables:
    """Return the tables of all articles that all sessions share."""
    return Tables(library())


@st.cache_resource(max_entries=2, show_spinner=False)
def _directory(revision: int) -> Directory:  # noqa: ARG001 - the revision is the key under which the result is kept
    return library().directory()


@st.cache_resource(max_entries=64, show_spinner=False)
def _of_article(name: Table, identity: str, revision: int) -> pd.DataFrame:  # noqa: ARG001 - as above
    return all_tables().of_article(name, identity)


@st.cache_resource(max_entries=32, show_spinner=False)
def _pair(identity: str, revision: int) -> tuple[Article, Analysis] | None:  # noqa: ARG001 - as above
    article, analysis = library().article(identity), library().analysis(identity)
    return (article, analysis) if article and analysis else None


@st.cache_resource(max_entries=32, show_spinner="Working it out", show_time=True)
def _once(name: str, about: tuple[object, ...], revision: int, _make: Callable[[], object]) -> object:  # noqa: ARG001
    return _make()


@st.cache_resource(max_entries=32, show_spinner=False)
def _choices(column: str, revision: int) -> list[str]:  # noqa: ARG001 - as above
    cells = table("quotes", everywhere=True)[column].unique()
    found = {value for cell in cells for value in cell.split(SEPARATOR)} if column == "targets" else cells
    return sorted(found, key=lambda value: (value == "", value.casefold()))


@st.cache_resource(max_entries=32, show_spinner=False)
def _saying(words: str, revision: int) -> frozenset[str]:  # noqa: ARG001 - as above
    return frozenset(library().search(QuoteFilter(words=words)))


@st.cache_resource(max_entries=2, show_spinner=False)
def _colours(revision: int) -> dict[str, str]:  # noqa: ARG001 - as above
    return vocabulary.speaker_colours(library().speakers())
