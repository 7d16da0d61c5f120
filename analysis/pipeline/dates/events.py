"""What happens on a date: the clause that the date stands in, by the dependency parse.

A date that describes a noun ("the 2022 invasion", "last month's talks") dates that noun; any other dates the clause of
the verb above it, with its subject and what is said, without clauses that only hang on it. Limits: the parse decides
which verb that is, and the clause of a second verb starts with the subject that it shares with the first.
"""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from analysis.records import Span

_BEFORE_NOUN = {"nmod", "compound", "amod", "nummod", "poss", "npadvmod"}
_OWN_CLAUSE = {"advcl", "relcl", "parataxis", "conj"}
_SUBJECTS = {"nsubj", "nsubjpass", "expl", "csubj"}
_EDGE = {"punct", "cc", "mark"}
_RAISED = {"xcomp", "aux", "auxpass"}


def event_at(doc: Doc, span: Span) -> Span | None:
    """Return the words that tell what happens on a date, the date among them; None for a place outside the parse."""
    found = doc.char_span(span.start, span.end, alignment_mode="expand")
    if found is None or not len(found):
        return None
    date = found.root
    tokens = _noun(date, found.start, found.end) or _clause(date)
    return _trimmed(tokens) if tokens else None


def _noun(date: Token, start: int, end: int) -> list[Token]:
    """Return the noun phrase that a date before a noun belongs to."""
    noun = date.head
    before = date.dep_ in _BEFORE_NOUN and noun.i >= end and noun.pos_ in {"NOUN", "PROPN"}
    if not before:
        return []
    kept = [token for token in noun.subtree if not _hangs_on(token, noun, start)]
    return kept if len(kept) > end - start else []


def _clause(date: Token) -> list[Token]:
    """Return the clause of the nearest verb above a date, without what is said ahead of it ("...", he said Friday)."""
    verbs = [token for token in [date, *date.ancestors] if token.pos_ in {"VERB", "AUX"}]
    verb = next((token for token in verbs if not _leans_on(token)), verbs[-1] if verbs else None)
    if verb is None:
        return [token for token in date.sent if not token.is_space]
    ahead = {word for child in verb.lefts if child.dep_ == "ccomp" for word in child.subtree}
    ahead = set() if date in ahead else ahead
    kept = [token for token in verb.subtree if token not in ahead and not _hangs_on(token, verb, date.i)]
    if verb.dep_ in {"relcl", "acl"}:
        kept = [*_named(verb.head), *kept]
    elif not _has_subject(verb):
        kept = [*_shared_subject(verb), *kept]
    return kept


def _leans_on(verb: Token) -> bool:
    """Tell whether a verb says little without the one above it: an auxiliary, "to sign", "launched in June, ..."."""
    infinitive = any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    return verb.dep_ in _RAISED or infinitive or (verb.dep_ == "advcl" and not _has_subject(verb))


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in _SUBJECTS for child in verb.children)


def _hangs_on(token: Token, top: Token, date: int) -> bool:
    """Tell whether a word lies in a clause below the one of ``top`` that is not what is said and has not the date."""
    while token != top:
        if token.dep_ in _OWN_CLAUSE and token.pos_ in {"VERB", "AUX"}:
            return not any(word.i == date for word in token.subtree)
        token = token.head
    return False


def _named(noun: Token) -> Iterator[Token]:
    """Yield a noun with what stands before it."""
    yield from (token for token in noun.subtree if token.i <= noun.i)


def _shared_subject(verb: Token) -> list[Token]:
    """Return the subject of the verb that a second verb is joined to."""
    while verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        verb = verb.head
        subject = next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
        if subject is not None:
            return list(subject.subtree)
    return []


def _trimmed(tokens: list[Token]) -> Span:
    """Return the stretch from the first word to the last, without marks and conjunctions at its edges."""
    while len(tokens) > 1 and _is_edge(tokens[0]):
        tokens = tokens[1:]
    while len(tokens) > 1 and _is_edge(tokens[-1]):
        tokens = tokens[:-1]
    first, last = min(token.idx for token in tokens), max(token.idx + len(token) for token in tokens)
    return Span(first, last)


def _is_edge(token: Token) -> bool:
    return token.dep_ in _EDGE or token.is_punct or token.is_space
