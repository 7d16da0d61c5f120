"""The library: articles and their analyses in a database, each saved whole or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import IO, Any

from sqlalchemy import Connection, delete, func, insert, select, update

from analysis.library import database, forgetting, identities, originals, own_aims, own_bodies, schema, transfer
from analysis.library.bodies import Body, Sheet
from analysis.library.codec import decode, encode, encode_details
from analysis.library.decided import Decided
from analysis.library.directory import Directory, edition
from analysis.library.filters import QuoteFilter, flatten
from analysis.library.people import RULES
from analysis.library.search import NEWEST_FIRST, articles_saying, forget_words, matching
from analysis.library.sheets import Sheets
from analysis.library.sight import Sight, rewrite, stored_article
from analysis.records import Analysis, Article, Original

_REDACTED = '"redacted": true'
_ROWS = "rows"
_ROWS_EDITION = f"10 {RULES} {edition()}"
"""What the rows of quotes were made with: the first number grows when their making changes."""


class Library(Decided):
    """Articles and analyses in the database at ``url``, by default a file in the user's data folder.

    One Library may serve all threads of a process, and several processes may share a database. Every change is one
    transaction: a process that ends in the middle leaves the library as it was. Raises LibraryUnavailable where the
    database cannot be opened.
    """

    def __init__(self, url: str | None = None) -> None:
        self._engine = database.connect(url or database.default_url())
        self.sheets = Sheets(self._engine)
        if self.noted(_ROWS) != _ROWS_EDITION:
            with database.writing(self._engine) as connection:
                _rewrite_all(connection)
                database.note(connection, _ROWS, _ROWS_EDITION)

    def save(self, article: Article, analysis: Analysis, *, original: Original | None = None) -> bool:
        """Keep an article, its analysis and the file it was read from; return False where that text was there already.

        The new analysis then replaces the old one, and so does what the article says of itself as far as it says
        anything: an empty outlet or source, or no date, leaves what is stored. Raises ValueError where the analysis is
        of another article.
        """
        with database.writing(self._engine) as connection:
            new = _put(connection, article, analysis)
            rewrite(connection, {article.id} | identities.settle(connection))
            if original is not None:
                originals.keep(connection, article.id, original)
            database.count_change(connection)
        return new

    def take_in(self, pairs: Iterable[tuple[Article, Analysis]]) -> int:
        """Keep many articles at once, all or none, as ``save`` keeps one; return how many were new."""
        with database.writing(self._engine) as connection:
            new = {article.id: _put(connection, article, analysis) for article, analysis in pairs}
            rewrite(connection, new.keys() | identities.settle(connection))
            database.count_change(connection)
        return sum(new.values())

    def complete(self, article: Article) -> Article:
        """Return an article that was read again with what is known of it here.

        That is its title, which a person may have corrected, and outlet, day and source where it gives none. To be
        called before the analysis, which resolves dates against the day of publication.
        """
        stored = self.article(article.id)
        return replace(_merged(article, stored), title=stored.title) if stored else article

    def articles(self) -> tuple[Article, ...]:
        """Return all articles: newest publication first, those without a date last, then by title."""
        with self._engine.begin() as connection:
            found = connection.execute(select(schema.article).order_by(*NEWEST_FIRST))
            return tuple(stored_article(row) for row in found)

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None where there is none of that id."""
        with self._engine.begin() as connection:
            row = connection.execute(select(schema.article).where(schema.article.c.id == article_id)).first()
        return stored_article(row) if row else None

    def original(self, article_id: str) -> Original | None:
        """Return the file that an article was read from, byte for byte, or None where none is kept."""
        with self._engine.begin() as connection:
            return originals.of(connection, article_id)

    def origin(self, article_id: str) -> originals.Origin | None:
        """Return which file an article was read from, or None where none is kept."""
        with self._engine.begin() as connection:
            return originals.origin_of(connection, article_id)

    def analysis(self, article_id: str) -> Analysis | None:
        """Return the analysis of one article, or None where there is none."""
        with self._engine.begin() as connection:
            records = connection.scalar(
                select(schema.analysis.c.records).where(schema.analysis.c.article_id == article_id)
            )
            return Sight(connection, article_id).of(records) if records else None

    def found(self, article_id: str) -> Analysis | None:
        """Return the analysis of one article as it was saved, before anything that people changed."""
        with self._engine.begin() as connection:
            columns = schema.analysis.c
            records = connection.scalar(select(columns.records).where(columns.article_id == article_id))
        return decode(records) if records else None

    def corpus(self) -> tuple[tuple[Article, Analysis], ...]:
        """Return every article with its analysis, in the order of ``articles``, as they are at one moment."""
        joined = select(schema.article, schema.analysis.c.records).join(schema.analysis).order_by(*NEWEST_FIRST)
        with self._engine.begin() as connection:
            sight = Sight(connection)
            return tuple((stored_article(row), sight.of(row.records)) for row in connection.execute(joined))

    def fingerprints(self) -> dict[str, str]:
        """Return the fingerprint of every stored analysis by the id of its article."""
        columns = select(schema.analysis.c.article_id, schema.analysis.c.fingerprint)
        with self._engine.begin() as connection:
            return {row.article_id: row.fingerprint for row in connection.execute(columns)}

    def stale(self, fingerprint: str) -> list[str]:
        """Return the ids of the articles whose analysis has another fingerprint and may be made anew."""
        asked = (
            select(schema.analysis.c.article_id)
            .join(schema.article)
            .where(schema.analysis.c.fingerprint != fingerprint, ~schema.article.c.details.contains(_REDACTED))
            .order_by(schema.analysis.c.article_id)
        )
        with self._engine.begin() as connection:
            return list(connection.scalars(asked))

    def forget(self, handle: str, *, words: bool) -> str:
        """Take a person, given by a handle, out of all articles for good, and return what stands for the name.

        ``words`` takes out what the person is quoted with too. Files that articles with the name were read from go, as
        do the decisions about the person. Raises DecisionRefused where there is no such person.
        """
        with database.writing(self._engine) as connection:
            pseudonym, touched = forgetting.forget(connection, handle, words=words)
            for article, analysis in touched:
                _set(connection, article.id, _fields(article))
                held = schema.analysis.c.article_id == article.id
                connection.execute(update(schema.analysis).where(held).values(records=encode(analysis)))
                _note_contents(connection, article, analysis)
            rewrite(connection, {article.id for article, _ in touched} | identities.settle(connection))
            forget_words(connection)
            database.count_change(connection)
        return pseudonym

    def delete(self, article_id: str) -> None:
        """Forget an article with everything found in it; nothing happens where there is none of that id.

        What people decided about names stays, and holds again for articles that come later.
        """
        with database.writing(self._engine) as connection:
            if connection.execute(delete(schema.article).where(schema.article.c.id == article_id)).rowcount:
                originals.tidy(connection)
                forget_words(connection)
                rewrite(connection, identities.settle(connection))
                database.count_change(connection)

    def describe(self, article: Article) -> None:
        """Keep what a person says of an article: title, outlet, author, day, columns, and which lines are story.

        An empty value is a correction too. Dates and quotes stay as they are until the article is analysed anew.
        """
        with database.writing(self._engine) as connection:
            if _set(connection, article.id, {**_fields(article), "text": schema.article.c.text}):
                rewrite(connection, {article.id} | identities.settle(connection))
                database.count_change(connection)

    def search(self, chosen: QuoteFilter, *, first: int = 0, limit: int | None = None) -> list[str]:
        """Return the ids of the quotes that a filter asks for: articles in their order, quotes in reading order.

        ``first`` and ``limit`` cut a portion out of them.
        """
        with self._engine.begin() as connection:
            return list(connection.scalars(matching(connection, chosen).offset(first).limit(limit)))

    def count(self, chosen: QuoteFilter) -> int:
        """Return how many quotes a filter asks for."""
        with self._engine.begin() as connection:
            asked = matching(connection, chosen).order_by(None).subquery()
            return connection.scalar(select(func.count()).select_from(asked)) or 0

    def holder(self, quote_id: str) -> str | None:
        """Return the id of the article that a quote stands in, None where there is none."""
        with self._engine.begin() as connection:
            return connection.scalar(select(schema.quote.c.article_id).where(schema.quote.c.quote_id == quote_id))

    def speakers(self) -> list[str]:
        """Return the names of all speakers, the most quoted first."""
        name = schema.quote.c.speaker
        asked = select(name).where(name != "").group_by(name).order_by(func.count().desc(), name)
        with self._engine.begin() as connection:
            return list(connection.scalars(asked))

    def find(self, words: str) -> list[str]:
        """Return the ids of the articles whose text holds all of these words and phrases, in their order."""
        with self._engine.begin() as connection:
            return list(connection.scalars(articles_saying(connection, words)))

    def directory(self) -> Directory:
        """Return all bodies as they are now: the shipped ones, and over them those of ``bodies``."""
        with self._engine.begin() as connection:
            return own_bodies.directory(connection)

    def bodies(self) -> tuple[Body, ...]:
        """Return the bodies that a person added or changed, by name."""
        return tuple(self.directory().own.values())

    def keep_body(self, body: Body) -> Body:
        """Keep a body under its id, a new one where it has none, and return it as it was kept.

        The analyses that name it are seen with it from now on; none is made anew. Raises BodyRefused, and then keeps
        nothing.
        """
        with database.writing(self._engine) as connection:
            kept = own_bodies.directory(connection).accept(body)
            _change_bodies(connection, {kept.id: kept})
        return kept

    def keep_bodies(self, sheet: Sheet) -> tuple[Body, ...]:
        """Keep the bodies of a file, all of them or none, and return them. Raises BodyRefused."""
        with database.writing(self._engine) as connection:
            kept = own_bodies.directory(connection).accept_all(sheet)
            _change_bodies(connection, {body.id: body for body in kept})
        return tuple(kept)

    def drop_body(self, body_id: str) -> None:
        """Forget a person's own body; where it stood in the place of a shipped one, that one is back.

        Raises BodyRefused where others of the person's own bodies are a part of it.
        """
        with database.writing(self._engine) as connection:
            own_bodies.directory(connection).release(body_id)
            _change_bodies(connection, {body_id: None})

    def revision(self) -> int:
        """Return a number that grows with every change of articles or analyses, by whichever process."""
        with self._engine.begin() as connection:
            return database.revision(connection)

    def note(self, name: str, value: str) -> None:
        """Keep a short remark about the library itself, such as that the sample has been offered."""
        with database.writing(self._engine) as connection:
            database.note(connection, name, value)

    def noted(self, name: str) -> str | None:
        """Return the remark of that name, or None where there is none."""
        with self._engine.begin() as connection:
            return database.noted(connection, name)

    def write_copy(self, file: IO[bytes]) -> None:
        """Write the whole library to a file: articles, analyses, originals, and what people decided."""
        with self._engine.begin() as connection:
            transfer.write(connection, file)

    def take_in_copy(self, file: IO[bytes]) -> int:
        """Add what such a file holds and is not here yet; return how many articles are new. Raises NoLibraryFile."""
        with database.writing(self._engine) as connection:
            new = transfer.read(connection, file)
            try:
                _rewrite_all(connection)
            except ValueError as error:
                raise transfer.NoLibraryFile("An analysis in the file cannot be read: make the copy anew.") from error
            database.count_change(connection)
        return new

    def close(self) -> None:
        """Let go of the database's connections; the library opens new ones when it is used again."""
        self._engine.dispose()


