"""The tables that pages show and people download, one function each; every row leads back to characters of an article.

``corpus`` is always a sequence of an article with its analysis. Text columns have dtype ``str`` and hold "" where
nothing is given, days are ``datetime64[us]`` (NaT where unknown), positions count code points of the article's text.
"""

import calendar
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.library.directory import Directory
from analysis.library.filters import QuoteFilter, fold, terms
from analysis.library.rows import (
    NOBODY,
    SEPARATOR,
    institution_of,
    quote_rows,
    section_of,
    short_columns,
    think_tank_of,
)
from analysis.records import Analysis, Article, Span

Corpus = Sequence[tuple[Article, Analysis]]

_TEXT, _DAY, _COUNT, _SHARE = "str", "datetime64[us]", "int64", "float64"

QUOTES: Mapping[str, str] = {
    "quote_id": _TEXT,
    "article_id": _TEXT,
    "article": _TEXT,
    "outlet": _TEXT,
    "published": _DAY,
    "quote": _TEXT,
    "type": _TEXT,
    "speaker_id": _TEXT,
    "speaker": _TEXT,
    "speaker_kind": _TEXT,
    "role": _TEXT,
    "institution": _TEXT,
    "institution_id": _TEXT,
    "affiliation_kind": _TEXT,
    "think_tank": _TEXT,
    "country": _TEXT,
    "parent": _TEXT,
    "stance": _TEXT,
    "targets": _TEXT,
    "section": _TEXT,
    "place": _SHARE,
    "cue": _TEXT,
    "attitude": _TEXT,
    "confidence": _SHARE,
    "because": _TEXT,
    "review": _TEXT,
    "start": _COUNT,
    "end": _COUNT,
}
SPEAKERS: Mapping[str, str] = {
    "speaker_id": _TEXT,
    "speaker": _TEXT,
    "speaker_kind": _TEXT,
    "role": _TEXT,
    "institution": _TEXT,
    "affiliation_kind": _TEXT,
    "think_tank": _TEXT,
    "articles": _COUNT,
    "quotes": _COUNT,
    "words": _COUNT,
    "direct": _COUNT,
    "mixed": _COUNT,
    "indirect": _COUNT,
}
STANCES: Mapping[str, str] = {
    "article_id": _TEXT,
    "article": _TEXT,
    "published": _DAY,
    "speaker_id": _TEXT,
    "speaker": _TEXT,
    "institution": _TEXT,
    "think_tank": _TEXT,
    "target": _TEXT,
    "label": _TEXT,
    "confidence": _SHARE,
    "quote_id": _TEXT,
    "evidence": _TEXT,
    "because": _TEXT,
    "start": _COUNT,
    "end": _COUNT,
}
SECTIONS: Mapping[str, str] = {
    "article_id": _TEXT,
    "article": _TEXT,
    "section": _TEXT,
    "number": _COUNT,
    "keyphrases": _TEXT,
    "start": _COUNT,
    "end": _COUNT,
    "words": _COUNT,
    "quotes": _COUNT,
    "speakers": _COUNT,
}
DATES: Mapping[str, str] = {
    "article_id": _TEXT,
    "article": _TEXT,
    "words": _TEXT,
    "resolved": _TEXT,
    "since": _DAY,
    "until": _DAY,
    "event": _TEXT,
    "context": _TEXT,
    "start": _COUNT,
    "end": _COUNT,
}
ENTITIES: Mapping[str, str] = {
    "article_id": _TEXT,
    "article": _TEXT,
    "entity_id": _TEXT,
    "entity": _TEXT,
    "label": _TEXT,
    "mentions": _COUNT,
}
MENTIONS: Mapping[str, str] = {
    "article_id": _TEXT,
    "article": _TEXT,
    "published": _DAY,
    "entity_id": _TEXT,
    "entity": _TEXT,
    "label": _TEXT,
    "section": _TEXT,
    "start": _COUNT,
    "end": _COUNT,
}

_GROUP = "group: "
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SENTENCE_END = re.compile(r"(\w*)[.!?…][”’\"')\]]*\s+(?=[“‘\"'(\[]*[A-Z0-9])")
_SHORT_FORM = re.compile(r"[A-Z][a-z]{0,3}")


