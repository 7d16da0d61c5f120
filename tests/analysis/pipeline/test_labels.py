"""How institutions are labelled: sentences of our own, one wording each, and what must never count."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.library.codec import decode, encode
from analysis.pipeline import analyse
from analysis.pipeline.directory import rows
from analysis.records import Analysis, Article, article_id

Told = tuple[str, str]
FLOOR = 0.9


def analysed(text: str) -> Analysis:
    return analyse(Article(article_id(text), text, ""))


def labels_of(text: str, institution: str) -> set[Told]:
    """Return all that a text says of an institution, as pairs of kind and words."""
    return {
        (kind, words.of(text))
        for label in analysed(text).labels
        if label.institution == institution
        for kind, words in zip(label.kinds, label.words, strict=True)
    }


with (Path(__file__).parent / "labels.csv").open(encoding="utf-8", newline="") as table:
    SENTENCES = [
        (
            row["text"].replace("\\n", "\n"),
            row["institution"],
            {(kind, words) for kind, _, words in (told.partition("=") for told in row["labels"].split("|") if told)},
        )
        for row in csv.DictReader(table)
    ]


def test_labels_reach_their_floor() -> None:
    right = wrong = missed = cited = 0
    for text, institution, expected in SENTENCES:
        found = labels_of(text, institution)
        named = {label.institution for label in analysed(text).labels}
        cited += institution in named if institution else not named
        right, wrong, missed = right + len(found & expected), wrong + len(found - expected), missed + len(expected - found)
        if found != expected:
            print(f"{text}\n  expected {sorted(expected)}\n  found {sorted(found)} among {sorted(named)}")
    precision, recall = right / (right + wrong), right / (right + missed)
    print(f"{len(SENTENCES)} sentences: precision {precision:.3f}, recall {recall:.3f}, citations {cited / len(SENTENCES):.3f}")
    assert len(SENTENCES) >= 60
    assert min(precision, recall, cited / len(SENTENCES)) >= FLOOR
