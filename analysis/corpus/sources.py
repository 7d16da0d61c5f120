"""Articles from paths: files, folders of files, lines of JSON, standard input."""

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from analysis.reading import PACKED, SUFFIXES, Part, Unreadable, is_wanted, lines_of_json, open_file, read_all
from analysis.reading.limits import PACKED_BYTES, check_size
from analysis.records import Article, Original, corrected

STANDARD_INPUT = "-"


Originals = MutableMapping[str, Callable[[], Original]]
"""The way to the file of each article, by its id."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that gave no result: where it came from and, in one sentence, why."""

    source: str
    reason: str


def find_articles(
    paths: Iterable[str], *, published: dt.date | None = None, originals: Originals | None = None
) -> Iterator[Article | Failure]:
    """Yield the article, or the reason why there is none, of every file and every line that the paths lead to.

    A path is an article, a folder with articles at any depth, a file that holds several (.zip, .csv, .jsonl) or "-" for
    a text on standard input. The ``source`` of an article is its path as given, for a row or a line its "id".
    ``published`` is for articles whose file or name gives no day; it goes before a day that stands in the text.
    ``originals`` is filled, by the id of each article, with the way to the bytes that it was read from.
    """
    for path in paths:
        for part in _parts(path):
            if isinstance(part, Failure):
                yield part
                continue
            for found in _attempt(part):
                if isinstance(found, Article) and originals is not None:
                    originals[found.id] = part.original
                if isinstance(found, Article) and published and dict(found.told).get("published", "text") == "text":
                    yield corrected(found, published=published)
                else:
                    yield found


def _parts(path: str) -> Iterator[Part | Failure]:
    if path == STANDARD_INPUT:
        given = cache(sys.stdin.buffer.read)
        yield Part(path, partial(_standard_input, path, given), lambda: Original(path, given()))
        return
    place = Path(path)
    try:
        if place.is_dir():
            yield from _folder(place)
        elif place.suffix.lower() == ".jsonl":
            with place.open("rb") as lines:
                yield from lines_of_json(path, lines)
        elif place.suffix.lower() in PACKED:
            check_size(place.stat().st_size, limit=PACKED_BYTES)
            yield from open_file(path, place.read_bytes())
        else:
            yield Part(
                path,
                lambda *, mend=False: read_all(path, _bytes_of(place), mend=mend),
                lambda: Original(path, _bytes_of(place)),
            )
    except Unreadable as error:
        yield Failure(path, str(error))
    except OSError as error:
        yield Failure(path, f"The file cannot be opened: {error.strerror or error}.")


def _standard_input(path: str, given: Callable[[], bytes], *, mend: bool = False) -> list[Article]:
    return [replace(article, source=path) for article in read_all("input.txt", given(), mend=mend)]


def _folder(place: Path) -> Iterator[Part | Failure]:
    files = [file for file in sorted(place.rglob("*")) if is_wanted(str(file.relative_to(place))) and file.is_file()]
    for file in files:
        yield from _parts(str(file))
    if not files:
        yield Failure(str(place), f"The folder holds no article: put {', '.join((*SUFFIXES, *PACKED))} files there.")


def _attempt(part: Part) -> list[Article] | list[Failure]:
    try:
        return part.read()
    except Unreadable as error:
        return [Failure(part.name, str(error))]
    except OSError as error:
        return [Failure(part.name, f"The file cannot be opened: {error.strerror or error}.")]


def _bytes_of(place: Path) -> bytes:
    check_size(place.stat().st_size)
    return place.read_bytes()
