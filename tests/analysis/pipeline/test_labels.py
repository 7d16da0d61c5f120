"""How institutions are labelled: sentences of our own, one wording each, and what must never count."""

import csv
import sys
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
        right += len(found & expected)
        wrong += len(found - expected)
        missed += len(expected - found)
        if found != expected:
            sys.stdout.write(f"{text}\n  expected {sorted(expected)}\n  found {sorted(found)} among {sorted(named)}\n")
    precision, recall = right / (right + wrong), right / (right + missed)
    sys.stdout.write(f"{len(SENTENCES)} sentences: precision {precision:.3f}, recall {recall:.3f}, ")
    sys.stdout.write(f"citations {cited / len(SENTENCES):.3f}\n")
    assert len(SENTENCES) >= 60
    assert min(precision, recall, cited / len(SENTENCES)) >= FLOOR


@pytest.mark.parametrize(
    "text",
    [
        "“The conservative Heritage Foundation is wrong,” said Ann Lee.",
        "Heritage Foundation: a conservative plan\n\nNobody in the village had heard of the plan before Monday.",
    ],
)
def test_quotations_and_headings_cite_nobody(text: str) -> None:
    assert not analysed(text).labels


def test_acronym_behind_its_name_is_no_citation_of_its_own() -> None:
    text = "The Institute for the Study of War (ISW) maps the front. ISW said that the line held."
    assert [label.mention.of(text) for label in analysed(text).labels] == ["Institute for the Study of War", "ISW"]


def test_label_says_where_its_words_stand() -> None:
    (label,) = analysed("The conservative Heritage Foundation, a think tank in Washington, agreed.").labels
    assert label.because == "words before the name; words after the name"
    assert analysed("The Heritage Foundation agreed.").labels[0].because == "the name alone"


def test_labels_survive_storage() -> None:
    found = analysed("The conservative Heritage Foundation, a think tank in Washington, agreed.")
    assert found.labels
    assert decode(encode(found)) == found


def test_words_of_the_table_are_written_once() -> None:
    words = [row["words"] for row in rows("label_words.csv")]
    assert len(words) == len(set(words))
    kinds = {row["kind"] for row in rows("label_words.csv")}
    assert kinds == {"function", "ideology", "place", "ownership", "body", ""}


PIECES = st.sampled_from(
    (
        *("the ", "a ", "Heritage Foundation", "Cato Institute", ", ", "think tank", "conservative ", "London-based "),
        *(
            ". ",
            "\n",
            " in Washington",
            " funded by ",
            "which is ",
            "(",
            ")",
            "“",
            "”",
            "said ",
            "such as ",
            "’s ",
            "- ",
        ),
    )
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=16).map("".join))
def test_labels_lie_apart_from_the_name_and_from_each_other(text: str) -> None:
    for label in analysed(text).labels:
        assert len(label.kinds) == len(label.words)
        spans = [label.mention, *label.words]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert not any(one.overlaps(other) for number, one in enumerate(spans) for other in spans[:number])
