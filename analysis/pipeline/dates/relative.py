"""Dates that are counted from another one: the day of publication, or the date mentioned before."""

import datetime as dt
import re
from typing import cast

from analysis.pipeline.dates import periods
from analysis.pipeline.dates.page import Page, Reading, month_number, part, year_of
from analysis.pipeline.dates.periods import Period, Unit
from analysis.pipeline.dates.tense import Tense
from analysis.pipeline.dates.words import any_of, number_of, words_of
from analysis.records import Span

_VAGUE = re.compile(
    r"\b(?:about|almost|around|at least|less than|more than|nearly|over|roughly|some|up to)\s+$", re.IGNORECASE
)
_TITLE = re.compile(r"\s+(?:programme|program|show)\b")
_AHEAD = {"future", "prospective"}


def read_ago(match: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Read "two years ago", counted as finely as such words are meant."""
    if page.published is None:
        return Reading(None, "counted from the publication date, which is not known")
    if _VAGUE.search(page.before(span)):
        return Reading(None, "a rough count: no date follows")
    count, unit, named = _count(match["n"]), cast("Unit", match["unit"]), part(match, "day")
    if unit == "decade":
        count, unit = 10 * count, "year"
    if named in words_of("weekday"):
        start = _weekday_near(page.published, str(named), page.tense(span)).first
        return Reading(periods.day(periods.days_back(start, count, unit)), f"counted back from {named}")
    if named:
        grain = cast("Unit", "day" if named == "today" else named.split()[-1])
        start = periods.days_back(page.published, count, unit)
        return Reading(periods.containing(start, grain), "counted back from the day of publication")
    if unit == "year" and count == 1:
        return Reading(periods.shifted(page.published, -12, "month"), "a year before the month of publication")
    return Reading(periods.shifted(page.published, -count, unit), "counted back from publication")


def _count(word: str) -> int:
    return int(word) if word.isdigit() else number_of("number", word.lower())


def read_offset(match: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Read "two days later" and "a week from now"."""
    count, unit = _count(match["n"]), cast("Unit", match["unit"])
    if match["way"].startswith("from"):
        period = None if page.published is None else periods.shifted(page.published, count, unit)
        return Reading(period, "counted on from publication")
    return _beside_anchor(page.anchor(span), -count if match["way"] == "earlier" else count, unit)


def read_beside(match: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Read "the next day", "the previous year"."""
    if re.search(r"\b(?:over|in|within|for|during)\s+$", page.before(span)) and match["way"] == "next":
        return None
    unit = cast("Unit", part(match, "unit") or "day")
    return _beside_anchor(page.anchor(span), -1 if match["way"] in {"before", "previous", "preceding"} else 1, unit)


def _beside_anchor(anchor: Period | None, count: int, unit: Unit) -> Reading:
    """Count from the date mentioned before, as finely as that date is known."""
    if anchor is None:
        return Reading(None, "no date before it to count from")
    fine = {"day": ("day",), "week": ("day",), "weekend": ("day",), "month": ("day", "month")}
    if anchor.grain not in fine.get(unit, ("day", "month", "year")):
        return Reading(None, "the date before it is not exact enough to count from")
    if unit in {"year", "decade"} and anchor.grain == "month":
        return Reading(
            periods.shifted(anchor.first, count * (12 if unit == "year" else 120), "month"),
            "counted from the date before it",
        )
    return Reading(periods.shifted(anchor.first, count, unit), "counted from the date before it")


def read_day_beside(match: re.Match[str], _: Span, page: Page) -> Reading | None:
    """Read "the day after tomorrow"."""
    count = -2 if match["way"].startswith("before") else 2
    period = None if page.published is None else periods.shifted(page.published, count, "day")
    return Reading(period, "counted from publication")


def read_same(match: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Read "that same year"."""
    return _beside_anchor(page.anchor(span), 0, cast("Unit", match["unit"]))


def _weekday_near(published: dt.date, name: str, tense: Tense) -> Period:
    """Return the weekday on or next to publication: the coming one for the future, else the last one."""
    ahead = (number_of("weekday", name) - published.weekday()) % 7
    return periods.day(published + dt.timedelta(days=ahead if tense in _AHEAD or ahead == 0 else ahead - 7))


def read_weekday(match: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Read a weekday by the tense, or by "last", "next" and "this"."""
    name, rel = match["weekday"], (part(match, "rel") or "").lower()
    preceding = page.before(span).split()
    if (preceding and preceding[-1] in words_of("named-day")) or re.match(
        rf"\s+(?:{any_of('title-after-day')})\b", page.plain[span.end : span.end + 20]
    ):
        return None
    if page.published is None:
        return Reading(None, "a weekday, and the publication date is not known")
    monday = page.published - dt.timedelta(days=page.published.weekday())
    week = {"last": -1, "this": 0, "next": 1}.get(part(match, "week") or ("next" if rel == "next" else ""))
    if week is not None:
        day = monday + dt.timedelta(days=7 * week + number_of("weekday", name))
        return Reading(periods.day(day), f"{name} of the {('week before', 'same week', 'following week')[week + 1]}")
    if rel in {"last", "this past"}:
        before = _weekday_near(page.published - dt.timedelta(days=1), name, "past")
        return Reading(before, f"last {name} before publication")
    tense: Tense = "future" if rel.endswith("coming") else page.tense(span)
    if rel == "this" and tense == "unknown":
        tense = "future"
    kind = f"future: the {name} from" if tense in _AHEAD else f"{tense} tense: the {name} up to"
    return Reading(_weekday_near(page.published, name, tense), f"weekday, {kind} publication")


def read_rel_month(match: re.Match[str], _: Span, page: Page) -> Reading | None:
    """Read "last May"."""
    if page.published is None:
        return Reading(None, "counted from the publication date, which is not known")
    number, rel = month_number(match["month"]), match["rel"].lower()
    ahead = (number - page.published.month) % 12
    if rel in {"last", "this past"}:
        return Reading(periods.shifted(page.published, ahead - 12, "month"), "the last one before this month")
    if rel == "this":
        return Reading(periods.month(page.published.year, number), "of the year of publication")
    return Reading(periods.shifted(page.published, ahead or 12, "month"), "the next one after this month")


def read_rel_unit(match: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Read "last week", "next year"."""
    rel, unit = match["rel"].lower(), cast("Unit", match["unit"])
    if page.published is None:
        return Reading(None, "counted from the publication date, which is not known")
    if unit == "weekend" and rel in {"last", "this past"} and page.published.weekday() == 6:
        return Reading(periods.shifted(page.published, -1, unit), "the weekend before")
    if unit == "weekend" and rel == "this" and page.tense(span) == "past" and page.published.weekday() < 3:
        return Reading(periods.shifted(page.published, -1, unit), "past tense: the weekend before publication")
    step = {"last": -1, "next": 1}.get(rel.replace("this past", "last"), 0)
    return Reading(periods.shifted(page.published, step, unit), f"{rel} {unit}, from the publication date")


def read_weekend(_: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Read "over the weekend"."""
    if page.published is None:
        return Reading(None, "counted from the publication date, which is not known")
    future = page.tense(span) in _AHEAD or page.published.weekday() > 5
    return Reading(periods.shifted(page.published, 0 if future else -1, "weekend"), "the weekend by the tense")


def read_season(match: re.Match[str], _: Span, page: Page) -> Reading | None:
    """Read "last summer", "the spring of 2014"."""
    name, rel = match["season"], (part(match, "rel") or "").lower()
    start = number_of("season", name)
    if not rel:
        year, because = year_of(match, page)
        if year is None or start == 12:
            return Reading(None, "a winter has two years" if year else "the publication date is not known")
        return Reading(periods.months(year, start, 3), f"northern {name}; year {because}")
    if page.published is None:
        return Reading(None, "counted from the publication date, which is not known")
    published = page.published
    seasons = [periods.months(published.year + step, start, 3) for step in (-2, -1, 0, 1)]
    over = [season for season in seasons if season.last < published]
    if rel in {"last", "this past"}:
        return Reading(over[-1], f"the last northern {name} that was over")
    if rel == "next":
        return Reading(periods.months(published.year + 1, start, 3), f"northern {name} of next year")
    this = min(seasons, key=lambda season: abs(season.first - published)) if start == 12 else seasons[2]
    return Reading(this, f"northern {name} of this year")


def read_deictic(match: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Read today and its neighbours."""
    word = " ".join(match["word"].split())
    preceding = page.before(span).split()
    named = (preceding and preceding[-1] in words_of("before-today")) or _TITLE.match(page.plain, span.end)
    if word == "Today" and named:
        return None
    step = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word.lower(), 0)
    period = None if page.published is None else periods.shifted(page.published, step, "day")
    return Reading(period, "counted from the day of publication")
