"""How well an analysis agrees with a human annotation: matches, precision, recall, F1 and shares, with their counts.

Two kinds of gold are read: whole articles (quotes, speakers, sections, furniture, dates) and quotation corpora (quotes
with sources, a level of certainty each). A quote in marks matches when the words are the same, marks, stops and spaces
at the edges apart; a reported clause when the two spans share at least half of their joint length. A speaker is right
when the last names agree. Gold that careful readers dispute ("optional", or below the level asked for) counts neither
for nor against.
"""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.records import Analysis, Article, Quote, Span, Speaker

_EDGE = " \t\r\n\u00a0\u200b\u200c\u2060\"'“”‘’„«».,;:!?…–—-()[]"
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_SMALL = frozenset({"the", "a", "an", "of", "in", "on", "for", "to", "and", "at", "from", "by", "with"})
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "sir", "lord", "lady", "president", "senator", "minister", "professor"})
_PRONOUNS = frozenset({"he", "she", "they", "it", "him", "her", "them", "who"})
_SAME_BODY = 0.6
_SAME_CLAUSE = 0.5
_BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 1.01)


@dataclass(slots=True)
class Tally:
    """Counts under names; ``figures`` turns them into shares between 0 and 1."""

    counts: Counter[str] = field(default_factory=Counter)
    bins: list[tuple[float, bool]] = field(default_factory=list)
    """Stated confidence of each scored quote, and whether quote and speaker are right."""

    def f1(self, name: str) -> float:
        """Return F1 of ``name`` from its counts .hit, .found and .gold."""
        return 2 * self.counts[f"{name}.hit"] / max(1, self.counts[f"{name}.found"] + self.counts[f"{name}.gold"])

    def share(self, name: str) -> float:
        """Return the share of ``name`` that is right, from its counts .right and .of."""
        return self.counts[f"{name}.right"] / max(1, self.counts[f"{name}.of"])

    def add(self, name: str, *, hit: int, found: int, gold: int) -> None:
        """Add to the counts that F1 is made of."""
        self.counts.update({f"{name}.hit": hit, f"{name}.found": found, f"{name}.gold": gold})

    def judge(self, name: str, *, right: bool) -> None:
        """Add one case to a share."""
        self.counts.update({f"{name}.right": right, f"{name}.of": 1})

    def reliability(self) -> list[tuple[str, int, float, float]]:
        """Return for each of five bins of confidence: its name, how many quotes, their mean confidence, share right."""
        rows = []
        for low, high in itertools.pairwise(_BINS):
            inside = [(stated, right) for stated, right in self.bins if low <= stated < high]
            if inside:
                stated = sum(stated for stated, _ in inside) / len(inside)
                right = sum(right for _, right in inside) / len(inside)
                rows.append((f"{low:.1f}-{min(high, 1):.1f}", len(inside), stated, right))
        return rows


def score_article(gold: dict[str, Any], article: Article, analysis: Analysis, tally: Tally) -> None:
    """Compare the analysis of one article with its whole annotation, adding to the tally."""
    _score_quotes_of_article(gold, article.text, analysis, tally)
    _score_people(gold, analysis, tally)
    text = article.text
    headings = [_plain(part["heading"]) for part in gold["sections"] if part.get("heading")]
    found = [_plain(part.heading.of(text)) for part in analysis.sections if part.heading]
    tally.add("headings", hit=sum((Counter(headings) & Counter(found)).values()), found=len(found), gold=len(headings))
    marked = _letters(text, (Span(region["start"], region["end"]) for region in gold["furniture"]))
    furniture = (region.span for region in analysis.regions if region.kind not in ("headline", "standfirst"))
    set_aside = _letters(text, furniture)
    tally.add("furniture", hit=len(marked & set_aside), found=len(set_aside), gold=len(marked))
    dates = [Span(date["start"], date["end"]) for date in gold["dates"]]
    pairs = _pairs(dates, [date.span for date in analysis.dates], lambda one, two: float(one.overlaps(two)))
    tally.add("dates", hit=len(pairs), found=len(analysis.dates), gold=len(dates))
    resolved = {i: analysis.dates[j].resolved for i, j in pairs}
    for i, date in enumerate(gold["dates"]):
        tally.judge("dates resolved", right=resolved.get(i, "") == date["resolved"])


