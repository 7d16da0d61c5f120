"""Quotations: direct and mixed from quotation marks, indirect from reporting clauses, each with its cue and source.

Two channels are joined. Marks are found on characters (``marks``), reporting clauses in the parse (``cues``). A stretch
in marks takes its source from its ``attribution``; what nobody is said to have said, and is short, is a scare quote.
The conventions for direct, mixed and indirect are those of the annotation guideline in CONTRIBUTING.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from analysis.pipeline.attribution import Attribution, attribute, carried
from analysis.pipeline.cues import Frame, cue_span
from analysis.pipeline.lexicon import Verb, noun_of, verb_of, words_of
from analysis.pipeline.marks import Marked
from analysis.pipeline.page import Page
from analysis.pipeline.phrases import covered
from analysis.records import QuoteType, Span

_SHORT = 4
"""Words up to which a sentence of its own that nobody said is a term rather than an unattributed quote."""
_SMALL_WORD = 3
_LEAST_CLAUSE = 3
_SURE = {
    "its subject": 0.86,
    "name right before its verb": 0.8,
    "verb before its subject": 0.8,
    "subject of the verb above": 0.74,
    "according to": 0.9,
}
"""Share of indirect quotes found by each rule that are right, span and source, on PolNeAR dev; the rest below."""
_UNSURE = 0.6
_MIXED = {"right": 0.87, "left": 0.75}
"""The same for words in marks that are part of the reporter's sentence, by the side of the reporting clause."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A quote whose source is still a word of the text, not yet a speaker.

    ``source`` is the token that heads the source; ``follows`` the index, among the drafts, of the quote whose speaker
    goes on speaking; both None where the text gives no source.
    """

    span: Span
    type: QuoteType
    clause: Span | None
    cue: Span | None
    verb: Verb | None
    source: int | None
    follows: int | None
    paragraph: int
    confidence: float
    because: str


def find_drafts(page: Page) -> tuple[list[Draft], list[Span]]:
    """Return the quotes of the body in text order, and the scare quotes: marks that are nobody's words."""
    drafts: list[Draft] = []
    scare: list[Span] = []
    for mark in page.marks:
        found = attribute(page, mark)
        kind = _kind(page, mark, found)
        ended = mark.span.of(page.text).endswith((".", "!", "?"))
        titled = (kind == "mixed" or (found is None and not ended)) and _is_title(page, mark)
        found = found or carried(page, mark, drafts[-1].span if drafts else None)
        if titled or (found is None and (kind == "mixed" or _is_term(page, mark))):
            scare.append(mark.span)
        else:
            found = found or Attribution(None, None, "no source in the text", 0.1)
            drafts.append(_marked_draft(page, mark, kind, found, len(drafts) - 1))
    return _ordered([*drafts, *_indirect_drafts(page, drafts)]), scare


def _kind(page: Page, mark: Marked, found: Attribution | None) -> QuoteType:
    """Tell direct from mixed: direct stands apart from the reporter's sentence and holds a clause of its own."""
    if not page.set_off(mark):
        return "mixed"
    if page.turn(mark) is not None:
        return "direct"
    if page.before(mark) == "," and not page.only_connectives(mark) and (found is None or found.side != "left"):
        return "mixed"
    if found is not None and _that_before(page, mark, found) is not None:
        return "mixed"
    words = page.words(mark.span)
    clause = any(word.tag_ in _FINITE for word in words) and any(word.dep_ in _SUBJECTS for word in words)
    ends = mark.span.of(page.text)[-1:] in ".!?…,"
    whole = ends and page.before(mark) in ("", ".", "!", "?", ":")
    beside = ends and found is not None and found.side != ""
    return "direct" if clause or whole or beside else "mixed"


def _is_term(page: Page, mark: Marked) -> bool:
    """Tell whether a stretch that nobody is said to have said is a term, or has no verb at all."""
    short = len(mark.span.of(page.text).split()) <= _SHORT
    return short or not any(word.pos_ in ("VERB", "AUX") for word in page.words(mark.span))


def _is_title(page: Page, mark: Marked) -> bool:
    """Tell whether a stretch is written like a title: every word but the small ones starts with a capital."""
    words = [word for word in mark.span.of(page.text).replace("-", " ").split() if len(word) > _SMALL_WORD]
    return bool(words) and all(word[0].isupper() for word in words) and page.before(mark) != ":"


def _is_cried(page: Page, mark: Marked, found: Attribution | None) -> bool:
    """Tell whether a verb of speaking stands right before a stretch: they chanted "Build It", not told "The Show"."""
    if found is None or found.cue is None:
        return False
    verb, lead = verb_of(found.cue), page.lead(mark)
    spoken = verb is not None and "quote" in verb.frames and verb.lemma not in words_of("addressing")
    return spoken and bool(lead) and lead[-1].i == found.cue.i


