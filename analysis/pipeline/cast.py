"""The speakers of an article in the making: who is known so far, and who spoke when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.pipeline.names import bare
from analysis.pipeline.people import Person
from analysis.records import Span, Speaker, SpeakerKind


@dataclass(slots=True)
class Known:
    """A speaker in the making."""

    id: str
    name: str
    kind: SpeakerKind
    person: Person | None = None
    mentions: list[Span] = field(default_factory=list)
    forms: dict[str, None] = field(default_factory=dict)


class Cast:
    """The speakers found so far, growing as quotes are read in order."""

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}
        self.turns: list[tuple[int, Known]] = []
        """Who spoke at which position, in the order of the quotes."""
        self.single: set[str] = set()
        """The ids of unnamed sources that are one person each ("the senator")."""

    def speakers(self) -> tuple[Speaker, ...]:
        """Return the speakers in the order of their first quote."""
        found = []
        for known in self.known.values():
            mentions = {*known.mentions, *(known.person.mentions if known.person else ())}
            forms = dict.fromkeys([*(known.person.forms if known.person else ()), *known.forms])
            found.append(Speaker(known.id, known.name, known.kind, tuple(forms), tuple(sorted(mentions))))
        return tuple(found)

    def person(self, person: Person) -> Known:
        """Return a named person as a speaker."""
        known = next((k for k in self.known.values() if k.person is person), None)
        return known or self._add(person.name, "person", person)

    def body(self, name: str, *, kind: SpeakerKind) -> Known:
        """Return the speaker of a name, whatever its capitals."""
        key = name.lower()
        known = next(
            (k for k in self.known.values() if k.person is None and k.kind == kind and k.name.lower() == key), None
        )
        return known or self._add(name, kind)

    def group(self, words: str) -> Known:
        """Return an unnamed source: the same plural words are one group, each "an official" is somebody new."""
        if words.split(maxsplit=1)[0].lower() in ("a", "an", "another", "one") or words.lower() in (
            "another",
            "others",
        ):
            return self._add(words, "group")
        return self.body(bare(words), kind="group")

    def _add(self, name: str, kind: SpeakerKind, person: Person | None = None) -> Known:
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "speaker"
        unique, number = slug, 2
        while unique in self.known:
            unique, number = f"{slug}-{number}", number + 1
        self.known[unique] = Known(unique, name, kind, person)
        return self.known[unique]

    def last_turn(self, before: int, since: int, *, kinds: Sequence[SpeakerKind]) -> Known | None:
        """Return who spoke last between two positions, where that is a speaker of one of the kinds."""
        last = next((known for at, known in reversed(self.turns) if since <= at < before), None)
        return last if last is not None and last.kind in kinds else None
