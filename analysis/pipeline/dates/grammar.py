"""The forms that dates take in the news; what they mean is settled in ``absolute`` and ``relative``.

Forms stand in order: where two match the same words, the earlier one has them. The group ``date`` is the expression
itself where a form needs more words around it to be sure. Every repetition is bounded, so time is linear in the text.
"""

import re
from functools import cache

from analysis.pipeline.dates.words import any_of

_FORMS: tuple[tuple[str, str], ...] = (
    ("event", r"(?:the|The)\s+(?P<date>{MONTHDAY})(?=\s+(?:{event_noun})\b)"),
    ("iso", r"(?<![\w-])(?P<y>\d{{4}})-(?P<m>\d\d)-(?P<d>\d\d)(?=T\d|[^\w-]|-?$)"),
    ("numeric", r"(?<![\w/.])(?P<a>\d{{1,2}})(?P<mark>[/.])(?P<b>\d{{1,2}})(?P=mark)(?P<y>\d{{4}})(?![\w/]|\.\d)"),
    (
        "day",
        (
            r"(?:{DAYNAME},?\s+)?(?<![\w.,$£€-]){MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{TO_DAY}"
            r"(?![\d%]|[,.]\d|:\d|\s?(?:-|to)\s?\d{{3}}){YEAR_AFTER}"
        ),
    ),
    (
        "day",
        (
            r"(?:{DAYNAME},?\s+)?(?<![\w.,$£€-])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{TO_DAY}"
            r"\s+(?:of\s+)?{MONTH}\b{YEAR_AFTER}"
        ),
    ),
    (
        "month",
        (
            r"(?<![\w-])(?P<part>{PART})?{MONTH}(?:\s?(?:-|–|to|and)\s?(?P<to_month>{month}))?"
            r"(?:,?\s+(?:of\s+)?(?P<y>{FOUR})|,?\s+(?:of\s+)?(?P<rel>last|this|next)\s+year\b)"
        ),
    ),
    ("years", r"(?<![\w$£€.,/–-])(?P<y>{FOUR_DIGITS})(?:\s?–\s?|[-—/])(?P<to>\d{{4}}|\d\d)(?![\w%/–-]|[.,]\d)"),
    ("decade", r"(?<![\w'$£€,.-])(?P<part>{PART})?(?:'(?P<short>[1-9]0)s|(?P<y>[12]\d\d0)'?s)\b"),
    ("century", r"(?<![\w-])(?P<part>{PART})?(?P<n>\d{{1,2}})(?:st|nd|rd|th)\s+century\b"),
    (
        "part_of_year",
        (
            r"(?<!\w)(?P<nth>{ordinal})\s+(?P<unit>quarter|half)\s+of\s+(?:the\s+year\s+)?"
            r"(?:(?P<y>{FOUR})|(?P<rel>last|this|next)\s+year\b)"
        ),
    ),
    ("part_of_year", r"\b(?:Q(?P<nth>[1-4])|H(?P<half>[12]))(?:\s+(?:of\s+)?(?P<y>{FOUR}))?\b"),
    (
        "ago",
        (
            r"(?<![\w-])(?P<n>(?i:{number})|\d{{1,4}})[\s-]+(?P<unit>day|week|month|year|decade)s?\s+ago"
            r"(?:\s+(?:on\s+)?(?P<day>{weekday}|today|this\s+(?:week|month)))?\b"
        ),
    ),
    (
        "offset",
        r"(?<![\w-])(?P<n>(?i:{number})|\d{{1,3}})\s+(?P<unit>day|week|month|year|decade)s?\s+(?P<way>later|earlier|from\s+now)\b(?!\s+than)",
    ),
    ("day_beside", r"\b[Tt]he\s+day\s+(?P<way>before\s+yesterday|after\s+tomorrow)\b"),
    ("beside", r"\b[Tt]he\s+day\s+(?P<way>before|after)(?=\s*[.,;:)\"]|\s*$)"),
    ("beside", r"\b[Tt]he\s+(?P<way>next|following|previous)\s+(?P<unit>day)\b(?!-)"),
    (
        "beside",
        r"(?<!over )\b[Tt]he\s+(?P<way>following|previous|preceding)\s+(?P<unit>week|weekend|month|year|decade)\b(?!-)",
    ),
    (
        "same",
        r"\b(?:(?:[Tt]hat|[Tt]he)\s+(?:very\s+)?same|[Tt]hat)\s+(?P<unit>day|week|weekend|month|year|decade)\b(?!-)",
    ),
    ("weekday", r"(?<!\w)(?P<weekday>{weekday})(?:,?\s+(?:of\s+)?(?P<week>last|this|next)\s+week)\b"),
    (
        "weekday",
        r"(?<!\w)(?:(?P<rel>{REL})\s+)?(?P<weekday>{weekday})(?![\w-])",
    ),
    ("rel_month", r"(?<!\w)(?:(?P<rel>{REL})\s+)(?P<month>{month})(?![\w-])"),
    (
        "rel_unit",
        (
            r"(?<!\bthe )(?<!\w)(?P<rel>{REL})\s+"
            r"(?P<unit>week|weekend|month|quarter|year|decade|century)\b(?![-–]|s\b)"
        ),
    ),
    ("rel_unit", r"\bthe\s+(?P<rel>last)\s+(?P<unit>century)\b"),
    ("weekend", r"(?<=\b(?:over|ring) )the\s+weekend\b|(?<=\bat )the\s+weekend\b"),
    ("season", r"(?<!\bthe )(?<!\w)(?P<rel>{REL})\s+(?P<season>{season})\b(?![-–])"),
    (
        "season",
        r"(?<![\w-])(?P<part>{PART})?(?P<season>{season})\s+(?:of\s+|in\s+)?(?:(?P<y>{FOUR})|(?P<year>last|this|next)\s+year\b)",
    ),
    (
        "deictic",
        r"(?<![\w-])(?P<word>[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow|[Ll]ast\s+night|[Tt]his\s+(?:morning|afternoon|evening))(?![\w-])",
    ),
    ("bare_month", r"(?<![\w-])(?P<part>{PART})?(?P<month>{month})(?![\w-]|\s+\d)"),
    ("bare_year", r"(?<![\w$£€#.,/:–-])(?P<part>{PART})?(?P<y>{FOUR_DIGITS})(?![\w%°/–]|[.,:]\d|-\w)"),
)


