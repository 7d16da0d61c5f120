import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.library import Body, BodyRefused, Directory, Library, QuoteFilter
from analysis.library.bodies import KINDS
from analysis.library.rows import overall_stance
from analysis.library.search import matching
from analysis.records import Analysis, Article, Span, Stance, StanceLabel
from analysis.views import tables
from tests.analysis.library.synthetic import NAMES, WORDS, corpora, sample
from tests.annotated import plain_article

FIELDS = {
    "articles": "article_id",
    "think_tanks": "think_tank",
    "institutions": "institution",
    "kinds": "affiliation_kind",
    "countries": "country",
    "parents": "parent",
    "speakers": "speaker",
    "stances": "stance",
    "targets": "targets",
    "types": "type",
    "sections": "section",
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(f"sqlite:///{tmp_path / 'library.db'}")
    yield opened
    opened.close()


GROUPS = st.tuples(st.sampled_from(("leaning", "100%", "a; b")), st.sampled_from(("left", "right_", "<b>", "")))


def bodies() -> st.SearchStrategy[list[Body]]:
    """Return a person's own bodies, of which the articles of these tests may speak."""
    body = st.builds(
        Body,
        id=st.sampled_from(("one", "two", "chatham-house", "x")),
        name=st.sampled_from((*NAMES[:4], "Chatham House")),
        aliases=st.lists(st.sampled_from(("SMITH; JONES", "x’s?", "UK government")), max_size=2).map(tuple),
        kind=st.sampled_from(sorted(KINDS)),
        country=st.sampled_from(("", "GB", "NO")),
        parent=st.sampled_from(("", "rand-corporation", "chatham-house")),
        groups=st.lists(GROUPS, max_size=2, unique_by=lambda pair: pair[0]).map(tuple),
    )
    return st.lists(body, max_size=3, unique_by=lambda body: body.id)


@st.composite
def filters(draw: st.DrawFn, corpus: list[tuple[Article, Analysis]], directory: Directory) -> QuoteFilter:
    """Return a filter by what is in the corpus, by nothing, or by what is not there."""
    quotes = tables.quotes(corpus, directory)
    chosen: dict[str, Any] = {"groups": tuple(draw(st.lists(GROUPS, max_size=3)))}
    for field in draw(st.sets(st.sampled_from(sorted(FIELDS)), max_size=3)):
        present = [part for cell in quotes[FIELDS[field]] for part in cell.split("; ")]
        chosen[field] = tuple(draw(st.lists(st.sampled_from(["", "absent", *present]), min_size=1, max_size=3)))
    words = [text[start : start + 4] for text in quotes["quote"] for start in (0, 3)]
    asked = draw(st.lists(st.sampled_from([*words, *WORDS, *NAMES, "%", "_", "\\"]), max_size=2)) if words else []
    day = st.none() | st.dates(dt.date(2024, 1, 1), dt.date(2024, 1, 9))
    return QuoteFilter(**chosen, words=" ".join(asked), since=draw(day), until=draw(day))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_database_and_the_tables_choose_the_same_quotes(library: Library, data: st.DataObject) -> None:
    for article in library.articles():
        library.delete(article.id)
    for article, analysis in [*data.draw(st.lists(corpora(), max_size=3)), sample()]:
        library.save(article, analysis)
    for body in library.bodies():
        library.drop_body(body.id)
    for body in data.draw(bodies()):
        with suppress(BodyRefused):
            library.keep_body(body)
    corpus, directory = library.corpus(), library.directory()
    chosen = data.draw(filters(list(corpus), directory))
    assert library.search(chosen) == list(tables.choose(tables.quotes(corpus, directory), chosen)["quote_id"])


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        (QuoteFilter(), 37),
        (QuoteFilter(think_tanks=("Chatham House",)), 11),
        (QuoteFilter(think_tanks=("",), types=("indirect",)), 8),
        (QuoteFilter(speakers=("James Nixey",), words="AMERICA Nixey"), 1),
        (QuoteFilter(words='"peace deal"'), 1),
        (QuoteFilter(words='"deal peace"'), 0),
        (QuoteFilter(words="100%"), 0),
        (QuoteFilter(words="_"), 0),
        (QuoteFilter(words="won't"), 0),
        (QuoteFilter(since=dt.date(2025, 4, 19), until=dt.date(2025, 4, 19)), 37),
        (QuoteFilter(since=dt.date(2025, 4, 20)), 0),
        (QuoteFilter(speakers=("' OR 1=1 --",)), 0),
    ],
)
def test_searches_of_the_sample(library: Library, chosen: QuoteFilter, count: int) -> None:
    library.save(*sample())
    assert len(library.search(chosen)) == count
    assert len(tables.choose(tables.quotes(library.corpus()), chosen)) == count


