"""What the rules of grammar and the lexicon say of stances: who judges which actor or issue, in which words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from analysis.pipeline.bearers import subject_of
from analysis.pipeline.hearing import Heard
from analysis.pipeline.issues import is_ruler
from analysis.pipeline.places import people_of, state_of
from analysis.pipeline.pronouns import Antecedents
from analysis.pipeline.stance_words import is_a
from analysis.pipeline.targets import Target
from analysis.records import Quote, Span, Speaker


@dataclass(frozen=True, slots=True)
class Stage:
    """One article: its parse, its quotes, what stances may be about, and what pronouns stand for."""

    doc: Doc
    quotes: Sequence[Quote]
    """In text order."""
    named: Mapping[int, Target]
    """The target that a token is a word of, by the token's index."""
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


def set_stage(doc: Doc, quotes: Sequence[Quote], speakers: Sequence[Speaker], targets: Sequence[Target]) -> Stage:
    """Return an article with what the rules and the model need to know of it."""
    return Stage(
        doc=doc,
        quotes=sorted(quotes, key=lambda quote: quote.span.start),
        named=_named(doc, targets),
        selves={speaker.id: _selves(speaker, targets) for speaker in speakers},
        antecedents=Antecedents(doc, targets, quotes),
    )


def rule(stage: Stage, heard: Iterable[Heard]) -> Iterator[Ruling]:
    """Yield what the rules say of the targets of an article: of whom and what the attitudes heard in it are."""
    for one in heard:
        attitude = one.attitude
        for target, factor, how in _targets_of(stage, attitude.bearer, None if one.reporter else one.quote):
            if target.name not in stage.selves[one.speaker]:
                because = f"{'the reporter’s words: ' if one.reporter else ''}{attitude.because}{how}"
                where = one.quote.id if one.quote else None
                yield Ruling(one.speaker, target, where, attitude.weight * factor, one.evidence, because)


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
