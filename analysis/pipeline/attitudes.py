"""Read attitudes from grammar: which words judge, whom they judge, and whether the view is the speaker's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from analysis.pipeline.directory import rows
from analysis.records import Span

_PLACES = {"PROPN": "NOUN", "AUX": "VERB", "PRON": "DET", "NUM": "DET", "ADP": "DET", "PART": "ADV"}
_FIRST = frozenset({"i", "we", "us", "me", "one"})
_RELATIVE = frozenset({"who", "which", "that"})
_CLAUSE_LINKS = frozenset({"ccomp", "xcomp", "oprd", "acl", "advcl", "relcl", "conj", "pcomp"})
_OBJECT_LINKS = frozenset({"of", "for", "against", "with", "on", "to", "about", "from", "at"})
_AS = frozenset({"as", "like"})
_EMPTY = frozenset({"it", "this", "that", "there", "these", "those"})
_CONDITIONS = frozenset({"if", "unless", "whether"})
_DOING = frozenset({"take", "do", "make", "give", "put"})
_GETTING = frozenset({"get", "receive", "win", "keep", "join"})
_NORMATIVE_WEIGHT, _PUT_OFF = 2.0, -1.5


@dataclass(frozen=True, slots=True)
class Attitude:
    """A judgement: ``bearer`` is the token judged, ``weight`` its sign and strength, ``word`` what carries it."""

    bearer: Token
    weight: float
    word: Token
    because: str


@dataclass(frozen=True, slots=True)
class _Scope:
    """The tokens ``start`` up to ``end`` that are somebody's words; ``own`` are tokens that stand for that speaker."""

    start: int
    end: int
    own: frozenset[int]

    def __contains__(self, token: Token) -> bool:
        return self.start <= token.i < self.end


@cache
def _words() -> dict[tuple[str, str], tuple[tuple[str, float], ...]]:
    entries: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for row in rows("stance_words.csv"):
        entries.setdefault((row["word"], row["pos"]), []).append((row["class"], float(row["polarity"])))
    return {key: tuple(value) for key, value in entries.items()}


def _entries(token: Token) -> tuple[tuple[str, float], ...]:
    """Return (class, polarity) pairs of a token; participles that the model calls adjectives count as verbs too."""
    place = _PLACES.get(token.pos_, token.pos_)
    lemma = token.lemma_.lower()
    if token.lower_ in {"great", "good"} and token.head.lower_ == "deal" and token.i and token.nbor(-1).lower_ == "a":
        return ()  # "a great deal" is much, not praise
    found = _words().get((lemma, place)) or _words().get((token.lower_, place)) or ()
    if not found and place == "ADJ" and token.lower_.endswith(("ing", "ed")):
        stem = token.lower_.removesuffix("ing").removesuffix("ed")
        found = _words().get((stem, "VERB")) or _words().get((f"{stem}e", "VERB")) or ()
    return found


def is_a(token: Token, name: str) -> bool:
    """Tell whether a token is listed in a class of stance words ("report", "light", "negation")."""
    return any(kind == name for kind, _ in _entries(token))


def read_attitudes(doc: Doc, span: Span, *, own: frozenset[int] = frozenset()) -> Iterator[Attitude]:
    """Yield the attitudes that the words of ``span`` carry and that are the speaker's own.

    ``own`` are the indices of tokens outside the span that stand for the speaker. Views that the words report of others
    ("Moscow sees it as a threat"), conditions and questions yield nothing. The rules follow the clause lexicon with
    dependency roles: adjectives judge what they describe, verbs of conduct their subject, verbs of judging their
    object, modals of duty the one who has it; negation turns, hedges weaken. Limits: no irony, no implied judgement.
    """
    words = doc.char_span(span.start, span.end, alignment_mode="expand")
    if words is None:
        return
    scope = _Scope(words.start, words.end, own)
    for token in words:
        nothing = token.lower_ == "nothing" and token.dep_ == "attr"
        entries, governs = _entries(token), token.pos_ in {"VERB", "AUX"}
        if not (entries or governs or nothing) or _is_open(token):
            continue
        for kind, polarity in entries:
            yield from _read(token, kind, polarity, scope)
        yield from _duty(token, scope)
        if nothing:
            yield from (Attitude(inner, -1.0, token, "“nothing” in it") for inner in _inside(token))


