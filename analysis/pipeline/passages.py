"""What the reader of stances is shown: the sentences that hold a quote, with who speaks and what is spoken about.

Sentences are found in the text itself, so that a target which a person adds later can be judged without a new parse.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.records import Quote, Span, Speaker

_END = re.compile(r"[.!?…][\"”’'»)\]]*\s+(?=[\"“‘'«(\[]*[A-Z0-9])|\n")
_SHORT = re.compile(r"(?:^|[\s(\"“‘'])(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|Gov|Prof|St|No|vs|U\.S|U\.K|U\.N)\.$")
_LONGEST = 420
"""Characters of a passage: about what the model can read at once. Longer quotes are read in several passages."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A passage of the article: its place, whose words it holds, and where they are named there."""

    span: Span
    speaker: str
    holder: tuple[Span, ...]
    quotes: tuple[Quote, ...]

    def said(self) -> Iterator[tuple[Quote, Span]]:
        """Yield the quotes of the passage with what of each lies in it, the reported clause of mixed quotes whole."""
        for quote in self.quotes:
            words = words_of(quote)
            if words.overlaps(self.span):
                yield quote, Span(max(words.start, self.span.start), min(words.end, self.span.end))

    def owner(self, place: Span) -> Quote | None:
        """Return the quote that a place belongs to: the one that holds it, else the first whose clause does."""
        inside = [quote for quote in self.quotes if words_of(quote).holds(place) and self.span.holds(place)]
        return next((quote for quote in inside if quote.span.holds(place)), inside[0] if inside else None)


def words_of(quote: Quote) -> Span:
    """Return what a quote reports: its span, for a mixed quote the whole clause."""
    return quote.clause if quote.type == "mixed" and quote.clause is not None else quote.span


def find_scenes(text: str, quotes: Sequence[Quote], speakers: Sequence[Speaker]) -> list[Scene]:
    """Return the passages that hold the quotes of known speakers, in order.

    A passage is a run of sentences with words of one speaker, up to about 420 characters, inside one paragraph.
    """
    starts = sentence_starts(text)
    scenes = []
    for speaker in speakers:
        own = sorted((quote for quote in quotes if quote.speaker == speaker.id), key=lambda quote: quote.span.start)
        sentences = sorted({at for quote in own for at in _sentences(words_of(quote), starts)})
        for span in _runs(text, sentences, starts):
            held = tuple(quote for quote in own if words_of(quote).overlaps(span))
            if held:
                scenes.append(Scene(span, speaker.id, _holder(span, speaker, held), held))
    return sorted(scenes, key=lambda scene: scene.span)


def sentence_starts(text: str) -> list[int]:
    """Return where the sentences of a text start, with the end of the text as the last entry."""
    found = [0]
    for stop in _END.finditer(text):
        closing = text[max(0, stop.start() - 6) : stop.start() + 1]
        if text[stop.start()] == "\n" or not _SHORT.search(closing):
            found.append(stop.end())
    return [*found, len(text)]


def _sentences(words: Span, starts: Sequence[int]) -> range:
    """Return the numbers of the sentences that words stand in."""
    return range(bisect_right(starts, words.start) - 1, bisect_left(starts, words.end))


def _runs(text: str, sentences: Sequence[int], starts: Sequence[int]) -> Iterator[Span]:
    """Yield neighbouring sentences together, as many as a passage holds."""
    open_run: Span | None = None
    for at in sentences:
        span = Span(starts[at], starts[at + 1])
        follows = open_run is not None and open_run.end == span.start and text[span.start - 1] != "\n"
        if open_run is not None and follows and span.end - open_run.start <= _LONGEST:
            open_run = Span(open_run.start, span.end)
        else:
            if open_run is not None:
                yield open_run
            open_run = span
    if open_run is not None:
        yield open_run


def _holder(span: Span, speaker: Speaker, quotes: Sequence[Quote]) -> tuple[Span, ...]:
    """Return where the speaker is named in a passage outside the words quoted."""
    named = {*speaker.mentions, *(quote.mention for quote in quotes if quote.mention is not None)}
    return tuple(
        sorted(
            place for place in named if span.holds(place) and not any(place.overlaps(quote.span) for quote in quotes)
        )
    )
