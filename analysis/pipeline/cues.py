"""Reporting clauses: the words that say that somebody said something, who that is, and the clause they govern.

Everything inside quotation marks is left out, and so is reporting inside a reported clause: speech inside speech yields
no speaker. Subjects come from the dependency parse (ClearNLP labels, as spaCy's English models have them).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from analysis.pipeline.clauses import Reported, according_clause, reported_clause
from analysis.pipeline.interposed import before_verb, source_after, source_before
from analysis.pipeline.lexicon import Verb, cue_span_end, noun_of, verb_of, words_of
from analysis.pipeline.names import can_speak
from analysis.pipeline.phrases import covered
from analysis.records import Span

_SUBJECTS = frozenset({"nsubj", "csubj"})
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_CLIMBED = frozenset({"advcl", "conj", "xcomp", "ccomp", "pcomp", "prep", "dep", "parataxis"})
_INTERPOSED = "name right after its verb"


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
        beside = source_before(verb, quoted)
        if beside is not None:
            return beside, "name right before its verb"
        subject = _subject(verb, quoted)
        after = source_after(verb, subject) if subject is not None and verb is token else None
        if after is not None:
            return after, _INTERPOSED
        if subject is not None:
            return _named_before(
                verb, _whole_name(_antecedent(subject, verb))
            ), "its subject" if verb is token else "subject of the verb above"
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


def _subject(verb: Token, quoted: Sequence[bool]) -> Token | None:
    """Return the subject of a verb, also where the parser hung it on the auxiliary or a participle before the verb."""
    words = [*verb.children, *(word for child in verb.children if child.dep_ == "aux" for word in child.children)]
    between = (child for child in verb.children if child.dep_ == "advcl" and child.tag_ == "VBG" and child.i < verb.i)
    words += [word for child in between for word in child.children if word.i < child.i]
    return next((word for word in words if word.dep_ in _SUBJECTS and not quoted[word.i]), None)


def _named_before(verb: Token, subject: Token) -> Token:
    """Return the name that ends a described subject: "his envoy to Cairo Ann Lee said"."""
    word = verb.doc[before_verb(verb)]
    named = word.ent_type_ == "PERSON" and word.pos_ == "PROPN" and subject.i < word.i and subject.ent_type_ != "PERSON"
    commas = any(token.text == "," for token in verb.doc[subject.i : word.i]) if named else True
    return word if named and not commas and word.sent == subject.sent else subject


def _whole_name(subject: Token) -> Token:
    """Return the last word of a name whose title was taken for its head ("military spokesman Gen. Ahmed Khan")."""
    last = subject
    if subject.pos_ == "NOUN" or subject.ent_type_ != "PERSON":
        while (
            last.i + 1 < len(last.doc)
            and last.nbor().pos_ == "PROPN"
            and last.whitespace_
            and last.nbor().sent == last.sent
        ):
            last = last.nbor()
    return last if last.pos_ == "PROPN" and (subject.pos_ == "PROPN" or last.ent_type_ in ("PERSON", "")) else subject


def _verbal(token: Token, quoted: Sequence[bool], shared: dict[int, int]) -> Iterator[Frame]:
    verb = verb_of(token)
    if verb is None:
        return
    source, rule = source_of(token.doc[shared.get(token.i, token.i)], quoted)
    if source is not None and (quoted[source.i] or not can_speak(source) or _muses(source, verb)):
        return
    if token.dep_ == "pcomp" and token.head.lower_ in ("from", "without", "of"):
        return
    reported = reported_clause(token, verb, quoted, source) if "clause" in verb.frames else None
    if rule == _INTERPOSED:
        around = covered(list(token.sent))
        reported = Reported(around) if around else None
    if reported is not None:
        for index in reported.resumed:
            shared.setdefault(index, token.i)
    if source is None and reported is None:
        return
    if reported is not None and (_denied(token, verb) or (source is None and not _rumoured(token, rule))):
        reported = None
    yield Frame(
        token.i,
        cue_span(token),
        verb,
        None if source is None else source.i,
        None if reported is None else reported.span,
        rule,
    )


def _muses(source: Token, verb: Verb) -> bool:
    """Tell whether the writer thinks aloud ("I think", "we believe"): an opinion, nobody's report."""
    return verb.group == "think" and source.lower_ in ("i", "we", "you")


def _rumoured(token: Token, rule: str) -> bool:
    """Tell whether a passive reports speech though it names no source ("it was reported that")."""
    return rule.startswith("passive") and token.lemma_ in words_of("rumouring")


def _denied(token: Token, verb: Verb) -> bool:
    """Tell whether something was, as the text has it, not said: "has not indicated", "asks banks to explain why"."""
    if verb.group == "ask":
        return False
    if any(child.dep_ == "neg" for child in token.children):
        return True
    bare = token.tag_ == "VB" and token.dep_ in ("xcomp", "ccomp", "advcl")
    full = any(child.dep_ == "aux" and child.tag_ == "TO" for child in token.children)
    if bare and token.head.lemma_ in (words_of("obliging") if full else ("have", "let", "make")):
        return True
    return token.dep_ == "xcomp" and token.head.lemma_ in ("seem", "appear", "fail", "refuse", "decline")


