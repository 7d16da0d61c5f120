"""What a stretch of text is about, in its own words.

Candidates are runs of adjectives and nouns that end in a noun (Justeson and Katz 1995). Their weight is the C-value
(Frantzi, Ananiadou and Mima 2000): long phrases count more, and a phrase that occurs mostly inside longer ones counts
less. It is multiplied by how special the phrase is to its stretch, the inverse of the number of stretches that have
it, and grows with how often its words occur in the article, so that what is said in passing does not lead. Names of
persons, titles, words of the calendar and those of ``data/general_words.txt`` are no part of one; a bare name of a
place or a people counts half. Limit: weights compare stretches of one article; they say nothing across articles.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Token

from analysis.pipeline.dates.words import words_of
from analysis.pipeline.namesakes import plain_capitals
from analysis.records import Span

_GENERAL = Path(__file__).parents[1] / "data" / "general_words.txt"
_LONGEST = 3
_LONGEST_NAME = 6
_SHORTEST_WORD = 3
_COUNTS = {"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"}
_Lemmas = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    lemmas: _Lemmas
    span: Span
    place: bool
    """Whether it is nothing but the name of a place or a people."""


def find_keyphrases(
    doc: Doc, text: str, stretches: Sequence[Sequence[Span]], *, count: int = 5
) -> list[tuple[str, ...]]:
    """Return up to ``count`` keyphrases for each stretch of text, best first, as the text writes them.

    A stretch is a number of spans, such as the paragraphs of a section.
    """
    people = _people(doc)
    found = [[phrase for span in spans for phrase in _candidates(doc, span, people)] for spans in stretches]
    spread = Counter(lemmas for phrases in found for lemmas in {phrase.lemmas for phrase in phrases})
    words = Counter(phrase.lemmas[0] for phrases in found for phrase in phrases if len(phrase.lemmas) == 1)
    names = frozenset(phrase.lemmas for phrases in found for phrase in phrases if phrase.place)
    chosen = []
    for phrases in found:
        weights = {
            lemmas: value
            * math.log((1 + len(found)) / spread[lemmas])
            * sum(math.log2(1 + max(1, words[word])) for word in lemmas)
            / len(lemmas)
            * (0.5 if lemmas in names else 1)
            for lemmas, value in _c_values(phrases).items()
        }
        best = sorted(weights, key=lambda lemmas: -weights[lemmas])  # of equals, the first in the text
        kept = _distinct([lemmas for lemmas in best if weights[lemmas] > 0], count)
        chosen.append(tuple(_as_written(lemmas, phrases, text) for lemmas in kept))
    return chosen


def _people(doc: Doc) -> frozenset[str]:
    """Return the words of all names that the model takes for a person's somewhere."""
    return frozenset(
        token.lower_ for name in doc.ents if name.label_ == "PERSON" for token in name if token.pos_ == "PROPN"
    )


def _candidates(doc: Doc, span: Span, people: frozenset[str]) -> Iterator[_Candidate]:
    """Yield every phrase of a span, the shorter ones inside longer ones too."""
    chunk = doc.char_span(span.start, span.end, alignment_mode="contract")
    run: list[Token] = []
    for token in [*(chunk or ()), None]:
        stands = token is not None and _may_stand(token, people)
        # "banking giant Goldman Sachs" is a description and a name
        if run and not (stands and not (run[-1].pos_ == "NOUN" and token.pos_ == "PROPN")):
            yield from _phrases(run)
            run = []
        if stands:
            run.append(token)


def _may_stand(token: Token, people: frozenset[str]) -> bool:
    if token.pos_ not in {"ADJ", "NOUN", "PROPN"} or not token.text[0].isalnum() or token.ent_type_ in _COUNTS:
        return False
    doc, here = token.doc, token.i
    after = here + 1 < len(doc) and doc[here + 1].text == "-" and not token.whitespace_
    if after or (here and doc[here - 1].text == "-"):
        return False  # half of a compound
    return not (
        token.lower_ in people
        or token.is_stop
        or token.like_num
        or token.text in words_of("month")
        or token.text in words_of("weekday")
        or (token.pos_ == "PROPN" and token.text in plain_capitals())
        or (token.pos_ != "PROPN" and token.lemma_.lower() in _general())
    )


@cache
def _general() -> frozenset[str]:
    return frozenset(line for line in _GENERAL.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def _lemma(token: Token) -> str:
    """Return the word's dictionary form; a plural that the model knows in one sentence only is cut by its ending."""
    lemma = token.lemma_.lower()
    return lemma.removesuffix("s") if token.tag_ in {"NNS", "NNPS"} and len(lemma) > 3 else lemma


def _phrases(run: Sequence[Token]) -> Iterator[_Candidate]:
    """Yield the phrases of a run; one that would cut a name in two is none."""
    named = [token.pos_ == "PROPN" or (token.is_title and not token.is_sent_start) for token in run]
    for start in range(len(run)):
        if start and named[start - 1] and named[start]:
            continue
        for end in range(start + 1, min(len(run), start + _LONGEST_NAME) + 1):
            words = run[start:end]
            cut = end < len(run) and named[end - 1] and named[end]
            if cut or words[-1].pos_ == "ADJ" or named[start:end].count(False) > _LONGEST:
                continue
            if len(words) == 1 and len(words[0]) < _SHORTEST_WORD:
                continue
            place = all(word.ent_type_ in {"GPE", "LOC", "NORP"} for word in words)
            span = Span(words[0].idx, words[-1].idx + len(words[-1]))
            yield _Candidate(tuple(_lemma(word) for word in words), span, place)


def _c_values(phrases: Sequence[_Candidate]) -> dict[_Lemmas, float]:
    """Return the C-value of each phrase; the logarithm is of the length plus one, so that single words count too."""
    counts = Counter(phrase.lemmas for phrase in phrases)
    inside: dict[_Lemmas, list[int]] = {}
    for longer, times in counts.items():
        parts = {longer[i:j] for i in range(len(longer)) for j in range(i + 1, len(longer) + 1)} - {longer}
        for part in parts & counts.keys():
            inside.setdefault(part, []).append(times)
    return {
        lemmas: math.log2(len(lemmas) + 1) * (times - (sum(nest) / len(nest) if (nest := inside.get(lemmas)) else 0))
        for lemmas, times in counts.items()
    }


def _distinct(ranked: Sequence[_Lemmas], count: int) -> list[_Lemmas]:
    """Return the best phrases of which none has all its words in another."""
    kept: list[_Lemmas] = []
    for lemmas in ranked:
        words = set(lemmas)
        if len(kept) < count and not any(words <= set(other) or set(other) <= words for other in kept):
            kept.append(lemmas)
    return kept


def _as_written(lemmas: _Lemmas, phrases: Sequence[_Candidate], text: str) -> str:
    """Return the commonest spelling of a phrase in its stretch; of equals, the first."""
    spellings = Counter(" ".join(phrase.span.of(text).split()) for phrase in phrases if phrase.lemmas == lemmas)
    return spellings.most_common(1)[0][0]
