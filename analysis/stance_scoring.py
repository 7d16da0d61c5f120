"""How well stances are read: labelled sentences, and the figures that the model's verdicts reach on them.

One JSON object a line, in one of two forms: a sentence with its targets ({"text", "holder", "targets": [{"text",
"label"[, "second", "nth", "evidence", "phenomenon"]}]}), or one target a line ({"id", "text", "target": {"start",
"end"}, "label"[, "second", "holder", "target_mentions", "evidence"]}). "nth" counts from 1; "second" is the label of a
second reader, and a target on which the two disagree is left out. Positions are half-open and count code points of the
text.
"""

import itertools
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.layout import find_layout
from analysis.pipeline import analyse
from analysis.pipeline.hearing import hear, judged_in
from analysis.pipeline.language import parsed
from analysis.pipeline.rulings import Stage, set_stage
from analysis.pipeline.stance import meant, without_own
from analysis.pipeline.stance_model import Passage, stance_model
from analysis.pipeline.targets import Target, find_targets
from analysis.pipeline.verdicts import LABELS, Verdict, decide
from analysis.records import Analysis, Article, Span, StanceLabel, article_id

_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True, slots=True)
class Mark:
    """A target of a sentence: every place that stands for it, and the label that readers gave."""

    places: tuple[Span, ...]
    label: StanceLabel
    id: str = ""
    evidence: Span | None = None
    """The words that make the label true, where readers marked them."""
    phenomenon: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the targets whose stance is known; ``holder`` is where the one who speaks is named, if so."""

    text: str
    marks: tuple[Mark, ...]
    holder: tuple[Span, ...] = ()


def read_sentences(path: Path) -> list[Sentence]:
    """Return the sentences of a file in either form; targets of one text and holder are joined to one sentence."""
    joined: dict[tuple[str, tuple[Span, ...]], list[Mark]] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            row = json.loads(line)
            for holder, mark in _marks(row, str(row.get("id", f"{path.stem}-{number}"))):
                joined.setdefault((row["text"], holder), []).append(mark)
    return [Sentence(text, tuple(marks), holder) for (text, holder), marks in joined.items()]


def find_words(text: str, words: str) -> list[Span]:
    """Return where whole words stand in a text."""
    before, after = (r"(?<!\w)" if words[:1].isalnum() else ""), (r"(?!\w)" if words[-1:].isalnum() else "")
    return [Span(*match.span()) for match in re.finditer(before + re.escape(words) + after, text)]


@contextmanager
def staged(text: str) -> Iterator[tuple[Analysis, Sequence[Target], Stage]]:
    """Yield what stances of a text are read from: its analysis, its targets, and who speaks of them where."""
    analysis = analyse(Article(id=article_id(text), text=text, title=""))
    layout = find_layout(text, title="", moved=())
    with parsed(text, [paragraph.span.start for paragraph in layout.paragraphs]) as doc:
        heard = hear(doc, analysis.quotes, analysis.speakers)
        targets = without_own(doc, analysis.quotes, find_targets(doc, text, analysis.entities, judged_in(heard)))
        yield analysis, targets, set_stage(doc, analysis.quotes, analysis.speakers, targets)


def score_pronouns(path: Path) -> dict[str, float]:
    """Return how often pronouns of quotes are taken for the actor or issue that they mean, and only then.

    One text a line: {"text", "pronouns": [{"start", "target"}]}, ``target`` null where a pronoun means none.
    """
    right = taken = meaning = 0
    with path.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            with staged(record["text"]) as (_, _, stage):
                found = {
                    place.start: name
                    for places in meant(stage).values()
                    for name, spans in places.items()
                    for place in spans
                }
            for mark in record["pronouns"]:
                name, target = found.get(mark["start"]), mark["target"]
                taken += name is not None
                meaning += target is not None
                right += name is not None and target is not None and target in name
    return {
        "of those taken up, rightly": right / max(1, taken),
        "of those that mean a target, rightly": right / max(1, meaning),
    }


def judge(sentences: Sequence[Sentence]) -> list[Verdict]:
    """Return the model's verdict on every target, in order."""
    passages = [
        Passage(sentence.text, tuple(mark.places for mark in sentence.marks), sentence.holder) for sentence in sentences
    ]
    return [decide(reading.logits) for found in stance_model().read(passages) for reading in found]


