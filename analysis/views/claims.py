"""Statements as data sets of political claims list them: who claims what, on which demand, for or against.

The names of the first columns are those of the data that the MARDY project published for Padó et al. 2019 ("Who sides
with whom?", github.com/mardy-spp/mardy_acl2019, example of a document in its README): ``quote``, ``cdate``, ``begin``,
``end``, ``actorvalues``, ``claims`` and ``cpos``. ``doc_id`` is the name of the article's number in the lines of
DEbateNet-mig15 (Lapesa et al. 2020), which have ``quote``, ``cdate``, ``begin`` and ``end`` too. As in that example
``cdate`` is written 20151024, ``begin`` and ``end`` count characters from 0 with the end left out, and
``actorvalues`` holds names after "per_" and bodies after "org_".

What is not theirs: ``actorvalues`` and ``claims`` are lists there and text here; ``claims`` holds the target in
words, where they have numbers of a code book; of ``cpos`` the example shows 1 only, so that -1 for criticism and 0
for taking no side are ours; ``cdate`` is the day of publication; and a target of ours is an actor or an issue, not
only a demand. The further columns bear names of our own.
"""

from collections.abc import Mapping

import pandas as pd

from analysis.library.rows import SEPARATOR

CLAIMS: Mapping[str, str] = {
    "doc_id": "str",
    "quote": "str",
    "cdate": "str",
    "begin": "int64",
    "end": "int64",
    "actorvalues": "str",
    "claims": "str",
    "cpos": "int64",
    "actor": "str",
    "organisation": "str",
    "polarity": "str",
    "outlet": "str",
    "article": "str",
    "quote_id": "str",
    "evidence": "str",
    "confidence": "float64",
    "review": "str",
}
_SIDES: Mapping[str, int] = {"supportive": 1, "critical": -1, "neutral": 0}
_POLARITIES: Mapping[int, str] = {1: "positive", -1: "negative", 0: "neutral"}
_QUOTE = ["article_id", "quote_id", "quote", "start", "end", "outlet", "review"]


def claims(quotes: pd.DataFrame, stances: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each target on which a quote takes a stance, columns ``CLAIMS``, in the order of the quotes.

    ``quotes`` and ``stances`` are tables of ``tables``; stances without one of these quotes are left out. Where a quote
    has several statements on one target it has several rows. ``cpos`` is 1 for support, -1 for criticism, 0 for taking
    no side, and ``polarity`` says it in words; ``confidence`` is that of the stance, however low; ``review`` is what a
    person said of the quote, "" where nobody looked at it.
    """
    said = stances.drop(columns=["start", "end"])
    rows = quotes[_QUOTE].merge(said, on=["article_id", "quote_id"], how="inner", sort=False)
    side = rows["label"].map(_SIDES).astype("int64")
    return pd.DataFrame(
        {
            "doc_id": rows["article_id"],
            "quote": rows["quote"],
            "cdate": rows["published"].dt.strftime("%Y%m%d").fillna(""),
            "begin": rows["start"],
            "end": rows["end"],
            "actorvalues": [_actor(*pair) for pair in zip(rows["speaker"], rows["institution"], strict=True)],
            "claims": rows["target"],
            "cpos": side,
            "actor": rows["speaker"],
            "organisation": rows["institution"],
            "polarity": side.map(_POLARITIES),
            "outlet": rows["outlet"],
            "article": rows["article"],
            "quote_id": rows["quote_id"],
            "evidence": rows["evidence"],
            "confidence": rows["confidence"],
            "review": rows["review"],
        },
        columns=list(CLAIMS),
    ).astype(dict(CLAIMS))


def _actor(speaker: str, institution: str) -> str:
    """Return who speaks as the published data name actors; a body that speaks for itself is named once."""
    person = f"per_{speaker}" if speaker and speaker != institution else ""
    return SEPARATOR.join(filter(None, (person, f"org_{institution}" if institution else "")))
