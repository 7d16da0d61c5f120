"""Fit the temperature, the pull towards neutral and the weight of the rules, and write calibration.json.

    python training/stance/calibrate.py FILE[:WEIGHT] ...

Minimises the negative log-likelihood of the readers' labels on development sentences; of the points that fit as well,
but for half a per cent, the one that takes the fewest sides is chosen: a false stance is worse than a missed one. The
rules read each sentence as an article would be read: the words in marks as a quote of its speaker, or all words where
there are no marks.
"""

import itertools
import json
import math
import re
import sys
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from analysis.pipeline.language import parsed
from analysis.pipeline.rulings import rule, set_stage
from analysis.pipeline.stance_model import Passage, stance_model
from analysis.pipeline.targets import Target
from analysis.pipeline.verdicts import LABELS
from analysis.records import Quote, Span, Speaker
from analysis.stance_scoring import Sentence, read_sentences

FILE = Path(__file__).parents[2] / "analysis" / "data" / "stance" / "calibration.json"
_ALIKE = 0.005
_QUOTED = re.compile(r"“[^”]+”|\"[^\"]+\"|(?<!\w)‘[^’]+’(?!\w)")


class Case(NamedTuple):
    """One target: the model's logits, the strength of the rules, the label's number, and how much it counts."""

    logits: tuple[float, float, float]
    rule: float
    label: int
    weight: float


def main() -> None:
    """Search a grid, print the best point and write it."""
    cases: list[Case] = []
    for name in sys.argv[1:]:
        path, _, weight = name.partition(":")
        cases += _cases(read_sentences(Path(path)), float(weight or 1))
    grid = itertools.product(
        [0.8 + 0.1 * step for step in range(20)],
        [-0.6 + 0.1 * pull for pull in range(15)],
        [0.1 * strength for strength in range(21)],
    )
    losses = {point: _loss(cases, *point) for point in grid}
    enough = min(losses.values()) * (1 + _ALIKE)
    temperature, neutral, strength = min(
        (point for point, loss in losses.items() if loss <= enough), key=lambda point: (-point[1], losses[point])
    )
    weights = {"temperature": round(temperature, 2), "rule": round(strength, 2), "neutral": round(neutral, 2)}
    FILE.write_text(json.dumps({"weights": weights}, indent=1) + "\n", encoding="utf-8")
    plain, fitted = _loss(cases, 1.0, 0.0, 0.0), _loss(cases, temperature, neutral, strength)
    print(weights, f"{len(cases)} targets, loss {fitted:.4f}, before {plain:.4f}")


def rule_strengths(sentence: Sentence) -> list[float]:
    """Return what the rules say of each target: below zero critical, above it supportive."""
    text = sentence.text
    speaker = Speaker("speaker", "", "person", (), sentence.holder)
    spans = [Span(found.start() + 1, found.end() - 1) for found in _QUOTED.finditer(text)] or [Span(0, len(text))]
    quotes = [
        Quote(str(number), span, "direct", "speaker", None, None, None, "neutral", None, 1.0, "")
        for number, span in enumerate(spans)
    ]
    targets = [Target(str(number), "issue", mark.places) for number, mark in enumerate(sentence.marks)]
    with parsed(text, []) as doc:
        rulings = rule(set_stage(doc, text, quotes, (speaker,), targets), (speaker,))
    return [sum(ruling.weight for ruling in rulings if ruling.target is target) for target in targets]


def _cases(sentences: list[Sentence], weight: float) -> list[Case]:
    passages = [Passage(one.text, tuple(mark.places for mark in one.marks), one.holder) for one in sentences]
    return [
        Case(reading.logits, max(-2.0, min(2.0, strength)), LABELS.index(mark.label), weight)
        for one, readings in zip(sentences, stance_model().read(passages), strict=True)
        for mark, reading, strength in zip(one.marks, readings, rule_strengths(one), strict=True)
    ]


def _loss(cases: list[Case], temperature: float, neutral: float, strength: float) -> float:
    total = weights = 0.0
    for logits, rule_, label, weight in cases:
        scores = [value / temperature for value in logits]
        scores[0 if rule_ > 0 else 1] += strength * abs(rule_)
        scores[2] += neutral
        top = max(scores)
        total -= weight * (scores[label] - top - math.log(sum(math.exp(score - top) for score in scores)))
        weights += weight
    return total / weights


if __name__ == "__main__":
    main()
