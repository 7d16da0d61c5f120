"""Quotes of a short article, and the table of articles in ``quotations.txt``."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from analysis.layout import find_layout
from analysis.pipeline.language import parsed
from analysis.pipeline.speakers import find_quotes
from analysis.records import Quote, Span, Speaker

_TABLE = Path(__file__).with_suffix(".txt")


class Found(NamedTuple):
    """What the quote and speaker stages give for a text."""

    text: str
    speakers: tuple[Speaker, ...]
    quotes: tuple[Quote, ...]
    scare_quotes: tuple[Span, ...]

    def rows(self) -> list[str]:
        """Return the quotes as the table writes them."""
        names = {
            speaker.id: speaker.name if speaker.kind == "person" else f"{speaker.name} [{speaker.kind}]"
            for speaker in self.speakers
        }
        said = [
            " | ".join(
                (
                    quote.type,
                    quote.span.of(self.text),
                    names[quote.speaker] if quote.speaker else "-",
                    quote.cue.of(self.text) if quote.cue else "-",
                )
            )
            for quote in self.quotes
        ]
        return [*said, *(f"scare | {span.of(self.text)}" for span in self.scare_quotes)]


def read_quotes(text: str) -> Found:
    """Return the speakers, quotes and scare quotes of a text."""
    layout = find_layout(text)
    with parsed(text, [paragraph.span.start for paragraph in layout.paragraphs]) as doc:
        return Found(text, *find_quotes(doc, text, layout, article="article", sections=()))


def examples() -> Iterator[tuple[str, str, list[str]]]:
    """Yield the group, the text and the expected rows of each article of the table."""
    group = ""
    for block in _TABLE.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("# ")]
        if lines and lines[0].startswith("== "):
            group = lines.pop(0).removeprefix("== ")
        expected = [line.removeprefix("> ") for line in lines if line.startswith("> ")]
        if expected:
            text = "\n".join(line for line in lines if not line.startswith("> "))
            yield group, text, [row for row in expected if row != "nothing"]
