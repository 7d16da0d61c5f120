"""Articles from paths: files, folders of files, lines of JSON, standard input."""

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.reading import SUFFIXES, Unreadable, compose, read
from analysis.reading.limits import check_size
from analysis.records import Article

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that gave no result: where it came from and, in one sentence, why."""

    source: str
    reason: str


def find_articles(paths: Iterable[str], *, published: dt.date | None = None) -> Iterator[Article | Failure]:
    """Yield the article, or the reason why there is none, of every file and every line that the paths lead to.

    A path is an article, a folder with articles at any depth, a .jsonl file or "-" for a text on standard input. The
    ``source`` of an article is its path as given, for a line of .jsonl its "id". ``published`` is for articles that
    name no day themselves.
    """
    for path in paths:
        for found in _find(path):
            if isinstance(found, Article) and published and not found.published:
                yield replace(found, published=published)
            else:
                yield found


def _find(path: str) -> Iterator[Article | Failure]:
    if path == STANDARD_INPUT:
        yield _attempt(path, sys.stdin.buffer.read, name="standard input.txt")
        return
    place = Path(path)
    if place.is_dir():
        files = [file for file in sorted(place.rglob("*")) if _is_wanted(file.relative_to(place)) and file.is_file()]
        for file in files:
            yield from _find(str(file))
        if not files:
            yield Failure(path, f"The folder holds no article: put {', '.join(SUFFIXES)} or .jsonl files there.")
    elif place.suffix.lower() == ".jsonl":
        yield from _lines(place)
    else:
        yield _attempt(path, lambda: _bytes_of(place), name=path)


def _is_wanted(file: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.parts)
    return not hidden and file.suffix.lower() in {*SUFFIXES, ".htm", ".text", ".markdown", ".jsonl"}


def _attempt(source: str, load: Callable[[], bytes], *, name: str) -> Article | Failure:
    try:
        return replace(read(name, load()), source=source)
    except Unreadable as error:
        return Failure(source, str(error))
    except OSError as error:
        return Failure(source, f"The file cannot be opened: {error.strerror or error}.")


def _bytes_of(place: Path) -> bytes:
    check_size(place.stat().st_size)
    return place.read_bytes()


def _lines(place: Path) -> Iterator[Article | Failure]:
    try:
        with place.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _line(line, source=f"{place}:{number}")
    except OSError as error:
        yield Failure(str(place), f"The file cannot be opened: {error.strerror or error}.")


def _line(line: bytes, *, source: str) -> Article | Failure:
    """Read {"id", "text"[, "title", "published"]}; the text is taken as it stands."""
    try:
        fields = json.loads(line.decode("utf-8-sig"))
        if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
            return Failure(source, 'The line has no "text": write {"id": ..., "text": ...} on each line.')
        day = fields.get("published")
        return compose(
            fields["text"],
            title=str(fields.get("title") or ""),
            outlet=str(fields.get("outlet") or ""),
            published=dt.date.fromisoformat(str(day)[:10]) if day else None,
            source=str(fields.get("id") or source),
        )
    except Unreadable as error:
        return Failure(source, str(error))
    except RecursionError:
        return Failure(source, "The line is nested too deeply: write one object with an id and a text.")
    except ValueError as error:
        return Failure(source, f"The line is not as it should be ({error}): write one JSON object on each line.")
