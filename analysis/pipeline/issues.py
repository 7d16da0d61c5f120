"""What an article is about besides persons, bodies and states: its issues and unnamed actors, by their nouns."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from analysis.pipeline.directory import rows
from analysis.pipeline.names import noun_class
from analysis.records import Span

_REPEATED = 3
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_COMPLETING = frozenset({"of", "on", "for", "to", "against"})
_COMPLETION = 2
_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "npadvmod", "punct"})
AMOUNTS = frozenset({"PERCENT", "MONEY", "QUANTITY", "CARDINAL", "ORDINAL", "TIME"})
_PLAIN = frozenset(
    {"current", "first", "last", "little", "many", "more", "new", "next"}
    | {"other", "own", "recent", "same", "such", "this", "whole"}
)
_VAGUE = frozenset({"anybody", "anything"})
"""Groups of nouns for anybody, any place or anything: too vague to be what an article is about."""


@dataclass(slots=True)
class _Issue:
    head: str
    words: Counter[str]
    modifiers: set[str]
    spans: list[Span]
    numbers: set[bool]
    """Whether it is spoken of in the singular, for each way in which it is."""


@cache
def _issue_groups() -> dict[str, str]:
    return {row["word"]: row["group"] for row in rows("issue_words.csv")}


@cache
def _judging_words() -> frozenset[str]:
    """Return adjectives that judge: they say something about an issue and are no part of its name."""
    return frozenset(
        row["word"] for row in rows("stance_words.csv") if row["class"] == "evaluative" and row["pos"] == "ADJ"
    )


def _group(noun: Token) -> str:
    return _issue_groups().get(noun.lemma_.lower(), "")


def is_ruler(word: str) -> bool:
    """Tell whether a common noun means those who rule or command ("regime"), so that its owner is judged with it."""
    return _issue_groups().get(word) == "rulers"


def find_issues(
    doc: Doc, text: str, taken: bytearray, judged: Iterable[Token] = ()
) -> list[tuple[str, tuple[Span, ...]]]:
    """Return issues by group, in the order of their first mention; what somebody judges is one, whatever its noun."""
    groups: dict[str, list[_Issue]] = {}
    repeated = _repeated_phrases(doc)
    judged_nouns = {noun.lemma_.lower() for noun in judged if noun.pos_ == "NOUN" and noun.ent_type_ not in AMOUNTS}
    for token in doc:
        if (
            token.pos_ not in {"NOUN", "PROPN"}
            or token.dep_ == "compound"
            or any(taken[token.idx : token.idx + len(token)])
        ):
            continue
        lemma, group = token.lemma_.lower(), _group(token)
        known = lemma in _issue_groups() or _is_actor(token) or _phrase(token) in repeated
        if group not in _VAGUE and (known or lemma in judged_nouns):
            span = _span_of(token)
            words = " ".join(text[span.start : _end_of_name(token, span)].split())
            _add(groups.setdefault(lemma if group in {"", "rulers"} else group, []), token, span, words)
    return [
        (_name_of(issue), tuple(issue.spans))
        for group, issues in groups.items()
        for issue in issues
        if group != issue.head or issue.head in judged_nouns or _is_matter(issue, doc)
    ]


def _is_actor(noun: Token) -> bool:
    """Tell whether a common noun means somebody who acts: a body ("the ministry"), people of an office or trade."""
    return noun_class(noun) in {"body", "person"}


def _is_matter(issue: _Issue, doc: Doc) -> bool:
    """Tell whether an article is about an issue: not where it stands once, as "no idea" or "a step"."""
    if len(issue.spans) > 1 or " " in _name_of(issue):
        return True
    words = doc.char_span(issue.spans[0].start, issue.spans[0].end, alignment_mode="expand")
    around = [] if words is None else list(words.root.children)
    told = any(child.lower_ in _DEFINITE or child.dep_ in {"poss", "amod", "prep", "acl", "relcl"} for child in around)
    return told or (words is not None and words.root.tag_ in {"NNS", "NNPS"})


def _name_of(issue: _Issue) -> str:
    """Return the most used wording, one of several words before a bare noun."""
    phrases = [words for words in issue.words if " " in words]
    return max(phrases or issue.words, key=lambda words: issue.words[words])


def _add(issues: list[_Issue], token: Token, span: Span, words: str) -> None:
    """Add a mention to the issue it means: a bare noun to the last one of its group, else one with the same words.

    "Our firms" are not the "foreign firms" of the sentence before.
    """
    lemma, one = token.lemma_.lower(), token.tag_ in {"NN", "NNP"}
    modifiers = {child.lower_ for child in _modifiers(token) if child.is_alpha and child.lower_ not in _PLAIN}
    if any(child.lower_ in {"a", "an"} for child in token.children):
        fitting = [issue for issue in issues if modifiers and issue.head == lemma and modifiers == issue.modifiers]
    elif modifiers:
        alike = [issue for issue in issues if issue.head == lemma]
        fitting = [
            issue for issue in alike if modifiers & issue.modifiers or (not issue.modifiers and one in issue.numbers)
        ]
    elif token.tag_ == "NNS" and any(child.tag_ == "PRP$" for child in token.children):
        fitting = [issue for issue in issues if issue.head == lemma and not issue.modifiers]
    elif token.tag_ == "NN" and not any(child.lower_ in _DEFINITE or child.dep_ == "poss" for child in token.children):
        fitting = [
            issue for issue in issues if one in issue.numbers
        ]  # who loses interest speaks of no "business interests"
    else:
        fitting = issues
    if fitting:
        issue = max(fitting, key=lambda issue: issue.spans[-1].start)
        issue.numbers.add(one)
        issue.modifiers |= modifiers
        issue.words[words] += 1
        issue.spans.append(span)
    else:
        issues.append(_Issue(lemma, Counter([words]), set(modifiers), [span], numbers={one}))


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
    while parts and (len(parts[-1]) == 1 or not (parts[-1].is_alpha or parts[-1].like_num)):
        parts.pop()  # no "m loan" of "a €5m loan"
    start = parts[-1].idx if parts else head.idx
    return Span(start, head.idx + len(head))


def _end_of_name(head: Token, span: Span) -> int:
    """Return where the name of an issue ends: with what follows a bare noun in "code of conduct", "ban on fishing"."""
    after = head.doc[head.i + 1 : head.i + 3]
    completed = (
        span.start == head.idx
        and len(after) == _COMPLETION
        and after[0].dep_ == "prep"
        and after[0].head == head
        and after[0].lower_ in _COMPLETING
        and after[1].head == after[0]
        and after[1].pos_ == "NOUN"
        and after[1].right_edge == after[1]
    )
    return after[1].idx + len(after[1]) if completed else span.end


def _phrase(head: Token) -> str:
    """Return a noun with its compounds and adjectives in lower case where there are any, else an empty string."""
    parts = [token.lower_ for token in reversed(_modifiers(head)) if token.dep_ in {"compound", "amod"}]
    return " ".join([*parts, head.lemma_.lower()]) if parts and head.pos_ == "NOUN" else ""


def _repeated_phrases(doc: Doc) -> frozenset[str]:
    """Return noun phrases of two words or more that the article uses at least three times."""
    counted = Counter(phrase for token in doc if token.pos_ == "NOUN" and (phrase := _phrase(token)))
    return frozenset(phrase for phrase, count in counted.items() if count >= _REPEATED)