def quotes(corpus: Corpus, directory: Directory | None = None) -> pd.DataFrame:
    """Return one row per quote, columns ``QUOTES``, articles in the given order and quotes in reading order.

    ``article`` is the title; ``targets`` are joined by "; "; ``place`` is in percent of the body, 0 to 100. Country and
    parent come from ``directory``, by default the shipped one. Further columns at the end, named by ``group_column``,
    are those of the files that articles came in, and a person's own groupings of institutions.
    """
    known = directory or Directory()
    own = (*(column for article, _ in corpus for column in short_columns(article)), *known.columns)
    groups = {group_column(column): column for column in own}
    return _table(
        (
            {
                **{name: getattr(row, name) for name in QUOTES},
                "targets": SEPARATOR.join(row.targets),
                **{name: dict(row.groups).get(column, "") for name, column in groups.items()},
            }
            for article, analysis in corpus
            for row in quote_rows(article, analysis, known)
        ),
        {**QUOTES, **dict.fromkeys(groups, _TEXT)},
    )


def group_column(column: str) -> str:
    """Return how a column of a person's own is called in a table of quotes."""
    return f"{_GROUP}{column}"


def group_names(quotes: pd.DataFrame) -> list[str]:
    """Return the names of the columns of a person's own that a table of quotes has."""
    return [str(column).removeprefix(_GROUP) for column in quotes.columns if str(column).startswith(_GROUP)]


def choose(quotes: pd.DataFrame, chosen: QuoteFilter) -> pd.DataFrame:
    """Return the rows of a table of quotes that a filter asks for, in their order, with their index."""
    keep = pd.Series(data=True, index=quotes.index, dtype=bool)
    for column, values in {
        "article_id": chosen.articles,
        "think_tank": chosen.think_tanks,
        "institution": chosen.institutions,
        "affiliation_kind": chosen.kinds,
        "country": chosen.countries,
        "parent": chosen.parents,
        "speaker": chosen.speakers,
        "stance": chosen.stances,
        "type": chosen.types,
        "section": chosen.sections,
    }.items():
        if values:
            keep &= quotes[column].isin(values)
    if chosen.targets:
        wanted = set(chosen.targets)
        keep &= quotes["targets"].map(lambda cell: not wanted.isdisjoint(cell.split(SEPARATOR))).astype(bool)
    for column, values in chosen.groupings().items():
        # Where nobody uses a grouping any more, every quote is in none of its groups.
        known = quotes.get(group_column(column))
        keep &= known.isin(values) if known is not None else "" in values
    if chosen.since:
        keep &= quotes["published"] >= pd.Timestamp(chosen.since)
    if chosen.until:
        keep &= quotes["published"] <= pd.Timestamp(chosen.until)
    if asked := terms(chosen.words):
        searched = (quotes["quote"] + "\n" + quotes["speaker"]).map(fold)
        keep &= searched.map(lambda text: all(term in text for term in asked)).astype(bool)
    return quotes[keep]


