"""The topics page of a library: themes are chosen, named and lead to their quotes."""

from dataclasses import replace

import pytest

from analysis.library import Library
from analysis.records import Analysis, Article, article_id
from tests.pages.visiting import Open, words


def again(pair: tuple[Article, Analysis]) -> tuple[Article, Analysis]:
    """Return the same article under another id."""
    article, analysis = pair
    text = article.text + "\nThe end came late."
    other = replace(article, id=article_id(text), text=text, title="The second report")
    quotes = tuple(replace(quote, id=f"2{quote.id[1:]}") for quote in analysis.quotes)
    return other, replace(analysis, article_id=other.id, quotes=quotes)


@pytest.fixture
def two(library: Library, sample: tuple[Article, Analysis]) -> Library:
    """Return a library with two articles of the same themes."""
    article, analysis = sample
    sections = tuple(replace(section, keyphrases=("peace deal",)) for section in analysis.sections)
    pair = (article, replace(analysis, sections=sections))
    for each in (pair, again(pair)):
        library.save(*each)
    return library


@pytest.mark.usefixtures("two")
def test_a_theme_is_named_and_leads_to_its_quotes(visit: Open) -> None:
    app = visit("topics", scope="all")
    assert "“peace deal” is a theme of 2 articles" in " ".join(head.value for head in app.subheader)
    app.selectbox(key="theme").set_value("peace deal").run()
    app.text_input(key="theme-name-peace deal").set_value("The deal")
    next(button for button in app.button if button.label == "Rename").click().run()
    assert not app.exception
    assert "The deal" in app.selectbox(key="theme").options
    next(button for button in app.button if button.label.startswith("Read its")).click().run()
    assert app.title[0].value == "Quotes"


@pytest.mark.usefixtures("filled")
def test_one_article_has_no_themes_yet(visit: Open) -> None:
    assert "No two articles share a keyphrase yet" in words(visit("topics", scope="all"))
