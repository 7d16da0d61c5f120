"""Articles for tests: the hand-annotated sample, and random ones that hold what breaks searches and tables."""

import datetime as dt
import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, get_args

from hypothesis import strategies as st

from analysis.records import (
    Affiliation,
    AffiliationKind,
    Analysis,
    Article,
    Attitude,
    DateMention,
    Entity,
    Label,
    LabelKind,
    Quote,
    QuoteType,
    Region,
    RegionKind,
    Section,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
    StanceLabel,
    article_id,
    quote_id,
)

ROOT = Path(__file__).parents[3]


@cache
def sample() -> tuple[Article, Analysis]:
    """Return the sample article with its annotation by hand, as if the analysis had found exactly that."""
    gold = json.loads((ROOT / "tests/gold/sample.json").read_text(encoding="utf-8"))
    text = (ROOT / "analysis/data/samples/ukraine-peace-talks.txt").read_text(encoding="utf-8")
    article = Article(
        id=article_id(text),
        text=text,
        title="The moment Ukraine has feared",
        outlet="The Paper",
        published=dt.date(2025, 4, 19),
        source="ukraine-peace-talks.txt",
    )
    quotes = tuple(_quote(found, article, gold["sections"]) for found in gold["quotes"])
    return article, Analysis(
        article_id=article.id,
        fingerprint="gold-1",
        regions=tuple(Region(_span(found), found["kind"]) for found in gold["furniture"]),
        sections=tuple(_section(found, text) for found in gold["sections"]),
        speakers=tuple(_speaker(found) for found in gold["speakers"]),
        quotes=quotes,
        stances=tuple(_stance(found, quotes) for found in gold["stances"]),
        dates=tuple(DateMention(_span(found), found["resolved"]) for found in gold["dates"]),
        entities=tuple(
            Entity(name.lower(), name, "PERSON", tuple(Span(*hit.span()) for hit in re.finditer(rf"\b{name}\b", text)))
            for name in ("Nixey", "Trump", "Putin")
        ),
        labels=(_label(text, "London-based think-tank Chatham House"), _label(text, "Chatham House, argued")),
    )


def _label(text: str, words: str) -> Label:
    """Return a citation of Chatham House in the given words, with the label in front of its name if there is one."""
    start = text.index(words)
    named = text.index("Chatham House", start)
    place = Span(start, start + len("London-based"))
    told: tuple[LabelKind, ...] = ("place", "function") if named > start else ()
    spans = (place, Span(place.end + 1, named - 1)) if told else ()
    mention = Span(named, named + len("Chatham House"))
    return Label("Chatham House", "chatham-house", "think-tank", mention, told, spans, "read by a person")


def _span(found: dict[str, Any]) -> Span:
    return Span(found["start"], found["end"])


def _section(found: dict[str, Any], text: str) -> Section:
    heading = found["heading"]
    return Section(
        span=_span(found),
        heading=Span(found["start"], found["start"] + len(heading)) if heading else None,
        label=heading or "Opening",
        keyphrases=tuple(text[found["start"] : found["end"]].split()[:2]),
    )


def _speaker(found: dict[str, Any]) -> Speaker:
    affiliation = Affiliation(role=found["role"], institution=found["affiliation"], kind=found["affiliation_kind"])
    return Speaker(
        id=found["id"],
        name=found["name"],
        kind=found["kind"],
        names_used=tuple(found["names_used"]),
        affiliation=affiliation,
    )


def _quote(found: dict[str, Any], article: Article, sections: list[dict[str, Any]]) -> Quote:
    span = _span(found)
    at = article.text.find(found["cue"], span.end) if found["cue"] else -1
    return Quote(
        id=quote_id(article.id, span, found["type"]),
        span=span,
        type=found["type"],
        speaker=found["speaker"],
        mention=None,
        clause=None,
        cue=Span(at, at + len(found["cue"])) if at >= 0 else None,
        attitude="neutral",
        section=next(n for n, part in enumerate(sections) if part["start"] <= span.start < part["end"]),
        confidence=0.9,
        because="read by a person",
    )


def _stance(found: dict[str, Any], quotes: tuple[Quote, ...]) -> Stance:
    evidence = _span(found["evidence"])
    said = next((quote.id for quote in quotes if quote.span.overlaps(evidence)), None)
    return Stance(found["speaker"], found["target"], found["label"], 0.8, said, evidence, "read by a person")


