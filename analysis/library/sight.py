"""Stored analyses as they are seen, and the rows that searches need, written anew when that changes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from analysis.library import identities, own_aims, own_bodies, own_reviews, reviews, schema
from analysis.library.codec import decode, decode_details
from analysis.library.directory import Directory, marks_of
from analysis.library.filters import searched
from analysis.library.people import rewritten
from analysis.library.rows import quote_rows
from analysis.records import Analysis, Article


class Sight:
    """How stored analyses are seen: people, targets and bodies as people want them, quotes as they reviewed them.

    ``article_id`` limits it to one article.
    """

    def __init__(
        self, connection: Connection, article_id: str | None = None, directory: Directory | None = None
    ) -> None:
        self._directory = directory or own_bodies.directory(connection)
        self._names = identities.names(connection, article_id)
        self._reviews = own_reviews.by_article(connection, article_id)
        self._aims, self._judged = own_aims.aims(connection), own_aims.judged(connection, article_id)

    def told(self, records: str) -> Analysis:
        """Return an analysis from its records, institutions as it has them."""
        stored = decode(records)
        aimed = self._aims.apply(stored, self._judged.get(stored.article_id, ()))
        named = rewritten(aimed, self._names.get(stored.article_id, {}))
        return reviews.apply(named, self._reviews.get(stored.article_id, ()))

    def of(self, records: str) -> Analysis:
        """Return an analysis as it is seen."""
        return self._directory.apply(self.told(records))


def stored_article(row: Row[Any]) -> Article:
    """Return an article from its row."""
    return Article(
        id=row.id,
        text=row.text,
        title=row.title,
        outlet=row.outlet,
        published=row.published,
        source=row.source,
        **decode_details(row.details),
    )


def rewrite(connection: Connection, article_ids: Iterable[str]) -> None:
    """Write the rows of quotes of some articles anew."""
    joined = select(schema.article, schema.analysis.c.records).join(schema.analysis)
    directory = own_bodies.directory(connection)
    for article_id in article_ids:
        row = connection.execute(joined.where(schema.article.c.id == article_id)).first()
        if row is not None:
            told = Sight(connection, article_id, directory).told(row.records)
            _store_rows(connection, stored_article(row), told, directory)


def _store_rows(connection: Connection, article: Article, analysis: Analysis, directory: Directory) -> None:
    """Write what searches need of an article, as a reader sees it, in place of what is there."""
    for table in (schema.target, schema.grouping, schema.affiliation, schema.quote, schema.sheet):
        connection.execute(delete(table).where(table.c.article_id == article.id))
    rows = list(enumerate(quote_rows(article, directory.apply(analysis), directory)))
    columns = [column.name for column in schema.quote.columns if column.name not in ("id", "number", "searched")]
    quotes = [
        {
            "number": number,
            "searched": searched(row.quote, row.speaker),
            **{column: getattr(row, column) for column in columns},
        }
        for number, row in rows
    ]
    whole = {"article_id": article.id}
    aims = [{**whole, "number": number, "target": aim} for number, row in rows for aim in row.targets]
    groups = [
        {**whole, "number": number, "column": column, "value": value}
        for number, row in rows
        for column, value in row.groups
    ]
    marks = [{**whole, "mark": mark} for mark in sorted(marks_of(analysis))]
    for table, values in (
        (schema.quote, quotes),
        (schema.target, aims),
        (schema.grouping, groups),
        (schema.affiliation, marks),
    ):
        if values:
            connection.execute(insert(table), values)
