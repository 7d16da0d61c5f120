"""What each line of a page is: body, heading, or a region set aside with its kind.

The text is never altered. Every non-empty line gets a role; what is set aside is listed as regions, so that a page can
dim it and a person can see what was left out and bring it back. Furniture is known by the phrases of
``data/furniture.csv``, by its form (``lines``) and by its place; headings by what they lack: an end of sentence, but
for questions. Limits: a heading that ends in a full stop is read as body text, and a caption that is a whole sentence
with no credit line is too.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.layout.lines import Line, folded, read_lines
from analysis.records import Moved, Region, RegionKind, Span

Role = Literal["body", "heading", "aside"]
Kind = Literal["body", "heading"] | RegionKind

_BULLET = re.compile(r"^(?:[-–—•*▪◦·]|\d{1,2}[.)])\s+\S")
_SIGNATURE = re.compile(r"^(?:[—–]|--?\s)\s*[^\W\d_]")
_QUESTION = re.compile(
    r"^(?:what|who|whom|whose|how|why|when|where|which|is|are|was|were|will|would|can|could|does|do|did|has|have|should|may)\b"
    r"[^.!?\"“”:]*\?$|^(?:and|but)(?:\s[\w’'-]+){1,2}\?$",
    re.IGNORECASE,
)
_TURN = re.compile(r"^(?:Q|A)\s?[:.]|^[A-Z][A-Za-z. ]{1,30}:\s")
_CLOSERS = ('"', "”", "’", "'", "»")
_STORY = ("body", "heading")
_AUTHOR = re.compile(
    r"^(?:[A-Z][\w.'’-]+\s){1,4}(?:is|are|has been|was)\s(?:an?|the|our)\s[^.]*"
    r"\b(?:reporter|correspondent|journalist|columnist|editor|writer)\b[^.]*\b(?:for|at|of|with|based|covering|who)\b"
)
_HEADERS = {"byline", "dateline"}
_LONGEST_HEADING = 16
_LONGEST_QUESTION = 12
_LONGEST_CREDIT = 7
_FEWEST_HEADINGS = 2
_LONGEST_HEADLINE = 28
_SHORTEST_HEADLINE = 4
_SHORTEST_STANDFIRST = 8
_LONGEST_RUN_OF_HEADINGS = 2
_LONGEST_STANDFIRST = 2  # paragraphs
_SHORTEST_PULLED = 6  # words
_REPEATED = 12  # words


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


def find_layout(text: str, *, title: str = "", moved: Sequence[Moved] = ()) -> Layout:
    """Return the paragraphs of a page with their roles, and the regions set aside.

    ``title`` is the headline as known from elsewhere; a first line that repeats it is the headline even where it ends
    in a full stop. ``moved`` are lines of which a person said what they are; of two sayings the later one holds.
    """
    lines = read_lines(text)
    paragraphs = []
    regions: list[Region] = []
    for line, found in zip(lines, find_kinds(lines, title), strict=True):
        kind = _said(line, found, moved)
        role: Role = "aside"
        if kind == "body" or kind == "heading":  # noqa: PLR1714 - mypy narrows the type by ==, not by "in"
            role = kind
        else:
            regions.append(Region(line.span, kind))
        paragraphs.append(Paragraph(line.span, role))
    return Layout(tuple(paragraphs), tuple(_joined(regions, text)))


def _said(line: Line, found: Kind, moved: Sequence[Moved]) -> Kind:
    """Return what a person said of a line, else what was found."""
    into = next((each.into for each in reversed(moved) if each.span.holds(line.span)), None)
    if into is None or (into == "body" and found == "heading") or (into == "aside" and found not in _STORY):
        return found
    return "body" if into == "body" else "set aside"


def find_kinds(lines: Sequence[Line], title: str = "") -> list[Kind]:
    """Return the role or the kind of furniture of each line."""
    set_aside = _pulled(lines) | _listed(lines)
    story = [
        index for index, line in enumerate(lines) if line.phrase is None and line.sentence and index not in set_aside
    ]
    if not story:
        return ["body" if line.phrase is None else line.phrase.kind for line in lines]
    headline = _headline(lines[: story[0] + 1], title)
    standfirst = _standfirst(lines, story, headline)
    signing = _signing(lines, story)
    told = [index for index in story[len(standfirst) :] if index not in signing] or story
    first, last = next((index for index in told if index != headline), told[0]), told[-1]
    kinds: list[Kind] = []
    for index, line in enumerate(lines):
        if index == headline:
            kinds.append("headline")
        elif line.phrase is not None:
            kinds.append(line.phrase.kind)
        elif index in set_aside or index in standfirst or index in signing:
            kinds.append(set_aside.get(index, "byline" if index in signing else "standfirst"))
        elif index < first:
            kinds.append(_above(lines, index, headline))
        elif index > last:
            kinds.append("body" if _goes_on(lines, index) else "footer")
        else:
            kinds.append("body" if line.sentence else _between(lines, index))
    return _with_questions(lines, kinds)


def _listed(lines: Sequence[Line]) -> dict[int, RegionKind]:
    """Return the lines that belong to a list opened by a line such as "Related stories", with their kind."""
    found: dict[int, RegionKind] = {}
    for index, line in enumerate(lines):
        if line.phrase is None or not line.phrase.opens:
            continue
        for at in range(index + 1, len(lines)):
            other = lines[at]
            title = not other.sentence or (other.text.endswith("?") and other.words <= _LONGEST_HEADING)
            if other.phrase or not title:
                break
            found[at] = line.phrase.kind
            if line.phrase.opens == "one":
                break
    return found


def _pulled(lines: Sequence[Line]) -> dict[int, RegionKind]:
    """Return the lines that repeat words of the story: pull quotes, and paragraphs that stand there twice."""
    words = [folded(line.text) for line in lines]
    found: dict[int, RegionKind] = {}
    for index, line in enumerate(lines):
        if line.phrase or line.words < _SHORTEST_PULLED or not index:
            continue
        twice = line.words >= _REPEATED and words[index] in words[1:index]
        inside = line.text[0] in "\"“'‘«" and any(
            other.sentence and other.words > line.words and f" {words[index]} " in f" {text} "
            for other, text in zip(lines[1:], words[1:], strict=True)
        )
        if twice or inside:
            found[index] = "pull quote" if inside else "repeat"
    return found


def _headline(opening: Sequence[Line], title: str) -> int | None:
    """Return the index of the headline among the lines up to the first sentence, None where there is none."""
    wanted = folded(title)
    candidates = [
        index for index, line in enumerate(opening[:-1]) if not line.phrase and 2 <= line.words <= _LONGEST_HEADLINE
    ]
    best = max(candidates, key=lambda index: min(opening[index].words, _SHORTEST_HEADLINE), default=None)
    for index, line in enumerate(opening):
        if wanted and not line.phrase and folded(line.text) == wanted and (not line.sentence or line.apart):
            short = best is not None and line.words < min(_SHORTEST_HEADLINE, opening[best].words)
            return best if short else index
    return best


def _standfirst(lines: Sequence[Line], story: Sequence[int], headline: int | None) -> tuple[int, ...]:
    """Return the first sentences below the headline where a line with the author or the day follows them."""
    if headline is None:
        return ()
    after = [index for index in story if index > headline]
    if not after:
        return ()
    signed = any(_kind(line) in _HEADERS for line in lines[headline : after[0]])
    for count in range(1, min(_LONGEST_STANDFIRST, len(after) - 1) + 1):
        gap = [_kind(line) for line in lines[after[count - 1] + 1 : after[count]]]
        if (not signed and set(gap) & _HEADERS) or (count == 1 and gap[:1] == ["share"]):
            return tuple(after[:count])
    return ()


def _kind(line: Line) -> RegionKind | None:
    return line.phrase.kind if line.phrase else None


def _signing(lines: Sequence[Line], story: Sequence[int]) -> set[int]:
    """Return the last sentences that tell who the author is."""
    found: set[int] = set()
    for index in reversed(story[1:]):
        if not _AUTHOR.match(lines[index].text):
            break
        found.add(index)
    return found


def _above(lines: Sequence[Line], index: int, headline: int | None) -> RegionKind:
    """Return what a line is that stands above the first sentence and is neither furniture nor headline."""
    line = lines[index]
    if headline is None or index < headline:
        return "kicker"
    if index == headline + 1 and line.words >= _SHORTEST_STANDFIRST:
        return "standfirst"
    return "caption" if line.words >= _SHORTEST_STANDFIRST else "byline"


def _between(lines: Sequence[Line], index: int) -> Kind:
    """Return what a line without an end of sentence is, between the first and the last sentence of the body."""
    line, before, after = lines[index], lines[index - 1], lines[index + 1]
    if before.phrase is not None and after.phrase is not None and before.phrase.kind != "caption":
        return before.phrase.kind
    if _BULLET.match(line.text) or (_SIGNATURE.match(line.text) and before.text.endswith(_CLOSERS)):
        return "body"
    if _is_caption(line, before, after):
        return "caption"
    return "heading" if _run(lines, index) <= _LONGEST_RUN_OF_HEADINGS else "related"


def _is_caption(line: Line, before: Line, after: Line) -> bool:
    """Tell whether a line is too long for a heading, stands over a line with a credit, or follows an image's label."""
    credited = after.phrase is not None and after.phrase.kind == "caption" and after.words <= _LONGEST_CREDIT
    labelled = before.phrase is not None and before.phrase.kind == "caption" and not before.sentence
    return (
        line.words > _LONGEST_HEADING
        or line.text.endswith(",")
        or credited
        or (labelled and before.phrase is not None and before.phrase.match == "form" and line.words >= 9)
    )


