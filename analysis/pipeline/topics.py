"""The parts of an article and what each is about.

Parts follow the article's own headings. A longer article without any is divided where its vocabulary changes: of all
divisions at paragraph breaks the likeliest by the model of Utiyama and Isahara (ACL 2001), in which every part has its
own distribution of words, with a prior for parts as long as those between headings in the news.
``benchmarks/segmentation.py`` measures it.
"""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc

from analysis.layout import Layout
from analysis.pipeline.keyphrases import find_keyphrases
from analysis.records import Section, Span

_LONG = 500  # words of an article that is divided although it has no headings
_SHORTEST = 60  # words of a part made so
_USUAL = 320  # words of a part between headings
_PULL = 10.0  # weight of the usual length
_PRICE = 2.0  # of one more part, in logarithms of the number of content words
_LABEL_PHRASES = 2
_LABEL_WORDS = 6


def find_sections(doc: Doc, text: str, layout: Layout) -> tuple[Section, ...]:
    """Return the parts of the body: each starts where the one before ends, the first at the first word of the body.

    A part without a heading is labelled with its best keyphrases, or its first words where it has none.
    """
    body = layout.body
    if not body:
        return ()
    headings = [heading for heading in layout.headings if heading.start < body[-1].end]
    starts = [heading.start for heading in headings] or find_changes(doc, body)
    first = min([body[0].start, *starts])
    bounds = [*sorted({first, *starts}), body[-1].end]
    spans = [Span(start, end) for start, end in pairwise(bounds)]
    paragraphs = [[paragraph for paragraph in body if span.holds(paragraph)] for span in spans]
    keyphrases = find_keyphrases(doc, text, paragraphs)
    by_start = {heading.start: heading for heading in headings}
    return tuple(
        Section(span, by_start.get(span.start), _label(by_start.get(span.start), phrases, span, text), phrases)
        for span, phrases in zip(spans, keyphrases, strict=True)
    )


def _label(heading: Span | None, keyphrases: Sequence[str], span: Span, text: str) -> str:
    if heading is not None:
        return " ".join(heading.of(text).split())
    if keyphrases:
        label = ", ".join(keyphrases[:_LABEL_PHRASES])
        return label[0].upper() + label[1:]
    words = span.of(text).split()
    return " ".join(words[:_LABEL_WORDS]) + ("…" if len(words) > _LABEL_WORDS else "")


def find_changes(doc: Doc, body: Sequence[Span]) -> list[int]:
    """Return the starts of paragraphs at which the vocabulary of a longer article changes; none for a short one."""
    text = doc.text
    lengths = [len(paragraph.of(text).split()) for paragraph in body]
    if sum(lengths) <= _LONG:
        return []
    words = [_content(doc, paragraph) for paragraph in body]
    price = _PRICE * math.log(max(2, sum(map(len, words))))
    vocabulary = len({word for paragraph in words for word in paragraph})
    best, back = [0.0] + [math.inf] * len(body), [0] * (len(body) + 1)
    for end in range(1, len(body) + 1):
        counts: Counter[str] = Counter()
        for start in reversed(range(end)):
            counts.update(words[start])
            length = sum(lengths[start:end])
            cost = best[start] + price + _cost(counts, vocabulary) + _PULL * min(1.0, (length / _USUAL - 1) ** 2)
            if length >= _SHORTEST and cost < best[end]:
                best[end], back[end] = cost, start
    starts, end = [], len(body)
    while end:
        end = back[end]
        starts.append(body[end].start)
    return sorted(starts)[1:]


def _cost(counts: Counter[str], vocabulary: int) -> float:
    """Return the negative log likelihood of the words of one part, by their own counts with one added to each."""
    total = sum(counts.values()) + vocabulary
    return -sum(count * math.log((count + 1) / total) for count in counts.values())


def _content(doc: Doc, span: Span) -> list[str]:
    """Return the lemmas of nouns, verbs and adjectives."""
    chunk = doc.char_span(span.start, span.end, alignment_mode="expand")
    return [
        token.lemma_.lower()
        for token in chunk or ()
        if token.pos_ in {"NOUN", "PROPN", "VERB", "ADJ"} and not token.is_stop and token.is_alpha
    ]
