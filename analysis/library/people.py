"""One person everywhere: which speakers of different articles are one, by their full name or by a person's word.

A voice is one speaker of one article. Voices come under one identity where their full names are the same, and where
somebody has said so; nothing else joins them. What people decide is a list of changes that only grows: taking one back
is a further change.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import combinations
from typing import Literal

from analysis.library.changes import standing
from analysis.library.likeness import (
    SUGGESTED,
    Likeness,
    Persona,
    compare,
    contradictions,
    name_key,
    parse_name,
    shown_gender,
)
from analysis.library.rows import institution_of
from analysis.library.spelling import fold_name, skeleton, variants
from analysis.records import Affiliation, Analysis, Article, Speaker, SpeakerKind

RULES = "1"
"""Grows with every change of what joins by itself, so that stored libraries are joined anew."""
Deed = Literal["merge", "apart", "split", "undo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A speaker of one article, as its analysis has it."""

    article_id: str
    speaker_id: str
    name: str
    kind: SpeakerKind
    genders: tuple[str, ...] = ()
    institution: str = ""
    day: dt.date | None = None
    quotes: int = 0

    @property
    def handle(self) -> str:
        """What a change calls this voice alone."""
        return f"voice|{self.article_id}|{self.speaker_id}"

    @property
    def key(self) -> str:
        """What a change calls all voices of this name; "" where the name is too short to know somebody by.

        People need a full name, bodies a name with a capital letter. Groups are unnamed: the same words stay together,
        which does not make them the same people.
        """
        if self.kind == "person":
            found = name_key(self.name)
        else:
            named = self.kind == "group" or any(letter.isupper() for letter in self.name)
            found = _folded(self.name) if named else ""
        return f"{self.kind}|{found}" if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What somebody decided, when: ``one`` and ``other`` are handles, ``undoes`` the number of a change taken back."""

    number: int
    when: dt.datetime
    who: str
    what: Deed
    one: str = ""
    other: str = ""
    undoes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One person, body or group of the library with all its voices."""

    id: str
    name: str
    kind: SpeakerKind
    voices: tuple[Voice, ...]
    handles: tuple[str, ...]
    """What its voices are called in changes; the first stands for all."""

    @property
    def joined(self) -> str:
        """Why its voices are one, in words; "" where there is a single one."""
        if len(self.handles) > 1:
            return "merged by hand"
        words = {"person": "same full name", "organisation": "same name", "group": "same words, unnamed"}
        return words[self.kind] if len(self.voices) > 1 else ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """What speaks against its voices being one person, in words."""
        if self.kind != "person":
            return ()
        personas = {(voice.genders, voice.institution, voice.day): _persona([voice]) for voice in self.voices}
        found = (doubt for a, b in combinations(list(personas.values())[:50], 2) for doubt in contradictions(a, b))
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Two identities that may be one person, and why."""

    one: Identity
    other: Identity
    likeness: Likeness


@dataclass(frozen=True)
class People:
    """Everybody who speaks in the library."""

    identities: tuple[Identity, ...]
    apart: frozenset[frozenset[str]] = frozenset()
    """Pairs of handles that somebody wants kept apart."""

    @cached_property
    def by_voice(self) -> Mapping[tuple[str, str], Identity]:
        """The identity of every article's speaker, by the ids of both."""
        return {(voice.article_id, voice.speaker_id): found for found in self.identities for voice in found.voices}

    @cached_property
    def by_handle(self) -> Mapping[str, Identity]:
        """The identity that a handle belongs to."""
        return {handle: identity for identity in self.identities for handle in identity.handles}

    def kept_apart(self, one: Identity, other: Identity) -> bool:
        """Tell whether somebody wants any part of two identities kept apart."""
        return any(frozenset((a, b)) in self.apart for a in one.handles for b in other.handles)


def voices_of(article: Article, analysis: Analysis) -> list[Voice]:
    """Return the speakers of an article as voices."""
    said = Counter(quote.speaker for quote in analysis.quotes)
    called: dict[str, list[str]] = defaultdict(list)
    for quote in analysis.quotes:
        if quote.speaker and quote.mention:
            called[quote.speaker].append(quote.mention.of(article.text))
    return [
        Voice(
            article_id=article.id,
            speaker_id=speaker.id,
            name=speaker.name,
            kind=speaker.kind,
            genders=tuple(sorted(shown_gender([*speaker.names_used, *called[speaker.id]]))),
            institution=institution_of(speaker) if speaker.kind == "person" else "",
            day=article.published,
            quotes=said[speaker.id],
        )
        for speaker in analysis.speakers
    ]


