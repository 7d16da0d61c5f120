"""Reporting clauses: the words that say that somebody said something, who that is, and the clause they govern.

Everything inside quotation marks is left out, and so is reporting inside a reported clause: speech inside speech yields
no speaker. Subjects come from the dependency parse (ClearNLP labels, as spaCy's English models have them).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from analysis.pipeline.clauses import according_clause, covered, reported_clause
from analysis.pipeline.lexicon import Verb, cue_span_end, noun_of, verb_of
from analysis.records import Span

_SUBJECTS = frozenset({"nsubj", "csubj"})
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_DOCUMENTS = frozenset(
    "statement letter email e-mail message tweet post memo note release interview speech comment remark op-ed article".split()
)
_CLIMBED = frozenset({"advcl", "conj", "xcomp", "ccomp", "pcomp", "prep", "dep", "parataxis"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A reporting clause: indices of the cue and of the head of its source in the Doc, and the reported clause."""

    cue: int
    cue_span: Span
    verb: Verb
    source: int | None
    content: Span | None
    rule: str


def find_frames(doc: Doc, outside: Sequence[bool]) -> list[Frame]:
    """Return the reporting clauses of a page in text order.

    ``outside`` says of each token whether it is the reporter's own: in the body and outside quotation marks.
    """
    quoted = [not own for own in outside]
    frames: list[Frame] = []
    shared: dict[int, int] = {}
    for token in doc:
        if quoted[token.i]:
            continue
        if token.lower_ == "according" and token.i + 2 < len(doc) and token.nbor().lower_ == "to":
            frames.extend(_according(token, quoted))
        elif token.pos_ in ("VERB", "AUX"):
            frames.extend(_verbal(token, quoted, shared))
        elif token.pos_ == "NOUN":
            frames.extend(_nominal(token, quoted))
    return _outermost(frames)


def cue_span(token: Token) -> Span:
    """Return the characters of a cue, its particle or "to" included."""
    last = token.doc[cue_span_end(token)]
    return Span(token.idx, last.idx + len(last))


def source_of(token: Token, quoted: Sequence[bool]) -> tuple[Token | None, str]:
    """Return the word that heads the source of a reporting verb, and how it was found.

    Participles, conjuncts and complements take the subject of the verb above them; relative clauses their antecedent;
    passives the agent, if any; "a statement saying" the one who made the statement.
    """
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in token.children):
        return _passive(token)
    verb = token
    for _ in range(4):
        subject = next((child for child in verb.children if child.dep_ in _SUBJECTS and not quoted[child.i]), None)
        if subject is not None:
            return _antecedent(subject, verb), "its subject" if verb is token else "subject of the verb above"
        if verb is token:
            inverted = _inverted(token, quoted)
            if inverted is not None:
                return inverted, "verb before its subject"
        if verb.dep_ in ("acl", "relcl") and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return _author(verb.head, quoted), "noun before its clause"
        if verb.dep_ not in _CLIMBED or verb.head is verb or (verb.dep_ == "ccomp" and verb is token):
            break
        verb = verb.head
    return None, "no subject"


def _verbal(token: Token, quoted: Sequence[bool], shared: dict[int, int]) -> Iterator[Frame]:
    verb = verb_of(token)
    if verb is None:
        return
    source, rule = source_of(token.doc[shared.get(token.i, token.i)], quoted)
    if source is not None and quoted[source.i]:
        return
    reported = reported_clause(token, verb, quoted) if verb.frames & {"clause", "quote"} else None
    if reported is not None:
        shared.update(dict.fromkeys(reported.resumed, token.i))
    if source is None and reported is None:
        return
    yield Frame(
        token.i,
        cue_span(token),
        verb,
        None if source is None else source.i,
        None if reported is None else reported.span,
        rule,
    )