def _fields(article: Article) -> dict[str, Any]:
    shown = {name: getattr(article, name) for name in ("id", "text", "title", "outlet", "published", "source")}
    return {**shown, "details": encode_details(article)}


def _merged(new: Article, stored: Article) -> Article:
    return replace(
        new,
        title=new.title or stored.title,
        outlet=new.outlet or stored.outlet,
        published=new.published or stored.published,
        source=new.source or stored.source,
        byline=new.byline or stored.byline,
        told=tuple((dict(stored.told) | dict(new.told)).items()),
        columns=tuple((dict(stored.columns) | dict(new.columns)).items()),
        repairs=new.repairs or stored.repairs,
        moved=new.moved or stored.moved,
    )


def _set(connection: Connection, article_id: str, fields: dict[str, Any]) -> int:
    return connection.execute(update(schema.article).where(schema.article.c.id == article_id).values(**fields)).rowcount


def _put(connection: Connection, article: Article, analysis: Analysis) -> bool:
    """Keep an article with its analysis; say whether it is new. Identities and rows of quotes are still to be made."""
    if analysis.article_id != article.id:
        raise ValueError(f"This is the analysis of article {analysis.article_id}, not of {article.id}.")
    stored = connection.execute(select(schema.article).where(schema.article.c.id == article.id)).first()
    if stored:
        if stored_article(stored).redacted:
            return False  # what was taken out of it must not come back
        article = _merged(article, stored_article(stored))
        # The same words may come with other spacing, and the positions of the analysis are those of this text.
        _set(connection, article.id, _fields(article))
        connection.execute(delete(schema.analysis).where(schema.analysis.c.article_id == article.id))
        own_aims.forget_judged(connection, article.id)
    else:
        connection.execute(insert(schema.article).values(**_fields(article), added_at=schema.now()))
    connection.execute(
        insert(schema.analysis).values(
            article_id=article.id,
            fingerprint=analysis.fingerprint,
            records=encode(analysis),
            analysed_at=schema.now(),
        )
    )
    _note_contents(connection, article, analysis)
    return stored is None


def _note_contents(connection: Connection, article: Article, analysis: Analysis) -> None:
    """Note an article's words, who speaks in it and towards what, in place of what is noted."""
    connection.execute(delete(schema.wording).where(schema.wording.c.article_id == article.id))
    connection.execute(insert(schema.wording).values(article_id=article.id, searched=flatten(article.text)))
    identities.keep_voices(connection, article, analysis)
    own_aims.keep_names(connection, analysis)


def _change_bodies(connection: Connection, changes: Mapping[str, Body | None]) -> None:
    """Keep or forget a person's own bodies, and write anew the rows of quotes that this touches."""
    touched = own_bodies.change(connection, changes)
    if touched is None:
        return
    rewrite(connection, own_bodies.articles_naming(connection, touched))
    database.count_change(connection)


def _rewrite_all(connection: Connection) -> None:
    """Work out anew who speaks where, and write the rows of all quotes."""
    joined = select(schema.article, schema.analysis.c.records).join(schema.analysis)
    for row in connection.execute(joined).all():
        _note_contents(connection, stored_article(row), decode(row.records))
    identities.settle(connection)
    rewrite(connection, connection.scalars(select(schema.analysis.c.article_id)).all())
