"""Themes are keyphrases that several articles share, whatever order the articles came in."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.views import themes

PHRASES = ("peace deal", "peace deals", "peace deal talks", "grain", "gas prices", "gas")


def sections(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [(article, phrases, 1) for article, phrases in rows], columns=["article_id", "keyphrases", "quotes"]
    )


def test_a_theme_gathers_forms_and_longer_phrases_of_several_articles() -> None:
    found = themes.themes(sections(("a", "peace deal; grain"), ("b", "peace deals"), ("c", "peace deal talks")), {})
    (row,) = found.to_dict("records")
    assert (row["theme"], row["name"], row["articles"], row["quotes"], row["rows"]) == (
        "peace deal", "peace deals", 3, 3, [0, 1, 2],
    )  # fmt: skip
    assert row["phrases"] == "peace deal; peace deal talks; peace deals"


def test_a_theme_inside_a_longer_one_of_the_same_articles_is_left_out() -> None:
    found = themes.themes(sections(("a", "gas prices; gas"), ("b", "gas prices")), {"gas price": "Energy"})
    assert found["name"].tolist() == ["Energy"]
    assert themes.theme_bars(found).title == "“Energy” is a theme of 2 articles"


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.lists(st.sampled_from(PHRASES), max_size=3).map("; ".join)), max_size=6
    ),
    st.tuples(st.sampled_from("efg"), st.lists(st.sampled_from(PHRASES), max_size=3).map("; ".join)),
)
def test_adding_an_article_takes_no_section_out_of_a_theme(rows: list[tuple[str, str]], new: tuple[str, str]) -> None:
    before = themes.themes(sections(*rows), {})
    after = {row for rows_ in themes.themes(sections(*rows, new), {})["rows"] for row in rows_}
    assert {row for rows_ in before["rows"] for row in rows_} <= after
