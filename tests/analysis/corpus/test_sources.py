import datetime as dt
import io
import json
import sys
from pathlib import Path

import pytest

from analysis.corpus.sources import Failure, find_articles
from analysis.records import Article


def found(*paths: Path | str, published: dt.date | None = None) -> list[Article | Failure]:
    return list(find_articles([str(path) for path in paths], published=published))


def texts(results: list[Article | Failure]) -> list[str]:
    return [result.text if isinstance(result, Article) else f"FAILED {result.reason}" for result in results]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b.txt", "deep/a.md", ".hidden/x.txt", "notes.xls", ".y.txt"):
        (tmp_path / name).write_text(f"Text of {name}.", encoding="utf-8")
    return tmp_path


def test_a_folder_gives_its_articles_at_any_depth_in_order(folder: Path) -> None:
    assert texts(found(folder)) == ["Text of b.txt.", "Text of deep/a.md."]


def test_the_source_is_the_path_as_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    sources = [result.source for result in found("./b.txt", "deep")]
    assert sources == ["./b.txt", "deep/a.md"]


def test_line_ends_of_a_text_stay_so_that_positions_fit_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Head\r\n\r\n“Go”\r\n".encode())
    assert texts(found(tmp_path / "a.txt")) == ["Head\r\n\r\n“Go”\r\n"]


def test_what_cannot_be_read_is_told_and_the_others_are_read(folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"")
    (folder / "empty").mkdir()
    results = found(folder / "a.txt", folder / "none.txt", folder / "empty", folder / "notes.xls", folder / "b.txt")
    reasons = [result.reason for result in results if isinstance(result, Failure)]
    assert [reason.split(":")[0] for reason in reasons] == [
        "The file is empty",
        "The file cannot be opened",
        "The folder holds no article",
        "Files of type .xls are not read",
    ]
    assert texts(results)[-1] == "Text of b.txt."


def test_a_file_that_is_too_large_is_not_even_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(10 * 2**30)
    monkeypatch.setattr(Path, "read_bytes", lambda _path: pytest.fail("loaded"))
    (failure,) = found(huge)
    assert isinstance(failure, Failure)
    assert failure.reason.startswith("The file has 10240.0 MB and the limit is 20 MB")


def test_lines_of_json_are_articles(tmp_path: Path) -> None:
    lines = [
        {"id": "one", "text": "First\r\ntext.", "title": "T", "published": "2024-05-31T10:00:00Z"},
        {"id": 2, "text": "Second \ud800 text."},
        {"text": "Third text."},
    ]
    place = tmp_path / "corpus.jsonl"
    place.write_text("\n\n".join(json.dumps(line) for line in lines), encoding="utf-8-sig")
    first, second, third = found(place, published=dt.date(2023, 1, 1))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.source, first.text, first.title) == ("one", "First\r\ntext.", "T")
    assert first.published == dt.date(2024, 5, 31)
    assert (second.source, second.text, second.published) == ("2", "Second \ufffd text.", dt.date(2023, 1, 1))
    assert third.source == f"{place}:5"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "The line is not as it should be"),
        ("[1]", 'The line has no "text"'),
        ('{"id": "x"}', 'The line has no "text"'),
        ('{"text": 3}', 'The line has no "text"'),
        ('{"text": ""}', "There is no text"),
        ('{"text": "a\\u0000b"}', "This is not text"),
        ('{"text": "He left.", "published": "soon"}', "The line is not as it should be"),
        ("[" * 100_000, "The line is "),
        ("\udcff", "The line is not as it should be"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_next_is_read(tmp_path: Path, line: str, reason: str) -> None:
    place = tmp_path / "corpus.jsonl"
    place.write_bytes(f'{line}\n{{"text": "He left."}}'.encode("utf-8", "surrogateescape"))
    failure, article = found(place)
    assert isinstance(failure, Failure)
    assert failure.source == f"{place}:1"
    assert failure.reason.startswith(reason)
    assert texts([article]) == ["He left."]


def test_a_minus_reads_what_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("“Go,” he said.".encode("cp1252"))))
    (article,) = found("-")
    assert isinstance(article, Article)
    assert (article.text, article.source) == ("“Go,” he said.", "-")
