"""What runs of words are: finite, complete clauses, opened by "that"; and the characters that they cover."""

from collections.abc import Sequence

from spacy.tokens import Token

from analysis.pipeline.lexicon import words_of
from analysis.records import Span

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def covered(tokens: Sequence[Token]) -> Span | None:
    """Return the characters of a run of tokens without the *that*, connectives, stops and spaces at its edges."""
    kept = list(tokens)
    while kept and (kept[0].is_space or _opens_nothing(kept[0])):
        kept.pop(0)
    while kept and (
        kept[-1].is_space or kept[-1].dep_ == "cc" or (kept[-1].is_punct and kept[-1].text not in ")%]'\"")
    ):
        kept.pop()
    return Span(kept[0].idx, kept[-1].idx + len(kept[-1])) if kept else None


def conjoins(token: Token) -> bool:
    """Tell whether "that" opens a clause with a subject of its own, though the parser made it a relative pronoun.

    "He alleged in the suit that Lee owed money": the clause lacks nothing that "that" could stand for.
    """
    if token.lower_ != "that" or token.i + 1 >= len(token.doc):
        return False
    if token.tag_ == "IN":
        return True
    verb = next((word for word in token.ancestors if word.dep_ == "relcl"), None)
    if verb is None or token.tag_ != "WDT":
        return False
    own = [child.dep_ for child in verb.children if child.i > token.i]
    subject = "nsubj" in own or "nsubjpass" in own
    return subject and (token.dep_ == "mark" or any(dep in ("dobj", "attr", "acomp", "ccomp") for dep in own))


def is_complete(tokens: Sequence[Token]) -> bool:
    """Tell whether words are a main clause of their own: a finite verb with its subject, under no conjunction."""
    inside = {token.i for token in tokens}
    for token in tokens:
        subjects = [
            child for child in token.children if child.dep_ in ("nsubj", "nsubjpass", "expl") and child.i in inside
        ]
        subordinate = any(
            child.dep_ in ("mark", "advmod") and child.lower_ in words_of("subordinator") for child in token.children
        )
        if (
            subjects
            and not subordinate
            and not any(word.dep_ == "advcl" and word.i in inside for word in token.ancestors)
            and token.dep_ not in ("relcl", "acl", "advcl")
            and is_finite([token, *token.children])
        ):
            return True
    return False


def is_finite(tokens: Sequence[Token]) -> bool:
    """Tell whether a finite verb is among the words, or one with a subject that the tagger took for an infinitive."""
    return any(
        token.tag_ in _FINITE or (token.tag_ == "VB" and token.dep_ == "ROOT" and _has_subject(token))
        for token in tokens
    )


def marked_by(token: Token, *words: str) -> bool:
    """Tell whether one of the words opens the clause of a verb as its conjunction."""
    return any(child.dep_ in ("mark", "advmod") and child.lower_ in words for child in token.children)


def word_after(token: Token) -> str:
    """Return the word right after a token, "" at the end of the text."""
    return token.nbor().text if token.i + 1 < len(token.doc) else ""


def is_object(child: Token, cue: Token) -> bool:
    """Tell whether a verb has an object of its own, which is not whom it addresses ("pointed out those features")."""
    return (
        child.dep_ == "dobj"
        and child.i > cue.i
        and child.pos_ == "NOUN"
        and child.lower_ != "reporters"
        and cue.lemma_ not in words_of("addressing")
    )


def _opens_nothing(token: Token) -> bool:
    if token.is_punct:
        return token.text not in "(\"$[£€'"
    return (token.lower_ == "that" and (token.tag_ == "IN" or token.dep_ in ("mark", "det"))) or (
        token.lower_ in ("but", "and", "so", "yet") and token.dep_ == "cc"
    )


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ == "nsubj" for child in verb.children)