def score_corpus(gold: dict[str, Any], article: Article, analysis: Analysis, tally: Tally) -> None:
    """Compare quotes and sources with a quotation corpus at its level "core", adding to the tally."""
    text = article.text
    names = {speaker.id: speaker.name for speaker in analysis.speakers}
    wanted = [quote for quote in gold["quotes"] if quote.get("level", "core") == "core"]
    spans = [_trimmed(text, Span(quote["start"], quote["end"])) for quote in wanted]
    spared = [_trimmed(text, Span(quote["start"], quote["end"])) for quote in gold["quotes"] if quote not in wanted]
    spared += [Span(*region) for region in gold.get("ignore", [])]
    clauses = {quote.clause or quote.span: quote for quote in reversed(analysis.quotes)}
    mine = [(_trimmed(text, span), quote) for span, quote in clauses.items()]
    pairs = _pairs(spans, [span for span, _ in mine], _alike_clause)
    matched = {j for _, j in pairs}
    lost = [j for j in range(len(mine)) if j not in matched and not _mostly_inside(mine[j][0], spared)]
    found = len(pairs) + len(lost)
    exact = len(_pairs(spans, [span for span, _ in mine], lambda one, two: float(one == two)))
    right = 0
    for i, j in pairs:
        quote, source = mine[j][1], wanted[i].get("speaker")
        good = _source_right(source, quote, text, names)
        right += good
        tally.bins.append((quote.confidence, good))
        if source and source["text"].lower() in _PRONOUNS and source.get("name"):
            tally.judge("pronouns", right=same_name(names.get(quote.speaker or ""), source["name"]))
    tally.bins.extend((mine[j][1].confidence, False) for j in lost)
    for name, hit in (("exact", exact), ("relaxed", len(pairs)), ("joint", right)):
        tally.add(name, hit=hit, found=found, gold=len(wanted))


def same_name(one: str | None, two: str | None) -> bool:
    """Tell whether two names can mean the same person or body: the last word of one among the words of the other."""
    first, second = _name_words(one), _name_words(two)
    return bool(first and second) and (first[-1] in second or second[-1] in first)


def _score_quotes_of_article(gold: dict[str, Any], text: str, analysis: Analysis, tally: Tally) -> None:
    people = {speaker["id"]: speaker for speaker in gold["speakers"]}
    names = {speaker.id: speaker.name for speaker in analysis.speakers}
    for kinds, name, alike in (
        (("direct", "mixed"), "quotes in marks", lambda one, two: float(one == two)),
        (("indirect",), "indirect quotes", _alike_clause),
    ):
        wanted = [quote for quote in gold["quotes"] if quote["type"] in kinds]
        mine = [quote for quote in analysis.quotes if quote.type in kinds]
        spans = [_trimmed(text, Span(quote["start"], quote["end"])) for quote in wanted]
        pairs = _pairs(spans, [_trimmed(text, quote.span) for quote in mine], alike)
        sure = [(i, j) for i, j in pairs if not wanted[i].get("optional")]
        spared = {j for i, j in pairs if wanted[i].get("optional")}
        disputed = [Span(quote["start"], quote["end"]) for quote in gold["quotes"] if quote.get("optional")]
        if name == "indirect quotes":
            disputed += [_sentence(text, Span(q["start"], q["end"])) for q in gold["quotes"] if q["type"] == "mixed"]
        matched = {j for _, j in pairs}
        spared |= {j for j, q in enumerate(mine) if j not in matched and any(q.span.overlaps(s) for s in disputed)}
        right = [_speaker_right(wanted[i], names.get(mine[j].speaker or ""), people) for i, j in sure]
        count = sum(not quote.get("optional") for quote in wanted)
        tally.add(name, hit=len(sure), found=len(mine) - len(spared), gold=count)
        tally.add(f"{name}, right speaker", hit=sum(right), found=len(mine) - len(spared), gold=count)
        tally.bins.extend((mine[j].confidence, good) for (_, j), good in zip(sure, right, strict=True))
        tally.bins.extend((q.confidence, False) for j, q in enumerate(mine) if j not in matched and j not in spared)


