"""What stances are about: the actors and issues of one article, each with every place that mentions it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from spacy.tokens import Doc, Token

from analysis.pipeline.directory import rows
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
_REPEATED = 3
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_PLACING = frozenset({"in", "at", "from", "near", "around", "across", "outside", "inside", "to", "over"})
_WITHIN = frozenset({"in", "at", "near", "around", "across", "outside", "inside"})
_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "npadvmod", "punct"})
AMOUNTS = frozenset({"PERCENT", "MONEY", "QUANTITY", "CARDINAL", "ORDINAL", "TIME"})
_PLAIN = frozenset(
    {
        "new",
        "other",
        "such",
        "same",
        "first",
        "last",
        "little",
        "next",
        "own",
        "many",
        "more",
        "current",
        "recent",
        "whole",
        "this",
    }
)

_ANYBODY = frozenset(
    {
        "another",
        "all",
        "both",
        "boy",
        "child",
        "couple",
        "crowd",
        "dozens",
        "family",
        "few",
        "five",
        "four",
        "friend",
        "girl",
    }
    | {
        "guest",
        "guy",
        "half",
        "hundreds",
        "major",
        "man",
        "many",
        "most",
        "mother",
        "father",
        "brother",
        "sister",
        "son",
        "daughter",
    }
    | {
        "wife",
        "widow",
        "husband",
        "one",
        "other",
        "owner",
        "pair",
        "people",
        "person",
        "public",
        "several",
        "side",
        "some",
        "star",
    }
    | {
        "third",
        "thousands",
        "three",
        "two",
        "trio",
        "voice",
        "woman",
        "house",
        "country",
        "state",
        "nation",
        "county",
        "town",
        "city",
    }
    | {"community", "generation", "majority", "minority", "general", "local", "few", "lord", "lady", "king", "account"}
)
"""Nouns for anybody, or for a place: too vague to be what an article is about."""


@dataclass(frozen=True, slots=True)
class Target:
    """An actor or an issue. ``mentions`` are in order and overlap no mention of another target."""

    name: str
    kind: TargetKind
    mentions: tuple[Span, ...]


@dataclass(slots=True)
class _Issue:
    head: str
    words: Counter[str]
    modifiers: set[str]
    spans: list[Span]


@cache
def _issue_groups() -> dict[str, str]:
    return {row["word"]: row["group"] for row in rows("issue_words.csv")}


@cache
def _judging_words() -> frozenset[str]:
    """Return adjectives that judge: they say something about an issue and are no part of its name."""
    return frozenset(
        row["word"] for row in rows("stance_words.csv") if row["class"] == "evaluative" and row["pos"] == "ADJ"
    )


def find_targets(doc: Doc, text: str, entities: Sequence[Entity]) -> tuple[Target, ...]:
    """Return the actors and issues of an article, the most mentioned first.

    Actors are its persons, bodies and states; a government named after its head takes the words that mean it ("the
    administration", "the White House"). Issues are noun phrases about something that one can be for or against (a deal,
    sanctions, an attack), under their most used wording; a bare "the deal" joins the last deal. Other noun phrases
    count when the article uses them several times. Limits: two deals that the article words alike are one.
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
    found += _issues(doc, text, _covered(text, found))
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


def is_ruler(word: str) -> bool:
    """Tell whether a common noun means those who rule or command ("regime"), so that its owner is judged with it."""
    return _issue_groups().get(word) == "rulers"


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


def _issues(doc: Doc, text: str, taken: bytearray) -> list[Target]:
    """Return issues by group, in the order of their first mention."""
    groups: dict[str, list[_Issue]] = {}
    repeated = _repeated_phrases(doc)
    for token in doc:
        if (
            token.pos_ not in {"NOUN", "PROPN"}
            or token.dep_ == "compound"
            or any(taken[token.idx : token.idx + len(token)])
        ):
            continue
        lemma = token.lemma_.lower()
        if lemma in _issue_groups() or _is_actor(token) or _phrase(token) in repeated:
            group = _issue_groups().get(lemma, "")
            span = _span_of(token)
            words = " ".join(text[span.start : span.end].split())
            _add(groups.setdefault(lemma if group in {"", "rulers"} else group, []), token, span, words)
    return [
        Target(_name_of(issue), "issue", tuple(issue.spans))
        for group, issues in groups.items()
        for issue in issues
        if group != issue.head or _is_matter(issue, doc)
    ]


