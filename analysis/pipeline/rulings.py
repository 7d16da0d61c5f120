"""What the rules of grammar and the lexicon say of stances: who judges which actor or issue, in which words."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from analysis.pipeline.attitudes import Attitude, read_attitudes, read_naming
from analysis.pipeline.bearers import sider_of, subject_of
from analysis.pipeline.issues import is_ruler
from analysis.pipeline.passages import words_of
from analysis.pipeline.places import people_of, state_of
from analysis.pipeline.pronouns import Antecedents
from analysis.pipeline.stance_words import is_a
from analysis.pipeline.targets import Target
from analysis.records import Quote, Span, Speaker

_LONGEST_EVIDENCE = 320
_NEAR = 6
"""Quotes of a speaker before the end of a sentence among which the one in that sentence is looked for."""
_AROUND = 600
"""Characters around a quote in which a name counts as its speaker's."""

_ACTING = frozenset({"nsubj", "nsubjpass", "poss", "conj", "pobj", "dobj", "appos", "attr"})
"""What the name of somebody who takes a side may be in its sentence: "[Lee], who opposes", "welcomed by [Lee]"."""
_PAST = frozenset({"erstwhile", "ex", "former", "formerly", "once", "onetime"})
_NAMING = frozenset(
    {"brand", "call", "characterise", "characterize", "consider", "deem", "describe", "find", "label", "regard", "see"}
    | {"term", "view"}
)
"""Verbs behind which the reporter puts somebody's judgement: "called it a mistake"."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One article: its parse, its quotes, what stances may be about, and what pronouns stand for."""

    doc: Doc
    quotes: Sequence[Quote]
    """In text order."""
    named: Mapping[int, Target]
    """The target that a token is a word of, by the token's index."""
    marked: bytearray
    """One byte per character of the text, not zero inside quotation marks."""
    selves: Mapping[str, frozenset[str]]
    """The names of the targets that a speaker is, by the speaker's id."""
    antecedents: Antecedents


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule says: the sign and strength of ``weight``, the words, and the rule in words."""

    speaker: str
    target: Target
    quote: str | None
    weight: float
    evidence: Span
    because: str
    reporter: bool = False
    """Whether the reporter's own words carry the stance ("welcomed", "accused")."""


def set_stage(
    doc: Doc, text: str, quotes: Sequence[Quote], speakers: Sequence[Speaker], targets: Sequence[Target]
) -> Stage:
    """Return an article with what the rules and the model need to know of it."""
    return Stage(
        doc=doc,
        quotes=sorted(quotes, key=lambda quote: quote.span.start),
        named=_named(doc, targets),
        marked=_marked(text, quotes),
        selves={speaker.id: _selves(speaker, targets) for speaker in speakers},
        antecedents=Antecedents(doc, targets, quotes),
    )


def rule(stage: Stage, speakers: Sequence[Speaker]) -> list[Ruling]:
    """Return what the rules say of every quote, and of what the reporter says that speakers did ("X welcomed Y").

    Limits: see ``read_attitudes``.
    """
    known = {speaker.id: speaker for speaker in speakers}
    found: list[Ruling] = []
    for quote in stage.quotes:
        speaker = known.get(quote.speaker or "")
        if speaker is not None:
            found += _of_quote(stage, quote, speaker)
    taken_up = _taken_up(stage, speakers)
    for speaker in speakers:
        found += _of_reporter(stage, speaker, taken_up.get(speaker.id, ()))
    return found


def _of_quote(stage: Stage, quote: Quote, speaker: Speaker) -> Iterator[Ruling]:
    span = words_of(quote)
    attitudes = read_attitudes(stage.doc, span, own=_own_tokens(stage.doc, speaker, span))
    if quote.type == "mixed":
        attitudes = chain(attitudes, read_naming(stage.doc, quote.span))
    for attitude in attitudes:
        for target, factor, how in _targets_of(stage, attitude.bearer, quote):
            if target.name not in stage.selves[speaker.id]:
                because = f"{attitude.because}{how}"
                evidence = _evidence(attitude, span)
                yield Ruling(speaker.id, target, quote.id, attitude.weight * factor, evidence, because)


