"""The tables that pages show and people download, one function each; every row leads back to characters of an article.

``corpus`` is always a sequence of an article with its analysis. Text columns have dtype ``str`` and hold "" where
nothing is given, days are ``datetime64[us]`` (NaT where unknown), positions count code points of the article's text.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

import pandas as pd

from analysis.library.directory import Directory
from analysis.library.filters import QuoteFilter, searched, terms
from analysis.library.rows import SEPARATOR, short_columns
from analysis.records import Analysis, Article
from analysis.views import findings
from analysis.views.findings import GROUP, Row

Corpus = Sequence[tuple[Article, Analysis]]

_TEXT, _DAY, _COUNT, _SHARE = "str", "datetime64[us]", "int64", "float64"

ARTICLES: Mapping[str, str] = {
    "article_id": _TEXT,
    "article": _TEXT,
    "outlet": _TEXT,
    "published": _DAY,
    "byline": _TEXT,
    "source": _TEXT,
    "fingerprint": _TEXT,
    "words": _COUNT,
    "quotes": _COUNT,
}
QUOTES: Mapping[str, str] = {
    "quote_id": _TEXT,
    "article_id": _TEXT,
    "article": _TEXT,
    "outlet": _TEXT,
    "published": _DAY,
    "quote": _TEXT,
    "type": _TEXT,
    "speaker_id": _TEXT,
    "speaker": _TEXT,
    "speaker_kind": _TEXT,
    "role": _TEXT,
    "institution": _TEXT,
    "institution_id": _TEXT,
    "affiliation_kind": _TEXT,
    "think_tank": _TEXT,
    "country": _TEXT,
    "parent": _TEXT,
    "stance": _TEXT,
    "targets": _TEXT,
    "section": _TEXT,
    "place": _SHARE,
    "cue": _TEXT,
    "attitude": _TEXT,
    "confidence": _SHARE,
    "because": _TEXT,
    "review": _TEXT,
    "start": _COUNT,
    "end": _COUNT,
}
SPEAKERS: Mapping[str, str] = {
    "speaker_id": _TEXT,
    "speaker": _TEXT,
    "speaker_kind": _TEXT,
    "role": _TEXT,
    "institution": _TEXT,
    "affiliation_kind": _TEXT,
    "think_tank": _TEXT,
    "articles": _COUNT,
    "quotes": _COUNT,
    "words": _COUNT,
    "direct": _COUNT,
    "mixed": _COUNT,
    "indirect": _COUNT,
}
STANCES: Mapping[str, str] = {
    "article_id": _TEXT,
    "article": _TEXT,
    "published": _DAY,
    "speaker_id": _TEXT,
    "speaker": _TEXT,
    "institution": _TEXT,
    "think_tank": _TEXT,
    "target": _TEXT,
    "label": _TEXT,
    "confidence": _SHARE,
    "quote_id": _TEXT,
    "evidence": _TEXT,
    "because": _TEXT,
    "start": _COUNT,
    "end": _COUNT,
}
SECTIONS: Mapping[str, str] = {
    "article_id": _TEXT,
    "article": _TEXT,
    "section": _TEXT,
    "number": _COUNT,
    "keyphrases": _TEXT,
    "start": _COUNT,
    "end": _COUNT,
    "words": _COUNT,
    "quotes": _COUNT,
    "speakers": _COUNT,
}
DATES: Mapping[str, str] = {
    "article_id": _TEXT,
    "article": _TEXT,
    "words": _TEXT,
    "resolved": _TEXT,
    "since": _DAY,
    "until": _DAY,
    "event": _TEXT,
    "context": _TEXT,
    "start": _COUNT,
    "end": _COUNT,
}
ENTITIES: Mapping[str, str] = {
    "article_id": _TEXT,
    "article": _TEXT,
    "entity_id": _TEXT,
    "entity": _TEXT,
    "label": _TEXT,
    "mentions": _COUNT,
}
MENTIONS: Mapping[str, str] = {
    "article_id": _TEXT,
    "article": _TEXT,
    "published": _DAY,
    "entity_id": _TEXT,
    "entity": _TEXT,
    "label": _TEXT,
    "section": _TEXT,
    "start": _COUNT,
    "end": _COUNT,
}

Maker = Callable[[Article, Analysis, Directory], Iterator[Row]]


def quotes(corpus: Corpus, directory: Directory | None = None) -> pd.DataFrame:
    """Return one row per quote, columns ``QUOTES``, articles in the given order and quotes in reading order.

    ``article`` is the title; ``targets`` are joined by "; "; ``place`` is in percent of the body, 0 to 100. Country and
    parent come from ``directory``, by default the shipped one. Further columns at the end, named by ``group_column``,
    are those of the files that articles came in, and a person's own groupings of institutions.
    """
    known = directory or Directory()
    own = (*(column for article, _ in corpus for column in short_columns(article)), *known.columns)
    groups = dict.fromkeys((group_column(column) for column in own), _TEXT)
    rows = ({**dict.fromkeys(groups, ""), **row} for row in _rows(findings.speech_rows, corpus, known))
    return frame(rows, {**QUOTES, **groups})


def group_column(column: str) -> str:
    """Return how a column of a person's own is called in a table of quotes."""
    return f"{GROUP}{column}"


def group_names(quotes: pd.DataFrame) -> list[str]:
    """Return the names of the columns of a person's own that a table of quotes has."""
    return [str(column).removeprefix(GROUP) for column in quotes.columns if str(column).startswith(GROUP)]


