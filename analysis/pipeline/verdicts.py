"""From what the model and the rules make of a target to one label, and how sure it is.

The weights and the temperature are fitted on sentences that the model was not trained on (``training/stance``) and lie
in ``data/stance/calibration.json``.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.records import StanceLabel

LABELS: tuple[StanceLabel, ...] = ("supportive", "critical", "neutral")
_FILE = Path(__file__).parents[1] / "data" / "stance" / "calibration.json"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A label with the probability (0-1) that readers would give it, and those of all labels in the order above."""

    label: StanceLabel
    confidence: float
    chances: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class _Weights:
    temperature: float
    """Divides the model's logits: above 1 it takes back confidence."""
    rule: float
    """Added to the logit of the label that a rule names, for each unit of its strength."""
    neutral: float
    """Added to the logit of neutral."""


@cache
def _weights() -> _Weights:
    return _Weights(**json.loads(_FILE.read_text(encoding="utf-8"))["weights"])


def decide(logits: tuple[float, float, float], rule: float = 0.0) -> Verdict:
    """Return the label for a target: ``logits`` are the model's, ``rule`` the signed strength of the rules, to ±2."""
    weights = _weights()
    scores = [value / weights.temperature for value in logits]
    strength = max(-2.0, min(2.0, rule))
    scores[0 if strength > 0 else 1] += weights.rule * abs(strength)
    scores[2] += weights.neutral
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    supportive, critical, neutral = (power / total for power in powers)
    chances = (supportive, critical, neutral)
    best = max(range(3), key=lambda at: chances[at])
    return Verdict(LABELS[best], chances[best], chances)
