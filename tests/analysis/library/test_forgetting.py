"""A person is taken out of a library for good: nothing of the name is left in the file, and nothing else changes."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.library import DecisionRefused, Library, QuoteFilter, ReviewEntry
from analysis.library.forgetting import BLOT, blot
from analysis.library.reviews import said_of
from analysis.records import Analysis, Article, Original, Span
from analysis.views.sheets import Tables
from tests.analysis.library.synthetic import sample
from tests.annotated import plain_article

NAME = "James Nixey"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def library(place: Path) -> Iterator[Library]:
    opened = Library(f"sqlite:///{place}")
    article, analysis = sample()
    opened.save(replace(article, byline=f"{NAME} and others"), analysis, original=Original("a.txt", b"Nixey"))
    opened.save(*plain_article("Nixey elsewhere", f"Yesterday {NAME} was named, and a Nixeyite too."))
    for _ in Tables(opened).prepare():
        pass
    yield opened
    opened.close()


def handle(library: Library, name: str = NAME) -> str:
    return next(one.handles[0] for one in library.people().identities if one.name == name)


def read_whole(library: Library, place: Path) -> bytes:
    library.close()
    with closing(sqlite3.connect(place)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return place.read_bytes()


@pytest.mark.parametrize("words", [False, True])
def test_nothing_of_the_name_is_left(library: Library, place: Path, words: bool) -> None:  # noqa: FBT001 - two cases
    library.forget(handle(library), words=words)
    for _ in Tables(library).prepare():
        pass
    left = (
        read_whole(library, place).replace(b"Nixeyite", b"").replace(b"nixeyite", b"").replace(b"Nixey elsewhere", b"")
    )
    assert b"Nixey" not in left.replace(b"NIXEY", b"Nixey")
    assert library.find("james") == []


def test_an_anonymous_person_keeps_the_quotes_under_another_name(
    library: Library, sample: tuple[Article, Analysis]
) -> None:
    before = library.search(QuoteFilter(speakers=(NAME,)))
    shown = library.forget(handle(library), words=False)
    assert shown == "Anonymous person A"
    assert library.search(QuoteFilter(speakers=(shown,))) == before
    article, analysis = library.article(sample[0].id), library.analysis(sample[0].id)
    assert article
    assert analysis
    assert len(article.text) == len(sample[0].text)
    for quote, old in zip(analysis.quotes, sample[1].quotes, strict=True):
        assert quote.span == old.span
        assert len(quote.span.of(article.text)) == len(old.span.of(sample[0].text))
    assert {speaker.name for speaker in analysis.speakers} >= {"John Lough", shown}
    assert library.original(article.id) is None


def test_a_deleted_person_leaves_no_word(library: Library, sample: tuple[Article, Analysis]) -> None:
    gone = library.search(QuoteFilter(speakers=(NAME,)))
    kept = [quote for quote in library.search(QuoteFilter()) if quote not in gone]
    library.forget(handle(library), words=True)
    assert library.search(QuoteFilter()) == kept
    article = library.article(sample[0].id)
    assert article
    for quote in sample[1].quotes:
        if quote.id in gone:
            assert not any(letter.isalnum() for letter in quote.span.of(article.text))


def test_the_article_does_not_bring_the_name_back(library: Library, sample: tuple[Article, Analysis]) -> None:
    library.forget(handle(library), words=False)
    hidden = library.article(sample[0].id)
    assert not library.save(*sample)
    assert library.article(sample[0].id) == hidden
    assert sample[0].id not in library.stale("a newer version")


def test_what_people_said_of_quotes_stays_without_the_name(library: Library, sample: tuple[Article, Analysis]) -> None:
    article, analysis = sample
    quote = next(quote for quote in analysis.quotes if quote.id in library.search(QuoteFilter(speakers=(NAME,))))
    entry = ReviewEntry(
        number=0, when=dt.datetime.now(dt.UTC), who="Ann", what="accept", article_id=article.id, quote_id=quote.id,
        before=said_of(analysis, quote), note=f"{NAME} said so",
    )  # fmt: skip
    library.review(entry)
    library.forget(handle(library), words=False)
    (kept,) = library.reviews()
    assert kept.before
    assert (kept.before.speaker, kept.note) == ("Anonymous person A", "Anonymous person A said so")
    assert library.search(QuoteFilter(speakers=("Anonymous person A",)))


def test_two_people_are_two(library: Library) -> None:
    first = library.forget(handle(library), words=False)
    second = library.forget(handle(library, "John Lough"), words=False)
    assert {first, second} <= {one.name for one in library.people().identities}
    with pytest.raises(DecisionRefused):
        library.forget("person|james nixey", words=False)


def test_blots_are_as_long_as_what_they_hide() -> None:
    text = "Ann Lee’s plan, Lee said; Leeds"
    hidden = blot(text, ["Ann Lee", "Lee"], [Span(10, 14)])
    assert hidden == f"{BLOT * 3} {BLOT * 3}’s {BLOT * 4}, {BLOT * 3} said; Leeds"
