"""A person's own bodies in the database."""

import dataclasses
import json
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, delete, insert, select

from analysis.library import schema
from analysis.library.bodies import Body
from analysis.library.directory import Directory, shipped

_PORTION = 500  # values in one question to the database


def directory(connection: Connection) -> Directory:
    """Return the directory with what a person added or changed, by name."""
    bodies = (_read(record) for record in connection.scalars(select(schema.body.c.record)))
    return Directory(sorted(bodies, key=lambda body: (body.name.casefold(), body.id)))


def change(connection: Connection, changes: Mapping[str, Body | None]) -> set[str] | None:
    """Keep bodies by id, or forget those that are None, and return the marks of all that this touches.

    A body that is as it was shipped is forgotten too. None comes back where nothing changes.
    """
    before = directory(connection)
    wanted = {identity: None if body == shipped().get(identity) else body for identity, body in changes.items()}
    wanted = {identity: body for identity, body in wanted.items() if body != before.own.get(identity)}
    if not wanted:
        return None
    for portion in _portions(wanted):
        connection.execute(delete(schema.body).where(schema.body.c.id.in_(portion)))
    kept = [
        {"id": identity, "record": json.dumps(dataclasses.asdict(body), ensure_ascii=False), "changed_at": schema.now()}
        for identity, body in wanted.items()
        if body
    ]
    if kept:
        connection.execute(insert(schema.body), kept)
    return before.related(wanted) | directory(connection).related(wanted)


def articles_naming(connection: Connection, marks: Collection[str]) -> list[str]:
    """Return the ids of the articles whose analyses name a body by one of these marks."""
    found: set[str] = set()
    for portion in _portions(marks):
        named = select(schema.affiliation.c.article_id).where(schema.affiliation.c.mark.in_(portion))
        found.update(connection.scalars(named))
    return sorted(found)


def _portions(values: Collection[str]) -> list[list[str]]:
    listed = sorted(values)
    return [listed[start : start + _PORTION] for start in range(0, len(listed), _PORTION)]


def _read(record: str) -> Body:
    fields = json.loads(record)
    groups = tuple((column, value) for column, value in fields.pop("groups"))
    return Body(**{**fields, "aliases": tuple(fields["aliases"]), "groups": groups})
