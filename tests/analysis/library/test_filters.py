import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.library.filters import LONGEST_REQUEST, fold, terms


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("We’d go", "we'd go"),
        ("“Straße”", '"strasse"'),
        ("ﬁre and water", "fire and water"),
        ("Heri\u200btage", "heritage"),
        ("CAFÉ", "cafe\u0301"),
        ("1990–95", "1990-95"),
        ("a\u00a0b", "a b"),
    ],
)
def test_what_looks_alike_is_found_alike(written: str, searched: str) -> None:
    assert fold(written) == fold(searched)


@given(st.text(st.characters()))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters()))
def test_terms_are_words_and_phrases_that_a_database_takes(words: str) -> None:
    for term in terms(words):
        assert term
        assert " ".join(term.split()) == term
        assert "\0" not in term
        assert term.encode()


def test_each_word_is_asked_for_once() -> None:
    assert terms("  No, no NO war ") == ("no,", "no", "war")


def test_an_endless_request_is_cut() -> None:
    assert len(terms("".join(f"{number} " for number in range(10_000)))) < LONGEST_REQUEST


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("a “peace deal” now", ("a", "peace deal", "now")),
        ('"peace   deal"', ("peace deal",)),
        ('"peace', ('"peace',)),
        ('6" "', ('6"', '"')),
        ('say "no" "no"', ("say", "no")),
        ('""', ('""',)),
    ],
)
def test_words_in_marks_stand_together(words: str, asked: tuple[str, ...]) -> None:
    assert terms(words) == asked
