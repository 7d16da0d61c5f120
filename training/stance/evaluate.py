"""Measure the file that ships on labelled sentences: macro-F1, flips, calibration, and figures by phenomenon.

    python training/stance/evaluate.py FILE ... [--predict OUT] [--baselines] [--agreement]

Runs from the project's folder with its requirements alone; ``--baselines`` also needs vaderSentiment. ``--predict``
writes {"id", "label", "confidence"} a line for the first file; ``--agreement`` tells how far the two readers of our own
sentences agree. FILE has one of the two forms of ``analysis.stance_scoring``.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from analysis.pipeline.verdicts import Verdict
from analysis.records import StanceLabel
from analysis.stance_scoring import Sentence, by_phenomenon, judge, macro_f1, read_sentences, score


def main() -> None:
    """Print a line of figures for each file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--predict", type=Path, help="write the predictions for the first file here")
    parser.add_argument("--baselines", action="store_true", help="also the commonest label, and VADER on the sentence")
    parser.add_argument("--agreement", action="store_true", help="also how often two readers gave the same label")
    options = parser.parse_args()
    for number, path in enumerate(options.files):
        sentences = read_sentences(path)
        verdicts = judge(sentences)
        if options.predict and not number:
            marks = [mark for sentence in sentences for mark in sentence.marks]
            lines = [_line(mark.id, verdict) for mark, verdict in zip(marks, verdicts, strict=True)]
            options.predict.write_text("".join(lines), encoding="utf-8")
        figures = "  ".join(f"{name} {value:.3f}" for name, value in score(sentences, verdicts).items())
        print(f"{path.stem}: {len(verdicts)} targets  {figures}")
        kinds = by_phenomenon(sentences, verdicts)
        if kinds:
            print("   " + "  ".join(f"{kind} {right}/{of}" for kind, (right, of) in kinds.items()))
        if options.baselines:
            _baselines(sentences)
        if options.agreement:
            _agreement(path)


def _line(name: str, verdict: Verdict) -> str:
    return json.dumps({"id": name, "label": verdict.label, "confidence": round(verdict.confidence, 4)}) + "\n"


def _baselines(sentences: Sequence[Sentence]) -> None:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415 - only here

    analyser = SentimentIntensityAnalyzer()
    gold: list[StanceLabel] = [mark.label for sentence in sentences for mark in sentence.marks]
    vader: list[StanceLabel] = []
    for sentence in sentences:
        tone = analyser.polarity_scores(sentence.text)["compound"]
        vader += ["supportive" if tone >= 0.05 else "critical" if tone <= -0.05 else "neutral"] * len(sentence.marks)
    most = max(set(gold), key=gold.count)
    print(f"   always {most}: {macro_f1(gold, [most] * len(gold)):.3f}  VADER: {macro_f1(gold, vader):.3f}")


def _agreement(path: Path) -> None:
    """Print the share of targets with the same label from both readers, and Cohen's kappa."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    targets = [target for row in rows for target in row.get("targets", (row,)) if "second" in target]
    if not targets:
        return
    pairs = [(target["label"], target["second"]) for target in targets]
    same = sum(one == two for one, two in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    print(f"   two readers, {len(pairs)} targets: same label {same:.3f}  kappa {(same - chance) / (1 - chance):.3f}")


if __name__ == "__main__":
    main()