def gather(voices: Iterable[Voice], changes: Sequence[Change] = ()) -> People:
    """Return everybody who speaks: voices of one full name together, then what people decided.

    An article that itself tells two people of one name apart is believed.
    """
    order = sorted(voices, key=lambda voice: (voice.day or dt.date.max, voice.article_id, voice.speaker_id))
    held = standing(changes)
    own = {change.one for change in held if change.what == "split"}
    keyed = [(voice, voice.key) for voice in order]
    same = Counter((voice.article_id, key) for voice, key in keyed if voice.kind != "group")
    parts: dict[str, list[Voice]] = defaultdict(list)
    for voice, key in keyed:
        alone = not key or same[voice.article_id, key] > 1 or voice.handle in own
        parts[voice.handle if alone else key].append(voice)
    merged, apart = _decided(held)
    groups = _together(parts, merged)
    return People(_named(groups, parts), frozenset(apart))


def rewritten(analysis: Analysis, names: Mapping[str, tuple[str, str]]) -> Analysis:
    """Return an analysis with its speakers under the ids and names of their identities: ``names`` by speaker's id.

    The name that the article uses stays among the names used; role and affiliation stay those of the article. Two
    speakers of one identity become one.
    """
    known = {speaker.id: speaker for speaker in analysis.speakers}
    if all(
        names.get(identity, (identity, known[identity].name)) == (identity, known[identity].name) for identity in known
    ):
        return analysis
    speakers: dict[str, Speaker] = {}
    for speaker in analysis.speakers:
        identity, name = names.get(speaker.id, (speaker.id, speaker.name))
        used = speaker.names_used
        if name != speaker.name and speaker.name not in used:
            used = (speaker.name, *used)
        shown = replace(speaker, id=identity, name=name, names_used=used)
        speakers[identity] = _united(speakers[identity], shown) if identity in speakers else shown
    ids = {old: names[old][0] if old in names else old for old in known}
    return replace(
        analysis,
        speakers=tuple(speakers.values()),
        quotes=tuple(
            replace(quote, speaker=ids.get(quote.speaker, quote.speaker)) if quote.speaker else quote
            for quote in analysis.quotes
        ),
        stances=tuple(replace(stance, speaker=ids.get(stance.speaker, stance.speaker)) for stance in analysis.stances),
    )


def suggest(people: People) -> list[Suggestion]:
    """Return the pairs of people who may be one, the most alike first; none that somebody wants kept apart.

    Only pairs that share a sound of their surname, or a given name, are compared.
    """
    persons = [identity for identity in people.identities if identity.kind == "person"]
    personas = {identity.id: _persona(identity.voices) for identity in persons}
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, identity in enumerate(persons):
        for mark in {mark for name in personas[identity.id].names for mark in _marks(name)}:
            blocks[mark].append(number)
    pairs = {pair for block in blocks.values() for pair in combinations(block, 2)}
    found = []
    for a, b in sorted(pairs):
        one, other = persons[a], persons[b]
        likeness = compare(personas[one.id], personas[other.id])
        if likeness.score >= SUGGESTED and not people.kept_apart(one, other):
            found.append(Suggestion(one=one, other=other, likeness=likeness))
    return sorted(found, key=lambda pair: (-pair.likeness.score, pair.one.name, pair.other.name))


@cache
def _folded(name: str) -> str:
    return " ".join(fold_name(word) for word in name.replace("-", " ").split())


def _decided(held: Sequence[Change]) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    """Return the pairs of handles to merge and those to keep apart; of two decisions on a pair the last holds."""
    merged: set[frozenset[str]] = set()
    apart: set[frozenset[str]] = set()
    for change in held:
        pair = frozenset((change.one, change.other))
        if change.what == "merge":
            merged.add(pair)
            apart.discard(pair)
        elif change.what == "apart":
            apart.add(pair)
            merged.discard(pair)
        else:
            merged = {pair for pair in merged if change.one not in pair}
    return merged, apart


