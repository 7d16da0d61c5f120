"""What people say of quotes, in the database."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, insert, select

from analysis.library import schema
from analysis.library.changes import valid
from analysis.library.codec import decode_record, encode_record
from analysis.library.identities import LONGEST_NAME, DecisionRefused
from analysis.library.reviews import ReviewEntry, Said

_LONGEST_NOTE = 2_000


def entries(connection: Connection, article_id: str | None = None) -> list[ReviewEntry]:
    """Return what people said of quotes, of one article or of all, the oldest first."""
    table = schema.review
    rows = select(table).order_by(table.c.number)
    if article_id is not None:
        rows = rows.where(table.c.article_id == article_id)
    return [
        ReviewEntry(
            number=row.number,
            when=row.made_at,
            who=row.who,
            what=row.what,
            article_id=row.article_id,
            quote_id=row.quote_id,
            before=decode_record(Said, row.before) if row.before else None,
            after=decode_record(Said, row.after) if row.after else None,
            note=row.note,
            undoes=row.undoes,
        )
        for row in connection.execute(rows)
    ]


def by_article(connection: Connection, article_id: str | None = None) -> Mapping[str, Sequence[ReviewEntry]]:
    """Return the entries of each article."""
    found: dict[str, list[ReviewEntry]] = defaultdict(list)
    for entry in entries(connection, article_id):
        found[entry.article_id].append(entry)
    return found


def record(connection: Connection, entry: ReviewEntry) -> str:
    """Keep an entry, numbered and dated here, and return the id of its article. Raises DecisionRefused."""
    if entry.what == "undo":
        known = {each.number: each for each in entries(connection)}
        undone = known.get(entry.undoes or 0)
        if undone is None or undone.number in {each.undoes for each in valid(list(known.values()))}:
            raise DecisionRefused("That has been taken back already.")
        entry = replace(entry, article_id=undone.article_id, quote_id=undone.quote_id)
    connection.execute(
        insert(schema.review).values(
            made_at=schema.now(),
            who=" ".join(entry.who.split())[:LONGEST_NAME],
            what=entry.what,
            article_id=entry.article_id,
            quote_id=entry.quote_id,
            before=encode_record(entry.before) if entry.before else "",
            after=encode_record(entry.after) if entry.after else "",
            note=entry.note.strip()[:_LONGEST_NOTE],
            undoes=entry.undoes,
        )
    )
    return entry.article_id
