"""Filters and searches for words as SQL: the same choice of quotes that ``views.tables.choose`` makes of a table."""

from collections.abc import Sequence

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, bindparam, select, text, tuple_

from analysis.library.filters import QuoteFilter, terms
from analysis.library.schema import article, grouping, quote, target, wording, words_of

NEWEST_FIRST = (article.c.published.desc().nulls_last(), article.c.title, article.c.id)
"""The order of articles everywhere: newest publication first, those without a date last, then by title."""
_SHORTEST_INDEXED = 3
"""Letters that a word needs to be found by the index of words; shorter ones are looked for in what else is left."""


def matching(connection: Connection, chosen: QuoteFilter) -> Select[tuple[str]]:
    """Return the query for the ids of the quotes that a filter asks for, in the order of articles and of reading."""
    conditions: list[ColumnElement[bool]] = [
        column.in_(values)
        for column, values in (
            (quote.c.article_id, chosen.articles),
            (quote.c.think_tank, chosen.think_tanks),
            (quote.c.institution, chosen.institutions),
            (quote.c.affiliation_kind, chosen.kinds),
            (quote.c.country, chosen.countries),
            (quote.c.parent, chosen.parents),
            (quote.c.speaker, chosen.speakers),
            (quote.c.stance, chosen.stances),
            (quote.c.type, chosen.types),
            (quote.c.section, chosen.sections),
        )
        if values
    ]
    if chosen.targets:
        conditions.append(_has(target, target.c.target.in_(chosen.targets), none="" in chosen.targets))
    for column, values in chosen.groupings().items():
        named = grouping.c.column == column
        conditions.append(_has(grouping, named & grouping.c.value.in_(values), none=named if "" in values else False))
    if chosen.since:
        conditions.append(article.c.published >= chosen.since)
    if chosen.until:
        conditions.append(article.c.published <= chosen.until)
    conditions += saying(connection, quote, terms(chosen.words))
    return (
        select(quote.c.quote_id)
        .join(article, article.c.id == quote.c.article_id)
        .where(*conditions)
        .order_by(*NEWEST_FIRST, quote.c.number)
    )


def _has(table: Table, wanted: ColumnElement[bool], *, none: ColumnElement[bool] | bool) -> ColumnElement[bool]:
    """Return the condition that a quote has a row in ``table`` as ``wanted``, or where ``none`` says so, no row at all.

    ``none`` may limit which rows count: one column of a person's own among others.
    """
    place = tuple_(quote.c.article_id, quote.c.number)
    rows = select(table.c.article_id, table.c.number)
    found = place.in_(rows.where(wanted))
    if none is False:
        return found
    return found | place.not_in(rows if none is True else rows.where(none))


def saying(connection: Connection, table: Table, asked: Sequence[str]) -> list[ColumnElement[bool]]:
    """Return the conditions that a table's column ``searched`` holds all of these words and phrases.

    What a person types is text, not a pattern. In SQLite the index of words is asked by name; PostgreSQL finds its own.
    """
    held: Column[str] = table.c.searched
    if connection.dialect.name != "sqlite":
        return [held.contains(term, autoescape=True) for term in asked]
    indexed = [term for term in asked if len(term) >= _SHORTEST_INDEXED]
    conditions: list[ColumnElement[bool]] = [
        held.contains(term, autoescape=True) for term in asked if len(term) < _SHORTEST_INDEXED
    ]
    if indexed:
        words = words_of(table)
        wanted = " ".join('"{}"'.format(term.replace('"', '""')) for term in indexed)
        found = text(f"SELECT rowid FROM {words} WHERE {words} MATCH :{words}")  # noqa: S608 - the name is ours
        conditions.append(table.c.id.in_(found.bindparams(bindparam(words, wanted)).columns(table.c.id)))
    return conditions


def articles_saying(connection: Connection, words: str) -> Select[tuple[str]]:
    """Return the query for the ids of the articles whose text holds all of these words, in their order."""
    return (
        select(article.c.id)
        .join(wording, wording.c.article_id == article.c.id)
        .where(*saying(connection, wording, terms(words)))
        .order_by(*NEWEST_FIRST)
    )


def forget_words(connection: Connection) -> None:
    """Take what is no longer in the tables out of the index of words too, where it would stay until a later merge."""
    if connection.dialect.name == "sqlite":
        for words in map(words_of, (quote, wording)):
            connection.exec_driver_sql(f"INSERT INTO {words}({words}) VALUES ('optimize')")  # noqa: S608 - as above