def _is_actor(noun: Token) -> bool:
    """Tell whether a common noun means somebody who acts: a body ("the ministry"), people of an office or trade."""
    return noun_class(noun) in {"body", "person"} and noun.lemma_.lower() not in _ANYBODY


def _is_matter(issue: _Issue, doc: Doc) -> bool:
    """Tell whether an article is about an issue: not where it stands once, as "no idea" or "a step"."""
    if len(issue.spans) > 1 or " " in _name_of(issue):
        return True
    words = doc.char_span(issue.spans[0].start, issue.spans[0].end, alignment_mode="expand")
    around = [] if words is None else list(words.root.children)
    told = any(child.lower_ in _DEFINITE or child.dep_ in {"poss", "amod"} for child in around)
    return told or (words is not None and words.root.tag_ in {"NNS", "NNPS"})


def _name_of(issue: _Issue) -> str:
    """Return the most used wording, one of several words before a bare noun."""
    phrases = [words for words in issue.words if " " in words]
    return max(phrases or issue.words, key=lambda words: issue.words[words])


def _add(issues: list[_Issue], token: Token, span: Span, words: str) -> None:
    """Add a mention to the issue it means: a bare noun to the last one of its group, else one with the same words.

    "Our firms" are not the "foreign firms" of the sentence before.
    """
    lemma = token.lemma_.lower()
    modifiers = {child.text for child in _modifiers(token) if child.is_alpha and child.lower_ not in _PLAIN}
    if any(child.lower_ in {"a", "an"} for child in token.children):
        fitting = [issue for issue in issues if modifiers and issue.head == lemma and modifiers == issue.modifiers]
    elif modifiers:
        alike = [issue for issue in issues if issue.head == lemma]
        fitting = [issue for issue in alike if modifiers & issue.modifiers or not issue.modifiers]
    elif token.tag_ == "NNS" and any(child.tag_ == "PRP$" for child in token.children):
        fitting = [issue for issue in issues if issue.head == lemma and not issue.modifiers]
    else:
        fitting = issues
    if fitting:
        issue = max(fitting, key=lambda issue: issue.spans[-1].start)
        issue.modifiers |= modifiers
        issue.words[words] += 1
        issue.spans.append(span)
    else:
        issues.append(_Issue(lemma, Counter([words]), set(modifiers), [span]))


def _modifiers(head: Token) -> list[Token]:
    """Return the words before a noun that make its name: "minerals [agreement]", "Trump's [proposal]"."""
    found: list[Token] = []
    for at in range(head.i - 1, max(-1, head.i - 5), -1):
        token = head.doc[at]
        within = token.head == head or token.head in found or token.dep_ == "case"
        if not within or not (token.dep_ in _MODIFIERS or token.dep_ == "case") or token.is_quote or token.text == ",":
            break
        if (
            token.tag_ in {"PRP$", "WP$", "JJR", "JJS"}
            or token.lower_ in _PLAIN
            or token.lower_ in _judging_words()
            or token.ent_type_ in AMOUNTS
            or (token.is_stop and token.dep_ == "amod")
        ):
            break
        found.append(token)
    while found and found[-1].ent_iob_ == "I":
        found.append(head.doc[found[-1].i - 1])  # a name is taken whole
    return found[:-1] if found and found[-1].tag_ == "DT" else found


def _span_of(head: Token) -> Span:
    parts = [token for token in _modifiers(head) if token.is_alpha or token.text in {"'s", "-", "'"} or token.like_num]
    while parts and not (parts[-1].is_alpha or parts[-1].like_num):
        parts.pop()
    start = parts[-1].idx if parts else head.idx
    return Span(start, head.idx + len(head))


def _phrase(head: Token) -> str:
    """Return a noun with its compounds and adjectives in lower case where there are any, else an empty string."""
    parts = [token.lower_ for token in reversed(_modifiers(head)) if token.dep_ in {"compound", "amod"}]
    return " ".join([*parts, head.lemma_.lower()]) if parts and head.pos_ == "NOUN" else ""


def _repeated_phrases(doc: Doc) -> frozenset[str]:
    """Return noun phrases of two words or more that the article uses at least three times."""
    counted = Counter(phrase for token in doc if token.pos_ == "NOUN" and (phrase := _phrase(token)))
    return frozenset(phrase for phrase, count in counted.items() if count >= _REPEATED)
