"""Read attitudes from grammar: which words judge, whom they judge, and whether the view is the speaker's own."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from analysis.pipeline.bearers import (
    EMPTY,
    agent_of,
    bearers_of,
    clause_of,
    doers_of,
    inside,
    is_first,
    is_passive,
    leaner_of,
    objects_of,
    sider_of,
    subject_of,
    subjects,
    willing,
)
from analysis.pipeline.lexicon import words_of
from analysis.pipeline.stance_words import entries_of, is_a, link_of
from analysis.records import Span

_STOPS = frozenset({".", "?", "!", ";"})
_CONDITIONS = frozenset({"if", "unless", "whether"})
_DOING = frozenset({"take", "do", "make", "give", "put"})
_MINE = frozenset({"my", "our"})
_REFUSING = frozenset({"decline", "refuse"})
_GETTING = frozenset({"get", "receive", "win", "keep", "join"})
_NORMATIVE_WEIGHT, _PUT_OFF = 2.0, -1.5
_FOR_WHOM = 0.8
_BOON_LINKS = frozenset({"for", "in", "of", "to"})
_NAMING = 4
"""Words of a quoted fragment that is nothing but a name that somebody gives a thing: “a blatant theft”."""


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
    asked = _asked(words)
    for token in words:
        nothing = token.lower_ == "nothing" and token.dep_ == "attr"
        entries, governs = entries_of(token), token.pos_ in {"VERB", "AUX"}
        if not (entries or governs or nothing) or token.i in asked or _is_supposed(token):
            continue
        for kind, polarity in entries:
            yield from _read(token, kind, polarity, scope)
        yield from _duty(token, scope)
        yield from _promise(token, scope)
        yield from _demand(token, scope)
        if nothing:
            yield from (Attitude(inner, -1.0, token, "“nothing” in it") for inner in inside(token))


def read_naming(doc: Doc, span: Span) -> Iterator[Attitude]:
    """Yield what a fragment calls a thing, where it is quoted for that name alone: behind “digital vandalism” ..."""
    words = doc.char_span(span.start, span.end, alignment_mode="expand")
    if words is None or len(words) > _NAMING or words.root.pos_ != "NOUN":
        return
    for kind, polarity in entries_of(words.root):
        if kind == "evaluative":
            yield Attitude(words.root, 0.7 * polarity, words.root, f"called “{words.root.text}”")


_TAKING = frozenset({"directional", "deed", "leaning"})
"""Classes of words that tell how somebody takes a thing: who that is decides, not whom the words describe."""


def _read(token: Token, kind: str, polarity: float, scope: _Scope) -> Iterator[Attitude]:
    if kind == "virtue":
        yield from _denied(token, scope)
        return
    bearers, rule = _judged(token, kind, scope)
    if not bearers or (kind not in _TAKING and _is_reported(token, scope)):
        return
    turned = _flips(token, scope) % 2
    weight = polarity * (-0.8 if turned else 1.0) * _strength(token)
    link = link_of(token)
    words = token.text if link is None else f"{token.text} {link.text}"
    label = rule.replace("“{}”", f"not “{words}”" if turned else f"“{words}”")
    yield from (Attitude(bearer, weight, token, label) for bearer in bearers)
    if kind in _TAKING and weight > 0:
        boons = [bearer for bearer in bearers if is_a(bearer, "boon")]
        whom = [(boon, one) for boon in boons for one in inside(boon, _BOON_LINKS)]
        yield from (Attitude(one, weight * _FOR_WHOM, token, f"{label}; its “{boon.text}”") for boon, one in whom)


def _judged(token: Token, kind: str, scope: _Scope) -> tuple[list[Token], str]:
    """Return whom a word of a class judges, and by which rule."""
    if kind == "evaluative":
        turned = token.dep_ == "amod" and is_a(token.head, "evaluative")  # "a historic mistake" is none to be proud of
        return [] if turned else list(bearers_of(token)), "judged by “{}”"
    if kind == "act" and token.pos_ in {"VERB", "ADJ"}:
        return list(doers_of(token)), "conduct called “{}”"
    taking = kind in {"directional", "deed"} and token.pos_ == "VERB" and _is_own(token, scope, deed=kind == "deed")
    leaning = kind == "leaning" and _leans(token, scope)
    return (list(objects_of(token)), "object of “{}”") if taking or leaning else ([], "")


def _leans(token: Token, scope: _Scope) -> bool:
    """Tell whether a leaning ("opposition to", "critical of") is the speaker's."""
    leaner = leaner_of(token)
    return leaner is not None and (is_first(leaner) or leaner.lower_ in _MINE or leaner.i in scope.own)


def _denied(token: Token, scope: _Scope) -> Iterator[Attitude]:
    """Yield whom a word judges whose denial alone judges: "does not care"."""
    if not _flips(token, scope) % 2:
        return
    bearers = list(bearers_of(token) if token.pos_ != "VERB" else doers_of(token))
    if token.pos_ == "NOUN" and token.dep_ == "nsubj":
        bearers += inside(token)
    weight = -1.0 * _strength(token)
    yield from (Attitude(bearer, weight, token, f"denied “{token.text}”") for bearer in bearers)


