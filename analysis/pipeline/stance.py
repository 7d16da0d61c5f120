"""Where each speaker stands: towards which actors and issues, shown by which words."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from analysis.pipeline.attitudes import Attitude, read_attitudes, subject_of
from analysis.pipeline.pronouns import Antecedents
from analysis.pipeline.targets import Target, find_targets, is_ruler
from analysis.records import Entity, Quote, Span, Speaker, Stance, StanceLabel

_CLEAR = 0.5
"""Strength from which a sum of judgements counts as a stance."""
_SURE = 0.8
_FLOOR = 0.35
_DISCUSSED = frozenset({"nsubj", "nsubjpass", "dobj"})
_LONGEST_EVIDENCE = 320
_NEAR = 6
"""Quotes of a speaker before the end of a sentence among which the one in that sentence is looked for."""
_AROUND = 600
"""Characters around a quote in which a name counts as its speaker's."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """One article: its parse, its quotes, what stances may be about, and what pronouns stand for."""

    doc: Doc
    quotes: Sequence[Quote]
    named: dict[int, Target]
    """The target that a token is a word of, by the token's index."""
    marked: bytearray
    """One byte per character of the text, not zero inside quotation marks."""
    selves: dict[str, frozenset[str]]
    """The names of the targets that a speaker is, by the speaker's id."""
    antecedents: Antecedents


@dataclass(frozen=True, slots=True)
class _Judgement:
    target: Target
    weight: float
    evidence: Span
    because: str


def find_stances(
    doc: Doc, text: str, quotes: Sequence[Quote], speakers: Sequence[Speaker], entities: Sequence[Entity]
) -> tuple[Stance, ...]:
    """Return what speakers think of the actors and issues they speak about, one row per speaker, target and quote.

    A row is supportive or critical where words of the quote, or the reporter's own verb ("welcomed", "accused"), judge
    the target; neutral where the target is subject or object of what is said and nothing judges it. No row means that
    nothing was read, or that praise and blame cancel out. ``evidence`` is the judging clause inside the quote, or the
    reporter's words; ``because`` the rule.
    ``confidence`` is capped at 0.8: rules over a lexicon read about two in three stances right. Views that a quote
    reports of others, conditions and questions are not the speaker's. Limits: see ``read_attitudes``.
    """
    targets = find_targets(doc, text, entities)
    scene = _Scene(
        doc=doc,
        quotes=sorted(quotes, key=lambda quote: quote.span.start),
        named=_named(doc, targets),
        marked=_marked(text, quotes),
        selves={speaker.id: _selves(speaker, targets) for speaker in speakers},
        antecedents=Antecedents(doc, targets, quotes),
    )
    names = {speaker.id: speaker for speaker in speakers}
    stances: list[Stance] = []
    for quote in scene.quotes:
        speaker = names.get(quote.speaker or "")
        if speaker is not None:
            stances += _of_quote(scene, quote, speaker)
    for speaker in speakers:
        stances += _of_reporter(scene, speaker)
    return _distinct(stances)


def _of_quote(scene: _Scene, quote: Quote, speaker: Speaker) -> Iterator[Stance]:
    span = quote.clause if quote.clause is not None and quote.type == "mixed" else quote.span
    own = _own_tokens(scene.doc, speaker, span)
    judged = [
        judgement
        for attitude in read_attitudes(scene.doc, span, own=own)
        for judgement in _judgements(scene, attitude, quote, span)
        if judgement.target.name not in scene.selves[speaker.id]
    ]
    seen = set()
    for target in dict.fromkeys(judgement.target for judgement in judged):
        seen.add(target.name)
        yield from _stance(speaker, target, [judgement for judgement in judged if judgement.target is target], quote.id)
    for target, evidence in _discussed(scene, span):
        if target.name not in seen | scene.selves[speaker.id]:
            seen.add(target.name)
            because = "spoken about, nothing in the words judges it"
            yield Stance(speaker.id, target.name, "neutral", 0.4, quote.id, evidence, because)


def _judgements(scene: _Scene, attitude: Attitude, quote: Quote, span: Span) -> Iterator[_Judgement]:
    """Yield the targets that the bearer of an attitude stands for."""
    for target, factor, how in _targets_of(scene, attitude.bearer, quote):
        yield _Judgement(target, attitude.weight * factor, _evidence(attitude, span), f"{attitude.because}{how}")


def _targets_of(scene: _Scene, bearer: Token, quote: Quote | None) -> Iterator[tuple[Target, float, str]]:
    """Yield the target that a token names, stands for as a pronoun, or belongs to; nearest reading first, one only."""
    target = scene.named.get(bearer.i)
    ruler = is_ruler(bearer.lemma_.lower())
    if target is not None:
        yield target, 1.0, ""
        if not ruler:
            return
    resolved = scene.antecedents.of(bearer, quote)
    if resolved is not None:
        yield resolved, 0.8, f"; “{bearer.text}” read as {resolved.name}"
        return
    links = {"poss", "compound", "nmod", *(("amod",) if ruler else ())}
    owners = [child for child in bearer.children if child.dep_ in links]
    authors = [child for child in bearer.children if child.dep_ == "prep" and child.lower_ in {"of", "by", "from"}]
    owners += [inner for child in authors for inner in child.children]
    for owner in owners:
        target = scene.named.get(owner.i) or scene.antecedents.of(owner, quote)
        if target is not None:
            yield target, 0.7, f"; its “{bearer.text}”"
            return


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
    """Return the names of the targets that are the speaker."""
    names = {speaker.name, *speaker.names_used}
    places = {mention.start for mention in speaker.mentions}
    same = [target for target in targets if any(mention.start in places for mention in target.mentions)]
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


