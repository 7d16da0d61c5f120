"""Whom the reporter tells to take a side without a word of theirs: "the nurses' union condemned the raids"."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from analysis.pipeline.bearers import bearers_of, namer_of, objects_of, sider_of, willing
from analysis.pipeline.names import can_speak, noun_class
from analysis.pipeline.page import Page
from analysis.pipeline.stance_words import entries_of
from analysis.records import Span

_SIDES = frozenset({"directional", "leaning"})
_PRONOUNS = frozenset({"he", "she"})
_THINGS = frozenset({"it", "them", "this"})
_DEEDS = frozenset({"attack", "fight", "lash", "lose", "refuse", "thank"})
"""Verbs that tell a deed of a state or body as often as a view: "the army attacked the town"."""


def siders(page: Page, reported: Sequence[Span]) -> Iterator[Token]:
    """Yield who takes a side in the reporter's own words, in text order: names, groups by their noun, "he" and "she".

    ``reported`` are the places of indirect speech: what is said there of others is the speaker's word, not the
    reporter's.
    """
    for word in page.doc:
        if not page.outside[word.i] or any(span.start <= word.idx < span.end for span in reported):
            continue
        first = _sider(word)
        for sider in () if first is None else (first, *first.conjuncts):
            named = _is_named(sider) or sider.lower_ in _PRONOUNS or _is_group(sider)
            if named and page.outside[sider.i] and (sider.ent_type_ == "PERSON" or word.lemma_ not in _DEEDS):
                yield sider


def _sider(word: Token) -> Token | None:
    """Return who takes a side towards something with a word: "[Lee] condemned it", "[Lee] called it a mistake"."""
    kinds = {kind for kind, _ in entries_of(word)}
    if kinds & _SIDES or ("deed" in kinds and willing(word) is not None):
        return sider_of(word) if any(map(_is_thing, objects_of(word))) else None
    if "evaluative" in kinds and any(map(_is_thing, bearers_of(word))):
        return namer_of(word)
    return None


def _is_named(word: Token) -> bool:
    """Tell whether a word is a name, and not that of some of a people: "the [Armenians] of Israel"."""
    some = word.ent_type_ == "NORP" and any(child.dep_ == "prep" for child in word.children)
    return word.pos_ == "PROPN" and not some


def _is_thing(word: Token) -> bool:
    return word.pos_ in {"NOUN", "PROPN"} or word.lower_ in _THINGS


def _is_group(noun: Token) -> bool:
    """Tell whether a common noun names people or a body closely enough: "gay rights groups", "the council"."""
    kind = noun_class(noun)
    described = any(child.dep_ in {"compound", "amod", "poss", "nmod"} for child in noun.children)
    one = kind == "body" and noun.tag_ == "NN" and any(child.lower_ == "the" for child in noun.children)
    return noun.pos_ == "NOUN" and (described or one) and kind in {"person", "body"} and can_speak(noun)