def _score_people(gold: dict[str, Any], analysis: Analysis, tally: Tally) -> None:
    for person in gold["speakers"]:
        if person["kind"] != "person":
            continue
        found = _speaker_named([person["name"], *person["names_used"]], analysis.speakers)
        work = found.affiliation if found else None
        kinds = [person["affiliation_kind"], *(person.get("affiliation_kind_alt") or [])]
        tally.judge(
            "affiliation", right=work is not None and _same_body(person["affiliation"], work.institution, kinds)
        )
        tally.judge("kind of institution", right=work is not None and work.kind in kinds)


def _speaker_named(names: Sequence[str], speakers: Iterable[Speaker]) -> Speaker | None:
    return next((speaker for speaker in speakers if any(same_name(name, speaker.name) for name in names)), None)


def _same_body(wanted: str | None, found: str | None, kinds: Sequence[str]) -> bool:
    if not wanted or not found:
        return not found and (not wanted or kinds[0] == "none")
    one, two = set(_name_words(wanted)) - _SMALL, set(_name_words(found)) - _SMALL
    return len(one & two) >= _SAME_BODY * min(len(one), len(two)) if one and two else wanted == found


def _speaker_right(quote: dict[str, Any], name: str | None, people: dict[str, dict[str, Any]]) -> bool:
    for wanted in (quote["speaker"], *quote.get("speaker_alt", [])):
        if wanted is None:
            described = set(_name_words(quote.get("speaker_desc"))) - _SMALL
            if not name or described & set(_name_words(name)):
                return True
        elif any(same_name(known, name) for known in (people[wanted]["name"], *people[wanted]["names_used"])):
            return True
    return False


def _source_right(source: dict[str, Any] | None, quote: Quote, text: str, names: dict[str, str]) -> bool:
    if not source:
        return quote.speaker is None and quote.mention is None
    if quote.mention is not None and quote.mention.overlaps(Span(source["start"], source["end"])):
        return True
    said = names.get(quote.speaker or "") or (quote.mention.of(text) if quote.mention else None)
    return same_name(said, source["text"]) or same_name(said, source.get("name"))


def _pairs(gold: Sequence[Span], found: Sequence[Span], alike: Callable[[Span, Span], float]) -> list[tuple[int, int]]:
    """Return one-to-one pairs of indices, the most alike first."""
    scored = sorted(
        ((score, i, j) for i, one in enumerate(gold) for j, two in enumerate(found) if (score := alike(one, two)) > 0),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    pairs: list[tuple[int, int]] = []
    for _, i, j in scored:
        if all(i != one and j != two for one, two in pairs):
            pairs.append((i, j))
    return pairs


def _alike_clause(one: Span, two: Span) -> float:
    shared = max(0, min(one.end, two.end) - max(one.start, two.start))
    joint = (one.end - one.start) + (two.end - two.start) - shared
    return shared / joint if joint and shared / joint >= _SAME_CLAUSE else 0.0


def _mostly_inside(span: Span, others: Iterable[Span]) -> bool:
    return any(
        min(span.end, other.end) - max(span.start, other.start) >= _SAME_CLAUSE * (span.end - span.start)
        for other in others
    )


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    that = re.match(r"that\s+", text[start:end], re.IGNORECASE)
    return Span(start + that.end(), end) if that else Span(start, end)


def _sentence(text: str, span: Span) -> Span:
    start = max(text.rfind(stop, 0, span.start) for stop in ("\n", ". ", "! ", "? ")) + 1
    ends = [end for stop in ("\n", ". ", "! ", "? ") if (end := text.find(stop, span.end)) >= 0]
    return Span(start, min(ends, default=len(text)))


def _letters(text: str, spans: Iterable[Span]) -> set[int]:
    return {index for span in spans for index in range(span.start, span.end) if not text[index].isspace()}


def _plain(words: str) -> str:
    return " ".join(words.split()).strip(_EDGE).casefold()


def _name_words(name: str | None) -> list[str]:
    plain = unicodedata.normalize("NFKD", name or "")
    words = [re.sub(r"(['’]s?|\.)$", "", word).lower() for word in _WORD.findall(plain)]
    kept = [word for word in words if word not in _TITLES | {"the", "a", "an"}]
    return kept or words
