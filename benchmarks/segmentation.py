"""How well articles without headings are divided: those with headings, the headings taken out, divided again.

    python benchmarks/segmentation.py FILE_OR_FOLDER ...

Prints Pk (Beeferman, Berger and Lafferty 1999) and WindowDiff (Pevzner and Hearst 2002) over words at paragraph breaks,
0 is perfect, for the division of the product, for one section, and for an even split into as many parts as the article
has. The window is half the mean length of a part.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).parents[1]))

from analysis.layout import find_layout
from analysis.pipeline.language import parsed
from analysis.pipeline.topics import find_changes
from analysis.reading import SUFFIXES, Unreadable, read
from analysis.records import Span

_FEWEST = 3
"""Sections that an article must have to count."""


def main() -> None:
    """Measure and print."""
    rows = []
    for path in _files(sys.argv[1:]):
        try:
            text = read(path.name, path.read_bytes()).text
        except Unreadable as problem:
            print(f"{path.name}: {problem}")
            continue
        layout = find_layout(text)
        if len(layout.headings) < _FEWEST - 1:
            continue
        paragraphs = [body.of(text) for body in layout.body]
        starts = {
            next((number for number, body in enumerate(layout.body) if body.start > heading.start), 0)
            for heading in layout.headings
        }
        rows.append((path.name, *_measure(paragraphs, starts - {0})))
        print("{:40} {:3} parts  ours {:.3f} {:.3f} ({})  one {:.3f} {:.3f}  even {:.3f} {:.3f}".format(*rows[-1]))
    if rows:
        names = {"ours": 2, "one section": 5, "even split": 7}
        shown = (
            f"{name} {mean(row[at] for row in rows):.3f} {mean(row[at + 1] for row in rows):.3f}"
            for name, at in names.items()
        )
        print(f"{len(rows)} articles, Pk and WindowDiff: {'  '.join(shown)}")


def _measure(paragraphs: Sequence[str], starts: set[int]) -> tuple[float | int, ...]:
    plain = "\n\n".join(paragraphs)
    places, at = [], 0
    for paragraph in paragraphs:
        places.append(at)
        at += len(paragraph) + 2
    with parsed(plain, places) as doc:
        spans = [Span(place, place + len(paragraph)) for place, paragraph in zip(places, paragraphs, strict=True)]
        found = find_changes(doc, spans)
    ours = {places.index(start) for start in found}
    lengths = [len(paragraph.split()) for paragraph in paragraphs]
    total, parts = sum(lengths), len(starts) + 1
    even = {_nearest(lengths, total * number / parts) for number in range(1, parts)}
    words = [_words(lengths, each) for each in (starts, ours, set(), even)]
    window = max(2, round(total / parts / 2))
    scores = [
        score for each in words[1:] for score in (_pk(words[0], each, window), _window_diff(words[0], each, window))
    ]
    return parts, scores[0], scores[1], len(ours) + 1, *scores[2:]


def _nearest(lengths: Sequence[int], place: float) -> int:
    sums = [sum(lengths[:number]) for number in range(len(lengths))]
    return min(range(1, len(lengths)), key=lambda number: abs(sums[number] - place))


def _words(lengths: Sequence[int], starts: set[int]) -> list[int]:
    """Return the number of the part that each word lies in."""
    part, words = 0, []
    for number, length in enumerate(lengths):
        part += number in starts
        words += [part] * length
    return words


def _pk(gold: Sequence[int], found: Sequence[int], window: int) -> float:
    pairs = range(len(gold) - window)
    return mean((gold[at] == gold[at + window]) != (found[at] == found[at + window]) for at in pairs)


def _window_diff(gold: Sequence[int], found: Sequence[int], window: int) -> float:
    pairs = range(len(gold) - window)
    return mean(gold[at + window] - gold[at] != found[at + window] - found[at] for at in pairs)


def _files(names: Sequence[str]) -> list[Path]:
    found = []
    for path in map(Path, names):
        found += sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES) if path.is_dir() else [path]
    return found


if __name__ == "__main__":
    main()
