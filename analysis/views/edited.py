"""A table of quotes that a person edited elsewhere, as reviews: what differs from the library was changed by hand."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

import pandas as pd

from analysis.library.reviews import ReviewDeed, ReviewEntry, said_of
from analysis.records import AffiliationKind, Analysis, Article, Quote, QuoteType
from analysis.views.archive import Unusable

EDITABLE: Mapping[str, str] = {
    "speaker": "speaker",
    "role": "role",
    "institution": "institution",
    "affiliation_kind": "kind",
    "type": "type",
}
"""Columns that may be edited, and the field of a review that each is; others are left as the library has them."""
ACCEPTED = "accepted"
"""What a person writes into the column review of a quote that is right as it is."""
_ALLOWED = {"affiliation_kind": get_args(AffiliationKind), "type": get_args(QuoteType)}
Look = Callable[[str], tuple[Article, Analysis, Quote] | None]


@dataclass(frozen=True, slots=True)
class Edits:
    """What a table says anew of the library's quotes, and how many of its rows are of no quote there."""

    entries: tuple[ReviewEntry, ...]
    unknown: int

    def counted(self, what: ReviewDeed) -> int:
        """Return how many quotes are changed, or accepted."""
        return sum(entry.what == what for entry in self.entries)


def edits(edited: pd.DataFrame, current: pd.DataFrame, look: Look, *, who: str) -> Edits:
    """Return as reviews what an edited table says: ``current`` is the library's own, ``look`` finds a quote by its id.

    Raises Unusable where a cell holds what its column cannot hold.
    """
    known = {str(row["quote_id"]): row for row in current.to_dict("records")}
    entries, unknown = [], 0
    for row in edited.to_dict("records"):
        identity = str(row["quote_id"])
        here, found = known.get(identity), look(identity)
        if here is None or found is None:
            unknown += 1
            continue
        changed = {column: row[column] for column in EDITABLE if column in row and row[column] != here[column]}
        for column, allowed in _ALLOWED.items():
            if column in changed and changed[column] not in allowed:
                raise Unusable(f"“{changed[column]}” is none of {', '.join(allowed)}: correct the column {column}.")
        accepted = row.get("review") == ACCEPTED and not here["review"]
        if changed or accepted:
            entries.append(_entry(found, {EDITABLE[column]: value for column, value in changed.items()}, who))
    return Edits(tuple(entries), unknown)


def _entry(found: tuple[Article, Analysis, Quote], changed: Mapping[str, Any], who: str) -> ReviewEntry:
    article, analysis, quote = found
    before = said_of(analysis, quote)
    return ReviewEntry(
        number=0,
        when=dt.datetime.now(dt.UTC),
        who=who,
        what="change" if changed else "accept",
        article_id=article.id,
        quote_id=quote.id,
        before=before,
        after=replace(before, **changed) if changed else None,
        note="from an edited table",
    )
