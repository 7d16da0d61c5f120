"""The day that a file's name, a cell or a line says an article was published."""

import datetime as dt
import re
from collections.abc import Iterator

_MONTHS = {
    month: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"),
        start=1,
    )
    for month in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_](\d{2})[-_](\d{2})(?!\d)")
_YEAR = r"((?:19|20)\d{2})(?!\d)"
_DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[ .]+({_MONTH})\.?,? +{_YEAR}", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.? +(\d{{1,2}})(?:st|nd|rd|th)?,? +{_YEAR}", re.IGNORECASE)
_POINTS = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d{2})(?!\d)")


def day_in(words: str) -> dt.date | None:
    """Return the first day written as 2024-05-31 or 2024_05_31, None where there is none."""
    return next(_days(_readings(words, named=False)), None)


def day_written(words: str) -> dt.date | None:
    """Return the day that words name: 2024-05-31, 31 May 2024, May 31st, 2024, 31.05.2024; None where they name none.

    "3/4/2024" may be either day, so it names none.
    """
    return next(_days(_readings(words, named=True)), None)


def _readings(words: str, *, named: bool) -> Iterator[tuple[str, str, str]]:
    """Yield (year, month, day) as written."""
    forms = ((_ISO, "ymd"), (_DAY_FIRST, "dmy"), (_MONTH_FIRST, "mdy"), (_POINTS, "dmy"))
    for form, order in forms if named else forms[:1]:
        for found in form.finditer(words):
            year, month, day = (found[order.index(part) + 1] for part in "ymd")
            yield year, month, day


def _days(readings: Iterator[tuple[str, str, str]]) -> Iterator[dt.date]:
    for year, month, day in readings:
        try:
            yield dt.date(int(year), _MONTHS.get(month.lower()) or int(month), int(day))
        except ValueError:
            continue
