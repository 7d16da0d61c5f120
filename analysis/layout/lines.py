"""The lines of a page and what each looks like by itself: a sentence or not, a phrase of furniture, a date."""

import csv
import itertools
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from analysis.records import RegionKind, Span

_DATA = Path(__file__).parents[1] / "data" / "furniture.csv"
_SENTENCE_END = re.compile(r"[.!?:;…—–-][\s\"'“”‘’»)\]*]*$|,[\"”’»']$")
_BLANK_LINE = re.compile(r"\s*\n\s*\n")
_WORD = re.compile(r"[^\W_][\w'’.-]*")
_DATED = re.compile(r"^[^.]{0,60}\b(?:\d{4}|\d{1,2}[:.]\d{2})\b[^.]{0,40}$")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_MOMENT = re.compile(
    rf"""\b(?:{_MONTH}|{_DAY})\b\.? | \d{{1,2}}(?:st|nd|rd|th)\b
      | \d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?:\s*[ap]\.?m\b\.?)?
      | \d{{1,2}}\s*[ap]\.?m\b\.? | \b(?:gmt|utc|bst|est|edt|et|pst|pdt|pt|cet|cest|ist|eet|hkt|jst|sgt|aest|wat|eat)\b
      | (?<=\d)[a-z]{{3,9}}(?=\s\d) | \d+""",
    re.IGNORECASE | re.VERBOSE,
)
_AROUND = re.compile(
    r"\b(?:first|last|published|updated|modified|posted|created|on|at|in|date|issued|edited|ago|hours?|hrs?|minutes?|mins?|"
    r"days?|weeks?|yesterday|today|of|and|the|time|local|am|pm|read)\b|[^\w]+",
    re.IGNORECASE,
)
_TAGGED_AGENCY = re.compile(
    r"^(?:EPA(?:-EFE)?|Reuters|AFP|AP|PA(?: Media| Wire)?|Getty Images|BBC|Alamy|Shutterstock|Bloomberg|Supplied)\s+"
    r"(?:via\s+\w+\s+)?[A-Z][\w'’-]*\s+[\w'’-]+(?:\s+[\w'’-]+)"
)
_CREDIT = re.compile(
    r"""(?:\||\(|\[|Image:\s?|Photo:\s?|Credit:\s?|Photograph:\s?|Picture:\s?|©\s?)\s*[^|()\[\]]{0,60}
        (?:/\s?(?:EPA|EFE|AFP|AP|Reuters|Getty|PA|dpa|picture\salliance|TASS|Xinhua|Anadolu|Bloomberg|Alamy)[^.]{0,40})[)\]]?$
      | \bCredit(?::\s?|\.{3}|…)\S.{0,60}$ | \bImage:\s?\S.{0,60}/\S.{0,40}$""",
    re.IGNORECASE | re.VERBOSE,
)
_PLACE_LINE = re.compile(r"^[A-Z][\w.' ]{1,30}\s?[—–-]$")
_EMBEDDED = re.compile(r"[—–-]\s?[^()]{2,60}\(@\w{2,30}\)\s+\S.{0,25}$")
_LIST_COUNT = re.compile(r"^(?:end of list|list (?:of \d+ items?|\d+ of \d+.*)|\d+ of \d+)$", re.IGNORECASE)
_LONGEST_DATE_LINE = 14


class Phrase(NamedTuple):
    """A phrase that furniture is known by, how it must stand in the line, and what follows from it."""

    text: str
    match: str
    kind: RegionKind
    opens: str
    """"one" or "all": whether the next line, or all lines up to the next sentence, belong to it."""


class Line(NamedTuple):
    """A paragraph of the page and what it looks like."""

    span: Span
    text: str
    words: int
    sentence: bool
    """Whether it ends as a sentence does."""
    apart: bool
    """Whether a blank line follows."""
    phrase: Phrase | None


def read_lines(text: str) -> list[Line]:
    """Return the paragraphs of a text: lines, or blocks between blank lines where lines are wrapped by width."""
    return [_line(text, span) for span in _paragraph_spans(text)]


def folded(words: str) -> str:
    """Return words without marks and capitals, for comparing."""
    return " ".join(_WORD.findall(words.casefold().replace("’", "'")))


def is_moment(words: str) -> bool:
    """Tell whether a line holds nothing but a date or time and words such as "updated at"."""
    if len(words.split()) > _LONGEST_DATE_LINE or not re.search(r"\d", words):
        return False
    return not _AROUND.sub("", _MOMENT.sub(" ", words)) and bool(
        re.search(r"\d{4}|\bago\b|\d[:.]\d\d|\d\d?/\d\d?/", words)
    )


def _line(text: str, span: Span) -> Line:
    words = span.of(text)
    count = len(_WORD.findall(words))
    sentence = count > 1 and bool(_SENTENCE_END.search(words))
    apart = bool(_BLANK_LINE.match(text, span.end))
    return Line(span, words, count, sentence, apart, _phrase(words, count, sentence=sentence))


def _phrase(words: str, count: int, *, sentence: bool) -> Phrase | None:
    """Return the phrase of the furniture list that the line is, starts with or holds, or what its form shows."""
    plain = words.casefold().replace("’", "'").strip(" \t*_|>»→")
    bare = plain.rstrip(" .:!…-–—0123456789()")
    if shown := _shape(words, plain, count, sentence=sentence):
        return Phrase(plain, "form", shown, "")
    for phrase in _phrases():
        if (
            (phrase.match == "line" and bare == phrase.text)
            or (phrase.match == "start" and plain.startswith(phrase.text) and count <= 30)
            or (phrase.match == "end" and plain.endswith(phrase.text))
            or (phrase.match == "within" and phrase.text in plain and count <= 60)
            or (phrase.match == "dated" and plain.startswith(phrase.text) and _DATED.match(plain))
            or (phrase.match == "byline" and plain.startswith("by ") and _is_byline(words))
        ):
            return phrase
    return None


def _shape(words: str, plain: str, count: int, *, sentence: bool) -> RegionKind | None:
    """Return the kind of furniture that the form of a line shows, whatever words are in it."""
    if is_moment(words):
        return "dateline"
    if not any(letter.isalpha() for letter in words):
        return "label"
    if _LIST_COUNT.match(plain):
        return "related"
    if _shared(plain):
        return "share"
    if _PLACE_LINE.match(words) and count <= 3:
        return "dateline"
    if _EMBEDDED.search(words):
        return "embed"
    if _CREDIT.search(words) or (not sentence and _TAGGED_AGENCY.match(words)):
        return "caption"
    return None


def _shared(plain: str) -> bool:
    """Tell whether a line is a row of buttons: nothing but names of services and words such as "print"."""
    found = re.findall(r"[^\W\d_]+", plain)
    return len(found) > 1 and all(word in _buttons() for word in found)


def _is_byline(words: str) -> bool:
    """Tell whether "By ..." is followed by nothing but names, roles and places: no end of sentence, few words."""
    found = _WORD.findall(words)
    named = [word for word in found[1:] if word[0].isupper()]
    return 2 <= len(found) <= 14 and not words.rstrip().endswith((".", "?", "!")) and len(named) >= len(found) // 2


def _paragraph_spans(text: str) -> list[Span]:
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


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with _DATA.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _phrases() -> tuple[Phrase, ...]:
    return tuple(
        Phrase(row["phrase"], row["match"], row["kind"], row["opens"])  # type: ignore[arg-type]
        for row in _rows()
        if row["match"] != "button"
    )


@cache
def _buttons() -> frozenset[str]:
    return frozenset(row["phrase"] for row in _rows() if row["match"] == "button")
