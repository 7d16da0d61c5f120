"""Dates that are written out: days, months, years, decades, parts of a year."""

import datetime as dt
import re

from analysis.pipeline.dates import periods
from analysis.pipeline.dates.page import Page, Reading, month_number, nearest, part, year_of
from analysis.pipeline.dates.periods import Period
from analysis.pipeline.dates.words import number_of, words_of
from analysis.records import Span

_STRONG = re.compile(
    r"\b(?:in|since|during|until|till|circa|throughout|between|fiscal|year|years|back in)\s+$", re.IGNORECASE
)
_WEAK = re.compile(
    r"\b(?:after|and|around|before|by|for|from|of|or|through|to|'s|the|a|an|his|her|its|their)\s+$", re.IGNORECASE
)
_JOINED = re.compile(r"(?:,| and| or| to| through|, and)\s+$")
_NAMED = re.compile(r"(?:^|[^.!?\"'\n]\s)(?P<word>[A-Z][\w.&-]*)\s+$")
_OWNED = re.compile(r"(?:\b(?:the|a|his|her|its|their|our|this|that)|'s|s')\s+$", re.IGNORECASE)
_ERA = re.compile(r"\s+(?:BC|BCE|AD|CE)\b")


def read_day(match: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Read a day and month, with or without a year."""
    number, first = month_number(match["month"]), int(match["d"])
    last = int(part(match, "to") or first)
    year, because = year_of(match, page)

    def within(year: int) -> Period:
        return Period(dt.date(year, number, first), dt.date(year, number, max(first, last)))

    if year is not None:
        return Reading(within(year), f"day and month; year {because}")
    within(2000)  # a leap year: refuses days that no month has
    if part(match, "rel"):
        return Reading(None, "counted from the publication date, which is not known")
    around = [] if page.published is None else [page.published.year + step for step in (-1, 0, 1)]
    return nearest(
        [within(year) for year in around if not (number == 2 and first == 29 and year % 4)], span, page, "day and month"
    )


def read_event(match: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Read a day that is the name of an event ("the September 11 attacks"); any other is a plain day."""
    day = words_of("event").get(f"{match['month']} {match['d']}")
    if day is None or (page.published and dt.date.fromisoformat(day) > page.published):
        return read_day(match, span, page)
    return Reading(periods.parse(day), "the day by which the event is known")


def read_iso(match: re.Match[str], _: Span, __: Page) -> Reading | None:
    """Read 2024-01-09."""
    return Reading(periods.day(dt.date(int(match["y"]), int(match["m"]), int(match["d"]))), "written out")


def read_numeric(match: re.Match[str], _: Span, __: Page) -> Reading | None:
    """Read 25/12/2024 or 25.12.2024; where day and month could change places, it is not settled."""
    one, two, year = int(match["a"]), int(match["b"]), int(match["y"])
    if match["mark"] == "." or one > 12 or one == two:
        return Reading(periods.day(dt.date(year, two, one)), "written out, day first")
    if two > 12:
        return Reading(periods.day(dt.date(year, one, two)), "written out, month first")
    dt.date(year, one, two)
    return Reading(None, "day or month first: the text does not settle it")


def read_month(match: re.Match[str], _: Span, page: Page) -> Reading | None:
    """Read months with a year."""
    number = month_number(match["month"])
    year, because = year_of(match, page)
    if year is None:
        return Reading(None, "counted from the publication date, which is not known")
    last = month_number(part(match, "to_month") or match["month"])
    return Reading(periods.months(year, number, max(1, last - number + 1)), f"month; year {because}")


def read_years(match: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Read years from one to another ("1950-53")."""
    first, last = int(match["y"]), int(match["y"][: 4 - len(match["to"])] + match["to"])
    if not first < last < 2200 or _counts_things(span, page):
        return None
    return Reading(periods.years(first, last), "years written out")


def read_decade(match: re.Match[str], _: Span, page: Page) -> Reading | None:
    """Read the 1970s, or the '70s."""
    if written := part(match, "y"):
        first = int(written)
        if first % 100 == 0 and first < 2000:
            return Reading(periods.years(first, first + 99), "the hundred years from that year")
        return Reading(periods.years(first, first + 9), "decade written out")
    latest = page.published.year if page.published else 1999
    short = int(match["short"])
    if page.published is None and short < 30:
        return Reading(None, "the century is not given, and the publication date is not known")
    first = short + max(century for century in (1800, 1900, 2000) if century + short + 10 <= latest or century == 1800)
    return Reading(periods.years(first, first + 9), "the last such decade that was over at publication")


def read_century(match: re.Match[str], _: Span, __: Page) -> Reading | None:
    """Read the 19th century."""
    return Reading(periods.century(int(match["n"])), "century as it is counted") if 0 < int(match["n"]) < 22 else None


def read_part_of_year(match: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Read quarters and halves of a year."""
    half = part(match, "half") or (part(match, "unit") == "half" and part(match, "nth"))
    size = 6 if half else 3
    nth = half or match["nth"]
    index = int(nth) if nth.isdigit() else min(number_of("ordinal", nth), 12 // size)
    if index > 12 // size:
        return None
    year, because = year_of(match, page)
    if year is not None:
        return Reading(periods.months(year, 1 + size * (index - 1), size), f"part of a year; year {because}")
    around = [] if page.published is None else [page.published.year + step for step in (-1, 0, 1)]
    return nearest(
        [periods.months(year, 1 + size * (index - 1), size) for year in around], span, page, "part of a year"
    )


def read_bare_month(match: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Read a month without a year; months that are names or verbs too need a clear sign."""
    name, before = match["month"], page.before(span)
    sure = bool(_STRONG.search(before) or part(match, "part"))
    doubtful = name in words_of("month-or-name")
    if name in page.people and not page.is_date(span):
        return None
    if not (sure or page.is_date(span) or (not doubtful and _WEAK.search(before))):
        return None
    number = month_number(name)
    for earlier, period in reversed(page.earlier):
        near = page.plain.count("\n", earlier.end, span.start) <= 4
        if near and period and period.first.month == number and re.search(r"\d{4}$", earlier.of(page.plain)):
            return Reading(periods.month(period.first.year, number), "the month named with its year just before")
    around = [] if page.published is None else [page.published.year + step for step in (-1, 0, 1)]
    return nearest([periods.month(year, number) for year in around], span, page, "month")


def _noun_after(span: Span, page: Page) -> str:
    """Return the tag of the noun that figures stand before ("the 2016 election": NN), "" where there is none."""
    found = page.doc.char_span(span.start, span.end, alignment_mode="expand")
    if found is None:
        return ""
    for token in page.doc[found.end : found.end + 3]:
        if token.pos_ in {"NOUN", "PROPN"}:
            return token.tag_
        if token.tag_ not in {"JJ", "VBG", "VBN"}:
            return ""
    return ""


def _counts_things(span: Span, page: Page) -> bool:
    """Tell whether figures count what follows ("2000 troops") and nothing says that they are a year all the same."""
    plural = _noun_after(span, page) in {"NNS", "NNPS"}
    return plural and not (
        page.is_date(span) and (_STRONG.search(page.before(span)) or _OWNED.search(page.before(span)))
    )


def read_bare_year(match: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Read four figures where the words around them, or the model, say that they are a year."""
    year, before, after = int(match["y"]), page.before(span), page.plain[span.end : span.end + 20]
    if year > 2199 or _ERA.match(after) or _counts_things(span, page):
        return None
    joined = bool(page.earlier) and _JOINED.fullmatch(page.plain, page.earlier[-1][0].end, span.start)
    strong = _STRONG.search(before) or part(match, "part") or joined
    named = None if _WEAK.search(before) else _NAMED.search(before)
    if named and not strong and not _OWNED.search(before) and named["word"] not in words_of("month"):
        return None  # "Resolution 1973"
    modern = 1800 <= year < 2100
    bracketed = before.endswith("(") and after[:1] in {")", ","}
    owned = _OWNED.search(before) and _noun_after(span, page)
    from_to = re.search(r"\bfrom\s+$", before) and re.match(r"\s+(?:to|until|through)\s+[12]\d{3}\b", after)
    if strong or from_to or (modern and (page.is_date(span) or bracketed or owned)):
        return Reading(periods.years(year), "year written out")
    return None
