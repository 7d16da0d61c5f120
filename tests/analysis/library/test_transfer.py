"""A library in one file comes back as it was, into an empty one, another kind of database, or behind what is there."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.library import Body, Library, NoLibraryFile, QuoteFilter, ReviewEntry
from analysis.library.reviews import ReviewDeed, said_of
from analysis.records import Analysis, Article, Original
from tests.analysis.library.synthetic import sample
from tests.annotated import plain_article


def opened(tmp_path: Path, name: str) -> Library:
    return Library(f"sqlite:///{tmp_path / name}.db")


@pytest.fixture
def library(tmp_path: Path, sample: tuple[Article, Analysis]) -> Iterator[Library]:
    """Return a library in which people have decided something of every kind."""
    made = opened(tmp_path, "one")
    article, analysis = sample
    made.save(replace(article, columns=(("desk", "foreign"),)), analysis, original=Original("a.txt", b"\x00\xff"))
    made.save(*plain_article("Nothing", "A day without words."))
    made.rename_target("Russia", "Moscow")
    made.add_target("Kyiv")
    made.keep_judged(article.id, 2, analysis.stances[:1])
    one, other = made.people().identities[:2]
    made.keep_apart(one.handles[0], other.handles[0], who="Ann")
    made.undo(1, who="Ben")
    made.keep_body(Body(id="", name="Harbour Institute", kind="think-tank"))
    judge(made, "Ann", "accept", 0)
    yield made
    made.close()


def judge(library: Library, who: str, what: ReviewDeed, number: int) -> None:
    article, analysis = sample()
    quote = analysis.quotes[number]
    before = said_of(analysis, quote)
    library.review(
        ReviewEntry(
            number=0, when=dt.datetime.now(dt.UTC), who=who, what=what,
            article_id=article.id, quote_id=quote.id, before=before,
        )
    )  # fmt: skip


def copied(library: Library) -> io.BytesIO:
    file = io.BytesIO()
    library.write_copy(file)
    return file


def contents(library: Library) -> tuple[object, ...]:
    """Return everything that a library holds."""
    return (
        library.corpus(),
        library.search(QuoteFilter()),
        [replace(change, number=0) for change in library.aim_changes()],
        [replace(change, number=0, undoes=None) for change in library.decisions()],
        [replace(entry, number=0) for entry in library.reviews()],
        library.bodies(),
        library.original(sample()[0].id),
        library.people(),
        library.waiting_targets(),
    )


def test_a_copy_is_the_library(library: Library, tmp_path: Path) -> None:
    other = opened(tmp_path, "other")
    assert other.take_in_copy(copied(library)) == 2
    assert contents(other) == contents(library)
    assert other.take_in_copy(copied(library)) == 0
    assert contents(other) == contents(library)


def test_two_reviewers_put_their_copies_together(library: Library, tmp_path: Path) -> None:
    other = opened(tmp_path, "other")
    other.take_in_copy(copied(library))
    judge(library, "Ann", "reject", 1)
    judge(other, "Ben", "accept", 1)
    judge(other, "Ben", "reject", 2)
    number = other.reviews()[-1].number
    other.review(replace(other.reviews()[-1], what="undo", undoes=number))
    library.take_in_copy(copied(other))
    entries = library.reviews()
    assert [(entry.who, entry.what) for entry in entries] == [
        ("Ann", "accept"), ("Ann", "reject"), ("Ben", "accept"), ("Ben", "reject"), ("Ben", "undo"),
    ]  # fmt: skip
    assert entries[-1].undoes == entries[-2].number


def test_what_is_there_already_stays_as_it_is(library: Library, tmp_path: Path) -> None:
    other = opened(tmp_path, "other")
    article, analysis = sample()
    other.save(replace(article, title="My own title"), analysis)
    assert other.take_in_copy(copied(library)) == 1
    kept = other.article(article.id)
    assert kept
    assert kept.title == "My own title"


def changed(file: io.BytesIO, name: str, text: str) -> io.BytesIO:
    """Return a copy in which one part holds other words."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            new.writestr(part, text if part == name else old.read(part))
    return made


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("format.json", json.dumps({"format": "other"})),
        ("format.json", "[]"),
        ("article.jsonl", "{}\n"),
        ("article.jsonl", "no json"),
        ("analysis.jsonl", json.dumps({"article_id": "x", "fingerprint": "", "records": "{}", "analysed_at": "2024"})),
        ("review.jsonl", json.dumps({"number": "one"})),
    ],
)
def test_a_damaged_copy_changes_nothing(library: Library, tmp_path: Path, name: str, text: str) -> None:
    other = opened(tmp_path, "other")
    other.save(*plain_article("Mine", "My own words."))
    before = other.corpus()
    with pytest.raises(NoLibraryFile, match="copy"):
        other.take_in_copy(changed(copied(library), name, text))
    assert other.corpus() == before


def test_any_other_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoLibraryFile, match="copy of a library"):
        opened(tmp_path, "other").take_in_copy(io.BytesIO(b"words"))
