"""Figures of a review: what counts, its interval, two reviewers, and the order of the quotes."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.library import ReviewEntry, Said
from analysis.library.reviews import ReviewDeed
from analysis.records import Span
from analysis.views import reviews

NOW = dt.datetime(2025, 1, 1)  # noqa: DTZ001 - as the tables hold it


def entry(
    number: int, what: ReviewDeed, quote: str = "q1", *, who: str = "Ann", undoes: int | None = None
) -> ReviewEntry:
    after = Said(span=Span(number, number + 5)) if what == "add" else None
    return ReviewEntry(
        number=number, when=NOW, who=who, what=what, article_id="a", quote_id=quote, after=after, undoes=undoes
    )


def test_the_last_word_on_a_quote_counts() -> None:
    said = [
        entry(1, "accept"), entry(2, "reject"), entry(3, "accept", "q2"), entry(4, "change", "q3"),
        entry(5, "reject", "q3"), entry(6, "undo", "q3", undoes=5), entry(7, "add", ""),
    ]  # fmt: skip
    found = reviews.tally(said)
    assert found == reviews.Tally(right=1, changed=1, wrong=1, missed=1)
    assert reviews.sum_up(found).startswith("1 of 3 reviewed quotes were right in everything: 33% (between 6% and 79%")


@pytest.mark.parametrize(("right", "judged", "bounds"), [(0, 0, (0, 1)), (8, 10, (0.490, 0.943)), (10, 10, (0.722, 1))])
def test_the_interval_is_wilsons(right: int, judged: int, bounds: tuple[float, float]) -> None:
    assert reviews.interval(right, judged) == pytest.approx(bounds, abs=0.001)


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_interval_holds_the_share(right: int, judged: int) -> None:
    right = min(right, judged)
    low, high = reviews.interval(right, judged)
    assert 0 <= low <= right / judged + 1e-9
    assert right / judged - 1e-9 <= high <= 1


def test_two_reviewers_agree_beyond_chance() -> None:
    deeds: list[tuple[ReviewDeed, ReviewDeed]] = [
        ("accept", "accept"), ("accept", "accept"), ("reject", "reject"), ("accept", "reject"),
    ]  # fmt: skip
    said = [
        entry(2 * number + side, deed, f"q{number}", who=who)
        for number, pair in enumerate(deeds, start=1)
        for side, (who, deed) in enumerate(zip(("Ann", "Ben"), pair, strict=True))
    ]
    assert reviews.agreement(said) == pytest.approx((0.75, 0.5, 4))
    assert reviews.agreement(said[:1]) is None


def test_the_queue_holds_what_nobody_saw_in_the_order_wanted() -> None:
    quotes = pd.DataFrame(
        {"quote_id": ["a", "b", "c", "d"], "review": ["", "accepted", "", ""], "confidence": [0.9, 0.1, 0.5, 0.7]}
    )
    assert reviews.queue(quotes, "Reading order") == ["a", "c", "d"]
    assert reviews.queue(quotes, "Least certain first") == ["c", "d", "a"]
    assert sorted(reviews.queue(quotes, "Random sample")) == ["a", "c", "d"]
    assert reviews.queue(quotes, "Random sample") == reviews.queue(quotes.iloc[::-1], "Random sample")
