"""What the top of a page says about the article: its headline, who wrote it, and the lines that hold its day."""

import re
from dataclasses import dataclass

from analysis.layout.lines import read_lines
from analysis.layout.roles import find_kinds

_BY = re.compile(r"^by[:\s]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """Headline and author as written, "" where there are none; ``dated`` are the lines with a day or time."""

    headline: str = ""
    byline: str = ""
    dated: tuple[str, ...] = ()


def find_head(text: str) -> Head:
    """Return what stands above the first sentence of a page, and in lines of its own that tell the day."""
    lines = read_lines(text)
    found: dict[str, list[str]] = {"headline": [], "byline": []}
    for line, kind in zip(lines, find_kinds(lines), strict=True):
        if kind == "headline" or (kind == "byline" and _BY.match(line.text)):
            found[kind].append(_BY.sub("", line.text) if kind == "byline" else line.text)
    return Head(
        headline=next(iter(found["headline"]), ""),
        byline=next(iter(found["byline"]), ""),
        dated=tuple(line.text for line in lines if line.phrase and line.phrase.kind in {"dateline", "byline"}),
    )
