"""Bodies that a person adds to the directory or changes in it: what they hold, what is refused, and their CSV file."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import get_args

from analysis.library.cells import guard, unguard
from analysis.library.filters import fold
from analysis.records import AffiliationKind

KINDS: Mapping[str, AffiliationKind] = MappingProxyType(
    {
        "think-tank": "think-tank",
        "government-institute": "think-tank",
        "university-centre": "university",
        "advocacy": "ngo",
        **{kind: kind for kind in get_args(AffiliationKind) if kind != "think-tank"},
    }
)
"""Kinds as the directory writes them, and what they are in an analysis."""
LARGEST_FILE = 10_000_000
MOST_BODIES = 50_000
_LONGEST = 300
_MOST_NAMES = 100
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,249}")
_COUNTRY = re.compile(r"[A-Z]{2}|")
_DOMAIN = re.compile(r"[^\s/:]+\.[^\s:]+|")


class BodyRefused(ValueError):  # noqa: N818 - named for what it tells a person
    """A body cannot be kept; the message says in one sentence why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One body of the directory, shipped or a user's own."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    """Other names; one with a question mark behind it is also the name of something else."""
    kind: str = "think-tank"
    """One of ``KINDS``."""
    country: str = ""
    """Two letters of ISO 3166, or empty."""
    city: str = ""
    domain: str = ""
    wikidata: str = ""
    source: str = ""
    parent: str = ""
    """Id of the body that it is a part of."""
    note: str = ""
    groups: tuple[tuple[str, str], ...] = ()
    """A user's own groupings as (column, value), by column: never shipped, never guessed."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the name and the other names, without the mark of ambiguity."""
        return (self.name, *(alias.removesuffix("?") for alias in self.aliases))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says of bodies: its columns, and the bodies by the number of the line that each starts on.

    What stands in columns that the file does not have is not said. An id may be missing: it is then empty.
    """

    columns: frozenset[str]
    bodies: Mapping[int, Body]

    def over(self, body: Body, known: Body | None) -> Body:
        """Return a body of the sheet, with what the sheet does not say taken from what is ``known`` of it.

        Raises BodyRefused where a new body has no kind, which is never guessed.
        """
        if known is None:
            if "kind" not in self.columns:
                raise BodyRefused(f"“{body.name}” is new: add a column “kind” to say what it is.")
            return body
        unsaid = {name: getattr(known, name) for name in COLUMNS if name not in {*self.columns, "id"}}
        kept = tuple(pair for pair in known.groups if pair[0] not in self.columns)
        return replace(body, **unsaid, groups=(*kept, *body.groups))


COLUMNS = tuple(field.name for field in fields(Body) if field.name != "groups")
"""Columns of the CSV file; every other column is a grouping."""


def key(name: str) -> str:
    """Return a name as names are compared: without case, accents, "the" in front, or kinds of marks and spaces."""
    plain = " ".join(_bare(fold(name)).split())
    return plain.removeprefix("the ") if " " in plain.removeprefix("the ") else plain


def slug(name: str) -> str:
    """Return an id made of the letters and digits of a name; "body" where it has none of the Latin alphabet."""
    return re.sub(r"[^a-z0-9]+", "-", _bare(fold(name))).strip("-")[:200].strip("-") or "body"


def tidy(body: Body) -> Body:
    """Return a body with single spaces, each other name once, and its groupings by column; empty ones fall away."""
    texts = {name: _line(getattr(body, name)) for name in COLUMNS if name != "aliases"}
    aliases = dict.fromkeys(filter(None, (_line(alias) for alias in body.aliases)))
    groups = sorted((column, value) for column, value in ((_line(c), _line(v)) for c, v in body.groups) if value)
    return replace(
        body,
        **texts,
        aliases=tuple(alias for alias in aliases if alias != texts["name"]),
        groups=tuple(groups),
    )


def check(body: Body) -> None:
    """Raise BodyRefused where a tidy body is not complete and well-formed in itself."""
    if not body.name:
        raise BodyRefused("An institution needs a name.")
    if not _ID.fullmatch(body.id):
        raise BodyRefused(f"“{body.id[:40]}” cannot be an id: use small letters, digits, hyphens and dots.")
    if body.kind not in KINDS:
        raise BodyRefused(f"“{body.kind[:40]}” is no kind of institution: use one of {', '.join(KINDS)}.")
    if not _COUNTRY.fullmatch(body.country):
        raise BodyRefused(f"“{body.country[:40]}” is no country: write two capital letters such as US, or nothing.")
    if not _DOMAIN.fullmatch(body.domain):
        raise BodyRefused(f"“{body.domain[:40]}” is no domain: write it like example.org, without https://.")
    texts = [getattr(body, name) for name in COLUMNS if name != "aliases"]
    if any(len(text) > _LONGEST for text in (*texts, *body.aliases, *(part for pair in body.groups for part in pair))):
        raise BodyRefused(f"A name or a value is too long: {_LONGEST} characters are the most.")
    if len(body.aliases) > _MOST_NAMES or len(body.groups) > _MOST_NAMES:
        raise BodyRefused(f"These are too many other names or groupings: {_MOST_NAMES} are the most.")
    if not all(any(map(str.isalnum, name)) for name in body.names):
        raise BodyRefused("A name needs a letter or a digit.")
    if any("|" in alias for alias in body.aliases):
        raise BodyRefused("Another name cannot hold the sign |, which separates names.")
    _check_columns([column for column, _ in body.groups])


def read_groups(text: str) -> tuple[tuple[str, str], ...]:
    """Return groupings that a person wrote, one a line as "region = Europe". Raises BodyRefused."""
    found = []
    for line in filter(str.strip, text.splitlines()):
        column, sign, value = line.partition("=")
        if not (sign and column.strip() and value.strip()):
            raise BodyRefused(f"“{line.strip()[:80]}” is no group: write it like region = Europe.")
        found.append((column, value))
    return tuple(found)


def write_sheet(bodies: Iterable[Body]) -> bytes:
    """Return bodies as a CSV file that ``read_sheet`` reads: UTF-8, safe to open in a spreadsheet."""
    kept = list(bodies)
    columns = sorted({column for body in kept for column, _ in body.groups})
    memory = io.StringIO(newline="")
    sheet = csv.writer(memory, lineterminator="\r\n")
    sheet.writerow([*COLUMNS, *map(guard, columns)])
    for body in kept:
        given = dict(body.groups)
        values = ["|".join(body.aliases) if name == "aliases" else getattr(body, name) for name in COLUMNS]
        sheet.writerow([guard(value) for value in (*values, *(given.get(column, "") for column in columns))])
    return memory.getvalue().encode("utf-8-sig")


def read_sheet(data: bytes) -> Sheet:
    """Return what a CSV file says of bodies, each of them well-formed.

    Only the column "name" is needed. Commas, semicolons or tabs separate columns. Raises BodyRefused, with the number
    of the line.
    """
    if len(data) > LARGEST_FILE:
        raise BodyRefused(f"The file is too large: {LARGEST_FILE // 1_000_000} MB are the most.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BodyRefused("The file is no text in UTF-8: save it as “CSV UTF-8”.") from error
    first = text.partition("\n")[0]
    sheet = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    found: dict[int, Body] = {}
    try:
        header = [_line(unguard(name)) for name in next(sheet, [])]
        _check_header(header)
        line = sheet.line_num + 1
        for cells in sheet:
            if any(map(str.strip, cells)):
                found[line] = _body(header, cells, line)
            line = sheet.line_num + 1
            if len(found) > MOST_BODIES:
                raise BodyRefused(f"The file has too many lines: {MOST_BODIES:,} institutions are the most.")
    except csv.Error as error:
        raise BodyRefused(f"Line {sheet.line_num} is not readable as CSV: {error}.") from error
    if not found:
        raise BodyRefused("The file has no institution in it: put one on each line below the names of the columns.")
    return Sheet(frozenset(header), found)


def _body(header: Sequence[str], cells: Sequence[str], line: int) -> Body:
    if len(cells) != len(header):
        raise BodyRefused(f"Line {line} has {len(cells)} cells where the first line names {len(header)} columns.")
    given = {name: unguard(cell) for name, cell in zip(header, cells, strict=True)}
    texts = {name: given[name] for name in COLUMNS if name in given and name != "aliases"}
    body = tidy(
        Body(
            **{"id": "", **texts},
            aliases=tuple(given.get("aliases", "").split("|")),
            groups=tuple((column, value) for column, value in given.items() if column not in COLUMNS),
        )
    )
    try:
        check(body if body.id else replace(body, id=slug(body.name)))
    except BodyRefused as problem:
        raise BodyRefused(f"Line {line}: {problem}") from problem
    return body


def _check_header(header: Sequence[str]) -> None:
    if "name" not in header:
        raise BodyRefused("Line 1 names no column “name”: it holds the names of the columns, as in an export.")
    if len(set(header)) < len(header):
        raise BodyRefused("Line 1 names a column twice.")
    _check_columns([name for name in header if name not in COLUMNS])


def _check_columns(columns: Sequence[str]) -> None:
    if "" in columns:
        raise BodyRefused("A grouping needs a name, such as region.")
    if any("=" in column or ":" in column for column in columns):
        raise BodyRefused("The name of a grouping cannot hold the signs = and :, which part it from its value.")
    folded = [column.casefold() for column in columns]
    if taken := next((column for column in columns if column.casefold() in COLUMNS), None):
        raise BodyRefused(f"“{taken}” cannot be the name of a grouping: a column of that name has another meaning.")
    if len(set(folded)) < len(folded):
        raise BodyRefused("An institution can be in each grouping once.")


def _bare(text: str) -> str:
    """Return a text without the accents of its letters."""
    if text.isascii():
        return text
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def _line(text: str) -> str:
    """Return a text on one line, composed, without characters that cannot be seen or stored."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter) not in ("Cf", "Cs", "Cn")
    )
    return " ".join(seen.split())
