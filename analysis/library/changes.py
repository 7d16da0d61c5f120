"""Lists of decisions that only grow: taking one back is a further entry, and can be taken back too."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Entry(Protocol):
    """What such a list holds: a number that grows, and the number of the entry that this one takes back, if any."""

    @property
    def number(self) -> int:
        """Return the place of the entry in its list."""

    @property
    def undoes(self) -> int | None:
        """Return the number of the entry that this one takes back, if any."""


Kind = TypeVar("Kind", bound=Entry)


def valid(entries: Sequence[Kind]) -> list[Kind]:
    """Return the entries that nobody took back, takings back included, in their order."""
    void: set[int] = set()
    kept = []
    for entry in reversed(entries):
        if entry.number not in void:
            kept.append(entry)
            if entry.undoes is not None:
                void.add(entry.undoes)
    return kept[::-1]


def standing(entries: Sequence[Kind]) -> list[Kind]:
    """Return the entries that hold: without those taken back, and without the takings back."""
    return [entry for entry in valid(entries) if entry.undoes is None]
