"""The compare page: texts that several outlets print are listed, and their quotes are counted once if asked."""

import pytest
from streamlit.testing.v1 import AppTest

from analysis.library import Library
from analysis.records import Affiliation, Analysis, Article, Quote, Section, Span, Speaker, quote_id
from tests.analysis.views.reports import QUOTE, REPORT, SAME_EVENT, SECOND, article, shortened
from tests.pages.visiting import Open, words

NOTHING = "No two articles here have largely the same text"
PEOPLE = {
    QUOTE: Speaker("lindqvist", "Mara Lindqvist", "person", affiliation=Affiliation(institution="Institute")),
    SECOND: Speaker("ekdal", "Jonas Ekdal", "person"),
}


def analysed(found: Article) -> tuple[Article, Analysis]:
    """Return an article with those of the two quotes that stand in it."""
    places = [(Span(at, at + len(said)), who) for said, who in PEOPLE.items() if (at := found.text.find(said)) >= 0]
    quotes = tuple(
        Quote(
            quote_id(found.id, span, "direct"), span, "direct", who.id, None, None, None, "neutral", 0, 0.9, "by hand"
        )
        for span, who in places
    )
    return found, Analysis(
        article_id=found.id,
        fingerprint="by hand",
        sections=(Section(Span(0, len(found.text)), None, ""),),
        speakers=tuple(who for _, who in places),
        quotes=quotes,
    )


@pytest.fixture
def copied(library: Library) -> Library:
    """Return a library with an agency's report in three outlets, cut in one, and another article."""
    for found in (
        article("a" * 16, REPORT, "The Paper", title="Harbour closed"),
        article("b" * 16, f"{REPORT}It was calm at noon.", "Daily News", day=2, title="Ships turned away"),
        article("c" * 16, shortened(REPORT), "Evening Post", day=3, title="No ships until April"),
        article("d" * 16, f"{SAME_EVENT}“{SECOND},” said Jonas Ekdal.", "The Paper", day=4, title="Grain piles up"),
    ):
        library.save(*analysed(found))
    return library


def counts(app: AppTest) -> dict[str, int]:
    table = app.dataframe[0].value
    return dict(zip(table["party"], table["quotes"], strict=True))


@pytest.mark.usefixtures("copied")
def test_copies_are_listed_with_what_they_share(visit: Open) -> None:
    app = visit("compare", scope="all")
    assert "Same text in several outlets" in [header.value for header in app.subheader]
    assert r"3 of 6 quotes stand in copies of the same text\; counted once there are 3\." in words(app)
    table = next(each.value for each in app.dataframe if "standing" in each.value)
    assert table["article"].tolist() == ["Harbour closed", "Ships turned away", "No ships until April"]
    assert table["standing"].tolist() == ["Earliest", "Copy", "Copy"]
    assert table["repeated"].tolist() == [0, 2, 1]
    assert set(table["agency"]) == {"Reuters"}


@pytest.mark.usefixtures("copied")
def test_copies_are_counted_once_and_the_page_says_so(visit: Open) -> None:
    app = visit("compare", scope="all", side="Speakers")
    assert counts(app) == {"Mara Lindqvist": 3, "Jonas Ekdal": 3}
    assert "Copies are counted once" not in words(app)
    app.toggle(key="once").set_value(True).run()
    assert not app.exception
    assert counts(app) == {"Jonas Ekdal": 2, "Mara Lindqvist": 1}
    assert r"Copies are counted once\. 3 of 6 quotes stand in copies" in words(app)


@pytest.mark.usefixtures("copied")
def test_the_address_counts_copies_once(visit: Open) -> None:
    assert counts(visit("compare", scope="all", side="Speakers", once="true")) == {
        "Jonas Ekdal": 2,
        "Mara Lindqvist": 1,
    }


@pytest.mark.usefixtures("copied")
def test_one_article_has_no_copies(visit: Open) -> None:
    app = visit("compare", once="true")
    assert not app.toggle
    assert "Same text" not in words(app)


@pytest.mark.usefixtures("copied")
def test_a_row_leads_to_its_article(visit: Open) -> None:
    app = visit("compare", scope="all")
    table = next(each for each in app.dataframe if "standing" in each.value)
    app.session_state[str(table.key)] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    app.run()
    assert "Read “Ships turned away”" in [link.label for link in app.page_link]


@pytest.mark.usefixtures("filled")
def test_without_copies_the_page_says_what_it_would_show(visit: Open) -> None:
    app = visit("compare", scope="all")
    assert NOTHING in words(app)
    app.toggle(key="once").set_value(True).run()
    assert "No quote here stands in a copy of another text" in words(app)


def test_a_new_outlet_or_article_is_seen(visit: Open, copied: Library) -> None:
    app = visit("compare", scope="all")
    copied.delete("b" * 16)
    copied.delete("c" * 16)
    assert NOTHING in words(app.run())