def _with_questions(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[Kind]:
    """Return the kinds with questions made headings where the page has other headings or several such questions.

    A single question on a line of its own is more often the writer's than a heading.
    """
    questions = {index for index, kind in enumerate(kinds) if kind == "body" and _is_question(lines, index)}
    if len(questions) + kinds.count("heading") < _FEWEST_HEADINGS:
        return list(kinds)
    return ["heading" if index in questions else kind for index, kind in enumerate(kinds)]


def _is_question(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is a question over the paragraph that answers it, not a question of an interview."""
    line = lines[index]
    if line.words > _LONGEST_QUESTION or not _QUESTION.match(line.text) or index + 1 >= len(lines):
        return False
    near = lines[max(0, index - 1) : index + 2]
    return lines[index + 1].sentence and not any(_TURN.match(other.text) for other in near)


def _run(lines: Sequence[Line], index: int) -> int:
    """Return how many lines without an end of sentence stand together around a line, furniture apart."""
    after = itertools.takewhile(lambda line: not line.sentence, (line for line in lines[index:] if not line.phrase))
    before = itertools.takewhile(
        lambda line: not line.sentence, (line for line in lines[:index][::-1] if not line.phrase)
    )
    return sum(1 for _ in after) + sum(1 for _ in before)


def _goes_on(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a last line without a full stop belongs to the story: a long one, or a dash that signs a quote."""
    if _SIGNATURE.match(lines[index].text) and lines[index - 1].text.endswith(_CLOSERS):
        return True
    return lines[index].words > _LONGEST_HEADING and all(
        line.phrase is None and line.words > _LONGEST_HEADING for line in lines[index:]
    )


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
