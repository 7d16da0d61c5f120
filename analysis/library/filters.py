"""What a person asks to see: one filter for quotes, understood alike by the database and by the tables."""

import datetime as dt
import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache

LONGEST_REQUEST = 1_000
_TERM = re.compile(r"""(?<!\S)"([^"]+)"(?!\S)|(\S+)""")
_PLAIN_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "`": "'", "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteFilter:
    """Which quotes to show. Every field that is not empty must agree; within a field any one of the values will do.

    ``articles`` holds article ids, all other fields hold what the tables show: names, labels, kinds of institution.
    The value "" stands for "none given": quotes without a think-tank, an institution, a speaker, a target or a section,
    and (column, "") for those without a value in that column.
    ``since`` and ``until`` are days of publication, both included; an article without a date then drops out.
    """

    articles: tuple[str, ...] = ()
    think_tanks: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """Kinds of institution: think-tank, government, ..., none."""
    countries: tuple[str, ...] = ()
    """Countries of institutions, two letters each."""
    parents: tuple[str, ...] = ()
    """Names of bodies that institutions are a part of."""
    groups: tuple[tuple[str, str], ...] = ()
    """A person's own columns, of files or institutions, as (column, value): any value of a column will do."""
    speakers: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    """supportive, critical, neutral, mixed, none."""
    targets: tuple[str, ...] = ()
    """A quote agrees when any of its targets is among these."""
    types: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    words: str = ""
    """Plain text: every word of it must occur, in any case, in the quote or in the speaker's name.

    Words in quotation marks must stand together.
    """
    since: dt.date | None = None
    until: dt.date | None = None

    def groupings(self) -> dict[str, tuple[str, ...]]:
        """Return the values that are asked for, by the column of a grouping."""
        columns = dict.fromkeys(column for column, _ in self.groups)
        return {column: tuple(value for other, value in self.groups if other == column) for column in columns}


def fold(text: str) -> str:
    """Return ``text`` as it is compared in a search: without case, variants of marks and letters, or hidden characters.

    Curly quotation marks and apostrophes equal straight ones, dashes equal hyphens, compatibility characters equal
    their plain form. The result may differ in length from ``text``.
    """
    seen = unicodedata.normalize("NFKC", text).translate(_unseen())
    return unicodedata.normalize("NFKC", seen.casefold()).translate(_PLAIN_MARKS)


def flatten(text: str) -> str:
    """Return ``text`` folded, with single spaces between its words: what searches compare."""
    return " ".join(fold(text).split())


def searched(quote: str, speaker: str) -> str:
    """Return what a search for words reads of a quote."""
    return f"{flatten(quote)}\n{flatten(speaker)}"


def terms(words: str) -> tuple[str, ...]:
    """Return the folded words and phrases that a search asks for, each once; only the first 1,000 characters count.

    A phrase stands between two quotation marks; a mark without a partner is a letter like others.
    """
    asked = fold(words[:LONGEST_REQUEST])
    found = (" ".join((phrase or word).split()) for phrase, word in _TERM.findall(asked))
    return tuple(dict.fromkeys(filter(None, found)))


@cache
def _unseen() -> dict[int, str]:
    """Return what stands for characters without a shape: nothing for hidden ones, a space for controls."""
    stand_ins = {"Cf": "", "Cc": " ", "Cs": "\N{REPLACEMENT CHARACTER}"}
    categories = ((code, unicodedata.category(chr(code))) for code in range(sys.maxunicode + 1))
    return {code: stand_ins[category] for code, category in categories if category in stand_ins}
