"""What each article gives to the tables of the pages, kept so that a large library need not be read whole.

A sheet holds the rows of one table that come from one article, as text that only its maker understands. It is thrown
away with whatever it was made from, and made anew when it is asked for.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import Engine, and_, delete, insert, select

from analysis.library import database, schema
from analysis.library.search import NEWEST_FIRST

Made = tuple[str, str]
"""The id of an article and one of its sheets."""


class Sheets:
    """The sheets of a library, in the order of its articles."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def order(self) -> list[str]:
        """Return the ids of all articles that were analysed, in their order."""
        joined = select(schema.article.c.id).join(schema.analysis).order_by(*NEWEST_FIRST)
        with self._engine.begin() as connection:
            return list(connection.scalars(joined))

    def missing(self, name: str, edition: str) -> list[str]:
        """Return the ids of the articles that have no sheet of a name and edition."""
        has, of = schema.sheet.c, schema.analysis.c.article_id
        kept = and_(has.article_id == of, has.name == name, has.edition == edition)
        asked = select(of).outerjoin(schema.sheet, kept).where(has.article_id.is_(None))
        with self._engine.begin() as connection:
            return list(connection.scalars(asked))

    def keep(self, article_id: str, edition: str, made: Mapping[str, str], revision: int) -> None:
        """Keep an article's sheets by their names, unless the library has changed since ``revision``."""
        rows = [
            {"article_id": article_id, "name": name, "edition": edition, "revision": revision, "records": records}
            for name, records in made.items()
        ]
        with database.writing(self._engine) as connection:
            if database.revision(connection) == revision:
                connection.execute(delete(schema.sheet).where(schema.sheet.c.article_id == article_id))
                connection.execute(insert(schema.sheet), rows)

    def read(self, name: str, *, since: int = -1) -> Iterator[Made]:
        """Yield the sheets of a name that were made after a revision."""
        columns = schema.sheet.c
        asked = select(columns.article_id, columns.records).where(columns.name == name, columns.revision > since)
        with self._engine.begin() as connection:
            yield from (
                (row.article_id, row.records) for row in connection.execute(asked.execution_options(yield_per=500))
            )

    def one(self, name: str, edition: str, article_id: str) -> str | None:
        """Return a sheet of one article, None where it is still to be made."""
        has = schema.sheet.c
        asked = select(has.records).where(has.article_id == article_id, has.name == name, has.edition == edition)
        with self._engine.begin() as connection:
            return connection.scalar(asked)
