"""How much of what readers see in whole articles the analysis shows: who takes which side on what.

Readers listed the sides of an article freely, without seeing what the analysis had found. One article a line: {"id",
"text", "sides": [{"speaker", "target", "mention", "label", "evidence"[, "second", "readers"]}]}. "mention" are words
that stand for the target beside the evidence; "second" is the label of a second reader who saw another side, "readers"
is 1 where only one of the two listed it. Without "text", the article is the one of that id in ``gum_news.jsonl``.
Positions are half-open and count code points of the text.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.library.rows import SURE
from analysis.pipeline.passages import words_of
from analysis.pipeline.stance import meant
from analysis.records import Span, Stance
from analysis.scoring import same_name
from analysis.stance_scoring import staged

_STEM = 6
"""Letters of a word by which two names of a target are compared."""
_SHORT = 3
"""Words of up to so many letters say nothing of a target."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A side that a speaker takes, as readers listed it; ``agreed`` where both did, with the same label."""

    names: str
    target: str
    mention: Span
    label: str
    evidence: Span
    agreed: bool


@dataclass(frozen=True, slots=True)
class _Shown:
    """A row of the analysis: the names of its speaker, where its target is named or meant, and its quote's words."""

    stance: Stance
    names: frozenset[str]
    places: tuple[Span, ...]
    words: Span


def score_sides(path: Path) -> dict[str, float]:
    """Return shares between 0 and 1, more is better.

    Of the sides that both readers listed: on how many the analysis has a row of that speaker towards that target, and
    with how many it gives the label. Of the sides that the analysis shows: how many either reader listed, and the same
    of those that it calls sure.
    """
    asked = found = right = 0
    shown: list[tuple[bool, bool]] = []
    for text, sides in _articles(path):
        rows = list(_rows(text))
        for side in sides:
            if side.agreed:
                fitting = _fitting(side, rows)
                asked += 1
                found += bool(fitting)
                right += bool(fitting) and fitting[0].stance.label == side.label
        for row in rows:
            if row.stance.label != "neutral":
                listed = any(side.label == row.stance.label and _fits(side, row) for side in sides)
                shown.append((listed, row.stance.confidence >= SURE))
    sure = [listed for listed, certain in shown if certain]
    return {
        "sides that readers list: found": found / max(1, asked),
        "sides that readers list: right label": right / max(1, asked),
        "sides shown that readers list": sum(listed for listed, _ in shown) / max(1, len(shown)),
        "sure sides shown that readers list": sum(sure) / max(1, len(sure)),
    }


def _articles(path: Path) -> Iterator[tuple[str, list[_Side]]]:
    with (path.parent / "gum_news.jsonl").open(encoding="utf-8") as lines:
        texts = {record["id"]: record["text"] for record in map(json.loads, lines)}
    with path.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield record.get("text") or texts[record["id"]], [_side(side) for side in record["sides"]]


def _side(side: Mapping[str, Any]) -> _Side:
    mention, evidence = (Span(side[name]["start"], side[name]["end"]) for name in ("mention", "evidence"))
    agreed = "second" not in side and "readers" not in side
    return _Side(side["speaker"], side["target"], mention, side["label"], evidence, agreed)


def _rows(text: str) -> Iterator[_Shown]:
    with staged(text) as (analysis, targets, stage):
        names = {one.id: frozenset({one.name, *one.names_used}) for one in analysis.speakers}
        words = {quote.id: words_of(quote) for quote in analysis.quotes}
        named = {target.name: target.mentions for target in targets}
        pronouns = meant(stage)
    for stance in analysis.stances:
        also = pronouns.get(stance.quote or "", {}).get(stance.target, ())
        places = (*named.get(stance.target, ()), *also)
        yield _Shown(stance, names[stance.speaker], places, words.get(stance.quote or "", stance.evidence))


def _fitting(side: _Side, rows: list[_Shown]) -> list[_Shown]:
    """Return the rows of a side, first those in the words around its evidence, among these those that name it there."""
    fitting = [row for row in rows if _fits(side, row)]
    return sorted(fitting, key=lambda row: (not _near(side, row), not _names(side, row)))


def _fits(side: _Side, row: _Shown) -> bool:
    spoken = any(same_name(name, side.names) for name in row.names)
    return spoken and (_names(side, row) or bool(_stems(side.target) & _stems(row.stance.target)))


def _names(side: _Side, row: _Shown) -> bool:
    return any(place.overlaps(side.mention) for place in row.places)


def _near(side: _Side, row: _Shown) -> bool:
    return row.words.overlaps(side.evidence) or row.stance.evidence.overlaps(side.evidence)


def _stems(name: str) -> set[str]:
    words = (word.strip("’'“”\".,()").lower() for word in name.split())
    return {word[:_STEM] for word in words if len(word) > _SHORT}
