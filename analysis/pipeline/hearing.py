"""What a person judges, and in which words, in quotes and in the reporter's own sentences; targets come later."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from analysis.pipeline.attitudes import Attitude, read_attitudes, read_naming
from analysis.pipeline.bearers import NAMING, namer_of, sider_of, subject_of
from analysis.pipeline.passages import words_of
from analysis.pipeline.stance_words import first_words
from analysis.records import Quote, Span, Speaker

_LONGEST_EVIDENCE = 320
_CLEAR = 0.7
"""Strength from which a noun is a matter of its own because it is judged."""
_NEAR = 6
"""Quotes of a speaker before the end of a sentence among which the one in that sentence is looked for."""
_AROUND = 600
"""Characters around a quote in which a name counts as its speaker's."""

_ACTING = frozenset({"nsubj", "nsubjpass", "poss", "conj", "pobj", "dobj", "appos", "attr"})
"""What the name of somebody who takes a side may be in its sentence: "[Lee], who opposes", "welcomed by [Lee]"."""
_PAST = frozenset({"erstwhile", "ex", "former", "formerly", "once", "onetime"})
_THIRD = frozenset({"he", "she", "they"})


@dataclass(frozen=True, slots=True)
class Heard:
    """An attitude, whose it is, the quote it stands in or beside, and the words that show it."""

    speaker: str
    quote: Quote | None
    attitude: Attitude
    evidence: Span
    reporter: bool = False
    """Whether the reporter's own words carry the attitude ("welcomed", "accused")."""


@dataclass(frozen=True, slots=True)
class _Pages:
    """One article: its parse, its quotes in text order, and which of its characters stand inside quotation marks."""

    doc: Doc
    quotes: Sequence[Quote]
    marked: bytearray
    telling: frozenset[int]
    """Where the sentences start, by token, in which the reporter may tell a side."""


def hear(doc: Doc, quotes: Sequence[Quote], speakers: Sequence[Speaker]) -> list[Heard]:
    """Return what speakers judge in their quotes, and what the reporter says that they did ("X welcomed Y").

    Limits: see ``read_attitudes``.
    """
    ordered = sorted(quotes, key=lambda quote: quote.span.start)
    pages = _Pages(doc, ordered, _marked(doc.text, quotes), _telling(doc))
    known = {speaker.id: speaker for speaker in speakers}
    found: list[Heard] = []
    for quote in pages.quotes:
        speaker = known.get(quote.speaker or "")
        if speaker is not None:
            found += _in_quote(doc, quote, speaker)
    taken_up = _taken_up(pages, speakers)
    for speaker in speakers:
        found += _of_reporter(pages, speaker, taken_up.get(speaker.id, ()))
    return found


def judged_in(heard: Sequence[Heard]) -> list[Token]:
    """Return the nouns that are clearly judged, more than by the way ("in one [awful] winter")."""
    clear = [one.attitude for one in heard if abs(one.attitude.weight) >= _CLEAR]
    return [one.bearer for one in clear if one.bearer.dep_ != "pobj" or one.word.head != one.bearer]


def _in_quote(doc: Doc, quote: Quote, speaker: Speaker) -> Iterator[Heard]:
    span = words_of(quote)
    own = _own_tokens(doc, speaker, span) | (_own_pronouns(doc, span) if quote.type == "indirect" else frozenset())
    attitudes = read_attitudes(doc, span, own=own)
    if quote.type == "mixed":
        attitudes = chain(attitudes, read_naming(doc, quote.span))
    for attitude in attitudes:
        yield Heard(speaker.id, quote, attitude, _evidence(attitude, span))


def _telling(doc: Doc) -> frozenset[int]:
    words = first_words("directional", "deed", "leaning", "atone") | NAMING
    return frozenset(
        sentence.start
        for sentence in doc.sents
        if any(token.lemma_.lower() in words or token.lower_ in words for token in sentence)
    )


def _marked(text: str, quotes: Sequence[Quote]) -> bytearray:
    marked = bytearray(len(text))
    for quote in quotes:
        if quote.type != "indirect":
            marked[quote.span.start : quote.span.end] = b"\1" * (quote.span.end - quote.span.start)
    return marked