def _read(token: Token, kind: str, polarity: float, scope: _Scope) -> Iterator[Attitude]:
    if kind == "evaluative":
        bearers, rule = list(_bearers(token)), "judged by “{}”"
    elif kind == "act" and token.pos_ in {"VERB", "ADJ"}:
        bearers, rule = list(_doers(token)), "conduct called “{}”"
    elif kind in {"directional", "deed"} and token.pos_ == "VERB":
        if not _is_own(token, scope, deed=kind == "deed"):
            return
        bearers, rule = list(_objects(token)), "object of “{}”"
    elif kind == "virtue" and _flips(token, scope) % 2:
        bearers, rule = list(_bearers(token) if token.pos_ != "VERB" else _doers(token)), "denied “{}”"
        if token.pos_ == "NOUN" and token.dep_ == "nsubj":
            bearers += _inside(token)
        weight = -1.0 * _strength(token)
        yield from (Attitude(bearer, weight, token, rule.format(token.text)) for bearer in bearers)
        return
    else:
        return
    if kind not in {"directional", "deed"} and _is_reported(token, scope):
        return
    turned = _flips(token, scope) % 2
    weight = polarity * (-0.8 if turned else 1.0) * _strength(token)
    label = rule.replace("“{}”", f"not “{token.text}”" if turned else f"“{token.text}”")
    yield from (Attitude(bearer, weight, token, label) for bearer in bearers)


def _is_open(token: Token) -> bool:
    """Tell whether a token stands in a condition or a question, which assert nothing."""
    closing = next((later.text for later in token.doc[token.i :] if later.text in {".", "?", "!", ";"}), "")
    if closing == "?":
        return True
    for step in (token, *token.ancestors):
        if any(child.dep_ == "mark" and child.lower_ in _CONDITIONS for child in step.children):
            return True
        if step.dep_ in {"ROOT", "conj"} and step != token:
            break
    return False


def _clause(token: Token) -> Token:
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
        for child in verb.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                return verb.head if child.lower_ in _RELATIVE and verb.dep_ == "relcl" else child
        if verb.dep_ in {"acl", "relcl"} and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
            return verb.head
        if verb.dep_ == "xcomp":
            objects = [child for child in verb.head.children if child.dep_ == "dobj"]
            if objects:
                return objects[0]
        if verb.dep_ == "pcomp":
            verb = verb.head.head
        elif verb.dep_ in _CLAUSE_LINKS or verb.dep_ in {"aux", "auxpass"}:
            verb = verb.head
        else:
            return None
    return None


def _bearers(token: Token) -> Iterator[Token]:
    """Yield whom an adjective, noun or adverb describes."""
    while token.dep_ == "conj" and token.head.pos_ in {"ADJ", "NOUN", "ADV"}:
        token = token.head
    head = token.head
    if token.dep_ in {"amod", "compound", "nmod"} and token.pos_ in {"ADJ", "NOUN", "VERB", "PROPN"}:
        further = list(_bearers(head))
        if not further or head.dep_ == "dobj" or all(bearer.lower_ in _EMPTY for bearer in further):
            yield head
        yield from further
    elif token.dep_ == "appos":
        yield head
    elif token.dep_ == "pobj":
        yield from _bearers_of_phrase(token)
    elif _is_adverbial(token):
        yield from _subject(head)
    elif token.dep_ in {"acomp", "attr", "oprd"} or (token.dep_ == "ccomp" and token.pos_ in {"ADJ", "NOUN"}):
        yield from _described_by(token)
    if token.pos_ == "ADJ":
        yield from _inside(token, {"about", "of", "with"})


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
        yield from (child for child in verb.children if child.dep_ in {"dobj", "nsubjpass"})
    elif link.lower_ == "with" and verb.pos_ in {"VERB", "AUX"}:
        yield from _subject(verb)
    elif verb.lower_ in {"close", "next"} and is_a(verb.head, "light"):
        yield from _subject(verb.head)


