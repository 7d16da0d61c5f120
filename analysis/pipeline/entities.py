"""Who and what is named: every mention of a person, body or place, gathered under one name.

Mentions come from the language model, from the speakers, from the directory of institutions and from the table of
places; the last three are certain of what they name and overrule the model, whose labels are put to the vote over the
whole article (a small model calls the same man PERSON here and ORG there). A short form joins a full name when only one
full name of the article fits. Limits: an entity named once, by the model alone, has the label the model gave it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from spacy.tokens import Doc
from spacy.tokens import Span as Chunk

from analysis.layout import Layout
from analysis.pipeline.dates.words import words_of
from analysis.pipeline.directory import Match
from analysis.pipeline.language import legible
from analysis.pipeline.names import is_title
from analysis.pipeline.namesakes import Namesakes, folded, initials, plain_capitals, slug
from analysis.pipeline.places import Place, bare, people_of, place_named, places
from analysis.pipeline.posts import holder_named
from analysis.records import Entity, Region, Span, Speaker

LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART")
"""Kinds of entity, in spaCy's words; where votes are even, the earlier one wins."""

_PLACE_LABELS = {"country": "GPE", "territory": "GPE", "city": "GPE", "region": "LOC", "union": "ORG", "seat": "ORG"}
_OPENING = re.compile(r"^(?:[\s\"'(\[]|(?:[Tt]he|[Aa]n?)\s+)+")
_CLOSING = re.compile(r"(?:'s?|[\s\"')\],;:!?-]|(?<=[a-z]{3})\.)+$")
_LONGEST_ACRONYM = 5
_HYPHENED = re.compile(r"-[a-z]{1,2}-[A-Z]\w+")  # the model stops inside "Tehreek-e-Insaf"

_Source = Literal["speaker", "directory", "place", "model", "echo"]


@dataclass(frozen=True, slots=True)
class _Find:
    """A mention; ``name`` and ``label`` are certain unless the source is the model."""

    span: Span
    name: str
    label: str
    source: _Source
    human: bool = False
    """Whether the words around it say that it is a person: a title before it, "who" after it."""


def find_entities(
    doc: Doc, text: str, layout: Layout, speakers: Sequence[Speaker], institutions: Sequence[Match]
) -> tuple[Entity, ...]:
    """Return the entities of the body in the order of their first mention; mentions in order, none overlaps another.

    ``id`` is the name in small letters and hyphens. Mentions leave out articles and possessive endings.
    """
    plain = legible(text)
    finds = [
        *_of_speakers(plain, speakers),
        *(_Find(match.span, match.institution.name, "ORG", "directory") for match in institutions),
        *_of_places(doc, plain),
        *_of_model(doc, plain, layout),
    ]
    finds = _apart(finds, layout.regions)
    register = _Register(finds, plain)
    named = [register.settled(find) for find in finds]
    echoes = _apart([*named, *_echoes(doc, plain, named)], layout.regions)
    return _gathered(echoes)


def _of_speakers(plain: str, speakers: Sequence[Speaker]) -> Iterator[_Find]:
    """Yield the mentions of named speakers: persons by their names without titles, bodies, states."""
    for speaker in speakers:
        for mention in speaker.mentions:
            span = _trimmed(mention, plain)
            if span is None or speaker.kind == "group":
                continue
            words = span.of(plain)
            if speaker.kind == "person" or holder_named(speaker.name, published=None):
                if own := _own_words(words, speaker.name):
                    yield _Find(Span(span.start + own.start, span.start + own.end), speaker.name, "PERSON", "speaker")
            elif people_of(words):
                continue
            elif place := place_named(words) or place_named(speaker.name):
                yield _Find(span, place.name, _PLACE_LABELS[place.kind], "speaker")
            elif words[0].isupper():
                yield _Find(span, bare(speaker.name), "ORG", "speaker")


