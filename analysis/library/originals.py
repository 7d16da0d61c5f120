"""The files that articles were read from, kept byte for byte; one that no article needs any more goes."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select

from analysis.library.schema import origin, original
from analysis.records import Original


def keep(connection: Connection, article_id: str, file: Original) -> None:
    """Note that an article was read from a file, and keep the file once."""
    sha256 = hashlib.sha256(file.data).hexdigest()
    if connection.scalar(select(original.c.sha256).where(original.c.sha256 == sha256)) is None:
        connection.execute(original.insert().values(sha256=sha256, name=file.name, data=file.data))
    connection.execute(delete(origin).where(origin.c.article_id == article_id))
    connection.execute(origin.insert().values(article_id=article_id, sha256=sha256))
    tidy(connection)


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of the file that an article was read from; ``size`` in bytes."""

    name: str
    size: int
    sha256: str


def origin_of(connection: Connection, article_id: str) -> Origin | None:
    """Return which file an article was read from, None where none is kept."""
    columns = select(original.c.name, func.length(original.c.data), original.c.sha256)
    row = connection.execute(columns.join(origin).where(origin.c.article_id == article_id)).first()
    return Origin(*row) if row else None


def of(connection: Connection, article_id: str) -> Original | None:
    """Return the file that an article was read from, None where none is kept."""
    columns = select(original.c.name, original.c.data).join(origin).where(origin.c.article_id == article_id)
    row = connection.execute(columns).first()
    return Original(row.name, row.data) if row else None


def tidy(connection: Connection) -> None:
    """Forget the files that no article was read from."""
    connection.execute(delete(original).where(original.c.sha256.not_in(select(origin.c.sha256))))
