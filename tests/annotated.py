"""The annotated sample article as records, so that no test of pages needs the language model."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from analysis.records import (
    Affiliation,
    Analysis,
    Article,
    DateMention,
    Entity,
    Label,
    LabelKind,
    Quote,
    Region,
    Section,
    Span,
    Speaker,
    Stance,
    article_id,
    quote_id,
)

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold" / "sample.json"
TEXT = ROOT / "analysis" / "data" / "samples" / "ukraine-peace-talks.txt"
NAMES = {"Ukraine": "GPE", "Russia": "GPE", "Trump": "PERSON", "Europe": "LOC", "Chatham House": "ORG"}


def annotated_article() -> tuple[Article, Analysis]:
    """Return the sample article, and the analysis that its hand annotation describes."""
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    text = TEXT.read_text(encoding="utf-8")
    article = Article(article_id(text), text, gold["title"], "i", dt.date(2025, 4, 19), TEXT.name)
    sections = tuple(_section(text, section) for section in gold["sections"])
    quotes = tuple(_quote(text, article.id, quote, sections) for quote in gold["quotes"])
    return article, Analysis(
        article_id=article.id,
        fingerprint="by hand",
        regions=tuple(Region(Span(found["start"], found["end"]), found["kind"]) for found in gold["furniture"]),
        sections=sections,
        speakers=tuple(_speaker(speaker) for speaker in gold["speakers"]),
        quotes=quotes,
        stances=tuple(_stance(stance, quotes) for stance in gold["stances"]),
        dates=tuple(DateMention(Span(date["start"], date["end"]), date["resolved"]) for date in gold["dates"]),
        entities=tuple(_entity(text, name, label) for name, label in NAMES.items()),
        labels=(
            _label(
                text, "Chatham House", before="London-based think-tank ", told=(("place", 0, 12), ("function", 13, 23))
            ),
            _label(text, "Chatham House", before="Eurasia Programme at "),
            _label(
                text, "National Institute for Strategic Studies", before="government-run ", told=(("ownership", 0, 14),)
            ),
        ),
    )


def plain_article(title: str, text: str) -> tuple[Article, Analysis]:
    """Return an article in which nothing was found."""
    article = Article(article_id(text), text, title)
    return article, Analysis(article.id, "by hand", sections=(Section(Span(0, len(text)), None, ""),))


def _section(text: str, gold: dict[str, Any]) -> Section:
    heading = gold["heading"]
    start = text.index(heading, gold["start"]) if heading else 0
    return Section(
        span=Span(gold["start"], gold["end"]),
        heading=Span(start, start + len(heading)) if heading else None,
        label=heading or "Opening",
        keyphrases=("peace deal", "business interests") if heading else ("Ukraine",),
    )


def _speaker(gold: dict[str, Any]) -> Speaker:
    return Speaker(
        id=gold["id"],
        name=gold["name"],
        kind=gold["kind"],
        names_used=tuple(gold["names_used"]),
        affiliation=Affiliation(
            role=gold["role"],
            institution=gold["affiliation"],
            kind=gold["affiliation_kind"],
            because="annotated by hand",
        ),
    )


def _quote(text: str, article: str, gold: dict[str, Any], sections: tuple[Section, ...]) -> Quote:
    span = Span(gold["start"], gold["end"])
    cue = text.find(gold["cue"], span.end) if gold["cue"] else -1
    return Quote(
        id=quote_id(article, span, gold["type"]),
        span=span,
        type=gold["type"],
        speaker=gold["speaker"],
        mention=None,
        clause=None,
        cue=Span(cue, cue + len(gold["cue"])) if 0 <= cue < span.end + 200 else None,
        attitude="neutral",
        section=next((number for number, part in enumerate(sections) if part.span.holds(span)), None),
        confidence=0.4 if gold["speaker"] is None else 0.9,
        because="annotated by hand",
    )


def _stance(gold: dict[str, Any], quotes: tuple[Quote, ...]) -> Stance:
    evidence = Span(gold["evidence"]["start"], gold["evidence"]["end"])
    held = next((quote.id for quote in quotes if quote.span.overlaps(evidence)), None)
    return Stance(gold["speaker"], gold["target"], gold["label"], 0.8, held, evidence, "annotated by hand")


def _label(text: str, name: str, *, before: str, told: tuple[tuple[LabelKind, int, int], ...] = ()) -> Label:
    """Return the citation that stands behind some words; ``told`` says which characters of these label it as what."""
    start = text.index(before + name)
    words = tuple(Span(start + first, start + last) for _, first, last in told)
    mention = Span(start + len(before), start + len(before + name))
    kinds = tuple(kind for kind, _, _ in told)
    return Label(name, None, "think-tank", mention, kinds, words, "annotated by hand")


def _entity(text: str, name: str, label: str) -> Entity:
    spans, start = [], text.find(name)
    while start >= 0:
        spans.append(Span(start, start + len(name)))
        start = text.find(name, start + 1)
    return Entity(name.lower(), name, label, tuple(spans))