def _own_words(mention: str, name: str) -> Span | None:
    """Return where the words of a name stand in a mention ("Foreign Secretary David Lammy"), None where none do."""
    parts = {folded(part) for part in name.split()}
    own = [word.span() for word in re.finditer(r"[^\s,]+", mention) if folded(word[0]) in parts]
    return Span(own[0][0], own[-1][1]) if own and any(letter.isupper() for letter in mention) else None


def _of_places(doc: Doc, plain: str) -> Iterator[_Find]:
    """Yield the places of the table and their peoples, where the parse sees a name and not a part of a person's."""
    people = {word for chunk in doc.ents if chunk.label_ == "PERSON" and len(chunk) > 1 for word in chunk.text.split()}
    for match in _place_names().finditer(plain):
        chunk = doc.char_span(*match.span(), alignment_mode="expand")
        if chunk is None or (chunk[0].ent_type_ == "PERSON" and match[0] in people):
            continue
        named = any(token.tag_ in {"NNP", "NNPS"} or token.ent_type_ for token in chunk)
        if people_there := people_of(match[0]):
            yield _Find(Span(*match.span()), people_there.demonyms[0], "NORP", "place")
        elif (place := place_named(match[0])) and named and _is_meant(place, chunk, plain):
            yield _Find(Span(*match.span()), place.name, _PLACE_LABELS[place.kind], "place")


def _is_meant(place: Place, chunk: Chunk, plain: str) -> bool:
    """Tell a region of the world from an ordinary word with a capital ("the West", "West End")."""
    return (
        place.kind != "region"
        or bool(chunk[0].ent_type_)
        or plain[max(0, chunk.start_char - 4) : chunk.start_char].lower() == "the "
    )


@cache
def _place_names() -> re.Pattern[str]:
    names = {name for place in places() for name in _written(place)}
    joined = "|".join(re.escape(name).replace(r"\ ", r"\s") for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w.-])(?:{joined})(?!\w|-[a-z]*\d)")


def _written(place: Place) -> Iterator[str]:
    for name in (place.name, *place.aliases):
        yield name.removeprefix("The ")
    for demonym in place.demonyms:
        yield demonym
        if not demonym.endswith(("s", "ese", "ish", "ch", "men", "man", "an Arab")):
            yield f"{demonym}s"


def _of_model(doc: Doc, plain: str, layout: Layout) -> Iterator[_Find]:
    """Yield what the model finds in paragraphs; in headings, where every word may have a capital, it is not asked."""
    headings = layout.headings
    common = _common_words(plain)
    for chunk in doc.ents:
        start = next((token.i for token in chunk if token.pos_ in {"PROPN", "ADJ", "NOUN", "NUM"}), chunk.start)
        if chunk.label_ == "PERSON":
            start = next((token.i for token in chunk if token.pos_ == "PROPN"), chunk.start)
        rest: Chunk = doc[start : chunk.end]
        line = plain[rest.start_char : rest.end_char].split("\n", maxsplit=1)[0]
        span = _trimmed(Span(rest.start_char, rest.start_char + len(line)), plain)
        if chunk.label_ not in LABELS or span is None or any(heading.overlaps(span) for heading in headings):
            continue
        if chunk.label_ == "ORG" and (rest_of_word := _HYPHENED.match(plain, span.end)):
            span = Span(span.start, rest_of_word.end())
        name = " ".join(span.of(plain).split())
        if _is_name(name, common) and (chunk.label_ != "NORP" or name[0].isupper()):
            yield _Find(span, name, chunk.label_, "model", human=_is_human(doc, chunk))


def _is_human(doc: Doc, chunk: Chunk) -> bool:
    """Tell whether a title stands before a name ("Mr. Ortega") or a clause with "who" follows it."""
    before = doc[chunk.start - 1] if chunk.start else None
    if before is not None and is_title(before.text) and before.text[0].isupper() and not before.ent_type_:
        return True
    if any(child.dep_ == "det" for child in chunk.root.children):
        return False  # "a Muslim who"
    clauses = (child for child in chunk.root.children if child.dep_ == "relcl")
    return any(word.lower_ in {"who", "whom"} and word.dep_ != "poss" for clause in clauses for word in clause.children)


