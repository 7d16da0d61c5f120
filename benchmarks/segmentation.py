"""How well articles without headings are divided: those with headings, the headings taken out, divided again.

    python benchmarks/segmentation.py FILE_OR_FOLDER ...

Prints Pk (Beeferman, Berger and Lafferty 1999) and WindowDiff (Pevzner and Hearst 2002) over words at paragraph breaks,
0 is perfect, for the division of the product, for one section, and for an even split into as many parts as the article
has. The window is half the mean length of a part.
"""

import sys
from collections.abc import Mapping, Sequence
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
    scores = []
    for path in _files(sys.argv[1:]):
        try:
            text = read(path.name, path.read_bytes()).text
        except Unreadable as problem:
            print(f"{path.name}: {problem}")
            continue
        layout = find_layout(text)
        if len(layout.headings) < _FEWEST - 1:
            continue
        starts = {
            next((number for number, body in enumerate(layout.body) if body.start > heading.start), 0)
            for heading in layout.headings
        }
        scores.append(_measure([body.of(text) for body in layout.body], starts - {0}))
        print(f"{path.name:30} {len(starts - {0}) + 1} parts: {_shown(scores[-1])}")
    if scores:
        means = {name: tuple(map(mean, zip(*(each[name] for each in scores), strict=True))) for name in scores[0]}
        print(f"{len(scores)} articles, Pk and WindowDiff: {_shown(means)}")


def _shown(scores: Mapping[str, tuple[float, ...]]) -> str:
    return "  ".join(f"{name} {pk:.3f} {difference:.3f}" for name, (pk, difference) in scores.items())


def _measure(paragraphs: Sequence[str], starts: set[int]) -> dict[str, tuple[float, ...]]:
    """Return Pk and WindowDiff of each way to divide paragraphs of which those in ``starts`` begin a part."""
    plain = "\n\n".join(paragraphs)
    places = [0]
    for paragraph in paragraphs[:-1]:
        places.append(places[-1] + len(paragraph) + 2)
    spans = [Span(place, place + len(paragraph)) for place, paragraph in zip(places, paragraphs, strict=True)]
    with parsed(plain, places) as doc:
        ours = {places.index(start) for start in find_changes(doc, spans)}
    lengths = [len(paragraph.split()) for paragraph in paragraphs]
    total, parts = sum(lengths), len(starts) + 1
    even = {_nearest(lengths, total * number / parts) for number in range(1, parts)}
    window = max(2, round(total / parts / 2))
    gold = _words(lengths, starts)
    divided = {"ours": ours, "one section": set[int](), "even split": even}
    found = {name: _words(lengths, each) for name, each in divided.items()}
    return {name: (_pk(gold, each, window), _window_diff(gold, each, window)) for name, each in found.items()}


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
