"""Reporting verbs and nouns: their attitude, the frames they take, and their class, from ``data/reporting_*.csv``.

The attitude says how the reporter stands to what is reported: neutral (said), distancing (claimed), endorsing (noted)
or conflict (warned).
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from spacy.tokens import Token

from analysis.records import Attitude

_DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb or noun. ``frames``: what it governs (quote, clause, fragment); ``group``: its class."""

    lemma: str
    attitude: Attitude
    frames: frozenset[str]
    group: str


def verb_of(token: Token) -> Verb | None:
    """Return the reporting verb that a token is, with its particle where it is a phrasal one."""
    words = _words("reporting_verbs.csv")
    lemma = token.lower_ if token.lower_ == "according" else token.lemma_.lower()
    if token.i + 1 < len(token.doc):
        phrasal = words.get(f"{lemma} {token.nbor().lower_}")
        if phrasal is not None:
            return phrasal
    return words.get(lemma)


def form_of(token: Token) -> Verb | None:
    """Return the reporting verb that a word is the bare or the third form of, whatever the tagger took it for."""
    words, lower = _words("reporting_verbs.csv"), token.lower_
    return words.get(lower) or words.get(lower.removesuffix("s"))


def noun_of(token: Token) -> Verb | None:
    """Return the reporting noun ("claim", "warning") that a token is."""
    if token.lower_ == "word":
        return None
    return _words("reporting_nouns.csv").get(token.lemma_.lower())


def cue_span_end(token: Token) -> int:
    """Return the last token of a cue: the particle of a phrasal verb, or the verb itself."""
    verb = verb_of(token)
    return int(token.i + 1 if verb is not None and " " in verb.lemma else token.i)


@cache
def words_of(group: str) -> frozenset[str]:
    """Return a closed class of words of ``data/grammar.csv``: "connective", "subordinator", and so on."""
    with (_DATA / "grammar.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["word"] for row in csv.DictReader(file) if row["group"] == group)


@cache
def _words(name: str) -> dict[str, Verb]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return {
            row["lemma"]: Verb(
                row["lemma"], cast("Attitude", row["attitude"]), frozenset(row["frames"].split()), row["class"]
            )
            for row in csv.DictReader(file)
        }