def _own_tokens(doc: Doc, speaker: Speaker, span: Span) -> frozenset[int]:
    """Return the tokens outside the quote that stand for the speaker in the sentences around it."""
    mentions = sorted(speaker.mentions)
    first = bisect_left(mentions, span.start - _AROUND, key=lambda mention: mention.start)
    last = bisect_right(mentions, span.start + _AROUND, key=lambda mention: mention.start)
    tokens: set[int] = set()
    for mention in mentions[first:last]:
        if not span.overlaps(mention):
            words = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            tokens.update(token.i for token in words or ())
    return frozenset(tokens)


def _own_pronouns(doc: Doc, span: Span) -> frozenset[int]:
    """Return "he", "she" and "they" as subjects of indirect speech that names no other person before: the speaker."""
    found = set()
    for token in doc.char_span(span.start, span.end, alignment_mode="expand") or ():
        if token.ent_type_ == "PERSON":
            break
        if token.lower_ in _THIRD and token.dep_ == "nsubj":
            found.add(token.i)
    return frozenset(found)


def _evidence(attitude: Attitude, span: Span) -> Span:
    """Return the words from the bearer to the judging word, with the phrase around it, inside the quote."""
    bearer = attitude.bearer
    tokens = [*(token for token in bearer.subtree if token.i <= bearer.i), attitude.word, *attitude.word.subtree]
    verb = subject_of(attitude.word)
    if verb is not None:
        tokens.append(verb)
    sentence = attitude.word.sent
    inside = [
        token
        for token in tokens
        if span.start <= token.idx < span.end and token.sent == sentence and not token.is_space
    ]
    inside = inside or [attitude.word]
    start = max(span.start, min(token.idx for token in inside))
    end = min(span.end, max(token.idx + len(token) for token in inside))
    if end - start > _LONGEST_EVIDENCE:
        start, end = attitude.word.idx, attitude.word.idx + len(attitude.word)
    return Span(start, max(end, start + 1))


def _of_reporter(pages: _Pages, speaker: Speaker, pronouns: Sequence[Token]) -> Iterator[Heard]:
    """Yield attitudes that the reporter states outside quotation: "X welcomed Y", "he accused Y of ...".

    ``pronouns`` are what stands for the speaker as subject of other sentences.
    """
    doc = pages.doc
    mine = [quote for quote in pages.quotes if quote.speaker == speaker.id]
    anchors = {subject.i: subject for subject in (*_anchors(pages, speaker, mine), *pronouns)}
    for subject in anchors.values():
        if subject.sent.start not in pages.telling:
            continue
        span = Span(subject.sent.start_char, subject.sent.end_char)
        last = bisect_left(mine, span.end, key=lambda quote: quote.span.start)
        told = [quote for quote in mine[max(0, last - _NEAR) : last] if span.overlaps(quote.span)]
        quote = told[0] if told else None
        further = _further_verbs(subject, told)
        selves = {subject.i, _first_of(subject).i}
        for attitude in read_attitudes(doc, span, own=frozenset({*selves, *further.values()})):
            judge = _judge_of(attitude)
            own = judge is not None and (judge.i in selves or attitude.word.i in further)
            if not own or pages.marked[attitude.word.idx] or _tells_none(attitude):
                continue
            evidence = _with(judge, _evidence(attitude, span))
            if attitude.word.i in further:
                evidence = Span(attitude.word.idx, max(evidence.end, attitude.word.idx + 1))
            yield Heard(speaker.id, quote, attitude, evidence, reporter=True)


def _with(judge: Token | None, words: Span) -> Span:
    """Return words together with who judges in them, where that is not too far: "[Lee] is against the plan"."""
    if judge is None:
        return words
    first = judge.left_edge if judge.left_edge.sent == judge.sent else judge
    both = Span(min(words.start, first.idx), max(words.end, judge.idx + len(judge)))
    return both if both.end - both.start <= _LONGEST_EVIDENCE else words


def _tells_none(attitude: Attitude) -> bool:
    """Tell whether the reporter's words tell no side: no blame, a welcome to a place, the past.

    Who "never blamed" somebody does not yet praise him.
    """
    word = attitude.word
    unblamed = "not “" in attitude.because and attitude.weight > 0
    guest = word.lemma_ == "welcome" and any(child.dep_ == "prep" and child.lower_ == "to" for child in word.children)
    past = any(child.lower_ in _PAST for child in word.children)
    return unblamed or guest or past


