"""Quotation marks, paired on characters paragraph by paragraph, by kind of mark and by neighbours.

Straight and curly marks of one kind may close one another. Apostrophes are not marks. An opener that is never closed
runs to the end of its paragraph; no mark, however odd, loses the rest of the article. Marks inside other marks belong
to the outer ones.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.records import Span

_DOUBLE = re.compile(r"''|``|[\"“”„«»″]")
_SINGLE = re.compile(r"(?<!['’‘`])['‘’‚](?!['’‘`])")
_OPENING_NEIGHBOUR = re.compile(r"[\s(\[{—–\-/:“\"‘'«\u200b-\u200d\u2060]")
_ELISION = re.compile(
    r"(?:\d\ds?\b|em\b|til\b|tis\b|twas\b|cause\b|n\b|round\b|bout\b|s\b|t\b|d\b|ll\b|re\b|ve\b)", re.IGNORECASE
)
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_LOST_CLOSER = re.compile(r"[,?!.…—–-]{1,2}(?=\s)")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch in quotation marks. ``span`` is the words without the marks, ``outer`` includes them."""

    span: Span
    outer: Span
    single: bool
    closed: bool
    paragraph: int
    """Index of the paragraph among those given."""


def find_marks(text: str, paragraphs: Sequence[Span]) -> tuple[Marked, ...]:
    """Return the outermost stretches in quotation marks, in order, at most one paragraph long each."""
    found: list[Marked] = []
    for index, paragraph in enumerate(paragraphs):
        doubles = list(_pair_doubles(text, paragraph, index))
        singles = list(_pair_singles(text, paragraph, index, [mark.outer for mark in doubles]))
        both = sorted(doubles + singles, key=lambda mark: (mark.outer.start, -mark.outer.end))
        end = -1
        for mark in both:
            if mark.outer.start >= end and _holds_words(mark.span.of(text)):
                found.append(mark)
                end = mark.outer.end
    return tuple(found)


def _pair_doubles(text: str, paragraph: Span, index: int) -> Iterator[Marked]:
    opened: re.Match[str] | None = None
    for mark in _DOUBLE.finditer(text, paragraph.start, paragraph.end):
        before, after = _neighbours(text, paragraph, mark)
        if opened is None:
            if _opens(mark[0], before, after):
                opened = mark
        elif _closes(mark[0], before, after):
            yield _marked(text, opened, mark.start(), mark.end(), index)
            opened = None
        else:  # an opener inside an open quote: the closer before it was lost
            yield _unclosed(text, opened, mark.start(), index)
            opened = mark
    if opened is not None:
        yield _unclosed(text, opened, paragraph.end, index)


def _opens(mark: str, before: str, after: str) -> bool:
    """Tell whether a double mark outside quotes can open one: words follow it, and none lean on it from before."""
    if not after or after.isspace():
        return mark == '"' and after == " " and before in (",", ":")
    if mark in "“„«" or mark == "``":
        return True
    return not before or bool(_OPENING_NEIGHBOUR.match(before)) or (mark in "”»" and before.isspace())


def _closes(mark: str, before: str, after: str) -> bool:
    """Tell whether a double mark inside an open quote closes it."""
    if mark in "”»":
        return True
    if mark in "“„«" or mark == "``":
        return not after or after.isspace() or after in ",.;:)]"
    return not before.isspace() or not after or not _LETTER_OR_DIGIT.match(after)


def _marked(text: str, opened: re.Match[str], inner_end: int, outer_end: int, index: int) -> Marked:
    span = _stripped(text, opened.end(), inner_end)
    single = len(opened[0]) == 1 and bool(_SINGLE.fullmatch(opened[0]))
    return Marked(span, Span(opened.start(), outer_end), single, closed=True, paragraph=index)


def _unclosed(text: str, opened: re.Match[str], limit: int, index: int) -> Marked:
    """Return a quote whose closing mark is missing: to the paragraph's end, or to the clause before the next opener."""
    single = bool(_SINGLE.fullmatch(opened[0]))
    if limit < len(text) and _DOUBLE.match(text, limit):
        stop = _LOST_CLOSER.search(text, opened.end(), limit)
        limit = stop.end() if stop else limit
    span = _stripped(text, opened.end(), limit)
    end = span.end
    while end > span.start and text[end - 1] in "'’\"”» ":
        end -= 1
    return Marked(Span(span.start, end), Span(opened.start(), limit), single, closed=False, paragraph=index)


def _pair_singles(text: str, paragraph: Span, index: int, doubles: Sequence[Span]) -> Iterator[Marked]:
    marks = [
        mark
        for mark in _SINGLE.finditer(text, paragraph.start, paragraph.end)
        if not any(double.start < mark.start() < double.end for double in doubles)
    ]
    position = 0
    while position < len(marks):
        opener = marks[position]
        position += 1
        if not _opens_single(text, paragraph, opener):
            continue
        closer = _closer(text, paragraph, marks[position:])
        if closer is not None:
            yield _marked(text, opener, closer.start(), closer.end(), index)
            position = marks.index(closer) + 1
        elif opener.start() == paragraph.start:
            yield _unclosed(text, opener, paragraph.end, index)
            return


def _opens_single(text: str, paragraph: Span, mark: re.Match[str]) -> bool:
    before, after = _neighbours(text, paragraph, mark)
    if not after or after.isspace() or (before and not _OPENING_NEIGHBOUR.match(before)):
        return False
    if mark[0] == "’" or _ELISION.match(text, mark.end()):
        return False
    return bool(_LETTER_OR_DIGIT.match(after)) or after in "[$£€…."


def _closer(text: str, paragraph: Span, marks: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """Return the mark that closes a single opener: the first that ends a word and is no likely plural possessive.

    Openers of a nested pair are counted, so that their closers are not taken for the outer one. A possessive
    ("voters' anger") is passed over when a better closer follows.
    """
    spare: re.Match[str] | None = None
    depth = 0
    for mark in marks:
        if _opens_single(text, paragraph, mark):
            depth += 1
            continue
        before, after = _neighbours(text, paragraph, mark)
        if not before or before.isspace() or (after and _LETTER_OR_DIGIT.match(after)):
            continue
        if before in "sz" and after.isspace() and _LETTER_OR_DIGIT.match(text[mark.end() + 1 : mark.end() + 2]):
            spare = spare or (mark if depth == 0 else None)
            continue
        if depth:
            depth -= 1
            continue
        return mark
    return spare


def _neighbours(text: str, paragraph: Span, mark: re.Match[str]) -> tuple[str, str]:
    before = text[mark.start() - 1] if mark.start() > paragraph.start else ""
    after = text[mark.end()] if mark.end() < paragraph.end else ""
    return before, after


def _stripped(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start, max(start, end - (len(words) - len(words.rstrip()))))


def _holds_words(words: str) -> bool:
    return bool(_LETTER_OR_DIGIT.search(words))
