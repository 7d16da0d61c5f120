"""Figures of a review: what counts, its interval, two reviewers, and the order of the quotes."""

import datetime as dt
from collections import Counter
from itertools import permutations
from typing import cast

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


def test_two_reviewers_of_one_answer_leave_kappa_undefined() -> None:
    assert reviews.agreement([entry(1, "accept"), entry(2, "accept", who="Ben")]) == (1.0, None, 1)


def judged(*rows: str) -> list[ReviewEntry]:
    """Return what reviewers said of quotes: a row for each reviewer, a sign for each quote, a dot for nothing."""
    signs = {"a": "accept", "c": "change", "r": "reject"}
    said = [(who, at, sign) for who, row in enumerate(rows) for at, sign in enumerate(row) if sign != "."]
    return [
        entry(number, cast("ReviewDeed", signs.get(sign, sign)), f"q{at}", who=f"reviewer {who}")
        for number, (who, at, sign) in enumerate(said, start=1)
    ]


OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
"""Section C of Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": four observers, twelve units."""


def test_alpha_is_that_of_the_published_example() -> None:
    found = reviews.reliability(judged(*OBSERVERS))
    assert found
    assert (found.quotes, found.reviewers) == (11, 4)
    assert found.alpha == pytest.approx(0.743, abs=0.0005)


def test_alpha_of_two_reviewers_is_worked_out_by_hand() -> None:
    # Of ten answers seven are "right" and three "no quote", and one of five quotes is judged differently.
    found = reviews.reliability(judged("aaarr", "aaara"))
    assert found
    assert (found.quotes, found.reviewers) == (5, 2)
    assert found.alpha == pytest.approx(1 - 9 * 2 / (2 * 7 * 3))


def test_alpha_needs_a_quote_that_two_judged() -> None:
    assert reviews.reliability([]) is None
    assert reviews.reliability(judged("a.", ".a")) is None
    twice = [entry(1, "accept"), entry(2, "reject")]
    assert reviews.reliability(twice) is None


def test_alpha_is_undefined_where_all_gave_the_same_answer() -> None:
    found = reviews.reliability(judged("aa.r", "aaa."))
    assert found == reviews.Reliability(alpha=None, quotes=2, reviewers=2)
    said = "Krippendorff's alpha is undefined for 2 quotes that both reviewers judged"
    assert reviews.tell_reliability(found) == f"{said}: all gave the same answer."


@pytest.mark.parametrize(
    ("alpha", "words"),
    [
        (1.0, "enough to rely on"),
        (0.8, "enough to rely on"),
        (0.79, "enough for tentative conclusions only"),
        (0.66, "too low to draw conclusions from"),
        (-0.3, "too low to draw conclusions from"),
    ],
)
def test_alpha_is_said_in_words(alpha: float, words: str) -> None:
    said = reviews.tell_reliability(reviews.Reliability(alpha, 12, 3))
    assert said == f"Krippendorff's alpha is {alpha:.2f} for 12 quotes that two or more of 3 reviewers judged: {words}."


def by_pairs(rows: list[str]) -> float | None:
    """Return alpha as 1 less observed by expected disagreement, counted pair by pair."""
    units = [[row[at] for row in rows if row[at] != "."] for at in range(len(rows[0]))]
    units = [unit for unit in units if len(unit) > 1]
    values = Counter(value for unit in units for value in unit)
    total = values.total()
    observed = sum(sum(one != two for one, two in permutations(unit, 2)) / (len(unit) - 1) for unit in units) / total
    expected = sum(values[one] * values[two] for one, two in permutations(values, 2)) / (total * (total - 1))
    return 1 - observed / expected if expected else None


@given(
    st.integers(1, 8).flatmap(
        lambda quotes: st.lists(st.text("acr.", min_size=quotes, max_size=quotes), min_size=2, max_size=5)
    )
)
def test_alpha_is_observed_by_expected_disagreement(rows: list[str]) -> None:
    found = reviews.reliability(judged(*rows))
    shared = [at for at in range(len(rows[0])) if sum(row[at] != "." for row in rows) > 1]
    assert (found is None) == (not shared)
    if found:
        assert found.quotes == len(shared)
        assert found.alpha == (pytest.approx(wanted) if (wanted := by_pairs(rows)) is not None else None)
