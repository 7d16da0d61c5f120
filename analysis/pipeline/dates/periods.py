"""Stretches of the calendar: days, weeks, months, seasons, years, decades; how they are counted and written."""

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Literal

Unit = Literal["day", "week", "weekend", "month", "quarter", "year", "decade", "century"]

_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """All days from ``first`` to ``last``, both included."""

    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        """Return the shortest exact form: YYYY-MM-DD, YYYY-MM, YYYY, or start/end of one of these."""
        if self.first == self.last:
            return self.first.isoformat()
        if self.first.day != 1 or self.last != _month_end(self.last):
            return f"{self.first.isoformat()}/{self.last.isoformat()}"
        size = 4 if self.first.month == 1 and self.last.month == 12 else 7
        start, end = self.first.isoformat()[:size], self.last.isoformat()[:size]
        return start if start == end else f"{start}/{end}"

    @property
    def grain(self) -> Literal["day", "span", "month", "year"]:
        """The unit that the period is exactly one of; ``span`` where it is none of the others."""
        written = str(self)
        return "span" if "/" in written else {10: "day", 7: "month", 4: "year"}[len(written)]  # type: ignore[return-value]


def parse(written: str) -> Period:
    """Return the period that ``str(period)`` was written from. Raises ValueError for other text."""
    start, _, end = written.partition("/")
    return Period(_parse_one(start).first, _parse_one(end or start).last)


def _parse_one(written: str) -> Period:
    parts = written.split("-")
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
        raise ValueError(f"Not a date: {written!r}. Write YYYY, YYYY-MM or YYYY-MM-DD.")
    numbers = [int(part) for part in parts]
    if len(numbers) == 1:
        return years(numbers[0])
    return month(numbers[0], numbers[1]) if len(numbers) == 2 else day(dt.date(*numbers))


def _month_end(of: dt.date) -> dt.date:
    return of.replace(day=calendar.monthrange(of.year, of.month)[1])


def day(of: dt.date) -> Period:
    """Return one day."""
    return Period(of, of)


def month(year: int, number: int) -> Period:
    """Return a month of a year."""
    first = dt.date(year, number, 1)
    return Period(first, _month_end(first))


def years(first: int, last: int | None = None) -> Period:
    """Return a year, or all years from the first to the last."""
    return Period(dt.date(first, 1, 1), dt.date(first if last is None else last, 12, 31))


def months(year: int, number: int, count: int) -> Period:
    """Return ``count`` months from a month of a year on: a quarter, a season, half a year."""
    first = dt.date(year, number, 1)
    return Period(first, _month_end(add_months(first, count - 1)))


def century(number: int) -> Period:
    """Return a century as it is counted: the 20th runs from 1901 to 2000."""
    return years(100 * number - 99, 100 * number)


def containing(of: dt.date, unit: Unit) -> Period:
    """Return the unit that a day lies in; weeks run from Monday to Sunday, a weekday's weekend is the coming one."""
    monday = of - dt.timedelta(days=of.weekday())
    decade = of.year // 10 * 10
    choices = {
        "day": lambda: day(of),
        "week": lambda: Period(monday, monday + dt.timedelta(days=6)),
        "weekend": lambda: Period(monday + dt.timedelta(days=5), monday + dt.timedelta(days=6)),
        "month": lambda: month(of.year, of.month),
        "quarter": lambda: months(of.year, 3 * ((of.month - 1) // 3) + 1, 3),
        "year": lambda: years(of.year),
        "decade": lambda: years(decade, decade + 9),
        "century": lambda: century((of.year - 1) // 100 + 1),
    }
    return choices[unit]()


def add_months(of: dt.date, count: int) -> dt.date:
    """Return the first day of the month so many months away."""
    number = 12 * of.year + of.month - 1 + count
    return dt.date(number // 12, number % 12 + 1, 1)


def shifted(of: dt.date, count: int, unit: Unit) -> Period:
    """Return the unit that lies ``count`` units after the one of a day (before it, where the count is negative)."""
    if unit in _MONTHS:
        return containing(add_months(of, count * _MONTHS[unit]), unit)
    days = count if unit == "day" else 7 * count
    return containing(of + dt.timedelta(days=days), unit)


def days_back(of: dt.date, count: int, unit: Unit) -> dt.date:
    """Return the day that lies so many units before another; the 29th of February becomes the 28th."""
    if unit not in _MONTHS:
        return of - dt.timedelta(days=count * {"day": 1}.get(unit, 7))
    earlier = add_months(of, -count * _MONTHS[unit])
    return earlier.replace(day=min(of.day, _month_end(earlier).day))
