"""The directory: think-tanks, public bodies, companies, media and universities, and where a text names them."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import ahocorasick

from analysis.records import AffiliationKind, Span

DATA = Path(__file__).parent.parent / "data"
_KINDS: dict[str, AffiliationKind] = {
    "think-tank": "think-tank",
    "government-institute": "think-tank",
    "university-centre": "university",
    "advocacy": "ngo",
}
_FOLDS = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-"})
_HEADS = (
    r"(?:fellow|analyst|researcher|scholar|expert|economist|director|president|head|chief|chair\w*|professor|lecturer|"
    r"strategist|scientist|adviser|advisor|associate|spokes\w+|executive|founder|co-founder|specialist|editor|"
    r"correspondent|reporter|member|dean|historian|officer|official|campaigner|partner|trader|manager|lead)s?"
)
_LED_IN = re.compile(
    rf"\b{_HEADS}\b[^.;:!?\n\"]{{0,90}}\b(?:at|of|from|with|for)\s+(?:the\s+|a\s+)?(?:[\w-]+\s+){{0,3}}$"
    r"|\bthink[- ]?tanks?,?\s+$"
    r"|\b[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?,? (?:of|at|from) (?:the\s+)?$",
    re.IGNORECASE,
)
_LED_OUT = re.compile(
    rf"(?:'s)?\s+(?:think[- ]?tank|institute\b|(?:[a-z-]+\s+){{0,2}}{_HEADS}\b)"
    r"|,\s+(?:an?|the)\s[^,.]{0,60}think[- ]?tank"
)
_PRIVATE = frozenset({"think-tank", "ngo", "university"})
_REACH = 160
"""Characters before a name in which its support is looked for."""


@dataclass(frozen=True, slots=True)
class Institution:
    """One body of the directory.

    ``kind`` says what it is in the terms of the analysis; ``state_run`` marks research institutes of a government.
    ``parent`` is the id of the mother institution, or empty.
    """

    id: str
    name: str
    kind: AffiliationKind
    state_run: bool
    country: str
    city: str
    parent: str


@dataclass(frozen=True, slots=True)
class Match:
    """A place in the text that names a body of the directory."""

    span: Span
    institution: Institution


@dataclass(frozen=True, slots=True)
class _Name:
    """A string of the directory, with the bodies it stands for alone and those it may stand for."""

    safe: tuple[Institution, ...]
    ambiguous: tuple[Institution, ...]


def fold(text: str) -> str:
    """Return a copy of the same length with plain apostrophes, spaces and hyphens and without accents."""
    plain = text.translate(_FOLDS)
    if plain.isascii():
        return plain
    return "".join(_bare(letter) for letter in plain)


@cache
def _bare(letter: str) -> str:
    """Return the letter without its accent where that is one letter too."""
    base = unicodedata.normalize("NFD", letter)[0]
    return base if unicodedata.category(letter)[0] == "L" else letter


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table in the data folder as dictionaries of text."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name).lower()).strip("-")


def _institution(row: dict[str, str], *, kind: AffiliationKind) -> Institution:
    return Institution(
        id=row.get("id") or _slug(row["name"]),
        name=row["name"],
        kind=kind,
        state_run=row["kind"] == "government-institute",
        country=row["country"],
        city=row.get("city", ""),
        parent=row.get("parent", ""),
    )


def _without_article(name: str) -> str:
    """Return a name folded and without "The", which stays where one word alone is left ("The Sun")."""
    plain = fold(name)
    bare = plain.removeprefix("the ").removeprefix("The ")
    return bare if " " in bare else plain


def _as_word(alias: str) -> str:
    """Return the spelling of outlets that write acronyms as words ("Rand Corporation", "Rusi"), or an empty string.

    An acronym alone turns ambiguous by it, since it may look like a surname.
    """
    name = alias.removesuffix("?")
    word = re.sub(r"\b[A-Z]{4,}\b", lambda letters: letters[0].capitalize(), name)
    if word == name:
        return ""
    return word if " " in word and not alias.endswith("?") else f"{word}?"


@cache
def _names() -> dict[str, _Name]:
    """Return every string of the directory, folded, with the bodies it names. A trailing ``?`` marks ambiguity."""
    safe: dict[str, list[Institution]] = {}
    ambiguous: dict[str, list[Institution]] = {}
    for table in ("institutions.csv", "bodies.csv"):
        for row in rows(table):
            body = _institution(row, kind=_KINDS.get(row["kind"], row["kind"]))  # type: ignore[arg-type]  # checked by a test
            aliases = [alias for alias in row["aliases"].split("|") if alias]
            if f"{row['name']}?" not in aliases:
                aliases.append(row["name"])
            spoken = [word for word in map(_as_word, aliases) if word and f"{word}?" not in aliases]
            for alias in (*aliases, *spoken):
                listed = ambiguous if alias.endswith("?") else safe
                bodies = listed.setdefault(_without_article(alias.removesuffix("?")), [])
                if body not in bodies:
                    bodies.append(body)
    return {
        name: _Name(tuple(safe.get(name, ())), tuple(ambiguous.get(name, ())))
        for name in safe.keys() | ambiguous.keys()
    }


@cache
def _automaton() -> ahocorasick.Automaton:
    """Return the automaton over all strings of the directory (about 5,700 strings, 5 MB)."""
    automaton = ahocorasick.Automaton(ahocorasick.STORE_LENGTH)
    for name in _names():
        automaton.add_word(name)
    automaton.make_automaton()
    return automaton


@cache
def _universities() -> dict[str, Institution]:
    """Return universities by each of their unambiguous names, folded and in lower case."""
    found: dict[str, Institution] = {}
    for row in rows("universities.csv"):
        body = _institution({**row, "kind": "university"}, kind="university")
        for name in (row["name"], *row["aliases"].split("|")):
            if " " in name and not name.endswith("?"):
                found.setdefault(fold(name).lower(), body)
    return found


def find_institutions(text: str) -> tuple[Match, ...]:
    """Find the bodies of the directory that a text names, in order, without overlaps; the longest name wins.

    Matching is case-sensitive and on word boundaries. A name that is also something else (an acronym of three
    letters, a surname, a place) counts only with support: the body's full name elsewhere in the text, or words around
    it that attribute somebody to a body ("fellow at X", "X, a think-tank").
    """
    plain, full = _read(text)
    names = _names()
    found = []
    for span in _occurrences(plain, 0, len(plain)):
        name = names[span.of(plain)]
        led = not name.safe and not _is_inside(plain, span) and _is_attributed(plain, span)
        around = plain[max(0, span.start - 200) : span.end + 200]
        body = _choose(name, named=full, attributed=led, around=around, acronym=span.of(plain).isupper())
        if body is not None:
            found.append(Match(span, body))
    return tuple(found)


def match_within(text: str, span: Span) -> tuple[Match, ...]:
    """Find bodies in words that are known to say where somebody works, so that ambiguous names count too."""
    plain, full = _read(text)
    around = plain[max(0, span.start - 300) : span.end + 300]
    found = []
    for hit in _occurrences(plain, span.start, span.end):
        name = _names()[hit.of(plain)]
        led = bool(name.safe) or not _is_inside(plain, hit)
        body = _choose(name, named=full, attributed=led, around=around, acronym=hit.of(plain).isupper())
        if body is not None:
            found.append(Match(hit, body))
    return tuple(found)


@lru_cache(maxsize=4)
def _read(text: str) -> tuple[str, frozenset[str]]:
    """Return a text folded, and the ids of the bodies that it names in full; kept, since one text is asked often."""
    plain = fold(text)
    hits = _occurrences(plain, 0, len(plain))
    return plain, frozenset(body.id for span in hits for body in _names()[span.of(plain)].safe)


def look_up(name: str) -> Institution | None:
    """Return the body that a whole string names ("the University of Houston", "Reuters"), or None."""
    plain = _without_article(name)
    listed = _names().get(plain) or _names().get(plain.removeprefix("the ").removeprefix("The "))
    bodies = (listed.safe or listed.ambiguous) if listed else ()
    return bodies[0] if len(bodies) == 1 else _university(plain.lower().removeprefix("the "))


def _university(name: str) -> Institution | None:
    """Return the university of a name in lower case; "Leeds University" is the University of Leeds."""
    place = name.removesuffix(" university")
    return _universities().get(name) or (_universities().get(f"university of {place}") if place != name else None)


def _occurrences(plain: str, start: int, end: int) -> list[Span]:
    """Return the spans of all names on word boundaries, longest first where they overlap, in order."""
    hits = []
    for last, length in _automaton().iter(plain, start, end):
        first = last - length + 1
        before, after = plain[first - 1 : first], plain[last + 1 : last + 2]
        if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
            hits.append(Span(first, last + 1))
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[Span] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
        elif hit.end - hit.start > kept[-1].end - kept[-1].start:
            kept[-1] = hit
    return kept


def _is_inside(plain: str, span: Span) -> bool:
    """Tell whether an ambiguous name is a word of a longer name ("Federation of Independent Business")."""
    if span.of(plain).isupper():
        return False
    return bool(
        re.match(r" [A-Z]", plain[span.end :][:2])
        or re.search(r"[A-Z][\w-]+(?: of)? $", plain[max(0, span.start - 40) : span.start])
    )


def _is_attributed(plain: str, span: Span) -> bool:
    """Tell whether the words before or after say that somebody works there, or that it is a think-tank."""
    before = plain[max(0, span.start - _REACH) : span.start]
    return bool(_LED_IN.search(before) or _LED_OUT.match(plain[span.end : span.end + _REACH]))


def _choose(name: _Name, *, named: frozenset[str], attributed: bool, around: str, acronym: bool) -> Institution | None:
    """Return the one body that a string stands for here, or None where the text does not settle it.

    An ambiguous acronym of a private body needs its full name in the text or its city nearby.
    """
    if len(name.safe) == 1:
        return name.safe[0]
    bodies = name.safe or name.ambiguous
    spelled_out = [body for body in bodies if body.id in named]
    if len(spelled_out) == 1:
        return spelled_out[0]
    if not (attributed or name.safe):
        return None
    if len(bodies) == 1 and not (acronym and bodies[0].kind in _PRIVATE):
        return bodies[0]
    near = [body for body in bodies if body.city and fold(body.city) in around]
    return near[0] if len(near) == 1 else None
