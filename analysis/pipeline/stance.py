"""Where each speaker stands: towards which actors and issues, shown by which words."""

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


@dataclass(frozen=True, slots=True)
class _Judgement:
    target: Target
    weight: float
    evidence: Span
    because: str


def find_stances(
    doc: Doc, text: str, quotes: Sequence[Quote], speakers: Sequence[Speaker], entities: Sequence[Entity]
) -> tuple[Stance, ...]:
    """Return what speakers think of the actors and issues they speak about, at most one row per speaker, target and quote.

    A row is supportive or critical where words of the quote, or the reporter's own verb ("welcomed", "accused"), judge
    the target; neutral where the target is subject or object of what is said and nothing judges it. No row means that
    nothing was read. ``evidence`` is the judging clause inside the quote, or the reporter's words; ``because`` the rule.
    ``confidence`` is capped at 0.8: rules over a lexicon read about two in three stances right. Views that a quote
    reports of others, conditions and questions are not the speaker's. Limits: see ``read_attitudes``.
    """
    targets = find_targets(doc, text, entities)
    antecedents = Antecedents(doc, targets, quotes)
    names = {speaker.id: speaker for speaker in speakers}
    stances: list[Stance] = []
    for quote in sorted(quotes, key=lambda quote: quote.span.start):
        speaker = names.get(quote.speaker or "")
        if speaker is not None:
            stances += _of_quote(doc, quote, speaker, targets, antecedents)
    for speaker in speakers:
        stances += _of_reporter(doc, quotes, speaker, targets, antecedents)
    return _distinct(stances)


def _of_quote(
    doc: Doc, quote: Quote, speaker: Speaker, targets: Sequence[Target], antecedents: Antecedents
) -> Iterator[Stance]:
    span = quote.clause if quote.clause is not None and quote.type == "mixed" else quote.span
    own = _own_tokens(doc, speaker, span)
    judged = [
        judgement
        for attitude in read_attitudes(doc, span, own=own)
        for judgement in _judgements(doc, attitude, span, speaker, targets, antecedents, quote)
    ]
    seen = set()
    for target in dict.fromkeys(judgement.target for judgement in judged):
        seen.add(target.name)
        yield from _stance(speaker, target, [judgement for judgement in judged if judgement.target is target], quote.id)
    for target, evidence in _discussed(doc, span, targets, speaker):
        if target.name not in seen:
            seen.add(target.name)
            because = "spoken about, nothing in the words judges it"
            yield Stance(speaker.id, target.name, "neutral", 0.4, quote.id, evidence, because)


def _judgements(
    doc: Doc,
    attitude: Attitude,
    span: Span,
    speaker: Speaker,
    targets: Sequence[Target],
    antecedents: Antecedents,
    quote: Quote,
) -> Iterator[_Judgement]:
    """Yield the targets that the bearer of an attitude stands for."""
    for target, factor, how in _targets_of(attitude.bearer, targets, antecedents, quote):
        if _is_self(target, speaker):
            continue
        evidence = _evidence(doc, attitude, span)
        because = f"{attitude.because}{how}"
        yield _Judgement(target, attitude.weight * factor, evidence, because)


def _targets_of(
    bearer: Token, targets: Sequence[Target], antecedents: Antecedents, quote: Quote | None
) -> Iterator[tuple[Target, float, str]]:
    """Yield the target that a token names, stands for as a pronoun, or belongs to; nearest reading first, one only."""
    target = _named(bearer, targets)
    if target is not None:
        yield target, 1.0, ""
        if not is_ruler(bearer.lemma_.lower()):
            return
    resolved = antecedents.of(bearer, quote)
    if resolved is not None:
        yield resolved, 0.8, f"; “{bearer.text}” read as {resolved.name}"
        return
    for child in bearer.children:
        if child.dep_ in {"poss", "compound", "nmod"} or (child.dep_ == "amod" and is_ruler(bearer.lemma_.lower())):
            target = _named(child, targets) or antecedents.of(child, quote)
            if target is not None:
                yield target, 0.7, f"; its “{bearer.text}”"
                return
    for child in bearer.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "by", "from"}:
            for inner in child.children:
                target = _named(inner, targets)
                if target is not None:
                    yield target, 0.6, f"; its “{bearer.text}”"
                    return


def _named(token: Token, targets: Sequence[Target]) -> Target | None:
    """Return the target one of whose mentions ends with, or holds, this token."""
    for target in targets:
        for mention in target.mentions:
            if mention.start <= token.idx < mention.end:
                return target
    return None


