"""The entities page: names lead to their sentences, and seats of power may count as their state."""

from dataclasses import replace

import pytest

from analysis.library import Library
from analysis.records import Entity, Span
from tests.annotated import plain_article
from tests.pages.visiting import Open, words


@pytest.mark.usefixtures("filled")
def test_a_name_opens_its_sentences(visit: Open) -> None:
    app = visit("entities")
    app.selectbox(key="name").set_value("Ukraine").run()
    assert not app.exception
    assert "<mark>Ukraine</mark>" in words(app)
    next(button for button in app.button if button.label == "Open the article").click().run()
    assert app.title[0].value == "Article"


def test_seats_of_power_count_as_their_state_when_asked(visit: Open, library: Library) -> None:
    text = "The Kremlin said no. Russia waits, and in Moscow nobody spoke."
    article, found = plain_article("Waiting", text)
    names = {"Kremlin": "FAC", "Russia": "GPE", "Moscow": "GPE"}
    spans = {name: Span(text.index(name), text.index(name) + len(name)) for name in names}
    entities = tuple(Entity(name.lower(), name, label, (spans[name],)) for name, label in names.items())
    library.save(article, replace(found, entities=entities))
    app = visit("entities")
    assert set(app.dataframe[0].value["entity"]) == set(names)
    app.toggle(key="as_states").set_value(True).run()
    assert not app.exception
    (row,) = app.dataframe[0].value.to_dict("records")
    assert (row["entity"], row["mentions"], row["said"]) == ("Russia", 3, "Kremlin, Russia, Moscow")
