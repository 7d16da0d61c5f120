"""The tables of the database, and the indexes that searches for words need."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.exc import DatabaseError

metadata = MetaData()

article = Table(
    "article",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("text", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("published", Date),
    Column("source", Text, nullable=False),
    Column("added_at", DateTime, nullable=False),
    Column("details", Text, nullable=False, server_default="{}"),
)

# The order of articles everywhere; the two kinds of database write "none last" differently.
Index("article_order", article.c.published.desc(), article.c.title, article.c.id).ddl_if(dialect="sqlite")
Index("article_newest", article.c.published.desc().nulls_last(), article.c.title, article.c.id).ddl_if(
    dialect="postgresql"
)

# The folded text of an article, which searches for words compare.
wording = Table(
    "wording",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("searched", Text, nullable=False),
)

# Files that articles were read from, once each, by the SHA-256 of their bytes.
original = Table(
    "original",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

# Which file an article was read from last.
origin = Table(
    "origin",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("sha256", ForeignKey("original.sha256"), nullable=False),
    Index("origin_sha256", "sha256"),
)

analysis = Table(
    "analysis",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("records", Text, nullable=False),
    Column("analysed_at", DateTime, nullable=False),
)

# Rows that a search needs, derived from the records and written together with them.
quote = Table(
    "quote",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("quote_id", String(16), nullable=False),
    Column("type", Text, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("institution", Text, nullable=False),
    Column("affiliation_kind", Text, nullable=False),
    Column("think_tank", Text, nullable=False),
    Column("country", Text, nullable=False, server_default=""),
    Column("parent", Text, nullable=False, server_default=""),
    Column("stance", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("searched", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    UniqueConstraint("article_id", "number"),
    *(Index(f"quote_{name}", name) for name in ("quote_id", "speaker", "institution", "think_tank")),
)

target = Table(
    "target",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("target", Text, primary_key=True),
    Index("target_target", "target"),
)

# The rows that an article gives to a table of the pages, made by ``edition`` of the program at ``revision``.
sheet = Table(
    "sheet",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(16), primary_key=True),
    Column("edition", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("records", Text, nullable=False),
    Index("sheet_name", "name", "revision"),
)

# A person's own groupings of the institution that a quote comes from.
grouping = Table(
    "grouping",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("column", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Index("grouping_value", "column", "value"),
)

# By which ids and names the analysis of an article speaks of institutions: says what a changed body touches.
affiliation = Table(
    "affiliation",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("mark", Text, primary_key=True),
    Index("affiliation_mark", "mark"),
)

# Who speaks in an article, and as whom that speaker is known everywhere: derived from the analyses and the decisions.
voice = Table(
    "voice",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("speaker_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("genders", Text, nullable=False),
    Column("institution", Text, nullable=False),
    Column("quotes", Integer, nullable=False),
    Column("identity", Text, nullable=False),
    Column("shown", Text, nullable=False),
)

# What people decided about who is who. Rows are only ever added: an undo is a row too.
decision = Table(
    "decision",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("made_at", DateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("one", Text, nullable=False),
    Column("other", Text, nullable=False),
    Column("undoes", Integer),
)

# What people changed about targets of stances. Rows are only ever added, as above.
aim = Table(
    "aim",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("made_at", DateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("article_id", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("renamed", Text, nullable=False),
    Column("undoes", Integer),
)

# Which targets the analysis of an article has: says what a changed target touches.
aimed = Table(
    "aimed",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Index("aimed_name", "name"),
)

# The stances of targets that a person added, by the number of that change.
judged = Table(
    "judged",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("records", Text, nullable=False),
)

# What people say of quotes. Rows are only ever added, as above.
review = Table(
    "review",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("made_at", DateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("article_id", String(16), nullable=False),
    Column("quote_id", String(16), nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("undoes", Integer),
    Index("review_article_id", "article_id"),
)

# Bodies of the directory that a person added or changed.
body = Table(
    "body",
    metadata,
    Column("id", String(250), primary_key=True),
    Column("record", Text, nullable=False),
    Column("changed_at", DateTime, nullable=False),
)

note = Table("note", metadata, Column("name", String(64), primary_key=True), Column("value", Text, nullable=False))

migration = Table(
    "migration",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("applied_at", DateTime, nullable=False),
)


def now() -> dt.datetime:
    """Return the moment in UTC, without a zone, as the tables hold it."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


_WORDS = """
DROP TABLE IF EXISTS {words}

CREATE VIRTUAL TABLE {words}
USING fts5(searched, content='{name}', content_rowid='id', tokenize='trigram case_sensitive 1')

CREATE TRIGGER {words}_in AFTER INSERT ON {name} BEGIN
    INSERT INTO {words}(rowid, searched) VALUES (new.id, new.searched);
END

CREATE TRIGGER {words}_out AFTER DELETE ON {name} BEGIN
    INSERT INTO {words}({words}, rowid, searched) VALUES ('delete', old.id, old.searched);
END
"""


def words_of(table: Table) -> str:
    """Return the name of the index that finds stretches of a table's column ``searched`` in SQLite."""
    return f"{table.name}_words"


def _index_words(table: Table, connection: Connection, **_: Any) -> None:  # noqa: ANN401 - what SQLAlchemy passes on
    """Make the index of three-letter stretches of a table's column ``searched``: any part of a word is found by it."""
    name, words = table.name, words_of(table)
    if connection.dialect.name == "sqlite":
        for statement in _WORDS.split("\n\n"):
            connection.exec_driver_sql(statement.format(name=name, words=words))
    elif connection.dialect.name == "postgresql":
        try:
            with connection.begin_nested():
                connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
                connection.exec_driver_sql(f"CREATE INDEX {words} ON {name} USING gin (searched gin_trgm_ops)")
        except DatabaseError:
            return  # without the right to add the extension, searches for words read all rows


for _table in (quote, wording):
    event.listen(_table, "after_create", _index_words)
