"""Words of names under one spelling: without accents, by sound across transliterations, by their family of forms."""

import csv
import unicodedata
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parents[1] / "data"
_DOUBLED = "bcdfghjklmnprstvz"


@cache
def fold_name(word: str) -> str:
    """Return a word in small letters, without accents, apostrophes or dots; "Søren" gives "soren"."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’ʼ`.")
    return "".join(_replacements("special").get(letter, letter) for letter in plain)


@cache
def skeleton(word: str) -> str:
    """Return a folded word as transliterations of it have in common: "zelenskiy" and "zelenskyy" give the same."""
    for ending, plain in _replacements("ending").items():
        if word.endswith(ending):
            word = word.removesuffix(ending) + plain
    first, rest = word[:1], word
    for letters, sound in _replacements("letters").items():
        rest = rest.replace(letters, sound)
    for letter in _DOUBLED:
        rest = rest.replace(letter * 2, letter)
    while "ii" in rest:
        rest = rest.replace("ii", "i")
    return first + rest if first in "jy" else rest


@cache
def variants(word: str) -> frozenset[str]:
    """Return the families of given names that a folded word belongs to: "bob" and "rob" share one."""
    return _families().get(word, frozenset())


def given_name(word: str) -> bool:
    """Tell whether a folded word is known as a given name in some language."""
    return word in _given_names()


@cache
def listed(kind: str) -> frozenset[str]:
    """Return the words of names of a class: title, he, she, particle, suffix; younger, patronymic."""
    with (_DATA / "name_parts.csv").open(encoding="utf-8", newline="") as file:
        parts = {row["part"].rstrip(".") for row in csv.DictReader(file) if row["class"] == kind}
    return frozenset(parts | _replacements(kind).keys())


@cache
def _replacements(kind: str) -> dict[str, str]:
    with (_DATA / "name_spellings.csv").open(encoding="utf-8", newline="") as file:
        return {row["from"]: row["to"] for row in csv.DictReader(file) if row["class"] == kind}


@cache
def _families() -> dict[str, frozenset[str]]:
    with (_DATA / "given_name_variants.csv").open(encoding="utf-8", newline="") as file:
        rows = [row["names"].split("|") for row in csv.DictReader(file)]
    names = {name for row in rows for name in row}
    return {name: frozenset(row[0] for row in rows if name in row) for name in names}


@cache
def _given_names() -> frozenset[str]:
    with (_DATA / "given_names.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["name"] for row in csv.DictReader(file))
