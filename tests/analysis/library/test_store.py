import datetime as dt
import hashlib
import multiprocessing
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from analysis.library import Library, LibraryUnavailable, QuoteFilter, database
from analysis.records import Analysis, Article, Original, article_id
from tests.analysis.library.synthetic import ROOT, corpora, sample


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "some" / "folder" / "library.db"


@pytest.fixture
def library(place: Path) -> Iterator[Library]:
    opened = Library(f"sqlite:///{place}")
    yield opened
    opened.close()


def small(number: int, *, title: str = "Title", published: dt.date | None = None) -> tuple[Article, Analysis]:
    words = f"Article number {number}."
    article = Article(id=article_id(words), text=words, title=title, published=published)
    return article, Analysis(article_id=article.id, fingerprint="1")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corpora())
def test_what_is_kept_is_what_was_given(library: Library, pair: tuple[Article, Analysis]) -> None:
    names = [speaker.name.casefold() for speaker in pair[1].speakers]
    assume(len(set(names)) == len(names))  # what one name in two articles becomes is the subject of test_people.py
    for article in library.articles():
        library.delete(article.id)
    assert library.save(*pair)
    assert library.article(pair[0].id) == pair[0]
    assert library.analysis(pair[0].id) == pair[1]
    assert pair in library.corpus()


def test_a_library_survives_a_restart(place: Path, library: Library) -> None:
    library.save(*sample())
    library.close()
    assert Library(f"sqlite:///{place}").corpus() == (sample(),)


def test_the_same_text_twice_is_one_article(library: Library) -> None:
    article, analysis = sample()
    assert library.save(article, analysis)
    again = replace(article, title="Corrected", outlet="", published=None)
    assert not library.save(again, replace(analysis, fingerprint="2"))
    assert library.articles() == (replace(article, title="Corrected"),)
    assert library.fingerprints() == {article.id: "2"}
    assert len(library.search(QuoteFilter())) == 37


def test_what_is_known_completes_an_article_before_it_is_analysed_again(library: Library) -> None:
    article, analysis = sample()
    bare = replace(article, title="Its first line", outlet="", published=None, source="copy.txt")
    assert library.complete(bare) == bare
    library.save(article, analysis)
    assert library.complete(bare) == replace(article, source="copy.txt")
    later = replace(article, published=dt.date(2025, 4, 20))
    assert library.complete(later) == later
    assert library.articles() == (article,), "nothing is saved by asking"


def test_other_spacing_is_the_same_article_and_its_positions_fit_the_new_text(library: Library) -> None:
    first, second = "He  said so.", "He said so."
    for words in (first, second):
        library.save(Article(article_id(words), words, "T"), Analysis(article_id(words), "1"))
    assert [article.text for article in library.articles()] == [second]


def test_an_analysis_of_another_article_is_refused(library: Library) -> None:
    with pytest.raises(ValueError, match="not of"):
        library.save(small(1)[0], small(2)[1])
    assert library.articles() == ()


def test_articles_come_newest_first_then_by_title_and_undated_last(library: Library) -> None:
    old, new = dt.date(2024, 1, 1), dt.date(2024, 1, 2)
    wanted = [("B", new), ("A", old), ("B", old), ("A", None)]
    for number, (title, day) in enumerate(reversed(wanted)):
        library.save(*small(number, title=title, published=day))
    assert [(article.title, article.published) for article in library.articles()] == wanted
    assert [article for article, _ in library.corpus()] == list(library.articles())


def test_what_an_article_says_of_itself_can_be_corrected_and_emptied(library: Library) -> None:
    article, analysis = sample()
    library.save(article, analysis)
    library.describe(replace(article, title="New", outlet="", published=None))
    assert library.article(article.id) == replace(article, title="New", outlet="", published=None)
    assert library.analysis(article.id) == analysis


WORDS = ("quote_words", "wording_words")


def test_a_deleted_article_leaves_nothing_behind(place: Path, library: Library) -> None:
    article, analysis = sample()
    library.save(article, analysis)
    library.delete(article.id)
    assert library.article(article.id) is None
    assert library.analysis(article.id) is None
    assert library.search(QuoteFilter()) == []
    library.close()
    with closing(sqlite3.connect(place)) as raw:
        counts = [raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("analysis", "quote", "target")]  # noqa: S608 - fixed names
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        index = [raw.execute(f"SELECT sum(length(block)) FROM {name}_data").fetchone()[0] for name in WORDS]  # noqa: S608 - as above
    assert counts == [0, 0, 0]
    assert max(index) < 50  # the heads of two empty indexes
    assert b"Chatham House" not in place.read_bytes()


def test_the_revision_grows_with_every_change_and_with_nothing_else(library: Library) -> None:
    seen = [library.revision()]
    changes = (
        lambda: library.save(*small(1)),
        lambda: library.save(*small(1)),
        lambda: library.describe(replace(small(1)[0], title="x")),
        lambda: library.delete(small(1)[0].id),
    )
    for change in changes:
        change()
        seen.append(library.revision())
    assert seen == sorted(set(seen))
    library.delete("none of that id")
    library.describe(replace(small(1)[0], id="none of that id"))
    library.note("seeded", "yes")
    library.search(QuoteFilter())
    assert library.revision() == seen[-1]


def test_a_note_is_kept_and_replaced(library: Library) -> None:
    assert library.noted("seeded") is None
    library.note("seeded", "once")
    library.note("seeded", "twice")
    assert library.noted("seeded") == "twice"


