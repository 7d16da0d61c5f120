"""Turns of speech in a transcript or interview: paragraphs that a speaker's name and a colon open.

"HOLT: Why did you leave?" is a turn where such labels alternate and somebody speaks in the first or second person, or
where the article names the person in full elsewhere. Lists with labels ("Price: 20 euros", "Ohio: 18 seats") are none.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.pipeline.namesakes import plain_capitals
from analysis.pipeline.places import place_named
from analysis.records import Span

_LABEL = re.compile(
    r"(?P<name>(?:[^\W\d_a-z][\w.'’-]*[^\S\n]){0,4}[^\W\d_a-z][\w.'’-]*)(?:[^\S\n]\([^()\n]{1,40}\))?:[^\S\n]+(?=\S)"
)
_TALK = re.compile(r"\b(?:I|[Yy]ou|[Yy]our|[Mm]y|[Ww]e|[Uu]s|[Oo]ur)\b|\?")
_LEAST_TURNS = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in one paragraph, and the label that names the speaker there."""

    label: Span
    span: Span
    paragraph: int


def find_turns(text: str, paragraphs: Sequence[Span]) -> tuple[Turn, ...]:
    """Return the turns among body paragraphs, in order; none where labels do not come from a conversation."""
    found = [turn for index, paragraph in enumerate(paragraphs) if (turn := _turn(text, paragraph, index)) is not None]
    count = Counter(_name(turn, text) for turn in found)
    talk = sum(bool(_TALK.search(turn.span.of(text))) for turn in found)
    replies = sum(
        two.paragraph == one.paragraph + 1 and _name(one, text) != _name(two, text)
        for one, two in itertools.pairwise(found)
    )
    repeated = max(count.values(), default=0) > 1
    conversation = len(found) >= _LEAST_TURNS and repeated and talk * 2 >= len(found) <= replies * 2 + 1
    return tuple(turn for turn in found if (conversation or _is_named(turn, text)) and not _is_word(turn, text))


def _turn(text: str, paragraph: Span, index: int) -> Turn | None:
    label = _LABEL.match(text, paragraph.start, paragraph.end)
    if label is None or place_named(label["name"]) is not None or label["name"].casefold() in plain_capitals():
        return None
    return Turn(Span(*label.span("name")), Span(label.end(), paragraph.end), index)


def _name(turn: Turn, text: str) -> str:
    return turn.label.of(text).casefold()


def _is_named(turn: Turn, text: str) -> bool:
    """Tell whether a label is a full name that stands elsewhere too, before words addressed to somebody."""
    name = turn.label.of(text)
    return " " in name and text.count(name) > 1 and bool(_TALK.search(turn.span.of(text)))


def _is_word(turn: Turn, text: str) -> bool:
    """Tell whether the article uses a label as an ordinary word ("Note:" beside "a note")."""
    name = turn.label.of(text)
    return " " not in name and re.search(rf"\b{re.escape(name.lower())}\b", text) is not None
