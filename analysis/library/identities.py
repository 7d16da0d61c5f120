"""Voices and what people decided about them, in the database."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from analysis.library import schema
from analysis.library.changes import valid
from analysis.library.people import Change, Deed, Identity, People, Voice, gather, voices_of
from analysis.records import Analysis, Article

LONGEST_NAME = 80
Names = Mapping[str, tuple[str, str]]
"""Id and name of the identity by a speaker's id."""


class DecisionRefused(ValueError):  # noqa: N818 - named for what it tells a person
    """Something cannot be decided so; the message says in one sentence why and what to do."""


def keep_voices(connection: Connection, article: Article, analysis: Analysis) -> None:
    """Note who speaks in an article, in place of what is there. ``settle`` then finds their identities."""
    connection.execute(delete(schema.voice).where(schema.voice.c.article_id == article.id))
    rows = {voice.speaker_id: _row(voice) for voice in voices_of(article, analysis)}
    if rows:
        connection.execute(insert(schema.voice), list(rows.values()))


def people(connection: Connection) -> People:
    """Return everybody who speaks in the library."""
    return gather(_voices(connection), changes(connection))


def changes(connection: Connection) -> list[Change]:
    """Return all that people decided, the oldest first."""
    rows = connection.execute(select(schema.decision).order_by(schema.decision.c.number))
    return [
        Change(
            number=row.number,
            when=row.made_at,
            who=row.who,
            what=row.what,
            one=row.one,
            other=row.other,
            undoes=row.undoes,
        )
        for row in rows
    ]


def names(connection: Connection, article_id: str | None = None) -> Mapping[str, Names]:
    """Return for each article, or for one, how its speakers are known everywhere."""
    columns = schema.voice.c
    asked: Select[tuple[str, str, str, str]] = select(
        columns.article_id, columns.speaker_id, columns.identity, columns.shown
    )
    if article_id is not None:
        asked = asked.where(columns.article_id == article_id)
    found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in connection.execute(asked):
        found[row.article_id][row.speaker_id] = (row.identity, row.shown)
    return found


def settle(connection: Connection) -> set[str]:
    """Find the identities anew, and return the ids of the articles whose speakers are now known otherwise."""
    columns = schema.voice.c
    before = {
        (row.article_id, row.speaker_id): (row.identity, row.shown)
        for row in connection.execute(select(columns.article_id, columns.speaker_id, columns.identity, columns.shown))
    }
    moved = [
        {"of": place[0], "by": place[1], "identity": found.id, "shown": found.name}
        for place, found in people(connection).by_voice.items()
        if before[place] != (found.id, found.name)
    ]
    if moved:
        change = update(schema.voice).where(
            columns.article_id == bindparam("of"), columns.speaker_id == bindparam("by")
        )
        connection.execute(change.values(identity=bindparam("identity"), shown=bindparam("shown")), moved)
    return {row["of"] for row in moved}


def merge(connection: Connection, one: str, other: str, *, who: str) -> None:
    """Note that two identities, given by a handle of each, are one. Raises DecisionRefused."""
    known = people(connection)
    first, second = _identity(known, one), _identity(known, other)
    if first is second:
        raise DecisionRefused(f"{first.name} is one already.")
    if (first.kind == "person") != (second.kind == "person"):
        raise DecisionRefused(f"{first.name} and {second.name} cannot be one: only one of them is a person.")
    standing_apart = [pair for pair in known.apart if _between(pair, first, second) and pair != frozenset((one, other))]
    if standing_apart:
        raise DecisionRefused(
            f"A part of {first.name} and a part of {second.name} were kept apart: undo that before merging them."
        )
    _record(connection, "merge", one, other, who=who)


def keep_apart(connection: Connection, one: str, other: str, *, who: str) -> None:
    """Note that two identities, given by a handle of each, are not one. Raises DecisionRefused."""
    known = people(connection)
    if _identity(known, one) is _identity(known, other):
        raise DecisionRefused(f"{_identity(known, one).name} is one already: take an article out of it instead.")
    _record(connection, "apart", one, other, who=who)


def split(connection: Connection, handle: str, article_id: str, *, who: str) -> None:
    """Take what an article calls an identity out of it. Raises DecisionRefused where nothing would be left."""
    identity = _identity(people(connection), handle)
    here = [voice for voice in identity.voices if voice.article_id == article_id]
    if not here or len(here) == len(identity.voices):
        raise DecisionRefused(f"{identity.name} speaks in one article only: there is nothing to take apart.")
    for voice in here:
        _record(connection, "split", voice.handle, who=who)


def undo(connection: Connection, number: int, *, who: str) -> None:
    """Take a change back, which may itself be a taking back. Raises DecisionRefused where it does not stand."""
    done = changes(connection)
    if number not in {change.number for change in done} or number in {change.undoes for change in valid(done)}:
        raise DecisionRefused("That change has been taken back already.")
    _record(connection, "undo", who=who, undoes=number)


def _between(pair: frozenset[str], one: Identity, other: Identity) -> bool:
    return bool(pair & set(one.handles)) and bool(pair & set(other.handles))


def _identity(known: People, handle: str) -> Identity:
    found = known.by_handle.get(handle)
    if found is None:
        raise DecisionRefused("This name is no longer in the library: look at the list as it is now.")
    return found


def _record(connection: Connection, what: Deed, *handles: str, who: str, undoes: int | None = None) -> None:
    one, other = (*handles, "", "")[:2]
    told = " ".join(who.split())[:LONGEST_NAME]
    connection.execute(
        insert(schema.decision).values(made_at=schema.now(), who=told, what=what, one=one, other=other, undoes=undoes)
    )


def _voices(connection: Connection) -> list[Voice]:
    joined = select(schema.voice, schema.article.c.published).join(schema.article)
    return [
        Voice(
            article_id=row.article_id,
            speaker_id=row.speaker_id,
            name=row.name,
            kind=row.kind,
            genders=tuple(row.genders.split()),
            institution=row.institution,
            day=row.published,
            quotes=row.quotes,
        )
        for row in connection.execute(joined)
    ]


def _row(voice: Voice) -> dict[str, str | int]:
    return {
        "article_id": voice.article_id,
        "speaker_id": voice.speaker_id,
        "name": voice.name,
        "kind": voice.kind,
        "genders": " ".join(voice.genders),
        "institution": voice.institution,
        "quotes": voice.quotes,
        "identity": "",
        "shown": "",
    }
