"""What people say of quotes: right, wrong, or right once changed, and quotes that were missed.

Entries are anchored to the words of the article, not to what an analysis found, and laid over it whenever it is read:
they hold after every new analysis. A quote that a new analysis no longer finds comes back as the person left it, and
is told as a conflict. The list only grows; taking an entry back is a further entry.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analysis.library.changes import standing
from analysis.records import (
    Affiliation,
    AffiliationKind,
    Analysis,
    Quote,
    QuoteType,
    Review,
    Span,
    Speaker,
    Stance,
    StanceLabel,
    quote_id,
)

ReviewDeed = Literal["accept", "change", "reject", "add", "undo"]
_LEAST_OVERLAP = 0.5
_DONE: dict[ReviewDeed, Review] = {"accept": "accepted", "change": "changed", "add": "added"}
_BY_HAND = "by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A quote as a person has it: where it stands, who says it, from where, and for or against what."""

    span: Span
    type: QuoteType = "direct"
    speaker: str = ""
    """The name; "" where the text gives no source."""
    role: str = ""
    institution: str = ""
    kind: AffiliationKind = "none"
    stances: tuple[tuple[str, StanceLabel], ...] = ()
    """Targets with the side that is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEntry:
    """What somebody said of a quote, when; ``before`` is the quote as it was shown, None where it was missed."""

    number: int
    when: dt.datetime
    who: str
    what: ReviewDeed
    article_id: str
    quote_id: str = ""
    before: Said | None = None
    after: Said | None = None
    note: str = ""
    undoes: int | None = None


def said_of(analysis: Analysis, quote: Quote) -> Said:
    """Return a quote of an analysis as a person would have it if all of it were right."""
    speaker = next((each for each in analysis.speakers if each.id == quote.speaker), None)
    affiliation = speaker.affiliation if speaker else Affiliation()
    return Said(
        span=quote.span,
        type=quote.type,
        speaker=speaker.name if speaker else "",
        role=affiliation.role or "",
        institution=affiliation.institution or "",
        kind=affiliation.kind,
        stances=tuple((stance.target, stance.label) for stance in analysis.stances if stance.quote == quote.id),
    )


def apply(analysis: Analysis, entries: Sequence[ReviewEntry]) -> Analysis:
    """Return an analysis as the people who reviewed it have it; ``entries`` are those of its article, oldest first."""
    for entry in standing(entries):
        analysis = _apply(analysis, entry)
    return analysis


def conflicts(analysis: Analysis, entries: Sequence[ReviewEntry]) -> list[ReviewEntry]:
    """Return the entries about quotes that an analysis, as it was found, does not have any more."""
    held = [entry for entry in standing(entries) if entry.before and entry.what != "reject"]
    return [entry for entry in held if entry.before and _match(analysis, entry.before.span, entry.quote_id) is None]


def _apply(analysis: Analysis, entry: ReviewEntry) -> Analysis:
    place = entry.before or entry.after
    if place is None:
        return analysis
    quote = _match(analysis, place.span, entry.quote_id)
    if entry.what == "reject":
        return analysis if quote is None else _without(analysis, quote)
    if quote is not None and entry.what == "accept":
        return _with_quote(analysis, quote, replace(quote, review="accepted", confidence=1.0))
    said = entry.after or place
    review = _DONE[entry.what]
    if quote is None:
        identity = entry.quote_id or quote_id(analysis.article_id, said.span, said.type)
        quote = Quote(identity, said.span, said.type, None, None, None, None, "neutral", None, 1.0, _BY_HAND)
        analysis = replace(analysis, quotes=_sorted((*analysis.quotes, quote)))
    return _changed(analysis, quote, said, before=entry.before, review=review)


def _changed(analysis: Analysis, quote: Quote, said: Said, *, before: Said | None, review: Review) -> Analysis:
    """Return an analysis with a quote as a person has it."""
    was = said_of(analysis, quote)
    speaker = _speaker(analysis, quote, said)
    kept = quote.mention if speaker and speaker.id == quote.speaker else None
    new = replace(
        quote,
        span=said.span,
        type=said.type,
        speaker=speaker.id if speaker else None,
        mention=kept,
        confidence=1.0,
        because=quote.because if said.speaker == was.speaker else _BY_HAND,
        review=review,
    )
    analysis = _with_quote(analysis, quote, new)
    if speaker:
        others = [each for each in analysis.speakers if each.id != speaker.id]
        analysis = replace(analysis, speakers=(*others, speaker))
    if before is None or said.stances != before.stances:
        analysis = replace(analysis, stances=_stances(analysis, new, said))
    return _without_silent(analysis)


def _speaker(analysis: Analysis, quote: Quote, said: Said) -> Speaker | None:
    """Return the speaker that a person named, with the affiliation that they gave; None for nobody."""
    if not said.speaker:
        return None
    folded = said.speaker.casefold()
    known = [
        each for each in analysis.speakers if folded in {each.name.casefold(), *map(str.casefold, each.names_used)}
    ]
    known.sort(key=lambda each: (each.id != quote.speaker, each.name.casefold() != folded))
    speaker = known[0] if known else Speaker(id=f"by-hand-{folded.replace(' ', '-')}", name=said.speaker, kind="person")
    had = speaker.affiliation
    if (had.role or "", had.institution or "", had.kind) == (said.role, said.institution, said.kind):
        return speaker
    same = (had.institution or "") == said.institution
    given = Affiliation(
        role=said.role or None,
        institution=said.institution or None,
        institution_id=had.institution_id if same else None,
        kind=said.kind,
        state_run=had.state_run and same,
        because=_BY_HAND,
    )
    return replace(speaker, affiliation=given)


def _stances(analysis: Analysis, quote: Quote, said: Said) -> tuple[Stance, ...]:
    """Return the stances of an analysis with those of one quote as a person has them."""
    found = {stance.target: stance for stance in analysis.stances if stance.quote == quote.id}
    own = []
    for target, label in said.stances:
        machine = found.get(target)
        same = machine is not None and machine.label == label
        own.append(
            replace(machine, confidence=1.0)
            if machine is not None and same
            else Stance(quote.speaker or "", target, label, 1.0, quote.id, quote.span, _BY_HAND)
        )
    others = [stance for stance in analysis.stances if stance.quote != quote.id]
    return tuple(sorted((*others, *own), key=lambda stance: (stance.evidence.start, stance.target)))


def _match(analysis: Analysis, span: Span, identity: str) -> Quote | None:
    """Return the quote that an entry means: of its id, of its place, or the one that shares most of its words."""
    by_id = [quote for quote in analysis.quotes if quote.id == identity]
    if by_id:
        return by_id[0]
    best = max(analysis.quotes, key=lambda quote: _shared(quote.span, span), default=None)
    return best if best is not None and _shared(best.span, span) >= _LEAST_OVERLAP else None


def _shared(one: Span, other: Span) -> float:
    both = min(one.end, other.end) - max(one.start, other.start)
    return max(0, both) / max(1, max(one.end, other.end) - min(one.start, other.start))


def _with_quote(analysis: Analysis, old: Quote, new: Quote) -> Analysis:
    return replace(analysis, quotes=_sorted(new if quote.id == old.id else quote for quote in analysis.quotes))


def _without(analysis: Analysis, quote: Quote) -> Analysis:
    return _without_silent(
        replace(
            analysis,
            quotes=tuple(each for each in analysis.quotes if each.id != quote.id),
            stances=tuple(stance for stance in analysis.stances if stance.quote != quote.id),
        )
    )


def _without_silent(analysis: Analysis) -> Analysis:
    """Return an analysis without the speakers that have neither quote nor stance."""
    heard = {*(quote.speaker for quote in analysis.quotes), *(stance.speaker for stance in analysis.stances)}
    return replace(analysis, speakers=tuple(each for each in analysis.speakers if each.id in heard))


def _sorted(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    return tuple(sorted(quotes, key=lambda quote: quote.span))
