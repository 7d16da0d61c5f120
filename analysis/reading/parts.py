"""Files that hold several articles: archives of files, tables and lines of JSON with an article a row."""

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Protocol

from analysis.reading.days import day_written
from analysis.reading.files import KINDS, compose, read_all
from analysis.reading.html import Page
from analysis.reading.limits import PACKED_BYTES, Unreadable, check_count, check_size, check_unpacked
from analysis.reading.text import decode
from analysis.records import Article, Original

PACKED = (".zip", ".csv", ".jsonl")
"""The kinds of file that hold several articles."""

_COLUMNS = {
    "text": ("text", "body", "content", "article", "full text", "fulltext"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "publication", "source", "newspaper", "publisher"),
    "published": ("published", "date", "publication date", "pubdate", "day"),
    "id": ("id", "url", "link"),
    "byline": ("byline", "author", "authors", "by"),
}
_LONGEST_CELL = 2**20


class Read(Protocol):
    """The reading of a part; ``mend`` as for ``compose``."""

    def __call__(self, *, mend: bool = False) -> list[Article]:
        """Return the articles."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or a row or member of one: its name, and how to read the articles in it; ``read`` raises Unreadable.

    ``original`` gives the bytes that were read: the file, the member of an archive, the line of JSON; of a row of a
    table the whole table.
    """

    name: str
    read: "Read"
    original: Callable[[], Original]


def open_file(name: str, data: bytes) -> list[Part]:
    """Return what a file of any kind holds, unread: rows, members, or the file itself; raise Unreadable where nothing.

    What cannot be read of one part is told when that part is read, and the others go on.
    """
    kind = PurePath(name.replace("\\", "/")).suffix.lower()
    if kind not in PACKED:
        return [Part(name, partial(read_all, name, data), lambda: Original(name, data))]
    check_size(len(data), limit=PACKED_BYTES)
    if kind == ".zip":
        parts = list(_members(data))
    else:
        parts = list(_table(name, data) if kind == ".csv" else lines_of_json(name, data.splitlines()))
    if not parts:
        raise Unreadable("There is no article in this file: put one on each row, or one in each file.")
    return parts


def is_wanted(path: str) -> bool:
    """Tell whether a file in a folder or an archive is of a kind that is read and not a hidden one."""
    place = PurePath(path)
    hidden = any(part.startswith((".", "__MACOSX")) for part in place.parts)
    return not hidden and not path.endswith("/") and place.suffix.lower() in {*KINDS, *PACKED}


def lines_of_json(name: str, lines: Iterable[bytes]) -> Iterator[Part]:
    """Yield the article of each line: {"id", "text"[, "title", "outlet", "author", "published"]}.

    The text is kept as it stands, and so are further fields that hold a word or a number.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            source = f"{name}:{number}"
            yield Part(source, _line_reader(line, source), partial(Original, source, line))


def _line_reader(line: bytes, source: str) -> Read:
    def read_line(*, mend: bool = False) -> list[Article]:
        try:
            fields = json.loads(line.decode("utf-8-sig"))
        except RecursionError as error:
            raise Unreadable("The line is nested too deeply: write one object with an id and a text.") from error
        except ValueError as error:
            raise Unreadable(
                f"The line is not as it should be ({error}): write one JSON object on each line."
            ) from error
        if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
            raise Unreadable('The line has no "text": write {"id": ..., "text": ...} on each line.')
        day = fields.get("published")
        try:
            published = dt.date.fromisoformat(str(day)[:10]) if day else None
        except ValueError as error:
            raise Unreadable(f"The line is not as it should be ({error}): write a day such as 2025-04-19.") from error
        page = Page(
            text=fields["text"],
            title=str(fields.get("title") or ""),
            outlet=str(fields.get("outlet") or ""),
            byline=str(fields.get("author") or ""),
            published=published,
            columns=tuple(
                (name, str(value))
                for name, value in fields.items()
                if name not in {*_COLUMNS, "author"} and isinstance(value, str | int | float)
            ),
        )
        return [compose(page, source=str(fields.get("id") or source), mend=mend)]

    return read_line


def _table(name: str, data: bytes) -> Iterator[Part]:
    """Yield the article of each row of a table; the names of its columns tell what is in them."""
    text = decode(data)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(text[:4096].partition("\n")[0], delimiters=",;\t|")
    except csv.Error:
        dialect = "excel"
    rows = csv.DictReader(io.StringIO(text, newline=""), dialect=dialect)
    try:
        columns = _columns(rows.fieldnames or ())
        if "text" not in columns:
            raise Unreadable('The table has no column "text": name the column with the articles so, in the first row.')
        for number, row in enumerate(rows, start=2):
            check_count(number - 1)
            source = f"{name}:{number}"
            yield Part(source, _row_reader(row, columns, source), lambda: Original(name, data))
    except csv.Error as error:
        raise Unreadable(f"The table cannot be read ({error}): save it anew as CSV.") from error


def _columns(names: Iterable[str]) -> dict[str, str]:
    """Return which column of a table holds what."""
    plain = {(name or "").strip().lower().replace("_", " "): name for name in names}
    found = {what: next((plain[name] for name in known if name in plain), None) for what, known in _COLUMNS.items()}
    return {what: name for what, name in found.items() if name is not None}


def _row_reader(row: Mapping[str, str | None], columns: Mapping[str, str], source: str) -> Read:
    cells = {what: (row.get(name) or "") for what, name in columns.items()}
    page = Page(
        text=cells["text"],
        title=cells.get("title", ""),
        outlet=cells.get("outlet", ""),
        byline=cells.get("byline", ""),
        published=day_written(cells.get("published", "")),
        columns=tuple(
            (name, value)
            for name, value in row.items()
            if name not in columns.values() and name and isinstance(value, str)
        ),
    )
    return lambda *, mend=False: [compose(page, source=cells.get("id") or source, mend=mend)]


def _members(data: bytes) -> Iterator[Part]:
    """Yield the articles in the files of an archive that are of a kind that is read; folders inside count too."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable("This archive is damaged: pack the files anew as .zip.") from error
    files = [member for member in packed.infolist() if is_wanted(member.filename)]
    members = [member for member in files if not member.filename.lower().endswith(".zip")]
    check_count(len(members))
    check_unpacked(sum(member.file_size for member in members))
    for member in members:
        if PurePath(member.filename).suffix.lower() in PACKED:
            yield from _inner(member.filename, _unpacked(packed, member))
        else:
            yield _member(packed, member)


def _inner(name: str, load: Callable[[], bytes]) -> Iterator[Part]:
    try:
        yield from open_file(name, load())
    except Unreadable as problem:
        yield Part(name, _refusal(str(problem)), lambda: Original(name, load()))


def _refusal(message: str) -> Read:
    def refuse(*, mend: bool = False) -> list[Article]:  # noqa: ARG001 - as the protocol has it
        raise Unreadable(message)

    return refuse


def _member(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Part:
    name, load = member.filename, _unpacked(packed, member)
    return Part(name, lambda *, mend=False: read_all(name, load(), mend=mend), lambda: Original(name, load()))


def _unpacked(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], bytes]:
    def load() -> bytes:
        check_size(member.file_size)
        try:
            return packed.read(member)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise Unreadable(
                "This file in the archive is damaged or locked with a password: pack it anew without one."
            ) from error

    return load