def score(sentences: Sequence[Sentence], verdicts: Sequence[Verdict]) -> dict[str, float]:
    """Return shares between 0 and 1, more is better.

    "macro-F1" is the mean over the three labels; "no side turned round" the share of targets where support is not read
    as criticism or the reverse; "neutral ones left neutral" the recall of neutral; "sides taken that readers take" the
    precision of support and criticism together; "stated confidence kept" one minus the expected calibration error over
    ten bins.
    """
    gold = [mark.label for sentence in sentences for mark in sentence.marks]
    found = [verdict.label for verdict in verdicts]
    pairs = list(zip(gold, found, strict=True))
    neutral = [two for one, two in pairs if one == "neutral"]
    sides = [one == two for one, two in pairs if two != "neutral"]
    turned = sum("neutral" not in pair and pair[0] != pair[1] for pair in pairs)
    stated = [(verdict.confidence, one == two) for verdict, (one, two) in zip(verdicts, pairs, strict=True)]
    return {
        "macro-F1": macro_f1(gold, found),
        "no side turned round": 1 - turned / max(1, len(pairs)),
        "neutral ones left neutral": neutral.count("neutral") / max(1, len(neutral)),
        "sides taken that readers take": sum(sides) / max(1, len(sides)),
        "stated confidence kept": 1 - calibration_error(stated),
    }


def macro_f1(gold: Sequence[StanceLabel], found: Sequence[StanceLabel]) -> float:
    """Return the mean F1 of the labels that occur in either list."""
    right = Counter(one for one, two in zip(gold, found, strict=True) if one == two)
    of, named = Counter(gold), Counter(found)
    labels = of.keys() | named.keys()
    return sum(2 * right[label] / max(1, of[label] + named[label]) for label in labels) / max(1, len(labels))


def calibration_error(stated: Sequence[tuple[float, bool]], *, bins: int = 10) -> float:
    """Return the mean distance between stated confidence (0-1) and share right over equal bins, weighted by count."""
    held: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, hit in stated:
        held[min(bins - 1, int(confidence * bins))].append((confidence, hit))
    gaps = (abs(sum(sure for sure, _ in pairs) - sum(hit for _, hit in pairs)) for pairs in held.values())
    return sum(gaps) / max(1, len(stated))


def reliability(sentences: Sequence[Sentence], verdicts: Sequence[Verdict]) -> list[tuple[str, int, float, float]]:
    """Return for each bin of confidence: its name, how many verdicts, their mean confidence, the share right."""
    gold = [mark.label for sentence in sentences for mark in sentence.marks]
    rows = []
    for low, high in itertools.pairwise(_BINS):
        inside = [
            (verdict.confidence, verdict.label == label)
            for verdict, label in zip(verdicts, gold, strict=True)
            if low <= verdict.confidence < high
        ]
        if inside:
            stated = sum(sure for sure, _ in inside) / len(inside)
            right = sum(hit for _, hit in inside) / len(inside)
            rows.append((f"{low:.1f}-{min(high, 1):.1f}", len(inside), stated, right))
    return rows


def by_phenomenon(sentences: Sequence[Sentence], verdicts: Sequence[Verdict]) -> dict[str, tuple[int, int]]:
    """Return how many targets of each phenomenon are read right, and of how many."""
    marks = [mark for sentence in sentences for mark in sentence.marks]
    kinds: dict[str, list[bool]] = defaultdict(list)
    for mark, verdict in zip(marks, verdicts, strict=True):
        kinds[mark.phenomenon].append(mark.label == verdict.label)
    return {kind: (sum(hits), len(hits)) for kind, hits in sorted(kinds.items()) if kind}


def _marks(row: Mapping[str, Any], name: str) -> Iterator[tuple[tuple[Span, ...], Mark]]:
    text = row["text"]
    if "targets" not in row:
        if _disputed(row):
            return
        holder = tuple(_span(place) for place in [row.get("holder")] if place)
        places = {_span(place) for place in (row["target"], *row.get("target_mentions", ()))}
        evidence = _span(row["evidence"]) if "evidence" in row else None
        yield holder, Mark(tuple(sorted(places)), _label(row), name, evidence, row.get("phenomenon", ""))
        return
    holder = tuple(find_words(text, row["holder"])[:1]) if row.get("holder") else ()
    for number, target in enumerate(row["targets"]):
        if _disputed(target):
            continue
        place = find_words(text, target["text"])[target.get("nth", 1) - 1]
        words = target.get("evidence", "")
        shown = text.find(words) if words else -1
        evidence = Span(shown, shown + len(words)) if shown >= 0 else None
        yield holder, Mark((place,), _label(target), f"{name}-{number}", evidence, target.get("phenomenon", ""))


def _disputed(target: Mapping[str, Any]) -> bool:
    return bool(target.get("second", target["label"]) != target["label"])


def _label(row: Mapping[str, Any]) -> StanceLabel:
    return next(label for label in LABELS if label == row["label"])


def _span(place: Mapping[str, Any]) -> Span:
    return Span(int(place["start"]), int(place["end"]))
