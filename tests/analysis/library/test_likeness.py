import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.library.likeness import (
    SUGGESTED,
    Persona,
    compare,
    contradictions,
    name_key,
    same_body,
    score_pairs,
    shown_gender,
)
from tests.analysis.library.synthetic import ROOT

PAIRS = ROOT / "tests/gold/name_pairs.csv"
DAY = dt.date(2024, 5, 1)


def person(*names: str, gender: str = "", body: str = "", day: dt.date | None = DAY, article: str = "") -> Persona:
    return Persona(
        names=names,
        genders=frozenset(gender.split()),
        posts=((body, day),) if body else (),
        articles=frozenset([article] if article else []),
    )


def test_names_are_told_apart_and_together_as_people_do() -> None:
    scores = score_pairs(PAIRS)
    assert scores["pairs"] >= 40
    assert scores["F1"] >= 0.95
    assert scores["joined wrongly"] == 0
    assert scores["full names suggested wrongly"] == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Núñez", "Jose Nunez"),
        ("Dr. Ann Lee", "ann lee"),
        ("Ann Lee MP", "Ann Lee"),
        ("Jean-Paul Roy", "Jean Paul Roy"),
        ("Pat O’Brien", "Pat O'Brien"),
        ("Lt. Gen. Mark Ek", "Mark Ek"),
        ("J. R. Poe", "JR Poe"),
        ("Søren Łaś", "Soren Las"),
    ],
)
def test_the_same_full_name_has_one_key(one: str, other: str) -> None:
    assert name_key(one)
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize("name", ["Lee", "Ms Lee", "J. Lee", "President", "al-Assad", "", "…"])
def test_a_short_name_has_no_key(name: str) -> None:
    assert name_key(name) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ann Lee", "Anna Lee"), ("Ann B. Lee", "Ann Lee"), ("Max Ek Jr", "Max Ek"), ("Eva de Wit", "Eva Wit")],
)
def test_full_names_that_differ_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_has_bounds_and_no_direction(one: str, other: str) -> None:
    found, back = compare(person(one), person(other)), compare(person(other), person(one))
    assert 0 <= found.score <= 1
    assert found.score == back.score


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("James Nixey", "J. Nixey", "“J.” may stand for “James”"),
        ("Bob Dole", "Robert Dole", "“Bob” and “Robert” are forms of one given name"),
        ("Eva de Wit", "Eva Wit", "“de” is left out once"),
        ("Ivo Zelinsky", "Ivo Zelinskiy", "“Zelinsky” and “Zelinskiy” may spell one surname"),
        ("Orla Marchenko", "Orla Marchemko", "“Marchenko” and “Marchemko” differ by one letter"),
        ("Ann B. Lee", "Ann Lee", "a middle name is left out once"),
        ("Tan Wei Ling", "Wei Ling Tan", "the same words in another order"),
    ],
)
def test_a_suggestion_says_why(one: str, other: str, reason: str) -> None:
    found = compare(person(one), person(other))
    assert found.score >= SUGGESTED
    assert reason in found.reasons


def test_a_surname_alone_needs_the_same_institution() -> None:
    assert compare(person("Nixey"), person("James Nixey")).score < SUGGESTED
    placed = compare(person("Nixey", body="RUSI"), person("James Nixey", body="Royal United Services Institute"))
    assert placed.score >= SUGGESTED
    assert "both of" in placed.reasons[-1]


def test_he_and_she_are_never_one() -> None:
    assert compare(person("A. Cole", gender="he"), person("Ann Cole", gender="she")).score == 0


def test_another_institution_at_the_same_time_speaks_against_and_years_later_does_not() -> None:
    one = person("J. Smith", body="Oxfam")
    assert compare(one, person("John Smith", body="Royal Navy")).score < SUGGESTED
    assert compare(one, person("John Smith", body="Royal Navy", day=DAY.replace(year=2020))).score >= SUGGESTED
    assert contradictions(one, person("John Smith", body="Royal Navy")) == (
        "at the same time of Oxfam and of Royal Navy",
    )


def test_two_speakers_of_one_article_are_less_likely_one() -> None:
    apart = compare(person("J. Smith", article="1"), person("John Smith", article="1"))
    assert apart.score < SUGGESTED
    assert apart.doubts == ("both speak in one article",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Brookings", "The Brookings Institution", True),
        ("RUSI", "Royal United Services Institute", True),
        ("Oxfam", "Oxfam International", True),
        ("Oxfam", "Royal Navy", False),
        ("", "Oxfam", False),
    ],
)
def test_institutions_are_compared_by_their_words(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a table's column
    assert same_body(one, other) is same


def test_titles_and_pronouns_show_he_and_she() -> None:
    assert shown_gender(["Mrs Lee", "Lee"]) == {"she"}
    assert shown_gender(["he"]) == {"he"}
    assert shown_gender(["Dr Lee", "they"]) == set()
