"""The parts of a page: body paragraphs, headings without mark-up, and furniture that is no part of the story.

The text is never altered. Every non-empty line gets a role; what is set aside is listed as regions with their kind, so
that a page can dim it and a person can see what was left out. Furniture is known by the phrases of
``data/furniture.csv`` and by its place; headings by what they lack: an end of sentence. Limits: a heading that ends in
a full stop is read as body text, and a caption that is a whole sentence with no credit line is too.
"""

import csv
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from analysis.records import Region, RegionKind, Span

Role = Literal["body", "heading", "aside"]

_DATA = Path(__file__).parents[1] / "data" / "furniture.csv"
_SENTENCE_END = re.compile(r"[.!?:;…—–-][\s\"'“”‘’»)\]*]*$|,[\"”’»']$")
_BULLET = re.compile(r"^(?:[-–—•*▪◦·]|\d{1,2}[.)])\s+\S")
_BLANK_LINE = re.compile(r"\s*\n\s*\n")
_WORD = re.compile(r"[^\W_][\w'’.-]*")
_DATED = re.compile(r"^[^.]{0,60}\b(?:\d{4}|\d{1,2}[:.]\d{2})\b[^.]{0,40}$")
_BARE_DATE = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:[A-Z][a-z]+\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]+),?\s+\d{4}$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^(?:[—–]|--?\s)\s*[^\W\d_]")
_CLOSERS = ('"', "”", "’", "'", "»")
_LONGEST_HEADING = 16
_LONGEST_HEADLINE = 28
_LONGEST_RUN_OF_HEADINGS = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the page, without the white space around it, and the part it plays."""

    span: Span
    role: Role


@dataclass(frozen=True, slots=True)
class Layout:
    """Paragraphs in reading order, and the regions that are not body text."""

    paragraphs: tuple[Paragraph, ...]
    regions: tuple[Region, ...]

    @property
    def body(self) -> tuple[Span, ...]:
        """Spans of the body paragraphs, in order."""
        return tuple(paragraph.span for paragraph in self.paragraphs if paragraph.role == "body")

    @property
    def headings(self) -> tuple[Span, ...]:
        """Spans of the headings inside the body, in order."""
        return tuple(paragraph.span for paragraph in self.paragraphs if paragraph.role == "heading")


class _Phrase(NamedTuple):
    text: str
    match: str
    kind: RegionKind
    opens: bool


class _Line(NamedTuple):
    span: Span
    text: str
    words: int
    sentence: bool
    """Whether it ends as a sentence does."""
    apart: bool
    """Whether a blank line follows."""
    phrase: _Phrase | None


def find_layout(text: str, *, title: str = "") -> Layout:
    """Return the paragraphs of a page with their roles, and the regions set aside.

    ``title`` is the headline as known from elsewhere; a first line that repeats it is the headline even where it ends
    in a full stop.
    """
    lines = [_line(text, span) for span in _paragraph_spans(text)]
    kinds = _kinds(lines, title)
    paragraphs = []
    regions: list[Region] = []
    for line, kind in zip(lines, kinds, strict=True):
        role: Role = "aside"
        if kind == "body" or kind == "heading":  # noqa: PLR1714 - mypy narrows the type by ==, not by "in"
            role = kind
        else:
            regions.append(Region(line.span, kind))
        paragraphs.append(Paragraph(line.span, role))
    return Layout(tuple(paragraphs), tuple(_joined(regions, text)))


def _kinds(lines: Sequence[_Line], title: str) -> list[Literal["body", "heading"] | RegionKind]:
    """Return the role or the kind of furniture of each line."""
    body = [index for index, line in enumerate(lines) if line.phrase is None and line.sentence]
    if not body:
        return ["body" if line.phrase is None else line.phrase.kind for line in lines]
    first, last = body[0], body[-1]
    kinds: list[Literal["body", "heading"] | RegionKind] = []
    for index, line in enumerate(lines):
        if line.phrase is not None:
            kinds.append(line.phrase.kind)
        elif index < first:
            kinds.append("kicker")
        elif index > last:
            kinds.append("body" if _goes_on(lines, index) else "footer")
        elif line.sentence:
            kinds.append("body")
        else:
            kinds.append(_between(lines, index))
    headline = _headline(lines[: first + 1], title)
    if headline is not None:
        kinds[headline] = "headline"
    return kinds


def _headline(opening: Sequence[_Line], title: str) -> int | None:
    """Return the index of the headline among the lines up to the first sentence, None where there is none."""
    wanted = _folded(title)
    for index, line in enumerate(opening):
        if wanted and not line.phrase and _folded(line.text) == wanted and (not line.sentence or line.apart):
            return index
    candidates = [
        index for index, line in enumerate(opening[:-1]) if not line.phrase and 2 <= line.words <= _LONGEST_HEADLINE
    ]
    return max(candidates, key=lambda index: opening[index].words, default=None)


def _between(lines: Sequence[_Line], index: int) -> Literal["body", "heading"] | RegionKind:
    """Return what a line without an end of sentence is, between the first and the last sentence of the body."""
    line, before = lines[index], lines[index - 1]
    if before.phrase is not None and (before.phrase.opens or (index + 1 < len(lines) and lines[index + 1].phrase)):
        return before.phrase.kind
    if _BULLET.match(line.text) or (_SIGNATURE.match(line.text) and before.text.endswith(_CLOSERS)):
        return "body"
    if line.words > _LONGEST_HEADING or line.text.endswith(","):
        return "caption"
    return "heading" if _run(lines, index) <= _LONGEST_RUN_OF_HEADINGS else "related"


def _run(lines: Sequence[_Line], index: int) -> int:
    """Return how many lines without an end of sentence stand together around a line, furniture apart."""
    after = itertools.takewhile(lambda line: not line.sentence, (line for line in lines[index:] if not line.phrase))
    before = itertools.takewhile(
        lambda line: not line.sentence, (line for line in lines[:index][::-1] if not line.phrase)
    )
    return sum(1 for _ in after) + sum(1 for _ in before)


def _goes_on(lines: Sequence[_Line], index: int) -> bool:
    """Tell whether a last line without a full stop belongs to the story: a long one, or a dash that signs a quote."""
    if _SIGNATURE.match(lines[index].text) and lines[index - 1].text.endswith(_CLOSERS):
        return True
    return lines[index].words > _LONGEST_HEADING and all(
        line.phrase is None and line.words > _LONGEST_HEADING for line in lines[index:]
    )


def _line(text: str, span: Span) -> _Line:
    words = span.of(text)
    count = len(_WORD.findall(words))
    sentence = count > 1 and bool(_SENTENCE_END.search(words))
    apart = bool(_BLANK_LINE.match(text, span.end))
    return _Line(span, words, count, sentence, apart, _phrase(words, count))


def _phrase(words: str, count: int) -> _Phrase | None:
    """Return the phrase of the furniture list that the line is, starts with, or holds."""
    folded = words.casefold().replace("’", "'").strip(" \t*_|>»→")
    bare = folded.rstrip(" .:…-–—0123456789()")
    if _BARE_DATE.match(words):
        return _Phrase(folded, "line", "dateline", opens=False)
    for phrase in _phrases():
        if (
            (phrase.match == "line" and bare == phrase.text)
            or (phrase.match == "start" and folded.startswith(phrase.text) and count <= 30)
            or (phrase.match == "end" and folded.endswith(phrase.text))
            or (phrase.match == "within" and phrase.text in folded and count <= 60)
            or (phrase.match == "dated" and folded.startswith(phrase.text) and _DATED.match(folded))
            or (phrase.match == "byline" and folded.startswith("by ") and _is_byline(words))
        ):
            return phrase
    if count and not folded.replace(" ", "").isalpha() and folded.isdigit():
        return _Phrase(folded, "line", "label", opens=False)
    return None


def _is_byline(words: str) -> bool:
    """Tell whether "By ..." is followed by nothing but names, roles and places: no end of sentence, few words."""
    found = _WORD.findall(words)
    named = [word for word in found[1:] if word[0].isupper()]
    return 2 <= len(found) <= 14 and not words.rstrip().endswith((".", "?", "!")) and len(named) >= len(found) // 2


def _paragraph_spans(text: str) -> list[Span]:
    """Return the spans of the paragraphs: lines, or blocks between blank lines where lines are wrapped by width."""
    lines = [Span(found.start(), found.end()) for found in re.finditer(r"[^\r\n]*\S[^\r\n]*", text)]
    lines = [_trimmed(text, line) for line in lines]
    joins = [text[one.end : two.start].count("\n") < 2 for one, two in itertools.pairwise(lines)]
    broken = [
        near and not _SENTENCE_END.search(one.of(text)) and text[two.start].islower()
        for one, two, near in zip(lines, lines[1:], joins, strict=False)
    ]
    if sum(broken) <= max(2, 0.25 * len(lines)):
        return lines
    blocks: list[Span] = []
    for index, line in enumerate(lines):
        if index and joins[index - 1]:
            blocks[-1] = Span(blocks[-1].start, line.end)
        else:
            blocks.append(line)
    return blocks


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))


def _joined(regions: Sequence[Region], text: str) -> list[Region]:
    """Join neighbouring regions of one kind with nothing but white space between them."""
    joined: list[Region] = []
    for region in regions:
        last = joined[-1] if joined else None
        if last and last.kind == region.kind and not text[last.span.end : region.span.start].strip():
            joined[-1] = Region(Span(last.span.start, region.span.end), region.kind)
        else:
            joined.append(region)
    return joined


def _folded(words: str) -> str:
    return " ".join(_WORD.findall(words.casefold().replace("’", "'")))


@cache
def _phrases() -> tuple[_Phrase, ...]:
    with _DATA.open(encoding="utf-8", newline="") as file:
        return tuple(
            _Phrase(row["phrase"], row["match"], row["kind"], row["opens"] == "yes")  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        )
