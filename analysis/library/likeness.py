"""How alike two people's names are: the same full name, perhaps the same person, or not, with the reasons in words.

Only the same full name is certain enough to join two people of different articles; everything else is a suggestion for
a person to decide on. The rules are the project's own; distances between words are Damerau and Levenshtein's, with
neighbouring letters swapped counted as one. Names are split as European names are, the surname last; names in another
order are only suggested.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from rapidfuzz.distance import OSA

from analysis.library.spelling import fold_name, given_name, listed, skeleton, variants

SUGGESTED = 0.5
"""From this score on, two people are suggested to be one."""
_HE_AND_SHE = "one is he, the other she"
_SAME_TIME = dt.timedelta(days=365)
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_ARTICLE = re.compile(r"^(?:[aA]l[-‐]|[eE]l[-‐]|al |el )")  # "al-Assad" alone is a surname; "Al Gore" is not
_LONG, _VERY_LONG = 6, 7  # letters of a surname in which one wrong letter is a slip rather than another name


@dataclass(frozen=True, slots=True)
class Name:
    """The folded words of a person's name: without titles and honours, hyphens and apostrophes taken out."""

    words: tuple[str, ...]
    core: tuple[str, ...]
    """The words without particles, which may be left out: "Samantha de Bendern" gives samantha, bendern."""
    younger: str = ""
    """"jr", "iii": tells a son from his father."""
    full: bool = False
    """Whether it holds a surname and a given name, or two initials: "J. Nixey" is no full name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """What is known of somebody when comparing: names, "he" or "she" where shown, institutions with their days."""

    names: tuple[str, ...]
    genders: frozenset[str] = frozenset()
    posts: tuple[tuple[str, dt.date | None], ...] = ()
    articles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two people are one (0 to 1; no probability), what speaks for it and what against it, in words."""

    score: float
    reasons: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@cache
def parse_name(words: str) -> Name:
    """Return the words of a name as they are compared."""
    titles, honours, younger = listed("title") | listed("he") | listed("she"), listed("suffix"), listed("younger")
    raw = _WORD.findall(_ARTICLE.sub("", words))
    if len(raw) > 1 and len(raw[0]) in (2, 3) and raw[0].isupper() and not words.isupper():
        raw[:1] = list(raw[0])  # "JD Vance" is J. D. Vance
    found = [fold_name(word) for word in raw]
    while len(found) > 1 and found[0] in titles:
        found.pop(0)
    line = ""
    while len(found) > 1 and (found[-1] in honours or found[-1] in younger):
        last = found.pop()
        line = last if last in younger else line
    kept = [word for word in found if word]
    particles, ends = listed("particle"), (0, len(kept) - 1)
    core = tuple(word for index, word in enumerate(kept) if index in ends or word not in particles)
    full = len(core) > 2 or (len(core) == 2 and len(core[0]) > 1)
    return Name(tuple(kept), core, line, full)


@cache
def name_key(words: str) -> str:
    """Return what two spellings of the same full name have in common, "" where the name is not a full one."""
    name = parse_name(words)
    return " ".join((*name.words, name.younger)).strip() if name.full else ""


def compare(one: Persona, other: Persona) -> Likeness:
    """Return how alike two people are, by the two of their names that are most alike and by what contradicts it."""
    best = max((_compare_names(a, b) for a, b in product(one.names, other.names)), key=lambda found: found.score)
    if not best.score:
        return best
    shared = sorted({a for a, _ in one.posts for b, _ in other.posts if same_body(a, b)})
    doubts = contradictions(one, other)
    if _HE_AND_SHE in doubts:
        return Likeness(0.0, best.reasons, doubts)
    apart = bool(one.articles & other.articles)
    if apart:
        doubts = (*doubts, "both speak in one article")
    score = best.score + 0.15 * bool(shared) - 0.3 * len(doubts)
    reasons = (*best.reasons, *(f"both of {name}" for name in shared[:1]))
    return Likeness(round(min(1.0, max(0.0, score)), 3), reasons, doubts)


def contradictions(one: Persona, other: Persona) -> tuple[str, ...]:
    """Return what speaks against two people being one: "he" and "she", two institutions within a year."""
    found = []
    if {"he", "she"} <= one.genders | other.genders and not one.genders & other.genders:
        found.append(_HE_AND_SHE)
    shared = any(same_body(a, b) for (a, _), (b, _) in product(one.posts, other.posts))
    clashes = [(a, b) for (a, day), (b, then) in product(one.posts, other.posts) if _same_time(day, then)]
    if clashes and not shared:
        found.append(f"at the same time of {clashes[0][0]} and of {clashes[0][1]}")
    return tuple(found)


def same_body(one: str, other: str) -> bool:
    """Tell whether two names of institutions mean the same: equal, initials of the other, or a part of it in words."""
    a, b = (re.findall(r"[^\W_]+", fold_name(name)) for name in (one, other))
    a, b = ([word for word in words if word not in ("the", "of", "and", "for")] for words in (a, b))
    if not a or not b:
        return False
    initials = {"".join(word[0] for word in words) for words in (a, b) if len(words) > 2}
    return a == b or set(a) < set(b) or set(b) < set(a) or any(w[0] in initials for w in (a, b) if len(w) == 1)