def _together(parts: Mapping[str, list[Voice]], merged: Iterable[frozenset[str]]) -> list[tuple[str, ...]]:
    """Return the handles of each identity; handles without a voice now still join others."""
    leader: dict[str, str] = {}

    def find(handle: str) -> str:
        while leader.get(handle, handle) != handle:
            handle = leader[handle]
        return handle

    for pair in merged:
        one, *rest = sorted(pair)
        for other in rest:
            leader[find(other)] = find(one)
    groups: dict[str, list[str]] = defaultdict(list)
    for handle in parts:
        groups[find(handle)].append(handle)
    return [tuple(handles) for handles in groups.values()]


def _named(groups: Sequence[tuple[str, ...]], parts: Mapping[str, list[Voice]]) -> tuple[Identity, ...]:
    """Return an identity for each group of handles, with an id and a name that no other has.

    The name is the full one that most articles use. Of several people of one name each is told apart by the
    institution, or by a number.
    """
    found: list[Identity] = []
    taken: set[str] = set()
    for handles in groups:
        voices = tuple(voice for handle in handles for voice in parts[handle])
        name = _best_name(voices)
        first = next(voice for voice in voices if voice.name == name)
        identity = first.speaker_id if first.speaker_id not in taken else f"{first.speaker_id}-{first.article_id[:8]}"
        while identity in taken:
            identity += "-"
        taken.add(identity)
        found.append(Identity(id=identity, name=name, kind=first.kind, voices=voices, handles=handles))
    alike: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(found):
        alike[one.name].append(number)
    names = set(alike)
    for numbers in alike.values():
        if len(numbers) > 1:
            for number, name in zip(numbers, _told_apart([found[at] for at in numbers], names), strict=True):
                found[number] = replace(found[number], name=name)
    return tuple(found)


def _told_apart(same: Sequence[Identity], names: set[str]) -> list[str]:
    """Return a name of its own for each of several identities of one name, and add them to ``names``."""
    bodies = [next((voice.institution for voice in one.voices if voice.institution), "") for one in same]
    if all(bodies) and len(set(bodies)) == len(bodies):
        wanted = [f"{one.name} ({body})" for one, body in zip(same, bodies, strict=True)]
    else:
        wanted = [one.name if not at else f"{one.name} ({at + 1})" for at, one in enumerate(same)]
    found = []
    for name, one in zip(wanted, same, strict=True):
        number, shown = 1, name
        while shown in names and shown != one.name:
            number += 1
            shown = f"{one.name} ({number})"
        names.add(shown)
        found.append(shown)
    return found


def _best_name(voices: Sequence[Voice]) -> str:
    if len(voices) == 1:
        return voices[0].name
    counts = Counter(voice.name for voice in voices)
    return min(counts, key=lambda name: (not parse_name(name).full, -counts[name], -len(name), name))


def _united(one: Speaker, other: Speaker) -> Speaker:
    """Return two speakers of an article as one: all names and places, the affiliation that says more."""
    said: list[Affiliation] = [one.affiliation, other.affiliation]
    return replace(
        one,
        names_used=tuple(dict.fromkeys((*one.names_used, *other.names_used))),
        mentions=tuple(sorted({*one.mentions, *other.mentions})),
        affiliation=max(said, key=lambda post: (bool(post.institution), bool(post.role))),
    )


def _persona(voices: Sequence[Voice]) -> Persona:
    return Persona(
        names=tuple(dict.fromkeys(voice.name for voice in voices)),
        genders=frozenset(gender for voice in voices for gender in voice.genders),
        posts=tuple(dict.fromkeys((voice.institution, voice.day) for voice in voices if voice.institution)),
        articles=frozenset(voice.article_id for voice in voices),
    )


def _marks(name: str) -> set[str]:
    """Return what a name must share with another to be compared: a word by its sound, or all its letters."""
    core = parse_name(name).core
    marks = {f"sound {skeleton(word)}" for word in core[1:] or core}
    if len(core) > 1:
        marks |= {f"letters {''.join(sorted(core))}", f"all {''.join(core)}"}
        if len(core[-1]) > 5:
            marks |= {f"given {form}" for form in (variants(core[0]) or {core[0]})}
    return marks
