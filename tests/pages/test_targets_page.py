"""The targets page: rename, hide, join, add and undo; the statements follow, and nothing is parsed anew."""

import pytest
from streamlit.testing.v1 import AppTest

from analysis import pipeline
from analysis.library import Library
from tests.pages.visiting import Open, words


def targets(app: AppTest) -> dict[str, int]:
    shown = app.dataframe[0].value
    return dict(zip(shown["target"], shown["statements"], strict=True))


def choose(app: AppTest, *names: str) -> AppTest:
    """Select the rows of some targets, as clicks would."""
    rows = [list(targets(app)).index(name) for name in names]
    app.session_state[str(app.dataframe[0].key)] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    app.run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert not app.exception
    return app


@pytest.fixture
def page(visit: Open, filled: Library) -> AppTest:
    return visit("targets")


def test_a_target_is_renamed_and_the_undo_brings_it_back(page: AppTest, filled: Library) -> None:
    name, count = next(iter(targets(page).items()))
    page.text_input(key="decides").set_value("Ann").run()
    choose(page, name)
    page.text_input(key=f"name-{name}").set_value("The <b>state</b> :red[x]").run()
    press(page, "Rename")
    assert targets(page)["The <b>state</b> :red[x]"] == count
    assert name not in targets(page)
    assert "<b>" not in "".join(button.label for button in page.button)
    assert [(change.who, change.what) for change in filled.aim_changes()] == [("Ann", "rename")]
    press(page, "Undo")
    assert targets(page)[name] == count


def test_several_targets_become_one(page: AppTest) -> None:
    before = targets(page)
    one, two = list(before)[:2]
    choose(page, one, two)
    page.selectbox(key="kept").set_value(two).run()
    press(page, "Join")
    after = targets(page)
    assert one not in after
    assert max(before[one], before[two]) <= after[two] <= before[one] + before[two]


def test_a_hidden_target_is_gone_from_every_view(page: AppTest, filled: Library) -> None:
    name = next(iter(targets(page)))
    choose(page, name)
    press(page, "Hide")
    assert name not in targets(page)
    (_, analysis), *_ = filled.corpus()
    assert name not in {stance.target for stance in analysis.stances}


def test_what_is_changed_in_one_article_stays_there(page: AppTest, filled: Library) -> None:
    name = next(iter(targets(page)))
    choose(page, name)
    press(page, "Hide")
    (change,) = filled.aim_changes()
    assert change.article_id == filled.articles()[0].id


def test_an_added_target_is_read_without_a_parse(visit: Open, filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.language, "parsed", None)
    app = visit("targets", scope="all")
    app.text_input[1].set_value("Europe's security")
    app.text_area[0].set_value("Europe\nEuropean")
    press(app, "Add")
    assert targets(app)["Europe's security"] > 0
    assert filled.waiting_targets() == []
    app = visit("stance", scope="all", whom="Europe's security")
    assert set(app.dataframe[0].value["because"]) <= {"read by the model", "spoken about, and the model reads no side"}
    assert set(app.dataframe[0].value["target"]) == {"Europe's security"}


def test_a_state_and_its_head_stay_apart_and_are_shown_linked(page: AppTest) -> None:
    shown = page.dataframe[0].value.set_index("target")["linked"]
    assert "Donald Trump" in shown["Trump administration"]


def test_a_name_that_says_nothing_is_refused_in_a_sentence(page: AppTest) -> None:
    press(page, "Add")
    assert "Give the target a name" in words(page)


def test_a_library_without_statements_says_what_to_do(visit: Open, library: Library, sample: tuple) -> None:  # type: ignore[type-arg]
    from dataclasses import replace  # noqa: PLC0415 - for this test alone

    article, analysis = sample
    library.save(article, replace(analysis, stances=()))
    assert "Add a target" in words(visit("targets"))
