"""Whether the sentence speaks of what was or of what is to come, at a given place in it."""

from typing import Literal

from spacy.tokens import Doc, Token

from analysis.pipeline.dates.words import words_of
from analysis.records import Span

Tense = Literal["past", "future", "prospective", "unknown"]

_SHIFTED = {"would", "'d", "should", "could", "might"}
_MODALS = {"will", "'ll", "wo", "shall", "must", "can", "may", "ca"} | _SHIFTED
_PAST_LINKS = {"after", "since", "following"}
_FUTURE_LINKS = {"before", "until", "till", "by", "ahead", "pending"}
_PAST_HELPERS = {"have", "has", "had", "'ve", "did", "was", "were", "been"}
_BE = {"is", "are", "am", "'s", "'re", "'m", "be"}


def tense_at(doc: Doc, span: Span) -> Tense:
    """Return the tense of the nearest verb above the words of a span, by the dependency parse.

    "prospective" is the future seen from the past ("was due to be restored", "said it would leave"): it may lie on
    either side of publication. An infinitive is prospective under a past verb, except after the verbs of
    ``data/calendar.csv`` that say that it came to pass ("managed to meet"). A plain present tells nothing in a report
    ("the deal comes after talks on Friday"), so prepositions on the way up decide first; "unknown" is an answer.
    """
    found = doc.char_span(span.start, span.end, alignment_mode="expand")
    if found is None or not len(found):
        return "unknown"
    infinitive = False
    link: Tense = "unknown"
    for token in [found.root, *found.root.ancestors]:
        if link == "unknown":
            link = _link(token)
        if token.pos_ not in {"VERB", "AUX"}:
            continue
        tense = _of_verb(token)
        if tense == "infinitive":
            infinitive = True
        elif tense == "none":
            continue
        elif infinitive and tense == "past":
            return "past" if token.lemma_.lower() in words_of("came-to-pass") else "prospective"
        elif infinitive:
            return "future"
        elif tense == "present":
            return "future" if link == "unknown" else link
        else:
            return tense
    return "future" if infinitive else link


def _link(token: Token) -> Tense:
    """Return what a preposition on the way up says: "after Friday" is past, "back in May" too, "by May" is not."""
    word = token.lower_
    if word in _PAST_LINKS or (word == "in" and token.i and token.nbor(-1).lower_ == "back"):
        return "past"
    return "future" if word in _FUTURE_LINKS else "unknown"


def _of_verb(verb: Token) -> Tense | Literal["present", "infinitive", "none"]:
    """Return the tense of one verb with its auxiliaries; "none" for participles that take it from the clause above."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if helpers & _MODALS and not helpers & {"have"} and verb.tag_ != "VBN":
        return "prospective" if helpers & _SHIFTED else "future"
    if helpers & _MODALS and "be" in helpers:
        return "prospective" if helpers & _SHIFTED else "future"
    if "to" in helpers:
        return "infinitive"
    if verb.tag_ == "VBD" or helpers & _PAST_HELPERS:
        return "past"
    if helpers & _BE:
        return "future"
    if verb.tag_ == "VBN":
        return "past"
    if verb.tag_ in {"VBZ", "VBP"}:
        return "present"
    return "none" if not helpers & {"do", "does"} else "present"