WORDS = (
    "No",
    "no_way",
    "100%",
    "won’t",
    "won't",
    "café",
    "CAFÉ",
    "Straße",
    "STRASSE",
    "ﬁre",
    "\\n",
    "a\u200bb",
    "İ",
    "“x”",
    "=1",
)
NAMES = ("Ana Ó Briain", "ana ó briain", "50% Party", "Under_score", "Smith; Jones", "x’s")


def texts(*, least: int = 1) -> st.SearchStrategy[str]:
    """Return random texts of awkward words and characters; no zero character and no half of a surrogate pair."""
    character = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    word = st.sampled_from(WORDS) | st.text(character, min_size=1, max_size=6)
    return st.lists(word, min_size=least, max_size=20).map(" ".join)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """Return a random stretch of a text, at least one character long."""
    start = draw(st.integers(0, len(text) - 1))
    return Span(start, draw(st.integers(start + 1, len(text))))


@st.composite
def corpora(draw: st.DrawFn) -> tuple[Article, Analysis]:
    """Return a random article and an analysis of it in which every field is used."""
    text = draw(texts())
    article = Article(
        id=article_id(text),
        text=text,
        title=draw(st.sampled_from(("A", "B", "é", "100%"))),
        outlet=draw(st.sampled_from(("", "The Paper"))),
        published=draw(st.none() | st.dates(dt.date(2024, 1, 1), dt.date(2024, 1, 9))),
        source=draw(st.sampled_from(("", "file.txt"))),
    )
    span, share = spans(text), st.floats(0, 1)
    optional, word = st.none() | span, st.sampled_from(NAMES)
    told = st.lists(st.tuples(st.sampled_from(get_args(LabelKind)), span), max_size=2).map(tuple)
    labels = st.builds(
        lambda name, mention, pairs: Label(
            name, None, "think-tank", mention, tuple(kind for kind, _ in pairs), tuple(place for _, place in pairs)
        ),
        word, span, told,
    )  # fmt: skip
    affiliation = st.builds(
        Affiliation,
        role=st.none() | word,
        institution=st.none() | word,
        institution_id=st.none() | word,
        kind=st.sampled_from(get_args(AffiliationKind)),
        state_run=st.booleans(),
        evidence=optional,
        because=word,
    )
    sections = draw(st.lists(st.builds(Section, span, optional, word, st.tuples(word, word)), max_size=3))
    speakers = [
        Speaker(
            id=str(number),
            name=draw(word),
            kind=draw(st.sampled_from(get_args(SpeakerKind))),
            names_used=(draw(word),),
            mentions=(draw(span),),
            affiliation=draw(affiliation),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    speaker = st.sampled_from([None, "unknown", *(speaker.id for speaker in speakers)])
    quotes = draw(
        st.lists(
            st.builds(
                Quote,
                id=st.just(""),
                span=span,
                type=st.sampled_from(get_args(QuoteType)),
                speaker=speaker,
                mention=optional,
                clause=optional,
                cue=optional,
                attitude=st.sampled_from(get_args(Attitude)),
                section=st.none() | st.integers(0, 3),
                confidence=share,
                because=word,
            ),
            max_size=4,
            unique_by=lambda quote: (quote.span, quote.type),
        )
    )
    quotes = [_with_id(quote, article) for quote in quotes]
    said = st.sampled_from([None, *(quote.id for quote in quotes)])
    stance = st.builds(
        Stance,
        speaker=st.sampled_from([speaker.id for speaker in speakers] or ["unknown"]),
        target=word,
        label=st.sampled_from(get_args(StanceLabel)),
        confidence=share,
        quote=said,
        evidence=span,
        because=word,
    )
    resolved = st.none() | st.sampled_from(("2024", "2024-02", "2024-02-29", "2020/2029", "nonsense"))
    return article, Analysis(
        article_id=article.id,
        fingerprint=draw(word),
        regions=tuple(draw(st.lists(st.builds(Region, span, st.sampled_from(get_args(RegionKind))), max_size=2))),
        sections=tuple(sections),
        speakers=tuple(speakers),
        quotes=tuple(quotes),
        scare_quotes=tuple(draw(st.lists(span, max_size=2))),
        stances=tuple(draw(st.lists(stance, max_size=4))),
        dates=tuple(draw(st.lists(st.builds(DateMention, span, resolved, word), max_size=2))),
        entities=tuple(draw(st.lists(st.builds(Entity, word, word, word, st.tuples(span)), max_size=2))),
        labels=tuple(draw(st.lists(labels, max_size=2))),
    )


def _with_id(quote: Quote, article: Article) -> Quote:
    return replace(quote, id=quote_id(article.id, quote.span, quote.type))
