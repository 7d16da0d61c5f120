"""The part of a library that keeps what people decided: about targets, quotes, and who is who."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Engine

from analysis.library import database, identities, own_aims, own_reviews
from analysis.library.aims import AimChange
from analysis.library.aims import Deed as AimDeed
from analysis.library.people import Change, People
from analysis.library.reviews import ReviewEntry
from analysis.library.sight import rewrite
from analysis.records import Stance


class Decided:
    """Decisions in the database that ``_engine`` opens. Each is one transaction, and changes the rows that show it."""

    _engine: Engine

    def aim_changes(self) -> tuple[AimChange, ...]:
        """Return all that people changed about targets of stances, the oldest first."""
        with self._engine.begin() as connection:
            return tuple(own_aims.changes(connection))

    def rename_target(self, name: str, to: str, *, article_id: str = "", who: str = "") -> None:
        """Show a target under another name; where that is another target's, the two are one from now on.

        ``article_id`` limits that to one article, "" means all. Raises DecisionRefused, as all of these do.
        """
        self._aim("rename", name, to=to, article_id=article_id, who=who)

    def hide_target(self, name: str, *, article_id: str = "", who: str = "") -> None:
        """Leave a target and what is said of it out of every view."""
        self._aim("hide", name, article_id=article_id, who=who)

    def add_target(self, name: str, words: str = "", *, article_id: str = "", who: str = "") -> None:
        """Ask for stances towards something else: ``words`` are what names it in texts, one a line, beside its name.

        The stances are there once ``waiting_targets`` have been judged; nothing is parsed anew.
        """
        self._aim("add", name, to=words, article_id=article_id, who=who)

    def undo_target(self, number: int, *, who: str = "") -> None:
        """Take a change of targets back by its number; the taking back can be taken back too."""
        self._aim("undo", "", who=who, undoes=number)

    def waiting_targets(self) -> list[tuple[str, AimChange]]:
        """Return which articles have not been asked yet about which added target."""
        with self._engine.begin() as connection:
            return own_aims.waiting(connection)

    def keep_judged(self, article_id: str, number: int, stances: Sequence[Stance]) -> None:
        """Keep what an article's speakers think of an added target, given by the number of that change."""
        with database.writing(self._engine) as connection:
            own_aims.keep(connection, article_id, number, stances)
            rewrite(connection, [article_id])
            database.count_change(connection)

    def _aim(self, what: AimDeed, name: str, **fields: Any) -> None:  # noqa: ANN401 - as ``record`` takes them
        with database.writing(self._engine) as connection:
            rewrite(connection, own_aims.record(connection, what, name, **fields))
            database.count_change(connection)

    def reviews(self, article_id: str | None = None) -> tuple[ReviewEntry, ...]:
        """Return what people said of quotes, of one article or of all, the oldest first."""
        with self._engine.begin() as connection:
            return tuple(own_reviews.entries(connection, article_id))

    def review(self, entry: ReviewEntry) -> None:
        """Keep what a person says of a quote; number and moment are given here. Raises DecisionRefused."""
        with database.writing(self._engine) as connection:
            rewrite(connection, [own_reviews.record(connection, entry)])
            database.count_change(connection)

    def people(self) -> People:
        """Return everybody who speaks in the library, each under one identity."""
        with self._engine.begin() as connection:
            return identities.people(connection)

    def decisions(self) -> tuple[Change, ...]:
        """Return all that people decided about who is who, the oldest first."""
        with self._engine.begin() as connection:
            return tuple(identities.changes(connection))

    def merge(self, one: str, other: str, *, who: str = "") -> None:
        """Make two identities one, each given by one of its handles. Raises DecisionRefused, as all of these do."""
        self._decide(identities.merge, one, other, who=who)

    def keep_apart(self, one: str, other: str, *, who: str = "") -> None:
        """Remember that two identities are not one, so that it is not suggested again."""
        self._decide(identities.keep_apart, one, other, who=who)

    def split(self, handle: str, article_id: str, *, who: str = "") -> None:
        """Take what one article calls an identity out of it."""
        self._decide(identities.split, handle, article_id, who=who)

    def undo(self, number: int, *, who: str = "") -> None:
        """Take a decision back by its number; the taking back is a decision too, and can be taken back."""
        self._decide(identities.undo, number, who=who)

    def _decide(self, decide: Callable[..., None], *subjects: str | int, who: str) -> None:
        with database.writing(self._engine) as connection:
            decide(connection, *subjects, who=who)
            rewrite(connection, identities.settle(connection))
            database.count_change(connection)
