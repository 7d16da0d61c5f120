"""Roles and offices: which words name a post, what kind of post it is, and who is known to have held one."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from analysis.pipeline.directory import fold, rows
from analysis.pipeline.places import places, state_of
from analysis.records import AffiliationKind, Span

_WORD = re.compile(r"(?:[A-Za-zÀ-ÿ]\.){2,}|[A-Za-zÀ-ÿ][\w-]*(?:'(?!s\b)\w+)?\.?|'s\b|\d+")
_KIND_OF_CATEGORY: dict[str, AffiliationKind] = {
    "politician": "government",
    "official": "government",
    "diplomat": "government",
    "military": "military",
}


@dataclass(frozen=True, slots=True)
class Post:
    """A role as the words name it.

    ``category`` is the trade (roles.csv), "any" for words that every trade has ("president", "spokesman").
    ``country`` and ``institution`` are filled for offices that only one state or body has ("Home Secretary").
    ``kind`` is what the role says about the employer: alone, or for the category "any" beside the name of a state.
    """

    span: Span
    category: str
    country: str
    institution: str
    kind: AffiliationKind


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who is generally known to hold, or to have held, a high office of a country or a body of states."""

    office: str
    country: str
    since: dt.date
    until: dt.date | None


@cache
def _terms() -> dict[tuple[str, ...], tuple[str, str, str, AffiliationKind]]:
    """Return (category, country, institution, kind) by the words of a role in lower case; offices win over roles."""
    terms: dict[tuple[str, ...], tuple[str, str, str, AffiliationKind]] = {}
    for row in rows("roles.csv"):
        kind = (
            "none"
            if row["term"].startswith(("former ", "retired "))
            else _KIND_OF_CATEGORY.get(row["category"], "none")
        )
        terms[tuple(row["term"].split())] = (row["category"], "", "", kind)
    for row in rows("offices.csv"):
        kind = cast("AffiliationKind", row["kind"])
        terms[tuple(row["title"].split())] = (row["category"], row["country"], row["institution"], kind)
    for term in [term for term, entry in terms.items() if not entry[2]]:
        country, office = state_of(term[0].upper()), terms.get(term[1:])
        if country and office and office[1] == country:
            terms[term] = office
    return terms


@cache
def _longest() -> int:
    return max(map(len, _terms()))


def find_posts(text: str, span: Span) -> tuple[Post, ...]:
    """Return the roles that the words of ``span`` name, left to right, the longest term at each place."""
    words = [(word[0].lower(), span.start + word.start(), span.start + word.end()) for word in _words(span.of(text))]
    found, at = [], 0
    while at < len(words):
        for size in range(min(_longest(), len(words) - at), 0, -1):
            term = tuple(word for word, _, _ in words[at : at + size])
            entry = _terms().get(term) or _terms().get((*term[:-1], term[-1].rstrip(".")))
            if entry is not None:
                found.append(Post(Span(words[at][1], words[at + size - 1][2]), *entry))
                at += size
                break
        else:
            at += 1
    return tuple(found)


def _words(text: str) -> Iterator[re.Match[str]]:
    return _WORD.finditer(text.replace("’", "'"))


@cache
def _holders() -> dict[str, tuple[Holder, ...]]:
    holders: dict[str, list[Holder]] = {}
    for row in rows("office_holders.csv"):
        until = dt.date.fromisoformat(row["until"]) if row["until"] else None
        holder = Holder(row["office"], row["country"], dt.date.fromisoformat(row["from"]), until)
        for name in (row["name"], *row["aliases"].split("|")):
            holders.setdefault(fold(name), []).append(holder)
    return {name: tuple(held) for name, held in holders.items() if name}


def holder_named(name: str, *, published: dt.date | None) -> Holder | None:
    """Return the office that a person of this name held when the article appeared, or None.

    Without a date of publication only present holders count. The table is general knowledge as of 2025 and small.
    """
    for holder in _holders().get(fold(name), ()):
        if published is None:
            if holder.until is None:
                return holder
        elif holder.since <= published and (holder.until is None or published < holder.until):
            return holder
    return None


def is_office_holder(name: str) -> bool:
    """Tell whether the table of office holders has this name, in office or not."""
    return fold(name) in _holders()


@cache
def adjective_of(country: str) -> str:
    """Return the word that stands before "government" for a country: "Ukrainian", "US"; else its name."""
    for place in places():
        if place.name == country:
            letters = [alias for alias in place.aliases if alias.isupper() and alias.isalpha() and len(alias) == 2]
            return next(iter(letters or place.demonyms), country)
    return country
