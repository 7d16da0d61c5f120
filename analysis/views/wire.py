"""Articles that carry largely the same text: an agency's copy in several outlets, and later versions of one article.

Two articles are alike where, of the reporter's own words (outside quotation marks, so that two reports of one speech
make no pair),

- half of those of the shorter stand in the longer. Where one word in eight is replaced at random, 77 % of the words
  still stand in runs of five that were left alone, where it is one in five, 59 %. Of 4,231 pairs of articles that seven
  outlets printed within three days, three shared that much, and these were versions; of the others, one did so nearly
  (47 %), the next 21 %;
- a fifth of those of the longer stand in the shorter: some paragraphs of an agency in a long report make no copy;
- forty are shared, in three paragraphs, or in all where a text has fewer: a notice or a long sentence makes no copy.

A group is the earliest article with the later ones that are alike to it; how texts are compared, ``shingles`` says.
Limits: of one day the order is not known, and the longest comes first; a speech that is printed whole without quotation
marks counts as the same text; a text of almost nothing but quotations is never found, nor is a translation; a version
that shares less than half with the earliest starts a group of its own, however close it is to the one before it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import pandas as pd

from analysis.library.filters import fold
from analysis.records import Article
from analysis.views import shingles
from analysis.views.agencies import named
from analysis.views.vocabulary import counted

Kind = Literal["Several outlets", "New version", "Outlet not given"]
COPIES: Mapping[str, str] = MappingProxyType(
    {
        "group": "int64",
        "kind": "str",
        "agency": "str",
        "article_id": "str",
        "article": "str",
        "outlet": "str",
        "published": "datetime64[us]",
        "standing": "str",
        "shared": "float64",
        "quotes": "int64",
        "repeated": "int64",
    }
)
_LEAST_OF_SHORTER, _LEAST_OF_LONGER = 0.5, 0.2
_FEWEST_WORDS, _FEWEST_PARAGRAPHS = 40, 3
_DOUBTFUL_SHARE, _DOUBTFUL_WORDS = 0.3, 200


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a group, and the share of its words that stand in the earliest one, 0 to 1."""

    article: Article
    shared: float


Group = tuple[Member, ...]
"""Articles with largely the same text, the earliest first."""


def find_groups(articles: Iterable[Article]) -> tuple[Group, ...]:
    """Return the groups of articles with largely the same text, the largest first; articles without one are in none."""
    ordered = sorted(articles, key=_age)
    stories = _Stories(ordered, shingles.repeated_lines(ordered))
    earlier: dict[int, list[int]] = {}
    for one, other in shingles.candidates(ordered, stories.codes, stories.furniture):
        earlier.setdefault(other, []).append(one)
    groups: dict[int, list[Member]] = {}
    joined: set[int] = set()
    for number in sorted(earlier):
        found = [(stories.shared(number, one), one) for one in earlier[number] if one not in joined]
        share, first = max(((each, one) for each, one in found if each), key=_closest, default=(None, -1))
        if share:
            joined.add(number)
            group = groups.setdefault(first, [Member(ordered[first], 1.0)])
            group.append(Member(ordered[number], share.all))
    return tuple(sorted(map(tuple, groups.values()), key=lambda group: (-len(group), _age(group[0].article))))


def are_alike(one: Article, other: Article) -> bool:
    """Tell whether two articles carry largely the same text."""
    return _Stories((one, other), frozenset()).shared(0, 1) is not None