def _described_by(token: Token) -> Iterator[Token]:
    verb = token.head
    small = [child for child in token.children if child.dep_ == "nsubj"]
    if small and token.dep_ == "ccomp":
        yield from small
        return
    objects = [child for child in verb.children if child.dep_ == "dobj"]
    if token.dep_ == "oprd" and objects:
        yield from objects
        return
    about = [child for child in token.children if child.dep_ == "prep" and child.lower_ in {"about", "of", "with"}]
    subject = subject_of(verb if verb.pos_ in {"VERB", "AUX"} else token)
    clausal = any(
        child.dep_ in {"xcomp", "ccomp", "csubj", "advcl"} for step in (verb, token) for child in step.children
    )
    if subject is None or (about and _is_first(subject)) or (subject.lower_ == "it" and clausal):
        return
    yield subject


def _subject(verb: Token) -> Iterator[Token]:
    subject = subject_of(verb)
    if subject is not None:
        yield subject


def _doers(token: Token) -> Iterator[Token]:
    """Yield who does what a verb says: its subject, or the agent of a passive."""
    if token.dep_ == "amod":
        yield token.head
        return
    if any(child.dep_ == "nsubjpass" for child in token.children):
        agents = [inner for child in token.children if child.dep_ == "agent" for inner in child.children]
        yield from (agent for agent in agents if agent.dep_ == "pobj")
        return
    yield from _subject(token)


def _objects(token: Token) -> Iterator[Token]:
    """Yield whom a verb of judging is about: object, passive subject, or the object of its preposition."""
    direct = [child for child in token.children if child.dep_ in {"dobj", "nsubjpass"}]
    if not direct and _is_passive(token):
        direct = list(_subject(token))
    yield from direct
    if not direct:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in _OBJECT_LINKS:
                yield from (inner for inner in child.children if inner.dep_ == "pobj")
            elif child.dep_ == "ccomp" and is_a(token, "doubting"):
                yield from (inner for inner in child.children if inner.dep_ in {"nsubj", "nsubjpass"})


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)


def _inside(token: Token, links: frozenset[str] | set[str] = _OBJECT_LINKS | {"in"}) -> list[Token]:
    """Return X of "there is nothing in X", "no case for X", "sceptical about X"."""
    phrases = [child for child in token.children if child.dep_ == "prep" and child.lower_ in links]
    return [inner for child in phrases for inner in child.children if inner.dep_ == "pobj"]


def _is_own(verb: Token, scope: _Scope, *, deed: bool) -> bool:
    """Tell whether a verb of judging is the speaker's own; of a ``deed`` that is reported, it is not."""
    own = frozenset[int]() if deed else scope.own
    if any(_is_normative(step) for step in (verb, *_chain(verb))):
        return True
    if any(child.dep_ == "nsubjpass" for child in verb.children):
        agents = [inner for child in verb.children if child.dep_ == "agent" for inner in child.children]
        return any(agent.i in own or _is_first(agent) for agent in agents)
    subject = subject_of(verb)
    if subject is None:
        return verb.dep_ == "ROOT" and verb.tag_ == "VB" and verb in scope
    return _is_first(subject) or subject.i in own


def _is_first(token: Token) -> bool:
    """Tell whether a token is "I" or "we"; the state "US" is not."""
    return token.tag_ in {"PRP", "PRP$"} and token.lower_ in _FIRST


def _chain(verb: Token) -> Iterator[Token]:
    """Yield the verbs that govern an infinitive or a conjunct: "should [stop] hiding"."""
    while verb.dep_ in {"xcomp", "conj", "aux"}:
        verb = verb.head
        yield verb


def _is_normative(verb: Token) -> bool:
    first = min((child.i for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), default=-1)
    aids = [child for child in verb.children if child.dep_ == "aux" and child.tag_ == "MD" and child.i > first]
    if any(is_a(child, "normative") for child in aids):  # "should the law go, ..." supposes
        return True
    return verb.lemma_ in {"need", "have", "ought"} and any(child.dep_ == "xcomp" for child in verb.children)


