"""What stances are about: the actors and issues of one article, each with every place that mentions it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Doc, Token

from analysis.pipeline.issues import find_issues, is_ruler
from analysis.pipeline.names import noun_class
from analysis.pipeline.places import people_of, place_named, state_of
from analysis.pipeline.posts import adjective_of
from analysis.records import Entity, Span

TargetKind = Literal["person", "body", "state", "issue"]
_KINDS: dict[str, TargetKind] = {
    "PERSON": "person",
    "ORG": "body",
    "GPE": "state",
    "NORP": "state",
    "LAW": "issue",
    "EVENT": "issue",
}
_ADMINISTRATION = re.compile(
    r"\b(?:([A-Z][\w.’'-]+)\s+)?(?:(?!(?:an?|the|that|this|his|her|our|its|their)\b)[a-z-]+\s+)?"
    r"(administration|White House)\b"
)
_PLACING = frozenset({"in", "at", "from", "near", "around", "across", "outside", "inside", "to", "over"})
_WITHIN = frozenset({"in", "at", "near", "around", "across", "outside", "inside"})


@dataclass(frozen=True, slots=True)
class Target:
    """An actor or an issue. ``mentions`` are in order and overlap no mention of another target."""

    name: str
    kind: TargetKind
    mentions: tuple[Span, ...]


def find_targets(doc: Doc, text: str, entities: Sequence[Entity], judged: Iterable[Token] = ()) -> tuple[Target, ...]:
    """Return the actors and issues of an article, the most mentioned first.

    Actors are its persons, bodies and states; a government named after its head takes the words that mean it ("the
    administration", "the White House"). Issues are noun phrases about something that one can be for or against (a deal,
    sanctions, an attack), under their most used wording; a bare "the deal" joins the last deal. Other noun phrases
    count when the article uses them several times, and where a rule says that somebody judges them: ``judged`` are the
    nouns. Limits: two deals that the article words alike are one.
    """
    found = list(_administrations(doc))
    taken = _covered(text, found)
    for entity in entities:
        kind = _KINDS.get(entity.label)
        spans = tuple(
            span
            for span in entity.mentions
            if not any(taken[span.start : span.end]) and not _is_setting(doc, span, entity.label)
        )
        if kind is not None and spans:
            found.append(Target(_readable(entity), kind, spans))
    found = _with_short_names(doc, text, found)
    issues = find_issues(doc, text, _covered(text, found), judged)
    found += [Target(name, "issue", spans) for name, spans in issues]
    return tuple(sorted(_joined(found), key=lambda target: (-len(target.mentions), target.mentions[0].start)))


def _is_setting(doc: Doc, span: Span, label: str) -> bool:
    """Tell whether a mention is no actor: "[European] cars", "in [Leeds]", "an attack in [Brussels]".

    "The [Russian] regime" means its state, and so does a capital that somebody speaks to or hears from.
    """
    words = doc.char_span(span.start, span.end, alignment_mode="expand") if label in {"NORP", "GPE"} else None
    if words is None:
        return False
    head = words.root
    if label == "NORP":
        return head.dep_ in {"amod", "compound", "nmod"} and not is_ruler(head.head.lemma_.lower())
    placing: frozenset[str] = frozenset()
    if state_of(words.text) is None:
        placing = _PLACING
    elif (place := place_named(words.text)) and place.kind == "city":
        placing = _WITHIN
    return head.dep_ == "pobj" and head.head.lower_ in placing


def _with_short_names(doc: Doc, text: str, found: Sequence[Target]) -> list[Target]:
    """Add the places where "the agency" or "the mayor" takes up the last one named so, as in "Mayor Lee"."""
    named = {span.start: target for target in found if target.kind in {"person", "body"} for span in target.mentions}
    taken = _covered(text, found)
    last: dict[str, Target] = {}
    more: dict[str, list[Span]] = {}
    for token in doc:
        target = named.get(token.idx)
        if target is not None:
            last.update(dict.fromkeys(_calling(doc, token, target), target))
        elif token.tag_ == "NN" and token.lower_ in last and not taken[token.idx] and _is_bare(token):
            more.setdefault(last[token.lower_].name, []).append(Span(token.idx, token.idx + len(token)))
    return [replace(target, mentions=tuple(sorted({*target.mentions, *more.get(target.name, ())}))) for target in found]


def _calling(doc: Doc, first: Token, target: Target) -> Iterator[str]:
    """Yield the nouns that call a person or body where it is named: words of a body's name, titles and offices."""
    mention = next(span for span in target.mentions if span.start == first.idx)
    words = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if words is None:
        return
    nouns = [word for word in words if target.kind == "body"]
    nouns += [word for word in words.root.children if word.dep_ in {"compound", "appos"} and word not in words]
    yield from (word.lower_ for word in nouns if noun_class(word) in {"body", "person"})


def _is_bare(noun: Token) -> bool:
    """Tell whether a noun stands alone behind "the": "the agency"."""
    before = [child for child in noun.children if child.i < noun.i]
    return len(before) == 1 and before[0].lower_ == "the" and noun.dep_ != "compound"


def _covered(text: str, targets: Iterable[Target]) -> bytearray:
    """Return one byte per character of the text, not zero where a target is named."""
    covered = bytearray(len(text))
    for target in targets:
        for span in target.mentions:
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
    return covered


def _joined(found: Sequence[Target]) -> list[Target]:
    """Join targets of one name: a state, its people and its capital where that stands for it, a union and its seat."""
    spans: dict[str, list[Span]] = {}
    kinds: dict[str, TargetKind] = {}
    for target in found:
        name = (state_of(target.name) or target.name) if target.kind == "state" else target.name
        spans.setdefault(name, []).extend(target.mentions)
        kinds.setdefault(name, target.kind)
    return [Target(name, kinds[name], tuple(sorted(mentions))) for name, mentions in spans.items()]


def _readable(entity: Entity) -> str:
    """Return an entity's name, that of the state where it is a people."""
    people = people_of(entity.name) if entity.label == "NORP" else None
    return people.country or entity.name if people and people.kind == "country" else entity.name


def _administrations(doc: Doc) -> Iterable[Target]:
    """Yield governments named after their head, or after the state where no head is named."""
    finds = []
    for found in _ADMINISTRATION.finditer(doc.text):
        owner = (found[1] or "").removesuffix("'s").removesuffix("’s")
        if owner.lower() in {"the", "this", "that", "a", "an", "his", "her", "current", "our", "their"}:
            owner = ""
        finds.append((owner, found[2], Span(found.start(1) if owner else found.start(2), found.end())))
    if not any(kind == "administration" for _, kind, _ in finds):
        return
    named = Counter(owner for owner, _, _ in finds if owner and not state_of(owner))
    state = next((adjective_of(land) for owner, _, _ in finds if (land := state_of(owner))), "")
    main = named.most_common(1)[0][0] if named else state
    spans: dict[str, list[Span]] = {}
    for owner, _, span in finds:
        spans.setdefault(owner if owner in named else main, []).append(span)
    for owner, places in spans.items():
        yield Target(f"{owner} administration".strip(), "body", tuple(places))
