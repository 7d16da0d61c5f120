"""Which names of one article mean the same: short and full forms, spellings, initials."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_PLAIN = Path(__file__).parents[1] / "data" / "plain_capitals.txt"


@cache
def plain_capitals() -> frozenset[str]:
    """Return words that are written with a capital and alone name nobody: titles, ranks, offices, directions."""
    return frozenset(line for line in _PLAIN.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def folded(name: str) -> str:
    """Return the letters and figures of a name alone, small and without accents: "Kim Jong-un" is "Kim Jong Un"."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def slug(name: str) -> str:
    """Return a name as an id: small letters, figures and hyphens. Names in other scripts keep their letters."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[\W_]+", "-", "".join(letter for letter in plain if not unicodedata.combining(letter))).strip("-")


def initials(name: str) -> str:
    """Return the capital letters that words of a name start with: "Bank of Japan" gives "BJ"."""
    return "".join(word[0] for word in re.findall(r"[^\W_]+", name) if word[0].isupper())


def _words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name, a middle initial left out: "Donald J. Trump" is "Donald Trump"."""
    words = [word for word in (folded(word) for word in re.split(r"[\s-]+", name)) if word]
    if len(words) > 2:
        words = [words[0], *(word for word in words[1:-1] if len(word) > 1), words[-1]]
    return tuple(words)


class Namesakes:
    """The full names of an article, to which shorter forms are traced; of two spellings the first given is kept.

    "De Bendern" is no full name where "Samantha de Bendern" is one.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._full: dict[tuple[str, ...], str] = {}
        for name in names:
            if len(words := _words(name)) > 1:
                self._full.setdefault(words, name)
        tails = {words[cut:] for words in self._full for cut in range(1, len(words))}
        self._full = {words: name for words, name in self._full.items() if words not in tails}

    def full_name(self, form: str) -> str | None:
        """Return the one full name that a form is, or is the first word or the last words of; None for none or many."""
        words = _words(form)
        if known := self._full.get(words):
            return known
        if not words:
            return None
        fitting = [full for parts, full in self._full.items() if parts[-len(words) :] == words or parts[:1] == words]
        return fitting[0] if len(fitting) == 1 else None
