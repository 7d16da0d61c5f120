"""Every page renders whatever is in the library, and says so in words where there is nothing to show."""

import re

import pytest

from analysis.library import Library
from tests.annotated import plain_article
from tests.pages.visiting import Open, words

PAGES = (
    "overview",
    "article",
    "quotes",
    "speakers",
    "stance",
    "topics",
    "timeline",
    "entities",
    "compare",
    "labels",
    "people",
    "targets",
    "review",
    "library",
    "about",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("filled")
def test_page_shows_the_sample(visit: Open, page: str) -> None:
    app = visit(page)
    assert app.title[0].value == page.capitalize()
    assert "no article in the library" not in words(app)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("filled")
def test_page_shows_all_articles(visit: Open, page: str) -> None:
    app = visit(page, scope="all")
    assert app.session_state["scope"] == "All articles"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("library")
def test_page_of_an_empty_library_shows_the_way_in(visit: Open, page: str) -> None:
    app = visit(page)
    if page not in ("library", "about"):
        assert "There is no article in the library yet." in words(app)
        assert "Add articles" in [link.value for link in app.page_link]


@pytest.mark.parametrize("page", PAGES)
def test_page_of_an_article_without_findings_says_so(visit: Open, library: Library, page: str) -> None:
    library.save(*plain_article("A quiet day", "Nothing was said in the village on Monday.\nNobody came."))
    app = visit(page)
    said = words(app)
    if page not in ("library", "about", "article", "topics"):
        assert "No " in said or "no " in said


HOSTILE = "<img src=x onerror=alert(1)> :red[x] $5 to $10 ![p](http://127.0.0.1/p.png) `a` **b** [c](javascript:d)"


@pytest.mark.parametrize("page", PAGES)
def test_hostile_title_is_never_markup(visit: Open, library: Library, page: str) -> None:
    library.save(*plain_article(HOSTILE, "One line of text."))
    app = visit(page)
    for element in (*app.header, *app.subheader, *app.markdown, *app.caption):
        assert not re.search(r"(?<!\\)(<img|:red\[|!\[p|\$5|`a)", element.value)
    for element in app.html:
        assert "<img" not in element.value