def _asked(words: Words) -> frozenset[int]:
    """Return the tokens of questions, which assert nothing: those whose next stop is a question mark."""
    stop = next((token.text for token in words.doc[words.end :] if token.text in _STOPS), "")
    found = set()
    for token in reversed(list(words)):
        stop = token.text if token.text in _STOPS else stop
        if stop == "?":
            found.add(token.i)
    return frozenset(found)


def _is_supposed(token: Token) -> bool:
    """Tell whether a token stands in a condition, which asserts nothing."""
    for step in (token, *token.ancestors):
        if any(child.dep_ == "mark" and child.lower_ in _CONDITIONS for child in step.children):
            return True
        if step.dep_ in {"ROOT", "conj"} and step != token:
            break
    return False


def _is_own(verb: Token, scope: _Scope, *, deed: bool) -> bool:
    """Tell whether a verb of judging is the speaker's own; of a ``deed`` that is reported, it is not."""
    wishing = willing(verb) if deed else None
    if wishing is not None and (is_first(wishing) or wishing.i in scope.own):
        return True
    own = frozenset[int]() if deed else scope.own
    if any(_is_normative(step) for step in (verb, *_chain(verb))):
        return True
    if any(child.dep_ == "nsubjpass" for child in verb.children):
        agents = [inner for child in verb.children if child.dep_ == "agent" for inner in child.children]
        return any(agent.i in own or is_first(agent) for agent in agents)
    subject = sider_of(verb)
    if subject is None:
        return verb.dep_ == "ROOT" and verb.tag_ == "VB" and verb in scope
    return is_first(subject) or subject.i in own


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
            holder = (agent_of(head) if is_passive(head) else subject_of(head)) if named else None
            if (
                holder is not None
                and not is_first(holder)
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
        if step.dep_ == "xcomp" and head.lemma_ in _REFUSING:
            count += 1
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
    clause = clause_of(token)
    for child in (*token.children, *clause.children, clause):
        for kind, value in entries_of(child):
            intensifies = kind == "intensifier" and child.head == token
            if intensifies or (kind == "hedge" and child != token):
                factor *= value
    return factor


def _duty(token: Token, scope: _Scope) -> Iterator[Attitude]:
    """Yield what "X must ..." says of X: it falls short; or that it deserves ("X should be helped", "X is needed")."""
    if token.lemma_ == "need" and is_passive(token) and not _is_reported(token, scope):
        for one in subjects(token):
            flips = _flips(token, scope) + sum(map(_is_negation, one.children))
            yield Attitude(one, -1.0 if flips % 2 else 1.0, token, f"said to be “{token.text}”")
    if token.pos_ not in {"VERB", "AUX"} or not _is_normative(token) or _is_reported(token, scope):
        return
    by_law = any(child.lower_ == "under" for step in (token, token.head) for child in step.children)
    for subject in subjects(token):
        if by_law or is_first(subject) or subject.lower_ in EMPTY | {"you"}:
            return
        passive = is_passive(token)
        acts = not is_a(token, "light") or token.lemma_ in _DOING
        if is_a(token, "benefit") and (passive or token.lemma_ in _GETTING):
            yield Attitude(subject, 1.0, token, f"should “{token.text}”")
        elif acts and not passive:
            yield Attitude(subject, -_NORMATIVE_WEIGHT, token, f"told what it must do: “{token.text}”")
            why = f"put off until others “{token.text}”"
            yield from (Attitude(noun, _PUT_OFF, token, why) for noun in _put_off(token))


def _promise(token: Token, scope: _Scope) -> Iterator[Attitude]:
    """Yield who is promised something: "they will be compensated"."""
    promised = is_a(token, "benefit") and any(
        child.lower_ in {"will", "shall", "’ll", "'ll"} for child in token.children
    )
    if promised and is_passive(token) and not _is_reported(token, scope) and not _flips(token, scope):
        yield from (Attitude(one, 1.0, token, f"promised to be “{token.text}”") for one in subjects(token))


def _demand(token: Token, scope: _Scope) -> Iterator[Attitude]:
    """Yield who is called on to give up or make good: "demanded that Lee [resign]", "urged Norway to [stop]"."""
    above = token.head
    if (
        above.lemma_ not in words_of("urging") | {"demand", "insist"}
        or not is_a(token, "atone")
        or token.dep_ not in {"ccomp", "xcomp", "advcl"}
    ):
        return
    asking = subject_of(above)
    if asking is None or not (is_first(asking) or asking.i in scope.own):
        return
    told = [child for child in token.children if child.dep_ == "nsubj"]
    told = told or [child for child in above.children if child.dep_ == "dobj"] or inside(above, {"on", "for", "to"})
    yield from (Attitude(one, -1.5, token, f"object of a demand to “{token.text}”") for one in told)


def _put_off(verb: Token) -> Iterator[Token]:
    """Yield what is to come only after a duty is done: "must disarm before any [talks] (can begin)"."""
    for link in verb.subtree:
        if "before" in {link.lower_, *(child.lower_ for child in link.children if child.dep_ == "mark")}:
            nouns = (child for child in link.children if child.dep_ in {"pobj", "nsubj", "nsubjpass"})
            yield from (noun for noun in nouns if any(child.lower_ == "any" for child in noun.children))
