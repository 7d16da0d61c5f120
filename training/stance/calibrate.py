"""Fit the temperature and the pull towards neutral on development sentences, and write calibration.json.

    python training/stance/calibrate.py FILE[:WEIGHT] ...

Minimises the negative log-likelihood of the readers' labels; the weight of the rules is fitted on whole articles and
kept as it is.
"""

import json
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from analysis.pipeline.stance_model import Passage, stance_model
from analysis.pipeline.verdicts import LABELS
from analysis.stance_scoring import Sentence, read_sentences

FILE = Path(__file__).parents[2] / "analysis" / "data" / "stance" / "calibration.json"


def main() -> None:
    """Search a grid, print the best point and write it."""
    cases: list[tuple[tuple[float, float, float], int, float]] = []
    for name in sys.argv[1:]:
        path, _, weight = name.partition(":")
        cases += [(logits, label, float(weight or 1)) for logits, label in _logits(read_sentences(Path(path)))]
    grid = [(0.6 + 0.05 * step, -1.0 + 0.1 * pull) for step in range(40) for pull in range(21)]
    temperature, neutral = min(grid, key=lambda point: _loss(cases, *point))
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    kept["weights"] |= {"temperature": round(temperature, 2), "neutral": round(neutral, 2)}
    FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(kept["weights"], f"loss {_loss(cases, temperature, neutral):.4f}, before {_loss(cases, 1.0, 0.0):.4f}")


def _logits(sentences: list[Sentence]) -> list[tuple[tuple[float, float, float], int]]:
    passages = [Passage(one.text, tuple(mark.places for mark in one.marks), one.holder) for one in sentences]
    found = [reading for readings in stance_model().read(passages) for reading in readings]
    marks = [mark for one in sentences for mark in one.marks]
    return [(reading.logits, LABELS.index(mark.label)) for reading, mark in zip(found, marks, strict=True)]


def _loss(cases: list[tuple[tuple[float, float, float], int, float]], temperature: float, neutral: float) -> float:
    total = weights = 0.0
    for logits, label, weight in cases:
        scores = [logits[0] / temperature, logits[1] / temperature, logits[2] / temperature + neutral]
        top = max(scores)
        total -= weight * (scores[label] - top - math.log(sum(math.exp(score - top) for score in scores)))
        weights += weight
    return total / weights


if __name__ == "__main__":
    main()
