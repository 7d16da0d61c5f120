"""The directory as a library sees it: what is shipped, and over it what a person added or changed."""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from analysis.library.bodies import KINDS, Body, BodyRefused, Sheet, check, key, slug, tidy
from analysis.library.filters import fold
from analysis.records import Affiliation, Analysis, Label, Speaker

_DATA = Path(__file__).parents[1] / "data"
_TABLES = ("institutions.csv", "bodies.csv", "universities.csv")
DESCRIBED = "described so in the text"
"""How an affiliation says that its kind is the text's own word, which comes before any directory."""


class Directory:
    """All bodies: the shipped ones, with a person's ``own`` in their place or beside them."""

    def __init__(self, own: Iterable[Body] = ()) -> None:
        self.own: Mapping[str, Body] = MappingProxyType({body.id: body for body in own})

    def body(self, body_id: str) -> Body | None:
        """Return the body of an id, None where there is none."""
        return self.own.get(body_id) or shipped().get(body_id)

    def bodies(self) -> Iterator[Body]:
        """Yield every body once: a person's own first, then the shipped ones that are as shipped."""
        yield from self.own.values()
        yield from (body for body in shipped().values() if body.id not in self.own)

    def parent(self, body: Body) -> str:
        """Return the name of the body that this one is a part of; "" where it is part of none."""
        above = self.body(body.parent) if body.parent else None
        return above.name if above else ""

    def named(self, name: str) -> tuple[Body, ...]:
        """Return the bodies that have a name or another name, a person's own first."""
        asked = key(name)
        kept = (body for body in _shipped_names().get(asked, ()) if body.id not in self.own)
        return (*self._own_names.get(asked, ()), *kept)

    def searched(self, body: Body) -> str:
        """Return the id and the names of a body, folded, as a search compares them."""
        return _searched(body) if body.id in self.own else _shipped_searched()[body.id]

    def id_of(self, words: str) -> str:
        """Return the id of the body that a person means by an id or a name; "" for nothing. Raises BodyRefused."""
        asked = " ".join(words.split())
        if not asked or self.body(asked):
            return asked
        found = self.named(asked)
        if not found:
            raise BodyRefused(f"There is no institution “{asked[:80]}” in the directory: add it first.")
        if len(found) > 1:
            listed = " or ".join(body.id for body in found[:4])
            raise BodyRefused(f"“{asked[:80]}” names several institutions: write the id, {listed}.")
        return found[0].id

    def known(self, affiliation_id: str | None, name: str) -> Body | None:
        """Return the body that an affiliation stands for: by its id, else by a name that one body alone has."""
        if found := self.body(affiliation_id or ""):
            return found
        bodies = self.named(name) if name else ()
        return bodies[0] if len(bodies) == 1 else None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The groupings that are in use, in alphabetical order."""
        return tuple(sorted({column for body in self.own.values() for column, _ in body.groups}))

    @cached_property
    def _own_names(self) -> Mapping[str, Sequence[Body]]:
        return _by_name(self.own.values())

    def meant(self, institution_id: str | None, name: str) -> Body | None:
        """Return the person's own body that an article names: by its id, else by a name.

        An id that the shipped directory gave is not overruled by a name. A name that several own bodies have, or one
        marked as ambiguous that a shipped body has too, stands for none of them.
        """
        if institution_id:
            return self.own.get(institution_id)
        found = self._own_names.get(key(name), ()) if name and self.own else ()
        if len(found) != 1:
            return None
        unsure = {key(alias.removesuffix("?")) for alias in found[0].aliases if alias.endswith("?")}
        return found[0] if key(name) not in unsure or len(self.named(name)) == 1 else None

    def apply(self, analysis: Analysis) -> Analysis:
        """Return an analysis whose speakers and citations have the name, id and kind of institution a person gave.

        Where the text itself says what the institution is, that kind stays.
        """
        if not self.own:
            return analysis
        speakers = tuple(self._corrected(speaker) for speaker in analysis.speakers)
        labels = tuple(self._renamed(label) for label in analysis.labels)
        same = speakers == analysis.speakers and labels == analysis.labels
        return analysis if same else replace(analysis, speakers=speakers, labels=labels)

    def _renamed(self, label: Label) -> Label:
        body = self.meant(label.institution_id, label.institution)
        if body is None:
            return label
        return replace(label, institution=body.name, institution_id=body.id, kind=KINDS[body.kind])

    def _corrected(self, speaker: Speaker) -> Speaker:
        body = self.meant(speaker.affiliation.institution_id, _institution(speaker))
        if body is None:
            return speaker
        known = speaker.affiliation
        told = DESCRIBED in known.because and known.kind != "none"
        affiliation = Affiliation(
            role=known.role,
            institution=body.name,
            institution_id=body.id,
            kind=known.kind if told else KINDS[body.kind],
            state_run=known.state_run if told else body.kind == "government-institute",
            evidence=known.evidence,
            because="; ".join(filter(None, (known.because, "as in your directory"))),
        )
        return replace(speaker, affiliation=affiliation)

    def accept(self, body: Body) -> Body:
        """Return a body tidy and with an id, ready to be kept. Raises BodyRefused, with a sentence for a person."""
        body = tidy(body)
        if not body.id:
            body = replace(body, id=self._new_id(body.name))
        check(body)
        self._check_place(body)
        return body

    def accept_all(self, sheet: Sheet) -> list[Body]:
        """Return the bodies of a file ready to be kept. Raises BodyRefused, with the number of the line.

        A line without an id means the shipped or own body of that name, where there is one, else a new one.
        """
        lines: dict[str, int] = {}
        drafts: dict[str, Body] = {}
        for line, body in sheet.bodies.items():
            identity = body.id or self._known_id(body.name) or slug(body.name)
            if identity in lines:
                raise BodyRefused(f"Line {line} is about the same institution as line {lines[identity]}.")
            lines[identity] = line
            with _at(line):
                drafts[identity] = sheet.over(replace(body, id=identity), self.body(identity))
        whole = Directory({**self.own, **drafts}.values())
        accepted = []
        for identity, body in drafts.items():
            with _at(lines[identity]):
                accepted.append(whole.accept(body))
        return accepted

    def release(self, body_id: str) -> None:
        """Raise BodyRefused where a person's own body cannot go, since others of them are a part of it."""
        parts = [body.name for body in self.own.values() if body.parent == body_id]
        if parts and body_id not in shipped():
            raise BodyRefused(f"“{parts[0]}” is a part of this institution: give it another parent first.")

    def related(self, ids: Iterable[str]) -> set[str]:
        """Return what names the bodies of some ids and their parts: marks as ``marks_of`` writes them."""
        asked = set(ids)
        parts = (body for body in self.bodies() if body.id in asked or body.parent in asked)
        return {mark for body in parts for mark in (f"id:{body.id}", *(f"name:{key(name)}" for name in body.names))}

    def _known_id(self, name: str) -> str:
        same = [body for body in self.named(name) if key(body.name) == key(name)]
        return same[0].id if len(same) == 1 else ""

    def _new_id(self, name: str) -> str:
        plain, number = slug(name), 1
        while self.body(plain if number == 1 else f"{plain}-{number}"):
            number += 1
        return plain if number == 1 else f"{plain}-{number}"

    def _check_place(self, body: Body) -> None:
        """Raise BodyRefused where the parent is unknown or the name is another body's."""
        if body.parent == body.id:
            raise BodyRefused(f"“{body.name}” cannot be a part of itself.")
        if body.parent and self.body(body.parent) is None:
            raise BodyRefused(f"There is no institution with the id “{body.parent}” to be the parent: add it first.")
        before = self.body(body.id) if body.id in self.own else shipped().get(body.id)
        original = shipped().get(body.id)
        if original and key(original.name) == key(body.name):
            return
        for other in self.named(body.name):
            if other.id != body.id and key(other.name) == key(body.name):
                change = "give this one another name" if before else "change that one, or give this one another name"
                raise BodyRefused(f"There is an institution “{other.name}” already ({other.id}): {change}.")