def _is_self(target: Target, speaker: Speaker) -> bool:
    names = {speaker.name, *speaker.names_used}
    return target.name in names or any(mention in speaker.mentions for mention in target.mentions)


def _own_tokens(doc: Doc, speaker: Speaker, span: Span) -> frozenset[int]:
    """Return the tokens outside the quote that stand for the speaker in the sentences around it."""
    around = [
        mention for mention in speaker.mentions if abs(mention.start - span.start) < 600 and not span.overlaps(mention)
    ]
    tokens = set()
    for mention in around:
        words = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if words is not None:
            tokens |= {token.i for token in words}
    return frozenset(tokens)


def _evidence(doc: Doc, attitude: Attitude, span: Span) -> Span:
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


def _discussed(doc: Doc, span: Span, targets: Sequence[Target], speaker: Speaker) -> Iterator[tuple[Target, Span]]:
    """Yield the targets that are subject or object of what a quote says, with their clause."""
    for target in targets:
        if _is_self(target, speaker):
            continue
        for mention in target.mentions:
            if not span.holds(mention):
                continue
            words = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if (
                words is not None
                and words.root.dep_ in _DISCUSSED
                and words.root.head.dep_ in {"ROOT", "ccomp", "conj"}
            ):
                end = min(span.end, words.root.head.right_edge.idx + len(words.root.head.right_edge))
                yield target, Span(mention.start, max(mention.end, min(end, mention.start + _LONGEST_EVIDENCE)))
                break


def _of_reporter(
    doc: Doc, quotes: Sequence[Quote], speaker: Speaker, targets: Sequence[Target], antecedents: Antecedents
) -> Iterator[Stance]:
    """Yield stances that the reporter states outside quotation: "X welcomed Y", "he accused Y of ..."."""
    marked = [quote.span for quote in quotes if quote.type != "indirect"]
    mine = [quote for quote in quotes if quote.speaker == speaker.id]
    for subject in _anchors(doc, speaker, mine, marked):
        sentence = subject.sent
        span = Span(sentence.start_char, sentence.end_char)
        quote = next((quote for quote in mine if span.overlaps(quote.span)), None)
        for attitude in read_attitudes(doc, span, own=frozenset({subject.i})):
            position = Span(attitude.word.idx, attitude.word.idx + len(attitude.word))
            told = subject_of(attitude.word)
            if told is None or told.i != subject.i or any(quoted.overlaps(position) for quoted in marked):
                continue
            if not attitude.because.startswith("object of"):
                continue
            for target, factor, how in _targets_of(attitude.bearer, targets, antecedents, None):
                if not _is_self(target, speaker):
                    because = f"the reporter's words: {attitude.because}{how}"
                    judged = _Judgement(target, attitude.weight * factor, _evidence(doc, attitude, span), because)
                    yield from _stance(speaker, target, [judged], quote.id if quote else None)


def _anchors(doc: Doc, speaker: Speaker, mine: Sequence[Quote], marked: Sequence[Span]) -> Iterator[Token]:
    """Yield the tokens that stand for a speaker as subject of a sentence: names, and pronouns before a reporting verb."""
    found: dict[int, Token] = {}
    for mention in speaker.mentions:
        words = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if words is None or any(span.overlaps(mention) for span in marked):
            continue
        subject = _subject_with(words)
        if subject is not None:
            found[subject.i] = subject
    for quote in mine:
        if quote.mention is not None and not any(span.overlaps(quote.mention) for span in marked):
            words = doc.char_span(quote.mention.start, quote.mention.end, alignment_mode="expand")
            subject = _subject_with(words) if words is not None else None
            if subject is not None:
                found[subject.i] = subject
        cue = doc.char_span(quote.cue.start, quote.cue.end, alignment_mode="expand") if quote.cue else None
        told = subject_of(cue.root) if cue is not None and cue.root.pos_ in {"VERB", "AUX"} else None
        if told is not None:
            found[told.i] = told
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
    """Keep one row per speaker, target and quote: the reporter's verdict or the surer one, never neutral beside either."""
    best: dict[tuple[str, str, str | None], Stance] = {}
    for stance in stances:
        key = (stance.speaker, stance.target, stance.quote)
        known = best.get(key)
        if (
            known is None
            or (known.label == "neutral") > (stance.label == "neutral")
            or ((known.label == "neutral") == (stance.label == "neutral") and stance.confidence > known.confidence)
        ):
            best[key] = stance
    return tuple(sorted(best.values(), key=lambda stance: (stance.evidence.start, stance.target)))