def wire_copy(articles: Iterable[Article], quotes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per article whose text is largely another's too, columns ``COPIES``, with the quotes of all."""
    groups = find_groups(articles)
    return list_copies(groups, quotes, repeats(groups, quotes))


def list_copies(groups: Iterable[Group], quotes: pd.DataFrame, again: frozenset[str]) -> pd.DataFrame:
    """Return one row per article of the groups, columns ``COPIES``.

    ``group`` counts from 1; ``agency`` is what any of its texts names as its source; ``standing`` is what the article
    is within its group: Earliest, Copy, or New version of an article of its outlet; ``shared`` is the percentage of its
    words that stand in the earliest; ``repeated`` counts its quotes whose ids are in ``again``.
    """
    said = quotes["article_id"].value_counts()
    repeated = quotes.loc[quotes["quote_id"].isin(again), "article_id"].value_counts()
    rows: list[dict[str, object]] = []
    for number, group in enumerate(groups, start=1):
        articles = [member.article for member in group]
        agencies = dict.fromkeys(name for article in articles for name in named(article))
        for at, article in enumerate(articles):
            rows.append(
                {
                    "group": number,
                    "kind": _kind(articles),
                    "agency": "; ".join(agencies),
                    "article_id": article.id,
                    "article": article.title,
                    "outlet": article.outlet,
                    "published": article.published,
                    "standing": _standing(article, articles[:at]),
                    "shared": 100 * group[at].shared,
                    "quotes": int(said.get(article.id, 0)),
                    "repeated": int(repeated.get(article.id, 0)),
                }
            )
    return pd.DataFrame.from_records(rows, columns=list(COPIES)).astype(dict(COPIES))


def repeats(groups: Iterable[Group], quotes: pd.DataFrame) -> frozenset[str]:
    """Return the ids of the quotes that are counted again: of a later article, in words that an earlier one has too.

    The words must stand in the text of an earlier article of the group, and a quote found there must hold them or be a
    part of them: else none would be left to count.
    """
    said = dict(iter(quotes.groupby("article_id")[["quote_id", "quote"]]))
    again: set[str] = set()
    for group in groups:
        earlier: list[tuple[str, list[str]]] = []
        for member in group:
            rows = said.get(member.article.id, quotes.head(0))
            words = [shingles.spaced(str(quote)) for quote in rows["quote"]]
            again |= {
                str(identity) for identity, each in zip(rows["quote_id"], words, strict=True) if _repeats(each, earlier)
            }
            earlier.append((shingles.spaced(member.article.text), words))
    return frozenset(again)


def sum_up(again: int, quotes: int) -> str:
    """Return in a sentence how many of a number of quotes are counted more than once."""
    if not again:
        return "No quote is counted more than once because of them."
    verb = "stands in a copy" if again == 1 else "stand in copies"
    return (
        f"{again:,} of {counted(quotes, 'quote')} {verb} of the same text; counted once there are {quotes - again:,}."
    )


def _repeats(words: str, earlier: Iterable[tuple[str, Sequence[str]]]) -> bool:
    return bool(words.strip()) and any(
        words in text and any(words in other or other in words for other in found if other.strip())
        for text, found in earlier
    )


def _kind(articles: Iterable[Article]) -> Kind:
    outlets = {fold(article.outlet) for article in articles}
    if len(outlets - {""}) > 1:
        return "Several outlets"
    return "Outlet not given" if "" in outlets else "New version"


def _standing(article: Article, earlier: Sequence[Article]) -> str:
    if not earlier:
        return "Earliest"
    known = {fold(other.outlet) for other in earlier}
    return "New version" if article.outlet and fold(article.outlet) in known else "Copy"


def _age(article: Article) -> tuple[dt.date, int, str]:
    """Return what articles are ordered by: the day, those without one last; then the longest first."""
    return article.published or dt.date.max, -len(article.text), article.id


def _closest(found: tuple[shingles.Share | None, int]) -> tuple[float, int]:
    """Return what the best of several earlier articles is chosen by: the most words shared, then the earliest."""
    share, number = found
    return (share.own if share else 0.0), -number


class _Stories:
    """The stories of articles, each read once, and how much they share.

    The layout is asked only where its answer may matter: where texts are alike in few words, or nearly alike.
    """

    def __init__(self, articles: Sequence[Article], furniture: frozenset[int]) -> None:
        self.furniture = furniture
        self.codes = shingles.Codes()
        self._articles = articles
        self._read: dict[tuple[int, bool], shingles.Story] = {}

    def shared(self, one: int, other: int) -> shingles.Share | None:
        """Return how much of one article stands in another where they are alike, else None."""
        there, back = self._shares(one, other, bare=False)
        alike = _alike(there, back)
        sure = alike and min(there.words, back.words) >= _DOUBTFUL_WORDS
        if not sure and max(there.own, back.own) >= _DOUBTFUL_SHARE:
            there, back = self._shares(one, other, bare=True)
            alike = _alike(there, back)
        return there if alike else None

    def _shares(self, one: int, other: int, *, bare: bool) -> tuple[shingles.Share, shingles.Share]:
        for at in (one, other):
            if (at, bare) not in self._read:
                self._read[at, bare] = shingles.read(self._articles[at], self.codes, self.furniture, bare=bare)
        first, second = self._read[one, bare], self._read[other, bare]
        return shingles.share(first, second), shingles.share(second, first)


def _alike(there: shingles.Share, back: shingles.Share) -> bool:
    less, more = sorted((there.own, back.own))
    return (
        more >= _LEAST_OF_SHORTER
        and less >= _LEAST_OF_LONGER
        and all(share.words >= _FEWEST_WORDS for share in (there, back))
        and all(share.paragraphs >= min(_FEWEST_PARAGRAPHS, share.of) for share in (there, back))
    )