@pytest.mark.parametrize(
    "words", ['"', "AND", "won't (", "*", "-x", "col:", "x" * 10_000, "\ud800", "\0", "a " * 5_000]
)
def test_any_words_may_be_searched(library: Library, words: str) -> None:
    library.save(*sample())
    assert library.search(QuoteFilter(words=words)) == list(
        tables.choose(tables.quotes([sample()]), QuoteFilter(words=words))["quote_id"]
    )


@pytest.mark.parametrize(
    ("stances", "overall"),
    [
        ([], "none"),
        ([("neutral", 0.9)], "neutral"),
        ([("neutral", 0.9), ("critical", 0.7)], "critical"),
        ([("supportive", 0.7), ("critical", 0.7)], "mixed"),
        ([("supportive", 0.69), ("critical", 0.7)], "critical"),
        ([("supportive", 0.69), ("neutral", 0.7)], "neutral"),
        ([("supportive", 0.59)], "unclear"),
    ],
)
def test_a_quote_takes_the_sides_that_are_sure(stances: list[tuple[StanceLabel, float]], overall: str) -> None:
    made = [Stance("lee", "plan", label, sure, "q", Span(0, 1), "") for label, sure in stances]
    assert overall_stance(made) == overall


def test_articles_are_found_by_words_of_their_text(library: Library) -> None:
    library.save(*sample())
    library.save(*plain_article("A bridge", "It won’t reopen before Friday."))
    (bridge,) = (article.id for article in library.articles() if article.title == "A bridge")
    assert library.find("WON'T friday") == [bridge]
    assert library.find('"before friday"') == [bridge]
    assert library.find('"friday before"') == []
    assert len(library.find("")) == 2
    library.delete(bridge)
    assert library.find("reopen") == []


def plan(library: Library, chosen: QuoteFilter) -> str:
    """Return how the database means to look for quotes."""
    with library._engine.begin() as connection:  # noqa: SLF001 - looks at what no user sees
        asked = matching(connection, chosen).limit(100).compile(connection, compile_kwargs={"literal_binds": True})
        return "\n".join(row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}"))


@pytest.mark.parametrize(
    ("chosen", "index"),
    [
        (QuoteFilter(words="peace"), "quote_words VIRTUAL TABLE"),
        (QuoteFilter(words='"peace deal" we'), "quote_words VIRTUAL TABLE"),
        (QuoteFilter(speakers=("James Nixey",)), "quote_speaker"),
        (QuoteFilter(institutions=("Chatham House",)), "quote_institution"),
        (QuoteFilter(think_tanks=("Chatham House",)), "quote_think_tank"),
        (QuoteFilter(targets=("Russia",)), "target_target"),
        (QuoteFilter(since=dt.date(2025, 4, 1)), "article_order"),
        (QuoteFilter(groups=(("desk", "foreign"),)), "grouping_value"),
    ],
)
def test_the_database_uses_its_indexes(library: Library, chosen: QuoteFilter, index: str) -> None:
    library.save(*sample())
    assert index in plan(library, chosen)
    assert "SCAN quote\n" not in plan(library, chosen)