def _according(token: Token, quoted: Sequence[bool]) -> Iterator[Frame]:
    """Yield the frame of "according to X"."""
    to = token.nbor()
    source = next((child for word in (to, token) for child in word.children if child.dep_ == "pobj"), None)
    verb = verb_of(token)
    if source is None or quoted[source.i] or verb is None:
        return
    phrase = sorted({*token.subtree, *to.subtree}, key=lambda word: word.i)
    yield Frame(
        token.i, Span(token.idx, to.idx + len(to)), verb, source.i, according_clause(phrase, quoted), "according to"
    )


def _nominal(token: Token, quoted: Sequence[bool]) -> Iterator[Frame]:
    """Yield the frame of a noun with a that-clause whose owner is named: "his claim that", "a warning by X that"."""
    verb = noun_of(token)
    if verb is None:
        return
    clause = next((child for child in token.children if child.dep_ in ("acl", "ccomp") and child.i > token.i), None)
    if clause is None or not any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.children):
        return
    owner = _owner(token)
    if owner is not None and not quoted[owner.i]:
        content = covered([word for word in clause.subtree if word.i > token.i])
        yield Frame(token.i, Span(token.idx, token.idx + len(token)), verb, owner.i, content, "noun with that")


def _owner(noun: Token) -> Token | None:
    """Return who a noun belongs to or comes from: "his claim", "a claim by X"."""
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is not None:
        return owner
    by = next((child for child in noun.children if child.lower_ in ("by", "from") and child.dep_ in ("prep", "agent")), None)
    return next((child for child in by.children if child.dep_ == "pobj"), None) if by is not None else None


def _author(noun: Token, quoted: Sequence[bool]) -> Token:
    """Return who made a statement, where a document is the object of another verb ("issued a statement saying")."""
    if noun.lemma_.lower() not in _DOCUMENTS:
        return noun
    owner = _owner(noun)
    if owner is not None:
        return owner
    verb = noun.head if noun.dep_ in ("dobj", "pobj") else None
    if verb is not None and verb.pos_ == "ADP":
        verb = verb.head
    if verb is not None and verb.pos_ in ("VERB", "AUX"):
        source, _ = source_of(verb, quoted)
        if source is not None:
            return source
    return noun


def _passive(token: Token) -> tuple[Token | None, str]:
    by = next((child for child in token.children if child.dep_ == "agent"), None)
    agent = next((child for child in by.children if child.dep_ == "pobj"), None) if by is not None else None
    if agent is not None:
        return agent, "passive with its agent"
    subject = next((child for child in token.children if child.dep_ == "nsubjpass"), None)
    if token.lemma_.lower() == "quote" and subject is not None:
        return subject, "quoted as saying"
    return None, "passive, no source given"


def _antecedent(subject: Token, verb: Token) -> Token:
    return verb.head if subject.lower_ in _RELATIVES and verb.dep_ == "relcl" else subject


def _inverted(token: Token, quoted: Sequence[bool]) -> Token | None:
    """Return the head of the noun phrase right after a finite verb ("said James Nixey"), which parsers call an object."""
    if token.tag_ not in ("VBD", "VBZ", "VBP") or not 0 < token.i < len(token.doc) - 1:
        return None
    following = token.nbor()
    if quoted[following.i] or following.pos_ not in ("PROPN", "DET", "PRON", "NOUN", "ADJ"):
        return None
    if token.nbor(-1).text not in (",", '"', "'", "-", "–", "—", "?", "!"):
        return None
    head = following
    while head.i < head.head.i <= token.i + 12 and head.dep_ in ("compound", "det", "amod", "poss", "nmod", "nummod"):  # noqa: PLR2004 - no noun phrase is longer
        head = head.head
    return head


def _outermost(frames: Sequence[Frame]) -> list[Frame]:
    """Leave out reporting inside a reported clause: its verb and its source both lie there."""
    return [
        frame
        for frame in frames
        if not any(
            other is not frame and other.content is not None and other.content.holds(frame.cue_span) for other in frames
        )
    ]
