"""Where a text says who somebody is: titles before a name, appositions after it, clauses that have it as subject."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from analysis.pipeline.posts import find_posts
from analysis.records import Span

Place = Literal["before", "after", "clause"]
_OPENERS = frozenset({",", "(", "-", "--", "–", "—"})
_LINKS = frozenset({"of", "from", "at", "with", "for"})
_TITLE_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "CD", "POS", "HYPH", "NFP", "AFX"})
_INNER = frozenset({"of", "for", "to", "on", "and", "the", "in", "&"})
_GOES_ON = frozenset({"but", "while", "he", "she", "they", "it", "i", "we"})
_FINITE = frozenset({"VBD", "VBZ", "MD"})
_NOUN_PLACES = frozenset({"compound", "pobj", "nmod", "amod", "appos", "conj"})
_POST_VERBS = frozenset(
    {"head", "lead", "run", "direct", "chair", "work", "teach", "serve", "lecture", "represent", "advise"}
)
_POST_REACH = 40
_LONGEST = 60
"""Tokens after which a description is cut."""


@dataclass(frozen=True, slots=True)
class Description:
    """Words about a named person or body. ``past`` where the verb puts them in the past ("who was ...")."""

    span: Span
    place: Place
    past: bool = False


def describe(doc: Doc, plain: str, mention: Span, name: str) -> Iterator[Description]:
    """Yield the descriptions that stand directly around one mention, which may itself begin with a title.

    ``plain`` is the legible copy of the text, same positions.
    """
    words = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if words is None:
        return
    first = _first_of_name(words, name)
    yield from _before(doc, plain, first)
    yield from _before_comma(words)
    yield from (found for found in _after(doc, plain, words.end) if not _names(found.span.of(plain), name))
    yield from _clause(words)


def _names(words: str, name: str) -> bool:
    """Tell whether words after a mention are the name itself: "Its spokesman, [Colonel Ann Lee], said"."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None


def _first_of_name(words: Words, name: str) -> int:
    """Return the index of the first token of the bare name inside a mention such as "Foreign Secretary Ann Lee"."""
    parts = set(re.split(r"[\s-]+", name))
    inside = [token.i for token in words if token.text in parts or set(re.split(r"[\s-]+", token.text)) & parts]
    return inside[0] if inside else words.start


def _before(doc: Doc, plain: str, first: int) -> Iterator[Description]:
    """Yield the title in front of a name: the longest run of noun-like words that ends at the name."""
    start = first
    while start > 0 and first - start < _LONGEST // 2:
        token = doc[start - 1]
        if token.tag_ in {"DT", "PRP$"} and token.lower_ != "the":
            start -= 1
            break
        if token.is_space or token.is_quote:
            break
        if not (
            token.tag_ in _TITLE_TAGS
            or token.lower_ in _INNER
            or token.dep_ == "amod"
            or _is_abbreviation(doc, start - 1)
        ):
            break
        start -= 1
    while start < first and doc[start].lower_ in _INNER:
        start += 1
    if start == first:
        return
    span = _trim_links(doc, plain, start, first)
    if span is not None:
        yield Description(span, "before")


def _is_abbreviation(doc: Doc, at: int) -> bool:
    """Tell whether a full stop belongs to a shortened title before a name ("Capt.", "Lt. Gen.")."""
    short = doc[at - 1] if at else None
    return (
        doc[at].text == "."
        and short is not None
        and short.text.istitle()
        and 1 < len(short) < 6
        and not short.whitespace_
    )


def _trim_links(doc: Doc, plain: str, start: int, first: int) -> Span | None:
    """Drop what stands before a preposition or "and" that belongs to no role ("a meeting of President ...")."""
    end = doc[first].idx
    for at in range(first - 1, start - 1, -1):
        if doc[at].lower_ not in _INNER - {"the", "&"}:
            continue
        here = Span(doc[at].idx, doc[at].idx + len(doc[at]))
        posts = find_posts(plain, Span(doc[start].idx, end))
        covered = any(post.span.holds(here) for post in posts)
        titled = any(post.span.start > here.end and post.span.end >= end - 1 for post in posts)
        led = doc[at].lower_ != "and" and not titled and any(post.span.end <= here.start for post in posts)
        if not (covered or led):
            start = at + 1
            break
    while start < first and doc[start].lower_ in _INNER:
        start += 1
    return Span(doc[start].idx, end) if start < first else None


def _before_comma(words: Words) -> Iterator[Description]:
    """Yield "The institute's director" of "The institute's director, Ann Lee, said": an apposition to the parser."""
    root = words.root
    if root.dep_ != "appos" or root.head.i >= words.start or root.head.pos_ not in {"NOUN", "PROPN"}:
        return
    head = root.head
    while head.dep_ == "pobj" and head.head.head.pos_ in {"NOUN", "PROPN"}:
        head = head.head.head
    left = head.left_edge.i
    before = words.doc[words.start - 1]
    if before.text == "," and head.ent_type_ != "PERSON" and words.start - left < _LONGEST // 2:
        yield Description(Span(words.doc[left].idx, before.idx), "before")


