"""Whom the words of a clause judge, by its grammar: the subject of a verb, what an adjective describes."""

from collections.abc import Iterator

from spacy.tokens import Token

from analysis.pipeline.lexicon import words_of
from analysis.pipeline.names import noun_class
from analysis.pipeline.stance_words import is_a, link_of

_FIRST = frozenset({"i", "we", "us", "me", "one"})
_RELATIVE = frozenset({"who", "which", "that"})
_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_CLAUSE_LINKS = frozenset({"acomp", "ccomp", "xcomp", "oprd", "acl", "advcl", "relcl", "conj", "pcomp"})
_OBJECT_LINKS = frozenset({"of", "for", "against", "with", "on", "to", "about", "from", "at"})
_AS = frozenset({"as", "like"})
EMPTY = frozenset({"it", "this", "that", "there", "these", "those"})
NAMING = frozenset(
    {"brand", "call", "characterise", "characterize", "consider", "deem", "describe", "find", "label", "regard", "see"}
    | {"term", "think", "view"}
)
"""Verbs behind which somebody's judgement stands: "called it a mistake"."""
_COMPLEMENTS = frozenset({"acomp", "attr", "ccomp", "oprd", "xcomp"})
_RANKS = frozenset({"club", "group", "history", "line", "list", "number", "one", "rank", "series", "some", "string"})
"""What somebody may be one of: "joins the [ranks] of those who ..."."""


def clause_of(token: Token) -> Token:
    """Return the verb of the clause that a token stands in, or the head of its phrase where there is none."""
    step = token
    while step.pos_ not in {"VERB", "AUX"} and step.head != step:
        step = step.head
    return step


def subject_of(verb: Token) -> Token | None:
    """Return the subject of a verb, through infinitives, participles, conjunctions and relative pronouns."""
    seen = set()
    while verb.i not in seen:
        seen.add(verb.i)
        subject = _subject_at(verb)
        if subject is not None:
            return subject
        if verb.dep_ == "pcomp":
            verb = verb.head.head
        elif verb.dep_ in _CLAUSE_LINKS or verb.dep_ in {"aux", "auxpass"}:
            verb = verb.head
        else:
            return None
    return None