@contextmanager
def _at(line: int) -> Iterator[None]:
    """Let a refusal say on which line of a file it arose."""
    try:
        yield
    except BodyRefused as problem:
        raise BodyRefused(f"Line {line}: {problem}") from problem


def marks_of(analysis: Analysis) -> set[str]:
    """Return what an analysis names institutions by: "id:" with an id, "name:" with a name as names are compared."""
    marks: set[str] = set()
    for speaker in analysis.speakers:
        named = _institution(speaker)
        if speaker.affiliation.institution_id:
            marks.add(f"id:{speaker.affiliation.institution_id}")
        if named:
            marks.add(f"name:{key(named)}")
    return marks


def _institution(speaker: Speaker) -> str:
    """Return the name of a speaker's institution, for a body that speaks its own; "" where there is none."""
    return speaker.affiliation.institution or (speaker.name if speaker.kind == "organisation" else "")


@cache
def shipped() -> Mapping[str, Body]:
    """Return the shipped bodies by id: institutions, then other bodies, then universities (about 19,800, 15 MB)."""
    found: dict[str, Body] = {}
    for table in _TABLES:
        with (_DATA / table).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                body = Body(
                    id=row.get("id") or slug(row["name"]),
                    name=row["name"],
                    aliases=tuple(alias.strip() for alias in row["aliases"].split("|") if any(map(str.isalnum, alias))),
                    kind=row.get("kind", "university"),
                    country=row["country"],
                    city=row.get("city", ""),
                    domain=row.get("domain", ""),
                    wikidata=row.get("wikidata", ""),
                    source=row.get("source", ""),
                    parent=row.get("parent", ""),
                )
                found.setdefault(body.id, body)
    return MappingProxyType(found)


@cache
def _shipped_searched() -> Mapping[str, str]:
    return {body.id: _searched(body) for body in shipped().values()}


def _searched(body: Body) -> str:
    return fold("\n".join((*body.names, body.id)))


@cache
def edition() -> str:
    """Return a digest of the shipped tables, which changes whenever one of them does."""
    digest = hashlib.sha256()
    for table in _TABLES:
        digest.update((_DATA / table).read_bytes())
    return digest.hexdigest()[:16]


@cache
def _shipped_names() -> Mapping[str, Sequence[Body]]:
    return _by_name(shipped().values())


def _by_name(bodies: Iterable[Body]) -> Mapping[str, Sequence[Body]]:
    found: dict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        for name in dict.fromkeys(map(key, body.names)):
            found[name].append(body)
    return dict(found)
