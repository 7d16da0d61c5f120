"""Which targets belong to one state: the state, its head, its government. They stay apart and are shown linked."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from analysis.pipeline.places import state_of
from analysis.pipeline.posts import holder_named

_BODIES = (" administration", " government", " White House")


def linked(names: Iterable[str], *, published: dt.date | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return for each name the others that belong to the same state, where there are any.

    A person belongs to the state whose high office they held at the time of publication, by a small table of office
    holders; a government to the state or the head that it is named after.
    """
    states: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        if state := _state(name, published):
            states[state].append(name)
    return {
        name: tuple(other for other in together if other != name)
        for together in states.values()
        if len(together) > 1
        for name in together
    }


def _state(name: str, published: dt.date | None) -> str:
    plain = name
    for body in _BODIES:
        plain = plain.removesuffix(body)
    holder = holder_named(plain, published=published)
    return state_of(plain) or (holder.country if holder else "") or ""