def _targets_of(stage: Stage, bearer: Token, quote: Quote | None) -> Iterator[tuple[Target, float, str]]:
    """Yield the target that a token names, stands for as a pronoun, or belongs to; nearest reading first.

    Who calls for somebody's "resignation" is against him.
    Of an issue that has an author ("Norway's plan", "the plan put forward by Norway") the author is one more.
    """
    target = stage.named.get(bearer.i)
    ruler = is_ruler(bearer.lemma_.lower())
    if target is not None:
        yield target, 1.0, ""
        if target.kind == "issue" and not ruler:
            factor = -0.7 if is_a(bearer, "bane") else 0.5
            yield from ((author, factor, f"; its “{bearer.text}”") for author in _authors(stage, bearer))
        if not ruler:
            return
    resolved = stage.antecedents.of(bearer, quote)
    if resolved is not None:
        yield resolved, 0.8, f"; “{bearer.text}” read as {resolved.name}"
        return
    links = {"poss", "compound", "nmod", *(("amod",) if ruler else ())}
    owners = [child for child in bearer.children if child.dep_ in links]
    authors = [child for child in bearer.children if child.dep_ == "prep" and child.lower_ in {"of", "by", "from"}]
    owners += [inner for child in authors for inner in child.children]
    for owner in owners:
        target = stage.named.get(owner.i) or stage.antecedents.of(owner, quote)
        if target is not None:
            yield target, -0.7 if is_a(bearer, "bane") else 0.7, f"; its “{bearer.text}”"
            return


def _authors(stage: Stage, issue: Token) -> Iterator[Target]:
    """Yield who it is whose issue a noun names: its possessor, or the agent of what describes it.

    "This decision" is that of who acts in the sentence before.
    """
    tokens = [child for child in issue.children if child.dep_ == "poss"]
    if any(child.lower_ == "this" and child.dep_ == "det" for child in issue.children) and issue.sent.start:
        actor = subject_of(issue.doc[issue.sent.start - 1].sent.root)
        tokens += [actor] if actor is not None else []
    deeds = [issue, *(child for child in issue.children if child.dep_ in {"acl", "relcl"} and child.tag_ == "VBN")]
    links = [child for deed in deeds for child in deed.children if child.lower_ == "by"]
    tokens += [inner for link in links for inner in link.children if inner.dep_ == "pobj"]
    for token in tokens:
        target = stage.named.get(token.i)
        if target is not None and (target.kind != "issue" or is_ruler(token.lemma_.lower())):
            yield target


def _named(doc: Doc, targets: Sequence[Target]) -> dict[int, Target]:
    """Return the target of each token that names one."""
    named: dict[int, Target] = {}
    for target in targets:
        for mention in target.mentions:
            words = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            named.update((token.i, target) for token in words or ())
    return named


def _marked(text: str, quotes: Sequence[Quote]) -> bytearray:
    marked = bytearray(len(text))
    for quote in quotes:
        if quote.type != "indirect":
            marked[quote.span.start : quote.span.end] = b"\1" * (quote.span.end - quote.span.start)
    return marked


def _selves(speaker: Speaker, targets: Sequence[Target]) -> frozenset[str]:
    """Return the names of the targets that are the speaker, or the state that the speaker serves."""
    names = {speaker.name, *speaker.names_used}
    edges = {edge for mention in speaker.mentions for edge in ((mention.start, "from"), (mention.end, "to"))}
    same = [
        target
        for target in targets
        if any((mention.start, "from") in edges or (mention.end, "to") in edges for mention in target.mentions)
    ]
    body = speaker.affiliation.institution or ""
    if speaker.affiliation.kind in {"government", "military"} and body:
        people = people_of(body.split()[0])
        names |= {state_of(body.split()[0]) or "", people.country if people else ""}
    return frozenset({*names, *(target.name for target in same)})


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