def choose(quotes: pd.DataFrame, chosen: QuoteFilter, *, saying: Collection[str] | None = None) -> pd.DataFrame:
    """Return the rows of a table of quotes that a filter asks for, in their order, with their index.

    ``saying`` holds the ids of those that hold the words of the filter, where a library has looked for them already.
    """
    keep = pd.Series(data=True, index=quotes.index, dtype=bool)
    for column, values in {
        "article_id": chosen.articles,
        "think_tank": chosen.think_tanks,
        "institution": chosen.institutions,
        "affiliation_kind": chosen.kinds,
        "country": chosen.countries,
        "parent": chosen.parents,
        "speaker": chosen.speakers,
        "stance": chosen.stances,
        "type": chosen.types,
        "section": chosen.sections,
    }.items():
        if values:
            keep &= quotes[column].isin(values)
    if chosen.targets:
        wanted = set(chosen.targets)
        cells = [cell for cell in quotes["targets"].unique() if not wanted.isdisjoint(cell.split(SEPARATOR))]
        keep &= quotes["targets"].isin(cells)
    for column, values in chosen.groupings().items():
        # Where nobody uses a grouping any more, every quote is in none of its groups.
        known = quotes.get(group_column(column))
        keep &= known.isin(values) if known is not None else "" in values
    if chosen.since:
        keep &= quotes["published"] >= pd.Timestamp(chosen.since)
    if chosen.until:
        keep &= quotes["published"] <= pd.Timestamp(chosen.until)
    asked = terms(chosen.words)
    if asked and saying is not None:
        keep &= quotes["quote_id"].isin(saying)
    elif asked:
        texts = (searched(*pair) for pair in zip(quotes["quote"], quotes["speaker"], strict=True))
        keep &= pd.Series([all(term in text for term in asked) for text in texts], quotes.index, dtype=bool)
    return quotes[keep]


def speakers(quotes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per speaker of a table of quotes, columns ``SPEAKERS``, the most quoted first.

    Role and institution are those of the first quote that has an institution; ``words`` counts the words of all quotes,
    ``direct``, ``mixed`` and ``indirect`` count quotes. Quotes whose speaker is not known have no row.
    """
    said = quotes[quotes["speaker_id"] != ""]
    known = said.assign(placed=said["institution"] == "").sort_values("placed", kind="stable")
    rows = known.drop_duplicates("speaker_id").set_index("speaker_id")[list(SPEAKERS)[1:7]]
    grouped = said.assign(words=words_in(said["quote"])).groupby("speaker_id", sort=False)
    types = pd.crosstab(said["speaker_id"], said["type"]).reindex(columns=["direct", "mixed", "indirect"], fill_value=0)
    rows = rows.assign(articles=grouped["article_id"].nunique(), quotes=grouped.size(), words=grouped["words"].sum())
    rows = rows.join(types).reset_index()
    rows = rows.sort_values(["quotes", "words", "speaker"], ascending=[False, False, True], ignore_index=True)
    return rows[list(SPEAKERS)].astype(dict(SPEAKERS))


def words_in(texts: "pd.Series[str]") -> "pd.Series[int]":
    """Return how many words each text has."""
    return pd.Series([len(text.split()) for text in texts], texts.index, dtype="int64")


def articles(corpus: Corpus) -> pd.DataFrame:
    """Return one row per article, columns ``ARTICLES``, with counts of words and quotes."""
    return frame(_rows(findings.article_rows, corpus), ARTICLES)


def stances(corpus: Corpus) -> pd.DataFrame:
    """Return one row per speaker, target and piece of evidence, columns ``STANCES``; ``evidence`` holds the words."""
    return frame(_rows(findings.stance_rows, corpus), STANCES)


def sections(corpus: Corpus) -> pd.DataFrame:
    """Return one row per section, columns ``SECTIONS``: ``number`` from 1, counts of words, quotes and speakers."""
    return frame(_rows(findings.section_rows, corpus), SECTIONS)


def dates(corpus: Corpus) -> pd.DataFrame:
    """Return one row per calendar expression, columns ``DATES``.

    ``since`` and ``until`` are the first and the last day of what ``resolved`` says; ``event`` is the clause that tells
    what happens then, ``context`` the sentence around the words, found by its punctuation.
    """
    return frame(_rows(findings.date_rows, corpus), DATES)


def entities(corpus: Corpus) -> pd.DataFrame:
    """Return one row per entity of an article, columns ``ENTITIES``; ``mentions`` counts how often it is named."""
    return frame(_rows(findings.entity_rows, corpus), ENTITIES)


def mentions(corpus: Corpus) -> pd.DataFrame:
    """Return one row per place where an entity is named, columns ``MENTIONS``, in reading order within an article."""
    return frame(_rows(findings.mention_rows, corpus), MENTIONS)


def frame(rows: Iterable[Row], columns: Mapping[str, str]) -> pd.DataFrame:
    """Return rows as a table with declared columns and dtypes, also where there are no rows."""
    return pd.DataFrame.from_records(list(rows), columns=list(columns)).astype(dict(columns))


def _rows(make: Maker, corpus: Corpus, directory: Directory | None = None) -> Iterator[Row]:
    known = directory or Directory()
    return (row for article, analysis in corpus for row in make(article, analysis, known))
