"""Quotes and who said them: short articles of our own, and laws that hold for any text."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.layout import find_layout
from tests.analysis.pipeline.quotations import Found, examples, read_quotes

EXAMPLES = list(examples())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=f"{group} {number}")
        for number, (group, text, expected) in enumerate(EXAMPLES, 1)
    ],
)
def test_quotes_of_short_articles(text: str, expected: list[str]) -> None:
    assert read_quotes(text).rows() == expected


def test_table_covers_what_news_articles_do() -> None:
    assert len(EXAMPLES) >= 120
    assert len({text for _, text, _ in EXAMPLES}) == len(EXAMPLES)


WORDS = st.sampled_from(
    (
        *("said", "said", "Ann Lee", "Lee", "the bank", "she", "that", "according to", "told them", "the so-called"),
        *("rain", "fell", "will", "voters’", "don't", "HOLT:", "“", "”", '"', "‘", "’", "'", ",", ".", "?", ":", " - "),
        *("\n", "\n\n"),
    )
)
ARTICLES = st.lists(WORDS, min_size=4, max_size=40).map(" ".join)
FEW = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def assert_lawful(found: Found) -> None:
    regions = find_layout(found.text).regions
    for quote in found.quotes:
        assert quote.span.of(found.text).strip()
        assert not any(region.span.overlaps(quote.span) for region in regions)
        assert quote.speaker is None or quote.speaker in {speaker.id for speaker in found.speakers}
        assert quote.clause is None or (quote.type == "mixed" and quote.clause.overlaps(quote.span))
        assert 0 < quote.confidence < 1
        assert quote.because
    assert len({quote.id for quote in found.quotes}) == len(found.quotes)
    assert not any(one.span.overlaps(two.span) for one, two in itertools.combinations(found.quotes, 2))
    assert not any(span.overlaps(quote.span) for span in found.scare_quotes for quote in found.quotes)


@FEW
@given(ARTICLES)
def test_any_text_yields_lawful_quotes(text: str) -> None:
    found = read_quotes(text)
    assert_lawful(found)
    assert read_quotes(text) == found


@pytest.mark.parametrize("mark", ["“", "”", '"', "‘", "'"])
def test_a_stray_mark_costs_no_other_paragraph_its_quotes(mark: str) -> None:
    text = f"The roof {mark}leaks badly today.\n“The school is safe,” said Ann Lee.\nTom Briggs said the road was dry."
    kept = {"direct | The school is safe, | Ann Lee | said", "indirect | the road was dry | Tom Briggs | said"}
    assert kept <= set(read_quotes(text).rows())


def test_quotes_inside_furniture_are_left_out() -> None:
    text = (
        "Storm hits the coast\nBy Jane Holt\nA storm hit the coast on Monday.\n"
        "Read more: “It was hell,” says fisherman\n“We lost it all,” said Helen Cho.\n"
        "Sign up for our newsletter\nCopyright 2025. “All rights reserved,” says the owner."
    )
    found = read_quotes(text)
    assert found.rows() == ["direct | We lost it all, | Helen Cho | said"]
    assert_lawful(found)


def test_confidence_of_what_the_text_leaves_open_is_below_one_half() -> None:
    unresolved = read_quotes("The rain fell all night. “It will not stop,” she said.").quotes[0]
    unattributed = read_quotes("The crowd moved on.\n“Nobody told us that the line would be closed.”").quotes[0]
    assert unresolved.confidence < 0.5
    assert unattributed.confidence < 0.5
    assert read_quotes("“It will rain,” said Ann Lee.").quotes[0].confidence > 0.9


def test_attitude_follows_the_reporting_verb() -> None:
    verbs = {"said": "neutral", "claimed": "distancing", "acknowledged": "endorsing", "warned": "conflict"}
    found = {verb: read_quotes(f"Ann Lee {verb} that the roof leaks.").quotes[0].attitude for verb in verbs}
    assert found == verbs