def _according(token: Token, quoted: Sequence[bool]) -> Iterator[Frame]:
    """Yield the frame of "according to X"."""
    to = token.nbor()
    source = next((child for word in (to, token) for child in word.children if child.dep_ == "pobj"), None)
    misread = source is None and to.nbor().ent_type_ in ("PERSON", "ORG")
    if misread:
        source = to.nbor()
    verb = verb_of(token)
    if source is None or quoted[source.i] or verb is None or source.lemma_.lower() in words_of("yardstick"):
        return
    phrase = sorted({token, to, *token.subtree, *to.subtree}, key=lambda word: word.i)
    if misread:
        phrase = [word for word in phrase if word.i <= source.i]
    comma = next((word.i for word in phrase if word.i > source.i and word.text == ","), None)
    opens = token.i - token.sent.start <= 2
    if comma is not None and opens:
        name = _name_between_commas(token.doc, comma)
        end = _end_of_description(source, phrase, comma) if name is None else name.i + 1
        phrase = list(token.doc[token.i : end])
        source = name or source
    source = _last_name(phrase, _whole_name(source))
    yield Frame(
        token.i, Span(token.idx, to.idx + len(to)), verb, source.i, according_clause(phrase, quoted), "according to"
    )


def _end_of_description(source: Token, phrase: Sequence[Token], comma: int) -> int:
    """Return where a source's description between commas ends (", a geologist in Lisbon,"), else its first comma."""
    close = next((word.i for word in phrase if word.i > comma and word.text == ","), None)
    if close is None and phrase[-1].i + 1 < len(source.doc) and source.doc[phrase[-1].i + 1].text == ",":
        close = phrase[-1].i + 1
    inside = source.doc[comma + 1 : close] if close is not None else ()
    described = any(word.dep_ in ("appos", "relcl") and source.i <= word.head.i < comma for word in inside)
    return comma if close is None or not described else close


def _name_between_commas(doc: Doc, comma: int) -> Token | None:
    """Return the last word of a person's name that stands alone between two commas ("its coach, Ann Lee, ...")."""
    end = comma + 1
    while end < len(doc) and doc[end].ent_type_ == "PERSON":
        end += 1
    return doc[end - 1] if end > comma + 1 and end < len(doc) and doc[end].text == "," else None


def _last_name(phrase: Sequence[Token], source: Token) -> Token:
    """Return the name that ends a described source ("according to the envoy to Cairo Ann Lee"), else the source."""
    words = [word for word in phrase if not word.is_space]
    described = source.ent_type_ != "PERSON" and words and words[-1].ent_type_ == "PERSON" and words[-1].i > source.i
    return words[-1] if described and not any(word.text == "," for word in words) else source


def _nominal(token: Token, quoted: Sequence[bool]) -> Iterator[Frame]:
    """Yield the frame of a noun with a that-clause whose owner is named: "his claim that", "a warning by X that"."""
    verb = noun_of(token)
    if verb is None:
        return
    clause = next((child for child in token.children if child.dep_ in ("acl", "ccomp") and child.i > token.i), None)
    if clause is None or not any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.children):
        return
    owner = owner_of(token)
    if owner is not None and not quoted[owner.i]:
        content = covered([word for word in clause.subtree if word.i > token.i])
        yield Frame(token.i, Span(token.idx, token.idx + len(token)), verb, owner.i, content, "noun with that")


def owner_of(noun: Token) -> Token | None:
    """Return who a noun belongs to or comes from: "his claim", "a claim by X"."""
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is not None:
        return owner
    verb = noun.head if noun.dep_ == "dobj" else None
    if verb is not None and verb.lemma_ in words_of("bearing"):
        subject = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
        if subject is not None:
            return (owner_of(subject) or subject) if subject.pos_ == "NOUN" else subject
    links = ("of",) if noun.lower_ == "words" else ("by", "from")
    by = next((child for child in noun.children if child.lower_ in links and child.dep_ in ("prep", "agent")), None)
    return next((child for child in by.children if child.dep_ == "pobj"), None) if by is not None else None


def _author(noun: Token, quoted: Sequence[bool]) -> Token:
    """Return who made a statement, where a document is the object of another verb ("issued a statement saying")."""
    if noun.lemma_.lower() not in words_of("statement"):
        return noun
    owner = owner_of(noun)
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
    """Return the head of the noun phrase right after a finite verb ("said Ann Lee"), which parsers call an object."""
    if token.tag_ not in ("VBD", "VBZ", "VBP") or not 0 < token.i < len(token.doc) - 1:
        return None
    following = token.nbor()
    if quoted[following.i] or following.pos_ not in ("PROPN", "DET", "PRON", "NOUN", "ADJ"):
        return None
    if token.nbor(-1).text not in (",", '"', "'", "-", "–", "—", "?", "!"):
        return None
    head = following
    while head.i < head.head.i <= token.i + 12 and head.dep_ in ("compound", "det", "amod", "poss", "nmod", "nummod"):
        head = head.head
    reported = head.dep_ in _SUBJECTS and head.head.dep_ == "ccomp" and head.head.head == token
    return None if reported and head.head.i > head.i else head


def _outermost(frames: Sequence[Frame]) -> list[Frame]:
    """Leave out reporting inside a reported clause: its verb and its source both lie there."""
    return [
        frame
        for frame in frames
        if not any(
            other is not frame and other.content is not None and other.content.holds(frame.cue_span) for other in frames
        )
    ]