def speakers(quotes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per speaker of a table of quotes, columns ``SPEAKERS``, the most quoted first.

    Role and institution are those of the first quote that has an institution; ``words`` counts the words of all quotes,
    ``direct``, ``mixed`` and ``indirect`` count quotes. Quotes whose speaker is not known have no row.
    """
    rows: list[dict[str, object]] = []
    for identity, said in quotes[quotes["speaker_id"] != ""].groupby("speaker_id", sort=False):
        placed = said[said["institution"] != ""]
        known = (placed if len(placed) else said).iloc[0]
        types = Counter(said["type"])
        rows.append(
            {
                "speaker_id": identity,
                **{column: known[column] for column in list(SPEAKERS)[1:7]},
                "articles": said["article_id"].nunique(),
                "quotes": len(said),
                "words": sum(len(words.split()) for words in said["quote"]),
                **{kind: types[kind] for kind in ("direct", "mixed", "indirect")},
            }
        )
    rows.sort(key=lambda row: (-int(str(row["quotes"])), -int(str(row["words"])), str(row["speaker"])))
    return _table(rows, SPEAKERS)


def stances(corpus: Corpus) -> pd.DataFrame:
    """Return one row per speaker, target and piece of evidence, columns ``STANCES``; ``evidence`` holds the words."""
    rows: list[dict[str, object]] = []
    for article, analysis in corpus:
        people = {speaker.id: speaker for speaker in analysis.speakers}
        for stance in analysis.stances:
            speaker = people.get(stance.speaker, NOBODY)
            rows.append(
                {
                    "article_id": article.id,
                    "article": article.title,
                    "published": article.published,
                    "speaker_id": stance.speaker,
                    "speaker": speaker.name,
                    "institution": institution_of(speaker),
                    "think_tank": think_tank_of(speaker),
                    "target": stance.target.replace(";", ","),
                    "label": stance.label,
                    "confidence": stance.confidence,
                    "quote_id": stance.quote or "",
                    "evidence": stance.evidence.of(article.text),
                    "because": stance.because,
                    "start": stance.evidence.start,
                    "end": stance.evidence.end,
                }
            )
    return _table(rows, STANCES)


def sections(corpus: Corpus) -> pd.DataFrame:
    """Return one row per section, columns ``SECTIONS``: ``number`` from 1, counts of words, quotes and speakers."""
    rows: list[dict[str, object]] = []
    for article, analysis in corpus:
        said = [(section_of(quote.span, analysis.sections, index=quote.section), quote) for quote in analysis.quotes]
        for number, section in enumerate(analysis.sections, start=1):
            here = [quote for part, quote in said if part is section]
            rows.append(
                {
                    "article_id": article.id,
                    "article": article.title,
                    "section": section.label,
                    "number": number,
                    "keyphrases": SEPARATOR.join(section.keyphrases),
                    "start": section.span.start,
                    "end": section.span.end,
                    "words": len(section.span.of(article.text).split()),
                    "quotes": len(here),
                    "speakers": len({quote.speaker for quote in here if quote.speaker}),
                }
            )
    return _table(rows, SECTIONS)


def dates(corpus: Corpus) -> pd.DataFrame:
    """Return one row per calendar expression, columns ``DATES``.

    ``since`` and ``until`` are the first and the last day of what ``resolved`` says; ``event`` is the clause that tells
    what happens then, ``context`` the sentence around the words, found by its punctuation.
    """
    rows: list[dict[str, object]] = []
    for article, analysis in corpus:
        for mention in analysis.dates:
            since, until = days_of(mention.resolved)
            rows.append(
                {
                    "article_id": article.id,
                    "article": article.title,
                    "words": mention.span.of(article.text),
                    "resolved": mention.resolved or "",
                    "since": since,
                    "until": until,
                    "event": " ".join(mention.event.of(article.text).split()) if mention.event else "",
                    "context": sentence_around(article.text, mention.span),
                    "start": mention.span.start,
                    "end": mention.span.end,
                }
            )
    return _table(rows, DATES)


def entities(corpus: Corpus) -> pd.DataFrame:
    """Return one row per entity of an article, columns ``ENTITIES``; ``mentions`` counts how often it is named."""
    return _table(
        (
            {
                "article_id": article.id,
                "article": article.title,
                "entity_id": entity.id,
                "entity": entity.name,
                "label": entity.label,
                "mentions": len(entity.mentions),
            }
            for article, analysis in corpus
            for entity in analysis.entities
        ),
        ENTITIES,
    )


def mentions(corpus: Corpus) -> pd.DataFrame:
    """Return one row per place where an entity is named, columns ``MENTIONS``, in reading order within an article."""
    rows: list[dict[str, object]] = []
    for article, analysis in corpus:
        found = [(span, entity) for entity in analysis.entities for span in entity.mentions]
        for span, entity in sorted(found, key=lambda pair: (pair[0], pair[1].id)):
            section = section_of(span, analysis.sections)
            rows.append(
                {
                    "article_id": article.id,
                    "article": article.title,
                    "published": article.published,
                    "entity_id": entity.id,
                    "entity": entity.name,
                    "label": entity.label,
                    "section": section.label if section else "",
                    "start": span.start,
                    "end": span.end,
                }
            )
    return _table(rows, MENTIONS)


def days_of(resolved: str | None) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day of a resolved date: YYYY[-MM[-DD]] or start/end. None where it is no date."""
    first, _, last = (resolved or "").partition("/")
    since, until = _extent(first), _extent(last or first)
    return (since[0], until[1]) if since and until else (None, None)


def sentence_around(text: str, span: Span) -> str:
    """Return the sentence that holds ``span``, on one line. It may run on after a short form such as "Gen." ."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    for stop in _SENTENCE_END.finditer(text, start, end):
        if _SHORT_FORM.fullmatch(stop[1]):
            continue
        if stop.end() <= span.start:
            start = stop.end()
        elif stop.end(1) >= span.end:
            end = stop.end()
            break
    return " ".join(text[start:end].split())


def _extent(date: str) -> tuple[dt.date, dt.date] | None:
    parts = _DATE.fullmatch(date)
    if not parts:
        return None
    year, month, day = (int(part) if part else None for part in parts.groups())
    try:
        first = dt.date(year or 0, month or 1, day or 1)
        last = dt.date(first.year, month or 12, day or calendar.monthrange(first.year, month or 12)[1])
    except ValueError:
        return None
    return first, last


def _table(rows: Iterable[Mapping[str, object]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Return rows as a table with declared columns and dtypes, also where there are no rows."""
    return pd.DataFrame.from_records(list(rows), columns=list(columns)).astype(dict(columns))
