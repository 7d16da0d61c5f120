"""The tables of a whole library, put together from what each article gives to them, and kept in memory.

The rows of an article are kept in the library as sheets, column by column; after a change only the sheets of the
articles that it touched are made and read again. A library of 10,000 articles is never held as records.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import Any

import pandas as pd

from analysis.library import Library
from analysis.library import rows as quote_rows
from analysis.library.directory import Directory
from analysis.library.directory import edition as directory_edition
from analysis.records import Analysis, Article
from analysis.views import findings, labels, people, tables
from analysis.views.tables import Maker

MAKERS: Mapping[str, tuple[Maker, Mapping[str, str]]] = MappingProxyType(
    {
        "articles": (findings.article_rows, tables.ARTICLES),
        "quotes": (findings.speech_rows, tables.QUOTES),
        "stances": (findings.stance_rows, tables.STANCES),
        "sections": (findings.section_rows, tables.SECTIONS),
        "dates": (findings.date_rows, tables.DATES),
        "entities": (findings.entity_rows, tables.ENTITIES),
        "mentions": (findings.mention_rows, tables.MENTIONS),
        "labels": (findings.citation_rows, labels.LABELS),
        "posts": (findings.post_rows, people.POSTS),
    }
)
"""The tables: what makes their rows, and their columns."""
_SAME = ("article_id", "article", "outlet", "published")
"""Columns that hold one value in all rows of an article."""
_PORTION = 1_000


class Tables:
    """The tables of a library as they are now. May be shared by threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept: dict[str, tuple[int, pd.DataFrame]] = {}
        self._lock = RLock()

    def prepare(self) -> Iterator[tuple[int, int]]:
        """Make the sheets that are missing; yield after each article how many of how many are made."""
        missing = self._library.sheets.missing("articles", edition())
        directory = self._library.directory() if missing else Directory()
        for number, article_id in enumerate(missing, start=1):
            revision = self._library.revision()
            article, analysis = self._library.article(article_id), self._library.analysis(article_id)
            if article and analysis:
                self._library.sheets.keep(article_id, edition(), write(article, analysis, directory), revision)
            yield number, len(missing)

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of all articles, in their order."""
        with self._lock:
            revision = self._library.revision()
            since, known = self._kept.get(name, (-1, _read((), name)))
            if since != revision:
                for _ in self.prepare():
                    pass
                known = self._brought_up_to_date(name, known, since)
                self._kept[name] = (revision, known)
            return known

    def of_article(self, name: str, article_id: str) -> pd.DataFrame:
        """Return a table of one article."""
        sheet = self._library.sheets.one(name, edition(), article_id)
        if sheet is None:
            for _ in self.prepare():
                pass
            sheet = self._library.sheets.one(name, edition(), article_id)
        return _read([sheet] if sheet else [], name)

    def of_articles(self, name: str, article_ids: Iterable[str]) -> pd.DataFrame:
        """Return a table of some articles, in the order given."""
        return _joined([self.of_article(name, article_id) for article_id in dict.fromkeys(article_ids)], name)

    def _brought_up_to_date(self, name: str, known: pd.DataFrame, since: int) -> pd.DataFrame:
        """Return a table with the rows of changed articles in place of old ones, and without those that are gone."""
        changed: set[str] = set()
        parts = []
        read = self._library.sheets.read(name, since=since)
        while portion := list(islice(read, _PORTION)):
            changed.update(article_id for article_id, _ in portion)
            parts.append(_read((text for _, text in portion), name))
        place = {article_id: number for number, article_id in enumerate(self._library.sheets.order())}
        if len(known):
            at = known["article_id"].map(place)
            parts.insert(0, known[at.notna() & ~known["article_id"].isin(changed)])
        whole = _joined(parts, name)
        at = whole["article_id"].map(place)
        return whole.iloc[at.argsort(kind="stable")].reset_index(drop=True)


@cache
def edition() -> str:
    """Return what sheets are made with: it changes with the code that makes rows and with the shipped directory."""
    code = [Path(str(module.__file__)).read_bytes() for module in (findings, quote_rows, tables)]
    return sha256(b"".join([*code, directory_edition().encode()])).hexdigest()[:16]


def write(article: Article, analysis: Analysis, directory: Directory) -> dict[str, str]:
    """Return the sheets of an article by the names of the tables."""
    return {name: _written(list(make(article, analysis, directory))) for name, (make, _) in MAKERS.items()}


def _written(rows: list[findings.Row]) -> str:
    names = dict.fromkeys(name for row in rows for name in row)
    same = {name: rows[0][name] for name in names if name in _SAME}
    columns = {name: [row.get(name, "") for row in rows] for name in names if name not in same}
    return json.dumps(
        {"rows": len(rows), "same": same, "columns": columns},
        default=dt.date.isoformat,
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _read(sheets: Iterable[str], name: str) -> pd.DataFrame:
    """Return sheets of a table as one; columns that only some of them have hold "" in the others."""
    declared = MAKERS[name][1]
    values: dict[str, list[Any]] = {column: [] for column in declared}
    total = 0
    for text in sheets:
        sheet = json.loads(text)
        given = {column: [value] * sheet["rows"] for column, value in sheet["same"].items()} | sheet["columns"]
        for column in dict.fromkeys([*values, *given]):
            if column not in values:
                values[column] = [""] * total
            values[column] += given[column] if column in given else [""] * sheet["rows"]
        total += sheet["rows"]
    read = {
        column: pd.to_datetime(cells, format="%Y-%m-%d") if declared.get(column, "").startswith("datetime") else cells
        for column, cells in values.items()
    }
    return pd.DataFrame(read).astype({column: declared.get(column, "str") for column in read})


def _joined(parts: list[pd.DataFrame], name: str) -> pd.DataFrame:
    if not parts:
        return _read((), name)
    whole = pd.concat(parts, ignore_index=True)
    extra = [column for column in whole.columns if column not in MAKERS[name][1]]
    return whole.assign(**{column: whole[column].fillna("").astype("str") for column in extra})