def _trimmed(span: Span, plain: str) -> Span | None:
    """Return the span without articles, marks and possessive endings; None where nothing is left."""
    words = span.of(plain)
    closing = _CLOSING.search(words)
    opening = _OPENING.match(words)
    start, end = opening.end() if opening else 0, closing.start() if closing else len(words)
    return Span(span.start + start, span.start + end) if start < end else None


def _is_name(name: str, common: set[str]) -> bool:
    """Tell whether words can be a name: capitals, letters, no date, no word also used in small letters."""
    first = name.split(maxsplit=1)[0]
    if name.removesuffix(".") in plain_capitals() or first in words_of("month") or first in words_of("weekday"):
        return False
    if not any(letter.isupper() for letter in name) or sum(letter.isalpha() for letter in name) < 2:
        return False
    if re.search(r"[\"“”|©@/]|https?:|\d{3}", name) or len(name.split()) > 9:
        return False
    return " " in name or not name.istitle() or name.lower() not in common


def _common_words(plain: str) -> set[str]:
    """Return the words that the text writes in small letters."""
    return {word for word in re.findall(r"[^\W\d_]+", plain) if word.islower()}


def _apart(finds: Iterable[_Find], regions: Sequence[Region]) -> list[_Find]:
    """Return finds outside furniture, none overlapping another: the certain before the guessed, the longer first."""
    finds = list(finds)
    certain = {find.span.start: find for find in finds if find.source in {"speaker", "directory"}}

    def rank(find: _Find) -> tuple[int, int, int]:
        start = certain.get(find.span.start)
        # "Trump Organization" is more than the man whose name it starts with, "Article 19 of the treaty" no body
        more = (
            start is not None and find.label == {"speaker": "ORG"}.get(start.source, "LAW") and find.span != start.span
        )
        first = find.source in {"speaker", "directory"} or more
        order = ("speaker", "directory", "place", "model", "echo").index(find.source)
        return (0 if first else 2 if find.source == "echo" else 1, find.span.start - find.span.end, order)

    taken = bytearray(max((find.span.end for find in finds), default=0))
    for region in regions:
        taken[region.span.start : region.span.end] = b"x" * len(taken[region.span.start : region.span.end])
    chosen = []
    for find in sorted(finds, key=rank):
        if not any(taken[find.span.start : find.span.end]):
            taken[find.span.start : find.span.end] = b"x" * (find.span.end - find.span.start)
            chosen.append(find)
    return sorted(chosen, key=lambda find: find.span)


