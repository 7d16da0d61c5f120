"""The library does the same in SQLite and in PostgreSQL: one schema, one behaviour.

The tests of PostgreSQL start a server of their own from Debian's package and are skipped where that is not installed.
"""

import datetime as dt
import io
import os
import pwd
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import create_engine, text

from analysis.library import Body, Library, QuoteFilter, ReviewEntry
from analysis.library.reviews import said_of
from analysis.records import Analysis, Article, Original
from analysis.views import tables
from tests.annotated import plain_article

_SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
_NO_SERVER = "needs PostgreSQL: apt-get install postgresql"


def _as_owner(*command: str) -> None:
    """Run a command as somebody whom PostgreSQL obeys: it refuses to be run by root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, capture_output=True)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Return the folder of the socket of a PostgreSQL server that lives as long as these tests."""
    if not _SERVERS:
        pytest.skip(_NO_SERVER)
    folder = Path(mkdtemp(prefix="pg"))
    if os.geteuid() == 0:
        try:
            owner = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip(_NO_SERVER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    bin_, data = _SERVERS[-1], str(folder / "data")
    _as_owner(str(bin_ / "initdb"), "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    _as_owner(str(bin_ / "pg_ctl"), "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
    yield str(folder)
    _as_owner(str(bin_ / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'library.db'}"
    folder = request.getfixturevalue("server")
    name = f"on_record_{uuid.uuid4().hex}"
    engine = create_engine(f"postgresql+psycopg://postgres@/postgres?host={folder}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"postgresql+psycopg://postgres@/{name}?host={folder}"


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    opened = Library(url)
    yield opened
    opened.close()


def test_what_is_saved_is_read_again(library: Library, sample: tuple[Article, Analysis], url: str) -> None:
    article = replace(sample[0], byline="Ann Lee", columns=(("desk", "foreign"),), told=(("title", "text"),))
    assert library.save(article, sample[1], original=Original("a.txt", b"\x00\xff"))
    assert not library.save(article, sample[1])
    other = Library(url)
    assert other.corpus() == ((article, sample[1]),)
    assert other.original(article.id) == Original("a.txt", b"\x00\xff")
    assert other.revision() == library.revision() > 0
    other.close()


@pytest.mark.parametrize(
    "chosen",
    [
        QuoteFilter(),
        QuoteFilter(think_tanks=("Chatham House",)),
        QuoteFilter(think_tanks=("",), types=("direct",)),
        QuoteFilter(targets=("Russia", "")),
        QuoteFilter(words='it\'s 100% "deal" _'),
        QuoteFilter(words="DEAL"),
        QuoteFilter(groups=(("desk", "foreign"),)),
        QuoteFilter(groups=(("desk", ""),)),
        QuoteFilter(since=dt.date(2025, 4, 1), until=dt.date(2025, 4, 30)),
        QuoteFilter(since=dt.date(2026, 1, 1)),
    ],
)
def test_a_search_finds_what_the_tables_show(
    library: Library, sample: tuple[Article, Analysis], chosen: QuoteFilter
) -> None:
    library.save(replace(sample[0], columns=(("desk", "foreign"),)), sample[1])
    library.save(*plain_article("Nothing", "A day without words."))
    quotes = tables.quotes(library.corpus(), library.directory())
    assert library.search(chosen) == tables.choose(quotes, chosen)["quote_id"].tolist()


def test_what_people_say_holds_and_is_taken_back(library: Library, sample: tuple[Article, Analysis]) -> None:
    article, analysis = sample
    library.save(article, analysis)
    quote = analysis.quotes[0]
    entry = ReviewEntry(
        number=0, when=dt.datetime.now(dt.UTC), who="Ann", what="reject", article_id=article.id, quote_id=quote.id,
        before=said_of(analysis, quote),
    )  # fmt: skip
    library.review(entry)
    assert quote.id not in library.search(QuoteFilter())
    number = library.reviews()[0].number
    library.review(replace(entry, what="undo", undoes=number))
    assert quote.id in library.search(QuoteFilter())
    library.rename_target("Russia", "Moscow")
    seen = library.analysis(article.id)
    assert seen
    assert "Moscow" in {stance.target for stance in seen.stances}
    one, other = library.people().identities[:2]
    library.keep_apart(one.handles[0], other.handles[0], who="Ann")
    assert library.people().kept_apart(one, other)
    kept = library.keep_body(Body(id="", name="Harbour Institute", kind="think-tank"))
    assert library.bodies() == (kept,)


def test_deleting_leaves_nothing_of_an_article(library: Library, sample: tuple[Article, Analysis]) -> None:
    library.save(*sample, original=Original("a.txt", b"words"))
    library.delete(sample[0].id)
    assert library.corpus() == ()
    assert library.search(QuoteFilter()) == []
    assert library.original(sample[0].id) is None


def test_a_copy_moves_from_one_kind_of_database_to_the_other(
    library: Library, sample: tuple[Article, Analysis], tmp_path: Path
) -> None:
    library.save(*sample, original=Original("a.txt", b"\x00\xff"))
    library.rename_target("Russia", "Moscow")
    file = io.BytesIO()
    library.write_copy(file)
    other = Library(f"sqlite:///{tmp_path / 'other.db'}")
    assert other.take_in_copy(file) == 1
    again = io.BytesIO()
    other.write_copy(again)
    library.delete(sample[0].id)
    assert library.take_in_copy(again) == 1
    assert library.corpus() == other.corpus()
    assert library.find('"peace deal"') == [sample[0].id]
    library.rename_target("Moscow", "Russia")
    other.close()


def test_a_person_is_taken_out(library: Library, sample: tuple[Article, Analysis]) -> None:
    library.save(*sample)
    handle = next(one.handles[0] for one in library.people().identities if one.name == "James Nixey")
    shown = library.forget(handle, words=True)
    assert library.search(QuoteFilter(words="nixey")) == library.search(QuoteFilter(speakers=(shown,))) == []
