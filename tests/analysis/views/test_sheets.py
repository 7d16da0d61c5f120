"""Tables that are put together from what each article gives are those that are made from the whole library."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.library import Body, Library, ReviewEntry
from analysis.library.reviews import said_of
from analysis.records import Analysis, Article
from analysis.views import labels, people, tables
from analysis.views.sheets import Tables
from tests.analysis.library.synthetic import corpora, sample
from tests.annotated import plain_article


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(f"sqlite:///{tmp_path / 'library.db'}")
    yield opened
    opened.close()


def made_whole(library: Library) -> dict[str, pd.DataFrame]:
    """Return the tables as they are made of all records at once."""
    corpus = library.corpus()
    return {
        "articles": tables.articles(corpus),
        "quotes": tables.quotes(corpus, library.directory()),
        "stances": tables.stances(corpus),
        "sections": tables.sections(corpus),
        "dates": tables.dates(corpus),
        "entities": tables.entities(corpus),
        "mentions": tables.mentions(corpus),
        "labels": labels.labels(corpus),
        "posts": people.posts(corpus),
    }


def same(kept: Tables, library: Library) -> None:
    for name, wanted in made_whole(library).items():
        found = kept.table(name)
        if name == "posts":
            found = people.oldest_first(found)
        # A column of a person's own that no quote has a value for any more need not be there.
        unused = [column for column in wanted.columns.difference(found.columns) if not wanted[column].any()]
        pd.testing.assert_frame_equal(found, wanted.drop(columns=unused)[list(found.columns)])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(corpora(), max_size=3), st.lists(corpora(), max_size=2), st.booleans())
def test_kept_tables_are_those_of_the_whole_library(
    library: Library,
    first: list[tuple[Article, Analysis]],
    later: list[tuple[Article, Analysis]],
    delete: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    for article in library.articles():
        library.delete(article.id)
    library.take_in([*first, sample()])
    kept = Tables(library)
    same(kept, library)
    for pair in later:
        library.save(*pair)
    if delete:
        library.delete(sample()[0].id)
    same(kept, library)
    same(Tables(library), library)


def test_every_kind_of_change_is_seen(library: Library) -> None:
    article, analysis = sample()
    other = plain_article("Nothing", "A day without words.")
    library.take_in([(article, analysis), other])
    kept = Tables(library)
    same(kept, library)
    library.describe(replace(article, title="Another title", published=dt.date(2020, 1, 1)))
    same(kept, library)
    library.rename_target("Russia", "Moscow")
    same(kept, library)
    assert "Moscow" in set(kept.table("stances")["target"])
    library.keep_body(Body(id="chatham-house", name="Chatham House", kind="media", groups=(("leaning", "left"),)))
    same(kept, library)
    assert set(kept.table("quotes")["group: leaning"]) == {"", "left"}
    quote = analysis.quotes[0]
    library.review(
        ReviewEntry(
            number=0, when=dt.datetime.now(dt.UTC), who="Ann", what="reject", article_id=article.id, quote_id=quote.id,
            before=said_of(analysis, quote),
        )
    )  # fmt: skip
    same(kept, library)
    assert quote.id not in set(kept.table("quotes")["quote_id"])


def test_a_table_of_one_article_is_its_part_of_the_whole(library: Library) -> None:
    library.take_in([sample(), plain_article("Nothing", "A day without words.")])
    kept = Tables(library)
    identity = sample()[0].id
    whole = kept.table("quotes")
    pd.testing.assert_frame_equal(kept.of_article("quotes", identity), whole[whole["article_id"] == identity])
    assert kept.of_article("quotes", "gone").empty


def test_only_what_changed_is_made_anew(library: Library) -> None:
    library.take_in([sample(), plain_article("Nothing", "A day without words.")])
    kept = Tables(library)
    assert list(kept.prepare()) == [(1, 2), (2, 2)]
    assert list(kept.prepare()) == []
    library.describe(replace(sample()[0], title="New"))
    assert list(kept.prepare()) == [(1, 1)]
