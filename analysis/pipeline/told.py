"""Whom the reporter tells to take a side without a word of theirs: "the nurses' union condemned the raids"."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from analysis.pipeline.bearers import objects_of, sider_of, willing
from analysis.pipeline.names import can_speak, noun_class
from analysis.pipeline.page import Page
from analysis.pipeline.stance_words import entries_of
from analysis.records import Span

_SIDES = frozenset({"directional", "leaning"})
_PRONOUNS = frozenset({"he", "she"})
_DEEDS = frozenset({"attack", "back", "demand", "fight", "lash", "lose", "protest", "refuse", "thank", "want"})
"""Verbs that tell a deed of a state or body as often as a view: "the army attacked the town"."""


def siders(page: Page, reported: Sequence[Span]) -> Iterator[Token]:
    """Yield who takes a side in the reporter's own words, in text order: names, groups by their noun, "he" and "she".

    ``reported`` are the places of indirect speech: what is said there of others is the speaker's word, not the
    reporter's.
    """
    for word in page.doc:
        kinds = {kind for kind, _ in entries_of(word)}
        takes = kinds & _SIDES or ("deed" in kinds and willing(word) is not None)
        if not takes or not page.outside[word.i] or any(span.start <= word.idx < span.end for span in reported):
            continue
        first = sider_of(word)
        for sider in () if first is None else (first, *first.conjuncts):
            named = sider.pos_ == "PROPN" or sider.lower_ in _PRONOUNS or _is_group(sider)
            about = any(bearer.pos_ in {"NOUN", "PROPN"} for bearer in objects_of(word))
            if named and about and page.outside[sider.i] and (sider.ent_type_ == "PERSON" or word.lemma_ not in _DEEDS):
                yield sider


def _is_group(noun: Token) -> bool:
    """Tell whether a common noun names people or a body closely enough: "gay rights groups", "the labour movement"."""
    described = any(child.dep_ in {"compound", "amod", "poss", "nmod"} for child in noun.children)
    return noun.pos_ == "NOUN" and described and noun_class(noun) in {"person", "body"} and can_speak(noun)