def _pieces() -> dict[str, str]:
    pieces = {kind.replace("-", "_"): any_of(kind) for kind in ("month", "weekday", "season", "number", "ordinal")}
    pieces["event_noun"] = any_of("event-noun")
    full, short = any_of("month"), any_of("month-short")
    upper = full.upper()
    pieces["MONTH"] = rf"(?P<month>{full}|{upper}|(?:{short})\b\.?)"
    pieces["MONTHDAY"] = rf"(?P<month>{full}|(?:{short})\b\.?)\s+(?P<d>\d{{1,2}})"
    pieces["DAYNAME"] = rf"(?:{any_of('weekday')}|(?:{any_of('weekday-short')})\b\.?)"
    pieces["FOUR_DIGITS"] = r"[12]\d{3}"
    pieces["FOUR"] = r"[12]\d{3}(?![\d%]|,\d{3}|\.\d)"
    pieces["REL"] = r"(?i:last|next|this(?:\s+(?:past|coming))?)"
    pieces["PART"] = r"(?:(?:[Ee]arly|[Mm]id|[Ll]ate)(?:[- ]to[- ](?:mid|late))?[- ])"
    pieces["TO_DAY"] = r"(?:(?:\s?–\s?|-|\s+to\s+)(?P<to>\d{1,2})(?:st|nd|rd|th)?(?!\d|,\d|\s?%))?"
    pieces["YEAR_AFTER"] = (
        rf"(?:,?\s+(?:of\s+|in\s+)?(?P<y>{pieces['FOUR']})|,?\s+(?:of\s+)?(?P<rel>last|this|next)\s+year\b)?"
    )
    return pieces


@cache
def forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the forms by name, in the order in which they claim words."""
    pieces = _pieces()
    return tuple((name, re.compile(form.format(**pieces))) for name, form in _FORMS)


def matches(plain: str) -> list[tuple[str, re.Match[str]]]:
    """Return the matches of all forms in reading order; none overlaps another."""
    taken = bytearray(len(plain))
    found: list[tuple[str, re.Match[str]]] = []
    for name, form in forms():
        for match in form.finditer(plain):
            start, end = span_of(match)
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append((name, match))
    return sorted(found, key=lambda pair: span_of(pair[1]))


def span_of(match: re.Match[str]) -> tuple[int, int]:
    """Return where the expression itself stands."""
    return match.span("date") if "date" in match.re.groupindex else match.span()