def score_pairs(path: Path) -> dict[str, float]:
    """Return how well the rule tells the pairs of a table: pairs, precision, recall, F1 and two kinds of false merges.

    Columns: one, two, institution_one, institution_two, day_one, day_two, same (yes or no). A pair counts as found
    where the full names are the same or a suggestion would be made.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    hits = found = wanted = joined = mistaken = 0
    for row in rows:
        same = row["same"] == "yes"
        alike = bool(name_key(row["one"])) and name_key(row["one"]) == name_key(row["two"])
        suggested = compare(_persona(row, "one"), _persona(row, "two")).score >= SUGGESTED
        full = parse_name(row["one"]).full and parse_name(row["two"]).full
        hits += same and (alike or suggested)
        found += alike or suggested
        wanted += same
        joined += alike and not same
        mistaken += full and suggested and not same
    return {
        "pairs": len(rows),
        "precision": hits / max(1, found),
        "recall": hits / max(1, wanted),
        "F1": 2 * hits / max(1, found + wanted),
        "joined wrongly": joined,
        "full names suggested wrongly": mistaken,
    }


def _persona(row: dict[str, str], which: str) -> Persona:
    day = row[f"day_{which}"]
    body = row[f"institution_{which}"]
    return Persona(
        names=(row[which],),
        genders=frozenset(shown_gender([row[which]])),
        posts=((body, dt.date.fromisoformat(day) if day else None),) if body else (),
    )


def shown_gender(names: Iterable[str]) -> set[str]:
    """Return "he" and "she" as the titles in names show them ("Mrs Lee"), or the pronouns."""
    words = {fold_name(word) for name in names for word in _WORD.findall(name)[:1]}
    he = words & (listed("he") | {"he", "his", "him"})
    she = words & (listed("she") | {"she", "her"})
    return ({"he"} if he else set()) | ({"she"} if she else set())


@cache
def _compare_names(one: str, other: str) -> Likeness:
    """Return how alike two names are, their bearers aside."""
    a, b = parse_name(one), parse_name(other)
    if a.younger != b.younger or not a.words or not b.words:
        return Likeness(0.0)
    if a.words == b.words:
        return Likeness(1.0, ("same full name",)) if a.full else Likeness(0.45, ("the same short name",))
    if "".join(a.words) == "".join(b.words):
        return Likeness(0.9, ("the same letters, divided otherwise",))
    short, long = sorted((a.core, b.core), key=len)
    if len(short) == 1:
        inside = short[0] in long[1:]
        return Likeness(0.4, (f"“{short[0].title()}” is a part of the other name",)) if inside else Likeness(0.0)
    if sorted(a.core) == sorted(b.core) and a.core != b.core:
        both_given = all(given_name(word) for word in a.core)
        return Likeness(0.4 if both_given else 0.6, ("the same words in another order",))
    if len(short) < len(long) and short == long[: len(short)] and short[-1] != long[-1]:
        return Likeness(0.4 if given_name(short[-1]) else 0.55, ("one name goes on with a further surname",))
    parts = (_compare_surnames(a, b), _compare_given(a.core[0], b.core[0]), _compare_middle(a.core[1:-1], b.core[1:-1]))
    score = 1.0
    for part in parts:
        score *= part.score
    return Likeness(score, tuple(reason for part in parts for reason in part.reasons) if score else ())


def _compare_surnames(a: Name, b: Name) -> Likeness:
    one, other = a.core[-1], b.core[-1]
    if one == other:
        bare = {word for name in (a, b) for word in name.words} - {*a.core, *b.core}
        left_out = [word for word in bare if (word in a.words) != (word in b.words)]
        return Likeness(0.85, (f"“{left_out[0]}” is left out once",)) if left_out else Likeness(1.0)
    shown = f"“{one.title()}” and “{other.title()}”"
    if min(len(one), len(other)) > 3 and skeleton(one) == skeleton(other):
        return Likeness(0.8, (f"{shown} may spell one surname",))
    shorter = min(len(one), len(other))
    if shorter >= _LONG and OSA.distance(one, other, score_cutoff=1) <= 1:
        endings = tuple(listed("patronymic"))
        sure = shorter >= _VERY_LONG and not (one.endswith(endings) or other.endswith(endings))
        return Likeness(0.6 if sure else 0.4, (f"{shown} differ by one letter",))
    return Likeness(0.0)


def _compare_given(one: str, other: str) -> Likeness:
    if one == other:
        return Likeness(1.0)
    shown = f"“{one.title()}” and “{other.title()}”"
    if len(one) == 1 or len(other) == 1:
        short, long = sorted((one, other), key=len)
        return Likeness(0.7, (f"“{short.upper()}.” may stand for “{long.title()}”",)) if long[0] == short else _NONE
    if variants(one) & variants(other):
        return Likeness(0.75, (f"{shown} are forms of one given name",))
    if min(len(one), len(other)) > 3 and skeleton(one) == skeleton(other):
        return Likeness(0.8, (f"{shown} may spell one given name",))
    slip = min(len(one), len(other)) >= _LONG and OSA.distance(one, other, score_cutoff=1) <= 1
    if slip and not (given_name(one) and given_name(other)):
        return Likeness(0.6, (f"{shown} differ by one letter",))
    return _NONE


def _compare_middle(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness:
    if one == other:
        return Likeness(1.0)
    if not one or not other:
        return Likeness(0.85, ("a middle name is left out once",))
    if len(one) == len(other) and all(
        x[0] == y[0] and (len(x) == 1 or len(y) == 1 or x == y) for x, y in zip(one, other, strict=True)
    ):
        return Likeness(0.9, ("a middle name is shortened once",))
    return _NONE


def _same_time(day: dt.date | None, then: dt.date | None) -> bool:
    return day is not None and then is not None and abs(day - then) <= _SAME_TIME


_NONE = Likeness(0.0)
