"""Scope and article: the address decides, widgets write into it, and the sample is offered once."""

import datetime as dt

import pytest

from analysis import pipeline
from analysis.library import Library
from analysis.records import Analysis, Article
from tests.annotated import annotated_article, plain_article
from tests.pages.visiting import Open, words


@pytest.fixture
def two(filled: Library) -> tuple[Article, Article]:
    second, analysis = plain_article("A quiet day", "Nothing was said.")
    filled.save(second, analysis)
    return annotated_article()[0], second


def test_newest_article_is_shown_first(visit: Open, two: tuple[Article, Article]) -> None:
    app = visit()
    assert app.query_params["article"] == two[0].id
    assert app.metric[0].value == "37"


def test_address_chooses_the_article(visit: Open, two: tuple[Article, Article]) -> None:
    app = visit(article=two[1].id)
    assert app.selectbox(key="picked").value == two[1].id
    assert app.metric[0].value == "0"


def test_picking_an_article_writes_the_address(visit: Open, two: tuple[Article, Article]) -> None:
    app = visit()
    app.selectbox(key="picked").set_value(two[1].id).run()
    assert app.query_params["article"] == two[1].id
    assert app.metric[0].value == "0"


def test_address_of_a_deleted_article_says_so(visit: Open, two: tuple[Article, Article]) -> None:
    app = visit(article="0" * 16)
    assert "not in the library" in app.warning[0].value
    assert app.selectbox(key="picked").value == two[0].id


def test_scope_of_all_counts_all_articles(visit: Open, two: tuple[Article, Article]) -> None:
    app = visit(article=two[1].id)
    app.segmented_control(key="picked_scope").set_value("All articles").run()
    assert app.query_params["scope"] == "all"
    assert app.metric[0].value == "37"


@pytest.mark.usefixtures("two")
def test_quote_in_the_address_opens_its_article(visit: Open, sample: tuple[Article, Analysis]) -> None:
    quote = sample[1].quotes[5].id
    app = visit("article", quote=quote)
    assert app.selectbox(key="quote").value == quote
    text = next(element.value for element in app.html if '<div class="record-text">' in element.value)
    assert text.count('class="mixed chosen"') == 1


def test_choosing_a_quote_writes_the_address(
    visit: Open, two: tuple[Article, Article], sample: tuple[Article, Analysis]
) -> None:
    app = visit("article", article=two[0].id)
    app.selectbox(key="quote").set_value(sample[1].quotes[0].id).run()
    assert app.query_params["quote"] == sample[1].quotes[0].id
    assert "#### United States" in words(app)


def test_articles_of_the_same_title_can_be_told_apart(visit: Open, library: Library) -> None:
    for text in ("One thing.", "Another thing."):
        library.save(*plain_article("Same title", text))
    assert visit().selectbox(key="picked").options == ["Same title", "Same title (2)"]


def test_sample_is_analysed_at_the_first_start_only(
    visit: Open, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysed: list[Article] = []

    def analyse(article: Article) -> Analysis:
        analysed.append(article)
        return Analysis(article.id, "by hand")

    monkeypatch.setattr(pipeline, "analyse", analyse)
    library.note("sample", "")
    visit()
    assert analysed == []
    with library._engine.begin() as connection:  # noqa: SLF001 - makes the library brand-new again
        connection.exec_driver_sql("DELETE FROM note WHERE name = 'sample'")
    visit()
    assert [article.published for article in analysed] == [dt.date(2025, 4, 19)]
    library.delete(analysed[0].id)
    visit()
    assert len(analysed) == 1
