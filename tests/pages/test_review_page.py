"""The review page: quotes are accepted, rejected, changed and added, and everything can be taken back."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from analysis.library import Library, ReviewEntry
from analysis.library.reviews import ReviewDeed
from analysis.records import Quote
from analysis.views import export
from analysis.views.sheets import Tables
from tests.pages.visiting import Open, words


def reviewed(library: Library) -> list[Quote]:
    found = library.analysis(library.articles()[0].id)
    assert found
    return [quote for quote in found.quotes if quote.review]


def say(library: Library, who: str, quote: str, what: ReviewDeed) -> None:
    article = library.articles()[0].id
    now = dt.datetime.now(dt.UTC)
    library.review(ReviewEntry(number=0, when=now, who=who, what=what, article_id=article, quote_id=quote))


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def submit(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def test_quotes_are_judged_one_after_the_other(visit: Open, filled: Library) -> None:
    app = visit("review")
    assert "No quote has been reviewed yet" in words(app)
    app.text_input(key="decides").set_value("Ann").run()
    press(app, "accept")
    press(app, "reject")
    assert "1 of 2 reviewed quotes were right in everything" in words(app)
    assert [quote.review for quote in reviewed(filled)] == ["accepted"]
    assert [(entry.who, entry.what) for entry in filled.reviews()] == [("Ann", "accept"), ("Ann", "reject")]
    press(app, "take-back")
    assert "1 of 1 reviewed quote" in words(app)


def test_going_on_leaves_a_quote_for_later(visit: Open, filled: Library) -> None:
    app = visit("review")
    press(app, "Next")
    press(app, "accept")
    press(app, "Before")
    assert len(reviewed(filled)) == 1


def test_a_quote_is_changed_in_a_form(visit: Open, filled: Library) -> None:
    app = press(visit("review"), "change")
    role = next(field for field in app.text_input if field.label == "Role")
    role.set_value("harbour master")
    next(field for field in app.selectbox if field.label == "Speaker").set_value("John Lough")
    submit(app, "Save the change")
    (quote,) = reviewed(filled)
    assert quote.review == "changed"
    table = filled.analysis(filled.articles()[0].id)
    assert table
    assert ("John Lough", "harbour master") in {(one.name, one.affiliation.role) for one in table.speakers}


def test_words_that_do_not_stand_in_the_article_are_refused(visit: Open, filled: Library) -> None:
    app = visit("review")
    app.text_area(key="words-missed").set_value("never said")
    submit(app, "Add it")
    assert "do not stand in the article" in app.error[0].value
    assert reviewed(filled) == []


def test_a_missed_quote_is_added(visit: Open, filled: Library) -> None:
    app = visit("review")
    app.text_area(key="words-missed").set_value("The moment Ukraine has feared")
    app.selectbox(key="speaker-missed").set_value("John Lough")
    submit(app, "Add it")
    (quote,) = reviewed(filled)
    assert quote.review == "added"
    assert "1 quote had been missed" not in words(app)
    assert len(filled.reviews()) == 1


@pytest.mark.usefixtures("filled")
def test_about_says_how_often_the_machine_was_right(visit: Open) -> None:
    press(visit("review"), "accept")
    assert "1 of 1 reviewed quote" in words(visit("about"))


def test_agreement_of_reviewers_is_told_in_two_figures(visit: Open, filled: Library) -> None:
    app = visit("review")
    assert "Krippendorff" not in words(app)
    found = filled.analysis(filled.articles()[0].id)
    assert found
    quotes = [quote.id for quote in found.quotes[:4]]
    for who, deeds in (("Ann", "aar"), ("Ben", "aar"), ("Cem", ".rra")):
        for quote, deed in zip(quotes, deeds, strict=False):
            if deed != ".":
                say(filled, who, quote, "accept" if deed == "a" else "reject")
    said = words(visit("review"))
    assert "Cohen's kappa is 1.00" in said
    assert r"Krippendorff\'s alpha is 0\.56 for 3 quotes that two or more of 3 reviewers judged" in said
    assert "**1** is full agreement" in said


def test_agreement_is_undefined_where_all_said_the_same(visit: Open, filled: Library) -> None:
    found = filled.analysis(filled.articles()[0].id)
    assert found
    for who in ("Ann", "Ben"):
        say(filled, who, found.quotes[0].id, "accept")
    said = words(visit("review"))
    assert "Cohen's kappa is undefined" in said
    assert r"Krippendorff\'s alpha is undefined for 1 quote" in said
    assert "all gave the same answer" in said


def test_a_table_edited_elsewhere_comes_back_as_reviews(visit: Open, filled: Library) -> None:
    table = Tables(filled).table("quotes")
    table = table.assign(speaker=["Ann Lee", *table["speaker"].tolist()[1:]])
    app = visit("review")
    app.file_uploader(key="edited-file").upload("quotes.csv", export.as_csv(table))
    app.run()
    assert "1 quote changed and 0 accepted" in words(app)
    app.button(key="keep-edits").click().run()
    assert not app.exception
    (entry,) = filled.reviews()
    assert entry.after
    assert entry.after.speaker == "Ann Lee"
    assert "1 review kept" in app.success[0].value
    app.file_uploader(key="edited-file").upload("quotes.csv", b"a,b\n1,2\n")
    app.run()
    assert "no table of quotes" in app.error[0].value