def _after(doc: Doc, plain: str, at: int) -> Iterator[Description]:
    """Yield the apposition, bracket, relative clause or "of X" that follows a name."""
    while at < len(doc) and doc[at].is_space and "\n" not in doc[at].text:
        at += 1
    if at >= len(doc):
        return
    opener = doc[at].text
    if opener in _OPENERS:
        at += 1
        while at < len(doc) and doc[at].is_space and "\n" not in doc[at].text:
            at += 1
    elif doc[at].lower_ not in _LINKS:
        return
    if at >= len(doc) or _starts_aside(plain, doc[at]):
        return
    relative = doc[at].lower_ == "who"
    if doc[at].lower_ == "whose" or (relative and not _tells_post(doc, at + 1)):
        return
    end = _end_of_description(doc, at, opener, relative=relative)
    while end > at and (doc[end - 1].is_punct or doc[end - 1].is_space) and doc[end - 1].text != ")":
        end -= 1
    if end > at:
        past = relative and at + 1 < end and doc[at + 1].tag_ == "VBD"
        yield Description(Span(doc[at].idx, doc[end - 1].idx + len(doc[end - 1])), "after", past)


def _starts_aside(plain: str, token: Token) -> bool:
    """Tell whether words after a name say what somebody did ("speaking at", "which"), not who it is."""
    if token.tag_ == "VBG":
        return not _starts_post(plain, token.idx)
    return token.tag_ == "WDT" or token.lower_ in {"for", "in", "on", "as"}


def _starts_post(plain: str, start: int) -> bool:
    """Tell whether a post begins at a position: "managing director", "visiting professor"."""
    posts = find_posts(plain, Span(start, min(len(plain), start + _POST_REACH)))
    return bool(posts) and " " in posts[0].span.of(plain) and posts[0].span.start == start


def _tells_post(doc: Doc, at: int) -> bool:
    """Tell whether "who ..." goes on with a post ("who is", "who has led", "who now teaches") and not with an act."""
    while at < len(doc) and doc[at].pos_ == "ADV":
        at += 1
    if at + 1 >= len(doc):
        return False
    if doc[at].lemma_ == "have":
        at += 2 if doc[at + 1].pos_ == "ADV" and at + 2 < len(doc) else 1
    if doc[at].lemma_ == "be":
        return bool(doc[at + 1].tag_ not in {"VBG", "VBN"} or doc[at + 1].lower_ in {"named", "appointed", "elected"})
    return doc[at].lemma_ in _POST_VERBS or doc[at].lemma_ == "retire"


def _end_of_description(doc: Doc, at: int, opener: str, *, relative: bool) -> int:
    """Return the index after the last token of a description that starts at ``at``."""
    closer = {"(": ")", ",": None}.get(opener, opener if opener in _OPENERS else None)
    verbs = 1 if relative else 0
    for token in doc[at : at + _LONGEST]:
        if "\n" in token.text or token.text in {'"', ";", ":"} or (closer and token.i > at and token.text == closer):
            return int(token.i)
        if token.is_sent_start and token.i > at and doc[token.i - 1].text in {".", "!", "?"}:
            return int(token.i) - 1
        if token.lower_ in {"who", "which", "that", "whose"}:
            verbs += 1
        elif _is_verb(token):
            verbs -= 1
            if verbs < 0:
                return int(token.i)
        elif token.text == "," and _turns(doc, token.i + 1, opener):
            return int(token.i)
    return min(at + _LONGEST, len(doc))


def _is_verb(token: Token) -> bool:
    """Tell whether a token is a finite verb; the model takes some nouns for verbs ("programme", "studies")."""
    return token.tag_ in _FINITE and token.text[0].islower() and token.dep_ not in _NOUN_PLACES


def _turns(doc: Doc, at: int, opener: str) -> bool:
    """Tell whether the sentence goes on with its own verb or subject after a comma."""
    if at >= len(doc):
        return True
    token: Token = doc[at]
    if token.pos_ == "ADV" and at + 1 < len(doc):
        token = doc[at + 1]
    return opener != "(" and (_is_verb(token) or token.lower_ in _GOES_ON)


def _clause(words: Words) -> Iterator[Description]:
    """Yield what a sentence says of its subject: "Lee is a fellow at ...", "Lee works for ..."."""
    subject = words.root
    verb = subject.head
    if subject.dep_ != "nsubj" or verb.pos_ not in {"VERB", "AUX"}:
        return
    if verb.lemma_ == "be":
        parts = [child for child in verb.children if child.dep_ == "attr"]
    elif verb.lemma_ in _POST_VERBS:
        parts = [child for child in verb.children if child.dep_ in {"dobj", "prep"} and child.i > verb.i]
    else:
        return
    if any(child.dep_ == "neg" for child in verb.children):
        return
    past = verb.tag_ == "VBD" or any(child.lemma_ == "have" for child in verb.children if child.dep_ == "aux")
    if past and verb.lemma_ != "be":
        return
    for part in parts[:1]:
        start = verb if verb.lemma_ in _POST_VERBS else part.left_edge
        end = parts[-1].right_edge if verb.lemma_ in _POST_VERBS else part.right_edge
        yield Description(Span(start.idx, end.idx + len(end)), "clause", past)
