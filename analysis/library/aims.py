"""What stances are about as a person wants it: targets under other names, joined, hidden, or added in their own words.

The analyses stay as they are; what a person changed is laid over them whenever they are read. Every change holds for
one article or for the whole library, is kept in a list that only grows, and can be taken back.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analysis.library.changes import standing
from analysis.records import Analysis, Span, Stance

Deed = Literal["rename", "hide", "add", "undo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AimChange:
    """What somebody changed about a target, when; ``article_id`` is "" where it holds for the whole library."""

    number: int
    when: dt.datetime
    who: str
    what: Deed
    article_id: str = ""
    name: str = ""
    """The target as it was shown; of an added one its new name."""
    to: str = ""
    """The new name, which may be that of another target: the two are one then. Of an added one the words that name it,
    one a line.
    """
    undoes: int | None = None

    def words(self) -> tuple[str, ...]:
        """Return the words by which an added target is known in texts: those given, and its name."""
        return tuple(dict.fromkeys(filter(None, (*self.to.splitlines(), self.name))))

    def holds_for(self, article_id: str) -> bool:
        """Tell whether the change concerns an article."""
        return self.article_id in ("", article_id)


class Aims:
    """All that people changed about targets, as far as it stands."""

    def __init__(self, changes: Sequence[AimChange]) -> None:
        self.standing: tuple[AimChange, ...] = tuple(standing(changes))

    def shown(self, article_id: str, name: str) -> str | None:
        """Return the name under which a target of an article is shown, None where it is hidden."""
        for change in self.standing:
            if change.what != "add" and change.name == name and change.holds_for(article_id):
                if change.what == "hide":
                    return None
                name = change.to
        return name

    def added(self, article_id: str) -> list[AimChange]:
        """Return the targets that a person added, as far as they concern an article."""
        return [change for change in self.standing if change.what == "add" and change.holds_for(article_id)]

    def apply(self, analysis: Analysis, judged: Iterable[Stance] = ()) -> Analysis:
        """Return an analysis with the targets as a person wants them; ``judged`` are the stances of added targets.

        Two targets that became one may have two stances in one quote: the surer one that takes a side is kept.
        """
        extra = tuple(judged)
        if not self.standing and not extra:
            return analysis
        best: dict[tuple[str, str, str | None], Stance] = {}
        for stance in sorted((*analysis.stances, *extra), key=lambda one: (one.label != "neutral", one.confidence)):
            name = self.shown(analysis.article_id, stance.target)
            if name is not None:
                best[stance.speaker, name, stance.quote] = replace(stance, target=name)
        return replace(analysis, stances=tuple(sorted(best.values(), key=lambda one: (one.evidence.start, one.target))))


def places_of(text: str, words: Iterable[str]) -> tuple[Span, ...]:
    """Return where a text holds any of the words, whole and in any case, in order; none overlaps another."""
    wanted = sorted({" ".join(word.split()) for word in words if word.strip()}, key=len, reverse=True)
    if not wanted:
        return ()
    pattern = "|".join(r"\s+".join(map(re.escape, word.split())) for word in wanted)
    return tuple(Span(*found.span()) for found in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE))


def tell(change: AimChange, all_changes: Mapping[int, AimChange], titles: Mapping[str, str]) -> str:
    """Return a change in plain words."""
    where = f" in “{titles.get(change.article_id) or 'one article'}”" if change.article_id else ""
    if change.undoes is not None:
        return f"Took back: {tell(all_changes[change.undoes], all_changes, titles)}"
    if change.what == "rename":
        return f"{change.name} shown as {change.to}{where}"
    if change.what == "hide":
        return f"{change.name} hidden{where}"
    return f"{change.name} added{where}"
