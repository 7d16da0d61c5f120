"""A whole library in one file and back: what was read, what was found and what people decided, between any databases.

The file is a zip of one JSON line for each row of the tables that hold what cannot be worked out again, and of the
originals. Taken into a library that is not empty, it adds: an article that is there stays as it is, and of a list that
only grows, such as reviews, the entries that are not there yet come behind, so two people can review copies of one
library and put them together.
"""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO, Any

from sqlalchemy import Column, Connection, Date, DateTime, Integer, LargeBinary, Table, insert, select

from analysis.library import schema

FORMAT = "on-record-library-1"
LARGEST = 8_000_000_000
"""Bytes of all parts together, unpacked, beyond which a file is refused."""
_HEAD = "format.json"
# What cannot be worked out again, in an order in which rows find what they refer to. Lists that only grow are apart.
_KEPT = (schema.article, schema.analysis, schema.original, schema.origin, schema.body)
_LISTS = (schema.decision, schema.aim, schema.review)
_ALL = (*_KEPT, *_LISTS, schema.judged)


class NoLibraryFile(ValueError):  # noqa: N818 - named for what it tells a person
    """The file is no copy of a library; the message says in one sentence what to do."""


def write(connection: Connection, file: IO[bytes]) -> None:
    """Write the library to a file that is open for writing."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(_HEAD, json.dumps({"format": FORMAT}))
        for table in _ALL:
            data = [column.name for column in table.columns if isinstance(column.type, LargeBinary)]
            with parts.open(f"{table.name}.jsonl", "w", force_zip64=True) as part:
                ordered = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=200)
                for row in connection.execute(ordered):
                    plain = {name: _plain(value) for name, value in row._mapping.items() if name not in data}  # noqa: SLF001 - its public name
                    part.write(json.dumps(plain, ensure_ascii=False).encode() + b"\n")
        for row in connection.execute(select(schema.original).execution_options(yield_per=20)):
            parts.writestr(f"originals/{row.sha256}", row.data)


def read(connection: Connection, file: IO[bytes]) -> int:
    """Take the rows of a file into the library and return how many articles are new.

    What is derived from them is still to be worked out. Raises NoLibraryFile, and then the transaction must not stand.
    """
    try:
        with zipfile.ZipFile(file) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST:
                raise NoLibraryFile(
                    f"The file holds more than {LARGEST // 10**9} GB: copy the database itself instead."
                )
            if json.loads(parts.read(_HEAD)).get("format") != FORMAT:
                raise NoLibraryFile("The file is a copy of a library by another version of this program.")
            new = 0
            for table in _KEPT:
                added = _add_missing(connection, table, _rows(parts, table))
                new += added if table is schema.article else 0
            numbers = {table.name: _add_to_list(connection, table, _rows(parts, table)) for table in _LISTS}
            aims = numbers[schema.aim.name]
            judged = ({**row, "number": aims[row["number"]]} for row in _rows(parts, schema.judged))
            _add_missing(connection, schema.judged, judged)
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        if isinstance(error, NoLibraryFile):
            raise
        raise NoLibraryFile("This is no copy of a library, or not a whole one: make it anew.") from error
    return new


def _rows(parts: zipfile.ZipFile, table: Table) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table in a file, with values as the database takes them."""
    with parts.open(f"{table.name}.jsonl") as part:
        for line in io.TextIOWrapper(part, encoding="utf-8"):
            fields = json.loads(line)
            row = {
                column.name: _value(column, fields.get(column.name))
                for column in table.columns
                if not isinstance(column.type, LargeBinary)
            }
            if table is schema.original:
                row["data"] = parts.read(f"originals/{row['sha256']}")
            yield row


def _add_missing(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> int:
    """Insert the rows whose key is not there, and return how many those are."""
    key = list(table.primary_key.columns)
    known = {tuple(row) for row in connection.execute(select(*key))}
    added = 0
    for row in rows:
        place = tuple(row[column.name] for column in key)
        if place not in known:
            connection.execute(insert(table).values(**row))
            known.add(place)
            added += 1
    return added


def _add_to_list(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> dict[int, int]:
    """Put entries that are not there yet behind those that are; return the number that each has here."""
    known = {_told(row._mapping): row.number for row in connection.execute(select(table))}  # noqa: SLF001 - its public name
    numbers: dict[int, int] = {}
    for row in rows:
        here = {**row, "undoes": numbers[row["undoes"]] if row["undoes"] is not None else None}
        if _told(here) not in known:
            del here["number"]
            done = connection.execute(insert(table).values(**here))
            known[_told(here)] = done.inserted_primary_key[0] if done.inserted_primary_key else 0
        numbers[row["number"]] = known[_told(here)]
    return numbers


def _told(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    """Return what makes an entry of a list the same entry elsewhere: all but its number."""
    return tuple(value for name, value in sorted(row.items()) if name != "number")


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _value(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 - the type is the column's
    """Return a value of JSON as a column takes it. Raises TypeError and ValueError."""
    if value is None:
        if not column.nullable:
            raise ValueError(f"{column.name} is missing")
        return None
    if isinstance(column.type, DateTime):
        return dt.datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return dt.date.fromisoformat(value)
    wanted = int if isinstance(column.type, Integer) else str
    if not isinstance(value, wanted):
        raise TypeError(f"{column.name} is no {wanted.__name__}")
    return value
