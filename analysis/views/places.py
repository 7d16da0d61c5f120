"""Where in a text the words stand that a person looked for."""

import re

from analysis.library.filters import fold, terms
from analysis.records import Span

_LETTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)


def places(text: str, words: str) -> list[Span]:
    """Return the stretches of ``text`` that a search for ``words`` finds, in order, none inside another.

    The text is compared as a search compares it, letter by letter, so the stretches are those of the text as it is.
    """
    folded, origin = _folded(text)
    found = (
        Span(origin[at].start, origin[at + len(term) - 1].end) for term in terms(words) for at in _starts(folded, term)
    )
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _folded(text: str) -> tuple[str, list[Span]]:
    """Return a text as searches compare it, with single spaces, and where each of its letters comes from.

    A letter is folded together with the accents that follow it.
    """
    letters: list[str] = []
    origin: list[Span] = []
    for found in _LETTER.finditer(text):
        folded = fold(found[0])
        if folded.isspace() and letters[-1:] != [" "]:
            folded = " "
        elif folded.isspace():
            continue
        letters += folded
        origin += [Span(*found.span())] * len(folded)
    return "".join(letters), origin


def _starts(text: str, term: str) -> list[int]:
    found, at = [], text.find(term)
    while at >= 0:
        found.append(at)
        at = text.find(term, at + len(term))
    return found
