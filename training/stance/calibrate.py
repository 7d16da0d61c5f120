"""Fit the temperature of the stated confidence, and write calibration.json.

    python training/stance/calibrate.py FILE[:WEIGHT] ...

It is the one that makes the readers' labels on development sentences likeliest. The rules read each sentence as an
article would be read: the words in marks as a quote of its speaker, or all words where there are no marks. Pull to
neutral and weight of the rules are set by hand: see README.md.
"""

import json
import math
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from analysis.pipeline.hearing import hear
from analysis.pipeline.language import parsed
from analysis.pipeline.rulings import rule, set_stage
from analysis.pipeline.stance_model import Passage, stance_model
from analysis.pipeline.targets import Target
from analysis.pipeline.verdicts import LABELS
from analysis.records import Quote, Span, Speaker
from analysis.stance_scoring import Sentence, read_sentences

FILE = Path(__file__).parents[2] / "analysis" / "data" / "stance" / "calibration.json"
_RULE = 1.8
"""What a rule of full strength adds to a logit: it settles doubtful readings, and no clear ones."""
_NEUTRAL = -0.05
"""Added to the logit of neutral: below 0 it takes more sides, the least sure of which are shown as unclear."""
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
    temperature = min((0.8 + 0.05 * step for step in range(32)), key=lambda value: _loss(cases, value))
    weights = {"temperature": round(temperature, 2), "rule": _RULE, "neutral": _NEUTRAL}
    FILE.write_text(json.dumps({"weights": weights}, indent=1) + "\n", encoding="utf-8")
    print(weights, f"{len(cases)} targets, loss {_loss(cases, temperature):.4f}")


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
        rulings = list(rule(set_stage(doc, quotes, (speaker,), targets), hear(doc, quotes, (speaker,))))
    return [sum(ruling.weight for ruling in rulings if ruling.target is target) for target in targets]


def _cases(sentences: list[Sentence], weight: float) -> list[Case]:
    passages = [Passage(one.text, tuple(mark.places for mark in one.marks), one.holder) for one in sentences]
    return [
        Case(reading.logits, max(-2.0, min(2.0, strength)), LABELS.index(mark.label), weight)
        for one, readings in zip(sentences, stance_model().read(passages), strict=True)
        for mark, reading, strength in zip(one.marks, readings, rule_strengths(one), strict=True)
    ]


def _scores(case: Case, temperature: float) -> list[float]:
    scores = [value / temperature for value in case.logits]
    scores[0 if case.rule > 0 else 1] += _RULE * abs(case.rule)
    scores[2] += _NEUTRAL
    return scores


def _loss(cases: Sequence[Case], temperature: float) -> float:
    total = weights = 0.0
    for case in cases:
        scores = _scores(case, temperature)
        top = max(scores)
        total -= case.weight * (scores[case.label] - top - math.log(sum(math.exp(score - top) for score in scores)))
        weights += case.weight
    return total / weights


if __name__ == "__main__":
    main()
