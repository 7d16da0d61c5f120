import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.library.filters import flatten, terms
from analysis.views.places import places


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("No war. No “peace deal” now.", "no", ["No", "No", "no"]),
        ("No war. No “peace deal” now.", '"peace deal"', ["peace deal"]),
        ("The peace\n\ndeal", "“peace deal”", ["peace\n\ndeal"]),
        ("Straße, cafe\u0301 and ﬁre", "STRASSE café fire", ["Straße", "cafe\u0301", "ﬁre"]),
        ("won’t (ever)", "won't (", ["won’t", "("]),
        ("nothing", "", []),
        ("banana", "ana an", ["ana"]),
    ],
)
def test_places_of_words(text: str, words: str, found: list[str]) -> None:
    assert [span.of(text) for span in places(text, words)] == found


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.text(st.characters(codec="utf-8"), max_size=4))
def test_places_hold_what_was_looked_for(text: str, words: str) -> None:
    asked = terms(words)
    for span in places(text, words):
        assert 0 <= span.start < span.end <= len(text)
        assert any(term in flatten(span.of(text)) or not flatten(span.of(text)) for term in asked)
