"""What a reader of a form may look at, and what it hands back."""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from spacy.tokens import Doc

from analysis.pipeline.dates.periods import Period
from analysis.pipeline.dates.tense import Tense, tense_at
from analysis.pipeline.dates.words import number_of, words_of
from analysis.records import Span


class Reading(NamedTuple):
    """What an expression means (None: not settled) and why."""

    period: Period | None
    because: str


@dataclass(slots=True)
class Page:
    """What the readers of the forms may look at."""

    doc: Doc
    plain: str
    published: dt.date | None
    paragraphs: tuple[Span, ...]
    people: frozenset[str]
    """Last words of the names that the model takes for persons."""
    earlier: list[tuple[Span, Period | None]] = field(default_factory=list)

    def before(self, span: Span) -> str:
        """Return the words of the line just before an expression."""
        return self.plain[max(0, span.start - 40) : span.start].rpartition("\n")[2]

    def tense(self, span: Span) -> Tense:
        """Return the tense of the sentence at an expression."""
        return tense_at(self.doc, span)

    def is_date(self, span: Span) -> bool:
        """Tell whether the language model, too, takes the words for a date."""
        found = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        return found is not None and any(token.ent_type_ == "DATE" for token in found)

    def anchor(self, span: Span) -> Period | None:
        """Return the date mentioned last, if in this paragraph or the one before; "that year" refers to it."""
        if not self.earlier or self.earlier[-1][1] is None:
            return None
        last, period = self.earlier[-1]
        return period if self._paragraph(span) - self._paragraph(last) <= 1 else None

    def _paragraph(self, span: Span) -> int:
        return sum(paragraph.start <= span.start for paragraph in self.paragraphs)


def part(match: re.Match[str], name: str) -> str | None:
    """Return the words of a named part of a form; None where this form has no such part."""
    return match.groupdict().get(name)


def month_number(word: str) -> int:
    """Return 1 to 12 for a month, in full or shortened."""
    word = word.rstrip(".").capitalize()
    return number_of("month" if word in words_of("month") else "month-short", word)


def year_of(match: re.Match[str], page: Page) -> tuple[int | None, str]:
    """Return the year that an expression names: in figures, or as last, this or next year."""
    if year := part(match, "y"):
        return int(year), "written out"
    steps = {"last": -1, "this": 0, "next": 1}
    if (rel := part(match, "rel") or part(match, "year")) and page.published:
        return page.published.year + steps[rel], f"{rel} year, from the publication date"
    return None, ""


def nearest(choices: list[Period], span: Span, page: Page, what: str) -> Reading:
    """Return the one of a period's yearly returns that is nearest to publication and fits the tense."""
    if page.published is None:
        return Reading(None, f"{what} without a year, and the publication date is not known")
    published, tense = page.published, page.tense(span)
    fitting = [
        choice
        for choice in choices
        if tense in {"unknown", "prospective"}
        or (choice.first <= published if tense == "past" else choice.last >= published)
    ]
    best = min(fitting or choices, key=lambda choice: abs((choice.first - published).days))
    said = {"past": "past tense: the last one up to", "future": "future: the next one from"}.get(
        tense, "the nearest to"
    )
    return Reading(best, f"{what}, {said} publication")
