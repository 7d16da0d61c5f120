"""The rows that one article gives to the tables of ``tables`` and ``labels``: one function per table.

Days are ``datetime.date`` or None here, everything else as the tables hold it.
"""

import calendar
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from analysis.library.directory import Directory
from analysis.library.rows import (
    NOBODY,
    SEPARATOR,
    QuoteRow,
    institution_of,
    quote_rows,
    section_of,
    think_tank_of,
)
from analysis.records import Analysis, Article, Label, LabelKind, Span

Row = dict[str, object]

GROUP = "group: "
"""How the name of a column of a person's own begins in a table of quotes."""
LABEL_NAMES: Mapping[str, str] = {
    "": "Name alone",
    "function": "Function",
    "ideology": "Ideology",
    "place": "Place",
    "ownership": "Funding or ownership",
}
"""What the kinds of label are called; "" stands for a citation without any."""
LABEL_KINDS = tuple(kind for kind in LABEL_NAMES if kind)
_QUOTE = tuple(name for name in QuoteRow.__dataclass_fields__ if name not in {"targets", "groups"})
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SENTENCE_END = re.compile(r"(\w*)[.!?…][”’\"')\]]*\s+(?=[“‘\"'(\[]*[A-Z0-9])")
_SHORT_FORM = re.compile(r"[A-Z][a-z]{0,3}")


def article_rows(article: Article, analysis: Analysis, _: Directory) -> Iterator[Row]:
    """Yield what lists of articles show: one row."""
    yield {
        "article_id": article.id,
        "article": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "byline": article.byline,
        "source": article.source,
        "fingerprint": analysis.fingerprint,
        "words": len(article.text.split()),
        "quotes": len(analysis.quotes),
    }


def speech_rows(article: Article, analysis: Analysis, directory: Directory) -> Iterator[Row]:
    """Yield the quotes in reading order; further columns are a person's own, of files and of institutions."""
    for row in quote_rows(article, analysis, directory):
        yield {
            **{name: getattr(row, name) for name in _QUOTE},
            "targets": SEPARATOR.join(row.targets),
            **{f"{GROUP}{column}": value for column, value in row.groups},
        }


def stance_rows(article: Article, analysis: Analysis, _: Directory) -> Iterator[Row]:
    """Yield the statements: one row per speaker, target and piece of evidence."""
    people = {speaker.id: speaker for speaker in analysis.speakers}
    for stance in analysis.stances:
        speaker = people.get(stance.speaker, NOBODY)
        yield {
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


def section_rows(article: Article, analysis: Analysis, _: Directory) -> Iterator[Row]:
    """Yield the sections, with counts of words, quotes and speakers."""
    said = [(section_of(quote.span, analysis.sections, index=quote.section), quote) for quote in analysis.quotes]
    for number, section in enumerate(analysis.sections, start=1):
        here = [quote for part, quote in said if part is section]
        yield {
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


def date_rows(article: Article, analysis: Analysis, _: Directory) -> Iterator[Row]:
    """Yield the calendar expressions, each with the days it spans, what happens then, and its sentence."""
    for mention in analysis.dates:
        since, until = days_of(mention.resolved)
        yield {
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


def entity_rows(article: Article, analysis: Analysis, _: Directory) -> Iterator[Row]:
    """Yield the entities, with how often each is named."""
    for entity in analysis.entities:
        yield {
            "article_id": article.id,
            "article": article.title,
            "entity_id": entity.id,
            "entity": entity.name,
            "label": entity.label,
            "mentions": len(entity.mentions),
        }


def mention_rows(article: Article, analysis: Analysis, _: Directory) -> Iterator[Row]:
    """Yield the places where entities are named, in reading order."""
    found = [(span, entity) for entity in analysis.entities for span in entity.mentions]
    for span, entity in sorted(found, key=lambda pair: (pair[0], pair[1].id)):
        section = section_of(span, analysis.sections)
        yield {
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


def post_rows(article: Article, analysis: Analysis, _: Directory) -> Iterator[Row]:
    """Yield the speakers, each with the role and the institution that the article gives at its date."""
    said = Counter(quote.speaker for quote in analysis.quotes)
    for speaker in analysis.speakers:
        post = speaker.affiliation
        yield {
            "identity": speaker.id,
            "article_id": article.id,
            "article": article.title,
            "outlet": article.outlet,
            "published": article.published,
            "called": SEPARATOR.join(dict.fromkeys(speaker.names_used or (speaker.name,))),
            "role": post.role or "",
            "institution": institution_of(speaker),
            "affiliation_kind": post.kind,
            "evidence": " ".join(post.evidence.of(article.text).split()) if post.evidence else "",
            "because": post.because,
            "quotes": said[speaker.id],
        }


def citation_rows(article: Article, analysis: Analysis, _: Directory) -> Iterator[Row]:
    """Yield the citations of institutions in the reporter's words, each with its labels."""
    for label in analysis.labels:
        told = _told(article, label)
        yield {
            "article_id": article.id,
            "article": article.title,
            "outlet": article.outlet,
            "published": article.published,
            "institution": label.institution,
            "institution_id": label.institution_id or "",
            "affiliation_kind": label.kind,
            "label": SEPARATOR.join(dict.fromkeys(LABEL_NAMES[kind] for kind in label.kinds)) or LABEL_NAMES[""],
            "words": SEPARATOR.join(words for _, words in told),
            **{kind: SEPARATOR.join(words for one, words in told if one == kind) for kind in LABEL_KINDS},
            "sentence": sentence_around(article.text, label.mention),
            "because": label.because,
            "citations": 1,
            "start": label.mention.start,
            "end": label.mention.end,
        }


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


def sentences(text: str, line: Span) -> list[Span]:
    """Return the sentences of a line, each with the space behind it; one may run on after a short form, as "Gen."."""
    stops = [
        stop.end()
        for stop in _SENTENCE_END.finditer(text, line.start, line.end)
        if not _SHORT_FORM.fullmatch(stop[1]) or stop[0][len(stop[1]) :].rstrip() != "."
    ]
    return [Span(*pair) for pair in pairwise([line.start, *stops, line.end]) if pair[0] < pair[1]]


def _told(article: Article, label: Label) -> list[tuple[LabelKind, str]]:
    return [
        (kind, " ".join(span.of(article.text).split())) for kind, span in zip(label.kinds, label.words, strict=True)
    ]


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
