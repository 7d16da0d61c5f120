"""One row per quote, with everything said about it gathered: what the database is searched by and the tables show."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.library.directory import Directory
from analysis.records import Analysis, Article, Quote, Section, Span, Speaker, Stance

NOBODY = Speaker(id="", name="", kind="person")
SEPARATOR = "; "
_LONGEST_CHOICE = 80
SURE = 0.7
"""Confidence below which a stance is called unclear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRow:
    """A quote with its article, speaker, institution, stance and section in words. "" stands for "none given"."""

    quote_id: str
    article_id: str
    article: str
    outlet: str
    published: dt.date | None
    quote: str
    type: str
    speaker_id: str
    speaker: str
    """The name; the words as written where the source is unnamed; "" where the text gives no source."""
    speaker_kind: str
    role: str
    institution: str
    institution_id: str
    affiliation_kind: str
    think_tank: str
    country: str
    """Of the institution, as two letters."""
    parent: str
    """Name of the body that the institution is a part of."""
    groups: tuple[tuple[str, str], ...]
    """Columns of the file that the article came in, and own groupings of the institution: (column, value)."""
    stance: str
    """supportive, critical, neutral; mixed when supportive of one target and critical of another; unclear; none."""
    targets: tuple[str, ...]
    section: str
    place: float
    """Where the quote starts, in percent of the body from its first character to its last."""
    cue: str
    attitude: str
    confidence: float
    because: str
    review: str
    """accepted, changed or added by a person, "" where nobody looked at it yet."""
    start: int
    end: int


def quote_rows(article: Article, analysis: Analysis, directory: Directory) -> list[QuoteRow]:
    """Return the quotes of one article in reading order; the directory says where an institution belongs."""
    speakers = {speaker.id: speaker for speaker in analysis.speakers}
    stances: dict[str | None, list[Stance]] = defaultdict(list)
    for stance in analysis.stances:
        stances[stance.quote].append(stance)
    body = body_of(article.text, analysis.sections)
    rows = [
        _row(
            article,
            quote,
            speaker=speakers.get(quote.speaker or "", NOBODY),
            stances=stances[quote.id],
            section=section_of(quote.span, analysis.sections, index=quote.section),
            body=body,
            directory=directory,
        )
        for quote in analysis.quotes
    ]
    return sorted(rows, key=lambda row: (row.start, row.end))


def body_of(text: str, sections: Sequence[Section]) -> Span:
    """Return the stretch that the sections cover, or the whole text where there are none."""
    return Span(sections[0].span.start, sections[-1].span.end) if sections else Span(0, len(text))


def section_of(span: Span, sections: Sequence[Section], *, index: int | None = None) -> Section | None:
    """Return the section numbered ``index`` where that is known, else the one in which ``span`` starts, else None."""
    if index is not None and 0 <= index < len(sections):
        return sections[index]
    return next((part for part in sections if part.span.start <= span.start < part.span.end), None)


def institution_of(speaker: Speaker) -> str:
    """Return the name of the speaker's institution; an organisation is its own where the text names no other."""
    return speaker.affiliation.institution or (speaker.name if speaker.kind == "organisation" else "")


def think_tank_of(speaker: Speaker) -> str:
    """Return the name of the speaker's institution where that is a think-tank, else ""."""
    return institution_of(speaker) if speaker.affiliation.kind == "think-tank" else ""


def short_columns(article: Article) -> dict[str, str]:
    """Return the columns of the file that an article came in whose values are short enough to choose by."""
    return {name: value for name, value in article.columns if len(value) <= _LONGEST_CHOICE}


def overall_stance(stances: Sequence[Stance]) -> str:
    """Sum up a quote's stances: an opinion outweighs neutral, opposite opinions are mixed, no stance at all is none.

    Those less sure than ``SURE`` do not count; where there are no others the quote is unclear.
    """
    labels = {stance.label for stance in stances if stance.confidence >= SURE}
    if {"supportive", "critical"} <= labels:
        return "mixed"
    found = next((label for label in ("supportive", "critical", "neutral") if label in labels), None)
    return found or ("unclear" if stances else "none")


def _row(  # noqa: PLR0913 - the parts that one row brings together
    article: Article,
    quote: Quote,
    *,
    speaker: Speaker,
    stances: Sequence[Stance],
    section: Section | None,
    body: Span,
    directory: Directory,
) -> QuoteRow:
    known = directory.known(speaker.affiliation.institution_id, institution_of(speaker))
    named = speaker is not NOBODY
    written = quote.mention.of(article.text) if quote.mention else ""
    place = 100.0 * (quote.span.start - body.start) / max(1, body.end - body.start)
    return QuoteRow(
        quote_id=quote.id,
        article_id=article.id,
        article=article.title,
        outlet=article.outlet,
        published=article.published,
        quote=quote.span.of(article.text),
        type=quote.type,
        speaker_id=speaker.id,
        speaker=speaker.name or " ".join(written.split()),
        speaker_kind=speaker.kind if named else "",
        role=speaker.affiliation.role or "",
        institution=institution_of(speaker),
        institution_id=speaker.affiliation.institution_id or "",
        affiliation_kind=speaker.affiliation.kind,
        think_tank=think_tank_of(speaker),
        country=known.country if known else "",
        parent=directory.parent(known) if known else "",
        groups=tuple((short_columns(article) | dict(known.groups if known else ())).items()),
        stance=overall_stance(stances),
        # A semicolon separates targets wherever they stand in one cell.
        targets=tuple(dict.fromkeys(stance.target.replace(";", ",") for stance in stances)),
        section=section.label if section else "",
        place=min(100.0, max(0.0, place)),
        cue=quote.cue.of(article.text) if quote.cue else "",
        attitude=quote.attitude,
        confidence=quote.confidence,
        because=quote.because,
        review=quote.review,
        start=quote.span.start,
        end=quote.span.end,
    )
