"""The words of the calendar: ``data/calendar.csv`` by kind."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_DATA = Path(__file__).parents[2] / "data" / "calendar.csv"


@cache
def words_of(kind: str) -> Mapping[str, str]:
    """Return the words of one kind ("month", "weekday", "number") with their value, as written in the table."""
    with _DATA.open(encoding="utf-8", newline="") as rows:
        return MappingProxyType({row["word"]: row["value"] for row in csv.DictReader(rows) if row["kind"] == kind})


def number_of(kind: str, word: str) -> int:
    """Return the number that a word of a kind stands for. Raises KeyError for a word that the table lacks."""
    return int(words_of(kind)[word])


@cache
def any_of(*kinds: str) -> str:
    """Return a regular expression for any word of some kinds, longest first."""
    words = {word for kind in kinds for word in words_of(kind)}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
