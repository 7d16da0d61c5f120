"""When: calendar expressions of the body, and the days, months or years that they mean.

The forms of ``grammar`` find the words; here each is accepted or refused by its surroundings and resolved against
the publication date, the tense of its sentence and the dates before it. Conventions follow TimeML (Pustejovsky et al.
2003) as far as calendar expressions go; durations, ages and clock times are left out, and so are dates that recur
("every Friday"). Seasons are those of the northern hemisphere. What the text does not settle stays unresolved.
"""

import datetime as dt
import re
from collections.abc import Callable

from spacy.tokens import Doc

from analysis.layout import Layout
from analysis.pipeline.dates import absolute, relative
from analysis.pipeline.dates.events import event_at
from analysis.pipeline.dates.grammar import matches, span_of
from analysis.pipeline.dates.page import Page, Reading
from analysis.pipeline.language import legible
from analysis.records import DateMention, Span

_RECURRING = re.compile(r"\b(?:every|each|any|most|some|alternate|a|one|per)\s+(?:other\s+)?$", re.IGNORECASE)

_Reader = Callable[[re.Match[str], Span, Page], Reading | None]
_READERS: dict[str, _Reader] = {
    "event": absolute.read_event,
    "iso": absolute.read_iso,
    "numeric": absolute.read_numeric,
    "day": absolute.read_day,
    "month": absolute.read_month,
    "years": absolute.read_years,
    "decade": absolute.read_decade,
    "century": absolute.read_century,
    "part_of_year": absolute.read_part_of_year,
    "ago": relative.read_ago,
    "offset": relative.read_offset,
    "day_beside": relative.read_day_beside,
    "beside": relative.read_beside,
    "same": relative.read_same,
    "weekday": relative.read_weekday,
    "rel_month": relative.read_rel_month,
    "rel_unit": relative.read_rel_unit,
    "weekend": relative.read_weekend,
    "season": relative.read_season,
    "deictic": relative.read_deictic,
    "bare_month": absolute.read_bare_month,
    "bare_year": absolute.read_bare_year,
}


def find_dates(doc: Doc, text: str, layout: Layout, published: dt.date | None) -> tuple[DateMention, ...]:
    """Return the calendar expressions of the body in reading order; no two overlap.

    ``doc`` is the parse of ``text``; ``published`` is what relative expressions are counted from: without it they are
    found but not resolved.
    """
    plain = legible(text)
    aside = [region.span for region in layout.regions]
    people = frozenset(name.text.removesuffix("'s").split()[-1] for name in doc.ents if name.label_ == "PERSON")
    body = tuple(paragraph.span for paragraph in layout.paragraphs if paragraph.role != "aside")
    page = Page(doc, plain, published, body, people)
    mentions = []
    for name, match in matches(plain):
        span = Span(*span_of(match))
        if any(region.overlaps(span) for region in aside) or _RECURRING.search(page.before(span)):
            continue
        reading = _read(name, match, span, page)
        if reading is None:
            continue
        page.earlier.append((span, reading.period))
        resolved = None if reading.period is None else str(reading.period)
        mentions.append(DateMention(span, resolved, reading.because, event_at(doc, span)))
    return tuple(mentions)


def _read(name: str, match: re.Match[str], span: Span, page: Page) -> Reading | None:
    """Return what one match means; None where it is no date."""
    try:
        return _READERS[name](match, span, page)
    except (ValueError, OverflowError):  # no such day, or a year that no calendar holds
        return None
