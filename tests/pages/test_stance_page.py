"""The stance page: rows by speaker or institution, the bound for unclear, evidence in its place, two side by side."""

from analysis.library import Library
from tests.pages.visiting import Open, words


def labels(app: object) -> list[str]:
    return list(app.dataframe[0].value["label"])  # type: ignore[attr-defined]


def test_every_statement_stands_in_the_table_with_its_words(visit: Open, filled: Library) -> None:
    app = visit("stance")
    (_, analysis), *_ = filled.corpus()
    assert len(labels(app)) == len(analysis.stances)
    assert "Statements" in words(app)


def test_the_bound_makes_statements_unclear(visit: Open, filled: Library) -> None:
    (article, analysis), *_ = filled.corpus()
    app = visit("stance")
    assert "unclear" not in words(app)
    app.slider(key="sure").set_value(95).run()
    sure = sum(stance.confidence >= 0.95 for stance in analysis.stances)
    assert labels(app).count("? Unclear") == len(analysis.stances) - sure
    assert article.title


def test_speaker_and_target_stand_in_the_address_and_narrow_the_table(visit: Open, filled: Library) -> None:
    (_, analysis), *_ = filled.corpus()
    stance = analysis.stances[0]
    who = next(speaker.name for speaker in analysis.speakers if speaker.id == stance.speaker)
    app = visit("stance", who=who, whom=stance.target)
    shown = app.dataframe[0].value
    assert set(shown["speaker"]) == {who}
    assert set(shown["target"]) == {stance.target}


def test_rows_by_institution_leave_out_speakers_without_one(visit: Open, filled: Library) -> None:
    app = visit("stance", rows="Institutions")
    assert "" not in set(app.dataframe[0].value["institution"])
    assert app.selectbox(key="who").options[0] == "All institutions"


def test_a_chosen_row_opens_the_words_in_their_place(visit: Open, filled: Library) -> None:
    app = visit("stance")
    app.session_state[str(app.dataframe[0].key)] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    assert not app.exception
    chosen = app.dataframe[0].value.iloc[0]
    html = "".join(str(getattr(element, "value", "")) for element in app.get("html"))
    assert "<mark>" in html
    assert chosen["evidence"].split()[0].strip("“\"'") in html


def test_two_parties_are_set_side_by_side(visit: Open, filled: Library) -> None:
    app = visit("stance")
    one, other = app.selectbox(key="one"), app.selectbox(key="other")
    assert one.value != other.value
    assert one.value not in other.options
    for name in other.options:
        app.selectbox(key="other").set_value(name).run()
        assert not app.exception


def test_a_name_that_is_no_longer_there_gives_way_to_all(visit: Open, filled: Library) -> None:
    app = visit("stance", who="Nobody of that name", whom="nothing")
    assert app.selectbox(key="who").value == "All speakers"
    assert app.selectbox(key="whom").value == "All targets"
