"""The parts of an article and what each is about.

Parts follow the article's own headings. A long article without any is divided where its vocabulary changes, by
TextTiling (Hearst 1997) on lemmas, with a strict threshold and at paragraph breaks only: a missed change of topic does
less harm than an invented one.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from analysis.layout import Layout
from analysis.pipeline.keyphrases import find_keyphrases
from analysis.records import Section, Span

_LONG = 1_200  # words of an article that is divided although it has no headings
_SHORTEST = 250  # words of a part made so
_SEQUENCE = 20  # content words in one unit of comparison, Hearst's w
_BLOCK = 6  # units on either side of a gap, Hearst's k
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
    starts = [heading.start for heading in headings] or _changes(doc, body)
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


def _changes(doc: Doc, body: Sequence[Span]) -> list[int]:
    """Return the starts of paragraphs at which the vocabulary of a long article changes; none for a short one."""
    text = doc.text
    lengths = [len(paragraph.of(text).split()) for paragraph in body]
    if sum(lengths) <= _LONG:
        return []
    words = [token for paragraph in body for token in _content(doc, paragraph)]
    units = [words[start : start + _SEQUENCE] for start in range(0, len(words), _SEQUENCE)]
    if len(units) <= 2 * _BLOCK:
        return []
    depths = _depths(_similarities([[word for word, _ in unit] for unit in units]))
    threshold = depths.mean() + depths.std()
    peaks = [gap for gap in np.argsort(-depths) if depths[gap] > max(threshold, 0)]
    chosen: list[int] = []
    before = dict(zip((paragraph.start for paragraph in body), np.cumsum([0, *lengths]), strict=False))
    for gap in peaks:
        place = units[gap + 1][0][1]
        start = min(before, key=lambda start, place=place: abs(start - place))  # type: ignore[misc]
        far = all(abs(before[start] - before[other]) >= _SHORTEST for other in chosen)
        if far and _SHORTEST <= before[start] <= sum(lengths) - _SHORTEST:
            chosen.append(start)
    return sorted(chosen)


def _content(doc: Doc, span: Span) -> list[tuple[str, int]]:
    """Return the lemmas of nouns, verbs and adjectives, with their places."""
    chunk = doc.char_span(span.start, span.end, alignment_mode="expand")
    return [
        (token.lemma_.lower(), token.idx)
        for token in chunk or ()
        if token.pos_ in {"NOUN", "PROPN", "VERB", "ADJ"} and not token.is_stop and token.is_alpha
    ]


def _similarities(units: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Return the cosine of the words before and after each gap between units, smoothed over its neighbours."""
    number = {word: column for column, word in enumerate(sorted({word for unit in units for word in unit}))}
    counts = np.zeros((len(units), len(number)))
    for row, unit in enumerate(units):
        for word, times in Counter(unit).items():
            counts[row, number[word]] = times
    scores = []
    for gap in range(1, len(units)):
        left, right = counts[max(0, gap - _BLOCK) : gap].sum(axis=0), counts[gap : gap + _BLOCK].sum(axis=0)
        scores.append(float(left @ right / ((np.linalg.norm(left) * np.linalg.norm(right)) or 1)))
    padded = np.pad(np.array(scores), 1, mode="edge")
    return np.convolve(padded, np.ones(3) / 3, mode="valid")


def _depths(similarities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how deep each gap lies below the nearest peaks on its left and right."""
    depths = np.zeros(len(similarities))
    for gap, value in enumerate(similarities):
        left = right = gap
        while left > 0 and similarities[left - 1] >= similarities[left]:
            left -= 1
        while right < len(similarities) - 1 and similarities[right + 1] >= similarities[right]:
            right += 1
        depths[gap] = similarities[left] + similarities[right] - 2 * value
    return depths
