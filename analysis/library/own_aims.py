"""A person's changes of targets in the database, and the stances of the targets that they added."""

import dataclasses
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from analysis.library import schema
from analysis.library.aims import AimChange, Aims, Deed
from analysis.library.changes import valid
from analysis.library.identities import LONGEST_NAME, DecisionRefused
from analysis.records import Analysis, Span, Stance

Judged = Mapping[str, tuple[Stance, ...]]
"""Stances of added targets by article."""


def changes(connection: Connection) -> list[AimChange]:
    """Return all that people changed about targets, the oldest first."""
    rows = connection.execute(select(schema.aim).order_by(schema.aim.c.number))
    return [
        AimChange(
            number=row.number,
            when=row.made_at,
            who=row.who,
            what=row.what,
            article_id=row.article_id,
            name=row.name,
            to=row.renamed,
            undoes=row.undoes,
        )
        for row in rows
    ]


def aims(connection: Connection) -> Aims:
    """Return what stands of it."""
    return Aims(changes(connection))


def record(  # noqa: PLR0913 - the fields of one change
    connection: Connection,
    what: Deed,
    name: str,
    *,
    to: str = "",
    article_id: str = "",
    who: str,
    undoes: int | None = None,
) -> list[str]:
    """Keep a change and return the ids of the articles in which it may be seen. Raises DecisionRefused."""
    name, to = " ".join(name.split()), "\n".join(" ".join(line.split()) for line in to.splitlines() if line.strip())
    if what == "undo":
        done = changes(connection)
        gone = {change.undoes for change in valid(done)}
        if undoes not in {change.number for change in done} or undoes in gone:
            raise DecisionRefused("That change has been taken back already.")
    elif not name or len(name) > LONGEST_NAME or (what == "rename" and not to):
        raise DecisionRefused(f"Give the target a name of 1 to {LONGEST_NAME} characters.")
    elif what == "rename" and name == to:
        raise DecisionRefused(f"{name} has that name already.")
    told = " ".join(who.split())[:LONGEST_NAME]
    row = {"made_at": schema.now(), "who": told, "what": what, "article_id": article_id, "name": name, "renamed": to}
    connection.execute(insert(schema.aim).values(**row, undoes=undoes))
    return _touched(connection, changes(connection))


def keep_names(connection: Connection, analysis: Analysis) -> None:
    """Note which targets an analysis has, in place of what is there: says which articles a change touches."""
    connection.execute(delete(schema.aimed).where(schema.aimed.c.article_id == analysis.article_id))
    names = sorted({stance.target for stance in analysis.stances})
    if names:
        rows = [{"article_id": analysis.article_id, "name": name} for name in names]
        connection.execute(insert(schema.aimed), rows)


def forget_judged(connection: Connection, article_id: str) -> None:
    """Forget the stances of added targets in an article, so that they are judged anew."""
    connection.execute(delete(schema.judged).where(schema.judged.c.article_id == article_id))


def judged(connection: Connection, article_id: str | None = None) -> Judged:
    """Return the stances of added targets that stand, for each article or for one."""
    held = {change.number for change in aims(connection).standing if change.what == "add"}
    rows = select(schema.judged)
    if article_id is not None:
        rows = rows.where(schema.judged.c.article_id == article_id)
    found: dict[str, list[Stance]] = defaultdict(list)
    for row in connection.execute(rows):
        if row.number in held:
            found[row.article_id] += [_stance(fields) for fields in json.loads(row.records)]
    return {article: tuple(stances) for article, stances in found.items()}


def waiting(connection: Connection) -> list[tuple[str, AimChange]]:
    """Return what is still to be judged: articles and the targets added for them."""
    done = {(row.article_id, row.number) for row in connection.execute(select(schema.judged))}
    added = [change for change in aims(connection).standing if change.what == "add"]
    if not added:
        return []
    articles = connection.scalars(select(schema.analysis.c.article_id)).all()
    return [
        (article_id, change)
        for article_id in articles
        for change in added
        if change.holds_for(article_id) and (article_id, change.number) not in done
    ]


def keep(connection: Connection, article_id: str, number: int, stances: Sequence[Stance]) -> None:
    """Keep the stances of an added target in an article, also where there are none."""
    records = json.dumps([dataclasses.asdict(stance) for stance in stances], ensure_ascii=False)
    connection.execute(
        delete(schema.judged).where(schema.judged.c.article_id == article_id, schema.judged.c.number == number)
    )
    connection.execute(insert(schema.judged).values(article_id=article_id, number=number, records=records))


def _touched(connection: Connection, done: Sequence[AimChange]) -> list[str]:
    """Return the ids of the articles that the last change may have changed."""
    numbered = {change.number: change for change in done}
    last = done[-1]
    while last.undoes is not None:
        last = numbered[last.undoes]
    if last.article_id:
        return [last.article_id]
    names = {last.name, *(change.name for change in done if change.what == "rename" and change.to == last.name)}
    known = schema.aimed.c
    named = connection.scalars(select(known.article_id).distinct().where(known.name.in_(names)))
    return sorted({*named, *connection.scalars(select(schema.judged.c.article_id).distinct())})


def _stance(fields: dict[str, object]) -> Stance:
    place = fields["evidence"]
    if not isinstance(place, dict):
        raise TypeError(f"The evidence of a stance is a span, not {place!r}.")
    return Stance(**{**fields, "evidence": Span(**place)})  # type: ignore[arg-type]
