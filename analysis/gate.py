"""The gate: measure the analysis on annotated articles, and fail where a figure falls below its pinned floor.

``python -m analysis gate`` prints every figure with its floor, and how often quotes of a stated confidence are right.
``--update`` pins the figures of today, also for the page that shows them; it refuses to lower a floor unless
``--allow-regression`` says so. The gold's hash is pinned too, so that a floor is never met by changing the gold.
"""

import argparse
import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from analysis.library.likeness import score_pairs
from analysis.library.rows import SURE
from analysis.pipeline import analyse
from analysis.reading import Page, compose
from analysis.records import Article, article_id
from analysis.scoring import Tally, score_article, score_corpus
from analysis.side_scoring import score_sides
from analysis.stance_scoring import judge, read_sentences, reliability, score, score_pronouns

Table = list[tuple[str, int, float, float]]
"""For each bin of confidence: its name, how many, their mean confidence, the share right."""

_HERE = Path(__file__).parent
_GOLD = _HERE.parent / "tests" / "gold"
_FLOORS = _GOLD / "floors.json"
_SHOWN = _HERE / "data" / "accuracy.json"
_PAIRS = _GOLD / "name_pairs.csv"
_SAMPLE = _HERE / "data" / "samples" / "ukraine-peace-talks.txt"
_SLACK = 0.0005
_MODEL_SLACK = 0.01
"""Figures that rest on the stance model may differ by this much: processors round its 8-bit sums differently."""
_ARTICLE_FIGURES = (
    "quotes in marks",
    "quotes in marks, right speaker",
    "indirect quotes",
    "indirect quotes, right speaker",
    "headings",
    "furniture",
    "dates",
)
_ARTICLE_SHARES = ("affiliation", "kind of institution", "dates resolved")
_STANCES = {
    "NewsMTSC, dev rw": _GOLD / "stance_newsmtsc_rw.jsonl",
    "NewsMTSC, dev mt": _GOLD / "stance_newsmtsc_mt.jsonl",
    "expert sentences": _GOLD / "stance_expert.jsonl",
    "Wikinews articles": _GOLD / "stance_asked.jsonl",
    "articles with experts": _GOLD / "stance_articles.jsonl",
    "plain passages": _GOLD / "stance_plain.jsonl",
    "plain articles": _GOLD / "stance_plain_articles.jsonl",
    "articles of many kinds": _GOLD / "stance_varied_articles.jsonl",
}
_PRONOUNS = _GOLD / "pronouns.jsonl"
_SIDES = _GOLD / "sides.jsonl"
_UNSIDED = _GOLD / "stance_none.jsonl"
_WHOLE = "whole articles"
_LEFT = "quotes that take no side: left so"
_CORPUS_FIGURES = {"exact": "exact span", "relaxed": "quote found", "joint": "quote found and speaker right"}


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and return 0, or 1 where a figure fell or the gold changed."""
    parser = argparse.ArgumentParser(prog="python -m analysis gate", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--update", action="store_true", help="pin the figures of today")
    parser.add_argument("--allow-regression", action="store_true", help="let --update lower floors")
    options = parser.parse_args(list(arguments))
    figures, tables = measure()
    pinned = json.loads(_FLOORS.read_text(encoding="utf-8")) if _FLOORS.exists() else {}
    floors: dict[str, float] = pinned.get("floors", {})
    fallen = {name for name, value in figures.items() if value < floors.get(name, 0.0) - _slack(name)}
    for name, value in figures.items():
        print(f"{value:7.3f}  floor {floors.get(name, 0.0):.3f}  {'FELL ' if name in fallen else ''}{name}")
    for what, rows in tables.items():
        print(f"\nstated confidence  {what:>7}  mean stated  share right")
        for name, count, stated, right in rows:
            print(f"{name:>17}  {count:7d}  {stated:11.2f}  {right:11.2f}")
    if options.update:
        return _pin(figures, floors, fallen=fallen, allowed=options.allow_regression)
    if pinned.get("gold") != gold_hash():
        print("The gold has changed since the floors were pinned: look at the change, then run with --update.")
        return 1
    return 1 if fallen else 0


def _slack(name: str) -> float:
    return _MODEL_SLACK if name.startswith((*_STANCES, _LEFT, _WHOLE)) else _SLACK


def measure() -> tuple[dict[str, float], dict[str, Table]]:
    """Return every figure (0-1) by name, and how often quotes and stances of a stated confidence are right."""
    sample, corpus = Tally(), Tally()
    gold = json.loads((_GOLD / "sample.json").read_text(encoding="utf-8"))
    published = dt.date.fromisoformat(gold["published"])
    article = compose(Page(text=_SAMPLE.read_text(encoding="utf-8"), published=published), source=_SAMPLE.name)
    score_article(gold, article, analyse(article), sample)
    with (_GOLD / "gum_news.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = record["text"]
            article = Article(id=article_id(text), text=text, title=record["title"], source=record["id"])
            score_corpus(record, article, analyse(article), corpus)
    figures = {f"sample article: {name}, F1": sample.f1(name) for name in _ARTICLE_FIGURES}
    figures |= {f"sample article: {name}": sample.share(name) for name in _ARTICLE_SHARES}
    figures |= {f"Wikinews: {words}, F1": corpus.f1(name) for name, words in _CORPUS_FIGURES.items()}
    figures["Wikinews: pronouns led to the right name"] = corpus.share("pronouns")
    pairs = score_pairs(_PAIRS)
    figures["Pairs of names: one person or two, F1"] = pairs["F1"]
    figures["Pairs of names: suggested as one that are one"] = pairs["precision"]
    figures |= {f"pronouns in quotes: {what}": value for what, value in score_pronouns(_PRONOUNS).items()}
    figures |= {f"{_WHOLE}: {what}": value for what, value in score_sides(_SIDES).items()}
    both = Tally(bins=[*sample.bins, *corpus.bins])
    sides, table = _measure_stances()
    rounded = {name: round(value, 4) for name, value in (figures | sides).items()}
    return rounded, {"quotes": both.reliability(), "stances": table}


def _measure_stances() -> tuple[dict[str, float], Table]:
    """Return the figures of the model on labelled sentences, and of the whole analysis on quotes that take no side."""
    figures: dict[str, float] = {}
    every = []
    for name, path in _STANCES.items():
        sentences = read_sentences(path)
        verdicts = judge(sentences)
        figures |= {f"{name}: {what}": value for what, value in score(sentences, verdicts).items()}
        every.append((sentences, verdicts))
    unsided = read_sentences(_UNSIDED)
    left = 0
    for sentence in unsided:
        found = analyse(compose(sentence.text)).stances
        left += not any(stance.label != "neutral" and stance.confidence >= SURE for stance in found)
    figures[_LEFT] = left / len(unsided)
    return figures, reliability(
        [one for found, _ in every for one in found], [one for _, found in every for one in found]
    )


def gold_hash() -> str:
    """Return a hash of every annotated file that the figures come from."""
    digest = hashlib.sha256()
    for path in (
        _GOLD / "sample.json",
        _GOLD / "gum_news.jsonl",
        _PAIRS,
        _SAMPLE,
        *_STANCES.values(),
        _UNSIDED,
        _PRONOUNS,
        _SIDES,
    ):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _pin(figures: dict[str, float], floors: dict[str, float], *, fallen: set[str], allowed: bool) -> int:
    if fallen and not allowed:
        print("Not pinned: a floor would fall. Mend it, or say --allow-regression and why in the commit.")
        return 1
    kept = figures if allowed else {name: max(value, floors.get(name, 0.0)) for name, value in figures.items()}
    _write(_FLOORS, {"gold": gold_hash(), "floors": kept})
    note = "Measured on articles and sentences labelled by people, which lie in tests/gold; python -m analysis gate"
    _write(_SHOWN, {"scores": figures, "note": note})
    return 0


def _write(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