def _judge_of(attitude: Attitude) -> Token | None:
    """Return who judges in the reporter's sentence: the subject of "condemned", of "called it a mistake"."""
    if attitude.because.startswith("object of"):
        return sider_of(attitude.word)
    if attitude.because.startswith("judged by"):
        return namer_of(attitude.word)
    return None


def _first_of(name: Token) -> Token:
    """Return the first of several joined by "and", who is the subject in the parse: "[Lee] and Tamm opposed"."""
    while name.dep_ == "conj" and name.head.pos_ in {"PROPN", "NOUN"}:
        name = name.head
    return name


def _further_verbs(subject: Token, told: Sequence[Quote]) -> dict[int, int]:
    """Return what the speaker does after what he is reported to say, where the parse joins the two.

    "He said that nobody had broken the law and [accused] Norway of meddling": the index of the verb, and of the subject
    that the parse gives it.
    """
    ends = [quote.span for quote in told if quote.type == "indirect"]
    found = {}
    for verb in subject.sent:
        inside = any(span.end <= verb.idx and span.start <= verb.head.idx < span.end for span in ends)
        if inside and verb.dep_ == "conj" and verb.pos_ == "VERB":
            given = subject_of(verb)
            found[verb.i] = given.i if given is not None else verb.i
    return found


def _anchors(pages: _Pages, speaker: Speaker, mine: Sequence[Quote]) -> Iterator[Token]:
    """Yield the tokens that stand for a speaker as subject of a sentence: names, and pronouns with a reporting verb."""
    doc, found = pages.doc, dict[int, Token]()
    names = [*speaker.mentions, *(quote.mention for quote in mine if quote.mention is not None)]
    for name in names:
        words = doc.char_span(name.start, name.end, alignment_mode="expand")
        quoted = any(pages.marked[name.start : name.end])
        subject = _subject_with(words) if words is not None and not quoted else None
        if subject is not None:
            found[subject.i] = subject
    for cue in (quote.cue for quote in mine if quote.cue is not None):
        words = doc.char_span(cue.start, cue.end, alignment_mode="expand")
        subject = subject_of(words.root) if words is not None and words.root.pos_ in {"VERB", "AUX"} else None
        if subject is not None:
            found[subject.i] = subject
    yield from (found[at] for at in sorted(found))


def _taken_up(pages: _Pages, speakers: Sequence[Speaker]) -> dict[str, list[Token]]:
    """Return "he" and "she" as subject of a sentence behind one in which a single person speaks or is the subject."""
    persons = [speaker for speaker in speakers if speaker.kind == "person"]
    named = {mention.start: speaker.id for speaker in persons for mention in speaker.mentions}
    ids = {speaker.id for speaker in persons}
    found: dict[str, list[Token]] = {}
    last = ""
    for sentence in pages.doc.sents:
        outside = [token for token in sentence if not pages.marked[token.idx]]
        subjects = [token for token in outside if token.dep_ in {"nsubj", "nsubjpass"}]
        pronouns = [token for token in subjects if token.lower_ in {"he", "she"} and token.head.dep_ == "ROOT"]
        if last:
            found.setdefault(last, []).extend(pronouns)
        span = Span(sentence.start_char, sentence.end_char)
        end = bisect_left(pages.quotes, span.end, key=lambda quote: quote.span.start)
        near = pages.quotes[max(0, end - _NEAR) : end]
        here = {quote.speaker or "" for quote in near if quote.span.overlaps(span)} & ids
        here |= {named[word.idx] for token in subjects for word in token.subtree if word.idx in named}
        others = any(token.ent_type_ == "PERSON" and not _is_part_of(token, named) for token in subjects)
        if here or others or not pronouns:
            last = next(iter(here)) if len(here) == 1 and not others else ""
    return found


def _is_part_of(subject: Token, named: Mapping[int, str]) -> bool:
    return any(word.idx in named for word in subject.subtree)


def _subject_with(words: Words) -> Token | None:
    """Return the actor that a name is, or that it ends as the name after a title ("his envoy to Rome Ann Lee")."""
    root = words.root
    if root.dep_ in _ACTING:
        return root
    before = words[0].nbor(-1) if words.start else None
    if before is None or before.pos_ in {"ADP", "DET", "PRON"}:
        return None
    for step in root.ancestors:
        if step.dep_ in {"nsubj", "nsubjpass"} and step.pos_ == "NOUN" and step.right_edge.i == words.end - 1:
            return step
    return None