class _Register:
    """What the whole article tells of each form of a name: votes, spellings, full names, initials."""

    def __init__(self, finds: Sequence[_Find], plain: str) -> None:
        self._votes: dict[str, Counter[str]] = {}
        self._spellings: dict[str, Counter[str]] = {}
        for find in finds:
            if find.source == "model":
                self._votes.setdefault(folded(find.name), Counter())[find.label] += 1
                self._spellings.setdefault(folded(find.name), Counter())[find.name] += 1
        self._humans = {folded(find.name.split()[-1]) for find in finds if find.human}
        speakers = [find.name for find in finds if find.source == "speaker" and find.label == "PERSON"]
        others = [find.name for find in finds if find.source == "model" and self._is_full_name(find.name)]
        self._people = Namesakes([*speakers, *others])
        self._known = {folded(find.name): find for find in finds if find.source != "model"}
        self._spelt_out = _spelt_out(plain, {find.name for find in finds if find.label == "ORG"})

    def settled(self, find: _Find) -> _Find:
        """Return the find under the name and label that the whole article speaks for."""
        sure = self._known.get(folded(find.name))
        name, label = (sure.name, sure.label) if sure else self._guessed(find.name)
        if label == "PERSON":
            name = self._people.full_name(name) or name
        return replace(find, name=name, label=label)

    def _guessed(self, name: str) -> tuple[str, str]:
        key = folded(name)
        if holder_named(name, published=None) or (" " not in name and key in self._humans):
            return name, "PERSON"
        if name.isupper() and len(name) > _LONGEST_ACRONYM and (place := place_named(name.title())):
            return place.name, _PLACE_LABELS[place.kind]
        if " " not in name and self._people.full_name(name):
            return name, "PERSON"
        if body := self._spelt_out.get(name):
            sure = self._known.get(folded(body))
            return (sure.name, sure.label) if sure else (body, "ORG")
        spellings = self._spellings[key]
        return max(spellings, key=lambda spelling: (spellings[spelling], spelling)), _elected(self._votes[key])

    def _is_full_name(self, name: str) -> bool:
        """Tell whether several words name a person: by their votes, common knowledge, or their last word."""
        words = name.split()
        if not 1 < len(words) < 6 or not words[-1][0].isupper():
            return False
        if _elected(self._votes[folded(name)]) == "PERSON" or holder_named(name, published=None):
            return True
        last = folded(words[-1])
        alone = last in self._humans or (last in self._votes and _elected(self._votes[last]) == "PERSON")
        return len(words) < 4 and alone and all(word[0].isupper() for word in words)


def _elected(votes: Counter[str]) -> str:
    return max(votes, key=lambda label: (votes[label], -LABELS.index(label)))


def _spelt_out(plain: str, bodies: Iterable[str]) -> dict[str, str]:
    """Map short forms to the one body whose initials they are, or that they follow in brackets."""
    bracketed = [(match[1], match.start()) for match in re.finditer(r" \(([A-Z][A-Za-z]{1,6})\)", plain)]
    fitting: dict[str, set[str]] = {}
    for body in bodies:
        if " " in body and len(initials(body)) > 1:
            fitting.setdefault(initials(body), set()).add(body)
        for short, start in bracketed:
            if plain.endswith(body, 0, start) and sum(letter.isupper() for letter in short) > 1:
                fitting.setdefault(short, set()).add(body)
    return {short: found.pop() for short, found in fitting.items() if len(found) == 1}


def _echoes(doc: Doc, plain: str, named: Sequence[_Find]) -> Iterator[_Find]:
    """Yield further occurrences of the forms that name something: the model misses some, above all inside quotes."""
    forms: dict[str, _Find] = {}
    for find in named:
        forms.setdefault(" ".join(find.span.of(plain).split()), find)
    people = Namesakes(find.name for find in named if find.label == "PERSON")
    for find in named:
        last = find.name.split()[-1]
        if find.label == "PERSON" and len(last) > 2 and people.full_name(last) == find.name:
            forms.setdefault(last, find)
    if not forms:
        return
    common = _common_words(plain)
    joined = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w.-])(?:{joined})(?![\w-])", plain):
        known = forms[" ".join(match[0].split())]
        chunk = doc.char_span(*match.span(), alignment_mode="expand")
        seen = chunk is not None and any(token.tag_ in {"NNP", "NNPS"} or token.ent_type_ for token in chunk)
        if seen or (known.label == "PERSON" and match[0].lower() not in common):
            yield _Find(Span(*match.span()), known.name, known.label, "echo")


def _gathered(finds: Sequence[_Find]) -> tuple[Entity, ...]:
    """Return one entity a name; a name with two labels takes the certain one, else the one with more mentions."""
    groups: dict[str, list[_Find]] = {}
    for find in finds:
        groups.setdefault(slug(find.name), []).append(find)
    entities = []
    for name, group in groups.items():
        sure = [find for find in group if find.source in {"speaker", "directory", "place"}] or group
        label = _elected(Counter(find.label for find in sure))
        entities.append(Entity(name, sure[0].name, label, tuple(find.span for find in group)))
    return tuple(entities)
