"""Who speaks in the library as tables: one row per person with everything they were called, one row per article."""

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.library.directory import Directory
from analysis.library.people import Change, People
from analysis.library.rows import SEPARATOR
from analysis.views.findings import post_rows
from analysis.views.tables import Corpus, frame

POSTS: Mapping[str, str] = {
    "identity": "str",
    "article_id": "str",
    "article": "str",
    "outlet": "str",
    "published": "datetime64[us]",
    "called": "str",
    "role": "str",
    "institution": "str",
    "affiliation_kind": "str",
    "evidence": "str",
    "because": "str",
    "quotes": "int64",
}
PEOPLE: Mapping[str, str] = {
    "identity": "str",
    "handle": "str",
    "name": "str",
    "kind": "str",
    "called": "str",
    "posts": "str",
    "articles": "int64",
    "quotes": "int64",
    "joined": "str",
    "doubts": "str",
}
_DONE = {"merge": "merged {one} and {other}", "apart": "kept {one} and {other} apart", "split": "took {one} out"}


def posts(corpus: Corpus) -> pd.DataFrame:
    """Return one row per speaker and article, columns ``POSTS``, the oldest first.

    ``role`` and ``institution`` are those that the article gives at its date, ``evidence`` the words they come from.
    """
    known = Directory()
    rows = (row for article, analysis in corpus for row in post_rows(article, analysis, known))
    return oldest_first(frame(rows, POSTS))


def oldest_first(posts: pd.DataFrame) -> pd.DataFrame:
    """Return posts in the order of the days of their articles, those without a day last."""
    return posts.sort_values("published", kind="stable", ignore_index=True)


def people(known: People, said: pd.DataFrame) -> pd.DataFrame:
    """Return one row per identity that speaks or takes a side, columns ``PEOPLE``, the most quoted first.

    ``said`` is the table of posts; the column ``posts`` lists roles and institutions with the days of the articles that
    give them.
    """
    groups = {str(identity): rows for identity, rows in said.groupby("identity", sort=False)}
    rows = [
        {
            "identity": one.id,
            "handle": one.handles[0],
            "name": one.name,
            "kind": one.kind,
            "called": SEPARATOR.join(dict.fromkeys(name for cell in here["called"] for name in cell.split(SEPARATOR))),
            "posts": SEPARATOR.join(_dated(here)),
            "articles": here["article_id"].nunique(),
            "quotes": int(here["quotes"].sum()),
            "joined": one.joined,
            "doubts": SEPARATOR.join(one.doubts),
        }
        for one in known.identities
        if (here := groups.get(one.id)) is not None
    ]
    rows.sort(key=lambda row: (-int(str(row["quotes"])), str(row["name"])))
    return pd.DataFrame.from_records(rows, columns=list(PEOPLE)).astype(dict(PEOPLE))


def tell(change: Change, changes: Sequence[Change], known: People) -> str:
    """Return a decision as a sentence: what was done to whom."""
    if change.undoes is not None:
        undone = next((other for other in changes if other.number == change.undoes), None)
        return f"took back: {tell(undone, changes, known)}" if undone else "took a change back"
    return _DONE[change.what].format(one=_name(change.one, known), other=_name(change.other, known))


def _name(handle: str, known: People) -> str:
    """Return the name that a handle stands for, as an article writes it; where none does now, as the handle has it."""
    voices = known.by_handle[handle].voices if handle in known.by_handle else ()
    written = (voice.name for voice in voices if handle in (voice.handle, voice.key))
    return next(written, handle.rpartition("|")[2].replace("-", " ").title())


def _dated(here: pd.DataFrame) -> list[str]:
    days: dict[str, list[dt.date]] = {}
    for role, institution, published in zip(here["role"], here["institution"], here["published"], strict=True):
        if post := ", ".join(part for part in (role, institution) if part):
            days.setdefault(post, [])
            if not pd.isna(published):
                days[post].append(published.date())
    return [f"{post} ({_span(found)})" if found else post for post, found in days.items()]


def _span(days: Sequence[dt.date]) -> str:
    first, last = f"{min(days):%-d %b %Y}", f"{max(days):%-d %b %Y}"
    return first if first == last else f"{first} to {last}"
