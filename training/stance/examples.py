"""Training sentences: those of ``analysis.stance_scoring`` with a weight, now and then under other names."""

import random
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from analysis.records import Span
from analysis.stance_scoring import Sentence, find_words, read_sentences

_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and how much it counts."""

    sentence: Sentence
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """The sentences of a file, and how many of them are drawn for an epoch."""

    examples: list[Example]
    drawn: int


def read_examples(path: Path, weight: float = 1.0) -> list[Example]:
    """Return the sentences of a file."""
    return [Example(sentence, weight) for sentence in read_sentences(path)]


def read_source(name: str) -> Source:
    """Return what "FILE", "FILE:WEIGHT" or "FILE:WEIGHT:SHARE" means."""
    path, weight, share = (*name.split(":"), "1", "1")[:3]
    examples = read_examples(Path(path), float(weight))
    return Source(examples, round(float(share) * len(examples)))


def names_in(sentence: Sentence) -> set[str]:
    """Return the targets of a sentence that are written like names."""
    words = {mark.places[0].of(sentence.text) for mark in sentence.marks}
    return {word for word in words if word[:1].isupper() and len(word) >= _SHORTEST_NAME}


def rename(sentence: Sentence, names: Iterable[str], pool: list[str], chance: random.Random) -> Sentence:
    """Return the sentence with each of the names replaced by one drawn from a pool, the same one everywhere.

    Readers' labels do not depend on who is named; a model that sees names swapped learns that.
    """
    text = sentence.text
    new: dict[str, str] = {}
    shifts: list[tuple[Span, int]] = []
    built, last = "", 0
    for place in sorted({place for name in names for place in find_words(text, name)}):
        if place.start >= last:
            fresh = new.setdefault(place.of(text), chance.choice(pool))
            built += text[last : place.start] + fresh
            shifts.append((place, len(fresh) - (place.end - place.start)))
            last = place.end
    built += text[last:]

    def moved(span: Span) -> Span:
        before = sum(shift for place, shift in shifts if place.end <= span.start)
        within = sum(shift for place, shift in shifts if span.holds(place))
        return Span(span.start + before, span.end + before + within)

    kept = [span for mark in sentence.marks for span in (*mark.places, mark.evidence) if span is not None]
    if any(place.overlaps(span) and not span.holds(place) for place, _ in shifts for span in (*kept, *sentence.holder)):
        return sentence
    marks = tuple(
        replace(mark, places=tuple(map(moved, mark.places)), evidence=mark.evidence and moved(mark.evidence))
        for mark in sentence.marks
    )
    return Sentence(built, marks, tuple(map(moved, sentence.holder)))