def _of_reporter(stage: Stage, speaker: Speaker, pronouns: Sequence[Token]) -> Iterator[Ruling]:
    """Yield stances that the reporter states outside quotation: "X welcomed Y", "he accused Y of ...".

    ``pronouns`` are what stands for the speaker as subject of other sentences.
    """
    doc = stage.doc
    mine = [quote for quote in stage.quotes if quote.speaker == speaker.id]
    anchors = {subject.i: subject for subject in (*_anchors(stage, speaker, mine), *pronouns)}
    for subject in anchors.values():
        span = Span(subject.sent.start_char, subject.sent.end_char)
        last = bisect_left(mine, span.end, key=lambda quote: quote.span.start)
        told = [quote for quote in mine[max(0, last - _NEAR) : last] if span.overlaps(quote.span)]
        quote = told[0] if told else None
        further = _further_verbs(subject, told)
        selves = {subject.i, _first_of(subject).i}
        for attitude in read_attitudes(doc, span, own=frozenset({*selves, *further.values()})):
            judge = _judge_of(attitude)
            own = judge is not None and (judge.i in selves or attitude.word.i in further)
            if not own or stage.marked[attitude.word.idx] or _tells_none(attitude):
                continue
            for target, factor, how in _targets_of(stage, attitude.bearer, None):
                if target.name not in stage.selves[speaker.id]:
                    because = f"the reporter's words: {attitude.because}{how}"
                    weight, where = attitude.weight * factor, quote.id if quote else None
                    evidence = _evidence(attitude, span)
                    if attitude.word.i in further:
                        evidence = Span(attitude.word.idx, max(evidence.end, attitude.word.idx + 1))
                    yield Ruling(speaker.id, target, where, weight, evidence, because, reporter=True)


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
        naming = next((step for step in attitude.word.ancestors if step.lemma_ in _NAMING), None)
        return subject_of(naming) if naming is not None else None
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


def _anchors(stage: Stage, speaker: Speaker, mine: Sequence[Quote]) -> Iterator[Token]:
    """Yield the tokens that stand for a speaker as subject of a sentence: names, and pronouns with a reporting verb."""
    doc, found = stage.doc, dict[int, Token]()
    names = [*speaker.mentions, *(quote.mention for quote in mine if quote.mention is not None)]
    for name in names:
        words = doc.char_span(name.start, name.end, alignment_mode="expand")
        quoted = any(stage.marked[name.start : name.end])
        subject = _subject_with(words) if words is not None and not quoted else None
        if subject is not None:
            found[subject.i] = subject
    for cue in (quote.cue for quote in mine if quote.cue is not None):
        words = doc.char_span(cue.start, cue.end, alignment_mode="expand")
        subject = subject_of(words.root) if words is not None and words.root.pos_ in {"VERB", "AUX"} else None
        if subject is not None:
            found[subject.i] = subject
    yield from (found[at] for at in sorted(found))


def _taken_up(stage: Stage, speakers: Sequence[Speaker]) -> dict[str, list[Token]]:
    """Return "he" and "she" as subject of a sentence behind one in which a single person speaks or is the subject."""
    persons = [speaker for speaker in speakers if speaker.kind == "person"]
    named = {mention.start: speaker.id for speaker in persons for mention in speaker.mentions}
    ids = {speaker.id for speaker in persons}
    found: dict[str, list[Token]] = {}
    last = ""
    for sentence in stage.doc.sents:
        outside = [token for token in sentence if not stage.marked[token.idx]]
        subjects = [token for token in outside if token.dep_ in {"nsubj", "nsubjpass"}]
        pronouns = [token for token in subjects if token.lower_ in {"he", "she"} and token.head.dep_ == "ROOT"]
        if last:
            found.setdefault(last, []).extend(pronouns)
        span = Span(sentence.start_char, sentence.end_char)
        end = bisect_left(stage.quotes, span.end, key=lambda quote: quote.span.start)
        near = stage.quotes[max(0, end - _NEAR) : end]
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
