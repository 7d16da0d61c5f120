"""The people page: everyone once, suggestions to accept or refuse, merge, take apart, undo; names are never markup."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from analysis.library import Library
from analysis.records import Affiliation, Analysis, Article, Quote, Section, Span, Speaker, article_id, quote_id
from tests.pages.visiting import Open, select, words

HOSTILE = "Ann <img src=x> :red[Lee]"


def tell(library: Library, day: int, name: str, body: str = "Oxfam") -> str:
    """Keep an article of a day in which somebody has one quote."""
    text = f"Day {day}. “It works,” said {name} of {body}."
    identity, span = article_id(text), Span(8, 17)
    speaker = Speaker(name, name, "person", (name,), (), Affiliation(None, body, None, "ngo", evidence=Span(0, 5)))
    quote = Quote(quote_id(identity, span, "direct"), span, "direct", name, None, None, None, "neutral", 0, 0.9, "")
    article = Article(identity, text, f"Day {day}", published=dt.date(2024, 5, day))
    section = Section(Span(0, len(text)), None, "Opening")
    library.save(article, Analysis(identity, "1", sections=(section,), speakers=(speaker,), quotes=(quote,)))
    return identity


def names(app: AppTest) -> list[str]:
    return list(app.dataframe[0].value["name"])


def choose(app: AppTest, *rows: int) -> AppTest:
    """Select rows of the table of people, as clicks would."""
    app.session_state[str(app.dataframe[0].key)] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    app.run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert not app.exception
    return app


@pytest.fixture
def two(library: Library) -> Library:
    tell(library, 1, "James Nixey")
    tell(library, 2, "J. Nixey")
    return library


def test_a_suggestion_shows_its_evidence_and_is_accepted(visit: Open, two: Library) -> None:
    app = visit("people")
    assert sorted(names(app)) == ["J. Nixey", "James Nixey"]
    assert "may stand for" in words(app)
    app.text_input(key="decides").set_value("Ann").run()
    press(app, "Same person")
    assert names(app) == ["James Nixey"]
    assert [(change.who, change.what) for change in two.decisions()] == [("Ann", "merge")]
    assert list(app.dataframe[-1].value["What"]) == ["merged James Nixey and J. Nixey"]


def test_a_suggestion_is_refused_and_does_not_come_back(visit: Open, two: Library) -> None:
    app = press(visit("people"), "Keep apart")
    assert len(names(app)) == 2
    assert "No two people look as if they might be one." in words(app)
    assert two.decisions()[0].what == "apart"


def test_two_rows_are_merged_and_the_merge_is_undone(visit: Open, library: Library) -> None:
    tell(library, 1, "Ann Lee")
    tell(library, 2, "Zoe Quist")
    app = choose(visit("people"), 0, 1)
    press(app, "Merge these two")
    assert len(names(app)) == 1
    press(app, "Undo: merged")
    assert len(names(app)) == 2
    assert [change.what for change in library.decisions()] == ["merge", "undo"]
    assert not [button for button in app.button if button.label.startswith("Undo")]


def test_one_row_shows_role_and_words_by_article_and_an_article_is_taken_out(visit: Open, library: Library) -> None:
    first = tell(library, 1, "Ann Lee", "Oxfam")
    tell(library, 2, "Ann Lee", "Oxfam")
    tell(library, 3, "Ann Lee", "Royal Navy")
    app = choose(visit("people"), 0)
    assert "same full name" in words(app)
    assert list(app.dataframe[1].value["evidence"]) == ["Day 1", "Day 2", "Day 3"]
    assert list(app.dataframe[1].value["institution"]) == ["Oxfam", "Oxfam", "Royal Navy"]
    app.selectbox(key="split-article").set_value(first).run()
    press(app, "Take this article out")
    assert sorted(names(app)) == ["Ann Lee", "Ann Lee (2)"]


def test_a_refusal_is_said_in_words(visit: Open, two: Library) -> None:
    app = choose(visit("people"), 0, 1)
    two.merge(*(found.handles[0] for found in two.people().identities))
    press(app, "Merge these two")
    assert "is one already" in app.error[0].value


def test_the_quotes_of_a_person_open_in_all_articles(visit: Open, two: Library) -> None:
    app = press(choose(visit("people"), 0), "Read the quotes")
    assert app.title[0].value == "Quotes"
    assert app.query_params["scope"] == "all"


def test_other_kinds_have_their_own_list(visit: Open, two: Library) -> None:
    app = visit("people")
    app.segmented_control(key="voices").set_value("Organisations").run()
    assert "No organisations speak or take a side." in words(app)


def test_names_from_articles_are_never_markup(visit: Open, library: Library) -> None:
    tell(library, 1, HOSTILE, HOSTILE)
    tell(library, 2, HOSTILE.replace("Ann", "A."), HOSTILE)
    app = choose(visit("people"), 0)
    press(app, "Same person")
    for element in (*app.markdown, *app.caption, *app.warning, *(button for button in app.button)):
        text = str(getattr(element, "value", "")) + str(getattr(element, "label", ""))
        assert ":red[" not in text.replace("\\:red\\[", "")
        assert "<img" not in text.replace("\\<img", "")


def test_a_person_is_made_anonymous_after_a_question(visit: Open, filled: Library) -> None:
    app = visit("people")
    app = select(app, 0)
    name = words(app).split("#### ")[1].splitlines()[0]
    app.button(key="forget-False").click().run()
    assert name in {speaker.name for pair in filled.corpus() for speaker in pair[1].speakers}
    app.button(key="forget-now").click().run()
    assert not app.exception
    names = {speaker.name for pair in filled.corpus() for speaker in pair[1].speakers}
    assert "Anonymous person A" in names
    assert name not in names
