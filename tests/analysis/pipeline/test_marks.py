"""Quotation marks on characters: which stretches they hold, whatever their kind and however unbalanced."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.pipeline.marks import find_marks
from analysis.records import Span


def paragraphs_of(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        if line:
            spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“It rained,” he said.", ["It rained,"]),
        ('"It rained," he said. "It poured."', ["It rained,", "It poured."]),
        ("''It rained,'' he said.", ["It rained,"]),
        ("«It rained», he said.", ["It rained"]),
        ("‘It rained,’ he said.", ["It rained,"]),
        ("'It rained,' he said.", ["It rained,"]),
        ("”It rained,” he said.", ["It rained,"]),
        ("“She said ‘no’ to us,” he said.", ["She said ‘no’ to us,"]),
        ("‘She said “no” to us,’ he said.", ["She said “no” to us,"]),
        ("The voters’ anger and the farmers' union.", []),
        ("Rock 'n' roll of the '90s isn't dead.", []),
        ("‘The voters’ anger won’t go away,’ he said.", ["The voters’ anger won’t go away,"]),
        ("“It rained and nobody came.", ["It rained and nobody came."]),
        ("“It rained, he said. “It poured.”", ["It rained,", "It poured."]),
        ("It rained,” he said.", []),
        ('A board 6\' 2" long and 10" wide.', []),
        ("“”", []),
        ("He was called “the Fox” and “the Wolf”.", ["the Fox", "the Wolf"]),
        ("“One.\nTwo,” he said.\n“Three.”", ["One.", "Three."]),
    ],
)
def test_stretches_in_marks(text: str, words: list[str]) -> None:
    assert [mark.span.of(text) for mark in find_marks(text, paragraphs_of(text))] == words


def test_an_open_quote_is_known_as_such() -> None:
    text = "“It rained.\n“It poured,” he said."
    assert [mark.closed for mark in find_marks(text, paragraphs_of(text))] == [False, True]


@example("'b '")
@given(st.text(alphabet="ab s.,?!:-\n“”\"‘’'«»", max_size=80))
def test_any_text_keeps_marks_apart_and_inside_paragraphs(text: str) -> None:
    paragraphs = paragraphs_of(text)
    end = 0
    for mark in find_marks(text, paragraphs):
        assert paragraphs[mark.paragraph].holds(mark.outer)
        assert mark.outer.holds(mark.span)
        assert mark.outer.start >= end
        assert mark.span.of(text).strip() == mark.span.of(text) != ""
        end = mark.outer.end
