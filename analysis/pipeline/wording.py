"""Words that label an institution: which stretches of a phrase say what it does, where it stands, who pays for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from analysis.pipeline.bodies import kind_of_noun
from analysis.pipeline.directory import rows
from analysis.pipeline.places import people_of, place_named
from analysis.records import LabelKind, Span

_WordKind = Literal[LabelKind, "body", ""]
"""``body`` nouns may head a description and say nothing themselves; "" marks phrases that only look like labels."""
_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|\w(?:[\w'&-]*\w)?")
_NOMINAL_CAPITAL = re.compile(r"(?:[A-Z][\w.&']*\s+)+$")
_LONGEST = 6
_LONGEST_PLACE = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """A stretch of the text and what it says of an institution."""

    span: Span
    kind: LabelKind


@cache
def _vocabulary() -> dict[str, _WordKind]:
    return {row["words"]: cast("_WordKind", row["kind"]) for row in rows("label_words.csv")}


@cache
def _endings() -> dict[str, LabelKind]:
    """Return what compounds of a name say by their ending: "-based", "-funded"."""
    return {words: cast("LabelKind", kind) for words, kind in _vocabulary().items() if words.startswith("-")}


@cache
def ownership_pattern() -> re.Pattern[str]:
    """Return the pattern of phrases that a funder or an owner follows: "funded by", "an arm of"."""
    links = ("by", "from", "to", "with", "of", "include", "donors", "on")
    phrases = [
        words for words, kind in _vocabulary().items() if kind == "ownership" and words.split()[-1] in links
    ]  # fmt: skip
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(words) for words in longest_first)})\b", re.IGNORECASE)


def is_body_noun(words: str) -> bool:
    """Tell whether a phrase ends in a noun for a body of some kind: "a research group", "think-tanks"."""
    last = words.lower().split()[-1:] or [""]
    singular = last[0].removesuffix("s")
    kinds = {_vocabulary().get(last[0]), _vocabulary().get(singular)}
    return "body" in kinds or kind_of_noun(words) is not None


def is_label(words: str) -> bool:
    """Tell whether words are a label as a whole ("Conservative"), no name."""
    return _kind_of_phrase(words) is not None


def find_wordings(plain: str, span: Span) -> Iterator[Wording]:
    """Yield the labels in a noun phrase, left to right, the longest at each place.

    Compounds take the capital letters before them along ("New York-based"); names of places and peoples tell a place.
    """
    words = list(_WORD.finditer(plain, span.start, span.end))
    at = 0
    while at < len(words):
        size, kind = _longest_at(plain, words, at)
        if kind:
            stop = words[at + size - 1].end() - (2 if words[at + size - 1][0].endswith("'s") else 0)
            yield Wording(_widened(plain, span, Span(words[at].start(), stop)), kind)
        at += size


def _longest_at(plain: str, words: list[re.Match[str]], at: int) -> tuple[int, LabelKind | None]:
    """Return how many words from ``at`` on belong together, and what they say."""
    for size in range(min(_LONGEST, len(words) - at), 0, -1):
        phrase = " ".join(plain[words[at].start() : words[at + size - 1].end()].split())
        known = _kind_of_phrase(phrase)
        if known is not None:
            return size, None if known in {"", "body"} else cast("LabelKind", known)
        if size <= _LONGEST_PLACE and phrase[0].isupper() and (place_named(phrase) or people_of(phrase)):
            return size, "place"
    return 1, None


def _kind_of_phrase(phrase: str) -> _WordKind | None:
    lower = phrase.lower()
    known = next((_vocabulary()[form] for form in _singular(lower) if form in _vocabulary()), None)
    if known is not None or " " in lower or "-" not in lower:
        return known
    ending = _endings().get(lower[lower.rindex("-") :])
    return ending or _vocabulary().get(lower[: lower.index("-") + 1])


def _singular(words: str) -> tuple[str, str, str]:
    """Return words as they are and without a plural ending of the last."""
    return words, words.removesuffix("s"), f"{words[:-3]}y" if words.endswith("ies") else words


def _widened(plain: str, span: Span, found: Span) -> Span:
    """Return a compound with the rest of its name: "New York-based" for "York-based"."""
    if "-" not in found.of(plain) or not found.of(plain)[0].isupper():
        return found
    lead = _NOMINAL_CAPITAL.search(plain, span.start, found.start)
    return Span(lead.start(), found.end) if lead else found
