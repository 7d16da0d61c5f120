"""Which targets belong to one state: the state, its head, its government. They stay apart and are shown linked."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from analysis.pipeline.places import state_of
from analysis.pipeline.posts import holder_named

_BODIES = (" administration", " government", " White House")


def linked(names: Iterable[str], *, published: dt.date | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return for each name the others that belong to the same state, where there are any; people not with each other.

    A person belongs to the state whose high office they held at the time of publication, by a small table of office
    holders; a government to the state or the head that it is named after.
    """
    states: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for name in dict.fromkeys(names):
        state, is_person = _state(name, published)
        if state:
            states[state].append((name, is_person))
    found = {
        name: tuple(other for other, also in together if other != name and not (is_person and also))
        for together in states.values()
        for name, is_person in together
    }
    return {name: others for name, others in found.items() if others}


def as_states(names: Iterable[str]) -> Mapping[str, str]:
    """Return the state that each name stands for when it acts, its own name included; others are left out.

    A state's people, its capital and the seats of its government stand for it; persons and other cities do not.
    """
    found = {name: state_of(name) for name in names}
    return {name: state for name, state in found.items() if state}


def _state(name: str, published: dt.date | None) -> tuple[str, bool]:
    """Return the state that a name belongs to, "" for none, and whether it names a person."""
    plain = name
    for body in _BODIES:
        plain = plain.removesuffix(body)
    state = state_of(plain)
    if state:
        return state, False
    holder = holder_named(plain, published=published)
    return (holder.country if holder else ""), plain == name
