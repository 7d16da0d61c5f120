"""The article page: what is set aside is listed and comes back by one click, and what is no story can be set aside."""

from analysis import pipeline
from analysis.library import Library
from analysis.reading import compose
from analysis.records import Moved
from tests.pages.visiting import Open, words

NEWS = (
    "Bridge opens again\n\nBy Jane Holt\n\n“We are ready,” the mayor, Ann Lee, told the council on Friday.\n\n"
    "Sign up for our letter: “It is the best there is,” said Tom Orr.\n\nThe bridge was closed for a year."
)


def kept(library: Library) -> str:
    article = compose(NEWS, source="bridge.txt")
    library.save(article, pipeline.analyse(article))
    return article.id


def quoted(library: Library, article: str) -> list[str]:
    found = library.analysis(article)
    assert found
    return [quote.span.of(NEWS) for quote in found.quotes]


def test_what_is_set_aside_comes_back_by_one_click_and_goes_again(visit: Open, library: Library) -> None:
    article = kept(library)
    app = visit("article", article=article)
    assert "Set aside: 2 parts" in [box.label for box in app.expander]
    assert quoted(library, article) == ["We are ready,"]
    promo = NEWS.index("Sign up")
    app.button(key=f"back-{promo}").click().run()
    assert not app.exception
    assert quoted(library, article) == ["We are ready,", "It is the best there is,"]
    assert "Brought back by hand" in words(app)
    app.button(key=f"undo-{promo}").click().run()
    assert not app.exception
    assert quoted(library, article) == ["We are ready,"]


def test_a_paragraph_that_is_no_story_is_set_aside_and_stays_so(visit: Open, library: Library) -> None:
    article = kept(library)
    app = visit("article", article=article)
    choice = app.selectbox(key="set-aside")
    choice.set_value(next(line for line in choice.options if line.startswith("“We are ready"))).run()
    app.button(key="set-aside-now").click().run()
    assert not app.exception
    assert quoted(library, article) == []
    stored = library.article(article)
    assert stored
    assert [moved.into for moved in stored.moved] == ["aside"]
    assert isinstance(stored.moved[0], Moved)
    library.save(stored, pipeline.analyse(stored))
    assert quoted(library, article) == []
