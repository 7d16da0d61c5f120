"""Where the reporter's own words name an institution: bodies of the directory, and those called think-tanks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from analysis.pipeline.directory import Match, look_up
from analysis.pipeline.places import people_of, place_named
from analysis.pipeline.wording import is_label
from analysis.records import AffiliationKind, Span, Speaker

_WORD = r"[A-ZÀ-Þ][\w'&.-]{0,40}\w"
_NAME = rf"{_WORD}(?:\s+(?:(?:of|for|on|and|the|de|des|du|für)\s+){{0,2}}{_WORD}){{0,7}}"
_TANK = r"[Tt]hink[- ]?tanks?"
_CALLED_AFTER = re.compile(
    rf"({_NAME})(?:\s*\([A-Z][\w.-]+\))?\s*(?:,|\(|–|—)\s*(?:an?|the)\s"
    rf"(?:(?!(?:at|of|for|from|with|in|by|to|who|that)\b)[\w'-]+,?\s+){{0,6}}?{_TANK}\b(?!\s+[a-z]*(?:ist|er|or|ow|ar)\b)"
)
_CALLED_BEFORE = re.compile(rf"\b{_TANK}(?:,|\s+(?:called|named|known\sas))?\s+(?:the\s+)?({_NAME})")
_CALLED_BEHIND = re.compile(rf"\b(?:[Tt]he|[Aa]n?)\s+({_NAME})\s+{_TANK}\b")
_OF_PERSON = re.compile(r"^.*?\s(?:of|at|from|with|for)\s+(?:the\s+)?(?=[A-ZÀ-Þ])")
_BEFORE_TANK, _BEHIND_TANK = 160, 80
"""Characters around the words "think-tank" in which the body that they mean is named."""
_TAIL = re.compile(rf"\s+(?:{_TANK}|in\s[A-Z]\w+)$")
_ACRONYM = re.compile(r"\s*\(\s*$")


@dataclass(frozen=True, slots=True)
class Citation:
    """One place where an institution is named."""

    span: Span
    institution: str
    institution_id: str | None
    kind: AffiliationKind


def find_citations(  # noqa: PLR0913 - what the stages before it found
    doc: Doc,
    plain: str,
    body: Sequence[Span],
    speakers: Sequence[Speaker],
    *,
    listed: Sequence[Match],
    marked: Sequence[Span],
) -> tuple[Citation, ...]:
    """Return the citations in the paragraphs of ``body`` outside quotation marks, in order and without overlaps.

    ``listed`` are the matches of the directory. Other bodies count where the text calls them a think-tank or where a
    speaker's affiliation found one; then every place that has the same name counts. An acronym in brackets behind its
    full name belongs to that citation. ``marked`` are the stretches in quotation marks.
    """
    found = [
        Citation(_name_alone(plain, match), match.institution.name, match.institution.id, match.institution.kind)
        for match in listed
    ]
    for name in sorted(_names_of_others(doc, plain, speakers), key=len, reverse=True):
        spots = (Span(*spot.span()) for spot in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", plain))
        found += [
            Citation(spot, name, None, "think-tank")
            for spot in spots
            if not any(spot.overlaps(other.span) for other in found)
        ]
    found.sort(key=lambda citation: citation.span)
    reported = (
        citation
        for citation in found
        if any(paragraph.holds(citation.span) for paragraph in body)
        and not any(span.overlaps(citation.span) for span in marked)
    )
    return tuple(_first_names(plain, reported))


def _name_alone(plain: str, match: Match) -> Span:
    """Return a name without the label or place that the directory lists with it ("Chatham House think-tank")."""
    span = match.span
    tail = _TAIL.search(plain, span.start, span.end)
    if tail is None or look_up(plain[span.start : tail.start()]) != match.institution:
        return span
    return Span(span.start, tail.start())


def _first_names(plain: str, found: Iterable[Citation]) -> Iterator[Citation]:
    """Leave out the acronym that stands in brackets behind the same body's name."""
    last: Citation | None = None
    for citation in found:
        same = last is not None and (last.institution_id or last.institution) == (
            citation.institution_id or citation.institution
        )
        if last is not None and same and _ACRONYM.fullmatch(plain, last.span.end, citation.span.start):
            continue
        yield citation
        last = citation


def _names_of_others(doc: Doc, plain: str, speakers: Sequence[Speaker]) -> set[str]:
    """Return the names of bodies outside the directory that are called think-tanks."""
    names = {
        speaker.affiliation.institution
        for speaker in speakers
        if speaker.affiliation.institution
        and speaker.affiliation.kind == "think-tank"
        and not speaker.affiliation.institution_id
    }
    people = [Span(entity.start_char, entity.end_char) for entity in doc.ents if entity.label_ == "PERSON"]
    people += [mention for speaker in speakers if speaker.kind == "person" for mention in speaker.mentions]
    for called in _calls(plain):
        name = _without_person(called, people)
        if name and not (is_label(name) or place_named(name) or people_of(name)):
            names.add(name)
    return names


def _calls(plain: str) -> Iterator[re.Match[str]]:
    """Yield the places that call something a think-tank; patterns are tried near these words only."""
    done = 0
    for tank in re.finditer(_TANK, plain):
        start = max(done, tank.start() - _BEFORE_TANK)
        for pattern in (_CALLED_AFTER, _CALLED_BEFORE, _CALLED_BEHIND):
            yield from pattern.finditer(plain, start, min(len(plain), tank.end() + _BEHIND_TANK))
        done = tank.end()


def _without_person(called: re.Match[str], people: Sequence[Span]) -> str:
    """Return a name less the person and preposition in front ("Ann Lee of Polis Nova")."""
    name = called[1].removesuffix("'s")
    whole = Span(called.start(1), called.start(1) + len(name))
    lead = _OF_PERSON.match(name)
    named = [person for person in people if person.overlaps(whole)]
    if lead and any(person.start < whole.start + lead.end() and not person.holds(whole) for person in named):
        return name[lead.end() :]
    return name
