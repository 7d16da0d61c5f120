"""How the database is opened, written to in turns, and brought up to date where it is an older one."""

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import Connection, Engine, create_engine, event, func, insert, inspect, make_url, select, update
from sqlalchemy.exc import ArgumentError, DatabaseError

from analysis.library.schema import (
    affiliation,
    aim,
    aimed,
    article,
    body,
    decision,
    grouping,
    judged,
    metadata,
    migration,
    now,
    origin,
    original,
    quote,
    review,
    sheet,
    voice,
    wording,
)
from analysis.library.schema import note as notes

VARIABLE = "ONRECORD_DATABASE_URL"
_REVISION = "revision"
_TURN = 5_283_604  # any number that all writers of a library agree on
_PATIENCE = 5  # seconds that a writer waits for another one


class LibraryUnavailable(RuntimeError):  # noqa: N818 - named for what it tells a person
    """The database cannot be used; the message says in one sentence why and what to do."""


def default_url() -> str:
    """Return the address in ``ONRECORD_DATABASE_URL``, else that of a file in the user's data folder."""
    if chosen := os.environ.get(VARIABLE):
        return chosen
    folder = Path(platformdirs.user_data_dir("on-record", appauthor=False))
    return f"sqlite:///{folder / 'library.db'}"


def connect(url: str) -> Engine:
    """Open the database, create it where there is none, and bring it up to date.

    Engines may be shared by threads. Raises LibraryUnavailable.
    """
    try:
        address = make_url(url)
        engine = create_engine(address)
    except (ArgumentError, ImportError) as error:
        raise LibraryUnavailable(
            f"{VARIABLE} holds no address of a database that can be opened here: write sqlite:///folder/library.db."
        ) from error
    try:
        if address.get_backend_name() == "sqlite":
            _prepare_file(address.database)
            _tune_sqlite(engine)
        else:
            _take_turns(engine)
        with writing(engine) as connection:
            _migrate(connection)
    except (DatabaseError, OSError) as error:
        cause = getattr(error, "orig", None) or error
        raise LibraryUnavailable(
            f"The library at {address.render_as_string()} cannot be opened ({cause}): "
            f"check the file and its folder, or set {VARIABLE} to another place."
        ) from error
    return engine


def writing(engine: Engine) -> Any:  # noqa: ANN401 - SQLAlchemy's context manager has a private type
    """Return a transaction that takes the right to write at its start: all of it happens, or nothing."""
    return engine.execution_options(writes=True).begin()


def revision(connection: Connection) -> int:
    """Return a number that grows with every change of the library."""
    return int(noted(connection, _REVISION) or 0)


def count_change(connection: Connection) -> None:
    """Make the revision grow."""
    note(connection, _REVISION, str(revision(connection) + 1))


def noted(connection: Connection, name: str) -> str | None:
    """Return the remark of a name, None where there is none."""
    return connection.scalar(select(notes.c.value).where(notes.c.name == name))


def note(connection: Connection, name: str, value: str) -> None:
    """Keep a remark about the library itself."""
    changed = connection.execute(update(notes).where(notes.c.name == name).values(value=value))
    if not changed.rowcount:
        connection.execute(insert(notes).values(name=name, value=value))


def _prepare_file(name: str | None) -> None:
    """Make the database's folder and an empty file that only its owner may read."""
    if not name or name == ":memory:":
        return
    path = Path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _tune_sqlite(engine: Engine) -> None:
    """Set what SQLite leaves off: readers beside a writer, waiting, foreign keys, overwriting of what is deleted."""

    @event.listens_for(engine, "connect")
    def start(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's events below begin the transactions
        connection.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000}")
        _keep_a_log(connection)
        for setting in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A reader that becomes a writer fails at once when another writes; a writer from the start waits its turn.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _take_turns(engine: Engine) -> None:
    """Let one writer at a time into a library on a server, as SQLite does by itself; readers do not wait."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes") and connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")


def _keep_a_log(connection: sqlite3.Connection) -> None:
    """Let readers go on beside a writer. SQLite does not wait here when another process does the same just now."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _add_directory(connection: Connection) -> None:
    """Make room for a person's own bodies, and for what they say of quotes; the rows are filled by the library."""
    for table in (body, grouping, affiliation):
        table.create(connection, checkfirst=True)
    present = {column["name"] for column in inspect(connection).get_columns(quote.name)}
    for name in {"country", "parent"} - present:
        connection.exec_driver_sql(f"ALTER TABLE quote ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")


def _add_people(connection: Connection) -> None:
    """Make room for who speaks where and for what people decide about it; the library fills in who speaks."""
    for table in (voice, decision):
        table.create(connection, checkfirst=True)


def _add_aims(connection: Connection) -> None:
    """Make room for what people change about targets; the library fills in which targets there are."""
    for table in (aim, aimed, judged):
        table.create(connection, checkfirst=True)


def _add_originals(connection: Connection) -> None:
    """Make room for the files that articles are read from; of older articles there are none."""
    for table in (original, origin):
        table.create(connection, checkfirst=True)


def _add_details(connection: Connection) -> None:
    """Make room for what else is known of an article; of older articles that is nothing."""
    if "details" not in {column["name"] for column in inspect(connection).get_columns(article.name)}:
        connection.exec_driver_sql("ALTER TABLE article ADD COLUMN details TEXT NOT NULL DEFAULT '{}'")


def _add_reviews(connection: Connection) -> None:
    """Make room for what people say of quotes."""
    review.create(connection, checkfirst=True)


def _add_words(connection: Connection) -> None:
    """Make room for searches by words and for the rows of tables; the library fills in both, and quotes anew."""
    quote.drop(connection, checkfirst=True)
    for table in (quote, wording, sheet):
        table.create(connection, checkfirst=True)
    for index in (*article.indexes, *grouping.indexes):
        index.create(connection, checkfirst=True)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    _add_directory,
    _add_people,
    _add_aims,
    _add_originals,
    _add_details,
    _add_reviews,
    _add_words,
)
"""Steps that bring an older database to the tables above: the first leads from version 1 to 2. Steps are added, never
changed; a new database starts with the tables as they are now.
"""


def _migrate(connection: Connection) -> None:
    newest = len(MIGRATIONS) + 1
    if inspect(connection).has_table(migration.name):
        done = connection.scalar(select(func.max(migration.c.number))) or 0
    else:
        metadata.create_all(connection)
        done = newest
        connection.execute(migration.insert().values(number=newest, applied_at=now()))
    if done > newest:
        raise LibraryUnavailable(
            f"The library is of a newer version of this program: install that, or set {VARIABLE} to another place."
        )
    for number in range(done + 1, newest + 1):
        MIGRATIONS[number - 2](connection)
        connection.execute(migration.insert().values(number=number, applied_at=now()))