def _marked_draft(page: Page, mark: Marked, kind: QuoteType, found: Attribution, last: int) -> Draft:
    cue = found.cue
    verb = None if cue is None else (noun_of(cue) if cue.pos_ == "NOUN" else verb_of(cue))
    return Draft(
        span=mark.span,
        type=kind,
        clause=_clause(page, mark, found) if kind == "mixed" else None,
        cue=None if cue is None else cue_span(cue),
        verb=verb,
        source=None if found.source is None else found.source.i,
        follows=last if found.side == "carried" else None,
        paragraph=mark.paragraph,
        confidence=_confidence(kind, found),
        because=found.rule,
    )


def _confidence(kind: QuoteType, found: Attribution) -> float:
    """Return how sure an attribution is, less for parts of the reporter's sentence and for whole quotes inside one."""
    if kind == "mixed":
        return min(found.confidence, _MIXED.get(found.side, 1.0))
    return min(found.confidence, _UNSURE) if found.content is not None else found.confidence


def _clause(page: Page, mark: Marked, found: Attribution) -> Span:
    """Return the reported clause around a mixed quote, its marks included."""
    cue = found.cue
    content = found.content
    if content is None and cue is not None:
        frame = next((frame for frame in page.frames if frame.cue == cue.i), None)
        content = frame.content if frame is not None else None
    if content is not None and content.overlaps(mark.span):
        inside = [other.outer for other in page.marks if other.span.overlaps(content)]
        return Span(
            min(content.start, *(outer.start for outer in inside)), max(content.end, *(outer.end for outer in inside))
        )
    if found.side == "right":
        return Span(page.sentence_start(mark), mark.outer.end)
    that = _that_before(page, mark, found)
    if that is not None:
        span = covered(page.words(Span(that.idx, mark.outer.start)))
        return Span(span.start if span else mark.outer.start, mark.outer.end)
    if cue is not None and cue.idx < mark.outer.start and not page.introduced(mark):
        return _complement(page, mark, cue)
    return mark.outer


def _that_before(page: Page, mark: Marked, found: Attribution) -> Token | None:
    """Return the *that* between a cue and a stretch in marks, which makes it part of a reported clause."""
    if found.side != "left" or found.cue is None:
        return None
    cue = found.cue.i
    return next(
        (word for word in page.lead(mark) if word.i > cue and word.lower_ == "that" and word.tag_ != "DT"), None
    )


def _complement(page: Page, mark: Marked, cue: Token) -> Span:
    """Return the complement of a reporting verb that a fragment is part of ("noted the "senseless" deaths of men")."""
    inside = page.tokens(mark.outer)
    parts = [
        child
        for child in cue.children
        if cue.i < child.i < inside.stop and (child.dep_ == "xcomp" or any(word.i in inside for word in child.subtree))
    ]
    words = [word for child in parts for word in child.subtree if word.i > cue.i]
    span = covered(sorted(words, key=lambda word: word.i))
    return mark.outer if span is None else Span(min(span.start, mark.outer.start), max(span.end, mark.outer.end))


def _indirect_drafts(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the reported clauses that hold no quotation marks of their own."""
    taken = [draft.clause or draft.span for draft in drafts]
    found = []
    for frame in page.frames:
        content = frame.content
        if content is None or not _is_clause(page, frame) or any(content.overlaps(span) for span in taken):
            continue
        taken.append(content)
        found.append(
            Draft(
                span=content,
                type="indirect",
                clause=None,
                cue=frame.cue_span,
                verb=frame.verb,
                source=frame.source,
                follows=None,
                paragraph=page.paragraph(frame.cue_span.start),
                confidence=_SURE.get(frame.rule, _UNSURE),
                because=frame.rule,
            )
        )
    return found


def _is_clause(page: Page, frame: Frame) -> bool:
    """Tell whether a frame reports a clause, not a noun phrase or an infinitive."""
    words = page.words(frame.content) if frame.content is not None else []
    return len(words) >= _LEAST_CLAUSE and any(word.tag_ in _FINITE for word in words)


def _ordered(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts in text order, with ``follows`` pointing to the new places."""
    order = sorted(range(len(drafts)), key=lambda index: (drafts[index].span.start, drafts[index].span.end))
    place = {old: new for new, old in enumerate(order)}
    return [
        draft if draft.follows is None else replace(draft, follows=place[draft.follows])
        for draft in (drafts[old] for old in order)
    ]