def _stance(speaker: Speaker, target: Target, judged: Sequence[_Judgement], quote: str | None) -> Iterator[Stance]:
    """Yield the net stance of judgements on one target; nothing where they cancel out or are too weak."""
    total = sum(judgement.weight for judgement in judged)
    if abs(total) < _CLEAR:
        return
    label: StanceLabel = "supportive" if total > 0 else "critical"
    telling = max(judged, key=lambda judgement: judgement.weight * total)
    mixed = any(judgement.weight * total < 0 for judgement in judged)
    confidence = min(_SURE, _FLOOR + 0.2 * min(abs(total), 2.0)) - (0.1 if mixed else 0.0)
    yield Stance(speaker.id, target.name, label, round(confidence, 2), quote, telling.evidence, telling.because)


def _discussed(scene: _Scene, span: Span) -> Iterator[tuple[Target, Span]]:
    """Yield the targets that are subject or object of what a quote says, with their clause."""
    for token in scene.doc.char_span(span.start, span.end, alignment_mode="expand") or ():
        target, verb = scene.named.get(token.i), token.head
        if target is not None and token.dep_ in _DISCUSSED and verb.dep_ in {"ROOT", "ccomp", "conj"}:
            start = max(span.start, token.left_edge.idx)
            end = min(span.end, verb.right_edge.idx + len(verb.right_edge), start + _LONGEST_EVIDENCE)
            yield target, Span(start, max(token.idx + len(token), end))


def _of_reporter(scene: _Scene, speaker: Speaker) -> Iterator[Stance]:
    """Yield stances that the reporter states outside quotation: "X welcomed Y", "he accused Y of ..."."""
    doc = scene.doc
    mine = [quote for quote in scene.quotes if quote.speaker == speaker.id]
    for subject in _anchors(scene, speaker, mine):
        span = Span(subject.sent.start_char, subject.sent.end_char)
        last = bisect_left(mine, span.end, key=lambda quote: quote.span.start)
        quote = next((quote for quote in mine[max(0, last - _NEAR) : last] if span.overlaps(quote.span)), None)
        for attitude in read_attitudes(doc, span, own=frozenset({subject.i})):
            told = subject_of(attitude.word)
            if (
                scene.marked[attitude.word.idx]
                or told is None
                or told.i != subject.i
                or not attitude.because.startswith("object of")
            ):
                continue
            for target, factor, how in _targets_of(scene, attitude.bearer, None):
                if target.name not in scene.selves[speaker.id]:
                    because = f"the reporter's words: {attitude.because}{how}"
                    judged = _Judgement(target, attitude.weight * factor, _evidence(attitude, span), because)
                    yield from _stance(speaker, target, [judged], quote.id if quote else None)


def _anchors(scene: _Scene, speaker: Speaker, mine: Sequence[Quote]) -> Iterator[Token]:
    """Yield the tokens that stand for a speaker as subject of a sentence: names, and pronouns with a reporting verb."""
    doc, found = scene.doc, dict[int, Token]()
    names = [*speaker.mentions, *(quote.mention for quote in mine if quote.mention is not None)]
    for name in names:
        words = doc.char_span(name.start, name.end, alignment_mode="expand")
        quoted = any(scene.marked[name.start : name.end])
        subject = _subject_with(words) if words is not None and not quoted else None
        if subject is not None:
            found[subject.i] = subject
    for cue in (quote.cue for quote in mine if quote.cue is not None):
        words = doc.char_span(cue.start, cue.end, alignment_mode="expand")
        subject = subject_of(words.root) if words is not None and words.root.pos_ in {"VERB", "AUX"} else None
        if subject is not None:
            found[subject.i] = subject
    yield from (found[at] for at in sorted(found))


def _subject_with(words: Words) -> Token | None:
    """Return the subject that a name is, or that it ends as the name after a title ("his envoy to Rome Ann Lee")."""
    root = words.root
    if root.dep_ in {"nsubj", "nsubjpass"}:
        return root
    before = words[0].nbor(-1) if words.start else None
    if before is None or before.pos_ in {"ADP", "DET", "PRON"}:
        return None
    for step in root.ancestors:
        if step.dep_ in {"nsubj", "nsubjpass"} and step.pos_ == "NOUN" and step.right_edge.i == words.end - 1:
            return step
    return None


def _distinct(stances: Sequence[Stance]) -> tuple[Stance, ...]:
    """Keep one row per speaker, target and quote: the surest judgement, neutral only where there is none."""
    best: dict[tuple[str, str, str | None], Stance] = {}
    for stance in sorted(stances, key=lambda stance: (stance.label != "neutral", stance.confidence)):
        best[stance.speaker, stance.target, stance.quote] = stance
    return tuple(sorted(best.values(), key=lambda stance: (stance.evidence.start, stance.target)))