def test_two_libraries_on_one_database_see_each_other(place: Path, library: Library) -> None:
    other = Library(f"sqlite:///{place}")
    other.save(*sample())
    assert library.articles() == (sample()[0],)
    assert library.revision() == other.revision()
    other.close()


def test_threads_write_and_read_at_once(library: Library) -> None:
    errors: list[Exception] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                library.save(*small(10 * number + turn))
                library.articles()
        except OperationalError as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(library.articles()) == 30
    assert library.revision() == 30


def test_a_save_that_fails_half_way_leaves_the_library_as_it_was(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    article, analysis = sample()
    library.save(article, analysis)

    def fail(_connection: Connection) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(database, "count_change", fail)
    with pytest.raises(OSError, match="disk full"):
        library.save(replace(article, title="Half"), replace(analysis, quotes=()))
    with pytest.raises(OSError, match="disk full"):
        library.delete(article.id)
    assert library.corpus() == ((article, analysis),)
    assert len(library.search(QuoteFilter())) == 37


def test_many_processes_may_start_on_a_new_database_at_once(place: Path) -> None:
    program = f"from analysis.library import Library; Library('sqlite:///{place}').note('a', 'b')"
    starts = [subprocess.Popen([sys.executable, "-c", program], cwd=ROOT) for _ in range(4)]
    assert [start.wait(60) for start in starts] == [0, 0, 0, 0]


def _write_on_and_on(url: str, ready: "multiprocessing.synchronize.Event") -> None:
    library = Library(url)
    article, analysis = sample()
    for number in range(10_000):
        words = f"{article.text}\n{number}"
        copy = replace(article, id=article_id(words), text=words)
        library.save(copy, replace(analysis, article_id=copy.id))
        ready.set()


def test_a_process_killed_while_it_writes_leaves_whole_articles_only(place: Path, library: Library) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    writer = context.Process(target=_write_on_and_on, args=(f"sqlite:///{place}", ready))
    writer.start()
    assert ready.wait(60)
    os.kill(writer.pid or 0, signal.SIGKILL)
    writer.join()
    corpus = library.corpus()
    assert corpus
    assert len(library.search(QuoteFilter())) == 37 * len(corpus)
    with closing(sqlite3.connect(place)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert library.save(*small(1))


def test_only_the_owner_may_read_the_file(place: Path, library: Library) -> None:
    library.save(*small(1))
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_the_place_comes_from_the_environment_or_is_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(database.VARIABLE, f"sqlite:///{tmp_path / 'chosen.db'}")
    Library().close()
    assert (tmp_path / "chosen.db").exists()
    monkeypatch.delenv(database.VARIABLE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert database.default_url().endswith("on-record/library.db")


def test_a_database_of_an_older_version_is_brought_up_to_date_and_one_of_a_newer_refused(
    place: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.save(*sample())
    library.close()

    def add_column(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE note ADD COLUMN remark TEXT"))

    with monkeypatch.context() as later:
        later.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, add_column))
        for _ in range(2):
            newer = Library(f"sqlite:///{place}")
            assert newer.corpus() == (sample(),)
            newer.close()
    with pytest.raises(LibraryUnavailable, match="newer version"):
        Library(f"sqlite:///{place}")


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    place: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.save(*sample())
    library.close()

    def break_off(connection: Connection) -> None:
        connection.execute(text("DROP TABLE quote"))
        connection.execute(text("SELECT nothing FROM nowhere"))

    with monkeypatch.context() as later:
        later.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, break_off))
        with pytest.raises(LibraryUnavailable):
            Library(f"sqlite:///{place}")
    assert len(Library(f"sqlite:///{place}").search(QuoteFilter())) == 37


@pytest.mark.parametrize("content", [b"no database at all, but text" * 100, b"SQLite format 3\0" + b"\0" * 2000])
def test_a_broken_file_is_refused_in_one_sentence_and_left_alone(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(content)
    with pytest.raises(LibraryUnavailable, match=r"cannot be opened .*check the file"):
        Library(f"sqlite:///{broken}")
    assert broken.read_bytes() == content


@pytest.mark.parametrize("url", ["nonsense", "nodriver://x", "sqlite:////proc/none/x.db"])
def test_an_address_that_leads_nowhere_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(LibraryUnavailable):
        Library(url)


def test_the_file_that_articles_were_read_from_is_kept_once_and_goes_with_the_last(library: Library) -> None:
    file = Original("two.txt", b"\xff\x00 both articles")
    one, two = small(1), small(2)
    for pair in (one, two):
        library.save(*pair, original=file)
    assert library.original(one[0].id) == library.original(two[0].id) == file
    origin = library.origin(one[0].id)
    assert origin is not None
    assert (origin.name, origin.size) == ("two.txt", len(file.data))
    assert origin.sha256 == hashlib.sha256(file.data).hexdigest()
    library.save(*one)
    assert library.original(one[0].id) == file
    library.save(*one, original=Original("other.txt", b"other"))
    library.delete(one[0].id)
    assert library.original(one[0].id) is None
    assert library.original(two[0].id) == file
    with closing(sqlite3.connect(str(library._engine.url.database))) as database:  # noqa: SLF001 - what is left in the file
        assert database.execute("SELECT name FROM original").fetchall() == [("two.txt",)]
    assert library.origin(small(3)[0].id) is None
