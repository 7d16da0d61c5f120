"""Who and what is named: every mention of a person, body or place, gathered under one name.

Mentions come from the language model, from the speakers, from the directory of institutions and from the table of
places; the last three are certain of what they name and overrule the model, whose labels are put to the vote over the
whole article (a small model calls the same man PERSON here and ORG there). A short form joins a full name when only one
full name of the article fits. Limits: an entity named once, by the model alone, has the label the model gave it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Doc
from spacy.tokens import Span as Chunk

from analysis.pipeline.dates.words import words_of
from analysis.pipeline.directory import Match
from analysis.pipeline.language import legible
from analysis.pipeline.layout import Layout
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
    named = _named(finds, plain, speakers)
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
            if speaker.kind == "person":
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
        if _is_name(name, plain) and (chunk.label_ != "NORP" or name[0].isupper()):
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


def _is_name(name: str, plain: str) -> bool:
    """Tell whether words can be a name: capitals, letters, no date, no word also used in small letters."""
    first = name.split(maxsplit=1)[0]
    if name.removesuffix(".") in plain_capitals() or first in words_of("month") or first in words_of("weekday"):
        return False
    if not any(letter.isupper() for letter in name) or sum(letter.isalpha() for letter in name) < 2:
        return False
    if re.search(r"[\"“”|©@/]|https?:|\d{3}", name) or len(name.split()) > 9:
        return False
    return " " in name or not name.istitle() or not re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", plain)


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


def _named(finds: Sequence[_Find], plain: str, speakers: Sequence[Speaker]) -> list[_Find]:
    """Return the same finds, those of the model under the name and label that the whole article speaks for."""
    votes: dict[str, Counter[str]] = {}
    forms: dict[str, Counter[str]] = {}
    for find in finds:
        if find.source == "model":
            votes.setdefault(folded(find.name), Counter())[find.label] += 1
            forms.setdefault(folded(find.name), Counter())[find.name] += 1
    humans = {folded(find.name.split()[-1]) for find in finds if find.human}
    people = Namesakes(
        [
            *(speaker.name for speaker in speakers if speaker.kind == "person"),
            *(find.name for find in finds if find.source == "model" and _is_person(find.name, votes, humans)),
        ]
    )
    known = {folded(find.name): (find.name, find.label) for find in finds if find.source != "model"}
    bodies = {find.name for find in finds if find.label == "ORG"}

    def settled(find: _Find) -> _Find:
        if find.source != "model":
            return find
        key = folded(find.name)
        human = holder_named(find.name, published=None) is not None or (" " not in find.name and key in humans)
        label = "PERSON" if human else _elected(votes[key])
        place = place_named(find.name.title()) if find.name.isupper() and len(find.name) > _LONGEST_ACRONYM else None
        if key in known:
            name, label = known[key]
        elif place:
            name, label = place.name, _PLACE_LABELS[place.kind]
        elif (label == "PERSON" or " " not in find.name) and (person := people.full_name(find.name)):
            name, label = person, "PERSON"
        elif body := _spelt_out(find.name, plain, bodies):
            name, label = known.get(folded(body), (body, "ORG"))
        else:
            name = find.name if human else max(forms[key].items(), key=lambda item: (item[1], item[0]))[0]
        return _Find(find.span, name, label, find.source)

    return [settled(find) for find in finds]


def _elected(votes: Counter[str]) -> str:
    return max(votes, key=lambda label: (votes[label], -LABELS.index(label)))


def _is_person(name: str, votes: dict[str, Counter[str]], humans: set[str]) -> bool:
    """Tell whether a name of several words is a person's: by its votes, by common knowledge, by its last word."""
    words = name.split()
    if not 1 < len(words) < 6 or not words[-1][0].isupper():
        return False
    if _elected(votes[folded(name)]) == "PERSON" or holder_named(name, published=None):
        return True
    last = folded(words[-1])
    alone = last in humans or (last in votes and _elected(votes[last]) == "PERSON")
    return len(words) < 4 and alone and all(word[0].isupper() for word in words)


def _spelt_out(short: str, plain: str, bodies: Iterable[str]) -> str | None:
    """Return the one body whose initials a short form is, or that the short form follows in brackets."""
    if not re.fullmatch(r"[A-Z][A-Za-z]{1,6}", short) or sum(letter.isupper() for letter in short) < 2:
        return None
    fitting = {body for body in bodies if body != short and (initials(body) == short or f"{body} ({short})" in plain)}
    return fitting.pop() if len(fitting) == 1 else None


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
    joined = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w.-])(?:{joined})(?![\w-])", plain):
        chunk = doc.char_span(*match.span(), alignment_mode="expand")
        if chunk is not None and any(token.tag_ in {"NNP", "NNPS"} or token.ent_type_ for token in chunk):
            known = forms[match[0]]
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
