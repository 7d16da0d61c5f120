"""The bodies that an article names: which of them "the institute", "it" or "the IMF" means."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from analysis.pipeline.names import bare, is_body_word, noun_class, trimmed
from analysis.pipeline.namesakes import initials

_FAR = 12
"""Words after a name in which a description of it ends (", a think-tank in Hamburg,")."""
_NEAR = 2000
"""Characters back in which the name that a description means is looked for."""
_REACH = 3
"""Sentences back in which the subject that "it" or "they" goes on with is looked for."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A body where the reporter names it: its name, its position, and the words around that say what it is."""

    name: str
    start: int
    words: str


class Organisations:
    """The bodies that an article names outside quotation marks, in text order."""

    def __init__(self, doc: Doc, outside: Sequence[bool]) -> None:
        self._doc, self._outside = doc, outside
        self._named = [_named(run) for run in _runs(doc, outside)]

    def described(self, words: str, position: int) -> str | None:
        """Return which body a description ("the institute", "the think-tank") means: the last one that fits it."""
        wanted = bare(words).lower()
        near = [named for named in self._named if position - _NEAR < named.start < position]
        fits = [named.name for named in near if re.search(rf"\b{re.escape(wanted)}\b", named.words)]
        return fits[-1] if fits else None

    def spelled_out(self, acronym: str) -> str | None:
        """Return the one full name in the article that capital letters stand for, else None."""
        wanted = acronym.replace(".", "")
        fits = {named.name.lower(): named.name for named in self._named if initials(named.name) == wanted}
        fits.pop(acronym.lower(), None)
        return next(iter(fits.values())) if len(fits) == 1 else None

    def subject_before(self, pronoun: Token, *, plural: bool) -> Token | None:
        """Return the body, or group of people for a plural, that a pronoun goes on with.

        It is the last such subject of the few sentences before, in the same paragraph or the last.
        """
        start = pronoun.sent.start
        for _ in range(_REACH):
            start = self._doc[start - 1].sent.start if start else 0
        for word in reversed(self._doc[start : pronoun.i]):
            if word.dep_ in ("nsubj", "nsubjpass") and self._outside[word.i] and _fits(word, plural=plural):
                return word
        return None


def _fits(word: Token, *, plural: bool) -> bool:
    """Tell whether a subject is a body, or several people where a plural is asked for."""
    kind = noun_class(word) if word.pos_ == "NOUN" else None
    if word.tag_ in ("NNS", "NNPS") and kind in ("person", "body"):
        return plural
    return kind == "body" or word.ent_type_ == "ORG"


def _runs(doc: Doc, outside: Sequence[bool]) -> Iterator[DocSpan]:
    for entity in doc.ents:
        if entity.label_ == "ORG" and outside[entity.start]:
            run = trimmed(entity)
            if run is not None:
                yield run


def _named(run: DocSpan) -> _Named:
    """Return a body with the words that say what it is: its own, and those between the commas after it."""
    name = bare(run.text)
    words = [word for word in name.lower().split() if is_body_word(word)]
    return _Named(name, run.start_char, " ".join([*words, _description(run)]))


def _description(run: DocSpan) -> str:
    """Return the words of an apposition after a name, in lower case, "" where there is none."""
    doc, end = run.doc, run.end
    if end >= len(doc) or doc[end].text not in (",", "–", "—", "("):
        return ""
    found = []
    for word in doc[end + 1 : end + _FAR]:
        if word.text in ",.;)" or word.pos_ == "VERB":
            break
        found.append(word)
    if not found or found[0].lower_ not in ("a", "an", "the", "one") or found[0].sent != run.sent:
        return ""
    return doc[found[0].i : found[-1].i + 1].text.lower()
