"""What an evidence pack says, whatever file it is written to: each quote with what stands around it, counts, method."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from analysis.library.rows import SURE
from analysis.records import Analysis, Article, Quote, Span, Stance
from analysis.views import charts, positions, tables
from analysis.views.findings import sentences
from analysis.views.vocabulary import UNNAMED, counted

_METHOD = """
The articles are in English. A program found who says what in them; every quote stands in the words of its article,
which a person can check.

Quotes are found by their quotation marks and by verbs of speech: a direct quote stands in marks, a mixed quote is a
part in marks inside a reported sentence, an indirect quote has no marks.

Speakers are found by the grammar of the sentence around the quote; surnames and pronouns are led back to a name.
Institutions are what the article says of a speaker; a directory tells their kind.

A stance is what a speaker, in the words quoted, thinks of an actor or an issue. A small model, trained on labelled
sentences, and rules of grammar read it; both say which words decided. Neutral means spoken about without
taking a side; no stance means not spoken about.

Mistakes happen: a quote can be given to the wrong speaker, irony is often missed, and where one sentence praises one
and blames another the side can be wrong. Read a quote in its article before you cite it.
"""
METHOD = tuple(" ".join(paragraph.split()) for paragraph in _METHOD.split("\n\n"))
CONFIDENCE = (
    "Confidence is fitted to be the share of such readings that is right, on articles and sentences kept for "
    f"measuring. Below 50% a quote is to be checked. Below {SURE:.0%} a stance is called unclear, as nearly half of "
    "those are wrong."
)
SIDES = ("supportive", "critical", "neutral", "unclear")
_LONGEST_LINK = 2_079
"""Characters of an address that a workbook can link to."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a quote says of a target; ``label`` is "unclear" where the reading is less sure than ``SURE``."""

    target: str
    label: str
    words: str
    confidence: float
    because: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote and its row in the table of quotes, with the words around it on one line each, and its statements."""

    article: Article
    quote: Quote
    row: Mapping[Hashable, Any]
    before: str
    after: str
    statements: tuple[Statement, ...]

    @property
    def words(self) -> str:
        """The quote as it stands in the article."""
        return self.quote.span.of(self.article.text)

    @property
    def speaker(self) -> str:
        """Who says it, as written where the source has no name."""
        return str(self.row["speaker"]) or UNNAMED


def gather(quotes: pd.DataFrame, corpus: Sequence[tuple[Article, Analysis]]) -> list[Evidence]:
    """Return the evidence for the rows of a table of quotes, article by article.

    ``before`` and ``after`` hold the rest of the sentences that a quote stands in, and one sentence further: of the
    story, not of headings, captions or other furniture between. A quote that is no longer in ``corpus`` is left out.
    """
    known = {article.id: (article, analysis) for article, analysis in corpus}
    found = []
    for article_id, rows in quotes.groupby("article_id", sort=False):
        if str(article_id) not in known:
            continue
        article, analysis = known[str(article_id)]
        around = _Surroundings(article.text, analysis)
        by_id = {quote.id: quote for quote in analysis.quotes}
        stances: dict[str | None, list[Stance]] = defaultdict(list)
        for stance in analysis.stances:
            stances[stance.quote].append(stance)
        for row in rows.to_dict("records"):
            if quote := by_id.get(str(row["quote_id"])):
                said = tuple(_statement(stance, article.text) for stance in stances[quote.id])
                found.append(Evidence(article, quote, row, *around.of(quote.span), said))
    return found


def head(quotes: pd.DataFrame, found: Sequence[Evidence], *, note: str) -> list[str]:
    """Return what a reader wants to know first, in lines: how much this is, from which days, and chosen how."""
    reviewed = sum(each.row["review"] != "" for each in found)
    articles = {each.article.id: each.article for each in found}
    lines = [
        f"{counted(len(found), 'quote')} from {counted(len(articles), 'article')}; {reviewed:,} reviewed by a person."
    ]
    if not found:
        lines.append("Nothing agrees with the filter: take a part of it away and make the pack again.")
    days = sorted(article.published for article in articles.values() if article.published)
    undated = len(articles) - len(days)
    if days:
        period = f"{days[0]:%-d %B %Y}" + (f" to {days[-1]:%-d %B %Y}" if days[-1] > days[0] else "")
        lines.append(f"Published: {period}" + (f"; {counted(undated, 'article')} without a day" if undated else ""))
    elif undated:
        lines.append("Published: no day is known.")
    if gone := len(quotes) - len(found):
        lines.append(f"{counted(gone, 'quote')} left out: the article has changed since the quotes were listed.")
    return lines + [line for line in note.splitlines() if line.startswith("Filter: ")]


def voices(quotes: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """Return in a sentence who is quoted most, and one row per speaker, columns ``tables.SPEAKERS``, the most first.

    Sources without a name are counted under the words of the text.
    """
    named = quotes["speaker_id"] != ""
    called = quotes["speaker"].where(quotes["speaker"] != "", UNNAMED)
    told = quotes.assign(speaker=called, speaker_id=quotes["speaker_id"].where(named, "unnamed: " + called))
    ranking = tables.speakers(told)
    known = ranking[ranking["speaker"] != UNNAMED]
    return charts.leader(known, "speaker", "quotes", len(quotes), "is quoted most"), ranking


def sides(found: Sequence[Evidence]) -> tuple[str, pd.DataFrame]:
    """Return in a sentence which sides are taken, and how many statements take which of ``SIDES`` on each target."""
    said = [(statement.target, statement.label) for each in found for statement in each.statements]
    frame = pd.DataFrame(said, columns=["target", "label"]).astype("str")
    counts = pd.crosstab(frame["target"], frame["label"]) if said else pd.DataFrame()
    counts = counts.reindex(index=positions.ranked(frame, "target"), columns=list(SIDES), fill_value=0)
    return positions.stance_title(frame), counts.astype("int64")


def link(source: str) -> str:
    """Return where an article came from if that is an address of the web, else ""."""
    try:
        parts = urlsplit(source)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and len(source) <= _LONGEST_LINK
    except ValueError:
        return ""
    return source if fits and source.isprintable() and " " not in source else ""


class _Surroundings:
    """The sentences of an article's story, to find what stands around a stretch of it."""

    def __init__(self, text: str, analysis: Analysis) -> None:
        self._text = text
        self._sentences = [each for line in _lines(text) for each in sentences(text, line)]
        self._starts = [each.start for each in self._sentences]
        aside = [region.span for region in analysis.regions]
        aside += [section.heading for section in analysis.sections if section.heading]
        self._aside = [any(each.overlaps(span) for span in aside) for each in self._sentences]

    def of(self, span: Span) -> tuple[str, str]:
        """Return what stands before and after ``span``, each with the space that parts it from the words."""
        text = self._text
        first, last = bisect_right(self._starts, span.start) - 1, bisect_left(self._starts, span.end) - 1
        start = self._sentences[first].start if first >= 0 else span.start
        end = max(span.end, self._sentences[last].end) if last >= 0 else span.end
        before = f"{self._further(range(first - 1, -1, -1))} {text[start : span.start]}"
        after = f"{text[span.end : end]} {self._further(range(last + 1, len(self._sentences)))}"
        return (
            " ".join(before.split()) + " " * text[max(0, span.start - 1) : span.start].isspace(),
            " " * text[span.end : span.end + 1].isspace() + " ".join(after.split()),
        )

    def _further(self, numbers: range) -> str:
        """Return the first of these sentences that belongs to the story."""
        return next((self._sentences[number].of(self._text) for number in numbers if not self._aside[number]), "")


def _lines(text: str) -> Iterator[Span]:
    return (Span(*line.span()) for line in re.finditer(r"[^\n]+", text) if line[0].strip())


def _statement(stance: Stance, text: str) -> Statement:
    label = stance.label if stance.confidence >= SURE else "unclear"
    words = " ".join(stance.evidence.of(text).split())
    return Statement(stance.target, label, words, stance.confidence, stance.because)