def _subject_at(verb: Token) -> Token | None:
    """Return the subject that a verb has by itself or by what it hangs on, else None."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            return verb.head if child.lower_ in _RELATIVE and verb.dep_ == "relcl" else child
    before = verb.nbor(-1) if verb.i else verb
    if verb.tag_ in _FINITE and before.pos_ == "PROPN" and before.dep_ == "conj":
        return before  # the parse joins two clauses too early: "called it a mistake and [Lee] called it"
    if verb.dep_ in {"acl", "relcl"} and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
        return verb.head
    if verb.dep_ == "xcomp":
        return next((child for child in verb.head.children if child.dep_ == "dobj"), None)
    if verb.dep_ == "pcomp" and verb.head.lower_ == "for":  # "mocked [Lee] for opposing the deal"
        return next((one for one in verb.head.head.children if one.dep_ == "dobj" and one.pos_ == "PROPN"), None)
    return None


def bearers_of(token: Token) -> Iterator[Token]:
    """Yield whom an adjective, noun or adverb describes."""
    while token.dep_ == "conj" and token.head.pos_ in {"ADJ", "NOUN", "ADV"}:
        token = token.head
    head = token.head
    if token.dep_ == "amod" and head.lower_ in _AS:
        yield from _bearers_of_phrase(token)
    elif token.dep_ in {"amod", "compound", "nmod"} and token.pos_ in {"ADJ", "NOUN", "VERB", "PROPN"}:
        first = head.head if head.dep_ == "conj" else head
        had = first.dep_ == "pobj" and first.head.lower_ == "with"  # "a man with a bad back" is not bad
        further = [] if had else list(bearers_of(head))
        if not further or head.dep_ == "dobj" or all(bearer.lower_ in EMPTY for bearer in further):
            yield head
        yield from further
    elif token.dep_ == "appos":
        yield head
    elif token.dep_ == "pobj":
        yield from _bearers_of_phrase(token)
    elif _is_adverbial(token):
        yield from subjects(head)
    elif token.dep_ in {"acomp", "attr", "oprd"} or (token.dep_ == "ccomp" and token.pos_ in {"ADJ", "NOUN"}):
        yield from _described_by(token)
    if token.pos_ == "ADJ":
        yield from inside(token, {"about", "of", "with"})


def _is_adverbial(token: Token) -> bool:
    """Tell whether a word describes the subject through its verb: "plays well", "makes it worse", "shows courage"."""
    head = token.head
    if token.dep_ == "advmod":
        return head.pos_ in {"VERB", "AUX"}
    if token.dep_ == "dobj":
        return is_a(head, "light")
    return token.dep_ in {"ccomp", "oprd", "xcomp", "acomp"} and is_a(head, "cause")


def _bearers_of_phrase(token: Token) -> Iterator[Token]:
    """Yield whom the object of a preposition describes: "sees X as a threat", "fights with skill", "close to zero"."""
    link = token.head
    verb = link.head
    if link.lower_ in _AS:
        described = [_meant_by(child) for child in verb.children if child.dep_ in {"dobj", "nsubjpass"}]
        yield from described or ([verb.head] if verb.dep_ == "acl" and is_passive(verb) else [])
    elif link.lower_ == "with" and verb.pos_ in {"VERB", "AUX"}:
        yield from subjects(verb)
    elif verb.lower_ in {"close", "next"} and is_a(verb.head, "light"):
        yield from subjects(verb.head)


def _meant_by(word: Token) -> Token:
    """Return the noun that a relative pronoun takes up, else the word itself: "the [plan], which he called absurd"."""
    verb = word.head
    return verb.head if word.lower_ in _RELATIVE and verb.dep_ == "relcl" else word


def _described_by(token: Token) -> Iterator[Token]:
    verb = token.head
    small = [child for child in token.children if child.dep_ == "nsubj"]
    if small and token.dep_ == "ccomp":
        yield from small
        return
    objects = [child for child in verb.children if child.dep_ == "dobj"]
    if token.dep_ == "oprd" and objects:
        yield from map(_meant_by, objects)
        return
    about = [child for child in token.children if child.dep_ == "prep" and child.lower_ in {"about", "of", "with"}]
    subject = subject_of(verb if verb.pos_ in {"VERB", "AUX"} else token)
    clausal = any(
        child.dep_ in {"xcomp", "ccomp", "csubj", "advcl"} for step in (verb, token) for child in step.children
    )
    if subject is None or (about and is_first(subject)) or (subject.lower_ == "it" and clausal):
        return
    yield subject


def subjects(verb: Token) -> Iterator[Token]:
    """Yield the subject of a verb, if it has one."""
    subject = subject_of(verb)
    if subject is not None:
        yield subject


def doers_of(token: Token) -> Iterator[Token]:
    """Yield who does what a verb says: its subject, or the agent of a passive; of "those who", who is one of them."""
    if token.dep_ == "amod":
        yield token.head
        return
    if any(child.dep_ == "nsubjpass" for child in token.children):
        agent = agent_of(token)
        if agent is not None:
            yield agent
        return
    for subject in subjects(token):
        yield subject
        if any(step.dep_ == "relcl" and step.head == subject for step in (token, *token.ancestors)):
            yield from _members(subject)


def _members(noun: Token) -> Iterator[Token]:
    """Yield who is said to be one of those that a noun names: "[X] is a man who", "[X] joins the firms that"."""
    verb = noun.head
    if noun.dep_ == "pobj" and verb.lower_ in {"of", "among"}:
        if verb.head.lemma_.lower() in _RANKS:
            yield from _members(verb.head)
            return
        verb = verb.head if verb.head.lemma_ == "be" else verb
    belongs = (noun.dep_ != "dobj" and verb.lemma_ == "be") or (noun.dep_ == "dobj" and verb.lemma_ == "join")
    if belongs and not any(child.dep_ == "neg" for child in verb.children):
        yield from subjects(verb)


def objects_of(token: Token) -> Iterator[Token]:
    """Yield whom a verb of judging is about: object, passive subject, or the object of its preposition."""
    link = link_of(token)
    if link is not None and link.dep_ != "prt":
        yield from (inner for inner in link.children if inner.dep_ == "pobj")
        return
    objects = {"dobj", "nsubjpass", "pobj"} if token.pos_ == "ADP" else {"dobj", "nsubjpass"}
    direct = [child for child in token.children if child.dep_ in objects]
    if not direct and is_passive(token):
        direct = list(subjects(token))
    yield from direct
    if not direct:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in _OBJECT_LINKS:
                yield from (inner for inner in child.children if inner.dep_ == "pobj")
            elif child.dep_ == "ccomp" and is_a(token, "doubting"):
                yield from (inner for inner in child.children if inner.dep_ in {"nsubj", "nsubjpass"})


def leaner_of(word: Token) -> Token | None:
    """Return whose leaning a word tells: "[his] opposition to", "[Lee] is critical of", "[Lee], a fan of"."""
    person = noun_class(word) == "person"
    owner = next((child for child in word.children if child.dep_ == "poss" and child.tag_ != "PRP$"), None)
    if owner is not None and not person:
        return owner
    if word.pos_ == "ADP":
        return subject_of(word.head) if word.head.lemma_ == "be" else None
    step = word
    while step.dep_ == "conj" and step.head.pos_ in {"NOUN", "PROPN", "ADJ"}:
        step = step.head
    if step.dep_ == "appos" or (step.dep_ == "amod" and step != word):
        return step.head
    voiced = is_a(step.head, "light") or step.head.lemma_ in words_of("voicing")
    if step.dep_ == "dobj" and (person or not voiced):
        return None  # who meets critics is none
    if step.dep_ == "pobj" and step.head.lower_ in {"in", "with"}:
        step = step.head
    return subject_of(step.head) if step.head.pos_ in {"VERB", "AUX"} and step.dep_ != "nsubj" else None


def bidding(verb: Token) -> Token | None:
    """Return the verb by which others are told to do what a verb says: "[urged] Lee to back the plan"."""
    infinitive = verb.tag_ == "VB" and any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)
    subject = subject_of(verb) if infinitive else None
    return verb.head if subject is not None and subject.i > verb.head.i else None


def willing(verb: Token) -> Token | None:
    """Return who wants done what a verb says: "[Lee] vowed to repeal", "[Lee] called on Tamm to scrap", else None."""
    above = verb.head
    infinitive = verb.tag_ == "VB" and any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)
    if not infinitive:
        return None
    if verb.dep_ == "acl" and above.lemma_ in words_of("intent"):
        return leaner_of(above)
    wishes = above.lemma_ in words_of("urging") | words_of("willing") and verb.dep_ in {"xcomp", "ccomp", "advcl"}
    return subject_of(above) if wishes and not is_passive(above) else None


def sider_of(word: Token) -> Token | None:
    """Return who takes the side that a word tells: the subject of "condemned", the agent of "was condemned by".

    Who urges others to oppose something opposes it.
    """
    first = _sider_of(word)
    named = first is not None and first.dep_ == "appos" and first.head.pos_ == "PROPN"
    return first.head if first is not None and named else first


def _sider_of(word: Token) -> Token | None:
    if word.pos_ != "VERB" or is_a(word, "leaning"):
        return leaner_of(word)
    wishing = willing(word)
    if wishing is not None:
        return wishing
    above = bidding(word)
    if above is not None:
        return subject_of(above) if above.lemma_ in words_of("urging") and not is_passive(above) else None
    return agent_of(word) if is_passive(word) else subject_of(word)


def namer_of(word: Token) -> Token | None:
    """Return who calls a thing what a word says: "[Lee] called it a (bad) mistake", "branded reckless by [Lee]"."""
    if word.dep_ == "amod" and word.head.pos_ in {"NOUN", "PROPN"}:
        word = word.head
    naming = word.head.head if word.head.lower_ == "as" else word.head
    if naming.lemma_ not in NAMING or (naming == word.head and word.dep_ not in _COMPLEMENTS):
        return None
    return agent_of(naming) if is_passive(naming) else subject_of(naming)


def agent_of(verb: Token) -> Token | None:
    """Return who does what a passive says: "condemned by [Lee]"."""
    agents = (inner for child in verb.children if child.dep_ == "agent" for inner in child.children)
    return next((agent for agent in agents if agent.dep_ == "pobj"), None)


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is in the passive; of two that are joined, the second has no auxiliary of its own."""
    return any(child.dep_ in {"auxpass", "nsubjpass", "agent"} for child in verb.children)


def inside(token: Token, links: frozenset[str] | set[str] = _OBJECT_LINKS | {"in"}) -> list[Token]:
    """Return X of "there is nothing in X", "no case for X", "sceptical about X"."""
    phrases = [child for child in token.children if child.dep_ == "prep" and child.lower_ in links]
    return [inner for child in phrases for inner in child.children if inner.dep_ == "pobj"]


def is_first(token: Token) -> bool:
    """Tell whether a token is "I" or "we"; the state "US" is not."""
    return token.tag_ in {"PRP", "PRP$"} and token.lower_ in _FIRST