def _is_reported(token: Token, scope: _Scope) -> bool:
    """Tell whether the words report the view of a third party ("Moscow sees X as a threat", "they say X is bad")."""
    step = token
    while step.head != step:
        head = step.head
        if head not in scope:
            return False
        if (
            head.pos_ == "VERB"
            and is_a(head, "report")
            and step.dep_ in {"ccomp", "xcomp", "oprd", "prep", "dobj", "advcl"}
        ):
            named = any(child.dep_ in {"nsubj", "nsubjpass"} for child in head.children) or head.dep_ not in {
                "relcl",
                "acl",
            }
            holder = subject_of(head) if named else None
            if (
                holder is not None
                and not _is_first(holder)
                and holder.i not in scope.own
                and holder.lower_ not in {"it", "there", "you"}
            ):
                return head.lemma_ not in {"see", "find", "feel", "tell"} or step.dep_ != "dobj"
        step = head
    return False


def _flips(token: Token, scope: _Scope) -> int:
    """Return how many negations stand over a token inside the span."""
    count, step = 0, token
    while True:
        count += sum(1 for child in step.children if _is_negation(child) and child in scope)
        head = step.head
        if (
            head == step
            or head not in scope
            or step.dep_ in {"nsubj", "nsubjpass", "relcl", "acl", "advcl", "conj", "csubj"}
        ):
            break
        if step.dep_ == "ccomp" and not is_a(head, "own"):
            break
        if step.dep_ == "pobj" and (head.head.lower_ in {"lack", "absence", "end"} or head.lower_ == "without"):
            count += 1
        step = head
    return count


def _is_negation(token: Token) -> bool:
    return token.dep_ == "neg" or (
        token.dep_ in {"det", "nummod", "amod", "advmod", "nsubj", "preconj"} and is_a(token, "negation")
    )


def _strength(token: Token) -> float:
    """Return the factor of intensifiers and hedges around a token."""
    factor = 1.0
    clause = _clause(token)
    for child in (*token.children, *clause.children, clause):
        for kind, value in _entries(child):
            intensifies = kind == "intensifier" and child.head == token
            if intensifies or (kind == "hedge" and child != token):
                factor *= value
    return factor


def _duty(token: Token, scope: _Scope) -> Iterator[Attitude]:
    """Yield what "X must ..." says of X: it falls short; or that it deserves ("X should be helped", "X is needed")."""
    if token.lemma_ == "need" and _is_passive(token) and not _is_reported(token, scope):
        for one in _subject(token):
            flips = _flips(token, scope) + sum(map(_is_negation, one.children))
            yield Attitude(one, -1.0 if flips % 2 else 1.0, token, f"said to be “{token.text}”")
    if token.pos_ not in {"VERB", "AUX"} or not _is_normative(token) or _is_reported(token, scope):
        return
    by_law = any(child.lower_ == "under" for step in (token, token.head) for child in step.children)
    for subject in _subject(token):
        if by_law or _is_first(subject) or subject.lower_ in _EMPTY | {"you"}:
            return
        passive = _is_passive(token)
        acts = not is_a(token, "light") or token.lemma_ in _DOING
        if is_a(token, "benefit") and (passive or token.lemma_ in _GETTING):
            yield Attitude(subject, 1.0, token, f"should “{token.text}”")
        elif acts and not passive:
            yield Attitude(subject, -_NORMATIVE_WEIGHT, token, f"told what it must do: “{token.text}”")
            why = f"put off until others “{token.text}”"
            yield from (Attitude(noun, _PUT_OFF, token, why) for noun in _put_off(token))


def _put_off(verb: Token) -> Iterator[Token]:
    """Yield what is to come only after a duty is done: "must disarm before any [talks] (can begin)"."""
    for link in verb.subtree:
        if "before" in {link.lower_, *(child.lower_ for child in link.children if child.dep_ == "mark")}:
            nouns = (child for child in link.children if child.dep_ in {"pobj", "nsubj", "nsubjpass"})
            yield from (noun for noun in nouns if any(child.lower_ == "any" for child in noun.children))
